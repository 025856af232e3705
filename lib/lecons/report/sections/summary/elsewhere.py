"""60_synthese: what to do in Gao and Kidal, where nothing was carried out, and how sure that is."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from lecons.estimates import FEWEST, Estimate
from lecons.evidence.elsewhere import UPTAKES, Elsewhere, Uptake
from lecons.evidence.fiche import conditions_named
from lecons.evidence.workshop import MIDDLE, PEERS
from lecons.evidence.workshop.obstacles import verdict_of
from lecons.language import mark
from lecons.report.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Inline,
    Inlines,
    Link,
    Paragraph,
    Stack,
    Strong,
    Table,
    stack,
)
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.measured import alert, note
from lecons.report.sections.practices.names import practice_mark
from lecons.report.sections.summary.recommendations import recommendation_mark
from lecons.report.sections.summary.regions import ANSWERS, MARK, Region, answer
from lecons.report.sections.workshop.coarse import coarsely, mean_of_group
from lecons.report.sections.workshop.obstacles import (
    VERDICTS,
    exact_opinions,
    peers_counted,
)

WORDS: dict[Uptake, str] = {
    "reprendre": mark("reprendre, sous conditions"),
    "essayer": mark("essayer, sous conditions"),
    "attendre": mark("attendre des preuves"),
    "ne_pas_reprendre": mark("ne pas reprendre"),
}
# what a list has room for: the whole is in the chapter on the workshop
_CONDITIONS, _SAID = 2, 2
_NATURES = ("recommandation", "amelioration", "contournement")


def what_elsewhere(
    notebook: Notebook, found: Sequence[Region], scores: pd.DataFrame, said: pd.DataFrame
) -> Block:
    """A sub-heading a region: the answer, what is recommended there, the table behind, the conditions."""
    t = notebook.t
    if not found:
        return Stack()
    title = t("Que faire ailleurs : {regions}", regions=", ".join(one.name for one in found))
    return stack(
        Heading(2, title, MARK),
        *(
            block
            for one in found
            for block in _region(notebook, one, scores, said, _exact(notebook, found))
        ),
        note(
            t(
                "Reprendre : bonne pratique ici, et jugée transférable par les pairs de la région (tout "
                "l’intervalle à 95 % au-dessus de {m:int}). Essayer : l’un des deux seulement. Attendre : "
                "ni l’un ni l’autre. Ne pas reprendre : à revoir ici, ou jugée non transférable "
                "là-bas. La confiance est celle d’ici, moins un degré parce que rien n’a été mesuré là-bas, "
                "moins deux quand l’avis des pairs ne tranche pas ou va dans l’autre sens (GRADE, preuve "
                "indirecte). Sous {k:int} notes, l’avis d’une région ne tranche rien.",
                m=int(MIDDLE),
                k=max(FEWEST, notebook.discretion.threshold if notebook.discretion else 0),
            )
        ),
    )


def _region(
    notebook: Notebook,
    one: Region,
    scores: pd.DataFrame,
    said: pd.DataFrame,
    exact: Collection[str],
) -> list[Block]:
    t = notebook.t
    lines = [
        (Strong(t(ANSWERS[uptake])), *listed(notebook, mine), ".")
        for uptake in UPTAKES
        if (mine := one.to(uptake))
    ]
    lines += [
        (
            Strong(t("Recommandé : ")),
            Link(recommendation_mark(each), each.declared.id),
            f" — {notebook.language.of(each.declared.texte)} ",
            t("Qui : {qui}. ", qui=notebook.language.of(each.declared.qui)),
            t("Pour quand : {quand}.", quand=notebook.language.of(each.declared.quand)),
        )
        for each in one.recommendations
    ]
    unheard = t(
        "Aucun avis des pairs de {region} à montrer : ils n’ont pas noté la transférabilité, ou leur note "
        "ferait reconnaître quelques personnes. Aucune pratique ne peut y être dite à reprendre ; une "
        "grille remplie par assez de pairs de {region} le permettrait.",
        region=one.name,
    )
    return [
        Heading(3, one.name, f"{MARK}-{one.code}"),
        Paragraph((answer(notebook, one), " [", Link("matrice", t("matrice")), "]")),
        *([] if one.scored else [alert(unheard)]),
        Bullets(tuple(lines)),
        _table(notebook, one, exact),
        *_conditions(notebook, one, scores, said),
    ]


def listed(notebook: Notebook, found: Sequence[Elsewhere]) -> list[Inline]:
    """Practices with their titles, and the confidence there, once where it is the same."""
    t = notebook.t
    same = len({one.confidence for one in found}) == 1
    parts: list[Inline] = []
    for i, one in enumerate(found):
        declared = one.practice.declared
        title = notebook.language.of(declared.titre)
        parts += [t(" ; ")] * (i > 0) + [Link(practice_mark(one.practice), declared.numero)]
        level = t("confiance {niveau}", niveau=t(label(one.confidence)))
        parts.append(f" {title}" + ("" if same else f" ({level})"))
    if same and found:
        parts.append(f" ({t('confiance {niveau}', niveau=t(label(found[0].confidence)))})")
    return parts


def _table(notebook: Notebook, one: Region, exact: Collection[str]) -> Table:
    t = notebook.t
    return Table(
        t("Les pratiques à {region}", region=one.name),
        (
            Column(t("pratique")),
            Column(t("que faire")),
            Column(t("confiance là-bas")),
            Column(t("transférabilité selon ses pairs (1 à 5)")),
            Column(t("ici")),
        ),
        tuple(
            (
                (
                    Link(practice_mark(each.practice), each.practice.declared.numero),
                    f" {notebook.language.of(each.practice.declared.titre)}",
                ),
                (Strong(t(WORDS[each.uptake])), *_following(notebook, one, each)),
                (t(label(each.confidence)),),
                (_opinion(notebook, each.transfer, each.practice.declared.code in exact),),
                (
                    t(
                        "{verdict}, confiance {niveau}",
                        verdict=t(label(each.practice.verdict)),
                        niveau=t(label(each.practice.confidence.level)),
                    ),
                ),
            )
            for each in one.practices
        ),
        coarsely(notebook) if one.scored else "",
    )


def _exact(notebook: Notebook, found: Sequence[Region]) -> set[str]:
    """The practices, by code, of which the transferability in each region may be written as it is."""
    told: dict[str, dict[str, Estimate]] = {}
    for one in found:
        for each in one.practices:
            if each.transfer.n:
                told.setdefault(each.practice.declared.code, {})[one.code] = each.transfer
    return {
        code
        for code, mine in told.items()
        if exact_opinions(notebook, [mine.get(peer) for peer in PEERS])
    }


def _following(notebook: Notebook, region: Region, one: Elsewhere) -> list[Inline]:
    """« , en suivant REC-7 »"""
    parts: list[Inline] = []
    if one.uptake in ("reprendre", "essayer"):
        for i, each in enumerate(region.following(one.practice)):
            parts += [", " if i else notebook.t(", en suivant ")]
            parts.append(Link(recommendation_mark(each), each.declared.id))
    return parts


def _opinion(notebook: Notebook, transfer: Estimate, exact: bool) -> str:
    if not transfer.n:
        return notebook.t("pas d’avis à montrer")
    return notebook.t(
        "{avis} : {note}, {n}",
        avis=notebook.t(VERDICTS[verdict_of(transfer)]),
        note=mean_of_group(notebook, transfer, exact),
        n=peers_counted(notebook, transfer.n),
    )


def _conditions(
    notebook: Notebook, region: Region, scores: pd.DataFrame, said: pd.DataFrame
) -> list[Block]:
    """On what conditions: those that hold here, and inside the team what that region's peers ask for."""
    t, of = notebook.t, notebook.language.of
    inside = notebook.parameters.edition == "interne"
    mine = scores[scores["region"].eq(region.code)] if inside else scores.head(0)
    words = said[said["region"].eq(region.code) & said["texte"].notna()] if inside else said.head(0)
    words = words[words["nature"].isin(_NATURES)]
    lines: list[Inlines] = []
    for one in (*region.to("reprendre"), *region.to("essayer")):
        declared = one.practice.declared
        asked = _asked(notebook, mine, declared.code)
        told = _quoted(notebook, words[words["pratique"].eq(declared.code).fillna(False)])
        told = t("Dit à l’atelier : {dites}", dites=told) if told else ""
        parts = [
            t("comme ici, {conditions}.", conditions=of(declared.conditions).rstrip("."))
            if declared.conditions
            else "",
            t("Les pairs de {region} demandent : {dites}.", region=region.name, dites=asked)
            if asked
            else "",
            told,
        ]
        if any(parts):
            lines.append(
                (
                    Link(practice_mark(one.practice), declared.numero),
                    t(" : "),
                    " ".join(part for part in parts if part),
                )
            )
    general = _quoted(notebook, words[words["pratique"].isna()])
    if general:
        lines.append((t("Pour toutes : {dites}", dites=general),))
    if not lines:
        return []
    title = Paragraph((Strong(t("Les conditions à réunir à {region}", region=region.name)),))
    unread = t("Ce que les pairs demandent eux-mêmes n’est lu que dans l’édition interne.")
    return [title, Bullets(tuple(lines)), *([] if inside else [note(unread)])]


def _asked(notebook: Notebook, scores: pd.DataFrame, practice: str) -> str:
    named: Mapping[str, int] = dict(
        conditions_named(scores, practice).head(_CONDITIONS).itertuples(index=False, name=None)
    )
    return notebook.language.listing(
        notebook.t(
            "{condition} ({n:pers})",
            condition=notebook.language.quoted(words.rstrip(".")),
            n=count,
        )
        for words, count in named.items()
    )


def _quoted(notebook: Notebook, said: pd.DataFrame) -> str:
    first = said.sort_values("nature", key=lambda of: of.map(_NATURES.index), kind="stable")
    return " ".join(notebook.language.quoted(words) for words in first["texte"].head(_SAID))
