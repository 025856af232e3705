import io

import pypdf
import pytest
import typst
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.report.clean import safe_html
from lecons.report.document import (
    TYPST_MIME,
    Bullets,
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
    stack,
)
from lecons.report.exporters import TEMPLATES
from lecons.report.page import number_findings
from lecons.report.to_html import html
from lecons.report.to_typst import FONTS, UNPRINTABLE, literal
from lecons.report.to_typst import typst as to_typst

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="5" height="5"/></svg>'
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '#panic("x") $x$ *a* _b_ `c` @d <e> \\ // [f] ~',
    '"; #read("/etc/passwd")',
    "ligne\nnouvelle\u0000\u0007fin",
    "é ⵣ العربية 👩🏾‍🌾",
]


def every_block(words):
    table = Table(
        words, (Column(words), Column(words, True)), (((words,), (Strong(words),)),), words
    )
    return stack(
        Heading(2, words, "h"),
        Paragraph((words, Strong(words), Link("h", words), Ref(words)), "note"),
        Bullets(((words,), (words,))),
        table,
        Figure(SVG, words or "x", words, table, words),
        Quote(words, words, "fr", "reserve"),
        Card(words, (Paragraph((words,)),), "constat force", "c", (words, Ref(words))),
        Folded(words, (words, words), words),
    )


def compile_typst(markup, numbers="(:)"):
    style = (TEMPLATES / "synthese.typ").read_text(encoding="utf-8")
    page = f'{style}\n#show: rapport.with(titre: "t", langue: "fr", sommaire: "s", constats: {numbers})\n= Un\n{markup}'
    return typst.compile(
        page.encode("utf-8"),
        font_paths=[str(FONTS)],
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_on_the_page(words):
    soup = BeautifulSoup(safe_html(html(every_block(words))), "html.parser")
    assert soup.find("script") is None
    assert [img["src"][:26] for img in soup.find_all("img")] == ["data:image/svg+xml;base64,"]
    assert not [a for tag in soup.find_all(True) for a in tag.attrs if a.startswith("on")]
    assert "".join(words.split()) in "".join(soup.find("td").get_text().split()) or "\x00" in words


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_never_run_in_typst(words):
    assert compile_typst(to_typst(every_block(words))).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_text_makes_a_pdf(words):
    assert compile_typst(to_typst(every_block(words or "x"))).startswith(b"%PDF")


def test_what_no_font_can_draw_is_printed_as_a_box_and_the_rest_stays():
    assert literal("ⵣ العربية é") == '"ⵣ العربية é"'
    assert literal("oui 👩") == f'"oui {UNPRINTABLE}"'


def test_a_block_shows_itself_in_both_forms():
    bundle = Paragraph(("bonjour",))._repr_mimebundle_()
    assert bundle["text/html"] == "<p>bonjour</p>"
    assert "bonjour" in bundle[TYPST_MIME]


def test_what_is_folded_on_the_page_is_brief_on_paper():
    block = Folded("D’où", ("cas : lignes 2–40", "et 3 autres"), "cas.xlsx (42 lignes)")
    details = BeautifulSoup(safe_html(html(block)), "html.parser").details
    assert details.summary.get_text() == "D’où"
    assert [line.get_text() for line in details.find_all("li")] == list(block.lines)
    assert "cas.xlsx (42 lignes)" in to_typst(block)
    assert "lignes 2–40" not in to_typst(block)


def test_a_link_to_a_finding_shows_its_number_and_without_one_its_id():
    page = html(Paragraph((Ref("R1-a"), " ", Ref("R1-b"))))
    soup = BeautifulSoup(safe_html(page), "html.parser")
    number_findings(soup, {"R1-a": "R1-F1"})
    assert [(a["href"], a.get_text()) for a in soup.find_all("a")] == [
        ("#constat-R1-a", "R1-F1"),
        ("#constat-R1-b", "R1-b"),
    ]


def test_a_link_to_a_finding_shows_its_number_on_paper_too():
    known = '("R1-a": "R1-F1", )'
    markup = to_typst(stack(Paragraph((Ref("R1-a"), " ", Ref("R1-b"))), finding_block("R1-a")))
    reader = pypdf.PdfReader(io.BytesIO(compile_typst(markup, known)))
    words = reader.pages[-1].extract_text()
    assert "R1-F1" in words
    assert "R1-a" not in words
    # the second leads to nothing here: its id is plain text
    assert "R1-b" in words
    links = [one.get_object() for one in reader.pages[-1]["/Annots"]]
    assert [link["/A"]["/D"] if "/A" in link else link["/Dest"] for link in links]


def finding_block(name):
    return Card("", (Paragraph(("phrase",)),), "constat force", f"constat-{name}", (Ref(name),))


def test_a_figure_without_alternative_text_is_refused():
    with pytest.raises(ValueError, match="alternative text"):
        Figure(SVG, "  ", "caption")


def test_table_headings_have_scopes_and_a_caption():
    soup = BeautifulSoup(html(every_block("x")), "html.parser")
    table = soup.find("table")
    assert table.caption.get_text() == "x"
    assert {th["scope"] for th in table.thead.find_all("th")} == {"col"}
    assert {th["scope"] for th in table.tbody.find_all("th")} == {"row"}


def test_links_leave_the_report_nowhere():
    cleaned = safe_html(
        '<a href="https://example.org">a</a><a href="data:text/html,x">b</a>'
        '<a href="javascript:x">c</a><a href="#ici">d</a><img src="https://example.org/x.png">'
    )
    soup = BeautifulSoup(cleaned, "html.parser")
    assert [a.get("href") for a in soup.find_all("a")] == [None, None, None, "#ici"]
    assert soup.img.get("src") is None


def test_typst_refuses_an_image_without_alternative_text():
    bare = f'#figure(image(bytes({literal(SVG)}), format: "svg"), caption: [x])'
    with pytest.raises(typst.TypstError, match="alt"):
        compile_typst(bare)
