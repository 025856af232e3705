"""What stands in the place of a mention, and a text with all of its mentions replaced.

Replacements stand in brackets, so that a reader sees that the words are not the speaker's: « [personne
4KDM] », « [cercle de Goundam] », « [un lieu] », « [téléphone] ». Days become months, without brackets.
A settlement or a commune becomes its cercle, because a quotation tells no more than the cercle. The
words before a replacement are fitted to it: « l’imam Moussa Touré » is not left as « l’[personne…] »,
which would tell that a title stood there.
"""

import re
from collections.abc import Iterable, Mapping

from lecons.privacy.names import Mention, Place, Places
from lecons.privacy.pseudonyms.dates import UNKNOWN, month_of, narrowed
from lecons.privacy.pseudonyms.people import LABEL, folded, is_titled, label

NOWHERE = "[un lieu]"
_FIXED = {"telephone": "[téléphone]", "courriel": "[adresse]", "identifiant": "[identifiant]"}
_SITE = (
    r"(?:(?:les?|la|l[’'])\s*)?(?P<site>communes?(?: rurale| urbaine)?|villes?|villages?|sites?|campements?"
    r"|quartiers?|fractions?|hameaux?|puits|mares?|forages?|localités?|secteurs?)"
)
_OF = r"\s+(?:de\s+|du\s+|d[’'])"
_SITED = re.compile(rf"(?P<before>{_SITE}){_OF}(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_IN_A_COMMUNE = re.compile(
    r"(?:commune(?: rurale| urbaine)?|ville|mairie)\s+(?:de\s+|d[’'])$", re.IGNORECASE
)
_CERCLE = re.compile(r"(?:le\s+)?cercle\s+(?:de\s+|d[’'])(?P<name>.+)", re.IGNORECASE | re.DOTALL)
_OWN = re.compile(
    rf"\[(?:personne {LABEL}|cercle (?:de |d’)(?P<cercle>[^\[\]]+)|un lieu|téléphone|adresse|identifiant|date)\]"
)
_LABEL = re.compile(rf"\[?(?:personne )?{LABEL}\]?")
_ELIDED = re.compile(r"(?<!\w)(?P<word>d|qu|l|jusqu|lorsqu|puisqu)[’']$", re.IGNORECASE)
_LED = re.compile(r"(?<!\w)(?P<word>le|la|au|du)\s+$", re.IGNORECASE)
_OF_OR_AT = re.compile(r"(?<!\w)(?:(?P<of>de\s+|d[’'])|(?P<at>à\s+))$", re.IGNORECASE)
_FULL = {
    "d": "de ",
    "qu": "que ",
    "l": "",
    "jusqu": "jusque ",
    "lorsqu": "lorsque ",
    "puisqu": "puisque ",
}
_CONTRACTED = {"le": "", "la": "", "au": "à ", "du": "de "}
_NOBODY: Mapping[str, str] = {}


def replacement(
    mention: Mention, key: bytes, places: Places, labels: Mapping[str, str] = _NOBODY
) -> str:
    """What stands in the place of a mention, whatever is around it; a cercle, a month without a day and
    a replacement already made stay as they are.

    `key`: see `read_key`; `labels`: folded name → label, where a linking table is at hand
    (`labels_of`): it parts names that would have one label, and joins those that a person joined.
    """
    if mention.kind == "personne":
        if _LABEL.fullmatch(mention.text):
            return mention.text
        return f"[personne {labels.get(folded(mention.text)) or label(mention.text, key)}]"
    if mention.kind == "lieu":
        return _place(mention.text, places)
    if mention.kind == "date":
        if mention.text == UNKNOWN:
            return mention.text
        month = month_of(mention.text)
        return mention.text if month == "" else f"en {month}" if month else UNKNOWN
    return _FIXED[mention.kind]


