import csv
import re

import pandas as pd
import pytest
from lecons.demo import corpus
from lecons.intake.sheet import read_sheets
from lecons.privacy.masking import is_masked
from lecons.project import repository_root
from lecons.testimony.readings import reference
from lecons.testimony.voices import spoken, stances

# the imported demonstration is made once, in one worker
pytestmark = pytest.mark.xdist_group("demo")
COMMITTED = repository_root() / "data" / "3p-amss"
UNHEARD = {"ML060302", "ML060309"}
PEOPLE, FIRST = corpus.testimonies()
QUOTABLE = PEOPLE["consentement"].str.startswith("citation") & PEOPLE["retrait_le"].isna()
# a name begins with a capital letter inside a sentence
NAME = re.compile(r"(?<=[\wéèêàç,;:’] )(?:[ldnsmtcj]’)?[A-ZÉÈÀÇ]\w+|(?<=’)[A-ZÉÈÀÇ]\w+")


def stance(demo_project, result, practice):
    table = demo_project.project.table
    people = table("temoignages", "interne", result=result)
    passages = reference(table("segments", "interne"), table("lectures", "interne"))
    return stances(spoken(passages, people), practice)


def test_each_account_has_between_80_and_250_words():
    words = PEOPLE.set_index("id")["texte"].str.split().str.len()
    assert len(words) >= 64
    assert words[(words < 80) | (words > 250)].to_dict() == {}
    # they were not poured in one mould
    assert words.quantile(0.9) > 1.7 * words.quantile(0.1)


def test_accounts_are_numbered_in_order():
    assert PEOPLE["id"].to_list() == [f"T{at:02d}" for at in range(1, len(PEOPLE) + 1)]


def test_no_two_accounts_open_or_end_alike():
    opening = PEOPLE["texte"].str.split().str[:3].str.join(" ")
    ending = PEOPLE["texte"].str.split().str[-4:].str.join(" ")
    assert opening[opening.duplicated(keep=False)].to_list() == []
    assert ending[ending.duplicated(keep=False)].to_list() == []


def test_all_groups_ages_and_languages_speak_and_one_language_has_one_voice(demo_project):
    assert set(PEOPLE["acteur"]) == set(demo_project.project.content.acteurs)
    assert PEOPLE["acteur"].value_counts().min() >= 4
    assert set(PEOPLE["tranche_age"]) == {"18-35", "36-59", "60+"}
    assert 0.4 <= PEOPLE["sexe"].eq("F").mean() <= 0.6
    spoken_in = PEOPLE["langue_origine"].value_counts()
    assert set(spoken_in.index) == {
        "songhay", "tamasheq", "hassanya", "peul", "francais", "bambara",
    }  # fmt: skip
    assert spoken_in["bambara"] == 1


def test_two_communes_are_not_heard_and_a_third_only_by_someone_who_withdrew(demo_project):
    communes = set(demo_project.project.communes()["pcode"])
    assert communes - set(PEOPLE["commune"]) == UNHEARD
    kept = PEOPLE[PEOPLE["consentement"].ne("aucun") & PEOPLE["retrait_le"].isna()]
    assert communes - set(kept["commune"]) == {*UNHEARD, "ML060305"}


def test_consents_are_as_people_give_them():
    shares = PEOPLE.loc[PEOPLE["retrait_le"].isna(), "consentement"].value_counts() / len(PEOPLE)
    assert 0.55 <= shares["citation_anonyme"] <= 0.65
    assert 0.10 <= shares["citation_nominative"] <= 0.15
    assert 0.12 <= shares["interne"] <= 0.18
    assert 0.06 <= shares["aucun"] <= 0.10
    assert PEOPLE["retrait_le"].notna().sum() == 3


@pytest.mark.parametrize(("result", "number"), [("R1", 25), ("R2", 22), ("R3", 34)])
def test_each_result_area_is_spoken_of(result, number):
    assert PEOPLE["resultat"].str.contains(result).sum() == number
    assert PEOPLE["resultat"].str.contains(" ").sum() == 11


