"""One run at a time writes a folder: an advisory lock that the kernel releases when its holder dies."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

from pa3d.errors import Pa3dError
from pa3d.signals import put_off

# file systems without locks answer one of these; a folder there is written without
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)

_held: set[int] = set()  # handles; a forked child must not keep a lock that its parent dies with


def _forget() -> None:
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_forget)


@contextlib.contextmanager
def only_one(directory: Path, shard: str | None = None) -> Iterator[None]:
    """Hold `directory` for this process; Pa3dError names the holder when another run writes there.

    Runs of different shards (`shard` is a name such as "0of4") share a folder, a whole run shares it with
    none. The files `.lock` and `.lock-<shard>` go when the run ends; what a killed run left locks nobody out.
    Where the folder cannot be written or its file system knows no locks, nothing is held.
    """
    kind = fcntl.LOCK_EX if shard is None else fcntl.LOCK_SH
    with contextlib.ExitStack() as held:
        held.enter_context(_locked(directory, ".lock", kind))
        if shard is not None:
            held.enter_context(_locked(directory, f".lock-{shard}", fcntl.LOCK_EX))
        yield


@contextlib.contextmanager
def _locked(directory: Path, name: str, kind: int) -> Iterator[None]:
    path, handle = directory / name, None
    try:
        with put_off():  # so that a lock that is taken is known, and given back
            handle = _take(directory, path, kind)
        yield
    finally:
        with put_off():
            if handle in _held:  # else there are no locks, or this is a forked child
                _give_back(handle, path)


def _take(directory: Path, path: Path, kind: int) -> int | None:
    """A locked handle of `path`; None where locks cannot be had."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError:  # whoever writes here next says what is wrong with the folder
            return None
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except OSError as error:
            found = re.fullmatch(rb"(\d+) ([\w.-]+)\n", os.pread(handle, 300, 0))
            os.close(handle)
            if error.errno in _NO_LOCKS:
                return None
            who = (
                "process {} on {}".format(*(w.decode() for w in found.groups())) if found else "it has no name"
            )
            raise Pa3dError(
                f"{directory}: another run is writing here ({who}); wait until it ends, or give another --out"
            ) from None
        if _is_file_of(handle, path):
            _held.add(handle)
            with contextlib.suppress(OSError):  # a full disk: only the message to others would miss it
                os.ftruncate(handle, 0)
                os.pwrite(handle, f"{os.getpid()} {socket.gethostname()}\n".encode(), 0)
            return handle
        os.close(handle)  # its holder ended and removed it after we opened it: take the next one


def _give_back(handle: int, path: Path) -> None:
    with contextlib.suppress(OSError):  # while others share it, removing it is theirs
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if _is_file_of(handle, path):
            path.unlink()
    _held.remove(handle)
    os.close(handle)


def _is_file_of(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False
