"""The licences of all that a report is made with, for its manifest."""

import importlib.metadata as metadata
from typing import TypedDict

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# what a package does not say of itself, read in its own files
_KNOWN = {
    "pyxform": "BSD-2-Clause",
    "pypandoc-binary": "MIT ; porte le programme pandoc (GPL-2.0-or-later), lancé à part",
}
_LONGEST = 60  # beyond, it is the text of a licence and not its name


class Licensed(TypedDict):
    """A package of the environment that made the report."""

    nom: str
    version: str
    licence: str


def licences(root: str = "lecons") -> list[Licensed]:
    """The packages that `root` needs at run time, itself first and then by name, with the licence that
    each states (License-Expression, PEP 639; else its classifiers; else its short License field).

    A package that states none has « non indiquée ». Raises nothing: what is not installed (another
    system's package) is not listed.
    """
    found: dict[str, Licensed] = {}
    waiting = [root]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        told = package.metadata  # read from its file each time that it is asked for
        licence = _KNOWN.get(name) or _stated(told)
        found[name] = {"nom": name, "version": told["Version"], "licence": licence}
        for line in told.get_all("Requires-Dist") or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    first = found.pop(canonicalize_name(root), None)
    return [*([first] if first else []), *(found[name] for name in sorted(found))]


def _stated(told: metadata.PackageMetadata) -> str:
    for expression in told.get_all("License-Expression") or []:
        return str(expression)
    classified = [
        line.rsplit(" :: ", 1)[-1]
        for line in told.get_all("Classifier") or []
        if line.startswith("License :: ")
    ]
    if classified:
        return ", ".join(classified)
    lines = "\n".join(told.get_all("License") or []).strip().splitlines()
    said = lines[0].strip() if len(lines) == 1 else ""
    return said if 0 < len(said) <= _LONGEST and said != "UNKNOWN" else "non indiquée"
