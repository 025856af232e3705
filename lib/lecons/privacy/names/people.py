"""The names of people by rules: filiation, titles, listed names, and capitals that nothing explains."""

import re

from lecons.privacy.names.french import french
from lecons.privacy.names.lists import lists
from lecons.privacy.names.mention import Mention
from lecons.privacy.names.places import Places
from lecons.privacy.names.words import Word, words

# a text in capitals throughout says nothing by its capitals
_SHOUTED_SHARE = 0.6
# « de bintou », « chez nouhoum »: where people are named, in writing without capitals
_BEFORE_PEOPLE = {"de", "d", "chez", "avec", "a", "et", "par", "que", "vu"}
# a bare noun is seldom the first word of a French sentence, before its verb: « Perle a fermé »
_ITS_VERB = re.compile(
    r" (?:(?:ne |n['’]|m['’]|t['’]|l['’]|nous |vous |lui |leur |me |se )*(?:a|avait|est|était)\b|(?:ne|me|se) \w|s['’]est)"
)
_INFINITIVE = re.compile(r"(?:er|ir|re|oir)$")
# links that are nothing else in French; « ben » and « bin » are
_SURE_LINKS = {"ag", "ould", "uld", "walet", "wallet", "oualet", "mint", "wald", "weld"}


class _Reader:
    """Reads one text word by word; `sure` and so on answer for the word at a place."""

    def __init__(self, text: str, places: Places) -> None:
        self.text = text
        self.places = places
        self.words = words(text)
        letters = [c for c in text if c.isalpha()]
        shouted = sum(c.isupper() for c in letters)
        self.shouted = len(letters) > 20 and shouted > _SHOUTED_SHARE * len(letters)

    def capital(self, i: int) -> bool:
        return self.words[i].capital and not self.shouted

    def linked(self, i: int) -> bool:
        """A word beside a link of filiation: « X ag Y » names two people, however they are written."""
        return self.link(i - 1) or self.link(i + 1)

    def link(self, i: int) -> bool:
        """A link between two words: « ag », or « ben » between capitals."""
        if not 0 < i < len(self.words) - 1 or not self._beside(i + 1) or not self._beside(i):
            return False
        before, word, after = self.words[i - 1 : i + 2]
        if word.folded in _SURE_LINKS:
            return True
        return word.folded in lists().links and before.capital and after.capital

    def _beside(self, i: int) -> bool:
        """Nothing but spaces, a line's end at most, is before the word: names are cut by lines."""
        return not self.text[self.words[i - 1].end : self.words[i].start].strip(
            " \u00a0\u202f\n\t-"
        )

    def sure(self, i: int) -> bool:
        """A listed name that is no common word."""
        folded = self.words[i].folded
        return lists().listed(folded) and folded not in lists().ambiguous

    def excluded(self, i: int) -> bool:
        """A proper noun that is no person, a place, a function word."""
        word, known = self.words[i], lists()
        if word.folded in known.not_people | known.known_places | known.place_heads:
            return True
        if word.folded in known.words or any(part in known.not_people for part in _parts(word)):
            return True
        return self.places.find(word.text) is not None and not known.listed(word.folded)

    def announced(self, i: int) -> bool:
        """A title stands before: « imam X », « chef de village X », « nommé X »."""
        for length in (1, 3):
            before = self.words[max(0, i - length) : i]
            if len(before) == length and "".join(w.folded for w in before) in lists().titles:
                return self.words[i].joined
        return False

    def capitalised(self, i: int) -> bool:
        """A capital letter that neither the sentence nor a known proper noun explains."""
        word = self.words[i]
        if not self.capital(i) or self.excluded(i) or word.initial or len(word.folded) < 2:
            return False
        if word.shouted and len(word.folded) <= 4 and not lists().listed(word.folded):
            return False
        title = word.folded in lists().titles and not lists().listed(word.folded)
        if title:
            return False
        return not (word.opens and french(word.text)) or self.subject(i)

    def subject(self, i: int) -> bool:
        """A first word that is French, alone before its verb, as a name would be."""
        word = self.words[i]
        if word.folded.endswith("s") or _INFINITIVE.search(word.text):
            return False
        return bool(_ITS_VERB.match(self.text, word.end))

    def uncapitalised(self, i: int) -> bool:
        """A word in lower case that is not French, where a person is announced."""
        word = self.words[i]
        if word.capital or len(word.folded) < 3 or self.excluded(i) or french(word.text):
            return False
        before = self.words[i - 1].folded if i and word.joined else ""
        beside = (
            self.words[i].joined and i > 0 and self.sure(i - 1) and not self.words[i - 1].capital
        )
        return word.opens or self.announced(i) or before in _BEFORE_PEOPLE or beside

    def starts(self, i: int) -> bool:
        """True where a name may start, or stand, by the word itself."""
        if self.linked(i) or self.sure(i) or self.capitalised(i) or self.uncapitalised(i):
            return True
        return self.announced(i) and self.capital(i) and not self.excluded(i)

    def continues(self, i: int) -> bool:
        """True for a word that belongs to a name that the word before is in."""
        if self.starts(i) or self.link(i):
            return True
        word = self.words[i]
        if word.folded in lists().ambiguous or word.initial:
            return word.capital or not self.words[i - 1].capital
        # a commune's name may be a family's
        no_name = self.excluded(i) and self.places.find(word.text) is None
        return self.capital(i) and not no_name and word.folded not in lists().titles

    def leads(self, i: int) -> bool:
        """True for what belongs to the name that follows: « El Hadj », « A. », « Fanta » before a name."""
        word = self.words[i]
        known = lists()
        if word.folded in known.titles:  # « le vieux », but « Tata Aïcha »
            return word.folded in known.ambiguous and word.capital and not word.opens
        if word.folded in known.honorifics or word.folded in known.ambiguous:
            return True
        return word.initial and word.folded != "m"


def _parts(word: Word) -> list[str]:
    return [part.casefold() for part in re.split(r"[-'’]", word.text) if len(part) > 3]


def by_rule(text: str, places: Places) -> list[Mention]:
    """The names of people in `text`. Certain: with a link of filiation, a title, or a listed name."""
    reader = _Reader(text, places)
    found = []
    i = 0
    while i < len(reader.words):
        if not reader.starts(i) or reader.link(i):
            i += 1
            continue
        first, last = i, i + 1
        while first and _adjacent(reader, first) and reader.leads(first - 1):
            first -= 1
        while last < len(reader.words) and _adjacent(reader, last) and reader.continues(last):
            last += 1
        found.append(_mention(reader, first, last))
        i = last
    return found


def _adjacent(reader: _Reader, i: int) -> bool:
    """True when the word belongs with the one before it: a space, a hyphen, the dot of an initial."""
    before, word = reader.words[i - 1], reader.words[i]
    if word.joined or (before.initial and word.start - before.end <= 2):
        return True
    return reader.link(i) or reader.link(i - 1)


def _mention(reader: _Reader, first: int, last: int) -> Mention:
    inside = range(first, last)
    # the letter of « Modibo K. » keeps its dot
    start, end = reader.words[first].start, reader.words[last - 1].end
    if any(reader.link(i) for i in inside):
        rule = "filiation"
    elif any(reader.announced(i) for i in inside):
        rule = "titre"
    elif any(reader.sure(i) for i in inside):
        rule = "liste"
    else:
        rule = "majuscule" if reader.words[first].capital else "mot_inconnu"
    certain = rule in ("filiation", "liste") or (rule == "titre" and reader.words[first].capital)
    return Mention(start, end, reader.text[start:end], "personne", rule, certain)
