"""`lecons planifier`: reports at a fixed hour, without anybody."""

import getpass
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecons.cli.codebook import DEMO
from lecons.cli.making import projects_of
from lecons.cli.produce import EditionOption, LanguagesOption
from lecons.cli.told import PARTIAL, console, errors
from lecons.errors import LeconsError, ParameterError

if TYPE_CHECKING:
    from lecons.pipeline.notices import NoticeSettings
    from lecons.pipeline.schedule.plan import Schedule
    from lecons.project import Project


def planifier(
    projets: Annotated[
        list[str] | None,
        typer.Argument(
            help="Dossiers des projets ; sans eux, le projet de démonstration.", metavar="PROJET"
        ),
    ] = None,
    heure: Annotated[str, typer.Option(help="Heure de cette machine.", metavar="HH:MM")] = "02:00",
    jours: Annotated[
        str, typer.Option(help="tous, ou des jours : lun,jeu ou lun-ven.", metavar="JOURS")
    ] = "tous",
    systeme: Annotated[
        str | None,
        typer.Option(
            help="cron, systemd ou windows ; sans cela, celui de cette machine.", metavar="SYSTÈME"
        ),
    ] = None,
    installer: Annotated[
        bool, typer.Option("--installer", help="Installer ; sans cela, le texte est imprimé.")
    ] = False,
    retirer: Annotated[
        bool, typer.Option("--retirer", help="Retirer ce qui a été installé pour ces projets.")
    ] = False,
    edition: EditionOption = "interne",
    langue: LanguagesOption = None,
    courriel: Annotated[
        list[str] | None,
        typer.Option(help="Adresse à avertir ; répétez l’option.", metavar="ADRESSE"),
    ] = None,
    smtp: Annotated[
        str | None, typer.Option(help="Serveur qui envoie les courriels.", metavar="HÔTE:PORT")
    ] = None,
    utilisateur: Annotated[
        str | None,
        typer.Option(help="Compte sur ce serveur ; le mot de passe est demandé.", metavar="NOM"),
    ] = None,
    webhook: Annotated[
        bool,
        typer.Option("--webhook", help="Avertir aussi une messagerie ; l’adresse est demandée."),
    ] = False,
) -> None:
    """Fait faire des rapports à heure fixe : ligne de cron, minuterie systemd ou tâche Windows."""
    from lecons.parameters import check_parameters
    from lecons.pipeline.schedule.install import system_here
    from lecons.pipeline.schedule.plan import name_of
    from lecons.pipeline.schedule.told import SYSTEMS
    from lecons.project import open_project

    system = systeme or system_here()
    if system not in SYSTEMS:
        raise ParameterError(
            f"Système « {system} » inconnu.", f"Systèmes possibles : {', '.join(SYSTEMS)}."
        )
    # a mistake is told now, not at two in the morning
    projects = [open_project(one) for one in projects_of(projets or [str(DEMO)])]
    languages = list(dict.fromkeys(langue or ["fr"]))
    for one in languages:
        check_parameters({"projet": str(projects[0].folder), "edition": edition, "langue": one})
    codes, folders = [one.code for one in projects], [one.folder for one in projects]
    name = name_of(codes, folders, edition)
    if retirer:
        _remove(name, system)
        return
    asked: dict[str, object] = {"courriels": courriel, "smtp": smtp, "utilisateur": utilisateur}
    told = {key: value for key, value in asked.items() if value}
    settings = _settings(projects, told, webhook, installer)
    schedule = _schedule(name, (heure, jours), folders, (edition, languages), any(settings))
    _show(schedule, system)
    if installer:
        _install(schedule, system, projects, settings, bool(told) or webhook)
    else:
        if told or webhook:
            console.print(
                "Avec --installer, ces avis sont écrits dans prive/avis.yaml de chaque projet, et ce qui "
                "est secret est demandé au clavier."
            )
        console.print("Rien n’est installé. Pour installer : la même commande, avec --installer.")


