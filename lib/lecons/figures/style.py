"""The house style: what each colour means, words that a phone can show, light SVG."""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from lecons.figures.minify import minified

INK, MUTED, GRID, PAPER, PALE = "#1c2733", "#5b6770", "#d9dee3", "#ffffff", "#eef1f4"
# after Okabe and Ito (2008), darkened until each stands out from white paper (WCAG 2.2, 1.4.11)
BLUE, ORANGE, GREEN, VERMILLION, PURPLE = "#0072b2", "#c77700", "#007a5e", "#c04a00", "#9b4f83"
NAVY, SKY, BROWN, GREY = "#123a6b", "#2b8fc9", "#7a3b12", "#6f7b85"


@dataclass(frozen=True)
class Look:
    """How a thing looks wherever it is drawn: never by its colour alone, but by its hatching or the
    shape of its mark as well."""

    colour: str
    hatch: str = ""
    marker: str = "o"


# what may stand side by side in a figure; inside a family no two looks are alike, to any reader
FAMILIES: Mapping[str, Mapping[str, Look]] = {
    "sexe": {
        "femmes": Look(BLUE),
        "hommes": Look(ORANGE, "//", "D"),
        "sexe_inconnu": Look(GREY, "..", "s"),
    },
    "public": {"femmes": Look(BLUE), "jeunes": Look(BROWN, "\\\\", "^")},
    "avis": {"pour": Look(GREEN), "contre": Look(VERMILLION, "//", "D")},
    "constat": {"force": Look(GREEN), "amélioration": Look(VERMILLION, "//", "D")},
    "vague": {"reference": Look(GREY, "//", "s"), "finale": Look(NAVY)},
    "activité": {
        "seance_animation": Look(ORANGE, "//", "D"),
        "emission_radio": Look(BLUE, "", "o"),
        "espace_dialogue": Look(GREEN, "..", "s"),
        "session_mediation": Look(NAVY, "xx", "^"),
        "formation": Look(BROWN, "\\\\", "v"),
        "reunion": Look(PURPLE, "--", "P"),
    },
    "région": {
        "tombouctou": Look(NAVY),
        "gao": Look(SKY, "//", "D"),
        "kidal": Look(BROWN, "..", "s"),
        "national": Look(GREY, "xx", "^"),
    },
    "résultat": {
        "R1": Look(BLUE),
        "R2": Look(BROWN, "\\\\", "s"),
        "R3": Look(GREEN, "..", "^"),
        "R4": Look(ORANGE, "//", "D"),
    },
}
COLOURS: Mapping[str, Look] = {
    **{name: look for family in FAMILIES.values() for name, look in family.items()},
    "F": FAMILIES["sexe"]["femmes"],
    "H": FAMILIES["sexe"]["hommes"],
    # as those of the survey are told apart by what they took part in
    "aucune": Look(GREY, "", "s"),
    "animation": FAMILIES["activité"]["seance_animation"],
    "radio": FAMILIES["activité"]["emission_radio"],
    "dialogue": FAMILIES["activité"]["espace_dialogue"],
}
PLAIN = Look(BLUE)


def look(meaning: str) -> Look:
    """How a thing looks; as any other where no colour was given to it."""
    return COLOURS.get(meaning, PLAIN)


# what XML cannot hold (XML 1.0, 2.2): a label may bring it from a cell, and the figure would not be read
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# inches. A figure is as wide as a phone: 360 px less the page's margins (16 on each side) and, on a dark
# page, those of its white panel (12). Its smallest words are then 9 px high
WIDTH = 4.1
# points
SMALL, NORMAL = 8.8, 9.2
_FONTS = "DejaVu Sans, Verdana, Roboto, sans-serif"
_RC: Any = {
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": NORMAL,
    # a name that people typed may hold two dollars: it is no formula
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.labelsize": SMALL,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
    "figure.constrained_layout.h_pad": 0.02,
    "figure.constrained_layout.w_pad": 0.02,
    "svg.fonttype": "none",
    "svg.hashsalt": "lecons",
}
_EDGE = 0.06


@contextmanager
def styled() -> Iterator[None]:
    """Draw inside the house style, whatever the analyst's own matplotlib settings."""
    with mpl.rc_context(_RC):
        yield


def sheet(height: float) -> Figure:
    """An empty figure of the house's width and of `height` inches, whose words take the room that they
    need from its drawing, so that they are never made smaller to fit a phone."""
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    # a canvas that keeps its renderer: without one, each word is measured again at each step
    FigureCanvasAgg(figure)
    return figure


def to_svg(figure: Figure) -> str:
    """The figure as SVG text, the same bytes each time: text as text, no date, no metadata."""
    buffer = io.StringIO()
    with styled():
        # its layout and no drawing of it: a figure is drawn once
        if (layout := figure.get_layout_engine()) is not None:
            layout.execute(figure)
        words = figure.get_tightbbox()
        figure.set_layout_engine(None)  # all has its place: not once more
        figure.savefig(
            buffer,
            format="svg",
            # cut at what is drawn above and below; never narrower than the others, which would make
            # its words larger than theirs, and wider only where a name would be cut
            bbox_inches=Bbox.from_extents(
                min(0, words.x0), words.y0 - _EDGE, max(WIDTH, words.x1), words.y1 + _EDGE
            ),
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    svg = buffer.getvalue()
    svg = _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", svg[svg.index("<svg") :])
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    # places inside of tags only: what is written between them is for readers, to its last figure
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\d+\.\d)\d+", r"\1", tag[0]), svg)
    svg = svg.replace("'DejaVu Sans'", _FONTS)
    return minified(re.sub(r"\s*\n\s*", " ", svg).strip())
