"""After an import: the words of who withdrew leave every file of the project and of its reports.

Raw exports are never edited, but for this: a person's « no » comes before any habit. Their words are
masked in place there and in coded files; a report that holds them is removed whole, because a page
cannot be patched and still be what it says it is, and its own run makes it again. What is left is a
count. Refusals do not go as far: those words never leave the raw export (privacy.consent), and who
refuses may still be asked again, with the form that says so.

A backup, a sent copy, the history of a git repository are out of reach: the message says so.
"""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lecons.counts import number_of
from lecons.intake.outcome import ImportReport
from lecons.pipeline.erasure import by_hand
from lecons.pipeline.erasure.files import DATABASES, mask_file
from lecons.pipeline.worksite import FOLDER as WORKSITES
from lecons.privacy.masking import found, letters, searchable
from lecons.privacy.release.reading import Grid, Stream, Unread, read_file
from lecons.project import Project, repository_root

TOMBSTONE = "retraits.json"
RAW = "brut"
# as many letters in a row, after what could be masked was, are for a person to look at
QUOTED = 25
# tables, masked by their columns, and the locked table of names, which holds no words
_BY_COLUMNS = {".parquet", ".chiffre", *DATABASES}


@dataclass
class Erased:
    """What went: how many testimonies, the files masked, the reports removed, and what only a person
    can erase (file and why)."""

    testimonies: int
    files: int = 0
    reports: list[str] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)

    def told(self) -> str:
        """What the analyst must know."""
        return (
            f"Retrait : les mots de {number_of(self.testimonies, 'témoignage', 'témoignages')} sont effacés "
            f"({number_of(self.files, 'fichier modifié', 'fichiers modifiés')}, "
            f"{number_of(len(self.reports), 'dossier de rapport supprimé', 'dossiers de rapport supprimés')}, "
            "à refaire). Une "
            "sauvegarde, une copie envoyée ou un historique git les gardent : effacez-les là aussi."
        )


def erase_withdrawn(project: Project, report: ImportReport, reports: Path) -> Erased | None:
    """Erase the words that this import found withdrawn, and forget them; None where there are none.

    `reports`: the folder of this project's reports. What cannot be erased is noted, never passed over
    (see still_to_erase).
    """
    words, short = searchable(text for texts in report.withdrawn.values() for text in texts)
    count = len(report.withdrawn)
    report.withdrawn.clear()
    if not count:
        return None
    erased = Erased(count)
    others = _others(project)
    # the exports last: should this be interrupted, the next import finds there what is to be erased; what
    # only a person can erase is noted before them
    _remove_reports(reports, words, others, erased)
    for path in _files(repository_root() / "notebooks"):
        _erase(path, words, others, erased, repository_root())
    exports, rest = project.folder / RAW, []
    for path in _files(project.folder):
        if path.is_relative_to(exports):
            rest.append(path)
        else:
            _erase(path, words, others, erased, project.folder)
    by_hand.note(project, erased.by_hand)
    for path in rest:
        _erase(path, words, others, erased, project.folder)
    if short:
        erased.by_hand.append(
            f"Un export ({number_of(short, 'récit', 'récits')} de moins de douze lettres, sans recherche)"
        )
    by_hand.note(project, erased.by_hand)
    _bury(reports, erased)
    return erased


def _others(project: Project) -> str:
    """The letters of everybody else's accounts, as the store has them now: a formula that opens them all
    is nobody's own words, and masking it would take theirs away."""
    tables = ("temoignages", "contributions")
    texts = [project.table(name, "interne", columns=["texte"])["texte"].dropna() for name in tables]
    return "\n".join(letters(text) for frame in texts for text in frame)


def _erase(path: Path, words: list[str], others: str, erased: Erased, root: Path) -> None:
    name = path.relative_to(root).as_posix()
    try:
        changed = mask_file(path, words, others)
    except (OSError, ValueError, zipfile.BadZipFile, sqlite3.Error):
        erased.by_hand.append(name)
        return
    erased.files += changed
    if changed and path.parent.name == "quarantaine":
        path.unlink()  # written again by the next import; masked, it would look corrected by a person
    elif path.suffix.lower() not in _BY_COLUMNS and _holds(path, words, others, QUOTED, blind=True):
        erased.by_hand.append(name)


def _remove_reports(reports: Path, words: list[str], others: str, erased: Erased) -> None:
    for edition in sorted(reports.iterdir()) if reports.is_dir() else ():
        for one in _parts(edition):
            if any(_holds(path, words, others, QUOTED) for path in _files(one)):
                shutil.rmtree(one) if one.is_dir() else one.unlink()
                erased.reports.append(f"{edition.name}/{one.name}")


def _parts(edition: Path) -> Iterator[Path]:
    """What is removed whole: a report, and of the worksites each; the lock of the run under way stays."""
    for one in sorted(edition.iterdir()) if edition.is_dir() else ():
        if one.name == WORKSITES and one.is_dir():
            yield from sorted(path for path in one.iterdir() if path.is_dir())
        else:
            yield one


def _bury(reports: Path, erased: Erased) -> None:
    """Note that somebody withdrew: when and how many, and neither who nor what."""
    path = reports / TOMBSTONE
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = []
    known.append(
        {
            "jour": date.today().isoformat(),
            "temoignages": erased.testimonies,
            "fichiers": erased.files,
            "rapports": erased.reports,
        }
    )
    reports.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{TOMBSTONE}.part")
    draft.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, path)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
    elif folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def _holds(path: Path, words: list[str], others: str, least: int, *, blind: bool = False) -> bool:
    """True where the file, read as a stranger would, still quotes the words; `blind`: or where it cannot
    be read, and nobody knows."""
    return any(
        (text is None and blind) or bool(text and found(letters(text), words, others, least))
        for text in _texts(path)
    )


def _texts(path: Path) -> Iterable[str | None]:
    """The texts of a file; None for a part that cannot be read."""
    for part in read_file(path):
        if isinstance(part, Unread):
            yield None
        elif isinstance(part, Stream):
            yield part.text
        elif isinstance(part, Grid):
            yield " ".join(cell for row in (part.header, *part.rows) for cell in row)
