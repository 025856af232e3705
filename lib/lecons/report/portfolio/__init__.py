"""The page on several projects: what is compared, practices, indicators, and by which rules."""

from lecons.report.portfolio.content import Entry, Left, Portfolio
from lecons.report.portfolio.page import render_portfolio

__all__ = ["Entry", "Left", "Portfolio", "render_portfolio"]
