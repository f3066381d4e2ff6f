"""Helicopters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import (
    Shell,
    cigar,
    fin,
    gear,
    panel,
    propeller,
    shell,
    tail_half,
    tricycle,
    wing_rows,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import put, rod, wire

BLADE = "main rotor|rotor > blade|rotor blade"
HUB = "main rotor|rotor > hub|rotor hub"
MAST = "main rotor|rotor > mast|rotor mast"
BOOM = "tail|tail boom > tail boom|boom"


def _rotor_blade(radius: float, width: float, droop: float = 0.0) -> Mesh:
    """Flat blade along +x from the hub, its tip hanging by `droop`."""
    rows = [(0.04, 0.35), (0.12, 0.4), (0.16, 1.0), (0.97, 1.0), (1.0, 0.7)]
    return panel([(r * radius, -droop * r**2, width * c / 2, width * c, 0.1) for r, c in rows])


def _main_rotor(b: Builder, radius: float, count: int, at: Sequence[float], mast: float) -> None:
    """Blades, hub with links, and mast standing on `at`."""
    droop, width = radius * b.pick(0, 0, b.uniform(0.01, 0.05)), radius * b.uniform(0.05, 0.1)
    blades = g.ring(_rotor_blade(radius, width, droop), count, start=b.uniform(0, 90)).move(y=mast)
    hub = g.cylinder(width * b.uniform(0.6, 1.1), width * b.uniform(0.5, 0.9), sides=14).move(y=mast)
    if b.chance(0.4):
        hub = hub + g.torus(width * 0.8, width * 0.1, 14).move(y=mast - width * 0.8)
    if b.chance(0.3):
        hub = hub + g.sphere(width * 0.7, width * 0.4, width * 0.7, 12).move(y=mast + width * 0.3)
    put(b, [(BLADE, blades), (HUB, hub), (MAST, rod((0, -mast * 0.4, 0), (0, mast, 0), width * 0.25))], *at)


def _tail_rotor(b: Builder, radius: float, at: Sequence[float]) -> None:
    """Small rotor at the side of the tail, turning in the yz plane; or one inside a duct."""
    blades = g.ring(
        _rotor_blade(radius, radius * b.uniform(0.14, 0.24)), b.integer(2, 5), start=b.uniform(0, 90)
    )
    hub = g.cylinder(radius * 0.14, radius * 0.25, sides=10)
    parts = [("tail rotor > blade|tail rotor blade", blades), ("tail rotor > hub|tail rotor hub", hub)]
    if b.chance(0.15):
        parts.append(("tail rotor > duct|shroud", g.torus(radius * 1.1, radius * 0.14, 22)))
    put(b, [(name, mesh.rotate("z", 90)) for name, mesh in parts], *at)


def _skids(b: Builder, body: Shell, length: float, track: float, height: float, z: float) -> None:
    """Two runners with upturned fronts on bowed cross tubes."""
    low, tube = body.rows[:, 3].min() - height, length * b.uniform(0.01, 0.018)
    path = [
        (track, low, z - length * 0.5),
        (track, low, z + length * 0.38),
        (track, low + length * 0.03, z + length * 0.47),
        (track, low + length * 0.1, z + length * 0.54),
    ]
    put(b, [("landing gear|undercarriage|skid > skid|landing skid", wire(path, tube, 14))], mirror=True)
    for share in (-0.28, 0.24):
        spot = z + length * share
        top = body.at(spot, 180)[1] + height * 0.15
        bow = [
            (-track, low, spot),
            (-track * 0.7, (low + top) / 2, spot),
            (0, top, spot),
            (track * 0.7, (low + top) / 2, spot),
            (track, low, spot),
        ]
        b.add("landing gear|undercarriage|skid > strut|cross tube", wire(bow, tube * 0.9, 15))


def _boom(b: Builder, body: Shell, z: float, end: float, radius: float, rise: float) -> np.ndarray:
    """Tail boom from inside the body at z back to `end`, with its fin and stabilizer; returns the fin's tip."""
    y = body.at(z, 90)[1] + radius * b.uniform(0, 0.5)
    slim = radius * b.uniform(0.3, 0.55)
    rows = [(end, slim, y + rise + slim, y + rise - slim, 1), (z, radius, y + radius, y - radius, 1)]
    b.add(BOOM, shell(rows, 6).mesh(16))
    length = z - end
    height, chord = length * b.uniform(0.22, 0.36), length * b.uniform(0.14, 0.24)
    put(
        b,
        [
            (
                "tail|tail boom > fin|vertical stabilizer|tail fin",
                fin(b, height, chord, height * b.uniform(0.3, 0.9), 0)[0][1],
            )
        ],
        0,
        y + rise,
        end + chord,
    )
    if b.chance(0.5):
        lower = fin(b, height * 0.5, chord * 0.7, height * 0.3, 0)[0][1].mirror("y")
        put(b, [("tail|tail boom > fin|vertical stabilizer|tail fin", lower)], 0, y + rise, end + chord * 0.9)
    if b.chance(0.8):
        share = b.uniform(0.08, 0.35)
        spot, half = end + length * share, length * b.uniform(0.12, 0.22)
        name = "tail|tail boom > horizontal stabilizer|tailplane"
        put(
            b,
            [(name, tail_half(b, half, chord * 0.6, half * b.uniform(0, 0.4))[0][1])],
            0,
            y + rise * (1 - share),
            spot,
            True,
        )
        if b.chance(0.35):
            plate = fin(b, height * 0.5, chord * 0.55, height * 0.15, 0)[0][1]
            put(
                b,
                [("tail|tail boom > fin|vertical stabilizer|tail fin", plate)],
                half,
                y + rise * (1 - share) - height * 0.15,
                spot,
                True,
            )
    return np.array([0, y + rise + height * b.uniform(0.1, 0.75), end + chord * 0.2])


