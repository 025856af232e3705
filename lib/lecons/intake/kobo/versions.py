"""One submission in several exports is one row: the corrected version wins, and it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandas.util import hash_array

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
    `_submission_time`, then by `end`, then that of the export that goes furthest in time, then by the
    order of the files and of the rows; its status is the one that counts. What the latest export does
    not ask any more (a whole question left out) is taken from the version that it replaces.
    """
    settled = list(exports)
    versions = pd.concat([_versions(at, one) for at, one in enumerate(settled)], ignore_index=True)
    several = _of_several_rows(versions)
    losers = _losers(_with_contents(several, settled)) if len(several) else several
    settled = _with_questions_left_out(settled, losers)
    replaced: list[Replacement] = []
    for at, mine in losers.groupby("file"):
        for reason, rows in ((COPY, mine[mine["copy"]]), (REPLACED, mine[~mine["copy"]])):
            settled[int(str(at))] = settled[int(str(at))].with_aside(
                MAIN, reason, list(rows["row"])
            )
    for one in losers[~losers["copy"]].itertuples() if len(losers) else ():
        old = _place(settled[one.file], one.row)
        replaced.append(
            Replacement(str(one.key), old, _place(settled[one.kept_file], one.kept_row))
        )
    everywhere = [set(export.sheets) for export in settled]
    kept = {
        at: {int(one.row): everywhere[one.kept_file] for one in mine.itertuples()}
        for at, mine in (losers.groupby("file") if len(losers) else ())
    }
    return [
        _with_children_aside(_without_rejected(export), kept.get(at, {}))
        for at, export in enumerate(settled)
    ], replaced


def _versions(at: int, export: Export) -> pd.DataFrame:
    columns = [*_OWN, "file", "row", "exported"]
    main = export.sheets.get(MAIN)
    if main is None or not {"_uuid", "_id"} & set(main.frame.columns):
        return pd.DataFrame(columns=columns)
    out = [row for rows in export.aside.get(MAIN, {}).values() for row in rows]
    frame = main.frame.drop(index=out) if out else main.frame
    told = {name: frame[name] if name in frame else None for name in _OWN}  # noqa: SIM401
    return pd.DataFrame(
        {**told, "file": at, "row": frame.index, "exported": _latest(frame)}, index=frame.index
    )


def _latest(frame: pd.DataFrame) -> pd.Timestamp | None:
    """How far an export goes: the moment of its last submission."""
    if "_submission_time" not in frame or not len(frame):
        return None
    moment = frame["_submission_time"].dropna().max()  # ISO: the order of texts is near enough here
    found = pd.to_datetime(moment, utc=True, format="ISO8601", errors="coerce")
    return None if pd.isna(found) else found


def _with_questions_left_out(exports: list[Export], losers: pd.DataFrame) -> list[Export]:
    """The exports whose kept versions also hold the answers to questions that their export left out
    and that the version they replace still has."""
    done = list(exports)
    # the oldest first: what a later version says wins
    for (old, new), rows in losers.groupby(["file", "kept_file"], sort=True) if len(losers) else ():
        giver, taker = done[int(old)].sheets[MAIN].frame, done[int(new)].sheets[MAIN]
        missing = [
            name
            for name in giver.columns
            if name not in taker.frame and not str(name).startswith(("_", "(", "meta"))
        ]
        if old == new or not missing:
            continue
        answers = giver.loc[rows["row"], missing].set_axis(rows["kept_row"].to_numpy(), axis=0)
        answers = answers[~answers.index.duplicated(keep="last")]
        frame = taker.frame.join(answers.astype("str"))
        note = f"questions absentes de cet export, reprises de {done[int(old)].file} : "
        told = note + ", ".join(map(str, missing[:5])) + ("…" if len(missing) > 5 else "")
        sheets = {**done[int(new)].sheets, MAIN: taker.with_frame(frame)}
        done[int(new)] = replace(done[int(new)], sheets=sheets, notes=(*done[int(new)].notes, told))
    return done


def _of_several_rows(versions: pd.DataFrame) -> pd.DataFrame:
    """The rows that are versions of one another, with the `key` that they share."""
    names = versions["_root"].fillna(versions["_uuid"])
    sent = (
        versions["_id"].astype("str").str.cat(versions["_submission_time"].astype("str"), sep=" ")
    )
    sent = sent.where(versions["_id"].notna() & versions["_submission_time"].notna())
    again = (names.notna() & names.duplicated()) | (sent.notna() & sent.duplicated())
    if not again.any():
        return versions.head(0).assign(key=None)
    key = names.fillna(sent)
    # what was sent once under one number is one submission, whatever its later names
    first = key.groupby(sent).transform("first")
    key = first.where(sent.notna(), key)
    key = key.groupby(names).transform("first").where(names.notna(), key)
    several = versions.assign(key=key)
    return several[several["key"].notna() & several.duplicated("key", keep=False)]


