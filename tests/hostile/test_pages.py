"""The finished pages of the hostile project, in a real browser: nothing runs, asks or restyles."""

import base64
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

# what no page of ours has but where it says so below
ACTIVE = "iframe, frame, object, embed, form, base, link, applet, template, video, audio, source, svg, math, noscript, textarea, select, dialog, slot, portal, map, area"
# what our script makes of tables and quotations, as many as there are
MADE = "thead th, .affichage, details.paroles"
LOOK = """([active, made]) => {
  const all = [...document.querySelectorAll("*")];
  const named = (one) => [...one.attributes].map((a) => [one.localName, a.name, a.value]);
  const of = (selector) => getComputedStyle(document.querySelector(selector));
  return {
    active: [...document.querySelectorAll(active)].filter((one) => !one.closest(made)).map((one) => one.outerHTML.slice(0, 200)),
    scripts: document.scripts.length,
    styles: document.querySelectorAll("style").length,
    inputs: [...document.querySelectorAll("input, button, select")].filter((one) => !one.closest(made)).length,
    refresh: document.querySelectorAll("meta[http-equiv=refresh]").length,
    handlers: all.flatMap(named).filter(([, name]) => /^on|^srcdoc$|^formaction$|^xlink|^ping$|^is$/.test(name)),
    styled: all.flatMap(named).filter(([, name]) => name === "style").length,
    links: [...new Set(all.flatMap(named).filter(([, name]) => name === "href").map(([, , v]) => v.split("#")[0]))],
    images: [...document.images].map((one) => one.getAttribute("src")),
    looks: [of("body").backgroundColor, of("h1, h2").display, of("h1, h2").textDecorationLine],
    text: document.body.textContent + all.map((one) => one.getAttribute("aria-label") || "").join(" "),
    alt: [...document.images].map((one) => one.alt).join(" "),
    called: window.called,
  };
}"""
# page → scripts, styles, inputs and buttons that lecons puts there
OWN = {"synthese.html": (2, 1, 1), "diapositives.html": (3, 2, 5)}
SHEET = (0, 1, 0)
# the texts that must be seen for the test to mean anything
SHOWN = {
    "synthese.html": {
        "nom", "sigle", "organisation", "partenaires", "subvention", "resultats.titre", "resultats.enonce",
        "communes.nom", "acteurs", "pratiques.titre", "recommandations.texte", "temoignages.texte",
        "temoignages.acteur", "temoignages.id", "temoignages.langue_origine", "contributions.texte",
        "contributions.categorie", "appreciations.condition", "livre_de_codes.libelle_fr",
        "jugements.auteur", "jugements.raison", "citations.auteur", "cadre.indicateur", "cadre.source",
    },
    "diapositives.html": {"nom", "ordre_du_jour.titre", "ordre_du_jour.conduit_par", "pratiques.titre"},
    "BP-1.html": {"pratiques.etapes", "pratiques.contexte", "recommandations.qui"},
}  # fmt: skip
TAGS = {
    "svg", "defs", "style", "g", "path", "use", "text", "tspan", "clipPath", "rect", "pattern", "symbol",
    "circle", "line", "polyline", "polygon", "title", "desc", "linearGradient", "stop", "image",
}  # fmt: skip


@pytest.fixture
def opened(chromium):
    """Open a file in a new page that notes all it does."""
    contexts = []

    def open_page(path):
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.did = []
        context.add_init_script("window.called = []; window.aie = (x) => window.called.push(x);")
        context.on("page", lambda other: page.did.append(f"window {other.url}"))
        page.on("dialog", lambda one: (page.did.append(f"dialog {one.message}"), one.dismiss()))
        page.on("console", lambda one: page.did.append(f"console {one.text}"))
        page.on("pageerror", lambda one: page.did.append(f"error {one}"))
        page.on("request", lambda one: page.did.append(f"request {one.url}"))
        page.on("requestfailed", lambda one: page.did.append(f"{one.failure} {one.url}"))
        page.goto(path.as_uri())
        assert page.did.pop(0) == f"request {path.as_uri()}"
        return page

    yield open_page
    for context in contexts:
        context.close()


def pages(hostile_report):
    found = sorted(hostile_report.report.rglob("*.html")) + sorted(
        hostile_report.workshop.rglob("*.html")
    )
    assert {path.name for path in found} >= {
        "synthese.html",
        "BP-1.html",
        "BP-2.html",
        "diapositives.html",
    }
    return found


