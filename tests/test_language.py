from datetime import date

import pytest
from lecons.errors import ParameterError
from lecons.language import Language, languages
from lecons.privacy.cells import Discretion

FR, EN = Language("fr"), Language("en")
THIN, HARD, MINUS = "\u202f", "\u00a0", "\u2212"


def test_french_comes_first_among_the_languages():
    assert languages()[0] == "fr"
    assert "en" in languages()


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (0, 0, "0", "0"),
        (2683, 0, f"2{THIN}683", "2,683"),
        (1234567.891, 2, f"1{THIN}234{THIN}567,89", "1,234,567.89"),
        (3.14159, 1, "3,1", "3.1"),
        (-4.5, 1, f"{MINUS}4,5", f"{MINUS}4.5"),
    ],
)
def test_numbers_are_written_as_readers_do(value, digits, french, english):
    assert FR.number(value, digits) == french
    assert EN.number(value, digits) == english


@pytest.mark.parametrize(
    ("share", "digits", "french", "english"),
    [
        (0.654, 1, f"65,4{HARD}%", "65.4%"),
        (0.5, 0, f"50{HARD}%", "50%"),
        (1, 1, f"100,0{HARD}%", "100.0%"),
    ],
)
def test_percents_are_written_as_readers_do(share, digits, french, english):
    assert FR.percent(share, digits) == french
    assert EN.percent(share, digits) == english


def test_a_negative_percent_has_a_true_minus_sign():
    assert FR.percent(-0.05) == f"{MINUS}5,0{HARD}%"
    assert EN.percent(-0.05) == f"{MINUS}5.0%"


def test_what_rounds_to_zero_has_no_sign():
    assert FR.number(-0.001, 2) == "0,00"


@pytest.mark.parametrize("day", [date(2018, 3, 23), "2018-03-23"])
def test_days_and_months_are_named(day):
    assert (FR.day(day), EN.day(day)) == ("23 mars 2018", "23 March 2018")
    assert (FR.month(day), EN.month(day)) == ("mars 2018", "Mar 2018")


def test_a_list_ends_with_and():
    assert FR.listing(["Gao", "Kidal", "Ber"]) == "Gao, Kidal et Ber"
    assert EN.listing(["Gao", "Kidal", "Ber"]) == "Gao, Kidal and Ber"
    assert FR.listing(["Gao"]) == "Gao"
    assert FR.listing([]) == ""


def test_a_message_fills_its_places_in_the_format_of_the_language():
    message = "{a:pct} {n:int} {s:dec} {e:signed} {p:points} {j:date} {m:month} {x}"
    values = {
        "a": 0.654,
        "n": 2683,
        "s": 3.14159,
        "e": 0.5,
        "p": -0.123,
        "j": "2018-03-23",
        "m": date(2018, 3, 1),
        "x": "Ber",
    }
    assert FR.t(message, **values) == (
        f"65,4{HARD}% 2{THIN}683 3,14 +0,50 {MINUS}12,3 23 mars 2018 mars 2018 Ber"
    )
    assert EN.t(message, **values) == (
        f"65.4% 2,683 3.14 +0.50 {MINUS}12.3 23 March 2018 Mar 2018 Ber"
    )


def test_a_signed_number_shows_its_sign_and_zero_shows_none():
    written = [FR.t("{e:signed}", e=value) for value in (0.5, -0.5, 0)]
    assert written == ["+0,50", f"{MINUS}0,50", "0,00"]


def test_a_missing_value_is_a_dash_whatever_its_format():
    assert FR.t("{a:pct} {b:int} {c}", a=None, b=None, c=None) == "– – –"


def test_braces_in_a_value_are_left_as_they_are():
    assert FR.t("Il a dit : {mots}", mots="{n:int}") == "Il a dit : {n:int}"


def test_a_text_of_the_project_or_of_the_catalogue_stands_inside_a_message():
    text = {"fr": "jeune", "en": "young person"}
    assert (FR.t("{qui}", qui=text), EN.t("{qui}", qui=text)) == ("jeune", "young person")
    assert FR.t("{quoi}", quoi={"t": "Sans traduction"}) == "Sans traduction"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 accord tient"),
        (1, "1 accord tient"),
        (1.5, "2 accord tient"),
        (2, "2 accords tiennent"),
    ],
)
def test_words_agree_with_their_figure(count, said):
    assert FR.t("{k:int} {k:?accord tient|accords tiennent}", k=count) == said


def test_words_agree_as_the_language_counts():
    assert [EN.t("{k:int} {k:?holds|hold}", k=k) for k in (0, 1, 2)] == [
        "0 hold",
        "1 holds",
        "2 hold",
    ]


def test_words_agree_with_a_coarse_figure_without_telling_it():
    coarse = Language("fr", Discretion(5))
    message = "{k:pers} {k:?accord tient|accords tiennent} sur {n:pers}"
    assert coarse.t(message, k=1, n=60) == coarse.t(message, k=4, n=60)
    assert coarse.t(message, k=1, n=60).startswith("moins de 5 accords tiennent")
    assert coarse.t(message, k=0, n=60).startswith("0 accord tient")


def test_an_unknown_format_is_refused():
    with pytest.raises(ValueError, match="euros"):
        FR.t("{n:euros}", n=1)


def test_a_project_text_falls_back_to_french():
    assert EN.of({"fr": "Paix"}) == "Paix"
    assert EN.of({"fr": "Paix", "en": ""}) == "Paix"
    assert EN.of({"fr": "Paix", "en": "Peace"}) == "Peace"
    assert FR.of({"fr": "Paix", "en": "Peace"}) == "Paix"


def test_a_text_without_translation_is_said_as_the_catalogue_does():
    assert EN.of({"fr": "Sommaire"}) == EN.t("Sommaire") == "Contents"


def test_words_are_translated_as_they_stand():
    assert EN.words("Sommaire") == "Contents"
    assert EN.words("`{n:int}` et { reste }") == "`{n:int}` et { reste }"


def test_brackets_have_the_same_edges_everywhere():
    coarse = Language("fr", Discretion(5))
    said = coarse.t("{a:pers}, {b:pers}, {c:pers} et {d:pers}", a=3, b=14, c=17, d=20)
    assert said == "moins de 5, plus de 10, plus de 15 et 20 à 24"


def test_a_message_without_translation_is_shown_in_french():
    assert EN.t("Phrase qui n’est dans aucun catalogue") == "Phrase qui n’est dans aucun catalogue"


def test_an_unknown_language_is_refused_in_french():
    with pytest.raises(ParameterError, match="La langue « xx » n’est pas connue") as raised:
        Language("xx")
    assert "fr, en" in raised.value.remedy
