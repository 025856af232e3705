"""What a workshop is prepared with: slides that fit their screen, sheets and a grid to print."""

import base64
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from lecons.estimates import Estimate
from lecons.evidence.finding import Anchor, Finding, Source, Statement
from lecons.evidence.register import write_all
from lecons.report.document import TYPST_MIME, Figure, Paragraph
from lecons.report.notebook import open_notebook
from lecons.report.places import report_folder
from lecons.report.workshop_material import slides as vue
from lecons.report.workshop_material.deck import LINES, WIDTH, Deck, Slide, deal
from lecons.report.workshop_material.exporter import render_slides, speaker_notes
from lecons.report.workshop_material.grid import appraisal_grid
from lecons.report.workshop_material.groups import groups
from lecons.report.workshop_material.known import about, figure_beside, key_findings, known_findings
from lecons.report.workshop_material.sheets import discussion_sheets
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader

PARTS = (vue.opening, vue.agenda, vue.what_was_done, vue.scoring, vue.consent)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'


def finding(key, kind="mesure", polarity="force", words="La part est de {part:pct}.", n=40, **more):
    return Finding(
        id=key, result=key[:2], criterion="efficacité", kind=kind, polarity=polarity,
        statement=Statement(key=words, values={"part": 0.65}),
        estimate=Estimate(0.65, 0.5, 0.8, n, 100, "part"),
        sources=(Source(table="activites", ids=("a1",)),),
        anchor=Anchor(notebook=f"20_activites-{key[:2]}", cell=f"constat-{key}"), **more,
    )  # fmt: skip


