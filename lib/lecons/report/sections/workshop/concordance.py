"""How far the participants rank the practices alike, within groups and between regions."""

from lecons.declared import DeclaredPractice
from lecons.evidence.workshop import HOME, Concordance, Parting
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inlines,
    Paragraph,
    Stack,
    Table,
    stack,
)
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import shown_groups
from lecons.report.sections.measured import interval, note
from lecons.report.sections.workshop.names import (
    group_name,
    in_order,
    known_practices,
    title_of,
)

_ALL = ("", "")
_LOWER = mark(
    "{region} place « {pratique} » plus bas que Tombouctou : {v:signed} rang ({a:signed} à {b:signed}, "
    "n = {n:pers})."
)
_HIGHER = mark(
    "{region} place « {pratique} » plus haut que Tombouctou : {v:signed} rang ({a:signed} à {b:signed}, "
    "n = {n:pers})."
)
Groups = dict[tuple[str, str], Concordance]


def alike(notebook: Notebook, groups: Groups, apart: list[Parting]) -> Block:
    """Kendall's W of each group, the mean ranks by region, and in words where regions part.

    In: `workshop.concordances` and `workshop.partings` of known practices.
    """
    t = notebook.t
    overall = groups[_ALL]
    if not overall.estimate.total:
        return Stack()
    heading = Heading(2, t("Les participants classent-ils les pratiques de la même façon ?"))
    if overall.estimate.value is None:
        return stack(
            heading,
            note(
                t(
                    "On ne peut pas le dire : il faut au moins deux participants qui ont noté toutes les "
                    "pratiques, et des notes qui diffèrent d’une pratique à l’autre ({n:pers} sur {total:pers})."
                    " Plus de grilles remplies en entier le permettraient.",
                    n=overall.estimate.n,
                    total=overall.estimate.total,
                )
            ),
        )
    return stack(
        heading,
        Paragraph(
            (
                t(
                    "Chaque participant range les pratiques par les notes qu’il leur donne. W vaut 0 quand "
                    "chacun range à sa façon et 1 quand tous rangent de même : il vaut ici {w} sur "
                    "{n:pers} participants.",
                    w=interval(notebook, overall.estimate),
                    n=overall.estimate.n,
                ),
            )
        ),
        _within(notebook, groups),
        _ranks(notebook, groups),
        _between(notebook, apart, _shown(notebook, groups, "region")),
    )


def _shown(notebook: Notebook, groups: Groups, column: str) -> list[str]:
    sizes = {code: one.estimate.n for (kind, code), one in groups.items() if kind == column}
    codes = shown_groups(notebook, sizes, groups[_ALL].estimate.n)
    return in_order(codes) if column == "region" else codes


def _within(notebook: Notebook, groups: Groups) -> Table:
    t = notebook.t
    overall = groups[_ALL].estimate
    lines = [(t("ensemble"), groups[_ALL])]
    for column in ("region", "categorie"):
        lines += [
            (group_name(notebook, code), groups[(column, code)])
            for code in _shown(notebook, groups, column)
        ]
    return Table(
        t("Concordance des rangs dans chaque groupe (W de Kendall, intervalle à 95 %)"),
        (
            Column(t("groupe")),
            Column(t("W"), True),
            Column(t("au hasard"), True),
            Column(t("n"), True),
        ),
        tuple(
            (
                (name,),
                (interval(notebook, one.estimate),),
                ("–" if one.chance is None else notebook.language.number(one.chance, 2),),
                (notebook.language.number(one.estimate.n),),
            )
            for name, one in lines
        ),
        t(
            "W corrigé des ex æquo (Kendall et Babington Smith, 1939) ; intervalle par rééchantillonnage "
            "des participants. n : ceux qui ont noté toutes les pratiques rangées ({n:pers} sur "
            "{total:pers}). « Au hasard » : le W qu’un groupe de cette taille aurait en moyenne sans rien "
            "partager ; les petits groupes ont un W plus haut pour cette seule raison. Une personne seule "
            "n’a pas de W ; une catégorie de moins de cinq personnes n’est pas jugée.",
            n=overall.n,
            total=overall.total,
        ),
    )


