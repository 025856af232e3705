"""Small figures show what large ones show."""

import io
import re

import matplotlib.pyplot as plt
import pytest
from lecons.figures.minify import minified
from lecons.figures.style import styled, to_svg


@pytest.fixture(scope="module")
def drawn():
    """A figure with hatches, clips, markers, repeated words and a legend, as matplotlib writes it."""
    with styled():
        figure, axes = plt.subplots(figsize=(4.8, 2.4))
        axes.bar(range(6), range(1, 7), hatch="//", edgecolor="white", label="séances")
        axes.plot(range(6), [3, 1, 4, 1, 5, 2], marker="o", label="médiations & accords")
        axes.set_xticks(range(6), ["janv.", "févr.", "mars", "avr.", "mai", "l’été <2018>"])
        axes.legend()
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", metadata={"Date": None})
        plt.close(figure)
    svg = buffer.getvalue()
    return svg[svg.index("<svg") :]


def words(svg):
    return re.findall(r"<text[^>]*>([^<]*)<", svg)


def test_it_is_lighter_and_says_the_same(drawn):
    small = minified(drawn)
    assert len(small) < 0.75 * len(drawn)
    assert words(small) == words(drawn)
    assert minified(small) == small


def test_every_name_that_is_pointed_to_stays_and_no_other(drawn):
    small = minified(drawn)
    pointed = set(re.findall(r"#([\w-]+)[)\"]", small))
    kept = set(re.findall(r' id="([^"]+)"', small))
    assert pointed
    assert kept <= pointed | set(re.findall(r"#([\w.-]+)", drawn))
    assert {one for one in pointed if not re.fullmatch(r"[0-9a-f]{6}", one)} <= kept


def test_it_shows_the_very_same_picture(drawn, chromium):
    page = chromium.new_page(viewport={"width": 500, "height": 260})
    pictures = []
    for svg in (drawn, minified(drawn)):
        page.set_content(f"<body style='margin:0'>{svg}</body>")
        pictures.append(page.screenshot())
    page.close()
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("written", ["0.79", "0.667", "1,234.567", "0,79"])
def test_what_readers_read_keeps_its_last_figure(written):
    with styled():
        figure, axes = plt.subplots()
        axes.text(0.123456, 0.5, written)
    svg = to_svg(figure)
    plt.close(figure)
    assert written in words(svg)
    assert not re.search(r'(?:x|y|d|transform)="[^"]*\d\.\d\d', svg)
