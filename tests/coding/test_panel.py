"""The widget carries messages and keeps no words; what is learnt for a coder is what they may see."""

import json

import pandas as pd
import pytest
from lecons.coding.learnt import in_words, proposer
from lecons.coding.refusal import CodingError
from lecons.coding.session import Session
from lecons.estimates import unknown, wilson
from lecons.testimony import suggestions

pytest.importorskip("anywidget", reason="anywidget (labo) n’est pas installé")

from lecons.coding.panel import panneau


def test_the_state_of_the_widget_holds_no_word_of_anybody(notebook, proposals, texts):
    """JupyterLab may write it into the notebook."""
    panel = panneau(notebook, "awa", proposals)
    panel.session.finish("T01")
    state = json.dumps(
        {key: value for key, value in panel.get_state().items() if key not in ("_esm", "_css")},
        default=str,
        ensure_ascii=False,
    )
    assert not [words for words in (*texts.values(), "issa", "awa", "Confiance") if words in state]
    assert "au puits" not in repr(panel)


def test_a_message_is_answered_by_a_message(notebook, monkeypatch):
    panel = panneau(notebook, codeur="awa")
    sent = []
    monkeypatch.setattr(panel, "send", sent.append)
    request = {"vue": "v1", "n": 7, "faire": "terminer", "temoignage": "T02"}
    panel._handle_custom_msg(request, [])
    assert (sent[0]["vue"], sent[0]["n"], sent[0]["ok"]) == ("v1", 7, True)
    assert panel.session.row("T02")["statut"] == "fini"


def test_a_project_without_a_codebook_is_told(notebook, folder):
    (folder / "tables" / "livre_de_codes.parquet").unlink()
    with pytest.raises(CodingError, match="livre de codes"):
        panneau(notebook, "awa")


@pytest.fixture
def learning(monkeypatch, proposals):
    """What `learn` and `propose` are given."""
    given = []

    class Suggester:
        quality = pd.DataFrame(columns=["code", "n", "precision", "recall", "seuil", "motif"])

        def propose(self, testimonies, segments):
            given.append(set(segments["id"]))
            return proposals

    def learn(segments, testimonies, codebook, seed):
        given.append(set(segments["id"]))
        return Suggester()

    monkeypatch.setattr(suggestions, "learn", learn)
    return given


def test_proposals_are_learnt_from_what_the_coder_may_see(notebook, learning, proposals):
    learnt = proposer(notebook, "awa")
    assert learning == [{"W1"}, {"W1"}]
    assert panneau(notebook, "awa", learnt.proposals).session.reading("T01").propositions
    panneau(notebook, "awa").session.finish("T01")
    proposer(notebook, "awa")
    assert learning[2:] == [{"W1", "X1", "X2"}] * 2


def test_what_a_coder_may_see_has_the_words_and_the_columns_of_segments(sit):
    seen = sit().seen()
    assert seen.loc[0, ["id", "code", "codeur", "statut", "extrait"]].to_list() == [
        "W1", "reconciliation", "awa", "valide", "Ma voisine",
    ]  # fmt: skip
    assert Session(sit().corpus, "new").seen().empty


def test_the_quality_of_proposals_is_said_with_its_n_and_its_interval(sit):
    quality = pd.DataFrame(
        {
            "code": ["confiance", "insecurite", "reserve"],
            "n": [12, 3, 20],
            "precision": [wilson(8, 10), unknown(0, 0, "share"), wilson(0, 0)],
            "recall": [wilson(8, 12), wilson(1, 3), unknown(0, 0, "share")],
            "motif": ["", "moins de 5 personnes", "jamais proposé"],
        }
    )
    table = in_words(quality, sit().corpus.codebook)
    assert table.loc[0].to_list() == [
        "Réconciliation › Confiance",
        12,
        "80\u00a0% sur 10 [49\u00a0% ; 94\u00a0%]",
        "67\u00a0% sur 12 [39\u00a0% ; 86\u00a0%]",
        "oui",
    ]
    assert table.loc[1].to_list()[2:] == [
        "–",
        "33\u00a0% sur 3 [6\u00a0% ; 79\u00a0%]",
        "non : moins de 5 personnes",
    ]
    assert table.loc[2, "justes à l’essai"] == "–"
