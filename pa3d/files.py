"""Files that are whole or not there: temporary names held by a lock, and what to say when a disk is full."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from pa3d.errors import DiskFullError

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
PROBE = 1 << 16  # bytes; room for so many is not a full disk
HOUR = 3600.0  # seconds without a write after which nobody else's temporary is still being written
DAY = 24 * HOUR  # the same where the file system knows no locks
NAME_BYTES = 120  # of the final name that a temporary one repeats: file systems end names at 255


def hash_file(path: Path) -> str:
    """sha256 of a file's bytes, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def atomic_path(path: Path, need: int = 0) -> Iterator[Path]:
    """Yield a temporary path beside `path`; rename it to `path` if the body succeeds, else remove it.

    The temporary file is there, empty and locked: the body writes into it, under this name. need: bytes that it
    will take, where the caller knows; a disk with less room is refused before the body runs.

    Raises OSError with the name of `path`, and DiskFullError that says what is needed and what is free.
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; give the name of a file", str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, handle = _create(path)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise _no_space(path, need, error.errno) from error
        where = str(path) if error.filename is None or str(error.filename).endswith(".tmp") else error.filename
        raise OSError(error.errno, error.strerror, where) from error
    try:
        _refuse_if_full(path, need)
        try:
            yield temporary
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
            temporary.replace(path)
        except (OSError, RuntimeError) as error:
            code = error.errno if isinstance(error, OSError) else None
            if code not in NO_SPACE:
                code = _why_no_room(handle)  # several libraries only say that they could not write
            if code is None:
                raise
            size = os.fstat(handle).st_size
            temporary.unlink(missing_ok=True)
            os.ftruncate(handle, 0)  # so that the room it took counts as free
            raise _no_space(path, max(need, size), code) from error
    finally:
        temporary.unlink(missing_ok=True)
        os.close(handle)


@contextlib.contextmanager
def naming_a_full_disk(path: Path, need: int) -> Iterator[None]:
    """For what is written otherwise, by appending: a full disk in the body is a DiskFullError about `path`."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        raise _no_space(path, need, error.errno) from error


def _refuse_if_full(path: Path, need: int) -> None:
    """Raise before any work where `need` bytes cannot fit."""
    usage = shutil.disk_usage(path.parent)
    if usage.total and usage.free < need:  # some network file systems report nothing
        raise _no_space(path, need, errno.ENOSPC)


def _why_no_room(handle: int) -> int | None:
    """The error number where not even a little more can be written to the file, else None."""
    try:
        end = os.fstat(handle).st_size
        os.pwrite(handle, bytes(PROBE), end)
        os.fsync(handle)
    except OSError as error:
        return error.errno if error.errno in NO_SPACE else None
    return None


def _no_space(path: Path, need: int, code: int) -> DiskFullError:
    """What to raise: which file, how much it needs, how much there is."""
    wanted = f"at least {max(need, 1) / 1e6:.3g} MB are needed"
    if code == errno.EFBIG:
        text = f"larger than a file may get here ({wanted}); raise the limit (ulimit -f) or write elsewhere"
    else:
        folder = next(parent for parent in path.absolute().parents if parent.exists())
        free = shutil.disk_usage(folder).free / 1e6
        what = "the quota is used up" if code == errno.EDQUOT else "the disk is full"
        text = f"{what}: {wanted}, {free:.3g} MB are free; make room and run the command again"
    return DiskFullError(f"{path}: {text}", code)


# -- temporary files ---------------------------------------------------------------------------------

_TEMPORARY = re.compile(r"\..+\.pa3d-([0-9a-f]{8})-[0-9a-f]{8}\.tmp", re.DOTALL)


def _boot() -> str:
    """8 hex digits of this start of this kernel: processes that share them see each other's locks."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
    except OSError:
        return "0" * 8


def _create(path: Path) -> tuple[Path, int]:
    """A new locked temporary file beside `path`, and its handle."""
    start = path.name.encode(errors="surrogateescape")[:NAME_BYTES].decode(errors="ignore")
    while True:
        temporary = path.parent / f".{start}.pa3d-{_boot()}-{secrets.token_hex(4)}.tmp"
        try:
            handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        except FileExistsError:
            continue
        _lock(handle, wait=True)
        if os.fstat(handle).st_nlink:
            return temporary, handle
        os.close(handle)  # taken for abandoned before it was locked


def _lock(handle: int, *, wait: bool) -> bool | None:
    """True when the lock is ours, False when a living process has it, None where there are no locks."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def is_temporary(path: Path) -> bool:
    """Whether a file has the name of one that this or an earlier version was writing."""
    earlier = re.compile(rf"\..+\.{re.escape(socket.gethostname())}\.\d+\.tmp", re.DOTALL)
    return bool(_TEMPORARY.fullmatch(path.name) or earlier.fullmatch(path.name))


@contextlib.contextmanager
def _abandoned(path: Path) -> Iterator[bool]:
    """Whether nobody is writing a temporary file; while the body runs nobody else can decide the same.

    The kernel drops a lock when its holder dies, whatever process ids, containers and host names say. Locks of
    another machine may not be visible here: its files must also have been left alone for an hour.
    """
    match = _TEMPORARY.fullmatch(path.name)
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        held = _lock(handle, wait=False)
        age = time.time() - os.fstat(handle).st_mtime
        here = match is not None and match[1] == _boot() != "0" * 8
        yield held is not False and age >= (DAY if held is None else 0 if here else HOUR)
    finally:
        os.close(handle)


def is_abandoned(path: Path) -> bool:
    """Whether a temporary file is nobody's any more."""
    try:
        with _abandoned(path) as result:
            return result
    except OSError:  # gone, or not ours to look at
        return False


def remove_abandoned(directory: Path) -> None:
    """Delete temporary files in `directory` whose writers died."""
    for path in directory.glob(".*.tmp"):
        if is_temporary(path):
            with contextlib.suppress(OSError), _abandoned(path) as result:
                if result:
                    path.unlink()
