"""The page on several projects: from what reports left, with nothing left out and nobody pointed at."""

import errno
import json
import os
import stat
from datetime import date
from pathlib import Path

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup
from lecons.cli.making import compare
from lecons.cli.told import PARTIAL
from lecons.evidence.portfolio.files import NAME, hand_over, read_shared, write_shared
from lecons.evidence.portfolio.shared import SharedIndicator, SharedPart
from lecons.pipeline.index import write_index
from lecons.pipeline.portfolio import write_portfolio
from lecons.privacy.release import Needles, check
from lecons.report.notebook import open_notebook
from lecons.report.places import INDEX
from lecons.report.sections import sheets
from lecons.report.sections.activities import indicators as tracking_table
from lecons.report.weighed import weighed

TODAY = date(2026, 11, 27)
SHARE = {"value": 0.654, "low": 0.546, "high": 0.749, "n": 81, "target": 0.5, "status": "atteint"}
SCORES = {"value": 3.75, "low": 3.41, "high": 4.09, "n": 20}


@pytest.fixture
def reports(tmp_path):
    return tmp_path / "rapports"


def practice(**more):
    return {
        "code": "mediation_mixte",
        "number": "BP-1",
        "title": {"fr": "Médiation mixte", "en": "Mixed mediation"},
        "activities": ["session_mediation"],
        "verdict": "bonne_pratique",
        "level": "modérée",
        "supporting": 3,
        "contradicting": 0,
        "open": 1,
        "kinds_for": ["mesure", "témoignage"],
        "kinds_against": [],
        "transferable": True,
        **more,
    }


def indicator(**more):
    return {
        "code": "conflits_regles",
        "id": "IND-1",
        "result": "R1",
        "name": {"fr": "Réglés"},
        "unit": "share",
        "level": "modérée",
        **SHARE,
        **more,
    }


def stand(reports, code, edition="interne", language="fr", manifest=None, **more):
    """A report of a project that stands, with what it left."""
    place = reports / code / edition / language
    place.mkdir(parents=True)
    asked = {"parametres": {"resultat": None}, "etabli_le": "2026-11-20", **(manifest or {})}
    (place / "manifeste.json").write_text(json.dumps(asked), "utf-8")
    left = {
        "project": code,
        "edition": edition,
        "name": {"fr": f"Paix à {code}", "en": f"Peace in {code}"},
        "acronym": code.upper(),
        "organisation": f"ONG {code}",
        "start": "2016-08-03",
        "end": "2018-08-02",
        "fictional": False,
        "regions": [code],
        "practices": [practice()],
        "indicators": [indicator()],
        **more,
    }
    (place / NAME).write_text(json.dumps(left), "utf-8")
    return place


def read(reports, edition="interne", language="fr"):
    """The page: its words and its soup."""
    page = write_portfolio(reports, edition, language, TODAY)
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return " ".join(soup.body.get_text(" ").split()), soup


def rows(soup, title):
    """The rows under a heading, each as the words of its cells."""
    heading = next(h for h in soup.find_all(["h2", "h3", "h4"]) if h.get_text() == title)
    table = heading.find_next("tbody")
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]


