"""« En bref » on the first screen, and the summary on one sheet of paper: short whatever they are made
of, true to what was found, and nothing said that is not."""

import re
from datetime import date
from types import SimpleNamespace

import page as checker
import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Source, Statement
from lecons.language import Language
from lecons.report.document import Card, Link, text
from lecons.report.fiche import Binding
from lecons.report.notebook import open_notebook
from lecons.report.page import Cover
from lecons.report.sections.summary import brief, hand_summary
from lecons.report.sections.summary.one_page import compose
from lecons.report.sections.summary.regions import Region
from lecons.report.summary_sheet import (
    KeyFigure,
    Line,
    Part,
    SummarySheet,
    read_summary,
    shorten,
    write_summary,
)
from lecons.report.weighed import recommended, weighed

TITLES = ("Comités", "Radio", "Séances", "Marché", "Puits")
CODES = ("a", "b", "c", "d", "e")
PRACTICES = [
    {"code": code, "numero": f"BP-{at}", "titre": {"fr": title}, "resultat": "R1"}
    for at, (code, title) in enumerate(zip(CODES, TITLES, strict=True), 1)
]
RECOMMENDATION = {
    "id": "REC-1", "texte": {"fr": "Revoir les accords."}, "qui": {"fr": "L’équipe"},
    "quand": {"fr": "En avril."}, "pratique": "a",
}  # fmt: skip


def finding(name, practice, kind, bears, **facts):
    return Finding(
        id=f"R1-{name}", result="R1", criterion="efficacité", kind=kind, polarity="neutre",
        statement=Statement(key="Un constat.", values={}), estimate=wilson(20, 40),
        sources=(Source(table="cas", ids=("C1",)),), practice=practice, bears=bears, facts=facts,
    )  # fmt: skip


def good(code):
    return [
        finding(f"m-{code}", code, "mesure", "soutient"),
        finding(f"w-{code}", code, "atelier", "soutient", transfert_bas=3.4),
    ]


def held(broken, n=33, total=53):
    """Agreements at six months, as statements.mediation tells of them."""
    share = wilson(n - broken, n)
    values = {
        "valeur": share.value, "bas": share.low, "haut": share.high, "n": n, "total": total,
        "manquants": total - n, "rompus": broken,
    }  # fmt: skip
    return finding("accords-6-mois", None, "mesure", None).model_copy(
        update={"estimate": share, "statement": Statement(key="x", values=values)}
    )


LESSON = [finding("w-b", "b", "atelier", "soutient", transfert_bas=3.4)]
REVIEW = [finding("w-c", "c", "atelier", "contredit")]


@pytest.fixture
def opened(mini_project, tmp_path, monkeypatch):
    """A notebook of a project with these findings, what is weighed, and its recommendations."""
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "essai" / "constats"))

    def make(*findings, edition="interne", **changed):
        content = {"pratiques": PRACTICES, "recommandations": [RECOMMENDATION], **changed}
        book = open_notebook("60_synthese", projet=str(mini_project(**content)), edition=edition)
        book.findings = lambda: {one.id: one for one in findings}
        content = weighed(book)
        return book, content, recommended(book, content)[0]

    return make


def lines(block):
    return [text(one.content) for one in block.content]


# --- En bref


def test_it_says_what_worked_what_to_review_and_what_to_do_first(opened):
    block = brief(*opened(*good("a"), *LESSON, *REVIEW), [])
    assert isinstance(block, Card)
    assert (block.title, block.kind) == ("En bref", "bref")
    assert lines(block) == [
        "A marché : BP-1 Comités (confiance très faible).",
        "À revoir : BP-3 Séances (confiance très faible).",
        "D’abord : Revoir les accords. [REC-1]",
    ]
    assert Link("pratique-BP-1", "BP-1 Comités") in block.content[0].content


def test_without_a_good_practice_a_recommendation_or_peers_it_says_no_more_than_that(opened):
    block = brief(*opened(*LESSON, recommandations=[]), [])
    assert lines(block) == [
        "A marché : aucune des pratiques pesées (1) n’est encore une bonne pratique."
    ]
    assert brief(*opened(), []).content == ()


def test_the_first_three_are_named_and_the_others_counted(opened):
    found = [one for code in CODES for one in good(code)]
    said = lines(brief(*opened(*found), []))[0]
    assert said.startswith(
        "A marché : BP-1 Comités ; BP-2 Radio ; BP-3 Séances et 2 autres (confiance"
    )


