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
    replaced: list[Replacement] = []
    if len(versions):
        several = versions[versions.duplicated("_uuid", keep=False)]
        for uuid, rows in several.groupby("_uuid", sort=False):
            ordered = rows.sort_values(
                ["_submission_time", "end", "file", "row"], na_position="first"
            )
            winner = ordered.iloc[-1]
            kept = _content(settled[winner["file"]], winner["row"])
            for loser in ordered.iloc[:-1].itertuples():
                same = _content(settled[loser.file], loser.row) == kept
                reason = COPY if same else REPLACED
                settled[loser.file] = settled[loser.file].with_aside(MAIN, reason, [loser.row])
                if not same:
                    replaced.append(
                        Replacement(
                            str(uuid),
                            _place(settled[loser.file], loser.row),
                            _place(settled[winner["file"]], winner["row"]),
                        )
                    )
    return [_with_children_aside(export) for export in settled], replaced


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


def _with_children_aside(export: Export) -> Export:
    """The repeat rows of a submission that is set aside go with it, level by level."""
    parents = parent_rows(export)
    for path in sorted(parents, key=lambda one: one.count("/")):
        above: Mapping[str, tuple[int, ...]] = export.aside.get(export.parents[path], {})
        for reason, rows in above.items():
            gone = parents[path].index[parents[path].isin(rows)]
            export = export.with_aside(path, _CHILDREN.get(reason, reason), list(gone))
    return export
