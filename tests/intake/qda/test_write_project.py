"""What is written is what the standard’s schema accepts, and reads back the same."""

import zipfile
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError
from lecons.intake.qda.counting import Written
from lecons.intake.qda.model import (
    Case,
    Code,
    Coding,
    Kept,
    Made,
    Note,
    QdaProject,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from lecons.intake.qda.read import read_codebook, read_project
from lecons.intake.qda.write import write_codebook, write_project
from lxml import etree

WILD = 'aé à’\n\t.,«»&<>"]e\u0301عا\u064e\u200f\u202eⴰⵣ😀👩🏾\u200d🌾\u00a0\u2028\u0085\ufeff'
CONTROL = "\x00\x0b\x1b\ufffe"
CODE = "22222222-0000-4000-8000-000000000001"
TEXT = "33333333-0000-4000-8000-000000000001"
NOTE = "66666666-0000-4000-8000-000000000001"
names = st.text(WILD + "\r", max_size=12)
raw_texts = st.text(WILD + CONTROL + "\r", max_size=50)
moments = st.sampled_from(["", "2018-03-12T10:00:00Z", "2018-03-12T10:00:00.25+01:00"])
VALUES = {
    "Text": "un & deux",
    "Boolean": "true",
    "Integer": "-41",
    "Float": "3.5",
    "Date": "2018-03-12",
    "DateTime": "2018-03-12T10:00:00Z",
}


def schema(name):
    source = files("lecons.intake.qda").joinpath("schemas").joinpath(name).read_bytes()
    return etree.XMLSchema(etree.fromstring(source))


PROJECT, CODEBOOK = schema("Project.xsd"), schema("Codebook.xsd")


@st.composite
def projects(draw):
    """A project with a bit of everything, in words and signs of all sorts."""
    numbers = iter(range(10_000))

    def guid(sort=0):
        return f"{sort:08d}-0000-4000-8000-{next(numbers):012d}"

    users = tuple(User(guid(), draw(names), draw(names)) for _ in range(draw(st.integers(1, 2))))
    user = st.sampled_from([one.guid for one in users])
    notes = tuple(
        Note(
            guid(),
            draw(names),
            draw(st.none() | raw_texts.map(lambda raw: Written(raw).text)),
            draw(names),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    linked = (
        st.lists(st.sampled_from([one.guid for one in notes]), max_size=2) if notes else st.just([])
    )
    codes = []

    def grow(parent, depth):
        for _ in range(draw(st.integers(depth == 0, 2))):
            colour = draw(st.sampled_from(["", "#33cc33", "#abc"]))
            one = Code(
                guid(),
                draw(names),
                draw(st.booleans()),
                colour,
                draw(names),
                parent,
                tuple(draw(linked)),
            )
            codes.append(one)
            if depth < 2:
                grow(one.guid, depth + 1)

    grow(None, 0)
    code = st.sampled_from([one.guid for one in codes])
    variables = tuple(Variable(guid(), draw(names), kind, draw(names)) for kind in VALUES)

    def values():
        chosen = draw(st.lists(st.sampled_from(variables), max_size=2))
        return tuple(
            Value(one.guid, one.kind, VALUES[one.kind])
            if draw(st.booleans())
            else Value(one.guid, "Text", None)
            for one in chosen
        )

    def codings():
        return tuple(
            Coding(guid(), draw(code), draw(user), draw(moments), tuple(draw(linked)))
            for _ in range(draw(st.integers(0, 2)))
        )

    sources = []
    for _ in range(draw(st.integers(0, 3))):
        text = Written(draw(raw_texts)).text
        selections = []
        for _ in range(draw(st.integers(0, 3)) if text else 0):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            quotation = text[start:end]
            named = draw(st.booleans()) and not any(char in quotation for char in CONTROL)
            made = Made(draw(user), draw(moments), draw(user), draw(moments))
            selections.append(
                Selection(
                    guid(),
                    start,
                    end,
                    quotation if named else "",
                    draw(names),
                    codings(),
                    tuple(draw(linked)),
                    made,
                )
            )
        sources.append(
            Source(
                guid(),
                draw(names),
                text,
                draw(names),
                tuple(selections),
                codings(),
                values(),
                tuple(draw(linked)),
                Made(draw(user), draw(moments)),
            )
        )
    cases = tuple(
        Case(
            guid(),
            draw(names),
            draw(names),
            values(),
            (draw(code),),
            tuple(one.guid for one in sources),
            tuple(each.guid for one in sources for each in one.selections),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return QdaProject(
        draw(names),
        users,
        tuple(codes),
        variables,
        cases,
        tuple(sources),
        notes,
        draw(names),
        tuple(draw(linked)),
        "lecons",
        Made(draw(user), draw(moments)),
    )


@given(projects())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_project_reads_back_the_same_and_its_xml_is_valid(tmp_path, project):
    path = tmp_path / "aller.qdpx"
    written = write_project(project, path)
    assert written.balances
    assert written.lost == 0
    with zipfile.ZipFile(path) as archive:
        PROJECT.assertValid(etree.fromstring(archive.read("project.qde")))
        assert all(one == "project.qde" or one.startswith("sources/") for one in archive.namelist())
    back, report = read_project(path)
    assert back == project
    assert report.balances
    assert {one.reason for one in report.faults} <= {"texte_absent", "valeur_absente"}
    first = path.read_bytes()
    write_project(back, path)
    assert path.read_bytes() == first


def small(**changed):
    project = QdaProject(
        "Essai",
        codes=(Code(CODE, "Eau"),),
        sources=(Source(TEXT, "T01", "Le puits\nest à tous"),),
        origin="lecons",
    )
    return replace(project, **changed)


def test_what_is_kept_goes_back_where_the_standard_has_a_place_for_it(tmp_path):
    gone = "99999999-0000-4000-8000-000000000009"
    rest = (
        Kept("Sets", "", f'<Set guid="{gone[:-1]}1" name="s"><MemberCode targetGUID="{CODE}"/>'
             f'<MemberCode targetGUID="{gone}"/></Set>'),
        Kept("Links", "", f'<Link guid="{gone[:-1]}2" originGUID="{CODE}" targetGUID="{TEXT}"/>'),
        Kept("Links", "", f'<Link guid="{gone[:-1]}3" originGUID="{CODE}" targetGUID="{gone}"/>'),
        Kept("Graphs", "", f'<Graph guid="{gone[:-1]}4"><Vertex guid="{gone[:-1]}5" representedGUID="{gone}" '
             'firstX="1" firstY="2"/></Graph>'),
        Kept("Sources", "", f'<PDFSource guid="{gone[:-1]}6" path="internal://x.pdf"><Coding guid='
             f'"{gone[:-1]}7"><CodeRef targetGUID="{gone}"/></Coding></PDFSource>'),
        Kept("Sets", "", '<Set name="sans guid"/>'),
        Kept("Project", "", "<Nouveau/>"),
        Kept("Code", CODE, "3", "poids"),
    )  # fmt: skip
    path = tmp_path / "reste.qdpx"
    report = write_project(small(rest=rest), path)
    assert report.balances
    frame = report.as_frame().set_index("élément")
    assert list(frame.loc["liens", ["lus", "gardés tels quels", "abandonnés"]]) == [2, 1, 1]
    assert list(frame.loc["ensembles", ["lus", "gardés tels quels", "abandonnés"]]) == [2, 1, 1]
    assert frame.loc["membres d’ensembles (codes)", "abandonnés"] == 1
    assert frame.loc["attributs inconnus", "abandonnés"] == 1
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    PROJECT.assertValid(root)
    back, _ = read_project(path)
    assert [one.parent for one in back.rest] == ["Sources", "Links", "Sets", "Graphs"]
    assert gone not in etree.tostring(root).decode()
    again = tmp_path / "encore.qdpx"
    write_project(back, again)
    assert read_project(again)[0] == back


def test_nothing_is_written_where_the_schema_refuses(tmp_path):
    path = tmp_path / "refus.qdpx"
    bad = Value(CODE, "Integer", "quarante")
    with pytest.raises(IntakeError, match="conforme au standard") as caught:
        write_project(small(cases=(Case(NOTE, "c", values=(bad,)),)), path)
    assert caught.value.remedy.startswith("Rien n’est écrit")
    assert list(tmp_path.iterdir()) == []


def test_two_elements_with_one_guid_are_refused(tmp_path):
    twice = (Code(CODE, "a"), Code(CODE, "b"))
    with pytest.raises(IntakeError, match=CODE):
        write_project(small(codes=twice), tmp_path / "x.qdpx")


def test_characters_that_no_xml_can_hold_are_replaced_in_names_and_kept_in_texts(tmp_path):
    path = tmp_path / "x.qdpx"
    text = "un\x00deux\x0btrois"
    selections = (Selection(NOTE, 0, 7, "un\x00deux"),)
    project = small(sources=(Source(TEXT, "nom\x07", text, selections=selections),))
    report = write_project(project, path)
    assert report.notes == ("Caractères qu’aucun XML ne peut contenir, remplacés par « � » : 2.",)
    back, read = read_project(path)
    assert back.sources[0].text == text
    assert back.sources[0].name == "nom\ufffd"
    assert (back.sources[0].selections[0].start, read.faults) == (0, ())


def test_the_archive_is_flat_lower_case_and_plain(tmp_path):
    path = tmp_path / "x.qdpx"
    write_project(small(), path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["project.qde", f"sources/{TEXT}.txt"]
        assert archive.read(f"sources/{TEXT}.txt") == "Le puits\nest à tous".encode()
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_empty_containers_are_left_out(tmp_path):
    path = tmp_path / "vide.qdpx"
    write_project(QdaProject("vide"), path)
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    assert len(root) == 0
    PROJECT.assertValid(root)


def test_codes_in_a_circle_are_written_once_each(tmp_path):
    path = tmp_path / "x.qdpx"
    codes = (
        Code(CODE, "a", parent=NOTE),
        Code(NOTE, "b", parent=CODE),
        Code(TEXT, "c", parent=TEXT),
    )
    write_project(small(codes=codes, sources=()), path)
    back, _ = read_project(path)
    assert sorted(one.name for one in back.codes) == ["a", "b", "c"]


def test_a_codebook_too_deep_is_refused(tmp_path):
    codes = [Code(f"00000000-0000-4000-8000-{n:012d}", f"c{n}") for n in range(120)]
    nested = [codes[0]] + [replace(one, parent=before.guid) for before, one in pairwise(codes)]
    with pytest.raises(IntakeError, match="niveau"):
        write_project(small(codes=tuple(nested), sources=()), tmp_path / "x.qdpx")


def test_a_codebook_reads_back_the_same(tmp_path):
    path = tmp_path / "codes.qdc"
    rest = (
        Kept("Sets", "", f'<Set guid="{NOTE}" name="s"><MemberCode targetGUID="{CODE}" /></Set>'),
    )
    codes = (Code(CODE, "Eau é😀", False, "#33cc33", "d\nd"), Code(TEXT, "Puits", parent=CODE))
    report = write_codebook(QdaProject("x", codes=codes, rest=rest), path)
    assert report.balances
    CODEBOOK.assertValid(etree.fromstring(path.read_bytes()))
    back, _ = read_codebook(path)
    assert (back.codes, back.rest) == (codes, rest)
    with pytest.raises(IntakeError, match="aucun code"):
        write_codebook(QdaProject("x"), path)


def test_a_text_whose_positions_would_move_is_refused_by_the_model():
    for text in ("a\r\nb", "\ufeffa"):
        with pytest.raises(ValueError, match="LF"):
            Source(TEXT, "T01", text)
