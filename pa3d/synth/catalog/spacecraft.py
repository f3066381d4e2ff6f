"""Rockets, missiles, shuttles, satellites and space ships."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import cigar, circle, fin, panel, shell, wing_rows
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, post, put, rod


def _nose(kind: str, radius: float, height: float) -> list[tuple[float, float]]:
    """Outside of a nose from its base at y = 0 upwards."""
    t = np.linspace(0, 1, 10)
    width = {"cone": 1 - t, "ogive": 1 - t**1.7, "round": np.sqrt(1 - t**2), "bell": (1 - t) ** 0.7}[kind]
    return [(radius * w, height * u) for w, u in zip(width, t, strict=True)]


def _bell(radius: float, height: float) -> Mesh:
    """Rocket nozzle hanging from y = 0, open below."""
    outside = g.curve(
        [(radius, -height), (radius * 0.8, -height * 0.55), (radius * 0.4, -height * 0.1), (radius * 0.42, 0)],
        9,
    )
    inside = outside[::-1] * [0.85, 1]
    return g.lathe([*inside[1:], *outside, (0, 0)], 18)


def _fin_plate(b: Builder, radius: float, span: float, chord: float, thick: float, kind: str) -> Mesh:
    """Upright fin towards +x from the body's surface, its foot at y = 0."""
    r = radius * 0.92
    outline = {
        "delta": [(r, 0), (r + span, -chord * 0.05), (r + span, chord * 0.12), (r, chord)],
        "swept": [(r, 0), (r + span, -chord * 0.45), (r + span, -chord * 0.05), (r, chord * 0.9)],
        "clipped": [(r, 0), (r + span, 0), (r + span, chord * 0.5), (r, chord)],
        "curved": g.curve(
            [
                (r, 0.1 * chord),
                (r + span * 0.6, -chord * 0.2),
                (r + span, -chord * 0.6),
                (r + span * 0.9, chord * 0.1),
                (r, chord),
            ],
            14,
        ),
    }[kind]
    return g.extrude(outline, thick)


def _booster(b: Builder, radius: float, height: float) -> Parts:
    """Strap-on rocket standing on y = 0."""
    tip = _nose(b.pick("cone", "ogive", "round"), radius, height * b.uniform(0.1, 0.2))
    tip = g.lathe([(0, 0), *tip], 18).move(y=height)
    return [
        ("booster > body|booster body", post(radius, height, sides=18)),
        ("booster > nose|nose cone", tip),
        ("booster > nozzle|engine", _bell(radius * 0.8, radius * 1.2)),
    ]


def _lay_down(b: Builder, chance: float) -> None:
    """Sometimes turn everything from standing along y to flying along z."""
    if b.chance(chance):
        b.change(lambda m: m.rotate("x", 90))


@design("rocket", "rocket")
def launcher(b: Builder) -> None:
    """Space launcher: stacked stages, nose or fairing or escape tower, nozzles, boosters, small fins."""
    radius = b.uniform(1.2, 3)
    y, r, first = 0.0, radius, 0.0
    for i in range(b.integer(1, 3)):
        height = radius * b.uniform(5, 11) / (1 + i)
        name = "body > stage|body" if i == 0 else f"body > {('second', 'third')[i - 1]} stage|upper stage"
        b.add(name, g.cylinder(r, height, sides=24).move(y=y + height / 2))
        first = first or height
        y += height
        if b.chance(0.5):
            slim = r * b.uniform(0.7, 1.15)
            b.add("body > interstage|ring", g.cylinder(r, r * 0.5, slim, 24).move(y=y + r * 0.25))
            y, r = y + r * 0.5, slim
    tip = r * b.uniform(1.2, 3.2)
    b.add(
        "nose|nose cone",
        g.lathe([(0, 0), *_nose(b.pick("cone", "ogive", "ogive", "bell", "round"), r, tip)], 24).move(y=y),
    )
    if b.chance(0.2):
        b.add("escape tower|antenna", rod((0, y + tip * 0.9, 0), (0, y + tip * 1.3 + r, 0), r * 0.08))
    count = b.pick(1, 1, 3, 4, 5)
    size = radius * (0.75 if count == 1 else 0.34)
    bells = _bell(size, size * b.uniform(1.2, 1.8))
    b.add("engine|nozzle", bells if count == 1 else g.array(bells, circle(radius * 0.58, count)))
    if b.chance(0.65):
        chord = radius * b.uniform(1.2, 3)
        blade = _fin_plate(
            b, radius, radius * b.uniform(0.5, 1.3), chord, radius * 0.08, b.pick("delta", "swept", "clipped")
        )
        b.add("fin", g.ring(blade, b.pick(3, 4, 4), start=b.pick(0, 45)))
    if b.chance(0.5):
        thin = radius * b.uniform(0.35, 0.7)
        parts = _booster(b, thin, first * b.uniform(0.45, 0.95))
        for x, _, z in circle(radius + thin * 1.05, b.pick(2, 2, 4, 6)):
            put(b, parts, x, 0, z)
    _lay_down(b, 0.15)


