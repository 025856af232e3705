"""An exact day becomes its month, in a French that still reads: « le 12 mars 2017 », « en mars 2017 »."""

import re
import unicodedata

MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
# two figures from here on are of the last century
_CENTURY = 40
_SHORT = ["janv", "fev", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec"]
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_DAY = r"(?:1er|premier|[0-3]?\d)"
_SPELT = re.compile(rf"(?<!\w){_DAY}\s*(?P<month>[a-z]+)\.?(?:\s+(?P<year>\d{{4}}))?(?!\w)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}|\d{2}))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-\d{2}(?!\d)")
_NAMES = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_MONTH = re.compile(rf"(?<!\w)(?P<month>{_NAMES})(?:\s+(?P<year>\d{{4}}))?(?!\w)")
# what tells no day already: « mars », « fin mars 2017 », « au mois d’août », « 2017 »
_NO_DAY = re.compile(
    rf"(?:(?:en|au|mois|de|d|debut|mi|fin|courant)[\s’'-]+)*(?:(?:{_NAMES})(?:\s+\d{{4}})?|\d{{4}})"
)
UNKNOWN = "[date]"

# what stands before a day and belongs to it: articles, the weekday, the first day of a span
BEFORE = re.compile(
    rf"(?:(?P<until>jusqu[’']au)|(?P<after>depuis|dès|avant|après|vers|pour|d[’']ici)\s+(?:le|au)"
    rf"|(?P<span>du\s+{_DAY}\s+(?:[a-zéû]+\s+)?(?:\d{{4}}\s+)?au"
    rf"|entre\s+le\s+{_DAY}\s+(?:[a-zéû]+\s+)?(?:\d{{4}}\s+)?et\s+le"
    rf"|(?:les\s+)?{_DAY}(?:\s*,\s*{_DAY})*\s+et)"
    rf"|(?P<of>du)|au|le|ce)?(?:\s*{_WEEKDAY})?\s*$",
    re.IGNORECASE,
)
_BEGUN = re.compile(rf"(?:le|du|au|ce|{_WEEKDAY})(?:\s+{_WEEKDAY})?\s+", re.IGNORECASE)
_SPAN = re.compile(rf"(?:du\s+|le\s+|les\s+)?{_DAY}\s+(?:au|et)\s", re.IGNORECASE)
_NOTHING = re.compile(r"\s*$")
# as far back as an article, a weekday and the first day of a span may reach
_FAR = 60


def month_of(written: str) -> str | None:
    """« mars 2017 » for a day as it is written; "" where no day is told (the month stays as it is),
    None where it cannot be read."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", written.casefold()) if not unicodedata.combining(c)
    )
    if _NO_DAY.fullmatch(plain.strip()):
        return ""
    if match := _ISO.search(plain):
        return _named(int(match[2]), match[1])
    if match := _NUMBERS.search(plain):
        first, second = int(match[1]), int(match[2])
        # month first, as some telephones write it
        return _named(first if second > 12 else second, match[3])
    for match in _SPELT.finditer(plain):  # « 12 au 15 mars » has a first day without month
        if number := _month(match["month"]):
            return _named(number, match["year"])
    # a day in letters, « douze mars 2017 »
    match = _MONTH.search(plain)
    return _named(_month(match["month"]) or 0, match["year"]) if match else None


def _month(word: str) -> int | None:
    return next((n for n, month in enumerate(_SHORT, 1) if word.startswith(month)), None)


def _named(month: int, year: str | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    name = MONTHS[month - 1]
    if not year:
        return name
    if len(year) == 2:  # nobody tells of a day to come
        year = f"{'20' if int(year) < _CENTURY else '19'}{year}"
    return f"{name} {year}"


def narrowed(written: str, before: str) -> tuple[str, int]:
    """What to write in the place of a day, and how many characters before it give way as well.

    `before`: what stands before it in the text, on whose last words the French depends: « du 12 mars »
    is « de mars », « jusqu’au 12 mars » « jusqu’en mars », « du 3 au 12 mars » « en mars ».
    """
    month = month_of(written)
    if not month:
        return (written if month == "" else UNKNOWN), 0
    # the article may be within the mention, or before it
    begun = _BEGUN.match(written)
    before = before[-_FAR:]
    led = before + (begun[0] if begun else "")
    match = BEFORE.search(led)
    if (
        match
        and match.start()
        and led[match.start() - 1].isalnum()
        and led[match.start() :][:1].isalnum()
    ):
        match = None  # « perdu, 12 mars » has no article
    if match is None:
        match = _NOTHING.search(led)
        assert match is not None  # it matches the end of any text
    found = match.groupdict()
    several = found.get("span") or _SPAN.match(written)
    if found.get("until"):
        said = f"jusqu’en {month}"
    elif found.get("after"):
        said = f"{found['after']} {month}"
    elif found.get("of") and not several:
        said = f"d’{month}" if month[0] in "ao" else f"de {month}"
    else:
        said = f"en {month}"
    gap = match[0][: len(match[0]) - len(match[0].lstrip())]
    first = match[0].lstrip()[:1] or written[:1]
    if first.isupper():
        said = said[0].upper() + said[1:]
    return gap + said, max(0, len(before) - match.start())
