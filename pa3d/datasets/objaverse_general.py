"""Objaverse-General of Find3D: objects of Objaverse with parts that people named and marked.

The layout is <split>/<class words joined by _>_<uid>/ with points5000.pcd (5,000 points with colours and
normals), labels.npy (0 unlabelled, 1 ..) and label_map.json ({"1": name}). The splits are seenclass (50
objects), unseen (50) and shapenetpart (32 of ShapeNetPart's 16 categories); Find3D's README calls the first
`seen`. That Find3D's training never saw `unseen` is not certain: its filter compares class names with ids.

The clouds are turned already: Find3D's evaluation turns those of the other sets and leaves these as they are,
for which a script of its authors gives the reason that they come rotated. So there is no up axis to undo.
Not confirmed: the folder above the splits (objaverse-general/ is accepted), and the licence of the labels.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.readers import load_shape
from pa3d.untrusted import read_json, read_npy

NAME, TITLE = "objaverse-general", "Objaverse-General"
HOW_TO_GET = (
    "huggingface.co/datasets/ziqima/Objaverse-General-Find3D with its folders seenclass, unseen and "
    "shapenetpart; each object has the licence that Objaverse gives for its uid"
)
UP = "y"  # meaningless, see above: points are taken as they are
OFFICIAL = {"seenclass": 50, "unseen": 50, "shapenetpart": 32}  # objects
TITLES = {"seenclass": "seen classes", "unseen": "unseen classes", "shapenetpart": "ShapeNetPart classes"}
OTHER_NAMES = {"test": "unseen", "seen": "seenclass"}
CLOUD, LABELS, NAMES = "points5000.pcd", "labels.npy", "label_map.json"


def recognise(directory: Path) -> bool:
    """True when an object folder of one of the splits holds points5000.pcd."""
    return any(
        next(folder.glob(f"*/{CLOUD}"), None)
        for split in OFFICIAL
        if (folder := _split_folder(directory, split)) is not None
    )


def read(folder: Path, category: str) -> LabelledShape:
    """Read the points and their labels in their order; ShapeError when a file is wrong.

    Label 0 becomes -1; the others follow the numbers of label_map.json, which may have gaps.
    """
    path = folder / LABELS
    names = _names(folder / NAMES)
    labels = _whole(path)
    points = load_shape(folder / CLOUD).vertices
    if len(labels) != len(points):
        raise ShapeError(f"{path}: {len(labels)} labels, but {CLOUD} has {len(points)} points; get both again")
    numbers = np.array([0, *names])
    unknown = np.setdiff1d(labels, numbers)
    if len(unknown):
        raise ShapeError(f"{path}: label {unknown[0]} is not in {NAMES}; get both again")
    local = (np.searchsorted(numbers, labels) - 1).astype(np.int32)
    return checked(LabelledShape(points, local, list(names.values()), category), path)


def open_set(directory: Path, split: str = "unseen") -> Dataset:
    """Every object folder of a split in the order of the characters of its name; "test" is `unseen`."""
    split = OTHER_NAMES.get(split, split)
    if split not in OFFICIAL:
        raise Pa3dError(f"Objaverse-General has no split {split!r}; it has {', '.join(OFFICIAL)}")
    data = _split_folder(directory, split)
    if data is None:
        raise Pa3dError(f"{directory}: no folder {split} in it; get it from the set's page")
    items: list[Item] = []
    problems: list[str] = []
    for folder in sorted(data.iterdir(), key=lambda path: path.name):
        if folder.name.startswith((".", "__")) or not folder.is_dir():
            continue
        files = folder / CLOUD, folder / LABELS, folder / NAMES
        category = folder.name.rpartition("_")[0].replace("_", " ")
        missing = [file.name for file in files if not file.is_file()]
        if missing or not category:
            reason = f"has no {' and no '.join(missing)}" if missing else "is not named <class>_<uid>"
            problems.append(f"{split}/{folder.name} {reason}; left out")
            continue
        # class names hold brackets and such; the uid at the end keeps the ids apart
        shape_id = re.sub(r"[^\w.-]+", "-", folder.name)
        items.append(Item(shape_id, category, files, partial(read, folder, category)))
    if not items:
        raise Pa3dError(f"{data}: no <class>_<uid>/ in it with {CLOUD}, {LABELS} and {NAMES}; get it again")
    if len(items) != OFFICIAL[split]:
        problems.append(f"{len(items)} objects in {split}; published are {OFFICIAL[split]}")
    title = f"{TITLE} ({TITLES[split]})"
    return Dataset(NAME, title, directory, split, UP, items, problems, how_to_get=HOW_TO_GET)


def _split_folder(directory: Path, split: str) -> Path | None:
    names = [split, *(other for other, name in OTHER_NAMES.items() if name == split and other != "test")]
    places = [base / name for name in names for base in (directory, directory / "objaverse-general")]
    return next((place for place in places if place.is_dir()), None)


def _names(path: Path) -> dict[int, str]:
    """Number -> part name, by rising number; 0, which is no part, is left out."""
    try:
        content = read_json(path)
        names = {int(number): name for number, name in content.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise ShapeError(f"{path}: not a JSON table of part names ({first_line(error)})") from error
    names.pop(0, None)
    if not names or min(names) < 0 or not all(isinstance(name, str) for name in names.values()):
        raise ShapeError(f"{path}: expected part names under the numbers from 1")
    return dict(sorted(names.items()))


def _whole(path: Path) -> NDArray[np.int64]:
    """Labels (N,), also where they are stored as floats."""
    try:
        labels = read_npy(path).ravel()
    except Exception as error:  # noqa: BLE001 - damaged headers raise many kinds
        raise ShapeError(f"{path}: not readable labels ({first_line(error)}); get it again") from error
    if labels.dtype.kind not in "fiu" or not (labels == np.round(labels)).all():
        raise ShapeError(f"{path}: labels must be whole numbers, not {labels.dtype}")
    return labels.astype(np.int64)
