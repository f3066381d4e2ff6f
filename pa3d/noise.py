"""Label noise as an automatic engine makes it: part masks of views, named by a vision-language model.

After the data engine of Find3D, whose SAM masks are named one by one and carried to the points: a part comes in
fragments, a fragment may have another name than the next, and what no used view shows has no name at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError, ShapeError

# each at strength 1; a rate at strength s is s times as high
VIEW_DROPPED = 0.9  # chance that a view is not used
INSIDE_LOST = 1.0  # chance that a point that no view sees has no label
MORE_PIECES = 4.0  # mean number of cuts through a part
PIECE_LOST = 0.4  # chance that a piece has no mask
PIECE_LEAKS = 0.7  # chance that a piece's mask bleeds over its border
LEAK_REACH = 0.25  # edge of the cells in which a mask bleeds, radius of the shape = 1
PIECE_RENAMED = 0.5  # chance that a piece has another name as well, or instead: half and half

VIEWS = 10  # directions, 36 degrees apart, 30 above and 20 below the horizon by turns
PER_CELL = 16  # points for each cell of the picture that decides what a view sees: few gaps to see through
VIEW_DEPTH = 1.5  # cells behind the nearest point of its cell a point is still seen


def noisy_parts(
    points: NDArray,
    mask: NDArray[np.bool_],
    names: list[str],
    strength: float,
    rng: np.random.Generator,
    vocabulary: Sequence[str] = (),
) -> tuple[NDArray[np.bool_], list[str]]:
    """Parts of points (N, 3) as an engine of this strength would give them: (L', N) bool and L' unique names.

    mask (L, N) bool, parts may overlap; y is up. Strength 0 gives the input back, 1 is very bad. In between the
    rates grow in proportion to the strength s:

    missing views: each of ten views is left out with chance 0.9 s (one stays); a point that only such views see
    loses all labels, and one that no view sees loses them with chance s;
    fragments: a part is cut into 1 + Poisson(4 s) pieces (the points nearest to seeds on it), and each is lost
    with chance 0.4 s;
    leaks: a piece bleeds with chance 0.7 s onto all seen points that share a cell of edge 0.25 s radii with it;
    conflicting names: a piece gets a second name with chance 0.5 s, half the time instead of its own: another
    of this shape's names or, as often, a word of the vocabulary.

    Equal names are merged and parts without a point dropped; if nothing is left, the largest part stays whole.
    The same state of `rng` gives the same result. Raises ShapeError and Pa3dError for input that does not fit.
    """
    points, mask, names = np.asarray(points), np.asarray(mask), list(names)
    if points.ndim != 2 or points.shape[1] != 3 or mask.shape != (len(names), len(points)):
        raise ShapeError(f"points {points.shape}, mask {mask.shape}, {len(names)} names: they do not fit")
    if not 0 <= strength <= 1:
        raise Pa3dError(f"label noise of strength {strength}: must be between 0 and 1")
    if strength == 0 or not mask.any():
        return mask, names
    center = (points.min(0) + points.max(0)) / 2
    points = ((points - center) / max(np.linalg.norm(points - center, axis=1).max(), 1e-12)).astype(np.float32)
    seen = ~_lost_with_views(points, strength, rng)
    cell = _cells(points, LEAK_REACH * strength, rng)
    parts = {name: np.zeros(len(points), bool) for name in names}
    for own, members in zip(names, mask & seen, strict=True):
        for piece in _pieces(points, members, strength, rng):
            if rng.random() < PIECE_LOST * strength:
                continue
            if rng.random() < PIECE_LEAKS * strength:
                reached = np.zeros(cell.max() + 1, bool)
                reached[cell[piece]] = True
                piece = reached[cell] & seen  # noqa: PLW2901
            for name in _names(own, names, vocabulary, strength, rng):
                parts[name] = parts[name] | piece if name in parts else piece
    kept = [name for name, members in parts.items() if members.any()]
    if not kept:
        largest = int(mask.sum(1).argmax())
        return mask[largest : largest + 1], [names[largest]]
    return np.stack([parts[name] for name in kept]), kept


def _lost_with_views(points: NDArray, strength: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """(N,) which points lose their labels because the views that see them are not used."""
    azimuth = rng.uniform(0, 2 * np.pi) + np.arange(VIEWS) * (2 * np.pi / VIEWS)
    elevation = np.radians(np.where(np.arange(VIEWS) % 2 == 0, 30.0, -20.0))
    used = rng.random(VIEWS) >= VIEW_DROPPED * strength
    used[rng.integers(VIEWS)] = True
    ca, sa, ce, se = np.cos(azimuth), np.sin(azimuth), np.cos(elevation), np.sin(elevation)
    right = np.stack([ca, np.zeros(VIEWS), -sa])
    up = np.stack([-sa * se, ce, -ca * se])
    toward = np.stack([sa * ce, se, ca * ce])
    across = int(np.sqrt(len(points) / PER_CELL)) + 1
    column, row, depth = ((points @ axis.astype(np.float32) + 1) * (across / 2) for axis in (right, up, toward))
    column, row = (np.clip(place.astype(int), 0, across - 1) for place in (column, row))
    cell = (np.arange(VIEWS) * across + row) * across + column
    nearest = np.full(VIEWS * across**2, -np.inf, np.float32)  # of one type with depth, or it is slow
    np.maximum.at(nearest, cell.ravel(), depth.ravel())
    sees = depth >= nearest[cell] - VIEW_DEPTH
    inside = ~sees.any(1) & (rng.random(len(points)) < INSIDE_LOST * strength)
    return inside | (sees.any(1) & ~sees[:, used].any(1))


def _cells(points: NDArray, edge: float, rng: np.random.Generator) -> NDArray[np.intp]:
    """(N,) number of the cell of a grid of this edge, laid at random, that holds each point."""
    place = np.floor(points / edge + rng.random(3)).astype(np.int64)
    place -= place.min(0)
    _, y, z = place.max(0) + 1
    return np.unique((place[:, 0] * y + place[:, 1]) * z + place[:, 2], return_inverse=True)[1].ravel()


def _pieces(
    points: NDArray, members: NDArray[np.bool_], strength: float, rng: np.random.Generator
) -> Iterator[NDArray[np.bool_]]:
    """(N,) masks that together are the part."""
    count = 1 + rng.poisson(MORE_PIECES * strength)
    index = np.flatnonzero(members)
    if not len(index):
        return
    own = points[index]
    seeds = own[rng.integers(len(index), size=count)]
    # squared distance, less what all seeds have in common
    nearest = ((seeds**2).sum(1) - 2 * own @ seeds.T).argmin(1)
    for seed in np.unique(nearest):
        piece = np.zeros(len(points), bool)
        piece[index[nearest == seed]] = True
        yield piece


def _names(
    own: str, names: list[str], vocabulary: Sequence[str], strength: float, rng: np.random.Generator
) -> list[str]:
    """What one piece is called."""
    if rng.random() >= PIECE_RENAMED * strength:
        return [own]
    pools = [pool for pool in ([name for name in names if name != own], vocabulary) if len(pool)]
    if not pools:
        return [own]
    pool = pools[rng.integers(len(pools))]
    other = pool[int(rng.integers(len(pool)))]
    return [other] if rng.random() < 0.5 else [own, other]
