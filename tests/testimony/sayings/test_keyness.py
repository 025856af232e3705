import numpy as np
import pandas as pd
import pytest
from lecons.testimony.sayings.keyness import (
    for_and_against,
    keywords,
    log_likelihood,
    log_ratio,
    women_and_men,
)
from scipy import stats


def accounts(*rows):
    return pd.DataFrame(rows, columns=["id_temoignage", "cote", "texte"])


def village(women, men, n=8):
    return accounts(
        *((f"F{i}", "F", women) for i in range(n)), *((f"H{i}", "H", men) for i in range(n))
    )


FILL = "champ rizière bourgou vache digue semence mairie registre"


def test_g2_and_log_ratio_are_those_of_their_definitions():
    # twelve uses, of which 4.8 are expected in 1000 words of 2500
    g2 = log_likelihood(np.array([10.0]), np.array([2.0]), 1000, 1500)[0]
    expected = stats.power_divergence([10, 2], [4.8, 7.2], lambda_="log-likelihood").statistic
    assert g2 == pytest.approx(expected)
    assert log_likelihood(np.array([4.0]), np.array([6.0]), 1000, 1500)[0] == pytest.approx(0)
    ratio = log_ratio(np.array([10.0, 4.0]), np.array([2.0, 0.0]), 1000, 1000)
    assert ratio == pytest.approx([np.log2(5), 3.0])


def test_a_word_of_one_side_is_key_with_its_persons_and_lemma():
    found = keywords(village(f"les cotisations {FILL}", f"les troupeaux {FILL}"))
    keys = found[found["cle"]].set_index("mot")
    assert set(keys.index) == {"cotisation", "troupeau"}
    row = keys.loc["cotisation"]
    assert (row["cote"], row["personnes"], row["personnes_autres"]) == ("F", 8, 0)
    assert row["share"].n == 8
    assert row["share_autres"].value == 0
    assert row["log_ratio"] == pytest.approx(4.0)  # 8 uses against half a one
    assert row["p_ajuste"] < 0.05


def test_a_word_that_one_person_repeats_is_no_key_word():
    texts = village(FILL, FILL)
    texts.loc[0, "texte"] = FILL + " cotisation" * 60
    assert "cotisation" not in keywords(texts)["mot"].to_list()
    # nor is it where two others say it once
    texts.loc[[1, 9], "texte"] = FILL + " cotisation"
    row = keywords(texts).set_index("mot").loc["cotisation"]
    assert row["p_ajuste"] < 0.05
    assert not row["cle"]


def test_words_of_equal_weight_are_compared_and_not_key():
    found = keywords(village(FILL, FILL))
    assert len(found) == 8
    assert not found["cle"].any()
    assert found["log_ratio"].eq(0).all()


def test_texts_that_may_not_be_read_count_nowhere():
    texts = village(f"cotisation {FILL}", FILL)
    texts.loc[:5, "texte"] = None
    found = keywords(texts).set_index("mot")
    assert "cotisation" not in found.index  # two women are left
    assert found.loc["digue", "share"].n + found.loc["digue", "share_autres"].n == 10


@pytest.mark.parametrize(
    "texts",
    [
        accounts(),
        village(FILL, FILL).assign(texte=None),
        village(FILL, FILL).query("cote == 'F'"),
        village("le la les", "le la les"),
    ],
)
def test_nothing_to_compare_is_an_empty_table(texts):
    found = keywords(texts)
    assert found.empty
    assert "cle" in found


def test_sides_are_made_of_accounts_by_sex_and_of_passages_by_polarity():
    people = pd.DataFrame({"id": ["T1", "T2"], "sexe": ["F", None], "texte": ["eau", "mil"]})
    assert women_and_men(people)["cote"].dropna().to_list() == ["F"]
    rows = [("T1", 0, 5, "favorable"), ("T1", 0, 5, "radio"), ("T1", 0, 5, "favorable"),
            ("T1", 6, 9, "reserve")]  # fmt: skip
    said = pd.DataFrame(rows, columns=["id_temoignage", "debut", "fin", "code"]).assign(
        extrait="mots"
    )
    assert for_and_against(said)["cote"].to_list() == ["favorable", "reserve"]


def test_p_values_are_corrected_for_the_number_of_words():
    found = keywords(village(f"cotisation {FILL}", f"troupeau {FILL}")).sort_values("p")
    assert found["p"].iloc[1] == pytest.approx(stats.chi2.sf(found["g2"].max(), 1))
    # two equal ones first, of ten
    assert found["p_ajuste"].to_list()[:2] == pytest.approx([found["p"].iloc[1] * 10 / 2] * 2)
    assert (found["p_ajuste"] >= found["p"]).all()
