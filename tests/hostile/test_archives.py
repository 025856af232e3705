"""Workbooks and archives that are traps: small files that would fill the memory, or lead elsewhere.

Each was seen to stop the whole program before it was refused: the readers below make room for the last
cell that a sheet says it has.
"""

import io
import stat
import zipfile

import pytest
from lecons.errors import IntakeError
from lecons.intake.reading import read_grids
from openpyxl import Workbook

SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ONE = '<row r="1"><c r="A1"><v>7</v></c></row>'


@pytest.fixture
def trap(tmp_path):
    """Write a workbook whose parts are replaced (name → content, None to leave one out)."""

    def make(**changed):
        out, path = io.BytesIO(), tmp_path / "piege.xlsx"
        made = Workbook()
        made.worksheets[0].append(["id", "x"])
        made.save(out)
        parts = {"sheet": SHEET, "links": LINKS, "strings": "xl/sharedStrings.xml"}
        new = {parts[name]: content for name, content in changed.items() if name in parts}
        with (
            zipfile.ZipFile(out) as old,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name in old.namelist():
                content = new.get(name, old.read(name))
                archive.writestr(changed.get("rename", {}).get(name, name), content)
        return path

    return make


def sheet(rows, head=""):
    return f'<?xml version="1.0"?>{head}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>'


FAR = {
    "a row beyond all": '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    "a cell of another row": '<row><c r="A90000000"><v>1</v></c></row>',
    "a cell of the last corner in a row near by": '<row r="2"><c r="XFD1048576"><v>1</v></c></row>',
    "a column beyond all": '<row><c r="AAAAAA2"><v>1</v></c></row>',
    "a column that no Excel has": '<row><c r="ZZZ2"><v>1</v></c></row>',
    "small letters": '<row><c r="xfd1000000"><v>1</v></c></row>',
    "a row that says more than its cell, with a formula": '<row r="90000000"><c><f>1</f></c></row>',
    "a number without end": f'<row r="{"9" * 5000}"><c r="A3"><f>1</f></c></row>',
    "blanks around the sign": '<row\n  r =\n"90000000"><c\tr = "A90000000"><v>1</v></c></row>',
    "single marks": "<row r='90000000'><c r='A90000000'><v>1</v></c></row>",
    "a prefix": '<x:row xmlns:x="y" r="90000000"><x:c r="A90000000"><v>1</v></x:c></x:row>',
}


@pytest.mark.parametrize("name", FAR)
def test_a_cell_that_stands_nowhere_is_refused_before_room_is_made_for_it(trap, name):
    with pytest.raises(IntakeError, match="elle s’étend sur") as refused:
        read_grids(trap(sheet=sheet(ONE + FAR[name])))
    assert "piege.xlsx, feuille « Sheet »" in str(refused.value)


@pytest.mark.parametrize(
    "target",
    [
        "xl/worksheets/sheet1.xml",
        "/xl/worksheets/sheet1.xml",
        "worksheets/sheet1.xml",
        "Worksheets/SHEET1.xml",
    ],
)
def test_a_sheet_is_looked_through_however_the_workbook_points_to_it(trap, target):
    links = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{target}" Id="rId1"/></Relationships>"""
    with pytest.raises(IntakeError):
        read_grids(trap(sheet=sheet(ONE + FAR["a cell of another row"]), links=links))


@pytest.mark.parametrize(
    "target", ["../../../etc/passwd", "file:///etc/passwd", "http://intrus.invalid/x", "..\\x"]
)
def test_a_sheet_that_points_outside_of_its_workbook_opens_nothing(trap, target):
    links = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="{target}" TargetMode="External" Id="rId1"/></Relationships>"""
    with pytest.raises(IntakeError):
        read_grids(trap(links=links))


def test_a_sheet_that_says_it_is_immense_is_as_large_as_it_is(trap):
    written = sheet(ONE).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    written = written.replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    assert read_grids(trap(sheet=written))["Sheet"].cells.to_numpy().tolist() == [["7"]]


LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
) + "]>"  # fmt: skip
SECRET = '<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(("head", "entity"), [(LAUGHS, "&j;"), (SECRET, "&s;")])
def test_entities_in_shared_texts_are_never_opened(trap, head, entity):
    strings = f'<?xml version="1.0"?>{head}<sst {MAIN} count="1"><si><t>id</t></si><si><t>{entity}</t></si></sst>'
    try:
        grids = read_grids(trap(strings=strings))
    except IntakeError:
        return
    said = "".join(one.cells.to_string() for one in grids.values())
    assert "hahahaha" not in said
    assert "root:" not in said


def test_an_archive_of_csv_writes_nothing_and_follows_no_link(tmp_path):
    path, before = tmp_path / "a.zip", sorted(tmp_path.parent.iterdir())
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evade.csv", "id,x\n1,2\n")
        archive.writestr("/tmp/evade.csv", "id,x\n3,4\n")
        link = zipfile.ZipInfo("lien.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    grids = read_grids(path)
    assert [*tmp_path.iterdir()] == [path]
    assert sorted(tmp_path.parent.iterdir()) == before
    # a link is the text of its target, and no way to it
    assert "root:" not in "".join(one.cells.to_string() for one in grids.values())
    assert len(grids) == 3
