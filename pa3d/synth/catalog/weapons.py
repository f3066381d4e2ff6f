"""Guns, bows, shields and cannon."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import any_pose, skin, stick, turn_all, wire

# -- guns ------------------------------------------------------------------------------------------


def _trigger(b: Builder, x: float, y: float, size: float, wide: float) -> None:
    """Guard hoop hanging from height y in front of x, with the trigger in it."""
    if b.chance(0.5):
        hoop = g.curve([(0, 0, 0), (0.1, -0.75, 0), (0.55, -0.95, 0), (1.0, -0.7, 0), (1.1, 0, 0)], 16)
    else:
        hoop = g.curve([(0, -0.1, 0), (0.05, -0.85, 0), (0.9, -0.9, 0), (1.15, -0.45, 0), (1.2, 0, 0)], 16)
    band = g.rectangle(2.4, 1.0)
    b.add(
        "trigger > trigger guard",
        g.sweep(hoop * size + [x, y, 0], size * 0.09, section=band * [wide / size / 3, 1]),
    )
    bend = g.curve([(0.55, 0.05, 0), (0.62, -0.35, 0), (0.5, -0.7, 0)], 8) * size + [x, y, 0]
    b.add("trigger > trigger", g.sweep(bend, size * np.linspace(0.12, 0.07, 8), section=g.ellipse(1.3, 0.8, 8)))


def _butt(b: Builder, x: float, tall: float, long: float, wide: float, lean: float) -> Mesh:
    """Pistol grip hanging from y = 0 near x, leaning back."""
    shift = -tall * np.tan(np.radians(lean))
    sections = []
    bulge = b.uniform(0.0, 0.12)
    for t in np.linspace(0, 1, 7):
        half = long / 2 * (1 - 0.12 * np.sin(np.pi * t) + bulge * t)
        outline = g.rectangle(half * 2, wide, wide * 0.35)
        sections.append(np.c_[outline[:, 0] + x + shift * t, np.full(len(outline), -tall * t), outline[:, 1]])
    return skin(sections)


def _sights(b: Builder, back: float, front: float, y: float, size: float) -> None:
    b.add("barrel > sight|front sight", g.box(size * 2, size * 1.6, size * 0.7).move(x=front, y=y))
    if b.chance(0.7):
        b.add("barrel > sight|rear sight", g.box(size * 1.5, size * 1.4, size * 2.2).move(x=back, y=y))


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
        g.box(length - cut, slide, wide, round_).move(x=back + (length - cut) / 2, y=frame + slide / 2),
    )
    tip, y = back + length, frame + slide * 0.55
    out = b.uniform(0.002, 0.012)
    b.add(
        "barrel > barrel|muzzle",
        g.cylinder(slide * 0.27, cut + out + 0.03).rotate("z", 90).move(x=tip - cut + (cut + out) / 2, y=y),
    )
    under = length * b.uniform(0.6, 0.98)
    b.add(
        "barrel > frame|body",
        g.box(under, frame, wide * 0.92, round_ * 0.5).move(x=back + under / 2, y=frame / 2),
    )
    for k in range(b.pick(0, 4, 6)):
        b.add(
            "barrel > slide > serration",
            g.box(0.002, slide * 0.8, wide * 1.04).move(x=back + 0.008 + 0.005 * k, y=frame + slide * 0.52),
        )
    if b.chance(0.5):
        b.add(
            "barrel > slide > ejection port",
            g.box(length * 0.16, slide * 0.4, wide * 0.6).move(
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
        g.box(long * 0.95, deep, wide * 0.95, 0.002).move(x=grip_x + shift, y=-tall - deep * 0.3),
    )
    size = b.uniform(0.027, 0.036)
    _trigger(b, grip_x + long / 2 - 0.005, 0.002, size, wide * 0.4)
    if b.chance(0.55):
        b.add(
            "barrel > hammer",
            g.box(0.014, 0.016, wide * 0.3, 0.003).rotate("z", 30).move(x=back - 0.004, y=frame + slide * 0.6),
        )
    if b.chance(0.8):
        _sights(b, back + 0.012, tip - cut - 0.008, frame + slide + 0.001, 0.0035)
    if b.chance(0.15):
        b.add(
            "barrel > silencer|suppressor",
            g.cylinder(slide * 0.5, 0.13).rotate("z", 90).move(x=tip + 0.06, y=y),
        )
    turn_all(b, "x", b.pick(0.0, 0.0, 90.0))


@design("pistol", "revolver")
def revolver(b: Builder) -> None:
    """Revolver along +x: barrel, fluted cylinder in a frame, curved grip, spur hammer."""
    barrel, radius = b.uniform(0.06, 0.2), b.uniform(0.008, 0.012)
    drum, drum_long = b.uniform(0.017, 0.023), b.uniform(0.035, 0.045)
    b.add(
        "barrel > barrel|muzzle",
        g.cylinder(radius, barrel, radius * b.uniform(0.8, 1), b.pick(8, 18))
        .rotate("z", -90)
        .move(x=drum_long / 2 + barrel / 2, y=drum * 0.55),
    )
    if b.chance(0.6):
        b.add(
            "barrel > ejector rod|underlug",
            stick(
                (drum_long / 2, drum * 0.55 - radius * 1.4, 0),
                (drum_long / 2 + barrel * b.uniform(0.5, 1), drum * 0.55 - radius * 1.4, 0),
                radius * 0.6,
            ),
        )
    b.add(
        "barrel > cylinder|drum",
        g.cylinder(drum, drum_long, sides=b.pick(6, 12, 24), bevel=0.002).rotate("z", 90),
    )
    spots = g.ring(g.cylinder(drum * 0.22, drum_long * 1.03, sides=8).move(z=drum * 0.66), 6).rotate("z", 90)
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
    b.add("barrel > frame|body", g.extrude(outline, wide, [window]))
    tall = b.uniform(0.075, 0.11)
    path = g.curve(
        [
            (left - 0.018, 0.0, 0),
            (left - 0.03, -tall * 0.35, 0),
            (left - 0.045, -tall * 0.7, 0),
            (left - 0.05 - b.uniform(0, 0.03), -tall * 1.05, 0),
        ],
        12,
    )
    swell = np.interp(np.linspace(0, 1, 12), [0, 0.3, 0.8, 1], [0.014, 0.015, 0.02, 0.018])
    b.add("handle|grip > grip|handle", g.sweep(path, swell, section=g.ellipse(b.uniform(0.6, 0.85), 1, 14)))
    _trigger(b, left - 0.012, low + 0.002, b.uniform(0.024, 0.032), wide * 0.6)
    spur = g.curve(
        [(left - 0.018, 0.008, 0), (left - 0.028, top, 0), (left - 0.042, top * b.uniform(0.9, 1.2), 0)], 7
    )
    b.add("barrel > hammer", g.sweep(spur, np.linspace(0.006, 0.003, 7), sides=8))
    b.add(
        "barrel > sight|front sight",
        g.box(0.012, 0.007, 0.003).move(x=drum_long / 2 + barrel - 0.01, y=drum * 0.55 + radius),
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
    b.add("barrel > barrel|muzzle", g.lathe(profile, b.pick(8, 18)).rotate("z", -90).move(y=radius * 0.8))
    rear = b.uniform(0.09, 0.13)
    path = g.curve(
        [
            (length * 0.7, -radius * 0.3, 0),
            (0.02, -radius * 0.6, 0),
            (-rear * 0.45, -rear * 0.12, 0),
            (-rear * 0.9, -rear * 0.75, 0),
        ],
        16,
    )
    fore = radius * np.linspace(0.8, 1.25, 7)
    b.add("barrel > frame|body", g.sweep(path[:7], fore, section=g.ellipse(0.9, 1, 12)))
    b.add(
        "handle|grip > grip|handle",
        g.sweep(path[6:], radius * np.linspace(1.25, 1.5, 10), section=g.ellipse(0.85, 1, 12)),
    )
    b.add("handle|grip > butt cap|pommel", g.sphere(radius * 1.8, sides=12).move(*path[-1]))
    _trigger(b, -0.025, -radius * 1.6, b.uniform(0.028, 0.036), 0.008)
    lock = g.curve([(0.0, radius, 0), (-0.012, radius * 2.6, 0), (0.01, radius * 3.0, 0)], 8)
    b.add("barrel > hammer", g.sweep(lock, 0.004, sides=8).move(z=radius * 0.9))
    if b.chance(0.5):
        b.add("barrel > ramrod", stick((0.03, -radius * 1.2, 0), (length * 0.95, -radius * 0.9, 0), 0.0025))
    turn_all(b, "x", b.pick(0.0, 0.0, 90.0))


@design("pistol", "machine pistol")
def machine_pistol(b: Builder) -> None:
    """Machine pistol or sci-fi blaster: box receiver, short barrel, a long magazine."""
    length, tall, wide = b.uniform(0.18, 0.28), b.uniform(0.04, 0.065), b.uniform(0.028, 0.045)
    b.add("barrel > frame|body", g.box(length, tall, wide, b.uniform(0, 0.4) * wide))
    out, radius = b.uniform(0.03, 0.12), b.uniform(0.007, 0.016)
    b.add(
        "barrel > barrel|muzzle",
        g.cylinder(radius, out + 0.02, sides=16).rotate("z", 90).move(x=length / 2 + out / 2, y=tall * 0.1),
    )
    if b.chance(0.3):
        b.add(
            "barrel > barrel|muzzle",
            g.ring(g.torus(radius * 1.4, radius * 0.3, 16), 1)
            .rotate("z", 90)
            .move(x=length / 2 + out * 0.7, y=tall * 0.1),
        )
    at, high, long = -length * b.uniform(0.0, 0.35), b.uniform(0.08, 0.1), b.uniform(0.035, 0.05)
    lean = b.uniform(0, 20)
    b.add("handle|grip > grip|handle", _butt(b, at, high, long, wide * 0.85, lean).move(y=-tall * 0.45))
    clip = g.box(long * 0.8, b.uniform(0.08, 0.16), wide * 0.6, 0.002)
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
        b.add("barrel > rail|top rail", g.box(length * 0.8, 0.008, wide * 0.5).move(y=tall / 2 + 0.003))
    if b.chance(0.6):
        b.add(
            "barrel > charging handle|bolt",
            g.box(0.014, 0.012, wide * 0.8).move(x=-length * 0.1, y=tall * 0.3, z=wide * 0.4),
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
        b.add("stock|butt > stock|butt", g.extrude(outline, wide).move(x=x, y=y))
        b.add(
            "stock|butt > butt pad",
            g.box(0.012, tall, wide * 1.02, 0.004).move(x=x - length - 0.004, y=y - drop - tall * 0.25),
        )
        return
    for dy in (0.0, -tall * 0.45):
        b.add("stock|butt > stock|butt", stick((x, y + dy * 0.4, 0), (x - length, y + dy, 0), 0.008))
    b.add("stock|butt > butt pad", g.box(0.018, tall, wide, 0.006).move(x=x - length, y=y - tall * 0.25))


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
    tube = g.lathe([(v, t * length) for v, t in profile], 18).rotate("z", -90).move(x=x, y=y + r * 2)
    b.add("scope > tube|body", tube)
    b.add("scope > knob|turret", g.cylinder(r * 0.6, r * 1.1, sides=12).move(x=x + length / 2, y=y + r * 3))
    for t in (0.38, 0.62):
        b.add("scope > mount|ring", g.box(0.012, r * 2.2, r * 1.4).move(x=x + length * t, y=y + r * 0.8))


@design("rifle", "rifle")
def assault_rifle(b: Builder) -> None:
    """Modern rifle along +x: receiver, handguard, magazine, pistol grip, stock."""
    body, tall, wide = b.uniform(0.2, 0.28), b.uniform(0.05, 0.075), b.uniform(0.035, 0.045)
    b.add("body|receiver|frame", g.box(body, tall, wide, b.uniform(0, 0.3) * wide))
    guard, y = b.uniform(0.15, 0.32), tall * b.uniform(0.0, 0.2)
    if b.chance(0.5):
        mesh = g.cylinder(wide * 0.6, guard, wide * 0.55, b.pick(6, 8, 18)).rotate("z", -90)
    else:
        mesh = g.box(guard, tall * 0.75, wide * 1.05, wide * 0.2)
    b.add("handguard|forend", mesh.move(x=body / 2 + guard / 2, y=y))
    out = b.uniform(0.08, 0.3)
    tip = body / 2 + guard + out
    b.add("barrel > barrel", stick((body / 2 + guard * 0.8, y, 0), (tip, y, 0), b.uniform(0.008, 0.012)))
    if b.chance(0.6):
        b.add(
            "barrel > muzzle brake|muzzle", g.cylinder(0.014, 0.05, sides=12).rotate("z", 90).move(x=tip, y=y)
        )
    bend, count = b.pick(0.0, b.uniform(8, 14)), 4
    for k in range(count):
        clip = g.box(0.06, 0.05, wide * 0.65).rotate("z", bend * k)
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
        b.add("sight|iron sight", g.box(0.02, 0.035, 0.01).move(x=body / 2 + guard - 0.02, y=y + tall * 0.6))
        b.add("sight|iron sight", g.box(0.03, 0.025, 0.02).move(x=-body * 0.3, y=tall / 2 + 0.01))


@design("rifle")
def hunting_rifle(b: Builder) -> None:
    """Bolt-action or double-barrelled gun on a one-piece wooden stock; muskets and shotguns."""
    length, radius = b.uniform(0.45, 0.75), b.uniform(0.008, 0.013)
    twin = b.chance(0.3)
    for z in (-radius, radius) if twin else (0.0,):
        b.add("barrel > barrel", stick((0, 0, z), (length, 0, z), radius * 1.15, radius * 0.9))
    b.add(
        "body|receiver|frame",
        g.box(b.uniform(0.12, 0.2), 0.045, radius * (4.4 if twin else 3), 0.008).move(x=-0.03, y=-0.005),
    )
    fore = length * b.uniform(0.35, 0.8)
    path = g.curve([(fore, -radius * 1.2, 0), (0, -radius * 1.9, 0), (-0.13, -0.03, 0), (-0.2, -0.055, 0)], 14)
    b.add("handguard|forend", g.sweep(path[:8], radius * np.linspace(1.1, 1.9, 8), section=g.ellipse(1, 1, 10)))
    b.add("handle|grip|pistol grip", g.sweep(path[7:], 0.022, section=g.ellipse(0.8, 1, 10)))
    _stock(b, -0.17, -0.04, b.uniform(0.22, 0.3), 0.038, True)
    _trigger(b, -0.11, -0.03, 0.036, 0.012)
    if not twin:
        bolt = stick((0, 0, 0), (0.0, -0.02, 0.045), 0.005) + g.sphere(0.009, sides=10).move(y=-0.02, z=0.05)
        b.add("bolt|bolt handle", bolt.move(x=-0.06, y=0.005, z=radius))
        if b.chance(0.6):
            _scope(b, -0.12, 0.02, b.uniform(0.2, 0.3))
        if b.chance(0.4):
            b.add("magazine|clip", g.box(0.06, 0.05, 0.022).move(x=0.0, y=-0.05))
    b.add("sight|iron sight", g.box(0.012, 0.012, 0.003).move(x=length - 0.02, y=radius * 1.3))


# -- other arms ------------------------------------------------------------------------------------


@design("bow")
def bow(b: Builder) -> None:
    """Long, recurve or composite bow, upright, with string and sometimes an arrow."""
    height, belly = b.uniform(1.0, 1.8), b.uniform(0.12, 0.28)
    curl = b.pick(0.0, b.uniform(0.05, 0.12))
    half = [(belly, 0.06, 0), (belly * 0.9, 0.2, 0), (belly * 0.45, 0.38, 0), (0, 0.47, 0), (curl, 0.5, 0)]
    path = g.curve([(x * 1.0, y * height, 0) for x, y, _ in half], 16)
    limb = g.sweep(path, np.linspace(0.018, 0.007, 16), section=g.ellipse(1.2, 0.6, 10))
    symmetric(b, "limb|arm", limb, "y")
    b.add("handle|grip|riser", g.capsule(b.uniform(0.016, 0.024), height * 0.14).scale(1, 1, 1.1).move(x=belly))
    pull = b.pick(0.0, b.uniform(-0.35, -0.1))
    ends = [(0, height * 0.47, 0), (pull, 0, 0), (0, -height * 0.47, 0)]
    b.add("string|bowstring", stick(ends[0], ends[1], 0.002, sides=6) + stick(ends[1], ends[2], 0.002, sides=6))
    if pull or b.chance(0.3):
        long = belly - pull + b.uniform(0.05, 0.3)
        b.add("arrow > shaft", stick((pull, 0, 0.02), (pull + long, 0, 0.02), 0.004))
        b.add(
            "arrow > head|tip|point",
            g.cylinder(0.01, 0.04, 0.0, 8).rotate("z", -90).move(x=pull + long, z=0.02),
        )
        vane = g.ring(g.box(0.06, 0.022, 0.001).move(y=0.012), 3, "x").move(x=pull + 0.05, z=0.02)
        b.add("arrow > feather|fletching|vane", vane)


@design("shield")
def round_shield(b: Builder) -> None:
    """Viking or buckler shield: a dished disc with boss, rim and rivets."""
    radius, dish = b.uniform(0.2, 0.5), b.uniform(0.0, 0.12)
    outline = [(radius * t, dish * (1 - t**2)) for t in np.linspace(0, 1, 8)]
    profile = [(0, dish - 0.012), *[(r, y - 0.012) for r, y in outline[1:]], *outline[::-1]]
    b.add("body|face|board", g.lathe(profile, 36).rotate("x", 90))
    if b.chance(0.8):
        b.add("rim|edge|border", g.torus(radius, b.uniform(0.008, 0.02), 36).rotate("x", 90))
    if b.chance(0.75):
        size = radius * b.uniform(0.15, 0.28)
        b.add("boss|umbo", g.sphere(size, size, size * 0.7, sides=18).move(z=dish))
    if b.chance(0.5):
        b.add(
            "rivet|stud",
            g.ring(g.sphere(radius * 0.025, sides=8).move(y=radius * 0.93, z=0.01), b.integer(6, 16), "z"),
        )
    b.add(
        "handle|grip|strap",
        wire([(-0.08, 0, -0.0), (-0.05, 0, -0.05), (0.05, 0, -0.05), (0.08, 0, 0)], 0.01, 12),
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
    b.add("body|face|board", g.sheet(grid, 0.012))
    loop = [
        *grid[0],
        *[right for _, right in edge[1:]],
        *grid[-1][::-1][1:-1],
        *[left for left, _ in edge[1:]][::-1],
    ]
    b.add("rim|edge|border", g.sweep(np.array(loop), 0.012, sides=6, closed=True))
    if b.chance(0.6):
        b.add("emblem|cross", g.box(0.05, tall * 0.6, 0.02).move(y=-tall * 0.4, z=bulge * 0.97))
        b.add("emblem|cross", g.box(wide * 0.6, 0.05, 0.02).move(y=-tall * 0.3, z=bulge * 0.85))
    elif b.chance(0.5):
        b.add("boss|umbo", g.sphere(0.08, 0.08, 0.05, sides=16).move(y=-tall * 0.4, z=bulge))
    b.add("handle|grip|strap", g.box(0.16, 0.03, 0.01).move(y=-tall * 0.4, z=-0.03))


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
    barrel = g.lathe([(r * radius, y * length) for r, y in profile], 22).rotate("x", 90).move(z=-length * 0.35)
    naval, tilt = b.chance(0.4), b.uniform(0, 18)
    wheel = b.uniform(0.13, 0.2) if naval else b.uniform(0.4, 0.65)
    y = wheel * (1.0 if not naval else 2.4) + radius * 1.2
    b.add("barrel", barrel.rotate("x", -tilt).move(y=y))
    wide = radius * 1.5
    cheek = g.box(0.07, radius * 1.6, length * (0.75 if naval else 0.45), 0.01).move(
        x=wide, y=y - radius * 0.9, z=-length * 0.12
    )
    symmetric(b, "carriage|frame|base", cheek)
    b.add("carriage|frame|base", g.box(wide * 2, 0.06, length * 0.6).move(y=y - radius * 1.5, z=-length * 0.12))
    if not naval:
        trail = stick((0, y - radius * 1.3, -length * 0.1), (0, 0.06, -length * 0.95), 0.09, 0.06)
        b.add("carriage|frame|base", trail)
    b.add("axle", stick((-wide - 0.15, wheel, 0), (wide + 0.15, wheel, 0), 0.035))
    for x, z in [
        (s * (wide + 0.1), z) for s in (-1, 1) for z in ((-length * 0.35, length * 0.1) if naval else (0,))
    ]:
        _spoked_wheel(b, wheel, x, z, naval)


def _spoked_wheel(b: Builder, radius: float, x: float, z: float, solid: bool) -> None:
    """Wooden wheel standing on the ground with its axle along x."""
    if solid:
        b.add(
            "wheel > rim|tyre|tire", g.cylinder(radius, 0.08, sides=20).rotate("z", 90).move(x=x, y=radius, z=z)
        )
        return
    rim = g.loft(
        [
            np.c_[ring_ * radius * k, np.full(24, d)][:, [2, 0, 1]]
            for k, d in ((1, 0.04), (1, -0.04), (0.86, -0.04), (0.86, 0.04))
            for ring_ in [g.ellipse(1, 1, 24)]
        ],
        closed=True,
    )
    spokes = g.ring(
        g.cylinder(radius * 0.035, radius * 0.75, sides=8).move(y=radius * 0.5), b.pick(8, 10, 12), "x"
    )
    b.add("wheel > rim|tyre|tire", rim.move(x=x, y=radius, z=z))
    b.add("wheel > spoke", spokes.move(x=x, y=radius, z=z))
    b.add("wheel > hub", g.cylinder(radius * 0.15, 0.16).rotate("z", 90).move(x=x, y=radius, z=z))


@design("grenade")
def grenade(b: Builder) -> None:
    """Pineapple, smooth, canister or stick grenade with lever, pin and pull ring."""
    radius, kind = b.uniform(0.025, 0.035), b.pick("pineapple", "smooth", "canister")
    tall = radius * b.uniform(2.2, 3.0)
    if kind == "canister":
        body = g.cylinder(radius, tall * 1.3, sides=24, bevel=radius * 0.1).move(y=tall * 0.65)
        tall *= 1.3
    else:
        body = g.sphere(radius, tall / 2, radius, sides=20).move(y=tall / 2)
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
            g.array(g.box(radius * 0.4, radius * 0.42, radius * 0.4, radius * 0.06, 1), lumps),
        )
    elif b.chance(0.5):
        b.add("body > band|stripe", g.torus(radius * 0.98, radius * 0.06, 22).move(y=tall / 2))
    b.add(
        "head|fuze|cap", g.cylinder(radius * 0.45, radius * 0.8, radius * 0.38, 14).move(y=tall + radius * 0.3)
    )
    lever = [
        (0, tall + radius * 0.75, 0),
        (radius * 0.7, tall + radius * 0.7, 0),
        (radius * 1.15, tall * 0.75, 0),
        (radius * 1.15, tall * 0.3, 0),
    ]
    b.add("lever|spoon|handle", g.sweep(g.curve(lever, 14), radius * 0.12, section=g.rectangle(4, 1)))
    b.add(
        "pin > pin",
        stick((0, tall + radius * 0.45, -radius * 0.6), (0, tall + radius * 0.45, radius * 0.6), radius * 0.06),
    )
    pull = g.torus(radius * b.uniform(0.35, 0.6), radius * 0.07, 20).rotate("z", 90)
    b.add("pin > ring|pull ring", pull.move(y=tall + radius * 0.2, z=radius * 0.95))
    any_pose(b)
