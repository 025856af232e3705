"""From each number of the synthesis to its finding, its chart, its quotations, its row and its file."""

import csv
import json
import re
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pypdf
import pytest
from bs4 import BeautifulSoup
from lecons.evidence.numbers import FILE as NUMBERS
from lecons.evidence.numbers import read_numbers
from lecons.parameters import check_parameters
from lecons.pipeline import manifest
from lecons.pipeline.graph import ASSEMBLY, IMPORT, OUTPUT, PAGE, PROOFS, Node
from lecons.pipeline.keys import state_path
from lecons.pipeline.state import State, write_state
from lecons.pipeline.steps.compose import compose_output, compose_page, put_in_order
from lecons.pipeline.worksite import Worksite
from lecons.project import open_project, repository_root
from openpyxl import load_workbook

pytestmark = pytest.mark.xdist_group("report")
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
# what leads from a sentence of the synthesis to what carries it
LEADS = ", ".join(
    f"a[href^='#{place}']"
    for place in (
        *("constat-", "pratique-", "recommandation-"),
        # what is counted over all result areas, or of the workshop: the tables that hold it
        *("notes-R", "sujets-R", "paroles", "participants", "matrice"),
    )
)
# days and months, and the hours of an agenda, measure nothing
DATES = re.compile(
    r"\b(?:1er |\d{1,2} )?(?:janv\.|févr\.|mars|avr\.|mai|juin|juil\.|août|sept\.|oct\.|nov\.|déc\.|"
    r"janvier|février|avril|juillet|septembre|octobre|novembre|décembre) \d{4}|\b\d{4}-\d\d-\d\d\b"
    r"|\b\d\d:\d\d\b"
)


def page(outcome):
    return BeautifulSoup((outcome.folder / "synthese.html").read_text("utf-8"), "html.parser")


