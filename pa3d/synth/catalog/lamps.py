"""Lamps of all kinds, flashlights, candles, lanterns."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, post, standing, stick, wire

SHADE = "lampshade|shade"
BULB = "bulb|light bulb"
BASE = "base > base|foot"
POLE = "pole|tube|body > pole|stem|post"
ARM = "pole|tube|body > arm"
CANOPY = "canopy|ceiling base"
CORD = "wire|cord|cable"
SWITCH = "switch|button"


def shade(b: Builder, radius: float, height: float, round_: int = 28) -> Mesh:
    """Lampshade open at the bottom, its top at y = 0, in one of many outlines."""
    kind, r, h, wall = b.integer(0, 8), radius, height, radius * 0.03
    if kind <= 2:
        top = r * b.uniform(0.35, 1.0)
        outside = [(r, -h), (top, 0)]
    elif kind == 3:
        angle = np.radians(np.linspace(0, 85, 9))
        outside = [(r * np.cos(a), -h + h * np.sin(a)) for a in angle]
    elif kind == 4:
        top = r * b.uniform(0.25, 0.5)
        outside = g.curve([(r, -h), (r * 0.65, -h * 0.6), (top, 0)], 9)
    elif kind == 5:
        outside = g.curve([(r * 0.85, -h), (r, -h * 0.7), (r * 0.8, -h * 0.25), (r * 0.25, 0)], 10)
    elif kind == 6:
        outside = g.curve([(r, -h), (r * 0.95, -h * 0.45), (r * 0.3, -h * 0.4), (r * 0.25, 0)], 12)
    elif kind == 7:
        outside = [(r * 0.8, -h), (r, -h * 0.6), (r * 0.35, 0)]
    else:
        outside = [(r, -h), (r, -h * 0.8), (r * 0.3, -h * 0.1), (r * 0.15, 0)]
    outside = np.asarray(outside, float)
    inside = np.maximum(outside[::-1] - [wall, 0], [wall, -10])
    sides = b.pick(24, 24, 24, 32, 4, 6, 8) if b.chance(0.4) else round_
    profile = [*outside, *inside, outside[0]]
    if b.chance(0.4):  # closed above
        profile = [*outside, (0, 0), (0, -wall), *inside, outside[0]]
    return g.lathe(profile, sides).rotate("y", 180 / sides if sides < 10 else 0)


def bulb(b: Builder, radius: float) -> Mesh:
    """Bulb hanging from y = 0: pear, globe, candle flame, or a tube; with a screw socket."""
    kind, r = b.integer(0, 3), radius
    if kind == 0:
        profile = g.curve(
            [(0, -3.2 * r), (r * 0.8, -2.8 * r), (r, -2 * r), (r * 0.45, -0.9 * r), (r * 0.42, 0)], 12
        )
    elif kind == 1:
        return g.sphere(r, sides=14).move(y=-1.5 * r) + g.cylinder(r * 0.45, r * 0.8, sides=12).move(y=-r * 0.3)
    elif kind == 2:
        profile = g.curve(
            [(0, -3.4 * r), (r * 0.45, -2.4 * r), (r * 0.6, -1.5 * r), (r * 0.35, -0.5 * r), (r * 0.35, 0)], 12
        )
    else:
        tubes = g.ring(g.capsule(r * 0.25, 2.4 * r, sides=8).move(x=r * 0.4, y=-1.7 * r), 3)
        return tubes + g.cylinder(r * 0.8, r * 0.7, sides=12).move(y=-r * 0.35)
    return g.lathe([*profile, (0, 0)], 14)


def lamp_base(b: Builder, radius: float) -> tuple[str, Mesh, float]:
    """Foot on y = 0 with the height at which the pole starts."""
    kind, r, h = b.integer(0, 6), radius, radius * b.uniform(0.08, 0.3)
    if kind <= 1:
        return BASE, post(r, h, r * b.uniform(0.6, 1), 28, h * 0.2), h
    if kind == 2:
        return BASE, standing(2 * r, h, 2 * r * b.uniform(0.6, 1), h * b.uniform(0, 0.4)), h
    if kind == 3:
        return (
            BASE,
            g.lathe(
                [(0, 0), *g.curve([(r, 0), (r * 0.95, h), (r * 0.3, h * 2), (0.01, h * 4)], 10), (0, h * 4)]
            ),
            h * 3,
        )
    if kind == 4:
        tall, count = r * b.uniform(0.6, 2.5), b.integer(3, 4)
        leg = stick((0, tall, 0), (r, 0, 0), max(r * 0.05, 0.006), sides=8)
        return "base > leg|foot", g.ring(leg, count), tall * 0.97
    if kind == 5:
        steps = [(r, h), (r * 0.75, h), (r * 0.5, h)]
        return (
            BASE,
            g.join(g.cylinder(s, t, sides=24).move(y=t * (i + 0.5)) for i, (s, t) in enumerate(steps)),
            h * 3,
        )
    feet = g.ring(wire([(0, h * 1.5, 0), (r * 0.6, h * 1.3, 0), (r, 0, 0)], r * 0.07, 10), b.integer(3, 5))
    return "base > leg|foot", feet + g.cylinder(r * 0.25, h * 1.2, sides=14).move(y=h * 1.3), h * 1.4


def _lit_shade(
    b: Builder, x: float, y: float, z: float, radius: float, height: float, name: str = SHADE
) -> None:
    """Shade with its top at (x, y, z), often a bulb in it."""
    b.add(name, shade(b, radius, height).move(x, y, z))
    if b.chance(0.7):
        size = min(radius * 0.35, height * 0.2, 0.04)
        one = bulb(b, size)
        if b.chance(0.6):  # standing on a pole from below
            one = one.scale(1, -1, 1).move(y=-height * b.uniform(0.75, 0.95))
        b.add(BULB, one.move(x, y, z))


def _cord_on_floor(b: Builder, radius: float) -> None:
    """Mains lead running off behind the base."""
    if b.chance(0.3):
        side = b.uniform(-1, 1)
        reach = radius * b.uniform(2, 4)
        path = [
            (0, 0.008, -radius * 0.9),
            (side * radius, 0.005, -reach * 0.6),
            (side * radius * 1.5, 0.005, -reach),
        ]
        b.add(CORD, wire(path, b.uniform(0.003, 0.006)))


@design("lamp", "table lamp")
@design("lamp", "table lamp")
def table_lamp(b: Builder) -> None:
    """Bedside lamp: turned, vase, block, or stick body on a foot, shade on top."""
    r, tall = b.uniform(0.06, 0.12), b.uniform(0.15, 0.45)
    kind = b.integer(0, 5)
    if kind <= 1:  # turned body standing on a small foot
        widths = [b.uniform(0.25, 1.1) * r for _ in range(b.integer(3, 5))]
        points = [(w, tall * i / (len(widths) - 1)) for i, w in enumerate(widths)]
        outline = np.maximum(g.curve(points, 20), [0.008, 0])
        b.add(
            "pole|tube|body > body",
            g.lathe([(0, 0), *outline, (0.008, tall), (0, tall)], b.pick(24, 24, 8)).move(y=0.015),
        )
        if b.chance(0.7):
            b.add(BASE, g.cylinder(widths[0] * b.uniform(1.05, 1.5), 0.015, sides=24).move(y=0.0075))
        top = tall + 0.015
    elif kind == 2:
        body = g.superquadric(r, tall / 2, r, b.uniform(0.3, 1.2), b.uniform(0.2, 1)).move(y=tall / 2 + 0.01)
        b.add("pole|tube|body > body", body)
        b.add(BASE, g.cylinder(r * 0.7, 0.02, sides=24).move(y=0.01))
        top = tall
    else:
        name, foot, start = lamp_base(b, r)
        b.add(name, foot)
        top = max(tall, start + 0.08)
        pole = b.uniform(0.005, 0.014)
        b.add(POLE, g.cylinder(pole, top - start, pole * b.uniform(0.7, 1), 12).move(y=(top + start) / 2))
        if b.chance(0.3):
            knots = [(0, start + (top - start) * t, 0) for t in (0.3, 0.55, 0.8)]
            b.add("pole|tube|body > knot|ornament", g.array(g.sphere(pole * 2, sides=10), knots))
    height = b.uniform(0.12, 0.28)
    b.add("pole|tube|body > neck|socket", g.cylinder(0.009, height * 0.75, sides=10).move(y=top + height * 0.3))
    _lit_shade(b, 0, top + height, 0, b.uniform(0.1, 0.22), height)
    if b.chance(0.25):
        b.add("finial|knob", g.sphere(0.011, sides=10).move(y=top + height + 0.008))
    if b.chance(0.3):
        b.add("pull chain|chain|switch", stick((0.04, top + 0.02, 0), (0.04, top - 0.09, 0), 0.0025, sides=6))
    _cord_on_floor(b, r)


@design("lamp")
def globe_lamp(b: Builder) -> None:
    """Lamp with a closed glowing shade: ball, egg, mushroom, box or column, on a foot or on the table."""
    r, kind = b.uniform(0.07, 0.2), b.integer(0, 4)
    foot = b.uniform(0.02, 0.2)
    name, mesh, start = lamp_base(b, r * b.uniform(0.5, 0.9))
    if kind == 4:
        h = r * b.uniform(1.5, 4)
        b.add(BASE, standing(2.1 * r, foot, 2.1 * r, 0.004) if b.chance() else post(r * 1.1, foot))
        b.add(SHADE, (standing(2 * r, h, 2 * r) if b.chance() else post(r, h)).move(y=foot))
        return
    b.add(name, mesh)
    top = start + foot
    b.add(POLE, g.cylinder(b.uniform(0.008, 0.03), foot + 0.02, sides=14).move(y=start + foot / 2))
    if kind == 0:
        b.add(SHADE, g.sphere(r).move(y=top + r))
    elif kind == 1:
        b.add(SHADE, g.sphere(r, r * b.uniform(0.6, 1.6), r).move(y=top + r * 0.6))
    elif kind == 2:
        cap = [(0, 0), (r * 0.9, 0), (r, r * 0.15), (r * 0.8, r * 0.6), (r * 0.4, r * 0.85), (0, r * 0.92)]
        b.add(SHADE, g.lathe(g.curve(cap, 18), 28).move(y=top))
    else:
        b.add(BULB, bulb(b, r * 0.5).scale(1, -1, 1).move(y=top))
    _cord_on_floor(b, r)


@design("lamp", "floor lamp")
@design("lamp", "floor lamp")
def floor_lamp(b: Builder) -> None:
    """Standing lamp: straight pole, tripod, several heads, uplight bowl, or an arm reaching over."""
    name, foot, start = lamp_base(b, b.uniform(0.12, 0.22))
    tall, pole = b.uniform(1.2, 1.8), b.uniform(0.008, 0.02)
    if b.chance(0.25):
        leg = stick((0.03, tall, 0), (b.uniform(0.25, 0.4), 0, 0), pole, sides=8)
        b.add("base > leg|foot", g.ring(leg, b.integer(3, 4)))
        start = tall * 0.98
    else:
        b.add(name, foot)
    kind, r, h = b.integer(0, 3), b.uniform(0.14, 0.28), b.uniform(0.15, 0.35)
    b.add(POLE, g.cylinder(pole, tall - start + 0.05, sides=12).move(y=(tall + start + 0.05) / 2))
    if kind <= 1:
        _lit_shade(b, 0, tall + h * 0.9, 0, r, h)
        b.add(
            "pole|tube|body > neck|socket", g.cylinder(pole * 0.7, h * 0.85, sides=10).move(y=tall + h * 0.45)
        )
    elif kind == 2:
        b.add(SHADE, shade(b, r, h * 0.6).scale(1, -1, 1).move(y=tall))
        if b.chance(0.5):
            y = tall * b.uniform(0.6, 0.8)
            b.add(ARM, wire([(0, y, 0), (0.12, y + 0.03, 0.02), (0.25, y + 0.08, 0.05)], pole * 0.7))
            b.add(SHADE, shade(b, 0.07, 0.12).move(y=0).rotate("z", 40).move(0.26, y + 0.1, 0.05))
    else:
        count = b.integer(2, 5)
        for i in range(count):
            turn, reach, y = 360 * i / count, b.uniform(0.15, 0.4), tall * b.uniform(0.85, 1.0)
            path = g.curve([(0, y, 0), (reach * 0.6, y + 0.15, 0), (reach, y + 0.05, 0)], 12)
            b.add(ARM, g.sweep(path, pole * 0.7, sides=8).rotate("y", turn))
            b.add(SHADE, shade(b, r * 0.55, h * 0.5).move(reach, y + 0.07).rotate("y", turn))
    if b.chance(0.3):
        b.add(SWITCH, g.box(0.02, 0.04, 0.02, 0.004).move(y=tall * 0.7, z=pole))
    _cord_on_floor(b, 0.15)


@design("lamp", "floor lamp")
def arc_lamp(b: Builder) -> None:
    """Floor or table lamp with a bent arm: a big arc, a crook, or a gooseneck, shade hanging from its end."""
    size = b.uniform(0.35, 1.9)
    name, foot, start = lamp_base(b, size * b.uniform(0.1, 0.2))
    reach, pole = size * b.uniform(0.25, 0.9), max(size * 0.009, 0.005)
    b.add(name, foot)
    peak = size * b.uniform(0.95, 1.05)
    if b.chance(0.3):
        path = np.array([(0, start * 0.9, 0), (0, peak, 0), (0, peak, reach)])
    else:
        end = peak - size * b.uniform(0.05, 0.3)
        path = g.curve([(0, start * 0.9, 0), (0, peak * 0.7, 0), (0, peak, reach * 0.45), (0, end, reach)], 24)
    b.add(POLE, g.sweep(path, pole, sides=10))
    at = path[-1]
    drop = b.pick(0.0, size * b.uniform(0.05, 0.15))
    if drop:
        b.add(CORD, g.cylinder(0.004, drop, sides=8).move(*at).move(y=-drop / 2))
    _lit_shade(b, at[0], at[1] - drop + 0.01, at[2], size * b.uniform(0.08, 0.16), size * b.uniform(0.08, 0.18))


@design("lamp", "desk lamp")
@design("lamp", "desk lamp")
def desk_lamp(b: Builder) -> None:
    """Jointed work lamp: base or clamp, one to three arms with joints (and springs), tilted head."""
    name, foot, start = lamp_base(b, b.uniform(0.06, 0.11))
    if b.chance(0.15):
        name, start = "base > clamp|base", 0.08
        foot = (
            standing(0.05, 0.01, 0.06).move(y=0.07)
            + standing(0.05, 0.01, 0.06)
            + standing(0.05, 0.08, 0.012).move(z=-0.025)
        )
        foot = foot + g.cylinder(0.006, 0.06, sides=8).move(y=-0.02, z=0.01)
    b.add(name, foot)
    y, z, lean, twin = start * 0.95, 0.0, b.uniform(-35, -5), b.chance(0.35)
    thick = b.uniform(0.004, 0.012)
    for i in range(b.integer(1, 3)):
        length = b.uniform(0.14, 0.3)
        dy, dz = length * np.cos(np.radians(lean)), length * np.sin(np.radians(lean))
        rod = g.sweep([(0, y, z), (0, y + dy, z + dz)], thick, sides=b.pick(4, 8, 8))
        b.add(ARM, rod.move(x=thick * 1.6) + rod.move(x=-thick * 1.6) if twin else rod)
        b.add(
            "pole|tube|body > joint|hinge",
            g.cylinder(thick * 1.8, thick * 5, sides=12).rotate("z", 90).move(0, y, z),
        )
        if b.chance(0.3):
            middle = [(0.012, y + dy * t, z + dz * t + 0.012) for t in (0.1, 0.5)]
            b.add("spring", g.sweep(middle, 0.005, sides=6))
        y, z = y + dy, z + dz
        lean += b.uniform(45, 100) if i == 0 else b.uniform(10, 60)
    b.add(
        "pole|tube|body > joint|hinge",
        g.cylinder(thick * 1.8, thick * 5, sides=12).rotate("z", 90).move(0, y, z),
    )
    _desk_head(b, y, z)
    if b.chance(0.4):
        b.add(SWITCH, g.cylinder(0.01, 0.012, sides=12).move(0.03, start if start < 0.05 else 0.03, 0.03))
    _cord_on_floor(b, 0.08)


def _desk_head(b: Builder, y: float, z: float) -> None:
    """Shade at the arm's end, tipped forward; or a flat LED bar."""
    tilt = -b.uniform(0, 50)
    if b.chance(0.25):
        head = g.box(b.uniform(0.04, 0.45), 0.015, b.uniform(0.05, 0.25), 0.005)
        b.add(SHADE, head.rotate("x", -tilt * 0.4).move(0, y, z + 0.04))
        return
    r, h = b.uniform(0.05, 0.1), b.uniform(0.08, 0.16)
    b.add(SHADE, shade(b, r, h).rotate("x", tilt).move(0, y + 0.01, z + 0.02))
    if b.chance(0.7):
        b.add(BULB, bulb(b, min(r, h) * 0.33).move(y=-h * 0.25).rotate("x", tilt).move(0, y + 0.01, z + 0.02))


