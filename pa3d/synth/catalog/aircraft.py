"""Jet airplanes and the pieces that all aircraft share; rockets, balloons, and spacecraft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design
from pa3d.synth.mesh import (
    Mesh,
    airfoil,
    array,
    box,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    ring,
    sheet,
    sphere,
    torus,
)

Parts = list[tuple[str, Mesh]]
BODY = "body|fuselage > fuselage|body"
CANOPY = "body|fuselage > canopy|cockpit|cockpit canopy"
WINDOW = "body|fuselage > window > cabin window|window"
WINDSHIELD = "body|fuselage > window > windshield|windscreen|cockpit window"
WHEEL = "landing gear|undercarriage > wheel > tyre|tire"
RIM = "landing gear|undercarriage > wheel > hub|rim"
STRUT = "landing gear|undercarriage > strut|gear leg"
FIN = "tail > vertical stabilizer|fin|tail fin"
TAILPLANE = "tail > horizontal stabilizer|tailplane"


# -- shared pieces ---------------------------------------------------------------------------------


def rod(start: ArrayLike, stop: ArrayLike, radius: float, sides: int = 8, top: float | None = None) -> Mesh:
    """Round bar between two points; `top` is its radius at `stop`."""
    a, c = np.asarray(start, float), np.asarray(stop, float)
    return cylinder(radius, float(np.linalg.norm(c - a)), top, sides).align(c - a, (a + c) / 2)


def outward(mesh: Mesh) -> Mesh:
    """The closed mesh with its faces turned outward."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    return mesh if np.einsum("ij,ij", a, np.cross(b, c)) > 0 else Mesh(mesh.vertices, mesh.faces[:, ::-1])


def put(b: Builder, parts: Parts, x: float = 0.0, y: float = 0.0, z: float = 0.0, mirror: bool = False) -> None:
    """Add a sub-assembly at a place, and its mirror image."""
    for name, mesh in parts:
        moved = b.add(name, mesh.move(x, y, z))
        if mirror:
            b.add(name, moved.mirror())


@dataclass(frozen=True)
class Shell:
    """A body along z: rows of (z, half width, top, bottom, squareness); 1 is an ellipse, 0.4 nearly a box."""

    rows: NDArray[np.float64]

    def at(self, z: float, angle: float, out: float = 0.0) -> NDArray[np.float64]:
        """Point of the surface at z, `angle` degrees from the top towards +x; `out` enlarges the section."""
        width, top, bottom, square = (np.interp(z, self.rows[:, 0], self.rows[:, i]) for i in range(1, 5))
        s, c = np.sin(np.radians(angle)), np.cos(np.radians(angle))
        x = (width + out) * np.sign(s) * abs(s) ** square
        y = (top + bottom) / 2 + ((top - bottom) / 2 + out) * np.sign(c) * abs(c) ** square
        return np.array([x, y, z])

    def mesh(self, sides: int = 24) -> Mesh:
        angles = np.linspace(0, 360, sides, endpoint=False)
        return outward(loft([[self.at(z, a) for a in angles] for z in self.rows[:, 0]]))

    def patch(self, z0: float, z1: float, a0: float, a1: float, out: float, steps: int = 6) -> Mesh:
        """Piece of the surface a little outside it, between two z and two angles."""
        zs, angles = np.linspace(z0, z1, steps), np.linspace(a0, a1, steps)
        return sheet([[self.at(z, a, out) for a in angles] for z in zs])


def shell(rows: ArrayLike, count: int = 30) -> Shell:
    """Body smoothly through a few rows; see Shell."""
    smooth = curve(rows, count)
    smooth[:, 1] = np.maximum(smooth[:, 1], 1e-3)
    smooth[:, 2] = np.maximum(smooth[:, 2], smooth[:, 3] + 1e-3)
    smooth[:, 4] = np.clip(smooth[:, 4], 0.15, 1.5)
    return Shell(smooth)


def cigar(
    length: float,
    width: float,
    height: float,
    *,
    nose: float = 0.15,
    tail: float = 0.35,
    blunt: float = 0.5,
    slim: float = 0.7,
    drop: float = 0.0,
    rise: float = 0.5,
    square: float = 1.0,
) -> Shell:
    """Fuselage with its nose at +z: nose and tail are shares of the length; drop, rise: their tips."""
    t = np.linspace(0, 1, 9)[1:] ** 0.8
    front = np.stack([t, (1 - t**2) ** blunt, -drop * t**2], 1)
    back = np.stack([t, (1 - t**1.8) ** slim, rise * t**1.4], 1)
    z = np.concatenate([-length / 2 + tail * length * (1 - back[::-1, 0]), [-length / 2 + tail * length]])
    z = np.concatenate([z, [length / 2 - nose * length], length / 2 - nose * length * (1 - front[:, 0])])
    size = np.concatenate([back[::-1, 1], [1, 1], front[:, 1]]).clip(0.02)
    shift = np.concatenate([back[::-1, 2], [0, 0], front[:, 2]]) * height / 2 * (1 - size)
    half = size * height / 2
    return Shell(np.stack([z, size * width / 2, shift + half, shift - half, np.full(len(z), square)], 1))


