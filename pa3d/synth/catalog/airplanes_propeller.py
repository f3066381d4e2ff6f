"""Propeller airplanes, gliders and seaplanes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import (
    BODY,
    CANOPY,
    FIN,
    TAILPLANE,
    WINDOW,
    WINDSHIELD,
    Shell,
    add_tail,
    add_wing,
    cigar,
    cockpit_glass,
    gear,
    on_wing,
    panel,
    propeller,
    shell,
    side_windows,
    tricycle,
    turbofan,
    wing_rows,
    winglets,
)
from pa3d.synth.parts import put, rod


def _light_body(b: Builder, length: float, width: float, open_cockpit: bool = False) -> Shell:
    """Boxy or round fuselage with a cowling in front and a slim tail."""
    cabin = 0.62 if open_cockpit else b.uniform(0.72, 0.85)
    square = b.uniform(0.5, 0.9)
    half = length / 2
    rows = [
        (-half, width * 0.06, width * 0.28, width * 0.02, square),
        (-half * 0.4, width * 0.26, width * 0.42, -width * 0.25, square),
        (half * 0.1, width * 0.5, width * cabin, -width * 0.5, square),
        (half * 0.4, width * 0.52, width * cabin, -width * 0.55, square),
        (half * 0.58, width * 0.48, width * 0.4, -width * 0.52, square),
        (half * 0.92, width * 0.4, width * 0.3, -width * 0.4, square),
        (half, width * 0.3, width * 0.22, -width * 0.25, 0.9),
    ]
    return shell(rows, 30)


def fixed_gear(b: Builder, body: Shell, width: float, tricycle_: bool, x: float = 0.0) -> None:
    """Fixed legs leaning outwards, with a nose or a tail wheel; sometimes spats."""
    half, radius = body.rows[-1, 0], width * b.uniform(0.15, 0.24)
    z = half * (b.uniform(0.1, 0.2) if tricycle_ else b.uniform(0.45, 0.55))
    top = body.at(z, 180)[1] + width * 0.12
    height, lean = width * b.uniform(0.7, 1.0), width * b.uniform(0.4, 0.8)
    parts = gear(b, height, radius, 1, lean)
    if b.chance(0.35):
        spat = g.sphere(radius * 0.6, radius * 0.75, radius * 1.7, 12).move(
            lean, -height + radius * 1.3, -radius * 0.2
        )
        parts.append(("landing gear|undercarriage > wheel fairing|spat|wheel pant", spat))
    put(b, parts, x + width * 0.25, top, z, True)
    if tricycle_:
        z = half * 0.8
        y = body.at(z, 180)[1]
        put(b, gear(b, y - top + height, radius * 0.85, 1), 0, y, z)
    else:
        y = body.at(-half * 0.88, 180)[1]
        put(b, gear(b, width * 0.3, radius * 0.45, 1), 0, y + width * 0.03, -half * 0.88)


def _cabin_glass(b: Builder, body: Shell, length: float, width: float, bubble: bool) -> None:
    """Windshield and side windows of a light airplane, or a bubble canopy."""
    z = length * b.uniform(0.08, 0.14)
    if bubble:
        glass = cigar(
            length * 0.3, width * 0.8, width * b.uniform(0.7, 1), nose=0.45, tail=0.55, rise=-0.3, drop=0.3
        )
        b.add(CANOPY, glass.mesh(18).move(y=body.at(z, 0)[1] - width * 0.15, z=z))
        return
    b.add(WINDSHIELD, body.patch(length * 0.2, length * 0.28, -52, 52, 0.02, 8))
    for z0 in (0.12, 0.02)[: b.integer(1, 2)]:
        put(b, [(WINDOW, body.patch(length * z0, length * (z0 + 0.075), 42, 72, 0.02))], mirror=True)
    if b.chance(0.5):
        put(b, [("body|fuselage > door", body.patch(length * 0.11, length * 0.2, 76, 125, 0.015))], mirror=True)


def _floats(b: Builder, length: float, width: float, low: float) -> None:
    """Two floats under the body on struts."""
    hull = cigar(
        length * b.uniform(0.65, 0.8),
        width * 0.5,
        width * 0.42,
        nose=0.3,
        tail=0.45,
        rise=0.9,
        drop=-0.7,
        square=0.55,
    )
    drop, x = width * b.uniform(0.6, 0.9), width * b.uniform(0.75, 1.0)
    put(b, [("float|pontoon|landing gear", hull.mesh(16))], x, low - drop, length * 0.12, True)
    for z in (length * 0.24, -length * 0.02):
        leg = rod((x, low - drop + width * 0.1, z), (width * 0.3, low + width * 0.1, z), width * 0.04)
        put(b, [("strut|float strut", leg)], mirror=True)


def _light(b: Builder, high: bool, floats: bool) -> None:
    """Single-engine propeller airplane, high or low wing, on wheels or floats."""
    length, width = b.uniform(6.5, 10), b.uniform(1.0, 1.4)
    body = _light_body(b, length, width, not high)
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.55, 0.75), length * b.uniform(0.17, 0.23)
    tip = root * b.uniform(0.55, 1.0)
    rows = wing_rows(
        span, root, tip, (root - tip) * b.uniform(0, 0.6), span * b.uniform(0.0, 0.1), b.uniform(0.11, 0.16)
    )
    z = length * b.uniform(0.17, 0.22)
    y = body.at(z - root * 0.4, 0)[1] + width * 0.02 if high else -width * b.uniform(0.25, 0.42)
    add_wing(b, rows, (0, y, z))
    if high and b.chance(0.7):
        spot, foot = (
            on_wing(rows, span * 0.45, 0.4) + [0, y, z],
            np.array([width * 0.45, -width * 0.3, z - root * 0.4]),
        )
        put(b, [("wing > strut|wing strut", rod(foot, spot, width * 0.05))], mirror=True)
    _cabin_glass(b, body, length, width, bubble=not high)
    height = width * b.uniform(0.9, 1.3)
    kind = b.pick("low", "low", "low", "cross", "tee", "vee")
    add_tail(
        b, kind, body, height, height * b.uniform(0.75, 1.0), span * b.uniform(0.28, 0.36), b.uniform(0.1, 0.7)
    )
    put(b, propeller(b, width * b.uniform(0.7, 1.0)), 0, body.rows[-1, 2:4].mean(), length / 2 + 0.05)
    if b.chance(0.4):
        ring_ = Shell(body.rows[body.rows[:, 0] > length * 0.34] + [0, 0.015, 0.015, -0.015, 0])
        b.add("engine > engine cowling|cowling|engine cover", ring_.mesh(20))
    if floats:
        _floats(b, length, width, -width * 0.5)
    elif high or b.chance(0.7):
        fixed_gear(b, body, width, b.chance(0.6))


@design("airplane", "propeller plane")
def high_wing_plane(b: Builder) -> None:
    """Light high-wing airplane with wing struts, like a flying-club Cessna."""
    _light(b, high=True, floats=False)


@design("airplane", "propeller plane")
def low_wing_plane(b: Builder) -> None:
    """Low-wing propeller airplane or fighter of the forties with a bubble canopy."""
    _light(b, high=False, floats=False)


@design("seaplane", "airplane")
def float_plane(b: Builder) -> None:
    """Propeller airplane on two floats."""
    _light(b, high=b.chance(0.75), floats=True)


@design("biplane", "airplane")
def biplane(b: Builder) -> None:
    """Two or three wings over each other joined by struts, open cockpit, radial engine or cowling."""
    length, width = b.uniform(5.5, 8.5), b.uniform(0.8, 1.1)
    body = _light_body(b, length, width, open_cockpit=True)
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.52, 0.68), length * b.uniform(0.16, 0.22)
    rows = wing_rows(span, root, root * b.uniform(0.85, 1.0), 0, span * b.uniform(0, 0.05), 0.09)
    z, gap, low = length * 0.2, width * b.uniform(1.5, 1.9), -width * b.uniform(0.3, 0.45)
    levels = ["lower wing", "upper wing"] if b.chance(0.85) else ["lower wing", "middle wing", "upper wing"]
    stagger = b.uniform(0, root * 0.35)
    for i, name in enumerate(levels):
        t = i / (len(levels) - 1)
        put(b, [(f"wing > {name}", panel(rows))], 0, low + gap * t, z + stagger * t, True)
    for share in b.pick((0.7,), (0.45, 0.8)):
        for along in (0.2, 0.7):
            foot, head = (
                on_wing(rows, span * share, along) + [0, low, z],
                on_wing(rows, span * share, along) + [0, low + gap, z + stagger],
            )
            put(b, [("strut|wing strut", rod(foot, head, width * 0.03))], mirror=True)
    top = low + gap
    for along in (0.15, 0.7):
        foot, head = (
            np.array([width * 0.3, width * 0.35, z - root * along]),
            np.array([width * 0.5, top, z + stagger - root * along]),
        )
        put(b, [("strut|wing strut", rod(foot, head, width * 0.03))], mirror=True)
    for spot in (0.0, -length * 0.12)[: b.integer(1, 2)]:
        y = body.at(spot, 0)[1]
        b.add(
            "body|fuselage > cockpit|cockpit opening",
            g.torus(width * 0.24, width * 0.05, 16).scale(1, 1, 1.2).move(y=y, z=spot),
        )
        if b.chance(0.7):
            pane = (
                g.box(width * 0.4, width * 0.22, 0.02)
                .rotate("x", -25)
                .move(y=y + width * 0.1, z=spot + width * 0.32)
            )
            b.add(WINDSHIELD, pane)
    height = width * b.uniform(0.8, 1.1)
    add_tail(b, "low", body, height, height * b.uniform(0.8, 1.0), span * 0.36, b.uniform(0.1, 0.5))
    nose = body.rows[-1, 2:4].mean()
    put(b, propeller(b, width * b.uniform(0.9, 1.2), b.pick(2, 2, 3)), 0, nose, length / 2 + 0.1)
    if b.chance(0.5):
        pot = g.cylinder(width * 0.09, width * 0.34, sides=8).move(y=width * 0.3)
        b.add(
            "engine > cylinder|engine cylinder",
            g.ring(pot, b.pick(5, 7, 9), "z").move(y=nose, z=length * 0.475),
        )
    fixed_gear(b, body, width, False)


@design("glider", "airplane")
def glider(b: Builder) -> None:
    """Sailplane: very long slim wings, tadpole body, tee or vee tail."""
    length, width = b.uniform(6, 8.5), b.uniform(0.6, 0.8)
    half = length / 2
    slim = width * b.uniform(0.12, 0.2)
    rows = [
        (-half, slim, slim * 1.6, -slim * 0.4, 1),
        (-half * 0.3, slim * 1.1, slim * 1.5, -slim, 1),
        (half * 0.2, width * 0.4, width * 0.5, -width * 0.4, 1),
        (half * 0.55, width * 0.5, width * 0.5, -width * 0.5, 1),
        (half * 0.9, width * 0.28, width * 0.12, -width * 0.36, 1),
        (half, 0.03, -width * 0.13, -width * 0.18, 1),
    ]
    body = shell(rows, 30)
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.95, 1.5), b.uniform(0.8, 1.1)
    wing = wing_rows(
        span, root, root * b.uniform(0.3, 0.6), b.uniform(0, 0.4), span * b.uniform(0.02, 0.08), 0.13
    )
    at = (0, width * b.uniform(0.1, 0.45), half * 0.35)
    add_wing(b, wing, at)
    if b.chance(0.4):
        winglets(b, wing, at)
    glass = cigar(length * 0.24, width * 0.8, width * 0.75, nose=0.5, tail=0.5, rise=-0.3, drop=0.6)
    b.add(CANOPY, glass.mesh(18).move(y=width * 0.2, z=half * 0.62))
    add_tail(
        b,
        b.pick("tee", "tee", "low", "vee"),
        body,
        b.uniform(0.9, 1.3),
        b.uniform(0.7, 0.9),
        span * 0.16,
        b.uniform(0.05, 0.4),
    )
    if b.chance(0.6):
        put(b, gear(b, width * 0.35, width * 0.25, 1), 0, -width * 0.4, half * 0.35)


def _wing_engines(
    b: Builder, rows: NDArray, at: Sequence[float], shares: Sequence[float], radius: float
) -> None:
    """Propeller engines in nacelles on the wings."""
    blades = b.integer(3, 6)
    length = radius * b.uniform(4.5, 6.5)
    for share in shares:
        spot = on_wing(rows, rows[-1, 0] * share, 0.1) + np.asarray(at)
        pod = cigar(length, radius * 2, radius * 2.2, nose=0.25, tail=0.6, blunt=0.3, rise=0.3).mesh(16)
        put(b, [("engine > nacelle|engine cover|cowling", pod)], *spot, mirror=True)
        put(b, propeller(b, radius * b.uniform(2.0, 2.8), blades), spot[0], spot[1], spot[2] + length / 2, True)


@design("bomber", "airplane", "cargo plane")
def heavy_propeller_plane(b: Builder) -> None:
    """Two- or four-engined propeller bomber with turrets, or a high-wing cargo plane or small airliner."""
    bomber = b.chance(0.5)
    length = b.uniform(16, 30)
    width = length * (b.uniform(0.085, 0.11) if bomber else b.uniform(0.1, 0.15))
    body = cigar(
        length,
        width,
        width * 1.1,
        nose=b.uniform(0.1, 0.15),
        tail=b.uniform(0.4, 0.55),
        blunt=0.45,
        rise=b.uniform(0.5, 1),
    )
    b.add(BODY, body.mesh())
    span, root = length * b.uniform(0.55, 0.75), length * b.uniform(0.13, 0.17)
    tip = root * b.uniform(0.35, 0.6)
    rows = wing_rows(span, root, tip, (root - tip) * b.uniform(0.2, 0.6), span * b.uniform(0.0, 0.08), 0.14)
    y = width * b.uniform(-0.3, 0.1) if bomber else width * b.pick(0.5, 0.5, -0.35)
    at = (0, y, length * b.uniform(0.12, 0.18))
    add_wing(b, rows, at)
    _wing_engines(b, rows, at, b.pick((0.32,), (0.25, 0.5)), length * b.uniform(0.022, 0.03))
    height = width * b.uniform(1.3, 1.7)
    kind = b.pick("twin", "low") if bomber else b.pick("tee", "low")
    add_tail(
        b, kind, body, height, height * b.uniform(0.7, 0.9), span * b.uniform(0.28, 0.36), b.uniform(0.2, 0.7)
    )
    z = length * b.uniform(0.38, 0.42)
    cockpit_glass(b, body, z, z + length * 0.035, width * 0.01)
    if bomber:
        for z, angle in ((0.1, 0), (-0.2, 0), (-0.05, 180))[: b.integer(1, 3)]:
            spot = body.at(z * length, angle)
            aim = -1 if angle else 1
            guns = g.array(
                g.cylinder(width * 0.03, width * 0.6, sides=6), [(-width * 0.1, 0, 0), (width * 0.1, 0, 0)]
            )
            b.add("gun turret|turret > turret dome|turret", g.sphere(width * 0.28, sides=14).move(*spot))
            b.add(
                "gun turret|turret > gun|gun barrel",
                guns.rotate("x", -85).move(spot[0], spot[1] + aim * width * 0.12, spot[2] - width * 0.4),
            )
    elif b.chance(0.7):
        side_windows(b, body, length * 0.3, -length * 0.15, 75, width * 0.1)
    if b.chance(0.5):
        tricycle(
            b,
            body,
            width * b.uniform(0.3, 0.5),
            width * b.uniform(0.14, 0.2),
            span * 0.28,
            (1, b.integer(1, 2)),
            at[1],
        )


@design("airplane")
def toy_plane(b: Builder) -> None:
    """Chunky toy or cartoon airplane: stubby round body, thick plank wings, big propeller or jets."""
    length = b.uniform(0.15, 0.4)
    width = length * b.uniform(0.25, 0.4)
    sides = b.pick(6, 8, 16, 24)
    body = cigar(
        length,
        width,
        width * b.uniform(0.9, 1.2),
        nose=b.uniform(0.15, 0.3),
        tail=b.uniform(0.4, 0.6),
        rise=b.uniform(0, 1),
    )
    b.add(BODY, body.mesh(sides))
    span, chord = length * b.uniform(0.4, 0.55), length * b.uniform(0.2, 0.3)
    thick, lean = width * b.uniform(0.1, 0.2), b.uniform(0, 25)
    plank = g.box(span, thick, chord, thick * b.pick(0, 0.45)).move(x=span / 2)
    y = width * b.uniform(-0.3, 0.2)
    put(b, [("wing", plank.taper(b.uniform(0.6, 1), "x").rotate("y", lean))], 0, y, length * 0.1, True)
    small = plank.scale(b.uniform(0.38, 0.5), 0.8, 0.5)
    z = -length * b.uniform(0.4, 0.45)
    rise = body.at(z, 90)[1]
    put(b, [(TAILPLANE, small.rotate("y", lean))], 0, rise, z, True)
    b.add(FIN, small.rotate("y", lean).rotate("z", 90).move(y=rise, z=z))
    if b.chance(0.6):
        put(
            b,
            propeller(b, width * b.uniform(0.6, 0.9), b.integer(2, 4)),
            0,
            body.rows[-1, 2:4].mean(),
            length / 2,
        )
    else:
        put(b, turbofan(b, width * 0.22, width * 0.7), span * 0.45, y - width * 0.3, length * 0.05, True)
    if b.chance(0.7):
        z = length * b.uniform(0.05, 0.2)
        b.add(CANOPY, g.sphere(width * 0.32, width * 0.35, length * 0.14, 14).move(y=body.at(z, 0)[1], z=z))
    if b.chance(0.5):
        side_windows(b, body, length * 0.15, -length * 0.12, 75, width * 0.18)
    if b.chance(0.5):
        fixed_gear(b, body, width, b.chance())
