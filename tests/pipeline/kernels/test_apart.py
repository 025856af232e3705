"""A function in a process of its own: its answer, its end, and that nothing of it is left."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from lecons.errors import ProjectError
from lecons.pipeline.kernels import sockets
from lecons.pipeline.kernels.apart import Died, TooLong, apart, cause_of, lasting
from lecons.pipeline.kernels.warm import PRELOADED

from .conftest import survivors

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no fork")


def test_a_process_apart_answers_from_this_environment_and_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("LECONS_ESSAI", "oui")
    monkeypatch.chdir(tmp_path)
    told = apart(
        eval, "[__import__('os').environ['LECONS_ESSAI'], __import__('os').getcwd()]", seconds=60
    )
    assert told == ["oui", str(tmp_path)]
    assert apart(os.getpid, seconds=60) != os.getpid()


def test_what_the_function_raised_is_raised_here_with_its_remedy():
    code = "from lecons.errors import ProjectError\nraise ProjectError('Trouvé.', 'Corrigez.')"
    with pytest.raises(ProjectError) as raised:
        apart(exec, code, {}, seconds=60)
    assert (raised.value.message, raised.value.remedy) == ("Trouvé.", "Corrigez.")
    with pytest.raises(RuntimeError, match="Local: non"):
        apart(exec, "class Local(Exception): pass\nraise Local('non')", {}, seconds=60)


def test_a_process_that_dies_is_told_with_its_cause_in_french():
    with pytest.raises(Died, match="signal 9 : mémoire insuffisante") as killed:
        apart(exec, "import os; os.kill(os.getpid(), 9)", {}, seconds=60)
    assert (
        killed.value.cause
        == "signal 9 : mémoire insuffisante ? Fermez d’autres programmes, puis relancez"
    )
    with pytest.raises(Died, match="code 7"):
        apart(os._exit, 7, seconds=60)
    assert cause_of(-15) == "signal 15 : arrêt demandé"
    assert cause_of(None) == "on ne sait pourquoi"
    assert (lasting(30.0), lasting(600.0)) == ("30 secondes", "10 minutes")


def test_a_process_that_lasts_is_ended_with_all_that_it_started(tmp_path):
    told = tmp_path / "pid"
    code = (
        "import os, subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)'])\n"
        f"pathlib.Path({str(told)!r}).write_text(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(100)"
    )
    with pytest.raises(TooLong, match="plus de 3 secondes"):
        apart(exec, code, {}, seconds=3)
    process, child = map(int, told.read_text().split())
    assert not survivors(process)
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie"


def test_many_threads_may_ask_at_once_and_each_gets_its_own_answer():
    with ThreadPoolExecutor(16) as pool:
        answers = [*pool.map(lambda n: apart(pow, n, 2, seconds=60), range(24))]
    assert answers == [n**2 for n in range(24)]


def test_the_warm_parent_has_all_it_should_and_not_one_thread():
    wanted = [*PRELOADED]
    missing = apart(
        eval, f"[name for name in {wanted} if name not in __import__('sys').modules]", seconds=60
    )
    assert missing == []
    if Path("/proc/self/task").is_dir():
        threads = "__import__('os').listdir(f'/proc/{__import__(\"os\").getppid()}/task')"
        assert len(apart(eval, threads, seconds=60)) == 1


def test_random_numbers_are_not_those_of_the_brothers():
    code = "[__import__('random').random(), __import__('numpy').random.random()]"
    (one, other), (third, fourth) = (apart(eval, code, seconds=60) for _ in range(2))
    assert one != third
    assert other != fourth


def test_when_this_process_is_killed_those_apart_end_too(tmp_path):
    told = tmp_path / "pid"
    inside = (
        "import os, pathlib, time\n"
        "from lecons.pipeline.kernels import sockets\n"
        f"pathlib.Path({str(told)!r}).write_text(f'{{os.getpid()}} {{sockets.make()}}')\n"
        "time.sleep(100)"
    )
    # without the warm parent's imports: it is its end that is tried here
    main = (
        "from lecons.pipeline.kernels import warm\n"
        "warm.PRELOADED = ()\n"
        "from lecons.pipeline.kernels.apart import apart\n"
        f"apart(exec, {inside!r}, {{}}, seconds=100)"
    )
    started = subprocess.Popen([sys.executable, "-c", main])
    while not (told.is_file() and told.read_text()):
        assert started.poll() is None
        time.sleep(0.05)
    process, folder = told.read_text().split()
    assert Path(folder).is_dir()
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert not survivors(int(process))
    assert not Path(folder).exists()


def test_sockets_of_the_dead_are_removed_and_those_of_the_living_stay():
    mine = sockets.make()
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    dead = mine.with_name(mine.name.replace(f"-{os.getpid()}-", f"-{child.pid}-"))
    dead.mkdir()
    # its number is mine by now
    reused = sockets.make()
    (reused / "ne").write_text("1", "ascii")
    sockets.clear_dead()
    assert mine.is_dir()
    assert mine.stat().st_mode & 0o077 == 0
    assert not dead.exists()
    assert not reused.exists()
    sockets.clear(os.getpid())
    assert not mine.exists()
