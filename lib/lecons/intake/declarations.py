"""What a form of ours declares: its YAML read and checked, its lists filled from the project.

The vocabulary is XLSForm's (xlsform.org) in French; data/formulaires/README.md shows how to change one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from lecons.errors import ProjectError
from lecons.plain_yaml import read_yaml
from lecons.project import Project, repository_root

_SHARED = "listes"
_SAFE = re.compile(r"[A-Za-z0-9_.+-]+")  # what a choice may be called in an XForm


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Words(_Declared):
    """What people read, in both languages of the forms."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)


Lists = dict[str, dict[str, Words]]


class Filling(_Declared):
    """What fills a table: one submission, or one row of a repeat."""

    table: str | None = None
    colonnes: dict[str, str] = {}
    constantes: dict[str, str] = {}
    valeurs: dict[str, dict[str, str]] = {}


class Asked(Filling):
    """A question, a group of questions, or a repeat."""

    nom: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: Literal[
        "text", "integer", "decimal", "date", "note", "calculate", "geopoint",
        "choix", "choix_multiple", "groupe", "repetition",
    ]  # fmt: skip
    fr: str = ""
    en: str = ""
    liste: str | None = None
    obligatoire: Literal["oui", "non"] = "non"
    colonne: str | None = None
    contrainte: str | None = None
    message: Words | None = None
    si: str | None = None
    aide: Words | None = None
    calcul: str | None = None
    apparence: str | None = None
    questions: list["Asked"] = []

    @model_validator(mode="after")
    def _is_whole(self) -> "Asked":
        if self.type != "calculate" and not (self.fr and self.en):
            raise ValueError(f"{self.nom} : un texte fr et un texte en sont attendus")
        for key, of, given in (
            ("liste", ("choix", "choix_multiple"), self.liste),
            ("calcul", ("calculate",), self.calcul),
            ("questions", ("groupe", "repetition"), self.questions),
        ):
            if bool(given) != (self.type in of):
                said = "absente" if self.type in of else f"sans objet pour le type {self.type}"
                raise ValueError(f"{self.nom} : clé {key} {said}")
        if bool(self.contrainte) != bool(self.message):
            raise ValueError(f"{self.nom} : contrainte et message vont ensemble")
        return self


class Declaration(Filling):
    """A whole form, as its YAML declares it."""

    formulaire: str
    version: str = Field(pattern=r"^\d+$")
    titre: Words
    questions: list[Asked] = Field(min_length=1)
    listes: Lists = {}


class SharedLists(_Declared):
    """The lists that several forms offer."""

    listes: Lists = {}


@dataclass(frozen=True)
class Place:
    """Where a question stands: its path, and the path of its repeat (« » outside of any)."""

    path: str
    repeat: str
    asked: Asked


@dataclass(frozen=True)
class ReadDeclaration:
    """A declaration with the answers that its lists offer in a project."""

    source: str
    declaration: Declaration
    lists: dict[str, Mapping[str, Words]]
    # where a project's code cannot name a choice: list → choice → code (« radio_tonka » → « Radio Tonka »)
    codes: dict[str, dict[str, str]]


def form_names(project: Project | None = None) -> list[str]:
    """The forms that lecons declares, and those that a project adds."""
    found = {path.stem for folder in _folders(project) for path in folder.glob("*.yaml")}
    return sorted(found - {_SHARED})


def empty_lists(name: str, project: Project) -> list[str]:
    """The keys of projet.yaml that a form needs and that the project has left empty."""
    declaration = declaration_of(name, project)
    mine = _project_lists(project)
    needed = dict.fromkeys(p.asked.liste for p in places_of(declaration.questions) if p.asked.liste)
    return [key for key in needed if key in mine and not mine[key]]


def _folders(project: Project | None) -> list[Path]:
    """Where declarations are looked for, the project's own first."""
    ours = repository_root() / "data" / "formulaires"
    return [project.folder / "formulaires", ours] if project else [ours]


def declaration_of(name: str, project: Project) -> Declaration:
    if name not in (known := form_names(project)):
        raise ProjectError(
            f"Le formulaire « {name} » n’existe pas.", f"Formulaires : {', '.join(known)}."
        )
    path = next(p for f in _folders(project) if (p := f / f"{name}.yaml").is_file())
    declaration = _parse(path, Declaration)
    if declaration.formulaire != name:
        raise ProjectError(
            f"{path.name}, clé formulaire : « {declaration.formulaire} » (attendu : « {name} »).",
            "Le nom du formulaire est celui de son fichier.",
        )
    return declaration


_Model = TypeVar("_Model", bound=_Declared)


