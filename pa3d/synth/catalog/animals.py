"""Quadrupeds, from one table of species, and their soft toys."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.animal_parts import (
    Array,
    Species,
    Stance,
    blade,
    flesh,
    legs,
    stance,
    trunk,
    tube,
    vary,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import post, stick

QUADRUPEDS = {
    "dog": Species((0.25, 0.8), 0.95, 0.15, 0.21, 0.07, (0.3, 50, 0.12), (0.42, 0.13), 0.5, "dog", 0.16,
            "dog", sits=True),
    "cat": Species((0.22, 0.35), 1.1, 0.16, 0.2, 0.065, (0.2, 45, 0.12), (0.33, 0.16), 0.5, tail_size=0.9,
            sits=True),
    "horse": Species((1.1, 1.8), 0.9, 0.17, 0.2, 0.075, (0.6, 48, 0.13), (0.42, 0.1), 0.6, "point", 0.1,
            "hair", 0.5, "hoof", extra="mane"),
    "cow": Species((1.2, 1.6), 1.2, 0.23, 0.28, 0.08, (0.3, 25, 0.17), (0.4, 0.13), 0.75, "side", 0.15,
            "tuft", 0.6, "hoof", "cow", "udder"),
    "elephant": Species((2.0, 3.5), 0.85, 0.24, 0.28, 0.11, (0.15, 30, 0.2), (0.36, 0.18), 0.7, "sail", 0.34,
            "tuft", 0.4, "stump", extra="trunk"),
    "giraffe": Species((2.2, 3.2), 0.55, 0.13, 0.17, 0.055, (0.9, 68, 0.09), (0.26, 0.065), 0.6, "side", 0.09,
            "tuft", 0.4, "hoof", "knob"),
    "pig": Species((0.5, 0.9), 1.15, 0.25, 0.29, 0.1, (0.15, 10, 0.24), (0.42, 0.19), 0.5, "point", 0.15,
            "curl", 0.2, "hoof", extra="snout"),
    "sheep": Species((0.55, 0.9), 1.0, 0.25, 0.28, 0.07, (0.25, 40, 0.14), (0.36, 0.11), 0.6, "side", 0.14,
            "stub", 0.2, "hoof", "ram", "wool"),
    "lion": Species((0.9, 1.2), 1.2, 0.17, 0.22, 0.085, (0.25, 35, 0.16), (0.38, 0.15), 0.6, "round", 0.08,
            "tuft", 0.8, extra="lion mane", sits=True),
    "deer": Species((0.8, 1.4), 0.9, 0.14, 0.18, 0.055, (0.5, 58, 0.085), (0.34, 0.085), 0.5, "side", 0.15,
            "stub", 0.15, "hoof", "antler"),
    "goat": Species((0.55, 0.9), 1.0, 0.17, 0.23, 0.06, (0.38, 48, 0.1), (0.36, 0.095), 0.6, "side", 0.15,
            "stub", 0.15, "hoof", "goat"),
    "bear": Species((0.9, 1.5), 1.0, 0.25, 0.28, 0.11, (0.2, 25, 0.2), (0.4, 0.17), 0.45, "round", 0.09,
            "stub", 0.1, sits=True),
    "rabbit": Species((0.16, 0.3), 0.9, 0.22, 0.27, 0.08, (0.12, 45, 0.15), (0.4, 0.16), 0.6, "long", 0.4,
            "puff", 0.12, sits=True),
    "fox": Species((0.35, 0.5), 1.0, 0.13, 0.18, 0.055, (0.28, 40, 0.1), (0.42, 0.13), 0.3, "point", 0.2,
            "bush", 0.8, sits=True),
    "rhino": Species((1.4, 1.9), 1.1, 0.27, 0.3, 0.11, (0.22, 5, 0.22), (0.5, 0.17), 0.75, "round", 0.1,
            "thin", 0.4, "stump", "rhino"),
    "camel": Species((1.5, 2.0), 0.75, 0.17, 0.2, 0.065, (0.6, 40, 0.09), (0.3, 0.085), 0.7, "round", 0.06,
            "tuft", 0.4, "hoof", extra="hump"),
    "rat": Species((0.05, 0.1), 1.3, 0.3, 0.33, 0.08, (0.1, 10, 0.22), (0.55, 0.2), 0.25, "disc", 0.2,
            "thin", 1.4, sits=True),
}  # fmt: skip


# -- quadrupeds ------------------------------------------------------------------------------------


def _neck_and_head(b: Builder, kind: Species, at: Stance) -> None:
    h, (length, rise, thick) = at.unit, kind.neck
    angle = np.radians(rise if b.chance(0.8) else rise - b.uniform(25, 75))
    forward = np.array([0, np.sin(angle), np.cos(angle)])
    start = at.shoulder + [0, kind.deep * h * 0.3, kind.length * h * 0.05]
    end = start + forward * (length + kind.deep * 0.5) * h
    end[1] = max(end[1], kind.head[0] * h * 0.65)
    middle = (start + end) / 2 + [0, -0.03 * h, 0.02 * h]
    radii = np.array([kind.deep * 0.75, thick * 1.15, thick]) * h
    b.add("neck", flesh([start, middle, end], radii * 0.72, radii, at.sides, 10))
    if kind.extra == "mane":
        crest = np.array([0, np.cos(angle), -np.sin(angle)]) * thick * h
        path = [start + crest * 1.3, middle + crest * 1.2, end + crest * 1.1 + [0, 0.03 * h, 0]]
        b.add("neck > mane", flesh(path, np.full(3, 0.02 * h), np.array([0.05, 0.07, 0.04]) * h, 8))
    if kind.extra == "lion mane" and b.chance(0.7):
        ruff = g.superquadric(kind.head[1] * h * 1.7, kind.head[1] * h * 1.8, thick * h * 1.2, 0.8, 1.0, 18)
        b.add("head > mane", ruff.rotate("x", -15).move(*(end - forward * kind.head[1] * h * 0.5)))
    pieces = _head(b, kind, h, at.sides)
    tilt = g.rotation("x", b.uniform(0, 40)) if kind.muzzle < 0.9 else g.rotation("x", 20)
    spin = g.rotation("y", b.uniform(-30, 30) * b.chance()) @ tilt
    for name, mesh in pieces:
        b.add(name, Mesh(mesh.vertices @ spin.T + end, mesh.faces))


def _head(b: Builder, kind: Species, h: float, sides: int) -> list[tuple[str, Mesh]]:
    """Head with its neck end at the origin, muzzle towards +z."""
    long, w = kind.head[0] * h, kind.head[1] * h
    m, split = kind.muzzle * w, b.uniform(0.42, 0.58)
    skull = flesh(
        [(0, w * 0.1, -w * 0.8), (0, w * 0.2, 0), (0, 0, long * split)],
        np.array([0.3, 0.95, 1, 0.75]) * w,
        np.array([0.3, 0.98, 1, 0.8]) * w,
        sides,
        10,
    )
    end = np.array([0, -w * 0.35, long - w * 0.5])
    muzzle = flesh(
        [(0, -w * 0.1, long * split * 0.8), (0, -w * 0.25, long * 0.7), end],
        np.array([0.75 * w, m, m, m * 0.6]),
        np.array([0.75 * w, m * 1.1, m, m * 0.6]),
        sides,
        9,
    )
    out = [("head", skull), ("head > muzzle|snout", muzzle)]
    if kind.extra == "snout":
        out.append(
            ("head > muzzle|snout > nose", g.cylinder(m * 0.95, m * 0.3, sides=14).rotate("x", 90).move(*end))
        )
    elif kind.foot == "paw":
        out.append(
            ("head > muzzle|snout > nose", g.sphere(m * 0.35, sides=8).move(*(end + [0, m * 0.5, m * 0.05])))
        )
    if b.chance(0.7):
        eye = g.sphere(w * b.uniform(0.1, 0.2), sides=8).move(w * 0.78, w * 0.35, long * split * 0.55)
        out += [("head > eye", eye), ("head > eye", eye.mirror())]
    ear = _ear(b, kind, h, w)
    out += [("head > ear", ear), ("head > ear", ear.mirror())]
    for name, mesh in _horns(b, kind, h, w, long):
        out.append((name, mesh))
    if kind.extra == "trunk":
        out += _trunk_and_tusks(b, end, h, m)
    return out


def _ear(b: Builder, kind: Species, h: float, w: float) -> Mesh:
    """Right-hand ear (+x) on the head of `_head`."""
    e = kind.ear_size * h
    style = b.pick("flop", "point", "flop") if kind.ear == "dog" else kind.ear
    if style in ("point", "round", "long"):
        wide = {"point": 0.45, "round": 0.9, "long": 0.22}[style]
        leaf = (
            g.sphere(e * wide, e, e * 0.22, sides=10)
            if style != "point"
            else g.cylinder(e * 0.5, e * 1.6, 0, 8).scale(1, 1, 0.5)
        )
        return leaf.move(y=e * 0.6).rotate("z", -b.uniform(5, 35)).move(w * 0.5, w * 0.75, 0)
    if style == "flop":
        return (
            g.sphere(e * 0.2, e * 0.9, e * 0.55, sides=10)
            .move(y=-e * 0.6)
            .rotate("z", b.uniform(5, 35))
            .move(w * 0.9, w * 0.7, 0)
        )
    if style in ("sail", "disc"):
        flap = blade([(0, 0.35), (0.5, 0.6), (1, 0.35), (0.95, -0.3), (0.5, -0.8), (0.1, -0.4)], 0.08).scale(e)
        return flap.rotate("y", b.uniform(10, 55)).move(w * 0.75, w * (0.3 if style == "sail" else 0.8), 0)
    leaf = g.sphere(e * 0.85, e * 0.35, e * 0.15, sides=10).move(e * 0.7)
    return leaf.rotate("z", b.uniform(-35, 35)).move(w * 0.7, w * 0.65, 0)


def _horns(b: Builder, kind: Species, h: float, w: float, long: float) -> list[tuple[str, Mesh]]:
    size = h * b.uniform(0.15, 0.3)
    if kind.horn == "rhino":
        cone = g.cylinder(size * 0.28, size, 0.0, 12).rotate("x", 15)
        return [
            ("head > horn", cone.move(0, w * 0.5, long * 0.75)),
            ("head > horn", cone.scale(0.5).move(0, w * 0.85, long * 0.5)),
        ]
    if not kind.horn or (kind.horn != "knob" and b.chance(0.4)):
        return []
    r = size * 0.12
    if kind.horn == "antler":
        beam = np.array([(0, 0, 0), (0.5, 0.5, -0.4), (0.9, 1.1, -0.3), (0.8, 1.7, 0.1)]) * size
        parts = [tube(beam, [r, r * 0.8, r * 0.4], 7)]
        for t in range(b.integer(1, 4)):
            root = beam[1] + (beam[3] - beam[1]) * t / 4
            parts.append(stick(root, root + np.array([0.1, 0.35, 0.45]) * size, r * 0.7, r * 0.15, sides=6))
        horn = g.join(parts)
    elif kind.horn == "ram":
        t = np.linspace(0, b.uniform(3.5, 5.5), 18)
        path = np.stack([0.1 * t, 0.5 * np.sin(t + 0.4), -0.5 + 0.5 * np.cos(t + 0.4)], 1) * size
        horn = g.sweep(path, np.linspace(r * 1.8, r * 0.3, 18), sides=8)
    else:
        path = {
            "cow": [(0, 0, 0), (0.6, 0.15, 0), (0.9, 0.7, 0.1)],
            "goat": [(0, 0, 0), (0.15, 0.7, -0.3), (0.3, 1, -1)],
            "knob": [(0, 0, 0), (0.05, 0.2, 0), (0.1, 0.4, 0)],
        }[kind.horn]
        tip = r * 1.1 if kind.horn == "knob" else r * 0.15
        horn = tube(np.array(path) * size, [r, r * 0.8, tip], 8)
    horn = horn.move(w * 0.45, w * 0.85, -w * 0.1)
    name = "head > antler|horn" if kind.horn == "antler" else "head > horn"
    return [(name, horn), (name, horn.mirror())]


def _trunk_and_tusks(b: Builder, end: Array, h: float, m: float) -> list[tuple[str, Mesh]]:
    """An elephant's."""
    low, curl = -h * b.uniform(0.3, 0.62), b.uniform(-0.1, 0.3) * h
    path = [end, end + [0, low * 0.3, h * 0.1], end + [0, low * 0.7, h * 0.1], end + [0, low, h * 0.08 + curl]]
    if b.chance(0.25):
        path = [end, end + [0, -0.1 * h, 0.2 * h], end + [0, 0.1 * h, 0.35 * h], end + [0, 0.35 * h, 0.3 * h]]
    out = [("head > trunk", tube(path, [m * 0.7, m * 0.5, m * 0.3], 12))]
    if b.chance(0.75):
        s = h * b.uniform(0.12, 0.3)
        tusk = tube(
            np.array([(0, 0, 0), (0.1, -0.5, 0.4), (0.1, -0.45, 1.0)]) * s + end + [m * 0.75, 0, 0],
            [m * 0.2, m * 0.15, 0.004],
            8,
        )
        out += [("head > tusk", tusk), ("head > tusk", tusk.mirror())]
    return out


