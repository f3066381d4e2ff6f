"""Cameras, sound, game and VR controllers, clocks and watches, instruments for looking and measuring."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.appliances import disc, frame, grid, knob, plate, slots, standing, wire
from pa3d.synth.catalog.electronics import BUTTON, CASE, CORD, SCREEN, slab, tilt
from pa3d.synth.mesh import (
    Mesh,
    arc,
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    in_plane,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sphere,
    superquadric,
    sweep,
    torus,
)

GRIP = "body|handle|grip"


def tripod(b: Builder, height: float, spread: float, thick: float) -> None:
    """Three legs meeting at (0, height, 0) with a hub, sometimes with spreaders."""
    b.add("tripod|stand > leg", ring(sweep([(0, height, thick * 2), (0, 0, spread)], thick, sides=8), 3))
    b.add("tripod|stand > hub|head", cylinder(thick * 4, thick * 5, sides=16).move(y=height))
    if b.chance(0.5):
        rod = sweep([(0, height * 0.5, 0), (0, height * 0.45, spread * 0.55)], thick * 0.6, sides=6)
        b.add("tripod|stand > brace|spreader", ring(rod, 3))


# -- cameras ---------------------------------------------------------------------------------------


def _lens(b: Builder, radius: float, length: float) -> Mesh:
    """Lens barrel on z = 0 with rings and a dished front glass."""
    r, z, profile = radius, 0.0, [(0.0, 0.0)]
    for _ in range(b.integer(1, 4)):
        r *= b.uniform(0.88, 1.08)
        step = length * b.uniform(0.2, 0.5)
        profile += [(r, z), (r, z + step)]
        z += step
    profile += [(r * 0.85, z), (r * 0.78, z - length * 0.12), (r * 0.4, z - length * 0.04), (0, z)]
    return lathe(profile, 24).rotate("x", 90)


@design("camera")
@design("camera")
def photo_camera(b: Builder) -> None:
    """SLR, compact or rangefinder: body with grip, lens, shutter button, dials, finder, flash, strap."""
    w, h, d = b.uniform(0.09, 0.15), b.uniform(0.06, 0.1), b.uniform(0.025, 0.06)
    b.add(CASE, standing(w, h, d, b.pick(0, 0.006, 0.014)))
    grip = b.chance(0.6)
    if grip:
        b.add(
            "grip|handle",
            superquadric(w * 0.09, h * 0.47, d * 0.45, 0.4, 0.7).move(-w * 0.42, h * 0.48, d * 0.4),
        )
    r, x = h * b.uniform(0.25, 0.46), w * b.uniform(-0.02, 0.16)
    b.add("lens", _lens(b, r, b.uniform(0.02, 0.11)).move(x, h * 0.47, d / 2))
    top = cylinder(b.uniform(0.004, 0.007), 0.006, sides=14).move(-w * 0.4, h + 0.002, d * 0.3)
    b.add("button|shutter button", top)
    for px in (-0.25, 0.36) if b.chance(0.6) else (0.36,):
        b.add(
            "dial|knob",
            cylinder(b.uniform(0.007, 0.012), 0.008, sides=18, bevel=0.001).move(w * px, h + 0.003, -d * 0.1),
        )
    hump = b.integer(0, 2)
    if hump == 0:
        b.add(
            "viewfinder|prism|hump",
            standing(w * 0.32, h * 0.24, d * 0.9, 0.004).taper(0.7).move(x, h - 0.002, 0),
        )
    elif hump == 1:
        b.add("viewfinder|window", frame(0.018, 0.012, 0.003, 0.002).move(w * 0.1, h * 0.87, d / 2))
    if b.chance(0.5):
        b.add("flash|light", plate(w * 0.16, h * 0.12, 0.004, 0.001).move(w * 0.32, h * 0.86, d / 2))
    if b.chance(0.3):
        b.add(
            "hot shoe|flash shoe|flash unit",
            standing(0.03, b.pick(0.004, 0.06), 0.03).move(x, h * 1.2 if hump == 0 else h),
        )
    back = len(b.pieces)
    b.add(SCREEN, plate(w * 0.5, h * 0.6, 0.002).move(-w * 0.1, h * 0.42, d / 2))
    b.add(
        "button", array(disc(0.004, 0.002, sides=10), grid(2, 3, 0.012, 0.014)).move(w * 0.34, h * 0.45, d / 2)
    )
    b.pieces[back:] = [(n, m.rotate("y", 180)) for n, m in b.pieces[back:]]
    if b.chance(0.3):
        loop = curve(
            [
                (w / 2, h * 0.85, 0),
                (w * 0.75, h * 0.5, -0.05),
                (0, 0.01, -0.14),
                (-w * 0.75, h * 0.5, -0.05),
                (-w / 2, h * 0.85, 0),
            ],
            30,
        )
        b.add("strap", sweep(loop, 0.006, section=rectangle(0.25, 1.6)))


@design("camera")
def old_camera(b: Builder) -> None:
    """Folding, box or instant camera: bellows, finder on top, winding knob, handle, tripod."""
    w, h, d, kind = b.uniform(0.08, 0.16), b.uniform(0.08, 0.16), b.uniform(0.05, 0.13), b.integer(0, 2)
    first = len(b.pieces)
    b.add(CASE, standing(w, h, d, b.pick(0, 0.004, 0.015)))
    z, y, r = d / 2, h * 0.5, min(w, h) * 0.18
    if kind == 0:
        length, folds = b.uniform(0.05, 0.12), b.integer(5, 9)
        rings = []
        for i in range(2 * folds + 1):
            size = (1 - 0.45 * i / (2 * folds)) * (1 if i % 2 else 0.88)
            rings.append(
                in_plane(rectangle(w * 0.8 * size, h * 0.8 * size), "xy", z + length * i / (2 * folds))
                + [0, y, 0]
            )
        b.add("bellows", loft(rings))
        b.add("front panel|lens board", plate(w * 0.5, h * 0.5, 0.01).move(0, y, z + length))
        b.add("base|rail|bed", box(w * 0.4, 0.01, length * 1.2).move(y=h * 0.06, z=z + length * 0.5))
        z += length + 0.01
    b.add("lens", _lens(b, r, b.uniform(0.01, 0.04)).move(0, y, z))
    if kind == 2:
        b.add("lens", _lens(b, r, 0.02).move(0, h * 0.82, z))
    b.add("button|shutter button", disc(0.006, 0.006, sides=12).move(w * 0.36, h * 0.3, d / 2))
    b.add("viewfinder", standing(w * 0.25, 0.03, 0.03).move(y=h, z=d * 0.2))
    b.add("knob|dial|winder", cylinder(0.012, 0.01, sides=16).rotate("z", 90).move(w / 2 + 0.005, h * 0.75))
    if b.chance(0.3):
        b.add(
            "handle|strap",
            wire([(-w * 0.3, h, -d * 0.2), (0, h + 0.05, -d * 0.2), (w * 0.3, h, -d * 0.2)], 0.004),
        )
    if b.chance(0.4):
        tall = b.uniform(0.6, 1.0)
        b.pieces[first:] = [(n, m.move(y=tall + 0.02)) for n, m in b.pieces[first:]]
        tripod(b, tall, 0.35, 0.009)


@design("video camera", "camera")
def video_camera(b: Builder) -> None:
    """Camcorder or film camera, often on a tripod: lens, hood, viewfinder, handle, mic, reels."""
    first = len(b.pieces)
    w, h, d = b.uniform(0.07, 0.14), b.uniform(0.09, 0.2), b.uniform(0.16, 0.34)
    b.add(CASE, standing(w, h, d, b.pick(0, 0.008, 0.02)))
    r = min(w, h) * b.uniform(0.28, 0.42)
    lens = _lens(b, r, b.uniform(0.04, 0.14))
    b.add("lens", lens.move(0, h * 0.55, d / 2))
    if b.chance(0.4):
        b.add(
            "lens hood|hood", frame(r * 2.4, r * 2, 0.04, 0.004).move(0, h * 0.55, d / 2 + lens.high[2] - 0.01)
        )
    eye = sweep([(w * 0.4, h * 0.85, -d * 0.2), (w * 0.4, h * 0.95, -d * 0.55)], 0.016, sides=10)
    b.add("viewfinder|eyepiece", eye)
    if b.chance(0.6):
        path = [
            (0, h - 0.004, -d * 0.35),
            (0, h + 0.06, -d * 0.3),
            (0, h + 0.06, d * 0.3),
            (0, h - 0.004, d * 0.35),
        ]
        b.add("handle|grip", wire(path, 0.01))
    else:
        b.add(
            "reel|film reel",
            array(cylinder(h * 0.45, 0.02).rotate("z", 90), [(0, h * 1.42, s * h * 0.5) for s in (-1, 1)]),
        )
    if b.chance():
        b.add(
            "screen|display",
            box(0.006, h * 0.5, d * 0.35).move(w / 2 + d * 0.1, h * 0.6, 0).rotate("y", b.uniform(-20, 50)),
        )
    if b.chance(0.5):
        b.add("microphone", capsule(0.012, d * 0.6).rotate("x", 90).move(-w * 0.6, h * 0.95, d * 0.3))
    b.add(
        "button",
        array(
            cylinder(0.005, 0.004, sides=10).rotate("z", 90), [(-w / 2, h * 0.6, z) for z in (-0.03, 0, 0.03)]
        ),
    )
    if b.chance(0.6):
        tall = b.uniform(0.8, 1.4)
        b.pieces[first:] = [(n, m.move(y=tall + 0.03)) for n, m in b.pieces[first:]]
        tripod(b, tall, tall * 0.4, 0.012)
        b.add(
            "tripod|stand > pan handle|handle", sweep([(0, tall, 0), (0.06, tall - 0.1, -0.32)], 0.009, sides=8)
        )


@design("camera", "security camera")
def security_camera(b: Builder) -> None:
    """Surveillance camera: box or bullet with a hood on a wall bracket; or a webcam ball on a foot."""
    r, length = b.uniform(0.03, 0.06), b.uniform(0.1, 0.25)
    if b.chance(0.3):
        b.add(CASE, sphere(r).move(y=r * 1.6))
        b.add("lens", _lens(b, r * 0.5, 0.012).move(0, r * 1.6, r * 0.88))
        b.add(
            "base|stand|foot",
            cylinder(r * 0.9, 0.012, r * 0.4).move(y=0.006) + cylinder(r * 0.2, r).move(y=r * 0.5),
        )
        return
    body = disc(r, length, sides=20) if b.chance() else plate(r * 1.6, r * 1.6, length, 0.004)
    first = len(b.pieces)
    b.add(CASE, body)
    b.add("lens", _lens(b, r * 0.55, 0.015).move(z=length))
    if b.chance(0.6):
        b.add("hood|sunshield|cover", box(r * 2.2, 0.004, length * 1.2).move(y=r * 1.05, z=length * 0.55))
    b.pieces[first:] = [(n, m.rotate("x", 12).move(y=0.1)) for n, m in b.pieces[first:]]
    b.add("bracket|arm|mount", wire([(0, 0.08, length * 0.4), (0, 0.0, length * 0.3), (0, 0, -0.08)], 0.009))
    b.add("base|wall plate", disc(0.035, 0.01).move(z=-0.085))


# -- sound -----------------------------------------------------------------------------------------


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
    return lathe([*profile, (0, -r * 0.05)], 24).rotate("x", 90).move(z=r * 0.02)


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
            array(knob(b, w * 0.04), grid(b.integer(1, 3), 1, w * 0.14, 0)).move(0, h * 0.96, z),
        )
    base = b.integer(0, 3)
    if base == 0:
        b.add(
            "foot|base",
            array(
                cylinder(w * 0.06, 0.02),
                [(s * w * 0.36, -0.01, t * d * 0.36) for s in (-1, 1) for t in (-1, 1)],
            ),
        )
    elif base == 1 and h < 0.6:
        tall = b.uniform(0.4, 1.0)
        b.add("stand|pole", cylinder(0.02, tall, sides=14).move(y=-tall / 2))
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
        b.add("body|cabinet|case|box", cylinder(r, h, r * b.uniform(0.7, 1), 28, r * 0.1).move(y=h / 2))
        b.add("grille|cover|mesh", cylinder(r * 1.03, h * b.uniform(0.4, 0.8), sides=28).move(y=h * 0.45))
        b.add("button", ring(cylinder(r * 0.12, 0.004, sides=12).move(x=r * 0.4, y=h), b.integer(3, 5)))
    elif kind == 1:
        b.add("body|cabinet|case|box", sphere(r, r * b.uniform(0.6, 1), r, 24).move(y=r * 1.0))
        b.add("speaker cone|driver", _driver(b, r * 0.6).move(0, r, r * 0.78))
        b.add("base|foot|stand", cylinder(r * 0.6, r * 0.3, r * 0.4).move(y=r * 0.1))
    elif kind == 2:
        length = r * b.uniform(2.5, 6)
        b.add("grille|cover|mesh", cylinder(r, length, sides=24).rotate("z", 90).move(y=r))
        caps = array(
            cylinder(r * 1.05, r * 0.2, sides=24, bevel=r * 0.04).rotate("z", 90),
            [(s * length / 2, r, 0) for s in (-1, 1)],
        )
        b.add("end cap|cap", caps)
        b.add("speaker cone|driver", array(_driver(b, r * 0.6).rotate("y", 90), [(length / 2 + r * 0.1, r, 0)]))
        b.add(
            "button",
            array(cylinder(r * 0.13, 0.006, sides=10), [(i * r * 0.4, 2 * r, 0) for i in range(-1, 3)]),
        )
    else:
        horn = curve([(r * 0.4, 0), (r * 0.6, r), (r * 1.2, r * 2), (r * 2.2, r * 2.8)], 12)
        b.add(
            "horn|bell", lathe([(0, 0), *horn, *(horn[::-1] - [0.004, 0])], 28).rotate("x", 90).move(y=r * 2.2)
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
                arc(1, 0, 180, 16)[:, :2] * [w / 2, h * 0.7] + [0, h * 0.5],
                [(-w / 2, 0)],
            ]
        )
        b.add(CASE, extrude(outline, d))
    else:
        b.add(CASE, standing(w, h, d, b.pick(0, 0.01, 0.03)))
    if b.chance(0.4):
        r = h * b.uniform(0.25, 0.38)
        b.add(
            "speaker|grille|speaker grille",
            array(_driver(b, r), [(s * (w / 2 - r * 1.15), h * 0.42, z) for s in (-1, 1)]),
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
    b.add("knob|dial", array(one, [(x + s * w * 0.08, h * 0.25, z) for s in (-1, 1)]))
    if b.chance(0.5):
        b.add(
            "button", array(plate(0.014, 0.009, 0.005), grid(b.integer(3, 5), 1, 0.02, 0)).move(x, h * 0.52, z)
        )
    if b.chance(0.6):
        path = [
            (-w * 0.4, h * 0.95, 0),
            (-w * 0.38, h * 1.3, 0),
            (w * 0.38, h * 1.3, 0),
            (w * 0.4, h * 0.95, 0),
        ]
        b.add("handle", sweep(path, 0.008, sides=8))
    if b.chance(0.7):
        rod = capsule(0.003, h * b.uniform(1, 2.5)).move(y=h * 0.6)
        b.add("antenna", rod.rotate("z", b.uniform(-60, 60)).move(w * 0.42, h, -d * 0.4))


@design("earphone", "headphones")
@design("earphone", "headphones")
@design("earphone", "headphones")
def headphones(b: Builder) -> None:
    """Headphones: band over the head, earcups with pads, sliders, cord to one or both cups, mic arm."""
    half, tall = b.uniform(0.065, 0.085), b.uniform(0.07, 0.11)
    r, thick = b.uniform(0.026, 0.048), b.uniform(0.015, 0.035)
    band = arc(1, -8, 188, 30) * [half, tall, 1]
    flat = b.uniform(0.6, 3.5)
    b.add(
        "headband > headband|band", sweep(band, b.uniform(0.004, 0.007), section=rectangle(1.2, 2 * flat, 0.5))
    )
    if b.chance(0.5):
        pad = arc(1, 50, 130, 14) * [half * 0.95, tall * 0.95, 1]
        b.add("headband > cushion|headband pad", sweep(pad, 0.007, section=rectangle(1.4, 2.6 * flat, 0.6)))
    oval, lower = b.uniform(1, 1.4), -b.uniform(0.01, 0.04)
    cup = cylinder(r, thick, r * b.uniform(0.6, 1), 24, thick * 0.15)
    pad = (
        torus(r * 0.72, r * 0.26, 24).scale(1, thick / r * 1.2, 1)
        if b.chance(0.75)
        else cylinder(r * 0.95, thick * 0.5, sides=24)
    )
    tilt_ = b.uniform(-8, 12)

    def seat(mesh: Mesh) -> Mesh:
        turned = mesh.scale(oval, 1, 1).rotate("z", -90).rotate("z", tilt_)
        return turned.move(half * 0.98, lower)

    symmetric(b, "earcup|earphone|ear cup > shell|earcup|housing", seat(cup.move(y=thick * 0.5)))
    symmetric(b, "earcup|earphone|ear cup > ear pad|cushion", seat(pad.move(y=-thick * 0.2)))
    if b.chance(0.6):
        arm = box(0.006, tall * 0.5, 0.014).move(half * 1.02, lower + tall * 0.25)
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
        b.add("wire|data wire|cord|cable > plug|jack", capsule(thick * 2.2, 0.03).move(*end).move(y=-0.012))
    if b.chance(0.25):
        y = low + r * 0.6
        b.add(
            "microphone > arm|boom",
            wire([(half * 1.1, y, 0.01), (half * 1.05, y - 0.03, 0.06), (half * 0.55, y - 0.05, 0.1)], 0.003),
        )
        b.add(
            "microphone > microphone|tip", capsule(0.007, 0.022).rotate("z", 70).move(half * 0.5, y - 0.05, 0.1)
        )


@design("earphone", "earbuds")
@design("earphone")
def earbuds(b: Builder) -> None:
    """In-ear phones: buds with tips and stems, Y cord with plug and slider, ear hooks, or a charging case."""
    apart, size, cordless = b.uniform(0.02, 0.09), b.uniform(0.006, 0.01), b.chance(0.35)
    bud = sphere(size, size * b.uniform(0.7, 1), size * 0.8, 16)
    tip = cylinder(size * 0.55, size * 1.0, size * 0.35, 14).rotate("x", 90).move(z=size)
    stem = capsule(size * 0.38, size * b.uniform(2.5, 4.5), sides=12).move(y=-size * 1.6)
    symmetric(b, "earcup|earphone|earbud > body|housing", (bud + stem).move(x=apart))
    symmetric(b, "earcup|earphone|earbud > ear tip|tip", tip.move(x=apart))
    if b.chance(0.25):
        hook = curve(
            [(0, 0, 0), (0.004, size * 3, -size), (0, size * 2.6, -size * 4), (0, -size, -size * 4.5)], 18
        )
        symmetric(b, "ear hook|hook", sweep(hook, size * 0.2, sides=8).move(x=apart))
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
        capsule(thick * 2.6, 0.024).move(sway * 0.4, low - drop - 0.008),
    )
    b.add(
        "wire|data wire|cord|cable > splitter|control",
        box(0.006, 0.02, 0.004, 0.0015).move(0, low - drop * 0.5, 0.01),
    )


@design("microphone")
@design("microphone")
def microphone(b: Builder) -> None:
    """Hand, studio or stand microphone: head grille, body, switch; on a floor or table stand; cord."""
    r, length, kind = b.uniform(0.018, 0.03), b.uniform(0.1, 0.2), b.integer(0, 3)
    first = len(b.pieces)
    if kind == 0 or b.chance(0.5):
        b.add("body|handle", cylinder(r * b.uniform(0.4, 0.6), length, r * 0.85, 20))
        head = sphere(r, r * b.uniform(1, 1.4), r) if b.chance(0.7) else superquadric(r, r * 1.2, r, 0.5, 1)
    else:
        b.add("body|handle", cylinder(r, length * 0.5, sides=20, bevel=0.002).move(y=length * 0.2))
        head = superquadric(r, length * 0.25, r * 0.8, 0.4, 1)
    b.add("head|grille|mesh", head.move(y=length * 0.5 + r * 0.7))
    b.add("ring|collar", cylinder(r * 1.02, 0.006, sides=20).move(y=length * 0.48))
    if b.chance(0.5):
        b.add("switch|button", box(0.006, 0.014, 0.006, 0.001).move(y=length * 0.25, z=r * 0.72))
    if kind >= 2:
        tall, lean = b.pick(b.uniform(0.12, 0.25), b.uniform(1.0, 1.5)), b.uniform(20, 70)
        b.pieces[first:] = [(n, m.rotate("x", lean).move(y=tall)) for n, m in b.pieces[first:]]
        b.add("stand|pole", cylinder(0.008, tall, sides=12).move(y=tall / 2 - 0.01))
        b.add("clip|holder|joint", cylinder(r * 0.9, 0.03, sides=16).rotate("x", lean).move(y=tall - 0.01))
        wide = min(0.06 + tall * 0.1, 0.16)
        if b.chance():
            b.add("base|foot", cylinder(wide, 0.015, wide * 0.9, 24).move(y=0.007))
        else:
            b.add("base|foot", ring(sweep([(0, tall * 0.12, 0), (0, 0, wide * 1.5)], 0.006, sides=8), 3))
    elif b.chance(0.5):
        y = -length / 2
        b.add(CORD, wire([(0, y, 0), (0.01, y - 0.1, 0.02), (0.08, y - 0.15, 0), (0.05, y - 0.3, 0.03)], 0.003))


@design("turntable", "record player")
def turntable(b: Builder) -> None:
    """Record player: plinth, platter with record, tonearm with head, knobs, raised dust cover, feet."""
    w, d, h = b.uniform(0.36, 0.48), b.uniform(0.3, 0.38), b.uniform(0.05, 0.12)
    r, x = d * 0.42, -w * 0.09
    b.add("body|base|plinth", standing(w, h, d, b.pick(0, 0.008)))
    b.add("platter|turntable", cylinder(r, 0.018, sides=32).move(x, h + 0.009))
    if b.chance(0.7):
        b.add("record|disc|vinyl", cylinder(r * 0.97, 0.003, sides=32).move(x, h + 0.02))
    b.add("spindle", cylinder(0.003, 0.03, sides=8).move(x, h + 0.025))
    px, pz, y = w * 0.38, -d * 0.32, h + 0.035
    b.add("tonearm|arm > pivot|base", cylinder(0.022, 0.04, sides=18).move(px, h + 0.02, pz))
    tip = (x + r * b.uniform(0.5, 1.05), y - 0.008, d * b.uniform(0.1, 0.2))
    b.add(
        "tonearm|arm > tonearm|arm",
        wire([(px + 0.01, y, pz - 0.04), (px, y, pz), (px - 0.01, y, d * 0.05), tip], 0.004),
    )
    b.add("tonearm|arm > head|cartridge|headshell", box(0.014, 0.012, 0.03).move(*tip))
    one = knob(b, 0.013).rotate("x", -90)
    b.add("knob|button|dial", array(one, [(w * 0.4, h, d * (0.22 + 0.13 * i)) for i in range(b.integer(1, 2))]))
    if b.chance(0.5):
        lid = join(
            [box(w, 0.004, d).move(y=0.06), *(box(0.004, 0.06, d).move(s * w / 2, 0.03) for s in (-1, 1))]
        )
        b.add(
            "lid|cover|dust cover", lid.move(z=d / 2).rotate("x", -b.uniform(40, 80)).move(0, h + 0.004, -d / 2)
        )
    b.add(
        "foot",
        array(cylinder(0.02, 0.02), [(s * w * 0.4, -0.01, t * d * 0.4) for s in (-1, 1) for t in (-1, 1)]),
    )


# -- game and VR controllers -----------------------------------------------------------------------


def thumbstick(radius: float, height: float, tilt_: float = 0.0) -> Mesh:
    """Stick with a dished cap standing on y = 0."""
    cap = [(0, 0), (radius * 0.45, 0), (radius * 0.4, height * 0.6), (radius, height * 0.7), (radius, height)]
    return lathe([*cap, (radius * 0.7, height * 0.93), (0, height * 0.9)], 18).rotate("x", tilt_)


def button_cap(b: Builder, radius: float, height: float) -> Mesh:
    """Round or square button on y = 0."""
    if b.chance(0.8):
        return cylinder(radius, height, radius * 0.92, 16).move(y=height / 2)
    return standing(radius * 2, height, radius * 2, radius * 0.3)


@design("game controller", "gamepad")
@design("game controller", "gamepad")
def gamepad(b: Builder) -> None:
    """Two-handed pad: winged body with grips, sticks, d-pad, buttons, triggers, touchpad, cord."""
    w, d, thick = b.uniform(0.13, 0.17), b.uniform(0.05, 0.075), b.uniform(0.025, 0.04)
    y = thick / 2
    hull = superquadric(w * 0.46, thick / 2, d / 2, 0.7, 0.45, 28)
    b.add("body|case", hull)
    droop, spread = b.uniform(0.045, 0.075), b.uniform(0.42, 0.52) * w
    path = curve([(w * 0.33, 0, -d * 0.05), (w * 0.44, -0.004, d * 0.3), (spread, -0.012, droop)], 12)
    radii = np.linspace(thick * 0.56, thick * b.uniform(0.32, 0.45), 12)
    tip = sphere(radii[-1], sides=12).move(*path[-1])
    symmetric(b, "handle|grip", sweep(path, radii, sides=12) + tip)
    stick, top = thumbstick(0.0095, b.uniform(0.01, 0.016)), y * 0.85
    offset, apart = b.chance(), w * 0.17
    places = [(-w * 0.33 if offset else -apart, -d * 0.12 if offset else d * 0.24), (apart, d * 0.24)]
    b.add("thumbstick|joystick|stick", array(stick, [(x, top, z) for x, z in places]))
    cross = standing(0.022, 0.006, 0.007, 0.001) + standing(0.007, 0.006, 0.022, 0.001)
    at = (-apart, d * 0.24) if offset else (-w * 0.33, -d * 0.1)
    b.add("d-pad|directional pad", cross.move(at[0], top, at[1]))
    one = button_cap(b, 0.0048, 0.006)
    four = [
        (w * 0.33 + dx, top, -d * 0.1 + dz) for dx, dz in ((0.011, 0), (-0.011, 0), (0, 0.011), (0, -0.011))
    ]
    b.add("button", array(one, four))
    b.add(
        "button",
        array(standing(0.008, 0.004, 0.004, 0.001), [(s * w * 0.1, top + 0.001, -d * 0.2) for s in (-1, 1)]),
    )
    if b.chance(0.4):
        b.add("touchpad", standing(w * 0.28, 0.004, d * 0.4, 0.002).move(0, y * 0.92, -d * 0.1))
    else:
        b.add("button", button_cap(b, 0.007, 0.004).move(0, y * 0.95, b.uniform(-0.3, 0) * d))
    bumper = box(w * 0.2, thick * 0.3, 0.012, 0.003).rotate("y", 12).move(w * 0.3, y * 0.3, -d * 0.48)
    symmetric(b, "trigger > bumper|shoulder button", bumper)
    hook = superquadric(w * 0.08, thick * 0.32, 0.014, 0.6, 0.6).move(w * 0.3, -y * 0.6, -d * 0.5)
    symmetric(b, "trigger > trigger", hook)
    if b.chance(0.3):
        b.add(CORD, wire([(0, 0, -d * 0.5), (0, 0, -d), (0.05, -0.01, -0.15), (-0.02, -0.015, -0.3)], 0.0022))


@design("game controller", "gamepad")
def classic_gamepad(b: Builder) -> None:
    """Old-style flat pad or hand-held console: slab, cross, buttons, start keys, maybe a screen, cord."""
    w, thick = b.uniform(0.11, 0.2), b.uniform(0.012, 0.022)
    h, r = w * b.uniform(0.4, 0.55), b.pick(0.004, 0.012, 0.025)
    screen = b.chance(0.4)
    b.add("body|case", slab(w, h, thick, r))
    x = w * 0.36 if screen else w * 0.28
    if screen:
        b.add(SCREEN, plate(w * 0.48, h * 0.8, 0.002).move(z=thick))
    arm = h * b.uniform(0.3, 0.4) if not screen else w * 0.12
    cross = plate(arm, arm * 0.33, 0.005, 0.001) + plate(arm * 0.33, arm, 0.005, 0.001)
    b.add("d-pad|directional pad", cross.move(-x, h * 0.1, thick))
    pitch = 0.015
    places = b.pick([(-0.5, -0.15, 0), (0.5, 0.15, 0)], [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0)])
    spots = [(x + i * pitch, h * 0.1 + j * pitch, thick) for i, j, _ in places]
    b.add("button", array(disc(0.0058, 0.005, sides=16), spots))
    if screen:
        stick = thumbstick(0.008, 0.008).rotate("x", 90)
        b.add("thumbstick|joystick|stick", array(stick, [(s * x, -h * 0.28, thick) for s in (-1, 1)]))
    else:
        b.add("button", array(plate(0.012, 0.004, 0.003), [(s * 0.01, -h * 0.1, thick) for s in (-1, 1)]))
    if b.chance(0.6):
        symmetric(
            b,
            "trigger > bumper|shoulder button",
            box(w * 0.2, 0.008, thick * 0.7, 0.002).move(w * 0.36, h / 2, thick / 2),
        )
    tilt(b, b.pick(-90, -60))
    if not screen and b.chance(0.6):
        b.add(CORD, wire([(0, thick / 2, -h / 2), (0, 0, -h), (0.06, 0, -h * 2), (0, 0, -h * 4)], 0.002))


@design("joystick")
def joystick(b: Builder) -> None:
    """Flight or arcade stick: base, shaft or boot, grip with trigger and hat, buttons, throttle."""
    w, h = b.uniform(0.12, 0.22), b.uniform(0.03, 0.06)
    b.add(
        "base",
        standing(w, h, w * b.uniform(0.7, 1), b.pick(0, 0.006, 0.015))
        if b.chance(0.7)
        else cylinder(w / 2, h, w * 0.4).move(y=h / 2),
    )
    tall, lean, side = b.uniform(0.09, 0.18), b.uniform(-15, 15), b.uniform(-8, 8)
    first = len(b.pieces)
    b.add("boot|collar|joint", cylinder(0.03, 0.03, 0.015, 20).move(y=0.012))
    if b.chance(0.35):
        b.add("shaft|stick > shaft|rod", cylinder(0.006, tall, sides=12).move(y=tall / 2))
        b.add("handle|grip|ball", sphere(b.uniform(0.014, 0.022)).move(y=tall + 0.01))
    else:
        grip = curve([(0, 0.01, 0), (0, tall * 0.5, -0.005), (0, tall, 0.012)], 14)
        width = np.interp(np.linspace(0, 1, 14), [0, 0.15, 0.5, 0.8, 1], [0.024, 0.015, 0.019, 0.021, 0.019])
        b.add("handle|grip", sweep(grip, width, sides=14))
        b.add("trigger", box(0.008, 0.022, 0.014, 0.003).move(0, tall * 0.78, 0.03))
        b.add(
            "button",
            array(cylinder(0.005, 0.006, sides=12), [(x, tall + 0.002, 0.008) for x in (-0.009, 0.009)]),
        )
        b.add("thumbstick|hat switch|hat", cylinder(0.006, 0.012, 0.008, 12).move(0, tall + 0.004, -0.006))
    b.pieces[first:] = [
        (n, m.rotate("x", lean).rotate("z", side).move(y=h - 0.01)) for n, m in b.pieces[first:]
    ]
    caps = array(
        cylinder(0.008, 0.008, sides=14),
        [(s * w * 0.36, h + 0.003, w * 0.12 * i) for s in (-1, 1) for i in (0, 2)],
    )
    b.add("button", caps)


VR_HANDLE = "body|handle|grip > handle|grip"
VR_HEAD = "body|handle|grip > head|face plate"


def _vr_handle(b: Builder, length: float) -> Mesh:
    """Hand grip from the head at the origin down and back along -y, of some section."""
    sway = b.uniform(-0.01, 0.02)
    path = curve([(0, 0, 0), (0, -length * 0.5, -sway), (0, -length, 0)], 12)
    t = np.linspace(0, 1, 12)
    wide = (
        b.uniform(0.013, 0.018)
        * (1 - b.uniform(-0.1, 0.35) * t)
        * (1 + b.uniform(-0.15, 0.2) * np.sin(np.pi * t))
    )
    section = rectangle(2, 2, b.uniform(0.5, 1)) * [b.uniform(0.8, 1), b.uniform(0.9, 1.25)]
    body = sweep(path, wide, section=section)
    return body + sphere(wide[-1] * 0.95, wide[-1] * 0.6, wide[-1], 14).move(*path[-1])


def _vr_face(b: Builder, r: float) -> None:
    """What the thumb finds on a controller's face at y = 0: stick, pad, buttons."""
    kind = b.integer(0, 4)
    if kind <= 1:
        b.add(
            "thumbstick|joystick",
            thumbstick(r * b.uniform(0.26, 0.38), r * b.uniform(0.4, 0.7)).move(x=-r * 0.3, z=-r * 0.25),
        )
        count = b.integer(1, 3)
        spots = [(r * (0.5 - 0.12 * i), 0, r * (0.42 * i - 0.3)) for i in range(count)]
        b.add("button", array(button_cap(b, r * b.uniform(0.13, 0.2), r * 0.15), spots))
    elif kind == 2:
        b.add("touchpad", cylinder(r * b.uniform(0.6, 0.75), r * 0.12, sides=26).move(y=r * 0.04, z=-r * 0.1))
        b.add("button", button_cap(b, r * 0.16, r * 0.12).move(z=r * 0.8))
    elif kind == 3:
        b.add("thumbstick|joystick", thumbstick(r * 0.3, r * 0.6).move(x=-r * 0.4, z=-r * 0.45))
        b.add(
            "touchpad",
            cylinder(r * 0.38, r * 0.1, sides=20)
            .scale(1, 1, b.uniform(0.8, 1.3))
            .move(x=r * 0.2, y=r * 0.03, z=r * 0.2),
        )
        b.add("button", button_cap(b, r * 0.13, r * 0.12).move(x=-r * 0.5, z=r * 0.3))
    else:
        spots = [(-r * 0.25, 0, -r * 0.4), (r * 0.3, 0, -r * 0.4), (0, 0, r * 0.1), (0, 0, r * 0.5)]
        b.add("button", array(button_cap(b, r * b.uniform(0.14, 0.22), r * 0.15), spots[: b.integer(2, 4)]))


