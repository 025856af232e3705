"""What only shows once every coded file is in: one codebook, the coders' last word, the history of
the codes, and where each passage stands in its testimony."""

import pandas as pd

from lecons.intake.balance import Balance
from lecons.intake.cells import folded
from lecons.intake.codebook.changes import FILE as HISTORY
from lecons.intake.codebook.changes import follow, read_changes
from lecons.intake.journal.fold import State
from lecons.intake.passages import Finder, match_documents, place
from lecons.intake.quarantine import fault_row
from lecons.project import Project

KNOWN_CODE = "code déjà au livre du projet"
ERASED = "effacé par son codeur (journal)"
SAME_AGAIN = "même passage, même code, même codeur"
PLACED = "la place du passage, ou ses mots exacts"


def settle_coding(
    project: Project,
    balance: Balance,
    journal: State | None,
    tools: dict[str, dict[str, str | None]],
    finders: dict[str, Finder],
) -> list[str]:
    """Bring the coded passages of all sources together; answers what the analyst should know.

    `tools`: for each file of an analysis tool, its documents by name, with their text where the file
    holds it. `finders`: how to find a passage again, by segment id.
    """
    told: list[str] = []
    if "livre_de_codes" in balance.tables:
        _one_codebook(balance, set(tools))
        _check_tree(balance)
    if "segments" not in balance.tables:
        return told
    if journal is not None:
        _last_words(balance, journal)
    told += _follow_history(project, balance)
    people = _testimonies(project, balance)
    _name_testimonies(balance, tools, people)
    _same_again(balance)
    placed, lost = place(balance.tables["segments"], people, finders)
    moved = int(placed["debut"].ne(balance.tables["segments"]["debut"]).sum())
    balance.tables["segments"] = placed
    balance.quarantine("segments", lost, "debut", "passage_introuvable", PLACED)
    if moved:
        told.append(f"{moved} passage(s) remis à leur place d’après leurs mots")
    return told


def _testimonies(project: Project, balance: Balance) -> pd.DataFrame:
    """The testimonies of this import; those of the store where their file could not be read."""
    if "temoignages" in balance.tables:
        return balance.tables["temoignages"][["id", "texte"]]
    return project.table("temoignages", "interne", columns=["id", "texte"])


def _one_codebook(balance: Balance, tools: set[str]) -> None:
    """The project's own codebook comes first: a tool's code that it knows, by its code or its label,
    is that code."""
    book = balance.tables["livre_de_codes"]
    theirs = book["source_fichier"].isin(tools)
    if not theirs.any():
        return
    by_label = {folded(row.libelle_fr): row.code for row in book[~theirs].itertuples()}
    known = set(book.loc[~theirs, "code"])
    names: dict[tuple[str, str], str] = {}
    again = pd.Series(False, index=book.index)
    for row in book[theirs].itertuples():
        code = (
            row.code if row.code in known else by_label.setdefault(folded(row.libelle_fr), row.code)
        )
        names[str(row.source_fichier), row.code] = code
        again[row.Index] = code in known
        known.add(code)

    def renamed(rows: pd.DataFrame, column: str) -> pd.DataFrame:
        pairs = zip(rows["source_fichier"], rows[column], strict=True)
        values = [names.get((file, code), code) for file, code in pairs]
        return rows.assign(**{column: pd.Series(values, rows.index, rows[column].dtype)})

    balance.tables["livre_de_codes"] = renamed(book, "parent")
    balance.set_aside("livre_de_codes", again, KNOWN_CODE)
    if "segments" in balance.tables:
        balance.tables["segments"] = renamed(balance.tables["segments"], "code")


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


def _follow_history(project: Project, balance: Balance) -> list[str]:
    changes, faults = read_changes(project.folder / HISTORY)
    for one in faults:
        balance.faults.append(
            fault_row(HISTORY, "changements", one.line, "changement_illisible", one.expected)
        )
    if not changes:
        return []
    book = balance.tables.get("livre_de_codes")
    codes = set(book["code"]) if book is not None else set()
    rows = balance.tables["segments"]
    code, moved = follow(rows, changes, codes)
    balance.tables["segments"] = rows.assign(code=code)
    return [f"{moved} segment(s) ont suivi les changements du livre de codes"] if moved else []


def _name_testimonies(
    balance: Balance, tools: dict[str, dict[str, str | None]], people: pd.DataFrame
) -> None:
    """A tool's document is one of our testimonies, under its own name."""
    rows = balance.tables["segments"]
    for file, documents in tools.items():
        names = match_documents(documents, people)
        mine = rows["source_fichier"].eq(file)
        ours = rows["id_temoignage"].map(lambda name, names=names: names.get(name, name))
        ours = ours.astype(rows["id_temoignage"].dtype)
        rows = rows.assign(id_temoignage=rows["id_temoignage"].mask(mine, ours))
    balance.tables["segments"] = rows


def _same_again(balance: Balance) -> None:
    """A merge of codes, or one project read twice, leaves the same reading several times."""
    rows = balance.tables["segments"]
    key = ["id_temoignage", "debut", "fin", "code", "codeur", "statut"]
    # the same id stays for the check of keys, which tells copies from contradictions
    again = rows.duplicated(key) & ~rows.duplicated("id", keep=False)
    balance.set_aside("segments", again, SAME_AGAIN)
