"""Which groups speak more, or less, of a subject than others: every pair counted as a comparison.

Sizes of the groups were chosen, not drawn: Fisher's exact test (Fisher, 1935) conditions on them and
holds at any size. It calls too little rather than too much (Boschloo's finds a little more, but takes
minutes where people are many). Holm's correction (1979) keeps at 5 % the chance that one of all
comparisons is called clear where nothing differs. Persons are taken as independent of each other:
those of one commune may resemble each other, which the report says.
"""

import pandas as pd

from lecons.estimates import FEWEST, LEVEL, difference_of_shares
from lecons.testimony.sayings.groups import people, speakers

_COLUMNS = [
    "attribut", "groupe", "code", "personnes", "entendues", "personnes_autres", "entendues_autres",
    "difference", "p", "p_ajuste", "tient", "segments",
]  # fmt: skip
_YOUNG = "18-35"


def splits(testimonies: pd.DataFrame) -> dict[tuple[str, str], tuple[frozenset, frozenset]]:
    """The comparisons of groups: (attribute, group) → ids of the group, ids of the others.

    Women with men, people of 18 to 35 with older ones, each cercle with the others (once where there
    are two), each group of actors with the others. Only where both sides have FEWEST persons; who is
    in no group is on no side.
    """
    persons = people(testimonies)
    chosen = [("sexe", "F"), ("tranche_age", _YOUNG)]
    cercles = sorted(persons["cercle"].dropna().unique())
    chosen += [("cercle", one) for one in (cercles if len(cercles) > 2 else cercles[:1])]
    chosen += [("acteur", one) for one in sorted(persons["acteur"].dropna().unique())]
    found = {}
    for attribute, group in chosen:
        known = persons.dropna(subset=[attribute])
        inside = known[attribute] == group
        if min(int(inside.sum()), int((~inside).sum())) >= FEWEST:
            ids = known["id_temoignage"]
            found[(attribute, str(group))] = (frozenset(ids[inside]), frozenset(ids[~inside]))
    return found


def contrasts(
    said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame
) -> pd.DataFrame:
    """Every comparison of two groups on a subject, the clearest first.

    In: as `groups.by_group`. A subject is compared where FEWEST persons of the two sides together
    speak of it and as many do not: fewer could not differ clearly, and would only make the correction
    harsher (Tarone, 1990). Out, one row a comparison: attribut, groupe, code, personnes and entendues
    (of the group), personnes_autres and entendues_autres, difference (group less others; Newcombe,
    1998, at 95 %; `family` is the number of comparisons), p (exact, two-sided), p_ajuste (Holm),
    tient (p_ajuste under 5 %), segments (ids of the passages on the subject, of both sides).
    """
    talk = speakers(said, testimonies)
    who = {code: frozenset(ids) for code, ids in talk.groupby("code")["id_temoignage"]}
    sides = splits(testimonies)
    counts = []
    for (attribute, group), (inside, outside) in sides.items():
        for code in codebook.loc[codebook["famille"] != "polarite", "code"]:
            speak = who.get(code, frozenset())
            k1, k2 = len(speak & inside), len(speak & outside)
            n1, n2 = len(inside), len(outside)
            if min(k1 + k2, n1 + n2 - k1 - k2) >= FEWEST:
                counts.append((attribute, group, code, k1, n1, k2, n2))
    tests = [_fisher(*one[3:]) for one in counts]
    spoken = said[["code", "id", "id_temoignage"]].drop_duplicates()
    passages = {
        code: list(zip(group["id_temoignage"], group["id"], strict=True))
        for code, group in spoken.groupby("code")
    }
    rows = []
    for one, p, adjusted in zip(counts, tests, holm(tests), strict=True):
        attribute, group, code, k1, n1, k2, n2 = one
        inside, outside = sides[(attribute, group)]
        ids = tuple(i for who, i in passages[code] if who in inside or who in outside)
        difference = difference_of_shares(k1, n1, k2, n2, len(counts))
        rows.append((*one, difference, p, adjusted, adjusted < 1 - LEVEL, ids))
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.sort_values(["p", "attribut", "groupe", "code"], ignore_index=True)


def _fisher(k1: int, n1: int, k2: int, n2: int) -> float:
    from scipy import stats

    return float(stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue)


def holm(values: list[float]) -> list[float]:
    """Adjusted p values (Holm, 1979), in the order given.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(values)), key=lambda at: values[at])
    adjusted, above = [0.0] * len(values), 0.0
    for rank, at in enumerate(order):
        above = max(above, min(1.0, (len(values) - rank) * values[at]))
        adjusted[at] = above
    return adjusted
