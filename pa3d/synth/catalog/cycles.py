"""Bicycles, tricycles, scooters pushed by foot, boards and skates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.cycle_parts import bars, spoked
from pa3d.synth.catalog.vehicle_parts import fender, rounded_hull, side_panel, side_solid, wheel
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import place, rod, wire


def _pair(p: ArrayLike, q: ArrayLike, radius: float, sides: int = 8) -> Mesh:
    bar = rod(p, q, radius, sides)
    return bar + bar.mirror()


# -- bicycles --------------------------------------------------------------------------------------


def _drive(b: Builder, crank: NDArray, rear: NDArray, size: float, side: float) -> None:
    """Chainring, cranks with pedals, chain and sprocket."""
    ring_ = g.lathe(
        [(size * 0.75, -0.002), (size, -0.002), (size, 0.002), (size * 0.75, 0.002), (size * 0.75, -0.002)], 22
    )
    star = g.ring(g.box(0.012, 0.003, size * 0.85).move(z=size * 0.4), 5)
    b.add("crank > chainring", (ring_ + star).rotate("z", 90).move(*(crank + [side, 0, 0])))
    angle, arm = b.uniform(0, 180), b.uniform(0.15, 0.175)
    for s in (1, -1):
        end = (
            crank
            + [s * (side + 0.02), 0, 0]
            + s * arm * np.array([0, np.sin(np.radians(angle)), np.cos(np.radians(angle))])
        )
        b.add("crank > crank arm", rod(crank + [s * (side + 0.02), 0, 0], end, 0.011))
        b.add("pedal", g.box(0.09, 0.022, 0.08, 0.006, 1).move(*(end + [s * 0.055, 0, 0])))
    b.add("crank > crank arm", g.cylinder(0.02, side * 2, sides=10).rotate("z", 90).move(*crank))
    if b.chance(0.85):
        small, gap = 0.035, rear - crank
        up, far = np.array([0, 1, 0]), np.array([side, 0, 0])
        top = rod(crank + far + up * size, rear + far + up * small, 0.005, 5)
        low = rod(crank + far - up * size, rear + far - up * small, 0.005, 5)
        b.add("chain", top + low)
        if np.linalg.norm(gap) > 0.1:
            cog = g.cylinder(small, 0.02, sides=14).rotate("z", 90).move(*(rear + far))
            b.add("chain > sprocket|cassette", cog)


def _bike_saddle(b: Builder, at: NDArray) -> None:
    wide, long = b.uniform(0.07, 0.12), b.uniform(0.24, 0.3)
    rows = [
        (-long * 0.45, wide, -0.01, 0.04),
        (-long * 0.25, wide * 1.02, -0.025, 0.045),
        (0.0, wide * 0.5, -0.02, 0.03),
    ]
    b.add("saddle|seat", rounded_hull([*rows, (long * 0.55, wide * 0.2, -0.01, 0.02)], 0.8, 10).move(*at))


def _drop_bars(b: Builder, at: NDArray) -> None:
    """Racing handlebar."""
    half = b.uniform(0.2, 0.23)
    path = [
        (0, 0, 0),
        (half * 0.9, 0, 0.01),
        (half, 0, 0.09),
        (half, -0.06, 0.12),
        (half, -0.13, 0.07),
        (half, -0.14, -0.02),
    ]
    symmetric(b, "handlebar", wire(np.array(path) + at, 0.013, 18))
    lever = rod(at + [half, 0.01, 0.1], at + [half, -0.1, 0.15], 0.009, 6)
    symmetric(b, "handlebar > brake lever|lever", lever)


@design("bicycle")
def diamond_bicycle(b: Builder) -> None:
    """Road, city or mountain bicycle with a diamond, sloping or step-through frame."""
    radius, kind = b.uniform(0.29, 0.36), b.pick("road", "city", "mountain")
    fat = {
        "road": b.uniform(0.012, 0.016),
        "city": b.uniform(0.016, 0.022),
        "mountain": b.uniform(0.024, 0.035),
    }[kind]
    base, tube = b.uniform(0.97, 1.12), b.uniform(0.013, 0.024)
    rear, front = np.array([0, radius, -base / 2]), np.array([0, radius, base / 2])
    crank = np.array([0, radius * b.uniform(0.75, 0.9), -base / 2 + b.uniform(0.4, 0.45)])
    top = np.array([0, crank[1] + b.uniform(0.42, 0.58), crank[2] - b.uniform(0.12, 0.2)])
    head = np.array([0, radius + b.uniform(0.46, 0.58), base / 2 - b.uniform(0.15, 0.22)])
    low = head + (front - head) * 0.25
    count = b.integer(16, 32)
    for at in (front, rear):
        place(b, spoked(b, radius, fat, count), [at])
    step = b.chance(0.25)
    meet = crank + (top - crank) * (0.45 if step else 0.93)
    tubes = rod(crank, top, tube * 0.9) + rod(low, crank, tube * 1.1) + rod(head * 0.8 + low * 0.2, meet, tube)
    tubes += rod(low, head + [0, 0.02, 0], tube * 1.2)
    gap = fat + 0.02
    tubes += _pair(crank + [gap, 0, 0], rear + [gap * 1.3, 0, 0], tube * 0.55, 6)
    tubes += _pair(meet if not step else top, rear + [gap * 1.3, 0, 0], tube * 0.5, 6)
    b.add("frame", tubes)
    bend = g.curve([front + [gap, 0, 0], front + [gap, 0.12, -0.03], low + [gap, -0.03, 0.01]], 7)
    fork = g.sweep(bend, tube * 0.7, sides=8)
    symmetric(b, "fork|front fork", fork)
    b.add("fork|front fork", g.box(gap * 2.4, 0.03, 0.04).move(*low))
    post = top + (top - crank) * b.uniform(0.15, 0.4)
    b.add("saddle|seat > seat post", rod(top, post, tube * 0.75))
    _bike_saddle(b, post + [0, 0.02, 0])
    stem = head + (head - low) * b.uniform(0.2, 0.6) + [0, 0.02, 0]
    hold = stem + [0, 0.01, b.uniform(0.04, 0.1)]
    b.add("handlebar > stem", rod(head, stem, tube * 0.8) + rod(stem, hold, tube * 0.8))
    if kind == "road":
        _drop_bars(b, hold)
    else:
        rise, back = (0.02, 0.04) if kind == "mountain" else (b.uniform(0.02, 0.1), b.uniform(0.1, 0.25))
        bars(b, "handlebar", b.uniform(0.26, 0.37), hold, rise, back, 0.012)
    _drive(b, crank, rear, b.uniform(0.07, 0.1), fat + 0.035)
    if kind == "city":
        _city_extras(b, front, rear, radius, fat)


def _city_extras(b: Builder, front: NDArray, rear: NDArray, radius: float, fat: float) -> None:
    """Mudguards, rack, basket, light, stand, bell."""
    if b.chance(0.8):
        for at, stop in ((front, 170), (rear, 200)):
            guard = fender(radius + 0.025, fat * 3.2, b.uniform(40, 75), stop, 0.004, 0.3)
            b.add("fender|mudguard", guard.move(*at))
    y = radius * 2 + 0.06
    if b.chance(0.5):
        bars = g.join(rod((x, y, rear[2] - 0.2), (x, y, rear[2] + 0.18), 0.006, 6) for x in (-0.05, 0, 0.05))
        b.add("rack|luggage rack", bars + _pair((0.06, y, rear[2] - 0.1), (0.05, radius, rear[2]), 0.006, 6))
    if b.chance(0.4):
        basket = g.box(0.34, 0.22, 0.26).taper(1.2)
        centre = basket.move(0, y + 0.2, front[2] - 0.02)
        b.add("basket", split_top(centre))
    if b.chance(0.5):
        b.add(
            "light|headlight",
            g.cylinder(0.035, 0.06, sides=12).rotate("x", 90).move(0, y + 0.05, front[2] - 0.06),
        )
    if b.chance(0.5):
        b.add(
            "kickstand|stand",
            rod((-0.03, radius * 0.85, rear[2] + 0.2), (-0.12, 0.01, rear[2] + 0.14), 0.008, 6),
        )


def split_top(mesh: Mesh) -> Mesh:
    """A closed mesh without its top faces."""
    high = mesh.vertices[mesh.faces][:, :, 1].min(1) > mesh.high[1] - 1e-6
    return Mesh(mesh.vertices, mesh.faces[~high])


@design("bicycle")
def simple_bicycle(b: Builder) -> None:
    """BMX, child's or toy bicycle: small wheels with thick tyres, few tubes, maybe training wheels."""
    radius, fat, tube = b.uniform(0.2, 0.27), b.uniform(0.02, 0.035), b.uniform(0.016, 0.025)
    base = b.uniform(0.7, 0.95)
    rear, front = np.array([0, radius, -base / 2]), np.array([0, radius, base / 2])
    crank, head = np.array([0, radius, -base * 0.06]), np.array([0, radius * 2.3, base * 0.3])
    top = np.array([0, radius * b.uniform(1.9, 2.3), -base * 0.22])
    parts = (
        spoked(b, radius, fat, 16)
        if b.chance(0.5)
        else wheel(b, radius, fat * 2, b.pick("disc", "spokes", "solid"))
    )
    place(b, parts, [front, rear])
    gap = fat + 0.02
    tubes = rod(crank, top, tube) + rod(head, crank, tube * 1.2) + rod(head, top, tube)
    tubes += _pair(crank + [gap, 0, 0], rear + [gap, 0, 0], tube * 0.6) + _pair(
        top, rear + [gap, 0, 0], tube * 0.6
    )
    b.add("frame", tubes)
    neck = head + (head - front) * 0.15
    symmetric(b, "fork|front fork", rod(front + [gap, 0, 0], head + [gap * 0.9, -0.1, 0.03], tube * 0.7))
    b.add(
        "fork|front fork",
        rod(head + [0, -0.1, 0.03], neck, tube) + g.box(gap * 2.3, 0.03, 0.04).move(*(head + [0, -0.1, 0.03])),
    )
    bars(b, "handlebar", b.uniform(0.24, 0.34), neck, b.uniform(0.06, 0.2), b.uniform(0.03, 0.1), 0.013)
    post = top + [0, b.uniform(0.04, 0.15), -0.03]
    b.add("saddle|seat > seat post", rod(top, post, tube * 0.8))
    _bike_saddle(b, post + [0, 0.015, 0])
    _drive(b, crank, rear, b.uniform(0.05, 0.075), fat + 0.035)
    if b.chance(0.35):
        x = b.uniform(0.14, 0.2)
        symmetric(
            b,
            "training wheel",
            g.cylinder(0.06, 0.03, sides=16, bevel=0.005).rotate("z", 90).move(x, 0.06, rear[2]),
        )
        symmetric(
            b,
            "frame > bracket",
            _elbow([(0.03, radius, rear[2]), (x - 0.02, radius, rear[2]), (x - 0.02, 0.06, rear[2])]),
        )


