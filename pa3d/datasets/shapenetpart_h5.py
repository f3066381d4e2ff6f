"""ShapeNetPart as HDF5: hdf5_data of PointNet, 2,048 points of every shape drawn beforehand."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from pa3d.artifact import read_hdf5
from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.datasets.shapenetpart import PART_NAMES, TEST_COUNTS, UP, split_lists, to_local
from pa3d.errors import ArtifactError, Pa3dError, ShapeError

NAME, TITLE = "shapenetpart-h5", "ShapeNetPart (h5 release)"
HOW_TO_GET = (
    "shapenet_part_seg_hdf5_data.zip of PointNet (its Stanford link is dead; mirrors carry it as hdf5_data), "
    "unpacked; ShapeNet's terms of use apply (research, not commercial)"
)
CATEGORIES = sorted(PART_NAMES)  # `label` counts them from 0


def recognise(directory: Path) -> bool:
    """True when the folder holds ply_data_*.h5."""
    return next(directory.glob("ply_data_*.h5"), None) is not None


def read(path: Path, row: int, category: str) -> LabelledShape:
    """Read one row of `data` and of `pid`; ShapeError when they are wrong."""
    try:
        arrays = read_hdf5(path, ("data", "pid"), row)
    except ArtifactError as error:
        raise ShapeError(str(error)) from error
    points, labels, place = arrays["data"], arrays["pid"], Path(f"{path}[{row}]")
    if labels.dtype.kind not in "iu" or labels.ndim != 1:
        raise ShapeError(f"{place}: pid is {labels.dtype} {labels.shape}; expected whole numbers (N,)")
    local = to_local(labels, category, place)
    return checked(LabelledShape(points, local, PART_NAMES[category], category), place)


def open_set(directory: Path, split: str = "test") -> Dataset:
    """Every row of *test*.h5, files sorted by name and rows as stored.

    Find3D concatenates the files in the order that the file system lists them, so that its stored
    rotations meet other shapes on another machine; the order here is always the same.
    """
    items: list[Item] = []
    problems: list[str] = []
    for name in split_lists(split):
        for path in sorted(directory.glob(f"*{name}*.h5")):
            try:
                items += _rows(path, problems)
            except ArtifactError as error:
                problems.append(str(error))
    if not items:
        reason = problems[0] if problems else f"{directory}: no *{split}*.h5 in it"
        raise Pa3dError(f"{reason}; ShapeNetPart has data, label and pid in ply_data_{split}0.h5")
    official = TEST_COUNTS if split == "test" else {}
    return Dataset(NAME, TITLE, directory, split, UP, items, problems, official, HOW_TO_GET)


def _rows(path: Path, problems: list[str]) -> list[Item]:
    """Items of one file, whose categories are read but none of its points save the last row's."""
    label = np.ravel(read_hdf5(path, ("label",))["label"])
    if label.dtype.kind not in "iu" or not len(label):
        raise ArtifactError(f"{path}: label is {label.dtype} of {len(label)} rows; expected whole numbers")
    read_hdf5(path, ("data", "pid"), len(label) - 1)  # they are there and long enough
    stem = path.stem.removeprefix("ply_data_")
    items = []
    for row, index in enumerate(label.tolist()):
        if not 0 <= index < len(CATEGORIES):
            problems.append(f"{path}: row {row} is of category {index}; there are 0 .. {len(CATEGORIES) - 1}")
            continue
        category = CATEGORIES[index]
        items.append(
            Item(f"{category}__{stem}_{row:05d}", category, (path,), partial(read, path, row, category))
        )
    return items
