"""What is hidden in a table of counts stays hidden: proved by listing every table that a reader could
believe, with a solver that shares no code with the one under test."""

from itertools import product

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.cells.attacker import View
from lecons.privacy.cells.suppress import (
    PRIMARY,
    SECONDARY,
    Sum,
    Within,
    column_sums,
    row_sums,
    suppress,
)


def margins(inner: list[list[int]]) -> tuple[pd.DataFrame, list[Sum]]:
    """A two-way table with both margins, and its sums."""
    columns = list("abcdef")[: len(inner[0])]
    table = pd.DataFrame(inner, columns=columns, index=range(len(inner)))
    table["T"] = table.sum(axis=1)
    table.loc["all"] = table.sum()
    sums = row_sums(table.index, "T", columns)
    return table, sums + column_sums(list(table.columns), "all", list(range(len(inner))))


def believed(table: pd.DataFrame, marks: pd.DataFrame, threshold: int, near: int) -> np.ndarray:
    """Every table with margins that fits what is shown (hidden cells at most `near` from the truth):
    inner cells are listed, margins added up and compared."""
    marked = marks.to_numpy()
    true = table.to_numpy(dtype="int64")
    small = ((marked == SECONDARY) & (true < threshold)).any()

    def possible(row: int, column: int) -> range:
        value, mark = true[row, column], marked[row, column]
        if mark == "":
            return range(value, value + 1)
        if mark == PRIMARY:
            return range(1, threshold)
        return range(max(1 if small else threshold, value - near), value + near + 1)

    height, width = true.shape
    inner = list(product(range(height - 1), range(width - 1)))
    grid = np.array(list(product(*(possible(*place) for place in inner))))
    full = np.zeros((len(grid), height, width), dtype="int64")
    for position, (row, column) in enumerate(inner):
        full[:, row, column] = grid[:, position]
    full[:, :, -1] = full.sum(axis=2)
    full[:, -1, :] = full.sum(axis=1)
    fits = np.ones(len(full), dtype=bool)
    for row, column in product(range(height), range(width)):
        values = full[:, row, column]
        if marked[row, column] == "":
            fits &= values == true[row, column]
        elif marked[row, column] == PRIMARY:
            fits &= (values >= 1) & (values < threshold)
        else:
            fits &= values >= (1 if small else threshold)
    return full[fits]


def assert_safe(table: pd.DataFrame, marks: pd.DataFrame, threshold: int, near: int) -> None:
    tables = believed(table, marks, threshold, near)
    assert (tables == table.to_numpy()).all(axis=(1, 2)).any()
    for row, column in zip(*np.nonzero(marks.to_numpy() != ""), strict=True):
        seen = set(tables[:, row, column].tolist())
        if marks.iat[row, column] == PRIMARY:
            assert seen == set(range(1, threshold))
        else:
            assert len(seen) > 1


def test_only_small_counts_are_hidden_when_nothing_adds_up() -> None:
    counts = pd.DataFrame({"femmes": [0, 1, 4, 5, np.nan], "hommes": [12, 3, 40, 0, 2]})
    marks = suppress(counts, [], 5)
    assert marks["femmes"].to_list() == ["", PRIMARY, PRIMARY, "", ""]
    assert marks["hommes"].to_list() == ["", PRIMARY, "", "", PRIMARY]


def test_one_small_cell_takes_the_three_cheapest_with_it() -> None:
    table, sums = margins([[20, 50, 10], [8, 19, 2], [17, 32, 12]])
    marks = suppress(table, sums, 5)
    assert marks.loc[1, "c"] == PRIMARY
    hidden = marks.stack().loc[lambda mark: mark.eq(SECONDARY)]
    assert set(hidden.index) == {(1, "a"), (0, "a"), (0, "c")} or set(hidden.index) == {
        (1, "a"),
        (2, "a"),
        (2, "c"),
    }
    assert_safe(table, marks, 5, 5)


