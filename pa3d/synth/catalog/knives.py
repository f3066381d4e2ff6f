"""Knives, daggers and swords."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.hand_parts import grip
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import any_pose, skin, turn_all, wire


def _blade(x: np.ndarray, top: np.ndarray, low: np.ndarray, thick: float, double: bool = False) -> Mesh:
    """Blade along +x between two height curves: a wedge with the edge below, or a diamond with two edges."""
    sections = []
    for k, (at, up, down) in enumerate(zip(x, top, low, strict=True)):
        t = thick / 2 * (1 - 0.7 * (k / (len(x) - 1)) ** 3)
        middle, thin = (up + down) / 2, 0.0002
        back = thin if double else t
        width = t if double else t * 0.8
        ys = [up, up, middle, down, down, middle]
        zs = [back, -back, -width, -thin, thin, width]
        sections.append(np.c_[np.full(6, at), ys, zs])
    return skin(sections)


def _kitchen_blade(b: Builder, length: float, height: float, kind: str) -> Mesh:
    """A blade of one of the usual outlines, edge down, heel at x = 0."""
    t = np.linspace(0, 1, 12)
    top, low = np.full(12, height * 0.5), np.full(12, -height * 0.5)
    if kind == "chef":
        top = height * (0.5 - b.uniform(0.3, 0.7) * t**2)
        low = -height * 0.5 + (top[-1] + height * 0.49) * t ** b.uniform(2.5, 5)
    elif kind == "clip":
        top = height * (0.5 - b.uniform(0.6, 0.9) * np.clip(t - 0.6, 0, 1) / 0.4)
        low = -height * 0.5 + (top[-1] + height * 0.49) * t**4
    elif kind == "santoku":
        top = height * (0.5 - 0.95 * np.clip(t - 0.7, 0, 1) ** 2 / 0.09)
    elif kind == "curved":
        rise = height * b.uniform(0.6, 1.3) * t**2
        top, low = top + rise - height * 0.05 * t, low + rise + height * 0.98 * t**5
    elif kind == "butter":
        round_ = np.sqrt(np.clip(1 - np.clip(t - 0.85, 0, 1) ** 2 / 0.0225, 0.02, 1))
        swell = 0.75 + 0.25 * t
        top, low = top * round_ * swell, low * round_ * swell
    x = length * t
    return _blade(x, top, low, b.uniform(0.0015, 0.004) * (1 + length * 2))


def _rivets(b: Builder, length: float, count: int, radius: float, depth: float) -> None:
    for x in np.linspace(-0.82, -0.18, count) * length:
        b.add("handle|grip > rivet", g.cylinder(radius, depth, sides=12).rotate("x", 90).move(x=x))


@design("knife", "knife", "kitchen knife")
def kitchen_knife(b: Builder) -> None:
    """Chef's, santoku, paring, carving or bread knife with riveted scales or a moulded handle."""
    length = b.pick(b.uniform(0.07, 0.11), b.uniform(0.14, 0.25), b.uniform(0.14, 0.3))
    kind = b.pick("chef", "chef", "clip", "santoku", "curved", "straight")
    height = length * b.uniform(0.11, 0.24)
    b.add("blade", _kitchen_blade(b, length, height, kind))
    handle, tall, wide = b.uniform(0.09, 0.13), b.uniform(0.018, 0.028), b.uniform(0.012, 0.02)
    tall = max(tall, height * 0.3)
    drop = b.uniform(-0.2, 0.5) * max(height - tall, 0)
    style, y = b.pick("scales", "moulded", "round"), drop * 0.5
    first = len(b.pieces)
    if style == "scales":
        outline = g.curve(
            [
                (0, 0.45),
                (-0.3, 0.5),
                (-0.6, 0.42),
                (-0.97, 0.6),
                (-1.03, -0.2),
                (-0.95, -0.75),
                (-0.6, -0.5),
                (-0.3, -0.6),
                (0, -0.5),
            ],
            30,
        ) * [handle, tall]
        for side in (1, -1):
            b.add("handle|grip > scale|handle", g.extrude(outline, wide * 0.42).move(z=side * wide * 0.29))
        b.add("handle|grip > tang", g.extrude(outline * 0.995, wide * 0.2))
        _rivets(b, handle, b.pick(2, 3, 3), tall * b.uniform(0.12, 0.2), wide * 1.06)
    elif style == "moulded":
        path = g.curve(
            [
                (0, 0, 0),
                (-handle * 0.5, tall * b.uniform(-0.1, 0.3), 0),
                (-handle, -tall * b.uniform(0, 0.4), 0),
            ],
            12,
        )
        radius = tall * np.interp(np.linspace(0, 1, 12), [0, 0.25, 0.7, 1], [0.5, 0.55, 0.5, 0.65])
        b.add("handle|grip > scale|handle", g.sweep(path, radius, section=g.ellipse(wide / tall, 1, 14)))
    else:
        b.add("handle|grip > scale|handle", grip(b, handle, tall * 0.5, sides=b.pick(8, 14)).rotate("z", 90))
    if b.chance(0.45):
        bolster = g.box(b.uniform(0.008, 0.02), tall * 1.05, wide * 1.05, wide * 0.2)
        b.add("handle|grip > bolster|collar", bolster.move(x=-0.002))
    b.change(lambda m: m.move(y=y), first)
    any_pose(b)


