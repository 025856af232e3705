import pandas as pd
from lecons.measures.agents import agent_notes
from lecons.measures.notes import read_lexicon
from lecons.project import repository_root

LEXICON = read_lexicon(repository_root() / "data" / "reference" / "themes_notes.csv")


def activities(*rows):
    columns = ["id", "commune", "type", "agent", "difficultes", "reussites"]
    return pd.DataFrame(rows, columns=columns)


def test_agents_and_communes_count_once_and_nothing_to_report_is_no_difficulty():
    rows = activities(
        ("1", "A", "dialogue", "ag1", "Route coupée", None),
        ("2", "A", "dialogue", "ag1", "Route coupée", "Les femmes ont parlé"),
        ("3", "B", "dialogue", "ag2", "Rien à signaler", None),
        ("4", "C", "dialogue", "ag3", None, None),
        ("5", "D", "formation", "ag4", "Panne", None),
    )
    found = agent_notes(rows, ["dialogue"], LEXICON)
    assert found.ids == ("1", "2")
    assert (found.total, found.communes, found.agents) == (4, 1, 1)
    assert (found.succeeded, found.troubled) == (1, 1)
    assert (found.successes, found.difficulties) == (1, 2)


def test_where_a_sheet_names_no_agent_sheets_are_counted_and_not_agents():
    rows = activities(
        ("1", "A", "dialogue", None, "Panne", None),
        ("2", "A", "dialogue", "ag1", None, "Les femmes ont parlé"),
    )
    found = agent_notes(rows, ["dialogue"], LEXICON)
    assert (found.agents, found.succeeded, found.troubled) == (0, 0, 0)
    assert (found.successes, found.difficulties) == (1, 1)


def test_one_agent_written_in_two_ways_is_one_and_blanks_are_no_success():
    rows = activities(
        ("1", "A", "dialogue", "Agent 1", None, "Deux familles se parlent"),
        ("2", "A", "dialogue", "agent 1", None, "Les jeunes ont proposé"),
        ("3", "A", "dialogue", "ag2", None, "Rien à signaler"),
        ("4", "A", "dialogue", "ag3", None, "  "),
    )
    found = agent_notes(rows, ["dialogue"], LEXICON)
    assert (found.successes, found.agents, found.succeeded) == (2, 1, 1)
