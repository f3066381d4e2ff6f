"""What the patches artifacts of a folder hold, kept beside them: a training of many shapes starts at once.

`.index.json` is only a copy of what the artifacts say. An entry counts while size and time of change of its
file are what they were; any other file is opened, as all are where there is no index or it cannot be written.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.files import atomic_path

NAME = ".index.json"
VERSION = 1
ENOUGH = 100  # files opened in a run that make an index worth writing
_State = tuple[int, int]  # size in bytes, st_mtime_ns


@dataclass(frozen=True)
class Header:
    """What many files of a folder have in common."""

    config: dict[str, Any]
    category: str
    teacher: str | None
    there: frozenset[str]  # names of the datasets
    part_names: tuple[str, ...]
    naming: NDArray[np.bool_] | None  # (M, L)


@dataclass(frozen=True)
class Entry:
    """One artifact; equal headers are one object."""

    path: Path
    fingerprint: str
    header: Header


def entries(directory: Path, only: set[str] | None = None) -> Iterator[Entry]:
    """The patches artifacts of a folder, sorted by name; only: shape ids to look at.

    Raises ArtifactError for a file that has to be opened and is damaged or of another kind.
    """
    files = sorted(
        (item.name, _state(item))
        for item in os.scandir(directory)
        if item.name.endswith(".h5") and (only is None or item.name[:-3] in only)
    )
    table = _read(directory / NAME)
    opened = 0
    for name, state in files:
        path = directory / name
        if state is None or table.files.get(name, (None,))[0] != state:
            table.add(name, state, path)
            opened += 1
        _, fingerprint, number = table.files[name]
        yield Entry(path, fingerprint, table.headers[number])
    if opened >= ENOUGH:
        with contextlib.suppress(OSError):  # a folder that is only to be read is opened anew each time
            table.write(directory / NAME)


def _state(item: os.DirEntry[str]) -> _State | None:
    try:
        status = item.stat()
    except OSError:  # whoever opens it says what is wrong
        return None
    return status.st_size, status.st_mtime_ns


class _Table:
    """Headers, and for each file name its state, fingerprint and the number of its header."""

    def __init__(self) -> None:
        self.headers: list[Header] = []
        self.files: dict[str, tuple[_State | None, str, int]] = {}
        self._numbers: dict[str, int] = {}

    def add(self, name: str, state: _State | None, path: Path) -> None:
        """Open a file; its state is that of before."""
        art, there = artifact.peek(path, schemas.PATCHES, ("part_names", "naming"))
        naming = art.arrays.get("naming")
        plain = {
            "config": art.config,
            "category": art.attrs.get("category", ""),
            "teacher": art.attrs.get("teacher"),
            "there": sorted(there),
            "part_names": list(art.arrays.get("part_names", ())),
            "naming": None if naming is None else naming.astype(int).tolist(),
        }
        self.files[name] = state, art.fingerprint, self.number(plain)

    def number(self, plain: dict[str, Any]) -> int:
        key = json.dumps(plain, sort_keys=True)
        if key not in self._numbers:
            naming = plain["naming"]
            self._numbers[key] = len(self.headers)
            self.headers.append(
                Header(
                    plain["config"],
                    plain["category"],
                    plain["teacher"],
                    frozenset(plain["there"]),
                    tuple(plain["part_names"]),
                    None if naming is None else np.array(naming, bool),
                )
            )
        return self._numbers[key]

    def write(self, path: Path) -> None:
        """Files that are gone are left out."""
        there = {item.name for item in os.scandir(path.parent)}
        files = {name: row for name, row in self.files.items() if name in there and row[0] is not None}
        plain = [json.loads(key) for key in self._numbers]
        with atomic_path(path) as temporary:
            temporary.write_text(json.dumps({"version": VERSION, "headers": plain, "files": files}))


def _read(path: Path) -> _Table:
    """The table that was written; an empty one where there is none that can be used."""
    table = _Table()
    try:
        content = json.loads(path.read_text())
        if content["version"] != VERSION:
            return table
        numbers = [table.number(plain) for plain in content["headers"]]
        for name, ((size, changed), fingerprint, number) in content["files"].items():
            table.files[name] = (int(size), int(changed)), str(fingerprint), numbers[number]
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return _Table()
    return table
