"""Musical instruments."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.tools import any_pose, rod, skin, turn_all
from pa3d.synth.mesh import (
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    join,
    lathe,
    rectangle,
    ring,
    sphere,
    sweep,
    torus,
)

# -- guitars and violins ---------------------------------------------------------------------------


def _mirrored(half: ArrayLike, count: int = 44) -> np.ndarray:
    """Smooth closed outline from the right-hand half of it, listed bottom to top."""
    right = curve(half, count)
    return np.concatenate([right, right[-2:0:-1] * [-1, 1]])


def _neck(b: Builder, start: float, stop: float, wide: float, z: float, strings: int) -> None:
    """Neck with fretboard and frets along y from start to stop, its face at height z."""
    thick, narrow = wide * b.uniform(0.4, 0.55), b.uniform(0.75, 0.9)
    tilt = [(wide / 2 * w, y) for y, w in ((start, 1.0), (stop, narrow))]
    outline = [tilt[0], tilt[1], (-tilt[1][0], tilt[1][1]), (-tilt[0][0], tilt[0][1])]
    b.add("neck > fretboard|fingerboard", extrude(outline, 0.006).move(z=z))
    levels = []
    for x, y in tilt:
        angle = np.linspace(np.pi, 2 * np.pi, 9)
        levels.append(np.c_[x * np.cos(angle), np.full(9, y), z - 0.003 + thick * np.sin(angle)])
    b.add("neck > neck", skin(levels))
    if strings and b.chance(0.8):
        for k in range(b.integer(8, 20)):
            y = start + (stop - start) * (1 - 0.93 * (1 - 0.944 ** (k + 1)) / 0.7)
            if y > start + 0.005:
                b.add("neck > fret", box(wide * 0.9, 0.002, 0.003).move(y=y, z=z + 0.0035))


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
        outline = curve([*shape, shape[0]], 30)[:-1] if b.chance(0.6) else np.array(shape)
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
    b.add("head|headstock > headstock|head", extrude(outline * [wide, long], 0.014))
    b.add("head|headstock > nut", box(wide * 0.9, 0.005, 0.009).move(z=0.008))
    size = b.uniform(0.006, 0.009)
    for k in range(pegs):
        side = -1.0 if inline or k % 2 else 1.0
        t = (k + 0.8) / (pegs + 0.6) if inline else (k // 2 + 1) / (pegs // 2 + 0.7)
        edge = 0.65 * (1 - t * 0.7) if inline else 0.65
        at = (side * wide * (edge + 0.18), long * t)
        knob = sphere(size * 1.5, size, size * 0.5, sides=10).move(x=at[0], y=at[1])
        stem = rod((at[0] - side * wide * 0.4, at[1], 0), (at[0], at[1], 0), 0.0025, sides=6)
        post = (
            cylinder(0.0035, 0.018, sides=8)
            .rotate("x", 90)
            .move(x=at[0] - side * wide * 0.42, y=at[1], z=0.009)
        )
        b.add("head|headstock > tuning peg|tuner|machine head", knob + stem + post)
    b.pieces[first:] = [(n, m.rotate("x", -tilt).move(y=y, z=z - 0.004)) for n, m in b.pieces[first:]]


def _strings(b: Builder, count: int, bridge: float, joint: float, nut: float, wide: float, z: float) -> None:
    """Strings from bridge to nut, cut where the neck meets the body so each part keeps its own piece."""
    for x in np.linspace(-0.38, 0.38, count) * wide:
        b.add("body > string", rod((x, bridge, z), (x, joint, z), 0.0008, sides=5))
        b.add("neck > string", rod((x, joint, z), (x * 0.85, nut, z), 0.0008, sides=5))


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
    b.add("body > side|rib", extrude(outline, deep).move(z=-deep / 2))
    b.add(
        "body > top|soundboard",
        extrude(outline * 0.995, 0.004, [ellipse(hole, hole, 24) + [0, y]]).move(z=0.003),
    )
    b.add("body > sound hole|soundhole", extrude(ellipse(hole, hole, 24), 0.003).move(y=y, z=0.001))
    if b.chance(0.6):
        b.add(
            "body > rosette", torus(hole * 1.1, 0.004, 28).rotate("x", 90).scale(1, 1, 0.4).move(y=y, z=0.005)
        )
    bridge = tall * b.uniform(0.26, 0.34)
    b.add("body > bridge", box(wide * b.uniform(0.32, 0.5), 0.025, 0.01, 0.003).move(y=bridge, z=0.009))
    if b.chance(0.5):
        guard = curve([(0.3, 0), (1.3, -0.2), (1.6, -1.3), (0.9, -1.4), (0.85, -0.5), (0.3, 0)], 20)[
            :-1
        ] * hole + [0, y]
        b.add("body > pickguard|scratch plate", extrude(guard, 0.003).move(z=0.006))
    neck, joint = wide * b.uniform(0.13, 0.17), tall * b.uniform(0.98, 1.0)
    nut, count = joint + tall * b.uniform(0.62, 0.85), b.pick(6, 6, 4)
    _neck(b, y + hole * 0.9, nut, neck, 0.008, count)
    _head(b, nut, neck, b.uniform(0.15, 0.19), 0.008, count)
    if b.chance(0.85):
        _strings(b, count, bridge, joint, nut, neck, 0.015)
    b.pieces[:] = [(n, m.scale(size)) for n, m in b.pieces]
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
    return curve(points, 56)[:-1]


@design("guitar", "guitar", "electric guitar")
def electric_guitar(b: Builder) -> None:
    """Solid-body guitar or bass: pickups, bridge, knobs, pickguard, sometimes a tremolo arm."""
    wide, tall, deep = b.uniform(0.3, 0.36), b.uniform(0.38, 0.46), b.uniform(0.035, 0.05)
    outline = _electric_outline(b) * [wide, tall]
    b.add("body > body", extrude(outline, deep).move(z=-deep / 2))
    if b.chance(0.45):
        guard = outline * [0.8, 0.8] + [0, tall * 0.1]
        b.add("body > pickguard|scratch plate", extrude(guard, 0.003).move(z=0.0015))
    neck, count = b.uniform(0.046, 0.06), b.pick(6, 6, 6, 4)
    bridge, joint = tall * b.uniform(0.2, 0.28), tall * 0.9
    for y in np.linspace(0.36, 0.7, b.integer(1, 3)) * tall:
        lean = b.pick(0.0, 0.0, 8.0)
        b.add(
            "body > pickup",
            box(neck * 1.35, b.uniform(0.018, 0.038), 0.012, 0.004).rotate("z", lean).move(y=y, z=0.006),
        )
    b.add("body > bridge", box(neck * 1.4, b.uniform(0.012, 0.03), 0.014, 0.003).move(y=bridge, z=0.007))
    if b.chance(0.4):
        b.add("body > bridge > tailpiece", box(neck * 1.5, 0.012, 0.012, 0.005).move(y=bridge - 0.05, z=0.007))
    for k in range(b.integer(1, 4)):
        at = (wide * (0.22 + 0.07 * (k % 2)), tall * (0.32 - 0.09 * k))
        b.add(
            "body > knob",
            cylinder(0.011, 0.014, 0.009, 14).rotate("x", 90).move(x=at[0], y=max(at[1], 0.03), z=0.007),
        )
    if b.chance(0.3):
        arm = [(0.02, bridge, 0.012), (0.05, bridge + 0.01, 0.03), (0.07, bridge + 0.13, 0.03)]
        b.add("body > tremolo arm|whammy bar", sweep(curve(arm, 10), 0.003, sides=6))
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
            cylinder(wide / 2, deep, sides=b.pick(10, 28)).rotate("x", 90).move(y=wide / 2, z=-deep / 2),
        )
        b.add("body > rim|hoop", torus(wide / 2, 0.008, 28).rotate("x", 90).move(y=wide / 2))
        tall = wide
    else:
        half = [(0, 0), (0.42, 0.02), (0.5, 0.28), (0.3, 0.58), (0.4, 0.85), (0.1, 1), (0, 1)]
        b.add("body > body", extrude(_mirrored(half, b.pick(8, 12, 30)) * [wide, tall], deep).move(z=-deep / 2))
        hole = wide * 0.14
        b.add(
            "body > sound hole|soundhole", extrude(ellipse(hole, hole, 18), 0.004).move(y=tall * 0.62, z=0.002)
        )
    b.add("body > bridge", box(wide * 0.3, 0.025, 0.016).move(y=tall * 0.25, z=0.006))
    nut = tall + b.uniform(0.2, 0.6)
    b.add(
        "neck > neck",
        box(neck, nut - tall * 0.8, 0.028, b.pick(0.0, 0.008)).move(y=(nut + tall * 0.8) / 2, z=-0.004),
    )
    if b.chance(0.6):
        b.add(
            "neck > fretboard|fingerboard",
            box(neck * 0.95, nut - tall * 0.75, 0.006).move(y=(nut + tall * 0.75) / 2, z=0.012),
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
    b.add("body > side|rib", extrude(outline * 0.97 + [0, tall * 0.015], deep).move(z=-deep / 2))
    for z in (0.0, -deep):
        b.add("body > top|plate", extrude(outline, deep * 0.12).move(z=z))
    hole = (
        curve([(0.03, 0.12, 0), (0.0, 0.1, 0), (0.02, 0.0, 0), (0.0, -0.1, 0), (-0.03, -0.12, 0)], 14)
        * tall
        * 0.8
    )
    symmetric(
        b,
        "body > f-hole|sound hole",
        sweep(hole, tall * 0.008, sides=6).move(x=wide * 0.22, y=tall * 0.44, z=deep * 0.06),
    )
    neck, nut = tall * 0.07, tall * b.uniform(1.36, 1.42)
    b.add(
        "bridge",
        extrude(np.array([(-0.5, 0), (0.5, 0), (0.35, 1), (-0.35, 1)]) * neck * 1.3, 0.003)
        .rotate("x", 90)
        .mirror("z")
        .move(y=tall * 0.45, z=deep * 0.06),
    )
    b.add("tailpiece", box(neck, tall * 0.3, 0.01, 0.003).taper(1.5).move(y=tall * 0.2, z=deep * 0.3))
    if b.chance(0.7):
        b.add(
            "chin rest",
            sphere(tall * 0.1, tall * 0.08, deep * 0.15, sides=14).move(
                x=-wide * 0.22, y=tall * 0.06, z=deep * 0.2
            ),
        )
    b.add(
        "neck > fingerboard|fretboard",
        box(neck, nut - tall * 0.6, 0.008).move(y=(nut + tall * 0.6) / 2, z=deep * 0.4),
    )
    b.add("neck > neck", rod((0, tall * 0.95, -0.0), (0, nut, deep * 0.25), neck * 0.45))
    curl = curve(
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
        sweep(np.c_[np.zeros(16), curl[:, 0], curl[:, 1] * deep], neck * np.linspace(0.45, 0.3, 16)),
    )
    for k in range(4):
        side = (-1) ** k
        peg = rod((0, 0, 0), (side * neck * 1.4, 0, 0), 0.003, sides=8) + sphere(
            0.01, 0.012, 0.004, sides=10
        ).move(x=side * neck * 1.5)
        b.add("head|scroll > tuning peg|peg", peg.move(y=nut + tall * (0.05 + 0.035 * k), z=deep * 0.05))
    for x in np.linspace(-0.3, 0.3, 4) * neck:
        b.add(
            "string",
            rod((x, tall * 0.33, deep * 0.35), (x, tall * 0.45, deep * 0.06 + neck * 1.3), 0.0008, sides=5),
        )
        b.add("string", rod((x, tall * 0.45, deep * 0.06 + neck * 1.3), (x, nut, deep * 0.45), 0.0008, sides=5))
    if b.chance(0.6):
        _fiddle_bow(b, wide * 0.8, tall * b.uniform(0.0, 0.3), tall * 2)
    turn_all(b, "x", b.pick(0.0, -90.0))


def _fiddle_bow(b: Builder, x: float, y: float, length: float) -> None:
    """Bow lying beside a violin, along y."""
    t = np.linspace(0, 1, 10)
    b.add(
        "bow > stick",
        sweep(np.c_[x + 0.012 + 0.02 * (1 - 4 * t * (1 - t)), y + length * t, np.zeros(10)], 0.004, sides=8),
    )
    b.add("bow > hair", box(0.004, length * 0.97, 0.009).move(x=x, y=y + length / 2))
    b.add("bow > frog|handle", box(0.035, 0.04, 0.012, 0.002).move(x=x + 0.012, y=y + 0.02))
    b.add("bow > tip", box(0.036, 0.012, 0.01).move(x=x + 0.014, y=y + length))


@design("harp")
def harp(b: Builder) -> None:
    """Concert or lap harp: sound box, curved neck, pillar and strings."""
    tall, wide = b.pick(b.uniform(0.7, 1.0), b.uniform(1.4, 1.8)), b.uniform(0.4, 0.6)
    wide *= tall
    foot, crown = np.array([0, 0.08 * tall, 0]), np.array([0, tall, 0])
    shoulder = np.array([wide, tall * b.uniform(0.75, 0.85), 0])
    thick = tall * 0.02
    b.add("pillar|column", rod(foot, crown, thick * 1.2, sides=14))
    if b.chance(0.6):
        b.add(
            "crown|capital",
            lathe([(0, 0), (thick * 1.8, 0), (thick * 2.4, thick * 4), (0, thick * 4.4)], 16).move(y=tall),
        )
    neck = curve(
        [
            crown,
            crown + (shoulder - crown) * 0.35 + [0, tall * -0.09, 0],
            crown + (shoulder - crown) * 0.75 + [0, tall * 0.05, 0],
            shoulder,
        ],
        22,
    )
    b.add("neck", sweep(neck, thick * 1.3, section=rectangle(1.4, 2.4, 0.3)))
    box_path = np.linspace(foot + [tall * 0.03, 0, 0], shoulder, 6)
    b.add(
        "soundbox|body|soundboard",
        sweep(box_path, np.linspace(2.8, 1.4, 6) * thick, section=ellipse(1.3, 1, 14)),
    )
    b.add("base|foot", box(wide * 0.35, tall * 0.09, tall * 0.16, 0.02).move(x=wide * 0.05, y=tall * 0.045))
    for t in np.linspace(0.12, 0.92, b.integer(12, 30)):
        low = foot + (shoulder - foot) * t + [0, thick * 2, 0]
        high = np.array([low[0], np.interp(low[0], neck[:, 0], neck[:, 1]), 0])
        b.add("string", rod(low, high, 0.0012 * tall, sides=5))


# -- pianos and drums ------------------------------------------------------------------------------


def _keys(b: Builder, x: float, y: float, z: float, wide: float, deep: float) -> None:
    """White and black keys: x, y, z is the middle of the front edge's top."""
    count = b.pick(14, 21, 28, 35)
    step = wide / count
    whites = array(
        box(step * 0.9, 0.02, deep), [(x + step * (i - (count - 1) / 2), y, z - deep / 2) for i in range(count)]
    )
    b.add("keyboard|keys > white key|key", whites)
    spots = [
        (x + step * (i - count / 2 + 1), y + 0.013, z - deep * 0.7)
        for i in range(count - 1)
        if i % 7 not in (2, 6)
    ]
    b.add("keyboard|keys > black key", array(box(step * 0.5, 0.018, deep * 0.6), spots))


