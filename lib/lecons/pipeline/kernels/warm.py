"""The warm parent: one process that has imported what steps and kernels need, and forks them.

multiprocessing's fork server, where the platform forks; elsewhere each process imports for itself.
"""

import multiprocessing
import multiprocessing.util
import os
import random
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any

from lecons.pipeline.kernels import sockets

FORKS = os.name != "nt"

# A process that has threads must not fork. OpenBLAS and OpenMP start theirs when they are loaded, jemalloc
# (in pyarrow) one of its own; kernels that run side by side have the cores to share anyway.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
# JupyterLab brings it; jsonschema, which papermill imports, loads it where it is there, and it then builds
# a grammar for 1.6 s that no notebook needs
GRAMMAR = "rfc3987_syntax"

# what two or more steps import. Not spaCy (5.9 s) nor scikit-learn (1.7 s): the import alone reads words,
# the coding panel alone learns
PRELOADED = (
    "lecons.pipeline.kernels.lone",
    "pandas",
    "scipy.stats",
    "pyarrow.parquet",
    "pandera.pandas",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "statsmodels.discrete.discrete_model",
    "statsmodels.duration.survfunc",
    "statsmodels.genmod.generalized_linear_model",
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "papermill",
    "nbconvert",
    "lecons.report.notebook",
    "lecons.report.sections.activities",
    "lecons.report.sections.changes",
    "lecons.report.sections.data",
    "lecons.report.sections.practices",
    "lecons.report.sections.quality",
    "lecons.report.sections.ranking",
    "lecons.report.sections.sheets",
    "lecons.report.sections.summary",
    "lecons.report.sections.testimonies",
    "lecons.report.sections.workshop",
    "lecons.report.weighed",
    "lecons.pipeline.execute",
    "lecons.pipeline.kernels.run",
    "lecons.pipeline.steps.run",
    "lecons.pipeline.steps.compose",
    "lecons.pipeline.steps.put_together",
    "lecons.report.outputs",
    "lecons.report.evidence_book",
    "lecons.report.summary_sheet",
    # multiprocessing runs the command's own script again in each child: only its import takes time
    "lecons.cli",
    "lecons.pipeline.kernels.primed",
    "lecons.pipeline.kernels.settled",
)
# and what is enough where no export is read and no notebook runs
LIGHT = (
    "lecons.pipeline.kernels.lone",
    "lecons.pipeline.steps.compose",
    "lecons.pipeline.steps.put_together",
    "lecons.cli",
    "lecons.pipeline.kernels.settled",
)


@cache
def context() -> Any:
    """How processes are started: forked from the warm parent, which the first one starts."""
    sockets.clear_dead()
    if not FORKS:
        return multiprocessing.get_context("spawn")
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload(list(PRELOADED))
    if multiprocessing.parent_process() is None:
        _own_place()
    return forked


def _own_place() -> None:
    """Have multiprocessing listen in a folder of ours: killed, it leaves what the next run takes away.

    It would make one in the folder for temporary files, or one inside of ours, where its sockets have too
    long a path on macOS (104 bytes): so it is told that it has made this one.
    """
    folder = sockets.make(sockets.WARM)
    multiprocessing.current_process()._config["tempdir"] = str(folder)  # type: ignore[attr-defined]
    multiprocessing.util.Finalize(
        None, sockets.clear, args=[os.getpid(), sockets.WARM], exitpriority=-200
    )


def warm(modules: Sequence[str] = PRELOADED) -> bool:
    """Start the warm parent now, so that it imports while this process does something else; True where it
    was there already. `modules`: what it imports, where it is not."""
    if not FORKS:
        return False
    from multiprocessing import forkserver

    was_there = context.cache_info().currsize > 0
    context().set_forkserver_preload(list(modules))
    forkserver.ensure_running()
    return was_there


def reseed() -> None:
    """In a forked process: random numbers of its own, not those of all its brothers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
