"""Human figures from tubes: poses, trunks, limbs, heads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh

Array = NDArray[np.float64]
DOWN = np.array([0.0, -1.0, 0.0])
STANDING = (-2, 4), (1, 12), (0, 8), (-5, 20)
TRUNK = [
    (0.0, 0.5, 0.62),
    (0.1, 0.95, 1.0),
    (0.28, 1.0, 1.0),
    (0.5, 0.8, 0.86),
    (0.75, 1.0, 1.05),
    (0.92, 0.95, 0.9),
]
NAMES = {
    "neck": "head > neck",
    "skull": "head > head|face",
    "nose": "head > head|face > nose",
    "ear": "head > ear",
    "eye": "head > head|face > eye",
    "mouth": "head > head|face > mouth|lips",
    "hair": "head > hair",
    "hat": "head > hat|cap",
    "chest": "torso > chest",
    "belly": "torso > belly|abdomen|stomach",
    "pelvis": "torso > pelvis|hip",
    "shoulder": "arm > shoulder",
    "upper arm": "arm > upper arm",
    "elbow": "arm > forearm|lower arm > elbow",
    "forearm": "arm > forearm|lower arm",
    "hand": "arm > hand > hand|palm",
    "finger": "arm > hand > finger",
    "thumb": "arm > hand > thumb",
    "thigh": "leg > upper leg|thigh",
    "knee": "leg > lower leg|shin|calf > knee",
    "shin": "leg > lower leg|shin|calf",
    "foot": "leg > foot",
}


@dataclass
class Pose:
    """Angles in degrees; pairs are (+x side, -x side); all zero: upright, arms and legs straight down.

    root, spine, head: (forward, sideways, twist). arms: (raise, around: 0 to the side and 90 to the front,
    elbow, twist). legs: (forward, out, knee, twist). hands: (roll, finger curl). feet: toes down.
    """

    root: tuple[float, float, float]
    spine: tuple[float, float, float]
    head: tuple[float, float, float]
    arms: list[tuple[float, float, float, float]]
    legs: list[tuple[float, float, float, float]]
    hands: list[tuple[float, float]]
    feet: list[float]


def turn(forward: float, sideways: float, twist: float) -> Array:
    """(3, 3) twist about y, after a lean sideways, after a lean forward."""
    return g.rotation("y", twist) @ g.rotation("z", sideways) @ g.rotation("x", forward)


def frame(direction: ArrayLike, hinge: ArrayLike) -> Array:
    """(3, 3) columns: the direction, where a bend about the hinge takes it, and the hinge."""
    d, n = np.asarray(direction, float), np.asarray(hinge, float)
    d = d / max(float(np.linalg.norm(d)), 1e-12)
    n = n - d * (n @ d)
    n = n / max(float(np.linalg.norm(n)), 1e-12)
    return np.stack([d, np.cross(n, d), n], 1)


def bent_limb(arm: tuple[float, float, float, float], side: float) -> tuple[Array, Array, Array]:
    """Directions of upper arm and forearm, and the elbow's hinge, in the frame of the chest."""
    up, around, elbow, twist = np.radians(arm)
    d = np.array([side * np.sin(up) * np.cos(around), -np.cos(up), np.sin(up) * np.sin(around)])
    bend = np.array([-0.35 * side, 0.45, 1.0])
    bend = bend - d * (bend @ d)
    bend /= np.linalg.norm(bend)
    bend = np.cos(twist) * bend + side * np.sin(twist) * np.cross(d, bend)
    return d, np.cos(elbow) * d + np.sin(elbow) * bend, np.cross(d, bend)


def leg_directions(leg: tuple[float, float, float, float], side: float) -> tuple[Array, Array, Array]:
    """Directions of thigh and shin, and the knee's hinge, in the frame of the pelvis."""
    forward, out, knee, twist = leg
    spin = g.rotation("x", -forward) @ g.rotation("z", side * out) @ g.rotation("y", side * twist)
    return spin @ DOWN, spin @ g.rotation("x", knee) @ DOWN, spin @ [1.0, 0, 0]


