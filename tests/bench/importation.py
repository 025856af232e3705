"""Times the import against a plain read of the same file, and weighs both (`make banc-import`).

Synthetic activity exports of 1 thousand, 100 thousand and 1 million rows as CSV, up to 100 thousand
as XLSX. Each reading runs in a process of its own, so that its peak memory is its own. Ratios are of
one run on one machine; nothing here fails on a clock.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ROOT = Path(__file__).resolve().parents[2]
SEED = 20180323
COLUMNS = {
    "id": "_uuid",
    "date": "date_activite",
    "commune": "commune",
    "resultat": "resultat",
    "type": "type_activite",
    "theme": "theme",
    "hommes": "hommes",
    "femmes": "femmes",
    "jeunes": "jeunes",
    "acteurs": "acteurs",
    "duree_min": "duree_min",
    "cout_fcfa": "cout_fcfa",
    "difficultes": "difficultes",
    "reussites": "reussites",
    "soumis_le": "_submission_time",
    "agent": "_submitted_by",
}


def synthetic(rows: int) -> pd.DataFrame:
    """Activities as an export holds them: text, some blank, one in a thousand wrong."""
    draw = np.random.default_rng(SEED)
    project = yaml.safe_load((ROOT / "data/3p-amss/projet.yaml").read_text(encoding="utf-8"))
    names = [one["nom"] for one in project["communes"]]
    types = ["seance_animation", "emission_radio", "espace_dialogue", "formation", "reunion"]
    days = pd.Timestamp("2016-08-03") + pd.to_timedelta(draw.integers(0, 720, rows), unit="D")
    men, women = draw.integers(0, 60, rows), draw.integers(0, 60, rows)
    place = draw.choice(names, rows)
    place[draw.random(rows) < 0.001] = "Tombouktou-Ville"
    digits = draw.integers(0, 2**63, (rows, 2))
    return pd.DataFrame(
        {
            "_uuid": [f"{a:016x}-{b:016x}" for a, b in digits],
            "date_activite": days.strftime("%Y-%m-%d"),
            "commune": place,
            "resultat": draw.choice(["R1", "R2", "R3", "R1 R3"], rows),
            "type_activite": draw.choice(types, rows),
            "theme": draw.choice(["vivre ensemble", "accord de paix", "rumeurs"], rows),
            "hommes": men,
            "femmes": women,
            "jeunes": (men + women) // 2,
            "acteurs": draw.choice(["femmes jeunes", "autorites", "religieux femmes"], rows),
            "duree_min": draw.choice([45, 60, 90, 120], rows),
            "cout_fcfa": draw.integers(20, 160, rows) * 1000,
            "difficultes": draw.choice(
                ["", "Route coupée par la crue, arrivée l’après-midi."], rows
            ),
            "reussites": draw.choice(["", "Les femmes ont pris la parole les premières."], rows),
            "_submission_time": days.strftime("%Y-%m-%dT18:00:00"),
            "_submitted_by": draw.choice([f"agent_{i:02d}" for i in range(18)], rows),
            "_index": np.arange(1, rows + 1),
        }
    )


def project_with(folder: Path, file: str) -> Path:
    """A project whose only import is that file."""
    project = yaml.safe_load((ROOT / "data/3p-amss/projet.yaml").read_text(encoding="utf-8"))
    kind = "csv" if file.endswith(".csv") else "excel"
    sheet = {"table": "activites", "colonnes": COLUMNS}
    project["imports"] = [{"fichier": f"brut/{file}", "forme": kind, "feuilles": [sheet]}]
    (folder / "projet.yaml").write_text(yaml.safe_dump(project, allow_unicode=True), "utf-8")
    return folder


def plain(path: str) -> int:
    frame = pd.read_csv(path) if path.endswith(".csv") else pd.read_excel(path)
    return len(frame)


def plain_stored(path: str) -> int:
    """The same, written to Parquet: what storing alone costs, without a type nor a check."""
    frame = pd.read_csv(path) if path.endswith(".csv") else pd.read_excel(path)
    with tempfile.TemporaryDirectory() as folder:
        frame.to_parquet(Path(folder) / "t.parquet")
    return len(frame)


def ours(folder: str) -> int:
    from lecons.intake.load import import_project
    from lecons.project import open_project

    (account,) = import_project(open_project(folder)).accounts
    assert account.balances, account
    return account.read


def write(path: str, rows: int) -> int:
    """The synthetic export, written in a process of its own: its memory is nobody else's."""
    frame = synthetic(rows)
    if path.endswith(".csv"):
        frame.to_csv(path, index=False)
    else:
        frame.to_excel(path, index=False)
    return rows


def measured(what: str, target: Path, *more: int) -> dict[str, float]:
    """One reading in a process of its own: seconds without the imports of modules, peak in MB."""
    modules = "lecons.intake.load, pyarrow.csv" if what == "ours" else "openpyxl"
    code = f"""
import json, resource, sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
import importation as bench
import {modules}
started = time.perf_counter()
rows = bench.{what}({", ".join(map(repr, (str(target), *more)))})
seconds = time.perf_counter() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"n": rows, "secondes": seconds, "memoire_mo": peak}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--csv", type=int, nargs="*", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--xlsx", type=int, nargs="*", default=[1_000, 100_000])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        (data / "p" / "brut").mkdir(parents=True)
        (data / "reference").symlink_to(ROOT / "data" / "reference")
        for suffix, sizes in (("csv", asked.csv), ("xlsx", asked.xlsx)):
            for rows in sizes:
                file = data / "p" / "brut" / f"activites.{suffix}"
                measured("write", file, rows)
                folder = project_with(data / "p", file.name)
                theirs, mine = measured("plain", file), measured("ours", folder)
                stored = measured("plain_stored", file)
                print(
                    f"{suffix:>4} {rows:>9,} lignes, {file.stat().st_size / 1e6:6.1f} Mo : "
                    f"lecture nue {theirs['secondes']:7.2f} s {theirs['memoire_mo']:6.0f} Mo "
                    f"(stockée en Parquet {stored['secondes']:6.2f} s) ; "
                    f"import {mine['secondes']:7.2f} s {mine['memoire_mo']:6.0f} Mo ; "
                    f"rapport {mine['secondes'] / theirs['secondes']:5.2f} ; "
                    f"{mine['secondes'] / rows * 1e6:6.1f} µs par ligne",
                    flush=True,
                )
                shutil.rmtree(folder / "quarantaine", ignore_errors=True)
                file.unlink()


if __name__ == "__main__":
    main()
