import re

import pandas as pd
from lecons.estimates import Estimate, wilson
from lecons.figures import charts
from lecons.figures.map import coverage_map, read_polygons
from lecons.project import open_project, repository_root


def percent(value):
    return f"{value:.0%}"


def words(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>|<tspan[^>]*>([^<]*)</tspan>", svg)


def said(svg):
    return " ".join(part for pair in words(svg) for part in pair)


def test_the_same_data_give_the_same_bytes():
    draw = lambda: charts.dots({"a": wilson(3, 9)}, percent, "x")  # noqa: E731
    assert draw() == draw()


def test_words_stay_words_and_no_clock_nor_link_is_written():
    svg = charts.dots({"libellé é": wilson(3, 9)}, percent, "axe")
    assert "libellé é" in said(svg)
    assert "33%  (n = 9)" in said(svg)
    assert "metadata" not in svg
    assert "dc:date" not in svg


def test_a_row_without_a_value_is_blank_and_others_are_drawn():
    svg = charts.dots(
        {"vide": Estimate(None, None, None, 0, 4, "share"), "b": wilson(1, 2)}, percent, "x"
    )
    assert "vide" in said(svg)
    assert "n = 0" not in said(svg)
    assert "n = 2" in said(svg)


def test_the_funnel_writes_each_count_over_its_denominator():
    svg = charts.funnel([("signalés", 81, 81), ("réglés", 53, 81)], lambda k, n: f"{k}/{n}", "cas")
    assert "53/81" in said(svg)


def test_nothing_to_draw_is_not_an_error():
    assert charts.funnel([], lambda k, n: "", "x").startswith("<svg")
    assert charts.opposed({}, ("pour", "contre"), "x").startswith("<svg")


def test_a_blank_count_is_not_drawn_and_moves_nothing():
    months = pd.date_range("2017-01-01", periods=2, freq="MS")
    draw = lambda count: charts.stacked_months(  # noqa: E731
        pd.DataFrame({"a": [count, 3.0], "b": [4.0, 5.0]}, months), {"a": "A", "b": "B"}, str
    )
    assert draw(None) == draw(0.0) != draw(2.0)


def test_the_map_names_the_22_communes_with_their_counts():
    project = open_project("data/3p-amss")
    communes = project.communes().assign(activites=range(22))
    polygons = read_polygons(repository_root() / "data/reference/communes_nord.geojson")
    svg = coverage_map(communes, polygons, ("a", "b"), "activités")
    for row in communes.itertuples():
        assert f"{row.commune} {row.activites}" in said(svg)


def test_communes_without_polygons_have_no_map():
    nowhere = pd.DataFrame(
        {"pcode": ["ML999999"], "commune": ["X"], "lon": [0], "lat": [0], "activites": [1]}
    )
    assert coverage_map(nowhere, {}, ("a", "b"), "x") is None
