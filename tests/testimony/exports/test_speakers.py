import pandas as pd
import pytest
from lecons.testimony.exports.speakers import publishable, speakers
from lecons.testimony.quotations import NO_DECISIONS

COMMUNES = pd.DataFrame({"pcode": ["ML060304"], "commune": ["Douékiré"], "cercle": ["Goundam"]})
PEOPLE = pd.DataFrame(
    {
        "id": ["T1", "T2"],
        "commune": ["ML060304", "ML999999"],
        "acteur": ["jeune", "autorite"],
        "sexe": ["F", "H"],
        "tranche_age": ["18-35", "60+"],
        "langue_origine": ["songhay", "peul"],
        "consentement": ["interne", "aucun"],
        "retrait_le": [pd.NaT, pd.NaT],
    }
)


@pytest.mark.parametrize("edition", ["publique", "autre", ""])
def test_only_the_internal_edition_tells_more_than_the_group_and_the_cercle(edition):
    found = speakers(PEOPLE, COMMUNES, edition, 1)
    assert found.columns.to_list() == ["acteur", "cercle"]
    assert found.loc["T1"].to_list() == ["jeune", "Goundam"]
    assert "sexe" in speakers(PEOPLE, COMMUNES, "interne")


def test_group_and_cercle_are_told_where_enough_people_heard_share_them():
    heard = pd.concat([PEOPLE.head(1)] * 5 + [PEOPLE.tail(1)] * 5 + [PEOPLE.head(1)])
    heard["id"] = [f"T{n}" for n in range(11)]
    heard.iloc[10, heard.columns.get_loc("acteur")] = "femme"
    found = speakers(heard, COMMUNES, "publique")
    # « femme » alone would be the one; so those of her cercle say no more than she does
    assert found["acteur"].to_list() == [None] * 5 + ["autorite"] * 5 + [None]
    assert found["cercle"].to_list() == ["Goundam"] * 5 + [None] * 5 + ["Goundam"]


def test_nobody_heard_gives_no_speaker():
    assert speakers(PEOPLE.head(0), COMMUNES, "publique").empty


def test_a_commune_that_is_not_known_keeps_its_code_and_has_no_cercle():
    found = speakers(PEOPLE, COMMUNES, "interne")
    assert found["commune"].to_list() == ["Douékiré", "ML999999"]
    assert pd.isna(found.loc["T2", "cercle"])


def test_only_accepted_passages_with_words_are_publishable():
    segments = pd.DataFrame(
        {
            "id_temoignage": "T1",
            "debut": [0, 10, 20],
            "fin": [5, 15, 25],
            "statut": ["valide", "propose", "valide"],
            "extrait": ["mots", "mots", None],
        }
    )
    assert publishable(segments, NO_DECISIONS)["debut"].to_list() == [0]
    assert publishable(segments.head(0), NO_DECISIONS).empty
