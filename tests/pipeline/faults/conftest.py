"""One story that all tests read: a report is there, notebooks go wrong, two commands meet, the power is
cut, and in the end all is well."""

import importlib.util
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

HERE = Path(__file__).parent
KILLED = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"
ENDLESS = "import time\nwhile True:\n    time.sleep(0.1)"


def _module(name):
    spec = importlib.util.spec_from_file_location(f"faults_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def story(made_once):
    """What became of it: `good` and `after` (digests of the report that was there, before and after the
    faults), `code` and `said` of the run with faults, `page` of the partial report and `kept` (its executed
    notebooks), `second` (code, what was said) of a command given meanwhile; `cut`: the same of the report,
    the steps done when the power was cut, and the processes left then; `end` (code, what was said), `again`
    (steps that were done twice), `whole` and `left`."""
    return made_once("pannes", _told)


def _told(folder):
    tools = _module("house")
    house = tools.House(folder)
    house.lighten()
    house.limit(2)
    house.report.mkdir(parents=True)
    (house.report / "synthese.html").write_text("le dernier bon rapport", "utf-8")
    good = tools.hashes(house.report)

    house.notebook("20_activites", KILLED)
    house.notebook("30_temoignages", ENDLESS)
    with house.start() as first:
        _until(lambda: (house.site / "verrou.json").exists())
        second = house.run()
        said, _ = first.communicate(timeout=120)
    names = ("20_activites-R1", "30_temoignages-R1")
    kept = {one: (house.partial / "carnets" / f"{one}.ipynb").read_text("utf-8") for one in names}
    page = (house.partial / "synthese.html").read_text("utf-8")
    after = tools.hashes(house.report)

    before = house.done()
    for name in ("20_activites", "30_temoignages"):
        house.notebook(name)
    with house.start() as process:
        _until(lambda: house.done().keys() - before.keys())
        tools.cut_off(process)
    done = {one: when for one, when in house.done().items() if one in before or one in names}
    orphans = [one.pid for one in tools.survivors(house)]
    cut = SimpleNamespace(report=tools.hashes(house.report), done=done, orphans=orphans)

    end = house.run()
    finished = house.done()
    return SimpleNamespace(
        good=good,
        after=after,
        code=first.returncode,
        said=said,
        page=page,
        kept=kept,
        second=second,
        cut=cut,
        end=end,
        again=[one for one, when in done.items() if one[0] < "5" and finished[one] != when],
        whole=tools.whole(house.report),
        left=[*house.left(), *(["fr-partiel"] if house.partial.exists() else [])],
    )


def _until(true):
    until = time.monotonic() + 120
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)
