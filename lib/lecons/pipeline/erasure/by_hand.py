"""Files that may still hold withdrawn words, and that only a person can erase: told at every import until
somebody has looked, since the words themselves are known no more."""

import json
from collections.abc import Iterable
from pathlib import Path

from lecons.pipeline.state import digest, write_whole
from lecons.project import Project, repository_root

LIST = "a_effacer.json"
# whoever damages the list does not make it forgotten
_DAMAGED = f"Un fichier que nommait tables/{LIST}, une liste qui ne se lit plus,"


def note(project: Project, names: Iterable[str]) -> None:
    """Keep the names (of files from the folder of the project or of lecons; or what else is to be looked
    at) beside the tables, each with the digest that it has now."""
    known = _kept(project)
    for name in names:
        path = _path(project, name)
        known[name] = digest(path.read_bytes()) if path else None
    _keep(project, known)


def still_to_erase(project: Project) -> dict[str, str]:
    """What is wrong, by file, as long as nobody erased there by hand: a file that is gone, or is another
    by now, is forgotten."""
    known = {}
    for name, was in _kept(project).items():
        path = _path(project, name)
        if was is None or (path and digest(path.read_bytes()) == was):
            known[name] = was
    _keep(project, known)
    return {
        name: f"{name} peut contenir encore les paroles d’une personne qui s’est retirée (les fiches de "
        "retrait disent qui) : lecons ne sait pas les y effacer, ou ne sait pas lire ce fichier. Regardez-le, "
        "effacez à la main ce qu’elle a dit, ou tout le fichier, puis relancez. Quand vous avez tout regardé, "
        f"supprimez {project.folder.name}/tables/{LIST}."
        for name in known
    }


def _path(project: Project, name: str) -> Path | None:
    paths = (folder / name for folder in (project.folder, repository_root()))
    return next((path for path in paths if path.is_file()), None)


def _kept(project: Project) -> dict[str, str | None]:
    try:
        told = json.loads((project.tables_folder / LIST).read_text(encoding="utf-8"))
        return {str(name): None if was is None else str(was) for name, was in told.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError):
        return {_DAMAGED: None}


def _keep(project: Project, known: dict[str, str | None]) -> None:
    path = project.tables_folder / LIST
    if known:
        write_whole(path, json.dumps(known, ensure_ascii=False, indent=1).encode("utf-8"))
    else:
        path.unlink(missing_ok=True)
