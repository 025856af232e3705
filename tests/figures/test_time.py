"""Small multiples, and activities and incidents on one line of time."""

import re

import pandas as pd
from lecons.figures.multiples import multiples
from lecons.figures.style import VERMILLION, look
from lecons.figures.timeline import timeline
from lecons.figures.verdicts import verdicts


def said(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_each_panel_is_named_and_months_without_any_have_a_tick():
    series = {"Alafia 3": [1, 0, 2], "Ber 6": [2, 2, 2]}
    svg = multiples(series, "de janvier à mars")
    assert {"Alafia 3", "Ber 6", "de janvier à mars"} <= set(said(svg))
    assert VERMILLION in svg
    assert VERMILLION not in multiples({"Ber 6": [2, 2, 2]}, "de janvier à mars")


def test_a_name_that_has_no_room_keeps_its_count():
    svg = multiples({"Une commune au nom bien trop long pour un panneau 1 234": [1]}, "x")
    (name,) = (one for one in said(svg) if one.startswith("Une commune"))
    assert name.endswith("… 1 234".replace("1 ", "")) or name.endswith("… 1 234")
    assert len(name) <= 27


def test_no_series_or_no_month_is_no_error():
    assert multiples({}, "x").startswith("<svg")
    assert multiples({"a": []}, "x").startswith("<svg")


def line(incidents, activities=(3, 1)):
    months = pd.date_range("2017-01-01", periods=len(activities), freq="MS")
    return timeline(
        pd.Series(activities, months),
        incidents,
        (pd.Timestamp("2016-08-03"), pd.Timestamp("2018-08-02")),
        look("R1"),
        lambda day: f"{day:%m/%Y}",
        ("activités", "incidents", "projet"),
    )


def test_kinds_and_the_period_are_named_and_each_incident_is_a_stroke():
    days = pd.Series(pd.to_datetime(["2014-02-03", "2017-05-01", "2018-01-31"]))
    svg = line({"affrontement (3)": days, "émeute (0)": days[:0]})
    assert {"affrontement (3)", "émeute (0)", "activités", "incidents", "projet"} <= set(said(svg))
    ways = re.findall(r'd="([^"]*)"', svg)
    # three that go up by four tenths of a line, and nothing of the kind without incidents
    assert any(way.count("M") == 3 and way.count("L") == 3 for way in ways)
    assert not any(way.count("M") == 3 for way in re.findall(r'd="([^"]*)"', line({"x": days[:0]})))
    assert line({}).startswith("<svg")


def test_each_cell_of_the_matrix_has_its_word_and_its_sign():
    words = {
        "soutient": "pour",
        "contredit": "contre",
        "partagé": "ouvert",
        "rien": "rien",
        "masqué": "masqué",
    }
    svg = verdicts({"BP-1": ["soutient", "contredit", "partagé", "rien"]}, list("abcd"), words)
    assert {"BP-1", "+", "pour", "−", "contre", "±", "ouvert", "rien", *"abcd"} <= set(said(svg))
    assert verdicts({}, [], words).startswith("<svg")