def _pair(b: Builder, *ranges: tuple[float, float], even: float = 0.5) -> list:
    """Angles of both limbs, drawn from ranges; nearly the same ones with chance `even`."""
    first = tuple(b.uniform(*r) for r in ranges)
    second = tuple(b.uniform(*r) for r in ranges)
    return [first, first if b.chance(even) else second]


def _pose(b: Builder, arms: list, legs: list, lean: float = 0.0, root: float = 0.0, flat: bool = True) -> Pose:
    """Pose with small random turns of the trunk and head; flat: the soles stay level."""
    if b.chance():
        arms, legs = arms[::-1], legs[::-1]
    feet = [
        float(np.clip(f - k - (root if flat else 0), -30, 45)) if flat else b.uniform(-5, 45)
        for f, _, k, _ in legs
    ]
    curl = b.uniform(0, 20) if b.chance(0.7) else b.uniform(40, 75)
    small = b.uniform(0, 1)
    spine = (lean + small * b.uniform(-8, 10), small * b.uniform(-10, 10), small * b.uniform(-20, 20))
    head = (small * b.uniform(-20, 25), small * b.uniform(-15, 15), small * b.uniform(-45, 45))
    hands = [(b.uniform(-60, 60), curl), (b.uniform(-60, 60), curl)]
    return Pose((root, 0.0, 0.0), spine, head, arms, legs, hands, feet)


def upright_pose(b: Builder) -> Pose:
    """Standing; arms down, in A-pose, in T-pose, or up; symmetric or not."""
    low, high = b.pick((4, 20), (25, 60), (25, 60), (78, 97), (78, 97), (110, 178))
    arms = _pair(b, (low, high), (-10, 25), (0, 18) if b.chance(0.7) else (10, 80), (-25, 25), even=0.75)
    return _pose(b, arms, _pair(b, *STANDING, even=0.7))


def _walk(b: Builder) -> Pose:
    step, swing = b.uniform(12, 35), b.uniform(8, 45)
    elbow = b.uniform(5, 50)
    arms = [(swing, 85, elbow, 0), (swing * 0.8, -80, elbow * 0.6, 0)]
    legs = [(-step, 3, b.uniform(5, 35), 0), (step, 3, b.uniform(0, 15), 0)]
    return _pose(b, arms, legs, lean=b.uniform(0, 8), flat=b.chance())


def _run(b: Builder) -> Pose:
    elbow = b.uniform(60, 115)
    arms = [(b.uniform(20, 70), 80, elbow, 0), (b.uniform(30, 75), -75, elbow, 0)]
    legs = [(b.uniform(-40, -10), 3, b.uniform(20, 110), 0), (b.uniform(35, 90), 3, b.uniform(25, 100), 0)]
    return _pose(b, arms, legs, lean=b.uniform(0, 15), root=b.uniform(0, 20), flat=False)


def _sit(b: Builder) -> Pose:
    kind = b.pick("chair", "chair", "floor", "crossed", "knees up")
    arms = _pair(b, (10, 55), (40, 95), (20, 95), (-25, 25))
    out = (2, 30)
    legs = {
        "chair": lambda: _pair(b, (75, 100), out, (70, 105), (-10, 15)),
        "floor": lambda: _pair(b, (80, 100), out, (0, 30), (-5, 20)),
        "crossed": lambda: [(85, 45, 125, 35), (80, 48, 135, 40)],
        "knees up": lambda: _pair(b, (110, 130), (3, 20), (100, 135), (0, 10)),
    }[kind]()
    return _pose(b, arms, legs, lean=b.uniform(-5, 30), root=b.uniform(-15, 5), flat=kind == "chair")


def _crouch(b: Builder) -> Pose:
    depth, tilt = b.uniform(0.2, 1.0), b.uniform(0, 35)
    legs = _pair(
        b, (110 * depth + tilt, 125 * depth + tilt), (5, 35), (115 * depth, 140 * depth), (5, 25), even=0.7
    )
    legs = [(min(f, 140), *rest) for f, *rest in legs]
    return _pose(b, _any_arms(b), legs, lean=b.uniform(0, 35), root=tilt)


def _bend(b: Builder) -> Pose:
    root = b.uniform(20, 80)
    knee = b.uniform(0, 30)
    arms = _pair(b, (20, 130), (60, 95), (0, 50), (-20, 20))
    legs = [(root + knee / 2, b.uniform(2, 20), knee, 5)] * 2
    return _pose(b, arms, legs, lean=b.uniform(5, 50), root=root)