def panel(rows: ArrayLike) -> Mesh:
    """Half a wing towards +x: rows of (x, y, leading edge z, chord, thickness ratio); chords run to -z."""
    sections = []
    for x, y, z, chord, thickness in np.asarray(rows, float):
        foil = airfoil(chord, thickness, 9)
        sections.append(np.stack([np.full(len(foil), x), y + foil[:, 1], z - foil[:, 0]], 1))
    return outward(loft(sections))


def wing_rows(
    span: float, root: float, tip: float, back: float, rise: float, thickness: float = 0.12, kink: float = 0.0
) -> NDArray[np.float64]:
    """Half wing of a span: `back` moves the tip to -z, `rise` up; kink is the extra chord near the root."""
    share = np.array([0.0, 0.35, 0.97, 1.0])
    chord = root + (tip - root) * share
    chord[0] += kink
    chord[3] = tip * 0.8
    rows = np.stack([span * share, rise * share, -back * share, chord, np.full(4, thickness)], 1)
    rows[3, 2] -= tip * 0.1
    return rows


def on_wing(rows: NDArray, x: float, along: float = 0.5) -> NDArray[np.float64]:
    """Point of the wing's middle plane at x, `along` the chord."""
    y, z, chord = (np.interp(x, rows[:, 0], rows[:, i]) for i in (1, 2, 3))
    return np.array([x, y, z - along * chord])


def flap(rows: NDArray, x0: float, x1: float, share: float = 0.25, droop: float = 0.0) -> Mesh:
    """Control surface at the trailing edge between two x, turned down by `droop` degrees."""
    sections = []
    for x in (x0, x1):
        hinge, chord = on_wing(rows, x, 1 - share), np.interp(x, rows[:, 0], rows[:, 3])
        h = 0.34 * chord * rows[0, 4]
        sections.append(hinge + np.array([[0, -h, 0], [0, h, 0], [0, 0, -share * chord * 1.03]]))
    return outward(loft(sections)).rotate("x", -droop, on_wing(rows, (x0 + x1) / 2, 1 - share))


def add_wing(b: Builder, rows: NDArray, at: Sequence[float], name: str = "wing", flaps: float = 0.6) -> None:
    """Both halves of a wing; often flaps and ailerons, sometimes winglets."""
    put(b, [(name, panel(rows))], *at, mirror=True)
    span = rows[-1, 0]
    if b.chance(flaps):
        share, droop = b.uniform(0.2, 0.3), b.pick(0, 0, b.uniform(0, 30))
        parts = [(f"{name} > aileron", flap(rows, span * 0.62, span * 0.92, share, b.uniform(-5, 5)))]
        if b.chance(0.7):
            parts.append(
                (f"{name} > flap", flap(rows, span * b.uniform(0.15, 0.25), span * 0.58, share, droop))
            )
        put(b, parts, *at, mirror=True)


def winglets(b: Builder, rows: NDArray, at: Sequence[float]) -> None:
    """Upturned wing tips."""
    chord, height = rows[-1, 3], rows[-1, 3] * b.uniform(0.6, 1.4)
    blade = panel([(0, 0, 0, chord, 0.08), (height, 0, -chord * 0.5, chord * 0.45, 0.08)])
    tip = on_wing(rows, rows[-1, 0], 0) + np.asarray(at)
    put(b, [("wing > winglet|wing tip", blade.rotate("z", b.uniform(55, 88)))], *tip, mirror=True)


def fin(b: Builder, height: float, chord: float, back: float, rudder: float = 0.5) -> Parts:
    """Upright stabilizer with its root's leading edge at the origin."""
    rows = wing_rows(height, chord, chord * b.uniform(0.35, 0.7), back, 0, b.uniform(0.07, 0.12))
    parts = [(FIN, panel(rows).rotate("z", 90))]
    if b.chance(rudder):
        cut = flap(rows, height * 0.2, height * 0.85, 0.3).rotate("z", 90)
        parts.append((f"{FIN} > rudder", cut))
    return parts


