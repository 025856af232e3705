"""The workbook of tables, the pictures and the Word document, made from the finished page."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lecons.language import Language
from lecons.privacy.release.reading import Stream, Unread, read_file
from lecons.project import open_project, repository_root
from lecons.report.clean import unturned
from lecons.report.document import (
    Card,
    Column,
    Figure,
    Folded,
    Heading,
    Link,
    Paragraph,
    Quote,
    Ref,
    Strong,
    Table,
)
from lecons.report.outputs import pictures, write_pictures, write_tables, write_word
from lecons.report.outputs.pictures import file_name
from lecons.report.outputs.reading import body_of, read_page
from lecons.report.outputs.tables_book import read_number
from lecons.report.page import Cover, cover
from lecons.report.to_html import html
from lecons.store.schemas import TABLES
from lxml import etree
from openpyxl import load_workbook

FR, EN = Language("fr"), Language("en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FRONT = Cover(
    "Leçons",
    "Projet minuscule",
    ("Association",),
    "Données de démonstration fictives",
    "Édition interne · 23 mars 2018",
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100">'
    '<path d="M 0 100 L 200 100 L 200 0 L 0 0 z" style="fill: #ffffff"/>'
    '<text x="20" y="50" style="font-size: 10px; font-family: DejaVu Sans">81 &amp; 53</text></svg>'
)
DATA = Table(
    "Du signalement à l’accord (n = 81 conflits)",
    (Column("étape"), Column("cas", numeric=True)),
    ((("signalés",), ("81",)), (("réglés",), ("53",))),
)
FIGURE = Figure(
    SVG, "53 des 81 conflits sont réglés.", DATA.caption, data=DATA, data_label="Données"
)
TABLE = Table(
    "Conflits par commune",
    (
        Column("commune"),
        Column("cas", numeric=True),
        Column("part réglée", numeric=True),
        Column("écart", numeric=True),
        Column("dit dans"),
    ),
    (
        (
            (Link("commune-2", "Tonka"),),
            ("2\u202f683",),
            ("65,4\u00a0%",),
            ("−0,05",),
            (Ref("R1-cas"),),
        ),
        (("=1+1",), ("–",), ("50\u00a0% (20\u00a0% à 80\u00a0%)",), ("+0,12",), ("août 2017",)),
    ),
    note="Une note sous le tableau.",
    marks=("", "commune-2"),
)
QUOTE = Quote("We were not heard", "femme, Tonka", "en", "reserve", before="Before that.")
CARD = Card(
    "Constat",
    (
        Paragraph((Strong("53 des 81 conflits"), " sont réglés.", Link("nulle-part", "perdu"))),
        Folded("D’où vient ce constat", ("cas · brut/cas.xlsx : 81 lignes",), "81 lignes"),
    ),
    "constat force",
    mark="constat-R1-cas",
    badges=("R1-F6", "confiance modérée"),
)


def page_of(*blocks, body=None):
    """A finished page with one chapter that holds these blocks."""
    inside = body or "\n".join(html(block) for block in blocks)
    inside = inside.replace('<h3 id="medier">', '<h3 id="medier"><span class="numero">1.1 </span>')
    return (
        '<!doctype html><html lang="fr"><head><title>Leçons</title></head><body>'
        '<nav><a href="#s-1">1 Ce qui a été fait</a></nav><main id="contenu" tabindex="-1">'
        '<div class="cellule"><h2 id="s-1"><span class="numero">1 </span>Ce qui a été fait</h2>'
        '<p class="carnet"><a href="carnets/20_activites-R1.ipynb">carnet exécuté</a></p></div>'
        f'<div class="cellule">{inside}</div></main></body></html>'
    )


PAGE = page_of(Heading(3, "Médiation", "medier"), TABLE, FIGURE, CARD, QUOTE)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The three outputs of a small page."""
    folder = tmp_path_factory.mktemp("sorties")
    write_tables(folder / "tableaux.xlsx", PAGE, FR, FRONT)
    write_pictures(folder / "figures", PAGE, FR, FRONT)
    write_word(folder / "synthese.docx", PAGE, FR, FRONT)
    return folder


