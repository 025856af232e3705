from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import wilson
from lecons.testimony.sayings import cooccurrence
from lecons.testimony.sayings.cooccurrence import together

CODES = ["a", "b", "c", "d"]


def book(codes=CODES, parents=None):
    return pd.DataFrame({"code": codes, "famille": "theme"}).assign(
        parent=[(parents or {}).get(code) for code in codes]
    )


def said(*rows):
    return pd.DataFrame(rows, columns=["id_temoignage", "debut", "fin", "code"])


def heard(n):
    return pd.DataFrame({"id": [f"T{i}" for i in range(n)]})


def pair(table, a, b):
    return table.set_index(["code", "autre"]).loc[(a, b)]


def test_a_pair_is_counted_in_persons_in_a_passage_and_in_an_account():
    talk = said(
        ("T0", 0, 9, "a"), ("T0", 5, 7, "b"), ("T0", 20, 30, "a"), ("T0", 20, 30, "b"),
        ("T1", 0, 5, "a"), ("T1", 5, 9, "b"),  # one after the other: not one passage
        ("T2", 0, 5, "a"),
        ("T3", 0, 5, "b"),
    )  # fmt: skip
    row = pair(together(talk, heard(10), book()), "a", "b")
    assert (row["passage"], row["temoignage"]) == (1, 2)
    assert (row["personnes"], row["personnes_autre"], row["entendues"]) == (3, 3, 10)
    assert row["attendues"] == pytest.approx(0.9)
    assert row["lift"] == pytest.approx(2 / 0.9)
    assert (row["jaccard"].value, row["jaccard"].n) == (0.5, 4)
    assert (row["jaccard_passage"].value, row["jaccard_passage"].n) == (0.25, 4)


def test_jaccard_has_wilsons_interval_from_five_persons_on():
    talk = said(*((f"T{i}", 0, 5, code) for i in range(6) for code in "ab"))
    assert pair(together(talk, heard(6), book()), "a", "b")["jaccard"] == wilson(6, 6)


def test_polarity_a_code_with_its_parent_and_strangers_are_no_pairs():
    codebook = pd.concat(
        [book(parents={"b": "a", "c": "b"}), book(["favorable"]).assign(famille="polarite")]
    )
    rows = [("T0", 0, 5, code) for code in ["a", "b", "c", "favorable"]]
    talk = said(*rows, ("T9", 0, 5, "c"), ("T9", 0, 5, "d"))
    assert together(talk, heard(3), codebook).empty


def test_pairs_come_in_the_order_of_the_codebook_the_commonest_first():
    talk = said(
        *((f"T{i}", 0, 5, code) for i in range(3) for code in "dc"),
        ("T0", 0, 5, "a"),
    )
    found = together(talk, heard(4), book())
    assert found[["code", "autre", "passage"]].to_numpy().tolist() == [
        ["c", "d", 3], ["a", "c", 1], ["a", "d", 1],
    ]  # fmt: skip


def test_nothing_said_is_an_empty_table():
    assert together(said(), heard(3), book()).empty
    assert together(said(), heard(0), book()).empty


spans = st.tuples(
    st.sampled_from(["T0", "T1", "T2"]), st.integers(0, 12), st.integers(1, 8), st.sampled_from(CODES)
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(spans, max_size=25), st.integers(1, 7))
def test_it_finds_what_looking_at_every_two_passages_finds(rows, block):
    rows = [(who, start, start + long, code) for who, start, long, code in rows]
    expected: dict = {}
    for x, y in combinations(rows, 2):
        if x[0] == y[0] and x[3] != y[3] and x[1] < y[2] and y[1] < x[2]:
            expected.setdefault(tuple(sorted((x[3], y[3]))), set()).add(x[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cooccurrence, "_BLOCK", block)
        table = together(said(*rows), heard(3), book())
    found = {(row.code, row.autre): row.passage for row in table.itertuples() if row.passage}
    assert found == {codes: len(who) for codes, who in expected.items()}
    for row in table.itertuples():
        speak = [{who for who, _, _, code in rows if code == one} for one in (row.code, row.autre)]
        assert row.temoignage == len(speak[0] & speak[1])
        assert row.jaccard.n == len(speak[0] | speak[1])
