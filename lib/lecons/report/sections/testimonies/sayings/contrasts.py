"""30_temoignages: which groups speak more of a subject than others, said only where it holds."""

import pandas as pd

from lecons.estimates import FEWEST
from lecons.evidence.statements.reliability import checked
from lecons.evidence.statements.sayings import contrasting, no_contrast
from lecons.language import mark
from lecons.report.document import Block, Column, Heading, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, note
from lecons.report.sections.testimonies.sayings.names import cercles, name_of
from lecons.testimony.codebook import labels
from lecons.testimony.reliability import Reliability

_MOST_ROWS = 8
_OTHERS = {
    "sexe": mark("hommes"),
    "tranche_age": mark("plus âgées"),
    "cercle": mark("ailleurs"),
    "acteur": mark("autres"),
}
_MORE = mark("{groupe} : plus souvent que {autres}")
_LESS = mark("{groupe} : moins souvent que {autres}")


def contrasts(
    notebook: Notebook,
    found: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    coding: Reliability,
) -> Block:
    """The comparisons of groups (of contrasts.contrasts): those that hold as findings, else one that
    says that none does; and the clearest as a table."""
    t = notebook.t
    facts = checked(coding)
    heading = Heading(2, t("Écarts entre groupes"))
    if found.empty:
        return stack(
            heading,
            alert(
                t(
                    "Aucune comparaison entre groupes n’est possible : il faut deux groupes d’au moins "
                    "{seuil:int} personnes, et un sujet dont au moins {seuil:int} d’entre elles parlent "
                    "et autant ne parlent pas.",
                    seuil=FEWEST,
                )
            ),
        )
    heard = tuple(testimonies["id"].drop_duplicates().astype(str))
    findings = contrasting(
        notebook.result,
        found,
        _subjects(codebook),
        _groups(notebook, found),
        facts,
        notebook.discretion,
    )
    none = no_contrast(notebook.result, found, heard, facts)
    return stack(
        heading,
        notebook.publish(*findings, *([none] if none else [])),
        _table(notebook, found, labels(codebook, notebook.language.code)),
        note(
            t(
                "Test exact de Fisher (1935) sur des personnes, correction de Holm (1979) pour "
                "{n:int} {n:?comparaison|comparaisons} : chercher plus d’écarts n’en fait pas "
                "trouver plus. Les personnes sont comptées comme indépendantes, alors que celles "
                "d’une même commune peuvent se ressembler ; un écart décrit qui parle de quoi, il "
                "ne dit pas pourquoi.",
                n=len(found),
            )
        ),
    )


def _subjects(codebook: pd.DataFrame) -> dict[str, dict[str, str]]:
    french, english = labels(codebook, "fr"), labels(codebook, "en")
    return {code: {"fr": french[code], "en": english[code]} for code in french}


def _groups(notebook: Notebook, found: pd.DataFrame) -> dict[tuple[str, str], str | dict[str, str]]:
    """Names of groups in all languages: a finding is read in more than one."""
    actors = notebook.project.content.acteurs
    named: dict[tuple[str, str], str | dict[str, str]] = {}
    for attribute, group in zip(found["attribut"], found["groupe"], strict=True):
        if attribute == "acteur":
            named[(attribute, group)] = actors.get(group, {"t": label(group)})
        elif attribute == "cercle":
            named[(attribute, group)] = cercles(notebook).get(group, group)
    return named


def _table(notebook: Notebook, found: pd.DataFrame, names: dict[str, str]) -> Table:
    t = notebook.t
    holding = int(found["tient"].sum())
    shown = found.head(max(_MOST_ROWS, holding))
    # the rows of a subject, put together, would give away a group that is hidden elsewhere
    counted = notebook.discretion is None
    told = (
        (
            Column(t("personnes qui en parlent")),
            Column(t("écart en points (intervalle à 95 %)"), True),
        )
        if counted
        else (Column(t("qui en parle")),)
    )
    return Table(
        t(
            "Les {k:int} écarts les plus nets des {n:int} comparaisons ; {tiennent:int} "
            "{tiennent:?tient|tiennent} après correction",
            k=len(shown),
            n=len(found),
            tiennent=holding,
        ),
        (Column(t("sujet")), *told, Column(t("tient"))),
        tuple(
            (
                (names[row.code],),
                *((cell,) for cell in (_counts if counted else _direction)(notebook, row)),
                (t("oui") if row.tient else t("non"),),
            )
            for row in shown.itertuples()
        ),
    )


def _counts(notebook: Notebook, row) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    """Who speaks of it on each side, and the difference."""
    t = notebook.t
    return (
        t(
            "{groupe} {k1:int} sur {n1:int}, {autres} {k2:int} sur {n2:int}",
            groupe=name_of(notebook, row.attribut, row.groupe),
            k1=row.personnes,
            n1=row.entendues,
            autres=t(_OTHERS[row.attribut]),
            k2=row.personnes_autres,
            n2=row.entendues_autres,
        ),
        t(
            "{v:points} ({a:points} à {b:points})",
            v=row.difference.value,
            a=row.difference.low,
            b=row.difference.high,
        ),
    )


def _direction(notebook: Notebook, row) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    """Who speaks of it more, without a number."""
    more = (row.difference.value or 0) > 0
    return (
        notebook.t(
            _MORE if more else _LESS,
            groupe=name_of(notebook, row.attribut, row.groupe),
            autres=notebook.t(_OTHERS[row.attribut]),
        ),
    )
