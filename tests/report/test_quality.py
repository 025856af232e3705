"""What 10_donnees says of the data: in both editions, and where there is nothing to say."""

import pytest
from lecons.measures import quality as measures
from lecons.measures.reach import by_commune_and_month, by_commune_and_type
from lecons.report.document import Figure, Stack, Table, text
from lecons.report.notebook import open_notebook
from lecons.report.sections import quality


@pytest.fixture
def opened(demo_project, monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path))

    def open_one(edition="interne", language="fr"):
        return open_notebook(
            "10_donnees", projet=str(demo_project.project.folder), edition=edition, langue=language
        )

    return open_one


def words(table):
    return [[text(cell) for cell in row] for row in table.rows]


def test_the_planted_mistakes_stand_in_the_table_of_quarantine(opened):
    (table,) = quality.quarantine(opened()).content
    assert words(table) == [
        ["commune inconnue", "kobo_activites.xlsx", "1", "1"],
        ["date hors de la période du projet", "kobo_activites.xlsx", "1", "1"],
        ["nombre illisible", "kobo_activites.xlsx", "1", "1"],
        ["valeur impossible", "kobo_activites.xlsx", "1", "1"],
    ]


def test_the_grid_says_in_words_which_communes_were_served_least(opened):
    notebook = opened()
    rows = notebook.table("activites")
    table = by_commune_and_month(rows, notebook.project.communes())
    figure = quality.months_by_commune(notebook, table)
    assert isinstance(figure, Figure)
    assert "9 mois sur 18 (Raz-El-Ma)" in figure.alt
    assert len(figure.data.rows) == 22
    types = quality.types_by_commune(
        notebook, by_commune_and_type(rows, notebook.project.communes())
    )
    assert sum(int(cell) for row in words(types) for cell in row[1:] if cell != "–") == 430


def test_a_follow_up_that_did_not_take_place_is_missing_and_never_zero(opened):
    found = {(row[0], row[1]): row[2:] for row in words(quality.blanks(opened()).content[0])}
    assert found["cas", "suivi_6_mois"][1] == "81"
    assert found["activites", "hommes"] == ["96", "430", "22\u00a0%"]


def test_calls_are_for_the_team_only(opened):
    inside = opened()
    rows = measures.to_call(inside.table("activites"))
    table = quality.calls(inside, rows)
    assert isinstance(table, Table)
    assert any("agent_" in cell for row in words(table) for cell in row)
    outside = opened("publique")
    assert quality.calls(outside, rows) == Stack()
    assert outside.table("activites")["agent"].isna().all()
    assert quality.notes(outside, {"avis": {"a.xlsx": ["secret"]}}) is None


def test_nothing_to_say_is_said(opened):
    notebook = opened()
    empty = notebook.table("activites").head(0)
    assert (
        quality.months_by_commune(
            notebook, by_commune_and_month(empty, notebook.project.communes())
        )
        == Stack()
    )
    assert "n’est pas connu" in text(quality.delay(notebook, measures.delays(empty)).content)
    none = measures.to_call(empty)
    assert "Aucune fiche" in text(quality.calls(notebook, none).content)


def test_what_the_import_wants_known_is_told_with_its_file(opened):
    told = quality.notes(
        opened(),
        {
            "avis": {"brut/a.xlsx": ["une feuille manque"]},
            "remplacees": [{"uuid": "u", "old": "a, ligne 3", "new": "b, ligne 2"}],
            "corrections": 2,
        },
    )
    bullets = [text(item) for item in told.content[1].items]
    assert bullets == [
        "brut/a.xlsx : une feuille manque",
        "Version remplacée par une plus récente : a, ligne 3.",
        "2 corrections appliquées, de corrections.csv.",
    ]
