"""Toilets, baths, showers and small fittings."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.vessel_parts import holed_top, rim_wall, switch_head
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, blocks, hollow, wire

# -- toilets ---------------------------------------------------------------------------------------


def oval(wide: float, long: float, count: int = 28) -> np.ndarray:
    """(n, 2) outline of a toilet seat: x = -wide/2..wide/2, y from 0 at the back to long at the front."""
    t = np.linspace(0, 2 * np.pi, count, endpoint=False)
    y = long * 0.45 + np.where(np.sin(t) > 0, 0.55, 0.45) * long * np.sin(t)
    x = wide / 2 * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** np.where(np.sin(t) > 0, 0.95, 0.6)
    return np.stack([x, y], 1)


def _flat(outline: np.ndarray, y: float) -> np.ndarray:
    """Outline with its second coordinate along z, at height y."""
    return np.c_[outline[:, 0], np.full(len(outline), y), outline[:, 1]]


def add_bowl(b: Builder, wide: float, long: float, top: float, low: float, stem: float) -> None:
    """Toilet bowl: oval on top, narrowing to the foot, hollow; rim from y = low up to top."""
    shape = oval(wide, long)
    rows = []
    for t in np.linspace(0, 1, 7):
        s = stem + (1 - stem) * t ** b.pick(1.5, 1.5)
        rows.append(_flat(shape * s + [0, long * (1 - s) * 0.25], low + (top - low) * t))
    middle = np.array([0, long * 0.5])
    for s, y in ((0.78, top), (0.6, top - 0.1), (0.25, top - 0.18)):
        rows.append(_flat((shape - middle) * s + middle, y))
    b.add("bowl|toilet bowl|body", g.loft(rows))


def add_seat(b: Builder, wide: float, long: float, top: float) -> None:
    """Seat ring and lid, hinged at the back; closed, lid open, or both up; at times no lid."""
    shape = oval(wide * 1.02, long * 1.0)
    middle = np.array([0, long * 0.5])
    cut = (shape - middle) * b.uniform(0.55, 0.68) + middle
    ring_ = g.extrude(shape, 0.018, [cut]).rotate("x", 90).move(y=top + 0.014)
    lid = g.extrude(shape * b.uniform(0.97, 1.03), b.uniform(0.012, 0.03)).rotate("x", 90).move(y=top + 0.04)
    state = b.integer(0, 3)
    up = b.uniform(72, 92)
    lid_up = up + 3 if state else 0
    seat_up = up if state == 3 else 0
    about = (0, top + 0.02, 0)
    b.add("seat", ring_.rotate("x", -seat_up, about))
    if b.chance(0.92):
        b.add("lid|cover", lid.rotate("x", -lid_up, about))
    symmetric(
        b, "hinge", g.cylinder(0.012, 0.04, sides=10).rotate("z", 90).move(wide * 0.2, top + 0.022, -0.005)
    )


def add_flush(b: Builder, y: float, x: float, middle: float, front: float) -> None:
    """Flush button on top of the tank (one or two) at z = middle, or a lever on its front."""
    style = b.integer(0, 2)
    if style == 0:
        b.add(
            "button|flush button",
            g.cylinder(b.uniform(0.015, 0.028), 0.012, sides=18, bevel=0.003).move(0, y + 0.005, middle),
        )
    elif style == 1:
        for s in (-1, 1):
            b.add("button|flush button", g.box(0.026, 0.012, 0.04, 0.004).move(s * 0.015, y + 0.005, middle))
    else:
        knob = g.cylinder(0.012, 0.02).rotate("x", 90).move(-x * 0.35, y - 0.08, front + 0.008)
        b.add(
            "lever|flush handle|handle",
            knob + g.capsule(0.007, 0.08).rotate("z", 85).move(-x * 0.35 + 0.03, y - 0.082, front + 0.02),
        )


@design("toilet", "toilet", "toilet")
def close_coupled_toilet(b: Builder) -> None:
    """Floor toilet with a tank behind: bowl, foot, seat, lid, tank with its lid, button or lever."""
    wide, long, top = b.uniform(0.34, 0.4), b.uniform(0.42, 0.52), b.uniform(0.36, 0.44)
    stem = b.uniform(0.45, 0.8)
    add_bowl(b, wide, long, top, 0.03, stem)
    b.add(
        "base|foot|pedestal",
        g.loft([_flat(oval(wide * stem * 1.05, long * 0.75), y) for y in (0, 0.035)]).move(z=long * 0.02),
    )
    back = b.uniform(0.18, 0.26)
    b.add(
        "bowl|toilet bowl|body",
        g.box(wide * 0.65, top * b.uniform(0.3, 0.95), back + 0.1, 0.02).move(0, top * 0.5, -back / 2 + 0.02),
    )
    tank_x, tank_y, tank_z = b.uniform(0.34, 0.5), b.uniform(0.28, 0.42), b.uniform(0.15, 0.21)
    corner = b.uniform(0.01, 0.06)
    flare = b.uniform(0.8, 1)
    z = -0.055 - tank_z / 2
    b.add(
        "tank|cistern > tank|cistern",
        blocks([(top, tank_x * flare, tank_z * flare, corner), (top + tank_y, tank_x, tank_z, corner)]).move(
            z=z
        ),
    )
    rim = b.uniform(0.015, 0.04)
    b.add(
        "tank|cistern > tank lid",
        g.box(tank_x + 0.02, rim, tank_z + 0.02, rim * 0.3).move(0, top + tank_y + rim / 2, z),
    )
    add_flush(b, top + tank_y + rim, tank_x, z, -0.055)
    add_seat(b, wide, long, top)
    if b.chance(0.25):
        pipe = g.curve(
            [(tank_x * 0.45, top + 0.05, z), (tank_x * 0.6, top * 0.5, z), (tank_x * 0.55, 0.1, z - 0.05)], 12
        )
        b.add("pipe|hose", g.sweep(pipe, 0.008, sides=8))


@design("toilet")
def one_piece_toilet(b: Builder) -> None:
    """Modern skirted toilet: bowl and low tank in one smooth block, flush button, slow-close lid."""
    wide, long, top = b.uniform(0.35, 0.4), b.uniform(0.45, 0.55), b.uniform(0.38, 0.44)
    add_bowl(b, wide, long, top, 0.0, b.uniform(0.72, 0.95))
    tall, deep = b.uniform(0.12, 0.35), b.uniform(0.16, 0.24)
    corner = b.uniform(0.02, 0.07)
    body = blocks([(0, wide * 0.8, deep, corner), (top, wide * 0.95, deep, corner)]).move(z=-deep / 2 + 0.04)
    b.add("bowl|toilet bowl|body", body)
    tank = blocks(
        g.curve(
            [
                (top, wide * 0.95, deep, corner),
                (top + tall * 0.8, wide, deep * 0.9, corner),
                (top + tall, wide * 0.9, deep * 0.7, corner),
            ],
            9,
        )
    )
    b.add("tank|cistern > tank|cistern", tank.move(z=-deep / 2 - 0.05))
    add_flush(b, top + tall, wide, -deep / 2 - 0.05, -0.07)
    add_seat(b, wide, long, top)


@design("toilet")
def wall_hung_toilet(b: Builder) -> None:
    """Bowl hung on a wall panel with a flush plate; or a Victorian one with a high tank, pipe and chain."""
    wide, long, top = b.uniform(0.34, 0.39), b.uniform(0.45, 0.55), 0.42
    victorian = b.chance(0.4)
    add_bowl(b, wide, long, top, 0.0 if victorian else b.uniform(0.08, 0.15), b.uniform(0.5, 0.8))
    b.add("bowl|toilet bowl|body", g.box(wide * 0.8, top * 0.6, 0.12, 0.03).move(0, top * 0.68, 0.04))
    add_seat(b, wide, long, top)
    if victorian:
        y = b.uniform(1.2, 1.7)
        b.add("pipe|hose", g.cylinder(0.02, y - top + 0.1, sides=12).move(0, (y + top) / 2 - 0.05, -0.05))
        b.add("tank|cistern > tank|cistern", g.box(0.45, 0.25, 0.2, 0.02).move(0, y + 0.12, -0.05))
        b.add("tank|cistern > tank lid", g.box(0.48, 0.03, 0.23, 0.008).move(0, y + 0.26, -0.05))
        b.add("chain|pull chain", g.cylinder(0.004, 0.5, sides=6).move(0.2, y - 0.15, 0.07))
        b.add("lever|flush handle|handle", g.capsule(0.012, 0.09).move(0.2, y - 0.42, 0.07))
        return
    b.add("panel|wall", g.box(b.uniform(0.5, 0.9), b.uniform(0.95, 1.2), 0.12).move(0, 0.5, -0.07))
    b.add("button|flush button > flush plate", g.box(0.22, 0.15, 0.01, 0.003).move(0, 0.85, -0.005))
    for s in (-1, 1):
        b.add("button|flush button", g.box(0.085, 0.11, 0.012, 0.004).move(s * 0.05, 0.85, 0.004))


# -- baths and showers -----------------------------------------------------------------------------


@design("bathtub")
def bathtub(b: Builder) -> None:
    """Clawfoot, free-standing, built-in or whirlpool tub with tap and drain."""
    x, z, y = b.uniform(1.3, 1.9), b.uniform(0.65, 0.9), b.uniform(0.4, 0.6)
    style = b.integer(0, 2)
    corner = z / 2 * b.uniform(0.6, 0.95)
    if style == 2:
        b.add("body|tub > panel|apron", rim_wall(x, z, y))
        b.add("body|tub > rim", holed_top(x, z, x * 0.86, z * 0.78, corner * 0.7, 0.04).move(y=y))
        b.add(
            "body|tub > basin|bath",
            hollow(
                [(0.06, x * 0.7, z * 0.6, corner * 0.5), (y - 0.01, x * 0.88, z * 0.8, corner * 0.7)], 0.012, 6
            ),
        )
        lift = 0.0
    else:
        lift = b.uniform(0.08, 0.15) if style == 0 else 0.0
        levels = g.curve(
            [
                (lift, x * 0.7, z * 0.7, corner * 0.7),
                (lift + y * 0.4, x * 0.9, z * 0.93, corner * 0.9),
                (lift + y, x, z, corner),
            ],
            9,
        )
        b.add("body|tub > basin|bath", hollow(levels, 0.02, 8))
        if b.chance(0.7):
            outline = g.rectangle(x, z, corner, 8)
            path = np.c_[outline[:, 0], np.full(len(outline), lift + y), outline[:, 1]]
            b.add("body|tub > rim", g.sweep(path, b.uniform(0.015, 0.03), closed=True, sides=8))
    if style == 0:
        foot = wire(
            [(0, 0.12, 0), (0.05, 0.08, 0), (0.03, 0.03, 0), (0.06, 0, 0)], np.linspace(0.03, 0.02, 10), 10
        )
        for px, _, pz in positions_of_corners(x * 0.55, z * 0.5):
            turn = float(np.degrees(np.arctan2(-pz, px)))
            b.add(
                "foot|leg",
                (foot + g.sphere(0.025, sides=10).move(0.06, 0.01)).rotate("y", turn).move(px, lift - 0.09, pz),
            )
    b.add("drain", g.cylinder(0.03, 0.006, sides=16).move(x * 0.25, lift + 0.04 + (0.04 if style == 2 else 0)))
    if b.chance(0.75):
        top = lift + y
        path = g.curve(
            [
                (x / 2 - 0.03, top, 0),
                (x / 2 - 0.03, top + 0.15, 0),
                (x / 2 - 0.12, top + 0.17, 0),
                (x / 2 - 0.15, top + 0.1, 0),
            ],
            14,
        )
        b.add("faucet|tap > spout", g.sweep(path, 0.015, sides=10))
        for s in (-1, 1):
            b.add("faucet|tap > handle|switch", switch_head(b, 0.025).move(x / 2 - 0.04, top, s * 0.1))


def add_shower_set(b: Builder, top: float, z: float) -> None:
    """Riser pole with a rain or hand shower, valve and hose, in front of a wall at depth z."""
    b.add("pole|rail|pipe", g.cylinder(0.012, top * 0.55, sides=10).move(0, top * 0.7, z + 0.04))
    reach = b.uniform(0.2, 0.4)
    if b.chance(0.65):
        path = g.curve([(0, top * 0.95, z + 0.04), (0, top * 1.0, z + 0.1), (0, top, z + reach)], 10)
        b.add("pole|rail|pipe", g.sweep(path, 0.011, sides=8))
        rose = g.box(0.25, 0.012, 0.25) if b.chance(0.4) else g.cylinder(b.uniform(0.06, 0.15), 0.02, 0.03)
        b.add("shower head|head", rose.move(0, top - 0.02, z + reach))
    y = top * b.uniform(0.65, 0.8)
    hand = g.capsule(0.012, 0.18).move(y=-0.05) + g.cylinder(0.045, 0.02, 0.03).rotate("x", 80).move(
        0, 0.05, 0.02
    )
    b.add("shower head|head > hand shower", hand.rotate("x", 20).move(0.0, y, z + 0.1))
    b.add("holder|bracket", g.box(0.03, 0.05, 0.06, 0.008).move(0, y - 0.03, z + 0.06))
    base = top * 0.45
    b.add("valve|mixer", g.cylinder(0.022, 0.24, sides=16).rotate("z", 90).move(0, base, z + 0.04))
    symmetric(
        b,
        "knob|handle|switch",
        g.cylinder(0.028, 0.05, sides=16, bevel=0.004).rotate("z", 90).move(0.14, base, z + 0.04),
    )
    path = g.curve(
        [(0, base, z + 0.05), (0.08, base * 0.75, z + 0.08), (0.14, base, z + 0.1), (0.03, y - 0.12, z + 0.09)],
        20,
    )
    b.add("hose|tube", g.sweep(path, 0.007, sides=8))


@design("shower")
def shower_cabin(b: Builder) -> None:
    """Shower tray with glass panels and a door, quadrant or square, with a shower set; or the set alone."""
    top = b.uniform(1.9, 2.2)
    if b.chance(0.25):
        add_shower_set(b, top, 0)
        return
    x, z = b.uniform(0.75, 1.3), b.uniform(0.75, 1.0)
    low = b.uniform(0.04, 0.15)
    b.add("tray|base|floor", hollow([(0, x, z, 0.03), (low, x, z, 0.03)], min(0.03, low * 0.4)))
    b.add("drain", g.cylinder(0.05, 0.006).move(y=low * 0.85))
    high = low + b.uniform(1.8, 2.0)
    if b.chance(0.4):
        b.add("wall|back panel", g.box(x, high - low, 0.02).move(0, (low + high) / 2, -z / 2))
    b.add("glass panel|glass|panel", g.box(0.008, high - low, z).move(x / 2, (low + high) / 2))
    if b.chance(0.5):
        b.add("glass panel|glass|panel", g.box(0.008, high - low, z).move(-x / 2, (low + high) / 2))
    share = b.uniform(0.5, 1)
    door = g.box(x * share, high - low, 0.008).move(x * share / 2) + g.box(0, 0.001, 0.001)
    swing = b.pick(0, b.uniform(10, 80))
    hinge_x = -x / 2
    b.add("door|glass door", door.rotate("y", -swing).move(hinge_x, (low + high) / 2, z / 2))
    handle = g.capsule(0.01, b.uniform(0.2, 0.5)).move(x * share * 0.9, 0, 0.04) + g.array(
        g.cylinder(0.006, 0.04).rotate("x", 90), [(x * share * 0.9, s * 0.08, 0.02) for s in (-1, 1)]
    )
    b.add("handle|door handle", handle.rotate("y", -swing).move(hinge_x, (low + high) / 2, z / 2))
    if share < 0.98:
        rest = x * (1 - share)
        b.add(
            "glass panel|glass|panel",
            g.box(rest, high - low, 0.008).move(x / 2 - rest / 2, (low + high) / 2, z / 2),
        )
    if b.chance(0.6):
        b.add(
            "frame",
            g.array(g.box(0.03, high - low, 0.03), positions_of_corners(x, z, (low + high) / 2))
            + rim_wall(x + 0.03, z + 0.03, 0.03).move(y=high - 0.03),
        )
    add_shower_set(b, top, -z / 2)


# -- small fittings --------------------------------------------------------------------------------


def draped(wide: float, front: float, back: float, radius: float, thick: float) -> Mesh:
    """Cloth hung over a bar along x at the origin, its front down to -front, its back to -back."""
    turn = np.linspace(0, np.pi, 9)
    yz = [(-front, radius), *zip(radius * np.sin(turn), radius * np.cos(turn), strict=True), (-back, -radius)]
    return g.sheet(np.array([[(x, y, z) for y, z in yz] for x in (-wide / 2, 0, wide / 2)]), thick)


@design("towel rack")
def towel_rack(b: Builder) -> None:
    """Wall bar, ring, ladder or standing rack with towels hung or folded on it."""
    x, style = b.uniform(0.4, 0.7), b.integer(0, 2)
    bar = g.cylinder(0.009, x, sides=12).rotate("z", 90)
    if style == 0:
        spots = [(0, 0, 0.07)] + ([(0, -0.06, 0.12)] if b.chance() else [])
        symmetric(
            b,
            "bracket|holder|mount",
            g.cylinder(0.007, 0.07 * len(spots), sides=10).rotate("x", 90).move(x / 2, 0, 0.035 * len(spots)),
        )
        symmetric(b, "bracket|holder|mount > base|plate", g.cylinder(0.025, 0.01).rotate("x", 90).move(x / 2))
    elif style == 1:
        height, count = b.uniform(0.8, 1.6), b.integer(3, 7)
        symmetric(b, "frame|post", g.box(0.03, height, 0.03).move(x / 2, -height / 2 + 0.1))
        spots = [(0, -i * height * 0.9 / count, 0) for i in range(count)]
    else:
        height = b.uniform(0.75, 1.0)
        symmetric(b, "frame|post", g.box(0.025, height, 0.025).move(x / 2, -height / 2))
        symmetric(b, "base|foot", g.box(0.03, 0.02, 0.35).move(x / 2, -height))
        spots = [(0, -0.01, 0), (0, -height * 0.4, 0)]
    b.add("bar|rail|rod", g.array(bar, spots))
    for i, (_, y, z) in enumerate(spots):
        if i == 0 or b.chance(0.3):
            wide, long = x * b.uniform(0.35, 0.9), b.uniform(0.25, 0.5)
            cloth = draped(wide, long, long * b.uniform(0.6, 1), 0.013, 0.006)
            b.add("towel|cloth", cloth.move(b.uniform(-0.5, 0.5) * (x - wide), y, z))


@design("toilet paper holder")
def paper_holder(b: Builder) -> None:
    """Roll on a wall arm, under a cover, or on a floor stand, with a hanging sheet."""
    radius, wide = b.uniform(0.04, 0.065), 0.1
    roll = g.lathe(
        [(0.02, -wide / 2), (radius, -wide / 2), (radius, wide / 2), (0.02, wide / 2), (0.02, -wide / 2)]
    ).rotate("z", 90)
    b.add("roll|toilet paper|paper", roll)
    b.add("roll|toilet paper|paper > sheet", g.box(wide, b.uniform(0.06, 0.15), 0.001).move(0, -0.05, radius))
    b.add("bar|arm|rod", g.cylinder(0.008, 0.15, sides=10).rotate("z", 90).move(x=-0.01))
    back = -radius - 0.02
    if b.chance(0.65):
        arm = g.cylinder(0.008, -back, sides=10).rotate("x", 90).move(-0.08, 0, back / 2)
        b.add("bracket|holder", arm)
        if b.chance():
            b.add("bracket|holder", arm.mirror("x").move(-0.015))
        b.add("base|plate|mount", g.cylinder(0.025, 0.01).rotate("x", 90).move(-0.08, 0, back))
        if b.chance(0.4):
            cover = g.lathe(
                [
                    (radius + 0.008, -0.055),
                    (radius + 0.011, -0.055),
                    (radius + 0.011, 0.055),
                    (radius + 0.008, 0.055),
                ],
                14,
                150,
            )
            b.add("lid|cover", cover.rotate("z", 90).rotate("x", b.uniform(-150, -70)))
    else:
        height = b.uniform(0.5, 0.65)
        b.add("pole|stand", g.cylinder(0.01, height).move(-0.085, -height / 2 + 0.02))
        b.add("base|plate|mount", g.cylinder(0.09, 0.015).move(-0.05, -height + 0.02))


@design("soap dish")
def soap_dish(b: Builder) -> None:
    """Dish, oval or square, ribbed or with drain holes, holding a bar of soap."""
    x, y = b.uniform(0.1, 0.14), b.uniform(0.012, 0.035)
    z, corner = x * b.uniform(0.6, 0.8), b.uniform(0.005, 0.035)
    b.add("body|dish|tray", hollow([(0, x * 0.75, z * 0.75, corner * 0.75), (y, x, z, corner)], 0.004))
    if b.chance(0.5):
        b.add(
            "rib|ridge",
            g.array(g.box(0.004, 0.004, z * 0.6), [((i - 2) * x * 0.12, 0.008, 0) for i in range(5)]),
        )
    if b.chance(0.3):
        b.add("foot|base", g.array(g.sphere(0.007, sides=8), positions_of_corners(x * 0.6, z * 0.6)))
    if b.chance(0.8):
        b.add("soap|bar of soap", g.box(x * 0.6, 0.025, z * 0.55, 0.01).move(0, 0.023))


@design("ironing board")
def ironing_board(b: Builder) -> None:
    """Padded pointed top on crossed legs, feet, iron rest; an iron on it at times."""
    x, z, height = b.uniform(1.0, 1.35), b.uniform(0.3, 0.42), b.uniform(0.75, 0.95)
    t = np.linspace(0, 1, 12)
    half = z / 2 * np.interp(t, [0, 0.5, 0.8, 0.95, 1], [1, 1, 0.75, 0.35, 0.05])
    outline = np.concatenate([np.c_[x * (t - 0.5), -half], np.c_[x * (t - 0.5), half][::-1]])
    b.add("board|top|cover", g.extrude(outline, 0.035).rotate("x", -90).move(y=height))
    for s, deep in ((-1, 0.2), (1, 0.14)):
        ends = [(s * x * 0.28, 0.02), (-s * x * 0.25, height - 0.02)]
        for side in b.pick((-1, 1), (-1, 1), (0,)):
            b.add("leg", g.sweep([(px, py, side * deep / 2) for px, py in ends], 0.011, sides=8))
        b.add("foot", g.capsule(0.014, z).rotate("x", 90).move(*ends[0]))
    if b.chance(0.5):
        b.add(
            "rest|iron rest",
            g.array(
                g.cylinder(0.004, z * 0.8, sides=6).rotate("x", 90),
                [(-x / 2 - 0.03 * i, height + 0.01, 0) for i in range(1, 6)],
            ),
        )
    if b.chance(0.35):
        b.add(
            "iron",
            (g.box(0.22, 0.05, 0.1, 0.02).taper(0.6, "x") + bail(0.06, 0.07, 0.012, 0.8)).move(
                0, height + 0.045
            ),
        )
