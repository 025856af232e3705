"""Who was not heard: zeros are kept, nothing unknown is guessed, words kept back are counted once."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.unheard import unheard

COMMUNES = pd.DataFrame(
    [
        ("ML060101", "Alafia", "Tombouctou"),
        ("ML060311", "M’Bouna", "Goundam"),
        ("ML060316", "Tonka", "Goundam"),
    ],
    columns=["pcode", "commune", "cercle"],
)
COLUMNS = [
    "id", "commune", "acteur", "sexe", "tranche_age", "langue_origine", "consentement", "retrait_le",
]  # fmt: skip
TEXTS = {name: "str" for name in COLUMNS if name != "retrait_le"}
DAY = pd.Timestamp("2018-06-01")


def people(*rows):
    table = pd.DataFrame(list(rows), columns=COLUMNS)
    return table.astype({**TEXTS, "retrait_le": "datetime64[ns]"})


HEARD = people(
    ("T1", "ML060101", "jeune", "F", "18-35", "songhay", "citation_anonyme", None),
    ("T2", "ML060101", "jeune", "H", "18-35", "songhay", "aucun", None),
    ("T3", "ML060311", "autorite", "H", "60+", "songhay", "interne", DAY),
    ("T4", "ML070101", "autorite", "H", "36-59", "peul", "aucun", DAY),
    ("T5", "ML060311", "griot", None, None, None, "interne", None),
)


def found(testimonies=HEARD, actors=("jeune", "autorite", "radio_locale"), languages=("tamasheq",)):
    return unheard(testimonies, COMMUNES, actors, languages)


def test_communes_without_testimony_are_kept_and_those_of_elsewhere_are_counted_apart():
    one = found()
    assert one.communes["personnes"].to_list() == [2, 2, 0]
    assert one.silent_communes["commune"].to_list() == ["Tonka"]
    assert (one.persons, one.elsewhere) == (5, 1)


def test_groups_declared_and_never_heard_come_first_and_undeclared_ones_are_said():
    assert found().actors.to_numpy().tolist() == [
        ["radio_locale", True, 0, 0, 0, 0, 0],
        ["griot", False, 1, 0, 0, 0, 0],
        ["autorite", True, 2, 0, 2, 0, 2],
        ["jeune", True, 2, 1, 1, 2, 1],
    ]
    assert list(found().actors) == [
        "acteur", "declare", "personnes", "femmes", "hommes", "jeunes", "illisibles",
    ]  # fmt: skip


def test_a_sex_or_an_age_that_is_not_noted_is_in_no_denominator():
    one = found()
    assert (one.women, one.sex_known, one.young, one.age_known) == (1, 4, 2, 4)


def test_languages_known_and_not_heard_stand_beside_those_that_one_person_speaks():
    one = found()
    assert one.languages.to_numpy().tolist() == [
        ["tamasheq", True, 0],
        ["peul", False, 1],
        ["songhay", False, 3],
    ]
    assert one.language_unknown == 1


def test_who_refused_and_withdrew_is_counted_once():
    one = found()
    assert (one.refused, one.withdrawn) == (1, 2)


def test_a_consent_that_is_blank_or_unknown_is_a_refusal():
    given_consents = ("interne", "citation_nominative", None, "oui")
    rows = [("T", "ML060101", "jeune", "F", "60+", "peul", one, None) for one in given_consents]
    assert found(people(*rows)).refused == 2


def test_where_nobody_was_heard_everybody_is_missing():
    one = found(people())
    assert (one.persons, one.women, one.refused, one.withdrawn) == (0, 0, 0, 0)
    assert len(one.silent_communes) == 3
    assert one.actors["personnes"].to_list() == [0, 0, 0]
    assert one.languages["langue"].to_list() == ["tamasheq"]


persons = st.tuples(
    st.uuids().map(str),
    st.sampled_from(["ML060101", "ML060311", "ML070101"]),
    st.sampled_from(["jeune", "autorite", "griot"]),
    st.sampled_from(["F", "H", None]),
    st.sampled_from(["18-35", "60+", None]),
    st.sampled_from(["songhay", "peul", None]),
    st.sampled_from(["aucun", "interne", "citation_anonyme", None]),
    st.sampled_from([DAY, None]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(persons, max_size=12))
def test_every_person_is_counted_once_in_each_table(rows):
    one = found(people(*rows))
    assert one.communes["personnes"].sum() + one.elsewhere == len(rows)
    assert one.actors["personnes"].sum() == len(rows)
    assert one.languages["personnes"].sum() + one.language_unknown == len(rows)
    assert one.actors["illisibles"].sum() == one.refused + one.withdrawn
    assert one.actors["femmes"].sum() == one.women
    assert one.actors["jeunes"].sum() == one.young
    assert one.actors["femmes"].sum() + one.actors["hommes"].sum() == one.sex_known
    assert one.refused + one.withdrawn <= len(rows)
