"""Potted plants, trees, flowers, cactus, mushrooms, vases; garden and pet vessels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.containers import open_box
from pa3d.synth.catalog.cups import bail, band, ear, hollow, vessel
from pa3d.synth.catalog.food import lumpy
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    curve,
    cylinder,
    join,
    lathe,
    ring,
    sheet,
    sphere,
    superquadric,
    sweep,
    torus,
)

LEAF, STEM, FLOWER = "leaf|leaves|foliage", "stem|stalk", "flower|blossom"
POT, SOIL, TRUNK, BRANCH = "pot|planter|flower pot", "soil|dirt|earth", "trunk", "branch"


def leaf(length: float, wide: float, droop: float, fold: float = 0.2, peak: float = 0.45) -> Mesh:
    """Leaf from the origin along +x; droop bends it down (up if negative) over its length, in radians."""
    t = np.linspace(0, 1, 8)
    half = wide / 2 * np.sin(np.pi * t ** (np.log(0.5) / np.log(peak))) + wide * 0.01
    turn = droop * t
    step = length / 7
    x = np.concatenate([[0], np.cumsum(np.cos(turn[:-1]) * step)])
    y = -np.concatenate([[0], np.cumsum(np.sin(turn[:-1]) * step)])
    rows = [np.stack([x, y + fold * half * abs(s), s * half], 1) for s in (-1, 0, 1)]
    return sheet(np.stack(rows, 1))


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
    parts = [sweep(path, np.linspace(length * 0.012, length * 0.003, len(path)), sides=5)]
    for p, u in zip(path[1:], t[1:], strict=True):
        reach = wide * np.sin(np.pi * (0.12 + 0.85 * u)) + wide * 0.05
        blade = sheet(
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
    return join(parts)


def blossom(b: Builder, size: float) -> list[tuple[str, Mesh]]:
    """Pieces of a flower facing +y at the origin: daisy, tulip, rose-like or bell."""
    style = b.integer(0, 3)
    if style == 0:
        count = b.integer(5, 14)
        petal = leaf(size, size * min(1.1, 6 / count), b.uniform(-0.3, 0.5), 0.1, 0.6)
        return [
            (f"{FLOWER} > petal", ring(petal, count)),
            (f"{FLOWER} > flower center|center", sphere(size * 0.3, size * 0.15, sides=12)),
        ]
    if style == 1:
        petal = leaf(size * 1.5, size * 1.2, -0.9, 0.35, 0.5).rotate("z", 35)
        return [(f"{FLOWER} > petal", ring(petal, b.integer(4, 6)))]
    if style == 2:
        layers = [
            ring(leaf(size * s, size * 0.9 * s, -0.8, 0.3, 0.6).rotate("z", lift), 5, start=lift)
            for s, lift in ((1, 10), (0.8, 40), (0.55, 65))
        ]
        return [
            (f"{FLOWER} > petal", join(layers)),
            (f"{FLOWER} > flower center|center", sphere(size * 0.15, sides=8).move(y=size * 0.2)),
        ]
    cup = lathe(curve([(size * 0.1, 0), (size * 0.45, size * 0.4), (size * 0.8, size)], 8), 12)
    return [
        (f"{FLOWER} > petal", cup),
        (f"{FLOWER} > flower center|center", cylinder(size * 0.06, size * 0.8, sides=6).move(y=size * 0.5)),
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
    return curve(points, count)


# -- pots ------------------------------------------------------------------------------------------


def add_pot(b: Builder, radius: float) -> float:
    """A pot with soil about the origin, its soil's height returned: round, square, bowl, footed, on legs."""
    height, style = radius * b.uniform(1.1, 2.2), b.integer(0, 5)
    foot = radius * b.uniform(0.6, 0.95)
    wall, y = radius * b.uniform(0.06, 0.12), 0.0
    inner = radius - wall
    if style in (0, 1):
        b.add(f"{POT} > body|pot", vessel([(foot, 0), (radius, height)], wall, b.pick(28, 28, 8, 6)))
        if style == 1:
            b.add(f"{POT} > rim", band(radius, height * 0.8, height, wall))
    elif style == 2:
        x = radius * 2
        b.add(
            f"{POT} > body|pot",
            hollow([(0, foot * 2, foot * 2, radius * 0.1), (height, x, x, radius * 0.1)], wall),
        )
    elif style == 3:
        points = curve([(foot * 0.6, 0), (radius * 1.1, height * 0.5), (radius, height)], 12)
        b.add(f"{POT} > body|pot", vessel(points, wall))
    elif style == 4:
        height = radius * b.uniform(0.7, 1)
        y = radius * b.uniform(0.5, 1.5)
        b.add(f"{POT} > body|pot", vessel([(radius * 0.95, y), (radius, y + height)], wall))
        leg = sweep(
            [(radius * 0.85, y + height * 0.3, 0), (radius * b.uniform(0.9, 1.3), 0, 0)], radius * 0.06, sides=8
        )
        b.add("leg|stand", ring(leg, b.integer(3, 4)))
    else:
        b.add(
            f"{POT} > body|pot",
            vessel(
                curve(
                    [
                        (foot * 0.7, 0),
                        (foot * 0.4, height * 0.25),
                        (radius * 0.9, height * 0.5),
                        (radius, height),
                    ],
                    14,
                ),
                wall,
            ),
        )
    if style < 3 and b.chance(0.35):
        b.add("saucer|tray|plate", vessel([(foot * 1.2, -0.01), (foot * 1.4, radius * 0.15)], wall * 0.6))
    top = y + height * b.uniform(0.8, 0.94)
    b.add(SOIL, cylinder(inner * 0.98, height * 0.1, sides=20).move(y=top - height * 0.05))
    return top


