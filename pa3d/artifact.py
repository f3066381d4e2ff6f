"""Read and write HDF5 artifacts. The only module that opens HDF5 files.

An artifact is one shape at one stage: the arrays its schema names, and attributes that say what made it.
A file is written under a temporary name and renamed, so a visible file is always complete.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import json
import os
import socket
import sys
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pa3d.errors import ArtifactError, first_line

FORMAT = "pa3d"
PROVENANCE = ("pa3d_version", "created", "command")


@dataclass(frozen=True)
class Field:
    """One dataset of a schema: its axes by letter, its type, its unit."""

    dims: tuple[str, ...]
    dtype: str  # numpy code such as "f4"; "str" for UTF-8 text; "b1" for bool
    units: str
    optional: bool = False
    compress: bool = False


@dataclass(frozen=True)
class Schema:
    """A named, versioned table of fields. Changing a stage's numbers means raising `version`."""

    name: str
    version: int
    doc: str
    fields: dict[str, Field]

    @property
    def tag(self) -> str:
        return f"{self.name}/{self.version}"


@dataclass
class Artifact:
    """Arrays and attributes of one file."""

    path: Path
    schema: str
    shape_id: str
    fingerprint: str
    config: dict[str, Any]
    inputs: dict[str, str]
    attrs: dict[str, Any]
    arrays: dict[str, np.ndarray] = field(default_factory=dict)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def __contains__(self, name: str) -> bool:
        return name in self.arrays


def config_dict(config: Any) -> dict[str, Any]:
    """Plain, JSON-ready dict of a config dataclass (or of a dict)."""
    plain = asdict(config) if is_dataclass(config) else dict(config)
    return json.loads(json.dumps(plain, sort_keys=True))


