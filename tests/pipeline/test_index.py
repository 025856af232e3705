"""The page that lists all reports: what stands, what changed, what failed, and nothing that stops it."""

import json
import stat
from datetime import date
from pathlib import Path

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup
from lecons.pipeline.index import write_index
from lecons.report.index_page import Since, day, render_index, weight

TODAY = date(2026, 11, 26)
SUBJECT = {
    "nom": "Paix à Tombouctou",
    "sigle": "3P",
    "debut": "2016-08-03",
    "fin": "2018-08-02",
    "fictif": True,
}
ALL = {"resultat": None, "debut": None, "fin": None}
CHANGES = {"nouveaux": 3, "changes": 1, "disparus": 0, "depuis": "2026-10-01"}


@pytest.fixture
def reports(tmp_path):
    return tmp_path / "rapports"


def stand(place, files=("synthese.html",), **manifest):
    """A report that stands in a folder, its files of 2 000 bytes each."""
    for name in files:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(b"x" * 2000)
    (place / "manifeste.json").write_text(json.dumps({"parametres": ALL, **manifest}), "utf-8")


def hold(reports, name, points):
    checks = reports / "3p" / "interne" / "controles"
    checks.mkdir(parents=True, exist_ok=True)
    (checks / f"{name}.json").write_text(json.dumps({"found": points}), "utf-8")
    (checks / f"{name}.txt").write_text("…", "utf-8")


def read(reports):
    """The page: its words, each report by its title, and the addresses of its links."""
    page = write_index(reports, TODAY).read_text("utf-8")
    soup = BeautifulSoup(page, "html.parser")

    def words(tag):
        return " ".join(tag.get_text(" ").split())

    articles = {words(one.h3): words(one) for one in soup.find_all("article")}
    return words(soup.body), articles, [str(a["href"]) for a in soup.find_all("a")]


def test_a_report_is_told_with_its_files_their_size_and_what_changed(reports):
    files = ("synthese.html", "synthese.pdf", "preuves.xlsx", "fiches/BP-10.pdf", "fiches/BP-2.pdf")
    stand(
        reports / "3p/interne/fr",
        files,
        etabli_le="2026-11-24",
        sujet=SUBJECT,
        changements=CHANGES,
    )
    whole, articles, links = read(reports)
    assert "3P · Paix à Tombouctou Projet 3p · du 3 août 2016 au 2 août 2018" in whole
    assert "données de démonstration fictives" in whole
    told = articles["Édition interne, français reste dans l’équipe"]
    assert "Établi le 24 novembre 2026" in told
    assert "Dernier passage : entier." in told
    assert (
        "Depuis le rapport du 1er octobre 2026 : 3 constats nouveaux et 1 constat changé." in told
    )
    assert "Rapport, page web à lire, au téléphone aussi · 2 ko" in told
    assert links == [
        f"./3p/interne/fr/{name}" for name in (*files[:3], "fiches/BP-2.pdf", "fiches/BP-10.pdf")
    ]
    assert all((reports / link).is_file() for link in links)


def test_editions_languages_and_scopes_are_told_apart(reports):
    stand(reports / "3p/interne/en", parametres={**ALL, "resultat": "R1", "debut": "2017-01-01"})
    stand(reports / "3p/interne/fr")
    stand(reports / "3p/publique/fr", sujet=SUBJECT)
    (reports / "3p/publique/fr-en").mkdir()
    (reports / "3p/publique/fr-en/synthese.html").write_text("deux langues")
    _, articles, _ = read(reports)
    assert [*articles] == [
        "Édition interne, français reste dans l’équipe",
        "Édition interne, anglais reste dans l’équipe",
        "Édition publique, français passée au contrôle de diffusion",
        "Édition publique, français et anglais, en un seul fichier passée au contrôle de diffusion",
    ]
    assert "résultat R1 seul, depuis le 1er janvier 2017" in articles[[*articles][1]]
    assert all("entier" in told for told in articles.values())


def test_a_partial_run_says_what_failed_beside_the_good_report(reports):
    stand(reports / "3p/interne/fr", etabli_le="2026-11-01")
    stand(
        reports / "3p/interne/fr-partiel",
        etabli_le="2026-11-20",
        carnets=[{"run": "20_activites-R1", "echec": "cellule « <b> »"}, {"run": "10_donnees"}],
        fichiers_a_reprendre={"a.xlsx": "a.xlsx : classeur illisible."},
    )
    _, articles, links = read(reports)
    told = articles["Édition interne, français reste dans l’équipe"]
    assert "Dernier passage : partiel, le 20 novembre 2026." in told
    assert "carnet 20_activites-R1 : cellule « <b> » a.xlsx : classeur illisible." in told
    assert "10_donnees" not in told
    assert "Établi le 1er novembre 2026" in told
    assert links == ["./3p/interne/fr-partiel/synthese.html", "./3p/interne/fr/synthese.html"]


