"""The lock: a wrong passphrase, a damaged file and a file of somebody else are told apart."""

import base64
import json
import unicodedata

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from lecons.errors import LeconsError
from lecons.privacy.vault import cipher
from lecons.privacy.vault.cipher import lock, unlock

WORDS, SECRET = "été à Tombouctou", "Aïcha Walet Moussa".encode()


@pytest.fixture(scope="module")
def locked():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "_COST", 2**15)
        return lock(SECRET, WORDS)


def test_what_was_locked_comes_back_however_the_accents_are_typed(locked):
    assert unlock(locked, WORDS) == SECRET
    assert unlock(locked, unicodedata.normalize("NFD", WORDS)) == SECRET


def test_it_survives_the_line_ends_of_another_system(locked):
    assert unlock(locked.replace(b"\n", b"\r\n"), WORDS) == SECRET


def test_a_lock_costs_what_owasp_advises():
    assert cipher._COST == 2**17
    head = lock(b"x", WORDS).decode().splitlines()[1]
    assert {name: json.loads(head)[name] for name in "nrp"} == {"n": 131072, "r": 8, "p": 1}


def test_two_locks_of_one_thing_share_nothing(locked, monkeypatch):
    monkeypatch.setattr(cipher, "_COST", 2**15)
    other, mine = (json.loads(x.splitlines()[1]) for x in (lock(SECRET, WORDS), locked))
    assert all(other[name] != mine[name] for name in ("sel", "nonce", "temoin"))


def test_the_format_is_the_one_that_is_written_down(locked):
    first, second, _, *rest = locked.decode().splitlines()
    told = json.loads(second)
    made = Scrypt(salt=bytes.fromhex(told["sel"]), length=48, n=told["n"], r=8, p=1).derive(
        WORDS.encode()
    )
    sealed = base64.b64decode("".join(rest))
    nonce = bytes.fromhex(told["nonce"])
    assert AESGCM(made[:32]).decrypt(nonce, sealed, f"{first}\n{second}".encode()) == SECRET
    assert made[32:].hex() == told["temoin"]


def test_a_wrong_passphrase_is_not_called_damage(locked):
    with pytest.raises(LeconsError, match="n’est pas la bonne"):
        unlock(locked, "ete a Tombouctou")


def _flipped(text, line):
    lines = text.decode().splitlines()
    char = lines[line][5]
    lines[line] = lines[line][:5] + ("A" if char != "A" else "B") + lines[line][6:]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: _flipped(text, 3), "son contenu a changé"),
        (lambda text: _flipped(text, 1), "son en-tête a changé"),
        (lambda text: text[:-12], "abîmé"),
        (lambda text: text[:40], "abîmé : son en-tête manque"),
        (lambda text: b"", "abîmé : son en-tête manque"),
        (lambda text: b"\xff" + text, "ce n’est plus du texte"),
        (lambda text: text.replace(b" 1\n", b" 2\n", 1), "version « 2 »"),
    ],
)
def test_damage_is_not_called_a_wrong_passphrase(locked, spoil, told):
    with pytest.raises(LeconsError, match=told) as error:
        unlock(spoil(locked), WORDS)
    assert "n’est pas la bonne" not in str(error.value)


@pytest.mark.parametrize(
    "asked", [{"n": 2**30}, {"n": 2}, {"r": 2**20}, {"p": 0}, {"n": "many"}, {"n": []}, {"sel": 3}]
)
def test_a_file_made_on_purpose_gets_neither_all_the_memory_nor_a_weak_key(locked, asked):
    lines = locked.decode().splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), **asked})
    lines[2] = cipher._checksum("\n".join(lines[:2]))
    with pytest.raises(LeconsError, match="abîmé"):
        unlock("\n".join(lines).encode(), WORDS)
