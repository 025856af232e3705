"""What one activity cost is not told in the public edition, nor what would tell it."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from lecons.measures import costs, reach
from lecons.report.notebook import open_notebook
from lecons.report.sections import activities
from lecons.report.to_html import html

PEOPLE = ("hommes", "femmes", "jeunes", "participants")


@pytest.fixture
def said(mini_project, monkeypatch, tmp_path):
    """The page of an edition on activities of (type, cost), ten people at each."""
    monkeypatch.setenv("LECONS_RAPPORTS", str(tmp_path / "rapports"))
    folder = str(mini_project())

    def write(edition, *paid):
        frame = pd.DataFrame(paid, columns=["type", "cout_fcfa"])
        frame = frame.assign(
            id=[f"A{n}" for n in range(len(frame))], resultat="R1", commune="ML060101",
            date=pd.Timestamp("2017-02-01"), hommes=6, femmes=6, jeunes=6, participants=None,
        ).astype(dict.fromkeys(PEOPLE, "Int64"))  # fmt: skip
        notebook = open_notebook("20_activites", projet=folder, edition=edition, resultat="R1")
        block = activities.reach(
            notebook, reach.reach(frame), reach.by_type(frame), costs.costs(frame)
        )
        return BeautifulSoup(html(block), "html.parser")

    return write


def cells(page):
    (table,) = (one for one in page.find_all("table") if "Coûts" in one.caption.get_text())
    found = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table("tr")[1:]]
    return {name: more[:2] for name, *more in found}, page.get_text()


EVEN = [("formation", 30_000 + 500 * n) for n in range(7)]
CHEAP = [("reunion", 10_000 + 500 * n) for n in range(6)]
LONE = [("espace_dialogue", 20_500)]


def test_the_cost_of_one_activity_is_hidden_with_that_of_another_type(said):
    inside, _ = cells(said("interne", *EVEN, *CHEAP, *LONE))
    assert inside["espaces de dialogue"][1].startswith("20\u202f500")
    outside, note = cells(said("publique", *EVEN, *CHEAP, *LONE))
    hidden = [name for name, row in outside.items() if row == ["masqué", "masqué"]]
    assert hidden == ["réunions", "espaces de dialogue"]
    assert outside["formations"] == inside["formations"]
    assert "20\u202f500" not in note
    assert "moins de 5 activités" in note


def test_a_type_that_one_activity_pays_for_is_hidden(said):
    outside, _ = cells(said("publique", *EVEN, *CHEAP, ("reunion", 900_000)))
    assert outside["réunions"] == ["masqué", "masqué"]


def test_nothing_is_hidden_where_no_activity_shows(said):
    inside, note = cells(said("interne", *EVEN, *CHEAP))
    outside, same = cells(said("publique", *EVEN, *CHEAP))
    assert outside == inside
    assert "masqué" not in note + same


def test_the_cost_of_an_attendance_is_no_finding_where_it_tells_of_one_activity(said):
    few = [("formation", 30_000), ("formation", 31_000), ("formation", 900_000)]
    assert "Coût par participation : 3 observations" in said("interne", *few).get_text()
    page = said("publique", *few).get_text()
    assert "a coûté" not in page
    assert "observations utilisables" not in page
    assert "a coûté" in said("publique", *EVEN, *CHEAP).get_text()
