"""Vases, watering cans, planters, aquariums, bird cages, ashtrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.plant_parts import (
    LEAF,
    POT,
    SOIL,
    add_orchid,
    add_rosette,
    grow,
    leaf,
    lumpy,
    place_leaf,
    stems,
)
from pa3d.synth.catalog.vessel_parts import ear
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, hollow, open_box, vessel


@design("vase")
def vase(b: Builder) -> None:
    """Vase of any profile, round, faceted or square, with or without ears and flowers."""
    radius, height = b.uniform(0.04, 0.1), b.uniform(0.14, 0.4)
    r = b.rng.uniform(0.45, 1.1, 4) * radius
    outline = g.curve(
        [(r[0], 0), (radius, height * b.uniform(0.25, 0.6)), (r[1] * 0.7, height * 0.85), (r[2], height)], 18
    )
    outline[:, 0] = outline[:, 0].clip(min=radius * 0.2)
    b.add("body|vase", vessel(outline, 0.004, b.pick(32, 32, 6, 8, 4)))
    if b.chance(0.25):
        b.add("base|foot", g.cylinder(float(outline[0, 0]) * 1.15, height * 0.04).move(y=-height * 0.01))
    if b.chance(0.2):
        handle = b.add("handle|ear", _vase_ear(b, outline, height, radius))
        b.add("handle|ear", handle.rotate("y", 180))
    if b.chance(0.6):
        stems(b, b.uniform(0.025, 0.05), b.integer(1, 9), height * 0.3, height * b.uniform(1.1, 2))
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
        cover = g.lathe(
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
    path = g.curve(
        [
            (radius * 0.9, height * 0.2, 0),
            (radius + (tip[0] - radius) * 0.5, height * b.uniform(0.4, 0.75), 0),
            tip,
        ],
        12,
    )
    b.add("spout", g.sweep(path, np.linspace(radius * 0.22, radius * 0.1, 12), sides=12))
    if b.chance(0.7):
        rose = g.lathe([(0, 0), (radius * 0.12, 0), (radius * 0.4, radius * 0.4), (0, radius * 0.5)], 18)
        b.add(
            "spout > rose|sprinkler head|head",
            rose.align(path[-1] - path[-2] + [0, 0.004, 0], tip - (path[-1] - path[-2]) * 0.2),
        )
    outline = np.array([(radius, 0), (top, height)])
    style = b.integer(0, 2)
    if style != 1:
        handle = g.curve(
            [
                (-radius * 0.95, height * 0.2, 0),
                (-radius * 1.9, height * 0.5, 0),
                (-radius * 1.6, height * 1.1, 0),
                (-top * 0.95, height * 0.95, 0),
            ],
            16,
        )
        b.add("handle", g.sweep(handle, 0.007, sides=8))
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
            g.array(g.box(x + 0.01, y * 0.28, z + 0.01), [(0, y * (0.17 + 0.33 * i), 0) for i in range(2)]),
        )
    if b.chance(0.5):
        b.add("leg|foot", g.array(g.box(0.04, 0.12, 0.04), positions_of_corners(x - 0.04, z - 0.04, -0.05)))
    top = y * 0.88
    b.add(SOIL, g.box(x - 2 * wall, 0.02, z - 2 * wall).move(y=top))
    growth = b.pick(add_rosette, add_orchid, None)
    count = b.integer(2, 3 if growth is add_orchid else 5)
    for i in range(count):
        at, start = (i - (count - 1) / 2) * x * 0.9 / count, len(b.pieces)
        if growth is None:
            b.add(LEAF, lumpy(b, g.sphere(z * 0.45, sides=16), 0.25, 2).move(y=top + z * 0.25))
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
        points = g.curve([(x * 0.3, 0), (x * 0.5, y * 0.45), (x * 0.36, y * 0.9)], 14)
        b.add("glass|tank|bowl", vessel(points, 0.004))
        b.add("sand|gravel", g.cylinder(x * 0.27, y * 0.1, x * 0.36).move(y=y * 0.08))
        b.add("water", g.cylinder(x * 0.36, 0.003).move(y=y * 0.75))
    else:
        b.add("glass|tank|bowl", open_box(x, y, z, 0.008))
        b.add("sand|gravel", g.box(x * 0.97, y * 0.1, z * 0.95).move(y=y * 0.07))
        if b.chance(0.6):
            b.add(
                "frame|rim",
                g.array(g.box(x + 0.01, 0.015, 0.015), [(0, h, s * z / 2) for h in (0, y) for s in (-1, 1)]),
            )
            b.add(
                "frame|rim",
                g.array(g.box(0.015, 0.015, z + 0.01), [(s * x / 2, h, 0) for h in (0, y) for s in (-1, 1)]),
            )
        if b.chance(0.4):
            b.add("lid|cover|hood", g.box(x + 0.01, b.uniform(0.02, 0.08), z + 0.01, 0.005).move(y=y + 0.03))
        if b.chance(0.35):
            b.add("stand|cabinet|base", g.box(x, 0.6, z).move(y=-0.305))
    room = 0.17 if round_ else 0.38
    for _ in range(b.integer(1, 3)):
        at = (b.uniform(-room, room) * x, y * b.uniform(0.35, 0.65), b.uniform(-room, room) * z)
        tail = leaf(0.025, 0.03, 0, 0, 0.8).rotate("x", 90).rotate("y", 180).move(-0.02)
        b.add("fish", (g.sphere(0.026, 0.015, 0.008, 12) + tail).rotate("y", b.uniform(0, 360)).move(*at))
    for _ in range(b.integer(1, 4)):
        at = (b.uniform(-room, room) * x, y * 0.1, b.uniform(-room, room) * z)
        blade = leaf(y * 0.5, 0.02, b.uniform(-0.4, 0.4))
        b.add("plant", g.join(place_leaf(blade, b.uniform(65, 100), k * 72, at) for k in range(5)))
    b.add(
        "stone|rock", lumpy(b, g.sphere(0.03, 0.02, 0.025, 10), 0.3, 2).move(b.uniform(-0.2, 0.2) * x, y * 0.13)
    )


@design("bird cage")
def bird_cage(b: Builder) -> None:
    """Domed or flat cage: bars, hoops, base tray, door, perch, bird, hook or stand."""
    radius, height, count = b.uniform(0.12, 0.22), b.uniform(0.25, 0.5), b.integer(16, 28)
    dome, thin = radius * b.uniform(0.3, 1.3), 0.002
    low = 0.04
    b.add("base|tray|bottom", vessel([(radius * 1.02, 0), (radius * 1.05, low)], 0.005))
    path = g.curve(
        [
            (radius, low, 0),
            (radius, low + height * 0.6, 0),
            (radius, low + height, 0),
            (radius * 0.7, low + height + dome * 0.75, 0),
            (0.003, low + height + dome, 0),
        ],
        14,
    )
    b.add("bar|wire|cage", g.ring(g.sweep(path, thin, sides=4), count))
    for h in np.linspace(0.15, 1, b.integer(2, 4)):
        b.add("bar|wire|cage > hoop|ring", g.torus(radius, thin * 1.4, 24).move(y=low + height * h))
    door = g.box(radius * 0.6, height * 0.35, 0.004) + g.array(
        g.box(0.004, height * 0.35, 0.008), [(k * radius * 0.15, 0, 0) for k in (-2, -1, 0, 1, 2)]
    )
    b.add("door", door.rotate("y", b.pick(0, 60)).move(0, low + height * 0.35, radius))
    b.add("perch|stick", g.cylinder(0.005, radius * 1.9, sides=8).rotate("z", 90).move(y=low + height * 0.4))
    if b.chance(0.4):
        bird = (
            g.sphere(0.025, 0.022, 0.02, 12)
            + g.sphere(0.014, sides=10).move(0.02, 0.024)
            + g.cylinder(0.005, 0.015, 0, 6).rotate("z", -90).move(0.038, 0.024)
        )
        b.add("bird", bird.move(y=low + height * 0.4 + 0.026))
    top = low + height + dome
    b.add("hook|ring|handle", g.torus(0.022, 0.003, 16).rotate("x", 90).move(y=top + 0.02))
    if b.chance(0.25):
        b.add("stand|pole", g.cylinder(0.012, 0.7).move(y=-0.35) + g.cylinder(radius * 0.9, 0.02).move(y=-0.7))


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
        "rest|notch|holder",
        g.ring(g.box(radius * 0.3, 0.004, 0.012).move(radius * 0.9, height), b.integer(2, 4)),
    )
    if b.chance(0.5):
        b.add(
            "ash",
            lumpy(b, g.sphere(radius * 0.5, 0.006, radius * 0.4, 12), 0.2, 2).move(
                y=radius * 0.3 * 0.98 + 0.002
            ),
        )
    for _ in range(b.integer(0, 2)):
        turn = b.uniform(0, 360)
        b.add(
            "cigarette > cigarette|body",
            g.cylinder(0.004, 0.055, sides=10)
            .rotate("z", 70)
            .move(radius * 0.7, height + 0.006)
            .rotate("y", turn),
        )
        b.add(
            "cigarette > filter",
            g.cylinder(0.0041, 0.022, sides=10)
            .rotate("z", 70)
            .move(radius * 0.7 + 0.036, height - 0.007)
            .rotate("y", turn),
        )
