"""60_synthese: difficulties and constraints, from each source, and how teams got round them."""

from collections.abc import Sequence

import pandas as pd

from lecons.estimates import Estimate
from lecons.evidence.practice import Practice
from lecons.language import SOURCE_LANGUAGE
from lecons.measures.notes import NOTHING, Themes
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Foreign,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.people import few
from lecons.report.sections.measured import interval, note
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.testimonies.order import most_spoken
from lecons.report.weighed import Weighed
from lecons.testimony.codebook import labels

# what stands in a summary; the whole lists are in each result area
MOST = 5


def difficulties(
    notebook: Notebook,
    content: Weighed,
    noted: Themes,
    spoken: pd.DataFrame,
    codebook: pd.DataFrame,
    said: pd.DataFrame,
) -> Block:
    """The difficulties that come up most, then how they were got round.

    `noted`: themes of agents' notes (measures.notes, difficultes); `spoken`: voices.frequencies over
    all persons heard; `codebook`: table `livre_de_codes`; `said`: table `contributions`.
    """
    t = notebook.t
    told = [
        *_of_agents(notebook, noted),
        *_of_people(notebook, spoken, codebook),
        *_of_the_workshop(notebook, content, said),
    ]
    if not told:
        return Stack()
    table = Table(
        t("Les difficultés qui reviennent le plus, selon chaque source"),
        (
            Column(t("difficulté")),
            Column(t("source")),
            Column(t("part (intervalle à 95 %)"), True),
            Column(t("sur"), True),
            Column(t("communes"), True),
        ),
        tuple(told),
    )
    return stack(
        Heading(2, t("Difficultés et contraintes")),
        table,
        note(
            t(
                "Parts : des fiches d’agents qui portent une note, et des personnes entendues dont le "
                "témoignage est codé. À l’atelier, on compte des prises de parole. Une fiche ou une "
                "personne peut parler de plusieurs difficultés ; les {n:int} premières de chaque source "
                "sont montrées, d’autres peuvent les suivre de près.",
                n=MOST,
            )
        ),
        *_got_round(notebook, content, said),
    )


def _of_agents(notebook: Notebook, noted: Themes) -> list[tuple[Inlines, ...]]:
    rows = noted.table[noted.table["theme"] != NOTHING].head(MOST)
    source = _areas(notebook, notebook.t("fiches d’agents"), "notes")
    return [
        _row(
            notebook,
            str(row.en if notebook.language.code == "en" else row.fr),
            source,
            row.part,
            int(row.communes),
        )
        for row in rows.itertuples()
    ]


def _of_people(
    notebook: Notebook, spoken: pd.DataFrame, codebook: pd.DataFrame
) -> list[tuple[Inlines, ...]]:
    names = labels(codebook, notebook.language.code)
    above = set(codebook["parent"].dropna())
    hard = spoken[spoken["famille"].eq("difficulte") & (spoken["personnes"] > 0)].set_index("code")
    persons = {code: int(k) for code, k in hard["personnes"].items()}
    of = hard["share"].iloc[0].n if len(hard) else 0
    hard = hard.loc[most_spoken(notebook, persons, of, names)[:MOST]].reset_index()
    source = _areas(notebook, notebook.t("témoignages"), "sujets")
    return [
        _row(
            notebook,
            # who spoke of a part of it is counted in the part's own row
            notebook.t("{theme}, sans autre précision", theme=names[row.code])
            if row.code in above
            else names[row.code],
            source,
            row.share,
            int(row.communes),
        )
        for row in hard.itertuples()
    ]


def _areas(notebook: Notebook, source: str, place: str) -> Inlines:
    """A source, and where each result area tells it in full."""
    parts: list[Inline] = [f"{source} ("]
    for i, area in enumerate(notebook.project.results):
        parts += [", "] * (i > 0) + [Link(f"{place}-{area}", area)]
    return (*parts, ")")


def _row(
    notebook: Notebook, what: str, source: Inlines, share: Estimate, communes: int
) -> tuple[Inlines, ...]:
    return (
        (what,),
        source,
        (interval(notebook, share, percent=True, digits=0),),
        (notebook.language.number(share.n),),
        # people of few communes are few: as many at least
        ("–" if few(notebook, share) else notebook.language.number(communes),),
    )


def _of_the_workshop(
    notebook: Notebook, content: Weighed, said: pd.DataFrame
) -> list[tuple[Inlines, ...]]:
    """How often a difficulty was told of each practice; outside the team one row for all, as by
    practice these are few: only that there was one."""
    t = notebook.t
    counts = said.loc[said["nature"].eq("difficulte"), "pratique"].value_counts()
    mine = [one for one in content.practices if one.declared.code in counts]
    if mine and notebook.discretion is not None:
        return [_at_the_workshop(notebook, _all_of(notebook, mine), t("dit"))]
    return [
        _at_the_workshop(
            notebook,
            (
                t("à propos de "),
                Link(practice_mark(one), one.declared.numero),
                f" {notebook.language.of(one.declared.titre)}",
            ),
            t("prises de parole : {n:int}", n=int(counts[one.declared.code])),
        )
        for one in mine
    ]


def _all_of(notebook: Notebook, practices: Sequence[Practice]) -> Inlines:
    """« à propos d’une pratique ou d’une autre : BP-1, BP-3 »."""
    t = notebook.t
    several = t("à propos d’une pratique ou d’une autre : ")
    parts: list[Inline] = [several if len(practices) > 1 else t("à propos de ")]
    for at, one in enumerate(practices):
        parts += [", "] * (at > 0) + [Link(practice_mark(one), one.declared.numero)]
    return tuple(parts)


def _at_the_workshop(notebook: Notebook, what: Inlines, told: str) -> tuple[Inlines, ...]:
    return (what, (notebook.t("atelier"),), (told,), ("–",), ("–",))


def _got_round(notebook: Notebook, content: Weighed, said: pd.DataFrame) -> list[Block]:
    """What teams did about it, in the words of the workshop where this edition may read them."""
    t = notebook.t
    ways = said[said["nature"].eq("contournement")]
    if ways.empty:
        return [
            note(
                t(
                    "Comment les équipes les ont contournées n’est pas noté : l’atelier peut le dire "
                    "(contributions de nature « contournement »)."
                )
            )
        ]
    readable = ways[ways["texte"].notna()]
    title = Heading(3, t("Comment les équipes les ont contournées"))
    if readable.empty:
        counted = t(
            "{n:pers} {n:?façon|façons} de contourner une difficulté {n:?a été dite|ont été dites} "
            "à l’atelier ; {n:?son|leur} texte reste dans l’édition interne.",
            n=len(ways),
        )
        return [title, Paragraph((counted,))]
    numbers = {one.declared.code: one for one in content.practices}
    lines: list[Inlines] = []
    for row in readable.itertuples():
        about = numbers.get(row.pratique)
        if notebook.parameters.edition == "publique":
            # a region may be one person
            link: Inlines = (
                (" (", Link(practice_mark(about), about.declared.numero), ")") if about else ()
            )
            lines.append((Foreign(row.texte, SOURCE_LANGUAGE), *link))
            continue
        place = t(label(row.region))
        end: Inlines = (
            (f" ({place}, ", Link(practice_mark(about), about.declared.numero), ")")
            if about
            else (f" ({place})",)
        )
        lines.append((Foreign(row.texte, SOURCE_LANGUAGE), *end))
    return [title, Bullets(tuple(lines))]
