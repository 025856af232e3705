"""What cannot be: values that contradict each other in one row, or between tables."""

from collections.abc import Callable, Mapping

import pandas as pd

from lecons.intake.quarantine import Fault
from lecons.privacy.masking import is_masked
from lecons.store.names import PROBABLE_COPIES

# a training with ten times more people present than registered has a nought too many
_REGISTERED_TIMES = 10


def impossible(table: str, rows: pd.DataFrame) -> list[Fault]:
    """The faults of rows (typed, index = row number) whose values contradict each other."""
    return _RULES[table](rows) if table in _RULES else []


def _activities(rows: pd.DataFrame) -> list[Fault]:
    """Young people are women or men already counted; a total is that of men and women."""
    present = rows["hommes"] + rows["femmes"]
    young = _told(
        rows,
        rows["jeunes"] > present,
        "jeunes",
        lambda row: f"au plus hommes + femmes ({present[row]})",
    )
    total = _told(
        rows,
        rows["participants"] != present,
        "participants",
        lambda row: f"hommes + femmes ({present[row]}), ou rien",
    )
    return young + total


def _cases(rows: pd.DataFrame) -> list[Fault]:
    """An agreement does not come before the conflict is known."""
    return _told(
        rows,
        rows["date_issue"] < rows["date_signalement"],
        "date_issue",
        lambda row: f"au plus tôt le {rows.at[row, 'date_signalement']:%d/%m/%Y} (signalement)",
    )


def _organisations(rows: pd.DataFrame) -> list[Fault]:
    """Women and young people of a board are members of it."""
    return [
        fault
        for column in ("femmes_bureau", "jeunes_bureau")
        for fault in _told(
            rows,
            rows[column] > rows["taille_bureau"],
            column,
            lambda row: f"au plus les membres du bureau ({rows.at[row, 'taille_bureau']})",
        )
    ]


def _segments(rows: pd.DataFrame) -> list[Fault]:
    """A passage ends after it begins."""
    return _told(rows, rows["fin"] <= rows["debut"], "fin", lambda _: "plus que debut")


_RULES: dict[str, Callable[[pd.DataFrame], list[Fault]]] = {
    "activites": _activities,
    "cas": _cases,
    "organisations": _organisations,
    "segments": _segments,
}


def _told(
    rows: pd.DataFrame, wrong: pd.Series, column: str, expected: Callable[[int], str]
) -> list[Fault]:
    """A fault for each row where `wrong` is certain: an unknown value contradicts nothing."""
    found = rows.index[wrong.fillna(False).astype(bool)]
    return [
        Fault(int(row), column, _shown(rows.at[row, column]), "valeur_impossible", expected(row))
        for row in found
    ]


def _shown(value: object) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, pd.Timestamp) else str(value)


def overcrowded(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Which activities are trainings with ten times more men, or women, than people registered.

    In: `activites` and `formations`, typed. Out: for each activity, True where it cannot be.
    """
    activities = tables["activites"]
    registered = tables["formations"].groupby("id_activite")["id"].count()
    here = activities["id"].map(registered)
    most = activities[["hommes", "femmes"]].max(axis=1)
    training = activities["type"].eq("formation")
    return (training & (most >= here * _REGISTERED_TIMES)).fillna(False).astype(bool)


def probable_copies(table: str, rows: pd.DataFrame) -> pd.Series:
    """Rows that say the same as an earlier one under another identifier (see PROBABLE_COPIES)."""
    columns = list(PROBABLE_COPIES.get(table, ()))
    if not columns or not len(rows):
        return pd.Series(False, index=rows.index)
    whole = rows[columns].notna().all(axis=1)
    if "texte" in columns:  # two that were masked may look alike, and say nothing any more
        whole &= ~rows["texte"].map(is_masked)
    twice = rows[whole].duplicated(columns, keep="first")
    return twice.reindex(rows.index, fill_value=False)
