"""Gives the store the passages that a person read again, and no others."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lecons.counts import number_of
from lecons.intake.reconcile import key_of
from lecons.intake.reviewed.decisions import PRIVATE, forget_people
from lecons.intake.reviewed.detection import automatic, detection_of
from lecons.intake.reviewed.file import (
    FILE,
    Key,
    Review,
    drop_rows,
    latest,
    published_mark,
    read_reviews,
    span_of,
)
from lecons.privacy.consent import QUOTABLE
from lecons.project import Project
from lecons.store.tables import has_table, rewrite_table

TESTIMONIES, CONTRIBUTIONS = "temoignages", "contributions"
_WORDS = ["id", "consentement", "retrait_le", "texte"]
Gone = Collection[tuple[str, str]]


@dataclass
class _People:
    """What people permit and said, by source and number (as written in the tables)."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    silent: set[tuple[str, str]] = field(default_factory=set)
    gone: set[tuple[str, str]] = field(default_factory=set)
    spans: set[Key] = field(default_factory=set)
    aside: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)

    def kept_out(self, key: Key) -> bool:
        """True for a passage that overlaps one that a person set aside."""
        source, number, start, end = key
        spans = self.aside.get((source, key_of(number)), ())
        return any(start < last and first < end for first, last in spans)


def apply_reviews(
    project: Project, tables: dict[str, pd.DataFrame], withdrawn: Collection[str]
) -> list[str]:
    """Fill `segments.extrait_public` and `contributions.texte_public` with what was reviewed, in
    `tables` or, for a table that did not come in, in the store; answers what the analyst should know.

    `withdrawn`: the numbers (key_of) of testimonies of people who withdrew or refused, whether they
    are in the tables or not. Rows of theirs leave codage/passages_relus.csv as well. A passage whose
    words changed since it was read, or whose person does not permit it, is not filled, and it is
    said. Raises IntakeError where the file cannot be read at all: nothing is filled then.
    """
    path = project.file_of(FILE)
    people = _people(project, tables, withdrawn)
    forget_people(project.folder / PRIVATE, {(source, key_of(n)) for source, n in people.gone})
    reviews, faults = read_reviews(path)
    told = list(faults)
    reviews, left = _without_the_gone(path, reviews, people.gone)
    if left:
        told.append(
            f"ôté du fichier : {number_of(left, 'ligne', 'lignes')} de personnes qui ont refusé ou retiré leurs "
            "mots"
        )
    sound: dict[Key, str] = {}
    counted = latest(reviews).values()
    for review in counted:
        if not review.text:
            # what a person set aside stays out, whatever else is coded there and wherever it moved
            mine = (review.key[0], key_of(review.key[1]))
            people.aside.setdefault(mine, []).append(review.key[2:])
    for review in counted:
        fault = _fault(review, people)
        if fault and review.text:
            told.append(f"ligne {review.line}, passage {span_of(review.key)} : {fault}")
        elif not fault:
            sound[review.key] = review.text
    unread = _fill(project, tables, sound, people)
    if unread:
        told.append(
            f"{number_of(unread, 'passage que personne n’a relu', 'passages que personne n’a relus')} : "
            "l’édition publique peut en citer les mots, rendus anonymes par lecons seul (divulgation, "
            "publier_sans_relecture)"
        )
    return told


