"""Counts of people in tables and figures, as exactly as the edition may tell them.

In an edition without a threshold everything is told. In the others a small count is « moins de 5 », and
what would let it be worked out from the totals is « masqué » (privacy.cells.suppress). Sentences do
the same by themselves, for their places `{k:pers}` (language).
"""

from collections.abc import Sequence

import pandas as pd

from lecons.estimates import Estimate
from lecons.privacy.cells.suppress import PRIMARY, SECONDARY, Sum, suppress
from lecons.report.document import Block, Card, Figure, Paragraph, Stack, Table, stack
from lecons.report.notebook import Notebook


class Hidden(str):
    """Words in the place of a number that may not be told."""


def hidden(notebook: Notebook, counts: pd.DataFrame, sums: Sequence[Sum] = ()) -> pd.DataFrame:
    """What may not be told of a table of counts (rows × columns, blank where nothing was counted):
    "" , PRIMARY or SECONDARY in each place."""
    if notebook.discretion is None:
        return pd.DataFrame("", counts.index, counts.columns)
    return suppress(counts, sums, notebook.discretion.threshold)


def people(notebook: Notebook, counts: pd.DataFrame, sums: Sequence[Sum] = ()) -> pd.DataFrame:
    """The cells of a table of counts, in words: the number, « moins de 5 », « masqué », or a dash where
    nothing was counted. `sums`: which cells are totals of which others."""
    return written(notebook, counts, hidden(notebook, counts, sums))


def written(notebook: Notebook, counts: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The same, where what may not be told (`hidden`) is known already."""
    return pd.DataFrame(
        {
            column: [
                _cell(notebook, value, place)
                for value, place in zip(counts[column], places[column], strict=True)
            ]
            for column in counts.columns
        },
        index=counts.index,
        dtype="object",
    )


def guarded(notebook: Notebook, *blocks: Block | None) -> Stack:
    """The blocks that are there, and the note on what their tables hide where they hide something."""
    whole = stack(*blocks)
    return stack(*whole.content, hiding(notebook) if _hides(whole) else None)


def _hides(block: Block) -> bool:
    match block:
        case Stack(content) | Card(content=content):
            return any(_hides(one) for one in content)
        case Figure(data=data):
            return data is not None and _hides(data)
        case Table(rows=rows):
            return any(isinstance(part, Hidden) for row in rows for cell in row for part in cell)
    return False


def part(notebook: Notebook, count: int, of: int) -> str:
    """« 12 sur 17 »; « moins de 5 sur 17 », « plus de 12 sur 17 » or a dash where it would tell of few."""
    if not of:
        return "–"
    said = _few(notebook, count / of, of)
    return said or notebook.t("{k:int} sur {n:int}", k=count, n=of)


def few(notebook: Notebook, estimate: Estimate) -> str:
    """What stands in the place of a share of people that may not be told; empty where it may."""
    if estimate.unit != "share" or estimate.value is None:
        return ""
    return _few(notebook, estimate.value, estimate.n)


def hiding(notebook: Notebook) -> Paragraph | None:
    """The note under what was hidden; nothing in an edition that hides nothing."""
    if notebook.discretion is None:
        return None
    return Paragraph(
        (
            notebook.t(
                "Pour protéger les personnes, cette édition ne donne aucun effectif de moins de {n:int} ; "
                "« masqué » : un effectif qui permettrait d’en retrouver un autre. Zéro est montré.",
                n=notebook.discretion.threshold,
            ),
        ),
        "note",
    )


def _few(notebook: Notebook, share: float, n: int) -> str:
    discretion = notebook.discretion
    why = discretion.part(share, n) if discretion else None
    if discretion is None or why is None:
        return ""
    width = discretion.threshold
    if why == "group":
        return Hidden(notebook.t("moins de {k:int} personnes", k=width))
    if n <= 2 * (width - 1):  # « plus de 1 sur 6 » would tell of five: four are « moins de 5 »
        return Hidden(notebook.t("entre 1 et {k:int} sur {n:int}", k=n - 1, n=n))
    if why == "few":
        return Hidden(notebook.t("moins de {k:int} sur {n:int}", k=width, n=n))
    return Hidden(notebook.t("plus de {k:int} sur {n:int}", k=n - width, n=n))


def _cell(notebook: Notebook, value: object, place: str) -> str:
    if pd.isna(value):
        return "–"
    if place == PRIMARY:
        assert notebook.discretion is not None
        return Hidden(notebook.t("moins de {n:int}", n=notebook.discretion.threshold))
    if place == SECONDARY:
        return Hidden(notebook.t("masqué"))
    return notebook.language.number(float(str(value)))