def _pedals(b: Builder, y: float, z: float) -> None:
    for x in np.linspace(-0.08, 0.08, b.pick(2, 3, 3)):
        b.add("pedal", box(0.035, 0.012, 0.1, 0.004).move(x=x, y=y, z=z))


def _bench(b: Builder, z: float) -> None:
    wide, deep = b.uniform(0.45, 0.8), b.uniform(0.3, 0.36)
    b.add("stool|bench > seat", box(wide, 0.07, deep, 0.02).move(y=0.48, z=z))
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add(
                "stool|bench > leg",
                box(0.045, 0.45, 0.045).move(x=sx * wide * 0.43, y=0.225, z=z + sz * deep * 0.4),
            )


@design("piano")
def grand_piano(b: Builder) -> None:
    """Grand piano seen with its keyboard towards +z: curved case, propped lid, three legs, pedal lyre."""
    wide, long = b.uniform(1.35, 1.55), b.uniform(1.3, 2.4)
    y, tall = b.uniform(0.62, 0.7), b.uniform(0.26, 0.34)
    shape = [
        (0.5, 0.35),
        (0.47, -0.1),
        (0.25, -0.45),
        (0.0, -0.72),
        (-0.22, -0.98),
        (-0.38, -1.0),
        (-0.5, -0.9),
    ]
    case = np.array([(-0.5, 0.12), (-0.5, 0.0), *curve(shape[::-1], 20), (0.5, 0.12)])
    flat = np.c_[case[:, 0] * wide, -np.clip(case[:, 1], -1, 0.0) * long]
    rim = extrude(flat, tall).rotate("x", -90).move(y=y + tall / 2)
    b.add("body|case", rim)
    b.add("body|case > key bed|keyslip", box(wide, tall * 0.45, 0.3).move(y=y + tall * 0.22, z=0.15))
    for x in (-1, 1):
        b.add(
            "body|case > arm|cheek",
            box(0.07, tall * 0.85, 0.3, 0.01).move(x=x * (wide / 2 - 0.035), y=y + tall * 0.42, z=0.15),
        )
    _keys(b, 0, y + tall * 0.48, 0.28, wide - 0.16, 0.16)
    lid = extrude(flat * [1.01, 1.01], 0.02).rotate("x", -90).move(y=y + tall + 0.012)
    open_ = b.pick(0.0, b.uniform(25, 45), b.uniform(25, 45))
    b.add("lid|top", lid.rotate("z", open_, (-wide / 2, y + tall, 0)))
    if open_:
        prop = np.array([wide * 0.3, y + tall, -long * 0.25])
        rise = (prop[0] + wide / 2) * np.tan(np.radians(open_)) * 0.97
        b.add("prop|lid prop|stick", rod(prop, prop + [-0.1, rise * 0.9, 0], 0.012))
    b.add(
        "music stand|music rack|music desk",
        box(wide * 0.5, 0.2, 0.012).rotate("x", -20).move(y=y + tall + 0.09, z=-0.05),
    )
    for x, z in ((-wide * 0.42, 0.05), (wide * 0.42, 0.05), (-wide * 0.25, -long * 0.82)):
        leg = cylinder(0.035, y, 0.06, b.pick(4, 8, 16)) if b.chance(0.8) else box(0.09, y, 0.09)
        b.add("leg > leg", leg.move(x=x, y=y / 2, z=z))
        b.add("leg > caster|wheel", cylinder(0.04, 0.03, sides=14).rotate("z", 90).move(x=x, y=0.03, z=z))
    b.add("lyre|pedal box", box(0.24, y * 0.9, 0.04).taper(0.6).move(y=y * 0.52, z=-0.05))
    _pedals(b, 0.08, 0.02)
    if b.chance(0.4):
        _bench(b, 0.75)


