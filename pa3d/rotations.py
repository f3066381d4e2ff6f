"""Rotations of benchmark shapes: seeded per shape, kept with the predictions, or given by a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError, first_line
from pa3d.stage import seed_of
from pa3d.untrusted import read_json, read_npy

KINDS = ("none", "z", "so3")
STREAM = 7919  # of the shape's random numbers, apart from those that sample its points


def random_rotation(kind: str, seed: int, shape_id: str) -> NDArray[np.float64]:
    """(3, 3) rotation of points with y up: "z" about the up axis (the field's name for it), "so3" any.

    Depends on seed and shape id only, so that every method and every run sees the same poses.
    """
    if kind not in KINDS:
        raise Pa3dError(f"--rotation {kind}: write one of {', '.join(KINDS)}, or a file of rotations")
    if kind == "none":
        return np.eye(3)
    rng = seed_of(seed, shape_id, STREAM)
    if kind == "z":
        angle = rng.uniform(0, 2 * np.pi)
        c, s = np.cos(angle), np.sin(angle)
        return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    from scipy.spatial.transform import Rotation

    return Rotation.from_quat(rng.normal(size=4)).as_matrix()


def read_rotations(path: Path, shape_ids: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Rotations (3, 3) of a file for each of the shapes, in the set's order.

    .json: shape id -> 3 x 3 matrix, what `benchmark` writes. .pt or .npy: a row of three Euler angles per shape
    in the set's order, radians, about x, then y, then z (fixed axes): how Find3D stores them. Theirs belong to
    the order in which their loader meets the files, which their code leaves to the file system.
    """
    if path.suffix == ".json":
        try:
            table = read_json(path)
            found = {i: np.asarray(table[i], np.float64) for i in shape_ids}
        except KeyError as error:
            raise Pa3dError(f"{path}: no rotation of {error}; it belongs to another set") from error
        except (OSError, ValueError, TypeError) as error:
            raise Pa3dError(f"{path}: not a readable file of rotations ({first_line(error)})") from error
    else:
        angles = _angles(path)
        if angles.shape != (len(shape_ids), 3):
            raise Pa3dError(
                f"{path}: angles {angles.shape}; the set has {len(shape_ids)} shapes, three for each"
            )
        from scipy.spatial.transform import Rotation

        found = dict(zip(shape_ids, Rotation.from_euler("xyz", angles).as_matrix(), strict=True))
    for shape_id, matrix in found.items():
        proper = matrix.shape == (3, 3) and np.allclose(matrix @ matrix.T, np.eye(3), atol=1e-4)
        if not proper or np.linalg.det(matrix) < 0:
            raise Pa3dError(f"{path}: what it has for {shape_id} is no rotation")
    return found


def _angles(path: Path) -> NDArray[np.float64]:
    if path.suffix == ".pt":
        from pa3d.checkpoint import read_torch

        content = read_torch(path)
        try:
            return np.asarray(content, np.float64)
        except (ValueError, TypeError, RuntimeError) as error:
            raise Pa3dError(f"{path}: holds no angles ({first_line(error)})") from error
    try:
        return read_npy(path).astype(np.float64)
    except (OSError, ValueError, TypeError, EOFError) as error:
        raise Pa3dError(
            f"{path}: not a readable .json, .npy or .pt of rotations ({first_line(error)})"
        ) from error
