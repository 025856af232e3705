"""What the panel may ask of Python, as one message each, and the answer. Keys are those of the tables."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from lecons.coding.corpus import code_sheets
from lecons.coding.session import Session
from lecons.messages import reply


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    vue: str
    n: int


class Start(_Request):
    """The page opens: who codes, the codes, the list."""

    faire: Literal["commencer"]


class Alive(_Request):
    """Is anybody there?"""

    faire: Literal["vivre"]


class Search(_Request):
    """Which testimonies say these words."""

    faire: Literal["chercher"]
    mots: str = Field(max_length=200)


class Open(_Request):
    """Read a testimony."""

    faire: Literal["ouvrir"]
    temoignage: str


class CodeIt(_Request):
    """Code a passage (code points, end exclusive)."""

    faire: Literal["coder"]
    temoignage: str
    debut: int
    fin: int
    code: str


class Note(_Request):
    """Write a note on a coded passage."""

    faire: Literal["noter"]
    temoignage: str
    segment: str
    memo: str = Field(max_length=20_000)


class OnOne(_Request):
    """Do something to one coded passage or one proposal."""

    faire: Literal["effacer", "accepter", "refuser"]
    temoignage: str
    segment: str


class OnAll(_Request):
    """Do something to a testimony."""

    faire: Literal["terminer", "rouvrir", "annuler", "retablir"]
    temoignage: str


_REQUEST: TypeAdapter[Start | Alive | Search | Open | CodeIt | Note | OnOne | OnAll] = TypeAdapter(
    Annotated[
        Start | Alive | Search | Open | CodeIt | Note | OnOne | OnAll,
        Field(discriminator="faire"),
    ]
)


def answer(session: Session, message: object) -> dict[str, Any]:
    """Do what a message asks, and say what came of it (see messages.reply); of an action also
    `enregistre`, the moment from which it is on the disk."""
    return reply(
        message, lambda asked: _done(session, _REQUEST.validate_python(asked)), "codage/journal/"
    )


def _done(
    session: Session, request: Start | Alive | Search | Open | CodeIt | Note | OnOne | OnAll
) -> dict[str, Any]:
    match request:
        case Start():
            return {
                "codeur": session.coder,
                "codes": code_sheets(session.corpus.codebook),
                "liste": session.rows(),
            }
        case Alive():
            return {}
        case Search():
            return {"trouves": session.search(request.mots)}
        case Open():
            # the text first: reading it also reads what colleagues wrote since
            text = session.text(request.temoignage)
            return {"texte": text, **_seen(session, request.temoignage)}
    fait = ""
    match request:
        case CodeIt():
            session.code(request.temoignage, request.debut, request.fin, request.code)
        case Note():
            session.note(request.temoignage, request.segment, request.memo)
        case OnOne(faire="effacer"):
            session.erase(request.temoignage, request.segment)
        case OnOne(faire="accepter"):
            session.accept(request.temoignage, request.segment)
        case OnOne():
            session.refuse(request.temoignage, request.segment)
        case OnAll(faire="terminer"):
            session.finish(request.temoignage)
        case OnAll(faire="rouvrir"):
            session.reopen(request.temoignage)
        case OnAll(faire="annuler"):
            fait = session.undo(request.temoignage)
        case OnAll():
            fait = session.redo(request.temoignage)
    now = datetime.now().strftime("%H:%M:%S")
    return {"enregistre": now, "fait": fait, **_seen(session, request.temoignage)}


def _seen(session: Session, testimony: str) -> dict[str, Any]:
    reading = asdict(session.reading(testimony))
    for one in (*reading["passages"], *(reading["autres"] or ())):
        del one["empreinte"]
    return {"lecture": reading, "ligne": session.row(testimony)}