def add_bush(b: Builder, top: float, radius: float) -> None:
    """Several leaning stems with leaves along them; flowers at their ends at times."""
    count, height = b.integer(4, 9), radius * b.uniform(1.5, 4)
    long = radius * b.uniform(0.5, 1.2)
    wide = long * b.uniform(0.25, 0.9)
    blade = leaf(long, wide, b.uniform(-0.2, 1.2), b.uniform(0, 0.4), b.uniform(0.3, 0.6))
    flowers = blossom(b, radius * b.uniform(0.2, 0.4)) if b.chance(0.3) else []
    for _ in range(count):
        path = bent(
            b,
            (b.uniform(-0.3, 0.3) * radius, top, b.uniform(-0.3, 0.3) * radius),
            height * b.uniform(0.6, 1),
            b.uniform(0, 0.6),
        )
        b.add(STEM, sweep(path, radius * 0.025, sides=6))
        for i in range(2, 10, b.pick(1, 2)):
            b.add(LEAF, place_leaf(blade, b.uniform(0, 50), b.uniform(0, 360), path[i]))
        if flowers:
            add_blossom(b, flowers, path[-1] - path[-2] + [0, 0.01, 0], path[-1])


def add_big_leaves(b: Builder, top: float, radius: float) -> None:
    """Long bare stalks each with one broad leaf (monstera, calathea, peace lily)."""
    size = radius * b.uniform(1, 2)
    wide = size * b.uniform(0.4, 1.0)
    for _ in range(b.integer(6, 14)):
        path = bent(b, (0, top, 0), radius * b.uniform(1, 3.5), b.uniform(0.2, 0.9))
        b.add(STEM, sweep(path, radius * 0.03, sides=6))
        out = path[-1] - path[0]
        turn = np.degrees(np.arctan2(-out[2], out[0]))
        blade = leaf(
            size * b.uniform(0.7, 1.1), wide, b.uniform(0.3, 1.4), b.uniform(0, 0.3), b.uniform(0.35, 0.5)
        )
        b.add(LEAF, place_leaf(blade, b.uniform(0, 50), turn, path[-1]))


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


def add_fronds(b: Builder, top: float, radius: float) -> None:
    """Arching feathered leaves: fern or areca palm, with or without stems."""
    tall = radius * b.pick(0, b.uniform(0.5, 2))
    for i in range(b.integer(7, 14)):
        path = bent(b, (0, top, 0), tall + radius * 0.3, 0.15)
        b.add(STEM, sweep(path, radius * 0.03, sides=5))
        piece = frond(
            radius * b.uniform(1.8, 3), radius * b.uniform(0.4, 0.7), b.uniform(0.5, 1.4), b.integer(7, 11)
        )
        b.add(LEAF, place_leaf(piece, b.uniform(10, 50), i * 137.5, path[-1]))


def add_little_tree(b: Builder, top: float, radius: float) -> None:
    """Trunk with a crown: ball topiary, bonsai pads, ficus with leaves, dracaena with tufts."""
    style, height = b.integer(0, 3), radius * b.uniform(2, 5)
    path = bent(b, (0, top - 0.01, 0), height, b.uniform(0, 0.3) * (2 if style == 1 else 1))
    b.add(TRUNK, sweep(path, np.linspace(radius * 0.14, radius * 0.07, 10), sides=8))
    if style == 0:
        for i in range(b.integer(1, 3)):
            size = radius * b.uniform(0.9, 1.3) * (1 - 0.25 * i)
            b.add(
                LEAF,
                lumpy(b, sphere(size, sides=20), 0.15, 2).move(
                    *(path[-1] * [1, 1, 1] - [0, i * radius * 1.6, 0])
                ),
            )
        return
    for k in range(b.integer(3, 6)):
        start = path[b.integer(5, 9)]
        out = bent(b, tuple(start), radius * b.uniform(0.6, 1.4), b.uniform(0.4, 1.2), 7)
        b.add(BRANCH, sweep(out, np.linspace(radius * 0.06, radius * 0.03, 7), sides=6))
        if style == 1:
            pad = sphere(radius * b.uniform(0.6, 0.9), radius * 0.3, radius * 0.6, 14)
            b.add(LEAF, lumpy(b, pad, 0.2, 2).move(*out[-1]))
        elif style == 2:
            blade = leaf(radius * 0.6, radius * 0.32, 0.8, 0.2)
            for j in range(16):
                b.add(
                    LEAF,
                    place_leaf(
                        blade,
                        b.uniform(-30, 60),
                        j * 67,
                        out[b.integer(2, 6)] + b.rng.uniform(-0.15, 0.15, 3) * radius,
                    ),
                )
        else:
            for j in range(14):
                blade = leaf(radius * b.uniform(1, 1.5), radius * 0.14, b.uniform(0.6, 1.6), 0.3)
                b.add(LEAF, place_leaf(blade, 10 + j * 5, j * 137.5 + k * 20, out[-1]))