def _helicopter_glass(b: Builder, body: Shell, nose: float, reach: float, out: float) -> None:
    """Cockpit glazing: one bubble, or a windshield with side windows and doors."""
    glass = "body|fuselage|cabin > window > windshield|windscreen|cockpit window"
    if b.chance(0.35):
        b.add(glass, body.patch(nose - reach, nose - reach * 0.06, -110, 110, out, 12))
        return
    put(
        b,
        [(glass, body.patch(nose - reach * 0.75, nose - reach * 0.12, 4, b.uniform(68, 85), out, 7))],
        mirror=True,
    )
    for i in range(b.integer(1, 3)):
        z = nose - reach * (0.85 + i * 0.65)
        put(
            b,
            [
                (
                    "body|fuselage|cabin > window > side window|window",
                    body.patch(z - reach * 0.5, z, 48, 84, out),
                )
            ],
            mirror=True,
        )
        if b.chance(0.4):
            put(
                b,
                [
                    (
                        "body|fuselage|cabin > door|cabin door",
                        body.patch(z - reach * 0.52, z, 88, 135, out * 0.8),
                    )
                ],
                mirror=True,
            )
    if b.chance(0.3):
        put(b, [(glass, body.patch(nose - reach * 0.4, nose - reach * 0.1, 115, 165, out))], mirror=True)


