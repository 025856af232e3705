import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.reliability.units import (
    by_passage,
    decisions,
    documents,
    double,
    independent,
    passages,
    phrases,
)

# sentences at 0–10, 11–21, 22–32
TEXT = "Aaaaa bbb. Ccccc ddd. Eeeee fff."
TESTIMONIES = pd.DataFrame({"id": ["T1", "T2", "T3"], "texte": [TEXT, TEXT, None]})
NO_READINGS = pd.DataFrame({"id_temoignage": [], "codeur": []}, dtype="str")


def coded(*rows):
    """Segments from (testimony, debut, fin, code, codeur), accepted unless a sixth word says other."""
    columns = ["id_temoignage", "debut", "fin", "code", "codeur"]
    frame = pd.DataFrame([row[:5] for row in rows], columns=columns)
    frame["statut"] = [row[5] if len(row) > 5 else "valide" for row in rows]
    return frame.assign(id=[f"S{i}" for i in range(len(rows))])


def decided(segments, units=None, readings=NO_READINGS):
    pairs = double(independent(segments, readings))
    return decisions(phrases(TESTIMONIES) if units is None else units, segments, pairs)


def marks(found, code):
    return found.table(code).to_numpy().tolist()


def test_sentences_are_places_without_words_and_only_of_texts_that_may_be_read():
    found = phrases(TESTIMONIES)
    assert list(found.columns) == ["id_temoignage", "debut", "fin"]
    assert found[found["id_temoignage"] == "T1"].to_numpy().tolist() == [
        ["T1", 0, 10], ["T1", 11, 21], ["T1", 22, 32],
    ]  # fmt: skip
    assert set(found["id_temoignage"]) == {"T1", "T2"}
    assert phrases(TESTIMONIES.assign(texte=None)).empty


def test_a_testimony_counts_when_two_coders_read_it_though_one_marked_nothing():
    segments = coded(("T1", 0, 10, "radio", "a"), ("T2", 0, 10, "radio", "a"))
    assert double(independent(segments, NO_READINGS)).empty
    readings = pd.DataFrame({"id_temoignage": ["T1"], "codeur": ["b"]})
    found = decided(segments, readings=readings)
    assert set(found.units["id_temoignage"]) == {"T1"}
    assert found.coders == ("a", "b")
    assert marks(found, "radio") == [[1, 0], [0, 0], [0, 0]]


def test_consensus_is_no_coder_and_a_proposal_is_no_mark():
    settled = coded(("T1", 0, 10, "radio", "a"), ("T1", 0, 10, "radio", "consensus"))
    assert double(independent(settled, NO_READINGS)).empty
    proposed = coded(
        ("T1", 0, 10, "radio", "a"),
        ("T1", 11, 21, "paix", "b"),
        ("T1", 0, 10, "radio", "b", "propose"),
        ("T1", 0, 10, "crue", "lecons", "propose"),
    )
    found = decided(proposed)
    assert found.coders == ("a", "b")
    assert found.codes == ("paix", "radio")
    assert marks(found, "radio") == [[1, 0], [0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("start", "end", "marked"),
    [
        (0, 10, [1, 0, 0]),
        (3, 5, [1, 0, 0]),  # three letters inside a sentence mark it
        (0, 13, [1, 0, 0]),  # two letters of the next one do not
        (0, 16, [1, 1, 0]),  # half of it does
        (0, 32, [1, 1, 1]),
        (9, 24, [0, 1, 0]),
        (6, 15, [1, 0, 0]),
    ],
)
def test_a_passage_marks_the_sentences_of_which_half_is_in_it(start, end, marked):
    found = decided(coded(("T1", start, end, "radio", "a"), ("T1", 0, 10, "x", "b")))
    assert [row[0] for row in marks(found, "radio")] == marked


def test_a_coder_who_did_not_read_a_testimony_is_missing_there_and_not_against():
    segments = coded(
        ("T1", 0, 10, "radio", "a"), ("T1", 0, 10, "radio", "b"),
        ("T2", 0, 10, "radio", "b"), ("T2", 0, 10, "paix", "c"),
    )  # fmt: skip
    table = decided(segments).table("radio")
    assert (
        table.notna().to_numpy().tolist() == [[True, True, False]] * 3 + [[False, True, True]] * 3
    )
    assert table["b"].to_list() == [1, 0, 0, 1, 0, 0]


def test_passages_that_share_a_character_are_one_and_those_that_touch_are_two():
    segments = coded(
        ("T1", 0, 10, "a", "x"), ("T1", 9, 20, "b", "y"), ("T1", 20, 25, "a", "x"),
        ("T1", 2, 4, "a", "x"), ("T2", 3, 12, "a", "x"),
    )  # fmt: skip
    assert passages(segments).to_numpy().tolist() == [["T1", 0, 20], ["T1", 20, 25], ["T2", 3, 12]]
    assert passages(segments.head(0)).empty
    assert by_passage(segments)["passage"].to_list() == [1, 1, 1, 2, 3]


def test_each_segment_marks_the_passage_or_the_document_that_it_is_in():
    segments = coded(
        ("T1", 0, 3, "radio", "a"), ("T1", 2, 30, "radio", "b"), ("T1", 31, 32, "paix", "b")
    )
    assert marks(decided(segments, passages(segments)), "radio") == [[1, 1], [0, 0]]
    whole = decided(segments, documents(["T1", "T1"]))
    assert marks(whole, "radio") == [[1, 1]]
    assert marks(whole, "paix") == [[0, 1]]


def test_a_coder_met_only_where_there_are_no_units_is_left_out():
    segments = coded(
        ("T1", 0, 10, "radio", "a"), ("T1", 0, 10, "radio", "b"),
        ("T3", 0, 10, "crue", "a"), ("T3", 0, 10, "crue", "c"),
    )  # fmt: skip
    found = decided(segments)
    assert (found.coders, found.codes) == (("a", "b"), ("radio",))


def test_nothing_read_twice_gives_no_decision_and_no_failure():
    found = decided(coded(("T1", 0, 10, "radio", "a")))
    assert (len(found.units), found.coders, found.codes) == (0, (), ())
    assert found.marked.shape == (0, 0, 0)


spans = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda p: (p[0], p[0] + p[1]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(spans, st.sampled_from("ab"), st.sampled_from("xy")), min_size=1))
def test_every_segment_lies_in_one_passage_and_every_character_of_a_passage_in_a_segment(rows):
    segments = coded(*(("T1", *span, code, coder) for span, coder, code in rows))
    found = passages(segments)
    chars = {i for a, b in segments[["debut", "fin"]].to_numpy() for i in range(a, b)}
    assert chars == {i for a, b in found[["debut", "fin"]].to_numpy() for i in range(a, b)}
    for a, b in segments[["debut", "fin"]].to_numpy():
        assert ((found["debut"] <= a) & (b <= found["fin"])).sum() == 1
    assert np.all(found["debut"].to_numpy()[1:] >= found["fin"].to_numpy()[:-1])
