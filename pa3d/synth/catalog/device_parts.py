"""Pieces that appliances and other devices share: knobs, handles, feet, cords, keys."""

from __future__ import annotations

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, plate, stick, wire

SCREEN = "screen|display"
CORD = "cord|wire|cable"
CASE = "body|case|housing"


def knob(b: Builder, radius: float) -> Mesh:
    """Turning knob on z = 0: drum, cone, pointer bar, star or cap with a skirt."""
    kind, depth = b.integer(0, 4), radius * b.uniform(0.6, 1.6)
    if kind == 0:
        mesh = disc(radius, depth, radius * b.uniform(0.75, 1), 18, radius * 0.08)
    elif kind == 1:
        mesh = disc(radius, depth * 0.3) + plate(radius * 0.4, radius * 1.9, depth, radius * 0.1)
    elif kind == 2:
        lobes = g.ring(g.cylinder(radius * 0.25, depth, sides=8).move(x=radius * 0.8), b.integer(5, 9))
        mesh = disc(radius * 0.85, depth) + lobes.rotate("x", 90).move(z=depth / 2)
    elif kind == 3:
        mesh = disc(radius * 1.2, depth * 0.25) + disc(radius * 0.8, depth, radius * 0.7)
    else:
        mark = plate(radius * 0.15, radius * 0.7, depth * 0.1).move(y=radius * 0.5, z=depth)
        mesh = disc(radius, depth, radius * 0.85) + mark
    return mesh.rotate("z", b.uniform(-150, 150))


def bar(b: Builder, length: float, thick: float, reach: float) -> Mesh:
    """Pull handle along y on z = 0: round or flat bar on posts, a bow, a block, or a finger rail."""
    kind = b.integer(0, 5)
    if kind == 0:
        rod = g.capsule(thick / 2, length).move(z=reach)
        posts = g.array(disc(thick * 0.4, reach, sides=10), [(0, s * length * 0.4, 0) for s in (-1, 1)])
        return rod + posts
    if kind == 1:
        rail = g.box(thick, length, thick * 0.6, thick * 0.2).move(z=reach)
        return rail + g.array(
            plate(thick * 0.8, thick, reach), [(0, s * (length - thick) / 2, 0) for s in (-1, 1)]
        )
    if kind == 2:
        h = length / 2
        return wire([(0, -h, 0), (0, -h * 0.75, reach), (0, h * 0.75, reach), (0, h, 0)], thick / 2)
    if kind == 3:
        return plate(thick, length, reach, thick * 0.3)
    if kind == 4:
        h = length / 2
        path = [(0, -h, 0), (0, -h, reach), (0, h, reach), (0, h, 0)]
        return g.sweep(path, thick * 0.6, section=g.rectangle(1.2, 1))
    rail = g.box(thick * 0.3, length, reach).move(z=reach / 2)
    return rail + g.box(thick * 1.2, length, thick * 0.3).move(x=thick * 0.5, z=reach)


def ajar(b: Builder, shut: float = 0.55, most: float = 120) -> float:
    """Opening angle of a door: mostly shut."""
    return 0.0 if b.chance(shut) else b.uniform(15, most)


def tripod(b: Builder, height: float, spread: float, thick: float) -> None:
    """Three legs meeting at (0, height, 0) with a hub, sometimes with spreaders."""
    b.add("tripod|stand > leg", g.ring(stick((0, height, thick * 2), (0, 0, spread), thick, sides=8), 3))
    b.add("tripod|stand > hub|head", g.cylinder(thick * 4, thick * 5, sides=16).move(y=height))
    if b.chance(0.5):
        rod = stick((0, height * 0.5, 0), (0, height * 0.45, spread * 0.55), thick * 0.6, sides=6)
        b.add("tripod|stand > brace|spreader", g.ring(rod, 3))
