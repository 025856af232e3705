"""The panel in a browser, over a real session: positions, keys, hostile words, sizes, contrasts."""

import json
import re

import pandas as pd
import pytest
from lecons.coding.corpus import read_corpus
from lecons.coding.session import Session

pytestmark = pytest.mark.xdist_group("coding")


def words_of(session, testimony):
    """(words, code, memo) of what the coder coded."""
    text = session.text(testimony)
    passages = session.reading(testimony).passages
    return [(text[one.debut : one.fin], one.code, one.memo) for one in passages]


def saved(page, words=""):
    page.locator(".lc-etat[data-sorte=oui]", has_text=words).wait_for()


def open_(page, testimony):
    page.locator(f'.lc-liste [data-cle="{testimony}"]').click()
    page.locator(f".lc[data-ouvert={testimony}]").wait_for()


def give(page, letters):
    """Choose a code for the selection, with the keyboard."""
    page.keyboard.press("Enter")
    page.keyboard.type(letters)
    page.keyboard.press("Enter")
    saved(page)


SELECT = """
(words) => {
  const text = document.querySelector(".lc-texte");
  text.focus();
  for (const leaf of text.querySelectorAll("p, p *")) {
    for (const node of leaf.childNodes) {
      const at = node.nodeType === 3 ? node.data.indexOf(words) : -1;
      if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
    }
  }
  throw new Error(words);
}
"""


# --- positions


WILD = [
    "",
    "a",
    "🎉",
    "a🎉b",
    "🎉🎉",
    "e\u0301",
    "👩🏾‍🌾",
    "𞤀𞤁𞤂",
    "قال 🎉 الرجل",
    "\u2066x\u2069",
    "a\r\n🎉",
]


