"""The parameters of a notebook, checked before any kernel starts."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from lecons.errors import ParameterError
from lecons.language import languages

Edition = Literal["interne", "publique"]


def _iso_date(value: Any) -> Any:
    # papermill sends JSON scalars: a date travels as text and is read here
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("date AAAA-MM-JJ attendue") from None


IsoDate = Annotated[date, BeforeValidator(_iso_date)]


class RunParameters(BaseModel):
    """What a notebook may be asked: the `parameters` cell of each one holds these names."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    projet: str
    resultat: str | None = None
    debut: IsoDate | None = None
    fin: IsoDate | None = None
    langue: str = "fr"
    edition: Edition = "interne"
    graine: int = 20180323

    @model_validator(mode="after")
    def _agrees(self) -> "RunParameters":
        if self.langue not in languages():
            raise ValueError(f"langue « {self.langue} » : une de {', '.join(languages())} attendue")
        if self.debut and self.fin and self.debut > self.fin:
            raise ValueError(f"debut ({self.debut}) est après fin ({self.fin})")
        return self

    def scalars(self) -> dict[str, str | int | None]:
        """The parameters as JSON scalars, the only form that papermill keeps unharmed."""
        return self.model_dump(mode="json")


_FRENCH = {
    "extra_forbidden": "paramètre inconnu",
    "missing": "paramètre obligatoire absent",
    "literal_error": "valeur hors de la liste",
    "int_type": "nombre entier attendu",
    "string_type": "texte attendu",
    "date_type": "date AAAA-MM-JJ attendue",
}


def check_parameters(given: Mapping[str, Any]) -> RunParameters:
    """Check given parameters; raises ParameterError naming each unknown or mistyped one."""
    try:
        return RunParameters.model_validate(dict(given))
    except ValidationError as error:
        faults = []
        for fault in error.errors():
            name = ".".join(str(part) for part in fault["loc"]) or "paramètres"
            said = _FRENCH.get(fault["type"], fault["msg"].removeprefix("Value error, "))
            expected = fault.get("ctx", {}).get("expected", "").replace(" or ", " ou ")
            shown = "" if fault["type"] == "missing" else f" ({fault['input']!r})"
            faults.append(f"{name}{shown} : {said}" + (f", attendu {expected}" if expected else ""))
        known = ", ".join(RunParameters.model_fields)
        raise ParameterError(
            "Paramètres refusés — " + " ; ".join(faults) + ".", f"Paramètres connus : {known}."
        ) from None
