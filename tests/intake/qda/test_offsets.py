"""A passage is where its quotation stands, however a tool counts and whatever copying changed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.qda.counting import Counting, Written
from lecons.intake.qda.offsets import How, find_quotation, locate

TEXT = "Le puits est à tous. 😀 La médiatrice a parlé.\nL’eau est à tous, dit-elle. Le puits aussi."
# letters, accents apart and together, Arabic with its marks, Tifinagh, emoji that join, spaces
ALPHABET = "abcé à’\n.,« »e\u0301ع\u064eا\u200fⴰⵣ😀👩🏾\u200d🌾\u00a0\u2028\x0b\u00ad"


def span(quotation, text=TEXT):
    at = text.index(quotation)
    return at, at + len(quotation)


def test_a_place_that_reads_the_quotation_is_believed():
    start, end = span("La médiatrice a parlé")
    placed = locate(TEXT, start, end, "La médiatrice a parlé")
    assert (placed.start, placed.end, placed.how) == (start, end, How.QUOTED)


def test_without_a_quotation_the_positions_are_believed_inside_the_text_only():
    assert locate(TEXT, 3, 8, "").how is How.TRUSTED
    assert locate(TEXT, 3, len(TEXT) + 1, "") is None
    assert locate(TEXT, -1, 8, "") is None
    assert locate(TEXT, 8, 3, "") is None
    assert locate(TEXT, 8, 8, "") is None


def test_utf16_units_bytes_and_double_line_ends_are_recounted():
    quotation = "dit-elle"
    start, end = span(quotation)
    before, inside = TEXT[:start], TEXT[start:end]
    utf16 = len(before.encode("utf-16-le")) // 2
    octets = len(before.encode())
    for at in (utf16, octets, start + 1, utf16 + 1):
        placed = locate(TEXT, at, at + len(inside), quotation)
        assert (placed.start, placed.end) == (start, end), at


def test_each_line_end_counted_as_two_is_recounted():
    text = "un\ndeux\ntrois fois trois\nquatre trois"
    placed = locate(text, 10, 15, "trois")
    assert (placed.start, placed.end, placed.how) == (8, 13, How.RECOUNTED)


def test_positions_come_back_in_the_text_as_it_is_given():
    text = "\ufeffun\r\ndeux\r\ntrois"
    start, end = span("trois", text)
    assert locate(text, start, end, "trois").start == start
    assert locate(text, start - 3, end - 3, "trois").start == start  # LF only, no mark


def test_a_quotation_that_slid_is_found_where_it_stands_once():
    placed = locate(TEXT, 2, 23, "La médiatrice a parlé")
    assert (placed.start, placed.end, placed.how) == (*span("La médiatrice a parlé"), How.FOUND)


def test_a_quotation_in_several_places_is_the_one_that_the_stated_passage_overlaps():
    second = TEXT.rindex("à tous")
    assert locate(TEXT, second - 2, second + 4, "à tous").start == second


def test_a_quotation_in_several_places_far_from_the_stated_one_is_nowhere():
    assert locate(TEXT, 30, 36, "à tous") is None


def test_a_quotation_of_words_that_are_not_there_is_nowhere():
    assert locate(TEXT, 3, 28, "une phrase qui n’y est pas") is None


@pytest.mark.parametrize(
    "quotation",
    [
        "La me\u0301diatrice a parle\u0301",  # accents apart
        "La\u00a0médiatrice a\u202fparlé",  # narrow and unbreakable spaces
        "La  médiatrice\r\na parlé",  # other spaces
        "La médiatrice\u200b a par\u00adlé",  # invisible signs
    ],
)
def test_what_copying_changes_does_not_matter(quotation):
    start, end = span("La médiatrice a parlé")
    for at in (start, 0):
        placed = locate(TEXT, at, at + end - start, quotation)
        assert (placed.start, placed.end) == (start, end)


def test_quotes_and_dashes_of_another_keyboard_do_not_matter():
    start, _ = span("L’eau est à tous")
    assert locate(TEXT, 0, 16, "L'eau est à tous").start == start


def test_an_accent_apart_in_the_text_is_never_cut_from_its_letter():
    text = "cafe\u0301 fort, cafe d’orge"
    placed = find_quotation(text, "cafe")
    assert text[placed.start : placed.end + 1] == "cafe "


def test_a_quotation_cut_with_dots_keeps_the_length_stated():
    start, end = span("L’eau est à tous, dit-elle.")
    for at in (start, start - 7):
        placed = locate(TEXT, at, at + end - start, "L’eau est à tous…")
        assert (placed.start, placed.end) == (start, end)


def test_a_label_leaves_the_positions_alone():
    placed = locate(TEXT, 3, 40, "Le puits")  # the words are in the text, but it names a passage
    assert (placed.start, placed.end, placed.how) == (3, 40, How.TRUSTED)
    assert locate(TEXT, 3, 40, "(115,0),(1100,0)").how is How.TRUSTED


def test_a_label_outside_of_the_text_saves_nothing():
    assert locate(TEXT, 900, 1000, "Le puits") is None


def test_a_sentence_corrected_since_is_where_it_was():
    start, end = span("L’eau est à tous, dit-elle.")
    assert locate(TEXT, start, end, "L’eau est a tous, dit-elle.").start == start


def test_find_quotation_wants_one_place():
    assert find_quotation(TEXT, "La médiatrice  a parlé").start == TEXT.index("La méd")
    assert find_quotation(TEXT, "à tous") is None
    assert find_quotation(TEXT, "nulle part") is None
    assert find_quotation(TEXT, " \n") is None


wild = st.text(ALPHABET, min_size=1, max_size=60)


@given(wild, st.data())
@settings(max_examples=150, deadline=None)
def test_a_true_passage_always_comes_back_to_its_own_words(raw, data):
    written = Written(raw)
    text = written.text
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    form = data.draw(st.sampled_from(["as is", "NFC", "NFD"]))
    quotation = text[start:end]
    said = quotation if form == "as is" else unicodedata.normalize(form, quotation)
    placed = locate(text, start, end, said)
    assert (placed.start, placed.end) == (start, end)


@given(wild, st.integers(-5, 80), st.integers(-5, 80), st.text(ALPHABET, max_size=20))
@settings(max_examples=150, deadline=None)
def test_whatever_is_stated_a_place_is_in_the_text_or_nowhere(text, start, end, quotation):
    placed = locate(text, start, end, quotation)
    assert placed is None or 0 <= placed.start < placed.end <= len(text)


@given(st.text(ALPHABET + "\r", max_size=60), st.data())
@settings(max_examples=150, deadline=None)
def test_each_way_to_count_is_undone(raw, data):
    written = Written(raw)
    text = written.text
    if len(text) < 1 or raw.startswith("\ufeff"):
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for unit, size in {
        "points": len,
        "utf16": lambda part: len(part.encode("utf-16-le")) // 2,
        "bytes": lambda part: len(part.encode()),
    }.items():
        for newline, form in (("1", text), ("2", text.replace("\n", "\r\n"))):
            counting = Counting(unit, newline)
            head = text[:start] if newline == "1" else text[:start].replace("\n", "\r\n")
            upto = text[:end] if newline == "1" else text[:end].replace("\n", "\r\n")
            assert len(form) >= len(upto)
            assert written.span(counting, size(head), size(upto)) == (start, end)


def test_a_position_amid_an_emoji_or_a_line_end_takes_the_whole_of_it():
    written = Written("a😀b\r\nc")
    assert written.span(Counting("utf16"), 2, 3) == (1, 2)
    assert written.span(Counting(), 3, 4) == (2 + 1, 4)
