"""lecons: field data and testimonies of a peace project, into a lessons-learned report."""

__version__ = "0.1.0"
