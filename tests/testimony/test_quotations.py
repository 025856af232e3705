import pandas as pd
from lecons.testimony.quotations import by_code, choose


def said(*rows):
    """Passages from (person, commune, sens, extrait), each with its code and its polarity."""
    found = []
    for i, (person, commune, sens, extrait) in enumerate(rows):
        for code in ("radio", sens):
            found.append(
                {
                    "id_temoignage": person,
                    "debut": 10 * i,
                    "fin": 10 * i + 5,
                    "code": code,
                    "commune": commune,
                    "acteur": "jeune",
                    "sexe": "F",
                    "extrait": extrait,
                }
            )
    return pd.DataFrame(found)


def chosen(frame, **options):
    return list(
        choose(frame, "radio", **options)[["id_temoignage", "sens"]].itertuples(index=False)
    )


def test_the_contrary_voice_keeps_the_last_place():
    found = said(
        ("T1", "A", "favorable", "a"),
        ("T2", "B", "favorable", "b"),
        ("T3", "C", "favorable", "c"),
        ("T4", "D", "reserve", "d"),
    )
    assert chosen(found) == [("T1", "favorable"), ("T2", "favorable"), ("T4", "reserve")]
    assert chosen(found, at_most=2) == [("T1", "favorable"), ("T4", "reserve")]


def test_the_favourable_voice_is_kept_where_most_are_against():
    found = said(
        ("T1", "A", "reserve", "a"),
        ("T2", "B", "reserve", "b"),
        ("T3", "C", "reserve", "c"),
        ("T4", "D", "favorable", "d"),
    )
    assert chosen(found) == [("T4", "favorable"), ("T1", "reserve"), ("T2", "reserve")]


def test_the_contrary_voice_is_kept_where_the_only_person_against_is_also_for():
    found = said(
        ("T1", "A", "favorable", "a"),
        ("T1", "A", "reserve", "mais"),
        ("T2", "B", "favorable", "b"),
        ("T3", "C", "favorable", "c"),
    )
    answer = choose(found, "radio")
    assert answer.loc[answer["sens"] == "reserve", "extrait"].to_list() == ["mais"]
    assert answer["id_temoignage"].is_unique


def test_a_person_is_quoted_once():
    found = said(("T1", "A", "favorable", "a"), ("T1", "A", "favorable", "b"))
    assert choose(found, "radio")["extrait"].to_list() == ["a"]


def test_other_communes_come_before_a_second_voice_of_one():
    found = said(
        ("T1", "A", "favorable", "a"),
        ("T2", "A", "favorable", "b"),
        ("T3", "B", "favorable", "c"),
    )
    assert chosen(found, at_most=2) == [("T1", "favorable"), ("T3", "favorable")]


def test_only_passages_that_may_be_read_are_chosen():
    found = said(("T1", "A", "favorable", None), ("T2", "B", "reserve", "b"))
    assert chosen(found) == [("T2", "reserve")]
    nothing = choose(said(("T1", "A", "favorable", None)), "radio")
    assert len(nothing) == 0
    assert {"extrait", "sens"} <= set(nothing.columns)


def test_a_passage_about_another_practice_is_not_chosen():
    assert len(choose(said(("T1", "A", "favorable", "a")), "dialogue")) == 0


def test_passages_of_codes_are_one_a_person_and_of_varied_communes():
    found = said(
        ("T1", "A", "crue", "a"),
        ("T1", "A", "crue", "b"),
        ("T2", "A", "crue", "c"),
        ("T3", "B", "rumeur", "d"),
        ("T4", "C", "crue", None),
    )
    answer = by_code(found, ["crue", "rumeur"], at_most=2)
    assert answer["extrait"].to_list() == ["a", "d"]
    assert by_code(found, ["crue", "rumeur"])["id_temoignage"].to_list() == ["T1", "T3", "T2"]
    assert len(by_code(found, ["absent"])) == 0
