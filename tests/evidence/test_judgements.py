"""`jugements.csv`: what counts, and what is told instead of stopping the report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.evidence.judgements import COLUMNS, judged, read_judgements

HEAD = "pratique,constat,composante,niveau,auteur,date,raison\n"
FINDINGS = {"R1-cas": "R1-cas", "R1-F2": "R1-cas"}


def read(tmp_path, rows, head=HEAD):
    path = tmp_path / "jugements.csv"
    path.write_text(head + rows, "utf-8")
    return read_judgements(path, {"p"}, FINDINGS)


def test_no_file_is_no_judgement(tmp_path):
    found = read_judgements(tmp_path / "jugements.csv", {"p"}, {})
    assert (len(found.practices), found.findings, found.refused) == (0, {}, ())
    assert list(found.practices) == COLUMNS


def test_a_practice_and_a_finding_are_judged(tmp_path, made):
    found = read(
        tmp_path,
        "p,,coherence,2,A. B.,2018-03-20,Deux récits.\n"
        ",R1-F2,confiance,faible,A. B.,2018-03-21,Données de seconde main.\n",
    )
    assert found.refused == ()
    assert found.practices.to_dict("records") == [
        {
            "pratique": "p",
            "composante": "coherence",
            "niveau": "2",
            "auteur": "A. B.",
            "date": "2018-03-20",
            "raison": "Deux récits.",
        }
    ]
    before = made.finding("R1-cas", "mesure", "soutient")
    after = judged({"R1-cas": before}, found)["R1-cas"]
    assert (after.confidence, after.ruled, before.confidence) == ("faible", "modérée", "modérée")
    assert after.judgement.reason == "Données de seconde main."


def test_the_older_file_without_findings_still_reads(tmp_path):
    head = "pratique,composante,niveau,auteur,date,raison\n"
    found = read(tmp_path, "p,limites,0,A,2018-03-20,x\n", head)
    assert (len(found.practices), found.refused) == (1, ())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("q,,coherence,2,A,2018-03-20,x", "la pratique « q » n’existe pas (pratiques : p)"),
        (
            ",R9-x,confiance,faible,A,2018-03-20,x",
            "le constat « R9-x » n’existe pas dans ce rapport",
        ),
        ("p,,chance,2,A,2018-03-20,x", "composante « chance » inconnu"),
        ("p,,coherence,4,A,2018-03-20,x", "niveau « 4 » inconnu"),
        (",R1-cas,confiance,élevée,A,2018-03-20,x", "niveau « élevée » inconnu"),
        (",R1-cas,coherence,2,A,2018-03-20,x", "composante « coherence » inconnu"),
        ("p,R1-cas,coherence,2,A,2018-03-20,x", "remplis tous les deux"),
        ("p,,coherence,2,,2018-03-20,x", "colonne auteur vide"),
        ("p,,coherence,2,A,2018-03-20,  ", "colonne raison vide"),
        ("p,,coherence,2,A,20/03/2018,x", "date « 20/03/2018 » ; AAAA-MM-JJ attendu"),
        (",,coherence,2,A,2018-03-20,x", "la pratique «  » n’existe pas"),
    ],
)
def test_a_row_that_cannot_count_is_told_and_the_others_count(tmp_path, row, said):
    found = read(tmp_path, f"{row}\np,,limites,1,A,2018-03-20,x\n")
    (told,) = found.refused
    assert told.startswith("jugements.csv, ligne 2 : ")
    assert said in told
    assert found.practices["composante"].to_list() == ["limites"]
    assert found.findings == {}


def test_a_file_that_does_not_read_is_told_and_stops_nothing(tmp_path):
    path = tmp_path / "jugements.csv"
    path.write_text(HEAD + '"p,,limites,1,A,2018-03-20,x\n', "utf-8")
    (told,) = read_judgements(path, {"p"}, {}).refused
    assert told.startswith("jugements.csv ne se lit pas : ")
    path.write_text("pratique,composante,niveau,auteur,date\n", "utf-8")
    (told,) = read_judgements(path, {"p"}, {}).refused
    assert "colonne « raison » absente" in told


def test_a_file_that_excel_saved_reads(tmp_path):
    path = tmp_path / "jugements.csv"
    rows = HEAD + "p,,limites,1,Aïcha,2018-03-20,x\n"
    path.write_bytes(rows.replace(",", ";").encode("cp1252"))
    found = read_judgements(path, {"p"}, {})
    assert (found.refused, found.practices["auteur"].to_list()) == ((), ["Aïcha"])


@given(st.text(max_size=80))
def test_no_text_stops_the_report(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("j") / "jugements.csv"
    path.write_text(HEAD + text, "utf-8", errors="replace")
    found = read_judgements(path, {"p"}, FINDINGS)
    assert list(found.practices) == COLUMNS