LONG = "Une phrase longue, avec ses réserves, qui tient à peine sur une ligne de projecteur. " * 4
FOUND = [
    finding("R1-regles"),
    finding("R1-femmes", polarity="amélioration", n=20),
    finding("R1-retours", polarity="neutre"),
    finding("R1-saturation", kind="témoignage", polarity="neutre", facts={"descriptif": 1}),
    finding("R1-ecart", practice="mediation_mixte", bears="soutient"),
    finding("R1-voix", kind="témoignage", practice="mediation_mixte", bears="contredit"),
    finding("R1-atelier-note", kind="atelier", practice="mediation_mixte", bears="soutient"),
    finding("R1-perime"),  # its row is in no table
    *(finding(f"R3-long-{n}", words=LONG) for n in range(4)),
    *(
        finding(f"R3-voix-{n}", kind="témoignage", words=LONG, practice="dialogue_inclusif",
                bears="soutient")
        for n in range(9)
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def carnet(demo_project, tmp_path_factory):
    """A notebook on the demonstration project, whose last report found FOUND and drew one figure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LECONS_RAPPORTS", str(tmp_path_factory.mktemp("rapports")))
        patch.delenv("LECONS_CONSTATS", raising=False)
        notebook = open_notebook("preparation_atelier", projet=str(demo_project.project.folder))
        folder = report_folder(notebook.project, notebook.parameters)
        (folder / "carnets").mkdir(parents=True)
        real = [
            one
            if one.id == "R1-perime"
            else one.model_copy(update={"sources": (Source(table="activites", ids=(row,)),)})
            for one, row in zip(FOUND, notebook.table("activites")["id"], strict=False)
        ]
        write_all(folder / "constats.json", real)
        figure = Figure(SVG, "Trois barres, la première est la plus haute.", "Une figure")
        shown = new_output("display_data", data=figure._repr_mimebundle_())
        nbformat.write(
            new_notebook(cells=[new_code_cell(outputs=[shown])]),
            folder / "carnets" / "20_activites-R1.ipynb",
        )
        yield notebook


@pytest.fixture(scope="module")
def known(carnet):
    return known_findings(carnet)


def page_of_decks(decks, folder, language, warning="Données de démonstration fictives", cells=()):
    """The finished slides of decks, as the executed notebook would show them."""
    shown = [
        new_code_cell(outputs=[new_output("display_data", data=deck._repr_mimebundle_())])
        for deck in decks
    ]
    nbformat.write(new_notebook(cells=[*shown, *cells]), folder / "execute.ipynb")
    path = folder / "diapositives.html"
    path.write_text(
        render_slides(folder / "execute.ipynb", "Titre", warning, language), encoding="utf-8"
    )
    return path


@pytest.fixture(scope="module")
def path(carnet, known, tmp_path_factory):
    decks = [part(carnet) for part in PARTS]
    decks[3:3] = [vue.results(carnet, known), vue.practices(carnet, known)]
    return page_of_decks(decks, tmp_path_factory.mktemp("page"), carnet.language)


@pytest.fixture(scope="module")
def soup(path):
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def titles(deck):
    return [slide.title for slide in deck.slides]


# what is known before the workshop


def test_what_the_workshop_said_and_what_lost_its_rows_is_not_known_before_it(known):
    assert "R1-ecart" in known
    assert not {"R1-atelier-note", "R1-perime"} & set(known)


def test_key_findings_take_strengths_and_improvements_by_turns_and_describe_nothing(known):
    assert [one.id for one in key_findings(known, "R1")] == ["R1-regles", "R1-femmes"]
    assert len(key_findings(known, "R3")) == 4
    assert key_findings(known, "R2") == []


def test_where_little_concludes_what_does_not_is_told_as_well():
    few = {one.id: one for one in FOUND if one.id in ("R1-retours", "R1-ecart", "R1-regles")}
    assert [one.id for one in key_findings(few, "R1")] == ["R1-regles", "R1-retours"]


def test_the_figure_of_the_report_comes_with_its_words_and_only_where_there_is_one(carnet, known):
    figure = figure_beside(carnet, key_findings(known, "R1"))
    assert figure == Figure(SVG, "Trois barres, la première est la plus haute.", "Une figure")
    assert figure_beside(carnet, key_findings(known, "R3")) is None


@pytest.mark.parametrize(
    ("bears", "asked"),
    [
        ((), "qu’en avez-vous vu"),
        (("soutient", "contredit"), "se contredisent"),
        (("soutient", "sans effet visible"), "ne disent pas toutes la même chose"),
        (("contredit",), "faut-il l’arrêter"),
        (("soutient",), "à quelle condition"),
        (("sans effet visible", "partagé"), "aucun effet"),
    ],
)
def test_the_question_to_the_room_is_the_one_that_the_evidence_leaves_open(bears, asked):
    some = [finding(f"R1-{n}", practice="p", bears=one) for n, one in enumerate(bears)]
    assert asked in vue.question_to_the_room(some)


# the slides


def test_the_slides_tell_results_and_practices_in_order(carnet, known):
    told = titles(vue.results(carnet, known))
    assert told[:3] == [
        "R1 · Moins de conflits violents",
        "R1 · Moins de conflits violents",  # its figure
        "R2 · Des organisations locales plus fortes",
    ]
    told = titles(vue.practices(carnet, known))
    assert [one[:4] for one in told if "(suite)" not in one][:5] == [f"BP-{n}" for n in range(1, 6)]
    assert sum("Espaces de dialogue" in one for one in told) > 1


def test_a_result_without_findings_says_what_that_makes_of_the_room(carnet, known):
    slides = [one for one in vue.results(carnet, known).slides if one.title.startswith("R2")]
    assert len(slides) == 1
    assert slides[0].content[1].kind == "alerte"


def test_items_are_dealt_out_over_slides_and_none_is_lost():
    items = [(f"{n} " + "x" * WIDTH * (n % 5),) for n in range(40)]
    slides = deal("Titre", (Paragraph(("Début",)),), items, ("dit",), "(suite)")
    dealt = [item for slide in slides for block in slide.content[-1:] for item in block.items]
    assert dealt == items
    assert [one.below for one in slides] == [False] + [True] * (len(slides) - 1)
    assert all(len(slide.content[-1].items) <= LINES for slide in slides)
    assert all(slide.notes == ("dit",) for slide in slides)


def test_a_line_alone_does_not_stand_on_the_next_slide():
    items = [(f"{n} " + "x" * WIDTH,) for n in range(8)] + [("seul",)]
    first, second = (
        slide.content[-1].items
        for slide in deal("Titre", (Paragraph(("Début",)),), items, ("dit",), "(suite)")
    )
    assert [*first, *second] == items
    # two lines and a half each, one and a half for the lead and the last
    assert (len(first), len(second)) == (4, 5)
    assert len(deal("Titre", (), items[-3:], ("dit",), "(suite)")) == 1


def test_every_slide_has_notes_and_the_mark_of_fictional_data(soup):
    sections = soup.select(".slides section section")
    assert len(sections) > 15
    assert all(one.select_one("aside.notes").get_text(strip=True) for one in sections)
    marks = [one.select_one(".marque").get_text() for one in sections]
    assert set(marks) == {"Données de démonstration fictives"}


def test_real_data_bear_no_mark(carnet, tmp_path):
    page = page_of_decks([vue.opening(carnet)], tmp_path, carnet.language, warning="")
    assert 'class="marque"' not in page.read_text("utf-8")


def test_a_slide_that_an_analyst_adds_is_there_in_its_language_alone(carnet, tmp_path):
    added = [new_markdown_cell(f"# {words}") for words in ("Ajoutée", "Added")]
    for cell, tag in zip(added, ("fr", "en"), strict=True):
        cell.metadata.update({"slideshow": {"slide_type": "slide"}, "tags": [tag]})
    page = page_of_decks([vue.opening(carnet)], tmp_path, carnet.language, cells=added)
    words = BeautifulSoup(page.read_text("utf-8"), "html.parser").select_one(".slides").get_text()
    assert "Ajoutée" in words
    assert "Added" not in words


def test_what_data_hold_is_never_read_as_markup(carnet, tmp_path):
    words = '<script>alert(1)</script> <img src="https://ailleurs.example/x">'
    deck = Deck((Slide(words, (Paragraph((words,)),), (words,)),))
    page = BeautifulSoup(
        page_of_decks([deck], tmp_path, carnet.language).read_text("utf-8"), "html.parser"
    )
    assert page.select(".slides script, .slides img") == []
    assert page.select_one("h2").get_text() == words


def test_a_deck_reads_in_jupyterlab_with_its_notes(carnet):
    bundle = vue.scoring(carnet)._repr_mimebundle_()
    assert "Pertinence" in bundle["text/html"]
    assert "jamais le nom" in bundle["text/html"]
    assert "Pertinence" in bundle[TYPST_MIME]


def test_the_page_lets_through_its_own_scripts_and_no_address(soup):
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'")
    assert len(re.findall("'sha256-", policy)) == 4
    assert soup.find_all(["link", "iframe"]) == []
    assert [tag.get("src") for tag in soup.find_all("script")] == [None] * 3


def test_the_window_of_the_notes_speaks_french(carnet):
    script = speaker_notes(carnet.language)
    assert ">Ensuite<" in script
    assert ">Upcoming<" not in script


MEASURE = """() => {
  const wrong = [];
  for (let at = 0; at < Reveal.getTotalSlides(); at += 1) {
    const slide = Reveal.getCurrentSlide();
    const size = parseFloat(getComputedStyle(slide).fontSize) * Reveal.getScale();
    if (slide.scrollHeight > slide.clientHeight || slide.scrollWidth > slide.clientWidth || size < 16)
      wrong.push([slide.querySelector("h2").innerText, slide.scrollHeight, size]);
    Reveal.next();
  }
  return wrong;
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768)])
def test_every_slide_fits_and_asks_nothing_of_the_network(path, page_of, width, height):
    page = page_of(path, width)
    page.set_viewport_size({"width": width, "height": height})
    page.locator(".reveal.ready").wait_for()
    assert page.evaluate("Reveal.getTotalSlides()") > 15
    assert page.evaluate(MEASURE) == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.said == []


