"""Leaves, blossoms, stems and pots that plants share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import wire

LEAF, STEM, FLOWER = "leaf|leaves|foliage", "stem|stalk", "flower|blossom"
POT, SOIL, TRUNK, BRANCH = "pot|planter|flower pot", "soil|dirt|earth", "trunk", "branch"


def lumpy(b: Builder, mesh: Mesh, amount: float, waves: float) -> Mesh:
    """The mesh swollen and dented by smooth waves; `waves` counts them over its size."""
    v = mesh.vertices
    unit = (v - v.mean(0)) / max(float(np.ptp(v, axis=0).max()), 1e-9) * waves * 2 * np.pi
    turn = b.rng.uniform(-1, 1, (3, 3))
    bump = np.sin(unit @ turn + b.rng.uniform(0, 6, 3)).mean(1)
    center = v.mean(0)
    return Mesh(center + (v - center) * (1 + amount * bump)[:, None], mesh.faces)


def leaf(length: float, wide: float, droop: float, fold: float = 0.2, peak: float = 0.45) -> Mesh:
    """Leaf from the origin along +x; droop bends it down (up if negative) over its length, in radians."""
    t = np.linspace(0, 1, 8)
    half = wide / 2 * np.sin(np.pi * t ** (np.log(0.5) / np.log(peak))) + wide * 0.01
    turn = droop * t
    step = length / 7
    x = np.concatenate([[0], np.cumsum(np.cos(turn[:-1]) * step)])
    y = -np.concatenate([[0], np.cumsum(np.sin(turn[:-1]) * step)])
    rows = [np.stack([x, y + fold * half * abs(s), s * half], 1) for s in (-1, 0, 1)]
    return g.sheet(np.stack(rows, 1))


def place_leaf(mesh: Mesh, raise_: float, turn: float, at: NDArray | tuple[float, float, float]) -> Mesh:
    """Raise a leaf by degrees, turn it about y, move its foot to a point."""
    return mesh.rotate("z", raise_).rotate("y", turn).move(*np.asarray(at, float))


def frond(length: float, wide: float, droop: float, pairs: int) -> Mesh:
    """Feathered leaf (palm, fern) along +x: a rib with leaflets."""
    t = np.linspace(0, 1, pairs + 2)
    turn = -0.5 + (droop + 0.5) * t
    x = np.cumsum(np.cos(turn)) * length / pairs
    y = -np.cumsum(np.sin(turn)) * length / pairs
    path = np.stack([x, y, 0 * x], 1)
    parts = [g.sweep(path, np.linspace(length * 0.012, length * 0.003, len(path)), sides=5)]
    for p, u in zip(path[1:], t[1:], strict=True):
        reach = wide * np.sin(np.pi * (0.12 + 0.85 * u)) + wide * 0.05
        blade = g.sheet(
            np.array(
                [
                    [(0, 0, 0), (reach * 0.15, 0, 0)],
                    [(reach * 0.25, 0, reach * 0.5), (reach * 0.4, 0, reach * 0.45)],
                    [(reach * 0.5, -reach * 0.25, reach), (reach * 0.52, -reach * 0.25, reach)],
                ]
            )
            * [1, 1, 1]
        )
        parts += [blade.move(*p), blade.mirror("z").move(*p)]
    return g.join(parts)


def blossom(b: Builder, size: float) -> list[tuple[str, Mesh]]:
    """Pieces of a flower facing +y at the origin: daisy, tulip, rose-like or bell."""
    style = b.integer(0, 3)
    if style == 0:
        count = b.integer(5, 14)
        petal = leaf(size, size * min(1.1, 6 / count), b.uniform(-0.3, 0.5), 0.1, 0.6)
        return [
            (f"{FLOWER} > petal", g.ring(petal, count)),
            (f"{FLOWER} > flower center|center", g.sphere(size * 0.3, size * 0.15, sides=12)),
        ]
    if style == 1:
        petal = leaf(size * 1.5, size * 1.2, -0.9, 0.35, 0.5).rotate("z", 35)
        return [(f"{FLOWER} > petal", g.ring(petal, b.integer(4, 6)))]
    if style == 2:
        layers = [
            g.ring(leaf(size * s, size * 0.9 * s, -0.8, 0.3, 0.6).rotate("z", lift), 5, start=lift)
            for s, lift in ((1, 10), (0.8, 40), (0.55, 65))
        ]
        return [
            (f"{FLOWER} > petal", g.join(layers)),
            (f"{FLOWER} > flower center|center", g.sphere(size * 0.15, sides=8).move(y=size * 0.2)),
        ]
    cup = g.lathe(g.curve([(size * 0.1, 0), (size * 0.45, size * 0.4), (size * 0.8, size)], 8), 12)
    return [
        (f"{FLOWER} > petal", cup),
        (f"{FLOWER} > flower center|center", g.cylinder(size * 0.06, size * 0.8, sides=6).move(y=size * 0.5)),
    ]


def add_blossom(b: Builder, pieces: list[tuple[str, Mesh]], direction: NDArray, at: NDArray) -> None:
    """Add a flower's pieces turned to a direction at a point."""
    for name, mesh in pieces:
        b.add(name, mesh.align(direction, at))