def tail_half(b: Builder, span: float, chord: float, back: float, rise: float = 0.0) -> Parts:
    """One half of the level stabilizer, root's leading edge at the origin."""
    rows = wing_rows(span, chord, chord * b.uniform(0.4, 0.75), back, rise, b.uniform(0.07, 0.12))
    parts = [(TAILPLANE, panel(rows))]
    if b.chance(0.5):
        parts.append((f"{TAILPLANE} > elevator", flap(rows, span * 0.15, span * 0.92, 0.3, b.uniform(-8, 8))))
    return parts


def add_tail(
    b: Builder, kind: str, body: Shell, height: float, chord: float, span: float, sweep: float
) -> None:
    """Empennage at the end of the body: low, tee, cross, vee or twin; sweep: slope of the leading edges."""
    z = body.rows[0, 0] + chord * b.uniform(1.0, 1.25)
    top = (body.at(z, 0)[1] * 2 + body.at(z - chord * 0.8, 0)[1]) / 3
    middle = body.at(z - chord * 0.5, 90)[1]
    small = chord * b.uniform(0.65, 0.9)
    half = tail_half(b, span, small, span * sweep * 0.8)
    if kind == "vee":
        put(b, [(FIN, m.rotate("z", 42)) for _, m in half[:1]], 0, middle, z, mirror=True)
    elif kind == "twin":
        put(b, half, 0, middle, z, mirror=True)
        put(
            b,
            fin(b, height * 0.6, small, height * sweep * 0.6),
            span,
            middle - height * 0.2,
            z - span * sweep * 0.8,
            True,
        )
    else:
        put(b, fin(b, height, chord, height * sweep), 0, top - chord * 0.1, z)
        share = {"low": 0.0, "cross": b.uniform(0.3, 0.6), "tee": 0.97}[kind]
        y = middle if kind == "low" else top - chord * 0.1 + height * share
        put(b, half, 0, y, z - height * sweep * share - chord * 0.08, mirror=True)


def fan_disc(b: Builder, radius: float, name: str = "engine > fan") -> Parts:
    """Fan of an engine facing +z: blades or a plain disc, with a spinner."""
    disc = cylinder(radius, radius * 0.1, sides=18)
    if b.chance(0.4):
        blade = box(radius * 0.16, radius * 0.04, radius * 0.9).rotate("z", 35).move(z=radius * 0.5)
        disc = disc + ring(blade, b.integer(10, 16)).move(y=radius * 0.08)
    cone = cylinder(radius * 0.3, radius * 0.5, 0.01, 12).move(y=radius * 0.25)
    return [(name, disc.rotate("x", 90)), (name, cone.rotate("x", 90))]


def turbofan(b: Builder, radius: float, length: float) -> Parts:
    """Jet engine facing +z, centred: hollow nacelle, fan, and a core or cone behind."""
    h, lip, aft = length / 2, radius * 0.12, b.uniform(0.55, 0.85)
    outer = curve([(radius * aft, -h), (radius * 1.02, 0), (radius * 1.06, h * 0.6), (radius * 0.95, h)], 9)
    inner = [(radius - 1.6 * lip, h - lip), (radius * 0.85, h * 0.5), (radius * 0.8 * aft, -h + lip)]
    shell_ = lathe([*outer, *inner, (radius * aft, -h)], 20).rotate("x", 90)
    parts = [("engine > nacelle|engine cover|cowling", shell_)]
    parts += [(name, mesh.move(z=h * b.uniform(0.45, 0.7))) for name, mesh in fan_disc(b, radius * 0.86)]
    core = lathe([(0.001, -h * 1.5), (radius * aft * 0.65, -h * 0.9), (radius * aft * 0.75, 0), (0, 0)], 16)
    return [*parts, ("engine > exhaust|nozzle|exhaust cone", core.rotate("x", 90))]


def propeller(b: Builder, radius: float, blades: int | None = None, spinner: bool = True) -> Parts:
    """Propeller facing +z at the origin: twisted blades and a hub; rarely the blurred disc of a turning one."""
    count = blades or b.pick(2, 2, 3, 3, 4)
    width, start = radius * b.uniform(0.1, 0.2), b.uniform(0, 360)
    rows = [(0.05, 0.5, 55), (0.3, 0.95, 40), (0.7, 1.0, 25), (0.95, 0.7, 18), (1.0, 0.3, 16)]
    sections = []
    for share, chord, twist in rows:
        angle = np.radians(twist)
        c = width * chord / 2 * np.array([np.cos(angle), 0, np.sin(angle)])
        n = width * 0.09 * np.array([-np.sin(angle), 0, np.cos(angle)])
        sections.append(np.array([-c, n, c, -n]) + [0, radius * share, 0])
    blade = ring(outward(loft(sections)), count, "z", start)
    parts = [("propeller > blade|propeller blade", blade)]
    if b.chance(0.06):
        parts = [("propeller > propeller disc", cylinder(radius, radius * 0.01, sides=28).rotate("x", 90))]
    hub = radius * b.uniform(0.11, 0.17)
    shape = (
        sphere(hub, hub, hub * b.uniform(1.2, 2.2), 14) if spinner else cylinder(hub, hub * 2).rotate("x", 90)
    )
    return [*parts, ("propeller > spinner|hub|propeller hub", shape)]


