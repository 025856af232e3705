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
# what an export counts or adds by itself: no part of what a submission says
_ASIDE = {
    "_id", "_uuid", "_root", "_instance", "_key", "_index", "_notes", "_tags", "_status",
    "_validation_status", "_parent_index", "_parent_table_name", "_parent_key", "__version__",
    "_submission_time", "_submitted_by",
}  # fmt: skip
_OWN = ("_uuid", "_root", "_id", "_submission_time", "end", "_validation_status")
_Place = tuple[int, int]


@dataclass(frozen=True)
class Replacement:
    """A line of the journal: which version of a submission gave way to which."""

    uuid: str
    old: str
    new: str


def settle_versions(exports: Sequence[Export]) -> tuple[list[Export], list[Replacement]]:
    """Set aside copies, replaced versions and rejected submissions, with the groups inside them.

    Versions of one submission are the rows of one `_uuid`, of one root (`meta/rootUuid`: an edit on
    the server gives a new uuid), or of one `_id` sent at one time. The latest wins: by
    `_submission_time`, then by `end`, then by the order of the files and of the rows; its status is
    the one that counts.
    """
    settled = list(exports)
    replaced: list[Replacement] = []
    winners: dict[_Place, int] = {}
    versions = pd.concat([_versions(at, one) for at, one in enumerate(settled)], ignore_index=True)
    several = _of_several_rows(versions)
    links = {int(at): parent_rows(settled[int(at)]) for at in several["file"].unique()}
    for uuid, rows in several.groupby("key", sort=False):
        places = [(int(one.file), int(one.row)) for one in _oldest_first(rows).itertuples()]
        said = {place: _said(settled[place[0]], place[1], links[place[0]]) for place in places}
        latest = places[-1]
        same = [place for place in places if _same(place, latest, said)]
        # among copies of the latest version, the one whose groups came with it
        kept = max(same, key=lambda place: (len(said[place].rows or ()), place))
        if _is_rejected(settled[latest[0]], latest[1]):
            kept = latest
        for at, row in places:
            if (at, row) == kept:
                continue
            winners[at, row] = kept[0]
            copy = (at, row) in same
            settled[at] = settled[at].with_aside(MAIN, COPY if copy else REPLACED, [row])
            if not copy:
                old, new = _place(settled[at], row), _place(settled[kept[0]], kept[1])
                replaced.append(Replacement(str(uuid), old, new))
    everywhere = [set(export.sheets) for export in settled]
    return [
        _with_children_aside(
            _without_rejected(export),
            {row: everywhere[kept] for (file, row), kept in winners.items() if file == at},
        )
        for at, export in enumerate(settled)
    ], replaced


def _versions(at: int, export: Export) -> pd.DataFrame:
    columns = [*_OWN, "file", "row"]
    main = export.sheets.get(MAIN)
    if main is None or not {"_uuid", "_id"} & set(main.frame.columns):
        return pd.DataFrame(columns=columns)
    out = [row for rows in export.aside.get(MAIN, {}).values() for row in rows]
    frame = main.frame.drop(index=out) if out else main.frame
    told = {name: frame[name] if name in frame else None for name in _OWN}  # noqa: SIM401
    return pd.DataFrame({**told, "file": at, "row": frame.index}, index=frame.index)


def _of_several_rows(versions: pd.DataFrame) -> pd.DataFrame:
    """The rows that are versions of one another, with the `key` that they share."""
    names = versions["_root"].fillna(versions["_uuid"])
    sent = (
        versions["_id"].astype("str").str.cat(versions["_submission_time"].astype("str"), sep=" ")
    )
    sent = sent.where(versions["_id"].notna() & versions["_submission_time"].notna())
    roots = names.isin(versions["_uuid"]) & versions["_root"].notna()
    again = (
        (names.notna() & names.duplicated(keep=False))
        | (sent.notna() & sent.duplicated(keep=False))
        | roots
    )
    if not again.any():
        return versions.head(0).assign(key=None)
    key = names.fillna(sent)
    # what was sent once under one number is one submission, whatever its later names
    first = key.groupby(sent).transform("first")
    key = first.where(sent.notna(), key)
    key = key.groupby(names).transform("first").where(names.notna(), key)
    several = versions.assign(key=key)
    return several[several["key"].notna() & several.duplicated("key", keep=False)]


def _oldest_first(rows: pd.DataFrame) -> pd.DataFrame:
    """In the order of the moments that the versions tell, whatever their time zones."""
    moments = {
        name: pd.to_datetime(rows[name], utc=True, format="ISO8601", errors="coerce")
        for name in ("_submission_time", "end")
    }
    return rows.assign(**moments).sort_values(
        ["_submission_time", "end", "file", "row"], na_position="first"
    )


@dataclass(frozen=True)
class _Said:
    """What one version says: its own answers, and those of its groups (None: the file has none)."""

    answers: frozenset[tuple[str, str]]
    rows: tuple[tuple[str, frozenset[tuple[str, str]]], ...] | None


def _said(export: Export, row: int, links: Mapping[str, pd.Series]) -> _Said:
    groups: list[tuple[str, frozenset[tuple[str, str]]]] = []
    inside: dict[str, set[int]] = {MAIN: {row}}
    for path in sorted(links, key=lambda one: one.count("/")):
        mine = links[path].index[links[path].isin(inside.get(export.parents[path], set()))]
        inside[path] = set(mine)
        groups += [(path, _answers(export, path, one)) for one in mine]
    return _Said(_answers(export, MAIN, row), tuple(groups) if links else None)


def _answers(export: Export, path: str, row: int) -> frozenset[tuple[str, str]]:
    cells = export.sheets[path].frame.loc[row].dropna()
    return frozenset(
        (str(name), str(told))
        for name, told in cells.items()
        if name not in _ASIDE and not str(name).startswith("_submission_")
    )


def _same(place: _Place, latest: _Place, said: Mapping[_Place, _Said]) -> bool:
    """True where two versions say the same. A file without its groups says nothing of them; nor does
    a row that an export repeats without the groups of the first."""
    mine, its = said[place], said[latest]
    if mine.answers != its.answers:
        return False
    if (
        mine.rows is None
        or its.rows is None
        or sorted(mine.rows, key=str) == sorted(its.rows, key=str)
    ):
        return True
    return place[0] == latest[0] and (not mine.rows or not its.rows)


def _is_rejected(export: Export, row: int) -> bool:
    frame = export.sheets[MAIN].frame
    told = frame.at[row, "_validation_status"] if "_validation_status" in frame else None
    return isinstance(told, str) and told.casefold() in _REFUSED


def _without_rejected(export: Export) -> Export:
    main = export.sheets.get(MAIN)
    if main is None or "_validation_status" not in main.frame:
        return export
    out = [row for rows in export.aside.get(MAIN, {}).values() for row in rows]
    status = main.frame["_validation_status"].str.casefold()
    rejected = main.frame.index[status.isin(_REFUSED)].difference(out)
    return export.with_aside(MAIN, REJECTED, list(rejected))


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
