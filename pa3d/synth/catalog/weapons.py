"""Knives, swords, guns and other arms."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.tools import any_pose, grip, rod, skin, turn_all
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    lathe,
    loft,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

# -- knives ----------------------------------------------------------------------------------------


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
        b.add("handle|grip > rivet", cylinder(radius, depth, sides=12).rotate("x", 90).move(x=x))


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
        outline = curve(
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
            b.add("handle|grip > scale|handle", extrude(outline, wide * 0.42).move(z=side * wide * 0.29))
        b.add("handle|grip > tang", extrude(outline * 0.995, wide * 0.2))
        _rivets(b, handle, b.pick(2, 3, 3), tall * b.uniform(0.12, 0.2), wide * 1.06)
    elif style == "moulded":
        path = curve(
            [
                (0, 0, 0),
                (-handle * 0.5, tall * b.uniform(-0.1, 0.3), 0),
                (-handle, -tall * b.uniform(0, 0.4), 0),
            ],
            12,
        )
        radius = tall * np.interp(np.linspace(0, 1, 12), [0, 0.25, 0.7, 1], [0.5, 0.55, 0.5, 0.65])
        b.add("handle|grip > scale|handle", sweep(path, radius, section=ellipse(wide / tall, 1, 14)))
    else:
        b.add("handle|grip > scale|handle", grip(b, handle, tall * 0.5, sides=b.pick(8, 14)).rotate("z", 90))
    if b.chance(0.45):
        bolster = box(b.uniform(0.008, 0.02), tall * 1.05, wide * 1.05, wide * 0.2)
        b.add("handle|grip > bolster|collar", bolster.move(x=-0.002))
    b.pieces[first:] = [(n, m.move(y=y)) for n, m in b.pieces[first:]]
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
            piece = box(0.012, guard, radius * 2.2, 0.003)
        else:
            bow = b.uniform(-0.03, 0.03)
            piece = sweep(
                curve([(bow, guard / 2, 0), (0, 0, 0), (bow, -guard / 2, 0)], 11), radius * 0.55, sides=8
            )
        b.add("handle|grip > guard|crossguard", piece)
    if b.chance(0.5):
        mesh = lathe(_wrapped(radius, handle, b.integer(5, 12)), 14).scale(1, 1, 0.8)
    else:
        mesh = grip(b, handle, radius)
    b.add("handle|grip > scale|handle", mesh.rotate("z", 90))
    if b.chance(0.7):
        pommel = b.pick(
            sphere(radius * 1.4, sides=14),
            box(0.014, radius * 2.4, radius * 2, 0.003),
            cylinder(radius * 1.3, 0.015).rotate("z", 90),
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
    outline = rectangle(handle, tall, round_) - [handle / 2 - tall * 0.3, 0]
    if b.chance(0.5):
        outline[:, 1] += tall * b.uniform(0.1, 0.3) * np.sin(outline[:, 0] / handle * np.pi)
    for side in (1, -1):
        b.add("handle|grip > scale|handle", extrude(outline, wide * 0.35).move(z=side * wide * 0.33))
    b.add("handle|grip > spring|spine", extrude(outline[:, :] * [0.96, 0.5] + [0, tall * 0.2], wide * 0.3))
    b.add("handle|grip > pivot|screw", cylinder(tall * 0.16, wide * 1.08, sides=12).rotate("x", 90))
    if b.chance(0.6):
        _rivets(b, handle, b.pick(2, 3), tall * 0.09, wide * 1.06)
    if b.chance(0.35):
        b.add("handle|grip > clip", box(handle * 0.5, tall * 0.3, 0.002).move(x=-handle * 0.6, z=wide * 0.6))
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
    holes = [ellipse(0.008, 0.008, 14) + [length * 0.9, height * 0.72]] if b.chance(0.6) else []
    b.add("blade", extrude(outline, b.uniform(0.002, 0.005), holes))
    handle, radius = b.uniform(0.1, 0.14), b.uniform(0.011, 0.016)
    y = height * b.uniform(0.6, 0.8)
    b.add("handle|grip > scale|handle", grip(b, handle, radius).rotate("z", 90).move(y=y))
    if b.chance(0.5):
        b.add(
            "handle|grip > bolster|collar", cylinder(radius * 1.05, 0.015).rotate("z", 90).move(x=-0.004, y=y)
        )
    if b.chance(0.5):
        first = len(b.pieces)
        _rivets(b, handle, b.pick(2, 3), 0.003, radius * 2.1)
        b.pieces[first:] = [(n, m.move(y=y)) for n, m in b.pieces[first:]]
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
        sweep(path, radius, section=b.pick(ellipse(0.5, 1, 12), rectangle(0.9, 2, 0.4))),
    )
    if b.chance(0.3):
        b.add("handle|grip > bolster|collar", sphere(height * 0.3, height * 0.5, height * 0.35, sides=12))
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
        b.add("blade > fuller|groove", box(length * 0.7, height * 0.15, 0.015).move(x=length * 0.36))
    handle, radius = b.uniform(0.12, 0.28), b.uniform(0.011, 0.018)
    style, span = b.pick("bar", "curved", "disc", "basket"), b.uniform(0.12, 0.24)
    if style == "bar":
        guard = box(radius * 1.8, span, radius * 2.2, b.uniform(0, 0.8) * radius)
    elif style == "disc":
        guard = cylinder(span * 0.28, 0.008, sides=b.pick(4, 24)).rotate("z", 90)
    else:
        tip = b.uniform(-0.05, 0.06)
        guard = sweep(curve([(tip, span / 2, 0), (0, 0, 0), (tip, -span / 2, 0)], 13), radius * 0.7, sides=8)
    b.add("handle|hilt > guard|crossguard", guard)
    if style == "basket":
        knuckle = curve([(0, -span * 0.3, 0), (-handle * 0.5, -span * 0.4, 0), (-handle, 0, 0)], 14)
        b.add("handle|hilt > guard|crossguard", sweep(knuckle, radius * 0.5, sides=8))
    b.add(
        "handle|hilt > grip",
        lathe(_wrapped(radius, handle, b.integer(4, 14)), 12).scale(1, 1, 0.8).rotate("z", 90),
    )
    if b.chance(0.8):
        pommel = b.pick(sphere(radius * 1.6, sides=14), cylinder(radius * 1.8, radius * 1.6).rotate("x", 90))
        b.add("handle|hilt > pommel", pommel.move(x=-handle - radius * 0.6))
    turn_all(b, "z", b.pick(0.0, 90.0, -90.0))
    turn_all(b, "x", b.pick(0.0, 90.0))


# -- guns ------------------------------------------------------------------------------------------


def _trigger(b: Builder, x: float, y: float, size: float, wide: float) -> None:
    """Guard hoop hanging from height y in front of x, with the trigger in it."""
    if b.chance(0.5):
        hoop = curve([(0, 0, 0), (0.1, -0.75, 0), (0.55, -0.95, 0), (1.0, -0.7, 0), (1.1, 0, 0)], 16)
    else:
        hoop = curve([(0, -0.1, 0), (0.05, -0.85, 0), (0.9, -0.9, 0), (1.15, -0.45, 0), (1.2, 0, 0)], 16)
    band = rectangle(2.4, 1.0)
    b.add(
        "trigger > trigger guard",
        sweep(hoop * size + [x, y, 0], size * 0.09, section=band * [wide / size / 3, 1]),
    )
    bend = curve([(0.55, 0.05, 0), (0.62, -0.35, 0), (0.5, -0.7, 0)], 8) * size + [x, y, 0]
    b.add("trigger > trigger", sweep(bend, size * np.linspace(0.12, 0.07, 8), section=ellipse(1.3, 0.8, 8)))


def _butt(b: Builder, x: float, tall: float, long: float, wide: float, lean: float) -> Mesh:
    """Pistol grip hanging from y = 0 near x, leaning back."""
    shift = -tall * np.tan(np.radians(lean))
    sections = []
    bulge = b.uniform(0.0, 0.12)
    for t in np.linspace(0, 1, 7):
        half = long / 2 * (1 - 0.12 * np.sin(np.pi * t) + bulge * t)
        outline = rectangle(half * 2, wide, wide * 0.35)
        sections.append(np.c_[outline[:, 0] + x + shift * t, np.full(len(outline), -tall * t), outline[:, 1]])
    return skin(sections)


def _sights(b: Builder, back: float, front: float, y: float, size: float) -> None:
    b.add("barrel > sight|front sight", box(size * 2, size * 1.6, size * 0.7).move(x=front, y=y))
    if b.chance(0.7):
        b.add("barrel > sight|rear sight", box(size * 1.5, size * 1.4, size * 2.2).move(x=back, y=y))


@design("pistol", "pistol")
def automatic_pistol(b: Builder) -> None:
    """Semi-automatic pistol along +x: a slide over a frame, magazine in the grip."""
    length, wide = b.uniform(0.15, 0.22), b.uniform(0.022, 0.032)
    slide, frame = b.uniform(0.025, 0.035), b.uniform(0.016, 0.026)
    round_ = b.pick(0.0, wide * 0.15, wide * 0.4)
    back, grip_x = -length * 0.32, -length * b.uniform(0.2, 0.26)
    cut = b.pick(0.0, 0.0, length * b.uniform(0.1, 0.2))
    b.add(
        "barrel > slide",
        box(length - cut, slide, wide, round_).move(x=back + (length - cut) / 2, y=frame + slide / 2),
    )
    tip, y = back + length, frame + slide * 0.55
    out = b.uniform(0.002, 0.012)
    b.add(
        "barrel > barrel|muzzle",
        cylinder(slide * 0.27, cut + out + 0.03).rotate("z", 90).move(x=tip - cut + (cut + out) / 2, y=y),
    )
    under = length * b.uniform(0.6, 0.98)
    b.add(
        "barrel > frame|body",
        box(under, frame, wide * 0.92, round_ * 0.5).move(x=back + under / 2, y=frame / 2),
    )
    for k in range(b.pick(0, 4, 6)):
        b.add(
            "barrel > slide > serration",
            box(0.002, slide * 0.8, wide * 1.04).move(x=back + 0.008 + 0.005 * k, y=frame + slide * 0.52),
        )
    if b.chance(0.5):
        b.add(
            "barrel > slide > ejection port",
            box(length * 0.16, slide * 0.4, wide * 0.6).move(
                x=back + length * 0.5, y=frame + slide * 0.84, z=wide * 0.24
            ),
        )
    tall, long, lean = b.uniform(0.085, 0.11), b.uniform(0.04, 0.055), b.uniform(5, 22)
    b.add(
        "handle|grip > grip|handle",
        _butt(b, grip_x, tall, long, wide * b.uniform(1.0, 1.2), lean).move(y=0.004),
    )
    shift = -tall * np.tan(np.radians(lean))
    deep = b.uniform(0.008, 0.03)
    b.add(
        "handle|grip > magazine",
        box(long * 0.95, deep, wide * 0.95, 0.002).move(x=grip_x + shift, y=-tall - deep * 0.3),
    )
    size = b.uniform(0.027, 0.036)
    _trigger(b, grip_x + long / 2 - 0.005, 0.002, size, wide * 0.4)
    if b.chance(0.55):
        b.add(
            "barrel > hammer",
            box(0.014, 0.016, wide * 0.3, 0.003).rotate("z", 30).move(x=back - 0.004, y=frame + slide * 0.6),
        )
    if b.chance(0.8):
        _sights(b, back + 0.012, tip - cut - 0.008, frame + slide + 0.001, 0.0035)
    if b.chance(0.15):
        b.add(
            "barrel > silencer|suppressor", cylinder(slide * 0.5, 0.13).rotate("z", 90).move(x=tip + 0.06, y=y)
        )
    turn_all(b, "x", b.pick(0.0, 0.0, 90.0))


@design("pistol", "revolver")
def revolver(b: Builder) -> None:
    """Revolver along +x: barrel, fluted cylinder in a frame, curved grip, spur hammer."""
    barrel, radius = b.uniform(0.06, 0.2), b.uniform(0.008, 0.012)
    drum, drum_long = b.uniform(0.017, 0.023), b.uniform(0.035, 0.045)
    b.add(
        "barrel > barrel|muzzle",
        cylinder(radius, barrel, radius * b.uniform(0.8, 1), b.pick(8, 18))
        .rotate("z", -90)
        .move(x=drum_long / 2 + barrel / 2, y=drum * 0.55),
    )
    if b.chance(0.6):
        b.add(
            "barrel > ejector rod|underlug",
            rod(
                (drum_long / 2, drum * 0.55 - radius * 1.4, 0),
                (drum_long / 2 + barrel * b.uniform(0.5, 1), drum * 0.55 - radius * 1.4, 0),
                radius * 0.6,
            ),
        )
    b.add(
        "barrel > cylinder|drum",
        cylinder(drum, drum_long, sides=b.pick(6, 12, 24), bevel=0.002).rotate("z", 90),
    )
    spots = ring(cylinder(drum * 0.22, drum_long * 1.03, sides=8).move(z=drum * 0.66), 6).rotate("z", 90)
    b.add("barrel > cylinder|drum > chamber|flute", spots)
    wide, top, low = b.uniform(0.012, 0.018), drum * 1.25, -drum * 1.2
    left, right, bar = -drum_long * 0.5, drum_long * 0.5, 0.008
    outline = [
        (left - 0.03, low),
        (right + bar, low),
        (right + bar, top),
        (left - 0.012, top),
        (left - 0.03, top * 0.4),
    ]
    window = [(left, low + bar), (right, low + bar), (right, top - bar * 0.6), (left, top - bar * 0.6)]
    b.add("barrel > frame|body", extrude(outline, wide, [window]))
    tall = b.uniform(0.075, 0.11)
    path = curve(
        [
            (left - 0.018, 0.0, 0),
            (left - 0.03, -tall * 0.35, 0),
            (left - 0.045, -tall * 0.7, 0),
            (left - 0.05 - b.uniform(0, 0.03), -tall * 1.05, 0),
        ],
        12,
    )
    swell = np.interp(np.linspace(0, 1, 12), [0, 0.3, 0.8, 1], [0.014, 0.015, 0.02, 0.018])
    b.add("handle|grip > grip|handle", sweep(path, swell, section=ellipse(b.uniform(0.6, 0.85), 1, 14)))
    _trigger(b, left - 0.012, low + 0.002, b.uniform(0.024, 0.032), wide * 0.6)
    spur = curve(
        [(left - 0.018, 0.008, 0), (left - 0.028, top, 0), (left - 0.042, top * b.uniform(0.9, 1.2), 0)], 7
    )
    b.add("barrel > hammer", sweep(spur, np.linspace(0.006, 0.003, 7), sides=8))
    b.add(
        "barrel > sight|front sight",
        box(0.012, 0.007, 0.003).move(x=drum_long / 2 + barrel - 0.01, y=drum * 0.55 + radius),
    )
    turn_all(b, "x", b.pick(0.0, 0.0, 90.0))


@design("pistol")
def flintlock(b: Builder) -> None:
    """Antique duelling or pirate pistol: a long barrel on a curved wooden stock."""
    length, radius = b.uniform(0.18, 0.3), b.uniform(0.008, 0.014)
    flare = b.pick(1.0, 0.85, b.uniform(1.4, 2.0))
    profile = [
        (0, 0),
        (radius * 1.2, 0),
        (radius, length * 0.7),
        (radius * flare, length),
        (radius * flare * 0.6, length),
        (0, length * 0.95),
    ]
    b.add("barrel > barrel|muzzle", lathe(profile, b.pick(8, 18)).rotate("z", -90).move(y=radius * 0.8))
    rear = b.uniform(0.09, 0.13)
    path = curve(
        [
            (length * 0.7, -radius * 0.3, 0),
            (0.02, -radius * 0.6, 0),
            (-rear * 0.45, -rear * 0.12, 0),
            (-rear * 0.9, -rear * 0.75, 0),
        ],
        16,
    )
    fore = radius * np.linspace(0.8, 1.25, 7)
    b.add("barrel > frame|body", sweep(path[:7], fore, section=ellipse(0.9, 1, 12)))
    b.add(
        "handle|grip > grip|handle",
        sweep(path[6:], radius * np.linspace(1.25, 1.5, 10), section=ellipse(0.85, 1, 12)),
    )
    b.add("handle|grip > butt cap|pommel", sphere(radius * 1.8, sides=12).move(*path[-1]))
    _trigger(b, -0.025, -radius * 1.6, b.uniform(0.028, 0.036), 0.008)
    lock = curve([(0.0, radius, 0), (-0.012, radius * 2.6, 0), (0.01, radius * 3.0, 0)], 8)
    b.add("barrel > hammer", sweep(lock, 0.004, sides=8).move(z=radius * 0.9))
    if b.chance(0.5):
        b.add("barrel > ramrod", rod((0.03, -radius * 1.2, 0), (length * 0.95, -radius * 0.9, 0), 0.0025))
    turn_all(b, "x", b.pick(0.0, 0.0, 90.0))


@design("pistol", "machine pistol")
def machine_pistol(b: Builder) -> None:
    """Machine pistol or sci-fi blaster: box receiver, short barrel, a long magazine."""
    length, tall, wide = b.uniform(0.18, 0.28), b.uniform(0.04, 0.065), b.uniform(0.028, 0.045)
    b.add("barrel > frame|body", box(length, tall, wide, b.uniform(0, 0.4) * wide))
    out, radius = b.uniform(0.03, 0.12), b.uniform(0.007, 0.016)
    b.add(
        "barrel > barrel|muzzle",
        cylinder(radius, out + 0.02, sides=16).rotate("z", 90).move(x=length / 2 + out / 2, y=tall * 0.1),
    )
    if b.chance(0.3):
        b.add(
            "barrel > barrel|muzzle",
            ring(torus(radius * 1.4, radius * 0.3, 16), 1)
            .rotate("z", 90)
            .move(x=length / 2 + out * 0.7, y=tall * 0.1),
        )
    at, high, long = -length * b.uniform(0.0, 0.35), b.uniform(0.08, 0.1), b.uniform(0.035, 0.05)
    lean = b.uniform(0, 20)
    b.add("handle|grip > grip|handle", _butt(b, at, high, long, wide * 0.85, lean).move(y=-tall * 0.45))
    clip = box(long * 0.8, b.uniform(0.08, 0.16), wide * 0.6, 0.002)
    if b.chance(0.5):
        b.add(
            "handle|grip > magazine",
            clip.rotate("z", lean * -1).move(x=at - high * np.tan(np.radians(lean)), y=-tall * 0.45 - high),
        )
    else:
        b.add(
            "handle|grip > magazine",
            clip.rotate("z", b.uniform(0, 12)).move(x=length * 0.3, y=-tall * 0.5 - 0.04),
        )
    _trigger(b, at + long / 2, -tall / 2 + 0.002, b.uniform(0.028, 0.036), wide * 0.4)
    if b.chance(0.5):
        b.add("barrel > rail|top rail", box(length * 0.8, 0.008, wide * 0.5).move(y=tall / 2 + 0.003))
    if b.chance(0.6):
        b.add(
            "barrel > charging handle|bolt",
            box(0.014, 0.012, wide * 0.8).move(x=-length * 0.1, y=tall * 0.3, z=wide * 0.4),
        )
    if b.chance(0.6):
        _sights(b, -length * 0.42, length * 0.42, tall / 2 + 0.004, 0.005)


def _stock(b: Builder, x: float, y: float, length: float, wide: float, wooden: bool) -> None:
    """Shoulder stock from x backwards."""
    drop, tall = b.uniform(0.02, 0.07), b.uniform(0.09, 0.13)
    if wooden or b.chance(0.6):
        outline = [
            (0, 0.02),
            (0, -0.02),
            (-length, -drop - tall * 0.75),
            (-length * 1.01, -drop + tall * 0.25),
            (-length * 0.35, 0.018),
        ]
        b.add("stock|butt > stock|butt", extrude(outline, wide).move(x=x, y=y))
        b.add(
            "stock|butt > butt pad",
            box(0.012, tall, wide * 1.02, 0.004).move(x=x - length - 0.004, y=y - drop - tall * 0.25),
        )
        return
    for dy in (0.0, -tall * 0.45):
        b.add("stock|butt > stock|butt", rod((x, y + dy * 0.4, 0), (x - length, y + dy, 0), 0.008))
    b.add("stock|butt > butt pad", box(0.018, tall, wide, 0.006).move(x=x - length, y=y - tall * 0.25))


def _scope(b: Builder, x: float, y: float, length: float) -> None:
    r = b.uniform(0.014, 0.02)
    profile = [
        (0, 0),
        (r * 1.3, 0),
        (r * 1.3, 0.2),
        (r * 0.75, 0.32),
        (r * 0.75, 0.68),
        (r * 1.5, 0.8),
        (r * 1.5, 1),
        (0, 0.99),
    ]
    tube = lathe([(v, t * length) for v, t in profile], 18).rotate("z", -90).move(x=x, y=y + r * 2)
    b.add("scope > tube|body", tube)
    b.add("scope > knob|turret", cylinder(r * 0.6, r * 1.1, sides=12).move(x=x + length / 2, y=y + r * 3))
    for t in (0.38, 0.62):
        b.add("scope > mount|ring", box(0.012, r * 2.2, r * 1.4).move(x=x + length * t, y=y + r * 0.8))


@design("rifle", "rifle")
def assault_rifle(b: Builder) -> None:
    """Modern rifle along +x: receiver, handguard, magazine, pistol grip, stock."""
    body, tall, wide = b.uniform(0.2, 0.28), b.uniform(0.05, 0.075), b.uniform(0.035, 0.045)
    b.add("body|receiver|frame", box(body, tall, wide, b.uniform(0, 0.3) * wide))
    guard, y = b.uniform(0.15, 0.32), tall * b.uniform(0.0, 0.2)
    if b.chance(0.5):
        mesh = cylinder(wide * 0.6, guard, wide * 0.55, b.pick(6, 8, 18)).rotate("z", -90)
    else:
        mesh = box(guard, tall * 0.75, wide * 1.05, wide * 0.2)
    b.add("handguard|forend", mesh.move(x=body / 2 + guard / 2, y=y))
    out = b.uniform(0.08, 0.3)
    tip = body / 2 + guard + out
    b.add("barrel > barrel", rod((body / 2 + guard * 0.8, y, 0), (tip, y, 0), b.uniform(0.008, 0.012)))
    if b.chance(0.6):
        b.add("barrel > muzzle brake|muzzle", cylinder(0.014, 0.05, sides=12).rotate("z", 90).move(x=tip, y=y))
    bend, count = b.pick(0.0, b.uniform(8, 14)), 4
    for k in range(count):
        clip = box(0.06, 0.05, wide * 0.65).rotate("z", bend * k)
        b.add(
            "magazine|clip",
            clip.move(x=body * 0.22 + 0.004 * k * k * (bend > 0), y=-tall / 2 - 0.015 - 0.04 * k),
        )
    b.add(
        "handle|grip|pistol grip",
        _butt(b, -body * 0.35, 0.1, 0.042, wide * 0.8, b.uniform(12, 28)).move(y=-tall * 0.45),
    )
    _trigger(b, -body * 0.27, -tall / 2 + 0.002, 0.034, 0.012)
    _stock(b, -body / 2, tall * 0.1, b.uniform(0.18, 0.28), wide * 0.85, False)
    if b.chance(0.5):
        _scope(b, -body * 0.3, tall / 2, b.uniform(0.14, 0.26))
    else:
        b.add("sight|iron sight", box(0.02, 0.035, 0.01).move(x=body / 2 + guard - 0.02, y=y + tall * 0.6))
        b.add("sight|iron sight", box(0.03, 0.025, 0.02).move(x=-body * 0.3, y=tall / 2 + 0.01))


@design("rifle")
def hunting_rifle(b: Builder) -> None:
    """Bolt-action or double-barrelled gun on a one-piece wooden stock; muskets and shotguns."""
    length, radius = b.uniform(0.45, 0.75), b.uniform(0.008, 0.013)
    twin = b.chance(0.3)
    for z in (-radius, radius) if twin else (0.0,):
        b.add("barrel > barrel", rod((0, 0, z), (length, 0, z), radius * 1.15, radius * 0.9))
    b.add(
        "body|receiver|frame",
        box(b.uniform(0.12, 0.2), 0.045, radius * (4.4 if twin else 3), 0.008).move(x=-0.03, y=-0.005),
    )
    fore = length * b.uniform(0.35, 0.8)
    path = curve([(fore, -radius * 1.2, 0), (0, -radius * 1.9, 0), (-0.13, -0.03, 0), (-0.2, -0.055, 0)], 14)
    b.add("handguard|forend", sweep(path[:8], radius * np.linspace(1.1, 1.9, 8), section=ellipse(1, 1, 10)))
    b.add("handle|grip|pistol grip", sweep(path[7:], 0.022, section=ellipse(0.8, 1, 10)))
    _stock(b, -0.17, -0.04, b.uniform(0.22, 0.3), 0.038, True)
    _trigger(b, -0.11, -0.03, 0.036, 0.012)
    if not twin:
        bolt = rod((0, 0, 0), (0.0, -0.02, 0.045), 0.005) + sphere(0.009, sides=10).move(y=-0.02, z=0.05)
        b.add("bolt|bolt handle", bolt.move(x=-0.06, y=0.005, z=radius))
        if b.chance(0.6):
            _scope(b, -0.12, 0.02, b.uniform(0.2, 0.3))
        if b.chance(0.4):
            b.add("magazine|clip", box(0.06, 0.05, 0.022).move(x=0.0, y=-0.05))
    b.add("sight|iron sight", box(0.012, 0.012, 0.003).move(x=length - 0.02, y=radius * 1.3))


# -- other arms ------------------------------------------------------------------------------------


@design("bow")
def bow(b: Builder) -> None:
    """Long, recurve or composite bow, upright, with string and sometimes an arrow."""
    height, belly = b.uniform(1.0, 1.8), b.uniform(0.12, 0.28)
    curl = b.pick(0.0, b.uniform(0.05, 0.12))
    half = [(belly, 0.06, 0), (belly * 0.9, 0.2, 0), (belly * 0.45, 0.38, 0), (0, 0.47, 0), (curl, 0.5, 0)]
    path = curve([(x * 1.0, y * height, 0) for x, y, _ in half], 16)
    limb = sweep(path, np.linspace(0.018, 0.007, 16), section=ellipse(1.2, 0.6, 10))
    symmetric(b, "limb|arm", limb, "y")
    b.add("handle|grip|riser", capsule(b.uniform(0.016, 0.024), height * 0.14).scale(1, 1, 1.1).move(x=belly))
    pull = b.pick(0.0, b.uniform(-0.35, -0.1))
    ends = [(0, height * 0.47, 0), (pull, 0, 0), (0, -height * 0.47, 0)]
    b.add("string|bowstring", rod(ends[0], ends[1], 0.002, sides=6) + rod(ends[1], ends[2], 0.002, sides=6))
    if pull or b.chance(0.3):
        long = belly - pull + b.uniform(0.05, 0.3)
        b.add("arrow > shaft", rod((pull, 0, 0.02), (pull + long, 0, 0.02), 0.004))
        b.add(
            "arrow > head|tip|point", cylinder(0.01, 0.04, 0.0, 8).rotate("z", -90).move(x=pull + long, z=0.02)
        )
        vane = ring(box(0.06, 0.022, 0.001).move(y=0.012), 3, "x").move(x=pull + 0.05, z=0.02)
        b.add("arrow > feather|fletching|vane", vane)


@design("shield")
def round_shield(b: Builder) -> None:
    """Viking or buckler shield: a dished disc with boss, rim and rivets."""
    radius, dish = b.uniform(0.2, 0.5), b.uniform(0.0, 0.12)
    outline = [(radius * t, dish * (1 - t**2)) for t in np.linspace(0, 1, 8)]
    profile = [(0, dish - 0.012), *[(r, y - 0.012) for r, y in outline[1:]], *outline[::-1]]
    b.add("body|face|board", lathe(profile, 36).rotate("x", 90))
    if b.chance(0.8):
        b.add("rim|edge|border", torus(radius, b.uniform(0.008, 0.02), 36).rotate("x", 90))
    if b.chance(0.75):
        size = radius * b.uniform(0.15, 0.28)
        b.add("boss|umbo", sphere(size, size, size * 0.7, sides=18).move(z=dish))
    if b.chance(0.5):
        b.add(
            "rivet|stud",
            ring(sphere(radius * 0.025, sides=8).move(y=radius * 0.93, z=0.01), b.integer(6, 16), "z"),
        )
    b.add(
        "handle|grip|strap",
        sweep(curve([(-0.08, 0, -0.0), (-0.05, 0, -0.05), (0.05, 0, -0.05), (0.08, 0, 0)], 12), 0.01, sides=8),
    )


@design("shield")
def heater_shield(b: Builder) -> None:
    """Knight's, tower or kite shield: a curved plate with a border and an emblem."""
    wide, tall = b.uniform(0.4, 0.6), b.uniform(0.55, 1.1)
    pointed, bulge = b.uniform(0.0, 1.0), b.uniform(0.02, 0.12)
    rows, edge = [], []
    for t in np.linspace(0, 1, 14):
        half = wide / 2 * (1 - pointed * 0.97 * np.clip((t - 0.35) / 0.65, 0, 1) ** 2)
        x = np.linspace(-half, half, 11)
        rows.append(np.c_[x, np.full(11, -tall * t), bulge * (1 - (2 * x / wide) ** 2)])
        edge.append((rows[-1][0], rows[-1][-1]))
    grid = np.array(rows)
    b.add("body|face|board", sheet(grid, 0.012))
    loop = [
        *grid[0],
        *[right for _, right in edge[1:]],
        *grid[-1][::-1][1:-1],
        *[left for left, _ in edge[1:]][::-1],
    ]
    b.add("rim|edge|border", sweep(np.array(loop), 0.012, sides=6, closed=True))
    if b.chance(0.6):
        b.add("emblem|cross", box(0.05, tall * 0.6, 0.02).move(y=-tall * 0.4, z=bulge * 0.97))
        b.add("emblem|cross", box(wide * 0.6, 0.05, 0.02).move(y=-tall * 0.3, z=bulge * 0.85))
    elif b.chance(0.5):
        b.add("boss|umbo", sphere(0.08, 0.08, 0.05, sides=16).move(y=-tall * 0.4, z=bulge))
    b.add("handle|grip|strap", box(0.16, 0.03, 0.01).move(y=-tall * 0.4, z=-0.03))