def add_vines(b: Builder, top: float, radius: float) -> None:
    """Trailing stems over the rim, with small leaves."""
    blade = leaf(radius * 0.5, radius * b.uniform(0.25, 0.5), 0.7, 0.2, 0.4)
    for i in range(b.integer(7, 12)):
        turn, drop = np.radians(i * 137.5), radius * b.uniform(0.3, 3)
        out = np.array([np.cos(turn), 0, np.sin(turn)])
        path = curve(
            [
                [0, top, 0],
                out * radius * 0.9 + [0, top + radius * 0.5, 0],
                out * radius * 1.3 + [0, top, 0],
                out * radius * 1.4 + [0, top - drop, 0],
            ],
            14,
        )
        b.add(STEM, sweep(path, radius * 0.02, sides=5))
        for p in path[2:]:
            b.add(LEAF, place_leaf(blade, b.uniform(-40, 30), b.uniform(0, 360), p))


def add_orchid(b: Builder, top: float, radius: float) -> None:
    """Few basal leaves and long arching stems with blossoms (orchid, tulip, daisies)."""
    blade = leaf(radius * b.uniform(1, 2), radius * b.uniform(0.3, 0.6), b.uniform(0, 1), 0.3)
    for i in range(b.integer(4, 8)):
        b.add(LEAF, place_leaf(blade, b.uniform(15, 70), i * 137.5, (0, top, 0)))
    flowers = blossom(b, radius * b.uniform(0.3, 0.55))
    along = b.chance(0.4)
    for _ in range(b.integer(1, 6)):
        path = bent(b, (0, top, 0), radius * b.uniform(2, 4), b.uniform(0, 0.5), 12)
        b.add(STEM, sweep(path, radius * 0.03, sides=6))
        for i in (6, 8, 10, 11) if along else (11,):
            way = path[i] - path[i - 1] + (b.rng.uniform(-0.5, 0.5, 3) * radius * 0.3 if along else 0)
            add_blossom(b, flowers, way, path[i])


def _potted(b: Builder, *growths) -> None:
    radius = b.uniform(0.06, 0.22)
    top = add_pot(b, radius)
    b.pick(*growths)(b, top, radius)


@design("potted plant", "plant")
def leafy_pot(b: Builder) -> None:
    """Pot with bushy stems, big leaves on stalks, or a rosette."""
    _potted(b, add_bush, add_big_leaves, add_rosette, add_rosette)


@design("potted plant", "plant")
def tall_pot(b: Builder) -> None:
    """Pot with fronds, or a little tree."""
    _potted(b, add_fronds, add_little_tree, add_little_tree, add_big_leaves)


@design("potted plant", "flower")
def flowering_pot(b: Builder) -> None:
    """Pot with flowers on long stems."""
    _potted(b, add_orchid, add_orchid, add_bush)


@design("potted plant")
def trailing_pot(b: Builder) -> None:
    """Trailing plant in a pot, hung by ropes or chains at times."""
    radius = b.uniform(0.08, 0.16)
    top = add_pot(b, radius)
    add_vines(b, top, radius)
    if b.chance(0.5):
        hook = top + radius * b.uniform(3, 5)
        b.add(
            "rope|chain|hanger",
            ring(sweep([(radius, top, 0), (0, hook, 0)], radius * 0.02, sides=5), b.integer(3, 4)),
        )
        b.add("hook", torus(radius * 0.15, radius * 0.03, 14).rotate("x", 90).move(y=hook + radius * 0.12))


@design("cactus", "cactus", "potted plant")
def cactus(b: Builder) -> None:
    """Ribbed ball or column with arms, or prickly-pear pads; spines, flower; potted or in the ground."""
    radius = b.uniform(0.06, 0.12)
    top = add_pot(b, radius) if b.chance(0.7) else 0.0
    style, size = b.integer(0, 2), radius * b.uniform(0.45, 0.75)
    name = "body|cactus|stem"
    if style == 2:
        spots = [(np.array([0.0, top, 0.0]), 0.0)]
        for _ in range(b.integer(3, 8)):
            at, lean = spots[b.integer(0, len(spots) - 1)]
            pad = (
                superquadric(size * 0.75, size * 1.1, size * 0.2, 1, 1, 16)
                .move(y=size * 1.05)
                .rotate("z", lean)
            )
            b.add(name, pad.rotate("y", b.uniform(-25, 25)).move(*at))
            way = np.radians(lean)
            spots.append(
                (at + np.array([-np.sin(way), np.cos(way), 0]) * size * 1.9, lean + b.uniform(-45, 45))
            )
        return
    height = size * (b.uniform(1.6, 2.2) if style == 0 else b.uniform(4, 9))
    trunk = _ribbed(b.integer(8, 14), size, height)
    b.add(name, trunk.move(y=top - size * 0.2))
    if style == 1:
        for _ in range(b.integer(0, 4)):
            low, turn = height * b.uniform(0.3, 0.6), b.uniform(0, 360)
            path = curve(
                [
                    (size * 0.8, 0, 0),
                    (size * 1.9, 0.2 * size, 0),
                    (size * 2.1, size, 0),
                    (size * 2.1, size * b.uniform(2, 3.5), 0),
                ],
                14,
            )
            arm = sweep(path, size * 0.5 * np.interp(np.linspace(0, 1, 14), [0, 0.9, 1], [1, 1, 0.4]), sides=10)
            b.add("arm|branch", arm.rotate("y", turn).move(y=top + low))
    if b.chance(0.4):
        add_blossom(
            b, blossom(b, size * 0.6), np.array([0, 1.0, 0.2]), np.array([0, top + height - size * 0.25, 0])
        )
    if b.chance(0.5):
        spine = cylinder(size * 0.012, size * 0.35, 0, 4).rotate("z", -90).move(size * 1.05)
        spots = [spine.rotate("y", i * 137.5).move(y=top + height * b.uniform(0.15, 0.75)) for i in range(40)]
        b.add("spine|thorn|needle", join(spots))


