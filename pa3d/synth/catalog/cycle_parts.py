"""Pieces that two-wheelers share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, symmetric
from pa3d.synth.catalog.vehicle_parts import HUB, RIM
from pa3d.synth.parts import Parts, rod, wire

TYRE, SPOKE = "wheel > tyre|tire", "wheel > spoke"


def spoked(b: Builder, radius: float, tube: float, count: int) -> Parts:
    """Wire wheel about the x axis: round tyre, slim rim, crossed spokes, hub."""
    inner, hub = radius - tube * 2, b.uniform(0.02, 0.035)
    tyre = g.torus(radius - tube, tube, 30).rotate("z", 90)
    rim = g.torus(inner, tube * b.uniform(0.5, 0.8), 30).rotate("z", 90)
    spokes = []
    for i in range(count):
        a, c = 2 * np.pi * i / count, 2 * np.pi * (i + b.pick(0, 1)) / count
        start = (tube * (1 if i % 2 else -1), hub * np.sin(c), hub * np.cos(c))
        spokes.append(rod(start, (0, inner * np.sin(a), inner * np.cos(a)), max(radius * 0.006, 0.0016), 4))
    core = g.cylinder(hub, tube * 3, sides=10).rotate("z", 90)
    return [(TYRE, tyre), (RIM, rim), (SPOKE, g.join(spokes)), (HUB, core)]


def bars(b: Builder, name: str, half: float, at: NDArray, rise: float, back: float, radius: float) -> None:
    """Handlebar with grips and levers, its clamp at a point; the ends go back and up."""
    path = [(0, 0, 0), (half * 0.3, rise * 0.2, 0), (half * 0.6, rise, -back * 0.3), (half, rise * 0.9, -back)]
    side = wire(np.array(path) + at, radius, 10)
    symmetric(b, name, side)
    end = np.array(path[-1]) + at
    inward = np.array(path[-2]) + at - end
    symmetric(b, name + " > grip", rod(end, end + inward * 0.35, radius * 1.6, 10))
    if b.chance(0.6):
        lever = rod(end + inward * 0.5 + [0, 0, 0.01], end + inward * 0.1 + [0, -0.01, 0.06], radius * 0.5, 6)
        symmetric(b, name + " > brake lever|lever", lever)
