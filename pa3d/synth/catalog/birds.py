"""Birds."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.animal_parts import Array, flesh, tube
from pa3d.synth.mesh import Mesh


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
    return g.loft(rings)


def _bird_head(b: Builder, at: Array, r: float, beak: float, sides: int) -> None:
    """Head, eyes and beak; hooked, straight, flat, or short."""
    b.add("head", g.superquadric(r * 0.9, r * 0.95, r * 1.1, 0.9, 1.0, sides).move(*at))
    eye = g.sphere(r * 0.18, sides=8).move(r * 0.75, r * 0.25, r * 0.5)
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
            g.cylinder(r * 0.3, r * 1.0, 0, 8)
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
            toe = g.cylinder(r, r * 7, r * 0.3, 7).rotate("x", 90).move(z=r * 3.5).rotate("y", turn)
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
    return g.extrude(flat, long * 0.05).rotate("x", 90)


@design("bird", "bird")
def standing_bird(b: Builder) -> None:
    """Perching or wading bird, hen, duck, parrot or flamingo with folded wings."""
    s, sides = b.uniform(0.08, 0.5), b.pick(8, 12, 16)
    lean, w = b.uniform(0, 70), s * b.uniform(0.22, 0.36)
    leg, neck = (
        s * b.pick(b.uniform(0.2, 0.5), b.uniform(0.6, 1.6)),
        s * b.pick(b.uniform(0.15, 0.35), b.uniform(0.5, 1.2)),
    )
    spin = g.rotation("x", -lean)
    hip = np.array([0, leg, 0])
    radii = np.array([0.15, 0.7, 1, 1, 0.8, 0.35]) * w

    def place(mesh: Mesh) -> Mesh:
        return Mesh(mesh.vertices @ spin.T + hip + [0, w * 0.8, 0], mesh.faces)

    trunk = flesh([(0, 0, -s * 0.55), (0, 0, 0), (0, 0, s * 0.5)], radii, radii * b.uniform(0.95, 1.25), sides)
    b.add("body|torso", place(trunk))
    wing = g.superquadric(w * 0.18, w * b.uniform(0.6, 0.9), s * b.uniform(0.4, 0.65), 0.9, 1.0, 14)
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
    profile = g.curve(
        [(0.02, 0), (w * 0.8, s * 0.03), (w, s * 0.25), (w * 0.85, s * 0.5), (w * 0.5, s * 0.68)], 14
    )
    b.add("body|torso", g.lathe([*profile, (0, s * 0.7)], 20).scale(1, 1, 0.9))
    _bird_head(b, np.array([0, s * 0.76, w * 0.1]), w * b.uniform(0.55, 0.7), w * b.uniform(0.4, 0.9), 16)
    flipper = (
        g.superquadric(w * 0.12, s * 0.22, w * 0.35, 1, 1, 14).move(y=-s * 0.18).rotate("z", b.uniform(8, 70))
    )
    symmetric(b, "wing", flipper.move(w * 0.85, s * 0.56, 0))
    symmetric(
        b,
        "leg > foot",
        g.superquadric(w * 0.35, s * 0.03, w * 0.55, 0.8, 0.8, 12).move(w * 0.45, s * 0.015, w * 0.5),
    )
    b.add("tail", g.cylinder(w * 0.3, s * 0.15, 0.0, 10).rotate("x", -125).move(0, s * 0.06, -w * 0.85))
