"""The panel in a browser, over a real session: mouse, keys, hostile words, sizes."""

from datetime import date

import pytest
from lecons.intake.reviewed import read_reviews
from lecons.project import open_project
from lecons.review.queue import Queue
from lecons.review.session import Session
from lecons.store.tables import rewrite_table

pytestmark = pytest.mark.xdist_group("coding")
MEASURED = "Sur 200 noms, 199 sont trouvés."


@pytest.fixture
def sit(folder, detection):
    return lambda: Session(
        Queue(open_project(folder), detection), "awa", MEASURED, lambda: date(2018, 3, 20)
    )


def saved(page):
    page.locator(".lr-etat[data-sorte=oui]").wait_for()


def test_a_passage_is_judged_corrected_and_signed_by_mouse(sit, panel, folder):
    page = panel(sit()).page
    assert page.locator(".lr-mesure").inner_text() == MEASURED
    assert page.locator(".lr-mots .lr-trouvee").all_inner_texts() == ["Au puits", "Moussa Ag Alla"]
    page.locator(".lr-mentions button").first.click()
    page.locator(".lr-mots .lr-gardee").wait_for()
    assert page.locator("textarea").input_value() == "Au puits, [personne 4KDM] a frappé mon frère."
    page.locator("textarea").fill("Au puits, Moussa Ag Alla.")
    page.get_by_role("button", name="Publier ce texte").click()
    assert "nomme encore" in page.locator("[role=alert]").inner_text()
    page.locator("textarea").fill("Au puits, un voisin a frappé mon frère.")
    page.get_by_role("button", name="Publier ce texte").click()
    page.locator(".lr[data-ouvert='T01:45-87']").wait_for()
    assert page.locator(".lr-liste [data-statut=publie]").count() == 1
    (review,), _ = read_reviews(folder / "codage" / "passages_relus.csv")
    assert review.text == "Au puits, un voisin a frappé mon frère."
    assert page.said == []


def test_everything_is_within_reach_of_the_keyboard(sit, panel, folder):
    page = panel(sit()).page
    page.locator(".lr-mots [data-place='0']").focus()
    page.keyboard.press("r")
    saved(page)
    # the mention keeps the focus, so that the next key acts on it too
    assert page.evaluate("document.activeElement.dataset.place") == "0"
    assert page.locator(".lr-mots [data-place='0']").get_attribute("aria-pressed") == "false"
    page.locator(".lr-liste [data-cle='T01:45-87']").focus()
    page.keyboard.press("Enter")
    page.locator(".lr[data-ouvert='T01:45-87']").wait_for()
    page.get_by_label("Nom manqué").fill("Fatou")
    page.keyboard.press("Enter")
    page.locator(".lr-mots .lr-trouvee", has_text="Fatou").wait_for()
    page.locator("textarea").focus()
    page.keyboard.press("Control+Enter")
    page.locator(".lr[data-ouvert='T02:0-35']").wait_for()
    assert len(read_reviews(folder / "codage" / "passages_relus.csv")[0]) == 1
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll(".lr button, .lr input, .lr textarea")]
            .filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).length"""
    )
    assert unnamed == 0


def test_words_that_are_selected_are_offered_as_a_name(sit, panel):
    page = panel(sit()).page
    page.locator(".lr-liste [data-cle='T01:45-87']").click()
    page.locator(".lr[data-ouvert='T01:45-87']").wait_for()
    page.evaluate(
        """() => {
            const node = [...document.querySelector(".lr-mots").childNodes].find((one) => one.nodeType === 3);
            getSelection().setBaseAndExtent(node, 0, node, 5);
        }"""
    )
    page.wait_for_function("document.querySelector('.lr input').value === 'Fatou'")
    page.get_by_role("button", name="Ajouter ce nom").click()
    page.locator(".lr-mots .lr-trouvee", has_text="Fatou").wait_for()


def test_letters_beyond_the_first_plane_move_no_mention_and_nothing_that_was_said_runs(
    sit, panel, folder
):
    wild = '🎉<img src=x onerror="window.pris=1"> Tonka 👩🏾‍🌾 <script>window.pris=1</script>'

    def changed(rows):
        return rows.assign(texte=[wild if one == "C01" else None for one in rows["id"]])

    rewrite_table(folder / "tables", "contributions", changed)
    page = panel(sit(), width=360, dark=True).page
    page.locator(".lr-liste button", has_text="C01").click()
    page.locator(".lr[data-ouvert^=C01]").wait_for()
    assert page.locator(".lr-trouvee").all_inner_texts() == ["Tonka"]
    assert page.locator(".lr-mots").inner_text() == wild
    assert page.evaluate("[window.pris ?? null, document.querySelectorAll('.lr img').length]") == [
        None,
        0,
    ]
    # nothing runs over the side of a small screen
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_python_that_is_silent_is_told(sit, panel):
    page = panel(sit()).page
    page.clock.install()
    page.evaluate("void (window.python = () => new Promise(() => {}))")
    page.locator(".lr-mentions button").first.click()
    page.clock.fast_forward(5_000)
    page.locator("[role=alert]", has_text="Python ne répond pas").wait_for()
