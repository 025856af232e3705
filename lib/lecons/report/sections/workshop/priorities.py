"""The recommendations in the order that the participants give them."""

from lecons.evidence.workshop import Priority
from lecons.report.document import Block, Bullets, Column, Heading, Link, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import note
from lecons.report.sections.workshop.coarse import at_least, coarsely, mean_of_all


def priorities(notebook: Notebook, found: list[Priority]) -> Block:
    """Importance, feasibility, their mean and the rank of each recommendation, ties said.

    In: `workshop.prioritise` of known recommendations.
    """
    t = notebook.t
    if not found:
        return Stack()
    declared = {one.id: one for one in notebook.project.content.recommandations}
    missing = [one for one in declared if one not in {p.recommendation for p in found}]
    return stack(
        Heading(2, t("Priorité des recommandations")),
        Bullets(
            tuple(
                (
                    Link(f"recommandation-{one.recommendation}", one.recommendation),
                    f" : {notebook.language.of(declared[one.recommendation].texte)}",
                )
                for one in found
            )
        ),
        Table(
            t("Notes des recommandations, de 1 à 5 (intervalle à 95 %)"),
            (
                Column(t("recommandation")),
                Column(t("rang"), True),
                Column(t("ex æquo avec")),
                Column(t("moyenne"), True),
                Column(t("importance"), True),
                Column(t("faisabilité"), True),
                Column(t("n"), True),
            ),
            tuple(
                (
                    (one.recommendation,),
                    (notebook.language.number(one.rank),),
                    (", ".join(one.tied_with) or "–",),
                    (mean_of_all(notebook, one.score),),
                    (mean_of_all(notebook, one.importance),),
                    (mean_of_all(notebook, one.feasibility),),
                    (at_least(notebook, [one.score.n]),),
                )
                for one in found
            ),
            _read(notebook, found),
        ),
        note(
            t(
                "Personne n’a noté en entier : {recommandations}. Un rang qui manque n’est pas une "
                "dernière place.",
                recommandations=notebook.language.listing(missing),
            )
        )
        if missing
        else None,
    )


def _read(notebook: Notebook, found: list[Priority]) -> str:
    """How the table is read."""
    pairs = len(found) * (len(found) - 1) // 2
    if notebook.discretion is None:
        return notebook.t(
            "Moyenne : chaque participant compte une fois, par la moyenne de ses deux notes ; qui n’en a "
            "donné qu’une n’est pas dans n ({n:pers} au moins). Rang : un de plus que le nombre de "
            "recommandations notées nettement plus haut par les mêmes personnes (écart moyen, test "
            "de Student, corrigé pour les {k:int} paires). Ex æquo : rien ne les départage.",
            n=min(one.score.n for one in found),
            k=pairs,
        )
    how = notebook.t(
        "Moyenne : chaque participant compte une fois, par la moyenne de ses deux notes ; qui n’en a "
        "donné qu’une n’est pas dans n. Rang : un de plus que le nombre de recommandations notées "
        "nettement plus haut par les mêmes personnes (écart moyen, test de Student, corrigé pour les "
        "{k:int} paires). Ex æquo : rien ne les départage.",
        k=pairs,
    )
    return f"{how} {coarsely(notebook)}"
