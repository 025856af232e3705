"""`lecons prive`: who is behind the pseudonyms of a project, under lock, and who could read it."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from lecons.cli.codebook import DEMO
from lecons.cli.french import SETTINGS, Command, Group
from lecons.cli.told import console, errors
from lecons.counts import number_of
from lecons.errors import LeconsError, ParameterError

prive = typer.Typer(
    cls=Group,
    help="Garde à part, et sous clé, qui est derrière chaque pseudonyme.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings=SETTINGS,
)
ProjectArgument = Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")]
FAULTS = 1


@prive.command(cls=Command, epilog="Exemple : lecons prive chiffrer data/gao-2019")
def chiffrer(projet: ProjectArgument = DEMO) -> None:
    """Chiffre la table de correspondance ; la phrase de passe se tape ici et n’est écrite nulle part."""
    from lecons.privacy.vault import FOLDER, LOCKED, encrypt, faults, is_encrypted, read_links
    from lecons.privacy.vault.cipher import check_passphrase
    from lecons.project import open_project

    folder = open_project(projet).folder / FOLDER
    if is_encrypted(folder):
        typed = _ask("Phrase de passe de la table")
    else:
        console.print("Sans cette phrase, personne ne rouvrira la table : notez-la en lieu sûr.")
        typed = _ask("Phrase de passe")
        check_passphrase(typed)
        if _ask("La même, encore une fois") != typed:
            raise ParameterError(
                "Les deux phrases de passe ne sont pas les mêmes.",
                "Rien n’a été chiffré : recommencez.",
            )
    rows = encrypt(folder, typed)
    console.print(
        f"chiffré : {folder / LOCKED} ({number_of(rows, 'nom', 'noms')}) ; la table en clair est effacée."
    )
    for told in faults(read_links(folder, typed)):
        errors.print(f"À corriger — {told}", markup=False)


@prive.command(cls=Command, epilog="Exemple : lecons prive ouvrir data/gao-2019 4KDM")
def ouvrir(
    projet: ProjectArgument,
    pseudonyme: Annotated[str, typer.Argument(help="Par exemple 4KDM, ou « [personne 4KDM] ».")],
) -> None:
    """Dit qui est derrière un pseudonyme, à l’écran seulement."""
    from lecons.privacy.vault import FOLDER, faults, is_encrypted, read_links
    from lecons.privacy.vault.links import behind
    from lecons.project import open_project

    folder = open_project(projet).folder / FOLDER
    links = read_links(folder, _ask("Phrase de passe") if is_encrypted(folder) else None)
    wanted = pseudonyme.strip("[] ").removeprefix("personne").strip().upper()
    found = behind(links, wanted)
    if found.empty:
        raise ParameterError(
            f"Le pseudonyme « {wanted} » n’est pas dans la table de correspondance.",
            "Elle ne tient que les noms qu’une relecture a acceptés.",
        )
    for row in found.itertuples():
        console.print(
            f"{row.pseudonyme} : {row.nom} (ajouté par {row.ajoute_par or '–'}, le {row.le or '–'})",
            markup=False,
        )
    for told in faults(found):
        errors.print(f"À corriger — {told}", markup=False)


@prive.command(cls=Command, epilog="Exemple : lecons prive verifier data/gao-2019")
def verifier(projet: ProjectArgument = DEMO) -> None:
    """Dit ce que d’autres comptes, ou git, pourraient lire ; sort avec 1 s’il y a quelque chose à faire."""
    from lecons.parameters import check_parameters
    from lecons.privacy.vault import FOLDER, check_permissions, faults, read_links
    from lecons.privacy.vault.versioned import taken_by_git
    from lecons.project import open_project
    from lecons.report.places import report_folder

    project = open_project(projet)
    inside = [report_folder(project, check_parameters({"projet": str(projet)})).parent]
    if not project.content.donnees_fictives:
        inside.append(project.folder / "brut")
    said = check_permissions(project.folder, inside)
    taken = taken_by_git(project.folder, inside)
    if taken is None:
        console.print("git : ce projet n’est pas dans un dépôt git, ou git n’est pas là.")
    elif taken:
        said += [
            f"{path} : git l’a ou le prendrait. Reprenez le .gitignore de lecons ; si git "
            "l’a déjà : git rm --cached, et tenez-le pour divulgué"
            for path in taken
        ]
    else:
        console.print("git : rien de ce qui doit rester ici ne serait pris.")
    said += faults(read_links(project.folder / FOLDER))
    for told in said:
        errors.print(f"À corriger — {told}", markup=False, soft_wrap=True)
    if said:
        raise typer.Exit(FAULTS)
    console.print("Droits : rien à corriger.")


def _ask(what: str) -> str:
    """A passphrase, typed on the terminal and shown nowhere. Raises where there is no terminal: a
    passphrase in a pipe is also in the history of a shell."""
    if not sys.stdin.isatty():
        raise LeconsError(
            "Une phrase de passe se tape au clavier, dans un terminal.",
            "Elle ne se donne ni en option, ni par l’environnement, ni par un tube.",
        )
    # not typer.prompt: it shows its question before the echo is off, and so what is typed at once
    return getpass.getpass(f"{what} : ")
