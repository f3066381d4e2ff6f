"""Sport and games, playground equipment, street and garden objects."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.tools import any_pose, rod, skin, turn_all
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    join,
    lathe,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

# -- rackets, clubs, weights -----------------------------------------------------------------------


def _chain(points: list, radius: float) -> Mesh:
    """Straight bars through a list of points."""
    return join(rod(p, q, radius, sides=8) for p, q in zip(points[:-1], points[1:], strict=True))


def _net(x: np.ndarray, y: np.ndarray, radius: float) -> Mesh:
    """Square mesh of cords in the xy plane, centred on z."""
    cords = [rod((v, y[0], 0), (v, y[-1], 0), radius, sides=4) for v in x]
    return join(cords + [rod((x[0], v, 0), (x[-1], v, 0), radius, sides=4) for v in y])


@design("racket", "tennis racket")
def racket(b: Builder) -> None:
    """Tennis, badminton, squash or lacrosse-like racket: oval frame, strings, throat, grip."""
    half, tall = b.uniform(0.09, 0.14), b.uniform(0.12, 0.18)
    thick, shaft = b.uniform(0.005, 0.012), b.uniform(0.1, 0.3)
    b.add(
        "head > frame|rim|hoop",
        sweep(np.c_[ellipse(half, tall, 36), np.zeros(36)], thick, closed=True, sides=8),
    )
    cords = []
    for t in np.linspace(-0.85, 0.85, b.integer(8, 16)):
        reach = np.sqrt(1 - t**2)
        cords.append(rod((t * half, -reach * tall, 0), (t * half, reach * tall, 0), 0.001, sides=4))
        cords.append(rod((-reach * half, t * tall, 0), (reach * half, t * tall, 0), 0.001, sides=4))
    b.add("head > string|strings|net", join(cords))
    low = -tall - shaft
    if b.chance(0.6):
        for s in (-1, 1):
            b.add(
                "throat|shaft|neck",
                rod((s * half * 0.6, -tall * 0.8, 0), (0, -tall - shaft * 0.8, 0), thick * 0.9),
            )
        b.add("throat|shaft|neck", rod((0, -tall - shaft * 0.8, 0), (0, low, 0), thick))
    else:
        b.add("throat|shaft|neck", rod((0, -tall, 0), (0, low, 0), thick * 0.6))
    size = b.uniform(0.011, 0.018)
    b.add("handle|grip > grip|handle", cylinder(size, 0.17, sides=b.pick(8, 16)).move(y=low - 0.08))
    b.add("handle|grip > butt cap|end cap", cylinder(size * 1.2, 0.015, size, 12).move(y=low - 0.17))
    any_pose(b)


@design("racket", "table tennis bat")
def paddle(b: Builder) -> None:
    """Table tennis or beach paddle: a solid face with rubber sheets and a short handle."""
    half, thick = b.uniform(0.07, 0.11), b.uniform(0.005, 0.012)
    outline = ellipse(half, half * b.uniform(1.0, 1.3), 36)
    b.add("head > blade|face", extrude(outline, thick))
    if b.chance(0.7):
        symmetric(
            b, "head > rubber|face sheet", extrude(outline * 0.97, 0.003).move(z=thick * 0.5 + 0.001), "z"
        )
    low = outline[:, 1].min() * 0.9
    b.add("handle|grip > grip|handle", box(0.03, 0.11, 0.024, 0.008).taper(0.8).move(y=low - 0.05))
    any_pose(b)


@design("baseball bat")
def baseball_bat(b: Builder) -> None:
    """Baseball bat: thick barrel, thin handle with wrapped grip, knob; also cricket bats."""
    length = b.uniform(0.7, 0.95)
    if b.chance(0.2):
        b.add("blade|body", box(0.108, length * 0.62, 0.05, b.uniform(0.004, 0.02)).move(y=length * 0.66))
        b.add("handle|grip", cylinder(0.017, length * 0.37, sides=14).move(y=length * 0.18))
    else:
        thick, thin = b.uniform(0.03, 0.036), b.uniform(0.011, 0.015)
        shape = curve(
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
            lathe([(0, length * 0.38), *shape, (thick * 0.7, length), (0, length * b.uniform(0.97, 1))], 18),
        )
        b.add("handle|grip", cylinder(thin, length * 0.38, thin * 1.05, 14).move(y=length * 0.19))
        b.add("knob|end", sphere(thin * 1.9, thin * 0.8, thin * 1.9, sides=14).move(y=0.0))
    any_pose(b)


@design("golf club")
def golf_club(b: Builder) -> None:
    """Driver, iron or putter: long shaft, grip, head at the foot."""
    length, kind = b.uniform(0.85, 1.1), b.pick("wood", "iron", "putter")
    b.add("shaft|stick", rod((0, 0.03, 0), (0, length, 0), b.uniform(0.004, 0.007), sides=10))
    b.add("grip|handle", rod((0, length * 0.74, 0), (0, length, 0), 0.009, 0.013))
    if kind == "wood":
        b.add("head|blade", sphere(0.055, 0.028, 0.045, sides=18).move(x=0.045, y=0.025))
    elif kind == "iron":
        b.add(
            "head|blade",
            extrude([(0, 0), (0.08, -0.01), (0.085, 0.05), (0, 0.025)], 0.012)
            .rotate("x", b.uniform(-40, -10))
            .move(y=0.01),
        )
    else:
        b.add("head|blade", box(0.11, 0.022, b.uniform(0.012, 0.06), 0.003).move(x=0.02, y=0.02))
    b.add("hosel|neck|ferrule", rod((0, 0.02, 0), (0, 0.08, 0), 0.008))
    any_pose(b)


def _plates(b: Builder, half: float, most: float, thick: float) -> None:
    """Discs on one side of a bar along x, and mirrored on the other."""
    x = half
    for _ in range(b.integer(1, 3)):
        radius = most * b.uniform(0.55, 1.0)
        symmetric(
            b,
            "weight|plate|disc",
            cylinder(radius, thick, sides=b.pick(6, 28, 28), bevel=thick * 0.15).rotate("z", 90).move(x=x),
        )
        x += thick * 1.05
    symmetric(b, "collar|clip|nut", cylinder(thick * 0.7, thick * 0.6, sides=14).rotate("z", 90).move(x=x))


@design("dumbbell")
def dumbbell(b: Builder) -> None:
    """Plate, hex or ball dumbbell along x, or a kettlebell."""
    radius, grip_half = b.uniform(0.035, 0.09), b.uniform(0.06, 0.075)
    kind = b.pick("plates", "hex", "ball", "kettle")
    if kind == "kettle":
        b.add("weight|plate|disc", sphere(radius * 1.3, radius * 1.2, radius * 1.3).move(y=radius * 1.15))
        loop = curve(
            [
                (-radius * 0.7, radius * 2, 0),
                (-radius, radius * 3, 0),
                (0, radius * 3.4, 0),
                (radius, radius * 3, 0),
                (radius * 0.7, radius * 2, 0),
            ],
            18,
        )
        b.add("handle|bar|grip", sweep(loop, radius * 0.24))
        return
    b.add("handle|bar|grip", capsule(b.uniform(0.012, 0.018), grip_half * 2.6).rotate("z", 90))
    if kind == "plates":
        _plates(b, grip_half, radius, 0.022)
    elif kind == "hex":
        symmetric(
            b,
            "weight|plate|disc",
            cylinder(radius, radius * 1.3, sides=b.pick(6, 8, 24), bevel=radius * 0.15)
            .rotate("z", 90)
            .move(x=grip_half + radius * 0.6),
        )
    else:
        symmetric(b, "weight|plate|disc", sphere(radius, sides=18).move(x=grip_half + radius * 0.8))


@design("barbell bench")
def weight_bench(b: Builder) -> None:
    """Weight bench with uprights and a barbell over it; flat or inclined back."""
    long, wide, high = b.uniform(1.0, 1.3), b.uniform(0.26, 0.34), b.uniform(0.4, 0.46)
    tilt = b.pick(0.0, b.uniform(15, 50))
    b.add("bench|pad > seat", box(wide, 0.07, long * 0.4, 0.02).move(y=high, z=long * 0.3))
    b.add(
        "bench|pad > backrest|back",
        box(wide, 0.07, long * 0.6, 0.02).move(y=high, z=-long * 0.2).rotate("x", tilt, (0, high, long * 0.1)),
    )
    b.add("frame|leg", box(0.95, 0.05, 0.05).move(y=0.025, z=-long * 0.45))
    for z in (-long * 0.45, long * 0.45):
        b.add(
            "frame|leg",
            box(wide * 1.6, 0.05, 0.05).move(y=0.025, z=z) + box(0.06, high, 0.06).move(y=high / 2, z=z),
        )
    b.add("frame|leg", box(0.06, 0.06, long * 0.9).move(y=high - 0.09))
    rack = high + b.uniform(0.35, 0.6)
    symmetric(b, "upright|rack|post", box(0.05, rack, 0.05).move(x=0.45, y=rack / 2, z=-long * 0.45))
    symmetric(b, "upright|rack|post", box(0.06, 0.05, 0.09).move(x=0.45, y=rack, z=-long * 0.42))
    first = len(b.pieces)
    b.add("barbell|bar", rod((-0.95, 0, 0), (0.95, 0, 0), 0.014))
    _plates(b, 0.65, b.uniform(0.15, 0.23), 0.04)
    b.pieces[first:] = [(n, m.move(y=rack + 0.03, z=-long * 0.4)) for n, m in b.pieces[first:]]


# -- goals and tables ------------------------------------------------------------------------------


@design("basketball hoop", "basketball hoop")
def basketball_hoop(b: Builder) -> None:
    """Backboard with rim and net, on a post with base, on a wall bracket, or a portable stand."""
    wide, tall = b.uniform(0.8, 1.8), b.uniform(0.6, 1.1)
    radius, y, t = b.uniform(0.2, 0.24), b.uniform(2.0, 3.0), 0.04
    fan = b.chance(0.2)
    outline = (
        curve([(-0.5, 0), (-0.5, 0.6), (-0.3, 0.95), (0, 1), (0.3, 0.95), (0.5, 0.6), (0.5, 0)], 24)
        if fan
        else rectangle(1, 1) + [0, 0.5]
    )
    b.add("backboard|board > backboard|board", extrude(outline * [wide, tall], t).move(y=y - 0.15))
    if b.chance(0.7):
        square = np.c_[rectangle(wide * 0.33, tall * 0.42), np.zeros(4)]
        b.add(
            "backboard|board > square|target|marking",
            _chain([*square, square[0]], 0.01).move(y=y + tall * 0.22, z=t / 2),
        )
    b.add("rim|ring|hoop", torus(radius, 0.012, 28).move(y=y, z=t / 2 + radius + 0.1))
    b.add("bracket|mount", box(0.12, 0.04, 0.14).move(y=y - 0.01, z=t / 2 + 0.06))
    if b.chance(0.85):
        low, count = radius * b.uniform(0.5, 0.7), 12
        cords = [(radius * np.sin(a), 0, radius * np.cos(a)) for a in np.arange(count) * 2 * np.pi / count]
        net = [
            rod(cords[i], (np.array(cords[(i + k) % count]) * low / radius) - [0, 0.4, 0], 0.005, sides=4)
            for i in range(count)
            for k in (-1, 1)
        ]
        b.add("net", join([*net, torus(low, 0.004, 18).move(y=-0.4)]).move(y=y, z=t / 2 + radius + 0.1))
    if b.chance(0.85):
        back = -b.uniform(0.3, 1.0)
        b.add("pole|post", rod((0, 0.05, back), (0, y + tall * 0.2, back), b.uniform(0.04, 0.08)))
        for dy in (0.0, tall * 0.4):
            b.add("arm|support|strut", rod((0, y + dy - 0.2, back), (0, y + dy, -t / 2), 0.03))
        b.add(
            "base|stand", box(b.uniform(0.5, 1.0), 0.15, b.uniform(0.6, 1.1), 0.04).move(y=0.075, z=back - 0.1)
        )


@design("goal", "football goal")
def goal(b: Builder) -> None:
    """Football or hockey goal: two posts and a crossbar, stays behind, a net."""
    wide, tall = b.uniform(1.2, 7.3), b.uniform(1.0, 2.44)
    tall, deep = min(tall, wide * 0.7), tall * b.uniform(0.4, 0.9)
    radius, top = b.uniform(0.03, 0.06), deep * b.uniform(0, 0.6)
    b.add("post > post|upright", rod((-wide / 2, 0, 0), (-wide / 2, tall, 0), radius))
    b.add("post > post|upright", rod((wide / 2, 0, 0), (wide / 2, tall, 0), radius))
    b.add("crossbar|bar", rod((-wide / 2 - radius, tall, 0), (wide / 2 + radius, tall, 0), radius))
    for x in (-wide / 2, wide / 2):
        b.add(
            "frame|stay|support",
            _chain([(x, tall, 0), (x, tall, -top - 0.01), (x, 0.02, -deep), (x, 0.02, 0)], radius * 0.6),
        )
    b.add("frame|stay|support", rod((-wide / 2, 0.02, -deep), (wide / 2, 0.02, -deep), radius * 0.6))
    slope = float(np.hypot(tall, deep - top))
    net = _net(np.linspace(-0.5, 0.5, b.integer(12, 22)) * wide, np.linspace(0, slope, 10), 0.006)
    lean = np.degrees(np.arctan2(deep - top, tall))
    b.add("net", net.rotate("x", lean).move(z=-deep))
    for x in (-wide / 2, wide / 2):
        side = [
            rod((x, tall * s, -0.01), (x, tall * s, -top - (deep - top) * (1 - s)), 0.006, sides=4)
            for s in np.linspace(0.1, 0.9, 6)
        ]
        b.add("net", join(side))


@design("ping-pong table")
def ping_pong_table(b: Builder) -> None:
    """Table tennis table: two halves, net with posts, legs, perhaps wheels, lines, bats."""
    wide, long, y = b.uniform(1.2, 1.6), b.uniform(2.2, 2.8), b.uniform(0.7, 0.78)
    for s in (-1, 1):
        b.add("tabletop|top > tabletop|top", box(wide, 0.03, long / 2 - 0.01).move(y=y, z=s * long / 4))
        b.add(
            "tabletop|top > frame|apron",
            box(wide * 0.94, 0.05, long / 2 * 0.94).move(y=y - 0.035, z=s * long / 4),
        )
    if b.chance(0.5):
        b.add("tabletop|top > line|marking", box(0.015, 0.002, long).move(y=y + 0.016))
    b.add(
        "net > net",
        _net(np.linspace(-0.5, 0.5, 40) * (wide + 0.2), np.linspace(0, 0.15, 7), 0.0025).move(y=y + 0.015),
    )
    symmetric(b, "net > post|clamp", box(0.02, 0.2, 0.03).move(x=wide / 2 + 0.1, y=y + 0.08))
    spread, wheels = b.uniform(0.3, 0.42), b.chance(0.5)
    for x, _, z in positions_of_corners(wide * 0.8, long * spread * 2):
        b.add("leg|support > leg", box(0.05, y - 0.05, 0.05).move(x=x, y=y / 2, z=z))
        if wheels:
            b.add("wheel|caster", cylinder(0.05, 0.03, sides=16).rotate("z", 90).move(x=x * 1.06, y=0.05, z=z))
    for z in (-1, 1):
        b.add(
            "leg|support > stretcher|crossbar",
            rod((-wide * 0.4, y * 0.3, z * long * spread), (wide * 0.4, y * 0.3, z * long * spread), 0.015),
        )


@design("pool table")
def pool_table(b: Builder) -> None:
    """Billiard table: bed, cushioned rails, six pockets, heavy legs, balls and cue."""
    long, wide, y = b.uniform(1.8, 2.8), b.uniform(1.0, 1.4), b.uniform(0.74, 0.84)
    rail = b.uniform(0.09, 0.14)
    b.add("bed|cloth|playing surface", box(wide, 0.03, long).move(y=y - 0.03))
    b.add("body|frame|cabinet", box(wide * 1.04, b.uniform(0.12, 0.3), long * 1.02, 0.01).move(y=y - 0.18))
    symmetric(b, "rail|cushion", box(rail, 0.07, long + rail * 2, 0.015).move(x=wide / 2 + rail / 2, y=y))
    symmetric(b, "rail|cushion", box(wide, 0.07, rail, 0.015).move(y=y, z=long / 2 + rail / 2), "z")
    for x in (-wide / 2, wide / 2):
        for z in (-long / 2, 0, long / 2):
            b.add(
                "pocket|hole", cylinder(rail * 0.55, 0.08, sides=18).move(x=x * 1.03, y=y + 0.002, z=z * 1.015)
            )
    turned = b.chance(0.5)
    for x, _, z in positions_of_corners(wide * 0.85, long * 0.8):
        leg = box(0.15, y - 0.2, 0.15, 0.01).taper(b.uniform(1.0, 1.3))
        if turned:
            leg = lathe(
                [(0, 0), (0.06, 0), (0.09, 0.1), (0.05, 0.2), (0.09, 0.4), (0.08, y - 0.2), (0, y - 0.2)], 16
            ).move(y=0.1 - y / 2)
        b.add("leg|support", leg.move(x=x, y=y / 2 - 0.1, z=z))
    for _ in range(b.pick(0, 3, 9)):
        b.add(
            "ball",
            sphere(0.028, sides=10).move(
                x=b.uniform(-0.4, 0.4) * wide, y=y + 0.013, z=b.uniform(-0.4, 0.4) * long
            ),
        )
    if b.chance(0.4):
        b.add("cue|cue stick|stick", rod((0.1, y + 0.05, -0.3), (0.3, y + 0.05, 1.1), 0.006, 0.014))


@design("chess piece")
def chess_piece(b: Builder) -> None:
    """King, queen, bishop, knight, rook or pawn with a turned base and body."""
    kind, tall = b.pick("king", "queen", "bishop", "knight", "rook", "pawn"), b.uniform(0.045, 0.06)
    tall *= {"king": 1.6, "queen": 1.5, "bishop": 1.3, "knight": 1.1, "rook": 1.0, "pawn": 0.9}[kind]
    base, neck = tall * b.uniform(0.22, 0.3), tall * b.uniform(0.08, 0.12)
    sides = b.pick(24, 24, 8)
    b.add(
        "base|foot",
        lathe(
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
    shape = curve([(base * 0.6, tall * 0.17), (waist * 1.2, tall * 0.35), (waist, tall * 0.66)], 9)
    b.add("body|stem", lathe([(0, tall * 0.17), *shape, (0, tall * 0.66)], sides))
    b.add(
        "collar|ring", cylinder(waist * 1.7, tall * 0.03, sides=sides, bevel=tall * 0.008).move(y=tall * 0.66)
    )
    y = tall * 0.67
    if kind == "pawn":
        b.add("head|top", sphere(tall * 0.17, sides=18).move(y=y + tall * 0.14))
    elif kind == "bishop":
        b.add("head|top", sphere(tall * 0.12, tall * 0.17, tall * 0.12).move(y=y + tall * 0.14))
        b.add("finial|ball", sphere(tall * 0.035, sides=10).move(y=y + tall * 0.32))
    elif kind == "rook":
        b.add("head|top", cylinder(tall * 0.2, tall * 0.14, sides=sides).move(y=y + tall * 0.07))
        b.add(
            "battlement|crown",
            ring(
                box(tall * 0.12, tall * 0.1, tall * 0.06).move(y=y + tall * 0.18, z=tall * 0.165), b.pick(4, 6)
            ),
        )
    elif kind == "knight":
        outline = (
            curve(
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
        b.add("head|top", extrude(outline, tall * 0.16).move(y=y - tall * 0.1))
    else:
        b.add("head|top", cylinder(neck, tall * 0.2, neck * 1.7, sides).move(y=y + tall * 0.1))
        if kind == "king":
            b.add(
                "cross|finial",
                box(tall * 0.03, tall * 0.12, tall * 0.03).move(y=y + tall * 0.26)
                + box(tall * 0.1, tall * 0.03, tall * 0.03).move(y=y + tall * 0.27),
            )
        else:
            b.add(
                "battlement|crown",
                ring(sphere(neck * 0.3, sides=8).move(y=y + tall * 0.2, z=neck * 1.5), b.integer(6, 9)),
            )
            b.add("finial|ball", sphere(neck * 0.5, sides=10).move(y=y + tall * 0.24))


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
    fin = extrude([(0, 0), (-0.12, 0), (-0.17, -0.12), (-0.13, -0.13), (-0.05, -0.07)], 0.008).rotate("y", -90)
    for x, z in b.pick(((0, -0.38),), ((0, -0.42), (0.25, -0.36), (-0.25, -0.36)), ((0.2, -0.4), (-0.2, -0.4))):
        b.add("fin|skeg", fin.move(x=x * wide, y=-thick * 0.4 + 0.02, z=z * long + 0.1))
    if b.chance(0.4):
        b.add(
            "pad|traction pad|grip",
            box(wide * 0.5, 0.01, 0.3, 0.003).move(y=thick * 0.5 + 0.01, z=-long * 0.36),
        )
    if b.chance(0.4):
        b.add(
            "leash|cord|strap",
            sweep(
                curve(
                    [
                        (0, thick * 0.6, -long * 0.46),
                        (0.2, 0.05, -long * 0.55),
                        (0.5, -0.02, -long * 0.5),
                        (0.6, 0, -long * 0.4),
                    ],
                    20,
                ),
                0.006,
                sides=6,
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
        b.add("binding > base|plate", box(wide * 0.75, 0.02, 0.15, 0.005).move(y=0.02, z=at))
        b.add(
            "binding > highback|heel piece",
            box(0.015, 0.2, 0.12, 0.005).rotate("z", 10).move(x=-wide * 0.34, y=0.12, z=at),
        )
        for x in (0.0, 0.22):
            hoop = curve([(0, 0.02, -0.08), (0, 0.1, -0.05), (0, 0.1, 0.05), (0, 0.02, 0.08)], 12)
            b.add(
                "binding > strap|toe piece",
                sweep(hoop + [x * wide, 0, at], 0.012, section=ellipse(0.3, 1.2, 8)),
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
        b.add("binding > strap|toe piece", box(wide * 0.9, 0.04, 0.07, 0.01).move(x=x, y=0.03, z=0.13))
        b.add("binding > highback|heel piece", box(wide * 0.9, 0.06, 0.1, 0.01).move(x=x, y=0.035, z=-0.18))
        b.add("binding > base|plate", box(wide * 0.7, 0.01, 0.45).move(x=x, y=0.012))
        if b.chance(0.4):
            pole = x + gap * 1.3 * (1 if x >= 0 else -1)
            b.add("pole > shaft|pole", rod((pole, 0.02, -0.6), (pole, 0.02, 0.6), 0.008))
            b.add("pole > grip|handle", rod((pole, 0.02, -0.6), (pole, 0.02, -0.47), 0.016))
            b.add(
                "pole > basket|disc",
                cylinder(0.045, 0.01, sides=16).rotate("x", 90).move(x=pole, y=0.02, z=0.52),
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
        lathe([(0.9, 0.05), (1, 0.05), (1.05, tall), (0.9, tall), (0.85, 0.06)], 18)
        .scale(wide * 0.46, 1, 0.06)
        .move(z=-long * 0.29),
    )
    for y in np.linspace(0.07, tall - 0.02, b.integer(3, 6)):
        b.add(
            "lace|strap|buckle",
            box(wide * 0.5, 0.007, 0.012).move(y=y, z=-long * 0.29 + 0.06 + max(0.09 - y, 0)),
        )
    b.add("sole", box(wide * 0.9, 0.012, long * 0.95, 0.004).move(y=-0.005))
    if kind == "ice":
        outline = curve(
            [(-0.52, -0.055), (0.4, -0.055), (0.56, -0.04), (0.55, -0.02), (0.4, -0.035), (-0.52, -0.035)], 24
        ) * [long, 1]
        b.add("blade|runner", extrude(outline, 0.005).rotate("y", -90))
        for zz in (-0.3, 0.28):
            b.add(
                "holder|frame|chassis",
                box(0.02, 0.045, long * 0.22, 0.004).taper(1.3).move(y=-0.027, z=zz * long),
            )
    elif kind == "inline":
        b.add("holder|frame|chassis", box(0.03, 0.04, long * 0.95, 0.004).move(y=-0.03))
        for zz in np.linspace(-0.45, 0.45, b.pick(3, 4)):
            b.add(
                "wheel",
                cylinder(0.038, 0.022, sides=18, bevel=0.005).rotate("z", 90).move(y=-0.06, z=zz * long),
            )
    else:
        b.add("holder|frame|chassis", box(0.04, 0.03, long * 0.8, 0.004).move(y=-0.025))
        for x, _, zz in positions_of_corners(wide * 0.9, long * 0.65):
            b.add(
                "wheel", cylinder(0.03, 0.032, sides=18, bevel=0.005).rotate("z", 90).move(x=x, y=-0.055, z=zz)
            )


# -- gym machines ----------------------------------------------------------------------------------


@design("treadmill")
def treadmill(b: Builder) -> None:
    """Running machine facing +z: deck with belt, side rails, uprights, console, handrails."""
    long, wide, high = b.uniform(1.5, 1.9), b.uniform(0.65, 0.85), b.uniform(1.1, 1.35)
    b.add("deck|base > deck|base", box(wide, 0.12, long, 0.03).move(y=0.1))
    b.add("belt|running belt", box(wide * 0.68, 0.015, long * 0.9).move(y=0.165, z=-long * 0.04))
    symmetric(
        b,
        "deck|base > side rail|foot rail",
        box(wide * 0.14, 0.03, long * 0.92, 0.008).move(x=wide * 0.42, y=0.17),
    )
    b.add("motor cover|hood", box(wide, 0.14, 0.3, 0.05).move(y=0.19, z=long * 0.44))
    lean = b.uniform(0, 0.25)
    x, front = wide * 0.46, long * 0.42
    for s in (-x, x):
        b.add("upright|post|frame", rod((s, 0.15, front), (s, high, front - lean), 0.035))
        reach = b.uniform(0.25, 0.6)
        b.add(
            "handrail|handle|handlebar",
            rod((s, high * 0.9, front - lean), (s, high * 0.82, front - lean - reach), 0.02),
        )
    b.add(
        "console|display > console|panel",
        box(wide * 1.05, 0.25, 0.08, 0.02).rotate("x", -35).move(y=high + 0.05, z=front - lean),
    )
    b.add(
        "console|display > screen|display",
        box(wide * 0.5, 0.15, 0.09).rotate("x", -35).move(y=high + 0.06, z=front - lean - 0.004),
    )
    for k in range(b.integer(0, 4)):
        b.add(
            "console|display > button",
            cylinder(0.015, 0.02, sides=12).move(x=(k - 1.5) * 0.08, y=high, z=front - lean - 0.09),
        )
    if b.chance(0.5):
        symmetric(
            b,
            "wheel|roller",
            cylinder(0.05, 0.03, sides=16).rotate("z", 90).move(x=wide * 0.45, y=0.05, z=long * 0.48),
        )


@design("exercise bike")
def exercise_bike(b: Builder) -> None:
    """Upright or spinning bike: frame, flywheel, seat, handlebar, pedals, console, feet."""
    long, seat, bar = b.uniform(0.75, 0.95), b.uniform(0.75, 0.95), b.uniform(0.95, 1.2)
    for z in (-long / 2, long / 2):
        b.add("base|foot|stabilizer", rod((-0.25, 0.04, z), (0.25, 0.04, z), 0.035))
    b.add("frame|body", rod((0, 0.05, -long / 2), (0, 0.05, long / 2), 0.03))
    b.add("frame|body", rod((0, 0.06, -long * 0.1), (0, seat - 0.15, -long * 0.32), 0.035))
    b.add("frame|body", rod((0, 0.06, long * 0.35), (0, bar - 0.1, long * 0.3), 0.035))
    b.add("frame|body", rod((0, seat * 0.5, -long * 0.2), (0, bar * 0.6, long * 0.32), 0.03))
    b.add("seat post", rod((0, seat - 0.2, -long * 0.3), (0, seat, -long * 0.36), 0.02))
    saddle = extrude(
        curve(
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
    b.add("handlebar|handle > stem", rod((0, bar - 0.15, long * 0.3), (0, bar, long * 0.28), 0.02))
    for s in (-1, 1):
        grip_ = curve(
            [
                (0, bar, long * 0.28),
                (s * 0.2, bar + 0.02, long * 0.25),
                (s * 0.23, bar + b.uniform(0, 0.1), long * 0.08),
            ],
            12,
        )
        b.add("handlebar|handle > handlebar|bar", sweep(grip_, 0.014))
        b.add("handlebar|handle > grip", sweep(grip_[7:], 0.019))
    radius = b.uniform(0.2, 0.26)
    at = (0.0, radius + 0.1, long * b.uniform(0.1, 0.25))
    b.add("flywheel|wheel", cylinder(radius, 0.04, sides=30).rotate("z", 90).move(*at))
    if b.chance(0.5):
        b.add("cover|housing", box(0.1, radius * 1.4, radius * 2.4, 0.05).move(y=at[1], z=at[2] - radius * 0.7))
    hub, turn = np.array([0, 0.3, -0.0]), b.uniform(0, 180)
    for s in (1, -1):
        end = hub + [s * 0.1, 0.16 * s * np.sin(np.radians(turn)), 0.16 * s * np.cos(np.radians(turn))]
        b.add("pedal > crank|arm", rod(hub + [s * 0.09, 0, 0], end, 0.014))
        b.add("pedal > pedal", box(0.09, 0.025, 0.1, 0.005).move(*(end + [s * 0.06, 0, 0])))
    b.add("pedal > crank|arm", rod(hub - [0.1, 0, 0], hub + [0.1, 0, 0], 0.02))
    if b.chance(0.75):
        b.add("console|display", box(0.2, 0.15, 0.03, 0.01).rotate("x", -30).move(y=bar + 0.08, z=long * 0.33))


# -- playground ------------------------------------------------------------------------------------


@design("swing")
def swing(b: Builder) -> None:
    """Swing set: A-frames, top bar, one to three seats on chains or ropes; a tyre or a bench seat."""
    high, seats = b.uniform(1.8, 2.5), b.integer(1, 3)
    wide, spread, r = 0.9 * seats + 0.6, b.uniform(0.5, 0.8), b.uniform(0.03, 0.06)
    b.add("frame > crossbar|top bar|beam", rod((-wide / 2 - 0.1, high, 0), (wide / 2 + 0.1, high, 0), r))
    for x in (-wide / 2, wide / 2):
        for z in (-spread, spread):
            b.add("frame > leg|post", rod((x, 0, z), (x, high, 0), r))
        if b.chance(0.6):
            b.add(
                "frame > brace|strut",
                rod((x, high * 0.35, -spread * 0.65), (x, high * 0.35, spread * 0.65), r * 0.8),
            )
    for k in range(seats):
        x, angle, low = (k - (seats - 1) / 2) * 0.95, b.uniform(-25, 25), b.uniform(0.4, 0.55)
        half, first = b.uniform(0.2, 0.26), len(b.pieces)
        for s in (-half, half):
            b.add("chain|rope", rod((x + s, low, 0), (x + s, high, 0), 0.012, sides=6))
        kind = b.pick("board", "board", "tyre", "bucket")
        if kind == "tyre":
            b.add("seat", torus(half, 0.08, 22).move(x=x, y=low))
        elif kind == "board":
            b.add("seat", box(half * 2.2, 0.03, 0.2, 0.01).move(x=x, y=low))
        else:
            b.add(
                "seat",
                lathe(
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
    b.add("slide|chute > chute|slide bed", sheet(floor, 0.02))
    for x in (-half, half):
        b.add(
            "slide|chute > side|wall",
            sweep(np.c_[np.full(18, x), y + 0.06, z], 0.02, section=rectangle(1.5, 6)),
        )
    deck, covered = b.uniform(0.3, 0.7), b.chance(0.35)
    b.add("platform|deck", box(wide * 1.1, 0.05, deck).move(y=high, z=-deck / 2))
    for x, _, zz in positions_of_corners(wide * 1.1, deck):
        tall = high + (1.0 if covered else b.uniform(0.5, 0.6))
        b.add("post|leg|support", rod((x, 0, zz - deck / 2), (x, tall, zz - deck / 2), 0.03))
    lean, steps = b.uniform(0.05, 0.5), b.integer(4, 7)
    for s in (-1, 1):
        b.add(
            "ladder > rail|side",
            rod((s * half * 0.9, 0, -deck - lean), (s * half * 0.9, high + 0.4, -deck + 0.0), 0.022),
        )
        b.add(
            "handrail|rail|railing",
            rod((s * wide * 0.55, high + 0.5, -deck), (s * wide * 0.55, high + 0.5, 0), 0.02),
        )
    for k in range(steps):
        u = (k + 0.7) / steps
        b.add(
            "ladder > step|rung", box(wide * 0.9, 0.03, 0.08).move(y=high * u, z=-deck - lean * (1 - u * 0.75))
        )
    if covered:
        b.add(
            "roof",
            cylinder(wide * 1.0, 0.4, 0.0, 4)
            .rotate("y", 45)
            .scale(1, 1, deck / wide)
            .move(y=high + 1.2, z=-deck / 2),
        )


@design("seesaw")
def seesaw(b: Builder) -> None:
    """Tilted plank on a stand with seats and handles at the ends."""
    long, high, tilt = b.uniform(1.8, 3.0), b.uniform(0.4, 0.65), b.uniform(-14, 14)
    first = len(b.pieces)
    b.add("plank|beam|board", box(long, 0.05, b.uniform(0.1, 0.25), 0.01))
    for s in (-1, 1):
        b.add("seat", box(0.3, 0.04, 0.28, 0.015).move(x=s * long * 0.44, y=0.05))
        if b.chance(0.6):
            b.add("backrest|back", box(0.03, 0.25, 0.26, 0.01).move(x=s * long * 0.5, y=0.17))
        x = s * long * 0.34
        b.add(
            "handle|handlebar",
            _chain([(x, 0, 0), (x, 0.28, 0)], 0.015) + rod((x, 0.28, -0.15), (x, 0.28, 0.15), 0.014),
        )
    b.pieces[first:] = [(n, m.rotate("z", tilt).move(y=high)) for n, m in b.pieces[first:]]
    if b.chance(0.5):
        for z in (-0.18, 0.18):
            b.add("base|stand|support", _chain([(-0.3, 0, z), (0, high, z), (0.3, 0, z)], 0.03))
    else:
        b.add("base|stand|support", cylinder(0.22, high, 0.1, b.pick(4, 20)).move(y=high / 2))
    b.add("pivot|axle|hinge", rod((0, high - 0.02, -0.2), (0, high - 0.02, 0.2), 0.03))


@design("trampoline")
def trampoline(b: Builder) -> None:
    """Round trampoline: mat, padded edge, legs, safety net on poles, ladder."""
    radius, high = b.uniform(0.5, 2.2), b.uniform(0.25, 0.9)
    b.add("mat|jumping mat|bed", cylinder(radius * 0.86, 0.015, sides=36).move(y=high))
    pad = [
        (radius * 0.85, -0.015),
        (radius, -0.02),
        (radius, 0.015),
        (radius * 0.85, 0.02),
        (radius * 0.85, -0.015),
    ]
    b.add("pad|edge|safety pad", lathe(pad, 36).move(y=high + 0.01))
    b.add("frame|rim", torus(radius, 0.03, 36).move(y=high - 0.03))
    count = b.pick(4, 6, 8)
    b.add("leg", ring(rod((0, high, radius), (0, 0.02, radius), 0.025), count))
    if b.chance(0.6):
        tall = b.uniform(1.0, 1.8)
        b.add(
            "pole|post",
            ring(rod((0, high * 0.3, radius * 1.04), (0, high + tall, radius * 1.04), 0.025), count),
        )
        wire = ring(rod((0, high, radius), (0, high + tall * 0.95, radius), 0.006, sides=4), 36)
        hoops = join(torus(radius, 0.006, 36).move(y=high + tall * v) for v in (0.3, 0.6, 0.95))
        b.add("net|enclosure|safety net", wire + hoops)
    if b.chance(0.4):
        for s in (-0.2, 0.2):
            b.add("ladder|steps", rod((s, 0, radius + 0.4), (s, high, radius + 0.05), 0.02))
        for v in (0.3, 0.65):
            b.add(
                "ladder|steps",
                rod((-0.2, high * v, radius + 0.4 - 0.35 * v), (0.2, high * v, radius + 0.4 - 0.35 * v), 0.02),
            )


@design("diving board")
def diving_board(b: Builder) -> None:
    """Springboard or platform: board, stand, ladder at the back, handrails."""
    high, long, wide = b.uniform(0.5, 3.0), b.uniform(2.5, 4.5), b.uniform(0.45, 0.6)
    b.add("board|plank", box(wide, 0.05, long, 0.01).rotate("x", -b.uniform(0, 2)).move(y=high, z=long / 2))
    for z in (0.15, long * 0.4):
        b.add("stand|base|support", box(wide * 0.8, high, 0.12).move(y=high / 2, z=z))
    b.add(
        "fulcrum|roller",
        rod((-wide * 0.55, high - 0.06, long * 0.4), (wide * 0.55, high - 0.06, long * 0.4), 0.06),
    )
    for s in (-1, 1):
        x = s * wide * 0.6
        b.add(
            "handrail|railing|rail",
            _chain(
                [(x, 0, -0.35), (x, high + 0.8, -0.05), (x, high + 0.8, long * 0.38), (x, high, long * 0.38)],
                0.025,
            ),
        )
    for k in range(max(int(high / 0.28), 2)):
        y = (k + 0.6) * high / max(int(high / 0.28), 2)
        b.add("step|ladder|rung", box(wide * 1.15, 0.03, 0.12).move(y=y, z=-0.35 + 0.3 * y / (high + 0.8)))


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
    b.add("sail|body|panel", extrude(outline, 0.004))
    b.add("spar|frame|stick", rod((0, outline[0][1], 0.006), (0, outline[2][1], 0.006), 0.006))
    reach = wide * (0.5 if outline[1][1] > 0.1 else 0.45)
    b.add("spar|frame|stick", rod((-reach, cross * tall, 0.006), (reach, cross * tall, 0.006), 0.006))
    if b.chance(0.85):
        path = curve(
            [
                (0, 0, 0),
                (0.12, -tall * 0.3, 0.05),
                (-0.1, -tall * 0.6, 0),
                (0.08, -tall * b.uniform(0.8, 1.2), 0),
            ],
            22,
        )
        b.add("tail > ribbon|cord", sweep(path, 0.006, sides=6))
        bow = extrude([(0, 0), (0.06, 0.03), (0.06, -0.03)], 0.006)
        b.add("tail > bow", array(bow + bow.mirror("x"), path[4::4]))
    if b.chance(0.5):
        path = curve([(0, tall * 0.5, 0), (0, tall * 0.2, 0.5), (0.1, -tall * 0.6, 1.2)], 14)
        b.add("string|line", sweep(path, 0.003, sides=5))
        b.add("reel|handle", capsule(0.02, 0.14).rotate("z", 90).move(*path[-1]))


@design("spinning top")
def spinning_top(b: Builder) -> None:
    """Turned top with stem and point, or a humming top with a plunger."""
    radius = b.uniform(0.02, 0.06)
    tall, fat = radius * b.uniform(0.9, 1.8), b.uniform(0.45, 0.7)
    shape = curve(
        [
            (radius * 0.12, 0),
            (radius * 0.6, tall * fat * 0.5),
            (radius, tall * fat),
            (radius * 0.5, tall * 0.92),
            (radius * 0.15, tall),
        ],
        14,
    )
    b.add("body", lathe([(0, 0), *shape, (0, tall)], 26))
    if b.chance(0.5):
        b.add("band|ring|stripe", torus(radius * 0.99, radius * 0.06, 26).move(y=tall * fat))
    b.add("tip|point", cylinder(0.0005, radius * 0.4, radius * 0.14, 12).move(y=-radius * 0.15))
    stem = radius * b.uniform(0.6, 1.4)
    b.add("stem|handle > stem|handle", cylinder(radius * 0.1, stem).move(y=tall + stem / 2))
    if b.chance(0.5):
        b.add("stem|handle > knob", sphere(radius * 0.2, sides=12).move(y=tall + stem))
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
    disc = lathe([(r * radius, y * wide) for r, y in shape], 28).rotate("z", -90)
    symmetric(b, "disc|side|body", disc)
    if b.chance(0.6):
        symmetric(b, "cap|hub", cylinder(radius * 0.45, 0.002, sides=20).rotate("z", 90).move(x=wide * 1.02))
    b.add("axle", rod((-wide * 0.3, 0, 0), (wide * 0.3, 0, 0), radius * 0.25))
    long = b.uniform(0.06, 0.3)
    b.add(
        "string|cord",
        sweep(curve([(0, 0, radius * 0.25), (0, long * 0.5, radius * 0.4), (0, long, 0)], 12), 0.001, sides=6),
    )
    b.add("loop|finger loop", torus(0.011, 0.001, 18).rotate("x", 90).move(y=long + 0.011))


@design("trophy")
def trophy(b: Builder) -> None:
    """Cup with two handles, star or figure on a column and plinth with a name plate."""
    tall, radius = b.uniform(0.15, 0.4), b.uniform(0.22, 0.34)
    radius *= tall
    base = tall * b.uniform(0.15, 0.35)
    plinth = b.pick(
        cylinder(radius * 0.9, base, radius * 0.75, b.pick(6, 8, 24)),
        box(radius * 1.7, base, radius * 1.7, 0.004),
    )
    b.add("base|plinth|pedestal > base|plinth", plinth.move(y=base / 2))
    if b.chance(0.7):
        b.add(
            "base|plinth|pedestal > plate|name plate",
            box(radius * 0.9, base * 0.4, 0.004).move(y=base / 2, z=radius * 0.86),
        )
    b.add(
        "stem|column",
        lathe(
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
        shape = curve(
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
            lathe(
                [*shape, (radius * 0.93, tall * 0.55), (radius * 0.6, tall * 0.15), (0, tall * 0.05)], 26
            ).move(y=y),
        )
        ear = curve(
            [
                (radius * 0.6, tall * 0.12, 0),
                (radius * 1.5, tall * 0.2, 0),
                (radius * 1.5, tall * 0.48, 0),
                (radius * 0.9, tall * 0.46, 0),
            ],
            16,
        )
        symmetric(b, "handle|ear", sweep(ear, tall * 0.014).move(y=y))
        if b.chance(0.3):
            b.add(
                "lid|cover",
                sphere(radius * 0.95, tall * 0.12, radius * 0.95).move(y=y + tall * 0.55)
                + sphere(radius * 0.15, sides=10).move(y=y + tall * 0.7),
            )
    else:
        points = [
            (r * np.sin(a), r * np.cos(a))
            for k in range(10)
            for r, a in [((1 if k % 2 == 0 else 0.45) * radius, k * np.pi / 5)]
        ]
        b.add("star|figure", extrude(points, radius * 0.25).move(y=y + radius))


# -- street and garden -----------------------------------------------------------------------------


@design("anchor")
def anchor(b: Builder) -> None:
    """Ship's anchor: ring, stock, shank, curved arms with flukes."""
    tall, wide = b.uniform(0.4, 1.6), b.uniform(0.3, 0.42)
    wide *= tall
    r = tall * b.uniform(0.025, 0.04)
    b.add("shank|shaft", rod((0, 0, 0), (0, tall, 0), r * 1.3, r))
    b.add("ring|shackle", torus(tall * 0.07, r * 0.5, 22).rotate("x", 90).move(y=tall + tall * 0.06))
    path = curve(
        [
            (-wide, tall * 0.24, 0),
            (-wide * 0.6, tall * 0.07, 0),
            (0, 0, 0),
            (wide * 0.6, tall * 0.07, 0),
            (wide, tall * 0.24, 0),
        ],
        22,
    )
    b.add("arm", sweep(path, r * (1.3 - 0.6 * np.abs(np.linspace(-1, 1, 22)))))
    fluke = extrude([(-0.06, -0.05), (0.09, 0.1), (-0.09, 0.08)], 0.03 + b.uniform(0, 0.07)).scale(tall)
    symmetric(b, "fluke|palm|tip", fluke.move(x=wide * 0.97, y=tall * 0.22))
    if b.chance(0.8):
        turn = b.pick(0.0, 90.0)
        b.add(
            "stock|crossbar",
            (
                rod((-wide * 0.75, 0, 0), (wide * 0.75, 0, 0), r * 0.8)
                + array(sphere(r * 1.3, sides=10), [(s * wide * 0.75, 0, 0) for s in (-1, 1)])
            )
            .rotate("y", turn)
            .move(y=tall * 0.85),
        )


