"""Texts without what copying changes: spaces, line ends, forms of accents, of quotes, of dashes."""

import unicodedata

_SAME = {
    **dict.fromkeys("’‘‛ʼ´`′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}


def forbidden_in_xml(char: str) -> bool:
    """True for a character that no XML 1.0 file can hold."""
    return (
        (char < " " and char not in "\t\n\r")
        or "\ud800" <= char <= "\udfff"
        or char in "\ufffe\uffff"
    )


class _Folds(dict[int, str]):
    """What each character folds to, worked out the first time that it is met."""

    def __missing__(self, point: int) -> str:
        found = self[point] = _fold(chr(point))
        return found


_FOLDS = _Folds()


def folded(text: str) -> str:
    """A text as copies of it agree on: no space nor invisible sign, accents apart from letters."""
    # the signs on one letter come in any order; their canonical one is that of NFD
    return unicodedata.normalize("NFD", text.translate(_FOLDS))


def folded_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and the place in `text` that each of its characters comes from."""
    parts = [_FOLDS[ord(char)] for char in text]
    loose = "".join(parts)
    origins = [at for at, part in enumerate(parts) for _ in part]
    ordered = unicodedata.normalize("NFD", loose)
    if ordered != loose:
        origins = [origins[at] for at in _canonical_order(loose)]
    return ordered, origins


def _canonical_order(text: str) -> list[int]:
    """The places of a text’s characters in the order that NFD gives them."""
    order: list[int] = []
    run: list[int] = []
    for at, char in enumerate(text):
        if unicodedata.combining(char):
            run.append(at)
            continue
        order += sorted(run, key=lambda one: unicodedata.combining(text[one]))
        order.append(at)
        run = []
    return order + sorted(run, key=lambda one: unicodedata.combining(text[one]))


def _fold(char: str) -> str:
    if forbidden_in_xml(char):
        return "\ufffd"
    result = ""
    for one in unicodedata.normalize("NFKD", _SAME.get(char, char)):
        invisible = unicodedata.category(one) == "Cf" or "\ufe00" <= one <= "\ufe0f"
        if not (one.isspace() or invisible):
            result += _SAME.get(one, one)
    return result


def joins_before(char: str) -> bool:
    """True for a sign that belongs to the letter before it."""
    return bool(unicodedata.combining(char))
