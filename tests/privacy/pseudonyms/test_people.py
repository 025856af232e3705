"""Labels of people: the same name the same label, and people linked only where a person said so."""

import hashlib
import hmac
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.pseudonyms import people
from lecons.privacy.pseudonyms.people import LABEL, enrolled, folded, label, labels_of
from lecons.privacy.vault import COLUMNS, no_links

KEY, OTHER = bytes(32), bytes([1]) * 32
DAY = date(2018, 5, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aïcha Walet Moussa", "aicha walet moussa"),
        ("Aïcha Walet Moussa", "Ai\u0308cha  WALET-Moussa"),
        ("Aïcha Walet Moussa", "Aïcha Wa\u200blet Moussa"),
        ("Mohamed Ag N’Tillit", "Mohamed ag N'tillit"),
        ("Oumar Maïga", "le maire Oumar Maïga"),
        ("Oumar Maïga", "M. Oumar Maïga"),
        ("Oumar Maïga", "l’imam El Hadj Oumar Maïga"),
        ("Oumar Maïga", "Chef de village Oumar Maiga"),
    ],
)
def test_a_name_written_otherwise_is_one_name(one, other):
    assert folded(one) == folded(other)
    assert label(one, KEY) == label(other, KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aïcha", "Aïcha Walet Moussa"),
        ("imam Moussa", "maire Moussa"),
        ("imam Moussa", "Moussa"),
        ("Mme Touré", "M. Touré"),
        ("Imamatou Touré", "Atou Touré"),
    ],
)
def test_nobody_is_guessed_to_be_somebody_else(one, other):
    assert folded(one) != folded(other)


def test_the_label_is_the_hmac_of_the_folded_name():
    digest = hmac.new(KEY, b"personne\0oumar maiga", hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = "".join(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[number >> s & 31] for s in range(0, 255, 5)
    )
    first = re.search(f"(?={LABEL})", letters)
    assert label("Oumar Maïga", KEY) == letters[first.start() : first.start() + 4]
    assert label("Oumar Maïga", OTHER) != label("Oumar Maïga", KEY)


@settings(max_examples=40)
@given(st.text())
def test_any_name_has_a_label_that_is_no_word_and_no_number(name):
    made = label(name, KEY)
    assert re.fullmatch(LABEL, made)
    assert len(made) == 4
    assert any(char.isdigit() for char in made)
    assert any(char.isalpha() for char in made)


def test_a_label_that_somebody_has_gets_longer():
    short = label("Oumar Maïga", KEY)
    longer = label("Oumar Maïga", KEY, {short})
    assert longer != short
    assert len(longer) == 5


def test_names_that_would_share_a_label_are_parted_by_the_linking_table(monkeypatch):
    monkeypatch.setattr(people, "_SHORT", 2)  # of 440 labels, sixty names take one twice
    monkeypatch.setattr(people, "_SHAPE", re.compile("(?=.*[0-9])(?=.*[A-Z])[0-9A-Z]{2,12}"))
    names = [f"Personne {i:02d} Maïga" for i in range(60)]
    alone = [label(name, KEY) for name in names]
    assert len(set(alone)) < len(names)
    links = enrolled(no_links(), names, KEY, "relectrice_1", DAY)
    assert links["pseudonyme"].is_unique
    assert len(set(labels_of(links).values())) == len(names)


def test_a_name_comes_into_the_table_once_with_who_and_when():
    links = enrolled(no_links(), ["Oumar Maïga", "OUMAR MAIGA", " "], KEY, "relectrice_1", DAY)
    links = enrolled(links, ["Aïcha Walet Moussa", "M. Oumar Maïga"], KEY, "relecteur_2", DAY)
    assert list(links.columns) == list(COLUMNS)
    assert links["nom"].tolist() == ["Oumar Maïga", "Aïcha Walet Moussa"]
    assert links["ajoute_par"].tolist() == ["relectrice_1", "relecteur_2"]
    assert set(links["le"]) == {"2018-05-02"}
    assert links["pseudonyme"].tolist() == [label(name, KEY) for name in links["nom"]]


def test_people_are_joined_where_a_person_said_so_and_circles_join_nobody():
    links = pd.DataFrame(
        [
            ("1AAA", "Aïcha Walet Moussa", "personne", "", "", ""),
            ("2BBB", "Aïcha", "personne", "1AAA", "", ""),
            ("3CCC", "Tanti Aïcha", "personne", "2BBB", "", ""),
            ("4DDD", "Oumar", "personne", "5EEE", "", ""),
            ("5EEE", "Omar", "personne", "4DDD", "", ""),
            ("6FFF", "Ali", "personne", "9ZZZ", "", ""),
        ],
        columns=list(COLUMNS),
    )
    assert labels_of(links) == {
        "aicha walet moussa": "1AAA",
        "aicha": "1AAA",
        "tanti aicha": "1AAA",
        "oumar": "4DDD",
        "omar": "5EEE",
        "ali": "6FFF",
    }