@design("flag")
def flag(b: Builder) -> None:
    """Waving flag or pennant on a pole with finial and base."""
    high, r = b.uniform(0.3, 5.0), b.uniform(0.004, 0.008)
    r *= high
    b.add("pole|flagpole|post", cylinder(r, high, r * 0.7, 14).move(y=high / 2))
    wide, tall = high * b.uniform(0.25, 0.5), high * b.uniform(0.15, 0.3)
    x = np.linspace(0, 1, 16)
    wave, pointed = b.uniform(0, 0.12) * wide, b.chance(0.25)
    rows = []
    for v in np.linspace(0, 1, 7):
        y = high * 0.97 - tall + tall * (0.5 + (v - 0.5) * (1 - x * (0.97 if pointed else 0)))
        rows.append(np.c_[r + wide * x, y - wide * 0.08 * x**2, wave * np.sin(x * 2.5 * np.pi + v) * x])
    b.add("flag|cloth|banner", sheet(np.array(rows), 0.002 * high))
    if b.chance(0.8):
        b.add(
            "finial|ball|top",
            b.pick(sphere(r * 2, sides=14), cylinder(r * 1.5, r * 6, 0.0, 8)).move(y=high + r),
        )
    if b.chance(0.7):
        b.add(
            "base|stand|foot",
            b.pick(
                cylinder(high * 0.08, high * 0.03, high * 0.06), box(high * 0.15, high * 0.03, high * 0.15)
            ).move(y=high * 0.015),
        )


