"""Measures what Snakemake costs by itself, and real reports made through it.

    make banc-grappe                          # 200 projects × 3 areas × 2 languages, then 4 real ones
    .venv/bin/python tests/bench/grappe.py 12 # as many real projects

Prints one row a part, and writes nothing. First, the real graph of simulated projects (`lecons graphe` on
copies of the demonstration, each under a code of its own) whose commands only write their receipt: what is
left is Snakemake. Then a few of these projects for real. Seconds are of processor time, children included,
unless it is said that they are of the wall clock: the machine may have other work.
"""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lecons.pipeline.cluster import PROJECT, Asked, describe
from lecons.project import repository_root

ROOT = repository_root()
SNAKEMAKE = ROOT / ".venv" / "grappe" / "bin" / "snakemake"
SNAKEFILE = ROOT / "grappe" / "Snakefile"
DEMONSTRATION = ROOT / "data" / "3p-amss"
LANGUAGES = ("fr", "en")
STEP = "etape"
SIMULATED, MANY = 200, 2000
_PR_SET_CHILD_SUBREAPER = 36
_OF_A_RUN = shutil.ignore_patterns("tables", "quarantaine", "prive")
# the same graph with a rule a node, as one would write it first: for comparison
A_RULE_A_NODE = """\
import json, shlex
nodes = json.load(open("graphe.json"))["noeuds"]
receipts = {node["nom"]: node["etat"] for node in nodes}
rule tout:
    input: list(receipts.values())
for node in nodes:
    rule:
        input: [receipts[name] for name in node["apres"]] + node["entrees"]
        output: node["etat"]
        params: commande=shlex.join(node["commande"])
        resources: mem_mb=node["memoire_mo"], runtime=node["minutes"]
        shell: "{params.commande}"
"""


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds on the wall clock and of processor time, and memory at its height (MB)."""

    wall: float
    cpu: float
    memory: float


def run(folder: Path, *command: str | Path) -> Cost:
    """Run a command to its end; raises RuntimeError with what it said where it fails."""
    with (folder / "dit.log").open("wb") as told:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=subprocess.STDOUT)
        _, code, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(code)
    wall = time.perf_counter() - started
    if process.returncode:
        raise RuntimeError((folder / "dit.log").read_text("utf-8")[-2000:])
    every = [used, *orphans()]
    seconds = sum(one.ru_utime + one.ru_stime for one in every)
    return Cost(wall, seconds, max(one.ru_maxrss for one in every) / 1024)


def orphans() -> Iterator[resource.struct_rusage]:
    """What the processes used whose parent is gone: the parent of the warm kernels outlives its command,
    and is left to this process (see `main`)."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def snakemake(folder: Path, *options: str, file: Path = SNAKEFILE) -> Cost:
    return run(folder, SNAKEMAKE, "-s", file, "--quiet", "all", "--cores", "2", *options)


def write_projects(folder: Path, count: int) -> list[str]:
    """Copies of the demonstration, each with a code of its own."""
    (folder / "data").mkdir()
    (folder / "data" / "reference").symlink_to(ROOT / "data" / "reference")
    text = (DEMONSTRATION / "projet.yaml").read_text("utf-8")
    for number in range(count):
        project = folder / "data" / f"p{number:05d}"
        shutil.copytree(DEMONSTRATION, project, ignore=_OF_A_RUN)
        (project / "projet.yaml").unlink()
        (project / "projet.yaml").write_text(text.replace("3p-amss", project.name, 1), "utf-8")
    return [f"data/p{number:05d}" for number in range(count)]


def write_graph(folder: Path, projects: list[str], grain: str, *, real: bool) -> int:
    """Write graphe.json; answers how many nodes it has. Unless `real`, commands only leave a receipt."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        told = describe(projects, Asked("interne", LANGUAGES), grain)
    finally:
        os.chdir(here)
    if not real:
        for node in told["noeuds"]:
            node["commande"] = ["sh", "-c", 'echo "[]" > "$0"', node["etat"]]
    (folder / "graphe.json").write_text(json.dumps(told), "utf-8")
    return len(told["noeuds"])


def alone(count: int, grain: str, *, runs: bool) -> None:
    """Snakemake's own cost on the graph of so many projects."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LECONS_RAPPORTS"] = str(folder / "rapports")
        nodes = write_graph(folder, write_projects(folder, count), grain, real=False)
        weight = (folder / "graphe.json").stat().st_size / 1e6
        title = f"{count} projets, grain {grain}"
        print(f"{title} : {nodes} nœuds, graphe de {weight:.1f} Mo", flush=True)
        say("décider (-n)", snakemake(folder, "-n"))
        if grain == STEP and runs:
            other = folder / "Snakefile"
            other.write_text(A_RULE_A_NODE, "utf-8")
            say("décider, une règle par nœud", snakemake(folder, "-n", file=other))
        if not runs:
            return
        cost = snakemake(folder)
        say("tout lancer", cost, f"{nodes / cost.wall:.0f} tâches par seconde")
        say("rien à faire", snakemake(folder))
        first = json.loads((folder / "graphe.json").read_text("utf-8"))["noeuds"][0]["etat"]
        # as an executor calls it on another machine
        job = ("--mode", "remote", "--force", "--nolock", "--allowed-rules", "noeud")
        target = ("--target-jobs", f"noeud:etat={first}")
        say("une tâche d’une grappe", snakemake(folder, *job, *target))


def really(count: int) -> None:
    """Reports of a few projects, made for real, a job a project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LECONS_RAPPORTS"] = str(folder / "rapports")
        write_graph(folder, write_projects(folder, count), PROJECT, real=True)
        reports = count * len(LANGUAGES)
        cost = snakemake(folder, "--keep-going")
        print(f"{count} projets pour de vrai : {reports} rapports", flush=True)
        each = f"{cost.cpu / reports:.0f} s de processeur et {cost.wall / reports:.0f} s d’horloge chacun"
        say("premier passage", cost, each)
        say("rien à faire", snakemake(folder))
        say("rappelés, rien n’a changé", snakemake(folder, "--forceall"))
        kept = [path for path in (folder / "rapports").rglob("*") if path.is_file()]
        inside = [path for path in kept if ".chantier" in path.parts]
        for title, files in (("rapports", [*{*kept} - {*inside}]), ("chantiers", inside)):
            size = sum(path.stat().st_size for path in files) / 1e6
            print(
                f"  {title} : {len(files) / reports:.0f} fichiers, {size / reports:.1f} Mo chacun"
            )
        made = [path for path in kept if path.name == "synthese.html"]
        print(f"  rapports en place : {len([p for p in made if p not in inside])}")


def say(part: str, cost: Cost, more: str = "") -> None:
    print(
        f"  {part:<28} {cost.cpu:7.1f} s  {cost.wall:7.1f} s d’horloge  {cost.memory:6.0f} Mo  {more}",
        flush=True,
    )


def main() -> None:
    if not SNAKEMAKE.is_file():
        sys.exit("Snakemake manque : make .venv/.grappe")
    if ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("Ce banc compte le temps des processus comme Linux le fait.")
    real = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    print(f"{os.cpu_count()} cœurs, charge {os.getloadavg()[0]:.1f} au début")
    alone(SIMULATED, STEP, runs=True)
    alone(SIMULATED, PROJECT, runs=True)
    alone(MANY, PROJECT, runs=False)
    if real:
        really(real)


if __name__ == "__main__":
    main()
