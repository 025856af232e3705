"""`lecons produire` and `lecons index`: reports, and the page that lists them."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from lecons.cli.browser import show
from lecons.cli.codebook import DEMO
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
from lecons.errors import LeconsError, ParameterError

if TYPE_CHECKING:
    from lecons.parameters import RunParameters
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
_BILINGUAL = ("fr", "en")

OpenOption = Annotated[
    bool | None,
    typer.Option(
        "--ouvrir/--ne-pas-ouvrir",
        help="Ouvrir la page à la fin ; sans cela, elle s’ouvre si quelqu’un est devant l’écran.",
    ),
]
PlaceOption = Annotated[
    Path | None,
    typer.Option(help="Dossier des rapports ; sans cela, rapports/ (ou $LECONS_RAPPORTS)."),
]


def produire(
    projets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Dossier du projet ; plusieurs (data/*), et une page les compare à la fin.",
            metavar="PROJET …",
        ),
    ] = None,
    edition: Annotated[
        str, typer.Option(help="interne (reste dans l’équipe) ou publique.", metavar="ÉDITION")
    ] = "interne",
    langue: Annotated[
        list[str] | None,
        typer.Option(help="fr ou en ; répétez l’option pour plusieurs.", metavar="CODE"),
    ] = None,
    bilingue: Annotated[
        bool, typer.Option("--bilingue", help="Aussi un seul fichier, en français et en anglais.")
    ] = False,
    resultat: Annotated[
        str | None, typer.Option(help="Un seul résultat, par exemple R1.", metavar="CODE")
    ] = None,
    depuis: Annotated[
        str | None, typer.Option(help="Premier jour, par exemple 2019-01-31.", metavar="JOUR")
    ] = None,
    jusqu_au: Annotated[str | None, typer.Option(help="Dernier jour.", metavar="JOUR")] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            help="html (toujours fait), pdf, docx, xlsx, figures, resume ou fiches ; répétez l’option "
            "pour plusieurs. Sans elle, tous.",
            metavar="FORMAT",
        ),
    ] = None,
    sortie: PlaceOption = None,
    ouvrir: OpenOption = None,
) -> None:
    """Produit le rapport d’un projet ou de plusieurs : page web, PDF, Word, tableaux, résumé, fiches."""
    from lecons.parameters import check_parameters
    from lecons.pipeline.index import INDEX
    from lecons.project import open_project
    from lecons.report.places import reports_root

    asked = list(dict.fromkeys(langue or (_BILINGUAL if bilingue else ["fr"])))
    if bilingue and len(asked) < 2:
        raise ParameterError(
            f"Un fichier bilingue a deux langues, et une seule est demandée ({asked[0]}).",
            "Sans --langue, il est en français et en anglais ; sinon : --langue fr --langue en.",
        )
    given = {"edition": edition, "resultat": resultat, "debut": depuis, "fin": jusqu_au}
    chosen = check_formats(formats)
    _place(sortie)
    folders = projects_of(projets or [str(DEMO)])
    pages: list[Path] = []
    codes: list[int] = []
    for folder in folders:
        if len(folders) > 1:
            console.print(f"[bold]{escape(folder)}[/]", soft_wrap=True)
        try:
            runs = [check_parameters({**given, "projet": folder, "langue": one}) for one in asked]
            # a mistake that all of them would make is told once
            project = open_project(folder)
            if resultat:
                project.result(resultat)
        except LeconsError as error:
            if len(folders) == 1:
                raise
            tell_error(error)  # the other projects have their reports all the same
            codes.append(code_of(error))
            continue
        mine = [make_one(parameters, chosen, pages) for parameters in runs]
        if bilingue:
            mine.append(_together(runs[0], asked, mine, pages))
        codes += mine
    if len(folders) > 1:
        _compare(edition, asked, pages)
    if (reports_root() / INDEX).is_file():
        console.print(f"Tous les rapports : {reports_root() / INDEX}", soft_wrap=True)
    if pages:
        show(pages[-1] if bilingue or len(folders) > 1 else pages[0], ouvrir)
    if code := exit_code(codes):
        raise typer.Exit(code)


def _compare(edition: str, languages: Sequence[str], pages: list[Path]) -> None:
    """Write the page that compares the projects that have a report, in each language."""
    from lecons.pipeline.portfolio import write_portfolio
    from lecons.report.places import reports_root

    for language in languages:
        page = write_portfolio(reports_root(), edition, language)
        if page is not None:
            console.print("Les projets ensemble :")
            console.print(f"  {page}", markup=False, soft_wrap=True)
            pages.append(page)


def projects_of(given: Sequence[str]) -> list[str]:
    """The folders of projects among those that were given: « data/* » holds other things as well. Where
    none is one, all of them, so that what is wrong is told."""
    from lecons.project import PROJECT_FILE

    found = [one for one in given if (Path(one) / PROJECT_FILE).is_file()]
    return found if found and len(given) > 1 else list(given)


def index(sortie: PlaceOption = None, ouvrir: OpenOption = None) -> None:
    """Écrit la page qui liste tous les rapports, ce qui y a changé et ce qui a échoué."""
    from lecons.pipeline.index import write_index
    from lecons.report.places import reports_root

    _place(sortie)
    page = write_index(reports_root())
    console.print(f"écrit : {page}", soft_wrap=True)
    show(page, ouvrir)


def check_formats(asked: Sequence[str] | None) -> Collection[str]:
    """The formats to make; all of them where none is asked for."""
    from lecons.pipeline.graph import FORMATS

    unknown = [one for one in asked or () if one not in FORMATS]
    if unknown:
        raise ParameterError(
            f"Format inconnu : {', '.join(unknown)}.", f"Formats possibles : {', '.join(FORMATS)}."
        )
    return frozenset({"html", *asked} if asked else FORMATS)


def _place(sortie: Path | None) -> None:
    """Send reports to another folder: notebooks look for the last one there as well."""
    from lecons.report.places import REPORTS_VARIABLE

    if sortie is None:
        return
    if sortie.exists() and not sortie.is_dir():
        raise ParameterError(
            f"« {sortie} » est un fichier : les rapports vont dans un dossier.",
            "Donnez à --sortie le nom d’un dossier ; il est créé s’il n’existe pas.",
        )
    os.environ[REPORTS_VARIABLE] = str(sortie.resolve())


def make_one(parameters: "RunParameters", formats: Collection[str], pages: list[Path]) -> int:
    """Make the report of one language and tell what became of it; answers its exit code. `pages` takes
    the page that there is to look at."""
    from lecons.pipeline.produce import produce

    title = f"Rapport {parameters.edition} ({parameters.langue})"
    try:
        with Watch(console, title) as watch:
            outcome = produce(parameters, watch, formats)
    except LeconsError as error:
        tell_error(error)
        return code_of(error)
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


def _together(
    parameters: "RunParameters", languages: Sequence[str], codes: Sequence[int], pages: list[Path]
) -> int:
    """Make the file of several languages, where each has a whole report."""
    from lecons.pipeline.bilingual import put_together
    from lecons.pipeline.index import write_index
    from lecons.report.places import reports_root

    if any(codes):
        errors.print("Le fichier bilingue attend que le rapport de chaque langue soit entier.")
        return PARTIAL
    try:
        page = put_together(parameters, languages)
    except LeconsError as error:
        tell_error(error)
        return code_of(error)
    write_index(reports_root())  # each report wrote it, before this file was there
    console.print("En un seul fichier :")
    console.print(f"  {page}", markup=False, soft_wrap=True)
    pages.append(page)
    return 0


def exit_code(codes: Sequence[int]) -> int:
    """The exit code of several reports: held if one is, that of all where they agree, else partial."""
    if HELD in codes:
        return HELD
    return codes[0] if len(set(codes)) == 1 else PARTIAL
