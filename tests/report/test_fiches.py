"""One sheet for each practice: what it says, what it leaves unsaid, and the files that it becomes."""

import io
import json
import re
from datetime import date

import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup
from lecons.errors import ReportError
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.judgements import read_judgements
from lecons.evidence.practice import weigh
from lecons.evidence.register import read_all
from lecons.language import Language
from lecons.pipeline.outputs import Material, make_output
from lecons.project import open_project
from lecons.report import weighed
from lecons.report.document import Heading, Paragraph, Table
from lecons.report.fiche import Binding, Sheet, make_sheet, read_sheets, write_sheets
from lecons.report.notebook import open_notebook
from lecons.report.page import cover
from lecons.report.sections import sheets

pytestmark = pytest.mark.xdist_group("report")
NUMBERS = [f"BP-{n}" for n in range(1, 6)]
DAY = date(2018, 3, 23)


def page(outcome, number):
    return BeautifulSoup((outcome.folder / "fiches" / f"{number}.html").read_text("utf-8"), "lxml")


def words(soup):
    return " ".join(soup.main.get_text(" ").split())


def headings(soup, level="h2"):
    return [one.get_text() for one in soup.find_all(level)]


def pages_of(pdf):
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(params=["french", "public"])
def outcome(request):
    return request.getfixturevalue(request.param)


def project_of(outcome):
    return open_project(outcome.folder.parents[3] / "data" / "3p-amss")


@pytest.fixture(scope="module")
def carnet(french):
    """A notebook on the project of the French report, in any edition and language, that starts from
    the findings of that report."""
    found = read_all(french.folder / "constats.json")
    folder = project_of(french).folder

    def opened(edition, language):
        notebook = open_notebook(
            "50_bonnes_pratiques", projet=str(folder), edition=edition, langue=language
        )
        notebook.findings = lambda: found
        return notebook

    return opened


# --- the files of a report