@design("knife", "dagger")
def dagger(b: Builder) -> None:
    """Dagger, combat knife or throwing knife: a cross guard, a wrapped grip and a pommel."""
    length, height = b.uniform(0.12, 0.3), b.uniform(0.02, 0.045)
    t = np.linspace(0, 1, 12)
    double = b.chance(0.65)
    waist = 1 - b.uniform(0, 0.35) * np.sin(np.pi * t)
    half = height / 2 * waist * np.where(t < 0.7, 1, (1 - t) / 0.3 + 0.02)
    low = -half if double else -height / 2 + (height * 0.49) * t**4
    up = half if double else np.full(12, height / 2) - np.clip(t - 0.65, 0, 1) / 0.35 * height * 0.5
    b.add("blade", _blade(length * t, up, low, b.uniform(0.004, 0.008), double))
    handle, radius = b.uniform(0.09, 0.13), b.uniform(0.009, 0.014)
    if b.chance(0.8):
        guard = b.uniform(1.1, 2.4) * height
        if b.chance(0.5):
            piece = g.box(0.012, guard, radius * 2.2, 0.003)
        else:
            bow = b.uniform(-0.03, 0.03)
            piece = wire([(bow, guard / 2, 0), (0, 0, 0), (bow, -guard / 2, 0)], radius * 0.55, 11)
        b.add("handle|grip > guard|crossguard", piece)
    if b.chance(0.5):
        mesh = g.lathe(_wrapped(radius, handle, b.integer(5, 12)), 14).scale(1, 1, 0.8)
    else:
        mesh = grip(b, handle, radius)
    b.add("handle|grip > scale|handle", mesh.rotate("z", 90))
    if b.chance(0.7):
        pommel = b.pick(
            g.sphere(radius * 1.4, sides=14),
            g.box(0.014, radius * 2.4, radius * 2, 0.003),
            g.cylinder(radius * 1.3, 0.015).rotate("z", 90),
        )
        b.add("handle|grip > pommel|butt", pommel.move(x=-handle))
    any_pose(b)


def _wrapped(radius: float, length: float, turns: int) -> list[tuple[float, float]]:
    """Profile of a grip wound with cord."""
    t = np.linspace(0, 1, turns * 2 + 1)
    rings = [(radius * (1 if i % 2 else 0.86), length * v) for i, v in enumerate(t)]
    return [(0, 0), *rings, (0, length)]


@design("knife", "pocket knife")
def folding_knife(b: Builder) -> None:
    """Pocket knife, its blade opened by any angle; Swiss knives carry more tools."""
    handle, tall, wide = b.uniform(0.08, 0.12), b.uniform(0.016, 0.026), b.uniform(0.01, 0.02)
    length = handle * b.uniform(0.7, 0.88)
    kind = b.pick("chef", "clip", "santoku", "curved")
    open_ = b.pick(0.0, 0.0, b.uniform(20, 150))
    blade = _kitchen_blade(b, length, tall * b.uniform(0.6, 0.85), kind).rotate("z", -open_)
    b.add("blade", blade)
    for k in range(b.pick(0, 0, 1, 2)):
        extra = _kitchen_blade(b, length * b.uniform(0.5, 0.9), tall * 0.5, b.pick("butter", "clip"))
        b.add(
            "blade",
            extra.rotate("z", b.uniform(90, 160) * b.pick(1, -1)).move(
                x=-handle * (k % 2) * 0.95, z=wide * 0.25 * (k + 1)
            ),
        )
    round_ = b.uniform(0.2, 0.5) * tall
    outline = g.rectangle(handle, tall, round_) - [handle / 2 - tall * 0.3, 0]
    if b.chance(0.5):
        outline[:, 1] += tall * b.uniform(0.1, 0.3) * np.sin(outline[:, 0] / handle * np.pi)
    for side in (1, -1):
        b.add("handle|grip > scale|handle", g.extrude(outline, wide * 0.35).move(z=side * wide * 0.33))
    b.add("handle|grip > spring|spine", g.extrude(outline[:, :] * [0.96, 0.5] + [0, tall * 0.2], wide * 0.3))
    b.add("handle|grip > pivot|screw", g.cylinder(tall * 0.16, wide * 1.08, sides=12).rotate("x", 90))
    if b.chance(0.6):
        _rivets(b, handle, b.pick(2, 3), tall * 0.09, wide * 1.06)
    if b.chance(0.35):
        b.add("handle|grip > clip", g.box(handle * 0.5, tall * 0.3, 0.002).move(x=-handle * 0.6, z=wide * 0.6))
    any_pose(b)


