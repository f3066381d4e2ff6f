"""`pa3d synth`: shapes of the catalogue as .npz files that every stage reads as mesh and as annotation."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pa3d.artifact import atomic_path
from pa3d.synth import LabelledMesh, make_shape


def shape_id(category: str, seed: int) -> str:
    """The name of a shape: `office_chair-000012`."""
    return f"{category.replace(' ', '_')}-{seed:06d}"


def write_shape(path: Path, shape: LabelledMesh) -> None:
    """Write vertices (V, 3), faces (F, 3), face_name (M, F), part_names (L,), category."""
    with atomic_path(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(
            stream,
            vertices=shape.vertices.astype(np.float32),
            faces=shape.faces.astype(np.int32),
            face_name=shape.face_name.astype(np.int16),
            part_names=np.array(shape.part_names),
            category=np.array(shape.category),
        )


def write_many(wanted: list[tuple[str, int]], out_dir: Path):
    """Write a shape for each (category, seed) that is not there yet; yields the path of each."""
    for category, seed in wanted:
        path = out_dir / f"{shape_id(category, seed)}.npz"
        if not path.exists():
            write_shape(path, make_shape(category, seed))
        yield path
