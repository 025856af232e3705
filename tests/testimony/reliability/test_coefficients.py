"""Published examples first: each coefficient gives what its authors computed by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.project import repository_root
from lecons.testimony.reliability.coefficients import (
    brennan_prediger,
    cohen,
    coincidences,
    concordance,
    disagreement,
    fleiss,
    gwet,
    krippendorff,
)

RATERS = repository_root().parent / "shared" / "accord" / "cac.raw4raters.csv"
BEYOND_CHANCE = (krippendorff, fleiss, gwet, brennan_prediger)
# Krippendorff (2011): four observers, twelve units; a full stop is a missing value
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Hayes & Krippendorff (2007), table 1: five observers, forty news articles, tone from 0 to 3
NEWS = (
    "112.001122.01311211000201001111223222221",
    "1130000.21102311121000302102111122222221",
    "203000222100221123001.30.1012202.2232.21",
    ".13....0.10022...31.103021122..122...12.",
    "2..0001.2....3112..0.0..2.0..20.2.2222.1",
)
# Fleiss (1971), table 1: thirty patients, six psychiatrists, five diagnoses
PATIENTS = [
    "00060",
    "03003",
    "01401",
    "00006",
    "03030",
    "20400",
    "00402",
    "20310",
    "20040",
    "00006",
    "10050",
    "11040",
    "03300",
    "10050",
    "02031",
    "00501",
    "30012",
    "51000",
    "02040",
    "10203",
    "00006",
    "01050",
    "02013",
    "20040",
    "10041",
    "05010",
    "40002",
    "02040",
    "10500",
    "00006",
]


def rated(*coders):
    """Units × coders from a string of digits a coder."""
    return pd.DataFrame(
        {f"c{i}": [np.nan if v == "." else float(v) for v in one] for i, one in enumerate(coders)}
    )


def crossed(*rows):
    """Units × two coders from a table of counts."""
    pairs = [(i, j) for i, row in enumerate(rows) for j, n in enumerate(row) for _ in range(n)]
    return pd.DataFrame(pairs, columns=["a", "b"])


def near(value):
    return pytest.approx(value, abs=5e-4)


@pytest.mark.skipif(not RATERS.is_file(), reason="shared/accord absent : quatre codeurs")
def test_four_raters_of_gwet_give_what_irrcac_gives():
    table = pd.read_csv(RATERS).drop(columns="Units")
    expected = {
        concordance: 0.81818, krippendorff: 0.74342, fleiss: 0.76117, gwet: 0.77544,
        brennan_prediger: 0.77273,
    }  # fmt: skip
    for coefficient, value in expected.items():
        found = coefficient(table)
        assert found.value == pytest.approx(value, abs=5e-6)
        assert (found.n, found.coders) == (11, 4)
    assert krippendorff(table, "ordinal").value == pytest.approx(0.815388, abs=5e-7)
    assert krippendorff(table, "interval").value == pytest.approx(0.849107, abs=5e-7)


@pytest.mark.parametrize(
    ("level", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_krippendorff_2011(level, value):
    assert krippendorff(rated(*FOUR), level).value == near(value)


def test_two_observers_of_krippendorff_2011():
    assert krippendorff(rated("0100000010", "1110010000")).value == near(0.095)
    letters = pd.DataFrame({"a": list("aabbdcccedda"), "b": list("babbbccceddd")})
    assert krippendorff(letters).value == near(0.692)


def test_alpha_of_hayes_and_krippendorff_2007():
    assert krippendorff(rated(*NEWS), "ordinal").value == near(0.7598)
    assert krippendorff(rated(*NEWS), "nominal").value == near(0.4765)
    assert krippendorff(rated(*NEWS)).n == 40


def test_kappa_of_fleiss_1971():
    rows = [[k for k, n in enumerate(one) for _ in range(int(n))] for one in PATIENTS]
    found = fleiss(pd.DataFrame(rows))
    assert found.value == near(0.430)
    assert (found.observed, found.expected) == (near(0.556), near(0.220))
    assert (found.n, found.coders) == (30, 6)


def test_kappa_of_cohen_and_of_landis_and_koch():
    # Cohen (1968), table 1 in hundredths; Landis & Koch (1977), patients of Winnipeg and New Orleans
    found = cohen(crossed((44, 5, 1), (7, 20, 3), (9, 5, 6)))
    assert (found.observed, found.expected) == (pytest.approx(0.70), pytest.approx(0.41))
    assert found.value == near(0.492)
    winnipeg = crossed((38, 5, 0, 1), (33, 11, 3, 0), (10, 14, 5, 6), (3, 7, 3, 10))
    orleans = crossed((5, 3, 0, 0), (3, 11, 4, 0), (2, 13, 3, 4), (1, 2, 4, 14))
    assert cohen(winnipeg).value == near(0.208)
    assert cohen(orleans).value == near(0.297)


def test_the_paradox_of_kappa_and_what_ac1_makes_of_it():
    # Feinstein & Cicchetti (1990): as much is seen alike; Gwet (2008): 125 subjects, one value rare
    even, odd = cohen(crossed((40, 9), (6, 45))), cohen(crossed((80, 10), (5, 5)))
    assert even.observed == pytest.approx(odd.observed) == pytest.approx(0.85)
    assert (round(even.value, 2), round(odd.value, 2)) == (0.70, 0.32)
    rare = crossed((118, 5), (2, 0))
    assert cohen(rare).value == near(-0.023)
    assert gwet(rare).value == near(0.941)


def test_brennan_and_prediger_count_all_values_that_could_be_given():
    table = rated("1122", "1121")
    assert brennan_prediger(table).value == pytest.approx((0.75 - 1 / 2) / (1 - 1 / 2))
    four = brennan_prediger(table, categories=(1, 2, 3, 4))
    assert four.value == pytest.approx((0.75 - 1 / 4) / (1 - 1 / 4))


@pytest.mark.parametrize("coefficient", [*BEYOND_CHANCE, cohen])
def test_where_all_values_are_the_same_nothing_is_known_beyond_chance(coefficient):
    found = coefficient(rated("1111", "1111"))
    assert (found.value, found.observed, found.n) == (None, 1, 4)


def test_a_value_that_nobody_used_does_not_make_ac1_perfect():
    assert gwet(rated("0000", "0000"), categories=(0, 1)).value is None


@pytest.mark.parametrize("coefficient", [*BEYOND_CHANCE, cohen, concordance])
@pytest.mark.parametrize("coders", [("1.2.", ".1.2"), ("....", "...."), ("", "")])
def test_without_a_unit_that_two_judged_nothing_is_known(coefficient, coders):
    found = coefficient(rated(*coders))
    assert (found.value, found.n) == (None, 0)


@pytest.mark.parametrize("coefficient", [*BEYOND_CHANCE, cohen, concordance])
def test_coders_who_always_say_the_same_have_one(coefficient):
    assert coefficient(rated("1212", "1212")).value == pytest.approx(1)


def test_coders_who_never_say_the_same_are_below_chance():
    assert krippendorff(rated("1212", "2121")).value == pytest.approx(1 - 1 / (32 / 56))
    assert cohen(rated("1212", "2121")).value == pytest.approx(-1)


def test_a_unit_judged_once_pairs_with_nothing_but_tells_fleiss_how_common_a_value_is():
    pairs, more = rated("1221", "1122"), rated("122111", "1122..")
    assert krippendorff(more) == krippendorff(pairs)
    assert fleiss(more).expected > fleiss(pairs).expected


def test_words_and_blanks_of_pandas_are_read_as_numbers_are():
    numbers = rated(*FOUR)
    words = pd.DataFrame({c: numbers[c].map(dict(enumerate("-abcde"))) for c in numbers})
    for coefficient in (*BEYOND_CHANCE, concordance):
        assert coefficient(words) == coefficient(numbers)
        assert coefficient(numbers.astype("Int64")) == coefficient(numbers)


def test_an_ordinal_scale_in_words_follows_the_order_that_is_given():
    numbers = rated(*FOUR)
    scale = ["très bas", "bas", "moyen", "haut", "très haut"]
    words = pd.DataFrame({c: numbers[c].map(dict(enumerate(scale, 1))) for c in numbers})
    assert krippendorff(words, "ordinal", scale).value == near(0.815)
    with pytest.raises(ValueError, match="not on the scale"):
        krippendorff(words, "ordinal", scale[1:])
    with pytest.raises(ValueError, match="two coders"):
        cohen(numbers)


tables = st.lists(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, np.nan]), min_size=3, max_size=3),
    min_size=1,
    max_size=25,
).map(pd.DataFrame)


def pairwise_alpha(table):
    """α as its definition reads: every pair of values of a unit against every pair of all values."""
    units = [[v for v in row if v == v] for row in table.to_numpy()]
    units = [row for row in units if len(row) > 1]
    every = [v for row in units for v in row]
    seen = sum(
        (a != b) / (len(row) - 1)
        for row in units
        for i, a in enumerate(row)
        for j, b in enumerate(row)
        if i != j
    )
    chance = sum(a != b for a in every for b in every)
    return None if not chance else 1 - (len(every) - 1) * seen / chance


@settings(deadline=None, max_examples=60)
@given(tables)
def test_alpha_is_its_definition_whatever_the_table(table):
    expected = pairwise_alpha(table)
    found = krippendorff(table)
    assert found.value == (None if expected is None else pytest.approx(expected))
    for coefficient in BEYOND_CHANCE:
        one = coefficient(table)
        assert one.value is None or one.value <= 1 + 1e-9
        assert coefficient(table[table.columns[::-1]]).value == pytest.approx(one.value)


@settings(deadline=None, max_examples=30)
@given(tables, st.integers(0, 25))
def test_coincidences_of_two_parts_add_up_to_those_of_the_whole(table, cut):
    counts = np.stack([(table == v).sum(axis=1).to_numpy(float) for v in (0, 1, 2)], axis=1)
    parts = coincidences(counts[:cut]) + coincidences(counts[cut:])
    assert np.allclose(parts, coincidences(counts))


def test_disagreement_of_many_matrices_is_that_of_each():
    rng = np.random.default_rng(0)
    matrices = rng.integers(1, 9, (4, 5, 3, 3)).astype(float)
    matrices += np.swapaxes(matrices, -1, -2)
    seen, chance = disagreement(matrices)
    one = disagreement(matrices[2, 3])
    assert (seen[2, 3], chance[2, 3]) == (pytest.approx(one[0]), pytest.approx(one[1]))