def _ribbed(ribs: int, radius: float, height: float) -> Mesh:
    """Fluted column with a round top, standing on y = 0."""
    a = np.linspace(0, np.pi / 2, 7)
    profile = [
        (radius * 0.8, 0),
        (radius, radius * 0.5),
        *zip(radius * np.cos(a), height - radius + radius * np.sin(a), strict=True),
    ]
    mesh = lathe(profile, ribs * 4)
    v = mesh.vertices.copy()
    flute = 1 + 0.09 * np.cos(ribs * np.arctan2(v[:, 0], v[:, 2]))
    return Mesh(v * np.stack([flute, np.ones(len(v)), flute], 1), mesh.faces)


# -- trees -----------------------------------------------------------------------------------------


def grow(b: Builder, start: NDArray, way: NDArray, length: float, thick: float, depth: int, tips: list) -> None:
    """Branches that fork `depth` times; the ends are collected in `tips`."""
    way = way / np.linalg.norm(way)
    end = start + way * length
    middle = (start + end) / 2 + b.rng.uniform(-0.08, 0.08, 3) * length
    b.add(BRANCH, sweep(curve([start, middle, end], 6), np.linspace(thick, thick * 0.6, 6), sides=6))
    if depth == 0:
        tips.append(end)
        return
    for _ in range(b.integer(2, 3)):
        out = way + b.rng.uniform(-0.9, 0.9, 3) + [0, 0.25, 0]
        grow(b, end - way * length * 0.05, out, length * b.uniform(0.6, 0.85), thick * 0.6, depth - 1, tips)


def add_trunk(b: Builder, height: float, thick: float, lean: float = 0.1) -> NDArray:
    """Trunk from the ground, flared at its foot; roots at times. Returns its path."""
    path = bent(b, (0, 0, 0), height, lean)
    radii = thick * np.interp(np.linspace(0, 1, 10), [0, 0.12, 1], [1.5, 1, 0.65])
    b.add(TRUNK, sweep(path, radii, sides=b.pick(10, 10, 6)))
    if b.chance(0.25):
        root = sweep(
            curve([(0, thick, 0), (thick * 1.5, thick * 0.4, 0), (thick * 3, -thick * 0.2, 0)], 7),
            np.linspace(thick * 0.6, thick * 0.15, 7),
            sides=6,
        )
        b.add("root", ring(root, b.integer(4, 6), start=b.uniform(0, 90)))
    return path


@design("tree", "tree")
def broadleaf_tree(b: Builder) -> None:
    """Trunk, forking branches, and a crown of blobs, one ball, or leaf cards."""
    height = b.uniform(2, 6)
    path = add_trunk(b, height * b.uniform(0.3, 0.5), height * b.uniform(0.02, 0.05))
    tips: list[NDArray] = []
    for _ in range(b.integer(3, 4)):
        way = b.rng.uniform(-0.8, 0.8, 3) * [1, 0, 1] + [0, b.uniform(0.5, 1.1), 0]
        grow(b, path[-1] - [0, height * 0.03, 0], way, height * b.uniform(0.16, 0.24), height * 0.017, 1, tips)
    style = b.integer(0, 2)
    size = height * b.uniform(0.12, 0.2)
    if style == 0:
        sides = b.pick(8, 12, 14)
        for tip in tips:
            b.add(
                LEAF,
                lumpy(
                    b, sphere(size * b.uniform(0.8, 1.2), size * b.uniform(0.6, 1), sides=sides), 0.25, 2
                ).move(*tip),
            )
    elif style == 1:
        center = np.mean(tips, 0)
        crown = sphere(height * b.uniform(0.22, 0.32), height * b.uniform(0.2, 0.38), sides=24)
        b.add(LEAF, lumpy(b, crown, 0.3, 3).move(*center))
    else:
        blade = leaf(size * 0.5, size * 0.28, 0.5, 0.2)
        spots = [tips[b.integer(0, len(tips) - 1)] + b.rng.normal(0, size * 0.5, 3) for _ in range(160)]
        b.add(LEAF, join(place_leaf(blade, b.uniform(-60, 60), b.uniform(0, 360), p) for p in spots))
        b.add("fruit", join(sphere(size * 0.09, sides=8).move(*p) for p in spots[:8])) if b.chance(
            0.3
        ) else None


