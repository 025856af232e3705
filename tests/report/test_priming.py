"""What is done once in the process that others are forked from."""

import os
import sys

import pytest
from lecons.report.priming import prime
from lecons.testimony.lemmas import lemma


def _threads():
    return set(os.listdir("/proc/self/task"))


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_priming_starts_no_thread_and_leaves_the_dictionary_loaded():
    lemma.cache_clear()
    before = _threads()
    prime()
    assert _threads() <= before
    assert lemma.cache_info().currsize > 0