@design("rocket")
def toy_rocket(b: Builder) -> None:
    """Cartoon rocket: bellied body, coloured nose, three or four big fins, round windows, flame."""
    height = b.uniform(0.1, 0.4)
    radius = height * b.uniform(0.15, 0.24)
    sides = b.pick(8, 16, 28)
    split = b.uniform(0.68, 0.8)
    full = g.curve(
        [
            (radius * b.uniform(0.5, 0.85), 0),
            (radius, height * 0.4),
            (radius * 0.62, height * 0.8),
            (0.0005, height),
        ],
        40,
    )
    cut = int(40 * split)
    b.add("body", g.lathe([(0, 0), *full[:cut], (0, full[cut - 1, 1])], sides))
    b.add("nose|nose cone", g.lathe([(0, full[cut - 1, 1]), *full[cut - 1 :]], sides))
    base = full[0, 0]
    kind = b.pick("swept", "curved", "curved", "clipped", "delta")
    blade = _fin_plate(
        b,
        base,
        radius * b.uniform(0.7, 1.2),
        height * b.uniform(0.25, 0.4),
        radius * b.uniform(0.08, 0.25),
        kind,
    )
    b.add("fin", g.ring(blade, b.pick(3, 3, 4), start=b.uniform(0, 90)))
    b.add("engine|nozzle", _bell(base * b.uniform(0.6, 0.9), height * b.uniform(0.06, 0.12)))
    if b.chance(0.35):
        flame = g.lathe(
            [(0.0005, -height * 0.35), (base * 0.5, -height * 0.15), (base * 0.35, -height * 0.03), (0, 0)], 14
        )
        b.add("flame|fire", flame)
    for y in b.pick((), (0.55,), (0.55,), (0.58, 0.36)):
        x = np.interp(y * height, full[:, 1], full[:, 0])
        size = radius * b.uniform(0.28, 0.42)
        b.add(
            "window > frame|window frame",
            g.torus(size, size * 0.2, 18).rotate("x", 90).move(y=y * height, z=x * 0.97),
        )
        b.add("window > glass|window pane", g.sphere(size, size, size * 0.3, 14).move(y=y * height, z=x * 0.97))
    if b.chance(0.3):
        b.add("body > stripe|band", g.cylinder(radius * 0.99, height * 0.03, sides=28).move(y=height * 0.2))
    if b.chance(0.2):
        b.add("antenna", rod((0, height * 0.97, 0), (0, height * 1.1, 0), height * 0.006))
    _lay_down(b, 0.15)


