import pandas as pd
import pytest
from lecons.testimony.sayings.dissent import against_the_current, dissent


def said(*judgements, hidden=()):
    """Rows of voices.spoken from (person, practice, "+-"): one passage a sign."""
    rows = []
    for person, practice, signs in judgements:
        for sign in signs:
            at = 10 * len(rows)
            for code in (practice, {"+": "favorable", "-": "reserve"}[sign]):
                rows.append((f"S{len(rows)}", person, at, at + 5, code))
    table = pd.DataFrame(rows, columns=["id", "id_temoignage", "debut", "fin", "code"])
    words = table["id_temoignage"].map(lambda who: None if who in hidden else f"mots de {who}")
    return table.assign(
        extrait=words, commune="ML060101", acteur="jeune", sexe="F", tranche_age="18-35",
        date=pd.Timestamp("2018-01-01"), codeur="c1",
    )  # fmt: skip


MOSTLY = [(f"T{i}", "radio", "+") for i in range(7)]


def test_who_speaks_against_what_most_say_is_listed_with_their_words():
    found = dissent(said(*MOSTLY, ("T7", "radio", "-"), ("T8", "radio", "-")), "radio")
    assert found.dominant == "favorable"
    assert found.contrary == ("T7", "T8")
    assert (found.share.value, found.share.n) == (pytest.approx(7 / 9), 9)
    assert found.cases["extrait"].to_list() == ["mots de T7", "mots de T8"]
    assert found.cases["sens"].unique().tolist() == ["reserve"]
    assert found.readable == 2


def test_the_contrary_voice_may_be_the_favourable_one():
    against = [(f"T{i}", "radio", "-") for i in range(6)]
    found = dissent(said(*against, ("T8", "radio", "+")), "radio")
    assert (found.dominant, found.contrary) == ("reserve", ("T8",))
    assert found.share.value == pytest.approx(6 / 7)


def test_a_dissenting_voice_whose_words_may_not_be_read_is_still_said_to_exist():
    found = dissent(said(*MOSTLY, ("T7", "radio", "-"), hidden=["T7"]), "radio")
    assert found.contrary == ("T7",)
    assert found.readable == 0
    assert found.cases["extrait"].isna().all()


def test_someone_who_says_both_is_contrary_and_said_to_be_mixed_after_the_others():
    found = dissent(said(*MOSTLY, ("T0", "radio", "-"), ("T9", "radio", "-")), "radio")
    assert (found.contrary, found.mixed) == (("T0", "T9"), ("T0",))
    assert found.cases["id_temoignage"].to_list() == ["T9", "T0"]
    assert found.cases["partage"].to_list() == [False, True]


@pytest.mark.parametrize(
    "judgements",
    [
        [],
        MOSTLY[:4],
        [(f"T{i}", "radio", "+" if i < 4 else "-") for i in range(8)],
    ],
)
def test_where_few_judge_or_sides_are_even_nothing_is_contrary(judgements):
    found = dissent(said(*judgements), "radio")
    assert (found.dominant, found.contrary, len(found.cases)) == (None, (), 0)


def test_who_contradicts_the_dominant_reading_everywhere_is_found():
    dialogue = [(f"T{i}", "dialogue", "+") for i in range(7)]
    rows = said(
        *MOSTLY, *dialogue,
        ("T7", "radio", "-"), ("T7", "dialogue", "-"),
        ("T8", "radio", "-"), ("T8", "dialogue", "+"),
        ("T9", "radio", "-"),
        ("T10", "radio", "-"), ("T10", "dialogue", "+-"),
    )  # fmt: skip
    found = against_the_current(rows, ["radio", "dialogue", "jamais"])
    assert found.to_numpy().tolist() == [["T7", 2]]
