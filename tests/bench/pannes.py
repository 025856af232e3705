"""What becomes of a report when all goes wrong: kernels killed, disks full, power cut at random moments.

    make banc-pannes        (or: python tests/bench/pannes.py [power cuts])

A copy of lecons with small notebooks makes the report of a miniature project, with the real command, real
kernels and real signals. After each fault: is the last good report whole, to its last byte; does the message
say where and why; is what the others did kept; does the next run finish without doing again what was
done; are processes or files left over. Full and read-only disks are mounted, which wants root: without it
those lines say so. Prints the table that tests/bench/README.md holds; its exit code is that of a test.
"""

import importlib.util
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

TESTS = Path(__file__).parents[1]
FAULTS: list[tuple[str, Callable[["Bench"], str]]] = []
KILLED = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
ENDLESS = "import time\nwhile True:\n    time.sleep(0.1)"
STUCK = "import signal, ctypes\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nctypes.CDLL(None).sleep(600)"
GREEDY = (
    "import resource\nresource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))\n"
    "tout = [bytearray(2**29) for _ in range(64)]"
)


def _module(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


house_module = _module("house", TESTS / "pipeline" / "faults" / "house.py")


class Bench:
    """A house with a good report in it; `good`: its digests."""

    def __init__(self, folder: Path) -> None:
        self.house = house_module.House(folder)
        started = time.perf_counter()
        code, said = self.house.run()
        assert code == 0, said
        self.seconds = time.perf_counter() - started
        self.good = house_module.hashes(self.house.report)

    def check(self, *, intact: bool = True) -> None:
        """The last good report is there, whole, and nothing is left over."""
        assert house_module.whole(self.house.report)
        assert not intact or house_module.hashes(self.house.report) == self.good
        assert house_module.survivors(self.house) == []

    def finish(self, expected: dict[str, str]) -> str:
        """Run again, to the end: what was done (`expected`) is not done again. Answers what was said."""
        code, said = self.house.run()
        assert code == 0, said
        done = self.house.done()
        again = {name for name, when in expected.items() if done.get(name) != when}
        assert again == set(), f"refait : {again}"
        assert house_module.whole(self.house.report)
        assert (left := self.house.left()) == [], f"laissé : {left}"
        assert not self.house.partial.exists()
        self.good = house_module.hashes(self.house.report)
        return said


def fault(name: str) -> Callable[[Callable[[Bench], str]], Callable[[Bench], str]]:
    def noted(function: Callable[[Bench], str]) -> Callable[[Bench], str]:
        FAULTS.append((name, function))
        return function

    return noted


def _in_a_notebook(bench: Bench, source: str, *said: str, name: str = "20_activites") -> str:
    """A notebook goes wrong: the message says where and why, the others render, a panel says what is
    missing, the executed notebook is kept; mended, it is run again with what rests on it alone."""
    house = bench.house
    house.notebook(name, source)
    code, told = house.run()
    assert code == 3, told
    run = next(run for run in house.statuses() if run.startswith(name))
    for words in (f"Carnet {run} : échec", "cellule « panne »", *said):
        assert words in told, f"{words} : {told}"
    bench.check()
    page = (house.partial / "synthese.html").read_text("utf-8")
    assert page.count('class="carte echec"') == 1
    assert said[0] in page
    for other in house_module.NAMES:
        assert (f"{other} : 2 activités" in page) == (other != name), other
    assert (house.partial / "carnets" / f"{run}.ipynb").is_file()
    others = {one: when for one, when in house.done().items() if one[0] < "5" and one != run}
    house.notebook(name)
    bench.finish(others)
    return re.search(rf"Carnet {run} : échec, (.*)", told)[1].strip()  # type: ignore[index]


@fault("noyau tué (SIGKILL), dans chaque carnet")
def killed(bench: Bench) -> str:
    return [_in_a_notebook(bench, KILLED, "signal 9", name=name) for name in house_module.NAMES][-1]


@fault("mémoire épuisée dans une cellule (RLIMIT_AS)")
def greedy(bench: Bench) -> str:
    return _in_a_notebook(bench, GREEDY, "MemoryError")


@fault("carnet qui ne finit jamais (limite : 3 s ici)")
def endless(bench: Bench) -> str:
    bench.house.limit(3)
    return _in_a_notebook(bench, ENDLESS, "plus de 3 secondes")


@fault("le même, sourd aux interruptions")
def stuck(bench: Bench) -> str:
    bench.house.limit(3)
    return _in_a_notebook(bench, STUCK, "plus de 3 secondes")


@fault("cellule qui sort par SystemExit(0)")
def leaves(bench: Bench) -> str:
    return _in_a_notebook(bench, "raise SystemExit(0)", "SystemExit")


@fault("fichier illisible")
def unreadable(bench: Bench) -> str:
    path = bench.house.project / "brut" / "cas.xlsx"
    sound = path.read_bytes()
    path.write_bytes(b"not a workbook")
    code, told = bench.house.run()
    assert code == 3, told
    assert "cas.xlsx : classeur illisible" in told
    bench.check()
    path.write_bytes(sound)
    bench.finish({})
    return "cas.xlsx : classeur illisible"


@fault("disque plein (fichiers de plus de 24 ko refusés)")
def no_room(bench: Bench) -> str:
    before = bench.house.done()
    house_module.renamed(bench.house)
    limit = (24_000, 24_000)
    code, told = bench.house.run(
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    assert code in (1, 3), told
    assert "Traceback" not in told, told
    bench.check()
    bench.finish(_new(bench.house, before))
    return _last(told)


@fault("disque plein (dossier des rapports sur un disque de 2 Mo)")
def full(bench: Bench) -> str:
    return _on_a_disk(bench, "size=2m", lambda disk: (disk / "autre").write_bytes(b"." * 2**21))


@fault("dossier des rapports en lecture seule")
def read_only(bench: Bench) -> str:
    def shut(disk: Path) -> None:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

    return _on_a_disk(bench, "size=64m", shut)


def _on_a_disk(bench: Bench, options: str, spoil: Callable[[Path], object]) -> str:
    """The reports stand on a disk of their own, which goes wrong; then it is well again."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        return "non mesuré : il faut être root"
    house = bench.house
    disk = house.folder / "disque"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", disk], check=True)
    kept = house.reports
    try:
        shutil.copytree(kept, disk / "rapports")
        house.reports = disk / "rapports"
        house_module.renamed(house)
        with suppress(OSError):  # as full as can be
            spoil(disk)
        code, told = house.run()
        assert code == 1, told
        assert "Traceback" not in told, told
        bench.check()
        subprocess.run(["mount", "-o", "remount,rw,size=64m", disk], check=True)
        bench.finish({})
        return _last(told)
    finally:
        house.reports = kept
        subprocess.run(["umount", disk], check=True)
        bench.finish({})


@fault("deux commandes à la fois")
def together(bench: Bench) -> str:
    house = bench.house
    house_module.renamed(house)
    with house.start() as first:
        _until(lambda: (house.site / "verrou.json").exists())
        code, told = house.run()
        assert code == 5, told
        first.communicate()
        assert first.returncode == 0
    assert house_module.whole(house.report)
    bench.good = house_module.hashes(house.report)
    return _last(told)


@fault("arrêt demandé (SIGTERM, puis Ctrl-C)")
def stopped(bench: Bench) -> str:
    house = bench.house
    before = house.done()
    house_module.renamed(house)
    for number in (signal.SIGTERM, signal.SIGINT):
        with house.start() as process:
            _until(lambda: _new(house, before))
            process.send_signal(number)
            told, _ = process.communicate(timeout=60)
            assert process.returncode != 0
            assert "Traceback" not in told, told
        bench.check()
    return _last(bench.finish(_new(house, before)))


@fault("courant coupé, puis horloge reculée de deux heures")
def clock(bench: Bench) -> str:
    """To the run that comes after, all that the other left is dated in two hours."""
    house = bench.house
    before = house.done()
    house_module.renamed(house)
    with house.start() as process:
        _until(lambda: _new(house, before))
        house_module.cut_off(process)
    done, later = _new(house, before), time.time() + 7200
    for folder in (house.reports, house.project):
        for path in folder.rglob("*"):
            os.utime(path, (later, later))
    bench.check()
    said = bench.finish(done)
    assert "s’est arrêté sans finir" in said, said
    return _last(said)


def _new(house: Any, before: dict[str, str]) -> dict[str, str]:
    """What was done since."""
    return {name: when for name, when in house.done().items() if before.get(name) != when}


def _last(told: str) -> str:
    lines = [line for line in told.splitlines() if line and not line.startswith("fait")]
    return " ".join(lines)[:300]


def _until(true: Callable[[], bool], within: float = 60.0) -> None:
    until = time.monotonic() + within
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def power_cuts(bench: Bench, count: int, seed: int = 20180323) -> str:
    """Cut a run off at `count` random moments: every other time all its processes at one instant, else
    the command alone, whose processes must end by themselves."""
    house, rng = bench.house, random.Random(seed)
    lasts = bench.seconds
    old = new = saved = 0
    while old + new < count:
        before = house.done()
        word = house_module.renamed(house)
        with house.start() as process:
            try:
                process.communicate(timeout=rng.uniform(0, lasts))
            except subprocess.TimeoutExpired:
                if (old + new) % 2:
                    house_module.cut_off(process)
                process.kill()
            else:  # it was over: the next moments are drawn from less
                lasts *= 0.9
                bench.good = house_module.hashes(house.report)
                continue
        left = [(one.pid, one.status(), one.cmdline()) for one in house_module.survivors(house)]
        assert left == [], left
        assert house_module.whole(house.report)
        if house_module.hashes(house.report) == bench.good:
            old += 1
        else:  # the new one had come into place already
            assert word in (house.report / "synthese.html").read_text("utf-8")
            new += 1
        done = _new(house, before)
        saved += len(done)
        bench.finish(done)
    return (
        f"{count} coupures : rapport entier à chaque fois ({old} fois l’ancien, {new} fois le nouveau) ; "
        f"{saved} étapes finies avant, aucune refaite"
    )


def main(cuts: int) -> int:
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="pannes-") as folder:
        bench = Bench(Path(folder) / "m")
        print("| panne | secondes | ce que dit la commande |\n|---|---|---|")
        cut = ("courant coupé à un moment au hasard", lambda bench: power_cuts(bench, cuts))
        for name, function in [*FAULTS, cut]:
            started = time.perf_counter()
            try:
                said = function(bench)
            except Exception as error:
                failed.append(name)
                said = f"**échec** : {error}"
                bench = Bench(Path(folder) / f"m{len(failed)}")
            print(f"| {name} | {time.perf_counter() - started:.0f} | {said} |", flush=True)
    return len(failed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
