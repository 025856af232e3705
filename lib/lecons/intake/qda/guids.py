"""GUIDs in one form, and those that we make, the same at each import and each export."""

import re
from functools import lru_cache
from uuid import UUID, uuid5

_FORM = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?")
OURS = UUID("f7a0210d-11a1-5152-8366-4638b4ceadee")


@lru_cache(maxsize=4096)
def canonical(written: str) -> tuple[str, bool]:
    """A GUID in lower case without braces, and whether it was one.

    What is no GUID gets one made of its letters, so that what refers to it still finds it.
    """
    found = _FORM.fullmatch(written.strip().lower())
    return (found[1], True) if found else (made_of("guid", written.strip()), False)


def made_of(kind: str, *parts: object) -> str:
    """The GUID of a thing of ours: its kind and what tells it from others (uuid5, RFC 9562)."""
    name = "\x1f".join([kind, *map(str, parts)])
    return str(uuid5(OURS, name.encode("utf-8", "backslashreplace").decode()))


def guid_of_segment(segment: str) -> str:
    """The GUID that the export gives to a segment of ours: an import that finds it knows it again."""
    return made_of("segment", segment)
