"""A notebook in a kernel forked from the warm parent."""

import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from lecons.pipeline.kernels.apart import Died, TooLong, apart
from lecons.pipeline.kernels.run import Limits, run
from lecons.pipeline.kernels.tidy import tidied, without_machine
from lecons.pipeline.kernels.watch import cell_of
from lecons.project import repository_root

from .conftest import LIMITS, printed, survivors

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no fork")

SPOILS = """
import os, random, sys, warnings
import matplotlib, numpy, pandas
pandas.DataFrame.sum = None
pandas.set_option("display.max_rows", 3)
matplotlib.rcParams["font.size"] = 99
random.seed(1); numpy.random.seed(1)
warnings.filterwarnings("error", "intrus")
os.chdir("/"); os.environ["LECONS_ESSAI"] = "oui"
sys.modules["intruse"] = sys
print("fait")
"""
LOOKS = """
import os, random, sys, warnings
import matplotlib, numpy, pandas
random_ones = random.Random(1).random(), numpy.random.RandomState(1).random()
print(mot, pandas.DataFrame({"n": [1, 2]}).sum()["n"], pandas.get_option("display.max_rows"),
      matplotlib.rcParams["font.size"], matplotlib.get_backend(), "intruse" in sys.modules,
      os.environ.get("LECONS_ESSAI"), os.getcwd(), "intrus" in str(warnings.filters),
      random.random() in random_ones, numpy.random.random() in random_ones)
"""
TELLS = """
import sys, warnings
print("un"); print("deux", file=sys.stderr); print("trois")
warnings.warn("attention")
object()
"""


def test_nothing_that_a_notebook_does_reaches_the_next(run_apart):
    assert printed(run_apart(gate=SPOILS), "gate") == "fait\n"
    seen = printed(run_apart(voit=LOOKS), "voit").split()
    assert seen == [
        *("paix", "3", "60", "10.0", "agg", "False"),
        *("None", str(repository_root()), "False", "False", "False"),
    ]


def test_a_run_tells_what_it_took_and_what_its_cells_took(run_apart):
    ran = run_apart(attend="import time; time.sleep(0.3)", calcule="sum(range(10**7))")
    assert (ran.failure, ran.cell, ran.told) == (None, None, None)
    assert ran.cells["attend"][0] >= 0.3 > ran.cells["attend"][1]
    assert ran.cells["calcule"][1] > 0
    assert ran.ready > 0


def test_a_kernel_that_is_killed_is_told_with_its_cell_and_what_ran_is_kept(run_apart):
    ran = run_apart(
        avant="print('fait')", violence="import os; os.kill(os.getpid(), 9)", apres="print('non')"
    )
    assert ran.cell == "violence"
    assert ran.failure == (
        "le noyau s’est arrêté (signal 9 : mémoire insuffisante ? Fermez d’autres programmes, puis relancez)"
    )
    kept = tidied(ran.notebook, {}, ran.cell, ran.failure)
    assert printed(ran, "avant") == "fait\n"
    *_, dead, after = kept.cells
    assert dead.outputs[-1].evalue == ran.failure
    assert (after.outputs, after.execution_count) == ([], None)


def test_a_cell_that_never_ends_is_stopped_by_either_limit(run_apart):
    endless = {"sans_fin": "while True: pass"}
    ran = run_apart(Limits(60, 1, 60), **endless)
    assert (ran.cell, ran.failure) == ("sans_fin", "elle a duré plus de 1 seconde et a été arrêtée")
    ran = run_apart(Limits(60, 60, 2), **endless)
    assert ran.failure == "le carnet a duré plus de 2 secondes ; il a été arrêté"


def test_asking_for_the_end_is_no_success(run_apart):
    ran = run_apart(sort="raise SystemExit(0)", apres="print('non')")
    assert ran.cell == "sort"
    assert ran.failure == "la cellule a demandé l’arrêt du carnet (SystemExit)"


