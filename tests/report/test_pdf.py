"""The finished PDF: its text, pages, tags and bookmarks."""

import os
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from xml.etree import ElementTree

import page as checker
import pikepdf
import pypdf
import pytest
import typst

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def pdf(french):
    return pypdf.PdfReader(french.folder / "synthese.pdf")


XHTML = "{http://www.w3.org/1999/xhtml}"
# what is above and below is the running head and the foot (points, A4)
TOP, BOTTOM = 50, 795


@dataclass(frozen=True)
class Line:
    """A line of text on a page: how far down it starts and ends (points), and its words."""

    top: float
    bottom: float
    words: str


@pytest.fixture(scope="module")
def whole_pages(french):
    """The lines of each page, from top to bottom."""
    if shutil.which("pdftotext") is None:
        if os.environ.get("CI"):
            pytest.fail("pdftotext manque : .ci/run doit l’installer")
        pytest.skip("pdftotext n’est pas installé : les pages du PDF ne sont pas contrôlées")
    asked = ["pdftotext", "-bbox-layout", str(french.folder / "synthese.pdf"), "-"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    # control characters, which a sign without a code leaves, are no XML
    tree = ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", said))
    return [
        sorted((_line(one) for one in page.iter(f"{XHTML}line")), key=lambda line: line.top)
        for page in tree.iter(f"{XHTML}page")
    ]


def _line(one):
    words = " ".join(word.text or "" for word in one.iter(f"{XHTML}word"))
    return Line(float(one.get("yMin")), float(one.get("yMax")), words)


@pytest.fixture(scope="module")
def lines(whole_pages):
    """The same without the running head and the foot."""
    return [[one for one in page if one.top > TOP and one.bottom < BOTTOM] for page in whole_pages]


@pytest.fixture(scope="module")
def headings(pdf):
    """Each heading of the bookmarks: its depth, its words, its page from 0, how far down it stands."""
    found = []

    def walk(items, depth):
        for item in items:
            if isinstance(item, list):
                walk(item, depth + 1)
            else:
                at = pdf.get_destination_page_number(item)
                height = float(pdf.pages[at].mediabox.height)
                found.append((depth, item.title, at, height - float(item.top)))

    walk(pdf.outline, 1)
    return found


def faults(path):
    result = checker.validate_pdf(str(path), profile="ua1")
    assert result.is_compliant == (not result.failures)
    return [str(failure) for failure in result.failures]


def test_an_independent_checker_finds_no_fault_in_the_report_nor_in_a_sheet(french):
    assert faults(french.folder / "synthese.pdf") == []
    assert faults(french.folder / "fiches" / "BP-1.pdf") == []


def test_nor_in_what_is_published(public):
    assert faults(public.folder / "synthese.pdf") == []
    assert faults(public.folder / "analyse_de_risques.pdf") == []


def test_the_checker_finds_faults_in_a_pdf_without_tags(tmp_path):
    written = tmp_path / "sans.pdf"
    written.write_bytes(typst.compile(b"= Un titre\n\nUn texte.\n", pdf_tags=False))
    assert len(faults(written)) >= 2


def test_the_checker_finds_a_lost_language_and_lost_tags(french, tmp_path):
    for key in ("/Lang", "/StructTreeRoot"):
        with pikepdf.open(french.folder / "fiches" / "BP-1.pdf") as pdf:
            del pdf.Root[key]
            pdf.save(tmp_path / "perdu.pdf")
        assert faults(tmp_path / "perdu.pdf"), key


def test_no_heading_is_the_last_thing_on_its_page(lines, headings):
    starts = defaultdict(list)
    for _, words, at, top in headings:
        starts[at].append((top, words))
    assert len(headings) > 80
    for at, found in starts.items():
        top, words = max(found)
        # what follows a heading: a line of text that is not the heading itself
        after = [line for line in lines[at] if line.top > top + 5 and line.words not in words]
        assert after, (at + 1, words)


def test_no_page_is_left_half_blank_but_at_the_end_of_a_chapter(lines, headings):
    ends = {at - 1 for depth, _, at, _ in headings if depth == 1} | {0, 1, len(lines) - 1}
    low = [
        (max(line.bottom for line in page), at + 1)
        for at, page in enumerate(lines)
        if at not in ends
    ]
    assert len(low) > 40
    assert min(low) > (500, 0)


def test_contents_give_the_pages_of_the_headings(lines, headings):
    listed = [(words, at) for depth, words, at, _ in headings if depth <= 2]
    first = min(at for _, at in listed)
    contents = [
        re.search(r"(?:\. ?){3}\W*(\d+)$", line.words) for page in lines[1:first] for line in page
    ]
    printed = [int(found[1]) for found in contents if found]
    assert printed == [at + 1 for _, at in listed]


def test_the_head_of_the_communes_is_on_every_page_that_they_run_over(french, lines):
    with pikepdf.open(french.folder / "synthese.pdf") as pdf:
        order = {one.objgen: at for at, one in enumerate(pdf.pages)}
        tables = [node for kind, node in tags(pdf.Root.StructTreeRoot, []) if kind == "/Table"]
        runs = [sorted(pages_of(node, order)) for node in tables]
    over = {tuple(run) for run in runs if len(run) > 1}
    said = [" ".join(line.words for line in page) for page in lines]
    starts = {at for at, words in enumerate(said) if "Communes : présences, femmes" in words}
    running = [run for run in over if run[0] in starts]
    assert running
    for run in running:
        assert all(said[at].count("pour 1 000") == 1 for at in run), run


def pages_of(table, order):
    """The pages that the cells of a table stand on."""
    cells = [node for kind, node in tags(table, []) if kind == "/TD"]
    found = set()
    for cell in cells:
        inner = [cell, *(node for _, node in tags(cell, []))]
        marked = [
            kid for node in inner for kid in kids(node) if isinstance(kid, pikepdf.Dictionary)
        ]
        found |= {order[one.Pg.objgen] for one in [*inner, *marked] if "/Pg" in one}
    return found


def kids(node):
    found = node.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def test_it_declares_pdf_ua_1_its_language_and_its_title(french):
    with pikepdf.open(french.folder / "synthese.pdf") as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Leçons et bonnes pratiques"


def tags(node, found):
    if "/S" in node:
        found.append((str(node["/S"]), node))
    for child in (
        node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]
    ):
        if isinstance(child, pikepdf.Dictionary):
            tags(child, found)
    return found