@design("sign post")
def sign_post(b: Builder) -> None:
    """Road sign or wooden fingerpost: one or more boards on a pole, base, bolts."""
    high, r = b.uniform(1.5, 3.0), b.uniform(0.025, 0.06)
    b.add("pole|post", cylinder(r, high, sides=b.pick(4, 14)).move(y=high / 2))
    if b.chance(0.5):
        size, count = b.uniform(0.25, 0.45), b.pick(3, 4, 4, 8, 28)
        outline = ellipse(size, size, count)
        plate = extrude(outline, 0.012).rotate("z", {3: 90, 8: 22.5, 4: b.pick(0, 45)}.get(count, 0))
        b.add("sign|board|plate > sign|board", plate.move(y=high - size * 0.3, z=r + 0.008))
        if b.chance(0.5):
            b.add(
                "sign|board|plate > symbol|arrow",
                box(size * 0.9, size * 0.2, 0.016).move(y=high - size * 0.3, z=r + 0.01),
            )
        b.add(
            "bolt|screw",
            array(
                cylinder(0.012, 0.02, sides=8).rotate("x", 90),
                [(0, high - size * 0.3 + s * size * 0.4, r + 0.018) for s in (-1, 1)],
            ),
        )
    else:
        for k in range(b.integer(1, 5)):
            wide, tall = b.uniform(0.5, 0.9), b.uniform(0.12, 0.2)
            board = extrude(
                [(0, -tall / 2), (wide, -tall / 2), (wide + tall * 0.5, 0), (wide, tall / 2), (0, tall / 2)],
                0.025,
            )
            b.add(
                "sign|board|plate > sign|board",
                board.move(x=-wide * 0.2, z=r + 0.01)
                .rotate("y", b.pick(0, 180, b.uniform(0, 360)))
                .move(y=high - 0.15 - 0.26 * k),
            )
    if b.chance(0.5):
        b.add("base|foot", cylinder(r * 4, 0.06, r * 3).move(y=0.03))