def test_a_held_edition_says_how_many_points_and_never_which(reports):
    stand(reports / "3p/publique/fr")
    hold(reports, "fr", [{"excerpt": "Mariam Touré"}, {"excerpt": "70 00 00 00"}])
    hold(reports, "atelier-fr", [{"excerpt": "Mariam Touré"}])
    stand(reports / "3p/interne/controles/en-partiel")
    whole, articles, links = read(reports)
    told = articles["Édition publique, français passée au contrôle de diffusion"]
    assert "Dernier passage : retenu par le contrôle de diffusion." in told
    assert "2 points à corriger avant de publier" in told
    assert "./3p/interne/controles/fr.txt" in links
    assert "Retenu par le contrôle de diffusion : atelier-fr (1 point à corriger" in whole
    assert "Touré" not in whole
    english = articles["Édition publique, anglais passée au contrôle de diffusion"]
    assert "partiel Ce qui a échoué" not in english
    assert "Ce qui a échoué est dit en tête de la page." in english
    assert "Aucun rapport entier n’est en place." in english


@pytest.mark.parametrize("content", ["{", "[]", '{"parametres": 3}', '{"etabli_le": "hier"}', "\0"])
def test_a_manifest_that_cannot_be_read_is_told_and_stops_nothing(reports, content):
    stand(reports / "abime/interne/fr")
    (reports / "abime/interne/fr/manifeste.json").write_text(content)
    stand(reports / "bon/interne/fr", etabli_le="2026-11-26")
    whole, _, links = read(reports)
    assert "manifeste.json ne se lit pas" in whole
    assert "Dernier passage : inconnu." in whole
    assert links == ["./abime/interne/fr/synthese.html", "./bon/interne/fr/synthese.html"]


def test_a_project_that_may_not_be_read_is_told_and_costs_nothing_to_the_others(
    reports, monkeypatch
):
    stand(reports / "bon/interne/fr", etabli_le="2026-11-26")
    stand(reports / "clos/interne/fr")
    iterdir = Path.iterdir

    def refused(path):  # permissions stop nobody who runs tests as root
        if path.parent.name == "clos":
            raise PermissionError(13, "Permission denied")
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    whole, articles, _ = read(reports)
    assert "clos Ce dossier n’a pas pu être lu en entier (l’accès est refusé" in whole
    assert len(articles) == 1


def test_a_report_without_manifest_reports_taken_away_and_odd_names_are_told(reports):
    stand(reports / "a: b <c>/interne/fr")
    (reports / "a: b <c>/interne/fr/manifeste.json").unlink()
    (reports / "a: b <c>/interne/.fr-brouillon").mkdir()
    (reports / "a: b <c>/interne/.fr-brouillon/manifeste.json").write_text("{}")
    gone = [{"rapports": ["publique/fr", "interne/fr"]}]
    (reports / "a: b <c>/retraits.json").write_text(json.dumps(gone))
    (reports / "vide").mkdir()
    whole, articles, links = read(reports)
    assert "manifeste.json manque" in whole
    assert "pas encore refaits : publique/fr." in whole
    assert [*articles] == ["Édition interne, français reste dans l’équipe"]
    assert links == ["./a%3A%20b%20%3Cc%3E/interne/fr/synthese.html"]
    assert "vide" not in whole


def test_the_page_is_its_owners_alone_and_a_place_without_reports_says_what_to_do(reports):
    page = write_index(reports, TODAY)
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Aucun rapport encore. Le premier" in page.read_text("utf-8")
    assert [path.name for path in reports.iterdir()] == ["index.html"]


def test_sizes_days_and_changes_read_as_a_person_would_say_them():
    assert [weight(n) for n in (0, 870_693, 1_769_069)] == ["1 ko", "871 ko", "1,8 Mo"]
    assert day(date(2027, 3, 1)) == "1er mars 2027"
    assert day(date(2027, 3, 31)) == "31 mars 2027"
    assert Since(0, 0, 0, None).told == "Depuis le rapport précédent : aucun constat n’a changé."
    assert Since(0, 0, 1, TODAY).told.endswith("du 26 novembre 2026 : 1 constat disparu.")


def test_the_page_asks_no_network_is_accessible_and_tells_ages_when_read(reports, chromium):
    stand(reports / "3p/interne/fr", etabli_le="2026-11-24", sujet=SUBJECT, changements=CHANGES)
    stand(reports / "3p/interne/fr-partiel", carnets=[{"run": "x", "echec": "y"}])
    stand(reports / "3p/publique/fr", ("synthese.html", "fiches/BP-1.pdf"))
    hold(reports, "fr", [1])
    stand(reports / "abime/interne/fr")
    (reports / "abime/interne/fr/manifeste.json").write_text("{")
    address = write_index(reports, TODAY).as_uri()
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    context = chromium.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.clock.install(time="2026-12-04T12:00:00Z")
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address)
    assert page.locator("time").first.inner_text() == "24 novembre 2026 (il y a 10 jours)"
    page.evaluate(script)
    for scheme, width in (("light", 360), ("dark", 1280)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        assert found["violations"] == []
        assert len(found["passes"]) > 20
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [address]
    assert said == []
    context.close()


def test_a_browser_applies_the_pages_own_style_and_script_and_no_other(chromium):
    context = chromium.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.set_content(render_index([], TODAY) + "<script>document.title = 'autre'</script>")
    assert page.title() == "Rapports de leçons apprises"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).margin") == "0px"
    assert len(said) == 1
    context.close()
