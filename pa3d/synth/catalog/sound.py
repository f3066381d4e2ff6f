"""Speakers, radios, headphones, microphones, turntables."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.device_parts import CASE, CORD, knob
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, grid, plate, post, slots, standing, stick, wire


def _driver(b: Builder, radius: float) -> Mesh:
    """Loudspeaker cone with a surround and a dust cap, on z = 0."""
    r = radius
    profile = [
        (0, 0),
        (r, 0),
        (r, r * 0.1),
        (r * 0.86, r * 0.1),
        (r * 0.8, r * 0.02),
        (r * 0.3, -r * 0.2),
        (r * 0.22, -r * 0.1),
    ]
    return g.lathe([*profile, (0, -r * 0.05)], 24).rotate("x", 90).move(z=r * 0.02)


@design("speaker")
@design("speaker")
@design("speaker")
def box_speaker(b: Builder) -> None:
    """Loudspeaker cabinet: one to four drivers, port, grille, knobs, feet, handles or a stand."""
    w = b.uniform(0.1, 0.45)
    h, d = w * b.uniform(1.1, 4), w * b.uniform(0.6, 1.3)
    b.add("body|cabinet|case|box", standing(w, h, d, b.pick(0, 0, w * 0.04, w * 0.12)))
    count = b.integer(1, 4)
    y, z, size = h * 0.04, d / 2, w * b.uniform(0.36, 0.45)
    for i in range(count):
        r = min(size, (h * 0.96 - y) / 2)
        if r < w * 0.07:
            break
        name = "speaker cone|driver|woofer" if i == 0 else "speaker cone|driver|tweeter"
        b.add("speaker cone|driver > " + name, _driver(b, r).move(0, y + r, z))
        y += 2 * r + h * 0.02
        size *= b.uniform(0.4, 1.0)
    if b.chance(0.3) and y < h * 0.85:
        b.add("port|hole|vent", disc(w * 0.08, 0.004).move(0, min(y + w * 0.1, h * 0.93), z))
    if b.chance(0.2):
        b.add(
            "grille|cover|mesh",
            slots(w * 0.92, h * 0.94, b.integer(14, 30), 0.004).move(y=h / 2, z=z + size * 0.1 + 0.01),
        )
    if b.chance(0.3):
        b.add(
            "knob|dial|button",
            g.array(knob(b, w * 0.04), grid(b.integer(1, 3), 1, w * 0.14, 0)).move(0, h * 0.96, z),
        )
    base = b.integer(0, 3)
    if base == 0:
        b.add(
            "foot|base",
            g.array(
                g.cylinder(w * 0.06, 0.02),
                [(s * w * 0.36, -0.01, t * d * 0.36) for s in (-1, 1) for t in (-1, 1)],
            ),
        )
    elif base == 1 and h < 0.6:
        tall = b.uniform(0.4, 1.0)
        b.add("stand|pole", g.cylinder(0.02, tall, sides=14).move(y=-tall / 2))
        b.add("base|foot", standing(w * 1.1, 0.02, d * 1.1).move(y=-tall - 0.02))
    if b.chance(0.15):
        b.add(
            "handle",
            wire(
                [(-w * 0.3, h, 0), (-w * 0.3, h + w * 0.2, 0), (w * 0.3, h + w * 0.2, 0), (w * 0.3, h, 0)],
                w * 0.025,
            ),
        )


@design("speaker", "bluetooth speaker")
def small_speaker(b: Builder) -> None:
    """Portable or smart speaker: drum, ball or lying tube with a mesh band, buttons, end caps; or a horn."""
    r, kind = b.uniform(0.035, 0.07), b.integer(0, 3)
    if kind == 0:
        h = r * b.uniform(1.2, 4)
        b.add("body|cabinet|case|box", post(r, h, r * b.uniform(0.7, 1), 28, r * 0.1))
        b.add("grille|cover|mesh", g.cylinder(r * 1.03, h * b.uniform(0.4, 0.8), sides=28).move(y=h * 0.45))
        b.add("button", g.ring(g.cylinder(r * 0.12, 0.004, sides=12).move(x=r * 0.4, y=h), b.integer(3, 5)))
    elif kind == 1:
        b.add("body|cabinet|case|box", g.sphere(r, r * b.uniform(0.6, 1), r, 24).move(y=r * 1.0))
        b.add("speaker cone|driver", _driver(b, r * 0.6).move(0, r, r * 0.78))
        b.add("base|foot|stand", g.cylinder(r * 0.6, r * 0.3, r * 0.4).move(y=r * 0.1))
    elif kind == 2:
        length = r * b.uniform(2.5, 6)
        b.add("grille|cover|mesh", g.cylinder(r, length, sides=24).rotate("z", 90).move(y=r))
        caps = g.array(
            g.cylinder(r * 1.05, r * 0.2, sides=24, bevel=r * 0.04).rotate("z", 90),
            [(s * length / 2, r, 0) for s in (-1, 1)],
        )
        b.add("end cap|cap", caps)
        b.add(
            "speaker cone|driver", g.array(_driver(b, r * 0.6).rotate("y", 90), [(length / 2 + r * 0.1, r, 0)])
        )
        b.add(
            "button",
            g.array(g.cylinder(r * 0.13, 0.006, sides=10), [(i * r * 0.4, 2 * r, 0) for i in range(-1, 3)]),
        )
    else:
        horn = g.curve([(r * 0.4, 0), (r * 0.6, r), (r * 1.2, r * 2), (r * 2.2, r * 2.8)], 12)
        b.add(
            "horn|bell",
            g.lathe([(0, 0), *horn, *(horn[::-1] - [0.004, 0])], 28).rotate("x", 90).move(y=r * 2.2),
        )
        b.add("body|cabinet|case|box", disc(r * 0.6, r * 1.2).move(y=r * 2.2, z=-r * 1.2))
        b.add("bracket|base|handle", wire([(0, r * 2, 0), (0, 0, -r * 0.2), (0, 0, r)], r * 0.12))


@design("radio")
@design("radio")
def radio(b: Builder) -> None:
    """Portable or table radio, or boombox: case, grille or drivers, tuning scale, knobs, handle, antenna."""
    w, h = b.uniform(0.18, 0.5), b.uniform(0.12, 0.25)
    d = h * b.uniform(0.35, 0.7)
    z = d / 2
    if b.chance(0.25):
        outline = np.concatenate(
            [
                [(w / 2, 0), (w / 2, h * 0.5)],
                g.arc(1, 0, 180, 16)[:, :2] * [w / 2, h * 0.7] + [0, h * 0.5],
                [(-w / 2, 0)],
            ]
        )
        b.add(CASE, g.extrude(outline, d))
    else:
        b.add(CASE, standing(w, h, d, b.pick(0, 0.01, 0.03)))
    if b.chance(0.4):
        r = h * b.uniform(0.25, 0.38)
        b.add(
            "speaker|grille|speaker grille",
            g.array(_driver(b, r), [(s * (w / 2 - r * 1.15), h * 0.42, z) for s in (-1, 1)]),
        )
        x = 0.0
    else:
        x = w * 0.26
        b.add(
            "speaker|grille|speaker grille",
            slots(w * 0.42, h * 0.7, b.integer(6, 14)).move(-w * 0.22, h * 0.48, z),
        )
    b.add("screen|display|tuning scale", plate(w * 0.3, h * 0.2, 0.004).move(x, h * 0.78, z))
    one = knob(b, h * b.uniform(0.08, 0.14))
    b.add("knob|dial", g.array(one, [(x + s * w * 0.08, h * 0.25, z) for s in (-1, 1)]))
    if b.chance(0.5):
        b.add(
            "button",
            g.array(plate(0.014, 0.009, 0.005), grid(b.integer(3, 5), 1, 0.02, 0)).move(x, h * 0.52, z),
        )
    if b.chance(0.6):
        path = [
            (-w * 0.4, h * 0.95, 0),
            (-w * 0.38, h * 1.3, 0),
            (w * 0.38, h * 1.3, 0),
            (w * 0.4, h * 0.95, 0),
        ]
        b.add("handle", g.sweep(path, 0.008, sides=8))
    if b.chance(0.7):
        rod = g.capsule(0.003, h * b.uniform(1, 2.5)).move(y=h * 0.6)
        b.add("antenna", rod.rotate("z", b.uniform(-60, 60)).move(w * 0.42, h, -d * 0.4))


@design("earphone", "headphones")
@design("earphone", "headphones")
@design("earphone", "headphones")
def headphones(b: Builder) -> None:
    """Headphones: band over the head, earcups with pads, sliders, cord to one or both cups, mic arm."""
    half, tall = b.uniform(0.065, 0.085), b.uniform(0.07, 0.11)
    r, thick = b.uniform(0.026, 0.048), b.uniform(0.015, 0.035)
    band = g.arc(1, -8, 188, 30) * [half, tall, 1]
    flat = b.uniform(0.6, 3.5)
    b.add(
        "headband > headband|band",
        g.sweep(band, b.uniform(0.004, 0.007), section=g.rectangle(1.2, 2 * flat, 0.5)),
    )
    if b.chance(0.5):
        pad = g.arc(1, 50, 130, 14) * [half * 0.95, tall * 0.95, 1]
        b.add("headband > cushion|headband pad", g.sweep(pad, 0.007, section=g.rectangle(1.4, 2.6 * flat, 0.6)))
    oval, lower = b.uniform(1, 1.4), -b.uniform(0.01, 0.04)
    cup = g.cylinder(r, thick, r * b.uniform(0.6, 1), 24, thick * 0.15)
    pad = (
        g.torus(r * 0.72, r * 0.26, 24).scale(1, thick / r * 1.2, 1)
        if b.chance(0.75)
        else g.cylinder(r * 0.95, thick * 0.5, sides=24)
    )
    tilt_ = b.uniform(-8, 12)

    def seat(mesh: Mesh) -> Mesh:
        turned = mesh.scale(oval, 1, 1).rotate("z", -90).rotate("z", tilt_)
        return turned.move(half * 0.98, lower)

    symmetric(b, "earcup|earphone|ear cup > shell|earcup|housing", seat(cup.move(y=thick * 0.5)))
    symmetric(b, "earcup|earphone|ear cup > ear pad|cushion", seat(pad.move(y=-thick * 0.2)))
    if b.chance(0.6):
        arm = g.box(0.006, tall * 0.5, 0.014).move(half * 1.02, lower + tall * 0.25)
        symmetric(b, "headband > slider|yoke|arm", arm)
    _headphone_cord(b, half, lower - r * oval * 0.8, r)


def _headphone_cord(b: Builder, half: float, low: float, r: float) -> None:
    """Cord from the cups down to a plug; sometimes a boom microphone."""
    name, thick, kind = "wire|data wire|cord|cable > wire|cord|cable", b.uniform(0.0015, 0.003), b.integer(0, 3)
    drop, sway = b.uniform(0.1, 0.45), b.uniform(-0.08, 0.08)
    end = (sway, low - drop, b.uniform(0, 0.06))
    if kind <= 1:
        b.add(
            name,
            wire(
                [
                    (half, low, 0),
                    (half * 1.05, low - drop * 0.3, 0.01),
                    (half * 0.8 + sway, low - drop * 0.6, 0.02),
                    end,
                ],
                thick,
            ),
        )
    elif kind == 2:
        joint = (0, low - drop * 0.5, 0.01)
        for s in (-1, 1):
            b.add(name, wire([(s * half, low, 0), (s * half * 0.8, low - drop * 0.25, 0.01), joint], thick))
        b.add(name, wire([joint, (sway, low - drop * 0.8, 0.02), end], thick))
    if kind <= 2:
        b.add("wire|data wire|cord|cable > plug|jack", g.capsule(thick * 2.2, 0.03).move(*end).move(y=-0.012))
    if b.chance(0.25):
        y = low + r * 0.6
        b.add(
            "microphone > arm|boom",
            wire([(half * 1.1, y, 0.01), (half * 1.05, y - 0.03, 0.06), (half * 0.55, y - 0.05, 0.1)], 0.003),
        )
        b.add(
            "microphone > microphone|tip",
            g.capsule(0.007, 0.022).rotate("z", 70).move(half * 0.5, y - 0.05, 0.1),
        )


@design("earphone", "earbuds")
@design("earphone")
def earbuds(b: Builder) -> None:
    """In-ear phones: buds with tips and stems, Y cord with plug and slider, ear hooks, or a charging case."""
    apart, size, cordless = b.uniform(0.02, 0.09), b.uniform(0.006, 0.01), b.chance(0.35)
    bud = g.sphere(size, size * b.uniform(0.7, 1), size * 0.8, 16)
    tip = g.cylinder(size * 0.55, size * 1.0, size * 0.35, 14).rotate("x", 90).move(z=size)
    stem = g.capsule(size * 0.38, size * b.uniform(2.5, 4.5), sides=12).move(y=-size * 1.6)
    symmetric(b, "earcup|earphone|earbud > body|housing", (bud + stem).move(x=apart))
    symmetric(b, "earcup|earphone|earbud > ear tip|tip", tip.move(x=apart))
    if b.chance(0.25):
        hook = g.curve(
            [(0, 0, 0), (0.004, size * 3, -size), (0, size * 2.6, -size * 4), (0, -size, -size * 4.5)], 18
        )
        symmetric(b, "ear hook|hook", g.sweep(hook, size * 0.2, sides=8).move(x=apart))
    if cordless:
        return
    drop, thick = b.uniform(0.15, 0.5), b.uniform(0.0008, 0.0016)
    low = -size * 3
    for s in (-1, 1):
        path = [(s * apart, low, 0), (s * apart * 0.9, low - drop * 0.2, 0), (0, low - drop * 0.5, 0.01)]
        b.add("wire|data wire|cord|cable > wire|cord|cable", wire(path, thick))
    sway = b.uniform(-0.1, 0.1)
    tail = [(0, low - drop * 0.5, 0.01), (sway, low - drop * 0.75, 0.03), (sway * 0.4, low - drop, 0)]
    b.add("wire|data wire|cord|cable > wire|cord|cable", wire(tail, thick))
    b.add(
        "wire|data wire|cord|cable > plug|jack",
        g.capsule(thick * 2.6, 0.024).move(sway * 0.4, low - drop - 0.008),
    )
    b.add(
        "wire|data wire|cord|cable > splitter|control",
        g.box(0.006, 0.02, 0.004, 0.0015).move(0, low - drop * 0.5, 0.01),
    )


@design("microphone")
@design("microphone")
def microphone(b: Builder) -> None:
    """Hand, studio or stand microphone: head grille, body, switch; on a floor or table stand; cord."""
    r, length, kind = b.uniform(0.018, 0.03), b.uniform(0.1, 0.2), b.integer(0, 3)
    first = len(b.pieces)
    if kind == 0 or b.chance(0.5):
        b.add("body|handle", g.cylinder(r * b.uniform(0.4, 0.6), length, r * 0.85, 20))
        head = g.sphere(r, r * b.uniform(1, 1.4), r) if b.chance(0.7) else g.superquadric(r, r * 1.2, r, 0.5, 1)
    else:
        b.add("body|handle", g.cylinder(r, length * 0.5, sides=20, bevel=0.002).move(y=length * 0.2))
        head = g.superquadric(r, length * 0.25, r * 0.8, 0.4, 1)
    b.add("head|grille|mesh", head.move(y=length * 0.5 + r * 0.7))
    b.add("ring|collar", g.cylinder(r * 1.02, 0.006, sides=20).move(y=length * 0.48))
    if b.chance(0.5):
        b.add("switch|button", g.box(0.006, 0.014, 0.006, 0.001).move(y=length * 0.25, z=r * 0.72))
    if kind >= 2:
        tall, lean = b.pick(b.uniform(0.12, 0.25), b.uniform(1.0, 1.5)), b.uniform(20, 70)
        b.change(lambda m: m.rotate("x", lean).move(y=tall), first)
        b.add("stand|pole", g.cylinder(0.008, tall, sides=12).move(y=tall / 2 - 0.01))
        b.add("clip|holder|joint", g.cylinder(r * 0.9, 0.03, sides=16).rotate("x", lean).move(y=tall - 0.01))
        wide = min(0.06 + tall * 0.1, 0.16)
        if b.chance():
            b.add("base|foot", g.cylinder(wide, 0.015, wide * 0.9, 24).move(y=0.007))
        else:
            b.add("base|foot", g.ring(stick((0, tall * 0.12, 0), (0, 0, wide * 1.5), 0.006, sides=8), 3))
    elif b.chance(0.5):
        y = -length / 2
        b.add(CORD, wire([(0, y, 0), (0.01, y - 0.1, 0.02), (0.08, y - 0.15, 0), (0.05, y - 0.3, 0.03)], 0.003))


@design("turntable", "record player")
def turntable(b: Builder) -> None:
    """Record player: plinth, platter with record, tonearm with head, knobs, raised dust cover, feet."""
    w, d, h = b.uniform(0.36, 0.48), b.uniform(0.3, 0.38), b.uniform(0.05, 0.12)
    r, x = d * 0.42, -w * 0.09
    b.add("body|base|plinth", standing(w, h, d, b.pick(0, 0.008)))
    b.add("platter|turntable", g.cylinder(r, 0.018, sides=32).move(x, h + 0.009))
    if b.chance(0.7):
        b.add("record|disc|vinyl", g.cylinder(r * 0.97, 0.003, sides=32).move(x, h + 0.02))
    b.add("spindle", g.cylinder(0.003, 0.03, sides=8).move(x, h + 0.025))
    px, pz, y = w * 0.38, -d * 0.32, h + 0.035
    b.add("tonearm|arm > pivot|base", g.cylinder(0.022, 0.04, sides=18).move(px, h + 0.02, pz))
    tip = (x + r * b.uniform(0.5, 1.05), y - 0.008, d * b.uniform(0.1, 0.2))
    b.add(
        "tonearm|arm > tonearm|arm",
        wire([(px + 0.01, y, pz - 0.04), (px, y, pz), (px - 0.01, y, d * 0.05), tip], 0.004),
    )
    b.add("tonearm|arm > head|cartridge|headshell", g.box(0.014, 0.012, 0.03).move(*tip))
    one = knob(b, 0.013).rotate("x", -90)
    b.add(
        "knob|button|dial", g.array(one, [(w * 0.4, h, d * (0.22 + 0.13 * i)) for i in range(b.integer(1, 2))])
    )
    if b.chance(0.5):
        lid = g.join(
            [g.box(w, 0.004, d).move(y=0.06), *(g.box(0.004, 0.06, d).move(s * w / 2, 0.03) for s in (-1, 1))]
        )
        b.add(
            "lid|cover|dust cover", lid.move(z=d / 2).rotate("x", -b.uniform(40, 80)).move(0, h + 0.004, -d / 2)
        )
    b.add(
        "foot",
        g.array(g.cylinder(0.02, 0.02), [(s * w * 0.4, -0.01, t * d * 0.4) for s in (-1, 1) for t in (-1, 1)]),
    )
