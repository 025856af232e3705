"""The key: made once, for its owner alone, and never replaced behind anybody's back."""

import os
import threading

import pytest
from lecons.errors import LeconsError
from lecons.privacy.pseudonyms import read_key
from lecons.privacy.vault import no_links, write_links

posix = pytest.mark.skipif(os.name != "posix", reason="les droits sont ceux de POSIX")


@posix
def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    folder = tmp_path / "prive"
    key = read_key(folder)
    assert len(key) == 32
    assert read_key(folder) == key
    assert (folder / "cle").read_text().strip() == key.hex()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "cle").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["cle"]


def test_two_projects_have_two_keys(tmp_path):
    assert read_key(tmp_path / "a" / "prive") != read_key(tmp_path / "b" / "prive")


def test_runs_that_start_together_agree_on_one_key(tmp_path):
    keys = []
    runs = [
        threading.Thread(target=lambda: keys.append(read_key(tmp_path / "prive"))) for _ in range(8)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_may_read_is_refused_with_what_to_type(tmp_path, mode):
    read_key(tmp_path)
    (tmp_path / "cle").chmod(mode)
    with pytest.raises(LeconsError, match="d’autres comptes") as told:
        read_key(tmp_path)
    assert f"chmod 600 {tmp_path / 'cle'}" in told.value.remedy


@pytest.mark.parametrize("written", [b"", b"abc", b"\xff" * 64, b"g" * 64, b"0" * 63])
def test_a_damaged_key_is_said_and_kept(tmp_path, written):
    read_key(tmp_path)
    (tmp_path / "cle").write_bytes(written)
    with pytest.raises(LeconsError, match="abîmée"):
        read_key(tmp_path)
    assert (tmp_path / "cle").read_bytes() == written


def test_a_key_that_is_lost_is_not_made_anew_where_pseudonyms_were_given(tmp_path):
    write_links(tmp_path, no_links())
    with pytest.raises(LeconsError, match="manque, alors que"):
        read_key(tmp_path)
    assert not (tmp_path / "cle").exists()
