import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lecons.testimony.reliability.sentences import sentences


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il est venu. Elle aussi.", ["Il est venu.", "Elle aussi."]),
        ("Pourquoi\u202f? Parce que… c’est ainsi.", ["Pourquoi\u202f?", "Parce que… c’est ainsi."]),
        ("Hé ! viens ici. Non !", ["Hé ! viens ici.", "Non !"]),
        ("Elle a dit : « Venez ! » Puis rien.", ["Elle a dit : « Venez ! »", "Puis rien."]),
        ("« Qui a parlé ? » dit-il. « Moi. »", ["« Qui a parlé ? » dit-il.", "« Moi. »"]),
        ("Le chef (absent). Deux hommes.", ["Le chef (absent).", "Deux hommes."]),
        ("Quoi ?! Encore !!! Oui", ["Quoi ?!", "Encore !!!", "Oui"]),
        ("Sans point final", ["Sans point final"]),
        ("Un\n\nDeux\n– Trois", ["Un", "Deux", "– Trois"]),
        ("coupé\nà la ligne. Fin", ["coupé\nà la ligne.", "Fin"]),
        ("قال الرجل نعم. ثم ذهب؟ لا", ["قال الرجل نعم.", "ثم ذهب؟", "لا"]),
        ("ⴰⵣⵓⵍ. ⵜⴰⵏⵎⵎⵉⵔⵜ.", ["ⴰⵣⵓⵍ.", "ⵜⴰⵏⵎⵎⵉⵔⵜ."]),
        ("Voilà 😀. Bien.", ["Voilà 😀.", "Bien."]),
        ("", []),
        (" \n ", []),
        ("...", ["..."]),
    ],
)
def test_a_mark_ends_a_sentence_and_keeps_what_closes_it(text, expected):
    assert split(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "M. Cissé et Mme. Touré sont venus",
        "A. Touré, J.-C. Diallo et B. Maïga",
        "3.5 tonnes, soit 12.000 sacs",
        "cf. Tonka, art. 5 et p. 12",
        "riz, mil, etc. et puis rien",
    ],
)
def test_a_full_stop_that_shortens_a_word_ends_nothing(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    "text", ["Il y a eu le vol. Ensuite rien.", "Et ainsi, etc. Puis rien.", "Il y a. Non."]
)
def test_a_word_that_may_also_be_an_abbreviation_ends_a_sentence(text):
    assert len(split(text)) == 2


@given(st.text(alphabet=st.sampled_from("aÉb.?!…»« \n\u00a0’-–M1é؟م😀)"), max_size=60) | st.text())
@example("a. »  . B\n\n!")
def test_sentences_hold_all_of_a_text_but_its_spaces_and_do_not_overlap(text):
    places = sentences(text)
    covered = set()
    for start, end in places:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert covered.isdisjoint(range(start, end))
        covered |= set(range(start, end))
    assert places == sorted(places)
    assert all(text[i].isspace() for i in set(range(len(text))) - covered)
