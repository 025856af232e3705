"""Codes as the codebook writes them: a short name, a family, the parts of a definition."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from lecons.intake.cells import folded

FAMILIES = {
    "pratique": "Pratiques",
    "theme": "Thèmes",
    "difficulte": "Difficultés",
    "condition": "Conditions",
    "polarite": "Polarité",
}
_FAMILY_OF = {
    **dict.fromkeys(("pratique", "bonne pratique", "practice", "good practice"), "pratique"),
    **dict.fromkeys(("theme", "thematique"), "theme"),
    **dict.fromkeys(("difficulte", "difficulty", "difficultie"), "difficulte"),
    **dict.fromkeys(("condition", "condition de reussite"), "condition"),
    **dict.fromkeys(("polarite", "polarity", "polaritie"), "polarite"),
}
# what a description says beside the definition, a line each, as our own export writes it
FIELDS = {
    "code": "Code",
    "libelle_en": "Anglais",
    "resultat": "Résultat",
    "inclusion": "Inclusion",
    "exclusion": "Exclusion",
    "exemple": "Exemple",
}
_FIELD_OF = {folded(label): field for field, label in FIELDS.items()}
_FIELD = re.compile(rf"({'|'.join(FIELDS.values())}) ?: ?(.*)", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9][a-z0-9_]*")


def slug(name: str) -> str:
    """A name in ASCII, lower case and underscores; blank where nothing of it is ASCII."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def family_named(name: str) -> str | None:
    """The family that a name names (« 1. Bonnes pratiques » too); None where it names none."""
    words = re.sub(r"^[\W\d_]+", "", folded(name)).split()
    return _FAMILY_OF.get(" ".join(word.removesuffix("s") for word in words))


def distinct_slug(wanted: Iterable[str], taken: Mapping[str, object]) -> str:
    """The first of the wanted names that is free; else the last, with a number."""
    last = "code"
    for one in wanted:
        if one and one not in taken:
            return one
        last = one or last
    number = 2
    while f"{last}_{number}" in taken:
        number += 1
    return f"{last}_{number}"


def described(fields: Mapping[str, str]) -> str:
    """A description from its fields: `definition` first, then those of FIELDS, a line each."""
    parts = [_escaped(fields.get("definition", ""))]
    for key, label in FIELDS.items():
        if fields.get(key):
            first, *rest = fields[key].replace("\r\n", "\n").replace("\r", "\n").split("\n", 1)
            parts.append("\n".join([f"{label} : {first}", *map(_escaped, rest)]))
    return "\n".join(part for part in parts if part)


def fields_of(description: str) -> dict[str, str]:
    """The fields that a description holds (see `described`); what is before them is `definition`."""
    found: dict[str, list[str]] = {"definition": []}
    current = found["definition"]
    for line in description.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        told = _FIELD.fullmatch(line)
        if told and (field := _FIELD_OF[folded(told[1])]) not in found:
            current = found[field] = [told[2]]
        else:
            current.append(line[1:] if _FIELD.fullmatch(line.lstrip(" ")) else line)
    return {field: "\n".join(lines).strip("\n") for field, lines in found.items()}


def told_name(description: str) -> str:
    """The code that our own export left in a description; blank where there is none."""
    told = fields_of(description).get("code", "").strip()
    return told if SLUG.fullmatch(told) else ""


def _escaped(text: str) -> str:
    """A text in which no line could pass for a field."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(f" {one}" if _FIELD.fullmatch(one.lstrip(" ")) else one for one in lines)
