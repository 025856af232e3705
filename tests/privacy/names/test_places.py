import pandas as pd
from lecons.privacy.names import Place, places_of

COMMUNES = pd.DataFrame(
    {
        "pcode": ["A1", "A2", "B1", "B2"],
        "commune": ["Tilemsi", "M’Bouna", "Tilemsi", "Tonka"],
        "cercle": ["Goundam", "Goundam", "Gao", "Goundam"],
    }
)
SPELLINGS = pd.DataFrame({"graphie": ["Toncka", "Ailleurs"], "pcode": ["B2", "Z9"]})


def test_a_commune_is_found_by_its_name_and_by_its_spellings():
    places = places_of(COMMUNES, SPELLINGS)
    assert places.find("mbouna") == Place("M’Bouna", "M’Bouna", "Goundam")
    assert places.find("Toncka") == Place("Toncka", "Tonka", "Goundam")
    assert places.find("Ailleurs") is None


def test_a_name_that_two_communes_bear_is_in_no_cercle():
    assert places_of(COMMUNES, None).find("Tilemsi") == Place("Tilemsi", None, None)


def test_a_cercle_is_found_as_one():
    assert places_of(COMMUNES, None).find("goundam") == Place("Goundam", None, "Goundam")