@design("VR controller")
@design("VR controller")
@design("VR controller")
@design("VR controller")
def vr_controller(b: Builder) -> None:
    """Hand controller: tilted grip under a face with stick and buttons, trigger, grip button, tracking ring."""
    r, length = b.uniform(0.02, 0.032), b.uniform(0.08, 0.13)
    lean = b.uniform(15, 60)
    b.add(VR_HANDLE, _vr_handle(b, length).rotate("x", lean))
    first = len(b.pieces)
    head = superquadric(r, r * b.uniform(0.3, 0.6), r * b.uniform(0.9, 1.4), 0.7, b.uniform(0.5, 1))
    if b.chance(0.3):
        head = cylinder(r, r * 0.7, sides=28, bevel=r * 0.1)
    b.add(VR_HEAD, head.move(z=-r * 0.2))
    top = len(b.pieces)
    _vr_face(b, r * 0.9)
    level = float(head.high[1]) * 0.9
    b.pieces[top:] = [(n, m.move(y=level, z=-r * 0.15)) for n, m in b.pieces[top:]]
    b.pieces[first:] = [(n, m.rotate("x", 8)) for n, m in b.pieces[first:]]
    trigger = box(r * 0.55, r * 0.8, r * 0.5, r * 0.2)
    if b.chance():
        trigger = sweep(
            curve([(0, 0.2 * r, -0.9 * r), (0, -0.5 * r, -1.2 * r), (0, -1.1 * r, -1.35 * r)], 8),
            r * 0.3,
            sides=10,
        )
        b.add("trigger", trigger)
    else:
        b.add("trigger", trigger.rotate("x", -20).move(y=-r * 0.6, z=-r * b.uniform(0.95, 1.2)))
    if b.chance(0.75):
        spot = box(r * 0.3, length * b.uniform(0.15, 0.3), r * 0.5, r * 0.1).move(
            b.pick(-1, 1) * r * 0.5, -length * 0.4, -r * 0.2
        )
        b.add("grip button|squeeze|side button", spot.rotate("x", lean))
    _tracking_ring(b, r)
    if b.chance(0.2):
        loop = curve(
            [
                (0, -length, 0),
                (0.03, -length * 1.3, 0.02),
                (0, -length * 1.6, 0.03),
                (-0.03, -length * 1.3, 0.02),
                (0, -length, 0),
            ],
            24,
        )
        b.add("strap|lanyard|wrist strap", sweep(loop, 0.0018, sides=6).rotate("x", lean))