def test_a_start_that_fails_is_tried_again_and_told(notebook, tmp_path):
    path = notebook(dit="print(mot)")
    spoilt = (
        "from pathlib import Path\n"
        "from lecons.pipeline.kernels import run, seat\n"
        "seat._run = lambda told: seat.os._exit(1)\n"
        f"ran = run.run(Path({str(path)!r}), {{'mot': 'paix'}}, Path({str(tmp_path / 'c')!r}), run.Limits())\n"
        "out.update(failure=ran.failure, told=ran.told)\n"
        f"Path({str(tmp_path / 'dit')!r}).write_text(repr(out))"
    )
    apart(exec, spoilt, {"out": {}}, seconds=100)
    said = eval((tmp_path / "dit").read_text())
    assert said == {"failure": None, "told": "le noyau n’a démarré qu’à la deuxième tentative"}


def test_the_cell_under_way_is_known_of_a_process_that_was_killed_and_its_kernel_ends(
    run_apart, notebook, tmp_path
):
    mark, pid = tmp_path / "cellule", tmp_path / "pid"
    kills = f"import os; open({str(pid)!r}, 'w').write(str(os.getppid())); os.kill(os.getppid(), 9)"
    with pytest.raises(Died, match="signal 9"):
        run_apart(tue=f"{kills}\nwhile True: pass")
    assert cell_of(mark) == "tue"
    assert not survivors(int(pid.read_text()))
    # `sum` holds the interpreter: no thread of the kernel itself can end it
    deaf = f"import os; open({str(pid)!r}, 'w').write(str(os.getppid())); sum(iter(int, 1))"
    with pytest.raises(TooLong):
        apart(run, notebook(sourde=deaf), {"mot": "paix"}, mark, LIMITS, seconds=3)
    assert cell_of(mark) == "sourde"
    assert not survivors(int(pid.read_text()))
    assert _sockets() == set()


def test_two_runs_leave_the_same_bytes_and_nothing_of_the_machine(run_apart):
    kept = []
    for _ in range(2):
        ran = run_apart(dit=TELLS, tombe="def f(x):\n    return 1 / x\nf(0)", jamais="1")
        assert (ran.cell, ran.failure) == ("tombe", "ZeroDivisionError: division by zero")
        kept.append(nbformat.writes(tidied(ran.notebook, {"mot": "paix"}, ran.cell, ran.failure)))
    assert kept[0] == kept[1]
    made = json.loads(kept[0])
    assert made["metadata"]["papermill"] == {"parameters": {"mot": "paix"}}
    assert [cell["id"] for cell in made["cells"]] == [
        *("parametres", "injected-parameters", "dit", "tombe", "jamais")
    ]
    for word in (str(repository_root()), tempfile.gettempdir(), "ipykernel_", "start_time", "0x7"):
        assert word not in kept[0], word


def test_paths_and_addresses_are_taken_out_of_words():
    assert without_machine(f"{repository_root()}/lib/lecons/a.py:3") == "lib/lecons/a.py:3"
    assert without_machine("/tmp/ipykernel_41/77.py:1: <f at 0x7f12ab34cd>") == (
        "cellule-77.py:1: <f at 0x…>"
    )


def test_sixteen_at_a_time_pass_and_leave_nothing(notebook, tmp_path):
    path = notebook(dit="print(mot)")

    def one(number):
        mark = tmp_path / f"cellule-{number}"
        ran = apart(run, path, {"mot": str(number)}, mark, LIMITS, seconds=100)
        return ran.failure, printed(ran, "dit")

    with ThreadPoolExecutor(16) as pool:
        assert [*pool.map(one, range(16))] == [(None, f"{n}\n") for n in range(16)]
    assert _sockets() == set()


def _sockets():
    """Folders of sockets that processes of this test session may have left."""
    return {*Path(tempfile.gettempdir()).glob(f"lecons-noyau-{os.getpid()}-*")}