@design("coat hanger")
def coat_hanger(b: Builder) -> None:
    """Wooden, wire or plastic hanger: hook, shoulders, trouser bar, clips."""
    wide, drop, thick = b.uniform(0.36, 0.45), b.uniform(0.07, 0.13), b.uniform(0.0015, 0.011)
    r = b.uniform(0.016, 0.025)
    arc_ = [
        (r * np.cos(a), r * np.sin(a), 0) for a in np.linspace(-np.pi / 2, np.pi * b.uniform(0.8, 1.05), 16)
    ]
    b.add("hook", sweep(np.array([(0, -0.05, 0), *arc_]) + [0, 0.05 + r, 0], 0.0018 + thick * 0.05, sides=8))
    path = curve(
        [
            (-wide / 2, -drop, 0),
            (-wide * 0.25, -drop * 0.45, 0),
            (0, 0, 0),
            (wide * 0.25, -drop * 0.45, 0),
            (wide / 2, -drop, 0),
        ],
        22,
    )
    b.add("arm|shoulder|body", sweep(path, thick, section=ellipse(1.0 + thick * 60 * b.chance(0.4), 1.2, 10)))
    if b.chance(0.75):
        b.add(
            "bar|crossbar|trouser bar",
            rod((-wide / 2, -drop, 0), (wide / 2, -drop, 0), max(thick * 0.5, 0.0015)),
        )
        if b.chance(0.3):
            symmetric(b, "clip|peg", box(0.02, 0.04, 0.014, 0.003).move(x=wide * 0.35, y=-drop - 0.015))


