import os
import subprocess

import pytest
from lecons.pipeline.provenance import Revision, revision


@pytest.fixture
def clone(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    root = tmp_path / "lecons"
    (root / "lib").mkdir(parents=True)
    (root / "lib" / "a.py").write_text("1\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    git(root, *who, "commit", "--quiet", "-m", "a")
    return root


def git(root, *asked):
    told = subprocess.run(["git", *asked], cwd=root, capture_output=True, text=True, check=True)
    return told.stdout.strip()


def test_a_clone_tells_its_commit_and_whether_the_software_is_another(clone):
    head = git(clone, "rev-parse", "HEAD")
    assert revision(clone) == Revision(head, dirty=False)
    (clone / "data").mkdir()
    (clone / "data" / "temoignages.csv").write_text("a\n")  # has its own hash in the manifest
    assert revision(clone) == Revision(head, dirty=False)
    (clone / "lib" / "b.py").write_text("2\n")
    assert revision(clone) == Revision(head, dirty=True)


def test_another_clone_in_the_environment_is_not_taken_for_this_one(clone, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert revision(clone) is not None


def test_what_is_no_clone_has_no_revision(clone, tmp_path, monkeypatch):
    unpacked = clone / "archive"
    (unpacked / "lib").mkdir(parents=True)
    assert revision(unpacked) is None  # inside of somebody else's clone
    assert revision(tmp_path) is None
    empty = tmp_path / "vide"
    empty.mkdir()
    git(empty, "init", "--quiet")
    assert revision(empty) is None
    monkeypatch.setenv("PATH", str(tmp_path))  # no git
    assert revision(clone) is None
