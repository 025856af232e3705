"""The summary for those who read one sheet of paper, front and back: the ministry, the donors."""

from lecons.report.summary_sheet.content import KeyFigure, Line, Part, SummarySheet
from lecons.report.summary_sheet.files import HANDED, NAME, hand_over, read_summary, write_summary
from lecons.report.summary_sheet.shorten import shorten

__all__ = [
    "HANDED",
    "NAME",
    "KeyFigure",
    "Line",
    "Part",
    "SummarySheet",
    "hand_over",
    "read_summary",
    "shorten",
    "write_summary",
]
