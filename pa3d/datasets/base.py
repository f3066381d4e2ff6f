"""What a benchmark set is to the rest of pa3d: a list of shapes that can be read, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError, ShapeError
from pa3d.untrusted import is_file_name

MIN_POINTS = 32  # the size of a patch


@dataclass(frozen=True)
class LabelledShape:
    """Points with part labels, as the set has them: its own frame, units and order."""

    points: NDArray[np.float64]  # (N, 3)
    labels: NDArray[np.int32]  # (N,) into `part_names`, -1 unlabelled
    part_names: list[str]  # every part of the category, in the set's order, also those without a point here
    category: str
    faces: NDArray[np.int64] | None = None  # (F, 3), where the points are vertices of a mesh


@dataclass(frozen=True)
class Item:
    """One shape of a set. `read` is picklable: functools.partial of a top-level function."""

    shape_id: str  # unique in the set, good as a file name; does not depend on where the folder lies
    category: str
    files: tuple[Path, ...]  # what its content comes from, for fingerprints
    read: Callable[[], LabelledShape]

    def __post_init__(self) -> None:
        if not is_file_name(self.shape_id):
            where = self.files[0] if self.files else "set"
            raise Pa3dError(f"{where}: {self.shape_id[:80]!r} cannot be the name of a file; rename it")


@dataclass(frozen=True)
class Dataset:
    """A benchmark set found in a folder."""

    name: str  # "shapenetpart", ...
    title: str  # as papers call it
    directory: Path
    split: str  # "test", "train", ... ; "" where the set has none
    up: str  # axis that points up in its files: "y", "z", "-y", ...
    items: list[Item]  # in a fixed order
    problems: list[str] = field(default_factory=list)  # one line each: what is missing or wrong
    official: Mapping[str, int] = field(default_factory=dict)  # category -> shapes of this split, as published
    how_to_get: str = ""  # one line: what to download from where, and on which terms
    expect: str = "any"  # "all": the names of a shape are those of parts it has (pa3d.presence)


def checked(shape: LabelledShape, path: Path) -> LabelledShape:
    """The shape with plain types; ShapeError that names the file when it is not fit to be scored."""
    points, labels, names = np.asarray(shape.points), np.asarray(shape.labels), list(shape.part_names)
    if points.ndim != 2 or points.shape[1] != 3 or labels.shape != (len(points),):
        raise ShapeError(f"{path}: points {points.shape} and labels {labels.shape}; expected (N, 3) and (N,)")
    if points.dtype.kind not in "fiu" or labels.dtype.kind not in "iu":
        raise ShapeError(f"{path}: points must be numbers and labels integers")
    if len(points) < MIN_POINTS:
        raise ShapeError(f"{path}: {len(points)} points; at least {MIN_POINTS} are needed")
    if not np.isfinite(points).all():
        raise ShapeError(f"{path}: {int((~np.isfinite(points).all(1)).sum())} points are NaN or infinite")
    if not names or labels.max() >= len(names) or labels.min() < -1:
        raise ShapeError(f"{path}: labels run from {labels.min()} to {labels.max()}, names are {len(names)}")
    points, labels = points.astype(np.float64), labels.astype(np.int32)
    return LabelledShape(points, labels, names, shape.category, shape.faces)
