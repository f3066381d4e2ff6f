"""Jet airplanes: airliners, business jets, fighters, flying wings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import (
    BODY,
    CANOPY,
    TAILPLANE,
    Shell,
    add_tail,
    add_wing,
    cigar,
    cockpit_glass,
    fin,
    flap,
    gear,
    on_wing,
    panel,
    shell,
    side_windows,
    tricycle,
    turbofan,
    wing_rows,
    winglets,
)
from pa3d.synth.parts import Parts, put


def store(b: Builder, length: float) -> Parts:
    """Something carried under a wing, facing +z: missile, bomb, or fuel tank, under its pylon."""
    kind = b.pick("missile", "missile", "bomb", "tank")
    radius = length * {"missile": 0.035, "bomb": 0.1, "tank": 0.07}[kind]
    name = {"missile": "missile|store", "bomb": "bomb|store", "tank": "fuel tank|drop tank|store"}[kind]
    blunt = 0.9 if kind == "tank" else 0.5
    hull = cigar(
        length, radius * 2, radius * 2, nose=0.25, tail=0.1 if kind == "missile" else 0.4, rise=0, blunt=blunt
    )
    mesh = hull.mesh(12)
    if kind != "tank":
        blade = g.box(radius * 0.2, radius * 2, length * 0.13).move(y=radius * 1.4)
        mesh = mesh + g.ring(blade, 4, "z", 45).move(z=-length * 0.42)
        if kind == "missile" and b.chance(0.6):
            mesh = mesh + g.ring(blade, 4, "z", 45).scale(0.8).move(z=length * 0.2)
    rack = g.box(radius * 0.6, radius * 2, length * 0.3).move(y=radius * 1.6)
    return [(name, mesh.move(y=-radius * 0.4)), ("pylon", rack.move(y=-radius * 0.2))]


def _airliner_engines(
    b: Builder, layout: str, rows: NDArray, at: Sequence[float], body: Shell, radius: float
) -> None:
    """Two or four engines under the wings on pylons, or two or three at the tail."""
    reach = rows[-1, 0]
    length = radius * b.uniform(2.6, 3.8)
    if layout == "tail":
        z = body.rows[0, 0] * b.uniform(0.58, 0.68)
        x = body.at(z, 90)[0] + radius * 1.35
        y = body.at(z, 70)[1]
        stub = g.box(radius * 1.6, radius * 0.25, length * 0.5).move(x=-radius * 1.0)
        put(b, [*turbofan(b, radius * 0.85, length * 1.1), ("engine > pylon", stub)], x, y, z, True)
        return
    for share in (0.33, 0.62)[: 2 if layout == "four" else 1]:
        spot = on_wing(rows, reach * share, 0) + np.asarray(at)
        drop = radius * b.uniform(1.25, 1.5)
        strut = g.box(radius * 0.25, drop, length * 0.9).move(y=drop * 0.6, z=-length * 0.45)
        put(
            b,
            [*turbofan(b, radius, length), ("engine > pylon", strut)],
            spot[0],
            spot[1] - drop,
            spot[2] + length * 0.3,
            True,
        )


def _cabin_doors(b: Builder, body: Shell, width: float) -> None:
    """Doors at the front and the back of the cabin."""
    length = body.rows[-1, 0]
    for z in (length * 0.68, -length * 0.45)[: b.integer(1, 2)]:
        put(b, [("body|fuselage > door", body.patch(z, z + width * 0.25, 60, 100, 0.015))], mirror=True)


@design("airplane", "airplane", "airplane", "airliner")
def airliner(b: Builder) -> None:
    """Passenger jet: two or four engines under low swept wings, or engines at the tail under a tee tail."""
    layout = b.pick("two", "two", "two", "four", "tail")
    width = b.uniform(3.4, 6.2)
    length = width * b.uniform(7.5, 11.5) * (0.9 if layout == "tail" else 1.0)
    tail, nose = b.uniform(0.25, 0.36), b.uniform(1.1, 1.7) * width / length
    body = cigar(
        length,
        width,
        width * b.uniform(1.0, 1.15),
        nose=nose,
        tail=tail,
        drop=b.uniform(0, 0.4),
        rise=b.uniform(0.5, 1),
    )
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.42, 0.52), length * b.uniform(0.13, 0.17)
    sweep = b.uniform(0.4, 0.75)
    rows = wing_rows(
        span,
        root,
        root * b.uniform(0.2, 0.35),
        span * sweep,
        span * b.uniform(0.04, 0.13),
        0.11,
        root * b.uniform(0, 0.5),
    )
    at = (0, -width * b.uniform(0.22, 0.36), length * b.uniform(0.12, 0.2) - (layout == "tail") * length * 0.08)
    add_wing(b, rows, at)
    if b.chance(0.45):
        winglets(b, rows, at)
    _airliner_engines(
        b, layout, rows, at, body, width * b.uniform(0.24, 0.36) * (0.85 if layout == "four" else 1)
    )
    height = width * b.uniform(1.3, 1.9)
    add_tail(
        b,
        "tee" if layout == "tail" else "low",
        body,
        height,
        height * b.uniform(0.75, 1.0),
        span * b.uniform(0.33, 0.42),
        b.uniform(0.6, 0.95),
    )
    if b.chance(0.75):
        side_windows(
            b,
            body,
            length * 0.36,
            -length * b.uniform(0.15, 0.25),
            b.uniform(70, 84),
            width * b.uniform(0.07, 0.11),
        )
    if b.chance(0.8):
        z = length / 2 - nose * length * b.uniform(0.6, 0.7)
        cockpit_glass(b, body, z, z + nose * length * b.uniform(0.2, 0.26), width * 0.006)
    if b.chance(0.4):
        _cabin_doors(b, body, width)
    if b.chance(0.55):
        wheels = (2, 4 if width > 4.8 else b.pick(2, 4))
        tricycle(
            b,
            body,
            width * b.uniform(0.3, 0.5),
            width * b.uniform(0.1, 0.14),
            width * b.uniform(0.45, 0.8),
            wheels,
            at[1],
        )


@design("airplane", "airplane", "business jet")
def business_jet(b: Builder) -> None:
    """Small jet: long nose, engines on the rear body, tee or cross tail, a handful of round windows."""
    width = b.uniform(1.6, 2.5)
    length = width * b.uniform(7, 10)
    body = cigar(
        length,
        width,
        width * b.uniform(1, 1.1),
        nose=b.uniform(0.18, 0.26),
        tail=0.36,
        blunt=b.uniform(0.6, 0.85),
        drop=0.6,
    )
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.42, 0.56), length * b.uniform(0.14, 0.19)
    rows = wing_rows(
        span, root, root * b.uniform(0.3, 0.45), span * b.uniform(0.15, 0.55), span * b.uniform(0.03, 0.08)
    )
    at = (0, -width * b.uniform(0.3, 0.42), length * b.uniform(0.04, 0.1))
    add_wing(b, rows, at)
    if b.chance(0.6):
        winglets(b, rows, at)
    _airliner_engines(b, "tail", rows, at, body, width * b.uniform(0.28, 0.38))
    height = width * b.uniform(1.1, 1.6)
    add_tail(
        b,
        b.pick("tee", "tee", "cross"),
        body,
        height,
        height * b.uniform(0.8, 1.1),
        span * 0.38,
        b.uniform(0.5, 0.9),
    )
    side_windows(b, body, length * 0.22, -length * 0.1, b.uniform(68, 82), width * b.uniform(0.14, 0.2))
    z = length * b.uniform(0.28, 0.33)
    cockpit_glass(b, body, z, z + length * 0.05, width * 0.01)
    if b.chance(0.6):
        tricycle(
            b,
            body,
            width * b.uniform(0.3, 0.45),
            width * 0.13,
            width * b.uniform(0.7, 1),
            (b.integer(1, 2), b.integer(1, 2)),
            at[1],
        )


def _fighter_body(b: Builder, length: float, width: float, twin: bool) -> Shell:
    """Slim pointed body widening to its engines, flatter with two."""
    half, tall = length / 2, width * (0.55 if twin else 0.85)
    tip = b.uniform(0.03, 0.08) * width
    rows = [
        (-half, width * 0.36, tall * 0.42, -tall * 0.36, 0.8 if twin else 1),
        (-half * 0.5, width * 0.48, tall * 0.52, -tall * 0.5, 0.7),
        (0, width * 0.5, tall * 0.55, -tall * 0.52, 0.65),
        (half * 0.3, width * 0.4, tall * 0.55, -tall * 0.5, 0.75),
        (half * 0.65, width * 0.24, tall * 0.36, -tall * 0.36, 1),
        (half * 0.88, width * 0.12, tall * 0.12, -tall * 0.24, 1),
        (half, tip, tip * 0.5 - tall * 0.08, -tip * 0.5 - tall * 0.08, 1),
    ]
    return shell(rows, 34)


def _fighter_extras(
    b: Builder, body: Shell, rows: NDArray, at: Sequence[float], length: float, width: float, twin: bool
) -> None:
    """Nose cone, canopy, intakes, nozzles, and what hangs under the wings."""
    tall = width * (0.55 if twin else 0.85)
    z = length * b.uniform(0.18, 0.27)
    base = body.at(z, 0)[1] - tall * 0.12
    size = length * b.uniform(0.08, 0.12)
    glass = cigar(
        size * 2,
        width * b.uniform(0.3, 0.38),
        tall * b.uniform(0.6, 0.85),
        nose=0.4,
        tail=0.6,
        rise=-0.4,
        drop=0.5,
    )
    b.add(CANOPY, glass.mesh(18).move(y=base, z=z))
    if b.chance(0.4):
        tip = Shell(body.rows[body.rows[:, 0] > length * 0.42] + [0, 0.012, 0.012, -0.012, 0])
        b.add("body|fuselage > nose|nose cone|radome", tip.mesh(18))
    if b.chance(0.25):
        b.add(
            "body|fuselage > pitot tube|probe",
            g.cylinder(0.03, length * 0.07, sides=8).rotate("x", 90).move(y=-tall * 0.08, z=length * 0.52),
        )
    intake = shell(
        [
            (-length * 0.15, width * 0.1, tall * 0.2, -tall * 0.2, 0.5),
            (0, width * 0.16, tall * 0.32, -tall * 0.32, 0.4),
            (length * 0.15, width * 0.15, tall * 0.32, -tall * 0.3, 0.3),
        ],
        8,
    ).mesh(16)
    put(
        b,
        [("body|fuselage > air intake|intake", intake)],
        width * b.uniform(0.36, 0.46),
        -tall * 0.1,
        length * 0.03,
        True,
    )
    nozzle = tall * (0.36 if twin else 0.44)
    profile = [
        (nozzle * 0.72, -nozzle),
        (nozzle, nozzle),
        (nozzle * 0.9, nozzle),
        (nozzle * 0.62, -nozzle),
        (nozzle * 0.72, -nozzle),
    ]
    pipe = g.lathe(profile, 20).rotate("x", 90) + g.cylinder(nozzle * 0.8, 0.05, sides=20).rotate("x", 90)
    put(
        b,
        [("engine > nozzle|exhaust|exhaust nozzle", pipe)],
        width * 0.22 * twin,
        tall * 0.03,
        -length * 0.5 - nozzle * 0.5,
        twin,
    )
    if b.chance(0.5):
        for share in b.pick((0.4,), (0.35, 0.6), (0.3, 0.5, 0.7)):
            spot = on_wing(rows, rows[-1, 0] * share, 0.45) + np.asarray(at)
            put(b, store(b, length * b.uniform(0.16, 0.24)), spot[0], spot[1] - width * 0.12, spot[2], True)
    if b.chance(0.3):
        tip = on_wing(rows, rows[-1, 0], 0.4) + np.asarray(at)
        put(b, store(b, length * 0.18)[:1], *tip, mirror=True)


def _fighter_tail(b: Builder, length: float, width: float, twin: bool, level: bool) -> None:
    """One fin or two canted ones, and all-moving stabilizers unless it is a delta."""
    tall = width * (0.55 if twin else 0.85)
    height, chord = length * b.uniform(0.12, 0.17), length * b.uniform(0.16, 0.22)
    z = -length * b.uniform(0.24, 0.3)
    parts = fin(b, height, chord, height * b.uniform(0.5, 1.1), 0.3)
    if twin and b.chance(0.85):
        cant = b.uniform(0, 28)
        put(
            b,
            [(n, m.rotate("z", -cant)) for n, m in parts],
            width * b.uniform(0.26, 0.38),
            tall * 0.35,
            z,
            True,
        )
    else:
        put(b, parts, 0, tall * 0.4, z)
    if level:
        span = length * b.uniform(0.12, 0.16)
        rows = wing_rows(span, chord * 0.8, chord * 0.3, span * b.uniform(0.5, 1), 0, 0.05)
        put(b, [(TAILPLANE, panel(rows))], width * 0.38, b.uniform(-0.05, 0.1) * tall, z - chord * 0.35, True)


def _fighter(b: Builder, delta: bool) -> None:
    """Jet fighter: shared by the swept and the delta designs."""
    length, twin = b.uniform(12, 21), b.chance(0.5)
    width = length * (b.uniform(0.15, 0.2) if twin else b.uniform(0.1, 0.14))
    body = _fighter_body(b, length, width, twin)
    b.add(BODY, body.mesh())
    span = length * (b.uniform(0.26, 0.36) if delta else b.uniform(0.28, 0.38))
    root = length * (b.uniform(0.42, 0.55) if delta else b.uniform(0.22, 0.32))
    tip = root * (b.uniform(0.03, 0.15) if delta else b.uniform(0.25, 0.45))
    back = (root - tip) * b.uniform(0.85, 1.0) if delta else span * b.uniform(0.5, 1.0)
    rows = wing_rows(span, root, tip, back, span * b.uniform(-0.08, 0.04), 0.045)
    at = (0, width * b.uniform(-0.15, 0.12), length * (b.uniform(0.1, 0.16) if delta else b.uniform(0.02, 0.1)))
    add_wing(b, rows, at, flaps=0.35)
    canards = delta and b.chance(0.5)
    if canards:
        small = wing_rows(span * 0.38, root * 0.2, root * 0.08, span * 0.25, span * 0.03, 0.05)
        put(b, [("canard|foreplane", panel(small))], width * 0.25, width * 0.08, length * 0.27, True)
    if not delta and b.chance(0.4):
        strake = panel([(0, 0, length * 0.2, length * 0.3, 0.05), (width * 0.75, 0, 0, length * 0.1, 0.05)])
        put(b, [("wing > strake|leading edge extension", strake)], 0, at[1], length * 0.06, True)
    _fighter_tail(b, length, width, twin, not delta)
    _fighter_extras(b, body, rows, at, length, width, twin)
    if b.chance(0.45):
        tricycle(
            b,
            body,
            width * b.uniform(0.4, 0.6),
            length * b.uniform(0.02, 0.028),
            width * b.uniform(0.35, 0.6),
            (1, 1),
            -width * 0.1,
        )


@design("airplane", "airplane", "fighter jet")
def swept_fighter(b: Builder) -> None:
    """Jet fighter with swept wings, stabilizers, one or two fins, missiles."""
    _fighter(b, delta=False)


@design("airplane", "fighter jet")
def delta_fighter(b: Builder) -> None:
    """Delta-winged jet fighter, often with canards."""
    _fighter(b, delta=True)


@design("stealth bomber", "airplane", "bomber")
def flying_wing(b: Builder) -> None:
    """Tailless flying wing: a thick centre blended into swept wings, saw-tooth trailing edge."""
    span, root = b.uniform(8, 26), 0.0
    root = span * b.uniform(0.5, 0.75)
    sweep, tip = b.uniform(0.55, 0.8), root * b.uniform(0.12, 0.25)
    share = np.array([0, 0.12, 0.3, 0.45, 0.97, 1.0])
    chord = np.array([root, root * 0.85, root * b.uniform(0.45, 0.6), root * 0.3, tip, tip * 0.3])
    thick = np.array([0.16, 0.15, 0.1, 0.09, 0.08, 0.08])
    rows = np.stack([span * share, np.zeros(6), -span * sweep * share, chord, thick], 1)
    put(b, [("body|fuselage > centre body|body", panel(rows[:3]))], mirror=True)
    put(b, [("wing", panel(rows[2:]))], mirror=True)
    if b.chance(0.6):
        put(
            b,
            [("wing > elevon|flap", flap(rows, span * 0.55, span * 0.9, 0.25, b.uniform(-6, 6)))],
            mirror=True,
        )
    glass = cigar(root * 0.35, root * 0.16, root * 0.13, nose=0.4, tail=0.6, rise=-0.4, drop=0.4)
    b.add(CANOPY, glass.mesh(18).move(y=root * 0.05, z=-root * 0.22))
    if b.chance(0.7):
        intake = cigar(root * 0.4, root * 0.1, root * 0.09, nose=0.1, tail=0.7, blunt=0.2, square=0.5).mesh(14)
        put(b, [("engine > air intake|intake", intake)], span * 0.15, root * 0.055, -root * 0.45, True)
    if b.chance(0.3):
        height = root * 0.2
        put(
            b,
            [(n, m.rotate("z", -b.uniform(10, 40))) for n, m in fin(b, height, height, height * 0.8, 0.2)],
            span * 0.25,
            0.0,
            -root * 0.6,
            True,
        )
    if b.chance(0.4):
        put(b, gear(b, root * 0.16, root * 0.035, 2), 0, 0, -root * 0.2)
        put(b, gear(b, root * 0.16, root * 0.04, b.pick(2, 4)), span * 0.14, 0, -root * 0.55, True)
