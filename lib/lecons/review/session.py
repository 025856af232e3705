"""One reviewer's sitting: what waits, what they decide, what they see of it. No browser in here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from lecons.intake.reviewed import Key, span_of
from lecons.review.outcome import add_name, judge, kind_name, publish, reviewer_name, set_aside
from lecons.review.queue import CONTRIBUTIONS, Passage, Queue
from lecons.review.refusal import ReviewError

TODO, PUBLISHED, ASIDE = "a_relire", "publie", "ecarte"


class Session:
    """What one reviewer does with the passages that wait. An action is on the disk when its method
    returns, and has changed nothing when it raises (ReviewError; OSError when the disk refuses).

    A passage that was decided stays in the list of the sitting: it may be decided again, and the
    latest decision counts.
    """

    def __init__(
        self, queue: Queue, reviewer: str, measured: str, today: Callable[[], date] = date.today
    ) -> None:
        self.queue = queue
        self.reviewer = reviewer_name(reviewer)
        self.measured = measured
        self._today = today
        self._keys: dict[str, Key] = {span_of(key): key for key in queue.waiting()}
        self._states: dict[str, str] = {}

    def rows(self) -> list[dict[str, str]]:
        """The passages of the sitting: cle, source, statut (a_relire, publie, ecarte)."""
        return [self.row(name) for name in self._keys]

    def row(self, name: str) -> dict[str, str]:
        source = "contribution" if self._key(name)[0] == CONTRIBUTIONS else "témoignage"
        return {"cle": name, "source": source, "statut": self._states.get(name, TODO)}

    def view(self, name: str) -> dict[str, Any]:
        """A passage as the panel shows it: cle, avant, mots, apres (what was said before, its words,
        and after), texte (as it would be published), mentions (place, fin, trouve, genre,
        remplacement, rejetee)."""
        one = self._passage(name)
        return {
            "cle": name,
            "avant": one.before,
            "mots": one.words,
            "apres": one.after,
            "texte": one.proposal,
            "mentions": [
                {
                    "place": found.at,
                    "fin": found.mention.end,
                    "trouve": found.mention.text,
                    "genre": kind_name(found.mention),
                    "remplacement": found.proposed,
                    "rejetee": found.rejected,
                }
                for found in one.found
            ],
        }

    def open(self, name: str) -> dict[str, Any]:
        """A passage, with what others decided since."""
        self.queue.refresh()
        return self.view(name)

    def judge(self, name: str, place: int, names: bool) -> None:
        """Say that the mention at that place names somebody or something, or that it does not."""
        passage = self._passage(name)
        one = next((found for found in passage.found if found.at == place), None)
        if one is None:
            raise ReviewError("Cette mention n’est plus là.", "Rouvrez le passage pour le relire.")
        judge(self.queue, passage, one, names, self.reviewer, self._today())

    def add(self, words: str) -> None:
        """Add a name that was missed: it is found everywhere from now on."""
        add_name(self.queue, words, self.reviewer, self._today())

    def publish(self, name: str, text: str) -> None:
        """Sign the text that stands in the panel."""
        publish(self.queue, self._passage(name), self.reviewer, self._today(), corrected=text)
        self._states[name] = PUBLISHED

    def set_aside(self, name: str) -> None:
        """Sign that the passage is not to be published."""
        set_aside(self.queue, self._passage(name), self.reviewer, self._today())
        self._states[name] = ASIDE

    def _passage(self, name: str) -> Passage:
        return self.queue.passage(self._key(name))

    def _key(self, name: str) -> Key:
        if name not in self._keys:
            raise ReviewError(
                f"Le passage « {name} » n’attend pas de relecture.",
                "Relancez les cellules du carnet.",
            )
        return self._keys[name]
