"""How alike coders code: α over all codes and for each, on the testimonies that two of them
read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from lecons.estimates import FEWEST, Estimate, unknown
from lecons.testimony.reliability.bootstrap import alpha, contributions, interval, resampled
from lecons.testimony.reliability.coefficients import cohen, disagreement, fleiss, gwet
from lecons.testimony.reliability.disagreements import disagreements
from lecons.testimony.reliability.units import (
    UNITS,
    Decisions,
    Unit,
    accepted,
    decisions,
    documents,
    double,
    independent,
    passages,
)

# Krippendorff (2019): rely on data above 0.800, conclude tentatively down to 0.667
LEAST, SURE = 0.667, 0.800
Verdict = Literal["fiable", "provisoire", "insuffisant", "inconnu"]
_COLUMNS = ["code", "alpha", "kappa", "ac1", "po", "pe", "prevalence", "n", "temoignages"]
_NONE = 1e-12


@dataclass(frozen=True)
class Reliability:
    """What can be said of the coding of a result area.

    `unit`: what decisions are compared on (see `units`); `coders`: all who coded or read, but
    `consensus`; `double` testimonies of `total` were read by two or more, `compared` of which have
    units, `units` in all. `overall` is α over all codes; its n is `compared`, its total is `total`.
    `by_unit` is the same on each unit. `by_code` has one row a code that somebody used, the lowest
    α first: code, alpha (Estimate: n testimonies where a coder marked it, of those compared), kappa
    (Cohen's where two coders coded, else Fleiss'), ac1, po, pe (observed, and expected as κ has
    it), prevalence (share of decisions that mark it), n (units), temoignages, rare (marked in under
    FEWEST testimonies), verdict (`inconnu` for a rare code). `ids` are the segments compared, all
    those accepted where none is.
    """

    unit: Unit
    coders: tuple[str, ...]
    double: int
    compared: int
    total: int
    units: int
    overall: Estimate
    by_unit: Mapping[Unit, Estimate]
    by_code: pd.DataFrame
    disagreements: pd.DataFrame
    ids: tuple[str, ...]

    @property
    def one_coder(self) -> bool:
        """True when nobody can be compared with anybody: one person coded."""
        return len(self.coders) == 1

    @property
    def verdict(self) -> Verdict:
        return verdict(self.overall.value)


def verdict(value: float | None) -> Verdict:
    """What Krippendorff (2019) lets conclude from an α; `inconnu` where there is none."""
    if value is None:
        return "inconnu"
    return "fiable" if value >= SURE else "provisoire" if value >= LEAST else "insuffisant"


def measure(
    segments: pd.DataFrame,
    testimonies: pd.DataFrame,
    readings: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: pd.DataFrame,
    seed: int,
) -> Reliability:
    """How alike coders code the testimonies of a result area.

    In: `segments` of all coders, `temoignages` of the result area and `lectures`, as an edition
    reads them; sentences of `units.phrases` (places, no words); `livre_de_codes`; the run's seed.
    Proposals and the coder `consensus` do not count. Where no testimony read twice has sentences
    (an edition without texts), passages are compared instead, and `unit` says so.
    """
    heard = set(testimonies["id"])
    segments = segments[segments["id_temoignage"].isin(heard)]
    readings = readings[readings["id_temoignage"].isin(heard)]
    everyone = independent(segments, readings)
    pairs = double(everyone)
    twice = accepted(segments).merge(pairs, on=["id_temoignage", "codeur"])
    units = {
        "phrase": sentences,
        "passage": passages(twice),
        "document": documents(pairs["id_temoignage"]),
    }
    found = {name: decisions(units[name], segments, pairs) for name in UNITS}
    unit: Unit = "phrase" if len(found["phrase"].units) or pairs.empty else "passage"
    chosen = found[unit]
    by_unit = {name: _overall(one, len(heard), seed) for name, one in found.items()}
    table = by_code(chosen, seed)
    alphas = {row.code: row.alpha.value for row in table.itertuples()}
    compared = set(chosen.units["id_temoignage"])
    used = twice[twice["id_temoignage"].isin(compared)]
    used = accepted(segments) if used.empty else used
    return Reliability(
        unit=unit,
        coders=tuple(sorted(set(everyone["codeur"]))),
        double=int(pairs["id_temoignage"].nunique()),
        compared=len(compared),
        total=len(heard),
        units=len(chosen.units),
        overall=by_unit[unit],
        by_unit=by_unit,
        by_code=table,
        disagreements=disagreements(segments, pairs, testimonies, codebook, alphas),
        ids=tuple(used["id"].drop_duplicates()),
    )


def by_code(found: Decisions, seed: int) -> pd.DataFrame:
    """The coefficients of each code, the lowest α first (columns: see `Reliability`)."""
    added = contributions(found)
    seen, chance = disagreement(added.sum(axis=0))
    drawn_seen, drawn_chance = resampled(added, seed) if len(added) else (seen[None], chance[None])
    compared = len(added)
    rows = []
    for j, code in enumerate(found.codes):
        table = found.table(code)
        kappa = cohen(table) if len(found.coders) == 2 else fleiss(table)
        ac1 = gwet(table, (0, 1))
        somewhere = int((added[:, j, 1, :].sum(axis=-1) > 0).sum())
        value = float(alpha(seen[j : j + 1], chance[j : j + 1])) if ac1.n else float("nan")
        one = (
            unknown(somewhere, compared, "coefficient")
            if np.isnan(value)
            else interval(
                value,
                alpha(drawn_seen[:, j : j + 1], drawn_chance[:, j : j + 1]),
                somewhere,
                compared,
            )
        )
        rows.append(
            (
                code,
                one,
                kappa.value,
                ac1.value,
                kappa.observed,
                kappa.expected,
                float(found.marked[:, :, j].sum() / max(found.read.sum(), 1)),
                ac1.n,
                somewhere,
            )
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame["rare"] = frame["temoignages"] < FEWEST
    # four testimonies tell nothing sure of a code, were they coded all alike
    frame["verdict"] = [
        "inconnu" if row.rare else verdict(row.alpha.value) for row in frame.itertuples()
    ]
    order = pd.Series(
        [2.0 if one.value is None else one.value for one in frame["alpha"]], dtype=float
    )
    ranked = frame.assign(_order=order).sort_values(["_order", "code"], kind="stable")
    return ranked.drop(columns="_order").reset_index(drop=True)


def _overall(found: Decisions, total: int, seed: int) -> Estimate:
    added = contributions(found)
    compared = len(added)
    if not compared or not len(found.codes):
        return unknown(compared, total, "coefficient")
    value = float(alpha(*disagreement(added.sum(axis=0))))
    if np.isnan(value):
        return unknown(compared, total, "coefficient")
    return interval(value, alpha(*resampled(added, seed)), compared, total)