def test_each_region_leads_to_its_own_answer(opened):
    def place(code, name, **to):
        steps = [
            SimpleNamespace(uptake=word, confidence=level)
            for word, levels in to.items()
            for level in levels
        ]
        return Region(code, name, tuple(steps), ())

    found = [
        place("gao", "Gao", reprendre=["faible", "modérée"], essayer=["faible"]),
        place("kidal", "Kidal", essayer=["très faible"]),
        place("menaka", "Ménaka", ne_pas_reprendre=["faible"]),
    ]
    block = brief(*opened(*good("a")), found)
    assert lines(block)[-1] == (
        "Et ailleurs : Gao (2 à reprendre, confiance faible à modérée) ; Kidal (1 à essayer, confiance "
        "très faible) ; Ménaka (rien à reprendre)."
    )
    targets = [one.target for one in block.content[-1].content if isinstance(one, Link)]
    assert targets == ["ailleurs-gao", "ailleurs-kidal", "ailleurs-menaka"]


def test_long_words_of_the_project_keep_it_within_ninety_words(opened):
    long = {"fr": "un titre qui ne finit pas et qui ne finit toujours pas " * 20}
    block = brief(
        *opened(
            *(one for code in CODES for one in good(code)),
            pratiques=[{**one, "titre": long} for one in PRACTICES],
            recommandations=[{**RECOMMENDATION, "texte": long, "qui": long}],
        ),
        [],
    )
    assert 40 < len(" ".join(lines(block)).split()) <= 90


@pytest.mark.xdist_group("report")
def test_on_a_phone_the_report_opens_with_it_and_it_needs_no_scrolling(french, page_of):
    shown = page_of(french.folder / "synthese.html", 360)
    card = shown.locator("main .carte").first
    assert "bref" in card.get_attribute("class")
    end = card.locator("p").last.evaluate(
        "one => { const all = document.createRange(); all.selectNodeContents(one);"
        " return all.getBoundingClientRect().bottom }"
    )
    assert 300 < end <= 740
    soup = BeautifulSoup((french.folder / "synthese.html").read_text("utf-8"), "lxml")
    card = soup.select_one(".carte.bref")
    assert len(card.get_text(" ").split()) <= 90
    for link in card.find_all("a"):
        assert soup.find(id=link["href"][1:])
    assert soup.find(id="ailleurs-kidal").find_next("p").get_text().startswith("À Kidal, ")
    assert any("Kidal" in link.get_text() for link in soup.select("nav a[href='#ailleurs']"))


# --- words cut to a length


@given(st.text(), st.integers(2, 200))
def test_what_is_cut_is_never_longer_and_says_that_it_was_cut(words, most):
    cut = shorten(words, most)
    assert len(cut) <= most
    assert all(len(one) <= 30 for one in cut.split())
    if cut != " ".join(words.split()):
        assert "…" in cut


def test_it_is_cut_after_a_word_and_at_a_pause_that_is_near():
    assert shorten("Réunir les gens du puits", 40) == "Réunir les gens du puits"
    assert shorten("Réunir les gens du puits", 20) == "Réunir les gens du…"
    assert shorten("Réunir les gens du puits", 15) == "Réunir les…"
    assert shorten("Réunir les gens, puis les écouter", 25) == "Réunir les gens…"
    assert shorten("Un, puis deux et trois et quatre", 25) == "Un, puis deux et trois…"
    assert shorten("a" * 99, 50) == "a" * 29 + "…"


# --- the sheet


def pages_of(path):
    return [one.extract_text() for one in pypdf.PdfReader(path).pages]


def binding(project, warning="Données de démonstration fictives", line="Une ligne", language="fr"):
    front = Cover("Leçons", "Projet", (line,) * 5, warning)
    numbers = {f"R1-{at}": f"R1-F{at}" for at in range(9)}
    return Binding(project, Language(language), front, date(2018, 3, 23), numbers)


def full(words, lines=4):
    one = Line(
        lead=words, text=words, remarks=(words, words), mark="pratique-BP-1",
        findings=tuple(f"R1-{at}" for at in range(9)),
    )  # fmt: skip
    part = Part(title=words, intro=words, lines=(one,) * lines)
    figure = KeyFigure(value=words, words=words, finding="R1-1")
    return SummarySheet(question=words, figures=(figure,) * 9, front=(part,) * 4, back=(part,) * 3)


@pytest.mark.parametrize(
    "words",
    ["interminable " * 300, "WWWWWWWW " * 300, "W" * 3000 + ' a")]; #panic() \\ ' * 200],
    ids=["phrases", "larges", "un mot et du code"],
)
def test_it_has_two_pages_however_long_its_words_are(words, opened, tmp_path):
    project = opened()[0].project
    assert write_summary(full(words), binding(project, words, words), tmp_path) == 2
    texts = pages_of(tmp_path / "resume.pdf")
    assert len(texts) == 2
    assert all("…" in one for one in texts)


