"""One submission in several exports is one row: the corrected version wins, and it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lecons.intake.kobo.export import MAIN, Export
from lecons.intake.kobo.links import parent_rows

COPY = "copie d’une soumission déjà lue"
REPLACED = "version remplacée par une plus récente"
REJECTED = "soumission rejetée à la validation"
_OF_A_COPY = "groupe d’une soumission déjà lue"
_OF_A_REPLACED = "groupe d’une version remplacée"
_OF_A_REJECTED = "groupe d’une soumission rejetée"
_CHILDREN = {COPY: _OF_A_COPY, REPLACED: _OF_A_REPLACED, REJECTED: _OF_A_REJECTED}

# the words for « rejected » of KoboToolbox in its languages, and of ODK Central
_REFUSED = {"rejeté", "non approuvé", "not approved", "validation_status_not_approved", "rejected"}
_COUNTERS = {"_id", "_index", "_notes", "_tags", "_status", "_validation_status"}
_OWN = ("_uuid", "_submission_time", "end")


@dataclass(frozen=True)
class Replacement:
    """A line of the journal: which version of a submission gave way to which."""

    uuid: str
    old: str
    new: str


def settle_versions(exports: Sequence[Export]) -> tuple[list[Export], list[Replacement]]:
    """Set aside rejected submissions, copies and replaced versions, with the groups inside them.

    Rows of one `_uuid` are versions of one submission. The latest wins: by `_submission_time`, then
    by `end`, then by the order of the files and of the rows.
    """
    settled = [_without_rejected(export) for export in exports]
    versions = pd.concat([_versions(at, one) for at, one in enumerate(settled)], ignore_index=True)
    several = versions[versions.duplicated("_uuid", keep=False)]
    children = {at: _children(settled[at]) for at in several["file"].unique()}
    replaced: list[Replacement] = []
    winners: dict[tuple[int, int], int] = {}
    for uuid, rows in several.groupby("_uuid", sort=False):
        ordered = rows.sort_values(["_submission_time", "end", "file", "row"], na_position="first")
        places = [(int(one.file), int(one.row)) for one in ordered.itertuples()]
        contents = {place: _content(settled[place[0]], place[1]) for place in places}
        latest = contents[places[-1]]
        # among copies of the latest version, the one whose groups came with it
        same = [place for place in places if contents[place] == latest]
        kept = max(same, key=lambda place: (children[place[0]].get(place[1], 0), place))
        for place in places:
            if place == kept:
                continue
            at, row = place
            copy = contents[place] == latest
            winners[place] = kept[0]
            settled[at] = settled[at].with_aside(MAIN, COPY if copy else REPLACED, [row])
            if not copy:
                old, new = _place(settled[at], row), _place(settled[kept[0]], kept[1])
                replaced.append(Replacement(str(uuid), old, new))
    everywhere = [set(export.sheets) for export in settled]
    return [
        _with_children_aside(
            export,
            {row: everywhere[kept] for (file, row), kept in winners.items() if file == at},
        )
        for at, export in enumerate(settled)
    ], replaced


def _children(export: Export) -> dict[int, int]:
    """How many rows of repeat groups each submission of a file has: row number → count."""
    counts: dict[int, int] = {}
    for path, parents in parent_rows(export).items():
        if export.parents[path] == MAIN:
            for row, count in parents.dropna().astype(int).value_counts().items():
                counts[int(row)] = counts.get(int(row), 0) + int(count)
    return counts


def _without_rejected(export: Export) -> Export:
    main = export.sheets.get(MAIN)
    if main is None or "_validation_status" not in main.frame:
        return export
    status = main.frame["_validation_status"].str.casefold()
    return export.with_aside(MAIN, REJECTED, main.frame.index[status.isin(_REFUSED)])


def _versions(at: int, export: Export) -> pd.DataFrame:
    columns = ["_uuid", "_submission_time", "end", "file", "row"]
    main = export.sheets.get(MAIN)
    if main is None or "_uuid" not in main.frame:
        return pd.DataFrame(columns=columns)
    out = [row for rows in export.aside.get(MAIN, {}).values() for row in rows]
    frame = main.frame.drop(index=out)
    told = {name: frame.get(name) for name in _OWN}
    versions = pd.DataFrame({**told, "file": at, "row": frame.index}, index=frame.index)
    return versions.dropna(subset=["_uuid"])


def _content(export: Export, row: int) -> dict[str, object]:
    cells = export.sheets[MAIN].frame.loc[row].dropna()
    return {name: said for name, said in cells.items() if name not in _COUNTERS}


def _place(export: Export, row: int) -> str:
    return f"{export.file}, feuille « {export.sheets[MAIN].name} », ligne {row}"


def _with_children_aside(export: Export, replacing: Mapping[int, set[str]]) -> Export:
    """The repeat rows of a submission that is set aside go with it, level by level.

    `replacing`: for each submission that gave way, the sheets of the file whose version is kept.
    Where that file has lost the group (a CSV), the rows stay: they are the only ones there are.
    """
    parents = parent_rows(export)
    for path in sorted(parents, key=lambda one: one.count("/")):
        above: Mapping[str, tuple[int, ...]] = export.aside.get(export.parents[path], {})
        for reason, rows in above.items():
            first = export.parents[path] == MAIN
            out = [row for row in rows if not first or path in replacing.get(row, {path})]
            gone = parents[path].index[parents[path].isin(out)]
            export = export.with_aside(path, _CHILDREN.get(reason, reason), list(gone))
    return export
