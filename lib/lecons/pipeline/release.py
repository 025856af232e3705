"""The release check of a project: the gate before public files, and what it found, told to the team."""

import json
from dataclasses import asdict
from pathlib import Path

from lecons.counts import number_of
from lecons.errors import HeldError
from lecons.parameters import RunParameters
from lecons.pipeline.needles import needles_of
from lecons.privacy.release import Examined, examine
from lecons.project import Project
from lecons.report.places import checks_folder


def check_release(project: Project, parameters: RunParameters, folder: Path) -> Examined:
    """Look, in every file of a folder, for what a project may not tell outside. Small counts and numbers
    of people are looked for as the edition may tell them: inside the team it may."""
    return examine(folder, needles_of(project, parameters.edition))


def write_faults(
    project: Project, parameters: RunParameters, examined: Examined, name: str = ""
) -> Path:
    """Write what was found, as JSON and as text; answers the text. `name`: of what was checked, where
    it is not the report of that language."""
    path = checks_folder(project, parameters) / f"{name or parameters.langue}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {**asdict(examined), "found": [asdict(one) for one in examined.found]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    text = path.with_suffix(".txt")
    lines = [f"- {one.message}" for one in examined.found]
    head = f"Contrôle de diffusion : {number_of(len(lines), 'point', 'points')} à corriger avant de publier.\n\n"
    text.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return text


def clear_faults(project: Project, parameters: RunParameters, name: str = "") -> None:
    """Take away the faults of an earlier run: this one passed."""
    folder = checks_folder(project, parameters)
    for kind in ("json", "txt"):
        (folder / f"{name or parameters.langue}.{kind}").unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def let_out(project: Project, parameters: RunParameters, work: Path, name: str) -> None:
    """The gate for files that a command wrote in `work` and that leave the team: raises HeldError where
    they do not pass, after telling what was found."""
    examined = check_release(project, parameters, work)
    if not examined.found:
        clear_faults(project, parameters, name)
        return
    told = write_faults(project, parameters, examined, name)
    raise HeldError(
        f"Retenu : le contrôle de diffusion a trouvé {number_of(len(examined.found), 'point', 'points')} à "
        f"corriger, et rien n’a été mis en place. Le premier : {examined.found[0].message}",
        f"Tous sont dans {told}",
    )