@design("piano")
def upright_piano(b: Builder) -> None:
    """Upright or electric piano: tall case or slim slab, keyboard shelf in front."""
    wide, high, deep = b.uniform(1.3, 1.5), b.uniform(1.0, 1.35), b.uniform(0.3, 0.4)
    shelf, reach = b.uniform(0.62, 0.7), b.uniform(0.22, 0.3)
    digital = b.chance(0.25)
    front = deep / 2 + reach
    if digital:
        b.add("body|case", box(wide, 0.13, 0.35, b.uniform(0, 0.03)).move(y=shelf + 0.02, z=front - 0.16))
        for x in (-1, 1):
            b.add("leg > leg", box(0.05, shelf, 0.32).move(x=x * wide * 0.45, y=shelf / 2, z=front - 0.18))
        b.add("panel|front panel", box(wide * 0.9, shelf * 0.5, 0.02).move(y=shelf * 0.55, z=front - 0.3))
        top = shelf + 0.09
    else:
        b.add("body|case", box(wide, high, deep).move(y=high / 2))
        b.add("body|case > key bed|keyslip", box(wide, 0.12, reach).move(y=shelf, z=deep / 2 + reach / 2))
        b.add(
            "panel|front panel",
            box(wide * 0.88, high - shelf - 0.22, 0.02).move(y=(high + shelf + 0.14) / 2, z=deep / 2 + 0.01),
        )
        b.add("panel|front panel", box(wide * 0.88, shelf * 0.7, 0.02).move(y=shelf * 0.5, z=deep / 2 + 0.01))
        b.add("lid|top", box(wide + 0.05, 0.03, deep + 0.04, 0.008).move(y=high + 0.015))
        for x in (-1, 1):
            b.add(
                "body|case > arm|cheek",
                box(0.05, 0.2, reach, 0.01).move(
                    x=x * (wide / 2 - 0.025), y=shelf + 0.07, z=deep / 2 + reach / 2
                ),
            )
            if b.chance(0.75):
                leg = b.pick(cylinder(0.025, shelf, 0.04, 12), box(0.07, shelf, 0.07))
                b.add("leg > leg", leg.move(x=x * wide * 0.46, y=shelf / 2, z=front - 0.05))
        top = shelf + 0.3
    _keys(b, 0, shelf + 0.085, front - 0.02, wide - 0.14, 0.15)
    b.add(
        "music stand|music rack|music desk",
        box(wide * 0.45, 0.2, 0.012).rotate("x", -15).move(y=top + 0.1, z=front - 0.3),
    )
    _pedals(b, 0.06, deep / 2 + 0.06 if not digital else front - 0.26)
    if b.chance(0.4):
        _bench(b, front + 0.4)