@pytest.fixture(scope="module")
def book(written):
    return load_workbook(written / "tableaux.xlsx")


@pytest.fixture(scope="module")
def parts(written):
    """The parts of the Word document, by name."""
    with zipfile.ZipFile(written / "synthese.docx") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    ("written", "language", "value", "shape"),
    [
        ("65,4\u00a0%", FR, 0.654, "0.0%"),
        ("65.4%", EN, 0.654, "0.0%"),
        ("1\u00a0%", FR, 0.01, "0%"),
        ("2\u202f683", FR, 2683, "#,##0"),
        ("2,683", EN, 2683, "#,##0"),
        ("12", FR, 12, "#,##0"),
        ("−0,05", FR, -0.05, "#,##0.00"),
        ("+0.12", EN, 0.12, "+#,##0.00;-#,##0.00;#,##0.00"),
        ("2017", FR, 2017, "0"),
    ],
)
def test_a_cell_that_is_wholly_a_number_has_its_value_and_format(written, language, value, shape):
    assert read_number(written, language) == (value, shape)


@pytest.mark.parametrize(
    "written",
    ["–", "", "08:30", "août 2017", "BP-1", "0,32 (45)", "2.5", "00223", "12 345", "1" * 16, "NaN"],
)
def test_a_cell_that_is_no_number_stays_a_text(written):
    assert read_number(written, FR) is None


@given(
    st.floats(-1e7, 1e7), st.integers(0, 3), st.booleans(), st.sampled_from([FR, EN]), st.booleans()
)
def test_what_a_language_writes_is_read_back(number, digits, share, language, signed):
    text = language.percent(number, digits) if share else language.number(number, digits)
    shown = round(number, digits + 2 * share)
    text = f"+{text}" if signed and shown > 0 else text
    assert read_number(text, language)[0] == pytest.approx(shown, abs=10 ** -(digits + 3))


def test_the_workbook_begins_with_what_there_is_and_leads_there(book):
    assert book.sheetnames == ["Sommaire", "Tab01", "Fig01", "Dictionnaire"]
    head, first, second = _rows(book["Sommaire"])[-3:]
    assert head[:2] == ["feuille", "chapitre"]
    assert first == [
        "Tab01",
        "1.1",
        "Médiation",
        "Conflits par commune",
        "R1-cas",
        "Une note sous le tableau.",
    ]
    assert second[:4] == ["Fig01", "1.1", "Médiation", DATA.caption]
    links = [cell.hyperlink.location for cell in book["Sommaire"]["A"] if cell.hyperlink]
    assert links == ["'Tab01'!A1", "'Fig01'!A1"]
    assert all(
        any(cell.hyperlink and cell.hyperlink.location == "'Sommaire'!A1" for cell in sheet["A"])
        for sheet in book.worksheets[1:]
    )


def test_a_sheet_holds_its_table_with_its_source_and_its_note(book):
    sheet = book["Tab01"]
    rows = _rows(sheet)
    assert rows[0][0] == "Conflits par commune"
    assert rows[1][0] == ("Source : Leçons · Projet minuscule. Édition interne · 23 mars 2018")
    assert rows[2][0] == "chapitre 1.1 «\u00a0Médiation\u00a0» (carnet 20_activites-R1)"
    at = next(line for line, row in enumerate(rows) if row[0] == "commune")
    assert rows[at + 1] == ["Tonka", 2683, 0.654, -0.05, "R1-cas"]
    assert rows[at + 2][1:] == ["–", "50\u00a0% (20\u00a0% à 80\u00a0%)", 0.12, "août 2017"]
    assert rows[-1][0] == "Une note sous le tableau."
    assert sheet.freeze_panes == f"A{at + 2}"
    assert sheet.auto_filter.ref == f"A{at + 1}:E{at + 3}"
    assert sheet.print_title_rows == f"${at + 1}:${at + 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.merged_cells.ranges == set()


def test_a_page_without_notebooks_names_none(tmp_path):
    page = re.sub(r'<p class="carnet">.*?</p>', "", PAGE)
    sheet = load_workbook(write_tables(tmp_path / "t.xlsx", page, FR, FRONT))["Tab01"]
    assert sheet["A3"].value == "chapitre 1.1 «\u00a0Médiation\u00a0»"


