import socket
import sys

import numpy as np
import pytest
from lecons.errors import LeconsError
from lecons.testimony.suggestions import vectors as model
from lecons.testimony.suggestions.centroids import directions, scores
from lecons.testimony.suggestions.features import reader, scale
from lecons.testimony.suggestions.vectors import unit, vectors

TEXTS = ["La radio parle songhay", "Le puits manque d’eau", "La radio du puits", "Rien d’autre"]


@pytest.fixture
def fresh_model():
    """The model is read from its files again, before and after."""
    model._model.cache_clear()
    yield
    model._model.cache_clear()


def test_vectors_come_from_installed_files_alone(monkeypatch, tmp_path, fresh_model):
    def refused(*args, **kwargs):
        raise AssertionError("network asked for")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = vectors(["La médiatrice a parlé", ""])
    assert found.shape == (2, 256)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 0])
    assert list(tmp_path.iterdir()) == []
    assert "wordllama" not in sys.modules


def test_sentences_that_say_nearly_the_same_are_near():
    water, again, radio = vectors(
        ["Il n’y a plus d’eau au puits", "Le puits est sans eau", "J’écoute l’émission"]
    )
    assert water @ again > water @ radio


def test_without_the_package_the_error_says_what_to_install(monkeypatch, fresh_model):
    monkeypatch.setattr(model, "find_spec", lambda name: None)
    with pytest.raises(LeconsError, match=r"n’est pas installé.*lecons\[labo\]"):
        vectors(["mot"])


def test_with_a_package_that_lost_its_weights_the_error_names_them(
    monkeypatch, tmp_path, fresh_model
):
    class Found:
        submodule_search_locations = [str(tmp_path)]

    monkeypatch.setattr(model, "find_spec", lambda name: Found)
    with pytest.raises(LeconsError, match=r"l2_supercat_256\.safetensors"):
        vectors(["mot"])


def test_without_scikit_learn_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.feature_extraction.text", None)
    with pytest.raises(LeconsError, match=r"scikit-learn.*lecons\[labo\]"):
        reader(TEXTS)


def test_a_row_of_zeros_has_no_direction():
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]


def likeness(looks):
    return sum(
        np.asarray((one @ one.T).todense() if hasattr(one, "todense") else one @ one.T)
        for one in looks
    )


def test_a_sentence_is_wholly_like_itself_and_less_like_others():
    read = reader(TEXTS).read(TEXTS)
    found = likeness(scale(read, np.ones(4, dtype=bool)).apply(read))
    assert np.diagonal(found) == pytest.approx(np.ones(4))
    assert found[0, 2] > found[0, 1]
    assert found.max() == pytest.approx(1)


def test_what_only_the_tried_sentences_say_weighs_nothing():
    texts = ["La radio parle", "Le puits manque", "Zébu zébu zébu"]
    read = reader(texts).read(texts)
    learnt = np.array([True, True, False])
    looks = scale(read, learnt).apply(read)
    assert looks[1][2].sum() == 0
    assert scale(read, learnt).centre == pytest.approx(read.vectors[:2].mean(axis=0))


def test_words_never_met_leave_a_text_with_nothing_but_its_letters_and_vector():
    made = reader(["La radio parle"])
    read = made.read(["Wxyz"])
    looks = scale(made.read(["La radio parle"]), np.array([True])).apply(read)
    assert all(np.isfinite(one.data if hasattr(one, "data") else one).all() for one in looks[:2])
    assert looks[1].nnz == 0


def test_a_code_lies_towards_the_sentences_that_have_it():
    texts = ["La radio parle", "La radio du soir", "Le puits est sec", "Le puits du soir"]
    read = reader(texts).read(texts)
    looks = scale(read, np.ones(4, dtype=bool)).apply(read)
    truth = np.array(
        [[True, False, False], [True, False, False], [False, True, False], [False, True, False]]
    )
    found = scores(looks, directions(looks, truth, np.array([True, False, True, False])))
    assert found[1, 0] > 0 > found[3, 0]
    assert found[3, 1] > 0 > found[1, 1]
    # nobody has the third code: to be unlike the others is all that can be said of it
    assert (found[:, 2] <= 1e-9).all()
