"""Reptiles, dinosaurs and dragons."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.animal_parts import Array, Species, flesh, joint, legs, stance, trunk, tube, vary
from pa3d.synth.parts import stick


def _sprawl(b: Builder, at: Array, out: float, height: float, r: float, forward: float) -> None:
    """A pair of legs that stick out sideways, with toes."""
    for side in (1, -1):
        start, knee = at * [side, 1, 1], (at + [out, height * 0.1, forward * 0.3]) * [side, 1, 1]
        foot = np.array([side * (at[0] + out * 1.05), r * 0.5, at[2] + forward])
        b.add("leg > upper leg", stick(start, knee, r * 1.3, r, sides=10))
        b.add("leg > lower leg", stick(knee, foot, r, r * 0.75, sides=10))
        b.add("leg > foot", g.superquadric(r * 1.0, r * 0.5, r * 1.7, 0.7, 0.8, 10).move(*(foot + [0, 0, r])))


@design("crocodile", "lizard")
def crocodile(b: Builder) -> None:
    """Long flat body, long jaws open or shut, sprawling legs, strong tail, ridge of scutes."""
    s = b.uniform(0.2, 4)
    w, y, r = s * b.uniform(0.06, 0.1), s * 0.1, s * b.uniform(0.02, 0.03)
    sway = b.uniform(-0.2, 0.2) * s
    b.add(
        "body|torso",
        flesh(
            [(0, y, -s * 0.2), (0, y, 0), (0, y, s * 0.2)],
            np.array([0.7, 1, 1, 0.75]) * w,
            np.array([0.6, 0.75, 0.75, 0.6]) * w,
            14,
        ),
    )
    b.add(
        "neck",
        flesh(
            [(0, y, s * 0.17), (0, y * 1.05, s * 0.27)],
            np.array([0.8, 0.75]) * w,
            np.array([0.62, 0.55]) * w,
            14,
            6,
        ),
    )
    tail = [
        (0, y, -s * 0.17),
        (sway * 0.2, y * 0.8, -s * 0.35),
        (sway, y * 0.45, -s * 0.55),
        (sway * 0.6, y * 0.3, -s * 0.75),
    ]
    b.add("tail", tube(tail, np.array([0.68, 0.45, 0.25, 0.05]) * w, 12))
    jaw, wide = s * b.uniform(0.08, 0.2), w * b.uniform(0.45, 0.7)
    b.add("head", g.superquadric(w * 0.72, w * 0.55, s * 0.06, 0.8, 0.8, 14).move(0, y * 1.1, s * 0.29))
    for name, flip, angle in (
        ("head > upper jaw|snout", 1, -b.uniform(0, 15)),
        ("head > lower jaw|jaw", -1, b.uniform(0, 15)),
    ):
        part = flesh(
            [(0, 0, 0), (0, 0, jaw)],
            np.array([1.2, 0.9, 0.75]) * wide,
            np.array([0.45, 0.3, 0.2]) * wide,
            12,
            8,
        )
        b.add(name, part.rotate("x", angle).move(0, y * 1.08 + flip * wide * 0.35, s * 0.33))
    symmetric(b, "head > eye", g.sphere(w * 0.17, sides=8).move(w * 0.45, y * 1.1 + w * 0.55, s * 0.3))
    for z, step in ((s * 0.14, b.uniform(-0.02, 0.04) * s), (-s * 0.15, b.uniform(-0.02, 0.04) * s)):
        _sprawl(b, np.array([w * 0.6, y * 0.9, z]), w * b.uniform(0.8, 1.3), y, r, step)
    if b.chance(0.6):
        scute = g.cylinder(w * 0.18, w * 0.35, 0, 4)
        b.add(
            "body|torso > spine|scale",
            g.join(scute.move(0, y + w * 0.85, z) for z in np.linspace(-0.15, 0.15, 7) * s),
        )


@design("snake")
def snake(b: Builder) -> None:
    """Winding on the ground, coiled up, or with its head raised."""
    r, turns = b.uniform(0.01, 0.05), b.uniform(1.0, 3.0)
    long = r * b.uniform(25, 60)
    t = np.linspace(0, 1, 70)
    if b.chance(0.6):
        path = np.stack([np.sin(t * turns * 2 * np.pi) * long * 0.1, 0 * t + r, t * long * 0.7], 1)
    else:
        angle, radius = t * turns * 2 * np.pi, r * 2 + (1 - t) * r * 3
        path = np.stack([radius * np.cos(angle), r + t * turns * r * 1.9, radius * np.sin(angle)], 1)
    if b.chance():
        path[:, 1] += np.clip((t - 0.82) / 0.18, 0, 1) ** 1.5 * long * b.uniform(0.05, 0.15)
    fat = r * np.interp(t, [0, 0.3, 0.6, 0.9, 1], [0.08, 0.75, 1, 0.85, 0.7])
    cut = b.integer(12, 22)
    b.add("tail", g.sweep(path[: cut + 1], fat[: cut + 1], sides=10))
    b.add("body", g.sweep(path[cut:], fat[cut:], sides=12))
    ahead = path[-1] - path[-3]
    head = g.superquadric(r * 1.2, r * 1.9, r * 0.8, 0.9, 0.9, 14).move(y=r * 1.4)
    eye = g.sphere(r * 0.22, sides=8).move(r * 0.8, r * 1.8, r * 0.4)
    tongue = stick((0, r * 3, 0), (0, r * 4.5, 0), r * 0.12, sides=6)
    b.add("head", head.align(ahead, path[-1]))
    b.add("head > eye", eye.align(ahead, path[-1]))
    b.add("head > eye", eye.mirror().align(ahead, path[-1]))
    if b.chance():
        b.add("head > tongue", tongue.align(ahead, path[-1]))


@design("turtle")
def turtle(b: Builder) -> None:
    """Domed shell, four stubby legs or flippers, head on a short neck, little tail."""
    s = b.uniform(0.08, 1.0)
    w, high, y = s * b.uniform(0.38, 0.5), s * b.uniform(0.18, 0.4), s * b.uniform(0.08, 0.16)
    angle = np.radians(np.linspace(0, 90, 9))
    dome = g.lathe([(0, -0.02 * s), *np.stack([np.cos(angle), np.sin(angle) * high], 1)], b.pick(8, 14, 24))
    b.add("shell", dome.scale(w, 1, s * 0.5).move(y=y))
    if b.chance(0.6):
        b.add("shell > shell rim", g.torus(1.0, 0.06, 24).scale(w, s * 0.3, s * 0.5).move(y=y))
    b.add("body", g.sphere(w * 0.88, s * 0.06, s * 0.44, sides=18).move(y=y))
    top = np.array([0, y + s * b.uniform(0.02, 0.25), s * b.uniform(0.55, 0.72)])
    b.add("neck", tube([(0, y, s * 0.4), (0, y + s * 0.02, s * 0.5), top], [s * 0.08, s * 0.06], 10))
    r = s * b.uniform(0.08, 0.12)
    b.add("head", g.sphere(r * 0.9, r * 0.85, r * 1.2, sides=14).move(*top))
    symmetric(b, "head > eye", g.sphere(r * 0.16, sides=8).move(*(top + [r * 0.65, r * 0.35, r * 0.7])))
    b.add("tail", g.cylinder(s * 0.035, s * 0.16, 0, 8).rotate("x", -110).move(0, y * 0.8, -s * 0.55))
    sea = b.chance(0.35)
    for z in (0.3, -0.3):
        if sea:
            fin = (
                g.superquadric(s * (0.3 if z > 0 else 0.17), s * 0.02, s * 0.09, 1, 1, 14)
                .move(s * 0.2)
                .rotate("y", 25 if z > 0 else 40)
            )
            symmetric(b, "leg > flipper", fin.rotate("z", b.uniform(-25, 25)).move(w * 0.7, y, z * s))
        else:
            stub = g.capsule(s * 0.075, y + s * 0.1, sides=10).rotate("z", 20).move(w * 0.75, y * 0.55, z * s)
            symmetric(b, "leg", stub)


@design("dinosaur", "dinosaur")
def two_legged_dinosaur(b: Builder) -> None:
    """Tyrannosaur or raptor: heavy tail, strong hind legs, small arms, big jaws."""
    _biped_beast(b, b.uniform(0.2, 4), wings=False)


def _biped_beast(b: Builder, s: float, wings: bool) -> None:
    hip = np.array([0, s * b.uniform(0.5, 0.62), 0])
    lean, w = np.radians(b.uniform(5, 60)), s * b.uniform(0.11, 0.17)
    ahead = np.array([0, np.sin(lean), np.cos(lean)])
    chest = hip + ahead * s * 0.38
    b.add(
        "body|torso",
        flesh(
            [hip - ahead * s * 0.12, hip, chest],
            np.array([0.75, 1, 1, 0.8]) * w,
            np.array([0.9, 1.25, 1.2, 0.9]) * w,
            14,
        ),
    )
    sway = s * b.uniform(-0.2, 0.2)
    back = hip - ahead * s * 0.08
    tail = [
        back,
        back + [0, -s * 0.05, -s * 0.25],
        back + [sway * 0.4, -s * 0.12, -s * 0.55],
        back + [sway, -s * b.uniform(0, 0.2), -s * 0.9],
    ]
    b.add("tail", tube(tail, np.array([1.0, 0.65, 0.35, 0.08]) * w, 12))
    up = s * b.uniform(0.12, 0.3)
    top = chest + [0, up, up * b.uniform(0.2, 0.7)]
    b.add(
        "neck",
        tube(
            [chest - ahead * w * 0.3, (chest + top) / 2 + [0, 0, up * 0.15], top],
            [w * 0.85, w * 0.6, w * 0.55],
            12,
        ),
    )
    _jaws(b, top, s * b.uniform(0.22, 0.36), w * b.uniform(0.6, 0.85))
    for side in (1, -1):
        start, step = hip + [side * w * 0.8, 0, 0], s * b.uniform(-0.15, 0.15)
        foot = np.array([side * w * 1.0, s * 0.02, hip[2] + step])
        hock = foot + [0, s * 0.17, -s * 0.08]
        knee = joint(start, hock, s * 0.27, s * 0.25, [0, 0, 1])
        b.add(
            "leg > upper leg|thigh", tube([start, (start + knee) / 2, knee], [w * 0.75, w * 0.65, w * 0.4], 12)
        )
        b.add("leg > lower leg", tube([knee, hock, foot], [w * 0.42, w * 0.25, w * 0.22], 10))
        b.add(
            "leg > foot",
            g.superquadric(w * 0.4, s * 0.025, w * 0.75, 0.7, 0.8, 12).move(*(foot + [0, 0, w * 0.4])),
        )
        elbow = chest + [side * w * 0.95, -w * 0.9, -w * 0.2]
        hand = elbow + [0, -w * b.uniform(-0.2, 0.5), w * 0.7]
        b.add(
            "arm > upper arm", stick(chest + [side * w * 0.7, -w * 0.2, 0], elbow, w * 0.25, w * 0.18, sides=9)
        )
        b.add("arm > forearm", stick(elbow, hand, w * 0.17, w * 0.12, sides=9))
        b.add("arm > hand|claw", g.sphere(w * 0.17, w * 0.1, w * 0.25, sides=9).move(*hand))
    if wings:
        _bat_wings(b, chest - ahead * s * 0.1 + [0, w * 0.9, 0], s * b.uniform(0.6, 1.2))
    if b.chance(0.4):
        _spikes(b, hip, chest, w)


def _jaws(b: Builder, at: Array, long: float, w: float) -> None:
    """Head with an upper and a lower jaw, eyes, sometimes horns."""
    b.add("head", g.sphere(w * 0.85, w * 0.85, w * 0.95, sides=14).move(*at))
    gape = b.uniform(0, 28)
    for name, high, turn in (("head > upper jaw|snout", 0.5, -gape * 0.3), ("head > lower jaw|jaw", 0.3, gape)):
        part = flesh(
            [(0, 0, 0), (0, 0, long * 0.6), (0, 0, long)],
            np.array([0.85, 0.7, 0.5]) * w,
            np.array([high, high * 0.9, high * 0.6]) * w,
            12,
            8,
        )
        b.add(name, part.rotate("x", turn).move(*(at + [0, w * (0.25 if high > 0.4 else -0.4), 0])))
    symmetric(b, "head > eye", g.sphere(w * 0.16, sides=8).move(*(at + [w * 0.65, w * 0.5, w * 0.6])))
    if b.chance(0.35):
        horn = g.cylinder(w * 0.18, w * 1.1, 0, 8).rotate("x", -50)
        symmetric(b, "head > horn", horn.move(*(at + [w * 0.45, w * 0.95, -w * 0.3])))


def _spikes(b: Builder, start: Array, end: Array, w: float) -> None:
    spike = g.cylinder(w * 0.25, w * b.uniform(0.4, 1.0), 0, 6).scale(0.4, 1, 1)
    line = end - start
    up = np.array([0, line[2], -line[1]]) / np.linalg.norm(line)
    b.add(
        "body|torso > spike|plate",
        g.join(spike.move(*(start + line * t + up * w * 1.25)) for t in np.linspace(-0.1, 1, 6)),
    )


def _bat_wings(b: Builder, at: Array, span: float) -> None:
    """Leathery wings with fingers."""
    outline = np.array(
        [(0, 0), (0.45, 0.45), (1.0, 0.6), (0.85, 0.1), (0.62, 0.0), (0.5, -0.25), (0.28, -0.15), (0.05, -0.35)]
    )
    skin = g.extrude(outline * span, span * 0.015)
    bones = [g.sweep(np.c_[outline[[0, 1, 2]], np.zeros(3)] * span, span * 0.022, sides=8)]
    bones += [g.sweep(np.c_[outline[[1, k]], np.zeros(2)] * span, span * 0.013, sides=6) for k in (3, 5)]
    spin = b.uniform(10, 75)
    for name, part in (("wing > wing membrane", skin), ("wing > wing bone", g.join(bones))):
        symmetric(b, name, part.rotate("x", spin).rotate("y", b.uniform(18, 22)).move(*at))


@design("dinosaur")
def long_necked_dinosaur(b: Builder) -> None:
    """Sauropod, or a plated one with a short neck: quadruped with a long tail."""
    kind = Species(
        (0.3, 3),
        0.9,
        0.22,
        0.28,
        0.11,
        (b.uniform(0.2, 1.6), b.uniform(20, 60), 0.1),
        (0.3, 0.1),
        0.7,
        "",
        0.01,
        foot="stump",
    )
    kind = vary(b, kind)
    at = stance(b, kind)
    trunk(b, kind, at)
    legs(b, kind, at)
    h, root = at.unit, at.hip - [0, 0, 0.1 * at.unit]
    sway, low = b.uniform(-0.3, 0.3) * h, min(root[1], h) * 0.8
    tail = [
        root,
        root + [0, -low * 0.25, -0.4 * h],
        root + [sway, -low * 0.6, -h],
        root + [sway * 0.5, -low * 0.6, -1.6 * h],
    ]
    b.add("tail", tube(tail, np.array([0.24, 0.14, 0.07, 0.015]) * h, 12))
    rise, length = np.radians(kind.neck[1]), kind.neck[0] * h
    start = at.shoulder + [0, kind.deep * h * 0.2, 0]
    end = start + np.array([0, np.sin(rise), np.cos(rise)]) * (length + 0.3 * h)
    b.add(
        "neck",
        tube(
            [start, (start + end) / 2 + [0, -0.05 * length, 0.05 * length], end],
            np.array([0.22, 0.12, 0.09]) * h,
            12,
        ),
    )
    _jaws(b, end, h * 0.2, h * 0.11)
    if b.chance(0.5):
        _spikes(b, at.hip, at.shoulder, kind.deep * h * 0.85)


@design("dragon")
def dragon(b: Builder) -> None:
    """Winged beast on two or four legs."""
    if b.chance(0.5):
        _biped_beast(b, b.uniform(0.3, 3), wings=True)
        return
    kind = vary(b, Species((0.4, 2), 1.1, 0.16, 0.2, 0.08, (0.6, 50, 0.1), (0.4, 0.12), 0.6))
    at = stance(b, kind)
    trunk(b, kind, at)
    legs(b, kind, at)
    h, root = at.unit, at.hip - [0, 0, 0.15 * at.unit]
    sway = b.uniform(-0.5, 0.5) * h
    tail = [
        root,
        root + [0, -0.1 * h, -0.4 * h],
        root + [sway, -0.2 * h, -0.8 * h],
        root + [sway * 0.3, 0.05 * h, -1.2 * h],
    ]
    b.add("tail", tube(tail, np.array([0.14, 0.09, 0.05, 0.01]) * h, 12))
    start = at.shoulder + [0, 0.08 * h, 0]
    end = start + np.array([0, b.uniform(0.4, 0.8), b.uniform(0.2, 0.5)]) * h
    b.add(
        "neck",
        tube([start, (start + end) / 2 + [0, -0.02 * h, 0.15 * h], end], np.array([0.15, 0.1, 0.08]) * h, 12),
    )
    _jaws(b, end, h * 0.28, h * 0.12)
    _bat_wings(b, at.shoulder + [0, kind.deep * h * 0.8, -0.1 * h], h * b.uniform(0.8, 1.6))
    if b.chance():
        _spikes(b, at.hip, at.shoulder, kind.deep * h * 0.85)
