"""One file in two languages: as a reader gets it who has JavaScript, and who has none."""

import pytest
from bs4 import BeautifulSoup
from lecons.language import Language
from lecons.report.bilingual import both
from lecons.report.document import Card, Column, Heading, Link, Paragraph, Table, Tile, Tiles
from lecons.report.page import Cover, render_page
from nbformat.v4 import new_code_cell, new_notebook, new_output

NAMES = {"fr": "Français", "en": "English"}
WORDS = {
    "fr": {"title": "Leçons", "chapter": "Chapitre", "text": "mots en français"},
    "en": {"title": "Lessons", "chapter": "Chapter", "text": "words in English"},
}


def page_in(code):
    words = WORDS[code]
    cells = []
    for at in range(1, 7):
        blocks = [
            Heading(1, f"{words['chapter']} {at}"),
            Paragraph((f"{words['text']} ", Link("constat-a", "a"), ' id="x" href="#x" ')),
            *(Paragraph((words["text"],)) for _ in range(25)),
        ]
        cells.append(new_code_cell(outputs=[shown(block) for block in blocks]))
        cells[-1].metadata["lecons"] = {"carnet": f"{at}0_x", "decalage": 0}
    table = Table("t", (Column("n"), Column("m")), ((("a",), ("b",)),), marks=("rang-1",))
    card = Card("", (Paragraph((words["text"],)),), "constat", "constat-a")
    tiles = Tiles("x", (Tile("a", "1", 1, 1, 1, "rang-1"),))
    cells[3].outputs += [shown(block) for block in (card, table, tiles)]
    front = Cover(words["title"], words["chapter"], ("x",), None, "x")
    return render_page(new_notebook(cells=cells), Language(code), front, {}, {"10_x"})


def shown(block):
    return new_output("display_data", data=block._repr_mimebundle_())


@pytest.fixture(scope="module")
def pages():
    return {code: page_in(code) for code in WORDS}


@pytest.fixture(scope="module")
def bilingual(pages, tmp_path_factory):
    path = tmp_path_factory.mktemp("deux") / "synthese.html"
    path.write_text(both(pages, NAMES), "utf-8")
    return path


@pytest.fixture
def opened(bilingual, chromium):
    """Open the file, at a mark of it, as a reader of French or of English."""
    contexts = []

    def open_page(mark="", locale="fr-FR", javascript=True):
        context = chromium.new_context(
            viewport={"width": 390, "height": 740}, locale=locale, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(bilingual.as_uri() + mark)
        return page

    yield open_page
    for context in contexts:
        context.close()


def state(page):
    """The language of the document, its title, and the parts that are seen."""
    parts = {code: page.locator(f"#langue-{code}").is_visible() for code in WORDS}
    return page.evaluate("document.documentElement.lang"), page.title(), parts


FRENCH = ("fr", "Leçons · Chapitre", {"fr": True, "en": False})
ENGLISH = ("en", "Lessons · Chapter", {"fr": False, "en": True})


def test_marks_are_apart_links_lead_inside_their_language_and_words_stay(bilingual):
    soup = BeautifulSoup(bilingual.read_text("utf-8"), "html.parser")
    marks = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(marks) == len(set(marks))
    parts = {code: soup.find(id=f"langue-{code}") for code in WORDS}
    for code, prefix in (("fr", ""), ("en", "en-")):
        assert parts[code]["lang"] == code
        links = {link["href"] for link in parts[code].find_all("a")}
        assert {
            f"#{prefix}{one}" for one in ("constat-a", "rang-1", "contenu", "sommaire", "s-3")
        } <= links
        assert {link[1:] for link in links} <= {tag["id"] for tag in parts[code].find_all(id=True)}
        assert 'id="x" href="#x"' in parts[code].get_text()
    assert "carnets/" not in str(soup)
    assert len(soup.find_all("main")) == 1


def test_style_and_script_stand_once_and_are_all_that_may_run(bilingual, pages):
    soup = BeautifulSoup(bilingual.read_text("utf-8"), "html.parser")
    assert len(soup.find_all("style")) == 1
    assert len(soup.head.find_all("script")) == 1
    assert {len(one.string) < 50 for one in soup.body.find_all("script")} == {True}
    assert soup.find_all(style=True) == []
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert (policy.count("sha256-"), "default-src 'none'" in policy) == (3, True)
    assert len(bilingual.read_bytes()) < sum(len(page.encode()) for page in pages.values())


def test_without_javascript_the_languages_follow_each_other_and_links_lead_to_each(opened):
    page = opened(javascript=False)
    assert all(page.locator(f"#langue-{code}").is_visible() for code in WORDS)
    page.get_by_role("link", name="English", exact=True).click()
    assert abs(page.locator("#langue-en").bounding_box()["y"]) < 60


@pytest.mark.parametrize(
    ("locale", "expected"), [("fr-ML", FRENCH), ("en-GB", ENGLISH), ("de", FRENCH)]
)
def test_it_opens_in_the_language_of_the_reader_and_in_the_first_where_it_has_not_that(
    opened, locale, expected
):
    page = opened(locale=locale)
    assert state(page) == expected
    assert page.said == []


def test_an_address_opens_its_language_at_its_place(opened):
    page = opened("#en-constat-a")
    assert state(page) == ENGLISH
    assert 0 <= page.locator("#en-constat-a").bounding_box()["y"] < 740
    page.evaluate("location.hash = '#constat-a'")
    page.locator("#constat-a").wait_for(state="visible")
    assert state(page) == FRENCH
    page.wait_for_timeout(100)
    assert 0 <= page.locator("#constat-a").bounding_box()["y"] < 740


def test_a_change_of_language_keeps_the_place_and_is_remembered(opened):
    page = opened("#s-4")
    height = page.locator("#s-4").bounding_box()["y"]
    page.locator("nav.langues a[lang=en]").evaluate("one => one.click()")
    page.wait_for_timeout(150)
    assert state(page) == ENGLISH
    assert page.evaluate("location.hash") == "#en-s-4"
    assert page.locator("#en-s-4").bounding_box()["y"] == pytest.approx(height, abs=3)
    assert page.locator("nav.langues [aria-current]").inner_text() == "English"
    page.goto(page.url.split("#")[0] + "?")
    assert state(page) == ENGLISH


def test_each_part_has_its_own_contents_and_filter(opened):
    page = opened("#en-s-1", locale="en-GB")
    page.locator("#en-sommaire summary").click()
    page.locator("#en-sommaire input").fill("chapter 3")
    assert page.locator("nav.sommaire li:visible").all_inner_texts() == ["3 Chapter 3"]
    assert page.locator("#en-sommaire input").evaluate("one => one.labels[0].textContent") == (
        "Filter the contents"
    )


def test_pages_that_do_not_belong_together_are_refused(pages):
    other = pages["en"].replace("--encre", "--autre")
    with pytest.raises(ValueError, match="do not share the same head > style"):
        both({"fr": pages["fr"], "en": other}, NAMES)
    with pytest.raises(ValueError, match="no page"):
        both({}, NAMES)