def _kick(b: Builder) -> Pose:
    legs = [
        (b.uniform(40, 110), b.uniform(0, 50), b.uniform(0, 60), b.uniform(-10, 20)),
        (0, 5, b.uniform(0, 20), 5),
    ]
    if b.chance(0.3):
        legs[0] = (b.uniform(-40, -15), b.uniform(0, 30), b.uniform(10, 100), 0)
    return _pose(b, _any_arms(b), legs, lean=b.uniform(-15, 10), root=b.uniform(-15, 15), flat=b.chance())


def _dance(b: Builder) -> Pose:
    legs = _pair(b, (-30, 90), (0, 50), (0, 100), (-20, 40), even=0.1)
    return _pose(b, _any_arms(b), legs, lean=b.uniform(-20, 25), root=b.uniform(-15, 25), flat=b.chance())


def _yoga(b: Builder) -> Pose:
    kind = b.pick("tree", "warrior", "dog", "cobra", "plank", "bridge", "split", "kneel", "star")
    up, wide = _pair(b, (150, 178), (10, 40), (0, 40), (0, 10)), _pair(b, (80, 95), (-5, 10), (0, 10), (0, 10))
    straight = [(0, 4, 3, 0)] * 2
    arms, legs, lean, root = {
        "tree": (up, [(b.uniform(50, 80), 50, b.uniform(115, 140), 25), (0, 3, 0, 0)], 0, 0),
        "warrior": (b.pick(up, wide), [(b.uniform(60, 90), 10, 85, 0), (b.uniform(-45, -25), 10, 5, 20)], 0, 0),
        "dog": (up, [(b.uniform(90, 110), 4, 5, 0)] * 2, 5, 125),
        "cobra": (_pair(b, (30, 50), (80, 95), (0, 30), (0, 5)), straight, -45, 80),
        "plank": ([(85, 90, 5, 0)] * 2, straight, 0, b.uniform(65, 80)),
        "bridge": (_pair(b, (10, 30), (0, 10), (0, 10), (0, 5)), [(-20, 8, 95, 0)] * 2, -25, -65),
        "split": (b.pick(up, wide), [(b.uniform(70, 92), 3, 3, 0), (b.uniform(-75, -50), 3, 5, 0)], 0, 5),
        "kneel": (
            _any_arms(b),
            [(b.uniform(-5, 90), 8, b.uniform(90, 145), 0), (0, 8, b.uniform(85, 110), 0)],
            0,
            0,
        ),
        "star": (_pair(b, (100, 140), (-5, 10), (0, 10), (0, 5)), [(0, b.uniform(20, 45), 3, 10)] * 2, 0, 0),
    }[kind]
    return _pose(b, arms, legs, lean=lean, root=root, flat=kind in ("tree", "warrior", "dog", "star"))


def _lie(b: Builder) -> Pose:
    pose = b.pick(upright_pose, upright_pose, _dance, _sit)(b)
    pose.root = b.pick((-90.0, 0.0, 0.0), (90.0, 0.0, 0.0), (0.0, 90.0, 0.0), (0.0, -90.0, 0.0))
    return pose


def _any_arms(b: Builder) -> list:
    return _pair(b, (5, 170), (-35, 110), (0, 130), (-60, 45), even=0.3)


def _stand_free(b: Builder) -> Pose:
    return _pose(b, _any_arms(b), _pair(b, (-8, 20), (0, 18), (0, 30), (-5, 25)), lean=b.uniform(-5, 15))


def draw_pose(b: Builder) -> Pose:
    """Any pose a person can take."""
    kinds = (
        upright_pose,
        upright_pose,
        _stand_free,
        _stand_free,
        _walk,
        _run,
        _sit,
        _sit,
        _crouch,
        _bend,
        _kick,
    )
    return b.pick(*kinds, _dance, _yoga, _yoga, _lie)(b)


