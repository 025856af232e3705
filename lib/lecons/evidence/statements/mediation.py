"""Cases, agreements, and who mediated."""

from typing import Any

from lecons.estimates import Estimate, unknown
from lecons.evidence.finding import Finding
from lecons.evidence.statements.words import by_target, measured
from lecons.language import mark
from lecons.measures.duration import Durability, Settlement
from lecons.measures.mediation import ByCommune, Contrast, Returned, Step
from lecons.privacy.cells import Discretion

_HALF = 0.5


def settled(result: str, steps: list[Step], target: float | None) -> Finding:
    """The share of recorded conflicts that are settled."""
    reported = next(step for step in steps if step.name == "signales")
    step = next(step for step in steps if step.name == "regles")
    return measured(
        f"{result}-cas-regles",
        "efficacité",
        mark(
            "{k:pers} des {n:pers} conflits enregistrés {k:?est réglé|sont réglés}, soit "
            "{valeur:pct} (intervalle à 95 % : {bas:pct} à {haut:pct})."
        ),
        step.share,
        ("cas", reported.ids),
        what=mark("Part des conflits réglés"),
        polarity=by_target(step.share, target),
        k=step.count,
    )


def respected(result: str, durability: Durability) -> Finding:
    """The share of agreements that still hold at six months, those seen at three only included."""
    holding = durability.holding(6)
    return measured(
        f"{result}-accords-6-mois",
        "durabilité",
        mark(
            "À six mois, {valeur:pct} des accords tiennent encore ({bas:pct} à {haut:pct}) : "
            "{rompus:pers} {rompus:?rupture constatée|ruptures constatées} parmi {n:pers} accords "
            "revus (Kaplan–Meier) ; {manquants:pers} des {total:pers} accords {manquants:?n’est "
            "pas, ou pas encore, revu|ne sont pas, ou pas encore, revus}."
        ),
        holding,
        ("cas", durability.ids),
        what=mark("Part des accords qui tiennent à six mois"),
        brief=mark(
            "à six mois, {valeur:pct} des accords revus tiennent encore ({bas:pct} à {haut:pct}, {n:pers} "
            "accords revus sur {total:pers})"
        ),
        polarity=by_target(holding, _HALF),
        rompus=durability.broken,
    )


def delay(result: str, settlement: Settlement) -> Finding:
    """How long a mediation takes, by the share settled in two months."""
    curve = settlement.curve
    # nothing settled at a known day, while days are missing: the share would be a false zero
    blind = curve.events == 0 and curve.total > curve.n
    soon = unknown(0, curve.total, "share") if blind else settlement.settled_by(60)
    median = settlement.median
    key = (
        mark(
            "La moitié des cas portés en médiation sont réglés {mediane:int} {mediane:?jour|jours} "
            "après le signalement ; en deux mois, {valeur:pct} le sont ({bas:pct} à {haut:pct}, "
            "{n:pers} cas, ceux qui durent encore et les échecs compris)."
        )
        if median.value is not None
        else mark(
            "En deux mois, {valeur:pct} des cas portés en médiation sont réglés ({bas:pct} à "
            "{haut:pct}, {n:pers} cas) ; moins de la moitié le sont à la fin des données."
        )
    )
    return measured(
        f"{result}-delai-reglement",
        "efficience",
        key,
        soon,
        ("cas", settlement.ids),
        what=mark("Délai de règlement"),
        polarity="neutre",
        mediane=median.value,
    )


def returned(result: str, back: Returned) -> Finding:
    """Settled conflicts that came back as a new case."""
    return measured(
        f"{result}-retours",
        "durabilité",
        mark(
            "{valeur:pct} des {n:pers} conflits réglés sont revenus comme un nouveau cas ({bas:pct} à "
            "{haut:pct}), d’après les fiches qui le disent : un retour non noté n’est pas compté."
        ),
        back.share,
        ("cas", back.ids),
        what=mark("Conflits réglés qui sont revenus"),
        polarity="neutre",
    )


_WHO = {
    "mediatrices": (
        "ecart-mediatrices",
        mark("quand une femme au moins est médiatrice"),
        mark("Écart selon la présence de médiatrices"),
    ),
    "jeunes_mediateurs": (
        "ecart-jeunes-mediateurs",
        mark("quand un ou une jeune au moins est parmi les médiateurs"),
        mark("Écart selon la présence de jeunes médiateurs"),
    ),
}