def test_positions_in_the_page_and_in_python_are_the_same_places(sit, panel):
    page = panel(sit()).page
    found = page.evaluate(
        """(texts) => texts.map((text) => {
            const at = window.module.positions(text);
            const points = [...text].length;
            const units = Array.from({ length: points + 1 }, (_, i) => at.units(i));
            return [units, units.map((unit) => at.points(unit))];
        })""",
        WILD,
    )
    for text, (units, back) in zip(WILD, found, strict=True):
        expected = [len(text[:i].encode("utf-16-le")) // 2 for i in range(len(text) + 1)]
        assert units == expected
        assert back == list(range(len(text) + 1))


def test_half_a_character_is_never_coded(sit, panel):
    found = panel(sit()).page.evaluate(
        """() => {
            const at = window.module.positions("a🎉b");
            return [at.points(2, false), at.points(2, true), at.points(3, true), at.points(0, true)];
        }"""
    )
    assert found == [1, 2, 2, 0]


@pytest.mark.parametrize("words", ["🎉", "قال الرجل", "𞤂𞤢", "e\u0301coute", "👩🏾‍🌾", "للجميع. 𞤀"])
def test_words_of_every_script_are_coded_as_they_were_selected(sit, panel, words):
    session = sit()
    page = panel(session).page
    open_(page, "T02")
    page.evaluate(SELECT, words)
    give(page, "confiance")
    assert words_of(session, "T02") == [(words, "confiance", "")]
    # the words are cut into runs now, and say the same
    assert page.locator(".lc-texte").text_content() == session.text("T02")
    assert page.locator(".lc-texte .lc-pose").first.text_content() == words
    page.evaluate(SELECT, "Fin.")
    give(page, "insecurite")
    assert ("Fin.", "insecurite", "") in words_of(session, "T02")
    assert page.locator(".lc-texte p").get_attribute("dir") == "auto"


def test_sentences_are_those_of_the_text(sit, panel, texts):
    page = panel(sit()).page
    spans = page.evaluate("(text) => window.module.sentences(text)", texts["T01"])
    assert [texts["T01"][start:end] for start, end in spans] == [
        "Avant, on se battait au puits.",
        "Le comité est venu avec deux femmes.",
        "Ma voisine m’a de nouveau salué.",
        "La route, elle, reste dangereuse.",
    ]


# --- hostile words


def test_hostile_words_stay_words(sit, panel, texts):
    session = sit()
    page = panel(session).page
    open_(page, "T03")
    assert page.locator(".lc-texte").text_content() == texts["T03"]
    page.evaluate(SELECT, "dit-il")
    give(page, "confiance")
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.type('<img src=x onerror="window.pris=2"><b>')
    page.keyboard.press("Control+Enter")
    page.locator(".lc-memo").wait_for()
    assert page.locator(".lc-memo").text_content() == '<img src=x onerror="window.pris=2"><b>'
    assert page.locator(".lc img, .lc script, .lc-memo b").count() == 0
    assert page.evaluate("window.pris") is None
    assert page.said == []


def test_the_text_cannot_be_changed(sit, panel, texts):
    page = panel(sit()).page
    text = page.locator(".lc-texte")
    text.focus()
    page.keyboard.type("xyz x\u00e9")
    page.keyboard.press("Control+x")
    page.keyboard.insert_text("collé")
    page.evaluate("document.execCommand('insertText', false, 'forcé')")
    # what an input method writes without asking is put back
    page.evaluate(
        """() => {
            const text = document.querySelector(".lc-texte");
            text.querySelector("p").firstChild.data = "autre chose";
            text.dispatchEvent(new InputEvent("input", { bubbles: true }));
        }"""
    )
    assert (
        text.evaluate("(node) => [...node.children].map((p) => p.textContent).join('\\n')")
        == (texts["T01"])
    )


def test_the_module_asks_nothing_of_the_network_and_is_small(sit, panel):
    from importlib.resources import files

    page = panel(sit()).page
    assert [url for url in page.requests if not url.startswith(("blob:", "data:"))] == []
    source = (files("lecons.coding") / "panneau.js").read_bytes()
    assert len(source) < 40_000
    assert b"innerHTML" not in source
    assert b"fetch(" not in source


# --- what each may see


def test_the_other_reading_is_in_no_message_before_this_one_is_finished(sit, panel):
    shown = panel(sit())
    assert "issa" not in json.dumps(shown.traffic())
    assert "issa" not in shown.page.content()
    shown.page.get_by_role("button", name="Lu jusqu’au bout").click()
    shown.page.get_by_role("heading", name="Lecture de issa (2)").wait_for()
    assert "vu par issa" in json.dumps(shown.traffic())
    shown.page.get_by_role("button", name="Rouvrir").click()
    saved(shown.page)
    assert "issa" not in shown.page.locator(".lc").inner_text()


# --- keys


def test_proposals_are_accepted_and_refused_by_key(sit, panel):
    session = sit()
    page = panel(session).page
    page.locator(".lc-texte").focus()
    assert "proposé : Insécurité" in page.locator(".lc-propose").evaluate_all(
        "(all) => all.map((one) => one.dataset.mots)"
    )
    page.keyboard.press("p")
    page.keyboard.press("a")
    saved(page)
    assert ("on se battait au puits", "insecurite", "") in words_of(session, "T01")
    page.keyboard.press("p")
    page.keyboard.press("r")
    page.get_by_text("Propositions refusées (1)").wait_for()
    assert len(words_of(session, "T01")) == 2


def test_the_code_field_is_a_combobox_that_says_what_is_active(sit, panel):
    page = panel(sit()).page
    page.locator(".lc-texte").focus()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Code")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.type("INSECURITE")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert active.text_content() == "Insécurité"
    assert active.get_attribute("aria-selected") == "true"
    assert "quand on en parle" in page.locator(".lc-fiche").text_content()
    page.keyboard.press("Escape")
    assert field.input_value() == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator(".lc-codes [aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.locator(".lc-texte").evaluate("(one) => one === document.activeElement")


def test_a_longer_selection_is_made_sentence_by_sentence_and_erased_by_key(sit, panel):
    session = sit()
    page = panel(session).page
    page.locator(".lc-texte").focus()
    for key in ("Control+Home", "s", "Shift+S", "Shift+S"):
        page.keyboard.press(key)
    give(page, "confiance")
    text = session.text("T01")
    assert words_of(session, "T01")[0][0] == text[: text.index("\n")]
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Delete")
    page.get_by_text("Passages codés (1)").wait_for()
    assert words_of(session, "T01") == [("Ma voisine", "reconciliation", "")]
    page.keyboard.press("Control+z")
    saved(page, "Annulé")
    assert len(words_of(session, "T01")) == 2


def test_a_practice_without_an_opinion_holds_the_end_back_once(sit, panel):
    session = sit()
    page = panel(session).page
    page.evaluate(SELECT, "Le comité est venu")
    give(page, "mediation")
    page.get_by_role("button", name="Lu jusqu’au bout").click()
    assert "sans dire l’avis" in page.get_by_role("alert").inner_text()
    assert session.row("T01")["statut"] == "en_cours"
    page.locator(".lc-avis").get_by_role("button", name="Réserve").click()
    page.locator(".lc-avis").wait_for(state="detached")
    page.get_by_role("button", name="Lu jusqu’au bout").click()
    page.get_by_role("button", name="Rouvrir").wait_for()
    assert session.row("T01")["statut"] == "fini"


def test_the_list_is_filtered_searched_and_walked(sit, panel):
    page = panel(sit()).page
    shown = page.locator(".lc-liste button")
    page.get_by_label("Montrer").select_option("a_faire")
    assert shown.count() == 3  # the one that is open stays
    page.get_by_label("Chercher un mot").fill("marche")
    page.get_by_text("2 témoignages").wait_for()
    page.locator(".lc-texte").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.locator(".lc[data-ouvert=T02]").wait_for()
    assert page.locator(".lc-liste [aria-current=true]").get_attribute("data-cle") == "T02"
    page.get_by_label("Chercher un mot").fill("")
    page.get_by_label("Montrer").select_option("tous")
    page.wait_for_function("document.querySelectorAll('.lc-liste button').length === 3")
    page.locator(".lc-liste [aria-current=true]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".lc[data-ouvert=T03]").wait_for()
    # one stop for the tabulation, however long the list
    assert page.locator('.lc-liste [tabindex="0"]').count() == 1


def test_what_is_clicked_does_not_move_away_when_the_codes_fold(sit, panel):
    page = panel(sit()).page
    page.locator(".lc-texte").focus()
    page.keyboard.press("Enter")
    page.locator(".lc-codes [role=option]").first.wait_for()
    page.get_by_role("button", name="Note sur « Réconciliation »").click()
    assert page.get_by_role("textbox", name="Note sur").count() == 1
    page.locator(".lc-codes").wait_for(state="hidden")


def test_a_note_is_saved_when_one_goes_to_another_testimony(sit, panel):
    session = sit()
    page = panel(session).page
    page.get_by_role("button", name="Note sur « Réconciliation »").click()
    page.keyboard.type("à moitié")
    open_(page, "T02")
    assert words_of(session, "T01") == [("Ma voisine", "reconciliation", "à moitié")]


def test_filtering_opens_the_way_to_the_next_testimony(sit, panel):
    page = panel(sit()).page
    page.get_by_label("Montrer").select_option("en_cours")
    following = page.get_by_role("button", name="Suivant")
    assert following.get_attribute("aria-disabled") == "true"
    page.get_by_label("Montrer").select_option("tous")
    following.click()
    page.locator(".lc[data-ouvert=T02]").wait_for()


# --- when Python or the disk fails


def test_a_note_that_cannot_be_saved_stays_where_it_was_typed(sit, panel):
    session = sit()
    page = panel(session).page
    session.corpus.journal.parent.mkdir(parents=True, exist_ok=True)
    session.corpus.journal.write_text("a file where the folder should be")
    page.get_by_role("button", name="Note sur « Réconciliation »").click()
    field = page.get_by_role("textbox", name="Note sur")
    field.fill("à ne pas perdre")
    page.keyboard.press("Control+Enter")
    page.locator(".lc-etat[data-sorte=non]").wait_for()
    assert field.input_value() == "à ne pas perdre"
    page.locator('.lc-liste [data-cle="T02"]').click()
    assert "disque" in page.get_by_role("alert").inner_text()
    assert page.locator(".lc").get_attribute("data-ouvert") == "T01"
    session.corpus.journal.unlink()
    page.get_by_role("button", name="Fermer la note").click()
    saved(page)
    assert words_of(session, "T01") == [("Ma voisine", "reconciliation", "à ne pas perdre")]


def test_nothing_is_said_to_be_saved_while_python_does_not_answer(sit, panel):
    session = sit()
    page = panel(session, clock=True).page
    page.evaluate("window.muet = true")
    page.evaluate(SELECT, "Avant")
    page.keyboard.press("Enter")
    page.keyboard.type("confiance")
    page.keyboard.press("Enter")
    status = page.locator(".lc-etat")
    assert status.text_content() == "… Enregistrement"
    page.clock.fast_forward(4100)
    assert "Python ne répond pas" in page.get_by_role("alert").inner_text()
    assert "n’est pas enregistrée" in page.get_by_role("alert").inner_text()
    assert "Non enregistré" in status.text_content()
    assert len(words_of(session, "T01")) == 1
    # it comes back: the panel notices by itself, and works again
    page.evaluate("window.muet = false")
    page.clock.fast_forward(10_100)
    page.get_by_text("Python répond de nouveau.").wait_for()
    assert page.get_by_role("alert").inner_text() == ""
    page.evaluate(SELECT, "Avant")
    give(page, "confiance")
    assert len(words_of(session, "T01")) == 2


def test_a_disk_that_refuses_is_told(sit, panel):
    session = sit()
    page = panel(session).page
    session.corpus.journal.parent.mkdir(parents=True, exist_ok=True)
    session.corpus.journal.write_text("a file where the folder should be")
    page.evaluate(SELECT, "Avant")
    page.keyboard.press("Enter")
    page.keyboard.type("confiance")
    page.keyboard.press("Enter")
    page.locator(".lc-etat[data-sorte=non]").wait_for()
    assert "disque" in page.get_by_role("alert").inner_text()
    assert page.get_by_text("Passages codés (1)").count() == 1


# --- size, colours, speed


LUMINANCE = """
(dark) => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0 && (colour.length === 3 || colour[3] > 0)) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll(".lc *")) {
    const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
    if (!own || !node.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([node.textContent.slice(0, 30), node.className, ratio]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_words_stand_out_from_their_ground(sit, panel, dark):
    page = panel(sit(), dark=dark).page
    page.evaluate(SELECT, "Le comité est venu")
    give(page, "mediation")
    page.keyboard.type("ins")
    assert page.evaluate(LUMINANCE) == []
    page.get_by_role("button", name="Lu jusqu’au bout").click()
    assert page.evaluate(LUMINANCE) == []
    page.get_by_role("button", name="Terminer sans avis").click()
    page.get_by_role("heading", name="Lecture de issa (2)").wait_for()
    assert page.evaluate(LUMINANCE) == []


@pytest.mark.parametrize("width", [320, 390, 640, 1200])
def test_all_fits_the_window_and_can_be_hit(sit, panel, width):
    page = panel(sit(), width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll(".lc :is(button, input, select, summary, [role=option])")]
            .filter((one) => one.getClientRects().length)
            .map((one) => [one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([words]) => words)"""
    )
    assert small == []


def test_every_control_has_a_name_of_its_own(sit, panel):
    page = panel(sit()).page
    page.get_by_role("button", name="Note sur « Réconciliation »").click()
    tree = page.locator(".lc").aria_snapshot()
    assert not re.search(r"- (button|textbox|combobox|searchbox)$", tree, re.M)
    names = re.findall(r"- button \"(Accepter|Refuser|Effacer)[^\"]*\"", tree)
    assert len(names) == 5
    assert 'textbox "T01 – Tonka"' in tree


def test_ten_thousand_words_open_at_once(notebook, panel):
    """One message, one text, few nodes; the time from the click to the painted text is measured in the
    page itself (« lecons-ouvrir »), on no test's clock."""
    sentence = "On a parlé du puits, de la route et du marché avec les vieux du village. "
    long = (sentence * 15 + "\n") * 46  # 10 350 words
    corpus = read_corpus(notebook)
    rows = pd.DataFrame(
        {
            "id": [f"L{i}" for i in range(300)],
            "id_temoignage": "T03",
            "debut": [i * 150 for i in range(300)],
            "fin": [i * 150 + 220 for i in range(300)],
            "code": ["confiance", "insecurite", "favorable"] * 100,
            "codeur": "awa",
            "date": pd.Timestamp(2018, 3, 12),
            "statut": "valide",
            "memo": None,
            "extrait": None,
        }
    )
    corpus.texts["T03"] = long
    segments = pd.concat([corpus.segments, rows], ignore_index=True)
    session = Session(type(corpus)(**{**vars(corpus), "segments": segments}), "awa")
    assert session.row("T03")["mots"] > 10_000
    shown = panel(session)
    page = shown.page
    open_(page, "T03")
    asked = [one for one in shown.traffic() if one[0] == "page" and one[1]["faire"] == "ouvrir"]
    assert len(asked) <= 2  # the first testimony of the list, then this one
    drawn = page.locator(".lc-texte")
    assert drawn.evaluate("one => one.textContent").startswith(sentence)
    # what makes a long text slow is what it is made of: few nodes a passage, none a word
    nodes = drawn.evaluate("one => one.querySelectorAll('*').length")
    print(f"10 000 words, 300 codes: {nodes} nodes")
    assert nodes < 3_000