def _losers(versions: pd.DataFrame) -> pd.DataFrame:
    """The versions that give way: `copy` where they say the same as the latest, and the place of the
    version that is kept (`kept_file`, `kept_row`)."""
    moments = {
        name: pd.to_datetime(versions[name], utc=True, format="ISO8601", errors="coerce")
        for name in ("_submission_time", "end")
    }
    order = ["key", "_submission_time", "end", "exported", "file", "row"]
    ordered = versions.assign(**moments).sort_values(order, na_position="first")
    latest = ordered.groupby("key").transform("last")
    # a file without its groups says nothing of them; nor does a row that an export repeats without
    # the groups of the first
    silent = ~ordered["grouped"] | ~latest["grouped"]
    bare = ordered["file"].eq(latest["file"]) & (ordered["count"].eq(0) | latest["count"].eq(0))
    alike = ordered["groups"].eq(latest["groups"]) | silent | bare
    copy = ordered["answers"].eq(latest["answers"]) & alike
    # among copies of the latest version, the one whose groups came with it; but a rejection counts
    is_last = ~ordered.duplicated("key", keep="last")
    ordered = ordered.assign(copy=copy, rank=copy & (~latest["rejected"] | is_last))
    best = ordered.sort_values(
        ["key", "rank", "count", "exported", "file", "row"], na_position="first"
    ).drop_duplicates("key", keep="last")
    kept = best.set_index("key")[["file", "row"]].add_prefix("kept_")
    joined = ordered.join(kept, on="key")
    lost = joined["file"].ne(joined["kept_file"]) | joined["row"].ne(joined["kept_row"])
    return joined[lost]


def _with_contents(versions: pd.DataFrame, exports: Sequence[Export]) -> pd.DataFrame:
    """The versions with what they say, as numbers that are equal when they say the same: `answers`,
    `groups` (and how many rows, `count`; False in `grouped` where their file has no group at all),
    and whether they are `rejected`."""
    parts = []
    for at, mine in versions.groupby("file"):
        export = exports[int(str(at))]
        links = parent_rows(export)
        main = export.sheets[MAIN].frame
        groups, count = _groups(export, links)
        status = main.get("_validation_status", pd.Series(None, index=main.index, dtype="str"))
        parts.append(
            mine.assign(
                answers=_digest(main).reindex(mine["row"]).to_numpy(),
                groups=groups.reindex(mine["row"], fill_value=0).to_numpy(),
                count=count.reindex(mine["row"], fill_value=0).to_numpy(),
                grouped=bool(links),
                rejected=status.str.casefold().isin(_REFUSED).reindex(mine["row"]).to_numpy(),
            )
        )
    return pd.concat(parts, ignore_index=True)


def _groups(export: Export, links: Mapping[str, pd.Series]) -> tuple[pd.Series, pd.Series]:
    """For each submission, a number for what its groups say, whatever their order, and how many rows
    they are."""
    digests = {path: _digest(export.sheets[path].frame, path) for path in links}
    counts = {path: pd.Series(1, index=rows.index) for path, rows in links.items()}
    total, number = pd.Series(dtype="uint64"), pd.Series(dtype="int64")
    for path in sorted(links, key=lambda one: -one.count("/")):
        parents = links[path].dropna().astype("int64")
        # what stands inside counts with the row that it stands in, once both are mixed
        mixed = pd.Series(hash_array(digests[path].to_numpy()), index=digests[path].index)
        said = mixed.loc[parents.index].groupby(parents.to_numpy()).sum()
        rows = counts[path].loc[parents.index].groupby(parents.to_numpy()).sum()
        above = export.parents[path]
        if above in digests:
            digests[above] = digests[above].add(said, fill_value=0).astype("uint64")
            counts[above] = counts[above].add(rows, fill_value=0).astype("int64")
        else:
            total = total.add(said, fill_value=0).astype("uint64")
            number = number.add(rows, fill_value=0).astype("int64")
    return total, number


def _digest(frame: pd.DataFrame, salt: str = "") -> pd.Series:
    """A number for what each row says: the same whatever the order of the columns and those that an
    export has and leaves blank."""
    total = np.zeros(len(frame), dtype="uint64")
    for name in frame.columns:
        if name in _ASIDE or str(name).startswith("_submission_") or name == "_cle":
            continue
        column = frame[name]
        own = hash_array(np.array([f"{salt}:{name}"], dtype=object))[0] | np.uint64(1)
        codes, values = pd.factorize(column)
        numbers = hash_array(np.asarray(values, dtype=object)) if len(values) else np.zeros(0)
        mixed = np.append(numbers.astype("uint64") * own, np.uint64(0))
        total += mixed[codes]
    return pd.Series(total, index=frame.index)


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
