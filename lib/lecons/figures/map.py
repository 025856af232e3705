"""The map of coverage: the river valley drawn large, with names, then the whole of each commune.

The northern communes are twenty times the size of those along the river: on one scale the small ones
would vanish, so the valley has a panel of its own.
"""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath

from lecons.figures.style import BLUE, GRID, INK, MUTED, SMALL, WIDTH, styled, to_svg

_SCALE = LinearSegmentedColormap.from_list("lecons", ["#e8f1f8", BLUE])
_MARGIN = 0.14  # degrees
_NORTH = 1 / 0.956  # one degree of latitude, at 17° N, over one of longitude
_FINE = 0.8  # points: what is nearer to each other than this is one place on the drawing

Polygons = dict[str, list[list[tuple[float, float]]]]


def read_polygons(path: Path) -> Polygons:
    """Outer rings by P-code, from a GeoJSON of polygons and multipolygons."""
    rings: Polygons = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        rings[feature["properties"]["pcode"]] = [polygon[0] for polygon in polygons]
    return rings


def coverage_map(
    communes: pd.DataFrame,
    polygons: Polygons,
    titles: tuple[str, str],
    legend: str,
    write: Callable[[int], str] = str,
) -> str | None:
    """A choropleth of `activites`, in two panels, the whole and the valley (`titles`); None where no
    commune has a polygon.

    In: communes (pcode, commune, lon, lat, activites).
    """
    drawn = communes[communes["pcode"].isin(polygons)]
    if drawn.empty:
        return None
    # from the least to the most: from nought, places that are near each other would look the same
    least, most = int(drawn["activites"].min()), max(int(drawn["activites"].max()), 1)
    least = 0 if least == most else least
    box = _valley(drawn)
    inside = _inside(drawn, box)
    tall = min(6.0, WIDTH * (box[3] - box[2]) / (box[1] - box[0]) * _NORTH)
    small = 2.9  # inches: the panel of the whole
    high = tall + small + 0.55
    with styled():
        figure = Figure(figsize=(WIDTH, high))
        valley = figure.add_axes((0.005, (small + 0.3) / high, 0.99, tall / high))
        whole = figure.add_axes((0.005, 0.01, 0.6, small / high))
        for axes, limits in ((valley, box), (whole, _bounds(drawn, polygons))):
            axes.set_xlim(limits[0], limits[1])
            axes.set_ylim(limits[2], limits[3])
            axes.set_aspect(_NORTH, anchor="NW")
            axes.apply_aspect()
            _fill(axes, drawn, polygons, (least, most))
        whole.add_patch(
            Rectangle((box[0], box[2]), box[1] - box[0], box[3] - box[2], fill=False, edgecolor=INK)
        )
        for axes, title in zip((whole, valley), titles, strict=True):
            axes.set_title(title, fontsize=SMALL, loc="left", color=MUTED)
        _names(whole, drawn[~inside], write)
        _names(valley, drawn[inside], write)
        _key(figure, legend, (write(least), write(most)), small / high)
        return to_svg(figure)


def _key(figure: Figure, legend: str, ends: tuple[str, str], top: float) -> None:
    left, each = 0.66, 0.026
    figure.text(left, top * 0.62, legend, fontsize=SMALL, color=MUTED)
    for i in range(12):
        place = (left + i * each, top * 0.52)
        figure.add_artist(Rectangle(place, each + 0.001, 0.02, color=_SCALE(i / 11), linewidth=0))
    figure.text(left, top * 0.43, ends[0], fontsize=SMALL, color=MUTED)
    figure.text(left + 12 * each, top * 0.43, ends[1], fontsize=SMALL, color=MUTED, ha="right")


def _fill(axes: Axes, communes: pd.DataFrame, polygons: Polygons, ends: tuple[int, int]) -> None:
    step = _points(axes, 1.0) * _FINE
    for row in communes.itertuples():
        rings = [_thinned(np.asarray(ring, dtype=float), step) for ring in polygons[row.pcode]]
        shown = [ring for ring in rings if len(ring) > 2 and _meets(axes, ring)]
        axes.add_collection(
            PolyCollection(
                shown,
                facecolor=_SCALE((row.activites - ends[0]) / (ends[1] - ends[0])),
                edgecolor=MUTED,
                linewidth=0.6,
            ),
            autolim=False,
        )
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(GRID)


