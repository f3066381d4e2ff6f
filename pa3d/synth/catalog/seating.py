"""Chairs and stools."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.seat_parts import (
    APRON,
    ARM,
    ARM_POST,
    ARM_TOP,
    BACK,
    BACK_CUSHION,
    BACK_LEG,
    BACK_PANEL,
    CUSHION,
    FILLS,
    FRONT_LEG,
    POST,
    SEAT,
    SLAT,
    SPINDLE,
    STRETCHER,
    TOP_RAIL,
    Back,
    Legs,
    Plan,
    add_arms,
    add_seat,
    add_star,
    add_trumpet,
    back_plane,
    dense,
    fill_ladder,
    fill_panel,
    fill_upright,
    limb,
    plan,
    seat_outline,
    seat_slab,
)
from pa3d.synth.parts import beam, rod, wire

LEG_STYLES = ("square", "square", "taper", "board", "round", "cone", "turned", "hairpin", "cabriole")


def add_apron(b: Builder, p: Plan, half_x: float, half_z: float, size: float) -> None:
    """Four rails under the seat between the legs."""
    high, thick = b.uniform(0.03, 0.09), min(size * 0.6, 0.025)
    y = p.under - high / 2
    for sign in (-1, 1):
        b.add(APRON, g.box(2 * half_x, high, thick).move(y=y, z=sign * half_z))
        b.add(APRON, g.box(thick, high, 2 * half_z).move(x=sign * half_x, y=y))


def add_legs(b: Builder, p: Plan, style: str, size: float, splay: float, inset: float = 0.0) -> Legs:
    """Four legs under the seat."""
    edge = size * 0.5 + inset
    x, z = p.width / 2 - edge, p.depth / 2 - edge
    legs = Legs(x, z, p.under, x + splay, z + splay)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        for side in (-1, 1):
            b.add(name, limb(legs.at(side, front, 0), legs.at(side, front, 1), size, style))
    return legs


def add_stretchers(b: Builder, legs: Legs, size: float) -> None:
    """None, at the sides, all round, an H, or an X of bars between the legs."""
    kind, level = b.pick("none", "side", "box", "h", "cross", "double"), b.uniform(0.2, 0.5)
    round_ = b.chance()

    def bar(low: ArrayLike, high: ArrayLike) -> None:
        b.add(STRETCHER, rod(low, high, size * 0.3, 10) if round_ else beam(low, high, size * 0.8, size * 0.5))

    if kind == "cross":
        for side in (-1, 1):
            bar(legs.at(side, 1, level), legs.at(-side, -1, level))
        return
    levels = [] if kind == "none" else [level, level * 0.5] if kind == "double" else [level]
    for t in levels:
        for side in (-1, 1):
            bar(legs.at(side, 1, t), legs.at(side, -1, t))
        if kind in ("box", "double"):
            step = b.pick(0.0, 0.12)
            bar(legs.at(-1, 1, t + step), legs.at(1, 1, t + step))
            bar(legs.at(-1, -1, t + step), legs.at(1, -1, t + step))
        if kind == "h":
            bar(*((legs.at(side, 1, t) + legs.at(side, -1, t)) / 2 for side in (-1, 1)))


# -- chairs ----------------------------------------------------------------------------------------


@design("chair", "chair", "chair")
def wooden_chair(b: Builder) -> None:
    """Wooden chair whose hind legs run up as the posts of the back: ladder, slats, spindles, splat, pad."""
    p, size = plan(b), b.uniform(0.022, 0.05)
    back, style = back_plane(b, p), b.pick(*LEG_STYLES[:7])
    x, z = back.half, p.depth / 2 - size * 0.5
    rake, splay = b.pick(0.0, b.uniform(0.02, 0.12)), b.pick(0.0, b.uniform(0, 0.04))
    hind = "board" if style == "board" else "round" if style in ("round", "cone", "turned") else "square"
    foot = np.array([x + splay, 0, back.z - rake])
    symmetric(b, BACK_LEG, limb(foot, back.at(1, 0) - [0, p.thick * 0.5, 0], size, b.pick(hind, "square")))
    wide = p.width / 2 - size * 0.5
    legs = Legs(wide, z, p.under, wide + splay, z)
    symmetric(b, FRONT_LEG, limb(legs.at(1, 1, 0), legs.at(1, 1, 1), size, style))
    section = g.ellipse(size * 0.45, size * 0.45, 10) if hind == "round" else g.rectangle(size, size)
    symmetric(b, POST, g.sweep(back.at(1, np.linspace(0, 1, 7)), 1.0, section=section))
    if style in ("turned", "round") and b.chance(0.4):
        ball = g.cylinder(size * 0.6, size * 1.1, sides=12, bevel=size * 0.4)
        symmetric(b, f"{BACK} > finial|knob", ball.move(*(back.at(1, 1) + [0, size * 0.4, 0])))
    add_seat(b, p)
    if b.chance(0.6):
        add_apron(b, p, min(x, wide), z, size)
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.4):
        add_arms(b, p, back, size)
    middle = (foot[2] + back.z) / 2
    add_stretchers(b, Legs(min(x, wide), (z - middle) / 2, p.under, wide + splay, (z - foot[2]) / 2), size)


@design("chair")
def windsor_chair(b: Builder) -> None:
    """Thick seat on splayed turned legs; spindles under a hoop, a comb, or an arm rail that runs round."""
    p = plan(b)
    p = Plan(p.width, p.depth, p.height, b.uniform(0.025, 0.045))
    b.add(
        SEAT,
        seat_slab(dense(seat_outline(b, p, 0.4), 28), p.thick, p.thick * b.uniform(0, 0.4)).move(y=p.under),
    )
    size = b.uniform(0.03, 0.045)
    under = Plan(p.width * 0.75, p.depth * 0.75, p.height, p.thick)
    legs = add_legs(b, under, b.pick("turned", "turned", "cone", "round"), size, b.uniform(0.03, 0.12))
    add_stretchers(b, legs, size)
    rise, half, lean = b.uniform(0.35, 0.65), p.width * b.uniform(0.36, 0.45), b.uniform(0.04, 0.18)
    back = Back(p.height, -p.depth / 2 + 0.07, half, half * b.uniform(0.9, 1.15), rise, lean, 0.035, 0.0)
    count, radius = b.integer(5, 11), b.uniform(0.005, 0.009)
    hoop = b.chance()
    for u in np.linspace(-0.85, 0.85, count):
        top = np.sqrt(1 - (abs(u) * 0.97) ** 3) if hoop else 0.97
        b.add(SPINDLE, back.spindle(float(u), 0.0, float(top), radius))
    if hoop:
        angle = np.linspace(0, np.pi, 25)
        t = np.sin(angle) ** (2 / 3)
        b.add(f"{BACK} > hoop|bow", g.sweep(back.at(np.cos(angle), t), radius * 1.7, sides=10))
    else:
        symmetric(b, POST, back.spindle(1.0, 0, 1, radius * 1.6))
        b.add(TOP_RAIL, back.rail(1.0, b.uniform(0.04, 0.1), 0.02, b.pick(0.0, 0.03)))
    if b.chance(0.4):
        windsor_arms(b, p, back, radius)


def windsor_arms(b: Builder, p: Plan, back: Back, radius: float) -> None:
    """Bent rail round the back at arm height on short spindles."""
    high, reach, half = b.uniform(0.18, 0.25), p.depth * b.uniform(0.15, 0.4), p.width * b.uniform(0.46, 0.56)
    angle = np.linspace(0, np.pi, 21)
    z = back.at(0, high / back.rise)[2]
    path = np.stack(
        [half * np.cos(angle), np.full(21, p.height + high), reach - (reach - z) * np.sin(angle) ** 0.6], 1
    )
    b.add(ARM_TOP, g.sweep(path, 1.0, section=g.rectangle(b.uniform(0.03, 0.06), 0.02)))
    for i in (0, 1, 2)[: b.integer(1, 3)]:
        top = path[1 + 2 * i]
        symmetric(b, ARM_POST, rod([top[0] * 0.9, p.height, top[2] - 0.02], top, radius * 1.3, 10))


@design("chair")
def flat_pack_chair(b: Builder) -> None:
    """Plain chair of boards and square bars, as sold flat: side frames, boards, bare screws."""
    p, size = plan(b), b.uniform(0.02, 0.04)
    deep = size * b.uniform(1, 2.2)
    rise, lean, x = b.uniform(0.3, 0.5), b.pick(0.0, b.uniform(0.02, 0.1)), p.width / 2 - size / 2
    back = Back(p.height, -p.depth / 2 + deep / 2, x - size / 2, x - size / 2, rise, lean, 0.0, 0.0)
    z = p.depth / 2 - deep / 2
    rake = b.pick(0.0, lean)
    arms = b.chance(0.35)
    symmetric(b, BACK_LEG, beam((x, 0, -z - rake), (x, p.height, -z), size, deep))
    symmetric(b, POST, beam((x, p.height, -z), (x, p.height + rise, -z - lean), size, deep))
    high = p.height + b.uniform(0.17, 0.24)
    symmetric(b, FRONT_LEG, beam((x, 0, z), (x, p.height, z), size, deep))
    if arms:
        symmetric(b, ARM_POST, beam((x, p.height, z), (x, high, z), size, deep))
        symmetric(b, ARM_TOP, g.box(size * b.uniform(1, 2), size, p.depth + 0.01).move(x=x, y=high))
    for y, name in ((p.under - 0.03, APRON), (p.height * b.uniform(0.2, 0.5), STRETCHER)):
        if name == APRON or b.chance(0.6):
            symmetric(b, name, g.box(size * 0.7, b.uniform(0.03, 0.06), 2 * z).move(x=x, y=y))
            if b.chance(0.6):
                b.add(name, g.box(2 * x, b.uniform(0.03, 0.06), size * 0.7).move(y=y, z=b.pick(0, -z * 0.98)))
    inner = Plan(p.width - 2 * size * b.pick(0, 1), p.depth, p.height, min(p.thick, 0.03))
    add_seat(b, inner)
    b.pick(fill_ladder, fill_ladder, fill_panel, fill_upright)(b, back, size)
    if b.chance(0.3):
        screw = g.cylinder(size * 0.2, size * 1.04, sides=10).rotate("z", 90).move(x=x, y=p.under - 0.03)
        symmetric(b, "screw|bolt", screw.move(z=z) + screw.move(z=-z))


def shell_grid(b: Builder, p: Plan, rise: float, wing: float) -> NDArray[np.float64]:
    """(u, s, 3) points of a one-piece shell: s runs from the front lip over the seat up the back."""
    d, h = p.depth / 2, p.height
    lean = b.uniform(0.05, 0.16)
    line = [
        (d, h - 0.03),
        (d * 0.85, h),
        (0, h - 0.02),
        (-d * 0.7, h + 0.01),
        (-d - lean * 0.3, h + rise * 0.3),
    ]
    line += [(-d - lean * 0.7, h + rise * 0.7), (-d - lean, h + rise)]
    side = g.curve(line, 19)
    s, u = np.linspace(0, 1, 19), np.linspace(-1, 1, 15)
    half = (
        p.width
        / 2
        * g.curve([(0.85,), (1.0,), (1.05,), (b.uniform(0.9, 1.1),), (b.uniform(0.65, 1.0),)], 19)[:, 0]
    )
    bulge = np.exp(-(((s - b.uniform(0.5, 0.58)) / 0.2) ** 2))
    lift, sag = 0.02 + wing * bulge, b.uniform(0.02, 0.07)
    uu = np.abs(u[:, None]) ** b.uniform(2, 3.5)
    x = u[:, None] * half * (1 + 0.1 * wing * bulge)
    y = side[:, 1] + lift * uu
    z = side[:, 0] + sag * uu * np.clip((s - 0.45) * 4, 0, 1)
    corner = b.uniform(0.0, 0.09)
    y = y - corner * np.abs(u[:, None]) ** 5 * np.clip((s - 0.75) * 4, 0, 1)
    return np.stack([x, y, z], -1)


@design("chair", "chair")
def shell_chair(b: Builder) -> None:
    """Moulded plastic or plywood shell, with or without sides that rise as arms, on any of many bases."""
    p = plan(b)
    p = Plan(max(p.width, 0.42), p.depth, p.height, 0.03)
    arms = b.chance(0.4)
    grid = shell_grid(b, p, b.uniform(0.3, 0.48), b.uniform(0.14, 0.22) if arms else b.uniform(0, 0.05))
    thick, fold = b.uniform(0.005, 0.015), 11
    if arms:
        b.add(SEAT, g.sheet(grid[3:-3, :fold], thick))
        b.add(BACK, g.sheet(grid[3:-3, fold - 1 :], thick))
        for side in (grid[:4], grid[-4:]):
            b.add(SEAT, g.sheet(side[:, :6], thick))
            b.add(ARM, g.sheet(side[:, 5:15], thick))
            b.add(BACK, g.sheet(side[:, 14:], thick))
    else:
        b.add(SEAT, g.sheet(grid[:, :fold], thick))
        b.add(BACK, g.sheet(grid[:, fold - 1 :], thick))
    if b.chance(0.25):
        pad = seat_slab(g.rectangle(p.width * 0.75, p.depth * 0.75, 0.08), 0.025, 0.01, 0.01)
        b.add(CUSHION, pad.move(y=p.height - 0.015))
    add_base(b, Plan(p.width * 0.85, p.depth * 0.85, p.height - 0.02, 0.02))


def add_base(b: Builder, p: Plan) -> None:
    """What carries a shell: legs, wire legs, a sled, a bent tube, a trumpet foot, a star."""
    kind = b.pick("legs", "legs", "legs", "wire", "sled", "tube", "trumpet", "star")
    if kind == "legs":
        size = b.uniform(0.02, 0.045)
        style = b.pick("round", "cone", "cone", "taper", "square", "hairpin")
        legs = add_legs(b, p, style, size, b.uniform(0.0, 0.08), b.uniform(0.02, 0.07))
        if b.chance():
            add_stretchers(b, legs, size * 0.6)
    elif kind == "wire":
        add_wire_base(b, p)
    elif kind == "sled":
        add_sled(b, p, b.uniform(0.006, 0.012))
    elif kind == "tube":
        add_cantilever(b, p, b.uniform(0.009, 0.016))
    elif kind == "trumpet":
        add_trumpet(b, p.under, b.uniform(0.2, 0.28))
    else:
        add_star(b, p.under, b.integer(4, 5), b.uniform(0.24, 0.32), wheels=b.chance(0.3))


def add_wire_base(b: Builder, p: Plan) -> None:
    """Four round legs braced by crossing wires."""
    size = b.uniform(0.02, 0.04)
    legs = add_legs(b, p, b.pick("round", "cone"), size, b.uniform(0.02, 0.08), 0.05)
    low, high = b.uniform(0.2, 0.45), 0.95
    for sides in (((-1, 1), (1, 1)), ((-1, -1), (1, -1)), ((-1, -1), (-1, 1)), ((1, -1), (1, 1))):
        for one, other in (sides, sides[::-1]):
            b.add("leg > brace|wire brace", rod(legs.at(*one, low), legs.at(*other, high), 0.004, 6))


def add_sled(b: Builder, p: Plan, radius: float) -> None:
    """Two bent rods, each a pair of legs and a runner on the floor."""
    x, z, out = p.width / 2 - radius, p.depth / 2 - 0.03, b.uniform(0, 0.06)
    foot = x + b.uniform(0, 0.04)
    symmetric(b, FRONT_LEG, rod((foot, radius, z + out), (x, p.under, z * 0.8), radius, 10))
    symmetric(b, BACK_LEG, rod((foot, radius, -z - out), (x, p.under, -z * 0.8), radius, 10))
    symmetric(b, "leg > runner|sled runner", rod((foot, radius, z + out), (foot, radius, -z - out), radius, 10))
    if b.chance():
        b.add(STRETCHER, rod((-foot, radius, -z - out), (foot, radius, -z - out), radius, 10))
    symmetric(b, APRON, rod((x, p.under, z * 0.8), (x, p.under, -p.depth / 2), radius, 10))


def add_cantilever(b: Builder, p: Plan, radius: float) -> None:
    """One tube: seat rails, legs only in front, and a loop on the floor that is open or closed behind."""
    x, z = p.width / 2 - radius, p.depth / 2
    bend, rear = b.uniform(0.04, 0.08), -z * b.uniform(0.85, 1.05)
    leg = [(x, p.under - radius, z - bend), (x, p.under - bend, z), (x, bend, z), (x, radius, z - bend)]
    symmetric(
        b,
        FRONT_LEG,
        wire([leg[0], leg[1], *np.linspace(leg[1], leg[2], 5)[1:-1], leg[2], leg[3]], radius, 20, 10),
    )
    symmetric(b, APRON, rod((x, p.under - radius, z - bend), (x, p.under - radius, -z), radius, 10))
    symmetric(b, "leg > runner|floor tube", rod((x, radius, z - bend), (x, radius, rear), radius, 10))
    b.add("leg > runner|floor tube", rod((-x, radius, rear), (x, radius, rear), radius, 10))


@design("chair")
def tube_chair(b: Builder) -> None:
    """Steel tube chair with pads or plywood: cantilever, sled, school chair; arms as bent tubes."""
    p, radius = plan(b), b.uniform(0.009, 0.016)
    b.pick(add_cantilever, add_cantilever, add_sled, tube_legs)(b, p, radius)
    rise, lean = b.uniform(0.32, 0.5), b.uniform(0.02, 0.14)
    x = p.width / 2 - radius
    back = Back(p.height, -p.depth / 2, x, x, rise, lean, b.pick(0.0, b.uniform(0.01, 0.04)), 0.0)
    symmetric(b, POST, g.sweep(back.at(1, np.linspace(-p.thick / rise, 1, 6)), radius, sides=10))
    if b.chance():
        b.add(TOP_RAIL, g.sweep(back.at(np.linspace(-1, 1, 9), 1.0), radius, sides=10))
    low = b.pick(0.1, b.uniform(0.35, 0.65))
    if b.chance():
        b.add(BACK_CUSHION, back.pad(low, 0.97, b.uniform(0.025, 0.06), b.uniform(0, 0.1), b.uniform(0, 0.4)))
    else:
        b.add(BACK_PANEL, back.panel(low, 0.97, b.uniform(0.006, 0.014)))
    add_seat(b, p, planks=False)
    if b.chance(0.4):
        high, front = b.uniform(0.18, 0.24), p.depth * b.uniform(0.2, 0.45)
        root = back.at(1, high / rise)
        bar = g.curve(
            [root, [x + 0.01, root[1], 0], [x + 0.01, root[1] - 0.02, front], [x, p.under, front]], 20
        )
        symmetric(b, ARM, g.sweep(bar, radius))
        if b.chance():
            rest = g.box(0.045, 0.022, front * 1.2, 0.008).move(x=x + 0.01, y=root[1] + 0.02, z=front * 0.2)
            symmetric(b, f"{ARM} > armrest pad|arm pad", rest)


def tube_legs(b: Builder, p: Plan, radius: float) -> None:
    """Four thin tubes with rubber feet."""
    legs = add_legs(b, p, "round", radius * 2.2, b.uniform(0, 0.06), b.uniform(0, 0.04))
    for front in (-1, 1):
        tip = rod(legs.at(1, front, 0), legs.at(1, front, 0.06), radius * 1.5, 10)
        symmetric(b, "leg > foot|glide|rubber foot", tip)
    if b.chance():
        add_stretchers(b, legs, radius * 2)


@design("chair")
def upholstered_chair(b: Builder) -> None:
    """Soft dining chair: thick seat, padded back down to it, short legs; straight, round or tufted backs."""
    p = plan(b)
    p = Plan(max(p.width, 0.44), p.depth, b.uniform(0.44, 0.52), b.uniform(0.07, 0.15))
    size = b.uniform(0.03, 0.05)
    add_legs(b, p, b.pick(*LEG_STYLES), size, b.pick(0.0, b.uniform(0.01, 0.06)), b.uniform(0, 0.04))
    outline = g.rectangle(p.width, p.depth, b.uniform(0.01, 0.15))
    b.add(CUSHION, seat_slab(outline, p.thick, b.uniform(0.01, 0.05), b.uniform(0, 0.02)).move(y=p.under))
    rise, thick = b.uniform(0.35, 0.65), b.uniform(0.04, 0.1)
    half = p.width / 2
    back = Back(
        p.height,
        -p.depth / 2 - 0.01,
        half,
        half,
        rise,
        b.uniform(0.02, 0.15),
        b.pick(0.0, b.uniform(0.02, 0.09)),
        0.0,
    )
    low = -p.thick / rise * b.uniform(0, 1)
    b.add(BACK_CUSHION, back.pad(low, 1.0, thick, 0.0, b.pick(b.uniform(0, 0.3), b.uniform(0.3, 1))))
    if b.chance(0.3):
        rows, columns = b.integer(1, 3), b.integer(2, 4)
        stud = g.cylinder(0.009, 0.014, sides=8).rotate("x", 90)
        for t in np.linspace(0.35, 0.85, rows):
            spots = back.at(np.linspace(-0.6, 0.6, columns), t) + [0, 0, thick * 0.98]
            b.add("button|tuft button", g.join(stud.move(*spot) for spot in spots))
    if b.chance(0.35):
        wide, high = b.uniform(0.04, 0.09), b.uniform(0.15, 0.24)
        soft = g.box(wide, high + p.thick * 0.5, p.depth * b.uniform(0.6, 0.95), min(wide, 0.05) * 0.45)
        symmetric(
            b, ARM, soft.move(x=half + wide * 0.3, y=p.height + (high - p.thick * 0.5) / 2, z=-p.depth * 0.05)
        )


@design("chair")
def monobloc_chair(b: Builder) -> None:
    """One-piece plastic garden chair: flared legs, slotted back under a hoop, wide arms."""
    p = Plan(b.uniform(0.42, 0.5), b.uniform(0.42, 0.48), b.uniform(0.4, 0.45), 0.02)
    thick, half = b.uniform(0.008, 0.016), p.width / 2
    back = Back(
        p.height, -p.depth / 2, half * 0.92, half * b.uniform(0.8, 1), b.uniform(0.35, 0.45), 0.13, 0.06, 0.0
    )
    u, v = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(p.depth / 2, -p.depth / 2, 9), indexing="ij")
    dish = p.height - 0.02 * (1 - u**2) + 0.02 * u**2 - 0.03 * np.clip(v / p.depth * 2 - 0.7, 0, 1)
    bowed = v - back.bow * (1 - u**2) * np.clip(-v * 2 / p.depth, 0, 1)
    b.add(SEAT, g.sheet(np.stack([u * half, dish, bowed], -1), thick))
    angle = np.linspace(0, np.pi, 21)
    b.add(
        f"{BACK} > hoop|bow",
        g.sweep(back.at(np.cos(angle), np.sin(angle) ** 0.5), 1.0, section=g.rectangle(0.03, 0.03)),
    )
    if b.chance(0.3):
        b.add(BACK_PANEL, back.panel(0, 0.85, thick, 0.1))
    else:
        count = b.integer(3, 8)
        for u_ in np.linspace(-0.75, 0.75, count):
            b.add(
                SLAT, back.slat(float(u_), -0.02, float((1 - u_**2) ** 0.25), 1.5 * half / count * 0.7, thick)
            )
    out = b.uniform(0.03, 0.08)
    section = np.array([(-1, -1), (1, -1), (1, 1), (0.6, 1), (0.6, -0.6), (-1, -0.6)]) * b.uniform(0.02, 0.03)
    arms = b.chance(0.75)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        foot = np.array([half + out * 0.6, 0, front * (p.depth / 2 + 0.02)])
        top = np.array([half - 0.01, p.height, front * (p.depth / 2 - 0.03)])
        symmetric(b, name, g.sweep(np.linspace(foot, top, 4), np.linspace(0.8, 1.3, 4), section=section))
        if arms and front > 0:
            end = top + [out, b.uniform(0.18, 0.22), -0.03]
            symmetric(b, ARM_POST, g.sweep(np.linspace(top, end, 4), 1.2, section=section))
            rest = g.curve([back.at(1, 0.6), (back.at(1, 0.6) + end) / 2 + [0.04, 0, 0], end], 10)
            symmetric(b, ARM_TOP, g.sweep(rest, 1.0, section=g.rectangle(0.055, thick)))


# -- stools ----------------------------------------------------------------------------------------


@design("stool", "stool")
def stool(b: Builder) -> None:
    """Low stool: round or square seat on three or four legs of any style, or step sides of board."""
    low = b.chance(0.4)
    p = plan(b, (0.2, 0.35) if low else (0.4, 0.5))
    p = Plan(p.width * 0.85, p.depth * 0.85, p.height, p.thick)
    leg_stool(b, p)


def leg_stool(b: Builder, p: Plan) -> None:
    """Seat on legs; three of them only under a round seat."""
    size = b.uniform(0.022, 0.05)
    splay = b.pick(0.0, b.uniform(0.02, 0.15) * p.height)
    if b.chance(0.6):
        add_seat(b, p)
        legs = add_legs(b, p, b.pick(*LEG_STYLES), size, splay, b.uniform(0, 0.04))
        add_stretchers(b, legs, size)
        if b.chance(0.4):
            add_apron(b, p, legs.x, legs.z, size)
        return
    radius, count = p.width / 2, b.integer(3, 4)
    disc = seat_slab(g.ellipse(radius, radius, 28), p.thick, p.thick * b.uniform(0, 0.5), b.pick(0.0, 0.02))
    b.add(b.pick(SEAT, CUSHION) if p.thick > 0.03 else SEAT, disc.move(y=p.under))
    style, inner = b.pick("round", "cone", "cone", "taper", "square", "turned"), radius * b.uniform(0.5, 0.9)
    leg = limb((0, 0, inner + splay), (0, p.under, inner), size, style)
    b.add("leg", g.ring(leg, count, start=180 / count))
    if b.chance():
        t = b.uniform(0.25, 0.5)
        b.add(f"{STRETCHER}|foot ring", g.torus(inner + splay * (1 - t), size * 0.25).move(y=p.under * t))


@design("stool")
def board_stool(b: Builder) -> None:
    """Stool or step of boards: two sides, a top, sometimes a lower step and a hand hole."""
    p, board = plan(b, (0.2, 0.48)), b.uniform(0.014, 0.03)
    hole = [g.rectangle(0.1, 0.03, 0.014)] if b.chance(0.4) else []
    outline = g.rectangle(p.width, p.depth, b.pick(0.0, 0.02))
    b.add(SEAT, g.extrude(outline, board, hole).rotate("x", 90).move(y=p.height - board / 2))
    high = p.height - board
    arch = b.uniform(0.15, 0.6) * high
    cut = g.curve(
        [(-p.depth * 0.3, 0), (-p.depth * 0.15, arch), (p.depth * 0.15, arch), (p.depth * 0.3, 0)], 12
    )
    half = p.depth / 2 * 0.95
    legs = b.chance(0.6)
    side = [(-half, 0), *(cut if legs else []), (half, 0), (half * b.uniform(0.7, 1), high), (-half, high)]
    x = p.width / 2 - board * b.uniform(0.5, 2)
    symmetric(b, "leg > leg panel|side panel|leg", g.extrude(side, board).rotate("y", 90).move(x=x))
    b.add(STRETCHER, g.box(2 * x, b.uniform(0.03, 0.1), board).move(y=high * b.uniform(0.3, 0.8)))
    if b.chance(0.3):
        step = g.box(p.width, board, p.depth * 0.5).move(y=p.height * 0.5, z=p.depth * 0.65)
        b.add("step", step)
        symmetric(
            b,
            "leg > leg panel|side panel|leg",
            g.box(board, p.height * 0.5, p.depth * 0.4).move(x, high * 0.25, p.depth * 0.65),
        )


@design("stool", "bar stool")
def swivel_stool(b: Builder) -> None:
    """Round or square pad on a column: trumpet base, or star with or without wheels; foot ring."""
    high = b.uniform(0.45, 0.8)
    p = plan(b)
    thick, radius = b.uniform(0.03, 0.09), p.width * b.uniform(0.38, 0.48)
    outline = b.pick(
        g.ellipse(radius, radius, 28), g.rectangle(2 * radius, 2 * radius, b.uniform(0.01, radius))
    )
    b.add(CUSHION, seat_slab(outline, thick, thick * 0.4, b.pick(0.0, 0.02)).move(y=high))
    b.add(f"{SEAT} > seat plate|mounting plate", g.cylinder(radius * 0.5, 0.012, sides=16).move(y=high - 0.006))
    if b.chance():
        add_trumpet(b, high, b.uniform(0.17, 0.25))
    else:
        add_star(b, high, b.integer(4, 5), b.uniform(0.2, 0.3), wheels=b.chance(0.7))
    foot_ring(b, high)
    if b.chance(0.35):
        back = Back(high + thick, -radius * 0.95, radius * 0.9, radius, b.uniform(0.12, 0.3), 0.04, 0.05, 0.0)
        b.add(BACK_CUSHION, back.pad(0.25, 1, 0.04, 0, b.uniform(0, 0.6)))
        b.add(
            f"{BACK} > back support|back bracket",
            beam((0, high - 0.01, -radius * 0.6), back.at(0, 0.4), 0.04, 0.012),
        )


def foot_ring(b: Builder, high: float) -> None:
    """Ring or half ring to rest the feet on, held to the column."""
    if b.chance(0.4):
        return
    reach, y = b.uniform(0.11, 0.17), high * b.uniform(0.3, 0.45)
    rest = g.torus(reach, 0.009).move(y=y)
    spokes = g.ring(rod((0, y, 0), (0, y, reach), 0.007, 10), b.integer(2, 4))
    b.add("footrest|foot ring", rest + spokes)


@design("bar stool", "bar stool")
def bar_stool(b: Builder) -> None:
    """High stool on four legs with rungs, with or without a low back."""
    p = plan(b, (0.6, 0.82))
    p = Plan(p.width * 0.88, p.depth * 0.88, p.height, p.thick)
    if b.chance(0.45):
        leg_stool(b, p)
        return
    add_seat(b, p)
    size = b.uniform(0.022, 0.042)
    legs = add_legs(
        b, p, b.pick("square", "taper", "round", "cone", "turned"), size, b.pick(0.0, b.uniform(0.02, 0.09))
    )
    t = b.uniform(0.25, 0.45)
    b.add("footrest|foot rail", beam(legs.at(-1, 1, t), legs.at(1, 1, t), size, size * 0.6))
    add_stretchers(b, legs, size)
    back = back_plane(b, p, b.uniform(0.15, 0.45))
    symmetric(b, POST, back.slat(1, -0.1, 1, size, size))
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.2):
        add_arms(b, p, back, size)