@design("tree", "tree")
def conifer(b: Builder) -> None:
    """Spruce of stacked cones or drooping boughs; star, baubles, stand at times."""
    height, tiers = b.uniform(1.5, 6), b.integer(3, 7)
    wide, bare = height * b.uniform(0.18, 0.32), height * b.uniform(0.08, 0.28)
    b.add(TRUNK, cylinder(height * 0.025, height * 0.9, height * 0.008, 10).move(y=height * 0.45))
    jagged, sides = b.chance(0.5), b.pick(8, 18, 24)
    for i in range(tiers):
        t = i / tiers
        r, y = wide * (1 - t * 0.85), bare + (height - bare) * t
        tall = (height - bare) / tiers * 1.6
        cone = lathe(
            [(0.001, tall * 0.12), (r, 0), (r * 0.9, tall * 0.08), (r * 0.25, tall * 0.75), (0.001, tall)],
            sides,
        )
        if jagged:
            v = cone.vertices.copy()
            star = 1 + 0.14 * np.cos(sides / 2 * np.arctan2(v[:, 0], v[:, 2]))
            cone = Mesh(v * np.stack([star, np.ones(len(v)), star], 1), cone.faces)
        b.add(LEAF, cone.rotate("y", b.uniform(0, 90)).move(y=y))
    if b.chance(0.25):
        b.add(
            "ornament|bauble|ball",
            join(
                sphere(height * 0.018, sides=8)
                .move(wide * (1 - 0.85 * t) * 0.8, bare + (height - bare) * t + height * 0.04)
                .rotate("y", i * 137.5)
                for i, t in enumerate(np.linspace(0, 0.85, 18))
            ),
        )
        b.add(
            "star|topper",
            ring(cylinder(height * 0.012, height * 0.05, 0, 6).move(y=height * 0.025), 5, "z").move(
                y=height * 1.08
            ),
        )
        b.add("base|stand|pot", cylinder(height * 0.07, bare * 0.7, height * 0.09).move(y=bare * 0.3))


@design("tree", "palm tree")
def palm(b: Builder) -> None:
    """Palm: a ringed leaning trunk, a crown of fronds, coconuts."""
    height, thick = b.uniform(2.5, 7), b.uniform(0.08, 0.16)
    path = add_trunk(b, height, thick, b.uniform(0, 0.35))
    if b.chance(0.4):
        b.add(
            "trunk > ring|bark ring",
            join(
                torus(thick * (1.05 - 0.3 * i / 9), thick * 0.12, 14).align(path[i] - path[i - 1], path[i])
                for i in range(1, 9)
            ),
        )
    reach = height * b.uniform(0.25, 0.45)
    simple = b.chance(0.3)
    for i in range(b.integer(8, 15)):
        droop = b.uniform(0.8, 1.7)
        piece = leaf(reach, reach * 0.22, droop, -0.35) if simple else frond(reach, reach * 0.25, droop, 9)
        b.add(LEAF, place_leaf(piece, b.uniform(0, 45), i * 137.5, path[-1]))
    if b.chance(0.5):
        b.add(
            "fruit|coconut",
            ring(sphere(thick * 0.9, sides=10).move(thick * 1.2, -thick * 0.8), b.integer(2, 5)).move(
                *path[-1]
            ),
        )


@design("tree")
def bare_tree(b: Builder) -> None:
    """Leafless tree; at times sparse leaves or snow-free twigs only."""
    height = b.uniform(2, 6)
    path = add_trunk(b, height * b.uniform(0.3, 0.45), height * 0.03)
    tips: list[NDArray] = []
    for _ in range(b.integer(3, 4)):
        way = b.rng.uniform(-1, 1, 3) * [1, 0, 1] + [0, b.uniform(0.5, 1), 0]
        grow(b, path[-1] - [0, height * 0.02, 0], way, height * 0.2, height * 0.018, 2, tips)
    if b.chance(0.3):
        blade = leaf(height * 0.05, height * 0.03, 0.5)
        b.add(LEAF, join(place_leaf(blade, b.uniform(-60, 60), b.uniform(0, 360), p) for p in tips))


@design("tree")
def shaped_tree(b: Builder) -> None:
    """Low-poly or clipped tree: trunk with cone, egg, cube, umbrella or poplar crown; grass base at times."""
    height = b.uniform(1.5, 6)
    bare = height * b.uniform(0.15, 0.45)
    b.add(
        TRUNK,
        cylinder(height * b.uniform(0.02, 0.05), bare + height * 0.15, height * 0.02, b.pick(5, 6, 12)).move(
            y=bare / 2 + height * 0.05
        ),
    )
    tall, wide, sides = (height - bare) / 2, height * b.uniform(0.15, 0.35), b.pick(6, 8, 16)
    crown = b.pick(
        superquadric(wide, tall, wide, 1, 1, sides * 2),
        superquadric(wide, tall, wide, 0.4, 0.4, sides * 2),
        lathe([(0.001, -tall), (wide, -tall * 0.9), (wide * 0.4, tall * 0.3), (0.001, tall)], sides),
        superquadric(wide * 1.4, tall * 0.35, wide * 1.4, 0.8, 1, sides * 2).move(y=tall * 0.3),
        superquadric(wide * 0.5, tall, wide * 0.5, 1.2, 1, sides * 2),
    )
    b.add(LEAF, lumpy(b, crown, b.uniform(0, 0.2), 2).move(y=bare + tall))
    if b.chance(0.2):
        b.add("ground|grass|base", cylinder(wide * 1.4, height * 0.02, sides=20))


