from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.quotations import Decision, Decisions, by_code, choose

WORDS = "le comité nous a écoutés tous ensemble, puis il a"
RADIO = f"{WORDS} allumé la radio"


def said(*rows):
    """Passages from (person, commune, sens, extrait), each with its code and its polarity."""
    found = []
    for i, (person, commune, sens, extrait) in enumerate(rows):
        for code in ("radio", sens):
            found.append(
                {
                    "id": f"{person}-{i}-{code}",
                    "id_temoignage": person,
                    "debut": 1000 * i,
                    "fin": 1000 * i + 500,
                    "code": code,
                    "commune": commune,
                    "acteur": "jeune",
                    "sexe": "F",
                    "extrait": extrait,
                }
            )
    return pd.DataFrame(found)


def decided(action, *places):
    return {
        place: Decision("S", action, "", False, f"ana{n}", date(2018, 3, 1), "parce que")
        for n, place in enumerate(places)
    }


def pin(*places):
    return Decisions(pinned=decided("épingler", *places))


def bar(*places):
    return Decisions(barred=decided("écarter", *places))


def chosen(frame, **options):
    answer = choose(frame, "radio", **options)
    return list(answer[["id_temoignage", "sens", "choix"]].itertuples(index=False, name=None))


def voices(*, against=1, more=()):
    rows = [(f"T{n}", f"C{n}", "favorable", f"{RADIO} {n} fois") for n in range(1, 5)]
    rows += [(f"T{n}", f"C{n}", "reserve", f"{RADIO} {n} fois") for n in range(5, 5 + against)]
    return said(*rows, *more)


def test_the_contrary_voice_keeps_the_last_place():
    assert [one[:2] for one in chosen(voices())] == [
        ("T1", "favorable"),
        ("T2", "favorable"),
        ("T5", "reserve"),
    ]
    assert chosen(voices(), at_most=2) == [
        ("T1", "favorable", "typique"),
        ("T5", "reserve", "contraire"),
    ]


def test_one_quotation_alone_is_of_the_side_that_most_take():
    assert chosen(voices(), at_most=1) == [("T1", "favorable", "typique")]


def test_the_favourable_voice_is_kept_where_most_are_against():
    frame = said(
        ("T1", "A", "reserve", RADIO),
        ("T2", "B", "reserve", RADIO),
        ("T3", "C", "reserve", RADIO),
        ("T4", "D", "favorable", RADIO),
    )
    assert chosen(frame) == [
        ("T4", "favorable", "contraire"),
        ("T1", "reserve", "typique"),
        ("T2", "reserve", "autre"),
    ]


def test_a_side_is_not_the_rarer_one_because_its_people_may_not_be_quoted():
    rows = [("T1", "A", "favorable", RADIO)]
    rows += [(f"T{n}", "B", "favorable", None) for n in range(2, 6)]
    rows += [(f"T{n}", "C", "reserve", RADIO) for n in range(6, 9)]
    assert chosen(said(*rows)) == [
        ("T1", "favorable", "typique"),
        ("T6", "reserve", "contraire"),
    ]


def test_the_contrary_voice_is_kept_where_the_only_person_against_is_also_for():
    frame = said(
        ("T1", "A", "favorable", RADIO),
        ("T1", "A", "reserve", f"mais {RADIO}"),
        ("T2", "B", "favorable", RADIO),
        ("T3", "C", "favorable", RADIO),
    )
    answer = choose(frame, "radio")
    assert answer.loc[answer["sens"] == "reserve", "extrait"].to_list() == [f"mais {RADIO}"]
    assert answer["id_temoignage"].is_unique


def test_a_person_is_quoted_once_by_their_most_typical_passage():
    frame = said(
        ("T1", "A", "favorable", f"{WORDS} parlé de pluie et de bétail"),
        ("T1", "A", "favorable", RADIO),
        ("T2", "A", "favorable", RADIO),
        ("T3", "A", "favorable", RADIO),
    )
    answer = choose(frame, "radio")
    assert answer["id_temoignage"].to_list() == ["T1", "T2", "T3"]
    assert answer["extrait"].to_list()[0] == RADIO


def test_the_first_quotation_is_what_people_say_together():
    frame = said(
        ("T1", "A", "favorable", "mon oncle vend du poisson séché au marché de la grande ville"),
        ("T2", "A", "favorable", "la radio annonce la paix du puits dans notre langue chaque soir"),
        ("T3", "A", "favorable", "la radio donne la paix du puits dans notre langue chaque matin"),
        ("T4", "A", "favorable", "notre langue dit la paix du puits à la radio chaque semaine"),
    )
    answer = choose(frame, "radio", at_most=1)
    assert answer["id_temoignage"].to_list() != ["T1"]
    assert answer["choix"].to_list() == ["typique"]


