"""What the panel may ask, and what a reviewer's sitting does, without a browser."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from lecons.intake.reviewed import read_reviews
from lecons.project import open_project
from lecons.review import session as sitting
from lecons.review.refusal import ReviewError
from lecons.review.requests import answer

TODAY = date(2018, 3, 20)


@pytest.fixture
def session(queue):
    return sitting.Session(queue, "relectrice_1", "Mesure.", lambda: TODAY)


def ask(session, what, **given):
    return answer(session, {"vue": "v1", "n": 3, "faire": what, **given})


def test_the_sitting_opens_with_what_waits_and_how_names_are_found(session):
    back = ask(session, "commencer")
    assert (back["vue"], back["n"], back["ok"]) == ("v1", 3, True)
    assert (back["relecteur"], back["mesure"]) == ("relectrice_1", "Mesure.")
    assert back["liste"][0] == {"cle": "T01:0-44", "source": "témoignage", "statut": "a_relire"}
    assert [one["source"] for one in back["liste"]].count("contribution") == 1


def test_each_action_is_on_the_disk_when_it_is_answered(session, folder):
    judged = ask(session, "juger", cle="T01:0-44", place=0, nomme=False)
    assert judged["passage"]["mentions"][0]["rejetee"]
    assert judged["passage"]["texte"].startswith("Au puits, [personne")
    assert "rejeter" in (folder / "prive" / "decisions.csv").read_text("utf-8")
    added = ask(session, "ajouter", cle="T01:45-87", nom="Fatou")
    assert added["passage"]["mentions"][0]["trouve"] == "Fatou"
    signed = ask(session, "publier", cle="T01:45-87", texte=added["passage"]["texte"])
    assert signed["ligne"]["statut"] == "publie"
    assert ask(session, "ecarter", cle="T02:0-35")["ligne"]["statut"] == "ecarte"
    reviews, _ = read_reviews(folder / "codage" / "passages_relus.csv")
    assert [(one.key[1:3], one.text, one.day) for one in reviews] == [
        (("T01", 45), "[personne 9ZZZ] l’a dit au comité, qui nous a réunis", TODAY),
        (("T02", 0), "", TODAY),
    ]


def test_a_signed_passage_may_be_decided_again_in_the_same_sitting(session, folder):
    ask(session, "publier", cle="T02:0-35", texte="La route reste dangereuse.")
    assert ask(session, "ecarter", cle="T02:0-35")["ok"]
    assert [one.text for one in read_reviews(folder / "codage/passages_relus.csv")[0]] == [
        "La route reste dangereuse.",
        "",
    ]


@pytest.mark.parametrize(
    "message",
    [
        None,
        "commencer",
        {"faire": "tout"},
        {"vue": "v", "n": 1, "faire": "juger", "cle": "T01:0-44", "place": "0", "nomme": True},
        {"vue": "v", "n": 1, "faire": "ouvrir", "cle": "T03:0-27"},
        {"vue": "v", "n": 1, "faire": "juger", "cle": "T01:0-44", "place": 1, "nomme": True},
        {"vue": "v", "n": 1, "faire": "publier", "cle": "T01:0-44", "texte": "Moussa Ag Alla"},
        {"vue": "v", "n": 1, "faire": "ajouter", "cle": "T01:0-44", "nom": " - "},
    ],
)
def test_what_cannot_be_done_is_said_and_writes_nothing(session, folder, message):
    back = answer(session, message)
    assert not back["ok"]
    assert back["message"]
    assert back["remede"]
    assert not (folder / "codage").exists()
    assert not (folder / "prive").exists()


def test_a_full_disk_is_said(session, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lecons.review.outcome.append_review", full)
    back = ask(session, "publier", cle="T02:0-35", texte="La route.")
    assert "le disque est plein" in back["message"]
    assert session.row("T02:0-35")["statut"] == "a_relire"


def test_the_state_of_the_widget_holds_no_word_of_anybody(folder, detection, monkeypatch):
    """JupyterLab may write it into the notebook."""
    panel_module = pytest.importorskip(
        "lecons.review.panel", reason="anywidget (labo) n’est pas installé"
    )
    monkeypatch.setattr("lecons.review.queue.detection_of", lambda _: detection)
    monkeypatch.setattr(panel_module, "in_words", lambda: "Mesure.")
    project = open_project(folder)

    def notebook(edition):
        return SimpleNamespace(parameters=SimpleNamespace(edition=edition), project=project)

    panel = panel_module.panneau(notebook("interne"), "awa")
    sent = []
    monkeypatch.setattr(panel, "send", sent.append)
    panel._handle_custom_msg({"vue": "v", "n": 1, "faire": "ouvrir", "cle": "T01:0-44"}, [])
    assert "Moussa" in str(sent)
    state = json.dumps(
        {key: value for key, value in panel.get_state().items() if key not in ("_esm", "_css")},
        default=str,
    )
    assert not [words for words in ("Moussa", "puits", "awa", "T01") if words in state]
    with pytest.raises(ReviewError, match="édition publique"):
        panel_module.panneau(notebook("publique"), "awa")