def _ranks(notebook: Notebook, groups: Groups) -> Block:
    """The mean rank of each practice, overall and by region."""
    t = notebook.t
    practices = known_practices(notebook)
    overall = groups[_ALL].ranks
    order = sorted(overall, key=lambda one: overall[one])
    lines = [(t("ensemble"), overall)] + [
        (group_name(notebook, region), groups[("region", region)].ranks)
        for region in _shown(notebook, groups, "region")
    ]
    return Table(
        t("Rang moyen de chaque pratique (1 : la mieux notée)"),
        (Column(t("groupe")), *(Column(practices[one].numero, True) for one in order)),
        tuple(
            ((name,), *((notebook.language.number(ranks[one], 1),) for one in order))
            for name, ranks in lines
        ),
        t(
            "Une pratique notée par moins de la moitié des participants n’est pas rangée : la ranger "
            "obligerait à écarter tous ceux qui ne l’ont pas notée."
        ),
    )


def _between(notebook: Notebook, apart: list[Parting], told: list[str]) -> Block:
    """Where the regions of peers part from Tombouctou, in words; `told`: the regions whose ranks may be."""
    t = notebook.t
    if not apart:
        return note(
            t(
                "Une seule région a rangé les pratiques, ou Tombouctou ne l’a pas fait : rien à comparer."
            )
        )
    practices = known_practices(notebook)
    lines: list[Inlines] = []
    for one in apart:
        if not {one.region, HOME} <= set(told):
            continue
        said = []
        if one.order is not None:
            said.append(
                t(
                    "{region} ({n:pers} personnes) et Tombouctou ({m:pers}) : ρ de Spearman = {rho:dec} entre "
                    "leurs rangs moyens, sur {k:int} pratiques.",
                    region=group_name(notebook, one.region),
                    rho=one.order,
                    k=one.practices,
                    n=one.people[0],
                    m=one.people[1],
                )
            )
        for practice, gap in one.clear.items():
            key = _LOWER if (gap.value or 0) > 0 else _HIGHER
            said.append(t(key, **_gap(notebook, one, practices[practice])))
        if not one.clear:
            said.append(_nothing_clear(notebook, one))
        lines.append((" ".join(said),))
    if not lines:
        return Stack()
    return stack(
        Heading(3, t("Où les régions se séparent")),
        Bullets(tuple(lines)),
        note(
            t(
                "Écarts de rang moyen par le test de Welch ; un écart n’est dit net que si son intervalle "
                "corrigé pour les {k:int} comparaisons (Bonferroni) exclut zéro. Les rangs d’une personne "
                "dépendent les uns des autres : ces intervalles sont approchés.",
                k=sum(one.practices for one in apart),
            )
        ),
    )


def _nothing_clear(notebook: Notebook, one: Parting) -> str:
    t = notebook.t
    bounded = {code: gap for code, gap in one.gaps.items() if gap.low is not None}
    if not bounded:
        return t(
            "{region} : trop peu de personnes, ou des rangs tous semblables, pour dire si un écart est net.",
            region=group_name(notebook, one.region),
        )
    widest = max(bounded, key=lambda code: abs(bounded[code].value or 0))
    return t(
        "{region} ne place aucune pratique nettement plus haut ou plus bas que Tombouctou ; le plus "
        "grand écart est sur « {pratique} » : {v:signed} rang ({a:signed} à {b:signed}, n = {n:pers}).",
        **_gap(notebook, one, known_practices(notebook)[widest]),
    )


def _gap(notebook: Notebook, one: Parting, practice: DeclaredPractice) -> dict[str, object]:
    gap = one.gaps[practice.code]
    return {
        "region": group_name(notebook, one.region),
        "pratique": title_of(notebook, practice),
        "v": gap.value,
        "a": gap.low,
        "b": gap.high,
        "n": gap.n,
    }
