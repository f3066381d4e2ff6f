"""Meshes and point clouds in memory: the frame they are brought to, their areas, points on their surface."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError

# rotation that turns the named up axis of the source into +y; all have determinant +1, never a mirror
UP_ROTATIONS: dict[str, NDArray[np.float64]] = {
    "y": np.eye(3),
    "-y": np.diag([1.0, -1.0, -1.0]),
    "z": np.array([[1.0, 0, 0], [0, 0, 1], [0, -1, 0]]),
    "-z": np.array([[1.0, 0, 0], [0, 0, -1], [0, 1, 0]]),
    "x": np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]]),
    "-x": np.array([[0.0, 1, 0], [-1, 0, 0], [0, 0, 1]]),
}


LARGEST = 1e100  # coordinate; squares of larger ones overflow


@dataclass(frozen=True)
class Shape:
    """A mesh (faces given) or a point cloud (faces None), in the source's own order, frame and units."""

    vertices: NDArray[np.float64]  # (M, 3)
    faces: NDArray[np.int32] | None  # (F, 3)
    colors: NDArray[np.uint8] | None = None  # (M, 3) sRGB

    @property
    def is_mesh(self) -> bool:
        return self.faces is not None


@dataclass(frozen=True)
class Frame:
    """Similarity from source units to frame `model`: rotate the up axis to y, centre, scale to radius 1."""

    up: str
    center: NDArray[np.float64]  # (3,), after the rotation
    scale: float

    def to_model(self, points: NDArray) -> NDArray[np.float32]:
        """(N, 3) source coordinates -> (N, 3) frame model."""
        rotated = np.asarray(points, np.float64) @ UP_ROTATIONS[self.up].T
        return ((rotated - self.center) / self.scale).astype(np.float32)

    def to_source(self, points: NDArray) -> NDArray[np.float64]:
        """(N, 3) frame model -> (N, 3) source coordinates; the inverse of `to_model`."""
        return (points * self.scale + self.center) @ UP_ROTATIONS[self.up]


def check_up(up: str) -> None:
    """Name an up axis that is none."""
    if up not in UP_ROTATIONS:
        raise ShapeError(f"up axis {up!r} is not one of {', '.join(UP_ROTATIONS)}")


def fit_frame(points: NDArray, up: str = "y") -> Frame:
    """Frame of a shape: centre of the bounding box, farthest point at radius 1."""
    check_up(up)
    rotated = np.asarray(points, np.float64) @ UP_ROTATIONS[up].T
    if not np.abs(rotated).max() < LARGEST:
        raise ShapeError(f"coordinates beyond {LARGEST:g}; scale the shape down")
    center = (rotated.min(0) + rotated.max(0)) / 2
    scale = float(np.linalg.norm(rotated - center, axis=1).max())
    if not scale > 0:
        raise ShapeError("all points are equal; there is no surface to work on")
    return Frame(up, center, scale)


def face_areas(shape: Shape) -> NDArray[np.float64]:
    """(F,) area of each face, squared source units."""
    corners = shape.vertices[shape.faces]
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.linalg.norm(cross, axis=1) / 2


def sample_surface(
    shape: Shape, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """`count` points and where each comes from: (n, 3) source units, (n,) face or point index.

    Meshes: area-weighted, stratified along the list of faces so that small parts keep their share.
    Clouds: a random subset without repetition, all points when there are no more than `count`.
    """
    if shape.faces is None:
        total = len(shape.vertices)
        index = rng.permutation(total)[:count] if total > count else np.arange(total)
        return shape.vertices[index], index.astype(np.int32)
    cumulative = np.cumsum(face_areas(shape))
    steps = (np.arange(count) + rng.random(count)) / count
    face = np.searchsorted(cumulative, steps * cumulative[-1], side="right")
    face = np.minimum(face, len(cumulative) - 1)
    face = rng.permutation(face)
    a, b, c = np.moveaxis(shape.vertices[shape.faces[face]], 1, 0)
    r1, r2 = np.sqrt(rng.random((count, 1))), rng.random((count, 1))
    return (1 - r1) * a + r1 * (1 - r2) * b + r1 * r2 * c, face.astype(np.int32)
