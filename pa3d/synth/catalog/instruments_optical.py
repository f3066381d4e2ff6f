"""Instruments for looking and measuring; globes, lighters, calculators, batteries."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.device_parts import SCREEN, tripod
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, grid, plate, post, slab, standing, stick, turn_all, wire

BUTTON = "button|key"


@design("globe")
@design("globe")
@design("globe")
def globe(b: Builder) -> None:
    """World globe: sphere on a tilted axis, meridian arc or ring, stem, base; or a floor globe on legs."""
    r, lean = b.uniform(0.1, 0.2), b.pick(0.0, 23.5, 23.5, 35)
    floor = b.chance(0.3)
    stem = r * b.uniform(0.1, 0.9)
    y = stem + r * 1.15
    first = len(b.pieces)
    b.add("sphere|globe|ball", g.sphere(r, sides=32))
    if b.chance(0.7):
        b.add("axis|pin|pole", g.cylinder(r * 0.03, r * 2.25, sides=10))
    span = b.pick(180, 180, 360)
    section = g.rectangle(1, b.uniform(1, 3))
    if span == 360:
        half = g.sweep(g.arc(r * 1.1, 0, 360, 41)[:-1], r * 0.03, section=section, closed=True)
    else:
        half = g.sweep(g.arc(r * 1.1, -92, 92, 28), r * 0.035, section=section)
    b.add("arm|meridian|bracket", half.rotate("y", 180) if b.chance(0.5) else half)
    b.change(lambda m: m.rotate("z", -lean).move(y=y), first)
    if floor:
        b.add(
            "ring|horizon ring|frame",
            g.lathe(
                [(r * 1.15, 0), (r * 1.4, 0), (r * 1.4, r * 0.06), (r * 1.15, r * 0.06), (r * 1.15, 0)], 36
            ).move(y=y),
        )
        tall = r * b.uniform(0.6, 3)
        leg = wire(
            [(r * 1.28, y, 0), (r * 1.15, y - tall * 0.6, 0), (r * 1.3, y - r - tall, 0)], r * 0.06, 12, 10
        )
        b.add("leg|stand", g.ring(leg, b.integer(3, 4), start=45))
        b.add(
            "stand|cross bar|stretcher",
            g.ring(g.box(r * 2.3, r * 0.05, r * 0.08).move(y=y - r - tall * 0.4), 2, start=45),
        )
        return
    foot = r * b.uniform(0.45, 0.8)
    b.add(
        "stem|stand|pole",
        g.lathe(
            [
                (0, 0),
                (r * 0.12, 0),
                (r * 0.05, stem * 0.5 + r * 0.03),
                (r * 0.08, stem + r * 0.08),
                (0, stem + r * 0.08),
            ],
            14,
        ),
    )
    kind = b.integer(0, 2)
    if kind == 0:
        base = g.lathe(
            [(0, -0.01), (foot, -0.01), (foot * 0.95, foot * 0.1), (foot * 0.3, foot * 0.25), (0, foot * 0.3)],
            28,
        )
    elif kind == 1:
        base = g.box(foot * 1.7, 0.025, foot * 1.7, 0.004).move(y=-0.005)
    else:
        base = g.ring(wire([(0, foot * 0.4, 0), (foot * 0.6, foot * 0.3, 0), (foot, 0, 0)], r * 0.05, 10), 3)
    b.add("base|foot", base)


@design("lighter")
@design("lighter")
def lighter(b: Builder) -> None:
    """Pocket lighter: disposable with wheel, button and hood, or a metal flip-top one."""
    if b.chance(0.5):
        h, w, d = b.uniform(0.05, 0.065), b.uniform(0.018, 0.025), b.uniform(0.009, 0.013)
        oval = (
            g.extrude(g.ellipse(w / 2, d / 2, 22), h)
            if b.chance(0.6)
            else g.extrude(g.rectangle(w, d, d * 0.25), h)
        )
        b.add("body|case", oval.rotate("x", -90).move(y=h / 2))
        hood = standing(w * 0.55, 0.014, d * 0.8, 0.0015)
        b.add("hood|windshield|nozzle", hood.move(w * 0.18, h, 0))
        b.add(
            "wheel|spark wheel",
            g.cylinder(0.0042, d * 0.55, sides=18).rotate("x", 90).move(-w * 0.12, h + 0.009, 0),
        )
        b.add(
            "button|lever|fuel button",
            standing(w * 0.36, 0.005, d * 0.6, 0.001).rotate("z", -15).move(-w * 0.34, h, 0),
        )
        tip = (w * 0.18, h + 0.013)
    else:
        h, w, d = b.uniform(0.032, 0.042), b.uniform(0.034, 0.04), b.uniform(0.011, 0.014)
        r, lid, angle = b.pick(0, 0.0015, 0.004), b.uniform(0.016, 0.024), b.pick(0, b.uniform(60, 150))
        b.add("body|case", standing(w, h, d, r))
        top = shell_cap(w, lid, d)
        b.add("lid|cap|cover", top.rotate("z", angle, (-w / 2, 0, 0)).move(y=h + 0.0005))
        b.add("hinge", g.cylinder(0.002, d * 0.8, sides=10).rotate("x", 90).move(-w / 2 - 0.001, h, 0))
        b.add("chimney|windshield|insert", standing(w * 0.55, lid * 0.75, d * 0.7, 0.001).move(w * 0.03, h))
        b.add(
            "wheel|spark wheel",
            g.cylinder(0.0045, d * 0.4, sides=18).rotate("x", 90).move(w * 0.36, h + lid * 0.5, 0),
        )
        b.add("button|cam|lever", g.box(0.004, 0.01, 0.003).move(-w * 0.32, h + lid * 0.3, 0))
        tip = (0.0, h + lid * 0.7) if angle else None
    if tip and b.chance(0.25):
        flame = g.lathe(g.curve([(0, 0), (0.0045, 0.008), (0.002, 0.02), (0, 0.027)], 8), 10)
        b.add("flame|fire", flame.move(tip[0], tip[1]))


def shell_cap(x: float, y: float, z: float) -> Mesh:
    """Thin box standing on y = 0 and open below."""
    wall = z * 0.06
    sides = g.array(g.box(wall, y, z), [(s * (x - wall) / 2, y / 2, 0) for s in (-1, 1)])
    return (
        sides
        + g.array(g.box(x, y, wall), [(0, y / 2, s * (z - wall) / 2) for s in (-1, 1)])
        + g.box(x, wall, z).move(y=y - wall / 2)
    )


@design("telescope")
@design("telescope")
def telescope(b: Builder) -> None:
    """Telescope on a tripod or dome base: tube with lens end, eyepiece, finder, mount; or a hand spyglass."""
    r, length = b.uniform(0.025, 0.09), b.uniform(0.45, 1.0)
    if b.chance(0.25):
        z = 0.0
        for i, size in enumerate((0.03, 0.025, 0.021)):
            b.add("tube|body|barrel", disc(size, 0.16, sides=22).move(z=z))
            b.add("ring|collar", disc(size * 1.12, 0.012, sides=22).move(z=z + (0.15 if i == 0 else 0.0)))
            z -= 0.15
        b.add("lens|objective", disc(0.029, 0.004).move(z=0.16))
        b.add("eyepiece", disc(0.013, 0.03, 0.022).move(z=z + 0.12))
        return
    first = len(b.pieces)
    b.add("tube|body|barrel", disc(r, length, sides=24).move(z=-length / 2))
    b.add("lens hood|hood|ring", disc(r * 1.12, length * 0.15, sides=24).move(z=length * 0.42))
    b.add("lens|objective", disc(r * 1.0, 0.004).move(z=length * 0.575))
    b.add("focuser|draw tube", disc(r * 0.45, length * 0.15).move(z=-length * 0.62))
    b.add(
        "eyepiece",
        wire([(0, 0, -length * 0.62), (0, 0.01, -length * 0.66), (0, r * 0.9, -length * 0.67)], 0.016),
    )
    b.add(
        "finder|finder scope|viewfinder",
        disc(r * 0.22, length * 0.3, r * 0.28).move(0, r * 1.35, -length * 0.4),
    )
    symmetric(
        b,
        "knob|focus knob",
        g.cylinder(0.014, 0.014, sides=14).rotate("z", 90).move(r * 0.6, 0, -length * 0.56),
    )
    tall = b.uniform(0.7, 1.3)
    lean = -b.uniform(5, 50)
    b.change(lambda m: m.rotate("x", lean).move(y=tall + r * 1.6), first)
    b.add("mount|bracket|fork", g.cylinder(r * 0.5, r * 2).move(y=tall + r * 0.5))
    tripod(b, tall, tall * b.uniform(0.35, 0.5), b.uniform(0.01, 0.018))


@design("microscope")
@design("microscope")
def microscope(b: Builder) -> None:
    """Lab microscope: foot, curved arm, stage with clips, objectives, tube and eyepieces, focus knobs, lamp."""
    h, w = b.uniform(0.28, 0.4), b.uniform(0.1, 0.15)
    d = w * b.uniform(1.2, 1.6)
    foot = (
        standing(w, 0.03, d, b.pick(0, 0.008))
        if b.chance(0.6)
        else g.box(w * 0.3, 0.03, d).move(y=0.015, z=0) + g.box(w, 0.03, d * 0.3).move(y=0.015, z=-d * 0.3)
    )
    b.add("base|foot", foot)
    path = g.curve(
        [(0, 0.02, -d * 0.38), (0, h * 0.4, -d * 0.45), (0, h * 0.72, -d * 0.3), (0, h * 0.76, 0)], 16
    )
    b.add("arm|body", g.sweep(path, w * 0.14, section=g.rectangle(2, 2.4, 0.5)))
    y, z = h * 0.38, d * 0.02
    b.add("stage|platform", g.box(w * 0.8, 0.01, w * 0.8).move(0, y, z))
    b.add(
        "clip|stage clip", g.array(g.box(0.008, 0.004, w * 0.5), [(s * w * 0.2, y + 0.008, z) for s in (-1, 1)])
    )
    b.add("nosepiece|turret", g.cylinder(w * 0.2, 0.02, sides=22).rotate("x", 12).move(0, h * 0.66, z))
    one = g.cylinder(0.006, 0.045, 0.01, 14).move(y=-0.02).rotate("x", 22).move(z=-w * 0.1)
    b.add("objective|lens|objective lens", g.ring(one, b.integer(3, 4)).move(0, h * 0.64, z))
    b.add("tube|head", g.cylinder(w * 0.2, h * 0.12, sides=20).move(0, h * 0.75, z))
    lean, pair = b.uniform(20, 45), b.chance(0.6)
    eye = g.cylinder(0.013, h * 0.22, sides=16).move(y=h * 0.11) + g.cylinder(0.017, 0.03, sides=16).move(
        y=h * 0.22
    )
    xs = (-0.028, 0.028) if pair else (0.0,)
    b.add("eyepiece|ocular", g.array(eye.rotate("x", lean), [(x, h * 0.78, z) for x in xs]))
    for size, at in ((0.024, 0.22), (0.015, 0.34)):
        symmetric(
            b,
            "knob|focus knob",
            g.cylinder(size, 0.018, sides=20).rotate("z", 90).move(w * 0.22, h * at, -d * 0.4),
        )
    b.add("lamp|light|illuminator|mirror", g.cylinder(0.022, 0.02, sides=18).move(0, 0.04, z))


@design("binoculars")
@design("binoculars")
def binoculars(b: Builder) -> None:
    """Field glasses: two barrels with lenses and eyepieces, bridge, focus wheel, strap."""
    r, length, apart = b.uniform(0.018, 0.032), b.uniform(0.1, 0.17), b.uniform(0.03, 0.042)
    prism = b.chance(0.6)
    out = apart + (0.015 if prism else 0.0)
    flare = [
        (0, 0),
        (r * 0.8, 0),
        (r * 0.85, length * 0.3),
        (r, length * 0.5),
        (r, length * 0.6),
        (r * 0.9, length * 0.6),
        (r * 0.85, length * 0.57),
        (0, length * 0.57),
    ]
    symmetric(b, "barrel|tube|body", g.lathe(flare, 24).rotate("x", 90).move(x=out))
    if prism:
        symmetric(
            b,
            "barrel|tube|body",
            g.superquadric(0.026, 0.022, length * 0.2, 0.5, 0.6).move(x=(apart + out) / 2),
        )
    symmetric(b, "lens|objective", disc(r * 0.88, 0.003).move(out, 0, length * 0.58))
    eye = g.lathe(
        [(0, 0), (0.012, 0), (0.013, 0.03), (0.018, 0.034), (0.018, 0.05), (0.013, 0.048), (0, 0.046)], 20
    )
    symmetric(b, "eyepiece|ocular", eye.rotate("x", -90).move(apart, 0, -length * 0.08))
    b.add(
        "bridge|hinge",
        g.cylinder(0.009, length * 0.4, sides=14).rotate("x", 90).move(z=length * 0.1)
        + g.box(apart * 1.7, 0.008, length * 0.16, 0.002).move(z=length * 0.15),
    )
    b.add("wheel|focus wheel|knob", disc(0.012, 0.02).move(z=-length * 0.2))
    if b.chance(0.4):
        loop = g.curve(
            [(out, 0.0, 0), (out * 2, -0.05, -0.1), (0, -0.08, -0.25), (-out * 2, -0.05, -0.1), (-out, 0, 0)],
            30,
        )
        b.add("strap", g.sweep(loop, 0.005, section=g.rectangle(0.3, 1.8)))


@design("scale", "weighing scale")
@design("scale")
def scale(b: Builder) -> None:
    """Scale: bathroom slab, kitchen scale with bowl and dial, or a two-pan balance."""
    kind = b.integer(0, 2)
    if kind == 0:
        w, h = b.uniform(0.27, 0.36), b.uniform(0.02, 0.05)
        b.add("body|platform|case", slab(w, w * b.uniform(0.8, 1.05), h, b.pick(0.005, 0.04)).rotate("x", -90))
        b.add("display|screen|dial", g.box(w * 0.3, 0.003, w * 0.12).move(0, h + 0.001, -w * 0.32))
        b.add(
            "foot",
            g.array(
                g.cylinder(0.018, 0.012),
                [(s * w * 0.4, -0.006, t * w * 0.35) for s in (-1, 1) for t in (-1, 1)],
            ),
        )
    elif kind == 1:
        w, h = b.uniform(0.16, 0.22), b.uniform(0.1, 0.22)
        b.add("body|case", standing(w, h, w * 0.7, 0.01).taper(b.uniform(0.6, 1)))
        r = min(w, h) * 0.4
        first = len(b.pieces)
        b.add("dial|face", disc(r, 0.006, sides=28))
        b.add(
            "hand|needle|pointer",
            plate(r * 0.06, r * 0.8, 0.003).move(y=r * 0.35).rotate("z", b.uniform(0, 360)).move(z=0.006),
        )
        b.change(lambda m: m.move(y=h * 0.5, z=w * 0.34), first)
        b.add("post|stem", g.cylinder(0.015, 0.03).move(y=h + 0.012))
        pan = g.lathe(
            [(0, 0), (w * 0.35, 0.005), (w * 0.55, 0.05), (w * 0.54, 0.05), (w * 0.34, 0.008), (0, 0.004)], 28
        )
        b.add("pan|bowl|tray|plate", pan.move(y=h + 0.025))
    else:
        h, reach, lean = b.uniform(0.3, 0.5), b.uniform(0.15, 0.25), b.uniform(-12, 12)
        b.add("base|foot", g.cylinder(0.1, 0.03, 0.07).move(y=0.015))
        b.add("post|column|stand", post(0.012, h, 0.008, 14))
        b.add("beam|arm", g.box(2 * reach, 0.014, 0.01).rotate("z", lean).move(y=h))
        for s in (-1, 1):
            x, y = s * reach * np.cos(np.radians(lean)), h + s * reach * np.sin(np.radians(lean))
            drop = 0.18
            chains = [
                stick((x, y, 0), (x + 0.06 * np.cos(a), y - drop, 0.06 * np.sin(a)), 0.0015, sides=5)
                for a in (0.5, 2.6, 4.7)
            ]
            b.add("chain|string|wire", g.join(chains))
            pan = g.lathe(
                [(0, 0), (0.04, 0.003), (0.065, 0.018), (0.063, 0.018), (0.038, 0.006), (0, 0.003)], 22
            )
            b.add("pan|bowl|tray|plate", pan.move(x, y - drop - 0.012))


@design("calculator")
@design("calculator")
def calculator(b: Builder) -> None:
    """Pocket or desk calculator: body, display, key grid, solar strip, paper roll."""
    w, h, thick = b.uniform(0.06, 0.16), b.uniform(0.1, 0.19), b.uniform(0.007, 0.02)
    b.add("body|case", slab(w, h, thick, b.pick(0, 0.004, 0.012)))
    top = h * b.uniform(0.18, 0.28)
    b.add(SCREEN, plate(w * 0.82, top * 0.6, 0.0015).move(0, h / 2 - top * 0.6, thick))
    if b.chance(0.4):
        b.add(
            "solar panel|solar cell",
            plate(w * 0.35, top * 0.2, 0.001).move(w * 0.22, h / 2 - top * 0.15, thick),
        )
    columns, rows = b.integer(4, 6), b.integer(4, 8)
    dx, dy = w * 0.88 / columns, (h - top) * 0.9 / rows
    deep = thick * b.uniform(0.15, 0.4)
    key = plate(dx * 0.78, dy * 0.72, deep) if b.chance(0.7) else disc(min(dx, dy) * 0.4, deep, sides=14)
    y = -h / 2 + (h - top) * 0.5
    spots = [(x, y + j, thick) for x, j, _ in grid(columns, rows, dx, dy)]
    tall = b.chance(0.5)
    if tall:
        lone = spots[(columns - 1) * rows : (columns - 1) * rows + 2]
        spots = [s for s in spots if s not in lone]
        b.add(BUTTON, plate(dx * 0.78, dy * 1.72, deep).move(lone[0][0], lone[0][1] + dy / 2, thick))
    b.add(BUTTON, g.array(key, spots))
    if b.chance(0.15):
        b.add(
            "paper roll|roll|paper",
            g.cylinder(0.02, w * 0.6, sides=18).rotate("z", 90).move(0, h / 2 + 0.012, thick + 0.01),
        )
    turn_all(b, "x", b.pick(-90, -80, 0))


@design("battery")
@design("battery")
def battery(b: Builder) -> None:
    """Battery: round cell with a nub, nine-volt block with snaps, or a car battery."""
    kind = b.integer(0, 2)
    if kind == 0:
        r = b.uniform(0.005, 0.017)
        h = r * b.uniform(3.4, 7)
        b.add("body|case|cell", post(r, h, sides=24, bevel=r * 0.06))
        b.add(
            "terminal|contact|positive terminal", g.cylinder(r * 0.38, r * 0.25, sides=16).move(y=h + r * 0.1)
        )
        b.add("label|band|ring", g.cylinder(r * 1.01, h * 0.25, sides=24).move(y=h * b.uniform(0.75, 0.85)))
    elif kind == 1:
        b.add("body|case|cell", standing(0.026, 0.045, 0.017, 0.001))
        b.add("terminal|contact", g.cylinder(0.003, 0.003, sides=12).move(0.0065, 0.0465))
        b.add("terminal|contact", g.cylinder(0.0045, 0.003, 0.0055, 6).move(-0.0065, 0.0465))
    else:
        w, h, d = b.uniform(0.2, 0.33), b.uniform(0.16, 0.2), b.uniform(0.13, 0.18)
        b.add("body|case|cell", standing(w, h, d, 0.004))
        b.add("lid|cover|top", standing(w * 1.02, h * 0.12, d * 1.02, 0.003).move(y=h * 0.9))
        b.add(
            "terminal|contact|post",
            g.array(g.cylinder(0.01, 0.025, 0.008, 14), [(s * w * 0.4, h * 1.03, d * 0.28) for s in (-1, 1)]),
        )
        b.add(
            "cap|vent cap|plug",
            g.array(
                g.cylinder(0.012, 0.008, sides=14),
                [(x * w, h * 1.03, -d * 0.15) for x in np.linspace(-0.36, 0.36, 6)],
            ),
        )
        if b.chance(0.6):
            b.add(
                "handle|strap",
                wire([(-w * 0.4, h, 0), (-w * 0.3, h * 1.3, 0), (w * 0.3, h * 1.3, 0), (w * 0.4, h, 0)], 0.007),
            )
