"""How far a practice's evidence can be relied on: the level, why, and what people judged otherwise."""

from lecons.declared import ConfidenceRules
from lecons.evidence.confidence import CONCERNS, Component
from lecons.evidence.practice import Practice
from lecons.language import mark
from lecons.report.document import Block, Bullets, Heading, Inlines, Paragraph, Strong, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import how_many, of_few, together

_CAPS = {
    "serieuse": mark("une réserve sérieuse la plafonne à « faible »"),
    "une_source": mark(
        "une seule sorte de source va dans ce sens, ce qui la plafonne à « faible »"
    ),
    "petit_effectif": mark("l’effectif est petit : elle ne peut pas être « élevée »"),
}
# as components.adequacy, the persons counted with those of another opinion
_OTHERS = mark("des personnes sont d’un autre avis ; {accord}")
_NOBODY_ELSE = mark("personne n’est d’un autre avis ; {accord}")
_SAID = mark("personnes qui le disent : {personnes} ; aucune mesure de ce côté ; {saturation}")
_SAID_MEASURED = mark(
    "personnes qui le disent : {personnes} ; plus grand effectif mesuré : {n:pers} ; {saturation}"
)


def explained(notebook: Notebook, practice: Practice) -> tuple[Block, ...]:
    """The level in a sentence, then the four components, each with the rule that set it."""
    t = notebook.t
    confidence = practice.confidence
    level = t(label(confidence.level))
    said = [
        t(
            "Confiance : {niveau}, avec {points:int} {points:?point|points} de réserve sur 12 "
            "(GRADE-CERQual adapté).",
            niveau=level,
            points=confidence.points,
        )
    ]
    if confidence.caps:
        reasons = notebook.language.listing([t(_CAPS[cap]) for cap in confidence.caps])
        said.append(t("Elle serait plus haute, mais {raisons}.", raisons=reasons))
    if any(one.overruled for one in confidence.components):
        said.append(
            t(
                "Un jugement l’a changée : les règles seules donnaient « {niveau} ».",
                niveau=t(label(confidence.ruled)),
            )
            if confidence.ruled != confidence.level
            else t("Un jugement a changé une réserve ; les règles seules donnaient le même niveau.")
        )
    lines: tuple[Inlines, ...] = tuple(
        (
            t(
                "{composante} : {reserve}",
                composante=t(label(one.name)),
                reserve=t(CONCERNS[one.concern]),
            ),
            f" — {why(notebook, one)}",
        )
        for one in confidence.components
    )
    return Paragraph((Strong(said[0]), *(f" {sentence}" for sentence in said[1:]))), Bullets(lines)


def why(notebook: Notebook, component: Component) -> str:
    """The rule that set a component, and what a person said of it."""
    t = notebook.t
    said = _said(notebook, component)
    if component.overruled is None:
        return t("{dit}.", dit=said)
    concern, who, reason = component.overruled
    if notebook.parameters.edition != "interne":
        # who judged, and in which words, is the team's
        return t(
            "Jugement de l’équipe, motivé dans l’édition interne. La règle donnait « {regle} » ({dit}).",
            regle=t(CONCERNS[concern]),
            dit=said,
        )
    return t(
        "Jugement de {qui} : {raison} La règle donnait « {regle} » ({dit}).",
        qui=who,
        raison=reason,
        regle=t(CONCERNS[concern]),
        dit=said,
    )


def _said(notebook: Notebook, component: Component) -> str:
    t, values = notebook.t, component.values
    if notebook.discretion is None or component.name not in (
        "coherence",
        "adequation",
        "pertinence",
    ):
        return t(component.rule, **values)
    if component.name == "coherence":
        # beside those in favour, these would tell who says both
        said = _OTHERS if values["contraires"] else _NOBODY_ELSE
        return t(said, **values)
    if component.name == "adequation":
        counts = (int(str(values[name])) for name in ("personnes", "contraires", "parlent"))
        return t(
            _SAID_MEASURED if values["n"] else _SAID,
            **{**values, "personnes": together(notebook, *counts)[0]},
        )
    # women, men and all are parts of each other: outside the team, only whether they are more than a few
    told = {
        name: notebook.language.number(0)
        if not values[name]
        else how_many(notebook, int(str(values[name])))
        if of_few(notebook, int(str(values[name])))
        else t("{n:int} ou plus", n=notebook.discretion.threshold)
        for name in ("femmes", "hommes", "ailleurs")
    }
    return t(
        "dit dans {communes:int} {communes:?commune|communes} (cercles : {cercles:int}) ; femmes : "
        "{femmes}, hommes : {hommes} ; personnes hors de la commune qui en parle le plus : "
        "{ailleurs}",
        **{**values, **told},
    )


def method(notebook: Notebook, rules: ConfidenceRules) -> Block:
    """The rules, with the thresholds of this project."""
    t = notebook.t
    lines = (
        t(
            "Limites de méthode : une réserve si une comparaison sans tirage au sort va dans ce sens, deux "
            "sans mesure ; une de plus si les témoignages n’ont pas de relecture comparée ou un α sous "
            "{alpha:dec}, si les mesures sont faibles par leur méthode ou leur échelle, si plus de "
            "{manquants:pct} des données de chaque mesure manquent.",
            alpha=rules.alpha,
            manquants=rules.manquants,
        ),
        t(
            "Cohérence : une réserve au-delà de {mineure:pct} de personnes d’un autre avis, deux au-delà de "
            "{moderee:pct} ; sous {personnes:int} personnes du même avis, la part qui manque pour "
            "atteindre ce nombre est retenue à la place, si elle est plus grande ; sources qui se contredisent, ou paroles favorables sans effet "
            "mesuré : réserve sérieuse.",
            mineure=rules.minorite_mineure,
            moderee=rules.minorite_moderee,
            personnes=rules.personnes,
        ),
        t(
            "Adéquation : aucune réserve à partir de {personnes:int} personnes qui le disent, mineure à "
            "partir des deux tiers, modérée à partir du tiers, sérieuse en dessous ; mineure au moins "
            "sous {effectif:int} unités mesurées ; une de plus si la saturation n’est pas établie.",
            personnes=rules.personnes,
            effectif=rules.effectif,
        ),
        t(
            "Pertinence : une réserve pour chacun de ces manques — moins de {communes:int} communes, moins de "
            "{cercles:int} cercles, moins de {sexe:int} femmes ou hommes, moins d’un tiers de "
            "{personnes:int} personnes hors de la commune qui en parle le plus.",
            communes=rules.communes,
            cercles=rules.cercles,
            sexe=rules.chaque_sexe,
            personnes=rules.personnes,
        ),
        t(
            "Niveau : élevée jusqu’à 2 points de réserve, modérée jusqu’à 5, faible jusqu’à 8, très faible "
            "au-delà. Une réserve sérieuse ou une seule sorte de source plafonne à « faible », un petit "
            "effectif à « modérée ». Des sources différentes qui vont dans le même sens valent plus qu’une "
            "seule : la confiance d’une pratique peut dépasser celle de chacun de ses constats. Un jugement inscrit dans jugements.csv, avec auteur, date et raison, "
            "remplace une réserve ; la règle reste montrée à côté."
        ),
    )
    return stack(
        Heading(2, t("Comment la confiance est fixée")), Bullets(tuple((line,) for line in lines))
    )
