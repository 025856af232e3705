"""What the release check of a project looks for: what the project knows of its people and may not tell."""

import csv
import getpass
import json
import platform
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from babel.messages.pofile import read_po

from lecons.errors import IntakeError
from lecons.intake.reading import read_grids
from lecons.intake.reviewed import read_decisions
from lecons.language import CATALOGUES
from lecons.privacy.names import places_of
from lecons.privacy.names.find import by_rules
from lecons.privacy.release import Needles
from lecons.privacy.release.folding import folded
from lecons.privacy.vault import read_links
from lecons.privacy.vault.links import LOCKED
from lecons.project import Project, read_communes, repository_root
from lecons.testimony.quotations.decisions import FILE as CITATIONS
from lecons.testimony.readings import CONSENSUS
from lecons.testimony.suggestions.propose import CODER

_PRIVATE = "prive"
# the columns of a table that name who worked with it
_WORKERS = {"activites": "agent", "segments": "codeur", "lectures": "codeur"}
# the columns that hold what people said or noted, and what one is called
_WORDS = {
    ("temoignages", "texte"): "témoignage",
    ("contributions", "texte"): "contribution",
    ("segments", "memo"): "mémo du segment",
    ("suivis", "note"): "note de suivi",
    ("appreciations", "condition"): "condition notée par",
    ("activites", "difficultes"): "difficultés de la fiche",
    ("activites", "reussites"): "réussites de la fiche",
    ("livre_de_codes", "exemple"): "exemple du code",
}
_NUMBERS = {
    "temoignages": "id",
    "contributions": "id",
    "appreciations": "id_participant",
    "priorites": "id_participant",
}
# headings, in the files of a project, of columns that name somebody (the last part of a Kobo path)
_WHO = {
    "agent", "ajoute_par", "animateur", "auteur", "coder", "codeur", "enqueteur",
    "enumerator", "interviewer", "nom_agent", "nom_enqueteur", "phonenumber", "relecteur",
    "relectrice", "relu_par", "submitted_by", "traducteur", "user", "username",
    "utilisateur",
}  # fmt: skip
_LONG, _SHORTEST = 60, 4
# accounts of a machine that are nobody's name, and the meeting of coders (testimony.readings)
_ANYBODY = {CONSENSUS, CODER, *("root", "user", "admin", "localhost", "runner", "jovyan")}
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def needles_of(project: Project, edition: str) -> Needles:
    """What a project knows and may not tell: who worked, who is quoted, what was said, under which
    numbers; and what it declares open."""
    content, folder = project.content, project.folder
    discretion = project.discretion(edition)
    raw_names, raw_words = _of_exports(folder / "brut")
    return Needles(
        names={**raw_names, **dict(_names(project))},
        # the tables first: of the same words, they tell whose they are
        raw={**dict(_said(project)), **raw_words},
        reviewed=tuple(_reviewed(project)),
        # the team knows people by their numbers
        numbers=frozenset(_numbers(project) if edition != "interne" else ()),
        folders=tuple(
            one for one in {folder, folder.resolve(), repository_root()} if len(one.parts) > 2
        ),
        threshold=None if discretion is None else discretion.threshold,
        open_names=frozenset(_open_names(project)),
        open_texts=(*_software(), *_official(project)),
        open_words=_vocabulary(),
        open_addresses=frozenset(
            found.casefold()
            for text in _texts(content.model_dump(mode="json"))
            for found in _ADDRESS.findall(text)
        ),
        beyond=("les noms de la table chiffrée des correspondances",)
        if (folder / _PRIVATE / LOCKED).is_file()
        else (),
    )


def _names(project: Project) -> Iterator[tuple[str, str]]:
    for name, column in _WORKERS.items():
        for one in project.table(name, "interne")[column].dropna().unique():
            yield from _person(one, column)
    for path in sorted(project.folder.glob("*.csv")) + sorted(project.folder.glob("codage/*.csv")):
        for heading, value in _cells(path):
            if heading in _WHO:
                yield from _person(value, f"{heading}, {path.name}")
    for path in sorted(project.folder.glob("codage/journal/*.jsonl")):
        yield from _person(path.stem, "codeur")
    links = read_links(project.folder / _PRIVATE)
    for one in links["nom"]:
        yield from _person(one, "table des correspondances")
    for one in links["ajoute_par"]:
        yield from _person(one, "table des correspondances, ajoute_par")
    for path in sorted((project.folder / _PRIVATE).glob("*.csv")):
        for heading, value in _cells(path):
            if heading in _WHO | {"nom"}:
                yield from _person(value, f"{heading}, {path.name}")
    for one in _named_in_declarations(project):
        yield from _person(one, "projet.yaml ou livre de codes")
    for one in read_decisions(project.folder / _PRIVATE).added:
        yield from _person(one, "noms ajoutés à la relecture")
    for one, about in (
        (_user(), "compte de cette machine"),
        (platform.node(), "nom de cette machine"),
    ):
        if len(one) < _SHORTEST:  # « vm » is anywhere, and nobody’s name
            continue
        yield from _person(one, about)


