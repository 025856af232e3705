"""The passages that wait for a reader: what may be quoted and was not read yet, or changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lecons.intake.cells import folded
from lecons.intake.reviewed import (
    FILE,
    PRIVATE,
    Decisions,
    Detection,
    Key,
    Review,
    detection_of,
    latest,
    mark_of,
    published_mark,
    read_decisions,
    read_reviews,
    span_of,
)
from lecons.privacy.consent import QUOTABLE
from lecons.privacy.names import Mention
from lecons.project import Project
from lecons.testimony.quotations.decisions import FILE as QUOTATIONS
from lecons.testimony.quotations.decisions import read_decisions as read_quotations

TESTIMONIES, CONTRIBUTIONS = "temoignages", "contributions"
_AROUND = 60


@dataclass(frozen=True)
class Found:
    """A mention in a passage: `at` counts from the start of the passage (code points); `proposed` is
    what would stand instead; `rejected`: a person said that it names nobody."""

    mention: Mention
    proposed: str
    rejected: bool

    @property
    def at(self) -> int:
        return self.mention.start


@dataclass(frozen=True)
class Passage:
    """A passage that waits: where it stands, its words and those around it (60 characters each way),
    what was found in it, and its text as it would be published."""

    key: Key
    mark: str
    words: str
    before: str
    after: str
    found: tuple[Found, ...]
    proposal: str

    @property
    def number(self) -> str:
        """How people call it: « T01:227-336 »."""
        return span_of(self.key)

    @property
    def kept(self) -> list[Mention]:
        """The mentions that are replaced: all but those that a person rejected."""
        return [one.mention for one in self.found if not one.rejected]

    @property
    def rejected(self) -> set[str]:
        """The words (folded) of which a person said that they name nobody here."""
        return {folded(one.mention.text) for one in self.found if one.rejected}

    def around(self, one: Found) -> str:
        """A mention between ⟦ ⟧ with 60 characters on each side."""
        at, end = one.mention.start, one.mention.end
        left, right = self.before + self.words[:at], self.words[end:] + self.after
        return f"{left[-_AROUND:]}⟦{one.mention.text}⟧{right[:_AROUND]}"


class Queue:
    """What waits in one project. Passages are made one at a time and again after each decision, so
    that what a reader sees holds what was decided a moment ago."""

    def __init__(self, project: Project, detection: Detection | None = None) -> None:
        self.project = project
        self.detection = detection or detection_of(project)
        self.private = project.folder / PRIVATE
        self.file = project.file_of(FILE)
        self._texts = _texts(project)
        self._spans = [*_spans(project, self._texts)]
        self._found: dict[tuple[Key, tuple[str, ...]], list[Mention]] = {}
        self.refresh()

    def refresh(self) -> None:
        """Read again what was decided: another window, or a colleague, may have written."""
        self.decisions: Decisions = read_decisions(self.private)
        self.reviews: dict[Key, Review] = latest(read_reviews(self.file)[0])

    def waiting(self) -> list[Key]:
        """The passages that nobody read as they are now, testimonies first, in the order of the text."""
        return [key for key in self._spans if not self._is_read(key)]

    @property
    def size(self) -> int:
        """How many passages may be quoted, read or not."""
        return len(self._spans)

    def knows(self, key: Key) -> bool:
        """True for a passage that may be quoted, read or not."""
        return key in self._spans

    def mark(self, key: Key) -> str:
        return mark_of(self._texts[key[:2]], key[2], key[3])

    def words(self, key: Key) -> str:
        return self._texts[key[:2]][key[2] : key[3]]

    def passage(self, key: Key) -> Passage:
        """A passage with what is found in it now."""
        text, (start, end), mark = self._texts[key[:2]], key[2:], self.mark(key)
        words = text[start:end]
        rejects = self.decisions.rejects(key, mark)
        found = tuple(
            Found(one, self.detection.name(one), (one.start, folded(one.text)) in rejects)
            for one in self._mentions(key, words)
        )
        kept = [one.mention for one in found if not one.rejected]
        return Passage(
            key=key,
            mark=mark,
            words=words,
            before=text[max(0, start - _AROUND) : start],
            after=text[end : end + _AROUND],
            found=found,
            proposal=self.detection.rewrite(words, kept),
        )

    def _mentions(self, key: Key, words: str) -> list[Mention]:
        """Looking is slow: it is done once for a passage, and again when a name was added."""
        asked = (key, self.decisions.added)
        if asked not in self._found:
            self._found[asked] = self.detection.find(words, self.decisions.added)
        return self._found[asked]

    def _is_read(self, key: Key) -> bool:
        review = self.reviews.get(key)
        return review is not None and review.mark == published_mark(self.words(key), review.text)


def _texts(project: Project) -> dict[tuple[str, str], str]:
    """The words of those who may be quoted, by source and number."""
    found = {}
    for source in (TESTIMONIES, CONTRIBUTIONS):
        rows = project.table(source, "interne")
        allowed = rows["consentement"].isin(QUOTABLE) & rows["texte"].notna()
        if "retrait_le" in rows:
            allowed &= rows["retrait_le"].isna()
        for number, text in rows.loc[allowed, ["id", "texte"]].itertuples(index=False):
            if text.strip():
                found[source, str(number)] = str(text)
    return found


def _spans(project: Project, texts: Mapping[tuple[str, str], str]) -> Iterator[Key]:
    """The passages that may be quoted: coded ones that nobody barred, whole contributions."""
    segments = project.table("segments", "interne")
    barred = read_quotations(project.folder / QUOTATIONS, segments)
    places = segments[["id_temoignage", "debut", "fin"]].drop_duplicates()
    for person, start, end in sorted(places.itertuples(index=False, name=None)):
        place = (str(person), int(start), int(end))
        if (TESTIMONIES, place[0]) in texts and barred.bar_on(place) is None:
            yield (TESTIMONIES, *place)
    for (source, number), text in texts.items():
        if source == CONTRIBUTIONS:
            yield (source, number, 0, len(text))
