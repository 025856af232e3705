"""`lecons controler`: what stands in place, read as a stranger would."""

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from lecons.cli.codebook import DEMO
from lecons.cli.told import HELD, console, errors, progress
from lecons.counts import number_of

_MOST = 60


def controler(
    projet: Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")] = DEMO,
    edition: Annotated[str, typer.Option(help="interne ou publique.")] = "publique",
    langue: Annotated[str, typer.Option(help="fr ou en.")] = "fr",
    dossier: Annotated[
        Path | None,
        typer.Option(help="Un autre dossier, ou un fichier ; sans cela, le rapport en place."),
    ] = None,
) -> None:
    """Cherche dans des fichiers finis ce qui ne doit pas sortir : noms, propos, numéros, effectifs."""
    from lecons.errors import ReportError
    from lecons.parameters import check_parameters
    from lecons.pipeline.release import check_release
    from lecons.project import open_project
    from lecons.report.places import report_folder

    parameters = check_parameters({"projet": str(projet), "edition": edition, "langue": langue})
    project = open_project(projet)
    folder = dossier or report_folder(project, parameters)
    if not folder.exists():
        raise ReportError(
            f"Rien à contrôler : « {folder} » n’existe pas.",
            f"Produisez d’abord : lecons produire {projet} --edition {edition} --langue {langue}, ou "
            "donnez un dossier avec --dossier.",
        )
    with progress() as bar:
        bar.add_task("Contrôle", total=None)
        examined = check_release(project, parameters, folder)
    table = Table(title=str(folder), title_justify="left", box=SIMPLE)
    for name in ("fichier", "où", "quoi", "extrait"):
        table.add_column(name, overflow="fold")
    for one in examined.found[:_MOST]:
        about = f"{one.what} ({one.about})" if one.about else one.what
        table.add_row(*map(escape, (one.file, one.where, about, one.excerpt)))
    if examined.found:
        console.print(table)
    if len(examined.found) > _MOST:
        console.print(f"… et {number_of(len(examined.found) - _MOST, 'autre', 'autres')}.")
    console.print(
        f"{number_of(examined.files, 'fichier', 'fichiers')}, "
        f"{number_of(examined.streams, 'texte ou tableau', 'textes et tableaux')}, "
        f"{examined.letters} caractères lus ; {examined.needles} noms, propos et numéros cherchés."
    )
    if examined.not_sought:
        console.print(
            "Ce que le contrôle n’a pas pu chercher (trop court, mot du rapport lui-même, illisible) : "
            f"{', '.join(examined.not_sought)}. Cherchez-le vous-même avant de diffuser.",
            markup=False,
        )
    if not examined.files:
        errors.print("Ce dossier est vide : rien n’a été contrôlé.")
        raise typer.Exit(HELD)
    if examined.found:
        errors.print(
            f"{number_of(len(examined.found), 'point', 'points')} à corriger avant de diffuser."
        )
        raise typer.Exit(HELD)
    console.print("Rien trouvé de ce qui est cherché. Ce qu’une image montre n’est pas lu.")