def _tracking_ring(b: Builder, r: float) -> None:
    """Hoop of a tracked controller: over the hand, in front, under, or none."""
    kind, size = b.integer(0, 5), r * b.uniform(1.6, 2.4)
    if kind > 3:
        return
    tube = r * b.uniform(0.1, 0.28)
    if kind <= 1:
        flat = rectangle(2, b.uniform(2, 7), 0.8)
        path = arc(size, 0, 360, 33, "xz")[:-1]
        hoop = sweep(path, tube * 0.6, section=flat, closed=True).rotate("x", b.uniform(-40, 30))
        hoop = hoop.move(y=r * b.uniform(-0.4, 0.6), z=-size * b.uniform(0.1, 0.8))
    elif kind == 2:
        hoop = torus(size, tube, 30, 180).rotate("y", 90).rotate("x", b.uniform(20, 80))
    else:
        hoop = (
            torus(size * 0.8, tube * 1.4, 30).rotate("x", b.uniform(20, 70)).move(y=size * 0.4, z=-size * 0.9)
        )
    b.add("ring|tracking ring", hoop)


@design("VR controller")
def vr_wand(b: Builder) -> None:
    """Wand: long handle with a touchpad and buttons, ring or ball head, trigger below, grip buttons."""
    length, r = b.uniform(0.12, 0.19), b.uniform(0.014, 0.02)
    t = np.linspace(0, 1, 12)
    path = np.stack([np.zeros(12), -0.01 * np.sin(np.pi * t), -length * t], 1)
    width = r * (1 + b.uniform(-0.1, 0.3) * t)
    b.add(VR_HANDLE, sweep(path, width, section=rectangle(2, 1.7, 0.7)) + sphere(r * 0.95).move(z=0))
    kind, z = b.integer(0, 2), -length
    if kind == 0:
        hole = torus(r * b.uniform(1.7, 2.5), r * b.uniform(0.5, 0.8), 28).scale(1, b.uniform(0.5, 0.9), 1)
        b.add("ring|tracking ring|head", hole.rotate("x", b.uniform(-60, 10)).move(y=-r * 0.5, z=z - r * 1.8))
    elif kind == 1:
        b.add("ball|light|sphere", sphere(r * b.uniform(1.1, 1.5)).move(z=z - r))
    else:
        b.add(VR_HEAD, superquadric(r * 1.5, r * 0.8, r * 1.5, 0.6, 0.6).move(z=z))
    if b.chance(0.7):
        b.add("touchpad", cylinder(r * 0.9, 0.004, sides=24).move(y=r * 0.86, z=-length * 0.72))
    else:
        b.add("thumbstick|joystick", thumbstick(r * 0.55, r * 0.8).move(y=r * 0.8, z=-length * 0.75))
    spots = [(0, r * 0.82, -length * s) for s in (0.5, 0.9)]
    b.add("button", array(button_cap(b, r * 0.28, 0.003), spots))
    hook = curve([(0, -r * 0.6, z * 0.9), (0, -r * 1.6, z * 0.85), (0, -r * 1.9, z * 0.75)], 8)
    b.add("trigger", sweep(hook, r * 0.4, sides=10))
    if b.chance(0.7):
        symmetric(
            b,
            "grip button|squeeze|side button",
            box(0.004, r * 0.7, length * 0.16, 0.001).move(r * 0.98, 0, -length * 0.4),
        )


