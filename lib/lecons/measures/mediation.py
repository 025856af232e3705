"""Mediation: from cases reported to agreements still respected, and who mediated."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, difference_of_shares, wilson

SETTLED = "regle"


@dataclass(frozen=True)
class Step:
    """One step of the funnel: `count` cases out of `of`, where `of` names the denominator."""

    name: str
    count: int
    of: str
    share: Estimate
    ids: tuple[str, ...]


def funnel(cases: pd.DataFrame) -> list[Step]:
    """Reported → mediated → settled → respected at 3 and at 6 months, with Wilson intervals.

    In: table `cas`. Mediated and settled are shares of the cases reported. Respected is a share of
    the settled cases that were followed up; `share.total - share.n` of them were not.
    """
    mediated = cases[cases["issue"] != "sans_mediation"]
    settled = cases[cases["issue"] == SETTLED]
    steps = [
        _step("signales", cases, "signales", len(cases)),
        _step("medies", mediated, "signales", len(cases)),
        _step("regles", settled, "signales", len(cases)),
    ]
    for name, column in (("respectes_3", "suivi_3_mois"), ("respectes_6", "suivi_6_mois")):
        followed = settled[settled[column].notna()]
        kept = followed[followed[column] == "respecte"]
        steps.append(_step(name, kept, "suivis", len(followed), len(settled)))
    return steps


def _step(name: str, rows: pd.DataFrame, of: str, n: int, total: int | None = None) -> Step:
    return Step(name, len(rows), of, wilson(len(rows), n, total), tuple(rows["id"]))


@dataclass(frozen=True)
class Contrast:
    """Two groups, the share of each, and their difference (first minus second)."""

    first: Estimate
    second: Estimate
    difference: Estimate
    ids: tuple[str, ...]


def by_women_mediators(cases: pd.DataFrame) -> Contrast:
    """Share settled among mediated cases, with at least one woman mediator against without.

    In: table `cas`; cases without mediation or whose mediators are unknown are left out.
    Interval of the difference: Newcombe (1998).
    """
    mediated = cases[(cases["issue"] != "sans_mediation") & cases["mediatrices"].notna()]
    women = mediated["mediatrices"] > 0
    settled = mediated["issue"] == SETTLED
    k1, n1 = int((settled & women).sum()), int(women.sum())
    k2, n2 = int((settled & ~women).sum()), int((~women).sum())
    return Contrast(
        wilson(k1, n1), wilson(k2, n2), difference_of_shares(k1, n1, k2, n2), tuple(mediated["id"])
    )


def by_type(cases: pd.DataFrame) -> pd.DataFrame:
    """One row a type of conflict: type_conflit, cas, regles, share (Estimate), most cases first."""
    rows = [
        {
            "type_conflit": kind,
            "cas": len(group),
            "regles": int((group["issue"] == SETTLED).sum()),
            "share": wilson(int((group["issue"] == SETTLED).sum()), len(group)),
        }
        for kind, group in cases.groupby("type_conflit")
    ]
    table = pd.DataFrame(rows, columns=["type_conflit", "cas", "regles", "share"])
    return table.sort_values("cas", ascending=False, ignore_index=True)
