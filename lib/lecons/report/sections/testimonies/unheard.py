"""30_temoignages: who was not heard, said beside what those who were heard say."""

from collections.abc import Callable

import pandas as pd

from lecons.report.document import Block, Column, Heading, Inlines, Paragraph, Table
from lecons.report.labels import LABELS, label
from lecons.report.notebook import Notebook
from lecons.report.people import guarded, part
from lecons.report.sections.measured import note, nothing
from lecons.testimony.unheard import FEW_VOICES, Unheard


def unheard(notebook: Notebook, found: Unheard) -> Block:
    """Who was not heard (of testimony.unheard), one row a kind of absence.

    The public edition names no commune and no group that a few persons stand for, and counts no few
    persons: read beside an account, they could point at somebody.
    """
    t = notebook.t
    if not found.persons:
        return nothing(notebook, "temoignages")
    rows = [*_places_and_groups(notebook, found), *_people(notebook, found)]
    lines: list[Block] = []
    if found.elsewhere:
        lines.append(
            note(
                t(
                    "Personnes venues d’une commune hors du projet : {k}.",
                    k=part(notebook, found.elsewhere, found.persons),
                )
            )
        )
    return guarded(
        notebook,
        Heading(2, t("Qui n’a pas été entendu")),
        Paragraph(
            (
                t(
                    "Ce que disent les {n:pers} personnes entendues ne vaut pas pour celles qui suivent, "
                    "que l’on n’a pas ou presque pas entendues sur ce résultat.",
                    n=found.persons,
                ),
            )
        ),
        Table(
            t("Qui manque, et combien"),
            (
                Column(t("qui")),
                Column(t("combien"), True),
                Column(t("lesquels")),
            ),
            tuple(rows),
            t(
                "n = {n:pers} personnes. Comptes de toutes les personnes entendues, donc sans intervalle. "
                "Une langue est dite connue si le projet a diffusé des émissions dans cette langue ; la "
                "langue de l’entretien n’est pas toujours celle de la personne.",
                n=found.persons,
            ),
        ),
        *lines,
    )


def _places_and_groups(notebook: Notebook, found: Unheard) -> list[tuple[Inlines, ...]]:
    t = notebook.t
    actors, languages = found.actors, found.languages
    spoken = actors[actors["personnes"] > 0]
    declared = actors[actors["declare"]]
    known = languages[languages["connue"]]
    # a language of fewer people than may be counted is not told apart from one of a few more
    fewest = max(FEW_VOICES, notebook.discretion.threshold if notebook.discretion else 0)
    barely = languages[languages["personnes"].between(1, fewest - 1)]
    rare = languages[languages["personnes"] > 0]

    def groups(frame: pd.DataFrame) -> list[str]:
        return [notebook.actor(actor) for actor in frame["acteur"]]

    def tongues(frame: pd.DataFrame) -> list[str]:
        if notebook.discretion is not None:  # what was typed for a language may be anything
            return list(
                dict.fromkeys(
                    t(label(one if one in LABELS else "autre_langue")) for one in frame["langue"]
                )
            )
        return [t(label(language)) for language in frame["langue"]]

    silent = declared[declared["personnes"] == 0]
    unspoken = known[known["personnes"] == 0]
    without_women, without_young = (spoken[spoken[name] == 0] for name in ("femmes", "jeunes"))
    row = _row(notebook)
    return [
        row(
            t("communes du projet sans témoignage"),
            len(found.silent_communes),
            len(found.communes),
            _communes(notebook, found.silent_communes),
            False,
        ),
        row(
            t("groupes d’acteurs déclarés, jamais entendus"),
            len(silent),
            len(declared),
            groups(silent),
            True,
        ),
        row(
            t("groupes entendus sans aucune femme"),
            len(without_women),
            len(spoken),
            groups(without_women),
            False,
        ),
        row(
            t("groupes entendus sans personne de 18 à 35 ans"),
            len(without_young),
            len(spoken),
            groups(without_young),
            False,
        ),
        row(
            t("langues connues, sans entretien"),
            len(unspoken),
            len(known),
            tongues(unspoken),
            True,
        ),
        row(
            t("langues de moins de {k:int} personnes", k=fewest),
            len(barely),
            len(rare),
            tongues(barely),
            False,
        ),
    ]


def _row(notebook: Notebook) -> Callable[[str, int, int, list[str], bool], tuple[Inlines, ...]]:
    """A row that counts kinds of people or places; its names stay inside unless `public`."""
    t = notebook.t
    inside = notebook.parameters.edition != "publique"

    def row(who: str, k: int, n: int, names: list[str], public: bool) -> tuple[Inlines, ...]:
        told = names if inside or public else []
        return (
            (who,),
            (t("{k:int} sur {n:int}", k=k, n=n),),
            (" ; ".join(told) or ("–" if inside or public or not k else t("non publiés")),),
        )

    return row


def _communes(notebook: Notebook, communes: pd.DataFrame) -> list[str]:
    """« cercle de Goundam : Douékiré, Télé »: one text a cercle."""
    return [
        notebook.t(
            "cercle de {cercle} : {communes}", cercle=cercle, communes=", ".join(mine["commune"])
        )
        for cercle, mine in communes.groupby("cercle")
    ]


def _people(notebook: Notebook, found: Unheard) -> list[tuple[Inlines, ...]]:
    t = notebook.t
    persons = found.persons
    counts = [
        (t("femmes entendues, parmi les personnes de sexe noté"), found.women, found.sex_known),
        (
            t("personnes de 18 à 35 ans entendues, parmi celles d’âge noté"),
            found.young,
            found.age_known,
        ),
        (t("personnes sans langue d’entretien notée"), found.language_unknown, persons),
        (t("refus que leurs paroles soient lues"), found.refused, persons),
        (t("consentements retirés"), found.withdrawn, persons),
    ]
    # never of which groups: beside a small group it would tell who refused
    return [((who,), (part(notebook, k, n),), ("–",)) for who, k, n in counts]