@design("rocket", "missile")
def missile(b: Builder) -> None:
    """Slim missile or model rocket: tube, pointed nose, one or two sets of fins; lies or stands."""
    height, sets = b.uniform(1.5, 7), b.integer(1, 3)
    radius = height * b.uniform(0.03, 0.07)
    b.add("body", post(radius, height, sides=20))
    b.add(
        "nose|nose cone",
        g.lathe(
            [(0, 0), *_nose(b.pick("cone", "ogive", "ogive", "round"), radius, radius * b.uniform(1.5, 5))], 20
        ).move(y=height),
    )
    if b.chance(0.8):
        b.add("engine|nozzle", _bell(radius * 0.8, radius * b.uniform(0.4, 1.2)))
    count, start = b.pick(3, 4, 4), b.pick(0, 45)
    for share in (0.0, 0.7, 0.4)[:sets]:
        span, chord = (
            radius * b.uniform(1.2, 3.0) * (0.7 if share else 1),
            height * b.uniform(0.08, 0.2) * (0.7 if share else 1),
        )
        blade = _fin_plate(b, radius, span, chord, radius * 0.12, b.pick("delta", "swept", "clipped"))
        b.add("fin", g.ring(blade, count, start=start).move(y=height * share + radius * 0.3))
    if b.chance(0.3):
        b.add(
            "body > band|ring",
            g.cylinder(radius * 1.04, radius * 0.6, sides=20).move(y=height * b.uniform(0.3, 0.9)),
        )
    _lay_down(b, 0.6)


@design("rocket", "space shuttle")
def space_shuttle(b: Builder) -> None:
    """Winged orbiter, alone or on its tank between two boosters."""
    length = b.uniform(25, 40)
    width = length * b.uniform(0.13, 0.17)
    body = cigar(
        length, width, width * 1.1, nose=0.24, tail=0.04, blunt=0.6, slim=0.15, drop=0.5, rise=0, square=0.65
    )
    parts: Parts = [
        ("body|fuselage", body.mesh(20)),
        ("window|cockpit window", body.patch(length * 0.35, length * 0.39, -50, 50, 0.05)),
    ]
    rows = [
        (0, 0, 0, length * 0.6, 0.05),
        (width * 0.8, 0, -length * 0.25, length * 0.35, 0.05),
        (length * 0.3, 0, -length * 0.42, length * 0.14, 0.05),
    ]
    half = panel(rows).move(y=-width * 0.4, z=length * 0.15)
    parts += [("wing", half), ("wing", half.mirror())]
    parts.append(
        (
            "tail|fin|vertical stabilizer",
            fin(b, width * 1.3, length * 0.2, width * 0.9, 0)[0][1].move(y=width * 0.4, z=-length * 0.3),
        )
    )
    bell = _bell(width * 0.2, width * 0.35).rotate("x", 90).move(z=-length * 0.5)
    parts.append(
        (
            "engine|nozzle",
            g.array(
                bell,
                [(0, width * 0.25, 0), (-width * 0.22, -width * 0.15, 0), (width * 0.22, -width * 0.15, 0)],
            ),
        )
    )
    if b.chance(0.5):
        put(b, parts)
        return
    put(b, [(name, mesh.rotate("x", -90)) for name, mesh in parts], 0, length * 0.55, width * 1.35)
    radius, tall = width * 0.75, length * 1.0
    tip = [(r, y + tall) for r, y in _nose("ogive", radius, radius * 2.2)]
    b.add("fuel tank|tank|external tank", g.lathe([(0, 0), (radius, radius * 0.5), *tip], 24))
    put(b, _booster(b, radius * 0.45, tall * 1.05), radius * 1.45, -radius * 0.5, 0, True)


