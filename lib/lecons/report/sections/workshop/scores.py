"""How the participants score each practice: overall, by region, category and criterion."""

from lecons.estimates import Estimate
from lecons.evidence.workshop import HOME, MIDDLE, Appraisal, appraisal_finding
from lecons.language import mark
from lecons.report.document import Block, Bullets, Column, Heading, Stack, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import of_few, shown_groups
from lecons.report.sections.measured import dot_figure, note
from lecons.report.sections.workshop.coarse import coarsely, exact_groups
from lecons.report.sections.workshop.names import (
    by_group,
    group_name,
    in_order,
    known_practices,
    practice_cell,
    title_of,
)
from lecons.store.names import CRITERIA

_LOWER = mark(
    "{region} note « {pratique} » plus bas que Tombouctou : {v:signed} point ({a:signed} à {b:signed}, "
    "n = {n:pers})."
)
_HIGHER = mark(
    "{region} note « {pratique} » plus haut que Tombouctou : {v:signed} point ({a:signed} à {b:signed}, "
    "n = {n:pers})."
)
_SIMPLY_LOWER = mark("{region} note « {pratique} » plus bas que Tombouctou.")
_SIMPLY_HIGHER = mark("{region} note « {pratique} » plus haut que Tombouctou.")


def scores(notebook: Notebook, appraisals: dict[str, Appraisal]) -> Block:
    """The mean score of each practice with its interval, where regions differ, and the finding of
    each. Practices that nobody scored are named. In: appraisals of known practices."""
    t = notebook.t
    practices = known_practices(notebook)
    scored = sorted(
        (one for one in appraisals.values() if one.overall.n),
        key=lambda one: -(one.overall.value or 0),
    )
    if not scored:
        return Stack()
    told = [one for one in scored if not of_few(notebook, one.overall.n)]
    whole = {one.practice: one.overall.n for one in scored}
    categories = {
        code: group_name(notebook, code)
        for code in sorted({c for a in scored for c in a.categories})
    }
    return stack(
        Heading(2, t("Notes des participants")),
        _means(notebook, scored, told),
        note(
            t(
                "Une personne compte une fois par pratique. Les participants n’ont pas été tirés au sort : "
                "les intervalles disent ce que valent ces notes si d’autres personnes du même genre "
                "avaient noté, pas ce qu’en pense toute la région."
            )
        ),
        by_group(
            notebook,
            t("Note moyenne par critère (intervalle à 95 %)"),
            t("critère"),
            {one.practice: _criteria(notebook, one) for one in scored},
            {code: t(label(code)) for code in CRITERIA},
            _few(notebook),
        ),
        by_group(
            notebook,
            t("Note moyenne par région (intervalle à 95 %)"),
            t("région"),
            {one.practice: one.regions for one in scored},
            {code: group_name(notebook, code) for code in in_order(_regions(scored))},
            _few(notebook),
            whole,
        ),
        _gaps(notebook, scored),
        by_group(
            notebook,
            t("Note moyenne par catégorie de participants (intervalle à 95 %)"),
            t("catégorie"),
            {one.practice: one.categories for one in scored},
            categories,
            " ".join(
                (
                    t(
                        "Décrit, sans comparer : les catégories ne se répartissent pas de même entre les "
                        "régions."
                    ),
                    _few(notebook),
                )
            ),
            whole,
        )
        if len(categories) > 1
        else None,
        _never(notebook, appraisals),
        notebook.publish(
            *(
                appraisal_finding(
                    practices[one.practice].resultat,
                    one,
                    practices[one.practice].titre,
                    hidden=of_few(notebook, one.overall.n),
                )
                for one in scored
            )
        ),
    )


def _means(notebook: Notebook, scored: list[Appraisal], told: list[Appraisal]) -> Block:
    """The mean score of each practice; `told`: those whose score may be told."""
    t, of = notebook.t, notebook.language.of
    practices = known_practices(notebook)
    first, last = (told or scored)[0], (told or scored)[-1]
    return dot_figure(
        notebook,
        {title_of(notebook, practices[one.practice]): one.overall for one in scored},
        alt=t(
            "Note moyenne de chaque pratique : la plus haute, « {haut} » ({h:dec}) ; la plus basse, "
            "« {bas} » ({b:dec}).",
            haut=of(practices[first.practice].titre),
            h=first.overall.value,
            bas=of(practices[last.practice].titre),
            b=last.overall.value,
        )
        if told
        else t("Note moyenne de chaque pratique : trop peu de participants pour l’écrire."),
        caption=t(
            "Note moyenne sur cinq critères, de 1 à 5 (n = {n:pers} participants)",
            n=max(one.overall.n for one in scored),
        ),
        axis=t("note moyenne (1 à 5)"),
        reference=MIDDLE,
        said=t("pratique"),
    )


def _criteria(notebook: Notebook, one: Appraisal) -> dict[str, Estimate]:
    """The means by criterion; without transferability where the peers' own mean, told elsewhere, would
    leave that of few others."""
    others = one.criteria["transferabilite"].n - one.transfer.n
    if not of_few(notebook, others):
        return one.criteria
    return {name: mean for name, mean in one.criteria.items() if name != "transferabilite"}


