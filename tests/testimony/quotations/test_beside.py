from datetime import date

import pandas as pd
import pytest
from lecons.testimony.quotations import Decision, Decisions, with_context, with_translations

TEXT = "Il pleuvait. Nous avons creusé le puits. Moussa a pleuré."
PLACE = ("T1", 13, 40)


def quoted(extrait="Nous avons creusé le puits."):
    return pd.DataFrame(
        {"id": ["S1"], "id_temoignage": ["T1"], "debut": [13], "fin": [40], "extrait": [extrait]}
    )


def translated(*, reviewed=False, barred=None):
    one = Decision("S1", "", "We dug Moussa’s well.", reviewed, "Awa", date(2018, 3, 1), "")
    bars = {barred: Decision("S1", "écarter", "", False, "Ali", date(2018, 3, 1), "connu")}
    return Decisions(translated={PLACE: one}, barred=bars if barred else {})


def translation(frame, decisions, edition):
    return with_translations(frame, decisions, edition)["traduction_en"].to_list()


def test_a_translation_stands_beside_the_passage_that_it_translates():
    assert translation(quoted(), translated(), "interne") == ["We dug Moussa’s well."]
    assert translation(quoted().assign(debut=0), translated(), "interne") == [None]


@pytest.mark.parametrize("edition", ["publique", "autre"])
def test_outside_the_internal_edition_only_a_translation_that_was_reread_is_shown(edition):
    assert translation(quoted(), translated(), edition) == [None]
    assert translation(quoted(), translated(reviewed=True), edition) == ["We dug Moussa’s well."]


@pytest.mark.parametrize("edition", ["interne", "publique"])
def test_no_translation_is_shown_of_words_that_may_not_be_read_or_are_barred(edition):
    decisions = translated(reviewed=True)
    assert translation(quoted(None), decisions, edition) == [None]
    assert translation(quoted(float("nan")), decisions, edition) == [None]
    barred = translated(reviewed=True, barred=("T1", 0, 20))
    assert translation(quoted(), barred, edition) == [None]


def context(texte, decisions=None, extrait="Nous avons creusé le puits."):
    people = pd.DataFrame({"id": ["T1"], "texte": [texte]})
    found = with_context(quoted(extrait), people, decisions or Decisions())
    return found[["avant", "apres"]].to_numpy().tolist()


def test_the_context_is_what_was_said_around():
    assert context(TEXT) == [["Il pleuvait.", "Moussa a pleuré."]]


def test_there_is_no_context_where_the_text_or_the_passage_may_not_be_read():
    assert context(None) == [[None, None]]
    assert context(TEXT, extrait=None) == [[None, None]]


def test_barred_words_are_no_context():
    bar = {("T1", 41, 47): Decision("S2", "écarter", "", False, "Ali", date(2018, 3, 1), "nom")}
    assert context(TEXT, Decisions(barred=bar)) == [["Il pleuvait.", None]]
