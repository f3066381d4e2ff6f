"""Bathroom and wash things: faucets, sinks, toilets, baths, showers, dispensers and small items."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.cups import bail, band, blocks, hollow, ribbed_cap, vessel
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

SWITCH = "switch|handle|lever"


# -- faucets ---------------------------------------------------------------------------------------


def spout_path(b: Builder, rise: float, reach: float) -> np.ndarray:
    """Centre line of a spout from the origin, up and out towards +z: arch, square, slant or hook."""
    style = b.integer(0, 4)
    if style == 0:
        points = [(0, 0), (0, rise * 0.7), (reach * 0.5, rise), (reach, rise * 0.75), (reach, rise * 0.5)]
        return _yz(curve(points, 20))
    if style == 1:
        return _yz(
            np.array(
                [
                    (0, 0),
                    (0, rise * 0.97),
                    (0.001, rise),
                    (reach - 0.001, rise),
                    (reach, rise * 0.97),
                    (reach, rise * 0.8),
                ]
            )
        )
    if style == 2:
        return _yz(
            curve(
                [(0, rise * 0.25), (reach * 0.5, rise * 0.6), (reach, rise * 0.55), (reach * 1.05, rise * 0.4)],
                14,
            )
        )
    if style == 3:
        return _yz(np.array([(0, rise * 0.3), (reach, rise * b.uniform(0.4, 0.9))]))
    return _yz(curve([(0, 0), (0, rise), (reach * 0.6, rise * 1.05), (reach, rise * 0.85)], 18))


def _yz(points: np.ndarray) -> np.ndarray:
    return np.stack([np.zeros(len(points)), points[:, 1], points[:, 0]], 1)


def add_spout(
    b: Builder, rise: float, reach: float, thick: float, at: tuple[float, float, float] = (0, 0, 0)
) -> None:
    """A spout, round or flat, with an aerator at its end at times."""
    path = spout_path(b, rise, reach)
    section = rectangle(b.uniform(1.5, 2.6), b.uniform(1, 2), 0.2) if b.chance(0.3) else None
    b.add("spout", sweep(path, thick, section=section, sides=14).move(*at))
    if b.chance(0.5):
        tip, before = path[-1], path[-2]
        nozzle = cylinder(thick * 1.15, thick * 1.6, sides=14, bevel=thick * 0.15)
        b.add("spout > nozzle|aerator", nozzle.align(tip - before, tip + np.array(at)))


def switch_head(b: Builder, size: float) -> Mesh:
    """Handle of a valve standing on y = 0: cross, lever, round knob or star wheel."""
    stem = cylinder(size * 0.28, size * 0.9, sides=12).move(y=size * 0.45)
    style = b.integer(0, 4)
    if style == 0:
        arms = ring(capsule(size * 0.17, size * 1.1, size * 0.22).rotate("z", -90).move(size * 0.5), 4)
        return stem + arms.move(y=size * 0.9) + sphere(size * 0.35, sides=12).move(y=size * 0.95)
    if style == 1:
        lever = box(size * 2.2, size * 0.25, size * 0.5, size * 0.1).move(size * 0.9)
        return stem + lever.rotate("z", b.uniform(0, 35)).move(y=size * 0.9)
    if style == 2:
        return stem + cylinder(size * 0.75, size * 0.9, size * 0.6, sides=20, bevel=size * 0.1).move(
            y=size * 0.9
        )
    if style == 3:
        lobes = ring(sphere(size * 0.3, sides=8).move(size * 0.55), b.integer(5, 8))
        return stem + lobes.move(y=size * 0.9) + cylinder(size * 0.55, size * 0.45).move(y=size * 0.9)
    lever = capsule(size * 0.18, size * 2.2, size * 0.25).rotate("z", -90).move(size * 0.9)
    return stem + lever.rotate("z", b.uniform(-10, 45)).move(y=size * 0.85)


@design("faucet", "faucet", "faucet")
def mixer_tap(b: Builder) -> None:
    """Single-lever basin or kitchen mixer: base, upright body, spout, lever on top or at the side."""
    thick, height = b.uniform(0.014, 0.026), b.uniform(0.05, 0.2)
    square = b.chance(0.3)
    b.add("base", cylinder(thick * b.uniform(1.2, 1.8), 0.008, sides=24, bevel=0.002).move(y=0.004))
    body = (
        box(thick * 2, height, thick * 2, 0.003)
        if square
        else cylinder(thick, height, thick * b.uniform(0.85, 1.05), sides=24)
    )
    b.add("body", body.move(y=height / 2))
    rise, reach = b.uniform(0.04, 0.3), b.uniform(0.09, 0.22)
    low = height * b.uniform(0.55, 0.9)
    add_spout(b, rise, reach, thick * b.uniform(0.5, 0.8), (0, low, thick * 0.4))
    if rise < 0.1 or b.chance(0.3):
        knob = cylinder(thick, thick * 1.2, thick * 0.8, sides=20, bevel=0.002).move(y=thick * 0.6)
        length = b.uniform(0.05, 0.13)
        lever = box(thick * b.uniform(0.6, 1.6), thick * 0.4, length, 0.003).move(
            z=b.pick(-1, 1) * length * 0.45
        )
        top = knob + lever.rotate("x", b.uniform(-30, 30)).move(y=thick * 1.1)
        b.add(SWITCH, top.rotate("y", b.pick(0, 0, b.uniform(-60, 60))).move(y=height))
    else:
        b.add(
            SWITCH,
            switch_head(b, thick * 0.9).rotate("z", -90).move(thick * 0.9, height * b.uniform(0.5, 0.75)),
        )


@design("faucet", "faucet")
def two_handle_tap(b: Builder) -> None:
    """Hot and cold taps beside a spout: on a plate, on a bridge, or three separate pieces."""
    apart, thick, size = b.uniform(0.05, 0.12), b.uniform(0.009, 0.015), b.uniform(0.016, 0.028)
    style = b.integer(0, 2)
    lift = 0.0
    if style == 0:
        b.add("base", box(apart * 2 + 0.05, 0.02, 0.05, 0.009).move(y=0.01))
        lift = 0.018
    elif style == 1:
        lift = b.uniform(0.04, 0.08)
        b.add("body > bridge|body", cylinder(thick, apart * 2, sides=14).rotate("z", 90).move(y=lift * 0.8))
    spots = [(-apart, 0, 0), (0, 0, 0), (apart, 0, 0)]
    flange = cylinder(size * b.uniform(0.9, 1.2), 0.008, sides=20).move(y=0.004)
    b.add("base", array(flange, spots if style == 2 else [spots[0], spots[2]]))
    tall = lift + b.uniform(0.02, 0.05)
    for x, _, _ in (spots[0], spots[2]):
        b.add("body", cylinder(size * 0.7, tall, size * 0.55, sides=16).move(x, tall / 2))
    add_spout(b, b.uniform(0.06, 0.28), b.uniform(0.1, 0.2), thick, (0, lift * 0.5, 0))
    head = switch_head(b, size).rotate("y", b.uniform(0, 40)).move(apart, tall - 0.002)
    symmetric(b, SWITCH, head)


@design("faucet")
def pull_down_tap(b: Builder) -> None:
    """Kitchen tap: tall arch or open spring spout, spray head, side lever, perhaps a soap pump beside it."""
    thick, rise, reach = b.uniform(0.011, 0.016), b.uniform(0.28, 0.48), b.uniform(0.16, 0.24)
    b.add("base", cylinder(thick * 2.2, 0.01, sides=24).move(y=0.005))
    tall = rise * b.uniform(0.25, 0.4)
    b.add("body", cylinder(thick * 1.5, tall, thick * 1.3, sides=20).move(y=tall / 2))
    path = _yz(
        curve(
            [
                (0, tall * 0.9),
                (0, rise * 0.75),
                (reach * 0.25, rise * 0.97),
                (reach * 0.75, rise * 0.97),
                (reach, rise * 0.75),
                (reach, rise * 0.6),
            ],
            26,
        )
    )
    b.add("spout", sweep(path, thick, sides=12))
    if b.chance(0.35):
        b.add(
            "spout > spring",
            join(
                torus(thick * 1.5, thick * 0.25, 12).align(path[i + 1] - path[i], path[i]) for i in range(2, 24)
            ),
        )
    head = cylinder(thick * 1.3, rise * 0.2, thick * 1.05, sides=16, bevel=0.002)
    b.add("spout > spray head|nozzle", head.move(0, rise * 0.52, reach))
    b.add(SWITCH, switch_head(b, thick * 1.3).rotate("z", -90).move(thick * 1.2, tall * 0.65))


@design("faucet", "tap")
def wall_tap(b: Builder) -> None:
    """Wall or garden tap: flange, horizontal body, valve with a wheel or lever on top, turned-down spout."""
    thick, reach = b.uniform(0.01, 0.018), b.uniform(0.05, 0.16)
    b.add("base|flange", cylinder(thick * b.uniform(1.8, 2.6), 0.01, sides=24).rotate("x", 90))
    b.add("body", cylinder(thick, reach, sides=18).rotate("x", 90).move(z=reach / 2))
    drop = b.uniform(0.03, 0.08)
    path = curve(
        [(0, 0, reach * 0.85), (0, 0.005, reach + 0.02), (0, -0.01, reach + 0.05), (0, -drop, reach + 0.055)],
        14,
    )
    b.add("spout", sweep(path, np.linspace(thick * 1.05, thick * 0.8, 14), sides=14))
    if b.chance(0.4):
        b.add("spout > nozzle|aerator", cylinder(thick, 0.02).move(0, -drop, reach + 0.055))
    valve, at = b.uniform(0.02, 0.04), reach * b.uniform(0.5, 0.95)
    b.add(
        "body > valve stem|bonnet",
        cylinder(thick * 0.8, valve, thick * 0.6).move(0, thick * 0.6 + valve / 2, at),
    )
    head = switch_head(b, thick * b.uniform(1, 1.5)).rotate("y", b.uniform(0, 180))
    b.add(SWITCH, head.move(0, thick * 0.5 + valve, at))


@design("faucet")
def bath_tap(b: Builder) -> None:
    """Wall bar mixer: horizontal body, end knobs, two wall flanges, spout; at times a hand shower."""
    half, thick = b.uniform(0.1, 0.16), b.uniform(0.018, 0.028)
    b.add("body", cylinder(thick, half * 2, sides=20).rotate("z", 90))
    symmetric(b, "base|flange", cylinder(thick * 1.4, 0.012).rotate("x", 90).move(half * 0.7, 0, -0.06))
    symmetric(b, "base|flange", cylinder(thick * 0.6, 0.06).rotate("x", 90).move(half * 0.7, 0, -0.03))
    symmetric(b, SWITCH, switch_head(b, thick * 0.9).rotate("z", -90).move(half))
    add_spout(b, 0.04, b.uniform(0.08, 0.18), thick * 0.7, (0, -0.03, thick * 0.5))
    if b.chance(0.5):
        path = curve(
            [(0.03, -thick, 0), (0.06, -0.3, 0.08), (0.15, -0.35, 0.1), (0.2, 0.05, 0.08), (0.2, 0.3, 0.05)], 24
        )
        b.add("hose|tube", sweep(path, 0.006, sides=8))
        b.add(
            "shower head|hand shower",
            cylinder(0.04, 0.02, 0.03).rotate("x", 70).move(0.2, 0.42, 0.09)
            + capsule(0.011, 0.14).rotate("x", 10).move(0.2, 0.35, 0.06),
        )


def mini_tap(b: Builder, y: float, z: float, scale: float = 1.0) -> None:
    """A simple faucet on a basin's back, as one piece or two."""
    rise, reach = b.uniform(0.1, 0.25) * scale, b.uniform(0.09, 0.16) * scale
    path = spout_path(b, rise, reach)
    b.add(
        "faucet|tap > spout",
        sweep(path, 0.012 * scale, sides=10).move(0, y, z) + cylinder(0.022, 0.012).move(0, y, z),
    )
    if b.chance(0.5):
        symmetric(b, "faucet|tap > handle|switch", switch_head(b, 0.018 * scale).move(0.09 * scale, y, z))
    else:
        b.add("faucet|tap > handle|switch", switch_head(b, 0.016 * scale).rotate("y", 90).move(0.05, y, z))