def _drum(b: Builder, radius: float, tall: float, sides: int = 28) -> list:
    """Named pieces of one drum standing on y = 0."""
    pieces = [("shell|body", cylinder(radius, tall * 0.98, sides=sides).move(y=tall / 2))]
    for y in (0.0, tall):
        pieces.append(("head|skin|membrane", cylinder(radius * 0.99, 0.006, sides=sides).move(y=y)))
        pieces.append(("rim|hoop", torus(radius * 1.01, radius * 0.045 + 0.003, sides).move(y=y)))
    count, high = b.pick(6, 8, 10), tall * b.uniform(0.25, 0.8)
    lug = box(0.018, high, 0.02).move(y=tall / 2, z=radius + 0.006)
    if b.chance(0.8):
        pieces.append(("lug|tension rod", ring(lug, count)))
    return pieces


def _place(b: Builder, pieces: list, prefix: str, tilt: float, turn: float, at: ArrayLike) -> None:
    for name, mesh in pieces:
        b.add(prefix + name, mesh.rotate("x", tilt).rotate("y", turn).move(*np.asarray(at, float)))


@design("drum")
def drum(b: Builder) -> None:
    """Snare, bass, marching or barrel drum, sometimes with sticks, a stand or a rope lacing."""
    radius = b.uniform(0.13, 0.3)
    tall = radius * b.uniform(0.5, 2.4)
    if b.chance(0.35):
        bulge = b.uniform(0.75, 1.3)
        outline = curve([(radius * 0.9, 0), (radius * bulge, tall * 0.55), (radius, tall)], 10)
        b.add("shell|body", lathe([(0, 0), *outline, (0, tall)], 24))
        b.add("head|skin|membrane", cylinder(radius * 0.98, 0.012, sides=24).move(y=tall))
        b.add("rim|hoop", torus(radius * 1.02, 0.012, 24).move(y=tall - 0.01))
        lace = [
            rod((radius * 1.0, tall, 0), (radius * 0.9, 0, radius * 0.3 * k), 0.005, sides=5) for k in (-1, 1)
        ]
        if bulge < 1.05 and b.chance(0.7):
            b.add("rope|cord|lacing", join(ring(piece, 10) for piece in lace))
    else:
        _place(b, _drum(b, radius, tall), "", 0, 0, (0, 0, 0))
    if b.chance(0.4):
        for k in range(2):
            stick = rod((-radius, tall + 0.02, 0.03 * k), (radius * 1.2, tall + 0.03, 0.08 * k - 0.02), 0.007)
            b.add("drumstick|stick", stick + sphere(0.011, sides=8).move(x=-radius, y=tall + 0.02, z=0.03 * k))
    if b.chance(0.3):
        leg = rod((0, 0, radius * 0.3), (0, -0.5, radius * 1.1), 0.012)
        b.add("leg|stand", ring(leg, b.pick(3, 4)))


