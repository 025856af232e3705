"""Small counts of people, in the sentences and the tables of a finished file."""

import re
from collections.abc import Iterator

from lecons.privacy.release.folding import folded
from lecons.privacy.release.found import veiled
from lecons.privacy.release.reading import Grid

_PEOPLE = (
    "personnes?|femmes?|hommes?|témoignages?|participante?s?|répondante?s?|médiatrices?|médiateurs?|"
    "contributions?|habitante?s?|stagiaires?|apprenante?s?|enquêtée?s?|anciens|voix|cas de conflit|conflits?|"
    "people|persons?|women|woman|men|man|accounts?|testimony|testimonies|participants?|respondents?|"
    "mediators?|trainees?|disputes?|voices?"
)
_NUMBER = r"(?<![\w.,+−\-–/:%])(?<!\d )(\d{1,3}(?: \d{3})*)"
_COUNT = re.compile(
    rf"{_NUMBER} (?:autres? |other |young |jeunes |derniers? |dernières? )?({_PEOPLE})\b",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"{_NUMBER} (?:sur|des|of|of the|out of|out of the) (\d{{1,3}}(?: \d{{3}})*) ({_PEOPLE})\b",
    re.IGNORECASE,
)
# a bound is no count, nor is the step of a curve (« at most 5% new codes, over 2 testimonies »)
_BOUND = re.compile(
    r"(?:moins de|plus de|au moins|au plus|moins d’|fewer than|less than|more than|at least|at most|"
    r"au plus, en|new codes, over|in the next) $",
    re.IGNORECASE,
)
_STEP = re.compile(
    r" (?:suivants|dans l’ordre des dates|ou avant|in date order|or (?:before|earlier|fewer)|\(\d+ (?:à|to) \d+ )"
)
# the heading of a column that counts people, and what makes of it another thing than a count
_HEADING = re.compile(
    r" (?:personnes?|femmes?|hommes?|jeunes|participants?|participantes?|temoignages?|favorables?|reserves?|"
    r"pour|contre|cas|people|persons|women|men|youth|accounts|testimonies|for|against|favourable|cases|"
    r"conflits?|disputes|contributions|repondants|respondents|voix|heard|entendus|entendues) "
)
_NOT_COUNT = re.compile(
    r" (?:id|part|pourcentage|taux|share|rate|percent|moyenne|mean|mediane|median|note|score|rang|rank|"
    r"intervalle|interval|age|communes?|cercles?|codes?|mois|months?|jours?|days?|par|per|alpha|ecart|"
    r"seances?|sessions?|activites?|activities|numero|number|echeance|passages?|mots?|words?|habitants|inhabitants|lus|read) "
)
_WHOLE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})*")


def in_sentences(text: str, threshold: int) -> Iterator[tuple[str, int]]:
    """« 3 femmes », « 14 des 17 personnes »: (the words with those beside them, where)."""
    for found in _COUNT.finditer(text):
        if 0 < _whole(found[1]) < threshold and not _is_bound(text, found):
            yield _around(text, found), found.start()
    for found in _PART.finditer(text):
        count, whole = _whole(found[1]), _whole(found[2])
        if 0 < count < threshold or 0 < whole - count < threshold:
            yield _around(text, found), found.start()


def _is_bound(text: str, found: re.Match[str]) -> bool:
    before = " ".join(text[max(0, found.start() - 25) : found.start()].split())
    after = " ".join(text[found.end() : found.end() + 40].split())
    return bool(_BOUND.search(f"{before} ") or _STEP.match(f" {after}"))


def _around(text: str, found: re.Match[str]) -> str:
    """A count with the beginnings of the words beside it, so that its sentence can be found among a
    hundred others; a name that stands there is not said."""
    before = text[max(0, found.start() - 30) : found.start()]
    after = text[found.end() : found.end() + 30]
    return f"{veiled(before, 3)} {found[0]} {veiled(after, 3)}".strip()


def in_table(grid: Grid, threshold: int) -> Iterator[tuple[str, int, int]]:
    """The cells of a column that counts people by its heading: (heading and count, row, column), both
    from 0 in the rows under the heading."""
    for column, heading in enumerate(grid.header):
        name = folded(heading)
        if "%" in heading or not _HEADING.search(name) or _NOT_COUNT.search(name):
            continue
        for line, row in enumerate(grid.rows):
            cell = row[column].strip() if column < len(row) else ""
            if _WHOLE.fullmatch(cell) and 0 < _whole(cell) < threshold:
                yield f"{heading} : {cell}", line, column


def _whole(written: str) -> int:
    return int(re.sub(r"\D", "", written))
