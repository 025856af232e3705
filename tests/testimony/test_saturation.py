"""Saturation: the rule on orders worked by hand, then against a plain reading of it, case by case."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.saturation import (
    BASE,
    FEWEST_READ,
    MAIN,
    RULES,
    by_actor,
    last_heard,
    saturation,
)

COLUMNS = ["id_temoignage", "code"]


def heard(*spoken, actors="autorite", start="2018-01-01"):
    """said, testimonies, codebook, readers from the codes (one letter each) of each testimony."""
    ids = [f"T{i:03d}" for i in range(1, len(spoken) + 1)]
    given_actors = [actors] * len(ids) if isinstance(actors, str) else list(actors)
    testimonies = pd.DataFrame(
        {
            "id": ids,
            "date": pd.date_range(start, periods=len(ids)),
            "commune": "ML060101",
            "acteur": given_actors,
            "sexe": "F",
            "tranche_age": "18-35",
        }
    ).astype({"id": "str", "acteur": "str"})
    pairs = [(who, code) for who, codes in zip(ids, spoken, strict=True) for code in codes]
    said = pd.DataFrame(pairs, columns=COLUMNS, dtype="str")
    letters = sorted({code for _, code in pairs} | {"z"})
    codebook = pd.DataFrame(
        {"code": [*letters, "favorable"], "famille": ["theme"] * len(letters) + ["polarite"]}
    )
    return said, testimonies, codebook, pd.Series("c1", index=ids)


def found(*spoken, orders=200, **more):
    return saturation(*heard(*spoken, **more), seed=1, orders=orders)


def observed(one):
    return [(r.rule.run, r.rule.threshold, r.observed, r.later) for r in one.reached]


def plain(spoken, run, threshold):
    """The rule as one would count it by hand: base, then runs that advance by one testimony."""
    base = set().union(*spoken[:BASE])
    for point in range(BASE, len(spoken) - run + 1):
        before = set().union(*spoken[:point])
        new = set().union(*spoken[point : point + run]) - before
        if base and len(new) / len(base) <= threshold:
            return point
    return None


# --- by hand ------------------------------------------------------------------------------------


def test_the_first_run_that_brings_nothing_new_is_the_point_and_is_not_counted():
    # base: a b c d; testimony 5 brings e, 6 brings f, 7 and 8 nothing: six testimonies, « 6+2 »
    one = found("ab", "c", "d", "a", "e", "f", "a", "b")
    assert observed(one)[:2] == [(2, 0.05, 6, 0), (2, 0.0, 6, 0)]
    # a run of three would want a ninth testimony
    assert observed(one)[2:] == [(3, 0.05, None, None), (3, 0.0, None, None)]
    assert (one.codes, one.once, one.read[0], one.total) == (6, 4, "T001", 8)


def test_one_new_code_is_within_five_percent_of_twenty_and_not_of_nineteen():
    twenty = "abcdefghijklmnopqrst"
    assert observed(found(twenty, "", "", "", "u", ""))[:2] == [
        (2, 0.05, 4, 1),
        (2, 0.0, None, None),
    ]
    assert observed(found(twenty[:19], "", "", "", "u", ""))[0] == (2, 0.05, None, None)


def test_codes_heard_after_the_point_are_counted():
    one = found("ab", "c", "d", "a", "a", "b", "x", "y")
    assert observed(one)[0] == (2, 0.05, 4, 2)


def test_the_same_words_in_all_reach_it_at_the_base_whatever_the_order():
    main = found(*["ab"] * 9).reached[0]
    assert (main.needed.value, main.needed.low, main.needed.high) == (4, 4, 4)
    assert (main.share, main.observed, main.everywhere, main.holds) == (1.0, 4, True, True)
    assert (main.heard, main.codes) == (1.0, 2)
    assert (main.needed.n, main.needed.total, main.needed.unit) == (9, 9, "count")


def test_what_is_not_reached_has_no_value_and_is_not_prolonged():
    one = found(*"abcdefghij")
    for reached in one.reached:
        assert (reached.needed.value, reached.needed.low, reached.needed.high) == (None,) * 3
        assert (reached.observed, reached.later, reached.share) == (None, None, 0.0)
        assert not reached.everywhere
    assert one.judged


def test_an_order_that_fails_counts_as_longer_than_all():
    # two people say the one rare thing each: orders where they come last fail
    one = found(*["ab"] * 6, "x", "y").reached[0]
    assert 0.5 < one.share < 0.975
    assert (one.needed.value, one.needed.low, one.needed.high) == (4, 4, None)
    assert not one.everywhere


def test_what_came_later_undoes_a_run_that_brought_nothing_by_chance():
    # half of the codes come after the first quiet run; with so many runs all orders find one
    one = found(*["ab"] * 20, *"cdefgh", *["ab"] * 14).reached[0]
    assert (one.everywhere, one.observed, one.later, one.codes) == (True, 4, 6, 8)
    assert 0.25 <= one.heard <= 0.5
    assert not one.holds
    # one late code of twenty is within the threshold, one of nineteen is not
    twenty = "abcdefghijklmnopqrst"
    held, undone = (found(*[twenty[:n]] * 20, "u", *[twenty[:n]] * 19).reached[0] for n in (19, 18))
    assert (held.codes, held.later, held.holds) == (20, 1, True)
    assert (undone.codes, undone.later, undone.holds) == (19, 1, False)


def test_reached_by_date_alone_is_not_reached_everywhere_and_neither_is_the_reverse():
    lucky = found(*["ab"] * 6, "x", "y").reached[0]
    assert (lucky.observed, lucky.later, lucky.everywhere) == (4, 2, False)
    # by date each second person brings something new; nearly no other order is so regular
    unlucky = found("a", "a", "a", *"abacadaeafagahaiajakalaman").reached[0]
    assert (unlucky.observed, unlucky.everywhere) == (None, False)
    assert unlucky.share >= 0.975
    assert unlucky.needed.high is not None


@pytest.mark.parametrize("n", range(FEWEST_READ))
def test_under_six_testimonies_nothing_is_judged(n):
    one = found(*["a"] * n)
    assert not one.judged
    assert [(r.needed.value, r.needed.n, r.share) for r in one.reached] == [(None, n, None)] * 4
    assert len(one.curve) == n
    assert one.curve["nouveaux"].isna().all()
    assert one.last.empty


def test_a_base_without_any_code_measures_nothing():
    one = found("", "", "", "", "", "", "a", "")
    assert observed(one)[0] == (2, 0.05, None, None)
    assert found(*[""] * 8).reached[0].share == 0.0


def test_without_any_testimony_there_is_nothing_to_read():
    one = found()
    assert (one.codes, one.read, one.total, len(one.curve), one.judged) == (0, (), 0, 0, False)


# --- who counts ---------------------------------------------------------------------------------


def test_a_testimony_that_nobody_read_is_not_one_that_brings_nothing_new():
    said, testimonies, codebook, readers = heard("ab", "c", "d", "a", "e", "", "", "")
    every = saturation(said, testimonies, codebook, readers, seed=1, orders=50)
    some = saturation(said, testimonies, codebook, readers.iloc[:6], seed=1, orders=50)
    assert (every.reached[0].observed, len(every.read)) == (5, 8)
    assert (some.reached[0].observed, len(some.read), some.total) == (None, 6, 8)
    assert (some.reached[0].needed.n, some.reached[0].needed.total) == (6, 8)


def test_neither_polarity_nor_an_unknown_code_nor_a_repeated_mention_is_a_code():
    said, testimonies, codebook, readers = heard(*["a"] * 6)
    more = pd.DataFrame(
        [("T006", "favorable"), ("T006", "inconnu"), ("T006", "a"), ("T999", "z")], columns=COLUMNS
    )
    one = saturation(pd.concat([said, more]), testimonies, codebook, readers, seed=1, orders=50)
    assert (one.codes, one.reached[0].observed, one.curve["codes_observes"].max()) == (1, 4, 1)


def test_the_observed_order_is_that_of_the_dates_then_of_the_ids():
    said, testimonies, codebook, readers = heard("a", "b", "c", "d", "e", "f")
    turned = testimonies.assign(date=testimonies["date"].to_numpy()[::-1])
    assert saturation(said, turned, codebook, readers, seed=1, orders=9).read[0] == "T006"
    same = testimonies.assign(date=pd.Timestamp("2018-01-01")).iloc[::-1]
    assert saturation(said, same, codebook, readers, seed=1, orders=9).read[0] == "T001"


def test_the_order_of_the_rows_and_the_seed_decide_alike():
    said, testimonies, codebook, readers = heard("ab", "c", "ad", "", "be", "f", "a", "cg", "b")
    one = saturation(said, testimonies, codebook, readers, seed=7)
    two = saturation(
        said.sample(frac=1, random_state=1),
        testimonies.sample(frac=1, random_state=2),
        codebook.sample(frac=1, random_state=3),
        readers.sample(frac=1, random_state=4),
        seed=7,
    )
    pd.testing.assert_frame_equal(one.curve, two.curve)
    assert one.reached == two.reached


def test_each_group_is_judged_on_its_own_people_and_a_small_one_is_not():
    said, testimonies, codebook, readers = heard(
        *["ab"] * 7, *"abcdef", "a", actors=["jeune"] * 7 + ["autorite"] * 6 + ["radio_locale"]
    )
    table = by_actor(said, testimonies, codebook, readers.drop("T007"), seed=1, orders=50)
    assert table[["acteur", "lus", "personnes", "codes", "juge"]].to_numpy().tolist() == [
        ["autorite", 6, 6, 6, True],
        ["jeune", 6, 7, 2, True],
        ["radio_locale", 1, 1, 1, False],
    ]
    assert [r.observed for r in table["reached"]] == [None, 4, None]
    assert [r.rule for r in table["reached"]] == [MAIN] * 3


def test_what_the_last_run_was_first_to_bring_comes_with_who_said_it():
    parts = heard("ab", "a", "b", "a", "b", "a", "xa", "xy", actors=["jeune"] * 7 + ["autorite"])
    rows = last_heard(*parts)[["code", "famille", "id_temoignage", "acteur"]].to_numpy().tolist()
    assert rows == [
        ["x", "theme", "T007", "jeune"],
        ["x", "theme", "T008", "autorite"],
        ["y", "theme", "T008", "autorite"],
    ]
    assert last_heard(*heard(*["a"] * 8)).empty
    assert last_heard(*heard("a", "b", "c")).empty


# --- against a plain count, and against the theory ------------------------------------------------

spoken_codes = st.lists(st.sets(st.sampled_from("abcdefghij"), max_size=4), max_size=12)


@settings(max_examples=60, deadline=None)
@given(spoken_codes)
def test_the_observed_order_is_what_counting_by_hand_gives(spoken):
    one = found(*spoken, orders=3)
    for reached in one.reached:
        assert reached.observed == plain(spoken, reached.rule.run, reached.rule.threshold)
    by_date = [len(set().union(*spoken[: k + 1])) for k in range(len(spoken))]
    assert one.curve["codes_observes"].to_list() == by_date


@settings(max_examples=40, deadline=None)
@given(spoken_codes, st.integers(0, 5))
def test_curves_and_bounds_are_in_their_order_and_end_at_all_codes(spoken, seed):
    one = saturation(*heard(*spoken), seed=seed, orders=40)
    curve = one.curve
    assert (curve["codes_bas"] <= curve["codes"]).all()
    assert (curve["codes"] <= curve["codes_haut"]).all()
    for name in ("codes", "codes_bas", "codes_haut", "codes_observes"):
        assert curve[name].is_monotonic_increasing
        assert curve[name].iloc[-1:].isin([one.codes]).all()
    for r in one.reached:
        if r.needed.value is not None:
            assert BASE <= r.needed.low <= r.needed.value <= (r.needed.high or math.inf)
            assert r.needed.value + r.rule.run <= len(spoken)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcde"), max_size=3), min_size=6, max_size=6))
def test_drawn_orders_reach_it_as_often_as_all_orders_do(spoken):
    every = [plain(order, MAIN.run, MAIN.threshold) for order in itertools.permutations(spoken)]
    truth = sum(one is not None for one in every) / len(every)
    share = saturation(*heard(*spoken), seed=3, orders=2000).reached[0].share
    # five standard errors of 2,000 orders drawn
    assert abs(share - truth) <= 5 * math.sqrt(truth * (1 - truth) / 2000) + 1e-9


def test_the_percentiles_over_orders_are_those_of_all_orders():
    spoken = ["abc", "ad", "b", "abe", "c", "abd", "ac", "b"]
    every = sorted(
        plain(order, 2, 0.05) or math.inf
        for order in itertools.permutations([set(one) for one in spoken])
    )
    middle, low, high = (every[math.ceil(q * len(every)) - 1] for q in (0.5, 0.025, 0.975))
    needed = found(*spoken, orders=4000).reached[0].needed
    expected = [None if math.isinf(one) else one for one in (middle, low, high)]
    assert [needed.value, needed.low, needed.high] == expected
    assert needed.value is not None


def test_the_mean_curve_follows_the_law_of_draws_without_putting_back():
    # a code with h people out of n is heard among k with 1 - C(n-h, k)/C(n, k) (Hurlbert, 1971)
    spoken = ["a"] * 10 + ["ab"] * 5 + ["abc"] * 1
    holders = (16, 6, 1)
    curve = found(*spoken, orders=4000).curve
    for k in (1, 4, 8, 15):
        expected = sum(1 - math.comb(16 - h, k) / math.comb(16, k) for h in holders)
        row = curve.iloc[k - 1]
        assert row["codes_bas"] <= expected <= row["codes_haut"]
    # one person alone brings c: it is heard by k people in k/16 of the orders
    assert curve.loc[curve["temoignages"].eq(7), "codes"].item() == 2
    assert curve.loc[curve["temoignages"].eq(9), "codes"].item() == 3


def test_the_new_codes_of_the_curve_are_those_of_the_next_run_over_the_base():
    curve = found("ab", "c", "d", "a", "e", "f", "a", "b", orders=1).curve
    assert curve["nouveaux"].isna().to_list() == [True] * 3 + [False] * 3 + [True] * 2
    same = found(*["ab"] * 5, "x", orders=400).curve
    # x comes in the run in a third of the orders: over 2.5 % of them, under a half
    assert same.loc[3, ["nouveaux_bas", "nouveaux", "nouveaux_haut"]].to_list() == [0, 0, 0.5]


def test_rules_are_the_main_one_and_stricter_ones():
    assert RULES[0] == MAIN
    one = found("abcdefghijklmnopqrstu", *"abc", "v", "a", "w", *"abcdefgh", orders=300)
    shares = {(r.rule.run, r.rule.threshold): r.share for r in one.reached}
    assert shares[2, 0.05] >= shares[2, 0.0]
    assert shares[3, 0.05] >= shares[3, 0.0]
    assert shares[2, 0.05] >= shares[3, 0.05]


def test_ten_thousand_testimonies_are_read_whole():
    random = np.random.default_rng(1)
    n, codes = 10_000, np.array([f"c{i}" for i in range(100)])
    ids = np.array([f"T{i:05d}" for i in range(n)])
    share = 1 / np.arange(1, 101)
    said = pd.DataFrame(
        {
            "id_temoignage": ids[random.integers(0, n, 200_000)],
            "code": random.choice(codes, 200_000, p=share / share.sum()),
        }
    )
    testimonies = pd.DataFrame(
        {"id": ids, "date": pd.Timestamp("2018-01-01"), "commune": "ML060101", "acteur": "jeune",
         "sexe": "F", "tranche_age": "60+"}
    )  # fmt: skip
    codebook = pd.DataFrame({"code": codes, "famille": "theme"})
    one = saturation(said, testimonies, codebook, pd.Series("c1", index=ids), seed=1)
    assert one.codes == 100
    assert one.reached[0].share == 1
