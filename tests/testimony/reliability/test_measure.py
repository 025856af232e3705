import numpy as np
import pandas as pd
import pytest
from lecons.testimony.reliability import UNITS, measure
from lecons.testimony.reliability.coefficients import cohen, gwet, krippendorff
from lecons.testimony.reliability.measure import verdict
from lecons.testimony.reliability.units import decisions, double, independent, phrases

SENTENCES = 10
TEXT = " ".join(f"Phrase numéro {i:02}." for i in range(SENTENCES))
PLACES = [(18 * i, 18 * i + 17) for i in range(SENTENCES)]
CODES = {"radio": 0.3, "paix": 0.2, "crue": 0.15, "favorable": 0.2}
CODEBOOK = pd.DataFrame(
    {"code": [*CODES, "or"], "famille": ["pratique", "theme", "difficulte", "polarite", "theme"]}
)
NO_READINGS = pd.DataFrame({"id_temoignage": [], "codeur": []}, dtype="str")
SEED = 20180323


def heard(n=12):
    return pd.DataFrame({"id": [f"T{i:02}" for i in range(n)], "texte": TEXT})


def coded(rows):
    frame = pd.DataFrame(rows, columns=["id_temoignage", "debut", "fin", "code", "codeur"])
    return frame.assign(statut="valide", id=[f"S{i}" for i in range(len(frame))])


def double_coding(read_twice=10, missed=0.2, coders=("a", "b")):
    """Segments of coders of whom each misses some of what is there; the first reads everything."""
    rng = np.random.default_rng(4)
    rows = []
    for testimony in heard()["id"]:
        there = rng.random((SENTENCES, len(CODES))) < list(CODES.values())
        for number, coder in enumerate(coders):
            seen = there & (rng.random(there.shape) > missed)
            if number and int(testimony[1:]) >= read_twice:
                continue
            for i, j in np.argwhere(seen):
                rows.append((testimony, *PLACES[i], list(CODES)[j], coder))
    return coded(rows)


def measured(segments, testimonies=None, readings=NO_READINGS):
    people = heard() if testimonies is None else testimonies
    return measure(segments, people, readings, phrases(people), CODEBOOK, SEED)


def test_the_result_says_who_was_compared_and_on_what():
    found = measured(double_coding())
    assert (found.unit, found.coders) == ("phrase", ("a", "b"))
    assert (found.double, found.compared, found.total, found.units) == (10, 10, 12, 100)
    assert (found.overall.n, found.overall.total) == (10, 12)
    assert found.overall.low < found.overall.value < found.overall.high
    assert found.by_unit[found.unit] == found.overall
    assert set(found.by_unit) == set(UNITS)
    assert not found.one_coder


def test_each_code_has_the_coefficients_of_its_own_table():
    segments = double_coding()
    found = measured(segments)
    pairs = double(independent(segments, NO_READINGS))
    made = decisions(phrases(heard()), segments, pairs)
    assert sorted(found.by_code["code"]) == sorted(CODES)
    for row in found.by_code.itertuples():
        table = made.table(row.code)
        assert row.alpha.value == pytest.approx(krippendorff(table).value)
        assert row.kappa == cohen(table).value
        assert (row.po, row.pe) == (cohen(table).observed, cohen(table).expected)
        assert row.ac1 == gwet(table, (0, 1)).value
        assert row.prevalence == pytest.approx(table.to_numpy().mean())
        assert (row.alpha.n, row.alpha.total, row.n) == (row.temoignages, 10, 100)
    values = [one.value for one in found.by_code["alpha"]]
    assert values == sorted(values)
    assert min(values) <= found.overall.value <= max(values)


def test_the_same_seed_gives_the_same_interval():
    first, again = measured(double_coding()), measured(double_coding())
    assert first.overall == again.overall
    assert first.by_code["alpha"].to_list() == again.by_code["alpha"].to_list()


def test_under_five_testimonies_read_twice_there_is_no_interval():
    four, five = (measured(double_coding(n)).overall for n in (4, 5))
    assert (four.n, four.low, four.high) == (4, None, None)
    assert four.value is not None
    assert five.low is not None


def test_a_rare_code_is_told_and_not_judged():
    rare = coded(
        [(f"T{i:02}", *PLACES[0], "or", coder) for i in range(4) for coder in "ab"]
    ).assign(id=[f"R{i}" for i in range(8)])
    found = measured(pd.concat([double_coding(), rare], ignore_index=True))
    row = found.by_code.set_index("code").loc["or"]
    assert (row["alpha"].value, row["alpha"].low, row["temoignages"]) == (1, None, 4)
    assert (row["rare"], row["verdict"]) == (True, "inconnu")
    assert not found.by_code.set_index("code").loc["radio", "rare"]


def test_coders_who_mark_alike_have_one_and_no_interval():
    found = measured(double_coding(missed=0))
    assert (found.overall.value, found.overall.low, found.verdict) == (1, None, "fiable")
    assert found.disagreements.empty


