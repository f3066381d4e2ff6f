"""Robots: humanoids, arms, robots on legs and wheels."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.figure_parts import (
    Figure,
    bent_limb,
    draw_pose,
    frame,
    make_figure,
    posed,
    upright_pose,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import post, standing, stick, wire

Array = NDArray[np.float64]
STYLES = "box", "plates", "tube", "shell"


def along(mesh: Mesh, start: ArrayLike, end: ArrayLike, hinge: ArrayLike) -> Mesh:
    """Turn a mesh that stands on the origin (y up, hinge along x) to lead from `start` towards `end`."""
    start = np.asarray(start, float)
    spin = frame(np.asarray(end, float) - start, hinge)
    return posed(mesh, np.stack([spin[:, 2], spin[:, 0], spin[:, 1]], 1), start)


def drum(radius: float, width: float, at: ArrayLike, axis: ArrayLike, sides: int = 20) -> Mesh:
    """Motor: a short cylinder about an axis."""
    return g.cylinder(radius, width, sides=sides, bevel=radius * 0.1).align(axis, at)


def link(b: Builder, style: str, length: float, r: float) -> Mesh:
    """Stick of a limb, standing on the origin: box, plates, tube, shell, or truss-like rods."""
    if style == "box":
        return g.box(r * 1.7, length, r * 1.5, r * 0.25).taper(0.8).move(y=length / 2)
    if style == "plates":
        plate = standing(r * 0.25, length, r * 1.5, r * 0.1)
        return plate.move(r * 0.8) + plate.move(-r * 0.8)
    if style == "tube":
        return post(r * 0.7, length, r * 0.62, 16)
    profile = [
        (0, 0),
        (r * 0.7, length * 0.05),
        (r * 1.05, length * 0.3),
        (r * 0.8, length * 0.75),
        (r * 0.6, length),
    ]
    return g.lathe([*g.curve(profile[1:], 10), (0, length)], 16)


def gripper(b: Builder, size: float) -> list[tuple[str, Mesh]]:
    """Hand of a machine, standing on the origin: parallel jaws, claw of three, sucker, or a plain flange."""
    kind = b.pick("jaws", "jaws", "jaws", "claw", "claw", "sucker", "hook")
    palm = b.pick(
        g.box(size, size * 0.45, size * 0.6, size * 0.05),
        g.cylinder(size * 0.45, size * 0.45, bevel=size * 0.04),
    )
    out = [("gripper > palm|gripper body", palm.move(y=size * 0.22))]
    open_, long = size * b.uniform(0.1, 0.42), size * b.uniform(0.5, 1.1)
    if kind == "jaws":
        jaw = g.box(size * 0.14, long, size * b.uniform(0.2, 0.5), size * 0.03).move(
            open_, size * 0.45 + long / 2, 0
        )
        if b.chance():
            jaw = jaw + g.box(size * 0.3, size * 0.15, size * 0.3).move(open_ + size * 0.08, size * 0.5, 0)
        out += [("gripper > finger", jaw), ("gripper > finger", jaw.mirror())]
    elif kind == "claw":
        path = (
            np.array([(0.3, 0.4, 0), (0.3 + open_ / size, 0.85, 0), (0.25 + open_ / size * 0.3, 1.3, 0)]) * size
        )
        finger = wire(path, np.linspace(0.11, 0.05, 8) * size, 8)
        count = b.pick(2, 3, 3, 4)
        out += [("gripper > finger", finger.rotate("y", 360 * k / count)) for k in range(count)]
    elif kind == "sucker":
        cup = g.lathe(
            [(size * 0.12, size * 0.4), (size * 0.12, size * 0.7), (size * 0.35, size * 0.95), (0, size * 0.9)],
            18,
        )
        out.append(("gripper > suction cup", cup))
    else:
        out.append(
            ("gripper > tool", g.cylinder(size * 0.12, long, size * 0.05, 12).move(y=size * 0.45 + long / 2))
        )
    return out


# -- humanoids -------------------------------------------------------------------------------------


def _machine_hand(b: Builder, fig: Figure, i: int, size: float, style: str) -> None:
    at, spin = fig.at[f"wrist{i}"], fig.turns[f"hand{i}"]
    spin = np.stack([spin[:, 2], spin[:, 0], spin[:, 1]], 1)
    if style == "gripper":
        for name, mesh in gripper(b, size):
            b.add("arm > " + name.replace("gripper >", "hand|gripper >"), posed(mesh, spin, at))
        return
    palm = g.box(size, size * 1.1, size * 0.4, size * 0.1).move(y=size * 0.55)
    b.add("arm > hand|gripper > palm|hand", posed(palm, spin, at))
    if style == "fist":
        return
    finger = g.box(size * 0.2, size * 0.8, size * 0.24, size * 0.06).move(y=size * 0.35)
    for x in (-0.37, -0.12, 0.12, 0.37):
        turned = finger.rotate("x", fig.pose.hands[i][1]).move(x * size, size * 1.1, 0)
        b.add("arm > hand|gripper > finger", posed(turned, spin, at))
    b.add(
        "arm > hand|gripper > thumb", posed(finger.rotate("z", 45).move(-size * 0.5, size * 0.4, 0), spin, at)
    )


def _machine_limbs(b: Builder, fig: Figure) -> None:
    """Links of one style with motors between them."""
    style, r = b.pick(*STYLES), fig.limb * b.uniform(1.0, 1.5)
    hand = b.pick("fingers", "fingers", "gripper", "fist")
    width, big = b.uniform(1.7, 2.6) * r, b.uniform(0.95, 1.3)
    boot = g.box(r * 2.2, r * 1.1, r * b.uniform(4.2, 5.6), r * b.pick(0.05, 0.5)).move(0, -r * 0.6, r * 0.8)
    for i in (0, 1):
        names = ("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle")
        labels = ("arm > upper arm", "arm > forearm"), ("leg > upper leg|thigh", "leg > lower leg|shin|calf")
        for joints, label, thick in zip(names, labels, (1.0, 1.3), strict=True):
            top, mid, end = (fig.at[f"{k}{i}"] for k in joints)
            hinge = fig.turns[f"hand{i}"][:, 2] if joints[0] == "shoulder" else fig.turns[f"foot{i}"][:, 0]
            first, second = (float(np.linalg.norm(v)) for v in (mid - top, end - mid))
            b.add(label[0], along(link(b, style, first, r * thick), top, mid, hinge))
            b.add(label[1], along(link(b, style, second, r * thick * 0.85), mid, end, hinge))
            b.add(f"{label[1]} > {joints[1]}", drum(r * thick * big * 0.9, width * thick * 0.9, mid, hinge))
            first_name = "arm > shoulder" if joints[0] == "shoulder" else "leg > hip"
            b.add(first_name, drum(r * thick * big, width * thick, top, hinge))
        _machine_hand(b, fig, i, fig.height * b.uniform(0.045, 0.06), hand)
        b.add("leg > foot", posed(boot, fig.turns[f"foot{i}"], fig.at[f"ankle{i}"]))


@design("robot humanoid", "robot humanoid")
def android(b: Builder) -> None:
    """Walking robot: shells or links with motors at the joints, a visor or camera head, any pose."""
    pose = draw_pose(b) if b.chance(0.6) else upright_pose(b)
    fig = make_figure(b, pose, heads=b.uniform(5.5, 8.5), sides=16)
    h, soft = fig.height, fig.height * b.pick(0.004, 0.02)
    top, spin = fig.spine(0.72)
    wide, deep, tall = fig.shoulder * 1.75, fig.depth * b.uniform(1.7, 2.4), fig.trunk * b.uniform(0.48, 0.6)
    if b.chance(0.7):
        chest = g.box(wide, tall, deep, soft).taper(b.uniform(1.0, 1.25))
    else:
        chest = g.superquadric(wide / 2, tall * 0.55, deep / 2, 0.6, 0.7, 20).taper(1.2)
    b.add("torso > chest", posed(chest, spin, top))
    if b.chance(0.4):
        b.add(
            "torso > backpack|battery",
            posed(g.box(wide * 0.7, tall * 0.7, deep * 0.5, soft).move(z=-deep * 0.7), spin, top),
        )
    waist, turned = fig.spine(0.33)
    b.add(
        "torso > waist|belly",
        posed(
            b.pick(
                g.cylinder(fig.hip * 0.6, fig.trunk * 0.5),
                g.box(wide * 0.5, fig.trunk * 0.45, deep * 0.7, soft),
            ),
            turned,
            waist,
        ),
    )
    low, hips = fig.spine(0.1)
    b.add("pelvis", posed(g.box(fig.hip * 1.9, fig.trunk * 0.2, deep * 0.9, soft), hips, low))
    _android_head(b, fig, soft)
    _machine_limbs(b, fig)
    if b.chance(0.1):
        b.add("stand|support", g.cylinder(h * 0.02, h * 0.5).move(*(low - [0, h * 0.3, h * 0.12])))


def _android_head(b: Builder, fig: Figure, soft: float) -> None:
    size, spin, at = fig.head, fig.turns["head"], fig.at["chin"]
    parts = [("head > neck", g.cylinder(size * 0.17, size * 0.5, sides=14).move(y=-size * 0.1))]
    kind = b.pick("shell", "box", "disc", "helmet")
    w = size * b.uniform(0.32, 0.5)
    skull = {
        "shell": lambda: g.superquadric(w, size * 0.5, w * 1.1, 0.8, 0.9, 18),
        "box": lambda: g.box(w * 2, size * b.uniform(0.5, 0.9), w * 1.8, soft),
        "disc": lambda: g.cylinder(w * 1.1, size * 0.35, bevel=size * 0.03),
        "helmet": lambda: g.lathe(
            [
                (0, -size * 0.4),
                *g.curve([(w * 0.7, -size * 0.4), (w, 0), (w * 0.6, size * 0.45)], 8),
                (0, size * 0.5),
            ],
            18,
        ),
    }[kind]()
    parts.append(("head", skull.move(y=size * 0.45)))
    face = skull.high[2]
    eyes = b.pick("visor", "eyes", "camera", "screen", "none")
    if eyes == "visor":
        visor = g.box(w * 1.6, size * 0.16, w * 0.5, size * 0.05)
        parts.append(("head > visor", visor.move(0, size * 0.5, face - w * 0.12)))
    elif eyes == "eyes":
        lens = g.cylinder(w * 0.25, w * 0.3, sides=14).rotate("x", 90)
        parts += [("head > eye|camera", lens.move(s * w * 0.42, size * 0.5, face * 0.92)) for s in (-1, 1)]
    elif eyes == "camera":
        parts.append(
            (
                "head > eye|camera",
                g.cylinder(w * 0.4, w * 0.4, w * 0.35, 16).rotate("x", 90).move(0, size * 0.45, face),
            )
        )
    elif eyes == "screen":
        parts.append(
            (
                "head > face|screen",
                g.box(w * 1.5, size * 0.4, w * 0.3, size * 0.04).move(0, size * 0.45, face - w * 0.05),
            )
        )
    if b.chance(0.35):
        ear = drum(w * 0.35, w * 0.3, (w, size * 0.45, 0), (1, 0, 0), 14)
        parts += [("head > ear", ear), ("head > ear", ear.mirror())]
    if b.chance(0.25):
        rod = g.cylinder(size * 0.02, size * 0.5, sides=6) + g.sphere(size * 0.05, sides=8).move(y=size * 0.25)
        parts.append(("head > antenna", rod.move(w * b.pick(0, 0.7), size * 1.05, 0)))
    for name, mesh in parts:
        b.add(name, posed(mesh, spin, at))


@design("robot humanoid")
def tin_robot(b: Builder) -> None:
    """Retro toy: box body with dials, box or dome head with an antenna, hose arms with claws, block legs."""
    s = b.uniform(0.1, 1.6)
    leg, tall, wide, deep = (
        s * b.uniform(0.22, 0.35),
        s * b.uniform(0.3, 0.4),
        s * b.uniform(0.24, 0.36),
        s * b.uniform(0.16, 0.24),
    )
    soft, head = s * b.pick(0.0, 0.01, 0.03), s * b.uniform(0.16, 0.24)
    b.add("torso > chest", g.box(wide, tall, deep, soft).taper(b.uniform(0.8, 1.2)).move(y=leg + tall / 2))
    b.add("torso > chest > panel", g.box(wide * 0.6, tall * 0.4, s * 0.02).move(0, leg + tall * 0.6, deep / 2))
    for k in range(b.integer(0, 4)):
        knob = g.cylinder(s * 0.015, s * 0.03, sides=12).rotate("x", 90)
        b.add(
            "torso > chest > button|dial",
            knob.move((k - 1.5) * wide * 0.13, leg + tall * 0.65, deep / 2 + s * 0.01),
        )
    top = leg + tall
    b.add("head > neck", g.cylinder(head * 0.25, head * 0.4).move(y=top + head * 0.1))
    skull = b.pick(
        g.box(head * 1.2, head, head, soft),
        g.cylinder(head * 0.6, head),
        g.sphere(head * 0.62, sides=18).move(y=head * 0.1),
    )
    b.add("head", skull.move(y=top + head * 0.7))
    symmetric(
        b,
        "head > eye|camera",
        drum(head * 0.13, head * 0.15, (head * 0.27, top + head * 0.8, head * 0.52), (0, 0, 1), 12),
    )
    b.add("head > mouth", g.box(head * 0.6, head * 0.12, head * 0.1).move(0, top + head * 0.45, head * 0.5))
    if b.chance(0.6):
        b.add(
            "head > antenna",
            (
                g.cylinder(head * 0.04, head * 0.5, sides=6)
                + g.sphere(head * 0.09, sides=8).move(y=head * 0.28)
            ).move(y=top + head * 1.4),
        )
    r, long = s * b.uniform(0.03, 0.05), tall * b.uniform(0.75, 1.1)
    pose = (b.uniform(5, 40), b.uniform(0, 80), b.uniform(0, 90), 0.0)
    for side in (1, -1):
        upper, lower, hinge = bent_limb(pose, side)
        start = np.array([side * (wide / 2 + r), top - r * 2, 0])
        elbow = start + upper * long * 0.5
        wrist = elbow + lower * long * 0.4
        b.add("arm > shoulder", drum(r * 1.4, r * 1.6, start, (1, 0, 0), 14))
        b.add("arm > upper arm", stick(start, elbow, r))
        b.add("arm > forearm", stick(elbow, wrist, r) + g.sphere(r * 1.1, sides=12).move(*elbow))
        for name, mesh in gripper(b, r * 2.4):
            b.add(
                "arm > " + name.replace("gripper >", "hand|gripper >"), along(mesh, wrist, wrist + lower, hinge)
            )
        hip = side * wide * 0.26
        b.add("leg > upper leg|thigh", g.box(wide * 0.3, leg * 0.5, deep * 0.5, soft).move(hip, leg * 0.75, 0))
        b.add(
            "leg > lower leg|shin|calf",
            g.box(wide * 0.36, leg * 0.42, deep * 0.6, soft).move(hip, leg * 0.32, 0),
        )
        b.add("leg > foot", g.box(wide * 0.42, leg * 0.2, deep * 1.1, soft).move(hip, leg * 0.1, deep * 0.15))
    b.add("pelvis", g.box(wide * 0.8, leg * 0.15, deep * 0.8, soft).move(y=leg))


# -- arms ------------------------------------------------------------------------------------------


def _planar(start: Array, length: float, degrees: float) -> Array:
    """Point at a distance from `start` in the yz plane; 0 is up and 90 towards +z."""
    t = np.radians(degrees)
    return start + length * np.array([0, np.cos(t), np.sin(t)])


def add_arm(b: Builder, size: float, at: ArrayLike = (0, 0, 0), prefix: str = "", base: bool = True) -> None:
    """Serial arm on a turret: industrial, cobot, or servo style; `prefix` goes before every name."""
    style, r = b.pick("cast", "cobot", "servo"), size * b.uniform(0.05, 0.085)
    pieces: list[tuple[str, Mesh]] = []
    y = 0.0
    if base:
        y = size * b.uniform(0.08, 0.2)
        foot = b.pick(
            g.cylinder(r * 2.2, y, r * 1.8, bevel=0.002),
            g.box(r * 4, y, r * 4, r * 0.3),
            g.lathe(
                [(0, 0), (r * 2.6, 0), (r * 2.6, y * 0.3), (r * 1.6, y * 0.5), (r * 1.5, y), (0, y)], 20
            ).move(y=-y / 2),
        )
        pieces.append(("base", foot.move(y=y / 2)))
    turret = b.pick(g.cylinder(r * 1.6, size * 0.12, r * 1.3), g.box(r * 2.6, size * 0.12, r * 2.8, r * 0.3))
    pieces.append(("shoulder", turret.move(y=y + size * 0.06)))
    shoulder = np.array([0, y + size * 0.14, 0])
    first, second = size * b.uniform(0.3, 0.45), size * b.uniform(0.28, 0.45)
    a = b.uniform(-40, 60)
    c = a + b.uniform(25, 140)
    e = c + b.uniform(-60, 80)
    elbow = _planar(shoulder, first, a)
    wrist = _planar(elbow, second, c)
    flange = _planar(wrist, size * 0.07, e)
    x, side = np.array([1.0, 0, 0]), r * (1.6 if style == "cobot" else 0.0)
    pieces.append(("shoulder", drum(r * 1.25, r * 3, shoulder, x)))
    stick = {"cast": b.pick("box", "shell"), "cobot": "tube", "servo": "plates"}[style]
    offset = np.array([side, 0, 0])
    pieces.append(("upper arm", along(link(b, stick, first, r * 1.3), shoulder + offset, elbow + offset, x)))
    pieces.append(("elbow", drum(r * 1.1, r * 2.6 + side, elbow + offset / 2, x)))
    pieces.append(("forearm", along(link(b, stick, second, r), elbow, wrist, x)))
    pieces.append(("wrist", drum(r * 0.85, r * 2, wrist, x)))
    pieces.append(("wrist", along(g.cylinder(r * 0.7, size * 0.07).move(y=size * 0.035), wrist, flange, x)))
    pieces += [
        (name, along(mesh, flange, _planar(flange, 1, e), x))
        for name, mesh in gripper(b, r * b.uniform(1.6, 2.6))
    ]
    if b.chance(0.25):
        loose = [
            shoulder - [0, 0, r * 2],
            elbow - [0, -r * 1.5, r * 1.5],
            (elbow + wrist) / 2 + [0, r * 1.8, 0],
            wrist + [0, r, 0],
        ]
        pieces.append(("cable|hose", wire(loose, r * 0.18, 16, 7)))
    spin = g.rotation("y", b.uniform(-70, 70))
    for name, mesh in pieces:
        b.add(prefix + name, posed(mesh, spin, at))


@design("robot arm", "robot arm", "robot arm")
def serial_arm(b: Builder) -> None:
    """Six-axis industrial arm, cobot, or servo kit; perhaps on a pedestal or a rail."""
    size = b.uniform(0.3, 2.5)
    stand = b.pick("", "", "pedestal", "table", "rail")
    up = 0.0
    if stand == "pedestal":
        up = size * b.uniform(0.2, 0.5)
        b.add("base > pedestal", post(size * 0.12, up))
    elif stand == "table":
        up = size * b.uniform(0.03, 0.1)
        b.add("base > base plate", standing(size * b.uniform(0.5, 0.9), up, size * b.uniform(0.5, 0.9)))
    elif stand == "rail":
        up = size * 0.1
        b.add(
            "base > rail",
            g.join(g.box(size * 1.6, up, size * 0.06).move(0, up / 2, z * size) for z in (-0.15, 0.15)),
        )
    add_arm(b, size, (0, up, 0))


@design("robot arm")
def scara_arm(b: Builder) -> None:
    """Two level arms on a column and a plunging rod with a gripper."""
    s = b.uniform(0.4, 1.2)
    tall, r, a, c = s * b.uniform(0.3, 0.6), s * b.uniform(0.06, 0.1), b.uniform(-60, 60), b.uniform(-120, 120)
    b.add("base", g.box(r * 3, s * 0.06, r * 3, 0.005).move(y=s * 0.03))
    b.add("base > column|post", post(r * 1.1, tall, bevel=r * 0.1))
    first, second, thick = s * b.uniform(0.3, 0.45), s * b.uniform(0.25, 0.4), s * 0.09
    bar = g.extrude(g.rectangle(first + r * 2, r * 2, r * 0.99), thick).rotate("x", 90).move(first / 2, 0, 0)
    b.add("upper arm", bar.rotate("y", a).move(y=tall + thick / 2))
    elbow = g.rotation("y", a) @ [first, 0, 0] + [0, tall + thick, 0]
    b.add("elbow", g.cylinder(r * 0.9, thick * 1.6).move(*elbow))
    bar = (
        g.extrude(g.rectangle(second + r * 1.8, r * 1.8, r * 0.89), thick)
        .rotate("x", 90)
        .move(second / 2, 0, 0)
    )
    b.add("forearm", bar.rotate("y", a + c).move(*(elbow + [0, thick, 0])))
    end = elbow + g.rotation("y", a + c) @ [second, 0, 0]
    rod, drop = s * b.uniform(0.35, 0.6), s * b.uniform(-0.1, 0.1)
    b.add("wrist > rod|spindle", g.cylinder(r * 0.25, rod).move(*(end + [0, drop, 0])))
    for name, mesh in gripper(b, r * 0.9):
        b.add(name, mesh.rotate("x", 180).move(*(end + [0, drop - rod / 2, 0])))


@design("robot hand")
def robot_hand(b: Builder) -> None:
    """Palm with three to four jointed fingers and a thumb, on a wrist."""
    s = b.uniform(0.05, 0.12)
    count, style, thick = b.integer(2, 4), b.pick("box", "capsule", "shell"), s * b.uniform(0.09, 0.13)
    b.add(
        "palm",
        b.pick(
            g.box(s, s, s * 0.32, s * 0.08),
            g.box(s, s, s * 0.3, s * 0.02).taper(1.15),
            g.superquadric(s * 0.5, s * 0.52, s * 0.17, 0.5, 0.5),
        ).move(y=s * 0.5),
    )
    wrist = b.pick(g.cylinder(s * 0.28, s * 0.4), g.box(s * 0.6, s * 0.4, s * 0.3, s * 0.05))
    b.add("wrist|base", wrist.move(y=-s * 0.15))
    if b.chance(0.4):
        b.add("forearm", g.cylinder(s * 0.3, s * 1.6, s * 0.28).move(y=-s * 1.1))
    curls = [b.uniform(0, 25) if b.chance(0.6) else b.uniform(30, 75) for _ in range(count)]
    for k, curl in enumerate(curls):
        x = (k / (count - 1) - 0.5) * s * 0.82
        _digit(
            b,
            "finger",
            np.array([x, s, 0]),
            g.rotation("z", -x / s * 20),
            s * b.uniform(0.3, 0.38),
            thick,
            curl,
            style,
        )
    _digit(
        b,
        "thumb",
        np.array([-s * 0.52, s * 0.35, s * 0.1]),
        g.rotation("y", -40) @ g.rotation("z", b.uniform(30, 65)),
        s * 0.32,
        thick * 1.1,
        b.uniform(0, 40),
        style,
    )


def _digit(
    b: Builder, name: str, root: Array, spin: Array, long: float, r: float, curl: float, style: str
) -> None:
    """Three phalanges, each turned by `curl` against the one before."""
    at = root
    for k in range(3):
        spin = spin @ g.rotation("x", curl * (0.6 if k == 0 else 1.0))
        length = long * (1.0, 0.75, 0.6)[k]
        if style == "box":
            bone = g.box(r * 1.6, length * 0.9, r * 1.7, r * 0.3)
        elif style == "capsule":
            bone = g.capsule(r * 0.95, length + r, r * 0.85, 12)
        else:
            bone = g.cylinder(r * 0.9, length * 0.92, r * 0.75, 14, bevel=r * 0.15)
        fine = f"{name} > fingertip|tip" if k == 2 else f"{name} > {name} link|phalanx"
        b.add(fine, posed(bone.move(y=length / 2), spin, at))
        b.add(f"{name} > joint|knuckle", drum(r * 0.95, r * 2.1, at, spin @ [1.0, 0, 0], 12))
        at = at + spin @ [0, length, 0]


# -- robots on legs and wheels ---------------------------------------------------------------------


@design("robot quadruped", "robot quadruped")
def robot_dog(b: Builder) -> None:
    """Four-legged walking robot: trunk, hip motors, thighs, calves and ball feet; perhaps an arm or a lidar."""
    s = b.uniform(0.3, 1.1)
    long, wide, tall = s * b.uniform(0.7, 1.1), s * b.uniform(0.25, 0.42), s * b.uniform(0.15, 0.25)
    upper, r = s * b.uniform(0.28, 0.4), s * b.uniform(0.045, 0.065)
    lower, up = upper * b.uniform(0.9, 1.1), upper * b.uniform(0.9, 1.75)
    soft = s * b.pick(0.005, 0.03, 0.06)
    body = b.pick(
        g.box(wide, tall, long, soft),
        g.box(wide, tall, long, soft).taper(b.uniform(0.7, 0.95)),
        g.superquadric(wide / 2, tall / 2, long / 2, 0.4, 0.4),
    )
    b.add("body|torso|trunk", body.move(y=up))
    style, ahead, cross = b.pick(*STYLES), b.pick(-1, -1, 1), b.chance(0.3)
    for front in (1, -1):
        knees = ahead * (front if cross else 1)
        for side in (1, -1):
            hip = np.array([side * (wide / 2 + r * 0.8), up, front * (long / 2 - r * 1.5)])
            foot = hip + [side * r * b.uniform(0, 1), -up, s * b.uniform(-0.12, 0.12)]
            start = hip + [side * r * 1.4, 0, 0]
            foot[0] = start[0]
            knee = _knee(start, foot, upper, lower, knees)
            x = np.array([1.0, 0, 0])
            b.add("leg > hip", drum(r * 1.3, r * 2.4, hip, b.pick(x, np.array([0, 0, 1.0]))))
            b.add(
                "leg > upper leg|thigh",
                along(link(b, style, float(np.linalg.norm(knee - start)), r), start, knee, x)
                + drum(r * 1.15, r * 1.6, start, x),
            )
            b.add(
                "leg > lower leg|calf|shin",
                along(link(b, "tube", float(np.linalg.norm(foot - knee)), r * 0.75), knee, foot, x)
                + drum(r * 0.8, r * 1.5, knee, x, 14),
            )
            b.add("leg > foot", g.sphere(r * b.uniform(0.6, 0.85), sides=12).move(*foot))
    if b.chance(0.5):
        face = g.box(wide * 0.7, tall * 0.7, s * 0.12, soft).move(
            0, up + tall * b.uniform(0, 0.4), long / 2 + s * 0.05
        )
        b.add("head", face)
        lens = drum(tall * 0.14, s * 0.03, (wide * 0.18, up + tall * 0.1, long / 2 + s * 0.11), (0, 0, 1), 12)
        symmetric(b, "head > camera|eye", lens)
    extra = b.pick("", "lidar", "arm", "handle", "payload")
    if extra == "lidar":
        b.add("sensor|lidar", g.cylinder(s * 0.06, s * 0.08).move(0, up + tall / 2 + s * 0.04, long * 0.25))
    elif extra == "arm":
        add_arm(b, s * b.uniform(0.6, 0.9), (0, up + tall / 2 - 0.01, long * 0.25), "arm > ", base=False)
    elif extra == "payload":
        b.add("payload|box", g.box(wide * 0.7, tall * 0.5, long * 0.4, soft).move(y=up + tall * 0.7))


def _knee(start: Array, foot: Array, upper: float, lower: float, direction: float) -> Array:
    """Knee in the plane of the leg, forwards or backwards."""
    line = foot - start
    distance = min(float(np.linalg.norm(line)), (upper + lower) * 0.99)
    t = (upper**2 + distance**2 - lower**2) / (2 * distance)
    out = np.array([0, -line[2], line[1]]) / np.linalg.norm(line)
    return start + line / np.linalg.norm(line) * t - direction * out * np.sqrt(max(upper**2 - t**2, 0.0))


def wheel(radius: float, width: float, spokes: bool, sides: int = 24) -> list[tuple[str, Mesh]]:
    """Wheel about the x axis: tyre and hub."""
    tyre = g.lathe(
        [
            (radius * 0.6, -width / 2),
            (radius * 0.93, -width / 2),
            (radius, -width * 0.3),
            (radius, width * 0.3),
            (radius * 0.93, width / 2),
            (radius * 0.6, width / 2),
            (radius * 0.6, -width / 2),
        ],
        sides,
    ).rotate("z", 90)
    hub = g.cylinder(radius * 0.62, width * 0.8, sides=16)
    if spokes:
        hub = g.ring(g.box(radius * 0.6, width * 0.3, radius * 0.14).move(radius * 0.3), 6) + g.cylinder(
            radius * 0.2, width * 1.1
        )
    return [("wheel > tyre|tire", tyre), ("wheel > hub|rim", hub.rotate("z", 90))]


def _wheels(b: Builder, places: list[tuple[float, float, float]], radius: float, width: float) -> None:
    spokes = b.chance(0.4)
    for place in places:
        for name, mesh in wheel(radius, width, spokes):
            b.add(name, mesh.move(*place))


@design("robot mobile", "robot mobile")
def mobile_base(b: Builder) -> None:
    """Driving robot: box, round or stacked-plate base with wheels or tracks; mast, sensors, arm or screen."""
    s = b.uniform(0.25, 1.2)
    wide, r = s * b.uniform(0.6, 0.9), s * b.uniform(0.1, 0.2)
    low, kind = r * b.uniform(0.5, 1.1), b.pick("box", "box", "round", "plates")
    long = s * b.uniform(0.7, 1.2) if kind == "box" else wide
    tall = s * (0.2 * b.integer(2, 4) if kind == "plates" else b.uniform(0.15, 0.45))
    if kind == "box":
        b.add("body|base", g.box(wide, tall, long, s * b.pick(0.0, 0.03, 0.08)).move(y=low + tall / 2))
    elif kind == "round":
        b.add("body|base", g.cylinder(wide / 2, tall, bevel=s * 0.03, sides=28).move(y=low + tall / 2))
    else:
        plate = g.cylinder(wide / 2, s * 0.015, sides=28)
        heights = np.linspace(low, low + tall, round(tall / s / 0.2))
        b.add("body|base > plate", g.array(plate, [(0, y, 0) for y in heights]))
        post = g.cylinder(s * 0.012, tall, sides=8).move(y=low + tall / 2)
        b.add("body|base > post|strut", g.ring(post.move(wide * 0.4), b.pick(3, 4, 6)))
    _drive(b, wide, long, low, r, s, kind)
    _cargo(b, wide, long, low + tall, s)
    if b.chance(0.4):
        b.add("sensor|lidar", g.cylinder(s * 0.06, s * 0.07).move(0, low + tall + s * 0.035, long * 0.3))
    if b.chance(0.4):
        at = (0, low + tall * 0.5, long / 2 + s * 0.01)
        b.add("sensor|camera", drum(s * 0.03, s * 0.05, at, (0, 0, 1), 14))
    if kind == "box" and b.chance(0.4):
        bumper = g.box(wide * 0.9, s * 0.06, s * 0.04, s * 0.01)
        b.add("bumper", bumper.move(0, low + s * 0.05, long / 2 + s * 0.03))


def _cargo(b: Builder, wide: float, long: float, top: float, s: float) -> None:
    """What a mobile base carries: a mast with sensor or screen, an arm, a tray, or nothing."""
    extra = b.pick("mast", "mast", "arm", "screen", "basket", "")
    if extra in ("mast", "screen"):
        high, z = s * b.uniform(0.5, 1.6), -long * 0.1
        mast = b.pick(g.cylinder(s * 0.03, high), g.box(s * 0.08, high, s * 0.05))
        b.add("mast|post|pole", mast.move(0, top + high / 2, z))
        if extra == "screen":
            screen = g.box(s * 0.4, s * 0.28, s * 0.03, s * 0.01).rotate("x", -b.uniform(0, 20))
            b.add("screen|display", screen.move(0, top + high, z + s * 0.03))
        else:
            bar = g.box(s * 0.25, s * 0.06, s * 0.06, s * 0.01)
            sensor = b.pick(bar, g.cylinder(s * 0.06, s * 0.09), g.sphere(s * 0.07))
            b.add("sensor|camera", sensor.move(0, top + high, z))
    elif extra == "arm":
        add_arm(b, s * b.uniform(0.6, 1.2), (0, top - 0.002, long * 0.15), "arm > ")
    elif extra == "basket":
        tray = g.box(wide * 0.8, s * 0.3, long * 0.7) if b.chance() else g.box(wide, s * 0.04, long)
        b.add("tray|container", tray.move(y=top + s * 0.1))


def _drive(b: Builder, wide: float, long: float, low: float, r: float, s: float, kind: str) -> None:
    """Two wheels and casters, four wheels, or tracks."""
    width = r * b.uniform(0.4, 0.9)
    style = b.pick("four", "four", "two", "track") if kind == "box" else "two"
    if style == "four":
        _wheels(b, positions_of_corners(wide + width, long - r * 1.6, r), r, width)
    elif style == "two":
        x = wide / 2 * (0.8 if kind != "box" else 1) + width * 0.3
        _wheels(b, [(x, r, 0), (-x, r, 0)], r, width)
        small = r * 0.4
        for z in (1, -1)[: b.pick(1, 2)]:
            b.add("wheel > caster|castor", g.sphere(small, sides=12).move(0, small, z * long * 0.38))
            b.add(
                "wheel > caster|castor",
                g.cylinder(small * 0.5, max(low - small, small)).move(0, (low + small) / 2, z * long * 0.38),
            )
    else:
        outline = g.rectangle(long, r * 2, r * 0.99, 6)
        belt = g.extrude(outline, width * 1.6, [g.rectangle(long * 0.96, r * 1.7, r * 0.84, 6)]).rotate("y", 90)
        symmetric(b, "track|tread", belt.move(wide / 2 + width * 0.8, r, 0))
        places = [
            (x * (wide / 2 + width * 0.8), r, z)
            for x in (-1, 1)
            for z in np.linspace(-1, 1, 3) * (long / 2 - r)
        ]
        _wheels(b, places, r * 0.8, width)


@design("robot rover")
def rover(b: Builder) -> None:
    """Planetary rover: deck, six wheels on rocker arms, camera mast, solar panels, arm, antenna."""
    s = b.uniform(0.4, 2.5)
    wide, long, tall, r = (
        s * b.uniform(0.5, 0.7),
        s * b.uniform(0.7, 1.0),
        s * b.uniform(0.15, 0.25),
        s * b.uniform(0.11, 0.17),
    )
    up = r * b.uniform(2.0, 2.8)
    b.add("body|chassis", g.box(wide, tall, long, s * 0.01).move(y=up + tall / 2))
    track = wide / 2 + r * 1.0
    count = b.pick(4, 6, 6, 6)
    zs = np.linspace(-1, 1, count // 2) * long * b.uniform(0.5, 0.65)
    _wheels(b, [(x * track, r, z) for x in (-1, 1) for z in zs], r, r * b.uniform(0.8, 1.2))
    tube = s * 0.018
    pivot = np.array([wide / 2 + tube, up + tall * 0.3, 0])
    for z in zs:
        rod = [pivot, (pivot[0], up, z), (track - r * 0.6, r, z)]
        symmetric(b, "suspension|rocker|strut", g.sweep(rod, tube, sides=8))
    if b.chance(0.7):
        panel = g.box(s * b.uniform(0.35, 0.6), s * 0.012, long * 0.9)
        panels = panel.move(wide / 2 + s * 0.2).rotate("z", b.uniform(-5, 15)).move(y=up + tall + s * 0.01)
        symmetric(b, "solar panel", panels)
        b.add("solar panel", g.box(wide, s * 0.012, long * 0.9).move(y=up + tall + s * 0.006))
    high = s * b.uniform(0.3, 0.7)
    at = np.array([wide * b.uniform(-0.3, 0.3), up + tall, long * 0.38])
    b.add("mast|post|pole", g.cylinder(s * 0.022, high).move(*(at + [0, high / 2, 0])))
    b.add("camera|sensor", g.box(s * 0.2, s * 0.08, s * 0.09, s * 0.01).move(*(at + [0, high, 0])))
    for x in (-0.06, 0.06):
        b.add("camera|sensor > lens", drum(s * 0.025, s * 0.04, at + [x * s, high, s * 0.055], (0, 0, 1), 12))
    if b.chance(0.6):
        add_arm(b, s * b.uniform(0.5, 0.8), (-wide * 0.3, up + tall * 0.3, long * 0.5), "arm > ", base=False)
    if b.chance(0.6):
        dish = g.lathe(
            [(0, 0), (s * 0.07, s * 0.01), (s * 0.13, s * 0.05), (s * 0.12, s * 0.055), (0, s * 0.012)], 18
        )
        rod = g.cylinder(s * 0.012, s * 0.2, sides=8).move(y=-s * 0.08)
        b.add(
            "antenna",
            (dish.rotate("x", b.uniform(-50, 30)) + rod).move(wide * 0.3, up + tall + s * 0.18, -long * 0.35),
        )
