import pytest
from lecons.errors import ReportError
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.register import Register, read_all, write_all


def finding(name):
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="{p} : {v:pct}", values={"p": {"fr": "é", "en": "e"}, "v": 0.5}),
        sources=(Source(table="cas", ids=("é·1",)),),
    )


def test_what_is_published_is_read_back_the_same(tmp_path):
    register = Register(tmp_path)
    register.publish("20-R1", [finding("a"), finding("b")])
    register.publish("30-R1", [finding("c")])
    assert register.read() == {name: finding(name) for name in "abc"}


def test_publishing_again_replaces_what_the_same_run_said(tmp_path):
    register = Register(tmp_path)
    register.publish("20-R1", [finding("a"), finding("b")])
    register.publish("20-R1", [finding("b")])
    assert list(register.read()) == ["b"]


def test_one_id_twice_is_refused_in_a_run_and_across_runs(tmp_path):
    register = Register(tmp_path)
    with pytest.raises(ReportError, match="20-R1 publie deux fois le constat a"):
        register.publish("20-R1", [finding("a"), finding("a")])
    register.publish("20-R1", [finding("a")])
    register.publish("30-R1", [finding("a")])
    with pytest.raises(ReportError, match="publié par deux carnets"):
        register.read()


def test_the_report_file_holds_all_findings_and_may_be_absent(tmp_path):
    path = tmp_path / "constats.json"
    assert read_all(path) == {}
    write_all(path, [finding("a")])
    assert read_all(path) == {"a": finding("a")}
