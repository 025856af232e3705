import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.names import Mention, Places, find, merge

pytestmark = pytest.mark.xdist_group("names")


@pytest.fixture(scope="module")
def seen(country):
    """What is found in a text: (words, kind) in order."""
    return lambda text, known=(): [(m.text, m.kind) for m in find(text, country, known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J’ai vu Inzoma Ag Rissa partir.", ["Inzoma Ag Rissa"]),
        ("j’ai vu kiro ag dalla partir", ["kiro ag dalla"]),
        ("Attayoub Ag Kori Ag Sallé a signé.", ["Attayoub Ag Kori Ag Sallé"]),
        (
            "C’est Bakaou Ould Dahi et Tellit Walet Dorha.",
            ["Bakaou Ould Dahi", "Tellit Walet Dorha"],
        ),
        ("On cite Zeïda Mint Harrou.", ["Zeïda Mint Harrou"]),
        ("fatoumata toure vend du lait", ["fatoumata toure"]),
        ("FATOUMATA TOURÉ vend du lait", ["FATOUMATA TOURÉ"]),
        ("La fille d’Aïcha et celle d'Aminata.", ["Aïcha", "Aminata"]),
        ("Je cite B. Yattara et Modibo K. seulement.", ["B. Yattara", "Modibo K"]),
        ("Le dossier de M. Lompolo est chez Dr Fourier.", ["Lompolo", "Fourier"]),
        ("L’imam Perle a parlé.", ["Perle"]),
        ("le vieux kourandi a tout vu", ["kourandi"]),
        ("Jean-Baptiste Zoumbara prête la salle.", ["Jean-Baptiste Zoumbara"]),
        ("Il a parlé à Zourkani, puis Zourkani est parti.", ["Zourkani", "Zourkani"]),
        ("Avec Seydou Ba et Awa Sow.", ["Seydou Ba", "Awa Sow"]),
    ],
)
def test_names_are_found_whole_however_they_are_written(seen, text, expected):
    assert [words for words, kind in seen(text) if kind == "personne"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le chef de village et l’imam ont signé devant le préfet.",
        "M. le maire est là. Mme la présidente aussi.",
        "Les Touaregs, les Peuls et les Bella parlent songhay ou tamasheq.",
        "L’AMSS, l’USAID et la MINUSMA sont venues de Tombouctou et de Gao en mars.",
        "Bah, on verra. Personne n’est venu. Il a tout pris.",
        "Mon fils est parti. Il reviendra après la Tabaski.",
        "Le poste est à mon mari. Il l’emporte.",
        "En 2017-2018 la récolte valait 20 000 000 francs, et 12 500 000 avant.",
        "En mars 2017, la mare était sèche.",
    ],
)
def test_roles_peoples_organisations_cercles_and_amounts_name_nobody(seen, text):
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au 76 12 34 56 le soir.", ("76 12 34 56", "telephone")),
        ("Au 76.12.34.56.", ("76.12.34.56", "telephone")),
        ("Au 76-12-34-56.", ("76-12-34-56", "telephone")),
        ("Au 76123456.", ("76123456", "telephone")),
        ("Au 7612 3456.", ("7612 3456", "telephone")),
        ("Au +223 76 12 34 56.", ("+223 76 12 34 56", "telephone")),
        ("Au (+223) 76123456.", ("(+223) 76123456", "telephone")),
        ("Au 0022376123456.", ("0022376123456", "telephone")),
        ("C’était le 12 mars 2017. Puis rien.", ("12 mars 2017", "date")),
        ("C’était le 12 mars. Puis rien.", ("12 mars", "date")),
        ("C’était le 1er févr. 2018.", ("1er févr. 2018", "date")),
        ("C’était le vendredi 3 mars.", ("vendredi 3 mars", "date")),
        ("C’était du 3 au 5 juin 2018.", ("3 au 5 juin 2018", "date")),
        ("C’était le douze mars 2017.", ("douze mars 2017", "date")),
        ("C’était le 10 Ramadan 1439.", ("10 Ramadan 1439", "date")),
        ("C’était le 12/03/2017.", ("12/03/2017", "date")),
        ("C’était le 2017-03-12.", ("2017-03-12", "date")),
        ("NINA 18504012345678 W.", ("18504012345678 W", "identifiant")),
        ("Carte d’identité n° 998877.", ("998877", "identifiant")),
        ("Le badge A01.", ("A01", "identifiant")),
        ("Le camion AB 1234 MD.", ("AB 1234 MD", "identifiant")),
        ("Ma carte d’identité est le 0345127.", ("0345127", "identifiant")),
        ("Le dossier 45/2017 dort.", ("45/2017", "identifiant")),
        ("La plainte n° 112/2016 dort.", ("112/2016", "identifiant")),
        ("Écrire à m.toure-2@exemple.org.", ("m.toure-2@exemple.org", "courriel")),
        ("Je vis à Tonka depuis peu.", ("Tonka", "lieu")),
        ("je vis à bourem inaly depuis peu", ("bourem inaly", "lieu")),
        ("La foire de M’Bouna a repris.", ("M’Bouna", "lieu")),
        ("Il dort au puits de Tin Zoumba.", ("puits de Tin Zoumba", "lieu")),
        ("Ceux du quartier Zoumbarra.", ("quartier Zoumbarra", "lieu")),
    ],
)
def test_numbers_dates_identifiers_and_places_are_found_as_such(seen, text, expected):
    assert seen(text) == [expected]


