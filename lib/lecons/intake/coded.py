"""What only shows once every coded file is in: one codebook, the coders' last word, the history of
the codes, and where each passage stands in its testimony."""

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from lecons.counts import number_of
from lecons.intake.balance import Balance
from lecons.intake.cells import folded
from lecons.intake.codebook.changes import FILE as HISTORY
from lecons.intake.codebook.changes import SPLIT, Change, follow, read_changes
from lecons.intake.journal.fold import State
from lecons.intake.journal.source import FOLDER as JOURNAL
from lecons.intake.passages import Finder, match_documents, place
from lecons.intake.qda.alignment import Mapping as Through
from lecons.intake.qda.alignment import mapping_between
from lecons.intake.qda.guids import guid_of_segment
from lecons.intake.quarantine import fault_row
from lecons.privacy.masking import is_masked
from lecons.project import Project

KNOWN_CODE = "code déjà au livre du projet"
FORMER_CODE = "code d’avant (changements.csv)"
ERASED = "effacé par son codeur (journal)"
LATER = "lecture reprise ou rouverte dans le journal"
BACK = "segment du projet revenu d’un autre outil"
SAME_AGAIN = "même passage, même code, même codeur"
_KNOWN, _FORMER = "_connu", "_ancien"
_SAME = ["id_temoignage", "debut", "fin", "code", "codeur"]
PLACED = "la place du passage, ou ses mots exacts"


def settle_coding(
    project: Project,
    balance: Balance,
    journal: State | None,
    tools: Mapping[str, Mapping[str, str | None]],
    finders: Mapping[tuple[str, str], Finder],
) -> list[str]:
    """Bring the coded passages of all sources together; answers what the analyst should know.

    `tools`: for each file of an analysis tool, its documents by name, with their text where the file
    holds it. `finders`: how to find a passage again, by file and segment.
    """
    told: list[str] = []
    changes, faults = read_changes(project.folder / HISTORY)
    for one in faults:
        balance.faults.append(
            fault_row(HISTORY, "changements", one.line, "changement_illisible", one.expected)
        )
    codes = _one_codebook(balance, set(tools), changes)
    if journal is not None:
        _last_readings(balance, journal)
    if "segments" not in balance.tables:
        return told
    finders = {**finders, **_own_names(balance, set(tools), journal, changes, finders)}
    if journal is not None:
        _last_words(balance, journal)
    told += _follow(balance, changes, codes)
    people = _testimonies(project, balance)
    finders = {**finders, **_name_testimonies(balance, tools, people)}
    placed, lost = place(balance.tables["segments"], people, finders)
    moved = int(placed["debut"].ne(balance.tables["segments"]["debut"]).sum())
    balance.tables["segments"] = placed
    balance.quarantine("segments", lost, "debut", "passage_introuvable", PLACED)
    _set_returned_aside(balance, set(tools))
    _same_again(balance)
    if moved:
        told.append(
            number_of(
                moved,
                "passage remis à sa place d’après ses mots",
                "passages remis à leur place d’après leurs mots",
            )
        )
    return told


def _testimonies(project: Project, balance: Balance) -> pd.DataFrame:
    """The testimonies of this import; those of the store where their file could not be read."""
    if "temoignages" in balance.tables:
        people = balance.tables["temoignages"][["id", "texte"]]
        # what was masked after a withdrawal proves nothing of where a passage stands
        return people.assign(texte=people["texte"].mask(people["texte"].map(is_masked), None))
    return project.table("temoignages", "interne", columns=["id", "texte"])