def test_the_total_is_hidden_when_nothing_else_protects() -> None:
    table = pd.DataFrame({"f": [3], "h": [0], "T": [3]})
    assert suppress(table, row_sums([0], "T", ["f", "h"]), 5).iloc[0].to_list() == [
        PRIMARY,
        "",
        PRIMARY,
    ]
    table = pd.DataFrame({"f": [1], "h": [1], "x": [9], "T": [11]})
    marks = suppress(table, row_sums([0], "T", ["f", "h", "x"]), 5)
    # x or the total: one of both, and x costs less
    assert marks.iloc[0].to_list() == [PRIMARY, PRIMARY, SECONDARY, ""]
    table = pd.DataFrame({"f": [3], "h": [3], "T": [6]})
    assert suppress(table, row_sums([0], "T", ["f", "h"]), 5).iloc[0].to_list() == [
        PRIMARY,
        PRIMARY,
        SECONDARY,
    ]


def test_four_parts_under_five_whose_total_is_under_five_do_not_tell_that_each_is_one() -> None:
    table = pd.DataFrame({"a": [1], "b": [1], "c": [1], "d": [1], "T": [4]})
    marks = suppress(table, row_sums([0], "T", list("abcd")), 5)
    assert marks.iloc[0].to_list() == [PRIMARY] * 4 + [SECONDARY]


def test_the_rest_of_a_part_within_a_total_is_a_small_cell_too() -> None:
    table = pd.DataFrame({"femmes": [17, 12, 0], "participations": [20, 20, 9]})
    sums: list[Sum] = [Within((row, "participations"), (row, "femmes")) for row in table.index]
    marks = suppress(table, sums, 5)
    # 17 of 20 tells of three men; hiding the 17 leaves 5 to 20 women
    assert marks["femmes"].to_list() == [SECONDARY, "", ""]
    assert marks["participations"].to_list() == ["", "", ""]


def test_a_sum_that_does_not_hold_has_a_rest_and_that_rest_is_protected() -> None:
    table = pd.DataFrame({"f": [10, 10, 10], "h": [10, 10, 10], "T": [20, 22, 40]})
    marks = suppress(table, row_sums(table.index, "T", ["f", "h"]), 5)
    assert marks.iloc[0].to_list() == ["", "", ""]
    assert (marks.iloc[1] == SECONDARY).sum() == 1
    assert marks.iloc[2].to_list() == ["", "", ""]


def test_parts_that_overlap_are_each_within_the_total() -> None:
    table = pd.DataFrame({"f": [15], "jeunes": [18], "T": [20]})
    marks = suppress(table, row_sums([0], "T", ["f", "jeunes"]), 5)
    # 18 of 20: two are not young; 15 of 20: five are not women
    assert marks.iloc[0].to_list() == ["", SECONDARY, ""]


def test_a_blank_part_is_nought_and_a_blank_total_ties_nothing() -> None:
    table = pd.DataFrame({"f": [9.0, 9.0], "h": [np.nan, 3.0], "T": [12.0, np.nan]})
    marks = suppress(table, row_sums(table.index, "T", ["f", "h"]), 5)
    # three of the first row are in no part; nothing says that the second adds up
    assert marks["f"].to_list() == [SECONDARY, ""]
    assert marks["h"].to_list() == ["", PRIMARY]
    assert marks["T"].to_list() == ["", ""]


def test_labels_of_rows_that_come_twice_are_taken_by_their_place() -> None:
    # the cercle of Goundam, its commune of Goundam, another: the total stands first, then last
    first = pd.DataFrame({"f": [30, 3, 27]}, index=["Goundam", "Goundam", "Douékiré"])
    sums = column_sums(["f"], "Goundam", ["Goundam", "Douékiré"])
    assert suppress(first, sums, 5)["f"].to_list() == ["", PRIMARY, SECONDARY]
    last = first.iloc[[1, 2, 0]]
    assert suppress(last, sums, 5)["f"].to_list() == [PRIMARY, SECONDARY, ""]
    rows = pd.DataFrame({"f": [3, 9], "h": [9, 9], "T": [12, 18]}, index=["Tin", "Tin"])
    marks = suppress(rows, row_sums(rows.index, "T", ["f", "h"]), 5)
    assert marks.to_numpy().tolist() == [[PRIMARY, SECONDARY, ""], ["", "", ""]]


