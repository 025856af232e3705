"""60_synthese: what changed since the last report, and the findings whose rows are gone since."""

from collections.abc import Iterable, Mapping

from lecons.errors import ReportError
from lecons.evidence.changes import Change, Changes, Kind, Why, compare
from lecons.evidence.finding import Finding
from lecons.evidence.last_report import LastReport, Scope
from lecons.evidence.register import without_rows
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook, finding_link
from lecons.report.sections.measured import alert, note

_TITLES: dict[Kind, str] = {
    "reversed": mark("Constats qui ont changé de côté"),
    "strengthened": mark("Constats devenus plus sûrs"),
    "weakened": mark("Constats devenus moins sûrs"),
    "moved": mark(
        "Constats dont les chiffres ont bougé (au-delà de l’ancien intervalle, s’il y en a un)"
    ),
    "new": mark("Constats nouveaux"),
    "gone": mark("Constats qui ne sont plus dans le rapport"),
}
# how an estimate of each unit is written; `_PLAIN` for the others
_FIGURES = {
    "share": mark("{v:pct} ({a:pct} à {b:pct}), n = {n:int}"),
    "difference_share": mark("{v:points} points ({a:points} à {b:points}), n = {n:int}"),
    "change": mark("{v:change} ({a:change} à {b:change}), n = {n:int}"),
    **dict.fromkeys(
        ("difference_mean", "effect"), mark("{v:signed} ({a:signed} à {b:signed}), n = {n:int}")
    ),
    **dict.fromkeys(("days", "amount", "count"), mark("{v:int} ({a:int} à {b:int}), n = {n:int}")),
}
_PLAIN = mark("{v:dec} ({a:dec} à {b:dec}), n = {n:int}")
_WHY: dict[Why, str] = {
    "rows": mark("des lignes sur lesquelles il reposait ne sont plus dans les données"),
    "failed": mark("son carnet a échoué cette fois"),
    "not_computed": mark("ses lignes sont toujours là, mais il n’est plus publié"),
}


def changes(notebook: Notebook, findings: Mapping[str, Finding]) -> Block:
    """What changed in the findings since the last report of this edition and language: nothing at all
    before a first one; a sentence where the two cannot be compared, or say the same."""
    t = notebook.t
    heading = Heading(2, t("Ce qui a changé depuis le dernier rapport"), "changements")
    try:
        last = notebook.last_report()
    except ReportError:
        return stack(
            heading,
            alert(
                t(
                    "Le dernier rapport de cette édition ne se lit plus (fichier abîmé, ou écrit par "
                    "une autre version de lecons) : rien n’est comparé. Le prochain rapport se "
                    "comparera à celui-ci."
                )
            ),
        )
    if last is None:
        return Stack()
    scope = notebook.scope()
    if last.scope != scope:
        return stack(heading, Paragraph((_apart(notebook, last, scope),)))
    gone = {name: one for name, one in last.findings.items() if name not in findings}
    failed = {one.run for one in notebook.register.ran() if one.failed}
    before = _told_of(notebook, {**last.findings, **notebook.checked(gone)})
    found = compare(before, _told_of(notebook, findings), failed)
    return stack(heading, *_told(notebook, found, _named(notebook, last)))


def _told_of(notebook: Notebook, findings: Mapping[str, Finding]) -> dict[str, Finding]:
    """The findings as this edition tells them: a change that may not be told is none."""
    if notebook.discretion is None:
        return dict(findings)
    return {one.id: one for one in without_rows(findings.values(), notebook.discretion)}


def _named(notebook: Notebook, last: LastReport) -> str:
    if last.made is None:
        return notebook.t("le dernier rapport")
    return notebook.t("le rapport du {jour:date}", jour=last.made)


def _apart(notebook: Notebook, last: LastReport, scope: Scope) -> str:
    return notebook.t(
        "Rien n’est comparé : {rapport} portait sur {avant} ; celui-ci porte sur {maintenant}.",
        rapport=_named(notebook, last),
        avant=_covered(notebook, last.scope),
        maintenant=_covered(notebook, scope),
    )


def _covered(notebook: Notebook, scope: Scope) -> str:
    t, content = notebook.t, notebook.project.content
    area = t("le résultat {code}", code=scope.result) if scope.result else t("tous les résultats")
    return t(
        "{quoi}, du {debut:date} au {fin:date}",
        quoi=area,
        debut=scope.start or content.debut,
        fin=scope.end or content.fin,
    )


