"""Times testimonies at a size that no project has: 10 thousand of them, 200 thousand coded passages.

    make banc-temoignages

Import (with the place of every passage checked), frequencies, co-occurrence, saturation over 1,000
orders, in one run with its peak of memory; and Krippendorff's α on 200 thousand units against the
`krippendorff` package, as a ratio. That package is GPL: the bench installs it in an environment of its
own, and lecons never imports it. Writes nothing outside of a temporary folder.
"""

import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from lecons.intake.load import import_project
from lecons.project import Project, open_project
from lecons.testimony import saturation, voices
from lecons.testimony.readings import read, reference, reference_readers
from lecons.testimony.reliability import coefficients
from lecons.testimony.sayings import cooccurrence

TESTIMONIES, SEGMENTS, CODES, UNITS = 10_000, 200_000, 40, 200_000
ACTORS = ("autorite", "jeune", "femme_leader", "leader_religieux")
WORDS = [
    "eau",
    "puits",
    "champ",
    "comité",
    "femme",
    "jeune",
    "parole",
    "marché",
    "crue",
    "radio",
    "accord",
    "dette",
    "bétail",
    "paix",
]
_PACKAGE = """
import sys, time, numpy as np, krippendorff
table = np.load(sys.argv[1])
start = time.perf_counter()
value = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
print(value, time.perf_counter() - start)
"""


def write_project(folder: Path, rng: np.random.Generator) -> Project:
    """A project of that size, as CSV files."""
    given = open_project("data/3p-amss")
    communes = given.content.communes
    texts = [" ".join(rng.choice(WORDS, 120)) + "." for _ in range(TESTIMONIES)]
    ids = [f"T{n:05d}" for n in range(TESTIMONIES)]
    people = pd.DataFrame(
        {
            "id": ids,
            "date": (
                pd.Timestamp("2017-01-01") + pd.to_timedelta(rng.integers(0, 400, TESTIMONIES), "D")
            ).strftime("%Y-%m-%d"),
            "commune": rng.choice([one.pcode for one in communes], TESTIMONIES),
            "resultat": "R1",
            "acteur": rng.choice(ACTORS, TESTIMONIES),
            "sexe": rng.choice(["F", "H"], TESTIMONIES),
            "tranche_age": rng.choice(["18-35", "36-59", "60+"], TESTIMONIES),
            "langue_origine": "songhay",
            "texte": texts,
            "consentement": "interne",
            "retrait_le": "",
        }
    )
    which = rng.integers(0, TESTIMONIES, SEGMENTS)
    start = rng.integers(0, 400, SEGMENTS)
    coded = pd.DataFrame(
        {
            "id": [f"s{n}" for n in range(SEGMENTS)],
            "id_temoignage": np.array(ids)[which],
            "debut": start,
            "fin": start + rng.integers(20, 120, SEGMENTS),
            "code": np.char.add("code_", rng.zipf(1.3, SEGMENTS).clip(1, CODES).astype(str)),
            "codeur": "awa",
            "date": "2018-03-12",
            "statut": "valide",
            "memo": "",
        }
    )
    book = pd.DataFrame(
        {
            "code": [f"code_{n}" for n in range(1, CODES + 1)],
            "libelle_fr": [f"Code {n}" for n in range(1, CODES + 1)],
            "famille": "theme",
            "parent": "",
            "definition": "x",
        }
    )
    tables = {"temoignages": people, "livre_de_codes": book, "segments": coded}
    content = given.content.model_dump(
        mode="json", exclude={"imports", "pratiques", "recommandations"}
    )
    content["imports"] = [
        {
            "fichier": f"brut/{name}.csv",
            "forme": "csv",
            "feuilles": [{"table": name, "colonnes": {one: one for one in frame.columns}}],
        }
        for name, frame in tables.items()
    ]
    (folder / "brut").mkdir(parents=True)
    for name, frame in tables.items():
        frame.to_csv(folder / "brut" / f"{name}.csv", index=False)
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / "projet.yaml").write_text(text, encoding="utf-8")
    return open_project(folder)


def timed(name: str, call: Callable[[], Any], spent: dict[str, float]) -> Any:
    start = time.perf_counter()
    result = call()
    spent[name] = time.perf_counter() - start
    return result


def peak() -> float:
    """The most memory that this process held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def whole(folder: Path, rng: np.random.Generator) -> None:
    """From files to saturation."""
    project = write_project(folder, rng)
    before = peak()
    spent: dict[str, float] = {}
    report = timed("import", lambda: import_project(project), spent)
    if report.partial or report.rows["segments"] != SEGMENTS - sum(
        one.read - one.kept for one in report.accounts if one.table == "segments"
    ):
        sys.exit(f"the import is not whole: {report.failed} {report.rows}")
    people = project.table("temoignages", "interne")
    book = project.table("livre_de_codes", "interne")
    segments = timed("lecture", lambda: project.table("segments", "interne"), spent)
    none = project.table("lectures", "interne")
    readers = reference_readers(segments, none)
    people = read(people, readers)
    said = timed(
        "lecture de référence", lambda: voices.spoken(reference(segments, none), people), spent
    )
    timed("fréquences", lambda: voices.frequencies(said, people, book), spent)
    timed("cooccurrences", lambda: cooccurrence.together(said, people, book), spent)
    timed(
        "saturation, 1 000 ordres",
        lambda: saturation.saturation(said, people, book, readers, seed=20180323),
        spent,
    )
    for name, seconds in spent.items():
        print(f"{name:24s} {seconds:7.2f} s")
    print(f"{'total':24s} {sum(spent.values()):7.2f} s")
    print(f"{'mémoire':24s} {peak():7.0f} Mo (avant l’import : {before:.0f})")


def against_the_package(folder: Path, rng: np.random.Generator) -> None:
    """α of two coders on 200 thousand units, 5 % of the decisions missing."""
    truth = rng.integers(0, 5, UNITS)
    table = np.empty((2, UNITS))
    for coder in table:
        coder[:] = np.where(rng.random(UNITS) < 0.8, truth, rng.integers(0, 5, UNITS))
    table[rng.random(table.shape) < 0.05] = np.nan
    np.save(folder / "table.npy", table)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "krippendorff"]
    subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    told = [
        subprocess.run(
            [python, "-c", _PACKAGE, folder / "table.npy"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
        for _ in range(5)
    ]
    theirs, their_value = min(float(one[1]) for one in told), float(told[0][0])
    ours = []
    for _ in range(5):
        start = time.perf_counter()
        value = coefficients.krippendorff(pd.DataFrame(table.T))
        ours.append(time.perf_counter() - start)
    print(f"α : {value.value:.6f} ; paquet krippendorff : {their_value:.6f}")
    print(f"{min(ours):.3f} s contre {theirs:.3f} s : rapport {min(ours) / theirs:.2f}")


if __name__ == "__main__":
    generator = np.random.default_rng(20180323)
    with tempfile.TemporaryDirectory() as place:
        whole(Path(place) / "projet", generator)
        against_the_package(Path(place), generator)
