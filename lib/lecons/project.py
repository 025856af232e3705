"""Opens a project folder, checks its projet.yaml, and answers what it contains."""

import csv
import functools
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import ValidationError

from lecons.declared import DeclaredPractice, ProjectFile, ResultArea
from lecons.errors import ProjectError
from lecons.plain_yaml import read_yaml
from lecons.privacy.cells import Discretion

# pandas and pyarrow take half a second to import, and most commands that open a project, a report that
# nothing changed first of all, read no table: who reads one waits for them
if TYPE_CHECKING:
    import pandas as pd

PROJECT_FILE = "projet.yaml"
COMMUNES = "communes.csv"
OTHER_GROUP = "autre_groupe"


class Project:
    """A project folder that was opened and checked."""

    def __init__(self, folder: Path, content: ProjectFile) -> None:
        self.folder = folder
        self.content = content
        # asked for dozens of times by a notebook: kept with what they were read from
        self._weighed: tuple[object, list[DeclaredPractice]] | None = None
        self._places: tuple[object, pd.DataFrame] | None = None

    @property
    def code(self) -> str:
        return self.content.code

    @property
    def called(self) -> str:
        """The folder as a notebook is told it: from the top of lecons where it stands there."""
        root = repository_root()
        inside = self.folder.is_relative_to(root)
        return (self.folder.relative_to(root) if inside else self.folder).as_posix()

    @property
    def tables_folder(self) -> Path:
        return self.folder / "tables"

    @property
    def quarantine_folder(self) -> Path:
        return self.folder / "quarantaine"

    @property
    def reference_folder(self) -> Path:
        """The reference data: beside the project, else those that come with lecons."""
        beside = self.folder.parent / "reference"
        return beside if beside.is_dir() else repository_root() / "data" / "reference"

    @property
    def results(self) -> list[str]:
        return [result.code for result in self.content.resultats]

    def discretion(self, edition: str) -> Discretion | None:
        """How exactly that edition may count people; None where it may know all."""
        rules = self.content.divulgation
        threshold = rules.seuil_interne if edition == "interne" else rules.seuil_publique
        return None if threshold is None else Discretion(threshold)

    def result(self, code: str) -> ResultArea:
        """The result area of that code; raises ProjectError naming those that exist."""
        for result in self.content.resultats:
            if result.code == code:
                return result
        raise ProjectError(
            f"Le résultat « {code} » n’existe pas dans {PROJECT_FILE} de {self.code}.",
            f"Résultats déclarés : {', '.join(self.results)}.",
        )

    def practices(self) -> list[DeclaredPractice]:
        """The practices to weigh: those of projet.yaml, then the codes of family `pratique` that the
        codebook holds and nobody declared, numbered after them in the order of the codebook."""
        from lecons.store.tables import table_path

        stamp = _stamp(table_path(self.tables_folder, "livre_de_codes"))
        if self._weighed is None or self._weighed[0] != stamp:
            self._weighed = stamp, self._practices()
        return [*self._weighed[1]]

    def _practices(self) -> list[DeclaredPractice]:
        declared = self.content.pratiques
        book = self.table("livre_de_codes", "interne")
        taken = {one.code for one in declared}
        found = book[book["famille"].eq("pratique") & ~book["code"].isin(taken)]
        last = max((int(one.numero.removeprefix("BP-")) for one in declared), default=0)
        coded = []
        for number, row in enumerate(found.itertuples(), last + 1):
            titles = {"fr": row.libelle_fr, "en": row.libelle_en}
            areas = str(row.resultat).split() if isinstance(row.resultat, str) else []
            coded.append(
                DeclaredPractice(
                    code=row.code,
                    numero=f"BP-{number}",
                    titre={code: name for code, name in titles.items() if isinstance(name, str)},
                    resultat=next((one for one in areas if one in self.results), self.results[0]),
                )
            )
        return [*declared, *coded]

    def communes(self) -> "pd.DataFrame":
        """The communes of the project: pcode, commune (its usual name), cercle, lon, lat."""
        stamp = _stamp(self.reference_folder / COMMUNES)
        if self._places is None or self._places[0] != stamp:
            self._places = stamp, self._communes()
        return self._places[1].copy()

    def _communes(self) -> "pd.DataFrame":
        reference = read_communes(self.reference_folder)
        names = {commune.pcode: commune.nom for commune in self.content.communes}
        mine = reference[reference["pcode"].isin(names)].copy()
        mine["commune"] = mine["pcode"].map(names)
        return mine.sort_values("pcode", ignore_index=True)

    def table(
        self,
        name: str,
        edition: str,
        *,
        result: str | None = None,
        start: date | None = None,
        end: date | None = None,
        communes: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
    ) -> "pd.DataFrame":
        """A table as an edition may read it: the only way to the data (see store.read_table).

        Outside the team a group of people has a name that projet.yaml declares, or is another group: what
        was typed instead may be somebody's name."""
        from lecons.store import reads
        from lecons.store.tables import read_table

        rows = read_table(
            self.tables_folder,
            name,
            edition,
            result=result,
            start=start,
            end=end,
            communes=communes,
            columns=columns,
        )
        if edition != "interne" and name == "temoignages" and "acteur" in rows:
            declared = rows["acteur"].isin(list(self.content.acteurs))
            rows["acteur"] = rows["acteur"].where(declared, OTHER_GROUP)
        if reads.noting():
            slice_ = reads.slice_of(name, edition, result, start, end, communes, columns)
            reads.note(slice_, reads.content_of(rows))
        return rows

    def file_of(self, relative: str) -> Path:
        """A file of the project; a path that would leave the folder is refused."""
        path = (self.folder / relative).resolve()
        if not path.is_relative_to(self.folder.resolve()):
            raise ProjectError(
                f"Le fichier « {relative} » sort du dossier du projet.",
                f"Donnez dans {PROJECT_FILE} un chemin à l’intérieur de {self.folder.name}/.",
            )
        return path


