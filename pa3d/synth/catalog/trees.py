"""Trees, single flowers and mushrooms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.plant_parts import LEAF, TRUNK, bent, frond, grow, leaf, lumpy, place_leaf, stems
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import wire


def add_trunk(b: Builder, height: float, thick: float, lean: float = 0.1) -> NDArray:
    """Trunk from the ground, flared at its foot; roots at times. Returns its path."""
    path = bent(b, (0, 0, 0), height, lean)
    radii = thick * np.interp(np.linspace(0, 1, 10), [0, 0.12, 1], [1.5, 1, 0.65])
    b.add(TRUNK, g.sweep(path, radii, sides=b.pick(10, 10, 6)))
    if b.chance(0.25):
        root = wire(
            [(0, thick, 0), (thick * 1.5, thick * 0.4, 0), (thick * 3, -thick * 0.2, 0)],
            np.linspace(thick * 0.6, thick * 0.15, 7),
            7,
            6,
        )
        b.add("root", g.ring(root, b.integer(4, 6), start=b.uniform(0, 90)))
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
                    b, g.sphere(size * b.uniform(0.8, 1.2), size * b.uniform(0.6, 1), sides=sides), 0.25, 2
                ).move(*tip),
            )
    elif style == 1:
        center = np.mean(tips, 0)
        crown = g.sphere(height * b.uniform(0.22, 0.32), height * b.uniform(0.2, 0.38), sides=24)
        b.add(LEAF, lumpy(b, crown, 0.3, 3).move(*center))
    else:
        blade = leaf(size * 0.5, size * 0.28, 0.5, 0.2)
        spots = [tips[b.integer(0, len(tips) - 1)] + b.rng.normal(0, size * 0.5, 3) for _ in range(160)]
        b.add(LEAF, g.join(place_leaf(blade, b.uniform(-60, 60), b.uniform(0, 360), p) for p in spots))
        b.add("fruit", g.join(g.sphere(size * 0.09, sides=8).move(*p) for p in spots[:8])) if b.chance(
            0.3
        ) else None


@design("tree", "tree")
def conifer(b: Builder) -> None:
    """Spruce of stacked cones or drooping boughs; star, baubles, stand at times."""
    height, tiers = b.uniform(1.5, 6), b.integer(3, 7)
    wide, bare = height * b.uniform(0.18, 0.32), height * b.uniform(0.08, 0.28)
    b.add(TRUNK, g.cylinder(height * 0.025, height * 0.9, height * 0.008, 10).move(y=height * 0.45))
    jagged, sides = b.chance(0.5), b.pick(8, 18, 24)
    for i in range(tiers):
        t = i / tiers
        r, y = wide * (1 - t * 0.85), bare + (height - bare) * t
        tall = (height - bare) / tiers * 1.6
        cone = g.lathe(
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
            g.join(
                g.sphere(height * 0.018, sides=8)
                .move(wide * (1 - 0.85 * t) * 0.8, bare + (height - bare) * t + height * 0.04)
                .rotate("y", i * 137.5)
                for i, t in enumerate(np.linspace(0, 0.85, 18))
            ),
        )
        b.add(
            "star|topper",
            g.ring(g.cylinder(height * 0.012, height * 0.05, 0, 6).move(y=height * 0.025), 5, "z").move(
                y=height * 1.08
            ),
        )
        b.add("base|stand|pot", g.cylinder(height * 0.07, bare * 0.7, height * 0.09).move(y=bare * 0.3))


@design("tree", "palm tree")
def palm(b: Builder) -> None:
    """Palm: a ringed leaning trunk, a crown of fronds, coconuts."""
    height, thick = b.uniform(2.5, 7), b.uniform(0.08, 0.16)
    path = add_trunk(b, height, thick, b.uniform(0, 0.35))
    if b.chance(0.4):
        b.add(
            "trunk > ring|bark ring",
            g.join(
                g.torus(thick * (1.05 - 0.3 * i / 9), thick * 0.12, 14).align(path[i] - path[i - 1], path[i])
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
            g.ring(g.sphere(thick * 0.9, sides=10).move(thick * 1.2, -thick * 0.8), b.integer(2, 5)).move(
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
        b.add(LEAF, g.join(place_leaf(blade, b.uniform(-60, 60), b.uniform(0, 360), p) for p in tips))


@design("tree")
def shaped_tree(b: Builder) -> None:
    """Low-poly or clipped tree: trunk with cone, egg, cube, umbrella or poplar crown; grass base at times."""
    height = b.uniform(1.5, 6)
    bare = height * b.uniform(0.15, 0.45)
    b.add(
        TRUNK,
        g.cylinder(height * b.uniform(0.02, 0.05), bare + height * 0.15, height * 0.02, b.pick(5, 6, 12)).move(
            y=bare / 2 + height * 0.05
        ),
    )
    tall, wide, sides = (height - bare) / 2, height * b.uniform(0.15, 0.35), b.pick(6, 8, 16)
    crown = b.pick(
        g.superquadric(wide, tall, wide, 1, 1, sides * 2),
        g.superquadric(wide, tall, wide, 0.4, 0.4, sides * 2),
        g.lathe([(0.001, -tall), (wide, -tall * 0.9), (wide * 0.4, tall * 0.3), (0.001, tall)], sides),
        g.superquadric(wide * 1.4, tall * 0.35, wide * 1.4, 0.8, 1, sides * 2).move(y=tall * 0.3),
        g.superquadric(wide * 0.5, tall, wide * 0.5, 1.2, 1, sides * 2),
    )
    b.add(LEAF, lumpy(b, crown, b.uniform(0, 0.2), 2).move(y=bare + tall))
    if b.chance(0.2):
        b.add("ground|grass|base", g.cylinder(wide * 1.4, height * 0.02, sides=20))


@design("flower")
def single_flower(b: Builder) -> None:
    """One or a few cut flowers: stems, leaves, blossoms."""
    size = b.uniform(0.03, 0.07)
    stems(b, size, b.pick(1, 1, b.integer(2, 5)), 0.0, b.uniform(0.2, 0.5))


@design("mushroom")
def mushroom(b: Builder) -> None:
    """Toadstools: stem, cap with gills and spots, ring; one or a group."""
    for i in range(b.pick(1, 1, b.integer(2, 4))):
        height, wide = b.uniform(0.04, 0.12), b.uniform(0.025, 0.06)
        thick, tall = wide * b.uniform(0.2, 0.4), wide * b.uniform(0.3, 1.4)
        turn, tilt = b.uniform(0, 360), b.uniform(0, 12)

        def add(name: str, mesh: Mesh, at: float = 0.09 * i, tilt: float = tilt, turn: float = turn) -> None:
            b.add(name, mesh.rotate("z", -tilt).move(at).rotate("y", turn))

        stem = g.curve([(thick * b.uniform(1, 1.6), 0), (thick, height * 0.5), (thick * 0.9, height)], 8)
        add("stem|stalk", g.lathe([(0, 0), *stem], 16))
        cap = g.curve(
            [
                (wide * 0.9, height * 0.97),
                (wide, height),
                (wide * 0.75, height + tall * 0.65),
                (0.001, height + tall),
            ],
            12,
        )
        add("cap|head", g.lathe([(thick * 0.8, height), *cap], 22))
        add("gill|underside", g.lathe([(thick * 0.9, height * 1.0), (wide * 0.9, height * 0.965)], 22))
        if b.chance(0.4):
            add("ring|skirt", g.lathe([(thick * 1.7, height * 0.68), (thick * 0.9, height * 0.76)], 16))
        if b.chance(0.4):
            dot = g.sphere(wide * 0.1, wide * 0.05, sides=8).move(y=tall).scale(1, 1, 1)
            spots = [
                dot.rotate("z", -38).scale(wide / max(tall, wide), 1, 1).move(y=height).rotate("y", k * 72)
                for k in range(5)
            ]
            add("spot|dot", g.join([*spots, dot.move(y=height)]))
