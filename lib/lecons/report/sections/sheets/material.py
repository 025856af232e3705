"""What all the sheets of a report are made from, read once."""

from dataclasses import dataclass

import pandas as pd

from lecons.evidence.recommendation import Recommendation
from lecons.evidence.workshop import Appraisal, appraise
from lecons.measures import notes
from lecons.report.notebook import Notebook
from lecons.report.sections.practices.matrix import commune_of
from lecons.report.sections.testimonies.quotes import decided, of_practices
from lecons.report.weighed import Weighed, recommended
from lecons.testimony import readings, voices
from lecons.testimony.quotations import Decisions


@dataclass(frozen=True)
class Area:
    """What one result area holds: its activities, the testimonies that somebody read, what they say
    (rows of voices.spoken), and the quotations chosen about each practice, by its code: a sheet is made
    to be handed out, so that it quotes reviewed passages only, in every edition."""

    activities: pd.DataFrame
    read: pd.DataFrame
    said: pd.DataFrame
    quotations: dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Material:
    """What the sheets are made from: practices and findings as they were weighed, the recommendations
    that findings carry, and the tables. `areas` by code of result area, `appraisals` by code of
    practice; `places`: for each table with a commune, that of its rows, by id."""

    weighed: Weighed
    recommendations: tuple[Recommendation, ...]
    areas: dict[str, Area]
    codebook: pd.DataFrame
    lexicon: pd.DataFrame
    contributions: pd.DataFrame
    scores: pd.DataFrame
    appraisals: dict[str, Appraisal]
    places: dict[str, pd.Series]
    decisions: Decisions


def gather(notebook: Notebook, content: Weighed) -> Material:
    """Read the tables as this edition may, for this period, area by area as the notebooks of each
    result area read them: the same persons are counted, the same words are quoted."""
    decisions = decided(notebook)
    scores = notebook.table("appreciations")
    areas = dict.fromkeys(one.declared.resultat for one in content.practices)
    return Material(
        weighed=content,
        recommendations=tuple(recommended(notebook, content)[0]),
        areas={area: _area(notebook, area, decisions) for area in areas},
        codebook=notebook.table("livre_de_codes"),
        lexicon=notes.read_lexicon(notebook.project.reference_folder / notes.LEXICON),
        contributions=notebook.table("contributions"),
        scores=scores,
        appraisals=appraise(scores),
        places=commune_of(notebook),
        decisions=decisions,
    )


def _area(notebook: Notebook, area: str, decisions: Decisions) -> Area:
    start, end = notebook.period

    def table(name: str) -> pd.DataFrame:
        return notebook.project.table(
            name, notebook.parameters.edition, result=area, start=start, end=end
        )

    segments, read_by = table("segments"), table("lectures")
    read = readings.read(table("temoignages"), readings.reference_readers(segments, read_by))
    said = voices.spoken(readings.reference(segments, read_by), read)
    codes = [one.code for one in notebook.project.practices() if one.resultat == area]
    reviewed = notebook.project.table("segments", "publique", result=area, start=start, end=end)
    quotable = voices.spoken(readings.reference(reviewed, read_by), read)
    return Area(table("activites"), read, said, of_practices(quotable, codes, decisions))
