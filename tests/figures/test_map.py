"""The map of coverage, and the map of tiles."""

import re
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.figures.map import coverage_map, read_polygons
from lecons.figures.tiles import MOST_COLUMNS, places
from lecons.project import open_project, repository_root
from scipy.stats import spearmanr


@pytest.fixture(scope="module")
def communes():
    return open_project("data/3p-amss").communes().assign(activites=range(22))


@pytest.fixture(scope="module")
def drawn(communes):
    polygons = read_polygons(repository_root() / "data/reference/communes_nord.geojson")
    return coverage_map(communes, polygons, ("ensemble", "vallée"), "activités", lambda n: f"{n}×")


def test_the_map_names_the_22_communes_with_their_counts(communes, drawn):
    said = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    assert {f"{row.commune} {row.activites}×" for row in communes.itertuples()} <= set(said)
    assert {"ensemble", "vallée", "activités", "0×", "21×"} <= set(said)


def test_no_name_lies_on_another_nor_is_cut_at_the_edge(drawn):
    wide = float(re.search(r'viewBox="0 0 ([\d.]+)', drawn)[1])
    found = re.findall(r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*×)</text>', drawn)
    assert len(found) >= 22
    boxes = [(float(x), float(y), len(words) * 4.9) for x, y, words in found if " " in words]
    assert all(x - w / 2 >= 0 and x + w / 2 <= wide for x, _, w in boxes)
    for (x, y, w), (a, b, v) in combinations(boxes, 2):
        assert abs(x - a) >= (w + v) / 2 or abs(y - b) >= 8.8


def test_communes_without_polygons_have_no_map():
    nowhere = pd.DataFrame(
        {"pcode": ["ML999999"], "commune": ["X"], "lon": [0], "lat": [0], "activites": [1]}
    )
    assert coverage_map(nowhere, {}, ("a", "b"), "x") is None


def test_tiles_keep_north_south_west_and_east(communes):
    found = places(communes).merge(communes, on="pcode")
    assert len(found) == 22
    assert found["column"].max() <= MOST_COLUMNS
    assert spearmanr(found["row"], -found["lat"]).statistic > 0.9
    assert spearmanr(found["column"], found["lon"]).statistic > 0.9


def test_most_neighbours_stay_neighbours(communes):
    """The nearest commune of each, on the ground, is at most two tiles away for most."""
    found = places(communes).merge(communes, on="pcode").reset_index()
    near = 0
    for row in found.itertuples():
        others = found[found["pcode"] != row.pcode]
        ground = (others["lon"] - row.lon) ** 2 + (others["lat"] - row.lat) ** 2
        other = others.loc[ground.idxmin()]
        near += max(abs(other["column"] - row.column), abs(other["row"] - row.row)) <= 2
    assert near >= 16


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.floats(-180, 180, width=16), st.floats(-90, 90, width=16)), max_size=60),
    st.randoms(use_true_random=False),
)
def test_no_two_communes_share_a_tile_and_their_order_changes_nothing(points, shuffled):
    rows = [{"pcode": f"ML{i:06}", "lon": x, "lat": y} for i, (x, y) in enumerate(points)]
    found = places(pd.DataFrame(rows, columns=["pcode", "lon", "lat"]))
    assert len(found[["column", "row"]].drop_duplicates()) == len(rows)
    assert len(found) == len(rows)
    assert found["column"].between(1, MOST_COLUMNS).all()
    assert found["row"].min() >= 1 if rows else found.empty
    shuffled.shuffle(rows)
    again = places(pd.DataFrame(rows, columns=["pcode", "lon", "lat"]))
    pd.testing.assert_frame_equal(found, again)
