"""Tractors."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import (
    car_seat,
    edge_panel,
    fender,
    side_panel,
    side_solid,
    steering_wheel,
    wheel,
)
from pa3d.synth.parts import place, rod


@design("tractor")
def tractor(b: Builder) -> None:
    """Farm tractor: engine hood, great lugged rear wheels under fenders, cab or open seat."""
    big, small = b.uniform(0.7, 0.95), b.uniform(0.38, 0.62)
    length, half = b.uniform(2.8, 3.8), b.uniform(0.28, 0.4)
    rear, front = -length * 0.3, length * 0.38
    low, top, cowl = small * 1.0, big * 1.6, rear + big * b.uniform(0.75, 1.0)
    nose = front + small * b.uniform(0.3, 0.9)
    hood = [(cowl, low + 0.25), (nose, low + 0.25), (nose, top * 0.85), (nose - 0.15, top * 0.93), (cowl, top)]
    b.add("hood|bonnet", side_solid(hood, half * 2, b.uniform(0.02, 0.12)))
    b.add("grille", g.box(half * 1.5, (top - low) * 0.5, 0.05).move(y=(top + low) / 2 + 0.05, z=nose))
    symmetric(
        b,
        "headlight|light",
        g.cylinder(0.08, 0.06, sides=12).rotate("x", 90).move(half * 0.65, top * 0.75, nose + 0.02),
    )
    b.add(
        "body|chassis",
        g.box(half * 1.3, 0.4, nose - rear + 0.3, 0.05, 1).move(y=low + 0.2, z=(nose + rear) / 2 - 0.2),
    )
    b.add(
        "body|chassis > axle",
        rod((-0.7, big, rear), (0.7, big, rear), 0.1, 10)
        + rod((-0.6, small, front), (0.6, small, front), 0.07),
    )
    span, fat = b.uniform(0.62, 0.8), b.uniform(0.35, 0.5)
    for radius, width, z in ((big, fat, rear), (small, fat * 0.6, front)):
        parts = wheel(b, radius * 0.96, width, b.pick("dish", "disc", "holes"))
        lug = (
            g.box(width * 0.5, radius * 0.08, radius * 0.07)
            .rotate("y", 25)
            .move(width * 0.22, radius * 0.96, 0)
        )
        other = lug.mirror().rotate("x", 9)
        lugs = g.join((lug + other).rotate("x", i * 20) for i in range(18))
        place(b, [*parts, ("wheel > tyre|tire > tread|lug", lugs)], [(span, radius, z), (-span, radius, z)])
    guard = fender(big * 1.12, fat * 1.1, b.uniform(0, 40), b.uniform(130, 170), 0.03, 0.05)
    symmetric(b, "fender|mudguard", guard.move(span, big, rear))
    _tractor_seat(b, (span - fat / 2) * 0.95, (low + 0.4, top), (rear, cowl))
    if b.chance(0.75):
        x, z = b.pick(0.0, half * 0.8), (cowl + nose) / 2
        b.add("exhaust pipe|exhaust", rod((x, top * 0.9, z), (x, top + b.uniform(0.5, 0.9), z), 0.045, 10))
    if b.chance(0.4):
        b.add("weight", g.box(half * 1.6, 0.35, 0.25, 0.03, 1).move(y=low + 0.2, z=nose + 0.12))
    if b.chance(0.35):
        _loader(b, half + 0.15, (low + 0.2, top), (cowl, nose))


def _tractor_seat(b: Builder, half: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Seat and steering wheel; over them a glazed cab, a canopy on posts, a roll bar or nothing."""
    (floor, belt), (rear, cowl) = heights, ends
    b.add("seat", car_seat(0.45, 0.4, 0.42, False).move(y=belt - 0.25, z=rear + 0.05))
    b.add("steering wheel", steering_wheel(0.19).move(y=belt + 0.15, z=cowl - 0.3))
    kind, top = b.pick("cab", "cab", "canopy", "bar", "open"), belt + b.uniform(0.9, 1.1)
    back = rear - 0.45
    if kind in ("cab", "canopy"):
        lean = 0.1 if kind == "cab" else 0.0
        corners = [(half, cowl), (half, back)]
        for x, z in corners:
            shift = lean * (-1 if z == cowl else 1)
            symmetric(b, "cab|cabin > pillar|post", rod((x, floor, z), (x * 0.9, top, z + shift), 0.035))
        b.add(
            "cab|cabin > roof",
            g.box(half * 2.05, 0.1, cowl - back + 0.15, 0.05, 2).move(y=top + 0.03, z=(cowl + back) / 2),
        )
    if kind == "cab":
        name = "cab|cabin > window|glass"
        pane = [(back, belt - 0.3), (cowl, belt - 0.3), (cowl - 0.1, top), (back + 0.1, top)]
        symmetric(b, name, side_panel(pane, half * 0.94, 0.012))
        b.add(name, edge_panel((cowl, floor), (cowl - 0.1, top), half * 1.8, (0.3, 1), 0.008))
        b.add(name, edge_panel((back + 0.1, top), (back, floor), half * 1.8, (0, 0.7), 0.008))
    if kind == "bar":
        bar = [(-half, floor, back), (-half, top, back), (half, top, back), (half, floor, back)]
        b.add("roll bar", g.sweep(np.array(bar), 0.04, sides=8))


def _loader(b: Builder, x: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Front loader: two arms and a bucket."""
    (low, top), (cowl, nose) = heights, ends
    lift = b.uniform(0.0, 0.9)
    tip = (x, low - 0.2 + lift, nose + 0.9)
    arm = g.sweep(
        np.array([(x, top * 0.95, cowl + 0.1), (x, top * 0.95 + lift * 0.6, nose), tip]), 0.07, sides=4
    )
    symmetric(b, "loader arm|arm", arm)
    scoop = g.curve([(0.0, 0.45), (-0.25, 0.2), (-0.15, -0.1), (0.45, -0.2)], 9)
    outline = np.concatenate([scoop, scoop[::-1] + [0.04, 0.04]]) + [tip[2] + 0.2, tip[1]]
    sides = np.array([*scoop]) + [tip[2] + 0.2, tip[1]]
    b.add(
        "bucket",
        side_solid(outline, x * 3.2) + side_panel(sides, x * 1.6) + side_panel(sides, x * 1.6).mirror(),
    )
