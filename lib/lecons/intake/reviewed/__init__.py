"""What people who read passages again decided of them, and what an import makes of it."""

from lecons.intake.reviewed.apply import apply_reviews
from lecons.intake.reviewed.decisions import PRIVATE, Decisions, append_decision, read_decisions
from lecons.intake.reviewed.detection import Detection, detection_of
from lecons.intake.reviewed.file import (
    FILE,
    SOURCES,
    Key,
    Review,
    append_review,
    latest,
    mark_of,
    published_mark,
    read_reviews,
    span_of,
)

__all__ = [
    "FILE",
    "PRIVATE",
    "SOURCES",
    "Decisions",
    "Detection",
    "Key",
    "Review",
    "append_decision",
    "append_review",
    "apply_reviews",
    "detection_of",
    "latest",
    "mark_of",
    "published_mark",
    "read_decisions",
    "read_reviews",
    "span_of",
]
