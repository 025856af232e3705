"""The interval of α: what it is made of, and whether it holds the truth of simulated projects."""

import numpy as np
import pandas as pd
import pytest
from lecons.testimony.reliability import bootstrap
from lecons.testimony.reliability.bootstrap import alpha, contributions, interval, resampled
from lecons.testimony.reliability.coefficients import disagreement, krippendorff
from lecons.testimony.reliability.units import Decisions

PREVALENCE = np.array([0.25, 0.15, 0.12, 0.10, 0.08, 0.08, 0.06, 0.05])


def decisions(read, marked, testimonies):
    units = pd.DataFrame({"id_temoignage": testimonies, "debut": 0, "fin": 1})
    coders = tuple(f"c{i}" for i in range(read.shape[1]))
    codes = tuple(f"k{j}" for j in range(marked.shape[2]))
    return Decisions(units, coders, codes, read, marked & read[:, :, None])


@pytest.fixture
def three_coders():
    """Forty sentences of eight testimonies, three coders of whom each misses some, four codes."""
    rng = np.random.default_rng(5)
    truth = rng.random((40, 1, 4)) < [0.4, 0.2, 0.1, 0.3]
    marked = truth ^ (rng.random((40, 3, 4)) < 0.15)
    testimonies = np.repeat([f"T{i:02}" for i in range(8)], 5)
    read = np.repeat(rng.random((8, 3)) < 0.7, 5, axis=0)
    return decisions(read, marked, testimonies)


def test_what_testimonies_add_gives_the_alpha_of_each_code(three_coders):
    seen, chance = disagreement(contributions(three_coders).sum(axis=0))
    for j, code in enumerate(three_coders.codes):
        found = krippendorff(three_coders.table(code))
        assert 1 - seen[j] / chance[j] == pytest.approx(found.value)
        assert (1 - seen[j], 1 - chance[j]) == (
            pytest.approx(found.observed), pytest.approx(found.expected),
        )  # fmt: skip


def test_alpha_over_codes_is_alpha_on_sets_of_codes(three_coders):
    """By its definition: pairs of sets, as far apart as the codes that one has and the other not."""
    sets = [
        [frozenset(np.flatnonzero(m)) for m, r in zip(marks, read, strict=True) if r]
        for marks, read in zip(three_coders.marked, three_coders.read, strict=True)
    ]
    sets = [unit for unit in sets if len(unit) > 1]
    every = [one for unit in sets for one in unit]
    seen = sum(
        len(a ^ b) / (len(unit) - 1)
        for unit in sets
        for i, a in enumerate(unit)
        for j, b in enumerate(unit)
        if i != j
    )
    chance = sum(len(a ^ b) for a in every for b in every)
    found = alpha(*disagreement(contributions(three_coders).sum(axis=0)))
    assert found == pytest.approx(1 - (len(every) - 1) * seen / chance)


def test_rare_and_common_codes_together_are_no_merit_of_the_coders():
    """Coders who mark a common and a rare code by chance are at 0, and above it if codes are pooled."""
    rng = np.random.default_rng(1)
    marked = rng.random((4000, 2, 2)) < [0.7, 0.05]
    found = decisions(np.ones((4000, 2), bool), marked, np.arange(4000).astype(str))
    added = contributions(found).sum(axis=0)
    assert alpha(*disagreement(added)) == pytest.approx(0, abs=0.04)
    assert alpha(*disagreement(added.sum(axis=0, keepdims=True))) > 0.3


def test_a_code_that_does_not_vary_changes_nothing(three_coders):
    added = contributions(three_coders)
    blank = np.zeros_like(added[:, :1])
    blank[:, 0, 0, 0] = added[:, 0].sum(axis=(1, 2))
    more = np.concatenate([added, blank], axis=1)
    assert alpha(*disagreement(more.sum(axis=0))) == alpha(*disagreement(added.sum(axis=0)))
    assert np.isnan(alpha(*disagreement(blank.sum(axis=0))))


