"""The text of a proposal: YAML that loads whatever the file holds, with what an analyst should check
said in comments."""

from collections.abc import Iterable, Sequence

import yaml

from lecons.counts import number_of

_WIDE = 10**9
_COMMENT, _KEY = 60, 200
UNKNOWN = "???"


def scalar(said: str) -> str:
    """A text as one line of YAML that means that very text."""
    for style in (None, '"'):
        dumped: str = yaml.safe_dump(
            said, allow_unicode=True, width=_WIDE, default_style=style
        ).removesuffix("\n...\n")
        line = dumped.removesuffix("\n")
        if len(line.splitlines()) == 1:
            return line
    return line


def is_key(said: str) -> bool:
    """True for a text that may stand before a colon: YAML wants keys short."""
    return 0 < len(said) <= _KEY


def plain(said: object, limit: int = _COMMENT) -> str:
    """A text of the file as a comment may quote it: one line, printable, not too long."""
    line = " ".join(str(said).split())
    line = "".join(char if char.isprintable() else "?" for char in line)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def quoted(said: Iterable[object], most: int = 12) -> str:
    """« A », « B » and how many more."""
    every = list(said)
    shown = ", ".join(f"« {plain(one)} »" for one in every[:most])
    more = len(every) - most
    return shown if more <= 0 else f"{shown} et {number_of(more, 'autre', 'autres')}"


def flow(values: Sequence[object]) -> str:
    """A list on one line: [2, 3]."""
    dumped = yaml.safe_dump(
        list(values), allow_unicode=True, width=_WIDE, default_flow_style=True
    ).strip()
    if len(dumped.splitlines()) == 1:
        return dumped
    return "[" + ", ".join(scalar_in_flow(str(one)) for one in values) + "]"


def scalar_in_flow(said: str) -> str:
    """A text within a list on one line."""
    dumped: str = yaml.safe_dump(said, allow_unicode=True, width=_WIDE, default_style='"')
    return dumped.removesuffix("\n")


def told(line: str, comment: str = "") -> str:
    """A line with what there is to say of it."""
    return f"{line}  # {comment}" if comment else line


def mapping(key: str, lines: Sequence[str], depth: int) -> list[str]:
    """A key and the lines under it; only comments where there is nothing but comments."""
    space = "  " * depth
    inside = [f"{space}  {line}" for line in lines]
    if not lines:
        return []
    if all(line.startswith("#") for line in lines):
        return [f"{space}# {key}:", *(f"{space}#   {line.lstrip('# ')}" for line in lines)]
    return [f"{space}{key}:", *inside]


def dumped(content: object, depth: int) -> list[str]:
    """Any content as lines of YAML, indented."""
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=_WIDE)
    return ["  " * depth + line for line in text.splitlines()]


def comment(said: str, depth: int = 0) -> str:
    return "  " * depth + f"# {plain(said, 1000)}"
