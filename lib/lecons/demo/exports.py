"""Writes the demonstration exports as KoboToolbox and people write them, mistakes included."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

from lecons.books import put_text, save
from lecons.demo import effects as planted
from lecons.demo import tables
from lecons.demo.corpus import contributions, double_coding, readings, testimonies
from lecons.demo.events import events
from lecons.privacy.masking import mask, searchable
from lecons.project import Project

_FIXED = datetime(2018, 3, 24, 8, 0, 0)
_WOULD_RUN = {"=", "+", "-", "@"}
_ACTIVITY_COLUMNS = {
    "date": "ident/date_activite",
    "commune": "ident/commune",
    "resultat": "ident/resultat",
    "type": "ident/type_activite",
    "theme": "ident/theme",
    "hommes": "presence/hommes",
    "femmes": "presence/femmes",
    "jeunes": "presence/jeunes",
    "participants": "presence/participants",
    "acteurs": "presence/acteurs",
    "duree_min": "presence/duree_min",
    "cout_fcfa": "presence/cout_fcfa",
    "difficultes": "recit/difficultes",
    "reussites": "recit/reussites",
}


def write_demo(project: Project) -> list[Path]:
    """Write `brut/`, `codage/segments.csv` and `codage/lectures.csv` of the demonstration project; same
    bytes each time."""
    draw = tables.Draw([commune.pcode for commune in project.content.communes])
    folder = project.folder / "brut"
    folder.mkdir(exist_ok=True)
    names = {commune.pcode: commune.nom for commune in project.content.communes}
    activity_rows = tables.activities(draw)
    case_rows = tables.cases(draw, activity_rows)
    trainee_rows = tables.trainees(draw, activity_rows)
    main = _activity_sheet(draw, activity_rows, names)
    people, segments = testimonies()
    written = [
        _write(
            folder / "kobo_activites.xlsx",
            {
                "3P Fiche activité": main,
                "cas": _repeat(case_rows, main, "cas"),
                "formation": _repeat(trainee_rows, main, "formation"),
            },
        ),
        _write(
            folder / "kobo_emissions.xlsx",
            {"3P Émission radio": _form(tables.broadcasts(draw, project.content.radios))},
        ),
        _write(
            folder / "kobo_enquete.xlsx", {"3P Enquête de perception": _form(tables.survey(draw))}
        ),
        _write(folder / "kobo_temoignages.xlsx", {"3P Témoignage": _form(_erased(people))}),
        _write(folder / "kobo_incidents.xlsx", {"3P Incident": _form(tables.incidents(draw))}),
        _write(
            folder / "evaluation_organisations.xlsx",
            {"Évaluations": _organisation_sheet(tables.organisations(draw), names)},
        ),
        _write(
            folder / "atelier_bamako.xlsx",
            _workshop_sheets(tables.appraisals(draw)),
        ),
    ]
    coding = project.folder / "codage"
    coding.mkdir(exist_ok=True)
    for name, rows in {
        "segments.csv": pd.concat([segments, double_coding()], ignore_index=True),
        "lectures.csv": readings(),
    }.items():
        rows.to_csv(coding / name, index=False, lineterminator="\n")
        written.append(coding / name)
    observed = folder / "evenements_demonstration.csv"
    events(project).to_csv(observed, index=False, lineterminator="\n")
    return [*written, observed]


def _erased(people: pd.DataFrame) -> pd.DataFrame:
    """The testimonies as they are once lecons has masked the words of who withdrew."""
    gone = people["retrait_le"].notna()
    words, _ = searchable(people.loc[gone, "texte"])
    masked = people.loc[gone, "texte"].map(lambda text: mask(text, words))
    return people.assign(texte=people["texte"].mask(gone, masked))


def _workshop_sheets(scores: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The workbook of the workshop, typed from paper: what was said, and the two grids of scores."""
    return {
        "Contributions": contributions(),
        "Notes": tables.told_of_themselves(scores),
        "Priorités": tables.priorities(scores),
    }


def _form(rows: pd.DataFrame) -> pd.DataFrame:
    """The frame of a KoboToolbox sheet: answers first, then its own metadata; all is text."""
    frame = rows.drop(columns=["uuid", "agent"], errors="ignore").map(_cell)
    frame["_id"] = [str(100_000 + i) for i in range(len(rows))]
    frame["_uuid"] = rows["uuid"] if "uuid" in rows else [f"uuid-{i}" for i in rows["id"]]
    frame["_submission_time"] = [f"{day}T18:00:00" for day in rows["date"]]
    frame["_validation_status"] = "Validé"
    frame["_submitted_by"] = rows.get("agent", "agent_01")
    frame["_index"] = [str(i) for i in range(1, len(rows) + 1)]
    return frame


