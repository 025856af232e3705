import json
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.errors import ReportError
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Judgement, Source, Statement
from lecons.evidence.last_report import LastReport, Scope, read_last_report
from lecons.evidence.register import (
    Ran,
    Register,
    mark_stale,
    read_all,
    row_ids,
    without_rows,
    write_all,
)
from lecons.language import Language
from lecons.privacy.cells import Discretion
from lecons.project import open_project
from lecons.store.names import ROW_KEYS, TABLE_NAMES
from lecons.store.schemas import TABLES
from lecons.store.tables import write_table

OUTSIDE = Discretion(5)


def finding(name, table="cas", ids=("é·1",), stale=False):
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="{p} : {v:pct}", values={"p": {"fr": "é", "en": "e"}, "v": 0.5}),
        sources=(Source(table=table, ids=ids),),
        stale=stale,
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


@pytest.mark.parametrize(
    "content",
    [
        b"[{",
        b"\xff",
        b"{}",
        b'[{"id": "a"}]',
        b"[" * 5000,
    ],
)
def test_findings_that_cannot_be_read_are_told_in_french(tmp_path, content):
    path = tmp_path / "constats.json"
    path.write_bytes(content)
    with pytest.raises(ReportError, match="ces constats ne se lisent plus"):
        read_all(path)


@pytest.mark.parametrize(
    "statement",
    [
        {"key": "{absent:pct}", "values": {}},
        {"key": "{v:ancien}", "values": {"v": 1}},
        {"key": "{v:pct}", "values": {"v": "un mot"}},
        {"key": "{v", "values": {"v": 1}},
        {"key": "{}", "values": {}},
        {"key": "{v}", "values": {"v": {"en": "no French"}}},
    ],
)
def test_a_finding_whose_sentence_cannot_be_said_cannot_be_read(tmp_path, statement):
    path = tmp_path / "constats.json"
    write_all(path, [finding("a")])
    rows = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([{**rows[0], "statement": statement}]), "utf-8")
    with pytest.raises(ReportError, match="ne se lisent plus"):
        read_all(path)


def test_a_finding_of_another_version_cannot_be_read(tmp_path):
    path = tmp_path / "constats.json"
    write_all(path, [finding("a")])
    rows = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps([{**rows[0], "poids": 2}]), "utf-8")
    with pytest.raises(ReportError, match="autre version de lecons"):
        read_all(path)


def test_what_became_of_the_notebooks_before_is_read_beside_the_findings(tmp_path):
    register = Register(tmp_path / "constats")
    assert register.ran() == []
    (tmp_path / "etat").mkdir()
    for name, area, cause in (("20-R1", "R1", None), ("10", None, "cellule « x »")):
        status = {"run": name, "notebook": name, "result": area, "echec": cause}
        (tmp_path / "etat" / f"{name}.json").write_text(json.dumps(status), "utf-8")
    assert register.ran() == [Ran("10", None, True), Ran("20-R1", "R1", False)]


def test_a_finding_is_stale_when_one_of_its_rows_is_gone_and_not_when_it_is_back():
    two = finding("a", ids=("1", "2"))
    assert mark_stale({"a": two}, {"cas": {"1", "2", "3"}})["a"].stale is False
    gone = mark_stale({"a": two}, {"cas": {"1"}})
    assert gone["a"].stale is True
    assert gone["a"].model_copy(update={"stale": False}) == two
    assert mark_stale({"a": two}, {"incidents": {"1", "2"}})["a"].stale is True
    assert mark_stale(gone, {"cas": {"1", "2"}})["a"].stale is False


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.sets(st.sampled_from("123"), min_size=1).map(lambda ids: finding("a", ids=tuple(ids))),
    ),
    st.sets(st.sampled_from("123")),
)
def test_stale_is_of_the_rows_alone(findings, present):
    marked = mark_stale(findings, {"cas": present})
    assert list(marked) == list(findings)
    for one in marked.values():
        assert one.stale == (not set(one.sources[0].ids) <= present)
    assert mark_stale(marked, {"cas": present}) == marked


def test_the_columns_that_name_a_row_are_columns_that_no_two_rows_share():
    for table in TABLE_NAMES:
        key = ROW_KEYS.get(table, ("id",))
        schema = TABLES[table].to_schema()
        assert set(key) <= set(schema.columns)
        unique = schema.unique or [n for n, c in schema.columns.items() if c.unique]
        # an organisation is named by its id, and has a row for each wave and domain
        assert set(key) == set(unique) or table == "organisations"


def test_the_ids_of_rows_are_those_that_findings_name(demo_project):
    findings = [finding("a", table) for table in ("appreciations", "segments", "cas", "disparue")]
    present = row_ids(demo_project.project, "publique", findings)
    assert sorted(present) == ["appreciations", "cas", "segments"]
    cases = demo_project.project.table("cas", "interne")
    assert present["cas"] == set(cases["id"])
    scores = demo_project.project.table("appreciations", "interne")
    first = scores.iloc[0]
    assert f"{first.id_participant}·{first.pratique}" in present["appreciations"]
    assert len(present["appreciations"]) == len(scores)


def test_rows_of_an_absent_table_are_gone(mini_project):
    project = open_project(mini_project())
    a, b = finding("a", "cas", ("c1",)), finding("b", "segments", ("s1",))
    cases = TABLES["cas"].to_schema().columns
    write_table(project.tables_folder, "cas", _frame(cases, id=["c1"]))
    marked = mark_stale({"a": a, "b": b}, row_ids(project, "interne", [a, b]))
    assert {name: one.stale for name, one in marked.items()} == {"a": False, "b": True}


def _frame(columns, **given):
    return pd.DataFrame({name: given.get(name, [None]) for name in columns})


