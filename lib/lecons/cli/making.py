"""What `lecons produire` does with each report: make it, tell what became of it, answer its exit code."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from lecons.cli.told import (
    HELD,
    PARTIAL,
    code_of,
    console,
    errors,
    tell_error,
    tell_failed_files,
    tell_held,
)
from lecons.cli.watching import Watch, first_time, named, redone
from lecons.errors import LeconsError

if TYPE_CHECKING:
    from lecons.parameters import RunParameters
    from lecons.pipeline.notices import Notices
    from lecons.pipeline.produce import Outcome

# told by their own lines, or of no use to a reader
_NOT_LISTED = {
    "synthese.html",
    "synthese.pdf",
    "constats.json",
    "precedent.json",
    "manifeste.json",
    "carnets",
}

# « édition publique », but « rapport public »
_AGREED = {"interne": "interne", "publique": "public"}


def projects_of(given: Sequence[str]) -> list[str]:
    """The folders of projects among those that were given: « data/* » holds other things as well. Where
    none is one, all of them, so that what is wrong is told."""
    from lecons.project import PROJECT_FILE

    found = [one for one in given if (Path(one) / PROJECT_FILE).is_file()]
    return found if found and len(given) > 1 else list(given)


def make_one(
    parameters: "RunParameters",
    formats: Collection[str],
    pages: list[Path],
    notices: "Notices | None" = None,
    *,
    listed: bool = True,
) -> int:
    """Make the report of one language and tell what became of it; answers its exit code. `pages` takes
    the page that there is to look at, `notices` what people elsewhere are told; `listed`: see
    `produce`."""
    from lecons.pipeline.produce import produce

    title = f"Rapport {_AGREED[parameters.edition]} ({parameters.langue})"
    try:
        with Watch(console, title) as watch:
            outcome = produce(parameters, watch, formats, listed=listed)
    except LeconsError as error:
        tell_error(error)
        if notices is not None:
            notices.stopped(parameters, error)
        return code_of(error)
    if notices is not None:
        notices.made(parameters, outcome)
    code = _tell(outcome, title)
    if code != HELD:
        pages.append(outcome.folder / "synthese.html")
    return code


def _tell(outcome: "Outcome", title: str) -> int:
    """What failed, what is to be known, and where the report is; answers the exit code."""
    if outcome.unchanged:
        console.print("Rien n’a changé depuis le dernier rapport :")
    for name, why in outcome.failures.items():
        part = named(name)
        errors.print(f"[bold red]{escape(part[:1].upper() + part[1:])} : échec[/],", end=" ")
        errors.print(why, markup=False)
    tell_failed_files(outcome.refused)
    if outcome.reasons and not first_time(outcome.reasons):
        console.print(f"Refait : {redone(outcome.reasons)}.", markup=False, soft_wrap=True)
    for told in outcome.told:
        console.print(f"À savoir — {told}", markup=False)
    if outcome.held is not None:
        tell_held(outcome.held)
        return HELD
    if outcome.examined is not None:
        console.print(
            f"Contrôle de diffusion : {outcome.examined} fichiers lus, rien trouvé de ce qui est "
            "cherché. Lisez analyse_de_risques.pdf avant de diffuser."
        )
    if not outcome.unchanged:
        console.print(f"{title}{', partiel' if outcome.partial else ''} :")
    for name in ("synthese.html", "synthese.pdf"):
        if (outcome.folder / name).is_file():
            console.print(f"  {outcome.folder / name}", markup=False, soft_wrap=True)
    others = sorted(
        f"{path.name}/" if path.is_dir() else path.name
        for path in outcome.folder.iterdir()
        if path.name not in _NOT_LISTED
    )
    if others:
        console.print(f"  à côté : {', '.join(others)}", markup=False, soft_wrap=True)
    if outcome.partial:
        errors.print(
            "Ce rapport est partiel. Le dernier bon rapport, s’il y en a un, est resté en place. "
            "Corrigez ce qui est dit plus haut et relancez la même commande."
        )
        return PARTIAL
    return 0


def together(
    parameters: "RunParameters", languages: Sequence[str], codes: Sequence[int], pages: list[Path]
) -> int:
    """Make the file of several languages, where each has a whole report."""
    from lecons.pipeline.bilingual import put_together
    from lecons.pipeline.disk import refused
    from lecons.pipeline.index import write_index
    from lecons.report.places import reports_root

    if any(codes):
        errors.print("Le fichier bilingue attend que le rapport de chaque langue soit entier.")
        return PARTIAL
    try:
        page = put_together(parameters, languages)
        write_index(reports_root())  # each report wrote it, before this file was there
    except LeconsError as error:
        tell_error(error)
        return code_of(error)
    except OSError as error:
        tell_error(refused(error, reports_root()))
        return PARTIAL
    console.print("En un seul fichier :")
    console.print(f"  {page}", markup=False, soft_wrap=True)
    pages.append(page)
    return 0


def compare(edition: str, languages: Sequence[str], pages: list[Path]) -> int:
    """Write the page that compares the projects that have a report, in each language; answers the exit
    code."""
    from lecons.pipeline.disk import refused
    from lecons.pipeline.index import write_index
    from lecons.pipeline.portfolio import write_portfolio
    from lecons.report.places import reports_root

    root = reports_root()
    try:
        made = [write_portfolio(root, edition, language) for language in languages]
        written = [page for page in made if page is not None]
        if written:
            write_index(root)  # each report wrote it, before these pages were there
    except OSError as error:
        tell_error(refused(error, root))
        return PARTIAL
    for page in written:
        console.print("Les projets ensemble :")
        console.print(f"  {page}", markup=False, soft_wrap=True)
    pages.extend(written)
    return 0


def notices_of(
    asked: bool, folder: str, runs: Sequence["RunParameters"], journal: Path | None
) -> "AbstractContextManager[Notices | None]":
    """What tells people elsewhere how the reports of a project end; nothing where that is not asked."""
    if not asked:
        return nullcontext()
    from lecons.pipeline.notices import Notices

    return Notices(folder, runs, journal, lambda said: errors.print(said, markup=False))


def exit_code(codes: Sequence[int]) -> int:
    """The exit code of several reports: held if one is, that of all where they agree, else partial."""
    if HELD in codes:
        return HELD
    return codes[0] if len(set(codes)) == 1 else PARTIAL