@design("helicopter", "helicopter")
def light_helicopter(b: Builder) -> None:
    """Civil helicopter: egg-shaped cabin, slim boom, skids or small wheels."""
    length, width = b.uniform(3.2, 5.5), b.uniform(1.3, 2.0)
    height = width * b.uniform(0.95, 1.2)
    body = cigar(
        length,
        width,
        height,
        nose=b.uniform(0.3, 0.5),
        tail=b.uniform(0.4, 0.55),
        blunt=b.uniform(0.45, 0.6),
        drop=b.uniform(0, 0.6),
        rise=b.uniform(0.2, 0.9),
        square=b.uniform(0.65, 1),
    )
    b.add("body|fuselage|cabin > fuselage|body", body.mesh())
    _helicopter_glass(b, body, length / 2, length * b.uniform(0.2, 0.28), width * 0.012)
    end = -length * b.uniform(1.1, 1.5)
    tip = _boom(b, body, -length * 0.22, end, height * b.uniform(0.13, 0.22), height * b.uniform(0, 0.3))
    z = length * b.uniform(-0.05, 0.08)
    top = body.at(z, 0)[1]
    if b.chance(0.75):
        deck = cigar(
            length * b.uniform(0.45, 0.65),
            width * b.uniform(0.4, 0.65),
            height * b.uniform(0.25, 0.4),
            nose=0.3,
            tail=0.5,
            square=0.7,
        )
        b.add("engine|engine cowling|engine housing", deck.mesh(16).move(y=top, z=z - length * 0.05))
        top += height * 0.1
        if b.chance(0.5):
            pipe = rod((0, 0, 0), (0, height * 0.05, -length * 0.15), width * 0.07)
            put(
                b,
                [("engine|engine cowling|engine housing > exhaust|exhaust pipe", pipe)],
                width * 0.14,
                top,
                z - length * 0.24,
                True,
            )
    radius = (length / 2 - end) * b.uniform(0.52, 0.68)
    _main_rotor(b, radius, b.pick(2, 2, 3, 4, 5), (0, top, z), height * b.uniform(0.2, 0.4))
    _tail_rotor(b, radius * b.uniform(0.16, 0.22), tip + [width * 0.07, 0, 0])
    if b.chance(0.75):
        _skids(
            b,
            body,
            length * b.uniform(0.75, 1.0),
            width * b.uniform(0.5, 0.7),
            height * b.uniform(0.25, 0.4),
            z,
        )
    else:
        tricycle(b, body, height * 0.25, width * 0.13, width * 0.45, (1, b.integer(1, 2)), -height * 0.3)


def _weapon_wings(b: Builder, width: float, z: float, y: float) -> None:
    """Stub wings with rocket pods and missiles."""
    span = width * b.uniform(0.9, 1.3)
    put(
        b,
        [("stub wing|wing", panel(wing_rows(span, width * 0.6, width * 0.4, width * 0.1, -span * 0.1)))],
        0,
        y,
        z,
        True,
    )
    for share in (0.65, 0.95)[: b.integer(1, 2)]:
        x = span * share
        if b.chance():
            pod = g.cylinder(width * 0.13, width * 0.9, sides=14).rotate("x", 90)
            put(b, [("rocket pod|store", pod)], x, y - width * 0.28, z - width * 0.2, True)
        else:
            tube = g.cylinder(width * 0.05, width * 0.9, 0.01, 8).rotate("x", 90)
            cluster = g.array(tube, [(s * width * 0.08, t * width * 0.08, 0) for s in (-1, 1) for t in (-1, 1)])
            put(b, [("missile|store", cluster)], x, y - width * 0.28, z - width * 0.2, True)
        put(
            b,
            [("pylon", g.box(width * 0.06, width * 0.25, width * 0.3))],
            x,
            y - width * 0.14,
            z - width * 0.2,
            True,
        )