def _elbow(points: ArrayLike, radius: float = 0.009) -> Mesh:
    return wire(points, radius, 8, 6)


@design("tricycle")
def tricycle(b: Builder) -> None:
    """Child's tricycle: pedals on the big front wheel, two rear wheels with a step or basket."""
    big, small, fat = b.uniform(0.13, 0.2), b.uniform(0.08, 0.14), b.uniform(0.03, 0.05)
    base, track = b.uniform(0.45, 0.6), b.uniform(0.18, 0.26)
    front = np.array([0, big, base / 2])
    head = np.array([0, big * 2 + 0.1, base / 2 - 0.08])
    seat = np.array([0, big + b.uniform(0.12, 0.2), -base * 0.2])
    style = b.pick("spokes", "disc", "holes", "dish")
    place(b, wheel(b, big, fat, style), [front])
    place(b, wheel(b, small, fat, style), [(track, small, -base / 2), (-track, small, -base / 2)])
    axle = np.array([0, small, -base / 2])
    spine = [head - [0, 0.05, 0], seat - [0, 0.06, -0.12], seat - [0, 0.08, 0], axle]
    b.add("frame", wire(spine, 0.018, 12))
    b.add("frame > axle", rod(axle - [track, 0, 0], axle + [track, 0, 0], 0.012))
    symmetric(b, "fork|front fork", rod(front + [fat * 0.8, 0, 0], head + [fat * 0.8, -0.06, 0], 0.01))
    b.add(
        "fork|front fork",
        g.box(fat * 2, 0.025, 0.03).move(*(head - [0, 0.06, 0])) + rod(head - [0, 0.06, 0], head, 0.014),
    )
    bars(b, "handlebar|handle", b.uniform(0.16, 0.22), head + [0, 0.04, 0], b.uniform(0.03, 0.1), 0.08, 0.01)
    if b.chance(0.5):
        b.add(
            "saddle|seat",
            g.box(0.2, 0.04, 0.22, 0.018, 2).move(*seat)
            + g.box(0.2, 0.16, 0.03, 0.012, 2).move(*(seat + [0, 0.1, -0.11])),
        )
    else:
        _bike_saddle(b, seat)
    turn = b.uniform(0, 360)
    for s in (1, -1):
        end = front + s * np.array([fat + 0.03, 0.09 * np.sin(turn), 0.09 * np.cos(turn)])
        b.add("pedal > crank", rod(front + [s * fat * 0.5, 0, 0], end, 0.007, 6))
        b.add("pedal", g.box(0.06, 0.025, 0.05, 0.006, 1).move(*(end + [s * 0.03, 0, 0])))
    kind = b.pick("step", "basket", "none")
    if kind == "step":
        b.add("step|footboard", g.box(track * 1.6, 0.015, 0.12).move(*(axle + [0, 0.05, -0.05])))
    if kind == "basket":
        b.add("basket", split_top(g.box(track * 1.4, 0.14, 0.2).taper(1.15)).move(*(axle + [0, 0.16, -0.08])))
    if b.chance(0.3):
        b.add("push bar", _elbow([axle, axle + [0, 0.4, -0.1], axle + [0, 0.75, -0.2]], 0.011))


