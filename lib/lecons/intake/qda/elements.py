"""Reads the elements of a project one by one; what they refer to is looked up later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lecons.intake.qda.guids import canonical
from lecons.intake.qda.listening import Listening
from lecons.intake.qda.model import (
    KINDS,
    UNTOLD,
    Case,
    Code,
    Coding,
    Selection,
    User,
    Value,
    Variable,
)
from lecons.intake.qda.order import CHILDREN
from lecons.intake.qda.stream import Element, line_of, local

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_TYPED = {
    "BooleanValue": r"true|false|1|0",
    "IntegerValue": r"[+-]?\d+",
    "FloatValue": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "DateValue": r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:Z|[+-]\d\d:\d\d)?",
    "DateTimeValue": r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?",
}
NO_NUMBER = "ses positions ne sont pas des nombres"


@dataclass
class Told:
    """What an element says of itself and holds: its parts by name, its description, its notes."""

    parts: dict[str, list[Element]]
    description: str
    notes: tuple[str, ...]


def told(listening: Listening, element: Element, guid: str) -> Told:
    """The parts of an element; those that have no place in it are kept as they are."""
    sort = local(element.tag)
    expected = CHILDREN[sort]
    parts: dict[str, list[Element]] = {name: [] for name in expected}
    for child in element:
        name = local(child.tag)
        if name in expected:
            parts[name].append(child)
        else:
            listening.keep(sort, guid, child)
    descriptions = parts.get("Description", [])
    notes = []
    for reference in parts.get("NoteRef", []):
        target = target_of(reference)
        if target:
            notes.append(target)
        else:
            listening.leave(reference, "renvoi sans cible")
    return Told(parts, "".join(descriptions[0].itertext()) if descriptions else "", tuple(notes))


def target_of(reference: Element) -> str:
    """The GUID that an element refers to; blank where it says none."""
    written = reference.get("targetGUID") or ""
    return canonical(written)[0] if written.strip() else ""


def read_user(listening: Listening, element: Element, at: int) -> User | None:
    """A coder; unnamed ones are called by their abbreviation."""
    guid = listening.guid(element, "Users", at)
    if guid is None:
        return None
    for child in element:
        listening.keep("User", guid, child)
    return User(guid, element.get("name", ""), element.get("id", ""))


def read_code(
    listening: Listening, element: Element, parent: str | None, at: int
) -> Iterator[Code]:
    """A code and those below it, each after the one it is a part of."""
    guid = listening.guid(element, parent or "Codes", at)
    if guid is None:
        return
    of_it = told(listening, element, guid)
    place, line = f"Code {guid}", line_of(element)
    name = element.get("name", "")
    if not name.strip():
        listening.fault(line, place, "", "valeur_absente", "un nom (name)", mild=True)
    colour = (element.get("color") or "").strip()
    if colour and not _COLOUR.fullmatch(colour):
        expected = "une couleur comme #33cc33"
        listening.fault(line, place, colour, "valeur_impossible", expected, mild=True)
        colour = ""
    codable = (element.get("isCodable") or "true").strip().lower()
    if codable not in ("true", "false", "1", "0"):
        expected = "isCodable : true ou false"
        listening.fault(line, place, codable, "valeur_impossible", expected, mild=True)
    yield Code(
        guid,
        name,
        codable not in ("false", "0"),
        colour,
        of_it.description,
        parent,
        of_it.notes,
    )
    for number, child in enumerate(of_it.parts["Code"]):
        yield from read_code(listening, child, guid, number)


def read_variable(listening: Listening, element: Element, at: int) -> Variable | None:
    """A variable; one of an unknown type is text."""
    guid = listening.guid(element, "Variables", at)
    if guid is None:
        return None
    kind = (element.get("typeOfVariable") or "").strip()
    if kind not in KINDS:
        expected = f"un de : {', '.join(KINDS)}"
        place = f"Variable {guid}"
        listening.fault(line_of(element), place, kind, "valeur_hors_liste", expected, mild=True)
        kind = "Text"
    description = told(listening, element, guid).description
    return Variable(guid, element.get("name", ""), kind, description)


def read_case(listening: Listening, element: Element, at: int) -> Case | None:
    """A case with what belongs to it."""
    guid = listening.guid(element, "Cases", at)
    if guid is None:
        return None
    of_it = told(listening, element, guid)
    targets = {
        name: tuple(filter(None, map(target_of, of_it.parts[name])))
        for name in ("CodeRef", "SourceRef", "SelectionRef")
    }
    for name, found in targets.items():
        if len(found) < len(of_it.parts[name]):
            lost = len(of_it.parts[name]) - len(found)
            listening.tally.leave({name: lost}, "renvoi sans cible")
    return Case(
        guid,
        element.get("name", ""),
        of_it.description,
        read_values(listening, of_it.parts["VariableValue"], f"Case {guid}"),
        targets["CodeRef"],
        targets["SourceRef"],
        targets["SelectionRef"],
    )


def read_values(listening: Listening, elements: list[Element], place: str) -> tuple[Value, ...]:
    """The values of variables; one that is not of its type becomes text."""
    values = []
    for element in elements:
        variable, kind, value = "", "Text", None
        for child in element:
            name = local(child.tag)
            if name == "VariableRef":
                variable = target_of(child)
            elif name.removesuffix("Value") in KINDS:
                kind, value = name.removesuffix("Value"), child.text or ""
        if not variable:
            listening.leave(element, "valeur d’aucune variable")
            expected = "la variable dont c’est la valeur (VariableRef)"
            listening.fault(line_of(element), place, "", "reference_absente", expected, mild=True)
            continue
        form = _TYPED.get(f"{kind}Value")
        if value is not None and form and not re.fullmatch(form, value.strip()):
            expected = f"une valeur de type {kind} ; lue comme du texte"
            # what stands where a number should may be somebody’s words: it stays in the file
            listening.fault(line_of(element), place, "", "valeur_impossible", expected, mild=True)
            kind = "Text"
        values.append(Value(variable, kind, value))
    return tuple(values)


def read_selections(
    listening: Listening, elements: list[Element], source: str
) -> tuple[Selection, ...]:
    """The passages of a text, as they are stated."""
    selections = []
    for at, element in enumerate(elements):
        guid = listening.guid(element, source, at)
        if guid is None:
            continue
        stated = [(element.get(name) or "").strip() for name in ("startPosition", "endPosition")]
        if not all(re.fullmatch(r"[+-]?\d{1,15}", one) for one in stated):
            listening.leave(element, NO_NUMBER)
            listening.fault(
                line_of(element),
                f"PlainTextSelection {guid}",
                " – ".join(stated),
                "nombre_illisible",
                "deux positions en chiffres (startPosition, endPosition)",
            )
            continue
        of_it = told(listening, element, guid)
        made = listening.made(element)
        selections.append(
            Selection(
                guid,
                int(stated[0]),
                int(stated[1]),
                element.get("name") or "",
                of_it.description,
                read_codings(listening, of_it.parts["Coding"], guid, made.by),
                of_it.notes,
                made if made != UNTOLD else UNTOLD,
            )
        )
    return tuple(selections)


def read_codings(
    listening: Listening, elements: list[Element], owner: str, coder: str
) -> tuple[Coding, ...]:
    """The codes on a passage or a text; `coder` is who made it, where a coding does not say."""
    codings = []
    for at, element in enumerate(elements):
        guid = listening.guid(element, owner, at)
        if guid is None:
            continue
        of_it = told(listening, element, guid)
        codes = [target_of(one) for one in of_it.parts["CodeRef"]]
        place, line = f"Coding {guid}", line_of(element)
        if not codes or not codes[0]:
            sizes = {"Coding": 1, "CodeRef": len(codes), "NoteRef": len(of_it.notes)}
            listening.tally.leave(sizes, "codage sans code")
            listening.fault(line, place, "", "reference_absente", "un code (CodeRef)")
            continue
        if len(codes) > 1:
            listening.tally.leave({"CodeRef": len(codes) - 1}, "plusieurs codes dans un codage")
            expected = "un code par codage ; seul le premier est repris"
            listening.fault(line, place, f"{len(codes)} codes", "valeur_impossible", expected, True)
        codings.append(
            Coding(
                guid,
                codes[0],
                listening.user(element.get("creatingUser")) or coder,
                listening.when(element, "creationDateTime"),
                of_it.notes,
            )
        )
    return tuple(codings)
