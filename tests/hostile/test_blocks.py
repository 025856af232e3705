"""Every payload through every block, both forms, the sentences and the notebooks: words stay words."""

import dataclasses

import nbformat
import pytest
from bs4 import BeautifulSoup
from lecons.declared import ResultArea
from lecons.errors import ReportError
from lecons.figures.charts import opposed
from lecons.language import Language
from lecons.project import open_project
from lecons.report.assemble import Executed, assemble
from lecons.report.clean import safe_html
from lecons.report.document import (
    TYPST_MIME,
    Bullets,
    Card,
    Column,
    Facet,
    Figure,
    Folded,
    Foreign,
    Heading,
    Link,
    Paragraph,
    Quote,
    Ref,
    Stack,
    Strong,
    Table,
    Tile,
    Tiles,
)  # fmt: skip
from lecons.report.exporters import TEMPLATES
from lecons.report.labels import label
from lecons.report.page import Cover, render_page
from lecons.report.pdf import compile_pdf, render_typst
from lecons.report.to_html import html
from lecons.report.to_typst import typst
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pydantic import ValidationError

HEAD = (TEMPLATES / "synthese.typ").read_text(
    "utf-8"
) + '#show: rapport.with(titre: "x", langue: "fr", sommaire: "x")\n\n'


def blocks(words):
    """A block of each sort, these words in every place that takes words."""
    line = (words, Strong(words), Link(words, words), Ref(words), Foreign(words, "ar"))
    table = Table(words, (Column(words), Column(words, True)), ((line, (words,)),), words)
    return Stack(
        (
            Heading(2, words, words), Paragraph(line, words), Bullets((line,)), table,
            Quote(words, words, "fr", words, words, words,
                (Facet("theme", words), Facet("lieu", words))), Folded(words, (words,), words),
            Card(words, (Paragraph(line),), words, f"{words}2", (words,)),
            Tiles(words, (Tile(words, words, 1, 1, 1, words),)),
        )
    )  # fmt: skip


def shape(fragment):
    """The elements of a fragment and the names of their attributes."""
    soup = BeautifulSoup(fragment, "html.parser")
    # (a short number in a link does not break: a class says so)
    plain = {"a": {"class"}}
    named = ((tag.name, set(tag.attrs) - plain.get(tag.name, set())) for tag in soup.find_all(True))
    return [(name, sorted(attributes)) for name, attributes in named], soup


def bare(text):
    """Without blanks, and without what HTML has no letter for."""
    return "".join(text.replace("\0", "").split())


def test_every_payload_stays_text_in_every_block_of_a_page(payloads):
    plain, _ = shape(safe_html(html(blocks("mots"))))
    for name, words in {**payloads.PAYLOADS, **payloads.CONTROLS}.items():
        found, soup = shape(safe_html(html(blocks(words))))
        assert found == plain, name
        assert bare(soup.find("blockquote").get_text()).count(bare(words)) == 3, name
        assert bare(soup.find("caption").get_text()) == bare(words), name
        for link in soup.find_all(href=True):
            assert link["href"].startswith("#"), name


def test_the_corpus_is_wide(payloads):
    assert len(payloads.PAYLOADS) >= 100
    assert len(set(payloads.PAYLOADS.values())) == len(payloads.PAYLOADS)


def test_every_payload_compiles_and_none_is_run_by_typst(payloads, tmp_path):
    every = {**payloads.PAYLOADS, **payloads.CONTROLS}
    # a mark must be one of its kind
    body = "\n".join(typst(blocks(words)) for words in every.values())
    assert compile_pdf(HEAD + body, tmp_path).startswith(b"%PDF")


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_every_payload_can_be_drawn_and_printed(payloads, tmp_path):
    every = [*payloads.PAYLOADS.values(), *payloads.CONTROLS.values()]
    some = [every[at : at + 30] for at in range(0, len(every), 30)]
    drawn = [
        opposed(dict.fromkeys(words, (2, 1)), (words[0], words[1]), words[2]) for words in some
    ]
    body = "\n".join(typst(Figure(svg, "x", "x")) for svg in drawn)
    assert compile_pdf(HEAD + body, tmp_path).startswith(b"%PDF")
    # two dollars are no formula, and markup is no element
    assert "{7*7}" in "".join(drawn)
    assert "$\\href" in "".join(drawn)
    assert "<script" not in "".join(drawn)


@pytest.mark.parametrize("asked", ["/etc/passwd", "../secret.txt", "../../../../../../etc/passwd"])
def test_typst_reads_nothing_outside_of_its_folder(tmp_path, asked):
    """Should markup ever slip through, this is what it could reach."""
    (tmp_path / "secret.txt").write_text("mot de passe", "utf-8")
    (tmp_path / "travail").mkdir()
    with pytest.raises(ReportError) as refused:
        compile_pdf(f'{HEAD}#read("{asked}")', tmp_path / "travail")
    assert "mot de passe" not in str(refused.value)


def test_a_value_is_never_read_as_a_message(payloads):
    for language in (Language("fr"), Language("en")):
        for words in payloads.PAYLOADS.values():
            assert language.t("{x}", x=words) == words
            assert language.t("a {n:int} {x} b", n=3, x=words) == f"a 3 {words} b"
            # the name of a group or of a language, as somebody typed it
            if not words.isidentifier():
                assert language.t(label(words)) == words


