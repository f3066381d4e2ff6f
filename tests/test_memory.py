from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from pa3d.memory import keep_large_blocks

CODE = """
import resource, sys
import numpy as np
from pa3d.memory import keep_large_blocks

if sys.argv[1] == "keep":
    assert keep_large_blocks()
np.ones(50_000_000, np.uint8)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    np.ones(50_000_000, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(what):
    """Pages that the kernel had to map for ten blocks of 50 MB, after a first one."""
    return int(subprocess.run([sys.executable, "-c", CODE, what], capture_output=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc only")
def test_large_blocks_are_mapped_once():
    assert faults("keep") < 1000


class Refusing:
    """A C library whose mallopt does nothing."""

    class mallopt:  # noqa: N801
        def __new__(cls, what, value):
            return 0


@pytest.mark.parametrize("library", [object(), Refusing()])
def test_a_library_without_it_or_that_refuses_is_left_alone(monkeypatch, library):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    assert keep_large_blocks() is False