def bent(b: Builder, foot: tuple[float, float, float], height: float, lean: float, count: int = 10) -> NDArray:
    """Path of a stem from its foot upward, leaning outward at random."""
    turn = b.uniform(0, 2 * np.pi)
    side = np.array([np.cos(turn), 0, np.sin(turn)]) * lean * height
    foot_ = np.asarray(foot, float)
    wobble = b.rng.uniform(-0.04, 0.04, 3) * height
    points = [foot_, foot_ + [0, height * 0.5, 0] + side * 0.3 + wobble, foot_ + [0, height, 0] + side]
    return g.curve(points, count)


def add_rosette(b: Builder, top: float, radius: float) -> None:
    """Leaves from one point: agave, snake plant, aloe, dracaena tuft, grass."""
    style = b.integer(0, 3)
    count = (b.integer(14, 30), b.integer(6, 12), b.integer(12, 22), b.integer(40, 70))[style]
    for i in range(count):
        t = i / count
        if style == 1:  # upright swords
            blade = leaf(
                radius * b.uniform(2, 4.5), radius * b.uniform(0.3, 0.5), b.uniform(-0.15, 0.15), 0.4, 0.4
            )
            at = (b.uniform(-0.4, 0.4) * radius, top, b.uniform(-0.4, 0.4) * radius)
            b.add(LEAF, place_leaf(blade, b.uniform(72, 92), b.uniform(0, 360), at))
            continue
        long, wide, droop = ((1.6, 0.45, -0.3), (0, 0, 0), (2.6, 0.35, 1.5), (2.2, 0.06, 1.2))[style]
        blade = leaf(radius * long * b.uniform(0.7, 1.1), radius * wide, droop * b.uniform(0.6, 1.2), 0.4, 0.35)
        b.add(LEAF, place_leaf(blade, 15 + 65 * t + b.uniform(-8, 8), i * 137.5, (0, top, 0)))


def add_orchid(b: Builder, top: float, radius: float) -> None:
    """Few basal leaves and long arching stems with blossoms (orchid, tulip, daisies)."""
    blade = leaf(radius * b.uniform(1, 2), radius * b.uniform(0.3, 0.6), b.uniform(0, 1), 0.3)
    for i in range(b.integer(4, 8)):
        b.add(LEAF, place_leaf(blade, b.uniform(15, 70), i * 137.5, (0, top, 0)))
    flowers = blossom(b, radius * b.uniform(0.3, 0.55))
    along = b.chance(0.4)
    for _ in range(b.integer(1, 6)):
        path = bent(b, (0, top, 0), radius * b.uniform(2, 4), b.uniform(0, 0.5), 12)
        b.add(STEM, g.sweep(path, radius * 0.03, sides=6))
        for i in (6, 8, 10, 11) if along else (11,):
            way = path[i] - path[i - 1] + (b.rng.uniform(-0.5, 0.5, 3) * radius * 0.3 if along else 0)
            add_blossom(b, flowers, way, path[i])


def grow(b: Builder, start: NDArray, way: NDArray, length: float, thick: float, depth: int, tips: list) -> None:
    """Branches that fork `depth` times; the ends are collected in `tips`."""
    way = way / np.linalg.norm(way)
    end = start + way * length
    middle = (start + end) / 2 + b.rng.uniform(-0.08, 0.08, 3) * length
    b.add(BRANCH, wire([start, middle, end], np.linspace(thick, thick * 0.6, 6), 6, 6))
    if depth == 0:
        tips.append(end)
        return
    for _ in range(b.integer(2, 3)):
        out = way + b.rng.uniform(-0.9, 0.9, 3) + [0, 0.25, 0]
        grow(b, end - way * length * 0.05, out, length * b.uniform(0.6, 0.85), thick * 0.6, depth - 1, tips)


def stems(b: Builder, size: float, count: int, foot: float, height: float) -> None:
    """Flowers on stems that rise from y = foot and spread."""
    pieces = blossom(b, size)
    blade = leaf(height * 0.3, height * 0.08, 0.7, 0.3)
    for _ in range(count):
        path = bent(b, (0, foot, 0), height * b.uniform(0.75, 1), b.uniform(0.02, 0.35), 12)
        b.add(STEM, g.sweep(path, size * 0.06, sides=6))
        add_blossom(b, pieces, path[-1] - path[-3], path[-1])
        for i in b.rng.integers(3, 9, b.integer(0, 3)):
            b.add(LEAF, place_leaf(blade, b.uniform(20, 60), b.uniform(0, 360), path[i]))
