"""What people say around a practice: what helps, what hinders and how it was got round, whether it
lasts, whether it can be done elsewhere, and in whose words."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from lecons.evidence.fiche import conditions_named, contributed, said_along
from lecons.evidence.practice import TRANSFERABLE, Practice
from lecons.evidence.workshop.obstacles import verdict_of
from lecons.language import SOURCE_LANGUAGE, mark, quoted_in
from lecons.measures.notes import NOTHING, by_theme
from lecons.privacy.consent import QUOTABLE
from lecons.report.document import Block, Bullets, Foreign, Heading, Inlines, Paragraph
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.report.sections.counted import of_few, score, together
from lecons.report.sections.sheets.evidence import listed
from lecons.report.sections.sheets.material import Material
from lecons.report.sections.sheets.opening import declared_part, sentence
from lecons.report.sections.testimonies.quotes import quotes
from lecons.testimony.codebook import labels
from lecons.testimony.voices import Stances, stances

# what a sheet of two pages has room for: the most frequent; the whole lists are in the report
_THEMES, _CODES, _CONDITIONS = 4, 4, 3

_THRESHOLD = {
    "transferable": mark("Tout l’intervalle passe le seuil de {seuil:int}."),
    "incertain": mark("On ne sait pas si le seuil de {seuil:int} est passé."),
    "non_transferable": mark("Tout l’intervalle est sous le seuil de {seuil:int}."),
}


def factors(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """What helps: as declared, and the conditions that those in favour speak of."""
    t, declared = notebook.t, practice.declared
    blocks: list[Block] = []
    if declared.facteurs:
        blocks.append(Paragraph((sentence(notebook.language.of(declared.facteurs)),)))
    said = material.areas[declared.resultat].said
    views = stances(said, declared.code)
    people = views.supporting
    along = _along(notebook, said, people, material, "condition")
    if len(along):
        message = t(
            "Parmi les personnes favorables ({n}), certaines parlent aussi, dans le même témoignage, de : "
            "{codes}. Cela dit de quoi l’on parle, non ce qui fait réussir.",
            n=_judging(notebook, views)[0],
            codes=_codes(notebook, along, material.codebook),
        )
        blocks.append(Paragraph((message,)))
    return [Heading(2, t("Facteurs de réussite")), *blocks] if blocks else []


def difficulties(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """What hinders: for those who speak of it, for agents, at the workshop; and how it was got round."""
    blocks = hindrances(notebook, practice, material)
    return [Heading(2, notebook.t("Contraintes et difficultés")), *blocks] if blocks else []


def hindrances(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """The same without its heading."""
    t, code = notebook.t, practice.declared.code
    area = material.areas[practice.declared.resultat]
    blocks: list[Block] = []
    views = stances(area.said, code)
    people = {*views.supporting, *views.contradicting}
    along = _along(notebook, area.said, people, material, "difficulte")
    if len(along):
        message = t(
            "Des {n} personnes qui en parlent, certaines racontent aussi, dans le même témoignage : "
            "{codes}.",
            n=_judging(notebook, views)[2],
            codes=_codes(notebook, along, material.codebook),
        )
        blocks.append(Paragraph((message,)))
    blocks += _agents(notebook, practice, material)
    blocks += _workshop(
        notebook,
        contributed(material.contributions, code, "difficulte"),
        t("Dit à l’atelier"),
    )
    blocks += _workshop(
        notebook,
        contributed(material.contributions, code, "contournement"),
        t("Comment elles ont été contournées"),
    )
    return blocks


def _judging(notebook: Notebook, views: Stances) -> tuple[str, ...]:
    """Who is for, who is against, and who is either, as one sentence would count them."""
    return together(notebook, len(views.supporting), len(views.contradicting), views.persons)


def _along(
    notebook: Notebook,
    said: pd.DataFrame,
    people: Collection[str],
    material: Material,
    family: str,
) -> pd.DataFrame:
    """What is said along with a practice, by more than a few people."""
    found = said_along(said, people, material.codebook, family)
    return found[[not of_few(notebook, n) for n in found["personnes"]]]


def _codes(notebook: Notebook, along: pd.DataFrame, codebook: pd.DataFrame) -> str:
    names = labels(codebook, notebook.language.code)
    return notebook.language.listing(
        notebook.t(
            "{nom} ({n})",
            nom=notebook.language.quoted(names[row.code]),
            n=notebook.language.bracket(row.personnes),
        )
        for row in along.head(_CODES).itertuples()
    )


def _agents(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """Themes of the difficulties that agents note on its activities: counts, never a word of theirs."""
    done = material.areas[practice.declared.resultat].activities
    done = done[done["type"].isin(practice.declared.activites)]
    themes = by_theme(done, material.lexicon, "difficultes")
    named = themes.table[themes.table["theme"] != NOTHING].head(_THEMES)
    if named.empty:
        return []
    told = notebook.language.listing(
        notebook.t(
            "{nom} ({n:int})",
            nom=notebook.language.of({"fr": row.fr, "en": row.en}),
            n=row.notes,
        )
        for row in named.itertuples()
    )
    message = notebook.t(
        "Notes d’agents, thèmes les plus fréquents (en fiches ; {ecrites:int} sur {total:int} "
        "{ecrites:?porte|portent} une note) : {themes}.",
        ecrites=themes.written,
        total=themes.total,
        themes=told,
    )
    return [Paragraph((message,))]


def _workshop(notebook: Notebook, said: pd.DataFrame, title: str) -> list[Block]:
    """Contributions in their own words, where their speakers allowed that these be repeated; of the
    others, how many. What was said for the team alone is not for a sheet that is handed out."""
    if said.empty:
        return []
    t = notebook.t
    readable = said[said["texte"].notna() & said["consentement"].isin(QUOTABLE)]
    unread = len(said) - len(readable)
    # outside the team a region may be one person
    public = notebook.parameters.edition == "publique"
    lines: list[Inlines] = [
        (
            Foreign(quoted_in(SOURCE_LANGUAGE, row.texte), SOURCE_LANGUAGE),
            "" if public else f" ({t(label(row.region))})",
        )
        for row in readable.itertuples()
    ]
    if unread:
        told = t(
            "{n:pers} {n:?contribution|contributions} dont cette fiche ne montre pas les mots.",
            n=unread,
        )
        lines.append((told,))
    return [Heading(3, title), Bullets(tuple(lines))]


def durability(notebook: Notebook, practice: Practice, material: Material) -> list[Block]:
    """Whether it lasts: as declared, as the workshop scores it, and what was found for its area."""
    t, declared = notebook.t, practice.declared
    blocks: list[Block] = []
    if declared.durabilite:
        blocks.append(Paragraph((sentence(notebook.language.of(declared.durabilite)),)))
    appraisal = material.appraisals.get(declared.code)
    noted = appraisal.criteria["durabilite"] if appraisal else None
    if noted and noted.n and not of_few(notebook, noted.n):
        message = t(
            "L’atelier note sa durabilité {note} sur 5 ; n = {n:pers} participants.",
            note=score(notebook, noted),
            n=noted.n,
        )
        blocks.append(Paragraph((message,)))
    found = [
        finding
        for finding in material.weighed.findings.values()
        if finding.criterion == "durabilité"
        and finding.result == declared.resultat
        and finding.practice in (None, declared.code)
        and not finding.stale
    ]
    if found:
        message = t("Pour tout le résultat {resultat} :", resultat=declared.resultat)
        blocks += [Paragraph((message,)), *listed(notebook, found)]
    return [Heading(2, t("Durabilité")), *blocks] if blocks else []


def replication(
    notebook: Notebook, practice: Practice, material: Material, title: str
) -> list[Block]:
    """What it takes to do it elsewhere: as declared, as peers judge it, as participants say."""
    t, declared = notebook.t, practice.declared
    blocks = declared_part(notebook, title, declared.conditions)[1:]
    appraisal = material.appraisals.get(declared.code)
    if appraisal and appraisal.transfer.n and not of_few(notebook, appraisal.transfer.n):
        message = t(
            "Gao et Kidal jugent sa transférabilité à {note} sur 5 ; n = {n:pers} pairs. {conclusion}",
            note=score(notebook, appraisal.transfer),
            n=appraisal.transfer.n,
            conclusion=t(_THRESHOLD[verdict_of(appraisal.transfer)], seuil=TRANSFERABLE),
        )
        blocks.append(Paragraph((message,)))
    named = conditions_named(material.scores, declared.code)
    if len(named):
        told = notebook.language.listing(
            t(
                "{condition} ({n:pers})",
                condition=notebook.language.quoted(row.condition.rstrip(".")),
                n=row.participants,
            )
            for row in named.head(_CONDITIONS).itertuples()
        )
        message = t(
            "Conditions que les participants nomment le plus : {conditions}.", conditions=told
        )
        blocks.append(Paragraph((message,)))
    return [Heading(2, title), *blocks] if blocks else []


def in_their_words(
    notebook: Notebook, practice: Practice, material: Material, tone: str | None = None
) -> list[Block]:
    """One quotation a side, or of one side alone, as anybody may read it: a reviewed passage, nothing
    around it, the group and the cercle of who speaks."""
    area = material.areas[practice.declared.resultat]
    chosen = area.quotations[practice.declared.code]
    if tone:
        chosen = chosen[chosen["sens"] == tone]
    chosen = chosen.drop_duplicates("sens")
    outside = notebook.parameters.model_copy(update={"edition": "publique"})
    reader = replace(notebook, parameters=outside)
    return [*quotes(reader, chosen, area.read.assign(texte=None), material.decisions)]
