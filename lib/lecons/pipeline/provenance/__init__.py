"""Where a report comes from, told so that others can check it, and how to make it once more."""

from lecons.pipeline.provenance.describe import describe
from lecons.pipeline.provenance.files import PRECEDENT, files_in
from lecons.pipeline.provenance.revision import Revision, revision
from lecons.pipeline.provenance.told import told_outside

__all__ = [
    "PRECEDENT",
    "Revision",
    "describe",
    "files_in",
    "revision",
    "told_outside",
]