def _people(
    project: Project, tables: dict[str, pd.DataFrame], withdrawn: Collection[str]
) -> _People:
    found = _People()
    found.gone |= {(TESTIMONIES, number) for number in withdrawn}
    for source in (TESTIMONIES, CONTRIBUTIONS):
        rows = tables.get(source)
        if rows is None:
            rows = project.table(source, "interne")
        for row in rows.reindex(columns=_WORDS).itertuples():
            mine = (source, str(row.id))
            if row.consentement == "aucun" or pd.notna(row.retrait_le):
                found.gone.add(mine)
            elif (source, key_of(row.id)) in found.gone:
                continue
            elif row.consentement not in QUOTABLE:
                found.silent.add(mine)
            elif isinstance(row.texte, str):
                found.texts[mine] = row.texte
                if source == CONTRIBUTIONS:
                    found.spans.add((*mine, 0, len(row.texte)))
    found.gone |= {(source, key_of(number)) for source, number in found.gone}
    segments = tables.get("segments")
    if segments is None:
        segments = project.table("segments", "interne")
    found.spans |= {
        (TESTIMONIES, str(one), int(start), int(end))
        for one, start, end in segments[["id_temoignage", "debut", "fin"]].itertuples(index=False)
    }
    return found


def _without_the_gone(path: Path, reviews: list[Review], gone: Gone) -> tuple[list[Review], int]:
    """The reviews of those who still permit to be read, and how many rows of others left the file."""
    lines = [one.line for one in reviews if (one.key[0], key_of(one.key[1])) in gone]
    if lines:
        drop_rows(path, lines)
        # rows have other numbers now
        reviews, _ = read_reviews(path)
    return reviews, len(lines)


def _fault(review: Review, people: _People) -> str:
    """Why a review cannot be applied; blank where it can."""
    source, number, start, end = review.key
    text = people.texts.get((source, number))
    if (source, number) in people.silent:
        return "la personne ne permet pas d’être citée ; ce texte n’est pas publié"
    if text is None:
        return f"« {number} » n’est pas dans les {source} du projet ; ce texte n’est pas publié"
    if published_mark(text[start:end], review.text) != review.mark:
        return "les mots ont changé depuis la relecture : relisez-le (lecons relire)"
    if review.key not in people.spans:
        return "ces mots ne sont plus codés à cette place : s’ils le sont ailleurs, relisez-les"
    if people.kept_out(review.key):
        return "une personne a écarté des mots de ce passage ; ce texte n’est pas publié"
    return ""


def _fill(
    project: Project, tables: dict[str, pd.DataFrame], sound: dict[Key, str], people: _People
) -> int:
    """Put the reviewed texts in; answers how many quotable passages got a text that nobody read."""
    alone: Callable[[str], str] | None = None
    if project.content.divulgation.publier_sans_relecture:
        alone = automatic(detection_of(project), project)
    unread: dict[Key, str] = {}

    def filled(key: Key) -> str | None:
        if (key[0], key_of(key[1])) in people.gone:
            return None
        if people.kept_out(key):
            return None
        if key in sound:
            return sound[key]
        # what was typed beside a segment was signed by nobody
        text = people.texts.get(key[:2])
        if alone is None or text is None:
            return None
        if key not in unread:
            unread[key] = alone(text[key[2] : key[3]])
        return unread[key]

    def segments(rows: pd.DataFrame) -> pd.DataFrame:
        places = rows[["id_temoignage", "debut", "fin"]]
        texts = [
            filled((TESTIMONIES, str(one), int(start), int(end)))
            for one, start, end in places.itertuples(index=False)
        ]
        return _with(rows, "extrait_public", texts)

    def contributions(rows: pd.DataFrame) -> pd.DataFrame:
        spans = rows["texte"].map(lambda text: len(text) if isinstance(text, str) else 0)
        texts = [
            filled((CONTRIBUTIONS, str(one), 0, int(end)))
            for one, end in zip(rows["id"], spans, strict=True)
        ]
        return _with(rows, "texte_public", texts)

    for name, change in (("segments", segments), (CONTRIBUTIONS, contributions)):
        if name in tables:
            tables[name] = change(tables[name])
        elif has_table(project.tables_folder, name):
            rewrite_table(project.tables_folder, name, change)
    return len(unread)


def _with(rows: pd.DataFrame, column: str, texts: list[str | None]) -> pd.DataFrame:
    kind = rows[column].dtype if column in rows else rows["id"].dtype
    return rows.assign(**{column: pd.Series(texts, rows.index, dtype="object").astype(kind)})
