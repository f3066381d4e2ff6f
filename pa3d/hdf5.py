"""HDF5 files, opened only when proven whole, and read only as far as they hold plain arrays of bounded size.

The only module that opens HDF5 files. libhdf5 can crash on damaged bytes. So a sealed file (pa3d.seal) is
compared with its checksum first, and any other is first read whole in a child process, once for each state of
the file. A seal proves that nothing changed by accident; it is no signature: whoever makes a file can seal it.
What a file declares is therefore checked either way.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pa3d import seal
from pa3d.errors import ArtifactError, first_line
from pa3d.seal import Seal
from pa3d.signals import put_off

MAX_RATIO = 1100  # bytes unpacked for one stored: deflate cannot pack tighter than 1032
MAX_UNPACKED = 4 << 30  # bytes of all compressed arrays of a file together
MAX_CHUNK = 1 << 30  # bytes
MAX_TEXT = 1 << 30  # bytes of all strings of an array
MAX_ATTRIBUTE = 1 << 24  # bytes
TEXTS_AT_ONCE = 64
KINDS = "biufSO"  # of dtype; O must be text
FILTERS = {1, 2, 3, 4, 5, 6, 32000}  # of HDF5 itself, and lzf; others would load a library
PROBE_MEGABYTES = (MAX_UNPACKED >> 20) + 2048  # that a child may take
MOST_AHEAD = 64  # files without a seal that a child reads together
MOST_BYTES_AHEAD = 64 << 20
PROBE_SECONDS = 20.0  # that a child gets: libhdf5 can go round in circles in a damaged file
PROBE_RATE = 2e6  # bytes of the file per second that it gets on top


@contextlib.contextmanager
def create(path: Path, header: dict[str, Any]) -> Iterator[Any]:
    """Yield a new HDF5 file behind an empty block, its root attributes set; seal it when the body succeeds.

    Signals to end are answered afterwards: libhdf5 calls back into Python for every write, and cannot pass on
    what is raised there. Raises the OSError of the disk.
    """
    import h5py

    size = seal.block_size(header)
    with put_off():
        with path.open("w+b", buffering=0) as raw:
            stream = _Stream(raw.fileno())
            try:
                with h5py.File(stream, "w", userblock_size=size) as handle:  # noqa: TID251
                    handle.attrs.update(header)
                    yield handle
            except Exception:
                if stream.error is not None:  # then that is why
                    raise stream.error from None
                raise
            if stream.error is not None:
                raise stream.error
        seal.close(path, header)


class _Stream:
    """A file for libhdf5 to write that never fails.

    libhdf5 cannot close a file that it cannot write, and then crashes when the process ends. So the first error
    is kept, and what is written after it is dropped.
    """

    def __init__(self, handle: int) -> None:
        self.handle, self.place, self.size = handle, 0, 0
        self.error: OSError | None = None

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = offset + (0, self.place, self.size)[whence]
        return self.place

    def tell(self) -> int:
        return self.place

    def write(self, data: Any) -> int:
        rest, place = memoryview(data).cast("B"), self.place
        count = len(rest)
        while rest and self.error is None:
            try:
                done = os.pwrite(self.handle, rest, place)
            except OSError as error:
                self.error = error
            else:
                rest, place = rest[done:], place + done
        self.place += count
        self.size = max(self.size, self.place)
        return count

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        view[:] = os.pread(self.handle, len(view), self.place).ljust(len(view), b"\0")
        self.place += len(view)
        return len(view)

    def read(self, count: int) -> bytes:
        buffer = bytearray(count)
        self.readinto(buffer)
        return bytes(buffer)

    def truncate(self, size: int) -> int:
        self.size = size
        if self.error is None:
            try:
                os.ftruncate(self.handle, size)
            except OSError as error:
                self.error = error
        return size

    def flush(self) -> None:
        """The disk is forced when the file is whole."""


def add(
    handle: Any, name: str, array: np.ndarray, attributes: dict[str, str], *, is_text: bool, compress: bool
) -> None:
    """Write one array; a compressed one in a chunk for each entry of its first axis."""
    import h5py

    options: dict[str, Any] = {}
    if compress and array.size:
        options = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
        options["chunks"] = (1, *array.shape[1:])
    kind = h5py.string_dtype() if is_text else array.dtype
    dataset = handle.create_dataset(name, data=array, dtype=kind, **options)
    dataset.attrs.update(attributes)


@contextlib.contextmanager
def open_file(path: Path) -> Iterator[tuple[Any, Seal | None]]:
    """Yield the open file and its seal (None: it has none), after it was proven readable.

    ArtifactError for whatever goes wrong in the body or before it.
    """
    found = seal.read(path)
    if found is None:
        prove(path)
    with _open(path) as handle:
        yield handle, found


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Any]:
    import h5py

    try:
        handle = h5py.File(path, "r")  # noqa: TID251
    except OSError as error:
        reason = str(error).split("(")[-1].rstrip(")")
        raise ArtifactError(f"{path}: not a readable HDF5 file ({reason}); {seal.AGAIN}") from error
    with handle:
        try:
            yield handle
        except ArtifactError:
            raise
        except (OSError, RuntimeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise ArtifactError(
                f"{path}: damaged or foreign HDF5 file ({first_line(error)}); {seal.AGAIN}"
            ) from error


# -- files without a checksum ------------------------------------------------------------------------

_State = tuple[Path, int, int, int, int, int]
_proven: set[_State] = set()  # files as they were when a child read them whole
_ahead: dict[Path, int] = {}  # how many files of a folder the next child reads


def prove(path: Path) -> None:
    """Read a file without a seal in a child process; ArtifactError when it does not survive that.

    Whoever reads one file of a folder mostly reads them all. So each child reads more of the files that follow
    than the last one, and starting children does not cost more than reading.
    """
    try:
        if _state(path) in _proven:
            return
    except OSError as error:
        raise ArtifactError(f"{path}: {error.strerror}") from error
    count = _ahead.get(path.parent, 1)
    _ahead[path.parent] = min(2 * count, MOST_AHEAD)
    batch = [path, *_following(path, count - 1)]
    if len(batch) > 1 and _proven_together(batch):
        return
    before = _state(path)
    _in_child(_read_all, path, path, size=before[3])
    _proven.add(before)


def _state(path: Path) -> _State:
    status = path.stat()
    return path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _following(path: Path, count: int) -> list[Path]:
    """The next files of the folder in order of name that carry no seal, at most so many."""
    found, size = [], 0
    if count:
        names = sorted(n for n in os.listdir(path.parent) if path.name < n and n.endswith(".h5"))  # noqa: PTH208
        for other in (path.parent / name for name in names[:count]):
            with contextlib.suppress(OSError, ArtifactError):
                size += other.stat().st_size
                if size < MOST_BYTES_AHEAD and seal.read(other, whole=False) is None:
                    found.append(other)
    return found


def _proven_together(batch: list[Path]) -> bool:
    """Prove what is whole of some files; whether the first is."""
    states = [_state(path) for path in batch]
    try:
        whole = _in_child(_which_are_whole, batch[0], batch, size=sum(state[3] for state in states))
    except ArtifactError:  # one of them is too much for a child: which one shows when they are read one by one
        return False
    _proven.update(state for state, ok in zip(states, whole, strict=True) if ok)
    return whole[0]


def _which_are_whole(paths: list[Path]) -> list[bool]:
    found = []
    for path in paths:
        try:
            _read_all(path)
        except ArtifactError:
            found.append(False)
        else:
            found.append(True)
    return found


def _in_child(function: Callable[..., Any], path: Path, *arguments: Any, size: int) -> Any:
    import h5py  # noqa: F401 - not in every child anew

    from pa3d.isolated import isolated

    return isolated(
        function,
        *arguments,
        path=path,
        seconds=PROBE_SECONDS + size / PROBE_RATE,
        megabytes=PROBE_MEGABYTES,
        kind=ArtifactError,
    )


def _read_all(path: Path) -> None:
    with _open(path) as handle:
        for name in handle.attrs:
            attribute(path, handle, name)
        for data in datasets(path, handle).values():
            read(path, data)
            for name in data.attrs:
                attribute(path, data, name)


# -- what may be read --------------------------------------------------------------------------------


def attribute(path: Path, owner: Any, name: str) -> Any:
    """A text or number of an object; ArtifactError when it is anything else."""
    where = owner.attrs.get_id(name)
    is_text = where.dtype.kind == "O" and _is_text(where.dtype)
    if where.shape != () or not (is_text or where.dtype.kind in "biufS"):
        raise ArtifactError(f"{path}: attribute {name!r} is neither a text nor a number; the file is foreign")
    if where.get_storage_size() > MAX_ATTRIBUTE:
        raise ArtifactError(f"{path}: attribute {name!r} is larger than {MAX_ATTRIBUTE} bytes")
    return owner.attrs[name]


def _is_text(dtype: np.dtype) -> bool:
    import h5py

    return h5py.check_string_dtype(dtype) is not None


def datasets(path: Path, handle: Any, only: set[str] | None = None) -> dict[str, Any]:
    """The arrays at the root of a file, or those in `only`, by name: proven to be plain and of bounded size.

    ArtifactError names what is a link, a group, stored elsewhere, of a type that could hold anything, or
    declared larger than what is stored can unpack to.
    """
    import h5py

    found, total, file_bytes = {}, 0, handle.id.get_filesize()
    for name in handle:
        if only is not None and name not in only:
            continue
        if handle.id.links.get_info(name.encode()).type != h5py.h5l.TYPE_HARD:  # not followed, so not opened
            raise ArtifactError(f"{path}: {name!r} is a link to somewhere else; such files are not read")
        data = handle[name]
        if not isinstance(data, h5py.Dataset):
            raise ArtifactError(f"{path}: {name!r} is a {type(data).__name__.lower()}, expected a dataset")
        total += _unpacked_bytes(path, name, data, _check_kind(path, name, data), file_bytes)
        if total > MAX_UNPACKED:
            raise ArtifactError(
                f"{path}: its compressed arrays unpack to more than {MAX_UNPACKED >> 30} GB, the limit"
            )
        found[name] = data
    return found


def _check_kind(path: Path, name: str, data: Any) -> tuple[int, ...] | None:
    """Raise ArtifactError for all but plain numbers or text in the file itself; its chunks, if any."""
    import h5py

    plan = data.id.get_create_plist()
    layout = plan.get_layout()
    if layout == h5py.h5d.VIRTUAL or (layout == h5py.h5d.CONTIGUOUS and plan.get_external_count()):
        raise ArtifactError(f"{path}: {name!r} is stored in other files; such files are not read")
    if data.shape is None:
        raise ArtifactError(f"{path}: {name!r} has no shape; the file is damaged or foreign")
    dtype = data.dtype
    if dtype.kind not in KINDS or (dtype.kind == "O" and not _is_text(dtype)):
        raise ArtifactError(f"{path}: {name!r} holds neither numbers nor text, but {_type_name(dtype)}")
    if layout != h5py.h5d.CHUNKED:
        return None
    strange = {plan.get_filter(i)[0] for i in range(plan.get_nfilters())} - FILTERS
    if strange:
        raise ArtifactError(f"{path}: {name!r} is packed by a filter ({min(strange)}) that is not HDF5's own")
    return plan.get_chunk()


def _type_name(dtype: np.dtype) -> str:
    import h5py

    if h5py.check_ref_dtype(dtype) is not None:
        return "references"
    return {"V": "opaque bytes", "O": "lists"}.get(dtype.kind, str(dtype))


def _unpacked_bytes(path: Path, name: str, data: Any, chunks: tuple[int, ...] | None, file_bytes: int) -> int:
    """Bytes of memory that a compressed array takes; 0 where it takes no more than the file does."""
    width = data.dtype.itemsize
    declared, stored = data.size * width, min(data.id.get_storage_size(), file_bytes)
    chunk = 0 if chunks is None else width * math.prod(chunks)
    if declared > stored * (1 if chunks is None else MAX_RATIO) or chunk > max(MAX_CHUNK, declared):
        sizes = f"declares {max(declared, chunk):.3g} bytes, but {stored} are stored"
        raise ArtifactError(f"{path}: {name!r} {sizes}; the file is damaged or foreign")
    return 0 if chunks is None else declared


def read(path: Path, data: Any) -> np.ndarray:
    """An array of `datasets`, text as str."""
    if data.dtype.kind != "O":
        return np.asarray(data[...])
    if data.ndim != 1:
        return np.asarray(data.asstr()[...])
    # texts live elsewhere in the file and may share bytes: what they take is known only once they are read
    texts: list[str] = []
    size = 0
    for start in range(0, len(data), TEXTS_AT_ONCE):
        texts += data.asstr()[start : start + TEXTS_AT_ONCE].tolist()
        size += sum(map(len, texts[start:]))
        if size > MAX_TEXT:
            raise ArtifactError(
                f"{path}: {data.name[1:]!r} holds more than {MAX_TEXT >> 30} GB of text, the limit"
            )
    return np.array(texts, dtype=object)


def read_hdf5(path: Path, names: tuple[str, ...], row: int | None = None) -> dict[str, np.ndarray]:
    """Arrays of an HDF5 file that others wrote, or only entry `row` of each; read in a child process.

    ArtifactError names the file when it cannot be read, lacks one of `names`, or has no such row.
    """
    if not path.is_file():
        reason = "not a file" if path.exists() else "no such file"
        raise ArtifactError(f"{path}: cannot be read as HDF5 ({reason})")
    return _in_child(_read_named, path, path, names, row, size=path.stat().st_size)


def _read_named(path: Path, names: tuple[str, ...], row: int | None) -> dict[str, np.ndarray]:
    import h5py

    try:
        with h5py.File(path, "r") as handle:  # noqa: TID251
            absent = [name for name in names if name not in handle.keys()]  # noqa: SIM118 - `in handle` follows links
            if absent:
                held = ", ".join(handle) or "nothing"
                raise ArtifactError(f"{path}: has no dataset {absent[0]!r}; it holds {held}")
            found = datasets(path, handle, set(names))
            if row is None:
                return {name: read(path, found[name]) for name in names}
            return {name: np.asarray(found[name][row]) for name in names}
    except (OSError, RuntimeError, KeyError, TypeError, IndexError, ValueError, OverflowError) as error:
        if isinstance(error, ArtifactError):
            raise
        raise ArtifactError(f"{path}: cannot be read as HDF5 ({first_line(error)})") from error
