"""How much a run may take: what the machine has, and what it is given of it."""

import os
from types import SimpleNamespace

import psutil
import pytest
from lecons.pipeline.resources import cores, memory_mb, workers

GB = 2**30


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine of 16 processors with 32 GB free; keyword `files` are those of its /proc and /sys."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=32 * GB))

    def make(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "ascii")
        return tmp_path

    return make


NEW, OLD = "0::/job/step\n", "4:memory:/job\n3:cpu,cpuacct:/job\n1:name=systemd:/\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, 16, id="no groups"),
        pytest.param({"proc/self/cgroup": NEW}, 16, id="groups without limits"),
        pytest.param(
            {"proc/self/cgroup": NEW, "sys/fs/cgroup/job/step/cpu.max": "max 100000\n"},
            16,
            id="max",
        ),
        pytest.param(
            {"proc/self/cgroup": NEW, "sys/fs/cgroup/job/step/cpu.max": "400000 100000\n"},
            4,
            id="v2",
        ),
        pytest.param(
            {
                "proc/self/cgroup": NEW,
                "sys/fs/cgroup/job/step/cpu.max": "800000 100000",
                "sys/fs/cgroup/job/cpu.max": "150000 100000",
            },
            2,
            id="the group above has less",
        ),
        pytest.param(
            {"proc/self/cgroup": NEW, "sys/fs/cgroup/cpu.max": "50000 100000"},
            1,
            id="in a container",
        ),
        pytest.param(
            {
                "proc/self/cgroup": OLD,
                "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "300000\n",
                "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
            },
            3,
            id="v1",
        ),
        pytest.param(
            {
                "proc/self/cgroup": OLD,
                "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/job/cpu.cfs_period_us": "100000\n",
            },
            16,
            id="v1 without quota",
        ),
    ],
)
def test_processors_are_those_that_are_given(machine, files, expected):
    assert cores(machine(files)) == expected


def test_a_process_bound_to_two_processors_has_two(machine, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 7}, raising=False)
    assert cores(machine({})) == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores(machine({})) == 1


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, 32 * 1024, id="no groups"),
        pytest.param(
            {
                "proc/self/cgroup": NEW,
                "sys/fs/cgroup/job/memory.max": f"{4 * GB}\n",
                "sys/fs/cgroup/job/memory.current": f"{3 * GB}\n",
                "sys/fs/cgroup/job/memory.stat": f"anon {GB}\ninactive_file {2 * GB}\n",
            },
            3 * 1024,
            id="v2: pages of files that are not in use are given back",
        ),
        pytest.param(
            {
                "proc/self/cgroup": NEW,
                "sys/fs/cgroup/job/memory.max": "max\n",
                "sys/fs/cgroup/job/memory.current": f"{3 * GB}\n",
            },
            32 * 1024,
            id="max",
        ),
        pytest.param(
            {
                "proc/self/cgroup": OLD,
                "sys/fs/cgroup/memory/job/memory.limit_in_bytes": f"{2 * GB}\n",
                "sys/fs/cgroup/memory/job/memory.usage_in_bytes": f"{GB}\n",
                "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "sys/fs/cgroup/memory/memory.usage_in_bytes": f"{GB}\n",
            },
            1024,
            id="v1, and no limit above",
        ),
        pytest.param(
            {
                "proc/self/cgroup": OLD,
                "sys/fs/cgroup/memory/job/memory.limit_in_bytes": f"{GB}\n",
                "sys/fs/cgroup/memory/job/memory.usage_in_bytes": f"{2 * GB}\n",
            },
            0,
            id="more is taken than allowed",
        ),
    ],
)
def test_memory_is_what_is_left_of_what_is_given(machine, files, expected):
    assert memory_mb(machine(files)) == expected


@pytest.mark.parametrize(
    ("expected_mb", "most"), [(600, 16), (4096, 8), (20_000, 1), (10**9, 1), (0, 16)]
)
def test_as_many_work_at_once_as_fit_and_always_one(machine, expected_mb, most):
    assert workers(expected_mb, machine({})) == most


def test_this_machine_can_be_asked():
    assert cores() >= 1
    assert memory_mb() > 0