# -- sinks -----------------------------------------------------------------------------------------


def basin(b: Builder, x: float, z: float, deep: float, top: float, corner: float) -> None:
    """Bowl of a sink hanging below y = top, with a drain."""
    floor = top - deep
    levels = [
        (floor, x * 0.65, z * 0.65, corner * 0.8),
        (floor + deep * 0.4, x * 0.92, z * 0.92, corner),
        (top, x, z, corner),
    ]
    b.add("basin|bowl|sink", hollow(curve(levels, 8), b.uniform(0.008, 0.02), 6))
    b.add("drain", cylinder(0.025, 0.004, sides=16).move(y=floor + deep * 0.18))


def holed_top(
    x: float, z: float, hole_x: float, hole_z: float, corner: float, thick: float, shift: float = 0.0
) -> Mesh:
    """Slab with a rounded hole, its top at y = 0."""
    hole = rectangle(hole_x, hole_z, corner, 6) + [0, -shift]
    return extrude(rectangle(x, z, 0.01), thick, [hole]).rotate("x", -90).move(y=-thick / 2)


@design("sink", "sink")
def pedestal_sink(b: Builder) -> None:
    """Basin on a pedestal or hung on the wall, with a rim, backsplash and faucet."""
    x, z, deep = b.uniform(0.4, 0.65), b.uniform(0.35, 0.5), b.uniform(0.12, 0.2)
    top = b.uniform(0.78, 0.88)
    corner = b.uniform(0.05, 0.2)
    basin(b, x * 0.86, z * 0.68, deep, top, corner)
    b.add(
        "basin|bowl|sink > rim", holed_top(x, z, x * 0.8, z * 0.62, corner, 0.03).move(0, top + 0.01, -z * 0.06)
    )
    if b.chance(0.7):
        wide = b.uniform(0.14, 0.22)
        points = curve(
            [
                (0, wide, wide, wide * 0.4),
                (top * 0.15, wide * 0.7, wide * 0.7, wide * 0.3),
                (top - deep * 0.7, wide, wide, wide * 0.4),
            ],
            9,
        )
        b.add("pedestal|stand|base", blocks(points).move(z=-z * 0.1))
    if b.chance(0.3):
        b.add("backsplash|back", box(x, b.uniform(0.05, 0.15), 0.02, 0.008).move(0, top + 0.06, -z * 0.55))
    mini_tap(b, top + 0.008, -z * 0.44)


