"""Findings made to order on one practice `p` of R1."""

from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.declared import DeclaredPractice
from lecons.estimates import Estimate, wilson
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.judgements import COLUMNS
from lecons.evidence.practice import weigh

PRACTICE = DeclaredPractice(code="p", numero="BP-1", titre={"fr": "P"}, resultat="R1")


def finding(name, kind, bears, n=100, total=None, table="cas", ids=("1",), **facts):
    share = wilson(n // 2, n)
    counted = Estimate(share.value, share.low, share.high, n, total or n, "share")
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind=kind,
        polarity="neutre",
        statement=Statement(key="x", values={}),
        estimate=counted,
        sources=(Source(table=table, ids=ids),),
        practice="p",
        bears=bears,
        facts=facts,
    )


# who says it, on each side
WHO = {"cercles": 2, "femmes": 6, "hommes": 6}


def voices(pour, contre, bears="soutient", persons=None, **more):
    """People for and against, spread over communes; who says both is in both."""
    facts = {
        "personnes": pour + contre if persons is None else persons,
        "communes": 8,
        "communes_pour": min(8, pour),
        "communes_contre": min(8, contre),
        "ailleurs_pour": max(0, pour - 2),
        "ailleurs_contre": max(0, contre - 2),
        **{f"{fact}_{side}": n for side in ("pour", "contre") for fact, n in WHO.items()},
        "codeurs": 2,
        "alpha": 0.75,
        **more,
    }
    n = max(facts["personnes"], 1)
    return finding("v", "témoignage", bears, n=n, pour=pour, contre=contre, **facts)


def saturation(reached):
    return finding("R1-saturation", "témoignage", None, saturation=float(reached)).model_copy(
        update={"practice": None}
    )


def judgement(component, level, why="Deux récits se contredisent."):
    return pd.DataFrame([["p", component, level, "A. B.", "2018-03-20", why]], columns=COLUMNS)


def one(*findings, judgements=None, saturated=True):
    """The practice, weighed."""
    given = {f.id: f for f in (*findings, saturation(saturated))}
    nothing = pd.DataFrame(columns=COLUMNS)
    (practice,) = weigh([PRACTICE], given, nothing if judgements is None else judgements)
    return practice


@pytest.fixture(scope="session")
def made():
    """How findings are made here: `finding`, `voices`, `one`, `judgement`, and the usual ones."""
    return SimpleNamespace(
        finding=finding,
        voices=voices,
        one=one,
        judgement=judgement,
        practice=PRACTICE,
        measure=finding("m", "mesure", "soutient"),
        no_effect=finding("m", "mesure", "sans effet visible"),
        willing=finding("a", "atelier", "soutient", transfert_bas=3.4),
        doubtful=finding("a", "atelier", "soutient", transfert_bas=2.6),
    )