@pytest.mark.parametrize(
    ("result", "practice", "supporting", "contradicting"),
    [
        ("R1", "mediation_mixte", 20, 7),
        ("R2", "formation_suivie", 16, 5),
        ("R3", "dialogue_inclusif", 14, 3),
        ("R3", "radio_langues_locales", 15, 5),
        ("R3", "animation_isolee", 3, 12),
    ],
)
def test_opinions_are_as_planted_with_a_minority_that_counts(
    demo_project, result, practice, supporting, contradicting
):
    found = stance(demo_project, result, practice)
    assert (len(found.supporting), len(found.contradicting)) == (supporting, contradicting)
    assert min(supporting, contradicting) / found.persons >= 0.15
    assert found.share.low > 0.5 or (practice == "animation_isolee" and found.share.high < 0.5)


def test_some_people_change_their_mind_within_their_account(demo_project):
    found = stance(demo_project, "R1", "mediation_mixte")
    assert {"T42", "T45"} <= set(found.supporting) & set(found.contradicting)


def test_a_practice_and_an_opinion_always_stand_on_the_same_passage():
    rows = pd.concat([FIRST, corpus.double_coding()])
    codebook = pd.read_csv(COMMITTED / "codage" / "livre_de_codes.csv").set_index("code")
    family = rows["code"].map(codebook["famille"])
    key = ["codeur", "id_temoignage", "debut", "fin"]
    practices = rows.loc[family.eq("pratique"), key]
    opinions = rows.loc[family.eq("polarite"), key]
    assert len(practices) > 100
    assert sorted(map(tuple, practices.to_numpy())) == sorted(map(tuple, opinions.to_numpy()))


def test_a_reviewed_passage_names_nobody_and_no_place():
    reviewed = FIRST.dropna(subset="extrait_public")
    assert set(reviewed["id_temoignage"]) <= set(PEOPLE.loc[QUOTABLE, "id"])
    assert 0.45 <= reviewed["id_temoignage"].nunique() / QUOTABLE.sum() <= 0.70
    assert [NAME.findall(text) for text in reviewed["extrait_public"] if NAME.search(text)] == []
    assert NAME.findall("Mon fils Amadou vient à Goundam, et M’Bouna l’appelle.") == [
        "Amadou", "Goundam", "Bouna",
    ]  # fmt: skip
    # given by code, it would be shown twice where the code stands twice
    assert not reviewed.duplicated(["id_temoignage", "code"]).any()


def test_every_coded_passage_lies_inside_its_text_and_cuts_no_word(demo_project):
    book = demo_project.project.folder / "brut" / "kobo_temoignages.xlsx"
    texts = read_sheets(book)["3P Témoignage"].frame.set_index("id")["texte"]
    people = PEOPLE.set_index("id")
    stay = people["retrait_le"].isna()
    assert texts[stay].to_dict() == people.loc[stay, "texte"].to_dict()
    # the export is as a withdrawal leaves it: masked, every passage still in its place
    for number, text in people.loc[~stay, "texte"].items():
        assert is_masked(texts[number])
        assert len(texts[number]) == len(text)
    with (COMMITTED / "codage" / "segments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 400
    for row in rows:
        start, end, text = int(row["debut"]), int(row["fin"]), texts[row["id_temoignage"]]
        assert 0 <= start < end <= len(text)
        assert not text[start:end].startswith(" ")
        if is_masked(text):
            continue
        assert not f"{text[start - 1 : start]}{text[start]}".isalnum() or start == 0, row["id"]
        assert not text[end - 1 : end + 1].isalnum() or end == len(text), row["id"]


def test_whoever_read_a_testimony_is_said_even_where_nothing_was_coded(demo_project):
    stored = demo_project.project.table("lectures", "interne")
    assert len(stored) == len(corpus.readings()) == len(PEOPLE) + 21
    coded = demo_project.project.table("segments", "interne")
    assert len(coded) == len(FIRST) + len(corpus.double_coding())
    assert set(coded["id_temoignage"]) <= set(
        demo_project.project.table("temoignages", "interne")["id"]
    )
    second = set(coded.loc[coded["codeur"].eq("codeur_2"), "id_temoignage"])
    assert set(stored.loc[stored["codeur"].eq("codeur_2"), "id_temoignage"]) - second == {"T47"}
