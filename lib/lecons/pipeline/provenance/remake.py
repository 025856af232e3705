"""Makes a report once more from its manifest, elsewhere, and compares each file with what it was.

The day, the formats and the findings of the report before are those of the manifest. Inputs, notebooks,
library and lock must be those that it tells: with others it would be another report.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lecons.errors import HeldError, ReportError
from lecons.evidence.names import FINDINGS, MANIFEST
from lecons.parameters import RunParameters, check_parameters
from lecons.pipeline import manifest as made_of
from lecons.pipeline.place import INSIDE
from lecons.pipeline.provenance.files import PRECEDENT, Compared, compared, files_in
from lecons.pipeline.provenance.refusal import refuse_what_changed
from lecons.pipeline.provenance.revision import Revision
from lecons.pipeline.provenance.told import revision_told
from lecons.pipeline.worksite import FOLDER as WORKSITES
from lecons.project import open_project
from lecons.report.places import REPORTS_VARIABLE, reports_of

_AGAIN = "Relancez « lecons produire » : son manifeste dira tout ce qu’il faut pour le refaire."


@dataclass(frozen=True)
class Remade:
    """A report that was made once more: its folder, how its files compare with those of the manifest, and
    the versions (« pandas 3.1.1 attendu, 3.1.2 trouvé ») that are not those of the manifest, which may be
    why a file differs. `inputs_known`: False for a public manifest, which does not tell what went in."""

    folder: Path
    compared: Compared
    versions: tuple[str, ...]
    inputs_known: bool


@dataclass(frozen=True)
class _Recorded:
    """What a manifest tells of how its report was made."""

    parameters: RunParameters
    day: date
    formats: frozenset[str]
    inputs: Mapping[str, str] | None
    code: Mapping[str, str]
    versions: Mapping[str, str]
    files: Mapping[str, str]
    revision: Revision | None


def remake(manifest: Path, output: Path | None = None, project: Path | None = None) -> Remade:
    """Make the report of `manifest` (manifeste.json, in the folder of the report or in a copy of it) once
    more, below `output`: a folder that is empty or not there; None: `.refait-…` among the internal files
    of the project, in the place of what was remade there before. `project`: its folder; None: the one of
    its name in data/.

    Raises ReportError where the manifest cannot be read or does not tell enough, where what it rests on
    is another today (naming what, and what to take up), where `output` is not empty, and where the run
    fails; HeldError where the release check holds a public one; BusyError where another run of this
    project is going on.
    """
    from lecons.pipeline.lock import project_lock  # late, as all that only a run needs
    from lecons.pipeline.worksite import Worksite

    recorded = _read(manifest, project)
    mine = open_project(recorded.parameters.projet)
    refuse_what_changed(
        code=(recorded.code, made_of.code()),
        inputs=None if recorded.inputs is None else (recorded.inputs, made_of.inputs(mine)),
        before=_precedent(recorded, manifest),
        revision=recorded.revision,
    )
    worksite = Worksite(recorded.parameters, recorded.formats).folder
    with project_lock(worksite.parent, f"lecons refaire {manifest.name}"):
        folder = _produced(recorded, manifest, _emptied(output, recorded, reports_of(mine)))
    return Remade(
        folder,
        compared(recorded.files, files_in(folder)),
        tuple(_other_versions(recorded)),
        recorded.inputs is not None,
    )


def _read(path: Path, project: Path | None) -> _Recorded:
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        whole, asked, code = told["complet"], dict(told["parametres"]), str(told["projet"])
        day = date.fromisoformat(told["etabli_le"])
    except (OSError, ValueError, LookupError, TypeError):
        raise ReportError(
            f"« {path} » ne se lit pas comme le manifeste d’un rapport.",
            f"Donnez le fichier {MANIFEST} qui est dans le dossier du rapport.",
        ) from None
    if not whole:
        raise ReportError(
            "Ce rapport est partiel : ce qui a échoué ne se refait pas à l’identique.",
            "Donnez le manifeste d’un rapport entier.",
        )
    folder = project or Path("data") / code
    mine = open_project(folder).code
    if mine != code:
        raise ReportError(
            f"Ce manifeste est celui du projet « {code} », et {folder} est « {mine} ».",
            "Donnez le dossier du projet avec --projet.",
        )
    try:
        return _Recorded(
            check_parameters({**asked, "projet": str(folder)}),
            day,
            frozenset(told["formats"]),
            told.get("entrees"),
            told["code"],
            told["versions"],
            told["fichiers"],
            revision_told(told["prov"]),
        )
    except (LookupError, TypeError, AttributeError):
        raise ReportError(
            "Ce manifeste est d’une version de lecons qui n’y disait pas tout.", _AGAIN
        ) from None


def _precedent(recorded: _Recorded, manifest: Path) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The file of the findings of the report before, as it was and as it is beside the manifest."""
    expected = {name: sha for name, sha in recorded.files.items() if name == PRECEDENT}
    there = [path for name in expected if (path := manifest.with_name(name)).is_file()]
    return expected, made_of.hashes({path.name: path for path in there})


