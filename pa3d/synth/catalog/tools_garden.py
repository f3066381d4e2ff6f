"""Garden and cleaning tools."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.hand_parts import grip
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import any_pose, skin, stick, wire


def _long_handle(b: Builder, length: float, radius: float, low: float = 0.0) -> None:
    """Pole from y = low to length: plain, or with a D or T grip on top."""
    style = b.pick("plain", "plain", "d", "t")
    b.add(
        "handle|shaft|pole > shaft|pole", g.cylinder(radius, length - low, sides=12).move(y=(length + low) / 2)
    )
    if style == "d":
        wide = radius * b.uniform(3.5, 5)
        loop = g.curve(
            [
                (0, 0, 0),
                (-wide, wide, 0),
                (-wide, wide * 2, 0),
                (wide, wide * 2, 0),
                (wide, wide, 0),
                (0, 0, 0),
            ],
            26,
        )
        b.add("handle|shaft|pole > grip", g.sweep(loop, radius * 0.75, sides=8).move(y=length))
    elif style == "t":
        b.add("handle|shaft|pole > grip", g.capsule(radius * 1.1, radius * 9).rotate("z", 90).move(y=length))
    elif b.chance(0.5):
        b.add("handle|shaft|pole > grip", g.capsule(radius * 1.2, length * 0.12).move(y=length * 0.97))


@design("shovel")
def shovel(b: Builder) -> None:
    """Round-point, square, snow or toy shovel, blade down."""
    length, wide = b.uniform(0.4, 1.4), b.uniform(0.16, 0.28)
    tall = wide * b.uniform(1.0, 1.5)
    pointed, dish = b.chance(0.5), b.uniform(0.05, 0.18) * wide
    rows = []
    for t in np.linspace(0, 1, 9):
        half = wide / 2 * (np.sqrt(max(1 - (1 - t * 0.92 - 0.08) ** 2, 0.01)) if pointed else 1 - 0.1 * (1 - t))
        x = np.linspace(-half, half, 9)
        front = np.c_[x, np.full(9, tall * t), -dish * (1 - (x / (wide / 2)) ** 2) - 0.05 * tall * t]
        rows.append(np.concatenate([front, front[::-1] + [0, 0, -0.004]]))
    b.add("blade|scoop|head", skin(rows))
    b.add("socket|collar", stick((0, tall * 0.75, -dish - 0.03), (0, tall * 1.25, -dish - 0.04), 0.02, 0.017))
    z = -dish - 0.04
    start = len(b.pieces)
    _long_handle(b, tall + length, b.uniform(0.011, 0.017), tall * 1.05)
    b.change(lambda m: m.move(z=z), start)
    any_pose(b)


@design("rake")
def rake(b: Builder) -> None:
    """Bow rake with short steel teeth, or fan leaf rake, head down; also garden forks."""
    length, radius = b.uniform(0.5, 1.5), b.uniform(0.01, 0.016)
    wide, kind = b.uniform(0.25, 0.55), b.pick("bow", "fan", "fork")
    if kind == "bow":
        count, tooth = b.integer(8, 16), b.uniform(0.05, 0.09)
        b.add("head > bar|crossbar", g.box(wide, 0.02, 0.012))
        x = np.linspace(-wide * 0.48, wide * 0.48, count)
        b.add(
            "head > tine|tooth|prong",
            g.array(
                g.cylinder(0.004, tooth, 0.007, 6).rotate("x", 80).move(z=tooth / 2), [(v, 0, 0) for v in x]
            ),
        )
        if b.chance(0.5):
            loop = g.curve(
                [
                    (-wide * 0.45, 0, 0),
                    (-wide * 0.25, 0.12, 0),
                    (0, 0.18, 0),
                    (wide * 0.25, 0.12, 0),
                    (wide * 0.45, 0, 0),
                ],
                18,
            )
            b.add("head > bow|bracket", g.sweep(loop, 0.006, sides=8))
        low = 0.0
    else:
        count = b.integer(9, 22) if kind == "fan" else b.integer(3, 5)
        spread, tall = wide * (0.5 if kind == "fan" else 0.25), wide * b.uniform(0.7, 1.0)
        for t in np.linspace(-1, 1, count):
            side = spread if kind == "fork" else spread * 0.15
            path = [
                (side * t * (kind == "fan" or 1), 0, 0),
                (spread * t * 0.75, -tall * 0.6, 0.0),
                (spread * t, -tall, 0.02),
            ]
            path += [(spread * t, -tall * 1.05, 0.05)] * (kind == "fan")
            b.add("head > tine|tooth|prong", wire(path, np.linspace(0.006, 0.003, 9), 9, 6))
        if kind == "fork" or b.chance(0.6):
            bar = 0.0 if kind == "fork" else -tall * 0.55
            half = spread if kind == "fork" else spread * 0.72
            b.add("head > bar|crossbar", g.box(half * 2, 0.016, 0.016).move(y=bar))
        low = -0.02
    _long_handle(b, length, radius, low)
    any_pose(b)


def _bristles(b: Builder, wide: float, deep: float, tall: float) -> Mesh:
    """Block of bristles hanging from y = 0: one flared mass or rows of tufts."""
    if b.chance(0.5):
        return g.box(wide, tall, deep).taper(b.uniform(0.7, 0.95)).move(y=-tall / 2)
    nx, nz = max(int(wide / max(deep, 0.02) * 3), 3), b.integer(2, 4)
    spots = [
        (x, -tall / 2, z)
        for x in np.linspace(-0.46, 0.46, nx) * wide
        for z in np.linspace(-0.42, 0.42, nz) * deep
    ]
    return g.array(g.cylinder(deep * 0.14, tall, deep * 0.09, 6), spots)


@design("broom")
def push_broom(b: Builder) -> None:
    """Broom with a wooden or plastic head and bristles under it."""
    wide, deep = b.uniform(0.22, 0.6), b.uniform(0.04, 0.08)
    tall, thick = b.uniform(0.05, 0.14), b.uniform(0.025, 0.05)
    b.add("bristle|bristles|brush", _bristles(b, wide, deep, tall).move(y=tall))
    b.add(
        "head|block", g.box(wide * 1.02, thick, deep * 1.1, thick * b.uniform(0, 0.4)).move(y=tall + thick / 2)
    )
    start, lean = len(b.pieces), b.pick(0.0, b.uniform(-35, -5))
    _long_handle(b, b.uniform(0.8, 1.4), b.uniform(0.009, 0.014))
    b.change(lambda m: m.rotate("x", lean).move(y=tall + thick * 0.6), start)
    any_pose(b)


@design("broom")
def straw_broom(b: Builder) -> None:
    """Old straw or witch's broom: a bound bundle flaring to the ground."""
    tall, radius, length = b.uniform(0.3, 0.5), b.uniform(0.07, 0.14), b.uniform(0.7, 1.2)
    flat = b.pick(1.0, b.uniform(0.3, 0.5))
    outline = g.curve(
        [(radius, 0), (radius * b.uniform(0.9, 1.15), tall * 0.35), (radius * 0.4, tall * 0.85), (0.02, tall)],
        10,
    )
    if b.chance(0.5):
        b.add("bristle|bristles|brush", g.lathe([(0, 0), *outline, (0, tall)], b.pick(8, 18)).scale(1, 1, flat))
    else:
        straw = [
            g.sweep(
                [(0.015, tall, 0), (radius * 0.45 * k, tall * 0.75, 0), (radius * k, b.uniform(0, 0.05), 0)],
                0.006,
                sides=5,
            ).rotate("y", b.uniform(0, 360))
            for k in b.rng.uniform(0.15, 1, 50)
        ]
        b.add("bristle|bristles|brush", g.join(straw).scale(1, 1, flat))
    for t in b.pick((0.85,), (0.65, 0.85), (0.6, 0.7, 0.85)):
        r = np.interp(tall * t, outline[:, 1], outline[:, 0])
        b.add("band|binding|string", g.torus(r, 0.007, 18).scale(1, 1, max(flat, 0.4)).move(y=tall * t))
    b.add("handle|shaft|pole > shaft|pole", grip(b, length, b.uniform(0.011, 0.017), 0.1).move(y=tall * 0.8))
    any_pose(b)