@design("satellite")
def satellite(b: Builder) -> None:
    """Box, drum or ball with solar panels on booms, dish and rod antennas, thruster."""
    size = b.uniform(0.5, 2)
    kind, tall = b.pick("box", "box", "drum", "prism", "ball"), size * b.uniform(0.8, 1.8)
    sides = {"prism": b.pick(6, 8)}.get(kind, 24)
    shape = g.box(size, tall, size * b.uniform(0.7, 1.2), size * 0.02)
    if kind in ("drum", "prism"):
        shape = g.cylinder(size * 0.55, tall, sides=sides)
    elif kind == "ball":
        shape = g.sphere(size * 0.55)
    b.add("body|bus", shape)
    long, wide, gap = size * b.uniform(1.2, 3), size * b.uniform(0.6, 1.1), size * b.uniform(0.15, 0.4)
    cells, tilt = b.integer(1, 4), b.uniform(0, 90)
    if kind != "ball" or b.chance(0.4):
        plate = g.box(long / cells * 0.96, size * 0.03, wide)
        panels = g.array(plate, [(size * 0.5 + gap + long / cells * (i + 0.5), 0, 0) for i in range(cells)])
        boom = rod((size * 0.4, 0, 0), (size * 0.55 + gap + long * 0.9 * b.pick(0, 1), 0, 0), size * 0.03)
        parts = [("solar panel|solar array", panels), ("arm|boom|solar panel arm", boom)]
        put(b, [(n, m.rotate("x", tilt)) for n, m in parts], mirror=True)
    if b.chance(0.75):
        dish = size * b.uniform(0.3, 0.6)
        bowl = g.lathe(
            [
                (0, 0),
                (dish * 0.6, dish * 0.13),
                (dish, dish * 0.38),
                (dish * 0.98, dish * 0.4),
                (dish * 0.58, dish * 0.17),
                (0, dish * 0.04),
            ],
            24,
        )
        feed = rod((0, 0, 0), (0, dish * 0.55, 0), dish * 0.04) + g.sphere(dish * 0.08, sides=8).move(
            y=dish * 0.55
        )
        up = tall / 2 + size * 0.1 if kind != "ball" else size * 0.6
        turn = b.uniform(-40, 40)
        put(
            b,
            [
                (n, m.rotate("x", turn))
                for n, m in [("antenna > dish|antenna dish", bowl), ("antenna > feed|receiver", feed)]
            ],
            0,
            up,
        )
        b.add("antenna > mount|strut", rod((0, tall * 0.4, 0), (0, up + dish * 0.05, 0), size * 0.04))
    count = 4 if kind == "ball" else b.integer(0, 3)
    for i in range(count):
        way = np.array([np.cos(i * 1.6), -0.5, np.sin(i * 1.6)])
        way = way if kind != "ball" else way * [1, 0.6, 1]
        b.add(
            "antenna > rod|rod antenna",
            rod(way * size * 0.3, way * size * b.uniform(1.2, 2.2), size * 0.015, 6),
        )
    if b.chance(0.4):
        b.add(
            "thruster|engine|nozzle",
            _bell(size * 0.2, size * 0.3).move(y=-tall / 2 * (kind != "ball") - size * 0.5 * (kind == "ball")),
        )
    if b.chance(0.3):
        b.add(
            "camera|sensor|telescope",
            g.cylinder(size * 0.16, size * 0.4, sides=16).rotate("x", 90).move(y=-tall * 0.1, z=size * 0.65),
        )


