"""Any benchmark set as labelled .npz files, which render takes as clouds and patchify as annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pa3d.artifact import atomic_path, remove_abandoned
from pa3d.datasets.base import Dataset, LabelledShape
from pa3d.errors import Pa3dError
from pa3d.stage import Report


def write_shape(path: Path, shape: LabelledShape) -> None:
    """Write points (N, 3) f4, labels (N,) i4, label_names (L,), category."""
    with atomic_path(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(
            stream,
            points=shape.points.astype(np.float32),
            labels=shape.labels.astype(np.int32),
            label_names=np.array(shape.part_names),
            category=np.array(shape.category),
        )


def write_set(
    data: Dataset,
    out_dir: Path,
    overwrite: bool = False,
    progress: Callable[[str, str], None] = lambda shape_id, state: None,
) -> Report:
    """Write `<shape_id>.npz` for every shape that has none yet. A bad one is recorded and the rest goes on."""
    report = Report(out_dir)
    out_dir.mkdir(parents=True, exist_ok=True)
    remove_abandoned(out_dir)
    for item in data.items:
        path = out_dir / f"{item.shape_id}.npz"
        state = "skipped"
        if overwrite or not path.exists():
            try:
                write_shape(path, item.read())
                state = "done"
            except Pa3dError as error:
                report.failed[item.shape_id] = str(error)
                state = "failed"
        if state != "failed":
            getattr(report, state).append(item.shape_id)
        progress(item.shape_id, state)
    return report