def wheel(b: Builder, radius: float, width: float) -> Parts:
    """Wheel with its axle along x."""
    tyre = cylinder(radius, width, sides=18, bevel=width * 0.25)
    if b.chance(0.5):
        tyre = torus(radius - width / 2, width / 2, 18)
    hub = cylinder(radius * b.uniform(0.4, 0.6), width * 1.06, sides=12)
    return [(WHEEL, tyre.rotate("z", 90)), (RIM, hub.rotate("z", 90))]


def gear(b: Builder, height: float, radius: float, wheels: int = 1, lean: float = 0.0) -> Parts:
    """Landing gear leg hanging from the origin: 1, 2 or 4 wheels; lean moves the wheels to +x."""
    width, low = radius * b.uniform(0.45, 0.7), -height + radius
    leg = rod((0, 0, 0), (lean, low, 0), radius * 0.2)
    spots = [(0.0, 0.0)]
    if wheels > 1:
        spots = [(s * width * 0.75, 0.0) for s in (-1, 1)]
    if wheels == 4:
        spots = [(x, z) for x, _ in spots for z in (-radius * 1.15, radius * 1.15)]
        leg = leg + box(radius * 0.3, radius * 0.3, radius * 2.6).move(lean, low, 0)
    leg = leg + cylinder(radius * 0.15, width * (2.4 if wheels > 1 else 1.2), sides=8).rotate("z", 90).move(
        lean, low
    )
    parts: Parts = [(STRUT, leg)]
    if b.chance(0.3):
        door = box(radius * 0.1, height * 0.5, radius * 1.4).move(radius * 0.9, -height * 0.25)
        parts.append(("landing gear|undercarriage > gear door|door", door))
    rolling = wheel(b, radius, width)
    for x, z in spots:
        parts += [(name, mesh.move(x + lean, low, z)) for name, mesh in rolling]
    return parts


def tricycle(
    b: Builder, body: Shell, height: float, radius: float, track: float, wheels: Sequence[int], y: float
) -> None:
    """Nose leg and two main legs from height y (the mains); the wheels end `height` below the body."""
    low, half = body.rows[:, 3].min(), body.rows[-1, 0]
    z = half * b.uniform(0.55, 0.7)
    belly = body.at(z, 180)[1] + radius * 0.3
    put(b, gear(b, belly - low + height, radius * b.uniform(0.65, 0.9), wheels[0]), 0, belly, z)
    put(b, gear(b, y - low + height, radius, wheels[1]), track, y, -half * b.uniform(0.08, 0.18), True)


def side_windows(b: Builder, body: Shell, z0: float, z1: float, angle: float, size: float) -> None:
    """Row of small panes along both sides."""
    count = max(int(abs(z1 - z0) / (size * b.uniform(1.8, 3.0))), 2)
    pane = box(size * 0.25, size * b.uniform(1.0, 1.5), size, size * 0.12, 1)
    if count > 14:
        pane = box(size * 0.25, size * 1.3, size)
    row = array(pane.rotate("z", 90 - angle), [body.at(z, angle) for z in np.linspace(z0, z1, count)])
    put(b, [(WINDOW, row)], mirror=True)


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
        blade = box(radius * 0.2, radius * 2, length * 0.13).move(y=radius * 1.4)
        mesh = mesh + ring(blade, 4, "z", 45).move(z=-length * 0.42)
        if kind == "missile" and b.chance(0.6):
            mesh = mesh + ring(blade, 4, "z", 45).scale(0.8).move(z=length * 0.2)
    rack = box(radius * 0.6, radius * 2, length * 0.3).move(y=radius * 1.6)
    return [(name, mesh.move(y=-radius * 0.4)), ("pylon", rack.move(y=-radius * 0.2))]


# -- designs ---------------------------------------------------------------------------------------


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
        stub = box(radius * 1.6, radius * 0.25, length * 0.5).move(x=-radius * 1.0)
        put(b, [*turbofan(b, radius * 0.85, length * 1.1), ("engine > pylon", stub)], x, y, z, True)
        return
    for share in (0.33, 0.62)[: 2 if layout == "four" else 1]:
        spot = on_wing(rows, reach * share, 0) + np.asarray(at)
        drop = radius * b.uniform(1.25, 1.5)
        strut = box(radius * 0.25, drop, length * 0.9).move(y=drop * 0.6, z=-length * 0.45)
        put(
            b,
            [*turbofan(b, radius, length), ("engine > pylon", strut)],
            spot[0],
            spot[1] - drop,
            spot[2] + length * 0.3,
            True,
        )


