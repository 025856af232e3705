from itertools import combinations
from math import comb

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.sayings.contrasts import contrasts, holm, splits

CODEBOOK = pd.DataFrame(
    {"code": ["confiance", "crue", "favorable"], "famille": ["theme", "difficulte", "polarite"]}
)


def village(women=20, men=20, communes=("ML060101", "ML060311")):
    rows = [(f"F{i}", "F") for i in range(women)] + [(f"H{i}", "H") for i in range(men)]
    return pd.DataFrame(rows, columns=["id", "sexe"]).assign(
        tranche_age="36-59",
        acteur="membre_communaute",
        commune=[communes[i % len(communes)] for i in range(len(rows))],
    )


def said(**speakers):
    rows = [(code, who) for code, people in speakers.items() for who in people]
    table = pd.DataFrame(rows, columns=["code", "id_temoignage"]).astype("str")
    return table.assign(id=[f"S{i}" for i in range(len(table))])


WOMEN, MEN = [f"F{i}" for i in range(20)], [f"H{i}" for i in range(20)]


def test_a_difference_is_tested_exactly_and_the_number_of_comparisons_is_kept():
    found = contrasts(said(confiance=WOMEN[:15] + MEN[:3]), village(), CODEBOOK)
    row = found.iloc[0]
    assert (row["attribut"], row["groupe"], row["code"]) == ("sexe", "F", "confiance")
    assert (row["personnes"], row["entendues"]) == (15, 20)
    assert (row["personnes_autres"], row["entendues_autres"]) == (3, 20)
    # tables with these margins that are no more likely than ours
    ways = [comb(20, k) * comb(20, 18 - k) for k in range(19)]
    assert row["p"] == pytest.approx(sum(w for w in ways if w <= ways[15]) / sum(ways))
    assert row["difference"].value == pytest.approx(0.6)
    # women with men, and the one pair of cercles
    assert len(found) == row["difference"].family == 2
    assert row["p_ajuste"] == pytest.approx(2 * row["p"])
    assert row["tient"]
    assert len(row["segments"]) == 18


def test_a_difference_that_chance_can_make_does_not_hold():
    found = contrasts(said(confiance=WOMEN[:9] + MEN[:5]), village(), CODEBOOK)
    assert len(found) == 2
    assert not found["tient"].any()


def test_more_comparisons_ask_for_more():
    books = [
        pd.DataFrame({"code": [f"c{i}" for i in range(n)], "famille": "theme"}) for n in (1, 40)
    ]
    talk = said(c0=WOMEN[:12] + MEN[:4], **{f"c{i}": WOMEN[:8] + MEN[:8] for i in range(1, 40)})
    first, many = (contrasts(talk, village(), book).iloc[0] for book in books)
    assert first["p"] == many["p"]
    assert first["tient"]
    assert not many["tient"]


def test_a_subject_few_or_nearly_all_speak_of_is_not_compared():
    few = said(confiance=WOMEN[:4], crue=WOMEN + MEN[:16])
    assert contrasts(few, village(), CODEBOOK).empty


def test_small_groups_and_people_of_no_group_are_not_compared():
    small = village(women=4)
    assert [key for key in splits(small) if key[0] == "sexe"] == []
    some = village(women=6, men=6)
    some.loc[0, "sexe"] = None
    inside, outside = splits(some)[("sexe", "F")]
    assert (len(inside), len(outside)) == (5, 6)
    assert "F0" not in inside | outside


def test_two_cercles_are_compared_once_and_three_each_with_the_others():
    assert [g for a, g in splits(village()) if a == "cercle"] == ["ML0601"]
    three = village(communes=("ML060101", "ML060311", "ML070101"))
    assert [g for a, g in splits(three) if a == "cercle"] == ["ML0601", "ML0603", "ML0701"]


def test_nothing_to_compare_is_an_empty_table():
    assert contrasts(said(), village(), CODEBOOK).empty
    assert "tient" in contrasts(said(), village().head(0), CODEBOOK)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=6))
def test_holm_is_bonferroni_over_every_set_of_comparisons(values):
    # the closed test: one is clear if it is so in every set that it belongs to
    everything = range(len(values))
    sets = [one for size in everything for one in combinations(everything, size + 1)]
    expected = [
        max(min(1, len(one) * min(values[j] for j in one)) for one in sets if i in one)
        for i in everything
    ]
    assert holm(values) == pytest.approx(expected)


def test_a_passage_counts_under_its_code_and_under_the_one_above():
    talk = said(confiance=WOMEN[:15] + MEN[:3])
    both = pd.concat([talk, talk.assign(code="crue")])
    found = contrasts(both, village(), CODEBOOK)
    assert found["code"].value_counts().to_dict() == {"confiance": 2, "crue": 2}
    assert found["segments"].map(len).eq(18).all()


def test_where_nothing_differs_at_most_one_family_in_twenty_has_a_clear_difference():
    import numpy as np

    rng = np.random.default_rng(5)
    book = pd.DataFrame({"code": [f"c{i}" for i in range(8)], "famille": "theme"})
    everyone, wrong = WOMEN + MEN, 0
    for _ in range(60):
        spoken = {c: [w for w in everyone if rng.random() < 0.4] for c in book["code"]}
        wrong += bool(contrasts(said(**spoken), village(), book)["tient"].any())
    assert wrong <= 6  # expected at most 3