def test_a_person_who_gives_a_place_its_name_is_found_as_a_person(seen):
    assert ("Mossa Ag Ali", "personne") in seen("Au puits de Mossa Ag Ali, on boit.")


def test_a_name_that_was_added_is_found_without_accents_or_capitals_as_whole_words(seen):
    assert seen("on a vu perle d or et des perles", ["Perle d’Or"]) == [("perle d or", "personne")]
    assert seen("on a vu perle d or et des perles") == []


def test_a_likely_name_is_for_a_person_to_judge_and_a_filiation_is_certain(country):
    mentions = find("Zourkani a vu Kori Ag Dalla.", country)
    assert [(m.text, m.rule, m.certain) for m in mentions] == [
        ("Zourkani", "majuscule", False),
        ("Kori Ag Dalla", "filiation", True),
    ]


def test_people_who_overlap_become_one_and_beat_a_place():
    text = "Issa Maïga Tonka"
    one = Mention(0, 10, text[:10], "personne", "modele", False)
    two = Mention(5, 16, text[5:], "personne", "majuscule", False)
    place = Mention(11, 16, "Tonka", "lieu", "modele", False)
    assert [(m.text, m.kind) for m in merge(text, [place, one, two])] == [(text, "personne")]


# what a name may stand in: letters and marks of all scripts, digits, control characters, line ends
ANYTHING = st.text(max_size=60)
NAMED = st.text(alphabet=string.ascii_letters + "éèïâç", min_size=2, max_size=9)
FEW = settings(max_examples=60, deadline=None)


@FEW
@given(ANYTHING, st.lists(NAMED, max_size=3))
def test_mentions_lie_in_the_text_sorted_and_apart(text, known):
    end = 0
    for mention in find(text, Places(), known):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


def _hidden(text, start, end, kind):
    told = {i for m in find(text, Places()) if m.kind == kind for i in range(m.start, m.end)}
    return all(i in told for i in range(start, end) if text[i].isalnum())


@FEW
@given(ANYTHING, NAMED, st.sampled_from(["Ag", "ag", "Walet", "Ould", "Mint"]), NAMED, ANYTHING)
def test_a_filiation_is_found_whatever_surrounds_it(before, one, link, other, after):
    planted = f"{one} {link} {other}"
    text = f"{before} {planted}, {after}"
    start = len(before) + 1
    assert _hidden(text, start, start + len(planted), "personne")


@FEW
@given(
    ANYTHING,
    st.from_regex(
        r"(\+223 ?)?[5-9][0-9]([ .-]?[0-9]{2}){3}", fullmatch=True, alphabet=string.printable
    ),
    ANYTHING,
)
def test_a_telephone_number_is_found_whatever_surrounds_it(before, number, after):
    text = f"{before}\n{number}\n{after}"
    start = len(before) + 1
    assert _hidden(text, start, start + len(number), "telephone")


def test_a_very_long_text_and_halves_of_characters_are_read_to_the_end():
    text = "Rien à dire. " * 2_000 + "\ud83d Kori Ag Dalla, " + "a" * 30_000 + " 76 12 34 56"
    assert [m.text for m in find(text, Places())] == ["Kori Ag Dalla", "76 12 34 56"]
