"""CPU kernels of neighbors.py. Same rules, same indices; compiled once and cached."""

from __future__ import annotations

import numba
import numpy as np

from pa3d.neighbors import NEAR_ORIGIN

_NEAR_ORIGIN = np.float32(NEAR_ORIGIN)


@numba.njit(cache=True, nogil=True)
def _fps_one(points, count, skip_near_origin, chosen):
    n = len(points)
    x, y, z = points[:, 0].copy(), points[:, 1].copy(), points[:, 2].copy()
    nearest = np.full(n, np.float32(np.inf), np.float32)
    usable = np.ones(n, np.bool_)
    if skip_near_origin:
        for i in range(n):
            usable[i] = x[i] * x[i] + y[i] * y[i] + z[i] * z[i] > _NEAR_ORIGIN
    current = 0
    for j in range(count):
        chosen[j] = current
        cx, cy, cz = x[current], y[current], z[current]
        for i in range(n):
            dx, dy, dz = x[i] - cx, y[i] - cy, z[i] - cz
            distance = dx * dx + dy * dy + dz * dz
            if distance < nearest[i]:
                nearest[i] = distance
        best = np.float32(-1.0)
        current = 0
        for i in range(n):
            if usable[i] and nearest[i] > best:
                best = nearest[i]
                current = i


@numba.njit(cache=True, nogil=True)
def fps_batch(points, count, skip_near_origin):
    """points (B, N, 3) float32 -> (B, count) int64; see neighbors.farthest_point_sample."""
    chosen = np.zeros((len(points), count), np.int64)
    for b in range(len(points)):
        _fps_one(points[b], count, skip_near_origin, chosen[b])
    return chosen


@numba.njit(cache=True, nogil=True)
def knn_batch(points, centers, k):
    """points (B, N, 3), centers (B, G, 3) float32 -> (B, G, k) int64; see neighbors.knn."""
    batch, n, _ = points.shape
    groups = centers.shape[1]
    out = np.zeros((batch, groups, k), np.int64)
    distance = np.zeros(n, np.float32)
    best = np.zeros(k, np.float32)
    for b in range(batch):
        x, y, z = points[b, :, 0].copy(), points[b, :, 1].copy(), points[b, :, 2].copy()
        for g in range(groups):
            cx, cy, cz = centers[b, g, 0], centers[b, g, 1], centers[b, g, 2]
            for i in range(n):
                dx, dy, dz = cx - x[i], cy - y[i], cz - z[i]
                distance[i] = dx * dx + dy * dy + dz * dz
            row = out[b, g]
            size = 0
            for i in range(n):  # insertion into a sorted list of k; earlier points keep their place in ties
                d = distance[i]
                if size == k and d >= best[k - 1]:
                    continue
                place = size if size < k else k - 1
                while place > 0 and best[place - 1] > d:
                    best[place] = best[place - 1]
                    row[place] = row[place - 1]
                    place -= 1
                best[place] = d
                row[place] = i
                if size < k:
                    size += 1
    return out
