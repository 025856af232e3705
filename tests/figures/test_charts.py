import re

import pandas as pd
from lecons.estimates import Estimate, wilson
from lecons.figures import charts


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
    assert "33% (n = 9)" in said(svg)
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
    steps = {"signalés": wilson(81, 81), "réglés": wilson(53, 81)}
    svg = charts.funnel(steps, lambda k, n: f"{k}/{n}", "cas")
    assert {"81/81", "53/81"} <= set(said(svg).split())


def test_nothing_to_draw_is_not_an_error():
    assert charts.funnel({}, lambda k, n: "", "x").startswith("<svg")
    assert charts.opposed({}, ("pour", "contre"), "x").startswith("<svg")


def test_a_blank_count_is_not_drawn_and_moves_nothing():
    months = pd.date_range("2017-01-01", periods=2, freq="MS")
    draw = lambda count: charts.stacked_months(  # noqa: E731
        pd.DataFrame({"a": [count, 3.0], "b": [4.0, 5.0]}, months), {"a": "A", "b": "B"}, str, str
    )
    assert draw(None) == draw(0.0) != draw(2.0)


def test_people_with_the_same_two_marks_are_one_line():
    # a training of a hundred thousand people is drawn as light as one of a few hundred
    pairs = pd.DataFrame({"score_avant": [8.0, 9.0, 12.0], "score_apres": [14.0, 7.0, 13.0]})

    def drawn(rows):
        return charts.slopes(rows, ("avant", "après"), str, "note sur 20")

    assert len(drawn(pd.concat([pairs] * 50))) == len(drawn(pairs))