@design("helicopter")
def attack_helicopter(b: Builder) -> None:
    """Narrow military helicopter: stepped cockpits, stub wings, chin gun, side engines, wheels."""
    length, width = b.uniform(8, 11), b.uniform(1.1, 1.6)
    height, half = width * b.uniform(1.2, 1.5), length / 2
    slim = width * b.uniform(0.16, 0.24)
    rows = [
        (-half, slim, height * 0.3, height * 0.3 - slim * 2.2, 0.8),
        (-half * 0.3, width * 0.3, height * 0.42, -height * 0.15, 0.6),
        (0, width * 0.48, height * 0.55, -height * 0.42, 0.5),
        (half * 0.4, width * 0.46, height * 0.35, -height * 0.5, 0.5),
        (half * 0.75, width * 0.4, height * 0.05, -height * 0.48, 0.6),
        (half, width * 0.14, -height * 0.2, -height * 0.4, 0.8),
    ]
    body = shell(rows, 26)
    b.add("body|fuselage|cabin > fuselage|body", body.mesh(20))
    for z, y in ((0.62, 0.12), (0.36, 0.38)):
        glass = g.superquadric(width * 0.34, height * 0.26, half * 0.16, 0.6, 0.6, 16)
        b.add("body|fuselage|cabin > canopy|cockpit|cockpit canopy", glass.move(y=height * y, z=half * z))
    engine = cigar(half * 0.6, width * 0.42, width * 0.45, nose=0.2, tail=0.35, blunt=0.3, square=0.7)
    put(
        b,
        [("engine|engine cowling|engine housing", engine.mesh(14))],
        width * 0.5,
        height * 0.42,
        -half * 0.02,
        True,
    )
    if b.chance(0.8):
        _weapon_wings(b, width, half * 0.12, b.uniform(-0.1, 0.1) * height)
    if b.chance(0.7):
        put(
            b,
            [
                ("gun > turret", g.sphere(width * 0.2, sides=12)),
                ("gun > barrel|gun barrel", rod((0, 0, 0), (0, -width * 0.05, width * 0.9), width * 0.05)),
            ],
            0,
            -height * 0.5,
            half * 0.72,
        )
    height_fin = height * b.uniform(0.7, 1.0)
    put(
        b,
        [
            (
                "tail|tail boom > fin|vertical stabilizer|tail fin",
                fin(b, height_fin, width * 0.7, height_fin * 0.6, 0)[0][1],
            )
        ],
        0,
        height * 0.2,
        -half + width * 0.6,
    )
    half_tail = tail_half(b, width * b.uniform(0.8, 1.2), width * 0.5, width * 0.1)[0][1]
    put(
        b,
        [("tail|tail boom > horizontal stabilizer|tailplane", half_tail)],
        0,
        height * 0.2,
        -half + width * 0.5,
        True,
    )
    radius = length * b.uniform(0.55, 0.68)
    _main_rotor(b, radius, b.integer(2, 5), (0, height * 0.55, 0), height * b.uniform(0.25, 0.4))
    _tail_rotor(b, radius * 0.19, (slim * 0.6 + 0.1, height * 0.2 + height_fin * 0.7, -half - height_fin * 0.1))
    if b.chance(0.6):
        put(
            b,
            gear(b, height * 0.5, width * 0.22, 1, width * 0.5),
            width * 0.35,
            -height * 0.3,
            half * 0.3,
            True,
        )
        put(b, gear(b, height * 0.35, width * 0.14, 1), 0, height * 0.1, -half * 0.85)
    else:
        _skids(b, body, length * 0.35, width * 0.7, height * 0.35, half * 0.25)


@design("helicopter")
def transport_helicopter(b: Builder) -> None:
    """Large helicopter with rows of windows and wheels; one rotor and a boom, or two rotors in tandem."""
    tandem = b.chance(0.45)
    length, width = b.uniform(9, 15), b.uniform(2.0, 2.8)
    height, square = width * b.uniform(0.95, 1.1), b.uniform(0.4, 0.7)
    body = cigar(
        length,
        width,
        height,
        nose=0.16,
        tail=0.15 if tandem else 0.4,
        blunt=0.5,
        slim=0.4 if tandem else 0.6,
        rise=0.8,
        drop=0.3,
        square=square,
    )
    b.add("body|fuselage|cabin > fuselage|body", body.mesh())
    side = "body|fuselage|cabin > window > side window|window"
    pane = g.box(width * 0.03, width * 0.16, width * 0.16, width * 0.012, 1)
    row = g.array(
        pane,
        [body.at(z, 70) for z in np.linspace(length * 0.22, -length * b.uniform(0.1, 0.2), b.integer(3, 8))],
    )
    put(b, [(side, row)], mirror=True)
    glass = "body|fuselage|cabin > window > windshield|windscreen|cockpit window"
    put(b, [(glass, body.patch(length * 0.38, length * 0.455, 4, 75, width * 0.012))], mirror=True)
    put(
        b,
        [
            (
                "body|fuselage|cabin > door|cabin door",
                body.patch(length * 0.26, length * 0.34, 62, 125, width * 0.008),
            )
        ],
        mirror=b.chance(),
    )
    radius, count = length * b.uniform(0.48, 0.6), b.integer(3, 6)
    if tandem:
        for z, tall in ((length * 0.38, 0.45), (-length * 0.38, b.uniform(0.7, 1.0))):
            base = body.at(z, 0)[1] - height * 0.1
            tower = cigar(
                length * 0.2, width * 0.5, height * tall, nose=0.3, tail=0.5, blunt=0.35, square=0.6
            ).mesh(16)
            b.add("pylon|rotor pylon", tower.move(y=base + height * tall * 0.45, z=z))
            _main_rotor(b, radius * 0.85, count, (0, base + height * tall * 0.9, z), height * 0.2)
    else:
        tip = _boom(
            b, body, -length * 0.3, -length * b.uniform(0.8, 1.0), height * 0.24, height * b.uniform(0, 0.3)
        )
        _main_rotor(b, radius * 1.15, count, (0, height * 0.62, 0), height * 0.25)
        _tail_rotor(b, radius * 0.2, tip + [width * 0.12, 0, 0])
        deck = cigar(length * 0.4, width * 0.7, height * 0.4, nose=0.3, tail=0.4, square=0.6).mesh(16)
        b.add("engine|engine cowling|engine housing", deck.move(y=height * 0.5))
    if tandem or b.chance(0.4):
        pod = cigar(length * 0.16, width * 0.22, width * 0.26, nose=0.3, tail=0.4).mesh(14)
        y, z = (height * 0.55, -length * 0.34) if tandem else (-height * 0.35, -length * 0.05)
        put(
            b, [("engine|engine cowling|engine housing" if tandem else "sponson", pod)], width * 0.5, y, z, True
        )
    tricycle(
        b,
        body,
        height * b.uniform(0.15, 0.3),
        width * 0.12,
        width * 0.5,
        (b.integer(1, 2), b.integer(1, 2)),
        -height * 0.35,
    )