@design("grill", "barbecue")
def grill(b: Builder) -> None:
    """Kettle barbecue on three legs, or a gas grill cart with hood, shelves, knobs, wheels."""
    if b.chance(0.45):
        radius, high = b.uniform(0.22, 0.32), b.uniform(0.65, 0.8)
        half = [(radius * np.cos(a), radius * 0.7 * np.sin(a)) for a in np.linspace(-np.pi / 2, 0, 9)]
        b.add("bowl|body|firebox", lathe([*half, (radius * 0.95, 0), (0, -radius * 0.5)], 28).move(y=high))
        grate = [
            rod(
                (x, 0, -np.sqrt(radius**2 - x**2) * 0.95),
                (x, 0, np.sqrt(radius**2 - x**2) * 0.95),
                0.003,
                sides=5,
            )
            for x in np.linspace(-0.85, 0.85, 14) * radius
        ]
        b.add("grate|grid|cooking grate", join(grate).move(y=high + 0.005))
        first, open_ = len(b.pieces), b.pick(0.0, b.uniform(40, 100))
        lid = [(radius * np.cos(a), radius * 0.75 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 9)]
        b.add(
            "lid|hood|cover",
            lathe([(radius * 0.96, 0), *lid, (0, radius * 0.7), (radius * 0.6, radius * 0.5)], 28).move(
                y=high + 0.01
            ),
        )
        b.add(
            "handle",
            _chain([(-0.07, 0, 0), (-0.07, 0.05, 0), (0.07, 0.05, 0), (0.07, 0, 0)], 0.01).move(
                y=high + radius * 0.74
            ),
        )
        b.pieces[first:] = [(n, m.rotate("x", -open_, (0, high, -radius))) for n, m in b.pieces[first:]]
        b.add("leg", ring(rod((0, high - radius * 0.4, radius * 0.6), (0, 0, radius * 0.95), 0.014), 3))
        if b.chance(0.6):
            symmetric(
                b,
                "wheel",
                cylinder(0.08, 0.03, sides=18).rotate("z", 90).move(x=radius * 0.9, y=0.08, z=-radius * 0.45),
            )
        b.add("shelf|tray|ash catcher", cylinder(radius * 0.5, 0.015, sides=20).move(y=high * 0.35))
        return
    wide, deep, high = b.uniform(0.6, 0.9), b.uniform(0.4, 0.55), b.uniform(0.8, 0.9)
    b.add("bowl|body|firebox", box(wide, 0.22, deep, 0.01).move(y=high))
    pivot, open_ = (0, high + 0.11, -deep / 2), b.pick(0.0, b.uniform(40, 80))
    hood = (
        extrude([(-deep / 2, 0), (deep / 2, 0), (deep * 0.42, 0.16), (0, 0.26), (-deep / 2, 0.2)], wide)
        .rotate("y", -90)
        .move(y=high + 0.115)
    )
    b.add("lid|hood|cover", hood.rotate("x", -open_, pivot))
    b.add(
        "handle",
        rod((-wide * 0.35, high + 0.2, deep * 0.55), (wide * 0.35, high + 0.2, deep * 0.55), 0.014).rotate(
            "x", -open_, pivot
        ),
    )
    bars = [
        rod((x, high + 0.112, -deep * 0.45), (x, high + 0.112, deep * 0.45), 0.005, sides=5)
        for x in np.linspace(-0.46, 0.46, 18) * wide
    ]
    b.add("grate|grid|cooking grate", join(bars))
    for x in np.linspace(-0.35, 0.35, b.integer(2, 5)) * wide:
        b.add(
            "knob|dial", cylinder(0.028, 0.03, sides=16).rotate("x", 90).move(x=x, y=high, z=deep / 2 + 0.015)
        )
    for s in (-1, 1) if b.chance(0.7) else (1,):
        b.add(
            "shelf|side table|tray",
            box(0.35, 0.025, deep * 0.9, 0.006).move(x=s * (wide / 2 + 0.18), y=high + 0.06),
        )
    if b.chance(0.6):
        b.add("cabinet|cart|frame", box(wide * 0.95, high - 0.2, deep * 0.9).move(y=high / 2))
        symmetric(
            b, "door", box(wide * 0.45, high - 0.28, 0.02).move(x=wide * 0.235, y=high / 2, z=deep * 0.46)
        )
    else:
        for x, _, z in positions_of_corners(wide * 0.9, deep * 0.85):
            b.add("leg", box(0.04, high - 0.1, 0.04).move(x=x, y=high / 2 - 0.05, z=z))
        b.add("shelf|side table|tray", box(wide * 0.88, 0.02, deep * 0.8).move(y=0.2))
    symmetric(
        b, "wheel", cylinder(0.07, 0.03, sides=18).rotate("z", 90).move(x=wide * 0.47, y=0.05, z=-deep * 0.4)
    )


