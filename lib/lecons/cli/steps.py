"""`lecons etape` and `lecons graphe`: the steps of a report one by one, for who runs them on a cluster."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecons.cli.produce import EditionOption, LanguagesOption, check_formats
from lecons.cli.told import HELD, PARTIAL, console, errors
from lecons.errors import ParameterError

if TYPE_CHECKING:
    from lecons.pipeline.cluster import Asked

FormatsOption = Annotated[
    list[str] | None,
    typer.Option("--format", help="Comme pour « produire ».", metavar="FORMAT"),
]


def etape(
    nom: Annotated[
        str,
        typer.Argument(
            help="import, un carnet (20_activites-R1), assemblage, pdf … rapport ; ou projet, pour tout.",
            metavar="ÉTAPE",
        ),
    ],
    projet: Annotated[str, typer.Argument(help="Dossier du projet.", metavar="PROJET")],
    edition: EditionOption = "interne",
    langue: LanguagesOption = None,
    formats: FormatsOption = None,
) -> None:
    """Fait une étape d’un rapport, si quelque chose l’appelle (« lecons graphe » les dit toutes)."""
    from lecons.pipeline import cluster

    asked = _asked(edition, langue, formats)
    if nom == cluster.PROJECT:
        _whole(projet, asked)
        return
    if len(asked.languages) > 1:
        raise ParameterError(
            f"L’étape {nom} est d’une seule langue, et {len(asked.languages)} sont demandées.",
            "Une commande par langue ; ou l’étape « projet », qui les fait toutes.",
        )
    from lecons.pipeline.keys import state_path
    from lecons.pipeline.state import read_state
    from lecons.pipeline.steps import find, perform

    site = asked.site(projet, asked.languages[0])
    before = site.project
    state = perform(site, nom)
    cluster.write_receipt(cluster.receipt(site, nom), [state])
    console.print(f"{before.code} · {nom} : {state.reason or 'fait'}", markup=False)
    if state.failure:
        errors.print(f"{nom} : {state.failure}", markup=False)
    if nom == "rapport" and state.failure:
        # what failed is due again: without its receipt the engine calls it next time
        for after in find(site, nom).after:
            one = read_state(state_path(site, after))
            if one is None or one.failure:
                cluster.receipt(site, after).unlink(missing_ok=True)
        raise typer.Exit(HELD if state.value["retenu"] else PARTIAL)


def graphe(
    projets: Annotated[list[str], typer.Argument(help="Dossiers des projets.", metavar="PROJET …")],
    edition: EditionOption = "interne",
    langue: LanguagesOption = None,
    formats: FormatsOption = None,
    grain: Annotated[
        str,
        typer.Option(
            help="etape : une tâche par étape ; projet : une par projet, pour des centaines.",
            metavar="GRAIN",
        ),
    ] = "etape",
) -> None:
    """Écrit le graphe des étapes, en JSON, pour Snakemake (grappe/README.md)."""
    from lecons.cli.making import projects_of
    from lecons.pipeline.cluster import GRAINS, describe

    if grain not in GRAINS:
        raise ParameterError(
            f"Grain inconnu : {grain}.", f"Grains possibles : {', '.join(GRAINS)}."
        )
    told = describe(projects_of(projets), _asked(edition, langue, formats), grain)
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def _asked(edition: str, languages: list[str] | None, formats: list[str] | None) -> "Asked":
    from lecons.parameters import check_parameters
    from lecons.pipeline.cluster import Asked

    codes = tuple(dict.fromkeys(languages or ["fr"]))
    for code in codes:
        check_parameters({"projet": "", "edition": edition, "langue": code})
    check_formats(formats)
    return Asked(edition, codes, tuple(formats or ()))


def _whole(projet: str, asked: "Asked") -> None:
    """All reports of a project, as « produire » makes them, and their receipt."""
    from lecons.cli.making import exit_code, make_one
    from lecons.pipeline import cluster
    from lecons.project import open_project

    pages: list[Path] = []
    codes = []
    for language in asked.languages:
        site = asked.site(projet, language)
        codes.append(make_one(site.parameters, site.formats, pages, listed=False))
    if code := exit_code(codes):
        raise typer.Exit(code)
    cluster.write_receipt(cluster.receipt_of_all(open_project(projet), asked.edition), [])