@design("VR controller")
def vr_pointer(b: Builder) -> None:
    """Small pointer remote: pebble or bar with a round touchpad, buttons, a trigger below, wrist strap."""
    w, d, h = b.uniform(0.017, 0.023), b.uniform(0.045, 0.065), b.uniform(0.009, 0.015)
    hull = (
        superquadric(w, h, d, b.uniform(0.6, 1), b.uniform(0.4, 0.9))
        if b.chance(0.7)
        else box(2 * w, 2 * h, 2 * d, h * 0.6)
    )
    b.add("body|handle|grip", hull)
    b.add("touchpad", cylinder(w * b.uniform(0.65, 0.85), 0.003, sides=26).move(y=h * 0.95, z=-d * 0.5))
    spots = (
        [(0, h * 0.97, d * 0.05), (0, h * 0.93, d * 0.32)]
        if b.chance(0.7)
        else [(-w * 0.4, h, 0), (w * 0.4, h, 0)]
    )
    b.add("button", array(button_cap(b, w * 0.26, 0.003), spots))
    if b.chance(0.75):
        b.add(
            "trigger", box(w * 0.8, h * 1.2, d * 0.28, h * 0.3).rotate("x", 25).move(y=-h * 0.75, z=-d * 0.55)
        )
    if b.chance(0.4):
        b.add("button", array(box(0.003, h * 0.5, d * 0.14), [(w, 0, s * d * 0.1) for s in (-1, 1)]))
    if b.chance(0.4):
        loop = curve(
            [
                (0, 0, d * 0.95),
                (0.02, -0.01, d + 0.05),
                (0, -0.02, d + 0.11),
                (-0.02, -0.01, d + 0.05),
                (0, 0, d * 0.95),
            ],
            24,
        )
        b.add("strap|lanyard|wrist strap", sweep(loop, 0.0015, sides=6))


