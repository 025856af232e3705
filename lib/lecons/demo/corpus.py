"""The written part of the demonstration, all of it fictional: testimonies, their two codings, and
the workshop.

The texts stand in YAML files beside this one. A passage is marked `[[code|passage]]`, or
`[[code +|passage]]` and `[[code -|passage]]` where the person is for or against a practice. The
second coder quotes passages instead: two readings of one text overlap, and marks could not.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

_MARK = re.compile(r"\[\[([a-z_]+)(?: ([+-]))?\|([^\[\]|]+)\]\]")
_STANCE = {"+": "favorable", "-": "reserve"}
_HERE = Path(__file__).parent

FIRST, SECOND, SETTLED, MACHINE = "codeuse_1", "codeur_2", "consensus", "lecons"
_INITIALS = {SECOND: "C2-S", SETTLED: "CC-S", MACHINE: "P-S"}

# the first coder coded the accounts as they came in, in five sittings
_SITTINGS = [
    date(2017, 4, 10),
    date(2017, 7, 10),
    date(2017, 10, 9),
    date(2018, 1, 15),
    date(2018, 3, 12),
]
# What she called these passages at her first sitting, before the codebook changed on 24 April 2017.
# The file keeps the words of that day; `codage/changements.csv` says what became of each code, and
# the import follows it (per_diem → attentes_materielles, femmes → participation_femmes).
_EARLY_CODES = {"T40-S1": "per_diem", "T40-S4": "per_diem", "T53-S1": "femmes"}


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    return " ".join(text.split())


def unmark(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The plain text of a marked one, and (start, end, code) in code points, end exclusive.

    >>> unmark("Oui, [[confiance|on se parle]].")
    ('Oui, on se parle.', [(5, 16, 'confiance')])
    """
    plain, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[last : match.start()]
        start = len(plain)
        plain += match[3]
        spans.append((start, len(plain), match[1]))
        if match[2]:
            spans.append((start, len(plain), _STANCE[match[2]]))
        last = match.end()
    return plain + marked[last:], spans


def place(passage: str, text: str) -> tuple[int, int]:
    """Where a quoted passage stands in a text, in code points, end exclusive.

    Raises ValueError where the passage is not there word for word, or is there more than once.

    >>> place("on se parle", "Oui, on se parle.")
    (5, 16)
    """
    found = text.count(passage)
    if found != 1:
        raise ValueError(f"{found} × « {passage} » dans « {text[:40]}… »")
    start = text.index(passage)
    return start, start + len(passage)


def testimonies() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The testimonies as a form would export them, and the segments of the first coder."""
    people, segments = [], []
    for entry in _read("temoignages.yaml"):
        plain, spans = unmark(_plain(entry["texte"]))
        people.append(
            {
                "id": entry["id"],
                "date": entry["date"],
                "commune": entry["commune"],
                "resultat": " ".join(entry["resultats"]),
                "acteur": entry["acteur"],
                "sexe": entry["sexe"],
                "tranche_age": entry["tranche_age"],
                "langue_origine": entry["langue_origine"],
                "texte": plain,
                "consentement": entry["consentement"],
                "retrait_le": entry.get("retrait_le"),
            }
        )
        memos = entry.get("memos") or {}
        for number, (start, end, code) in enumerate(spans, 1):
            identifier = f"{entry['id']}-S{number}"
            segments.append(
                {
                    "id": identifier,
                    "id_temoignage": entry["id"],
                    "debut": start,
                    "fin": end,
                    "code": _EARLY_CODES.get(identifier, code),
                    "codeur": FIRST,
                    "date": _sitting(entry["date"]).isoformat(),
                    "statut": "valide",
                    "memo": _plain(memos[code]) if code in memos else None,
                    "extrait_public": _public(entry, code),
                }
            )
    return pd.DataFrame(people), pd.DataFrame(segments)


def _sitting(collected: date) -> date:
    return next(day for day in _SITTINGS if day > collected)


def _public(entry: Mapping[str, Any], code: str) -> str | None:
    """The reviewed passage of a code, for whoever coded it: what it may say does not hang on that."""
    reviewed = entry.get("extrait_public") or {}
    return _plain(reviewed[code]) if code in reviewed else None


def double_coding() -> pd.DataFrame:
    """The segments of the second coder, of the readings that both settled, and a few proposals."""
    accounts = {entry["id"]: entry for entry in _read("temoignages.yaml")}
    segments = []
    for reading in _read("double_codage.yaml"):
        entry = accounts[reading["id"]]
        text, _ = unmark(_plain(entry["texte"]))
        spans = []
        for coded in reading["passages"]:
            start, end = place(_plain(coded["passage"]), text)
            code, _, sign = coded["code"].partition(" ")
            spans.append((start, end, code, coded.get("memo")))
            if sign:
                spans.append((start, end, _STANCE[sign], None))
        for number, (start, end, code, memo) in enumerate(spans, 1):
            settled = reading["codeur"] == SETTLED
            segments.append(
                {
                    "id": f"{entry['id']}-{_INITIALS[reading['codeur']]}{number}",
                    "id_temoignage": entry["id"],
                    "debut": start,
                    "fin": end,
                    "code": code,
                    "codeur": reading["codeur"],
                    "date": reading["date"].isoformat(),
                    "statut": reading.get("statut", "valide"),
                    "memo": memo,
                    "extrait_public": _public(entry, code) if settled else None,
                }
            )
    return pd.DataFrame(segments)


def readings() -> pd.DataFrame:
    """Which coder read which testimony to its end: id_temoignage, codeur, date; nothing is lost of a
    reading that coded nothing. What coders settled together is an agreement, not one more reading."""
    first = [
        {
            "id_temoignage": entry["id"],
            "codeur": FIRST,
            "date": _sitting(entry["date"]).isoformat(),
        }
        for entry in _read("temoignages.yaml")
    ]
    second = [
        {
            "id_temoignage": reading["id"],
            "codeur": SECOND,
            "date": reading["date"].isoformat(),
        }
        for reading in _read("double_codage.yaml")
        if reading["codeur"] == SECOND
    ]
    return pd.DataFrame(first + second)


def contributions() -> pd.DataFrame:
    """What was said at the workshop."""
    rows = _read("atelier.yaml")["contributions"]
    for row in rows:
        row["sens"] = _STANCE.get(row["sens"])
    return pd.DataFrame(rows)
