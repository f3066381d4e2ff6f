"""Call a function in a child process, so that a crash, a hang or a flood of memory costs only that call.

For files that compiled code takes apart (LAZ, HDF5): a damaged one may end the process or keep it for ever.
Readers written in Python need none of it: they check sizes before they take memory.
"""

from __future__ import annotations

import contextlib
import dataclasses
import faulthandler
import gc
import json
import mmap
import os
import select
import signal
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from pa3d import errors
from pa3d.errors import Pa3dError, ShapeError, first_line

SECONDS = 20.0  # that a call may take: files of usual size take well under one
MEGABYTES = 1024  # that a call may take on top of what the process has
ALIGN = 64  # bytes; arrays begin at multiples of it
PLAIN = "biufcSU"  # kinds of dtype that are handed over


@dataclasses.dataclass(frozen=True)
class _Failure:
    """What a child says of an exception."""

    kind: str
    text: str


def patience(size: int) -> float:
    """Seconds that compiled code may take for a file of so many bytes; it reads ten times as fast."""
    return SECONDS + size / 1e6


def isolated(
    function: Callable[..., Any],
    *args: Any,
    path: Path,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    kind: type[Pa3dError] = ShapeError,
) -> Any:
    """What `function(*args)` returns, worked out in a child process; here where the system cannot fork.

    The answer may hold numpy arrays of numbers and strings, None, true and false, numbers, strings, and lists,
    tuples and dicts (keys: strings) of these. Arrays come back through shared memory, without a copy here. The
    function must not use threads that this process has started (OpenMP, torch). What it prints is dropped.

    Raises what the function raises where that is a Pa3dError; `kind`, naming `path`, when it raises anything
    else, crashes, takes longer than `seconds`, or more than `megabytes` beyond what this process holds.
    """
    if not hasattr(os, "fork"):
        return _here(function, args, path, kind)
    with _anonymous() as shared:
        source, sink = os.pipe()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Python warns of threads, which the child does not touch
                child = os.fork()
        except OSError as error:
            os.close(source)
            os.close(sink)
            raise kind(f"{path}: no process to read it in ({error.strerror}); free some memory") from error
        if child == 0:
            _serve(function, args, shared, sink, seconds, megabytes)
        os.close(sink)
        text = None
        try:
            text = _listen(source, seconds)
        finally:
            os.close(source)
            status = _end(child, late=text is None)
        if text is None:
            raise kind(f"{path}: not read after {seconds:g} s; it is damaged, write it again")
        try:
            answer = _unpacked(json.loads(text), shared)
        except ValueError:  # it ended before it had said all
            raise kind(
                f"{path}: its reader crashed ({_death(status)}); it is damaged, write it again"
            ) from None
    if isinstance(answer, _Failure):
        _raise(answer, path, megabytes, kind)
    return answer


def _here(function: Callable[..., Any], args: tuple, path: Path, kind: type[Pa3dError]) -> Any:
    try:
        return function(*args)
    except Pa3dError:
        raise
    except Exception as error:  # noqa: BLE001 - other libraries raise anything on damaged files
        raise kind(f"{path}: cannot be read ({first_line(error)})") from error


def _anonymous() -> BinaryIO:
    """A file without a name, in memory where the system has such."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("pa3d"), "w+b")
    return tempfile.TemporaryFile()


# -- the child ---------------------------------------------------------------------------------------


def _serve(
    function: Callable[..., Any], args: tuple, shared: BinaryIO, sink: int, seconds: float, megabytes: int
) -> None:
    """All that the child does; it ends here whatever happens, without the parent's clean-up."""
    code = 1
    try:
        gc.freeze()  # what the parent holds is not ours to finalize: some of it would delete files
        faulthandler.disable()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        _limit(seconds, megabytes)
        text = _answer(function, args, shared)
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(text)
        code = 0
    finally:
        os._exit(code)


def _answer(function: Callable[..., Any], args: tuple, shared: BinaryIO) -> bytes:
    try:
        tree = _packed(function(*args), shared)
        shared.flush()
    except Exception as error:  # noqa: BLE001 - the parent decides what it means
        text = str(error) if isinstance(error, Pa3dError) else first_line(error)
        tree = {"failure": [type(error).__name__, text]}
    return json.dumps(tree).encode()


