"""What a file holds is told by its bytes, and what cannot be read is refused in words."""

import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.errors import IntakeError, LeconsError
from lecons.intake import recognise as recognition
from lecons.intake import workbook
from lecons.intake.reading import read_grids
from lecons.intake.recognise import Kind, recognise
from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
    b'<c r="B1" t="inlineStr"><is><t>n</t></is></c></row>'
)
FORMULA = b'<row r="2"><c r="B2"><f>1+1</f></c></row>'
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
QUIET = {"derandomize": True, "deadline": None, "database": None}


def book(rows=(["id", "n"], ["a", 1], ["b", 2])):
    made, out = Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(out)
    return out.getvalue()


def remade(raw, part, content):
    """The same archive, one of its parts replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def sheet(rows, head=b'<?xml version="1.0"?>'):
    """A workbook whose sheet is written by hand."""
    data = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)
    return remade(book(), SHEET, head + data)


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def lying(raw, part, size):
    """The same archive, one of its parts said to be `size` bytes, with the checksum of as much."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        entry, crc = archive.getinfo(part), zlib.crc32(archive.read(part)[:size])
    told, at = bytearray(raw), entry.header_offset
    told[at + 14 : at + 18], told[at + 22 : at + 26] = (
        struct.pack("<I", crc),
        struct.pack("<I", size),
    )
    at = raw.rfind(part.encode()) - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    told[at + 16 : at + 20], told[at + 24 : at + 28] = (
        struct.pack("<I", crc),
        struct.pack("<I", size),
    )
    return bytes(told)


def refusal(tmp_path, name, raw, read=recognise):
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(IntakeError) as refused:
        read(path)
    assert path.read_bytes() == raw
    assert refused.value.remedy, "a refusal says what to do"
    return refused.value.message


def read_or_refused(path):
    """The sheets of a file, or what is said of it; any other exception is a fault."""
    try:
        return read_grids(path), None
    except LeconsError as error:
        return {}, str(error)


def cells(tmp_path, name, raw, **how):
    (tmp_path / name).write_bytes(raw)
    grids = read_grids(tmp_path / name, **how)
    return {key: grid.cells.fillna("").to_numpy().tolist() for key, grid in grids.items()}


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.xlsx", book(), Kind.WORKBOOK),
        ("a.XLSM", book(), Kind.WORKBOOK),
        ("sans_suffixe", book(), Kind.WORKBOOK),
        ("a.csv", b"id;n\n", Kind.TEXT),
        ("a.txt", b"id", Kind.TEXT),
        ("a.csv", "id;n\na;é\n".encode("utf-16"), Kind.TEXT),
        ("a.csv", "id;n\na;é\n".encode("utf-16-le"), Kind.TEXT),
        ("a.csv", "id;n\na;é\n".encode("utf-16-be"), Kind.TEXT),
        ("a.zip", zipped({"fiche.csv": "id\na\n", "media/1.jpg": b"\xff"}), Kind.ARCHIVE),
    ],
)
def test_a_file_is_known_by_what_it_holds(tmp_path, name, raw, kind):
    (tmp_path / name).write_bytes(raw)
    assert recognise(tmp_path / name) is kind