def _canopy(b: Builder, y: float, radius: float) -> None:
    """Ceiling rose hanging from y."""
    kind, h = b.integer(0, 2), radius * b.uniform(0.2, 0.7)
    mesh = (
        g.cylinder(radius * b.uniform(0.3, 1), h, radius, 24)
        if kind == 0
        else g.box(2 * radius, h, 2 * radius * b.uniform(0.4, 1))
    )
    if kind == 2:
        angle = np.radians(np.linspace(0, 90, 8))
        mesh = g.lathe([(radius * np.sin(a), -h * np.cos(a) + h / 2) for a in angle] + [(0, h / 2)], 24)
    b.add(CANOPY, mesh.move(y=y - h / 2))


@design("lamp", "pendant lamp")
@design("lamp", "ceiling lamp")
def pendant_lamp(b: Builder) -> None:
    """Hanging lamp: canopy, one or several cords, rods or chains, shades or bare bulbs at their ends."""
    count = b.pick(1, 1, 1, 2, 3, 4)
    drop, r, h = b.uniform(0.25, 1.2), b.uniform(0.07, 0.3), b.uniform(0.1, 0.35)
    thick, kind = b.uniform(0.003, 0.01), b.integer(0, 5)
    wide = (count - 1) * r * b.uniform(2.1, 3)
    if count > 1:
        b.add(CANOPY, g.box(wide + 0.1, 0.04, 0.08, b.pick(0, 0.008)).move(y=1.5 - 0.02))
    else:
        _canopy(b, 1.5, b.uniform(0.04, 0.1))
    for i in range(count):
        x = wide * (i / (count - 1) - 0.5) if count > 1 else 0.0
        low = 1.48 - drop * (1 if kind == 5 else b.uniform(0.75, 1))
        if kind == 1:
            links = int((1.48 - low) / 0.035) + 1
            one = g.sweep(g.arc(0.016, 0, 315, 8), 0.004, sides=5, closed=True)
            meshes = (one.rotate("y", 90 * (k % 2)).move(x, low + 0.035 * k) for k in range(min(links, 24)))
            b.add("chain|wire|pole", g.join(meshes))
        else:
            b.add("wire|cord|cable|pole", g.cylinder(thick, 1.49 - low, sides=8).move(x, (1.49 + low) / 2))
        b.add("socket|lamp holder", g.cylinder(0.02, 0.06, 0.015, 14).move(x, low))
        if kind == 0:
            b.add(BULB, bulb(b, b.uniform(0.035, 0.07)).move(x, low - 0.02))
        elif kind == 2:
            b.add(SHADE, g.sphere(r * 0.8, r * b.uniform(0.5, 1), r * 0.8).move(x, low - r * 0.7))
        else:
            _lit_shade(b, x, low, 0, r, h)


