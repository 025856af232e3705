"""The words in which a report's origin is told: those of W3C PROV, and ours (`lecons:`)."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "lecons": "urn:x-lecons:",
}
SHA, LABEL, TYPE = "lecons:sha256", "prov:label", "prov:type"
STARTED, ENDED = "prov:startTime", "prov:endTime"
COMMIT, DIRTY = "lecons:revision", "lecons:modifie"
# the report, its making, what made it; what went in and the report before, each as one thing
REPORT, MAKING, LECONS = "lecons:rapport", "lecons:production", "lecons:lecons"
INPUTS, SOFTWARE, LOCK, BEFORE = (
    "lecons:entrees",
    "lecons:logiciel",
    "lecons:verrou",
    "lecons:precedent",
)
RELATIONS = (
    "used",
    "wasGeneratedBy",
    "wasAssociatedWith",
    "wasDerivedFrom",
    "wasInformedBy",
    "hadMember",
)


def identifier(kind: str, name: str) -> str:
    """A name as a qualified name; signs that a local part may not have in percent (PROV-N, 3.7.1)."""
    return f"lecons:{kind}/{quote(name, safe='/-._')}"


def qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "xsd:QName"}


def entity(kind: str, label: str, sha: str, *more: str) -> dict[str, Any]:
    """A thing told by its kind, its name and its SHA-256; `more`: other types of PROV."""
    types = [qualified(f"lecons:{kind}"), *map(qualified, more)]
    return {TYPE: types, LABEL: label, SHA: sha}


def kind_of(told: Mapping[str, Any]) -> str:
    """The kind of an entity."""
    return str(told[TYPE][0]["$"]).removeprefix("lecons:")
