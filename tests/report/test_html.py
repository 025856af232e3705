"""The finished page, as a reader gets it: opened in a real browser."""

from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.xdist_group("report")


@pytest.fixture(scope="module")
def soup(french):
    return BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "html.parser")


def test_every_notebook_ran(french):
    assert [status.run for status in french.statuses if status.echec] == []
    assert len(french.statuses) == 10
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


def test_every_link_of_the_contents_leads_to_its_heading(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    links = page.locator("nav.sommaire li a")
    assert links.count() > 20
    for link in links.all():
        target = link.get_attribute("href")
        assert page.locator(f'[id="{target[1:]}"]').count() == 1, target
    links.last.click()
    assert page.evaluate("window.scrollY") > 1000


def test_every_link_in_the_text_leads_somewhere(soup):
    marks = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(marks) == len(set(marks))
    links = soup.main.find_all("a", href=True)
    assert len(links) > 40
    assert {link["href"][1:] for link in links} <= set(marks)


def test_the_filter_of_the_contents_keeps_what_matches_accents_apart(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    items = page.locator("nav.sommaire li:visible")
    every = items.count()
    page.locator("nav.sommaire input").fill("mediation")
    assert 0 < items.count() < every
    assert all("édiation" in text for text in items.all_text_contents())
    page.locator("nav.sommaire input").fill("xyzzy")
    assert items.count() == 0
    assert page.get_by_role("status").inner_text() == "Aucun titre ne contient ces mots."
    page.locator("nav.sommaire input").fill("")
    assert items.count() == every


def test_without_javascript_nothing_is_hidden_and_the_filter_is_absent(french, page_of):
    page = page_of(french.folder / "synthese.html", 360, javascript=False)
    assert page.locator("nav.sommaire input").count() == 0
    assert page.locator("nav.sommaire li:visible").count() > 20
    assert page.locator("main").inner_text().count("\n") > 100


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
    text = soup.get_text()
    for words in ("carnet.table", "import ", "Traceback", "In [", "Out["):
        assert words not in text


def test_the_page_is_light(french):
    assert (french.folder / "synthese.html").stat().st_size < 1_000_000


def test_every_quotation_tells_its_language(soup):
    quotes = soup.find_all("blockquote")
    assert len(quotes) >= 10
    assert {quote.get("lang") for quote in quotes} == {"fr"}


def test_a_recommendation_leads_to_a_practice_and_that_to_its_findings(french, page_of):
    page = page_of(french.folder / "synthese.html", 1440)
    page.locator("#recommandation-REC-1 a", has_text="BP-1").click()
    assert page.evaluate("location.hash") == "#pratique-BP-1"
    page.locator("[href='#constat-R1-ecart-mediatrices']").first.click()
    assert page.evaluate("location.hash") == "#constat-R1-ecart-mediatrices"
    assert page.locator("#constat-R1-ecart-mediatrices").is_visible()
