"""Reads what Taguette exports as tables: its highlights, its codebook. They hold no text."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID, uuid5

import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.qda.folding import folded
from lecons.intake.qda.guids import made_of
from lecons.intake.qda.losses import LossReport, Tally
from lecons.intake.qda.model import Code, Coding, QdaProject, Selection, Source
from lecons.intake.qda.offsets import find_quotation
from lecons.intake.quarantine import Fault
from lecons.intake.reading import read_grids
from lecons.intake.sheet import with_header

TOOL = "Taguette"
# the GUIDs of tags are those that Taguette itself writes in its REFI-QDA codebook
_TAGS = UUID("51B2B2B7-27EB-4ECB-9D56-E75B0A0496C2")
_HIGHLIGHTS = ("id", "document", "tag", "content")
_TWICE = "la même étiquette plusieurs fois sur un surlignage"
_COUNTS = ("number of highlights", "number of documents")
_SUFFIXES = (".txt", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".md", ".html", ".htm")


def read_highlights(path: Path, texts: Mapping[str, str]) -> tuple[QdaProject, LossReport]:
    """The highlights of a project (« all_tags.csv », .xlsx), placed in the texts that they quote.

    `texts`: the words of each document by name, with or without extension; the export has none, nor
    positions, nor coders. A highlight whose words stand nowhere, or in several places, stays out
    with a fault. Raises IntakeError where the columns are not those of Taguette.
    """
    table = _table(path, _HIGHLIGHTS)
    tally, faults = Tally(), []
    table = table[~table[list(_HIGHLIGHTS)].eq(list(_HIGHLIGHTS)).all(axis=1)]
    codes = tags_as_codes(dict.fromkeys(filter(None, table["tag"].dropna().str.strip()), ""))
    documents = {_stem(name): text for name, text in texts.items()}
    passages: dict[str, dict[str, Selection]] = {}
    # two exports put end to end give one number to two highlights
    by_highlight = table.groupby(["id", "document", "content"], sort=False, dropna=False)
    for (number, name, words), rows in by_highlight:
        line = int(rows.index[0])
        given = list(filter(None, rows["tag"].dropna().str.strip()))
        tags = list(dict.fromkeys(given))
        tally.read.update({"highlight": 1, "Coding": len(given)})
        if len(given) > len(tags):
            tally.leave({"Coding": len(given) - len(tags)}, _TWICE)
        sizes = {"highlight": 1, "Coding": len(tags)}
        text = documents.get(_stem(name)) if isinstance(name, str) else None
        place = f"surlignage {number}"
        if text is None:
            tally.leave(sizes, "document inconnu")
            expected = "un document du nom d’un témoignage"
            found = name if isinstance(name, str) else ""
            faults.append(Fault(line, place, found, "reference_absente", expected))
            continue
        placed = find_quotation(text, words) if isinstance(words, str) else None
        if placed is None:
            tally.leave(sizes, "citation introuvable, ou en plusieurs endroits")
            expected = (
                "des mots qui sont en un seul endroit du texte ; l’export .sqlite3 dit lequel"
            )
            # the words are somebody’s: they stay in the file
            faults.append(Fault(line, place, "", "citation_introuvable", expected))
            continue
        tally.represented.update(sizes)
        of_document = passages.setdefault(str(name), {})
        selection = passage(str(name), placed.start, placed.end, str(words), tags, of_document)
        of_document[selection.guid] = selection
    sources = tuple(
        Source(made_of("taguette", name), name, documents[_stem(name)], "", tuple(found.values()))
        for name, found in passages.items()
    )
    tally.read["tag"] += len(codes)
    tally.represented["tag"] += len(codes)
    project = QdaProject(path.stem, codes=codes, sources=sources, origin=TOOL)
    notes = ("Taguette n’exporte pas dans ce fichier qui a codé : le codeur est inconnu.",)
    return project, LossReport(path.name, TOOL, tally.rows(), tuple(faults), notes)


def read_tags(path: Path) -> tuple[QdaProject, LossReport]:
    """The tags of a project (« codebook.csv », .xlsx) as codes; `.qdc` is for `read_codebook`."""
    table = _table(path, ("tag",))
    tally, faults = Tally(), []
    tags: dict[str, str] = {}
    for line, row in table.iterrows():
        tally.read["tag"] += 1
        name = row["tag"].strip() if isinstance(row["tag"], str) else ""
        if not name or name in tags:
            reason = "identifiant_double" if name else "valeur_absente"
            tally.leave({"tag": 1}, "sans nom, ou deux fois le même")
            expected = "un nom, une fois"
            faults.append(Fault(int(str(line)), "tag", name, reason, expected))
            continue
        description = row.get("description")
        tags[name] = description if isinstance(description, str) else ""
        tally.represented["tag"] += 1
    counts = [one for one in _COUNTS if one in table]
    if counts:
        tally.read["count"] += len(counts) * len(table)
        tally.leave({"count": len(counts) * len(table)}, "se recalcule")
    project = QdaProject(path.stem, codes=tags_as_codes(tags), origin=TOOL)
    return project, LossReport(path.name, TOOL, tally.rows(), tuple(faults))


def tags_as_codes(tags: Mapping[str, str]) -> tuple[Code, ...]:
    """Tags (path → description) as codes; one whose path begins with another’s and a dot is below."""
    return tuple(
        Code(guid_of_tag(path), path, description=description, parent=_parent(path, tags))
        for path, description in tags.items()
    )


def guid_of_tag(path: str) -> str:
    """The GUID that Taguette gives to a tag in its own REFI-QDA codebook."""
    return str(uuid5(_TAGS, path))


def passage(
    document: str,
    start: int,
    end: int,
    words: str,
    tags: list[str],
    others: Mapping[str, Selection],
    coder: str = "",
    date: str = "",
) -> Selection:
    """A highlight as a passage; its GUID comes from where it stands, for Taguette numbers anew at
    each export. Two on one passage are told apart by their turn among the `others`."""
    turn = 0
    while (guid := made_of("highlight", document, start, end, turn)) in others:
        turn += 1
    codings = tuple(
        Coding(made_of("highlight", document, start, end, turn, tag), guid_of_tag(tag), coder, date)
        for tag in dict.fromkeys(tags)
    )
    return Selection(guid, start, end, words, codings=codings)


def _parent(path: str, tags: Mapping[str, str]) -> str | None:
    above = path
    while "." in above:
        above = above.rpartition(".")[0]
        if above in tags:
            return guid_of_tag(above)
    return None


def _stem(name: str) -> str:
    """A document as it is known: no extension, no spaces around, one form of accents."""
    stem = name.strip()
    for suffix in _SUFFIXES:
        if stem.lower().endswith(suffix):
            stem = stem[: -len(suffix)]
            break
    return folded(stem)


def _table(path: Path, required: tuple[str, ...]) -> pd.DataFrame:
    grids = read_grids(path, formulas_are_text=True)
    sheets = [with_header(path.name, name, grid).frame for name, grid in grids.items()]
    for frame in sheets:
        named = frame.rename(columns=str.lower)
        if set(required) <= set(named):
            return named[named.notna().any(axis=1)]
    found = ", ".join(str(one) for frame in sheets for one in frame.columns)[:200]
    raise IntakeError(
        f"{path.name} : ce n’est pas un export de Taguette (colonnes : {found or 'aucune'}).",
        f"Colonnes attendues : {', '.join(required)}. Dans Taguette : Exporter, CSV ou Excel.",
    )