@design("fire extinguisher")
def fire_extinguisher(b: Builder) -> None:
    """Red cylinder with valve, squeeze handle, pin, gauge, hose and nozzle."""
    radius, tall = b.uniform(0.05, 0.09), b.uniform(0.3, 0.5)
    shoulder = [(radius * np.cos(a), tall - radius + radius * np.sin(a)) for a in np.linspace(0, 1.35, 8)]
    b.add("body|tank|cylinder", lathe([(0, 0), (radius * 0.9, 0), (radius, 0.015), *shoulder, (0, tall)], 24))
    if b.chance(0.6):
        b.add(
            "label|sticker",
            lathe([(radius * 1.01, tall * 0.25), (radius * 1.01, tall * 0.6)], 12, 140).rotate("y", -70),
        )
    b.add("neck|valve", cylinder(radius * 0.28, 0.05, sides=16).move(y=tall + 0.02))
    for y, turn in ((tall + 0.04, 0.0), (tall + 0.06, b.uniform(10, 25))):
        b.add("handle|lever", box(0.13, 0.01, 0.022, 0.003).move(x=0.05).rotate("z", turn).move(x=-0.01, y=y))
    b.add("pin|ring", torus(0.014, 0.002, 16).rotate("x", 90).move(x=0.0, y=tall + 0.05, z=0.025))
    if b.chance(0.7):
        b.add(
            "gauge|pressure gauge",
            cylinder(0.017, 0.015, sides=18).rotate("x", 90).move(y=tall + 0.02, z=radius * 0.35),
        )
    end = tall * b.uniform(0.1, 0.4)
    path = curve(
        [
            (-0.02, tall + 0.02, 0),
            (-radius * 1.1, tall + 0.02, 0),
            (-radius * 1.4, tall * 0.7, 0),
            (-radius * 1.25, end + 0.06, 0),
        ],
        18,
    )
    b.add("hose|tube", sweep(path, 0.009))
    b.add("nozzle|horn", rod(path[-1], (-radius * 1.25, end - 0.02, 0), 0.011, b.uniform(0.014, 0.035)))
    if b.chance(0.4):
        b.add("base|foot", cylinder(radius * 1.05, 0.03, sides=24).move(y=0.012))


