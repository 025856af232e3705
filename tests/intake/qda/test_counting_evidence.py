"""How a tool counts is read from where its passages begin and end, and only when they are clear."""

from lecons.intake.qda.counting import STANDARD, Counting, Written
from lecons.intake.qda.evidence import counting_of

WORDS = "Oui 😀 la paix est revenue.\r\nLes jeunes 👩🏾‍🌾 ont parlé au puits.\r\nFin de la réunion ici.\r\n"
RAW = WORDS * 4
TEXT = RAW.replace("\r\n", "\n")


def counted(size, newline):
    """Every third word as a tool would state it: sizes of what is before and inside."""
    stated, at = [], 0
    for number, word in enumerate(TEXT.split()):
        at = TEXT.index(word, at)
        if number % 3 == 2 and word[-1].isalpha() and word[0].isalpha():
            ends = [TEXT[:at], TEXT[: at + len(word)]]
            if newline == "crlf":
                ends = [one.replace("\n", "\r\n") for one in ends]
            stated.append((size(ends[0]), size(ends[1]), word))
        at += len(word)
    return stated


def utf16(part):
    return len(part.encode("utf-16-le")) // 2


def unnamed(stated):
    return [(start, end, "") for start, end, _ in stated]


def test_utf16_units_with_crlf_are_seen_without_any_quotation():
    chosen = counting_of([(Written(RAW), unnamed(counted(utf16, "crlf")))], "")
    assert chosen.counting == Counting("utf16")
    assert not chosen.doubtful


def test_crlf_counted_as_one_is_seen():
    stated = counted(len, "lf")
    assert counting_of([(Written(RAW), stated)], "").counting == Counting(newline="1")
    assert counting_of([(Written(RAW), unnamed(stated))], "").counting == Counting(newline="1")


def test_the_standard_way_is_kept_where_it_explains_the_passages():
    chosen = counting_of([(Written(RAW), counted(len, "crlf"))], "NVivo for Windows 12.6")
    assert chosen.counting == STANDARD


def test_a_single_passage_without_quotation_settles_nothing():
    stated = unnamed(counted(utf16, "crlf"))
    assert counting_of([(Written(RAW), stated[-1:])], "").counting == STANDARD
    assert counting_of([(Written(RAW), stated[-2:])], "NVivo 12").counting == Counting("utf16")


def test_what_nothing_tells_apart_is_doubtful():
    chosen = counting_of([(Written("😀😀 a b c d"), [(5, 6, "")])], "")
    assert chosen.counting == STANDARD
    assert chosen.doubtful
    quoted = counting_of([(Written("😀😀 avant brume"), [(3, 8, "avant")])], "")
    assert not quoted.doubtful


def test_a_plain_text_leaves_no_choice():
    assert counting_of([(Written("la paix est revenue"), [(3, 7, "")])], "").counting == STANDARD


def test_our_own_exports_are_never_doubted():
    stated = counted(utf16, "crlf")
    assert counting_of([(Written(RAW), stated)], "lecons").counting == STANDARD