def test_lines_that_a_page_has_no_room_for_are_counted(opened, tmp_path):
    lines = tuple(Line(text=f"Ligne {at}.") for at in range(1, 61))
    sheet = SummarySheet(
        question="Quoi ?", figures=(), front=(), back=(Part(title="Titre", lines=lines),)
    )
    assert write_summary(sheet, binding(opened()[0].project), tmp_path) == 2
    said = pages_of(tmp_path / "resume.pdf")[1]
    assert "Ligne 10." in said
    assert "Ligne 11." not in said
    assert "50 autres dans le rapport." in said


def test_an_empty_one_has_two_pages_too(opened, tmp_path):
    sheet = SummarySheet(question="Quoi ?", figures=(), front=(), back=())
    assert write_summary(sheet, binding(opened()[0].project, None), tmp_path) == 2


def test_no_type_is_smaller_than_nine_points_and_a_checker_finds_nothing(opened, tmp_path):
    write_summary(full("Une phrase un peu longue. " * 6), binding(opened()[0].project), tmp_path)
    sizes = set()

    def seen(said, _, matrix, __, size):
        if said.strip():
            sizes.add(round(abs(size * matrix[3]), 2))

    for one in pypdf.PdfReader(tmp_path / "resume.pdf").pages:
        one.extract_text(visitor_text=seen)
    assert 9 <= min(sizes) < max(sizes)
    result = checker.validate_pdf(str(tmp_path / "resume.pdf"), profile="ua1")
    assert result.is_compliant, result.failures


def test_numbers_in_brackets_lead_to_the_report_beside_it(opened, tmp_path):
    line = Line(lead="BP-1.", text="Dit.", findings=("R1-1", "R1-inconnu"), mark="pratique-BP-1")
    sheet = SummarySheet(
        question="Quoi ?", figures=(), front=(Part(title="T", lines=(line,)),), back=()
    )
    write_summary(sheet, binding(opened()[0].project), tmp_path)
    with pikepdf.open(tmp_path / "resume.pdf") as pdf:
        targets = {str(one.A.URI) for one in pdf.pages[0].Annots}
    assert targets == {
        "synthese.html#pratique-BP-1", "synthese.html#constat-R1-1",
        "synthese.html#constat-R1-inconnu",
    }  # fmt: skip
    said = pages_of(tmp_path / "resume.pdf")[0]
    assert "Dit. [R1-F1, R1-inconnu]" in said
    assert "Données de démonstration fictives" in said


def test_it_says_what_was_found_and_is_handed_over_whole(opened, tmp_path):
    book, content, kept = opened(*good("a"), *LESSON, *REVIEW, held(3))
    hand_summary(book, content, kept, [])
    sheet = read_summary(tmp_path / "essai")
    assert sheet == compose(book, content, kept, [])
    assert [part.title for part in sheet.front] == [
        "Ce qui a marché", "Ce qui n’est pas encore prouvé", "Ce qu’il faut revoir",
        "À quel point en sommes-nous sûrs, et comment le savons-nous",
    ]  # fmt: skip
    (figure,) = sheet.figures
    assert figure.value == "90,9\u00a0%"
    assert figure.words.endswith("(76,4\u00a0% à 96,9\u00a0%, n = 33 revus sur 53)")
    (first,) = sheet.front[0].lines
    assert first.lead == "BP-1 · Comités."
    assert first.remarks == ("Confiance très faible.",)
    assert first.findings == ("R1-m-a", "R1-w-a")
    assert "[" not in first.text
    (action,) = sheet.back[0].lines
    assert action.remarks == ("Qui : L’équipe.", "Pour quand : En avril.")
    assert read_summary(tmp_path) is None


def test_outside_the_team_a_figure_on_few_people_is_coarse(opened):
    book, content, kept = opened(*good("a"), held(3), edition="publique")
    (figure,) = compose(book, content, kept, []).figures
    assert not re.search(r"90|33|53|76", f"{figure.value} {figure.words}")


def test_a_figure_without_an_interval_is_not_in_large_type(opened):
    bare = held(3).model_copy(update={"estimate": wilson(0, 0)})
    book, content, kept = opened(*good("a"), bare)
    assert compose(book, content, kept, []).figures == ()


def test_before_anything_is_weighed_it_says_so(opened, tmp_path):
    book, content, kept = opened()
    sheet = compose(book, content, kept, [])
    assert sheet.front[0].intro.startswith("Aucune pratique ne peut encore être pesée")
    assert sheet.back == ()
    assert write_summary(sheet, binding(book.project), tmp_path) == 2