def cockpit_glass(b: Builder, body: Shell, z0: float, z1: float, out: float) -> None:
    """Panes around the upper nose."""
    if b.chance(0.3):
        b.add(WINDSHIELD, body.patch(z0, z1, -62, 62, out, 9))
        return
    panes = [(3, 26), (30, 55)] + [(59, 78)] * b.chance(0.6)
    for a0, a1 in panes:
        put(b, [(WINDSHIELD, body.patch(z0 - (a0 > 28) * (z1 - z0) * 0.3, z1, a0, a1, out))], mirror=True)


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
            cylinder(0.03, length * 0.07, sides=8).rotate("x", 90).move(y=-tall * 0.08, z=length * 0.52),
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
    pipe = lathe(profile, 20).rotate("x", 90) + cylinder(nozzle * 0.8, 0.05, sides=20).rotate("x", 90)
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
        put(b, store(b, length * 0.18)[:1], *tip, True)


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


# -- rockets, balloons, spacecraft -----------------------------------------------------------------


def _nose(kind: str, radius: float, height: float) -> list[tuple[float, float]]:
    """Outside of a nose from its base at y = 0 upwards."""
    t = np.linspace(0, 1, 10)
    width = {"cone": 1 - t, "ogive": 1 - t**1.7, "round": np.sqrt(1 - t**2), "bell": (1 - t) ** 0.7}[kind]
    return [(radius * w, height * u) for w, u in zip(width, t, strict=True)]


def _bell(radius: float, height: float) -> Mesh:
    """Rocket nozzle hanging from y = 0, open below."""
    outside = curve(
        [(radius, -height), (radius * 0.8, -height * 0.55), (radius * 0.4, -height * 0.1), (radius * 0.42, 0)],
        9,
    )
    inside = outside[::-1] * [0.85, 1]
    return lathe([*inside[1:], *outside, (0, 0)], 18)


