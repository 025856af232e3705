from datetime import date

import pandas as pd
import pytest
from lecons.errors import ReportError
from lecons.testimony.exports.segments_book import CODEBOOK, README, SEGMENTS, Origin, segments_book
from lecons.testimony.quotations import NO_DECISIONS, Decision, Decisions

COMMUNES = pd.DataFrame({"pcode": ["ML060304"], "commune": ["Douékiré"], "cercle": ["Goundam"]})
BOOK = pd.DataFrame(
    {
        "code": ["femmes", "participation", "favorable"],
        "libelle_fr": ["Femmes", "Participation", "Favorable"],
        "libelle_en": [None, None, None],
        "famille": ["theme", "theme", "polarite"],
        "parent": ["participation", None, None],
        "resultat": [None, "R1", None],
        "definition": ["d1", "d2", "d3"],
        "inclusion": [None, None, None],
        "exclusion": [None, None, None],
        "exemple": ["une femme a dit", None, None],
    }
)
PEOPLE = pd.DataFrame(
    {
        "id": ["T1", "T2"],
        "commune": ["ML060304", "ML060304"],
        "acteur": ["jeune", "autorite"],
        "sexe": ["F", "H"],
        "tranche_age": ["18-35", "60+"],
        "langue_origine": ["songhay", "peul"],
        "consentement": ["citation_anonyme", "aucun"],
        "retrait_le": [pd.NaT, pd.Timestamp("2018-02-01")],
        "texte": ["Moussa nous a laissé parler.", None],
    }
)
DAY = date(2018, 4, 1)


def coded(words="On nous a laissé parler."):
    columns = ["id", "id_temoignage", "debut", "fin", "code", "codeur", "statut", "memo", "extrait"]
    rows = [
        ("S2", "T2", 0, 9, "femmes", "c1", "valide", None, None),
        ("S1", "T1", 0, 28, "femmes", "c1", "valide", "à relire", words),
        ("S3", "T1", 0, 28, "femmes", "c2", "valide", None, words),
        ("S4", "T1", 5, 9, "perdu", "lecons", "propose", None, "nous"),
    ]
    return pd.DataFrame(rows, columns=columns).assign(date=pd.Timestamp("2018-03-12"))


def sheets(edition="interne", decisions=NO_DECISIONS, segments=None):
    segments = coded() if segments is None else segments
    # two people are everybody: each may be told of here (see test_speakers)
    origin = Origin("Projet", edition, DAY, 1)
    return segments_book(segments, PEOPLE, BOOK, COMMUNES, decisions, origin)


def decided(action, place):
    one = Decision("S1", action, "", False, "Ali", date(2018, 3, 1), "on la reconnaîtrait")
    return Decisions(**{"barred" if action == "écarter" else "pinned": {place: one}})


def test_the_internal_sheet_has_every_segment_with_its_code_and_its_speaker():
    found = sheets()[SEGMENTS]
    assert found["segment"].to_list() == ["S1", "S3", "S4", "S2"]
    first = found.iloc[0]
    assert first.drop(["retiré le", "citation"]).to_dict() == {
        "segment": "S1",
        "témoignage": "T1",
        "début": 0,
        "fin": 28,
        "code": "femmes",
        "chemin du code": "Participation › Femmes",
        "famille": "theme",
        "passage": "On nous a laissé parler.",
        "mémo": "à relire",
        "codeur": "c1",
        "codé le": pd.Timestamp("2018-03-12"),
        "statut": "validé",
        "commune": "Douékiré",
        "cercle": "Goundam",
        "groupe": "jeune",
        "sexe": "F",
        "tranche d’âge": "18-35",
        "langue": "songhay",
        "consentement": "citation anonyme",
    }
    assert pd.isna(first["retiré le"])


