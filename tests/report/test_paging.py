"""How figures and tables are set on the pages of the PDF."""

import io
import json

import pypdf
import pytest
from lecons.report.document import Bullets, Column, Figure, Paragraph, Strong, Table, stack
from lecons.report.exporters import TEMPLATES
from lecons.report.paging import UNDECIDED, Layout, Place, Posed, decide, read_layout, settle
from lecons.report.pdf import compile_pdf
from lecons.report.to_typst import typst

# pages of 700 points, from 60 to 760
TOP, BOTTOM = 60.0, 760.0


def layout(*posed, edges=(), headings=(), chapters=(1,), full=()):
    places = tuple(Place(*one) for one in edges)
    titles = tuple(Place(*one) for one in headings)
    return Layout(TOP, BOTTOM, chapters, titles, places, frozenset(full), posed)


def figure(page, top=TOP, height=400.0, key="f", least=0.85):
    return Posed("figure", key, Place(page, top), Place(page, top + height), least)


def test_a_figure_that_leaves_a_large_blank_goes_to_the_top_of_the_next_page():
    assert decide(layout(figure(3), edges=[(2, 500.0)]), {}) == {"f": "tete"}


def test_a_figure_that_nearly_fits_is_set_smaller():
    # 760 - 380 = 380 points left: (380 - 24 - 40) of the 360 that shrink
    assert decide(layout(figure(3), edges=[(2, 380.0)]), {}) == {"f": "0.88"}


@pytest.mark.parametrize(
    "calm",
    [
        layout(figure(3), edges=[(2, 700.0)]),
        layout(figure(3), edges=[(2, 500.0)], full=[2]),
        layout(figure(3), edges=[(2, 500.0)], chapters=(1, 3)),
        layout(figure(3, top=400.0, height=200.0), edges=[(2, 500.0)]),
        layout(figure(3, top=90.0), edges=[(2, 520.0)], headings=[(3, TOP)]),
    ],
    ids=["small blank", "a block runs over", "a chapter starts", "mid-page", "under a heading"],
)
def test_a_figure_stays_where_it_is(calm):
    assert decide(calm, {}) == {}


def test_a_figure_leaves_its_heading_only_for_half_a_page():
    under = layout(figure(3, top=90.0), edges=[(2, 450.0)], headings=[(3, TOP)])
    assert decide(under, {}) == {"f": "tete"}


def test_what_came_over_is_looked_for_under_a_figure_sent_to_the_same_page():
    sent = figure(3, height=300.0, key="sent")
    second = figure(3, top=370.0, height=350.0, key="second")
    assert decide(layout(sent, second, edges=[(2, 500.0)]), {"sent": "tete"}) == {"second": "tete"}


def test_the_first_of_each_chapter_is_decided_and_each_once():
    posed = figure(3, key="a"), figure(5, key="b"), figure(8, key="c")
    seen = layout(*posed, edges=[(2, 500.0), (4, 500.0), (7, 500.0)], chapters=(1, 6))
    assert decide(seen, {}) == {"a": "tete", "c": "tete"}
    assert decide(seen, {"a": "tete", "c": "tete"}) == {"b": "tete"}
    assert decide(seen, {"a": "tete", "b": "tete", "c": "tete"}) == {}


def test_a_whole_table_is_cut_where_it_costs_the_page_much():
    table = Posed("tableau", "t", Place(3, TOP), Place(3, 300.0))
    assert decide(layout(table, edges=[(2, 500.0)]), {}) == {"t": "coupe"}
    assert decide(layout(table, edges=[(2, 650.0)]), {}) == {}


@pytest.mark.parametrize(
    ("known", "then"),
    [
        ({}, {"t": "serre"}),
        ({"t": "serre"}, {"t": "ample"}),
        ({"t": "ample"}, {"t": "note"}),
        ({"t": "note"}, {}),
        ({"t": "coupe"}, {"t": "coupe serre"}),
        ({"t": "coupe serre"}, {"t": "coupe ample"}),
    ],
)
def test_a_table_with_a_lone_last_row_is_set_closer_then_wider(known, then):
    tail = Posed("queue", "t", Place(2, 740.0), Place(3, 80.0))
    assert decide(layout(tail), known) == then
    together = Posed("queue", "t", Place(3, 60.0), Place(3, 80.0))
    assert decide(layout(together), known) == {}