def test_a_formula_in_a_cell_stays_a_text(book):
    (cell,) = (cell for cell in book["Tab01"]["A"] if cell.value == "=1+1")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_invented_data_are_told_on_each_sheet_and_only_then(book, tmp_path):
    assert all(any(cell.value == FRONT.warning for cell in sheet["A"]) for sheet in book.worksheets)
    real = load_workbook(write_tables(tmp_path / "t.xlsx", PAGE, FR, replace(FRONT, warning=None)))
    assert not any(cell.value == FRONT.warning for sheet in real.worksheets for cell in sheet["A"])


def test_the_dictionary_has_each_column_of_each_table(book):
    told = {tuple(row[:2]) for row in _rows(book["Dictionnaire"])}
    wanted = {
        (name, column) for name, model in TABLES.items() for column in model.to_schema().columns
    }
    assert wanted <= told
    assert ["cas", "date_issue", "date", "jour du règlement ou de l’échec"] in _rows(
        book["Dictionnaire"]
    )


def test_the_same_page_gives_the_same_files(written, tmp_path):
    write_tables(tmp_path / "tableaux.xlsx", PAGE, FR, FRONT)
    write_pictures(tmp_path / "figures", PAGE, FR, FRONT)
    write_word(tmp_path / "synthese.docx", PAGE, FR, FRONT)
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.*") if path.is_file()}
    assert len(made) == 5
    for name, path in made.items():
        assert path.read_bytes() == (written / name).read_bytes(), name


