"""Bedding and other pieces that beds and cribs share. The head of a bed is at -z."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.catalog.seat_parts import caster
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import standing

BLANKET = "blanket|duvet|quilt|comforter"
DRAWER = "drawer > drawer front|drawer"
DRAWER_HANDLE = "drawer > handle|drawer handle|knob"


def pillow(b: Builder, wide: float, deep: float) -> Mesh:
    """Sleeping pillow lying on y = 0: plump with pinched rim, or a rounded block."""
    high = b.uniform(0.09, 0.18)
    if b.chance(0.7):
        return g.superquadric(wide / 2, high / 2, deep / 2, b.uniform(0.7, 1), b.uniform(0.2, 0.5), 20).move(
            y=high / 2
        )
    return standing(wide, high, deep, high * 0.45)


def blanket(b: Builder, w: float, top: float, head: float, foot: float, drop: float) -> Mesh:
    """Cover from z = head to z = foot that hangs `drop` down the sides (and over the end), a little wavy."""
    half, lift = w / 2 + 0.015, 0.02
    across = [
        (-half, -drop),
        (-half, -drop * 0.5),
        (-half, -0.02),
        (-half + 0.03, lift),
        (-half * 0.5, lift * 1.4),
        (0, lift * 1.6),
    ]
    across += [(-x, y) for x, y in across[-2::-1]]
    end = b.pick(True, False) and drop > 0.05
    along = [(head, 0.0), *((z, 0.0) for z in np.linspace(head, foot, 8)[1:-1]), (foot + 0.015, 0.0)]
    along += [(foot + 0.02, -drop * 0.5), (foot + 0.02, -drop)] if end else []
    wave, phase = b.uniform(0, 0.012), b.uniform(0, 6)
    grid = np.zeros((len(across), len(along), 3))
    for j, (z, sink) in enumerate(along):
        for i, (x, y) in enumerate(across):
            ripple = wave * np.sin(phase + 9 * z + 5 * x)
            grid[i, j] = x + np.sign(x) * abs(ripple), top + min(y, lift * 2 + sink) + ripple * (y > 0), z
    return g.sheet(grid[:, ::-1], b.uniform(0.006, 0.02))


def add_caster(b: Builder, radius: float, twin: bool, at: tuple[float, float, float]) -> None:
    """Caster that stands on the floor under a leg."""
    names = ("wheel|caster|castor > wheel", "wheel|caster|castor > fork|caster fork")
    for name, mesh in zip(names, caster(radius, twin), strict=True):
        b.add(name, mesh.rotate("y", b.uniform(0, 360)).move(*at))
