"""What notebooks hand over for the page on several projects: practices as weighed, indicators as told."""

from collections.abc import Mapping

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence.finding import Finding
from lecons.evidence.portfolio import SharedPart, shared_indicator, shared_practice
from lecons.evidence.portfolio.files import hand_over
from lecons.report.notebook import Notebook
from lecons.report.weighed import Weighed


def hand_practices(notebook: Notebook, content: Weighed) -> None:
    """50_bonnes_pratiques: the practices with their verdict and confidence."""
    inside = notebook.parameters.edition == "interne"
    told = tuple(shared_practice(one, inside) for one in content.practices)
    hand_over(notebook.register.folder.parent, notebook.run, SharedPart(practices=told))


def hand_indicators(
    notebook: Notebook,
    table: pd.DataFrame,
    achieved: Mapping[str, Estimate],
    hidden: Mapping[str, bool],
    published: Mapping[str, Finding],
) -> None:
    """20_activites: the tracking table.

    In: rows of measures.indicators.track; by id of the indicator, what was achieved and whether this
    edition masks it; the notebook's findings by id.
    """
    found = (
        shared_indicator(
            row,
            achieved.get(row["id"]),
            published.get(row["constat"] or ""),
            inside=notebook.parameters.edition == "interne",
            hidden=hidden.get(row["id"], False),
            tells_n=_tells_n(notebook, achieved.get(row["id"])),
        )
        for row in table.to_dict("records")
    )
    told = tuple(one for one in found if one is not None)
    hand_over(notebook.register.folder.parent, notebook.run, SharedPart(indicators=told))


def _tells_n(notebook: Notebook, estimate: Estimate | None) -> bool:
    """False where n, or what it leaves of all units, would tell of few people: the same test as for the
    findings that leave the team (evidence.register)."""
    limit = notebook.discretion
    if limit is None or estimate is None:
        return True
    return not (limit.small(estimate.n) or limit.small(estimate.total - estimate.n))
