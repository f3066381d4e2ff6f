"""Rackets, clubs, weights, goals, boards, skates and gym machines."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.hand_parts import chain
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import any_pose, skin, stick, turn_all, wire

# -- rackets, clubs, weights -----------------------------------------------------------------------


def _net(x: np.ndarray, y: np.ndarray, radius: float) -> Mesh:
    """Square mesh of cords in the xy plane, centred on z."""
    cords = [stick((v, y[0], 0), (v, y[-1], 0), radius, sides=4) for v in x]
    return g.join(cords + [stick((x[0], v, 0), (x[-1], v, 0), radius, sides=4) for v in y])


@design("racket", "tennis racket")
def racket(b: Builder) -> None:
    """Tennis, badminton, squash or lacrosse-like racket: oval frame, strings, throat, grip."""
    half, tall = b.uniform(0.09, 0.14), b.uniform(0.12, 0.18)
    thick, shaft = b.uniform(0.005, 0.012), b.uniform(0.1, 0.3)
    b.add(
        "head > frame|rim|hoop",
        g.sweep(np.c_[g.ellipse(half, tall, 36), np.zeros(36)], thick, closed=True, sides=8),
    )
    cords = []
    for t in np.linspace(-0.85, 0.85, b.integer(8, 16)):
        reach = np.sqrt(1 - t**2)
        cords.append(stick((t * half, -reach * tall, 0), (t * half, reach * tall, 0), 0.001, sides=4))
        cords.append(stick((-reach * half, t * tall, 0), (reach * half, t * tall, 0), 0.001, sides=4))
    b.add("head > string|strings|net", g.join(cords))
    low = -tall - shaft
    if b.chance(0.6):
        for s in (-1, 1):
            b.add(
                "throat|shaft|neck",
                stick((s * half * 0.6, -tall * 0.8, 0), (0, -tall - shaft * 0.8, 0), thick * 0.9),
            )
        b.add("throat|shaft|neck", stick((0, -tall - shaft * 0.8, 0), (0, low, 0), thick))
    else:
        b.add("throat|shaft|neck", stick((0, -tall, 0), (0, low, 0), thick * 0.6))
    size = b.uniform(0.011, 0.018)
    b.add("handle|grip > grip|handle", g.cylinder(size, 0.17, sides=b.pick(8, 16)).move(y=low - 0.08))
    b.add("handle|grip > butt cap|end cap", g.cylinder(size * 1.2, 0.015, size, 12).move(y=low - 0.17))
    any_pose(b)


@design("racket", "table tennis bat")
def paddle(b: Builder) -> None:
    """Table tennis or beach paddle: a solid face with rubber sheets and a short handle."""
    half, thick = b.uniform(0.07, 0.11), b.uniform(0.005, 0.012)
    outline = g.ellipse(half, half * b.uniform(1.0, 1.3), 36)
    b.add("head > blade|face", g.extrude(outline, thick))
    if b.chance(0.7):
        symmetric(
            b, "head > rubber|face sheet", g.extrude(outline * 0.97, 0.003).move(z=thick * 0.5 + 0.001), "z"
        )
    low = outline[:, 1].min() * 0.9
    b.add("handle|grip > grip|handle", g.box(0.03, 0.11, 0.024, 0.008).taper(0.8).move(y=low - 0.05))
    any_pose(b)


@design("baseball bat")
def baseball_bat(b: Builder) -> None:
    """Baseball bat: thick barrel, thin handle with wrapped grip, knob; also cricket bats."""
    length = b.uniform(0.7, 0.95)
    if b.chance(0.2):
        b.add("blade|body", g.box(0.108, length * 0.62, 0.05, b.uniform(0.004, 0.02)).move(y=length * 0.66))
        b.add("handle|grip", g.cylinder(0.017, length * 0.37, sides=14).move(y=length * 0.18))
    else:
        thick, thin = b.uniform(0.03, 0.036), b.uniform(0.011, 0.015)
        shape = g.curve(
            [
                (thin * 1.05, length * 0.38),
                (thin * 1.7, length * 0.55),
                (thick, length * 0.78),
                (thick * 0.97, length * 0.97),
            ],
            12,
        )
        b.add(
            "barrel|body",
            g.lathe([(0, length * 0.38), *shape, (thick * 0.7, length), (0, length * b.uniform(0.97, 1))], 18),
        )
        b.add("handle|grip", g.cylinder(thin, length * 0.38, thin * 1.05, 14).move(y=length * 0.19))
        b.add("knob|end", g.sphere(thin * 1.9, thin * 0.8, thin * 1.9, sides=14).move(y=0.0))
    any_pose(b)


@design("golf club")
def golf_club(b: Builder) -> None:
    """Driver, iron or putter: long shaft, grip, head at the foot."""
    length, kind = b.uniform(0.85, 1.1), b.pick("wood", "iron", "putter")
    b.add("shaft|stick", stick((0, 0.03, 0), (0, length, 0), b.uniform(0.004, 0.007), sides=10))
    b.add("grip|handle", stick((0, length * 0.74, 0), (0, length, 0), 0.009, 0.013))
    if kind == "wood":
        b.add("head|blade", g.sphere(0.055, 0.028, 0.045, sides=18).move(x=0.045, y=0.025))
    elif kind == "iron":
        b.add(
            "head|blade",
            g.extrude([(0, 0), (0.08, -0.01), (0.085, 0.05), (0, 0.025)], 0.012)
            .rotate("x", b.uniform(-40, -10))
            .move(y=0.01),
        )
    else:
        b.add("head|blade", g.box(0.11, 0.022, b.uniform(0.012, 0.06), 0.003).move(x=0.02, y=0.02))
    b.add("hosel|neck|ferrule", stick((0, 0.02, 0), (0, 0.08, 0), 0.008))
    any_pose(b)


def _plates(b: Builder, half: float, most: float, thick: float) -> None:
    """Discs on one side of a bar along x, and mirrored on the other."""
    x = half
    for _ in range(b.integer(1, 3)):
        radius = most * b.uniform(0.55, 1.0)
        symmetric(
            b,
            "weight|plate|disc",
            g.cylinder(radius, thick, sides=b.pick(6, 28, 28), bevel=thick * 0.15).rotate("z", 90).move(x=x),
        )
        x += thick * 1.05
    symmetric(b, "collar|clip|nut", g.cylinder(thick * 0.7, thick * 0.6, sides=14).rotate("z", 90).move(x=x))


@design("dumbbell")
def dumbbell(b: Builder) -> None:
    """Plate, hex or ball dumbbell along x, or a kettlebell."""
    radius, grip_half = b.uniform(0.035, 0.09), b.uniform(0.06, 0.075)
    kind = b.pick("plates", "hex", "ball", "kettle")
    if kind == "kettle":
        b.add("weight|plate|disc", g.sphere(radius * 1.3, radius * 1.2, radius * 1.3).move(y=radius * 1.15))
        loop = g.curve(
            [
                (-radius * 0.7, radius * 2, 0),
                (-radius, radius * 3, 0),
                (0, radius * 3.4, 0),
                (radius, radius * 3, 0),
                (radius * 0.7, radius * 2, 0),
            ],
            18,
        )
        b.add("handle|bar|grip", g.sweep(loop, radius * 0.24))
        return
    b.add("handle|bar|grip", g.capsule(b.uniform(0.012, 0.018), grip_half * 2.6).rotate("z", 90))
    if kind == "plates":
        _plates(b, grip_half, radius, 0.022)
    elif kind == "hex":
        symmetric(
            b,
            "weight|plate|disc",
            g.cylinder(radius, radius * 1.3, sides=b.pick(6, 8, 24), bevel=radius * 0.15)
            .rotate("z", 90)
            .move(x=grip_half + radius * 0.6),
        )
    else:
        symmetric(b, "weight|plate|disc", g.sphere(radius, sides=18).move(x=grip_half + radius * 0.8))


@design("barbell bench")
def weight_bench(b: Builder) -> None:
    """Weight bench with uprights and a barbell over it; flat or inclined back."""
    long, wide, high = b.uniform(1.0, 1.3), b.uniform(0.26, 0.34), b.uniform(0.4, 0.46)
    tilt = b.pick(0.0, b.uniform(15, 50))
    b.add("bench|pad > seat", g.box(wide, 0.07, long * 0.4, 0.02).move(y=high, z=long * 0.3))
    b.add(
        "bench|pad > backrest|back",
        g.box(wide, 0.07, long * 0.6, 0.02)
        .move(y=high, z=-long * 0.2)
        .rotate("x", tilt, (0, high, long * 0.1)),
    )
    b.add("frame|leg", g.box(0.95, 0.05, 0.05).move(y=0.025, z=-long * 0.45))
    for z in (-long * 0.45, long * 0.45):
        b.add(
            "frame|leg",
            g.box(wide * 1.6, 0.05, 0.05).move(y=0.025, z=z) + g.box(0.06, high, 0.06).move(y=high / 2, z=z),
        )
    b.add("frame|leg", g.box(0.06, 0.06, long * 0.9).move(y=high - 0.09))
    rack = high + b.uniform(0.35, 0.6)
    symmetric(b, "upright|rack|post", g.box(0.05, rack, 0.05).move(x=0.45, y=rack / 2, z=-long * 0.45))
    symmetric(b, "upright|rack|post", g.box(0.06, 0.05, 0.09).move(x=0.45, y=rack, z=-long * 0.42))
    first = len(b.pieces)
    b.add("barbell|bar", stick((-0.95, 0, 0), (0.95, 0, 0), 0.014))
    _plates(b, 0.65, b.uniform(0.15, 0.23), 0.04)
    b.change(lambda m: m.move(y=rack + 0.03, z=-long * 0.4), first)


# -- goals and tables ------------------------------------------------------------------------------


@design("basketball hoop", "basketball hoop")
def basketball_hoop(b: Builder) -> None:
    """Backboard with rim and net, on a post with base, on a wall bracket, or a portable stand."""
    wide, tall = b.uniform(0.8, 1.8), b.uniform(0.6, 1.1)
    radius, y, t = b.uniform(0.2, 0.24), b.uniform(2.0, 3.0), 0.04
    fan = b.chance(0.2)
    outline = (
        g.curve([(-0.5, 0), (-0.5, 0.6), (-0.3, 0.95), (0, 1), (0.3, 0.95), (0.5, 0.6), (0.5, 0)], 24)
        if fan
        else g.rectangle(1, 1) + [0, 0.5]
    )
    b.add("backboard|board > backboard|board", g.extrude(outline * [wide, tall], t).move(y=y - 0.15))
    if b.chance(0.7):
        square = np.c_[g.rectangle(wide * 0.33, tall * 0.42), np.zeros(4)]
        b.add(
            "backboard|board > square|target|marking",
            chain([*square, square[0]], 0.01).move(y=y + tall * 0.22, z=t / 2),
        )
    b.add("rim|ring|hoop", g.torus(radius, 0.012, 28).move(y=y, z=t / 2 + radius + 0.1))
    b.add("bracket|mount", g.box(0.12, 0.04, 0.14).move(y=y - 0.01, z=t / 2 + 0.06))
    if b.chance(0.85):
        low, count = radius * b.uniform(0.5, 0.7), 12
        cords = [(radius * np.sin(a), 0, radius * np.cos(a)) for a in np.arange(count) * 2 * np.pi / count]
        net = [
            stick(cords[i], (np.array(cords[(i + k) % count]) * low / radius) - [0, 0.4, 0], 0.005, sides=4)
            for i in range(count)
            for k in (-1, 1)
        ]
        b.add("net", g.join([*net, g.torus(low, 0.004, 18).move(y=-0.4)]).move(y=y, z=t / 2 + radius + 0.1))
    if b.chance(0.85):
        back = -b.uniform(0.3, 1.0)
        b.add("pole|post", stick((0, 0.05, back), (0, y + tall * 0.2, back), b.uniform(0.04, 0.08)))
        for dy in (0.0, tall * 0.4):
            b.add("arm|support|strut", stick((0, y + dy - 0.2, back), (0, y + dy, -t / 2), 0.03))
        b.add(
            "base|stand",
            g.box(b.uniform(0.5, 1.0), 0.15, b.uniform(0.6, 1.1), 0.04).move(y=0.075, z=back - 0.1),
        )


@design("goal", "football goal")
def goal(b: Builder) -> None:
    """Football or hockey goal: two posts and a crossbar, stays behind, a net."""
    wide, tall = b.uniform(1.2, 7.3), b.uniform(1.0, 2.44)
    tall, deep = min(tall, wide * 0.7), tall * b.uniform(0.4, 0.9)
    radius, top = b.uniform(0.03, 0.06), deep * b.uniform(0, 0.6)
    b.add("post > post|upright", stick((-wide / 2, 0, 0), (-wide / 2, tall, 0), radius))
    b.add("post > post|upright", stick((wide / 2, 0, 0), (wide / 2, tall, 0), radius))
    b.add("crossbar|bar", stick((-wide / 2 - radius, tall, 0), (wide / 2 + radius, tall, 0), radius))
    for x in (-wide / 2, wide / 2):
        b.add(
            "frame|stay|support",
            chain([(x, tall, 0), (x, tall, -top - 0.01), (x, 0.02, -deep), (x, 0.02, 0)], radius * 0.6),
        )
    b.add("frame|stay|support", stick((-wide / 2, 0.02, -deep), (wide / 2, 0.02, -deep), radius * 0.6))
    slope = float(np.hypot(tall, deep - top))
    net = _net(np.linspace(-0.5, 0.5, b.integer(12, 22)) * wide, np.linspace(0, slope, 10), 0.006)
    lean = np.degrees(np.arctan2(deep - top, tall))
    b.add("net", net.rotate("x", lean).move(z=-deep))
    for x in (-wide / 2, wide / 2):
        side = [
            stick((x, tall * s, -0.01), (x, tall * s, -top - (deep - top) * (1 - s)), 0.006, sides=4)
            for s in np.linspace(0.1, 0.9, 6)
        ]
        b.add("net", g.join(side))


@design("ping-pong table")
def ping_pong_table(b: Builder) -> None:
    """Table tennis table: two halves, net with posts, legs, perhaps wheels, lines, bats."""
    wide, long, y = b.uniform(1.2, 1.6), b.uniform(2.2, 2.8), b.uniform(0.7, 0.78)
    for s in (-1, 1):
        b.add("tabletop|top > tabletop|top", g.box(wide, 0.03, long / 2 - 0.01).move(y=y, z=s * long / 4))
        b.add(
            "tabletop|top > frame|apron",
            g.box(wide * 0.94, 0.05, long / 2 * 0.94).move(y=y - 0.035, z=s * long / 4),
        )
    if b.chance(0.5):
        b.add("tabletop|top > line|marking", g.box(0.015, 0.002, long).move(y=y + 0.016))
    b.add(
        "net > net",
        _net(np.linspace(-0.5, 0.5, 40) * (wide + 0.2), np.linspace(0, 0.15, 7), 0.0025).move(y=y + 0.015),
    )
    symmetric(b, "net > post|clamp", g.box(0.02, 0.2, 0.03).move(x=wide / 2 + 0.1, y=y + 0.08))
    spread, wheels = b.uniform(0.3, 0.42), b.chance(0.5)
    for x, _, z in positions_of_corners(wide * 0.8, long * spread * 2):
        b.add("leg|support > leg", g.box(0.05, y - 0.05, 0.05).move(x=x, y=y / 2, z=z))
        if wheels:
            b.add(
                "wheel|caster", g.cylinder(0.05, 0.03, sides=16).rotate("z", 90).move(x=x * 1.06, y=0.05, z=z)
            )
    for z in (-1, 1):
        b.add(
            "leg|support > stretcher|crossbar",
            stick((-wide * 0.4, y * 0.3, z * long * spread), (wide * 0.4, y * 0.3, z * long * spread), 0.015),
        )


@design("pool table")
def pool_table(b: Builder) -> None:
    """Billiard table: bed, cushioned rails, six pockets, heavy legs, balls and cue."""
    long, wide, y = b.uniform(1.8, 2.8), b.uniform(1.0, 1.4), b.uniform(0.74, 0.84)
    rail = b.uniform(0.09, 0.14)
    b.add("bed|cloth|playing surface", g.box(wide, 0.03, long).move(y=y - 0.03))
    b.add("body|frame|cabinet", g.box(wide * 1.04, b.uniform(0.12, 0.3), long * 1.02, 0.01).move(y=y - 0.18))
    symmetric(b, "rail|cushion", g.box(rail, 0.07, long + rail * 2, 0.015).move(x=wide / 2 + rail / 2, y=y))
    symmetric(b, "rail|cushion", g.box(wide, 0.07, rail, 0.015).move(y=y, z=long / 2 + rail / 2), "z")
    for x in (-wide / 2, wide / 2):
        for z in (-long / 2, 0, long / 2):
            b.add(
                "pocket|hole",
                g.cylinder(rail * 0.55, 0.08, sides=18).move(x=x * 1.03, y=y + 0.002, z=z * 1.015),
            )
    turned = b.chance(0.5)
    for x, _, z in positions_of_corners(wide * 0.85, long * 0.8):
        leg = g.box(0.15, y - 0.2, 0.15, 0.01).taper(b.uniform(1.0, 1.3))
        if turned:
            leg = g.lathe(
                [(0, 0), (0.06, 0), (0.09, 0.1), (0.05, 0.2), (0.09, 0.4), (0.08, y - 0.2), (0, y - 0.2)], 16
            ).move(y=0.1 - y / 2)
        b.add("leg|support", leg.move(x=x, y=y / 2 - 0.1, z=z))
    for _ in range(b.pick(0, 3, 9)):
        b.add(
            "ball",
            g.sphere(0.028, sides=10).move(
                x=b.uniform(-0.4, 0.4) * wide, y=y + 0.013, z=b.uniform(-0.4, 0.4) * long
            ),
        )
    if b.chance(0.4):
        b.add("cue|cue stick|stick", stick((0.1, y + 0.05, -0.3), (0.3, y + 0.05, 1.1), 0.006, 0.014))


@design("chess piece")
def chess_piece(b: Builder) -> None:
    """King, queen, bishop, knight, rook or pawn with a turned base and body."""
    kind, tall = b.pick("king", "queen", "bishop", "knight", "rook", "pawn"), b.uniform(0.045, 0.06)
    tall *= {"king": 1.6, "queen": 1.5, "bishop": 1.3, "knight": 1.1, "rook": 1.0, "pawn": 0.9}[kind]
    base, neck = tall * b.uniform(0.22, 0.3), tall * b.uniform(0.08, 0.12)
    sides = b.pick(24, 24, 8)
    b.add(
        "base|foot",
        g.lathe(
            [
                (0, 0),
                (base, 0),
                (base, tall * 0.06),
                (base * 0.85, tall * 0.1),
                (base * 0.88, tall * 0.14),
                (base * 0.6, tall * 0.18),
                (0, tall * 0.18),
            ],
            sides,
        ),
    )
    waist = neck * (2.0 if kind == "rook" else 1.0)
    shape = g.curve([(base * 0.6, tall * 0.17), (waist * 1.2, tall * 0.35), (waist, tall * 0.66)], 9)
    b.add("body|stem", g.lathe([(0, tall * 0.17), *shape, (0, tall * 0.66)], sides))
    b.add(
        "collar|ring", g.cylinder(waist * 1.7, tall * 0.03, sides=sides, bevel=tall * 0.008).move(y=tall * 0.66)
    )
    y = tall * 0.67
    if kind == "pawn":
        b.add("head|top", g.sphere(tall * 0.17, sides=18).move(y=y + tall * 0.14))
    elif kind == "bishop":
        b.add("head|top", g.sphere(tall * 0.12, tall * 0.17, tall * 0.12).move(y=y + tall * 0.14))
        b.add("finial|ball", g.sphere(tall * 0.035, sides=10).move(y=y + tall * 0.32))
    elif kind == "rook":
        b.add("head|top", g.cylinder(tall * 0.2, tall * 0.14, sides=sides).move(y=y + tall * 0.07))
        b.add(
            "battlement|crown",
            g.ring(
                g.box(tall * 0.12, tall * 0.1, tall * 0.06).move(y=y + tall * 0.18, z=tall * 0.165),
                b.pick(4, 6),
            ),
        )
    elif kind == "knight":
        outline = (
            g.curve(
                [
                    (-0.15, 0),
                    (-0.2, 0.2),
                    (-0.08, 0.42),
                    (0.0, 0.5),
                    (0.08, 0.4),
                    (0.26, 0.22),
                    (0.2, 0.12),
                    (0.06, 0.18),
                    (0.12, 0),
                ],
                26,
            )
            * tall
        )
        b.add("head|top", g.extrude(outline, tall * 0.16).move(y=y - tall * 0.1))
    else:
        b.add("head|top", g.cylinder(neck, tall * 0.2, neck * 1.7, sides).move(y=y + tall * 0.1))
        if kind == "king":
            b.add(
                "cross|finial",
                g.box(tall * 0.03, tall * 0.12, tall * 0.03).move(y=y + tall * 0.26)
                + g.box(tall * 0.1, tall * 0.03, tall * 0.03).move(y=y + tall * 0.27),
            )
        else:
            b.add(
                "battlement|crown",
                g.ring(g.sphere(neck * 0.3, sides=8).move(y=y + tall * 0.2, z=neck * 1.5), b.integer(6, 9)),
            )
            b.add("finial|ball", g.sphere(neck * 0.5, sides=10).move(y=y + tall * 0.24))


# -- boards and skates -----------------------------------------------------------------------------


def _board(
    long: float, wide: float, thick: float, nose: float, tail: float, rocker: float, front: float, back: float
) -> Mesh:
    """Flat board along z with rounded ends and its ends lifted by rocker."""
    t = np.linspace(0, 1, 24)
    half = wide / 2 * np.sqrt(np.clip(1 - np.clip(1 - t / nose, 0, 1) ** 2, 0.004, 1)) ** front
    half *= np.sqrt(np.clip(1 - np.clip(1 - (1 - t) / tail, 0, 1) ** 2, 0.004, 1)) ** back
    lift = rocker * ((t - 0.5) * 2) ** 4
    return skin(
        [
            np.c_[
                [-h, -h * 0.9, h * 0.9, h, h * 0.9, -h * 0.9],
                y + np.array([0, thick / 2, thick / 2, 0, -thick / 2, -thick / 2]),
                [z] * 6,
            ]
            for h, y, z in zip(half, lift, (0.5 - t) * long, strict=True)
        ]
    )


@design("surfboard")
def surfboard(b: Builder) -> None:
    """Short or long surfboard with fins, stripe, leash, traction pad."""
    long, wide = b.uniform(1.6, 2.9), b.uniform(0.46, 0.6)
    thick = b.uniform(0.05, 0.08)
    b.add(
        "board|body|deck",
        _board(
            long,
            wide,
            thick,
            b.uniform(0.3, 0.6),
            b.uniform(0.15, 0.4),
            b.uniform(0.02, 0.12),
            1,
            b.uniform(0.3, 1),
        ),
    )
    fin = g.extrude([(0, 0), (-0.12, 0), (-0.17, -0.12), (-0.13, -0.13), (-0.05, -0.07)], 0.008).rotate(
        "y", -90
    )
    for x, z in b.pick(((0, -0.38),), ((0, -0.42), (0.25, -0.36), (-0.25, -0.36)), ((0.2, -0.4), (-0.2, -0.4))):
        b.add("fin|skeg", fin.move(x=x * wide, y=-thick * 0.4 + 0.02, z=z * long + 0.1))
    if b.chance(0.4):
        b.add(
            "pad|traction pad|grip",
            g.box(wide * 0.5, 0.01, 0.3, 0.003).move(y=thick * 0.5 + 0.01, z=-long * 0.36),
        )
    if b.chance(0.4):
        b.add(
            "leash|cord|strap",
            wire(
                [
                    (0, thick * 0.6, -long * 0.46),
                    (0.2, 0.05, -long * 0.55),
                    (0.5, -0.02, -long * 0.5),
                    (0.6, 0, -long * 0.4),
                ],
                0.006,
                20,
                6,
            ),
        )
    turn_all(b, "x", b.pick(0.0, 180.0, -90.0))


@design("snowboard")
def snowboard(b: Builder) -> None:
    """Snowboard with two bindings."""
    long, wide = b.uniform(1.4, 1.65), b.uniform(0.25, 0.31)
    b.add("board|body|deck", _board(long, wide, 0.015, 0.15, 0.15, 0.06, 0.8, 0.8))
    for z in (-0.16, 0.16):
        at = z * long
        b.add("binding > base|plate", g.box(wide * 0.75, 0.02, 0.15, 0.005).move(y=0.02, z=at))
        b.add(
            "binding > highback|heel piece",
            g.box(0.015, 0.2, 0.12, 0.005).rotate("z", 10).move(x=-wide * 0.34, y=0.12, z=at),
        )
        for x in (0.0, 0.22):
            hoop = g.curve([(0, 0.02, -0.08), (0, 0.1, -0.05), (0, 0.1, 0.05), (0, 0.02, 0.08)], 12)
            b.add(
                "binding > strap|toe piece",
                g.sweep(hoop + [x * wide, 0, at], 0.012, section=g.ellipse(0.3, 1.2, 8)),
            )
    turn_all(b, "x", b.pick(0.0, -90.0))


@design("ski")
def ski(b: Builder) -> None:
    """One ski or a pair with bindings, sometimes with poles."""
    long, wide = b.uniform(1.4, 2.0), b.uniform(0.07, 0.11)
    gap = wide * b.uniform(0.8, 1.5)
    for x in (-gap, gap) if b.chance(0.75) else (0.0,):
        body = _board(long, wide, 0.015, 0.1, 0.05, 0.0, 0.9, 0.4)
        rise = np.clip(body.vertices[:, 2] / long - 0.38, 0, 1) ** 2 * long * 5
        b.add("ski|body", Mesh(body.vertices + np.c_[rise * 0, rise, rise * 0], body.faces).move(x=x))
        b.add("binding > strap|toe piece", g.box(wide * 0.9, 0.04, 0.07, 0.01).move(x=x, y=0.03, z=0.13))
        b.add("binding > highback|heel piece", g.box(wide * 0.9, 0.06, 0.1, 0.01).move(x=x, y=0.035, z=-0.18))
        b.add("binding > base|plate", g.box(wide * 0.7, 0.01, 0.45).move(x=x, y=0.012))
        if b.chance(0.4):
            pole = x + gap * 1.3 * (1 if x >= 0 else -1)
            b.add("pole > shaft|pole", stick((pole, 0.02, -0.6), (pole, 0.02, 0.6), 0.008))
            b.add("pole > grip|handle", stick((pole, 0.02, -0.6), (pole, 0.02, -0.47), 0.016))
            b.add(
                "pole > basket|disc",
                g.cylinder(0.045, 0.01, sides=16).rotate("x", 90).move(x=pole, y=0.02, z=0.52),
            )
    turn_all(b, "x", b.pick(0.0, -90.0))


@design("ice skate")
def ice_skate(b: Builder) -> None:
    """Figure or hockey skate with a steel blade."""
    _skate(b, "ice")


@design("roller skate")
def roller_skate(b: Builder) -> None:
    """Skate with wheels in line or at the corners."""
    _skate(b, b.pick("inline", "quad"))


def _skate(b: Builder, kind: str) -> None:
    """Skate boot with a blade, wheels in line, or wheels at the corners."""
    long, wide = b.uniform(0.25, 0.3), b.uniform(0.085, 0.1)
    z = np.linspace(0, 1, 14)
    half = wide / 2 * np.sqrt(np.clip(1 - np.abs(2 * z - 1) ** 6, 0.05, 1))
    top = np.interp(z, [0, 0.35, 0.55, 0.9, 1], [0.09, 0.1, 0.07, 0.05, 0.03])
    angle = np.linspace(0, np.pi, 9)
    body = skin(
        [
            np.c_[h * np.cos(angle), t * np.sin(angle) ** 0.6, np.full(9, (zi - 0.5) * long)]
            for zi, h, t in zip(z, half, top, strict=True)
        ]
    )
    b.add("boot|shoe > upper|boot", body)
    tall = b.uniform(0.14, 0.22)
    b.add(
        "boot|shoe > cuff|collar|shaft",
        g.lathe([(0.9, 0.05), (1, 0.05), (1.05, tall), (0.9, tall), (0.85, 0.06)], 18)
        .scale(wide * 0.46, 1, 0.06)
        .move(z=-long * 0.29),
    )
    for y in np.linspace(0.07, tall - 0.02, b.integer(3, 6)):
        b.add(
            "lace|strap|buckle",
            g.box(wide * 0.5, 0.007, 0.012).move(y=y, z=-long * 0.29 + 0.06 + max(0.09 - y, 0)),
        )
    b.add("sole", g.box(wide * 0.9, 0.012, long * 0.95, 0.004).move(y=-0.005))
    if kind == "ice":
        outline = g.curve(
            [(-0.52, -0.055), (0.4, -0.055), (0.56, -0.04), (0.55, -0.02), (0.4, -0.035), (-0.52, -0.035)], 24
        ) * [long, 1]
        b.add("blade|runner", g.extrude(outline, 0.005).rotate("y", -90))
        for zz in (-0.3, 0.28):
            b.add(
                "holder|frame|chassis",
                g.box(0.02, 0.045, long * 0.22, 0.004).taper(1.3).move(y=-0.027, z=zz * long),
            )
    elif kind == "inline":
        b.add("holder|frame|chassis", g.box(0.03, 0.04, long * 0.95, 0.004).move(y=-0.03))
        for zz in np.linspace(-0.45, 0.45, b.pick(3, 4)):
            b.add(
                "wheel",
                g.cylinder(0.038, 0.022, sides=18, bevel=0.005).rotate("z", 90).move(y=-0.06, z=zz * long),
            )
    else:
        b.add("holder|frame|chassis", g.box(0.04, 0.03, long * 0.8, 0.004).move(y=-0.025))
        for x, _, zz in positions_of_corners(wide * 0.9, long * 0.65):
            b.add(
                "wheel",
                g.cylinder(0.03, 0.032, sides=18, bevel=0.005).rotate("z", 90).move(x=x, y=-0.055, z=zz),
            )


# -- gym machines ----------------------------------------------------------------------------------


@design("treadmill")
def treadmill(b: Builder) -> None:
    """Running machine facing +z: deck with belt, side rails, uprights, console, handrails."""
    long, wide, high = b.uniform(1.5, 1.9), b.uniform(0.65, 0.85), b.uniform(1.1, 1.35)
    b.add("deck|base > deck|base", g.box(wide, 0.12, long, 0.03).move(y=0.1))
    b.add("belt|running belt", g.box(wide * 0.68, 0.015, long * 0.9).move(y=0.165, z=-long * 0.04))
    symmetric(
        b,
        "deck|base > side rail|foot rail",
        g.box(wide * 0.14, 0.03, long * 0.92, 0.008).move(x=wide * 0.42, y=0.17),
    )
    b.add("motor cover|hood", g.box(wide, 0.14, 0.3, 0.05).move(y=0.19, z=long * 0.44))
    lean = b.uniform(0, 0.25)
    x, front = wide * 0.46, long * 0.42
    for s in (-x, x):
        b.add("upright|post|frame", stick((s, 0.15, front), (s, high, front - lean), 0.035))
        reach = b.uniform(0.25, 0.6)
        b.add(
            "handrail|handle|handlebar",
            stick((s, high * 0.9, front - lean), (s, high * 0.82, front - lean - reach), 0.02),
        )
    b.add(
        "console|display > console|panel",
        g.box(wide * 1.05, 0.25, 0.08, 0.02).rotate("x", -35).move(y=high + 0.05, z=front - lean),
    )
    b.add(
        "console|display > screen|display",
        g.box(wide * 0.5, 0.15, 0.09).rotate("x", -35).move(y=high + 0.06, z=front - lean - 0.004),
    )
    for k in range(b.integer(0, 4)):
        b.add(
            "console|display > button",
            g.cylinder(0.015, 0.02, sides=12).move(x=(k - 1.5) * 0.08, y=high, z=front - lean - 0.09),
        )
    if b.chance(0.5):
        symmetric(
            b,
            "wheel|roller",
            g.cylinder(0.05, 0.03, sides=16).rotate("z", 90).move(x=wide * 0.45, y=0.05, z=long * 0.48),
        )


@design("exercise bike")
def exercise_bike(b: Builder) -> None:
    """Upright or spinning bike: frame, flywheel, seat, handlebar, pedals, console, feet."""
    long, seat, bar = b.uniform(0.75, 0.95), b.uniform(0.75, 0.95), b.uniform(0.95, 1.2)
    for z in (-long / 2, long / 2):
        b.add("base|foot|stabilizer", stick((-0.25, 0.04, z), (0.25, 0.04, z), 0.035))
    b.add("frame|body", stick((0, 0.05, -long / 2), (0, 0.05, long / 2), 0.03))
    b.add("frame|body", stick((0, 0.06, -long * 0.1), (0, seat - 0.15, -long * 0.32), 0.035))
    b.add("frame|body", stick((0, 0.06, long * 0.35), (0, bar - 0.1, long * 0.3), 0.035))
    b.add("frame|body", stick((0, seat * 0.5, -long * 0.2), (0, bar * 0.6, long * 0.32), 0.03))
    b.add("seat post", stick((0, seat - 0.2, -long * 0.3), (0, seat, -long * 0.36), 0.02))
    saddle = g.extrude(
        g.curve(
            [
                (0, 0.16),
                (0.03, 0.1),
                (0.1, -0.08),
                (0.06, -0.13),
                (-0.06, -0.13),
                (-0.1, -0.08),
                (-0.03, 0.1),
                (0, 0.16),
            ],
            26,
        )[:-1],
        0.06,
    )
    b.add("seat|saddle", saddle.rotate("x", 90).move(y=seat + 0.02, z=-long * 0.34))
    b.add("handlebar|handle > stem", stick((0, bar - 0.15, long * 0.3), (0, bar, long * 0.28), 0.02))
    for s in (-1, 1):
        grip_ = g.curve(
            [
                (0, bar, long * 0.28),
                (s * 0.2, bar + 0.02, long * 0.25),
                (s * 0.23, bar + b.uniform(0, 0.1), long * 0.08),
            ],
            12,
        )
        b.add("handlebar|handle > handlebar|bar", g.sweep(grip_, 0.014))
        b.add("handlebar|handle > grip", g.sweep(grip_[7:], 0.019))
    radius = b.uniform(0.2, 0.26)
    at = (0.0, radius + 0.1, long * b.uniform(0.1, 0.25))
    b.add("flywheel|wheel", g.cylinder(radius, 0.04, sides=30).rotate("z", 90).move(*at))
    if b.chance(0.5):
        b.add(
            "cover|housing", g.box(0.1, radius * 1.4, radius * 2.4, 0.05).move(y=at[1], z=at[2] - radius * 0.7)
        )
    hub, turn = np.array([0, 0.3, -0.0]), b.uniform(0, 180)
    for s in (1, -1):
        end = hub + [s * 0.1, 0.16 * s * np.sin(np.radians(turn)), 0.16 * s * np.cos(np.radians(turn))]
        b.add("pedal > crank|arm", stick(hub + [s * 0.09, 0, 0], end, 0.014))
        b.add("pedal > pedal", g.box(0.09, 0.025, 0.1, 0.005).move(*(end + [s * 0.06, 0, 0])))
    b.add("pedal > crank|arm", stick(hub - [0.1, 0, 0], hub + [0.1, 0, 0], 0.02))
    if b.chance(0.75):
        b.add(
            "console|display", g.box(0.2, 0.15, 0.03, 0.01).rotate("x", -30).move(y=bar + 0.08, z=long * 0.33)
        )


# -- street and garden -----------------------------------------------------------------------------


@design("dartboard")
def dartboard(b: Builder) -> None:
    """Round board with rings, wires and bull's eye, and darts stuck in it."""
    radius, thick = b.uniform(0.17, 0.23), b.uniform(0.02, 0.04)
    b.add("board|body", g.cylinder(radius, thick, sides=40).rotate("x", 90))
    for t in (0.75, 0.48, 0.45):
        b.add("ring|wire", g.torus(radius * t, 0.0025, 36).rotate("x", 90).move(z=thick / 2))
    spokes = g.ring(
        stick((0, radius * 0.1, thick / 2), (0, radius * 0.76, thick / 2), 0.0015, sides=5), 20, "z"
    )
    b.add("ring|wire", spokes)
    b.add(
        "bullseye|bull|centre|center",
        g.cylinder(radius * 0.07, 0.008, sides=20).rotate("x", 90).move(z=thick / 2),
    )
    for _ in range(b.integer(1, 4)):
        at = np.array([b.uniform(-0.6, 0.6) * radius, b.uniform(-0.6, 0.6) * radius, thick / 2])
        b.add("dart > point|tip", stick(at, at + [0, 0, 0.03], 0.0012))
        b.add("dart > barrel|grip", stick(at + [0, 0, 0.03], at + [0, 0, 0.08], 0.0035))
        b.add("dart > shaft|stem", stick(at + [0, 0, 0.08], at + [0, 0, 0.12], 0.002))
        b.add(
            "dart > flight|feather|fin",
            g.ring(g.box(0.001, 0.018, 0.03).move(y=0.009, z=0.125), 4, "z").move(*at),
        )