def pseudonymise(
    text: str,
    mentions: Iterable[Mention],
    key: bytes,
    places: Places,
    labels: Mapping[str, str] = _NOBODY,
) -> str:
    """The text with its mentions replaced, and the little words before them fitted.

    In: mentions of this very text (`names.find`), in any order. What stands in our own brackets
    already is left alone; other brackets are the speaker's or the transcriber's, and are not.
    """
    own = [match.span() for match in _OWN.finditer(text) if _is_own(match, places)]
    done, told = 0, ""
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        for start, end in _outside(text, max(mention.start, done), mention.end, own):
            words = text[start:end]
            piece = Mention(start, end, words, mention.kind, mention.rule, mention.certain)
            told += text[done:start]
            # only the text's own words are fitted, never the end of what was just written
            held = len(told) - (start - done)
            before, after = told[held:], replacement(piece, key, places, labels)
            before, after = _fitted(before, piece, after, places)
            told = told[:held] + before + after
            done = end
    return told + text[done:]


def _outside(text: str, start: int, end: int, own: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of a mention that are not our own brackets, without the spaces around them."""
    parts = []
    for low, high in own:
        if high > start and low < end:
            parts.append((start, low))
            start = high
    parts.append((start, end))
    kept = []
    for low, high in parts:
        words = text[low:high]
        if any(char.isalnum() for char in words):
            low += len(words) - len(words.lstrip())
            kept.append((low, low + len(words.strip())))
    return kept


def _is_cercle(place: Place | None) -> bool:
    return place is not None and place.commune is None and place.cercle == place.name


def _is_own(match: re.Match[str], places: Places) -> bool:
    """True for brackets that we wrote: what a cercle’s hold must be one."""
    return match["cercle"] is None or _is_cercle(places.find(match["cercle"]))


def _place(written: str, places: Places) -> str:
    """The cercle of a place; what kind of site it is stays (« le village du [cercle de Goundam] »)."""
    sited = _SITED.fullmatch(written)
    cercle = _CERCLE.fullmatch(written)
    name = sited["name"] if sited else cercle["name"] if cercle else written
    found = places.find(name.strip())
    if sited is None:
        return written if _is_cercle(found) else _wider(found)
    wider = _wider(found)
    return f"{sited['before']} {'d’' if wider == NOWHERE else 'du '}{wider}"


def _wider(place: Place | None) -> str:
    if place is None or place.cercle is None:
        return NOWHERE
    vowel = place.cercle[:1].casefold() in "aâàeéèêiîïoôuûy"
    return f"[cercle {'d’' if vowel else 'de '}{place.cercle}]"


def _fitted(before: str, mention: Mention, after: str, places: Places) -> tuple[str, str]:
    """The words before a mention and its replacement, fitted to each other."""
    if mention.kind == "date":
        said, eaten = narrowed(mention.text, before)
        return before[: len(before) - eaten], said
    if mention.kind == "personne" and after != mention.text:
        return _led(before, _ELIDED, _FULL) if not is_titled(mention.text) else _untitled(
            before
        ), after
    if mention.kind == "lieu":
        if after == mention.text and _IN_A_COMMUNE.search(before):
            # Goundam stays where it is the cercle, not where it is the commune
            after = _wider(places.find(mention.text))
        match = _OF_OR_AT.search(before)
        if match and after.startswith("["):
            of = "d’" if after == NOWHERE else "du "
            at = match[0] if after == NOWHERE else "dans le "
            return before[: match.start()] + _as(match[0], of if match["of"] else at), after
    return before, after


def _untitled(before: str) -> str:
    """What stands before a title, without its article: « au maire X » is « à [personne…] »."""
    fitted = _led(before, _LED, _CONTRACTED)
    return fitted if fitted != before else _led(before, _ELIDED, _FULL)


def _led(before: str, pattern: re.Pattern[str], words: Mapping[str, str]) -> str:
    match = pattern.search(before)
    if match is None:
        return before
    return before[: match.start()] + _as(match[0], words[match["word"].lower()])


def _as(written: str, said: str) -> str:
    """`said` with a capital where `written` has one."""
    return said[:1].upper() + said[1:] if written[:1].isupper() else said
