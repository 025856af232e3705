"""Looks for the needles in one text or one table."""

import re
from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from lecons.privacy.release.folding import bare, folded, mended, plain
from lecons.privacy.release.found import Found, What, veiled
from lecons.privacy.release.needles import Needles
from lecons.privacy.release.patterns import Hit, addresses, lineages, paths, telephones
from lecons.privacy.release.reading import Grid, Stream
from lecons.privacy.release.reading.stream import inside
from lecons.privacy.release.reading.text import unescaped
from lecons.privacy.release.runs import Runs
from lecons.privacy.release.small import in_sentences, in_table

# as many letters in a row are a quotation, not chance (see intake.withdrawals)
RUN = 25
# a name of several words is known without its spaces from so many letters on
_GLUED = 8
_SHORTEST = 4
_ESCAPES = re.compile(r"\\[ux]|_x[0-9A-Fa-f]{4}_|&[#\w]+;|%[0-9A-Fa-f]{2}")
# a number of letters and figures is known wherever it stands, another one after the word « témoignage »
_MIXED = re.compile(r"(?=.{3})(?:[^\W\d].*\d|\d.*[^\W\d])")
_CODE = re.compile(r"(?<![\w#/.-])[^\W_][\w-]*(?![\w/])")
_TESTIMONY = re.compile(
    r"(?:t[ée]moignages?|testimon(?:y|ies)|accounts?|contributions?) (?:n ?[°o] ?|no\.? ?|number )?"
    r"([\w-]+)",
    re.IGNORECASE,
)
# what happens to follow a reviewed passage as it did in the account, by chance
_CHANCE = 5
# as many letters around a count tell one sentence from another
_SENTENCE = 15


class Search:
    """The needles, made ready: built once, asked of each text."""

    def __init__(self, needles: Needles) -> None:
        self.needles = needles
        spared = [bare(text) for text in (*needles.reviewed, *needles.open_texts)]
        self._owners = list(needles.raw)
        self._runs = Runs([bare(text) for text in needles.raw.values()], RUN, spared)
        # what reviewed and open texts say by themselves, small counts as well, is no leak
        self._spared = "\x00".join(spared)
        open_names = {folded(name) for name in needles.open_names}
        self._names: dict[str, list[tuple[str, str]]] = {}
        self.not_sought = list(needles.beyond)
        for name in needles.names:
            small = folded(name)
            if small in open_names or not small.strip():
                continue
            tokens = small.split()
            # a short word, or one that the report itself is made of, would be found everywhere
            if len(tokens) == 1 and (len(tokens[0]) < _SHORTEST or tokens[0] in needles.open_words):
                self.not_sought.append(name)
                continue
            self._names.setdefault(tokens[0], []).append((small, name))
        glued = {
            bare(name): name
            for known in self._names.values()
            for small, name in known
            if " " in small.strip() and len(bare(name)) >= _GLUED
        }
        self._alone = {one for one in needles.numbers if _MIXED.search(one)}
        self._whole = list(glued.values())
        self._bare = list(glued)
        self._glued = Runs([one[:_GLUED] for one in glued], _GLUED)

    def text(self, stream: Stream, file: str) -> Iterator[Found]:
        """What a text holds; escapes that it still has are undone first, and both are looked at."""
        readings = {stream.text}
        if _ESCAPES.search(stream.text):
            readings.add(unescaped(stream.text))
        told: set[tuple[What, str]] = set()
        for text in readings:
            for what, secret, about in (*self._words(text), *self._signs(plain(text), stream)):
                if (what, secret) not in told:
                    told.add((what, secret))
                    yield Found(file, stream.where, what, _shown(what, secret), about)

    def grid(self, grid: Grid, file: str) -> Iterator[Found]:
        """The small counts of a table."""

        if self.needles.threshold is None:
            return
        for said, row, column in in_table(grid, self.needles.threshold):
            if grid.first:
                cell = f"cellule {get_column_letter(column + grid.first[1])}{row + grid.first[0]}"
            else:
                cell = f"ligne {row + 1}, colonne {column + 1}"
            yield Found(file, inside(grid.where, cell), "effectif", said[:60])

    def _words(self, text: str) -> Iterator[tuple[What, str, str]]:
        """Names and words of people."""
        letters: set[str] = set()
        for one in {text, mended(text)}:
            small = folded(one)
            letters.add(small.replace(" ", ""))
            for word in set(small.split()) & self._names.keys():
                for name, written in self._names[word]:
                    if name in small:
                        yield "nom", written, self.needles.names[written]
        for whole in letters:
            for hit in self._glued.find(whole):
                for at in range(hit.start, hit.end - _GLUED + 1):
                    for glued, written in zip(self._bare, self._whole, strict=True):
                        if whole.startswith(glued, at):
                            yield "nom", written, self.needles.names[written]
            for run in self._runs.find(whole):
                if not self._is_reviewed(said := whole[run.start : run.end]):
                    yield "propos", said, self._owners[run.owner]

    def _is_reviewed(self, said: str) -> bool:
        """True for a run that only goes past the edge of a reviewed passage by a few letters."""
        most = min(_CHANCE, len(said) - RUN + 1)
        return any(
            said[cut:] in self._spared or said[:-cut] in self._spared for cut in range(1, most + 1)
        )

    def _signs(self, text: str, stream: Stream) -> Iterator[tuple[What, str, str]]:
        """What gives away whatever the project, and small counts."""
        code = stream.kind == "code"
        hits: list[Hit] = [
            *telephones(text, page=stream.kind == "page", code=code),
            *addresses(text, self.needles.open_addresses),
            *paths(text, self.needles.folders),
        ]
        if not code:
            hits += lineages(text)
            hits += self._named(text)
            hits += self._counts(text)
        for what, secret, at in hits:
            if what != "effectif" or not self._is_open(text, at):
                yield what, secret, ""

    def _named(self, text: str) -> Iterator[Hit]:
        """Numbers of people: testimonies, contributions, badges."""
        for found in _CODE.finditer(text) if self._alone else ():
            if found[0] in self._alone:
                yield "numéro", found[0], found.start()
        for found in _TESTIMONY.finditer(text) if self.needles.numbers else ():
            if found[1] in self.needles.numbers:
                yield "numéro", found[0], found.start()

    def _counts(self, text: str) -> Iterator[Hit]:

        if self.needles.threshold is not None:
            for said, at in in_sentences(text, self.needles.threshold):
                yield "effectif", said, at

    def _is_open(self, text: str, at: int) -> bool:
        """True for a count that stands in a reviewed passage or in a text of the software itself, with
        words before it, after it or on both sides."""
        for before, after in ((30, 12), (15, 25), (0, 40)):
            around = bare(text[max(0, at - before) : at + after])
            if len(around) >= _SENTENCE and around in self._spared:
                return True
        return False


def _shown(what: What, secret: str) -> str:
    if what == "effectif":
        return secret
    if what == "propos":
        return f"{secret[:10]}… ({len(secret)} lettres de suite)"
    if what in ("téléphone", "numéro"):
        return secret[:3].strip() + "…"
    if what == "chemin":
        return "/".join(re.split(r"[\\/]+", secret)[:2]) + "/…"
    return veiled(secret)
