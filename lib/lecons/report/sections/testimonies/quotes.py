"""Quotations on the page: chosen, with what was said around them, who speaks and why they are there."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from lecons.language import mark
from lecons.report.document import Facet, Quote
from lecons.report.labels import label
from lecons.report.notebook import Notebook
from lecons.testimony.codebook import labels
from lecons.testimony.exports.speakers import speakers
from lecons.testimony.quotations import (
    Decisions,
    by_code,
    choose,
    read_decisions,
    require_bars,
    with_context,
    with_translations,
)
from lecons.testimony.quotations.decisions import FILE

_WHY = {
    "typique": mark("typique"),
    "contraire": mark("voix contraire"),
    "autre": mark("autre voix"),
}


def decided(notebook: Notebook) -> Decisions:
    """What analysts pinned, barred and translated; raises ReportError where a public report would
    forget what somebody barred."""
    columns = ["id", "id_temoignage", "debut", "fin"]
    known = notebook.history("segments")[columns]
    decisions = read_decisions(notebook.project.folder / FILE, known)
    require_bars(decisions, notebook.parameters.edition)
    return decisions


def of_practices(
    said: pd.DataFrame, practices: Iterable[str], decisions: Decisions
) -> dict[str, pd.DataFrame]:
    """The quotations about each practice, in their order: one a person over all, where it can be."""
    taken: set[str] = set()
    found = {}
    for code in practices:
        found[code] = choose(said, code, decisions=decisions, taken=taken)
        taken |= set(found[code]["id_temoignage"])
    return found


def of_codes(
    said: pd.DataFrame, codes: Collection[str], decisions: Decisions, taken: Collection[str]
) -> pd.DataFrame:
    """The quotations with one of `codes`, of persons not `taken` yet."""
    return by_code(said, codes, decisions=decisions, taken=taken)


def quotes(
    notebook: Notebook, chosen: pd.DataFrame, testimonies: pd.DataFrame, decisions: Decisions
) -> list[Quote]:
    """Blocks for chosen quotations. Around them, in the internal edition, the sentence before and the
    one after; in English, the translation that a person entered, else the French words."""
    edition = notebook.parameters.edition
    rows = with_context(chosen, testimonies, decisions)
    rows = with_translations(rows, decisions, edition)
    told = _told(notebook) if edition == "publique" else pd.DataFrame()
    themes = _themes(notebook)
    return [_quote(notebook, row, told, themes) for row in rows.itertuples()]


def _told(notebook: Notebook) -> pd.DataFrame:
    """What this edition may tell of everybody heard, in all result areas and at any time."""
    return speakers(
        notebook.history("temoignages"),
        notebook.project.communes(),
        notebook.parameters.edition,
        notebook.discretion.threshold if notebook.discretion else 1,
    )


def _themes(notebook: Notebook) -> dict[str, str]:
    """What a code is about, in words. Outside the team the practices alone: a quotation on one stands
    under its title, while the code of any other was never told of it."""
    practices = {one.code: notebook.language.of(one.titre) for one in notebook.project.practices()}
    if notebook.parameters.edition == "publique":
        return practices
    return {**labels(notebook.history("livre_de_codes"), notebook.language.code), **practices}


def _facets(
    notebook: Notebook,
    row: Any,
    told: pd.DataFrame,
    themes: Mapping[str, str],
) -> tuple[Facet, ...]:
    """What a quotation can be found by: nothing that is not said beside it, or in its title."""
    public = notebook.parameters.edition == "publique"
    if public:
        who, where = told.loc[row.id_temoignage, ["acteur", "cercle"]]
    else:
        places = notebook.project.communes().set_index("pcode")["commune"]
        who, where = row.acteur, places.get(row.commune)
    found = {
        "theme": themes.get(getattr(row, "code", "")),
        "acteur": None if pd.isna(who) else notebook.actor(who),
        "lieu": None if pd.isna(where) else where,
        "ton": notebook.t(label(row.sens)) if getattr(row, "sens", "") else None,
    }
    return tuple(Facet(kind, words) for kind, words in found.items() if words)


def _quote(notebook: Notebook, row: Any, told: pd.DataFrame, themes: Mapping[str, str]) -> Quote:
    public = notebook.parameters.edition == "publique"
    facets = _facets(notebook, row, told, themes)
    said = [
        _public_speaker(notebook, told.loc[row.id_temoignage])
        if public
        else _speaker(notebook, row)
    ]
    tone = getattr(row, "sens", "")
    if tone:
        said.append(notebook.t(label(tone)))
    if notebook.parameters.edition == "interne":
        pinned = isinstance(row.epinglee_par, str)
        said.append(
            notebook.t("épinglée par {auteur}", auteur=row.epinglee_par)
            if pinned
            else notebook.t(_WHY[row.choix])
        )
    if notebook.language.code == "en" and isinstance(row.traduction_en, str):
        said.append(notebook.t("traduit du français"))
        return Quote(row.traduction_en, " — ".join(said), "en", tone, facets=facets)
    before, after = (one if isinstance(one, str) else "" for one in (row.avant, row.apres))
    return Quote(row.extrait, " — ".join(said), "fr", tone, before, after, facets)


def _speaker(notebook: Notebook, row) -> str:  # type: ignore[no-untyped-def]
    """Group, sex, age, commune and month: for the internal edition."""
    places = notebook.project.communes().set_index("pcode")["commune"]
    if row.commune not in places.index:
        return notebook.t(
            "{acteur}, cercle de {cercle}", acteur=notebook.actor(row.acteur), cercle="–"
        )
    return notebook.t(
        "{acteur} ({sexe}, {age}), {commune}, {mois} · {id}",
        acteur=notebook.actor(row.acteur),
        sexe=row.sexe,
        age=row.tranche_age,
        commune=places[row.commune],
        mois=notebook.language.month(row.date.date()),
        id=row.id_temoignage,
    )


def _public_speaker(notebook: Notebook, told: pd.Series) -> str:
    """Group and cercle, one of the two, or neither, as enough people share them."""
    if pd.isna(told["acteur"]) and pd.isna(told["cercle"]):
        return notebook.t("une personne entendue")
    if pd.isna(told["acteur"]):
        return notebook.t("cercle de {cercle}", cercle=told["cercle"])
    group = notebook.actor(told["acteur"])
    if pd.isna(told["cercle"]):
        return group
    return notebook.t("{acteur}, cercle de {cercle}", acteur=group, cercle=told["cercle"])
