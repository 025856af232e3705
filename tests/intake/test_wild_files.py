"""Whatever the cells hold, they come back as they were; whatever the rows say, the account balances."""

import csv
import io
import shutil
from datetime import date, datetime

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lecons.intake import delimited
from lecons.intake.grid import tidy_cells
from lecons.intake.load import import_project
from lecons.intake.quarantine_book import book_name
from lecons.intake.reading import read_grids
from lecons.project import open_project, repository_root
from openpyxl import Workbook, load_workbook

QUIET = {"derandomize": True, "deadline": None, "database": None}
SEPARATORS = ";,\t|"
LETTERS = st.characters(
    categories=("L", "M", "N", "P", "S", "Zs"),
    include_characters="éÀœ’«»تمازيغⵜⴰ😀👩🏿‍🌾\u00a0\u202f",
)
# a NUL makes a file binary, and no XML holds U+FFFE: both have tests of their own
CONTROLS = "\n\t\x01\x0b\x1f\x7f\x85\u2028\u200f\ufeff"
SCRAPS = ["=1+1", "+", "-", "@x", '"', '""', "'", "\r\n", "\n", " ", "_x0041_", "#N/A", "12", "1,5"]


def words(scraps=(), without=""):
    piece = st.one_of(st.text(LETTERS, max_size=6), st.sampled_from([*SCRAPS, *scraps]))
    whole = st.lists(piece, max_size=4).map("".join)
    return whole.map(lambda said: said.translate(dict.fromkeys(map(ord, without))))


def tidied(said):
    """A cell as it is documented to be read: no space around, one sort of line end, blank: none."""
    return said.strip().replace("\r\n", "\n") or None


def read(path, raw=None):
    """The cells of the one sheet of a file, without its blank edges."""
    if raw is not None:
        path.write_bytes(raw)
    grids = read_grids(path)
    if not grids:
        return []
    (grid,) = grids.values()
    assert grid.cells.index[0] == 1
    return trimmed([[None if c != c else c for c in row] for row in grid.cells.to_numpy().tolist()])