@design("sink", "sink", "bathroom vanity")
def vanity(b: Builder) -> None:
    """Cabinet with doors or drawers, countertop, sunk or vessel basins, faucet, sometimes a mirror."""
    x, z, top, count = b.uniform(0.6, 1.1), b.uniform(0.45, 0.58), b.uniform(0.75, 0.88), 1
    lift = b.pick(0, 0.08, 0.3)
    height = top - lift - 0.03
    b.add(
        "cabinet > body|frame",
        (rim_wall(x * 0.97, z * 0.95, height) + box(x * 0.95, 0.02, z * 0.9)).move(y=lift),
    )
    if lift == 0.08:
        b.add("leg|foot", array(cylinder(0.02, lift), positions_of_corners(x * 0.85, z * 0.8, lift / 2)))
    count = b.integer(1, 4)
    wide, front = x * 0.95 / count, z * 0.475
    drawers = b.chance(0.4)
    rows = b.integer(1, 3) if drawers else 1
    for i in range(count):
        for j in range(rows):
            at, y = (i - (count - 1) / 2) * wide, lift + height * (j + 0.5) / rows
            name = "drawer" if drawers else "door"
            b.add(
                f"cabinet > {name}",
                box(wide * 0.94, height / rows * 0.94, 0.02, 0.003).move(at, y, front + 0.01),
            )
            pull = capsule(0.006, min(0.12, wide * 0.5)).rotate("z", 90 if drawers else 0)
            aside = 0 if drawers else wide * 0.36 * (1 if i % 2 == 0 else -1)
            b.add("cabinet > handle|knob", pull.move(at + aside, y, front + 0.035))
    size_x, size_z = min(x * 0.6, 0.5), z * 0.6
    corner = b.uniform(0.03, 0.14)
    if b.chance(0.55):
        b.add("countertop|counter", holed_top(x, z, size_x, size_z, corner, 0.03).move(y=top))
        basin(b, size_x * 1.03, size_z * 1.03, 0.14, top - 0.004, corner)
    else:
        b.add("countertop|counter", box(x, 0.03, z, 0.004).move(y=top - 0.015))
        basin(b, size_x, size_z, b.uniform(0.1, 0.16), top + 0.13, corner)
    if b.chance(0.4):
        b.add("backsplash|back", box(x, 0.08, 0.015).move(0, top + 0.04, -z / 2 + 0.008))
    mini_tap(b, top, -z * 0.4, b.uniform(0.8, 1.3))
    if b.chance(0.2):
        b.add("mirror", box(x * 0.7, 0.7, 0.02).move(0, top + 0.75, -z / 2))


@design("sink", "kitchen sink")
def kitchen_sink(b: Builder) -> None:
    """Inset sink of one or two bowls with a draining board, alone or in a counter or on legs."""
    z, deep, y = b.uniform(0.42, 0.52), b.uniform(0.14, 0.22), 0.9
    bowls, drainer = b.integer(1, 2), b.chance(0.5)
    wide = b.uniform(0.32, 0.42)
    total = bowls * (wide + 0.04) + (wide * 0.9 if drainer else 0) + 0.04
    left = -total / 2 + 0.04 + wide / 2
    centers = [left + i * (wide + 0.04) for i in range(bowls)]
    corner = b.uniform(0.02, 0.08)
    holes = [rectangle(wide * 0.96, z * 0.7, corner) + [c, 0] for c in centers]
    b.add("basin|bowl|sink > rim", extrude(rectangle(total, z, 0.02), 0.008, holes).rotate("x", -90).move(y=y))
    for c in centers:
        levels = [(y - deep, wide * 0.93, z * 0.66, corner), (y, wide, z * 0.73, corner)]
        b.add("basin|bowl|sink", hollow(levels, 0.006).move(x=c))
        b.add("drain", cylinder(0.035, 0.004, sides=16).move(c, y - deep + 0.014))
    if drainer:
        start = centers[-1] + wide / 2 + 0.06
        ridges = array(
            box(wide * 0.75, 0.006, 0.008),
            [(start + wide * 0.36, y + 0.006, (i - 3) * z * 0.09) for i in range(7)],
        )
        b.add("drainboard|draining board", ridges)
    mini_tap(b, y + 0.004, -z * 0.42, 1.3)
    style = b.integer(0, 2)
    if style == 0:
        b.add("leg|foot", array(box(0.04, y, 0.04), positions_of_corners(total - 0.06, z - 0.06, y / 2)))
    elif style == 1:
        b.add(
            "countertop|counter",
            holed_top(total + 0.5, z + 0.12, total - 0.02, z - 0.02, 0.02, 0.035).move(y=y - 0.004),
        )
        b.add(
            "cabinet > body|frame",
            array(box(0.02, y - 0.04, z), [(s * (total / 2 + 0.2), (y - 0.04) / 2, 0) for s in (-1, 1)]),
        )
        for s in (-1, 1):
            b.add(
                "cabinet > door",
                box(total / 2 + 0.19, y - 0.1, 0.02).move(s * (total / 4 + 0.1), y / 2 - 0.02, z / 2),
            )
            b.add("cabinet > handle|knob", sphere(0.015, sides=10).move(s * 0.05, y * 0.7, z / 2 + 0.025))


