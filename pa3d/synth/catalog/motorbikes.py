"""Motorbikes and scooters."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.cycle_parts import bars, spoked
from pa3d.synth.catalog.vehicle_parts import fender, patch, rounded_hull, side_panel, side_solid, wheel
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, place, rod, wire

GAS, MOTO_SEAT, BARS = "gas tank|fuel tank", "seat|saddle", "handlebar|handle"
MOTO_LIGHT, FRAME, ENGINE = "light|headlight", "frame", "frame > engine"
EXHAUST, GUARD = "frame > exhaust|exhaust pipe", "frame > fender|mudguard"


def _moto_wheel(b: Builder, radius: float, width: float) -> Parts:
    """Motorbike wheel: cast spokes or wires, with a brake disc."""
    if b.chance(0.35):
        parts = spoked(b, radius, width / 2, b.integer(16, 28))
    else:
        parts = wheel(b, radius, width, b.pick("spokes", "spokes", "holes", "solid", "disc"))
    if b.chance(0.6):
        disc = g.lathe(
            [(radius * 0.2, 0), (radius * 0.45, 0), (radius * 0.45, 0.008), (radius * 0.2, 0.008)], 18
        )
        parts.append(("wheel > brake disc|disc brake", disc.rotate("z", 90).move(x=width * 0.6)))
    return parts


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
    plates = g.array(g.box(gap * 2.6, 0.03, 0.09, 0.01, 1), [m.head, m.head + (mid - top) * 0.3])
    b.add("frame > fork|front fork", plates)
    if swingarm:
        pivot = m.crank + [gap, 0, 0]
        symmetric(b, "frame > swing arm|swingarm", rod(pivot, m.rear + [gap, 0, 0], 0.028))
        shock = rod(m.rear + [gap, 0.03, 0.08], [gap, m.seat - 0.08, m.rear[2] + 0.2], 0.02)
        coil = g.array(g.torus(0.03, 0.008, 12), [(0, 0.05 * i, 0) for i in range(4)])
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
        loop = g.rectangle(float(np.linalg.norm(run)) + 0.12, 0.1, 0.05)
        belt = (
            g.extrude(loop, 0.015, [loop * [0.96, 0.75]])
            .rotate("y", -90)
            .rotate("x", -np.degrees(np.arctan2(run[1], run[2])))
        )
        b.add("frame > chain", belt.move(*((m.crank + m.rear) / 2 - [gap * 0.7, 0, 0])))


def _moto_engine(b: Builder, m: _Moto, width: float) -> None:
    """Crankcase with finned cylinders (one, V-twin, or a row), exhausts and foot pegs."""
    y = m.crank[1] + 0.04
    b.add(ENGINE, g.box(width, 0.24, 0.42, 0.07, 2).move(0, y, m.crank[2] + 0.08))
    symmetric(
        b,
        ENGINE,
        g.cylinder(0.11, 0.04, sides=16, bevel=0.01)
        .rotate("z", 90)
        .move(width / 2, y, m.crank[2] + b.uniform(0, 0.1)),
    )
    tall = b.uniform(0.18, 0.28)
    fins = g.box(width * 0.7, tall, 0.15, 0.02, 1)
    fins += g.array(g.box(width * 0.9, 0.012, 0.19), [(0, tall * (i / 5 - 0.4), 0) for i in range(5)])
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
    pipe = wire(path, 0.022, 14)
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
    half = wire(loop, 0.016, 14) + wire(spine, 0.018, 8)
    return half + half.mirror()


def _moto_lights(b: Builder, at: NDArray, rear: NDArray, size: float) -> None:
    lamp = b.pick(
        g.cylinder(size, size * 1.1, top=size * 0.6, sides=16, bevel=size * 0.08).rotate("x", -90),
        g.sphere(size, size, size * 0.8, 14),
        g.box(size * 2.4, size * 1.5, size, size * 0.3, 1),
    )
    b.add(MOTO_LIGHT, lamp.move(*at))
    b.add("light|headlight > tail light", g.box(0.12, 0.06, 0.05, 0.015, 1).move(*rear))
    if b.chance(0.7):
        blink = rod((0.05, 0, 0), (0.16, 0, 0), 0.008, 6) + g.sphere(0.03, 0.025, 0.03, 8).move(x=0.17)
        for p in (at, rear):
            symmetric(b, "light|headlight > turn signal|indicator", blink.move(*(p + [0, -0.02, -0.02])))


def _moto_mirrors(b: Builder, at: NDArray, half: float) -> None:
    if b.chance(0.6):
        stalk = rod(at + [half * 0.6, 0, 0], at + [half * 0.85, 0.17, 0.02], 0.008, 6)
        symmetric(b, "mirror", stalk + g.sphere(0.06, 0.04, 0.015, 10).move(*(at + [half * 0.87, 0.2, 0.02])))


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
            g.cylinder(0.035, 0.025, sides=12).move(0, base + tall * 0.97, mid + 0.06),
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
    bars(b, BARS, half, at, b.uniform(0.03, 0.12), b.uniform(0.08, 0.2), 0.013)
    _moto_lights(
        b, m.head + [0, -0.05, 0.12], np.array([0, m.seat - 0.02, split - length - 0.02]), b.uniform(0.07, 0.11)
    )
    _moto_mirrors(b, at, half)
    if b.chance(0.5):
        gauge = g.cylinder(0.045, 0.05, sides=14).rotate("x", 60)
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
    bars(b, BARS, half, at, b.uniform(0.1, 0.4), b.uniform(0.2, 0.4), 0.014)
    tail = np.array([0, m.rear_radius * 2.0, m.rear[2] - m.rear_radius * 0.75])
    _moto_lights(b, m.head + [0, -0.08, 0.14], tail, b.uniform(0.08, 0.12))
    _moto_mirrors(b, at + [0, 0.1, -0.1], half)
    if b.chance(0.5):
        bag = g.box(0.16, 0.28, 0.45, 0.06, 2).move(fat + 0.12, m.seat - 0.2, m.rear[2])
        symmetric(b, "saddlebag|bag|pannier", bag)
    if b.chance(0.4):
        rail = g.arc(0.12, 0, 180, 11) * [1, 1.8, 1] + [0, m.seat + 0.05, split - length + 0.02]
        b.add("seat|saddle > backrest|sissy bar", g.sweep(rail, 0.012, sides=8))
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
    b.add("fairing", rounded_hull([*nose, (front + 0.12, width * 0.15, m.seat - 0.03, m.seat + 0.09)], 0.7, 10))
    pane = [(-0.14, 0, 0), (0.14, 0, 0), (-0.1, 0.2, -0.22), (0.1, 0.2, -0.22)]
    b.add(
        "windscreen|windshield",
        patch(np.array(pane) + [0, m.head[1] - 0.03, front - 0.03], 0.05, thickness=0.006),
    )
    _tank_between(b, m, width * 0.85, b.uniform(0.2, 0.27), split, b.uniform(0.55, 0.8))
    length, step = split - m.rear[2] + b.uniform(0.1, 0.3), b.uniform(0.08, 0.18)
    b.add(MOTO_SEAT, _saddle(length * 0.85, 0.26, 0.07, step).move(0, m.seat - 0.04, split + 0.03))
    tail = side_solid(
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
    bars(b, BARS, half, m.head + [0, 0.0, -0.02], -0.02, 0.12, 0.013)
    twin = g.sphere(0.07, 0.04, 0.05, 10).move(0.08, m.seat + 0.06, front + 0.04)
    symmetric(b, MOTO_LIGHT, twin)
    b.add("light|headlight > tail light", g.box(0.12, 0.04, 0.04).move(0, m.seat + step, split - length + 0.01))
    symmetric(b, "mirror", g.box(0.12, 0.06, 0.03, 0.01, 1).move(half * 0.8, m.head[1] + 0.1, front - 0.15))


@design("motorbike")
def dirt_bike(b: Builder) -> None:
    """Motocross bike: high thin fender, long flat seat, knobbly wheels, number plate."""
    m = _Moto(b, (0.32, 0.37), b.uniform(1.35, 1.5), b.uniform(25, 29), b.uniform(0.88, 0.97))
    fat, width = b.uniform(0.09, 0.12), b.uniform(0.2, 0.26)
    place(b, spoked(b, m.front_radius, fat / 2, 20), [m.front])
    place(b, spoked(b, m.rear_radius, fat * 0.6, 20), [m.rear])
    gap = fat
    symmetric(b, "frame > fork|front fork", rod(m.front + [gap, 0, 0], m.head + [gap, 0, 0], 0.026))
    b.add("frame > fork|front fork", g.array(g.box(gap * 2.5, 0.03, 0.08), [m.head, m.head - [0, 0.15, -0.06]]))
    symmetric(b, "frame > swing arm|swingarm", rod(m.crank + [gap, 0, 0], m.rear + [gap, 0, 0], 0.026))
    b.add(
        "frame > shock absorber|suspension",
        rod(m.crank + [0, 0.05, -0.15], (0, m.seat - 0.1, m.crank[2] - 0.1), 0.04, 12),
    )
    b.add(FRAME, _moto_frame(m, gap * 0.8))
    _moto_engine(b, m, width)
    top = m.front_radius * 2.25
    front = g.sheet(
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
    b.add(GUARD, g.sheet(rear, 0.01))
    split = m.head[2] - 0.3
    _tank_between(b, m, 0.28, b.uniform(0.1, 0.16), split, 0.6)
    b.add(
        MOTO_SEAT,
        _saddle(b.uniform(0.6, 0.75), 0.16, 0.08, b.uniform(0, 0.04), 0.8).move(0, m.seat - 0.02, split + 0.12),
    )
    bars(b, BARS, 0.4, m.head + [0, 0.03, 0], 0.12, 0.08, 0.014)
    if b.chance(0.5):
        b.add(MOTO_LIGHT, g.box(0.18, 0.2, 0.06, 0.03, 1).rotate("x", -15).move(*(m.head + [0, -0.02, 0.14])))
    else:
        b.add(
            "frame > number plate", g.box(0.2, 0.22, 0.02).rotate("x", -15).move(*(m.head + [0, -0.02, 0.14]))
        )


def _strip(points: ArrayLike, width: float) -> NDArray:
    """Grid for a strip across x along a smooth path (z, y)."""
    rows, x = g.curve(points, 8), np.linspace(1, -1, 4) * width / 2
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
    b.add("frame|body > leg shield|front panel", g.sheet(shield[:, ::-1], 0.05))
    run = head[2] - 0.1 + base * 0.12
    b.add(
        "frame|body > floorboard|footrest",
        g.box(step, 0.07, run + 0.1, 0.02, 1).move(0, floor, head[2] - 0.1 - run / 2),
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
    bars(b, "handlebar|handle", b.uniform(0.3, 0.36), head, 0.04, b.uniform(0.05, 0.12), 0.014)
    b.add("frame|body > handlebar cover", g.superquadric(0.13, 0.08, 0.08, 0.7, 0.7, 14).move(*head))
    low = b.chance(0.4)
    lamp_at = head + ([0, -0.3, 0.08] if low else [0, 0.0, 0.09])
    b.add("light|headlight", g.sphere(0.08, 0.07, 0.06, 14).move(*lamp_at))
    b.add(
        "light|headlight > tail light",
        g.sphere(0.06, 0.04, 0.03, 10).move(0, seat - 0.15, rear[2] - radius * 1.08),
    )
    _moto_mirrors(b, head, 0.33)
    muffler = (
        g.cylinder(0.05, 0.35, sides=12, bevel=0.01)
        .rotate("x", 80)
        .move(fat / 2 + 0.09, radius + 0.02, rear[2] - 0.02)
    )
    b.add("frame|body > exhaust|exhaust pipe", muffler)
    if b.chance(0.35):
        top = g.box(0.36, 0.28, 0.32, 0.06, 2).move(0, seat + 0.22, rear[2] - radius * 0.8)
        b.add("top case|box", top)
        b.add("luggage rack|rack", g.box(0.2, 0.03, 0.35).move(0, seat + 0.06, rear[2] - radius * 0.7))