def trimmed(rows):
    """The same without blank rows at the end, and each row without blank cells at its end."""
    rows = [list(row) for row in rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@st.composite
def sheets(draw, **how):
    """A header of plain names, and rows of wild cells, some of them short."""
    width = draw(st.integers(2, 4))
    row = st.lists(words(**how), min_size=1 if draw(st.booleans()) else width, max_size=width)
    return [[f"c{at}" for at in range(width)], *draw(st.lists(row, max_size=6))]


@st.composite
def delimited_files(draw):
    """The rows of a sheet, and the bytes of a CSV that holds them."""
    separator = draw(st.sampled_from(SEPARATORS))
    # which separator a file has is guessed from its lines: see test_hostile_files for that
    others = SEPARATORS.replace(separator, "")
    rows = draw(sheets(scraps=[separator, *CONTROLS], without=others))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    ends = ["\r\n"] if quoting == csv.QUOTE_MINIMAL else ["\r\n", "\n", "\r"]
    out = io.StringIO(newline="")
    csv.writer(
        out, delimiter=separator, quoting=quoting, lineterminator=draw(st.sampled_from(ends))
    ).writerows(rows)
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    return rows, out.getvalue().encode(encoding)


@settings(max_examples=40, **QUIET)
@given(delimited_files())
def test_wild_cells_of_a_csv_come_back_to_the_cell(tmp_path_factory, made):
    rows, raw = made
    expected = trimmed([[tidied(cell) for cell in row] for row in rows])
    assert read(tmp_path_factory.mktemp("csv") / "a.csv", raw) == expected


@settings(max_examples=40, **QUIET)
@given(sheets(scraps=[*SEPARATORS, "\n", "\t", "\x7f", "\x85", "\u2028", "\u200f"]), st.booleans())
def test_wild_cells_of_a_workbook_come_back_to_the_cell(tmp_path_factory, rows, formulas):
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    made = Workbook()
    for at, row in enumerate(rows, 1):
        for column, said in enumerate(row, 1):
            if said:
                cell = made.worksheets[0].cell(at, column)
                # openpyxl writes « _x0041_ » as it stands, and Excel reads an « A » there
                cell.value, cell.data_type = said.replace("_x0041_", "_x005F_x0041_"), "s"
    if formulas:
        made.worksheets[0]["A1"].value = "=1+1"
    made.save(path)
    expected = trimmed([[tidied(cell) for cell in row] for row in rows])
    if formulas:
        expected[0][0] = "#NON_CALCULÉ! =1+1"
    assert read(path) == expected


TYPED = [
    (12, "12"),
    (-3, "-3"),
    (12.5, "12.5"),
    (12.0, "12"),
    (1e15, "1000000000000000"),
    (True, "oui"),
    (False, "non"),
    (date(2017, 3, 1), "2017-03-01"),
    (datetime(2017, 3, 1, 18, 30), "2017-03-01T18:30:00"),
    ("007", "007"),
    (None, None),
]


@settings(max_examples=30, **QUIET)
@given(st.lists(st.lists(st.sampled_from(TYPED), min_size=1, max_size=4), min_size=1, max_size=6))
def test_typed_cells_of_a_workbook_are_read_as_their_reader_would_write_them(
    tmp_path_factory, rows
):
    path = tmp_path_factory.mktemp("xlsx") / "a.xlsx"
    made = Workbook()
    for at, row in enumerate(rows, 1):
        for column, (value, _) in enumerate(row, 1):
            made.worksheets[0].cell(at, column).value = value
    made.save(path)
    assert read(path) == trimmed([[said for _, said in row] for row in rows])


NOISE = [
    "a",
    "b",
    '"',
    '"',
    '""',
    ",",
    ";",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\t",
    "é",
    "\x0b",
    "\x85",
    "\u2028",
]
NOISE += ["\x1c", "=", "ء", "😀", "\x01", "'"]


@settings(max_examples=40, **QUIET)
@given(
    st.lists(st.sampled_from(NOISE), min_size=1, max_size=30).map("".join), st.sampled_from(",;")
)
def test_the_fast_reader_and_the_careful_one_read_the_same_cells(said, separator):
    content = said.encode()
    fast = delimited._columns_at_once(content, separator)
    slow = tidy_cells(delimited._columns_row_by_row(content, separator), 1)
    if fast is not None:
        assert tidy_cells(fast, 1).to_csv() == slow.to_csv()


def test_the_fast_reader_is_the_one_that_reads_an_ordinary_file():
    content = b'id,t\na,"un, deux\ntrois"\nb,\n'
    fast = delimited._columns_at_once(content, ",")
    assert fast is not None
    assert (
        tidy_cells(fast, 1)[1].to_dict()
        == tidy_cells(delimited._columns_row_by_row(content, ","), 1)[1].to_dict()
    )


# --- through an import --------------------------------------------------------------------------

NAMES = ["id", "jour", "lieu", "R", "quoi", "h", "f", "note"]
MAPPED = dict(
    zip(
        ["id", "date", "commune", "resultat", "type", "hommes", "femmes", "difficultes"],
        NAMES,
        strict=True,
    )
)


def one_of(*often):
    return st.one_of(st.sampled_from(often), st.sampled_from(often), words(CONTROLS))


RECORD = st.tuples(
    one_of("a", "b", "c", "d", "e", ""),
    one_of("2017-03-01", "02/03/2017", "03/28/2017", "mars 2017", "hier", "42800", "2015-01-01"),
    one_of("Alafia", "Tonka", "tonka", "ML060101", "Gossi", "Total", "TOTAL général", ""),
    one_of("R1", "R1", "R1 R2", "R1,R2"),
    one_of("reunion", "Réunion", "réunion ", "fête", "formation"),
    one_of("5", "0", "1 250", "trente", "-1", "2,5", ""),
    one_of("3", "4", ""),
    one_of("crue", "#REF!", "<WARNING: Truncated to Excel limit of 32767 characters>…", "=1+1", ""),
)
MAPPING = st.fixed_dictionaries(
    {"table": st.just("activites"), "colonnes": st.just(MAPPED)},
    optional={
        "repeter": st.sampled_from([["lieu"], ["lieu", "jour"]]),
        "ecarter": st.sampled_from(
            [
                {"lieu": "total*"},
                {"lieu": ["Total*", "*"], "absente": "x"},
                {"note": "crue"},
                {"id": "?"},
            ]
        ),
        "valeurs": st.sampled_from(
            [{"type": {"Réunion": "reunion", "fête": ""}}, {"resultat": {"R1,R2": "R1 R2"}}]
        ),
        "dates": st.sampled_from(["jma", "mja"]),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where one project is written again and again, with the reference data beside it."""
    data = tmp_path_factory.mktemp("sauvage")
    shutil.copytree(repository_root() / "data" / "reference", data / "reference")
    return data / "projet"


def opened(folder, files):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    content = {
        "code": "sauvage",
        "donnees_fictives": True,
        "nom": {"fr": "Sauvage"},
        "sigle": "S",
        "organisation": "A",
        "partenaires": [],
        "debut": "2017-01-01",
        "fin": "2018-12-31",
        "resultats": [{"code": "R1", "titre": {"fr": "x"}, "enonce": {"fr": "x"}}],
        "communes": [{"pcode": "ML060101", "nom": "Alafia"}, {"pcode": "ML060316", "nom": "Tonka"}],
        "imports": files,
    }
    (folder / "projet.yaml").write_text(
        yaml.safe_dump(content, allow_unicode=True), encoding="utf-8"
    )
    return open_project(folder)


def write(path, rows):
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
        return
    made = Workbook()
    for at, row in enumerate(rows, 1):
        for column, said in enumerate(row, 1):
            shown = "".join(c for c in said if c >= " " or c in "\n\t")
            if shown:
                cell = made.worksheets[0].cell(at, column)
                cell.value, cell.data_type = shown, "s"
    made.save(path)


@settings(max_examples=40, **QUIET)
@given(
    parts=st.lists(
        st.tuples(
            st.sampled_from([".csv", ".xlsx"]),
            MAPPING,
            st.integers(0, 2),
            st.lists(RECORD, max_size=7),
        ),
        min_size=1,
        max_size=2,
    )
)
def test_every_row_of_wild_files_is_somewhere_and_only_once(folder, parts):
    files = []
    for at, (suffix, mapping, above, _) in enumerate(parts):
        one = {**mapping, **({"entete": above + 1} if above else {})}
        files.append({"fichier": f"f{at}{suffix}", "forme": "excel", "feuilles": [one]})
    project = opened(folder, files)
    wanted = {}
    for at, (suffix, _, above, records) in enumerate(parts):
        name = f"f{at}{suffix}"
        heading = [["Suivi", *[""] * 7]] * above
        write(project.folder / name, [*heading, NAMES, *records])
        wanted[name] = (above + 2, records)
    before = {path.name: path.read_bytes() for path in project.folder.glob("f*")}

    report = import_project(project)

    assert report.failed == {}
    assert {path.name: path.read_bytes() for path in project.folder.glob("f*")} == before
    stored = project.table("activites", "interne")
    out = report.faults[report.faults["suite"].eq("ligne en quarantaine")]
    for account in report.accounts:
        assert account.balances
        first, records = wanted[account.file]
        filled = [at for at, one in enumerate(records) if any(tidied(cell) for cell in one)]
        # blank rows at the end of a sheet are no rows, the others are read
        assert (filled[-1] + 1 if filled else 0) <= account.read <= len(records)
        mine = stored[stored["source_fichier"].eq(account.file)]
        assert len(mine) == account.kept
        known = range(first, first + len(records))
        assert set(report.faults.loc[report.faults["fichier"].eq(account.file), "ligne"]) <= set(
            known
        )
        gone = set(out.loc[out["fichier"].eq(account.file), "ligne"])
        assert len(gone) == account.quarantined
        assert not gone & set(mine["source_ligne"])
        for row in mine.itertuples():
            record = records[row.source_ligne - first]
            if account.file.endswith(".csv"):
                assert row.id == tidied(record[0])
    assert stored["id"].is_unique
    assert len(stored) == report.rows["activites"]
    for name in {*report.faults["fichier"]}:
        assert (
            load_workbook(project.quarantine_folder / book_name(name)).sheetnames[0] == "À corriger"
        )


@settings(max_examples=20, phases=[Phase.explicit, Phase.generate], **QUIET)
@given(records=st.lists(RECORD, min_size=1, max_size=6))
def test_importing_wild_rows_again_changes_nothing(folder, records):
    one = {"table": "activites", "colonnes": MAPPED}
    project = opened(folder, [{"fichier": "f.csv", "forme": "excel", "feuilles": [one]}])
    # what openpyxl cannot write as it stands has tests of its own in test_quarantine_book
    clean = [[cell.replace("_x0041_", "x") for cell in record] for record in records]
    write(project.folder / "f.csv", [NAMES, *clean])
    first = import_project(project)
    kept = {path.name: path.read_bytes() for path in project.tables_folder.glob("*.parquet")}
    second = import_project(project)
    assert second.corrected == 0
    assert second.faults.to_csv() == first.faults.to_csv()
    assert second.accounts == first.accounts
    assert {
        path.name: path.read_bytes() for path in project.tables_folder.glob("*.parquet")
    } == kept
