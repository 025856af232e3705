"""A coder's sitting: what is written, what can be undone, and what each may see."""

import json
import shutil
import tempfile
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.coding.corpus import Corpus, code_sheets, read_corpus
from lecons.coding.refusal import CodingError
from lecons.coding.requests import answer
from lecons.coding.session import Session
from lecons.intake.journal import Coded, append, fold, read
from lecons.intake.load import import_project
from lecons.project import open_project


def codes(session, testimony="T01"):
    """(words, code, memo) of the coder's own passages, in the order of the text."""
    text = session.text(testimony)
    passages = session.reading(testimony).passages
    return [(text[one.debut : one.fin], one.code, one.memo) for one in passages]


def put(session, testimony, words, code):
    start = session.text(testimony).index(words)
    return session.code(testimony, start, start + len(words), code)


def others(session, testimony="T01"):
    seen = session.reading(testimony).autres
    return None if seen is None else [(one.codeur, one.code) for one in seen]


# --- what is read


def test_a_testimony_that_may_not_be_read_is_not_there_at_all(sit):
    session = sit()
    assert [row["id"] for row in session.rows()] == ["T01", "T02", "T03"]
    for ask in (session.text, session.reading, session.finish):
        with pytest.raises(CodingError, match="T04"):
            ask("T04")
    assert session.search("rien permis") == []


def test_the_list_tells_the_place_the_person_and_what_was_done(sit):
    row = sit().rows()[0]
    assert row == {
        "id": "T01",
        "jour": "15 janvier 2018",
        "lieu": "Tonka",
        "acteur": "femmes",
        "personne": "femme, 36-59",
        "langue": "songhay",
        "mots": 24,
        "statut": "en_cours",
        "passages": 1,
    }


def test_the_public_edition_is_not_coded(notebook):
    notebook.parameters = notebook.parameters.model_copy(update={"edition": "publique"})
    with pytest.raises(CodingError, match="publique"):
        read_corpus(notebook)


@pytest.mark.parametrize("name", ["", "Awa", "../awa", "awa b", "é", "a" * 41])
def test_a_name_that_cannot_be_a_file_is_refused(sit, name):
    with pytest.raises(CodingError, match="refusé"):
        sit(name)


def test_the_sheet_of_a_code_holds_its_path_and_its_criteria(sit):
    sheet = {one["code"]: one for one in code_sheets(sit().corpus.codebook)}["confiance"]
    assert sheet == {
        "code": "confiance",
        "libelle": "Confiance",
        "chemin": "Réconciliation › Confiance",
        "famille": "theme",
        "definition": "Ce que le code veut dire.",
        "inclusion": "quand on en parle",
        "exclusion": "",
        "exemple": "",
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("COMITE", ["T01"]),
        ("femmes comité", ["T01"]),
        ("البئر", ["T02"]),
        ("écoute", ["T02"]),
        ("tonka", ["T01", "T02", "T03"]),
        ("<script>", ["T03"]),
        ("zèbre", []),
        ("  ", ["T01", "T02", "T03"]),
    ],
)
def test_search_finds_all_words_without_case_nor_accents(sit, words, found):
    assert sit().search(words) == found


# --- what is done


def test_a_code_is_on_the_disk_at_once_with_its_fingerprint_and_no_words(sit):
    session = sit()
    put(session, "T01", "Le comité est venu avec deux femmes", "mediation_mixte")
    (path,) = session.corpus.journal.glob("*.jsonl")
    assert path.name == "awa.jsonl"
    (line,) = path.read_text("utf-8").splitlines()
    event = json.loads(line)
    assert (event["quoi"], event["debut"], event["fin"]) == ("coder", 31, 66)
    assert len(event["empreinte"]) == 16
    assert "femmes" not in line
    assert codes(sit())[0] == ("Le comité est venu avec deux femmes", "mediation_mixte", "")


def test_spaces_around_a_selection_are_left_out(sit):
    session = sit()
    text = session.text("T01")
    start = text.index(" Le comité est venu ")
    session.code("T01", start, start + len(" Le comité est venu "), "mediation_mixte")
    assert codes(session)[0][0] == "Le comité est venu"


@pytest.mark.parametrize(
    ("start", "end", "code", "told"),
    [
        (5, 5, "confiance", "aucun mot"),
        (9, 5, "confiance", "aucun mot"),
        (-3, 5, "confiance", "aucun mot"),
        (0, 10_000, "confiance", "aucun mot"),
        (6, 7, "confiance", "aucun mot"),
        (0, 5, "rumeur", "rumeur"),
        (0, 5, "", "livre de codes"),
    ],
)
def test_what_is_no_passage_or_no_code_is_refused_and_not_written(sit, start, end, code, told):
    session = sit()
    with pytest.raises(CodingError, match=told):
        session.code("T01", start, end, code)
    assert not session.corpus.journal.exists()