def _tail(b: Builder, kind: Species, at: Stance) -> None:
    h = at.unit
    root, s = at.hip + [0, kind.deep * h * 0.45, -kind.length * h * 0.17], kind.tail_size * h
    style = b.pick("thin", "bush", "up", "stub") if kind.tail == "dog" else kind.tail
    swing = b.uniform(-0.3, 0.3) * s
    hang = [
        root,
        root + [0, -0.15 * s, -0.3 * s],
        root + [swing, -0.55 * s, -0.4 * s],
        root + [swing, -s, -0.35 * s],
    ]
    rise = [
        root,
        root + [0, 0.1 * s, -0.4 * s],
        root + [swing, 0.45 * s, -0.6 * s],
        root + [swing, 0.9 * s, -0.5 * s],
    ]
    if style in ("stub", "puff"):
        b.add("tail", g.sphere(np.clip(s, 0.1 * h, 0.25 * h) * 0.45, sides=10).move(*root))
    elif style == "curl":
        t = np.linspace(0, 9, 26)
        path = root + np.stack([0.15 * s * np.sin(t), 0.15 * s * np.cos(t), -0.09 * s * t], 1)
        b.add("tail", g.sweep(path, 0.018 * h, sides=6))
    else:
        path = rise if style == "up" or (style in ("thin", "bush") and b.chance(0.4)) else hang
        radii = {"bush": [0.03, 0.08, 0.09, 0.02], "hair": [0.04, 0.06, 0.07, 0.03]}.get(
            style, [0.03, 0.025, 0.02, 0.015]
        )
        b.add("tail", tube(path, np.array(radii) * h, 8))
        if style == "tuft":
            b.add("tail > tail tuft|tuft", g.sphere(0.04 * h, 0.08 * h, 0.04 * h, sides=8).move(*path[-1]))