def _one_codebook(balance: Balance, tools: set[str], changes: Sequence[Change]) -> set[str]:
    """The project's own codebook comes first: a tool's code that it knows, by its code or by a label
    that names one code only, is that code, and a code that the history left does not come back.
    Answers the codes of the project's own book, those of the tools where it has none."""
    if "livre_de_codes" not in balance.tables:
        return set()
    book = balance.tables["livre_de_codes"]
    theirs = book["source_fichier"].isin(tools)
    own = set(book.loc[~theirs, "code"])
    if theirs.any():
        names, again = _same_codes(book[~theirs], book[theirs])
        gone = {one.before for one in changes if one.action != SPLIT} - own

        def renamed(rows: pd.DataFrame, column: str) -> pd.DataFrame:
            pairs = zip(rows["source_fichier"], rows[column], strict=True)
            values = [names.get((file, code), code) for file, code in pairs]
            return rows.assign(**{column: pd.Series(values, rows.index, rows[column].dtype)})

        former = (theirs & book["code"].isin(gone)).to_numpy()
        balance.tables["livre_de_codes"] = renamed(book, "parent").assign(
            **{_KNOWN: again, _FORMER: former}
        )
        balance.set_aside("livre_de_codes", balance.tables["livre_de_codes"][_FORMER], FORMER_CODE)
        balance.set_aside("livre_de_codes", balance.tables["livre_de_codes"][_KNOWN], KNOWN_CODE)
        rest = balance.tables["livre_de_codes"]
        balance.tables["livre_de_codes"] = rest.drop(columns=[_KNOWN, _FORMER])
        if "segments" in balance.tables:
            balance.tables["segments"] = renamed(balance.tables["segments"], "code")
    _check_tree(balance)
    return own or set(balance.tables["livre_de_codes"]["code"])


def _same_codes(
    own: pd.DataFrame, theirs: pd.DataFrame
) -> tuple[dict[tuple[str, str], str], pd.Series]:
    """The project's code for each code of a tool's file, and which rows then say nothing new (over
    the rows of both)."""
    labels = own["libelle_fr"].map(folded)
    single = own.loc[~labels.duplicated(keep=False), "code"]
    by_label = dict(zip(labels[single.index], single, strict=True))
    said = theirs["libelle_fr"].map(folded)
    twice = said.groupby([theirs["source_fichier"], said]).transform("size") > 1
    known = set(own["code"])
    names: dict[tuple[str, str], str] = {}
    again = pd.Series(False, index=[*own.index, *theirs.index]).sort_index()
    for row in theirs.itertuples():
        # two codes of one label under two parents are two codes
        meant = None if twice[row.Index] else by_label.get(said[row.Index])
        code = row.code if row.code in known or meant is None else meant
        names[str(row.source_fichier), row.code] = code
        again[row.Index] = code in known
        known.add(code)
    return names, again


def _check_tree(balance: Balance) -> None:
    """A parent that is not there, or that stands under its own child, is emptied and told."""
    book = balance.tables["livre_de_codes"]
    absent = book["parent"].notna() & ~book["parent"].isin(book["code"])
    expected = "un code du livre, ou rien"
    balance.empty("livre_de_codes", absent, "parent", "parent_absent", expected)
    book = balance.tables["livre_de_codes"]
    parent = {row.code: row.parent for row in book[["code", "parent"]].dropna().itertuples()}
    circular = book["code"].map(lambda code: _returns(code, parent)).astype(bool)
    expected = "un parent qui n’est pas sous ce code"
    balance.empty("livre_de_codes", circular, "parent", "code_en_cercle", expected)


def _returns(code: str, parent: dict[str, str]) -> bool:
    seen: set[str] = set()
    at = parent.get(code)
    while at is not None and at != code and at not in seen:
        seen.add(at)
        at = parent.get(at)
    return at == code


def _last_words(balance: Balance, journal: State) -> None:
    """What a coder erased or noted in the panel of segments that came from another file."""
    rows = balance.tables["segments"]
    keys = pd.Series(list(zip(rows["codeur"], rows["id"], strict=True)), rows.index, dtype=object)
    noted = keys.map(lambda key: key in journal.memos).astype(bool)
    memos = keys.map(lambda key: journal.memos.get(key)).astype(rows["memo"].dtype)
    balance.tables["segments"] = rows.assign(memo=rows["memo"].mask(noted, memos))
    balance.set_aside("segments", keys.isin(list(journal.erased)), ERASED)


def _last_readings(balance: Balance, journal: State) -> None:
    """A reading that a file tells gives way to what the coder did in the panel since."""
    if "lectures" not in balance.tables:
        return
    rows = balance.tables["lectures"]
    pairs = pd.Series(
        list(zip(rows["id_temoignage"], rows["codeur"], strict=True)), rows.index, dtype=object
    )
    told = zip(journal.readings["id_temoignage"], journal.readings["codeur"], strict=True)
    later = set(told) | journal.reopened
    elsewhere = rows["source_fichier"].ne(JOURNAL)
    balance.set_aside("lectures", elsewhere & pairs.isin(list(later)), LATER)