def test_the_same_code_twice_on_a_passage_is_refused(sit):
    session = sit()
    put(session, "T01", "Avant", "confiance")
    with pytest.raises(CodingError, match="déjà"):
        put(session, "T01", "Avant", "confiance")
    assert len(codes(session)) == 2


def test_a_practice_without_an_opinion_is_told_until_it_has_one(sit):
    session = sit()
    put(session, "T01", "Le comité est venu", "mediation_mixte")
    assert session.reading("T01").sans_avis == ((31, 49),)
    assert session.left().set_index("témoignage").at["T01", "pratiques sans avis"] == 1
    put(session, "T01", "Le comité est venu", "favorable")
    assert session.reading("T01").sans_avis == ()


def test_a_note_is_written_undone_done_again_and_is_one_step_however_it_was_typed(sit):
    session = sit()
    for memo in ("à", "à re", "à revoir\n"):
        session.note("T01", "W1", memo)
    assert codes(sit()) == [("Ma voisine", "reconciliation", "à revoir")]
    assert session.undo("T01") == "écrire la note"
    assert codes(sit()) == [("Ma voisine", "reconciliation", "")]
    assert session.reading("T01").annuler == ""
    session.redo("T01")
    assert codes(sit()) == [("Ma voisine", "reconciliation", "à revoir")]


def test_a_passage_of_a_file_that_was_erased_comes_back_with_its_note(sit):
    session = sit()
    session.note("T01", "W1", "à revoir")
    session.erase("T01", "W1")
    assert codes(sit()) == []
    session.undo("T01")
    assert codes(sit()) == [("Ma voisine", "reconciliation", "à revoir")]
    session.undo("T01")
    assert codes(sit()) == [("Ma voisine", "reconciliation", "")]
    session.redo("T01")
    session.redo("T01")
    assert codes(sit()) == []


def test_undo_keeps_to_the_testimony_and_forgets_what_was_undone_when_one_goes_on(sit):
    session = sit()
    put(session, "T01", "Avant", "confiance")
    put(session, "T02", "Fin.", "confiance")
    session.undo("T01")
    assert len(codes(session, "T02")) == 1
    put(session, "T01", "femmes", "confiance")
    with pytest.raises(CodingError, match="rétablir"):
        session.redo("T01")
    session.undo("T01")
    with pytest.raises(CodingError, match="annuler"):
        session.undo("T01")


def test_a_coder_cannot_touch_the_passages_of_another(sit):
    session = sit()
    for act in (session.erase, lambda one, two: session.note(one, two, "x")):
        with pytest.raises(CodingError):
            act("T01", "X1")
    assert not session.corpus.journal.exists()


def test_a_finished_testimony_is_closed_until_it_is_reopened(sit):
    session = sit()
    session.finish("T01")
    assert sit().row("T01")["statut"] == "fini"
    for act in (
        lambda: put(session, "T01", "Avant", "confiance"),
        lambda: session.erase("T01", "W1"),
        lambda: session.note("T01", "W1", "x"),
        lambda: session.accept("T01", "S1"),
        lambda: session.refuse("T01", "S1"),
        lambda: session.finish("T01"),
    ):
        with pytest.raises(CodingError, match="terminé"):
            act()
    session.reopen("T01")
    assert sit().row("T01")["statut"] == "en_cours"
    with pytest.raises(CodingError, match="pas terminé"):
        session.reopen("T01")


def test_a_testimony_finished_in_another_window_is_not_changed_by_an_undo_here(sit):
    here, there = sit(), sit()
    put(here, "T01", "Avant", "confiance")
    there.text("T01")
    there.finish("T01")
    here.text("T01")
    with pytest.raises(CodingError, match="terminé"):
        here.undo("T01")
    assert len(codes(sit())) == 2


def test_a_disk_that_refuses_changes_nothing_and_says_so(sit):
    session = sit()
    session.corpus.journal.parent.mkdir(parents=True, exist_ok=True)
    session.corpus.journal.write_text("a file where the folder should be")
    request = {"vue": "v", "n": 1, "faire": "coder", "temoignage": "T01", "debut": 0, "fin": 5}
    back = answer(session, {**request, "code": "confiance"})
    assert back["ok"] is False
    assert "rien n’est enregistré" in back["message"]
    assert codes(session) == [("Ma voisine", "reconciliation", "")]
    assert session.reading("T01").annuler == ""


