"""`lecons atelier`: what the workshop needs before it takes place."""

from pathlib import Path
from typing import Annotated

import typer

from lecons.cli.codebook import DEMO
from lecons.cli.french import SETTINGS, Command, Group
from lecons.cli.told import console, progress

atelier = typer.Typer(
    cls=Group,
    help="Prépare l’atelier où les participants discutent et notent les pratiques.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings=SETTINGS,
)


@atelier.callback()
def _group() -> None:
    # with one command only, typer would make that command of the group itself
    pass


@atelier.command(cls=Command, epilog="Exemple : lecons atelier preparer data/gao-2019 --langue en")
def preparer(
    projet: Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")] = DEMO,
    langue: Annotated[str, typer.Option(help="fr ou en.")] = "fr",
) -> None:
    """Écrit diapositives, fiches de discussion, grille, formulaires et classeur de saisie."""
    from lecons.intake.workshop_book import import_line
    from lecons.parameters import check_parameters
    from lecons.pipeline.workshop import WORKBOOK, prepare_workshop

    parameters = check_parameters({"projet": str(projet), "langue": langue})
    with progress() as bar:
        task = bar.add_task("Préparation", total=None)
        prepared = prepare_workshop(parameters, lambda name: bar.update(task, description=name))
    for path in prepared.written:
        console.print(f"écrit : {path}", soft_wrap=True)
    for said in prepared.said:
        console.print(said, markup=False, soft_wrap=True)
    console.print(
        f"Après l’atelier : tapez le papier dans {WORKBOOK}, déposez-le dans brut/ et ajoutez sous "
        "imports, dans projet.yaml :",
        soft_wrap=True,
    )
    console.print(f"  - {import_line(WORKBOOK)}", markup=False, soft_wrap=True)