def _named_in_declarations(project: Project) -> Iterator[str]:
    """Whole names of people that the team wrote into titles, sheets of practices, codes: what the rules
    are certain of. A radio or an organisation may bear such a name, and is open."""
    places = places_of(read_communes(project.reference_folder), None)
    content = project.content
    book = project.table("livre_de_codes", "interne")
    written = [
        [one.model_dump(mode="json") for one in (*content.pratiques, *content.recommandations)],
        content.atelier.model_dump(mode="json") if content.atelier else {},
        *(book[column].dropna().astype(str) for column in ("code", "libelle_fr", "libelle_en")),
    ]
    for text in _texts(written):
        for one in by_rules(text, places):
            if one.kind == "personne" and one.certain and " " in one.text:
                yield one.text


def _person(written: object, about: str) -> Iterator[tuple[str, str]]:
    """A name as it was written and, where a remark in brackets follows it, without."""
    name = str(written).strip()
    if folded(name).strip() in _ANYBODY:
        return
    if name:
        yield name, about
    alone = re.sub(r"\s*\([^)]*\)\s*$", "", name)
    if alone and alone != name:
        yield alone, about


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _cells(path: Path) -> Iterator[tuple[str, str]]:
    """(heading, cell) of a CSV of the project; one that does not read was told at import."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        separator = max(",;\t", key=text.partition("\n")[0].count)
        for row in csv.DictReader(text.splitlines(), delimiter=separator):
            for heading, cell in row.items():
                if heading and isinstance(cell, str) and cell.strip():
                    yield _heading(heading), cell
    except (OSError, UnicodeDecodeError, csv.Error):
        return


def _heading(written: str) -> str:
    return folded(re.split(r"[/.]", written)[-1]).strip().replace(" ", "_")


def _of_exports(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """What the exports themselves hold, the columns that nobody imports included: names by their
    headings, and cells long enough to be somebody's words."""
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        try:
            grids = read_grids(path) if path.is_file() else {}
        except IntakeError:
            continue  # told at import
        for sheet, grid in grids.items():
            place = f"{path.name}, feuille « {sheet} »"
            for column in grid.cells:
                values = grid.cells[column].dropna()
                if values.empty:
                    continue
                if _heading(str(values.iloc[0])) in _WHO:
                    for one in values.iloc[1:].unique():
                        names.update(_person(one, place))
                for line, one in values[values.str.len() >= _LONG].items():
                    words[f"{place}, ligne {line}, colonne {int(column) + 1}"] = str(one)
    return names, words


def _said(project: Project) -> Iterator[tuple[str, str]]:
    for (name, column), called in _WORDS.items():
        rows = project.table(name, "interne")
        key = next(one for one in ("id", "id_participant", "code") if one in rows)
        for number, words in rows.loc[rows[column].notna(), [key, column]].itertuples(index=False):
            yield f"{called} {number} ({column})", words


def _reviewed(project: Project) -> Iterator[str]:
    yield from project.table("segments", "publique")["extrait"].dropna().astype(str)
    yield from project.table("contributions", "publique")["texte"].dropna().astype(str)
    for heading, value in _cells(project.folder / CITATIONS):
        if heading == "traduction_en":
            yield value


def _numbers(project: Project) -> Iterator[str]:
    for name, column in _NUMBERS.items():
        yield from project.table(name, "interne")[column].dropna().astype(str)


def _open_names(project: Project) -> Iterator[str]:
    content = project.content
    yield from (content.organisation, content.sigle, *content.partenaires, *content.radios)
    yield from (commune.nom for commune in content.communes)
    yield from (text for one in content.acteurs.values() for text in one.values())
    places = read_communes(project.reference_folder)
    for column in ("commune", "cercle", "region"):
        yield from pd.unique(places[column].dropna()).astype(str)


def _official(project: Project) -> Iterator[str]:
    """The titles that a project carries in public. What its team wrote of practices, and the labels of
    codes, are not among them: they may have taken somebody's words (an in-vivo code does)."""
    content = project.content
    yield from _texts([content.nom.values(), content.organisation, content.sigle])
    yield from _texts([[*one.titre.values(), *one.enonce.values()] for one in content.resultats])
    # what the workshop was asked, and what it resolved
    if content.atelier is not None:
        yield from _texts(content.atelier.model_dump(include={"ordre_du_jour", "groupes"}))
    yield from _texts([[*one.texte.values()] for one in content.recommandations])
    framework = project.table("cadre", "interne")
    for column in ("indicateur", "indicateur_en"):
        yield from framework[column].dropna().astype(str)


@cache
def _software() -> tuple[str, ...]:
    """What the reports say by themselves: the messages of the catalogue and the notebooks."""
    texts: list[str] = []
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle):
                texts += [str(message.id), str(message.string or "")]
    for path in sorted((repository_root() / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            texts.append("".join(cell["source"]))
    return tuple(texts)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for text in _software() for word in folded(text).split())


def _texts(content: Any) -> Iterator[str]:
    """The strings of a content, however deep."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        yield from _texts(content.values())
    elif isinstance(content, Iterable):
        for one in content:
            yield from _texts(one)
