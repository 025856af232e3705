"""The command line, in French."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from lecons.cli.codebook import DEMO, livre
from lecons.cli.control import controler
from lecons.cli.french import SETTINGS, Command, Group, usage_in_french
from lecons.cli.planning import planifier
from lecons.cli.produce import index, produire
from lecons.cli.remake import refaire
from lecons.cli.review import relire
from lecons.cli.secrets import prive
from lecons.cli.steps import etape, graphe
from lecons.cli.told import (
    FAILURE,
    MISTYPED,
    PARTIAL,
    code_of,
    console,
    errors,
    progress,
    tell_error,
    tell_import,
)
from lecons.cli.workshop import atelier
from lecons.counts import number_of
from lecons.errors import LeconsError

# the root of what typer raises on a mistyped command; it exports this one child of it
_UsageError: Any = typer.BadParameter.__base__

_FILES = {".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".zip"}

_HELP = """lecons : des données de terrain à un rapport de leçons apprises digne de confiance.

[bold]De votre fichier Excel au rapport, en trois pas[/]

1. [bold]lecons nouveau data/gao-2019[/] crée un dossier. Remplissez son projet.yaml ; déposez votre fichier, tel que reçu, dans brut/.

2. [bold]lecons importer data/gao-2019 --proposer brut/fichier.xlsx[/] lit le fichier et écrit le bloc à coller dans projet.yaml ; [bold]lecons importer data/gao-2019[/] dit ensuite ce qui entre et ce qui est à corriger.

3. [bold]lecons produire data/gao-2019[/] fait le rapport et dit où il est.
"""
_END = """Pour voir tout de suite : lecons produire (projet de démonstration).

Où sont les choses : vos projets dans data/, les rapports dans rapports/ (liste : rapports/index.html), ce qui est à corriger dans data/PROJET/quarantaine/.

Code de sortie : 0 tout va bien ; 1 rien n’a pu être fait ; 2 commande mal écrite ; 3 partiel : le reste est fait, le dernier bon rapport est resté en place ; 4 retenu par le contrôle de diffusion ; 5 un autre rapport de ce projet est en cours.

