"""The command line, in French.

Exit codes: 0 all is well; 1 nothing could be done; 2 the command was mistyped; 3 partial (a notebook
or a file failed: the rest was done, the last good report stayed in place); 4 held (the release check
found something in public files: nothing was moved, the last good report stayed in place).
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from lecons.cli.codebook import DEMO, livre
from lecons.cli.control import HELD, controler
from lecons.cli.french import SETTINGS, Command, Group, usage_in_french
from lecons.cli.review import relire
from lecons.cli.secrets import prive
from lecons.cli.told import console, errors, progress, tell_failed_files, tell_held, tell_import
from lecons.cli.workshop import atelier
from lecons.errors import HeldError, LeconsError

# the root of what typer raises on a mistyped command; it exports this one child of it
_UsageError: Any = typer.BadParameter.__base__

FAILURE, MISTYPED, PARTIAL = 1, 2, 3
_FILES = {".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".zip"}

app = typer.Typer(
    cls=Group,
    help="lecons : des données de terrain à un rapport de leçons apprises digne de confiance.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)
app.add_typer(livre, name="livre")
app.add_typer(atelier, name="atelier")
app.add_typer(prive, name="prive")
app.command(cls=Command)(relire)
app.command(cls=Command)(controler)

ProjectArgument = Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")]


@app.command(cls=Command)
def demo() -> None:
    """Réécrit les exports fictifs du projet de démonstration (data/3p-amss)."""
    from lecons.demo import write_demo
    from lecons.project import open_project

    for path in write_demo(open_project(DEMO)):
        console.print(f"écrit : {path.parent.name}/{path.name}")


@app.command(cls=Command)
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
    from lecons.pipeline.erasure import erase_withdrawn
    from lecons.project import open_project
    from lecons.report.notebook import reports_of

    project = open_project(projet)
    with progress() as bar:
        task = bar.add_task("Import", total=len(project.content.imports))

        def advance(name: str) -> None:
            bar.update(task, description=f"Import de {name}", advance=1)

        report = import_project(project, advance)
        erased = erase_withdrawn(project, report, reports_of(project))
    if erased is not None:
        report.failed.update(erased.left())
    tell_import(report)
    if erased is not None:
        console.print(erased.told(), markup=False)
    if len(report.faults):
        console.print(
            f"{len(report.faults)} cellule(s) à corriger, dans : {project.quarantine_folder}",
            soft_wrap=True,
        )
    if report.corrected:
        console.print(f"{report.corrected} correction(s) appliquée(s) (corrections.csv)")
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


@app.command(cls=Command)
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


@app.command(cls=Command)
def produire(
    projet: ProjectArgument = DEMO,
    edition: Annotated[str, typer.Option(help="interne ou publique.")] = "interne",
    langue: Annotated[str, typer.Option(help="fr ou en.")] = "fr",
    resultat: Annotated[str | None, typer.Option(help="Un seul résultat (R1, R2…).")] = None,
    depuis: Annotated[str | None, typer.Option(help="Premier jour, AAAA-MM-JJ.")] = None,
    jusqu_au: Annotated[str | None, typer.Option(help="Dernier jour, AAAA-MM-JJ.")] = None,
) -> None:
    """Produit le rapport d’un projet : HTML, PDF, constats et manifeste."""
    from lecons.parameters import check_parameters
    from lecons.pipeline.produce import HTML, PDF, produce

    given = {"projet": str(projet), "edition": edition, "langue": langue, "resultat": resultat}
    parameters = check_parameters({**given, "debut": depuis, "fin": jusqu_au})
    with progress() as bar:
        task = bar.add_task("Préparation", total=None)
        outcome = produce(
            parameters,
            lambda name, done, total: bar.update(
                task, description=name, completed=done, total=total
            ),
        )
    if outcome.unchanged:
        console.print("Rien n’a changé depuis le dernier rapport :")
    for status in outcome.failures:
        errors.print(f"[bold red]Le carnet {status.run} a échoué[/], {status.echec}")
    tell_failed_files(outcome.imported.failed if outcome.imported else {})
    for told in outcome.told:
        console.print(f"À savoir — {told}", markup=False)
    if outcome.held is not None:
        tell_held(outcome.held)
        raise typer.Exit(HELD)
    if outcome.examined is not None:
        console.print(
            f"Contrôle de diffusion : {outcome.examined.files} fichiers lus, rien trouvé de ce qui est cherché. "
            "Lisez analyse_de_risques.pdf avant de diffuser."
        )
    for name in (HTML, PDF):
        console.print(f"  {outcome.folder / name}", soft_wrap=True)
    if outcome.partial:
        errors.print(
            "Ce rapport est partiel. Le dernier bon rapport, s’il y en a un, est resté en place."
        )
        raise typer.Exit(PARTIAL)


@app.command(cls=Command)
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


@app.command(cls=Command)
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


@app.command(cls=Command)
def dictionnaire() -> None:
    """Réécrit data/README.md, le dictionnaire des données, depuis les schémas."""
    from lecons.project import repository_root
    from lecons.store.dictionary import dictionary

    path = repository_root() / "data" / "README.md"
    path.write_text(dictionary(), encoding="utf-8")
    console.print(f"écrit : {path}")


def main() -> None:
    """Run the command line; an error that a person can mend is told in French, without traceback."""
    try:
        code = app(standalone_mode=False)
    except LeconsError as error:
        errors.print("[bold red]Erreur.[/]", end=" ")
        errors.print(error.message, markup=False)
        if error.remedy:
            errors.print(error.remedy, markup=False)
        sys.exit(HELD if isinstance(error, HeldError) else FAILURE)
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
