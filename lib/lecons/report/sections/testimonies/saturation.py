"""30_temoignages: were enough people heard, and what the last ones were first to say."""

import numpy as np
import pandas as pd

from lecons.evidence.statements.saturation import saturated
from lecons.figures.saturation import accumulation
from lecons.report.document import Block, Column, Figure, Heading, Paragraph, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import interval, note
from lecons.testimony.codebook import labels
from lecons.testimony.saturation import BASE, FEWEST_READ, MAIN, Reached, Saturation

# enough rows for the shape of the curve to be read without the figure
ROWS = 12


def saturation(
    notebook: Notebook, found: Saturation, groups: pd.DataFrame, codebook: pd.DataFrame
) -> Block:
    """Saturation (of testimony.saturation) of a result area, then by group (its by_actor)."""
    t = notebook.t
    heading = Heading(2, t("A-t-on entendu assez de personnes ?"))
    finding = saturated(notebook.result, found)
    if finding is None:
        return stack(
            heading,
            note(t("Aucun témoignage n’est encore lu et codé : la saturation ne peut être jugée.")),
        )
    if not found.judged:
        return stack(heading, notebook.publish(finding))
    return stack(
        heading,
        notebook.publish(finding),
        _curve(notebook, found),
        _rules(notebook, found),
        _last(notebook, found, codebook),
        _groups(notebook, groups),
        _method(notebook, found),
    )


