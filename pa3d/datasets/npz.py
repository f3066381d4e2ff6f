"""A folder of labelled shapes of one's own: .npz files with points, labels, label_names, optional category."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from pa3d.datasets.base import Dataset, Item, LabelledShape, checked
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.untrusted import read_npz

NAME, TITLE = "labelled", "labelled shapes (.npz)"
HOW_TO_GET = "write .npz files with points (N, 3), labels (N,) from -1, label_names and category"


def recognise(directory: Path) -> bool:
    """True when the folder or one below it holds .npz files."""
    return next(directory.rglob("*.npz"), None) is not None


def read(path: Path) -> LabelledShape:
    """Read `points` (N, 3), `labels` (N,), `label_names`, optional `category`; ShapeError when wrong."""
    try:
        arrays = read_npz(path)
    except Exception as error:  # noqa: BLE001 - zip and header damage raise many kinds
        raise ShapeError(f"{path}: not a readable .npz ({first_line(error)})") from error
    missing = [name for name in ("points", "labels", "label_names") if name not in arrays]
    if missing:
        raise ShapeError(f"{path}: no `{missing[0]}` in it; a labelled shape has points, labels, label_names")
    names = [str(name) for name in np.atleast_1d(arrays["label_names"])]
    named = np.ravel(arrays.get("category", ""))[0]
    category = named.decode("utf-8", "replace") if isinstance(named, bytes) else str(named)
    return checked(LabelledShape(arrays["points"], arrays["labels"], names, category), path)


def open_set(directory: Path, split: str = "") -> Dataset:
    """Every .npz of a folder, in the order of their paths; the category is known only after reading."""
    paths = sorted(directory.rglob("*.npz"))
    if not paths:
        raise Pa3dError(f"{directory}: no labelled shapes (.npz with points, labels, label_names) in it")
    found: dict[str, Path] = {}
    for path in paths:
        shape_id = "__".join(path.relative_to(directory).with_suffix("").parts)
        if shape_id in found:
            raise Pa3dError(f"{path}: has the same id as {found[shape_id]}; rename one of them")
        found[shape_id] = path
    items = [Item(shape_id, "", (path,), partial(read, path)) for shape_id, path in found.items()]
    return Dataset(NAME, TITLE, directory, "", "y", items, how_to_get=HOW_TO_GET, expect="all")
