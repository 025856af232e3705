"""What has a shape of its own: telephone numbers, exact dates, identifiers, e-mail addresses."""

import re
from functools import cache

from lecons.privacy.names.lists import lists
from lecons.privacy.names.mention import Mention

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")

# Malian numbers have eight digits, grouped in any way (ITU E.164, national plan of Mali, +223); a
# longer run of digits is several numbers, or one from abroad
_DIGITS = re.compile(
    r"(?<!\d)(?:\(?(?:\+|00)\s?\d{1,3}\)?[ .\u00a0\u202f/-]*)?\d(?:[ .\u00a0\u202f/-]{0,3}\d){5,30}(?!\d)"
)
_AMOUNT = re.compile(
    r"\s*(?:f\b|fcfa|cfa|franc|euro|dollar|million|milliard|habitant|personne|kilo|kg|tonne|litre|€|\$)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d[ /-]+(?:19|20)\d\d")

_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(?:(?P<short>DM[/.-]DM[/.-])(?:(?P<century>19|20)?\d\d)"
    r"|(?:19|20)\d\d[/.-]DM[/.-]DM)(?![/.-]?\d)".replace("DM", r"(?:0?[1-9]|[12]\d|3[01])")
)

_CODE = r"[A-Z]{0,4}[-/ ]?\d[\dA-Z]*(?:[-/.]\d[\dA-Z]*)*(?: ?[A-Z]\b)?"
_IDENTIFIERS = [
    # the NINA: 14 or 15 digits and a letter
    re.compile(r"(?<!\w)(?P<code>\d{14,15} ?[A-Z])(?!\w)"),
    # plates: « AB 1234 MD »
    re.compile(r"(?<!\w)(?P<code>[A-Z]{1,2}[ -]?\d{3,4}[ -]?(?:MD|[A-Z]{1,2}))(?!\w)"),
    # badges and testimonies: « A01 », « T17 »
    re.compile(r"(?<!\w)(?P<code>[A-Z]-?\d{2,5})(?!\w)"),
    re.compile(rf"(?:\b(?:num[ée]ro|matricule)|\b[nN][°º]|№)\s?:?\s?(?P<code>{_CODE})(?!\w)"),
    re.compile(
        r"(?i:\b(?:carte(?: d['’]identité| nina| biométrique)?|nina|passeport|permis|matricule|plaque|badge|dossier"
        r"|récépissé|quittance|plainte|fiche|immatriculée?))"
        r"(?i: (?:porte |est |a )?(?:le |la |sous )?(?:num[ée]ro )?)\s?:?\s?"
        r"(?P<code>(?=\S{0,20}\d\S{0,20}\d)" + _CODE + r")(?!\w)"
    ),
]


@cache
def _written_date() -> re.Pattern[str]:
    days = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    spelt = (
        "premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
        "|dix-sept|dix-huit|dix-neuf|vingt(?:[- ](?:et[- ])?(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?"
        "|trente(?:[- ]et[- ]une?)?"
    )
    day = rf"(?:(?:[12]\d|3[01]|0?[1-9])(?:\s?(?:er|ère))?|{spelt})"
    whole = (*lists().months, *lists().hijri_months)
    months = "|".join([*map(re.escape, whole), *(rf"{m}\b\.?" for m in lists().short_months)])
    plain = months.replace("é", "[ée]").replace("û", "[ûu]").replace("’", "['’]")
    return re.compile(
        rf"\b(?:(?:{days}),?\s)?{day}(?:\s?(?:,|et|au|-|–)\s?(?:le\s)?{day}){{0,4}}\s(?:de\s|du mois de\s)?(?:{plain})(?!\w)(?:\s(?:\d{{4}}|\d\d)(?!\w))?",
        re.IGNORECASE,
    )


def by_pattern(text: str) -> list[Mention]:
    """Everything of that kind in `text`; mentions may overlap, the longest is meant."""
    found = [_mention(text, m.span(), "courriel") for m in _MAIL.finditer(text)]
    dates = list(_NUMERIC_DATE.finditer(text))
    found += [_mention(text, date.span(), "date") for date in dates]
    found += [_mention(text, m.span(), "date") for m in _written_date().finditer(text)]
    for pattern in _IDENTIFIERS:
        found += [_mention(text, m.span("code"), "identifiant") for m in pattern.finditer(text)]
    for match in _DIGITS.finditer(text):
        told = sum(
            sum(c.isdigit() for c in date[0])
            for date in dates
            if match.start() <= date.start()
            and date.end() <= match.end()
            # « 25.12.16 34 » may be dialled, « 25.12.2016 34 » is not
            and (date["century"] or not date["short"] or date.span() == match.span())
        )
        if _telephone(text, match, told):
            found.append(_mention(text, match.span(), "telephone"))
    return found


def _telephone(text: str, match: re.Match[str], told: int) -> bool:
    """True for digits that may be dialled: `told` of them belong to dates."""
    written = match[0]
    digits = re.sub(r"\D", "", written)
    if len(digits) - told < 8 or _YEARS.fullmatch(written):
        return False
    # « 20 000 000 francs »; Malian numbers start with 2 or more than 3, and « 76 412 290 » is dialled
    counted = written[0] in "13" or _AMOUNT.match(text, match.end())
    return not (_THOUSANDS.fullmatch(written) and counted)


def _mention(text: str, span: tuple[int, int], kind: str) -> Mention:
    start, end = span
    return Mention(start, end, text[start:end], kind, kind, True)  # type: ignore[arg-type]