def test_two_projects_stand_beside_each_other_each_with_its_own_evidence(reports):
    stand(reports, "gao")
    stand(
        reports,
        "tombouctou",
        practices=[practice(level="faible", transferable=None, number="BP-4")],
        indicators=[indicator(value=0.4, low=0.3, high=0.5, n=90, status="non_atteint")],
    )
    words, soup = read(reports)
    assert rows(soup, "Médiation mixte") == [
        [
            "gao",
            "pour : mesure et témoignages",
            "modérée",
            "3 / 0 / 1",
            "oui",
            "bonne pratique BP-1",
        ],
        [
            "tombouctou",
            "pour : mesure et témoignages",
            "faible",
            "3 / 0 / 1",
            "pas notée",
            "bonne pratique BP-4",
        ],
    ]
    assert "2 projets la pèsent : 2 montrent qu’elle marche, 0 qu’elle est à revoir" in words
    assert "Qu’elle marche dans plus d’un projet : confiance faible ; 1 projet" in words
    assert rows(soup, "Part des conflits signalés qui sont réglés") == [
        ["gao", "65,4 % (54,6 % à 74,9 %)", "81", "50,0 %", "atteint", "modérée", "R1 · IND-1"],
        [
            "tombouctou",
            "40,0 % (30,0 % à 50,0 %)",
            "90",
            "50,0 %",
            "non atteint",
            "modérée",
            "R1 · IND-1",
        ],
    ]
    assert "Pas de moyenne : 2 projets ont un intervalle, il en faut 5" in words
    assert "Échelle des traits : 30,0 % à 74,9 %" in words
    # on one scale, 12 units of 200 left for the dots: 30 % to 74.9 %, its target at 50 %
    drawn = [[path["d"] for path in svg.find_all("path")] for svg in soup.find_all("svg")]
    assert drawn == [["M109 6H194", "M90 0v12", "M154 6h0"], ["M6 6H90", "M90 0v12", "M48 6h0"]]
    links = [str(a["href"]) for a in soup.find_all("a")]
    assert "./gao/interne/fr/synthese.html#pratique-BP-1" in links
    assert "./tombouctou/interne/fr/synthese.html" in links
    marks = {tag["id"] for tag in soup.find_all(id=True)}
    assert {link[1:] for link in links if link.startswith("#")} <= marks


def test_what_is_not_compared_is_told_and_why(reports):
    stand(reports, "gao")
    (stand(reports, "ancienne") / NAME).unlink()
    (stand(reports, "abimee") / NAME).write_text("{", "utf-8")
    (reports / "bloquee" / "interne" / "fr-partiel").mkdir(parents=True)
    (reports / "vide" / "publique").mkdir(parents=True)
    stand(reports, "copiee", project="gao")
    (reports / "journaux").mkdir()
    words, soup = read(reports)
    assert [" ".join(one.get_text().split()) for one in soup.select(".faute li")] == [
        "abimee : portefeuille.json ne se lit pas : relancez « lecons produire »",
        "ancienne : son rapport est d’une version de lecons qui ne laissait pas portefeuille.json : "
        "relancez « lecons produire »",
        "bloquee : le dernier passage est resté partiel, et aucun rapport entier n’est en place",
        "copiee : portefeuille.json est d’un autre projet ou d’une autre édition",
        "vide : aucun rapport de cette édition",
    ]
    assert "Pas comparés : 5" in words
    assert "journaux" not in words


def test_what_is_to_be_known_of_a_report_stands_in_its_row(reports):
    stand(
        reports,
        "gao",
        manifest={
            "parametres": {"resultat": "R1", "debut": "2017-01-01", "fin": "2017-12-31"},
            "etabli_le": "2025-11-26",
        },
    )
    (reports / "gao" / "interne" / "fr-partiel").mkdir()
    (stand(reports, "kidal") / "manifeste.json").write_text("{", "utf-8")
    _, soup = read(reports)
    listed = rows(soup, "Ce qui est comparé")
    assert listed[0] == [
        "gao",
        "GAO · Paix à gao",
        "ONG gao",
        "août 2016 – août 2018",
        "26 novembre 2025",
        "le passage suivant est resté partiel : c’est le dernier rapport entier · résultat R1 seul · "
        "depuis le 1 janvier 2017 · jusqu’au 31 décembre 2017 · ancien : établi il y a plus d’un an",
    ]
    assert listed[1][4:] == [
        "date inconnue",
        "manifeste illisible : on ne sait ni sa date ni sa portée",
    ]


def test_invented_data_are_told_at_the_top_and_in_each_row_and_count_for_nothing(reports):
    stand(reports, "demo", fictional=True)
    stand(reports, "gao")
    words, soup = read(reports)
    assert words.count("1 projet sur 2 est de démonstration, aux données fictives") == 1
    assert "Un seul projet la pèse" in words
    assert [row["class"] for row in soup.select("tr.x")] == [["x"], ["x"]]
    assert rows(soup, "Médiation mixte")[0][0] == "demo fictif"
    assert "données de démonstration fictives" in rows(soup, "Ce qui est comparé")[0][5]


