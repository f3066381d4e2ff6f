"""Robots, and other made figures: snowman, scarecrow, statue, bust."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.people import (
    NAMES,
    Figure,
    add_body,
    add_head,
    bent_limb,
    draw_pose,
    frame,
    make_figure,
    posed,
    upright_pose,
)
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    rotation,
    sphere,
    superquadric,
    sweep,
    torus,
)

Array = NDArray[np.float64]


# -- links -----------------------------------------------------------------------------------------


def along(mesh: Mesh, start: ArrayLike, end: ArrayLike, hinge: ArrayLike) -> Mesh:
    """Turn a mesh that stands on the origin (y up, hinge along x) to lead from `start` towards `end`."""
    start = np.asarray(start, float)
    spin = frame(np.asarray(end, float) - start, hinge)
    return posed(mesh, np.stack([spin[:, 2], spin[:, 0], spin[:, 1]], 1), start)


def drum(radius: float, width: float, at: ArrayLike, axis: ArrayLike, sides: int = 20) -> Mesh:
    """Motor: a short cylinder about an axis."""
    return cylinder(radius, width, sides=sides, bevel=radius * 0.1).align(axis, at)


def link(b: Builder, style: str, length: float, r: float) -> Mesh:
    """Stick of a limb, standing on the origin: box, plates, tube, shell, or truss-like rods."""
    if style == "box":
        return box(r * 1.7, length, r * 1.5, r * 0.25).taper(0.8).move(y=length / 2)
    if style == "plates":
        plate = box(r * 0.25, length, r * 1.5, r * 0.1).move(y=length / 2)
        return plate.move(r * 0.8) + plate.move(-r * 0.8)
    if style == "tube":
        return cylinder(r * 0.7, length, r * 0.62, 16).move(y=length / 2)
    profile = [
        (0, 0),
        (r * 0.7, length * 0.05),
        (r * 1.05, length * 0.3),
        (r * 0.8, length * 0.75),
        (r * 0.6, length),
    ]
    return lathe([*curve(profile[1:], 10), (0, length)], 16)


STYLES = "box", "plates", "tube", "shell"


def gripper(b: Builder, size: float) -> list[tuple[str, Mesh]]:
    """Hand of a machine, standing on the origin: parallel jaws, claw of three, sucker, or a plain flange."""
    kind = b.pick("jaws", "jaws", "jaws", "claw", "claw", "sucker", "hook")
    palm = b.pick(
        box(size, size * 0.45, size * 0.6, size * 0.05), cylinder(size * 0.45, size * 0.45, bevel=size * 0.04)
    )
    out = [("gripper > palm|gripper body", palm.move(y=size * 0.22))]
    open_, long = size * b.uniform(0.1, 0.42), size * b.uniform(0.5, 1.1)
    if kind == "jaws":
        jaw = box(size * 0.14, long, size * b.uniform(0.2, 0.5), size * 0.03).move(
            open_, size * 0.45 + long / 2, 0
        )
        if b.chance():
            jaw = jaw + box(size * 0.3, size * 0.15, size * 0.3).move(open_ + size * 0.08, size * 0.5, 0)
        out += [("gripper > finger", jaw), ("gripper > finger", jaw.mirror())]
    elif kind == "claw":
        path = (
            np.array([(0.3, 0.4, 0), (0.3 + open_ / size, 0.85, 0), (0.25 + open_ / size * 0.3, 1.3, 0)]) * size
        )
        finger = sweep(curve(path, 8), np.linspace(0.11, 0.05, 8) * size, sides=8)
        count = b.pick(2, 3, 3, 4)
        out += [("gripper > finger", finger.rotate("y", 360 * k / count)) for k in range(count)]
    elif kind == "sucker":
        cup = lathe(
            [(size * 0.12, size * 0.4), (size * 0.12, size * 0.7), (size * 0.35, size * 0.95), (0, size * 0.9)],
            18,
        )
        out.append(("gripper > suction cup", cup))
    else:
        out.append(
            ("gripper > tool", cylinder(size * 0.12, long, size * 0.05, 12).move(y=size * 0.45 + long / 2))
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
    palm = box(size, size * 1.1, size * 0.4, size * 0.1).move(y=size * 0.55)
    b.add("arm > hand|gripper > palm|hand", posed(palm, spin, at))
    if style == "fist":
        return
    finger = box(size * 0.2, size * 0.8, size * 0.24, size * 0.06).move(y=size * 0.35)
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
    boot = box(r * 2.2, r * 1.1, r * b.uniform(4.2, 5.6), r * b.pick(0.05, 0.5)).move(0, -r * 0.6, r * 0.8)
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
        chest = box(wide, tall, deep, soft).taper(b.uniform(1.0, 1.25))
    else:
        chest = superquadric(wide / 2, tall * 0.55, deep / 2, 0.6, 0.7, 20).taper(1.2)
    b.add("torso > chest", posed(chest, spin, top))
    if b.chance(0.4):
        b.add(
            "torso > backpack|battery",
            posed(box(wide * 0.7, tall * 0.7, deep * 0.5, soft).move(z=-deep * 0.7), spin, top),
        )
    waist, turned = fig.spine(0.33)
    b.add(
        "torso > waist|belly",
        posed(
            b.pick(
                cylinder(fig.hip * 0.6, fig.trunk * 0.5), box(wide * 0.5, fig.trunk * 0.45, deep * 0.7, soft)
            ),
            turned,
            waist,
        ),
    )
    low, hips = fig.spine(0.1)
    b.add("pelvis", posed(box(fig.hip * 1.9, fig.trunk * 0.2, deep * 0.9, soft), hips, low))
    _android_head(b, fig, soft)
    _machine_limbs(b, fig)
    if b.chance(0.1):
        b.add("stand|support", cylinder(h * 0.02, h * 0.5).move(*(low - [0, h * 0.3, h * 0.12])))


def _android_head(b: Builder, fig: Figure, soft: float) -> None:
    size, spin, at = fig.head, fig.turns["head"], fig.at["chin"]
    parts = [("head > neck", cylinder(size * 0.17, size * 0.5, sides=14).move(y=-size * 0.1))]
    kind = b.pick("shell", "box", "disc", "helmet")
    w = size * b.uniform(0.32, 0.5)
    skull = {
        "shell": lambda: superquadric(w, size * 0.5, w * 1.1, 0.8, 0.9, 18),
        "box": lambda: box(w * 2, size * b.uniform(0.5, 0.9), w * 1.8, soft),
        "disc": lambda: cylinder(w * 1.1, size * 0.35, bevel=size * 0.03),
        "helmet": lambda: lathe(
            [
                (0, -size * 0.4),
                *curve([(w * 0.7, -size * 0.4), (w, 0), (w * 0.6, size * 0.45)], 8),
                (0, size * 0.5),
            ],
            18,
        ),
    }[kind]()
    parts.append(("head", skull.move(y=size * 0.45)))
    face = skull.high[2]
    eyes = b.pick("visor", "eyes", "camera", "screen", "none")
    if eyes == "visor":
        visor = box(w * 1.6, size * 0.16, w * 0.5, size * 0.05)
        parts.append(("head > visor", visor.move(0, size * 0.5, face - w * 0.12)))
    elif eyes == "eyes":
        lens = cylinder(w * 0.25, w * 0.3, sides=14).rotate("x", 90)
        parts += [("head > eye|camera", lens.move(s * w * 0.42, size * 0.5, face * 0.92)) for s in (-1, 1)]
    elif eyes == "camera":
        parts.append(
            (
                "head > eye|camera",
                cylinder(w * 0.4, w * 0.4, w * 0.35, 16).rotate("x", 90).move(0, size * 0.45, face),
            )
        )
    elif eyes == "screen":
        parts.append(
            (
                "head > face|screen",
                box(w * 1.5, size * 0.4, w * 0.3, size * 0.04).move(0, size * 0.45, face - w * 0.05),
            )
        )
    if b.chance(0.35):
        ear = drum(w * 0.35, w * 0.3, (w, size * 0.45, 0), (1, 0, 0), 14)
        parts += [("head > ear", ear), ("head > ear", ear.mirror())]
    if b.chance(0.25):
        rod = cylinder(size * 0.02, size * 0.5, sides=6) + sphere(size * 0.05, sides=8).move(y=size * 0.25)
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
    b.add("torso > chest", box(wide, tall, deep, soft).taper(b.uniform(0.8, 1.2)).move(y=leg + tall / 2))
    b.add("torso > chest > panel", box(wide * 0.6, tall * 0.4, s * 0.02).move(0, leg + tall * 0.6, deep / 2))
    for k in range(b.integer(0, 4)):
        knob = cylinder(s * 0.015, s * 0.03, sides=12).rotate("x", 90)
        b.add(
            "torso > chest > button|dial",
            knob.move((k - 1.5) * wide * 0.13, leg + tall * 0.65, deep / 2 + s * 0.01),
        )
    top = leg + tall
    b.add("head > neck", cylinder(head * 0.25, head * 0.4).move(y=top + head * 0.1))
    skull = b.pick(
        box(head * 1.2, head, head, soft),
        cylinder(head * 0.6, head),
        sphere(head * 0.62, sides=18).move(y=head * 0.1),
    )
    b.add("head", skull.move(y=top + head * 0.7))
    symmetric(
        b,
        "head > eye|camera",
        drum(head * 0.13, head * 0.15, (head * 0.27, top + head * 0.8, head * 0.52), (0, 0, 1), 12),
    )
    b.add("head > mouth", box(head * 0.6, head * 0.12, head * 0.1).move(0, top + head * 0.45, head * 0.5))
    if b.chance(0.6):
        b.add(
            "head > antenna",
            (
                cylinder(head * 0.04, head * 0.5, sides=6) + sphere(head * 0.09, sides=8).move(y=head * 0.28)
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
        b.add("arm > upper arm", sweep([start, elbow], r, sides=12))
        b.add("arm > forearm", sweep([elbow, wrist], r, sides=12) + sphere(r * 1.1, sides=12).move(*elbow))
        for name, mesh in gripper(b, r * 2.4):
            b.add(
                "arm > " + name.replace("gripper >", "hand|gripper >"), along(mesh, wrist, wrist + lower, hinge)
            )
        hip = side * wide * 0.26
        b.add("leg > upper leg|thigh", box(wide * 0.3, leg * 0.5, deep * 0.5, soft).move(hip, leg * 0.75, 0))
        b.add(
            "leg > lower leg|shin|calf", box(wide * 0.36, leg * 0.42, deep * 0.6, soft).move(hip, leg * 0.32, 0)
        )
        b.add("leg > foot", box(wide * 0.42, leg * 0.2, deep * 1.1, soft).move(hip, leg * 0.1, deep * 0.15))
    b.add("pelvis", box(wide * 0.8, leg * 0.15, deep * 0.8, soft).move(y=leg))


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
            cylinder(r * 2.2, y, r * 1.8, bevel=0.002),
            box(r * 4, y, r * 4, r * 0.3),
            lathe(
                [(0, 0), (r * 2.6, 0), (r * 2.6, y * 0.3), (r * 1.6, y * 0.5), (r * 1.5, y), (0, y)], 20
            ).move(y=-y / 2),
        )
        pieces.append(("base", foot.move(y=y / 2)))
    turret = b.pick(cylinder(r * 1.6, size * 0.12, r * 1.3), box(r * 2.6, size * 0.12, r * 2.8, r * 0.3))
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
    pieces.append(("wrist", along(cylinder(r * 0.7, size * 0.07).move(y=size * 0.035), wrist, flange, x)))
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
        pieces.append(("cable|hose", sweep(curve(loose, 16), r * 0.18, sides=7)))
    spin = rotation("y", b.uniform(-70, 70))
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
        b.add("base > pedestal", cylinder(size * 0.12, up).move(y=up / 2))
    elif stand == "table":
        up = size * b.uniform(0.03, 0.1)
        b.add(
            "base > base plate", box(size * b.uniform(0.5, 0.9), up, size * b.uniform(0.5, 0.9)).move(y=up / 2)
        )
    elif stand == "rail":
        up = size * 0.1
        b.add(
            "base > rail",
            join(box(size * 1.6, up, size * 0.06).move(0, up / 2, z * size) for z in (-0.15, 0.15)),
        )
    add_arm(b, size, (0, up, 0))


@design("robot arm")
def scara_arm(b: Builder) -> None:
    """Two level arms on a column and a plunging rod with a gripper."""
    s = b.uniform(0.4, 1.2)
    tall, r, a, c = s * b.uniform(0.3, 0.6), s * b.uniform(0.06, 0.1), b.uniform(-60, 60), b.uniform(-120, 120)
    b.add("base", box(r * 3, s * 0.06, r * 3, 0.005).move(y=s * 0.03))
    b.add("base > column|post", cylinder(r * 1.1, tall, bevel=r * 0.1).move(y=tall / 2))
    first, second, thick = s * b.uniform(0.3, 0.45), s * b.uniform(0.25, 0.4), s * 0.09
    bar = extrude(rectangle(first + r * 2, r * 2, r * 0.99), thick).rotate("x", 90).move(first / 2, 0, 0)
    b.add("upper arm", bar.rotate("y", a).move(y=tall + thick / 2))
    elbow = rotation("y", a) @ [first, 0, 0] + [0, tall + thick, 0]
    b.add("elbow", cylinder(r * 0.9, thick * 1.6).move(*elbow))
    bar = extrude(rectangle(second + r * 1.8, r * 1.8, r * 0.89), thick).rotate("x", 90).move(second / 2, 0, 0)
    b.add("forearm", bar.rotate("y", a + c).move(*(elbow + [0, thick, 0])))
    end = elbow + rotation("y", a + c) @ [second, 0, 0]
    rod, drop = s * b.uniform(0.35, 0.6), s * b.uniform(-0.1, 0.1)
    b.add("wrist > rod|spindle", cylinder(r * 0.25, rod).move(*(end + [0, drop, 0])))
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
            box(s, s, s * 0.32, s * 0.08),
            box(s, s, s * 0.3, s * 0.02).taper(1.15),
            superquadric(s * 0.5, s * 0.52, s * 0.17, 0.5, 0.5),
        ).move(y=s * 0.5),
    )
    wrist = b.pick(cylinder(s * 0.28, s * 0.4), box(s * 0.6, s * 0.4, s * 0.3, s * 0.05))
    b.add("wrist|base", wrist.move(y=-s * 0.15))
    if b.chance(0.4):
        b.add("forearm", cylinder(s * 0.3, s * 1.6, s * 0.28).move(y=-s * 1.1))
    curls = [b.uniform(0, 25) if b.chance(0.6) else b.uniform(30, 75) for _ in range(count)]
    for k, curl in enumerate(curls):
        x = (k / (count - 1) - 0.5) * s * 0.82
        _digit(
            b,
            "finger",
            np.array([x, s, 0]),
            rotation("z", -x / s * 20),
            s * b.uniform(0.3, 0.38),
            thick,
            curl,
            style,
        )
    _digit(
        b,
        "thumb",
        np.array([-s * 0.52, s * 0.35, s * 0.1]),
        rotation("y", -40) @ rotation("z", b.uniform(30, 65)),
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
        spin = spin @ rotation("x", curl * (0.6 if k == 0 else 1.0))
        length = long * (1.0, 0.75, 0.6)[k]
        if style == "box":
            bone = box(r * 1.6, length * 0.9, r * 1.7, r * 0.3)
        elif style == "capsule":
            bone = capsule(r * 0.95, length + r, r * 0.85, 12)
        else:
            bone = cylinder(r * 0.9, length * 0.92, r * 0.75, 14, bevel=r * 0.15)
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
        box(wide, tall, long, soft),
        box(wide, tall, long, soft).taper(b.uniform(0.7, 0.95)),
        superquadric(wide / 2, tall / 2, long / 2, 0.4, 0.4),
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
            b.add("leg > foot", sphere(r * b.uniform(0.6, 0.85), sides=12).move(*foot))
    if b.chance(0.5):
        face = box(wide * 0.7, tall * 0.7, s * 0.12, soft).move(
            0, up + tall * b.uniform(0, 0.4), long / 2 + s * 0.05
        )
        b.add("head", face)
        lens = drum(tall * 0.14, s * 0.03, (wide * 0.18, up + tall * 0.1, long / 2 + s * 0.11), (0, 0, 1), 12)
        symmetric(b, "head > camera|eye", lens)
    extra = b.pick("", "lidar", "arm", "handle", "payload")
    if extra == "lidar":
        b.add("sensor|lidar", cylinder(s * 0.06, s * 0.08).move(0, up + tall / 2 + s * 0.04, long * 0.25))
    elif extra == "arm":
        add_arm(b, s * b.uniform(0.6, 0.9), (0, up + tall / 2 - 0.01, long * 0.25), "arm > ", base=False)
    elif extra == "payload":
        b.add("payload|box", box(wide * 0.7, tall * 0.5, long * 0.4, soft).move(y=up + tall * 0.7))


def _knee(start: Array, foot: Array, upper: float, lower: float, direction: float) -> Array:
    """Knee in the plane of the leg, forwards or backwards."""
    line = foot - start
    distance = min(float(np.linalg.norm(line)), (upper + lower) * 0.99)
    t = (upper**2 + distance**2 - lower**2) / (2 * distance)
    out = np.array([0, -line[2], line[1]]) / np.linalg.norm(line)
    return start + line / np.linalg.norm(line) * t - direction * out * np.sqrt(max(upper**2 - t**2, 0.0))


def wheel(radius: float, width: float, spokes: bool, sides: int = 24) -> list[tuple[str, Mesh]]:
    """Wheel about the x axis: tyre and hub."""
    tyre = lathe(
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
    hub = cylinder(radius * 0.62, width * 0.8, sides=16)
    if spokes:
        hub = ring(box(radius * 0.6, width * 0.3, radius * 0.14).move(radius * 0.3), 6) + cylinder(
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
        b.add("body|base", box(wide, tall, long, s * b.pick(0.0, 0.03, 0.08)).move(y=low + tall / 2))
    elif kind == "round":
        b.add("body|base", cylinder(wide / 2, tall, bevel=s * 0.03, sides=28).move(y=low + tall / 2))
    else:
        plate = cylinder(wide / 2, s * 0.015, sides=28)
        heights = np.linspace(low, low + tall, round(tall / s / 0.2))
        b.add("body|base > plate", array(plate, [(0, y, 0) for y in heights]))
        post = cylinder(s * 0.012, tall, sides=8).move(y=low + tall / 2)
        b.add("body|base > post|strut", ring(post.move(wide * 0.4), b.pick(3, 4, 6)))
    _drive(b, wide, long, low, r, s, kind)
    _cargo(b, wide, long, low + tall, s)
    if b.chance(0.4):
        b.add("sensor|lidar", cylinder(s * 0.06, s * 0.07).move(0, low + tall + s * 0.035, long * 0.3))
    if b.chance(0.4):
        at = (0, low + tall * 0.5, long / 2 + s * 0.01)
        b.add("sensor|camera", drum(s * 0.03, s * 0.05, at, (0, 0, 1), 14))
    if kind == "box" and b.chance(0.4):
        bumper = box(wide * 0.9, s * 0.06, s * 0.04, s * 0.01)
        b.add("bumper", bumper.move(0, low + s * 0.05, long / 2 + s * 0.03))


def _cargo(b: Builder, wide: float, long: float, top: float, s: float) -> None:
    """What a mobile base carries: a mast with sensor or screen, an arm, a tray, or nothing."""
    extra = b.pick("mast", "mast", "arm", "screen", "basket", "")
    if extra in ("mast", "screen"):
        high, z = s * b.uniform(0.5, 1.6), -long * 0.1
        mast = b.pick(cylinder(s * 0.03, high), box(s * 0.08, high, s * 0.05))
        b.add("mast|post|pole", mast.move(0, top + high / 2, z))
        if extra == "screen":
            screen = box(s * 0.4, s * 0.28, s * 0.03, s * 0.01).rotate("x", -b.uniform(0, 20))
            b.add("screen|display", screen.move(0, top + high, z + s * 0.03))
        else:
            bar = box(s * 0.25, s * 0.06, s * 0.06, s * 0.01)
            sensor = b.pick(bar, cylinder(s * 0.06, s * 0.09), sphere(s * 0.07))
            b.add("sensor|camera", sensor.move(0, top + high, z))
    elif extra == "arm":
        add_arm(b, s * b.uniform(0.6, 1.2), (0, top - 0.002, long * 0.15), "arm > ")
    elif extra == "basket":
        tray = box(wide * 0.8, s * 0.3, long * 0.7) if b.chance() else box(wide, s * 0.04, long)
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
            b.add("wheel > caster|castor", sphere(small, sides=12).move(0, small, z * long * 0.38))
            b.add(
                "wheel > caster|castor",
                cylinder(small * 0.5, max(low - small, small)).move(0, (low + small) / 2, z * long * 0.38),
            )
    else:
        outline = rectangle(long, r * 2, r * 0.99, 6)
        belt = extrude(outline, width * 1.6, [rectangle(long * 0.96, r * 1.7, r * 0.84, 6)]).rotate("y", 90)
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
    b.add("body|chassis", box(wide, tall, long, s * 0.01).move(y=up + tall / 2))
    track = wide / 2 + r * 1.0
    count = b.pick(4, 6, 6, 6)
    zs = np.linspace(-1, 1, count // 2) * long * b.uniform(0.5, 0.65)
    _wheels(b, [(x * track, r, z) for x in (-1, 1) for z in zs], r, r * b.uniform(0.8, 1.2))
    tube = s * 0.018
    pivot = np.array([wide / 2 + tube, up + tall * 0.3, 0])
    for z in zs:
        rod = [pivot, (pivot[0], up, z), (track - r * 0.6, r, z)]
        symmetric(b, "suspension|rocker|strut", sweep(rod, tube, sides=8))
    if b.chance(0.7):
        panel = box(s * b.uniform(0.35, 0.6), s * 0.012, long * 0.9)
        panels = panel.move(wide / 2 + s * 0.2).rotate("z", b.uniform(-5, 15)).move(y=up + tall + s * 0.01)
        symmetric(b, "solar panel", panels)
        b.add("solar panel", box(wide, s * 0.012, long * 0.9).move(y=up + tall + s * 0.006))
    high = s * b.uniform(0.3, 0.7)
    at = np.array([wide * b.uniform(-0.3, 0.3), up + tall, long * 0.38])
    b.add("mast|post|pole", cylinder(s * 0.022, high).move(*(at + [0, high / 2, 0])))
    b.add("camera|sensor", box(s * 0.2, s * 0.08, s * 0.09, s * 0.01).move(*(at + [0, high, 0])))
    for x in (-0.06, 0.06):
        b.add("camera|sensor > lens", drum(s * 0.025, s * 0.04, at + [x * s, high, s * 0.055], (0, 0, 1), 12))
    if b.chance(0.6):
        add_arm(b, s * b.uniform(0.5, 0.8), (-wide * 0.3, up + tall * 0.3, long * 0.5), "arm > ", base=False)
    if b.chance(0.6):
        dish = lathe(
            [(0, 0), (s * 0.07, s * 0.01), (s * 0.13, s * 0.05), (s * 0.12, s * 0.055), (0, s * 0.012)], 18
        )
        rod = cylinder(s * 0.012, s * 0.2, sides=8).move(y=-s * 0.08)
        b.add(
            "antenna",
            (dish.rotate("x", b.uniform(-50, 30)) + rod).move(wide * 0.3, up + tall + s * 0.18, -long * 0.35),
        )


# -- other made figures ----------------------------------------------------------------------------


@design("snowman")
def snowman(b: Builder) -> None:
    """Two or three balls, carrot nose, coal eyes and buttons, stick arms, hat, scarf, broom."""
    r, count = b.uniform(0.15, 0.5), b.integer(2, 3)
    y, radius = r * 0.9, r
    body_y, body = y, radius
    for k in range(count):
        label = "head" if k == count - 1 else "body|torso"
        b.add(label, sphere(radius, radius * b.uniform(0.88, 1.0), radius, sides=20).move(y=y))
        if k < count - 1:
            body_y, body, radius = y, radius, radius * b.uniform(0.65, 0.8)
            y += body * 0.72 + radius * 0.72
    head = radius
    b.add(
        "nose", cylinder(head * 0.15, head * b.uniform(0.5, 1.0), 0, 10).rotate("x", 90).move(0, y, head * 1.25)
    )
    symmetric(b, "eye", sphere(head * 0.1, sides=8).move(head * 0.33, y + head * 0.3, head * 0.86))
    if b.chance(0.6):
        b.add(
            "mouth",
            array(
                sphere(head * 0.06, sides=6),
                [
                    (np.sin(t) * head * 0.45, y - head * (0.25 + 0.15 * np.cos(t)), head * 0.84)
                    for t in np.linspace(-1, 1, 5)
                ],
            ),
        )
    if b.chance(0.7):
        turns = np.radians([-15, 10, 35])
        spots = [(0, body_y + body * 0.92 * np.sin(t), body * np.cos(t)) for t in turns]
        b.add("button", array(sphere(head * 0.09, sides=8), spots))
    if b.chance(0.8):
        up = b.uniform(-0.3, 0.7) * r
        path = [(body * 0.8, 0, 0), (body + r * 0.4, up * 0.5, 0), (body + r * 0.9, up, 0.1 * r)]
        stick = sweep(curve(path, 8), r * 0.035, sides=7)
        twig = sweep(
            [(body + r * 0.65, up * 0.75, 0.05 * r), (body + r * 0.8, up + r * 0.25, 0.1 * r)],
            r * 0.025,
            sides=6,
        )
        symmetric(b, "arm", (stick + twig).move(y=body_y))
    if b.chance(0.7):
        brim, crown = head * b.uniform(1.0, 1.4), head * b.uniform(0.6, 0.85)
        hat = cylinder(brim, head * 0.08) + cylinder(crown, head * b.uniform(0.5, 1.0), bevel=0.005).move(
            y=head * 0.35
        )
        b.add("hat", hat.rotate("z", b.uniform(-8, 8)).move(y=y + head * 0.78))
    if b.chance(0.6):
        b.add("scarf", torus(head * 0.8, head * 0.17, 24).move(y=y - head * 0.72))
        b.add(
            "scarf",
            box(head * 0.3, head * 1.0, head * 0.12, head * 0.03)
            .rotate("x", -18)
            .move(head * 0.35, y - head * 1.2, head * 1.02),
        )


@design("scarecrow")
def scarecrow(b: Builder) -> None:
    """Straw figure on a pole: sack head, hat, shirt on a crossbar, trousers, straw at the cuffs."""
    h = b.uniform(1.2, 2.2)
    pole, arms = h * 0.02, h * b.uniform(0.3, 0.45)
    shoulder, waist = h * 0.72, h * 0.45
    b.add("post|pole|stand", cylinder(pole, h * 0.95, sides=8).move(y=h * 0.475))
    b.add(
        "post|pole|stand > crossbar", cylinder(pole * 0.8, arms * 2.1, sides=8).rotate("z", 90).move(y=shoulder)
    )
    wide, deep = h * b.uniform(0.1, 0.14), h * b.uniform(0.05, 0.08)
    body = [
        np.c_[wide * k * np.cos(t), np.full(14, y), deep * k * np.sin(t)]
        for t in [np.linspace(0, 2 * np.pi, 14, endpoint=False)]
        for y, k in (
            (shoulder + h * 0.03, 0.6),
            (shoulder, 1.0),
            (waist + h * 0.08, 0.95),
            (waist - h * 0.04, 1.05),
        )
    ]
    b.add("torso > shirt", loft(body))
    droop = b.uniform(-25, 10)
    sleeve = cylinder(h * 0.05, arms * 0.75, h * 0.04, 12).rotate("z", 90).move(-wide * 0.7 - arms * 0.35, 0, 0)
    straw = cylinder(h * 0.015, h * 0.13, h * 0.045, 9).rotate("z", 90).move(-wide * 0.7 - arms * 0.75, 0, 0)
    symmetric(b, "arm > sleeve", sleeve.rotate("z", -droop).move(y=shoulder - h * 0.01))
    symmetric(b, "arm > straw|hand", straw.rotate("z", -droop).move(y=shoulder - h * 0.01))
    if b.chance(0.75):
        leg = (
            cylinder(h * 0.05, waist * 0.6, h * 0.06, 12)
            .rotate("z", b.uniform(0, 10))
            .move(wide * 0.5, waist * 0.7, 0)
        )
        symmetric(b, "leg > trousers|pants", leg)
        symmetric(
            b, "leg > straw|foot", cylinder(h * 0.05, h * 0.1, h * 0.03, 9).move(wide * 0.55, waist * 0.35, 0)
        )
    r = h * b.uniform(0.06, 0.08)
    b.add("head", superquadric(r, r * 1.15, r, 0.8, 0.9, 16).move(y=shoulder + h * 0.04 + r))
    symmetric(
        b, "head > eye", sphere(r * 0.15, sides=8).move(r * 0.35, shoulder + h * 0.05 + r * 1.1, r * 0.88)
    )
    if b.chance(0.85):
        brim = cylinder(r * b.uniform(1.7, 2.4), r * 0.1, sides=18)
        crown = cylinder(r, r * b.uniform(0.7, 1.6), r * b.uniform(0.1, 0.8), 16).move(y=r * 0.4)
        b.add("hat", (brim + crown).move(y=shoulder + h * 0.05 + r * 1.7))


def _pedestal(b: Builder, wide: float) -> float:
    """Plinth under a statue; returns its height."""
    tall = wide * b.uniform(0.2, 2.2)
    if b.chance():
        b.add("pedestal|base", box(wide, tall, wide).move(y=tall / 2))
        b.add("pedestal|base > moulding|molding", box(wide * 1.15, tall * 0.1, wide * 1.15).move(y=tall * 0.05))
        b.add(
            "pedestal|base > moulding|molding", box(wide * 1.12, tall * 0.08, wide * 1.12).move(y=tall * 0.96)
        )
    else:
        b.add(
            "pedestal|base",
            lathe(
                [
                    (0, 0),
                    *curve(
                        [
                            (wide * 0.6, 0),
                            (wide * 0.55, tall * 0.15),
                            (wide * 0.42, tall * 0.4),
                            (wide * 0.55, tall),
                        ],
                        12,
                    ),
                    (0, tall),
                ],
                24,
            ),
        )
    return tall


@design("statue")
def statue(b: Builder) -> None:
    """Figure on a plinth."""
    fig = make_figure(b, draw_pose(b) if b.chance(0.4) else upright_pose(b), heads=b.uniform(6.5, 8), sides=16)
    add_body(b, fig, NAMES)
    low = min(float(mesh.low[1]) for _, mesh in b.pieces)
    b.pieces = [(name, mesh.move(y=-low)) for name, mesh in b.pieces]
    tall = _pedestal(b, fig.height * b.uniform(0.3, 0.55))
    b.pieces = [(name, mesh if name.startswith("pedestal") else mesh.move(y=tall)) for name, mesh in b.pieces]


@design("bust", "statue")
def bust(b: Builder) -> None:
    """Head, neck, shoulders and chest on a foot."""
    fig = make_figure(b, upright_pose(b), heads=b.uniform(6, 7.5), sides=18)
    s, base = fig.head, fig.at["neck"]
    add_head(b, fig, NAMES, cartoon=False)
    cut, wide = b.uniform(0.9, 1.8) * s, s * b.uniform(0.75, 1.05)
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    rows = [
        (0.12, 0.3, 0.3),
        (-0.02, 0.75, 0.75),
        (-0.2, 1.0, 0.95),
        (-0.7, 0.92, 1.0),
        (-1.0, b.uniform(0.3, 0.8), 0.6),
    ]
    rings = [
        base + np.c_[wide * k * np.cos(angle), np.full(20, y * cut), wide * 0.5 * d * np.sin(angle)]
        for y, k, d in rows
    ]
    b.add("torso > chest", loft(rings))
    low = float(base[1] - cut)
    foot = s * b.uniform(0.2, 0.6)
    stem = lathe(
        [
            (0, -foot),
            *curve([(s * 0.5, -foot), (s * 0.45, -foot * 0.75), (s * 0.22, -foot * 0.4), (s * 0.35, 0)], 10),
            (0, 0),
        ],
        20,
    )
    b.add("pedestal|base", stem.move(base[0], low + s * 0.02, base[2]))
