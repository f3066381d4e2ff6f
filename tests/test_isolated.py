"""A function in a child process: whatever it does, this process goes on and one line says what happened."""

import ctypes
import os
import time
from pathlib import Path

import numpy as np
import pytest

from pa3d.errors import ArtifactError, CheckpointError, Pa3dError, ShapeError
from pa3d.isolated import isolated

FILE = Path("a.laz")
VALUES = {
    "doubles": np.arange(12.0).reshape(3, 4),
    "half": np.ones((2, 0), np.float16),
    "fortran": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
    "swapped": np.arange(3, dtype=">u2"),
    "bytes": np.frombuffer(b"abc", "S1"),
    "words": np.array([["chaise", "Stuhl"], ["\u6905", ""]], dtype=object),
    "unicode": np.array(["leg", "Fu\u00df"]),
    "nested": [1, 2.5, None, True, "x", (1, [2], {"y": np.float32(3.5)})],
}


def test_what_comes_back_is_what_the_function_gave():
    got = isolated(lambda: VALUES, path=FILE)
    assert list(got) == list(VALUES)
    for name, value in VALUES.items():
        if isinstance(value, np.ndarray):
            assert got[name].dtype == value.dtype and got[name].shape == value.shape
            np.testing.assert_array_equal(got[name], value)
        else:
            assert got[name] == value
    assert type(got["nested"][5][2]["y"]) is np.float32
    got["doubles"][0, 0] = 7  # arrays are the caller's own
    assert VALUES["doubles"][0, 0] == 0


def test_the_function_runs_in_another_process_and_leaves_nothing():
    before = set(map(str, Path("/proc/self/fd").iterdir()))
    child = isolated(os.getpid, path=FILE)
    assert child != os.getpid() and not Path(f"/proc/{child}").exists()  # ended, and waited for
    with pytest.raises(ShapeError):
        isolated(os.abort, path=FILE)
    assert set(map(str, Path("/proc/self/fd").iterdir())) == before


def crash():
    ctypes.string_at(0)


def fill_memory():
    return [np.ones(1 << 24) for _ in range(100)]


def chatter():
    os.write(1, b"noise\n")
    os.write(2, b"noise\n")
    raise ValueError("first\nsecond")


def refuse():
    raise CheckpointError("a.ckpt: of another kind")


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (crash, ShapeError, r"^a.laz: its reader crashed \(SIGSEGV\)"),
        (os.abort, ShapeError, r"^a.laz: its reader crashed \(SIGABRT\)"),
        (lambda: os._exit(3), ShapeError, r"^a.laz: its reader crashed \(exit code 3\)"),
        (fill_memory, ShapeError, r"^a.laz: needs more than 300 MB"),
        (chatter, ShapeError, r"^a.laz: cannot be read \(first\)$"),
        (refuse, CheckpointError, r"^a.ckpt: of another kind$"),
        (object, ShapeError, r"^a.laz: cannot be read \(a object cannot be handed over\)$"),
    ],
)
def test_what_goes_wrong_is_one_line(function, error, words, capfd):
    with pytest.raises(error, match=words):
        isolated(function, path=FILE, megabytes=300)
    assert capfd.readouterr() == ("", "")


def test_the_kind_of_error_is_the_callers():
    with pytest.raises(ArtifactError, match="SIGSEGV"):
        isolated(crash, path=FILE, kind=ArtifactError)


@pytest.mark.parametrize("hang", [lambda: time.sleep(60), lambda: any(iter(int, 1))])
def test_a_hang_ends(hang):
    start = time.perf_counter()
    with pytest.raises(ShapeError, match="^a.laz: not read after 0.5 s"):
        isolated(hang, path=FILE, seconds=0.5)
    assert time.perf_counter() - start < 5


def test_without_fork_it_runs_here(monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert isolated(os.getpid, path=FILE) == os.getpid()
    with pytest.raises(Pa3dError, match=r"^a.laz: cannot be read \(first\)$"):
        isolated(lambda: (_ for _ in ()).throw(ValueError("first")), path=FILE)


def test_the_parents_things_are_not_finalized(tmp_path):
    """A child that cleaned up after its parent would delete the parent's folders."""
    import gc
    import tempfile

    class Cycle:
        def __init__(self):
            self.me, self.folder = self, tempfile.TemporaryDirectory(dir=tmp_path)

    gc.disable()
    try:
        Cycle()
        left = list(tmp_path.iterdir())
        isolated(lambda: gc.collect() and None, path=FILE)
        assert [p for p in left if p.is_dir()] == left and left
    finally:
        gc.enable()
        gc.collect()


def test_a_call_is_cheap():
    """Times are for the slow and shared: about 2 ms here with nothing loaded."""
    big = np.zeros((1 << 20, 3))
    isolated(lambda: None, path=FILE)
    start = time.perf_counter()
    for _ in range(5):
        isolated(lambda: None, path=FILE)
    small = (time.perf_counter() - start) / 5
    start = time.perf_counter()
    assert isolated(lambda: big, path=FILE).shape == big.shape
    large = time.perf_counter() - start
    assert small < 0.2 and large < 0.5