def test_where_all_is_invented_the_page_says_that_it_tells_of_no_project(reports):
    stand(reports, "demo", fictional=True)
    words, _ = read(reports)
    assert words.startswith(
        "Aller au contenu Données de démonstration fictives : rien de cette page"
    )
    assert "Aucune pratique n’est déclarée par deux projets" in words
    assert "Médiation mixte (demo) : bonne pratique, confiance modérée" in words


def test_the_public_page_knows_public_reports_alone_and_names_no_other_project(reports):
    hidden = dict.fromkeys(("value", "low", "high", "n"))
    stand(reports, "gao", "publique")
    stand(reports, "kidal", "publique", indicators=[indicator(**hidden, hidden=True)])
    stand(reports, "secret", practices=[practice(transfer=SCORES)])
    # what is the team's does not become public by being put there
    wrong = stand(reports, "menaka") / NAME
    stand(reports, "menaka", "publique").joinpath(NAME).write_bytes(wrong.read_bytes())
    (reports / "gao" / "publique" / "fr-partiel").mkdir()
    words, soup = read(reports, "publique")
    assert not {"secret", "menaka", "partiel"} & set(words.casefold().split())
    assert "2 autres projets n’ont pas de rapport public" in words
    lines = rows(soup, "Part des conflits signalés qui sont réglés")
    assert lines[1] == ["kidal", "masqué", "masqué", "50,0 %", "atteint", "modérée", "R1 · IND-1"]
    assert len(soup.find_all("svg")) == 0
    page = reports / "portefeuille-publique-fr.html"
    # as the release check reads it: numbers of projects are no small counts of people
    assert check(page, Needles(threshold=5)) == []
    assert stat.S_IMODE(page.stat().st_mode) == 0o644


def test_the_internal_page_is_its_owners_alone_and_an_english_one_reads_a_french_report(reports):
    stand(reports, "gao", practices=[practice(transfer=SCORES)])
    stand(reports, "kidal", practices=[practice(transfer=SCORES)])
    draft = reports / ".portefeuille-interne-en.html.part"
    draft.write_text("interrompu", "utf-8")
    os.chmod(draft, 0o644)
    words, soup = read(reports, language="en")
    page = reports / "portefeuille-interne-en.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert not draft.exists()
    assert "3.75 (3.41" in words
    assert soup.html["lang"] == "en"
    assert soup.find("a", hreflang="fr")["href"] == "./gao/interne/fr/synthese.html"
    assert soup.find("h4").get_text() == "Mixed mediation"


def test_a_page_of_which_no_report_is_left_goes(reports):
    place = stand(reports, "gao")
    page = write_portfolio(reports, "interne", "fr", TODAY)
    (place / NAME).unlink()
    assert write_portfolio(reports, "interne", "fr", TODAY) is None
    assert not page.exists()
    assert write_portfolio(reports / "nulle-part", "interne", "fr", TODAY) is None


def test_the_list_of_reports_names_the_page_that_was_just_written(reports, monkeypatch):
    stand(reports, "gao")
    monkeypatch.setenv("LECONS_RAPPORTS", str(reports))
    write_index(reports)  # as the last of the reports does, when no page compares them yet
    pages = []
    assert compare("interne", ["fr", "en"], pages) == 0
    written = (reports / INDEX).read_text("utf-8")
    assert [page.name for page in pages] == [
        "portefeuille-interne-fr.html",
        "portefeuille-interne-en.html",
    ]
    assert all(page.name in written for page in pages)