def fingerprint(schema: Schema, config: Any, inputs: dict[str, str]) -> str:
    """16 hex digits that name a recipe: schema and version, config, fingerprints of the inputs.

    Equal fingerprints mean "made the same way", not "equal bits": arithmetic differs between devices.
    """
    text = json.dumps([schema.tag, config_dict(config), dict(sorted(inputs.items()))], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def hash_file(path: Path) -> str:
    """sha256 of a file's bytes, hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@contextlib.contextmanager
def atomic_path(path: Path):
    """Yield a temporary path beside `path`; rename it to `path` if the body succeeds, else remove it."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; give the name of a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name}.{socket.gethostname()}.{os.getpid()}.tmp"
    try:
        yield temporary
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_abandoned(directory: Path) -> None:
    """Delete temporary files that dead processes of this host left in `directory`."""
    host = socket.gethostname()
    for path in directory.glob(f".*.{host}.*.tmp"):
        pid = path.name.split(".")[-2]
        if pid.isdigit() and not _is_alive(int(pid)):
            path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # signal 0 only asks
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _check(path: Path, schema: Schema, arrays: dict[str, np.ndarray], only: tuple[str, ...] | None) -> None:
    """Raise ArtifactError unless the arrays (those in `only`) follow the schema; shared letters must agree."""
    unknown = sorted(set(arrays) - set(schema.fields))
    if unknown:
        raise ArtifactError(f"{path}: dataset {unknown[0]!r} is not part of {schema.tag}")
    sizes: dict[str, tuple[int, str]] = {}
    for name, spec in schema.fields.items():
        if name not in arrays:
            if spec.optional or (only is not None and name not in only):
                continue
            raise ArtifactError(f"{path}: dataset {name!r} of {schema.tag} is missing")
        array = arrays[name]
        if array.ndim != len(spec.dims):
            raise ArtifactError(
                f"{path}: {name} has shape {array.shape}, expected axes ({', '.join(spec.dims)})"
            )
        if spec.dtype != "str" and array.dtype != np.dtype(spec.dtype):
            raise ArtifactError(f"{path}: {name} is {array.dtype}, expected {np.dtype(spec.dtype)}")
        for letter, size in zip(spec.dims, array.shape, strict=True):
            if letter.isdigit() and size != int(letter):
                raise ArtifactError(f"{path}: {name}: an axis is {size}, expected {letter}")
            expected, source = sizes.setdefault(letter, (size, name))
            if size != expected:
                raise ArtifactError(
                    f"{path}: {name}: axis {letter} is {size}, expected {expected} (from {source})"
                )


def write(
    path: Path,
    schema: Schema,
    arrays: dict[str, np.ndarray],
    *,
    shape_id: str,
    config: Any,
    inputs: dict[str, str],
    attrs: dict[str, Any] | None = None,
) -> None:
    """Write one artifact atomically. `inputs` maps each role to the fingerprint of what was read."""
    import h5py

    from pa3d import __version__

    arrays = {
        name: np.asarray(value, dtype=object if schema.fields[name].dtype == "str" else None)
        if name in schema.fields
        else value
        for name, value in arrays.items()
    }
    _check(path, schema, arrays, None)
    header = {
        "format": FORMAT,
        "schema": schema.name,
        "schema_version": schema.version,
        "shape_id": shape_id,
        "fingerprint": fingerprint(schema, config, inputs),
        "config": json.dumps(config_dict(config), sort_keys=True),
        "inputs": json.dumps(inputs, sort_keys=True),
        "attrs": json.dumps(attrs or {}, sort_keys=True),
        "pa3d_version": __version__,
        "created": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "command": " ".join(["pa3d", *sys.argv[1:]]),
    }
    with atomic_path(path) as temporary, h5py.File(temporary, "w") as handle:
        handle.attrs.update(header)
        for name, array in arrays.items():
            spec = schema.fields[name]
            _write_dataset(handle, name, array, spec)
        handle.flush()


def _write_dataset(handle, name: str, array: np.ndarray, spec: Field) -> None:
    import h5py

    options: dict[str, Any] = {}
    if spec.compress and array.size:
        options = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
        options["chunks"] = (1, *array.shape[1:])
    kind = h5py.string_dtype() if spec.dtype == "str" else array.dtype
    dataset = handle.create_dataset(name, data=array, dtype=kind, **options)
    dataset.attrs["dims"] = json.dumps(spec.dims)
    dataset.attrs["units"] = spec.units


@contextlib.contextmanager
def _open(path: Path):
    import h5py

    if not path.exists():
        raise ArtifactError(f"{path}: no such file")
    try:
        handle = h5py.File(path, "r")
    except OSError as error:
        reason = "a folder" if path.is_dir() else str(error).split("(")[-1].rstrip(")")
        raise ArtifactError(
            f"{path}: not a readable HDF5 file ({reason}); delete it and run its stage again"
        ) from error
    with handle:
        try:
            yield handle
        except ArtifactError:
            raise
        except (OSError, RuntimeError, KeyError, TypeError, ValueError) as error:
            raise ArtifactError(f"{path}: damaged or foreign HDF5 file; run its stage again") from error


def _header(path: Path, handle, provenance: bool = True) -> Artifact:
    """The attributes; each costs a tenth of opening a file, so that `peek` leaves out what no recipe needs."""
    attrs = handle.attrs
    if str(attrs.get("format")) != FORMAT:
        raise ArtifactError(f"{path}: an HDF5 file, but not written by pa3d")
    return Artifact(
        path=path,
        schema=f"{attrs['schema']}/{attrs['schema_version']}",
        shape_id=str(attrs["shape_id"]),
        fingerprint=str(attrs["fingerprint"]),
        config=json.loads(attrs["config"]),
        inputs=json.loads(attrs["inputs"]),
        attrs=json.loads(attrs["attrs"]) | {name: str(attrs[name]) for name in PROVENANCE if provenance},
    )


def header(path: Path) -> Artifact:
    """Attributes of a file, no arrays."""
    with _open(path) as handle:
        return _header(path, handle)


def read(path: Path, schema: Schema, only: tuple[str, ...] | None = None) -> Artifact:
    """Read an artifact, or the datasets named in `only`, and check them against `schema`."""
    with _open(path) as handle:
        result = _header(path, handle)
        if result.schema != schema.tag:
            raise ArtifactError(f"{path}: holds {result.schema}, expected {schema.tag}")
        name = "?"
        try:
            for name in handle:
                if only is None or name in only:
                    is_text = name in schema.fields and schema.fields[name].dtype == "str"
                    data = handle[name]
                    result.arrays[name] = np.asarray(data.asstr()[...] if is_text else data[...])
        except (OSError, RuntimeError, TypeError) as error:
            raise ArtifactError(f"{path}: dataset {name!r} is damaged; run its stage again") from error
    _check(path, schema, result.arrays, only)
    return result


def peek(path: Path, schema: Schema, small: tuple[str, ...] = ()) -> tuple[Artifact, set[str]]:
    """Header without provenance, the datasets of `small` that are there, and the names of all: one opening.

    For folders of thousands; nothing is checked but the schema.
    """
    with _open(path) as handle:
        names = set(handle)
        result = _header(path, handle, provenance=False)
        if result.schema != schema.tag:
            raise ArtifactError(f"{path}: holds {result.schema}, expected {schema.tag}")
        for name in names.intersection(small):
            is_text = schema.fields[name].dtype == "str"
            result.arrays[name] = np.asarray(handle[name].asstr()[...] if is_text else handle[name][...])
        return result, names


def layout(path: Path) -> dict[str, tuple[tuple[int, ...], str, str, str]]:
    """Shape, dtype, axes and unit of every dataset of a file."""
    with _open(path) as handle:
        return {
            name: (
                tuple(data.shape),
                "str" if data.dtype.kind == "O" else str(data.dtype),
                ", ".join(json.loads(data.attrs.get("dims", "[]"))),
                str(data.attrs.get("units", "")),
            )
            for name, data in handle.items()
        }


def read_hdf5(path: Path, names: tuple[str, ...], row: int | None = None) -> dict[str, np.ndarray]:
    """Datasets of an HDF5 file that others wrote, or only entry `row` of each; the file is not changed.

    ArtifactError names the file when it cannot be read, lacks one of `names`, or has no such row.
    """
    import h5py

    try:
        with h5py.File(path, "r") as handle:
            absent = [name for name in names if not isinstance(handle.get(name), h5py.Dataset)]
            if absent:
                held = ", ".join(handle) or "nothing"
                raise ArtifactError(f"{path}: has no dataset {absent[0]!r}; it holds {held}")
            return {name: np.asarray(handle[name][() if row is None else row]) for name in names}
    except (OSError, RuntimeError, KeyError, TypeError, IndexError, ValueError) as error:
        if isinstance(error, ArtifactError):
            raise
        reason = "no such file" if not path.exists() else first_line(error)
        raise ArtifactError(f"{path}: cannot be read as HDF5 ({reason})") from error
