"""Which groups speak more of a subject than others: said only where it holds among all comparisons."""

import re
from collections.abc import Mapping

import pandas as pd

from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import values
from lecons.language import mark

_SENTENCES = {
    "sexe": mark(
        "« {sujet} » : en parlent {k1:pers} des {n1:pers} femmes entendues et {k2:pers} des {n2:pers} "
        "hommes, soit un écart de {valeur:points} points ({bas:points} à {haut:points}). Il tient "
        "après correction pour {comparaisons:int} comparaisons, et ne vaut que pour les personnes "
        "entendues, choisies et non tirées au sort."
    ),
    "tranche_age": mark(
        "« {sujet} » : en parlent {k1:pers} des {n1:pers} personnes de 18 à 35 ans entendues et "
        "{k2:pers} des {n2:pers} plus âgées, soit un écart de {valeur:points} points ({bas:points} à "
        "{haut:points}). Il tient après correction pour {comparaisons:int} comparaisons, et ne vaut "
        "que pour les personnes entendues, choisies et non tirées au sort."
    ),
    "cercle": mark(
        "« {sujet} » : en parlent {k1:pers} des {n1:pers} personnes entendues dans le cercle de {groupe} "
        "et {k2:pers} des {n2:pers} entendues ailleurs, soit un écart de {valeur:points} points "
        "({bas:points} à {haut:points}). Il tient après correction pour {comparaisons:int} "
        "comparaisons, mais les personnes d’une même commune peuvent se ressembler."
    ),
    "acteur": mark(
        "« {sujet} » : en parlent {k1:pers} des {n1:pers} personnes entendues du groupe « {groupe} » et "
        "{k2:pers} des {n2:pers} autres, soit un écart de {valeur:points} points ({bas:points} à "
        "{haut:points}). Il tient après correction pour {comparaisons:int} comparaisons, et ne vaut "
        "que pour les personnes entendues, choisies et non tirées au sort."
    ),
}
# these attributes have one comparison: the group need not be in the name of the finding
_ONE = {"sexe": "sexe", "tranche_age": "age"}


def contrasting(
    result: str,
    found: pd.DataFrame,
    subjects: Mapping[str, dict[str, str]],
    groups: Mapping[tuple[str, str], str | dict[str, str]],
    checked: dict[str, float],
) -> list[Finding]:
    """A finding for each comparison of `contrasts.contrasts` that holds after correction; none takes a
    side, because speaking more of a subject is neither good nor bad.

    `subjects`: code → its name by language; `groups`: (attribute, group) → its name; `checked`: as in
    `voices.practice_voices`. That one holds says nearly what its counts are: where these are hidden, it
    must not be among those that `tient`.
    """
    return [
        Finding(
            id=f"{result}-contraste-{_slug(row)}",
            result=result,
            criterion="pertinence",
            kind="témoignage",
            polarity="neutre",
            statement=Statement(
                key=_SENTENCES[row.attribut],
                values=values(
                    row.difference,
                    k1=row.personnes,
                    n1=row.entendues,
                    k2=row.personnes_autres,
                    n2=row.entendues_autres,
                    sujet=subjects[row.code],
                    groupe=groups.get((row.attribut, row.groupe), row.groupe),
                    comparaisons=len(found),
                ),
            ),
            estimate=row.difference,
            sources=(Source(table="segments", ids=row.segments),),
            facts={"descriptif": 1, "comparaisons": len(found), **checked},
        )
        for row in found[found["tient"]].itertuples()
    ]


def no_contrast(
    result: str, found: pd.DataFrame, heard: tuple[str, ...], checked: dict[str, float]
) -> Finding | None:
    """The finding that no comparison holds, of the persons `heard`; None where one does, or where
    there was none to make."""
    if found.empty or found["tient"].any():
        return None
    return Finding(
        id=f"{result}-contrastes",
        result=result,
        criterion="pertinence",
        kind="témoignage",
        polarity="neutre",
        statement=Statement(
            key=mark(
                "Aucune des {comparaisons:int} comparaisons entre groupes (sexe, âge, cercle, acteurs) ne "
                "tient après correction : avec {n:pers} personnes entendues, on ne peut pas dire qu’un "
                "groupe parle d’un sujet plus qu’un autre. Cela ne prouve pas qu’ils en parlent "
                "autant."
            ),
            values={"comparaisons": len(found), "n": len(heard)},
        ),
        sources=(Source(table="temoignages", ids=heard),),
        # what concludes nothing is no better known for resting on many people
        facts={"descriptif": 1, "comparaisons": len(found), "fragile": 2, **checked},
    )


def _slug(row) -> str:  # type: ignore[no-untyped-def]
    parts = [_ONE[row.attribut]] if row.attribut in _ONE else [row.attribut, row.groupe]
    return re.sub(r"[\W_]+", "-", "-".join([*parts, row.code]))
