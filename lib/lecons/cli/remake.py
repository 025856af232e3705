"""`lecons refaire`: a report once more, to the last byte."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecons.cli.told import PARTIAL, console, errors
from lecons.counts import number_of

if TYPE_CHECKING:
    from lecons.pipeline.provenance.files import Compared


def refaire(
    manifeste: Annotated[
        Path, typer.Argument(help="Le manifeste.json du rapport.", metavar="MANIFESTE")
    ],
    projet: Annotated[
        Path | None,
        typer.Option(help="Dossier du projet ; sans cela, celui de son nom dans data/."),
    ] = None,
    sortie: Annotated[
        Path | None,
        typer.Option(help="Dossier vide où le refaire ; sans cela, à côté du rapport interne."),
    ] = None,
) -> None:
    """Refait un rapport à l’octet près depuis son manifeste, à côté, et le compare."""
    from lecons.pipeline.provenance.remake import remake

    made = remake(manifeste, sortie, projet)
    same = number_of(len(made.compared.same), "fichier identique", "fichiers identiques")
    console.print(f"Refait, {same} à l’octet près :")
    console.print(f"  {made.folder}", markup=False, soft_wrap=True)
    if not made.inputs_known:
        console.print(
            "Le manifeste d’une édition publique ne dit pas les entrées : elles n’ont pas été comparées."
        )
    _tell_others(made.compared)
    for told in made.versions:
        errors.print(f"Version autre que celle du rapport : {told}.", markup=False)
    if not made.compared.identical:
        errors.print(
            "Les entrées et le logiciel comparés sont ceux du rapport. Ce que le manifeste ne dit pas a pu "
            "changer : les numéros des constats (numeros.csv), les décisions de relecture et la clé (prive/), "
            "les versions des paquets."
        )
        raise typer.Exit(PARTIAL)


def _tell_others(compared: "Compared") -> None:
    """The files that are not those of the manifest, by what is wrong with them."""
    for title, names in (
        ("Autre contenu", compared.other),
        ("Absent", compared.absent),
        ("En trop", compared.new),
    ):
        for name in names:
            errors.print(f"[bold red]{title}.[/]", end=" ")
            errors.print(name, markup=False)
