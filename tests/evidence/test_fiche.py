"""What a sheet takes from the tables, without a report around it."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from lecons.declared import DeclaredPractice
from lecons.evidence.fiche import (
    FEWEST_PERSONS,
    conditions_named,
    contributed,
    said_along,
    to_complete,
)

CODES = pd.DataFrame(
    {"code": ["p", "suivi", "langue", "peur"], "famille": ["pratique", *["condition"] * 2, "difficulte"]}
)  # fmt: skip


def said(*rows):
    return pd.DataFrame(rows, columns=["id_temoignage", "code"])


def test_codes_are_counted_in_persons_and_not_in_passages():
    rows = said(*[("T1", "suivi")] * 5, ("T2", "suivi"), ("T3", "suivi"), ("T4", "suivi"))
    found = said_along(rows, ["T1", "T2", "T3"], CODES, "condition")
    assert found.to_dict("records") == [{"code": "suivi", "personnes": 3}]


def test_two_persons_are_no_pattern_and_could_be_known_by_it():
    rows = said(("T1", "suivi"), ("T2", "suivi"))
    assert said_along(rows, ["T1", "T2"], CODES, "condition").empty


def test_another_family_is_left_out_and_the_most_said_comes_first():
    people = ["T1", "T2", "T3", "T4"]
    rows = said(*[(one, code) for one in people for code in ("peur", "langue")])
    more = pd.concat([rows, said(*[(one, "suivi") for one in people[:3]])])
    found = said_along(more, people, CODES, "condition")
    assert found["code"].to_list() == ["langue", "suivi"]
    assert found["personnes"].to_list() == [4, 3]


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from([*CODES["code"], "?"]))))
def test_nothing_is_counted_twice_nor_beyond_the_persons_asked_for(rows):
    found = said_along(said(*rows), "ABCD", CODES, "condition")
    assert found["code"].is_unique
    for code, persons in found.itertuples(index=False):
        assert persons == len({one for one, given in rows if given == code and one in "ABCD"})
        assert persons >= FEWEST_PERSONS


def test_contributions_of_one_nature_about_one_practice():
    rows = pd.DataFrame(
        {
            "id": ["C1", "C2", "C3", "C4"],
            "pratique": pd.array(["p", "p", "q", None], dtype="string"),
            "nature": ["difficulte", "contournement", "difficulte", "difficulte"],
        }
    )
    assert contributed(rows, "p", "difficulte")["id"].to_list() == ["C1"]
    assert contributed(rows, "p", "contournement")["id"].to_list() == ["C2"]


def test_conditions_are_counted_in_participants_whatever_their_spaces():
    scores = pd.DataFrame(
        {
            "id_participant": ["A1", "A2", "A3", "A4", "A5"],
            "pratique": ["p", "p", "p", "p", "q"],
            "condition": ["Un budget.", " Un  budget.", "La sécurité.", None, "Un budget."],
        }
    )
    found = conditions_named(scores, "p")
    assert list(found.itertuples(index=False, name=None)) == [
        ("Un budget.", 2),
        ("La sécurité.", 1),
    ]
    blanked = scores.assign(condition=None)
    assert conditions_named(blanked, "p").empty


def test_the_fields_that_nobody_filled_in_are_named():
    bare = DeclaredPractice(code="p", numero="BP-1", titre={"fr": "P"}, resultat="R1")
    assert to_complete(bare)[:3] == ("contexte", "pour_qui", "acteurs")
    filled = bare.model_copy(
        update={
            **{name: {"fr": "x"} for name in ("contexte", "pour_qui", "acteurs", "facteurs")},
            "activites": ["formation"],
            "etapes": [{"fr": "x"}],
            "mesures": ["R1-x"],
            "conditions": {"fr": "x"},
        }
    )
    assert to_complete(filled) == ("durabilite",)
