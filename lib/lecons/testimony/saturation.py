"""Saturation: after how many testimonies do new ones bring (almost) no new code?

Method of Guest, Namey and Chen (2020): the codes that are new in a run of testimonies, over the
distinct codes of the first ones (the base). As their order matters, it is drawn again many times.
A figure is read off the testimonies at hand; where it is not reached, nothing is extrapolated.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lecons.estimates import Estimate, unknown
from lecons.testimony.accumulation import in_orders, percentiles

BASE, ORDERS = 4, 1000
# columns of the curve taken together, so that memory does not grow with them
_COLUMNS = 500


@dataclass(frozen=True)
class Rule:
    """When to call it saturation: in `run` testimonies after the base of four, the new codes are at
    most `threshold` (a share) of the codes of the base."""

    run: int
    threshold: float


MAIN = Rule(2, 0.05)
RULES = (MAIN, Rule(2, 0.0), Rule(3, 0.05), Rule(3, 0.0))
# the base and one run: with fewer testimonies no order can tell
FEWEST_READ = BASE + MAIN.run


@dataclass(frozen=True)
class Reached:
    """The testimonies needed under one rule, the run that confirms it not counted.

    `needed` is the median over the orders, with the 2.5 and 97.5 percentiles: an order that does not
    reach it counts as longer than all, so that there is no value where half of the orders fail, and
    no high bound where over 2.5 % do; `share` is that of the orders that reach it. `observed` is the
    order of the dates, None where it fails; `later`, the codes that were first heard beyond it.
    `heard` is the share of all codes heard by that point, median over the orders that reach it. `codes`
    are all codes.
    """

    rule: Rule
    needed: Estimate
    observed: int | None
    later: int | None
    share: float | None
    heard: float | None
    codes: int

    @property
    def everywhere(self) -> bool:
        """Reached in the order of the dates and in (nearly) all others."""
        return self.observed is not None and self.needed.high is not None

    @property
    def holds(self) -> bool:
        """Reached everywhere, and not undone: the more runs are looked at, the likelier is one without
        new codes by chance, so that what came later is held against the same threshold."""
        most = self.rule.threshold
        late = (self.later or 0) > most * self.codes or (self.heard or 0) < 1 - most
        return self.everywhere and not late


@dataclass(frozen=True)
class Saturation:
    """What `saturation` finds. `read` are the ids of the testimonies read, by date; `total` counts
    those that nobody has read as well; `codes` are the distinct codes that somebody speaks of,
    `once` those that one person alone speaks of; `reached` follows RULES. The frames `curve` and
    `last` are those of `saturation` and `last_heard`."""

    read: tuple[str, ...]
    total: int
    codes: int
    once: int
    orders: int
    reached: tuple[Reached, ...]
    curve: pd.DataFrame
    last: pd.DataFrame

    @property
    def judged(self) -> bool:
        """Were enough testimonies read for saturation to be seen at all?"""
        return len(self.read) >= FEWEST_READ


def saturation(
    said: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    readers: pd.Series,
    *,
    seed: int,
    orders: int = ORDERS,
) -> Saturation:
    """Saturation of the codes of some testimonies (Guest, Namey and Chen, 2020).

    In: `said` of voices.spoken, the segments of the readings that count (readings.reference);
    `temoignages` of the same result area; `livre_de_codes`, whose codes alone are counted (as a
    notebook reads it, those of its result area and those of none); `readers` of
    readings.reference_readers. A testimony read where nothing was coded brings nothing new; one that
    nobody read is left out, as it would look the same. Polarity is not a code here, and a code is
    taken as it was given, not with those above it.

    Out, in `curve`, one row a number of testimonies (temoignages, from 1): codes, codes_bas,
    codes_haut (distinct codes heard: median over the orders, 95 % of the orders between the two),
    codes_observes (by date; by id on one day), nouveaux, nouveaux_bas, nouveaux_haut (codes first
    heard in the main rule's next run over those of the base; NaN where there is no such run).
    """
    heard = _heard(said, testimonies, codebook, readers)
    read = _by_date(testimonies, readers)
    codes, by_date = in_orders(heard, len(read), orders, seed)
    counts = heard.groupby("code").size()
    return Saturation(
        read=tuple(read["id"]),
        total=len(testimonies),
        codes=len(counts),
        once=int((counts == 1).sum()),
        orders=orders,
        reached=tuple(_reached(rule, codes, by_date, len(testimonies)) for rule in RULES),
        curve=_curve(codes, by_date),
        last=last_heard(said, testimonies, codebook, readers),
    )


def by_actor(
    said: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    readers: pd.Series,
    *,
    seed: int,
    orders: int = ORDERS,
) -> pd.DataFrame:
    """Saturation inside each group of actors, under the main rule; in as for `saturation`.

    Out, one row a group, the largest first: acteur, lus, personnes (testimonies read, and all),
    codes, juge (False under FEWEST_READ testimonies read), reached (`Reached`).
    """
    rows = []
    for actor, mine in testimonies.groupby("acteur"):
        heard = _heard(said, mine, codebook, readers)
        read = _by_date(mine, readers)
        codes, by_date = in_orders(heard, len(read), orders, seed)
        rows.append(
            {
                "acteur": actor,
                "lus": len(read),
                "personnes": len(mine),
                "codes": heard["code"].nunique(),
                "juge": len(read) >= FEWEST_READ,
                "reached": _reached(MAIN, codes, by_date, len(mine)),
            }
        )
    columns = ["acteur", "lus", "personnes", "codes", "juge", "reached"]
    return pd.DataFrame(rows, columns=columns).sort_values(
        ["lus", "acteur"], ascending=[False, True], ignore_index=True
    )


def last_heard(
    said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame, readers: pd.Series
) -> pd.DataFrame:
    """What the last run of testimonies (by date) was first to bring, and who said it.

    In as for `saturation`. Out, one row a person and code: code, famille, id_temoignage, date,
    commune, acteur, sexe, tranche_age. Empty when they brought no new code, and under FEWEST_READ
    testimonies read, where the last ones are among the first.
    """
    heard = _heard(said, testimonies, codebook, readers)
    read = len(_by_date(testimonies, readers))
    start = read - MAIN.run if read >= FEWEST_READ else read
    first = heard.groupby("code")["place"].transform("min")
    new = heard[first >= start].sort_values(["place", "code"])
    people = testimonies[["id", "date", "commune", "acteur", "sexe", "tranche_age"]]
    families = codebook[["code", "famille"]]
    return (
        new[["code", "id_temoignage"]]
        .merge(families, on="code", how="left")[["code", "famille", "id_temoignage"]]
        .merge(people.rename(columns={"id": "id_temoignage"}), on="id_temoignage", how="left")
    )


def _by_date(testimonies: pd.DataFrame, readers: pd.Series) -> pd.DataFrame:
    read = testimonies[testimonies["id"].isin(readers.index)]
    return read.sort_values(["date", "id"], ignore_index=True)


def _heard(
    said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame, readers: pd.Series
) -> pd.DataFrame:
    """Who speaks of what: one row a code and testimony read, with its place by date, from 0."""
    read = _by_date(testimonies, readers)["id"]
    places = pd.Series(range(len(read)), index=pd.Index(read, dtype="object"), dtype="int64")
    subjects = codebook.loc[codebook["famille"] != "polarite", "code"]
    kept = said.loc[said["code"].isin(subjects), ["code", "id_temoignage"]].drop_duplicates()
    kept = kept.assign(place=kept["id_temoignage"].astype("object").map(places))
    kept = kept[kept["place"].notna()].astype({"place": "int64"})
    return kept.sort_values(["code", "place"], ignore_index=True)


def _needed(codes: np.ndarray, rule: Rule) -> np.ndarray:
    """The testimonies needed in each order (inf where it is not reached), of `accumulated`.

    The runs follow one another by one testimony: after the base of four, 5–6, then 6–7… A base where
    nothing was coded measures nothing.
    """
    n = codes.shape[1] - 1
    base = codes[:, [BASE]]
    new = codes[:, BASE + rule.run :] - codes[:, BASE : n + 1 - rule.run]
    enough = (new <= rule.threshold * base) & (base > 0)
    return np.where(enough.any(axis=1), BASE + enough.argmax(axis=1), np.inf)


def _reached(rule: Rule, codes: np.ndarray, by_date: np.ndarray, total: int) -> Reached:
    """One rule over all orders and over that of the dates, both of `accumulated`."""
    n, every = codes.shape[1] - 1, int(by_date[0, -1])
    if n < BASE + rule.run:
        return Reached(rule, unknown(n, total, "count"), None, None, None, None, every)
    needed = _needed(codes, rule)
    middle, low, high = (_whole(float(one)) for one in percentiles(needed[:, None])[:, 0])
    point = _whole(float(_needed(by_date, rule)[0]))
    reach = np.flatnonzero(np.isfinite(needed))
    then = codes[reach, needed[reach].astype(int)][:, None] / max(every, 1)
    return Reached(
        rule,
        unknown(n, total, "count")
        if middle is None
        else Estimate(middle, low, high, n, total, "count"),
        point,
        None if point is None else every - int(by_date[0, point]),
        len(reach) / len(needed),
        float(percentiles(then)[0, 0]) if len(reach) else None,
        every,
    )


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None


def _curve(codes: np.ndarray, by_date: np.ndarray) -> pd.DataFrame:
    n = codes.shape[1] - 1
    base = codes[:, BASE : BASE + 1]
    heard, new = np.zeros((3, n), dtype="int64"), np.full((3, n), np.nan)
    for start in range(0, n, _COLUMNS):
        stop = min(start + _COLUMNS, n)
        heard[:, start:stop] = percentiles(codes[:, start + 1 : stop + 1])
        # places where four were heard and a whole run is still to come
        first, last = max(start, BASE - 1), min(stop, n - MAIN.run)
        if first < last:
            added = (
                codes[:, first + 1 + MAIN.run : last + 1 + MAIN.run]
                - codes[:, first + 1 : last + 1]
            )
            # with no code in the base, a new one is beyond measure, and so is the lack of one
            ratio = np.where(base > 0, added / np.maximum(base, 1), np.inf)
            new[:, first:last] = percentiles(ratio)
    return pd.DataFrame(
        {
            "temoignages": np.arange(1, n + 1),
            "codes": heard[0],
            "codes_bas": heard[1],
            "codes_haut": heard[2],
            "codes_observes": by_date[0, 1:],
            "nouveaux": new[0],
            "nouveaux_bas": new[1],
            "nouveaux_haut": new[2],
        }
    )
