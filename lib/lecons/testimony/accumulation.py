"""Codes that pile up as testimonies are read, in many orders at once.

All that an order changes is where each code is first heard: orders × codes, however many testimonies
there are. The rest is read off that.
"""

import numpy as np
import pandas as pd

LOWEST, HIGHEST = 0.025, 0.975
# places drawn together: some 16 MB, however many testimonies
_BATCH = 4_000_000


def in_orders(heard: pd.DataFrame, n: int, orders: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`accumulated` over the orders drawn, and over the one of the dates."""
    observed = heard.groupby("code")["place"].min().to_numpy(dtype="int32")[None, :]
    return accumulated(_firsts(heard, n, orders, seed), n), accumulated(observed, n)


def accumulated(firsts: np.ndarray, n: int) -> np.ndarray:
    """The distinct codes heard in the first 0, 1, … n testimonies: orders × (n + 1)."""
    codes = np.zeros((len(firsts), n + 1), dtype="int32")
    np.add.at(codes, (np.arange(len(firsts))[:, None], firsts + 1), 1)
    return np.cumsum(codes, axis=1, out=codes)


def _firsts(heard: pd.DataFrame, n: int, orders: int, seed: int) -> np.ndarray:
    """Where each code is first heard (from 0) in each order drawn: orders × codes.

    This is all that an order changes, and it is small. A code comes first where the first of those
    who speak of it comes: a minimum over the places of its own people.
    """
    starts = np.flatnonzero(~heard["code"].duplicated().to_numpy())
    firsts = np.zeros((orders, len(starts)), dtype="int32")
    if not len(starts):
        return firsts
    people = heard["place"].to_numpy()
    random = np.random.default_rng(seed)
    batch = max(1, _BATCH // max(len(people), n))
    for start in range(0, orders, batch):
        size = min(batch, orders - start)
        places = random.permuted(np.tile(np.arange(n, dtype="int32"), (size, 1)), axis=1)
        drawn = np.take(places, people, axis=1)
        firsts[start : start + size] = np.minimum.reduceat(drawn, starts, axis=1)
    return firsts


def percentiles(values: np.ndarray) -> np.ndarray:
    """Median and the bounds of 95 %, down the columns: values that were drawn, none in between."""
    ranks = [max(0, int(np.ceil(q * len(values))) - 1) for q in (0.5, LOWEST, HIGHEST)]
    return np.sort(values, axis=0)[ranks]
