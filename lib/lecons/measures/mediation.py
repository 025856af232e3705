"""Mediation: from cases reported to agreements still respected, and who mediated."""

from dataclasses import dataclass

import pandas as pd

from lecons.estimates import Estimate, difference_of_shares, wilson
from lecons.estimates.pooling import pooled_shares

SETTLED, NOT_MEDIATED, BROKEN = "regle", "sans_mediation", "rompu"
# who may be among the mediators: the contrasts are read together, so each is judged more strictly
PRESENT = ("mediatrices", "jeunes_mediateurs")


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
    mediated = cases[cases["issue"] != NOT_MEDIATED]
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


def by_mediators(cases: pd.DataFrame) -> dict[str, Contrast]:
    """Share settled among mediated cases, with at least one woman (`mediatrices`) or one young
    person (`jeunes_mediateurs`) among the mediators, against without.

    In: table `cas`; cases without mediation or whose mediators are unknown are left out. Interval of
    the difference: Newcombe (1998), judged at the level of the two contrasts together (Bonferroni).
    """
    return {name: _contrast(cases, name) for name in PRESENT}


def _contrast(cases: pd.DataFrame, column: str) -> Contrast:
    mediated = cases[(cases["issue"] != NOT_MEDIATED) & cases[column].notna()]
    present = mediated[column] > 0
    settled = mediated["issue"] == SETTLED
    k1, n1 = int((settled & present).sum()), int(present.sum())
    k2, n2 = int((settled & ~present).sum()), int((~present).sum())
    return Contrast(
        wilson(k1, n1),
        wilson(k2, n2),
        difference_of_shares(k1, n1, k2, n2, family=len(PRESENT)),
        tuple(mediated["id"]),
    )


def by_type(cases: pd.DataFrame) -> pd.DataFrame:
    """One row a type of conflict: type_conflit, cas, regles, share (Estimate), most cases first."""
    counts = _counts(cases, "type_conflit")
    counts["share"] = [
        wilson(settled, every)
        for every, settled in zip(counts["cas"], counts["regles"], strict=True)
    ]
    return counts.sort_values("cas", ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class ByCommune:
    """Share settled in each commune, drawn towards the whole (`table`: pcode, commune, cas, regles,
    share), and how far communes truly differ (`spread`, in standard deviations of shares)."""

    table: pd.DataFrame
    spread: Estimate
    ids: tuple[str, ...]

    @property
    def served(self) -> int:
        """Communes with at least one case."""
        return int((self.table["cas"] > 0).sum())


def by_commune(cases: pd.DataFrame, communes: pd.DataFrame) -> ByCommune:
    """Partial pooling over the communes of the project, those without case included (see
    estimates.pooling): a commune with four cases cannot be far from the others by luck alone."""
    counts = _counts(cases, "commune").set_index("commune")
    table = communes[["pcode", "commune"]].copy()
    for column in ("cas", "regles"):
        table[column] = table["pcode"].map(counts[column]).fillna(0).astype("int64")
    pooled = pooled_shares(table["regles"].to_numpy(), table["cas"].to_numpy())
    table["share"] = list(pooled.groups)
    return ByCommune(table, pooled.spread, tuple(cases["id"]))


def _counts(cases: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row a value of a column: the column, cas, regles."""
    settled = (cases["issue"] == SETTLED).astype("int64")
    grouped = settled.groupby(cases[column]).agg(["size", "sum"])
    found = grouped.reset_index().set_axis([column, "cas", "regles"], axis=1)
    return found.astype({"cas": "int64", "regles": "int64"})


@dataclass(frozen=True)
class Returned:
    """Settled cases that came back as a new case: their share of the settled ones, the ids of both
    cases, and how many cases name a first case that the table does not hold."""

    share: Estimate
    ids: tuple[str, ...]
    unknown: int


def returned(cases: pd.DataFrame) -> Returned:
    """In: table `cas` (revient_de names the first case). A case that came back twice counts once,
    and one that names itself did not come back."""
    settled = set(cases.loc[cases["issue"] == SETTLED, "id"])
    again = cases[cases["revient_de"].notna() & (cases["revient_de"] != cases["id"])]
    first = set(again["revient_de"]) & settled
    ids = (*sorted(first), *again.loc[again["revient_de"].isin(first), "id"])
    lost = ~again["revient_de"].isin(cases["id"])
    return Returned(wilson(len(first), len(settled)), ids, int(lost.sum()))
