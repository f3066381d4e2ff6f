"""Cribs, cradles, strollers and high chairs."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.bed_parts import BLANKET, DRAWER, DRAWER_HANDLE, add_caster, blanket, pillow
from pa3d.synth.catalog.seat_parts import (
    ARM,
    BACK,
    BACK_CUSHION,
    BACK_LEG,
    BACK_PANEL,
    CUSHION,
    FILLS,
    FRONT_LEG,
    SEAT,
    STRETCHER,
    Back,
    Legs,
    dense,
    limb,
    seat_slab,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import beam, rod, stick

TYRE, HUB = "wheel > tyre|tire", "wheel > hub|rim"


# -- cribs and cradles -----------------------------------------------------------------------------


def barred_side(b: Builder, along: str, long: float, at: float, low: float, high: float, closed: bool) -> None:
    """One side of a crib: rails above and below, bars between, or a solid panel."""
    turn = 0 if along == "x" else 90

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.move(z=at).rotate("y", turn))

    if closed:
        put("side panel|end panel|panel", g.box(long, high - low, 0.02).move(y=(low + high) / 2))
        return
    put("railing|side > top rail|upper rail", g.box(long, 0.045, 0.028, 0.008).move(y=high - 0.02))
    put("railing|side > bottom rail|lower rail", g.box(long, 0.04, 0.025).move(y=low + 0.02))
    count = max(int(long / b.uniform(0.07, 0.12)), 3)
    round_ = count % 2
    for x in np.linspace(-long / 2, long / 2, count + 2)[1:-1]:
        bar = (
            rod((x, low, 0), (x, high - 0.03, 0), 0.008, 8)
            if round_
            else beam((x, low, 0), (x, high - 0.03, 0), 0.025, 0.012)
        )
        put("railing|side > bar|slat|spindle", bar)


@design("crib", "cradle")
def crib(b: Builder) -> None:
    """Baby bed with barred sides on legs, wheels or rockers; mattress, drawer, a mobile above."""
    w, long = b.uniform(0.55, 0.75), b.uniform(1.0, 1.35)
    low, high, size = b.uniform(0.2, 0.4), b.uniform(0.8, 1.0), b.uniform(0.03, 0.06)
    closed, x, z = b.chance(0.35), w / 2, long / 2
    head = high + b.pick(0.0, b.uniform(0.05, 0.2))
    for side in (-1, 1):
        barred_side(b, "z", long, side * x, low, high, False)
        barred_side(b, "x", w, side * z, low, head if side < 0 else high, closed)
    foot = b.pick("leg", "leg", "caster", "rocker")
    crib_posts(b, w, long, size, (high, head), foot)
    base = b.uniform(low + 0.02, (low + high) / 2)
    b.add("frame|mattress support|base", g.box(w - size, 0.02, long - size).move(y=base))
    b.add("mattress", g.box(w - size, b.uniform(0.06, 0.12), long - size, 0.02).move(y=base + 0.06))
    if b.chance(0.5):
        b.add("pillow", pillow(b, w * 0.5, 0.22).scale(1, 0.5, 1).move(y=base + 0.11, z=-long * 0.33))
    if b.chance(0.4):
        b.add(BLANKET, blanket(b, w - size - 0.04, base + 0.11, -long * 0.05, long * 0.45, 0.02))
    if b.chance(0.2) and foot == "leg":
        b.add(DRAWER, g.box(0.02, low * 0.6, long * 0.9).move(x=x, y=low * 0.6))
        b.add(DRAWER_HANDLE, g.sphere(0.018, sides=12).move(x=x + 0.025, y=low * 0.6))
    if b.chance(0.2):
        crib_mobile(b, head, z)


def crib_posts(b: Builder, w: float, long: float, size: float, tops: tuple[float, float], foot: str) -> None:
    """Corner posts up to the heights `tops` (foot end, head end) on the floor, on casters or on rockers."""
    floor = {"leg": 0.0, "caster": 0.06, "rocker": 0.05}[foot]
    for x, _, z in positions_of_corners(w, long):
        b.add("leg|post", beam((x, floor, z), (x, tops[z < 0], z), size))
        if foot == "caster":
            add_caster(b, 0.026, True, (x, 0, z))
    if foot == "rocker":
        t = np.linspace(-1, 1, 11)
        for side in (-1, 1):
            path = np.stack([t * w * 0.68, 0.02 + 0.05 * t**2, np.full(11, side * long / 2)], 1)
            b.add("rocker|runner", g.sweep(path, 1.0, section=g.rectangle(0.03, 0.04)))


def crib_mobile(b: Builder, head: float, z: float) -> None:
    """Bent arm with hanging toys."""
    line = g.curve(
        [(0, head, -z), (0, head + 0.4, -z), (0, head + 0.55, -z * 0.7), (0, head + 0.5, -z * 0.5)], 14
    )
    b.add("mobile|toy mobile > mobile arm", g.sweep(line, 0.008, sides=8))
    for angle in np.radians((0, 90, 180, 270)):
        spot = line[-1] + [0.13 * np.cos(angle), -0.16, 0.13 * np.sin(angle)]
        b.add("mobile|toy mobile > toy", g.sphere(0.03, sides=10).move(*spot) + rod(line[-1], spot, 0.003, 6))


@design("cradle", "cradle")
def cradle(b: Builder) -> None:
    """Small box or basket that rocks: on curved runners or hung between two stands; hood, bedding."""
    w, long, high = b.uniform(0.38, 0.5), b.uniform(0.75, 0.95), b.uniform(0.22, 0.34)
    floor, flare, wall = b.uniform(0.1, 0.2), b.uniform(1.05, 1.35), 0.018
    hung = b.chance(0.35)
    floor = floor + (0.25 if hung else 0.0)
    if b.chance(0.3):
        outline = g.rectangle(w, long, w * 0.49)
        body = dense(outline, 32)
        rings = [body * s for s in (1.0, 1.1, 1.2)]
        walls = [
            np.stack([r[:, 0], np.full(32, floor + high * i / 2), r[:, 1]], 1) for i, r in enumerate(rings)
        ]
        b.add("body|basket", g.sheet(np.stack([np.concatenate([k, k[:1]]) for k in walls], 1)[::-1], 0.0))
        b.add("body|basket > floor|bottom", seat_slab(body, 0.015).move(y=floor))
        b.add("rim|trim", g.sweep(walls[-1], 0.015, closed=True, sides=8))
    else:
        tilt = np.degrees(np.arctan2(w * (flare - 1) / 2, high))
        side = g.box(wall, high / np.cos(np.radians(tilt)), long).move(y=high / 2).rotate("z", -tilt)
        symmetric(b, "side panel|side", side.move(x=w / 2, y=floor))
        end = np.array([(-w / 2, 0), (w / 2, 0), (w / 2 * flare, high), (-w / 2 * flare, high)])
        b.add("footboard|end panel", g.extrude(end, wall).move(y=floor, z=long / 2))
        b.add("headboard|end panel", g.extrude(end * [1, b.uniform(1, 1.6)], wall).move(y=floor, z=-long / 2))
        b.add("base|floor|bottom", g.box(w, wall, long).move(y=floor))
    b.add("mattress", g.box(w * 0.95, 0.06, long * 0.95, 0.02).move(y=floor + 0.045))
    if b.chance(0.7):
        b.add("pillow", pillow(b, w * 0.6, 0.18).scale(1, 0.5, 1).move(y=floor + 0.07, z=-long * 0.34))
    if b.chance(0.6):
        b.add(BLANKET, blanket(b, w * 0.93, floor + 0.08, -long * 0.1, long * 0.46, 0.01))
    if b.chance(0.25):
        grid = [
            [
                (w / 2 * 1.1 * np.cos(a), floor + high * 0.9 + w * 0.5 * np.sin(a), z)
                for z in (-long / 2, -long * 0.2)
            ]
            for a in np.linspace(np.pi, 0, 11)
        ]
        b.add("hood|canopy", g.sheet(np.array(grid)[:, ::-1], 0.01))
    cradle_support(b, w, long, floor, high, hung)


def cradle_support(b: Builder, w: float, long: float, floor: float, high: float, hung: bool) -> None:
    """Two rockers under the cradle, or a stand with a pivot at each end."""
    for side in (-1, 1):
        z = side * long * (0.56 if hung else 0.35)
        if hung:
            foot = floor + high + 0.05
            b.add("stand|support > post", beam((0, 0.03, z), (0, foot, z), 0.05, 0.03))
            b.add("stand|support > foot", g.box(w * 1.2, 0.04, 0.05).move(y=0.02, z=z))
            b.add(
                "pivot|hinge|bolt",
                g.cylinder(0.015, 0.09, sides=12)
                .rotate("x", 90)
                .move(y=floor + high * 0.85, z=z - side * 0.03),
            )
            continue
        t = np.linspace(-1, 1, 13)
        arc_ = np.stack([t * w * 0.75, 0.025 + floor * 0.45 * t**2], 1)
        top = np.array([(w * 0.45, floor), (-w * 0.45, floor)])
        outline = np.concatenate([arc_ - [0, 0.025], [arc_[-1] + [0, 0.03]], top, [arc_[0] + [0, 0.03]]])
        b.add("rocker|runner", g.extrude(outline, 0.025).move(z=z))
    if hung:
        b.add("stand|support > stretcher|crossbar", g.box(0.04, 0.04, long * 1.12).move(y=0.05))


# -- strollers and high chairs ---------------------------------------------------------------------


def stroller_wheel(b: Builder, at: tuple[float, float, float], radius: float, twin: bool) -> None:
    """Wheel or a pair, its tyre, rim and spokes named apart."""
    tube = radius * b.pick(0.18, 0.25)
    tyre = g.torus(radius - tube, tube, 22).rotate("z", 90)
    hub = g.cylinder(radius - tube, tube * 1.1, sides=18).rotate("z", 90)
    for dx in (-0.035, 0.035) if twin else (0.0,):
        b.add(TYRE, tyre.move(at[0] + dx, radius, at[2]))
        b.add(HUB, hub.move(at[0] + dx, radius, at[2]))
    b.add(
        "wheel > axle|fork",
        rod((at[0], radius, at[2]), at, 0.01, 10)
        + rod((at[0] - 0.04, radius, at[2]), (at[0] + 0.04, radius, at[2]), 0.01, 10),
    )


@design("stroller")
def stroller(b: Builder) -> None:
    """Pushchair or pram: crossed tubes on three or four wheels, seat or carrycot, hood, basket, bar."""
    w, tube = b.uniform(0.4, 0.55), b.uniform(0.009, 0.015)
    x, seat, back_z, front_z = w / 2, b.uniform(0.42, 0.58), -b.uniform(0.3, 0.4), b.uniform(0.35, 0.48)
    top = np.array([x, b.uniform(0.95, 1.1), -b.uniform(0.4, 0.6)])
    small, big = b.uniform(0.06, 0.11), b.uniform(0.08, 0.15)
    three = b.chance(0.3)
    front = np.array([0.02 if three else x, small * 2.1, front_z])
    rear = np.array([x, big * 1.6, back_z])
    pivot = np.array([x, seat, -0.02])
    symmetric(b, "frame > front leg|frame tube", rod(front, pivot, tube, 10))
    symmetric(b, "frame > rear leg|frame tube", rod(rear, pivot + [0, 0.06, 0.06], tube, 10))
    symmetric(b, "frame > push bar|frame tube", rod(pivot, top, tube, 10))
    b.add("frame > crossbar|cross brace", rod(rear * [-1, 1, 1], rear, tube, 10))
    stroller_wheel(
        b, tuple(front) if not three else (0, front[1], front[2]), small, b.chance(0.5) and not three
    )
    twin = b.chance(0.3)
    if not three:
        stroller_wheel(b, tuple(front * [-1, 1, 1]), small, False)
    for side in (-1, 1):
        stroller_wheel(b, (side * x, rear[1], rear[2]), big, twin)
    if b.chance(0.6):
        b.add("handle|push handle|handlebar", stick(top * [-1, 1, 1], top, tube * 1.6, sides=10))
    else:
        symmetric(b, "handle|push handle|handlebar", rod(top, top + [0, 0.02, -0.13], tube * 1.7, 10))
    inner = w - 0.06
    pram = b.chance(0.3)
    (carrycot if pram else stroller_seat)(b, inner, seat)
    if b.chance(0.8):
        stroller_hood(b, inner, seat, pram)
    if b.chance(0.7):
        b.add("basket|storage basket", g.box(inner * 0.9, 0.14, 0.4, 0.03).move(y=0.24, z=-0.05))


def stroller_seat(b: Builder, w: float, seat: float) -> None:
    """Reclined seat with footrest and bumper bar."""
    lean = b.uniform(0.1, 0.35)
    b.add(SEAT, seat_slab(g.rectangle(w, 0.28, 0.04), 0.05, 0.02).move(y=seat - 0.05, z=0.06))
    back = Back(seat - 0.02, -0.07, w / 2, w / 2 * 0.95, b.uniform(0.42, 0.52), lean, 0.03, 0.0)
    b.add(BACK, back.pad(0, 1, 0.04, 0, 0.5))
    calf = b.uniform(0.14, 0.24)
    b.add("footrest|leg rest", beam((0, seat - calf, 0.28), (0, seat - 0.02, 0.19), w * 0.85, 0.02))
    if b.chance():
        b.add("footrest|leg rest", g.box(w * 0.7, 0.015, 0.1).move(y=seat - calf, z=0.32))
    if b.chance(0.6):
        bar = g.curve(
            [(w / 2 + 0.02, seat + 0.12, -0.05), (w / 2, seat + 0.16, 0.2), (0, seat + 0.16, 0.26)], 10
        )
        b.add(
            "bumper bar|safety bar", g.sweep(np.concatenate([bar, (bar * [-1, 1, 1])[-2::-1]]), 0.014, sides=8)
        )
    if b.chance(0.5):
        strap = [np.linspace(back.at(0.3, 0.75) + [0, 0, 0.045], [0.03, seat + 0.08, 0.04], 4)]
        symmetric(b, "belt|harness|strap", g.sweep(strap[0], 1.0, section=g.rectangle(0.006, 0.03)))


def carrycot(b: Builder, w: float, seat: float) -> None:
    """Lying basket of a pram, with a mattress and a cover."""
    outline = dense(g.rectangle(w, 0.78, w * 0.35), 32)
    cot = seat_slab(outline, 0.2, 0.05).taper(1.08).move(y=seat)
    b.add("carrycot|bassinet|body", cot)
    b.add(
        "cover|apron|boot cover",
        seat_slab(outline[outline[:, 1] > -0.08], 0.04, 0.01, 0.02).scale(1.1, 1, 1.08).move(y=seat + 0.19),
    )
    b.add("pillow", pillow(b, w * 0.6, 0.2).scale(1, 0.4, 1).move(y=seat + 0.2, z=-0.22))


def stroller_hood(b: Builder, w: float, seat: float, pram: bool) -> None:
    """Folding hood of a few ribs, opened to any angle."""
    pivot_y, pivot_z = (seat + 0.22, -0.14) if pram else (seat + 0.28, -0.16)
    radius, span = w * b.uniform(0.6, 0.7), b.uniform(60, 130)
    start = b.uniform(100, 130) + 60
    a = np.radians(np.linspace(start, start - span, 9))
    u = np.linspace(-1, 1, 9)
    grid = np.zeros((9, 9, 3))
    grid[..., 0] = (w / 2 + 0.01) * np.sign(u)[:, None] * np.abs(u[:, None]) ** 0.7
    reach = radius * (1 - np.abs(u[:, None]) ** 3 * 0.85)
    grid[..., 1] = pivot_y + reach * np.sin(a)
    grid[..., 2] = pivot_z + reach * np.cos(a)
    b.add("canopy|hood|sunshade", g.sheet(grid[:, ::-1], 0.006))


@design("high chair", "high chair")
def high_chair(b: Builder) -> None:
    """Child's chair on long splayed legs with a tray, a footrest, arms; wooden, plastic, or on a post."""
    w, d, h = b.uniform(0.32, 0.42), b.uniform(0.3, 0.38), b.uniform(0.52, 0.65)
    size, thick = b.uniform(0.022, 0.04), b.uniform(0.02, 0.06)
    splay, x, z = b.uniform(0.03, 0.12), w / 2 - 0.02, d / 2 - 0.02
    legs = Legs(x, z, h - thick, x + splay, z + splay)
    style = b.pick("square", "round", "cone", "taper", "turned")
    for side in (-1, 1):
        b.add(FRONT_LEG, limb(legs.at(side, 1, 0), legs.at(side, 1, 1), size, style))
        b.add(BACK_LEG, limb(legs.at(side, -1, 0), legs.at(side, -1, 1), size, style))
        if b.chance(0.6):
            b.add(STRETCHER, rod(legs.at(side, 1, 0.35), legs.at(side, -1, 0.35), size * 0.3, 10))
    t = b.uniform(0.3, 0.5)
    rest = g.box(2 * x + splay, 0.018, b.uniform(0.06, 0.16), 0.006).move(
        y=(h - thick) * t, z=z + splay * (1 - t) + 0.03
    )
    b.add("footrest|foot rest", rest)
    b.add(
        b.pick(SEAT, CUSHION),
        seat_slab(g.rectangle(w, d, b.uniform(0, 0.08)), thick, thick * 0.3).move(y=h - thick),
    )
    rise = b.uniform(0.3, 0.45)
    back = Back(
        h, -d / 2 + 0.015, x, x * b.uniform(0.9, 1.1), rise, b.uniform(0.0, 0.1), b.uniform(0, 0.05), 0.0
    )
    kind = b.pick("wood", "pad", "shell")
    if kind == "wood":
        symmetric(b, f"{BACK} > back post|stile|upright", back.slat(1, -0.05, 1, size, size))
        b.pick(*FILLS)(b, back, size)
    elif kind == "pad":
        b.add(BACK_CUSHION, back.pad(0, 1, 0.04, 0, b.uniform(0.2, 0.8)))
    else:
        b.add(BACK_PANEL, back.panel(-0.02, 1, 0.015))
    high = h + b.uniform(0.15, 0.2)
    rest_z = d * b.uniform(0.4, 0.6)
    root = back.at(1, min((high - h) / rise, 0.9))
    line = g.curve([root, (w / 2 + 0.01, high, 0), (w / 2, high, rest_z)], 8)
    symmetric(b, ARM, g.sweep(line, 1.0, section=g.rectangle(0.03, 0.02)))
    symmetric(
        b, f"{ARM} > arm post|arm support", rod((x, h - 0.01, z * 0.8), (w / 2, high, z * 0.8), size * 0.35, 10)
    )
    if b.chance(0.85):
        add_tray(b, w, d, high)
    if b.chance(0.35):
        b.add("belt|harness|strap", beam((0, h, z * 0.7), (0, h + 0.1, -z * 0.2), 0.03, 0.006))


