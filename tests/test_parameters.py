import json
import re
from datetime import date

import pytest
from lecons.errors import ParameterError
from lecons.parameters import check_parameters

GIVEN = {"projet": "data/3p-amss"}
ENGLISH = re.compile(r"\b(should|must|input|valid|or|extra|field|month|required)\b", re.IGNORECASE)


def refused(**given):
    with pytest.raises(ParameterError) as raised:
        check_parameters({**GIVEN, **given})
    return str(raised.value)


def test_what_is_not_given_has_its_default():
    found = check_parameters(GIVEN)
    assert (found.langue, found.edition, found.graine) == ("fr", "interne", 20180323)
    assert (found.resultat, found.debut, found.fin) == (None, None, None)


def test_dates_come_as_text_or_as_dates():
    found = check_parameters({**GIVEN, "debut": "2017-01-01", "fin": date(2017, 1, 1)})
    assert (found.debut, found.fin) == (date(2017, 1, 1), date(2017, 1, 1))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("resultats", "R1", "paramètre inconnu"),
        ("graine", "12", "nombre entier attendu"),
        ("graine", True, "nombre entier attendu"),
        ("graine", 1.5, "nombre entier attendu"),
        ("projet", 3, "texte attendu"),
        ("resultat", 1, "texte attendu"),
        ("edition", "secrete", "valeur hors de la liste"),
        ("langue", "xx", "une de fr, en attendue"),
    ],
)
def test_a_fault_names_the_parameter_and_what_is_wrong(name, value, said):
    message = refused(**{name: value})
    assert name in message.partition("Paramètres connus")[0]
    assert said in message
    assert repr(value) in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("edition", "secrete"),
        ("debut", "2018-13-01"),
        ("debut", "hier"),
        ("fin", 12),
        ("graine", "12"),
    ],
)
def test_a_fault_is_told_in_french(name, value):
    message = refused(**{name: value})
    assert name in message.partition("Paramètres connus")[0]
    assert not ENGLISH.findall(message)


def test_a_start_after_the_end_is_refused():
    message = refused(debut="2018-02-01", fin="2018-01-31")
    assert "debut (2018-02-01) est après fin (2018-01-31)" in message


def test_a_missing_project_is_named():
    with pytest.raises(ParameterError, match="projet : paramètre obligatoire absent"):
        check_parameters({})


def test_all_faults_are_told_at_once_with_the_known_names():
    message = refused(graine="x", couleur="rouge")
    assert "graine" in message
    assert "couleur" in message
    assert "projet, resultat, debut, fin, langue, edition, graine" in message


def test_scalars_survive_json_and_mean_the_same_parameters():
    asked = check_parameters({**GIVEN, "resultat": "R2", "debut": "2017-01-01", "langue": "en"})
    scalars = asked.scalars()
    assert scalars == {
        "projet": "data/3p-amss",
        "resultat": "R2",
        "debut": "2017-01-01",
        "fin": None,
        "langue": "en",
        "edition": "interne",
        "graine": 20180323,
    }
    assert check_parameters(json.loads(json.dumps(scalars))) == asked