@dataclass
class Figure:
    """Measures of a body in metres, its posed frames and joints."""

    height: float
    head: float
    shoulder: float  # half widths
    hip: float
    depth: float
    limb: float
    turns: dict[str, Array]
    at: dict[str, Array]
    pose: Pose
    sides: int
    trunk: float = 0.0

    def spine(self, t: float) -> tuple[Array, Array]:
        """Point and turn of the trunk from the crotch (0) to the base of the neck (1)."""
        steps = np.linspace(0, t, 7)
        spins = [self.turns["pelvis"] @ turn(*(s * a for a in self.pose.spine)) for s in steps]
        middle = sum(spins[:-1]) / 6 if t > 0 else spins[0]
        return middle @ [0, self.trunk * t, 0], spins[-1]


def make_figure(b: Builder, pose: Pose, *, heads: float, sides: int) -> Figure:
    """Joints of a posed body `heads` head heights tall."""
    height = b.uniform(1.0, 1.95)
    head = height / heads
    body = height - head * 1.15
    leg = body * b.uniform(0.5, 0.6)
    arm = body * b.uniform(0.4, 0.48)
    shoulder = height * b.uniform(0.095, 0.13)
    fig = Figure(
        height,
        head,
        shoulder,
        shoulder * b.uniform(0.62, 0.95),
        height * b.uniform(0.05, 0.085),
        height * b.uniform(0.022, 0.038),
        {"pelvis": turn(*pose.root)},
        {},
        pose,
        sides,
        body - leg,
    )
    neck, chest = fig.spine(1.0)
    fig.turns["chest"], fig.at["neck"] = chest, neck
    fig.turns["head"] = chest @ turn(*pose.head)
    fig.at["chin"] = neck + fig.turns["head"] @ [0, head * b.uniform(0.12, 0.28), head * 0.05]
    thigh_share = b.uniform(0.48, 0.54)
    for i, side in enumerate((1, -1)):
        upper, lower, hinge = (chest @ v for v in bent_limb(pose.arms[i], side))
        lift = np.clip(pose.arms[i][0] - 70, 0, 100) / 100 * shoulder * 0.35
        start, turned = fig.spine(0.93)
        top = start + turned @ [side * shoulder * 1.02, lift, 0]
        fig.at[f"shoulder{i}"] = top
        fig.at[f"elbow{i}"] = top + upper * arm * 0.53
        fig.at[f"wrist{i}"] = fig.at[f"elbow{i}"] + lower * arm * 0.47
        fig.turns[f"hand{i}"] = frame(lower, hinge)
        pelvis = fig.turns["pelvis"]
        upper, lower, hinge = (pelvis @ v for v in leg_directions(pose.legs[i], side))
        hip = pelvis @ [side * fig.hip * 0.52, fig.limb * 0.8, 0]
        fig.at[f"hip{i}"] = hip
        fig.at[f"knee{i}"] = hip + upper * leg * thigh_share
        fig.at[f"ankle{i}"] = fig.at[f"knee{i}"] + lower * leg * (1 - thigh_share)
        back = frame(lower, hinge)
        fig.turns[f"foot{i}"] = np.stack([back[:, 2], -back[:, 0], -back[:, 1]], 1) @ g.rotation(
            "x", pose.feet[i]
        )
    return fig


def posed(mesh: Mesh, spin: Array, at: ArrayLike) -> Mesh:
    """Turn a mesh by a matrix, then move its origin."""
    return Mesh(mesh.vertices @ np.asarray(spin).T + np.asarray(at), mesh.faces)


def limb(start: Array, end: Array, radii: ArrayLike, sides: int) -> Mesh:
    """Muscle-like tube; radii along it, evenly spread."""
    radii = np.asarray(radii, float)
    t = np.linspace(0, 1, 9)
    return g.sweep(
        start + (end - start) * t[:, None], np.interp(t, np.linspace(0, 1, len(radii)), radii), sides=sides
    )


