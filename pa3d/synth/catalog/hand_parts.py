"""Grips, boards and other pieces of things that a hand holds or a foot stands on."""

from __future__ import annotations

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import stick


def chain(points: list, radius: float) -> Mesh:
    """Straight bars through a list of points."""
    return g.join(stick(p, q, radius, sides=8) for p, q in zip(points[:-1], points[1:], strict=True))


def grip(b: Builder, length: float, radius: float, swell: float = 0.25, sides: int = 14) -> Mesh:
    """Handle along y from 0 to length with a slightly wavy outline and a round or oval section."""
    middle = [(radius * b.uniform(1 - swell, 1 + swell), length * t) for t in (0.3, 0.65)]
    wave = g.curve([(radius, length * 0.05), *middle, (radius * 0.9, length)], 9)
    return g.lathe([(0, 0), (radius * 0.75, 0), *wave, (0, length)], sides).scale(1, 1, b.uniform(0.65, 1.0))
