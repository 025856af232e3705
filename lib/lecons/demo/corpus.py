"""The written part of the demonstration: testimonies with their coded passages, and the workshop.

The texts stand in two YAML files beside this one. A passage is marked `[[code|passage]]`, or
`[[code +|passage]]` and `[[code -|passage]]` where the person is for or against a practice.
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

_MARK = re.compile(r"\[\[([a-z_]+)(?: ([+-]))?\|([^\[\]|]+)\]\]")
_STANCE = {"+": "favorable", "-": "reserve"}
_HERE = Path(__file__).parent


def _read(name: str) -> Any:
    return yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))


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


def testimonies() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The testimonies as a form would export them, and their coded segments."""
    people, segments = [], []
    for entry in _read("temoignages.yaml"):
        plain, spans = unmark(" ".join(entry["texte"].split()))
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
        public = entry.get("extrait_public") or {}
        for number, (start, end, code) in enumerate(spans, 1):
            segments.append(
                {
                    "id": f"{entry['id']}-S{number}",
                    "id_temoignage": entry["id"],
                    "debut": start,
                    "fin": end,
                    "code": code,
                    "codeur": "codeuse_1",
                    "date": "2018-03-12",
                    "statut": "valide",
                    "memo": None,
                    "extrait_public": " ".join(public[code].split()) if code in public else None,
                }
            )
    return pd.DataFrame(people), pd.DataFrame(segments)


def contributions() -> pd.DataFrame:
    """What was said at the workshop."""
    rows = _read("atelier.yaml")["contributions"]
    for row in rows:
        row["sens"] = _STANCE.get(row["sens"])
    return pd.DataFrame(rows)
