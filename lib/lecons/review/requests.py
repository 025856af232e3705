"""What the panel may ask of Python, as one message each, and the answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from lecons.messages import reply
from lecons.review.session import Session


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    vue: str
    n: int


class Start(_Request):
    """The page opens: who reads, what waits, how well names are found."""

    faire: Literal["commencer"]


class Open(_Request):
    """Read a passage."""

    faire: Literal["ouvrir"]
    cle: str


class Judge(_Request):
    """A mention names somebody, or it does not."""

    faire: Literal["juger"]
    cle: str
    place: int
    nomme: bool


class Add(_Request):
    """A name that was missed."""

    faire: Literal["ajouter"]
    cle: str
    nom: str = Field(max_length=200)


class Publish(_Request):
    """Sign a text."""

    faire: Literal["publier"]
    cle: str
    texte: str = Field(max_length=50_000)


class SetAside(_Request):
    """Sign that a passage is not to be published."""

    faire: Literal["ecarter"]
    cle: str


_Any = Start | Open | Judge | Add | Publish | SetAside
_REQUEST: TypeAdapter[_Any] = TypeAdapter(Annotated[_Any, Field(discriminator="faire")])


def answer(session: Session, message: object) -> dict[str, Any]:
    """Do what a message asks, and say what came of it (see messages.reply); of an action also
    `enregistre`, the moment from which it is on the disk."""
    return reply(
        message,
        lambda asked: _done(session, _REQUEST.validate_python(asked)),
        "prive/ et de codage/",
    )


def _done(session: Session, request: _Any) -> dict[str, Any]:
    match request:
        case Start():
            return {
                "relecteur": session.reviewer,
                "mesure": session.measured,
                "liste": session.rows(),
            }
        case Open():
            return {"passage": session.open(request.cle)}
        case Judge():
            session.judge(request.cle, request.place, request.nomme)
        case Add():
            session.add(request.nom)
        case Publish():
            session.publish(request.cle, request.texte)
        case SetAside():
            session.set_aside(request.cle)
    now = datetime.now().strftime("%H:%M:%S")
    shown = {"passage": session.view(request.cle), "ligne": session.row(request.cle)}
    return {"enregistre": now, **shown}
