"""Which views of a render see which points: the depth test that lifting and scans share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.artifact import Artifact
from pa3d.cameras import Cameras
from pa3d.render import stored_cameras

TOLERANCE = 2.0  # pixels' worth of depth behind the first surface
SEEN_NEEDS = ("points", "depth", "extrinsics", "intrinsics")  # what `seen_points` reads of a render


def visibility(
    cameras: Cameras, depth: NDArray, points: NDArray, tolerance: float, slack: float = 0.0
) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Which view sees which point, and at which pixel.

    depth (V, H, W) camera z, inf background; points (N, 3) world. Returns (V, N) bool, True where the point
    projects inside the image and lies at most `tolerance` pixel pitches plus `slack` behind the surface
    drawn there, and (V, N, 2) int32 pixel column and row.
    """
    num_views, height, width = depth.shape
    visible = np.zeros((num_views, len(points)), bool)
    pixels = np.zeros((num_views, len(points), 2), np.int32)
    for view in range(num_views):
        uv, z = cameras.project(view, points)
        pixel = np.floor(uv).astype(np.int64)
        inside = (pixel >= 0).all(1) & (pixel < [width, height]).all(1) & (z > 0)
        pixel = np.clip(pixel, 0, [width - 1, height - 1])
        limit = tolerance * cameras.pixel_pitch(z) + slack
        surface = depth[view, pixel[:, 1], pixel[:, 0]]
        visible[view] = inside & (z <= surface + limit) & np.isfinite(surface)
        pixels[view] = pixel
    return visible, pixels


def seen_points(source: Artifact, tolerance: float = TOLERANCE) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """`visibility` of the points of a render artifact."""
    # splats face the camera: on a slope a neighbour's disc stands up to its radius before the surface
    slack = source.config["splat_radius"] if source.attrs["source_kind"] == "cloud" else 0.0
    return visibility(stored_cameras(source), source["depth"], source["points"], tolerance, slack)
