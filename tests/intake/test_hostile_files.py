"""Files as they should not be, through a whole import beside a sound one: what cannot be read is
named in French, the other file comes in, the source and the earlier table stay as they were."""

import csv
import io
import zipfile

import pytest
from lecons.intake import recognise as recognition
from lecons.intake.form_book import write_form_book
from lecons.intake.load import import_project
from lecons.intake.quarantine_book import book_name
from lecons.project import open_project
from openpyxl import Workbook, load_workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMES = ["id", "date", "commune", "resultat", "type", "hommes", "difficultes"]
A1 = ["a1", "2017-03-01", "Alafia", "R1", "reunion", "5", "crue"]
A2 = ["a2", "2017-03-02", "Tonka", "R1", "reunion", "4", "pluie"]
RADIO = ["id", "date", "radio", "commune"]
RADIOS = ["e1,2017-03-01,Radio A,Alafia", "e2,2017-03-02,Radio B,Tonka"]
OTHER = "brut/radio.csv"
PEOPLE = ["id", "date", "commune", "resultat", "acteur", "texte", "consentement", "langue_origine"]
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
TRUNCATED = "<WARNING: Truncated to Excel limit of 32767 characters>…"


def book(*rows, title="fiche"):
    """A workbook of texts: nothing in it is a formula."""
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    sheet.title = title
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    made.save(out)
    return out.getvalue()


def text(*rows, separator=",", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting).writerows(rows)
    return out.getvalue()


