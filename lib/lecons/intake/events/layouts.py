"""The layouts of two public observatories of violence, and what their codes mean here.

ACLED: ACLED Codebook (event types since 2019, and those of the codebooks before). UCDP GED: UCDP GED
Codebook; Sundberg and Melander 2013, Journal of Peace Research 50(4).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lecons.errors import IntakeError
from lecons.intake.cells import folded
from lecons.intake.dates import DAY, MONTH
from lecons.intake.numbers import read_whole
from lecons.intake.sheet import Sheet, on_one_line

COMMUNE, CERCLE = "commune", "cercle"
ABROAD = "hors du Mali"
PEACEFUL = "événement non violent"
REGION = "lieu connu à la région seulement"
LONG = "date connue à plus d’un mois près"
# before 2019 one word stood for both, and nothing else in a row says which
UNTOLD = "émeute ou manifestation, sans distinction"


@dataclass(frozen=True)
class Layout:
    """The columns of an observatory by what they tell, and its codes (see code_of): what a row is
    worth, or the reason why it is set aside."""

    name: str
    record: str
    required: frozenset[str]
    # read where they are there; shown beside a faulty row to the person who corrects it
    optional: tuple[str, ...]
    id: str
    date: str
    kind: str
    cercle: str
    deaths: str
    where: str
    when: str
    country: tuple[str, ...]
    kinds: Mapping[str, str]
    places: Mapping[str, str]
    times: Mapping[str, str]
    aside: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Recognised:
    """A sheet that an observatory made: its layout, the file's header of each column that is read,
    and the sheet with these columns only. Actors, notes and sources go no further."""

    layout: Layout
    headers: Mapping[str, str]
    sheet: Sheet


def code_of(said: str) -> str:
    """A code or a word as the layouts write it: « 1.0 » is 1, case and accents do not count."""
    number = read_whole(said)
    return folded(said) if number is None else str(number)


def _peaceful(*kinds: str) -> dict[str, str]:
    return dict.fromkeys(kinds, PEACEFUL)


_BATTLE = "affrontement"
_ACLED = Layout(
    name="ACLED",
    record="acled",
    required=frozenset(
        {"event_id_cnty", "event_date", "event_type", "admin2", "latitude", "longitude"}
        | {"geo_precision", "fatalities"}
    ),
    optional=("time_precision", "country", "iso", "admin1", "admin3", "location"),
    id="event_id_cnty",
    date="event_date",
    kind="event_type",
    cercle="admin2",
    deaths="fatalities",
    where="geo_precision",
    when="time_precision",
    country=("country", "iso"),
    kinds={
        "battles": _BATTLE,
        "battle-no change of territory": _BATTLE,
        "battle-government regains territory": _BATTLE,
        "battle-non-state actor overtakes territory": _BATTLE,
        "violence against civilians": "violence contre des civils",
        "explosions/remote violence": "explosion ou attaque à distance",
        "remote violence": "explosion ou attaque à distance",
        "riots": "émeute",
    },
    places={"1": COMMUNE, "2": CERCLE},
    times={"1": DAY, "2": DAY, "3": MONTH},
    aside={
        "event_type": {
            **_peaceful("protests", "strategic developments", "strategic development"),
            **_peaceful("headquarters or base established", "non-violent transfer of territory"),
            "riots/protests": UNTOLD,
        },
        "geo_precision": {"3": REGION},
    },
)
_UCDP = Layout(
    name="UCDP-GED",
    record="ucdp",
    required=frozenset(
        {"id", "type_of_violence", "where_prec", "latitude", "longitude", "adm_1", "adm_2"}
        | {"country", "date_prec", "date_start", "best"}
    ),
    optional=("date_end", "where_coordinates"),
    id="id",
    date="date_start",
    kind="type_of_violence",
    cercle="adm_2",
    deaths="best",
    where="where_prec",
    when="date_prec",
    country=("country",),
    kinds={"1": "violence étatique", "2": "violence non étatique", "3": "violence unilatérale"},
    places={"1": COMMUNE, "2": CERCLE, "3": CERCLE},
    times={"1": DAY, "2": DAY, "3": DAY, "4": MONTH},
    # 4: a region, 5: a line (road, border), 6: a country, 7: at sea or in the air
    aside={"where_prec": dict.fromkeys("4567", REGION), "date_prec": {"5": LONG}},
)
LAYOUTS = (_ACLED, _UCDP)


def recognised(file: str, sheet: Sheet) -> Recognised | None:
    """The layout of a sheet by its header, whatever the case of its letters; None where no
    observatory writes so. Raises IntakeError where a column that is needed is there twice."""
    names = [(on_one_line(str(column)).casefold(), str(column)) for column in sheet.frame.columns]
    headers = dict(reversed(names))  # of two, the first
    for layout in LAYOUTS:
        if not layout.required <= set(headers):
            continue
        counted = Counter(name for name, _ in names)
        again = {on_one_line(name).casefold() for name in sheet.twice}
        twice = sorted(one for one in layout.required if counted[one] > 1 or one in again)
        if twice:
            raise IntakeError(
                f"{file}, feuille « {sheet.name} » : deux colonnes portent le nom « {twice[0]} ».",
                f"Téléchargez de nouveau le relevé {layout.name}, ou ôtez l’une des deux.",
            )
        read = {one: headers[one] for one in headers if one in layout.required | {*layout.optional}}
        kept = [column for column in sheet.frame.columns if column in read.values()]
        return Recognised(layout, read, sheet.with_frame(sheet.frame[kept]))
    return None
