"""Who took part: counts, never who."""

from collections.abc import Mapping

from lecons.estimates import FEWEST
from lecons.evidence.workshop import Profile
from lecons.report.document import Block, Column, Heading, Inlines, Paragraph, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, note, nothing
from lecons.report.sections.workshop.names import group_name, in_order, public


def participants(notebook: Notebook, found: Profile) -> Block:
    """When and where, who scored (by region and category), women, men and young people, and how many
    contributions were noted.

    The public edition does not cross region with category, and writes no count of people under five:
    it would point at somebody.
    """
    t = notebook.t
    if found.people.empty and found.contributions.empty:
        return stack(
            nothing(notebook, "appreciations"),
            Paragraph(
                (
                    t(
                        "L’atelier n’a pas encore eu lieu ou n’est pas saisi : la synthèse se fait sans lui."
                    ),
                )
            ),
        )
    return stack(
        Heading(2, t("Qui a pris part"), "participants"),
        _opening(notebook),
        _table(notebook, found),
        _people(notebook, found),
        _unsure(notebook, found),
    )


def _opening(notebook: Notebook) -> Block | None:
    held = notebook.project.content.atelier
    if held is None:
        return None
    t = notebook.t
    said = [
        t(
            "L’atelier s’est tenu le {jour:date} à {lieu}.",
            jour=held.date,
            lieu=notebook.language.of(held.lieu),
        )
        if held.lieu
        else t("L’atelier s’est tenu le {jour:date}.", jour=held.date)
    ]
    if held.groupes:
        titles = [notebook.language.quoted(notebook.language.of(one.titre)) for one in held.groupes]
        said.append(
            t("On y a discuté en groupes : {groupes}.", groupes=notebook.language.listing(titles))
        )
    return Paragraph((" ".join(said),))


def _table(notebook: Notebook, found: Profile) -> Block:
    t, number = notebook.t, notebook.language.number
    people = found.people.groupby("region").size()
    regions = in_order({*people.index, *found.contributions.index})
    written = _masked(notebook, {one: int(people.get(one, 0)) for one in regions})
    crossed = found.by_place if not public(notebook) else found.by_place.iloc[:0]
    rows: list[tuple[Inlines, ...]] = [
        (
            (t("participants qui ont noté"),),
            *((written[one],) for one in regions),
            (number(len(found.people)),),
        )
    ]
    order = crossed.sum(axis=1).sort_values(ascending=False, kind="stable").index
    for category in order:
        counts = [int(crossed.at[category, one]) if one in crossed else 0 for one in regions]
        rows.append(
            (
                (t("– au titre de : {categorie}", categorie=group_name(notebook, str(category))),),
                *((number(one),) for one in counts),
                (number(sum(counts)),),
            )
        )
    said = [int(found.contributions.get(one, 0)) for one in regions]
    rows.append(
        ((t("contributions notées"),), *((number(one),) for one in said), (number(sum(said)),))
    )
    return Table(
        t("Participants qui ont noté, et contributions, par région"),
        (
            Column(t("qui"), width=2),
            *(Column(group_name(notebook, one), True) for one in regions),
            Column(t("ensemble"), True),
        ),
        tuple(rows),
        t(
            "Un participant est compté par son numéro de badge, une fois. Une contribution ne dit pas qui "
            "parle : une personne peut en avoir fait plusieurs, ou aucune, et qui parle n’a pas toujours noté."
        ),
    )


def _people(notebook: Notebook, found: Profile) -> Block | None:
    """Women and men, young and older, with what was not told."""
    total = len(found.people)
    if not total:
        return None
    t = notebook.t
    untold = total - found.women - found.men, total - found.young - found.older
    sexes = _masked(notebook, {"F": found.women, "H": found.men, "": untold[0]})
    ages = _masked(notebook, {"18-35": found.young, "36+": found.older, "": untold[1]})
    lines = [
        t(
            "Sur {n:int} participants : {femmes} femmes et {hommes} hommes ({inconnu} sans réponse) ; "
            "{jeunes} de 18 à 35 ans et {aines} plus âgés ({sans_age} sans réponse).",
            n=total,
            femmes=sexes["F"],
            hommes=sexes["H"],
            inconnu=sexes[""],
            jeunes=ages["18-35"],
            aines=ages["36+"],
            sans_age=ages[""],
        )
    ]
    if public(notebook):
        lines.append(
            t(
                "Ici, un nombre de personnes sous {k:int} n’est pas écrit dans l’édition publique.",
                k=FEWEST,
            )
        )
    return note(" ".join(lines))


def _unsure(notebook: Notebook, found: Profile) -> Block | None:
    if not found.unsure:
        return None
    t = notebook.t
    if public(notebook):
        return alert(
            t(
                "{n:int} participant(s) ont écrit deux régions ou deux catégories : la première est gardée.",
                n=len(found.unsure),
            )
        )
    return alert(
        t(
            "{n:int} participant(s) ont écrit deux régions ou deux catégories : la première est gardée. "
            "Badges à vérifier dans les feuilles de notes : {badges}.",
            n=len(found.unsure),
            badges=notebook.language.listing(found.unsure),
        )
    )


def _masked(notebook: Notebook, counts: Mapping[str, int]) -> dict[str, str]:
    """Counts of people that add up to a total which is shown. In the public edition those under
    FEWEST are hidden, and where one alone is, the smallest of the others with it: it could be told
    from the total."""
    written = {name: notebook.language.number(count) for name, count in counts.items()}
    if not public(notebook):
        return written
    hidden = [name for name, count in counts.items() if 0 < count < FEWEST]
    if len(hidden) == 1:
        others = [name for name, count in counts.items() if count >= FEWEST]
        hidden += sorted(others, key=lambda name: counts[name])[:1]
    return {**written, **dict.fromkeys(hidden, "…")}
