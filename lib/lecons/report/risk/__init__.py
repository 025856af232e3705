"""« Analyse de risques et partage »: the page that goes with each release, for those who decide on it."""

from lecons.report.risk.facts import ReleaseCheck, ReleasedFile, ReleaseFacts, released_files
from lecons.report.risk.files import HTML, PDF, write_risk
from lecons.report.risk.page import risk_page

__all__ = [
    "HTML",
    "PDF",
    "ReleaseCheck",
    "ReleaseFacts",
    "ReleasedFile",
    "released_files",
    "risk_page",
    "write_risk",
]
