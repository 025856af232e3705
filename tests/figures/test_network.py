"""The arc diagram, and the figure of shares by group."""

import re
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.estimates import Estimate, wilson
from lecons.figures.network import MOST, Node, arcs, ordered, short
from lecons.figures.shares import by_group
from lecons.figures.style import look

KINDS = ["pratique", "thème"]


def said(svg):
    found = re.findall(r"<text[^>]*>([^<]*)</text>|<tspan[^>]*>([^<]*)</tspan>", svg)
    return [part for pair in found for part in pair if part]


def nodes(n):
    return [Node(f"c{i}", f"Sujet {i}", KINDS[i % 2], 10 + i) for i in range(n)]


EDGES = {("c0", "c2"): 3, ("c1", "c2"): 7, ("c0", "c3"): 4}


def test_each_name_has_its_persons_and_each_arc_its_number():
    words = said(arcs(nodes(4), EDGES, KINDS))
    for node in nodes(4):
        assert f"{node.name} ({node.persons})" in words
    assert {"3", "4", "7", *KINDS} <= set(words)


def test_the_same_network_is_drawn_alike_in_whatever_order_it_comes():
    first = arcs(nodes(4), EDGES, KINDS)
    assert first == arcs(nodes(4)[::-1], dict(reversed(EDGES.items())), KINDS)
    assert first != arcs(nodes(4), {**EDGES, ("c0", "c2"): 6}, KINDS)


def test_at_most_fifteen_names_are_drawn_those_of_most_persons():
    words = said(arcs(nodes(18), EDGES, KINDS))
    assert sum(word.startswith("Sujet") for word in words) == MOST
    assert "Sujet 17 (27)" in words
    assert "Sujet 2 (12)" not in words
    assert "7" not in words  # its arc went with it


def test_nothing_to_draw_is_not_an_error():
    assert arcs([], {}, KINDS).startswith("<svg")
    assert arcs(nodes(1), {("c0", "c9"): 3}, KINDS).startswith("<svg")


def test_numbers_of_two_arcs_never_overlap_even_where_all_are_bound():
    drawn = arcs(nodes(15), dict.fromkeys(combinations([f"c{i}" for i in range(15)], 2), 12), KINDS)
    places = re.findall(r'<text[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>12</text>', drawn)
    assert len(places) == 105
    points = [(float(x), float(y)) for x, y in places]
    # a number of 8.8 points is about 11 wide and 9 high
    assert all(abs(a - c) > 11 or abs(b - d) > 9 for (a, b), (c, d) in combinations(points, 2))


def test_no_other_order_makes_the_arcs_shorter():
    edges = {("a", "e"): 5, ("e", "b"): 4, ("b", "d"): 3, ("d", "c"): 2, ("a", "c"): 1}

    def length(way):
        return sum(k * abs(way.index(a) - way.index(b)) for (a, b), k in edges.items())

    found = ordered(list("abcde"), edges)
    assert length(found) == min(length(way) for way in permutations("abcde"))


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)), max_size=30),
    st.randoms(use_true_random=False),
)
def test_any_network_has_an_order_of_all_its_names(rows, shuffled):
    keys = [f"k{i}" for i in range(10)]
    edges = {(f"k{a}", f"k{b}"): n for a, b, n in rows if a < b}
    found = ordered(keys, edges)
    assert sorted(found) == keys
    shuffled.shuffle(keys)
    assert ordered(keys, edges) == found


@given(st.text(alphabet="abc é", min_size=1, max_size=120).filter(str.strip), st.integers(1, 9999))
def test_a_name_has_two_lines_at_most_and_keeps_its_persons(name, persons):
    lines = short(name, str(persons)).split("\n")
    assert len(lines) <= 2
    assert lines[-1].endswith(f"({persons})")


def test_groups_are_named_with_their_shares_and_one_without_value_is_left_blank():
    percent = lambda value: f"{value:.0%}"  # noqa: E731
    shares = {
        "Confiance": {"femmes": wilson(3, 12), "hommes": Estimate(0.5, None, None, 4, 4, "share")},
        "Crue": {"femmes": wilson(0, 0), "hommes": wilson(5, 5)},
    }
    looks = {"femmes": look("femmes"), "hommes": look("hommes")}
    words = said(by_group(shares, percent, "part", looks))
    assert {"Confiance", "Crue", "femmes", "hommes"} <= set(words)
    assert words.count("25%") == 2  # the value and the axis
    assert by_group(shares, percent, "part", looks) == by_group(shares, percent, "part", looks)
    assert by_group({}, percent, "part", {}).startswith("<svg")
