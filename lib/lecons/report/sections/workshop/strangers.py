"""Scores of practices and recommendations that the project does not know: told, and left out."""

import pandas as pd

from lecons.language import mark
from lecons.report.document import Block, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert
from lecons.report.sections.workshop.names import known_practices, public

_SCORED = mark(
    "{n:int} {n:?note porte|notes portent} sur la pratique {code}, inconnue ({ou}). Codes "
    "possibles : {possibles}. Corrigez la cellule « pratique », ou déclarez la pratique dans "
    "projet.yaml ; d’ici là, {n:?cette note ne compte|ces notes ne comptent} pas."
)
_RANKED = mark(
    "{n:int} {n:?note porte|notes portent} sur la recommandation {code}, inconnue ({ou}). "
    "Identifiants possibles : {possibles}. Corrigez la cellule « recommandation », ou déclarez la "
    "recommandation dans projet.yaml ; d’ici là, {n:?cette note ne compte|ces notes ne comptent} "
    "pas."
)
# outside the team: neither the file nor the word that somebody typed
_OUTSIDE = mark(
    "{n:pers} {n:?note ou contribution porte|notes ou contributions portent} sur une pratique ou "
    "une recommandation que le projet ne connaît pas : {n:?elle ne compte|elles ne comptent} pas "
    "avec les autres. L’édition interne dit lesquelles et où."
)
_SPOKEN = mark(
    "{n:int} {n:?contribution parle|contributions parlent} de la pratique {code}, inconnue ({ou}). "
    "Codes possibles : {possibles}. Corrigez la cellule « pratique » ; d’ici là, {n:?elle est "
    "citée|elles sont citées} sans pratique."
)


def strangers(
    notebook: Notebook, scores: pd.DataFrame, priorities: pd.DataFrame, said: pd.DataFrame
) -> Block:
    """What was scored or said under a code that is unknown, and where it stands.

    In: rows of `appreciations`, `priorites` and `contributions` that `workshop.known` set aside; a
    contribution about no practice at all is none of them.
    """
    t = notebook.t
    unknown = len(scores) + len(priorities) + int(said["pratique"].notna().sum())
    if public(notebook):
        return stack(alert(t(_OUTSIDE, n=unknown)) if unknown else None)
    practices = notebook.language.listing(known_practices(notebook)) or t("aucun")
    declared = notebook.project.content.recommandations
    recommendations = notebook.language.listing([one.id for one in declared]) or t("aucune")
    found = (
        (_SCORED, scores, "pratique", practices),
        (_RANKED, priorities, "recommandation", recommendations),
        (_SPOKEN, said, "pratique", practices),
    )
    return stack(
        *(
            alert(
                t(
                    message,
                    n=len(mine),
                    code=notebook.language.quoted(code),
                    ou=_where(notebook, mine),
                    possibles=possible,
                )
            )
            for message, rows, column, possible in found
            for code, mine in _by_code(rows, column)
        )
    )


def _by_code(rows: pd.DataFrame, column: str) -> list[tuple[str, pd.DataFrame]]:
    return [(str(code), part) for code, part in rows.groupby(column)]


def _where(notebook: Notebook, rows: pd.DataFrame) -> str:
    """The file, the sheet and the first row of the file where it stands."""
    first = rows.sort_values(["source_fichier", "source_feuille", "source_ligne"]).iloc[0]
    return notebook.t(
        "{fichier}, feuille {feuille}, ligne {ligne} la première",
        fichier=first["source_fichier"],
        feuille=first["source_feuille"],
        ligne=str(first["source_ligne"]),
    )
