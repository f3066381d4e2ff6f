"""Armchairs, sofas and ottomans."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.seat_parts import (
    APRON,
    ARM,
    ARM_TOP,
    BACK,
    BACK_CUSHION,
    BACK_LEG,
    CUSHION,
    FILLS,
    FRONT_LEG,
    POST,
    SEAT,
    Back,
    add_star,
    add_trumpet,
    limb,
    seat_slab,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import beam, post, standing

SOFA_FRAME = f"{SEAT} > frame|sofa frame|seat base"
THROW = "pillow|throw pillow|scatter cushion"
FOOT = "leg|foot"


def soft(x: float, y: float, z: float, puff: float) -> Mesh:
    """Cushion of the given sides standing on y = 0: a rounded block, or puffed up."""
    if puff > 0.5:
        return g.superquadric(x / 2, y / 2, z / 2, 0.35, 0.25, 20).move(y=y / 2)
    return standing(x, y, z, min(x, y, z) * (0.02 + 0.7 * puff))


def throw_pillow(b: Builder, size: float) -> Mesh:
    """Square pillow, standing, pinched at its rim."""
    flat = g.superquadric(
        size / 2, b.uniform(0.05, 0.09), size / 2 * b.uniform(0.7, 1), 1.0, b.uniform(0.15, 0.4), 18
    )
    return flat.rotate("x", 90 - b.uniform(8, 30)).rotate("z", b.pick(0, b.uniform(-25, 25)))


def arm_mesh(kind: str, wide: float, high: float, deep: float) -> Mesh:
    """Sofa arm standing on y = 0: block, rounded, rolled over outwards (+x), or sloping forwards."""
    if kind == "block":
        return standing(wide, high, deep)
    if kind == "round":
        return standing(wide, high, deep, wide * 0.45)
    if kind == "roll":
        roll = g.cylinder(wide * 0.62, deep, sides=20).rotate("x", 90).move(x=wide * 0.15, y=high - wide * 0.6)
        return standing(wide * 0.8, high - wide * 0.5, deep * 0.98) + roll
    side = [
        (-deep / 2, 0),
        (deep / 2, 0),
        (deep / 2, high * 0.6),
        (deep * 0.35, high * 0.75),
        (-deep / 2, high),
    ]
    return g.extrude(np.array(side) * [-1, 1], wide).rotate("y", 90)


def sofa_feet(b: Builder, x: float, z: float, high: float, middle: bool = False) -> None:
    """Feet at the corners of the frame: pegs, blocks, balls, skids."""
    kind = b.pick("square", "taper", "cone", "round", "turned", "block", "skid")
    size = b.uniform(0.03, 0.07)
    if kind == "skid":
        for sx in (-1, 1):
            skid = standing(0.04, high, 0.012)
            flat = g.box(0.04, 0.012, 2 * z).move(y=0.006)
            b.add(FOOT, (skid.move(z=z) + skid.move(z=-z) + flat).move(x=sx * x))
        return
    splay = b.pick(0.0, high * 0.3)
    spots = list(positions_of_corners(2 * x, 2 * z))
    if middle:
        spots += [(0, 0, z), (0, 0, -z)]
    for sx, _, sz in spots:
        foot = (sx + np.sign(sx) * splay, 0, sz + np.sign(sz) * splay)
        leg = (
            g.box(size * 1.4, high, size * 1.4).move(sx, high / 2, sz)
            if kind == "block"
            else limb(foot, (sx, high, sz), size, kind)
        )
        b.add(FOOT, leg)


def sofa_body(b: Builder, seats: int, inner: float, deep: float) -> None:
    """A soft seat `inner` wide between its arms: frame, arms, seat and back cushions, feet, pillows."""
    foot = b.pick(0.0, b.uniform(0.04, 0.1), b.uniform(0.1, 0.2))
    base, thick = b.uniform(0.12, 0.25), b.uniform(0.1, 0.2)
    top = foot + base + thick
    wide, arm_high = b.uniform(0.06, 0.28), b.uniform(0.12, 0.28)
    kind, puff = b.pick("block", "round", "roll", "slope", "none" if seats > 1 else "block"), b.uniform(0, 0.7)
    back_thick, rise = b.uniform(0.1, 0.25), b.uniform(0.25, 0.5)
    lean = b.pick(0, b.uniform(0, 12))
    b.add(SOFA_FRAME, g.box(inner, base, deep, b.pick(0, 0.02)).move(y=foot + base / 2))
    slope = g.box(inner, top + rise - foot - base, back_thick, b.pick(0, back_thick * 0.4))
    slope = slope.move(y=(top + rise + foot + base) / 2, z=-deep / 2 + back_thick / 2)
    b.add(f"{BACK} > back frame|backrest frame", slope.rotate("x", -lean, (0, foot + base, -deep / 2)))
    if kind != "none":
        full = b.pick(0.0, foot) if foot < 0.1 else foot
        arm = arm_mesh(kind, wide, top + arm_high - full, deep * b.uniform(0.9, 1))
        symmetric(b, ARM, arm.move(x=inner / 2 + wide * (0.4 if kind == "roll" else 0.5), y=full))
    count = b.pick(seats, 1) if seats < 4 else seats
    room, front = deep - back_thick, b.uniform(0, 0.03)
    each = soft(inner / count - 0.008, thick, room + front, puff).move(
        y=foot + base, z=back_thick / 2 + front / 2
    )
    for i in range(count):
        b.add(CUSHION, each.move(x=inner * ((i + 0.5) / count - 0.5)))
    if b.chance(0.75):
        count = b.pick(count, seats)
        cushion_thick = b.uniform(0.1, 0.2)
        back = soft(inner / count - 0.012, rise * b.uniform(0.85, 1.15), cushion_thick, puff)
        back = back.rotate("x", -b.uniform(2, 18)).move(y=top, z=-deep / 2 + back_thick + cushion_thick * 0.6)
        for i in range(count):
            b.add(BACK_CUSHION, back.move(x=inner * ((i + 0.5) / count - 0.5)))
    if foot:
        sofa_feet(b, inner / 2 - 0.03, deep / 2 - 0.06, foot, seats > 2 and b.chance())
    for _ in range(b.pick(0, 0, 1, 2, 3) if seats > 1 else b.pick(0, 0, 1)):
        x = b.pick(-1, 1) * inner * b.uniform(0.05, 0.4)
        b.add(
            THROW,
            throw_pillow(b, b.uniform(0.3, 0.48)).move(
                x, top + 0.2, -deep / 2 + back_thick + b.uniform(0.18, 0.26)
            ),
        )


@design("sofa", "sofa", "sofa")
def straight_sofa(b: Builder) -> None:
    """Two to four seats in a row; arms block, round, rolled, sloping or none; loose cushions and pillows."""
    seats = b.pick(2, 2, 3, 3, 4)
    sofa_body(b, seats, seats * b.uniform(0.5, 0.75), b.uniform(0.75, 1.05))


@design("armchair", "armchair")
def soft_armchair(b: Builder) -> None:
    """One-seat sofa."""
    sofa_body(b, 1, b.uniform(0.48, 0.7), b.uniform(0.7, 0.9))


@design("sofa")
def corner_sofa(b: Builder) -> None:
    """L-shaped sofa: a long side along the back and a chaise or a second wing that runs forwards."""
    long, deep, wing = b.uniform(2.0, 3.0), b.uniform(0.8, 1.0), b.uniform(0.6, 1.2)
    foot, base, thick = b.pick(0.0, 0.06, 0.12), b.uniform(0.12, 0.25), b.uniform(0.12, 0.2)
    rise, back_thick, puff, arm = (
        b.uniform(0.25, 0.42),
        b.uniform(0.12, 0.22),
        b.uniform(0, 0.7),
        b.uniform(0.1, 0.25),
    )
    top, y = foot + base + thick, foot + base
    closed = b.chance(0.5)  # the wing has a back of its own
    b.add(SOFA_FRAME, g.box(long, base, deep).move(y=foot + base / 2))
    b.add(
        SOFA_FRAME,
        g.box(deep, base, wing).move(x=long / 2 - deep / 2, y=foot + base / 2, z=deep / 2 + wing / 2),
    )
    tall = top + rise - y
    b.add(
        f"{BACK} > back frame|backrest frame",
        g.box(long, tall, back_thick, 0.02).move(y=y + tall / 2, z=-deep / 2 + back_thick / 2),
    )
    inner = long - deep
    count = b.integer(1, 3)
    each = soft(inner / count - 0.01, thick, deep - back_thick, puff).move(y=y, z=back_thick / 2)
    pad = (
        soft(inner / count - 0.01, rise, 0.15, puff)
        .rotate("x", -10)
        .move(y=top, z=-deep / 2 + back_thick + 0.09)
    )
    for i in range(count):
        x = -long / 2 + inner * (i + 0.5) / count
        b.add(CUSHION, each.move(x=x))
        b.add(BACK_CUSHION, pad.move(x=x))
    side = back_thick if closed else 0.0
    for z, size in ((back_thick / 2, deep - back_thick), (deep / 2 + wing / 2, wing)):
        b.add(
            CUSHION,
            soft(deep - side - 0.01, thick, size - 0.01, puff).move(x=long / 2 - deep / 2 - side / 2, y=y, z=z),
        )
    corner = soft(deep - side - 0.15 * closed, rise, 0.15, puff).rotate("x", -10)
    b.add(BACK_CUSHION, corner.move(x=long / 2 - deep / 2 - side / 2, y=top, z=-deep / 2 + back_thick + 0.09))
    if closed:
        run = deep + wing
        panel = g.box(back_thick, tall, run, 0.02).move(x=long / 2 - back_thick / 2, y=y + tall / 2, z=wing / 2)
        b.add(f"{BACK} > back frame|backrest frame", panel)
        b.add(
            BACK_CUSHION,
            soft(0.15, rise, run - 0.4, puff)
            .rotate("z", -10)
            .move(long / 2 - back_thick - 0.09, top, wing / 2 + 0.1),
        )
    kind, high = b.pick("block", "round", "roll"), top + b.uniform(0.1, 0.25) - foot
    b.add(ARM, arm_mesh(kind, arm, high, deep).mirror().move(x=-long / 2 - arm / 2, y=foot))
    if not closed and b.chance(0.6):
        b.add(ARM, arm_mesh(kind, arm, high, deep).move(x=long / 2 + arm / 2, y=foot))
    if foot:
        peg = b.pick(g.cylinder(0.03, foot), g.box(0.06, foot, 0.06)).move(y=foot / 2)
        z = deep / 2 - 0.06
        for px, pz in ((-1, z), (-1, -z), (1, -z), (1, z + wing), (0.3, z), (0.3, -z)):
            b.add(FOOT, peg.move(x=px * (long / 2 - 0.06), z=pz))
    for _ in range(b.integer(0, 4)):
        spot = (b.uniform(-0.45, 0.3) * long, top + 0.2, -deep / 2 + back_thick + b.uniform(0.2, 0.28))
        b.add(THROW, throw_pillow(b, b.uniform(0.3, 0.48)).move(*spot))


@design("sofa", "armchair")
def framed_seat(b: Builder) -> None:
    """Sofa or armchair with a bare wooden or steel frame and loose cushions; one to three seats."""
    seats = b.pick(1, 1, 2, 3)
    w, d, h = seats * b.uniform(0.52, 0.65), b.uniform(0.62, 0.8), b.uniform(0.28, 0.38)
    size, x = b.uniform(0.025, 0.06), w / 2 + 0.03
    flat, high = b.pick(size, size * 1.8), h + b.uniform(0.22, 0.32)
    z, tilt = d / 2 - 0.05, b.uniform(0, 0.08)
    symmetric(b, FRONT_LEG, beam((x, 0, z + tilt * 0.5), (x, high, z), size, flat))
    symmetric(b, BACK_LEG, beam((x, 0, -z - tilt), (x, high, -z * 0.8), size, flat))
    symmetric(
        b,
        ARM_TOP,
        g.box(b.uniform(size, 0.1), 0.025, d * b.uniform(0.9, 1.1), b.pick(0, 0.01)).move(x=x, y=high),
    )
    for front in (-1, 1):
        b.add(APRON, g.box(2 * x, 0.06, size * 0.8).move(y=h - 0.05, z=front * (z - 0.02)))
    symmetric(b, APRON, g.box(size * 0.7, 0.06, 2 * z).move(x=x, y=h - 0.05))
    rise, lean = b.uniform(0.38, 0.52), b.uniform(0.12, 0.25)
    back = Back(h - 0.05, -z + 0.02, w / 2, w / 2, rise, lean, 0.0, 0.0)
    symmetric(b, POST, back.slat(1.0, 0, 1, size, size))
    b.pick(*FILLS[:4])(b, back, size)
    thick, puff = b.uniform(0.08, 0.15), b.uniform(0, 0.7)
    for i in range(seats):
        cx = w * ((i + 0.5) / seats - 0.5)
        b.add(CUSHION, soft(w / seats - 0.01, thick, d - 0.1, puff).move(x=cx, y=h - 0.02, z=0.02))
        pad = soft(w / seats - 0.01, rise - thick + 0.04, 0.12, puff).rotate(
            "x", -np.degrees(np.arctan2(lean, rise))
        )
        b.add(BACK_CUSHION, pad.move(x=cx, y=h + thick - 0.03, z=back.at(0, 0.3)[2] + 0.12))


@design("armchair")
def wing_chair(b: Builder) -> None:
    """High-backed chair with wings beside the head, upholstered arms and short turned or cabriole legs."""
    w, d, foot = b.uniform(0.52, 0.64), b.uniform(0.6, 0.75), b.uniform(0.12, 0.26)
    h, rise, arm = b.uniform(0.42, 0.48), b.uniform(0.6, 0.8), b.uniform(0.07, 0.14)
    add_legs_at(b, w / 2, d / 2 - 0.05, foot)
    b.add(SOFA_FRAME, g.box(w, h - 0.1 - foot, d, 0.02).move(y=(h - 0.1 + foot) / 2))
    b.add(CUSHION, soft(w - 0.01, 0.12, d - 0.1, b.uniform(0.1, 0.6)).move(y=h - 0.1, z=0.05))
    lean = b.uniform(0.05, 0.15)
    back = Back(h - 0.05, -d / 2, w / 2, w / 2 * b.uniform(0.95, 1.08), rise, lean, 0.0, 0.0)
    b.add(BACK_CUSHION, back.pad(0, 1, b.uniform(0.08, 0.13), 0.0, b.uniform(0.1, 0.5)))
    high = b.uniform(0.16, 0.24) + h
    kind = b.pick("round", "roll", "block")
    symmetric(b, ARM, arm_mesh(kind, arm, high - foot, d * 0.92).move(x=w / 2 + arm * 0.5, y=foot))
    reach, top = b.uniform(0.15, 0.28), h + rise * b.uniform(0.93, 1)
    z = -d / 2
    side = g.curve(
        [
            (z, high),
            (z + reach * 1.4, high),
            (z + reach, (high + top) / 2),
            (z + reach * 0.7, top),
            (z - lean, top),
        ],
        16,
    )
    wing = g.extrude(side * [-1, 1], b.uniform(0.04, 0.09)).rotate("y", 90)
    symmetric(b, f"{BACK} > wing|side wing", wing.move(x=w / 2 + arm * 0.3))


def add_legs_at(b: Builder, x: float, z: float, high: float) -> None:
    """Four short legs of one style under a soft seat."""
    style, size = b.pick("turned", "cabriole", "taper", "cone", "square"), b.uniform(0.035, 0.06)
    splay = b.pick(0.0, high * 0.25)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        symmetric(b, name, limb((x + splay, 0, front * (z + splay)), (x - 0.02, high, front * z), size, style))


@design("armchair", "chair")
def tub_chair(b: Builder) -> None:
    """Round tub: back and arms are one curved wall, on legs, a trumpet foot, a star, or the floor."""
    radius, foot, thick = b.uniform(0.3, 0.4), b.uniform(0.15, 0.3), b.uniform(0.03, 0.12)
    seat = foot + b.uniform(0.12, 0.2)
    outline = g.ellipse(radius, radius, 32)
    b.add(CUSHION, seat_slab(outline, seat - foot, 0.04, 0.02).move(y=foot))
    back_top, arm_top, open_ = seat + b.uniform(0.28, 0.5), seat + b.uniform(0.1, 0.25), b.uniform(20, 45)
    angle = np.radians(np.linspace(open_, 360 - open_, 33))
    turn = np.clip((np.abs(np.cos(angle / 2))) * 1.5, 0, 1) ** b.uniform(1.2, 3)
    top = back_top + (arm_top - back_top) * turn
    flare = b.uniform(0, 0.08)

    def wall(first: int, last: int) -> Mesh:
        rings = []
        for i in range(first, last):
            out = np.array([np.sin(angle[i]), 0, np.cos(angle[i])])
            section = [
                (radius, foot),
                (radius + thick, foot),
                (radius + thick + flare, top[i] - 0.02),
                (radius + thick * 0.5 + flare, top[i]),
            ]
            section.append((radius + flare, top[i] - 0.02))
            rings.append([out * r + [0, y, 0] for r, y in section[::-1]])
        return g.loft(rings)

    b.add(ARM, wall(0, 9))
    b.add(BACK, wall(8, 25))
    b.add(ARM, wall(24, 33))
    kind = b.pick("legs", "legs", "trumpet", "star", "floor")
    if kind == "legs":
        add_legs_at(b, radius * 0.7, radius * 0.7, foot)
    elif kind == "trumpet":
        add_trumpet(b, foot, b.uniform(0.22, 0.3))
    elif kind == "star":
        add_star(b, foot, b.integer(4, 5), b.uniform(0.25, 0.33), wheels=False)
    else:
        b.add(f"{SEAT} > base|plinth", post(radius + thick, foot, sides=32))


@design("ottoman", "ottoman")
def ottoman(b: Builder) -> None:
    """Padded block, drum or pouf on feet, casters or the floor; some open as a chest; some are buttoned."""
    w, high, foot = b.uniform(0.4, 0.8), b.uniform(0.32, 0.48), b.pick(0.0, b.uniform(0.03, 0.15))
    d = w * b.uniform(0.6, 1)
    round_ = b.chance(0.35)
    d = w if round_ else d
    outline = g.ellipse(w / 2, w / 2, 32) if round_ else g.rectangle(w, d, b.pick(0.01, b.uniform(0.01, 0.08)))
    pad = b.uniform(0.06, 0.16)
    b.add("body|base|box", seat_slab(outline * 0.98, high - foot - pad, b.pick(0.0, 0.02)).move(y=foot))
    soft_top = seat_slab(outline, pad, pad * b.uniform(0.15, 0.45), b.uniform(0, 0.03)).move(y=high - pad)
    if b.chance(0.2):
        soft_top = soft_top.rotate("x", -b.uniform(15, 70), (0, high - pad, -d / 2))
    elif b.chance(0.3):
        spots = [(x * w * 0.25, high + 0.02, z * d * 0.25) for x in (-1, 0, 1) for z in (-1, 0, 1)]
        b.add("button|tuft button", g.join(g.cylinder(0.014, 0.02, sides=10).move(*s) for s in spots))
    b.add("cushion|seat|top > cushion|seat cushion|lid", soft_top)
    if b.chance(0.3):
        trim = seat_slab(outline * 1.01, 0.012).move(y=high - pad - 0.006)
        b.add("trim|piping", trim)
    if foot:
        x = w / 2 - 0.06
        sofa_feet(b, x * (0.72 if round_ else 1), (x * 0.72 if round_ else d / 2 - 0.06), foot)


@design("ottoman")
def pouf(b: Builder) -> None:
    """Round stuffed pouf, with seams, a band, or a loop handle."""
    r, high = b.uniform(0.22, 0.35), b.uniform(0.25, 0.45)
    b.add("body|cushion|seat", g.superquadric(r, high / 2, r, b.uniform(0.3, 0.8), 1.0, 28).move(y=high / 2))
    if b.chance():
        b.add("trim|piping|seam", g.torus(r * 0.99, 0.008).move(y=high * b.pick(0.5, 0.75)))
    if b.chance(0.4):
        loop = g.curve(
            [(r * 0.95, high * 0.6, -0.06), (r + 0.04, high * 0.62, 0), (r * 0.95, high * 0.6, 0.06)], 10
        )
        b.add("handle|strap", g.sweep(loop, 1.0, section=g.rectangle(0.008, 0.025)))
    b.add("button|tuft button", g.cylinder(0.025, 0.02, sides=12).move(y=high))