@design("kick scooter")
def kick_scooter(b: Builder) -> None:
    """Deck, steering column with a T-bar, two or three small wheels, sometimes a motor housing."""
    radius, fat = b.uniform(0.05, 0.12), b.uniform(0.025, 0.05)
    length, wide, high = b.uniform(0.5, 0.9), b.uniform(0.1, 0.17), b.uniform(0.65, 1.1)
    deck, thick = radius * b.uniform(0.8, 1.2), b.uniform(0.012, 0.05)
    h = length / 2
    flat = g.rectangle(wide, length * 0.8, wide * b.uniform(0.1, 0.45))
    b.add("deck|footboard", g.extrude(flat, thick).rotate("x", 90).move(y=deck))
    if b.chance(0.4):
        b.add(
            "deck|footboard > grip tape",
            g.extrude(flat * 0.9, 0.004).rotate("x", 90).move(y=deck + thick / 2 + 0.002),
        )
    foot, lean = np.array([0, deck + b.uniform(0.05, 0.16), h + 0.02]), b.uniform(0.05, 0.25)
    top = foot + [0, high, -lean * high]
    b.add("deck|footboard > neck", rod((0, deck, h * 0.75), foot, 0.018))
    style = b.pick("disc", "spokes", "solid", "dish")
    parts = wheel(b, radius, fat, style)
    front, rear = np.array([0, radius, h + radius * 0.7]), np.array([0, radius, -h])
    three = b.chance(0.3)
    place(b, parts, [rear])
    place(b, parts, [front + [wide, 0, 0], front - [wide, 0, 0]] if three else [front])
    if three:
        b.add("fork", rod(front - [wide, 0, 0], front + [wide, 0, 0], 0.012))
    symmetric(b, "fork", rod(front + [fat * 0.75, 0, 0], foot + [fat * 0.6, 0, 0], 0.009))
    b.add("steering column|stem|pole", rod(foot - [0, 0.05, -0.02], top, b.uniform(0.014, 0.028), 12))
    if b.chance(0.5):
        b.add(
            "steering column|stem|pole > clamp",
            rod(foot + (top - foot) * 0.3, foot + (top - foot) * 0.36, 0.034, 12),
        )
    bars(b, "handlebar|handle", b.uniform(0.18, 0.28), top, b.pick(0.0, 0.03), b.uniform(0, 0.05), 0.013)
    symmetric(
        b, "deck|footboard > bracket", g.box(0.008, 0.04, radius * 2).move(fat * 0.75, deck, -h + radius * 0.8)
    )
    if b.chance(0.75):
        b.add(
            "rear brake|fender|mudguard",
            fender(radius * 1.15, fat * 1.3, 40, b.uniform(110, 160), 0.005, 0.3).move(*rear),
        )
    if b.chance(0.3):
        b.add(
            "headlight|light", g.cylinder(0.025, 0.04, sides=10).rotate("x", 90).move(*(top + [0, -0.08, 0.03]))
        )