@design("helicopter")
def toy_helicopter(b: Builder) -> None:
    """Cartoon helicopter: ball cabin, stick tail, thick plank rotor, simple skids."""
    size, sides = b.uniform(0.05, 0.12), b.pick(8, 12, 20)
    deep = size * b.uniform(1.0, 1.5)
    b.add(
        "body|fuselage|cabin > fuselage|body",
        g.superquadric(size, size * b.uniform(0.9, 1.1), deep, b.uniform(0.4, 1), b.uniform(0.4, 1), sides),
    )
    window = g.superquadric(size * 0.85, size * 0.6, deep * 0.6, 0.6, 0.7, 14)
    b.add(
        "body|fuselage|cabin > window > windshield|windscreen|cockpit window",
        window.move(y=size * 0.25, z=deep * 0.48),
    )
    end = -deep - size * b.uniform(1.2, 2.2)
    b.add(BOOM, rod((0, 0, -deep * 0.6), (0, size * 0.2, end), size * 0.22, sides, size * 0.14))
    plate = g.box(size * 0.1, size * b.uniform(0.6, 1.0), size * 0.5, size * 0.03)
    b.add("tail|tail boom > fin|vertical stabilizer|tail fin", plate.rotate("x", -20).move(y=size * 0.5, z=end))
    spinning = [m.rotate("y", 90) for _, m in propeller(b, size * 0.5, b.pick(2, 3, 4))]
    names = ("tail rotor > blade|tail rotor blade", "tail rotor > hub|tail rotor hub")
    put(b, list(zip(names, spinning, strict=True)), size * 0.18, size * 0.35, end)
    blade = g.box(size * b.uniform(1.8, 2.6), size * 0.08, size * b.uniform(0.25, 0.4), size * 0.02)
    blade = blade.move(x=blade.high[0] * 0.98)
    b.add(BLADE, g.ring(blade, b.pick(2, 3, 4), start=b.uniform(0, 90)).move(y=size * 1.45))
    b.add(HUB, g.cylinder(size * 0.22, size * 0.2, sides=12).move(y=size * 1.45))
    b.add(MAST, rod((0, size * 0.7, 0), (0, size * 1.45, 0), size * 0.1))
    runner = g.capsule(size * 0.1, deep * 2, sides=8).rotate("x", 90).move(size * 0.7, -size * 1.35)
    put(b, [("landing gear|undercarriage|skid > skid|landing skid", runner)], mirror=True)
    for z in (-deep * 0.4, deep * 0.4):
        leg = rod((size * 0.7, -size * 1.35, z), (size * 0.35, -size * 0.6, z), size * 0.07)
        put(b, [("landing gear|undercarriage|skid > strut|cross tube", leg)], mirror=True)
