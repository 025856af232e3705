import numpy as np
import pandas as pd
from lecons.testimony.suggestions.material import material, meaning


def made(village, **changed):
    return material(
        changed.get("segments", village.segments),
        changed.get("testimonies", village.testimonies),
        village.codebook,
    )


def test_the_sentences_of_coded_testimonies_are_learnt_with_their_codes(village):
    found = made(village)
    assert found.codes == ["radio", "puits"]
    assert found.sentences["id_temoignage"].nunique() == 10
    first = found.sentences["id_temoignage"].eq("T01").to_numpy()
    assert found.truth[first].tolist() == [
        [False, False],
        [True, False],
        [False, False],
        [False, True],
    ]
    assert found.sentences.loc[first, "texte"].iloc[1] == (
        "La radio parle notre langue chaque vendredi soir."
    )
    assert found.truth.sum(axis=0).tolist() == [10, 10]


def test_polarity_is_counted_and_never_learnt(village):
    found = made(village)
    assert found.persons["favorable"] == 10
    assert "favorable" not in found.codes


def test_a_code_that_four_persons_have_is_not_learnt_and_one_that_five_have_is(village):
    four = village.segments[
        village.segments["id_temoignage"].le("T04") | village.segments["code"].eq("puits")
    ]
    five = village.segments[
        village.segments["id_temoignage"].le("T05") | village.segments["code"].eq("puits")
    ]
    assert made(village, segments=four).codes == ["puits"]
    assert made(village, segments=four).persons["radio"] == 4
    assert made(village, segments=five).codes == ["radio", "puits"]


def test_proposals_teach_nothing(village):
    proposed = village.segments["code"].eq("radio")
    statut = village.segments["statut"].mask(proposed, "propose")
    found = made(village, segments=village.segments.assign(statut=statut))
    assert found.codes == ["puits"]
    assert found.persons["radio"] == 0


def test_a_testimony_whose_text_may_not_be_read_teaches_nothing(village):
    hidden = village.testimonies.assign(
        texte=village.testimonies["texte"].mask(village.testimonies["id"].le("T03"))
    )
    found = made(village, testimonies=hidden)
    assert sorted(set(found.sentences["id_temoignage"])) == [f"T{i:02d}" for i in range(4, 11)]
    assert found.persons["radio"] == 7
    assert not found.passages["extrait"].isin(village.testimonies["texte"][:3]).any()
    assert found.passages["extrait"].notna().all()


def test_where_two_people_coded_the_reading_that_counts_is_learnt(village):
    other = village.segments.iloc[:1].assign(id="X", codeur="c2", code="puits")
    found = made(village, segments=pd.concat([village.segments, other], ignore_index=True))
    assert found.truth.sum(axis=0).tolist() == [10, 10]
    settled = made(
        village, segments=pd.concat([village.segments, other.assign(codeur="consensus")])
    )
    assert settled.truth.sum(axis=0).tolist() == [9, 10]


def test_passages_keep_the_words_that_were_coded(village):
    found = made(village)
    rows = found.passages[found.passages["id"].eq("S0")]
    assert rows["extrait"].to_list() == ["La radio parle notre langue chaque vendredi soir"]
    assert rows["unit"].to_list() == np.flatnonzero(found.truth[:, 0])[:1].tolist()


def test_no_testimony_at_all_teaches_nothing(village):
    found = made(village, testimonies=village.testimonies.assign(texte=None))
    assert (found.codes, len(found.sentences), len(found.passages)) == ([], 0, 0)


def test_what_a_code_means_leaves_out_what_it_excludes():
    row = {
        "libelle_fr": "Radio",
        "definition": "On en parle",
        "exclusion": "Le journal",
        "exemple": None,
    }
    assert meaning(row) == "Radio. On en parle"