@design("lamp", "ceiling lamp")
def flush_ceiling_lamp(b: Builder) -> None:
    """Lamp close to the ceiling: plate with a bowl, ring, panel or spots."""
    kind, r = b.integer(0, 3), b.uniform(0.12, 0.3)
    if kind == 0:
        b.add(CANOPY, g.cylinder(r * 0.9, 0.03, sides=28).move(y=0.985))
        bowl = [(r * np.sin(a), 0.97 - r * 0.5 * np.cos(a)) for a in np.radians(np.linspace(0, 90, 9))]
        b.add(SHADE, g.lathe([*bowl, (0, 0.97)], 28))
    elif kind == 1:
        low = b.uniform(0.1, 0.5)
        _canopy(b, 1.0, r * 0.3)
        b.add("wire|cord|cable|pole", g.ring(stick((0.02, 0.98, 0), (r, 1 - low, 0), 0.003, sides=6), 3))
        b.add(SHADE, g.torus(r, b.uniform(0.012, 0.03)).move(y=1 - low))
    elif kind == 2:
        b.add(CANOPY, g.box(2 * r, 0.02, 2 * r).move(y=0.99))
        b.add(SHADE, g.box(1.9 * r, b.uniform(0.03, 0.1), 1.9 * r, 0.01).move(y=0.95))
    else:
        b.add(CANOPY, g.box(r * 4, 0.03, 0.06, 0.006).move(y=0.985))
        count = b.integer(2, 4)
        for i in range(count):
            x = (i - (count - 1) / 2) * r * 1.1
            b.add(ARM, g.cylinder(0.008, 0.08, sides=8).move(x, 0.94))
            head = (
                shade(b, 0.04, 0.12)
                .move(y=0.04)
                .rotate("x", b.uniform(-60, 20))
                .rotate("y", b.uniform(-60, 60))
            )
            b.add(SHADE, head.move(x, 0.88))