@design("brush")
def paint_brush(b: Builder) -> None:
    """Flat or round paint brush, make-up brush; bristles up."""
    wide, flat = b.uniform(0.015, 0.09), b.chance(0.6)
    deep = wide * (b.uniform(0.2, 0.35) if flat else 1.0)
    length, tall = b.uniform(0.1, 0.18), b.uniform(0.03, 0.06) + wide * 0.2
    outline = g.rectangle(1, 1, 0.15) if flat else g.ellipse(0.5, 0.5, 16)
    shape = [(0.0, 0.15), (0.1, 0.22), (0.5, 0.18), (0.8, 0.3), (1.0, 0.9)]
    sections = [
        np.c_[outline[:, 0] * wide * w, np.full(len(outline), length * t), outline[:, 1] * deep * max(w, 0.5)]
        for t, w in shape
    ]
    b.add("handle|grip", skin(sections))
    band = b.uniform(0.02, 0.04)
    level = [
        np.c_[outline[:, 0] * wide * 1.03, np.full(len(outline), y), outline[:, 1] * deep * 1.05]
        for y in (length, length + band)
    ]
    b.add("ferrule|band|collar", skin(level))
    tip, y = b.uniform(0.15, 1.15), length + band
    hair = [
        np.c_[
            outline[:, 0] * wide * w,
            np.full(len(outline), y + tall * t),
            outline[:, 1] * deep * w * (1 - 0.5 * t),
        ]
        for t, w in ((0, 0.95), (0.5, 1.05), (1, tip))
    ]
    b.add("bristle|bristles|brush", skin(hair))
    any_pose(b)


