"""Potted plants and cactus."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.plant_parts import (
    BRANCH,
    LEAF,
    POT,
    SOIL,
    STEM,
    TRUNK,
    add_blossom,
    add_orchid,
    add_rosette,
    bent,
    blossom,
    frond,
    leaf,
    lumpy,
    place_leaf,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import band, hollow, stick, vessel


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
        points = g.curve([(foot * 0.6, 0), (radius * 1.1, height * 0.5), (radius, height)], 12)
        b.add(f"{POT} > body|pot", vessel(points, wall))
    elif style == 4:
        height = radius * b.uniform(0.7, 1)
        y = radius * b.uniform(0.5, 1.5)
        b.add(f"{POT} > body|pot", vessel([(radius * 0.95, y), (radius, y + height)], wall))
        leg = stick(
            (radius * 0.85, y + height * 0.3, 0), (radius * b.uniform(0.9, 1.3), 0, 0), radius * 0.06, sides=8
        )
        b.add("leg|stand", g.ring(leg, b.integer(3, 4)))
    else:
        b.add(
            f"{POT} > body|pot",
            vessel(
                g.curve(
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
    b.add(SOIL, g.cylinder(inner * 0.98, height * 0.1, sides=20).move(y=top - height * 0.05))
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
        b.add(STEM, g.sweep(path, radius * 0.025, sides=6))
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
        b.add(STEM, g.sweep(path, radius * 0.03, sides=6))
        out = path[-1] - path[0]
        turn = np.degrees(np.arctan2(-out[2], out[0]))
        blade = leaf(
            size * b.uniform(0.7, 1.1), wide, b.uniform(0.3, 1.4), b.uniform(0, 0.3), b.uniform(0.35, 0.5)
        )
        b.add(LEAF, place_leaf(blade, b.uniform(0, 50), turn, path[-1]))


def add_fronds(b: Builder, top: float, radius: float) -> None:
    """Arching feathered leaves: fern or areca palm, with or without stems."""
    tall = radius * b.pick(0, b.uniform(0.5, 2))
    for i in range(b.integer(7, 14)):
        path = bent(b, (0, top, 0), tall + radius * 0.3, 0.15)
        b.add(STEM, g.sweep(path, radius * 0.03, sides=5))
        piece = frond(
            radius * b.uniform(1.8, 3), radius * b.uniform(0.4, 0.7), b.uniform(0.5, 1.4), b.integer(7, 11)
        )
        b.add(LEAF, place_leaf(piece, b.uniform(10, 50), i * 137.5, path[-1]))


def add_little_tree(b: Builder, top: float, radius: float) -> None:
    """Trunk with a crown: ball topiary, bonsai pads, ficus with leaves, dracaena with tufts."""
    style, height = b.integer(0, 3), radius * b.uniform(2, 5)
    path = bent(b, (0, top - 0.01, 0), height, b.uniform(0, 0.3) * (2 if style == 1 else 1))
    b.add(TRUNK, g.sweep(path, np.linspace(radius * 0.14, radius * 0.07, 10), sides=8))
    if style == 0:
        for i in range(b.integer(1, 3)):
            size = radius * b.uniform(0.9, 1.3) * (1 - 0.25 * i)
            b.add(
                LEAF,
                lumpy(b, g.sphere(size, sides=20), 0.15, 2).move(
                    *(path[-1] * [1, 1, 1] - [0, i * radius * 1.6, 0])
                ),
            )
        return
    for k in range(b.integer(3, 6)):
        start = path[b.integer(5, 9)]
        out = bent(b, tuple(start), radius * b.uniform(0.6, 1.4), b.uniform(0.4, 1.2), 7)
        b.add(BRANCH, g.sweep(out, np.linspace(radius * 0.06, radius * 0.03, 7), sides=6))
        if style == 1:
            pad = g.sphere(radius * b.uniform(0.6, 0.9), radius * 0.3, radius * 0.6, 14)
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
        path = g.curve(
            [
                [0, top, 0],
                out * radius * 0.9 + [0, top + radius * 0.5, 0],
                out * radius * 1.3 + [0, top, 0],
                out * radius * 1.4 + [0, top - drop, 0],
            ],
            14,
        )
        b.add(STEM, g.sweep(path, radius * 0.02, sides=5))
        for p in path[2:]:
            b.add(LEAF, place_leaf(blade, b.uniform(-40, 30), b.uniform(0, 360), p))


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
            g.ring(stick((radius, top, 0), (0, hook, 0), radius * 0.02, sides=5), b.integer(3, 4)),
        )
        b.add("hook", g.torus(radius * 0.15, radius * 0.03, 14).rotate("x", 90).move(y=hook + radius * 0.12))


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
                g.superquadric(size * 0.75, size * 1.1, size * 0.2, 1, 1, 16)
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
            path = g.curve(
                [
                    (size * 0.8, 0, 0),
                    (size * 1.9, 0.2 * size, 0),
                    (size * 2.1, size, 0),
                    (size * 2.1, size * b.uniform(2, 3.5), 0),
                ],
                14,
            )
            arm = g.sweep(
                path, size * 0.5 * np.interp(np.linspace(0, 1, 14), [0, 0.9, 1], [1, 1, 0.4]), sides=10
            )
            b.add("arm|branch", arm.rotate("y", turn).move(y=top + low))
    if b.chance(0.4):
        add_blossom(
            b, blossom(b, size * 0.6), np.array([0, 1.0, 0.2]), np.array([0, top + height - size * 0.25, 0])
        )
    if b.chance(0.5):
        spine = g.cylinder(size * 0.012, size * 0.35, 0, 4).rotate("z", -90).move(size * 1.05)
        spots = [spine.rotate("y", i * 137.5).move(y=top + height * b.uniform(0.15, 0.75)) for i in range(40)]
        b.add("spine|thorn|needle", g.join(spots))


def _ribbed(ribs: int, radius: float, height: float) -> Mesh:
    """Fluted column with a round top, standing on y = 0."""
    a = np.linspace(0, np.pi / 2, 7)
    profile = [
        (radius * 0.8, 0),
        (radius, radius * 0.5),
        *zip(radius * np.cos(a), height - radius + radius * np.sin(a), strict=True),
    ]
    mesh = g.lathe(profile, ribs * 4)
    v = mesh.vertices.copy()
    flute = 1 + 0.09 * np.cos(ribs * np.arctan2(v[:, 0], v[:, 2]))
    return Mesh(v * np.stack([flute, np.ones(len(v)), flute], 1), mesh.faces)
