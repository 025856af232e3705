"""All that is found in a text, by rules, by the model, by the names that people added; put together."""

from collections.abc import Collection
from dataclasses import replace

from lecons.privacy.names.french import french
from lecons.privacy.names.lists import lists
from lecons.privacy.names.localities import by_place
from lecons.privacy.names.mention import Mention
from lecons.privacy.names.model import by_model
from lecons.privacy.names.patterns import by_pattern
from lecons.privacy.names.people import by_rule
from lecons.privacy.names.places import Places, fold
from lecons.privacy.names.words import windows, words

# a name may have this many words
_LONGEST = 8


def find(text: str, places: Places, known: Collection[str] = ()) -> list[Mention]:
    """What could tell who is meant or where, sorted, not overlapping.

    In: a testimony in French; the places of its project; `known`, the names that people added in
    review, found as whole words whatever their accents and capitals.
    Of two that overlap the better attested is kept: what has a shape of its own, then certain people,
    certain places, then what is only likely, people before places; of equals the longest. Names of
    people that overlap become one.
    """
    return settle(text, [*by_rules(text, places), *by_model(text, places), *by_known(text, known)])


def settle(text: str, candidates: list[Mention]) -> list[Mention]:
    """The candidates that stand, and the other places of the names among them."""
    found = merge(text, candidates)
    return merge(text, [*found, *_again(text, found)])


def by_rules(text: str, places: Places) -> list[Mention]:
    """What the rules alone find; mentions may overlap."""
    return [*by_pattern(text), *by_rule(text, places), *by_place(text, places)]


def by_known(text: str, known: Collection[str]) -> list[Mention]:
    """The names of `known`, as whole words."""
    keys = {fold(name) for name in known} - {""}
    if not keys:
        return []
    every = words(text)
    found = []
    for first, end in windows(every, keys.__contains__, _LONGEST):
        start, stop = every[first].start, every[end - 1].end
        found.append(Mention(start, stop, text[start:stop], "personne", "relecture", True))
    return found


def _again(text: str, found: list[Mention]) -> list[Mention]:
    """The other places where a word of a name found in `text` stands: a sentence may begin with it,
    or it may be written without its capital."""
    known = lists()
    named = {
        word.folded
        for mention in found
        if mention.kind == "personne"
        for word in words(mention.text)
        if len(word.folded) > 2
        and word.folded not in known.links | known.honorifics | known.titles | known.words
    }
    return [
        Mention(word.start, word.end, word.text, "personne", "repetition", False)
        for word in words(text)
        if word.folded in named and (word.capital or not french(word.text))
    ]


def _rank(mention: Mention) -> int:
    if mention.kind not in ("personne", "lieu"):
        return 5
    if mention.rule == "relecture":
        return 4
    if mention.certain:
        return 3 if mention.kind == "personne" else 2
    # « les gens de X » says more of X than its capital does
    if mention.rule == "lieu_habite":
        return 1
    return 0 if mention.kind == "personne" else -1


def merge(text: str, candidates: list[Mention]) -> list[Mention]:
    """Mentions that do not overlap, in order (see `find`)."""
    kept: list[Mention] = []
    ordered = sorted(candidates, key=lambda m: (-_rank(m), m.start - m.end, m.start, m.kind))
    for mention in ordered:
        across = [k for k in kept if k.start < mention.end and mention.start < k.end]
        if not across:
            kept.append(mention)
        elif mention.kind in ("personne", "lieu") and all(k.kind == mention.kind for k in across):
            start = min(mention.start, *(k.start for k in across))
            end = max(mention.end, *(k.end for k in across))
            kept = [k for k in kept if k not in across]
            kept.append(replace(across[0], start=start, end=end, text=text[start:end]))
    return sorted(kept, key=lambda m: m.start)
