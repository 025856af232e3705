import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.declared import DeclaredPractice, DeclaredRecommendation
from lecons.errors import ProjectError
from lecons.estimates import wilson
from lecons.evidence.confidence import assess, overrule
from lecons.evidence.finding import LEVELS, Finding, Source, Statement
from lecons.evidence.practice import JUDGEMENT_COLUMNS, read_judgements, weigh
from lecons.evidence.recommendation import rest_on_findings

NONE = pd.DataFrame(columns=JUDGEMENT_COLUMNS)
PRACTICE = DeclaredPractice(
    code="p",
    numero="BP-1",
    titre={"fr": "P"},
    resultat="R1",
    pour_qui={"fr": "x"},
    conditions={"fr": "y"},
)


def finding(name, kind, bears, n=100, **facts):
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind=kind,
        polarity="neutre",
        statement=Statement(key="x", values={}),
        estimate=wilson(n // 2, n),
        sources=(Source(table="cas", ids=("1",)),),
        practice="p",
        bears=bears,
        facts=facts,
    )


def voices(pour, contre, bears="soutient", **more):
    facts = {
        "communes": 8,
        "cercles": 2,
        "femmes": 6,
        "hommes": 6,
        "codeurs": 2,
        "alpha": 0.75,
        **more,
    }
    return finding(
        "v", "témoignage", bears, n=max(pour + contre, 1), pour=pour, contre=contre, **facts
    )


MEASURE = finding("m", "mesure", "soutient")
NO_EFFECT = finding("m", "mesure", "sans effet visible")
PEERS_WILLING = finding("a", "atelier", "soutient", transfert_bas=3.4)
PEERS_DOUBT = finding("a", "atelier", "soutient", transfert_bas=2.6)


def one(*findings, judgements=NONE):
    (practice,) = weigh([PRACTICE], {f.id: f for f in findings}, judgements)
    return practice


def test_results_and_willing_peers_make_a_good_practice():
    practice = one(MEASURE, voices(12, 1), PEERS_WILLING)
    assert (practice.verdict, practice.maturity, practice.pattern) == (
        "bonne_pratique", "bonne", "convergence",
    )  # fmt: skip
    assert practice.confidence.level == "élevée"


def test_without_willing_peers_it_stays_a_lesson():
    assert one(MEASURE, voices(12, 1), PEERS_DOUBT).verdict == "lecon"


def test_loved_but_without_results_is_a_dissonant_lesson():
    practice = one(NO_EFFECT, voices(12, 1), PEERS_WILLING)
    assert (practice.verdict, practice.pattern) == ("lecon", "dissonance")
    assert [f.id for f in practice.open] == ["m"]


def test_more_against_than_for_is_to_be_reviewed():
    practice = one(NO_EFFECT, voices(2, 9, "contredit"), finding("a", "atelier", "contredit"))
    assert (practice.verdict, practice.maturity) == ("a_revoir", None)


def test_no_finding_at_all_is_said():
    practice = one()
    assert (practice.verdict, practice.pattern, practice.confidence.level) == (
        "sans_preuve", "aucune", "très faible",
    )  # fmt: skip


def test_a_single_source_can_never_be_more_than_low():
    assert assess([MEASURE]).level in LEVELS[:2]
    assert assess([voices(30, 0)]).level in LEVELS[:2]


def unchecked(codeurs):
    said = voices(12, 1, codeurs=codeurs)
    return said.model_copy(update={"facts": {k: v for k, v in said.facts.items() if k != "alpha"}})


def test_a_coding_that_nobody_checked_or_that_readers_disagree_on_is_a_concern():
    def concern(said):
        return assess([MEASURE, said]).components[0].concern

    assert concern(voices(12, 1)) == 1
    assert concern(voices(12, 1, alpha=0.667)) == 1
    assert concern(voices(12, 1, alpha=0.6)) == 2
    assert concern(unchecked(1)) == 2
    # work shared out between two, no testimony read twice: nobody knows whether they agree
    assert concern(unchecked(2)) == 2


@given(st.integers(1, 40), st.integers(0, 39))
def test_one_more_voice_on_the_minority_side_never_lowers_the_concern(pour, contre):
    # only while the minority stays one: past the middle it is another statement that is judged
    if contre < pour:
        before, after = (
            assess([MEASURE, voices(pour, contre)]),
            assess([MEASURE, voices(pour, contre + 1)]),
        )
        assert after.components[1].concern >= before.components[1].concern


def test_a_judgement_overrules_and_the_rule_stays_beside():
    judgements = pd.DataFrame(
        [["p", "coherence", "3", "A. B.", "2018-03-20", "Deux récits se contredisent."]],
        columns=JUDGEMENT_COLUMNS,
    )
    practice = one(MEASURE, voices(12, 1), PEERS_WILLING, judgements=judgements)
    coherence = practice.confidence.components[1]
    assert coherence.concern == 3
    assert coherence.overruled == (0, "A. B., 2018-03-20", "Deux récits se contredisent.")
    assert practice.confidence.level == "faible"


def test_a_judgement_without_reason_counts_for_nothing():
    judgements = pd.DataFrame(
        [["p", "coherence", "3", "A. B.", "2018-03-20", None]], columns=JUDGEMENT_COLUMNS
    )
    rule = assess([MEASURE])
    assert overrule(rule, judgements) == rule


def test_a_judgement_on_something_unknown_names_its_line(tmp_path):
    path = tmp_path / "jugements.csv"
    path.write_text("pratique,composante,niveau,auteur,date,raison\np,chance,1,A,2018,x\n", "utf-8")
    with pytest.raises(
        ProjectError, match=r"jugements.csv, ligne 2, colonne composante : « chance »"
    ):
        read_judgements(path, {"p"})


def test_a_recommendation_without_a_finding_under_it_is_refused():
    declared = DeclaredRecommendation(
        id="REC-1", texte={"fr": "x"}, qui={"fr": "y"}, quand={"fr": "z"}, pratique="p"
    )
    kept, refused = rest_on_findings([declared], [one(MEASURE)])
    assert ([r.declared.id for r in kept], refused) == (["REC-1"], [])
    assert [f.id for f in kept[0].findings] == ["m"]
    kept, refused = rest_on_findings([declared], [one()])
    assert (kept, refused) == ([], [declared])
