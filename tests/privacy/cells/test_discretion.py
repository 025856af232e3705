"""What a sentence of the public edition says of few people leaves at least two answers: every sentence
is written, and those that read the same are put side by side."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest
from lecons.estimates import wilson
from lecons.language import Language
from lecons.privacy.cells import Discretion

SOME_AND_SHARE = "{a:pers} favorables et {b:pers} réservées, sur {c:pers} ; {p:pct}"
INTERVAL = "{a:pers} sur {c:pers}, soit {p:pct} ({bas:pct} à {haut:pct})"
SHARES = "{p:pct} pour, {q:pct} contre, sur {c:pers}"
# what a reader may look for
SOUGHT: dict[str, Callable[[int, int, int], int]] = {
    "a": lambda a, b, c: a,
    "b": lambda a, b, c: b,
    "c": lambda a, b, c: c,
    "all but a": lambda a, b, c: c - a,
    "all but b": lambda a, b, c: c - b,
    "neither": lambda a, b, c: c - a - b,
}


def parted(most: int) -> list[tuple[int, int, int]]:
    return [(a, c - a, c) for c in range(1, most + 1) for a in range(c + 1)]


def given_away(
    message: str, triplets: Iterable[tuple[int, int, int]], threshold: int, *, whole_known: bool
) -> list[tuple]:
    """The small counts that have one value in all triplets that are written the same."""
    french = Language("fr", Discretion(threshold))
    same = defaultdict(list)
    for a, b, c in triplets:
        share = wilson(a, c)
        values = {"a": a, "b": b, "c": c, "p": a / c, "q": b / c}
        written = french.t(message, **values, bas=share.low, haut=share.high)
        same[written, c if whole_known else None].append((a, b, c))
    found = []
    for written, those in same.items():
        for name, sought in SOUGHT.items():
            values = {sought(*one) for one in those}
            if len(values) == 1 and 0 < min(values) < threshold:
                found.append((written, name, those[:3]))
    assert len(same) > 20
    return found


@pytest.mark.parametrize("message", [SOME_AND_SHARE, SHARES])
def test_no_small_count_can_be_worked_out_of_a_sentence(message):
    triplets = [(a, b, c) for c in range(1, 15) for a in range(c + 1) for b in range(c + 1 - a)]
    assert given_away(message, triplets, 5, whole_known=False) == []


@pytest.mark.parametrize("message", [SOME_AND_SHARE, INTERVAL, SHARES])
@pytest.mark.parametrize("threshold", [3, 5])
def test_nor_by_who_knows_the_whole_from_elsewhere(message, threshold):
    triplets = [one for one in parted(30) if one[2] >= threshold]
    assert given_away(message, triplets, threshold, whole_known=True) == []


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"a": 3, "b": 17, "c": 20}, "moins de 5 favorables et plus de 15 réservées, sur 20 à 24 ; moins de 30\u00a0%"),
        ({"a": 10, "b": 1, "c": 11}, "plus de 5 favorables et moins de 5 réservées, sur 10 à 14 ; plus de 40\u00a0%"),
        ({"a": 0, "b": 0, "c": 3}, "0 favorables et 0 réservées, sur moins de 5 ; 0\u00a0%"),
        ({"a": 12, "b": 13, "c": 32}, "12 favorables et 13 réservées, sur 32 ; 37,5\u00a0%"),
    ],
)  # fmt: skip
def test_a_sentence_is_exact_where_nobody_is_few_and_coarse_as_a_whole_elsewhere(values, written):
    share = values["a"] / values["c"]
    # thirteen less twelve is one: what a sentence does not say is assumed
    exact = written.startswith("12")
    message = SOME_AND_SHARE.replace("{b:pers}", "{b:int}") if exact else SOME_AND_SHARE
    assert Language("fr", Discretion(5)).t(message, **values, p=share) == written
    assert Language("fr").t(SOME_AND_SHARE, **values, p=share).startswith(f"{values['a']} favor")


def test_ten_for_ten_against_of_twenty_two_are_coarse_for_the_two_who_are_neither():
    discretion = Discretion(5)
    assert discretion.coarse([10, 10, 22], [])
    assert discretion.coarse([22], [10 / 22, 10 / 22])
    assert not discretion.coarse([10, 10, 30], [])
    assert not discretion.coarse([22], [11 / 22])
    # five of 22: no share of five people is 22.7 %
    assert not discretion.coarse([5, 22], [5 / 22])


def test_twenty_for_seven_against_of_twenty_five_are_coarse_for_the_two_who_are_both():
    discretion = Discretion(5)
    assert discretion.coarse([20, 7, 25], [])
    assert discretion.coarse([7, 25], [20 / 25])
    assert not discretion.coarse([20, 25], [])
    assert not discretion.coarse([20, 10, 25], [])


def test_bounds_and_differences_would_give_a_count_back_and_are_left_out():
    french = Language("fr", Discretion(5))
    share = wilson(3, 13)
    values = {"p": 3 / 13, "n": 13, "bas": share.low, "haut": share.high, "e": 0.2}
    written = french.t("{p:pct} des {n:pers} ({bas:pct} à {haut:pct}), {e:points} points", **values)
    assert written == "moins de 50\u00a0% des 10 à 14, – points"
    # a parenthesis that says something else stays
    written = french.t("{p:pct} ({bas:pct} à {haut:pct}, {n:pers} cas)", **values)
    assert written == "moins de 50\u00a0% (10 à 14 cas)"


def test_a_clause_inside_a_sentence_is_as_coarse_as_the_sentence():
    french = Language("fr", Discretion(5))
    clause = {"t": "{p:pct} le disent", "p": 3 / 20}
    assert (
        french.t("sur {n:pers}, {x}", n=20, x=clause) == "sur 20 à 24, moins de 30\u00a0% le disent"
    )
    assert Language("fr").t("sur {n:pers}, {x}", n=20, x=clause) == "sur 20, 15,0\u00a0% le disent"


def test_one_count_or_one_share_is_written_alone():
    french = Language("fr", Discretion(5))
    assert [french.bracket(n) for n in (0, 1, 4, 5, 12)] == [
        "0", "moins de 5", "moins de 5", "5 à 9", "10 à 14",
    ]  # fmt: skip
    assert french.about(0.5, [60]) == "entre 40\u00a0% et 60\u00a0%"
    # a share of none of these counts was not counted on them: a curve, or weights
    assert french.about(0.123, [60]) == "entre 10\u00a0% et 20\u00a0%"
    assert french.about(1, [60]) == "100\u00a0%"
