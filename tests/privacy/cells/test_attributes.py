from itertools import product

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.cells import coarsen

LADDER = (("acteur", "cercle"), ("acteur",), ("cercle",), ())


def heard(*groups: tuple[int, str | None, str | None]) -> pd.DataFrame:
    rows = [(acteur, cercle) for n, acteur, cercle in groups for _ in range(n)]
    return pd.DataFrame(rows, columns=["acteur", "cercle"])


def labels(people: pd.DataFrame, k: int) -> list[tuple[tuple[str, str], ...]]:
    """What stands beside each person's words."""
    told = coarsen(people, LADDER, k)
    return [
        tuple((column, row[column]) for column in told[place])
        for place, row in zip(people.index, people.to_dict("records"), strict=True)
    ]


def test_five_of_a_group_and_a_cercle_may_be_told_as_such() -> None:
    people = heard((5, "chef", "Goundam"), (6, "femme", "Goundam"))
    assert coarsen(people, LADDER, 5).to_list() == [("acteur", "cercle")] * 11


def test_two_of_seven_are_not_given_away_by_the_five_who_show_their_cercle() -> None:
    people = heard((5, "chef", "Goundam"), (2, "chef", "Diré"), (9, "femme", "Diré"))
    told = coarsen(people, LADDER, 5)
    # « chef » would be one of two if the five showed their cercle; so they do not
    assert told[people["acteur"].eq("femme")].to_list() == [("acteur", "cercle")] * 9
    assert told[people["acteur"].eq("chef")].to_list() == [("acteur",)] * 7


def test_those_left_of_several_cercles_share_their_group() -> None:
    people = heard((6, "chef", "Goundam"), (3, "chef", "Diré"), (2, "chef", "Niafunké"))
    assert coarsen(people, LADDER, 5).to_list() == [("acteur", "cercle")] * 6 + [("acteur",)] * 5


def test_those_left_of_several_groups_share_their_cercle() -> None:
    people = heard((3, "chef", "Diré"), (4, "femme", "Diré"))
    assert coarsen(people, LADDER, 5).to_list() == [("cercle",)] * 7


def test_a_person_without_a_cercle_is_told_by_group_where_enough_are() -> None:
    people = heard((5, "chef", None), (5, "chef", "Diré"))
    assert coarsen(people, LADDER, 5).to_list() == [("acteur",)] * 5 + [("acteur", "cercle")] * 5


def test_who_shares_nothing_with_anybody_is_a_person_heard_among_others() -> None:
    people = heard((5, "chef", "Goundam"), (6, "femme", "Goundam"), (1, "jeune", "Diré"))
    told = coarsen(people, LADDER, 5)
    # five others say as little, so that « a person heard » is not the one
    assert told.to_list() == [()] * 5 + [("acteur", "cercle")] * 6 + [()]


def test_fewer_people_than_the_threshold_are_told_nothing_of() -> None:
    assert coarsen(heard((4, "chef", "Diré")), LADDER, 5).to_list() == [()] * 4
    assert coarsen(heard(), LADDER, 5).to_list() == []


value = st.sampled_from(["a", "b", "c", None])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(value, value), max_size=30), st.integers(2, 5))
def test_a_label_always_leaves_k_people(rows: list[tuple], k: int) -> None:
    people = pd.DataFrame(rows, columns=["acteur", "cercle"], dtype="object")
    people.index = range(10, 10 + len(people))
    written = labels(people, k)
    for label in written:
        # all whose words would carry that very label: what one knows who knows the rule
        assert written.count(label) >= min(k, len(people))
        # and those whom the words themselves fit, for one who does not
        fits = [all(row[c] == v for c, v in label) for row in people.to_dict("records")]
        assert sum(fits) >= min(k, len(people))
        assert len(people) >= k or label == ()


@settings(max_examples=10, deadline=None)
@given(st.permutations(list(product("ab", "xyz")) * 3))
def test_the_order_of_the_rows_changes_nothing(rows: list[tuple[str, str]]) -> None:
    people = pd.DataFrame(rows, columns=["acteur", "cercle"])
    told = coarsen(people, LADDER, 4)
    assert set(told) == {("acteur",)}
