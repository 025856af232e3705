import socket

import numpy as np
import pandas as pd
import pytest
from lecons.estimates import unknown, wilson
from lecons.store.schemas import Segments
from lecons.testimony.suggestions import learn
from lecons.testimony.suggestions.features import reader, scale
from lecons.testimony.suggestions.material import material
from lecons.testimony.suggestions.nearest import nearest
from lecons.testimony.suggestions.quality import FEW, JUDGEMENT, UNSETTLED, UNTRIED, WRONG, quality
from lecons.testimony.voices import spoken

SEED = 7


def learnt(village, **changed):
    return learn(
        changed.get("segments", village.segments),
        changed.get("testimonies", village.testimonies),
        village.codebook,
        SEED,
    )


@pytest.fixture
def proposals(village):
    return learnt(village).propose(village.testimonies, village.segments)


def test_what_nobody_coded_is_proposed_with_its_place(village, proposals):
    assert proposals[["id_temoignage", "code", "deja_lu"]].to_numpy().tolist() == [
        ["T11", "radio", False],
        ["T11", "puits", False],
        ["T12", "radio", False],
        ["T12", "puits", False],
    ]
    texts = village.testimonies.set_index("id")["texte"]
    for row in proposals.itertuples():
        assert texts[row.id_temoignage][row.debut : row.fin] == row.extrait
        assert row.code in row.extrait


def test_proposals_are_rows_of_segments_that_a_table_can_hold(proposals):
    checked = Segments.validate(proposals.assign(extrait_public=None))
    assert set(checked["statut"]) == {"propose"}
    assert set(checked["codeur"]) == {"lecons"}
    first = proposals.iloc[0]
    assert first["id"] == f"T11-P{first['debut']}-{first['fin']}-radio"


def test_proposals_count_nowhere(village, proposals):
    people = village.testimonies.assign(
        date=pd.NaT,
        commune="ML060101",
        acteur="jeune",
        sexe="F",
        tranche_age="60+",
        langue_origine="songhay",
    )
    both = pd.concat([village.segments, proposals[village.segments.columns]], ignore_index=True)
    assert len(proposals) == 4
    assert spoken(both, people).equals(spoken(village.segments, people))
    assert not spoken(proposals, people)["id"].any()


def test_a_passage_that_has_the_code_is_not_proposed_again(village):
    suggester = learnt(village)
    first = suggester.propose(village.testimonies, village.segments).iloc[0]
    for statut in ("valide", "propose"):
        touched = village.segments.iloc[:1].assign(
            id="X", id_temoignage="T11", debut=first["fin"] - 1, fin=first["fin"] + 5, statut=statut
        )
        taken = pd.concat([village.segments, touched], ignore_index=True)
        left = suggester.propose(village.testimonies, taken)
        assert left[["id_temoignage", "code"]].to_numpy().tolist() == [
            ["T11", "puits"],
            ["T12", "radio"],
            ["T12", "puits"],
        ]
    beside = touched.assign(debut=first["fin"], fin=first["fin"] + 5)
    assert len(suggester.propose(village.testimonies, pd.concat([village.segments, beside]))) == 4


def test_a_sentence_that_its_coder_left_is_proposed_as_already_read(village):
    left = village.segments[
        ~(village.segments["id_temoignage"].eq("T05") & village.segments["code"].eq("radio"))
    ]
    found = learnt(village, segments=left).propose(village.testimonies, left)
    assert found.loc[found["deja_lu"], ["id_temoignage", "code"]].to_numpy().tolist() == [
        ["T05", "radio"]
    ]


def test_a_learnt_text_that_changed_since_waits(village):
    left = village.segments[
        ~(village.segments["id_temoignage"].eq("T05") & village.segments["code"].eq("radio"))
    ]
    suggester = learnt(village, segments=left)
    texts = village.testimonies["texte"].mask(
        village.testimonies["id"].eq("T05"), "Bon. " + village.testimonies["texte"]
    )
    found = suggester.propose(village.testimonies.assign(texte=texts), left)
    assert not found["deja_lu"].any()


def test_the_reason_quotes_three_other_persons_with_that_code(village, proposals):
    coded = village.segments.set_index("id")
    for row in proposals.itertuples():
        assert len(row.proches) == 3
        assert set(coded.loc[list(row.proches), "code"]) == {row.code}
        persons = coded.loc[list(row.proches), "id_temoignage"]
        assert persons.is_unique
        assert row.id_temoignage not in set(persons)
        assert row.raison.startswith("parce que d’autres disent : « ")
        assert all(f"({person})" in row.raison for person in persons)


def test_nobody_is_quoted_to_explain_their_own_words(village):
    made = material(village.segments, village.testimonies, village.codebook)
    read = reader(made.sentences["texte"].to_list()).read(made.sentences["texte"].to_list())
    looks = scale(read, np.ones(len(made.sentences), dtype=bool)).apply(read)
    own = np.flatnonzero(made.truth[:, 0])[:1]
    [near] = nearest([one[own] for one in looks], ["T01"], "radio", made, looks, {"T05"})
    # T05 and T09 say the very same sentence as T01
    assert next(person for _, person, _ in near) == "T09"
    assert not {person for _, person, _ in near} & {"T01", "T05"}