@design("spaceship", "spaceship")
def star_fighter(b: Builder) -> None:
    """Science-fiction fighter: pointed hull, wings swept forwards or back, engines, cannons, cockpit."""
    length = b.uniform(6, 18)
    width, flat = length * b.uniform(0.14, 0.3), b.uniform(0.4, 0.9)
    half, square = length / 2, b.uniform(0.4, 1.0)
    rows = [
        (-half, width * 0.4, width * flat * 0.35, -width * flat * 0.3, square),
        (-half * 0.3, width * 0.5, width * flat * 0.5, -width * flat * 0.4, square),
        (half * 0.3, width * 0.3, width * flat * 0.4, -width * flat * 0.3, square),
        (half, width * b.uniform(0.03, 0.12), width * 0.06, -width * 0.06, square),
    ]
    body = shell(rows, 18)
    b.add("body|hull|fuselage", body.mesh(b.pick(8, 20)))
    glass = cigar(length * 0.26, width * 0.4, width * flat * 0.6, nose=0.5, tail=0.5, rise=-0.4, drop=0.5)
    z = length * b.uniform(0.02, 0.14)
    b.add("cockpit|canopy|window", glass.mesh(16).move(y=body.at(z, 0)[1] - width * 0.05, z=z))
    span = length * b.uniform(0.25, 0.55)
    root, tip = length * b.uniform(0.25, 0.4), length * b.uniform(0.06, 0.2)
    back = b.uniform(-0.3, 0.7) * span
    cant = b.pick((b.uniform(-20, 20),), (b.uniform(10, 20), -b.uniform(10, 20)), (0.0,))
    for angle in cant:
        half_wing = panel(wing_rows(span, root, tip, back, 0, 0.06)).rotate("z", angle)
        put(b, [("wing", half_wing)], width * 0.25, 0, -length * 0.05, True)
        end = np.array([span * np.cos(np.radians(angle)), span * np.sin(np.radians(angle)), -back])
        if b.chance(0.6):
            gun = rod((0, 0, -tip), (0, 0, length * b.uniform(0.1, 0.3)), length * 0.012, 8)
            put(
                b,
                [("gun|cannon|laser cannon", gun)],
                end[0] * 0.97 + width * 0.25,
                end[1],
                end[2] - length * 0.05,
                True,
            )
    size = width * b.uniform(0.15, 0.26)
    pod = g.lathe([(0, -size * 3), (size * 0.8, -size * 3), (size, 0), (size * 0.8, size), (0, size)], 16)
    inner = g.cylinder(size * 0.7, size * 0.2, sides=16).move(y=-size * 3)
    parts = [
        ("engine|thruster > engine body", pod.rotate("x", 90)),
        ("engine|thruster > nozzle|exhaust", inner.rotate("x", 90)),
    ]
    put(b, parts, b.uniform(0.3, 0.7) * width, b.uniform(-0.1, 0.2) * width, -length * 0.4, True)
    if b.chance(0.4):
        height = width * b.uniform(0.6, 1.2)
        name = "fin|tail fin|tail"
        blade = fin(b, height, length * 0.2, height * 0.8, 0)[0][1]
        put(
            b,
            [(name, blade.rotate("z", -b.uniform(0, 30)))],
            width * 0.35,
            width * flat * 0.3,
            -length * 0.25,
            True,
        )


@design("spaceship", "ufo")
def saucer(b: Builder) -> None:
    """Flying saucer: lens-shaped hull, glass dome, rim lights, three legs, hatch."""
    radius = b.uniform(2, 8)
    high, low = radius * b.uniform(0.12, 0.3), radius * b.uniform(0.08, 0.25)
    profile = g.curve(
        [(0.01, -low), (radius * 0.55, -low * 0.85), (radius, 0), (radius * 0.5, high * 0.85), (0.01, high)], 17
    )
    b.add("body|hull", g.lathe(profile, 32))
    if b.chance(0.5):
        b.add("body|hull > rim|ring", g.torus(radius * 0.97, radius * 0.05, 32))
    size = radius * b.uniform(0.28, 0.45)
    b.add("cockpit|dome|canopy", g.sphere(size, size * b.uniform(0.7, 1.1), size, 20).move(y=high * 0.8))
    if b.chance(0.7):
        lamp = g.sphere(radius * b.uniform(0.03, 0.06), sides=8)
        share = b.uniform(0.6, 0.8)
        y = np.interp(radius * share, profile[::-1, 0][:8], profile[::-1, 1][:8])
        b.add(
            "light|window", g.array(lamp, [(x, y, z) for x, _, z in circle(radius * share, b.integer(6, 16))])
        )
    if b.chance(0.7):
        drop = low + radius * b.uniform(0.15, 0.35)
        leg = rod((radius * 0.4, -low * 0.7, 0), (radius * 0.6, -drop, 0), radius * 0.025)
        foot = g.cylinder(radius * 0.08, radius * 0.03, sides=14).move(radius * 0.6, -drop)
        count = b.pick(3, 4)
        b.add("leg|landing gear > leg|strut", g.ring(leg, count))
        b.add("leg|landing gear > foot|pad", g.ring(foot, count))
    if b.chance(0.4):
        b.add(
            "antenna",
            rod((0, high, 0), (0, high + size * 1.6, 0), radius * 0.012)
            + g.sphere(radius * 0.035, sides=8).move(y=high + size * 1.6),
        )
