"""Propeller airplanes, gliders and seaplanes; helicopters and drones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft import (
    BODY,
    CANOPY,
    FIN,
    TAILPLANE,
    WINDOW,
    WINDSHIELD,
    Parts,
    Shell,
    add_tail,
    add_wing,
    cigar,
    cockpit_glass,
    fin,
    gear,
    on_wing,
    panel,
    propeller,
    put,
    rod,
    shell,
    side_windows,
    tail_half,
    tricycle,
    turbofan,
    wing_rows,
    winglets,
)
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    ring,
    sphere,
    superquadric,
    sweep,
    torus,
)

BLADE = "main rotor|rotor > blade|rotor blade"
HUB = "main rotor|rotor > hub|rotor hub"
MAST = "main rotor|rotor > mast|rotor mast"
BOOM = "tail|tail boom > tail boom|boom"


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
        spat = sphere(radius * 0.6, radius * 0.75, radius * 1.7, 12).move(
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
            torus(width * 0.24, width * 0.05, 16).scale(1, 1, 1.2).move(y=y, z=spot),
        )
        if b.chance(0.7):
            pane = (
                box(width * 0.4, width * 0.22, 0.02)
                .rotate("x", -25)
                .move(y=y + width * 0.1, z=spot + width * 0.32)
            )
            b.add(WINDSHIELD, pane)
    height = width * b.uniform(0.8, 1.1)
    add_tail(b, "low", body, height, height * b.uniform(0.8, 1.0), span * 0.36, b.uniform(0.1, 0.5))
    nose = body.rows[-1, 2:4].mean()
    put(b, propeller(b, width * b.uniform(0.9, 1.2), b.pick(2, 2, 3)), 0, nose, length / 2 + 0.1)
    if b.chance(0.5):
        pot = cylinder(width * 0.09, width * 0.34, sides=8).move(y=width * 0.3)
        b.add(
            "engine > cylinder|engine cylinder", ring(pot, b.pick(5, 7, 9), "z").move(y=nose, z=length * 0.475)
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
            guns = array(
                cylinder(width * 0.03, width * 0.6, sides=6), [(-width * 0.1, 0, 0), (width * 0.1, 0, 0)]
            )
            b.add("gun turret|turret > turret dome|turret", sphere(width * 0.28, sides=14).move(*spot))
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
    plank = box(span, thick, chord, thick * b.pick(0, 0.45)).move(x=span / 2)
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
        b.add(CANOPY, sphere(width * 0.32, width * 0.35, length * 0.14, 14).move(y=body.at(z, 0)[1], z=z))
    if b.chance(0.5):
        side_windows(b, body, length * 0.15, -length * 0.12, 75, width * 0.18)
    if b.chance(0.5):
        fixed_gear(b, body, width, b.chance())


# -- helicopters -----------------------------------------------------------------------------------


def _rotor_blade(radius: float, width: float, droop: float = 0.0) -> Mesh:
    """Flat blade along +x from the hub, its tip hanging by `droop`."""
    rows = [(0.04, 0.35), (0.12, 0.4), (0.16, 1.0), (0.97, 1.0), (1.0, 0.7)]
    return panel([(r * radius, -droop * r**2, width * c / 2, width * c, 0.1) for r, c in rows])


def _main_rotor(b: Builder, radius: float, count: int, at: Sequence[float], mast: float) -> None:
    """Blades, hub with links, and mast standing on `at`."""
    droop, width = radius * b.pick(0, 0, b.uniform(0.01, 0.05)), radius * b.uniform(0.05, 0.1)
    blades = ring(_rotor_blade(radius, width, droop), count, start=b.uniform(0, 90)).move(y=mast)
    hub = cylinder(width * b.uniform(0.6, 1.1), width * b.uniform(0.5, 0.9), sides=14).move(y=mast)
    if b.chance(0.4):
        hub = hub + torus(width * 0.8, width * 0.1, 14).move(y=mast - width * 0.8)
    if b.chance(0.3):
        hub = hub + sphere(width * 0.7, width * 0.4, width * 0.7, 12).move(y=mast + width * 0.3)
    put(b, [(BLADE, blades), (HUB, hub), (MAST, rod((0, -mast * 0.4, 0), (0, mast, 0), width * 0.25))], *at)


def _tail_rotor(b: Builder, radius: float, at: Sequence[float]) -> None:
    """Small rotor at the side of the tail, turning in the yz plane; or one inside a duct."""
    blades = ring(_rotor_blade(radius, radius * b.uniform(0.14, 0.24)), b.integer(2, 5), start=b.uniform(0, 90))
    hub = cylinder(radius * 0.14, radius * 0.25, sides=10)
    parts = [("tail rotor > blade|tail rotor blade", blades), ("tail rotor > hub|tail rotor hub", hub)]
    if b.chance(0.15):
        parts.append(("tail rotor > duct|shroud", torus(radius * 1.1, radius * 0.14, 22)))
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
    put(
        b,
        [("landing gear|undercarriage|skid > skid|landing skid", sweep(curve(path, 14), tube, sides=8))],
        mirror=True,
    )
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
        b.add("landing gear|undercarriage|skid > strut|cross tube", sweep(curve(bow, 15), tube * 0.9, sides=8))


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
            pod = cylinder(width * 0.13, width * 0.9, sides=14).rotate("x", 90)
            put(b, [("rocket pod|store", pod)], x, y - width * 0.28, z - width * 0.2, True)
        else:
            tube = cylinder(width * 0.05, width * 0.9, 0.01, 8).rotate("x", 90)
            cluster = array(tube, [(s * width * 0.08, t * width * 0.08, 0) for s in (-1, 1) for t in (-1, 1)])
            put(b, [("missile|store", cluster)], x, y - width * 0.28, z - width * 0.2, True)
        put(
            b,
            [("pylon", box(width * 0.06, width * 0.25, width * 0.3))],
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
        glass = superquadric(width * 0.34, height * 0.26, half * 0.16, 0.6, 0.6, 16)
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
                ("gun > turret", sphere(width * 0.2, sides=12)),
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
    pane = box(width * 0.03, width * 0.16, width * 0.16, width * 0.012, 1)
    row = array(
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
        superquadric(size, size * b.uniform(0.9, 1.1), deep, b.uniform(0.4, 1), b.uniform(0.4, 1), sides),
    )
    window = superquadric(size * 0.85, size * 0.6, deep * 0.6, 0.6, 0.7, 14)
    b.add(
        "body|fuselage|cabin > window > windshield|windscreen|cockpit window",
        window.move(y=size * 0.25, z=deep * 0.48),
    )
    end = -deep - size * b.uniform(1.2, 2.2)
    b.add(BOOM, rod((0, 0, -deep * 0.6), (0, size * 0.2, end), size * 0.22, sides, size * 0.14))
    plate = box(size * 0.1, size * b.uniform(0.6, 1.0), size * 0.5, size * 0.03)
    b.add("tail|tail boom > fin|vertical stabilizer|tail fin", plate.rotate("x", -20).move(y=size * 0.5, z=end))
    spinning = [m.rotate("y", 90) for _, m in propeller(b, size * 0.5, b.pick(2, 3, 4))]
    names = ("tail rotor > blade|tail rotor blade", "tail rotor > hub|tail rotor hub")
    put(b, list(zip(names, spinning, strict=True)), size * 0.18, size * 0.35, end)
    blade = box(size * b.uniform(1.8, 2.6), size * 0.08, size * b.uniform(0.25, 0.4), size * 0.02)
    blade = blade.move(x=blade.high[0] * 0.98)
    b.add(BLADE, ring(blade, b.pick(2, 3, 4), start=b.uniform(0, 90)).move(y=size * 1.45))
    b.add(HUB, cylinder(size * 0.22, size * 0.2, sides=12).move(y=size * 1.45))
    b.add(MAST, rod((0, size * 0.7, 0), (0, size * 1.45, 0), size * 0.1))
    runner = capsule(size * 0.1, deep * 2, sides=8).rotate("x", 90).move(size * 0.7, -size * 1.35)
    put(b, [("landing gear|undercarriage|skid > skid|landing skid", runner)], mirror=True)
    for z in (-deep * 0.4, deep * 0.4):
        leg = rod((size * 0.7, -size * 1.35, z), (size * 0.35, -size * 0.6, z), size * 0.07)
        put(b, [("landing gear|undercarriage|skid > strut|cross tube", leg)], mirror=True)


# -- drones ----------------------------------------------------------------------------------------


def _drone_camera(b: Builder, size: float, y: float, z: float) -> None:
    """Camera on a gimbal under the nose."""
    ball = box(size, size, size, size * 0.25) if b.chance() else sphere(size * 0.6, sides=14)
    lens = cylinder(size * 0.28, size * 0.4, sides=14).rotate("x", 90).move(z=size * 0.6)
    bar = box(size * 1.5, size * 0.15, size * 0.2).move(y=size * 0.75) + box(
        size * 0.15, size * 0.9, size * 0.2
    ).move(size * 0.68, size * 0.35)
    put(
        b,
        [("camera > camera body", ball), ("camera > lens", lens), ("camera > gimbal|camera mount", bar)],
        0,
        y - size * 0.8,
        z,
    )


def _drone_rotor(b: Builder, radius: float, guard: bool) -> Parts:
    """Motor and propeller facing up; sometimes a guard ring."""
    spinning = propeller(b, radius, b.pick(2, 2, 3), spinner=b.chance())
    parts = [(name, mesh.rotate("x", -90)) for name, mesh in spinning]
    motor = cylinder(radius * b.uniform(0.13, 0.2), radius * b.uniform(0.25, 0.4), sides=14)
    parts.append(("motor", motor.move(y=-radius * 0.2)))
    if guard:
        spoke = rod((0, 0, 0), (radius * 1.1, 0, 0), radius * 0.03, 6)
        hoop = torus(radius * 1.1, radius * 0.04, 24) + ring(spoke, 3)
        parts.append(("propeller guard|guard", hoop.move(y=-radius * 0.1)))
    return parts


def _drone_legs(b: Builder, size: float, tall: float, deep: float, ends: Sequence[NDArray]) -> None:
    """Skids under the body, sticks splayed from it, or feet under the motors."""
    kind, drop = b.pick("skid", "stick", "foot"), size * b.uniform(0.5, 1.2)
    if kind == "skid":
        x, low = size * b.uniform(0.7, 1.1), -tall / 2 - drop
        runner = rod((x, low, -deep), (x, low, deep), size * 0.06)
        for z in (-deep * 0.5, deep * 0.5):
            runner = runner + rod((x, low, z), (size * 0.4, 0, z * 0.8), size * 0.05)
        put(b, [("leg|landing gear", runner)], mirror=True)
        return
    share = 0.25 if kind == "stick" else 0.98
    for end in ends if len(ends) < 6 or kind == "foot" else ends[::2]:
        foot = end * share * (1.5 if kind == "stick" else 1.0) * [1, 0, 1] + [0, end[1] * share - drop, 0]
        b.add("leg|landing gear", rod(foot, end * share, size * 0.05, 8, size * 0.09))


def _drone_arm(b: Builder, end: NDArray, thick: float, flat: bool) -> Mesh:
    """Arm from the body to `end`: a tube or a flat bar."""
    if not flat:
        return rod(end * 0.1, end, thick * 1.2, 10, thick)
    reach = float(np.hypot(end[0], end[2]))
    bar = box(reach, thick, thick * 2.4, thick * 0.3).move(x=reach / 2)
    return bar.rotate("z", np.degrees(np.arctan2(end[1], reach))).rotate(
        "y", -np.degrees(np.arctan2(end[2], end[0]))
    )


@design("drone", "drone")
def multicopter(b: Builder) -> None:
    """Drone with 3 to 8 arms, each with a motor and propeller; legs or skids; camera."""
    count, size = b.pick(4, 4, 4, 6, 8, 3), b.uniform(0.05, 0.12)
    tall, deep = size * b.uniform(0.35, 0.7), size * b.uniform(0.8, 1.5)
    core = box(size * 1.4, tall, deep * 1.7, size * 0.12)
    if b.chance(0.6):
        core = superquadric(size * 0.8, tall / 2, deep, b.uniform(0.4, 0.9), b.uniform(0.4, 0.9))
    b.add("body|frame", core)
    reach, start = size * b.uniform(2.2, 3.2), 45 if count == 4 else 90
    radius = reach * np.sin(np.pi / count) * b.uniform(0.7, 0.95) * (0.75 if count == 3 else 1)
    lift, thick, flat = size * b.uniform(-0.1, 0.4), size * b.uniform(0.08, 0.16), b.chance()
    angles = np.radians(start + 360 / count * np.arange(count))
    ends = np.stack([reach * np.cos(angles), np.full(count, lift), reach * np.sin(angles)], 1)
    unit, lamps = _drone_rotor(b, radius, b.chance(0.3)), b.chance(0.25)
    for i, end in enumerate(ends):
        b.add("arm", _drone_arm(b, end, thick, flat))
        turn = b.uniform(0, 360)
        put(b, [(n, m.rotate("y", turn)) for n, m in unit], end[0], end[1] + thick + radius * 0.3, end[2])
        if lamps and i % 2:
            b.add("light|led", sphere(thick * 0.8, sides=8).move(*(end * 1.04)))
    _drone_legs(b, size, tall, deep, ends)
    if b.chance(0.7):
        _drone_camera(b, size * b.uniform(0.3, 0.6), -tall / 2, deep * b.uniform(0.2, 0.9))
    if b.chance(0.3):
        b.add("battery", box(size * 0.7, tall * 0.4, deep, tall * 0.08).move(y=tall * 0.55))
    if b.chance(0.25):
        mast = rod((0, 0, 0), (0, size, -size * 0.3), size * 0.03)
        put(b, [("antenna", mast)], size * 0.4, tall * 0.3, -deep * 0.6, True)


@design("drone")
def fixed_wing_drone(b: Builder) -> None:
    """Long-winged surveillance drone: bulged nose, vee tail, pusher propeller, camera ball."""
    length, width = b.uniform(4, 11), 0.0
    width = length * b.uniform(0.08, 0.12)
    body = cigar(length, width, width * 1.1, nose=0.3, tail=0.5, blunt=0.6, rise=0.3, slim=0.4)
    b.add("body|frame", body.mesh())
    span = length * b.uniform(0.65, 1.0)
    rows = wing_rows(
        span, length * 0.1, length * b.uniform(0.04, 0.07), span * b.uniform(0, 0.1), span * b.uniform(0, 0.06)
    )
    add_wing(b, rows, (0, width * b.uniform(-0.2, 0.3), length * 0.05))
    add_tail(b, b.pick("vee", "vee", "low", "tee"), body, width * 1.4, width * 1.1, length * 0.16, 0.4)
    if b.chance(0.8):
        put(
            b,
            propeller(b, width * b.uniform(0.7, 1.0)),
            0,
            body.at(-length / 2, 90)[1],
            -length / 2 - width * 0.1,
        )
    _drone_camera(b, width * 0.4, -width * 0.4, length * 0.36)
    if b.chance(0.7):
        tricycle(b, body, width * 0.5, width * 0.16, width * 0.6, (1, 1), -width * 0.2)