@design("cannon")
def cannon(b: Builder) -> None:
    """Old gun on a two-wheeled field carriage or a four-wheeled naval one, barrel towards +z."""
    length, radius = b.uniform(1.2, 2.4), b.uniform(0.14, 0.22)
    profile = [
        (0, -0.14),
        (0.3, -0.14),
        (0.35, -0.08),
        (0.25, -0.04),
        (1.15, 0),
        (1.2, 0.04),
        (1.0, 0.06),
        (0.95, 0.3),
        (0.82, 0.33),
        (0.75, 0.6),
        (0.65, 0.9),
        (0.9, 0.97),
        (0.85, 1.0),
        (0.45, 1.0),
        (0.45, 0.8),
        (0, 0.8),
    ]
    barrel = lathe([(r * radius, y * length) for r, y in profile], 22).rotate("x", 90).move(z=-length * 0.35)
    naval, tilt = b.chance(0.4), b.uniform(0, 18)
    wheel = b.uniform(0.13, 0.2) if naval else b.uniform(0.4, 0.65)
    y = wheel * (1.0 if not naval else 2.4) + radius * 1.2
    b.add("barrel", barrel.rotate("x", -tilt).move(y=y))
    wide = radius * 1.5
    cheek = box(0.07, radius * 1.6, length * (0.75 if naval else 0.45), 0.01).move(
        x=wide, y=y - radius * 0.9, z=-length * 0.12
    )
    symmetric(b, "carriage|frame|base", cheek)
    b.add("carriage|frame|base", box(wide * 2, 0.06, length * 0.6).move(y=y - radius * 1.5, z=-length * 0.12))
    if not naval:
        trail = rod((0, y - radius * 1.3, -length * 0.1), (0, 0.06, -length * 0.95), 0.09, 0.06)
        b.add("carriage|frame|base", trail)
    b.add("axle", rod((-wide - 0.15, wheel, 0), (wide + 0.15, wheel, 0), 0.035))
    for x, z in [
        (s * (wide + 0.1), z) for s in (-1, 1) for z in ((-length * 0.35, length * 0.1) if naval else (0,))
    ]:
        _spoked_wheel(b, wheel, x, z, naval)


