"""Carts that are pushed or pulled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import HUB, RIM, split, split_open, wheel
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, place, rod, wire


def _caster(radius: float, high: float) -> Parts:
    """Swivel caster hanging from the origin; its wheel rests at y = -high."""
    tyre = (
        g.cylinder(radius, radius * 0.6, sides=16, bevel=radius * 0.1)
        .rotate("z", 90)
        .move(0, radius - high, -radius * 0.5)
    )
    plate = g.box(0.006, high - radius, radius * 0.7).move(radius * 0.4, (radius - high) / 2, -radius * 0.25)
    mount = g.cylinder(radius * 0.5, 0.012, sides=12)
    return [("wheel", tyre), ("wheel > caster fork|caster", plate + plate.mirror() + mount)]


def _wire_wall(corners: ArrayLike, columns: int, rows: int, radius: float) -> Mesh:
    """Grid of thin bars over a four-cornered panel (low start, low end, high start, high end)."""
    c = np.asarray(corners, float)
    up = [
        rod(c[0] + (c[1] - c[0]) * t, c[2] + (c[3] - c[2]) * t, radius, 4)
        for t in np.linspace(0, 1, columns + 1)
    ]
    across = [
        rod(c[0] + (c[2] - c[0]) * t, c[1] + (c[3] - c[1]) * t, radius, 4) for t in np.linspace(0, 1, rows + 1)
    ]
    return g.join(up + across)


@design("shopping cart", "cart")
def shopping_cart(b: Builder) -> None:
    """Wire or plastic basket, wider at the handle, on a frame with four casters."""
    length, width, high = b.uniform(0.75, 1.0), b.uniform(0.45, 0.6), b.uniform(0.92, 1.05)
    floor, h, slim = high - b.uniform(0.38, 0.5), length / 2, b.uniform(0.7, 0.95)
    drop = b.uniform(0.0, 0.12)
    low = [
        (width * 0.45 * s * f, floor + drop * (z < 0), z)
        for z, f in ((-h * 0.8, 1.0), (h * 0.85, slim))
        for s in (1, -1)
    ]
    top = [(width * 0.5 * s * f, high, z) for z, f in ((-h, 1.0), (h, slim)) for s in (1, -1)]
    (a, b_, c, d), (e, f_, h_, i) = low, top
    panels = [[a, c, e, h_], [d, b_, i, f_], [c, d, h_, i], [b_, a, f_, e], [a, b_, c, d]]
    solid, bars = b.chance(0.25), b.integer(8, 14)
    for panel in panels:
        if solid:
            b.add("basket", _plate(panel, 0.012))
        else:
            b.add("basket", _wire_wall(panel, bars, b.integer(3, 8), 0.003))
    rim = np.array([e, h_, i, f_])
    b.add("basket > rim", g.join(rod(p, q, 0.008, 6) for p, q in zip(rim, np.roll(rim, -1, 0), strict=True)))
    back = -h - b.uniform(0.04, 0.12)
    bar = rod((-width / 2, high + 0.04, back), (width / 2, high + 0.04, back), 0.016, 10)
    b.add("handle", bar)
    symmetric(b, "handle > bracket", rod((width / 2, high + 0.04, back), (width / 2, high - 0.05, -h), 0.012))
    radius = b.uniform(0.05, 0.075)
    base, x = radius * 2 + 0.04, width * 0.48
    leg = [(x, high - 0.05, -h), (x, floor, -h * 0.95), (x, base, -h * 0.85), (x * slim, base, h * 0.95)]
    symmetric(b, "frame", wire(leg, 0.012, 16))
    symmetric(b, "frame", rod((x * slim, base, h * 0.3), (x * slim * 0.9, floor, h * 0.5), 0.011))
    b.add("frame", rod((-x, base, -h * 0.85), (x, base, -h * 0.85), 0.011))
    b.add("frame", rod((-x * slim, base, h * 0.9), (x * slim, base, h * 0.9), 0.011))
    if b.chance(0.6):
        rack = [
            (-x, base, -h * 0.6),
            (x, base, -h * 0.6),
            (-x * slim, base, h * 0.85),
            (x * slim, base, h * 0.85),
        ]
        b.add("lower rack|shelf", _wire_wall(rack, 8, 2, 0.004))
    if b.chance(0.5):
        b.add(
            "child seat",
            g.box(width * 0.7, 0.015, 0.2).move(0, high - 0.2, -h * 0.7)
            + g.box(width * 0.7, 0.25, 0.012).rotate("x", -15).move(0, high - 0.1, -h * 0.5),
        )
    for px, z in ((x, -h * 0.8), (x * slim, h * 0.85)):
        place(b, _caster(radius, base), [(px, base, z), (-px, base, z)])


def _plate(corners: ArrayLike, thick: float) -> Mesh:
    """Flat four-cornered plate (low start, low end, high start, high end)."""
    c = np.asarray(corners, float)
    n = np.cross(c[1] - c[0], c[2] - c[0])
    n = n / np.linalg.norm(n) * thick / 2
    loop = c[[0, 1, 3, 2]]
    lower, upper = loop - n, loop + n
    faces = [(0, 3, 2), (0, 2, 1), (4, 5, 6), (4, 6, 7)]
    faces += [t for k in range(4) for t in ((k, (k + 1) % 4, 4 + (k + 1) % 4), (k, 4 + (k + 1) % 4, 4 + k))]
    return Mesh(np.concatenate([lower, upper]), np.array(faces, np.int64))


@design("wheelbarrow")
def wheelbarrow(b: Builder) -> None:
    """Tray on two long handles with one or two wheels in front and two legs."""
    radius, fat = b.uniform(0.16, 0.22), b.uniform(0.06, 0.1)
    width, length = b.uniform(0.5, 0.7), b.uniform(0.75, 0.95)
    deck, deep, x = radius * 2 * b.uniform(0.9, 1.1), b.uniform(0.2, 0.32), b.uniform(0.2, 0.27)
    front = length * 0.5 + b.uniform(0.05, 0.2)
    tilt = np.array(
        [
            (x * 0.35, radius, front),
            (x * 0.8, deck - 0.03, length * 0.25),
            (x * 1.1, deck + 0.03, -length * 0.5),
        ]
    )
    grip = np.array([x * 1.3, deck + b.uniform(0.12, 0.3), -length * 0.5 - b.uniform(0.4, 0.6)])
    symmetric(b, "frame|handle bar", wire([*tilt, grip], 0.018, 14))
    end = grip + (tilt[2] - grip) * 0.3
    symmetric(b, "handle|grip", rod(grip + (grip - end) * 0.1, end, 0.025, 10))
    flare = b.uniform(1.15, 1.5)
    if b.chance(0.5):
        tray = split_open(g.superquadric(width / 2, deep, length / 2, 0.5, 0.45, 24))
        keep = tray.vertices[tray.faces][:, :, 1].max(1) < deep * 0.05
        shell = split(tray, keep)[0]
        b.add(
            "tray|tub|bucket", (shell + Mesh(shell.vertices * 0.98, shell.faces[:, ::-1])).move(y=deck + deep)
        )
    else:
        outer = split_open(g.box(width / flare, deep, length / flare).taper(flare))
        b.add(
            "tray|tub|bucket",
            (outer + Mesh(outer.vertices * [0.97, 0.98, 0.97], outer.faces[:, ::-1])).move(y=deck + deep / 2),
        )
    leg = [
        (x * 0.9, deck, -length * 0.15),
        (x * 1.1, 0.02, -length * 0.3),
        (x * 1.1, 0.02, -length * 0.42),
        (x, deck, -length * 0.48),
    ]
    symmetric(b, "leg|stand", g.sweep(np.array(leg), 0.014, sides=8))
    if b.chance(0.6):
        b.add(
            "leg|stand > brace|crossbar",
            rod((-x * 1.05, deck * 0.5, -length * 0.24), (x * 1.05, deck * 0.5, -length * 0.24), 0.011),
        )
    parts = wheel(b, radius, fat)
    gap = b.pick(0.0, 0.0, x * 0.8)
    place(b, parts, [(gap, radius, front), (-gap, radius, front)] if gap else [(0, radius, front)])
    b.add("axle", rod((-max(x * 0.4, gap), radius, front), (max(x * 0.4, gap), radius, front), 0.013))


@design("hand truck")
def hand_truck(b: Builder) -> None:
    """Upright two-wheeled trolley: tube frame, cross bars, toe plate, handle; or a flat platform trolley."""
    if b.chance(0.3):
        _platform_trolley(b)
        return
    high, width, radius = b.uniform(1.0, 1.4), b.uniform(0.32, 0.45), b.uniform(0.09, 0.14)
    x, tube, lean = width / 2, b.uniform(0.011, 0.018), b.uniform(0, 25)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("x", -lean, (0, radius, -radius)))

    rail = rod((x, 0.02, 0), (x, high * 0.8, 0), tube)
    put("frame", rail + rail.mirror())
    for y in np.linspace(0.12, high * 0.75, b.integer(3, 6)):
        put("frame > crossbar|rung", rod((-x, y, 0), (x, y, 0), tube * 0.8))
    if b.chance(0.4):
        put("frame > crossbar|rung", rod((0, 0.12, 0), (0, high * 0.75, 0), tube * 0.8))
    back = -b.uniform(0.0, 0.15)
    if b.chance(0.6):
        loop = [
            (-x, high * 0.8, 0),
            (-x * 0.9, high * 0.95, back),
            (0, high, back),
            (x * 0.9, high * 0.95, back),
            (x, high * 0.8, 0),
        ]
        put("handle", wire(loop, tube * 1.1, 18))
    else:
        ear = wire([(x, high * 0.8, 0), (x, high * 0.92, 0), (x, high * 0.95, -0.15)], tube * 1.4, 10)
        put("handle", ear + ear.mirror())
    deep = b.uniform(0.15, 0.3)
    put("toe plate", g.box(width * b.uniform(1.0, 1.2), 0.012, deep).move(0, 0.02, deep / 2))
    put("axle", rod((-x - 0.04, radius, -radius), (x + 0.04, radius, -radius), 0.012))
    put("frame > bracket", g.join(rod((s * x, 0.25, 0), (s * x, radius, -radius), tube * 0.8) for s in (1, -1)))
    fat = radius * b.uniform(0.4, 0.7)
    parts = wheel(b, radius, fat, b.pick("disc", "dish", "spokes", "solid"))
    place(b, parts, [(x + fat * 0.8, radius, -radius), (-x - fat * 0.8, radius, -radius)])


def _platform_trolley(b: Builder) -> None:
    length, width, radius = b.uniform(0.7, 1.0), b.uniform(0.45, 0.6), b.uniform(0.04, 0.07)
    base, high = radius * 2 + 0.03, b.uniform(0.8, 1.0)
    b.add("platform|deck", g.box(width, 0.04, length, 0.015, 1).move(y=base + 0.02))
    x, z = width * 0.42, -length / 2 + 0.03
    loop = [
        (-x, base, z),
        (-x, high - 0.08, z),
        (-x + 0.08, high, z),
        (x - 0.08, high, z),
        (x, high - 0.08, z),
        (x, base, z),
    ]
    b.add("handle", wire(loop, 0.015))
    if b.chance(0.4):
        b.add("handle > crossbar", rod((-x, high * 0.55, z), (x, high * 0.55, z), 0.012))
    at = [(sx * width * 0.4, base, sz * length * 0.4) for sx in (1, -1) for sz in (1, -1)]
    place(b, _caster(radius, base), at)


@design("toy wagon", "cart")
def toy_wagon(b: Builder) -> None:
    """Pull-along wagon: shallow tray, four wheels, hinged handle in front; sometimes stake sides."""
    length, width, radius = b.uniform(0.7, 1.0), b.uniform(0.38, 0.5), b.uniform(0.09, 0.14)
    deck, deep, h = radius * 2 + b.uniform(0.0, 0.05), b.uniform(0.08, 0.16), length / 2
    outer = split_open(g.box(width, deep, length, b.pick(0.0, 0.03), 2).taper(b.uniform(1.0, 1.12)))
    b.add(
        "tray|body|tub",
        (outer + Mesh(outer.vertices * [0.95, 0.98, 0.97], outer.faces[:, ::-1])).move(y=deck + deep / 2),
    )
    if b.chance(0.4):
        slats = g.join(
            g.box(0.015, 0.035, length).move(width / 2, deck + deep + 0.03 + 0.06 * i, 0) for i in range(3)
        )
        ends = g.join(g.box(width, 0.035, 0.015).move(0, deck + deep + 0.03 + 0.06 * i, h) for i in range(3))
        posts = g.array(
            g.box(0.02, 0.22, 0.03), [(width / 2, deck + deep + 0.06, z) for z in (-h * 0.7, 0, h * 0.7)]
        )
        half = slats + posts
        b.add("side rail|stake", half + half.mirror() + ends + ends.mirror("z"))
    for z in (h * 0.65, -h * 0.65):
        b.add("axle", rod((-width * 0.5, radius, z), (width * 0.5, radius, z), 0.011))
        b.add(
            "chassis|frame", g.box(width * 0.3, max(deck - radius, 0.03), 0.1).move(0, (deck + radius) / 2, z)
        )
    fat = radius * b.uniform(0.3, 0.6)
    place(
        b, wheel(b, radius, fat), [(s * width * 0.5, radius, z) for z in (h * 0.65, -h * 0.65) for s in (1, -1)]
    )
    lift = np.radians(b.uniform(5, 80))
    root = np.array([0, radius * 1.2, h * 0.7])
    end = root + b.uniform(0.55, 0.8) * np.array([0, np.sin(lift), np.cos(lift)])
    b.add("handle", rod(root, end, 0.011))
    grip = g.arc(0.06, 0, 360, 13)[:-1] * [1, 0.8, 1]
    loop = g.sweep(grip, 0.009, sides=6, closed=True).align(
        [0, np.sin(lift), np.cos(lift)], end + [0, 0.04 * np.sin(lift), 0.04 * np.cos(lift)]
    )
    b.add("handle > grip", loop if b.chance(0.6) else rod(end - [0.07, 0, 0], end + [0.07, 0, 0], 0.014))


@design("sled")
def sled(b: Builder) -> None:
    """Wooden sled on curved runners, or a plastic toboggan tub; rope in front."""
    length, width, high = b.uniform(0.8, 1.3), b.uniform(0.34, 0.5), b.uniform(0.14, 0.26)
    h, x = length / 2, width * 0.42
    if b.chance(0.3):
        rows = np.linspace(-1, 1, 15)
        rise = np.clip((rows - 0.55) / 0.45, 0, 1) ** 2 * 0.2
        section = np.array([(-1.0, 0.11), (-0.92, 0.02), (-0.6, 0.0), (0.6, 0.0), (0.92, 0.02), (1.0, 0.11)])
        back = section[::-1] * [0.97, 1] + [0, 0.012]
        loop = np.concatenate([section, back])
        rings = [
            np.c_[loop[:, 0] * width / 2, loop[:, 1] + r + 0.01, np.full(12, t * h)]
            for t, r in zip(rows, rise, strict=True)
        ]
        b.add("body|tub", g.loft(rings[::-1]))
        symmetric(
            b,
            "handle",
            wire([(width / 2, 0.1, -0.1), (width / 2 + 0.05, 0.13, 0), (width / 2, 0.1, 0.1)], 0.01, 9, 10),
        )
    else:
        nose = b.uniform(0.1, 0.3)
        run = [(x, 0.015, -h), (x, 0.015, h * 0.6), (x, nose * 0.6, h * 0.95), (x, high + nose * 0.4, h)]
        if b.chance(0.5):
            run += [(x, high + nose * 0.3, h * 0.8)]
        blade = g.sweep(g.curve(run, 20), b.uniform(0.012, 0.018), section=g.rectangle(1.0, 2.2))
        symmetric(b, "runner|skid", blade)
        for z in np.linspace(-h * 0.75, h * 0.5, b.integer(2, 4)):
            symmetric(b, "support|leg|strut", g.box(0.03, high, 0.035).move(x, high / 2, z))
            b.add("crossbar", g.box(width * 0.85, 0.03, 0.035).move(0, high - 0.01, z))
        count = b.integer(3, 7)
        step = width * 0.95 / count
        slat = g.box(step * b.uniform(0.6, 0.95), 0.018, length * 0.85, 0.004, 1)
        at = [((i - (count - 1) / 2) * step, high + 0.015, -h * 0.1) for i in range(count)]
        b.add("seat > slat", g.array(slat, at))
        if b.chance(0.3):
            b.add(
                "backrest|back",
                g.box(width * 0.9, 0.3, 0.02, 0.008, 1).rotate("x", -12).move(0, high + 0.16, -h * 0.92),
            )
    if b.chance(0.7):
        rope = [
            (x, high * 0.8, h * 0.95),
            (x * 0.6, high * 0.7, h + 0.2),
            (0, high * b.uniform(0.5, 1.5), h + 0.35),
        ]
        rope += [(-p[0], *p[1:]) for p in rope[-2::-1]]
        b.add("rope|cord|string", wire(rope, 0.006, 20, 6))


def _wood_wheel(b: Builder, radius: float, width: float) -> Parts:
    """Wooden cartwheel about the x axis."""
    thick = radius * b.uniform(0.07, 0.12)
    hoop = g.lathe(
        [
            (radius - thick, -width / 2),
            (radius, -width / 2),
            (radius, width / 2),
            (radius - thick, width / 2),
            (radius - thick, -width / 2),
        ],
        26,
    )
    tyre = g.lathe(
        [
            (radius, -width * 0.45),
            (radius + 0.012, -width * 0.45),
            (radius + 0.012, width * 0.45),
            (radius, width * 0.45),
        ],
        26,
    )
    spokes = g.ring(
        g.cylinder(radius * 0.03, radius * 0.95, top=radius * 0.025, sides=6)
        .move(y=radius * 0.47)
        .rotate("x", 90),
        b.integer(8, 14),
    )
    hub = g.cylinder(radius * 0.14, width * 2.2, sides=14, bevel=0.01)
    pieces = [("wheel > tyre|tire", tyre), (RIM, hoop), ("wheel > spoke", spokes), (HUB, hub)]
    return [(name, mesh.rotate("z", -90)) for name, mesh in pieces]


@design("horse cart", "cart")
def horse_cart(b: Builder) -> None:
    """Wooden cart or wagon: bed with sides, two or four spoked wheels, shafts, bench, canvas top."""
    four, width = b.chance(0.55), b.uniform(1.1, 1.5)
    length, radius = b.uniform(2.2, 3.6) if four else b.uniform(1.4, 2.1), b.uniform(0.5, 0.75)
    h, deck, deep = length / 2, radius * b.uniform(1.15, 1.5), b.uniform(0.25, 0.6)
    b.add("bed|body > floor", g.box(width, 0.05, length).move(y=deck))
    lean, boards = b.uniform(0, 0.15), b.integer(1, 4)
    side = []
    for i in range(boards):
        y = deck + deep * (i + 0.5) / boards
        side.append(g.box(0.03, deep / boards * 0.88, length).move(width / 2 + lean * (i + 0.5) / boards, y, 0))
    posts = g.join(
        rod((width / 2 + 0.03, deck, z), (width / 2 + 0.03 + lean, deck + deep, z), 0.025, 6)
        for z in (-h * 0.9, 0, h * 0.9)
    )
    symmetric(b, "bed|body > side board|side panel", g.join(side) + posts)
    ends = g.box(width + lean, deep * 0.9, 0.03).move(0, deck + deep / 2, 0)
    b.add("bed|body > end board|tailgate", ends.move(z=-h) + ends.move(z=h))
    x, fat = width / 2 + 0.14 + lean * 0.3, b.uniform(0.06, 0.1)
    big = _wood_wheel(b, radius, fat)
    axles = [(-h * 0.55, radius, big)]
    if four:
        small = radius * b.uniform(0.7, 1.0)
        axles.append((h * 0.65, small, _wood_wheel(b, small, fat)))
    else:
        axles = [(0.0, radius, big)]
    for z, r, parts in axles:
        place(b, parts, [(x, r, z), (-x, r, z)])
        b.add("axle", rod((-x, r, z), (x, r, z), 0.04))
        symmetric(
            b, "chassis|frame", g.box(0.1, max(deck - r, 0.05), 0.25).move(width * 0.3, (deck + r) / 2, z)
        )
    low = deck - 0.05 if not four else radius * 0.8
    if b.chance(0.7):
        pole = g.curve(
            [
                (width * 0.36, low, h * 0.8),
                (width * 0.36, low, h + 0.8),
                (width * 0.3, low + b.uniform(-0.2, 0.2), h + 2.0),
            ],
            9,
        )
        symmetric(b, "shaft|pole|drawbar", g.sweep(pole, 0.03, sides=8))
    else:
        b.add("shaft|pole|drawbar", rod((0, low, h * 0.6), (0, low * 0.9, h + 2.0), 0.04))
        b.add("shaft|pole|drawbar > crossbar", rod((-0.5, low, h + 0.35), (0.5, low, h + 0.35), 0.03))
    if b.chance(0.65):
        z = h * 0.75
        bench = g.box(width, 0.04, 0.35).move(0, deck + deep + 0.12, z) + g.box(width, 0.3, 0.03).move(
            0, deck + deep + 0.28, z - 0.18
        )
        legs = g.box(0.04, 0.2, 0.3).move(width * 0.45, deck + deep + 0.02, z)
        b.add("seat|bench", bench + legs + legs.mirror())
    if four and b.chance(0.45):
        top = b.uniform(1.1, 1.5)
        arch = g.arc(1.0, 0, 180, 15)[:, :2] * [width / 2 + lean, top] + [0, deck + deep]
        skin = np.concatenate([arch, (arch * [0.97, 1] - [0, 0.03])[::-1]])
        b.add("canopy|canvas|cover", g.extrude(skin, length * 0.85).move(z=-h * 0.1))
        hoops = [
            g.sweep(np.c_[arch, np.full(15, z)] * [1.01, 1, 1], 0.02, sides=6)
            for z in np.linspace(-h * 0.9, h * 0.7, 4)
        ]
        b.add("canopy|canvas|cover > hoop|bow", g.join(hoops))
    elif b.chance(0.35):
        b.add(
            "cargo|load > hay",
            g.superquadric(width * 0.45, deep * 0.9, h * 0.85, 0.8, 0.5, 18).move(y=deck + deep * 0.8),
        )


@design("cart")
def utility_cart(b: Builder) -> None:
    """Service trolley with two or three trays on posts, four casters and a push bar."""
    length, width, high = b.uniform(0.6, 0.95), b.uniform(0.4, 0.55), b.uniform(0.75, 0.95)
    radius, h, x = b.uniform(0.04, 0.07), length / 2, width / 2
    base, count = radius * 2 + 0.03, b.integer(2, 3)
    for y in np.linspace(base + 0.02, high - 0.05, count):
        deep = b.uniform(0.03, 0.09)
        tray = split_open(g.box(width, deep, length))
        b.add(
            "shelf|tray",
            (tray + Mesh(tray.vertices * [0.97, 0.9, 0.97], tray.faces[:, ::-1])).move(y=y + deep / 2),
        )
    at = [(sx * x, 0, sz * h) for sx in (1, -1) for sz in (1, -1)]
    b.add("frame > post|leg", g.array(rod((0, base, 0), (0, high, 0), 0.014), at))
    bar = [
        (-x, high - 0.02, -h),
        (-x, high + 0.06, -h - 0.08),
        (x, high + 0.06, -h - 0.08),
        (x, high - 0.02, -h),
    ]
    b.add("handle", wire(bar, 0.012, 20))
    place(b, _caster(radius, base), [(px * 0.95, base, pz * 0.95) for px, _, pz in at])
    if b.chance(0.3):
        b.add(
            "frame > bumper",
            g.torus(0.03, 0.012, 12).move(x, base, h) + g.torus(0.03, 0.012, 12).move(-x, base, h),
        )
