"""Cameras."""

from __future__ import annotations

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.device_parts import CASE, SCREEN, tripod
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, frame, grid, plate, standing, stick, wire


def _lens(b: Builder, radius: float, length: float) -> Mesh:
    """Lens barrel on z = 0 with rings and a dished front glass."""
    r, z, profile = radius, 0.0, [(0.0, 0.0)]
    for _ in range(b.integer(1, 4)):
        r *= b.uniform(0.88, 1.08)
        step = length * b.uniform(0.2, 0.5)
        profile += [(r, z), (r, z + step)]
        z += step
    profile += [(r * 0.85, z), (r * 0.78, z - length * 0.12), (r * 0.4, z - length * 0.04), (0, z)]
    return g.lathe(profile, 24).rotate("x", 90)


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
            g.superquadric(w * 0.09, h * 0.47, d * 0.45, 0.4, 0.7).move(-w * 0.42, h * 0.48, d * 0.4),
        )
    r, x = h * b.uniform(0.25, 0.46), w * b.uniform(-0.02, 0.16)
    b.add("lens", _lens(b, r, b.uniform(0.02, 0.11)).move(x, h * 0.47, d / 2))
    top = g.cylinder(b.uniform(0.004, 0.007), 0.006, sides=14).move(-w * 0.4, h + 0.002, d * 0.3)
    b.add("button|shutter button", top)
    for px in (-0.25, 0.36) if b.chance(0.6) else (0.36,):
        b.add(
            "dial|knob",
            g.cylinder(b.uniform(0.007, 0.012), 0.008, sides=18, bevel=0.001).move(w * px, h + 0.003, -d * 0.1),
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
        "button",
        g.array(disc(0.004, 0.002, sides=10), grid(2, 3, 0.012, 0.014)).move(w * 0.34, h * 0.45, d / 2),
    )
    b.change(lambda m: m.rotate("y", 180), back)
    if b.chance(0.3):
        loop = g.curve(
            [
                (w / 2, h * 0.85, 0),
                (w * 0.75, h * 0.5, -0.05),
                (0, 0.01, -0.14),
                (-w * 0.75, h * 0.5, -0.05),
                (-w / 2, h * 0.85, 0),
            ],
            30,
        )
        b.add("strap", g.sweep(loop, 0.006, section=g.rectangle(0.25, 1.6)))


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
                g.in_plane(g.rectangle(w * 0.8 * size, h * 0.8 * size), "xy", z + length * i / (2 * folds))
                + [0, y, 0]
            )
        b.add("bellows", g.loft(rings))
        b.add("front panel|lens board", plate(w * 0.5, h * 0.5, 0.01).move(0, y, z + length))
        b.add("base|rail|bed", g.box(w * 0.4, 0.01, length * 1.2).move(y=h * 0.06, z=z + length * 0.5))
        z += length + 0.01
    b.add("lens", _lens(b, r, b.uniform(0.01, 0.04)).move(0, y, z))
    if kind == 2:
        b.add("lens", _lens(b, r, 0.02).move(0, h * 0.82, z))
    b.add("button|shutter button", disc(0.006, 0.006, sides=12).move(w * 0.36, h * 0.3, d / 2))
    b.add("viewfinder", standing(w * 0.25, 0.03, 0.03).move(y=h, z=d * 0.2))
    b.add("knob|dial|winder", g.cylinder(0.012, 0.01, sides=16).rotate("z", 90).move(w / 2 + 0.005, h * 0.75))
    if b.chance(0.3):
        b.add(
            "handle|strap",
            wire([(-w * 0.3, h, -d * 0.2), (0, h + 0.05, -d * 0.2), (w * 0.3, h, -d * 0.2)], 0.004),
        )
    if b.chance(0.4):
        tall = b.uniform(0.6, 1.0)
        b.change(lambda m: m.move(y=tall + 0.02), first)
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
    eye = stick((w * 0.4, h * 0.85, -d * 0.2), (w * 0.4, h * 0.95, -d * 0.55), 0.016, sides=10)
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
            g.array(g.cylinder(h * 0.45, 0.02).rotate("z", 90), [(0, h * 1.42, s * h * 0.5) for s in (-1, 1)]),
        )
    if b.chance():
        b.add(
            "screen|display",
            g.box(0.006, h * 0.5, d * 0.35).move(w / 2 + d * 0.1, h * 0.6, 0).rotate("y", b.uniform(-20, 50)),
        )
    if b.chance(0.5):
        b.add("microphone", g.capsule(0.012, d * 0.6).rotate("x", 90).move(-w * 0.6, h * 0.95, d * 0.3))
    b.add(
        "button",
        g.array(
            g.cylinder(0.005, 0.004, sides=10).rotate("z", 90), [(-w / 2, h * 0.6, z) for z in (-0.03, 0, 0.03)]
        ),
    )
    if b.chance(0.6):
        tall = b.uniform(0.8, 1.4)
        b.change(lambda m: m.move(y=tall + 0.03), first)
        tripod(b, tall, tall * 0.4, 0.012)
        b.add(
            "tripod|stand > pan handle|handle", stick((0, tall, 0), (0.06, tall - 0.1, -0.32), 0.009, sides=8)
        )


@design("camera", "security camera")
def security_camera(b: Builder) -> None:
    """Surveillance camera: box or bullet with a hood on a wall bracket; or a webcam ball on a foot."""
    r, length = b.uniform(0.03, 0.06), b.uniform(0.1, 0.25)
    if b.chance(0.3):
        b.add(CASE, g.sphere(r).move(y=r * 1.6))
        b.add("lens", _lens(b, r * 0.5, 0.012).move(0, r * 1.6, r * 0.88))
        b.add(
            "base|stand|foot",
            g.cylinder(r * 0.9, 0.012, r * 0.4).move(y=0.006) + g.cylinder(r * 0.2, r).move(y=r * 0.5),
        )
        return
    body = disc(r, length, sides=20) if b.chance() else plate(r * 1.6, r * 1.6, length, 0.004)
    first = len(b.pieces)
    b.add(CASE, body)
    b.add("lens", _lens(b, r * 0.55, 0.015).move(z=length))
    if b.chance(0.6):
        b.add("hood|sunshield|cover", g.box(r * 2.2, 0.004, length * 1.2).move(y=r * 1.05, z=length * 0.55))
    b.change(lambda m: m.rotate("x", 12).move(y=0.1), first)
    b.add("bracket|arm|mount", wire([(0, 0.08, length * 0.4), (0, 0.0, length * 0.3), (0, 0, -0.08)], 0.009))
    b.add("base|wall plate", disc(0.035, 0.01).move(z=-0.085))