def by_hand(rows, head=b'<?xml version="1.0"?>'):
    """A workbook whose one sheet, « fiche », is written by hand."""
    out = io.BytesIO()
    data = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, rows)
    with (
        zipfile.ZipFile(io.BytesIO(book(NAMES))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, head + data if name == SHEET else old.read(name))
    return out.getvalue()


def line(number, values, more=b""):
    written = "".join(
        f'<c r="{letter}{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        for letter, value in zip("ABCDEFG", values, strict=False)
    )
    return b'<row r="%d">%s%s</row>' % (number, written.encode(), more)


class Field:
    """A project with two files: one under test, mapped to activites; one sound, to emissions."""

    def __init__(self, make, name, **mapping):
        self.make, self.name, self.mapping = make, name, mapping
        self.project = make(name, **mapping)

    def put(self, raw, name=None):
        path = self.project.folder / (name or self.name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8"))
        return path

    def radios(self, count):
        self.put("\n".join([",".join(RADIO), *RADIOS[:count]]) + "\n", OTHER)

    def ids(self, table="activites"):
        return self.project.table(table, "interne")["id"].to_list()

    def refused(self, raw, key=None):
        """Import a sound file, then `raw` in its place; answers what is said of it."""
        # nothing writes an old workbook here: the earlier table then comes from a modern one
        first = self.name.replace(".xls", ".xlsx") if self.name.endswith(".xls") else self.name
        self.make(first, **self.mapping)
        self.put(text(NAMES, A1) if first.endswith(".csv") else book(NAMES, A1), first)
        self.radios(1)
        assert not import_project(open_project(self.project.folder)).partial
        self.project = self.make(self.name, **self.mapping)
        stored = self.project.tables_folder / "activites.parquet"
        before, path = stored.read_bytes(), self.put(raw)
        content = path.read_bytes()
        self.radios(2)
        report = import_project(self.project)
        assert report.partial
        assert list(report.failed) == [key or self.name]
        assert path.read_bytes() == content, "the source is never overwritten"
        assert stored.read_bytes() == before, "the earlier table survives"
        assert self.ids() == ["a1"]
        assert self.ids("emissions") == ["e1", "e2"], "the other file comes in"
        assert all(account.balances for account in report.accounts)
        return report.failed[key or self.name]

    def taken(self, raw):
        """Import `raw`, which comes in; answers the report."""
        path = self.put(raw)
        content = path.read_bytes()
        self.radios(2)
        report = import_project(self.project)
        assert report.failed == {}
        assert path.read_bytes() == content
        assert self.ids("emissions") == ["e1", "e2"]
        assert all(account.balances for account in report.accounts)
        return report


@pytest.fixture
def field(mini_project):
    def project(name, table="activites", names=NAMES, forme=None, **mapping):
        kind = forme or ("csv" if name.endswith(".csv") else "excel")
        one = {"table": table, "colonnes": {n: n for n in names}, **mapping}
        radio = {"table": "emissions", "colonnes": {n: n for n in RADIO}}
        imports = [
            {"fichier": name, "forme": kind, "feuilles": [one]},
            {"fichier": OTHER, "forme": "csv", "feuilles": [radio]},
        ]
        return open_project(mini_project(imports=imports))

    return lambda name, **mapping: Field(project, name, **mapping)


def told(report):
    """Row, column, reason and what becomes of the row, for each fault."""
    names = ["ligne", "colonne", "raison", "suite"]
    return [tuple(row) for row in report.faults[names].to_numpy().tolist()]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        (
            "a.xlsx",
            COMPOUND + bytes(3000) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
            "a.xlsx : classeur protégé par un mot de passe.",
        ),
        ("a.xls", COMPOUND + bytes(3000), "a.xls : classeur illisible"),
        ("a.xlsx", book(NAMES, A1).replace(b"PK\x01\x02", b"PK\x01\x03"), "a.xlsx : classeur ill"),
        ("a.xlsx", book(NAMES, A1)[:-2000], "a.xlsx : classeur illisible"),
        ("a.xlsx", b"", "a.xlsx : fichier vide."),
        ("a.csv", b"", "a.csv : fichier vide."),
        ("a.xlsx", text(NAMES, A1), "a.xlsx : ce fichier est un fichier CSV, malgré son nom."),
        ("a.csv", book(NAMES, A1), "a.csv : ce fichier est un classeur, malgré son nom."),
        (
            "a.xls",
            b"<html><table><tr><td>id</td></tr></table></html>",
            "a.xls : classeur illisible",
        ),
        ("a.csv", b"\x7fELF\0\0\0" + bytes(range(256)) * 20, "a.csv : ce n’est ni un classeur ni"),
        ("a.csv", b"<html><table><tr><td>id</td></tr></table></html>", "a.csv, feuille « (csv) »"),
        ("a.csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a.csv, feuille « (csv) »"),
        ("a.csv", b"\xef\xbb\xbf\r\n \r\n", "a.csv : aucune ligne."),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_costs_nothing_else(field, name, raw, said):
    # a file without its columns fails for its table, one that cannot be opened fails whole
    key = f"{name} · activites" if "feuille" in said or "aucune" in said else None
    assert field(name).refused(raw, key).startswith(said)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods"])
def test_a_modern_workbook_under_another_name_comes_in_or_is_told_its_right_one(field, name):
    one = field(name)
    one.put(book(NAMES, A1))
    one.radios(1)
    report = import_project(one.project)
    said = report.failed.get(name, "")
    assert "malgré son nom" in said if report.partial else one.ids() == ["a1"]


def test_a_sheet_that_is_asked_for_and_missing_is_told_with_those_that_are_there(field):
    one = field("a.xlsx", feuille="fiche")
    said = one.refused(book(NAMES, A1, title="Feuil1"), "a.xlsx · activites")
    assert said.startswith("a.xlsx : la feuille « fiche » manque (feuilles trouvées : Feuil1).")


@pytest.mark.parametrize(("name", "sheet"), [("a.xlsx", "fiche"), ("a.csv", "(csv)")])
def test_a_required_column_that_is_missing_is_named_with_its_sheet(field, name, sheet):
    rows = [NAMES[:4] + NAMES[5:], A1[:4] + A1[5:]]
    raw = text(*rows) if name.endswith(".csv") else book(*rows)
    said = field(name).refused(raw, f"{name} · activites")
    assert said.startswith(f"{name}, feuille « {sheet} » : la colonne « type » manque.")


def test_two_columns_of_one_name_are_told_where_the_mapping_asks_for_them(field):
    rows = [[*NAMES, "type"], [*A1, "formation"]]
    said = field("a.xlsx").refused(book(*rows), "a.xlsx · activites")
    assert said.startswith("a.xlsx, feuille « fiche » : deux colonnes portent le nom « type ».")


def test_two_columns_of_one_name_are_no_matter_where_nobody_asks_for_them(field):
    one = field("a.xlsx")
    one.taken(book([*NAMES, "note", "note"], [*A1, "x", "y"]))
    assert one.ids() == ["a1"]


def test_formulas_without_a_value_and_errors_take_their_row_out(field):
    formula = b'<c r="F2"><f>SUM(A1:A2)</f></c>'
    error = b'<c r="F3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    text_error = b'<c r="G4" t="e"><v>#REF!</v></c>'
    rows = line(1, NAMES) + line(2, A1[:5], formula) + line(3, ["a2", *A1[1:5]], error)
    rows += line(4, ["a3", *A1[1:6]], text_error) + line(5, ["a4", *A1[1:]])
    one = field("a.xlsx")
    report = one.taken(by_hand(rows))
    reason, out = "formule sans résultat", "ligne en quarantaine"
    assert told(report) == [
        (2, "hommes", reason, out),
        (3, "hommes", reason, out),
        (4, "difficultes", reason, out),
    ]
    assert report.faults["feuille"].unique().tolist() == ["fiche"]
    assert one.ids() == ["a4"]


def test_errors_in_a_column_that_nobody_asks_for_are_no_matter(field):
    more = b'<c r="H2" t="e"><v>#N/A</v></c><c r="I2"><f>1+1</f></c>'
    one = field("a.xlsx")
    report = one.taken(by_hand(line(1, NAMES) + line(2, A1, more)))
    assert (one.ids(), told(report)) == (["a1"], [])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!"])
def test_errors_that_excel_wrote_into_a_csv_in_its_language_are_no_values(field, error):
    # Excel in French saves « #VALEUR! » where Excel in English saves « #VALUE! »
    one = field("a.csv")
    report = one.taken(text(NAMES, [*A1[:6], error], A2))
    assert one.ids() == ["a2"]
    assert [(row, column) for row, column, _, _ in told(report)] == [(2, "difficultes")]


def test_a_million_blank_styled_rows_are_no_matter(field):
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/></row>' % (at, at) for at in range(3, 1_048_577)
    )
    one = field("a.xlsx")
    report = one.taken(by_hand(line(1, NAMES) + line(2, A1) + blank))
    assert (one.ids(), report.accounts[0].read) == (["a1"], 1)


def test_a_stray_cell_in_the_last_corner_is_told_with_its_sheet(field):
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    said = field("a.xlsx").refused(by_hand(line(1, NAMES) + line(2, A1) + stray))
    assert said.startswith(
        "a.xlsx, feuille « fiche » : elle s’étend sur 1048576 lignes et 16384 col"
    )


def test_a_workbook_that_unfolds_beyond_the_limit_is_told_with_both_sizes(field, monkeypatch):
    monkeypatch.setattr(recognition, "UNFOLDED_LIMIT", 2_000_000)
    said = field("a.xlsx").refused(by_hand(line(1, NAMES) + line(2, ["x" * 5_000_000, *A1[1:]])))
    assert said.startswith(
        "a.xlsx : une fois déplié, ce fichier pèserait 5 Mo ; la limite est de 2"
    )


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("formula", [b"", b'<c r="G2"><f>1+1</f></c>'], ids=["alone", "formula"])
@pytest.mark.parametrize("identifier", ["&b;", "a1"], ids=["used", "declared"])
def test_entities_in_a_sheet_never_stop_the_import(field, formula, identifier):
    one = field("a.xlsx")
    one.put(by_hand(line(1, NAMES) + line(2, [identifier, *A1[1:6]], formula), ENTITIES))
    one.radios(2)
    report = import_project(one.project)
    assert one.ids("emissions") == ["e1", "e2"]
    if report.partial:
        assert report.failed["a.xlsx"].startswith("a.xlsx : classeur illisible")
    else:
        assert set(one.ids()) <= {"a1"}


def test_broken_xml_beside_a_formula_never_stops_the_import(field):
    rows = line(1, NAMES) + line(2, A1[:6], b'<c r="G2"><f>"\x02"</f></c>')
    assert field("a.xlsx").refused(by_hand(rows)).startswith("a.xlsx")


FORMULAS = ["=1+1", "+33 6", "-5 chaises", "@lieu", '=HYPERLINK("http://x";"y")']


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_like_a_formula_is_text_in_the_store_and_in_the_quarantine(
    field, name, cell
):
    rows = [NAMES, [*A1[:6], cell], ["a2", "hier", *A1[2:6], cell]]
    one = field(name)
    one.taken(text(*rows) if name.endswith(".csv") else book(*rows))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == [cell]
    written = load_workbook(one.project.quarantine_folder / book_name(name))
    found = [c for s in written.worksheets for row in s.iter_rows() for c in row if c.value == cell]
    assert [(c.data_type, c.quotePrefix) for c in found] == [("s", True)]


def test_a_tab_before_a_formula_does_not_make_it_one(field):
    one = field("a.csv")
    one.taken(text(NAMES, [*A1[:6], "\t=1+1"], ["a2", "hier", *A1[2:6], "\t=1+1"]))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == ["=1+1"]
    written = load_workbook(one.project.quarantine_folder / "a.csv.xlsx")["(csv)"]
    assert [c.quotePrefix for row in written.iter_rows() for c in row if c.value == "=1+1"] == [
        True
    ]


@pytest.mark.parametrize("label", FORMULAS)
def test_a_label_of_a_form_that_begins_like_a_formula_stays_text_after_an_edit(
    mini_project, tmp_path, label
):
    project = open_project(mini_project(radios=[label]))
    made = load_workbook(write_form_book("emission", project, tmp_path / "formulaires"))
    found = [c for s in made.worksheets for row in s.iter_rows() for c in row if c.value == label]
    assert found
    assert {(c.data_type, c.quotePrefix) for c in found} == {("s", True)}


@pytest.mark.parametrize("cell", ["a\x01b", "a\x0bb", "a\x1fb", "a\x85b", "a\ufffeb", "a\uffffb"])
def test_control_characters_never_stop_the_import(field, cell):
    one = field("a.csv")
    report = one.taken(text(NAMES, [*A1[:6], cell], ["a2", "hier", *A1[2:6], cell]))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == [cell]
    assert [row for row, *_ in told(report)] == [3]
    book_ = load_workbook(one.project.quarantine_folder / "a.csv.xlsx")
    assert book_.sheetnames == ["À corriger", "(csv)"]


def test_nul_characters_beyond_the_first_lines_are_never_taken_for_something_else(field):
    # inside the reader of communes a NUL separates a name from its cercle
    rows = [[f"b{at}", *A1[1:6], "x" * 80] for at in range(80)]
    one = field("a.csv")
    report = one.taken(text(NAMES, *rows, ["a1", A1[1], "Alafia\0Tonka", *A1[3:]], A2))
    assert (len(one.ids()), one.ids()[-1]) == (81, "a2")
    assert [(row, column) for row, column, *_ in told(report)] == [(82, "commune")]


def test_a_merged_header_of_two_rows_names_its_columns(field):
    made, out = Workbook(), io.BytesIO()
    sheet = made.worksheets[0]
    sheet.append(["Suivi des activités"])
    sheet.append([*NAMES[:5], "Participants", None])
    sheet.append([None] * 5 + ["Hommes", "Femmes"])
    sheet.append([*A1[:5], 5, 3])
    sheet.merge_cells("F2:G2")
    for letter in "ABCDE":
        sheet.merge_cells(f"{letter}2:{letter}3")
    made.save(out)
    columns = {n: n for n in NAMES[:5]}
    columns |= {"hommes": "Participants / Hommes", "femmes": "Participants / Femmes"}
    one = field("a.xlsx", entete=[2, 3], colonnes=columns)
    one.taken(out.getvalue())
    row = one.project.table("activites", "interne").iloc[0]
    assert (row["id"], row["hommes"], row["femmes"], row["source_ligne"]) == ("a1", 5, 3, 4)


def test_a_header_below_the_end_of_the_sheet_is_told(field):
    one = field("a.xlsx", entete=9)
    one.put(book(NAMES, A1))
    one.radios(1)
    said = import_project(one.project).failed["a.xlsx"]
    assert said.startswith(
        "a.xlsx, feuille « fiche » : l’en-tête est attendu ligne 9, la feuille a 2"
    )


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"]
)
def test_a_csv_comes_in_whatever_its_encoding_and_its_separator(field, encoding, separator):
    one = field("a.csv")
    rows = [NAMES, [*A1[:6], f"l’été{separator}œuvre"], [*A2[:6], "« oui »"]]
    one.taken(text(*rows, separator=separator).encode(encoding))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == [
        f"l’été{separator}œuvre",
        "« oui »",
    ]


