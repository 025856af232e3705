"""Coded passages come together: one codebook, the coders' last word, the place of each passage."""

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from lecons.intake.journal import Coded, Erased, Finished, Noted, append, fingerprint
from lecons.intake.load import import_project
from lecons.intake.passages import inside, match_documents, place
from lecons.project import open_project
from lecons.store.tables import read_faults

TEXT = "Le comité est venu à pied. On se parle de nouveau au puits, même le soir."
PASSAGE = "On se parle de nouveau au puits"
START = TEXT.index(PASSAGE)
END = START + len(PASSAGE)


def csv_of(table, *columns):
    mapping = {"table": table, "colonnes": {name: name for name in columns}}
    return {"fichier": f"codage/{table}.csv", "forme": "csv", "feuilles": [mapping]}


BOOK = ("code", "libelle_fr", "famille", "parent", "definition")
SEGMENT = ("id", "id_temoignage", "debut", "fin", "code", "codeur", "date", "statut", "memo")
WITNESS = ("id", "date", "commune", "resultat", "acteur", "texte", "consentement", "retrait_le")


@pytest.fixture
def coded(mini_project):
    """A mini project with one testimony, four codes and two segments; answers its folder and how to
    import it."""
    folder = mini_project(
        imports=[
            csv_of("livre_de_codes", *BOOK),
            csv_of("temoignages", *WITNESS),
            csv_of("segments", *SEGMENT),
        ]
    )
    commune = open_project(folder).content.communes[0].pcode
    day = open_project(folder).content.debut.isoformat()
    write(folder, "livre_de_codes", BOOK, ["confiance,Confiance,theme,,x", "peur,Peur,theme,,x"])
    witness = f'T01,{day},{commune},R1,jeune,"{TEXT}",interne,'
    write(folder, "temoignages", WITNESS, [witness])
    write(
        folder,
        "segments",
        SEGMENT,
        [
            f"s1,T01,{START},{END},confiance,awa,2018-03-01,valide,",
            "s2,T01,0,26,confiance,awa,2018-03-01,valide,",
        ],
    )

    def run():
        project = open_project(folder)
        report = import_project(project)
        return report, project.table("segments", "interne")

    return folder, run


def write(folder, table, columns, rows):
    path = folder / "codage" / f"{table}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([",".join(columns), *rows]) + "\n", encoding="utf-8")


def at(minute):
    return datetime(2018, 3, 12, 9, tzinfo=UTC) + timedelta(minutes=minute)


def journal_of(folder, *events):
    for event in events:
        append(folder / "codage" / "journal", event)


def code(segment, start, end, text=TEXT, code="confiance", minute=0):
    return Coded(
        codeur="awa",
        le=at(minute),
        segment=segment,
        temoignage="T01",
        debut=start,
        fin=end,
        code=code,
        empreinte=fingerprint(text[start:end]),
    )


def test_what_was_coded_in_the_panel_comes_in_beside_the_files(coded) -> None:
    folder, run = coded
    journal_of(
        folder, code("j1", START, END, code="peur"), Finished(codeur="awa", temoignage="T01")
    )
    report, segments = run()
    assert not report.failed
    rows = segments.set_index("id")
    assert rows.loc["j1", ["code", "codeur", "extrait"]].to_list() == ["peur", "awa", PASSAGE]
    assert sorted(rows.index) == ["j1", "s1", "s2"]
    read = open_project(folder).table("lectures", "interne")
    assert read[["id_temoignage", "codeur"]].to_numpy().tolist() == [["T01", "awa"]]


def test_a_coder_takes_back_in_the_panel_what_came_from_a_file(coded) -> None:
    folder, run = coded
    journal_of(
        folder,
        Erased(codeur="awa", le=at(1), segment="s2"),
        Noted(codeur="awa", le=at(2), segment="s1", memo="à citer"),
        Erased(codeur="issa", le=at(3), segment="s1"),
    )
    report, segments = run()
    assert segments[["id", "memo"]].to_numpy().tolist() == [["s1", "à citer"]]
    account = next(one for one in report.accounts if one.table == "segments" and one.read == 2)
    assert account.set_aside == {"effacé par son codeur (journal)": 1}
    assert account.balances


def test_a_passage_that_a_correction_moved_is_found_again(coded) -> None:
    folder, run = coded
    earlier = "Bonjour. " + TEXT
    start = earlier.index(PASSAGE)
    journal_of(folder, code("j1", start, start + len(PASSAGE), earlier, code="peur"))
    report, segments = run()
    assert segments.set_index("id").loc["j1", "extrait"] == PASSAGE
    assert "1 passage remis à sa place" in report.notes["codage"][0]


