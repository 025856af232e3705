"""Writes a project of any size for `croissance.py`: the demonstration, its rows repeated under new numbers.

Activities come from `importation.synthetic`; cases, trainings, shows, organisations and answers of the
survey grow with them up to a cap that a real project has; testimonies and their coded passages grow on
their own. Every export that grows is a CSV file: a sheet of Excel ends at 1,048,576 rows.
"""

import shutil
from pathlib import Path

import importation
import numpy as np
import pandas as pd
import yaml
from lecons.project import Project, open_project

DEMONSTRATION = importation.ROOT / "data" / "3p-amss"
# rows an activity, and the most that a project has: who keeps a million sheets surveys no million homes
GROWING = {
    "cas": (0.19, 100_000),
    "formations": (0.41, 100_000),
    "emissions": (0.22, 50_000),
    "organisations": (0.45, 20_000),
    "enquete": (0.70, 50_000),
}
SPOKEN = ("temoignages", "segments", "lectures")
# the tables whose exports take the place of the demonstration's own
_REPLACED = {"activites", *GROWING, *SPOKEN}
_FORMS = ("activite", "emission", "enquete", "temoignage")
_OWN_NAME = {"lectures": "id_temoignage"}


def write_project(folder: Path, activities: int, testimonies: int) -> Project:
    """A project in `folder`/data/croissance, its exports as they would come; it is not imported yet."""
    data = folder / "data"
    target = data / "croissance"
    without = shutil.ignore_patterns("tables", "quarantaine", "prive", "brut")
    shutil.copytree(DEMONSTRATION, target, ignore=without)
    shutil.copytree(DEMONSTRATION / "brut", target / "brut")
    (data / "reference").symlink_to(importation.ROOT / "data" / "reference")
    demonstration = open_project(DEMONSTRATION)
    sheets = importation.synthetic(activities)
    _export(target, "activites", sheets)
    columns = {"activites": importation.COLUMNS}
    draw = np.random.default_rng(importation.SEED)
    for name, (share, most) in GROWING.items():
        rows = min(most, max(100, int(activities * share)))
        grown = _grown(_source(demonstration, name), rows, "id", draw)
        if "id_activite" in grown:
            grown["id_activite"] = _held_at(name, sheets, rows, draw)
        columns[name] = _export(target, name, grown)
    told = {name: _source(demonstration, name) for name in SPOKEN}
    for name, frame in _told(told, testimonies).items():
        columns[name] = _export(target, name, frame)
    content = yaml.safe_load((target / "projet.yaml").read_text(encoding="utf-8"))
    content["code"] = "croissance"
    kept = [one for one in content["imports"] if not _grows(one)]
    content["imports"] = [*kept, *(_mapping(name, given) for name, given in columns.items())]
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (target / "projet.yaml").write_text(text, encoding="utf-8")
    return open_project(target)


def _source(project: Project, name: str) -> pd.DataFrame:
    """A table of the demonstration, without what the import adds to it."""
    rows = project.table(name, "interne")
    added = [
        one for one in rows if one.startswith("source_") or one in ("extrait", "precision_date")
    ]
    return rows.drop(columns=added)


def _grown(rows: pd.DataFrame, wanted: int, key: str, draw: np.random.Generator) -> pd.DataFrame:
    """`wanted` rows: the given ones again and again, each time under a number of its own."""
    times = -(-wanted // len(rows))
    whole = pd.concat([rows] * times, ignore_index=True).head(wanted)
    turn = np.arange(wanted) // len(rows)
    if key in whole:
        whole[key] = _numbered(whole[key], turn)
    for column in ("revient_de", "id_personne"):
        if column in whole:
            whole[column] = _numbered(whole[column], turn)
    if "appels" in whole:  # two shows that say the same would be one sent twice
        whole["appels"] = whole["appels"] + pd.Series(turn)
        whole["theme"] = whole["theme"] + pd.Series(draw.integers(0, 40, wanted)).astype(str)
    return whole


def _numbered(names: pd.Series, turn: np.ndarray) -> pd.Series:
    """The names of the first turn as they are, those of the others with the turn that they are of."""
    again = names + "x" + pd.Series(turn, names.index).astype(str)
    return names.where(turn == 0, again)


def _held_at(name: str, sheets: pd.DataFrame, rows: int, draw: np.random.Generator) -> np.ndarray:
    """The activities where cases were taken up, or where trainees sat, six at a training."""
    if name == "formations":
        trainings = sheets.loc[sheets["type_activite"] == "formation", "_uuid"].to_numpy()
        return np.resize(np.repeat(trainings, 6), rows)
    return draw.choice(sheets["_uuid"].to_numpy(), rows)


def _told(given: dict[str, pd.DataFrame], wanted: int) -> dict[str, pd.DataFrame]:
    """Testimonies, and the passages and readings of each, under its own number."""
    people = given["temoignages"]
    times = -(-wanted // len(people))
    kept = pd.Series(np.arange(wanted))
    told: dict[str, pd.DataFrame] = {}
    for name, rows in given.items():
        number = "id" if name == "temoignages" else "id_temoignage"
        place = pd.Series(np.arange(len(people)), people["id"])
        whole = pd.concat([rows] * times, ignore_index=True)
        turn = np.repeat(np.arange(times), len(rows))
        at = whole[number].map(place).to_numpy() + turn * len(people)
        for column in ("id", "id_temoignage"):
            if column in whole:
                whole[column] = _numbered(whole[column], turn)
        if name == "temoignages":  # nobody tells the same twice, word for word
            said = " Récit " + pd.Series(at).astype(str) + "."
            whole["texte"] = whole["texte"].where(turn == 0, whole["texte"] + said)
        told[name] = whole[at <= kept.max()]
    return told


def _export(folder: Path, name: str, rows: pd.DataFrame) -> dict[str, str]:
    """Write the CSV export of a table; answers how its columns are named in the table."""
    rows.to_csv(folder / "brut" / f"{name}.csv", index=False, date_format="%Y-%m-%d")
    return {one: one for one in rows}


def _grows(block: dict) -> bool:
    if block.get("formulaire") in _FORMS:
        return True
    return any(one.get("table") in _REPLACED for one in block.get("feuilles", ()))


def _mapping(name: str, columns: dict[str, str]) -> dict:
    sheet = {"table": name, "colonnes": columns}
    return {"fichier": f"brut/{name}.csv", "forme": "csv", "feuilles": [sheet]}