def test_a_person_who_speaks_at_length_does_not_move_the_centre_alone():
    fish = "mon oncle vend du poisson séché au marché de la grande ville, numéro"
    rows = [("T1", "A", "favorable", f"{fish} {n}") for n in range(10)]
    rows += [
        (
            f"T{n}",
            "A",
            "favorable",
            f"la radio annonce la paix du puits dans notre langue, fois {n}",
        )
        for n in (2, 3)
    ]
    assert choose(said(*rows), "radio", at_most=1)["id_temoignage"].to_list() == ["T2"]


def test_other_communes_come_before_a_second_voice_of_one():
    frame = said(
        ("T1", "A", "favorable", RADIO),
        ("T2", "A", "favorable", RADIO),
        ("T3", "B", "favorable", RADIO),
    )
    assert [one[0] for one in chosen(frame, at_most=2)] == ["T1", "T3"]


@pytest.mark.parametrize(("trait", "value"), [("sexe", "H"), ("acteur", "autorite")])
def test_another_sex_and_another_group_make_another_voice(trait, value):
    frame = said(*((f"T{n}", "A", "favorable", RADIO) for n in (1, 2, 3)))
    frame.loc[frame["id_temoignage"] == "T3", trait] = value
    assert [one[0] for one in chosen(frame, at_most=2)] == ["T1", "T3"]


def test_other_words_come_before_the_same_words_again():
    frame = said(
        ("T1", "A", "favorable", "la radio annonce la paix du puits dans notre langue"),
        ("T2", "A", "favorable", "la radio annonce la paix du puits dans notre langue"),
        ("T3", "A", "favorable", "la radio annonce la crue et la paix dans notre langue"),
    )
    assert [one[0] for one in chosen(frame, at_most=2)][1] == "T3"


def test_what_is_not_known_of_a_person_is_no_difference():
    frame = said(*((f"T{n}", "A", "favorable", RADIO) for n in (1, 2, 3)))
    frame.loc[frame["id_temoignage"] == "T2", "sexe"] = None
    frame.loc[frame["id_temoignage"] == "T3", "sexe"] = "H"
    assert [one[0] for one in chosen(frame, at_most=2)] == ["T1", "T3"]


def test_only_passages_that_may_be_read_are_chosen():
    frame = said(("T1", "A", "favorable", None), ("T2", "B", "reserve", RADIO))
    assert [one[0] for one in chosen(frame)] == ["T2"]
    nothing = choose(said(("T1", "A", "favorable", None)), "radio", decisions=pin(("T1", 0, 500)))
    assert len(nothing) == 0
    assert {"extrait", "sens", "choix", "epinglee_par"} <= set(nothing.columns)


def test_a_passage_about_another_practice_is_not_chosen():
    assert len(choose(said(("T1", "A", "favorable", RADIO)), "dialogue")) == 0


def test_short_passages_are_passed_over_but_for_a_contrary_voice_that_has_no_other():
    frame = said(
        ("T1", "A", "favorable", "Oui."),
        ("T2", "B", "favorable", RADIO),
        ("T3", "C", "favorable", RADIO),
        ("T4", "D", "reserve", "Cela n’a servi à rien."),
    )
    assert [one[0] for one in chosen(frame)] == ["T2", "T3", "T4"]
    assert by_code(frame, ["reserve"]).empty


def test_a_long_passage_is_cut_and_one_long_sentence_stands_only_where_its_side_is_silent():
    sentence = f"{RADIO} du quartier."
    long = " ".join([sentence.capitalize()] * 6)
    answer = choose(said(("T1", "A", "favorable", long)), "radio")
    assert answer["extrait"].to_list() == [" ".join([*[sentence.capitalize()] * 3, "[…]"])]
    endless = " et ".join([RADIO] * 6)
    both = said(("T1", "A", "favorable", endless), ("T2", "A", "favorable", RADIO))
    assert choose(both, "radio")["id_temoignage"].to_list() == ["T2"]
    assert choose(said(("T1", "A", "favorable", endless)), "radio")["extrait"].to_list() == [
        endless
    ]


def test_a_person_quoted_elsewhere_speaks_again_only_where_their_side_is_silent():
    frame = voices(against=1)
    assert [one[0] for one in chosen(frame, taken={"T1", "T5"})] == ["T2", "T3", "T5"]
    assert [one[0] for one in chosen(frame, taken={"T1", "T2", "T3", "T4", "T5"})] == ["T1", "T5"]


def test_a_pinned_passage_comes_first_whole_and_says_by_whom():
    pinned = said(*(("T9", "Z", "favorable", "Oui."),))
    frame = pd.concat([pinned, voices(against=0)], ignore_index=True)
    answer = choose(frame, "radio", decisions=pin(("T9", 0, 500)))
    assert answer["extrait"].to_list()[0] == "Oui."
    assert answer["choix"].to_list() == ["epinglee", "typique", "autre"]
    assert answer["epinglee_par"].to_list() == ["ana0", None, None]


def test_pinning_does_not_silence_the_contrary_voice():
    frame = voices(against=1)
    places = [(f"T{n}", 1000 * (n - 1), 1000 * (n - 1) + 500) for n in (4, 3, 2)]
    assert chosen(frame, decisions=pin(*places)) == [
        ("T4", "favorable", "epinglee"),
        ("T3", "favorable", "epinglee"),
        ("T5", "reserve", "contraire"),
    ]