@design("brush")
def scrub_brush(b: Builder) -> None:
    """Hair brush, dish brush, toothbrush or dustpan brush: a bristled head at the end of a handle."""
    head, wide = b.uniform(0.03, 0.13), b.uniform(0.012, 0.07)
    length, tall = b.uniform(0.09, 0.17), b.uniform(0.01, 0.04)
    plate = g.box(head, 0.01, wide, 0.004) if b.chance(0.4) else g.sphere(head / 2, 0.008, wide / 2)
    b.add("head|block", plate)
    nx, nz = max(int(head / 0.011), 3), max(int(wide / 0.011), 2)
    spots = [
        (x, tall / 2 + 0.004, z)
        for x in np.linspace(-0.4, 0.4, nx) * head
        for z in np.linspace(-0.38, 0.38, nz) * wide
    ]
    inside = [s for s in spots if (s[0] / head) ** 2 + (s[2] / wide) ** 2 < 0.21]
    b.add("bristle|bristles|brush", g.array(g.cylinder(0.0035, tall, 0.0025, 5), inside))
    path = g.curve(
        [
            (head * 0.45, 0, 0),
            (head * 0.5 + length * 0.4, b.uniform(-0.008, 0.012), 0),
            (head * 0.5 + length, 0, 0),
        ],
        10,
    )
    radius = b.uniform(0.006, 0.012)
    b.add(
        "handle|grip",
        g.sweep(
            path,
            radius * np.interp(np.linspace(0, 1, 10), [0, 0.3, 0.8, 1], [0.8, 0.7, 1.2, 0.8]),
            section=g.ellipse(1.2, 0.7, 12),
        ),
    )
    any_pose(b)


@design("mop")
def mop(b: Builder) -> None:
    """String mop, flat mop or sponge mop."""
    kind, length = b.pick("string", "string", "flat"), b.uniform(0.8, 1.3)
    if kind == "string":
        drop, radius = b.uniform(0.2, 0.35), b.uniform(0.1, 0.18)
        for _ in range(b.integer(24, 44)):
            reach = radius * b.uniform(0.3, 1.0)
            path = [
                (0.02, drop, 0),
                (reach * 0.6, drop * 1.02, 0),
                (reach, drop * 0.4, 0),
                (reach * b.uniform(0.9, 1.3), 0, 0),
            ]
            b.add("mop head|head|yarn > string|strand", wire(path, 0.007, 8, 5).rotate("y", b.uniform(0, 360)))
        b.add("clamp|holder|collar", g.cylinder(0.045, 0.06, 0.025, sides=14).move(y=drop + 0.02))
        low = drop
    else:
        wide, deep = b.uniform(0.3, 0.5), b.uniform(0.09, 0.14)
        b.add("mop head|head|pad", g.box(wide, 0.02, deep, 0.008).move(y=0.01))
        b.add("clamp|holder|plate", g.box(wide * 0.92, 0.012, deep * 0.8, 0.004).move(y=0.025))
        b.add("joint|hinge", g.sphere(0.022).move(y=0.045))
        low = 0.04
    _long_handle(b, low + length, b.uniform(0.009, 0.014), low)
    any_pose(b)