@design("flower")
def single_flower(b: Builder) -> None:
    """One or a few cut flowers: stems, leaves, blossoms."""
    size = b.uniform(0.03, 0.07)
    _stems(b, size, b.pick(1, 1, b.integer(2, 5)), 0.0, b.uniform(0.2, 0.5))


def _stems(b: Builder, size: float, count: int, foot: float, height: float) -> None:
    """Flowers on stems that rise from y = foot and spread."""
    pieces = blossom(b, size)
    blade = leaf(height * 0.3, height * 0.08, 0.7, 0.3)
    for _ in range(count):
        path = bent(b, (0, foot, 0), height * b.uniform(0.75, 1), b.uniform(0.02, 0.35), 12)
        b.add(STEM, sweep(path, size * 0.06, sides=6))
        add_blossom(b, pieces, path[-1] - path[-3], path[-1])
        for i in b.rng.integers(3, 9, b.integer(0, 3)):
            b.add(LEAF, place_leaf(blade, b.uniform(20, 60), b.uniform(0, 360), path[i]))


@design("mushroom")
def mushroom(b: Builder) -> None:
    """Toadstools: stem, cap with gills and spots, ring; one or a group."""
    for i in range(b.pick(1, 1, b.integer(2, 4))):
        height, wide = b.uniform(0.04, 0.12), b.uniform(0.025, 0.06)
        thick, tall = wide * b.uniform(0.2, 0.4), wide * b.uniform(0.3, 1.4)
        turn, tilt = b.uniform(0, 360), b.uniform(0, 12)

        def add(name: str, mesh: Mesh, at: float = 0.09 * i, tilt: float = tilt, turn: float = turn) -> None:
            b.add(name, mesh.rotate("z", -tilt).move(at).rotate("y", turn))

        stem = curve([(thick * b.uniform(1, 1.6), 0), (thick, height * 0.5), (thick * 0.9, height)], 8)
        add("stem|stalk", lathe([(0, 0), *stem], 16))
        cap = curve(
            [
                (wide * 0.9, height * 0.97),
                (wide, height),
                (wide * 0.75, height + tall * 0.65),
                (0.001, height + tall),
            ],
            12,
        )
        add("cap|head", lathe([(thick * 0.8, height), *cap], 22))
        add("gill|underside", lathe([(thick * 0.9, height * 1.0), (wide * 0.9, height * 0.965)], 22))
        if b.chance(0.4):
            add("ring|skirt", lathe([(thick * 1.7, height * 0.68), (thick * 0.9, height * 0.76)], 16))
        if b.chance(0.4):
            dot = sphere(wide * 0.1, wide * 0.05, sides=8).move(y=tall).scale(1, 1, 1)
            spots = [
                dot.rotate("z", -38).scale(wide / max(tall, wide), 1, 1).move(y=height).rotate("y", k * 72)
                for k in range(5)
            ]
            add("spot|dot", join([*spots, dot.move(y=height)]))


# -- vases and garden things -----------------------------------------------------------------------


@design("vase")
def vase(b: Builder) -> None:
    """Vase of any profile, round, faceted or square, with or without ears and flowers."""
    radius, height = b.uniform(0.04, 0.1), b.uniform(0.14, 0.4)
    r = b.rng.uniform(0.45, 1.1, 4) * radius
    outline = curve(
        [(r[0], 0), (radius, height * b.uniform(0.25, 0.6)), (r[1] * 0.7, height * 0.85), (r[2], height)], 18
    )
    outline[:, 0] = outline[:, 0].clip(min=radius * 0.2)
    b.add("body|vase", vessel(outline, 0.004, b.pick(32, 32, 6, 8, 4)))
    if b.chance(0.25):
        b.add("base|foot", cylinder(float(outline[0, 0]) * 1.15, height * 0.04).move(y=-height * 0.01))
    if b.chance(0.2):
        handle = b.add("handle|ear", _vase_ear(b, outline, height, radius))
        b.add("handle|ear", handle.rotate("y", 180))
    if b.chance(0.6):
        _stems(b, b.uniform(0.025, 0.05), b.integer(1, 9), height * 0.3, height * b.uniform(1.1, 2))
    elif b.chance(0.3):
        tips: list[NDArray] = []
        grow(b, np.array([0, height * 0.3, 0]), np.array([0.1, 1, 0]), height, 0.005, 2, tips)


def _vase_ear(b: Builder, outline: NDArray, height: float, radius: float) -> Mesh:
    """A slim ear on +x of a vase with this profile, close to the body."""
    low, high = height * b.uniform(0.4, 0.6), height * b.uniform(0.8, 0.95)
    x0, x1 = np.interp([low, high], outline[:, 1], outline[:, 0]) * 0.96
    return ear(
        b, (x0, low), (x1, high), max(x0, x1) + radius * b.uniform(0.15, 0.5), radius * b.uniform(0.05, 0.1)
    )