def _told(notebook: Notebook, found: Changes, since: str) -> Iterable[Block]:
    t = notebook.t
    still = [one for one in found.all if one.kind == "unchanged"]
    if len(still) == len(found.all):
        yield Paragraph((_nothing(notebook, still, since),))
        return
    yield Paragraph(
        (
            t(
                "Depuis {rapport}, {n:int} {n:?constat|constats} sur {total:int} {n:?a changé, est "
                "nouveau ou n’est plus là|ont changé, sont nouveaux ou ne sont plus là} ; le reste "
                "({reste:int}) garde son côté et sa confiance, et ses valeurs sont les mêmes ou "
                "restent dans l’ancien intervalle.",
                rapport=since,
                n=len(found.all) - len(still),
                total=len(found.all),
                reste=len(still),
            ),
        )
    )
    yield from _classes(notebook, found, describing=False)
    described = list(_classes(notebook, found, describing=True))
    if described:
        yield Heading(3, t("Ce que l’on sait des témoignages"))
        yield from described
    yield note(
        t(
            "Les deux rapports partagent la plupart de leurs lignes : sortir de l’ancien intervalle "
            "(à 95 %) est un repère, non un test. La confiance est celle que la règle donne à un "
            "constat seul, sans les jugements de personnes."
        )
    )


def _nothing(notebook: Notebook, still: list[Change], since: str) -> str:
    moved = sum(not one.same for one in still)
    if not moved:
        return notebook.t("Aucun constat n’a changé depuis {rapport}.", rapport=since)
    return notebook.t(
        "Depuis {rapport}, aucun des {n:int} constats n’a changé de côté ni de confiance ; les "
        "chiffres de {k:int} {k:?constat|constats} ont bougé, dans l’ancien intervalle.",
        rapport=since,
        n=len(still),
        k=moved,
    )


def _classes(notebook: Notebook, found: Changes, *, describing: bool) -> Iterable[Block]:
    for kind, title in _TITLES.items():
        mine = found.of(kind, describing=describing)
        if not mine:
            continue
        if kind == "new":
            yield Paragraph((Strong(notebook.t(title)),))
            yield Bullets(
                tuple(
                    (
                        one.finding.statement.text(notebook.language),
                        " [",
                        finding_link(one.finding),
                        "]",
                    )
                    for one in mine
                )
            )
        elif kind == "gone":
            yield Paragraph((Strong(notebook.t(title)),))
            yield Bullets(tuple(_gone(notebook, one) for one in mine))
        else:
            yield _before_and_after(notebook, notebook.t(title), mine)


def _gone(notebook: Notebook, one: Change) -> Inlines:
    why = notebook.t(_WHY[one.why or "not_computed"])
    return (
        # its number, in plain words: nothing in this report has that address any more
        finding_link(one.finding),
        f" — {one.finding.statement.text(notebook.language)} ",
        notebook.t("({raison})", raison=why),
    )


def _before_and_after(notebook: Notebook, title: str, mine: tuple[Change, ...]) -> Table:
    t = notebook.t
    return Table(
        title,
        (
            Column(t("constat")),
            Column(t("au dernier rapport")),
            Column(t("maintenant")),
        ),
        tuple(
            (
                _what(notebook, one.finding),
                *((_stood(notebook, finding),) for finding in (one.before, one.after) if finding),
            )
            for one in mine
        ),
    )


def _what(notebook: Notebook, finding: Finding) -> Inlines:
    """What the finding is about: its link, and its sentence where the other cells give figures alone."""
    if _figures(notebook, finding) is None:
        return (finding_link(finding),)
    return (finding_link(finding), f" — {finding.statement.text(notebook.language)}")


def _stood(notebook: Notebook, finding: Finding) -> str:
    """Its side, its confidence and its figures; its whole sentence where no interval sums it up."""
    t = notebook.t
    return t(
        "{cote}, confiance {niveau} : {dit}",
        cote=t(label(finding.polarity)),
        niveau=t(label(finding.ruled)),
        dit=_figures(notebook, finding) or finding.statement.text(notebook.language),
    )


def _figures(notebook: Notebook, finding: Finding) -> str | None:
    found = finding.estimate
    if found is None or found.value is None or found.low is None or found.high is None:
        return None
    message = _FIGURES.get(found.unit, _PLAIN)
    return notebook.t(message, v=found.value, a=found.low, b=found.high, n=found.n)


def stale_notice(notebook: Notebook, findings: Mapping[str, Finding]) -> Block | None:
    """Which of these findings rest on rows that are no longer in the data; None where none does."""
    stale = [finding for finding in findings.values() if finding.stale]
    if not stale:
        return None
    named: list[Inline] = []
    for finding in stale:
        named += [", "] * bool(named) + [finding_link(finding)]
    said = notebook.t(
        "{n:int} {n:?constat repose|constats reposent} sur des lignes qui ne sont plus dans les "
        "données, et ne {n:?pèse|pèsent} plus. Relancez « lecons produire » pour {n:?le|les} "
        "refaire sur les données d’aujourd’hui : ",
        n=len(stale),
    )
    return Paragraph((said, *named, "."), "alerte")