def add_tray(b: Builder, w: float, d: float, y: float) -> None:
    """Tray with a raised rim across the arms."""
    outline = dense(g.rectangle(w * b.uniform(1.05, 1.3), b.uniform(0.22, 0.32), b.uniform(0.02, 0.1)), 32)
    at = d / 2 + b.uniform(0.0, 0.1)
    b.add("tray", seat_slab(outline, 0.014).move(y=y + 0.012, z=at))
    rim = np.stack([outline[:, 0], np.full(32, y + 0.03), outline[:, 1] + at], 1)
    b.add("tray > tray rim|rim", g.sweep(rim, 0.009, closed=True, sides=6))


@design("high chair")
def moulded_high_chair(b: Builder) -> None:
    """Plastic tub seat with side walls on four tubes, a wheeled base, or a stepped wooden frame."""
    w, d, h = b.uniform(0.34, 0.42), b.uniform(0.3, 0.38), b.uniform(0.5, 0.62)
    x, rise, tall = w / 2, b.uniform(0.35, 0.5), b.uniform(0.12, 0.18)
    b.add(SEAT, seat_slab(g.rectangle(w, d, 0.05), 0.04, 0.015).move(y=h - 0.04))
    back = Back(h - 0.03, -d / 2, x, x * 0.95, rise, b.uniform(0.03, 0.15), 0.05, 0.0)
    b.add(BACK, back.pad(0, 1, b.uniform(0.02, 0.05), 0, b.uniform(0.3, 0.9)))
    side = g.box(0.03, tall, d * 0.95, 0.012).move(x=x, y=h + tall / 2 - 0.02)
    symmetric(b, ARM, side)
    radius, splay = b.uniform(0.01, 0.016), b.uniform(0.06, 0.14)
    legs = Legs(x * 0.8, d * 0.4, h - 0.03, x * 0.8 + splay, d * 0.4 + splay)
    wheels = b.chance(0.35)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        lift = np.array([0, 0.06 if wheels else 0.0, 0])
        for sx in (-1, 1):
            b.add(name, rod(legs.at(sx, front, 0) + lift, legs.at(sx, front, 1), radius, 10))
            if wheels:
                spot = legs.at(sx, front, 0)
                add_caster(b, 0.028, True, (spot[0], 0, spot[2]))
    for front in (-1, 1):
        if b.chance(0.7):
            b.add(STRETCHER, rod(legs.at(-1, front, 0.15), legs.at(1, front, 0.15), radius * 0.8, 10))
    if b.chance(0.7):
        low = h - b.uniform(0.2, 0.28)
        plate = g.box(w * 0.7, 0.015, 0.12, 0.005).move(y=low, z=d / 2 + 0.08)
        arms = g.join(
            beam((sx * w * 0.3, low, d / 2 + 0.05), (sx * w * 0.3, h - 0.02, d / 2 - 0.03), 0.025, 0.012)
            for sx in (-1, 1)
        )
        b.add("footrest|foot rest", plate + arms)
    if b.chance(0.9):
        add_tray(b, w, d, h + tall - 0.03)
