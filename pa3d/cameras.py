"""Camera presets and projection. OpenCV axes: x right, y down, z forward; pixel centres at +0.5."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError


@dataclass(frozen=True)
class Cameras:
    """V cameras around a shape in frame `model`."""

    extrinsics: NDArray[np.float32]  # (V, 4, 4) world -> camera
    intrinsics: NDArray[np.float32]  # (V, 3, 3) pixels
    projection: str  # "orthographic" | "perspective"
    size: int  # image side, pixels

    def project(self, view: int, points: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(N, 3) world points -> (N, 2) pixel coordinates and (N,) camera z."""
        matrix = self.extrinsics[view].astype(np.float64)
        camera = np.asarray(points, np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
        depth = camera[:, 2]
        xy = camera[:, :2] if self.projection == "orthographic" else camera[:, :2] / depth[:, None]
        k = self.intrinsics[view].astype(np.float64)
        return xy * [k[0, 0], k[1, 1]] + k[:2, 2], depth

    def unproject(self, view: int, pixels: NDArray, depth: NDArray) -> NDArray[np.float64]:
        """(N, 2) pixel coordinates and (N,) camera z -> (N, 3) world points; the inverse of `project`."""
        k = self.intrinsics[view].astype(np.float64)
        xy = (np.asarray(pixels, np.float64) - k[:2, 2]) / [k[0, 0], k[1, 1]]
        if self.projection == "perspective":
            xy = xy * np.asarray(depth)[:, None]
        camera = np.column_stack([xy, depth])
        matrix = self.extrinsics[view].astype(np.float64)
        return (camera - matrix[:3, 3]) @ matrix[:3, :3]

    def pixel_pitch(self, depth: NDArray) -> NDArray:
        """Side of a pixel at camera z `depth`, in frame units."""
        focal = float(self.intrinsics[0, 0, 0])
        return np.full_like(depth, 1 / focal) if self.projection == "orthographic" else depth / focal


def look_at(position: NDArray) -> NDArray[np.float32]:
    """(4, 4) world -> camera of a camera at `position` that looks at the origin, +y up in the image."""
    forward = -position / np.linalg.norm(position)
    up = np.array([0.0, 1.0, 0.0])
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(forward, right), forward])
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = -rotation @ position
    return matrix


def ring_position(azimuth: float, elevation: float, distance: float) -> NDArray[np.float64]:
    """Camera position; degrees; azimuth 0 is +z, azimuth 90 is +x, elevation 90 is +y."""
    a, e = np.radians([azimuth, elevation])
    return distance * np.array([np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a)])


# preset -> (projection, distance, [(azimuth, elevation) in degrees])
PRESETS: dict[str, tuple[str, float, list[tuple[float, float]]]] = {
    # training data of the paper: 10 orthographic views, every 36 degrees, elevation +30 / -20 in turn
    "find3d": (
        "orthographic",
        3.0,
        [(-180.0 + 36.0 * i, 30.0 if i % 2 == 0 else -20.0) for i in range(10)],
    ),
    # COPS, view set 004: 10 perspective views, field of view 60 degrees
    "cops": (
        "perspective",
        2.0,
        [(float(a), 20.0) for a in (45, 135, -135, -45, 0, 90, 180, -90)] + [(0.0, -75.0), (0.0, 70.0)],
    ),
}
ORTHOGRAPHIC_HALF_WIDTH = 1.05  # the unit sphere with a 5 % margin
FIELD_OF_VIEW = 60.0  # degrees


def make_cameras(preset: str, size: int) -> Cameras:
    """The named camera set for square images of `size` pixels."""
    if preset not in PRESETS:
        raise Pa3dError(f"camera preset {preset!r} is not one of {', '.join(PRESETS)}")
    projection, distance, angles = PRESETS[preset]
    if projection == "orthographic":
        focal = size / 2 / ORTHOGRAPHIC_HALF_WIDTH
    else:
        focal = size / 2 / np.tan(np.radians(FIELD_OF_VIEW / 2))
    k = np.array([[focal, 0, size / 2], [0, focal, size / 2], [0, 0, 1]], np.float32)
    extrinsics = np.stack([look_at(ring_position(a, e, distance)) for a, e in angles])
    return Cameras(extrinsics, np.tile(k, (len(angles), 1, 1)), projection, size)
