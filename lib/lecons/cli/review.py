"""`lecons relire`: passages are read again by a person before anybody outside may read them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lecons.cli.codebook import DEMO
from lecons.cli.told import console, errors
from lecons.counts import number_of

if TYPE_CHECKING:
    from lecons.review.readback import Taken


def relire(
    projet: Annotated[Path, typer.Argument(help="Dossier du projet.", metavar="PROJET")] = DEMO,
    classeur: Annotated[
        Path | None,
        typer.Option(help="Classeur rempli à reprendre ; sans cela, PROJET/prive/relecture.xlsx."),
    ] = None,
) -> None:
    """Reprend les décisions du classeur de relecture, puis écrit ce qui reste à relire."""
    from lecons.errors import ProjectError
    from lecons.project import open_project
    from lecons.review.book import FILE, Kept, write_book
    from lecons.review.measure import in_words
    from lecons.review.queue import Queue
    from lecons.review.readback import take_book

    project = open_project(projet)
    queue = Queue(project)
    path = classeur or queue.private / FILE
    if classeur is not None and not path.is_file():
        path = project.folder / classeur
        if not path.is_file():
            raise ProjectError(
                f"Le classeur « {classeur} » n’existe pas.",
                f"Sans --classeur, {FILE} est cherché dans {project.folder.name}/prive/.",
            )
    kept = Kept()
    if path.is_file():
        taken = take_book(queue, path, date.today())
        _tell(taken, path)
        kept = taken.kept
    written, passages, mentions = write_book(queue, in_words(), kept)
    console.print(
        f"À relire : {number_of(passages, 'passage', 'passages')} sur {queue.size} citables, "
        f"{number_of(mentions, 'mention trouvée', 'mentions trouvées')}."
    )
    console.print(in_words(), markup=False, soft_wrap=True)
    console.print(f"écrit : {written}", soft_wrap=True)


def _tell(taken: "Taken", path: Path) -> None:
    console.print(
        f"Repris de {path.name} : {number_of(taken.published, 'passage', 'passages')} à publier, "
        f"{number_of(taken.aside, 'écarté', 'écartés')}, "
        f"{number_of(taken.names, 'nom ajouté', 'noms ajoutés')}, "
        f"{number_of(taken.rejected, 'mention rejetée', 'mentions rejetées')}.",
        markup=False,
        soft_wrap=True,
    )
    if taken.published or taken.aside:
        console.print(
            "Le rapport en tient compte au prochain « lecons produire … --edition publique »."
        )
    for fault in taken.faults:
        errors.print(f"Non repris — {fault}", markup=False, soft_wrap=True)
