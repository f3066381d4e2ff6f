"""Read and write artifacts: one shape at one stage, the arrays its schema names, and what made it.

A file is written under a temporary name, sealed and renamed: a visible file is complete, and shows any change.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import sys
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pa3d import seal
from pa3d.errors import ArtifactError, first_line
from pa3d.files import atomic_path, hash_file, remove_abandoned
from pa3d.hdf5 import add, attribute, create, datasets, open_file, read_hdf5
from pa3d.hdf5 import read as read_array
from pa3d.seal import AGAIN, Seal

__all__ = ["atomic_path", "hash_file", "read_hdf5", "remove_abandoned"]  # others take them from here, too

FORMAT = "pa3d"
PROVENANCE = ("pa3d_version", "created", "command")
HEADER = (
    "format",
    "schema",
    "schema_version",
    "shape_id",
    "fingerprint",
    "config",
    "inputs",
    "attrs",
    *PROVENANCE,
)
NAMED = ("render", "tokens", "pointfeat", "patches")  # schemas whose files must be called <shape_id>.h5


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
    plain = asdict(config) if is_dataclass(config) and not isinstance(config, type) else dict(config)
    return json.loads(json.dumps(plain, sort_keys=True))


def fingerprint(schema: Schema, config: Any, inputs: dict[str, str]) -> str:
    """16 hex digits that name a recipe: schema and version, config, fingerprints of the inputs.

    Equal fingerprints mean "made the same way", not "equal bits": arithmetic differs between devices.
    """
    return recipe_hash(schema.tag, config_dict(config), inputs)


def recipe_hash(tag: str, config: dict[str, Any], inputs: dict[str, str]) -> str:
    """`fingerprint` of what a header says."""
    text = json.dumps([tag, config, dict(sorted(inputs.items()))], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


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
    from pa3d import __version__

    arrays = {
        name: np.asarray(value, dtype=object if schema.fields[name].dtype == "str" else None)
        if name in schema.fields
        else value
        for name, value in arrays.items()
    }
    _check(path, schema, arrays, None)
    content = {
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
    need = sum(array.nbytes for name, array in arrays.items() if not schema.fields[name].compress)
    with atomic_path(path, need) as temporary, create(temporary, content) as handle:
        for name, array in arrays.items():
            _write_dataset(handle, name, array, schema.fields[name])


def _write_dataset(handle: Any, name: str, array: np.ndarray, spec: Field) -> None:
    attributes = {"dims": json.dumps(spec.dims), "units": spec.units}
    add(handle, name, array, attributes, is_text=spec.dtype == "str", compress=spec.compress)


def _own_header(path: Path, handle: Any, found: Seal | None) -> dict[str, Any]:
    """The header from the seal, or from the attributes of a file of an earlier version."""
    if found is not None:
        return found.header
    if "format" not in handle.attrs or attribute(path, handle, "format") != FORMAT:
        raise ArtifactError(f"{path}: an HDF5 file, but not written by pa3d")
    return {name: attribute(path, handle, name) for name in (*HEADER, *PROVENANCE)}


def _artifact(path: Path, content: dict[str, Any], any_name: bool = False) -> Artifact:
    """What a header says, its types checked. The file of a shape must be named after it, unless `any_name`."""
    if content.get("format") != FORMAT:
        raise ArtifactError(f"{path}: an HDF5 file, but not written by pa3d")
    try:
        config, inputs, attrs = (json.loads(content[name]) for name in ("config", "inputs", "attrs"))
        version = int(content["schema_version"])
        texts = [content[name] for name in ("schema", "shape_id", "fingerprint", *PROVENANCE)]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ArtifactError(
            f"{path}: its header is damaged or foreign ({first_line(error)}); {AGAIN}"
        ) from error
    if not all(isinstance(table, dict) for table in (config, inputs, attrs)) or not all(
        isinstance(text, str) for text in [*texts, *inputs.values()]
    ):
        raise ArtifactError(f"{path}: its header is damaged or foreign (an entry of another type); {AGAIN}")
    schema, shape_id, own_fingerprint, *provenance = texts
    if schema in NAMED and not any_name and path.name != f"{shape_id}.h5":
        raise ArtifactError(f"{path}: holds the shape {shape_id!r}, so it was renamed or exchanged; {AGAIN}")
    return Artifact(
        path=path,
        schema=f"{schema}/{version}",
        shape_id=shape_id,
        fingerprint=own_fingerprint,
        config=config,
        inputs=inputs,
        attrs=attrs | dict(zip(PROVENANCE, provenance, strict=True)),
    )


def header(path: Path, *, any_name: bool = False) -> Artifact:
    """What the header of a file says, no arrays; of a sealed file only header and length are checked.

    any_name: also that of a file which is not called as the shape in it.
    """
    found = seal.read(path, whole=False)
    if found is not None:
        return _artifact(path, found.header, any_name)
    with open_file(path) as (handle, _):
        return _artifact(path, _own_header(path, handle, None), any_name)


def _expect(path: Path, schema: Schema, found: str) -> None:
    """Raise ArtifactError unless a file holds this schema; say which of the two is the newer."""
    if found == schema.tag:
        return
    name, _, version = found.partition("/")
    advice = ""
    if name == schema.name:
        newer = int(version) > schema.version
        advice = "; written by a newer pa3d: update this one" if newer else f"; of an earlier pa3d: {AGAIN}"
    raise ArtifactError(f"{path}: holds {found}, expected {schema.tag}{advice}")


def read(path: Path, schema: Schema, only: tuple[str, ...] | None = None) -> Artifact:
    """Read an artifact, or the datasets named in `only`, and check them against `schema`.

    The whole file is compared with its checksum first. ArtifactError for a file that is damaged, of another
    kind or version, of another shape than its name says, or that does not follow the schema.
    """
    with open_file(path) as (handle, found):
        result = _artifact(path, _own_header(path, handle, found))
        _expect(path, schema, result.schema)
        unknown = sorted(set(handle) - set(schema.fields))
        if unknown:
            raise ArtifactError(f"{path}: dataset {unknown[0]!r} is not part of {schema.tag}")
        for name, data in datasets(path, handle, None if only is None else set(only)).items():
            result.arrays[name] = read_array(path, data)
    _check(path, schema, result.arrays, only)
    return result


def peek(path: Path, schema: Schema, small: tuple[str, ...] = ()) -> tuple[Artifact, set[str]]:
    """The header, the datasets of `small` that are there, and the names of all: one opening.

    For folders of thousands; of the arrays nothing is checked against the schema.
    """
    with open_file(path) as (handle, found):
        result = _artifact(path, _own_header(path, handle, found))
        _expect(path, schema, result.schema)
        for name, data in datasets(path, handle, set(small)).items():
            result.arrays[name] = read_array(path, data)
        return result, set(handle)


def layout(path: Path) -> dict[str, tuple[tuple[int, ...], str, str, str]]:
    """Shape, dtype, axes and unit of every dataset of a file."""
    with open_file(path) as (handle, _):
        return {
            name: (
                tuple(data.shape),
                "str" if data.dtype.kind == "O" else str(data.dtype),
                ", ".join(json.loads(attribute(path, data, "dims") if "dims" in data.attrs else "[]")),
                str(attribute(path, data, "units") if "units" in data.attrs else ""),
            )
            for name, data in datasets(path, handle).items()
        }
