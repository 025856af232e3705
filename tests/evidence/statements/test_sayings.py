"""Contrasts between groups, in words no stronger than they are."""

import re

import pandas as pd
import pytest
from lecons.estimates import difference_of_shares
from lecons.evidence.statements.sayings import contrasting, no_contrast
from lecons.language import Language

FR = Language("fr")
SUBJECTS = {"participation_femmes": {"fr": "Participation des femmes", "en": "Women"}}
CHECKED = {"codeurs": 2, "alpha": 0.8}


def compared(*rows):
    """Comparisons from (attribut, groupe, tient)."""
    return pd.DataFrame(
        [
            {
                "attribut": attribute,
                "groupe": group,
                "code": "participation_femmes",
                "personnes": 12,
                "entendues": 33,
                "personnes_autres": 1,
                "entendues_autres": 37,
                "difference": difference_of_shares(12, 33, 1, 37, 2),
                "tient": holds,
                "segments": ("S1", "S2"),
            }
            for attribute, group, holds in rows
        ]
    )


def told(attribute, group, names=None):
    found = compared((attribute, group, True), ("sexe", "H", False))
    return contrasting("R1", found, SUBJECTS, names or {}, CHECKED)


def test_a_contrast_that_holds_is_stated_with_both_denominators_and_the_comparisons():
    (finding,) = told("sexe", "F")
    text = finding.statement.text(FR)
    assert finding.id == "R1-contraste-sexe-participation-femmes"
    assert "en parlent 12 des 33 femmes entendues et 1 des 37 hommes" in text
    assert "écart de +33,7 points (+15,6 à +50,8)" in text
    assert "2 comparaisons" in text
    assert "non tirées au sort" in text
    assert finding.facts == {"descriptif": 1, "comparaisons": 2, **CHECKED}
    assert finding.sources[0].ids == ("S1", "S2")


@pytest.mark.parametrize(
    ("attribute", "group", "names", "expected", "identifier"),
    [
        ("tranche_age", "18-35", {}, "18 à 35 ans", "R1-contraste-age-participation-femmes"),
        ("cercle", "ML0603", {("cercle", "ML0603"): "Goundam"}, "cercle de Goundam",
         "R1-contraste-cercle-ML0603-participation-femmes"),
        ("acteur", "femme_leader", {("acteur", "femme_leader"): {"fr": "femme leader"}},
         "« femme leader »", "R1-contraste-acteur-femme-leader-participation-femmes"),
        ("acteur", "sage", {}, "« sage »", "R1-contraste-acteur-sage-participation-femmes"),
    ],
)  # fmt: skip
def test_each_kind_of_group_has_its_sentence(attribute, group, names, expected, identifier):
    (finding,) = told(attribute, group, names)
    assert expected in finding.statement.text(FR)
    assert finding.id == identifier


def test_speaking_more_of_a_subject_is_neither_a_strength_nor_a_cause():
    (finding,) = told("sexe", "F")
    assert (finding.polarity, finding.bears, finding.practice) == ("neutre", None, None)
    assert not re.search(r"grâce|cause|effet|parce que|permis", finding.statement.text(FR))


def test_where_none_holds_it_is_said_and_nothing_is_concluded_from_it():
    found = compared(("sexe", "F", False), ("acteur", "jeune", False))
    heard = tuple(f"T{i}" for i in range(70))
    assert contrasting("R1", found, SUBJECTS, {}, CHECKED) == []
    finding = no_contrast("R1", found, heard, CHECKED)
    text = finding.statement.text(FR)
    assert text.startswith("Aucune des 2 comparaisons entre groupes")
    assert "70 personnes" in text
    assert "ne prouve pas qu’ils en parlent autant" in text
    assert (finding.id, finding.polarity, finding.confidence) == (
        "R1-contrastes", "neutre", "très faible",
    )  # fmt: skip


def test_where_one_holds_or_none_was_made_nobody_says_that_none_does():
    assert no_contrast("R1", compared(("sexe", "F", True)), ("T1",), {}) is None
    assert no_contrast("R1", compared(), ("T1",), {}) is None
