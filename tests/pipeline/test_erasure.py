"""A withdrawal leaves no words in any file of the project nor of its reports."""

import csv
import html
import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import date

import pandas as pd
import pytest
import typst
import yaml
from lecons.intake.load import import_project
from lecons.intake.reviewed import Review, append_review, published_mark
from lecons.pipeline.erasure import erase_withdrawn, still_to_erase
from lecons.pipeline.erasure.files import mask_file
from lecons.pipeline.erasure.withdrawn import RAW, TOMBSTONE
from lecons.privacy.masking import letters
from lecons.privacy.release.reading import Grid, Stream, read_file
from lecons.project import open_project
from openpyxl import load_workbook

GONE = (
    "J’ai vu l’aîné sortir les bêtes du voisin la nuit du marché, et personne n’a voulu m’entendre au "
    "comité ; ils disaient que je voulais la guerre, alors j’ai gardé le silence jusqu’à la pluie."
)
KEPT = "Le comité nous a réunis trois fois sous l’arbre, et les femmes ont parlé avant les vieux."
MIDDLE = letters(GONE)[40:80]
PEOPLE = [
    ["id", "date", "commune", "resultat", "acteur", "texte", "consentement"],
    ["t1", "2017-05-02", "Alafia", "R1", "leader", GONE, "citation_anonyme"],
    ["t2", "2017-05-03", "Tonka", "R1", "leader", KEPT, "citation_anonyme"],
]
IMPORTS = [
    {
        "fichier": "brut/temoignages.xlsx",
        "forme": "excel",
        "feuilles": [
            {"table": "temoignages", "feuille": "s", "colonnes": {c: c for c in PEOPLE[0]}}
        ],
    },
    {
        "fichier": "codage/segments.csv",
        "forme": "csv",
        "feuilles": [
            {
                "table": "segments",
                "colonnes": {
                    c: c
                    for c in ("id", "id_temoignage", "debut", "fin", "code", "codeur", "statut",
                              "memo", "extrait_public")
                },
            }
        ],
    },
    {
        "fichier": "codage/livre.csv",
        "forme": "csv",
        "feuilles": [
            {
                "table": "livre_de_codes",
                "colonnes": {c: c for c in ("code", "libelle_fr", "famille", "exemple")},
            }
        ],
    },
]  # fmt: skip
WITHDRAWALS = {
    "fichier": "brut/retraits.csv",
    "forme": "csv",
    "feuilles": [
        {"table": "retraits", "colonnes": {c: c for c in ("id", "id_temoignage", "date")}}
    ],
}


