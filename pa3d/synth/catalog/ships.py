"""Ships."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import propeller
from pa3d.synth.catalog.ship_parts import Hull, hull, radar_mast, railing
from pa3d.synth.parts import Parts, put, rod

WINDOW = "cabin|superstructure > window|porthole"
CABIN = "cabin|superstructure > cabin|deckhouse"


def _funnel(b: Builder, radius: float, height: float, y: float, z: float) -> None:
    """Chimney of a ship, leaning back a little, with a band."""
    stretch, lean = b.uniform(1.0, 1.8), b.uniform(-12, 0)
    pipe = g.lathe(
        [
            (radius, 0),
            (radius * 0.9, height),
            (radius * 0.75, height),
            (radius * 0.75, height * 0.7),
            (0, height * 0.7),
        ],
        18,
    )
    b.add("funnel|chimney|smokestack", pipe.scale(1, 1, stretch).rotate("x", lean).move(y=y, z=z))
    if b.chance(0.4):
        band = g.cylinder(radius * 0.99, height * 0.15, sides=18).scale(1, 1, stretch).move(y=height * 0.7)
        b.add("funnel|chimney|smokestack > band|stripe", band.rotate("x", lean).move(y=y, z=z))


def _decks(
    b: Builder, x: float, y: float, z: float, depth: float, tiers: int, tall: float, shrink: float = 0.88
) -> float:
    """Stack of deckhouses with rows of windows; returns the height of the roof."""
    round_ = tall * b.pick(0, 0.15)
    for i in range(tiers):
        b.add(CABIN, g.box(x, tall, depth, round_).move(y=y + tall / 2, z=z))
        size = tall * 0.35
        if b.chance(0.8):
            spots = np.linspace(-0.42, 0.42, max(int(depth / tall), 2)) * depth
            row = g.array(
                g.box(x * 0.01, size, size * b.uniform(0.6, 1.2)),
                [(x / 2, y + tall * 0.6, z + s) for s in spots],
            )
            put(b, [(WINDOW, row)], mirror=True)
        if i == tiers - 1:
            glass = g.box(x * 0.9, size, depth * 0.01).move(y=y + tall * 0.65, z=z + depth / 2)
            b.add(WINDOW, glass)
        y, x, depth = y + tall, x * shrink, depth * shrink
        if i < tiers - 1 and b.chance(0.3):
            b.add("deck", g.box(x * 1.1, tall * 0.06, depth * 1.12).move(y=y, z=z))
    return y


def _ship_hull(b: Builder, length: float, beam: float, depth: float) -> Hull:
    """Steel hull, its deck, sometimes propeller and rudder."""
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.7, 0.95),
        bow=b.uniform(2.2, 4),
        widest=b.uniform(0.35, 0.6),
        sheer=b.uniform(0.05, 0.4),
        rocker=b.uniform(0, 0.25),
        rake=length * b.uniform(0, 0.05),
        shape=b.uniform(0.12, 0.35),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.48, length * 0.44, 1.0, beam * 0.03, depth * 0.04).move(y=depth * 0.03)
    )
    if b.chance(0.4):
        b.add("rudder", g.box(beam * 0.03, depth * 0.6, length * 0.025).move(y=depth * 0.3, z=-length * 0.51))
        put(b, propeller(b, depth * 0.28, b.integer(3, 5)), 0, depth * 0.3, -length * 0.5 - depth * 0.1)
    if b.chance(0.3):
        anchor = g.box(beam * 0.02, depth * 0.14, depth * 0.12).move(
            shape.at(length * 0.4)[0] * 0.95, depth * 0.85, length * 0.4
        )
        put(b, [("anchor", anchor)], mirror=True)
    return shape


@design("ship", "cargo ship")
def container_ship(b: Builder) -> None:
    """Freighter: long hull, bridge at the stern or amidships, containers, hatches with cranes, or tanks."""
    length = b.uniform(60, 250)
    beam, depth = length * b.uniform(0.13, 0.18), length * b.uniform(0.07, 0.1)
    shape = _ship_hull(b, length, beam, depth)
    z, tall = -length * b.uniform(0.3, 0.4), depth * b.uniform(0.28, 0.4)
    roof = _decks(
        b,
        beam * b.uniform(0.7, 0.9),
        depth,
        z,
        length * b.uniform(0.06, 0.1),
        b.integer(3, 6),
        tall,
        b.uniform(0.9, 1),
    )
    if b.chance(0.6):
        b.add(
            "cabin|superstructure > bridge|wheelhouse",
            g.box(beam * 1.0, tall, length * 0.04).move(y=roof, z=z + length * 0.01),
        )
    _funnel(
        b,
        beam * b.uniform(0.06, 0.1),
        depth * b.uniform(0.5, 0.8),
        roof * 0.75 + depth * 0.25,
        z - length * 0.065,
    )
    radar_mast(b, roof, z, depth * b.uniform(0.4, 0.8))
    start, end = z + length * 0.08, length * 0.38
    kind = b.pick("container", "container", "hatch", "tank")
    if kind == "container":
        _containers(b, shape, start, end, depth)
    elif kind == "tank":
        pipe = rod((0, depth * 1.15, start), (0, depth * 1.15, end), beam * 0.02)
        b.add("pipe", pipe + rod((-beam * 0.3, depth * 1.15, 0), (beam * 0.3, depth * 1.15, 0), beam * 0.02))
        if b.chance():
            dome = g.sphere(beam * 0.36, sides=18)
            b.add(
                "tank",
                g.array(
                    dome,
                    [
                        (0, depth * 1.15, s)
                        for s in np.linspace(start + beam * 0.3, end - beam * 0.4, b.integer(3, 5))
                    ],
                ),
            )
    else:
        for spot in np.linspace(start + length * 0.04, end - length * 0.05, b.integer(3, 6)):
            b.add(
                "hatch|hatch cover", g.box(beam * 0.6, depth * 0.12, length * 0.07).move(y=depth * 1.08, z=spot)
            )
            if b.chance(0.6):
                foot = np.array([0, depth, spot + length * 0.05])
                jib = rod(foot + [0, depth * 0.6, 0], foot + [0, depth * 1.1, -length * 0.08], beam * 0.02)
                b.add("crane", jib + rod(foot, foot + [0, depth * 0.9, 0], beam * 0.04, 10))


def _containers(b: Builder, shape: Hull, start: float, end: float, depth: float) -> None:
    """Bays of stacked boxes."""
    bays, rows = b.integer(4, 9), b.integer(3, 7)
    pitch = (end - start) / bays
    wide = shape.at(0)[0] * 1.8 / rows
    for i in range(bays):
        z = start + pitch * (i + 0.5)
        room = shape.at(z + pitch * 0.5)[0] * 0.95
        spots = []
        for x in (np.arange(rows) - (rows - 1) / 2) * wide:
            if abs(x) + wide / 2 <= room:
                spots += [(x, depth * 1.06 + wide * (level + 0.5), z) for level in range(b.integer(1, 4))]
        if spots:
            b.add("container", g.array(g.box(wide * 0.95, wide * 0.97, pitch * 0.9), spots))


@design("ship", "warship")
def warship(b: Builder) -> None:
    """Destroyer or battleship: slim hull, stepped superstructure, turrets, funnels, masts; or a carrier."""
    length = b.uniform(80, 220)
    beam, depth = length * b.uniform(0.09, 0.14), length * b.uniform(0.055, 0.08)
    shape = _ship_hull(b, length, beam, depth)
    if b.chance(0.15):
        b.add(
            "deck > flight deck",
            g.box(beam * 1.5, depth * 0.1, length * 0.98, depth * 0.04).move(x=beam * 0.1, y=depth * 1.25),
        )
        roof = _decks(b, beam * 0.25, depth * 1.3, 0, length * 0.12, 3, depth * 0.35)
        radar_mast(b, roof, 0, depth * 1.2)
        return
    tall = depth * b.uniform(0.35, 0.5)
    z = length * b.uniform(0.02, 0.1)
    roof = _decks(
        b,
        beam * b.uniform(0.5, 0.75),
        depth,
        z,
        length * b.uniform(0.18, 0.28),
        b.integer(2, 4),
        tall,
        b.uniform(0.65, 0.85),
    )
    radar_mast(b, roof, z, depth * b.uniform(0.8, 1.6))
    for i in range(b.integer(1, 3)):
        _funnel(
            b,
            beam * b.uniform(0.1, 0.14),
            depth * b.uniform(0.7, 1.0),
            depth + tall * 0.8,
            z - length * (0.1 + 0.09 * i),
        )
    caliber = beam * b.uniform(0.025, 0.05)
    barrels = b.integer(1, 3)
    for spot, turn in ((0.3, 0), (0.22, 0), (-0.3, 180), (-0.38, 180))[: b.integer(1, 4)]:
        lift = depth * 1.05 + (abs(spot) < 0.31 and abs(spot) != 0.3) * tall * 0.6
        put(
            b,
            [
                (n, m.rotate("y", turn + b.uniform(-20, 20)))
                for n, m in _turret(b, beam * 0.3, caliber, barrels)
            ],
            0,
            lift,
            spot * length,
        )
    if b.chance(0.4):
        put(b, _turret(b, beam * 0.12, caliber * 0.5, 2), beam * 0.36, depth * 1.05, z, True)
    if b.chance(0.5):
        railing(b, shape, -length * 0.4, length * 0.4, depth * 0.2)


def _turret(b: Builder, size: float, caliber: float, barrels: int) -> Parts:
    """Gun turret facing +z."""
    house = g.box(size * 1.5, size * 0.6, size * 1.7, size * 0.06).taper(0.8).move(y=size * 0.45)
    base = g.cylinder(size * 0.7, size * 0.4, sides=16).move(y=0)
    tubes = [(caliber * 3 * (i - (barrels - 1) / 2), size * 0.5, size * 0.7) for i in range(barrels)]
    barrel = rod((0, 0, 0), (0, size * b.uniform(0, 0.5), size * 2), caliber, 10, caliber * 0.8)
    return [
        ("gun|gun turret > turret", house + base),
        ("gun|gun turret > barrel|gun barrel", g.array(barrel, tubes)),
    ]


@design("ship", "cruise ship")
def liner(b: Builder) -> None:
    """Passenger liner or ferry: long tiers of cabins with windows, funnels, lifeboats, a pool."""
    length = b.uniform(60, 280)
    beam, depth = length * b.uniform(0.12, 0.18), length * b.uniform(0.06, 0.08)
    shape = _ship_hull(b, length, beam, depth)
    tiers, tall = b.integer(2, 6), depth * b.uniform(0.3, 0.42)
    z = -length * b.uniform(0.02, 0.08)
    roof = _decks(
        b,
        beam * b.uniform(0.8, 0.92),
        depth,
        z,
        length * b.uniform(0.55, 0.7),
        tiers,
        tall,
        b.uniform(0.9, 0.97),
    )
    count = b.integer(1, 4)
    for spot in np.linspace(0.12, -0.18, count) * length if count > 1 else [-0.1 * length]:
        _funnel(b, beam * b.uniform(0.12, 0.16), depth * b.uniform(0.7, 1.2), roof - tall * 0.1, spot)
    if b.chance(0.7):
        radar_mast(b, roof, length * 0.2, depth * b.uniform(0.6, 1.2))
    if b.chance(0.6):
        boat = g.superquadric(beam * 0.05, beam * 0.05, length * 0.022, 0.7, 0.9, 14)
        spots = [
            (beam * 0.49, depth + tall * 1.4, s) for s in np.linspace(-0.25, 0.2, b.integer(3, 8)) * length
        ]
        put(b, [("lifeboat", g.array(boat, spots))], mirror=True)
    if b.chance(0.4):
        b.add(
            "pool|swimming pool",
            g.box(beam * 0.3, tall * 0.1, length * 0.06, tall * 0.04).move(
                y=roof + tall * 0.02, z=length * 0.14
            ),
        )
    if b.chance(0.5):
        railing(b, shape, length * 0.3, length * 0.46, depth * 0.25)


@design("ship", "fishing boat", "tugboat")
def work_boat(b: Builder) -> None:
    """Chubby tug, trawler, or toy steamer: wheelhouse, funnel, mast, tyres as fenders, net crane."""
    length = b.uniform(8, 25)
    beam, depth = length * b.uniform(0.3, 0.42), length * b.uniform(0.13, 0.2)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.6, 0.9),
        bow=b.uniform(1.6, 2.6),
        sheer=b.uniform(0.3, 0.9),
        rocker=0.3,
        rake=length * 0.04,
        shape=b.uniform(0.25, 0.5),
    )
    if b.chance(0.5):
        b.add("hull", shape.open(depth * 0.07))
        b.add("deck", shape.floor(-length * 0.47, length * 0.42, 0.75, beam * 0.03, depth * 0.05))
    else:
        b.add("hull", shape.solid())
        b.add(
            "deck",
            shape.floor(-length * 0.48, length * 0.46, 1.0, beam * 0.03, depth * 0.03).move(y=depth * 0.03),
        )
    z = length * b.uniform(-0.15, 0.15)
    roof = _decks(
        b,
        beam * b.uniform(0.45, 0.6),
        depth * 0.74,
        z,
        length * b.uniform(0.2, 0.32),
        b.integer(1, 2),
        depth * b.uniform(0.8, 1.1),
        b.uniform(0.7, 0.9),
    )
    b.add(
        "cabin|superstructure > roof",
        g.box(beam * 0.55, depth * 0.08, length * 0.24, depth * 0.02).move(y=roof, z=z),
    )
    if b.chance(0.8):
        _funnel(b, beam * b.uniform(0.07, 0.12), depth * b.uniform(0.8, 1.4), depth * 1.1, z - length * 0.17)
    radar_mast(b, roof, z, depth * b.uniform(0.8, 1.8))
    if b.chance(0.4):
        ring_ = g.torus(depth * 0.2, depth * 0.07, 16).rotate("z", 90)
        put(
            b,
            [
                (
                    "fender|tyre|tire",
                    g.array(
                        ring_,
                        [(shape.at(s)[0] * 0.99, depth * 0.85, s) for s in np.linspace(-0.35, 0.2, 4) * length],
                    ),
                )
            ],
            mirror=True,
        )
    if b.chance(0.4):
        post, top = (0, depth * 0.8, length * 0.3), (0, depth * 3, length * 0.3)
        b.add("crane", rod(post, top, beam * 0.03) + rod(top, (0, depth * 2.6, length * 0.48), beam * 0.02))