def test_what_a_commune_hides_its_cercle_does_not_give_back() -> None:
    names = ["Cercle A", "a1", "a2", "a3", "Cercle B", "b1", "b2", "Tous"]
    f = [30, 2, 14, 14, 21, 12, 9, 51]
    h = [45, 20, 12, 13, 24, 14, 10, 69]
    table = pd.DataFrame({"f": f, "h": h, "T": [x + y for x, y in zip(f, h, strict=True)]}, names)
    sums = row_sums(names, "T", ["f", "h"])
    for total, parts in (
        ("Cercle A", ["a1", "a2", "a3"]),
        ("Cercle B", ["b1", "b2"]),
        ("Tous", ["Cercle A", "Cercle B"]),
    ):
        sums += column_sums(["f", "h", "T"], total, parts)
    marks = suppress(table, sums, 5)
    assert marks.loc["a1"].to_list() == [PRIMARY, SECONDARY, ""]
    assert (marks != "").to_numpy().sum() == 4
    other = [name for name in ("a2", "a3") if marks.loc[name, "f"]]
    assert len(other) == 1
    assert marks.loc[other[0]].to_list() == [SECONDARY, SECONDARY, ""]


inner = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 7), min_size=width, max_size=width), min_size=2, max_size=2
    )
)


@settings(max_examples=60, deadline=None)
@given(inner)
def test_no_reader_works_out_a_hidden_cell_of_a_two_way_table(counts: list[list[int]]) -> None:
    table, sums = margins(counts)
    marks = suppress(table, sums, 3)
    true = table.to_numpy()
    assert ((marks.to_numpy() != "") >= ((true > 0) & (true < 3))).all()
    assert (marks.to_numpy()[true == 0] == "").all()
    assert_safe(table, marks, 3, 3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 9))
def test_no_reader_works_out_a_part_or_the_rest_of_a_total(parts: list[int], rest: int) -> None:
    names = [f"p{number}" for number in range(len(parts))]
    table = pd.DataFrame([[*parts, sum(parts) + rest]], columns=[*names, "T"])
    marks = suppress(table, row_sums([0], "T", names), 4).iloc[0].to_list()
    total = sum(parts) + rest
    small = marks[-1] == SECONDARY and total < 4
    floor = 1 if small else 4
    ranges = {
        "": lambda value: [value],
        PRIMARY: lambda value: [1, 2, 3],
        SECONDARY: lambda value: range(floor, max(value, floor) + 8),
    }
    seen: list[set[int]] = [set() for _ in (*parts, total, rest)]
    # a reader who knows that nothing is left out when the sum holds in the data
    for values in product(
        *(ranges[mark](one) for mark, one in zip(marks, (*parts, total), strict=True))
    ):
        left = values[-1] - sum(values[:-1])
        if left == 0 or (rest and left > 0):
            for place, value in zip(seen, (*values, left), strict=True):
                place.add(value)
    for mark, values in zip(marks, seen, strict=False):
        assert mark != PRIMARY or values == {1, 2, 3}
        assert mark != SECONDARY or len(values) > 1
    assert not 0 < rest < 4 or len(seen[-1]) >= 3


def test_a_table_of_twelve_communes_keeps_its_cells_under_all_its_sums() -> None:
    random = np.random.default_rng(7)
    table, sums = margins(random.poisson(12 * random.gamma(1, 1, (12, 4))).tolist())
    marks = suppress(table, sums, 5).to_numpy().ravel()
    places = np.arange(13 * 5).reshape(13, 5)
    relations = np.zeros((18, 13 * 5))
    for line, cells in enumerate([*places, *places.T]):
        relations[line, cells] = -1
        relations[line, cells[-1]] = 1
    low = high = table.to_numpy().ravel()
    low = np.where(marks == PRIMARY, 1, np.where(marks == SECONDARY, 5, low))
    high = np.where(marks == PRIMARY, 4, np.where(marks == SECONDARY, 9999, high))
    assert (marks == PRIMARY).sum() == 8
    for cell in np.flatnonzero(marks != ""):
        least, most = (table[cell] for table in View(relations, low, high).extremes(int(cell)))
        assert (least, most) == (1, 4) if marks[cell] == PRIMARY else least < most