@design("lamp", "chandelier")
@design("chandelier")
def chandelier(b: Builder) -> None:
    """Chandelier: canopy, chain or rod, body, curved arms with candle bulbs, cups or shades, crystals."""
    arms, reach, drop = b.integer(3, 8), b.uniform(0.25, 0.5), b.uniform(0.2, 0.7)
    y = 1.5 - drop
    _canopy(b, 1.5, 0.07)
    b.add("chain|wire|pole", g.cylinder(b.uniform(0.005, 0.012), drop, sides=8).move(y=1.48 - drop / 2))
    core = [(0, -0.3), (0.03, -0.26), (0.07, -0.18), (0.02, -0.1), (0.05, -0.04), (0.015, 0.02)]
    b.add("body|column", g.lathe([*np.maximum(g.curve(core, 18), [0, -1]), (0, 0.02)], 16).move(y=y))
    sag, up, wheel = b.uniform(-0.12, 0.05), b.uniform(-0.05, 0.1), b.chance(0.25)
    end = y - 0.15 + up
    path = g.curve(
        [(0.03, y - 0.15, 0), (reach * 0.5, y - 0.18 + sag, 0), (reach * 0.95, end - 0.03, 0), (reach, end, 0)],
        14,
    )
    if wheel:
        path = np.array([(0.02, y - 0.05, 0), (reach, end, 0)])
        b.add("ring|hoop|frame", g.torus(reach, 0.015).move(y=end))
    b.add("arm", g.ring(g.sweep(path, b.uniform(0.006, 0.012), sides=8), arms))
    b.add("cup|holder|drip pan", g.ring(g.cylinder(0.015, 0.02, 0.035, 12).move(reach, end + 0.01), arms))
    lit = b.integer(0, 3)
    if lit >= 1:
        b.add("candle|socket", g.ring(g.cylinder(0.013, 0.08, sides=10).move(reach, end + 0.06), arms))
        b.add(BULB, g.ring(bulb(b, 0.018).scale(1, -1, 1).move(reach, end + 0.1), arms))
    if lit in (0, 2):
        cap = shade(b, 0.07, 0.1, 14)
        placed = cap.move(reach, end + 0.17) if lit else cap.scale(1, -1, 1).move(reach, end + 0.02)
        b.add(SHADE, g.ring(placed, arms))
    if b.chance(0.4):
        drop_ = g.lathe([(0, -0.05), (0.012, -0.03), (0.004, 0), (0, 0)], 6)
        b.add(
            "crystal|pendant",
            g.ring(drop_.move(reach * 0.8, end - 0.06), arms * 2) + drop_.scale(1.8).move(y=y - 0.3),
        )


