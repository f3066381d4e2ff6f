"""Playground equipment, toys and trophies."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.hand_parts import chain
from pa3d.synth.parts import post, stick, turn_all, wire

# -- playground ------------------------------------------------------------------------------------


@design("swing")
def swing(b: Builder) -> None:
    """Swing set: A-frames, top bar, one to three seats on chains or ropes; a tyre or a bench seat."""
    high, seats = b.uniform(1.8, 2.5), b.integer(1, 3)
    wide, spread, r = 0.9 * seats + 0.6, b.uniform(0.5, 0.8), b.uniform(0.03, 0.06)
    b.add("frame > crossbar|top bar|beam", stick((-wide / 2 - 0.1, high, 0), (wide / 2 + 0.1, high, 0), r))
    for x in (-wide / 2, wide / 2):
        for z in (-spread, spread):
            b.add("frame > leg|post", stick((x, 0, z), (x, high, 0), r))
        if b.chance(0.6):
            b.add(
                "frame > brace|strut",
                stick((x, high * 0.35, -spread * 0.65), (x, high * 0.35, spread * 0.65), r * 0.8),
            )
    for k in range(seats):
        x, angle, low = (k - (seats - 1) / 2) * 0.95, b.uniform(-25, 25), b.uniform(0.4, 0.55)
        half, first = b.uniform(0.2, 0.26), len(b.pieces)
        for s in (-half, half):
            b.add("chain|rope", stick((x + s, low, 0), (x + s, high, 0), 0.012, sides=6))
        kind = b.pick("board", "board", "tyre", "bucket")
        if kind == "tyre":
            b.add("seat", g.torus(half, 0.08, 22).move(x=x, y=low))
        elif kind == "board":
            b.add("seat", g.box(half * 2.2, 0.03, 0.2, 0.01).move(x=x, y=low))
        else:
            b.add(
                "seat",
                g.lathe(
                    [(0, 0), (half * 0.7, 0), (half, 0.25), (half * 0.9, 0.25), (half * 0.6, 0.04), (0, 0.04)],
                    18,
                ).move(x=x, y=low - 0.05),
            )
        b.pieces[first:] = [(n, m.rotate("x", angle, (0, high, 0))) for n, m in b.pieces[first:]]


@design("slide")
def slide(b: Builder) -> None:
    """Playground slide going down towards +z: chute with sides, ladder, platform, handrails, perhaps a roof."""
    high, wide = b.uniform(0.9, 2.0), b.uniform(0.4, 0.6)
    run, wave = high * b.uniform(1.1, 1.6), b.pick(0.0, b.uniform(0.04, 0.1))
    t = np.linspace(0, 1, 18)
    y = high * (1 - t) ** 1.15 + 0.2 * t + wave * np.sin(t * 3 * np.pi) * high
    z = run * t
    half = wide / 2
    floor = np.stack([np.c_[np.full(18, x), y, z] for x in (-half, half)])
    b.add("slide|chute > chute|slide bed", g.sheet(floor, 0.02))
    for x in (-half, half):
        b.add(
            "slide|chute > side|wall",
            g.sweep(np.c_[np.full(18, x), y + 0.06, z], 0.02, section=g.rectangle(1.5, 6)),
        )
    deck, covered = b.uniform(0.3, 0.7), b.chance(0.35)
    b.add("platform|deck", g.box(wide * 1.1, 0.05, deck).move(y=high, z=-deck / 2))
    for x, _, zz in positions_of_corners(wide * 1.1, deck):
        tall = high + (1.0 if covered else b.uniform(0.5, 0.6))
        b.add("post|leg|support", stick((x, 0, zz - deck / 2), (x, tall, zz - deck / 2), 0.03))
    lean, steps = b.uniform(0.05, 0.5), b.integer(4, 7)
    for s in (-1, 1):
        b.add(
            "ladder > rail|side",
            stick((s * half * 0.9, 0, -deck - lean), (s * half * 0.9, high + 0.4, -deck + 0.0), 0.022),
        )
        b.add(
            "handrail|rail|railing",
            stick((s * wide * 0.55, high + 0.5, -deck), (s * wide * 0.55, high + 0.5, 0), 0.02),
        )
    for k in range(steps):
        u = (k + 0.7) / steps
        b.add(
            "ladder > step|rung",
            g.box(wide * 0.9, 0.03, 0.08).move(y=high * u, z=-deck - lean * (1 - u * 0.75)),
        )
    if covered:
        b.add(
            "roof",
            g.cylinder(wide * 1.0, 0.4, 0.0, 4)
            .rotate("y", 45)
            .scale(1, 1, deck / wide)
            .move(y=high + 1.2, z=-deck / 2),
        )


@design("seesaw")
def seesaw(b: Builder) -> None:
    """Tilted plank on a stand with seats and handles at the ends."""
    long, high, tilt = b.uniform(1.8, 3.0), b.uniform(0.4, 0.65), b.uniform(-14, 14)
    first = len(b.pieces)
    b.add("plank|beam|board", g.box(long, 0.05, b.uniform(0.1, 0.25), 0.01))
    for s in (-1, 1):
        b.add("seat", g.box(0.3, 0.04, 0.28, 0.015).move(x=s * long * 0.44, y=0.05))
        if b.chance(0.6):
            b.add("backrest|back", g.box(0.03, 0.25, 0.26, 0.01).move(x=s * long * 0.5, y=0.17))
        x = s * long * 0.34
        b.add(
            "handle|handlebar",
            chain([(x, 0, 0), (x, 0.28, 0)], 0.015) + stick((x, 0.28, -0.15), (x, 0.28, 0.15), 0.014),
        )
    b.change(lambda m: m.rotate("z", tilt).move(y=high), first)
    if b.chance(0.5):
        for z in (-0.18, 0.18):
            b.add("base|stand|support", chain([(-0.3, 0, z), (0, high, z), (0.3, 0, z)], 0.03))
    else:
        b.add("base|stand|support", post(0.22, high, 0.1, b.pick(4, 20)))
    b.add("pivot|axle|hinge", stick((0, high - 0.02, -0.2), (0, high - 0.02, 0.2), 0.03))


@design("trampoline")
def trampoline(b: Builder) -> None:
    """Round trampoline: mat, padded edge, legs, safety net on poles, ladder."""
    radius, high = b.uniform(0.5, 2.2), b.uniform(0.25, 0.9)
    b.add("mat|jumping mat|bed", g.cylinder(radius * 0.86, 0.015, sides=36).move(y=high))
    pad = [
        (radius * 0.85, -0.015),
        (radius, -0.02),
        (radius, 0.015),
        (radius * 0.85, 0.02),
        (radius * 0.85, -0.015),
    ]
    b.add("pad|edge|safety pad", g.lathe(pad, 36).move(y=high + 0.01))
    b.add("frame|rim", g.torus(radius, 0.03, 36).move(y=high - 0.03))
    count = b.pick(4, 6, 8)
    b.add("leg", g.ring(stick((0, high, radius), (0, 0.02, radius), 0.025), count))
    if b.chance(0.6):
        tall = b.uniform(1.0, 1.8)
        b.add(
            "pole|post",
            g.ring(stick((0, high * 0.3, radius * 1.04), (0, high + tall, radius * 1.04), 0.025), count),
        )
        wire = g.ring(stick((0, high, radius), (0, high + tall * 0.95, radius), 0.006, sides=4), 36)
        hoops = g.join(g.torus(radius, 0.006, 36).move(y=high + tall * v) for v in (0.3, 0.6, 0.95))
        b.add("net|enclosure|safety net", wire + hoops)
    if b.chance(0.4):
        for s in (-0.2, 0.2):
            b.add("ladder|steps", stick((s, 0, radius + 0.4), (s, high, radius + 0.05), 0.02))
        for v in (0.3, 0.65):
            b.add(
                "ladder|steps",
                stick(
                    (-0.2, high * v, radius + 0.4 - 0.35 * v), (0.2, high * v, radius + 0.4 - 0.35 * v), 0.02
                ),
            )


@design("diving board")
def diving_board(b: Builder) -> None:
    """Springboard or platform: board, stand, ladder at the back, handrails."""
    high, long, wide = b.uniform(0.5, 3.0), b.uniform(2.5, 4.5), b.uniform(0.45, 0.6)
    b.add("board|plank", g.box(wide, 0.05, long, 0.01).rotate("x", -b.uniform(0, 2)).move(y=high, z=long / 2))
    for z in (0.15, long * 0.4):
        b.add("stand|base|support", g.box(wide * 0.8, high, 0.12).move(y=high / 2, z=z))
    b.add(
        "fulcrum|roller",
        stick((-wide * 0.55, high - 0.06, long * 0.4), (wide * 0.55, high - 0.06, long * 0.4), 0.06),
    )
    for s in (-1, 1):
        x = s * wide * 0.6
        b.add(
            "handrail|railing|rail",
            chain(
                [(x, 0, -0.35), (x, high + 0.8, -0.05), (x, high + 0.8, long * 0.38), (x, high, long * 0.38)],
                0.025,
            ),
        )
    for k in range(max(int(high / 0.28), 2)):
        y = (k + 0.6) * high / max(int(high / 0.28), 2)
        b.add("step|ladder|rung", g.box(wide * 1.15, 0.03, 0.12).move(y=y, z=-0.35 + 0.3 * y / (high + 0.8)))


# -- toys and trophies -----------------------------------------------------------------------------


@design("kite")
def kite(b: Builder) -> None:
    """Diamond or delta kite: sail, crossed spars, tail with bows, line and reel."""
    wide, tall = b.uniform(0.6, 1.2), b.uniform(0.8, 1.4)
    cross = b.uniform(0.6, 0.75)
    if b.chance(0.7):
        outline = np.array([(0, 0), (0.5, cross), (0, 1), (-0.5, cross)]) * [wide, tall]
    else:
        outline = np.array([(0, 0.1), (0.75, 0), (0, 1), (-0.75, 0)]) * [wide, tall * 0.8]
        cross = 0.35
    b.add("sail|body|panel", g.extrude(outline, 0.004))
    b.add("spar|frame|stick", stick((0, outline[0][1], 0.006), (0, outline[2][1], 0.006), 0.006))
    reach = wide * (0.5 if outline[1][1] > 0.1 else 0.45)
    b.add("spar|frame|stick", stick((-reach, cross * tall, 0.006), (reach, cross * tall, 0.006), 0.006))
    if b.chance(0.85):
        path = g.curve(
            [
                (0, 0, 0),
                (0.12, -tall * 0.3, 0.05),
                (-0.1, -tall * 0.6, 0),
                (0.08, -tall * b.uniform(0.8, 1.2), 0),
            ],
            22,
        )
        b.add("tail > ribbon|cord", g.sweep(path, 0.006, sides=6))
        bow = g.extrude([(0, 0), (0.06, 0.03), (0.06, -0.03)], 0.006)
        b.add("tail > bow", g.array(bow + bow.mirror("x"), path[4::4]))
    if b.chance(0.5):
        path = g.curve([(0, tall * 0.5, 0), (0, tall * 0.2, 0.5), (0.1, -tall * 0.6, 1.2)], 14)
        b.add("string|line", g.sweep(path, 0.003, sides=5))
        b.add("reel|handle", g.capsule(0.02, 0.14).rotate("z", 90).move(*path[-1]))


@design("spinning top")
def spinning_top(b: Builder) -> None:
    """Turned top with stem and point, or a humming top with a plunger."""
    radius = b.uniform(0.02, 0.06)
    tall, fat = radius * b.uniform(0.9, 1.8), b.uniform(0.45, 0.7)
    shape = g.curve(
        [
            (radius * 0.12, 0),
            (radius * 0.6, tall * fat * 0.5),
            (radius, tall * fat),
            (radius * 0.5, tall * 0.92),
            (radius * 0.15, tall),
        ],
        14,
    )
    b.add("body", g.lathe([(0, 0), *shape, (0, tall)], 26))
    if b.chance(0.5):
        b.add("band|ring|stripe", g.torus(radius * 0.99, radius * 0.06, 26).move(y=tall * fat))
    b.add("tip|point", g.cylinder(0.0005, radius * 0.4, radius * 0.14, 12).move(y=-radius * 0.15))
    stem = radius * b.uniform(0.6, 1.4)
    b.add("stem|handle > stem|handle", g.cylinder(radius * 0.1, stem).move(y=tall + stem / 2))
    if b.chance(0.5):
        b.add("stem|handle > knob", g.sphere(radius * 0.2, sides=12).move(y=tall + stem))
    turn_all(b, "z", b.pick(0.0, b.uniform(-30, 30)))


@design("yo-yo")
def yo_yo(b: Builder) -> None:
    """Two discs on an axle with a string and finger loop."""
    radius, wide = b.uniform(0.024, 0.034), b.uniform(0.011, 0.016)
    shape = [
        (0, 0.15),
        (0.6, 0.12),
        (0.95, 0.3),
        (1, 0.6),
        (b.uniform(0.5, 0.8), 1.0),
        (0, b.uniform(0.8, 1.1)),
    ]
    disc = g.lathe([(r * radius, y * wide) for r, y in shape], 28).rotate("z", -90)
    symmetric(b, "disc|side|body", disc)
    if b.chance(0.6):
        symmetric(b, "cap|hub", g.cylinder(radius * 0.45, 0.002, sides=20).rotate("z", 90).move(x=wide * 1.02))
    b.add("axle", stick((-wide * 0.3, 0, 0), (wide * 0.3, 0, 0), radius * 0.25))
    long = b.uniform(0.06, 0.3)
    b.add(
        "string|cord", wire([(0, 0, radius * 0.25), (0, long * 0.5, radius * 0.4), (0, long, 0)], 0.001, 12, 6)
    )
    b.add("loop|finger loop", g.torus(0.011, 0.001, 18).rotate("x", 90).move(y=long + 0.011))


@design("trophy")
def trophy(b: Builder) -> None:
    """Cup with two handles, star or figure on a column and plinth with a name plate."""
    tall, radius = b.uniform(0.15, 0.4), b.uniform(0.22, 0.34)
    radius *= tall
    base = tall * b.uniform(0.15, 0.35)
    plinth = b.pick(
        g.cylinder(radius * 0.9, base, radius * 0.75, b.pick(6, 8, 24)),
        g.box(radius * 1.7, base, radius * 1.7, 0.004),
    )
    b.add("base|plinth|pedestal > base|plinth", plinth.move(y=base / 2))
    if b.chance(0.7):
        b.add(
            "base|plinth|pedestal > plate|name plate",
            g.box(radius * 0.9, base * 0.4, 0.004).move(y=base / 2, z=radius * 0.86),
        )
    b.add(
        "stem|column",
        g.lathe(
            [
                (0, 0),
                (radius * 0.6, 0),
                (radius * 0.15, tall * 0.12),
                (radius * 0.22, tall * 0.18),
                (radius * 0.14, tall * 0.28),
                (0, tall * 0.28),
            ],
            20,
        ).move(y=base),
    )
    y = base + tall * 0.27
    if b.chance(0.7):
        shape = g.curve(
            [
                (radius * 0.1, 0),
                (radius * 0.7, tall * 0.12),
                (radius * 0.85, tall * 0.35),
                (radius, tall * 0.55),
            ],
            10,
        )
        b.add(
            "cup|bowl",
            g.lathe(
                [*shape, (radius * 0.93, tall * 0.55), (radius * 0.6, tall * 0.15), (0, tall * 0.05)], 26
            ).move(y=y),
        )
        ear = g.curve(
            [
                (radius * 0.6, tall * 0.12, 0),
                (radius * 1.5, tall * 0.2, 0),
                (radius * 1.5, tall * 0.48, 0),
                (radius * 0.9, tall * 0.46, 0),
            ],
            16,
        )
        symmetric(b, "handle|ear", g.sweep(ear, tall * 0.014).move(y=y))
        if b.chance(0.3):
            b.add(
                "lid|cover",
                g.sphere(radius * 0.95, tall * 0.12, radius * 0.95).move(y=y + tall * 0.55)
                + g.sphere(radius * 0.15, sides=10).move(y=y + tall * 0.7),
            )
    else:
        points = [
            (r * np.sin(a), r * np.cos(a))
            for k in range(10)
            for r, a in [((1 if k % 2 == 0 else 0.45) * radius, k * np.pi / 5)]
        ]
        b.add("star|figure", g.extrude(points, radius * 0.25).move(y=y + radius))