def _spoked_wheel(b: Builder, radius: float, x: float, z: float, solid: bool) -> None:
    """Wooden wheel standing on the ground with its axle along x."""
    if solid:
        b.add(
            "wheel > rim|tyre|tire", cylinder(radius, 0.08, sides=20).rotate("z", 90).move(x=x, y=radius, z=z)
        )
        return
    rim = loft(
        [
            np.c_[ring_ * radius * k, np.full(24, d)][:, [2, 0, 1]]
            for k, d in ((1, 0.04), (1, -0.04), (0.86, -0.04), (0.86, 0.04))
            for ring_ in [ellipse(1, 1, 24)]
        ],
        closed=True,
    )
    spokes = ring(cylinder(radius * 0.035, radius * 0.75, sides=8).move(y=radius * 0.5), b.pick(8, 10, 12), "x")
    b.add("wheel > rim|tyre|tire", rim.move(x=x, y=radius, z=z))
    b.add("wheel > spoke", spokes.move(x=x, y=radius, z=z))
    b.add("wheel > hub", cylinder(radius * 0.15, 0.16).rotate("z", 90).move(x=x, y=radius, z=z))


@design("grenade")
def grenade(b: Builder) -> None:
    """Pineapple, smooth, canister or stick grenade with lever, pin and pull ring."""
    radius, kind = b.uniform(0.025, 0.035), b.pick("pineapple", "smooth", "canister")
    tall = radius * b.uniform(2.2, 3.0)
    if kind == "canister":
        body = cylinder(radius, tall * 1.3, sides=24, bevel=radius * 0.1).move(y=tall * 0.65)
        tall *= 1.3
    else:
        body = sphere(radius, tall / 2, radius, sides=20).move(y=tall / 2)
    b.add("body > body|shell", body)
    if kind == "pineapple":
        lumps = [
            (
                radius * 0.9 * np.cos(v) * np.sin(a),
                tall / 2 * (1 + np.sin(v) * 0.93),
                radius * 0.9 * np.cos(v) * np.cos(a),
            )
            for v in np.radians([-50, -20, 10, 40])
            for a in np.arange(8) * np.pi / 4
        ]
        b.add(
            "body > segment|knob",
            array(box(radius * 0.4, radius * 0.42, radius * 0.4, radius * 0.06, 1), lumps),
        )
    elif b.chance(0.5):
        b.add("body > band|stripe", torus(radius * 0.98, radius * 0.06, 22).move(y=tall / 2))
    b.add("head|fuze|cap", cylinder(radius * 0.45, radius * 0.8, radius * 0.38, 14).move(y=tall + radius * 0.3))
    lever = [
        (0, tall + radius * 0.75, 0),
        (radius * 0.7, tall + radius * 0.7, 0),
        (radius * 1.15, tall * 0.75, 0),
        (radius * 1.15, tall * 0.3, 0),
    ]
    b.add("lever|spoon|handle", sweep(curve(lever, 14), radius * 0.12, section=rectangle(4, 1)))
    b.add(
        "pin > pin",
        rod((0, tall + radius * 0.45, -radius * 0.6), (0, tall + radius * 0.45, radius * 0.6), radius * 0.06),
    )
    pull = torus(radius * b.uniform(0.35, 0.6), radius * 0.07, 20).rotate("z", 90)
    b.add("pin > ring|pull ring", pull.move(y=tall + radius * 0.2, z=radius * 0.95))
    any_pose(b)