def _regions(scored: list[Appraisal]) -> set[str]:
    return {region for one in scored for region in one.regions}


def _few(notebook: Notebook) -> str:
    return notebook.t(
        "Un groupe de moins de cinq participants n’est pas montré : on y reconnaîtrait qui a noté quoi."
    )


def _gaps(notebook: Notebook, scored: list[Appraisal]) -> Block | None:
    """How the peers' scores differ from those of Tombouctou, and which differences are clear."""
    t = notebook.t
    practices = known_practices(notebook)
    peers = in_order({peer for one in scored for peer in one.gaps})
    family = max((gap.family for one in scored for gap in one.gaps.values()), default=0)
    if not peers:
        return note(
            t(
                "Une seule région a noté, ou Tombouctou n’a pas noté : les régions ne sont pas comparées."
            )
        )

    shown = {one.practice: _compared(notebook, one) for one in scored}
    exact = {one.practice: _exactly_compared(notebook, one) for one in scored}

    def cell(one: Appraisal, peer: str) -> str:
        gap = one.gaps.get(peer)
        if gap is None or gap.value is None or peer not in shown[one.practice]:
            return "–"
        if peer not in exact[one.practice]:
            return _way(notebook, gap)
        if gap.low is None:
            return t("{v:signed} (sans intervalle)", v=gap.value)
        return t("{v:signed} ({a:signed} à {b:signed})", v=gap.value, a=gap.low, b=gap.high)

    clear = [
        (
            t(
                (_LOWER if (gap.value or 0) < 0 else _HIGHER)
                if peer in exact[one.practice]
                else (_SIMPLY_LOWER if (gap.value or 0) < 0 else _SIMPLY_HIGHER),
                region=group_name(notebook, peer),
                pratique=title_of(notebook, practices[one.practice]),
                v=gap.value,
                a=gap.low,
                b=gap.high,
                n=gap.n,
            ),
        )
        for one in scored
        for peer, gap in one.gaps.items()
        if gap.excludes_zero and peer in shown[one.practice]
    ]
    return stack(
        Table(
            t("Écart de note avec Tombouctou, en points sur 5 (intervalle à 95 %)")
            if any(exact.values())
            else t("Écart de note avec Tombouctou"),
            (
                Column(t("pratique")),
                *(Column(group_name(notebook, peer), True) for peer in peers),
            ),
            tuple(
                (
                    practice_cell(notebook, practices[one.practice]),
                    *((cell(one, peer),) for peer in peers),
                )
                for one in scored
            ),
            t(
                "Test de Welch. {k:int} comparaisons sont lues ensemble : un écart n’est dit net que si son "
                "intervalle corrigé (Bonferroni), plus large que celui du tableau, exclut zéro.",
                k=family,
            )
            if any(exact.values())
            else " ".join(
                (
                    t(
                        "Test de Welch. {k:int} comparaisons sont lues ensemble : un écart n’est dit net que "
                        "si son intervalle corrigé (Bonferroni) exclut zéro.",
                        k=family,
                    ),
                    coarsely(notebook),
                )
            ),
        ),
        Bullets(tuple(clear))
        if clear
        else note(
            t(
                "Aucun écart n’est net : cela ne prouve pas que les régions notent de même, elles sont "
                "peut-être trop peu nombreuses pour que l’écart se voie."
            )
        ),
    )


def _compared(notebook: Notebook, one: Appraisal) -> list[str]:
    """The regions whose gap with Tombouctou may be told: those whose own score may, both."""
    sizes = {region: mean.n for region, mean in one.regions.items()}
    told = shown_groups(notebook, sizes, one.overall.n)
    return told if HOME in told else []


def _exactly_compared(notebook: Notebook, one: Appraisal) -> set[str]:
    """The regions whose gap with Tombouctou may be written as it is: it gives back their mean."""
    sizes = {region: mean.n for region, mean in one.regions.items()}
    exact = exact_groups(notebook, sizes, one.overall.n)
    return exact if HOME in exact else set()


def _way(notebook: Notebook, gap: Estimate) -> str:
    """Which way a gap goes that may not be written: nothing more than whether it is clear."""
    if not gap.excludes_zero:
        return notebook.t("pas d’écart net")
    return notebook.t("plus bas") if (gap.value or 0) < 0 else notebook.t("plus haut")


def _never(notebook: Notebook, appraisals: dict[str, Appraisal]) -> Block | None:
    """The practices that nobody scored."""
    missing = [
        title_of(notebook, one)
        for code, one in known_practices(notebook).items()
        if code not in appraisals or not appraisals[code].overall.n
    ]
    if not missing:
        return None
    return note(
        notebook.t(
            "L’atelier n’a pas noté : {pratiques}. Rien n’en est dit, ni la valeur ni la "
            "transférabilité ; sans note, aucune n’est reconnue bonne pratique.",
            pratiques=notebook.language.listing(missing),
        )
    )
