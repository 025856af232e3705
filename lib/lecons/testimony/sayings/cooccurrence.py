"""Which subjects come together, in one passage and in one account, counted in persons.

Jaccard's index (Jaccard, 1901) is the share, among persons who speak of either, of those who speak of
both: it needs no model of chance. For accounts the number observed also stands beside the number
expected if speaking of one told nothing of speaking of the other (k1 × k2 / n), with their ratio (lift;
Brin et al., 1997). No expected number is given for passages: it would hang on how long coders cut them.
"""

import numpy as np
import pandas as pd

from lecons.testimony.codebook import lineage
from lecons.testimony.sayings.groups import share_of

_COLUMNS = [
    "code", "autre", "temoignage", "attendues", "lift", "jaccard", "passage", "jaccard_passage",
    "personnes", "personnes_autre", "entendues",
]  # fmt: skip
# pairs of passages looked at in one go: what bounds the memory
_BLOCK = 2_000_000


def together(said: pd.DataFrame, testimonies: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of codes that at least one person speaks of both, the commonest first.

    In: `said` (of voices.spoken, one coder's reading a testimony), the testimonies of the same result
    area, and the codebook. Polarity is left out, and so is a code with what stands above it, which it
    implies. Out: code, autre (in the order of the codebook), temoignage (persons who speak of
    both), attendues (persons, if the two were unrelated), lift (temoignage / attendues), jaccard
    (Estimate: temoignage over persons who speak of either), passage (persons who say both in
    overlapping spans) and jaccard_passage (the same over persons who speak of either), personnes,
    personnes_autre (who speak of each), entendues (n).
    """
    codes = codebook.loc[codebook["famille"] != "polarite", "code"].to_list()
    heard = pd.Index(testimonies["id"].drop_duplicates())
    who = heard.get_indexer(said["id_temoignage"])
    what = pd.Index(codes).get_indexer(said["code"])
    kept = (who >= 0) & (what >= 0)
    spans = _merged(
        who[kept],
        what[kept],
        said["debut"].to_numpy(dtype=np.int64)[kept],
        said["fin"].to_numpy(dtype=np.int64)[kept],
    )
    speaks = np.zeros((len(heard), len(codes)), dtype=np.float32)
    speaks[spans[0], spans[1]] = 1
    both = np.rint(speaks.T @ speaks).astype(np.int64)
    passages = _overlapping(spans, len(codes))
    return _rows(codes, both, passages, len(heard), _related(codebook, codes))


Spans = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _merged(who: np.ndarray, what: np.ndarray, start: np.ndarray, end: np.ndarray) -> Spans:
    """Spans of one person and code that overlap or repeat, as one; ordered by person and start."""
    order = np.lexsort((start, what, who))
    who, what, start, end = who[order], what[order], start[order], end[order]
    if len(who):
        new = np.r_[True, (who[1:] != who[:-1]) | (what[1:] != what[:-1])]
        # the furthest end so far, within a person and code
        group = np.cumsum(new) - 1
        reach = np.maximum.accumulate(end + group * (end.max() + 1)) - group * (end.max() + 1)
        new |= np.r_[True, start[1:] >= reach[:-1]]
        first = np.flatnonzero(new)
        end = np.maximum.reduceat(end, first)
        who, what, start = who[first], what[first], start[first]
    order = np.lexsort((what, start, who))
    return who[order], what[order], start[order], end[order]


def _overlapping(spans: Spans, codes: int) -> np.ndarray:
    """Persons with overlapping spans of each two codes (codes × codes, symmetric)."""
    who, what, start, end = spans
    counts = np.zeros((codes, codes), dtype=np.int64)
    if not len(who):
        return counts
    width = int(end.max()) + 1
    # a span meets those that start before it ends, further down the list of the same person
    last = np.searchsorted(who * width + start, who * width + end, side="left")
    following = np.maximum(last - np.arange(len(who)) - 1, 0)
    cumulated = np.cumsum(following)
    seen, begin = [], 0
    while begin < len(who):
        done = cumulated[begin - 1] if begin else 0
        stop = max(begin + 1, int(np.searchsorted(cumulated, done + _BLOCK, side="right")))
        repeats = following[begin:stop]
        a = np.repeat(np.arange(begin, stop), repeats)
        b = a + 1 + np.arange(len(a)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        low, high = np.minimum(what[a], what[b]), np.maximum(what[a], what[b])
        seen.append(np.unique((who[a] * codes + low) * codes + high))
        begin = stop
    pairs, persons = np.unique(np.unique(np.concatenate(seen)) % codes**2, return_counts=True)
    counts[pairs // codes, pairs % codes] = persons
    return counts + counts.T


def _related(codebook: pd.DataFrame, codes: list[str]) -> np.ndarray:
    """Which two codes stand one above the other in the codebook."""
    at = {code: number for number, code in enumerate(codes)}
    found = np.eye(len(codes), dtype=bool)
    for code, line in lineage(codebook).items():
        for above in line:
            if code in at and above in at:
                found[at[code], at[above]] = found[at[above], at[code]] = True
    return found


def _rows(
    codes: list[str], both: np.ndarray, passages: np.ndarray, heard: int, related: np.ndarray
) -> pd.DataFrame:
    each = np.diagonal(both)
    rows = []
    for a, b in np.argwhere(np.triu(both, 1) * ~related > 0):
        observed, expected = int(both[a, b]), float(each[a] * each[b] / heard)
        either = int(each[a] + each[b] - observed)
        rows.append(
            {
                "code": codes[a],
                "autre": codes[b],
                "temoignage": observed,
                "attendues": expected,
                "lift": observed / expected,
                "jaccard": share_of(observed, either),
                "passage": int(passages[a, b]),
                "jaccard_passage": share_of(int(passages[a, b]), either),
                "personnes": int(each[a]),
                "personnes_autre": int(each[b]),
                "entendues": heard,
            }
        )
    table = pd.DataFrame(rows, columns=_COLUMNS)
    return table.sort_values(
        ["temoignage", "passage", "code", "autre"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )
