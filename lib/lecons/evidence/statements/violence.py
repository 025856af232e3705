"""Violence: the sentence is chosen by the strength of the design, and none says a cause."""

from lecons.estimates import Estimate
from lecons.evidence.finding import Finding, Source, Statement
from lecons.evidence.statements.words import by_sign, values
from lecons.language import mark
from lecons.measures.violence.compared import Compared
from lecons.measures.violence.interrupted import Detectable, Interrupted
from lecons.measures.violence.strength import Violence

RECORDS = {
    "projet": mark("relevé du projet"),
    "acled": mark("relevé de forme ACLED"),
    "ucdp": mark("relevé de forme UCDP-GED"),
}
DOUBTS = {
    "pas_avant": mark("le relevé compte moins de douze mois avant le projet"),
    "trop_peu": mark("il y a trop peu d’incidents, ou de mois après le début, pour un modèle"),
    "fausse_date": mark("une fausse date de début montre déjà un changement"),
    "dependance": mark("les mois successifs se ressemblent trop pour un intervalle sûr"),
    "sans_comparaison": mark("le relevé couvre trop peu d’autres cercles pour une comparaison"),
    "tendances": mark("les cercles couverts et les autres s’écartaient déjà avant le projet"),
}


# how many steps of confidence a design takes off: many incidents do not make up for a weak design
_FRAGILE = {"comparaison": 0, "serie": 1, "description": 2, "aucune": 2}


def trend_of_violence(result: str, found: Violence) -> Finding | None:
    """What the incidents can carry, in the words of the design that was kept; None without any."""
    if found.design == "comparaison" and found.compared is not None:
        return _compared(result, found, found.compared)
    if found.design == "serie" and found.series is not None:
        return _series(result, found, found.series)
    if found.months.table.empty or not found.months.mine.sum():
        return None
    doubts = {f"doute{i}": {"t": DOUBTS[code]} for i, code in enumerate(found.doubts, 1)}
    key = {
        0: mark(
            "{k:int} {k:?incident violent|incidents violents} en {mois:int} mois dans les cercles "
            "du projet ({qui}). Ces chiffres décrivent ; ils ne comparent pas."
        ),
        1: mark(
            "{k:int} {k:?incident violent|incidents violents} en {mois:int} mois dans les cercles "
            "du projet ({qui}). Ces chiffres décrivent ; ils ne comparent pas : {doute1}."
        ),
        2: mark(
            "{k:int} {k:?incident violent|incidents violents} en {mois:int} mois dans les cercles "
            "du projet ({qui}). Ces chiffres décrivent ; ils ne comparent pas : {doute1} ; "
            "{doute2}."
        ),
    }[len(found.doubts)]
    more = {"k": int(found.months.mine.sum()), "mois": len(found.months.table), **doubts}
    return _finding(result, found, key, None, more)


def _compared(result: str, found: Violence, beside: Compared) -> Finding:
    change = beside.change
    more = {"couverts": beside.covered, "autres": beside.others, **_reach(beside.detectable)}
    if not change.excludes_zero:
        key = mark(
            "De {avant:month} à {fin:month}, les incidents violents des {couverts:int} cercles couverts "
            "n’ont pas évolué autrement que ceux de {autres:int} autres cercles, pour autant qu’on "
            "puisse voir : écart de {valeur:change} ({bas:change} à {haut:change}). Avec ce nombre "
            "d’incidents, seule une baisse de plus de {baisse:pct} ou une hausse de plus de "
            "{hausse:pct} avait huit chances sur dix d’être vue."
        )
    elif change.value is not None and change.value < 0:
        key = mark(
            "De {avant:month} à {fin:month}, les incidents violents des {couverts:int} cercles couverts "
            "ont évolué de {valeur:change} ({bas:change} à {haut:change}) par rapport à {autres:int} "
            "autres cercles ; aucun écart établi entre les deux groupes n’est vu avant le projet. Une "
            "contribution du projet est plausible ; d’autres changements propres à ces cercles ne sont pas exclus."
        )
    else:
        key = mark(
            "De {avant:month} à {fin:month}, les incidents violents des {couverts:int} cercles couverts "
            "ont évolué de {valeur:change} ({bas:change} à {haut:change}) par rapport à {autres:int} "
            "autres cercles : une évolution moins favorable qu’ailleurs. Rien ici ne dit que le projet y soit "
            "pour quelque chose ; à examiner avec les équipes."
        )
    return _finding(result, found, key, change, more)


def _series(result: str, found: Violence, series: Interrupted) -> Finding:
    change = series.change
    more = {"k": int(found.months.mine.sum()), **_reach(series.detectable)}
    if not change.excludes_zero:
        key = mark(
            "Dans les cercles du projet, {k:int} {k:?incident violent|incidents violents} en "
            "{n:int} mois : l’écart à ce que les mois d’avant laissaient attendre est de "
            "{valeur:change} ({bas:change} à {haut:change}), sans conclusion possible. Seule une "
            "baisse de plus de {baisse:pct} ou une hausse de plus de {hausse:pct} avait huit "
            "chances sur dix d’être vue."
        )
    else:
        key = mark(
            "Dans les cercles du projet, {k:int} {k:?incident violent|incidents violents} en "
            "{n:int} mois : depuis le début du projet ils s’écartent de {valeur:change} "
            "({bas:change} à {haut:change}) de ce que les mois d’avant laissaient attendre. Sans "
            "cercles de comparaison, tout autre changement de la même époque peut l’expliquer."
        )
    return _finding(result, found, key, change, more)


def _reach(detectable: Detectable | None) -> dict[str, object]:
    return {
        "baisse": None if detectable is None else -detectable.fall,
        "hausse": None if detectable is None else detectable.rise,
    }


def _finding(
    result: str, found: Violence, key: str, estimate: Estimate | None, more: dict[str, object]
) -> Finding:
    index = found.months.table.index
    told = {
        "qui": {"t": RECORDS[found.months.record]},
        "avant": index[0].date().isoformat(),
        "fin": index[-1].date().isoformat(),
        **more,
    }
    return Finding(
        id=f"{result}-violence",
        result=result,
        criterion="impact",
        kind="mesure",
        polarity="neutre" if estimate is None else by_sign(estimate, less_is_better=True)[0],
        statement=Statement(
            key=key, values=told if estimate is None else {**values(estimate), **told}
        ),
        estimate=estimate,
        sources=(Source(table="incidents", ids=found.months.ids),),
        facts={"fragile": _FRAGILE[found.design]},
    )
