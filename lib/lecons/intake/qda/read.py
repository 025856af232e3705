"""Reads a REFI-QDA project (.qdpx) or codebook (.qdc): what it says, and what did not come in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lecons.errors import IntakeError
from lecons.intake.qda.archive import PROJECT_LIMIT, Archive, internal_name, opened
from lecons.intake.qda.counting import Written
from lecons.intake.qda.elements import (
    read_case,
    read_code,
    read_codings,
    read_selections,
    read_user,
    read_values,
    read_variable,
    target_of,
    told,
)
from lecons.intake.qda.listening import Listening, sort_of
from lecons.intake.qda.losses import LossReport
from lecons.intake.qda.model import (
    Case,
    Code,
    Made,
    Note,
    QdaProject,
    Source,
    User,
    Variable,
)
from lecons.intake.qda.order import UNREPRESENTED
from lecons.intake.qda.resolve import resolved
from lecons.intake.qda.stream import Element, line_of, local, pieces
from lecons.intake.qda.texts import text_of

_TAGS = re.compile(
    r"</?(?:p|div|br|span|html|body|script|style|ul|ol|li|a|b|i|u|strong|em)\b[^<>]*>"
)


def read_project(path: Path) -> tuple[QdaProject, LossReport]:
    """A project, as NVivo, ATLAS.ti, MAXQDA, QualCoder… export it, and what became of its elements.

    What is wrong stays out with a fault (element, GUID, line, what is expected) and the rest comes
    in. Positions are re-read where the tool counts otherwise than the standard, and drifted passages
    are found again by their quotation. Raises IntakeError on a file that cannot be trusted at all.
    """
    with opened(path) as archive, archive.project() as stream:
        reading = _Reading(path.name, archive=archive)
        reading.listen(stream, "Project")
        reading.count_media()
        return reading.project()


def read_codebook(path: Path) -> tuple[QdaProject, LossReport]:
    """A codebook, as a project of codes alone. Raises IntakeError as `read_project`."""
    if not path.is_file():
        raise IntakeError(f"{path.name} : fichier absent.", "Vérifiez son nom et son dossier.")
    if path.stat().st_size > PROJECT_LIMIT:
        raise IntakeError(
            f"{path.name} : ce livre de codes dépasse {PROJECT_LIMIT >> 20} Mo.",
            "Aucun livre de codes n’est si grand : exportez de nouveau.",
        )
    with path.open("rb") as stream:
        reading = _Reading(path.name)
        reading.listen(stream, "CodeBook")
    return reading.project()


@dataclass
class _Reading:
    """One file being read."""

    file: str
    archive: Archive | None = None
    listening: Listening = field(default_factory=Listening)
    name: str = ""
    origin: str = ""
    made: Made = field(default_factory=Made)
    description: str = ""
    about: list[str] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    variables: list[Variable] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    marked_up: int = 0

    def listen(self, stream: IO[bytes], root: str) -> None:
        """Take in the whole file."""
        read = self.listening.tally.read
        for event, element, above in pieces(self.file, stream):
            if event == "start":
                if not above:
                    self._begin(element, root)
                sort = sort_of(element.tag)
                if sort is not None:
                    read[sort] += 1
                continue
            place = "/".join(above)
            take = _TAKERS.get((place, local(element.tag)))
            if take is not None:
                take(self, element)
                element.clear()
            elif place in _SECTIONS and (place, local(element.tag)) not in _OPENERS:
                self.listening.keep(above[-1], "", element)
                element.clear()

    def _begin(self, element: Element, root: str) -> None:
        if local(element.tag) != root:
            what = "un projet (Project)" if root == "Project" else "un livre de codes (CodeBook)"
            raise IntakeError(
                f"{self.file} : ce XML n’est pas {what} REFI-QDA ; sa racine est "
                f"« {local(element.tag)[:40]} ».",
                "Exportez de nouveau au format REFI-QDA (.qdpx pour un projet, .qdc pour un livre de "
                "codes).",
            )
        self.name = element.get("name") or ""
        self.origin = (element.get("origin") or "").strip()
        self.made = self.listening.made(element)
        self.listening._other_attributes(element, root, "")

    def count_media(self) -> None:
        """Count the files of the archive that nobody reads."""
        assert self.archive is not None
        left = len(set(self.archive.names) - self.used)
        self.listening.tally.read["media"] += left
        if left:
            self.listening.tally.leave({"media": left}, "seul le texte brut est repris")

    def project(self) -> tuple[QdaProject, LossReport]:
        """What was read, once the references are looked up and the passages put in place."""
        draft = QdaProject(
            self.name,
            tuple(self.users),
            tuple(self.codes),
            tuple(self.variables),
            tuple(self.cases),
            tuple(self.sources),
            tuple(self.notes),
            self.description,
            tuple(self.about),
            self.origin,
            self.made,
        )
        project, said = resolved(draft, self.written, self.listening)
        if self.marked_up:
            said.append(
                "Descriptions et notes mises en forme (HTML), lues comme du texte, jamais affichées comme "
                f"une page : {self.marked_up}."
            )
        listening = self.listening
        report = LossReport(
            self.file, self.origin, listening.tally.rows(), tuple(listening.faults), tuple(said)
        )
        return project, report

    def _user(self, element: Element) -> None:
        user = read_user(self.listening, element, len(self.users))
        if user is not None:
            self.users.append(user)

    def _code(self, element: Element) -> None:
        found = list(read_code(self.listening, element, None, len(self.codes)))
        self.codes += found
        self._look_at(*(one.description for one in found))

    def _variable(self, element: Element) -> None:
        variable = read_variable(self.listening, element, len(self.variables))
        if variable is not None:
            self.variables.append(variable)

    def _case(self, element: Element) -> None:
        case = read_case(self.listening, element, len(self.cases))
        if case is not None:
            self.cases.append(case)
            self._look_at(case.description)

    def _source(self, element: Element) -> None:
        listening = self.listening
        guid = listening.guid(element, "Sources", len(self.sources))
        if guid is None:
            return
        of_it, made = told(listening, element, guid), listening.made(element)
        text = self._text(element, of_it.parts["PlainTextContent"], f"TextSource {guid}")
        if text is not None:
            self.written[guid] = text
        source = Source(
            guid,
            element.get("name") or "",
            None if text is None else text.text,
            of_it.description,
            read_selections(listening, of_it.parts["PlainTextSelection"], guid),
            read_codings(listening, of_it.parts["Coding"], guid, made.by),
            read_values(listening, of_it.parts["VariableValue"], f"TextSource {guid}"),
            of_it.notes,
            made,
        )
        self.sources.append(source)
        self._look_at(source.description, *(one.description for one in source.selections))

    def _note(self, element: Element) -> None:
        listening = self.listening
        guid = listening.guid(element, "Notes", len(self.notes))
        if guid is None:
            return
        of_it = told(listening, element, guid)
        for name in ("PlainTextSelection", "Coding", "VariableValue"):
            for child in of_it.parts[name]:
                listening.keep("Note", guid, child)
        text = self._text(element, of_it.parts["PlainTextContent"], f"Note {guid}")
        note = Note(
            guid,
            element.get("name") or "",
            None if text is None else text.text,
            of_it.description,
            of_it.notes,
            listening.made(element),
        )
        self.notes.append(note)
        self._look_at(note.description, note.text or "")

    def _text(self, element: Element, inline: list[Element], place: str) -> Written | None:
        assert self.archive is not None
        name = internal_name(element.get("plainTextPath") or "")
        if name is not None:
            self.used.add(name)
        text, wrong = text_of(element, inline, self.archive)
        if wrong:
            # a path tells of somebody’s computer: its kind is enough
            kind, external, _ = (element.get("plainTextPath") or "").partition("://")
            found = f"{kind}://…" if external else ""
            reason = "texte_absent" if text is None else "valeur_impossible"
            self.listening.fault(line_of(element), place, found, reason, wrong, mild=True)
        return text

    def _about(self, element: Element) -> None:
        target = target_of(element)
        if target:
            self.about.append(target)
        else:
            self.listening.leave(element, "renvoi sans cible")

    def _description(self, element: Element) -> None:
        self.description = "".join(element.itertext())
        self._look_at(self.description)

    def _set_of_codebook(self, element: Element) -> None:
        # a codebook says « guid » where a project says « targetGUID »
        for member in element.iter():
            if local(member.tag) == "MemberCode" and member.get("targetGUID") is None:
                member.set("targetGUID", member.attrib.pop("guid", ""))
        self.listening.keep("Sets", "", element)

    def _look_at(self, *texts: str) -> None:
        self.marked_up += sum(1 for text in texts if "<" in text and _TAGS.search(text))


_TAKERS: dict[tuple[str, str], Callable[[_Reading, Element], None]] = {
    ("Project/Users", "User"): _Reading._user,
    ("Project/CodeBook/Codes", "Code"): _Reading._code,
    ("CodeBook/Codes", "Code"): _Reading._code,
    ("CodeBook/Sets", "Set"): _Reading._set_of_codebook,
    ("Project/Variables", "Variable"): _Reading._variable,
    ("Project/Cases", "Case"): _Reading._case,
    ("Project/Sources", "TextSource"): _Reading._source,
    ("Project/Notes", "Note"): _Reading._note,
    ("Project", "Description"): _Reading._description,
    ("Project", "NoteRef"): _Reading._about,
}
# the elements whose children are taken one by one, and what opens them
_OPENERS = {
    ("Project", "CodeBook"),
    ("Project/CodeBook", "Codes"),
    ("CodeBook", "Codes"),
    ("CodeBook", "Sets"),
    *(("Project", name) for name in ("Users", "Variables", "Cases", "Sources", "Notes")),
    *(("Project", name) for name in UNREPRESENTED),
}
_SECTIONS = {"Project", "CodeBook", *(f"{place}/{name}" for place, name in _OPENERS)}
