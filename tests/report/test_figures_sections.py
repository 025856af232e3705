"""What figures of sections show, and what they do not show outside the team."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.evidence.finding import Finding, Source, Statement
from lecons.measures.reach import by_commune
from lecons.report.document import Figure, Stack, Table, Tiles, text
from lecons.report.notebook import open_notebook
from lecons.report.sections import data
from lecons.report.sections.activities.timeline import MOST_KINDS, together_in_time
from lecons.report.sections.practices.glance import verdicts_figure
from lecons.report.sections.testimonies.sayings.shares import by_group
from lecons.store.tables import write_table

KINDS = ["rixe", "vol", "attaque", "émeute", "menace", "incendie", "enlèvement du fils de X"]


@pytest.fixture
def opened(mini_project, monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))

    def open_one(edition="interne", **tables):
        folder = mini_project(
            pratiques=[
                {"code": code, "numero": f"BP-{at}", "titre": {"fr": code}, "resultat": "R1"}
                for at, code in enumerate(("radio", "marche"), 1)
            ]
        )
        for table, frame in tables.items():
            write_table(folder / "tables", table, frame)
        return open_notebook("20_activites", projet=str(folder), edition=edition, resultat="R1")

    return open_one


def said(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


ACTIVITIES = pd.DataFrame(
    {
        "id": ["A1", "A2", "A3"],
        "date": pd.to_datetime(["2017-02-01", "2017-02-20", "2017-04-02"]),
        "resultat": "R1",
        "commune": ["ML060101", "ML060101", "ML060316"],
        "hommes": 9,
        "femmes": 9,
        "jeunes": 9,
        "participants": 18,
    }
)
INCIDENTS = pd.DataFrame(
    {
        "id": [f"I{at}" for at in range(10)],
        "date": pd.to_datetime(["2016-05-01"] * 4 + ["2017-06-02"] * 6),
        "cercle": ["ML0601"] * 9 + ["ML0901"],
        "type": [*KINDS, "rixe", "rixe", "ailleurs"],
        "releve": "acled",
    }
)


def found(record="acled", ids=INCIDENTS["id"]):
    months = SimpleNamespace(ids=tuple(ids), covered=("ML0601",), record=record)
    return SimpleNamespace(months=months)


def test_the_timeline_shows_what_is_counted_in_the_cercles_of_the_project_by_kind(opened):
    figure = together_in_time(opened(activites=ACTIVITIES, incidents=INCIDENTS), found())
    words = said(figure.svg)
    assert "rixe (3)" in words
    assert not any("ailleurs" in one for one in words)
    assert len(figure.data.rows) == MOST_KINDS + 1  # the seventh kind is one of the others
    assert [text(cell) for cell in figure.data.rows[0]] == ["rixe", "1", "2"]
    assert "n = 3 activités, 9 incidents" in figure.caption
    assert "9 incidents, dont 5 pendant le projet" in figure.alt
    assert "rixe" in figure.alt


def test_outside_the_team_no_kind_is_told_nor_a_day_that_the_project_alone_knows(opened):
    notebook = opened("publique", activites=ACTIVITIES, incidents=INCIDENTS)
    figure = together_in_time(notebook, found())
    whole = " ".join([*said(figure.svg), figure.alt, figure.caption, figure.data.note])
    whole += " ".join(text(row[0]) for row in figure.data.rows)
    assert not any(kind in whole for kind in KINDS)
    assert together_in_time(notebook, found("projet")) is None


def test_without_activities_or_incidents_there_is_no_timeline(opened):
    notebook = opened(activites=ACTIVITIES, incidents=INCIDENTS)
    assert together_in_time(notebook, found(ids=())) is None


def finding(practice, kind, bears, **facts):
    return Finding(
        id=f"{practice}-{kind}-{bears}", result="R1", criterion="efficacité", kind=kind,
        polarity="neutre", statement=Statement(key="x", values={}), practice=practice, bears=bears,
        sources=(Source(table="cas", ids=("C1",)),), facts=facts,
    )  # fmt: skip


def content(notebook, *findings):
    practices = [
        SimpleNamespace(declared=one, findings=tuple(f for f in findings if f.practice == one.code))
        for one in notebook.project.practices()
    ]
    return SimpleNamespace(practices=practices)


def transfer(low, high, peer="gao"):
    return {f"transfert_{peer}_bas": low, f"transfert_{peer}_haut": high}


def test_the_matrix_tells_a_side_only_where_the_source_has_one(opened):
    notebook = opened()
    figure = verdicts_figure(
        notebook,
        content(
            notebook,
            finding("radio", "mesure", "soutient"),
            finding("radio", "mesure", "sans effet visible"),
            finding("radio", "témoignage", "soutient"),
            finding("radio", "atelier", "soutient", **transfer(3.1, 4.0)),
            finding("marche", "témoignage", "contredit"),
            finding("marche", "atelier", "partagé", **transfer(2.0, 2.9)),
        ),
    )
    assert "BP-1 : soutient 3 et ne tranche pas 1." in figure.alt
    assert "BP-2 : contredit 2, ne tranche pas 1 et rien 1." in figure.alt
    assert "Kidal" not in " ".join(said(figure.svg))  # nobody from there said anything
    assert verdicts_figure(notebook, content(notebook)) is None


def test_outside_the_team_few_peers_have_no_side(opened):
    def scored(n):
        scores = pd.DataFrame(
            {
                "id_participant": [f"P{at}" for at in range(n)],
                "pratique": "radio",
                "region": "gao",
                "transferabilite": pd.array([5] * n, dtype="Int64"),
            }
        )
        notebook = opened("publique", appreciations=scores)
        atelier = finding("radio", "atelier", "soutient", **transfer(3.1, 4.0))
        return verdicts_figure(notebook, content(notebook, atelier)).alt

    assert "BP-1 : soutient 1 et masqué 1." in scored(4)
    assert "BP-1 : soutient 2." in scored(5)


def test_each_tile_leads_to_the_row_of_its_commune(opened):
    notebook = opened()
    block = data.coverage(notebook, by_commune(ACTIVITIES, notebook.project.communes()))
    (tiles,) = (one for one in block.content if isinstance(one, Tiles))
    (table,) = (one for one in block.content if isinstance(one, Table))
    marked = {mark: text(row[0]) for mark, row in zip(table.marks, table.rows, strict=True)}
    assert {one.target: one.name for one in tiles.tiles} == marked
    assert {one.name: (one.count, one.shade) for one in tiles.tiles} == {
        "Alafia": ("2", 9),
        "Tonka": ("1", 4),
    }


def shares(**subjects):
    """(women who say it, men who say it) of 12 and 13."""
    return pd.DataFrame(
        [
            {
                "code": code, "attribut": "sexe", "groupe": group, "entendues": n, "personnes": k,
                "share": wilson(k, n),
            }
            for code, both in subjects.items()
            for group, n, k in zip("FH", (12, 13), both, strict=True)
        ]
    )  # fmt: skip


def test_a_subject_of_which_all_is_hidden_is_no_empty_row(opened):
    book = pd.DataFrame(
        {"code": ["a", "b"], "libelle_fr": ["Crue", "Bétail"], "libelle_en": None, "parent": None}
    )

    def drawn(edition):
        block = by_group(opened(edition), shares(a=(6, 7), b=(2, 3)), book)
        return next((one for one in flat(block) if isinstance(one, Figure)), None)

    inside, outside = drawn("interne"), drawn("publique")
    assert {"Crue", "Bétail"} <= set(said(inside.svg))
    assert "Crue" in said(outside.svg)
    assert "Bétail" not in said(outside.svg)
    assert "1 sujet où tout est masqué est dans le tableau seul" in outside.caption
    assert "femmes (n = 12) et hommes (n = 13)" in inside.caption


def flat(block):
    return (
        [one for inner in block.content for one in flat(inner)]
        if isinstance(block, Stack)
        else [block]
    )