@design("VR headset")
def vr_headset(b: Builder) -> None:
    """Head-mounted display: visor box, face cushion, head straps, lenses, cameras, side speakers."""
    w, h, d = b.uniform(0.16, 0.2), b.uniform(0.085, 0.11), b.uniform(0.05, 0.1)
    b.add("body|visor|case", superquadric(w / 2, h / 2, d / 2, 0.35, 0.35, 28))
    b.add("front panel|face plate|cover", superquadric(w * 0.46, h * 0.43, d * 0.15, 0.3, 0.3).move(z=d * 0.42))
    pad = [
        np.stack([w * 0.46 * c[:, 0], h * 0.46 * c[:, 1], np.full(28, z)], 1)
        for c, z in ((ellipse(1, 1, 28), -d * 0.3), (ellipse(0.95, 0.95, 28), -d * 0.85))
    ]
    b.add("face cushion|cushion|foam", loft(pad, caps=False))
    lens = disc(h * 0.27, 0.01, sides=20)
    b.add("lens", array(lens, [(s * w * 0.19, 0, -d * 0.62) for s in (-1, 1)]))
    reach, band = b.uniform(0.17, 0.22), rectangle(0.3, b.uniform(1.5, 3.5))
    loop = arc(1, 190, -10, 30, "xz") * [w * 0.49, 1, -reach]
    b.add("strap|head strap > strap|side strap", sweep(loop, 0.01, section=band).move(z=-d * 0.2))
    if b.chance(0.7):
        over = curve(
            [
                (0, h * 0.45, -d * 0.1),
                (0, h * 1.1, -reach * 0.4),
                (0, h * 0.7, -reach * 0.95),
                (0, 0, -reach - d * 0.2),
            ],
            20,
        )
        b.add("strap|head strap > top strap", sweep(over, 0.008, section=rectangle(3, 0.4)))
    if b.chance(0.4):
        symmetric(
            b,
            "speaker|earphone|headphone",
            cylinder(0.03, 0.02).rotate("z", 90).move(w * 0.46, -h * 0.2, -reach * 0.55),
        )
    if b.chance(0.5):
        corners = [(sx * w * 0.4, sy * h * 0.36, d * 0.44) for sx in (-1, 1) for sy in (-1, 1)]
        b.add("camera|sensor", array(disc(0.006, 0.006), corners))
    b.add("button|knob", box(0.01, 0.006, 0.012, 0.002).move(w * 0.2, -h / 2, 0))


# -- clocks and watches ----------------------------------------------------------------------------