# -- boards and skates -----------------------------------------------------------------------------


@design("skateboard")
def skateboard(b: Builder) -> None:
    """Street deck, longboard, penny or old-school board on two trucks with four wheels."""
    kind = b.pick("street", "street", "long", "penny", "fish", "block")
    length = {"long": b.uniform(0.9, 1.15), "penny": b.uniform(0.5, 0.6)}.get(kind, b.uniform(0.7, 0.85))
    wide, thick = length * b.uniform(0.22, 0.3), b.uniform(0.009, 0.02)
    radius, fat = b.uniform(0.025, 0.04), b.uniform(0.03, 0.055)
    lift, kick = radius * b.uniform(2.0, 2.8), b.uniform(0.02, 0.07) * (0.15 if kind == "long" else 1)
    t = np.linspace(-1, 1, 25)
    if kind == "fish":
        half = wide / 2 * (1 - 0.35 * np.clip(-t, 0, 1) ** 2) * np.sqrt(np.clip(1 - np.abs(t) ** 6, 0.03, 1))
    elif kind == "block":
        half = np.full(25, wide / 2)
    else:
        half = wide / 2 * np.clip(1 - np.abs(t) ** b.uniform(4, 14), 0.0, 1) ** b.uniform(0.3, 0.5) + 0.004
    rise = kick * np.clip((np.abs(t) - 0.6) / 0.4, 0, 1) ** 1.5
    if kind in ("penny", "fish"):
        rise *= t < 0
    dish, across = b.uniform(0, 0.012), np.linspace(-1, 1, 7)
    x = half[:, None] * across
    y = lift + rise[:, None] + dish * across**2 * np.ones((25, 1))
    grid = np.stack([x, y, np.broadcast_to((t * length / 2)[:, None], x.shape)], -1)
    b.add("deck", g.sheet(grid[::-1], thick))
    if b.chance(0.3):
        b.add("deck > grip tape", g.sheet(grid[::-1] * [0.97, 1, 0.985] + [0, 0.002, 0], 0.001))
    _skate_trucks(b, length, wide, (lift - thick, radius, fat))