def test_a_clock_that_goes_back_does_not_turn_the_order_of_actions(sit):
    session = sit()
    later = datetime.now(UTC) + timedelta(days=2)
    event = Coded(
        codeur="awa", le=later, segment="later", temoignage="T01", debut=0, fin=5, code="confiance"
    )
    append(session.corpus.journal, event)
    session = sit()
    session.erase("T01", "later")
    assert codes(sit()) == [("Ma voisine", "reconciliation", "")]


def test_a_text_that_was_corrected_moves_its_passages_or_says_that_they_are_lost(sit):
    session = sit()
    put(session, "T01", "Le comité est venu avec deux femmes", "mediation_mixte")
    moved = {**session.corpus.texts, "T01": "Avant ! " + session.corpus.texts["T01"]}
    again = Session(replace(session.corpus, texts=moved), "awa")
    assert codes(again)[0][0] == "Le comité est venu avec deux femmes"
    gone = {**session.corpus.texts, "T01": "Un tout autre récit, assez long pour tout contenir."}
    assert Session(replace(session.corpus, texts=gone), "awa").reading("T01").perdus == 2


def test_codes_follow_the_history_of_the_codebook(sit, folder):
    (folder / "codage").mkdir()
    (folder / "codage" / "changements.csv").write_text(
        "date,auteur,action,de,vers,segments,raison\n"
        "2030-01-01,awa,renommer,peur,insecurite,,plus clair\n",
        encoding="utf-8",
    )
    event = Coded(codeur="awa", segment="s", temoignage="T01", debut=0, fin=5, code="peur")
    append(folder / "codage" / "journal", event)
    assert codes(sit())[0] == ("Avant", "insecurite", "")


# --- what may be seen


def test_the_other_reading_is_not_seen_before_ones_own_is_finished(sit):
    session = sit()
    before = json.dumps(answer(session, ask("commencer")) | answer(session, ask("ouvrir")))
    assert "issa" not in before
    assert "X1" not in before
    assert others(session) is None
    session.finish("T01")
    assert others(session) == [("issa", "mediation_mixte"), ("issa", "insecurite")]
    session.reopen("T01")
    assert others(session) is None
    session.undo("T01")
    assert others(session) is not None
    assert others(session, "T02") is None


def ask(what, **more):
    given = {"vue": "v", "n": 1, "faire": what}
    return {**given, **({"temoignage": "T01"} if what == "ouvrir" else {}), **more}


def test_what_a_colleague_writes_meanwhile_is_there_when_one_may_see_it(sit):
    awa, issa = sit("awa"), sit("issa")
    awa.finish("T02")
    put(issa, "T02", "Fin.", "confiance")
    assert others(awa, "T02") == []
    awa.text("T02")
    assert others(awa, "T02") == [("issa", "confiance")]


def test_the_consensus_sees_the_readings_that_are_done_and_those_only(sit):
    awa, consensus = sit("awa"), sit("consensus")
    put(awa, "T02", "Fin.", "confiance")
    consensus.text("T02")
    assert others(consensus, "T02") == []
    awa.finish("T02")
    consensus.text("T02")
    assert others(consensus, "T02") == [("awa", "confiance")]
    # a reading that a file brought whole is done
    assert set(others(consensus)) == {
        ("issa", "mediation_mixte"),
        ("issa", "insecurite"),
        ("awa", "reconciliation"),
    }


# --- proposals


def test_a_proposal_counts_nowhere_until_it_is_accepted(sit):
    session = sit()
    assert [one.id for one in session.reading("T01").propositions] == ["S1", "S2"]
    assert session.row("T01")["passages"] == 1
    session.accept("T01", "S1")
    assert ("on se battait au puits", "insecurite", "") in codes(sit())
    assert [one.id for one in session.reading("T01").propositions] == ["S2"]
    session.undo("T01")
    assert [one.id for one in session.reading("T01").propositions] == ["S1", "S2"]


def test_a_refused_proposal_does_not_come_back_and_can_still_be_taken(sit):
    session = sit()
    session.refuse("T01", "S2")
    reading = sit().reading("T01")
    assert [one.id for one in reading.propositions] == ["S1"]
    assert [one.id for one in reading.refusees] == ["S2"]
    # each coder decides alone
    assert [one.id for one in sit("issa").reading("T01").propositions] == ["S1", "S2"]
    session.accept("T01", "S2")
    assert sit().reading("T01").refusees == ()


def test_proposals_without_their_columns_are_refused(notebook, proposals):
    with pytest.raises(CodingError, match="score"):
        read_corpus(notebook, proposals.drop(columns="score"))


