import pandas as pd
import pytest
from lecons.testimony.reliability.disagreements import COLUMNS, disagreements
from lecons.testimony.reliability.units import double, independent

TEXT = "".join(chr(ord("a") + i % 26) for i in range(200))
TESTIMONIES = pd.DataFrame({"id": ["T1", "T2"], "texte": [TEXT, None]})
CODEBOOK = pd.DataFrame(
    {
        "code": ["radio", "paix", "crue", "favorable", "reserve"],
        "famille": ["pratique", "theme", "difficulte", "polarite", "polarite"],
    }
)
NO_READINGS = pd.DataFrame({"id_temoignage": [], "codeur": []}, dtype="str")


def coded(*rows):
    """Segments from (testimony, debut, fin, code, codeur), accepted unless a sixth word says other."""
    columns = ["id_temoignage", "debut", "fin", "code", "codeur"]
    frame = pd.DataFrame([row[:5] for row in rows], columns=columns)
    frame["statut"] = [row[5] if len(row) > 5 else "valide" for row in rows]
    return frame


def found(*rows, alphas=None, readings=NO_READINGS):
    segments = coded(*rows)
    pairs = double(independent(segments, readings))
    return disagreements(segments, pairs, TESTIMONIES, CODEBOOK, alphas or {})


def told(frame):
    return list(frame[["nature", "code", "codeurs", "sans"]].itertuples(index=False, name=None))


def test_coders_who_mark_alike_have_nothing_to_discuss():
    answer = found(("T1", 0, 10, "paix", "a"), ("T1", 3, 12, "paix", "b"))
    assert answer.empty
    assert list(answer.columns) == COLUMNS


def test_opposite_opinions_on_one_passage_come_first_and_once():
    answer = found(
        ("T1", 50, 60, "crue", "a"),
        ("T1", 0, 10, "radio", "a"), ("T1", 0, 10, "favorable", "a"),
        ("T1", 2, 10, "radio", "b"), ("T1", 2, 10, "reserve", "b"),
    )  # fmt: skip
    assert told(answer) == [
        ("polarite", "favorable", ("a",), ("b",)),
        ("seul", "crue", ("a",), ("b",)),
    ]
    first = answer.iloc[0]
    assert (first["id_temoignage"], first["debut"], first["fin"]) == ("T1", 0, 10)
    assert first["lectures"] == (("a", ("favorable", "radio")), ("b", ("radio", "reserve")))
    assert first["extrait"] == TEXT[0:10]


def test_who_says_both_is_not_opposed_to_who_says_one():
    answer = found(
        ("T1", 0, 10, "favorable", "a"), ("T1", 0, 10, "reserve", "a"),
        ("T1", 0, 10, "reserve", "b"),
    )  # fmt: skip
    assert told(answer) == [("autrement", "favorable", ("a",), ("b",))]


def test_an_opinion_for_and_one_against_side_by_side_are_no_conflict():
    alike = [
        ("T1", a, b, code, coder)
        for coder in "ab"
        for a, b, code in ((0, 50, "favorable"), (48, 100, "reserve"))
    ]
    assert found(*alike).empty


def test_opinions_exchanged_inside_a_long_passage_are_a_conflict():
    answer = found(
        ("T1", 0, 100, "paix", "a"), ("T1", 0, 100, "paix", "b"),
        ("T1", 0, 50, "favorable", "a"), ("T1", 50, 100, "reserve", "a"),
        ("T1", 0, 50, "reserve", "b"), ("T1", 50, 100, "favorable", "b"),
    )  # fmt: skip
    assert told(answer) == [
        ("polarite", "favorable", ("a",), ("b",)),
        ("polarite", "favorable", ("b",), ("a",)),
    ]


def test_another_code_comes_before_what_one_alone_marked():
    answer = found(
        ("T1", 0, 10, "radio", "a"), ("T1", 20, 30, "crue", "a"), ("T1", 20, 30, "paix", "b")
    )
    assert told(answer) == [
        ("autrement", "crue", ("a",), ("b",)),
        ("autrement", "paix", ("b",), ("a",)),
        ("seul", "radio", ("a",), ("b",)),
    ]


def test_practices_come_first_then_codes_that_are_coded_least_alike():
    answer = found(
        ("T1", 0, 10, "paix", "a"), ("T1", 20, 30, "crue", "a"), ("T1", 40, 50, "radio", "a"),
        ("T1", 60, 70, "autre", "a"), ("T1", 80, 90, "favorable", "b"),
        alphas={"radio": 0.9, "paix": 0.7, "crue": 0.2, "favorable": None},
    )  # fmt: skip
    assert answer["code"].to_list() == ["radio", "favorable", "crue", "paix", "autre"]


def test_a_reader_who_marked_nothing_differs_and_one_who_did_not_read_does_not():
    readings = pd.DataFrame({"id_temoignage": ["T1"], "codeur": ["b"]})
    answer = found(
        ("T1", 0, 10, "paix", "a"), ("T2", 0, 10, "paix", "a"), readings=readings
    )  # fmt: skip
    assert told(answer) == [("seul", "paix", ("a",), ("b",))]


def test_three_readers_are_told_by_name():
    answer = found(
        ("T1", 0, 10, "paix", "a"), ("T1", 0, 10, "paix", "c"), ("T1", 0, 10, "crue", "b")
    )
    assert told(answer) == [
        ("autrement", "crue", ("b",), ("a", "c")),
        ("autrement", "paix", ("a", "c"), ("b",)),
    ]


def test_words_that_the_edition_may_not_read_are_blank_and_the_place_is_told():
    answer = found(("T2", 0, 10, "paix", "a"), ("T2", 30, 40, "paix", "b"))
    assert answer["extrait"].isna().all()
    assert answer[["debut", "fin"]].to_numpy().tolist() == [[0, 10], [30, 40]]


@pytest.mark.parametrize("ignored", [("consensus", "valide"), ("lecons", "propose")])
def test_neither_the_consensus_nor_a_proposal_is_a_side(ignored):
    coder, status = ignored
    answer = found(
        ("T1", 0, 10, "paix", "a"), ("T1", 0, 10, "paix", "b"),
        ("T1", 0, 10, "crue", coder, status),
    )  # fmt: skip
    assert answer.empty
