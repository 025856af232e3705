"""The words that an estimate can carry, and no more: shared by all statements."""

from lecons.estimates import Estimate
from lecons.evidence.finding import Bears, Criterion, Finding, Polarity, Source, Statement
from lecons.language import mark


def values(estimate: Estimate, **more: object) -> dict[str, object]:
    """The values that a sentence about an estimate may name."""
    return {
        "valeur": estimate.value,
        "bas": estimate.low,
        "haut": estimate.high,
        "n": estimate.n,
        "total": estimate.total,
        "manquants": estimate.total - estimate.n,
        **more,
    }


def by_target(estimate: Estimate, target: float | None) -> Polarity:
    """A strength when the whole interval reaches the target, an improvement when all is under."""
    if target is None or estimate.low is None or estimate.high is None:
        return "neutre"
    if estimate.low >= target:
        return "force"
    return "amélioration" if estimate.high < target else "neutre"


def by_sign(estimate: Estimate, *, less_is_better: bool = False) -> tuple[Polarity, Bears]:
    """A strength when the change is clear and good, an improvement when it is clear and bad."""
    if not estimate.excludes_zero or estimate.value is None:
        return "neutre", "sans effet visible"
    good = (estimate.value > 0) != less_is_better
    return ("force", "soutient") if good else ("amélioration", "contredit")


def side_of(estimate: Estimate, middle: float) -> tuple[Polarity, Bears]:
    """Where opinions or scores stand: on a side only when the whole interval is beyond `middle`."""
    if estimate.low is not None and estimate.low > middle:
        return "force", "soutient"
    if estimate.high is not None and estimate.high < middle:
        return "amélioration", "contredit"
    return "neutre", "partagé"


def measured(
    identifier: str,
    criterion: Criterion,
    key: str,
    estimate: Estimate,
    source: tuple[str, tuple[str, ...]],
    *,
    what: str,
    polarity: Polarity | None = None,
    practice: str | None = None,
    fragile: int = 0,
    few: str | None = None,
    brief: str | None = None,
    **more: object,
) -> Finding:
    """A finding on one estimate. `identifier` starts with the result area; `source` is a table and
    row ids; `what` is a catalogue key that names the estimate where too few units carry no sentence;
    `polarity` follows the sign of the estimate where it is not given; `fragile` lowers confidence;
    `brief` is a catalogue key that says it in a clause; `few` is a catalogue key that gives the true reason for the lack of an interval, where it is not
    the number of units."""
    signed, bears = by_sign(estimate)
    bounded = estimate.low is not None or estimate.high is not None
    if not bounded:
        key = few or mark(
            "{quoi} : {n:int} {n:?observation utilisable|observations utilisables} sur {total:int} "
            ": trop peu, ou toutes semblables, pour une estimation avec intervalle. Rien n’en est "
            "conclu."
        )
        more = {**more, "quoi": {"t": what}}
    return Finding(
        id=identifier,
        result=identifier.split("-")[0],
        criterion=criterion,
        kind="mesure",
        polarity=(polarity or signed) if bounded else "neutre",
        statement=Statement(key=key, values=values(estimate, **more)),
        estimate=estimate,
        sources=(Source(table=source[0], ids=source[1]),),
        practice=practice,
        # what concludes nothing takes no side
        bears=bears if practice and bounded else None,
        brief=Statement(key=brief, values=values(estimate, **more)) if bounded and brief else None,
        # what concludes nothing is no better known for resting on many rows
        facts={"fragile": fragile} if bounded and fragile else {} if bounded else {"fragile": 2},
    )