def test_no_text_of_a_form_does_anything_in_a_browser(hostile_report, opened, told):
    for path in pages(hostile_report):
        page = opened(path)
        for pressed in ("Tab", "Enter", "ArrowRight"):
            page.keyboard.press(pressed)
        page.mouse.move(300, 300)
        seen = page.evaluate(LOOK, [ACTIVE, MADE])
        where = path.name
        assert page.did == [], where
        assert seen["called"] == [], where
        assert (seen["active"], seen["handlers"], seen["refresh"]) == ([], [], 0), where
        assert (seen["scripts"], seen["styles"], seen["inputs"]) == OWN.get(where, SHEET), where
        assert where == "diapositives.html" or not seen["styled"], where
        ours = {f"carnets/{one.name}" for one in path.parent.glob("carnets/*.ipynb")}
        assert set(seen["links"]) <= {"", "../synthese.html", *ours}, where
        assert seen["looks"] == ["rgb(255, 255, 255)", "block", "none"], where
        places, changed = told(seen["text"])
        assert changed == [], where
        assert places >= SHOWN.get(where, set()), SHOWN[where] - places
        assert told(seen["alt"])[1] == [], where
        for source in seen["images"]:
            check_figure(source)


def check_figure(source):
    """A figure is our own SVG, and names in it are text."""
    head, _, content = source.partition(",")
    assert head in ("data:image/svg+xml", "data:image/svg+xml;base64")
    drawn = base64.b64decode(content) if head.endswith("base64") else unquote(content)
    for element in ElementTree.fromstring(drawn).iter():
        assert element.tag.rpartition("}")[2] in TAGS, element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            assert not name.endswith("href") or value.startswith(("#", "data:image/png;base64,")), (
                value
            )
            assert "url(" not in value or "url(#" in value, value


def test_marks_that_turn_words_round_reach_no_page(hostile_report):
    assert any("\u202e" in text for _, text in hostile_report.planted.values())
    for path in pages(hostile_report):
        assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068") & set(
            path.read_text("utf-8")
        ), path.name


LATER = """<script>aie('script')</script><img src=x onerror="aie('image')"><a href="javascript:aie('link')" id="intrus">x</a>
<style>h1, h2 { display: none }</style><p style="position: fixed">x</p><link rel="stylesheet" href="https://intrus.invalid/x.css">
<iframe src="https://intrus.invalid/"></iframe><img src="https://intrus.invalid/p.png"><base href="https://intrus.invalid/">
<form action="https://intrus.invalid/"><button id="envoi">x</button></form>"""


@pytest.mark.parametrize("name", ["synthese.html", "fiches/BP-1.html"])
def test_what_somebody_puts_into_a_finished_page_is_refused_by_the_browser(
    hostile_report, opened, tmp_path, name
):
    whole = (hostile_report.report / name).read_text("utf-8")
    changed = tmp_path / "page.html"
    changed.write_text(whole.replace("</main>", f"{LATER}</main>"), "utf-8")
    page = opened(changed)
    page.evaluate(
        "document.getElementById('intrus').click(); document.getElementById('envoi').click()"
    )
    page.wait_for_timeout(100)
    seen = page.evaluate(LOOK, ACTIVE)
    assert seen["called"] == []
    assert seen["looks"][1] == "block"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('p[style]')).position") == "static"
    )
    assert page.url == changed.as_uri()
    refused = [one for one in page.did if "Content Security Policy" in one]
    assert len(refused) >= 6
    asked, stopped = (
        {one.split(" ", 1)[1] for one in page.did if one.startswith(word)}
        for word in ("request ", "csp ")
    )
    assert asked
    assert asked <= stopped


def test_a_script_put_into_the_slides_is_refused_and_the_slides_go_on(
    hostile_report, opened, tmp_path
):
    whole = (hostile_report.workshop / "diapositives.html").read_text("utf-8")
    changed = tmp_path / "page.html"
    changed.write_text(
        whole.replace("<aside", "<script>aie(1)</script><img src=x onerror=aie(2)><aside", 1),
        "utf-8",
    )
    page = opened(changed)
    page.locator(".reveal.ready").wait_for()
    assert page.evaluate("window.called") == []
    assert sum("Content Security Policy" in one for one in page.did) >= 2
