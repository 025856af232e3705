"""Builds the XML of a project: each element where the schema wants it, nothing empty."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from lecons.errors import IntakeError
from lecons.intake.qda.folding import forbidden_in_xml
from lecons.intake.qda.listening import sorts_of
from lecons.intake.qda.model import (
    Case,
    Code,
    Coding,
    Made,
    Note,
    QdaProject,
    Selection,
    Source,
    Value,
)
from lecons.intake.qda.order import CHILDREN, CODEBOOK

# the reader refuses what nests deeper, as other tools do
_DEEPEST_CODE = 80


class Tree:
    """The XML of a project; `texts` are the files to write beside it, `written` and `put_back` the
    elements that it holds by sort, `replaced` how many characters XML could not hold."""

    def __init__(self, namespace: str, fragments: Mapping[tuple[str, str], list]) -> None:
        self._space, self._fragments = namespace, fragments
        self.texts: dict[str, str] = {}
        self.written: Counter[str] = Counter()
        self.put_back: Counter[str] = Counter()
        self.replaced = 0

    def project(self, project: QdaProject, origin: str) -> Any:
        """The root element of a project file."""
        root = etree.Element(f"{{{self._space}}}Project", nsmap={None: self._space})
        root.set("name", self._clean(project.name))
        root.set("origin", origin)
        self._set_made(root, project.made, "creatingUserGUID", "modifyingUserGUID")
        users = [
            self._element("User", guid=one.guid, name=one.name, id=one.short)
            for one in project.users
        ]
        variables = [
            self._element(
                "Variable",
                self._description(one.description),
                guid=one.guid,
                name=one.name,
                typeOfVariable=one.kind,
            )
            for one in project.variables
        ]
        codes = self._codes(project.codes)
        if codes:
            codebook = etree.Element(f"{{{self._space}}}CodeBook")
            self._append(codebook, "Codes", codes)
            root.append(codebook)
        self._append(root, "Users", users, first=True)
        self._append(root, "Variables", variables)
        self._append(root, "Cases", [self._case(one) for one in project.cases])
        self._append(root, "Sources", [self._source(one) for one in project.sources])
        self._append(root, "Notes", [self._note(one) for one in project.notes])
        for name in ("Links", "Sets", "Graphs"):
            self._append(root, name, [])
        root.extend(self._description(project.description))
        root.extend(self._references("NoteRef", project.about))
        return root

    def codebook(self, project: QdaProject, origin: str) -> Any:
        """The root element of a codebook file."""
        root = etree.Element(f"{{{self._space}}}CodeBook", nsmap={None: self._space})
        root.set("origin", origin)
        self._append(root, "Codes", self._codes(project.codes, notes=False))
        self._append(root, "Sets", [])
        for one in root.iter(etree.Element):
            name = etree.QName(one).localname
            one.tag = f"{{{CODEBOOK}}}{name}"
            if name == "MemberCode":  # a codebook says « guid » where a project says « targetGUID »
                one.set("guid", one.attrib.pop("targetGUID"))
            elif name in ("MemberSource", "MemberNote"):
                one.getparent().remove(one)
        return root

    def _append(self, root: Any, name: str, items: list, first: bool = False) -> None:
        """A section with its items and what was kept of it; none where it would be empty."""
        kept = self._fragments.get((name, ""), [])
        if not items and not kept:
            return
        section = etree.Element(f"{{{self._space}}}{name}")
        section.extend(items)
        section.extend(self._counted(kept))
        if first:
            root.insert(0, section)
        else:
            root.append(section)

    def _counted(self, kept: Iterable[Any]) -> list:
        result = list(kept)
        for one in result:
            self.put_back.update(sorts_of(one))
        return result

    def _codes(self, codes: tuple[Code, ...], notes: bool = True) -> list:
        """The codes as a tree. One that stands under itself stands at the top."""
        elements = {one.guid: self._code(one, notes) for one in codes}
        above = {one.guid: one.parent if one.parent in elements else None for one in codes}
        depth: dict[str, int] = {}
        top = []
        for one in codes:
            line = [one.guid]
            while line[-1] not in depth:
                parent = above[line[-1]]
                if parent is None or parent in line:
                    above[line[-1]], depth[line[-1]] = None, 1
                else:
                    line.append(parent)
            for guid in reversed(line[:-1]):
                depth[guid] = depth[above[guid] or ""] + 1
        for one in codes:
            parent = above[one.guid]
            if depth[one.guid] > _DEEPEST_CODE:
                raise IntakeError(
                    f"Le code « {one.name} » est au {depth[one.guid]}e niveau du livre de codes.",
                    f"Rangez-le plus haut : {_DEEPEST_CODE} niveaux au plus.",
                )
            if parent is None:
                top.append(elements[one.guid])
            else:
                elements[parent].append(elements[one.guid])
        return top

    def _code(self, code: Code, notes: bool) -> Any:
        return self._element(
            "Code",
            [*self._description(code.description)]
            + (self._references("NoteRef", code.notes) if notes else []),
            guid=code.guid,
            name=code.name,
            isCodable="true" if code.codable else "false",
            color=code.colour,
        )

    def _case(self, case: Case) -> Any:
        children = [
            *self._description(case.description),
            *self._references("CodeRef", case.codes),
            *self._values(case.values),
            *self._references("SourceRef", case.sources),
            *self._references("SelectionRef", case.selections),
        ]
        return self._element("Case", children, guid=case.guid, name=case.name)

    def _source(self, source: Source) -> Any:
        name = f"{source.guid}.txt"
        if source.text is not None:
            self.texts[name] = source.text
        children = [
            *self._description(source.description),
            *map(self._selection, source.selections),
            *map(self._coding, source.codings),
            *self._references("NoteRef", source.notes),
            *self._values(source.values),
        ]
        element = self._element(
            "TextSource",
            children,
            guid=source.guid,
            name=source.name,
            plainTextPath=f"internal://{name}",
        )
        self._set_made(element, source.made)
        return element

    def _note(self, note: Note) -> Any:
        children = [*self._description(note.description)]
        text, path = note.text, ""
        if text is not None and not any(map(forbidden_in_xml, text)):
            content = etree.Element(f"{{{self._space}}}PlainTextContent")
            content.text = text
            children.append(content)
        else:
            path = f"internal://{note.guid}.txt"
            if text is not None:
                self.texts[f"{note.guid}.txt"] = text
        children += self._references("NoteRef", note.notes)
        children += self._counted(self._fragments.get(("Note", note.guid), []))
        rank = {name: at for at, name in enumerate(CHILDREN["Note"])}
        children.sort(key=lambda one: rank[etree.QName(one).localname])
        element = self._element(
            "Note", children, guid=note.guid, name=note.name, plainTextPath=path
        )
        self._set_made(element, note.made)
        return element

    def _selection(self, selection: Selection) -> Any:
        children = [
            *self._description(selection.description),
            *map(self._coding, selection.codings),
            *self._references("NoteRef", selection.notes),
        ]
        element = self._element(
            "PlainTextSelection",
            children,
            guid=selection.guid,
            name=selection.name,
            startPosition=str(selection.start),
            endPosition=str(selection.end),
        )
        self._set_made(element, selection.made)
        return element

    def _coding(self, coding: Coding) -> Any:
        return self._element(
            "Coding",
            self._references("CodeRef", (coding.code,)) + self._references("NoteRef", coding.notes),
            guid=coding.guid,
            creatingUser=coding.coder,
            creationDateTime=coding.date,
        )

    def _values(self, values: Iterable[Value]) -> list:
        elements = []
        for one in values:
            element = self._element("VariableValue")
            reference = etree.SubElement(element, f"{{{self._space}}}VariableRef")
            reference.set("targetGUID", one.variable)
            if one.value is not None:
                child = etree.SubElement(element, f"{{{self._space}}}{one.kind}Value")
                child.text = self._clean(one.value)
            elements.append(element)
        return elements

    def _references(self, name: str, targets: Iterable[str]) -> list:
        return [self._element(name, targetGUID=target) for target in targets]

    def _description(self, text: str) -> list:
        if not text:
            return []
        element = etree.Element(f"{{{self._space}}}Description")
        element.text = self._clean(text)
        return [element]

    def _element(self, tag: str, children: Iterable[Any] = (), **attributes: str) -> Any:
        element = etree.Element(f"{{{self._space}}}{tag}")
        for key, value in attributes.items():
            if value or (key == "name" and tag in ("Code", "Variable")):
                element.set(key, self._clean(value))
        element.extend(children)
        self.written[tag] += 1
        return element

    def _set_made(
        self, element: Any, made: Made, by: str = "creatingUser", changed: str = "modifyingUser"
    ) -> None:
        told = {
            by: made.by,
            "creationDateTime": made.on,
            changed: made.changed_by,
            "modifiedDateTime": made.changed_on,
        }
        for key, value in told.items():
            if value:
                element.set(key, value)

    def _clean(self, text: str) -> str:
        """A text that XML can hold."""
        if text.isprintable():
            return text
        wrong = sum(map(forbidden_in_xml, text))
        if not wrong:
            return text
        self.replaced += wrong
        return "".join("\ufffd" if forbidden_in_xml(char) else char for char in text)
