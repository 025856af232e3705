import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.testimony.quotations.passages import around, count_words, cuts

TEN = "Nous avons creusé le puits ensemble avec les vieux pêcheurs."
BUT = "Mais les bêtes sont mortes et personne ne nous a rien rendu."


def test_words_are_counted_as_a_reader_counts_them():
    assert count_words("L’eau, peut-être ; 12,5 km !") == 5
    assert count_words("« … » !") == 0


def test_a_passage_of_8_to_45_words_is_quoted_as_it_is():
    assert cuts(TEN) == [TEN]
    assert cuts("un deux trois quatre cinq six sept") == []
    assert cuts(" ".join(["mot"] * 45)) == [" ".join(["mot"] * 45)]


def test_a_longer_one_is_cut_to_whole_sentences():
    five = [f"{n} {TEN}" for n in ("Un", "Deux", "Trois", "Quatre", "Cinq")]
    assert cuts(" ".join(five)) == [
        " ".join([*five[:4], "[…]"]),
        " ".join(["[…]", *five[1:]]),
    ]


def test_it_is_never_cut_inside_a_sentence():
    assert cuts(" ".join(["mot"] * 46)) == []
    long = " ".join(["mot"] * 50) + "."
    assert cuts(f"{long} {TEN}") == [f"[…] {TEN}"]
    assert cuts(f"{long} Oui.") == []


@pytest.mark.parametrize("turn", ["Mais", "Et pourtant", "Cependant,", "« Sauf", "Par contre,"])
def test_a_sentence_that_takes_back_the_one_before_stays_with_it(turn):
    back = BUT.replace("Mais", turn)
    passage = " ".join([TEN, TEN, TEN, TEN, back])
    assert cuts(passage) == [f"{TEN} {TEN} {TEN} {TEN} […]".replace(f"{TEN} […]", "[…]"),
                             f"[…] {TEN} {TEN} {TEN} {back}"]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Oui.", TEN, BUT, "Où ? ", "« Non ! »", "mot " * 50 + ".", "👍 .", "ⵜⴰ."]),
        min_size=1,
        max_size=12,
    )
)
def test_every_cut_is_words_of_the_passage_and_of_the_right_length(parts):
    passage = " ".join(parts)
    for cut in cuts(passage):
        assert cut.removeprefix("[…] ").removesuffix(" […]") in passage
        assert 8 <= count_words(cut) <= 45
        assert not cut.startswith("[…] Mais")


def test_the_context_is_the_sentence_before_and_the_one_after():
    text = f"Il pleuvait. {TEN} {BUT} La nuit est tombée."
    start = text.index(TEN)
    before, after = around(text, start, start + len(TEN))
    assert text[slice(*before)].strip() == "Il pleuvait."
    assert text[slice(*after)] == BUT


def test_the_context_is_the_rest_of_the_sentence_where_the_passage_is_a_part_of_one():
    text = "Il pleuvait. On dit que le puits est à nous, mais c’est faux. Voilà."
    start = text.index("le puits")
    before, after = around(text, start, text.index(", mais"))
    assert text[slice(*before)] == "On dit que "
    assert text[slice(*after)] == ", mais c’est faux."


def test_a_full_stop_left_out_of_the_passage_is_no_context_and_edges_have_none():
    before, after = around(f"{TEN} Voilà tout.", 0, len(TEN) - 1)
    assert before == (0, 0)
    assert f"{TEN} Voilà tout."[slice(*after)] == "Voilà tout."
    assert around(TEN, 0, len(TEN)) == ((0, 0), (len(TEN), len(TEN)))
