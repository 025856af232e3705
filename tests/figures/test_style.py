"""Colours that all readers tell apart, and words that a phone shows large enough."""

import re
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from lecons.estimates import wilson
from lecons.figures import charts
from lecons.figures.likert import diverging
from lecons.figures.lines import against_expected
from lecons.figures.multiples import multiples
from lecons.figures.network import Node, arcs
from lecons.figures.ranks import ranks
from lecons.figures.shares import by_group
from lecons.figures.style import COLOURS, FAMILIES, WIDTH, look
from lecons.figures.timeline import timeline
from lecons.figures.verdicts import verdicts
from matplotlib.figure import Figure

# what an eye without its long or middle cones makes of linear RGB (Machado, Oliveira and Fernandes,
# 2009, severity 1.0)
SEEN_BY = {
    "everyone else": np.eye(3),
    "protanope": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranope": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}


def linear(colour):
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("meaning", COLOURS)
def test_every_colour_stands_out_from_white_paper(meaning):
    luminance = linear(COLOURS[meaning].colour) @ np.array([0.2126, 0.7152, 0.0722])
    assert 1.05 / (luminance + 0.05) >= 3


@pytest.mark.parametrize("reader", SEEN_BY)
@pytest.mark.parametrize("family", FAMILIES)
def test_what_stands_side_by_side_is_told_apart_by_every_reader(family, reader):
    seen = {
        name: lab(SEEN_BY[reader] @ linear(one.colour)) for name, one in FAMILIES[family].items()
    }
    near = {
        (a, b): round(float(np.linalg.norm(seen[a] - seen[b])), 1) for a, b in combinations(seen, 2)
    }
    # a difference of 2.3 is just noticed (Mahy et al., 1994)
    assert min(near.values()) >= 15, near


@pytest.mark.parametrize("family", FAMILIES)
def test_no_two_things_are_told_apart_by_colour_alone(family):
    looks = [(one.hatch, one.marker) for one in FAMILIES[family].values()]
    assert len(set(looks)) == len(looks)


def test_women_and_men_are_what_they_are_under_every_name():
    assert look("F") == look("femmes") != look("hommes") == look("H")
    assert look("radio") == look("emission_radio")
    assert look("jamais vu") == look("")


LONG = "Médiation par un comité mixte, avec des femmes et des jeunes parmi les médiateurs"
MONTHS = pd.date_range("2016-01-01", periods=18, freq="MS")


def percent(value):
    return f"{value:.0%}"


def month(day):
    return f"sept. {day:%Y}"


FIGURES = {
    "dots": lambda: charts.dots({LONG: wilson(3, 9), "b": wilson(9, 9)}, percent, LONG, share=True),
    "dots beside": lambda: charts.dots({"Bintagoungou": wilson(3, 900)}, percent, "part"),
    "funnel": lambda: charts.funnel(
        {LONG: wilson(81, 81), "b": wilson(3, 40)}, lambda k, n: f"{k} / {n} = 100,0 %", "cas"
    ),
    "opposed": lambda: charts.opposed({LONG: (20, 7)}, ("favorables", "réservées"), "personnes"),
    "months": lambda: charts.stacked_months(
        pd.DataFrame({"femmes": range(18), "hommes": 300, "sexe_inconnu": 1}, MONTHS),
        {"femmes": "femmes", "hommes": "hommes", "sexe_inconnu": "sexe non noté"},
        month,
        str,
    ),
    "slopes": lambda: charts.slopes(
        pd.DataFrame({"a": [1.0, 2.0], "b": [2.0, 1.0]}),
        ("au départ", "à la fin"),
        percent,
        LONG[:40],
    ),
    "ranks": lambda: ranks(
        {LONG: (1, 1, 2, False), "b": (2, 1, 2, True)}, lambda *p: str(p), "rang"
    ),
    "likert": lambda: diverging(
        {LONG: [("au départ", [0.1, 0.2, 0.4, 0.2, 0.1])]},
        ("pas du tout", "peu", "moyen", "assez", "tout à fait"),
        percent,
    ),
    "expected": lambda: against_expected(
        pd.Series(range(18), MONTHS),
        pd.Series(2.0, MONTHS),
        MONTHS[11],
        month,
        (LONG[:44], LONG[:44], LONG[:24]),
    ),
    "shares": lambda: by_group(
        {LONG: {"femmes (n = 17)": wilson(3, 17), "hommes (n = 17)": wilson(17, 17)}},
        percent,
        "part",
        {"femmes (n = 17)": look("femmes"), "hommes (n = 17)": look("hommes")},
    ),
    "network": lambda: arcs(
        [Node("a", LONG, "thème", 3), Node("b", "Transmission", "condition", 4)],
        {("a", "b"): 3},
        ["pratique", "thème", "difficulté", "condition"],
    ),
    "multiples": lambda: multiples({f"Bintagoungou {i}": range(18) for i in range(22)}, LONG * 2),
    "timeline": lambda: timeline(
        pd.Series(range(18), MONTHS),
        {f"explosion ou attaque à distance ({i})": pd.Series(MONTHS) for i in range(4)},
        (MONTHS[3], MONTHS[-1]),
        look("R1"),
        month,
        ("activités", "incidents", "période du projet"),
    ),
    "verdicts": lambda: verdicts(
        {LONG: ["soutient", "contredit", "partagé", "rien", "masqué"]},
        ["mesures", "témoins", "atelier", "Gao", "Kidal"],
        {
            "soutient": "soutient",
            "contredit": "contredit",
            "partagé": "ne tranche pas",
            "rien": "rien",
            "masqué": "masqué",
        },
    ),
}


@pytest.mark.parametrize("kind", FIGURES)
def test_no_word_is_under_nine_pixels_on_a_phone_nor_leaves_the_figure(kind):
    svg = FIGURES[kind]()
    wide = float(re.search(r'<svg[^>]* width="([\d.]+)pt"', svg)[1])
    # a name that left the figure would have made it wider (style.to_svg)
    assert wide == pytest.approx(WIDTH * 72, abs=0.2)
    sizes = [float(size) for size in re.findall(r'font(?:-size)?:[^;"}]*?([\d.]+)px', svg)]
    assert sizes
    assert min(sizes) * (360 - 32 - 24) / wide >= 9
    assert svg == FIGURES[kind]()


def test_a_figure_is_drawn_once(monkeypatch):
    drawn = []
    draw = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, to: drawn.append(type(to)) or draw(self, to))
    FIGURES["dots"]()
    assert len(drawn) == 1


def test_the_settings_of_an_analyst_change_no_figure():
    plain = FIGURES["verdicts"]()
    with mpl.rc_context({"figure.constrained_layout.use": True}):
        assert FIGURES["verdicts"]() == plain
