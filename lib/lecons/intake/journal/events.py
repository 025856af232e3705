"""What a coder can do, as one line of the journal. Keys are French: people read these files."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import uuid4

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

# the name of a coder is that of their file: short, without accent nor space
CODER = r"^[a-z0-9][a-z0-9_-]{0,39}$"


class _Action(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(default_factory=lambda: str(uuid4()), min_length=1, max_length=64)
    le: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))
    codeur: str = Field(pattern=CODER)


class Coded(_Action):
    """A passage received a code; the same segment again takes its place (undoing an erasure)."""

    quoi: Literal["coder"] = "coder"
    segment: str = Field(min_length=1, max_length=200)
    temoignage: str = Field(min_length=1)
    debut: int = Field(ge=0)
    fin: int = Field(ge=1)
    code: str = Field(min_length=1)
    empreinte: str = ""
    memo: str | None = None

    @model_validator(mode="after")
    def _is_a_passage(self) -> "Coded":
        if self.fin <= self.debut:
            raise ValueError(f"fin ({self.fin}) avant debut ({self.debut})")
        return self


class Erased(_Action):
    """A coded passage was taken back."""

    quoi: Literal["effacer"] = "effacer"
    segment: str


class Noted(_Action):
    """A coder's note on a coded passage; blank takes the note away."""

    quoi: Literal["memo"] = "memo"
    segment: str
    memo: str | None = None


class Finished(_Action):
    """A testimony was read to its end."""

    quoi: Literal["terminer"] = "terminer"
    temoignage: str


class Reopened(_Action):
    """A finished testimony is read again."""

    quoi: Literal["rouvrir"] = "rouvrir"
    temoignage: str


class Declined(_Action):
    """A proposed code was refused, and must not be proposed again."""

    quoi: Literal["refuser"] = "refuser"
    segment: str


Event = Coded | Erased | Noted | Finished | Reopened | Declined
EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="quoi")])
