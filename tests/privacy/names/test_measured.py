import json

import pytest
from lecons.privacy.names import measured
from lecons.privacy.names.measured import FIGURES

pytestmark = pytest.mark.xdist_group("names")


@pytest.fixture(scope="module")
def texts(bench):
    return bench.read_labelled(bench.HERE / "mesure.txt")


# the model's sums of products differ in their last bits from one processor to another
LAST_BITS = 2


def test_the_figures_shown_are_those_of_the_labelled_set(bench):
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    counted = bench.measure()
    assert counted["personnes"]["regles"] == kept["personnes"]["regles"]
    for kind in ("telephone", "date", "identifiant", "courriel"):
        assert counted["natures"][kind] == kept["natures"][kind]
    assert counted["versions"] == kept["versions"]
    for part in ("personnes", "natures"):
        for name, counts in kept[part].items():
            assert counted[part][name] == pytest.approx(counts, abs=LAST_BITS)


def test_the_set_has_enough_names_and_enough_texts_without_any(texts):
    named = [len([s for s in t.spans if s[2] == "personne"]) for t in texts]
    assert sum(named) >= 150
    assert named.count(0) >= 60


def test_the_set_measures_more_than_the_lists(bench, texts):
    outside = bench.outside_the_lists(texts)
    missing, total = outside["prenom"]
    assert missing >= 0.3 * total
    missing, total = outside["famille"]
    assert missing >= 0.2 * total


def test_the_goal_of_the_project_is_met_on_people():
    figures = measured()
    assert figures.recall.value >= 0.98
    assert figures.people["regles_modele"].precision.value >= 0.85
    assert figures.recall.low < figures.recall.value < figures.recall.high


def test_a_name_missed_counts_as_missed_once_and_is_found_from_there_on(bench):
    texts = [
        bench.Labelled(
            "on a vu perle hier, perle encore", ((8, 13, "personne"), (20, 25, "personne"))
        ),
        bench.Labelled("perle est venue", ((0, 5, "personne"),)),
    ]
    counts = bench.count_with_review(texts, [[], []])["personne"]
    assert counts == {"annotees": 3, "retrouvees": 2, "proposees": 3, "justes": 3}
