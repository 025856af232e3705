"""The tracking table: each indicator of the framework with what was achieved of it."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from lecons.errors import ProjectError
from lecons.estimates import Estimate
from lecons.measures.indicators.compute import Achieved
from lecons.measures.indicators.definitions import definitions

COLUMNS = [
    "id",
    "resultat",
    "indicateur",
    "indicateur_en",
    "calcul",
    "constat",
    "sens",
    "reference",
    "cible",
    "valeur",
    "bas",
    "haut",
    "n",
    "unite",
    "part_cible",
    "statut",
    "tendance",
    "source",
]


def calculations(framework: pd.DataFrame) -> dict[str, str]:
    """Which standard indicator computes which row: id of the indicator → code, in its order.

    In: table `cadre`. Raises ProjectError on a `calcul` that is not declared.
    """
    codes = {
        str(row["id"]): code
        for row in framework.to_dict("records")
        if (code := _text(row, "calcul")) is not None
    }
    for indicator, code in codes.items():
        if code not in definitions():
            raise ProjectError(
                f"cadre.csv, indicateur {indicator} : le calcul « {code} » n’existe pas.",
                f"Calculs possibles : {', '.join(definitions())}. Corrigez la colonne calcul, ou "
                "laissez-la vide et nommez un constat dans la colonne constat.",
            )
    return codes


def track(framework: pd.DataFrame, achieved: Mapping[str, Achieved]) -> pd.DataFrame:
    """One row an indicator, in the framework's order, those without data included.

    In: table `cadre`, and what was achieved by id of the indicator. Out: COLUMNS, with None for what
    is missing, never nan. `valeur`, `bas`, `haut` are in the unit that `unite` names (as
    Estimate.unit: count, share, …); n = units observed. Raises ProjectError as `calculations`.

    `sens` blank reads as `hausse`. `part_cible` is the value over a target above zero (`hausse`), or
    the part done of the way from the baseline down to the target (`baisse`); missing where that would
    divide by nothing, or where the baseline is not known. See `status` for `statut`. `tendance`
    compares the last two half-years with data: a share moves only when the interval of the
    difference leaves zero out, a count when it moves by more than a tenth between two complete
    half-years; it tells which way the value goes, not whether that is good.
    """
    calculations(framework)
    rows = [_row(row, achieved.get(str(row["id"]))) for row in framework.to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _row(row: dict[Any, Any], done: Achieved | None) -> dict[str, object]:
    code = _text(row, "calcul")
    falling = _text(row, "sens") == "baisse"
    baseline, target = _number(row.get("reference")), _number(row.get("cible"))
    estimate = done.value if done else None
    value = _number(estimate.value) if estimate else None
    low, high = (_number(estimate.low), _number(estimate.high)) if estimate else (None, None)
    unit = estimate.unit if estimate else definitions()[code].mesure if code else None
    return {
        **{name: _text(row, name) for name in COLUMNS[:6]},
        "sens": "baisse" if falling else "hausse",
        "reference": baseline,
        "cible": target,
        "valeur": value,
        "bas": low,
        "haut": high,
        "n": estimate.n if estimate else None,
        "unite": unit,
        "part_cible": _part(value, baseline, target, falling),
        "statut": status(estimate, target, falling),
        "tendance": done.trend if done and value is not None else None,
        "source": _text(row, "source"),
    }


def status(estimate: Estimate | None, target: float | None, falling: bool) -> str:
    """Whether the target is reached.

    `atteint`: the value, and its whole interval if it has one, are at the target or beyond it.
    `a_la_limite`: the interval holds the target, so that either may be true. `non_atteint`: neither.
    `sans_cible`, `sans_donnee`: nothing to compare with, nothing to compare. A count of everything
    recorded has no interval: reached or not. With `falling`, beyond is below.
    """
    value = _number(estimate.value) if estimate else None
    if estimate is None or value is None:
        return "sans_donnee"
    if target is None:
        return "sans_cible"
    low, high = _number(estimate.low), _number(estimate.high)
    if low is None or high is None:
        low = high = value
    worst, best = (high, low) if falling else (low, high)
    if _beyond(worst, target, falling):
        return "atteint"
    return "a_la_limite" if _beyond(best, target, falling) else "non_atteint"


def _beyond(value: float, target: float, falling: bool) -> bool:
    # a mean that is the target but for its last bit has reached it
    if math.isclose(value, target, rel_tol=1e-9, abs_tol=1e-12):
        return True
    return value < target if falling else value > target


def _part(
    value: float | None, baseline: float | None, target: float | None, falling: bool
) -> float | None:
    if value is None or target is None:
        return None
    if not falling:
        return value / target if target > 0 else None
    if baseline is None or baseline == target:
        return None
    return (baseline - value) / (baseline - target)


def _text(row: dict[Any, Any], column: str) -> str | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else str(value).strip() or None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
