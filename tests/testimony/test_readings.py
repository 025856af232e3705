"""Whose reading of a testimony counts."""

import pandas as pd
from lecons.testimony.readings import readers, reference, reference_readers


def segments(*rows):
    frame = pd.DataFrame(rows, columns=["id", "id_temoignage", "codeur", "statut"])
    return frame.astype("str")


def readings(*rows):
    return pd.DataFrame(rows, columns=["id_temoignage", "codeur"], dtype="str")


def test_a_proposal_is_no_reading_and_an_empty_reading_is_one() -> None:
    rows = segments(("s1", "T1", "awa", "valide"), ("p1", "T1", "lecons", "propose"))
    pairs = readers(rows, readings(("T1", "awa"), ("T2", "issa")))
    assert pairs.to_numpy().tolist() == [["T1", "awa"], ["T2", "issa"]]


def test_who_read_the_most_is_followed_and_the_other_reading_left_for_reliability() -> None:
    rows = segments(
        ("s1", "T1", "issa", "valide"),
        ("s2", "T1", "awa", "valide"),
        ("s3", "T2", "awa", "valide"),
        ("s4", "T3", "issa", "valide"),
        ("s5", "T4", "awa", "valide"),
    )
    assert reference_readers(rows, readings()).to_dict() == {
        "T1": "awa",
        "T2": "awa",
        "T3": "issa",
        "T4": "awa",
    }
    assert reference(rows, readings())["id"].to_list() == ["s2", "s3", "s4", "s5"]


def test_a_reading_settled_together_comes_first_even_where_it_kept_nothing() -> None:
    rows = segments(
        ("s1", "T1", "awa", "valide"),
        ("c1", "T1", "consensus", "valide"),
        ("s2", "T2", "awa", "valide"),
    )
    settled = readings(("T2", "consensus"))
    assert reference(rows, settled)["id"].to_list() == ["c1"]


def test_of_two_who_read_as_much_the_first_by_name_is_followed() -> None:
    rows = segments(("s1", "T1", "issa", "valide"), ("s2", "T1", "awa", "valide"))
    assert reference_readers(rows, readings()).to_dict() == {"T1": "awa"}