def _quadruped(b: Builder, kind: Species) -> None:
    kind = vary(b, kind)
    at = stance(b, kind)
    trunk(b, kind, at)
    legs(b, kind, at)
    _neck_and_head(b, kind, at)
    _tail(b, kind, at)


def _register(category: str, kind: Species) -> None:
    def animal(b: Builder) -> None:
        """Quadruped of the table in one of its stances."""
        _quadruped(b, kind)

    for _ in range(4):  # four times as often as the toy
        design(category)(animal)


for _category, _kind in QUADRUPEDS.items():
    _register(_category, _kind)


@design(*QUADRUPEDS)
def toy_quadruped(b: Builder) -> None:
    """Wooden or blocky toy that any quadruped may be: plain trunk, peg legs, ball or box head."""
    s, boxy = b.uniform(0.05, 0.6), b.pick(0.25, 0.5, 1.0)
    long, w, d = s * b.uniform(0.45, 0.75), s * b.uniform(0.18, 0.32), s * b.uniform(0.18, 0.3)
    leg, r = s * b.uniform(0.2, 0.6), s * b.uniform(0.05, 0.09)
    b.add("body|torso", g.superquadric(w, d, long, boxy, boxy, 16).move(y=leg + d * 0.9))
    for x in (-1, 1):
        for z in (-1, 1):
            place = (x * (w - r), 0, z * (long * 0.85 - r))
            b.add("leg > leg", post(r, leg + d * 0.4, sides=10).move(*place))
            b.add("leg > foot|paw", g.cylinder(r * 1.15, leg * 0.2, sides=10).move(y=leg * 0.1).move(*place))
    head, up = s * b.uniform(0.18, 0.28), b.uniform(0.2, 0.9) * s * 0.4
    at = np.array([0, leg + d * 1.7 + up, long * 0.9 + head * 0.4])
    b.add("neck", stick((0, leg + d, long * 0.7), at, head * 0.6, head * 0.5))
    b.add("head", g.superquadric(head * 0.85, head * 0.9, head, boxy, boxy, 14).move(*at))
    b.add(
        "head > muzzle|snout",
        g.superquadric(head * 0.5, head * 0.4, head * 0.6, boxy, boxy, 12).move(*(at + [0, -head * 0.3, head])),
    )
    ear = b.pick(
        g.sphere(head * 0.3, head * 0.45, head * 0.12, sides=8), g.cylinder(head * 0.25, head * 0.6, 0, 8)
    )
    symmetric(b, "head > ear", ear.move(*(at + [head * 0.55, head * 1.0, 0])))
    symmetric(
        b, "head > eye", g.sphere(head * 0.12, sides=8).move(*(at + [head * 0.45, head * 0.3, head * 0.85]))
    )
    root = np.array([0, leg + d * 1.3, -long * 0.9])
    b.add(
        "tail",
        tube(
            [root, root + [0, s * 0.1, -s * 0.15], root + [0, s * b.uniform(-0.2, 0.3), -s * 0.25]],
            [r * 0.6, r * 0.4],
            8,
        ),
    )


