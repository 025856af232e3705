"""What can be undone: the steps of this sitting, testimony by testimony."""

from dataclasses import dataclass, field, replace

from lecons.intake.journal import Coded, Erased, Event, Noted


@dataclass(frozen=True)
class Step:
    """One action, and the action that takes it back; `words` name it to the coder."""

    words: str
    done: Event
    undone: Event


@dataclass
class Steps:
    """The steps of one testimony: what was done, and what was undone since."""

    past: list[Step] = field(default_factory=list)
    future: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Remember a step. A note is written as it is typed: its states are one step."""
        last = self.past[-1] if self.past and not self.future else None
        if last and _noted(last) and _noted(last) == _noted(step):
            step = replace(step, undone=last.undone)
            self.past.pop()
        self.past.append(step)
        self.future.clear()

    def rename(self, before: str, after: str) -> None:
        """Speak of a segment by another identifier from here on."""
        self.past = [
            Step(one.words, _renamed(one.done, before, after), _renamed(one.undone, before, after))
            for one in self.past
        ]

    @property
    def undoable(self) -> str:
        """What « Annuler » would take back; blank where there is nothing."""
        return self.past[-1].words if self.past else ""

    @property
    def redoable(self) -> str:
        """What « Rétablir » would do again; blank where there is nothing."""
        return self.future[-1].words if self.future else ""


def _noted(step: Step) -> str:
    return step.done.segment if isinstance(step.done, Noted) else ""


def _renamed(event: Event, before: str, after: str) -> Event:
    if isinstance(event, Coded | Erased | Noted) and event.segment == before:
        return event.model_copy(update={"segment": after})
    return event
