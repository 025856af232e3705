"""Three counts of what changed since the report that stands."""

import json

import pytest
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.register import write_all
from lecons.parameters import check_parameters
from lecons.pipeline.since import changes_since


def finding(name, polarity="neutre"):
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind="mesure",
        polarity=polarity,
        statement=Statement(key="x", values={}),
        sources=(Source(table="cas", ids=("a",)),),
    )


@pytest.fixture
def stands(tmp_path):
    """A report about the whole project, of three findings."""
    write_all(tmp_path / "constats.json", [finding("a"), finding("b"), finding("c")])
    asked = {"resultat": None, "debut": None, "fin": None}
    manifest = {"parametres": asked, "etabli_le": "2019-01-31"}
    (tmp_path / "manifeste.json").write_text(json.dumps(manifest), "utf-8")
    return tmp_path


def test_what_is_new_changed_and_gone_is_counted(stands):
    now = [finding("a"), finding("b", "force"), finding("d"), finding("e")]
    assert changes_since(stands, now, check_parameters({"projet": "x"})) == {
        "depuis": "2019-01-31",
        "nouveaux": 2,
        "changes": 1,
        "disparus": 1,
    }


def test_nothing_is_counted_against_a_report_about_something_else_or_none(stands, tmp_path):
    now = [finding("a")]
    assert changes_since(stands, now, check_parameters({"projet": "x", "resultat": "R1"})) is None
    assert changes_since(tmp_path / "ailleurs", now, check_parameters({"projet": "x"})) is None
    (stands / "manifeste.json").write_text("{", "utf-8")
    assert changes_since(stands, now, check_parameters({"projet": "x"})) is None
