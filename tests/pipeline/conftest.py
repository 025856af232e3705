"""A miniature project, whole but tiny, whose report takes seconds."""

import shutil

import pytest
from lecons.intake.load import import_project
from lecons.project import open_project, repository_root
from openpyxl import Workbook, load_workbook

# what an agent wrote in a column that nobody imports
NOTE = "Le chef du puits a refusé de parler devant les deux familles réunies ce matin-là."

PROJECT = """\
code: mini
donnees_fictives: true
nom: {fr: Petit projet}
sigle: MINI
organisation: Essai
partenaires: [Essai]
debut: 2017-01-01
fin: 2018-12-31
resultats:
  - code: R1
    titre: {fr: Moins de conflits}
    enonce: {fr: Moins de conflits}
    analyses: [mediation]
communes:
  - {pcode: ML060101, nom: Alafia}
  - {pcode: ML060316, nom: Tonka}
imports:
  - fichier: brut/activites.xlsx
    forme: excel
    feuilles:
      - feuille: Fiches
        table: activites
        colonnes: {id: id, date: date, commune: commune, resultat: resultat, type: type,
                   hommes: hommes, femmes: femmes}
  - fichier: brut/cas.xlsx
    forme: excel
    feuilles:
      - feuille: Cas
        table: cas
        colonnes: {id: id, id_activite: fiche, date_signalement: date, commune: commune,
                   type_conflit: objet, issue: issue, mediatrices: mediatrices}
"""
ACTIVITIES = [
    ["id", "date", "commune", "resultat", "type", "hommes", "femmes"],
    ["a1", "2017-02-01", "Alafia", "R1", "session_mediation", 10, 5],
    ["a2", "2017-03-01", "TONKA", "R1", "session_mediation", 8, 4],
]
CASES = [
    ["id", "fiche", "date", "commune", "objet", "issue", "mediatrices"],
    ["c1", "a1", "2017-02-01", "Alafia", "eau", "regle", 1],
    ["c2", "a2", "2017-03-01", "Tonka", "terre", "echec", 0],
    ["c3", "a2", "2017-03-01", "Tonka", "eau", "regle", 2],
]


def write_sheet(path, name, rows):
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    book.save(path)


@pytest.fixture
def mini(tmp_path, monkeypatch):
    """The folder of the miniature project; its reports go to `tmp_path`/rapports."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    monkeypatch.delenv("LECONS_CONSTATS", raising=False)
    folder = tmp_path / "data" / "mini"
    (folder / "brut").mkdir(parents=True)
    shutil.copytree(repository_root() / "data" / "reference", folder.parent / "reference")
    (folder / "projet.yaml").write_text(PROJECT, "utf-8")
    write_sheet(folder / "brut" / "activites.xlsx", "Fiches", ACTIVITIES)
    write_sheet(folder / "brut" / "cas.xlsx", "Cas", CASES)
    return folder


@pytest.fixture
def named(mini):
    """The miniature project, with people in its files: an agent, an author, a coder, a note."""
    path = mini / "brut" / "activites.xlsx"
    book = load_workbook(path)
    for cells in zip(
        book.active.iter_rows(min_col=8, max_col=9),
        [("_submitted_by", "recit"), ("fanta_toure", NOTE), ("agent", None)],
        strict=False,
    ):
        for cell, value in zip(*cells, strict=True):
            cell.value = value
    book.save(path)
    (mini / "jugements.csv").write_text(
        "pratique,composante,niveau,auteur,date,raison\nx,pertinence,1,Oumar Sow (fictif),2018-01-01,y\n",
        "utf-8",
    )
    (mini / "codage" / "journal").mkdir(parents=True)
    (mini / "codage" / "journal" / "salimata_d.jsonl").write_text("")
    (mini / "prive").mkdir(mode=0o700)
    (mini / "prive" / "correspondances.csv").write_text(
        "pseudonyme,nom,kind,meme_que,ajoute_par,le\n4KDM,Zeinabou Maïga,personne,,relectrice_1,2018-01-01\n"
    )
    project = open_project(mini)
    import_project(project)
    return project