def _activity_sheet(draw: tables.Draw, rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The activity sheet with select_multiple details and the planted mistakes."""
    rows = rows.assign(participants=rows["hommes"] + rows["femmes"])
    sheet = _form(rows.rename(columns=_ACTIVITY_COLUMNS).assign(date=rows["date"])).drop(
        columns="date"
    )
    sheet["_submission_time"] = _sent(rows["date"])
    place = sheet["ident/commune"].copy()
    sheet["ident/commune"] = [
        draw.one(planted.SPELLINGS[code])
        if code in planted.SPELLINGS and draw.maybe(0.3)
        else (code if draw.maybe(0.6) else names[code])
        for code in place
    ]
    at = list(sheet.columns).index("presence/acteurs") + 1
    for actor in ("autorites", "femmes", "jeunes", "religieux", "leaders", "radios"):
        chosen = (
            rows["acteurs"].str.split().map(lambda said, actor=actor: "1" if actor in said else "0")
        )
        sheet.insert(at, f"presence/acteurs/{actor}", chosen)
        at += 1
    extra = sheet[rows["type"] == "seance_animation"].head(4).copy()
    extra["_uuid"] = [draw.uuid() for _ in range(4)]
    extra["_id"] = [str(200_000 + i) for i in range(4)]
    extra["ident/commune"] = [planted.UNKNOWN_PLACE, "Ber", "Ber", "Lafia"]
    extra.iloc[1, extra.columns.get_loc("ident/date_activite")] = planted.DATE_BEFORE_PROJECT
    extra.iloc[2, extra.columns.get_loc("presence/hommes")] = planted.TEXT_FOR_A_NUMBER
    extra.iloc[3, extra.columns.get_loc("presence/jeunes")] = "90"
    rejected = sheet[rows["type"] == "reunion"].head(planted.REJECTED).copy()
    rejected["_uuid"] = [draw.uuid() for _ in range(planted.REJECTED)]
    rejected["_id"] = [str(300_000 + i) for i in range(planted.REJECTED)]
    rejected["_validation_status"] = "Rejeté"
    copies = sheet.tail(planted.EXACT_COPIES)
    whole = pd.concat([sheet, extra, rejected, copies], ignore_index=True)
    whole["_index"] = [str(i) for i in range(1, len(whole) + 1)]
    return whole


def _sent(days: pd.Series) -> list[str]:
    """When each sheet was sent: most within days, some when the agent was back under a network."""
    # a source of its own, so that the other draws stay what they were
    waits = np.random.default_rng(planted.SEED + 1).choice(
        list(planted.DELAYS), size=len(days), p=list(planted.DELAYS.values())
    )
    return [
        f"{day + timedelta(days=int(wait))}T18:00:00" for day, wait in zip(days, waits, strict=True)
    ]


def _repeat(rows: pd.DataFrame, main: pd.DataFrame, group: str) -> pd.DataFrame:
    """A repeat group's sheet, joined to its submission as KoboToolbox does."""
    first = main.drop_duplicates("_uuid").set_index("_uuid")
    frame = rows.drop(columns="uuid").map(_cell).add_prefix(f"{group}/")
    frame["_index"] = [str(i) for i in range(1, len(rows) + 1)]
    frame["_parent_table_name"] = "3P Fiche activité"
    frame["_parent_index"] = rows["uuid"].map(first["_index"])
    frame["_submission__id"] = rows["uuid"].map(first["_id"])
    frame["_submission__uuid"] = rows["uuid"]
    return frame


def _organisation_sheet(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The sheet that an officer keeps by hand: French headings, commune names, dates as typed."""
    sheet = rows.assign(
        commune=rows["commune"].map(names), date=rows["date"].map(lambda day: f"{day:%d/%m/%Y}")
    )
    sheet["vague"] = sheet["vague"].map({"reference": "Référence", "finale": "Finale"})
    return sheet.rename(
        columns={
            "id": "Organisation",
            "commune": "Commune",
            "type": "Type",
            "vague": "Évaluation",
            "date": "Date",
            "domaine": "Domaine",
            "score": "Note (1 à 5)",
            "femmes_bureau": "Femmes au bureau",
            "jeunes_bureau": "Jeunes au bureau",
            "taille_bureau": "Membres du bureau",
        }
    )


def _cell(value: object) -> str | None:
    if value is None or value != value or value is pd.NaT:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _write(path: Path, sheets: dict[str, pd.DataFrame]) -> Path:
    """Write a workbook whose bytes depend on its cells alone (Excel's clock is stopped)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, frame in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for row in frame.astype("object").itertuples(index=False):
            sheet.append([None if value is None or value != value else value for value in row])
    book.properties.creator = "Données de démonstration fictives"
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value[:1] in _WOULD_RUN:
                    put_text(cell, cell.value)
    return save(book, path, _FIXED)
