"""Meshes and point clouds in memory: the frame they are brought to, their areas, points on their surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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


LARGEST = 1e30  # coordinate; the fourth power must fit in double precision, and the number in single
SMALLEST = 1e-30  # longest side of a shape, for the same reasons
FARTHEST = 1e15  # frame units; farther vertices, which no face uses, are taken to be there
FEWEST = 32  # points of a cloud
CELLS = 1 << 16  # of the grid, along the longest side of a shape, that tells places apart for sampling
SHIFT = 0.381966  # cells; keeps coordinates that are round numbers away from the borders of the cells
BLOCK = 1 << 16  # points or faces worked on at a time


@dataclass(frozen=True)
class Shape:
    """A mesh (faces given) or a point cloud (faces None), in the source's own order, frame and units."""

    vertices: NDArray[np.float64]  # (M, 3)
    faces: NDArray[np.integer] | None  # (F, 3), int32 once it is checked
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
        framed = (rotated - self.center) / self.scale
        return np.clip(framed, -FARTHEST, FARTHEST, out=framed).astype(np.float32)

    def to_source(self, points: NDArray) -> NDArray[np.float64]:
        """(N, 3) frame model -> (N, 3) source coordinates; the inverse of `to_model`."""
        return (points * self.scale + self.center) @ UP_ROTATIONS[self.up]


def as_bytes(colors: NDArray) -> NDArray[np.uint8]:
    """Colours (M, 3) of a file that does not say whether they go to 1 or to 255: to 1 if none is above."""
    full = 255 if colors.max(initial=0) > 1 else 1
    return np.clip(np.round(colors * (255 / full)), 0, 255).astype(np.uint8)


def check_shape(shape: Shape) -> Shape:
    """The shape with faces as int32; ShapeError when its numbers are unusable or it holds too little."""
    count = len(shape.vertices)
    if count == 0:
        raise ShapeError("holds no points")
    bad = sum(int((~np.isfinite(shape.vertices[part]).all(axis=1)).sum()) for part in _blocks(count))
    if bad:
        raise ShapeError(f"{bad} of {count} points are NaN or infinite; remove them")
    _check_size(shape.vertices)
    if shape.faces is None:
        if count < FEWEST:
            raise ShapeError(f"{count} point{'s' * (count > 1)}; at least {FEWEST} are needed")
        _check_extent(shape.vertices)
        return shape
    if len(shape.faces) == 0:
        raise ShapeError("a mesh without faces")
    low, high = shape.faces.min(), shape.faces.max()
    if low < 0 or high >= count:
        raise ShapeError(
            f"a face names vertex {high if high >= count else low} (from 0), but there are {count}"
        )
    faces = shape.faces.astype(np.int32, copy=False)
    shape = replace(shape, faces=faces)
    if np.ptp(shape.vertices, axis=0).max() < SMALLEST:
        _check_extent(shape.vertices)
    if not face_areas(shape).sum() > 0:
        raise ShapeError(f"all {len(faces)} faces have zero area")
    return shape


def check_up(up: str) -> None:
    """Name an up axis that is none."""
    if up not in UP_ROTATIONS:
        raise ShapeError(f"up axis {up!r} is not one of {', '.join(UP_ROTATIONS)}")


def _check_size(points: NDArray) -> None:
    if not max(points.max(), -points.min()) < LARGEST:
        raise ShapeError(f"coordinates beyond {LARGEST:g}; scale the shape down")


def _check_extent(points: NDArray) -> None:
    longest = float(np.ptp(points, axis=0).max())
    if longest == 0:
        raise ShapeError("all points are equal; there is no surface to work on")
    if longest < SMALLEST:
        raise ShapeError(f"measures {longest:.0e} from end to end; scale it up")


def fit_frame(points: NDArray, up: str = "y") -> Frame:
    """Frame of a shape: centre of the bounding box, farthest point at radius 1."""
    check_up(up)
    rotated = np.asarray(points, np.float64) @ UP_ROTATIONS[up].T
    _check_size(rotated)
    center = (rotated.min(0) + rotated.max(0)) / 2
    scale = float(np.linalg.norm(rotated - center, axis=1).max())
    if not scale > 0:
        raise ShapeError("all points are equal; there is no surface to work on")
    return Frame(up, center, scale)


def face_areas(shape: Shape) -> NDArray[np.float64]:
    """(F,) area of each face, squared source units."""
    assert shape.faces is not None
    areas = np.empty(len(shape.faces))
    for part in _blocks(len(areas)):
        corners = shape.vertices[shape.faces[part]]
        cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        areas[part] = np.linalg.norm(cross, axis=1) / 2
    return areas


def _blocks(total: int) -> list[slice]:
    return [slice(start, min(start + BLOCK, total)) for start in range(0, total, BLOCK)]


Sample = tuple[NDArray[np.float64], NDArray[np.int32]]  # (n, 3) source units, (n,) face or point index


def sample_surface(shape: Shape, count: int, rng: np.random.Generator, up: str = "y") -> Sample:
    """`count` points and where each comes from: (n, 3) source units, (n,) face or point index.

    Meshes: area-weighted, stratified along a curve through space so that small parts keep their share.
    Clouds: a random subset without repetition, all points when there are no more than `count`; points at one
    place (CELLS) are taken together only when the places run out. In both the points come in random order:
    any prefix is a fair sample.

    Which places are drawn depends on the random numbers and on the geometry seen with `up` upwards, not on
    the order of points or faces, on units or on position; rounding moves a sample only where it moves a
    point to another cell.
    """
    return surface_sampler(shape, up)(count, rng)