def test_a_full_disk_is_told_where_projects_are_compared(reports, monkeypatch, capfd):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device", "x.html")

    stand(reports, "gao")
    monkeypatch.setenv("LECONS_RAPPORTS", str(reports))
    monkeypatch.setattr("lecons.pipeline.index.write_index", full)
    pages = []
    assert compare("interne", ["fr"], pages) == PARTIAL
    assert pages == []
    said = capfd.readouterr()
    assert "le disque est plein" in said.err
    assert "ensemble" not in said.out


def test_what_people_typed_is_no_markup_and_a_name_no_scheme(reports):
    stand(reports, "javascript:x", name={"fr": "<script>alert(1)</script>"})
    _, soup = read(reports)
    assert soup.find("script") is None
    assert {str(a["href"])[:2] for a in soup.find_all("a")} == {"#c", "#i", "#p", "#r", "./"}


def test_two_hundred_projects_make_one_light_page(reports):
    five = [practice(code=f"pratique_{at}", number=f"BP-{at}") for at in range(1, 6)]
    seven = [indicator(code=f"code-{at}", finding=f"R1-code-{at}") for at in range(1, 8)]
    for at in range(200):
        stand(reports, f"projet-{at:03}", practices=five, indicators=seven)
    page = write_portfolio(reports, "interne", "fr", TODAY).read_text("utf-8")
    assert len(page.encode("utf-8")) < 1_000_000
    assert page.count('scope="row"') == 200 * (1 + 5 + 7) + 5 + 7
    assert page.count("Moyenne de 200 projets (effets aléatoires)") == 7


def test_the_page_is_accessible_fits_a_phone_and_asks_nothing_of_the_network(reports, chromium):
    for code in "abcde":
        stand(reports, code)
    stand(reports, "demo", fictional=True)
    stand(reports, "vide", manifest=None)
    (reports / "vide" / "interne" / "fr" / NAME).unlink()
    address = write_portfolio(reports, "interne", "fr", TODAY).as_uri()
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    own = chromium.new_page()
    asked, said = [], []
    own.on("request", lambda request: asked.append(request.url))
    own.on("console", lambda message: said.append(message.text))
    own.goto(address)
    assert own.evaluate("getComputedStyle(document.querySelector('h1')).margin") == "0px"
    assert (asked, said) == ([address], [])
    own.close()
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate(script)
    for scheme, width in (("light", 360), ("dark", 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        assert found["violations"] == []
        assert len(found["passes"]) > 20
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_notebooks_hand_over_what_a_report_leaves(demo_project, tmp_path, monkeypatch):
    monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "constats"))
    for edition in ("interne", "publique"):
        asked = {"projet": str(demo_project.project.folder), "langue": "fr", "edition": edition}
        r2 = open_notebook("20_activites", resultat="R2", **asked)
        framework = r2.table("cadre").query("id == 'IND-5'")
        tracking_table(r2, framework, {})
        practices = open_notebook("50_bonnes_pratiques", **asked)
        sheets.publish(practices, weighed(practices))
        assert write_shared(tmp_path, practices.project, edition, tmp_path)
        left = read_shared(tmp_path)
        assert (left.project, left.edition, left.fictional, left.regions) == (
            "3p-amss",
            edition,
            True,
            ("ML06",),
        )
        assert [one.code for one in left.indicators] == ["gain-formation"]
        assert left.indicators[0].status == "sans_donnee"
        assert [(one.number, one.verdict) for one in left.practices] == [
            (f"BP-{at}", "sans_preuve") for at in range(1, 6)
        ]


def test_where_no_notebook_handed_anything_over_no_file_is_left(demo_project, tmp_path):
    (tmp_path / NAME).write_text("d’avant", "utf-8")
    assert not write_shared(tmp_path, demo_project.project, "interne", tmp_path)
    assert not (tmp_path / NAME).exists()
    part = SharedPart(indicators=(SharedIndicator.model_validate(indicator()),))
    hand_over(tmp_path, "20_activites-R1", part)
    hand_over(tmp_path, "20_activites-R1", part)
    assert write_shared(tmp_path, demo_project.project, "interne", tmp_path)
    assert len(read_shared(tmp_path).indicators) == 1
