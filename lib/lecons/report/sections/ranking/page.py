"""A ranking on the page: figure of ranks, what each source says, pairs, other weights."""

from collections.abc import Mapping

import pandas as pd

from lecons.evidence.finding import Finding
from lecons.evidence.ranking import Ranked, Ranking, SourceName, rank
from lecons.figures.ranks import ranks
from lecons.report.document import (
    Block,
    Column,
    Figure,
    Heading,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import how_many
from lecons.report.sections.measured import alert, interval, note
from lecons.report.sections.ranking import words
from lecons.report.sections.ranking.words import HEADS, SCENARIOS, Shown
from lecons.testimony import readings, voices


def ranked(notebook: Notebook, findings: Mapping[str, Finding]) -> Ranking:
    """Order the practices that findings bear on, by these findings and by the testimonies and scores
    that this notebook reads."""
    segments, read = notebook.table("segments"), notebook.table("lectures")
    readers = readings.reference_readers(segments, read)
    people = readings.read(notebook.table("temoignages"), readers)
    said = voices.spoken(readings.reference(segments, read), people)
    # as the finding on a practice counts them: the testimonies of its own result area
    areas = said["id_temoignage"].map(people.set_index("id")["resultat"]).str.split()
    own = {one.code: one.resultat for one in notebook.project.practices()}
    codes = zip(said["code"], areas, strict=True)
    mine = [code not in own or own[code] in heard for code, heard in codes]
    said = said[pd.Series(mine, index=said.index, dtype=bool)]
    weighed = {one.practice for one in findings.values() if not one.stale}
    return rank(
        [one.code for one in notebook.project.practices() if one.code in weighed],
        opinions=voices.opinions(said),
        people=people,
        scores=notebook.table("appreciations"),
        findings=findings.values(),
        weights=notebook.project.content.classement,
        seed=notebook.parameters.graine,
    )


def ranking(notebook: Notebook, found: Ranking) -> Block:
    """The order, what it rests on, who is above whom, and the order under other weights; a sentence
    where fewer than two practices can be ranked, nothing where there is no practice."""
    shown = Shown(notebook, found, {one.code: one for one in notebook.project.practices()})
    if not shown.practices:
        return Stack()
    inside = notebook.discretion is None
    title = Heading(2, notebook.t("Classement des pratiques"))
    if len(found.practices) < 2:
        return stack(title, alert(words.few(shown)))
    return stack(
        title,
        Paragraph((" ".join([*words.ends(shown), *words.weights(shown)]),)),
        *(alert(message) for message in words.missing(shown)),
        _figure(shown),
        _scores(shown),
        _pairs(shown),
        # what testimonies alone rank would tell how many people are on each side
        _other_weights(shown) if len(found.scenarios) > 1 and inside else None,
        note(words.method(shown)),
    )


def _figure(shown: Shown) -> Figure:
    t, found = shown.notebook.t, shown.ranking
    first, last = found.practices[0], found.practices[-1]
    caption = t(
        "Rang de chaque pratique et son intervalle à 95 % ; un point creux est ex æquo avec une autre "
        "({personnes:pers} personnes entendues dans {communes:int} communes, {participants:pers} "
        "participants qui ont noté)",
        personnes=found.persons,
        communes=found.communes,
        participants=found.participants,
    )

    def write(place: int, low: int, high: int) -> str:
        return t("{rang:int} ({bas:int} à {haut:int})", rang=place, bas=low, haut=high)

    return Figure(
        ranks(
            {
                shown.title(one.practice): (one.rank, one.low, one.high, not one.tied_with)
                for one in found.practices
            },
            write,
            t("rang (1 : le plus haut score)"),
        ),
        t(
            "Rang des pratiques. En tête : {premiere}, rang {a} ; en dernier : {derniere}, rang {b}.",
            premiere=shown.name(first.practice),
            a=write(first.rank, first.low, first.high),
            derniere=shown.name(last.practice),
            b=write(last.rank, last.low, last.high),
        ),
        caption,
        Table(
            caption,
            (
                Column(t("pratique")),
                Column(t("rang (intervalle à 95 %)"), True),
                Column(t("première"), True),
                Column(t("ex æquo avec")),
            ),
            tuple(
                (
                    (shown.title(one.practice),),
                    (write(one.rank, one.low, one.high),),
                    (shown.notebook.language.percent(one.first, 0),),
                    (shown.numbers(one.tied_with) or t("aucune"),),
                )
                for one in found.practices
            ),
            t(
                "« première » : part des tirages où la pratique a le plus haut score, seule ou à égalité."
            ),
        ),
        t("Données de la figure"),
    )


def _scores(shown: Shown) -> Table:
    """What each source says of each practice, on a scale from 0 to 1."""
    t, found = shown.notebook.t, shown.ranking
    return Table(
        t("Ce que chaque source dit de chaque pratique, de 0 à 1"),
        (
            Column(t("pratique")),
            Column(t("score (intervalle à 95 %)"), True),
            *(Column(t(HEADS[source]), True) for source in found.weights),
        ),
        tuple(
            (
                _link(shown, one.practice),
                (interval(shown.notebook, one.score, digits=_digits(shown)),),
                *((_says(shown.notebook, one, source),) for source in found.weights),
            )
            for one in found.practices
        ),
        t(
            "Entre parenthèses, n : écarts mesurés ; personnes qui parlent de la pratique ; participants qui "
            "la notent."
        ),
    )


def _digits(shown: Shown) -> int | None:
    """How exactly a score is told: by the weights and the other sources, it gives back the share of
    those in favour."""
    exact = shown.notebook.discretion is None or "temoignages" not in shown.ranking.weights
    return None if exact else 1


def _says(notebook: Notebook, one: Ranked, source: SourceName) -> str:
    t, value, n = notebook.t, one.sources[source], one.n[source]
    if source == "mesures":  # differences measured, not people
        count = notebook.language.number(n)
    elif notebook.discretion and source == "temoignages" and value is not None:
        # a share of so many people is a count of them, and may be of few
        rounded, count = notebook.language.number(value, 1), notebook.language.bracket(n)
        return t("environ {v} ({n})", v=rounded, n=count)
    else:
        count = how_many(notebook, n)
    if value is None:
        return t("muette ({n})", n=count)
    return t("{valeur:dec} ({n})", valeur=value, n=count)


def _pairs(shown: Shown) -> Table:
    """Who is above whom, as shares of the draws."""
    t, found = shown.notebook.t, shown.ranking
    order = [one.practice for one in found.practices]
    percent = shown.notebook.language.percent
    return Table(
        t("Part des tirages où la pratique de la ligne est au-dessus de celle de la colonne"),
        (
            Column(t("pratique")),
            *(Column(shown.practices[code].numero, True) for code in order),
        ),
        tuple(
            (
                _link(shown, row),
                *(
                    ("–" if row == column else percent(float(found.above.loc[row, column]), 0),)
                    for column in order
                ),
            )
            for row in order
        ),
    )


def _other_weights(shown: Shown) -> Table:
    """The rank of each practice under each set of weights."""
    t, found = shown.notebook.t, shown.ranking
    order = [one.practice for one in found.practices]
    number = shown.notebook.language.number
    return Table(
        t("Rang de chaque pratique selon ce que pèse chaque source"),
        (Column(t("poids")), *(Column(shown.practices[code].numero, True) for code in order)),
        tuple(
            (
                (t(SCENARIOS[one.change, one.source]),),
                *((number(one.ranks[code]),) for code in order),
            )
            for one in found.scenarios
        ),
        t("Des scores égaux ont le même rang, le meilleur : 1, 1, 3."),
    )


def _link(shown: Shown, code: str) -> Inlines:
    one = shown.practices[code]
    return (Link(f"pratique-{one.numero}", one.numero),)