def clock_hands(b: Builder, radius: float) -> None:
    """Hour, minute, and sometimes second hand turning on z = 0."""
    z, style = 0.0, b.integer(0, 3)
    wide = radius * b.uniform(0.025, 0.08)
    for reach, thick in ((0.55, 1.2), (0.85, 1.0), (0.9, 0.35))[: b.pick(2, 2, 3)]:
        length = radius * reach * b.uniform(0.9, 1.05)
        half, back = wide * thick / 2, -length * b.uniform(0, 0.2)
        if style == 0:
            outline = [(-half, back), (half, back), (half, length), (-half, length)]
        elif style == 1:
            outline = [(-half, back), (half, back), (half * 0.3, length), (-half * 0.3, length)]
        elif style == 2:
            outline = [
                (-half * 0.6, back),
                (half * 0.6, back),
                (half * 1.8, length * 0.6),
                (0, length),
                (-half * 1.8, length * 0.6),
            ]
        else:
            outline = [
                (-half, 0),
                (half, 0),
                (half, length * 0.75),
                (half * 2, length * 0.75),
                (0, length),
                (-half * 2, length * 0.75),
                (-half, length * 0.75),
            ]
        mesh = extrude(outline, radius * 0.012).rotate("z", b.uniform(0, 360))
        b.add("hand", mesh.move(z=z + radius * 0.02))
        z += radius * 0.022
    b.add("hub|pin", disc(wide, z + radius * 0.02, sides=12))


def dial_marks(b: Builder, radius: float) -> None:
    """Hour marks or dots around a face on z = 0."""
    kind, deep = b.integer(0, 3), radius * 0.015
    if kind == 3:
        return
    mark = (
        plate(radius * 0.03, radius * b.uniform(0.08, 0.16), deep)
        if kind < 2
        else disc(radius * 0.03, deep, sides=10)
    )
    b.add(
        "mark|number|numeral",
        ring(mark.rotate("x", -90).move(z=-radius * 0.85), b.pick(4, 12, 12)).rotate("x", 90),
    )


@design("clock", "wall clock")
@design("clock", "wall clock")
@design("clock")
def wall_clock(b: Builder) -> None:
    """Wall clock: round, square or polygonal frame, dial, hands, marks; rays, station arm, or pendulum box."""
    r, d = b.uniform(0.1, 0.25), b.uniform(0.02, 0.06)
    sides, kind = b.pick(32, 32, 32, 4, 6, 8), b.integer(0, 6)
    turn = 180 / sides if sides < 32 else 0
    border = b.uniform(0.04, 0.2) * r
    lip = b.uniform(0.1, 0.6) * d
    rim = [
        (0, 0),
        (r, 0),
        (r, d),
        (r - border * b.uniform(0.3, 1), d),
        (r - border, d - lip),
        (r - border, 0.002),
    ]
    if b.chance(0.8):
        b.add("frame|case|body", lathe(rim, sides).rotate("y", turn).rotate("x", 90))
        face = d - lip
    else:
        face = d * 0.4
    inner = (r - border) * 1.0
    b.add(
        "face|dial", cylinder(inner, 0.004, sides=sides).rotate("y", turn).rotate("x", 90).move(z=face - 0.001)
    )
    first = len(b.pieces)
    reach = inner * (0.72 if sides == 4 else 0.95)
    dial_marks(b, reach)
    clock_hands(b, reach)
    b.pieces[first:] = [(n, m.move(z=face)) for n, m in b.pieces[first:]]
    if kind == 0:
        ray = (
            cylinder(0.006, r * 0.9, 0.002, 8).move(y=r * 1.35)
            if b.chance()
            else box(r * 0.12, r * 0.7, 0.01).move(y=r * 1.3)
        )
        b.add(
            "ray|decoration|ornament",
            ring(ray.rotate("x", 90), b.integer(8, 24)).rotate("x", -90).move(z=d * 0.4),
        )
    elif kind == 1:
        b.add("body|pendulum case|box", plate(r * 1.3, r * 2.4, d * 0.9).move(y=-r * 1.9))
        b.add("pendulum > rod", plate(0.008, r * 1.5, 0.004).move(0, -r * 1.6, d))
        b.add("pendulum > bob|weight", disc(r * 0.25, 0.012).move(0, -r * 2.4, d))
    elif kind == 2:
        b.add(
            "bracket|arm|mount",
            box(r * 1.5, 0.02, 0.02).move(x=-r * 1.5, z=d / 2) + box(0.02, r, d).move(-r * 2.2, 0, d / 2),
        )


@design("clock", "alarm clock")
@design("clock", "alarm clock")
def alarm_clock(b: Builder) -> None:
    """Bedside clock: drum with two bells, hammer, legs, ring; or a box with hands or digits, snooze button."""
    r, d = b.uniform(0.035, 0.06), b.uniform(0.03, 0.05)
    if b.chance(0.6):
        case = lathe(
            [(0, 0), (r * 0.9, 0), (r, d * 0.15), (r, d), (r * 0.9, d), (r * 0.88, d * 0.85), (0, d * 0.85)], 28
        )
        b.add("frame|case|body", case.rotate("x", 90))
        first = len(b.pieces)
        b.add("face|dial", disc(r * 0.88, 0.002).move(z=-0.001))
        dial_marks(b, r * 0.86)
        clock_hands(b, r * 0.8)
        b.pieces[first:] = [(n, m.move(z=d * 0.88)) for n, m in b.pieces[first:]]
        leg = sweep([(0, -r * 0.9, d / 2), (0, -r * 1.3, d / 2)], r * 0.08, sides=8)
        symmetric(b, "foot|leg", leg.rotate("z", b.uniform(25, 40)))
        if b.chance(0.8):
            bell = lathe([(r * 0.42, 0), (r * 0.35, r * 0.2), (0, r * 0.32)], 18).move(y=r * 1.08, z=d / 2)
            symmetric(b, "bell", bell.rotate("z", -30))
            b.add("hammer|striker", capsule(r * 0.06, r * 0.5).move(0, r * 1.2, d / 2))
            b.add("handle|ring", sweep(arc(r * 0.6, 20, 160, 16) + [0, r * 1.15, d / 2], r * 0.05, sides=8))
        else:
            b.add("button", cylinder(r * 0.2, r * 0.15).move(0, r, d / 2))
        b.add(
            "knob|key|winder",
            ring(cylinder(r * 0.12, 0.012).move(x=r * 0.4, y=-0.006), b.integer(1, 3)).rotate("x", 90),
        )
        return
    w, h = b.uniform(0.1, 0.2), b.uniform(0.05, 0.1)
    b.add("frame|case|body", standing(w, h, d, b.pick(0, 0.008, 0.02)))
    if b.chance(0.5):
        b.add(SCREEN, plate(w * 0.85, h * 0.65, 0.002).move(y=h / 2, z=d / 2))
        digit = plate(w * 0.1, h * 0.4, 0.002)
        b.add(
            "digit|number|numeral",
            array(digit, [(x * w, h / 2, d / 2 + 0.002) for x in (-0.3, -0.13, 0.13, 0.3)]),
        )
    else:
        first = len(b.pieces)
        b.add("face|dial", disc(h * 0.42, 0.003).move(z=-0.003))
        dial_marks(b, h * 0.4)
        clock_hands(b, h * 0.38)
        b.pieces[first:] = [(n, m.move(y=h / 2, z=d / 2 + 0.003)) for n, m in b.pieces[first:]]
    b.add("button", standing(w * b.uniform(0.15, 0.6), 0.008, d * 0.35, 0.002).move(y=h - 0.002))


@design("clock", "grandfather clock")
@design("clock")
def long_case_clock(b: Builder) -> None:
    """Grandfather or mantel clock: plinth, waist with a pendulum, hood with dial, pediment, finials."""
    tall = b.chance(0.6)
    h, w = (b.uniform(1.7, 2.3), b.uniform(0.35, 0.5)) if tall else (b.uniform(0.2, 0.4), b.uniform(0.16, 0.3))
    d, low, head = w * b.uniform(0.45, 0.6), h * (0.2 if tall else 0.08), min(w * 1.0, h * 0.6)
    mid = w * (b.uniform(0.65, 0.9) if tall else 0.92)
    b.add("base|plinth", standing(w, low, d))
    b.add("body|case|frame", standing(mid, h - low, d * 0.85).move(y=low))
    b.add("body|case|frame > head|hood", standing(w * 0.97, head, d).move(y=h - head))
    first = len(b.pieces)
    r = head * 0.38
    face = disc(r, 0.006, sides=28) if b.chance(0.6) else plate(2 * r, 2 * r, 0.006)
    b.add("face|dial", face.move(z=-0.006))
    dial_marks(b, r)
    clock_hands(b, r * 0.95)
    b.pieces[first:] = [(n, m.move(y=h - head / 2, z=d / 2 + 0.006)) for n, m in b.pieces[first:]]
    if tall:
        y, span = low + (h - head - low) / 2, (h - head - low) * 0.85
        z = d * 0.425
        b.add("door > door frame|door", frame(mid * 0.8, span, 0.012, mid * 0.1).move(0, y, z))
        b.add("pendulum > rod", plate(0.012, span * 0.7, 0.004).move(0, y + span * 0.1, z))
        b.add("pendulum > bob|weight", disc(mid * 0.16, 0.012).move(0, y - span * 0.25, z))
    kind = b.integer(0, 2)
    if kind == 0:
        top = [(-w * 0.55, 0), (w * 0.55, 0), (w * 0.5, h * 0.03), (0, w * 0.3), (-w * 0.5, h * 0.03)]
        b.add("top|pediment|crown", extrude(top, d * 1.05).move(y=h))
    elif kind == 1:
        b.add("top|pediment|crown", standing(w * 1.12, h * 0.025, d * 1.1).move(y=h))
    else:
        dome = arc(w * 0.49, 0, 180, 18)[:, :2] * [1, 0.5]
        b.add("top|pediment|crown", extrude(dome, d).move(y=h))
    if b.chance(0.4):
        b.add(
            "finial|ornament",
            array(sphere(w * 0.05, w * 0.08, w * 0.05, 12), [(s * w * 0.42, h + w * 0.1, 0) for s in (-1, 1)]),
        )