@design("watering can")
def watering_can(b: Builder) -> None:
    """Garden can: body, long spout with a rose, top and back handles."""
    radius, height = b.uniform(0.07, 0.12), b.uniform(0.14, 0.24)
    top = radius * b.uniform(0.7, 1)
    b.add("body|can|tank", vessel([(radius, 0), (top, height)], 0.003, b.pick(28, 28, 8)))
    if b.chance(0.5):
        cover = lathe(
            [
                (top, height),
                (top * 0.8, height + top * 0.4),
                (top * 0.78, height + top * 0.4),
                (top * 0.97, height),
            ],
            20,
            180,
        )
        b.add("body|can|tank > cover|hood", cover.rotate("y", 0))
    tip = np.array([radius + b.uniform(0.12, 0.25), height * b.uniform(1.0, 1.4), 0])
    path = curve(
        [
            (radius * 0.9, height * 0.2, 0),
            (radius + (tip[0] - radius) * 0.5, height * b.uniform(0.4, 0.75), 0),
            tip,
        ],
        12,
    )
    b.add("spout", sweep(path, np.linspace(radius * 0.22, radius * 0.1, 12), sides=12))
    if b.chance(0.7):
        rose = lathe([(0, 0), (radius * 0.12, 0), (radius * 0.4, radius * 0.4), (0, radius * 0.5)], 18)
        b.add(
            "spout > rose|sprinkler head|head",
            rose.align(path[-1] - path[-2] + [0, 0.004, 0], tip - (path[-1] - path[-2]) * 0.2),
        )
    outline = np.array([(radius, 0), (top, height)])
    style = b.integer(0, 2)
    if style != 1:
        handle = curve(
            [
                (-radius * 0.95, height * 0.2, 0),
                (-radius * 1.9, height * 0.5, 0),
                (-radius * 1.6, height * 1.1, 0),
                (-top * 0.95, height * 0.95, 0),
            ],
            16,
        )
        b.add("handle", sweep(handle, 0.007, sides=8))
    if style != 0:
        b.add(
            "handle", bail(float(outline[1, 0]) * 0.9, height * b.uniform(0.3, 0.7), 0.006, 0.5).move(y=height)
        )


@design("planter box")
def planter_box(b: Builder) -> None:
    """Long trough or raised bed with a row of plants."""
    x, y, z = b.uniform(0.5, 1.2), b.uniform(0.15, 0.4), b.uniform(0.18, 0.4)
    wall = 0.018
    b.add(POT, open_box(x, y, z, wall))
    if b.chance(0.5):
        b.add(
            f"{POT} > board|slat",
            array(box(x + 0.01, y * 0.28, z + 0.01), [(0, y * (0.17 + 0.33 * i), 0) for i in range(2)]),
        )
    if b.chance(0.5):
        b.add("leg|foot", array(box(0.04, 0.12, 0.04), positions_of_corners(x - 0.04, z - 0.04, -0.05)))
    top = y * 0.88
    b.add(SOIL, box(x - 2 * wall, 0.02, z - 2 * wall).move(y=top))
    growth = b.pick(add_rosette, add_orchid, None)
    count = b.integer(2, 3 if growth is add_orchid else 5)
    for i in range(count):
        at, start = (i - (count - 1) / 2) * x * 0.9 / count, len(b.pieces)
        if growth is None:
            b.add(LEAF, lumpy(b, sphere(z * 0.45, sides=16), 0.25, 2).move(y=top + z * 0.25))
        else:
            growth(b, top, z * 0.35)
        b.pieces[start:] = [(name, mesh.move(x=at)) for name, mesh in b.pieces[start:]]


@design("aquarium")
def aquarium(b: Builder) -> None:
    """Fish tank or round bowl: glass, sand, plants, stones, fish, lid, stand."""
    round_ = b.chance(0.45)
    x, y, z = b.uniform(0.3, 0.9), b.uniform(0.25, 0.5), b.uniform(0.2, 0.4)
    if round_:
        x = z = y = b.uniform(0.2, 0.34)
        points = curve([(x * 0.3, 0), (x * 0.5, y * 0.45), (x * 0.36, y * 0.9)], 14)
        b.add("glass|tank|bowl", vessel(points, 0.004))
        b.add("sand|gravel", cylinder(x * 0.27, y * 0.1, x * 0.36).move(y=y * 0.08))
        b.add("water", cylinder(x * 0.36, 0.003).move(y=y * 0.75))
    else:
        b.add("glass|tank|bowl", open_box(x, y, z, 0.008))
        b.add("sand|gravel", box(x * 0.97, y * 0.1, z * 0.95).move(y=y * 0.07))
        if b.chance(0.6):
            b.add(
                "frame|rim",
                array(box(x + 0.01, 0.015, 0.015), [(0, h, s * z / 2) for h in (0, y) for s in (-1, 1)]),
            )
            b.add(
                "frame|rim",
                array(box(0.015, 0.015, z + 0.01), [(s * x / 2, h, 0) for h in (0, y) for s in (-1, 1)]),
            )
        if b.chance(0.4):
            b.add("lid|cover|hood", box(x + 0.01, b.uniform(0.02, 0.08), z + 0.01, 0.005).move(y=y + 0.03))
        if b.chance(0.35):
            b.add("stand|cabinet|base", box(x, 0.6, z).move(y=-0.305))
    room = 0.17 if round_ else 0.38
    for _ in range(b.integer(1, 3)):
        at = (b.uniform(-room, room) * x, y * b.uniform(0.35, 0.65), b.uniform(-room, room) * z)
        tail = leaf(0.025, 0.03, 0, 0, 0.8).rotate("x", 90).rotate("y", 180).move(-0.02)
        b.add("fish", (sphere(0.026, 0.015, 0.008, 12) + tail).rotate("y", b.uniform(0, 360)).move(*at))
    for _ in range(b.integer(1, 4)):
        at = (b.uniform(-room, room) * x, y * 0.1, b.uniform(-room, room) * z)
        blade = leaf(y * 0.5, 0.02, b.uniform(-0.4, 0.4))
        b.add("plant", join(place_leaf(blade, b.uniform(65, 100), k * 72, at) for k in range(5)))
    b.add(
        "stone|rock", lumpy(b, sphere(0.03, 0.02, 0.025, 10), 0.3, 2).move(b.uniform(-0.2, 0.2) * x, y * 0.13)
    )