def write_csv(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def told(mini_project, write_book, tmp_path):
    """A project where t1's words are everywhere, imported once, and reports made since; its folder."""
    folder = mini_project(imports=IMPORTS)
    write_book(folder / "brut" / "temoignages.xlsx", {"s": PEOPLE})
    write_csv(
        folder / "codage" / "segments.csv",
        [
            IMPORTS[1]["feuilles"][0]["colonnes"],
            ["s1", "t1", 0, 60, "x", "awa", "valide", f"elle dit « {GONE[5:115]} »", GONE[:115]],
            ["s2", "t2", 0, 30, "x", "awa", "valide", f"comme « {GONE[:115]} »", KEPT[:30]],
        ],
    )
    write_csv(
        folder / "codage" / "livre.csv",
        [["code", "libelle_fr", "famille", "exemple"], ["x", "Un code", "theme", GONE[:115]]],
    )
    other = folder / "autres"
    other.mkdir()
    (other / "notes.txt").write_bytes(f"{KEPT}\r\n{GONE}\r\n".encode("utf-16"))
    (other / "ancien.csv").write_bytes(f"id;texte\nt1;{GONE}\nt2;{KEPT}\n".encode("cp1252"))
    (other / "envoi.json").write_text(json.dumps([GONE, KEPT]), "utf-8")
    with zipfile.ZipFile(other / "projet.qdpx", "w") as archive:
        archive.writestr("project.qde", f'<Project><a name="{html.escape(GONE[:115])}"/></Project>')
        archive.writestr("sources/1.txt", GONE)
        archive.writestr("sources/2.txt", KEPT)
    with closing(sqlite3.connect(other / "taguette.sqlite3")) as base:
        base.execute("CREATE TABLE documents (id INTEGER, contents TEXT)")
        told = [f"<p>{html.escape(text)}</p>" for text in (GONE, KEPT)]
        base.executemany("INSERT INTO documents VALUES (?, ?)", enumerate(told))
        base.commit()
    (other / "scan.pdf").write_bytes(typst.compile(f"#set page(width: 30cm)\n{GONE}".encode()))
    import_project(open_project(folder))
    reports = tmp_path / "rapports" / "mini"
    for place in ("interne/fr/carnets", "interne/codage", "publique/en", "publique/fr"):
        (reports / place).mkdir(parents=True)
    page = f"<html><body><p>{html.escape(GONE)}</p></body></html>"
    (reports / "interne/fr/synthese.html").write_text(page, "utf-8")
    cell = {"cell_type": "code", "outputs": [{"data": {"text/html": [page]}}]}
    (reports / "interne/fr/carnets/30.ipynb").write_text(json.dumps({"cells": [cell]}), "utf-8")
    write_book(reports / "interne/codage/segments.xlsx", {"s": [["extrait"], [GONE[:115]]]})
    (reports / "publique/en/synthese.html").write_text(f"<p>{KEPT}</p>", "utf-8")
    (reports / "publique/fr/constats.json").write_text(json.dumps({"a": GONE}), "utf-8")
    return folder


TRANSLATED = (
    "I saw the eldest lead the animals away at night and nobody at the committee would hear me."
)
REVIEWED = (
    "Une personne a vu sortir les bêtes de nuit, et le comité n’a pas voulu l’entendre parler."
)
SAID = (
    "À l’atelier, j’ai dit que le comité avait reçu de l’argent des deux familles avant de juger."
)


def withdraw(folder):
    write_csv(folder / "brut" / "retraits.csv", [["id", "id_temoignage", "date"],
                                                 ["r1", "T1", "2018-01-02"]])  # fmt: skip
    path = folder / "projet.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    content["imports"] = [*IMPORTS, WITHDRAWALS]
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def streams(folder):
    """Every text of every file below, by file: what a stranger reads, and the bytes themselves."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        for encoding in ("utf-8", "latin-1", "utf-16-le"):
            yield path, path.read_bytes().decode(encoding, "ignore")
        for part in read_file(path):
            if isinstance(part, Stream):
                yield path, part.text
            elif isinstance(part, Grid):
                yield path, " ".join(cell for row in part.rows for cell in row)
    for path in folder.rglob("*.parquet"):
        yield path, pd.read_parquet(path).to_json(force_ascii=False)


def holding(*folders):
    return {
        path.name for folder in folders for path, text in streams(folder) if MIDDLE in letters(text)
    }


def test_the_words_are_gone_from_every_file_and_a_count_is_left(told, tmp_path):
    reports = tmp_path / "rapports" / "mini"
    before = holding(told, reports)
    assert before >= {
        "temoignages.xlsx", "segments.csv", "livre.csv", "notes.txt", "ancien.csv", "envoi.json",
        "projet.qdpx", "taguette.sqlite3", "scan.pdf", "temoignages.parquet", "synthese.html",
        "30.ipynb", "segments.xlsx", "constats.json",
    }  # fmt: skip
    withdraw(told)
    project = open_project(told)
    report = import_project(project)
    erased = erase_withdrawn(project, report, reports)
    # a scanned page cannot be masked from here: it is named, and the only one left
    assert holding(told, reports) == {"scan.pdf"}
    assert list(still_to_erase(project)) == ["autres/scan.pdf"]
    assert erased.reports == ["interne/codage", "interne/fr", "publique/fr"]
    assert (reports / "publique/en/synthese.html").is_file()
    tomb = json.loads((reports / TOMBSTONE).read_text("utf-8"))
    assert [one["temoignages"] for one in tomb] == [1]
    assert "t1" not in json.dumps(tomb)
    assert "1 témoignage" in erased.told()
    assert report.withdrawn == {}


def test_nobody_else_loses_a_letter_and_the_next_import_finds_nothing_to_erase(told, tmp_path):
    withdraw(told)
    project = open_project(told)
    erase_withdrawn(project, import_project(project), tmp_path / "rapports" / "mini")
    sheet = load_workbook(told / "brut" / "temoignages.xlsx")["s"]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert rows[2] == PEOPLE[2]
    assert rows[1][:5] == PEOPLE[1][:5]
    assert len(rows[1][5]) == len(GONE)
    other = told / "autres"
    assert KEPT in (other / "notes.txt").read_text("utf-16")
    assert KEPT in (other / "ancien.csv").read_text("cp1252")
    assert json.loads((other / "envoi.json").read_text("utf-8"))[1] == KEPT
    with zipfile.ZipFile(other / "projet.qdpx") as archive:
        assert archive.read("sources/2.txt").decode() == KEPT
        assert len(archive.read("sources/1.txt").decode()) == len(GONE)
    again = import_project(project)
    assert not again.failed
    assert again.rows["temoignages"] == 2
    assert again.rows["segments"] == 2
    assert erase_withdrawn(project, again, tmp_path / "rapports" / "mini") is None


def test_what_was_reviewed_translated_or_said_at_the_workshop_goes_as_well(told, tmp_path):
    write_csv(
        told / "codage" / "citations.csv",
        [
            ["id_segment", "decision", "traduction_en", "auteur", "date", "raison"],
            ["s1", "épingler", TRANSLATED, "awa", "2018-01-01", "x"],
        ],
    )
    mark = published_mark(GONE[:60], REVIEWED)
    append_review(
        told / "codage" / "passages_relus.csv",
        Review(("temoignages", "t1", 0, 60), mark, REVIEWED, "awa", date(2018, 1, 1)),
    )
    columns = ["id", "seance", "region", "categorie", "objectif", "nature", "texte", "consentement"]
    write_csv(
        told / "brut" / "dit.csv",
        [columns, ["c1", "debat", "gao", "jeune", "R1", "force", SAID, "citation_anonyme"]],
    )
    reports = tmp_path / "rapports" / "mini"
    for place, words in (("publique/es", REVIEWED), ("publique/pt", TRANSLATED)):
        (reports / place).mkdir(parents=True)
        (reports / place / "synthese.html").write_text(f"<p>{words}</p>", "utf-8")
    withdraw(told)
    with (told / "brut" / "retraits.csv").open("a", encoding="utf-8") as file:
        file.write("r2,C1,2018-01-03\n")
    path = told / "projet.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    sheet = {"table": "contributions", "colonnes": {one: one for one in columns}}
    content["imports"].append({"fichier": "brut/dit.csv", "forme": "csv", "feuilles": [sheet]})
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    project = open_project(told)
    report = import_project(project)
    assert not any("c1" in told for told in report.notes.get("retraits", ()))
    erased = erase_withdrawn(project, report, reports)
    assert {"publique/es", "publique/pt"} <= set(erased.reports)
    for words in (TRANSLATED, REVIEWED, SAID):
        middle = letters(words)[20:60]
        assert not any(middle in letters(text) for _, text in streams(told)), words


def test_what_cannot_be_read_is_named(told, tmp_path):
    (told / "autres" / "vieux.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    withdraw(told)
    project = open_project(told)
    erase_withdrawn(project, import_project(project), tmp_path / "rapports" / "mini")
    assert "autres/vieux.xls" in still_to_erase(project)


def test_what_only_a_person_can_erase_is_told_until_somebody_has(told, tmp_path):
    old = told / "autres" / "vieux.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    withdraw(told)
    project, reports = open_project(told), tmp_path / "rapports" / "mini"
    erase_withdrawn(project, import_project(project), reports)
    # nothing is known of the words any more, and the files are told all the same
    assert erase_withdrawn(project, import_project(project), reports) is None
    both = still_to_erase(project)
    assert list(both) == ["autres/scan.pdf", "autres/vieux.xls"]
    assert "/tables/a_effacer.json" in both["autres/scan.pdf"]
    # a list that somebody damaged is not a list of nothing
    path = told / "tables" / "a_effacer.json"
    whole = path.read_text("utf-8")
    path.write_text(whole[:-9], "utf-8")
    assert [*still_to_erase(project)] == [
        "Un fichier que nommait tables/a_effacer.json, une liste qui ne se lit plus,"
    ]
    path.write_text(whole, "utf-8")
    # one is erased, the other was looked at and holds none
    old.unlink()
    assert list(still_to_erase(project)) == ["autres/scan.pdf"]
    path.unlink()
    assert still_to_erase(project) == {}


def test_a_power_cut_among_the_exports_forgets_no_file(told, tmp_path, monkeypatch):
    withdraw(told)
    project = open_project(told)
    report = import_project(project)

    def cut(path, words, others):
        if RAW in path.relative_to(told).parts:
            raise KeyboardInterrupt
        return mask_file(path, words, others)

    monkeypatch.setattr("lecons.pipeline.erasure.withdrawn.mask_file", cut)
    monkeypatch.setattr("lecons.pipeline.erasure.withdrawn.repository_root", lambda: tmp_path)
    with pytest.raises(KeyboardInterrupt):
        erase_withdrawn(project, report, tmp_path / "rapports" / "mini")
    assert list(still_to_erase(project)) == ["autres/scan.pdf"]