def _points(axes: Axes, points: float) -> float:
    """So many points on paper, in degrees of longitude."""
    width = axes.get_position().width * WIDTH * 72
    west, east = axes.get_xlim()
    return (east - west) / width * points


def _thinned(ring: np.ndarray, step: float) -> np.ndarray:
    """The ring on a grid of `step`, where places that fall together are one: two communes keep the
    border that they share."""
    grid = np.rint(ring / step)
    kept = np.concatenate([[True], (grid[1:] != grid[:-1]).any(axis=1)])
    return grid[kept] * step


def _meets(axes: Axes, ring: np.ndarray) -> bool:
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    (left, low), (right, high) = ring.min(axis=0), ring.max(axis=0)
    return bool(right >= west and left <= east and high >= south and low <= north)


def _bounds(communes: pd.DataFrame, polygons: Polygons) -> tuple[float, float, float, float]:
    """The box (west, east, south, north) around all polygons."""
    every = np.concatenate(
        [np.asarray(ring, dtype=float) for code in communes["pcode"] for ring in polygons[code]]
    )
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    return float(west), float(east), float(south), float(north)


def _valley(communes: pd.DataFrame) -> tuple[float, float, float, float]:
    """The box (west, east, south, north) around the southern three quarters of the communes."""
    south = communes[communes["lat"] <= communes["lat"].quantile(0.75)]
    return (
        south["lon"].min() - _MARGIN,
        south["lon"].max() + _MARGIN,
        south["lat"].min() - _MARGIN,
        south["lat"].max() + _MARGIN,
    )


def _inside(communes: pd.DataFrame, box: tuple[float, float, float, float]) -> pd.Series:
    west, east, south, north = box
    return communes["lon"].between(west, east) & communes["lat"].between(south, north)


def _names(axes: Axes, communes: pd.DataFrame, write: Callable[[int], str]) -> None:
    """Write each name and count as near to its place as leaves the panel's edge and the names that
    stand there already free; a line joins those that had to move."""
    figure = axes.get_figure()
    assert figure is not None
    frame = axes.get_window_extent()
    taken: list[tuple[float, float, float, float]] = []
    for row in communes.sort_values(["lat", "pcode"], ascending=False).itertuples():
        words = f"{row.commune} {write(row.activites)}"
        wide, high = _size(figure.dpi, words)
        x, y = axes.transData.transform((row.lon, row.lat))
        place = _free(x, y, wide, high, frame, taken)
        taken.append((*place, wide, high))
        at = axes.transData.inverted().transform(place)
        if place != (x, y):
            axes.plot([row.lon, at[0]], [row.lat, at[1]], color=INK, linewidth=0.5)
        axes.plot(row.lon, row.lat, "o", color=INK, markersize=1.8)
        axes.text(
            float(at[0]),
            float(at[1]),
            words,
            ha="center",
            va="center",
            fontsize=SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5, "alpha": 0.8},
        )


def _size(dpi: float, words: str) -> tuple[float, float]:
    """Width and height of a line of words, in dots of which `dpi` go to an inch, with a little air."""
    dots = dpi / 72
    return (TextPath((0, 0), words, size=SMALL).get_extents().width + 4) * dots, SMALL * 1.35 * dots


def _free(  # type: ignore[no-untyped-def]
    x: float, y: float, wide: float, high: float, frame, taken
) -> tuple[float, float]:
    """The nearest free place, looked for on circles around (x, y); the place itself where there is
    none."""
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    for reach in np.arange(0, 14) * high * 0.6:
        for turn in turns if reach else turns[:1]:
            a = x + reach * 1.5 * np.cos(turn - np.pi / 2)
            b = y + reach * np.sin(turn - np.pi / 2)
            inside = (
                frame.x0 <= a - wide / 2
                and a + wide / 2 <= frame.x1
                and frame.y0 <= b - high / 2
                and b + high / 2 <= frame.y1
            )
            if inside and all(
                abs(a - c) >= (wide + w) / 2 or abs(b - d) >= (high + h) / 2 for c, d, w, h in taken
            ):
                return float(a), float(b)
    return x, y
