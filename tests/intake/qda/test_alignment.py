"""A passage of a tool’s copy stands at the same words of ours, or nowhere."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lecons.intake.qda.alignment import mapping_between

OURS = "La paix est un puits. La paix est un puits. On y boit à l’aube, « ensemble » 😀."
WORDS = [
    "puits",
    "paix",
    "été",
    "l’eau",
    "😀",
    "👩🏾\u200d🌾",
    "❤\ufe0f",
    "السَّلَامُ",
    "«",
    "»",
    "œuf",
    "ﬁn",
    "…",
]


def read(text, span):
    return text[slice(*span)]


def place(words, text=OURS, turn=0):
    at = -1
    for _ in range(turn + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)


def test_the_same_text_maps_to_itself_and_to_nothing_outside():
    where = mapping_between(OURS, OURS)
    assert where(3, 7) == (3, 7)
    assert where(21, 22) == (21, 22)  # even a space
    assert where(0, len(OURS)) == (0, len(OURS))
    for outside in ((-1, 3), (3, 3), (5, 3), (3, len(OURS) + 1)):
        assert where(*outside) is None


@pytest.mark.parametrize("turn", [0, 1])
def test_a_refrain_under_a_title_of_its_own_length_stays_the_one_that_was_coded(turn):
    refrain = "La paix est un puits."
    tool = f"{'T' * len(refrain)}\n{OURS}"
    where = mapping_between(tool, OURS)
    assert where(*place(refrain, tool, turn)) == place(refrain, OURS, turn)


def test_a_passage_that_is_not_wholly_in_our_text_stands_nowhere():
    tool = f"Entretien\n{OURS}\nFin de l’entretien"
    where = mapping_between(tool, OURS)
    for words in ("Entretien", "tien\nLa paix", "😀.\nFin", "Fin de"):
        assert where(*place(words, tool)) is None, words
    assert where(9, 10) is None  # a line end is no passage
    assert where(0, len(tool) + 1) is None


def test_our_text_may_be_the_longer_one():
    ours = f"\ufeffTitre\r\n{OURS}\r\nFin"
    where = mapping_between(OURS, ours)
    assert where(*place("On y boit")) == place("On y boit", ours)
    assert where(0, len(OURS)) == place(OURS, ours)


def test_spaces_at_the_ends_of_a_passage_stay_where_both_texts_have_them():
    where = mapping_between(f"Titre\n{OURS}", OURS)
    start, end = place(" On y boit ", f"Titre\n{OURS}")
    assert read(OURS, where(start, end)) == " On y boit "
    start, end = place("\nLa paix", f"Titre\n{OURS}")
    assert read(OURS, where(start, end)) == "La paix"


@pytest.mark.parametrize(
    ("tool", "ours"),
    [
        ("Une autre histoire.", OURS),
        (OURS.replace("aube", "aurore"), OURS),
        ("", OURS),
        (OURS, ""),
        (" \n", "\ufeff"),
        ("la la la la", "la la la"),  # twice: nobody can tell
        ("la la la", "x la la la la"),
        ("Titre. Le thé", "Le the"),
        ("Titre. Le the\u0301 vert", "Le the"),
        ("Le the", "Titre. Le the\u0301 vert"),
    ],
)
def test_texts_of_which_neither_holds_the_other_once_have_no_mapping(tool, ours):
    assert mapping_between(tool, ours) is None


def test_a_passage_that_cuts_a_letter_takes_the_whole_of_it():
    ours, tool = "un été", unicodedata.normalize("NFD", "Titre un été")
    where = mapping_between(tool, ours)
    accent = tool.index("\u0301")
    assert read(ours, where(accent, accent + 1)) == "é"
    assert read(ours, where(accent - 1, accent)) == "é"


def test_signs_in_another_order_on_one_letter_are_the_same_letter():
    ours, tool = "xx e\u0323\u0301 fin", "Titre xx e\u0301\u0323 fin"
    where = mapping_between(tool, ours)
    assert read(ours, where(*place("e\u0301\u0323", tool))) == "e\u0323\u0301"
    assert read(ours, where(*place("e\u0301", tool))) == "e\u0323\u0301"  # between two signs
    assert read(ours, where(*place("xx", tool))) == "xx"
    assert read(ours, where(*place("fin", tool))) == "fin"


# what a tool may make of a text on the way, word by word
CHANGES = {
    "none": str,
    "nfd": lambda one: unicodedata.normalize("NFD", one),
    "nfc": lambda one: unicodedata.normalize("NFC", one),
    "quotes": lambda one: one.replace("’", "'").replace("«", '"').replace("»", "”"),
    "invisible": lambda one: one + "\u00ad",
}
SPACES = [" ", "\n", "\r\n", "\u00a0", "  ", "\u202f", "\u2028"]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12)


@given(
    words,
    st.sampled_from(["", "Zzz 1\n", "\ufeff", "Entretien n° 3\r\n\r\n", "😀 ", "\ufeffZ\n"]),
    st.sampled_from(["", "\nQqq.", "\r\n", " 😀!"]),
    st.sampled_from(list(CHANGES)),
    st.booleans(),
    st.data(),
)
@settings(max_examples=200, deadline=None)
def test_each_word_maps_to_itself_whatever_copying_changed(
    said, before, after, change, swapped, data
):
    space = st.sampled_from(SPACES)
    # the ends are words that stand nowhere else, so that the text stands in the other only once
    said = ["Début", *said, "terme"]
    ours, tool, spans = "", before, []
    for word in said:
        changed = CHANGES[change](word)
        spans.append(
            (len(tool), len(tool) + len(changed), len(ours), len(ours) + len(word), changed)
        )
        ours += word + data.draw(space)
        tool += changed + data.draw(space)
    tool += after
    if swapped:
        spans = [(c, d, a, b, tool[a:b]) for a, b, c, d, _ in spans]
        ours, tool = tool, ours
    where = mapping_between(tool, ours)
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    start, end = where(spans[first][0], spans[last][1])
    assert start == spans[first][2]
    # an invisible sign after the last word is of it in one copy only
    assert read(ours, (start, end)).rstrip("\u00ad") == read(
        ours, (spans[first][2], spans[last][3])
    ).rstrip("\u00ad")


@given(
    st.text("aé e\u0301\n😀ع\u064e«…", max_size=30), st.text("aé e\u0301\n😀ع\u064e«…", max_size=30)
)
@settings(max_examples=200, deadline=None)
def test_what_a_mapping_answers_is_a_passage_of_our_text(one, other):
    for tool, ours in ((one, other), (one + other, other), (one, other + one)):
        where = mapping_between(tool, ours)
        if where is None:
            continue
        for start in range(-1, len(tool) + 1):
            for end in range(start, len(tool) + 2):
                found = where(start, end)
                assert found is None or 0 <= found[0] < found[1] <= len(ours)


def test_thousands_of_texts_are_aligned_in_a_moment():
    texts = [f"{number} {OURS * 12}"[:1000] for number in range(1000)]
    begun = time.perf_counter()
    for text in texts:
        tool = f"Titre\n{text}"
        where = mapping_between(tool, text)
        assert where(106, 206) == (100, 200)
    assert time.perf_counter() - begun < 5
