"""Benchmark sets as they are published, and which of them a folder holds. One module reads one layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pa3d.datasets import (
    faust,
    npz,
    objaverse_general,
    partnete,
    scanobjectnn,
    shapenetpart,
    shapenetpart_h5,
)
from pa3d.datasets.base import Dataset
from pa3d.errors import Pa3dError
from pa3d.untrusted import stays_inside


class Reader(NamedTuple):
    """What finds and lists one set."""

    name: str
    title: str
    how_to_get: str  # one line
    looks_for: str  # what tells its folder
    recognise: Callable[[Path], bool]
    open_set: Callable[[Path, str], Dataset]


def _reader(module, looks_for: str) -> Reader:
    return Reader(module.NAME, module.TITLE, module.HOW_TO_GET, looks_for, module.recognise, module.open_set)


def _with_background() -> Reader:
    return _reader(scanobjectnn, SCANS)._replace(
        name=scanobjectnn.NAME_BACKGROUND,
        title=scanobjectnn.TITLE_BACKGROUND,
        open_set=partial(scanobjectnn.open_set, background=True),
    )


def _faust(level: str) -> Reader:
    return Reader(
        faust.NAMES[level],
        faust.TITLES[level],
        faust.HOW_TO_GET,
        f"{faust.FILES[level]} and scans/",
        partial(faust.recognise, level=level),
        partial(faust.open_set, level=level),
    )


SCANS = f"{scanobjectnn.LIST} and *_part.bin"
OWN = npz.NAME  # the one layout that is no published set, and that any folder with .npz files fits
READERS = {
    reader.name: reader
    for reader in (
        _reader(shapenetpart, shapenetpart.TABLE),
        _reader(shapenetpart_h5, "ply_data_*.h5"),
        _reader(partnete, partnete.META),
        _reader(scanobjectnn, SCANS),
        _with_background(),
        _faust("coarse"),
        _faust("fine"),
        _reader(objaverse_general, f"folders with {objaverse_general.CLOUD}"),
        _reader(npz, "*.npz"),
    )
}


def find_set(directory: Path, name: str = "auto", split: str = "test") -> Dataset:
    """The set that `directory` is, or that exactly one folder in it is; `name` says which to look for.

    "auto" takes the first reader that knows the folder (FAUST: coarse; ScanObjectNN: without background),
    then a folder in it, and last .npz files. Pa3dError says what was looked for when there is none, and which
    there are when several folders are sets.
    """
    directory = Path(directory)
    if name != "auto" and name not in READERS:
        raise Pa3dError(f"benchmark set {name!r} is not one of auto, {', '.join(READERS)}")
    if not directory.is_dir():
        raise Pa3dError(f"{directory}: no such folder")
    readers = list(READERS.values()) if name == "auto" else [READERS[name]]
    published = [reader for reader in readers if reader.name != OWN]
    inside = sorted(path for path in directory.iterdir() if path.is_dir() and not path.name.startswith("."))
    found = _recognised([directory], published) or _recognised(inside, published)
    if len(found) > 1:
        listed = ", ".join(f"{folder.name} ({reader.name})" for folder, reader in found)
        raise Pa3dError(f"{directory}: several sets are in it; give the folder or the name of one: {listed}")
    if not found and len(published) < len(readers):
        found = _recognised([directory], [READERS[OWN]])
    if found:
        folder, reader = found[0]
        return _without_links(reader.open_set(folder, split))
    looked = ", ".join(f"{reader.looks_for} ({reader.title})" for reader in readers)
    how = f"; to get it: {readers[0].how_to_get}" if name != "auto" else ""
    raise Pa3dError(f"{directory}: no benchmark set in it or one folder below; looked for {looked}{how}")


def _without_links(data: Dataset) -> Dataset:
    """The set without the shapes whose files are links to somewhere outside of its folder."""
    inside = [item for item in data.items if stays_inside(data.directory, item.files)]
    lost = len(data.items) - len(inside)
    if not lost:
        return data
    first = next(item for item in data.items if not stays_inside(data.directory, item.files))
    what = f"{lost} shapes are links that lead out of {data.directory} and are left out, such as"
    return replace(data, items=inside, problems=[*data.problems, f"{what} {first.shape_id}; copy them into it"])


def _recognised(folders: list[Path], readers: list[Reader]) -> list[tuple[Path, Reader]]:
    """The folders that are sets, each with the first reader that knows it."""
    pairs = []
    for folder in folders:
        reader = next((reader for reader in readers if reader.recognise(folder)), None)
        if reader is not None:
            pairs.append((folder, reader))
    return pairs
