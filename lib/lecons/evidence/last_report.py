"""The last report of an edition and language, still in place while the next one is made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lecons.errors import ReportError
from lecons.evidence.finding import Finding
from lecons.evidence.names import FINDINGS, MANIFEST
from lecons.evidence.register import read_all


@dataclass(frozen=True)
class Scope:
    """What a report is about: one result area or all of them (None), and its days, the project's own
    where they are None."""

    result: str | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class LastReport:
    """Its findings by id, the day it was made (None: a version of lecons that did not write it), and
    what it is about."""

    findings: dict[str, Finding]
    made: date | None
    scope: Scope


def read_last_report(folder: Path) -> LastReport | None:
    """The report that stands in a folder; None where there is none.

    Raises ReportError when there is one and its findings or its manifest cannot be read.
    """
    if not (folder / FINDINGS).is_file() and not (folder / MANIFEST).is_file():
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        asked, made = manifest["parametres"], manifest.get("etabli_le")
        last = LastReport(
            read_all(folder / FINDINGS),
            None if made is None else date.fromisoformat(made),
            Scope(asked["resultat"], _day(asked, "debut"), _day(asked, "fin")),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise ReportError(
            f"{MANIFEST} du dernier rapport ne se lit plus.",
            "Relancez « lecons produire » : un rapport entier prend sa place.",
        ) from None
    if not (folder / FINDINGS).is_file():
        raise ReportError(
            f"{FINDINGS} manque au dernier rapport.",
            "Relancez « lecons produire » : un rapport entier prend sa place.",
        )
    return last


def _day(asked: Mapping[str, Any], name: str) -> date | None:
    value = asked[name]
    return None if value is None else date.fromisoformat(value)