def _fin_plate(b: Builder, radius: float, span: float, chord: float, thick: float, kind: str) -> Mesh:
    """Upright fin towards +x from the body's surface, its foot at y = 0."""
    r = radius * 0.92
    outline = {
        "delta": [(r, 0), (r + span, -chord * 0.05), (r + span, chord * 0.12), (r, chord)],
        "swept": [(r, 0), (r + span, -chord * 0.45), (r + span, -chord * 0.05), (r, chord * 0.9)],
        "clipped": [(r, 0), (r + span, 0), (r + span, chord * 0.5), (r, chord)],
        "curved": curve(
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
    return extrude(outline, thick)


def _booster(b: Builder, radius: float, height: float) -> Parts:
    """Strap-on rocket standing on y = 0."""
    tip = _nose(b.pick("cone", "ogive", "round"), radius, height * b.uniform(0.1, 0.2))
    tip = lathe([(0, 0), *tip], 18).move(y=height)
    return [
        ("booster > body|booster body", cylinder(radius, height, sides=18).move(y=height / 2)),
        ("booster > nose|nose cone", tip),
        ("booster > nozzle|engine", _bell(radius * 0.8, radius * 1.2)),
    ]


def _lay_down(b: Builder, chance: float) -> None:
    """Sometimes turn everything from standing along y to flying along z."""
    if b.chance(chance):
        b.pieces[:] = [(name, mesh.rotate("x", 90)) for name, mesh in b.pieces]


@design("rocket", "rocket")
def launcher(b: Builder) -> None:
    """Space launcher: stacked stages, nose or fairing or escape tower, nozzles, boosters, small fins."""
    radius = b.uniform(1.2, 3)
    y, r, first = 0.0, radius, 0.0
    for i in range(b.integer(1, 3)):
        height = radius * b.uniform(5, 11) / (1 + i)
        name = "body > stage|body" if i == 0 else f"body > {('second', 'third')[i - 1]} stage|upper stage"
        b.add(name, cylinder(r, height, sides=24).move(y=y + height / 2))
        first = first or height
        y += height
        if b.chance(0.5):
            slim = r * b.uniform(0.7, 1.15)
            b.add("body > interstage|ring", cylinder(r, r * 0.5, slim, 24).move(y=y + r * 0.25))
            y, r = y + r * 0.5, slim
    tip = r * b.uniform(1.2, 3.2)
    b.add(
        "nose|nose cone",
        lathe([(0, 0), *_nose(b.pick("cone", "ogive", "ogive", "bell", "round"), r, tip)], 24).move(y=y),
    )
    if b.chance(0.2):
        b.add("escape tower|antenna", rod((0, y + tip * 0.9, 0), (0, y + tip * 1.3 + r, 0), r * 0.08))
    count = b.pick(1, 1, 3, 4, 5)
    size = radius * (0.75 if count == 1 else 0.34)
    bells = _bell(size, size * b.uniform(1.2, 1.8))
    b.add("engine|nozzle", bells if count == 1 else array(bells, _circle(radius * 0.58, count)))
    if b.chance(0.65):
        chord = radius * b.uniform(1.2, 3)
        blade = _fin_plate(
            b, radius, radius * b.uniform(0.5, 1.3), chord, radius * 0.08, b.pick("delta", "swept", "clipped")
        )
        b.add("fin", ring(blade, b.pick(3, 4, 4), start=b.pick(0, 45)))
    if b.chance(0.5):
        thin = radius * b.uniform(0.35, 0.7)
        parts = _booster(b, thin, first * b.uniform(0.45, 0.95))
        for x, _, z in _circle(radius + thin * 1.05, b.pick(2, 2, 4, 6)):
            put(b, parts, x, 0, z)
    _lay_down(b, 0.15)


def _circle(radius: float, count: int) -> list[tuple[float, float, float]]:
    """Places around the y axis."""
    angles = 2 * np.pi * np.arange(count) / count
    return [(float(radius * np.cos(a)), 0.0, float(radius * np.sin(a))) for a in angles]


@design("rocket")
def toy_rocket(b: Builder) -> None:
    """Cartoon rocket: bellied body, coloured nose, three or four big fins, round windows, flame."""
    height = b.uniform(0.1, 0.4)
    radius = height * b.uniform(0.15, 0.24)
    sides = b.pick(8, 16, 28)
    split = b.uniform(0.68, 0.8)
    full = curve(
        [
            (radius * b.uniform(0.5, 0.85), 0),
            (radius, height * 0.4),
            (radius * 0.62, height * 0.8),
            (0.0005, height),
        ],
        40,
    )
    cut = int(40 * split)
    b.add("body", lathe([(0, 0), *full[:cut], (0, full[cut - 1, 1])], sides))
    b.add("nose|nose cone", lathe([(0, full[cut - 1, 1]), *full[cut - 1 :]], sides))
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
    b.add("fin", ring(blade, b.pick(3, 3, 4), start=b.uniform(0, 90)))
    b.add("engine|nozzle", _bell(base * b.uniform(0.6, 0.9), height * b.uniform(0.06, 0.12)))
    if b.chance(0.35):
        flame = lathe(
            [(0.0005, -height * 0.35), (base * 0.5, -height * 0.15), (base * 0.35, -height * 0.03), (0, 0)], 14
        )
        b.add("flame|fire", flame)
    for y in b.pick((), (0.55,), (0.55,), (0.58, 0.36)):
        x = np.interp(y * height, full[:, 1], full[:, 0])
        size = radius * b.uniform(0.28, 0.42)
        b.add(
            "window > frame|window frame",
            torus(size, size * 0.2, 18).rotate("x", 90).move(y=y * height, z=x * 0.97),
        )
        b.add("window > glass|window pane", sphere(size, size, size * 0.3, 14).move(y=y * height, z=x * 0.97))
    if b.chance(0.3):
        b.add("body > stripe|band", cylinder(radius * 0.99, height * 0.03, sides=28).move(y=height * 0.2))
    if b.chance(0.2):
        b.add("antenna", rod((0, height * 0.97, 0), (0, height * 1.1, 0), height * 0.006))
    _lay_down(b, 0.15)


@design("rocket", "missile")
def missile(b: Builder) -> None:
    """Slim missile or model rocket: tube, pointed nose, one or two sets of fins; lies or stands."""
    height, sets = b.uniform(1.5, 7), b.integer(1, 3)
    radius = height * b.uniform(0.03, 0.07)
    b.add("body", cylinder(radius, height, sides=20).move(y=height / 2))
    b.add(
        "nose|nose cone",
        lathe(
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
        b.add("fin", ring(blade, count, start=start).move(y=height * share + radius * 0.3))
    if b.chance(0.3):
        b.add(
            "body > band|ring",
            cylinder(radius * 1.04, radius * 0.6, sides=20).move(y=height * b.uniform(0.3, 0.9)),
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
            array(
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
    b.add("fuel tank|tank|external tank", lathe([(0, 0), (radius, radius * 0.5), *tip], 24))
    put(b, _booster(b, radius * 0.45, tall * 1.05), radius * 1.45, -radius * 0.5, 0, True)


@design("hot air balloon")
def hot_air_balloon(b: Builder) -> None:
    """Gored envelope with a skirt, ropes, burner, and a wicker basket; sometimes sandbags and stripes."""
    radius = b.uniform(5, 9)
    sides = b.pick(8, 12, 16, 24)
    neck, drop = radius * b.uniform(0.22, 0.36), radius * b.uniform(1.2, 1.7)
    profile = curve(
        [
            (neck, -drop),
            (radius * b.uniform(0.72, 0.85), -radius * 0.55),
            (radius, radius * 0.15),
            (radius * 0.72, radius * 0.75),
            (0.01, radius * b.uniform(0.95, 1.1)),
        ],
        22,
    )
    b.add("envelope|balloon", lathe([(neck * 0.97, -drop), *profile], sides))
    if b.chance(0.5):
        flare = neck * b.uniform(0.95, 1.2)
        b.add(
            "envelope|balloon > skirt|mouth",
            lathe(
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
        b.add("envelope|balloon > stripe|band", lathe(profile[low : high + 1] + [radius * 0.01, 0], sides))
    size, low = radius * b.uniform(0.16, 0.3), -drop - radius * b.uniform(0.35, 0.8)
    tall, wall = size * b.uniform(0.8, 1.2), size * 0.07
    if b.chance(0.6):
        tub = box(size * 2, wall, size * 2).move(y=low - tall)
        tub = tub + ring(box(size * 2, tall, wall).move(y=low - tall / 2, z=size), 4)
        corners, rim = (
            [(sx * size, sz * size) for sx in (-1, 1) for sz in (-1, 1)],
            box(size * 2.1, wall, wall * 2).move(z=size, y=low),
        )
        rim = ring(rim, 4)
    else:
        tub = lathe(
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
        corners, rim = [(x, z) for x, _, z in _circle(size, b.pick(4, 6, 8))], torus(size, wall, 20).move(y=low)
    b.add("basket|gondola > basket body|basket", tub)
    b.add("basket|gondola > rim", rim)
    b.add("rope|cable", _ropes(corners, low, neck / max(np.hypot(*corners[0]), 1e-6), -drop, size * 0.03))
    if b.chance(0.6):
        pot = cylinder(size * 0.2, size * 0.5, sides=12).move(y=low + (-drop - low) * 0.45)
        b.add("burner", pot + box(size * 1.6, size * 0.06, size * 0.06).move(y=low + (-drop - low) * 0.42))
    if b.chance(0.3):
        bag = sphere(size * 0.14, size * 0.2, size * 0.14, 10)
        b.add("sandbag", array(bag, [(x * 1.15, low - tall * 0.4, z * 1.15) for x, z in corners]))


def _ropes(corners: Sequence[Sequence[float]], low: float, spread: float, high: float, thick: float) -> Mesh:
    """Ropes from the corners at height `low` to their places scaled by `spread` at `high`."""
    return join(rod((x, low, z), (x * spread, high, z * spread), thick, 6) for x, z in corners)


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
    b.add("fin|tail fin|tail", ring(blade, b.pick(4, 4, 3), "z", b.pick(90, 45)).move(z=-length * 0.32))
    long, tall = length * b.uniform(0.15, 0.3), width * b.uniform(0.14, 0.22)
    z = length * b.uniform(0.0, 0.15)
    low = body.at(z, 180)[1] - tall * 0.2
    cab = cigar(long, tall * 1.2, tall, nose=0.25, tail=0.25, blunt=0.4, slim=0.4, square=0.5)
    b.add("gondola|cabin > gondola|cabin", cab.mesh(18).move(y=low, z=z))
    if b.chance(0.8):
        row = array(
            box(tall * 0.05, tall * 0.3, tall * 0.4),
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
        b.add("canopy|parachute canopy", lathe([*top, *(np.array(top[::-1]) * 0.985)], sides))
        spots = [(x, 0, z) for x, _, z in _circle(radius * 0.98, sides)]
    else:
        cells, chord = b.integer(7, 11), radius * b.uniform(0.6, 0.9)
        tube = np.array(
            [[0, 0, chord / 2], [0, chord * 0.12, chord * 0.42], [0, chord * 0.1, 0], [0, 0, -chord / 2]]
        )
        pieces, spots = [], []
        for a in np.linspace(-50, 50, cells):
            cell = extrude(tube[:, [2, 1]], radius * 2.0 / cells).rotate("y", -90)
            pieces.append(cell.move(y=radius).rotate("z", -a).move(y=-radius * 0.7))
            x, y = radius * np.sin(np.radians(a)), radius * (np.cos(np.radians(a)) - 0.7)
            spots += [(x, y, chord * 0.4), (x, y, -chord * 0.4)]
        b.add("canopy|parachute canopy", join(pieces))
    knot = np.array([0, -height, 0])
    ends = [knot + [np.sign(round(x, 6)) * radius * 0.07, 0, 0] for x, _, _ in spots]
    b.add("line|rope|cord", join(rod(s, e, radius * 0.006, 5) for s, e in zip(spots, ends, strict=True)))
    size = radius * b.uniform(0.12, 0.2)
    if b.chance(0.6):
        b.add("harness|strap", box(size * 1.2, size * 1.4, size * 0.8, size * 0.2).move(y=-height - size * 0.6))
    else:
        b.add("crate|box|load", box(size * 2, size * 1.8, size * 2).move(y=-height - size * 0.8))


@design("satellite")
def satellite(b: Builder) -> None:
    """Box, drum or ball with solar panels on booms, dish and rod antennas, thruster."""
    size = b.uniform(0.5, 2)
    kind, tall = b.pick("box", "box", "drum", "prism", "ball"), size * b.uniform(0.8, 1.8)
    sides = {"prism": b.pick(6, 8)}.get(kind, 24)
    shape = box(size, tall, size * b.uniform(0.7, 1.2), size * 0.02)
    if kind in ("drum", "prism"):
        shape = cylinder(size * 0.55, tall, sides=sides)
    elif kind == "ball":
        shape = sphere(size * 0.55)
    b.add("body|bus", shape)
    long, wide, gap = size * b.uniform(1.2, 3), size * b.uniform(0.6, 1.1), size * b.uniform(0.15, 0.4)
    cells, tilt = b.integer(1, 4), b.uniform(0, 90)
    if kind != "ball" or b.chance(0.4):
        plate = box(long / cells * 0.96, size * 0.03, wide)
        panels = array(plate, [(size * 0.5 + gap + long / cells * (i + 0.5), 0, 0) for i in range(cells)])
        boom = rod((size * 0.4, 0, 0), (size * 0.55 + gap + long * 0.9 * b.pick(0, 1), 0, 0), size * 0.03)
        parts = [("solar panel|solar array", panels), ("arm|boom|solar panel arm", boom)]
        put(b, [(n, m.rotate("x", tilt)) for n, m in parts], mirror=True)
    if b.chance(0.75):
        dish = size * b.uniform(0.3, 0.6)
        bowl = lathe(
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
        feed = rod((0, 0, 0), (0, dish * 0.55, 0), dish * 0.04) + sphere(dish * 0.08, sides=8).move(
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
            cylinder(size * 0.16, size * 0.4, sides=16).rotate("x", 90).move(y=-tall * 0.1, z=size * 0.65),
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
    pod = lathe([(0, -size * 3), (size * 0.8, -size * 3), (size, 0), (size * 0.8, size), (0, size)], 16)
    inner = cylinder(size * 0.7, size * 0.2, sides=16).move(y=-size * 3)
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
    profile = curve(
        [(0.01, -low), (radius * 0.55, -low * 0.85), (radius, 0), (radius * 0.5, high * 0.85), (0.01, high)], 17
    )
    b.add("body|hull", lathe(profile, 32))
    if b.chance(0.5):
        b.add("body|hull > rim|ring", torus(radius * 0.97, radius * 0.05, 32))
    size = radius * b.uniform(0.28, 0.45)
    b.add("cockpit|dome|canopy", sphere(size, size * b.uniform(0.7, 1.1), size, 20).move(y=high * 0.8))
    if b.chance(0.7):
        lamp = sphere(radius * b.uniform(0.03, 0.06), sides=8)
        share = b.uniform(0.6, 0.8)
        y = np.interp(radius * share, profile[::-1, 0][:8], profile[::-1, 1][:8])
        b.add("light|window", array(lamp, [(x, y, z) for x, _, z in _circle(radius * share, b.integer(6, 16))]))
    if b.chance(0.7):
        drop = low + radius * b.uniform(0.15, 0.35)
        leg = rod((radius * 0.4, -low * 0.7, 0), (radius * 0.6, -drop, 0), radius * 0.025)
        foot = cylinder(radius * 0.08, radius * 0.03, sides=14).move(radius * 0.6, -drop)
        count = b.pick(3, 4)
        b.add("leg|landing gear > leg|strut", ring(leg, count))
        b.add("leg|landing gear > foot|pad", ring(foot, count))
    if b.chance(0.4):
        b.add(
            "antenna",
            rod((0, high, 0), (0, high + size * 1.6, 0), radius * 0.012)
            + sphere(radius * 0.035, sides=8).move(y=high + size * 1.6),
        )