def test_a_passage_that_is_nowhere_goes_to_quarantine_and_the_rest_comes_in(coded) -> None:
    folder, run = coded
    journal_of(folder, code("j1", 0, 30, "Un tout autre texte que celui-là, vraiment."))
    write(
        folder,
        "segments",
        SEGMENT,
        ["s1,T01,0,26,confiance,awa,,valide,", "s9,T01,50,500,confiance,awa,,valide,"],
    )
    report, segments = run()
    assert segments["id"].to_list() == ["s1"]
    faults = read_faults(open_project(folder).tables_folder)
    assert faults["raison"].to_list() == ["passage introuvable dans le témoignage"] * 2
    assert all(account.balances for account in report.accounts)


def test_a_line_of_the_journal_that_cannot_be_read_is_in_the_quarantine(coded) -> None:
    folder, run = coded
    journal_of(folder, code("j1", START, END, code="peur"))
    with (folder / "codage" / "journal" / "awa.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"quoi": "coder", "codeur"\n')
    _, segments = run()
    assert "j1" in set(segments["id"])
    faults = read_faults(open_project(folder).tables_folder)
    place_of = faults[["fichier", "ligne", "raison"]].to_numpy().tolist()
    assert place_of == [["codage/journal/awa.jsonl", 2, "action du journal illisible"]]


def test_segments_follow_a_code_that_was_merged(coded) -> None:
    folder, run = coded
    write(folder, "livre_de_codes", BOOK, ["lien,Lien,theme,,x"])
    (folder / "codage" / "changements.csv").write_text(
        "date,auteur,action,de,vers,segments,raison\n"
        "2018-04-01,Awa,renommer,confiance,lien,,plus large\n"
        "pas une date,Awa,renommer,a,b,,x\n",
        encoding="utf-8",
    )
    report, segments = run()
    assert set(segments["code"]) == {"lien"}
    assert report.notes["codage"] == ["2 segments ont suivi les changements du livre de codes"]
    faults = read_faults(open_project(folder).tables_folder)
    assert faults["raison"].to_list() == ["changement du livre de codes illisible"]


def test_a_merge_leaves_one_reading_of_a_passage_not_two(coded) -> None:
    folder, run = coded
    rows = [
        f"s{n},T01,0,26,{one},awa,2018-03-01,valide," for n, one in enumerate(["peur", "confiance"])
    ]
    write(folder, "segments", SEGMENT, rows)
    write(folder, "livre_de_codes", BOOK, ["confiance,Confiance,theme,,x"])
    (folder / "codage" / "changements.csv").write_text(
        "date,auteur,action,de,vers,segments,raison\n"
        "2018-04-01,Awa,fusionner,peur,confiance,,une idée\n",
        encoding="utf-8",
    )
    report, segments = run()
    assert len(segments) == 1
    account = next(one for one in report.accounts if one.table == "segments")
    assert account.set_aside == {"même passage, même code, même codeur": 1}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["confiance,Confiance,theme,absent,x"], "code parent absent du livre de codes"),
        (
            ["confiance,Confiance,theme,peur,x", "peur,Peur,theme,confiance,x"],
            "code rangé sous lui-même",
        ),
        (["confiance,Confiance,theme,confiance,x"], "code rangé sous lui-même"),
    ],
)
def test_a_broken_tree_loses_its_branch_and_no_code(coded, rows, reason) -> None:
    folder, run = coded
    write(folder, "livre_de_codes", BOOK, rows)
    run()
    project = open_project(folder)
    book = project.table("livre_de_codes", "interne")
    assert len(book) == len(rows)
    assert book["parent"].isna().all()
    faults = read_faults(project.tables_folder)
    assert set(faults["raison"]) == {reason}
    assert set(faults["suite"]) == {"ligne gardée, cellule vidée"}


def test_an_unreadable_text_leaves_its_passages_where_they_are() -> None:
    segments = pd.DataFrame(
        {
            "id": ["a"],
            "id_temoignage": ["T"],
            "debut": [400],
            "fin": [450],
            "source_fichier": ["f"],
        }
    )
    placed, lost = place(segments, pd.DataFrame({"id": ["T"], "texte": [None]}), {})
    assert placed[["debut", "fin"]].to_numpy().tolist() == [[400, 450]]
    assert not lost.any()


def test_a_place_without_proof_is_believed_inside_the_text_only() -> None:
    assert inside("abc", 0, 3) == (0, 3)
    assert inside("abc", 0, 4) is None
    assert inside("abc", 2, 2) is None
    assert inside("abc", -1, 2) is None


def test_a_document_is_known_by_its_name_or_by_what_it_says() -> None:
    people = pd.DataFrame(
        {
            "id": ["T01", "T02", "T03", "T04"],
            "texte": ["Un  mot.", "Deux mots.", "Pareil.", "Pareil."],
        }
    )
    documents = {" t 01": None, "entretien.docx": "Deux\nmots. ", "autre": "Pareil.", "rien": "…"}
    assert match_documents(documents, people) == {" t 01": "T01", "entretien.docx": "T02"}