# -- soft toys -------------------------------------------------------------------------------------


@design("teddy bear")
def teddy_bear(b: Builder) -> None:
    """Sitting or standing plush bear, rabbit or dog; sometimes a bow, soles, a belly patch."""
    s, sits = b.uniform(0.15, 0.6), b.chance(0.65)
    w = s * b.uniform(0.2, 0.27)
    leg, base = s * b.uniform(0.22, 0.32), 0.0
    base = w * 0.4 if sits else leg
    b.add(
        "body|torso",
        g.superquadric(w, s * 0.27, w * b.uniform(0.75, 0.95), 0.9, 1.0, 20).move(y=base + s * 0.22),
    )
    r, y = s * b.uniform(0.17, 0.24), base + s * 0.6
    b.add("head", g.superquadric(r * 1.08, r, r * 0.95, 0.9, 1, 20).move(y=y))
    b.add("head > muzzle|snout", g.sphere(r * 0.45, r * 0.36, r * 0.4, sides=14).move(0, y - r * 0.25, r * 0.8))
    b.add("head > nose", g.sphere(r * 0.14, r * 0.1, r * 0.1, sides=10).move(0, y - r * 0.1, r * 1.18))
    symmetric(b, "head > eye", g.sphere(r * 0.11, sides=10).move(r * 0.38, y + r * 0.18, r * 0.84))
    ear = b.pick(
        g.sphere(r * 0.38, r * 0.38, r * 0.16, sides=12),
        g.sphere(r * 0.38, r * 0.38, r * 0.16, sides=12),
        g.sphere(r * 0.25, r * 0.95, r * 0.14, sides=12).move(y=r * 0.5),
    )
    symmetric(b, "head > ear", ear.move(r * 0.75, y + r * 0.8, 0))
    thick = s * b.uniform(0.065, 0.095)
    arm = g.capsule(thick, s * b.uniform(0.32, 0.42), thick * 0.85, sides=14).move(y=-s * 0.13)
    arm = arm.rotate("x", -b.uniform(0, 80)).rotate("z", b.uniform(15, 80)).move(w * 0.75, base + s * 0.38, 0)
    symmetric(b, "arm", arm)
    limb = g.capsule(thick * 1.2, leg + s * 0.12, sides=14)
    sole = g.sphere(thick * 1.3, thick * 1.5, thick * 0.8, sides=12)
    if sits:
        spread = b.uniform(10, 40)
        symmetric(
            b, "leg", limb.rotate("x", 90).move(z=leg * 0.6).rotate("y", spread).move(w * 0.45, thick * 1.2, 0)
        )
        symmetric(
            b, "leg > foot|paw", sole.move(0, 0, leg * 1.15).rotate("y", spread).move(w * 0.45, thick * 1.4, 0)
        )
    else:
        symmetric(b, "leg", limb.move(w * 0.5, leg * 0.55, 0))
        symmetric(
            b,
            "leg > foot|paw",
            g.sphere(thick * 1.3, thick * 0.7, thick * 1.7, sides=12).move(w * 0.5, thick * 0.6, thick * 0.6),
        )
    if b.chance(0.35):
        bow = g.join(
            g.cylinder(r * 0.28, r * 0.5, r * 0.06, 10).rotate("z", t).move(x, 0, 0)
            for t, x in ((90, r * 0.25), (-90, -r * 0.25))
        )
        b.add("bow|bow tie", bow.move(0, base + s * 0.43, w * 0.75))
    if b.chance(0.4):
        b.add("tail", g.sphere(thick * 0.8, sides=10).move(0, base + thick, -w * 0.85))
