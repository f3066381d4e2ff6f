"""What hangs in the air: balloons, airships, parachutes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import cigar, circle, panel, propeller, wing_rows
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import put, rod


@design("hot air balloon")
def hot_air_balloon(b: Builder) -> None:
    """Gored envelope with a skirt, ropes, burner, and a wicker basket; sometimes sandbags and stripes."""
    radius = b.uniform(5, 9)
    sides = b.pick(8, 12, 16, 24)
    neck, drop = radius * b.uniform(0.22, 0.36), radius * b.uniform(1.2, 1.7)
    profile = g.curve(
        [
            (neck, -drop),
            (radius * b.uniform(0.72, 0.85), -radius * 0.55),
            (radius, radius * 0.15),
            (radius * 0.72, radius * 0.75),
            (0.01, radius * b.uniform(0.95, 1.1)),
        ],
        22,
    )
    b.add("envelope|balloon", g.lathe([(neck * 0.97, -drop), *profile], sides))
    if b.chance(0.5):
        flare = neck * b.uniform(0.95, 1.2)
        b.add(
            "envelope|balloon > skirt|mouth",
            g.lathe(
                [
                    (flare, -drop - radius * 0.15),
                    (neck * 1.01, -drop),
                    (neck * 0.97, -drop),
                    (flare * 0.97, -drop - radius * 0.15),
                ],
                sides,
            ),
        )
    if b.chance(0.3):
        low, high = sorted(b.rng.choice(np.arange(4, 18), 2, replace=False))
        b.add("envelope|balloon > stripe|band", g.lathe(profile[low : high + 1] + [radius * 0.01, 0], sides))
    size, low = radius * b.uniform(0.16, 0.3), -drop - radius * b.uniform(0.35, 0.8)
    tall, wall = size * b.uniform(0.8, 1.2), size * 0.07
    if b.chance(0.6):
        tub = g.box(size * 2, wall, size * 2).move(y=low - tall)
        tub = tub + g.ring(g.box(size * 2, tall, wall).move(y=low - tall / 2, z=size), 4)
        corners, rim = (
            [(sx * size, sz * size) for sx in (-1, 1) for sz in (-1, 1)],
            g.box(size * 2.1, wall, wall * 2).move(z=size, y=low),
        )
        rim = g.ring(rim, 4)
    else:
        tub = g.lathe(
            [
                (0, low - tall),
                (size * 0.85, low - tall),
                (size, low),
                (size - wall, low),
                (size * 0.8, low - tall + wall),
                (0, low - tall + wall),
            ],
            20,
        )
        corners, rim = (
            [(x, z) for x, _, z in circle(size, b.pick(4, 6, 8))],
            g.torus(size, wall, 20).move(y=low),
        )
    b.add("basket|gondola > basket body|basket", tub)
    b.add("basket|gondola > rim", rim)
    b.add("rope|cable", _ropes(corners, low, neck / max(np.hypot(*corners[0]), 1e-6), -drop, size * 0.03))
    if b.chance(0.6):
        pot = g.cylinder(size * 0.2, size * 0.5, sides=12).move(y=low + (-drop - low) * 0.45)
        b.add("burner", pot + g.box(size * 1.6, size * 0.06, size * 0.06).move(y=low + (-drop - low) * 0.42))
    if b.chance(0.3):
        bag = g.sphere(size * 0.14, size * 0.2, size * 0.14, 10)
        b.add("sandbag", g.array(bag, [(x * 1.15, low - tall * 0.4, z * 1.15) for x, z in corners]))


def _ropes(corners: Sequence[Sequence[float]], low: float, spread: float, high: float, thick: float) -> Mesh:
    """Ropes from the corners at height `low` to their places scaled by `spread` at `high`."""
    return g.join(rod((x, low, z), (x * spread, high, z * spread), thick, 6) for x, z in corners)


@design("airship")
def airship(b: Builder) -> None:
    """Blimp or zeppelin: cigar envelope, tail fins, gondola with windows, engine pods with propellers."""
    length = b.uniform(30, 120)
    width = length * b.uniform(0.17, 0.34)
    body = cigar(
        length,
        width,
        width,
        nose=b.uniform(0.35, 0.5),
        tail=b.uniform(0.45, 0.6),
        rise=0,
        slim=b.uniform(0.6, 0.9),
    )
    b.add("envelope|balloon|body", body.mesh(b.pick(12, 24, 28)))
    chord = length * b.uniform(0.12, 0.18)
    blade = panel(wing_rows(width * b.uniform(0.5, 0.7), chord, chord * 0.6, chord * 0.3, 0, 0.08))
    b.add("fin|tail fin|tail", g.ring(blade, b.pick(4, 4, 3), "z", b.pick(90, 45)).move(z=-length * 0.32))
    long, tall = length * b.uniform(0.15, 0.3), width * b.uniform(0.14, 0.22)
    z = length * b.uniform(0.0, 0.15)
    low = body.at(z, 180)[1] - tall * 0.2
    cab = cigar(long, tall * 1.2, tall, nose=0.25, tail=0.25, blunt=0.4, slim=0.4, square=0.5)
    b.add("gondola|cabin > gondola|cabin", cab.mesh(18).move(y=low, z=z))
    if b.chance(0.8):
        row = g.array(
            g.box(tall * 0.05, tall * 0.3, tall * 0.4),
            [cab.at(s, 85) for s in np.linspace(-0.3, 0.35, b.integer(3, 8)) * long],
        )
        put(b, [("gondola|cabin > window", row)], 0, low, z, True)
    for spot in (-long * 0.2, -length * 0.2)[: b.integer(1, 2)]:
        pod = cigar(tall * 1.6, tall * 0.6, tall * 0.6, nose=0.3, tail=0.5).mesh(14)
        x, y = (tall * 1.2, low) if spot > -length * 0.15 else (width * 0.3, body.at(spot, 140)[1] - tall * 0.1)
        put(
            b,
            [
                ("engine > nacelle|pod", pod),
                ("engine > pylon|strut", rod((0, 0, 0), (-tall * 0.9, tall * 0.3, 0), tall * 0.06)),
            ],
            x,
            y,
            z + spot,
            True,
        )
        put(b, propeller(b, tall * b.uniform(0.5, 0.8)), x, y, z + spot + tall * 0.85, True)


@design("parachute")
def parachute(b: Builder) -> None:
    """Round canopy or ram-air wing with suspension lines down to a harness, box, or person."""
    radius, height = b.uniform(2, 4), b.uniform(4, 7)
    if b.chance(0.6):
        sides, deep = b.pick(8, 12, 16, 24), radius * b.uniform(0.5, 0.9)
        t = np.linspace(0, 1, 10)
        out = np.stack([radius * np.cos(t * np.pi / 2), deep * np.sin(t * np.pi / 2)], 1)
        vent = [(radius * 0.06, deep * 0.99)] if b.chance() else [(0, deep)]
        top = [*out[:-1], *vent]
        b.add("canopy|parachute canopy", g.lathe([*top, *(np.array(top[::-1]) * 0.985)], sides))
        spots = [(x, 0, z) for x, _, z in circle(radius * 0.98, sides)]
    else:
        cells, chord = b.integer(7, 11), radius * b.uniform(0.6, 0.9)
        tube = np.array(
            [[0, 0, chord / 2], [0, chord * 0.12, chord * 0.42], [0, chord * 0.1, 0], [0, 0, -chord / 2]]
        )
        pieces, spots = [], []
        for a in np.linspace(-50, 50, cells):
            cell = g.extrude(tube[:, [2, 1]], radius * 2.0 / cells).rotate("y", -90)
            pieces.append(cell.move(y=radius).rotate("z", -a).move(y=-radius * 0.7))
            x, y = radius * np.sin(np.radians(a)), radius * (np.cos(np.radians(a)) - 0.7)
            spots += [(x, y, chord * 0.4), (x, y, -chord * 0.4)]
        b.add("canopy|parachute canopy", g.join(pieces))
    knot = np.array([0, -height, 0])
    ends = [knot + [np.sign(round(x, 6)) * radius * 0.07, 0, 0] for x, _, _ in spots]
    b.add("line|rope|cord", g.join(rod(s, e, radius * 0.006, 5) for s, e in zip(spots, ends, strict=True)))
    size = radius * b.uniform(0.12, 0.2)
    if b.chance(0.6):
        b.add(
            "harness|strap", g.box(size * 1.2, size * 1.4, size * 0.8, size * 0.2).move(y=-height - size * 0.6)
        )
    else:
        b.add("crate|box|load", g.box(size * 2, size * 1.8, size * 2).move(y=-height - size * 0.8))