def test_a_folder_is_an_archive(tmp_path):
    assert recognise(tmp_path) is Kind.ARCHIVE


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.xlsx", b"", "a.xlsx : fichier vide."),
        ("a.csv", b"", "a.csv : fichier vide."),
        (
            "a.xlsx",
            COMPOUND + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
            "a.xlsx : classeur protégé par un mot de passe.",
        ),
        (
            "a.csv",
            COMPOUND + bytes(1000) + "EncryptedPackage".encode("utf-16-le"),
            "a.csv : classeur protégé par un mot de passe.",
        ),
        ("a.csv", COMPOUND + bytes(1000), "a.csv : ce fichier est un classeur, malgré son nom."),
        ("a.csv", book(), "a.csv : ce fichier est un classeur, malgré son nom."),
        ("a.xlsx", b"id;n\na;1\n", "a.xlsx : ce fichier est un fichier CSV, malgré son nom."),
        (
            "a.xls",
            b"\xef\xbb\xbf\n <HTML><table><tr><td>id;n</td></tr></table></HTML>",
            "a.xls : classeur illisible (c’est une page web enregistrée sous ce nom).",
        ),
        (
            "a.xls",
            b"<!-- saved from url=(0014)about:internet -->\n<html><td>id, n</td></html>",
            "a.xls : classeur illisible (c’est une page web enregistrée sous ce nom).",
        ),
        ("a.xlsx", b"bonjour", "a.xlsx : classeur illisible (ce n’est pas un classeur)."),
        (
            "a.csv",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9,
            "a.csv : ce n’est ni un classeur ni un fichier CSV.",
        ),
        (
            "a.zip",
            zipped({"lisezmoi.md": "bonjour"}),
            "a.zip : cette archive ne contient ni classeur ni fichier CSV.",
        ),
        ("a.xlsx", book()[:3000], "a.xlsx : classeur illisible (fichier abîmé ou coupé)."),
        ("a.xlsx", book()[:60], "a.xlsx : classeur illisible (fichier abîmé ou coupé)."),
        (
            "a.xlsx",
            book().replace(b"PK\x05\x06", b"PK\x05\x07"),
            "a.xlsx : classeur illisible (fichier abîmé ou coupé).",
        ),
    ],
    # the bytes of a workbook tell the hour: they name no test
    ids=lambda value: value if isinstance(value, str) else "octets",
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, name, raw, said):
    assert refusal(tmp_path, name, raw) == said


def test_a_renamed_file_is_told_its_right_name(tmp_path):
    (tmp_path / "a.csv").write_bytes(book())
    with pytest.raises(IntakeError) as refused:
        recognise(tmp_path / "a.csv")
    assert "« a.xlsx »" in refused.value.remedy


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(IntakeError, match=r"^absent\.csv : fichier absent"):
        recognise(tmp_path / "absent.csv")


def test_a_byte_that_changed_on_the_way_is_found(tmp_path):
    raw = bytearray(book())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        entry = archive.getinfo(SHEET)
    raw[entry.header_offset + 30 + len(SHEET) + 5] ^= 0xFF
    assert refusal(tmp_path, "a.xlsx", bytes(raw)).startswith("a.xlsx : classeur illisible")


def test_an_archive_that_a_password_protects_is_refused_as_such(tmp_path):
    raw = bytearray(zipped({"fiche.csv": "id\na\n"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + at] |= 1
    said = refusal(tmp_path, "a.zip", bytes(raw))
    assert said == "a.zip : archive protégée par un mot de passe."


BIG = HEADER + b'<row r="2"><c r="A2" t="inlineStr"><is><t>%s</t></is></c></row>' % (
    b"x" * 3_000_000
)


def test_a_workbook_that_unfolds_beyond_the_limit_is_refused_before_it_is_opened(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(recognition, "UNFOLDED_LIMIT", 1_000_000)
    said = refusal(tmp_path, "a.xlsx", sheet(BIG))
    assert said == ("a.xlsx : une fois déplié, ce fichier pèserait 3 Mo ; la limite est de 1 Mo.")


@pytest.mark.parametrize("size", [1000, 0])
def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path, monkeypatch, size):
    monkeypatch.setattr(recognition, "UNFOLDED_LIMIT", 1_000_000)
    raw = lying(sheet(BIG), SHEET, size)
    assert refusal(tmp_path, "a.xlsx", raw, read_grids).startswith("a.xlsx : classeur illisible")


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(8))
    + b"]>"
)
ENTITY = b'<row r="2"><c r="A2" t="inlineStr"><is><t>&i;</t></is></c></row>'


