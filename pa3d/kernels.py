"""CPU kernels of neighbors.py and nearest.py. Same rules, same indices; compiled once and cached."""

from __future__ import annotations

import numba
import numpy as np

from pa3d.buckets import away, bounds, buckets, count_cells
from pa3d.neighbors import NEAR_ORIGIN

_NEAR_ORIGIN = np.float32(NEAR_ORIGIN)
MANY = 8192  # points from which FPS makes buckets: fewer stay in the cache, where a whole pass costs little
BUCKET = 256  # points of a bucket for FPS: a smaller one costs more to ask than to go through
_GROUP = 16  # buckets that are asked together
_NEAR_BUCKET = 64  # points of a bucket for nearest neighbours


@numba.njit(cache=True, nogil=True)
def _fps_one(points, count, skip_near_origin, chosen):
    n = len(points)
    x, y, z = points[:, 0].copy(), points[:, 1].copy(), points[:, 2].copy()
    nearest = np.full(n, np.float32(np.inf), np.float32)
    if skip_near_origin:
        for i in range(n):
            if not x[i] * x[i] + y[i] * y[i] + z[i] * z[i] > _NEAR_ORIGIN:
                nearest[i] = -1.0  # below every other, and it stays
    bits = nearest.view(np.int32)  # of floats that are not negative these have the same order
    current = 0
    for j in range(count):
        chosen[j] = current
        cx, cy, cz = x[current], y[current], z[current]
        for i in range(n):
            dx, dy, dz = x[i] - cx, y[i] - cy, z[i] - cz
            distance = dx * dx + dy * dy + dz * dz
            nearest[i] = distance if distance < nearest[i] else nearest[i]
        best = np.int32(-1)
        for i in range(n):
            best = max(best, bits[i])
        current = 0
        for i in range(n):
            if bits[i] == best:
                current = i
                break


@numba.njit(cache=True, nogil=True)
def _fps_buckets(points, count, skip_near_origin, chosen):  # noqa: C901 - one loop
    """The same sequence as `_fps_one`, number for number, with work only where a new centre can matter.

    Each bucket, and each group of buckets, knows how far its farthest point is. A new centre concerns it only
    when the distance to its box is less than that (see buckets.away): nothing is skipped that would change.
    Distances are compared by their bits, as there.
    """
    usable = np.ones(len(points), np.bool_)
    if skip_near_origin:
        for i in range(len(points)):
            x, y, z = points[i, 0], points[i, 1], points[i, 2]
            usable[i] = x * x + y * y + z * z > _NEAR_ORIGIN
    order, placed, span, boxes = buckets(points, usable, BUCKET)
    x, y, z = placed[:, 0].copy(), placed[:, 1].copy(), placed[:, 2].copy()
    nearest = np.full(len(order), np.float32(np.inf), np.float32)
    bits = nearest.view(np.int32)
    num_buckets = len(span)
    num_groups = (num_buckets + _GROUP - 1) // _GROUP
    group_boxes = np.empty((6, num_groups), np.float32)
    for g in range(num_groups):
        for axis in range(3):
            group_boxes[2 * axis, g] = boxes[2 * axis, g * _GROUP : (g + 1) * _GROUP].min()
            group_boxes[2 * axis + 1, g] = boxes[2 * axis + 1, g * _GROUP : (g + 1) * _GROUP].max()
    farthest = np.full(num_buckets, np.float32(np.inf), np.float32)  # distance of a bucket's farthest point
    farthest_bits = farthest.view(np.int32)
    group_farthest = np.full(num_groups, np.float32(np.inf), np.float32)
    group_bits = group_farthest.view(np.int32)
    group_away = np.zeros(num_groups, np.float32)
    current = 0
    for j in range(count):
        chosen[j] = current
        cx, cy, cz = points[current, 0], points[current, 1], points[current, 2]
        for g in range(num_groups):
            group_away[g] = away(group_boxes, g, cx, cy, cz)
        best = np.int32(-1)
        for g in range(num_groups):
            if j == 0 or group_away[g] < group_farthest[g]:
                of_group = np.int32(-1)
                for b in range(g * _GROUP, min(num_buckets, (g + 1) * _GROUP)):
                    if j == 0 or away(boxes, b, cx, cy, cz) < farthest[b]:
                        start, end = span[b]
                        for i in range(start, end):
                            dx, dy, dz = x[i] - cx, y[i] - cy, z[i] - cz
                            distance = dx * dx + dy * dy + dz * dz
                            nearest[i] = distance if distance < nearest[i] else nearest[i]
                        top = np.int32(-1)
                        for i in range(start, end):
                            top = max(top, bits[i])
                        farthest_bits[b] = top
                    of_group = max(of_group, farthest_bits[b])
                group_bits[g] = of_group
            best = max(best, group_bits[g])
        # buckets are not in the order of the points: the lower index wins between equal distances
        current = len(points)
        for g in range(num_groups):
            if group_bits[g] != best:
                continue
            for b in range(g * _GROUP, min(num_buckets, (g + 1) * _GROUP)):
                if farthest_bits[b] != best:
                    continue
                for i in range(span[b, 0], span[b, 1]):
                    if bits[i] == best:
                        current = min(current, order[i])
                        break
        if current == len(points):  # no usable point
            current = 0


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
def _knn_one(points, centers, k, out):  # noqa: C901 - one loop
    """points (N, 3), centers (G, 3) -> out (G, k), asking buckets that may hold one of the k."""
    order, placed, span, boxes = buckets(points, np.ones(len(points), np.bool_), _NEAR_BUCKET)
    x, y, z = placed[:, 0].copy(), placed[:, 1].copy(), placed[:, 2].copy()
    num_buckets = len(span)
    near, asked = np.empty(num_buckets, np.float32), np.empty(num_buckets, np.bool_)
    best, distance = np.empty(k, np.float32), np.empty(len(points), np.float32)
    for g in range(len(centers)):
        cx, cy, cz = centers[g, 0], centers[g, 1], centers[g, 2]
        for b in range(num_buckets):
            near[b] = away(boxes, b, cx, cy, cz)
        asked[:] = False
        row, size, following = out[g], 0, 0
        while True:
            if size < k:  # the nearest ones first, until there are k
                which = -1
                for b in range(num_buckets):
                    if not asked[b] and (which < 0 or near[b] < near[which]):
                        which = b
            else:  # then all that are near enough
                while following < num_buckets and (asked[following] or near[following] > best[k - 1]):
                    following += 1
                which = following if following < num_buckets else -1
            if which < 0:
                break
            asked[which] = True
            start, end = span[which]
            for i in range(start, end):
                dx, dy, dz = cx - x[i], cy - y[i], cz - z[i]
                distance[i - start] = dx * dx + dy * dy + dz * dz
            for i in range(start, end):
                d, own = distance[i - start], order[i]
                if size == k and not (d < best[k - 1] or (d == best[k - 1] and own < row[k - 1])):
                    continue
                place = size if size < k else k - 1
                while place > 0 and (best[place - 1] > d or (best[place - 1] == d and row[place - 1] > own)):
                    best[place], row[place] = best[place - 1], row[place - 1]
                    place -= 1
                best[place], row[place] = d, own
                if size < k:
                    size += 1


