"""30_temoignages: which groups speak more of a subject than others, said only where it holds."""

import pandas as pd

from lecons.estimates import FEWEST, LEVEL
from lecons.evidence.statements.reliability import checked
from lecons.evidence.statements.sayings import contrasting, no_contrast
from lecons.language import mark
from lecons.report.document import Block, Column, Heading, Table, stack
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import hidden_parts
from lecons.report.sections.measured import alert, note
from lecons.report.sections.testimonies.sayings.names import cercles, name_of
from lecons.testimony.codebook import labels
from lecons.testimony.reliability import Reliability
from lecons.testimony.sayings.contrasts import holm

_MOST_ROWS = 8
_OTHERS = {
    "sexe": mark("hommes"),
    "tranche_age": mark("plus âgées"),
    "cercle": mark("ailleurs"),
    "acteur": mark("autres"),
}
_MORE = mark("{groupe} : plus souvent que {autres}")
_LESS = mark("{groupe} : moins souvent que {autres}")
_ALIKE = mark("{groupe} : autant que {autres}")


def contrasts(
    notebook: Notebook,
    found: pd.DataFrame,
    testimonies: pd.DataFrame,
    codebook: pd.DataFrame,
    coding: Reliability,
) -> Block:
    """The comparisons of groups (of contrasts.contrasts): those that hold as findings, else one that
    says that none does; and the clearest as a table. Outside the team only those of which no count is
    hidden: that one holds, or is clearer than another, says nearly what its counts are."""
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
    told = _told(notebook, found)
    judged = _judged(found, told)
    findings = contrasting(
        notebook.result, judged, _subjects(codebook), _groups(notebook, found), facts
    )
    # « none holds » would be said of hidden comparisons too
    none = no_contrast(notebook.result, judged, heard, facts) if told.all() else None
    names = labels(codebook, notebook.language.code)
    return stack(
        heading,
        notebook.publish(*findings, *([none] if none else [])),
        *(
            [_clearest(notebook, found, names)]
            if notebook.discretion is None
            else _outside(notebook, judged[told], names)
        ),
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


def _told(notebook: Notebook, found: pd.DataFrame) -> pd.Series:
    """True for each comparison of which this edition tells, or could tell, all counts: who speaks of it
    and who does not, on both sides. Outside the team only women and men are counted by subject
    (`shares`): the rows of other groups, put together, would give away one that is hidden elsewhere."""
    if notebook.discretion is None:
        return pd.Series(True, found.index)
    speak = found[["personnes", "personnes_autres"]].set_axis(["groupe", "autres"], axis=1)
    heard = found[["entendues", "entendues_autres"]].set_axis(["groupe", "autres"], axis=1)
    kept = [hidden_parts(notebook, cells).eq("").all(axis=1) for cells in (speak, heard - speak)]
    return found["attribut"].eq("sexe") & kept[0] & kept[1]


def _judged(found: pd.DataFrame, told: pd.Series) -> pd.DataFrame:
    """The comparisons with what the `told` ones alone allow to say (`tient`). Holm's correction (1979)
    makes each depend on those that are clearer: hidden ones are corrected for as if they were the
    least clear, so that they show in nothing. That calls too little rather than too much."""
    if told.all():
        return found
    adjusted = holm(found["p"].where(told, 1.0).to_list())
    return found.assign(p_ajuste=adjusted, tient=[p < 1 - LEVEL for p in adjusted])


def _clearest(notebook: Notebook, found: pd.DataFrame, names: dict[str, str]) -> Table:
    t = notebook.t
    holding = int(found["tient"].sum())
    shown = found.head(max(_MOST_ROWS, holding))
    return Table(
        t(
            "Les {k:int} écarts les plus nets des {n:int} comparaisons ; {tiennent:int} "
            "{tiennent:?tient|tiennent} après correction",
            k=len(shown),
            n=len(found),
            tiennent=holding,
        ),
        (
            Column(t("sujet")),
            Column(t("personnes qui en parlent")),
            Column(t("écart en points (intervalle à 95 %)"), True),
            Column(t("tient")),
        ),
        tuple(
            (
                (names[row.code],),
                *((cell,) for cell in _counts(notebook, row)),
                (t("oui") if row.tient else t("non"),),
            )
            for row in shown.itertuples()
        ),
    )


def _outside(notebook: Notebook, told: pd.DataFrame, names: dict[str, str]) -> list[Block]:
    """The comparisons that may be told, by subject: in the order of their names, which tells nothing."""
    t = notebook.t
    left = note(
        t(
            "Cette édition ne montre que les comparaisons entre femmes et hommes dont aucun nombre n’est "
            "masqué. La correction compte aussi les autres, comme si leurs écarts étaient les moins "
            "nets ; ce qui en est conclu est dans l’édition interne."
        )
    )
    if told.empty:
        return [left]
    rows = sorted(told.itertuples(), key=lambda row: names[row.code])
    table = Table(
        t("Comparaisons entre femmes et hommes dont aucun nombre n’est masqué, par sujet"),
        (Column(t("sujet")), Column(t("qui en parle")), Column(t("tient"))),
        tuple(
            (
                (names[row.code],),
                (_direction(notebook, row),),
                (t("oui") if row.tient else t("non"),),
            )
            for row in rows
        ),
    )
    return [table, left]


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


def _direction(notebook: Notebook, row) -> str:  # type: ignore[no-untyped-def]
    """Who speaks of it more, without a number."""
    gap = row.difference.value or 0
    return notebook.t(
        _MORE if gap > 0 else _LESS if gap else _ALIKE,
        groupe=name_of(notebook, row.attribut, row.groupe),
        autres=notebook.t(_OTHERS[row.attribut]),
    )