def _skate_trucks(b: Builder, length: float, wide: float, sizes: tuple[float, float, float]) -> None:
    deck, radius, fat = sizes
    at, track = length * b.uniform(0.26, 0.36), wide * b.uniform(0.34, 0.46)
    name = "truck|belt|foot"
    solid = b.chance(0.3)
    for s in (1, -1):
        z = s * at
        b.add(name + " > base plate|plate", g.box(wide * 0.3, 0.008, wide * 0.42).move(0, deck - 0.004, z))
        hanger = g.cylinder(radius * 0.35, track * 1.7, sides=10).rotate("z", 90) + g.box(
            track * 0.9, deck - radius, 0.03
        ).taper(0.4).move(y=(deck - radius) / 2)
        b.add(name + " > hanger", hanger.move(0, radius, z))
        b.add(name + " > axle", rod((-track - fat * 0.6, radius, z), (track + fat * 0.6, radius, z), 0.005, 6))
        for x in (track, -track):
            core = (
                g.cylinder(radius, fat, sides=18, bevel=radius * b.uniform(0.05, 0.25))
                .rotate("z", 90)
                .move(x, radius, z)
            )
            b.add("wheel", core)
            if not solid:
                b.add(
                    "wheel > bearing|hub",
                    g.cylinder(radius * 0.4, fat * 1.04, sides=12).rotate("z", 90).move(x, radius, z),
                )
    if b.chance(0.5):
        bolts = [
            (x * 0.022, deck + 0.014, s * at + z * 0.025) for s in (1, -1) for x in (-1, 1) for z in (-1, 1)
        ]
        b.add("truck|belt|foot > bolt|screw", g.array(g.cylinder(0.004, 0.006, sides=6), bolts))


