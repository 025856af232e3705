"""Opens a finished report where a person is there to look at it."""

import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from lecons.cli.told import errors


def somebody_watches(environment: Mapping[str, str], terminal: bool, platform: str) -> bool:
    """True where a command was typed by a person who has a screen: in a terminal, not in CI, and with a
    display on systems where a terminal may be all there is."""
    if not terminal or environment.get("CI"):
        return False
    if platform in {"win32", "darwin"}:
        return not environment.get("SSH_CONNECTION")
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def show(page: Path, asked: bool | None) -> None:
    """Open a page in the browser: if `asked`, never if not, and where it is None if somebody watches.
    It never fails: a page that cannot be opened is where the command said."""
    if asked is None:
        asked = somebody_watches(os.environ, sys.stdout.isatty(), sys.platform)
    if not asked:
        return
    try:
        opened = webbrowser.open(page.resolve().as_uri())
    except (OSError, webbrowser.Error):
        opened = False
    if not opened:
        errors.print("Aucun navigateur ne s’est ouvert : ouvrez la page vous-même.")
