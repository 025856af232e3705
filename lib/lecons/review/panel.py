"""The panel in JupyterLab: carries messages between the page and a session, and keeps no words."""

from pathlib import Path
from typing import Protocol

import anywidget

from lecons.parameters import RunParameters
from lecons.project import Project
from lecons.review.measure import in_words
from lecons.review.queue import Queue
from lecons.review.refusal import ReviewError
from lecons.review.requests import answer
from lecons.review.session import Session

_HERE = Path(__file__).parent


class OpenNotebook(Protocol):
    """An open notebook (report.notebook.Notebook), as far as a review knows it."""

    @property
    def parameters(self) -> RunParameters: ...
    @property
    def project(self) -> Project: ...


class Panel(anywidget.AnyWidget):
    """What one reviewer sees. Everything travels as messages, nothing as state: JupyterLab may save
    the state of widgets in the notebook, and no name and no testimony belongs there."""

    _esm = _HERE / "panneau.js"
    _css = _HERE / "panneau.css"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.on_msg(self._receive)

    def _receive(self, _: object, content: object, __: object) -> None:
        self.send(answer(self.session, content))


def panneau(carnet: OpenNotebook, relecteur: str) -> Panel:
    """Open the review panel for one reviewer. Raises ReviewError in the public edition, where there is
    nothing to read, and without a reviewer's name."""
    if carnet.parameters.edition != "interne":
        raise ReviewError(
            "On ne relit pas dans l’édition publique : les témoignages ne s’y lisent pas.",
            'Mettez edition = "interne" dans la première cellule.',
        )
    return Panel(Session(Queue(carnet.project), relecteur, in_words()))


__all__ = ["Panel", "panneau"]
