"""Who is told, and by which way: `prive/avis.yaml` of a project, for its owner's account alone.

It stands in `prive/` because it holds secrets: a password, an address of which whoever knows it may write to
the team. No command takes either as an argument, and nothing prints them.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from lecons.errors import LeconsError, disk_answer
from lecons.plain_yaml import read_yaml
from lecons.privacy.vault.private import FOLDER, OTHERS, write_private

FILE = "avis.yaml"
# where there is no such file (a service that runs commands), or to keep secrets out of it
PASSWORD_VARIABLE, WEBHOOK_VARIABLE = "LECONS_SMTP_MOT_DE_PASSE", "LECONS_WEBHOOK"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_HEADER = "# Qui est averti des passages de lecons (docs/guide_planification.md). Ce fichier contient des secrets.\n"
_ADDRESS = re.compile(r"[!-;=?A-Z\[-~]+@[A-Za-z0-9.-]+")


class NoticeError(LeconsError):
    """A notice cannot be sent, or its settings cannot be used."""


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or text.count("@") != 1:
        raise ValueError("adresse de courriel attendue, par exemple equipe@exemple.org")
    return text


Address = Annotated[str, AfterValidator(_address)]


class NoticeSettings(BaseModel):
    """What prive/avis.yaml says. `smtp`: « hôte » or « hôte:port »; `securite`: by the port where it is not
    said; `expediteur`: the user where it is an address, else the first who is told."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    courriels: list[Address] = []
    smtp: str | None = None
    securite: Literal["starttls", "tls", "aucune"] | None = None
    utilisateur: str | None = None
    expediteur: Address | None = None
    mot_de_passe: SecretStr | None = None
    webhook: SecretStr | None = None

    @field_validator("smtp")
    @classmethod
    def _host_and_port(cls, text: str | None) -> str | None:
        found = re.fullmatch(r"[A-Za-z0-9.-]+(?::(\d{1,5}))?", text or "localhost")
        if not found or not 0 < int(found[1] or 587) < 65536:
            raise ValueError("hôte:port attendu, par exemple smtp.exemple.org:587")
        return text

    @field_validator("webhook")
    @classmethod
    def _safe_address(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not re.fullmatch(
            r"https://[^\s/@]+(/\S*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/\S*)?",
            secret.get_secret_value(),
        ):
            raise ValueError("adresse https://… attendue")
        return secret

    @model_validator(mode="after")
    def _agrees(self) -> "NoticeSettings":
        if bool(self.courriels) != bool(self.smtp):
            raise ValueError("courriels et smtp vont ensemble")
        if not self.courriels and self.webhook is None:
            raise ValueError("courriels et smtp, ou webhook, attendus")
        if bool(self.utilisateur) != bool(self.mot_de_passe):
            raise ValueError(f"utilisateur et mot_de_passe (ou {PASSWORD_VARIABLE}) vont ensemble")
        if self.securite == "aucune" and self.host not in LOOPBACK:
            raise ValueError("securite aucune : seulement vers cette machine (localhost)")
        return self

    @property
    def host(self) -> str:
        return (self.smtp or "").partition(":")[0]

    @property
    def port(self) -> int:
        return int((self.smtp or "").partition(":")[2] or 587)

    @property
    def security(self) -> str:
        return self.securite or ("tls" if self.port == 465 else "starttls")

    @property
    def sender(self) -> str:
        user = self.utilisateur or ""
        return self.expediteur or (user if _ADDRESS.fullmatch(user) else self.courriels[0])


def read_settings(
    folder: Path, environment: Mapping[str, str] = os.environ
) -> NoticeSettings | None:
    """The settings of a project folder, secrets of the environment included; None where it has none.

    Raises NoticeError on a file that other accounts may read, that cannot be read, or that says what cannot
    be: with the key, never with what a secret holds.
    """
    path = folder / FOLDER / FILE
    raw = _content(path)
    given = {"mot_de_passe": PASSWORD_VARIABLE, "webhook": WEBHOOK_VARIABLE}
    for key, variable in given.items():
        # a password alone makes no settings
        if environment.get(variable) and (raw is not None or key == "webhook"):
            raw = {**(raw or {}), key: environment[variable]}
    return None if raw is None else check_settings(raw)


def check_settings(raw: Mapping[str, Any]) -> NoticeSettings:
    """Settings from plain values; raises NoticeError, in French, naming each key that is wrong."""
    try:
        return NoticeSettings.model_validate(dict(raw))
    except ValidationError as error:
        said = " ; ".join(
            _told(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()
        )
        raise NoticeError(
            f"{FOLDER}/{FILE} : {said}.",
            f"Clés possibles : {', '.join(NoticeSettings.model_fields)} (docs/guide_planification.md).",
        ) from None


def write_settings(folder: Path, settings: NoticeSettings) -> Path:
    """Write the settings of a project folder, for its owner's account alone."""
    content = settings.model_dump(exclude_none=True, exclude_defaults=True)
    plain = {
        key: value.get_secret_value() if isinstance(value, SecretStr) else value
        for key, value in content.items()
    }
    path = folder / FOLDER / FILE
    text = _HEADER + yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    write_private(path, text.encode("utf-8"))
    return path


def _content(path: Path) -> dict[str, Any] | None:
    """What the file says, every value as text; None where there is no file."""
    name = f"{FOLDER}/{FILE}"
    try:
        with path.open("rb") as file:
            # of the open file: it cannot be changed for another between the look and the reading
            mode = os.fstat(file.fileno()).st_mode
            text = file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NoticeError(
            f"{name} ne se lit pas ({disk_answer(error)}).", "Vérifiez ses droits."
        ) from None
    if os.name == "posix" and mode & OTHERS:
        raise NoticeError(
            f"{name} contient des secrets, et d’autres comptes de cette machine peuvent le lire (droits "
            f"{mode & 0o777:o}) : aucun avis n’est envoyé.",
            f"Tapez : chmod 600 {path}",
        )
    try:
        raw = read_yaml(text.decode("utf-8"), all_text=True)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" à la ligne {mark.line + 1}" if mark else ""
        raise NoticeError(
            f"{name} ne se lit pas{line}.",
            "Vérifiez les espaces en début de ligne, les deux-points et les guillemets.",
        ) from None
    if not isinstance(raw, dict):
        raise NoticeError(
            f"{name} : des lignes « clé: valeur » attendues.",
            f"Clés possibles : {', '.join(NoticeSettings.model_fields)}.",
        )
    return raw


_FRENCH = {
    "extra_forbidden": "clé inconnue",
    "string_type": "texte attendu",
    "list_type": "liste attendue, par exemple [equipe@exemple.org]",
    "literal_error": "valeur inconnue (starttls, tls ou aucune)",
}


def _told(where: tuple[int | str, ...], kind: str, said: str) -> str:
    key = ".".join(str(part) for part in where)
    own = said.removeprefix("Value error, ") if kind == "value_error" else None
    told = own or _FRENCH.get(kind, "valeur inattendue")
    return f"{key} : {told}" if key else told