def test_contrary_voices_that_are_pinned_take_the_places_that_they_need():
    frame = voices(against=3)
    places = [("T7", 6000, 6500), ("T6", 5000, 5500), ("T5", 4000, 4500)]
    assert chosen(frame, decisions=pin(*places)) == [
        ("T1", "favorable", "typique"),
        ("T7", "reserve", "epinglee"),
        ("T6", "reserve", "epinglee"),
    ]


def test_a_person_whose_passage_is_pinned_is_quoted_by_no_other():
    more = [("T1", "C1", "favorable", f"{RADIO} du voisin")]
    frame = voices(against=0, more=more)
    answer = choose(frame, "radio", decisions=pin(("T1", 4000, 4500)))
    assert answer.loc[answer["id_temoignage"] == "T1", "extrait"].to_list() == [more[0][3]]
    elsewhere = frame.copy()
    elsewhere.loc[elsewhere["debut"].eq(4000) & elsewhere["code"].eq("radio"), "code"] = "dialogue"
    answer = choose(elsewhere, "radio", decisions=pin(("T1", 4000, 4500)))
    assert answer["id_temoignage"].to_list() == ["T2", "T3", "T4"]


def test_a_barred_passage_is_never_chosen_not_even_pinned():
    frame = voices(against=1)
    both = Decisions(
        pinned=decided("épingler", ("T1", 0, 500)), barred=decided("écarter", ("T1", 0, 500))
    )
    assert [one[0] for one in chosen(frame, decisions=both)] == ["T2", "T3", "T5"]
    assert "T5" not in [one[0] for one in chosen(frame, decisions=bar(("T5", 4000, 4500)))]


@pytest.mark.parametrize("place", [("T1", 0, 1), ("T1", 499, 900), ("T1", 100, 200)])
def test_a_bar_is_on_words_and_takes_with_it_whatever_overlaps_them(place):
    assert "T1" not in [one[0] for one in chosen(voices(), decisions=bar(place))]


@pytest.mark.parametrize("place", [("T1", 500, 600), ("T9", 0, 500)])
def test_a_bar_beside_a_passage_leaves_it(place):
    assert "T1" in [one[0] for one in chosen(voices(), decisions=bar(place))]


def test_passages_of_codes_are_one_a_person_and_of_varied_communes_and_codes():
    frame = said(
        ("T1", "A", "crue", RADIO),
        ("T1", "A", "crue", f"{RADIO} deux fois"),
        ("T2", "A", "crue", RADIO),
        ("T3", "B", "rumeur", RADIO),
        ("T4", "C", "crue", None),
    )
    answer = by_code(frame, ["crue", "rumeur"], at_most=2)
    assert answer["id_temoignage"].to_list() == ["T1", "T3"]
    assert answer["choix"].to_list() == ["typique", "autre"]
    assert by_code(frame, ["crue", "rumeur"])["id_temoignage"].to_list() == ["T1", "T3", "T2"]
    assert len(by_code(frame, ["absent"])) == 0
    pinned = by_code(frame, ["crue", "rumeur"], decisions=pin(("T2", 2000, 2500)))
    assert pinned["id_temoignage"].to_list()[0] == "T2"


def test_an_empty_project_has_no_quotation():
    empty = said(("T1", "A", "favorable", RADIO)).head(0)
    assert choose(empty, "radio").empty
    assert by_code(empty, ["radio"]).empty


passages = st.builds(
    lambda words, n: " ".join([*words, *["mot"] * n]),
    st.lists(st.sampled_from(["radio", "paix", "puits", "crue", "Mais", "fin."]), max_size=30),
    st.integers(0, 50),
)
rows = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2", "T3", "T4"]),
        st.sampled_from(["A", "B", None]),
        st.sampled_from(["favorable", "reserve"]),
        st.one_of(st.none(), passages),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(rows, st.integers(1, 4), st.sets(st.integers(0, 9)), st.randoms())
def test_whatever_people_say_no_rule_is_broken(rows, at_most, barred, random):
    frame = said(*rows)
    places = [(rows[n][0], 1000 * n, 1000 * n + 500) for n in barred if n < len(rows)]
    decisions = Decisions(
        pinned=decided("épingler", *places), barred=decided("écarter", *places[::2])
    )
    answer = choose(frame, "radio", at_most, decisions=decisions)
    assert len(answer) <= at_most
    assert answer["id_temoignage"].is_unique
    assert not set(zip(answer["id_temoignage"], answer["debut"], answer["fin"], strict=True)) & set(
        places[::2]
    )
    originals = dict(zip(frame["id"], frame["extrait"], strict=True))
    for segment, words in zip(answer["id"], answer["extrait"], strict=True):
        assert words.replace("[…]", "").strip() in originals[segment]
    order = list(frame.index)
    random.shuffle(order)
    again = choose(frame.loc[order], "radio", at_most, decisions=decisions)
    assert again["id"].to_list() == answer["id"].to_list()
