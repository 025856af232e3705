"""The last step of a report: what it is made of is put together, checked, and takes its place at once."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from lecons.evidence.names import FINDINGS, MANIFEST
from lecons.evidence.portfolio.files import write_shared
from lecons.evidence.register import Register, without_rows, write_all
from lecons.language import SOURCE_LANGUAGE
from lecons.pipeline import manifest
from lecons.pipeline.execute import Status
from lecons.pipeline.graph import ASSEMBLY, IMPORT
from lecons.pipeline.licences import licences
from lecons.pipeline.place import INSIDE, OPEN, put_in_place, work_beside
from lecons.pipeline.provenance import PRECEDENT, describe, files_in, revision, told_outside
from lecons.pipeline.since import changes_since
from lecons.pipeline.state import State, digests
from lecons.pipeline.worksite import HTML, KERNEL_LOG, Worksite
from lecons.project import repository_root
from lecons.report.places import report_folder

_NOTEBOOKS = "carnets"
# of the manifest, what the public edition tells: what it is, and the software that made it
_TOLD_OUTSIDE = (
    "projet",
    "etabli_le",
    "parametres",
    "formats",
    "empreinte",
    "complet",
    "sujet",
    "changements",
    "versions",
    "licences",
    "code",
    "fichiers",
    "prov",
)


@dataclass(frozen=True)
class Published:
    """Where the report stands (None where the release check held it), why it is not whole (`failure`), the
    digest of its findings, what the analyst should know, and what the release check found (`held`: a text
    for the team) and looked at."""

    folder: Path | None
    findings: str
    failure: str | None = None
    told: list[str] = field(default_factory=list)
    held: Path | None = None
    examined: int | None = None
    changes: dict[str, Any] | None = None


def put_out(site: Worksite, states: Mapping[str, State], runs: list[Status]) -> Published:
    """Put a report together from what its steps left (`states`, by step) and move it into place.

    A whole report takes the place of the last one in one move. When a notebook or a file of the report
    failed, or an export could not be read, it goes beside it, in `<langue>-partiel/`, and the last good
    one stays. A public report is read by the release check before it is moved: where that finds anything
    nothing is moved. A partial one goes among the internal files, checked as it is: whatever stands under
    `publique/` is whole and was cleared.
    """
    project, parameters = site.project, site.parameters
    inside = parameters.edition == "interne"
    place = report_folder(project, parameters)
    place.parent.mkdir(parents=True, exist_ok=True)
    if inside:
        os.chmod(place.parent, INSIDE)
    work = work_beside(place)
    try:
        failure = _failure(states, runs)
        told = [one for state in states.values() for one in state.value.get("a_savoir", [])]
        _copy(site, states, runs, work, failure is not None)
        changes = _write_findings(site, work)
        write_shared(site.folder, project, parameters.edition, work)
        _write_manifest(site, states, runs, failure, told, changes, work)
        found = digests(work, [work / FINDINGS])[FINDINGS]
        examined = None
        if not inside:
            # late: it reads every kind of file, and a report that stays inside needs none of it
            from lecons.pipeline.clearance import clear_for_release
            from lecons.pipeline.release import clear_faults, write_faults

            examined = clear_for_release(project, parameters, work, established(states))
            if examined.not_sought:
                told.append(
                    "Ce que le contrôle de diffusion n’a pas pu chercher (trop court, mot du rapport lui-même, "
                    f"illisible) : {', '.join(examined.not_sought)}. Cherchez-le vous-même avant de diffuser."
                )
            if examined.found:
                held = write_faults(project, parameters, examined)
                return Published(None, found, "retenu", told, held, examined.files, changes)
            clear_faults(project, parameters)
            # the check left two files more
            _write_manifest(site, states, runs, failure, told, changes, work)
        beside = site.partial
        target = place if failure is None else beside
        target.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(work, target, OPEN if failure is None and not inside else INSIDE)
        if failure is None:
            # what failed since was undone: the partial report beside speaks of nothing any more
            shutil.rmtree(beside, ignore_errors=True)
        read = examined.files if examined else None
        return Published(target, found, failure, told, None, read, changes)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _failure(states: Mapping[str, State], runs: list[Status]) -> str | None:
    """What keeps the report from being whole; None where nothing does."""
    said = [*(state.failure for state in states.values()), *(run.echec for run in runs)]
    refused = [one for state in states.values() for one in state.value.get("echecs", {}).values()]
    return next((one for one in [*said, *refused] if one), None)


def _copy(
    site: Worksite,
    states: Mapping[str, State],
    runs: list[Status],
    work: Path,
    partial: bool,
) -> None:
    shutil.copy2(site.made / HTML, work / HTML)
    for state in states.values():
        for name in state.value.get("fichiers", []):
            path = site.made / name
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, work / name)
    if site.parameters.edition != "interne":
        # executed notebooks hold the analysis step by step: they never leave the team
        return
    (work / _NOTEBOOKS).mkdir()
    for run in runs:
        executed = site.notebooks / f"{run.run}.ipynb"
        if executed.is_file():
            shutil.copy2(executed, work / _NOTEBOOKS / executed.name)
    if partial and (site.folder / KERNEL_LOG).is_file():
        # what kernels print to their terminal helps to mend a failure, inside the team only
        shutil.copy2(site.folder / KERNEL_LOG, work / KERNEL_LOG)


def _write_findings(site: Worksite, work: Path) -> dict[str, Any] | None:
    """Write the findings of the report and those of the one that it is compared with; answers what changed
    between them, in counts."""
    kept = [*Register(site.findings).read().values()]
    if site.parameters.edition != "interne":
        kept = without_rows(kept, site.project.discretion(site.parameters.edition))
    write_all(work / FINDINGS, kept)
    compared = {
        name: json.loads((site.compared / name).read_text(encoding="utf-8"))
        for name in (FINDINGS, MANIFEST)
        if (site.compared / name).is_file()
    }
    if compared:
        asked = {name: compared[MANIFEST].get(name) for name in ("etabli_le", "parametres")}
        before = {"constats": compared[FINDINGS], "manifeste": asked}
        (work / PRECEDENT).write_text(json.dumps(before, ensure_ascii=False), encoding="utf-8")
    return changes_since(site.compared, kept, site.parameters)


def _write_manifest(
    site: Worksite,
    states: Mapping[str, State],
    runs: list[Status],
    failure: str | None,
    told: list[str],
    changes: dict[str, Any] | None,
    work: Path,
) -> None:
    project, parameters = site.project, site.parameters
    imported, assembled = states[IMPORT], states[ASSEMBLY]
    made = files_in(work)
    hashed_inputs, hashed_code = imported.value["entrees"], manifest.code()
    key = manifest.fingerprint(
        parameters, hashed_inputs, hashed_code, site.formats, manifest.review(project)
    )
    content = {
        "projet": project.code,
        "etabli_le": assembled.value["jour"],
        "parametres": {**parameters.scalars(), "projet": project.code},
        "formats": sorted(site.formats),
        "empreinte": None if failure else key,
        "complet": failure is None,
        "sujet": {
            "nom": project.content.nom[SOURCE_LANGUAGE],
            "sigle": project.content.sigle,
            "debut": project.content.debut.isoformat(),
            "fin": project.content.fin.isoformat(),
            "fictif": project.content.donnees_fictives,
        },
        "fichiers_a_reprendre": {**imported.value["echecs"], **assembled.value["echecs"]},
        "versions": manifest.versions(),
        "licences": licences(),
        "durees": {name: state.seconds for name, state in states.items()},
        "raisons": {name: state.reason for name, state in states.items()},
        "changements": changes,
        "a_savoir": told,
        "carnets": [asdict(status) for status in runs],
        "lignes": imported.value["lignes"],
        "comptes": imported.value["comptes"],
        "entrees": hashed_inputs,
        "code": hashed_code,
        "fichiers": made,
        "prov": describe(
            f"{project.code}/{parameters.edition}/{parameters.langue}",
            established(states),
            {**parameters.scalars(), "projet": project.code},
            site.formats,
            inputs=hashed_inputs,
            code=hashed_code,
            versions=manifest.versions(),
            revision=revision(repository_root()),
            states=list(states.values()),
            made=made,
        ),
    }
    if parameters.edition != "interne":
        # inputs, their rows and the people who failed to send them are the team's own affair
        content = {name: content[name] for name in _TOLD_OUTSIDE}
        content["prov"] = told_outside(content["prov"])
    (work / MANIFEST).write_text(
        json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def established(states: Mapping[str, State]) -> date:
    """The day that a report bears."""
    return date.fromisoformat(states[ASSEMBLY].value["jour"])
