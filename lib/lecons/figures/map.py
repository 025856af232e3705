"""The map of coverage: the whole of each commune, and the river valley drawn larger.

The northern communes are twenty times the size of those along the river: on one scale the small ones
would vanish, so the valley has a panel of its own, with names.
"""

import json
from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lecons.figures.style import BLUE, GRID, INK, MUTED, styled, to_svg

_SCALE = LinearSegmentedColormap.from_list("lecons", ["#e8f1f8", BLUE])
MAP_WIDTH = 6.4  # the names of 22 communes need room
_MARGIN = 0.12


def read_polygons(path: Path) -> dict[str, list[list[tuple[float, float]]]]:
    """Outer rings by P-code, from a GeoJSON of polygons and multipolygons."""
    rings: dict[str, list[list[tuple[float, float]]]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        polygons = (
            [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        )
        rings[feature["properties"]["pcode"]] = [polygon[0] for polygon in polygons]
    return rings


def coverage_map(
    communes: pd.DataFrame,
    polygons: dict[str, list[list[tuple[float, float]]]],
    titles: tuple[str, str],
    legend: str,
) -> str | None:
    """A choropleth of `activites`, in two panels; None where no commune has a polygon.

    In: communes (pcode, commune, lon, lat, activites).
    """
    drawn = communes[communes["pcode"].isin(polygons)]
    if drawn.empty:
        return None
    most = max(int(drawn["activites"].max()), 1)
    with styled():
        figure = Figure(figsize=(MAP_WIDTH, 6.2))
        valley = figure.add_axes((0.0, 0.58, 1.0, 0.40))
        whole = figure.add_axes((0.0, 0.0, 0.62, 0.54))
        for axes in (whole, valley):
            _fill(axes, drawn, polygons, most)
        box = _valley(drawn)
        whole.autoscale_view()
        whole.add_patch(
            Rectangle((box[0], box[2]), box[1] - box[0], box[3] - box[2], fill=False, edgecolor=INK)
        )
        valley.set_xlim(box[0], box[1])
        valley.set_ylim(box[2], box[3])
        _names(whole, drawn[~_inside(drawn, box)])
        _names(valley, drawn[_inside(drawn, box)], enlarged=True)
        for axes, title in zip((whole, valley), titles, strict=True):
            axes.set_title(title, fontsize=9, loc="left", color=MUTED)
        figure.text(0.68, 0.31, legend, fontsize=9, color=MUTED)
        for i in range(12):
            figure.add_artist(
                Rectangle((0.68 + i * 0.022, 0.27), 0.023, 0.025, color=_SCALE(i / 11), linewidth=0)
            )
        figure.text(0.68, 0.24, "0", fontsize=8.5, color=MUTED)
        figure.text(0.944, 0.24, str(most), fontsize=8.5, color=MUTED, ha="right")
        return to_svg(figure)


def _fill(
    axes: Axes,
    communes: pd.DataFrame,
    polygons: dict[str, list[list[tuple[float, float]]]],
    most: int,
) -> None:
    for row in communes.itertuples():
        axes.add_collection(
            PolyCollection(
                polygons[row.pcode],
                facecolor=_SCALE(row.activites / most),
                edgecolor=MUTED,
                linewidth=0.6,
            )
        )
    axes.set_aspect(1 / 0.956)  # one degree of longitude at 17° N, against one of latitude
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(True)
        spine.set_color(GRID)


def _valley(communes: pd.DataFrame) -> tuple[float, float, float, float]:
    """The box (west, east, south, north) around the southern three quarters of the communes."""
    south = communes[communes["lat"] <= communes["lat"].quantile(0.75)]
    return (
        south["lon"].min() - _MARGIN * 2,
        south["lon"].max() + _MARGIN * 3,
        south["lat"].min() - _MARGIN,
        south["lat"].max() + _MARGIN,
    )


def _inside(communes: pd.DataFrame, box: tuple[float, float, float, float]) -> pd.Series:
    west, east, south, north = box
    return communes["lon"].between(west, east) & communes["lat"].between(south, north)


def _names(axes: Axes, communes: pd.DataFrame, enlarged: bool = False) -> None:
    """Write the names from north to south, each moved down or up until it overlaps no other."""
    taken: list[tuple[float, float]] = []
    step = 0.062 if enlarged else 0.34
    reach = 0.40 if enlarged else 2.3
    for row in communes.sort_values("lat", ascending=False).itertuples():
        y = row.lat
        while any(abs(y - b) < step and abs(row.lon - a) < reach for a, b in taken):
            y -= step / 2
        taken.append((row.lon, y))
        axes.plot([row.lon, row.lon], [row.lat, y], color=INK, linewidth=0.5)
        axes.plot(row.lon, row.lat, "o", color=INK, markersize=1.8)
        axes.annotate(
            f"{row.commune} {row.activites}",
            (row.lon, y),
            ha="center",
            va="center",
            fontsize=7,
            bbox={
                "boxstyle": "round,pad=0.12",
                "facecolor": "white",
                "edgecolor": "none",
                "alpha": 0.82,
            },
        )
