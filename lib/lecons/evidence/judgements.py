"""What people judged otherwise than the rules: `jugements.csv`, each with who, when and why.

A row judges one component of a practice (`pratique`, `composante`, `niveau` 0–3), or the confidence in
one finding (`constat`, `composante` confiance, `niveau` in words). A row that names what does not
exist, or gives no author, date or reason, is told and counts for nothing: it stops nothing else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lecons.errors import IntakeError
from lecons.evidence.confidence import COMPONENTS
from lecons.evidence.finding import LEVELS, Finding, Judgement
from lecons.intake.delimited import read_delimited

FILE = "jugements.csv"
COLUMNS = ["pratique", "composante", "niveau", "auteur", "date", "raison"]
_FINDING, _WHOLE = "constat", "confiance"
_CONCERNS = {"0", "1", "2", "3"}
# one finding rests on one source: nobody can call it high
_SINGLE = LEVELS[:3]


@dataclass(frozen=True)
class Judgements:
    """`practices`: columns of COLUMNS, on practices; `findings`: the judgement on each finding, by id;
    `refused`: one sentence for each row that counts for nothing, in French."""

    practices: pd.DataFrame
    findings: Mapping[str, Judgement]
    refused: tuple[str, ...]


def read_judgements(
    path: Path, practices: Collection[str], findings: Mapping[str, str]
) -> Judgements:
    """Read `jugements.csv`; an absent file has none.

    `practices`: the codes that may be judged; `findings`: what a finding may be called (its id or its
    number) → its id.
    """
    if not path.is_file():
        return _nothing()
    try:
        # as Excel may have saved it: another separator, another encoding
        cells = read_delimited(FILE, path.read_bytes()).fillna("")
    except (IntakeError, OSError) as error:
        return _nothing(f"{FILE} ne se lit pas : {error}. Aucun jugement n’est appliqué.")
    header = [str(name).strip() for name in cells.iloc[0]] if len(cells) else []
    absent = [column for column in COLUMNS if header.count(column) != 1]
    if absent:
        return _nothing(
            f"{FILE} : colonne « {absent[0]} » absente, ou là deux fois ; colonnes attendues : "
            f"{', '.join(COLUMNS)} (et {_FINDING} pour juger un constat). Aucun jugement n’est appliqué."
        )
    given = [
        (int(line), dict(zip(header, map(str, row), strict=True)))
        for line, row in zip(
            cells.index[1:], cells.iloc[1:].itertuples(index=False, name=None), strict=True
        )
    ]
    kept: list[dict[str, str]] = []
    judged: dict[str, Judgement] = {}
    refused: list[str] = []
    for line, raw in given:
        row = {name: value.strip() for name, value in raw.items()}
        if not any(row.values()):
            continue
        fault = _fault(row, practices, findings)
        if fault:
            refused.append(f"{FILE}, ligne {line} : {fault}. Ce jugement n’est pas appliqué.")
        elif row.get(_FINDING):
            judged[findings[row[_FINDING]]] = Judgement.model_validate(
                {
                    "level": row["niveau"],
                    "author": row["auteur"],
                    "day": row["date"],
                    "reason": row["raison"],
                }
            )
        else:
            kept.append({name: row[name] for name in COLUMNS})
    return Judgements(pd.DataFrame(kept, columns=COLUMNS), judged, tuple(refused))


def _nothing(*refused: str) -> Judgements:
    return Judgements(pd.DataFrame(columns=COLUMNS), {}, refused)


def _fault(
    row: Mapping[str, str], practices: Collection[str], findings: Mapping[str, str]
) -> str | None:
    """What keeps a row from counting; None when nothing does."""
    named = row.get(_FINDING, "")
    if named and row["pratique"]:
        return "pratique et constat sont remplis tous les deux ; gardez l’un des deux"
    if named:
        if named not in findings:
            return f"le constat « {named} » n’existe pas dans ce rapport"
        components: Collection[str] = [_WHOLE]
        levels: Collection[str] = _SINGLE
    else:
        if row["pratique"] not in practices:
            known = ", ".join(sorted(practices)) or "aucune"
            return f"la pratique « {row['pratique']} » n’existe pas (pratiques : {known})"
        components, levels = COMPONENTS, sorted(_CONCERNS)
    for column, possible in (("composante", components), ("niveau", levels)):
        if row[column] not in possible:
            return f"{column} « {row[column]} » inconnu ; valeurs possibles : {', '.join(possible)}"
    for column in ("auteur", "raison"):
        if not row[column]:
            return f"colonne {column} vide ; dites qui juge, et pourquoi"
    try:
        date.fromisoformat(row["date"])
    except ValueError:
        return f"date « {row['date']} » ; AAAA-MM-JJ attendu"
    return None


def judged(findings: Mapping[str, Finding], judgements: Judgements) -> dict[str, Finding]:
    """The findings, those that people judged with their judgement."""
    return {
        name: finding.model_copy(update={"judgement": judgements.findings.get(name)})
        for name, finding in findings.items()
    }
