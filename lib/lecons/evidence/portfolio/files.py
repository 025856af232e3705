"""The file that a report leaves for the page on several projects, and what notebooks hand over of it."""

import os
from pathlib import Path
from typing import Literal

from lecons.errors import ReportError
from lecons.evidence.names import SHARED as HANDED
from lecons.evidence.portfolio.shared import Shared, SharedPart
from lecons.project import Project

NAME = "portefeuille.json"
# of a P-code ML0603.., the first-level area
_REGION = 4


def hand_over(folder: Path, run: str, part: SharedPart) -> None:
    """Write what one run (`20_activites-R1`) hands over, in the place of an earlier one. `folder`: the
    run's own place, where findings have theirs."""
    place = folder / HANDED
    place.mkdir(parents=True, exist_ok=True)
    _write(place / f"{run}.json", part.model_dump_json())


def write_shared(
    handed: Path, project: Project, edition: Literal["interne", "publique"], folder: Path
) -> bool:
    """Write `portefeuille.json` in the `folder` of a report from the parts in `handed`/portefeuille;
    False, and none is left there, where no notebook handed any over.

    Raises ReportError, with the name of the part, on one that does not read.
    """
    target = folder / NAME
    parts = [_part(path) for path in sorted((handed / HANDED).glob("*.json"))]
    if not parts:
        target.unlink(missing_ok=True)
        return False
    content = project.content
    shared = Shared(
        project=project.code,
        edition=edition,
        name=dict(content.nom),
        acronym=content.sigle,
        organisation=content.organisation,
        start=content.debut,
        end=content.fin,
        fictional=content.donnees_fictives,
        regions=tuple(sorted({one.pcode[:_REGION] for one in content.communes})),
        practices=tuple(one for part in parts for one in part.practices),
        indicators=tuple(one for part in parts for one in part.indicators),
    )
    _write(target, shared.model_dump_json(indent=1))
    return True


def read_shared(folder: Path) -> Shared | None:
    """What the report in a folder left; None where it left nothing (an older version of lecons).

    Raises ValueError on a file that is damaged or of another version, OSError on one that cannot be read.
    """
    path = folder / NAME
    return Shared.model_validate_json(path.read_bytes()) if path.is_file() else None


def _part(path: Path) -> SharedPart:
    try:
        return SharedPart.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        raise ReportError(
            f"{HANDED}/{path.name} ne se lit pas : ce que ce carnet laisse à la page du portefeuille manque.",
            "Relancez « lecons produire » : le carnet l’écrit de nouveau.",
        ) from None


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)
