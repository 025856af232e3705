"""The labelled set and the bench that counts on it, loaded once with the places of the country."""

import importlib.util
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "noms.py"


@pytest.fixture(scope="session")
def bench():
    """The module tests/bench/noms.py, which is no package."""
    import sys

    spec = importlib.util.spec_from_file_location("bench_noms", BENCH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def country(bench):
    """The places of the country, as a project looks for them."""
    return bench.places()
