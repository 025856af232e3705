"""What each standard indicator counts, in plain words, as declared in `indicators.yaml`."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict

_DECLARED = Path(__file__).with_name("indicators.yaml")


def _both(texts: dict[str, str]) -> dict[str, str]:
    if missing := [code for code in ("fr", "en") if not texts.get(code)]:
        raise ValueError(f"texte absent : {', '.join(missing)}")
    return texts


Texts = Annotated[dict[str, str], AfterValidator(_both)]


class Definition(BaseModel):
    """One standard indicator; each text in French (`fr`) and English (`en`).

    `double_compte` is the rule of double counting; `formule` names the columns used; `table` is the
    table that the indicator's rows come from; `mesure` the unit of its Estimate.
    `reference_standard` says what it is close to. It gives no code of a donor's list: a code comes in
    only once it is read in the donor's own document.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Texts
    definition: Texts
    unite: Texts
    mesure: Literal["count", "share"]
    double_compte: Texts
    formule: Texts
    table: str
    reference_standard: Texts | None = None


@cache
def _declared() -> dict[str, Definition]:
    raw = yaml.safe_load(_DECLARED.read_text(encoding="utf-8"))
    return {code: Definition.model_validate(content) for code, content in raw.items()}


def definitions() -> dict[str, Definition]:
    """Code of a standard indicator → its definition, in the order declared (read once)."""
    return dict(_declared())
