import pandas as pd
import pytest
from lecons.testimony.voices import Places, frequencies, heard, spoken, stances

PEOPLE = pd.DataFrame(
    [
        ("T1", "ML060101", "jeune", "F"),
        ("T2", "ML060101", "jeune", "H"),
        ("T3", "ML060311", "autorite", "H"),
        ("T4", "ML060311", "autorite", None),
    ],
    columns=["id", "commune", "acteur", "sexe"],
).assign(
    date=pd.Timestamp("2018-01-01"), tranche_age="18-35", langue_origine="songhay", texte="secret"
)


def coded(*rows):
    """Segments from (testimony, debut, fin, code), each accepted unless a fifth word says other."""
    return pd.DataFrame(
        [
            {
                "id": f"S{i}",
                "id_temoignage": row[0],
                "debut": row[1],
                "fin": row[2],
                "code": row[3],
                "codeur": "c1",
                "date": pd.Timestamp("2018-03-12"),
                "statut": row[4] if len(row) > 4 else "valide",
                "memo": None,
                "extrait": "mots",
            }
            for i, row in enumerate(rows, 1)
        ]
    )


def said(*rows):
    return spoken(coded(*rows), PEOPLE)


def test_a_segment_is_joined_to_the_person_who_speaks():
    found = said(("T3", 0, 5, "confiance"))
    row = found.iloc[0]
    assert (row["commune"], row["acteur"], row["sexe"]) == ("ML060311", "autorite", "H")
    assert row["date"] == pd.Timestamp("2018-01-01")
    assert "texte" not in found


def test_suggestions_and_other_testimonies_are_left_out():
    found = said(
        ("T1", 0, 5, "confiance"), ("T1", 6, 9, "confiance", "propose"), ("T9", 0, 5, "confiance")
    )
    assert found["id"].to_list() == ["S1"]


def test_a_code_is_counted_in_persons_and_not_in_mentions():
    codebook = pd.DataFrame(
        {
            "code": ["confiance", "crue", "jamais", "favorable"],
            "famille": ["theme", "difficulte", "theme", "polarite"],
        }
    )
    found = frequencies(
        said(
            ("T1", 0, 5, "confiance"),
            ("T1", 6, 9, "confiance"),
            ("T1", 10, 12, "confiance"),
            ("T1", 0, 5, "crue"),
            ("T2", 0, 5, "crue"),
            ("T3", 0, 5, "crue"),
            ("T3", 0, 5, "favorable"),
        ),
        PEOPLE,
        codebook,
    )
    table = found[["code", "personnes", "communes"]].to_numpy().tolist()
    assert table == [["crue", 3, 2], ["confiance", 1, 1], ["jamais", 0, 0]]
    assert [(share.value, share.n) for share in found["share"]] == [(0.75, 4), (0.25, 4), (0.0, 4)]


MIXED = (
    ("T1", 0, 5, "radio"),
    ("T1", 0, 5, "favorable"),
    ("T1", 9, 12, "radio"),
    ("T1", 9, 12, "reserve"),
    ("T2", 0, 5, "radio"),
    ("T2", 0, 5, "favorable"),
    ("T2", 6, 8, "radio"),
    ("T2", 6, 8, "favorable"),
    ("T3", 0, 5, "radio"),
    ("T3", 0, 5, "reserve"),
)


def test_someone_for_and_against_counts_on_both_sides_and_once_as_a_person():
    found = stances(said(*MIXED), "radio")
    assert found.supporting == ("T1", "T2")
    assert found.contradicting == ("T1", "T3")
    assert found.persons == 3
    assert found.communes == 2
    # who is on each side, and where: T1 and T2 in favour, T1 and T3 with reserve
    assert found.places == {
        "favorable": Places(communes=1, elsewhere=0, cercles=1, women=1, men=1),
        "reserve": Places(communes=2, elsewhere=1, cercles=2, women=1, men=1),
    }
    assert (found.share.value, found.share.n) == (pytest.approx(2 / 3), 3)
    assert found.segments == ("S1", "S3", "S5", "S7", "S9")


def test_polarity_is_taken_from_the_very_same_passage():
    found = stances(
        said(
            ("T1", 0, 5, "radio"),
            ("T1", 0, 6, "favorable"),
            ("T2", 0, 5, "dialogue"),
            ("T2", 0, 5, "favorable"),
            ("T3", 0, 5, "radio"),
        ),
        "radio",
    )
    assert (found.supporting, found.contradicting, found.persons) == ((), (), 0)
    assert found.share.value is None


def test_a_passage_coded_by_two_coders_is_still_one_person():
    both = coded(("T1", 0, 5, "radio"), ("T1", 0, 5, "favorable"))
    second = both.assign(id=["S3", "S4"], codeur="c2")
    found = stances(spoken(pd.concat([both, second]), PEOPLE), "radio")
    assert (found.supporting, found.persons) == (("T1",), 1)
    assert sorted(found.segments) == ["S1", "S3"]


def test_who_was_heard_is_counted_by_group():
    found = heard(PEOPLE)
    assert found.to_dict("records") == [
        {"acteur": "autorite", "femmes": 0, "hommes": 1, "personnes": 2, "communes": 1},
        {"acteur": "jeune", "femmes": 1, "hommes": 1, "personnes": 2, "communes": 1},
    ]
