"""Cutlery and kitchen utensils."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, vessel, wire


def utensil_handle(b: Builder, length: float, wide: float) -> Mesh:
    """Flat or round handle from x = -length to 0, narrowing to the neck."""
    flat = b.uniform(0.2, 0.5) if b.chance(0.65) else 1.0
    t = np.linspace(0, 1, 12)
    radii = wide / 2 * np.interp(t, [0, 0.05, 0.3, 0.8, 1], [0.6, 1, b.uniform(0.7, 1.1), 0.45, 0.4])
    path = np.stack([-length + length * t, b.uniform(-0.01, 0.012) * np.sin(t * np.pi), 0 * t], 1)
    angle = np.linspace(0, 2 * np.pi, 10, endpoint=False)
    return g.loft(
        [
            np.stack([np.full(10, p[0]), p[1] + flat * r * np.sin(angle), -r * np.cos(angle)], 1)[::-1]
            for p, r in zip(path, radii, strict=True)
        ]
    )


@design("fork", "cutlery")
def fork(b: Builder) -> None:
    """Table fork: handle, neck, palm and two to five tines."""
    length, wide = b.uniform(0.11, 0.15), b.uniform(0.018, 0.028)
    b.add("handle", utensil_handle(b, length, b.uniform(0.01, 0.018)))
    palm = np.array(
        [
            (-0.005, -0.003),
            (0.02, -wide / 2),
            (0.035, -wide / 2),
            (0.035, wide / 2),
            (0.02, wide / 2),
            (-0.005, 0.003),
        ]
    )
    b.add("head > palm|root", g.extrude(palm, 0.002).rotate("x", -90))
    count, reach = b.integer(2, 5), b.uniform(0.03, 0.055)
    for i in range(count):
        z = (i - (count - 1) / 2) * wide / count
        path = g.curve([(0.034, 0, z), (0.034 + reach * 0.6, -0.004, z), (0.034 + reach, 0.003, z)], 8)
        b.add("head > tine|prong", g.sweep(path, np.linspace(0.0016, 0.0007, 8), sides=6))


@design("spoon", "cutlery")
def spoon(b: Builder) -> None:
    """Spoon, ladle, slotted or measuring spoon: a bowl on a handle, straight or upright."""
    length, x = b.uniform(0.1, 0.3), b.uniform(0.018, 0.05)
    z, deep = x * b.uniform(0.55, 1), x * b.uniform(0.25, 0.9)
    b.add("handle", utensil_handle(b, length, b.uniform(0.008, 0.02)))
    dish = vessel(g.curve([(0.05, 0), (0.7, 0.25), (1, 1)], 8), 0.06, 20).scale(x, deep, z)
    lift = b.uniform(0, 0.3) * deep
    b.add("head|bowl", dish.move(x * 0.95, -deep + lift))
    if b.chance(0.15):
        b.add(
            "handle > hook",
            wire([(-length, 0, 0), (-length - 0.02, 0.01, 0), (-length - 0.01, 0.025, 0)], 0.003, 8, 10),
        )


@design("spatula")
def spatula(b: Builder) -> None:
    """Turner or scraper: flat blade, slotted or plain, bent neck, long handle."""
    length, x, z = b.uniform(0.18, 0.28), b.uniform(0.07, 0.12), b.uniform(0.05, 0.1)
    b.add("handle", utensil_handle(b, length, b.uniform(0.016, 0.026)))
    outline = g.rectangle(x, z, b.uniform(0.002, 0.02))
    slots = [g.rectangle(x * 0.6, z * 0.07) + [0, z * at] for at in (-0.25, 0, 0.25)] if b.chance(0.55) else []
    blade = g.extrude(outline, 0.003, slots).rotate("x", -90)
    drop = b.uniform(0, 0.03)
    b.add("blade|head", blade.move(x / 2 + 0.03, -drop).taper(b.uniform(0.8, 1.1), "x"))
    b.add("neck|shaft", g.sweep([(-0.01, 0, 0), (0.015, -drop * 0.5, 0), (0.035, -drop, 0)], 0.004, sides=8))


@design("whisk")
def whisk(b: Builder) -> None:
    """Balloon whisk: wire loops on a handle."""
    length, reach, wide = b.uniform(0.1, 0.14), b.uniform(0.1, 0.16), b.uniform(0.02, 0.04)
    b.add("handle", g.capsule(b.uniform(0.008, 0.014), length, b.uniform(0.007, 0.012)).move(y=length / 2))
    points = [(0.004, 0, 0), (wide, -reach * 0.7, 0), (0, -reach, 0), (-wide, -reach * 0.7, 0), (-0.004, 0, 0)]
    loop = wire(points, 0.0012, 22, 5)
    b.add("wire|whisk|head", g.ring(loop, b.integer(4, 7), arc=180))
    if b.chance(0.4):
        b.add("handle > hanging loop|ring", g.torus(0.008, 0.002, 14).rotate("x", 90).move(y=length + 0.006))


@design("rolling pin")
def rolling_pin(b: Builder) -> None:
    """Roller with a grip at each end."""
    radius, length = b.uniform(0.02, 0.035), b.uniform(0.2, 0.3)
    b.add("body|roller", g.cylinder(radius, length, bevel=0.004).rotate("z", 90))
    grip = g.lathe(
        [
            (0, 0),
            (0.006, 0),
            (0.006, 0.015),
            *g.curve([(0.01, 0.015), (0.015, 0.05), (0.009, 0.1)], 8),
            (0, 0.105),
        ],
        16,
    )
    symmetric(b, "handle|grip", grip.scale(1, b.uniform(0.7, 1.1), 1).rotate("z", -90).move(length / 2))


@design("cutting board")
def cutting_board(b: Builder) -> None:
    """Board, rectangular or round, with a paddle handle, hole, groove or feet; bread at times."""
    x, z, thick = b.uniform(0.25, 0.4), b.uniform(0.16, 0.28), b.uniform(0.01, 0.03)
    outline = g.rectangle(x, z, b.uniform(0.005, 0.1))
    holed = b.chance(0.3)
    hole = [g.rectangle(0.02, z * 0.3, 0.009) + [x * 0.42, 0]] if holed else []
    b.add("body|board", g.extrude(outline, thick, hole).rotate("x", -90))
    if not holed:
        wide, reach = b.uniform(0.025, 0.05), b.uniform(0.07, 0.13)
        paddle = g.extrude(
            g.rectangle(reach, wide, wide * 0.4), thick, [g.rectangle(0.012, 0.012, 0.005) + [reach * 0.32, 0]]
        )
        b.add("handle", paddle.rotate("x", -90).move(x / 2 + reach * 0.47))
    if b.chance(0.3):
        b.add(
            "foot", g.array(g.cylinder(0.01, 0.008), positions_of_corners(x * 0.8, z * 0.8, -thick / 2 - 0.003))
        )
    if b.chance(0.25):
        b.add(
            "food|bread", g.capsule(0.035, 0.16).rotate("z", 90).scale(1, 0.8, 1).move(-0.02, thick / 2 + 0.025)
        )


@design("grater")
def grater(b: Builder) -> None:
    """Box grater with four toothed faces, or a flat one; top handle."""
    wide, height = b.uniform(0.08, 0.11), b.uniform(0.16, 0.23)
    deep = wide * b.uniform(0.6, 1) if b.chance(0.75) else 0.006
    top = b.uniform(0.5, 0.9) if deep > 0.01 else 1.0
    shell = hollow_sleeve(wide, deep, height, top)
    b.add("body|grater", shell)
    teeth = [
        g.box(0.005, 0.003, 0.004).move((i - 2.5) * wide * 0.12, height * (0.15 + 0.1 * j), 0)
        for i in range(6)
        for j in range(6)
    ]
    tilt = np.degrees(np.arctan2(deep * (1 - top) / 2, height))
    b.add("blade|tooth", g.join(teeth).scale(0.9, 1, 1).rotate("x", -tilt).move(z=deep / 2))
    b.add("handle", bail(wide * top * 0.42, b.uniform(0.03, 0.06), 0.006, 0.8).move(y=height - 0.003))


def hollow_sleeve(x: float, z: float, height: float, top: float) -> Mesh:
    """Open-ended tapering tube of rectangular section."""
    rows = [(0, 1), (height, top), (height, top * 0.96), (0, 0.96)]
    return g.loft([g.in_plane(g.rectangle(x * s, z * s), "xz", y) for y, s in rows], closed=True)


@design("corkscrew")
def corkscrew(b: Builder) -> None:
    """Plain T-handled or winged corkscrew."""
    turns = np.linspace(0, 2 * np.pi * b.integer(4, 6), 70)
    path = np.stack([0.004 * np.cos(turns), -turns / turns[-1] * 0.06, 0.004 * np.sin(turns)], 1)
    b.add("screw|worm|spiral", g.sweep(path, np.linspace(0.0016, 0.0008, 70), sides=5))
    if b.chance():
        b.add("handle", g.capsule(b.uniform(0.008, 0.013), b.uniform(0.08, 0.11)).rotate("z", 90).move(y=0.055))
        b.add("shaft|stem", g.cylinder(0.003, 0.06).move(y=0.028))
        return
    b.add(
        "body|frame",
        g.lathe([(0.012, -0.075), (0.016, -0.075), (0.014, -0.05), (0.012, -0.05)])
        + g.ring(g.box(0.004, 0.06, 0.006).move(y=-0.03, x=0.011), 2),
    )
    b.add("body|frame", g.cylinder(0.012, 0.03, bevel=0.002).move(y=0.012))
    lift = b.uniform(10, 120)
    arm = g.box(0.012, 0.09, 0.008, 0.003).move(y=-0.045)
    symmetric(b, "lever|arm|wing", arm.rotate("z", lift).move(0.014, 0.01))
    b.add("handle", g.torus(0.016, 0.004, 18).rotate("x", 90).move(y=0.065))
    b.add("shaft|stem", g.cylinder(0.004, 0.05).move(y=0.03))


@design("bottle opener")
def bottle_opener(b: Builder) -> None:
    """Flat opener: a head with an opening, a handle."""
    length, wide = b.uniform(0.08, 0.13), b.uniform(0.018, 0.026)
    b.add(
        "handle",
        g.extrude(g.rectangle(length, wide, wide * b.uniform(0.1, 0.5)), 0.004)
        .rotate("x", -90)
        .move(-length / 2 + 0.004),
    )
    size = b.uniform(0.04, 0.05)
    hole = g.rectangle(size * 0.6, size * 0.5, size * 0.2)
    b.add(
        "head|opener",
        g.extrude(g.rectangle(size, size * 0.9, size * 0.35), 0.004, [hole]).rotate("x", -90).move(size * 0.46),
    )
    if b.chance(0.3):
        b.add("ring|key ring", g.torus(0.012, 0.0015, 16).rotate("x", 60).move(-length))


@design("salt shaker")
def salt_shaker(b: Builder) -> None:
    """Shaker or pepper mill: body, perforated cap, knob or crank."""
    radius, height = b.uniform(0.018, 0.03), b.uniform(0.05, 0.2)
    waist = b.uniform(0.6, 1.05)
    points = [(radius, 0), (radius * waist, height * 0.5), (radius * b.uniform(0.7, 1), height * 0.75)]
    outline = g.curve(points, 10)
    b.add("body|container", g.lathe([(0, 0), *outline, (0, height * 0.75)], b.pick(24, 24, 8)))
    r = float(outline[-1, 0]) * 1.03
    b.add(
        "lid|cap|top",
        g.lathe([(0, 0), (r, 0), (r, height * 0.06), (r * 0.8, height * 0.17), (0, height * 0.22)]).move(
            y=height * 0.75
        ),
    )
    y = height * 0.97
    if height > 0.1:
        b.add("knob|handle", g.sphere(r * b.uniform(0.3, 0.6), sides=12).move(y=y + r * 0.2))
    else:
        b.add(
            "hole",
            g.ring(g.cylinder(0.0012, 0.001, sides=6).move(r * 0.35), 5).move(y=y - 0.001)
            + g.cylinder(0.0012, 0.001, sides=6).move(y=y),
        )
