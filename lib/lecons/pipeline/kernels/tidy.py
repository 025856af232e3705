"""An executed notebook as it is kept: the same bytes for the same work, and nothing of the machine.

papermill notes when, how long and where; nbclient, in which order messages came; Python, under which
path and at which address. What was measured stands in the status of the run.
"""

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from lecons.project import repository_root

_MARKER = "papermill-error-cell-tag"
_BY_PAPERMILL = ("papermill", "execution")
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}")
# ipykernel calls a cell by a file that it does not write, in a folder that bears the number of the process
_CELL_FILE = re.compile(r"[^\s\"'<>]*ipykernel_\d+[/\\](\d+)\.py")


def tidied(
    notebook: Any, parameters: dict[str, Any], failed: str | None, failure: str | None
) -> Any:
    """The notebook (changed in place), after a run on those parameters.

    `failed`: the id of the cell that failed, `failure`: why. Where the kernel could not say so itself
    (it died, or was stopped) the cell gets it as its output; the cells after it have none.
    """
    notebook.metadata.pop("widgets", None)
    notebook.metadata["papermill"] = {"parameters": parameters}
    notebook.cells = [
        cell for cell in notebook.cells if _MARKER not in cell.metadata.get("tags", [])
    ]
    ran = failed is not None or failure is None
    for cell in notebook.cells:
        for name in _BY_PAPERMILL:
            cell.metadata.pop(name, None)
        if cell.cell_type != "code":
            continue
        if not ran:
            cell.outputs, cell.execution_count = [], None
        for output in cell.outputs:
            _clean(output)
        if cell.id == failed:
            ran = False
            if not any(output.output_type == "error" for output in cell.outputs):
                cell.outputs.append(
                    nbformat.v4.new_output(
                        "error", ename="Arrêt", evalue=failure, traceback=[failure]
                    )
                )
    return notebook


def _clean(output: Any) -> None:
    if output.output_type == "stream":
        output.text = without_machine(output.text)
    elif output.output_type == "error":
        output.evalue = without_machine(output.evalue)
        output.traceback = [without_machine(line) for line in output.traceback]
    elif "text/plain" in output.data:
        output.data["text/plain"] = without_machine(output.data["text/plain"])


def without_machine(words: str) -> str:
    """Words of an error or a warning, with paths from the top of lecons, and no address in memory."""
    words = _CELL_FILE.sub(r"cellule-\1.py", words)
    for folder, name in _folders():
        words = words.replace(folder, name)
    return _ADDRESS.sub("0x…", words)


def _folders() -> list[tuple[str, str]]:
    """Folders of this machine → what stands for them; inner ones first."""
    found = {
        f"{Path(nbformat.__file__).parent.parent}{os.sep}": "site-packages/",
        f"{repository_root()}{os.sep}": "",
        f"{Path(os.__file__).parent}{os.sep}": "python/",
        f"{sys.prefix}{os.sep}": "",
        f"{tempfile.gettempdir()}{os.sep}": "tmp/",
        f"{Path.home()}{os.sep}": "~/",
    }
    return sorted(found.items(), key=lambda one: -len(one[0]))