def _own_names(
    balance: Balance,
    tools: set[str],
    journal: State | None,
    changes: Sequence[Change],
    finders: Mapping[tuple[str, str], Finder],
) -> dict[tuple[str, str], Finder]:
    """Segments that went out to a tool and come back are the ones we know: they take their own name
    again. Answers how to find them under it."""
    rows = balance.tables["segments"]
    theirs = rows["source_fichier"].isin(tools)
    if not theirs.any():
        return {}
    here = set(rows.loc[~theirs, "id"])
    erased = {segment for _, segment in journal.erased} if journal is not None else set()
    split = {segment for change in changes for segment in change.segments}
    ours = {guid_of_segment(one): one for one in here | erased | split}
    again: dict[tuple[str, str], Finder] = {}
    names = []
    for file, segment in zip(rows["source_fichier"], rows["id"], strict=True):
        name = ours.get(segment, segment) if file in tools else segment
        names.append(name)
        if name != segment and (file, segment) in finders:
            again[file, name] = finders[file, segment]
    balance.tables["segments"] = rows.assign(id=pd.Series(names, rows.index, rows["id"].dtype))
    return again


def _set_returned_aside(balance: Balance, tools: set[str]) -> None:
    """What came back from a tool as it went says nothing new; what was changed there contradicts what
    we hold, and the check of keys asks a person."""
    rows = balance.tables["segments"]
    theirs = rows["source_fichier"].isin(tools)
    key = ["id", *_SAME]
    held = pd.MultiIndex.from_frame(rows.loc[~theirs, key])
    back = pd.MultiIndex.from_frame(rows[key]).isin(held)
    balance.set_aside("segments", theirs & back, BACK)


def _follow(balance: Balance, changes: list[Change], codes: set[str]) -> list[str]:
    if not changes:
        return []
    rows = balance.tables["segments"]
    code, moved = follow(rows, changes, codes)
    balance.tables["segments"] = rows.assign(code=code)
    followed = number_of(moved, "segment a", "segments ont")
    return [f"{followed} suivi les changements du livre de codes"] if moved else []


def _name_testimonies(
    balance: Balance, tools: Mapping[str, Mapping[str, str | None]], people: pd.DataFrame
) -> dict[tuple[str, str], Finder]:
    """A tool's document is one of our testimonies, under its own name. Where it holds our whole text,
    or the reverse, its passages are placed by that: answers how."""
    texts = people.set_index("id")["texte"].to_dict()
    rows = balance.tables["segments"]
    finders: dict[tuple[str, str], Finder] = {}
    for file, documents in tools.items():
        names = match_documents(documents, people)
        aligned: dict[str, Finder] = {}
        for document, testimony in names.items():
            theirs, ours = documents[document], texts.get(testimony)
            if theirs and isinstance(ours, str):
                through = mapping_between(theirs, ours)
                if through is not None:
                    aligned[document] = partial(_placed_by, through)
        mine = rows["source_fichier"].eq(file)
        for segment, document in rows.loc[mine, ["id", "id_temoignage"]].itertuples(index=False):
            if document in aligned:
                finders[file, segment] = aligned[document]
        ours_names = rows["id_temoignage"].map(lambda name, names=names: names.get(name, name))
        ours_names = ours_names.astype(rows["id_temoignage"].dtype)
        rows = rows.assign(id_temoignage=rows["id_temoignage"].mask(mine, ours_names))
    balance.tables["segments"] = rows
    return finders


def _placed_by(through: Through, text: str, start: int, end: int) -> tuple[int, int] | None:
    return through(start, end)


def _same_again(balance: Balance) -> None:
    """A merge of codes, or one project read twice, leaves the same reading several times."""
    rows = balance.tables["segments"]
    key = [*_SAME, "statut"]
    # the same id stays for the check of keys, which tells copies from contradictions
    again = rows.duplicated(key) & ~rows.duplicated("id", keep=False)
    balance.set_aside("segments", again, SAME_AGAIN)
