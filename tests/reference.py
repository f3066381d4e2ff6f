"""Slow, plain versions of the geometry: one pixel, one point at a time. The fast code must equal them."""

from __future__ import annotations

import math

import numpy as np


def keys(d: float) -> float:
    """Keys' cubic kernel with A = -0.75 at distance d."""
    a, d = -0.75, abs(d)
    if d <= 1:
        return (a + 2) * d**3 - (a + 3) * d**2 + 1
    if d < 2:
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a
    return 0.0


def bicubic(grid: np.ndarray, row: float, col: float) -> np.ndarray:
    """Value of a grid (h, w, D) at a fractional cell position; the border is repeated."""
    height, width, dim = grid.shape
    total = np.zeros(dim)
    for r in range(math.floor(row) - 1, math.floor(row) + 3):
        for c in range(math.floor(col) - 1, math.floor(col) + 3):
            cell = grid[min(max(r, 0), height - 1), min(max(c, 0), width - 1)].astype(np.float64)
            total += keys(row - r) * keys(col - c) * cell
    return total


def backproject(cameras, depth, points, tokens, tolerance):
    """Features (N, D), 0 where unseen, and counts (N,): every point against every view, in turn."""
    views, size, _ = depth.shape
    features = np.zeros((len(points), tokens.shape[-1]))
    counts = np.zeros(len(points), int)
    for n, point in enumerate(points.astype(np.float64)):
        for v in range(views):
            x, y, z = cameras.extrinsics[v, :3, :3].astype(np.float64) @ point + cameras.extrinsics[v, :3, 3]
            focal = float(cameras.intrinsics[v, 0, 0])
            center = float(cameras.intrinsics[v, 0, 2])
            near = z if cameras.projection == "perspective" else 1.0
            col, row = math.floor(focal * x / near + center), math.floor(focal * y / near + center)
            if not (0 <= col < size and 0 <= row < size):
                continue
            surface = float(depth[v, row, col])
            if math.isinf(surface) or z > surface + tolerance * near / focal:
                continue
            h, w = tokens.shape[1:3]
            features[n] += bicubic(tokens[v], (row + 0.5) * h / size - 0.5, (col + 0.5) * w / size - 0.5)
            counts[n] += 1
    return features / np.maximum(counts, 1)[:, None], counts


def rasterize_points(uv, z, radius, size):
    """Depth and index: for every pixel, the nearest disc over its centre."""
    depth = np.full(size, np.inf)
    index = np.full(size, -1)
    for row in range(size[0]):
        for col in range(size[1]):
            for p in range(len(uv)):
                distance = math.hypot(col + 0.5 - uv[p, 0], row + 0.5 - uv[p, 1])
                if distance <= max(radius[p], 0.71) and z[p] < depth[row, col]:
                    depth[row, col], index[row, col] = z[p], p
    return depth, index