@design("bird cage")
def bird_cage(b: Builder) -> None:
    """Domed or flat cage: bars, hoops, base tray, door, perch, bird, hook or stand."""
    radius, height, count = b.uniform(0.12, 0.22), b.uniform(0.25, 0.5), b.integer(16, 28)
    dome, thin = radius * b.uniform(0.3, 1.3), 0.002
    low = 0.04
    b.add("base|tray|bottom", vessel([(radius * 1.02, 0), (radius * 1.05, low)], 0.005))
    path = curve(
        [
            (radius, low, 0),
            (radius, low + height * 0.6, 0),
            (radius, low + height, 0),
            (radius * 0.7, low + height + dome * 0.75, 0),
            (0.003, low + height + dome, 0),
        ],
        14,
    )
    b.add("bar|wire|cage", ring(sweep(path, thin, sides=4), count))
    for h in np.linspace(0.15, 1, b.integer(2, 4)):
        b.add("bar|wire|cage > hoop|ring", torus(radius, thin * 1.4, 24).move(y=low + height * h))
    door = box(radius * 0.6, height * 0.35, 0.004) + array(
        box(0.004, height * 0.35, 0.008), [(k * radius * 0.15, 0, 0) for k in (-2, -1, 0, 1, 2)]
    )
    b.add("door", door.rotate("y", b.pick(0, 60)).move(0, low + height * 0.35, radius))
    b.add("perch|stick", cylinder(0.005, radius * 1.9, sides=8).rotate("z", 90).move(y=low + height * 0.4))
    if b.chance(0.4):
        bird = (
            sphere(0.025, 0.022, 0.02, 12)
            + sphere(0.014, sides=10).move(0.02, 0.024)
            + cylinder(0.005, 0.015, 0, 6).rotate("z", -90).move(0.038, 0.024)
        )
        b.add("bird", bird.move(y=low + height * 0.4 + 0.026))
    top = low + height + dome
    b.add("hook|ring|handle", torus(0.022, 0.003, 16).rotate("x", 90).move(y=top + 0.02))
    if b.chance(0.25):
        b.add("stand|pole", cylinder(0.012, 0.7).move(y=-0.35) + cylinder(radius * 0.9, 0.02).move(y=-0.7))


@design("ashtray")
def ashtray(b: Builder) -> None:
    """Shallow dish, round or square, with notched rests; cigarettes and ash at times."""
    radius, height = b.uniform(0.05, 0.09), b.uniform(0.02, 0.045)
    if b.chance(0.65):
        b.add("body|dish", vessel([(radius * 0.9, 0), (radius, height)], radius * 0.15, b.pick(28, 28, 6)))
    else:
        b.add(
            "body|dish",
            hollow(
                [(0, radius * 1.8, radius * 1.8, 0.01), (height, radius * 1.9, radius * 1.9, 0.01)],
                radius * 0.15,
            ),
        )
    b.add(
        "rest|notch|holder", ring(box(radius * 0.3, 0.004, 0.012).move(radius * 0.9, height), b.integer(2, 4))
    )
    if b.chance(0.5):
        b.add(
            "ash",
            lumpy(b, sphere(radius * 0.5, 0.006, radius * 0.4, 12), 0.2, 2).move(y=radius * 0.3 * 0.98 + 0.002),
        )
    for _ in range(b.integer(0, 2)):
        turn = b.uniform(0, 360)
        b.add(
            "cigarette > cigarette|body",
            cylinder(0.004, 0.055, sides=10)
            .rotate("z", 70)
            .move(radius * 0.7, height + 0.006)
            .rotate("y", turn),
        )
        b.add(
            "cigarette > filter",
            cylinder(0.0041, 0.022, sides=10)
            .rotate("z", 70)
            .move(radius * 0.7 + 0.036, height - 0.007)
            .rotate("y", turn),
        )
