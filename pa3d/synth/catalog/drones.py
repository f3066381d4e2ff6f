"""Drones with rotors or wings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft_parts import add_tail, add_wing, cigar, propeller, tricycle, wing_rows
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, put, rod


def _drone_camera(b: Builder, size: float, y: float, z: float) -> None:
    """Camera on a gimbal under the nose."""
    ball = g.box(size, size, size, size * 0.25) if b.chance() else g.sphere(size * 0.6, sides=14)
    lens = g.cylinder(size * 0.28, size * 0.4, sides=14).rotate("x", 90).move(z=size * 0.6)
    bar = g.box(size * 1.5, size * 0.15, size * 0.2).move(y=size * 0.75) + g.box(
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
    motor = g.cylinder(radius * b.uniform(0.13, 0.2), radius * b.uniform(0.25, 0.4), sides=14)
    parts.append(("motor", motor.move(y=-radius * 0.2)))
    if guard:
        spoke = rod((0, 0, 0), (radius * 1.1, 0, 0), radius * 0.03, 6)
        hoop = g.torus(radius * 1.1, radius * 0.04, 24) + g.ring(spoke, 3)
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
    bar = g.box(reach, thick, thick * 2.4, thick * 0.3).move(x=reach / 2)
    return bar.rotate("z", np.degrees(np.arctan2(end[1], reach))).rotate(
        "y", -np.degrees(np.arctan2(end[2], end[0]))
    )


@design("drone", "drone")
def multicopter(b: Builder) -> None:
    """Drone with 3 to 8 arms, each with a motor and propeller; legs or skids; camera."""
    count, size = b.pick(4, 4, 4, 6, 8, 3), b.uniform(0.05, 0.12)
    tall, deep = size * b.uniform(0.35, 0.7), size * b.uniform(0.8, 1.5)
    core = g.box(size * 1.4, tall, deep * 1.7, size * 0.12)
    if b.chance(0.6):
        core = g.superquadric(size * 0.8, tall / 2, deep, b.uniform(0.4, 0.9), b.uniform(0.4, 0.9))
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
            b.add("light|led", g.sphere(thick * 0.8, sides=8).move(*(end * 1.04)))
    _drone_legs(b, size, tall, deep, ends)
    if b.chance(0.7):
        _drone_camera(b, size * b.uniform(0.3, 0.6), -tall / 2, deep * b.uniform(0.2, 0.9))
    if b.chance(0.3):
        b.add("battery", g.box(size * 0.7, tall * 0.4, deep, tall * 0.08).move(y=tall * 0.55))
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