@design("fire hydrant")
def fire_hydrant(b: Builder) -> None:
    """Street hydrant: flanged barrel, domed bonnet with nut, side outlets with caps and chains."""
    radius, tall = b.uniform(0.08, 0.13), b.uniform(0.5, 0.75)
    b.add("base|flange", cylinder(radius * 1.5, 0.04, sides=24).move(y=0.02))
    b.add("bolt|nut", ring(cylinder(0.012, 0.06, sides=6).move(y=0.04, z=radius * 1.25), b.pick(6, 8)))
    b.add("body|barrel", cylinder(radius, tall, radius * b.uniform(0.9, 1.0), b.pick(8, 24)).move(y=tall / 2))
    b.add("collar|flange ring", cylinder(radius * 1.3, 0.04, sides=24).move(y=tall * 0.95))
    b.add("bonnet|top|dome|cap", _half_dome(radius * 1.1, radius * b.uniform(0.7, 1.1)).move(y=tall * 0.96))
    b.add("bolt|nut", cylinder(0.025, 0.06, sides=5).move(y=tall + radius))
    y, size = tall * b.uniform(0.6, 0.75), radius * b.uniform(0.4, 0.5)
    outlet = cylinder(size, radius * 0.6, sides=18).rotate("z", 90).move(x=radius * 1.15, y=y)
    symmetric(b, "outlet|nozzle > outlet|nozzle", outlet)
    symmetric(
        b,
        "outlet|nozzle > cap",
        cylinder(size * 1.2, radius * 0.25, sides=b.pick(8, 18)).rotate("z", 90).move(x=radius * 1.5, y=y),
    )
    if b.chance(0.7):
        b.add(
            "outlet|nozzle > outlet|nozzle",
            cylinder(size * 1.3, radius * 0.6, sides=18).rotate("x", 90).move(y=y, z=radius * 1.1),
        )
        b.add(
            "outlet|nozzle > cap",
            cylinder(size * 1.55, radius * 0.25, sides=b.pick(8, 18))
            .rotate("x", 90)
            .move(y=y, z=radius * 1.45),
        )
    if b.chance(0.4):
        link = curve(
            [(radius * 1.5, y - size, 0), (radius * 1.2, y - size * 2.4, 0.02), (radius * 0.9, y - size, 0.03)],
            12,
        )
        symmetric(b, "chain", sweep(link, 0.006, sides=6))


