"""How much of this machine a run may take: processors and memory, as they are left to this process.

A container, a cluster's job or a service may have less than the machine: Linux control groups say so
(https://docs.kernel.org/admin-guide/cgroup-v2.html, and cgroup-v1/memory.html for the older ones).
"""

import math
import os
from collections.abc import Iterator
from pathlib import Path

_MB = 2**20


def cores(root: Path = Path("/")) -> int:
    """The processors that this process may keep busy, at least one: those that it is bound to, and no more
    than its quota of their time (rounded up, as the JVM does: two processes share one and a half)."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # a cluster that confines nobody says at least how many it has given
    given = os.environ.get("SLURM_CPUS_PER_TASK", "")
    granted = [int(given)] if given.isdigit() else []
    return max(1, min([bound or 1, *granted, *(math.ceil(quota) for quota in _quotas(root))]))


def memory_mb(root: Path = Path("/")) -> int:
    """The memory, in MB, that is left to this process: that of the machine that is available, and no more
    than what its groups may still take."""
    import psutil  # late: a run of which nothing changed does without it

    free = psutil.virtual_memory().available
    return max(0, min([free, *_left(root)])) // _MB


def workers(expected_mb: int, root: Path = Path("/")) -> int:
    """How many processes of `expected_mb` each may work at once: as many as there are processors and
    memory for, at least one."""
    return max(1, min(cores(root), memory_mb(root) // max(1, expected_mb)))


def _quotas(root: Path) -> Iterator[float]:
    """Processors' worth of time that each control group of this process may take."""
    for folder in _groups(root, "cpu"):
        match _numbers(folder / "cpu.max"):
            case [quota, period] if period > 0:
                yield quota / period
        given = [*_numbers(folder / "cpu.cfs_quota_us"), *_numbers(folder / "cpu.cfs_period_us")]
        match given:
            case [quota, period] if quota > 0 and period > 0:
                yield quota / period


def _left(root: Path) -> Iterator[int]:
    """Bytes that each control group of this process may still take. Pages of files that were read and
    are not in use count as taken there, and are given back when they are asked for."""
    for folder in _groups(root, "memory"):
        for limit, taken, given_back in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            most, now = _numbers(folder / limit), _numbers(folder / taken)
            if most and now:
                yield most[0] - now[0] + _counted(folder / "memory.stat", given_back)


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """The folders of the control groups that this process is in, of both versions, each with those above
    it: a limit holds for all below. In a container its own group may stand at the top, whatever its
    name outside; folders that are not there have no limits."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, name = line.split(":", 2)
        if controllers == "":
            top = root / "sys/fs/cgroup"
        elif controller in controllers.split(","):
            top = root / "sys/fs/cgroup" / controller
        else:
            continue
        group = top / name.strip("/")
        yield group
        while group != top:
            group = group.parent
            yield group


def _numbers(path: Path) -> list[int]:
    """The numbers of a file of the system; none where there is no such file, or it says « max »."""
    try:
        return [int(word) for word in path.read_text(encoding="ascii").split()]
    except (OSError, ValueError):
        return []


def _counted(path: Path, name: str) -> int:
    """One count of a file of counts, a name and a number a line; 0 where it is not there."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    counts = dict(line.split(" ", 1) for line in lines if " " in line)
    return int(counts.get(name, 0))
