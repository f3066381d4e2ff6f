"""Small appliances of kitchen and household."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.device_parts import CASE, CORD, SCREEN, ajar, knob
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, frame, grid, plate, post, slab, slots, standing, stick, wire


def side_cord(b: Builder, x: float, z: float, chance: float = 0.4) -> None:
    """Mains lead on the ground, starting at (x, 0, z) and running back; sometimes with its plug."""
    if not b.chance(chance):
        return
    sway = b.uniform(-0.15, 0.15)
    path = [
        (x, 0.012, z),
        (x + sway * 0.3, 0.005, z - 0.1),
        (x + sway, 0.005, z - 0.25),
        (x + sway * 0.5, 0.005, z - 0.4),
    ]
    b.add(CORD, wire(path, b.uniform(0.003, 0.005)))
    if b.chance():
        plug = g.box(0.025, 0.02, 0.03, 0.006) + g.array(
            g.capsule(0.0025, 0.024).rotate("x", 90), [(s * 0.007, 0, -0.02) for s in (-1, 1)]
        )
        b.add("plug", plug.move(x + sway * 0.5, 0.01, z - 0.41))


def ear(height: float, reach: float, thick: float) -> Mesh:
    """Handle from (0, 0) to (0, height) bulging to +x."""
    return wire([(0, 0, 0), (reach, height * 0.08, 0), (reach, height * 0.85, 0), (0, height, 0)], thick)


def jug(radius: float, height: float, waist: float, wall: float = 0.003) -> Mesh:
    """Open vessel standing on y = 0."""
    outside = g.curve([(radius * 0.85, 0), (radius, height * 0.35), (radius * waist, height)], 10)
    return g.lathe([(0, 0), *outside, *np.maximum(outside[::-1] - [wall, 0], [0, wall]), (0, wall)], 26)


# -- kitchen ---------------------------------------------------------------------------------------


@design("coffee machine")
@design("coffee machine")
def drip_coffee_machine(b: Builder) -> None:
    """Filter machine: C-shaped body, water tank with lid, filter, pot with lid and handle."""
    w, d, h = b.uniform(0.16, 0.24), b.uniform(0.2, 0.3), b.uniform(0.28, 0.4)
    r, base, head = w * b.uniform(0.34, 0.45), b.uniform(0.025, 0.05), h * b.uniform(0.25, 0.33)
    round_ = b.pick(0, 0.008, 0.02)
    column = d * b.uniform(0.3, 0.42)
    b.add("body|case > base", standing(w, base, d, round_))
    b.add("body|case > body|column", standing(w, h, column, round_).move(z=-d / 2 + column / 2))
    b.add("body|case > head", standing(w, head, d * 0.9, round_).move(y=h - head, z=-d * 0.05))
    z, tall = d / 2 - r * 1.02, h - head - base
    b.add(
        "filter|filter basket|funnel",
        g.cylinder(r * 0.5, head * 0.4, r * 0.8, 20).move(y=h - head - head * 0.1, z=z),
    )
    b.add("burner|hot plate|warming plate", g.cylinder(r * 0.9, 0.008, sides=24).move(y=base + 0.003, z=z))
    pot = tall * b.uniform(0.65, 0.8)
    b.add("container > pot|carafe|jug", jug(r * 0.95, pot, b.uniform(0.55, 0.85)).move(y=base + 0.008, z=z))
    if b.chance(0.75):
        b.add(
            "lid|cover > pot lid|lid", g.cylinder(r * 0.6, pot * 0.1, sides=20).move(y=base + pot * 1.05, z=z)
        )
    grip = ear(pot * 0.75, r * 0.7, 0.007).move(x=r * 0.8).rotate("y", b.pick(-90, -60, -20))
    b.add("handle", grip.move(0, base + pot * 0.2, z))
    b.add(
        "lid|cover > lid|cover",
        standing(w * 0.96, 0.015, column, 0.005)
        .rotate("x", -ajar(b, 0.75, 80), (0, 0, -column / 2))
        .move(y=h, z=-d / 2 + column / 2),
    )
    _coffee_controls(b, w, base, d, h, head)
    side_cord(b, 0, -d / 2, 0.3)


def _coffee_controls(b: Builder, w: float, base: float, d: float, h: float, head: float) -> None:
    """Buttons or knobs at the foot or on the head, perhaps a display."""
    low = b.chance(0.5)
    y, z = (base * 0.5, d / 2) if low else (h - head * 0.4, d * 0.4)
    size = min(base, head) * 0.28
    if b.chance(0.6):
        key = disc(size, 0.006, sides=14) if b.chance() else plate(size * 2.4, size * 1.4, 0.006, 0.001)
        b.add(
            "button|switch",
            g.array(key, grid(b.integer(1, 4), 1, size * 3, 0)).move(w * b.uniform(-0.15, 0.15), y, z),
        )
    else:
        one = knob(b, size)
        b.add("knob|dial", g.array(one, grid(b.integer(1, 3), 1, size * 3.4, 0)).move(0, y, z))
    if b.chance(0.35) and not low:
        b.add(SCREEN, plate(w * 0.35, head * 0.25, 0.003).move(0, h - head * 0.15, z))


@design("coffee machine")
@design("coffee machine")
def espresso_machine(b: Builder) -> None:
    """Espresso maker: box body with brew heads, portafilters, tray, steam wand, knobs, cups."""
    heads = b.pick(1, 1, 1, 2, 3)
    w, h, d = 0.12 + heads * b.uniform(0.12, 0.2), b.uniform(0.28, 0.42), b.uniform(0.26, 0.4)
    top, low = h * b.uniform(0.3, 0.4), b.uniform(0.04, 0.09)
    back = d * b.uniform(0.45, 0.6)
    b.add("body|case > body", standing(w, h, back, b.pick(0, 0.01)).move(z=-(d - back) / 2))
    b.add("body|case > head", standing(w, top, d * 0.92, b.pick(0, 0.012)).move(y=h - top, z=-d * 0.04))
    b.add("body|case > base", standing(w, low, d, b.pick(0, 0.008)))
    b.add("tray|drip tray|grate", g.box(w * 0.85, 0.01, (d - back) * 0.85).move(y=low + 0.004, z=back / 2))
    z, y = d * 0.27, h - top
    for i in range(heads):
        x = (i - (heads - 1) / 2) * w / heads
        b.add("brew head|group head", g.cylinder(0.034, 0.035, sides=22).move(x, y - 0.012, z))
        b.add(
            "portafilter|filter holder > portafilter|filter",
            g.cylinder(0.026, 0.026, 0.034, 22).move(x, y - 0.04, z),
        )
        turn = b.uniform(-35, 35)
        grip = g.capsule(0.011, 0.11, 0.014).rotate("x", 98).move(z=0.09).rotate("y", turn)
        b.add("portafilter|filter holder > handle", grip.move(x, y - 0.04, z))
        b.add("spout|nozzle", g.cylinder(0.007, 0.03, sides=10).move(x, y - 0.065, z))
        if b.chance(0.4):
            b.add("container > cup|mug", jug(0.03, 0.055, 1.05).move(x, low + 0.01, z))
    if b.chance(0.7):
        pipe = wire([(w * 0.46, y, z), (w * 0.48, y - 0.05, z + 0.02), (w * 0.5, low + 0.06, z + 0.05)], 0.005)
        b.add("steam wand|pipe", pipe)
    one = knob(b, b.uniform(0.014, 0.024))
    b.add("knob|dial", g.array(one, [(s * w * 0.4, h - top * 0.45, d * 0.42) for s in b.pick((-1, 1), (1,))]))
    keys = g.array(disc(0.008, 0.006, sides=12), grid(b.integer(2, 5), 1, 0.024, 0))
    b.add("button|switch", keys.move(-w * 0.05, h - top * 0.4, d * 0.42))
    if b.chance(0.35):
        b.add("gauge|dial gauge", disc(0.02, 0.01).move(w * 0.1, h - top * 0.75, d * 0.42))
    if b.chance(0.4):
        b.add(
            "container > hopper|bean hopper",
            g.lathe([(0.03, 0), (0.065, 0.06), (0.065, 0.11), (0, 0.11)], 20).move(w * 0.2, h, -d * 0.2),
        )
        b.add("lid|cover > lid|cover", g.cylinder(0.068, 0.01).move(w * 0.2, h + 0.114, -d * 0.2))
    elif b.chance():
        cup = jug(0.026, 0.05, 1.1)
        b.add(
            "container > cup|mug",
            g.array(cup, [(x, h, -d * 0.2) for x in np.linspace(-w * 0.35, w * 0.35, 2 + heads)]),
        )


@design("coffee machine")
def capsule_machine(b: Builder) -> None:
    """Pod or bean-to-cup machine: rounded body, lever on top, spout, tank, tray, cup."""
    w, h, d = b.uniform(0.11, 0.26), b.uniform(0.24, 0.36), b.uniform(0.26, 0.4)
    r, nose = b.uniform(0.005, 0.03), b.uniform(0.4, 0.6)
    b.add("body|case > body", standing(w, h, d * 0.55, r).move(z=-d * 0.1))
    b.add("body|case > head", standing(w * 0.9, h * 0.4, d * nose, r).move(y=h * 0.56, z=d * 0.25))
    b.add("body|case > base", standing(w, h * 0.09, d * 0.95, r * 0.5).move(z=d * 0.05))
    b.add("spout|nozzle", g.cylinder(0.012, 0.035, 0.018, 14).move(y=h * 0.55, z=d * 0.36))
    b.add("tray|drip tray|grate", g.box(w * 0.75, 0.01, d * 0.3).move(y=h * 0.1, z=d * 0.34))
    side = b.chance(0.3)
    tank = (
        standing(w * 0.7, h * 0.8, d * 0.18, 0.015) if not side else standing(d * 0.16, h * 0.8, d * 0.5, 0.015)
    )
    at = (0, 0.02, -d * 0.46) if not side else (w / 2 + d * 0.08, 0.02, -d * 0.1)
    size = tank.high - tank.low
    b.add("container > water tank|tank", tank.move(*at))
    b.add("lid|cover > lid|cover", standing(size[0], 0.012, size[2], 0.003).move(at[0], h * 0.8 + 0.02, at[2]))
    if b.chance(0.55):
        lever = wire(
            [
                (-w * 0.4, h * 0.9, 0),
                (-w * 0.4, h * 1.02, d * 0.3),
                (w * 0.4, h * 1.02, d * 0.3),
                (w * 0.4, h * 0.9, 0),
            ],
            0.008,
        )
        b.add("handle|lever", lever.rotate("x", -b.uniform(0, 70), (0, h * 0.9, 0)))
    keys = g.array(disc(0.009, 0.005, sides=14), grid(b.integer(1, 3), b.integer(1, 2), 0.026, 0.026))
    b.add("button|switch", keys.move(0, h * 0.8, d * (0.25 + nose / 2)))
    if b.chance(0.3):
        b.add("knob|dial", knob(b, 0.02).move(0, h * 0.66, d * (0.25 + nose / 2)))
    if b.chance(0.6):
        b.add("container > cup|mug", jug(0.034, b.uniform(0.05, 0.09), 1.1).move(0, h * 0.105, d * 0.35))


@design("toaster")
@design("toaster")
def toaster(b: Builder) -> None:
    """Toaster: rounded body with slots, slider at the end, knob or buttons, feet, sometimes toast."""
    w, h, d = b.uniform(0.24, 0.36), b.uniform(0.16, 0.22), b.uniform(0.13, 0.2)
    count = b.pick(1, 2, 2, 2, 4)
    r, z = b.pick(0.004, 0.02, 0.05), b.uniform(0.22, 0.28) * d
    d *= 1.6 if count == 4 else 1
    b.add(CASE, standing(w, h, d, r))
    size = w * 0.36 if count == 4 else w * 0.72
    xs = (-w * 0.21, w * 0.21) if count == 4 else (0,)
    zs = (0,) if count == 1 else (-z, z)
    spots = [(x, h + 0.001, s) for x in xs for s in zs]
    b.add("slot|bread slot", g.array(frame(size, 0.032, 0.006, 0.005).rotate("x", -90).move(y=-0.004), spots))
    if b.chance(0.4):
        bread = g.array(g.box(size * 0.85, h * 0.5, 0.016, 0.004), spots)
        b.add("toast|bread|slice", bread.move(y=b.uniform(-0.02, 0.04)))
    x, on_end = w / 2, b.chance(0.75)
    first = len(b.pieces)
    travel = b.uniform(0.35, 0.85) * h
    levers = (0,) if count < 4 else (-0.25 * d, 0.25 * d)
    for s in levers:
        b.add("slider|lever|handle", plate(0.04, 0.014, 0.025, 0.004).move(s, travel, 0))
        b.add("slit|groove", plate(0.006, h * 0.6, 0.002).move(s, h * 0.55, 0))
    if b.chance(0.6):
        b.add("knob|dial", g.array(knob(b, 0.015), [(s, h * 0.2, 0) for s in levers]))
    if b.chance(0.6):
        b.add(
            "button",
            g.array(disc(0.007, 0.005, sides=12), grid(1, b.integer(2, 4), 0, 0.022)).move(
                d * 0.28, h * 0.5, 0
            ),
        )
    b.change(lambda m: m.rotate("y", 90).move(x=x) if on_end else m.move(x=w * 0.25, z=d / 2), first)
    b.add(
        "foot|base",
        g.array(
            g.cylinder(0.012, 0.012), [(s * w * 0.38, -0.006, t * d * 0.32) for s in (-1, 1) for t in (-1, 1)]
        ),
    )
    side_cord(b, -w * 0.2, -d / 2)


@design("blender")
def blender(b: Builder) -> None:
    """Jar blender: motor base with knob or buttons, tall jar with handle, lid with a cap, blades."""
    r, base, tall = b.uniform(0.07, 0.1), b.uniform(0.1, 0.2), b.uniform(0.18, 0.28)
    sides = b.pick(4, 24, 24)
    profile = [
        (0, 0),
        (r, 0),
        (r * b.uniform(0.85, 1), base * 0.3),
        (r * b.uniform(0.55, 0.8), base),
        (0, base),
    ]
    b.add("base|motor base|body", g.lathe(profile, sides).rotate("y", 180 / sides if sides == 4 else 0))
    b.add("ring|collar", g.cylinder(r * 0.6, 0.025, sides=24).move(y=base + 0.01))
    low, wide = r * b.uniform(0.5, 0.6), r * b.uniform(0.75, 1.0)
    jar = g.lathe(
        [(0, 0), (low, 0), (wide, tall), (wide - 0.003, tall), (low - 0.003, 0.006), (0, 0.006)],
        b.pick(4, 8, 24, 24),
    )
    b.add("jar|container|jug|pitcher", jar.move(y=base + 0.022))
    b.add("lid", g.cylinder(wide * 1.02, 0.02, wide * 0.9, 24).move(y=base + tall + 0.03))
    b.add("cap|lid cap", g.cylinder(wide * 0.35, 0.025, sides=16).move(y=base + tall + 0.05))
    if b.chance(0.75):
        b.add("handle", ear(tall * 0.7, r * 0.6, 0.01).move(wide * 0.82, base + tall * 0.22))
    b.add(
        "blade",
        g.ring(g.box(low * 0.7, 0.003, 0.01).rotate("z", 25).move(x=low * 0.35), 4).move(y=base + 0.045),
    )
    z = r * (0.62 if sides == 4 else 0.85)
    if b.chance():
        b.add("knob|dial", knob(b, base * 0.17).move(0, base * 0.45, z))
    else:
        b.add(
            "button",
            g.array(plate(0.015, 0.012, 0.012), grid(b.integer(3, 6), 1, 0.018, 0)).move(0, base * 0.35, z),
        )
    side_cord(b, 0, -r, 0.3)


@design("mixer", "stand mixer")
def stand_mixer(b: Builder) -> None:
    """Stand mixer: foot, column, tilting motor head, bowl, beater, speed lever and knob."""
    w, h, d = b.uniform(0.1, 0.14), b.uniform(0.28, 0.38), b.uniform(0.28, 0.36)
    b.add("base|foot", standing(w * 1.3, 0.035, d, 0.012))
    b.add("column|body|stand", standing(w * 0.75, h * 0.65, d * 0.25, 0.02).taper(0.85).move(z=-d * 0.36))
    lift = ajar(b, 0.7, 45)
    first = len(b.pieces)
    b.add("head|motor head", g.superquadric(w * 0.5, h * 0.17, d * 0.5, 0.7, 0.6, 26).move(y=h * 0.78))
    b.add("cap|hub|attachment", disc(w * 0.2, 0.02).move(y=h * 0.78, z=d * 0.48))
    z = d * 0.22
    b.add("shaft", g.cylinder(0.012, h * 0.15, sides=12).move(0, h * 0.6, z))
    loops = [g.torus(0.035, 0.004).rotate("x", 90).scale(1, 1.5, 1).rotate("y", a) for a in (0, 60, 120)]
    b.add("beater|whisk|paddle", g.join(loops).move(0, h * 0.44, z))
    b.add("knob|dial", knob(b, 0.016).rotate("y", 90).move(w * 0.48, h * 0.78, -d * 0.1))
    b.change(lambda m: m.rotate("x", -lift, (0, h * 0.68, -d * 0.36)), first)
    b.add("bowl", jug(w * 0.75, h * 0.38, 1.05).move(y=0.035, z=z))
    if b.chance(0.5):
        b.add("handle", ear(h * 0.25, 0.05, 0.008).move(w * 0.74, 0.08, z))
    side_cord(b, 0, -d / 2, 0.3)


@design("mixer", "hand mixer")
def hand_mixer(b: Builder) -> None:
    """Hand mixer or stick blender: body with a handle, speed switch, two beaters or a blade foot, cord."""
    d, h, w = b.uniform(0.15, 0.2), b.uniform(0.06, 0.08), b.uniform(0.06, 0.08)
    if b.chance(0.35):
        b.add("body|handle", g.capsule(0.028, 0.2, 0.032).move(y=0.32))
        b.add("shaft", g.cylinder(0.02, 0.2, 0.012, 16).move(y=0.14))
        b.add("head|blade guard|foot", g.lathe([(0.034, 0), (0.036, 0.02), (0.014, 0.06), (0, 0.06)], 20))
        b.add("button|switch", g.array(disc(0.01, 0.006), [(0, y, 0.028) for y in (0.33, 0.36)]))
        return
    b.add("body|case", g.superquadric(w / 2, h / 2, d / 2, 0.6, 0.6).move(y=0.2))
    b.add(
        "handle",
        wire([(0, 0.2, -d * 0.42), (0, 0.28, -d * 0.45), (0, 0.285, d * 0.3), (0, 0.22, d * 0.38)], 0.014),
    )
    loops = [g.torus(0.02, 0.0022, 20).rotate("x", 90).scale(1, 1.7, 1).rotate("y", a) for a in (0, 90)]
    beater = g.join(loops) + g.cylinder(0.003, 0.12, sides=8).move(y=0.07)
    b.add("beater|whisk", g.array(beater, [(s * 0.021, 0.034, d * 0.25) for s in (-1, 1)]))
    b.add("button|switch", g.box(0.014, 0.012, 0.03, 0.003).move(0, 0.298, d * 0.15))
    b.add(CORD, wire([(0, 0.2, -d / 2), (0, 0.18, -d * 0.8), (0.05, 0.1, -d), (0.08, 0.02, -d * 1.3)], 0.004))


# -- household -------------------------------------------------------------------------------------


@design("iron")
@design("iron")
def iron(b: Builder) -> None:
    """Clothes iron: pointed soleplate, body, handle (closed or open at one end), dial, steam button, cord."""
    w, d, h = b.uniform(0.1, 0.13), b.uniform(0.22, 0.29), b.uniform(0.035, 0.06)
    side = g.curve(
        [(0, d * 0.55), (w * 0.28, d * 0.3), (w * 0.48, -d * 0.05), (w * 0.5, -d * 0.3), (w * 0.4, -d * 0.45)],
        16,
    )
    outline = np.concatenate([side, side[::-1] * [-1, 1]])[1:-1]
    sole = g.extrude(outline, 0.012).rotate("x", -90).scale(1, 1, -1)
    b.add("soleplate|plate|base", sole.move(y=0.006))
    body = g.extrude(outline * 0.93, h).rotate("x", -90).scale(1, 1, -1).taper(b.uniform(0.45, 0.8))
    b.add("body|case|water tank", body.move(y=0.012 + h / 2))
    y, top = 0.012 + h * 0.9, h + b.uniform(0.06, 0.09)
    front = [(0, y, d * 0.24), (0, top, d * 0.2)] if b.chance(0.75) else [(0, top + 0.005, d * 0.26)]
    path = [(0, y, -d * 0.28), (0, top, -d * 0.25), *front[::-1]]
    b.add("handle|grip", wire(path, 0.015, 24, 12))
    b.add("dial|knob", g.cylinder(w * 0.22, 0.014, sides=20).move(y=y + 0.012))
    b.add(
        "button",
        g.array(g.cylinder(0.008, 0.012, sides=12), [(s * 0.011, top + 0.014, d * 0.14) for s in (-1, 1)]),
    )
    end = (b.uniform(-0.1, 0.1), 0.01, -d * 1.6)
    if b.chance(0.7):
        b.add(CORD, wire([(0, top, -d * 0.26), (0, top * 0.9, -d * 0.6), (0.03, 0.02, -d), end], 0.004))


@design("vacuum cleaner")
def canister_vacuum(b: Builder) -> None:
    """Canister vacuum: rounded body on wheels, hose, wand with a handle, floor head, button."""
    w, h, d = b.uniform(0.24, 0.32), b.uniform(0.2, 0.28), b.uniform(0.32, 0.45)
    b.add(
        "body|case|canister", g.superquadric(w / 2, h / 2, d / 2, b.uniform(0.4, 0.9), 0.6).move(y=h / 2 + 0.02)
    )
    r = h * b.uniform(0.25, 0.42)
    b.add(
        "wheel",
        g.array(g.cylinder(r, 0.03, sides=22).rotate("z", 90), [(s * w / 2, r, -d * 0.22) for s in (-1, 1)]),
    )
    b.add(
        "handle|carrying handle",
        wire([(0, h, -d * 0.2), (0, h + 0.06, -d * 0.15), (0, h + 0.06, d * 0.15), (0, h, d * 0.2)], 0.012),
    )
    b.add(
        "button|switch", g.array(g.cylinder(0.02, 0.02), [(s * w * 0.2, h * 0.92, -d * 0.28) for s in (-1, 1)])
    )
    x, z = b.uniform(0.1, 0.35), d * 1.6
    b.add(
        "hose|tube",
        wire(
            [(0, h * 0.6, d * 0.48), (0.05, h * 0.9, d), (x + 0.1, 0.9, d * 0.7), (x, 0.85, d * 0.95)], 0.02, 40
        ),
    )
    foot = (x, 0.04, z + 0.4)
    b.add("wand|pipe|tube", stick((x, 0.85, d * 0.95), foot, 0.016))
    b.add("handle|grip", g.capsule(0.02, 0.16).rotate("x", 70).move(x, 0.87, d * 0.85))
    b.add("head|floor head|brush|nozzle", standing(0.28, 0.05, 0.11, 0.012).move(foot[0], 0, foot[2] + 0.03))


@design("vacuum cleaner")
def upright_vacuum(b: Builder) -> None:
    """Upright or stick vacuum with a dust bin, or a disc robot vacuum."""
    if b.chance(0.3):
        r, h = b.uniform(0.15, 0.18), b.uniform(0.07, 0.1)
        b.add("body|case", g.cylinder(r, h, sides=32, bevel=0.01).move(y=h / 2 + 0.01))
        b.add(
            "bumper|front bumper",
            g.lathe([(r * 1.03, 0), (r * 1.03, h * 0.7), (r, h * 0.7), (r, 0), (r * 1.03, 0)], 24, 170)
            .rotate("y", -85)
            .move(y=0.02),
        )
        b.add("button", g.cylinder(r * 0.16, 0.008).move(y=h + 0.012, z=r * 0.3))
        b.add("sensor|turret|dome", g.cylinder(r * 0.25, 0.03).move(y=h + 0.02, z=-r * 0.3))
        b.add(
            "wheel", g.array(g.cylinder(0.03, 0.02).rotate("z", 90), [(s * r * 0.6, 0.03, 0) for s in (-1, 1)])
        )
        b.add(
            "brush|side brush", g.ring(g.box(0.06, 0.003, 0.006).move(x=0.04), 3).move(r * 0.7, 0.005, r * 0.7)
        )
        return
    lean, length = b.uniform(10, 40), b.uniform(0.85, 1.1)
    first = len(b.pieces)
    b.add("wand|pipe|tube|pole", post(0.017, length, sides=14))
    low = b.chance(0.5)
    y = length * (0.35 if low else 0.85)
    b.add("body|case|motor", g.superquadric(0.07, 0.1 if not low else 0.2, 0.07, 0.5, 0.7).move(y=y, z=-0.02))
    b.add("bin|dust bin|container|tank", g.cylinder(0.055, 0.2, sides=22).move(y=y - 0.05, z=0.06))
    if b.chance(0.5):
        b.add("handle|grip", g.torus(0.06, 0.014).rotate("z", 90).scale(1, 1.3, 1).move(y=length + 0.05))
    else:
        b.add(
            "handle|grip",
            wire([(0, length - 0.04, 0), (0, length + 0.05, -0.03), (0, length + 0.09, -0.12)], 0.017),
        )
    b.add("button|switch", g.box(0.02, 0.03, 0.012, 0.003).move(y=length - 0.02, z=0.018))
    b.change(lambda m: m.rotate("x", -lean).move(y=0.05), first)
    b.add("head|floor head|brush|nozzle", standing(b.uniform(0.22, 0.32), 0.06, 0.15, 0.015).move(z=0.05))
    b.add("wheel", g.array(g.cylinder(0.03, 0.015).rotate("z", 90), [(s * 0.09, 0.03, -0.04) for s in (-1, 1)]))


def _fan_blades(b: Builder, radius: float, count: int) -> Mesh:
    """Blades about the y axis, pitched."""
    u, v = np.linspace(0.15, 1, 7), np.linspace(-1, 1, 5)
    uu, vv = np.meshgrid(u, v, indexing="ij")
    wide = radius * b.uniform(0.18, 0.35) * (0.6 + 0.5 * np.sin(np.pi * uu * 0.9))
    pitch = np.radians(b.uniform(12, 35))
    blade = np.stack([uu * radius, wide * vv * np.sin(pitch), wide * vv * np.cos(pitch)], -1)
    return g.ring(g.sheet(blade, 0.003), count)


@design("fan")
@design("fan")
def stand_fan(b: Builder) -> None:
    """Table, floor or wall fan: wire cage, blades, hub, motor, pole on a base, knob or buttons."""
    r = b.uniform(0.1, 0.24)
    pole = b.pick(r * 0.9, r * 1.2, b.uniform(0.7, 1.1))
    y = max(pole, r * 1.15) + r * 0.15
    lean = b.uniform(-20, 10)
    first = len(b.pieces)
    deep, count = r * b.uniform(0.25, 0.5), b.integer(16, 30)
    rib = g.curve(
        [
            (0.12 * r, deep * 0.5, 0),
            (r * 0.7, deep * 0.45, 0),
            (r, 0, 0),
            (r * 0.6, -deep * 0.5, 0),
            (0.2 * r, -deep * 0.5, 0),
        ],
        12,
    )
    cage = (
        g.ring(g.sweep(rib, r * 0.008, sides=4), count)
        + g.torus(r, r * 0.02)
        + g.torus(r * 0.7, r * 0.01).move(y=deep * 0.45)
    )
    b.add("grille|cage|guard", cage.rotate("x", 90))
    b.add("blade|fan blade", _fan_blades(b, r * 0.9, b.integer(3, 6)).rotate("x", 90))
    b.add("hub|cap|center", disc(r * 0.15, deep * 0.6, r * 0.1).move(z=-deep * 0.05))
    b.add("motor|body|case", g.capsule(r * 0.3, r * 0.9).rotate("x", 90).move(z=-deep * 0.5 - r * 0.35))
    b.change(lambda m: m.rotate("x", lean).move(y=y), first)
    back = -deep * 0.5 - r * 0.3
    b.add("pole|stand|neck", g.cylinder(r * b.uniform(0.05, 0.12), y - 0.02, sides=14).move(0, y / 2, back))
    wide = r * b.uniform(0.6, 1.0)
    if pole > 0.6 and b.chance(0.4):
        b.add("base|foot", g.ring(g.box(0.035, 0.02, wide * 2), 2).move(y=0.01, z=back))
    else:
        b.add("base|foot", g.cylinder(wide, 0.03, wide * 0.8, 28).move(0, 0.015, back))
    if b.chance(0.6):
        keys = g.array(
            standing(0.016, 0.012, 0.02, 0.003),
            [(x, 0.028, back + wide * 0.55) for x in (-0.04, -0.013, 0.013, 0.04)],
        )
        b.add("button|switch", keys)
    else:
        b.add("knob|dial", knob(b, 0.018).move(0, y * 0.5, back + r * 0.1))


@design("fan")
def box_fan(b: Builder) -> None:
    """Square box fan, exhaust or computer fan: frame with blades, grille bars, feet; or a tower fan."""
    if b.chance(0.3):
        h, r = b.uniform(0.7, 1.05), b.uniform(0.07, 0.1)
        b.add("body|case", post(r, h, sides=24, bevel=0.01))
        b.add("grille|vent", slots(r * 1.2, h * 0.7, 24, 0.02).move(y=h * 0.48, z=r * 0.75))
        b.add("base|foot", g.cylinder(r * 1.6, 0.03, r * 1.4, 28))
        b.add("button|switch", g.array(g.cylinder(0.01, 0.006), [(x, h + 0.002, 0) for x in (-0.03, 0, 0.03)]))
        return
    w = b.pick(0.12, b.uniform(0.3, 0.6))
    d, r = w * b.uniform(0.15, 0.3), w * 0.45
    hole = np.stack([r * np.cos(t := np.linspace(0, 2 * np.pi, 32, endpoint=False)), r * np.sin(t)], 1)
    b.add("frame|case|body", g.extrude(g.rectangle(w, w, w * 0.05), d, [hole]).move(y=w / 2))
    b.add("blade|fan blade", _fan_blades(b, r * 0.95, b.integer(4, 7)).rotate("x", 90).move(y=w / 2))
    b.add("hub|cap|center", disc(r * 0.3, d * 0.8).move(y=w / 2, z=-d * 0.4))
    if b.chance(0.6):
        rings = g.join(g.torus(r * t, w * 0.006).rotate("x", 90) for t in (0.4, 0.7, 1)) + g.ring(
            g.box(w * 0.9, w * 0.01, w * 0.01), 2
        ).rotate("x", 90)
        b.add("grille|cage|guard", rings.move(y=w / 2, z=d / 2))
    if w > 0.2:
        b.add("base|foot", g.array(g.box(0.03, 0.02, d * 2), [(s * w * 0.35, -0.01, 0) for s in (-1, 1)]))


@design("ceiling fan")
@design("ceiling fan")
def ceiling_fan(b: Builder) -> None:
    """Ceiling fan: canopy, down rod, motor, three to six blades on brackets, light kit, pull chains."""
    r, drop, count = b.uniform(0.45, 0.75), b.uniform(0.08, 0.5), b.integer(3, 6)
    y = 1.0
    b.add("canopy|ceiling base", g.cylinder(0.05, 0.05, 0.075, 24).move(y=y + drop + 0.05))
    b.add("rod|pole|tube", g.cylinder(0.012, drop + 0.05, sides=12).move(y=y + drop / 2 + 0.04))
    motor = b.uniform(0.08, 0.13)
    profile = g.curve([(motor * 0.4, 0.07), (motor, 0.04), (motor, -0.03), (motor * 0.5, -0.07)], 10)[::-1]
    b.add("motor|body|hub", g.lathe([(0, -0.07), *profile, (0, 0.07)], 26).move(y=y))
    wide = b.uniform(0.05, 0.08)
    blade = slab(r - motor - 0.06, 2 * wide, 0.008, wide * b.uniform(0.1, 0.9)).rotate("x", -90)
    blade = blade.rotate("x", b.uniform(8, 15)).move(x=(r + motor + 0.06) / 2, y=y - 0.03)
    b.add("blade|fan blade", g.ring(blade, count))
    arm = g.box(0.14, 0.008, 0.035).move(x=motor + 0.03, y=y - 0.035)
    b.add("bracket|blade arm|arm", g.ring(arm, count))
    lights = b.integer(0, 2)
    if lights == 1:
        bowl = [(0.12 * np.sin(a), -0.08 * np.cos(a)) for a in np.radians(np.linspace(0, 90, 8))]
        b.add("light|lamp|lampshade", g.lathe([*bowl, (0, 0)], 24).move(y=y - 0.08))
    elif lights == 2:
        shade = g.lathe([(0.045, -0.1), (0.02, 0), (0, 0)], 14).rotate("z", 40).move(0.08, y - 0.09)
        b.add("light|lamp|lampshade", g.ring(shade, b.integer(3, 4)))
    if b.chance(0.4):
        b.add(
            "pull chain|chain",
            g.array(g.cylinder(0.002, 0.2, sides=6), [(0.04, y - 0.18, 0.03)])
            + g.sphere(0.006, sides=8).move(0.04, y - 0.28, 0.03),
        )


@design("sewing machine")
def sewing_machine(b: Builder) -> None:
    """Sewing machine: bed, column, arm, head with needle and presser foot, hand wheel, spool, knobs."""
    w, h, d = b.uniform(0.34, 0.44), b.uniform(0.25, 0.32), b.uniform(0.11, 0.16)
    r, thick = b.pick(0.005, 0.02, 0.035), h * b.uniform(0.26, 0.34)
    b.add("bed|base", standing(w, h * 0.22, d * 1.2, min(r, 0.015)))
    b.add("column|body|pillar", standing(w * 0.25, h, d, r).move(x=w * 0.36))
    b.add("arm|body", g.box(w * 0.75, thick, d * 0.9, r).move(-w * 0.08, h - thick / 2))
    b.add("head", g.box(w * 0.18, h * 0.5, d * 0.9, r).move(-w * 0.4, h * 0.72))
    b.add("needle", g.cylinder(0.003, h * 0.22, 0.004, 8).move(-w * 0.4, h * 0.38))
    b.add("presser foot|foot", g.box(0.015, 0.006, 0.03).move(-w * 0.4, h * 0.25, 0.008))
    radius = h * b.uniform(0.16, 0.24)
    b.add(
        "hand wheel|wheel",
        g.cylinder(radius, 0.03, sides=24, bevel=0.004).rotate("z", 90).move(w / 2 + 0.012, h * 0.78),
    )
    b.add("spool|thread", g.cylinder(0.014, 0.04, sides=14).move(w * b.uniform(0.05, 0.25), h + 0.02))
    b.add("knob|dial", g.array(knob(b, 0.02), [(w * 0.36, h * t, d / 2) for t in (0.4, 0.65)]))
    if b.chance():
        b.add(
            "button", g.array(disc(0.007, 0.005), grid(3, 1, 0.02, 0)).move(-w * 0.1, h - thick / 2, d * 0.45)
        )
    if b.chance(0.3):
        b.add(
            "handle",
            wire(
                [(-w * 0.2, h, 0), (-w * 0.18, h + 0.05, 0), (w * 0.14, h + 0.05, 0), (w * 0.16, h, 0)], 0.009
            ),
        )


@design("hair dryer")
@design("hair dryer")
def hair_dryer(b: Builder) -> None:
    """Hair dryer: barrel with nozzle and rear grille, handle (maybe folded), switches, cord, diffuser."""
    r, length = b.uniform(0.035, 0.048), b.uniform(0.13, 0.2)
    shape = g.curve(
        [
            (r * 0.8, -length / 2),
            (r, -length * 0.25),
            (r * b.uniform(0.8, 1), 0.1 * length),
            (r * b.uniform(0.6, 0.9), length / 2),
        ],
        14,
    )
    b.add(
        "body|barrel|case", g.lathe([(0, -length / 2), *shape, (0, length / 2)], 24).rotate("x", 90).move(y=0.2)
    )
    z = length / 2
    if b.chance(0.7):
        flat = np.stack([np.r_[r * 0.7, r * 0.2], [0, 0.05]], 1)
        nozzle = (
            g.lathe([(0, 0), (r * 0.75, 0), *(flat + [0, 0.01]), (0, 0.06)], 20)
            .rotate("x", 90)
            .scale(1.2, 0.8, 1)
        )
        b.add("nozzle|concentrator", nozzle.move(y=0.2, z=z - 0.005))
    else:
        b.add("nozzle|diffuser", disc(r * 0.8, 0.05, r * 1.6).move(y=0.2, z=z - 0.005))
    b.add(
        "grille|vent|filter",
        g.torus(r * 0.5, 0.004).rotate("x", 90).move(0, 0.2, -z)
        + disc(r * 0.72, 0.012).move(0, 0.2, -z - 0.008),
    )
    lean = b.uniform(-15, 15)
    grip = (
        g.capsule(0.016, 0.15, 0.02)
        .scale(1, 1, 1.25)
        .move(y=-0.075)
        .rotate("x", lean)
        .move(0, 0.2 - r * 0.6, -length * 0.15)
    )
    b.add("handle|grip", grip)
    b.add(
        "switch|button",
        g.array(
            g.box(0.01, 0.02, 0.01, 0.002),
            [(0, 0.12 - 0.03 * i, -length * 0.15 + 0.02) for i in range(b.integer(1, 2))],
        ),
    )
    low = grip.vertices[grip.vertices[:, 1].argmin()]
    if b.chance(0.6):
        b.add(
            CORD, wire([low, low - [0, 0.06, 0.02], low - [0.05, 0.12, 0.1], low - [-0.05, 0.13, 0.25]], 0.0035)
        )


@design("electric razor")
def razor(b: Builder) -> None:
    """Electric shaver or trimmer: grip, neck, head with foils, rotors or a comb, power button."""
    h, w, d = b.uniform(0.1, 0.14), b.uniform(0.024, 0.032), b.uniform(0.018, 0.026)
    b.add("body|handle|grip", g.superquadric(w, h / 2, d, 0.35, 0.7).move(y=h / 2))
    kind = b.integer(0, 2)
    b.add("neck|collar", g.cylinder(w * 0.6, 0.015, sides=16).move(y=h + 0.003))
    y = h + 0.012
    if kind == 0:
        b.add("head > head", standing(w * 1.9, 0.02, d * 1.5, 0.004).move(y=y))
        b.add(
            "head > blade|foil|shaver",
            g.array(g.capsule(0.006, w * 1.7).rotate("z", 90), [(0, y + 0.02, s * 0.011) for s in (-1, 0, 1)]),
        )
    elif kind == 1:
        b.add("head > head", g.cylinder(w * 0.7, 0.02, w * 1.2, 20).move(y=y + 0.008))
        rotors = g.ring(g.cylinder(w * 0.5, 0.01, w * 0.4).move(x=w * 0.62, y=y + 0.02), 3)
        b.add("head > blade|foil|shaver", rotors)
    else:
        b.add("head > head", standing(w * 1.7, 0.018, d).move(y=y))
        b.add(
            "head > blade|comb|teeth",
            g.array(
                standing(0.0018, 0.014, 0.012), [(x, y + 0.018, 0) for x in np.linspace(-w * 0.8, w * 0.8, 12)]
            ),
        )
    b.add("button|switch", disc(0.009, 0.004).move(y=h * b.uniform(0.5, 0.75), z=d * 0.96))
    if b.chance(0.5):
        b.add(SCREEN, slab(w * 0.6, h * 0.18, 0.003, 0.003).move(y=h * 0.35, z=d * 0.97))
