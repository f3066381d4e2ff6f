"""Motor boats, canoes, kayaks and submarines."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import cigar, panel, propeller, wing_rows
from pa3d.synth.catalog.ship_parts import Hull, hull, radar_mast, railing
from pa3d.synth.parts import Parts, put, rod


def _outboard(b: Builder, size: float) -> Parts:
    """Outboard motor: cowling, leg, propeller."""
    cowl = g.superquadric(size * 0.3, size * 0.35, size * 0.4, 0.5, 0.6, 16).move(y=size * 0.4)
    leg = g.box(size * 0.16, size * 1.1, size * 0.3, size * 0.04).move(y=-size * 0.4)
    screw = [(name, mesh.move(y=-size * 0.8, z=-size * 0.32)) for name, mesh in propeller(b, size * 0.25, 3)]
    return [
        ("engine|motor|outboard motor > cover|cowling", cowl),
        ("engine|motor|outboard motor > leg|shaft", leg),
        *screw,
    ]


@design("motorboat", "motorboat")
def speedboat(b: Builder) -> None:
    """Open runabout: vee hull, windshield, seats, steering wheel, outboard motors."""
    length = b.uniform(3.5, 8)
    beam, depth = length * b.uniform(0.3, 0.4), length * b.uniform(0.12, 0.17)
    shape = hull(
        length,
        beam,
        depth,
        stern=0.92,
        bow=b.uniform(1.8, 2.6),
        rocker=b.uniform(0.4, 0.7),
        sheer=b.uniform(0.05, 0.35),
        rake=length * 0.05,
        shape=b.uniform(0.5, 0.8),
    )
    b.add("hull", shape.open(depth * 0.06))
    b.add("deck|floor", shape.floor(-length * 0.48, length * 0.2, 0.45, beam * 0.04, depth * 0.05))
    z = length * b.uniform(0.08, 0.16)
    b.add("deck|foredeck", shape.floor(z, length * 0.46, 0.99, beam * 0.01, depth * 0.04))
    wide, tall = beam * 0.42, depth * b.uniform(0.35, 0.7)
    bow = g.curve(
        [
            (-wide, 0, -length * 0.1),
            (-wide * 0.8, 0, 0),
            (0, 0, length * 0.05),
            (wide * 0.8, 0, 0),
            (wide, 0, -length * 0.1),
        ],
        15,
    )
    grid = [[p + [0, h, -h * 0.6] for p in bow] for h in (0.0, tall)]
    b.add("windshield|windscreen", g.sheet(grid, 0.01).move(y=depth * 1.02, z=z))
    for i in range(b.integer(1, 3)):
        spot = z - length * (0.16 + 0.2 * i)
        if b.chance(0.6):
            put(b, _boat_seat(beam * 0.26, depth, b.chance(0.8)), beam * 0.2, depth * 0.45, spot, True)
        else:
            put(b, _boat_seat(beam * 0.7, depth, b.chance(0.8)), 0, depth * 0.45, spot)
    helm = g.torus(depth * 0.2, depth * 0.025, 18) + g.cylinder(depth * 0.05, depth * 0.3, sides=8).move(
        y=-depth * 0.1
    )
    b.add("steering wheel|wheel|helm", helm.rotate("x", -65).move(beam * 0.2, depth * 1.0, z - length * 0.05))
    if b.chance(0.8):
        size = depth * b.uniform(0.8, 1.1)
        put(
            b,
            _outboard(b, size),
            b.pick(0, 0, size * 0.4),
            depth * 0.8,
            -length / 2 - size * 0.3,
            mirror=b.chance(0.2),
        )
    if b.chance(0.3):
        railing(b, shape, length * 0.2, length * 0.44, depth * 0.4)


def _boat_seat(width: float, depth: float, back: bool) -> Parts:
    """Bench or chair on a box, facing +z."""
    parts = [
        ("seat > seat|cushion", g.box(width, depth * 0.2, depth * 0.5, depth * 0.06).move(y=depth * 0.35)),
        ("seat > base", g.box(width * 0.8, depth * 0.3, depth * 0.4).move(y=depth * 0.12)),
    ]
    if back:
        parts.append(
            (
                "seat > backrest|back",
                g.box(width, depth * 0.5, depth * 0.12, depth * 0.05).move(y=depth * 0.6, z=-depth * 0.25),
            )
        )
    return parts


@design("motorboat", "yacht")
def cabin_cruiser(b: Builder) -> None:
    """Motor yacht: decked hull, one to three storeys of raked cabin with dark glass, rails, radar arch."""
    length = b.uniform(7, 35)
    beam, depth = length * b.uniform(0.23, 0.32), length * b.uniform(0.1, 0.14)
    shape = hull(
        length,
        beam,
        depth,
        stern=0.93,
        bow=b.uniform(2, 3),
        rocker=0.5,
        sheer=b.uniform(0.1, 0.35),
        rake=length * 0.06,
        shape=b.uniform(0.35, 0.7),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.49, length * 0.46, 1.0, beam * 0.02, depth * 0.03).move(y=depth * 0.03)
    )
    y, z, long = depth, -length * 0.02, length * b.uniform(0.45, 0.6)
    for i in range(b.integer(1, 3)):
        tall, wide = depth * b.uniform(0.5, 0.7), beam * (0.8 - 0.1 * i)
        slope = b.uniform(0.1, 0.2) * long
        low = np.array(
            [(-long / 2, y), (long / 2, y), (long / 2 - slope, y + tall), (-long / 2 + slope * 0.2, y + tall)]
        )
        b.add("cabin|superstructure > cabin|deckhouse", g.extrude(low, wide).rotate("y", -90).move(z=z))
        pane = low * [0.86, 0.0] + [0, y] + (low - [0, y]) * [0, 0.5] + [0, tall * 0.3]
        b.add("cabin|superstructure > window|porthole", g.extrude(pane, wide * 1.01).rotate("y", -90).move(z=z))
        roof = g.box(wide * 1.04, tall * 0.08, long * 0.95, tall * 0.03).move(y=y + tall, z=z - long * 0.05)
        b.add("cabin|superstructure > roof", roof)
        y, z, long = y + tall, z - long * 0.08, long * b.uniform(0.55, 0.75)
    if b.chance(0.6):
        radar_mast(b, y, z - long * 0.2, depth * b.uniform(0.5, 0.9))
    if b.chance(0.6):
        railing(b, shape, length * 0.0, length * 0.46, depth * 0.3)
    if b.chance(0.4):
        put(b, _boat_seat(beam * 0.6, depth * 0.6, True), 0, depth, -length * 0.42)


@design("canoe", "rowboat", "rowboat")
def small_boat(b: Builder) -> None:
    """Canoe with pointed ends, rowing boat with a transom and oars, or flat-bottomed punt."""
    canoe = b.chance(0.5)
    length = b.uniform(2.8, 5.5)
    beam, depth = (
        length * (b.uniform(0.15, 0.2) if canoe else b.uniform(0.28, 0.38)),
        length * b.uniform(0.07, 0.12),
    )
    if canoe:
        shape = hull(
            length,
            beam,
            depth,
            stern=0.01,
            bow=b.uniform(1.6, 2.4),
            widest=0.5,
            sheer=b.uniform(0.2, 0.8),
            rocker=0.15,
            shape=b.uniform(0.3, 0.5),
        )
        back = shape.rows.copy()
        back[:, 1:] = np.where(back[:, :1] < 0, shape.rows[::-1, 1:], shape.rows[:, 1:])
        shape = Hull(back, shape.shape, 0)
    else:
        shape = hull(
            length,
            beam,
            depth,
            stern=b.uniform(0.5, 0.85),
            bow=b.uniform(1.5, 2.4),
            sheer=b.uniform(0.1, 0.6),
            rocker=b.uniform(0.2, 0.5),
            rake=length * 0.03,
            shape=b.uniform(0.25, 0.6),
        )
    b.add("hull", shape.open(depth * b.uniform(0.05, 0.1)))
    for z in np.linspace(-0.3, 0.28, b.integer(1, 4)) * length:
        b.add(
            "seat|bench|thwart",
            shape.floor(z - length * 0.03, z + length * 0.03, b.uniform(0.6, 0.8), beam * 0.03, depth * 0.07),
        )
    if b.chance(0.35):
        for z in np.linspace(-0.35, 0.35, 6) * length:
            b.add(
                "rib|frame",
                shape.floor(z - length * 0.006, z + length * 0.006, 0.25, beam * 0.04, depth * 0.06),
            )
    if canoe and b.chance(0.8):
        paddle = _oar(b, length * 0.4, depth)
        put(
            b,
            [(n, m.rotate("x", b.uniform(75, 88))) for n, m in paddle],
            beam * 0.15,
            depth * 0.9,
            -length * 0.1,
        )
    elif b.chance(0.85):
        parts = _oar(b, length * b.uniform(0.5, 0.7), depth)
        tilt, turn = b.uniform(95, 115), b.uniform(-40, 40)
        lock = (beam * 0.47, depth * 1.12, -length * 0.02)
        moved = [(n, m.move(y=length * 0.15).rotate("z", -tilt).rotate("y", turn)) for n, m in parts]
        put(b, moved, *lock, mirror=True)
        put(
            b,
            [("oarlock|rowlock", g.torus(depth * 0.1, depth * 0.025, 12).rotate("z", 90))],
            *lock,
            mirror=True,
        )


def _oar(b: Builder, length: float, depth: float) -> Parts:
    """Oar along y with its blade up at +y."""
    thick, wide = depth * 0.06, length * b.uniform(0.06, 0.09)
    shaft = rod((0, -length * 0.35, 0), (0, length * 0.45, 0), thick)
    blade = g.superquadric(wide, length * 0.16, thick * 0.5, 0.5, 0.8, 14).move(y=length * 0.52)
    return [("oar|paddle > shaft", shaft), ("oar|paddle > blade", blade)]


@design("canoe", "kayak")
def kayak(b: Builder) -> None:
    """Closed slim kayak with a cockpit rim, seat, and a double paddle."""
    length = b.uniform(2.8, 5)
    beam = b.uniform(0.5, 0.75)
    body = cigar(
        length,
        beam,
        beam * 0.55,
        nose=0.5,
        tail=0.5,
        blunt=0.8,
        slim=0.8,
        rise=b.uniform(0.5, 1.2),
        drop=-b.uniform(0.5, 1.2),
        square=b.uniform(0.6, 0.9),
    )
    b.add("hull", body.mesh(20))
    for z in (0.0, -length * 0.2)[: b.integer(1, 2)]:
        y = body.at(z, 0)[1]
        b.add("cockpit rim|cockpit", g.torus(beam * 0.32, beam * 0.04, 22).scale(1, 1, 1.5).move(y=y, z=z))
        b.add("seat", g.box(beam * 0.5, beam * 0.08, beam * 0.6, beam * 0.03).move(y=y + beam * 0.02, z=z))
        b.add(
            "seat > backrest|back",
            g.box(beam * 0.45, beam * 0.3, beam * 0.06, beam * 0.02).move(y=y + beam * 0.15, z=z - beam * 0.35),
        )
    if b.chance(0.8):
        half = [(n, m.move(y=length * 0.12).rotate("z", -90)) for n, m in _oar(b, length * 0.4, beam * 0.5)]
        put(b, half, 0, beam * 0.5, beam * 0.4, True)


@design("submarine")
def submarine(b: Builder) -> None:
    """Cigar hull, sail with planes and periscopes, tail cross, propeller; toy ones chubby with portholes."""
    toy = b.chance(0.35)
    length = 0.3 if toy else b.uniform(50, 150)
    width = length * (b.uniform(0.3, 0.45) if toy else b.uniform(0.08, 0.13))
    body = cigar(
        length,
        width,
        width * b.uniform(0.9, 1.1),
        nose=b.uniform(0.1, 0.3),
        tail=b.uniform(0.25, 0.5),
        rise=0,
        slim=b.uniform(0.5, 0.9),
        blunt=b.uniform(0.4, 0.6),
    )
    b.add("hull|body", body.mesh())
    z, long, tall = (
        length * b.uniform(0.0, 0.2),
        length * b.uniform(0.09, 0.15) * (1.8 if toy else 1),
        width * b.uniform(0.45, 0.75),
    )
    tower = g.superquadric(
        width * b.uniform(0.12, 0.2), tall, long / 2, b.uniform(0.15, 0.4), b.uniform(0.6, 1.0)
    )
    b.add("sail|conning tower|fin", tower.move(y=width * 0.45 + tall * 0.3, z=z))
    top = width * 0.45 + tall * 1.25
    for i in range(b.integer(0, 3)):
        spot, high = z + long * (0.2 - 0.2 * i), tall * b.uniform(0.3, 0.8)
        pipe = rod((0, top, spot), (0, top + high, spot), width * 0.03)
        if toy or b.chance(0.2):
            pipe = pipe + rod((0, top + high, spot), (0, top + high, spot + width * 0.15), width * 0.04)
        b.add("periscope|mast", pipe)
    if b.chance(0.5):
        put(
            b,
            [("diving plane|fin|hydroplane", panel(wing_rows(width * 0.5, long * 0.4, long * 0.3, 0, 0)))],
            width * 0.1,
            width * 0.45 + tall * 0.6,
            z + long * 0.1,
            True,
        )
    fin = panel(wing_rows(width * b.uniform(0.5, 0.7), width * 0.6, width * 0.4, width * 0.15, 0))
    b.add("rudder|tail fin|fin", g.ring(fin, b.pick(4, 4, 3), "z", 90).move(z=-length * 0.38))
    put(b, propeller(b, width * b.uniform(0.25, 0.4), b.integer(3, 7)), 0, 0, -length * 0.5 - width * 0.02)
    if toy:
        row = g.array(
            g.torus(width * 0.1, width * 0.025, 16).rotate("z", 90),
            [body.at(s, 85) for s in np.linspace(-0.1, 0.25, b.integer(2, 4)) * length],
        )
        put(b, [("window|porthole", row)], mirror=True)
    elif b.chance(0.3):
        b.add("deck", g.box(width * 0.4, width * 0.06, length * 0.5, width * 0.02).move(y=width * 0.48, z=z))
