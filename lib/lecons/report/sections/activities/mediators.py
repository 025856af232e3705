"""20_activites: who mediates, and what communes settle, without ranking them."""

from dataclasses import replace

import pandas as pd

from lecons.estimates import FEWEST, Estimate, wilson
from lecons.evidence.statements import mediation as statements
from lecons.measures.mediation import ByCommune, Contrast
from lecons.measures.notes import fold
from lecons.privacy.cells.suppress import Sum
from lecons.report.document import Block, Column, Heading, Stack, Table, stack
from lecons.report.notebook import Notebook
from lecons.report.people import guarded
from lecons.report.sections.measured import (
    Told,
    alert,
    dot_figure,
    note,
    plain_interval,
    practices_of,
    told,
)

_EVERY = ""  # all cases, whatever their commune


def who_mediates(notebook: Notebook, contrasts: dict[str, Contrast], communes: ByCommune) -> Block:
    """Women and young people among the mediators, and communes, without ranking them."""
    if not notebook.covers("mediation") or not communes.table["cas"].sum():
        return Stack()
    t = notebook.t
    found = statements.mediators(
        notebook.result, contrasts, practices_of(notebook), notebook.discretion
    )
    known = {
        row.commune: row.share for row in communes.table.itertuples() if row.share.value is not None
    }
    several = communes.served >= FEWEST and communes.spread.value is not None
    # shares that a model draws towards the whole count nobody: only their n may be too small to be told
    small = notebook.discretion is not None and notebook.discretion.small(communes.spread.n)
    if known and several and not small:
        found.append(statements.communes_differ(notebook.result, communes))
    blocks: list[Block] = [Heading(2, t("Qui médie, et où")), notebook.publish(*found)]
    if any(one.difference.value is not None for one in contrasts.values()):
        blocks.append(
            note(
                t(
                    "{k:int} comparaisons selon les médiateurs, lues ensemble : une différence n’est dite "
                    "établie que si son intervalle à {niveau:pct} exclut zéro (Bonferroni).",
                    k=len(contrasts),
                    niveau=1 - 0.05 / max(len(contrasts), 1),
                )
            )
        )
    else:
        blocks.append(
            alert(
                t(
                    "Pas de comparaison selon les médiateurs : il faut des cas avec et sans femmes, avec et "
                    "sans jeunes, dont les médiateurs sont notés."
                ),
            )
        )
    if several:
        blocks.append(_communes(notebook, communes))
    else:
        blocks.append(
            alert(
                t(
                    "Des cas dans {n:int} {n:?commune|communes} seulement : trop peu pour comparer "
                    "les communes.",
                    n=communes.served,
                ),
            )
        )
    return stack(*blocks)


def _communes(notebook: Notebook, communes: ByCommune) -> Stack:
    t = notebook.t
    ordered = communes.table.sort_values("commune", key=lambda names: names.map(fold))
    pooled: dict[str, Estimate] = dict(zip(ordered["commune"], ordered["share"], strict=True))
    words, cercles = _told_communes(notebook, ordered, pooled)
    shown = {
        name: one
        for name, one in pooled.items()
        if words[name].drawn and one.n and one.value is not None
    }
    if not shown:
        said = t(
            "Dans chaque commune les cas sont trop peu nombreux pour que cette édition les donne : ils "
            "sont comptés par cercle."
        )
        return guarded(notebook, note(said), cercles)
    values = [one.value for one in shown.values() if one.value is not None]
    figure = dot_figure(
        notebook,
        pooled,
        alt=t(
            "Part réglée de chaque commune, tirée vers l’ensemble : de {bas:pct} à {haut:pct} ; tous les "
            "intervalles se recouvrent largement.",
            bas=min(values),
            haut=max(values),
        )
        if _overlap(list(shown.values()))
        else t(
            "Part réglée de chaque commune, tirée vers l’ensemble : de {bas:pct} à {haut:pct}.",
            bas=min(values),
            haut=max(values),
        ),
        caption=t(
            "Part des conflits réglés par commune, estimée avec l’ensemble (mise en commun partielle ; "
            "n = {n:pers} cas ; ordre alphabétique)",
            n=int(communes.table["cas"].sum()),
        ),
        axis=t("part réglée"),
        percent=True,
        said=t("commune"),
        words=words,
    )
    return guarded(notebook, figure, cercles if len(shown) < len(pooled) else None)


def _told_communes(
    notebook: Notebook, communes: pd.DataFrame, pooled: dict[str, Estimate]
) -> tuple[dict[str, Told], Table]:
    """How the communes may be told, by their own counts, which a pooled share stands for; and the
    cercles, which may be told where the communes are too small."""
    t = notebook.t
    cercle = notebook.project.communes().set_index("pcode")["cercle"]
    groups = communes.groupby(communes["pcode"].map(cercle))
    raw = {row.commune: wilson(row.regles, row.cas) for row in communes.itertuples()}
    # a cercle has the name of its chief town: the label says which
    of = {t("cercle de {nom}", nom=name): rows for name, rows in groups}
    shares = {
        name: wilson(int(rows["regles"].sum()), int(rows["cas"].sum())) for name, rows in of.items()
    }
    every = wilson(int(communes["regles"].sum()), int(communes["cas"].sum()))
    sums = [
        Sum((whole, cell), tuple((part, cell) for part in parts))
        for cell in ("n", "k")
        for whole, parts in (
            *((name, list(rows["commune"])) for name, rows in of.items()),
            (_EVERY, list(of)),
        )
    ]
    words = told(notebook, {**raw, **shares}, sums, {_EVERY: every}, percent=True)
    table = Table(
        t("Conflits par cercle"),
        (
            Column(t("cercle")),
            Column(t("cas"), True),
            Column(t("réglés"), True),
            Column(t("part réglée (intervalle à 95 %)"), True),
        ),
        tuple(
            ((name,), (words[name].n,), (words[name].k,), (words[name].value,)) for name in shares
        ),
    )
    return {
        name: replace(words[name], value=plain_interval(notebook, one, percent=True))
        if words[name].drawn
        else words[name]
        for name, one in pooled.items()
    }, table


def _overlap(estimates: list) -> bool:
    bounded = [one for one in estimates if one.low is not None and one.high is not None]
    return bool(bounded) and max(one.low for one in bounded) < min(one.high for one in bounded)