def surface_sampler(shape: Shape, up: str = "y") -> Callable[[int, np.random.Generator], Sample]:
    """`sample_surface` prepared for several draws of one shape."""
    check_up(up)
    _check_size(shape.vertices)
    return _cloud_sampler(shape, up) if shape.faces is None else _mesh_sampler(shape, up)


class _Grid:
    """Cells of a shape, seen with `up` upwards: they follow the shape when it is moved or scaled."""

    def __init__(self, vertices: NDArray, up: str) -> None:
        low, high = vertices.min(0), vertices.max(0)
        self.axis = np.abs(UP_ROTATIONS[up]).argmax(1)  # these rotations only change places and signs
        self.sign = UP_ROTATIONS[up].sum(1)
        self.center = (low + high) / 2
        self.per_unit = CELLS / max(float((high - low).max()), np.finfo(float).tiny * CELLS)

    def __call__(self, points: NDArray) -> NDArray[np.uint64]:
        """(..., 3) source units -> (..., 3) from 0 to CELLS."""
        cells = np.empty(points.shape, np.uint64)
        for to, (axis, sign) in enumerate(zip(self.axis, self.sign, strict=True)):
            offset = (points[..., axis] - self.center[axis]) * (sign * self.per_unit)
            cells[..., to] = (offset + (CELLS // 2 + SHIFT)).astype(np.uint64)
        return cells


def _mix(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers that look random, one for each key: the finalizer of SplitMix64."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _mix_rows(rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """(n, 3) -> (n,)."""
    return _mix(_mix(_mix(rows[:, 0] + np.uint64(0x9E3779B97F4A7C15)) + rows[:, 1]) + rows[:, 2])


def _cloud_sampler(shape: Shape, up: str) -> Callable[[int, np.random.Generator], Sample]:
    points = shape.vertices
    grid = _Grid(points, up)
    place = np.empty(len(points), np.uint64)
    for part in _blocks(len(points)):
        place[part] = _mix_rows(grid(points[part]))

    def draw(count: int, rng: np.random.Generator) -> Sample:
        """The points of lowest random number; where several share a cell, one of each cell before the next."""
        salt = rng.integers(2**64, dtype=np.uint64)
        key = _mix(place ^ salt)
        share = 4 * count / len(points)
        while True:
            if share < 1:
                near = np.flatnonzero(key < np.uint64(int(share * 2**64)))
            else:
                near = np.arange(len(points))
            inside = _mix_rows(np.ascontiguousarray(points[near] + 0.0).view(np.uint64) ^ salt)
            near = near[np.lexsort((inside, key[near]))]
            first = np.ones(len(near), bool)
            first[1:] = key[near[1:]] != key[near[:-1]]
            if share >= 1 or first.sum() >= count:
                break
            share *= 8
        steps = np.arange(len(near))
        rank = steps - np.maximum.accumulate(np.where(first, steps, 0))
        index = near[np.lexsort((key[near], rank))][:count]
        return points[index], index.astype(np.int32)

    return draw


def _mesh_sampler(shape: Shape, up: str) -> Callable[[int, np.random.Generator], Sample]:
    used = np.zeros(len(shape.vertices), bool)
    assert shape.faces is not None
    faces = shape.faces
    used[faces] = True
    grid, areas = _Grid(shape.vertices[used], up), face_areas(shape)
    curve = np.empty(len(areas), np.uint64)
    for part in _blocks(len(areas)):
        curve[part] = _interleave(grid(shape.vertices[faces[part]].mean(1)))
    order = np.lexsort((areas, curve))
    cumulative = np.cumsum(areas[order])

    def draw(count: int, rng: np.random.Generator) -> Sample:
        steps = (np.arange(count) + rng.random(count)) / count
        index = np.searchsorted(cumulative, steps * cumulative[-1], side="right")
        face = order[rng.permutation(np.minimum(index, len(cumulative) - 1))]
        corners = shape.vertices[faces[face]]
        turn = np.argsort(_interleave(grid(corners)), axis=1, kind="stable")  # whichever corner is listed first
        a, b, c = np.moveaxis(np.take_along_axis(corners, turn[..., None], 1), 1, 0)
        r1, r2 = np.sqrt(rng.random((count, 1))), rng.random((count, 1))
        return (1 - r1) * a + r1 * (1 - r2) * b + r1 * r2 * c, face.astype(np.int32)

    return draw


def _interleave(cells: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """(..., 3) -> (...): the bits of the three in turns, a position on Morton's curve through space."""
    code = np.zeros(cells.shape[:-1], np.uint64)
    for axis in range(3):
        bits = cells[..., axis]
        for shift, mask in (
            (32, 0x1F00000000FFFF),
            (16, 0x1F0000FF0000FF),
            (8, 0x100F00F00F00F00F),
            (4, 0x10C30C30C30C30C3),
            (2, 0x1249249249249249),
        ):
            bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
        code |= bits << np.uint64(axis)
    return code