@pytest.mark.parametrize(
    "rows",
    [HEADER + ENTITY, HEADER + ENTITY + FORMULA.replace(b"2", b"3"), HEADER + FORMULA],
    ids=["used", "used beside a formula", "declared beside a formula"],
)
def test_a_sheet_that_declares_entities_is_refused(tmp_path, rows):
    said = refusal(tmp_path, "a.xlsx", sheet(rows, ENTITIES), read_grids)
    assert said.startswith("a.xlsx : classeur illisible")


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="2"><c r="B2"><f>1+1</f></c></row><row r="3"><c r="A3"><v>1</v></x>',
        b'<row r="2"><c r="B2"><f>1+1\x01</f></c></row>',
        b'<row r="2"><c r="B2" r="B2"><f>1+1</f></c></row>',
        b'<row r="2"><c r="AAAA2" t="e"><v>#N/A</v></c></row>',
    ],
    ids=["unclosed", "control character", "attribute twice", "no such column"],
)
def test_a_sheet_whose_xml_is_broken_beside_a_formula_is_refused_in_words(tmp_path, rows):
    said = refusal(tmp_path, "a.xlsx", sheet(HEADER + rows), read_grids)
    assert said.startswith("a.xlsx")


@pytest.mark.parametrize("quote", [b'"', b"'"], ids=["double", "single"])
def test_a_stray_cell_far_away_is_refused_with_its_sheet(tmp_path, monkeypatch, quote):
    # XML allows both quotes; the limit is brought near so that a fault costs no memory
    monkeypatch.setattr(workbook, "_SPAN_LIMIT", 1000)
    rows = HEADER + b'<row r="60"><c r="CV60"><v>1</v></c></row>'
    said = refusal(tmp_path, "a.xlsx", sheet(rows.replace(b'"', quote)), read_grids)
    assert said.startswith("a.xlsx, feuille « Sheet » : elle s’étend sur 60 lignes et 100 colonnes")


def test_errors_and_formulas_never_calculated_are_read_where_cells_do_not_say_their_place(tmp_path):
    # the standard lets a writer leave out r="B2"; a blank would pass for « not noted »
    rows = HEADER + b'<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>1+1</f></c></row>'
    with_places = cells(tmp_path, "a.xlsx", sheet(rows))
    for place in (b' r="1"', b' r="2"', b' r="A1"', b' r="B1"', b' r="A2"', b' r="B2"'):
        rows = rows.replace(place, b"")
    assert with_places["Sheet"][1] == ["#REF!", "#NON_CALCULÉ! =1+1"]
    assert cells(tmp_path, "a.xlsx", sheet(rows)) == with_places


def test_a_sheet_of_charts_is_no_obstacle(tmp_path):
    made, out = Workbook(), io.BytesIO()
    made.worksheets[0].append(["id"])
    made.create_chartsheet("Graphique")
    made.save(out)
    assert cells(tmp_path, "a.xlsx", out.getvalue()) == {"Sheet": [["id"]]}


@settings(max_examples=60, **QUIET)
@given(
    raw=st.binary(max_size=400), name=st.sampled_from(["a.xlsx", "a.xls", "a.csv", "a.zip", "a"])
)
def test_whatever_the_bytes_a_file_is_read_or_refused_in_words(tmp_path_factory, raw, name):
    path = tmp_path_factory.mktemp("octets") / name
    path.write_bytes(raw)
    grids, refused = read_or_refused(path)
    assert refused is None or refused.startswith(name)
    assert all(grid.cells.notna().any(axis=None) for grid in grids.values())


CHANGES = [
    b"<x/>",
    b"&zz;",
    b"&#0;",
    b'<c r="A0"/>',
    b"<f/>",
    b"<",
    b'"',
    b"\x00",
    b"\xff",
    b"</row>",
]


@settings(max_examples=60, **QUIET)
@given(
    part=st.sampled_from([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]),
    changes=st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(CHANGES)), max_size=3),
    cut=st.integers(0, 30),
)
def test_whatever_its_parts_a_workbook_is_read_or_refused_in_words(
    tmp_path_factory, part, changes, cut
):
    raw = book((["id", "n"], ["a", "=1+1"], ["b", 3.5]))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        content = archive.read(part)
    for at, change in changes:
        at %= len(content)
        content = content[:at] + change + content[at + cut :]
    path = tmp_path_factory.mktemp("parties") / "a.xlsx"
    path.write_bytes(remade(raw, part, content))
    grids, refused = read_or_refused(path)
    assert refused is None or refused.startswith("a.xlsx")
    assert all(grid.cells.index[0] == 1 for grid in grids.values())
