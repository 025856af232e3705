"""The finished PDF: its text, pages, tags and bookmarks."""

import pikepdf
import pypdf
import pytest

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def pdf(french):
    return pypdf.PdfReader(french.folder / "synthese.pdf")


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


def test_every_page_says_that_the_data_are_fictional(pdf):
    assert len(pdf.pages) > 15
    for page in pdf.pages:
        assert "Données de démonstration fictives" in page.extract_text()


def test_no_page_is_nearly_empty(pdf):
    # a heading alone, or a table cut before its first row, leaves a page of a few words
    for number, page in enumerate(pdf.pages[1:], 2):
        if "/XObject" not in page["/Resources"]:
            assert len(page.extract_text()) > 150, number


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