@pytest.mark.parametrize("message", ["{x.__class__}", "{x[0]}", "{0}", "{}", "{x.y:int}"])
def test_a_place_of_a_message_is_a_name_and_no_way_into_an_object(message):
    with pytest.raises((ValueError, KeyError)):
        Language("fr").t(message, x="mot")


def test_a_text_of_the_project_is_no_message(mini_project):
    with pytest.raises(ValidationError, match="le code d’une langue attendu"):
        ResultArea(code="R1", titre={"fr": "T", "t": "{fr.__class__}"}, enonce={"fr": "E"})


HIDDEN = "INTRUS"
FORMS = {
    "application/javascript": f"alert('{HIDDEN}')",
    "application/vnd.jupyter.widget-view+json": {"model_id": HIDDEN},
    "application/vnd.jupyter.widget-state+json": {"state": HIDDEN},
    "application/vnd.plotly.v1+json": {"data": HIDDEN},
    "image/svg+xml": f"<svg onload=alert(1)><text>{HIDDEN}</text></svg>",
    "image/png": "SU5UUlVT",
    "text/latex": f"\\href{{javascript:alert(1)}}{{{HIDDEN}}}",
    "text/markdown": f"# {HIDDEN}",
    "text/plain": HIDDEN,
}


@pytest.fixture
def elsewhere(mini_project, tmp_path):
    """Make the report of a notebook whose cells show what they are told to; answers page and Typst."""

    def make(*outputs, title="T"):
        area = {"code": "R1", "titre": {"fr": title}, "enonce": {"fr": title}}
        project = open_project(mini_project(resultats=[area]))
        path = tmp_path / "20_activites-R1.ipynb"
        cells = [new_markdown_cell("# Titre"), new_code_cell("1", outputs=[*outputs])]
        notebook = new_notebook(cells=cells)
        notebook.metadata["widgets"] = {
            "application/vnd.jupyter.widget-state+json": {"state": HIDDEN}
        }
        nbformat.write(notebook, path)
        french = Language("fr")
        merged = assemble(
            project, french, [Executed("20_activites-R1", "20_activites", "R1", path)], []
        )
        front = Cover("t", "s", (), None)
        return (
            render_page(merged, french, front, {}),
            render_typst(merged, french, front, project.content.debut, {}),
        )

    return make


def test_only_the_two_forms_of_our_blocks_enter_a_report(elsewhere):
    page, paper = elsewhere(
        *(new_output("display_data", data={form: shown}) for form, shown in FORMS.items()),
        *(
            new_output("display_data", data={form: shown, TYPST_MIME: HIDDEN})
            for form, shown in FORMS.items()
        ),
        new_output("execute_result", data={**FORMS, "text/html": f"<p>{HIDDEN}</p>"}),
        new_output(
            "display_data", data={"text/html": "<p>nôtre</p>", TYPST_MIME: "nôtre", **FORMS}
        ),
        new_output("stream", text=HIDDEN),
        new_output("error", ename=HIDDEN, evalue=HIDDEN, traceback=[HIDDEN]),
    )
    for made in (page, paper):
        assert "nôtre" in made
        assert HIDDEN not in made
        assert "SU5UUlVT" not in made


def test_html_that_is_not_ours_keeps_its_words_alone(elsewhere):
    bad = '<p onclick="a()">mots</p><script>a()</script><style>p{}</style><a href="https://x.invalid">b</a>'
    bad += (
        '<img src="https://x.invalid/p.png"><iframe src="x"></iframe><p style="color:red">fin</p>'
    )
    shown = new_output("display_data", data={"text/html": bad, TYPST_MIME: "mots"})
    soup = BeautifulSoup(elsewhere(shown)[0], "html.parser")
    body = soup.find("main")
    assert body.find_all(["script", "style", "iframe"]) == []
    assert body.find_all(attrs={"onclick": True}) + body.find_all(attrs={"style": True}) == []
    assert body.find_all("img", src=True) + body.find_all("a", href=True) == []
    assert "mots" in body.get_text()


def test_the_title_of_a_result_area_is_no_markdown(elsewhere, payloads, tmp_path):
    words = "\n\n".join([*payloads.MARKDOWN.values(), *payloads.TYPST.values()])
    page, paper = elsewhere(title=words)
    main = BeautifulSoup(page, "html.parser").find("main")
    assert bare(words) in bare(main.find("h2").get_text())
    assert main.find_all(["em", "pre", "code", "h1", "del", "hr"]) == []
    assert len(main.find_all(["h2", "h3", "h4"])) == 2
    assert compile_pdf(paper, tmp_path).startswith(b"%PDF")


def test_every_block_is_tried():
    from lecons.report import document

    known = {
        one
        for one in vars(document).values()
        if dataclasses.is_dataclass(one) and issubclass(one, document.Block)
    }
    assert known == {
        Heading,
        Paragraph,
        Bullets,
        Table,
        Figure,
        Quote,
        Card,
        Folded,
        Stack,
        Tiles,
    }