@design("sink")
def vessel_basin(b: Builder) -> None:
    """Free basin alone: round, oval or square, on a shelf or bare; or a floor-standing column."""
    x, deep = b.uniform(0.32, 0.6), b.uniform(0.1, 0.2)
    z = x * b.uniform(0.65, 1)
    corner = z / 2 * b.pick(0.15, 0.5, 0.99)
    style = b.integer(0, 2)
    top = deep
    if style == 1:
        top = 0.85
        b.add("countertop|counter", box(x + b.uniform(0.1, 0.5), 0.05, z + 0.1).move(y=top - deep - 0.025))
        if b.chance(0.5):
            b.add(
                "leg|foot",
                array(box(0.03, top - deep - 0.05, 0.03), positions_of_corners(x, z, (top - deep - 0.05) / 2)),
            )
    elif style == 2:
        top = 0.87
        b.add(
            "pedestal|stand|base",
            blocks(
                [(0, x * 0.8, z * 0.8, corner * 0.8), (top - deep * 0.5, x * 0.75, z * 0.75, corner * 0.75)]
            ),
        )
    basin(b, x, z, deep, top, corner)
    if style and b.chance(0.8):
        mini_tap(b, top - (deep if style == 1 else 0.01), -z * 0.5, 1.3)


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
    b.add("bowl|toilet bowl|body", loft(rows))


def add_seat(b: Builder, wide: float, long: float, top: float) -> None:
    """Seat ring and lid, hinged at the back; closed, lid open, or both up; at times no lid."""
    shape = oval(wide * 1.02, long * 1.0)
    middle = np.array([0, long * 0.5])
    cut = (shape - middle) * b.uniform(0.55, 0.68) + middle
    ring_ = extrude(shape, 0.018, [cut]).rotate("x", 90).move(y=top + 0.014)
    lid = extrude(shape * b.uniform(0.97, 1.03), b.uniform(0.012, 0.03)).rotate("x", 90).move(y=top + 0.04)
    state = b.integer(0, 3)
    up = b.uniform(72, 92)
    lid_up = up + 3 if state else 0
    seat_up = up if state == 3 else 0
    about = (0, top + 0.02, 0)
    b.add("seat", ring_.rotate("x", -seat_up, about))
    if b.chance(0.92):
        b.add("lid|cover", lid.rotate("x", -lid_up, about))
    symmetric(b, "hinge", cylinder(0.012, 0.04, sides=10).rotate("z", 90).move(wide * 0.2, top + 0.022, -0.005))


def add_flush(b: Builder, y: float, x: float, middle: float, front: float) -> None:
    """Flush button on top of the tank (one or two) at z = middle, or a lever on its front."""
    style = b.integer(0, 2)
    if style == 0:
        b.add(
            "button|flush button",
            cylinder(b.uniform(0.015, 0.028), 0.012, sides=18, bevel=0.003).move(0, y + 0.005, middle),
        )
    elif style == 1:
        for s in (-1, 1):
            b.add("button|flush button", box(0.026, 0.012, 0.04, 0.004).move(s * 0.015, y + 0.005, middle))
    else:
        knob = cylinder(0.012, 0.02).rotate("x", 90).move(-x * 0.35, y - 0.08, front + 0.008)
        b.add(
            "lever|flush handle|handle",
            knob + capsule(0.007, 0.08).rotate("z", 85).move(-x * 0.35 + 0.03, y - 0.082, front + 0.02),
        )