def report(folder, findings, **manifest):
    asked = {"resultat": None, "debut": None, "fin": None}
    content = {"etabli_le": "2019-03-05", "parametres": asked, **manifest}
    folder.mkdir(exist_ok=True)
    (folder / "manifeste.json").write_text(json.dumps(content), "utf-8")
    write_all(folder / "constats.json", findings)
    return folder


def test_the_last_report_tells_its_findings_its_day_and_what_it_is_about(tmp_path):
    assert read_last_report(tmp_path / "fr") is None
    asked = {"resultat": "R1", "debut": "2017-01-01", "fin": None}
    folder = report(tmp_path / "fr", [finding("a")], parametres=asked)
    assert read_last_report(folder) == LastReport(
        {"a": finding("a")}, date(2019, 3, 5), Scope("R1", date(2017, 1, 1), None)
    )


def test_a_last_report_of_before_days_were_written_has_none(tmp_path):
    last = read_last_report(report(tmp_path, [finding("a")], etabli_le=None))
    assert last is not None
    assert last.made is None


@pytest.mark.parametrize(
    "damage",
    [
        {"etabli_le": "hier"},
        {"etabli_le": 3},
        {"parametres": None},
        {"parametres": {"resultat": None}},
        {"parametres": {"resultat": None, "debut": "2017", "fin": None}},
    ],
)
def test_a_manifest_that_cannot_be_read_is_told_in_french(tmp_path, damage):
    report(tmp_path, [finding("a")], **damage)
    with pytest.raises(ReportError, match="du dernier rapport ne se lit plus"):
        read_last_report(tmp_path)


@pytest.mark.parametrize("name", ["constats.json", "manifeste.json"])
def test_a_last_report_with_a_file_missing_is_not_taken_for_a_first_one(tmp_path, name):
    report(tmp_path, [finding("a")])
    (tmp_path / name).unlink()
    with pytest.raises(ReportError, match=name):
        read_last_report(tmp_path)


def test_findings_that_leave_the_team_keep_their_counts_and_name_no_row():
    rests_on = finding("a", ids=("T4", "T7", "T9", "T11", "T12"))
    (out,) = without_rows([rests_on], OUTSIDE)
    assert out.n == 5
    assert out.sources == (Source(table="cas", ids=("1", "2", "3", "4", "5")),)
    assert [out.statement.text(Language(code)) for code in ("fr", "en")] == [
        "é : 50,0\u00a0%",
        "e : 50.0%",
    ]
    assert out.confidence == rests_on.confidence


def voices(pour, contre, entendues=60):
    n = pour + contre
    return finding("v").model_copy(
        update={
            "statement": Statement(
                key="{pour:pers} pour, {contre:pers} contre ; {n:pers} sur {entendues:pers}.",
                values={"pour": pour, "contre": contre, "n": n, "entendues": entendues},
            ),
            "estimate": wilson(pour, n),
            "sources": (Source(table="segments", ids=tuple(f"S{i}" for i in range(n + 3))),),
            "facts": {"pour": pour, "contre": contre, "femmes_contre": 1, "alpha": 0.8},
            "judgement": Judgement(level="faible", author="Awa", day="2019-01-02", reason="Doute."),
        }
    )


def test_what_leaves_the_team_names_nobody_and_counts_no_few_people(tmp_path):
    write_all(tmp_path / "constats.json", without_rows([voices(22, 1), voices(30, 9)], OUTSIDE))
    few, many = json.loads((tmp_path / "constats.json").read_bytes())
    assert few["estimate"] is None
    assert (few["masque"], many["masque"]) == (True, False)
    assert few["sources"] == [{"table": "segments", "ids": []}]
    assert "moins de 5 contre" in few["statement"]["values"]["dit"]["fr"]
    assert many["estimate"]["n"] == 39
    assert many["statement"]["values"]["dit"]["fr"] == "30 pour, 9 contre ; 39 sur 60."
    for one in (few, many):
        assert one["facts"] == {"alpha": 0.8}
        assert one["judgement"] == {"level": "faible", "author": "", "day": "", "reason": ""}
    # neither 22, 1 nor 23 is written anywhere in it
    assert not re.search(r"(?<![\dA-Z])(1|22|23)(?!\d)", json.dumps(few))


@pytest.mark.parametrize(("pour", "contre"), [(4, 1), (8, 1), (20, 1), (28, 3)])
def test_the_confidence_of_a_finding_is_the_same_outside(pour, contre):
    one = voices(pour, contre)
    (out,) = without_rows([one], OUTSIDE)
    assert (out.ruled, out.confidence) == (one.ruled, "faible")


def test_what_left_the_team_leaves_it_again_the_same():
    once = without_rows([voices(20, 1), voices(30, 9), finding("a")], OUTSIDE)
    again = without_rows(once, OUTSIDE)
    assert [one.statement for one in again] == [one.statement for one in once]
    assert [one.ruled for one in again] == [one.ruled for one in once]
    assert [one.masque for one in again] == [one.masque for one in once] == [True, False, True]


def test_inside_nothing_is_masked_and_a_file_that_does_not_say_it_reads(tmp_path):
    (one,) = without_rows([voices(22, 1)], None)
    assert one.masque is False
    write_all(tmp_path / "constats.json", [one])
    rows = json.loads((tmp_path / "constats.json").read_bytes())
    del rows[0]["masque"]
    (tmp_path / "constats.json").write_text(json.dumps(rows), "utf-8")
    assert read_all(tmp_path / "constats.json") == {"v": one}


def test_a_sentence_made_without_a_number_has_no_estimate_outside_either():
    one = voices(30, 9).model_copy(update={"facts": {"discret": 1}})
    (out,) = without_rows([one], OUTSIDE)
    assert out.estimate is None
    assert out.facts == {}
