"""The command line, in French.

Exit codes: 0 all is well; 1 nothing could be done; 2 the command was mistyped; 3 partial (a notebook
or a file failed: the rest was done, the last good report stayed in place).
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from lecons.errors import LeconsError

FAILURE, PARTIAL = 1, 3
DEMO = Path("data/3p-amss")

# what typer says of itself, in French
rich_utils.OPTIONS_PANEL_TITLE = "Options"
rich_utils.ARGUMENTS_PANEL_TITLE = "Arguments"
rich_utils.COMMANDS_PANEL_TITLE = "Commandes"
rich_utils.ERRORS_PANEL_TITLE = "Erreur"
rich_utils.DEFAULT_STRING = "[par défaut : {}]"


class _Command(TyperCommand):
    """A command whose help option speaks French."""

    def get_help_option(self, ctx: Any) -> Any:
        return _in_french(super().get_help_option(ctx))


class _Group(TyperGroup):
    """The same for the list of commands."""

    def get_help_option(self, ctx: Any) -> Any:
        return _in_french(super().get_help_option(ctx))


def _in_french(option: Any) -> Any:
    if option is not None:
        option.help = "Affiche cette aide."
    return option


app = typer.Typer(
    cls=_Group,
    help="lecons : des données de terrain à un rapport de leçons apprises digne de confiance.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--aide", "--help"]},
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

ProjectArgument = Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")]


@app.command(cls=_Command)
def demo() -> None:
    """Réécrit les exports fictifs du projet de démonstration (data/3p-amss)."""
    from lecons.demo import write_demo
    from lecons.project import open_project

    for path in write_demo(open_project(DEMO)):
        console.print(f"écrit : {path.parent.name}/{path.name}")


@app.command(cls=_Command)
def importer(projet: ProjectArgument = DEMO) -> None:
    """Importe les exports d’un projet et imprime le compte de chaque ligne."""
    from lecons.intake.load import import_project
    from lecons.project import open_project

    project = open_project(projet)
    with console.status("Import…") as status:
        report = import_project(project, lambda name: status.update(f"Import de {name}…"))
    table = Table(title="Lues = gardées + en quarantaine + écartées", title_justify="left")
    for name in ("feuille", "table", "lues", "gardées", "quarantaine", "écartées", "compte"):
        table.add_column(name, justify="left" if name in ("feuille", "table") else "right")
    for one in report.accounts:
        aside = sum(one.set_aside.values())
        table.add_row(
            f"{Path(one.file).name} · {one.sheet}",
            one.table,
            *(str(value) for value in (one.read, one.kept, one.quarantined, aside)),
            "juste" if one.balances else "FAUX",
        )
    console.print(table)
    if len(report.faults):
        console.print(
            f"{len(report.faults)} cellule(s) à corriger : {project.quarantine_folder}/quarantaine.xlsx"
        )
    _tell_failed_files(report.failed)
    if report.partial:
        raise typer.Exit(PARTIAL)


def _tell_failed_files(failed: dict[str, str]) -> None:
    for message in failed.values():
        errors.print(f"[bold red]Fichier non importé.[/] {message}")


@app.command(cls=_Command)
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
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
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
    _tell_failed_files(outcome.imported.failed if outcome.imported else {})
    for name in (HTML, PDF):
        console.print(f"  {outcome.folder / name}", soft_wrap=True)
    if outcome.partial:
        errors.print(
            "Ce rapport est partiel. Le dernier bon rapport, s’il y en a un, est resté en place."
        )
        raise typer.Exit(PARTIAL)


@app.command(cls=_Command)
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


@app.command(cls=_Command)
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
        app()
    except LeconsError as error:
        errors.print(f"[bold red]Erreur.[/] {error.message}")
        if error.remedy:
            errors.print(error.remedy)
        sys.exit(FAILURE)