@design("paint roller")
def paint_roller(b: Builder) -> None:
    """Roller sleeve on a bent wire frame with a handle; sometimes on a pole."""
    wide, radius = b.uniform(0.08, 0.26), b.uniform(0.018, 0.035)
    b.add(
        "roller|sleeve > roller|sleeve", g.cylinder(radius, wide, sides=22, bevel=radius * 0.15).rotate("z", 90)
    )
    cap = g.cylinder(radius * 0.6, 0.006).rotate("z", 90).move(x=wide / 2 + 0.002)
    symmetric(b, "roller|sleeve > end cap", cap)
    side, drop = wide / 2 + 0.03, b.uniform(0.1, 0.2)
    path = [(0, 0, 0), (side, 0, 0), (side, -drop * 0.55, 0), (0, -drop * 0.6, 0), (0, -drop, 0)]
    b.add(
        "frame|wire|rod|arm",
        g.join(stick(p, q, 0.004, sides=8) for p, q in zip(path[:-1], path[1:], strict=True)),
    )
    length = b.pick(b.uniform(0.1, 0.15), b.uniform(0.1, 0.15), b.uniform(0.5, 1.0))
    b.add("handle|grip", grip(b, length, b.uniform(0.012, 0.018)).mirror("y").move(y=-drop * 0.9))
    any_pose(b)


def _mower_wheels(b: Builder, wide: float, long: float) -> None:
    """Four wheels at the corners, the rear ones sometimes larger."""
    front = b.uniform(0.08, 0.11)
    back = front * b.pick(1.0, 1.4)
    for x, z, r in [(s * wide / 2, e * long * 0.4, r) for s in (-1, 1) for e, r in ((1, front), (-1, back))]:
        tyre = g.cylinder(r, 0.045, sides=20, bevel=0.008).rotate("z", 90).move(x=x, y=r, z=z)
        b.add("wheel > tyre|tire", tyre)
        b.add("wheel > rim|hub", g.cylinder(r * 0.55, 0.052, sides=14).rotate("z", 90).move(x=x, y=r, z=z))


@design("lawn mower")
def lawn_mower(b: Builder) -> None:
    """Walk-behind mower: deck on four wheels, engine on top, sloping handle and grass bag behind."""
    wide, long, high = b.uniform(0.4, 0.5), b.uniform(0.5, 0.7), b.uniform(0.1, 0.16)
    b.add("deck|body|chassis", g.box(wide, high, long, high * b.uniform(0.1, 0.45)).move(y=0.06 + high / 2))
    _mower_wheels(b, wide + 0.05, long)
    top = 0.06 + high
    tall, radius = b.uniform(0.12, 0.22), b.uniform(0.1, 0.15)
    if b.chance(0.6):
        b.add(
            "engine|motor > engine|motor",
            g.cylinder(radius, tall, radius * 0.85, 20, 0.015).move(y=top + tall / 2),
        )
        b.add("engine|motor > cap|starter cover", g.cylinder(radius * 0.6, 0.03).move(y=top + tall))
    else:
        b.add(
            "engine|motor > engine|motor", g.box(radius * 1.8, tall, radius * 2.2, 0.04).move(y=top + tall / 2)
        )
    reach, rise = b.uniform(0.5, 0.8), b.uniform(0.6, 0.8)
    x = wide * 0.38
    for side in (x, -x):
        b.add(
            "handle|handlebar > bar|tube",
            stick((side, top * 0.8, -long * 0.42), (side, top + rise, -long * 0.42 - reach), 0.012),
        )
    b.add(
        "handle|handlebar > grip|crossbar",
        stick((-x, top + rise, -long * 0.42 - reach), (x, top + rise, -long * 0.42 - reach), 0.014),
    )
    if b.chance(0.6):
        b.add(
            "handle|handlebar > lever",
            stick(
                (-x, top + rise + 0.04, -long * 0.42 - reach + 0.03),
                (x, top + rise + 0.04, -long * 0.42 - reach + 0.03),
                0.006,
            ),
        )
    if b.chance(0.6):
        bag = g.box(wide * 0.8, 0.28, 0.4, b.uniform(0.02, 0.1)).taper(1.1).move(y=top + 0.1, z=-long / 2 - 0.2)
        b.add("bag|grass bag|catcher", bag)
