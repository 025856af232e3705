"""Writes the index page of a place of reports, from what stands there: manifests, files, faults held."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

from babel import Locale, UnknownLocaleError

from lecons.errors import disk_answer
from lecons.evidence.names import FINDINGS, MANIFEST
from lecons.pipeline.index_manifest import AGAIN, Asked, Changes, Manifest, read_told
from lecons.pipeline.portfolio_names import standing
from lecons.report.index_page import (
    LOCALE,
    Fault,
    File,
    Report,
    Shelf,
    Since,
    day,
    listing,
    number,
    render_index,
)
from lecons.report.places import CHECKS, INDEX

REPORT, PARTIAL = "synthese.html", "-partiel"
EDITIONS = ("interne", "publique")
# what a report may hold: file or folder, what a reader calls it, whom it is for
_FILES = (
    (REPORT, "Rapport, page web", "à lire, au téléphone aussi"),
    ("synthese.pdf", "Rapport, PDF", "à imprimer"),
    ("resume.pdf", "Résumé d’une feuille", "ministère, bailleurs"),
    ("synthese.docx", "Rapport, Word", "à reprendre"),
    ("tableaux.xlsx", "Tableaux", "tous les chiffres du rapport"),
    ("figures", "Figures", "images à reprendre"),
    (
        "analyse_de_risques.pdf",
        "Analyse de risques et partage",
        "à lire et à signer avant d’envoyer",
    ),
    ("preuves.xlsx", "Preuves", "les lignes derrière chaque constat"),
)
SHEETS, _INSIDE = "fiches", {"preuves.xlsx"}


def write_index(reports: Path, today: date | None = None) -> Path:
    """Write `reports`/index.html, for its owner's account alone, and answer it.

    It tells each project's reports, what changed in them and how the last run ended. A manifest that
    cannot be read is told on the page. Raises OSError where the page cannot be written.
    """
    reports.mkdir(parents=True, exist_ok=True)
    shelves = [_shelf(reports, folder) for folder in _folders(reports)]
    together = [
        _file(reports, path, f"Édition {edition}, {_named(code)}", "", edition == "interne")
        for edition, code, path in standing(reports)
    ]
    kept = [one for one in shelves if one is not None]
    page = render_index(kept, today or date.today(), together)
    draft = reports / f".{INDEX}.part"
    draft.touch(mode=0o600)
    os.chmod(draft, 0o600)  # one that an interrupted run left
    draft.write_text(page, encoding="utf-8")
    os.replace(draft, reports / INDEX)
    return reports / INDEX


def _folders(place: Path) -> list[Path]:
    """The folders in a place, by name; drafts of a run that goes on are none of its business."""
    if not place.is_dir():
        return []
    return sorted(p for p in place.iterdir() if p.is_dir() and not p.name.startswith("."))


def _shelf(root: Path, folder: Path) -> Shelf | None:
    """What stands of one project; None where nothing does. One that this account may not read, or that is
    moved meanwhile, is told and costs nothing to the others."""
    try:
        return _standing(root, folder)
    except (OSError, ValueError, RecursionError) as error:
        why = disk_answer(error) if isinstance(error, OSError) else "fichier abîmé"
        told = f"Ce dossier n’a pas pu être lu en entier ({why}). S’il n’est pas à vous, demandez le droit de le lire."
        return Shelf(folder.name, "", "", False, (), (), (told,))


def _standing(root: Path, folder: Path) -> Shelf | None:
    reports, subject = [], None
    for edition in EDITIONS:
        for code in _languages(folder, edition):
            place = folder / edition / code
            manifest = read_told(place) if place.is_dir() and not _together(code) else None
            if isinstance(manifest, Manifest):
                subject = manifest.sujet or subject
            reports.append(_report(root, folder, edition, code, manifest))
    workshop = tuple(
        _file(root, path, f"{path.stem.replace('_', ' ').capitalize()} ({path.suffix[1:]})", "")
        for language in _folders(folder / "atelier")
        for path in sorted(language.iterdir())
        if path.is_file() and not path.name.startswith(".")
    )
    notes = (*_removed(folder), *_other_checks(folder))
    if not (reports or workshop or notes):
        return None
    return Shelf(
        folder.name,
        " · ".join(filter(None, (subject.sigle, subject.nom))) if subject else "",
        f"du {day(subject.debut)} au {day(subject.fin)}" if subject else "",
        subject.fictif if subject else False,
        tuple(reports),
        workshop,
        notes,
    )


def _languages(folder: Path, edition: str) -> list[str]:
    """The languages in which an edition stands, or in which its last run failed; French first."""
    codes = {
        path.name.removesuffix(PARTIAL)
        for path in _folders(folder / edition)
        if (path / MANIFEST).is_file() or (path / REPORT).is_file() or (path / FINDINGS).is_file()
    }
    if edition != "interne":
        checks = folder / "interne" / CHECKS
        codes |= {path.name.removesuffix(PARTIAL) for path in _folders(checks)}
        codes |= {path.stem for path in _held(checks) if _of_report(path.stem)}
    return sorted(codes, key=lambda code: (code != LOCALE, code))


def _held(checks: Path) -> list[Path]:
    return sorted(checks.glob("*.json")) if checks.is_dir() else []


def _of_report(name: str) -> bool:
    """True where what is held is a report; else it is an export, the material of a workshop."""
    return _is_language(name) or bool(_together(name))


def _together(code: str) -> list[str]:
    """The languages of a folder that holds one page in several, « fr-en »; none for any other."""
    parts = code.split("-")
    return parts if len(parts) > 1 and all(map(_is_language, parts)) else []


def _named(code: str) -> str:
    """Languages by their French names."""
    if parts := _together(code):
        return f"{listing([_named(one) for one in parts])}, en un seul fichier"
    return Locale.parse(code).get_display_name(LOCALE) or code if _is_language(code) else code


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _report(
    root: Path, folder: Path, edition: str, code: str, manifest: "Manifest | Fault | None"
) -> Report:
    place = folder / edition / code
    known = manifest if isinstance(manifest, Manifest) else None
    made = known.etabli_le if known else None
    if _together(code) and (place / REPORT).is_file():
        # it has no manifest: it is made of pages that have theirs
        made = date.fromtimestamp((place / REPORT).stat().st_mtime)
    faults = [manifest] if isinstance(manifest, Fault) else []
    return Report(
        edition,
        _named(code),
        made,
        _scope(known.parametres) if known else "",
        tuple(_files(root, place)),
        tuple(_sheets(root, place / SHEETS)),
        _since(known.changements) if known and known.changements else None,
        (*faults, *_failed(root, folder, edition, code)),
    )


def _scope(asked: Asked) -> str:
    """What the report is about, where it is not about the whole project."""
    told = [f"résultat {asked.resultat} seul"] if asked.resultat else []
    if asked.debut:
        told.append(f"depuis le {day(asked.debut)}")
    if asked.fin:
        told.append(f"jusqu’au {day(asked.fin)}")
    return ", ".join(told)


def _since(changes: Changes) -> Since:
    return Since(changes.nouveaux, changes.changes, changes.disparus, changes.depuis)


def _failed(root: Path, folder: Path, edition: str, code: str) -> Iterator[Fault]:
    """Why the last run of that edition and language did not take its place."""
    checks = folder / "interne" / CHECKS
    beside = (checks if edition != "interne" else folder / edition) / f"{code}{PARTIAL}"
    if beside.is_dir():
        yield _partial(root, beside)
    held = checks / f"{code}.json"
    if edition != "interne" and held.is_file():
        yield Fault(
            "retenu par le contrôle de diffusion",
            (f"{_points(held)} à corriger avant de publier ; rien n’est sorti.",),
            _href(root, held.with_suffix(".txt")),
            "Où et quoi",
            "Corrigez, puis relancez la même commande « lecons produire ».",
        )


def _partial(root: Path, beside: Path) -> Fault:
    manifest = read_told(beside)
    told: list[str] = []
    state = "partiel"
    if isinstance(manifest, Manifest):
        if manifest.etabli_le:
            state = f"partiel, le {day(manifest.etabli_le)}"
        told += [f"carnet {one.run} : {one.echec}" for one in manifest.carnets if one.echec]
        told += manifest.fichiers_a_reprendre.values()
    return Fault(
        state,
        (*told,) or ("Ce qui a échoué est dit en tête de la page.",),
        _href(root, beside / REPORT) if (beside / REPORT).is_file() else "",
        "Le rapport partiel",
        "Corrigez ce qui est dit. " + AGAIN,
    )


def _points(held: Path) -> str:
    """How many points the release check found; never which, they hold what may not be shown."""
    try:
        count = len(json.loads(held.read_text(encoding="utf-8"))["found"])
    except (OSError, ValueError, LookupError, TypeError):
        return "Des points"
    return f"{number(count)} point" + ("s" if count != 1 else "")


def _files(root: Path, place: Path) -> Iterator[File]:
    """The files of a report that are there, those of the first interest first."""
    for name, label, purpose in _FILES:
        if (place / name).exists():
            yield _file(root, place / name, label, purpose, name in _INSIDE)


def _sheets(root: Path, sheets: Path) -> Iterator[File]:
    """The sheet of each practice, by number: to print where there is one, else the page."""
    names = {path.stem for path in sheets.glob("*.*") if path.suffix in {".pdf", ".html"}}
    for stem in sorted(names, key=lambda one: (len(one), one)):
        path = sheets / f"{stem}.pdf"
        path = path if path.is_file() else path.with_suffix(".html")
        yield _file(root, path, stem, "")


def _file(root: Path, path: Path, label: str, purpose: str, inside: bool = False) -> File:
    if path.is_dir():
        size = sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
        return File(label, f"{_href(root, path)}/", size, purpose, inside)
    return File(label, _href(root, path), path.stat().st_size, purpose, inside)


def _href(root: Path, path: Path) -> str:
    # « ./ » : the name of a project may hold a colon, and would read as a scheme
    return "./" + quote(os.fsencode(path.relative_to(root).as_posix()))


def _removed(folder: Path) -> Iterator[str]:
    """Reports that were taken away because somebody withdrew, and that nobody made again."""
    try:
        stones = json.loads((folder / "retraits.json").read_text(encoding="utf-8"))
        gone = {name for stone in stones for name in stone["rapports"]}
    except (OSError, ValueError, LookupError, TypeError):
        return
    missing = sorted(name for name in gone if not (folder / name).exists())
    if missing:
        yield (
            "Enlevés parce qu’ils tenaient les mots de personnes qui se sont retirées, et pas encore "
            f"refaits : {listing(missing)}. Pour les refaire : « lecons produire »."
        )


def _other_checks(folder: Path) -> Iterator[str]:
    """What the release check holds besides reports: the material of a workshop, exports."""
    for path in _held(folder / "interne" / CHECKS):
        if not _of_report(path.stem):
            yield (
                f"Retenu par le contrôle de diffusion : {path.stem} ({_points(path)} à corriger, dits "
                f"dans {folder.name}/interne/{CHECKS}/{path.stem}.txt)."
            )
