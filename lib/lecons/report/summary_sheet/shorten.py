"""Words cut to a length, at the end of a word."""

# no word of ours is longer; what is would not break at the end of a line
LONGEST_WORD = 30
MARK = "…"
# a pause is near in the last part of what may stay
_NEAR = 0.6


def shorten(words: str, most: int, longest: int = LONGEST_WORD) -> str:
    """The words in at most `most` characters, spaces and line ends made one: cut after a word, at a
    pause where one is near, and « … » says so. A word of over `longest` characters is cut as well."""
    parts = [_cut(one, min(longest, most)) for one in words.split()]
    whole = " ".join(parts)
    if len(whole) <= most:
        return whole
    kept = whole[: most - 1]
    if whole[most - 1].isalnum():
        kept = kept.rpartition(" ")[0] or kept
    pause = max(kept.rfind(mark) for mark in (", ", "; ", ": ", ". "))
    if pause >= _NEAR * most:
        kept = kept[:pause]
    return kept.rstrip(" ,;:.–—(«") + MARK


def _cut(word: str, most: int) -> str:
    return word if len(word) <= most else word[: most - 1] + MARK
