from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.testimony.lemmas import content_lemmas, lemma, tokens


def pairs(text):
    return [(token.form, token.lemma) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("médiatrices et éleveurs", [("médiatrices", "médiateur"), ("et", "et"), ("éleveurs", "éleveur")]),
        ("l’eau", [("l", "l"), ("eau", "eau")]),
        ("aujourd'hui", [("aujourd'hui", "aujourd’hui")]),
        ("Faut-il partir ?", [("Faut", "falloir"), ("il", "il"), ("partir", "partir")]),
        ("A-t-elle parlé", [("A", "avoir"), ("elle", "elle"), ("parlé", "parler")]),
        ("un rendez-vous", [("un", "un"), ("rendez-vous", "rendez-vous")]),
        ("mon beau-frère", [("mon", "son"), ("beau-frère", "beau-frère")]),
    ],
)  # fmt: skip
def test_words_are_cut_as_french_cuts_them(text, expected):
    assert pairs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le formateur est revenu deux fois.", "revenir"),
        ("Un revenu pour les femmes.", "revenu"),
        ("Elle n’est jamais revenue.", "revenir"),
        ("Ils ont enfin partagé le puits.", "partager"),
        ("Le puits a été partagé.", "partager"),
        ("Il a marché toute la nuit.", "marcher"),
        ("Il y a marché le lundi.", "marché"),
        ("Au marché du lundi.", "marché"),
        ("C’était le comité.", "comité"),
        ("Ils ont l’entrée du bourgou à garder.", "entrée"),
        ("Nous les avions choisis.", "choisir"),
    ],
)
def test_a_participle_is_its_verb_after_an_auxiliary_only(text, expected):
    assert expected in content_lemmas(text)


def test_the_participle_of_one_sentence_does_not_reach_a_noun_further_on():
    assert "marché" in content_lemmas("Ils sont au grand marché.")


def test_what_grammar_needs_tells_no_subject():
    assert content_lemmas("Jusqu’à ce qu’il nous y ait mis, nous n’avions rien dit.") == []


@given(st.text(alphabet="aàéêlnqt'’- .,\n🐪ⵣ", max_size=60))
def test_each_word_stands_where_it_says(text):
    found = tokens(text)
    for token in found:
        assert text[token.start : token.end] == token.form
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_lemma_is_written_small():
    assert lemma("Tombouctou") == "tombouctou"
