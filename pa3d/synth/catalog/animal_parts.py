"""Pieces that animals share: tubes, flesh, legs, jaws, wings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh

Array = NDArray[np.float64]


def tube(points: ArrayLike, radii: ArrayLike, sides: int = 12, count: int = 14) -> Mesh:
    """Smooth tube through control points; radii spread evenly along it."""
    path = g.curve(points, count)
    radii = np.asarray(radii, float)
    return g.sweep(path, np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(radii)), radii), sides=sides)


def flesh(points: ArrayLike, wide: ArrayLike, deep: ArrayLike, sides: int = 16, count: int = 16) -> Mesh:
    """Loft of upright ellipses along a path in the yz plane: half widths (x) and half depths, evenly spread."""
    path = g.curve(points, count)
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
    return g.loft(rings)


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
    return g.extrude(g.curve(np.concatenate([points, points[:1]]), 4 * len(points))[:-1], thickness)


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


def vary(b: Builder, kind: Species) -> Species:
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


def stance(b: Builder, kind: Species) -> Stance:
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


def trunk(b: Builder, kind: Species, at: Stance, name: str = "body|torso") -> None:
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
        fluff = g.superquadric(w * 1.15, d * 1.1, float(np.linalg.norm(line)) * 0.66, 0.8, 0.8, 16)
        b.add(f"{name} > wool|fleece", fluff.move(*centre))
    if kind.extra == "hump":
        for k in (0.5,) if b.chance() else (0.3, 0.75):
            hump = g.sphere(w * 0.6, d * 0.8, w * 0.8, sides=at.sides).move(
                *(at.hip + line * k + [0, d * 0.85, 0])
            )
            b.add(f"{name} > hump", hump)
    if kind.extra == "udder" and b.chance(0.6):
        b.add(
            f"{name} > udder",
            g.sphere(w * 0.5, d * 0.3, w * 0.5, sides=12).move(*(at.hip + [0, -d * 0.9, h * 0.15])),
        )


def legs(b: Builder, kind: Species, at: Stance) -> None:
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
            g.cylinder(r * 1.5, r * 1.6 + low, r * 1.1, sides=sides).move(*(at + [0, r * 0.5, r * 0.2])),
        )
    elif kind.foot == "stump":
        b.add("leg > foot", g.cylinder(r * 1.25, r * 0.8, r * 1.1, sides=sides).move(*(at + [0, r * 0.3, 0])))
    else:
        paw = g.superquadric(r * 1.35, r * 0.9, r * 2.0, 0.8, 0.8, 12)
        b.add("leg > foot|paw", paw.move(*(at + [0, r * 0.5, r * 0.9])))