def _emptied(output: Path | None, recorded: _Recorded, reports: Path) -> Path:
    """The folder to make the report in, empty, for its owner's account alone."""
    asked = recorded.parameters
    folder = output or reports / "interne" / f".refait-{asked.edition}-{asked.langue}"
    if output is None:
        shutil.rmtree(folder, ignore_errors=True)
    elif output.is_file() or (output.is_dir() and any(output.iterdir())):
        raise ReportError(
            f"« {output} » n’est pas un dossier vide.",
            "Donnez à --sortie le nom d’un dossier vide ou qui n’existe pas encore.",
        )
    folder.mkdir(mode=INSIDE, parents=True, exist_ok=True)
    return folder


def _produced(recorded: _Recorded, manifest: Path, output: Path) -> Path:
    """Make the report below `output` and answer its folder."""
    from lecons.pipeline.produce import produce

    with _reports_in(output), tempfile.TemporaryDirectory(dir=output, prefix=".avant-") as before:
        if PRECEDENT in recorded.files:
            _unpack(manifest.with_name(PRECEDENT), Path(before))
        outcome = produce(
            recorded.parameters,
            formats=recorded.formats,
            today=recorded.day,
            previous=Path(before),
        )
    # what it was made from is the team's own, and this folder may be handed over
    shutil.rmtree(_worksites(output, outcome.folder), ignore_errors=True)
    if outcome.held is not None:
        raise HeldError(
            f"Le contrôle de diffusion retient ce rapport : {outcome.held}.",
            "Lisez ce fichier : ce qui y est cherché aujourd’hui ne l’était pas le jour du rapport.",
        )
    if outcome.partial:
        failed = ", ".join([*outcome.failures, *outcome.refused])
        raise ReportError(
            f"Le rapport refait est partiel ({failed}) : {outcome.folder}.",
            "Lisez-y la cause, corrigez-la, puis relancez.",
        )
    return outcome.folder


def _worksites(output: Path, report: Path) -> Path:
    project = report.resolve().relative_to(output.resolve()).parts[0]
    return output / project / "interne" / WORKSITES


@contextmanager
def _reports_in(output: Path) -> Iterator[None]:
    """Reports go below `output` while the block runs."""
    before = os.environ.get(REPORTS_VARIABLE)
    os.environ[REPORTS_VARIABLE] = str(output.resolve())
    try:
        yield
    finally:
        if before is None:
            del os.environ[REPORTS_VARIABLE]
        else:
            os.environ[REPORTS_VARIABLE] = before


def _unpack(precedent: Path, folder: Path) -> None:
    """Lay the report before as it stood: its findings, and what of its manifest is looked at."""
    told = json.loads(precedent.read_text(encoding="utf-8"))
    for name, content in ((FINDINGS, told["constats"]), (MANIFEST, told["manifeste"])):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _other_versions(recorded: _Recorded) -> Iterator[str]:
    now = made_of.versions()
    for name, version in recorded.versions.items():
        if now.get(name) != version:
            yield f"{name} {version} attendu, {now.get(name, 'rien')} trouvé"