def test_each_practice_has_a_page_and_a_pdf_and_nothing_else_is_left(outcome):
    assert not outcome.partial
    assert sorted(one.name for one in (outcome.folder / "fiches").iterdir()) == sorted(
        f"{number}.{ending}" for number in NUMBERS for ending in ("html", "pdf")
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_a_pdf_is_tagged_has_one_or_two_pages_and_says_what_it_is(outcome, number):
    path = outcome.folder / "fiches" / f"{number}.pdf"
    texts = [one.extract_text() for one in pypdf.PdfReader(path).pages]
    assert 1 <= len(texts) <= 2
    fictional = {"fr": "Données de démonstration fictives", "en": "Fictional demonstration data"}
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith(f"{number} · ")
        assert all(fictional[str(pdf.Root.Lang)] in text for text in texts)


@pytest.mark.parametrize(("edition", "language"), [("interne", "en"), ("publique", "fr")])
def test_it_holds_on_two_pages_in_the_other_editions_too(carnet, edition, language, tmp_path):
    notebook = carnet(edition, language)
    content = weighed.weighed(notebook)
    material = sheets.gather(notebook, content)
    for one in content.practices:
        forms = sheets.sheet(notebook, one, material)._repr_mimebundle_()
        made = Sheet(one.declared.numero, "x", forms["text/html"], forms["text/vnd.typst"])
        assert make_sheet(made, binding_of(notebook), tmp_path) <= 2


def test_a_page_is_one_file_without_network_or_script_and_opens_what_is_in_the_report(outcome):
    report = (outcome.folder / "synthese.html").read_text("utf-8")
    marks = {f"../synthese.html#{one}" for one in re.findall(r' id="([^"]+)"', report)}
    for number in NUMBERS:
        soup = page(outcome, number)
        policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert not soup.find_all(["script", "link", "iframe"])
        links = [link["href"] for link in soup.find_all("a")]
        assert len(links) >= 3
        assert set(links) <= marks


def test_it_fits_a_telephone_and_prints_on_two_pages(french, page_of):
    for number in ("BP-1", "BP-5"):
        shown = page_of(french.folder / "fiches" / f"{number}.html", width=390)
        assert shown.evaluate("document.documentElement.scrollWidth") <= 390
        assert pages_of(shown.pdf(prefer_css_page_size=True)) <= 2
        assert shown.said == []
        assert len(shown.requests) == 1


# --- what a sheet says


def test_a_good_practice_has_the_fields_of_fao_in_their_order(french):
    soup = page(french, "BP-1")
    assert soup.h1.get_text().startswith("BP-1 · Médiation")
    assert soup.find(class_="identite").get_text().startswith("Bonne pratique · R1 · ")
    assert headings(soup) == [
        "En une phrase", "Contexte", "Acteurs et bénéficiaires", "Étapes", "Résultats",
        "Facteurs de réussite", "Contraintes et difficultés", "Durabilité",
        "Conditions pour reproduire", "Dans leurs mots", "Et ensuite", "Preuves et confiance",
    ]  # fmt: skip


def test_a_lesson_leads_with_what_was_learnt_and_ends_with_what_comes_next(french):
    soup = page(french, "BP-4")
    assert soup.find(class_="identite").get_text().startswith("Leçon apprise")
    assert headings(soup) == [
        "En une phrase", "Ce que l’on a appris", "Contexte", "Conditions",
        "Acteurs et bénéficiaires", "Étapes", "Ce qui a marché",
        "Ce qui n’a pas marché, et pourquoi on le pense", "Durabilité",
        "Ce qu’il manque pour en faire une bonne pratique", "Et ensuite", "Preuves et confiance",
    ]  # fmt: skip
    said = words(soup)
    assert "aucune mesure n’est tout entière du côté favorable" in said
    assert "rien ne le démontre" in said
    assert "REC-6" in said


def test_a_practice_to_review_boasts_of_nothing_that_is_gained(french):
    said = words(page(french, "BP-5"))
    assert "Pratique à revoir — leçon" in said
    assert "Acquis" not in said
    assert "Tout l’intervalle est sous le seuil de 3." in said


def test_no_heading_stands_over_nothing(outcome):
    for number in NUMBERS:
        for heading in page(outcome, number).find_all(["h2", "h3"]):
            after = heading.find_next_sibling()
            assert after is not None
            assert after.name not in ("h2", heading.name)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_finding_on_the_practice_is_there_once_in_the_words_of_the_report(outcome, number):
    project = project_of(outcome)
    code = next(one.code for one in project.practices() if one.numero == number)
    soup = page(outcome, number)
    said, language = words(soup), Language(soup.html["lang"])
    mine = [f for f in read_all(outcome.folder / "constats.json").values() if f.practice == code]
    assert len(mine) >= 3
    for finding in mine:
        sentence = " ".join(finding.statement.text(language).split())
        assert said.count(sentence) == 1, finding.id
    # by number, as the report has it
    assert all(re.fullmatch(r"R\d-F\d+", one.get_text()) for one in soup.select("a.renvoi"))


def test_activities_are_counted_as_the_table_has_them(french):
    activities = project_of(french).table("activites", "interne")
    mine = activities[activities["type"].eq("espace_dialogue")]
    said = words(page(french, "BP-3"))
    assert (
        f"{len(mine)} activités (espaces de dialogue) dans {mine['commune'].nunique()} communes"
        in said
    )
    assert f"dont {mine['femmes'].sum()} de femmes et {mine['hommes'].sum()} d’hommes" in said


def test_nobody_counts_listeners_at_the_door(french):
    assert "les présences n’y ont pas été comptées" in words(page(french, "BP-4"))


# --- who may read what


def test_the_public_edition_shows_of_the_workshop_what_a_person_reviewed_and_no_more(
    public, french
):
    project = project_of(public)
    inside = project.table("contributions", "interne")["texte"].dropna()
    reviewed = " ".join(project.table("contributions", "publique")["texte"].dropna())
    assert len(reviewed) > 500
    set_as_conditions = project.table("appreciations", "interne")["condition"].dropna()
    texts = [words(page(public, number)) for number in NUMBERS]
    shown = [words(page(french, number)) for number in NUMBERS]
    for secret in {
        *(one for one in inside if one not in reviewed),
        *(one.rstrip(".") for one in set_as_conditions),
    }:
        assert all(" ".join(secret.split()) not in text for text in texts), secret
    assert any(" ".join(one.split()) in text for one in inside for text in shown)
    # a sheet is handed out: no number of a testimony, and no name, in any edition
    assert not any(re.search(r"\bT\d\d\b|Hadiatou", text) for text in (*texts, *shown))


def test_what_was_said_for_the_team_alone_stays_out_of_the_sheets(french):
    said = project_of(french).table("contributions", "interne")
    alone = said.loc[
        said["consentement"].eq("interne") & said["pratique"].notna(), "texte"
    ].dropna()
    assert len(alone)
    texts = [words(page(french, number)) for number in NUMBERS]
    assert not any(" ".join(one.split()) in text for one in alone for text in texts)
    assert any("dont cette fiche ne montre pas les mots" in text for text in texts)


# --- a project that says little


MEASURE = Finding(
    id="R1-mesure",
    result="R1",
    criterion="efficacité",
    kind="mesure",
    polarity="force",
    statement=Statement(key="Trente cas sur quarante sont réglés.", values={}),
    estimate=wilson(30, 40),
    sources=(Source(table="cas", ids=("1",)),),
    practice="p",
    bears="soutient",
)


@pytest.fixture
def bare(mini_project, monkeypatch, tmp_path):
    """A practice of which only the title and a measure are known, in any edition, and another of
    which nothing is: the notebook and what it weighs."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    practices = [
        {"code": code, "numero": number, "titre": {"fr": "Une pratique"}, "resultat": "R1"}
        for code, number in (("p", "BP-1"), ("q", "BP-2"))
    ]
    folder = mini_project(pratiques=practices)

    def opened(edition="interne", findings=(MEASURE,)):
        notebook = open_notebook("50_bonnes_pratiques", projet=str(folder), edition=edition)
        found = {one.id: one for one in findings}
        judgements = read_judgements(folder / "jugements.csv", {"p", "q"}, {})
        practices = weigh(notebook.project.practices(), found, judgements.practices)
        return notebook, weighed.Weighed(found, practices, judgements)

    return opened


def binding_of(notebook):
    front = cover(notebook.project, notebook.language, notebook.parameters.edition, DAY)
    return Binding(notebook.project, notebook.language, front, DAY, {"R1-mesure": "R1-F1"})


def handed(notebook):
    return read_sheets(notebook.register.folder.parent / "fiches")


def test_what_is_not_known_has_no_part_and_the_team_is_told_what_to_fill_in(bare):
    notebook, content = bare()
    block = sheets.sheet(notebook, content.practices[0], sheets.gather(notebook, content))
    titles = [one.text for one in block.content if isinstance(one, Heading)]
    assert titles == [
        "En une phrase", "Ce que l’on a appris", "Ce qui a marché",
        "Ce qu’il manque pour en faire une bonne pratique", "Preuves et confiance",
    ]  # fmt: skip
    assert isinstance(block.content[-1], Paragraph)
    assert block.content[-1].content == (
        "À compléter dans projet.yaml, pratique p : contexte, pour_qui, acteurs, activites, etapes, "
        "mesures, facteurs, durabilite, conditions.",
    )
    (table,) = [one for one in block.content if isinstance(one, Table)]
    assert table.rows == ((("mesure",), ("soutient",), ("–",), ("40",), ("–",)),)


def test_a_reader_outside_is_not_asked_to_fill_anything_in(bare):
    notebook, content = bare("publique")
    block = sheets.sheet(notebook, content.practices[0], sheets.gather(notebook, content))
    assert "À compléter" not in block._repr_mimebundle_()["text/html"]


def test_a_practice_without_a_finding_has_no_sheet_and_it_is_said(bare):
    notebook, content = bare()
    shown = sheets.publish(notebook, content)._repr_mimebundle_()["text/html"]
    assert [one.numero for one in handed(notebook)] == ["BP-1"]
    assert "fiches/BP-1.pdf" in shown
    assert "Sans fiche, faute de constat : BP-2." in shown


def test_the_sheet_of_an_earlier_run_does_not_outlive_its_findings(bare):
    sheets.publish(*bare())
    notebook, content = bare(findings=())
    sheets.publish(notebook, content)
    assert handed(notebook) == []


def test_sheets_are_read_in_the_order_of_their_numbers(tmp_path):
    write_sheets(tmp_path / "f", [Sheet(f"BP-{n}", "x", "", "") for n in (10, 2, 1)])
    assert [one.numero for one in read_sheets(tmp_path / "f")] == ["BP-1", "BP-2", "BP-10"]
    assert read_sheets(tmp_path / "nowhere") == []


# --- what goes wrong


GOOD = Sheet("BP-1", "Bonne", "<p>mots</p>", '#paragraphe("")[#"mots";]\n')
BROKEN = Sheet("BP-2", "Cassée", "<p>mots</p>", "#inconnue()\n")
LONG = Sheet("BP-3", "Longue", "<p>mots</p>", '#paragraphe("")[#lorem(3000)]\n')


def test_what_could_run_in_a_browser_is_taken_out_and_a_title_is_text(bare, tmp_path):
    notebook, _ = bare()
    evil = Sheet("BP-1", "<b>T</b>", '<p onclick="x()">a<script>x()</script></p>', GOOD.typst)
    assert make_sheet(evil, binding_of(notebook), tmp_path) == 1
    written = (tmp_path / "BP-1.html").read_text("utf-8")
    assert "script>" not in written
    assert "onclick" not in written
    assert "<b>T</b>" not in written


def test_a_sheet_that_cannot_be_composed_says_why_and_keeps_its_page(bare, tmp_path):
    notebook, _ = bare()
    with pytest.raises(ReportError, match="BP-2 n’a pas pu être composé en PDF"):
        make_sheet(BROKEN, binding_of(notebook), tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "BP-2.html", "BP-2.typ",
    ]  # fmt: skip


def test_one_sheet_costs_neither_the_others_nor_the_report_and_a_long_one_is_not_cut(
    bare, tmp_path
):
    notebook, _ = bare()
    handed, folder = tmp_path / "chantier", tmp_path / "sorties" / "fiches"
    write_sheets(handed / "fiches", [GOOD, BROKEN, LONG])
    folder.parent.mkdir()
    made = make_output("fiches", Material(binding_of(notebook), {}, handed, folder.parent))
    assert made.files == ["fiches"]
    assert {one.name for one in folder.iterdir()} == {
        "BP-1.html", "BP-1.pdf", "BP-2.html", "BP-2.typ", "BP-3.html", "BP-3.pdf",
    }  # fmt: skip
    assert list(made.failed) == ["BP-2"]
    assert "BP-2 n’a pas pu être composé" in made.failed["BP-2"]
    (told,) = made.told
    pages = pages_of((folder / "BP-3.pdf").read_bytes())
    assert pages > 2
    assert f"La fiche BP-3 tient sur {pages} pages" in told


def test_a_finding_without_a_number_keeps_its_id(bare, tmp_path):
    notebook, content = bare()
    sheets.publish(notebook, content)
    (sheet,) = handed(notebook)
    binding = binding_of(notebook)
    make_sheet(sheet, binding, tmp_path)
    assert ">R1-F1</a>" in (tmp_path / "BP-1.html").read_text("utf-8")
    assert "[R1-F1]" in pypdf.PdfReader(tmp_path / "BP-1.pdf").pages[0].extract_text()
    make_sheet(sheet, Binding(*[*vars(binding).values()][:-1], {}), tmp_path)
    assert ">R1-mesure</a>" in (tmp_path / "BP-1.html").read_text("utf-8")


def test_what_is_handed_over_is_plain_json(bare):
    notebook, content = bare()
    sheets.publish(notebook, content)
    (path,) = (notebook.register.folder.parent / "fiches").iterdir()
    assert set(json.loads(path.read_text("utf-8"))) == {"numero", "titre", "html", "typst"}
