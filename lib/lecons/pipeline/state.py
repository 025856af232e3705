"""What a step left of itself: the status file, written last, and alone to be believed."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True)
class State:
    """What became of a step.

    `key`: what it rested on (name → digest); `tables`: the digest of the whole store then; `reads`: the
    slices of it that it read, each with its digest; `made`: its files (path from the folder of its status
    file's parent → digest); `reason`: why it ran; `failure`: None when it succeeded; `value`: what it
    answers to those that come after it; `seconds`: how long it took, `ended`: when (UTC)."""

    node: str
    key: dict[str, str]
    made: dict[str, str]
    reason: str
    seconds: float
    ended: str
    failure: str | None = None
    tables: str = ""
    reads: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    value: dict[str, Any] = field(default_factory=dict)


_STATE = TypeAdapter(State)


def write_state(path: Path, state: State) -> None:
    """Write a status file, whole or not at all."""
    write_whole(path, json.dumps(asdict(state), ensure_ascii=False, indent=1).encode("utf-8"))


def read_state(path: Path) -> State | None:
    """The status that a step left; None where it left none, or one that cannot be read."""
    try:
        return _STATE.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside, then in place: a reader, and a power cut, never see half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(value: Any) -> str:
    """The digest of JSON values."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8"))


def digests(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """The digest of each file that is there, by its path from `root`; of a folder, of all its files."""
    found: dict[str, str] = {}
    for path in paths:
        for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if one.is_file():
                found[one.relative_to(root).as_posix()] = digest(one.read_bytes())
    return found
