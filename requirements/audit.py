"""Looks for known faults in the versions that the locks name: `make audit`, and each run of CI.

pip-audit asks its database; where that cannot be reached, the versions are compared with the dated
list of `avis.json`, and it is said. Exit code 1 when a version is affected.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

from packaging.specifiers import SpecifierSet
from packaging.version import Version

HERE = Path(__file__).parent
LOCKS = ("run.lock", "labo.lock", "dev.lock", "taguette.lock", "rendus.lock", "grappe.lock")
_PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_SECONDS = 180


class Advisory(TypedDict):
    """A published fault: the package, its number, the versions that have it, the one that mends it."""

    paquet: str
    avis: str
    touche: str
    corrige: str


def pinned(lock: str) -> set[tuple[str, str]]:
    """The packages and versions that a lock names."""
    return {(found[1], found[2]) for found in _PINNED.finditer(lock)}


def affected(versions: set[tuple[str, str]], advisories: list[Advisory]) -> list[str]:
    """What to do about each version that an advisory names."""
    return [
        f"{name} {version} : {one['avis']}, corrigé en {one['corrige']}"
        for name, version in sorted(versions)
        for one in advisories
        if one["paquet"] == name and Version(version) in SpecifierSet(one["touche"])
    ]


def asked(lock: Path) -> list[str] | None:
    """What pip-audit's database knows of a lock; None where it cannot be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--disable-pip", "--no-deps"]
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter, our own file
            [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "5"],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        told = json.loads(done.stdout)["dependencies"]
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired):
        return None
    known = [one for one in told if "skip_reason" not in one]
    if not known:
        return None
    return [
        f"{one['name']} {one['version']} : {fault['id']}, corrigé en {', '.join(fault['fix_versions'])}"
        for one in known
        for fault in one["vulns"]
    ]


def main() -> int:
    """Audit every lock; print what was compared with what."""
    dated = json.loads((HERE / "avis.json").read_text("utf-8"))
    faults: list[str] = []
    for name in LOCKS:
        versions = pinned((HERE / name).read_text("utf-8"))
        known = asked(HERE / name)
        if known is None:
            with_what = f"la liste du {dated['etablie_le']} ({len(dated['avis'])} avis, jusqu’à {dated['jusqu_a']})"
            print(
                f"{name} : base de pip-audit injoignable ; {len(versions)} versions comparées à {with_what}"
            )
        else:
            print(f"{name} : {len(versions)} versions soumises à pip-audit")
        faults += [*(known or []), *affected(versions, dated["avis"])]
    print("\n".join(sorted(set(faults))) or "Aucune version touchée.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
