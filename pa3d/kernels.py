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


# points from which buckets are worth making: fewer stay in the cache, where a whole pass costs little
MANY = 8192
BUCKET = 128  # points that are no longer divided: a smaller bucket costs more to ask than to go through
_SIDE = 16  # cells of a grid along an axis, at most


@numba.njit(cache=True, nogil=True)
def _cell(value, low, scale, side):
    """Number of a cell along an axis; what is not a number, or lies beyond the grid, is clamped into it."""
    place = (value - low) * scale
    if not place > 0:
        return 0
    return side - 1 if place >= side else int(place)


@numba.njit(cache=True, nogil=True)
def _bounds(points, box):
    """Lowest and highest of each axis of points (n, 3) into box (6,); what is not a number does not count."""
    box[0::2], box[1::2] = np.float32(np.inf), np.float32(-np.inf)
    for i in range(len(points)):
        for axis in range(3):
            value = points[i, axis]
            if value < box[2 * axis]:
                box[2 * axis] = value
            if value > box[2 * axis + 1]:
                box[2 * axis + 1] = value


@numba.njit(cache=True, nogil=True)
def _count_cells(points, box, side, cell, sizes):
    """Cell of each point in a grid of cubes over the box, and how many points each of side**3 has."""
    extent = max(box[1] - box[0], box[3] - box[2], box[5] - box[4])
    scale = np.float32(side) / extent if extent > 0 else np.float32(0)
    sizes[: side**3] = 0
    for i in range(len(points)):
        number = 0
        for axis in range(3):
            number = number * side + _cell(points[i, axis], box[2 * axis], scale, side)
        cell[i] = number
        sizes[number] += 1


@numba.njit(cache=True, nogil=True)
def _buckets(points, usable):
    """The usable points, neighbours together: their indices (M,) and places (M, 3) in that order, first and end
    of each bucket (C, 2), and its box (6, C), low and high of x, y, z.

    A grid of cells; one that is still crowded is divided by a grid of its own, so that a far point or a cluster
    does no harm. Within a bucket points keep their order.
    """
    order = np.flatnonzero(usable)
    placed = points[order]
    old_order, old_placed = np.empty_like(order), np.empty_like(placed)
    cell = np.empty(len(order), np.int32)
    sizes, ends = np.empty(_SIDE**3, np.int64), np.empty(_SIDE**3, np.int64)
    boxes = np.empty((len(order), 6), np.float32)
    span = np.empty((len(order), 2), np.int64)
    count = 0
    stack = [(0, len(order))]
    while len(stack) > 0:
        start, end = stack.pop()
        many = end - start
        _bounds(placed[start:end], boxes[count])
        if many > BUCKET:
            side = int(min(max(np.sqrt(many / BUCKET), 2.0), _SIDE))  # the points are mostly on a surface
            _count_cells(placed[start:end], boxes[count], side, cell[start:end], sizes)
            if sizes[: side**3].max() < many:
                old_order[start:end], old_placed[start:end] = order[start:end], placed[start:end]
                place = start
                for number in range(side**3):
                    ends[number] = place
                    place += sizes[number]
                    if sizes[number] > 0:
                        stack.append((ends[number], place))
                for i in range(start, end):
                    place = ends[cell[i]]
                    ends[cell[i]] += 1
                    order[place] = old_order[i]
                    for axis in range(3):
                        placed[place, axis] = old_placed[i, axis]
                continue
        span[count] = start, end  # few, or all in one place
        count += 1
    return order, placed, span[:count], boxes[:count].T.copy()


@numba.njit(cache=True, nogil=True)
def _fps_buckets(points, count, skip_near_origin, chosen):  # noqa: C901 - one loop
    """The same sequence as `_fps_one`, number for number, with work only where a new centre can matter.

    Each bucket knows its farthest point. A new centre concerns a bucket only when the distance to its box is
    less than that point's. The distance to the box is computed as those to points are, and rounding keeps
    order, so it is never above the computed distance of any point inside: nothing is skipped that would change.
    """
    usable = np.ones(len(points), np.bool_)
    if skip_near_origin:
        for i in range(len(points)):
            x, y, z = points[i, 0], points[i, 1], points[i, 2]
            usable[i] = x * x + y * y + z * z > _NEAR_ORIGIN
    order, placed, span, boxes = _buckets(points, usable)
    x, y, z = placed[:, 0].copy(), placed[:, 1].copy(), placed[:, 2].copy()
    nearest = np.full(len(order), np.float32(np.inf), np.float32)
    num_buckets = len(span)
    farthest = np.full(num_buckets, np.float32(np.inf), np.float32)  # distance of its farthest point, and which
    who = np.zeros(num_buckets, np.int64)
    away = np.zeros(num_buckets, np.float32)
    zero = np.float32(0)
    current = 0
    for j in range(count):
        chosen[j] = current
        cx, cy, cz = points[current, 0], points[current, 1], points[current, 2]
        for b in range(num_buckets):
            dx, dy, dz = boxes[0, b] - cx, boxes[2, b] - cy, boxes[4, b] - cz
            ex, ey, ez = cx - boxes[1, b], cy - boxes[3, b], cz - boxes[5, b]
            dx, dy, dz = dx if dx > ex else ex, dy if dy > ey else ey, dz if dz > ez else ez
            dx, dy, dz = dx if dx > zero else zero, dy if dy > zero else zero, dz if dz > zero else zero
            away[b] = dx * dx + dy * dy + dz * dz
        best = np.float32(-1.0)
        current = 0
        for b in range(num_buckets):
            if j == 0 or away[b] < farthest[b]:
                start, end = span[b]
                for i in range(start, end):
                    dx, dy, dz = x[i] - cx, y[i] - cy, z[i] - cz
                    distance = dx * dx + dy * dy + dz * dz
                    nearest[i] = distance if distance < nearest[i] else nearest[i]
                top, place = np.float32(-1.0), start
                for i in range(start, end):
                    if nearest[i] > top:
                        top, place = nearest[i], i
                farthest[b], who[b] = top, order[place]
            # buckets are not in the order of the points: the lower index wins between equal distances
            if farthest[b] > best or (farthest[b] == best and who[b] < current):
                best, current = farthest[b], who[b]


@numba.njit(cache=True, nogil=True)
def fps_batch(points, count, skip_near_origin):
    """points (B, N, 3) float32 -> (B, count) int64; see neighbors.farthest_point_sample."""
    chosen = np.zeros((len(points), count), np.int64)
    for b in range(len(points)):
        if points.shape[1] < MANY:
            _fps_one(points[b], count, skip_near_origin, chosen[b])
        else:
            _fps_buckets(points[b], count, skip_near_origin, chosen[b])
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
