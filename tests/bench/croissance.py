"""How time and memory grow with a project, step by step and for a whole report.

    make banc-croissance

Projects of 1 thousand to 1 million activities (with 100 testimonies), and of 100 to 100 thousand testimonies
(with 1 thousand activities), made by `growth_project` in a temporary folder. Each step of the graph runs in
a process of its own, as on a cluster; then `lecons produire` makes the same report at once, two processes at
a time or as many as there are cores. *Exposant*: e where time grows as the size to the power of e, between
the two largest sizes; 1 is linear, and what does not grow is under it. Writes nothing outside of its folder.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

from growth_measure import Cost, measured
from growth_project import write_project

LECONS = str(Path(sys.executable).parent / "lecons")
ACTIVITIES = (1_000, 10_000, 100_000, 1_000_000)
TESTIMONIES = (100, 1_000, 10_000, 100_000)
EVERY_STEP, AT_ONCE = "toutes les étapes, une à une", "lecons produire"


def costs(folder: Path, activities: int, testimonies: int) -> dict[str, Cost]:
    """What each step of the internal French report costs, what they cost together, and `produire`."""
    project = write_project(folder, activities, testimonies)
    place = {"LECONS_RAPPORTS": str(folder / "rapports")}
    told = subprocess.run(
        [LECONS, "graphe", str(project.folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, Cost] = {}
    nodes = {node["nom"]: node for node in json.loads(told.stdout)["noeuds"]}
    for whole in TopologicalSorter({one: nodes[one]["apres"] for one in nodes}).static_order():
        name = whole.rpartition("/")[2]
        found[name] = measured([LECONS, *nodes[whole]["commande"][1:]], place)
        print(f"  {name:28} {_words(found[name])}", file=sys.stderr, flush=True)
    found[EVERY_STEP] = sum(found.values(), Cost(0.0, 0.0, 0.0))
    # the same again from nothing: reports elsewhere, so that no step of above is taken over
    again = {"LECONS_RAPPORTS": str(folder / "ensemble")}
    at_once = [LECONS, "produire", str(project.folder), "--ne-pas-ouvrir"]
    found[AT_ONCE] = measured(at_once, again)
    print(f"  {AT_ONCE:28} {_words(found[AT_ONCE])}", file=sys.stderr, flush=True)
    return found


def _words(cost: Cost) -> str:
    return f"{cost.seconds:8.1f} s {cost.processor:8.1f} s CPU {cost.memory:8,.0f} Mo"


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """e where a value grows as the size to the power of e, between the two largest sizes."""
    return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])


def table(title: str, sizes: Sequence[int], found: Sequence[dict[str, Cost]]) -> str:
    """A Markdown table: a row a step, processor seconds and memory for each size."""
    names = [name for name in found[-1] if all(name in one for one in found)]
    lines = [
        f"| {title} | {' | '.join(f'{size:,}' for size in sizes)} | exposant |",
        f"|---|{'---|' * (len(sizes) + 1)}",
    ]
    for name in names:
        costs = [one[name] for one in found]
        cells = [f"{one.processor:,.1f} s, {one.memory:,.0f} Mo" for one in costs]
        growth = exponent(sizes, [one.processor for one in costs]) if len(sizes) > 1 else 0.0
        lines.append(f"| {name} | {' | '.join(cells)} | {growth:.2f} |")
    walls = [f"{one[AT_ONCE].seconds:,.0f} s" for one in found]
    growth = exponent(sizes, [one[AT_ONCE].seconds for one in found]) if len(sizes) > 1 else 0.0
    lines.append(f"| {AT_ONCE}, à la montre | {' | '.join(walls)} | {growth:.2f} |")
    return "\n".join(lines)


def grown(
    title: str, sizes: Sequence[int], project: Callable[[Path, int], dict[str, Cost]]
) -> None:
    """Measure a project of each size, and print the table."""
    found = []
    for size in sizes:
        print(f"{title} : {size:,}", file=sys.stderr, flush=True)
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            found.append(project(Path(folder), size))
        print(f"  {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    if sizes:
        print(table(title, sizes, found), "\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activites", type=int, nargs="*", default=ACTIVITIES)
    parser.add_argument("--temoignages", type=int, nargs="*", default=TESTIMONIES)
    asked = parser.parse_args()
    grown("activités", asked.activites, lambda folder, n: costs(folder, n, TESTIMONIES[0]))
    grown("témoignages", asked.temoignages, lambda folder, n: costs(folder, ACTIVITIES[0], n))


if __name__ == "__main__":
    main()
