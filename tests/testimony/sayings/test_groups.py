import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.testimony.sayings.groups import by_group, people, sizes

CODEBOOK = pd.DataFrame(
    {"code": ["confiance", "crue", "favorable"], "famille": ["theme", "difficulte", "polarite"]}
)


def heard(*rows):
    """Testimonies from (id, sexe, tranche_age, commune, acteur)."""
    return pd.DataFrame(rows, columns=["id", "sexe", "tranche_age", "commune", "acteur"])


PEOPLE = heard(
    *((f"F{i}", "F", "18-35", "ML060101", "jeune") for i in range(6)),
    *((f"H{i}", "H", "60+", "ML060311", "autorite") for i in range(4)),
    ("X", None, None, "ML060102", "autorite"),
)


def said(**mentions):
    """Passages: how many of each code each person says, `confiance=["F0", "F0"]`."""
    rows = [(code, who) for code, people in mentions.items() for who in people]
    return pd.DataFrame(rows, columns=["code", "id_temoignage"]).astype("str")


def cell(table, attribute, group, code="confiance"):
    return table.set_index(["attribut", "groupe", "code"]).loc[(attribute, group, code)]


def test_a_group_is_counted_in_persons_over_the_persons_heard_in_it():
    found = by_group(said(confiance=["F0", "F0", "F1", "H0"]), PEOPLE, CODEBOOK)
    row = cell(found, "sexe", "F")
    assert (row["personnes"], row["entendues"]) == (2, 6)
    assert row["share"] == wilson(2, 6)
    assert cell(found, "acteur", "autorite")["entendues"] == 5


def test_a_group_under_five_has_a_share_and_no_interval():
    share = cell(by_group(said(confiance=["H0"]), PEOPLE, CODEBOOK), "sexe", "H")["share"]
    assert (share.value, share.low, share.high, share.n) == (0.25, None, None, 4)


def test_a_commune_stands_in_its_cercle_and_who_is_in_no_group_is_nowhere():
    table = sizes(PEOPLE).to_numpy().tolist()
    assert table == [
        ["sexe", "F", 6], ["sexe", "H", 4],
        ["tranche_age", "18-35", 6], ["tranche_age", "60+", 4],
        ["cercle", "ML0601", 7], ["cercle", "ML0603", 4],
        ["acteur", "jeune", 6], ["acteur", "autorite", 5],
    ]  # fmt: skip
    assert people(PEOPLE)["cercle"].to_list()[-1] == "ML0601"


def test_a_subject_nobody_in_the_group_speaks_of_is_a_zero_and_polarity_is_no_subject():
    found = by_group(said(crue=["F0"], favorable=["F0", "F1"]), PEOPLE, CODEBOOK)
    assert cell(found, "sexe", "H", "crue")["share"].value == 0
    assert set(found["code"]) == {"confiance", "crue"}


def test_a_testimony_given_twice_is_one_person_and_a_stranger_is_nobody():
    twice = pd.concat([PEOPLE, PEOPLE.head(1)])
    found = by_group(said(confiance=["F0", "Z"]), twice, CODEBOOK)
    row = cell(found, "sexe", "F")
    assert (row["personnes"], row["entendues"]) == (1, 6)


@pytest.mark.parametrize("testimonies", [PEOPLE, PEOPLE.head(0)])
def test_nothing_said_is_not_an_error(testimonies):
    found = by_group(said(), testimonies, CODEBOOK)
    assert (found["personnes"] == 0).all()
    assert len(found) == (16 if len(testimonies) else 0)
