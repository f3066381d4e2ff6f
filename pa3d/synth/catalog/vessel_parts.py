"""Handles, caps, rims and outlines that cups, pots, bottles, bins and basins share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import post


def switch_head(b: Builder, size: float) -> Mesh:
    """Handle of a valve standing on y = 0: cross, lever, round knob or star wheel."""
    stem = g.cylinder(size * 0.28, size * 0.9, sides=12).move(y=size * 0.45)
    style = b.integer(0, 4)
    if style == 0:
        arms = g.ring(g.capsule(size * 0.17, size * 1.1, size * 0.22).rotate("z", -90).move(size * 0.5), 4)
        return stem + arms.move(y=size * 0.9) + g.sphere(size * 0.35, sides=12).move(y=size * 0.95)
    if style == 1:
        lever = g.box(size * 2.2, size * 0.25, size * 0.5, size * 0.1).move(size * 0.9)
        return stem + lever.rotate("z", b.uniform(0, 35)).move(y=size * 0.9)
    if style == 2:
        return stem + g.cylinder(size * 0.75, size * 0.9, size * 0.6, sides=20, bevel=size * 0.1).move(
            y=size * 0.9
        )
    if style == 3:
        lobes = g.ring(g.sphere(size * 0.3, sides=8).move(size * 0.55), b.integer(5, 8))
        return stem + lobes.move(y=size * 0.9) + g.cylinder(size * 0.55, size * 0.45).move(y=size * 0.9)
    lever = g.capsule(size * 0.18, size * 2.2, size * 0.25).rotate("z", -90).move(size * 0.9)
    return stem + lever.rotate("z", b.uniform(-10, 45)).move(y=size * 0.85)


def holed_top(
    x: float, z: float, hole_x: float, hole_z: float, corner: float, thick: float, shift: float = 0.0
) -> Mesh:
    """Slab with a rounded hole, its top at y = 0."""
    hole = g.rectangle(hole_x, hole_z, corner, 6) + [0, -shift]
    return g.extrude(g.rectangle(x, z, 0.01), thick, [hole]).rotate("x", -90).move(y=-thick / 2)


def rim_wall(x: float, z: float, y: float) -> Mesh:
    """Four upright panels around x by z."""
    return g.array(g.box(x, y, 0.02), [(0, y / 2, s * (z / 2 - 0.01)) for s in (-1, 1)]) + g.array(
        g.box(0.02, y, z), [(s * (x / 2 - 0.01), y / 2, 0) for s in (-1, 1)]
    )


def rim(x: float, z: float, corner: float, low: float, high: float, wide: float) -> Mesh:
    """Open frame around a rounded rectangle of x by z, standing out by half its width."""
    inner, outer = g.rectangle(x - wide, z - wide, corner), g.rectangle(x + wide, z + wide, corner)
    loops = ((outer, low), (outer, high), (inner, high), (inner, low))
    return g.loft([g.in_plane(outline, "xz", y) for outline, y in loops], closed=True)


def grip(b: Builder, width: float, height: float, thick: float) -> Mesh:
    """Pull handle in the xz plane: both ends on z = 0, standing out to z = height."""
    points = [(-width / 2, 0, 0), (-width / 2, 0, height), (width / 2, 0, height), (width / 2, 0, 0)]
    path = np.array(points) if b.chance() else g.curve(points, 14)
    return g.sweep(path, thick, section=g.rectangle(2, 2, b.pick(0.1, 0.9)), sides=8)


def ear(b: Builder, low: Sequence[float], high: Sequence[float], reach: float, thick: float) -> Mesh:
    """Handle from (x, y) `low` to `high`, standing out to x = reach: round, angular, or open ear-shaped."""
    (x0, y0), (x1, y1) = low, high
    span = y1 - y0
    style = b.integer(0, 3)
    if style == 0:
        points = [(x0, y0), (reach, y0 + span * 0.15), (reach, y1 - span * 0.15), (x1, y1)]
    elif style == 1:
        points = [(x0, y0), (reach * 0.95, y0), (reach, y0 + span * 0.12), (reach, y1 - span * 0.12)]
        points += [(reach * 0.95, y1), (x1, y1)]
    elif style == 2:
        points = [(x0, y0), ((x0 + reach) / 2, y0 + span * 0.25), (reach, y0 + span * 0.75), (x1, y1)]
    else:
        points = [(x0, y0), (reach, (y0 + y1) / 2), (x1, y1)]
    path = g.curve([(x, y, 0) for x, y in points], 18)
    if b.chance(0.4):
        return g.sweep(path, thick, section=g.rectangle(b.uniform(1.2, 2.0), b.uniform(2.0, 4.0), 0.5, 2))
    return g.sweep(path, thick, sides=8)


def ribbed_cap(b: Builder, radius: float, height: float) -> Mesh:
    """Screw cap standing on y = 0, ribbed, rounded or plain."""
    style = b.integer(0, 2)
    if style == 0:
        ribs = g.ring(g.box(radius * 0.1, height * 0.8, radius * 0.12).move(z=radius), 18)
        return (g.cylinder(radius, height, sides=24) + ribs).move(y=height / 2)
    bevel = min(radius, height) * (0.25 if style == 1 else 0.08)
    return post(radius, height, radius * b.uniform(0.85, 1), sides=24, bevel=bevel)