def _cymbal(b: Builder, x: float, z: float, height: float, radius: float) -> None:
    dish = [
        (0, 0.028),
        (radius * 0.2, 0.024),
        (radius * 0.24, 0.01),
        (radius, -0.012),
        (radius * 0.24, 0.006),
        (0, 0.02),
    ]
    tilt = b.uniform(-15, 15)
    plates = (0.0, 0.03) if b.chance(0.3) else (0.0,)
    for dy in plates:
        b.add("cymbal", lathe(dish[::-1], 26).rotate("x", tilt).move(x=x, y=height + dy, z=z))
    b.add("stand > pole|stand", rod((x, 0.2, z), (x, height + 0.06, z), 0.01, sides=8))
    b.add(
        "stand > leg|foot",
        ring(rod((0, 0.28, 0), (0, 0, 0.26), 0.008, sides=6), 3, start=b.uniform(0, 120)).move(x=x, z=z),
    )


@design("drum kit")
def drum_kit(b: Builder) -> None:
    """Bass drum, snare, toms, floor tom, cymbals on stands, pedal and stool; player faces +z."""
    bass, deep = b.uniform(0.25, 0.31), b.uniform(0.35, 0.48)
    _place(b, _drum(b, bass, deep, 18), "bass drum|kick drum > ", 90, 0, (0, bass, 0))
    for x in (-1, 1):
        b.add(
            "bass drum|kick drum > leg|spur",
            rod((x * bass * 0.8, bass * 0.7, deep * 0.7), (x * bass * 1.25, 0, deep * 0.9), 0.01, sides=8),
        )
    toms = b.integer(1, 3)
    for x in np.linspace(-0.3, 0.3, toms) if toms > 1 else (0.0,):
        radius = b.uniform(0.12, 0.17)
        _place(
            b,
            _drum(b, radius, radius * b.uniform(1.1, 1.6), 16),
            "tom|tom-tom > ",
            -b.uniform(5, 30),
            0,
            (x, bass * 2 + 0.07, deep * 0.4),
        )
        b.add(
            "stand > pole|stand",
            rod((x * 0.3, bass * 1.9, deep * 0.5), (x, bass * 2 + 0.2, deep * 0.4), 0.012, sides=8),
        )
    radius = b.uniform(0.2, 0.24)
    _place(b, _drum(b, radius, 0.38, 16), "floor tom|tom > ", 0, 0, (-0.6, 0.18, -0.1))
    legs = ring(cylinder(0.008, 0.5, sides=8).move(y=0.25, z=radius + 0.02), 3).move(x=-0.6, z=-0.1)
    b.add("stand > leg|foot", legs)
    _place(
        b,
        _drum(b, 0.178, b.uniform(0.12, 0.17), 16),
        "snare drum|snare > ",
        -b.uniform(0, 8),
        0,
        (0.45, 0.5, -0.15),
    )
    b.add("stand > pole|stand", rod((0.45, 0.2, -0.15), (0.45, 0.5, -0.15), 0.012, sides=8))
    b.add("stand > leg|foot", ring(rod((0, 0.25, 0), (0, 0, 0.22), 0.008, sides=6), 3).move(x=0.45, z=-0.15))
    for x, z, h in ((0.75, 0.1, 0.8), (-0.75, 0.4, 1.1), (0.5, 0.5, 1.15), (-0.3, 0.6, 1.2))[: b.integer(2, 4)]:
        _cymbal(b, x, z, h * b.uniform(0.9, 1.1), b.uniform(0.17, 0.26))
    b.add("pedal", box(0.1, 0.02, 0.28).rotate("x", 12).move(y=0.05, z=-0.18))
    if b.chance(0.7):
        b.add("stool|throne > seat", cylinder(0.16, 0.08, sides=20, bevel=0.02).move(y=0.5, z=-0.6))
        b.add(
            "stool|throne > leg",
            rod((0, 0, -0.6), (0, 0.5, -0.6), 0.02)
            + ring(rod((0, 0.2, 0), (0, 0, 0.25), 0.01), 3).move(z=-0.6),
        )