def add_trunk(b: Builder, fig: Figure, names: dict[str, str]) -> None:
    """Lofted pelvis, belly and chest; rounder or squarer outline, with a waist or a paunch."""
    waist, square = b.uniform(0.75, 1.15), b.uniform(0.5, 1.0)
    angle = np.linspace(0, 2 * np.pi, max(fig.sides, 6), endpoint=False)
    flat = np.stack([np.sign(f(angle)) * np.abs(f(angle)) ** square for f in (np.cos, np.sin)])

    def section(t: float) -> Array:
        wide = np.interp(t, [k[0] for k in TRUNK] + [1.0], [k[1] for k in TRUNK] + [0.3])
        deep = np.interp(t, [k[0] for k in TRUNK] + [1.0], [k[2] for k in TRUNK] + [0.45])
        half = fig.hip + (fig.shoulder - fig.hip) * np.clip((t - 0.25) / 0.5, 0, 1)
        factor = 1 + (waist - 1) * np.exp(-(((t - 0.48) / 0.18) ** 2))
        at, spin = fig.spine(t)
        points = np.stack([flat[0] * half * wide * factor, 0 * angle, flat[1] * fig.depth * deep * factor], 1)
        return points @ spin.T + at

    for name, low, high in (("pelvis", 0, 0.3), ("belly", 0.3, 0.58), ("chest", 0.58, 1.0)):
        b.add(names[name], g.loft([section(t) for t in np.linspace(low, high, 7)][::-1]))


def add_arms(b: Builder, fig: Figure, names: dict[str, str], ball: float) -> None:
    """Shoulders, upper arms, elbows, forearms, and hands with or without fingers."""
    r, thin = fig.limb, b.uniform(0.55, 0.75)
    hand, fingers = b.pick("mitten", "ball", "fingers", "fingers"), b.integer(3, 4)
    size = fig.height * b.uniform(0.042, 0.055)
    for i in (0, 1):
        shoulder, elbow, wrist = (fig.at[f"{k}{i}"] for k in ("shoulder", "elbow", "wrist"))
        b.add(names["shoulder"], g.sphere(r * 1.2 * ball, sides=fig.sides).move(*shoulder))
        b.add(names["upper arm"], limb(shoulder, elbow, [r * 1.1, r * 1.05, r * 0.8], fig.sides))
        b.add(names["elbow"], g.sphere(r * 0.82 * ball, sides=fig.sides).move(*elbow))
        b.add(names["forearm"], limb(elbow, wrist, [r * 0.8, r * 0.85, r * thin], fig.sides))
        spin = fig.turns[f"hand{i}"]  # columns: along, palm side, across
        spin = np.stack([spin[:, 2], spin[:, 0], spin[:, 1]], 1)
        if hand == "ball":
            b.add(names["hand"], posed(g.sphere(size * 0.7, sides=fig.sides).move(y=size * 0.5), spin, wrist))
            continue
        palm = g.superquadric(size * 0.5, size * 0.6, size * 0.24, 0.6, 0.7, max(fig.sides, 8)).move(
            y=size * 0.5
        )
        b.add(names["hand"], posed(palm, spin, wrist))
        thumb = g.capsule(size * 0.13, size * 0.7, sides=6).rotate("z", 40).move(-size * 0.5, size * 0.6, 0)
        b.add(names["thumb"], posed(thumb, spin, wrist))
        curl = fig.pose.hands[i][1]
        for k in range(fingers if hand == "fingers" else 0):
            finger = g.capsule(size * 0.115, size * 0.95, sides=6).move(y=size * 0.42).rotate("x", curl)
            x = (k / (fingers - 1) - 0.5) * size * 0.8
            b.add(names["finger"], posed(finger.move(x, size * 0.95, 0), spin, wrist))


def add_legs(b: Builder, fig: Figure, names: dict[str, str], ball: float) -> None:
    """Thighs, knees, shins and feet."""
    r = fig.limb * b.uniform(1.25, 1.7)
    foot, boxy = fig.height * b.uniform(0.07, 0.085), b.uniform(0.4, 1.0)
    for i in (0, 1):
        hip, knee, ankle = (fig.at[f"{k}{i}"] for k in ("hip", "knee", "ankle"))
        b.add(names["thigh"], limb(hip, knee, [r * 1.2, r * 1.1, r * 0.75], fig.sides))
        b.add(names["thigh"], g.sphere(r * 1.2, sides=fig.sides).move(*hip))
        b.add(names["knee"], g.sphere(r * 0.78 * ball, sides=fig.sides).move(*knee))
        b.add(names["shin"], limb(knee, ankle, [r * 0.74, r * 0.8, r * 0.6, r * 0.48], fig.sides))
        sole = g.superquadric(foot * 0.36, foot * 0.3, foot, boxy, boxy, max(fig.sides, 10))
        b.add(names["foot"], posed(sole.move(0, -foot * 0.1, foot * 0.5), fig.turns[f"foot{i}"], ankle))


