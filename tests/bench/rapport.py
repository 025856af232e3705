"""Times the full report against the same notebooks run one by one by the papermill command and
converted by nbconvert, as a ratio in one run.

    make banc

Prints one row a part, and writes nothing. Both sides start from an imported project, and both run
cold; the plain side has no PDF, no findings register and no checks.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lecons.intake.load import import_project
from lecons.parameters import check_parameters
from lecons.pipeline.graph import stages
from lecons.pipeline.produce import produce
from lecons.project import open_project, repository_root

PROJECT = "data/3p-amss"


def plain(folder: Path) -> dict[str, float]:
    """papermill's command for each notebook, one after the other, then nbconvert for each."""
    seconds = {"papermill": 0.0, "nbconvert": 0.0}
    bin_folder = Path(sys.executable).parent
    os.environ["LECONS_CONSTATS"] = str(folder / "constats")
    parameters = check_parameters({"projet": PROJECT})
    for runs in stages(open_project(PROJECT), parameters):
        for run in runs:
            out = folder / f"{run.name}.ipynb"
            given = [
                f
                for n, v in run.parameters.scalars().items()
                if v is not None
                for f in ("-p", n, str(v))
            ]
            start = time.perf_counter()
            subprocess.run(
                [bin_folder / "papermill", f"notebooks/{run.notebook}.ipynb", out, "-k", "python3",
                 "--no-progress-bar", *given],
                cwd=repository_root(), check=True, capture_output=True,
            )  # fmt: skip
            seconds["papermill"] += time.perf_counter() - start
            start = time.perf_counter()
            subprocess.run(
                [bin_folder / "jupyter-nbconvert", "--to", "html", "--no-input", out],
                check=True, capture_output=True,
            )  # fmt: skip
            seconds["nbconvert"] += time.perf_counter() - start
    del os.environ["LECONS_CONSTATS"]
    return seconds


def cells(folder: Path) -> float:
    """The time that the cells themselves took, as papermill noted it."""
    total = 0.0
    for path in folder.glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            total += cell["metadata"].get("papermill", {}).get("duration") or 0.0
    return total


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["LECONS_RAPPORTS"] = str(folder / "rapports")
        import_project(open_project(PROJECT))
        start = time.perf_counter()
        outcome = produce(check_parameters({"projet": PROJECT}))
        ours = time.perf_counter() - start
        assert not outcome.partial
        inside = cells(outcome.folder / "carnets")
        start = time.perf_counter()
        assert produce(check_parameters({"projet": PROJECT})).unchanged
        again = time.perf_counter() - start
        (folder / "plain").mkdir()
        theirs = plain(folder / "plain")
    total = sum(theirs.values())
    print(f"cores: {os.cpu_count()}")
    for part, value in outcome.seconds.items():
        print(f"lecons  {part:<12} {value:7.2f} s")
    kernels = sum(status.seconds for status in outcome.statuses)
    print(
        f"lecons  of the notebooks' {kernels:.1f} s (summed over workers), cells took {inside:.1f} s,"
    )
    print(f"        kernels, their start and papermill {kernels - inside:.1f} s")
    print(f"lecons  total        {ours:7.2f} s   (HTML + PDF)")
    print(f"lecons  unchanged    {again:7.2f} s")
    for part, value in theirs.items():
        print(f"plain   {part:<12} {value:7.2f} s")
    print(f"plain   total        {total:7.2f} s   (HTML of each notebook, no PDF)")
    print(f"ratio   {ours / total:.2f}")


if __name__ == "__main__":
    main()
