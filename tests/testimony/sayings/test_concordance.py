import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.errors import ParameterError
from lecons.testimony.sayings.concordance import concordance, widest


def heard(*texts):
    return pd.DataFrame({"id": [f"T{i}" for i in range(len(texts))], "texte": texts}).assign(
        acteur="jeune", sexe="F", tranche_age="18-35", commune="ML060101"
    )


def kwic(query, *texts):
    table = concordance(heard(*texts), query)
    return table[["id_temoignage", "gauche", "noeud", "droite"]].to_numpy().tolist()


def test_a_word_is_found_in_all_its_forms_with_its_context_and_speaker():
    assert kwic("médiateur", "Deux médiatrices sont venues.", "Rien.", "Médiateurs ?") == [
        ["T0", "Deux ", "médiatrices", " sont venues."],
        ["T2", "", "Médiateurs", " ?"],
    ]
    row = concordance(heard("Oui, le comité."), "comités").iloc[0]
    assert (row["debut"], row["fin"], row["acteur"], row["sexe"]) == (8, 14, "jeune", "F")


def test_a_phrase_does_not_cross_a_mark_of_punctuation():
    assert [row[2] for row in kwic("la vieille femme", "Oui, les vieilles femmes.")] == [
        "les vieilles femmes"
    ]
    assert kwic("comité écoute", "Voici le comité. Écoute bien.") == []


def test_an_elided_word_is_found_before_its_apostrophe():
    assert [row[2] for row in kwic("espace d'écoute", "Un espace d’écoute.")] == ["espace d’écoute"]


def test_context_is_cut_between_words():
    long = "mot " * 40
    row = kwic("puits", f"{long}puits {long}")[0]
    assert row[1].startswith("… mot ")
    assert row[1].endswith("mot ")
    assert row[3].endswith("mot …")
    assert len(row[1]) <= 62


def test_words_that_may_not_be_read_are_passed_over():
    assert kwic("puits", None, "Le puits.", float("nan")) == [["T1", "Le ", "puits", "."]]


def test_a_search_without_a_word_says_what_to_write():
    with pytest.raises(ParameterError, match="ne contient aucun mot") as caught:
        concordance(heard("Le puits."), " … 12 ")
    assert "comité" in caught.value.remedy


def test_the_word_that_most_persons_use_is_counted_in_persons():
    assert widest(heard("radio radio radio", "puits", "Les puits", None)) == "puits"
    assert widest(heard(None)) is None


@given(
    st.lists(st.sampled_from(["puits", "le", "é🐪 ", ". ", " ", "mot" * 20]), max_size=40).map(
        "".join
    )
)
def test_left_node_and_right_are_what_stands_there(text):
    for row in concordance(heard(text), "puits").itertuples():
        assert text[row.debut : row.fin] == row.noeud
        left, right = text[row.de : row.debut], text[row.fin : row.a]
        assert row.gauche == ("… " if row.de else "") + left
        assert row.droite == right + (" …" if row.a < len(text) else "")
        assert max(len(left), len(right)) <= 60
