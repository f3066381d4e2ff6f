"""Farthest point sampling and k nearest neighbours, in batches, on CPU and GPU, without compiled extensions.

Each comes three times: batched torch that runs anywhere, the same rule as a numba kernel for the CPU, and in
numpy for a first answer, since loading numba takes longer than a few shapes. All give the same indices; tests
compare them with each other and with the released kernel's output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

NEAR_ORIGIN = 1e-3  # the released GPU kernel never picks points with |p|^2 at or below this


def farthest_point_sample(points: torch.Tensor, count: int, *, skip_near_origin: bool = False) -> torch.Tensor:
    """(B, count) int64 indices of centres: point 0 first, then always the point farthest from all chosen.

    points (B, N, 3) float32. The first of equally far points wins. `skip_near_origin` repeats the rule of the
    released checkpoint's kernel. count may not exceed N. A large cloud on the CPU is put into buckets, of which
    a new centre concerns few: the same sequence.
    """
    import torch

    _check(points, count)
    if points.device.type == "cpu":
        from pa3d.kernels import fps_batch

        array = np.ascontiguousarray(points.detach().numpy(), np.float32)
        return torch.from_numpy(fps_batch(array, count, skip_near_origin))
    return fps_torch(points, count, skip_near_origin=skip_near_origin)


def fps_torch(points: torch.Tensor, count: int, *, skip_near_origin: bool = False) -> torch.Tensor:
    """`farthest_point_sample` as batched torch operations."""
    import torch

    batch, num_points, _ = points.shape
    x, y, z = points.unbind(-1)
    # a skipped point never becomes a centre: its distance stays below every other
    skipped = (x * x + y * y + z * z) <= NEAR_ORIGIN if skip_near_origin else None
    nearest = torch.full((batch, num_points), float("inf"), device=points.device)
    chosen = torch.zeros(batch, count, dtype=torch.long, device=points.device)
    current = torch.zeros(batch, dtype=torch.long, device=points.device)
    rows = torch.arange(batch, device=points.device)
    for i in range(count):
        chosen[:, i] = current
        dx, dy, dz = (a - a[rows, current][:, None] for a in (x, y, z))
        nearest = torch.minimum(nearest, dx * dx + dy * dy + dz * dz)
        candidate = nearest if skipped is None else nearest.masked_fill(skipped, -1.0)
        value, current = candidate.max(dim=1)
        current = torch.where(value > -1.0, current, 0)
    return chosen


def knn(points: torch.Tensor, centers: torch.Tensor, k: int) -> torch.Tensor:
    """(B, G, k) int64 indices of the k points nearest to each centre, nearest first.

    points (B, N, 3), centers (B, G, 3), k <= N. The lower index wins between equal distances.
    """
    import torch

    _check(points, k)
    if points.device.type == "cpu":
        from pa3d.kernels import knn_batch

        cloud, near = (np.ascontiguousarray(a.detach().numpy(), np.float32) for a in (points, centers))
        return torch.from_numpy(knn_batch(cloud, near, k))
    return knn_torch(points, centers, k)


def knn_torch(points: torch.Tensor, centers: torch.Tensor, k: int) -> torch.Tensor:
    """`knn` as batched torch operations."""
    import torch

    dx, dy, dz = (
        c[:, :, None] - p[:, None, :] for c, p in zip(centers.unbind(-1), points.unbind(-1), strict=True)
    )
    distance = dx * dx + dy * dy + dz * dz  # (B, G, N)
    return torch.sort(distance, dim=2, stable=True).indices[:, :, :k]


def fps_numpy(points: NDArray, count: int, skip_near_origin: bool = False) -> NDArray[np.int64]:
    """`farthest_point_sample` of one cloud (N, 3) float32 -> (count,), about 1 ms for 128 of 2048."""
    x, y, z = np.ascontiguousarray(points.T, np.float32)
    skipped = x * x + y * y + z * z <= np.float32(NEAR_ORIGIN) if skip_near_origin else None
    nearest = np.full(len(points), np.inf, np.float32)
    chosen = np.zeros(count, np.int64)
    for i in range(1, count):
        last = chosen[i - 1]
        dx, dy, dz = x - x[last], y - y[last], z - z[last]
        np.minimum(nearest, dx * dx + dy * dy + dz * dz, out=nearest)
        candidate = nearest if skipped is None else np.where(skipped, np.float32(-1), nearest)
        best = candidate.argmax()
        chosen[i] = best if candidate[best] > -1 else 0
    return chosen


def knn_numpy(points: NDArray, centers: NDArray, k: int) -> NDArray[np.int64]:
    """`knn` of one cloud (N, 3) and its centres (G, 3), float32 -> (G, k)."""
    dx, dy, dz = (c[:, None] - p[None] for c, p in zip(centers.T, points.T, strict=True))
    distance = dx * dx + dy * dy + dz * dz  # (G, N)
    # all that are as near as the k-th: with ties there are more than k, and the lower index is to win
    limit = np.partition(distance, k - 1, axis=1)[:, k - 1 : k]
    result = np.empty((len(centers), k), np.int64)
    for row, (own, most) in enumerate(zip(distance, limit, strict=True)):
        near = np.flatnonzero(own <= most)
        result[row] = near[np.argsort(own[near], kind="stable")[:k]]
    return result


def gather(values: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    """values (B, N, C), index (B, ...) -> (B, ..., C)."""
    rows = index.reshape(len(values), -1, 1).expand(-1, -1, values.shape[-1])
    return values.gather(1, rows).reshape(*index.shape, values.shape[-1])


def _check(points: torch.Tensor, count: int) -> None:
    if points.dim() != 3 or points.shape[-1] != 3:
        raise ValueError(f"points must be (B, N, 3), got {tuple(points.shape)}")
    if not 0 < count <= points.shape[1]:
        raise ValueError(f"asked for {count} of {points.shape[1]} points")
