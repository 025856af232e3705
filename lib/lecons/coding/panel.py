"""The panel in JupyterLab: carries messages between the page and a session, and keeps no words."""

from pathlib import Path

import anywidget
import pandas as pd

from lecons.coding.corpus import OpenNotebook, read_corpus
from lecons.coding.requests import answer
from lecons.coding.session import Session

_HERE = Path(__file__).parent


class Panel(anywidget.AnyWidget):
    """What one coder sees. Everything travels as messages, nothing as state: JupyterLab may save the
    state of widgets in the notebook, and no testimony belongs there."""

    _esm = _HERE / "panneau.js"
    _css = _HERE / "panneau.css"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.on_msg(self._receive)

    def _receive(self, _: object, content: object, __: object) -> None:
        self.send(answer(self.session, content))


def panneau(carnet: OpenNotebook, codeur: str, propositions: pd.DataFrame | None = None) -> Panel:
    """Open the coding panel for one coder; `propositions` are those of `proposer`.

    Raises CodingError where there is nothing to code or the coder's name cannot be a file's.
    """
    return Panel(Session(read_corpus(carnet, propositions), codeur))


__all__ = ["Panel", "panneau"]
