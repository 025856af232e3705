"""One writing for all ways of writing the same words: capitals, accents in one sign or two, signs that
are not seen, spaces of all widths, words cut at the end of a line."""

import re
import unicodedata

# no width, soft hyphen, direction marks, variation selectors, accents as signs of their own
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\u206a-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_CUT = re.compile(r"[-\u2010\u2011]\s*\n\s*")
_OTHER = re.compile(r"[\W_]+")
_SPACES = re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """The text without what is not seen, with ordinary spaces; lines stay."""
    return _SPACES.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def mended(text: str) -> str:
    """The text with the words that a line's end cut put together again."""
    return _CUT.sub("", text)


def folded(text: str) -> str:
    """Small letters and figures without accents, words between single spaces, a space at each end."""
    small = unicodedata.normalize("NFKD", _UNSEEN.sub("", text)).casefold()
    return f" {_OTHER.sub(' ', _MARKS.sub('', unicodedata.normalize('NFKD', small))).strip()} "


def bare(text: str) -> str:
    """Letters and figures alone: a quotation is known whatever its signs and its lines."""
    return folded(text).replace(" ", "")
