"""Fish and sharks."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.animal_parts import Array
from pa3d.synth.mesh import Mesh


@design("fish")
def fish(b: Builder) -> None:
    """Goldfish, tuna, angelfish: body with head, tail fin, fins on back, belly and sides."""
    s, sides = b.uniform(0.05, 1.5), b.pick(10, 14, 18)
    w, d = s * b.uniform(0.06, 0.16), s * b.uniform(0.1, 0.35)
    sway = b.uniform(-0.04, 0.04) * s
    t = np.linspace(0, 1, 15)
    path = np.stack([sway * np.cos(3 * t), 0 * t, s * (0.45 - 0.9 * t)], 1)
    shape = np.array([0.08, 0.5, 0.85, 1.0, 0.95, 0.75, 0.5, 0.3, 0.18])
    cut = b.integer(3, 4)
    fat = np.interp(t, np.linspace(0, 1, 9), shape)
    b.add("head", _slab(path[: cut + 1], fat[: cut + 1] * w, fat[: cut + 1] * d, sides))
    b.add("body", _slab(path[cut:], fat[cut:] * w, fat[cut:] * d, sides))
    for side in (1, -1):
        eye = g.sphere(min(d * 0.13, w * 0.4), sides=10).move(path[2, 0] + side * w * 0.48, d * 0.15, s * 0.33)
        b.add("head > eye", eye)
    thin, fork = w * 0.12, b.uniform(0.45, 1.1)
    long, half = s * b.uniform(0.15, 0.35), d * b.uniform(0.7, 1.5)
    outline = [(0, 0.1 * d), (-long, half), (-long * fork, 0), (-long, -half), (0, -0.1 * d)]
    tail = g.extrude(outline, thin).rotate("y", -90).rotate("y", b.uniform(-25, 25)).move(0, 0, -s * 0.42)
    b.add("tail|tail fin", tail.move(*[path[-1][0], 0, 0]))
    back = [
        (s * 0.18, 0),
        (s * b.uniform(-0.1, 0.1), d * b.uniform(0.3, 1.1)),
        (-s * 0.25, d * b.uniform(0.1, 0.5)),
        (-s * 0.22, 0),
    ]
    b.add("fin > dorsal fin|back fin", g.extrude(back, thin).rotate("y", -90).move(0, d * 0.8, 0))
    side = (
        g.extrude([(0, -0.1), (-0.9, -0.4), (-1, 0.2), (0, 0.15)], 0.08)
        .scale(s * b.uniform(0.1, 0.25))
        .rotate("y", -90)
    )
    symmetric(
        b,
        "fin > side fin|pectoral fin",
        side.rotate("z", 60).rotate("y", -25).move(w * 0.8, -d * 0.3, s * 0.12),
    )
    if b.chance(0.7):
        belly = g.extrude([(0, 0), (-s * 0.12, -d * 0.6), (-s * 0.15, 0)], thin).rotate("y", -90)
        b.add("fin > belly fin|anal fin", belly.move(0, -d * 0.6, -s * 0.12))


def _slab(path: Array, wide: Array, deep: Array, sides: int) -> Mesh:
    """Loft of upright ellipses exactly at the points of a path."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring_ = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    return g.loft([p + ring_ * [w, d, 1] for p, w, d in zip(path, wide, deep, strict=True)][::-1])


@design("fish", "shark")
def shark(b: Builder) -> None:
    """Shark, dolphin or whale: spindle body, triangular fins, tail upright or level."""
    s, sides = b.uniform(0.3, 4), 16
    w, d = s * b.uniform(0.08, 0.14), s * b.uniform(0.09, 0.16)
    t = np.linspace(0, 1, 19)
    path = np.stack([0 * t, 0.03 * s * np.sin(3 * t), s * (0.5 - t)], 1)
    fat = np.interp(t, np.linspace(0, 1, 8), [0.05, 0.55, 0.9, 1, 0.85, 0.55, 0.28, 0.1])
    b.add("head", _slab(path[:6], fat[:6] * w, fat[:6] * d, sides))
    b.add("body", _slab(path[5:], fat[5:] * w, fat[5:] * d, sides))
    symmetric(b, "head > eye", g.sphere(d * 0.08, sides=8).move(w * 0.75, d * 0.2, s * 0.32))
    fin = (
        g.extrude([(0, 0), (-0.5, 0.9), (-0.9, 1), (-0.75, 0)], 0.07)
        .scale(s * b.uniform(0.13, 0.2))
        .rotate("y", -90)
    )
    b.add("fin > dorsal fin|back fin", fin.move(0, d * 0.85, s * 0.08))
    symmetric(
        b, "fin > side fin|pectoral fin", fin.rotate("z", -b.uniform(95, 125)).move(w * 0.75, -d * 0.3, s * 0.2)
    )
    lobe = (
        g.extrude([(0.1, 0), (-0.7, 1.2), (-0.9, 1.15), (-0.4, 0)], 0.06)
        .scale(s * b.uniform(0.13, 0.2))
        .rotate("y", -90)
    )
    lower = lobe.mirror("y").scale(b.uniform(0.6, 1))
    b.add("tail|tail fin", (lobe + lower).rotate("z", b.pick(0, 90)).move(0, 0, -s * 0.47))
