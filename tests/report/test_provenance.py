"""Where a finding comes from, in words and as rows."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.evidence.finding import Finding, Source, Statement
from lecons.language import Language
from lecons.report.document import Folded, text
from lecons.report.evidence_book import MOST, rows_sheet
from lecons.report.provenance import COLUMNS, SourceRows, has_lines, origin, spans, trace

FRENCH = Language("fr")


def finding(*sources, name="R1-a"):
    return Finding(
        id=name,
        result="R1",
        criterion="impact",
        kind="mesure",
        polarity="neutre",
        statement=Statement(key="Une phrase.", values={}),
        sources=tuple(Source(table=table, ids=ids) for table, ids in sources),
    )


@pytest.fixture(scope="module")
def rows(demo_project):
    return SourceRows(demo_project.project)


def traced(*places):
    return pd.DataFrame(places, columns=COLUMNS).astype({"ligne": "Int64"})


def test_a_measure_leads_to_the_lines_of_its_export(rows):
    found = trace(finding(("cas", ("CAS-003", "CAS-001"))), rows)
    assert found.to_numpy().tolist() == [
        ["cas", "CAS-001", "brut/kobo_activites.xlsx", "cas", 2],
        ["cas", "CAS-003", "brut/kobo_activites.xlsx", "cas", 4],
    ]


def test_coded_passages_lead_to_the_coding_and_to_the_accounts(rows):
    found = trace(finding(("segments", ("T01-S1", "T01-S2"))), rows)
    assert found[["table", "id", "fichier", "ligne"]].to_numpy().tolist() == [
        ["segments", "T01-S1", "codage/segments.csv", 2],
        ["segments", "T01-S2", "codage/segments.csv", 3],
        ["temoignages", "T01", "brut/kobo_temoignages.xlsx", 2],
    ]


def test_a_score_is_named_by_who_gave_it_and_to_what(rows):
    known = rows.of("appreciations")
    one = known["id"].iloc[0]
    assert one.count("·") == 1
    found = trace(finding(("appreciations", (one,))), rows)
    assert found["fichier"].to_list() == ["brut/atelier_bamako.xlsx"]


def test_a_row_that_is_in_no_table_is_said_on_the_card(rows):
    found = trace(finding(("cas", ("CAS-001", "CAS-999", "CAS-998"))), rows)
    assert found["id"].to_list() == ["CAS-001", "CAS-999", "CAS-998"]
    warning, folded = origin(found, FRENCH)
    assert text(warning.content).startswith("2 lignes introuvables dans la table « cas »")
    assert folded.lines == ("cas · brut/kobo_activites.xlsx › cas : 1 ligne, 2",)


def test_a_table_that_is_not_there_has_no_row(mini_project):
    from lecons.project import open_project

    found = trace(finding(("priorites", ("P1·REC-1",))), SourceRows(open_project(mini_project())))
    (warning,) = origin(found, FRENCH)
    assert text(warning.content).startswith("1 ligne introuvable dans la table « priorites »")


def test_lines_that_follow_are_one_span_and_each_sheet_has_its_own_line():
    numbers = [2, 3, 4, 7]
    places = [("cas", f"c{n}", "brut/a.xlsx", "cas", n) for n in numbers]
    (folded,) = origin(traced(*places, ("emissions", "e1", "brut/b.csv", "(csv)", 9)), FRENCH)
    assert folded == Folded(
        "D’où vient ce constat",
        (
            "cas · brut/a.xlsx › cas : 4 lignes, 2–4, 7",
            "emissions · brut/b.csv : 1 ligne, 9",
        ),
        "D’où vient ce constat : brut/a.xlsx, 4 lignes ; brut/b.csv, 1 ligne.",
    )


def test_what_does_not_fit_is_counted_and_sent_to_the_workbook():
    scattered = [("cas", f"c{n}", "brut/a.xlsx", "cas", 2 * n) for n in range(1, 31)]
    others = [("cas", f"d{n}", f"brut/b{n}.xlsx", "cas", n) for n in range(2, 9)]
    (folded,) = origin(traced(*scattered, *others), FRENCH)
    assert len(folded.lines) == 6
    assert folded.lines[0].endswith("30 lignes, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, …")
    # 18 of the 30 above, and the 3 files that have no line of their own
    assert folded.lines[-1] == "Et 21 autres lignes : voir preuves.xlsx."


def test_what_an_analysis_tool_or_the_panel_coded_has_passages_and_no_lines():
    (folded,) = origin(
        traced(
            ("segments", "s1", "codage/projet.qdpx", "(projet d’analyse)", 12),
            ("segments", "s2", "codage/journal", "Segments", 2),
        ),
        FRENCH,
    )
    assert folded.lines == (
        "segments · codage/projet.qdpx : 1 passage",
        "segments · codage/journal : 1 passage",
    )
    assert has_lines("brut/A.XLSX", "Feuil1")
    # a table that Taguette exports is read as passages
    assert not has_lines("codage/highlights.csv", "Segments")


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(1, 60)))
def test_spans_hold_the_lines_and_no_other(lines):
    found = spans(pd.Series(sorted(lines), dtype="Int64"))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(lines)
    assert all(after[0] > before[1] + 1 for before, after in pairwise(found))


def test_the_workbook_lists_the_rows_and_counts_what_it_leaves_out(rows):
    many = tuple(f"x{n}" for n in range(MOST + 3))
    told = [finding(("cas", ("CAS-001",))), finding(("cas", many), name="R1-b")]
    sheet = rows_sheet(told, {"R1-a": "R1-F1", "R1-b": "R1-F2"}, rows, FRENCH)
    assert sheet.columns.to_list() == [
        "numéro", "table", "identifiant", "fichier", "feuille", "ligne",
    ]  # fmt: skip
    assert sheet.iloc[0].to_list() == [
        "R1-F1", "cas", "CAS-001", "brut/kobo_activites.xlsx", "cas", 2,
    ]  # fmt: skip
    assert len(sheet) == 1 + MOST + 1
    assert sheet.iloc[-1]["numéro"] == "R1-F2"
    assert sheet.iloc[-1]["identifiant"].startswith("et 3 autres lignes")


def test_findings_of_many_rows_share_the_lines_of_the_workbook(rows, monkeypatch):
    monkeypatch.setattr("lecons.report.evidence_book.MOST_IN_ALL", 40)
    ids = tuple(rows.of("incidents")["id"])
    told = [
        finding(("incidents", ids[:5]), name="R1-peu"),
        finding(("incidents", ids[:30]), name="R1-assez"),
        finding(("incidents", ids), name="R1-tout"),
    ]
    sheet = rows_sheet(told, {}, rows, FRENCH)
    named = sheet.loc[sheet["ligne"].notna()].groupby("numéro").size()
    assert named.to_dict() == {"R1-peu": 5, "R1-assez": 17, "R1-tout": 17}
    left = sheet.loc[sheet["ligne"].isna(), "identifiant"].str.split(" ").str[1].astype(int)
    assert left.to_list() == [30 - 17, len(ids) - 17]
    # every finding has a line, whatever their number
    monkeypatch.setattr("lecons.report.evidence_book.MOST_IN_ALL", 2)
    sheet = rows_sheet(told, {}, rows, FRENCH)
    assert sheet["ligne"].notna().sum() == len(told)


def test_rows_too_many_to_be_named_lead_to_the_same_lines(rows, monkeypatch):
    ids = tuple(rows.of("incidents")["id"][:40])
    named = finding(("incidents", ids))
    monkeypatch.setattr("lecons.evidence.rows.MOST_NAMED", 3)
    monkeypatch.setattr("lecons.report.evidence_book.MOST", 30)
    told = named.model_copy(update={"sources": tuple(s.written() for s in named.sources)})
    assert told.sources[0].many
    pd.testing.assert_frame_equal(trace(told, rows), trace(named, rows))
    sheet = rows_sheet([told], {}, rows, FRENCH)
    assert len(sheet) == 31
    # their ids are not in constats.json
    assert sheet["identifiant"].iloc[-1] == "et 10 autres lignes, dans tables/"


@pytest.mark.parametrize("n", [1, 7, 600])
def test_few_or_many_rows_of_a_table_are_found_in_the_order_of_its_files(rows, n):
    known = rows.of("incidents")
    ids = (*known["id"].sample(n, random_state=1), "nulle part")
    found = rows.among(Source(table="incidents", ids=ids))
    pd.testing.assert_frame_equal(found, known[known["id"].isin(ids)])
