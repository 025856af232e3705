"""What leaves the team's disk: what happened, and nothing of anybody."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import BusyError, HeldError, ReportError
from lecons.parameters import RunParameters
from lecons.pipeline.notices import Broken, Ended, ended, stopped, tell
from lecons.pipeline.notices.message import kind_of
from lecons.pipeline.produce import Outcome

REPORTS = Path("/home/awa/rapports")
LOG = REPORTS / "_journal" / "lecons-gao-2019.log"
PARAMETERS = RunParameters(projet="data/gao-2019", langue="en")
CHANGES = {"depuis": "2018-03-20", "nouveaux": 2, "changes": 1, "disparus": 0}


def test_a_partial_report_names_the_notebook_the_cell_and_the_kind_of_error():
    said = "cellule « portee » : KeyError: 'Fatoumata Touré, Tonka'"
    one = Ended("interne", "fr", "partiel", (Broken("20_activites-R1", said),), files=1)
    message = tell("gao-2019", [one], REPORTS, LOG)
    assert message.subject == "[lecons] gao-2019 : rapport partiel"
    assert message.text.splitlines()[:4] == [
        "gao-2019, édition interne (fr) : partiel ; le dernier bon rapport, s’il y en a un, est resté en place.",
        "- carnet 20_activites-R1, cellule portee : erreur KeyError",
        "- 1 fichier à corriger",
        "Journal : _journal/lecons-gao-2019.log",
    ]
    assert len(message.text) < 500


def test_a_held_report_says_how_many_places_and_not_which():
    one = Ended("publique", "fr", "retenu", held=3)
    message = tell("gao-2019", [one, Ended("interne", "fr", "entier")], REPORTS, LOG)
    assert message.subject == "[lecons] gao-2019 : retenu par le contrôle de diffusion"
    assert "- 3 points à corriger : voir gao-2019/interne/controles/" in message.text


def test_what_changed_is_counted_and_where_it_is_read_is_said():
    whole = [Ended("interne", code, "entier", changes=CHANGES) for code in ("fr", "en")]
    message = tell("gao-2019", whole, REPORTS, LOG)
    assert message.subject == "[lecons] gao-2019 : 3 constats nouveaux, changés ou disparus"
    assert message.text.splitlines()[:3] == [
        "gao-2019, édition interne (fr) : fait.",
        "- constats : 2 nouveaux, 1 changé, 0 disparu, depuis le 2018-03-20",
        "- rapport : gao-2019/interne/fr/synthese.html",
    ]
    assert "Journal" not in message.text


@pytest.mark.parametrize(
    "one",
    [
        Ended("interne", "fr", "inchange"),
        Ended("interne", "fr", "entier"),
        Ended("interne", "fr", "entier", changes={"nouveaux": 0, "changes": 0, "disparus": 0}),
    ],
)
def test_nobody_is_disturbed_where_there_is_nothing_to_know(one):
    assert tell("gao-2019", [one], REPORTS, LOG) is None


def test_the_gravest_of_several_reports_is_the_subject():
    states = ("entier", "occupe", "partiel", "retenu", "echec")
    message = tell("gao-2019", [Ended("interne", "fr", one) for one in states], REPORTS)
    assert message.subject == "[lecons] gao-2019 : échec"
    assert message.text.count("édition interne (fr)") == 5


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("cellule « a » : le noyau s’est arrêté (signal 9 : mémoire insuffisante ?)", "mémoire épuisée, ou arrêté de force"),
        ("le noyau n’a pas démarré (RuntimeError)", "le carnet n’a pas démarré"),
        ("cellule « a » : le noyau s’est arrêté (signal 11)", "le carnet s’est arrêté"),
        ("Impossible d’écrire « /x/Awa » : le disque est plein.", "disque plein"),
        ("Impossible d’écrire « /x/Awa » : l’accès est refusé : dossier protégé", "droits d’écriture"),
        ("cellule « a » : elle a duré plus de 10 minutes et a été arrêtée", "trop long"),
        ("le carnet a duré plus de 90 secondes ; il a été arrêté", "trop long"),
        ("OSError: [Errno 28] No space left on device: '/x/Awa'", "disque plein"),
        ("PermissionError: [Errno 13] Permission denied: '/x/Awa'", "droits d’écriture"),
        ("cellule « a » : ZeroDivisionError: division by zero", "erreur ZeroDivisionError"),
        ("La table « Awa » manque.", "dite dans le journal"),
        ("", "dite dans le journal"),
    ],
)  # fmt: skip
def test_the_kind_of_a_failure_is_told_in_words_of_ours(said, kind):
    assert kind_of(said) == kind


@settings(max_examples=60)
@given(
    st.text(max_size=30), st.sampled_from(["KeyError: ", "cellule « ", "x » : ", "Errno 28 ", ""])
)
def test_no_word_of_the_data_leaves_whatever_says_it(words, before):
    # as in a testimony, a name, a path: a capital, an accent, a space
    secret = "Fatoumata Touré"
    said = f"{before}{secret}{words}"
    broken = (Broken(said, f"{before}{said}"), Broken("20_activites-R1", said), Broken("pdf", said))
    for state in ("echec", "partiel", "retenu", "entier", "occupe"):
        one = Ended(said, said, state, broken, 2, 3, {**CHANGES, "depuis": said}, said)
        message = tell(said, [one], Path(f"/{secret}"), Path(f"/{secret}/{secret}.log"))
        whole = message.subject + message.text
        assert not {"Fatoumata", "Touré"} & set(whole.replace(",", " ").split())
        assert "Fatoumata" not in whole
        assert "\n" not in message.subject


def test_how_a_run_ended_is_read_from_what_it_answers(tmp_path):
    held = tmp_path / "fr.txt"
    held.write_text("Contrôle de diffusion : 2 points\n\n- un nom : Awa\n- un téléphone\n", "utf-8")
    broken = {"20_activites-R1": "cellule « a » : KeyError: 1", "pdf synthese": "non"}
    cases = {
        "entier": Outcome(tmp_path, changes=CHANGES),
        "inchange": Outcome(tmp_path, unchanged=True),
        "partiel": Outcome(tmp_path, failures=broken, refused={"a.xlsx": "abîmé"}),
        "retenu": Outcome(tmp_path, held=held),
    }
    found = {state: ended(PARAMETERS, outcome) for state, outcome in cases.items()}
    assert {state: one.state for state, one in found.items()} == {state: state for state in cases}
    assert (found["retenu"].held, found["partiel"].files, found["entier"].changed) == (2, 1, 3)
    text = tell("gao-2019", [found["partiel"]], REPORTS).text
    assert "- fichier pdf : dite dans le journal" in text
    assert "interne (en)" in text


def test_what_stopped_a_report_is_told_by_its_kind():
    stops = {"occupe": BusyError("a"), "retenu": HeldError("a"), "echec": ReportError("Awa", "b")}
    found = {state: stopped(PARAMETERS, error) for state, error in stops.items()}
    assert {state: one.state for state, one in found.items()} == {state: state for state in stops}
    assert "- cause : dite dans le journal" in tell("gao-2019", [found["echec"]], REPORTS).text
    busy = tell("gao-2019", [found["occupe"]], REPORTS)
    assert busy.subject == "[lecons] gao-2019 : pas fait, un autre passage durait encore"


def test_a_log_that_stands_elsewhere_is_not_told_by_its_path():
    failed = [Ended("interne", "fr", "echec")]
    text = tell("gao-2019", failed, REPORTS, Path("/home/awa/l.log")).text
    assert "Journal : celui du passage" in text
    assert "awa" not in text