def _schedule(
    name: str,
    when: tuple[str, str],
    folders: Sequence[Path],
    what: tuple[str, Sequence[str]],
    notify: bool,
) -> "Schedule":
    from lecons.pipeline.schedule.plan import (
        Schedule,
        command_of,
        journal_of,
        read_days,
        read_time,
    )
    from lecons.project import repository_root
    from lecons.report.places import REPORTS_VARIABLE, reports_root

    reports = reports_root().absolute()
    journal = journal_of(name, reports)
    elsewhere = reports if REPORTS_VARIABLE in os.environ else None
    command = command_of(folders, *what, journal, notify=notify, reports=elsewhere)
    hour, minute = read_time(when[0])
    days, root = read_days(when[1]), str(repository_root())
    return Schedule(name, hour, minute, days, command, root, str(journal.parent))


def _show(schedule: "Schedule", system: str) -> None:
    """What will happen, in French, and the exact text for the scheduler."""
    from lecons.pipeline.schedule.clock import clock_changes
    from lecons.pipeline.schedule.install import files
    from lecons.pipeline.schedule.told import explained

    today = date.today()
    changes = [
        one
        for one in clock_changes(schedule.hour, schedule.minute, today)
        if one.day.weekday() in schedule.days
    ]
    for line in explained(schedule, system, changes):
        console.print(line, markup=False, soft_wrap=True)
    for name, text in files(schedule, system, today).items():
        console.print(f"\n{name} :", markup=False)
        # as it is, for a person to copy: no line cut
        sys.stdout.write(f"{text}\n")


def _settings(
    projects: Sequence["Project"], told: dict[str, object], webhook: bool, ask: bool
) -> list["NoticeSettings | None"]:
    """What each project says of notices, with what is asked for now; None where nobody is told."""
    from lecons.pipeline.notices.settings import check_settings, read_settings

    # what a scheduler starts has no variable of this terminal
    present = [read_settings(one.folder, {}) for one in projects]
    if not told and not webhook:
        return present
    given = dict(told)
    if "utilisateur" in told:
        given["mot_de_passe"] = _ask("Mot de passe du compte de courriel") if ask else "demandé"
    if webhook:
        given["webhook"] = _ask("Adresse du webhook") if ask else "https://demande.invalid/"
    return [check_settings({**(one.model_dump() if one else {}), **given}) for one in present]


def _install(
    schedule: "Schedule",
    system: str,
    projects: Sequence["Project"],
    settings: Sequence["NoticeSettings | None"],
    changed: bool,
) -> None:
    """Install a schedule and the notices of its projects, and send a first notice: what does not leave
    today would not at night."""
    from lecons.pipeline.notices import Message, notify
    from lecons.pipeline.notices.settings import write_settings
    from lecons.pipeline.schedule.install import install
    from lecons.pipeline.schedule.journal import open_log

    open_log(Path(schedule.journals) / f"{schedule.name}.log")
    if changed:
        for project, one in zip(projects, settings, strict=True):
            if one is not None:
                console.print(f"écrit : {write_settings(project.folder, one)}", soft_wrap=True)
    for line in install(schedule, system, date.today()):
        console.print(line, markup=False, soft_wrap=True)
    if not changed:
        return
    text = (
        f"Planifié à {schedule.time}. Ceci est un essai : vous serez averti d’un échec, d’un rapport "
        "partiel ou retenu, et de ce qui change.\n"
    )
    first = Message(f"[lecons] {schedule.name} : essai", text)
    failed = notify(projects[0].folder, first)
    for said in failed:
        errors.print(f"C’est planifié, mais l’essai n’est pas arrivé. {said}", markup=False)
    if failed:
        raise typer.Exit(PARTIAL)
    console.print("Un avis d’essai est parti : vérifiez qu’il est arrivé.")


def _remove(name: str, system: str) -> None:
    from lecons.pipeline.schedule.install import remove

    if remove(name, system):
        console.print(f"retiré : {name} ({system}). Journaux et prive/avis.yaml restent.")
    else:
        console.print(f"Rien à retirer : {name} n’est pas planifié ({system}).")


def _ask(what: str) -> str:
    """A secret, typed on the terminal and shown nowhere: as an argument it would stay in the history of the
    shell, and others would see it in the list of processes."""
    if not sys.stdin.isatty():
        raise LeconsError(
            f"{what} : un secret se tape au clavier, dans un terminal.",
            "Sans terminal, écrivez prive/avis.yaml vous-même (docs/guide_planification.md).",
        )
    return getpass.getpass(f"{what} : ").strip()
