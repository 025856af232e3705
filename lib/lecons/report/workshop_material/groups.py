"""The groups of the workshop: those that projet.yaml declares, else one for each result area."""

from dataclasses import dataclass

from lecons.declared import DeclaredPractice, DiscussionGroup
from lecons.evidence.finding import Finding
from lecons.language import mark
from lecons.report.notebook import Notebook
from lecons.report.workshop_material.known import about, key_findings

# findings under a practice on a group's sheet: two lines, no more
LINES = 2
QUESTIONS = (
    mark("À quel besoin répond cette pratique, et pour qui ne répond-elle pas ?"),
    mark("Quels résultats avez-vous vus vous-même, bons ou mauvais ?"),
    mark("Quelle difficulté avez-vous rencontrée, et comment l’avez-vous contournée ?"),
    mark("À quelle condition cela marcherait-il ailleurs ?"),
)
ELSEWHERE = (
    mark("Quelles pratiques marcheraient chez vous telles quelles, et lesquelles non ?"),
    mark("Quels obstacles faut-il lever d’abord ?"),
    mark("Comment faudrait-il les adapter, et qui pourrait les porter ?"),
    mark("À quelle condition essaieriez-vous chacune ?"),
)


@dataclass(frozen=True)
class Topic:
    """What a group talks about: a practice (`number` is its BP-n) or a result area, with what is
    known of it."""

    number: str
    title: str
    known: tuple[Finding, ...]


@dataclass(frozen=True)
class Group:
    """A group that discusses: its name, why it meets, its topics and its questions."""

    title: str
    purpose: str
    topics: tuple[Topic, ...]
    questions: tuple[str, ...]


def groups(notebook: Notebook, findings: dict[str, Finding]) -> list[Group]:
    """The groups of the project. Without `atelier.groupes`: one for each result area, on its
    practices, then one of the peers of Gao and Kidal on all of them."""
    workshop = notebook.project.content.atelier
    practices = notebook.project.practices()
    if workshop and workshop.groupes:
        return [_declared(notebook, one, practices, findings) for one in workshop.groupes]
    t, of = notebook.t, notebook.language.of
    found = []
    for result in notebook.project.content.resultats:
        mine = [one for one in practices if one.resultat == result.code]
        topics = _practices(notebook, mine, findings)
        if not mine:
            known = tuple(key_findings(findings, result.code)[:LINES])
            topics = (Topic(result.code, of(result.enonce), known),)
        found.append(
            Group(
                f"{result.code} · {of(result.titre)}",
                _purpose(notebook),
                topics,
                tuple(t(one) for one in QUESTIONS),
            )
        )
    if practices:
        found.append(
            Group(
                t("Gao et Kidal : reproduire ailleurs"),
                t(
                    "Vous venez de régions où le projet n’a pas travaillé. Dites ce qui marcherait "
                    "chez vous, ce qui n’y marcherait pas, et à quelle condition."
                ),
                _practices(notebook, practices, findings),
                tuple(t(one) for one in ELSEWHERE),
            )
        )
    return found


def _declared(
    notebook: Notebook,
    group: DiscussionGroup,
    practices: list[DeclaredPractice],
    findings: dict[str, Finding],
) -> Group:
    of = notebook.language.of
    mine = [one for one in practices if not group.pratiques or one.code in group.pratiques]
    asked = tuple(of(one) for one in group.questions)
    return Group(
        of(group.titre),
        _purpose(notebook),
        _practices(notebook, mine, findings),
        asked or tuple(notebook.t(one) for one in QUESTIONS),
    )


def _purpose(notebook: Notebook) -> str:
    return notebook.t(
        "Confrontez ce que le projet a mesuré et entendu à ce que vous avez vécu : ce qui est "
        "juste, ce qui manque, ce qu’il faut garder, changer ou arrêter."
    )


def _practices(
    notebook: Notebook, practices: list[DeclaredPractice], findings: dict[str, Finding]
) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            one.numero, notebook.language.of(one.titre), tuple(_varied(about(findings, one.code)))
        )
        for one in practices
    )


def _varied(findings: list[Finding]) -> list[Finding]:
    """The lines of a practice: the surest finding of each kind of source before a second of one."""
    first = [
        one
        for at, one in enumerate(findings)
        if one.kind not in {before.kind for before in findings[:at]}
    ]
    return [*first, *(one for one in findings if one not in first)][:LINES]