def test_figures_have_alternative_text_and_tables_have_headers(french):
    with pikepdf.open(french.folder / "synthese.pdf") as pdf:
        found = tags(pdf.Root.StructTreeRoot, [])
        kinds = [kind for kind, _ in found]
        figures = [node for kind, node in found if kind == "/Figure"]
        assert len(figures) >= 12
        assert all(len(str(node.get("/Alt", ""))) > 30 for node in figures)
        assert kinds.count("/Table") >= 10
        assert kinds.count("/TH") > kinds.count("/Table")
        assert {"/H1", "/H2", "/H3"} <= set(kinds)


def test_every_page_says_that_the_data_are_fictional(whole_pages):
    assert len(whole_pages) > 15
    for page in whole_pages:
        assert "Données de démonstration fictives" in " ".join(line.words for line in page)


def test_running_heads_name_the_chapter_and_feet_count_the_pages(whole_pages, headings):
    chapters = [(at, words) for depth, words, at, _ in headings if depth == 1]
    for at, page in enumerate(whole_pages[1:], 1):
        head = [line.words for line in page if line.top < TOP]
        foot = [line.words for line in page if line.bottom > BOTTOM]
        chapter = next((words for first, words in reversed(chapters) if first <= at), "Sommaire")
        assert chapter in head, at + 1
        assert f"{at + 1} / {len(whole_pages)}" in foot


def test_no_page_is_nearly_empty(pdf, lines):
    # a heading alone, or a table cut before its first row, leaves a page of a few words
    for at, page in enumerate(lines[1:], 1):
        if "/XObject" not in pdf.pages[at]["/Resources"]:
            assert sum(len(line.words) for line in page) > 150, at + 1


def test_bookmarks_follow_the_contents(pdf):
    titles = [item.title for item in pdf.outline if not isinstance(item, list)]
    assert titles[0].endswith("L’essentiel")
    assert [title for title in titles if "R1 ·" in title]
    assert len(titles) == 7


def test_links_lead_inside(pdf):
    links = [
        note.get_object()
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    assert len(links) > 60
    assert all("/Dest" in link or link.get("/A", {}).get("/S") == "/GoTo" for link in links)
