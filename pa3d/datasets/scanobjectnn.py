"""ScanObjectNN with parts: objects cut out of scanned rooms, with what stands around them.

The layout is object_dataset_complete_with_parts_/ with split_new.txt (file, number of the category and, for
test, `t`, between tabs) and <category>/<stem>.bin and <stem>_part.bin. Both are float32 after one leading
count: rows of 11 (x y z, normal, colour, object, NYU class) and rows of 2, of which the last is the part.

Two sets come of it, because the published numbers do. `scanobjectnn` has the points of the object alone, as
the release's own code cuts it out and PatchAlign3D's evaluator does: of the NYU classes other than 0, 1 and 2
(unlabelled, wall, floor) the one with the most points. Part 0, background, is unlabelled there.
`scanobjectnn-background` keeps all points, and part 0 is a part named "background", as COPS has it.

Part names and ids are those of COPS, which drops the base of a bin and the head of a chair. Not confirmed:
the part names of the release itself and those that PatchAlign3D's numbers were measured with.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.untrusted import read_text

NAME, TITLE = "scanobjectnn", "ScanObjectNN"
NAME_BACKGROUND, TITLE_BACKGROUND = "scanobjectnn-background", "ScanObjectNN (with background)"
HOW_TO_GET = (
    "object_dataset_complete_with_parts.zip after accepting the terms of use by the form on "
    "hkust-vgd.github.io/scanobjectnn (research, not to be passed on)"
)
UP = "y"  # concluded: PointNeXt's configuration of the h5 files made of these has gravity along y
FOLDERS = ("", "object_dataset_complete_with_parts_", "object_dataset_complete_with_parts")
LIST = "split_new.txt"
SPLITS = ("test", "train")
AROUND = (0, 1, 2)  # NYU classes that are never the object
COLUMNS, PART_COLUMNS = 11, 2

# category -> names of parts 1, 2, ..; None is dropped. The order of the categories is their number.
PARTS: dict[str, tuple[str | None, ...]] = {
    "bag": ("bag body", "handle", "shoulder strap"),
    "bin": ("container", "outside frame", None, "cover"),
    "box": ("container", "containing things", "bottom", "cover"),
    "cabinet": ("countertop", "shelf", "frame", "drawer", "base", "door"),
    "chair": (None, "back", "arm", "base", "seat"),
    "desk": ("desktop", "base", "drawer"),
    "display": ("screen", "base"),
    "door": ("outside frame", "door"),
    "shelf": ("frame", "surface", "thing"),
    "table": ("tabletop", "base"),
    "bed": ("sleep area", "frame"),
    "pillow": ("pillow",),
    "sink": ("bowl", "faucet", "drain"),
    "sofa": ("back", "arm", "base", "seat"),
    "toilet": ("tank", "bowl", "cover", "seat", "base"),
}
CATEGORIES = list(PARTS)


def recognise(directory: Path) -> bool:
    """True when split_new.txt is there and a part file; the release without parts has the same list."""
    return _base(directory) is not None


def read(path: Path, category: str, background: bool = False) -> LabelledShape:
    """Read <stem>.bin and <stem>_part.bin; ShapeError when they are wrong.

    Part ids without a name are -1, and without `background` so is part 0.
    """
    rows = _rows(path, COLUMNS)
    part_path = _part_path(path)
    part = _rows(part_path, PART_COLUMNS)[:, -1]
    if len(part) != len(rows):
        raise ShapeError(f"{part_path}: {len(part)} rows, but {path.name} has {len(rows)}; get both again")
    if not (part == np.round(part)).all():
        raise ShapeError(f"{part_path}: parts must be whole numbers; get it again")
    if not background:
        keep = _object(rows[:, -1])
        rows, part = rows[keep], part[keep]
    names, label_of = _labels(category, background)
    known = (part >= 0) & (part < len(label_of))
    labels = np.where(known, label_of[np.where(known, part, 0).astype(np.int64)], -1)
    return checked(LabelledShape(rows[:, :3].astype(np.float64), labels, names, category), path)


def open_set(directory: Path, split: str = "test", background: bool = False) -> Dataset:
    """The shapes of split_new.txt in its order; with `background` the set that keeps all points."""
    if split not in SPLITS:
        raise Pa3dError(f"ScanObjectNN has no split {split!r}; it has {', '.join(SPLITS)}")
    base = _base(directory)
    if base is None:
        raise Pa3dError(f"{directory}: no {LIST} beside <category>/*_part.bin; get the release with parts")
    problems: list[str] = []
    items: list[Item] = []
    seen: set[tuple[str, str]] = set()
    missing: dict[str, list[str]] = {"": [], "_part": []}
    for category, stem in _listed(base / LIST, split, problems):
        if (category, stem) in seen:
            problems.append(f"{LIST} names {category}/{stem}.bin twice; taken once")
            continue
        seen.add((category, stem))
        path = base / category / f"{stem}.bin"
        files = {"": path, "_part": _part_path(path)}
        lacking = [kind for kind, file in files.items() if not file.is_file()]
        for kind in lacking:
            missing[kind].append(f"{category}/{stem}{kind}.bin")
        if not lacking:
            reader = partial(read, path, category, background)
            items.append(Item(f"{category}__{stem}", category, tuple(files.values()), reader))
    for kind, lost in missing.items():
        if lost:
            what = f"{'part files' if kind else 'clouds'} of the {split} list"
            problems.append(f"{len(lost)} of {len(seen)} {what} are missing, such as {lost[0]}")
    if not items:
        raise Pa3dError(f"{base}: none of the {split} shapes of {LIST} is there; unpack the whole zip")
    name, title = (NAME_BACKGROUND, TITLE_BACKGROUND) if background else (NAME, TITLE)
    return Dataset(name, title, directory, split, UP, items, problems, how_to_get=HOW_TO_GET)


def _base(directory: Path) -> Path | None:
    """The folder with the list and part files: the given one or its only usual sub-folder."""
    for folder in (directory / name for name in FOLDERS):
        if (folder / LIST).is_file() and any(
            next((folder / category).glob("*_part.bin"), None) for category in CATEGORIES
        ):
            return folder
    return None


def _listed(path: Path, split: str, problems: list[str]) -> list[tuple[str, str]]:
    """(category, stem) of the lines of a split; those that cannot be understood become problems."""
    try:
        lines = read_text(path).splitlines()
    except (OSError, ValueError) as error:
        raise Pa3dError(f"{path}: not readable ({first_line(error)}); get it again") from error
    found = []
    for number, line in enumerate(lines, 1):
        words = line.split()
        if not words:
            continue
        index = int(words[1]) if len(words) > 1 and words[1].isdecimal() else len(CATEGORIES)
        stem = words[0].removesuffix(".bin")
        if index >= len(CATEGORIES) or Path(stem).name != stem:
            problems.append(f"{LIST}, line {number}: {line.strip()[:60]!r} is no file and category; left out")
        elif (words[2:] == ["t"]) == (split == "test"):
            found.append((CATEGORIES[index], stem))
    return found


def _part_path(path: Path) -> Path:
    return path.with_name(f"{path.name.removesuffix('.bin')}_part.bin")


def _rows(path: Path, columns: int) -> NDArray[np.float32]:
    """(N, columns) of a file that begins with N; rows after the first N are dropped."""
    try:
        values = np.fromfile(path, "<f4")
    except OSError as error:
        raise ShapeError(f"{path}: cannot be read ({first_line(error)})") from error
    if len(values) < 1 or (len(values) - 1) % columns:
        raise ShapeError(f"{path}: {len(values)} numbers; expected a count and rows of {columns}; get it again")
    rows = values[1:].reshape(-1, columns)
    if not np.isfinite(rows[:, -1]).all():
        raise ShapeError(f"{path}: its last column holds values that are not finite")
    if values[0] > len(rows):
        raise ShapeError(f"{path}: {len(rows)} of {values[0]:.0f} rows; the file is cut short, get it again")
    return rows


def _object(classes: NDArray) -> NDArray[np.bool_]:
    """Points of the object: of its class, the largest one; all points where there is no such class."""
    found, counts = np.unique(classes[~np.isin(classes, AROUND)], return_counts=True)
    if not len(found):
        return np.ones(len(classes), bool)
    return classes == found[np.argmax(counts)]


def _labels(category: str, background: bool) -> tuple[list[str], NDArray[np.int64]]:
    """Part names, and the label of each part id from 0."""
    ids: list[str | None] = ["background" if background else None, *PARTS[category]]
    names = [name for name in ids if name is not None]
    return names, np.array([-1 if name is None else names.index(name) for name in ids])
