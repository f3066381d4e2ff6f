"""A z-buffer on the CPU: depth and face index of meshes, splats of points. Needs no display and no GL."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True, nogil=True)
def _mesh_kernel(uv, z, faces, perspective, depth, index):
    height, width = depth.shape
    for f in range(len(faces)):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        ax, ay, bx, by, cx, cy = uv[a, 0], uv[a, 1], uv[b, 0], uv[b, 1], uv[c, 0], uv[c, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-12:
            continue
        za, zb, zc = z[a], z[b], z[c]
        if perspective:
            za, zb, zc = 1.0 / za, 1.0 / zb, 1.0 / zc
        # pixel centres at +0.5 inside the bounding box
        x0 = max(0, int(np.ceil(min(ax, bx, cx) - 0.5)))
        x1 = min(width - 1, int(np.floor(max(ax, bx, cx) - 0.5)))
        y0 = max(0, int(np.ceil(min(ay, by, cy) - 0.5)))
        y1 = min(height - 1, int(np.floor(max(ay, by, cy) - 0.5)))
        inverse = 1.0 / area
        for y in range(y0, y1 + 1):
            py = y + 0.5
            for x in range(x0, x1 + 1):
                px = x + 0.5
                wa = ((bx - px) * (cy - py) - (by - py) * (cx - px)) * inverse
                wb = ((cx - px) * (ay - py) - (cy - py) * (ax - px)) * inverse
                # not 1 - wa - wb: edge functions of two neighbours are exact negatives, so no cracks
                wc = ((ax - px) * (by - py) - (ay - py) * (bx - px)) * inverse
                if wa < 0.0 or wb < 0.0 or wc < 0.0:
                    continue
                value = wa * za + wb * zb + wc * zc
                if perspective:
                    value = 1.0 / value
                if value < depth[y, x]:
                    depth[y, x] = value
                    index[y, x] = f


@numba.njit(cache=True, nogil=True)
def _point_kernel(uv, z, radius, depth, index):
    height, width = depth.shape
    for p in range(len(uv)):
        r = radius[p]
        x0 = max(0, int(np.ceil(uv[p, 0] - r - 0.5)))
        x1 = min(width - 1, int(np.floor(uv[p, 0] + r - 0.5)))
        y0 = max(0, int(np.ceil(uv[p, 1] - r - 0.5)))
        y1 = min(height - 1, int(np.floor(uv[p, 1] + r - 0.5)))
        for y in range(y0, y1 + 1):
            for x in range(x0, x1 + 1):
                dx, dy = x + 0.5 - uv[p, 0], y + 0.5 - uv[p, 1]
                if dx * dx + dy * dy <= r * r and z[p] < depth[y, x]:
                    depth[y, x] = z[p]
                    index[y, x] = p


def rasterize_mesh(
    uv: NDArray, z: NDArray, faces: NDArray, size: tuple[int, int], *, perspective: bool
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Depth (H, W) camera z, inf background, and the nearest face (H, W), -1 background.

    uv (M, 2) pixel coordinates and z (M,) camera z > 0 of the vertices; faces (F, 3). Both sides are
    drawn. A pixel is covered when its centre lies in the triangle; the first of equal depths wins.
    """
    depth = np.full(size, np.inf)
    index = np.full(size, -1, np.int32)
    _mesh_kernel(
        np.ascontiguousarray(uv, np.float64),
        np.ascontiguousarray(z, np.float64),
        np.ascontiguousarray(faces, np.int32),
        perspective,
        depth,
        index,
    )
    return depth.astype(np.float32), index


def rasterize_points(
    uv: NDArray, z: NDArray, radius: NDArray, size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Depth (H, W) and point index (H, W) of points drawn as discs facing the camera.

    uv (N, 2) pixels, z (N,) camera z, radius (N,) pixels.
    """
    depth = np.full(size, np.inf)
    index = np.full(size, -1, np.int32)
    _point_kernel(
        np.ascontiguousarray(uv, np.float64),
        np.ascontiguousarray(z, np.float64),
        np.ascontiguousarray(np.maximum(radius, 0.71), np.float64),
        depth,
        index,
    )
    return depth.astype(np.float32), index
