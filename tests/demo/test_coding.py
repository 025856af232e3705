import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.demo import corpus
from lecons.demo.corpus import place
from lecons.project import repository_root
from lecons.testimony.codebook import parents
from lecons.testimony.quotations.decisions import read_decisions
from lecons.testimony.readings import reference_readers
from lecons.testimony.reliability.measure import measure
from lecons.testimony.reliability.units import phrases
from lecons.testimony.voices import spoken, stances

# the imported demonstration is made once, in one worker
pytestmark = pytest.mark.xdist_group("demo")
CODING = repository_root() / "data" / "3p-amss" / "codage"
PEOPLE, FIRST = corpus.testimonies()
SECOND = corpus.double_coding()
CODEBOOK = pd.read_csv(CODING / "livre_de_codes.csv")
SETTLED = {"T42", "T46", "T60"}


@given(st.text("ab ", min_size=1, max_size=6), st.text("ab ", max_size=30))
def test_a_quoted_passage_is_found_once_or_refused(passage, text):
    if text.count(passage) == 1:
        start, end = place(passage, text)
        assert text[start:end] == passage
    else:
        with pytest.raises(ValueError, match="« "):
            place(passage, text)


def test_places_are_counted_in_code_points():
    assert place("l’eau", "😀 ⵣ l’eau") == (4, 9)


def test_21_accounts_are_coded_twice_and_none_that_may_not_be_read(demo_project):
    twice = SECOND[SECOND["codeur"] == "codeur_2"]["id_temoignage"].unique()
    assert len(twice) == 20  # and T47, where he coded nothing
    kept = PEOPLE[PEOPLE["consentement"].ne("aucun") & PEOPLE["retrait_le"].isna()]
    assert set(SECOND["id_temoignage"]) <= set(kept["id"])
    assert set(SECOND.loc[SECOND["codeur"] == "consensus", "id_temoignage"]) == SETTLED
    chosen = reference_readers(
        demo_project.project.table("segments", "interne"),
        demo_project.project.table("lectures", "interne"),
    )
    assert set(chosen.index[chosen.eq("consensus")]) == SETTLED
    assert set(chosen[~chosen.index.isin(SETTLED)]) == {"codeuse_1"}


def test_segments_are_numbered_by_coder():
    for rows, form in ((FIRST, r"T\d\d-S\d+"), (SECOND, r"T\d\d-(C2|CC|P)-S\d+")):
        assert rows["id"].str.fullmatch(form).all()
    assert not pd.concat([FIRST, SECOND])["id"].duplicated().any()
    assert (FIRST["date"] < SECOND["date"].min()).all()


def test_each_coder_notes_a_doubt():
    noted = pd.concat([FIRST, SECOND]).dropna(subset="memo")["codeur"].value_counts()
    assert noted.to_dict() == {"codeuse_1": 3, "codeur_2": 2, "consensus": 1}


def test_two_coders_agree_as_people_do(demo_project):
    table = demo_project.project.table
    people = table("temoignages", "interne")
    found = measure(
        table("segments", "interne"),
        people,
        table("lectures", "interne"),
        phrases(people.dropna(subset="texte")),
        table("livre_de_codes", "interne"),
        seed=1,
    )
    assert (found.double, found.compared, found.coders) == (21, 21, ("codeur_2", "codeuse_1"))
    assert 0.65 <= found.overall.value <= 0.80
    weak = found.by_code.loc[found.by_code["verdict"].eq("insuffisant"), "code"].to_list()
    assert weak == ["confiance", "suivi_dans_le_temps"]
    opposed = found.disagreements[found.disagreements["nature"].eq("polarite")]
    assert {"T46", "T60"} <= set(opposed["id_temoignage"])
    assert len(opposed) <= 4


def test_proposals_are_there_and_count_nowhere(demo_project):
    table = demo_project.project.table
    people, segments = table("temoignages", "interne"), table("segments", "interne")
    proposed = segments[segments["statut"].eq("propose")]
    assert set(proposed["codeur"]) == {"lecons"}
    assert set(SECOND.loc[SECOND["codeur"].eq("lecons"), "statut"]) == {"propose"}
    assert "dialogue_inclusif" in set(proposed["code"])
    said = spoken(segments, people)
    assert not set(proposed["id"]) & set(said["id"])
    assert "T63" not in stances(said, "dialogue_inclusif").contradicting
    accepted = spoken(segments.assign(statut="valide"), people)
    assert "T63" in stances(accepted, "dialogue_inclusif").contradicting


def test_early_codes_are_in_the_file_and_follow_the_codebook(demo_project):
    written = pd.read_csv(CODING / "segments.csv").set_index("id")["code"]
    early = written[~written.isin(CODEBOOK["code"])]
    assert early.to_dict() == {"T40-S1": "per_diem", "T40-S4": "per_diem", "T53-S1": "femmes"}
    changes = pd.read_csv(CODING / "changements.csv", keep_default_na=False)
    assert dict(zip(changes["de"], changes["vers"], strict=True)) == {
        "femmes": "participation_femmes",
        "per_diem": "attentes_materielles",
    }
    assert changes["raison"].ne("").all()
    stored = demo_project.project.table("segments", "interne").set_index("id")["code"]
    assert stored[early.index].to_list() == [
        "attentes_materielles", "attentes_materielles", "participation_femmes",
    ]  # fmt: skip


def test_the_codebook_is_a_tree_in_which_every_code_says_when_to_use_it(demo_project):
    assert list(CODEBOOK.columns) == [
        "code", "libelle_fr", "libelle_en", "famille", "parent", "resultat", "definition",
        "inclusion", "exclusion", "exemple",
    ]  # fmt: skip
    assert len(CODEBOOK) == 26
    told = CODEBOOK.drop(columns=["parent", "resultat"])
    assert told.notna().all(axis=None)
    assert set(CODEBOOK["famille"]) == {"pratique", "theme", "difficulte", "condition", "polarite"}
    declared = [one.code for one in demo_project.project.content.pratiques]
    assert CODEBOOK.loc[CODEBOOK["famille"].eq("pratique"), "code"].to_list() == declared
    above = parents(CODEBOOK)
    given = CODEBOOK.set_index("code")["parent"].dropna().to_dict()
    assert {code: parent for code, parent in above.items() if parent} == given
    assert set(given.values()) == {"participation", "obstacles"}


def test_examples_of_the_codebook_are_invented_and_name_nobody():
    texts = " ".join(PEOPLE["texte"])
    for example in CODEBOOK["exemple"]:
        assert re.findall(r"(?<=\w )[A-ZÉÈ]\w+", example) == []
        assert example.rstrip(".") not in texts


def test_every_code_is_used_and_every_criterion_names_codes_that_exist():
    used = set(FIRST["code"]) | set(SECOND["code"])
    assert set(CODEBOOK["code"]) <= used
    named = re.findall(r"\b[a-z]+_[a-z_]+\b", " ".join(CODEBOOK["exclusion"]))
    assert len(named) > 15
    assert set(named) <= set(CODEBOOK["code"])


def test_decisions_on_quotations_speak_of_passages_that_may_be_quoted():
    segments = pd.concat([FIRST, SECOND], ignore_index=True)
    decisions = read_decisions(CODING / "citations.csv", segments)
    assert (decisions.unknown, decisions.lost_bars) == ((), ())
    assert (len(decisions.pinned), len(decisions.barred)) == (6, 3)
    translated = [one for one in decisions.translated.values() if one.reviewed]
    assert len(translated) == 4
    public = segments.set_index("id")["extrait_public"]
    assert public[[one.segment for one in translated]].notna().all()