@design("xylophone")
def xylophone(b: Builder) -> None:
    """Toy or concert bars on a tapering frame, with mallets, sometimes resonators and legs."""
    count, wide = b.integer(7, 22), b.uniform(0.3, 1.2)
    step = wide / count
    long, short = b.uniform(0.7, 1.1) * min(wide * 0.5, 0.4), b.uniform(0.4, 0.65)
    x = (np.arange(count) - (count - 1) / 2) * step
    length = long * np.linspace(1, short, count)
    thick = step * b.uniform(0.12, 0.3)
    y = b.pick(0.03, 0.03, b.uniform(0.6, 0.8))
    for at, size in zip(x, length, strict=True):
        b.add("bar|key", box(step * 0.85, thick, size, thick * b.pick(0.0, 0.3), 1).move(x=at, y=y + thick / 2))
    for side in (-1, 1):
        start, stop = (
            (x[0] - step, y - 0.012, side * length[0] * 0.3),
            (x[-1] + step, y - 0.012, side * length[-1] * 0.3),
        )
        b.add("frame|rail|base", sweep([start, stop], 0.012, section=rectangle(2, 2)))
    for at, size in ((x[0] - step * 0.8, length[0]), (x[-1] + step * 0.8, length[-1])):
        b.add("frame|rail|base", box(0.025, 0.03, size * 0.75).move(x=at, y=y - 0.015))
    if y > 0.2:
        tubes = [
            cylinder(step * 0.35, s, sides=10).move(x=at, y=y - 0.03 - s / 2)
            for at, s in zip(x, length * 0.9, strict=True)
        ]
        b.add("resonator|tube|pipe", join(tubes))
        for at, size in ((x[0] - step, length[0]), (x[-1] + step, length[-1])):
            for side in (-1, 1):
                b.add("leg", rod((at, 0, side * size * 0.4), (at, y, side * size * 0.3), 0.015))
    for k in range(b.integer(0, 2)):
        stick = rod((0, 0, 0), (wide * 0.35, 0, 0.05 * k), 0.005) + sphere(0.016, sides=12)
        b.add("mallet|beater|stick", stick.rotate("y", b.uniform(-40, 40)).move(y=y + thick + 0.015))