def _parse(path: Path, model: type[_Model]) -> _Model:
    remedy = "Comparez avec data/formulaires/activite.yaml, qui sert de modèle."
    try:
        # every scalar is text in a form: « no », 3 and 60+ are names of answers, not values
        raw = read_yaml(path.read_text(encoding="utf-8"), all_text=True)
        return model.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" à la ligne {mark.line + 1}" if mark else ""
        remedy = "Vérifiez les espaces en début de ligne, les deux-points et les guillemets à cet endroit."
        raise ProjectError(f"{path.name} ne se lit pas{line}.", remedy) from None
    except ValidationError as error:
        words = {"missing": "clé absente", "extra_forbidden": "clé inconnue"}
        said = [
            f"{'.'.join(str(part) for part in fault['loc']) or 'le fichier entier'} : "
            + (
                fault["msg"].removeprefix("Value error, ")
                if fault["type"] == "value_error"
                else words.get(fault["type"], f"valeur inattendue ({str(fault['input'])[:60]})")
            )
            for fault in error.errors()[:5]
        ]
        raise ProjectError(
            f"{path.name} est incomplet ou faux : {' ; '.join(said)}.", remedy
        ) from None


def _project_lists(project: Project) -> dict[str, dict[str, Words]]:
    """The lists that projet.yaml holds: code → words."""

    def words(texts: Mapping[str, str], before: str = "") -> Words:
        # XLSForm reads ${x} in a label as the answer to question x, and knows no way to write it plainly
        plain = {code: text.replace("${", "$ {") for code, text in texts.items()}
        return Words(fr=before + plain["fr"], en=before + (plain.get("en") or plain["fr"]))

    content = project.content
    cercles = project.communes().drop_duplicates("cercle_pcode")
    results = {r.code: words(r.titre, f"{r.code} – ") for r in content.resultats}
    return {
        "communes": {c.pcode: words({"fr": c.nom or c.pcode}) for c in content.communes},
        "cercles": {
            str(c.cercle_pcode): words({"fr": str(c.cercle)}) for c in cercles.itertuples()
        },
        "resultats": results,
        # what a contribution is about: one result, or all of them
        "objectifs": {
            **results,
            "transversal": Words(fr="Tous les résultats (transversal)", en="All results"),
        },
        "acteurs": {code: words(texts) for code, texts in content.acteurs.items()},
        "radios": {name: words({"fr": name}) for name in content.radios if name},
        "pratiques": {p.code: words(p.titre) for p in project.practices()},
        "recommandations": {r.id: words(r.texte, f"{r.id} – ") for r in content.recommandations},
    }


def read_declaration(name: str, project: Project, *, to_fill: bool = True) -> ReadDeclaration:
    """A declaration with its lists. `to_fill`: refuse a list without any answer; an export of the
    form is read all the same, since its answers are already given."""
    declaration = declaration_of(name, project)
    source = f"{name}.yaml"
    lists: dict[str, Mapping[str, Words]] = {}
    for folder in reversed(_folders(project)):
        if (path := folder / f"{_SHARED}.yaml").is_file():
            lists |= _parse(path, SharedLists).listes
    lists |= declaration.listes
    codes: dict[str, dict[str, str]] = {}
    for key, answers in _project_lists(project).items():
        named = _choice_names(list(answers))
        lists[key] = {name: answers[code] for name, code in named.items()}
        codes[key] = {name: code for name, code in named.items() if name != code}
    for place in places_of(declaration.questions):
        if place.asked.liste:
            _check_list(source, place, lists, of_project=set(codes), to_fill=to_fill)
    return ReadDeclaration(source, declaration, lists, codes)


def _check_list(
    source: str,
    place: Place,
    lists: Mapping[str, Mapping[str, Words]],
    of_project: set[str],
    to_fill: bool,
) -> None:
    """Refuse a list that does not exist, that is empty, or whose names no XForm accepts."""
    key, where = str(place.asked.liste), f"{source}, question {place.path}"
    if key not in lists:
        raise ProjectError(
            f"{where} : la liste « {key} » n’existe pas.", f"Listes : {', '.join(sorted(lists))}."
        )
    if not lists[key] and to_fill:
        file = "projet.yaml" if key in of_project else "ce formulaire ou dans listes.yaml"
        raise ProjectError(
            f"{where} : la liste « {key} » est vide.",
            f"Remplissez {key} dans {file} : la question n’a rien à proposer.",
        )
    wrong = [choice for choice in lists[key] if not _SAFE.fullmatch(choice)]
    if wrong:
        raise ProjectError(
            f"{source}, liste {key} : « {wrong[0]} » ne peut pas nommer une réponse.",
            "Un nom s’écrit sans espace ni accent ; les mots à lire vont à droite (fr, en).",
        )


def _choice_names(codes: list[str]) -> dict[str, str]:
    """Choice name → code; a code that no XForm accepts as a name gets one made from its letters."""
    named: dict[str, str] = {}
    for code in codes:
        plain = unicodedata.normalize("NFKD", code.casefold())
        plain = "".join(char for char in plain if not unicodedata.combining(char))
        name = base = (
            code if _SAFE.fullmatch(code) else re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
        )
        number = 1
        while not name or name in named:
            number += 1
            name = f"{base or 'choix'}_{number}"
        named[name] = code
    return named


def places_of(questions: list[Asked], above: str = "", repeat: str = "") -> Iterator[Place]:
    for asked in questions:
        path = f"{above}{asked.nom}"
        yield Place(path, repeat, asked)
        within = path if asked.type == "repetition" else repeat
        yield from places_of(asked.questions, f"{path}/", within)