def test_a_passage_that_may_not_be_read_is_blank_and_its_row_stays():
    row = sheets()[SEGMENTS].iloc[-1]
    assert row["segment"] == "S2"
    assert pd.isna(row["passage"])
    assert row["consentement"] == "aucun"
    assert row["retiré le"] == pd.Timestamp("2018-02-01")


def test_a_code_that_the_codebook_does_not_know_keeps_its_name():
    row = sheets()[SEGMENTS].iloc[2]
    assert (row["chemin du code"], row["statut"]) == ("perdu", "proposé")
    assert pd.isna(row["famille"])


def test_what_was_decided_of_a_passage_is_said_beside_it():
    barred = sheets(decisions=decided("écarter", ("T1", 20, 40)))[SEGMENTS]
    assert barred["citation"].dropna().to_list() == ["écarter : on la reconnaîtrait (Ali)"] * 2
    assert barred.loc[barred["citation"].notna(), "segment"].to_list() == ["S1", "S3"]
    pinned = sheets(decisions=decided("épingler", ("T1", 0, 28)))[SEGMENTS]
    assert pinned["citation"].notna().to_list() == [True, True, False, False]


def test_the_public_sheet_has_publishable_passages_once_and_nothing_of_who_spoke_but_group_and_place():
    found = sheets("publique")[SEGMENTS]
    assert found.to_dict("records") == [
        {
            "code": "femmes",
            "chemin du code": "Participation › Femmes",
            "famille": "theme",
            "passage": "On nous a laissé parler.",
            "groupe": "jeune",
            "cercle": "Goundam",
        }
    ]


@pytest.mark.parametrize("edition", ["publique", "autre"])
def test_no_person_nor_coder_can_be_found_in_a_public_book(edition):
    cells = set()
    for frame in sheets(edition).values():
        cells |= {*map(str, frame.columns), *map(str, frame.to_numpy().ravel())}
    assert not cells & {
        "T1",
        "T2",
        "S1",
        "c1",
        "F",
        "H",
        "18-35",
        "songhay",
        "à relire",
        "Douékiré",
    }
    assert "une femme a dit" not in cells


def test_a_barred_passage_is_not_in_a_public_book():
    assert sheets("publique", decided("écarter", ("T1", 20, 40)))[SEGMENTS].empty


def test_a_bar_that_is_lost_stops_a_public_book():
    with pytest.raises(ReportError, match="S9"):
        sheets("publique", Decisions(lost_bars=("S9",)))
    assert len(sheets("interne", Decisions(lost_bars=("S9",)))[SEGMENTS]) == 4


def test_the_codebook_counts_accepted_passages_and_persons_in_the_internal_edition_only():
    found = sheets()[CODEBOOK].set_index("code")
    assert found.loc["femmes", "segments validés, tous codeurs"] == 3
    assert found.loc["femmes", "personnes, tous codeurs"] == 2
    assert found.loc["participation", "chemin du code"] == "Participation"
    public = sheets("publique")[CODEBOOK]
    assert not {"exemple", "personnes, tous codeurs"} & set(public.columns)


def test_the_last_sheet_says_what_the_book_is():
    found = sheets()[README].set_index("quoi").iloc[:, 0].to_dict()
    assert found["Édition"] == "interne"
    assert found["Fait le"] == DAY
    assert found["Lignes de la feuille Segments"] == 4
    assert found["Témoignages"] == 2
    assert found["dont le texte peut être lu"] == 1
    assert found["Segments validés"] == 3
    assert found["Segments proposés (ne comptent nulle part)"] == 1
    assert found["Passages laissés vides (refus ou retrait)"] == 1
    assert "Témoignages" not in set(sheets("publique")[README]["quoi"])


def test_a_project_without_segments_has_an_empty_sheet_with_its_columns():
    found = sheets(segments=coded().head(0))
    assert found[SEGMENTS].empty
    assert "passage" in found[SEGMENTS].columns
    assert sheets("publique", segments=coded().head(0))[SEGMENTS].empty
