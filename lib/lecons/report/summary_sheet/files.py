"""The summary on one sheet of paper: handed over by a notebook as JSON, made a PDF by the pipeline."""

import os
from pathlib import Path

from lecons.report.fiche import Binding
from lecons.report.pdf import compile_pages
from lecons.report.summary_sheet.content import SummarySheet
from lecons.report.summary_sheet.typeset import typeset

HANDED, NAME = "resume.json", "resume"


def hand_over(folder: Path, sheet: SummarySheet) -> None:
    """Write the sheet of one run as JSON, in the place of an earlier one."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{HANDED}.part"
    draft.write_text(sheet.model_dump_json(), encoding="utf-8")
    os.replace(draft, folder / HANDED)


def read_summary(folder: Path) -> SummarySheet | None:
    """The sheet that a run handed over; None where it handed none."""
    path = folder / HANDED
    if not path.is_file():
        return None
    return SummarySheet.model_validate_json(path.read_text(encoding="utf-8"))


def write_summary(sheet: SummarySheet, binding: Binding, folder: Path) -> int:
    """Write `resume.pdf` in `folder`, and answer its pages, which are two whatever the sheet says.

    Raises ReportError where it cannot be made.
    """
    pdf, pages = compile_pages(NAME, typeset(sheet, binding), folder)
    (folder / f"{NAME}.pdf").write_bytes(pdf)
    return pages