def findings_of(outcome):
    return json.loads((outcome.folder / "constats.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def soup(french):
    return page(french)


@pytest.fixture(scope="module")
def outside(public):
    """The page of the public edition."""
    return page(public)


@pytest.fixture(scope="module")
def numbers(french):
    kept = read_numbers(project_of(french))
    return dict(zip(kept["constat"], kept["numero"], strict=True))


@pytest.fixture(scope="module")
def rows(french):
    """The rows of preuves.xlsx, as the workbook gives them."""
    book = load_workbook(french.folder / "preuves.xlsx", read_only=True)
    lines = book["Lignes"].iter_rows(values_only=True)
    assert next(lines) == ("numéro", "table", "identifiant", "fichier", "feuille", "ligne")
    return list(lines)


def project_of(outcome):
    return outcome.folder.parents[3] / "data" / "3p-amss"


def test_every_link_of_the_page_leads_to_one_place(french, soup):
    marks = Counter(tag["id"] for tag in soup.find_all(id=True))
    targets = {link["href"] for link in soup.find_all("a", href=True)}
    beside = {target for target in targets if not target.startswith("#")}
    assert beside == {
        f"carnets/{path.name}" for path in (french.folder / "carnets").glob("*.ipynb")
    }
    assert {target for target in targets - beside if marks[target[1:]] != 1} == set()


def test_every_finding_has_a_card_with_its_number(french, soup, numbers):
    findings = findings_of(french)
    assert len(findings) >= 50
    for finding in findings:
        badge = soup.find(id=f"constat-{finding['id']}").select_one(".badge a.renvoi")
        assert badge.get_text() == numbers[finding["id"]]
        assert badge["href"] == f"#constat-{finding['id']}"


def test_links_to_findings_show_their_number_wherever_they_stand(soup, numbers):
    links = soup.select("a[href^='#constat-']")
    assert len(links) > 150
    for link in links:
        assert link.get_text() == numbers[link["href"].removeprefix("#constat-")]


def test_the_numbers_of_the_demonstration_are_kept_with_it(french):
    # a finding that gets a number in a copy of the project has none yet in the project itself
    kept = (repository_root() / "data" / "3p-amss" / NUMBERS).read_text("utf-8")
    assert (project_of(french) / NUMBERS).read_text("utf-8") == kept


def test_each_finding_stands_in_the_section_of_a_figure_or_a_table(soup):
    alone = []
    for card in soup.select(".carte.constat"):
        heading = card.find_previous(HEADINGS)
        shown = False
        for part in heading.find_all_next():
            if part.name in HEADINGS and part.name <= heading.name:
                break
            shown |= part.name == "table" or "graphique" in part.get("class", [])
        if not shown:
            alone.append(card["id"])
    assert alone == []


def test_a_finding_on_what_people_say_of_a_practice_leads_to_their_words(french, soup):
    led = 0
    for finding in findings_of(french):
        if finding["kind"] != "témoignage" or not finding["practice"]:
            continue
        card = soup.find(id=f"constat-{finding['id']}")
        link = card.select_one(f"a[href='#citations-{finding['practice']}']")
        words = soup.find(id=link["href"][1:]).find_next(["blockquote", *HEADINGS])
        assert words.name == "blockquote"
        led += 1
    assert led >= 5


def blocks(section):
    """The blocks of a notebook that say something by themselves: paragraphs, bullets, rows of tables.

    Left out: headings, notes of method, captions, the data of figures, and the lines that tell where a
    finding comes from.
    """
    for block in section.find_all(["p", "li", "tr"]):
        if "note" in block.get("class", []) or block.find_parent(["details", "thead"]):
            continue
        yield block


def carrier(block):
    """Where a block's link may stand: in itself, or anywhere in the card that frames it."""
    return block.find_parent(class_="carte") or block


def first_chapter(soup):
    """The cells of the synthesis, which opens the report."""
    cells = soup.select("main > .cellule")
    openings = [at for at, cell in enumerate(cells) if cell.find("h2")]
    return cells[openings[0] : openings[1]]


def test_every_figure_of_the_synthesis_leads_to_what_carries_it(soup):
    section = first_chapter(soup)
    assert len(section) > 3
    told, bare = 0, []
    for cell in section:
        for block in blocks(cell):
            if not re.search(r"\d", DATES.sub("", block.get_text(" "))):
                continue
            told += 1
            if carrier(block).select_one(LEADS) is None:
                bare.append(block.get_text(" ", strip=True)[:160])
    assert told > 30
    assert bare == []


def spans(line):
    """The line numbers that a line of provenance points at."""
    numbers = re.split(r"lignes?, ", line)[1]
    for part in numbers.split(", "):
        if part != "…":
            first, _, last = part.partition("–")
            yield from range(int(first), int(last or first) + 1)


def test_every_card_says_where_its_finding_comes_from(french, soup, rows, numbers):
    there = {(row[0], row[3], row[5]) for row in rows}
    for finding in findings_of(french):
        card = soup.find(id=f"constat-{finding['id']}")
        lines = [line.get_text() for line in card.select("details.origine li")]
        assert lines, finding["id"]
        assert len(lines) <= 6
        for line in lines:
            if line.startswith("Et "):
                assert re.fullmatch(r"Et \S+ autres? lignes? : voir preuves.xlsx\.", line)
                continue
            file = re.match(r"\w+ · ([^ ]+)", line)[1]
            assert (project_of(french) / file).is_file()
            pointed = {(numbers[finding["id"]], file, number) for number in spans(line)}
            assert pointed
            assert pointed <= there


def test_the_evidence_book_holds_every_row_of_every_finding(french, rows, numbers):
    listed = {(row[0], row[1], row[2]) for row in rows}
    for finding in findings_of(french):
        named = numbers[finding["id"]]
        for source in finding["sources"]:
            assert {(named, source["table"], one) for one in source["ids"]} <= listed
    assert all(row[3] and row[5] for row in rows)


def cells_of(path):
    """The cells of a file as text, by sheet and line, as a spreadsheet counts them."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as handle:
            return {"(csv)": dict(enumerate(csv.reader(handle), 1))}
    book = load_workbook(path, read_only=True)
    return {
        sheet.title: {
            at: [str(cell) for cell in row if cell is not None]
            for at, row in enumerate(sheet.iter_rows(values_only=True), 1)
        }
        for sheet in book
    }


def test_a_row_that_is_pointed_at_is_that_row(french, rows):
    sample = rows[:: max(1, len(rows) // 199)]
    files = {
        file: cells_of(project_of(french) / file) for file in sorted({row[3] for row in sample})
    }
    assert len(files) >= 6
    for _, _, identifier, file, sheet, line in sample:
        # a row of a repeat group carries its submission's id, without its own rank; an event is named
        # after its record
        parts = identifier.split("/")[0].removeprefix("acled-").split("·")
        cells = files[file][sheet][line]
        assert all(any(part in cell for cell in cells) for part in parts), (identifier, file, line)


def test_the_findings_of_the_evidence_book_are_those_of_the_report(french, numbers):
    book = load_workbook(french.folder / "preuves.xlsx", read_only=True)
    assert book.sheetnames[:3] == ["Constats", "Lignes", "activites"]
    assert sum(1 for _ in book["activites"].iter_rows()) == 1 + 430
    lines = list(book["Constats"].iter_rows(values_only=True))
    assert lines[0] == (
        "numéro", "constat", "résultat", "critère", "nature", "sens", "phrase", "valeur", "bas",
        "haut", "n", "confiance", "carnet",
    )  # fmt: skip
    told = {line[1]: line for line in lines[1:]}
    findings = {finding["id"]: finding for finding in findings_of(french)}
    assert set(told) == set(findings)
    settled = told["R1-cas-regles"]
    assert settled[0] == numbers["R1-cas-regles"]
    assert "53 des 81 conflits" in settled[6]
    assert settled[7:10] == pytest.approx((53 / 81, 0.546, 0.749), abs=5e-4)
    assert (settled[10], settled[12]) == (81, "20_activites-R1")


def test_a_click_in_the_synthesis_scrolls_to_the_card(french, page_of):
    opened = page_of(french.folder / "synthese.html", 1440)
    link = opened.locator("main a.renvoi").first
    target = link.get_attribute("href")
    link.click()
    assert opened.evaluate("location.hash") == target
    card = opened.locator(f"[id='{target[1:]}']")
    box = card.bounding_box()
    assert 0 <= box["y"] < 740
    # far from the screen a browser draws no words: their text is there all the same
    assert link.text_content() == card.locator(".badge a.renvoi").text_content()


def test_every_link_of_the_pdf_leads_to_a_page_and_shows_numbers(french, numbers, leaves):
    reader = pypdf.PdfReader(french.folder / "synthese.pdf")
    known = set(reader.named_destinations)
    sheets = {leaf.indirect_reference.idnum: at for at, leaf in enumerate(reader.pages)}
    notes = [one.get_object() for leaf in reader.pages for one in leaf.get("/Annots", [])]
    targets = [
        (note["/Dest"] if "/Dest" in note else note["/A"]["/D"]).get_object()
        for note in notes
        if note["/Subtype"] == "/Link"
    ]
    # headings have names; cards, and so findings, have a place on a page
    placed = [target[0].idnum for target in targets if isinstance(target, list)]
    named = {str(target) for target in targets if not isinstance(target, list)}
    assert len(placed) > 150
    assert set(placed) <= set(sheets)
    assert named <= known
    words = leaves(french.folder / "synthese.pdf")
    text = "".join("".join(words[sheets[one]] for one in {*placed}).split())
    assert len([number for number in numbers.values() if number in text]) > 20
    assert [finding for finding in numbers if finding in text] == []
    assert "D’oùvientceconstat:brut/kobo_activites.xlsx," in text


def test_the_page_stays_light_with_what_it_says_of_its_rows(french, soup):
    origin = "".join(str(part) for part in soup.select("details.origine"))
    assert len(origin.encode()) < 60_000
    assert (french.folder / "synthese.html").stat().st_size < 1_000_000


def test_the_public_edition_tells_no_file_and_no_row(french, public, outside, leaves):
    assert not (public.folder / "preuves.xlsx").exists()
    assert outside.select("details.origine") == []
    text = " ".join(leaves(public.folder / "synthese.pdf"))
    cards = " ".join(card.get_text() for card in outside.select(".carte"))
    assert len(cards) > 5_000
    files = {source.name for source in (project_of(french) / "brut").iterdir()}
    assert len(files) >= 8
    assert [name for name in files if name in cards] == []
    told = "Where this finding comes from"
    assert not [one for one in ("D’où vient", told) if one in text + outside.get_text()]


def test_a_finding_has_one_number_in_all_editions_and_languages(outside, soup):
    internal, public = (
        {
            card["id"]: card.select_one("a.renvoi").get_text()
            for card in one.select(".carte.constat")
        }
        for one in (soup, outside)
    )
    shared = set(internal) & set(public)
    assert len(shared) > 40
    assert {one: public[one] for one in shared} == {one: internal[one] for one in shared}


CARD = """[{"id": "R1-a", "result": "R1", "criterion": "impact", "kind": "mesure",
"polarity": "neutre", "statement": {"key": "Une phrase.", "values": {}},
"sources": [{"table": "cas", "ids": ["c1"]}]}]"""


@pytest.fixture
def bare(mini_project, tmp_path, monkeypatch):
    """A report without notebooks, of one finding: its page and its workbook of evidence."""
    project = open_project(mini_project())
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    site = Worksite(check_parameters({"projet": str(project.folder)}), frozenset({"html"}))

    def left(node, value):
        write_state(state_path(site, node), State(node, {}, {}, "", 0, "", value=value))

    def make():
        site.open_up()
        (site.findings / "20.json").write_text(CARD, "utf-8")
        left(IMPORT, {"echecs": {}, "anciennes": []})
        assembled = put_in_order(site, Node(ASSEMBLY, ASSEMBLY, ()))
        left(ASSEMBLY, assembled.value)
        compose_page(site, Node(PAGE, PAGE, (ASSEMBLY,)))
        compose_output(site, Node(PROOFS, OUTPUT, (ASSEMBLY,)))
        return SimpleNamespace(folder=site.made, partial=bool(assembled.value["echecs"]))

    return SimpleNamespace(project=project, make=make)


def test_a_damaged_file_of_numbers_is_told_at_the_top_and_the_report_is_partial(bare):
    path = bare.project.folder / NUMBERS
    path.write_text("numero,constat,depuis\nR1-1,R1-a,2018-01-01\n", "utf-8")
    outcome = bare.make()
    assert outcome.partial
    panel = page(outcome).select_one(".carte.echec").get_text()
    assert "numeros.csv, ligne 2, colonne numero : « R1-1 » trouvé" in panel
    assert path.read_text("utf-8").endswith("R1-1,R1-a,2018-01-01\n")
    lines = load_workbook(outcome.folder / "preuves.xlsx")["Lignes"]
    # without numbers, its id is what names a finding; and no row of that id is there
    assert [cell.value for cell in lines[2]] == ["R1-a", "cas", "c1", None, None, None]


def test_a_run_keeps_the_numbers_that_it_gave_and_they_call_for_no_other_run(bare):
    before = manifest.inputs(bare.project)
    assert not bare.make().partial
    kept = (bare.project.folder / NUMBERS).read_text("utf-8")
    assert kept == f"numero,constat,depuis\nR1-F1,R1-a,{date.today().isoformat()}\n"
    assert manifest.inputs(bare.project) == before