@pytest.mark.parametrize("javascript", [True, False])
def test_on_an_upright_phone_slides_are_read_one_under_the_other(path, page_of, javascript):
    page = page_of(path, 360, javascript)
    tall = "one => one.getBoundingClientRect().height"
    words = page.locator(".slides .contenu li")
    assert words.count() > 30
    assert min(words.nth(at).evaluate(tall) for at in range(0, words.count(), 5)) > 16
    assert (
        page.locator(".slides li").first.evaluate("one => getComputedStyle(one).fontSize") == "17px"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    tops = [page.locator(".slides section section").nth(at).bounding_box()["y"] for at in range(4)]
    assert tops == sorted(set(tops))
    assert page.locator("aside.notes:visible").count() == 0
    assert page.said == []


def test_a_phone_that_is_turned_shows_one_slide_and_turned_back_all(path, page_of):
    page = page_of(path, 360)
    page.set_viewport_size({"width": 740, "height": 360})
    page.locator(".reveal.ready").wait_for()
    assert page.evaluate("Reveal.getScale()") == pytest.approx(0.5)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".reveal:not(.ready)").wait_for()
    assert page.locator(".slides section section:visible").count() > 15


def test_the_arrows_lead_on_and_s_opens_the_notes(path, page_of):
    page = page_of(path, 1280)
    page.locator(".reveal.ready").wait_for()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getSlidePastCount()") == 1
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value
    notes.locator(".speaker-controls-notes .value", has_text="ordre du jour").wait_for()
    notes.wait_for_selector("#current-slide iframe")
    assert page.said == []