@design("lamp", "wall lamp")
def wall_lamp(b: Builder) -> None:
    """Sconce: wall plate, arm, shade or bulb pointing up or down; or a half-bowl uplight."""
    w, h = b.uniform(0.06, 0.14), b.uniform(0.08, 0.3)
    plate_ = disc(w * 0.6, 0.02) if b.chance(0.4) else g.box(w, h, 0.02, b.pick(0, 0.006)).move(z=0.01)
    name = "base|wall plate|backplate"
    b.add(name, plate_)
    if b.chance(0.25):
        r = b.uniform(0.08, 0.18)
        profile = [(r * np.sin(a), -r * np.cos(a)) for a in np.radians(np.linspace(0, 90, 8))]
        b.add(SHADE, g.lathe([*profile, (r * 0.95, 0), (0, -r * 0.9)], 14, 180).rotate("y", -90).move(z=0.02))
        return
    reach, rise = b.uniform(0.08, 0.3), b.uniform(-0.05, 0.12)
    path = g.curve([(0, 0, 0.01), (0, -0.02 + rise * 0.3, reach * 0.6), (0, rise, reach)], 14)
    for x in (-0.1, 0.1) if b.chance(0.3) else (0.0,):
        b.add(
            ARM,
            g.sweep(path, b.uniform(0.005, 0.01), sides=8).move(x=x)
            + g.cylinder(0.006, abs(x) + 0.001).rotate("z", 90).move(x / 2, 0, 0.02),
        )
        r, tall, up = b.uniform(0.05, 0.12), b.uniform(0.08, 0.18), b.chance()
        mesh, light = shade(b, r, tall), bulb(b, 0.02)
        b.add("socket|lamp holder", g.cylinder(0.014, 0.05, sides=12).move(x, rise, reach))
        b.add(SHADE, (mesh.scale(1, -1, 1) if up else mesh).move(x, rise, reach))
        b.add(BULB, (light.scale(1, -1, 1) if up else light).move(x, rise, reach))


