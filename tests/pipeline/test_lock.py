"""One run a project at a time; who stopped without letting go is told from who works."""

import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from dataclasses import asdict, replace

import pytest
from filelock import FileLock
from lecons.errors import BusyError, ReportError
from lecons.pipeline import holder as holder_module
from lecons.pipeline import lock as lock_module
from lecons.pipeline.holder import born, read_holder, this_process
from lecons.pipeline.lock import HOLDER, project_lock

HOUR = 3600


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Minutes are hundredths of seconds here."""
    monkeypatch.setattr(lock_module, "SIGN_SECONDS", 0.02)
    monkeypatch.setattr(lock_module, "_LOOK_AGAIN_SECONDS", 0.0)


@pytest.fixture
def without_locks(monkeypatch):
    """A disk that has no locks."""

    def refuse(*_, **__):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr(FileLock, "acquire", refuse)


def left(folder, age=0.0, **changed):
    """What somebody left there, as this process would have, but for what is `changed`."""
    folder.mkdir(exist_ok=True)
    path = folder / HOLDER
    path.write_text(
        json.dumps(asdict(replace(this_process("lecons produire"), **changed))), "utf-8"
    )
    then = time.time() - age
    os.utime(path, (then, then))
    return path


ELSEWHERE = {"machine": "serveur", "boot": "autre"}


def test_the_second_of_two_runs_does_nothing_and_says_who_works(tmp_path):
    with (
        project_lock(tmp_path / "c", "lecons produire") as held,
        pytest.raises(BusyError) as caught,
        project_lock(tmp_path / "c", "lecons produire"),
    ):
        pass
    assert held.told() is None
    assert "Un autre rapport de ce projet est en cours (depuis le " in caught.value.message
    assert f"processus {os.getpid()})" in caught.value.message
    assert "Attendez qu’il finisse" in caught.value.remedy
    # who has done lets go, and the next one has nothing to say
    with project_lock(tmp_path / "c", "") as after:
        assert after.over is None


def test_who_holds_is_for_the_owner_alone(tmp_path):
    with project_lock(tmp_path / "c", "lecons produire data/3p-amss"):
        assert read_holder(tmp_path / "c" / HOLDER).command == "lecons produire data/3p-amss"
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "c").iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE((tmp_path / "c").stat().st_mode) == 0o700
    assert not (tmp_path / "c" / HOLDER).exists()


def test_a_killed_run_is_taken_over_at_once_and_said(tmp_path):
    holds = (
        "import sys, time; from pathlib import Path; from lecons.pipeline.lock import project_lock\n"
        "with project_lock(Path(sys.argv[1]), 'lecons produire'): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holds, str(tmp_path)], stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(BusyError, match=f"processus {other.pid}"), project_lock(tmp_path, ""):
            pass
        other.send_signal(signal.SIGKILL)
    with project_lock(tmp_path, "") as held:
        assert held.over.process == other.pid
        assert f"processus {other.pid}, s’est arrêté sans finir" in held.told()


def test_a_power_cut_is_taken_over_at_once(tmp_path, without_locks):
    left(tmp_path, boot="avant la coupure")
    with project_lock(tmp_path, "") as held:
        assert held.over.boot == "avant la coupure"


def test_without_locks_a_process_that_lives_keeps_its_lock_and_a_reused_number_does_not(
    tmp_path, without_locks
):
    left(tmp_path, age=48 * HOUR)  # however long ago
    with pytest.raises(BusyError), project_lock(tmp_path, ""):
        pass
    left(tmp_path, born="1")
    with project_lock(tmp_path, "") as held:
        assert held.over.born == "1"
    left(tmp_path, process=2**22 + 1)  # beyond the highest number that Linux gives
    with project_lock(tmp_path, "") as held:
        assert held.over is not None


def test_another_machine_that_gives_signs_is_at_work(tmp_path):
    left(tmp_path, age=10 * 60, **ELSEWHERE)
    with pytest.raises(BusyError, match="machine serveur") as caught, project_lock(tmp_path, ""):
        pass
    assert "relancez dans un quart d’heure" in caught.value.remedy


@pytest.mark.parametrize("age", [16 * 60, -2 * HOUR], ids=["silent", "from the future"])
def test_another_machine_without_a_sign_is_watched_then_taken_over(tmp_path, age):
    left(tmp_path, age, **ELSEWHERE)
    with project_lock(tmp_path, "") as held:
        assert held.over.machine == "serveur"
        assert "machine serveur" in held.told()


@pytest.mark.parametrize("age", [5 * HOUR, -5 * HOUR], ids=["set forward", "set back"])
def test_a_clock_that_was_set_does_not_undo_a_machine_that_works(tmp_path, age, monkeypatch):
    path = left(tmp_path, age, **ELSEWHERE)
    monkeypatch.setattr(lock_module, "SIGN_SECONDS", 1.0)
    signs = threading.Timer(0.1, os.utime, (path,))
    signs.start()
    with pytest.raises(BusyError), project_lock(tmp_path, ""):
        pass
    signs.join()


def test_one_who_ends_while_it_is_watched_leaves_the_lock(tmp_path, monkeypatch):
    path = left(tmp_path, HOUR, **ELSEWHERE)
    monkeypatch.setattr(lock_module, "SIGN_SECONDS", 1.0)
    ends = threading.Timer(0.1, path.unlink)
    ends.start()
    with project_lock(tmp_path, "") as held:
        assert held.mine.process == os.getpid()
    ends.join()


def test_who_works_gives_signs_of_life(tmp_path):
    with project_lock(tmp_path, ""):
        path = tmp_path / HOLDER
        os.utime(path, (0, 0))
        until = time.monotonic() + 5
        while path.stat().st_mtime == 0 and time.monotonic() < until:
            time.sleep(0.01)
        assert path.stat().st_mtime > 0


def test_a_run_that_slept_while_another_took_over_knows_it_and_leaves_it_the_lock(tmp_path):
    with project_lock(tmp_path, "") as held:
        held.check()
        path = left(tmp_path, **ELSEWHERE)
        with pytest.raises(BusyError, match="machine serveur"):
            held.check()
    assert read_holder(path).machine == "serveur"


def test_two_that_start_at_one_instant_on_a_disk_without_locks_are_one(
    tmp_path, without_locks, monkeypatch
):
    def other_first(draft, path, real=os.link):
        left(tmp_path, **ELSEWHERE)
        real(draft, path)

    monkeypatch.setattr(os, "link", other_first)
    with pytest.raises(BusyError, match="serveur"), project_lock(tmp_path, ""):
        pass
    assert read_holder(tmp_path / HOLDER).machine == "serveur"
    assert [*tmp_path.glob("*.part")] == []


def test_a_disk_without_second_names_will_do(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    with project_lock(tmp_path, "lecons produire"):
        assert read_holder(tmp_path / HOLDER).process == os.getpid()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"since": 3}', '{"since": "hier"}', '{"a": 1}']
)
def test_a_file_that_names_nobody_is_one_from_elsewhere(tmp_path, content):
    path = tmp_path / HOLDER
    path.write_text(content, "utf-8")
    with pytest.raises(BusyError, match="est en cours"), project_lock(tmp_path, ""):
        pass
    os.utime(path, (0, 0))
    with project_lock(tmp_path, "") as held:
        assert held.told() is None


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.EROFS, "le disque est en lecture seule"),
        (errno.EACCES, "l’accès est refusé"),
        (errno.ENOSPC, "le disque est plein"),
    ],
)
def test_a_folder_that_cannot_be_written_is_said_in_french(tmp_path, monkeypatch, number, cause):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(lock_module.Path, "mkdir", refuse)
    with (
        pytest.raises(ReportError, match=f"« {tmp_path / 'c'} » : {cause}") as caught,
        project_lock(tmp_path / "c", ""),
    ):
        pass
    assert "--sortie" in caught.value.remedy


def test_when_a_process_started_does_not_move_with_the_clock(monkeypatch):
    before = born(os.getpid())
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert born(os.getpid()) == before != ""


def test_a_process_that_ended_and_is_not_buried_yet_is_no_process():
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as child:
        assert born(child.pid) != ""
        child.stdout.read()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert born(child.pid) == ""


def test_a_system_without_proc_is_asked_through_psutil(tmp_path, monkeypatch):
    monkeypatch.setattr(holder_module, "_PROCESSES", tmp_path)
    monkeypatch.setattr(holder_module, "_BOOT", tmp_path / "boot_id")
    assert holder_module.boot() == this_process("").machine
    assert float(born(os.getpid())) > 0
    assert born(2**22 + 1) == ""
