"""What other accounts may read is said, with what to type; what is closed is not."""

import os
import shlex

import pytest
from lecons.privacy.pseudonyms import read_key
from lecons.privacy.vault import check_permissions, no_links, permissions, write_links

posix = pytest.mark.skipif(os.name != "posix", reason="les droits sont ceux de POSIX")


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "mon projet"
    read_key(folder / "prive")
    write_links(folder / "prive", no_links())
    (folder / "brut").mkdir(mode=0o700)
    return folder


@posix
def test_a_project_made_by_lecons_has_nothing_to_mend(project):
    assert check_permissions(project) == []


@posix
@pytest.mark.parametrize("name", ["prive", "prive/cle", "prive/correspondances.csv"])
def test_what_others_may_read_of_the_secrets_is_said_even_under_a_closed_folder(project, name):
    path = project / name
    path.chmod(0o755 if path.is_dir() else 0o644)
    [told] = check_permissions(project)
    wanted = "700" if path.is_dir() else "600"
    assert told.startswith(f"{name} : d’autres comptes")
    assert told.endswith(f"chmod {wanted} {shlex.quote(str(path))}")


@posix
def test_raw_files_and_internal_reports_count_only_where_others_may_come(project, monkeypatch):
    reports = project / "rapports" / "interne"
    reports.mkdir(parents=True)
    for path in (project / "brut", reports):
        path.chmod(0o755)
    monkeypatch.setattr(permissions, "_reachable", lambda path: False)
    assert check_permissions(project, [project / "brut", reports]) == []
    monkeypatch.setattr(permissions, "_reachable", lambda path: True)
    said = check_permissions(project, [project / "brut", reports])
    assert [told.split(" : ")[0] for told in said] == ["brut", "rapports/interne"]


@posix
def test_a_closed_folder_above_lets_nobody_in(project):
    closed = project / "brut"
    assert not permissions._reachable(closed)
    (closed / "dedans").mkdir()
    (closed / "dedans").chmod(0o755)
    assert not permissions._reachable(closed / "dedans")


def test_windows_is_told_in_one_sentence(project, monkeypatch):
    monkeypatch.setattr(permissions.os, "name", "nt")
    [told] = check_permissions(project)
    assert "Windows" in told