def test_the_slides_print_one_a_page(path, page_of, tmp_path):
    page = page_of(path, 1280)
    page.goto(f"{path.as_uri()}?print-pdf")
    page.locator(".pdf-page").nth(15).wait_for(state="attached")
    total = page.evaluate("Reveal.getTotalSlides()")
    tall = "[...document.querySelectorAll('.pdf-page .contenu')].filter((one) => one.scrollHeight > 720)"
    assert page.evaluate(f"{tall}.length") == 0
    page.pdf(path=tmp_path / "d.pdf", prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "d.pdf").pages
    assert len(pages) == total
    assert [
        n for n, one in enumerate(pages) if "Données de démonstration" not in one.extract_text()
    ] == []


# paper


def test_a_declared_group_has_its_questions_and_each_practice_two_lines(carnet, known):
    found = groups(carnet, known)
    assert [one.title for one in found][:2] == [
        "Groupe 1 : prévenir et régler les conflits",
        "Groupe 2 : des organisations locales plus fortes",
    ]
    first, peers = found[0], found[-1]
    assert [one.id for one in first.topics[0].known] == ["R1-ecart", "R1-voix"]
    assert first.questions[0].startswith("Dans quels conflits")
    assert len(peers.topics) == len(carnet.project.practices())
    assert all(len(topic.known) <= 2 for one in found for topic in one.topics)


def without(notebook, **changed):
    """The same notebook on a project that declares less."""
    project = type(notebook.project)(
        notebook.project.folder, notebook.project.content.model_copy(update=changed)
    )
    return type(notebook)(
        notebook.name, notebook.parameters, project, notebook.language, notebook.register
    )


def test_without_groups_there_is_one_a_result_and_one_of_the_peers(carnet, known):
    found = groups(without(carnet, atelier=None), known)
    assert [one.title.split(" · ")[0] for one in found] == [
        "R1", "R2", "R3", "Gao et Kidal : reproduire ailleurs",
    ]  # fmt: skip
    assert all(len(one.questions) == 4 for one in found)


def pages(pdf, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf)
    return PdfReader(path)


def test_the_sheets_are_two_pages_a_group_and_tell_no_name(carnet, known, tmp_path):
    reader = pages(discussion_sheets(carnet, known, tmp_path), tmp_path)
    told = [" ".join(one.extract_text().split()) for one in reader.pages]
    assert len(told) == 10
    assert "confiance modérée : La part est de 65,0 %" in told[0]
    assert "Vos réponses" in told[0]
    for words in (
        "Aucun nom de personne",
        "Une difficulté",
        "Comment une difficulté a été contournée",
    ):
        assert words in told[1]
    assert all("Données de démonstration fictives" in one for one in told)


def test_the_grid_holds_on_two_pages_with_five_numbers_a_criterion(carnet, tmp_path):
    reader = pages(appraisal_grid(carnet, tmp_path), tmp_path)
    told = [" ".join(one.extract_text().split()) for one in reader.pages]
    assert len(told) == 2
    for words in ("jamais votre nom", "Tombouctou", "De 18 à 35 ans", "Transférabilité", "BP-5"):
        assert words in told[0]
    assert told[0].count("1 2 3 4 5") == 5 * len(carnet.project.practices())
    assert "REC-7" in told[1]
    assert told[1].count("1 2 3 4 5") == 2 * 7


def test_the_paper_is_tagged_for_screen_readers(carnet, tmp_path):
    reader = pages(appraisal_grid(carnet, tmp_path), tmp_path)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert b"pdfuaid:part" in (tmp_path / "x.pdf").read_bytes()


def test_with_nothing_to_score_there_is_no_grid_and_no_slide_about_scoring(
    mini_project, tmp_path, monkeypatch
):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    bare = open_notebook("preparation_atelier", projet=str(mini_project()))
    assert appraisal_grid(bare, tmp_path) is None
    assert vue.scoring(bare) == Deck()
    assert vue.agenda(bare) == Deck()
    assert vue.practices(bare, {}) == Deck()
    assert titles(vue.what_was_done(bare)) == ["Ce que le projet a fait"]
    (group,) = groups(bare, {})
    assert [one.title for one in group.topics] == ["Moins de conflits violents"]
    assert len(pages(discussion_sheets(bare, {}, tmp_path), tmp_path).pages) == 2


def test_an_image_of_another_kind_is_no_figure(carnet, known, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))
    folder = report_folder(carnet.project, carnet.parameters) / "carnets"
    folder.mkdir(parents=True)
    png = base64.b64encode(b"png").decode()
    shown = f'<figure class="graphique"><img src="data:image/png;base64,{png}" alt="x"></figure>'
    output = new_output("display_data", data={"text/html": shown})
    nbformat.write(
        new_notebook(cells=[new_code_cell(outputs=[output])]), folder / "20_activites-R1.ipynb"
    )
    assert figure_beside(carnet, about(known, "mediation_mixte")) is None
