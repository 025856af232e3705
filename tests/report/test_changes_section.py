"""60_synthese: what changed since the last report, inside a run and in an analyst's session."""

import json
from datetime import date

import pandas as pd
import pytest
from lecons.estimates import Estimate
from lecons.evidence.finding import Anchor, Finding, Source, Statement
from lecons.evidence.register import write_all
from lecons.report.document import Bullets, Heading, Paragraph, Stack, Table, text
from lecons.report.notebook import finding_link, open_notebook
from lecons.report.places import report_folder
from lecons.report.sections.changes import changes, stale_notice
from lecons.store.schemas import TABLES
from lecons.store.tables import write_table

AREAS = [
    {"code": code, "titre": {"fr": code}, "enonce": {"fr": code}, "analyses": ["mediation"]}
    for code in ("R1", "R2")
]
WHOLE = {"resultat": None, "debut": None, "fin": None}


def finding(name, value=0.6, *, n=20, polarity="neutre", ids=("c1",), **more):
    area = name.split("-")[0]
    given = {
        "statement": Statement(
            key="Part réglée : {valeur:pct} des {n:int} cas.", values={"valeur": value, "n": n}
        ),
        "estimate": Estimate(value, value - 0.1, value + 0.1, n, n, "share"),
        "anchor": Anchor(notebook=f"20_activites-{area}", cell=f"constat-{name}"),
        **more,
    }
    return Finding(
        id=name,
        result=area,
        criterion="impact",
        kind="mesure",
        polarity=polarity,
        sources=(Source(table="cas", ids=ids),),
        **given,
    )