@design("flashlight")
@design("flashlight")
def flashlight(b: Builder) -> None:
    """Torch lying along z: barrel with a knurled grip, flared head with lens, button, tail cap, loop."""
    r, length = b.uniform(0.012, 0.022), b.uniform(0.09, 0.2)
    head, flare = r * b.uniform(1.1, 2.2), length * b.uniform(0.2, 0.35)
    tube = g.cylinder(r, length, sides=b.pick(8, 24, 24), bevel=r * 0.05).rotate("x", 90)
    b.add("body|handle|barrel > body|handle|barrel", tube)
    if b.chance(0.6):
        rings = [(0, 0, length * t) for t in np.linspace(-0.3, 0.2, b.integer(4, 10))]
        b.add("body|handle|barrel > grip|ridge", g.array(g.torus(r, r * 0.06, 20).rotate("x", 90), rings))
    z = length / 2
    cup = [
        (r, 0),
        (head, flare * b.uniform(0.3, 0.8)),
        (head, flare),
        (head * 0.88, flare),
        (head * 0.5, flare * 0.6),
    ]
    b.add("head", g.lathe([*cup, (0, flare * 0.55)], 24).rotate("x", 90).move(z=z))
    b.add("lens|glass", disc(head * 0.88, 0.002, sides=24).move(z=z + flare * 0.94))
    if b.chance(0.8):
        button = (
            g.box(r * 0.8, r * 0.35, r * 1.8, r * 0.12)
            if b.chance()
            else g.cylinder(r * 0.45, r * 0.4, sides=14)
        )
        b.add("button|switch", button.move(y=r * 1.05, z=length * b.uniform(0.1, 0.4)))
    b.add(
        "cap|tail cap|end cap", disc(r * 1.1, length * 0.1, sides=24, bevel=r * 0.1).move(z=-z - length * 0.08)
    )
    if b.chance(0.3):
        loop = g.curve(
            [(0, 0, 0), (r * 2, -r, -r * 4), (0, -r * 2, -r * 6), (-r * 2, -r, -r * 4), (0, 0, 0)], 24
        )
        b.add("strap|loop|lanyard", g.sweep(loop, 0.0015, sides=6).move(z=-z - length * 0.07))