# --- whatever is done


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        3,
        {"faire": "coder"},
        {"vue": "v", "n": 1, "faire": "danser"},
        {"vue": "v", "n": 1, "faire": "coder", "temoignage": "T01", "debut": "0", "fin": 5},
        {"vue": "v", "n": 1, "faire": "ouvrir", "temoignage": "T01", "chemin": "/"},
    ],
)
def test_a_message_that_is_none_is_answered_in_french(sit, message):
    back = answer(sit(), message)
    assert back["ok"] is False
    assert back["message"] == "Demande incomprise : rien n’est enregistré."


def test_an_action_says_when_it_was_saved_and_how_the_testimony_stands(sit):
    request = ask("coder", temoignage="T01", debut=0, fin=5, code="confiance")
    back = answer(sit(), request)
    assert back["ok"] is True
    assert len(back["enregistre"]) == 8
    assert back["ligne"]["passages"] == 2
    assert [one["code"] for one in back["lecture"]["passages"]] == ["confiance", "reconciliation"]
    assert "texte" not in back
    json.dumps(back)


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["code", "code", "erase", "note", "undo", "undo", "redo", "close"]),
        st.integers(0, 60),
        st.integers(1, 20),
        st.sampled_from(["confiance", "insecurite", "favorable"]),
    ),
    max_size=14,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions=ACTIONS)
def test_whatever_is_done_a_dead_kernel_loses_nothing_and_undoing_all_leads_back(sit, actions):
    corpus: Corpus = sit().corpus
    with tempfile.TemporaryDirectory() as folder:
        corpus = replace(corpus, journal=Path(folder) / "journal")
        session = Session(corpus, "awa")
        for what, start, length, code in actions:
            mine = session.reading("T01").passages
            chosen = mine[start % len(mine)].id if mine else "none"
            try:
                match what:
                    case "code":
                        session.code("T01", start, start + length, code)
                    case "erase":
                        session.erase("T01", chosen)
                    case "note":
                        session.note("T01", chosen, f"note {length}")
                    case "undo":
                        session.undo("T01")
                    case "redo":
                        session.redo("T01")
                    case "close":
                        session.finish("T01")
            except CodingError:
                pass
            assert codes(session) == codes(Session(corpus, "awa"))
        while session.reading("T01").annuler:
            session.undo("T01")
        assert codes(session) == [("Ma voisine", "reconciliation", "")]
        assert session.row("T01")["statut"] == "en_cours"


def test_what_was_coded_comes_in_with_the_next_import(demo_project, tmp_path):
    """The journal of the panel and the import agree on what stands."""
    folder = tmp_path / "data" / "3p-amss"
    shutil.copytree(demo_project.project.folder, folder)
    project = open_project(folder)
    shutil.copytree(demo_project.project.reference_folder, folder.parent / "reference")

    class Notebook:
        def __init__(self):
            self.parameters = type("P", (), {"edition": "interne"})
            self.project = project

        def table(self, name):
            return project.table(name, "interne")

        history = table

    session = Session(read_corpus(Notebook()), "codeuse_1")
    testimony = next(row["id"] for row in session.rows() if row["passages"])
    if session.row(testimony)["statut"] == "fini":
        session.reopen(testimony)
    first, second = session.reading(testimony).passages[:2]
    session.note(testimony, second.id, "revu dans le panneau")
    session.erase(testimony, first.id)
    session.undo(testimony)
    session.code(testimony, 0, 12, "confiance")
    Session(read_corpus(Notebook()), "awa").finish(testimony)
    before = sorted(codes(session, testimony))

    report = import_project(project)
    assert not report.failed
    assert sorted(codes(Session(read_corpus(Notebook()), "codeuse_1"), testimony)) == before
    rows = project.table("segments", "interne")
    mine = rows[(rows["id_temoignage"] == testimony) & (rows["codeur"] == "codeuse_1")]
    text = session.text(testimony)
    imported = [
        (text[one.debut : one.fin], one.code, "" if pd.isna(one.memo) else one.memo)
        for one in mine.itertuples()
    ]
    assert sorted(imported) == before
    readings = project.table("lectures", "interne")
    pairs = set(zip(readings["id_temoignage"], readings["codeur"], strict=True))
    assert (testimony, "awa") in pairs


def test_the_journal_of_a_sitting_folds_to_what_the_session_shows(sit):
    session = sit()
    put(session, "T02", "قال الرجل", "confiance")
    put(session, "T02", "👩🏾‍🌾", "insecurite")
    state = fold(read(session.corpus.journal)[0])
    text = session.text("T02")
    assert [text[one.debut : one.fin] for one in state.segments.itertuples()] == [
        "قال الرجل",
        "👩🏾‍🌾",
    ]
    assert asdict(session.reading("T02"))["passages"][0]["debut"] == text.index("قال")