def _curve(notebook: Notebook, found: Saturation) -> Figure:
    t, number = notebook.t, notebook.language.number
    curve, main = found.curve, found.reached[0]
    point = None
    if main.needed.value is not None:
        point = (main.needed.value, f"{number(main.needed.value)}+{main.rule.run}")
    last = curve.iloc[-1]
    half = curve.iloc[(len(curve) - 1) // 2]
    kept = np.unique(np.linspace(0, len(curve) - 1, min(ROWS, len(curve))).round().astype(int))
    return Figure(
        accumulation(
            curve,
            main.rule.threshold,
            point,
            lambda value: notebook.language.percent(value, 0),
            (
                t("médiane des ordres"),
                t("95 % des ordres"),
                t("ordre des dates"),
                t("témoignages lus"),
                t("codes entendus"),
            ),
        ),
        t(
            "Codes entendus selon le nombre de témoignages : {moitie:int} codes au milieu des ordres "
            "tirés après {k:int} témoignages, {codes:int} après {n:int}.",
            moitie=int(half["codes"]),
            k=int(half["temoignages"]),
            codes=int(last["codes"]),
            n=int(last["temoignages"]),
        ),
        t(
            "En haut, codes entendus ; en bas, codes nouveaux dans les {suite:int} témoignages suivants, "
            "en part des codes des {base:int} premiers (n = {n:pers} témoignages, {ordres:int} ordres)",
            suite=main.rule.run,
            base=BASE,
            n=len(found.read),
            ordres=found.orders,
        ),
        Table(
            t("Codes entendus et codes nouveaux, selon le nombre de témoignages"),
            (
                Column(t("témoignages lus")),
                Column(t("codes entendus (95 % des ordres)"), True),
                Column(t("dans l’ordre des dates"), True),
                Column(t("part de codes nouveaux (95 % des ordres)"), True),
            ),
            tuple(
                (
                    (number(row.temoignages),),
                    (
                        t(
                            "{v:int} ({a:int} à {b:int})",
                            v=row.codes,
                            a=row.codes_bas,
                            b=row.codes_haut,
                        ),
                    ),
                    (number(row.codes_observes),),
                    (_new(notebook, row.nouveaux, row.nouveaux_bas, row.nouveaux_haut),),
                )
                for row in curve.iloc[kept].itertuples()
            ),
        ),
        t("Données de la figure"),
    )


def _new(notebook: Notebook, *shares: float) -> str:
    if not np.isfinite(shares).all():
        return "–"
    v, a, b = (notebook.language.percent(share, 0) for share in shares)
    return notebook.t("{v} ({a} à {b})", v=v, a=a, b=b)


def _rules(notebook: Notebook, found: Saturation) -> Table:
    """The same question under stricter rules: the choice of one is the analyst's."""
    t = notebook.t
    return Table(
        t("Témoignages nécessaires selon la règle"),
        (
            Column(t("règle")),
            Column(t("témoignages nécessaires"), True),
            Column(t("dans l’ordre des dates"), True),
            Column(t("ordres qui y arrivent"), True),
            Column(t("codes alors entendus"), True),
        ),
        tuple(
            (
                (
                    t(
                        "{seuil:int} % de codes nouveaux au plus, en {suite:int} témoignages",
                        seuil=round(100 * one.rule.threshold),
                        suite=one.rule.run,
                    ),
                ),
                *_figures(notebook, one),
            )
            for one in found.reached
        ),
        t(
            "Entre parenthèses, 95 % des {ordres:int} ordres tirés ; « ou plus » : plus de 2,5 % des ordres "
            "n’y arrivent pas. Non atteint n’est pas prolongé : on ne sait pas combien il en faudrait. "
            "Les témoignages qui confirment ne sont pas comptés. « Alors entendus » : part de tous les codes, "
            "médiane des ordres qui y arrivent.",
            ordres=found.orders,
        ),
    )


def _figures(notebook: Notebook, one: Reached) -> tuple[tuple[str], ...]:
    t = notebook.t
    if one.share is None:
        return (t("non jugé"),), ("–",), ("–",), ("–",)
    needed = interval(notebook, one.needed, digits=0)
    if one.observed is None:
        observed = t("non atteint")
    elif one.later:
        observed = t("{k:int} (puis {c:int} {c:?code|codes} de plus)", k=one.observed, c=one.later)
    else:
        observed = notebook.language.number(one.observed)
    return (
        (needed if one.needed.value is not None else t("non atteint"),),
        (observed,),
        (notebook.language.percent(one.share),),
        ("–" if one.heard is None else notebook.language.percent(one.heard, 0),),
    )


def _last(notebook: Notebook, found: Saturation, codebook: pd.DataFrame) -> Block:
    """What the last run was first to bring; inside, with who said it."""
    t = notebook.t
    last = found.last
    if notebook.discretion is not None:
        # the last to be heard are two or three persons: what they said stays inside
        return Paragraph(
            (
                t("Les derniers témoignages, par date, n’apportent aucun code nouveau.")
                if last.empty
                else t("Les derniers témoignages, par date, apportent encore des codes nouveaux."),
            )
        )
    if last.empty:
        return Paragraph(
            (
                t(
                    "Les {suite:int} derniers témoignages, par date, n’apportent aucun code nouveau.",
                    suite=MAIN.run,
                ),
            )
        )
    name = labels(codebook, notebook.language.code)
    places = notebook.project.communes().set_index("pcode")["commune"].to_dict()
    return Table(
        t(
            "Entendu pour la première fois dans les {suite:int} derniers témoignages",
            suite=MAIN.run,
        ),
        (Column(t("code")), Column(t("qui")), Column(t("date")), Column(t("témoignage"))),
        tuple(
            (
                (name[row.code],),
                (
                    t(
                        "{acteur} ({sexe}, {age}), {commune}",
                        acteur=notebook.actor(row.acteur),
                        sexe=_noted(row.sexe),
                        age=_noted(row.tranche_age),
                        commune=places.get(row.commune, row.commune),
                    ),
                ),
                (notebook.language.day(row.date.date()),),
                (row.id_temoignage,),
            )
            for row in last.itertuples()
        ),
    )


def _noted(value: object) -> str:
    return value if isinstance(value, str) else "–"


def _groups(notebook: Notebook, groups: pd.DataFrame) -> Block:
    """Inside each group of actors with enough testimonies; the others are named, not judged."""
    t, number = notebook.t, notebook.language.number
    judged, few = groups[groups["juge"]], groups[~groups["juge"]]
    names = [f"{notebook.actor(row.acteur)} ({number(row.lus)})" for row in few.itertuples()]
    said = (
        # outside the team a group of few is not named: its size would follow from the others'
        None
        if notebook.discretion is not None
        else note(
            t(
                "Groupes de moins de {minimum:int} témoignages lus, dont la saturation n’est pas jugée : "
                "{groupes}.",
                minimum=FEWEST_READ,
                groupes=", ".join(names),
            )
        )
        if names
        else None
    )
    if judged.empty:
        return stack(said)
    return stack(
        Table(
            t("Saturation à l’intérieur de chaque groupe d’acteurs"),
            (
                Column(t("groupe")),
                Column(t("témoignages lus"), True),
                Column(t("codes"), True),
                Column(t("témoignages nécessaires"), True),
                Column(t("dans l’ordre des dates"), True),
                Column(t("ordres qui y arrivent"), True),
                Column(t("codes alors entendus"), True),
            ),
            tuple(
                (
                    (notebook.actor(row.acteur),),
                    (notebook.language.bracket(row.lus),),
                    (number(row.codes),),
                    *_figures(notebook, row.reached),
                )
                for row in judged.itertuples()
            ),
            t(
                "Première règle. Dans un petit groupe, peu de points sont possibles : « atteint » y dit peu, "
                "« non atteint » y est attendu."
            ),
        ),
        said,
    )


def _method(notebook: Notebook, found: Saturation) -> Block:
    t = notebook.t
    return note(
        t(
            "Méthode : Guest, Namey et Chen (2020). On compte les codes nouveaux dans les "
            "témoignages qui suivent les {base:int} premiers, en part des codes de ceux-ci ; comme "
            "l’ordre des entretiens change la réponse, {ordres:int} ordres sont tirés. La règle "
            "s’arrête au premier creux, que le hasard peut creuser : d’où les codes apparus plus "
            "tard, et une courbe du milieu des ordres encore au-dessus du seuil à cet endroit. "
            "L’intervalle dit ce que l’ordre change, non le choix des personnes : d’autres "
            "diraient peut-être autre chose. {seules}{nonlus:pers} {nonlus:?témoignage que "
            "personne n’a lu ne compte|témoignages que personne n’a lus ne comptent} pas.",
            base=BASE,
            ordres=found.orders,
            seules=""
            if notebook.discretion is not None
            else t(
                "{seules:int} des {codes:int} codes {seules:?ne vient|ne viennent} que d’une "
                "personne ; ",
                seules=found.once,
                codes=found.codes,
            ),
            nonlus=found.total - len(found.read),
        )
    )
