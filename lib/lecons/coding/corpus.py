"""What coding reads of a project: texts that may be read, people, codebook, earlier codes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from lecons.coding.refusal import CodingError
from lecons.intake.codebook.changes import FILE as HISTORY
from lecons.intake.codebook.changes import Change, read_changes
from lecons.intake.journal.source import FOLDER as JOURNAL
from lecons.language import Language
from lecons.parameters import RunParameters
from lecons.project import Project
from lecons.testimony.codebook import labels, paths

# what a proposal must say to be shown; `raison` is shown where it is there
PROPOSAL = ["id", "id_temoignage", "debut", "fin", "code", "score"]


class OpenNotebook(Protocol):
    """An open notebook (report.notebook.Notebook), as far as coding knows it."""

    @property
    def parameters(self) -> RunParameters: ...
    @property
    def project(self) -> Project: ...
    def table(self, name: str) -> pd.DataFrame: ...
    def history(self, name: str) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Corpus:
    """`texts` by testimony, in the order of the list; `people`, one row each of them (id, jour, lieu,
    acteur, personne, langue: words to show); the tables as the edition reads them; `proposals`
    (PROPOSAL, raison); and `journal`, the folder that actions are written to."""

    texts: dict[str, str]
    people: pd.DataFrame
    codebook: pd.DataFrame
    segments: pd.DataFrame
    readings: pd.DataFrame
    changes: list[Change]
    proposals: pd.DataFrame
    journal: Path


def read_corpus(notebook: OpenNotebook, proposals: pd.DataFrame | None = None) -> Corpus:
    """Read what the notebook's edition, result area and period let be read.

    A testimony whose words may not be read (refusal, withdrawal) is not there at all. Raises
    CodingError for the public edition, without a codebook, and on proposals without their columns.
    """
    if notebook.parameters.edition != "interne":
        raise CodingError(
            "On ne code pas dans l’édition publique : les témoignages ne s’y lisent pas.",
            'Mettez edition = "interne" dans la première cellule.',
        )
    codebook = notebook.history("livre_de_codes")
    if codebook.empty:
        raise CodingError(
            "Le projet n’a pas encore de livre de codes.",
            "Remplissez codage/livre_de_codes.csv, puis lancez « lecons importer ».",
        )
    testimonies = notebook.table("temoignages")
    testimonies = testimonies[testimonies["texte"].notna()]
    testimonies = testimonies[testimonies["texte"].str.strip() != ""]
    segments = notebook.history("segments")
    readings = notebook.history("lectures")
    changes, _ = read_changes(notebook.project.folder / HISTORY)  # the import tells its faults
    return Corpus(
        texts=dict(zip(testimonies["id"], testimonies["texte"], strict=True)),
        people=_people(testimonies, notebook.project),
        codebook=codebook,
        segments=segments[segments["id_temoignage"].isin(testimonies["id"])],
        readings=readings[readings["id_temoignage"].isin(testimonies["id"])],
        changes=changes,
        proposals=_proposals(proposals),
        journal=notebook.project.folder / JOURNAL,
    )


def code_sheets(codebook: pd.DataFrame) -> list[dict[str, str]]:
    """Each code as the panel shows it: code, libelle, chemin, famille, and the words of its sheet
    (definition, inclusion, exclusion, exemple; blank where there are none)."""
    label, path = labels(codebook), paths(codebook)
    words = ("definition", "inclusion", "exclusion", "exemple")
    return [
        {
            "code": row["code"],
            "libelle": label[row["code"]],
            "chemin": path[row["code"]],
            "famille": row["famille"],
            **{name: said(row.get(name)) for name in words},
        }
        for row in codebook.to_dict("records")
    ]


def said(value: object) -> str:
    """The words of a cell; none where it is blank."""
    return value if isinstance(value, str) else ""


def _people(testimonies: pd.DataFrame, project: Project) -> pd.DataFrame:
    french = Language("fr")
    communes = project.communes()
    places = dict(zip(communes["pcode"], communes["commune"], strict=True))
    actors = {code: french.of(texts) for code, texts in project.content.acteurs.items()}
    sexes = {"F": "femme", "H": "homme"}
    rows = []
    for row in testimonies.itertuples():
        written = french.month if said(row.precision_date) == "mois" else french.day
        person = [sexes.get(said(row.sexe), ""), said(row.tranche_age)]
        rows.append(
            {
                "id": row.id,
                "jour": "" if pd.isna(row.date) else written(row.date.date()),
                "lieu": places.get(row.commune, row.commune),
                "acteur": actors.get(row.acteur, row.acteur),
                "personne": ", ".join(one for one in person if one),
                "langue": said(row.langue_origine),
            }
        )
    return pd.DataFrame(rows, columns=["id", "jour", "lieu", "acteur", "personne", "langue"])


def _proposals(given: pd.DataFrame | None) -> pd.DataFrame:
    if given is None:
        return pd.DataFrame(columns=[*PROPOSAL, "raison"])
    missing = [column for column in PROPOSAL if column not in given]
    if missing:
        raise CodingError(
            f"Propositions sans colonne {', '.join(missing)}.",
            f"Attendu : {', '.join(PROPOSAL)}, et « raison » si elle est connue.",
        )
    reasons = given["raison"] if "raison" in given else pd.Series("", given.index, dtype="str")
    return given[PROPOSAL].assign(raison=reasons)