def repository_root() -> Path:
    """The folder that holds lib/, notebooks/ and data/ (lecons is installed from its clone)."""
    return Path(__file__).resolve().parents[2]


def read_communes(reference: Path) -> "pd.DataFrame":
    """The communes of the country: pcode, commune, cercle, cercle_pcode, region, lon, lat."""
    path = _communes_file(reference)
    return _country(path, _stamp(path)).copy()


def _communes_file(reference: Path) -> Path:
    path = reference / COMMUNES
    if not path.is_file():
        raise ProjectError(
            f"Les communes de référence manquent ({path.name} attendu dans {reference.name}/).",
            "Reprenez le dossier data/reference/ de lecons.",
        )
    return path


@functools.lru_cache(maxsize=2)
def _country(path: Path, _: object) -> "pd.DataFrame":
    import pandas as pd

    return pd.read_csv(path, dtype={"pcode": str, "cercle_pcode": str, "region_pcode": str})


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes with a file: when it was written, and its size; None where there is none."""
    if not path.is_file():
        return None
    about = path.stat()
    return about.st_mtime_ns, about.st_size


def read_population(reference: Path) -> "pd.DataFrame":
    """The inhabitants that the reference data know: pcode, niveau (cercle, commune), population
    (persons, census of 2009). Empty, with its columns, where there is no such file; raises
    ProjectError when it cannot be read."""
    import pandas as pd

    path = reference / "population.csv"
    types = {"pcode": "str", "niveau": "str", "population_2009": "Int64"}
    if not path.is_file():
        table = pd.DataFrame(columns=list(types)).astype(types)
    else:
        try:
            table = pd.read_csv(path, dtype=types, usecols=list(types))[list(types)]
        except ValueError:
            raise ProjectError(
                f"{reference.name}/{path.name} ne se lit pas.",
                f"Attendu, en UTF-8 : les colonnes {', '.join(types)}, en nombres entiers sans espace.",
            ) from None
    return table.rename(columns={"population_2009": "population"})


def find_folder(given: str | Path) -> Path:
    """The folder that was meant: as given, or below the repository for a relative path.

    A notebook opened in JupyterLab runs in `notebooks/`, a scheduled run at the top.
    """
    path = Path(given)
    candidates = [path] if path.is_absolute() else [path, repository_root() / path]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate.resolve()
    raise ProjectError(
        f"Le dossier de projet « {given} » n’existe pas.",
        "Vérifiez le chemin, ou créez un projet avec « lecons nouveau ».",
    )


def open_project(given: str | Path) -> Project:
    """Open a project folder; raises ProjectError naming the file, the key and what to do."""
    folder = find_folder(given)
    path = folder / PROJECT_FILE
    if not path.is_file():
        raise ProjectError(
            f"{folder.name}/ n’a pas de fichier {PROJECT_FILE}.",
            "Un dossier de projet en a un ; « lecons nouveau » en crée un à remplir.",
        )
    try:
        raw = read_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" à la ligne {where.line + 1}" if where else ""
        raise ProjectError(
            f"{folder.name}/{PROJECT_FILE} ne se lit pas{line}.",
            "Vérifiez les espaces en début de ligne, les deux-points et les guillemets à cet endroit.",
        ) from None
    try:
        content = ProjectFile.model_validate(raw)
    except ValidationError as error:
        raise ProjectError(
            f"{folder.name}/{PROJECT_FILE} est incomplet ou faux : {_french_faults(error)}.",
            "Comparez avec data/3p-amss/projet.yaml, qui sert de modèle.",
        ) from None
    project = Project(folder, content)
    _check_references(project)
    return project


def _check_references(project: Project) -> None:
    with _communes_file(project.reference_folder).open(encoding="utf-8-sig", newline="") as file:
        known = {row["pcode"] for row in csv.DictReader(file)}
    unknown = [c.pcode for c in project.content.communes if c.pcode not in known]
    if unknown:
        raise ProjectError(
            f"{PROJECT_FILE}, clé communes : code inconnu {', '.join(unknown)}.",
            "Cherchez le code dans data/reference/communes.csv.",
        )
    for practice in project.content.pratiques:
        project.result(practice.resultat)


def _french_faults(error: ValidationError) -> str:
    words = {
        "missing": "clé absente",
        "extra_forbidden": "clé inconnue",
        "string_type": "texte attendu",
        "date_from_datetime_parsing": "date AAAA-MM-JJ attendue",
        "date_type": "date AAAA-MM-JJ attendue",
        "string_pattern_mismatch": "écriture inattendue",
        "too_short": "liste vide",
        "list_type": "liste attendue",
        "date_from_datetime_inexact": "date AAAA-MM-JJ attendue, sans heure",
        "date_parsing": "date AAAA-MM-JJ attendue",
        "bool_type": "true ou false attendu",
        "bool_parsing": "true ou false attendu",
        "int_type": "nombre entier attendu",
        "int_parsing": "nombre entier attendu",
        "int_from_float": "nombre entier attendu",
        "dict_type": "un texte par langue attendu (fr, en)",
        "literal_error": "valeur hors de la liste",
        "model_type": "bloc de clés attendu",
        "model_attributes_type": "bloc de clés attendu",
    }
    said = []
    for fault in error.errors()[:5]:
        key = ".".join(str(part) for part in fault["loc"]) or "le fichier entier"
        # our own validators speak French already; what pydantic says in English does not pass
        own = fault["msg"].removeprefix("Value error, ")
        text = (
            own if fault["type"] == "value_error" else words.get(fault["type"], "valeur inattendue")
        )
        found = "" if fault["type"] == "missing" else f" (trouvé : {str(fault['input'])[:60]!r})"
        said.append(f"{key} : {text}{found}")
    return " ; ".join(said)