def test_with_three_coders_kappa_is_that_of_fleiss_and_missing_readings_do_not_count():
    found = measured(double_coding(coders=("a", "b", "c")))
    assert found.coders == ("a", "b", "c")
    assert found.by_code["kappa"].notna().all()
    # the third coder read one testimony: the others are still read twice
    segments = double_coding(coders=("a", "b", "c"))
    some = segments[~(segments["codeur"].eq("c") & segments["id_temoignage"].ne("T00"))]
    assert measured(some).overall.n == 10


@pytest.mark.parametrize("coders", [("a",), ("a", "consensus")])
def test_one_coder_can_be_compared_with_nobody(coders):
    found = measured(double_coding(coders=coders))
    assert found.one_coder
    assert (found.double, found.overall.value, found.verdict) == (0, None, "inconnu")
    assert found.by_code.empty
    assert found.disagreements.empty
    # what the sentence about it rests on: all that was coded
    assert len(found.ids) == len(double_coding(coders=coders))


def test_two_coders_who_share_no_testimony_are_not_one_coder_and_not_compared():
    segments = double_coding(coders=("a",))
    segments["codeur"] = segments["codeur"].where(segments["id_temoignage"] < "T06", "b")
    found = measured(segments)
    assert (found.coders, found.double, found.overall.value) == (("a", "b"), 0, None)
    assert not found.one_coder


def test_nothing_coded_at_all_fails_nowhere():
    found = measured(double_coding().head(0))
    assert (found.coders, found.double, found.ids) == ((), 0, ())
    assert (found.overall.value, found.overall.total) == (None, 12)


def test_two_who_read_and_marked_nothing_alike_have_no_alpha():
    readings = pd.DataFrame({"id_temoignage": ["T00"] * 2, "codeur": ["a", "b"]})
    found = measured(double_coding().head(0), readings=readings)
    assert (found.double, found.compared, found.overall.value) == (1, 1, None)
    # where one of them coded elsewhere, the sentence rests on that and is not lost
    alone = double_coding(coders=("a",)).query("id_temoignage != 'T00'")
    found = measured(alone, readings=readings)
    assert (found.double, found.overall.value, found.ids) == (1, None, tuple(alone["id"]))


def test_a_coder_who_read_to_the_end_and_marked_nothing_lowers_alpha():
    segments = double_coding()
    silent = segments[~(segments["codeur"].eq("b") & segments["id_temoignage"].lt("T05"))]
    readings = pd.DataFrame({"id_temoignage": [f"T{i:02}" for i in range(5)], "codeur": "b"})
    assert measured(silent).double == 5
    found = measured(silent, readings=readings)
    assert found.double == 10
    assert found.overall.value < measured(segments).overall.value - 0.1


def test_testimonies_of_another_result_area_do_not_count():
    found = measured(double_coding(), testimonies=heard(6))
    assert (found.double, found.total) == (6, 6)
    assert found.disagreements["id_temoignage"].max() <= "T05"


def test_a_testimony_whose_text_is_withheld_is_left_out_of_the_sentences_and_counted():
    people = heard()
    people.loc[people["id"].isin(["T00", "T01"]), "texte"] = None
    found = measured(double_coding(), testimonies=people)
    assert (found.unit, found.double, found.compared, found.units) == ("phrase", 10, 8, 80)
    assert not set(found.ids) & set(
        double_coding().query("id_temoignage in ['T00', 'T01']")["id"]
    )  # fmt: skip


def test_without_any_text_passages_are_compared_and_the_result_says_so():
    found = measured(double_coding(), testimonies=heard().assign(texte=None))
    assert found.unit == "passage"
    assert found.overall == measured(double_coding()).by_unit["passage"]
    assert found.by_unit["phrase"].value is None
    assert found.disagreements["extrait"].isna().all()


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "inconnu"), (-0.2, "insuffisant"), (0.666, "insuffisant"), (0.667, "provisoire"),
     (0.799, "provisoire"), (0.8, "fiable"), (1, "fiable")],
)  # fmt: skip
def test_the_thresholds_are_those_of_krippendorff(value, said):
    assert verdict(value) == said


def test_the_demonstration_is_coded_twice_in_part(demo_project):
    """Fictional coders: reliable enough for tentative conclusions, with codes that are not."""
    project = demo_project.project
    people = project.table("temoignages", "interne")
    found = measure(
        project.table("segments", "interne"),
        people,
        project.table("lectures", "interne"),
        phrases(people),
        project.table("livre_de_codes", "interne"),
        SEED,
    )
    if not found.double:
        pytest.skip("la démonstration n’a pas encore de double codage")
    assert "consensus" not in found.coders
    assert 0.65 <= found.overall.value <= 0.85
    assert found.overall.low > 0.5
    assert "insuffisant" in set(found.by_code["verdict"])
    assert found.disagreements["nature"].iloc[0] == "polarite"
