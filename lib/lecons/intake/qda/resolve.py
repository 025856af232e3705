"""Looks up what a project refers to, and puts its passages in their place; what fails stays out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lecons.intake.qda.counting import STANDARD, Counting, Written, said
from lecons.intake.qda.evidence import counting_of
from lecons.intake.qda.listening import Listening
from lecons.intake.qda.model import (
    Case,
    Code,
    Coding,
    Note,
    QdaProject,
    Selection,
    Source,
    Value,
)
from lecons.intake.qda.offsets import How, Passages

OUTSIDE, NOT_FOUND = "passage hors du texte", "citation introuvable"
_MOVED = {
    How.RECOUNTED: "Passages comptés autrement que les autres, remis à leur place par leur citation",
    How.FOUND: "Passages qui avaient glissé, retrouvés par leur citation en un seul endroit du texte",
}
DANGLING = "renvoi à ce qui n’est pas dans le projet"


def resolved(
    draft: QdaProject, written: dict[str, Written], listening: Listening
) -> tuple[QdaProject, list[str]]:
    """A project whose references all hold and whose passages stand in their texts, and what the
    analyst should know (in French).

    `written`: the text of each source by GUID, as its file holds it; emptied on the way. The counts
    of `listening` are completed: what is in the project that comes out is represented.
    """
    work = _Resolving(listening)
    stated = (
        (written[one.guid], [(each.start, each.end, each.name) for each in one.selections])
        for one in draft.sources
        if one.guid in written
    )
    chosen = counting_of(stated, draft.origin)
    work.counting = chosen.counting
    sources = tuple(work.source(one, written.pop(one.guid, None)) for one in draft.sources)
    cases = tuple(work.case(one) for one in draft.cases)
    project = replace(
        draft,
        codes=tuple(work.code(one) for one in draft.codes),
        sources=sources,
        cases=cases,
        notes=tuple(work.note(one) for one in draft.notes),
        about=work.notes_of("Project", "", draft.about),
        rest=tuple(listening.rest),
    )
    listening.tally.represented.update(_represented(project))
    listening.tally.represented.update(work.into_cases)
    return project, work.said(chosen.doubtful)


@dataclass
class _Resolving:
    listening: Listening
    counting: Counting = STANDARD
    how: Counter[How] = field(default_factory=Counter)
    # NVivo codes a passage « at a case »: it belongs to the case, and is no theme
    of_cases: dict[str, dict[str, None]] = field(default_factory=dict)
    into_cases: Counter[str] = field(default_factory=Counter)

    def source(self, source: Source, written: Written | None) -> Source:
        """A source with the passages that stand in its text."""
        passages = Passages(written, self.counting) if written is not None else None
        selections = []
        for one in source.selections:
            placed = self._placed(one, passages, source.text)
            if placed is not None:
                selections.append(placed)
        return replace(
            source,
            selections=tuple(selections),
            codings=self._codings(source.codings, ""),
            values=self._values(source.values, f"TextSource {source.guid}", source.guid),
            notes=self.notes_of("TextSource", source.guid, source.notes),
        )

    def _placed(
        self, selection: Selection, passages: Passages | None, text: str | None
    ) -> Selection | None:
        start, end, reason = selection.start, selection.end, OUTSIDE
        if passages is None:
            found = (start, end) if 0 <= start < end else None
        else:
            place = passages.place(start, end, selection.name)
            found = (place.start, place.end) if place is not None else None
            if place is not None:
                self.how[place.how] += 1
            elif text is not None and 0 <= start < end <= len(text):
                reason = NOT_FOUND
        if found is None:
            self._leave_passage(selection, reason, text)
            return None
        return replace(
            selection,
            start=found[0],
            end=found[1],
            codings=self._codings(selection.codings, selection.guid),
            notes=self.notes_of("PlainTextSelection", selection.guid, selection.notes),
        )

    def _leave_passage(self, selection: Selection, reason: str, text: str | None) -> None:
        listening = self.listening
        listening.tally.leave(_sizes((selection,)), reason)
        length = f"0 à {len(text)}" if text is not None else "le début avant la fin"
        found = f"{selection.start} – {selection.end}"
        place = f"PlainTextSelection {selection.guid}"
        line = listening.lines.get(selection.guid, 0)
        if reason == OUTSIDE:
            expected = f"un passage du texte ({length})"
            listening.fault(line, place, found, "passage_hors_texte", expected)
        else:
            expected = "la citation que le passage porte, en un seul endroit du texte"
            listening.fault(line, place, found, "citation_introuvable", expected)

    def _codings(self, codings: Iterable[Coding], selection: str) -> tuple[Coding, ...]:
        return tuple(kept for one in codings if (kept := self._coding(one, selection)) is not None)

    def _coding(self, coding: Coding, selection: str) -> Coding | None:
        listening = self.listening
        if not listening.has("Code", coding.code):
            if selection and listening.has("Case", coding.code):
                self.of_cases.setdefault(coding.code, {})[selection] = None
                self.into_cases.update({"Coding": 1, "CodeRef": 1})
                return None
            listening.tally.leave(_of_coding(coding), DANGLING)
            place, line = f"Coding {coding.guid}", listening.lines.get(coding.guid, 0)
            listening.dangling(place, line, "Code", coding.code, mild=False)
            return None
        coder = coding.coder
        if coder and coder not in listening.known.get("User", ()):
            place, line = f"Coding {coding.guid}", listening.lines.get(coding.guid, 0)
            listening.dangling(place, line, "User", coder, mild=True)
            coder = ""
        notes = self.notes_of("Coding", coding.guid, coding.notes)
        if coder == coding.coder and notes == coding.notes:
            return coding
        return replace(coding, coder=coder, notes=notes)

    def _values(self, values: tuple[Value, ...], place: str, guid: str) -> tuple[Value, ...]:
        kept = []
        for one in values:
            if self.listening.has("Variable", one.variable):
                kept.append(one)
                continue
            self.listening.tally.leave({"VariableValue": 1}, DANGLING)
            line = self.listening.lines.get(guid, 0)
            self.listening.dangling(place, line, "Variable", one.variable, mild=True)
        return tuple(kept)

    def code(self, code: Code) -> Code:
        """A code whose notes are there."""
        notes = self.notes_of("Code", code.guid, code.notes)
        return code if notes == code.notes else replace(code, notes=notes)

    def note(self, note: Note) -> Note:
        """A note whose own notes are there."""
        return replace(note, notes=self.notes_of("Note", note.guid, note.notes))

    def case(self, case: Case) -> Case:
        """A case with what belongs to it and is there."""
        selections = self._targets(case, "SelectionRef", "PlainTextSelection", case.selections)
        added = tuple(one for one in self.of_cases.get(case.guid, {}) if one not in selections)
        # the codings that say so are counted as such: not twice
        self.into_cases["SelectionRef"] -= len(added)
        return replace(
            case,
            values=self._values(case.values, f"Case {case.guid}", case.guid),
            codes=self._targets(case, "CodeRef", "Code", case.codes),
            sources=self._targets(case, "SourceRef", "TextSource", case.sources),
            selections=selections + added,
        )

    def _targets(
        self, case: Case, reference: str, sort: str, targets: tuple[str, ...]
    ) -> tuple[str, ...]:
        kept = []
        for target in targets:
            if self.listening.has(sort, target):
                kept.append(target)
                continue
            self.listening.tally.leave({reference: 1}, DANGLING)
            line = self.listening.lines.get(case.guid, 0)
            self.listening.dangling(f"Case {case.guid}", line, sort, target, mild=True)
        return tuple(kept)

    def notes_of(self, sort: str, guid: str, notes: Iterable[str]) -> tuple[str, ...]:
        """The notes of an element that are there."""
        kept = []
        for target in notes:
            if self.listening.has("Note", target):
                kept.append(target)
                continue
            self.listening.tally.leave({"NoteRef": 1}, DANGLING)
            place = f"{sort} {guid}".strip()
            line = self.listening.lines.get(guid, 0)
            self.listening.dangling(place, line, "Note", target, mild=True)
        return tuple(kept)

    def said(self, doubtful: bool) -> list[str]:
        """How the passages were placed, in French."""
        notes = []
        elsewhere = self.listening.tally.kept["Coding"]
        if elsewhere:
            notes.append(
                "Codages sur des PDF, des images, des sons ou des notes, gardés sans devenir des "
                f"segments : {elsewhere}."
            )
        if self.counting != STANDARD:
            notes.append(
                f"Les positions sont comptées autrement que dans le standard ({said(self.counting)}) : "
                "elles ont été converties."
            )
        if doubtful and self.how[How.TRUSTED]:
            notes.append(
                "Passages sans citation, dont les positions peuvent se compter de plusieurs façons : "
                f"{self.how[How.TRUSTED]}. Relisez-en quelques-uns."
            )
        for how, what in _MOVED.items():
            if self.how[how]:
                notes.append(f"{what} : {self.how[how]}.")
        return notes


def _represented(project: QdaProject) -> Counter[str]:
    """How many elements of each sort a project represents."""
    noted = [one.notes for one in project.codes] + [one.notes for one in project.notes]
    noted += [one.notes for one in project.sources]
    valued = [one.values for one in project.cases] + [one.values for one in project.sources]
    counts: Counter[str] = Counter(
        {
            "User": len(project.users),
            "Code": len(project.codes),
            "Variable": len(project.variables),
            "Case": len(project.cases),
            "TextSource": len(project.sources),
            "Note": len(project.notes),
            "NoteRef": len(project.about) + sum(map(len, noted)),
            "CodeRef": sum(len(one.codes) for one in project.cases),
            "SourceRef": sum(len(one.sources) for one in project.cases),
            "SelectionRef": sum(len(one.selections) for one in project.cases),
            "VariableValue": sum(map(len, valued)),
        }
    )
    for source in project.sources:
        counts.update(_sizes(source.selections))
        for coding in source.codings:
            counts.update(_of_coding(coding))
    return counts


def _sizes(selections: tuple[Selection, ...]) -> dict[str, int]:
    """How many elements of each sort passages hold, themselves included."""
    codings = [coding for one in selections for coding in one.codings]
    notes = sum(len(one.notes) for one in selections) + sum(len(one.notes) for one in codings)
    return {
        "PlainTextSelection": len(selections),
        "Coding": len(codings),
        "CodeRef": len(codings),
        "NoteRef": notes,
    }


def _of_coding(coding: Coding) -> dict[str, int]:
    return {"Coding": 1, "CodeRef": 1, "NoteRef": len(coding.notes)}
