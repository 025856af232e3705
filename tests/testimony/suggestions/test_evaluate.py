import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.estimates import wilson
from lecons.testimony.suggestions import evaluate
from lecons.testimony.suggestions.evaluate import (
    AIMED,
    VOICES,
    Task,
    out_of_fold,
    scores_without,
    thresholds,
    trial,
)
from lecons.testimony.suggestions.features import reader


def cut(found, has, speakers):
    column = np.array(found, dtype=float)[:, None]
    return float(thresholds(column, np.array(has, dtype=bool)[:, None], np.array(speakers))[0])


def test_the_threshold_finds_most_while_six_proposals_in_ten_are_right():
    falling = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]
    assert cut(falling, [1, 1, 0, 1, 0, 0], range(6)) == 0.6
    assert cut(falling, [1, 1, 1, 0, 0, 1], range(6)) == 0.4
    assert cut(falling, [1, 1, 1, 1, 1, 1], range(6)) == 0.4
    # a fourth right one would come with three wrong ones
    assert cut([*falling, 0.3], [1, 1, 1, 0, 0, 0, 1], range(7)) == 0.7


def test_two_voices_make_no_threshold():
    assert cut([0.9, 0.8, 0.7, 0.1], [1, 1, 1, 0], [1, 1, 2, 3]) == np.inf
    assert cut([0.9, 0.8, 0.7, 0.1], [1, 1, 1, 0], [1, 4, 2, 3]) == 0.7


def test_equal_scores_are_proposed_together_or_not_at_all():
    # three right, then five wrong at one score: no cut lies between them
    assert (
        cut([0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], [1, 1, 1, 0, 0, 0, 0, 0], range(8)) == np.inf
    )


def test_a_code_that_nobody_has_has_no_threshold():
    assert cut([0.9, 0.8], [0, 0], [1, 2]) == np.inf


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.booleans(), st.integers(0, 4)), min_size=1, max_size=25
    )
)
def test_a_threshold_is_what_trying_every_score_finds(rows):
    found, has, speakers = (np.array(column) for column in zip(*rows, strict=True))
    good = [
        score
        for score in found
        if has[found >= score].mean() >= AIMED
        and len(set(speakers[(found >= score) & has])) >= VOICES
    ]
    most = max((has[found >= score].sum() for score in good), default=0)
    expected = max((s for s in good if has[found >= s].sum() == most), default=np.inf)
    assert cut(found, has, speakers) == expected


def task(texts, truth, speakers):
    meant = ["Radio", "Puits"][: np.array(truth).shape[1]]
    words = reader([*texts, *meant]).read([*texts, *meant])
    own = np.eye(len(meant), dtype=bool)
    return Task(words, np.vstack([np.array(truth, dtype=bool), own]), np.array(speakers))


@pytest.fixture
def learnable():
    texts, truth, speakers = [], [], []
    for person in range(20):
        for said, has in (
            (f"La radio parle songhay le soir {person}", True),
            ("Le puits manque d’eau", False),
            ("Il fait chaud au marché", False),
        ):
            texts.append(said)
            truth.append([has])
            speakers.append(person)
    return task(texts, truth, speakers)


def test_nobody_is_scored_by_what_was_learnt_from_themselves(learnable, monkeypatch):
    asked = []

    def spied(given, rows, tried):
        asked.append((rows.copy(), tried))
        return scores_without(given, rows, tried)

    monkeypatch.setattr(evaluate, "scores_without", spied)
    found = out_of_fold(learnable, learnable.everybody, 1)
    assert np.isfinite(found).all()
    for rows, tried in asked:
        learnt = rows[: len(learnable.speakers)]
        assert not set(learnable.speakers[learnt]) & set(learnable.speakers[tried])
    assert sorted(np.concatenate([tried for _, tried in asked])) == list(range(60))


def test_the_threshold_of_a_fold_is_chosen_without_those_that_it_is_tried_on(
    learnable, monkeypatch
):
    outer = []

    def spied(given, rows, seed):
        outer.append(set(given.speakers[rows[: len(given.speakers)]]))
        found = out_of_fold(given, rows, seed)
        assert np.isnan(found[~rows[: len(given.speakers)]]).all()
        return found

    monkeypatch.setattr(evaluate, "out_of_fold", spied)
    trial(learnable, 1)
    assert {len(persons) for persons in outer} == {16}


def test_what_can_be_learnt_is_found_right(learnable):
    row = trial(learnable, 1).iloc[0]
    assert row["precision"].value == 1
    assert row["recall"].value == 1
    # twenty sentences, however often folds are drawn anew
    assert (row["precision"].n, row["recall"].n) == (20, 20)
    assert row["recall"].low == pytest.approx(wilson(20, 20).low)


def test_codes_dealt_at_random_are_hardly_proposed_and_as_often_wrong_as_chance():
    rng = np.random.default_rng(4)
    words = rng.choice(["eau", "puits", "radio", "bête", "chef", "route", "soir"], size=(150, 4))
    texts = [" ".join(one) for one in words]
    found = trial(task(texts, rng.random((150, 2)) < 0.1, np.repeat(np.arange(50), 3)), 3)
    for one in found["precision"]:
        assert one.n <= 15
        assert one.value is None or one.value < 0.5


def test_the_same_seed_draws_the_same_figures(learnable):
    first, again = trial(learnable, 5), trial(learnable, 5)
    assert first.to_dict() == again.to_dict()


def test_a_single_person_can_be_tried_on_nobody():
    one = task(["La radio parle", "Le puits", "Le soir"], [[True], [False], [False]], [0, 0, 0])
    assert np.isnan(out_of_fold(one, one.everybody, 0)).all()
    row = trial(one, 0).iloc[0]
    assert (row["precision"].value, row["recall"].value) == (None, 0)
