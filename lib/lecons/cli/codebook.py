"""`lecons livre`: the codebook of a project changes, and its history says so."""

from pathlib import Path
from typing import Annotated

import typer

from lecons.cli.french import SETTINGS, Command, Group
from lecons.cli.told import console
from lecons.counts import number_of

DEMO = Path("data/3p-amss")

livre = typer.Typer(
    cls=Group,
    help="Change le livre de codes d’un projet ; les segments suivent au prochain import.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings=SETTINGS,
)
AuthorOption = Annotated[str, typer.Option(help="Qui décide.")]
ReasonOption = Annotated[str, typer.Option(help="Pourquoi, en une phrase.")]


@livre.command(
    cls=Command,
    epilog="Exemple : lecons livre renommer peur insecurite --auteur Awa --raison 'même idée'",
)
def renommer(
    ancien: Annotated[str, typer.Argument(help="Code d’aujourd’hui.")],
    nouveau: Annotated[str, typer.Argument(help="Son nouveau nom.")],
    auteur: AuthorOption,
    raison: ReasonOption,
    projet: Annotated[Path, typer.Option(help="Dossier du projet.")] = DEMO,
) -> None:
    """Donne un autre nom à un code."""
    from lecons.intake.codebook.edit import rename_code
    from lecons.project import open_project

    rename_code(open_project(projet), ancien, nouveau, auteur, raison)
    console.print(f"« {ancien} » s’appelle « {nouveau} ». Relancez : lecons importer {projet}")


@livre.command(
    cls=Command,
    epilog="Exemple : lecons livre fusionner peur insecurite --auteur Awa --raison 'même idée'",
)
def fusionner(
    ancien: Annotated[str, typer.Argument(help="Code qui disparaît.")],
    nouveau: Annotated[str, typer.Argument(help="Code qui reçoit ses segments.")],
    auteur: AuthorOption,
    raison: ReasonOption,
    projet: Annotated[Path, typer.Option(help="Dossier du projet.")] = DEMO,
) -> None:
    """Réunit un code à un autre."""
    from lecons.intake.codebook.edit import merge_codes
    from lecons.project import open_project

    merge_codes(open_project(projet), ancien, nouveau, auteur, raison)
    console.print(f"« {ancien} » est réuni à « {nouveau} ». Relancez : lecons importer {projet}")


@livre.command(
    cls=Command,
    epilog="Exemple : lecons livre scinder peur fuite S12 S40 --auteur Awa --raison 'deux idées'",
)
def scinder(
    ancien: Annotated[str, typer.Argument(help="Code à scinder.")],
    nouveau: Annotated[str, typer.Argument(help="Code, déjà au livre, qui en reçoit une part.")],
    segments: Annotated[list[str], typer.Argument(help="Numéros des segments qui passent.")],
    auteur: AuthorOption,
    raison: ReasonOption,
    projet: Annotated[Path, typer.Option(help="Dossier du projet.")] = DEMO,
) -> None:
    """Passe des segments d’un code à un autre."""
    from lecons.intake.codebook.edit import split_code
    from lecons.project import open_project

    split_code(open_project(projet), ancien, nouveau, segments, auteur, raison)
    console.print(
        f"{number_of(len(segments), 'segment passe', 'segments passent')} de « {ancien} » à « {nouveau} ». "
        f"Relancez : lecons importer {projet}"
    )
