"""What a reader's decision on a passage comes to: a text that may be published, or a refusal that says
why. A decision is on the disk when its function returns."""

from collections.abc import Iterable, Mapping
from datetime import date

from lecons.intake.cells import folded
from lecons.intake.reviewed import (
    Detection,
    Review,
    append_decision,
    append_review,
    published_mark,
)
from lecons.intake.reviewed.decisions import ACCEPT, ADD, REJECT
from lecons.language import Language
from lecons.privacy.names import Mention
from lecons.review.links import remember_names
from lecons.review.queue import Found, Passage, Queue
from lecons.review.refusal import ReviewError

_LONGEST_NAME, _LONGEST_TEXT = 80, 20_000
_KINDS = {
    "personne": "personne",
    "lieu": "lieu",
    "telephone": "téléphone",
    "date": "date précise",
    "identifiant": "identifiant",
    "courriel": "adresse électronique",
}


def kind_name(mention: Mention) -> str:
    """What a mention is, in the words of a reader."""
    return _KINDS.get(mention.kind, mention.kind)


def reviewer_name(given: str) -> str:
    """The name that a reviewer signs with, on one line; raises ReviewError where it is none."""
    name = " ".join(given.split())
    if not name:
        raise ReviewError(
            "« relu par » est vide : personne ne répond de ce passage.",
            "Écrivez le nom ou le code de la personne qui l’a relu (relectrice_1).",
        )
    if len(name) > _LONGEST_NAME:
        raise ReviewError(
            f"« relu par » a {len(name)} caractères.",
            f"Au plus {_LONGEST_NAME} : un nom ou un code.",
        )
    return name


def publish(
    queue: Queue,
    passage: Passage,
    reviewer: str,
    day: date,
    corrected: str = "",
    others: Mapping[int, str] | None = None,
) -> Review:
    """Sign that a passage may be published: as `corrected` where it says something, else as proposed,
    with what was chosen instead of some replacements (`others`, by the place of the mention).

    Raises ReviewError, and writes nothing, without a reviewer, where the text is empty, and where it
    still names what was found, unless a person rejected that mention.
    """
    name = reviewer_name(reviewer)
    text = final_text(queue.detection, passage, corrected, others)
    if not text:
        raise ReviewError("Le texte à publier est vide.", "Écrivez-le, ou écartez le passage.")
    if len(text) > _LONGEST_TEXT:
        raise ReviewError(
            f"Le texte à publier a {len(text)} caractères.", f"Au plus {_LONGEST_TEXT}."
        )
    named = still_named(queue, passage, text)
    if named:
        french = Language("fr")
        told = ", ".join(f"{french.quoted(one.text)} ({kind_name(one)})" for one in named)
        raise ReviewError(
            f"Le texte à publier nomme encore {told}.",
            "Remplacez ces mots dans le texte corrigé ; s’ils ne désignent personne, rejetez la mention.",
        )
    review = Review(passage.key, published_mark(passage.words, text), text, name, day)
    append_review(queue.file, review)
    used = [one.mention.text for one in _persons(passage) if one.proposed in text]
    remember_names(queue.private, used, name, day)
    queue.refresh()
    return review


def set_aside(queue: Queue, passage: Passage, reviewer: str, day: date) -> Review:
    """Sign that a passage is not to be published; raises ReviewError without a reviewer."""
    review = Review(
        passage.key, published_mark(passage.words, ""), "", reviewer_name(reviewer), day
    )
    append_review(queue.file, review)
    queue.refresh()
    return review


def judge(
    queue: Queue, passage: Passage, one: Found, names: bool, reviewer: str, day: date
) -> None:
    """Note that a mention names somebody or something (`names`), or that it does not."""
    if one.rejected != names:
        return
    said = ACCEPT if names else REJECT
    place = (passage.key, passage.mark, one.at)
    append_decision(queue.private, said, one.mention.text, reviewer_name(reviewer), day, place)
    queue.refresh()


def add_name(queue: Queue, given: str, reviewer: str, day: date) -> str:
    """Add a name that the detection missed: it is found everywhere from now on. Answers it on one line;
    raises ReviewError where it is too short to be looked for."""
    words = " ".join(given.split())
    if sum(char.isalnum() for char in words) < 2 or len(words) > _LONGEST_NAME:
        raise ReviewError(
            f"« {words[:_LONGEST_NAME]} » ne peut pas être ajouté.",
            f"Attendu : un nom de 2 à {_LONGEST_NAME} caractères.",
        )
    if folded(words) not in map(folded, queue.decisions.added):
        append_decision(queue.private, ADD, words, reviewer_name(reviewer), day)
        queue.refresh()
    return words


def final_text(
    detection: Detection, passage: Passage, corrected: str, others: Mapping[int, str] | None
) -> str:
    """The text that would be published."""
    return corrected.strip() or detection.rewrite(passage.words, passage.kept, others).strip()


def still_named(queue: Queue, passage: Passage, text: str) -> list[Mention]:
    """What a text still names. The persons found in the passage are looked for by name: a model may
    miss in other words what it found in these."""
    persons = [one.mention.text for one in _persons(passage)]
    known = [*queue.decisions.added, *persons]
    return queue.detection.left(text, known, passage.rejected)


def _persons(passage: Passage) -> Iterable[Found]:
    return [one for one in passage.found if one.mention.kind == "personne" and not one.rejected]
