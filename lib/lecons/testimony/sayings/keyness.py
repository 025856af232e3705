"""Words that set one side apart from another, in frequency and in persons.

Log-likelihood G² (Dunning, 1993; Rayson & Garside, 2000) says how surely a word is more frequent on one
side, the log ratio (Hardie, 2014) how much more: 1 is twice as frequent. G² takes each occurrence for
independent, which one talkative person is enough to undo; so a word is key only where FEWEST_PERSONS
use it on its side and the share of persons who use it is larger there too.
"""

from collections import Counter

import numpy as np
import pandas as pd

from lecons.estimates import LEVEL
from lecons.testimony.lemmas import content_lemmas
from lecons.testimony.sayings.groups import share_of
from lecons.testimony.voices import AGAINST, FOR

FEWEST_PERSONS = 3
_COLUMNS = [
    "mot", "cote", "frequence", "frequence_autre", "log_ratio", "g2", "p", "p_ajuste", "personnes",
    "share", "personnes_autres", "share_autres", "cle",
]  # fmt: skip


def keywords(texts: pd.DataFrame) -> pd.DataFrame:
    """Words (lemmas) compared between two sides, the surest first.

    In: id_temoignage, cote (one of two values, else nothing can be compared), texte (blank where the
    edition may not read it: such rows count nowhere). Out, one row a word that FEWEST_PERSONS use on
    the two sides together: mot, cote (where it is more frequent), frequence and frequence_autre (per
    thousand words that tell a subject, on that side and the other), log_ratio, g2, p (chi-square, 1
    degree of freedom), p_ajuste (Benjamini & Hochberg, 1995, over the words compared), personnes and
    share (Estimate: those of that side who use it), personnes_autres and share_autres, cle.
    """
    read = texts[texts["texte"].notna() & texts["cote"].notna()]
    sides = sorted(read["cote"].unique())
    if len(sides) != 2:
        return pd.DataFrame(columns=_COLUMNS)
    uses = {side: Counter[str]() for side in sides}
    users: dict[str, dict[str, set[str]]] = {side: {} for side in sides}
    for person, side, text in read[["id_temoignage", "cote", "texte"]].itertuples(index=False):
        words = content_lemmas(text)
        uses[side].update(words)
        for word in set(words):
            users[side].setdefault(word, set()).add(person)
    heard = read.groupby("cote")["id_temoignage"].nunique()
    totals = {side: uses[side].total() for side in sides}
    none: set[str] = set()
    words = sorted(
        word
        for word in set(users[sides[0]]) | set(users[sides[1]])
        if len(users[sides[0]].get(word, none) | users[sides[1]].get(word, none)) >= FEWEST_PERSONS
    )
    if not words or not all(totals.values()):
        return pd.DataFrame(columns=_COLUMNS)
    first, second = (np.array([uses[side][word] for word in words], dtype=float) for side in sides)
    g2 = log_likelihood(first, second, totals[sides[0]], totals[sides[1]])
    ratio = log_ratio(first, second, totals[sides[0]], totals[sides[1]])
    p, corrected = _tested(g2)
    rows = []
    for at, (word, adjusted) in enumerate(zip(words, corrected, strict=True)):
        mine, other = sides if ratio[at] >= 0 else reversed(sides)
        near, far = len(users[mine].get(word, none)), len(users[other].get(word, none))
        wider = near / heard[mine] > far / heard[other]
        rows.append(
            {
                "mot": word,
                "cote": mine,
                "frequence": 1000 * uses[mine][word] / totals[mine],
                "frequence_autre": 1000 * uses[other][word] / totals[other],
                "log_ratio": abs(float(ratio[at])),
                "g2": float(g2[at]),
                "p": float(p[at]),
                "p_ajuste": float(adjusted),
                "personnes": near,
                "share": share_of(near, int(heard[mine])),
                "personnes_autres": far,
                "share_autres": share_of(far, int(heard[other])),
                "cle": bool(adjusted < 1 - LEVEL and near >= FEWEST_PERSONS and wider),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS).sort_values(
        ["cle", "g2", "mot"], ascending=[False, False, True], ignore_index=True
    )


def log_likelihood(
    first: np.ndarray, second: np.ndarray, total_first: float, total_second: float
) -> np.ndarray:
    """G² of a word used `first` times among `total_first` and `second` among `total_second`, in the
    two-cell form of Rayson & Garside (2000)."""
    both, total = first + second, total_first + total_second
    found = np.zeros(len(both))
    for seen, size in ((first, total_first), (second, total_second)):
        expected = both * size / total
        found += np.where(seen > 0, seen * np.log(np.where(seen > 0, seen, 1) / expected), 0)
    return 2 * np.maximum(found, 0)


def log_ratio(
    first: np.ndarray, second: np.ndarray, total_first: float, total_second: float
) -> np.ndarray:
    """Binary log of the ratio of relative frequencies; a word never used counts for half a use
    (Hardie, 2014)."""
    a, b = np.where(first > 0, first, 0.5), np.where(second > 0, second, 0.5)
    return np.asarray(np.log2(a / total_first) - np.log2(b / total_second))


def _tested(g2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """p of each G² (chi-square, 1 degree of freedom), and the same corrected for their number."""
    from scipy import stats

    p = np.asarray(stats.chi2.sf(g2, 1))
    return p, np.asarray(stats.false_discovery_control(p, method="bh"))


def women_and_men(testimonies: pd.DataFrame) -> pd.DataFrame:
    """The accounts as `keywords` compares them, by sex: id_temoignage, cote (F, H), texte."""
    return testimonies.rename(columns={"id": "id_temoignage", "sexe": "cote"})[
        ["id_temoignage", "cote", "texte"]
    ]


def for_and_against(said: pd.DataFrame) -> pd.DataFrame:
    """The passages as `keywords` compares them, by polarity: id_temoignage, cote (favorable,
    reserve), texte; each passage once a side."""
    judged = said[said["code"].isin([FOR, AGAINST])]
    once = judged.drop_duplicates(["id_temoignage", "debut", "fin", "code"])
    return once.rename(columns={"code": "cote", "extrait": "texte"})[
        ["id_temoignage", "cote", "texte"]
    ].reset_index(drop=True)