@pytest.fixture
def notebook(mini_project, tmp_path, monkeypatch):
    """Open 60_synthese of a project with one case, c1: in a run, or as an analyst does."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    monkeypatch.delenv("LECONS_CONSTATS", raising=False)
    folder = mini_project(resultats=AREAS)
    cases = TABLES["cas"].to_schema().columns
    write_table(
        folder / "tables", "cas", pd.DataFrame({c: ["c1" if c == "id" else None] for c in cases})
    )

    def opened(*, run=True, **asked):
        if run:
            monkeypatch.setenv("LECONS_CONSTATS", str(tmp_path / "travail" / "constats"))
        given = {"langue": "fr", "edition": "interne", "graine": 1, **WHOLE, **asked}
        return open_notebook("60_synthese", projet=str(folder), **given)

    return opened


def last(notebook, *findings, asked=None, **manifest):
    """Put a last report where the notebook looks for it."""
    folder = report_folder(notebook.project, notebook.parameters)
    folder.mkdir(parents=True)
    content = {"etabli_le": "2019-03-05", "parametres": asked or WHOLE, **manifest}
    (folder / "manifeste.json").write_text(json.dumps(content), "utf-8")
    write_all(folder / "constats.json", findings)
    return folder


def ended(tmp_path, run, result, cause=None):
    states = tmp_path / "travail" / "etat"
    states.mkdir(parents=True, exist_ok=True)
    (states / f"{run}.json").write_text(
        json.dumps({"run": run, "notebook": run, "result": result, "echec": cause}), "utf-8"
    )


def now(*findings):
    return {one.id: one for one in findings}


def said(block):
    """The words of the paragraphs, in order."""
    return [text(part.content) for part in block.content if isinstance(part, Paragraph)]


def tables(block):
    return {
        part.caption: [[text(cell) for cell in row] for row in part.rows]
        for part in block.content
        if isinstance(part, Table)
    }


def test_a_first_report_has_no_such_section(notebook):
    assert changes(notebook(), now(finding("R1-a"))) == Stack()


def test_the_same_findings_are_said_in_one_sentence_with_the_day(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a"))
    block = changes(carnet, now(finding("R1-a")))
    assert said(block) == ["Aucun constat n’a changé depuis le rapport du 5 mars 2019."]
    assert block.content[0] == Heading(
        2, "Ce qui a changé depuis le dernier rapport", "changements"
    )
    assert len(block.content) == 2


def test_figures_that_moved_inside_the_interval_are_counted_in_one_sentence(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a"), finding("R1-b"))
    block = changes(carnet, now(finding("R1-a", 0.65), finding("R1-b")))
    assert said(block) == [
        "Depuis le rapport du 5 mars 2019, aucun des 2 constats n’a changé de côté ni de confiance ; "
        "les chiffres de 1 constat ont bougé, dans l’ancien intervalle."
    ]


def test_each_class_shows_before_and_after_and_leads_to_the_finding(notebook):
    carnet = notebook()
    last(
        carnet,
        finding("R1-tourne", polarity="force"),
        finding("R1-sur", n=20),
        finding("R1-flou", polarity="force"),
        finding("R1-bouge"),
        finding("R1-pareil"),
    )
    block = changes(
        carnet,
        now(
            finding("R1-tourne", 0.2, polarity="amélioration"),
            finding("R1-sur", n=40),
            finding("R1-flou"),
            finding("R1-bouge", 0.8),
            finding("R1-pareil", 0.62),
            finding("R1-neuf"),
        ),
    )
    assert said(block)[0] == (
        "Depuis le rapport du 5 mars 2019, 5 constats sur 6 ont changé, sont nouveaux ou ne sont "
        "plus là ; le reste (1) garde son côté et sa confiance, et ses valeurs sont les mêmes ou "
        "restent dans l’ancien intervalle."
    )
    shown = {
        name: [cell.replace("\u00a0", " ") for cell in rows[0]]
        for name, rows in tables(block).items()
    }
    assert shown == {
        "Constats qui ont changé de côté": [
            "R1-tourne — Part réglée : 20,0 % des 20 cas.",
            "force, confiance faible : 60,0 % (50,0 % à 70,0 %), n = 20",
            "amélioration à apporter, confiance faible : 20,0 % (10,0 % à 30,0 %), n = 20",
        ],
        "Constats devenus plus sûrs": [
            "R1-sur — Part réglée : 60,0 % des 40 cas.",
            "à suivre, confiance faible : 60,0 % (50,0 % à 70,0 %), n = 20",
            "à suivre, confiance modérée : 60,0 % (50,0 % à 70,0 %), n = 40",
        ],
        "Constats devenus moins sûrs": [
            "R1-flou — Part réglée : 60,0 % des 20 cas.",
            "force, confiance faible : 60,0 % (50,0 % à 70,0 %), n = 20",
            "à suivre, confiance faible : 60,0 % (50,0 % à 70,0 %), n = 20",
        ],
        "Constats dont les chiffres ont bougé (au-delà de l’ancien intervalle, s’il y en a un)": [
            "R1-bouge — Part réglée : 80,0 % des 20 cas.",
            "à suivre, confiance faible : 60,0 % (50,0 % à 70,0 %), n = 20",
            "à suivre, confiance faible : 80,0 % (70,0 % à 90,0 %), n = 20",
        ],
    }
    (new,) = [part for part in block.content if isinstance(part, Bullets)]
    assert finding_link(finding("R1-neuf")) in new.items[0]
    assert text(new.items[0]).startswith("Part réglée : 60,0")


def test_the_figures_are_written_in_their_own_unit(notebook):
    carnet = notebook()

    def one(unit, value):
        return finding("R1-a", estimate=Estimate(value, value - 1, value + 1, 9, 9, unit))

    last(carnet, one("mean", 12.5))
    for unit, expected in (
        ("difference_share", "+1450,0 points (+1350,0 à +1550,0), n = 9"),
        ("change", "+1450 % (+1350 % à +1550 %), n = 9"),
        ("difference_mean", "+14,50 (+13,50 à +15,50), n = 9"),
        ("days", "14 (14 à 16), n = 9"),
        ("mean", "14,50 (13,50 à 15,50), n = 9"),
    ):
        ((row,),) = tables(changes(carnet, now(one(unit, 14.5)))).values()
        assert row[1].endswith("12,50 (11,50 à 13,50), n = 9")
        plain = "".join(" " if c == "\u00a0" else c for c in row[2] if c != "\u202f")
        assert plain == f"à suivre, confiance très faible : {expected}"


def test_a_count_of_all_shows_its_sentence_before_and_after(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a", 0.6, estimate=None))
    ((row,),) = tables(changes(carnet, now(finding("R1-a", 0.61, estimate=None)))).values()
    assert row[0] == "R1-a"  # the sentences tell what it is
    assert row[1].replace("\u00a0", " ").endswith("Part réglée : 60,0 % des 20 cas.")
    assert row[2].replace("\u00a0", " ").endswith("Part réglée : 61,0 % des 20 cas.")


def test_a_finding_that_is_gone_keeps_its_sentence_and_says_why(notebook, tmp_path):
    carnet = notebook()
    last(
        carnet,
        finding("R1-lignes", ids=("c1", "c2")),
        finding("R1-tu"),
        finding("R2-echec", ids=("c9",)),
    )
    ended(tmp_path, "20_activites-R1", "R1")
    ended(tmp_path, "20_activites-R2", "R2", "cellule « x »")
    (gone,) = [part for part in changes(carnet, {}).content if isinstance(part, Bullets)]
    words = [text(item).replace("\u00a0", " ") for item in gone.items]
    assert words == [
        "R1-lignes — Part réglée : 60,0 % des 20 cas. (des lignes sur lesquelles il reposait ne sont "
        "plus dans les données)",
        "R1-tu — Part réglée : 60,0 % des 20 cas. (ses lignes sont toujours là, mais il n’est plus "
        "publié)",
        "R2-echec — Part réglée : 60,0 % des 20 cas. (son carnet a échoué cette fois)",
    ]
    # the finished report writes the number it had, and no link: its address is nowhere
    assert [item[0] for item in gone.items] == [
        finding_link(finding(name)) for name in ("R1-lignes", "R1-tu", "R2-echec")
    ]


def test_what_only_describes_comes_last(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a"))
    block = changes(
        carnet, now(finding("R1-saturation", facts={"descriptif": 1}), finding("R1-a", 0.8))
    )
    order = [part.text for part in block.content if isinstance(part, Heading)]
    assert order == [
        "Ce qui a changé depuis le dernier rapport", "Ce que l’on sait des témoignages",
    ]  # fmt: skip
    at = block.content.index(Heading(3, order[1]))
    after = [part for part in block.content[at:] if isinstance(part, Bullets)]
    assert "R1-saturation" in text(after[0].items[0])


def test_a_report_on_other_days_is_not_compared(notebook):
    carnet = notebook(debut="2018-01-01")
    last(carnet, finding("R1-a"))
    assert said(changes(carnet, now(finding("R1-b")))) == [
        "Rien n’est comparé : le rapport du 5 mars 2019 portait sur tous les résultats, du 1 janvier "
        "2017 au 31 décembre 2018 ; celui-ci porte sur tous les résultats, du 1 janvier 2018 au 31 "
        "décembre 2018."
    ]


def test_a_report_on_one_area_is_not_compared_with_one_on_all(notebook, tmp_path):
    carnet = notebook()
    last(carnet, finding("R1-a"), finding("R2-a"), etabli_le=None)
    # the synthesis runs without an area; the notebooks before it tell which one was asked for
    ended(tmp_path, "20_activites-R1", "R1")
    ended(tmp_path, "40_atelier", None)
    (sentence,) = said(changes(carnet, now(finding("R1-a"))))
    assert "le dernier rapport portait sur tous les résultats" in sentence
    assert "celui-ci porte sur le résultat R1" in sentence


def test_two_reports_on_the_same_area_are_compared(notebook, tmp_path):
    carnet = notebook()
    last(carnet, finding("R1-a"), asked={**WHOLE, "resultat": "R1"})
    ended(tmp_path, "20_activites-R1", "R1")
    (sentence,) = said(changes(carnet, now(finding("R1-a"))))
    assert sentence.startswith("Aucun constat n’a changé")


@pytest.mark.parametrize("name", ["constats.json", "manifeste.json"])
def test_a_damaged_last_report_is_told_and_stops_nothing(notebook, name):
    carnet = notebook()
    (last(carnet, finding("R1-a")) / name).write_text('[{"id": "R1-a", "ancien": 1}]', "utf-8")
    (sentence,) = said(changes(carnet, now(finding("R1-a"))))
    assert sentence.startswith("Le dernier rapport de cette édition ne se lit plus")
    assert "Le prochain rapport se comparera à celui-ci" in sentence
    # what the run itself found does not depend on it
    assert carnet.findings() == {}


def test_the_other_edition_and_the_other_language_are_not_the_last_report(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a"))
    assert changes(notebook(edition="publique"), now(finding("R1-b"))) == Stack()
    assert changes(notebook(langue="en"), now(finding("R1-b"))) == Stack()


def test_outside_a_run_a_finding_whose_rows_are_gone_is_stale_and_told(notebook):
    carnet = notebook(run=False)
    last(carnet, finding("R1-a"), finding("R1-b", ids=("c1", "parti")))
    found = carnet.findings()
    assert {name: one.stale for name, one in found.items()} == {"R1-a": False, "R1-b": True}
    notice = stale_notice(carnet, found)
    assert isinstance(notice, Paragraph)
    assert text(notice.content) == (
        "1 constat repose sur des lignes qui ne sont plus dans les données, et ne pèse plus. "
        "Relancez « lecons produire » pour le refaire sur les données d’aujourd’hui : R1-b."
    )
    assert finding_link(finding("R1-b")) in notice.content
    assert stale_notice(carnet, now(finding("R1-a"))) is None


def test_inside_a_run_the_last_report_gives_no_finding(notebook):
    carnet = notebook()
    last(carnet, finding("R1-a"))
    assert carnet.findings() == {}
    carnet.publish(finding("R1-b"))
    assert list(carnet.findings()) == ["R1-b"]


@pytest.mark.xdist_group("report")
def test_no_finding_of_the_demonstration_is_stale_and_its_report_is_dated(french, monkeypatch):
    monkeypatch.delenv("LECONS_CONSTATS", raising=False)
    monkeypatch.setenv("LECONS_RAPPORTS", str(french.folder.parents[2]))
    folder = french.folder.parents[3] / "data" / "3p-amss"
    carnet = open_notebook("60_synthese", projet=str(folder))
    found = carnet.findings()
    assert len(found) >= 20
    assert [name for name, one in found.items() if one.stale] == []
    report = carnet.last_report()
    assert isinstance(report.made, date)
    (sentence,) = said(changes(carnet, found))
    assert sentence.startswith("Aucun constat n’a changé depuis le rapport du ")