def test_a_figure_goes_out_as_a_vector_and_as_a_picture(written):
    folder = written / "figures"
    assert sorted(path.name for path in folder.iterdir()) == [
        "01-du-signalement-a-l-accord.png",
        "01-du-signalement-a-l-accord.svg",
        "legendes.txt",
    ]
    root = etree.parse(folder / "01-du-signalement-a-l-accord.svg").getroot()
    assert [one.tag.rpartition("}")[2] for one in root][:2] == ["title", "desc"]
    assert [root[0].text, root[1].text] == [FIGURE.caption, FIGURE.alt]
    assert root[-1].text == FRONT.warning
    assert root.get("viewBox") == "0 0 200 115"
    png = (folder / "01-du-signalement-a-l-accord.png").read_bytes()
    # 16 cm at 200 points an inch, and nothing beside the points that could tell who made it
    assert int.from_bytes(png[16:20], "big") == pytest.approx(16 / 2.54 * 200, abs=1)
    assert not any(kind in png for kind in (b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf"))
    told = (folder / "legendes.txt").read_text("utf-8")
    assert FRONT.warning in told
    assert f"Ce qu’elle montre : {FIGURE.alt}" in told
    assert "Figure 1, chapitre 1.1." in told


def test_a_figure_of_real_data_bears_no_mark(tmp_path):
    svg, *_ = write_pictures(tmp_path, PAGE, FR, replace(FRONT, warning=None))
    assert etree.parse(svg).getroot().get("viewBox") == "0 0 200 100"


@pytest.fixture
def drawings(monkeypatch):
    """How many pictures Typst was asked to draw, call by call."""
    drawn = []
    draw = pictures.typst.compile

    def counted(source, **options):
        drawn.append(Path(source).read_text("utf-8").count("#image("))
        return draw(source, **options)

    monkeypatch.setattr(pictures.typst, "compile", counted)
    return drawn


def test_the_word_document_takes_the_pictures_that_stand_beside_it(tmp_path, drawings):
    page = PAGE.replace(FIGURE.caption, "Une autre")
    write_pictures(tmp_path / "figures", page, FR, FRONT)
    write_word(tmp_path / "synthese.docx", page, FR, FRONT)
    assert drawings == [1]
    (png,) = (tmp_path / "figures").glob("*.png")
    with zipfile.ZipFile(tmp_path / "synthese.docx") as package:
        (name,) = (name for name in package.namelist() if name.endswith(".png"))
        assert package.read(name) == png.read_bytes()


def test_only_the_picture_that_changed_is_drawn_again_and_no_old_one_stays(tmp_path, drawings):
    second = replace(FIGURE, caption="La seconde", alt="Une seconde figure.")
    write_pictures(tmp_path, page_of(FIGURE, second), FR, FRONT)
    write_pictures(tmp_path, page_of(FIGURE, second), FR, FRONT)
    assert drawings == [2]
    third = replace(second, caption="La troisième")
    write_pictures(tmp_path, page_of(FIGURE, third), FR, FRONT)
    assert drawings == [2, 1]
    assert {path.stem for path in tmp_path.glob("*.png")} == {
        "01-du-signalement-a-l-accord",
        "02-la-troisieme",
    }


def test_a_picture_whose_drawing_is_missing_is_drawn(tmp_path, drawings):
    _, png, _ = write_pictures(tmp_path, PAGE, FR, FRONT)
    before = png.read_bytes()
    png.unlink()
    write_pictures(tmp_path, PAGE, FR, FRONT)
    assert drawings == [1, 1]
    assert png.read_bytes() == before


def test_a_page_without_figures_leaves_no_folder(tmp_path):
    write_pictures(tmp_path / "figures", PAGE, FR, FRONT)
    assert write_pictures(tmp_path / "figures", page_of(TABLE), FR, FRONT) == []
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize(
    ("caption", "name"),
    [
        ("../../Œuvres & « Épées » (n = 3)", "01-oeuvres-epees"),
        ("مدينة", "01"),
        ("mot " * 40, "01-" + "-".join(["mot"] * 12)),
        ("x" * 90, "01-" + "x" * 50),
    ],
)
def test_the_name_of_a_file_is_made_of_plain_letters(caption, name):
    figure = read_page(page_of(replace(FIGURE, caption=caption))).figures[0]
    assert file_name(figure) == name


def test_a_picture_that_is_not_in_base64_is_read_too():
    encoded = "".join(f"%{byte:02X}" for byte in SVG.encode())
    page = re.sub(r"data:image/svg\+xml;base64,[^\"]+", f"data:image/svg+xml,{encoded}", PAGE)
    assert read_page(page).figures[0].svg == SVG


def _paragraphs(parts):
    root = etree.fromstring(parts["word/document.xml"])
    return [
        (
            next((one.get(f"{W}val") for one in paragraph.iter(f"{W}pStyle")), ""),
            "".join(one.text or "" for one in paragraph.iter(f"{W}t")),
        )
        for paragraph in root.iter(f"{W}p")
    ]


def test_the_document_says_what_the_page_says_in_styles(parts):
    told = _paragraphs(parts)
    for wanted in (
        ("Title", "Leçons"),
        ("Subtitle", "Projet minuscule"),
        ("Couverture", "Association"),
        ("Avertissement", FRONT.warning),
        ("TOCHeading", "Sommaire"),
        ("toc1", "1 Ce qui a été fait"),
        ("toc2", "1.1 Médiation"),
        ("Heading1", "1 Ce qui a été fait"),
        ("Heading2", "1.1 Médiation"),
        ("TableCaption", TABLE.caption),
        ("Note", TABLE.note),
        ("ImageCaption", FIGURE.caption),
        ("Encadrévertdébut", "Constat"),
        ("Encadrévert", "R1-F6 · confiance modérée"),
        ("Encadrévert", "53 des 81 conflits sont réglés.perdu"),
        ("Encadrévert", "D’où vient ce constat : cas · brut/cas.xlsx : 81 lignes"),
        ("Citationréservée", f"Before that. {QUOTE.quoted}"),
        ("Citationréservée,voix", "— femme, Tonka"),
    ):
        assert wanted in told
    assert "carnet exécuté" not in {text for _, text in told}
    # data of figures are in the workbook, the contents of the page are made anew
    assert [text for style, text in told if style == "TableCaption"] == [TABLE.caption]
    known = etree.fromstring(parts["word/styles.xml"])
    assert {style for style, _ in told} <= {
        one.get(f"{W}styleId") for one in known.iter(f"{W}style")
    } | {""}


def test_headers_repeat_and_rows_stay_whole(parts):
    first, *rows = etree.fromstring(parts["word/document.xml"]).iter(f"{W}tr")
    assert first.find(f"{W}trPr/{W}tblHeader") is not None
    assert len(rows) == 2
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (first, *rows))


def test_links_lead_to_bookmarks_and_dead_ones_are_words(parts):
    root = etree.fromstring(parts["word/document.xml"])
    marks = {one.get(f"{W}name") for one in root.iter(f"{W}bookmarkStart")}
    anchors = {one.get(f"{W}anchor") for one in root.iter(f"{W}hyperlink")}
    assert anchors == {"s-1", "medier", "commune-2", "constat-R1-cas"}
    assert anchors <= marks
    (instruction,) = root.iter(f"{W}instrText")
    assert instruction.text.split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z", "\\u"]
    assert [one.get(f"{W}fldCharType") for one in root.iter(f"{W}fldChar")] == [
        "begin",
        "separate",
        "end",
    ]


def test_words_keep_their_language_and_pictures_what_they_show(parts):
    root = etree.fromstring(parts["word/document.xml"])
    spoken = [
        one.getparent().getparent().find(f"{W}t").text
        for one in root.iter(f"{W}lang")
        if one.get(f"{W}val") == "en"
    ]
    assert QUOTE.quoted in " ".join(filter(None, spoken))
    (shown,) = (one.get("descr") for one in root.iter("{*}docPr"))
    assert shown == FIGURE.alt
    # as large as it is drawn: 200 points, in EMU
    (size,) = root.iter("{*}inline")
    assert int(size.find("{*}extent").get("cx")) == pytest.approx(200 * 12_700, rel=0.01)
    (language,) = etree.fromstring(parts["word/styles.xml"]).iter(f"{W}lang")
    assert language.get(f"{W}val") == "fr-FR"


def test_the_document_tells_no_maker_no_day_and_no_place(parts, written):
    properties = etree.fromstring(parts["docProps/core.xml"])
    told = {etree.QName(one).localname: one.text for one in properties}
    assert told == {"title": "Leçons", "language": "fr-FR", "keywords": None}
    whole = b"".join(parts.values())
    assert b"/tmp" not in whole
    assert str(date.today().year).encode() not in parts["docProps/app.xml"]
    with zipfile.ZipFile(written / "synthese.docx") as archive:
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


def test_each_page_of_the_document_bears_the_mark_and_its_number(parts):
    assert FRONT.warning.encode() in parts["word/haut.xml"]
    assert b" PAGE " in parts["word/bas.xml"]
    kinds = [one.get("Target") for one in etree.fromstring(parts["word/_rels/document.xml.rels"])]
    assert {"haut.xml", "bas.xml"} <= set(kinds)


def test_the_document_converts_back_to_the_page(written):
    back = pypandoc.convert_file(str(written / "synthese.docx"), "html", format="docx")
    again = body_of(f"<main>{back}</main>")
    assert [" ".join(one.text_content().split()) for one in again.iter("h1", "h2")] == [
        "1 Ce qui a été fait",
        "1.1 Médiation",
    ]
    assert [one.get("alt") for one in again.iter("img")] == [FIGURE.alt]
    (table,) = again.iter("table")
    assert [cell.text_content() for cell in table.iter("th")] == [
        column.label for column in TABLE.columns
    ]


def test_the_release_check_reads_all_of_them(written):
    for path in written.rglob("*.*"):
        read = [*read_file(path)]
        assert not [one for one in read if isinstance(one, Unread)], path.name
        said = " ".join(one.text for one in read if isinstance(one, Stream))
        assert path.suffix == ".png" or FRONT.warning in said, path.name


@pytest.fixture(scope="module")
def demonstration(french, written, tmp_path_factory):
    """The page of the demonstration, and its workbook and Word document; one small picture stands for
    all of them, that of the small page."""
    folder = tmp_path_factory.mktemp("demonstration")
    page = (french.folder / "synthese.html").read_text("utf-8")
    project = open_project(repository_root() / "data" / "3p-amss")
    front = cover(project, FR, "interne", date(2018, 3, 23))
    write_tables(folder / "tableaux.xlsx", page, FR, front)
    (picture,) = (written / "figures").glob("*.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "lecons.report.outputs.word.pngs", lambda svgs, _: [picture.read_bytes()] * len(svgs)
        )
        write_word(folder / "synthese.docx", page, FR, front)
    return page, folder


def test_every_cell_of_the_report_is_in_the_workbook(demonstration):
    page, folder = demonstration
    book = load_workbook(folder / "tableaux.xlsx")
    tables = read_page(page).tables
    assert len(tables) == len([*body_of(page).iter("table")]) > 80
    assert book.sheetnames[1:-1] == [one.name for one in tables]
    for table in tables:
        values = _rows(book[table.name])
        at = next(
            i for i, row in enumerate(values) if tuple(row[: len(table.header)]) == table.header
        )
        for shown, kept in zip(table.rows, values[at + 1 :], strict=False):
            for text, value in zip(shown, kept, strict=False):
                if isinstance(value, int | float):
                    assert read_number(text, FR)[0] == value
                else:
                    assert (value or "") == text


def test_the_document_of_the_report_is_whole(demonstration):
    page, folder = demonstration
    body, figures = body_of(page), read_page(page).figures
    with zipfile.ZipFile(folder / "synthese.docx") as archive:
        parts = {"word/document.xml": archive.read("word/document.xml")}
    root, told = etree.fromstring(parts["word/document.xml"]), _paragraphs(parts)
    assert [one.get("descr") for one in root.iter("{*}docPr")] == [one.alt for one in figures]
    assert len(figures) > 20
    unfolded = [
        one for one in body.iter("table") if next(one.iterancestors("details"), None) is None
    ]
    assert len([*root.iter(f"{W}tbl")]) == len(unfolded) > 60
    headings = [
        " ".join(one.text_content().split()) for one in body.iter("h2", "h3", "h4", "h5", "h6")
    ]
    kept = [" ".join(text.split()) for style, text in told if style.startswith("Heading")]
    assert kept == headings
    said = {" ".join(text.split()) for style, text in told if style.startswith("Citation")}
    quoted = {" ".join(one.text_content().split()) for one in body.iter("blockquote")}
    assert quoted <= said
    assert len(quoted) > 20


@pytest.mark.parametrize("odd", ["\x0b", "\x1b", "\x0c", "\x00", "\ufffe"])
def test_a_character_that_no_document_can_hold_costs_no_file(tmp_path, odd):
    words = f"deux{odd}mots"
    figure = replace(FIGURE, alt=words, caption=words)
    card = Card(words, (Paragraph((words,)),), "constat")
    page = unturned(page_of(replace(TABLE, caption=words), figure, card))
    write_tables(tmp_path / "t.xlsx", page, FR, FRONT)
    write_word(tmp_path / "s.docx", page, FR, FRONT)
    assert len(write_pictures(tmp_path / "figures", page, FR, FRONT)) == 3
    assert "deux\ufffdmots" in pypandoc.convert_file(str(tmp_path / "s.docx"), "plain")


def test_word_takes_no_picture_from_elsewhere(tmp_path):
    (tmp_path / "secret.png").write_bytes(b"\x89PNG secret")
    page = page_of(
        body=f'<p>a<img src="{tmp_path}/secret.png" alt="x"></p><p>b<img src="secret.png"></p>'
    )
    write_word(tmp_path / "s.docx", page, FR, FRONT)
    with zipfile.ZipFile(tmp_path / "s.docx") as archive:
        assert not [name for name in archive.namelist() if "media" in name]


def test_a_table_without_end_is_cut_in_word_which_says_so(tmp_path):
    long = replace(TABLE, rows=TABLE.rows[:1] * 900, marks=())
    write_word(tmp_path / "s.docx", page_of(long), FR, FRONT)
    text = " ".join(pypandoc.convert_file(str(tmp_path / "s.docx"), "plain").split())
    assert text.count("Tonka") == 300
    assert "Conflits par commune 600 autres lignes dans tableaux.xlsx." in text
    shown = write_tables(tmp_path / "t.xlsx", page_of(long), FR, FRONT)
    assert load_workbook(shown)["Tab01"].max_row > 900