@design("watch")
@design("watch")
@design("watch")
def watch(b: Builder) -> None:
    """Wrist watch: case, dial, hands or a touch screen, crown, lugs, strap closed round the wrist or flat."""
    r, thick, kind = b.uniform(0.014, 0.023), b.uniform(0.006, 0.012), b.integer(0, 2)
    z = thick
    if kind == 0:
        w, h = r * 1.7, r * b.uniform(1.7, 2.2)
        b.add("case|body|frame", slab(w, h, thick, r * b.uniform(0.1, 0.7)))
        b.add(b.pick(SCREEN, "dial|face"), slab(w * 0.86, h * 0.86, 0.001, r * 0.4).move(z=z))
    else:
        b.add("case|body|frame", disc(r, thick, r * 0.95, 32, thick * 0.1))
        if b.chance(0.6):
            b.add("bezel|ring", torus(r * 0.92, r * 0.08).rotate("x", 90).move(z=z))
        b.add("dial|face", disc(r * 0.86, 0.001, sides=28).move(z=z))
    first = len(b.pieces)
    if kind or b.chance(0.3):
        dial_marks(b, r * 0.82)
        clock_hands(b, r * 0.75)
        b.pieces[first:] = [(n, m.move(z=z + 0.0008)) for n, m in b.pieces[first:]]
    crown = cylinder(r * 0.13, r * 0.22, sides=14).rotate("z", 90).move(r * 1.04, 0, thick / 2)
    b.add("crown|knob", crown.move(x=-r * 0.15 if kind == 0 else 0))
    if b.chance(0.35) and kind:
        b.add(
            "button|pusher",
            array(
                cylinder(r * 0.08, r * 0.3, sides=10).rotate("z", 90),
                [(r * 0.9, s * r * 0.5, thick / 2) for s in (-1, 1)],
            ),
        )
    symmetric(b, "lug", box(r * 1.05, r * 0.3, thick * 0.5, thick * 0.1).move(0, r * 1.02, thick * 0.35), "y")
    _watch_strap(b, r, thick)
    tilt(b, b.pick(-90, -45, 0))


def _watch_strap(b: Builder, r: float, thick: float) -> None:
    """Two strap halves, flat or bent around the wrist, of leather or links, with a buckle."""
    wide, wrap = r * b.uniform(0.8, 1.1), b.chance(0.65)
    section = rectangle(0.0028 / 0.002, wide / 0.002)
    count, start = 22, r * 1.05
    if wrap:
        span, deep = b.uniform(0.026, 0.032), b.uniform(0.022, 0.028)
        angle = np.radians(np.linspace(62, 270, count))
        path = np.stack([np.zeros(count), span * np.cos(angle), -deep + thick * 0.4 + deep * np.sin(angle)], 1)
        path[0] = (0, start, thick * 0.35)
        low = (0.0, 0.0, float(path[-1, 2]))
    else:
        path = np.stack(
            [np.zeros(count), np.linspace(start, start + 0.075, count), np.full(count, thick * 0.3)], 1
        )
        low = (0.0, float(path[-1, 1]), thick * 0.3)
    if b.chance(0.35):
        links = [
            box(wide, 0.0052, 0.003, 0.0008, 1)
            .rotate("x", float(np.degrees(np.arctan2(*(q - p)[[2, 1]]))))
            .move(*((p + q) / 2))
            for p, q in zip(path[:-1], path[1:], strict=True)
        ]
        half = join(links)
    else:
        half = sweep(path, 0.002, section=section[:, ::-1] if wrap else section)
        extent = np.ptp(half.vertices[:, 0])
        if extent < wide * 0.6:
            half = sweep(path, 0.002, section=section if wrap else section[:, ::-1])
    if wrap:
        b.add("strap|band", half)
        b.add("strap|band", half.mirror("y"))
    else:
        symmetric(b, "strap|band", half, "y")
    b.add("buckle|clasp", frame(wide * 1.15, 0.014, 0.003, 0.002).move(z=-0.0015).move(*low))


