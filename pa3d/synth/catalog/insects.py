"""Insects and spiders."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.animal_parts import Array, blade, flesh, tube
from pa3d.synth.parts import stick


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
            b.add("leg > upper leg", stick(start * flip, knee * flip, r * 1.2, r, sides=7))
            b.add(
                "leg > lower leg",
                g.sweep(
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
    b.add("head|cephalothorax", g.sphere(r, r * 0.7, r * 1.15, sides=16).move(0, y, r * 0.6))
    belly = r * b.uniform(1.0, 1.8)
    b.add(
        "body|abdomen",
        g.sphere(belly * 0.9, belly * 0.8, belly * 1.15, sides=18).move(0, y + r * 0.2, -belly * 1.0 - r * 0.2),
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
        g.capsule(r * 0.13, r * 0.7, r * 0.04, 8).rotate("z", 180).move(r * 0.25, y - r * 0.3, r * 1.7),
    )
    if b.chance():
        symmetric(
            b, "head|cephalothorax > eye", g.sphere(r * 0.15, sides=8).move(r * 0.3, y + r * 0.35, r * 1.5)
        )


def _antennae(b: Builder, at: Array, long: float, r: float) -> None:
    path = np.array([(0.1, 0, 0), (0.3, 0.5, 0.4), (0.55, 0.8, 1.0)]) * long
    symmetric(b, "antenna|feeler", tube(path + at, [r, r, r * b.pick(0.6, 2.0)], 6))


@design("butterfly", "insect")
def butterfly(b: Builder) -> None:
    """Thin body and two pairs of broad flat wings, open or half folded."""
    s = b.uniform(0.02, 0.2)
    r, y = s * b.uniform(0.03, 0.06), s * 0.15
    b.add("body > thorax|body", g.capsule(r * 1.2, s * 0.3, sides=12).rotate("x", 90).move(0, y, s * 0.1))
    b.add("body > abdomen", g.capsule(r, s * 0.5, r * 0.5, sides=12).rotate("x", -90).move(0, y, -s * 0.22))
    b.add("head", g.sphere(r * 1.3, sides=12).move(0, y, s * 0.3))
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
    b.add("head", g.sphere(r * 0.85, sides=14).move(0, y, r * 1.7))
    symmetric(
        b, "head > eye", g.sphere(r * 0.4, r * 0.5, r * 0.35, sides=10).move(r * 0.6, y + r * 0.2, r * 2.0)
    )
    b.add("body > thorax|body", g.sphere(r, r, r * 1.1, sides=14).move(0, y, 0))
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
            g.superquadric(s * 0.3, s * 0.008, s * 0.11, 1, 1, 16)
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
        shell = g.sphere(w, w * 0.75, s * 0.5, sides=20)
        b.add("body > wing case|shell", shell.move(0, y, -s * 0.2))
    else:
        b.add("body > abdomen", g.sphere(w, w * 0.9, s * 0.32, sides=16).move(0, y, -s * 0.35))
        b.add("body > thorax|body", g.sphere(w * 0.5, w * 0.5, s * 0.18, sides=14).move(0, y, s * 0.1))
    b.add("head", g.sphere(w * 0.6, w * 0.5, s * 0.14, sides=14).move(0, y, s * 0.34))
    _antennae(b, np.array([0, y + w * 0.2, s * 0.42]), s * b.uniform(0.15, 0.4), s * 0.012)
    _bug_legs(b, 3, np.array([w * 0.5, y, 0]), s * b.uniform(0.4, 0.7), s * 0.022, 55)
