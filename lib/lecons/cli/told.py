"""What a command tells on the screen: the account of an import, its losses, what failed."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from lecons.counts import number_of
from lecons.errors import BusyError, HeldError, LeconsError, ParameterError

if TYPE_CHECKING:
    from lecons.intake.outcome import ImportReport
    from lecons.intake.qda.losses import LossReport

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)
# exit codes; 0 is well
FAILURE, MISTYPED, PARTIAL, HELD, BUSY = 1, 2, 3, 4, 5
_MOST_HELD = 14
_COUNTS = ("read", "kept", "quarantined", "aside")


def code_of(error: LeconsError) -> int:
    """The exit code of a command that an error ended."""
    if isinstance(error, BusyError):
        return BUSY
    if isinstance(error, HeldError):
        return HELD
    return MISTYPED if isinstance(error, ParameterError) else FAILURE


def progress() -> Progress:
    """The bar of a command that lasts; it leaves nothing behind on the screen."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True)


def tell_import(report: "ImportReport") -> None:
    """The account of an import, what the analyst should know, and the files that failed."""
    table = Table(
        title="Lues = gardées + en quarantaine + écartées", title_justify="left", box=SIMPLE
    )
    table.add_column("fichier · feuille → table", overflow="fold")
    for name in ("lues", "gardées", "quarant.", "écartées", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for one in report.accounts:
        table.add_row(
            escape(f"{Path(one.file).name} · {one.sheet} → {one.table}"),
            *(str(value) for value in (one.read, one.kept, one.quarantined, one.aside)),
            "juste" if one.balances else "[bold red]FAUX[/]",
        )
    whole = (sum(getattr(one, name) for one in report.accounts) for name in _COUNTS)
    table.add_section()
    table.add_row("Total", *(str(value) for value in whole), "")
    console.print(table)
    for loss in report.losses:
        _tell_losses(loss)
    reasons: dict[str, int] = {}
    for one in report.accounts:
        for reason, count in one.set_aside.items():
            reasons[reason] = reasons.get(reason, 0) + count
    if reasons:
        told = " ; ".join(f"{reason} : {count}" for reason, count in reasons.items())
        console.print(f"Écartées : {told}", markup=False)
    for version in report.replaced:
        console.print(f"Version remplacée : {version.old} → {version.new}", markup=False)
    for file, notes in report.notes.items():
        for note in notes:
            if not any(note in told for told in report.failed.values()):
                console.print(f"À savoir — {file} : {note}", markup=False)
    tell_failed_files(report.failed)
    for told in report.old:
        errors.print(told, markup=False)


def _tell_losses(loss: "LossReport") -> None:
    """What an analysis tool's file held, and what lecons does not take up."""
    console.print(loss.summary(), markup=False)
    table = Table(
        title="Lus = repris + gardés tels quels + abandonnés", title_justify="left", box=SIMPLE
    )
    table.add_column("élément", overflow="fold")
    for name in ("lus", "repris", "gardés", "abandonnés"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("pourquoi", overflow="fold")
    for row in loss.rows:
        counts = (row.read, row.represented, row.kept, row.discarded)
        table.add_row(escape(row.element), *map(str, counts), escape(row.why))
    console.print(table)


def tell_error(error: LeconsError) -> None:
    """A problem that a person can mend, and what to do about it."""
    errors.print("[bold red]Erreur.[/]", end=" ")
    errors.print(error.message, markup=False)
    if error.remedy:
        errors.print(error.remedy, markup=False)


def tell_failed_files(failed: dict[str, str]) -> None:
    for message in failed.values():
        errors.print("[bold red]Fichier à corriger.[/]", end=" ")
        errors.print(message, markup=False)


def tell_held(told: Path) -> None:
    """What the release check found in public files, and where all of it is told."""
    lines = told.read_text(encoding="utf-8").splitlines()
    errors.print(
        "[bold red]Retenu.[/] Rien n’a été publié ; le dernier bon rapport, s’il y en a un, est resté en place."
    )
    for line in lines[:_MOST_HELD]:
        errors.print(line, markup=False)
    if len(lines) > _MOST_HELD:
        errors.print(f"… et {number_of(len(lines) - _MOST_HELD, 'autre', 'autres')}.")
    errors.print(f"Tout est dans {told}", markup=False)
