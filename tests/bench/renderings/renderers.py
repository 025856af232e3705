"""The same executed notebooks through each tool: what it leaves, and how long it took."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import yaml
from lecons.language import Language
from lecons.project import open_project
from lecons.report.assemble import Executed, assemble

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
THEIRS = ROOT / ".venv" / "rendus" / "bin"
PROJECT = ROOT / "data" / "3p-amss"
MERGED = "rapport.ipynb"
TEMPLATES = ("lab", "classic", "basic")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Rendered:
    """What a tool made: the folder that must be sent, the pages in it (the first is opened first) or
    one PDF, the seconds it took, and what it said where it made nothing."""

    tool: str
    folder: Path
    pages: list[str] = field(default_factory=list)
    pdf: Path | None = None
    seconds: float = 0.0
    failure: str = ""

    @property
    def size(self) -> int:
        """Bytes of all the files that the tool left (a PDF: of that file)."""
        if self.pdf:
            return self.pdf.stat().st_size
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


def prepare(notebooks: Path, work: Path) -> None:
    """Write `rapport.ipynb`, the executed notebooks as one in reading order, and `livre/`, the same
    cells as one notebook each, for Jupyter Book. Code is hidden everywhere, as a reader would have it.
    """
    project, executed = open_project(PROJECT), []
    for path in sorted(notebooks.glob("*.ipynb")):
        name, _, result = path.stem.partition("-")
        executed.append(Executed(path.stem, name, result or None, path))
    merged = assemble(project, Language("fr"), executed, [])
    # papermill's own notice of the language, that highlighting asks for
    merged.metadata["language_info"] = {"name": "python"}
    nbformat.write(merged, work / MERGED)

    book = work / "livre"
    book.mkdir()
    names = list(dict.fromkeys(cell.metadata.lecons.carnet for cell in merged.cells))
    # what opens a result area is a panel of ours and no notebook
    names = [name for name in names if (notebooks / f"{name}.ipynb").is_file()]
    for name in names:
        cells = [cell for cell in merged.cells if cell.metadata.lecons.carnet == name]
        for cell in cells:
            if cell.cell_type == "code":
                cell.metadata["tags"] = ["remove-input"]
        one = nbformat.v4.new_notebook(cells=cells, metadata=merged.metadata)
        nbformat.write(one, book / f"{name}.ipynb")
    config = {
        "title": "Leçons et bonnes pratiques",
        "author": project.content.organisation,
        "execute": {"execute_notebooks": "off"},
        "sphinx": {"config": {"language": "fr"}},
        "only_build_toc_files": True,
    }
    contents = {
        "format": "jb-book",
        "root": names[0],
        "chapters": [{"file": name} for name in names[1:]],
    }
    (book / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    (book / "_toc.yml").write_text(yaml.safe_dump(contents), "utf-8")


def render_all(work: Path) -> list[Rendered]:
    """Render what `prepare` wrote with every tool, one after the other."""
    merged, done = work / MERGED, []
    ours = [sys.executable, HERE / "ours.py"]
    page, pdf = _place(work, "lecons"), _place(work, "lecons-pdf")
    done.append(_run("lecons", page, [*ours, "html", merged, page / "synthese.html"]))
    done.append(_run("lecons (Typst)", pdf, [*ours, "pdf", merged, pdf / "synthese.pdf"]))
    nbconvert = [THEIRS / "jupyter-nbconvert", "--no-input", "--log-level", "ERROR", merged]
    for template in TEMPLATES:
        folder = _place(work, template)
        asked = ["--to", "html", "--template", template, "--output-dir", folder]
        done.append(_run(f"nbconvert {template}", folder, [*nbconvert, *asked]))
    guided = [THEIRS / "python", HERE / "with_chromium.py"]
    folder = _place(work, "webpdf")
    asked = ["--no-input", merged, "--to", "webpdf", "--output-dir", folder]
    done.append(_run("nbconvert webpdf", folder, [*guided, "jupyter-nbconvert", *asked]))
    folder, source = _place(work, "weasyprint"), work / "basic" / "rapport.html"
    asked = [source, folder / "rapport.pdf", "--pdf-variant", "pdf/ua-1", "--quiet"]
    done.append(_run("WeasyPrint (basic)", folder, [THEIRS / "weasyprint", *asked]))
    done[-1].seconds += next(one.seconds for one in done if one.tool == "nbconvert basic")
    # two places: the single page that pdfhtml prints would take that of the book's first page
    jupyter_book = [*guided, "jupyter-book", "build", work / "livre", "--quiet", "--path-output"]
    folder = _place(work, "book")
    done.append(_run("Jupyter Book 1", folder / "_build" / "html", [*jupyter_book, folder]))
    folder = _place(work, "book-pdf")
    asked = [*jupyter_book, folder, "--builder", "pdfhtml"]
    done.append(_run("Jupyter Book 1 pdfhtml", folder / "_build" / "pdf", asked))
    return done


def _place(work: Path, name: str) -> Path:
    folder = work / name
    folder.mkdir()
    return folder


def _run(tool: str, folder: Path, command: list) -> Rendered:
    rendered = Rendered(tool, folder)
    environment = {
        **os.environ,
        "CHROMIUM": str(CHROMIUM),
        "PATH": f"{THEIRS}:{os.environ['PATH']}",
    }
    start = time.perf_counter()
    ended = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    rendered.seconds = time.perf_counter() - start
    rendered.pdf = next(iter(sorted(folder.glob("*.pdf"))), None)
    pages = {path.stem: path.name for path in sorted(folder.glob("*.html"))}
    # a book's search, index and redirection hold no cell
    for name in ("search", "genindex", "index") if len(pages) > 1 else ():
        pages.pop(name, None)
    # the executive summary is what a reader opens first
    rendered.pages = sorted(pages.values(), key=lambda name: not name.startswith("60_"))
    if ended.returncode or not (rendered.pdf or rendered.pages):
        rendered.failure = (ended.stderr or ended.stdout)[-400:]
    return rendered
