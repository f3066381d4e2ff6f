"""Pianos, drums and wind instruments."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.parts import any_pose, standing, stick

# -- pianos and drums ------------------------------------------------------------------------------


def _keys(b: Builder, x: float, y: float, z: float, wide: float, deep: float) -> None:
    """White and black keys: x, y, z is the middle of the front edge's top."""
    count = b.pick(14, 21, 28, 35)
    step = wide / count
    whites = g.array(
        g.box(step * 0.9, 0.02, deep),
        [(x + step * (i - (count - 1) / 2), y, z - deep / 2) for i in range(count)],
    )
    b.add("keyboard|keys > white key|key", whites)
    spots = [
        (x + step * (i - count / 2 + 1), y + 0.013, z - deep * 0.7)
        for i in range(count - 1)
        if i % 7 not in (2, 6)
    ]
    b.add("keyboard|keys > black key", g.array(g.box(step * 0.5, 0.018, deep * 0.6), spots))


def _pedals(b: Builder, y: float, z: float) -> None:
    for x in np.linspace(-0.08, 0.08, b.pick(2, 3, 3)):
        b.add("pedal", g.box(0.035, 0.012, 0.1, 0.004).move(x=x, y=y, z=z))


def _bench(b: Builder, z: float) -> None:
    wide, deep = b.uniform(0.45, 0.8), b.uniform(0.3, 0.36)
    b.add("stool|bench > seat", g.box(wide, 0.07, deep, 0.02).move(y=0.48, z=z))
    for sx in (-1, 1):
        for sz in (-1, 1):
            b.add(
                "stool|bench > leg",
                g.box(0.045, 0.45, 0.045).move(x=sx * wide * 0.43, y=0.225, z=z + sz * deep * 0.4),
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
    case = np.array([(-0.5, 0.12), (-0.5, 0.0), *g.curve(shape[::-1], 20), (0.5, 0.12)])
    flat = np.c_[case[:, 0] * wide, -np.clip(case[:, 1], -1, 0.0) * long]
    rim = g.extrude(flat, tall).rotate("x", -90).move(y=y + tall / 2)
    b.add("body|case", rim)
    b.add("body|case > key bed|keyslip", g.box(wide, tall * 0.45, 0.3).move(y=y + tall * 0.22, z=0.15))
    for x in (-1, 1):
        b.add(
            "body|case > arm|cheek",
            g.box(0.07, tall * 0.85, 0.3, 0.01).move(x=x * (wide / 2 - 0.035), y=y + tall * 0.42, z=0.15),
        )
    _keys(b, 0, y + tall * 0.48, 0.28, wide - 0.16, 0.16)
    lid = g.extrude(flat * [1.01, 1.01], 0.02).rotate("x", -90).move(y=y + tall + 0.012)
    open_ = b.pick(0.0, b.uniform(25, 45), b.uniform(25, 45))
    b.add("lid|top", lid.rotate("z", open_, (-wide / 2, y + tall, 0)))
    if open_:
        prop = np.array([wide * 0.3, y + tall, -long * 0.25])
        rise = (prop[0] + wide / 2) * np.tan(np.radians(open_)) * 0.97
        b.add("prop|lid prop|stick", stick(prop, prop + [-0.1, rise * 0.9, 0], 0.012))
    b.add(
        "music stand|music rack|music desk",
        g.box(wide * 0.5, 0.2, 0.012).rotate("x", -20).move(y=y + tall + 0.09, z=-0.05),
    )
    for x, z in ((-wide * 0.42, 0.05), (wide * 0.42, 0.05), (-wide * 0.25, -long * 0.82)):
        leg = g.cylinder(0.035, y, 0.06, b.pick(4, 8, 16)) if b.chance(0.8) else g.box(0.09, y, 0.09)
        b.add("leg > leg", leg.move(x=x, y=y / 2, z=z))
        b.add("leg > caster|wheel", g.cylinder(0.04, 0.03, sides=14).rotate("z", 90).move(x=x, y=0.03, z=z))
    b.add("lyre|pedal box", g.box(0.24, y * 0.9, 0.04).taper(0.6).move(y=y * 0.52, z=-0.05))
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
        b.add("body|case", g.box(wide, 0.13, 0.35, b.uniform(0, 0.03)).move(y=shelf + 0.02, z=front - 0.16))
        for x in (-1, 1):
            b.add("leg > leg", g.box(0.05, shelf, 0.32).move(x=x * wide * 0.45, y=shelf / 2, z=front - 0.18))
        b.add("panel|front panel", g.box(wide * 0.9, shelf * 0.5, 0.02).move(y=shelf * 0.55, z=front - 0.3))
        top = shelf + 0.09
    else:
        b.add("body|case", standing(wide, high, deep))
        b.add("body|case > key bed|keyslip", g.box(wide, 0.12, reach).move(y=shelf, z=deep / 2 + reach / 2))
        b.add(
            "panel|front panel",
            g.box(wide * 0.88, high - shelf - 0.22, 0.02).move(y=(high + shelf + 0.14) / 2, z=deep / 2 + 0.01),
        )
        b.add("panel|front panel", g.box(wide * 0.88, shelf * 0.7, 0.02).move(y=shelf * 0.5, z=deep / 2 + 0.01))
        b.add("lid|top", g.box(wide + 0.05, 0.03, deep + 0.04, 0.008).move(y=high + 0.015))
        for x in (-1, 1):
            b.add(
                "body|case > arm|cheek",
                g.box(0.05, 0.2, reach, 0.01).move(
                    x=x * (wide / 2 - 0.025), y=shelf + 0.07, z=deep / 2 + reach / 2
                ),
            )
            if b.chance(0.75):
                leg = b.pick(g.cylinder(0.025, shelf, 0.04, 12), g.box(0.07, shelf, 0.07))
                b.add("leg > leg", leg.move(x=x * wide * 0.46, y=shelf / 2, z=front - 0.05))
        top = shelf + 0.3
    _keys(b, 0, shelf + 0.085, front - 0.02, wide - 0.14, 0.15)
    b.add(
        "music stand|music rack|music desk",
        g.box(wide * 0.45, 0.2, 0.012).rotate("x", -15).move(y=top + 0.1, z=front - 0.3),
    )
    _pedals(b, 0.06, deep / 2 + 0.06 if not digital else front - 0.26)
    if b.chance(0.4):
        _bench(b, front + 0.4)


def _drum(b: Builder, radius: float, tall: float, sides: int = 28) -> list:
    """Named pieces of one drum standing on y = 0."""
    pieces = [("shell|body", g.cylinder(radius, tall * 0.98, sides=sides).move(y=tall / 2))]
    for y in (0.0, tall):
        pieces.append(("head|skin|membrane", g.cylinder(radius * 0.99, 0.006, sides=sides).move(y=y)))
        pieces.append(("rim|hoop", g.torus(radius * 1.01, radius * 0.045 + 0.003, sides).move(y=y)))
    count, high = b.pick(6, 8, 10), tall * b.uniform(0.25, 0.8)
    lug = g.box(0.018, high, 0.02).move(y=tall / 2, z=radius + 0.006)
    if b.chance(0.8):
        pieces.append(("lug|tension rod", g.ring(lug, count)))
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
        outline = g.curve([(radius * 0.9, 0), (radius * bulge, tall * 0.55), (radius, tall)], 10)
        b.add("shell|body", g.lathe([(0, 0), *outline, (0, tall)], 24))
        b.add("head|skin|membrane", g.cylinder(radius * 0.98, 0.012, sides=24).move(y=tall))
        b.add("rim|hoop", g.torus(radius * 1.02, 0.012, 24).move(y=tall - 0.01))
        lace = [
            stick((radius * 1.0, tall, 0), (radius * 0.9, 0, radius * 0.3 * k), 0.005, sides=5) for k in (-1, 1)
        ]
        if bulge < 1.05 and b.chance(0.7):
            b.add("rope|cord|lacing", g.join(g.ring(piece, 10) for piece in lace))
    else:
        _place(b, _drum(b, radius, tall), "", 0, 0, (0, 0, 0))
    if b.chance(0.4):
        for k in range(2):
            beater = stick(
                (-radius, tall + 0.02, 0.03 * k), (radius * 1.2, tall + 0.03, 0.08 * k - 0.02), 0.007
            )
            b.add(
                "drumstick|stick", beater + g.sphere(0.011, sides=8).move(x=-radius, y=tall + 0.02, z=0.03 * k)
            )
    if b.chance(0.3):
        leg = stick((0, 0, radius * 0.3), (0, -0.5, radius * 1.1), 0.012)
        b.add("leg|stand", g.ring(leg, b.pick(3, 4)))


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
        b.add("cymbal", g.lathe(dish[::-1], 26).rotate("x", tilt).move(x=x, y=height + dy, z=z))
    b.add("stand > pole|stand", stick((x, 0.2, z), (x, height + 0.06, z), 0.01, sides=8))
    b.add(
        "stand > leg|foot",
        g.ring(stick((0, 0.28, 0), (0, 0, 0.26), 0.008, sides=6), 3, start=b.uniform(0, 120)).move(x=x, z=z),
    )


@design("drum kit")
def drum_kit(b: Builder) -> None:
    """Bass drum, snare, toms, floor tom, cymbals on stands, pedal and stool; player faces +z."""
    bass, deep = b.uniform(0.25, 0.31), b.uniform(0.35, 0.48)
    _place(b, _drum(b, bass, deep, 18), "bass drum|kick drum > ", 90, 0, (0, bass, 0))
    for x in (-1, 1):
        b.add(
            "bass drum|kick drum > leg|spur",
            stick((x * bass * 0.8, bass * 0.7, deep * 0.7), (x * bass * 1.25, 0, deep * 0.9), 0.01, sides=8),
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
            stick((x * 0.3, bass * 1.9, deep * 0.5), (x, bass * 2 + 0.2, deep * 0.4), 0.012, sides=8),
        )
    radius = b.uniform(0.2, 0.24)
    _place(b, _drum(b, radius, 0.38, 16), "floor tom|tom > ", 0, 0, (-0.6, 0.18, -0.1))
    legs = g.ring(g.cylinder(0.008, 0.5, sides=8).move(y=0.25, z=radius + 0.02), 3).move(x=-0.6, z=-0.1)
    b.add("stand > leg|foot", legs)
    _place(
        b,
        _drum(b, 0.178, b.uniform(0.12, 0.17), 16),
        "snare drum|snare > ",
        -b.uniform(0, 8),
        0,
        (0.45, 0.5, -0.15),
    )
    b.add("stand > pole|stand", stick((0.45, 0.2, -0.15), (0.45, 0.5, -0.15), 0.012, sides=8))
    b.add(
        "stand > leg|foot", g.ring(stick((0, 0.25, 0), (0, 0, 0.22), 0.008, sides=6), 3).move(x=0.45, z=-0.15)
    )
    for x, z, h in ((0.75, 0.1, 0.8), (-0.75, 0.4, 1.1), (0.5, 0.5, 1.15), (-0.3, 0.6, 1.2))[: b.integer(2, 4)]:
        _cymbal(b, x, z, h * b.uniform(0.9, 1.1), b.uniform(0.17, 0.26))
    b.add("pedal", g.box(0.1, 0.02, 0.28).rotate("x", 12).move(y=0.05, z=-0.18))
    if b.chance(0.7):
        b.add("stool|throne > seat", g.cylinder(0.16, 0.08, sides=20, bevel=0.02).move(y=0.5, z=-0.6))
        b.add(
            "stool|throne > leg",
            stick((0, 0, -0.6), (0, 0.5, -0.6), 0.02)
            + g.ring(stick((0, 0.2, 0), (0, 0, 0.25), 0.01), 3).move(z=-0.6),
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
        b.add(
            "bar|key", g.box(step * 0.85, thick, size, thick * b.pick(0.0, 0.3), 1).move(x=at, y=y + thick / 2)
        )
    for side in (-1, 1):
        start, stop = (
            (x[0] - step, y - 0.012, side * length[0] * 0.3),
            (x[-1] + step, y - 0.012, side * length[-1] * 0.3),
        )
        b.add("frame|rail|base", g.sweep([start, stop], 0.012, section=g.rectangle(2, 2)))
    for at, size in ((x[0] - step * 0.8, length[0]), (x[-1] + step * 0.8, length[-1])):
        b.add("frame|rail|base", g.box(0.025, 0.03, size * 0.75).move(x=at, y=y - 0.015))
    if y > 0.2:
        tubes = [
            g.cylinder(step * 0.35, s, sides=10).move(x=at, y=y - 0.03 - s / 2)
            for at, s in zip(x, length * 0.9, strict=True)
        ]
        b.add("resonator|tube|pipe", g.join(tubes))
        for at, size in ((x[0] - step, length[0]), (x[-1] + step, length[-1])):
            for side in (-1, 1):
                b.add("leg", stick((at, 0, side * size * 0.4), (at, y, side * size * 0.3), 0.015))
    for k in range(b.integer(0, 2)):
        beater = stick((0, 0, 0), (wide * 0.35, 0, 0.05 * k), 0.005) + g.sphere(0.016, sides=12)
        b.add("mallet|beater|stick", beater.rotate("y", b.uniform(-40, 40)).move(y=y + thick + 0.015))


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
    flare = g.lathe(_bell(bell, tube, length * 0.42), 26).rotate("z", -90).move(x=length * 0.3, y=0.0)
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
    b.add("tube|body|pipe", g.sweep(np.array(loop[:2]), tube))
    b.add("tube|body|pipe", g.sweep(np.array(loop[2:]), tube))
    lead = [(right, -0.004, 0.02), (-length * 0.45, -0.004, 0.02)]
    b.add("tube|body|pipe", g.sweep(lead, tube * 0.8))
    cup = g.lathe(
        [(0, 0), (tube * 0.7, 0), (tube * 0.8, 0.05), (tube * 1.8, 0.07), (tube * 1.8, 0.08), (0, 0.07)], 16
    )
    b.add("mouthpiece", cup.rotate("z", 90).move(x=-length * 0.44, y=-0.004, z=0.02))
    for k in range(3):
        x = -0.02 + 0.028 * k
        b.add(
            "valve > valve|casing", g.cylinder(0.012, drop * 1.25, sides=16).move(x=x, y=-drop * 0.5, z=0.006)
        )
        up = b.uniform(0.01, 0.025)
        b.add(
            "valve > button|finger button",
            stick((x, drop * 0.1, 0.006), (x, drop * 0.12 + up, 0.006), 0.003)
            + g.cylinder(0.009, 0.004, sides=12).move(x=x, y=drop * 0.12 + up, z=0.006),
        )
    b.add("finger hook|ring", g.torus(0.012, 0.0025, 18).rotate("x", 90).move(x=0.09, y=-drop * 0.5, z=0.015))


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
    path = g.curve(body, 26)
    b.add("body|tube", g.sweep(path, np.linspace(0.012, bell * 0.5, 26), sides=16))
    flare = g.lathe(_bell(bell, bell * 0.5, tall * b.uniform(0.22, 0.32)), 26)
    b.add(
        "bell",
        flare.align(
            (0, -1, 0) if straight else (0.25, 1, 0), path[-1] - ([0, 0, 0] if straight else [0.003, 0.01, 0])
        ),
    )
    neck = g.curve(
        [(0, tall, 0), (-0.005, tall + 0.05, 0), (-0.07, tall + 0.075, 0), (-0.12, tall + 0.05, 0)], 14
    )
    b.add("neck|crook", g.sweep(neck, np.linspace(0.012, 0.008, 14)))
    b.add("mouthpiece", stick(neck[-1] + [0.015, 0.004, 0], neck[-1] + [-0.06, -0.02, 0], 0.011, 0.005))
    for y in np.linspace(0.16, 0.92, b.integer(7, 13)) * tall:
        size = b.uniform(0.01, 0.02)
        pad = g.cylinder(size, 0.008, sides=14).rotate("x", 90).rotate("y", b.uniform(-50, 50))
        b.add("key|pad|button", pad.move(y=y, z=0.012 + 0.02 * (1 - y / tall) + 0.01))
    b.add("key rod|rod", stick((0.012, 0.12 * tall, 0.022), (0.012, 0.95 * tall, 0.018), 0.0025, sides=6))
    if not straight and b.chance(0.6):
        b.add("brace|bracket", stick((0, tall * 0.25, 0), (bell * 1.6, tall * 0.25, 0), 0.004))


@design("flute")
def flute(b: Builder) -> None:
    """Concert flute, recorder, clarinet or bamboo flute along +x."""
    length, radius = b.uniform(0.28, 0.68), b.uniform(0.008, 0.014)
    kind = b.pick("concert", "recorder", "clarinet")
    b.add("body|tube > tube|body", g.cylinder(radius, length, radius * b.uniform(0.85, 1), 18).rotate("z", -90))
    head = -length / 2
    if kind == "concert":
        b.add(
            "head|mouthpiece > lip plate|mouthpiece",
            g.sphere(0.022, radius * 0.5, 0.012, sides=14).move(x=head + length * 0.14, y=radius * 0.85),
        )
        b.add("head|mouthpiece > crown|cap", g.cylinder(radius * 1.1, 0.018).rotate("z", 90).move(x=head))
    else:
        b.add(
            "head|mouthpiece > beak|mouthpiece",
            g.cylinder(radius * 0.95, 0.06, radius * 0.3, 14).rotate("z", 90).move(x=head - 0.028),
        )
    if kind == "clarinet" or b.chance(0.3):
        b.add(
            "bell|foot",
            g.lathe(_bell(radius * 2.3, radius, 0.07), 20).rotate("z", -90).move(x=length / 2 - 0.005),
        )
    for t in b.pick((-0.3,), (-0.28, 0.3), (-0.32, 0.0, 0.32)):
        b.add(
            "joint|ring|band",
            g.cylinder(radius * 1.25, 0.02, sides=18, bevel=0.002).rotate("z", 90).move(x=length * t),
        )
    keyed = kind != "recorder"
    for t in np.linspace(-0.2, 0.42, b.integer(6, 12)):
        pad = g.cylinder(radius * (0.75 if keyed else 0.4), 0.006, sides=12).move(
            y=radius * (1.15 if keyed else 0.98)
        )
        b.add(
            "key|button" if keyed else "hole|finger hole", pad.rotate("x", b.pick(0, 0, 25)).move(x=length * t)
        )
    if keyed:
        b.add(
            "key rod|rod",
            g.capsule(0.002, length * 0.6).rotate("z", 90).move(x=length * 0.1, y=radius * 0.9, z=radius * 0.6),
        )
    any_pose(b)
