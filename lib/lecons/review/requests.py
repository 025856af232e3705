"""What the panel may ask of Python, as one message each, and the answer."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from lecons.errors import LeconsError
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
    """Do what a message asks, and say what came of it.

    Out: `vue` and `n` of the message, `ok`, and what was asked; for an action also `enregistre`, the
    moment from which it is on the disk. An action that failed has `ok` false, `message`, `remede`.
    """
    given = message if isinstance(message, dict) else {}
    back = {"vue": given.get("vue", ""), "n": given.get("n", 0)}
    try:
        return {**back, "ok": True, **_done(session, _REQUEST.validate_python(message))}
    except ValidationError:
        return {
            **back,
            "ok": False,
            "message": "Demande incomprise : rien n’est enregistré.",
            "remede": "Relancez les cellules du carnet.",
        }
    except LeconsError as error:
        return {**back, "ok": False, "message": error.message, "remede": error.remedy}
    except OSError as error:
        return {
            **back,
            "ok": False,
            "message": f"Le disque refuse d’écrire ({error.strerror}) : rien n’est enregistré.",
            "remede": "Vérifiez la place libre et les droits de prive/ et de codage/.",
        }


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