def test_the_same_seed_draws_the_same_testimonies(three_coders):
    added = contributions(three_coders)
    first, again, other = (alpha(*resampled(added, seed)) for seed in (7, 7, 8))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(first) == bootstrap.RESAMPLES


def test_drawing_in_parts_draws_the_same(three_coders, monkeypatch):
    added = contributions(three_coders)
    whole = alpha(*resampled(added, 7))
    monkeypatch.setattr(bootstrap, "_AT_ONCE", 5_000)
    assert alpha(*resampled(added, 7)) == pytest.approx(whole)


def test_testimonies_that_resemble_themselves_have_a_wider_interval_than_their_sentences():
    rng = np.random.default_rng(2)
    truth = np.repeat(rng.random((12, 1, 1)) < 0.5, 10, axis=0)
    # a testimony is easy to code, or hard from end to end
    hard = np.repeat(rng.random((12, 1, 1)) < 0.3, 10, axis=0)
    marked = truth ^ (rng.random((120, 2, 1)) < np.where(hard, 0.45, 0.02))
    read = np.ones((120, 2), bool)
    width = {}
    for name, labels in (
        ("testimonies", np.repeat(np.arange(12), 10)), ("sentences", np.arange(120)),
    ):  # fmt: skip
        added = contributions(decisions(read, marked, labels.astype(str)))
        value = float(alpha(*disagreement(added.sum(axis=0))))
        found = interval(value, alpha(*resampled(added, 3)), len(added), len(added))
        assert found.low < value < found.high
        width[name] = found.high - found.low
    assert width["testimonies"] > 1.3 * width["sentences"]


@pytest.mark.parametrize(
    ("value", "n", "draws"),
    [(0.7, 4, [0.6, 0.8] * 9), (1.0, 30, [1.0, 0.9] * 9), (0.7, 30, [0.7] * 18),
     (0.7, 30, [np.nan] * 10 + [0.6, 0.8] * 4)],
)  # fmt: skip
def test_no_interval_where_nothing_tells_how_far_alpha_could_move(value, n, draws):
    found = interval(value, np.array(draws), n, 40)
    assert (found.value, found.low, found.high, found.n, found.total) == (value, None, None, n, 40)


def test_an_interval_stays_where_alpha_can_be():
    found = interval(0.2, np.array([-1.0, 1.0] * 9), 6, 6)
    assert (found.low, found.high) == (-1, 1)


def project(rng, testimonies):
    """What each testimony adds, where people tell different things and some are hard to code."""
    k = len(PREVALENCE)
    added = np.zeros((testimonies, k, 2, 2))
    for one in added:
        told = rng.beta(PREVALENCE * 2.5, (1 - PREVALENCE) * 2.5)
        missed = rng.beta(2, 10)
        truth = rng.random((2 + rng.poisson(7), k)) < told
        first, second = (
            np.where(truth, rng.random(truth.shape) > missed, rng.random(truth.shape) < missed / 8)
            for _ in range(2)
        )
        one[:, 1, 1] = 2 * (first & second).sum(axis=0)
        one[:, 0, 0] = 2 * (~first & ~second).sum(axis=0)
        one[:, 0, 1] = one[:, 1, 0] = (first ^ second).sum(axis=0)
    return added


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """Twelve testimonies, 300 projects; the share itself is uncertain by 1.3 points."""
    rng = np.random.default_rng(20180323)
    truth = float(alpha(*disagreement(project(rng, 8_000).sum(axis=0))))
    held = []
    for number in range(300):
        added = project(rng, 12)
        value = float(alpha(*disagreement(added.sum(axis=0))))
        found = interval(value, alpha(*resampled(added, number)), 12, 12)
        held.append(found.low <= truth <= found.high)
    assert 0.91 <= np.mean(held) <= 0.985
