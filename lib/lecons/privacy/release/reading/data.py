"""JSON, notebooks and CSV: each string by its place."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from lecons.privacy.release.reading.stream import Grid, Part, Stream, Unread, inside

_DEEPEST = 200


def read_json(text: str, where: str) -> Iterator[Part]:
    """The keys and strings of a JSON; the lines of a notebook's cell are one text. Numbers that count
    people (an estimate with its n) are a table of one row."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        yield Unread(where, "ce JSON ne se lit pas")
        return
    yield from _values(content, where, 0)


def _values(value: Any, where: str, depth: int) -> Iterator[Part]:
    if depth > _DEEPEST:
        yield Unread(where, "ce JSON est trop profond")
    elif isinstance(value, str):
        yield Stream(where, value)
    elif type(value) is int and abs(value) > 999_999:
        yield Stream(where, str(value))
    elif isinstance(value, list):
        if value and all(isinstance(one, str) for one in value):
            yield Stream(where, "".join(value) if value[0].endswith("\n") else "\n".join(value))
            return
        for number, one in enumerate(value, 1):
            yield from _values(one, inside(where, str(number)), depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield Stream(where, key, "code")
            yield from _values(one, inside(where, key), depth + 1)
        counted = {key: one for key, one in value.items() if type(one) is int}
        if counted:
            yield Grid(where, tuple(counted), (tuple(map(str, counted.values())),))


def read_csv(text: str, where: str) -> Iterator[Part]:
    """The text of a CSV and its table."""
    yield Stream(where, text)
    try:
        found = csv.Sniffer().sniff(text[:10_000], ",;\t|").delimiter
        rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=found) if row]
    except csv.Error:
        return  # it was read as a text above
    if len(rows) > 1:
        yield Grid(where, rows[0], tuple(rows[1:]), (2, 1))
