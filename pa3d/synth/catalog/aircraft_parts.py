"""Pieces that all aircraft share: bodies, wings, tails, engines, landing gear. They fly towards +z."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, put, rod, skin

BODY = "body|fuselage > fuselage|body"
CANOPY = "body|fuselage > canopy|cockpit|cockpit canopy"
WINDOW = "body|fuselage > window > cabin window|window"
WINDSHIELD = "body|fuselage > window > windshield|windscreen|cockpit window"
WHEEL = "landing gear|undercarriage > wheel > tyre|tire"
RIM = "landing gear|undercarriage > wheel > hub|rim"
STRUT = "landing gear|undercarriage > strut|gear leg"
FIN = "tail > vertical stabilizer|fin|tail fin"
TAILPLANE = "tail > horizontal stabilizer|tailplane"


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
        return skin([[self.at(z, a) for a in angles] for z in self.rows[:, 0]])

    def patch(self, z0: float, z1: float, a0: float, a1: float, out: float, steps: int = 6) -> Mesh:
        """Piece of the surface a little outside it, between two z and two angles."""
        zs, angles = np.linspace(z0, z1, steps), np.linspace(a0, a1, steps)
        return g.sheet([[self.at(z, a, out) for a in angles] for z in zs])


def shell(rows: ArrayLike, count: int = 30) -> Shell:
    """Body smoothly through a few rows; see Shell."""
    smooth = g.curve(rows, count)
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
        foil = g.airfoil(chord, thickness, 9)
        sections.append(np.stack([np.full(len(foil), x), y + foil[:, 1], z - foil[:, 0]], 1))
    return skin(sections)


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
    return skin(sections).rotate("x", -droop, on_wing(rows, (x0 + x1) / 2, 1 - share))


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
    disc = g.cylinder(radius, radius * 0.1, sides=18)
    if b.chance(0.4):
        blade = g.box(radius * 0.16, radius * 0.04, radius * 0.9).rotate("z", 35).move(z=radius * 0.5)
        disc = disc + g.ring(blade, b.integer(10, 16)).move(y=radius * 0.08)
    cone = g.cylinder(radius * 0.3, radius * 0.5, 0.01, 12).move(y=radius * 0.25)
    return [(name, disc.rotate("x", 90)), (name, cone.rotate("x", 90))]


def turbofan(b: Builder, radius: float, length: float) -> Parts:
    """Jet engine facing +z, centred: hollow nacelle, fan, and a core or cone behind."""
    h, lip, aft = length / 2, radius * 0.12, b.uniform(0.55, 0.85)
    outer = g.curve([(radius * aft, -h), (radius * 1.02, 0), (radius * 1.06, h * 0.6), (radius * 0.95, h)], 9)
    inner = [(radius - 1.6 * lip, h - lip), (radius * 0.85, h * 0.5), (radius * 0.8 * aft, -h + lip)]
    shell_ = g.lathe([*outer, *inner, (radius * aft, -h)], 20).rotate("x", 90)
    parts = [("engine > nacelle|engine cover|cowling", shell_)]
    parts += [(name, mesh.move(z=h * b.uniform(0.45, 0.7))) for name, mesh in fan_disc(b, radius * 0.86)]
    core = g.lathe([(0.001, -h * 1.5), (radius * aft * 0.65, -h * 0.9), (radius * aft * 0.75, 0), (0, 0)], 16)
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
    blade = g.ring(skin(sections), count, "z", start)
    parts = [("propeller > blade|propeller blade", blade)]
    if b.chance(0.06):
        parts = [("propeller > propeller disc", g.cylinder(radius, radius * 0.01, sides=28).rotate("x", 90))]
    hub = radius * b.uniform(0.11, 0.17)
    shape = (
        g.sphere(hub, hub, hub * b.uniform(1.2, 2.2), 14)
        if spinner
        else g.cylinder(hub, hub * 2).rotate("x", 90)
    )
    return [*parts, ("propeller > spinner|hub|propeller hub", shape)]


def wheel(b: Builder, radius: float, width: float) -> Parts:
    """Wheel with its axle along x."""
    tyre = g.cylinder(radius, width, sides=18, bevel=width * 0.25)
    if b.chance(0.5):
        tyre = g.torus(radius - width / 2, width / 2, 18)
    hub = g.cylinder(radius * b.uniform(0.4, 0.6), width * 1.06, sides=12)
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
        leg = leg + g.box(radius * 0.3, radius * 0.3, radius * 2.6).move(lean, low, 0)
    leg = leg + g.cylinder(radius * 0.15, width * (2.4 if wheels > 1 else 1.2), sides=8).rotate("z", 90).move(
        lean, low
    )
    parts: Parts = [(STRUT, leg)]
    if b.chance(0.3):
        door = g.box(radius * 0.1, height * 0.5, radius * 1.4).move(radius * 0.9, -height * 0.25)
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
    pane = g.box(size * 0.25, size * b.uniform(1.0, 1.5), size, size * 0.12, 1)
    if count > 14:
        pane = g.box(size * 0.25, size * 1.3, size)
    row = g.array(pane.rotate("z", 90 - angle), [body.at(z, angle) for z in np.linspace(z0, z1, count)])
    put(b, [(WINDOW, row)], mirror=True)


def cockpit_glass(b: Builder, body: Shell, z0: float, z1: float, out: float) -> None:
    """Panes around the upper nose."""
    if b.chance(0.3):
        b.add(WINDSHIELD, body.patch(z0, z1, -62, 62, out, 9))
        return
    panes = [(3, 26), (30, 55)] + [(59, 78)] * b.chance(0.6)
    for a0, a1 in panes:
        put(b, [(WINDSHIELD, body.patch(z0 - (a0 > 28) * (z1 - z0) * 0.3, z1, a0, a1, out))], mirror=True)


def circle(radius: float, count: int) -> list[tuple[float, float, float]]:
    """Places around the y axis."""
    angles = 2 * np.pi * np.arange(count) / count
    return [(float(radius * np.cos(a)), 0.0, float(radius * np.sin(a))) for a in angles]
