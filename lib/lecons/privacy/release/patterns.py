"""What gives people away whatever the project: telephones of Mali, e-mail addresses, paths of a
machine, names made of « Ag », « Ould », « Walet », « Mint »."""

import re
from collections.abc import Iterator
from pathlib import Path

from lecons.privacy.release.found import What

Hit = tuple[What, str, int]

# numbering plan of Mali (UIT, 2018): eight figures, the first from 2 to 9; 223 before them from abroad
_ABROAD = re.compile(r"(?<![\w.])(?:\+|00)[ .]?223[ .\-]?\d(?:[ .\-]?\d){7}(?!\w)")
_TOGETHER = re.compile(r"(?<![\w.,:/#%&\-+])[2-9]\d{7}(?![\w%]|[.,/-]\d)")
_IN_PAIRS = re.compile(
    r"(?<![\w.,:/#\-+])(?<!\d )[2-9]\d([ .\-/])\d\d\1\d\d\1\d\d(?!\w|[.,/-]\d| \d)"
    r"|(?<=wa\.me/)(?:223)?[2-9]\d{7}(?!\d)"
)
# four and four, two and three and three: only where a word announces a number
_IN_PARTS = re.compile(
    r"(?<![\w.,:/#\-+])(?<!\d )[2-9]\d(?:\d\d[ .]\d{4}|[ .]\d{3}[ .]\d{3})(?![\w.,/-]| \d)"
)
_NEAR = re.compile(
    r"t[ée]l|phone|mobile|whats|appel|call|joign|num[ée]ro|number|contact|orange|malitel|\bau\s*$",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}(?![\w-])", re.IGNORECASE)
_PATH = re.compile(
    r"(?<![\w.<])/(?:home|root|Users|tmp|mnt|media|work|opt|srv|var|private)/[\w.@-]+"
    r"|(?<!\w)[A-Za-z]:[\\/]{1,2}(?:Users|Utilisateurs|Documents and Settings|Temp)\b[\\/]+[\w.-]+"
    r"|(?<!\w)file://[\w./-]+|\\\\[\w.-]+\\[\w$.-]+"
)
_PART = r"[^\W\d_][\w’'-]+"
_LINEAGE = re.compile(rf"\b{_PART}\s+(?:ag|ould|walet|wald)\s+{_PART}", re.IGNORECASE)
# in English a mint is a plant, and a place where coins are made: only between two capitals
_MINT = re.compile(r"\b[A-ZÀ-Ý][\w’'-]+\s+(?:[Mm]int|[Bb]int)\s+[A-ZÀ-Ý][\w’'-]+")


def telephones(text: str, *, page: bool, code: bool) -> Iterator[Hit]:
    """Telephone numbers. In a page of a PDF the figures of a row stand beside each other like one, and
    a machine's text is full of figures: there, only with 223 or near a word that announces one."""
    for found in _ABROAD.finditer(text):
        yield "téléphone", found[0], found.start()
    if code:
        return
    for found in _TOGETHER.finditer(text):
        if not _DAY.fullmatch(found[0]):
            yield "téléphone", found[0], found.start()
    for found in _IN_PARTS.finditer(text):
        if _NEAR.search(text[max(0, found.start() - 30) : found.start()]):
            yield "téléphone", found[0], found.start()
    for found in _IN_PAIRS.finditer(text):
        if not page or _NEAR.search(text[max(0, found.start() - 30) : found.start()]):
            yield "téléphone", found[0], found.start()


def addresses(text: str, spared: frozenset[str]) -> Iterator[Hit]:
    """E-mail addresses, but for those that are given to the public."""
    for found in _ADDRESS.finditer(text) if "@" in text else ():
        if found[0].casefold() not in spared:
            yield "courriel", found[0], found.start()


def paths(text: str, folders: tuple[Path, ...]) -> Iterator[Hit]:
    """Paths of a machine: those of `folders`, and those that look like one."""
    for folder in map(str, folders):
        at = text.find(folder)
        if at != -1:
            yield "chemin", folder, at
    for found in _PATH.finditer(text):
        yield "chemin", found[0], found.start()


def lineages(text: str) -> Iterator[Hit]:
    """Names of the Tamasheq and of the Moors: `X Ag Y`, `X Ould Y`, `X Walet Y`, `X Mint Y`."""
    for pattern in (_LINEAGE, _MINT):
        for found in pattern.finditer(text):
            yield "nom", found[0], found.start()
