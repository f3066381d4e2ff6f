"""Clouds put into buckets of neighbours, so that a search asks few points; compiled, for kernels.py."""

from __future__ import annotations

import numba
import numpy as np

_SIDE = 64  # cells of a grid along an axis, at most


@numba.njit(cache=True, nogil=True)
def _cell(value, low, scale, side):
    """Number of a cell along an axis; what is not a number, or lies beyond the grid, is clamped into it."""
    place = (value - low) * scale
    if not place > 0:
        return 0
    return side - 1 if place >= side else int(place)


@numba.njit(cache=True, nogil=True)
def bounds(points, box):
    """Lowest and highest of each axis of points (n, 3) into box (6,); what is not a number does not count."""
    box[0::2], box[1::2] = np.inf, -np.inf
    for i in range(len(points)):
        for axis in range(3):
            value = points[i, axis]
            if value < box[2 * axis]:
                box[2 * axis] = value
            if value > box[2 * axis + 1]:
                box[2 * axis + 1] = value


@numba.njit(cache=True, nogil=True)
def count_cells(points, box, side, cell, sizes):
    """Cell of each point in a grid of cubes over the box, and how many points each of side**3 has."""
    extent = max(box[1] - box[0], box[3] - box[2], box[5] - box[4])
    scale = np.float32(side) / extent if extent > 0 else extent * 0
    sizes[: side**3] = 0
    for i in range(len(points)):
        number = 0
        for axis in range(3):
            number = number * side + _cell(points[i, axis], box[2 * axis], scale, side)
        cell[i] = number
        sizes[number] += 1


@numba.njit(cache=True, nogil=True)
def buckets(points, usable, bucket):
    """The usable points, neighbours together: their indices (M,) and places (M, 3) in that order, first and end
    of each bucket (C, 2), and its box (6, C), low and high of x, y, z.

    A grid of cells; one that holds more than `bucket` points is divided by a grid of its own, so that a far
    point or a cluster does no harm. Within a bucket points keep their order.
    """
    order = np.flatnonzero(usable)
    placed = points[order]
    old_order, old_placed = np.empty_like(order), np.empty_like(placed)
    cell = np.empty(len(order), np.int32)
    sizes, ends = np.empty(_SIDE**3, np.int32), np.empty(_SIDE**3, np.int32)
    boxes = np.empty((len(order), 6), np.float32)
    span = np.empty((len(order), 2), np.int64)
    count = 0
    stack = [(0, len(order))]
    while len(stack) > 0:
        start, end = stack.pop()
        many = end - start
        bounds(placed[start:end], boxes[count])
        if many > bucket:
            side = int(min(max(np.sqrt(many / bucket), 2.0), _SIDE))  # the points are mostly on a surface
            count_cells(placed[start:end], boxes[count], side, cell[start:end], sizes)
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
def away(boxes, b, cx, cy, cz):
    """Squared distance of a place to box `b` of boxes (6, C) float32, 0 inside.

    It is computed as those to points are, and rounding keeps order: never above the computed distance of any
    point inside.
    """
    dx, dy, dz = boxes[0, b] - cx, boxes[2, b] - cy, boxes[4, b] - cz
    ex, ey, ez = cx - boxes[1, b], cy - boxes[3, b], cz - boxes[5, b]
    zero = np.float32(0)
    dx, dy, dz = dx if dx > ex else ex, dy if dy > ey else ey, dz if dz > ez else ez
    dx, dy, dz = dx if dx > zero else zero, dy if dy > zero else zero, dz if dz > zero else zero
    return dx * dx + dy * dy + dz * dz