@numba.njit(cache=True, nogil=True)
def knn_batch(points, centers, k):
    """points (B, N, 3), centers (B, G, 3) float32 -> (B, G, k) int64; see neighbors.knn."""
    out = np.zeros((len(points), centers.shape[1], k), np.int64)
    for b in range(len(points)):
        _knn_one(points[b], centers[b], k, out[b])
    return out


@numba.njit(cache=True, nogil=True)
def _candidates(x, y, z, box, k, candidate):
    """How many points can be among the k nearest of any place in a box (6,); which, in order, into `candidate`.

    Each of those is not farther from the box than k points are from the box's far corner. Both are computed as
    distances to places inside are, and rounding keeps order.
    """
    bound = np.full(k, np.inf)
    near = np.empty(len(x))
    for i in range(len(x)):
        dx = max(box[0] - x[i], x[i] - box[1], 0.0)
        dy = max(box[2] - y[i], y[i] - box[3], 0.0)
        dz = max(box[4] - z[i], z[i] - box[5], 0.0)
        near[i] = dx * dx + dy * dy + dz * dz
    for i in range(len(x)):
        dx = max(abs(box[0] - x[i]), abs(box[1] - x[i]))
        dy = max(abs(box[2] - y[i]), abs(box[3] - y[i]))
        dz = max(abs(box[4] - z[i]), abs(box[5] - z[i]))
        far = dx * dx + dy * dy + dz * dz
        if far < bound[k - 1]:
            rank = k - 1
            while rank > 0 and bound[rank - 1] > far:
                bound[rank] = bound[rank - 1]
                rank -= 1
            bound[rank] = far
    count = 0
    for i in range(len(x)):
        if near[i] <= bound[k - 1]:
            candidate[count] = i
            count += 1
    return count


@numba.njit(cache=True, nogil=True)
def nearest_known(known, queries, k):
    """The k points of known (M, 3) nearest to each of queries (Q, 3), float64: squared distances (Q, k) and
    indices (Q, k), nearest first; the lower index wins between equal distances. k <= M.

    Queries are put into cells; those of a cell go through the known points that can be near any of them.
    """
    side = int(min(max(np.sqrt(len(known)), 1.0), 32.0))
    box = np.empty(6, np.float64)
    bounds(queries, box)
    cell, sizes = np.empty(len(queries), np.int32), np.empty(side**3, np.int32)
    count_cells(queries, box, side, cell, sizes)
    ends = np.cumsum(sizes).astype(np.int64)
    order, place = np.empty(len(queries), np.int64), ends - sizes
    for i in range(len(queries)):
        order[place[cell[i]]] = i
        place[cell[i]] += 1
    x, y, z = known[:, 0].copy(), known[:, 1].copy(), known[:, 2].copy()
    candidate = np.empty(len(known), np.int64)
    squared, index = np.full((len(queries), k), np.inf), np.zeros((len(queries), k), np.int64)
    for c in range(side**3):
        members = order[ends[c] - sizes[c] : ends[c]]
        if len(members) == 0:
            continue
        bounds(queries[members], box)
        count = _candidates(x, y, z, box, k, candidate)
        for q in members:
            for slot in range(count):
                i = candidate[slot]
                dx, dy, dz = queries[q, 0] - x[i], queries[q, 1] - y[i], queries[q, 2] - z[i]
                distance = dx * dx + dy * dy + dz * dz
                if distance < squared[q, k - 1]:
                    rank = k - 1
                    while rank > 0 and squared[q, rank - 1] > distance:
                        squared[q, rank], index[q, rank] = squared[q, rank - 1], index[q, rank - 1]
                        rank -= 1
                    squared[q, rank], index[q, rank] = distance, i
    return squared, index
