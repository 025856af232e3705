import pandas as pd
import pytest
from lecons.intake.places import Gazetteer, Place, fold, gazetteer_of
from lecons.project import open_project, read_communes, repository_root

REFERENCE = repository_root() / "data" / "reference"
SPELLINGS = pd.read_csv(REFERENCE / "graphies.csv", dtype=str)


@pytest.fixture(scope="module")
def demo():
    return gazetteer_of(open_project("data/3p-amss"))


@pytest.fixture(scope="module")
def country():
    """A gazetteer for a project that has no commune near any of the names tried."""
    every = read_communes(REFERENCE)
    return Gazetteer(every[every["pcode"] == "ML010101"], every, SPELLINGS)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("M’Bouna", "mbouna"),
        ("M'bouna", "mbouna"),
        ("MBOUNA", "mbouna"),
        ("Tin-Aïcha", "tinaicha"),
        ("  Issa   Béry ", "issabery"),
        ("Raz-El-Ma", "razelma"),
        ("تمبكتو", ""),
    ],
)
def test_names_are_compared_without_case_accents_hyphens_and_apostrophes(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "pcode"),
    [
        ("Bourem Inaly", "ML060103"),
        ("BOUREM-INALY", "ML060103"),
        ("Douekire", "ML060304"),
        ("douékiré", "ML060304"),
        ("M’Bouna", "ML060311"),
        ("m bouna", "ML060311"),
        ("Tin-Aïcha", "ML060315"),
        ("Raz El Ma", "ML060312"),
        ("Razelma", "ML060312"),
        ("Issabéry", "ML060309"),
        ("Goundam", "ML060308"),
        ("Goundam Commune", "ML060308"),
        ("Télé", "ML060313"),
    ],
)
def test_a_name_is_found_however_it_is_written(demo, written, pcode):
    assert demo.find(written) == Place(pcode)


@pytest.mark.parametrize(
    ("written", "pcode"), list(zip(SPELLINGS["graphie"], SPELLINGS["pcode"], strict=True))
)
def test_a_recorded_spelling_is_found(demo, country, written, pcode):
    assert demo.find(written) == Place(pcode)
    assert country.find(written) == Place(pcode)


@pytest.mark.parametrize("written", ["ML060304", "ml060304", " ML060304 "])
def test_a_pcode_stands_for_itself(demo, written):
    assert demo.find(written) == Place("ML060304")


def test_a_pcode_that_the_country_does_not_have_is_not_found(demo):
    assert demo.find("ML999999").pcode is None


def test_every_name_of_the_project_finds_its_own_commune(demo):
    communes = open_project("data/3p-amss").content.communes
    assert [demo.find(c.nom).pcode for c in communes] == [c.pcode for c in communes]


def test_a_homonym_is_settled_by_the_project(demo):
    assert demo.find("Tilemsi") == Place("ML060314")


@pytest.mark.parametrize(
    ("written", "candidates"),
    [
        (
            "Tilemsi",
            ("Tilemsi (ML060314, cercle de Goundam)", "Tilemsi (ML070107, cercle de Gao)"),
        ),
        ("Bamba", ("Bamba (ML050701, cercle de Koro)", "Bamba (ML070301, cercle de Bourem)")),
    ],
)
def test_a_homonym_outside_the_project_is_left_to_a_person(country, written, candidates):
    assert country.find(written) == Place(None, candidates)


def test_a_name_elsewhere_in_the_country_is_found(demo):
    assert demo.find("Gossi") == Place("ML060403")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("Tombouktou-Ville", "Tombouctou (ML060106, cercle de Tombouctou)"),
        ("Bintagoungo", "Bintagoungou (ML060303, cercle de Goundam)"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_and_never_guessed(demo, written, nearest):
    found = demo.find(written)
    assert found.pcode is None
    assert found.candidates[0] == nearest
    assert len(found.candidates) <= 3


@pytest.mark.parametrize("written", ["", "---", "xqzwk", "تمبكتو"])
def test_a_name_like_no_other_has_no_candidate(demo, written):
    assert demo.find(written) == Place(None, ())
