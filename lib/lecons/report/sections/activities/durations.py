"""20_activites: how long a mediation takes, and how long its agreement holds."""

from itertools import pairwise

from lecons.evidence.statements import mediation as statements
from lecons.figures.lines import happened
from lecons.measures.duration import MARKS, VISITS, Durability, Settlement
from lecons.privacy.cells.suppress import Sum, Within
from lecons.report.document import Block, Column, Figure, Heading, Stack, Table
from lecons.report.notebook import Notebook
from lecons.report.people import guarded
from lecons.report.sections.measured import alert, dot_figure, interval, told

_DAYS = 180  # the curve is drawn over half a year


def durations(notebook: Notebook, settlement: Settlement, durability: Durability) -> Block:
    """How long a mediation takes and how long an agreement holds, open cases included."""
    if not notebook.covers("mediation") or not settlement.curve.total:
        return Stack()
    t = notebook.t
    found = [statements.delay(notebook.result, settlement)]
    if durability.curve.n:
        found.append(statements.respected(notebook.result, durability))
    unseen = (
        alert(
            t(
                "Aucun des {n:pers} accords n’est encore revu à trois ou six mois : on ne sait pas s’ils "
                "tiennent.",
                n=durability.curve.total,
            ),
        )
        if durability.curve.total and not durability.curve.n
        else None
    )
    return guarded(
        notebook,
        Heading(2, t("Délai de règlement et durée des accords")),
        notebook.publish(*found),
        unseen,
        _curve(notebook, settlement),
        _holding(notebook, durability),
    )


def _curve(notebook: Notebook, settlement: Settlement) -> Figure | Table | None:
    t = notebook.t
    curve = settlement.curve
    if not curve.events or not curve.last:
        return None
    marks = [day for day in (*MARKS, 90, 120) if day <= curve.last]
    if notebook.discretion:
        return _marks(notebook, settlement, marks)
    share = settlement.settled_by(60)
    return Figure(
        happened(
            curve,
            min(float(_DAYS), curve.last),
            lambda value: notebook.language.percent(value, 0),
            t("jours depuis le signalement"),
        ),
        t(
            "Courbe de la part réglée selon le délai : médiane {mediane:int} jours ; {part:pct} à "
            "soixante jours.",
            mediane=settlement.median.value,
            part=share.value,
        )
        if settlement.median.value is not None and share.value is not None
        else t(
            "Courbe de la part réglée selon le délai, jusqu’à {jours:int} jours.",
            jours=min(float(_DAYS), curve.last),
        ),
        t(
            "Part des cas médiés qui sont réglés, selon le délai (n = {n:pers} cas, bande à 95 %)",
            n=curve.n,
        ),
        Table(
            t("Part réglée selon le délai (Kaplan–Meier)"),
            (Column(t("délai")), Column(t("part réglée (intervalle à 95 %)"), True)),
            (
                *(
                    (
                        (t("{k:int} {k:?jour|jours}", k=day),),
                        (interval(notebook, settlement.settled_by(day), percent=True),),
                    )
                    for day in marks
                ),
                (
                    (t("délai médian, en jours"),),
                    (interval(notebook, settlement.median, digits=0),),
                ),
            ),
            t(
                "Les cas qui durent encore comptent jusqu’au {jour:date}, dernier jour des données ; "
                "les échecs comptent comme jamais réglés.",
                jour=None if settlement.as_of is None else settlement.as_of.date(),
            ),
        ),
        t("Données de la figure"),
    )


def _marks(notebook: Notebook, settlement: Settlement, marks: list[int]) -> Figure | Table | None:
    """The curve at a few delays only: each of its steps is one case, at its day."""
    t = notebook.t
    if not marks:
        return None
    shares = {t("{k:int} {k:?jour|jours}", k=day): settlement.settled_by(day) for day in marks}
    words = told(notebook, shares, _growing(list(shares)), percent=True)
    return dot_figure(
        notebook,
        shares,
        alt=t("Part réglée selon le délai, à quelques délais seulement."),
        caption=t(
            "Part des cas médiés qui sont réglés, selon le délai (n = {n:pers} cas, Kaplan–Meier)",
            n=settlement.curve.n,
        ),
        axis=t("part réglée"),
        percent=True,
        said=t("délai"),
        words=words,
    )


def _growing(names: list[str]) -> list[Sum]:
    """The same cases at each mark; those in the share at one are in it at the next."""
    return [
        *(Sum((names[0], "n"), ((name, "n"),)) for name in names[1:]),
        *(Within((later, "k"), (sooner, "k")) for sooner, later in pairwise(names)),
    ]


def _holding(notebook: Notebook, durability: Durability) -> Table | None:
    t = notebook.t
    if not durability.curve.n:
        return None
    shares = {t("{k:int} mois", k=months): durability.holding(months) for months in VISITS}
    words = told(notebook, shares, _growing([*shares][::-1]), percent=True)
    return Table(
        t("Accords qui tiennent, d’après les visites (Kaplan–Meier)"),
        (Column(t("temps depuis l’accord")), Column(t("part qui tient (intervalle à 95 %)"), True)),
        tuple(((name,), (one.value,)) for name, one in words.items()),
        t(
            "n = {n:pers} {n:?accord revu|accords revus} au moins une fois sur {total:pers}. Un "
            "accord trouvé rompu est compté rompu à la visite qui le constate ; un accord vu à "
            "trois mois seulement compte jusque-là.",
            n=durability.followed,
            total=durability.curve.total,
        ),
    )