# -- optics, measuring, small things ---------------------------------------------------------------


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
    b.add("sphere|globe|ball", sphere(r, sides=32))
    if b.chance(0.7):
        b.add("axis|pin|pole", cylinder(r * 0.03, r * 2.25, sides=10))
    span = b.pick(180, 180, 360)
    section = rectangle(1, b.uniform(1, 3))
    if span == 360:
        half = sweep(arc(r * 1.1, 0, 360, 41)[:-1], r * 0.03, section=section, closed=True)
    else:
        half = sweep(arc(r * 1.1, -92, 92, 28), r * 0.035, section=section)
    b.add("arm|meridian|bracket", half.rotate("y", 180) if b.chance(0.5) else half)
    b.pieces[first:] = [(n, m.rotate("z", -lean).move(y=y)) for n, m in b.pieces[first:]]
    if floor:
        b.add(
            "ring|horizon ring|frame",
            lathe(
                [(r * 1.15, 0), (r * 1.4, 0), (r * 1.4, r * 0.06), (r * 1.15, r * 0.06), (r * 1.15, 0)], 36
            ).move(y=y),
        )
        tall = r * b.uniform(0.6, 3)
        leg = sweep(
            curve([(r * 1.28, y, 0), (r * 1.15, y - tall * 0.6, 0), (r * 1.3, y - r - tall, 0)], 12),
            r * 0.06,
            sides=10,
        )
        b.add("leg|stand", ring(leg, b.integer(3, 4), start=45))
        b.add(
            "stand|cross bar|stretcher",
            ring(box(r * 2.3, r * 0.05, r * 0.08).move(y=y - r - tall * 0.4), 2, start=45),
        )
        return
    foot = r * b.uniform(0.45, 0.8)
    b.add(
        "stem|stand|pole",
        lathe(
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
        base = lathe(
            [(0, -0.01), (foot, -0.01), (foot * 0.95, foot * 0.1), (foot * 0.3, foot * 0.25), (0, foot * 0.3)],
            28,
        )
    elif kind == 1:
        base = box(foot * 1.7, 0.025, foot * 1.7, 0.004).move(y=-0.005)
    else:
        base = ring(wire([(0, foot * 0.4, 0), (foot * 0.6, foot * 0.3, 0), (foot, 0, 0)], r * 0.05, 10), 3)
    b.add("base|foot", base)


@design("lighter")
@design("lighter")
def lighter(b: Builder) -> None:
    """Pocket lighter: disposable with wheel, button and hood, or a metal flip-top one."""
    if b.chance(0.5):
        h, w, d = b.uniform(0.05, 0.065), b.uniform(0.018, 0.025), b.uniform(0.009, 0.013)
        oval = extrude(ellipse(w / 2, d / 2, 22), h) if b.chance(0.6) else extrude(rectangle(w, d, d * 0.25), h)
        b.add("body|case", oval.rotate("x", -90).move(y=h / 2))
        hood = standing(w * 0.55, 0.014, d * 0.8, 0.0015)
        b.add("hood|windshield|nozzle", hood.move(w * 0.18, h, 0))
        b.add(
            "wheel|spark wheel",
            cylinder(0.0042, d * 0.55, sides=18).rotate("x", 90).move(-w * 0.12, h + 0.009, 0),
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
        b.add("hinge", cylinder(0.002, d * 0.8, sides=10).rotate("x", 90).move(-w / 2 - 0.001, h, 0))
        b.add("chimney|windshield|insert", standing(w * 0.55, lid * 0.75, d * 0.7, 0.001).move(w * 0.03, h))
        b.add(
            "wheel|spark wheel",
            cylinder(0.0045, d * 0.4, sides=18).rotate("x", 90).move(w * 0.36, h + lid * 0.5, 0),
        )
        b.add("button|cam|lever", box(0.004, 0.01, 0.003).move(-w * 0.32, h + lid * 0.3, 0))
        tip = (0.0, h + lid * 0.7) if angle else None
    if tip and b.chance(0.25):
        flame = lathe(curve([(0, 0), (0.0045, 0.008), (0.002, 0.02), (0, 0.027)], 8), 10)
        b.add("flame|fire", flame.move(tip[0], tip[1]))


def shell_cap(x: float, y: float, z: float) -> Mesh:
    """Thin box standing on y = 0 and open below."""
    wall = z * 0.06
    sides = array(box(wall, y, z), [(s * (x - wall) / 2, y / 2, 0) for s in (-1, 1)])
    return (
        sides
        + array(box(x, y, wall), [(0, y / 2, s * (z - wall) / 2) for s in (-1, 1)])
        + box(x, wall, z).move(y=y - wall / 2)
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
        b, "knob|focus knob", cylinder(0.014, 0.014, sides=14).rotate("z", 90).move(r * 0.6, 0, -length * 0.56)
    )
    tall = b.uniform(0.7, 1.3)
    lean = -b.uniform(5, 50)
    b.pieces[first:] = [(n, m.rotate("x", lean).move(y=tall + r * 1.6)) for n, m in b.pieces[first:]]
    b.add("mount|bracket|fork", cylinder(r * 0.5, r * 2).move(y=tall + r * 0.5))
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
        else box(w * 0.3, 0.03, d).move(y=0.015, z=0) + box(w, 0.03, d * 0.3).move(y=0.015, z=-d * 0.3)
    )
    b.add("base|foot", foot)
    path = curve([(0, 0.02, -d * 0.38), (0, h * 0.4, -d * 0.45), (0, h * 0.72, -d * 0.3), (0, h * 0.76, 0)], 16)
    b.add("arm|body", sweep(path, w * 0.14, section=rectangle(2, 2.4, 0.5)))
    y, z = h * 0.38, d * 0.02
    b.add("stage|platform", box(w * 0.8, 0.01, w * 0.8).move(0, y, z))
    b.add("clip|stage clip", array(box(0.008, 0.004, w * 0.5), [(s * w * 0.2, y + 0.008, z) for s in (-1, 1)]))
    b.add("nosepiece|turret", cylinder(w * 0.2, 0.02, sides=22).rotate("x", 12).move(0, h * 0.66, z))
    one = cylinder(0.006, 0.045, 0.01, 14).move(y=-0.02).rotate("x", 22).move(z=-w * 0.1)
    b.add("objective|lens|objective lens", ring(one, b.integer(3, 4)).move(0, h * 0.64, z))
    b.add("tube|head", cylinder(w * 0.2, h * 0.12, sides=20).move(0, h * 0.75, z))
    lean, pair = b.uniform(20, 45), b.chance(0.6)
    eye = cylinder(0.013, h * 0.22, sides=16).move(y=h * 0.11) + cylinder(0.017, 0.03, sides=16).move(
        y=h * 0.22
    )
    xs = (-0.028, 0.028) if pair else (0.0,)
    b.add("eyepiece|ocular", array(eye.rotate("x", lean), [(x, h * 0.78, z) for x in xs]))
    for size, at in ((0.024, 0.22), (0.015, 0.34)):
        symmetric(
            b,
            "knob|focus knob",
            cylinder(size, 0.018, sides=20).rotate("z", 90).move(w * 0.22, h * at, -d * 0.4),
        )
    b.add("lamp|light|illuminator|mirror", cylinder(0.022, 0.02, sides=18).move(0, 0.04, z))


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
    symmetric(b, "barrel|tube|body", lathe(flare, 24).rotate("x", 90).move(x=out))
    if prism:
        symmetric(
            b, "barrel|tube|body", superquadric(0.026, 0.022, length * 0.2, 0.5, 0.6).move(x=(apart + out) / 2)
        )
    symmetric(b, "lens|objective", disc(r * 0.88, 0.003).move(out, 0, length * 0.58))
    eye = lathe(
        [(0, 0), (0.012, 0), (0.013, 0.03), (0.018, 0.034), (0.018, 0.05), (0.013, 0.048), (0, 0.046)], 20
    )
    symmetric(b, "eyepiece|ocular", eye.rotate("x", -90).move(apart, 0, -length * 0.08))
    b.add(
        "bridge|hinge",
        cylinder(0.009, length * 0.4, sides=14).rotate("x", 90).move(z=length * 0.1)
        + box(apart * 1.7, 0.008, length * 0.16, 0.002).move(z=length * 0.15),
    )
    b.add("wheel|focus wheel|knob", disc(0.012, 0.02).move(z=-length * 0.2))
    if b.chance(0.4):
        loop = curve(
            [(out, 0.0, 0), (out * 2, -0.05, -0.1), (0, -0.08, -0.25), (-out * 2, -0.05, -0.1), (-out, 0, 0)],
            30,
        )
        b.add("strap", sweep(loop, 0.005, section=rectangle(0.3, 1.8)))


@design("scale", "weighing scale")
@design("scale")
def scale(b: Builder) -> None:
    """Scale: bathroom slab, kitchen scale with bowl and dial, or a two-pan balance."""
    kind = b.integer(0, 2)
    if kind == 0:
        w, h = b.uniform(0.27, 0.36), b.uniform(0.02, 0.05)
        b.add("body|platform|case", slab(w, w * b.uniform(0.8, 1.05), h, b.pick(0.005, 0.04)).rotate("x", -90))
        b.add("display|screen|dial", box(w * 0.3, 0.003, w * 0.12).move(0, h + 0.001, -w * 0.32))
        b.add(
            "foot",
            array(
                cylinder(0.018, 0.012), [(s * w * 0.4, -0.006, t * w * 0.35) for s in (-1, 1) for t in (-1, 1)]
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
        b.pieces[first:] = [(n, m.move(y=h * 0.5, z=w * 0.34)) for n, m in b.pieces[first:]]
        b.add("post|stem", cylinder(0.015, 0.03).move(y=h + 0.012))
        pan = lathe(
            [(0, 0), (w * 0.35, 0.005), (w * 0.55, 0.05), (w * 0.54, 0.05), (w * 0.34, 0.008), (0, 0.004)], 28
        )
        b.add("pan|bowl|tray|plate", pan.move(y=h + 0.025))
    else:
        h, reach, lean = b.uniform(0.3, 0.5), b.uniform(0.15, 0.25), b.uniform(-12, 12)
        b.add("base|foot", cylinder(0.1, 0.03, 0.07).move(y=0.015))
        b.add("post|column|stand", cylinder(0.012, h, 0.008, 14).move(y=h / 2))
        b.add("beam|arm", box(2 * reach, 0.014, 0.01).rotate("z", lean).move(y=h))
        for s in (-1, 1):
            x, y = s * reach * np.cos(np.radians(lean)), h + s * reach * np.sin(np.radians(lean))
            drop = 0.18
            chains = [
                sweep([(x, y, 0), (x + 0.06 * np.cos(a), y - drop, 0.06 * np.sin(a))], 0.0015, sides=5)
                for a in (0.5, 2.6, 4.7)
            ]
            b.add("chain|string|wire", join(chains))
            pan = lathe([(0, 0), (0.04, 0.003), (0.065, 0.018), (0.063, 0.018), (0.038, 0.006), (0, 0.003)], 22)
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
    b.add(BUTTON, array(key, spots))
    if b.chance(0.15):
        b.add(
            "paper roll|roll|paper",
            cylinder(0.02, w * 0.6, sides=18).rotate("z", 90).move(0, h / 2 + 0.012, thick + 0.01),
        )
    tilt(b, b.pick(-90, -80, 0))


@design("battery")
@design("battery")
def battery(b: Builder) -> None:
    """Battery: round cell with a nub, nine-volt block with snaps, or a car battery."""
    kind = b.integer(0, 2)
    if kind == 0:
        r = b.uniform(0.005, 0.017)
        h = r * b.uniform(3.4, 7)
        b.add("body|case|cell", cylinder(r, h, sides=24, bevel=r * 0.06).move(y=h / 2))
        b.add("terminal|contact|positive terminal", cylinder(r * 0.38, r * 0.25, sides=16).move(y=h + r * 0.1))
        b.add("label|band|ring", cylinder(r * 1.01, h * 0.25, sides=24).move(y=h * b.uniform(0.75, 0.85)))
    elif kind == 1:
        b.add("body|case|cell", standing(0.026, 0.045, 0.017, 0.001))
        b.add("terminal|contact", cylinder(0.003, 0.003, sides=12).move(0.0065, 0.0465))
        b.add("terminal|contact", cylinder(0.0045, 0.003, 0.0055, 6).move(-0.0065, 0.0465))
    else:
        w, h, d = b.uniform(0.2, 0.33), b.uniform(0.16, 0.2), b.uniform(0.13, 0.18)
        b.add("body|case|cell", standing(w, h, d, 0.004))
        b.add("lid|cover|top", standing(w * 1.02, h * 0.12, d * 1.02, 0.003).move(y=h * 0.9))
        b.add(
            "terminal|contact|post",
            array(cylinder(0.01, 0.025, 0.008, 14), [(s * w * 0.4, h * 1.03, d * 0.28) for s in (-1, 1)]),
        )
        b.add(
            "cap|vent cap|plug",
            array(
                cylinder(0.012, 0.008, sides=14),
                [(x * w, h * 1.03, -d * 0.15) for x in np.linspace(-0.36, 0.36, 6)],
            ),
        )
        if b.chance(0.6):
            b.add(
                "handle|strap",
                wire([(-w * 0.4, h, 0), (-w * 0.3, h * 1.3, 0), (w * 0.3, h * 1.3, 0), (w * 0.4, h, 0)], 0.007),
            )
