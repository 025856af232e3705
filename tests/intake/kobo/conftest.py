"""Shares the writer of exports, `flavours.py`, with the tests of this folder."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kobo():
    """The module that writes exports of any flavour. Test folders are no packages, so it is loaded
    by its path; dataclasses look their module up by its name."""
    name = "lecons_tests_kobo_flavours"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("flavours.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
