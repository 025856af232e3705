"""WCAG 2.2 AA, as axe-core sees it in a real browser, and as somebody does who has a keyboard alone."""

from importlib.resources import files

import pytest
from lecons.report.bilingual import both

pytestmark = pytest.mark.xdist_group("report")

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# all is drawn and unfolded; a gradient under a table would leave axe without an answer on its words
BARE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.cellule { content-visibility: visible !important; }
    .tableau { background-image: none !important; }`);
  document.adoptedStyleSheets = [sheet];
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""
# words of the same kind in the same place have the same colours: one of each is looked at
SAMPLE = """() => {
  const known = new Set();
  for (const one of document.querySelectorAll("[data-essai]")) one.removeAttribute("data-essai");
  for (const one of document.body.querySelectorAll("*")) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (!one.getClientRects().length) continue;
    let path = "";
    for (let at = one; at !== document.body; at = at.parentElement) path += `${at.localName}.${at.className}/`;
    if (!known.has(path)) one.dataset.essai = "";
    known.add(path);
  }
  return known.size;
}"""
RUN = """async ([where, only]) => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(where ?? document, {
    runOnly: only ? { type: "rule", values: only } : { type: "tag", values: tags },
    rules: only ? {} : { "color-contrast": { enabled: false } },
    resultTypes: ["violations", "incomplete"],
  });
  return [...found.violations, ...found.incomplete].map(
    (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 150)).join(" | ")}`);
}"""

LISTEN = """() => {
  window.controls = () => [...document.querySelectorAll(
    "a[href], button:enabled, input, select, summary, .tableau[tabindex]",
  )].filter((one) => one.checkVisibility() && one.className !== "vers-sommaire");
  [window.reached, window.unseen] = [new Set(), []];
  document.addEventListener("focusin", ({ target }) => {
    reached.add(target);
    const { outlineWidth, outlineStyle } = getComputedStyle(target);
    if (parseFloat(outlineWidth) < 2 || outlineStyle === "none") unseen.push(target.outerHTML);
  });
  return controls().length;
}"""
# a table that turned out no wider than the screen, as it came near, is no stop any more
MISSED = "controls().filter((one) => !reached.has(one)).map((one) => one.outerHTML.slice(0, 99))"


@pytest.fixture
def examined(chromium):
    """Open a file, unfolded; answers the page and a function that tells what axe finds in it: by all
    rules on the whole page as it stands, and by its contrasts in both styles."""
    contexts = []

    def examine(path):
        context = chromium.new_context(viewport=PHONE, bypass_csp=True, locale="fr")
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate(BARE)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        return page, lambda: [*page.evaluate(RUN, [None, None]), *contrasts(page)]

    def contrasts(page):
        found = []
        assert page.evaluate(SAMPLE) > 5
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += page.evaluate(RUN, ["[data-essai]", ["color-contrast"]])
        return found

    yield examine
    for context in contexts:
        context.close()


def test_axe_finds_nothing_on_the_internal_synthesis_on_a_phone(french, examined):
    assert examined(french.folder / "synthese.html")[1]() == []


def test_axe_finds_nothing_on_the_public_synthesis_on_a_desk(public, examined):
    page, found = examined(public.folder / "synthese.html")
    page.set_viewport_size(DESK)
    # the other rows of a table are as the first ones
    page.evaluate("""() => {
      for (const row of document.querySelectorAll("tbody tr:nth-child(n+4)")) row.remove();
    }""")
    assert found() == []


def test_axe_finds_nothing_on_a_sheet_nor_on_the_page_on_risks(public, examined):
    for name, size in (("fiches/BP-1.html", PHONE), ("analyse_de_risques.html", DESK)):
        page, found = examined(public.folder / name)
        page.set_viewport_size(size)
        assert found() == [], name


def test_axe_finds_nothing_on_the_file_of_two_languages(french, public, examined, tmp_path):
    pages = {
        code: (one.folder / "synthese.html").read_text("utf-8")
        for code, one in (("fr", french), ("en", public))
    }
    path = tmp_path / "synthese.html"
    path.write_text(both(pages, {"fr": "Français", "en": "English"}), "utf-8")
    page, found = examined(path)
    page.evaluate(
        "document.querySelectorAll('.cellule:nth-child(n+12)').forEach(one => one.remove())"
    )
    assert found() == []
    page.locator("nav.langues a[lang=en]").click()
    assert page.locator("#langue-en").is_visible()
    page.set_viewport_size(DESK)
    assert found() == []


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(public, page_of):
    page = page_of(public.folder / "synthese.html", 390)
    # the first chapters have a control of every kind
    page.evaluate(
        "document.querySelectorAll('.cellule:nth-child(n+32)').forEach(one => one.remove())"
    )
    count = page.evaluate(LISTEN)
    assert count > 150
    # past the last one the browser begins again
    for _ in range(count + 1):
        page.keyboard.press("Tab")
    assert page.evaluate(MISSED) == []
    # the link that is there while the contents are off the screen may come and go as they pass
    back = page.locator(".vers-sommaire")
    back.focus()
    assert back.evaluate("one => reached.has(one)")
    assert page.evaluate("unseen") == []
