"""The finished page, as a reader gets it: opened in a real browser."""

import json
import time
from itertools import pairwise
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from lecons.language import Language
from lecons.report.document import (
    Column,
    Facet,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Table,
    Tile,
    Tiles,
)
from lecons.report.page import Cover, render_page
from lecons.report.pictures import lighten, shortened
from nbformat.v4 import new_code_cell, new_notebook, new_output

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def soup(french):
    return BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "html.parser")


def test_every_notebook_ran(french):
    manifest = json.loads((french.folder / "manifeste.json").read_text("utf-8"))
    assert [one["run"] for one in manifest["carnets"] if one["echec"]] == []
    assert len(manifest["carnets"]) == 10
    assert not french.partial


def test_the_page_asks_nothing_of_the_network_and_has_no_console_error(french, page_of):
    page = page_of(french.folder / "synthese.html")
    page.wait_for_timeout(300)
    outside = [url for url in page.requests if not url.startswith(("file://", "data:"))]
    assert outside == []
    assert page.said == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(french, page_of, width):
    page = page_of(french.folder / "synthese.html", width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # a table scrolls inside its frame, its caption does not
    assert page.evaluate(
        "[...document.querySelectorAll('caption')].every(one => one.clientWidth <= innerWidth)"
    )


def test_the_first_screen_of_a_phone_says_what_it_is_and_begins_with_the_essentials(
    french, page_of
):
    page = page_of(french.folder / "synthese.html", 360)
    assert page.locator("h1").inner_text() == "Leçons et bonnes pratiques"
    assert page.locator("h2").first.inner_text() == "1 L’essentiel"
    assert "Édition interne · " in page.locator(".edition").inner_text()
    first = page.locator(".contenu > .cellule").nth(1).bounding_box()
    assert first["y"] < 400
    assert not page.locator(".couverture li").first.is_visible()
    page.locator(".couverture summary").click()
    assert page.locator(".couverture li").first.is_visible()


def test_every_link_of_the_contents_leads_to_its_heading(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    links = page.locator("nav.sommaire li a")
    assert links.count() > 20
    for link in links.all():
        target = link.get_attribute("href")
        assert page.locator(f'[id="{target[1:]}"]').count() == 1, target
    links.last.click()
    # what comes near is laid out as the page goes there
    # (a function that waits inside the page would be evaluated there, which its policy forbids)
    until = time.monotonic() + 10
    while page.evaluate("window.scrollY") <= 1000:
        # seen once not to move, in one run of many: what it says then is what to look for
        stood = "[location.hash, document.activeElement.outerHTML.slice(0, 200), scrollY]"
        assert time.monotonic() < until, page.evaluate(stood)
        page.wait_for_timeout(50)
    page.wait_for_selector(
        f"nav.sommaire a[aria-current=location][href='{links.last.get_attribute('href')}']"
    )


def test_every_link_in_the_text_leads_somewhere(soup, french):
    marks = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(marks) == len(set(marks))
    links = [link["href"] for link in soup.main.find_all("a", href=True)]
    assert len(links) > 40
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= set(marks)
    assert all((french.folder / link).is_file() for link in links if not link.startswith("#"))


def test_the_filter_of_the_contents_keeps_what_matches_accents_apart(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    items = page.locator("nav.sommaire li:visible")
    every = items.count()
    page.locator("nav.sommaire input").fill("mediation")
    assert 0 < items.count() < every
    assert all("édiation" in text for text in items.all_text_contents())
    page.locator("nav.sommaire input").fill("xyzzy")
    assert items.count() == 0
    told = page.locator("nav.sommaire [role=status]")
    assert told.inner_text() == "Aucun titre ne contient ces mots."
    page.locator("nav.sommaire input").fill("")
    assert items.count() == every


def test_without_javascript_nothing_is_hidden_and_what_needs_it_is_absent(french, page_of):
    page = page_of(french.folder / "synthese.html", 360, javascript=False)
    assert page.locator("main button, main select, nav input, .affichage button").count() == 0
    assert page.locator("nav.sommaire li:visible").count() > 20
    assert page.locator(".couverture li").first.is_visible()
    assert page.locator("figure.citation:visible").count() >= 10
    assert (
        page.locator("main h2, main h3, main p, main table").locator("visible=true").count() > 300
    )


def test_the_page_says_what_it_is(soup):
    assert soup.html["lang"] == "fr"
    assert soup.title.get_text() == (
        "Leçons et bonnes pratiques · Participation au Processus de Paix à Tombouctou"
    )
    assert len(soup.find_all("h1")) == 1
    assert soup.find(class_="avertissement").get_text() == "Données de démonstration fictives"


def test_headings_never_skip_a_level(soup):
    levels = [int(tag.name[1]) for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5"])]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_figures_have_words_and_tables_have_captions_and_scopes(soup):
    images = soup.find_all("img")
    assert len(images) >= 12
    assert all(len(image["alt"]) > 30 for image in images)
    tables = soup.find_all("table")
    assert len(tables) >= 15
    assert all(table.caption.get_text(strip=True) for table in tables)
    assert all(th.get("scope") for th in soup.find_all("th"))


def test_no_code_nor_traceback_is_shown(soup):
    text = soup.main.get_text()
    for words in ("carnet.table", "import ", "Traceback", "In [", "Out["):
        assert words not in text


def test_the_page_is_light_and_moves_nothing_when_its_figures_come(french, soup):
    assert (french.folder / "synthese.html").stat().st_size < 900_000
    assert all(image["width"] and image["height"] for image in soup.find_all("img"))
    assert {image["loading"] for image in soup.find_all("img")} == {"lazy"}


def test_every_quotation_tells_its_language(soup):
    quotes = soup.find_all("blockquote")
    assert len(quotes) >= 10
    assert {quote.get("lang") for quote in quotes} == {"fr"}


def test_a_quotation_is_found_by_what_is_said_beside_it(soup, public):
    inside = soup.select("figure.citation")
    assert all(one["data-acteur"] in one.figcaption.get_text() for one in inside)
    assert all(one["data-lieu"] in one.figcaption.get_text() for one in inside)
    assert all(one["data-theme"] for one in inside)
    page = BeautifulSoup((public.folder / "synthese.html").read_text("utf-8"), "html.parser")
    outside = page.select("figure.citation")
    titles = {title.get_text() for title in page.main.find_all(["h3", "h4", "h5"])}
    told = [(one, one.attrs, one.figcaption.get_text()) for one in outside]
    assert any("data-acteur" in attributes for _, attributes, _ in told)
    for one, attributes, speaker in told:
        for kind in ("data-acteur", "data-lieu", "data-ton"):
            assert attributes.get(kind, "") in speaker
        # a practice is the title that the quotation stands under
        if "data-theme" in attributes:
            assert attributes["data-theme"] in one.find_previous(["h3", "h4", "h5"]).get_text()
            assert attributes["data-theme"] in titles


def test_a_recommendation_leads_to_a_practice_and_that_to_its_findings(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    page.locator("#recommandation-REC-1 a", has_text="BP-1").click()
    assert page.evaluate("location.hash") == "#pratique-BP-1"
    page.locator("[href='#constat-R1-ecart-mediatrices']").first.click()
    assert page.evaluate("location.hash") == "#constat-R1-ecart-mediatrices"
    assert page.locator("#constat-R1-ecart-mediatrices").is_visible()


# --- a small page of every kind of block: what JavaScript adds

PLACES = ("Alafia", "Ber", "Tonka", "Alafia", "Goundam")
VOICES = [
    Quote("Oui.", f"femme, {place}", "fr", "favorable", facets=(Facet("lieu", place), Facet("ton", tone)))
    for place, tone in zip(PLACES, ("pour", "pour", "contre", "contre", "pour"), strict=True)
]  # fmt: skip
LONG = "anticonstitutionnellement"
ROWS = (
    ("Télé", "2\u202f683", "65,4\u00a0%", "–", "mars 2018", f"{LONG}1"),
    ("alafia", "12 (5 à 20)", "−0,5\u00a0%", "b", "sept. 2016", f"{LONG}2"),
    ("Élan", "moins de 5", "10,0\u00a0%", "a", "23 juillet 2017", f"{LONG}3"),
    ("BP-10", "–", "+8,1\u00a0%", "B", "août 2016", f"{LONG}10"),
)
TABLE = Table(
    "Un tableau large " * 6,
    (
        Column("nom"), Column("nombre", True), Column("part", True),
        Column("mot"), Column("mois"), Column("long"),
    ),
    tuple(tuple((cell,) for cell in row) for row in ROWS),
    marks=("rang-1", "rang-2", "", ""),
)  # fmt: skip
MAP = Tiles(
    "Présences",
    tuple(
        Tile(f"Bourem-Inaly {at}", f"{at * 111}", at, at % 6 + 1, at // 6 + 1, "rang-2")
        for at in range(10)
    ),
)


def cell(run, *blocks, shift=0):
    shown = [new_output("display_data", data=block._repr_mimebundle_()) for block in blocks]
    made = new_code_cell(outputs=shown)
    made.metadata["lecons"] = {"carnet": run, "decalage": shift}
    return made


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The path of a small page, made with links to one executed notebook."""
    figure = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M 0 0 L 40 30"/></svg>'
    merged = new_notebook(
        cells=[
            cell("60_synthese", Heading(1, "Un"), Paragraph(("mots",)), TABLE, MAP),
            cell("60_synthese", Heading(2, "Figures"), Figure(figure, "une ligne", "légende")),
            cell("R1", Heading(1, "R1")),
            cell("30_temoignages-R1", Heading(1, "Paroles", "paroles"), *VOICES, shift=1),
        ]
    )
    front = Cover("Titre", "Sous-titre", ("ligne",), None, "Édition interne")
    path = tmp_path_factory.mktemp("petite") / "page.html"
    runs = {"60_synthese", "30_temoignages-R1"}
    path.write_text(render_page(merged, Language("fr"), front, {}, runs), "utf-8")
    return path


def test_the_title_of_a_notebook_leads_to_it_as_executed_and_only_where_it_stands(small):
    main = BeautifulSoup(small.read_text("utf-8"), "html.parser").main
    assert [
        (line.find_previous_sibling().get_text(), line.a["href"], line.get_text())
        for line in main.select("p.carnet")
    ] == [
        ("1 Un", "carnets/60_synthese.ipynb", "carnet exécuté, à ouvrir dans JupyterLab"),
        (
            "2.1 Paroles",
            "carnets/30_temoignages-R1.ipynb",
            "carnet exécuté, à ouvrir dans JupyterLab",
        ),
    ]
    front = Cover("t", "s", (), None)
    page = render_page(
        new_notebook(cells=[cell("10_x", Heading(1, "Un"))]), Language("fr"), front, {}
    )
    assert "carnets/" not in page


def test_quotations_are_filtered_together_and_what_is_left_is_counted(small, page_of):
    page = page_of(small)
    page.locator("details.paroles summary").click()
    place, tone = page.locator("details.paroles select").all()
    status = page.locator("details.paroles [role=status]")
    shown = page.locator("figure.citation:visible")
    empty = page.get_by_text("Aucune parole d’ici ne répond au filtre.")
    assert (shown.count(), status.inner_text()) == (5, "Paroles montrées : 5 sur 5")
    place.select_option("Alafia")
    assert (shown.count(), status.inner_text()) == (2, "Paroles montrées : 2 sur 5")
    tone.select_option("contre")
    assert (shown.count(), empty.is_visible()) == (1, False)
    place.select_option("Ber")
    assert (shown.count(), empty.is_visible()) == (0, True)
    page.get_by_role("button", name="Tout montrer").click()
    assert (shown.count(), empty.is_visible()) == (5, False)
    assert place.input_value() == ""
    assert page.said == []


SORTED = {
    "nom": ["alafia", "BP-10", "Élan", "Télé"],
    "nombre": ["Élan", "alafia", "Télé", "BP-10"],
    "part": ["alafia", "BP-10", "Élan", "Télé"],
    "mot": ["Élan", "alafia", "BP-10", "Télé"],
    "mois": ["BP-10", "alafia", "Élan", "Télé"],
    "long": ["Télé", "alafia", "Élan", "BP-10"],
}
UNKNOWN = {"nombre": 1, "mot": 1}


def test_a_table_is_sorted_up_down_and_back_with_what_is_unknown_last(small, page_of):
    page = page_of(small, 1440)

    def press(heading):
        heading.get_by_role("button").evaluate("one => one.click()")
        names = [one.strip() for one in page.locator("tbody th").all_inner_texts()]
        return names, heading.get_attribute("aria-sort")

    for heading in page.locator("thead th").all():
        name = heading.inner_text()
        up = SORTED[name]
        known = len(up) - UNKNOWN.get(name, 0)
        assert press(heading) == (up, "ascending"), name
        assert press(heading) == ([*up[:known][::-1], *up[known:]], "descending"), name
        assert press(heading) == ([row[0] for row in ROWS], None), name
    assert page.said == []


def test_a_wide_table_says_so_keeps_its_names_in_sight_and_is_reached_by_the_keyboard(
    small, page_of
):
    page = page_of(small, 360)
    frame = page.locator(".tableau")
    page.wait_for_selector(".tableau[role]")
    assert (frame.get_attribute("tabindex"), frame.get_attribute("role")) == ("0", "group")
    assert "gradient" in frame.evaluate("one => getComputedStyle(one).backgroundImage")
    frame.evaluate("one => { one.scrollLeft = 150; }")
    name, caption = page.locator("tbody th").first.bounding_box(), page.locator("caption")
    assert name["x"] == frame.bounding_box()["x"]
    assert name["width"] <= 164
    assert caption.bounding_box()["width"] <= 328
    page.set_viewport_size({"width": 1440, "height": 900})
    page.wait_for_selector(".tableau:not([tabindex])")
    assert frame.get_attribute("role") is None


def test_the_tiles_of_a_map_fit_a_phone_and_lead_to_their_row(small, page_of):
    page = page_of(small, 360)
    tiles = page.locator(".tuiles a")
    boxes = [one.bounding_box() for one in tiles.all()]
    assert all(box["height"] >= 24 and box["width"] >= 24 for box in boxes)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight).length"
    assert tiles.evaluate_all(cut) == 0
    assert (boxes[0]["y"], boxes[6]["x"]) == (boxes[5]["y"], boxes[0]["x"])
    tiles.first.click()
    assert page.evaluate("document.querySelector('tr:target').id") == "rang-2"


def test_a_long_name_of_a_tile_breaks_between_syllables_and_is_the_same_name():
    names = ("Bintagoungou", "Tombouctou", "Adarmalane", "Ber", "Télé", "M’Bouna", "<b>")
    tiles = Tiles("x", tuple(Tile(name, "1", 0, 1, 1, "x") for name in names))
    soup = BeautifulSoup(tiles._repr_mimebundle_()["text/html"], "html.parser")
    shown = [link.contents[0].strip() for link in soup.find_all("a")]
    assert [one.replace("\u00ad", "-") for one in shown] == [
        "Bin-ta-goun-gou", "Tom-bouc-tou", "Adar-ma-lane", "Ber", "Télé", "M’Bouna", "<b>",
    ]  # fmt: skip


def test_the_reader_chooses_light_or_dark_and_the_page_remembers(small, page_of):
    page = page_of(small, 1440)
    ground = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")  # noqa: E731
    assert ground() == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    dark = ground()
    assert dark != "rgb(255, 255, 255)"
    page.get_by_role("button", name="Clair").click()
    assert ground() == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Sombre").click()
    page.reload()
    assert ground() == dark
    assert page.locator(".affichage [aria-pressed=true]").inner_text() == "Sombre"
    assert page.locator(".graphique img").evaluate(
        "one => getComputedStyle(one).backgroundColor"
    ) == ("rgb(255, 255, 255)")
    page.emulate_media(media="print")
    assert ground() == "rgb(255, 255, 255)"


def test_the_contents_are_one_tap_away_on_a_phone(small, page_of):
    page = page_of(small, 360)
    button = page.locator(".vers-sommaire")
    assert not button.is_visible()
    page.locator("#paroles").scroll_into_view_if_needed()
    page.locator("figure.citation").last.scroll_into_view_if_needed()
    button.wait_for(state="visible")
    button.click()
    assert page.locator("nav.sommaire details").get_attribute("open") is not None
    assert page.locator("nav.sommaire li").first.is_visible()
    button.wait_for(state="hidden")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("M 39.4 170.1 L 307.2 170.1 L 307.2 9.3 z ", "M39.4,170.1H307.2V9.3z"),
        ("M 0 0 L 1.5 -0.5 L 100.1 -0.5 ", "M0,0L1.5-.5h98.6"),
        ("M 10 10 Q 12.5 13.5 10.5 10.5 C 1 1 2 2 3 3 ", "M10,10q2.5,3.5.5.5C1,1,2,2,3,3"),
        # what is not in tenths, or of other commands, is not ours to round
        ("M 0.123 4 L 5 6", "M 0.123 4 L 5 6"),
        ("M 0 0 A 1 1 0 0 1 2 2", "M 0 0 A 1 1 0 0 1 2 2"),
        ("M 0 0 L 1e3 2", "M 0 0 L 1e3 2"),
    ],
)  # fmt: skip
def test_a_path_is_written_shorter_and_draws_the_same(path, expected):
    assert shortened(f'<svg><path d="{path}"/></svg>') == f'<svg><path d="{expected}"/></svg>'


def test_a_picture_keeps_its_words_in_fewer_bytes_and_no_sign_that_would_end_its_address():
    line = f'<path d="M 0 0{" L 10.4 20.6 L 1.1 2.2" * 20}"/>'
    svg = (
        f'<svg viewBox="0 0 10.4 20.6"><text style="a: b; c: d">l’é (x) 100 % \'</text>{line}</svg>'
    )
    before = Figure(svg, "x", "x")
    soup = BeautifulSoup(before._repr_mimebundle_()["text/html"], "html.parser")
    base64 = soup.img["src"]
    lighten(soup)
    address = soup.img["src"]
    assert len(address) < len(base64)
    assert unquote(address).endswith(
        f'<text style="a:b;c:d">l’é (x) 100 % \'</text>{shortened(line)}</svg>'
    )
    assert address.startswith("data:image/svg+xml,")
    assert not set(address) & set(" \"'<>()\\")
    assert (soup.img["width"], soup.img["height"]) == ("10", "21")
