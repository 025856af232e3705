"""`lecons produire` and `lecons index`: reports, and the page that lists them."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from lecons.cli.browser import show
from lecons.cli.codebook import DEMO
from lecons.cli.making import compare, exit_code, make_one, notices_of, projects_of, together
from lecons.cli.told import code_of, console, tell_error
from lecons.errors import LeconsError, ParameterError

_BILINGUAL = ("fr", "en")

EditionOption = Annotated[
    str, typer.Option(help="interne (reste dans l’équipe) ou publique.", metavar="ÉDITION")
]
LanguagesOption = Annotated[
    list[str] | None,
    typer.Option(help="fr ou en ; répétez l’option pour plusieurs.", metavar="CODE"),
]
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
    edition: EditionOption = "interne",
    langue: LanguagesOption = None,
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
    journal: Annotated[
        Path | None,
        typer.Option(
            help="Fichier qui garde tout ce qui est dit, pour un passage que personne ne regarde.",
            metavar="FICHIER",
        ),
    ] = None,
    prevenir: Annotated[
        bool,
        typer.Option(
            "--prevenir", help="Avertir de l’issue, comme le dit prive/avis.yaml du projet."
        ),
    ] = False,
    ouvrir: OpenOption = None,
) -> None:
    """Produit le rapport d’un projet ou de plusieurs : page web, PDF, Word, tableaux, résumé, fiches."""
    from lecons.parameters import check_parameters
    from lecons.pipeline.schedule.journal import journal as kept_in
    from lecons.project import open_project
    from lecons.report.places import INDEX, reports_root

    with kept_in(journal):
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
                runs = [
                    check_parameters({**given, "projet": folder, "langue": one}) for one in asked
                ]
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
            with notices_of(prevenir, folder, runs, journal) as notices:
                mine = [make_one(parameters, chosen, pages, notices) for parameters in runs]
                if bilingue:
                    mine.append(together(runs[0], asked, mine, pages))
            codes += mine
        if len(folders) > 1 and (compared := compare(edition, asked, pages)):
            codes.append(compared)
        if (reports_root() / INDEX).is_file():
            console.print(f"Tous les rapports : {reports_root() / INDEX}", soft_wrap=True)
        if pages:
            show(pages[-1] if bilingue or len(folders) > 1 else pages[0], ouvrir)
        if code := exit_code(codes):
            raise typer.Exit(code)


def index(sortie: PlaceOption = None, ouvrir: OpenOption = None) -> None:
    """Écrit la page qui liste tous les rapports, ce qui y a changé et ce qui a échoué."""
    from lecons.pipeline.disk import refused
    from lecons.pipeline.index import write_index
    from lecons.report.places import reports_root

    _place(sortie)
    try:
        page = write_index(reports_root())
    except OSError as error:
        raise refused(error, reports_root()) from error
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
