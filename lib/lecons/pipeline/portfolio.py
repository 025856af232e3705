"""Writes the page on several projects from what their reports left under one place."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from pydantic import ValidationError

from lecons.evidence.names import MANIFEST
from lecons.evidence.portfolio.files import NAME, read_shared
from lecons.language import SOURCE_LANGUAGE, Language
from lecons.pipeline.index_manifest import Manifest
from lecons.pipeline.portfolio_names import EDITIONS, page_name
from lecons.report.portfolio import Entry, Left, Portfolio, render_portfolio

REPORT, PARTIAL = "synthese.html", "-partiel"
# a report of an earlier day than this before the page is told to be old
OLD = timedelta(days=365)
_MODES = {"interne": 0o600, "publique": 0o644}


def write_portfolio(
    reports: Path, edition: str, language: str, today: date | None = None
) -> Path | None:
    """Write `reports`/portefeuille-<edition>-<language>.html and answer it; None, and no page is left
    there, where no project has a whole report of that edition that can be compared.

    The internal page is for its owner's account alone. The public one is made of public reports only,
    which were cleared; projects that have none are counted and not named. Nothing that cannot be read
    stops it: it is told on the page. Raises OSError where the page cannot be written.
    """
    words, day = Language(language), today or date.today()
    entries: list[Entry] = []
    left: list[Left] = []
    for folder in _projects(reports):
        try:
            found: Entry | Left = _entry(reports, folder, edition, words, day)
        except (OSError, ValueError, RecursionError):
            found = Left(
                folder.name, words.t("le dossier n’a pas pu être lu : demandez le droit de le lire")
            )
        if isinstance(found, Entry):
            entries.append(found)
        else:
            left.append(found)
    target = reports / page_name(edition, language)
    if not entries:
        target.unlink(missing_ok=True)
        return None
    named = tuple(left) if edition == "interne" else ()
    content = Portfolio(edition, day, tuple(entries), named, len(left) - len(named))
    draft = reports / f".{target.name}.part"
    draft.touch(mode=0o600)
    os.chmod(draft, _MODES[edition])  # one that an interrupted run left
    draft.write_text(render_portfolio(content, words), encoding="utf-8")
    os.replace(draft, target)
    return target


def _projects(reports: Path) -> list[Path]:
    """The folders of projects, by name: those that hold, or may hold, reports."""
    if not reports.is_dir():
        return []
    return sorted(
        path
        for path in reports.iterdir()
        if not path.name.startswith(".") and any((path / one).is_dir() for one in EDITIONS)
    )


def _entry(reports: Path, folder: Path, edition: str, words: Language, today: date) -> Entry | Left:
    """The report of a project in that language, else in another: its figures are the same in all."""
    t, place = words.t, _place(folder / edition, words.code)
    partial = _partial(folder / edition, place)
    if place is None:
        return Left(
            folder.name,
            t("le dernier passage est resté partiel, et aucun rapport entier n’est en place")
            if partial
            else t("aucun rapport de cette édition"),
        )
    try:
        shared = read_shared(place)
    except ValueError:
        told = t("{fichier} ne se lit pas : relancez « lecons produire »", fichier=NAME)
        return Left(folder.name, told)
    if shared is None:
        told = t(
            "son rapport est d’une version de lecons qui ne laissait pas {fichier} : relancez « lecons "
            "produire »",
            fichier=NAME,
        )
        return Left(folder.name, told)
    if (shared.project, shared.edition) != (folder.name, edition):
        told = t("{fichier} est d’un autre projet ou d’une autre édition", fichier=NAME)
        return Left(folder.name, told)
    manifest = _manifest(place)
    href = "./" + quote(os.fsencode((place / REPORT).relative_to(reports).as_posix()))
    notes = tuple(_notes(manifest, partial and edition == "interne", words, today))
    return Entry(shared, manifest.etabli_le if manifest else None, href, place.name, notes)


def _place(reports: Path, language: str) -> Path | None:
    """The whole report that stands: in the language asked for, else French, else the first."""
    if not reports.is_dir():
        return None
    standing = [
        path
        for path in reports.iterdir()
        # « fr-en » holds pages in one file, « fr-partiel » what failed, « .… » a run that goes on
        if "-" not in path.name and not path.name.startswith(".") and (path / MANIFEST).is_file()
    ]
    return min(
        standing,
        key=lambda path: (path.name != language, path.name != SOURCE_LANGUAGE, path.name),
        default=None,
    )


def _partial(reports: Path, place: Path | None) -> bool:
    """True where the last run of the report that stands, or of any where none does, stayed partial."""
    if place is not None:
        return place.with_name(f"{place.name}{PARTIAL}").is_dir()
    return reports.is_dir() and any(reports.glob(f"*{PARTIAL}"))


def _manifest(place: Path) -> Manifest | None:
    try:
        return Manifest.model_validate_json((place / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None


def _notes(manifest: Manifest | None, partial: bool, words: Language, today: date) -> Iterator[str]:
    """What the reader must know of a report that is compared."""
    t = words.t
    if partial:
        yield t("le passage suivant est resté partiel : c’est le dernier rapport entier")
    if manifest is None:
        yield t("manifeste illisible : on ne sait ni sa date ni sa portée")
        return
    asked = manifest.parametres
    if asked.resultat:
        yield t("résultat {code} seul", code=asked.resultat)
    if asked.debut:
        yield t("depuis le {jour:date}", jour=asked.debut)
    if asked.fin:
        yield t("jusqu’au {jour:date}", jour=asked.fin)
    if manifest.etabli_le and today - manifest.etabli_le > OLD:
        yield t("ancien : établi il y a plus d’un an")
