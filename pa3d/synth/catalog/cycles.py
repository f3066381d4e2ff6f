"""Two- and three-wheelers, boards, skates and carts pushed or pulled by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.cars import (
    HUB,
    RIM,
    Parts,
    fender,
    patch,
    place,
    rod,
    rounded_hull,
    side_panel,
    slab,
    wheel,
)
from pa3d.synth.mesh import (
    Mesh,
    arc,
    array,
    box,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    rectangle,
    ring,
    sheet,
    sphere,
    superquadric,
    sweep,
    torus,
)

TYRE, SPOKE = "wheel > tyre|tire", "wheel > spoke"


def _spoked(b: Builder, radius: float, tube: float, count: int) -> Parts:
    """Wire wheel about the x axis: round tyre, slim rim, crossed spokes, hub."""
    inner, hub = radius - tube * 2, b.uniform(0.02, 0.035)
    tyre = torus(radius - tube, tube, 30).rotate("z", 90)
    rim = torus(inner, tube * b.uniform(0.5, 0.8), 30).rotate("z", 90)
    spokes = []
    for i in range(count):
        a, c = 2 * np.pi * i / count, 2 * np.pi * (i + b.pick(0, 1)) / count
        start = (tube * (1 if i % 2 else -1), hub * np.sin(c), hub * np.cos(c))
        spokes.append(rod(start, (0, inner * np.sin(a), inner * np.cos(a)), max(radius * 0.006, 0.0016), 4))
    core = cylinder(hub, tube * 3, sides=10).rotate("z", 90)
    return [(TYRE, tyre), (RIM, rim), (SPOKE, join(spokes)), (HUB, core)]


def _moto_wheel(b: Builder, radius: float, width: float) -> Parts:
    """Motorbike wheel: cast spokes or wires, with a brake disc."""
    if b.chance(0.35):
        parts = _spoked(b, radius, width / 2, b.integer(16, 28))
    else:
        parts = wheel(b, radius, width, b.pick("spokes", "spokes", "holes", "solid", "disc"))
    if b.chance(0.6):
        disc = lathe([(radius * 0.2, 0), (radius * 0.45, 0), (radius * 0.45, 0.008), (radius * 0.2, 0.008)], 18)
        parts.append(("wheel > brake disc|disc brake", disc.rotate("z", 90).move(x=width * 0.6)))
    return parts


def _pair(p: ArrayLike, q: ArrayLike, radius: float, sides: int = 8) -> Mesh:
    bar = rod(p, q, radius, sides)
    return bar + bar.mirror()


def _bars(b: Builder, name: str, half: float, at: NDArray, rise: float, back: float, radius: float) -> None:
    """Handlebar with grips and levers, its clamp at a point; the ends go back and up."""
    path = [(0, 0, 0), (half * 0.3, rise * 0.2, 0), (half * 0.6, rise, -back * 0.3), (half, rise * 0.9, -back)]
    side = sweep(curve(np.array(path) + at, 10), radius, sides=8)
    symmetric(b, name, side)
    end = np.array(path[-1]) + at
    inward = np.array(path[-2]) + at - end
    symmetric(b, name + " > grip", rod(end, end + inward * 0.35, radius * 1.6, 10))
    if b.chance(0.6):
        lever = rod(end + inward * 0.5 + [0, 0, 0.01], end + inward * 0.1 + [0, -0.01, 0.06], radius * 0.5, 6)
        symmetric(b, name + " > brake lever|lever", lever)


# -- motorbikes ------------------------------------------------------------------------------------


GAS, MOTO_SEAT, BARS = "gas tank|fuel tank", "seat|saddle", "handlebar|handle"
MOTO_LIGHT, FRAME, ENGINE = "light|headlight", "frame", "frame > engine"
EXHAUST, GUARD = "frame > exhaust|exhaust pipe", "frame > fender|mudguard"


class _Moto:
    """Where things are on a motorbike: axles and steering head; z forward."""

    def __init__(self, b: Builder, radius: tuple[float, float], base: float, rake: float, seat: float) -> None:
        self.front_radius, self.rear_radius = b.uniform(*radius), b.uniform(*radius)
        if b.chance(0.5):
            self.front_radius = self.rear_radius
        self.front = np.array([0, self.front_radius, base / 2])
        self.rear = np.array([0, self.rear_radius, -base / 2])
        self.seat = seat
        slope = np.tan(np.radians(rake))
        top = seat + b.uniform(0.12, 0.3)
        self.head = np.array([0, top, base / 2 - (top - self.front_radius) * slope])
        self.crank = np.array([0, self.rear_radius * 1.0, -base * 0.02])


def _moto_running(b: Builder, m: _Moto, fat: float, *, swingarm: bool = True) -> None:
    """Wheels, fork, swing arm, mudguards, chain."""
    place(b, _moto_wheel(b, m.front_radius, fat * 0.85), [m.front])
    place(b, _moto_wheel(b, m.rear_radius, fat), [m.rear])
    gap = fat * 0.75
    top = m.head + [gap, 0, 0]
    mid = (top + m.front + [gap, 0, 0]) / 2
    thick = b.uniform(0.016, 0.03)
    symmetric(b, "frame > fork|front fork", rod(m.front + [gap, 0, 0], top, thick) + rod(mid, top, thick * 1.4))
    plates = array(box(gap * 2.6, 0.03, 0.09, 0.01, 1), [m.head, m.head + (mid - top) * 0.3])
    b.add("frame > fork|front fork", plates)
    if swingarm:
        pivot = m.crank + [gap, 0, 0]
        symmetric(b, "frame > swing arm|swingarm", rod(pivot, m.rear + [gap, 0, 0], 0.028))
        shock = rod(m.rear + [gap, 0.03, 0.08], [gap, m.seat - 0.08, m.rear[2] + 0.2], 0.02)
        coil = array(torus(0.03, 0.008, 12), [(0, 0.05 * i, 0) for i in range(4)])
        shock += coil.align([0, 1, 0.25], m.rear + [gap, 0.15, 0.1])
        symmetric(b, "frame > shock absorber|suspension", shock)
    if b.chance(0.85):
        guard = fender(m.front_radius * 1.1, fat * 1.1, b.uniform(20, 60), b.uniform(130, 170), 0.01, 0.5)
        b.add(GUARD, guard.move(*m.front))
    if b.chance(0.85):
        guard = fender(m.rear_radius * 1.1, fat * 1.2, b.uniform(50, 80), b.uniform(150, 190), 0.01, 0.5)
        b.add(GUARD, guard.move(*m.rear))
    if b.chance(0.5):
        run = m.crank - m.rear
        loop = rectangle(float(np.linalg.norm(run)) + 0.12, 0.1, 0.05)
        belt = (
            extrude(loop, 0.015, [loop * [0.96, 0.75]])
            .rotate("y", -90)
            .rotate("x", -np.degrees(np.arctan2(run[1], run[2])))
        )
        b.add("frame > chain", belt.move(*((m.crank + m.rear) / 2 - [gap * 0.7, 0, 0])))


def _moto_engine(b: Builder, m: _Moto, width: float) -> None:
    """Crankcase with finned cylinders (one, V-twin, or a row), exhausts and foot pegs."""
    y = m.crank[1] + 0.04
    b.add(ENGINE, box(width, 0.24, 0.42, 0.07, 2).move(0, y, m.crank[2] + 0.08))
    symmetric(
        b,
        ENGINE,
        cylinder(0.11, 0.04, sides=16, bevel=0.01)
        .rotate("z", 90)
        .move(width / 2, y, m.crank[2] + b.uniform(0, 0.1)),
    )
    tall = b.uniform(0.18, 0.28)
    fins = box(width * 0.7, tall, 0.15, 0.02, 1)
    fins += array(box(width * 0.9, 0.012, 0.19), [(0, tall * (i / 5 - 0.4), 0) for i in range(5)])
    fins = fins.move(y=tall / 2)
    tilts = b.pick([0.0], [15.0], [-22.0, 25.0])
    for tilt in tilts:
        b.add(ENGINE, fins.rotate("x", tilt).move(0, y + 0.1, m.crank[2] + 0.1 + tilt * 0.003))
    low, x = y - 0.13, width / 2 + 0.02
    start = (width * 0.25, y + 0.15, m.crank[2] + 0.25)
    rise = b.uniform(0.0, 0.3)
    path = [
        start,
        (x * 0.8, low + 0.1, m.crank[2] + 0.36),
        (x, low, m.crank[2] + 0.05),
        (x + 0.04, low + rise * 0.4, m.rear[2] + 0.25),
    ]
    pipe = sweep(curve(path, 14), 0.022, sides=8)
    can = rod(
        path[-1], (x + 0.05, low + rise + 0.03, m.rear[2] - b.uniform(0.05, 0.3)), b.uniform(0.035, 0.055), 12
    )
    exhaust = pipe + can
    if b.chance(0.4):
        symmetric(b, EXHAUST, exhaust)
    else:
        b.add(EXHAUST, exhaust)
    if b.chance(0.7):
        symmetric(
            b,
            "frame > foot peg|footrest",
            rod((width * 0.4, low, m.crank[2] - 0.1), (width / 2 + 0.14, low, m.crank[2] - 0.1), 0.014),
        )
    if b.chance(0.5):
        b.add(
            "frame > kickstand|stand",
            rod((-width * 0.4, low, m.crank[2] - 0.1), (-width / 2 - 0.16, 0.01, m.crank[2] - 0.2), 0.013),
        )


def _moto_frame(m: _Moto, gap: float) -> Mesh:
    """Twin-loop tube frame from the steering head around the engine to the seat."""
    head, low = m.head - [0, 0.12, 0], m.crank[1] - 0.11
    loop = [(gap * 0.4, *head[1:]), (gap, low + 0.15, head[2] - 0.08), (gap, low, m.crank[2] + 0.1)]
    loop += [(gap, low + 0.03, m.crank[2] - 0.15), (gap, m.seat - 0.1, m.crank[2] - 0.25)]
    spine = [
        (gap * 0.4, *head[1:]),
        (gap, m.seat - 0.1, m.crank[2] - 0.2),
        (gap, m.seat - 0.04, m.rear[2] + 0.05),
    ]
    half = sweep(curve(loop, 14), 0.016, sides=8) + sweep(curve(spine, 8), 0.018, sides=8)
    return half + half.mirror()


def _moto_lights(b: Builder, at: NDArray, rear: NDArray, size: float) -> None:
    lamp = b.pick(
        cylinder(size, size * 1.1, top=size * 0.6, sides=16, bevel=size * 0.08).rotate("x", -90),
        sphere(size, size, size * 0.8, 14),
        box(size * 2.4, size * 1.5, size, size * 0.3, 1),
    )
    b.add(MOTO_LIGHT, lamp.move(*at))
    b.add("light|headlight > tail light", box(0.12, 0.06, 0.05, 0.015, 1).move(*rear))
    if b.chance(0.7):
        blink = rod((0.05, 0, 0), (0.16, 0, 0), 0.008, 6) + sphere(0.03, 0.025, 0.03, 8).move(x=0.17)
        for p in (at, rear):
            symmetric(b, "light|headlight > turn signal|indicator", blink.move(*(p + [0, -0.02, -0.02])))


def _moto_mirrors(b: Builder, at: NDArray, half: float) -> None:
    if b.chance(0.6):
        stalk = rod(at + [half * 0.6, 0, 0], at + [half * 0.85, 0.17, 0.02], 0.008, 6)
        symmetric(b, "mirror", stalk + sphere(0.06, 0.04, 0.015, 10).move(*(at + [half * 0.87, 0.2, 0.02])))


def _tank_between(b: Builder, m: _Moto, width: float, tall: float, back: float, power: float) -> None:
    front = m.head[2] - 0.06
    base, mid = m.seat - 0.04, (front + back) / 2
    rows = [
        (back, width * 0.28, base - 0.02, base + tall * 0.35),
        (mid, width * 0.48, base - 0.04, base + tall * 0.9),
    ]
    rows += [
        (front - 0.07, width * 0.5, base, base + tall),
        (front + 0.02, width * 0.3, base + tall * 0.3, base + tall * 0.8),
    ]
    b.add(GAS, rounded_hull(rows, power, 12))
    if b.chance(0.7):
        b.add(
            "gas tank|fuel tank > fuel cap|cap",
            cylinder(0.035, 0.025, sides=12).move(0, base + tall * 0.97, mid + 0.06),
        )


def _saddle(length: float, width: float, thick: float, step: float, nose: float = 0.6) -> Mesh:
    """Motorbike seat along z, its front end at the origin, the rear part raised by `step`."""
    rows = [
        (-length, width * 0.3, step + thick * 0.4, step + thick * 1.2),
        (-length * 0.8, width / 2, step, step + thick * 1.2),
    ]
    rows += [(-length * 0.55, width / 2, step * 0.6, step + thick), (-length * 0.35, width / 2, 0, thick)]
    return rounded_hull([*rows, (0, width * nose / 2, 0, thick * 0.9)], 0.55, 12)


@design("motorbike")
def roadster(b: Builder) -> None:
    """Standard motorbike: round light, teardrop tank, flat seat, open engine."""
    m = _Moto(b, (0.29, 0.34), b.uniform(1.3, 1.5), b.uniform(23, 30), b.uniform(0.74, 0.84))
    fat, width = b.uniform(0.11, 0.18), b.uniform(0.26, 0.36)
    _moto_running(b, m, fat)
    b.add(FRAME, _moto_frame(m, fat * 0.8))
    _moto_engine(b, m, width)
    split = m.head[2] - b.uniform(0.42, 0.55)
    _tank_between(b, m, width * b.uniform(0.8, 1.1), b.uniform(0.16, 0.24), split, b.uniform(0.6, 0.95))
    length = split - m.rear[2] + b.uniform(0.0, 0.25)
    b.add(
        MOTO_SEAT,
        _saddle(length, b.uniform(0.22, 0.3), 0.09, b.uniform(0.0, 0.07)).move(0, m.seat - 0.04, split + 0.03),
    )
    at = m.head + [0, b.uniform(0.02, 0.08), 0.02]
    half = b.uniform(0.34, 0.42)
    _bars(b, BARS, half, at, b.uniform(0.03, 0.12), b.uniform(0.08, 0.2), 0.013)
    _moto_lights(
        b, m.head + [0, -0.05, 0.12], np.array([0, m.seat - 0.02, split - length - 0.02]), b.uniform(0.07, 0.11)
    )
    _moto_mirrors(b, at, half)
    if b.chance(0.5):
        gauge = cylinder(0.045, 0.05, sides=14).rotate("x", 60)
        symmetric(b, "frame > gauge|dashboard", gauge.move(0.05, m.head[1] + 0.06, m.head[2] + 0.06))


@design("motorbike")
def cruiser(b: Builder) -> None:
    """Long low chopper: raked fork, high bars, stepped seat, V-twin, sometimes bags and a backrest."""
    m = _Moto(b, (0.29, 0.36), b.uniform(1.55, 1.85), b.uniform(30, 42), b.uniform(0.62, 0.72))
    fat, width = b.uniform(0.13, 0.22), b.uniform(0.26, 0.34)
    _moto_running(b, m, fat)
    b.add(FRAME, _moto_frame(m, fat * 0.8))
    _moto_engine(b, m, width)
    split = m.head[2] - b.uniform(0.5, 0.65)
    _tank_between(b, m, width * b.uniform(0.9, 1.2), b.uniform(0.17, 0.25), split, b.uniform(0.7, 1.0))
    length = b.uniform(0.5, 0.75)
    b.add(
        MOTO_SEAT,
        _saddle(length, b.uniform(0.28, 0.38), 0.09, b.uniform(0.04, 0.14)).move(
            0, m.seat - 0.05, split + 0.03
        ),
    )
    at, half = m.head + [0, 0.04, 0.0], b.uniform(0.36, 0.45)
    _bars(b, BARS, half, at, b.uniform(0.1, 0.4), b.uniform(0.2, 0.4), 0.014)
    tail = np.array([0, m.rear_radius * 2.0, m.rear[2] - m.rear_radius * 0.75])
    _moto_lights(b, m.head + [0, -0.08, 0.14], tail, b.uniform(0.08, 0.12))
    _moto_mirrors(b, at + [0, 0.1, -0.1], half)
    if b.chance(0.5):
        bag = box(0.16, 0.28, 0.45, 0.06, 2).move(fat + 0.12, m.seat - 0.2, m.rear[2])
        symmetric(b, "saddlebag|bag|pannier", bag)
    if b.chance(0.4):
        rail = arc(0.12, 0, 180, 11) * [1, 1.8, 1] + [0, m.seat + 0.05, split - length + 0.02]
        b.add("seat|saddle > backrest|sissy bar", sweep(rail, 0.012, sides=8))
    if b.chance(0.3):
        pane = [(-0.2, 0, 0), (0.2, 0, 0), (-0.17, 0.4, -0.15), (0.17, 0.4, -0.15)]
        b.add("windscreen|windshield", patch(np.array(pane) + m.head + [0, 0.05, 0.18], 0.06, thickness=0.006))


@design("motorbike")
def sport_bike(b: Builder) -> None:
    """Faired sport bike: nose with light and screen, side fairing, hump tank, raised tail."""
    m = _Moto(b, (0.29, 0.32), b.uniform(1.3, 1.45), b.uniform(22, 26), b.uniform(0.78, 0.86))
    fat, width = b.uniform(0.13, 0.2), b.uniform(0.3, 0.42)
    _moto_running(b, m, fat)
    _moto_engine(b, m, width * 0.75)
    front, split, low = m.head[2] + b.uniform(0.2, 0.32), m.head[2] - 0.5, m.crank[1] - b.uniform(0.0, 0.12)
    if b.chance(0.8):
        side = [(m.head[2] - 0.3, m.seat - 0.1), (m.crank[2] - 0.1, low), (m.crank[2] + 0.3, low - 0.02)]
        side += [
            (m.head[2] - 0.02, m.front_radius * 2.05),
            (front - 0.05, m.head[1] - 0.1),
            (front - 0.2, m.head[1]),
        ]
        symmetric(b, "fairing", side_panel(side, width / 2, 0.03).rotate("z", -b.uniform(0, 6)))
    nose = [
        (m.head[2] - 0.1, width * 0.5, m.seat, m.head[1]),
        (front - 0.1, width * 0.42, m.seat - 0.02, m.head[1]),
    ]
    b.add(
        "fairing",
        rounded_hull([*nose, (front + 0.12, width * 0.15, m.seat - 0.03, m.seat + 0.09)], 0.7, 10),
    )
    pane = [(-0.14, 0, 0), (0.14, 0, 0), (-0.1, 0.2, -0.22), (0.1, 0.2, -0.22)]
    b.add(
        "windscreen|windshield",
        patch(np.array(pane) + [0, m.head[1] - 0.03, front - 0.03], 0.05, thickness=0.006),
    )
    _tank_between(b, m, width * 0.85, b.uniform(0.2, 0.27), split, b.uniform(0.55, 0.8))
    length, step = split - m.rear[2] + b.uniform(0.1, 0.3), b.uniform(0.08, 0.18)
    b.add(MOTO_SEAT, _saddle(length * 0.85, 0.26, 0.07, step).move(0, m.seat - 0.04, split + 0.03))
    tail = slab(
        [
            (split - length, m.seat + step),
            (split, m.seat - 0.16),
            (split, m.seat - 0.04),
            (split - length * 0.9, m.seat + step),
        ],
        0.2,
    )
    b.add("fairing > tail", tail)
    half = b.uniform(0.3, 0.36)
    _bars(b, BARS, half, m.head + [0, 0.0, -0.02], -0.02, 0.12, 0.013)
    twin = sphere(0.07, 0.04, 0.05, 10).move(0.08, m.seat + 0.06, front + 0.04)
    symmetric(b, MOTO_LIGHT, twin)
    b.add("light|headlight > tail light", box(0.12, 0.04, 0.04).move(0, m.seat + step, split - length + 0.01))
    symmetric(b, "mirror", box(0.12, 0.06, 0.03, 0.01, 1).move(half * 0.8, m.head[1] + 0.1, front - 0.15))


@design("motorbike")
def dirt_bike(b: Builder) -> None:
    """Motocross bike: high thin fender, long flat seat, knobbly wheels, number plate."""
    m = _Moto(b, (0.32, 0.37), b.uniform(1.35, 1.5), b.uniform(25, 29), b.uniform(0.88, 0.97))
    fat, width = b.uniform(0.09, 0.12), b.uniform(0.2, 0.26)
    place(b, _spoked(b, m.front_radius, fat / 2, 20), [m.front])
    place(b, _spoked(b, m.rear_radius, fat * 0.6, 20), [m.rear])
    gap = fat
    symmetric(b, "frame > fork|front fork", rod(m.front + [gap, 0, 0], m.head + [gap, 0, 0], 0.026))
    b.add("frame > fork|front fork", array(box(gap * 2.5, 0.03, 0.08), [m.head, m.head - [0, 0.15, -0.06]]))
    symmetric(b, "frame > swing arm|swingarm", rod(m.crank + [gap, 0, 0], m.rear + [gap, 0, 0], 0.026))
    b.add(
        "frame > shock absorber|suspension",
        rod(m.crank + [0, 0.05, -0.15], (0, m.seat - 0.1, m.crank[2] - 0.1), 0.04, 12),
    )
    b.add(FRAME, _moto_frame(m, gap * 0.8))
    _moto_engine(b, m, width)
    top = m.front_radius * 2.25
    front = sheet(
        _strip(
            [(m.front[2] + 0.35, top - 0.03), (m.front[2], top + 0.03), (m.head[2] - 0.1, top + 0.02)],
            fat * 1.5,
        ),
        0.01,
    )
    rear = _strip(
        [(m.crank[2] - 0.2, m.seat - 0.1), (m.rear[2], m.seat + 0.02), (m.rear[2] - 0.35, m.seat + 0.08)], 0.16
    )
    b.add(GUARD, front)
    b.add(GUARD, sheet(rear, 0.01))
    split = m.head[2] - 0.3
    _tank_between(b, m, 0.28, b.uniform(0.1, 0.16), split, 0.6)
    b.add(
        MOTO_SEAT,
        _saddle(b.uniform(0.6, 0.75), 0.16, 0.08, b.uniform(0, 0.04), 0.8).move(0, m.seat - 0.02, split + 0.12),
    )
    _bars(b, BARS, 0.4, m.head + [0, 0.03, 0], 0.12, 0.08, 0.014)
    if b.chance(0.5):
        b.add(MOTO_LIGHT, box(0.18, 0.2, 0.06, 0.03, 1).rotate("x", -15).move(*(m.head + [0, -0.02, 0.14])))
    else:
        b.add("frame > number plate", box(0.2, 0.22, 0.02).rotate("x", -15).move(*(m.head + [0, -0.02, 0.14])))


def _strip(points: ArrayLike, width: float) -> NDArray:
    """Grid for a strip across x along a smooth path (z, y)."""
    rows, x = curve(points, 8), np.linspace(1, -1, 4) * width / 2
    return np.array([[(s, y - abs(s) * 0.25, z) for s in x] for z, y in rows])


@design("motorbike", "scooter")
def motor_scooter(b: Builder) -> None:
    """Moped with a leg shield, step-through floor, body shell under the seat, small wheels."""
    radius, base = b.uniform(0.19, 0.27), b.uniform(1.15, 1.35)
    fat, width, seat = b.uniform(0.09, 0.13), b.uniform(0.28, 0.4), b.uniform(0.72, 0.8)
    front, rear = np.array([0, radius, base / 2]), np.array([0, radius, -base / 2])
    head = np.array([0, seat + b.uniform(0.15, 0.28), base / 2 - b.uniform(0.22, 0.32)])
    style = b.pick("disc", "spokes", "dish", "holes", "solid")
    for at in (front, rear):
        place(b, wheel(b, radius, fat, style), [at])
    floor, step = radius + 0.07, width * b.uniform(0.8, 1.0)
    symmetric(
        b,
        "frame|body > fork|front fork",
        rod(front + [fat * 0.65, 0, 0], head * [1, 0.55, 1] + [fat * 0.65, 0, 0.1], 0.018),
    )
    b.add("frame|body > fork|front fork", rod(head * [1, 0.5, 1] + [0, 0, 0.12], head, 0.03))
    shield = _strip(
        [(head[2] - 0.12, floor), (head[2] + 0.03, (floor + head[1]) / 2), (head[2] + 0.02, head[1] - 0.08)],
        step,
    )
    b.add("frame|body > leg shield|front panel", sheet(shield[:, ::-1], 0.05))
    run = head[2] - 0.1 + base * 0.12
    b.add(
        "frame|body > floorboard|footrest",
        box(step, 0.07, run + 0.1, 0.02, 1).move(0, floor, head[2] - 0.1 - run / 2),
    )
    rows = [
        (rear[2] - radius * 1.1, width * 0.2, seat - 0.25, seat - 0.05),
        (rear[2], width * 0.5, radius + 0.06, seat),
    ]
    rows += [
        (rear[2] + 0.35, width * 0.45, floor - 0.04, seat - 0.01),
        (-base * 0.1, width * 0.3, floor, seat - 0.04),
    ]
    b.add("frame|body", rounded_hull(rows, b.uniform(0.45, 0.8), 14))
    length = b.uniform(0.55, 0.75)
    b.add(
        "seat|saddle",
        _saddle(length, b.uniform(0.24, 0.32), 0.09, b.uniform(0, 0.06)).move(
            0, seat - 0.03, -base * 0.5 + length * 0.72
        ),
    )
    b.add(
        "frame|body > fender|mudguard",
        fender(radius * 1.15, fat * 1.4, 10, b.uniform(150, 190), 0.012, 0.5).move(*front),
    )
    _bars(b, "handlebar|handle", b.uniform(0.3, 0.36), head, 0.04, b.uniform(0.05, 0.12), 0.014)
    b.add("frame|body > handlebar cover", superquadric(0.13, 0.08, 0.08, 0.7, 0.7, 14).move(*head))
    low = b.chance(0.4)
    lamp_at = head + ([0, -0.3, 0.08] if low else [0, 0.0, 0.09])
    b.add("light|headlight", sphere(0.08, 0.07, 0.06, 14).move(*lamp_at))
    b.add(
        "light|headlight > tail light",
        sphere(0.06, 0.04, 0.03, 10).move(0, seat - 0.15, rear[2] - radius * 1.08),
    )
    _moto_mirrors(b, head, 0.33)
    muffler = (
        cylinder(0.05, 0.35, sides=12, bevel=0.01)
        .rotate("x", 80)
        .move(fat / 2 + 0.09, radius + 0.02, rear[2] - 0.02)
    )
    b.add("frame|body > exhaust|exhaust pipe", muffler)
    if b.chance(0.35):
        top = box(0.36, 0.28, 0.32, 0.06, 2).move(0, seat + 0.22, rear[2] - radius * 0.8)
        b.add("top case|box", top)
        b.add("luggage rack|rack", box(0.2, 0.03, 0.35).move(0, seat + 0.06, rear[2] - radius * 0.7))


# -- bicycles --------------------------------------------------------------------------------------


def _drive(b: Builder, crank: NDArray, rear: NDArray, size: float, side: float) -> None:
    """Chainring, cranks with pedals, chain and sprocket."""
    ring_ = lathe(
        [(size * 0.75, -0.002), (size, -0.002), (size, 0.002), (size * 0.75, 0.002), (size * 0.75, -0.002)], 22
    )
    star = ring(box(0.012, 0.003, size * 0.85).move(z=size * 0.4), 5)
    b.add("crank > chainring", (ring_ + star).rotate("z", 90).move(*(crank + [side, 0, 0])))
    angle, arm = b.uniform(0, 180), b.uniform(0.15, 0.175)
    for s in (1, -1):
        end = (
            crank
            + [s * (side + 0.02), 0, 0]
            + s * arm * np.array([0, np.sin(np.radians(angle)), np.cos(np.radians(angle))])
        )
        b.add("crank > crank arm", rod(crank + [s * (side + 0.02), 0, 0], end, 0.011))
        b.add("pedal", box(0.09, 0.022, 0.08, 0.006, 1).move(*(end + [s * 0.055, 0, 0])))
    b.add("crank > crank arm", cylinder(0.02, side * 2, sides=10).rotate("z", 90).move(*crank))
    if b.chance(0.85):
        small, gap = 0.035, rear - crank
        up, far = np.array([0, 1, 0]), np.array([side, 0, 0])
        top = rod(crank + far + up * size, rear + far + up * small, 0.005, 5)
        low = rod(crank + far - up * size, rear + far - up * small, 0.005, 5)
        b.add("chain", top + low)
        if np.linalg.norm(gap) > 0.1:
            cog = cylinder(small, 0.02, sides=14).rotate("z", 90).move(*(rear + far))
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
    symmetric(b, "handlebar", sweep(curve(np.array(path) + at, 18), 0.013, sides=8))
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
        place(b, _spoked(b, radius, fat, count), [at])
    step = b.chance(0.25)
    meet = crank + (top - crank) * (0.45 if step else 0.93)
    tubes = rod(crank, top, tube * 0.9) + rod(low, crank, tube * 1.1) + rod(head * 0.8 + low * 0.2, meet, tube)
    tubes += rod(low, head + [0, 0.02, 0], tube * 1.2)
    gap = fat + 0.02
    tubes += _pair(crank + [gap, 0, 0], rear + [gap * 1.3, 0, 0], tube * 0.55, 6)
    tubes += _pair(meet if not step else top, rear + [gap * 1.3, 0, 0], tube * 0.5, 6)
    b.add("frame", tubes)
    bend = curve([front + [gap, 0, 0], front + [gap, 0.12, -0.03], low + [gap, -0.03, 0.01]], 7)
    fork = sweep(bend, tube * 0.7, sides=8)
    symmetric(b, "fork|front fork", fork)
    b.add("fork|front fork", box(gap * 2.4, 0.03, 0.04).move(*low))
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
        _bars(b, "handlebar", b.uniform(0.26, 0.37), hold, rise, back, 0.012)
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
        bars = join(rod((x, y, rear[2] - 0.2), (x, y, rear[2] + 0.18), 0.006, 6) for x in (-0.05, 0, 0.05))
        b.add("rack|luggage rack", bars + _pair((0.06, y, rear[2] - 0.1), (0.05, radius, rear[2]), 0.006, 6))
    if b.chance(0.4):
        basket = box(0.34, 0.22, 0.26).taper(1.2)
        centre = basket.move(0, y + 0.2, front[2] - 0.02)
        b.add("basket", split_top(centre))
    if b.chance(0.5):
        b.add(
            "light|headlight",
            cylinder(0.035, 0.06, sides=12).rotate("x", 90).move(0, y + 0.05, front[2] - 0.06),
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
        _spoked(b, radius, fat, 16)
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
        rod(head + [0, -0.1, 0.03], neck, tube) + box(gap * 2.3, 0.03, 0.04).move(*(head + [0, -0.1, 0.03])),
    )
    _bars(b, "handlebar", b.uniform(0.24, 0.34), neck, b.uniform(0.06, 0.2), b.uniform(0.03, 0.1), 0.013)
    post = top + [0, b.uniform(0.04, 0.15), -0.03]
    b.add("saddle|seat > seat post", rod(top, post, tube * 0.8))
    _bike_saddle(b, post + [0, 0.015, 0])
    _drive(b, crank, rear, b.uniform(0.05, 0.075), fat + 0.035)
    if b.chance(0.35):
        x = b.uniform(0.14, 0.2)
        symmetric(
            b,
            "training wheel",
            cylinder(0.06, 0.03, sides=16, bevel=0.005).rotate("z", 90).move(x, 0.06, rear[2]),
        )
        symmetric(
            b,
            "frame > bracket",
            _elbow([(0.03, radius, rear[2]), (x - 0.02, radius, rear[2]), (x - 0.02, 0.06, rear[2])]),
        )


def _elbow(points: ArrayLike, radius: float = 0.009) -> Mesh:
    return sweep(curve(points, 8), radius, sides=6)


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
    b.add("frame", sweep(curve(spine, 12), 0.018, sides=8))
    b.add("frame > axle", rod(axle - [track, 0, 0], axle + [track, 0, 0], 0.012))
    symmetric(b, "fork|front fork", rod(front + [fat * 0.8, 0, 0], head + [fat * 0.8, -0.06, 0], 0.01))
    b.add(
        "fork|front fork",
        box(fat * 2, 0.025, 0.03).move(*(head - [0, 0.06, 0])) + rod(head - [0, 0.06, 0], head, 0.014),
    )
    _bars(b, "handlebar|handle", b.uniform(0.16, 0.22), head + [0, 0.04, 0], b.uniform(0.03, 0.1), 0.08, 0.01)
    if b.chance(0.5):
        b.add(
            "saddle|seat",
            box(0.2, 0.04, 0.22, 0.018, 2).move(*seat)
            + box(0.2, 0.16, 0.03, 0.012, 2).move(*(seat + [0, 0.1, -0.11])),
        )
    else:
        _bike_saddle(b, seat)
    turn = b.uniform(0, 360)
    for s in (1, -1):
        end = front + s * np.array([fat + 0.03, 0.09 * np.sin(turn), 0.09 * np.cos(turn)])
        b.add("pedal > crank", rod(front + [s * fat * 0.5, 0, 0], end, 0.007, 6))
        b.add("pedal", box(0.06, 0.025, 0.05, 0.006, 1).move(*(end + [s * 0.03, 0, 0])))
    kind = b.pick("step", "basket", "none")
    if kind == "step":
        b.add("step|footboard", box(track * 1.6, 0.015, 0.12).move(*(axle + [0, 0.05, -0.05])))
    if kind == "basket":
        b.add("basket", split_top(box(track * 1.4, 0.14, 0.2).taper(1.15)).move(*(axle + [0, 0.16, -0.08])))
    if b.chance(0.3):
        b.add("push bar", _elbow([axle, axle + [0, 0.4, -0.1], axle + [0, 0.75, -0.2]], 0.011))


@design("kick scooter")
def kick_scooter(b: Builder) -> None:
    """Deck, steering column with a T-bar, two or three small wheels, sometimes a motor housing."""
    radius, fat = b.uniform(0.05, 0.12), b.uniform(0.025, 0.05)
    length, wide, high = b.uniform(0.5, 0.9), b.uniform(0.1, 0.17), b.uniform(0.65, 1.1)
    deck, thick = radius * b.uniform(0.8, 1.2), b.uniform(0.012, 0.05)
    h = length / 2
    flat = rectangle(wide, length * 0.8, wide * b.uniform(0.1, 0.45))
    b.add("deck|footboard", extrude(flat, thick).rotate("x", 90).move(y=deck))
    if b.chance(0.4):
        b.add(
            "deck|footboard > grip tape",
            extrude(flat * 0.9, 0.004).rotate("x", 90).move(y=deck + thick / 2 + 0.002),
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
    _bars(b, "handlebar|handle", b.uniform(0.18, 0.28), top, b.pick(0.0, 0.03), b.uniform(0, 0.05), 0.013)
    symmetric(
        b, "deck|footboard > bracket", box(0.008, 0.04, radius * 2).move(fat * 0.75, deck, -h + radius * 0.8)
    )
    if b.chance(0.75):
        b.add(
            "rear brake|fender|mudguard",
            fender(radius * 1.15, fat * 1.3, 40, b.uniform(110, 160), 0.005, 0.3).move(*rear),
        )
    if b.chance(0.3):
        b.add(
            "headlight|light", cylinder(0.025, 0.04, sides=10).rotate("x", 90).move(*(top + [0, -0.08, 0.03]))
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
    b.add("deck", sheet(grid[::-1], thick))
    if b.chance(0.3):
        b.add("deck > grip tape", sheet(grid[::-1] * [0.97, 1, 0.985] + [0, 0.002, 0], 0.001))
    _skate_trucks(b, length, wide, (lift - thick, radius, fat))


def _skate_trucks(b: Builder, length: float, wide: float, sizes: tuple[float, float, float]) -> None:
    deck, radius, fat = sizes
    at, track = length * b.uniform(0.26, 0.36), wide * b.uniform(0.34, 0.46)
    name = "truck|belt|foot"
    solid = b.chance(0.3)
    for s in (1, -1):
        z = s * at
        b.add(name + " > base plate|plate", box(wide * 0.3, 0.008, wide * 0.42).move(0, deck - 0.004, z))
        hanger = cylinder(radius * 0.35, track * 1.7, sides=10).rotate("z", 90) + box(
            track * 0.9, deck - radius, 0.03
        ).taper(0.4).move(y=(deck - radius) / 2)
        b.add(name + " > hanger", hanger.move(0, radius, z))
        b.add(name + " > axle", rod((-track - fat * 0.6, radius, z), (track + fat * 0.6, radius, z), 0.005, 6))
        for x in (track, -track):
            core = (
                cylinder(radius, fat, sides=18, bevel=radius * b.uniform(0.05, 0.25))
                .rotate("z", 90)
                .move(x, radius, z)
            )
            b.add("wheel", core)
            if not solid:
                b.add(
                    "wheel > bearing|hub",
                    cylinder(radius * 0.4, fat * 1.04, sides=12).rotate("z", 90).move(x, radius, z),
                )
    if b.chance(0.5):
        bolts = [
            (x * 0.022, deck + 0.014, s * at + z * 0.025) for s in (1, -1) for x in (-1, 1) for z in (-1, 1)
        ]
        b.add("truck|belt|foot > bolt|screw", array(cylinder(0.004, 0.006, sides=6), bolts))


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
    shaft = lathe(
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
        slab([(-h, sole - 0.015), (h * 0.95, sole - 0.015), (h * 0.95, sole), (-h, sole)], wide * 0.85, 0.004),
    )
    if inline:
        count = b.pick(3, 4, 4, 5)
        zs = np.linspace(-h + radius, h - radius * 0.5, count)
        rail = [(-h * 0.8, radius), (h * 0.85, radius), (h * 0.7, sole - 0.01), (-h * 0.85, sole - 0.01)]
        symmetric(b, "frame|chassis", side_panel(rail, 0.017, 0.004))
        disc = superquadric(0.012, radius, radius, 1.0, 1.0, 16)
        b.add("wheel", array(disc, [(0, radius, z) for z in zs]))
        if b.chance(0.6):
            b.add("brake|heel brake", box(0.025, 0.03, 0.04, 0.008, 1).move(0, radius, -h - 0.015))
    else:
        b.add("frame|chassis", box(wide * 0.5, 0.012, length * 0.85).move(y=sole - 0.022))
        for z in (-h * 0.55, h * 0.55):
            b.add(
                "frame|chassis > truck|axle",
                box(0.03, sole - radius - 0.02, 0.03).taper(1.5).move(0, (sole + radius) / 2 - 0.01, z),
            )
            b.add(
                "frame|chassis > truck|axle", rod((-wide * 0.5, radius, z), (wide * 0.5, radius, z), 0.006, 6)
            )
            tyre = cylinder(radius, 0.03, sides=16, bevel=0.006).rotate("z", 90)
            symmetric(b, "wheel", tyre.move(wide * 0.47, radius, z))
        b.add(
            "toe stop|stopper",
            cylinder(0.018, 0.04, top=0.01, sides=12).rotate("x", -30).move(0, radius * 1.3, h * 1.02),
        )
    for i in range(b.integer(2, 5)):
        y = sole + 0.1 + i * (high - 0.1) * 0.17
        b.add(
            "lace|strap",
            box(wide * 0.6, 0.012, 0.02, 0.005, 1).move(0, min(y, sole + high), -h * 0.42 + wide * 0.5),
        )
