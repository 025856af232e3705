import pandas as pd
from lecons.estimates import Estimate, difference_of_shares, wilson
from lecons.evidence import statements
from lecons.evidence.workshop import appraisal_finding, appraise
from lecons.language import Language
from lecons.measures.mediation import Contrast, Step

FR = Language("fr")


def steps(settled=53):
    ids = tuple(str(i) for i in range(81))
    return [
        Step("signales", 81, "signales", wilson(81, 81), ids),
        Step("regles", settled, "signales", wilson(settled, 81), ids[:settled]),
    ]


def test_the_published_figure_is_stated_with_its_interval():
    finding = statements.settled("R1", steps(), target=0.5)
    assert finding.statement.text(FR) == (
        "53 des 81 conflits enregistrés sont réglés, soit 65,4\u00a0% "
        "(intervalle à 95 % : 54,6\u00a0% à 74,9\u00a0%)."
    )
    assert finding.polarity == "force"
    assert len(finding.sources[0].ids) == 81


def test_polarity_follows_the_whole_interval_not_the_value():
    assert statements.settled("R1", steps(), target=0.6).polarity == "neutre"
    assert statements.settled("R1", steps(), target=0.8).polarity == "amélioration"
    assert statements.settled("R1", steps(), target=None).polarity == "neutre"


def contrast(k1, n1, k2, n2):
    return Contrast(
        wilson(k1, n1), wilson(k2, n2), difference_of_shares(k1, n1, k2, n2), ("a", "b")
    )


def test_a_difference_is_stated_only_when_its_interval_leaves_zero_out():
    clear = statements.women_mediators("R1", contrast(39, 46, 14, 28), "p")
    assert clear.bears == "soutient"
    assert "ne prouve pas à lui seul" in clear.statement.text(FR)
    unclear = statements.women_mediators("R1", contrast(4, 6, 3, 6), "p")
    assert unclear.bears == "sans effet visible"
    assert "ne permet pas de conclure" in unclear.statement.text(FR)


def test_no_sentence_claims_a_cause():
    import inspect

    source = inspect.getsource(statements)
    for verb in ("a causé", "a permis de réduire", "grâce à", "a entraîné", "provoqu"):
        assert verb not in source


def test_opinions_take_a_side_only_beyond_the_middle():
    assert statements.side_of(wilson(12, 14), 0.5) == ("force", "soutient")
    assert statements.side_of(wilson(2, 14), 0.5) == ("amélioration", "contredit")
    assert statements.side_of(wilson(7, 14), 0.5) == ("neutre", "partagé")
    assert statements.side_of(Estimate(None, None, None, 0, 0, "share"), 0.5) == (
        "neutre",
        "partagé",
    )


def test_the_workshop_counts_a_participant_once_and_peers_apart():
    scores = pd.DataFrame(
        {
            "id_participant": ["A1", "A2", "A3"],
            "region": ["tombouctou", "gao", "kidal"],
            "pratique": ["p", "p", "p"],
            **{c: [5, 4, 4] for c in ("pertinence", "efficacite", "inclusion", "durabilite")},
            "transferabilite": [5, 4, pd.NA],
        }
    ).astype({"transferabilite": "Int64"})
    appraisal = appraise(scores)["p"]
    assert appraisal.overall.n == 3
    assert round(appraisal.overall.value, 3) == round((5 + 4 + 4) / 3, 3)
    assert (appraisal.transfer.value, appraisal.transfer.n, appraisal.transfer.total) == (4, 1, 2)
    finding = appraisal_finding("R1", appraisal, {"fr": "P"})
    assert finding.facts["pairs"] == 1
    assert "transfert_bas" not in finding.facts  # one peer has no interval, so nothing is claimed
