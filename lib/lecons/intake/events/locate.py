"""Where an event was: the commune whose outline holds its point, the cercle that it names."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from lecons.errors import IntakeError
from lecons.intake.grid import TEXT
from lecons.intake.places import Gazetteer, fold

OUTLINES = "communes_nord.geojson"
# « Goundam cercle », « Bamako capital district »
_SORT = re.compile(r"\s+(?:cercle|circle|(?:capital )?district)$", re.IGNORECASE)
_ENGLISH = {"timbuktu": "Tombouctou"}

Edges = np.ndarray


def read_outlines(reference: Path) -> dict[str, Edges]:
    """The edges of each commune by P-code: rows x1, y1, x2, y2 (degrees), holes included. Raises
    IntakeError where the outlines are not among the reference data."""
    path = reference / OUTLINES
    if not path.is_file():
        raise IntakeError(
            f"Les contours des communes manquent ({OUTLINES} attendu dans {reference.name}/).",
            "Reprenez le dossier data/reference/ de lecons.",
        )
    outlines = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        geometry = feature["geometry"]
        shapes = geometry["coordinates"]
        rings = (
            shapes if geometry["type"] == "Polygon" else [ring for one in shapes for ring in one]
        )
        corners = [np.asarray(ring, dtype=float)[:, :2] for ring in rings]
        edges = [np.hstack([ring[:-1], ring[1:]]) for ring in corners]
        outlines[feature["properties"]["pcode"]] = np.vstack(edges)
    return outlines


def communes_at(
    outlines: Mapping[str, Edges], longitude: pd.Series, latitude: pd.Series
) -> pd.Series:
    """The P-code of the one commune that holds each point; missing where none does, or several.

    In: degrees (float, same index), missing where unknown. Out: text, same index. A ray to the east
    crosses the edges around its point an odd number of times; holes count by themselves.
    """
    places = pd.DataFrame({"x": longitude, "y": latitude}).dropna().drop_duplicates()
    x, y = places["x"].to_numpy(float), places["y"].to_numpy(float)
    found = np.full(len(places), None, dtype=object)
    held = np.zeros(len(places), dtype=int)
    for pcode, edges in outlines.items():
        (west, east), (south, north) = (
            (edges[:, [at, at + 2]].min(), edges[:, [at, at + 2]].max()) for at in (0, 1)
        )
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        inside = near[_inside(edges, x[near], y[near])]
        found[inside], held[inside] = pcode, held[inside] + 1
    found[held != 1] = None  # outlines are simplified: along a border two may cover each other
    at = dict(zip(zip(x, y, strict=True), found, strict=True))
    pairs = zip(longitude, latitude, strict=True)
    return pd.Series([at.get(pair) for pair in pairs], index=longitude.index, dtype=TEXT)


def _inside(edges: Edges, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    x1, y1, x2, y2 = edges.T[:, :, None]
    across = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):  # level edges cross nothing
        meets = x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return (across & meets).sum(axis=0) % 2 == 1


def cercle_of(gazetteer: Gazetteer, written: str) -> str | None:
    """The P-code of the cercle that an observatory names; None where the country has none such."""
    name = _SORT.sub("", written.strip())
    for said in (written, name, _ENGLISH.get(fold(name), name)):
        pcode = gazetteer.find_cercle(said)
        if pcode is not None:
            return pcode
    return None