def test_commas_of_sentences_are_not_taken_for_separators(field):
    # French Excel writes « ; », and a story holds many commas
    said = (
        "la crue, la pluie, le vent, le sable, la route coupée, le bac en panne, la fête, le marché"
    )
    one = field("a.csv")
    one.taken(text(NAMES, [*A1[:6], said], [*A2[:6], said], separator=";"))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == [said, said]


def test_one_stray_byte_does_not_turn_the_accents_of_a_whole_file(field):
    # a UTF-8 file cut inside a letter: either refused, or read as what it is
    one = field("a.csv")
    one.put(text(NAMES, [*A1[:6], "Médiation à l’été"], [*A2[:6], "fin"]).encode()[:-2] + b"\xc3\n")
    one.radios(1)
    report = import_project(one.project)
    if not report.partial:
        assert one.project.table("activites", "interne")["difficultes"][0] == "Médiation à l’été"


def test_a_quote_that_never_closes_is_told_with_its_line(field):
    raw = text(NAMES, A1) + 'a2,2017-03-02,Tonka,R1,reunion,4,"pluie\n' + text(A1, A2)
    said = field("a.csv").refused(raw)
    assert said.startswith("a.csv, ligne 3 : un guillemet s’ouvre et ne se ferme pas")


OPEN = 'a4,2017-03-02,Tonka,R1,reunion,4,"pluie\r\n'
SLOPPY = 'a5,2017-03-02,Tonka,R1,reunion,4,"la ""crue"" dite" forte\r\n'


