"""Our page or our PDF from the merged notebook, as a process of its own: a start of Python is counted
for us as for the others.

    .venv/bin/python tests/bench/renderings/ours.py html|pdf MERGED.ipynb TARGET
"""

import sys
from datetime import date
from pathlib import Path

import nbformat
from lecons.evidence.numbers import read_numbers
from lecons.language import Language
from lecons.project import open_project
from lecons.report.page import cover, render_page
from lecons.report.pdf import compile_pdf, render_typst

form, merged, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
project, language, today = open_project("data/3p-amss"), Language("fr"), date.today()
front = cover(project, language, "interne", today)
known = read_numbers(project.folder)
numbers = dict(zip(known["constat"], known["numero"], strict=True))
notebook = nbformat.read(merged, as_version=4)
if form == "html":
    runs = {cell.metadata.lecons.carnet for cell in notebook.cells}
    target.write_text(render_page(notebook, language, front, numbers, runs), encoding="utf-8")
else:
    document = render_typst(notebook, language, front, today, numbers)
    target.write_bytes(compile_pdf(document, target.parent))
