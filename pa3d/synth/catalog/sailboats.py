"""Sailing boats and tall ships."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import panel, wing_rows
from pa3d.synth.catalog.ship_parts import hull, railing
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import put, rod


def _sail(corners: ArrayLike, belly: float) -> Mesh:
    """Cloth between four corners (tack, clew, head clew, head), billowing to +x by `belly`."""
    a, c, d, e = np.asarray(corners, float)
    u = np.linspace(0, 1, 9)
    grid = [[(a + (c - a) * s) * (1 - t) + (e + (d - e) * s) * t for s in u] for t in u]
    lift = np.sin(np.pi * u)[None, :] * (np.sin(np.pi * u * 0.85 + 0.25) + 0.15)[:, None] * belly
    points = np.array(grid)
    points[:, :, 0] += lift
    return g.sheet(points, 0.01)


def _rig(b: Builder, length: float, deck: float, z: float, height: float, jib: bool) -> None:
    """Mast, boom, mainsail and often a jib, with stays."""
    thick = length * b.uniform(0.007, 0.013)
    b.add("mast", rod((0, deck - thick, z), (0, deck + height, z), thick, 12, thick * 0.7))
    low, reach = deck + height * b.uniform(0.1, 0.16), length * b.uniform(0.33, 0.45)
    swing = b.uniform(-25, 25)
    pivot = (0, 0, z)
    b.add("boom", rod((0, low, z), (0, low, z - reach), thick * 0.8).rotate("y", swing, pivot))
    belly = b.uniform(0.02, 0.12) * length * b.pick(-1, 1)
    if b.chance(0.92):
        peak = reach * b.pick(0.02, 0.02, b.uniform(0.1, 0.35))
        top = deck + height * b.uniform(0.93, 0.99)
        corners = [
            (0, low, z - thick),
            (0, low, z - reach * 0.97),
            (0, top, z - thick - peak),
            (0, top, z - thick),
        ]
        b.add("sail > mainsail", _sail(corners, belly).rotate("y", swing, pivot))
    if jib:
        bow, top = length * b.uniform(0.45, 0.5), deck + height * b.uniform(0.7, 0.95)
        clew = (belly * 0.5, low - height * 0.02, z - length * b.uniform(-0.05, 0.08))
        corners = [(0, deck + height * 0.04, bow), clew, (0, top, z + thick * 2), (0, top, z + thick * 2)]
        b.add("sail > jib|foresail|headsail", _sail(corners, belly))
    if b.chance(0.6):
        wire = rod((0, deck + height, z), (0, deck, length * 0.49), thick * 0.18, 5)
        wire = wire + rod((0, deck + height, z), (0, deck, -length * 0.48), thick * 0.18, 5)
        b.add("rope|rigging|stay", wire)


@design("sailboat", "sailboat")
def sloop(b: Builder) -> None:
    """Sailing yacht: decked hull, low cabin, one mast with mainsail and jib, fin keel, rudder."""
    length = b.uniform(7, 15)
    beam, depth = length * b.uniform(0.26, 0.34), length * b.uniform(0.09, 0.14)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.4, 0.85),
        rocker=b.uniform(0.3, 0.7),
        sheer=b.uniform(0, 0.4),
        rake=length * b.uniform(0, 0.07),
        shape=b.uniform(0.4, 0.7),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.49, length * 0.48, 1.0, beam * 0.02, depth * 0.03).move(y=depth * 0.04)
    )
    z = length * b.uniform(0.05, 0.16)
    if b.chance(0.8):
        house = g.superquadric(
            beam * b.uniform(0.24, 0.32), depth * b.uniform(0.35, 0.55), length * b.uniform(0.14, 0.2), 0.4, 0.5
        )
        b.add("cabin > cabin", house.move(y=depth * 1.02, z=z - length * 0.06))
        pane = g.sphere(beam * 0.02, depth * 0.1, length * 0.022, 10)
        for i in range(b.integer(0, 4)):
            put(
                b,
                [("cabin > window|porthole", pane)],
                house.high[0] * 0.97,
                depth * 1.2,
                z + length * (0.0 - 0.045 * i),
                True,
            )
    _rig(b, length, depth * 1.05, z, length * b.uniform(1.0, 1.4), b.chance(0.8))
    if b.chance(0.7):
        chord = length * b.uniform(0.1, 0.25)
        fin = panel(wing_rows(length * b.uniform(0.1, 0.17), chord, chord * 0.75, chord * 0.3, 0, 0.12)).rotate(
            "z", -90
        )
        b.add("keel", fin.move(y=depth * 0.15, z=length * 0.05))
    if b.chance(0.8):
        blade = panel(wing_rows(depth * b.uniform(1.2, 1.8), length * 0.06, length * 0.04, 0, 0, 0.12)).rotate(
            "z", -90
        )
        b.add("rudder", blade.move(y=depth * 0.6, z=-length * 0.46))
    if b.chance(0.4):
        b.add(
            "tiller|helm",
            rod((0, depth * 1.15, -length * 0.46), (0, depth * 1.3, -length * 0.36), length * 0.006),
        )
    elif b.chance(0.4):
        helm = g.torus(depth * 0.28, depth * 0.03, 18) + g.ring(
            rod((0, 0, 0), (depth * 0.28, 0, 0), depth * 0.02, 6), 5
        )
        b.add("steering wheel|wheel|helm", helm.rotate("x", 80).move(y=depth * 1.4, z=-length * 0.33))
    if b.chance(0.4):
        railing(b, shape, length * 0.2, length * 0.44, depth * 0.5)


@design("sailboat")
def dinghy(b: Builder) -> None:
    """Open sailing dinghy or toy boat; sometimes two hulls under a trampoline."""
    length = b.uniform(2.5, 6)
    beam, depth = length * b.uniform(0.3, 0.42), length * b.uniform(0.1, 0.18)
    if b.chance(0.3):
        slim = hull(length, beam * 0.32, depth, stern=b.uniform(0.3, 0.8), rocker=0.4, shape=0.5)
        put(b, [("hull", slim.solid())], beam * 0.55, 0, 0, True)
        b.add("deck|trampoline", g.box(beam * 1.1, depth * 0.1, length * 0.45).move(y=depth * 0.95))
        b.add(
            "beam|crossbeam",
            g.array(
                rod((-beam * 0.6, depth, 0), (beam * 0.6, depth, 0), depth * 0.12),
                [(0, 0, length * 0.2), (0, 0, -length * 0.22)],
            ),
        )
    else:
        shape = hull(
            length,
            beam,
            depth,
            stern=b.uniform(0.5, 0.9),
            rocker=b.uniform(0.2, 0.5),
            sheer=b.uniform(0, 0.5),
            shape=b.uniform(0.3, 0.7),
        )
        if b.chance(0.7):
            b.add("hull", shape.open(depth * 0.07))
            for z in (-0.25, 0.05)[: b.integer(1, 2)]:
                b.add(
                    "seat|bench|thwart",
                    shape.floor(
                        length * z - length * 0.04, length * z + length * 0.04, 0.7, beam * 0.03, depth * 0.08
                    ),
                )
        else:
            b.add("hull", shape.solid())
    _rig(
        b,
        length,
        depth * b.uniform(0.6, 1.0),
        length * b.uniform(0.1, 0.22),
        length * b.uniform(1.0, 1.5),
        b.chance(0.5),
    )
    if b.chance(0.6):
        plate = g.box(length * 0.012, depth * b.uniform(1.2, 2.0), length * b.uniform(0.06, 0.1))
        b.add("rudder", plate.move(y=depth * 0.3, z=-length * 0.53))
        b.add(
            "tiller|helm",
            rod((0, depth * 1.1, -length * 0.53), (0, depth * 1.2, -length * 0.33), length * 0.008),
        )


@design("sailboat", "sailing ship")
def tall_ship(b: Builder) -> None:
    """Old sailing ship: raised stern, two or three masts with yards and square sails, bowsprit."""
    length, count = b.uniform(18, 45), b.integer(1, 4)
    beam, depth = length * b.uniform(0.22, 0.3), length * b.uniform(0.12, 0.18)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.5, 0.8),
        bow=b.uniform(1.8, 3),
        rocker=0.35,
        sheer=b.uniform(0.3, 0.9),
        rake=length * 0.06,
        shape=b.uniform(0.3, 0.5),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.46, length * 0.44, 1.0, beam * 0.03, depth * 0.04).move(y=depth * 0.05)
    )
    if b.chance(0.75):
        castle = g.box(
            beam * shape.at(-length * 0.4)[0] / beam * 1.9,
            depth * b.uniform(0.35, 0.7),
            length * b.uniform(0.14, 0.24),
            depth * 0.05,
        )
        b.add("cabin|sterncastle|aftercastle", castle.move(y=depth * 1.35, z=-length * 0.39))
    square = b.chance(0.7)
    for i, z in enumerate(np.linspace(0.3, -0.3, count) * length if count > 1 else [0.05 * length]):
        height = length * b.uniform(0.65, 0.8) * (0.85 if i != count // 2 else 1.0)
        _square_rig(b, length, depth * 1.1, z, height, beam) if square else _rig(
            b, length * 0.62, depth * 1.1, z, height * 0.9, False
        )
    nose = np.array([0, depth * 1.5, length * 0.47])
    b.add("bowsprit", rod(nose, nose + np.array([0, 0.08, 0.2]) * length, length * 0.012, 10, length * 0.006))
    if b.chance(0.5):
        tack, head = (
            nose + np.array([0, 0.06, 0.17]) * length,
            np.array([0, depth + length * 0.5, length * 0.32]),
        )
        b.add(
            "sail > jib|foresail|headsail",
            _sail([tack, (0, depth * 1.6, length * 0.36), head, head], length * 0.03),
        )
    if b.chance(0.4):
        guns = g.array(
            rod((0, 0, 0), (beam * 0.12, 0, 0), depth * 0.06),
            [(beam * 0.44, depth * 0.8, z) for z in np.linspace(-0.2, 0.2, b.integer(3, 6)) * length],
        )
        put(b, [("cannon|gun", guns)], mirror=True)
    if b.chance(0.4):
        b.add(
            "flag",
            g.sheet([[(0, y, z) for y in (0, length * 0.04)] for z in np.linspace(0, -length * 0.08, 5)]).move(
                y=depth * 1.1 + length * 0.62, z=-length * 0.02
            ),
        )


def _square_rig(b: Builder, length: float, deck: float, z: float, height: float, beam: float) -> None:
    """Mast with one to four yards, each with a sail, and perhaps a crow's nest."""
    thick, tiers = length * 0.011, b.integer(1, 4)
    b.add("mast", rod((0, deck - thick * 4, z), (0, deck + height, z), thick, 12, thick * 0.5))
    levels = np.linspace(0.12, 0.95, tiers + 1) * height + deck
    for i in range(tiers):
        half = beam * (0.95 - 0.5 * i / 4)
        b.add(
            "yard|spar", rod((-half, levels[i + 1], z + thick), (half, levels[i + 1], z + thick), thick * 0.6)
        )
        low, high = levels[i] + height * 0.03, levels[i + 1]
        corners = [(low, -half, 0), (low, half, 0), (high, half * 0.92, 0), (high, -half * 0.92, 0)]
        cloth = _sail([(0, y, x) for y, x, _ in corners], length * 0.05).rotate("y", -90)
        b.add("sail > square sail", cloth.move(z=z + thick * 2))
    if b.chance(0.4):
        nest = g.lathe(
            [
                (0, 0),
                (thick * 2.5, 0),
                (thick * 3, thick * 4),
                (thick * 2.7, thick * 4),
                (thick * 2.2, thick * 0.5),
                (0, thick * 0.5),
            ],
            14,
        )
        b.add("crow's nest|lookout", nest.move(y=deck + height * 0.8, z=z))