@design("knife", "cleaver")
def cleaver(b: Builder) -> None:
    """Meat cleaver, machete or Chinese kitchen knife: a broad plate, perhaps with a hanging hole."""
    length = b.pick(b.uniform(0.14, 0.24), b.uniform(0.3, 0.5))
    height = b.uniform(0.06, 0.11)
    nose = b.uniform(0.75, 1.05) * height
    outline = [
        (0, 0),
        (length * 0.5, -0.004),
        (length, height * b.uniform(0, 0.15)),
        (length * b.uniform(0.93, 1), nose),
        (0, height),
    ]
    holes = [g.ellipse(0.008, 0.008, 14) + [length * 0.9, height * 0.72]] if b.chance(0.6) else []
    b.add("blade", g.extrude(outline, b.uniform(0.002, 0.005), holes))
    handle, radius = b.uniform(0.1, 0.14), b.uniform(0.011, 0.016)
    y = height * b.uniform(0.6, 0.8)
    b.add("handle|grip > scale|handle", grip(b, handle, radius).rotate("z", 90).move(y=y))
    if b.chance(0.5):
        b.add(
            "handle|grip > bolster|collar", g.cylinder(radius * 1.05, 0.015).rotate("z", 90).move(x=-0.004, y=y)
        )
    if b.chance(0.5):
        first = len(b.pieces)
        _rivets(b, handle, b.pick(2, 3), 0.003, radius * 2.1)
        b.change(lambda m: m.move(y=y), first)
    any_pose(b)


@design("knife", "butter knife")
def table_knife(b: Builder) -> None:
    """Dinner, steak or butter knife: one slim piece of metal or with a plastic handle; craft knives."""
    length, handle = b.uniform(0.08, 0.13), b.uniform(0.08, 0.12)
    height = b.uniform(0.014, 0.024)
    b.add("blade", _kitchen_blade(b, length, height, b.pick("butter", "butter", "chef", "straight")))
    neck, end = height * b.uniform(0.2, 0.4), height * b.uniform(0.35, 0.6)
    t = np.linspace(0, 1, 10)
    radius = neck + (end - neck) * t ** b.uniform(0.4, 1.5)
    path = np.c_[-handle * t, np.zeros(10), np.zeros(10)]
    radius[-1] *= 0.7
    b.add(
        "handle|grip > scale|handle",
        g.sweep(path, radius, section=b.pick(g.ellipse(0.5, 1, 12), g.rectangle(0.9, 2, 0.4))),
    )
    if b.chance(0.3):
        b.add("handle|grip > bolster|collar", g.sphere(height * 0.3, height * 0.5, height * 0.35, sides=12))
    any_pose(b)


@design("sword", "sword")
def sword(b: Builder) -> None:
    """Long sword, rapier, katana, sabre or game sword, blade along +x."""
    length, height = b.uniform(0.5, 1.1), b.uniform(0.025, 0.09)
    bow = b.pick(0.0, 0.0, b.uniform(0.04, 0.18)) * length
    t = np.linspace(0, 1, 16)
    half = height / 2 * np.where(t < 0.85, 1 - b.uniform(0, 0.4) * t, (1 - t) / 0.15 * 0.7 + 0.02)
    middle = bow * t**2
    b.add("blade", _blade(length * t, middle + half, middle - half, b.uniform(0.006, 0.014), bow == 0))
    if bow == 0 and b.chance(0.35):
        b.add("blade > fuller|groove", g.box(length * 0.7, height * 0.15, 0.015).move(x=length * 0.36))
    handle, radius = b.uniform(0.12, 0.28), b.uniform(0.011, 0.018)
    style, span = b.pick("bar", "curved", "disc", "basket"), b.uniform(0.12, 0.24)
    if style == "bar":
        guard = g.box(radius * 1.8, span, radius * 2.2, b.uniform(0, 0.8) * radius)
    elif style == "disc":
        guard = g.cylinder(span * 0.28, 0.008, sides=b.pick(4, 24)).rotate("z", 90)
    else:
        tip = b.uniform(-0.05, 0.06)
        guard = wire([(tip, span / 2, 0), (0, 0, 0), (tip, -span / 2, 0)], radius * 0.7, 13)
    b.add("handle|hilt > guard|crossguard", guard)
    if style == "basket":
        knuckle = g.curve([(0, -span * 0.3, 0), (-handle * 0.5, -span * 0.4, 0), (-handle, 0, 0)], 14)
        b.add("handle|hilt > guard|crossguard", g.sweep(knuckle, radius * 0.5, sides=8))
    b.add(
        "handle|hilt > grip",
        g.lathe(_wrapped(radius, handle, b.integer(4, 14)), 12).scale(1, 1, 0.8).rotate("z", 90),
    )
    if b.chance(0.8):
        pommel = b.pick(
            g.sphere(radius * 1.6, sides=14), g.cylinder(radius * 1.8, radius * 1.6).rotate("x", 90)
        )
        b.add("handle|hilt > pommel", pommel.move(x=-handle - radius * 0.6))
    turn_all(b, "z", b.pick(0.0, 90.0, -90.0))
    turn_all(b, "x", b.pick(0.0, 90.0))
