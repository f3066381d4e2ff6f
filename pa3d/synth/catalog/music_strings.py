"""Stringed instruments."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.parts import skin, stick, turn_all, wire


def _mirrored(half: ArrayLike, count: int = 44) -> np.ndarray:
    """Smooth closed outline from the right-hand half of it, listed bottom to top."""
    right = g.curve(half, count)
    return np.concatenate([right, right[-2:0:-1] * [-1, 1]])


def _neck(b: Builder, start: float, stop: float, wide: float, z: float, strings: int) -> None:
    """Neck with fretboard and frets along y from start to stop, its face at height z."""
    thick, narrow = wide * b.uniform(0.4, 0.55), b.uniform(0.75, 0.9)
    tilt = [(wide / 2 * w, y) for y, w in ((start, 1.0), (stop, narrow))]
    outline = [tilt[0], tilt[1], (-tilt[1][0], tilt[1][1]), (-tilt[0][0], tilt[0][1])]
    b.add("neck > fretboard|fingerboard", g.extrude(outline, 0.006).move(z=z))
    levels = []
    for x, y in tilt:
        angle = np.linspace(np.pi, 2 * np.pi, 9)
        levels.append(np.c_[x * np.cos(angle), np.full(9, y), z - 0.003 + thick * np.sin(angle)])
    b.add("neck > neck", skin(levels))
    if strings and b.chance(0.8):
        for k in range(b.integer(8, 20)):
            y = start + (stop - start) * (1 - 0.93 * (1 - 0.944 ** (k + 1)) / 0.7)
            if y > start + 0.005:
                b.add("neck > fret", g.box(wide * 0.9, 0.002, 0.003).move(y=y, z=z + 0.0035))


def _head(b: Builder, y: float, wide: float, long: float, z: float, pegs: int) -> None:
    """Headstock above y: symmetric with pegs on both sides, or a slanted one with a single row."""
    inline, tilt = b.chance(0.4), b.uniform(0, 14)
    first = len(b.pieces)
    if inline:
        shape = [
            (-0.45, 0),
            (0.45, 0),
            (0.5, 0.12),
            (0.5, 0.5),
            (0.75, 0.85),
            (0.4, 1.05),
            (0, 0.92),
            (-0.75, 0.1),
        ]
        outline = g.curve([*shape, shape[0]], 30)[:-1] if b.chance(0.6) else np.array(shape)
    else:
        flare = b.uniform(0.55, 0.8)
        outline = np.array(
            [
                (-0.45, 0),
                (0.45, 0),
                (flare, 0.2),
                (flare * 0.95, 0.95),
                (0.15, b.uniform(0.9, 1.05)),
                (-0.15, 1.0),
                (-flare * 0.95, 0.95),
                (-flare, 0.2),
            ]
        )
    b.add("head|headstock > headstock|head", g.extrude(outline * [wide, long], 0.014))
    b.add("head|headstock > nut", g.box(wide * 0.9, 0.005, 0.009).move(z=0.008))
    size = b.uniform(0.006, 0.009)
    for k in range(pegs):
        side = -1.0 if inline or k % 2 else 1.0
        t = (k + 0.8) / (pegs + 0.6) if inline else (k // 2 + 1) / (pegs // 2 + 0.7)
        edge = 0.65 * (1 - t * 0.7) if inline else 0.65
        at = (side * wide * (edge + 0.18), long * t)
        knob = g.sphere(size * 1.5, size, size * 0.5, sides=10).move(x=at[0], y=at[1])
        stem = stick((at[0] - side * wide * 0.4, at[1], 0), (at[0], at[1], 0), 0.0025, sides=6)
        post = (
            g.cylinder(0.0035, 0.018, sides=8)
            .rotate("x", 90)
            .move(x=at[0] - side * wide * 0.42, y=at[1], z=0.009)
        )
        b.add("head|headstock > tuning peg|tuner|machine head", knob + stem + post)
    b.change(lambda m: m.rotate("x", -tilt).move(y=y, z=z - 0.004), first)


def _strings(b: Builder, count: int, bridge: float, joint: float, nut: float, wide: float, z: float) -> None:
    """Strings from bridge to nut, cut where the neck meets the body so each part keeps its own piece."""
    for x in np.linspace(-0.38, 0.38, count) * wide:
        b.add("body > string", stick((x, bridge, z), (x, joint, z), 0.0008, sides=5))
        b.add("neck > string", stick((x, joint, z), (x * 0.85, nut, z), 0.0008, sides=5))


@design("guitar", "guitar")
def acoustic_guitar(b: Builder) -> None:
    """Classical or western guitar, or ukulele: hollow waisted body, sound hole, bridge."""
    wide, tall = b.uniform(0.34, 0.42), b.uniform(0.45, 0.52)
    deep, size = b.uniform(0.085, 0.12), b.pick(1.0, 1.0, b.uniform(0.5, 0.8))
    waist, upper = b.uniform(0.55, 0.75), b.uniform(0.7, 0.82)
    half = [(0, 0), (0.38, 0.03), (0.5, 0.26), (waist / 2, 0.58), (upper / 2, 0.82), (0.2, 0.985), (0, 1.0)]
    outline = _mirrored(half) * [wide, tall]
    cut = b.chance(0.2)
    if cut:
        outline[:, 1] -= (
            np.clip(outline[:, 0] / wide - 0.12, 0, 1) * np.clip(outline[:, 1] / tall - 0.75, 0, 1) * tall * 2
        )
    hole, y = wide * b.uniform(0.12, 0.15), tall * 0.66
    b.add("body > side|rib", g.extrude(outline, deep).move(z=-deep / 2))
    b.add(
        "body > top|soundboard",
        g.extrude(outline * 0.995, 0.004, [g.ellipse(hole, hole, 24) + [0, y]]).move(z=0.003),
    )
    b.add("body > sound hole|soundhole", g.extrude(g.ellipse(hole, hole, 24), 0.003).move(y=y, z=0.001))
    if b.chance(0.6):
        b.add(
            "body > rosette", g.torus(hole * 1.1, 0.004, 28).rotate("x", 90).scale(1, 1, 0.4).move(y=y, z=0.005)
        )
    bridge = tall * b.uniform(0.26, 0.34)
    b.add("body > bridge", g.box(wide * b.uniform(0.32, 0.5), 0.025, 0.01, 0.003).move(y=bridge, z=0.009))
    if b.chance(0.5):
        guard = g.curve([(0.3, 0), (1.3, -0.2), (1.6, -1.3), (0.9, -1.4), (0.85, -0.5), (0.3, 0)], 20)[
            :-1
        ] * hole + [0, y]
        b.add("body > pickguard|scratch plate", g.extrude(guard, 0.003).move(z=0.006))
    neck, joint = wide * b.uniform(0.13, 0.17), tall * b.uniform(0.98, 1.0)
    nut, count = joint + tall * b.uniform(0.62, 0.85), b.pick(6, 6, 4)
    _neck(b, y + hole * 0.9, nut, neck, 0.008, count)
    _head(b, nut, neck, b.uniform(0.15, 0.19), 0.008, count)
    if b.chance(0.85):
        _strings(b, count, bridge, joint, nut, neck, 0.015)
    b.change(lambda m: m.scale(size))
    turn_all(b, "x", b.pick(0.0, 0.0, -12.0, -90.0))


def _electric_outline(b: Builder) -> np.ndarray:
    """Solid body, unit sized, neck joint near (0, 1)."""
    kind = b.pick("strat", "strat", "single", "v", "explorer", "sg")
    if kind == "v":
        tip = b.uniform(-0.35, -0.05)
        return np.array(
            [
                (-0.1, 1),
                (0.1, 1),
                (0.16, 0.75),
                (0.62, tip),
                (0.42, tip - 0.06),
                (0.0, 0.35),
                (-0.42, tip - 0.06),
                (-0.62, tip),
                (-0.16, 0.75),
            ]
        )
    if kind == "explorer":
        return np.array(
            [
                (-0.12, 1),
                (0.1, 1),
                (0.12, 0.85),
                (0.55, 0.98),
                (0.32, 0.5),
                (0.6, -0.05),
                (0.1, 0.05),
                (-0.5, 0.15),
                (-0.25, 0.6),
                (-0.3, 0.9),
            ]
        )
    horn = b.uniform(1.0, 1.22)
    if kind == "single":
        points = [
            (0, 0),
            (0.42, 0.05),
            (0.5, 0.3),
            (0.33, 0.6),
            (0.38, 0.9),
            (0.2, 0.86),
            (0.1, 0.96),
            (-0.1, 1.0),
            (-0.35, 0.95),
            (-0.36, 0.65),
            (-0.5, 0.3),
            (-0.42, 0.05),
            (0, 0),
        ]
    elif kind == "sg":
        points = [
            (0, 0),
            (0.42, 0.05),
            (0.5, 0.28),
            (0.36, 0.6),
            (0.42, 1.0),
            (0.16, 0.85),
            (0.08, 0.9),
            (-0.08, 0.9),
            (-0.16, 0.85),
            (-0.42, 1.0),
            (-0.36, 0.6),
            (-0.5, 0.28),
            (-0.42, 0.05),
            (0, 0),
        ]
    else:
        points = [
            (0.05, 0.02),
            (0.42, 0.0),
            (0.5, 0.25),
            (0.34, 0.55),
            (0.4, horn * 0.9),
            (0.2, 0.85),
            (0.1, 0.88),
            (-0.1, 0.9),
            (-0.22, 0.95),
            (-0.42, horn),
            (-0.36, 0.6),
            (-0.5, 0.3),
            (-0.42, 0.08),
            (0.05, 0.02),
        ]
    return g.curve(points, 56)[:-1]


@design("guitar", "guitar", "electric guitar")
def electric_guitar(b: Builder) -> None:
    """Solid-body guitar or bass: pickups, bridge, knobs, pickguard, sometimes a tremolo arm."""
    wide, tall, deep = b.uniform(0.3, 0.36), b.uniform(0.38, 0.46), b.uniform(0.035, 0.05)
    outline = _electric_outline(b) * [wide, tall]
    b.add("body > body", g.extrude(outline, deep).move(z=-deep / 2))
    if b.chance(0.45):
        guard = outline * [0.8, 0.8] + [0, tall * 0.1]
        b.add("body > pickguard|scratch plate", g.extrude(guard, 0.003).move(z=0.0015))
    neck, count = b.uniform(0.046, 0.06), b.pick(6, 6, 6, 4)
    bridge, joint = tall * b.uniform(0.2, 0.28), tall * 0.9
    for y in np.linspace(0.36, 0.7, b.integer(1, 3)) * tall:
        lean = b.pick(0.0, 0.0, 8.0)
        b.add(
            "body > pickup",
            g.box(neck * 1.35, b.uniform(0.018, 0.038), 0.012, 0.004).rotate("z", lean).move(y=y, z=0.006),
        )
    b.add("body > bridge", g.box(neck * 1.4, b.uniform(0.012, 0.03), 0.014, 0.003).move(y=bridge, z=0.007))
    if b.chance(0.4):
        b.add(
            "body > bridge > tailpiece", g.box(neck * 1.5, 0.012, 0.012, 0.005).move(y=bridge - 0.05, z=0.007)
        )
    for k in range(b.integer(1, 4)):
        at = (wide * (0.22 + 0.07 * (k % 2)), tall * (0.32 - 0.09 * k))
        b.add(
            "body > knob",
            g.cylinder(0.011, 0.014, 0.009, 14).rotate("x", 90).move(x=at[0], y=max(at[1], 0.03), z=0.007),
        )
    if b.chance(0.3):
        arm = [(0.02, bridge, 0.012), (0.05, bridge + 0.01, 0.03), (0.07, bridge + 0.13, 0.03)]
        b.add("body > tremolo arm|whammy bar", wire(arm, 0.003, 10, 6))
    nut = joint + tall * b.uniform(0.95, 1.35)
    _neck(b, tall * 0.74, nut, neck, 0.008, count)
    _head(b, nut, neck, b.uniform(0.15, 0.2), 0.008, count)
    if b.chance(0.85):
        _strings(b, count, bridge, joint, nut, neck, 0.016)
    turn_all(b, "x", b.pick(0.0, 0.0, -12.0, -90.0))


@design("guitar")
def simple_guitar(b: Builder) -> None:
    """Toy, banjo-like or low-poly guitar: a plain body, a thick neck and a block for the head."""
    wide, tall = b.uniform(0.3, 0.42), b.uniform(0.36, 0.5)
    deep, neck = b.uniform(0.04, 0.1), b.uniform(0.045, 0.07)
    if b.chance(0.4):
        b.add(
            "body > body",
            g.cylinder(wide / 2, deep, sides=b.pick(10, 28)).rotate("x", 90).move(y=wide / 2, z=-deep / 2),
        )
        b.add("body > rim|hoop", g.torus(wide / 2, 0.008, 28).rotate("x", 90).move(y=wide / 2))
        tall = wide
    else:
        half = [(0, 0), (0.42, 0.02), (0.5, 0.28), (0.3, 0.58), (0.4, 0.85), (0.1, 1), (0, 1)]
        b.add(
            "body > body", g.extrude(_mirrored(half, b.pick(8, 12, 30)) * [wide, tall], deep).move(z=-deep / 2)
        )
        hole = wide * 0.14
        b.add(
            "body > sound hole|soundhole",
            g.extrude(g.ellipse(hole, hole, 18), 0.004).move(y=tall * 0.62, z=0.002),
        )
    b.add("body > bridge", g.box(wide * 0.3, 0.025, 0.016).move(y=tall * 0.25, z=0.006))
    nut = tall + b.uniform(0.2, 0.6)
    b.add(
        "neck > neck",
        g.box(neck, nut - tall * 0.8, 0.028, b.pick(0.0, 0.008)).move(y=(nut + tall * 0.8) / 2, z=-0.004),
    )
    if b.chance(0.6):
        b.add(
            "neck > fretboard|fingerboard",
            g.box(neck * 0.95, nut - tall * 0.75, 0.006).move(y=(nut + tall * 0.75) / 2, z=0.012),
        )
    _head(b, nut, neck, b.uniform(0.1, 0.19), 0.005, b.pick(4, 6))
    if b.chance(0.5):
        _strings(b, b.pick(4, 5, 6), tall * 0.25, tall * 0.98, nut, neck, 0.018)
    turn_all(b, "x", b.pick(0.0, 0.0, -90.0))


@design("violin")
def violin(b: Builder) -> None:
    """Violin to double bass: waisted body with f-holes, bridge, tailpiece, scroll, often with its bow."""
    tall = b.pick(0.355, 0.355, 0.75)
    wide, deep = tall * b.uniform(0.55, 0.6), tall * b.uniform(0.09, 0.13)
    half = [
        (0, 0),
        (0.38, 0.03),
        (0.5, 0.2),
        (0.44, 0.36),
        (0.3, 0.46),
        (0.28, 0.56),
        (0.38, 0.66),
        (0.4, 0.82),
        (0.25, 0.97),
        (0, 1),
    ]
    outline = _mirrored(half) * [wide, tall]
    b.add("body > side|rib", g.extrude(outline * 0.97 + [0, tall * 0.015], deep).move(z=-deep / 2))
    for z in (0.0, -deep):
        b.add("body > top|plate", g.extrude(outline, deep * 0.12).move(z=z))
    hole = (
        g.curve([(0.03, 0.12, 0), (0.0, 0.1, 0), (0.02, 0.0, 0), (0.0, -0.1, 0), (-0.03, -0.12, 0)], 14)
        * tall
        * 0.8
    )
    symmetric(
        b,
        "body > f-hole|sound hole",
        g.sweep(hole, tall * 0.008, sides=6).move(x=wide * 0.22, y=tall * 0.44, z=deep * 0.06),
    )
    neck, nut = tall * 0.07, tall * b.uniform(1.36, 1.42)
    b.add(
        "bridge",
        g.extrude(np.array([(-0.5, 0), (0.5, 0), (0.35, 1), (-0.35, 1)]) * neck * 1.3, 0.003)
        .rotate("x", 90)
        .mirror("z")
        .move(y=tall * 0.45, z=deep * 0.06),
    )
    b.add("tailpiece", g.box(neck, tall * 0.3, 0.01, 0.003).taper(1.5).move(y=tall * 0.2, z=deep * 0.3))
    if b.chance(0.7):
        b.add(
            "chin rest",
            g.sphere(tall * 0.1, tall * 0.08, deep * 0.15, sides=14).move(
                x=-wide * 0.22, y=tall * 0.06, z=deep * 0.2
            ),
        )
    b.add(
        "neck > fingerboard|fretboard",
        g.box(neck, nut - tall * 0.6, 0.008).move(y=(nut + tall * 0.6) / 2, z=deep * 0.4),
    )
    b.add("neck > neck", stick((0, tall * 0.95, -0.0), (0, nut, deep * 0.25), neck * 0.45))
    curl = g.curve(
        [
            (nut, 0.25),
            (nut + tall * 0.2, -0.1),
            (nut + tall * 0.27, -0.3),
            (nut + tall * 0.3, -0.05),
            (nut + tall * 0.26, 0.1),
        ],
        16,
    )
    b.add(
        "head|scroll > scroll|head",
        g.sweep(np.c_[np.zeros(16), curl[:, 0], curl[:, 1] * deep], neck * np.linspace(0.45, 0.3, 16)),
    )
    for k in range(4):
        side = (-1) ** k
        peg = stick((0, 0, 0), (side * neck * 1.4, 0, 0), 0.003, sides=8) + g.sphere(
            0.01, 0.012, 0.004, sides=10
        ).move(x=side * neck * 1.5)
        b.add("head|scroll > tuning peg|peg", peg.move(y=nut + tall * (0.05 + 0.035 * k), z=deep * 0.05))
    for x in np.linspace(-0.3, 0.3, 4) * neck:
        b.add(
            "string",
            stick((x, tall * 0.33, deep * 0.35), (x, tall * 0.45, deep * 0.06 + neck * 1.3), 0.0008, sides=5),
        )
        b.add(
            "string", stick((x, tall * 0.45, deep * 0.06 + neck * 1.3), (x, nut, deep * 0.45), 0.0008, sides=5)
        )
    if b.chance(0.6):
        _fiddle_bow(b, wide * 0.8, tall * b.uniform(0.0, 0.3), tall * 2)
    turn_all(b, "x", b.pick(0.0, -90.0))


def _fiddle_bow(b: Builder, x: float, y: float, length: float) -> None:
    """Bow lying beside a violin, along y."""
    t = np.linspace(0, 1, 10)
    b.add(
        "bow > stick",
        g.sweep(np.c_[x + 0.012 + 0.02 * (1 - 4 * t * (1 - t)), y + length * t, np.zeros(10)], 0.004, sides=8),
    )
    b.add("bow > hair", g.box(0.004, length * 0.97, 0.009).move(x=x, y=y + length / 2))
    b.add("bow > frog|handle", g.box(0.035, 0.04, 0.012, 0.002).move(x=x + 0.012, y=y + 0.02))
    b.add("bow > tip", g.box(0.036, 0.012, 0.01).move(x=x + 0.014, y=y + length))


@design("harp")
def harp(b: Builder) -> None:
    """Concert or lap harp: sound box, curved neck, pillar and strings."""
    tall, wide = b.pick(b.uniform(0.7, 1.0), b.uniform(1.4, 1.8)), b.uniform(0.4, 0.6)
    wide *= tall
    foot, crown = np.array([0, 0.08 * tall, 0]), np.array([0, tall, 0])
    shoulder = np.array([wide, tall * b.uniform(0.75, 0.85), 0])
    thick = tall * 0.02
    b.add("pillar|column", stick(foot, crown, thick * 1.2, sides=14))
    if b.chance(0.6):
        b.add(
            "crown|capital",
            g.lathe([(0, 0), (thick * 1.8, 0), (thick * 2.4, thick * 4), (0, thick * 4.4)], 16).move(y=tall),
        )
    neck = g.curve(
        [
            crown,
            crown + (shoulder - crown) * 0.35 + [0, tall * -0.09, 0],
            crown + (shoulder - crown) * 0.75 + [0, tall * 0.05, 0],
            shoulder,
        ],
        22,
    )
    b.add("neck", g.sweep(neck, thick * 1.3, section=g.rectangle(1.4, 2.4, 0.3)))
    box_path = np.linspace(foot + [tall * 0.03, 0, 0], shoulder, 6)
    b.add(
        "soundbox|body|soundboard",
        g.sweep(box_path, np.linspace(2.8, 1.4, 6) * thick, section=g.ellipse(1.3, 1, 14)),
    )
    b.add("base|foot", g.box(wide * 0.35, tall * 0.09, tall * 0.16, 0.02).move(x=wide * 0.05, y=tall * 0.045))
    for t in np.linspace(0.12, 0.92, b.integer(12, 30)):
        low = foot + (shoulder - foot) * t + [0, thick * 2, 0]
        high = np.array([low[0], np.interp(low[0], neck[:, 0], neck[:, 1]), 0])
        b.add("string", stick(low, high, 0.0012 * tall, sides=5))
