"""A report is put in place in one move: the old one or the new one stands there, whole, at any instant."""

import errno
import os
import stat
import threading

import pytest
from lecons.pipeline import place as place_module
from lecons.pipeline.place import INSIDE, OPEN, put_in_place, recover, work_beside


class Killed(BaseException):
    """The end of the process: nothing after it runs, in tests nothing that catches errors."""


def report(folder, said):
    folder.mkdir(exist_ok=True)
    (folder / "carnets").mkdir()
    (folder / "synthese.html").write_text(said, "utf-8")
    (folder / "carnets" / "a.ipynb").write_text(said, "utf-8")
    return folder


def said(folder):
    """What a report says; all its files say the same, else it is no whole report."""
    words = {p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}
    assert len(words) == 1
    return words.pop()


@pytest.fixture
def place(tmp_path):
    return report(tmp_path / "fr", "ancien")


@pytest.fixture
def work(place):
    return report(work_beside(place), "nouveau")


@pytest.fixture
def two_moves(monkeypatch):
    """A file system that cannot exchange two folders."""
    monkeypatch.setattr(place_module, "_exchange", lambda *_: False)


def alone(place):
    return [path.name for path in place.parent.iterdir()] == [place.name]


def test_the_new_report_takes_the_place_of_the_old_one(work, place):
    put_in_place(work, place, OPEN)
    assert said(place) == "nouveau"
    assert stat.S_IMODE(place.stat().st_mode) == OPEN
    assert alone(place)


def test_a_first_report_is_its_teams_alone(tmp_path):
    place = tmp_path / "mini" / "fr"
    put_in_place(report(work_beside(place), "premier"), place)
    assert said(place) == "premier"
    assert stat.S_IMODE(place.stat().st_mode) == INSIDE


def test_who_looks_always_finds_a_whole_report(tmp_path):
    """Linux exchanges in one move: there is no instant without a report."""
    if not place_module._exchange(report(tmp_path / "a", "a"), report(tmp_path / "b", "b")):
        pytest.skip("ce système de fichiers ne sait pas échanger deux dossiers")
    assert (said(tmp_path / "a"), said(tmp_path / "b")) == ("b", "a")
    missed, looks, ended = [], [], threading.Event()

    def look():
        while not ended.is_set():
            looks.append(1)
            if not (tmp_path / "fr" / "synthese.html").exists():
                missed.append(len(looks))

    put_in_place(report(work_beside(tmp_path / "fr"), "0"), tmp_path / "fr")
    looking = threading.Thread(target=look)
    looking.start()
    for number in range(1, 21):
        put_in_place(report(work_beside(tmp_path / "fr"), str(number)), tmp_path / "fr")
    ended.set()
    looking.join()
    assert len(looks) > 20
    assert missed == []


def test_a_stop_between_two_moves_is_recovered_from(work, place, two_moves, monkeypatch):
    moves, real = [], os.replace

    def only_once(source, target):
        if moves:
            raise Killed
        moves.append((source, target))
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", only_once)
        with pytest.raises(Killed):
            put_in_place(work, place)
    assert not place.exists()
    assert recover(place) is True
    assert said(place) == "ancien"
    assert recover(place) is False

    # the next run need not ask: it recovers by itself before it moves anything
    put_in_place(work, place)
    assert said(place) == "nouveau"
    assert alone(place)


def test_a_stop_after_both_moves_keeps_the_new_report(work, place, two_moves, monkeypatch):
    def stop_at_the_third(source, target, real=os.replace, moves=[]):  # noqa: B006
        moves.append(target)
        if len(moves) == 3:
            raise Killed
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stop_at_the_third)
        with pytest.raises(Killed):
            put_in_place(work, place)
    assert said(place) == "nouveau"
    assert recover(place) is False
    assert said(place) == "nouveau"
    assert alone(place)


def test_a_second_move_that_fails_brings_the_old_report_back(work, place, two_moves, monkeypatch):
    def refuse(source, target, real=os.replace):
        if source == work:
            raise PermissionError(errno.EACCES, "ouvert dans une autre fenêtre")
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        put_in_place(work, place)
    assert said(place) == "ancien"
    assert said(work) == "nouveau"


def test_a_disk_that_is_full_when_it_comes_to_it_leaves_the_old_report(work, place, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"):
        put_in_place(work, place)
    assert said(place) == "ancien"


def test_all_is_on_the_disk_before_it_moves(work, place, monkeypatch):
    order = []

    def settled(handle):
        order.append(os.readlink(f"/proc/self/fd/{handle}"))

    def moved(*_, real=place_module._exchange):
        order.append("échange")
        return real(*_)

    monkeypatch.setattr(os, "fsync", settled)
    monkeypatch.setattr(place_module, "_exchange", moved)
    inside = {str(path) for path in (work, *work.rglob("*"))}
    put_in_place(work, place)
    assert set(order[: order.index("échange")]) == inside
    assert order[-1] == str(place.parent)


@pytest.mark.parametrize("answer", [errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM])
def test_a_file_system_without_exchange_is_known_by_its_answer(answer, work, place, monkeypatch):
    monkeypatch.setattr(place_module.ctypes, "get_errno", lambda: answer)
    monkeypatch.setattr(place_module.ctypes, "CDLL", lambda *_, **__: _Library(lambda *_: -1))
    assert place_module._exchange(work, place) is False
    put_in_place(work, place)
    assert said(place) == "nouveau"
    assert alone(place)


def test_another_answer_is_an_error_that_names_both(work, place, monkeypatch):
    monkeypatch.setattr(place_module.ctypes, "get_errno", lambda: errno.EROFS)
    monkeypatch.setattr(place_module.ctypes, "CDLL", lambda *_, **__: _Library(lambda *_: -1))
    with pytest.raises(OSError, match=r"Read-only.*fr-en-cours-.*fr'") as caught:
        put_in_place(work, place)
    assert caught.value.errno == errno.EROFS
    assert said(place) == "ancien"


class _Library:
    def __init__(self, call):
        self.renameat2 = self.renamex_np = call
