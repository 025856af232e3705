"""Words that must go are masked where they stand, and nothing else moves."""

import html
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.privacy.masking import found, is_masked, letters, mask, searchable

TOLD = "Quand l’aîné est revenu, ils ont brûlé notre grenier & pris les bêtes, « sans un mot »."
OTHER = "Le comité s’est réuni trois fois, et chacun a pu parler avant la décision."
WORDS, _ = searchable([TOLD])


def gone(text):
    return not found(letters(text), WORDS)


def test_letters_become_x_and_all_the_rest_stays_in_its_place():
    masked = mask(f"avant. {TOLD} après", WORDS)
    assert masked == (
        "avant. xxxxx x’xxxx xxx xxxxxx, xxx xxx xxxxx xxxxx xxxxxxx & xxxx xxx xxxxx, « xxxx xx xxx ». après"
    )
    assert is_masked(mask(TOLD, WORDS))
    assert not is_masked(TOLD)
    assert not is_masked("")


def test_other_people_keep_their_words_even_where_they_share_some():
    shared = f"{OTHER} Quand l’aîné est revenu, il pleurait."
    assert mask(shared, WORDS) == shared


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("plain", TOLD.upper()),
        ("plain", unicodedata.normalize("NFD", TOLD)),
        ("plain", TOLD.replace(" ", "\r\n")),
        ("plain", '"' + TOLD.replace("«", '""') + '"'),
        ("json", json.dumps({"a": [TOLD, OTHER]})),
        ("json", json.dumps({"a": TOLD.replace(" ", "\n")}, ensure_ascii=False)),
        ("markup", f"<t>{html.escape(TOLD)}</t>"),
        ("markup", f"<t>{TOLD.encode('ascii', 'xmlcharrefreplace').decode()}</t>"),
        ("markup", f'<a name="{html.escape(TOLD)}"/>'),
        ("markup", TOLD.replace("grenier", "<b>gre</b>nier").replace("&", "&amp;")),
        ("markup", f"<![CDATA[{TOLD}]]>"),
        ("markup", f"<!-- {TOLD} -->"),
        ("markup", TOLD.replace(" ", "_x000D_ ").replace("&", "&amp;")),
    ],
)
def test_however_they_were_written_they_go(form, written):
    masked = mask(f"{OTHER} {written} {OTHER}", WORDS, form)
    assert gone(html.unescape(masked))
    assert gone(masked.encode().decode("unicode_escape", "ignore"))
    assert masked.startswith(OTHER)
    assert masked.endswith(OTHER)


def test_a_quotation_of_forty_letters_goes_and_fewer_are_chance():
    bare = letters(TOLD)
    assert "x" * 40 in mask(f"noté : {bare[5:45]}", WORDS)
    assert mask(bare[5:44], WORDS) == bare[5:44]


def test_a_short_account_is_found_whole_and_a_shorter_one_is_counted():
    words, short = searchable(["Ils ont menti à tous.", "Oui."])
    assert short == 1
    assert (
        mask("Elle dit : ils ont menti à tous. Oui.", words)
        == "Elle dit : xxx xxx xxxxx x xxxx. Oui."
    )


def test_what_was_masked_is_looked_for_no_more():
    assert searchable([mask(TOLD, WORDS)]) == ([], 0)


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_the_length_and_what_stands_around_never_change(before, after):
    masked = mask(before + TOLD + after, WORDS)
    assert len(masked) == len(before + TOLD + after)
    assert gone(masked)
    assert mask(before, WORDS) == before


def test_a_formula_that_opens_every_account_is_nobody_s_own_words():
    formula = "Je m’appelle comme on veut, je parle de mon plein gré et je peux me taire. "
    words, _ = searchable([formula + TOLD])
    others = letters(formula + OTHER)
    assert mask(formula + OTHER, words, others=others) == formula + OTHER
    assert is_masked(mask(formula + TOLD, words, others=others))


def test_an_account_of_one_word_said_over_and_over_is_masked_whole():
    words, _ = searchable(["ah " * 3000])
    assert is_masked(mask("ah " * 3000, words))


@settings(max_examples=200, deadline=None)
@given(st.text("xX é×.a\u0301\N{FULLWIDTH LATIN SMALL LETTER X}", max_size=90))
def test_words_are_masked_where_no_letter_but_x_is_left(text):
    assert is_masked(text) == (set(letters(text)) == {"x"})


def test_one_letter_at_the_end_of_a_long_text_is_enough():
    assert is_masked("x " * 400)
    assert not is_masked("x " * 400 + "y")
    assert not is_masked("… " * 400)
