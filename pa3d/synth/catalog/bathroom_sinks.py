"""Faucets and sinks."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.vessel_parts import holed_top, rim_wall, switch_head
from pa3d.synth.parts import blocks, hollow, post

SWITCH = "switch|handle|lever"


# -- faucets ---------------------------------------------------------------------------------------


def spout_path(b: Builder, rise: float, reach: float) -> np.ndarray:
    """Centre line of a spout from the origin, up and out towards +z: arch, square, slant or hook."""
    style = b.integer(0, 4)
    if style == 0:
        points = [(0, 0), (0, rise * 0.7), (reach * 0.5, rise), (reach, rise * 0.75), (reach, rise * 0.5)]
        return _yz(g.curve(points, 20))
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
            g.curve(
                [(0, rise * 0.25), (reach * 0.5, rise * 0.6), (reach, rise * 0.55), (reach * 1.05, rise * 0.4)],
                14,
            )
        )
    if style == 3:
        return _yz(np.array([(0, rise * 0.3), (reach, rise * b.uniform(0.4, 0.9))]))
    return _yz(g.curve([(0, 0), (0, rise), (reach * 0.6, rise * 1.05), (reach, rise * 0.85)], 18))


def _yz(points: np.ndarray) -> np.ndarray:
    return np.stack([np.zeros(len(points)), points[:, 1], points[:, 0]], 1)


def add_spout(
    b: Builder, rise: float, reach: float, thick: float, at: tuple[float, float, float] = (0, 0, 0)
) -> None:
    """A spout, round or flat, with an aerator at its end at times."""
    path = spout_path(b, rise, reach)
    section = g.rectangle(b.uniform(1.5, 2.6), b.uniform(1, 2), 0.2) if b.chance(0.3) else None
    b.add("spout", g.sweep(path, thick, section=section, sides=14).move(*at))
    if b.chance(0.5):
        tip, before = path[-1], path[-2]
        nozzle = g.cylinder(thick * 1.15, thick * 1.6, sides=14, bevel=thick * 0.15)
        b.add("spout > nozzle|aerator", nozzle.align(tip - before, tip + np.array(at)))


@design("faucet", "faucet", "faucet")
def mixer_tap(b: Builder) -> None:
    """Single-lever basin or kitchen mixer: base, upright body, spout, lever on top or at the side."""
    thick, height = b.uniform(0.014, 0.026), b.uniform(0.05, 0.2)
    square = b.chance(0.3)
    b.add("base", g.cylinder(thick * b.uniform(1.2, 1.8), 0.008, sides=24, bevel=0.002).move(y=0.004))
    body = (
        g.box(thick * 2, height, thick * 2, 0.003)
        if square
        else g.cylinder(thick, height, thick * b.uniform(0.85, 1.05), sides=24)
    )
    b.add("body", body.move(y=height / 2))
    rise, reach = b.uniform(0.04, 0.3), b.uniform(0.09, 0.22)
    low = height * b.uniform(0.55, 0.9)
    add_spout(b, rise, reach, thick * b.uniform(0.5, 0.8), (0, low, thick * 0.4))
    if rise < 0.1 or b.chance(0.3):
        knob = g.cylinder(thick, thick * 1.2, thick * 0.8, sides=20, bevel=0.002).move(y=thick * 0.6)
        length = b.uniform(0.05, 0.13)
        lever = g.box(thick * b.uniform(0.6, 1.6), thick * 0.4, length, 0.003).move(
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
        b.add("base", g.box(apart * 2 + 0.05, 0.02, 0.05, 0.009).move(y=0.01))
        lift = 0.018
    elif style == 1:
        lift = b.uniform(0.04, 0.08)
        b.add("body > bridge|body", g.cylinder(thick, apart * 2, sides=14).rotate("z", 90).move(y=lift * 0.8))
    spots = [(-apart, 0, 0), (0, 0, 0), (apart, 0, 0)]
    flange = g.cylinder(size * b.uniform(0.9, 1.2), 0.008, sides=20).move(y=0.004)
    b.add("base", g.array(flange, spots if style == 2 else [spots[0], spots[2]]))
    tall = lift + b.uniform(0.02, 0.05)
    for x, _, _ in (spots[0], spots[2]):
        b.add("body", g.cylinder(size * 0.7, tall, size * 0.55, sides=16).move(x, tall / 2))
    add_spout(b, b.uniform(0.06, 0.28), b.uniform(0.1, 0.2), thick, (0, lift * 0.5, 0))
    head = switch_head(b, size).rotate("y", b.uniform(0, 40)).move(apart, tall - 0.002)
    symmetric(b, SWITCH, head)


@design("faucet")
def pull_down_tap(b: Builder) -> None:
    """Kitchen tap: tall arch or open spring spout, spray head, side lever, perhaps a soap pump beside it."""
    thick, rise, reach = b.uniform(0.011, 0.016), b.uniform(0.28, 0.48), b.uniform(0.16, 0.24)
    b.add("base", g.cylinder(thick * 2.2, 0.01, sides=24).move(y=0.005))
    tall = rise * b.uniform(0.25, 0.4)
    b.add("body", post(thick * 1.5, tall, thick * 1.3, sides=20))
    path = _yz(
        g.curve(
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
    b.add("spout", g.sweep(path, thick, sides=12))
    if b.chance(0.35):
        b.add(
            "spout > spring",
            g.join(
                g.torus(thick * 1.5, thick * 0.25, 12).align(path[i + 1] - path[i], path[i])
                for i in range(2, 24)
            ),
        )
    head = g.cylinder(thick * 1.3, rise * 0.2, thick * 1.05, sides=16, bevel=0.002)
    b.add("spout > spray head|nozzle", head.move(0, rise * 0.52, reach))
    b.add(SWITCH, switch_head(b, thick * 1.3).rotate("z", -90).move(thick * 1.2, tall * 0.65))


@design("faucet", "tap")
def wall_tap(b: Builder) -> None:
    """Wall or garden tap: flange, horizontal body, valve with a wheel or lever on top, turned-down spout."""
    thick, reach = b.uniform(0.01, 0.018), b.uniform(0.05, 0.16)
    b.add("base|flange", g.cylinder(thick * b.uniform(1.8, 2.6), 0.01, sides=24).rotate("x", 90))
    b.add("body", g.cylinder(thick, reach, sides=18).rotate("x", 90).move(z=reach / 2))
    drop = b.uniform(0.03, 0.08)
    path = g.curve(
        [(0, 0, reach * 0.85), (0, 0.005, reach + 0.02), (0, -0.01, reach + 0.05), (0, -drop, reach + 0.055)],
        14,
    )
    b.add("spout", g.sweep(path, np.linspace(thick * 1.05, thick * 0.8, 14), sides=14))
    if b.chance(0.4):
        b.add("spout > nozzle|aerator", g.cylinder(thick, 0.02).move(0, -drop, reach + 0.055))
    valve, at = b.uniform(0.02, 0.04), reach * b.uniform(0.5, 0.95)
    b.add(
        "body > valve stem|bonnet",
        g.cylinder(thick * 0.8, valve, thick * 0.6).move(0, thick * 0.6 + valve / 2, at),
    )
    head = switch_head(b, thick * b.uniform(1, 1.5)).rotate("y", b.uniform(0, 180))
    b.add(SWITCH, head.move(0, thick * 0.5 + valve, at))


@design("faucet")
def bath_tap(b: Builder) -> None:
    """Wall bar mixer: horizontal body, end knobs, two wall flanges, spout; at times a hand shower."""
    half, thick = b.uniform(0.1, 0.16), b.uniform(0.018, 0.028)
    b.add("body", g.cylinder(thick, half * 2, sides=20).rotate("z", 90))
    symmetric(b, "base|flange", g.cylinder(thick * 1.4, 0.012).rotate("x", 90).move(half * 0.7, 0, -0.06))
    symmetric(b, "base|flange", g.cylinder(thick * 0.6, 0.06).rotate("x", 90).move(half * 0.7, 0, -0.03))
    symmetric(b, SWITCH, switch_head(b, thick * 0.9).rotate("z", -90).move(half))
    add_spout(b, 0.04, b.uniform(0.08, 0.18), thick * 0.7, (0, -0.03, thick * 0.5))
    if b.chance(0.5):
        path = g.curve(
            [(0.03, -thick, 0), (0.06, -0.3, 0.08), (0.15, -0.35, 0.1), (0.2, 0.05, 0.08), (0.2, 0.3, 0.05)], 24
        )
        b.add("hose|tube", g.sweep(path, 0.006, sides=8))
        b.add(
            "shower head|hand shower",
            g.cylinder(0.04, 0.02, 0.03).rotate("x", 70).move(0.2, 0.42, 0.09)
            + g.capsule(0.011, 0.14).rotate("x", 10).move(0.2, 0.35, 0.06),
        )


def mini_tap(b: Builder, y: float, z: float, scale: float = 1.0) -> None:
    """A simple faucet on a basin's back, as one piece or two."""
    rise, reach = b.uniform(0.1, 0.25) * scale, b.uniform(0.09, 0.16) * scale
    path = spout_path(b, rise, reach)
    b.add(
        "faucet|tap > spout",
        g.sweep(path, 0.012 * scale, sides=10).move(0, y, z) + g.cylinder(0.022, 0.012).move(0, y, z),
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
    b.add("basin|bowl|sink", hollow(g.curve(levels, 8), b.uniform(0.008, 0.02), 6))
    b.add("drain", g.cylinder(0.025, 0.004, sides=16).move(y=floor + deep * 0.18))


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
        points = g.curve(
            [
                (0, wide, wide, wide * 0.4),
                (top * 0.15, wide * 0.7, wide * 0.7, wide * 0.3),
                (top - deep * 0.7, wide, wide, wide * 0.4),
            ],
            9,
        )
        b.add("pedestal|stand|base", blocks(points).move(z=-z * 0.1))
    if b.chance(0.3):
        b.add("backsplash|back", g.box(x, b.uniform(0.05, 0.15), 0.02, 0.008).move(0, top + 0.06, -z * 0.55))
    mini_tap(b, top + 0.008, -z * 0.44)


@design("sink", "sink", "bathroom vanity")
def vanity(b: Builder) -> None:
    """Cabinet with doors or drawers, countertop, sunk or vessel basins, faucet, sometimes a mirror."""
    x, z, top, count = b.uniform(0.6, 1.1), b.uniform(0.45, 0.58), b.uniform(0.75, 0.88), 1
    lift = b.pick(0, 0.08, 0.3)
    height = top - lift - 0.03
    b.add(
        "cabinet > body|frame",
        (rim_wall(x * 0.97, z * 0.95, height) + g.box(x * 0.95, 0.02, z * 0.9)).move(y=lift),
    )
    if lift == 0.08:
        b.add("leg|foot", g.array(g.cylinder(0.02, lift), positions_of_corners(x * 0.85, z * 0.8, lift / 2)))
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
                g.box(wide * 0.94, height / rows * 0.94, 0.02, 0.003).move(at, y, front + 0.01),
            )
            pull = g.capsule(0.006, min(0.12, wide * 0.5)).rotate("z", 90 if drawers else 0)
            aside = 0 if drawers else wide * 0.36 * (1 if i % 2 == 0 else -1)
            b.add("cabinet > handle|knob", pull.move(at + aside, y, front + 0.035))
    size_x, size_z = min(x * 0.6, 0.5), z * 0.6
    corner = b.uniform(0.03, 0.14)
    if b.chance(0.55):
        b.add("countertop|counter", holed_top(x, z, size_x, size_z, corner, 0.03).move(y=top))
        basin(b, size_x * 1.03, size_z * 1.03, 0.14, top - 0.004, corner)
    else:
        b.add("countertop|counter", g.box(x, 0.03, z, 0.004).move(y=top - 0.015))
        basin(b, size_x, size_z, b.uniform(0.1, 0.16), top + 0.13, corner)
    if b.chance(0.4):
        b.add("backsplash|back", g.box(x, 0.08, 0.015).move(0, top + 0.04, -z / 2 + 0.008))
    mini_tap(b, top, -z * 0.4, b.uniform(0.8, 1.3))
    if b.chance(0.2):
        b.add("mirror", g.box(x * 0.7, 0.7, 0.02).move(0, top + 0.75, -z / 2))


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
    holes = [g.rectangle(wide * 0.96, z * 0.7, corner) + [c, 0] for c in centers]
    b.add(
        "basin|bowl|sink > rim", g.extrude(g.rectangle(total, z, 0.02), 0.008, holes).rotate("x", -90).move(y=y)
    )
    for c in centers:
        levels = [(y - deep, wide * 0.93, z * 0.66, corner), (y, wide, z * 0.73, corner)]
        b.add("basin|bowl|sink", hollow(levels, 0.006).move(x=c))
        b.add("drain", g.cylinder(0.035, 0.004, sides=16).move(c, y - deep + 0.014))
    if drainer:
        start = centers[-1] + wide / 2 + 0.06
        ridges = g.array(
            g.box(wide * 0.75, 0.006, 0.008),
            [(start + wide * 0.36, y + 0.006, (i - 3) * z * 0.09) for i in range(7)],
        )
        b.add("drainboard|draining board", ridges)
    mini_tap(b, y + 0.004, -z * 0.42, 1.3)
    style = b.integer(0, 2)
    if style == 0:
        b.add("leg|foot", g.array(g.box(0.04, y, 0.04), positions_of_corners(total - 0.06, z - 0.06, y / 2)))
    elif style == 1:
        b.add(
            "countertop|counter",
            holed_top(total + 0.5, z + 0.12, total - 0.02, z - 0.02, 0.02, 0.035).move(y=y - 0.004),
        )
        b.add(
            "cabinet > body|frame",
            g.array(g.box(0.02, y - 0.04, z), [(s * (total / 2 + 0.2), (y - 0.04) / 2, 0) for s in (-1, 1)]),
        )
        for s in (-1, 1):
            b.add(
                "cabinet > door",
                g.box(total / 2 + 0.19, y - 0.1, 0.02).move(s * (total / 4 + 0.1), y / 2 - 0.02, z / 2),
            )
            b.add("cabinet > handle|knob", g.sphere(0.015, sides=10).move(s * 0.05, y * 0.7, z / 2 + 0.025))


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
        b.add("countertop|counter", g.box(x + b.uniform(0.1, 0.5), 0.05, z + 0.1).move(y=top - deep - 0.025))
        if b.chance(0.5):
            b.add(
                "leg|foot",
                g.array(
                    g.box(0.03, top - deep - 0.05, 0.03), positions_of_corners(x, z, (top - deep - 0.05) / 2)
                ),
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