@design("flashlight")
def lantern_torch(b: Builder) -> None:
    """Big hand lamp: boxy body, round head in front, carrying handle on top."""
    w, h, d, r = b.uniform(0.07, 0.11), b.uniform(0.09, 0.13), b.uniform(0.1, 0.16), b.uniform(0.05, 0.08)
    b.add("body|case", standing(w, h, d, b.uniform(0, 0.02)))
    b.add("head", disc(r * 0.7, 0.05, r, 24).move(y=h * 0.55, z=d / 2))
    b.add("lens|glass", disc(r * 0.9, 0.004, sides=24).move(y=h * 0.55, z=d / 2 + 0.048))
    path = [(0, h - 0.005, -d * 0.4), (0, h + 0.05, -d * 0.35), (0, h + 0.05, d * 0.3), (0, h - 0.005, d * 0.4)]
    b.add("handle|grip", wire(path, 0.009))
    b.add("button|switch", g.cylinder(0.01, 0.012, sides=12).move(y=h + 0.06, z=d * 0.15))


@design("candle")
def candle(b: Builder) -> None:
    """Pillar candles, one or a group, with wick, flame, drips, sometimes in a glass or on a plate."""
    kind = b.integer(0, 2)
    for i in range(b.pick(1, 1, 1, 3)):
        r, h, x = b.uniform(0.012, 0.04), b.uniform(0.04, 0.22), i * 0.09
        z = 0.04 * (i % 2)
        wax = g.cylinder(r, h, r * b.uniform(0.85, 1), 24, r * 0.12).move(x, h / 2, z)
        b.add("candle|wax|body", wax)
        b.add("wick", g.cylinder(0.0015, 0.015, sides=6).move(x, h + 0.006, z))
        if b.chance(0.6):
            flame = g.lathe(g.curve([(0, 0), (0.007, 0.012), (0.003, 0.028), (0, 0.036)], 10), 12)
            b.add("flame|fire", flame.move(x, h + 0.008, z))
        if kind == 0:
            b.add(
                "plate|saucer|base",
                g.lathe(
                    [(0, 0), (r * 1.6, 0), (r * 2, 0.012), (r * 1.9, 0.012), (r * 1.5, 0.003), (0, 0.003)]
                ).move(x, -0.003, z),
            )
        elif kind == 1 and i == 0:
            out = r * 1.25
            b.add(
                "jar|glass",
                g.lathe(
                    [
                        (0, -0.005),
                        (out, -0.005),
                        (out, h * 1.25),
                        (out * 0.95, h * 1.25),
                        (out * 0.95, -0.002),
                        (0, -0.002),
                    ]
                ).move(x, 0, z),
            )