L’aide d’une commande, avec un exemple : lecons COMMANDE --aide. Le guide : LISEZMOI.md."""

app = typer.Typer(
    cls=Group,
    help=_HELP,
    epilog=_END,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


ProjectArgument = Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")]


@app.command(cls=Command, epilog="Exemple : lecons demo")
def demo() -> None:
    """Réécrit les exports fictifs du projet de démonstration (data/3p-amss)."""
    from lecons.demo import write_demo
    from lecons.project import open_project

    for path in write_demo(open_project(DEMO)):
        console.print(f"écrit : {path.parent.name}/{path.name}")


@app.command(
    cls=Command, epilog="Exemple : lecons importer data/gao-2019 --proposer brut/suivi.xlsx"
)
def importer(
    projet: Annotated[
        Path,
        typer.Argument(help="Dossier du projet, ou un seul fichier à examiner.", metavar="PROJET"),
    ] = DEMO,
    formulaire: Annotated[
        list[Path] | None,
        typer.Option(
            help="Avec un fichier : son XLSForm (plusieurs versions : la plus récente en dernier)."
        ),
    ] = None,
    proposer: Annotated[
        Path | None,
        typer.Option(help="Lit ce fichier et propose un bloc imports à relire ; n’importe rien."),
    ] = None,
) -> None:
    """Importe les exports d’un projet et imprime le compte de chaque ligne."""
    if proposer is not None:
        _propose(projet, proposer)
        return
    if projet.is_file() or projet.suffix.lower() in _FILES:
        _examine(projet, formulaire or [])
        return
    from lecons.intake.load import import_project
    from lecons.pipeline.erasure import erase_withdrawn, still_to_erase
    from lecons.pipeline.keys import import_state
    from lecons.pipeline.steps import turn
    from lecons.project import open_project
    from lecons.report.places import reports_of

    project = open_project(projet)
    with progress() as bar:
        task = bar.add_task("Import", total=len(project.content.imports))

        def advance(name: str) -> None:
            bar.update(task, description=f"Import de {name}", advance=1)

        with turn(import_state(project)):
            report = import_project(project, advance)
            erased = erase_withdrawn(project, report, reports_of(project))
            report.failed.update(still_to_erase(project))
    tell_import(report)
    if erased is not None:
        console.print(erased.told(), markup=False)
    if len(report.faults):
        console.print(
            f"{number_of(len(report.faults), 'cellule', 'cellules')} à corriger, dans : {project.quarantine_folder}",
            soft_wrap=True,
        )
    if report.corrected:
        console.print(
            f"{number_of(report.corrected, 'correction appliquée', 'corrections appliquées')} (corrections.csv)"
        )
    if report.partial:
        raise typer.Exit(PARTIAL)


def _propose(projet: Path, fichier: Path) -> None:
    from lecons.intake.propose import propose
    from lecons.project import open_project

    project = open_project(projet)
    if not fichier.is_file():  # as projet.yaml would say it
        fichier = project.folder / fichier
    # as it is, for a person to copy: no colour, no line cut
    sys.stdout.write(propose(fichier, project))


def _examine(fichier: Path, formulaires: list[Path]) -> None:
    from lecons.intake.examine import examine
    from lecons.intake.xlsform import read_xlsform

    report = examine(fichier, [read_xlsform(path) for path in formulaires])
    tell_import(report)
    for fault in report.faults.head(20).itertuples():
        console.print(
            f"{fault.feuille}, ligne {fault.ligne}, colonne « {fault.colonne} » : {fault.raison} "
            f"({fault.suite})",
            markup=False,
        )
    console.print("Fichier examiné seul : rien n’a été importé.")


@app.command(cls=Command, epilog="Exemple : lecons formulaires data/gao-2019")
def formulaires(
    projet: ProjectArgument = DEMO,
    dossier: Annotated[
        Path | None, typer.Option(help="Où les écrire ; sans cela, PROJET/formulaires.")
    ] = None,
) -> None:
    """Écrit les formulaires (XLSForm) d’un projet, à déposer sur KoboToolbox ou ODK."""
    from lecons.intake.form_book import build_forms
    from lecons.project import open_project

    project = open_project(projet)
    for path, warnings in build_forms(project, dossier or project.folder / "formulaires"):
        told = "écrit" if path.is_file() else "non écrit"
        console.print(f"{told} : {path}", soft_wrap=True)
        for warning in warnings:
            console.print(f"  {warning}", markup=False)


@app.command(cls=Command, epilog="Exemple : lecons exporter data/gao-2019 --edition publique")
def exporter(
    projet: ProjectArgument = DEMO,
    edition: Annotated[str, typer.Option(help="interne ou publique.")] = "interne",
) -> None:
    """Écrit les témoignages codés pour d’autres outils : Excel, IRaMuTeQ, REFI-QDA."""
    from lecons.parameters import check_parameters
    from lecons.pipeline.export import export_coding
    from lecons.project import open_project

    parameters = check_parameters({"projet": str(projet), "edition": edition})
    for path in export_coding(open_project(projet), parameters):
        console.print(f"écrit : {path}", soft_wrap=True)


@app.command(cls=Command, epilog="Exemple : lecons nouveau data/gao-2019")
def nouveau(
    dossier: Annotated[Path, typer.Argument(help="Dossier à créer, par exemple data/gao-2019.")],
) -> None:
    """Crée un dossier de projet à remplir."""
    from lecons.pipeline.skeleton import new_project

    for path in new_project(dossier):
        console.print(f"créé : {path}")
    console.print(
        "Remplissez projet.yaml, déposez vos exports dans brut/, puis : lecons importer "
        + str(dossier)
    )


@app.command(cls=Command, epilog="Exemple : lecons dictionnaire")
def dictionnaire() -> None:
    """Réécrit data/README.md, le dictionnaire des données, depuis les schémas."""
    from lecons.project import repository_root
    from lecons.store.dictionary import dictionary

    path = repository_root() / "data" / "README.md"
    path.write_text(dictionary(), encoding="utf-8")
    console.print(f"écrit : {path}")


app.command(
    cls=Command,
    epilog="Exemple : lecons produire data/gao-2019 --langue fr --langue en --depuis 2019-01-01",
)(produire)
app.command(cls=Command, epilog="Exemple : lecons index --ouvrir")(index)
app.command(cls=Command, epilog="Exemple : lecons etape 20_activites-R1 data/gao-2019 --langue fr")(
    etape
)
app.command(
    cls=Command, epilog="Exemple : lecons graphe data/gao-2019 data/kidal-2019 > graphe.json"
)(graphe)
app.command(
    cls=Command,
    epilog="Exemple : lecons planifier data/gao-2019 --heure 02:00 --jours lun-ven --installer",
)(planifier)
app.command(
    cls=Command, epilog="Exemple : lecons refaire rapports/gao-2019/interne/fr/manifeste.json"
)(refaire)
app.command(cls=Command, epilog="Exemple : lecons relire data/gao-2019")(relire)
app.command(cls=Command, epilog="Exemple : lecons controler data/gao-2019 --langue en")(controler)
app.add_typer(atelier, name="atelier")
app.add_typer(livre, name="livre")
app.add_typer(prive, name="prive")


def main() -> None:
    """Run the command line; an error that a person can mend is told in French, without traceback."""
    try:
        code = app(standalone_mode=False)
    except LeconsError as error:
        tell_error(error)
        sys.exit(code_of(error))
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()
            sys.exit(MISTYPED)
        errors.print("[bold red]Commande mal écrite.[/]", end=" ")
        errors.print(usage_in_french(error), markup=False)
        errors.print("L’aide : lecons --aide, ou lecons COMMANDE --aide.")
        sys.exit(MISTYPED)
    except typer.Abort:
        sys.exit(FAILURE)
    sys.exit(code if isinstance(code, int) else 0)
