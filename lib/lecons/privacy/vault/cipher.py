"""A file locked by a passphrase: scrypt (Percival, RFC 7914) makes the key, AES-256-GCM (NIST SP
800-38D) locks and seals.

The file is text, so that it can be copied anywhere: a line that says what it is and its version, a line of
parameters (JSON), a checksum of both lines, then the sealed content in base64. The parameters hold a
witness of the passphrase, derived beside the key: a wrong passphrase and a damaged file can so be
told apart, and guessing costs a whole scrypt all the same.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import textwrap
import unicodedata
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from lecons.privacy.vault.private import SecretError

MARK, VERSION = "lecons-correspondances", 1
# 128 MB and about half a second: the least that OWASP's Password Storage Cheat Sheet advises
_COST, _BLOCK, _LANES = 2**17, 8, 1
# what a file may ask for: the least that is safe, the most that a small machine holds (1 GB)
_COSTS = [2**power for power in range(15, 21)]
SHORTEST = 12


def check_passphrase(passphrase: str) -> None:
    """Raises SecretError for a passphrase that is too short to lock with."""
    if len(passphrase) < SHORTEST:
        raise SecretError(
            f"La phrase de passe est trop courte : {len(passphrase)} caractères.",
            f"Il en faut au moins {SHORTEST} : quatre ou cinq mots sans lien entre eux font l’affaire.",
        )


def lock(content: bytes, passphrase: str) -> bytes:
    """The content sealed; raises SecretError for a passphrase that is too short."""
    check_passphrase(passphrase)
    salt, nonce = os.urandom(16), os.urandom(12)
    key, witness = _derive(passphrase, salt, _COST)
    parameters = {
        "derivation": "scrypt",
        "n": _COST,
        "r": _BLOCK,
        "p": _LANES,
        "sel": salt.hex(),
        "temoin": witness.hex(),
        "chiffre": "AES-256-GCM",
        "nonce": nonce.hex(),
    }
    head = f"{MARK} {VERSION}\n{json.dumps(parameters)}"
    sealed = AESGCM(key).encrypt(nonce, content, head.encode("ascii"))
    body = "\n".join(textwrap.wrap(base64.b64encode(sealed).decode("ascii"), 76))
    return f"{head}\n{_checksum(head)}\n{body}\n".encode("ascii")


def unlock(locked: bytes, passphrase: str) -> bytes:
    """The content of a sealed file. Raises SecretError, in other words each time: not our file, damaged,
    made by a later lecons, wrong passphrase."""
    head, parameters, sealed = _open(locked)
    key, witness = _derive(passphrase, parameters["sel"], parameters["n"])
    if not hmac.compare_digest(witness, parameters["temoin"]):
        raise SecretError(
            "La phrase de passe n’est pas la bonne.",
            "Majuscules, espaces et accents comptent. Le fichier est entier : rien n’est perdu.",
        )
    try:
        return AESGCM(key).decrypt(parameters["nonce"], sealed, head.encode("ascii"))
    except InvalidTag:
        raise _damaged("la phrase de passe est la bonne, mais son contenu a changé") from None


def _open(locked: bytes) -> tuple[str, dict[str, Any], bytes]:
    """The two first lines as they were sealed, their parameters, the sealed content."""
    try:
        lines = locked.decode("ascii").splitlines()
    except UnicodeDecodeError:
        raise _damaged("ce n’est plus du texte") from None
    mark, _, version = (lines[0] if lines else "").partition(" ")
    if mark != MARK or len(lines) < 4:
        raise _damaged("son en-tête manque, ou sa fin")
    if version != str(VERSION):
        raise SecretError(
            f"Ce fichier chiffré est de la version « {version[:8]} » ; ce lecons lit la version {VERSION}.",
            "Mettez lecons à jour.",
        )
    head = f"{lines[0]}\n{lines[1]}"
    if lines[2] != _checksum(head):
        raise _damaged("son en-tête a changé")
    try:
        told = json.loads(lines[1])
        parameters = {name: bytes.fromhex(told[name]) for name in ("sel", "temoin", "nonce")}
        sealed = base64.b64decode("".join(lines[3:]), validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise _damaged("il ne se lit plus") from None
    # a file made on purpose may not ask for all the memory of the machine, nor for next to none
    asked = (told.get("n"), told.get("r"), told.get("p"))
    if asked[0] not in _COSTS or asked[1:] != (_BLOCK, _LANES):
        raise _damaged("ses paramètres ne sont pas ceux de lecons")
    return head, {**parameters, "n": asked[0]}, sealed


def _derive(passphrase: str, salt: bytes, cost: int) -> tuple[bytes, bytes]:
    """The key, and the witness of the passphrase."""
    # é is one character on one keyboard and two on another
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    made = Scrypt(salt=salt, length=48, n=cost, r=_BLOCK, p=_LANES).derive(typed)
    return made[:32], made[32:]


def _checksum(head: str) -> str:
    return hashlib.sha256(head.encode("ascii")).hexdigest()[:16]


def _damaged(why: str) -> SecretError:
    return SecretError(
        f"Le fichier chiffré est abîmé : {why}.",
        "Reprenez-le dans votre dernière sauvegarde ; la phrase de passe n’y est pour rien.",
    )