def _half_dome(radius: float, tall: float) -> Mesh:
    """Solid half ellipsoid on y = 0."""
    angle = np.linspace(0, np.pi / 2, 9)
    return lathe([(0, 0), *np.stack([radius * np.cos(angle), tall * np.sin(angle)], 1)], 24)


@design("telephone booth")
def telephone_booth(b: Builder) -> None:
    """Red British or modern glass telephone box: posts, paned door, roof, telephone inside."""
    wide, high, post = b.uniform(0.85, 1.0), b.uniform(2.2, 2.5), b.uniform(0.06, 0.12)
    b.add("base|floor|plinth", box(wide, 0.12, wide, 0.01).move(y=0.06))
    for x, _, z in positions_of_corners(wide - post, wide - post):
        b.add("frame|post", box(post, high - 0.2, post).move(x=x, y=high / 2, z=z))
    b.add("roof|top > roof", box(wide * 1.04, 0.2, wide * 1.04, 0.02).move(y=high))
    if b.chance(0.6):
        b.add("roof|top > dome", _half_dome(wide * 0.55, 0.2).move(y=high + 0.09))
    symmetric(b, "sign", box(wide * 0.7, 0.12, 0.03).move(y=high, z=wide * 0.52), "z")
    span, rows, columns = wide - 2 * post, b.pick(1, 4, 6, 8), b.pick(1, 2, 3)
    opening = b.pick(0.0, b.uniform(10, 90))
    for turn in (0, 90, 180, 270):
        bars = [box(0.025, high - 0.3, 0.03).move(x=x) for x in np.linspace(-0.5, 0.5, columns + 1) * span]
        bars += [box(span, 0.03, 0.03).move(y=y) for y in np.linspace(-0.5, 0.5, rows + 1) * (high - 0.32)]
        pane, grid = box(span, high - 0.32, 0.008), join(bars)
        handle = box(0.03, 0.25, 0.04, 0.008).move(x=span * 0.45, z=0.03)
        swing_ = opening if turn == 0 else 0.0
        for name, mesh in (("glass|window|glass pane", pane), ("frame", grid), ("handle", handle)):
            if name == "handle" and turn:
                continue
            coarse = "door" if turn == 0 else "wall|side|panel"
            placed = mesh.rotate("y", -swing_, (-span / 2, 0, 0)).move(y=high / 2, z=wide / 2 - post / 2)
            b.add(f"{coarse} > {name}", placed.rotate("y", turn))
    b.add("telephone|phone > body|telephone", box(0.25, 0.4, 0.12, 0.01).move(y=1.3, z=-wide * 0.36))
    b.add("telephone|phone > handset|receiver", capsule(0.025, 0.22).move(x=-0.17, y=1.3, z=-wide * 0.3))
    if b.chance(0.5):
        b.add("shelf", box(span, 0.02, 0.2).move(y=0.95, z=-wide * 0.33))


@design("dartboard")
def dartboard(b: Builder) -> None:
    """Round board with rings, wires and bull's eye, and darts stuck in it."""
    radius, thick = b.uniform(0.17, 0.23), b.uniform(0.02, 0.04)
    b.add("board|body", cylinder(radius, thick, sides=40).rotate("x", 90))
    for t in (0.75, 0.48, 0.45):
        b.add("ring|wire", torus(radius * t, 0.0025, 36).rotate("x", 90).move(z=thick / 2))
    spokes = ring(rod((0, radius * 0.1, thick / 2), (0, radius * 0.76, thick / 2), 0.0015, sides=5), 20, "z")
    b.add("ring|wire", spokes)
    b.add(
        "bullseye|bull|centre|center",
        cylinder(radius * 0.07, 0.008, sides=20).rotate("x", 90).move(z=thick / 2),
    )
    for _ in range(b.integer(1, 4)):
        at = np.array([b.uniform(-0.6, 0.6) * radius, b.uniform(-0.6, 0.6) * radius, thick / 2])
        b.add("dart > point|tip", rod(at, at + [0, 0, 0.03], 0.0012))
        b.add("dart > barrel|grip", rod(at + [0, 0, 0.03], at + [0, 0, 0.08], 0.0035))
        b.add("dart > shaft|stem", rod(at + [0, 0, 0.08], at + [0, 0, 0.12], 0.002))
        b.add(
            "dart > flight|feather|fin", ring(box(0.001, 0.018, 0.03).move(y=0.009, z=0.125), 4, "z").move(*at)
        )