def mediators(
    result: str,
    contrasts: dict[str, Contrast],
    practices: dict[str, str],
    discretion: Discretion | None = None,
) -> list[Finding]:
    """Settlement with and without women, and young people, among the mediators: contrasts, not
    effects. `practices`: finding id → code of the practice that declares it. `discretion`: how exactly
    the sentences may count; where few cases stand on a side it names the cases of both, and is coarse."""
    found = []
    for name, contrast in contrasts.items():
        if contrast.difference.value is None:
            continue
        suffix, who, what = _WHO[name]
        identifier = f"{result}-{suffix}"
        few = discretion is not None and any(
            one.value is not None and discretion.part(one.value, one.n)
            for one in (contrast.first, contrast.second)
        )
        key = (
            mark(
                "Sur {n:pers} cas médiés : {qui}, {avec:pct} sont réglés ({regles_avec:pers} sur "
                "{n_avec:pers}) ; sinon, {sans:pct} ({regles_sans:pers} sur {n_sans:pers}). L’écart "
                "est établi (intervalle à 95 % hors de zéro) ; les comités n’ont pas été tirés au sort : "
                "il ne prouve pas à lui seul l’apport de ces médiateurs et médiatrices."
            )
            if few and contrast.difference.excludes_zero
            else mark(
                "Sur {n:pers} cas médiés : {qui}, {avec:pct} sont réglés ({regles_avec:pers} sur "
                "{n_avec:pers}) ; sinon, {sans:pct} ({regles_sans:pers} sur {n_sans:pers}). Cet écart "
                "ne permet pas de conclure."
            )
            if few
            else mark(
                "Sur {n:pers} cas médiés : {qui}, {avec:pct} sont réglés ; sinon, {sans:pct}. "
                "Écart de {valeur:points} points ({bas:points} à {haut:points}). Les comités n’ont pas "
                "été tirés au sort : cet écart ne prouve pas à lui seul l’apport de ces médiateurs et "
                "médiatrices."
            )
            if contrast.difference.excludes_zero
            else mark(
                "Sur {n:pers} cas médiés : {qui}, {avec:pct} sont réglés ; sinon, {sans:pct}. "
                "L’écart de {valeur:points} points ({bas:points} à {haut:points}) ne permet pas de "
                "conclure."
            )
        )
        found.append(
            measured(
                identifier,
                "efficacité",
                key,
                contrast.difference,
                ("cas", contrast.ids),
                what=what,
                brief=mark(
                    "{avec:pct} des cas médiés sont réglés {qui}, {sans:pct} sinon (écart de "
                    "{valeur:points} points, {bas:points} à {haut:points}, {n:pers} cas)"
                )
                if contrast.difference.excludes_zero and not few
                else None
                if few
                else mark(
                    "{avec:pct} des cas médiés sont réglés {qui}, {sans:pct} sinon, un écart qui ne permet "
                    "pas de conclure ({valeur:points} points, {bas:points} à {haut:points}, {n:pers} cas)"
                ),
                practice=practices.get(identifier),
                qui={"t": who},
                avec=contrast.first.value,
                sans=contrast.second.value,
                **(_sides(contrast) if few else {}),
            )
        )
    return found


def _sides(contrast: Contrast) -> dict[str, Any]:
    return {
        f"{what}_{side}": count
        for side, one in (("avec", contrast.first), ("sans", contrast.second))
        for what, count in (("regles", round((one.value or 0) * one.n)), ("n", one.n))
    }


def communes_differ(result: str, found: ByCommune) -> Finding:
    """How far communes truly differ in what they settle, once chance is taken out."""
    shares: list[Estimate] = [one for one in found.table["share"] if one.value is not None]
    lowest = min(one.value for one in shares if one.value is not None)
    highest = max(one.value for one in shares if one.value is not None)
    return measured(
        f"{result}-ecart-communes",
        "efficacité",
        mark(
            "Une fois le hasard des petits nombres retiré, la part réglée va de {moins:pct} à "
            "{plus:pct} selon les communes ; leur écart type est estimé à {valeur:pct} "
            "({bas:pct} à {haut:pct}, {n:int} cas). Aucun classement des communes n’en découle."
        ),
        found.spread,
        ("cas", found.ids),
        what=mark("Écart entre communes"),
        polarity="neutre",
        moins=lowest,
        plus=highest,
    )