@design("toilet", "toilet", "toilet")
def close_coupled_toilet(b: Builder) -> None:
    """Floor toilet with a tank behind: bowl, foot, seat, lid, tank with its lid, button or lever."""
    wide, long, top = b.uniform(0.34, 0.4), b.uniform(0.42, 0.52), b.uniform(0.36, 0.44)
    stem = b.uniform(0.45, 0.8)
    add_bowl(b, wide, long, top, 0.03, stem)
    b.add(
        "base|foot|pedestal",
        loft([_flat(oval(wide * stem * 1.05, long * 0.75), y) for y in (0, 0.035)]).move(z=long * 0.02),
    )
    back = b.uniform(0.18, 0.26)
    b.add(
        "bowl|toilet bowl|body",
        box(wide * 0.65, top * b.uniform(0.3, 0.95), back + 0.1, 0.02).move(0, top * 0.5, -back / 2 + 0.02),
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
        box(tank_x + 0.02, rim, tank_z + 0.02, rim * 0.3).move(0, top + tank_y + rim / 2, z),
    )
    add_flush(b, top + tank_y + rim, tank_x, z, -0.055)
    add_seat(b, wide, long, top)
    if b.chance(0.25):
        pipe = curve(
            [(tank_x * 0.45, top + 0.05, z), (tank_x * 0.6, top * 0.5, z), (tank_x * 0.55, 0.1, z - 0.05)], 12
        )
        b.add("pipe|hose", sweep(pipe, 0.008, sides=8))


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
        curve(
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
    b.add("bowl|toilet bowl|body", box(wide * 0.8, top * 0.6, 0.12, 0.03).move(0, top * 0.68, 0.04))
    add_seat(b, wide, long, top)
    if victorian:
        y = b.uniform(1.2, 1.7)
        b.add("pipe|hose", cylinder(0.02, y - top + 0.1, sides=12).move(0, (y + top) / 2 - 0.05, -0.05))
        b.add("tank|cistern > tank|cistern", box(0.45, 0.25, 0.2, 0.02).move(0, y + 0.12, -0.05))
        b.add("tank|cistern > tank lid", box(0.48, 0.03, 0.23, 0.008).move(0, y + 0.26, -0.05))
        b.add("chain|pull chain", cylinder(0.004, 0.5, sides=6).move(0.2, y - 0.15, 0.07))
        b.add("lever|flush handle|handle", capsule(0.012, 0.09).move(0.2, y - 0.42, 0.07))
        return
    b.add("panel|wall", box(b.uniform(0.5, 0.9), b.uniform(0.95, 1.2), 0.12).move(0, 0.5, -0.07))
    b.add("button|flush button > flush plate", box(0.22, 0.15, 0.01, 0.003).move(0, 0.85, -0.005))
    for s in (-1, 1):
        b.add("button|flush button", box(0.085, 0.11, 0.012, 0.004).move(s * 0.05, 0.85, 0.004))


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
        levels = curve(
            [
                (lift, x * 0.7, z * 0.7, corner * 0.7),
                (lift + y * 0.4, x * 0.9, z * 0.93, corner * 0.9),
                (lift + y, x, z, corner),
            ],
            9,
        )
        b.add("body|tub > basin|bath", hollow(levels, 0.02, 8))
        if b.chance(0.7):
            outline = rectangle(x, z, corner, 8)
            path = np.c_[outline[:, 0], np.full(len(outline), lift + y), outline[:, 1]]
            b.add("body|tub > rim", sweep(path, b.uniform(0.015, 0.03), closed=True, sides=8))
    if style == 0:
        foot = sweep(
            curve([(0, 0.12, 0), (0.05, 0.08, 0), (0.03, 0.03, 0), (0.06, 0, 0)], 10),
            np.linspace(0.03, 0.02, 10),
            sides=8,
        )
        for px, _, pz in positions_of_corners(x * 0.55, z * 0.5):
            turn = float(np.degrees(np.arctan2(-pz, px)))
            b.add(
                "foot|leg",
                (foot + sphere(0.025, sides=10).move(0.06, 0.01)).rotate("y", turn).move(px, lift - 0.09, pz),
            )
    b.add("drain", cylinder(0.03, 0.006, sides=16).move(x * 0.25, lift + 0.04 + (0.04 if style == 2 else 0)))
    if b.chance(0.75):
        top = lift + y
        path = curve(
            [
                (x / 2 - 0.03, top, 0),
                (x / 2 - 0.03, top + 0.15, 0),
                (x / 2 - 0.12, top + 0.17, 0),
                (x / 2 - 0.15, top + 0.1, 0),
            ],
            14,
        )
        b.add("faucet|tap > spout", sweep(path, 0.015, sides=10))
        for s in (-1, 1):
            b.add("faucet|tap > handle|switch", switch_head(b, 0.025).move(x / 2 - 0.04, top, s * 0.1))


def rim_wall(x: float, z: float, y: float) -> Mesh:
    """Four upright panels around x by z."""
    return array(box(x, y, 0.02), [(0, y / 2, s * (z / 2 - 0.01)) for s in (-1, 1)]) + array(
        box(0.02, y, z), [(s * (x / 2 - 0.01), y / 2, 0) for s in (-1, 1)]
    )


def add_shower_set(b: Builder, top: float, z: float) -> None:
    """Riser pole with a rain or hand shower, valve and hose, in front of a wall at depth z."""
    b.add("pole|rail|pipe", cylinder(0.012, top * 0.55, sides=10).move(0, top * 0.7, z + 0.04))
    reach = b.uniform(0.2, 0.4)
    if b.chance(0.65):
        path = curve([(0, top * 0.95, z + 0.04), (0, top * 1.0, z + 0.1), (0, top, z + reach)], 10)
        b.add("pole|rail|pipe", sweep(path, 0.011, sides=8))
        rose = box(0.25, 0.012, 0.25) if b.chance(0.4) else cylinder(b.uniform(0.06, 0.15), 0.02, 0.03)
        b.add("shower head|head", rose.move(0, top - 0.02, z + reach))
    y = top * b.uniform(0.65, 0.8)
    hand = capsule(0.012, 0.18).move(y=-0.05) + cylinder(0.045, 0.02, 0.03).rotate("x", 80).move(0, 0.05, 0.02)
    b.add("shower head|head > hand shower", hand.rotate("x", 20).move(0.0, y, z + 0.1))
    b.add("holder|bracket", box(0.03, 0.05, 0.06, 0.008).move(0, y - 0.03, z + 0.06))
    base = top * 0.45
    b.add("valve|mixer", cylinder(0.022, 0.24, sides=16).rotate("z", 90).move(0, base, z + 0.04))
    symmetric(
        b,
        "knob|handle|switch",
        cylinder(0.028, 0.05, sides=16, bevel=0.004).rotate("z", 90).move(0.14, base, z + 0.04),
    )
    path = curve(
        [(0, base, z + 0.05), (0.08, base * 0.75, z + 0.08), (0.14, base, z + 0.1), (0.03, y - 0.12, z + 0.09)],
        20,
    )
    b.add("hose|tube", sweep(path, 0.007, sides=8))


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
    b.add("drain", cylinder(0.05, 0.006).move(y=low * 0.85))
    high = low + b.uniform(1.8, 2.0)
    if b.chance(0.4):
        b.add("wall|back panel", box(x, high - low, 0.02).move(0, (low + high) / 2, -z / 2))
    b.add("glass panel|glass|panel", box(0.008, high - low, z).move(x / 2, (low + high) / 2))
    if b.chance(0.5):
        b.add("glass panel|glass|panel", box(0.008, high - low, z).move(-x / 2, (low + high) / 2))
    share = b.uniform(0.5, 1)
    door = box(x * share, high - low, 0.008).move(x * share / 2) + box(0, 0.001, 0.001)
    swing = b.pick(0, b.uniform(10, 80))
    hinge_x = -x / 2
    b.add("door|glass door", door.rotate("y", -swing).move(hinge_x, (low + high) / 2, z / 2))
    handle = capsule(0.01, b.uniform(0.2, 0.5)).move(x * share * 0.9, 0, 0.04) + array(
        cylinder(0.006, 0.04).rotate("x", 90), [(x * share * 0.9, s * 0.08, 0.02) for s in (-1, 1)]
    )
    b.add("handle|door handle", handle.rotate("y", -swing).move(hinge_x, (low + high) / 2, z / 2))
    if share < 0.98:
        rest = x * (1 - share)
        b.add(
            "glass panel|glass|panel",
            box(rest, high - low, 0.008).move(x / 2 - rest / 2, (low + high) / 2, z / 2),
        )
    if b.chance(0.6):
        b.add(
            "frame",
            array(box(0.03, high - low, 0.03), positions_of_corners(x, z, (low + high) / 2))
            + rim_wall(x + 0.03, z + 0.03, 0.03).move(y=high - 0.03),
        )
    add_shower_set(b, top, -z / 2)


# -- dispensers and tubes --------------------------------------------------------------------------


def pump_head(b: Builder, y: float, scale: float) -> None:
    """Collar, stem and press head with a nozzle, on a bottle whose mouth is at height y."""
    collar = ribbed_cap(b, 0.016 * scale, 0.018 * scale)
    b.add("lid|cap > collar", collar.move(y=y))
    rise = y + b.uniform(0.025, 0.05) * scale
    b.add("head|pump > stem", cylinder(0.005 * scale, rise - y, sides=10).move(y=(rise + y) / 2 + 0.005))
    style, reach = b.integer(0, 2), b.uniform(0.03, 0.055) * scale
    if style == 0:
        path = curve(
            [(-0.01 * scale, rise, 0), (reach * 0.6, rise + 0.004, 0), (reach, rise - 0.01 * scale, 0)], 12
        )
        b.add("head|pump > nozzle|spout", sweep(path, 0.005 * scale, sides=10))
        b.add(
            "head|pump > press head|button",
            cylinder(0.012 * scale, 0.014 * scale, sides=16, bevel=0.002).move(y=rise + 0.002),
        )
    elif style == 1:
        b.add(
            "head|pump > press head|button",
            box(0.03 * scale, 0.014 * scale, 0.02 * scale, 0.004 * scale).move(0.004, rise),
        )
        b.add(
            "head|pump > nozzle|spout",
            box(reach, 0.008 * scale, 0.01 * scale, 0.003 * scale).rotate("z", -8).move(reach * 0.7, rise),
        )
    else:
        path = curve(
            [(0, rise - 0.01, 0), (0, rise + 0.02, 0), (reach, rise + 0.02, 0), (reach * 1.1, rise - 0.01, 0)],
            16,
        )
        b.add("head|pump > nozzle|spout", sweep(path, 0.006 * scale, sides=10))


@design("dispenser", "dispenser", "dispenser", "bottle", "pump bottle")
def soap_pump(b: Builder) -> None:
    """Soap, lotion or sanitizer bottle with a press pump: round, square or bellied body, collar, head."""
    height, wide = b.uniform(0.09, 0.22), b.uniform(0.05, 0.09)
    neck = 0.024
    deep = wide * b.uniform(0.6, 1)
    corner = min(wide, deep) / 2 * b.pick(0.2, 0.5, 0.99)
    shape = b.integer(0, 2)
    if shape == 0:
        levels = [
            (0, wide, deep, corner),
            (height * 0.8, wide, deep, corner),
            (height * 0.9, wide * 0.8, deep * 0.8, corner * 0.8),
            (height, neck, neck, neck / 2),
        ]
    elif shape == 1:
        levels = curve(
            [
                (0, wide * 0.8, deep * 0.8, corner * 0.8),
                (height * 0.4, wide * 1.05, deep * 1.05, corner),
                (height * 0.85, wide * 0.6, deep * 0.6, corner * 0.6),
                (height, neck, neck, neck / 2),
            ],
            14,
        )
    else:
        levels = [
            (0, wide, deep, corner),
            (height * 0.97, wide * 0.75, deep * 0.75, corner * 0.75),
            (height, neck, neck, neck / 2),
        ]
    b.add("body|bottle", blocks(levels))
    pump_head(b, height - 0.003, b.uniform(0.85, 1.5))
    if b.chance(0.4):
        b.add(
            "label|sticker",
            box(wide * 0.6, height * 0.35, 0.0015).move(0, height * 0.4, deep * (0.49 if shape == 0 else 0.45)),
        )
    if b.chance(0.25):
        b.add("tube", cylinder(0.003, height * 0.85, sides=6).move(y=height * 0.5))


@design("dispenser")
def wall_dispenser(b: Builder) -> None:
    """Wall soap or towel dispenser: case, cover lid, push lever or nozzle, window, lock."""
    x, y, z = b.uniform(0.1, 0.3), b.uniform(0.18, 0.38), b.uniform(0.09, 0.2)
    b.add("body|container", box(x, y, z, b.uniform(0.008, 0.04)).move(y=y / 2))
    b.add("lid|cover", box(x * 1.02, y * b.uniform(0.15, 0.3), z * 1.02, 0.012).move(y=y * 0.92))
    if b.chance():
        lever = box(x * b.uniform(0.4, 0.8), y * 0.3, 0.015, 0.006).rotate("x", b.uniform(0, 15))
        b.add("lever|push bar|button", lever.move(0, y * 0.2, z / 2 + 0.008))
        b.add("head|pump > nozzle|spout", cylinder(0.01, 0.03, sides=12).move(0, -0.01, z * 0.3))
    else:
        b.add("paper|towel", box(x * 0.7, y * 0.35, 0.003).move(0, -y * 0.1, z * 0.1))
    b.add("window|level window", box(x * 0.15, y * 0.3, 0.003).move(0, y * 0.58, z / 2))


@design("dispenser")
def drink_dispenser(b: Builder) -> None:
    """Glass beverage or foam dispenser: jar, lid with knob, tap, stand."""
    radius, height = b.uniform(0.08, 0.13), b.uniform(0.18, 0.32)
    lift = b.uniform(0.03, 0.15)
    b.add(
        "stand|base",
        torus(radius * 0.9, 0.008).move(y=lift - 0.008)
        + ring(sweep([(radius * 0.9, lift, 0), (radius, 0, 0)], 0.007, sides=8), b.integer(3, 4)),
    )
    points = curve(
        [(radius * 0.8, 0), (radius, height * 0.2), (radius, height * 0.75), (radius * 0.75, height)], 12
    )
    b.add("body|container", vessel(points + [0, lift], 0.004))
    y = lift + height
    b.add("lid|cap > lid", lathe([(0, 0), (radius * 0.8, 0), (radius * 0.75, 0.012), (0, 0.025)]).move(y=y))
    b.add("lid|cap > knob", sphere(0.02, sides=12).move(y=y + 0.035))
    at = lift + height * 0.12
    tap = capsule(0.012, 0.07).rotate("x", 90).move(0, at, radius + 0.02) + cylinder(0.009, 0.03).move(
        0, at - 0.015, radius + 0.045
    )
    b.add("faucet|tap|spigot", tap)
    b.add("faucet|tap|spigot > lever|handle", box(0.012, 0.045, 0.01, 0.003).move(0, at + 0.03, radius + 0.045))


@design("perfume bottle")
def perfume(b: Builder) -> None:
    """Flacon: thick glass body, collar, cap or spray head, bulb atomiser at times."""
    height, wide = b.uniform(0.05, 0.09), b.uniform(0.04, 0.075)
    deep, neck = wide * b.uniform(0.35, 1), wide * b.uniform(0.2, 0.35)
    corner = deep / 2 * b.pick(0.05, 0.5, 0.99)
    levels = [
        (0, wide * b.uniform(0.6, 1), deep * 0.9, corner * 0.9),
        (height * b.uniform(0.3, 0.7), wide, deep, corner),
        (height * 0.92, wide * b.uniform(0.5, 0.95), deep * 0.7, corner * 0.6),
    ]
    b.add("body|bottle", blocks([*levels, (height, neck, neck, neck / 2)]))
    b.add("neck|collar", cylinder(neck * 0.6, height * 0.12, sides=18).move(y=height * 1.04))
    y = height * 1.1
    if b.chance(0.7):
        size = neck * b.uniform(0.7, 1.5)
        cap = b.pick(
            cylinder(size, size * 2, bevel=size * 0.15),
            sphere(size * 1.1, sides=14),
            box(size * 2, size * 1.8, size * 2, size * 0.2),
        )
        b.add("lid|cap|stopper", cap.move(y=y + size * 0.8))
    else:
        b.add(
            "head|spray head|nozzle", cylinder(neck * 0.5, neck, sides=14, bevel=0.001).move(y=y + neck * 0.3)
        )
        hose = curve([(0, y, 0), (wide * 0.7, y + 0.01, 0), (wide * 0.95, y - 0.02, 0)], 12)
        b.add("hose|tube", sweep(hose, 0.0025, sides=6))
        b.add("bulb|pump", sphere(0.018, 0.014, 0.014, 14).move(wide * 1.05, y - 0.03))
    if b.chance(0.3):
        b.add("label|sticker", box(wide * 0.4, height * 0.25, 0.001).move(0, height * 0.45, deep / 2))


@design("medicine bottle")
def medicine_bottle(b: Builder) -> None:
    """Pill bottle: cylinder, broad ribbed cap on or off, label, pills; or a dropper bottle."""
    radius, height = b.uniform(0.015, 0.03), b.uniform(0.05, 0.1)
    neck = radius * b.uniform(0.5, 0.95)
    points = [(radius, 0), (radius, height * 0.8), (neck, height * 0.88), (neck, height)]
    b.add("body|bottle", vessel(points, 0.0015))
    aside = b.pick(0, 0, radius * 2.5)
    cap = ribbed_cap(b, max(neck * 1.12, radius * b.uniform(0.6, 1.05)), height * b.uniform(0.15, 0.3))
    b.add("lid|cap", cap.move(aside, 0 if aside else height * 0.9))
    if aside == 0 and b.chance(0.25):
        b.add("dropper|bulb", capsule(neck * 0.5, height * 0.5, neck * 0.4).move(y=height * 1.25))
    b.add("label|sticker", band(radius, height * 0.15, height * 0.7, 0.0006))
    if aside:
        pills = [
            capsule(0.003, 0.011, sides=8)
            .rotate("x", 90)
            .rotate("y", b.uniform(0, 180))
            .move(aside + b.uniform(-0.04, 0.04), 0.003, 0.05 + b.uniform(-0.02, 0.03))
            for _ in range(b.integer(2, 6))
        ]
        b.add("pill", join(pills))


@design("toothpaste", "tube")
def toothpaste(b: Builder) -> None:
    """Squeezed tube standing on its cap or lying: round shoulder to a flat crimped end."""
    length, radius = b.uniform(0.1, 0.17), b.uniform(0.014, 0.024)
    levels = [
        (0, radius * 2, radius * 2, radius),
        (length * 0.5, radius * 2.3, radius * 1.2, radius * 0.6),
        (length, radius * 2.8, 0.003, 0.001),
    ]
    shoulder = lathe([(0.006, -0.008), (radius, 0), (0, 0.001)], 20)
    cap = (
        ribbed_cap(b, b.pick(0.008, 0.011, radius * 0.95), b.uniform(0.014, 0.028))
        .rotate("x", 180)
        .move(y=-0.006)
    )
    crimp = box(radius * 2.85, 0.012, 0.003).move(y=length)
    lying = b.chance(0.6)
    for name, mesh in (
        ("body|tube", blocks(levels, 5)),
        ("shoulder|neck", shoulder),
        ("lid|cap", cap),
        ("seal|crimp|end", crimp),
    ):
        b.add(name, mesh.rotate("x", 90) if lying else mesh)


@design("toothbrush")
def toothbrush(b: Builder) -> None:
    """Manual or electric toothbrush: handle, neck, head, bristles; in a cup at times."""
    length, thick = b.uniform(0.1, 0.14), b.uniform(0.004, 0.006)
    electric = b.chance(0.3)
    if electric:
        b.add("handle|body", capsule(0.014, length, 0.011).move(y=length / 2))
        b.add("button|switch", cylinder(0.005, 0.004).rotate("x", 90).move(0, length * 0.65, 0.012))
    else:
        path = curve([(0, 0, 0), (0, length * 0.5, b.uniform(-0.004, 0.004)), (0, length, 0)], 12)
        b.add(
            "handle|body",
            sweep(
                path,
                thick * np.interp(np.linspace(0, 1, 12), [0, 0.2, 0.7, 1], [0.8, 1.2, 1.3, 0.7]),
                section=rectangle(2, 1.5, 0.6),
            ),
        )
    b.add("neck|shaft", cylinder(0.003, 0.035, sides=10).move(y=length + 0.012))
    y = length + 0.04
    b.add("head", box(0.012, 0.03, 0.005, 0.002).move(y=y))
    tufts = [((i - 1) * 0.0035, y + (j - 3) * 0.0038, 0.007) for i in range(3) for j in range(7)]
    b.add("bristle|brush", array(cylinder(0.0014, b.uniform(0.008, 0.012), sides=5).rotate("x", 90), tufts))


# -- small fittings --------------------------------------------------------------------------------


def draped(wide: float, front: float, back: float, radius: float, thick: float) -> Mesh:
    """Cloth hung over a bar along x at the origin, its front down to -front, its back to -back."""
    turn = np.linspace(0, np.pi, 9)
    yz = [(-front, radius), *zip(radius * np.sin(turn), radius * np.cos(turn), strict=True), (-back, -radius)]
    return sheet(np.array([[(x, y, z) for y, z in yz] for x in (-wide / 2, 0, wide / 2)]), thick)


@design("towel rack")
def towel_rack(b: Builder) -> None:
    """Wall bar, ring, ladder or standing rack with towels hung or folded on it."""
    x, style = b.uniform(0.4, 0.7), b.integer(0, 2)
    bar = cylinder(0.009, x, sides=12).rotate("z", 90)
    if style == 0:
        spots = [(0, 0, 0.07)] + ([(0, -0.06, 0.12)] if b.chance() else [])
        symmetric(
            b,
            "bracket|holder|mount",
            cylinder(0.007, 0.07 * len(spots), sides=10).rotate("x", 90).move(x / 2, 0, 0.035 * len(spots)),
        )
        symmetric(b, "bracket|holder|mount > base|plate", cylinder(0.025, 0.01).rotate("x", 90).move(x / 2))
    elif style == 1:
        height, count = b.uniform(0.8, 1.6), b.integer(3, 7)
        symmetric(b, "frame|post", box(0.03, height, 0.03).move(x / 2, -height / 2 + 0.1))
        spots = [(0, -i * height * 0.9 / count, 0) for i in range(count)]
    else:
        height = b.uniform(0.75, 1.0)
        symmetric(b, "frame|post", box(0.025, height, 0.025).move(x / 2, -height / 2))
        symmetric(b, "base|foot", box(0.03, 0.02, 0.35).move(x / 2, -height))
        spots = [(0, -0.01, 0), (0, -height * 0.4, 0)]
    b.add("bar|rail|rod", array(bar, spots))
    for i, (_, y, z) in enumerate(spots):
        if i == 0 or b.chance(0.3):
            wide, long = x * b.uniform(0.35, 0.9), b.uniform(0.25, 0.5)
            cloth = draped(wide, long, long * b.uniform(0.6, 1), 0.013, 0.006)
            b.add("towel|cloth", cloth.move(b.uniform(-0.5, 0.5) * (x - wide), y, z))


@design("toilet paper holder")
def paper_holder(b: Builder) -> None:
    """Roll on a wall arm, under a cover, or on a floor stand, with a hanging sheet."""
    radius, wide = b.uniform(0.04, 0.065), 0.1
    roll = lathe(
        [(0.02, -wide / 2), (radius, -wide / 2), (radius, wide / 2), (0.02, wide / 2), (0.02, -wide / 2)]
    ).rotate("z", 90)
    b.add("roll|toilet paper|paper", roll)
    b.add("roll|toilet paper|paper > sheet", box(wide, b.uniform(0.06, 0.15), 0.001).move(0, -0.05, radius))
    b.add("bar|arm|rod", cylinder(0.008, 0.15, sides=10).rotate("z", 90).move(x=-0.01))
    back = -radius - 0.02
    if b.chance(0.65):
        arm = cylinder(0.008, -back, sides=10).rotate("x", 90).move(-0.08, 0, back / 2)
        b.add("bracket|holder", arm)
        if b.chance():
            b.add("bracket|holder", arm.mirror("x").move(-0.015))
        b.add("base|plate|mount", cylinder(0.025, 0.01).rotate("x", 90).move(-0.08, 0, back))
        if b.chance(0.4):
            cover = lathe(
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
        b.add("pole|stand", cylinder(0.01, height).move(-0.085, -height / 2 + 0.02))
        b.add("base|plate|mount", cylinder(0.09, 0.015).move(-0.05, -height + 0.02))


@design("soap dish")
def soap_dish(b: Builder) -> None:
    """Dish, oval or square, ribbed or with drain holes, holding a bar of soap."""
    x, y = b.uniform(0.1, 0.14), b.uniform(0.012, 0.035)
    z, corner = x * b.uniform(0.6, 0.8), b.uniform(0.005, 0.035)
    b.add("body|dish|tray", hollow([(0, x * 0.75, z * 0.75, corner * 0.75), (y, x, z, corner)], 0.004))
    if b.chance(0.5):
        b.add(
            "rib|ridge", array(box(0.004, 0.004, z * 0.6), [((i - 2) * x * 0.12, 0.008, 0) for i in range(5)])
        )
    if b.chance(0.3):
        b.add("foot|base", array(sphere(0.007, sides=8), positions_of_corners(x * 0.6, z * 0.6)))
    if b.chance(0.8):
        b.add("soap|bar of soap", box(x * 0.6, 0.025, z * 0.55, 0.01).move(0, 0.023))


@design("ironing board")
def ironing_board(b: Builder) -> None:
    """Padded pointed top on crossed legs, feet, iron rest; an iron on it at times."""
    x, z, height = b.uniform(1.0, 1.35), b.uniform(0.3, 0.42), b.uniform(0.75, 0.95)
    t = np.linspace(0, 1, 12)
    half = z / 2 * np.interp(t, [0, 0.5, 0.8, 0.95, 1], [1, 1, 0.75, 0.35, 0.05])
    outline = np.concatenate([np.c_[x * (t - 0.5), -half], np.c_[x * (t - 0.5), half][::-1]])
    b.add("board|top|cover", extrude(outline, 0.035).rotate("x", -90).move(y=height))
    for s, deep in ((-1, 0.2), (1, 0.14)):
        ends = [(s * x * 0.28, 0.02), (-s * x * 0.25, height - 0.02)]
        for side in b.pick((-1, 1), (-1, 1), (0,)):
            b.add("leg", sweep([(px, py, side * deep / 2) for px, py in ends], 0.011, sides=8))
        b.add("foot", capsule(0.014, z).rotate("x", 90).move(*ends[0]))
    if b.chance(0.5):
        b.add(
            "rest|iron rest",
            array(
                cylinder(0.004, z * 0.8, sides=6).rotate("x", 90),
                [(-x / 2 - 0.03 * i, height + 0.01, 0) for i in range(1, 6)],
            ),
        )
    if b.chance(0.35):
        b.add(
            "iron",
            (box(0.22, 0.05, 0.1, 0.02).taper(0.6, "x") + bail(0.06, 0.07, 0.012, 0.8)).move(0, height + 0.045),
        )