# -- wind instruments ------------------------------------------------------------------------------


def _bell(radius: float, tube: float, length: float) -> list[tuple[float, float]]:
    """Open flare along +y: out over the rim and back inside."""
    t = np.linspace(0, 1, 10)
    outer = np.c_[tube + (radius - tube) * t**3.5, length * t]
    inner = outer[::-1] - [tube * 0.25, -tube * 0.05]
    return [*outer, *inner]


@design("trumpet")
def trumpet(b: Builder) -> None:
    """Trumpet or bugle along +x: oval tubing, three valves, flared bell, mouthpiece."""
    length, tube = b.uniform(0.42, 0.52), b.uniform(0.006, 0.009)
    bell = b.uniform(0.05, 0.075)
    flare = lathe(_bell(bell, tube, length * 0.42), 26).rotate("z", -90).move(x=length * 0.3, y=0.0)
    b.add("bell", flare)
    drop = b.uniform(0.07, 0.1)
    left, right = -length * 0.22, length * 0.3
    loop = [
        (right, 0, 0),
        (left, 0, 0),
        *(arc_ for arc_ in _bow(left, drop, -1)),
        (left, -drop, 0),
        (right, -drop, 0),
        *_bow(right, drop, 1),
    ]
    b.add("tube|body|pipe", sweep(np.array(loop[:2]), tube))
    b.add("tube|body|pipe", sweep(np.array(loop[2:]), tube))
    lead = [(right, -0.004, 0.02), (-length * 0.45, -0.004, 0.02)]
    b.add("tube|body|pipe", sweep(lead, tube * 0.8))
    cup = lathe(
        [(0, 0), (tube * 0.7, 0), (tube * 0.8, 0.05), (tube * 1.8, 0.07), (tube * 1.8, 0.08), (0, 0.07)], 16
    )
    b.add("mouthpiece", cup.rotate("z", 90).move(x=-length * 0.44, y=-0.004, z=0.02))
    for k in range(3):
        x = -0.02 + 0.028 * k
        b.add("valve > valve|casing", cylinder(0.012, drop * 1.25, sides=16).move(x=x, y=-drop * 0.5, z=0.006))
        up = b.uniform(0.01, 0.025)
        b.add(
            "valve > button|finger button",
            rod((x, drop * 0.1, 0.006), (x, drop * 0.12 + up, 0.006), 0.003)
            + cylinder(0.009, 0.004, sides=12).move(x=x, y=drop * 0.12 + up, z=0.006),
        )
    b.add("finger hook|ring", torus(0.012, 0.0025, 18).rotate("x", 90).move(x=0.09, y=-drop * 0.5, z=0.015))