def add_head(b: Builder, fig: Figure, names: dict[str, str], cartoon: bool) -> None:
    """Neck and head; sometimes a face, ears, hair, a hat."""
    spin, size = fig.turns["head"], fig.head
    top = fig.at["chin"] + spin @ [0, size * 0.45, 0]
    b.add(
        names["neck"],
        limb(fig.at["neck"] - fig.turns["chest"] @ [0, size * 0.15, 0], top, [size * 0.24] * 2, fig.sides),
    )
    wide, deep = size * b.uniform(0.34, 0.42) * (1.15 if cartoon else 1), size * b.uniform(0.4, 0.47)
    smooth = b.uniform(0.7, 1.0)
    parts = [
        (
            "skull",
            g.superquadric(wide, size * 0.52, deep, smooth, smooth, max(fig.sides, 8)).taper(
                b.uniform(1.0, 1.2)
            ),
        )
    ]
    if b.chance(0.6):
        tip = b.pick(
            g.sphere(size * 0.07, sides=8), g.cylinder(size * 0.07, size * 0.2, 0.01, 8).rotate("x", 15)
        )
        parts.append(("nose", tip.move(0, -size * 0.05, deep * 1.0)))
    if b.chance(0.6):
        ear = g.sphere(size * 0.05, size * 0.12, size * 0.08, sides=8)
        parts += [("ear", ear.move(side * wide * 1.02, -size * 0.02, 0)) for side in (-1, 1)]
    if b.chance(0.5):
        eye = g.sphere(size * (0.09 if cartoon else 0.05), sides=8)
        parts += [("eye", eye.move(side * wide * 0.42, size * 0.07, deep * 0.86)) for side in (-1, 1)]
        parts.append(("mouth", g.box(wide * 0.6, size * 0.05, size * 0.06).move(0, -size * 0.24, deep * 0.85)))
    parts += _hair(b, size, wide, deep)
    if b.chance(0.2):
        brim = g.cylinder(wide * b.uniform(1.2, 1.9), size * 0.03, sides=fig.sides)
        crown = g.cylinder(
            wide * 1.06, size * b.uniform(0.25, 0.5), wide * b.uniform(0.7, 1.05), sides=fig.sides
        )
        parts.append(("hat", (brim + crown.move(y=size * 0.15)).move(y=size * 0.32)))
    for name, mesh in parts:
        b.add(names[name], posed(mesh, spin, top))


def _hair(b: Builder, size: float, wide: float, deep: float) -> list[tuple[str, Mesh]]:
    """None, a cap of hair, long hair, a bun, or a pony tail."""
    kind = b.pick("", "", "short", "short", "long", "bun", "tail")
    if not kind:
        return []
    angle = np.radians(np.linspace(5, 90, 7))
    cap = g.lathe(np.stack([1.1 * np.cos(angle), 1.08 * np.sin(angle)], 1), 16).scale(wide, size * 0.54, deep)
    hair = cap.rotate("x", -18).move(0, size * 0.05, -size * 0.05)
    if kind == "long":
        hair = hair + g.superquadric(wide * 1.1, size * b.uniform(0.4, 0.8), deep * 0.45, 0.6, 0.8, 14).move(
            0, -size * 0.3, -deep * 0.75
        )
    if kind == "bun":
        hair = hair + g.sphere(size * 0.2, sides=10).move(0, size * 0.5, -deep * 0.6)
    if kind == "tail":
        path = np.array([[0, 0.3, -0.45], [0, 0.25, -0.7], [0, -0.1, -0.75], [0, -0.4, -0.6]]) * size
        hair = hair + g.sweep(path, [size * 0.08, size * 0.11, size * 0.1, size * 0.03], sides=8)
    return [("hair", hair)]


def add_body(b: Builder, fig: Figure, names: dict[str, str], ball: float = 1.0, cartoon: bool = False) -> None:
    """All parts of a posed figure."""
    add_trunk(b, fig, names)
    add_head(b, fig, names, cartoon)
    add_arms(b, fig, names, ball)
    add_legs(b, fig, names, ball)