def test_the_likest_passage_comes_first(village, proposals):
    words = village.testimonies.set_index("id")["texte"]
    row = proposals.iloc[0]
    nearest = village.segments.set_index("id").loc[row["proches"][0]]
    said = words[nearest["id_temoignage"]][nearest["debut"] : nearest["fin"]]
    assert said == row["extrait"].rstrip(".")


def test_nothing_is_proposed_or_quoted_of_a_person_whose_text_is_withheld(village):
    suggester = learnt(village)
    hidden = village.testimonies["id"].isin(["T11", "T03", "T07"])
    withheld = village.testimonies.assign(texte=village.testimonies["texte"].mask(hidden))
    found = suggester.propose(withheld, village.segments)
    assert set(found["id_temoignage"]) == {"T12"}
    quoted = village.segments.set_index("id").loc[found["proches"].explode(), "id_temoignage"]
    assert not set(quoted) & {"T03", "T07"}


def test_without_any_readable_text_nothing_is_learnt_or_proposed(village):
    public = village.testimonies.assign(texte=None)
    suggester = learnt(village, testimonies=public)
    assert suggester.quality["motif"].to_list() == [FEW, FEW, FEW, JUDGEMENT]
    found = suggester.propose(public, village.segments)
    assert found.empty
    assert found["debut"].dtype == "int64"


def test_only_texts_that_can_be_read_are_asked_for_even_when_none_is(village):
    suggester = learnt(village)
    assert suggester.propose(village.testimonies.assign(texte=None), village.segments).empty
    assert suggester.propose(village.testimonies.head(0), village.segments.head(0)).empty


def test_the_same_tables_and_seed_give_the_same_proposals_whatever_the_order(village):
    first = learnt(village).propose(village.testimonies, village.segments)
    shuffled = village.testimonies.sample(frac=1, random_state=3)
    again = learn(
        village.segments.sample(frac=1, random_state=3), shuffled, village.codebook, SEED
    ).propose(shuffled, village.segments)
    kept = ["id", "code", "debut", "fin", "deja_lu"]
    assert first[kept].equals(again[kept])
    assert again["score"].to_numpy() == pytest.approx(first["score"].to_numpy())


def test_nothing_leaves_the_laptop_and_nothing_is_written(village, monkeypatch, tmp_path):
    def refused(*args, **kwargs):
        raise AssertionError("network asked for")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refused)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert len(learnt(village).propose(village.testimonies, village.segments)) == 4
    assert list(tmp_path.iterdir()) == []


def test_quality_says_of_every_code_how_good_or_why_not(village):
    table = learnt(village).quality.set_index("code")
    assert table["motif"].to_dict() == {
        "radio": "",
        "puits": "",
        "rare": FEW,
        "favorable": JUDGEMENT,
    }
    assert table["n"].to_dict() == {"radio": 10, "puits": 10, "rare": 0, "favorable": 10}
    assert table.loc["radio", "precision"].value == 1
    assert (table.loc["radio", "recall"].n, table.loc["rare", "recall"].n) == (10, 0)
    assert table["seuil"].notna().to_list() == [True, True, False, False]


def test_a_code_whose_trial_went_wrong_is_not_proposed(village):
    made = material(village.segments, village.testimonies, village.codebook)

    def judged(precision, cut=0.1):
        tried = pd.DataFrame({"precision": [precision] * 2, "recall": [wilson(5, 10)] * 2})
        table = quality(made, village.codebook, tried, np.array([cut, cut]))
        return table.loc[0, "motif"], table["seuil"].notna()[0]

    assert judged(wilson(5, 10)) == ("", True)
    assert judged(wilson(4, 10)) == (WRONG, False)
    assert judged(wilson(4, 4)) == (UNTRIED, False)
    assert judged(unknown(0, 0, "share")) == (UNTRIED, False)
    assert judged(wilson(5, 10), np.inf) == (UNSETTLED, False)


@pytest.mark.parametrize("text", ["🙂 راديو", "1234. 5678", "…", "ⵜⴰⵎⴰⵛⴻⵇ. ⵉⵎⴰⵊⵖⴻⵏ", " "])
def test_any_text_passes_through(village, text):
    strange = pd.DataFrame({"id": ["Z"], "texte": [text]})
    found = learnt(village).propose(strange, village.segments)
    assert set(found["id_temoignage"]) <= {"Z"}


def test_the_demonstration_has_proposals_for_readable_texts_only(demo_project):
    tables = ("segments", "temoignages", "livre_de_codes")
    segments, testimonies, codebook = (
        demo_project.project.table(name, "interne") for name in tables
    )
    suggester = learn(segments, testimonies, codebook, SEED)
    found = suggester.propose(testimonies, segments)
    assert set(found["id_temoignage"]) <= set(testimonies.loc[testimonies["texte"].notna(), "id"])
    proposed = suggester.quality[suggester.quality["motif"].eq("")]
    assert set(found["code"]) == set(proposed["code"]) >= {"mediation_mixte", "formation_suivie"}
    assert all(0.5 <= one.value < 0.9 and one.n >= 5 for one in proposed["precision"])
    public = (demo_project.project.table(name, "publique") for name in tables)
    assert learn(*public, SEED).quality["seuil"].isna().all()