def _bow(x: float, drop: float, way: float) -> list[tuple[float, float, float]]:
    """Half circle joining two tubes `drop` apart at x, bulging to the side `way`."""
    angle = np.linspace(90, -90, 9) if way < 0 else np.linspace(-90, 90, 9)
    return [
        (x + way * drop / 2 * np.cos(np.radians(a)), -drop / 2 + drop / 2 * np.sin(np.radians(a)), 0)
        for a in angle
    ]


@design("saxophone")
def saxophone(b: Builder) -> None:
    """Curved saxophone upright: conical body, upturned bell, neck, mouthpiece and key pads."""
    tall, bell = b.uniform(0.5, 0.75), b.uniform(0.06, 0.085)
    straight = b.chance(0.12)
    if straight:
        body = [(0, tall, 0), (0, tall * 0.4, 0), (0, 0.05, 0)]
    else:
        body = [
            (0, tall, 0),
            (0, tall * 0.45, 0),
            (0, 0.09, 0),
            (bell * 0.6, 0.02, 0),
            (bell * 1.3, 0.05, 0),
            (bell * 1.6, tall * 0.2, 0),
        ]
    path = curve(body, 26)
    b.add("body|tube", sweep(path, np.linspace(0.012, bell * 0.5, 26), sides=16))
    flare = lathe(_bell(bell, bell * 0.5, tall * b.uniform(0.22, 0.32)), 26)
    b.add(
        "bell",
        flare.align(
            (0, -1, 0) if straight else (0.25, 1, 0), path[-1] - ([0, 0, 0] if straight else [0.003, 0.01, 0])
        ),
    )
    neck = curve(
        [(0, tall, 0), (-0.005, tall + 0.05, 0), (-0.07, tall + 0.075, 0), (-0.12, tall + 0.05, 0)], 14
    )
    b.add("neck|crook", sweep(neck, np.linspace(0.012, 0.008, 14)))
    b.add("mouthpiece", rod(neck[-1] + [0.015, 0.004, 0], neck[-1] + [-0.06, -0.02, 0], 0.011, 0.005))
    for y in np.linspace(0.16, 0.92, b.integer(7, 13)) * tall:
        size = b.uniform(0.01, 0.02)
        pad = cylinder(size, 0.008, sides=14).rotate("x", 90).rotate("y", b.uniform(-50, 50))
        b.add("key|pad|button", pad.move(y=y, z=0.012 + 0.02 * (1 - y / tall) + 0.01))
    b.add("key rod|rod", rod((0.012, 0.12 * tall, 0.022), (0.012, 0.95 * tall, 0.018), 0.0025, sides=6))
    if not straight and b.chance(0.6):
        b.add("brace|bracket", rod((0, tall * 0.25, 0), (bell * 1.6, tall * 0.25, 0), 0.004))


@design("flute")
def flute(b: Builder) -> None:
    """Concert flute, recorder, clarinet or bamboo flute along +x."""
    length, radius = b.uniform(0.28, 0.68), b.uniform(0.008, 0.014)
    kind = b.pick("concert", "recorder", "clarinet")
    b.add("body|tube > tube|body", cylinder(radius, length, radius * b.uniform(0.85, 1), 18).rotate("z", -90))
    head = -length / 2
    if kind == "concert":
        b.add(
            "head|mouthpiece > lip plate|mouthpiece",
            sphere(0.022, radius * 0.5, 0.012, sides=14).move(x=head + length * 0.14, y=radius * 0.85),
        )
        b.add("head|mouthpiece > crown|cap", cylinder(radius * 1.1, 0.018).rotate("z", 90).move(x=head))
    else:
        b.add(
            "head|mouthpiece > beak|mouthpiece",
            cylinder(radius * 0.95, 0.06, radius * 0.3, 14).rotate("z", 90).move(x=head - 0.028),
        )
    if kind == "clarinet" or b.chance(0.3):
        b.add(
            "bell|foot",
            lathe(_bell(radius * 2.3, radius, 0.07), 20).rotate("z", -90).move(x=length / 2 - 0.005),
        )
    for t in b.pick((-0.3,), (-0.28, 0.3), (-0.32, 0.0, 0.32)):
        b.add(
            "joint|ring|band",
            cylinder(radius * 1.25, 0.02, sides=18, bevel=0.002).rotate("z", 90).move(x=length * t),
        )
    keyed = kind != "recorder"
    for t in np.linspace(-0.2, 0.42, b.integer(6, 12)):
        pad = cylinder(radius * (0.75 if keyed else 0.4), 0.006, sides=12).move(
            y=radius * (1.15 if keyed else 0.98)
        )
        b.add(
            "key|button" if keyed else "hole|finger hole", pad.rotate("x", b.pick(0, 0, 25)).move(x=length * t)
        )
    if keyed:
        b.add(
            "key rod|rod",
            capsule(0.002, length * 0.6).rotate("z", 90).move(x=length * 0.1, y=radius * 0.9, z=radius * 0.6),
        )
    any_pose(b)