@design("candlestick", "candle")
def candlestick(b: Builder) -> None:
    """Candle holder: turned stick or candelabrum with arms; chamberstick with a ring handle."""
    kind, r = b.integer(0, 2), b.uniform(0.04, 0.07)
    h = b.uniform(0.1, 0.35) if kind else 0.03
    b.add("base|foot", g.cylinder(r, 0.015, r * 0.8, 24).move(y=0.0075))
    stem = [(b.uniform(0.008, 0.02), 0.012 + (h - 0.012) * t) for t in np.linspace(0, 1, b.integer(4, 7))]
    b.add("stem|pole|body", g.lathe([(0, 0.012), *np.maximum(g.curve(stem, 22), [0.005, 0]), (0, h)], 16))
    tops = [(0.0, h)]
    if kind == 2:
        arms, reach = b.integer(1, 2) * 2, b.uniform(0.08, 0.14)
        path = g.curve(
            [(0, h * 0.7, 0), (reach * 0.5, h * 0.6, 0), (reach, h * 0.75, 0), (reach, h * 0.95, 0)], 14
        )
        b.add("arm", g.ring(g.sweep(path, 0.006, sides=8), arms))
        _candles_at(b, [(reach, h * 0.95)], arms)
    if kind == 0:
        b.add("handle|ring", g.torus(0.018, 0.004).rotate("x", 90).move(x=r + 0.014, y=0.02))
    _candles_at(b, tops, 1)


def _candles_at(b: Builder, places: list[tuple[float, float]], copies: int) -> None:
    """Cup, candle and flame at (x, y), repeated around the stem."""
    tall, r = b.uniform(0.06, 0.2), b.uniform(0.009, 0.013)
    for x, y in places:
        b.add("cup|holder|socket", g.ring(g.cylinder(r * 1.1, 0.02, r * 1.7, 14).move(x, y + 0.01), copies))
        b.add("candle|wax", g.ring(g.cylinder(r, tall, sides=14).move(x, y + 0.02 + tall / 2), copies))
        flame = g.lathe(g.curve([(0, 0), (0.006, 0.01), (0.002, 0.025), (0, 0.03)], 8), 10)
        b.add("flame|fire", g.ring(flame.move(x, y + 0.022 + tall), copies))


@design("lantern")
@design("lantern")
def lantern(b: Builder) -> None:
    """Hand lantern: base, framed glass (square, hexagonal, round), roof, ring handle; candle or bulb within."""
    sides = b.pick(4, 4, 6, 8, 24)
    r, h = b.uniform(0.05, 0.1), b.uniform(0.1, 0.25)
    base, turn = b.uniform(0.01, 0.05), 180 / sides
    b.add(
        "base",
        g.lathe([(0, 0), (r * 1.15, 0), (r * b.uniform(0.95, 1.15), base), (0, base)], sides).rotate("y", turn),
    )
    b.add(
        "glass|glass pane|globe",
        g.lathe([(r * 0.92, base), (r * b.uniform(0.85, 1), base + h)], sides).rotate("y", turn),
    )
    posts = min(sides, 8)
    b.add(
        "frame|post|bar", g.ring(standing(0.008, h, 0.008).move(z=r * 0.95, y=base), posts, start=180 / posts)
    )
    roof, top = b.uniform(0.03, 0.12), base + h
    b.add(
        "roof|top|cap",
        g.lathe([(0, top), (r * 1.2, top), (r * 0.3, top + roof), (0, top + roof)], sides).rotate("y", turn),
    )
    if b.chance(0.4):
        b.add("chimney|vent", g.cylinder(r * 0.25, 0.03, sides=14).move(y=top + roof + 0.01))
    y = top + roof
    if b.chance(0.6):
        b.add("handle|ring", g.torus(r * 0.4, 0.004).rotate("x", 90).move(y=y + r * 0.4))
    else:
        hoop = g.arc(r * 1.25, 0, 180, 20) * [1, b.uniform(0.8, 1.6), 1]
        b.add("handle|ring", g.sweep(hoop, 0.004, sides=8).move(y=top))
    if b.chance():
        b.add("candle|wax", g.cylinder(r * 0.35, h * 0.5, sides=16).move(y=base + h * 0.25))
        b.add(
            "flame|fire", g.lathe(g.curve([(0, 0), (0.008, 0.012), (0, 0.035)], 8), 10).move(y=base + h * 0.5)
        )
    else:
        b.add(BULB, bulb(b, r * 0.25).scale(1, -1, 1).move(y=base))
