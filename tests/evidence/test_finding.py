import pytest
from lecons.errors import ReportError
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Source, Statement, check_sources
from lecons.language import Language
from pydantic import ValidationError


def finding(**changes):
    given = {
        "id": "R1-x",
        "result": "R1",
        "criterion": "efficacité",
        "kind": "mesure",
        "polarity": "force",
        "statement": Statement(key="{k:int} sur {n:int}", values={"k": 53, "n": 81}),
        "estimate": wilson(53, 81),
        "sources": (Source(table="cas", ids=("a",)),),
    }
    return Finding(**{**given, **changes})


def test_a_statement_reads_with_its_values():
    assert finding().statement.text(Language("fr")) == "53 sur 81"


def test_a_value_that_json_would_change_is_refused():
    with pytest.raises(ValidationError, match="scalaire JSON"):
        Statement(key="{x}", values={"x": (1, 2)})


@pytest.mark.parametrize(
    ("n", "level"),
    [(0, "très faible"), (9, "très faible"), (10, "faible"), (29, "faible"), (30, "modérée")],
)
def test_one_finding_alone_has_the_confidence_of_its_n(n, level):
    assert finding(estimate=wilson(n // 2, n)).confidence == level


def test_one_source_is_never_high_however_large():
    assert finding(estimate=wilson(5000, 9000)).confidence == "modérée"


def test_a_count_without_estimate_has_the_n_of_its_sources():
    ids = tuple(str(i) for i in range(12))
    assert finding(estimate=None, sources=(Source(table="cas", ids=ids),)).n == 12


def test_a_finding_on_nothing_is_refused():
    with pytest.raises(ReportError, match="R1-x ne repose sur aucune ligne"):
        check_sources(finding(sources=(Source(table="cas", ids=()),)))
