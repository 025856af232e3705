"""The linking table: written for its owner alone, read back as it was, locked by a passphrase."""

import os
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lecons.errors import LeconsError
from lecons.privacy.pseudonyms import enrolled
from lecons.privacy.vault import (
    COLUMNS,
    LOCKED,
    PLAIN,
    cipher,
    encrypt,
    faults,
    is_encrypted,
    no_links,
    read_links,
    write_links,
)
from lecons.privacy.vault.links import behind

WORDS = "cheval pile agrafe juste"
KEY = bytes(32)


@pytest.fixture
def cheap(monkeypatch):
    """The least cost that a file may have: a test need not wait."""
    monkeypatch.setattr(cipher, "_COST", 2**15)


def of(*names):
    return enrolled(no_links(), names, KEY, "relectrice_1", date(2018, 5, 2))


def test_a_table_reads_back_as_it_was_for_its_owner_alone(tmp_path):
    folder = tmp_path / "prive"
    assert read_links(folder).empty
    write_links(folder, of("Aïcha Walet Moussa", 'Ali, dit « "le Grand" »'))
    pd.testing.assert_frame_equal(
        read_links(folder), of("Aïcha Walet Moussa", 'Ali, dit « "le Grand" »'), check_dtype=False
    )
    assert [path.name for path in folder.iterdir()] == [PLAIN]
    if os.name == "posix":
        assert (folder / PLAIN).stat().st_mode & 0o777 == 0o600


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=4))
def test_any_name_reads_back_and_none_is_a_formula(tmp_path, names):
    rows = [(f"{i}AAA", name.strip(), "personne", "", "", "") for i, name in enumerate(names)]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    write_links(tmp_path, table)
    assert read_links(tmp_path)["nom"].tolist() == table["nom"].tolist()
    for line in (tmp_path / PLAIN).read_text(encoding="utf-8").splitlines():
        assert not line.startswith(('"=', '"+', '"-', '"@'))
        assert ',"=' not in line


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"pseudonyme,nom\n1AAA,Ali\n", "il manque kind, meme_que"),
        (b"", "il manque pseudonyme"),
        (b"\xff\xfe\x00", "ne se lit pas"),
        (
            ",".join(COLUMNS).encode() + b"\n1AAA,Ali, le Grand\n",
            "rangée 2 : 3 cellules, 6 attendues",
        ),
    ],
)
def test_a_table_that_a_hand_spoilt_is_said(tmp_path, content, told):
    (tmp_path / PLAIN).write_bytes(content)
    with pytest.raises(LeconsError, match=told):
        read_links(tmp_path)


def test_encrypting_leaves_no_name_in_clear_and_the_passphrase_brings_them_back(tmp_path, cheap):
    write_links(tmp_path, of("Aïcha Walet Moussa"))
    assert encrypt(tmp_path, WORDS) == 1
    assert is_encrypted(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [LOCKED]
    locked = (tmp_path / LOCKED).read_bytes()
    assert b"Walet" not in locked
    assert WORDS.encode() not in locked
    assert read_links(tmp_path).empty
    assert read_links(tmp_path, WORDS)["nom"].tolist() == ["Aïcha Walet Moussa"]
    if os.name == "posix":
        assert (tmp_path / LOCKED).stat().st_mode & 0o777 == 0o600


def test_names_met_after_encryption_wait_in_plain_and_join_at_the_next(tmp_path, cheap):
    write_links(tmp_path, of("Aïcha Walet Moussa"))
    encrypt(tmp_path, WORDS)
    write_links(tmp_path, of("Ali Touré"))
    assert read_links(tmp_path, WORDS)["nom"].tolist() == ["Aïcha Walet Moussa", "Ali Touré"]
    with pytest.raises(LeconsError, match="n’est pas la bonne"):
        encrypt(tmp_path, "une autre phrase")
    assert (tmp_path / PLAIN).is_file()
    assert encrypt(tmp_path, WORDS) == 2
    assert not (tmp_path / PLAIN).exists()
    with pytest.raises(LeconsError, match="chiffrée déjà"):
        encrypt(tmp_path, WORDS)


def test_a_short_passphrase_locks_nothing(tmp_path):
    write_links(tmp_path, of("Ali Touré"))
    with pytest.raises(LeconsError, match="trop courte : 8 caractères"):
        encrypt(tmp_path, "12345678")
    assert [path.name for path in tmp_path.iterdir()] == [PLAIN]


def test_what_a_person_must_mend_is_said():
    rows = [
        ("1AAA", "Ali", "personne", "", "", ""),
        ("1AAA", "Oumar", "personne", "", "", ""),
        ("2BBB", "Aïcha", "personne", "7ZZZ", "", ""),
        ("3CCC", "Moussa", "personne", "4DDD", "", ""),
        ("4DDD", "Musa", "personne", "3CCC", "", ""),
    ]
    said = " | ".join(faults(pd.DataFrame(rows, columns=list(COLUMNS))))
    assert "1AAA est celui de 2 noms" in said
    assert "« 7ZZZ » : ce pseudonyme n’est pas dans la table" in said
    assert said.count("tournent en rond") == 2
    assert faults(of("Ali", "Oumar")) == []


def test_all_names_of_a_person_are_behind_each_of_her_pseudonyms():
    rows = [
        ("1AAA", "Aïcha Walet Moussa", "personne", "", "", ""),
        ("2BBB", "Aïcha", "personne", "1AAA", "", ""),
        ("3CCC", "Oumar", "personne", "", "", ""),
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for pseudonym in ("1AAA", "2BBB"):
        assert behind(table, pseudonym)["nom"].tolist() == ["Aïcha Walet Moussa", "Aïcha"]
    assert behind(table, "9ZZZ").empty
