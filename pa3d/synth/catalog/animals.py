"""Animals: quadrupeds from one table of species, birds, fish, reptiles, insects, and fabled ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import (
    Mesh,
    capsule,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    rotation,
    sphere,
    superquadric,
    sweep,
    torus,
)

Array = NDArray[np.float64]


# -- shared helpers --------------------------------------------------------------------------------


def tube(points: ArrayLike, radii: ArrayLike, sides: int = 12, count: int = 14) -> Mesh:
    """Smooth tube through control points; radii spread evenly along it."""
    path = curve(points, count)
    radii = np.asarray(radii, float)
    return sweep(path, np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(radii)), radii), sides=sides)


def flesh(points: ArrayLike, wide: ArrayLike, deep: ArrayLike, sides: int = 16, count: int = 16) -> Mesh:
    """Loft of upright ellipses along a path in the yz plane: half widths (x) and half depths, evenly spread."""
    path = curve(points, count)
    t = np.linspace(0, 1, count)
    w, d = (np.interp(t, np.linspace(0, 1, len(v)), v) for v in (wide, deep))
    tangent = np.gradient(path, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    up = np.cross(tangent, [1.0, 0, 0])
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    rings = [
        p + a * np.cos(angle)[:, None] * [1.0, 0, 0] + c * np.sin(angle)[:, None] * u
        for p, u, a, c in zip(path, up, w, d, strict=True)
    ]
    return loft(rings)


def joint(start: Array, end: Array, first: float, second: float, towards: ArrayLike) -> Array:
    """Where a limb of two bones bends, bulging towards a direction; stretched out if the end is too far."""
    line = end - start
    distance = float(np.linalg.norm(line))
    along = line / max(distance, 1e-9)
    reach = min(distance, (first + second) * 0.999)
    cosine = np.clip((first**2 + reach**2 - second**2) / (2 * first * max(reach, 1e-9)), -1, 1)
    side = np.asarray(towards, float)
    side = side - along * (side @ along)
    side /= max(float(np.linalg.norm(side)), 1e-9)
    return start + along * first * cosine * distance / max(reach, 1e-9) + side * first * np.sqrt(1 - cosine**2)


def blade(outline: ArrayLike, thickness: float) -> Mesh:
    """Thin plate of a smooth closed outline in the xy plane."""
    points = np.asarray(outline, float)
    return extrude(curve(np.concatenate([points, points[:1]]), 4 * len(points))[:-1], thickness)


# -- quadrupeds ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Species:
    """Proportions of a quadruped; lengths in units of the height of its shoulder."""

    height: tuple[float, float]  # metres
    length: float = 1.0  # shoulder to hip
    wide: float = 0.17  # half width of the trunk
    deep: float = 0.24  # half depth of the trunk
    leg: float = 0.075  # radius of the upper leg
    neck: tuple[float, float, float] = (0.35, 45, 0.13)  # length, degrees above level, radius
    head: tuple[float, float] = (0.42, 0.13)  # length, half width
    muzzle: float = 0.55  # its half width against the head's
    ear: str = "point"
    ear_size: float = 0.13
    tail: str = "thin"
    tail_size: float = 0.6
    foot: str = "paw"
    horn: str = ""
    extra: str = ""
    sits: bool = False


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
    "mouse": Species((0.05, 0.1), 1.3, 0.3, 0.33, 0.08, (0.1, 10, 0.22), (0.55, 0.2), 0.25, "disc", 0.2,
            "thin", 1.4, sits=True),
}  # fmt: skip


@dataclass
class Stance:
    """Where the trunk and the feet of one animal are, in metres."""

    unit: float  # height of the shoulder when standing
    hip: Array
    shoulder: Array
    front: list[Array]
    hind: list[Array]
    sides: int
    lying: bool


def _vary(b: Builder, kind: Species) -> Species:
    """An individual: every measure off by up to a fifth; sometimes a young one or a toy."""

    def j(value: float) -> float:
        return value * b.uniform(0.82, 1.2)

    young = b.uniform(1.2, 1.7) if b.chance(0.2) else 1.0
    neck = (j(kind.neck[0]), kind.neck[1] + b.uniform(-15, 20), j(kind.neck[2]))
    return replace(
        kind,
        length=j(kind.length),
        wide=j(kind.wide),
        deep=j(kind.deep),
        leg=j(kind.leg) * young,
        neck=neck,
        head=(j(kind.head[0]) * young, j(kind.head[1]) * young),
        muzzle=j(kind.muzzle),
        ear_size=j(kind.ear_size) * young,
        tail_size=j(kind.tail_size),
    )


def _stance(b: Builder, kind: Species) -> Stance:
    """Standing, walking, running, sitting or lying."""
    h = b.uniform(*kind.height)
    pose = b.pick("stand", "stand", "stand", "walk", "walk", "run", "sit" if kind.sits else "stand", "lie")
    half, top = kind.length * h / 2, h - kind.deep * h * 0.95
    hip_y, shoulder_y = top, top
    apart, low = kind.wide * h * 0.72, h * 0.02
    front, hind = np.array([half * 0.95] * 2), np.array([-half * 0.95] * 2)
    lift_f, lift_h = np.zeros(2), np.zeros(2)
    if pose == "walk":
        step = h * b.uniform(0.08, 0.25)
        front, hind = front + [step, -step], hind + [-step, step]
        lift_f[0] = h * b.uniform(0, 0.12)
    elif pose == "run":
        reach = h * b.uniform(0.2, 0.45)
        front, hind = front + [reach, reach * 0.6], hind - [reach, reach * 0.7]
        lift_f, lift_h = np.array([0.25, 0.15]) * h, np.array([0.12, 0.2]) * h
    elif pose == "sit":
        hip_y, half = kind.deep * h * 0.8, half * 0.85
        hind, front = np.array([-half * 0.35] * 2), np.array([half * 0.95] * 2)
        shoulder_y = top * b.uniform(0.95, 1.15)
    elif pose == "lie":
        hip_y = shoulder_y = kind.deep * h * 0.95
        front, hind = front + h * b.uniform(0.25, 0.45), hind + h * b.uniform(0.2, 0.4)
        apart *= 1.25
    feet = [
        [np.array([s * apart, low + u, z]) for s, u, z in zip((1, -1), lift, place, strict=True)]
        for lift, place in ((lift_f, front), (lift_h, hind))
    ]
    hip, shoulder = np.array([0, hip_y, -half]), np.array([0, shoulder_y, half])
    return Stance(h, hip, shoulder, feet[0], feet[1], b.pick(7, 10, 14, 18), pose == "lie")


def _trunk(b: Builder, kind: Species, at: Stance, name: str = "body|torso") -> None:
    h, line = at.unit, at.shoulder - at.hip
    w, d = kind.wide * h, kind.deep * h
    sag = np.array([0, b.uniform(-0.06, 0.04) * h, 0])
    path = [
        at.hip - line * 0.2,
        at.hip,
        (at.hip + at.shoulder) / 2 + sag,
        at.shoulder,
        at.shoulder + line * 0.17,
    ]
    belly = b.uniform(0.9, 1.15)
    wide = np.array([0.25, 0.75, 0.95, belly, belly, 0.95, 0.85, 0.35]) * w
    deep = np.array([0.25, 0.72, 0.88, belly * 0.9, belly * 0.95, 1, 0.9, 0.4]) * d
    b.add(name, flesh(path, wide, deep, at.sides))
    if kind.extra == "wool":
        centre = (at.hip + at.shoulder) / 2
        fluff = superquadric(w * 1.15, d * 1.1, float(np.linalg.norm(line)) * 0.66, 0.8, 0.8, 16)
        b.add(f"{name} > wool|fleece", fluff.move(*centre))
    if kind.extra == "hump":
        for k in (0.5,) if b.chance() else (0.3, 0.75):
            hump = sphere(w * 0.6, d * 0.8, w * 0.8, sides=at.sides).move(
                *(at.hip + line * k + [0, d * 0.85, 0])
            )
            b.add(f"{name} > hump", hump)
    if kind.extra == "udder" and b.chance(0.6):
        b.add(
            f"{name} > udder",
            sphere(w * 0.5, d * 0.3, w * 0.5, sides=12).move(*(at.hip + [0, -d * 0.9, h * 0.15])),
        )


def _legs(b: Builder, kind: Species, at: Stance) -> None:
    """Front legs bend backwards at the elbow, hind legs forwards at the knee and back at the hock."""
    h, r = at.unit, kind.leg * at.unit
    length = h - kind.deep * h
    straight = b.chance(0.15)
    for feet, root, bend, hock in ((at.front, at.shoulder, -1.0, 0.0), (at.hind, at.hip, 1.0, -0.07 * h)):
        for foot in feet:
            start = root + [np.sign(foot[0]) * kind.wide * h * 0.62, -kind.deep * h * 0.1, 0]
            low = foot + [0, length * (0.28 if kind.foot != "stump" else 0.12), hock * (kind.foot != "stump")]
            knee = joint(start, low, length * 0.45, length * 0.42, [0, 0, bend])
            if at.lying:
                knee = start + (
                    [0, r - start[1], -0.05 * h] if bend < 0 else [foot[0] * 0.3, -start[1] * 0.3, 0.3 * h]
                )
                low = knee + (foot - knee) * 0.75
            elif straight:
                knee, low = start + (foot - start) * 0.5, start + (foot - start) * 0.85
            thick = 1.0 if kind.foot == "stump" else 0.72
            upper, ankle = r * b.uniform(1.3, 1.5), r * thick * 0.8
            b.add(
                "leg > upper leg|thigh",
                tube([start, (start + knee) / 2, knee], [upper, upper * 0.9, r * thick], at.sides),
            )
            b.add(
                "leg > lower leg",
                tube([knee, (knee + low) / 2, low, foot], [r * thick, ankle, ankle, ankle], at.sides),
            )
            _foot(b, kind, foot, ankle, h * 0.02, at.sides)


def _foot(b: Builder, kind: Species, at: Array, r: float, low: float, sides: int) -> None:
    if kind.foot == "hoof":
        b.add(
            "leg > foot|hoof",
            cylinder(r * 1.5, r * 1.6 + low, r * 1.1, sides=sides).move(*(at + [0, r * 0.5, r * 0.2])),
        )
    elif kind.foot == "stump":
        b.add("leg > foot", cylinder(r * 1.25, r * 0.8, r * 1.1, sides=sides).move(*(at + [0, r * 0.3, 0])))
    else:
        paw = superquadric(r * 1.35, r * 0.9, r * 2.0, 0.8, 0.8, 12)
        b.add("leg > foot|paw", paw.move(*(at + [0, r * 0.5, r * 0.9])))


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
        ruff = superquadric(kind.head[1] * h * 1.7, kind.head[1] * h * 1.8, thick * h * 1.2, 0.8, 1.0, 18)
        b.add("head > mane", ruff.rotate("x", -15).move(*(end - forward * kind.head[1] * h * 0.5)))
    pieces = _head(b, kind, h, at.sides)
    tilt = rotation("x", b.uniform(0, 40)) if kind.muzzle < 0.9 else rotation("x", 20)
    spin = rotation("y", b.uniform(-30, 30) * b.chance()) @ tilt
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
            ("head > muzzle|snout > nose", cylinder(m * 0.95, m * 0.3, sides=14).rotate("x", 90).move(*end))
        )
    elif kind.foot == "paw":
        out.append(
            ("head > muzzle|snout > nose", sphere(m * 0.35, sides=8).move(*(end + [0, m * 0.5, m * 0.05])))
        )
    if b.chance(0.7):
        eye = sphere(w * b.uniform(0.1, 0.2), sides=8).move(w * 0.78, w * 0.35, long * split * 0.55)
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
            sphere(e * wide, e, e * 0.22, sides=10)
            if style != "point"
            else cylinder(e * 0.5, e * 1.6, 0, 8).scale(1, 1, 0.5)
        )
        return leaf.move(y=e * 0.6).rotate("z", -b.uniform(5, 35)).move(w * 0.5, w * 0.75, 0)
    if style == "flop":
        return (
            sphere(e * 0.2, e * 0.9, e * 0.55, sides=10)
            .move(y=-e * 0.6)
            .rotate("z", b.uniform(5, 35))
            .move(w * 0.9, w * 0.7, 0)
        )
    if style in ("sail", "disc"):
        flap = blade([(0, 0.35), (0.5, 0.6), (1, 0.35), (0.95, -0.3), (0.5, -0.8), (0.1, -0.4)], 0.08).scale(e)
        return flap.rotate("y", b.uniform(10, 55)).move(w * 0.75, w * (0.3 if style == "sail" else 0.8), 0)
    leaf = sphere(e * 0.85, e * 0.35, e * 0.15, sides=10).move(e * 0.7)
    return leaf.rotate("z", b.uniform(-35, 35)).move(w * 0.7, w * 0.65, 0)


def _horns(b: Builder, kind: Species, h: float, w: float, long: float) -> list[tuple[str, Mesh]]:
    size = h * b.uniform(0.15, 0.3)
    if kind.horn == "rhino":
        cone = cylinder(size * 0.28, size, 0.0, 12).rotate("x", 15)
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
            parts.append(sweep([root, root + np.array([0.1, 0.35, 0.45]) * size], [r * 0.7, r * 0.15], sides=6))
        horn = join(parts)
    elif kind.horn == "ram":
        t = np.linspace(0, b.uniform(3.5, 5.5), 18)
        path = np.stack([0.1 * t, 0.5 * np.sin(t + 0.4), -0.5 + 0.5 * np.cos(t + 0.4)], 1) * size
        horn = sweep(path, np.linspace(r * 1.8, r * 0.3, 18), sides=8)
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
        b.add("tail", sphere(np.clip(s, 0.1 * h, 0.25 * h) * 0.45, sides=10).move(*root))
    elif style == "curl":
        t = np.linspace(0, 9, 26)
        path = root + np.stack([0.15 * s * np.sin(t), 0.15 * s * np.cos(t), -0.09 * s * t], 1)
        b.add("tail", sweep(path, 0.018 * h, sides=6))
    else:
        path = rise if style == "up" or (style in ("thin", "bush") and b.chance(0.4)) else hang
        radii = {"bush": [0.03, 0.08, 0.09, 0.02], "hair": [0.04, 0.06, 0.07, 0.03]}.get(
            style, [0.03, 0.025, 0.02, 0.015]
        )
        b.add("tail", tube(path, np.array(radii) * h, 8))
        if style == "tuft":
            b.add("tail > tail tuft|tuft", sphere(0.04 * h, 0.08 * h, 0.04 * h, sides=8).move(*path[-1]))


def _quadruped(b: Builder, kind: Species) -> None:
    kind = _vary(b, kind)
    at = _stance(b, kind)
    _trunk(b, kind, at)
    _legs(b, kind, at)
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
    b.add("body|torso", superquadric(w, d, long, boxy, boxy, 16).move(y=leg + d * 0.9))
    for x in (-1, 1):
        for z in (-1, 1):
            place = (x * (w - r), 0, z * (long * 0.85 - r))
            b.add("leg > leg", cylinder(r, leg + d * 0.4, sides=10).move(y=(leg + d * 0.4) / 2).move(*place))
            b.add("leg > foot|paw", cylinder(r * 1.15, leg * 0.2, sides=10).move(y=leg * 0.1).move(*place))
    head, up = s * b.uniform(0.18, 0.28), b.uniform(0.2, 0.9) * s * 0.4
    at = np.array([0, leg + d * 1.7 + up, long * 0.9 + head * 0.4])
    b.add("neck", sweep([(0, leg + d, long * 0.7), at], [head * 0.6, head * 0.5], sides=12))
    b.add("head", superquadric(head * 0.85, head * 0.9, head, boxy, boxy, 14).move(*at))
    b.add(
        "head > muzzle|snout",
        superquadric(head * 0.5, head * 0.4, head * 0.6, boxy, boxy, 12).move(*(at + [0, -head * 0.3, head])),
    )
    ear = b.pick(sphere(head * 0.3, head * 0.45, head * 0.12, sides=8), cylinder(head * 0.25, head * 0.6, 0, 8))
    symmetric(b, "head > ear", ear.move(*(at + [head * 0.55, head * 1.0, 0])))
    symmetric(
        b, "head > eye", sphere(head * 0.12, sides=8).move(*(at + [head * 0.45, head * 0.3, head * 0.85]))
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


# -- birds -----------------------------------------------------------------------------------------


def _wing(b: Builder, span: float, chord: float, sides: int) -> Mesh:
    """Spread wing along +x from the origin, its front edge towards +z."""
    bend, back = b.uniform(-0.2, 0.25), b.uniform(0.2, 0.7)
    t = np.linspace(0, 1, sides)
    rings = []
    for u in t:
        half = chord * (0.5 if u < 0.55 else 0.5 * (1.05 - u) / 0.5) * (0.75 + 0.5 * np.sin(np.pi * u))
        centre = np.array([span * u, span * bend * np.sin(np.pi * u * 0.8), -chord * back * u**2])
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        ring_ = np.stack([0 * angle, 0.07 * chord * (1.1 - u) * np.sin(angle), half * np.cos(angle)], 1)
        rings.append(ring_ + centre)
    return loft(rings)


def _bird_head(b: Builder, at: Array, r: float, beak: float, sides: int) -> None:
    """Head, eyes and beak; hooked, straight, flat, or short."""
    b.add("head", superquadric(r * 0.9, r * 0.95, r * 1.1, 0.9, 1.0, sides).move(*at))
    eye = sphere(r * 0.18, sides=8).move(r * 0.75, r * 0.25, r * 0.5)
    symmetric(b, "head > eye", eye.move(*at))
    kind = b.pick("straight", "straight", "hook", "flat")
    root = at + [0, -r * 0.1, r * 0.7]
    drop = {"straight": 0.1, "hook": 0.8, "flat": 0.25}[kind] * beak
    bill = tube(
        [root, root + [0, -drop * 0.2, beak * 0.6], root + [0, -drop, beak]],
        [r * 0.38, r * 0.25, r * 0.04],
        10,
        8,
    )
    if kind == "flat":
        bill = Mesh((bill.vertices - root) * [1.3, 0.55, 1.0] + root, bill.faces)
    b.add("beak|bill", bill)
    if b.chance(0.2):
        crest = (
            cylinder(r * 0.3, r * 1.0, 0, 8)
            .scale(0.4, 1, 1)
            .rotate("x", -40)
            .move(*(at + [0, r * 0.9, -r * 0.3]))
        )
        b.add("head > crest|comb", crest)


def _bird_legs(b: Builder, hip: Array, apart: float, length: float, r: float) -> None:
    for side in (-1, 1):
        top = hip + [side * apart, 0, 0]
        foot = np.array([top[0], hip[1] - length, top[2] + length * 0.1])
        knee = top + (foot - top) * 0.45 + [0, 0, -length * 0.12]
        b.add("leg > leg", tube([top, knee, foot], [r * 1.8, r, r], 8))
        for turn in (-28, 0, 28, 180):
            toe = cylinder(r, r * 7, r * 0.3, 7).rotate("x", 90).move(z=r * 3.5).rotate("y", turn)
            b.add("leg > foot", toe.move(*foot))


@design("bird")
def flying_bird(b: Builder) -> None:
    """Gull, swallow or eagle with spread wings; legs tucked or shown."""
    s, sides = b.uniform(0.1, 0.5), b.pick(8, 12, 16)
    w, d = s * b.uniform(0.16, 0.26), s * b.uniform(0.16, 0.26)
    path = [(0, 0, -s * 0.6), (0, 0, -s * 0.2), (0, 0.02 * s, s * 0.3), (0, s * 0.08, s * 0.6)]
    b.add(
        "body|torso",
        flesh(path, np.array([0.15, 0.8, 1, 0.85, 0.5]) * w, np.array([0.15, 0.8, 1, 0.85, 0.5]) * d, sides),
    )
    _bird_head(b, np.array([0, s * 0.12, s * 0.72]), s * b.uniform(0.12, 0.18), s * b.uniform(0.1, 0.4), sides)
    wing = _wing(b, s * b.uniform(0.8, 2.0), s * b.uniform(0.35, 0.7), 12)
    wing = wing.rotate("z", b.uniform(-30, 55)).move(w * 0.7, d * 0.3, s * 0.15)
    symmetric(b, "wing", wing)
    tail = _fan(b, s * b.uniform(0.3, 0.7), s * b.uniform(0.1, 0.3))
    b.add("tail", tail.move(0, 0, -s * 0.45))
    if b.chance(0.5):
        _bird_legs(b, np.array([0, -d * 0.7, -s * 0.1]), w * 0.4, s * b.uniform(0.15, 0.3), s * 0.015)


def _fan(b: Builder, long: float, half: float) -> Mesh:
    """Flat tail feathers from the origin towards -z."""
    notch = b.uniform(0.7, 1.15)
    flat = np.array([(-half * 0.3, 0), (-half, -long), (0, -long * notch), (half, -long), (half * 0.3, 0)])
    return extrude(flat, long * 0.05).rotate("x", 90)


@design("bird", "bird")
def standing_bird(b: Builder) -> None:
    """Perching or wading bird, hen, duck, parrot or flamingo with folded wings."""
    s, sides = b.uniform(0.08, 0.5), b.pick(8, 12, 16)
    lean, w = b.uniform(0, 70), s * b.uniform(0.22, 0.36)
    leg, neck = (
        s * b.pick(b.uniform(0.2, 0.5), b.uniform(0.6, 1.6)),
        s * b.pick(b.uniform(0.15, 0.35), b.uniform(0.5, 1.2)),
    )
    spin = rotation("x", -lean)
    hip = np.array([0, leg, 0])
    radii = np.array([0.15, 0.7, 1, 1, 0.8, 0.35]) * w

    def place(mesh: Mesh) -> Mesh:
        return Mesh(mesh.vertices @ spin.T + hip + [0, w * 0.8, 0], mesh.faces)

    trunk = flesh([(0, 0, -s * 0.55), (0, 0, 0), (0, 0, s * 0.5)], radii, radii * b.uniform(0.95, 1.25), sides)
    b.add("body|torso", place(trunk))
    wing = superquadric(w * 0.18, w * b.uniform(0.6, 0.9), s * b.uniform(0.4, 0.65), 0.9, 1.0, 14)
    symmetric(b, "wing", place(wing.rotate("x", b.uniform(-10, 15)).move(w * 0.92, w * 0.1, -s * 0.1)))
    b.add(
        "tail",
        place(
            _fan(b, s * b.uniform(0.2, 0.9), s * b.uniform(0.08, 0.2))
            .rotate("x", b.uniform(-10, 50))
            .move(z=-s * 0.4)
        ),
    )
    chest = hip + [0, w * 0.8, 0] + spin @ [0, w * 0.3, s * 0.35]
    top = chest + [0, neck, neck * b.uniform(0.1, 0.5)]
    r = s * b.uniform(0.12, 0.2)
    b.add(
        "neck",
        tube(
            [chest, (chest + top) / 2 + [0, 0, neck * b.uniform(-0.1, 0.25)], top],
            [w * 0.6, r * 0.8, r * 0.65],
            sides,
        ),
    )
    _bird_head(b, top + [0, r * 0.3, r * 0.4], r, s * b.uniform(0.1, 0.45), sides)
    _bird_legs(b, hip + [0, w * 0.3, 0], w * 0.45, leg + w * 0.3, s * b.uniform(0.012, 0.03))


@design("bird", "penguin")
def penguin(b: Builder) -> None:
    """Upright with flippers and short feet; owls are alike."""
    s = b.uniform(0.3, 1.0)
    w = s * b.uniform(0.18, 0.26)
    profile = curve(
        [(0.02, 0), (w * 0.8, s * 0.03), (w, s * 0.25), (w * 0.85, s * 0.5), (w * 0.5, s * 0.68)], 14
    )
    b.add("body|torso", lathe([*profile, (0, s * 0.7)], 20).scale(1, 1, 0.9))
    _bird_head(b, np.array([0, s * 0.76, w * 0.1]), w * b.uniform(0.55, 0.7), w * b.uniform(0.4, 0.9), 16)
    flipper = (
        superquadric(w * 0.12, s * 0.22, w * 0.35, 1, 1, 14).move(y=-s * 0.18).rotate("z", b.uniform(8, 70))
    )
    symmetric(b, "wing", flipper.move(w * 0.85, s * 0.56, 0))
    symmetric(
        b,
        "leg > foot",
        superquadric(w * 0.35, s * 0.03, w * 0.55, 0.8, 0.8, 12).move(w * 0.45, s * 0.015, w * 0.5),
    )
    b.add("tail", cylinder(w * 0.3, s * 0.15, 0.0, 10).rotate("x", -125).move(0, s * 0.06, -w * 0.85))


# -- in the water ----------------------------------------------------------------------------------


@design("fish")
def fish(b: Builder) -> None:
    """Goldfish, tuna, angelfish: body with head, tail fin, fins on back, belly and sides."""
    s, sides = b.uniform(0.05, 1.5), b.pick(10, 14, 18)
    w, d = s * b.uniform(0.06, 0.16), s * b.uniform(0.1, 0.35)
    sway = b.uniform(-0.04, 0.04) * s
    t = np.linspace(0, 1, 15)
    path = np.stack([sway * np.cos(3 * t), 0 * t, s * (0.45 - 0.9 * t)], 1)
    shape = np.array([0.08, 0.5, 0.85, 1.0, 0.95, 0.75, 0.5, 0.3, 0.18])
    cut = b.integer(3, 4)
    fat = np.interp(t, np.linspace(0, 1, 9), shape)
    b.add("head", _slab(path[: cut + 1], fat[: cut + 1] * w, fat[: cut + 1] * d, sides))
    b.add("body", _slab(path[cut:], fat[cut:] * w, fat[cut:] * d, sides))
    for side in (1, -1):
        eye = sphere(min(d * 0.13, w * 0.4), sides=10).move(path[2, 0] + side * w * 0.48, d * 0.15, s * 0.33)
        b.add("head > eye", eye)
    thin, fork = w * 0.12, b.uniform(0.45, 1.1)
    long, half = s * b.uniform(0.15, 0.35), d * b.uniform(0.7, 1.5)
    outline = [(0, 0.1 * d), (-long, half), (-long * fork, 0), (-long, -half), (0, -0.1 * d)]
    tail = extrude(outline, thin).rotate("y", -90).rotate("y", b.uniform(-25, 25)).move(0, 0, -s * 0.42)
    b.add("tail|tail fin", tail.move(*[path[-1][0], 0, 0]))
    back = [
        (s * 0.18, 0),
        (s * b.uniform(-0.1, 0.1), d * b.uniform(0.3, 1.1)),
        (-s * 0.25, d * b.uniform(0.1, 0.5)),
        (-s * 0.22, 0),
    ]
    b.add("fin > dorsal fin|back fin", extrude(back, thin).rotate("y", -90).move(0, d * 0.8, 0))
    side = (
        extrude([(0, -0.1), (-0.9, -0.4), (-1, 0.2), (0, 0.15)], 0.08)
        .scale(s * b.uniform(0.1, 0.25))
        .rotate("y", -90)
    )
    symmetric(
        b,
        "fin > side fin|pectoral fin",
        side.rotate("z", 60).rotate("y", -25).move(w * 0.8, -d * 0.3, s * 0.12),
    )
    if b.chance(0.7):
        belly = extrude([(0, 0), (-s * 0.12, -d * 0.6), (-s * 0.15, 0)], thin).rotate("y", -90)
        b.add("fin > belly fin|anal fin", belly.move(0, -d * 0.6, -s * 0.12))


def _slab(path: Array, wide: Array, deep: Array, sides: int) -> Mesh:
    """Loft of upright ellipses exactly at the points of a path."""
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring_ = np.stack([np.cos(angle), np.sin(angle), 0 * angle], 1)
    return loft([p + ring_ * [w, d, 1] for p, w, d in zip(path, wide, deep, strict=True)][::-1])


@design("fish", "shark")
def shark(b: Builder) -> None:
    """Shark, dolphin or whale: spindle body, triangular fins, tail upright or level."""
    s, sides = b.uniform(0.3, 4), 16
    w, d = s * b.uniform(0.08, 0.14), s * b.uniform(0.09, 0.16)
    t = np.linspace(0, 1, 19)
    path = np.stack([0 * t, 0.03 * s * np.sin(3 * t), s * (0.5 - t)], 1)
    fat = np.interp(t, np.linspace(0, 1, 8), [0.05, 0.55, 0.9, 1, 0.85, 0.55, 0.28, 0.1])
    b.add("head", _slab(path[:6], fat[:6] * w, fat[:6] * d, sides))
    b.add("body", _slab(path[5:], fat[5:] * w, fat[5:] * d, sides))
    symmetric(b, "head > eye", sphere(d * 0.08, sides=8).move(w * 0.75, d * 0.2, s * 0.32))
    fin = (
        extrude([(0, 0), (-0.5, 0.9), (-0.9, 1), (-0.75, 0)], 0.07)
        .scale(s * b.uniform(0.13, 0.2))
        .rotate("y", -90)
    )
    b.add("fin > dorsal fin|back fin", fin.move(0, d * 0.85, s * 0.08))
    symmetric(
        b, "fin > side fin|pectoral fin", fin.rotate("z", -b.uniform(95, 125)).move(w * 0.75, -d * 0.3, s * 0.2)
    )
    lobe = (
        extrude([(0.1, 0), (-0.7, 1.2), (-0.9, 1.15), (-0.4, 0)], 0.06)
        .scale(s * b.uniform(0.13, 0.2))
        .rotate("y", -90)
    )
    lower = lobe.mirror("y").scale(b.uniform(0.6, 1))
    b.add("tail|tail fin", (lobe + lower).rotate("z", b.pick(0, 90)).move(0, 0, -s * 0.47))


# -- insects and spiders ---------------------------------------------------------------------------


def _bug_legs(b: Builder, count: int, root: Array, reach: float, r: float, spread: float) -> None:
    """Pairs of jointed legs: up from the body, then down to the ground at y = 0."""
    lift = b.uniform(0.1, 0.7) * reach
    for k in range(count):
        turn = np.radians(np.interp(k, [0, count - 1], [spread, -spread]))
        out = np.array([np.cos(turn), 0, np.sin(turn)]) * reach * b.uniform(0.85, 1.1)
        start = root + [0, 0, (count / 2 - k - 0.5) * reach * 0.12]
        knee = start + out * 0.45 + [0, lift, 0]
        foot = np.array([*(start + out)]) * [1, 0, 1]
        for side in (1, -1):
            flip = np.array([side, 1, 1])
            b.add("leg > upper leg", sweep([start * flip, knee * flip], [r * 1.2, r], sides=7))
            b.add(
                "leg > lower leg",
                sweep(
                    [knee * flip, (knee * 0.45 + foot * 0.55) * flip, foot * flip],
                    [r, r * 0.7, r * 0.3],
                    sides=7,
                ),
            )


@design("spider")
def spider(b: Builder) -> None:
    """Two body parts and eight legs; sometimes fangs and eyes."""
    s = b.uniform(0.01, 0.3)
    y, r = s * b.uniform(0.2, 0.6), s * b.uniform(0.15, 0.25)
    b.add("head|cephalothorax", sphere(r, r * 0.7, r * 1.15, sides=16).move(0, y, r * 0.6))
    belly = r * b.uniform(1.0, 1.8)
    b.add(
        "body|abdomen",
        sphere(belly * 0.9, belly * 0.8, belly * 1.15, sides=18).move(0, y + r * 0.2, -belly * 1.0 - r * 0.2),
    )
    _bug_legs(
        b,
        4,
        np.array([r * 0.7, y, r * 0.5]),
        s * b.uniform(0.45, 1.3),
        s * b.uniform(0.02, 0.055),
        b.uniform(45, 65),
    )
    symmetric(
        b,
        "head|cephalothorax > fang",
        capsule(r * 0.13, r * 0.7, r * 0.04, 8).rotate("z", 180).move(r * 0.25, y - r * 0.3, r * 1.7),
    )
    if b.chance():
        symmetric(b, "head|cephalothorax > eye", sphere(r * 0.15, sides=8).move(r * 0.3, y + r * 0.35, r * 1.5))


def _antennae(b: Builder, at: Array, long: float, r: float) -> None:
    path = np.array([(0.1, 0, 0), (0.3, 0.5, 0.4), (0.55, 0.8, 1.0)]) * long
    symmetric(b, "antenna|feeler", tube(path + at, [r, r, r * b.pick(0.6, 2.0)], 6))


@design("butterfly", "insect")
def butterfly(b: Builder) -> None:
    """Thin body and two pairs of broad flat wings, open or half folded."""
    s = b.uniform(0.02, 0.2)
    r, y = s * b.uniform(0.03, 0.06), s * 0.15
    b.add("body > thorax|body", capsule(r * 1.2, s * 0.3, sides=12).rotate("x", 90).move(0, y, s * 0.1))
    b.add("body > abdomen", capsule(r, s * 0.5, r * 0.5, sides=12).rotate("x", -90).move(0, y, -s * 0.22))
    b.add("head", sphere(r * 1.3, sides=12).move(0, y, s * 0.3))
    _antennae(b, np.array([0, y + r, s * 0.32]), s * b.uniform(0.2, 0.4), s * 0.006)
    up, k = b.uniform(-15, 75), b.uniform(0.7, 1.3)
    front = blade(
        np.array([(0, 0.1), (0.5, 0.65), (0.95, 0.75 * k), (0.8, 0.1), (0.3, -0.12), (0, -0.02)]) * s, s * 0.012
    )
    hind = blade(np.array([(0, 0), (0.45, -0.02), (0.7, -0.35 * k), (0.4, -0.65), (0.1, -0.35)]) * s, s * 0.012)
    for name, wing in (("wing > front wing|forewing", front), ("wing > hind wing|hindwing", hind)):
        wing = (
            wing.rotate("x", 90).mirror("z")
            if wing.rotate("x", 90).vertices[:, 2].max() < 0
            else wing.rotate("x", 90)
        )
        symmetric(b, name, wing.rotate("z", up + b.uniform(-4, 4)).move(r * 0.5, y + r * 0.5, s * 0.08))
    if b.chance():
        _bug_legs(b, 3, np.array([r * 0.5, y, s * 0.1]), s * 0.2, s * 0.006, 40)


@design("insect", "bee")
def bee(b: Builder) -> None:
    """Bee, fly, wasp or dragonfly: head, thorax, abdomen, clear wings, six legs."""
    s = b.uniform(0.01, 0.2)
    r, y, long = s * b.uniform(0.12, 0.18), s * 0.3, s * b.pick(0.3, 0.45, 0.9)
    b.add("head", sphere(r * 0.85, sides=14).move(0, y, r * 1.7))
    symmetric(b, "head > eye", sphere(r * 0.4, r * 0.5, r * 0.35, sides=10).move(r * 0.6, y + r * 0.2, r * 2.0))
    b.add("body > thorax|body", sphere(r, r, r * 1.1, sides=14).move(0, y, 0))
    belly = flesh(
        [(0, y, -r * 0.7), (0, y, -r - long * 0.5), (0, y - r * 0.4, -r - long)],
        np.array([0.4, 1, 0.8, 0.1]) * r,
        np.array([0.4, 1, 0.8, 0.1]) * r,
        14,
    )
    b.add("body > abdomen", belly)
    _antennae(b, np.array([0, y + r * 0.5, r * 2.2]), r * b.uniform(1.0, 2.5), s * 0.01)
    for turn in (b.uniform(-10, 15), b.uniform(20, 45))[: b.pick(1, 2, 2)]:
        wing = (
            superquadric(s * 0.3, s * 0.008, s * 0.11, 1, 1, 16)
            .move(s * 0.3)
            .rotate("y", turn)
            .rotate("z", b.uniform(0, 40))
        )
        symmetric(b, "wing", wing.move(r * 0.4, y + r * 0.8, r * 0.1))
    _bug_legs(b, 3, np.array([r * 0.6, y - r * 0.3, 0]), s * b.uniform(0.3, 0.6), s * 0.015, 50)


@design("insect")
def beetle(b: Builder) -> None:
    """Beetle, ladybird or ant: hard wing cases or a bare abdomen."""
    s = b.uniform(0.005, 0.2)
    w, y = s * b.uniform(0.18, 0.4), s * 0.22
    if b.chance(0.6):
        shell = sphere(w, w * 0.75, s * 0.5, sides=20)
        b.add("body > wing case|shell", shell.move(0, y, -s * 0.2))
    else:
        b.add("body > abdomen", sphere(w, w * 0.9, s * 0.32, sides=16).move(0, y, -s * 0.35))
        b.add("body > thorax|body", sphere(w * 0.5, w * 0.5, s * 0.18, sides=14).move(0, y, s * 0.1))
    b.add("head", sphere(w * 0.6, w * 0.5, s * 0.14, sides=14).move(0, y, s * 0.34))
    _antennae(b, np.array([0, y + w * 0.2, s * 0.42]), s * b.uniform(0.15, 0.4), s * 0.012)
    _bug_legs(b, 3, np.array([w * 0.5, y, 0]), s * b.uniform(0.4, 0.7), s * 0.022, 55)


# -- reptiles and fabled beasts --------------------------------------------------------------------


def _sprawl(b: Builder, at: Array, out: float, height: float, r: float, forward: float) -> None:
    """A pair of legs that stick out sideways, with toes."""
    for side in (1, -1):
        start, knee = at * [side, 1, 1], (at + [out, height * 0.1, forward * 0.3]) * [side, 1, 1]
        foot = np.array([side * (at[0] + out * 1.05), r * 0.5, at[2] + forward])
        b.add("leg > upper leg", sweep([start, knee], [r * 1.3, r], sides=10))
        b.add("leg > lower leg", sweep([knee, foot], [r, r * 0.75], sides=10))
        b.add("leg > foot", superquadric(r * 1.0, r * 0.5, r * 1.7, 0.7, 0.8, 10).move(*(foot + [0, 0, r])))


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
    b.add("head", superquadric(w * 0.72, w * 0.55, s * 0.06, 0.8, 0.8, 14).move(0, y * 1.1, s * 0.29))
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
    symmetric(b, "head > eye", sphere(w * 0.17, sides=8).move(w * 0.45, y * 1.1 + w * 0.55, s * 0.3))
    for z, step in ((s * 0.14, b.uniform(-0.02, 0.04) * s), (-s * 0.15, b.uniform(-0.02, 0.04) * s)):
        _sprawl(b, np.array([w * 0.6, y * 0.9, z]), w * b.uniform(0.8, 1.3), y, r, step)
    if b.chance(0.6):
        scute = cylinder(w * 0.18, w * 0.35, 0, 4)
        b.add(
            "body|torso > spine|scale",
            join(scute.move(0, y + w * 0.85, z) for z in np.linspace(-0.15, 0.15, 7) * s),
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
    b.add("tail", sweep(path[: cut + 1], fat[: cut + 1], sides=10))
    b.add("body", sweep(path[cut:], fat[cut:], sides=12))
    ahead = path[-1] - path[-3]
    head = superquadric(r * 1.2, r * 1.9, r * 0.8, 0.9, 0.9, 14).move(y=r * 1.4)
    eye = sphere(r * 0.22, sides=8).move(r * 0.8, r * 1.8, r * 0.4)
    tongue = sweep([(0, r * 3, 0), (0, r * 4.5, 0)], r * 0.12, sides=6)
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
    dome = lathe([(0, -0.02 * s), *np.stack([np.cos(angle), np.sin(angle) * high], 1)], b.pick(8, 14, 24))
    b.add("shell", dome.scale(w, 1, s * 0.5).move(y=y))
    if b.chance(0.6):
        b.add("shell > shell rim", torus(1.0, 0.06, 24).scale(w, s * 0.3, s * 0.5).move(y=y))
    b.add("body", sphere(w * 0.88, s * 0.06, s * 0.44, sides=18).move(y=y))
    top = np.array([0, y + s * b.uniform(0.02, 0.25), s * b.uniform(0.55, 0.72)])
    b.add("neck", tube([(0, y, s * 0.4), (0, y + s * 0.02, s * 0.5), top], [s * 0.08, s * 0.06], 10))
    r = s * b.uniform(0.08, 0.12)
    b.add("head", sphere(r * 0.9, r * 0.85, r * 1.2, sides=14).move(*top))
    symmetric(b, "head > eye", sphere(r * 0.16, sides=8).move(*(top + [r * 0.65, r * 0.35, r * 0.7])))
    b.add("tail", cylinder(s * 0.035, s * 0.16, 0, 8).rotate("x", -110).move(0, y * 0.8, -s * 0.55))
    sea = b.chance(0.35)
    for z in (0.3, -0.3):
        if sea:
            fin = (
                superquadric(s * (0.3 if z > 0 else 0.17), s * 0.02, s * 0.09, 1, 1, 14)
                .move(s * 0.2)
                .rotate("y", 25 if z > 0 else 40)
            )
            symmetric(b, "leg > flipper", fin.rotate("z", b.uniform(-25, 25)).move(w * 0.7, y, z * s))
        else:
            stub = capsule(s * 0.075, y + s * 0.1, sides=10).rotate("z", 20).move(w * 0.75, y * 0.55, z * s)
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
            superquadric(w * 0.4, s * 0.025, w * 0.75, 0.7, 0.8, 12).move(*(foot + [0, 0, w * 0.4])),
        )
        elbow = chest + [side * w * 0.95, -w * 0.9, -w * 0.2]
        hand = elbow + [0, -w * b.uniform(-0.2, 0.5), w * 0.7]
        b.add(
            "arm > upper arm",
            sweep([chest + [side * w * 0.7, -w * 0.2, 0], elbow], [w * 0.25, w * 0.18], sides=9),
        )
        b.add("arm > forearm", sweep([elbow, hand], [w * 0.17, w * 0.12], sides=9))
        b.add("arm > hand|claw", sphere(w * 0.17, w * 0.1, w * 0.25, sides=9).move(*hand))
    if wings:
        _bat_wings(b, chest - ahead * s * 0.1 + [0, w * 0.9, 0], s * b.uniform(0.6, 1.2))
    if b.chance(0.4):
        _spikes(b, hip, chest, w)


def _jaws(b: Builder, at: Array, long: float, w: float) -> None:
    """Head with an upper and a lower jaw, eyes, sometimes horns."""
    b.add("head", sphere(w * 0.85, w * 0.85, w * 0.95, sides=14).move(*at))
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
    symmetric(b, "head > eye", sphere(w * 0.16, sides=8).move(*(at + [w * 0.65, w * 0.5, w * 0.6])))
    if b.chance(0.35):
        horn = cylinder(w * 0.18, w * 1.1, 0, 8).rotate("x", -50)
        symmetric(b, "head > horn", horn.move(*(at + [w * 0.45, w * 0.95, -w * 0.3])))


def _spikes(b: Builder, start: Array, end: Array, w: float) -> None:
    spike = cylinder(w * 0.25, w * b.uniform(0.4, 1.0), 0, 6).scale(0.4, 1, 1)
    line = end - start
    up = np.array([0, line[2], -line[1]]) / np.linalg.norm(line)
    b.add(
        "body|torso > spike|plate",
        join(spike.move(*(start + line * t + up * w * 1.25)) for t in np.linspace(-0.1, 1, 6)),
    )


def _bat_wings(b: Builder, at: Array, span: float) -> None:
    """Leathery wings with fingers."""
    outline = np.array(
        [(0, 0), (0.45, 0.45), (1.0, 0.6), (0.85, 0.1), (0.62, 0.0), (0.5, -0.25), (0.28, -0.15), (0.05, -0.35)]
    )
    skin = extrude(outline * span, span * 0.015)
    bones = [sweep(np.c_[outline[[0, 1, 2]], np.zeros(3)] * span, span * 0.022, sides=8)]
    bones += [sweep(np.c_[outline[[1, k]], np.zeros(2)] * span, span * 0.013, sides=6) for k in (3, 5)]
    spin = b.uniform(10, 75)
    for name, part in (("wing > wing membrane", skin), ("wing > wing bone", join(bones))):
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
    kind = _vary(b, kind)
    at = _stance(b, kind)
    _trunk(b, kind, at)
    _legs(b, kind, at)
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
    kind = _vary(b, Species((0.4, 2), 1.1, 0.16, 0.2, 0.08, (0.6, 50, 0.1), (0.4, 0.12), 0.6))
    at = _stance(b, kind)
    _trunk(b, kind, at)
    _legs(b, kind, at)
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
        superquadric(w, s * 0.27, w * b.uniform(0.75, 0.95), 0.9, 1.0, 20).move(y=base + s * 0.22),
    )
    r, y = s * b.uniform(0.17, 0.24), base + s * 0.6
    b.add("head", superquadric(r * 1.08, r, r * 0.95, 0.9, 1, 20).move(y=y))
    b.add("head > muzzle|snout", sphere(r * 0.45, r * 0.36, r * 0.4, sides=14).move(0, y - r * 0.25, r * 0.8))
    b.add("head > nose", sphere(r * 0.14, r * 0.1, r * 0.1, sides=10).move(0, y - r * 0.1, r * 1.18))
    symmetric(b, "head > eye", sphere(r * 0.11, sides=10).move(r * 0.38, y + r * 0.18, r * 0.84))
    ear = b.pick(
        sphere(r * 0.38, r * 0.38, r * 0.16, sides=12),
        sphere(r * 0.38, r * 0.38, r * 0.16, sides=12),
        sphere(r * 0.25, r * 0.95, r * 0.14, sides=12).move(y=r * 0.5),
    )
    symmetric(b, "head > ear", ear.move(r * 0.75, y + r * 0.8, 0))
    thick = s * b.uniform(0.065, 0.095)
    arm = capsule(thick, s * b.uniform(0.32, 0.42), thick * 0.85, sides=14).move(y=-s * 0.13)
    arm = arm.rotate("x", -b.uniform(0, 80)).rotate("z", b.uniform(15, 80)).move(w * 0.75, base + s * 0.38, 0)
    symmetric(b, "arm", arm)
    limb = capsule(thick * 1.2, leg + s * 0.12, sides=14)
    sole = sphere(thick * 1.3, thick * 1.5, thick * 0.8, sides=12)
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
            sphere(thick * 1.3, thick * 0.7, thick * 1.7, sides=12).move(w * 0.5, thick * 0.6, thick * 0.6),
        )
    if b.chance(0.35):
        bow = join(
            cylinder(r * 0.28, r * 0.5, r * 0.06, 10).rotate("z", t).move(x, 0, 0)
            for t, x in ((90, r * 0.25), (-90, -r * 0.25))
        )
        b.add("bow|bow tie", bow.move(0, base + s * 0.43, w * 0.75))
    if b.chance(0.4):
        b.add("tail", sphere(thick * 0.8, sides=10).move(0, base + thick, -w * 0.85))