def said(figure_page, end=500.0):
    return json.dumps(
        [
            {
                "haut": TOP,
                "bas": BOTTOM,
                "chapitres": [1],
                "titres": [[1, TOP]],
                "bords": [["debut", 2, 100.0], ["fin", 2, end], ["fin", figure_page, 470.0]],
                "reperes": [
                    ["figure", "debut", "f", 0.85, [figure_page, TOP]],
                    ["figure", "fin", "f", None, [figure_page, 460.0]],
                ],
            }
        ]
    )


def test_what_a_document_says_of_itself_is_read():
    read = read_layout(json.loads(said(3))[0])
    assert read.posed == (Posed("figure", "f", Place(3, TOP), Place(3, 460.0), 0.85),)
    assert read.edges[1] == Place(2, 500.0)
    assert read.full == frozenset()
    running = json.loads(said(3))[0] | {"bords": [["debut", 2, 700.0], ["fin", 3, 80.0]]}
    assert read_layout(running).full == {2}


def test_a_document_is_composed_until_nothing_changes():
    answers = [said(3), said(3)]
    seen = []

    def compose(document):
        seen.append(document)
        return answers[len(seen) - 1]

    settled = settle(f"{UNDECIDED}corps", compose)
    assert settled == '#let poses = ("f": "tete", )\ncorps'
    assert seen == [f"{UNDECIDED}corps", settled]


def test_a_document_that_says_nothing_of_itself_stays_as_it_is():
    assert settle(f"{UNDECIDED}corps", lambda _: "[]") == f"{UNDECIDED}corps"


def made(tmp_path, *blocks):
    style = (TEMPLATES / "synthese.typ").read_text(encoding="utf-8")
    show = '#show: rapport.with(titre: "Titre", langue: "fr", sommaire: "Sommaire")'
    document = f"{style}\n{show}\n= Chapitre\n{typst(stack(*blocks))}"
    reader = pypdf.PdfReader(io.BytesIO(compile_pdf(document, tmp_path)))
    return [page.extract_text() for page in reader.pages[2:]]


def test_the_head_of_a_long_table_is_on_each_of_its_pages(tmp_path):
    rows = tuple(((f"lieu {i}",), (str(i),)) for i in range(90))
    table = Table("Lieux", (Column("commune"), Column("activités", True)), rows, "Une note.")
    found = made(tmp_path, table)
    assert len(found) >= 2
    assert all("commune" in page and "activités" in page for page in found)
    assert "lieu 88" in found[-1]
    assert "Une note." in found[-1]


def test_no_word_of_a_wide_table_is_cut(tmp_path):
    words = ("représentativité", "institutionnalisation", "compréhension", "accompagnement")
    figures = ("2014", "2015", "2016", "2017")
    columns = (*map(Column, words), *(Column(year, True) for year in figures))
    row = (
        *((f"{word} des communautés et {word}",) for word in words),
        *((year,) for year in figures),
    )
    (found,) = made(tmp_path, Table("Large", columns, (row,)))
    for word in words:
        # the heading, and twice in the cell
        assert found.count(word) == 3
    assert all(found.count(year) == 2 for year in figures)


def svg(width, letters):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="20pt" '
        f'viewBox="0 0 {width} 20"><text style="font: {letters}px \'DejaVu Sans\'">a</text></svg>'
    )


@pytest.mark.parametrize(
    ("width", "letters", "printed"),
    [
        (300, 8.5, "300pt, 0.88"),
        (300, 6.0, "375pt, 1.00"),
        (460, 6.0, "481pt, 1.00"),
        (900, 15, "481pt, 0.94"),
    ],
)
def test_letters_of_figures_are_printed_in_seven_and_a_half_points_at_least(
    width, letters, printed
):
    assert f", {printed}, " in typst(Figure(svg(width, letters), "ce qu’elle dit", "légende"))


def test_a_figure_and_its_note_are_one():
    shown = stack(Figure(svg(300, 9), "ce qu’elle dit", "légende"), Paragraph(("méthode",), "note"))
    assert typst(shown).count("#graphique(") == 1
    assert ', note: [#paragraphe("note")[#"méthode";]' in typst(shown)


def test_words_that_announce_what_follows_go_over_with_it():
    title, points = Paragraph((Strong("BP-1"),)), Bullets((("un",), ("deux",)))
    assert typst(stack(title, points)).startswith("#tenu[#paragraphe")
    assert "#tenu" not in typst(stack(points, title))
    assert "#tenu" not in typst(stack(Paragraph(("Un texte.",)), points))
    assert typst(stack(points, Paragraph(("méthode",), "note"))).startswith("#tenu[#puces(")
