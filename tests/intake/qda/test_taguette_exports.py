"""Taguette: its tables and its database come in, the real one’s too; a trapped database is refused."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.qda.html_text import HtmlText, plain
from lecons.intake.qda.read import read_codebook
from lecons.intake.qda.sheets import as_sheets
from lecons.intake.qda.taguette import guid_of_tag, read_highlights, read_tags
from lecons.intake.qda.taguette_database import read_database
from openpyxl import Workbook

TEXTS = {"T01.txt": "Le puits est à tous.\nLa médiatrice a parlé. Le puits !"}
CSV = (
    "id,document,tag,content\r\n"
    "1,T01.docx,pratique.mediation,La médiatrice a parlé\r\n"
    "1,T01.docx,favorable,La médiatrice a parlé\r\n"
    '2,T01.docx,eau,"à tous. La médiatrice"\r\n'
    "3,T01.docx,eau,Le puits\r\n"
    "4,T09,eau,Le puits\r\n"
    "5,T01.docx,,=1+1\r\n"
)


def row(report, element):
    frame = report.as_frame().set_index("élément")
    return tuple(frame.loc[element, ["lus", "repris", "abandonnés"]])


def workbook(path, rows):
    book = Workbook()
    for line in rows:
        book.active.append(line)
    book.save(path)
    return path


def test_highlights_stand_where_their_words_stand_once(tmp_path):
    path = tmp_path / "all_tags.csv"
    path.write_text(CSV, encoding="utf-8", newline="")
    project, report = read_highlights(path, TEXTS)
    (source,) = project.sources
    assert [source.text[one.start : one.end] for one in source.selections] == [
        "La médiatrice a parlé",
        "à tous.\nLa médiatrice",
    ]
    assert [len(one.codings) for one in source.selections] == [2, 1]
    assert [(one.reason, one.row, one.found) for one in report.faults] == [
        ("citation_introuvable", 5, ""),
        ("reference_absente", 6, "T09"),
        ("citation_introuvable", 7, ""),
    ]
    assert report.balances
    assert row(report, "codages") == (5, 3, 2)
    sheets, _ = as_sheets(project, path.name)
    assert set(sheets["Segments"].frame["id_temoignage"]) == {"T01"}


def test_two_exports_end_to_end_keep_their_highlights_apart(tmp_path):
    path = tmp_path / "all_tags.csv"
    other = (
        "id,document,tag,content\r\n"
        "1,T02,paix,La médiatrice a parlé\r\n"  # the number and the words of the first
        "2,T01,paix,La médiatrice\r\n"  # the number and the document of the second
        "2,T01, paix,La médiatrice\r\n"  # a tag twice
        "2,T01, ,La médiatrice\r\n"
    )
    path.write_text(CSV + other, encoding="utf-8", newline="")
    project, report = read_highlights(path, {**TEXTS, "T02": "Ici La médiatrice a parlé."})
    names = {one.guid: one.name for one in project.codes}
    assert set(names.values()) == {"pratique.mediation", "favorable", "eau", "paix"}
    found = [
        (source.name, source.text[one.start : one.end], *(names[two.code] for two in one.codings))
        for source in project.sources
        for one in source.selections
    ]
    assert sorted(found) == [
        ("T01", "La médiatrice", "paix"),
        ("T01.docx", "La médiatrice a parlé", "pratique.mediation", "favorable"),
        ("T01.docx", "à tous.\nLa médiatrice", "eau"),
        ("T02", "La médiatrice a parlé", "paix"),
    ]
    assert report.balances
    assert row(report, "codages") == (5 + 3, 3 + 2, 2 + 1)
    assert row(report, "passages surlignés") == (7, 4, 3)
    why = report.as_frame().set_index("élément")["pourquoi"]["codages"]
    assert "la même étiquette plusieurs fois sur un surlignage" in why


def test_highlights_of_a_workbook_are_the_same(tmp_path):
    lines = [line.split(",") for line in CSV.replace('"', "").split("\r\n") if line]
    book = workbook(tmp_path / "all_tags.xlsx", lines)
    path = tmp_path / "all_tags.csv"
    path.write_text(CSV, encoding="utf-8", newline="")
    one, two = read_highlights(book, TEXTS)[0], read_highlights(path, TEXTS)[0]
    assert one.sources == two.sources
    assert one.codes == two.codes


def test_segment_ids_do_not_follow_the_numbers_that_taguette_gives_anew(tmp_path):
    path = tmp_path / "all_tags.csv"
    path.write_text(CSV, encoding="utf-8")
    before = as_sheets(read_highlights(path, TEXTS)[0], "x")[1]
    path.write_text(CSV.replace("\n1,", "\n71,").replace("\n2,", "\n72,"), encoding="utf-8")
    assert as_sheets(read_highlights(path, TEXTS)[0], "x")[1] == before


def test_tags_are_codes_and_a_dot_makes_a_part(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text(
        "tag,description,number of highlights,number of documents\npratique,,0,0\n"
        "pratique.eau,ce que c’est,3,2\npratique,double,0,0\n,sans nom,0,0\n",
        encoding="utf-8",
    )
    project, report = read_tags(path)
    assert [(one.name, one.description, one.parent) for one in project.codes] == [
        ("pratique", "", None),
        ("pratique.eau", "ce que c’est", guid_of_tag("pratique")),
    ]
    assert [one.reason for one in report.faults] == ["identifiant_double", "valeur_absente"]
    assert (row(report, "étiquettes"), row(report, "décomptes")) == ((4, 2, 2), (8, 0, 8))
    assert report.balances


def test_another_table_is_refused(tmp_path):
    path = tmp_path / "autre.csv"
    path.write_text("nom,valeur\na,b\n", encoding="utf-8")
    with pytest.raises(IntakeError, match=r"autre\.csv : ce n’est pas un export de Taguette"):
        read_highlights(path, TEXTS)


# --- the words of a page -----------------------------------------------------------------------------


def test_blocks_begin_lines_and_bytes_find_their_characters():
    html = HtmlText("<h1>Été</h1><p>à <b>Gao</b> &amp; 😀</p><ul><li>un</li><li>deux</li></ul>")
    assert html.text.split() == ["Été", "à", "Gao", "&", "😀", "un", "deux"]
    start = len("Été".encode())
    span = html.span(start, start + len("à Gao & 😀".encode()))
    assert html.text[slice(*span)] == "à Gao & 😀"
    across = html.span(start + len("à Gao & 😀".encode()), html.length)
    assert html.text[slice(*across)] == "un\ndeux"
    assert html.span(0, html.length + 1) is None
    assert html.span(3, 3) is None


def test_scripts_are_never_words():
    assert HtmlText("<style>p{}</style><script>alert('x')</script><p>Oui</p>").text.strip() == "Oui"
    assert plain("<p>à <b>voir</b></p>") == "à voir"
    assert plain("5 < 6 et 7 > 2") == "5 < 6 et 7 > 2"


@given(st.lists(st.text("aé😀 \nع", max_size=8), max_size=6))
@settings(max_examples=100, deadline=None)
def test_every_byte_of_a_page_is_counted_once(paragraphs):
    html = HtmlText("".join(f"<p>{one}</p>" for one in paragraphs))
    words = "".join(paragraphs)
    assert html.length == len(words.encode())
    at = 0
    for one in paragraphs:
        end = at + len(one.encode())
        if one:
            span = html.span(at, end)
            assert html.text[slice(*span)] == one
        at = end


# --- a database made by hand -------------------------------------------------------------------------


SCHEMA = """
CREATE TABLE users (login TEXT, hashed_password TEXT);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, project_id, name, description, contents);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id, path, description);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id, start_offset, end_offset, snippet);
CREATE TABLE highlight_tags (highlight_id, tag_id);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date, user_login, project_id, document_id, payload);
INSERT INTO projects VALUES (1, 'Essai', 'd');
INSERT INTO documents VALUES (5, 1, 'T01', '', '<p>L’été à Gao</p><p>Fin</p>');
INSERT INTO tags VALUES (7, 1, 'eau', ''), (8, 1, 'paix', '');
"""
ADDED = json.dumps({"type": "highlight_add", "highlight_id": 3})


@pytest.fixture
def database(tmp_path):
    def make(*orders, schema=SCHEMA):
        path = tmp_path / "projet.sqlite3"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        connection.executescript(schema)
        for order in orders:
            if isinstance(order, str):
                connection.execute(order)
            else:
                connection.execute(*order)
        connection.commit()
        connection.close()
        return path

    return make


def test_a_database_comes_in_with_who_coded_and_when(database):
    path = database(
        "INSERT INTO highlights VALUES (3, 5, 4, 9, 'x')",
        "INSERT INTO highlight_tags VALUES (3, 7), (3, 8)",
        (
            "INSERT INTO commands VALUES (1, '2018-03-12 10:00:00.123', 'ada', 1, 5, ?)",
            (ADDED,),
        ),
    )
    project, report = read_database(path)
    (source,) = project.sources
    (one,) = source.selections
    assert source.text[one.start : one.end] == "été"
    assert [coding.date for coding in one.codings] == ["2018-03-12T10:00:00Z"] * 2
    assert [user.name for user in project.users] == ["ada"]
    assert report.balances
    assert report.lost == 0
    frame = as_sheets(project, "x")[0]["Segments"].frame
    assert frame["code"].tolist() == ["eau", "paix"]
    assert set(frame["codeur"]) == {"ada"}


def test_what_is_wrong_in_a_database_stays_out(database):
    path = database(
        "INSERT INTO highlights VALUES (1, 5, 0, 900, ''), (2, 6, 0, 2, ''), (3, 5, 'a', 2, ''), "
        "(4, 5, 9, 2, ''), (5, 5, 0, 3, '')",
        "INSERT INTO highlight_tags VALUES (1, 7), (2, 7), (3, 7), (5, 7), (5, 7), (5, 99), (77, 7)",
        "INSERT INTO commands VALUES (1, 'hier', 'ada', 1, 5, '{'), (2, 'x', 'b', 1, 5, x'ff')",
    )
    project, report = read_database(path)
    (source,) = project.sources
    assert [source.text[one.start : one.end] for one in source.selections] == ["L’"]
    assert sorted(one.reason for one in report.faults) == [
        "passage_hors_texte",
        "passage_hors_texte",
        "passage_hors_texte",
        "reference_absente",
        "reference_absente",
        "reference_absente",
    ]
    assert report.balances
    assert row(report, "codages") == (7, 1, 6)


def refused(path, *words):
    with pytest.raises(IntakeError) as caught:
        read_database(path)
    for word in (path.name, *words):
        assert word in caught.value.message, caught.value
    assert caught.value.remedy


def test_what_is_no_database_of_taguette_is_refused(tmp_path, database):
    path = tmp_path / "x.sqlite3"
    path.write_bytes(b"bonjour" * 100)
    refused(path, "pas une base SQLite")
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 500)
    refused(path, "pas un projet Taguette")
    refused(database(schema="CREATE TABLE a (b)"), "tables absentes")
    refused(database("INSERT INTO projects VALUES (2, 'b', '')"), "2 projets")
    refused(tmp_path / "absent.sqlite3", "absent")


def test_views_and_columns_that_compute_are_never_run(database):
    endless = (
        "CREATE VIEW highlights AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
        "SELECT i id, 5 document_id, 0 start_offset, 1 end_offset FROM n"
    )
    refused(database("DROP TABLE highlights", endless), "tables absentes : highlights")
    computed = SCHEMA.replace(
        "name TEXT, description TEXT)", "name TEXT, description TEXT AS (hex(name)))"
    ).replace("(1, 'Essai', 'd')", "(1, 'Essai')")
    refused(database(schema=computed), "se calculent")


def test_a_giant_cell_or_a_giant_base_is_refused(database, monkeypatch):
    from lecons.intake.qda import taguette_database

    monkeypatch.setattr(taguette_database, "CELL_LIMIT", 100_000)
    fat = ("UPDATE documents SET contents = ?", ("a" * 200_000,))
    refused(database(fat), "inattendue")
    monkeypatch.setattr(taguette_database, "SIZE_LIMIT", 1000)
    refused(database(), "dépasse")


def test_reading_leaves_no_trace_and_changes_nothing(database):
    path = database()
    before = path.read_bytes()
    read_database(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


# --- the real Taguette -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """What the installed Taguette exports of a project that it made itself, on loopback."""
    # it lives in an environment of its own (see the Makefile): it and nbconvert cannot share one
    python = Path(sys.prefix) / "taguette" / "bin" / "python"
    if not python.is_file():
        pytest.skip("taguette n’est pas installé : ses vrais exports ne sont pas relus")
    folder = tmp_path_factory.mktemp("taguette")
    script = Path(__file__).with_name("taguette_at_work.py")
    done = subprocess.run([python, script, folder], capture_output=True, text=True, timeout=120)
    if done.returncode == 3:
        pytest.skip(f"taguette ne s’importe pas ici : {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def told_by(folder):
    told = json.loads((folder / "projet.json").read_text(encoding="utf-8"))
    return [(name, "".join(words.split()), paths) for name, words, paths in told]


def passages_of(project):
    names = {one.guid: one.name for one in project.codes}
    return [
        (
            source.name,
            "".join(source.text[one.start : one.end].split()),
            sorted(names[coding.code] for coding in one.codings),
        )
        for source in project.sources
        for one in source.selections
    ]


def test_the_database_of_the_real_taguette(real):
    project, report = read_database(real / "projet.sqlite3")
    expected = sorted((name, words, sorted(paths)) for name, words, paths in told_by(real))
    assert sorted(passages_of(project)) == expected
    assert report.faults == ()
    assert report.lost == 0
    assert report.balances
    assert "admin" in report.notes[0]


def test_the_tables_of_the_real_taguette_say_the_same_as_its_database(real):
    base, _ = read_database(real / "projet.sqlite3")
    tagged = [one for one in passages_of(base) if one[2]]  # its tables leave out what has no tag
    texts = {one.name: one.text for one in base.sources}
    for file in ("surlignages.csv", "surlignages.xlsx"):
        project, report = read_highlights(real / file, texts)
        assert sorted(passages_of(project)) == sorted(tagged), file
        assert report.faults == ()
        assert report.balances
    codes = {one.guid: (one.name, one.description, one.parent) for one in base.codes}
    for file in ("etiquettes.csv", "etiquettes.xlsx"):
        project, report = read_tags(real / file)
        assert {one.guid: (one.name, one.description, one.parent) for one in project.codes} == codes
        assert report.faults == ()


def test_the_codebook_of_the_real_taguette_has_the_same_guids(real):
    base, _ = read_database(real / "projet.sqlite3")
    project, report = read_codebook(real / "etiquettes.qdc")
    assert {one.guid: one.name for one in project.codes} == {
        one.guid: one.name for one in base.codes
    }
    assert report.tool.startswith("Taguette")
    assert report.balances