@pytest.mark.parametrize(
    "lines",
    [SLOPPY + OPEN + text(A1, A2), OPEN + text(A1, A2) + OPEN.replace("a4", "a6") + text(A2)],
    ids=["after a sloppy quote", "twice"],
)
def test_an_open_quote_never_swallows_rows_in_silence(field, lines):
    one = field("a.csv")
    one.put(text(NAMES) + lines)
    one.radios(1)
    report = import_project(one.project)
    swallowed = [one for one in report.accounts if one.table == "activites" and one.read < 4]
    assert report.partial or not swallowed


def test_quotes_in_the_middle_of_a_cell_are_letters(field):
    one = field("a.csv")
    one.taken(
        ",".join(NAMES) + '\na1,2017-03-01,Alafia,R1,reunion,5,un tuyau de 5" percé\n' + text(A2)
    )
    found = one.project.table("activites", "interne")["difficultes"].to_list()
    assert found == ['un tuyau de 5" percé', "pluie"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_very_long_cell_is_read_whole_or_as_long_as_a_workbook_holds(field, name):
    said = "é" * (500_000 if name == "a.csv" else 32_767)
    rows = [NAMES, [*A1[:6], said], ["a2", "hier", *A2[2:6], said]]
    one = field(name)
    one.taken(text(*rows) if name == "a.csv" else book(*rows))
    assert one.project.table("activites", "interne")["difficultes"].to_list() == [said]
    assert import_project(one.project).corrected == 0, "the workbook was cut, not corrected"


def test_ragged_rows_keep_their_place(field):
    raw = ",".join(NAMES) + "\na1,2017-03-01,Alafia,R1,reunion\n\n" + text(A2) + ",,,,,,,,\n"
    one = field("a.csv", forme="excel")
    report = one.taken(raw)
    assert one.project.table("activites", "interne")["source_ligne"].to_list() == [2, 4]
    assert report.accounts[0].set_aside == {"ligne vide": 2}


def test_a_row_longer_than_its_header_is_quarantined_as_shifted(field):
    one = field("a.csv")
    report = one.taken(text(NAMES, [*A1[:6], "la crue", " et la pluie"], A2))
    assert one.ids() == ["a2"]
    assert told(report)[0][::2] == (2, "cellules au-delà de l’en-tête")


def test_lines_that_end_like_on_an_old_macintosh_are_lines(field):
    one = field("a.csv")
    one.taken(text(NAMES, A1, A2).replace("\r\n", "\r"))
    assert one.ids() == ["a1", "a2"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_cell_that_excel_cut_is_no_account_of_a_person(field, name):
    rows = [PEOPLE]
    rows.append(["T1", "2017-05-01", "Alafia", "R1", "jeune", TRUNCATED, "interne", "tamasheq"])
    rows.append(["T2", "2017-05-01", "Alafia", "R1", "jeune", "Récit", "interne", TRUNCATED])
    rows.append(["T3", "2017-05-01", "Alafia", "R1", TRUNCATED, "Mots", "interne", "songhaï"])
    one = field(name, table="temoignages", names=PEOPLE)
    report = one.taken(text(*rows) if name == "a.csv" else book(*rows))
    reason = "cellule coupée par Excel"
    assert told(report) == [
        (2, "texte", reason, "ligne en quarantaine"),
        (3, "langue_origine", reason, "ligne gardée, cellule vidée"),
        (4, "acteur", reason, "ligne en quarantaine"),
    ]
    assert one.ids("temoignages") == ["T2"]
    assert one.project.table("temoignages", "interne")["langue_origine"].isna().all()
    assert (report.accounts[0].kept, report.accounts[0].quarantined) == (1, 2)


def test_two_files_of_one_name_in_an_archive_are_not_one_sheet(field):
    # the second would take the place of the first in silence
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mars/fiche.csv", text(NAMES, A1))
        archive.writestr("avril/fiche.csv", text(NAMES, A2))
    one = field("a.zip", feuille="*fiche*")
    one.put(out.getvalue())
    one.radios(1)
    report = import_project(one.project)
    assert report.partial or sorted(one.ids()) == ["a1", "a2"]


def test_an_archive_made_on_a_macintosh_has_no_sheet_more(field):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("fiche.csv", text(NAMES, A1))
        archive.writestr("__MACOSX/._fiche.csv", b"\0\5\x16\7" + bytes(range(256)))
    one = field("a.zip")
    one.taken(out.getvalue())
    assert one.ids() == ["a1"]


@pytest.mark.parametrize("first", ["sep=;", "sep=;\r"])
def test_the_first_line_by_which_excel_tells_its_separator_is_no_header(field, first):
    one = field("a.csv")
    one.put(first + "\n" + text(NAMES, A1, separator=";"))
    one.radios(1)
    report = import_project(one.project)
    said = "".join(report.failed.values())
    assert said.startswith("a.csv") if report.partial else one.ids() == ["a1"]


def test_a_register_of_corrections_that_excel_saved_its_own_way_is_read(field):
    one = field("a.csv")
    one.put(text(NAMES, ["a1", A1[1], "Alafya", *A1[3:]]))
    one.radios(1)
    fields = "fichier,feuille,ligne,fiche,colonne,avant,apres,le\n"
    register = one.project.folder / "corrections.csv"
    register.write_bytes(
        (fields + "a.csv,(csv),2,,commune,Alafya,Télé,2020-01-01\n").encode("cp1252")
    )
    before = register.read_bytes()
    report = import_project(one.project)
    assert report.faults["trouvé"].to_list() == ["Télé"]
    assert register.read_bytes() == before
