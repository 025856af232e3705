"""Ties each row of a repeat group to the row that it stands in, and names it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from lecons.intake.grid import TEXT
from lecons.intake.kobo.export import MAIN, Export
from lecons.intake.sheet import Sheet

KEY = "_cle"
# how a repeat group of the first level names its submission, best first
_SUBMISSION = (("_uuid", "_submission__uuid"), ("_id", "_submission__id"))


def parent_rows(export: Export) -> dict[str, pd.Series]:
    """For each repeat sheet: the row number of the parent of each of its rows; missing for an orphan.

    `_index` restarts in each export, so a first-level group is joined on its submission; below, on
    table and index, within the submission where the export tells it (kobotoolbox/formpack).
    """
    return {
        path: _parents_of(export.sheets[path], export.sheets[parent], parent == MAIN)
        for path, parent in export.parents.items()
        if parent in export.sheets
    }


def _parents_of(child: Sheet, parent: Sheet, first_level: bool) -> pd.Series:
    rows, above = child.frame, parent.frame
    for mine, its in _keys(rows, above, first_level):
        keys = above[its].dropna()
        if keys.empty and len(above):
            continue
        # a submission sent twice in one export: its last row is its last version; a bare number that
        # stands for two rows says nothing
        unique = ~keys.duplicated(keep=False if mine == ["_parent_index"] else "last")
        index = pd.MultiIndex.from_frame(keys[unique])
        wanted = pd.MultiIndex.from_frame(rows[mine])
        at = index.get_indexer(wanted)
        numbers = np.append(keys.index[unique].to_numpy(dtype="float64"), np.nan)
        return pd.Series(numbers[at], index=rows.index).where(rows[mine].notna().all(axis=1))
    return pd.Series(np.nan, index=rows.index)


def _keys(
    rows: pd.DataFrame, above: pd.DataFrame, first_level: bool
) -> list[tuple[list[str], list[str]]]:
    """The pairs of columns by which a child may name its parent, the surest first."""
    pairs: list[tuple[list[str], list[str]]] = [(["_parent_key"], ["_key"])]
    if first_level:
        for its, mine in _SUBMISSION:
            if its in above and above[its].dropna().duplicated().any():
                pairs.append((["_parent_index", mine], ["_index", its]))
            pairs.append(([mine], [its]))
    else:
        for _, mine in _SUBMISSION:
            pairs.append((["_parent_index", mine], ["_index", mine]))
    pairs.append((["_parent_index"], ["_index"]))
    return [(mine, its) for mine, its in pairs if set(mine) <= set(rows) and set(its) <= set(above)]


def add_keys(export: Export, parents: Mapping[str, pd.Series]) -> Export:
    """The same export whose repeat rows carry KEY, `<submission>/cas[2]`: the second case of its
    submission, the same name in every export of it."""
    sheets = dict(export.sheets)
    main = sheets[MAIN].frame if MAIN in sheets else pd.DataFrame()
    names = {MAIN: main["_uuid"] if "_uuid" in main else main.get("_id")}
    for path in sorted(parents, key=lambda one: one.count("/")):
        above = names.get(export.parents[path])
        rows = parents[path]
        if above is None:
            continue
        head = pd.Series(above.reindex(rows.to_numpy()).to_numpy(), index=rows.index, dtype=TEXT)
        number = rows.groupby(rows.fillna(-1)).cumcount().add(1).astype(str)
        key = head + f"/{path.rpartition('/')[2]}[" + number.astype(TEXT) + "]"
        names[path] = key
        sheets[path] = sheets[path].with_frame(sheets[path].frame.assign(**{KEY: key}))
    return replace(export, sheets=sheets)
