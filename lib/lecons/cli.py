"""The command line, in French.

Exit codes: 0 all is well; 1 nothing could be done; 2 the command was mistyped; 3 partial (a notebook
or a file failed: the rest was done, the last good report stayed in place).
"""

import difflib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from lecons.errors import LeconsError

# the root of what typer raises on a mistyped command; it exports this one child of it
_UsageError: Any = typer.BadParameter.__base__

if TYPE_CHECKING:
    from lecons.intake.outcome import ImportReport
    from lecons.intake.qda.losses import LossReport

FAILURE, MISTYPED, PARTIAL = 1, 2, 3
_FILES = {".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".zip"}
_COUNTS = ("read", "kept", "quarantined", "aside")
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
    from lecons.project import open_project

    project = open_project(projet)
    with _progress() as bar:
        task = bar.add_task("Import", total=len(project.content.imports))

        def advance(name: str) -> None:
            bar.update(task, description=f"Import de {name}", advance=1)

        report = import_project(project, advance)
    _tell_import(report)
    if len(report.faults):
        console.print(
            f"{len(report.faults)} cellule(s) à corriger, dans : {project.quarantine_folder}",
            soft_wrap=True,
        )
    if report.corrected:
        console.print(f"{report.corrected} correction(s) appliquée(s) (corrections.csv)")
    if report.partial:
        raise typer.Exit(PARTIAL)


def _progress() -> Progress:
    """The bar of a command that lasts; it leaves nothing behind on the screen."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, transient=True)


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
    _tell_import(report)
    for fault in report.faults.head(20).itertuples():
        console.print(
            f"{fault.feuille}, ligne {fault.ligne}, colonne « {fault.colonne} » : {fault.raison} "
            f"({fault.suite})",
            markup=False,
        )
    console.print("Fichier examiné seul : rien n’a été importé.")


def _tell_import(report: "ImportReport") -> None:
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
    _tell_failed_files(report.failed)
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


def _tell_failed_files(failed: dict[str, str]) -> None:
    for message in failed.values():
        errors.print("[bold red]Fichier non importé.[/]", end=" ")
        errors.print(message, markup=False)


@app.command(cls=_Command)
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
    with _progress() as bar:
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


livre = typer.Typer(
    cls=_Group,
    help="Change le livre de codes d’un projet ; les segments suivent au prochain import.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--aide", "--help"]},
)
app.add_typer(livre, name="livre")

AuthorOption = Annotated[str, typer.Option(help="Qui décide.")]
ReasonOption = Annotated[str, typer.Option(help="Pourquoi, en une phrase.")]


@livre.command(cls=_Command)
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


@livre.command(cls=_Command)
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


@livre.command(cls=_Command)
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
        f"{len(segments)} segment(s) passent de « {ancien} » à « {nouveau} ». "
        f"Relancez : lecons importer {projet}"
    )


def main() -> None:
    """Run the command line; an error that a person can mend is told in French, without traceback."""
    try:
        code = app(standalone_mode=False)
    except LeconsError as error:
        errors.print("[bold red]Erreur.[/]", end=" ")
        errors.print(error.message, markup=False)
        if error.remedy:
            errors.print(error.remedy, markup=False)
        sys.exit(FAILURE)
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()
            sys.exit(MISTYPED)
        errors.print("[bold red]Commande mal écrite.[/]", end=" ")
        errors.print(_usage_in_french(error), markup=False)
        errors.print("L’aide : lecons --aide, ou lecons COMMANDE --aide.")
        sys.exit(MISTYPED)
    except typer.Abort:
        sys.exit(FAILURE)
    sys.exit(code if isinstance(code, int) else 0)


def _usage_in_french(error: Any) -> str:
    """What typer says in English of a mistyped command."""
    said, kind = error.format_message(), type(error).__name__
    unknown = re.match(r"No such command '([^']*)'", said)
    if unknown:
        commands = [
            str(one.name or getattr(one.callback, "__name__", ""))
            for one in app.registered_commands
        ]
        near = difflib.get_close_matches(unknown[1], commands, n=1)
        guess = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
        return (
            f"La commande « {unknown[1]} » n’existe pas.{guess} Commandes : {', '.join(commands)}."
        )
    if kind == "NoSuchOption":
        guess = f" Vouliez-vous dire {error.possibilities[0]} ?" if error.possibilities else ""
        return f"L’option {error.option_name} n’existe pas.{guess}"
    if kind == "MissingParameter" and error.param is not None:
        return f"Il manque : {error.param.name}."
    if kind == "BadParameter" and error.param is not None:
        return f"Valeur refusée pour {error.param.name}."
    extra = re.search(r"unexpected extra argument[^(]*\(s?\)? ?\(?([^)]*)\)", said)
    return f"De trop : {extra[1]}." if extra else said