@design("roller skate")
def roller_skate(b: Builder) -> None:
    """Boot or shoe on a plate with four wheels in two pairs, or in a row."""
    length, wide, high = b.uniform(0.26, 0.31), b.uniform(0.085, 0.1), b.uniform(0.12, 0.26)
    h, radius = length / 2, b.uniform(0.027, 0.038)
    inline = b.chance(0.45)
    sole = radius * 2 + b.uniform(0.02, 0.05)
    rows = [
        (-h, wide * 0.3, sole, sole + 0.07),
        (-h * 0.7, wide * 0.45, sole, sole + 0.1),
        (0, wide * 0.42, sole, sole + 0.1),
    ]
    rows += [(h * 0.5, wide * 0.5, sole, sole + 0.07), (h * 0.95, wide * 0.3, sole, sole + 0.045)]
    b.add("boot|shoe", rounded_hull(rows, 0.7, 16))
    shaft = g.lathe(
        [
            (wide * 0.4, sole + 0.03),
            (wide * 0.42, sole + high),
            (wide * 0.36, sole + high),
            (wide * 0.34, sole + 0.08),
        ],
        18,
    )
    b.add("boot|shoe > shaft|cuff", shaft.scale(1, 1, 1.25).move(z=-h * 0.42))
    b.add(
        "sole",
        side_solid(
            [(-h, sole - 0.015), (h * 0.95, sole - 0.015), (h * 0.95, sole), (-h, sole)], wide * 0.85, 0.004
        ),
    )
    if inline:
        count = b.pick(3, 4, 4, 5)
        zs = np.linspace(-h + radius, h - radius * 0.5, count)
        rail = [(-h * 0.8, radius), (h * 0.85, radius), (h * 0.7, sole - 0.01), (-h * 0.85, sole - 0.01)]
        symmetric(b, "frame|chassis", side_panel(rail, 0.017, 0.004))
        disc = g.superquadric(0.012, radius, radius, 1.0, 1.0, 16)
        b.add("wheel", g.array(disc, [(0, radius, z) for z in zs]))
        if b.chance(0.6):
            b.add("brake|heel brake", g.box(0.025, 0.03, 0.04, 0.008, 1).move(0, radius, -h - 0.015))
    else:
        b.add("frame|chassis", g.box(wide * 0.5, 0.012, length * 0.85).move(y=sole - 0.022))
        for z in (-h * 0.55, h * 0.55):
            b.add(
                "frame|chassis > truck|axle",
                g.box(0.03, sole - radius - 0.02, 0.03).taper(1.5).move(0, (sole + radius) / 2 - 0.01, z),
            )
            b.add(
                "frame|chassis > truck|axle", rod((-wide * 0.5, radius, z), (wide * 0.5, radius, z), 0.006, 6)
            )
            tyre = g.cylinder(radius, 0.03, sides=16, bevel=0.006).rotate("z", 90)
            symmetric(b, "wheel", tyre.move(wide * 0.47, radius, z))
        b.add(
            "toe stop|stopper",
            g.cylinder(0.018, 0.04, top=0.01, sides=12).rotate("x", -30).move(0, radius * 1.3, h * 1.02),
        )
    for i in range(b.integer(2, 5)):
        y = sole + 0.1 + i * (high - 0.1) * 0.17
        b.add(
            "lace|strap",
            g.box(wide * 0.6, 0.012, 0.02, 0.005, 1).move(0, min(y, sole + high), -h * 0.42 + wide * 0.5),
        )