def _limit(seconds: float, megabytes: int) -> None:
    """Take no more than this, even when nobody is left to stop us."""
    import resource

    page = os.sysconf("SC_PAGE_SIZE")
    with contextlib.suppress(OSError, ValueError):  # the hard limit may be lower already
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    with contextlib.suppress(OSError, ValueError):
        held = int(Path("/proc/self/statm").read_text().split()[0]) * page
        limit = held + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _packed(value: Any, shared: BinaryIO) -> Any:
    """A tree for JSON; the arrays' numbers go to `shared`, the tree says where."""
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
        scalar = isinstance(value, np.generic)
        if array.dtype == object and all(isinstance(item, str) for item in array.flat):
            return {"words": list(array.flat), "shape": array.shape}
        if array.dtype.kind not in PLAIN:
            raise TypeError(f"an array of {array.dtype} cannot be handed over")
        start = -(-shared.tell() // ALIGN) * ALIGN
        shared.seek(start)
        shared.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data if array.nbytes else b"")
        return {"array": array.dtype.str, "shape": array.shape, "start": start, "scalar": scalar}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [_packed(item, shared) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[str(key), _packed(item, shared)] for key, item in value.items()]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {"plain": value}
    raise TypeError(f"a {type(value).__name__} cannot be handed over")


# -- the parent --------------------------------------------------------------------------------------


def _listen(source: int, seconds: float) -> bytes | None:
    """All that the child says until it closes its end; None when the time is over."""
    deadline = time.monotonic() + seconds
    said: list[bytes] = []
    poll = select.poll()
    poll.register(source, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return None
        if not poll.poll(left * 1000):
            continue
        block = os.read(source, 1 << 20)
        if not block:
            return b"".join(said)
        said.append(block)


def _end(child: int, late: bool) -> int | None:
    """Its exit status, a late one stopped; None where somebody else took the status."""
    if late:
        os.kill(child, signal.SIGKILL)
    try:
        return os.waitpid(child, 0)[1]
    except ChildProcessError:
        return None


def _death(status: int | None) -> str:
    if status is None:
        return "it ended by itself"
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit code {os.WEXITSTATUS(status)}"


def _unpacked(tree: Any, shared: BinaryIO) -> Any:
    (kind, value), *rest = tree.items()
    rest = dict(rest)
    if kind == "failure":
        return _Failure(*value)
    if kind == "array":
        array = _mapped(np.dtype(value), tuple(rest["shape"]), rest["start"], shared)
        return array[()] if rest["scalar"] else array
    if kind == "words":
        words = np.empty(len(value), object)
        words[:] = value
        return words.reshape(rest["shape"])
    if kind == "dict":
        return {key: _unpacked(item, shared) for key, item in value}
    if kind in ("list", "tuple"):
        items = [_unpacked(item, shared) for item in value]
        return items if kind == "list" else tuple(items)
    return value


def _mapped(dtype: np.dtype, shape: tuple[int, ...], start: int, shared: BinaryIO) -> NDArray:
    """An array that is ours to write to; its numbers stay where the child put them."""
    count = int(np.prod(shape, dtype=np.int64))
    if count * dtype.itemsize == 0:
        return np.empty(shape, dtype)
    page = start // mmap.ALLOCATIONGRANULARITY * mmap.ALLOCATIONGRANULARITY
    length = start - page + count * dtype.itemsize
    view = mmap.mmap(shared.fileno(), length, access=mmap.ACCESS_COPY, offset=page)
    return np.frombuffer(view, dtype, count, start - page).reshape(shape)


def _raise(failure: _Failure, path: Path, megabytes: int, kind: type[Pa3dError]) -> None:
    own = getattr(errors, failure.kind, None)
    if isinstance(own, type) and issubclass(own, Pa3dError):
        raise own(failure.text)
    if failure.kind == "MemoryError" or "_ArrayMemoryError" in failure.kind:
        raise kind(f"{path}: needs more than {megabytes} MB to be read; it is damaged, or split it")
    raise kind(f"{path}: cannot be read ({failure.text})")
