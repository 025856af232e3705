"""The journal while somebody codes: written action by action, and read again when others wrote."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from lecons.coding.corpus import Corpus
from lecons.coding.standing import Standing, standing
from lecons.intake.journal import Event, append, read


class Record:
    """The actions of all coders in order, and what they come to (`standing`)."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._seen: list[tuple[str, int]] = []
        self._read()

    def refresh(self) -> None:
        """Read the journal again where its files changed behind us: a colleague's actions came in,
        or one's own from another window."""
        if self._seen != self._sizes():
            self._read()

    def write(self, event: Event) -> None:
        """Put an action on the disk, then take it into account. Its moment comes after all earlier
        ones even where the clock of the laptop went back: the order of actions is their meaning."""
        self.refresh()
        earlier = max((one.le for one in self.events), default=datetime.min.replace(tzinfo=UTC))
        moment = max(datetime.now(UTC), earlier + timedelta(microseconds=1))
        event = event.model_copy(update={"id": str(uuid4()), "le": moment})
        append(self._corpus.journal, event)
        self.events.append(event)
        self._seen = self._sizes()
        self._stand()

    def _read(self) -> None:
        self._seen = self._sizes()
        self.events, _ = read(self._corpus.journal)  # the import tells what is no action
        self._stand()

    def _stand(self) -> None:
        known = self._corpus
        self.standing: Standing = standing(
            known.segments, known.readings, self.events, known.changes, set(known.codebook["code"])
        )

    def _sizes(self) -> list[tuple[str, int]]:
        folder = self._corpus.journal
        files = (path for path in folder.glob("*.jsonl") if path.is_file())
        return sorted((path.name, path.stat().st_size) for path in files)
