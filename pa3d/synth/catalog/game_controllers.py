"""Game and VR controllers and headsets."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.device_parts import CORD, SCREEN
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, plate, post, slab, standing, turn_all, wire

VR_HANDLE = "body|handle|grip > handle|grip"
VR_HEAD = "body|handle|grip > head|face plate"


def thumbstick(radius: float, height: float, tilt_: float = 0.0) -> Mesh:
    """Stick with a dished cap standing on y = 0."""
    cap = [(0, 0), (radius * 0.45, 0), (radius * 0.4, height * 0.6), (radius, height * 0.7), (radius, height)]
    return g.lathe([*cap, (radius * 0.7, height * 0.93), (0, height * 0.9)], 18).rotate("x", tilt_)


def button_cap(b: Builder, radius: float, height: float) -> Mesh:
    """Round or square button on y = 0."""
    if b.chance(0.8):
        return post(radius, height, radius * 0.92, 16)
    return standing(radius * 2, height, radius * 2, radius * 0.3)


@design("game controller", "gamepad")
@design("game controller", "gamepad")
def gamepad(b: Builder) -> None:
    """Two-handed pad: winged body with grips, sticks, d-pad, buttons, triggers, touchpad, cord."""
    w, d, thick = b.uniform(0.13, 0.17), b.uniform(0.05, 0.075), b.uniform(0.025, 0.04)
    y = thick / 2
    hull = g.superquadric(w * 0.46, thick / 2, d / 2, 0.7, 0.45, 28)
    b.add("body|case", hull)
    droop, spread = b.uniform(0.045, 0.075), b.uniform(0.42, 0.52) * w
    path = g.curve([(w * 0.33, 0, -d * 0.05), (w * 0.44, -0.004, d * 0.3), (spread, -0.012, droop)], 12)
    radii = np.linspace(thick * 0.56, thick * b.uniform(0.32, 0.45), 12)
    tip = g.sphere(radii[-1], sides=12).move(*path[-1])
    symmetric(b, "handle|grip", g.sweep(path, radii, sides=12) + tip)
    stick, top = thumbstick(0.0095, b.uniform(0.01, 0.016)), y * 0.85
    offset, apart = b.chance(), w * 0.17
    places = [(-w * 0.33 if offset else -apart, -d * 0.12 if offset else d * 0.24), (apart, d * 0.24)]
    b.add("thumbstick|joystick|stick", g.array(stick, [(x, top, z) for x, z in places]))
    cross = standing(0.022, 0.006, 0.007, 0.001) + standing(0.007, 0.006, 0.022, 0.001)
    at = (-apart, d * 0.24) if offset else (-w * 0.33, -d * 0.1)
    b.add("d-pad|directional pad", cross.move(at[0], top, at[1]))
    one = button_cap(b, 0.0048, 0.006)
    four = [
        (w * 0.33 + dx, top, -d * 0.1 + dz) for dx, dz in ((0.011, 0), (-0.011, 0), (0, 0.011), (0, -0.011))
    ]
    b.add("button", g.array(one, four))
    b.add(
        "button",
        g.array(standing(0.008, 0.004, 0.004, 0.001), [(s * w * 0.1, top + 0.001, -d * 0.2) for s in (-1, 1)]),
    )
    if b.chance(0.4):
        b.add("touchpad", standing(w * 0.28, 0.004, d * 0.4, 0.002).move(0, y * 0.92, -d * 0.1))
    else:
        b.add("button", button_cap(b, 0.007, 0.004).move(0, y * 0.95, b.uniform(-0.3, 0) * d))
    bumper = g.box(w * 0.2, thick * 0.3, 0.012, 0.003).rotate("y", 12).move(w * 0.3, y * 0.3, -d * 0.48)
    symmetric(b, "trigger > bumper|shoulder button", bumper)
    hook = g.superquadric(w * 0.08, thick * 0.32, 0.014, 0.6, 0.6).move(w * 0.3, -y * 0.6, -d * 0.5)
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
    b.add("button", g.array(disc(0.0058, 0.005, sides=16), spots))
    if screen:
        stick = thumbstick(0.008, 0.008).rotate("x", 90)
        b.add("thumbstick|joystick|stick", g.array(stick, [(s * x, -h * 0.28, thick) for s in (-1, 1)]))
    else:
        b.add("button", g.array(plate(0.012, 0.004, 0.003), [(s * 0.01, -h * 0.1, thick) for s in (-1, 1)]))
    if b.chance(0.6):
        symmetric(
            b,
            "trigger > bumper|shoulder button",
            g.box(w * 0.2, 0.008, thick * 0.7, 0.002).move(w * 0.36, h / 2, thick / 2),
        )
    turn_all(b, "x", b.pick(-90, -60))
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
        else post(w / 2, h, w * 0.4),
    )
    tall, lean, side = b.uniform(0.09, 0.18), b.uniform(-15, 15), b.uniform(-8, 8)
    first = len(b.pieces)
    b.add("boot|collar|joint", g.cylinder(0.03, 0.03, 0.015, 20).move(y=0.012))
    if b.chance(0.35):
        b.add("shaft|stick > shaft|rod", post(0.006, tall, sides=12))
        b.add("handle|grip|ball", g.sphere(b.uniform(0.014, 0.022)).move(y=tall + 0.01))
    else:
        grip = g.curve([(0, 0.01, 0), (0, tall * 0.5, -0.005), (0, tall, 0.012)], 14)
        width = np.interp(np.linspace(0, 1, 14), [0, 0.15, 0.5, 0.8, 1], [0.024, 0.015, 0.019, 0.021, 0.019])
        b.add("handle|grip", g.sweep(grip, width, sides=14))
        b.add("trigger", g.box(0.008, 0.022, 0.014, 0.003).move(0, tall * 0.78, 0.03))
        b.add(
            "button",
            g.array(g.cylinder(0.005, 0.006, sides=12), [(x, tall + 0.002, 0.008) for x in (-0.009, 0.009)]),
        )
        b.add("thumbstick|hat switch|hat", g.cylinder(0.006, 0.012, 0.008, 12).move(0, tall + 0.004, -0.006))
    b.change(lambda m: m.rotate("x", lean).rotate("z", side).move(y=h - 0.01), first)
    caps = g.array(
        g.cylinder(0.008, 0.008, sides=14),
        [(s * w * 0.36, h + 0.003, w * 0.12 * i) for s in (-1, 1) for i in (0, 2)],
    )
    b.add("button", caps)


def _vr_handle(b: Builder, length: float) -> Mesh:
    """Hand grip from the head at the origin down and back along -y, of some section."""
    sway = b.uniform(-0.01, 0.02)
    path = g.curve([(0, 0, 0), (0, -length * 0.5, -sway), (0, -length, 0)], 12)
    t = np.linspace(0, 1, 12)
    wide = (
        b.uniform(0.013, 0.018)
        * (1 - b.uniform(-0.1, 0.35) * t)
        * (1 + b.uniform(-0.15, 0.2) * np.sin(np.pi * t))
    )
    section = g.rectangle(2, 2, b.uniform(0.5, 1)) * [b.uniform(0.8, 1), b.uniform(0.9, 1.25)]
    body = g.sweep(path, wide, section=section)
    return body + g.sphere(wide[-1] * 0.95, wide[-1] * 0.6, wide[-1], 14).move(*path[-1])


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
        b.add("button", g.array(button_cap(b, r * b.uniform(0.13, 0.2), r * 0.15), spots))
    elif kind == 2:
        b.add("touchpad", g.cylinder(r * b.uniform(0.6, 0.75), r * 0.12, sides=26).move(y=r * 0.04, z=-r * 0.1))
        b.add("button", button_cap(b, r * 0.16, r * 0.12).move(z=r * 0.8))
    elif kind == 3:
        b.add("thumbstick|joystick", thumbstick(r * 0.3, r * 0.6).move(x=-r * 0.4, z=-r * 0.45))
        b.add(
            "touchpad",
            g.cylinder(r * 0.38, r * 0.1, sides=20)
            .scale(1, 1, b.uniform(0.8, 1.3))
            .move(x=r * 0.2, y=r * 0.03, z=r * 0.2),
        )
        b.add("button", button_cap(b, r * 0.13, r * 0.12).move(x=-r * 0.5, z=r * 0.3))
    else:
        spots = [(-r * 0.25, 0, -r * 0.4), (r * 0.3, 0, -r * 0.4), (0, 0, r * 0.1), (0, 0, r * 0.5)]
        b.add("button", g.array(button_cap(b, r * b.uniform(0.14, 0.22), r * 0.15), spots[: b.integer(2, 4)]))


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
    head = g.superquadric(r, r * b.uniform(0.3, 0.6), r * b.uniform(0.9, 1.4), 0.7, b.uniform(0.5, 1))
    if b.chance(0.3):
        head = g.cylinder(r, r * 0.7, sides=28, bevel=r * 0.1)
    b.add(VR_HEAD, head.move(z=-r * 0.2))
    top = len(b.pieces)
    _vr_face(b, r * 0.9)
    level = float(head.high[1]) * 0.9
    b.change(lambda m: m.move(y=level, z=-r * 0.15), top)
    b.change(lambda m: m.rotate("x", 8), first)
    trigger = g.box(r * 0.55, r * 0.8, r * 0.5, r * 0.2)
    if b.chance():
        trigger = wire(
            [(0, 0.2 * r, -0.9 * r), (0, -0.5 * r, -1.2 * r), (0, -1.1 * r, -1.35 * r)], r * 0.3, 8, 10
        )
        b.add("trigger", trigger)
    else:
        b.add("trigger", trigger.rotate("x", -20).move(y=-r * 0.6, z=-r * b.uniform(0.95, 1.2)))
    if b.chance(0.75):
        spot = g.box(r * 0.3, length * b.uniform(0.15, 0.3), r * 0.5, r * 0.1).move(
            b.pick(-1, 1) * r * 0.5, -length * 0.4, -r * 0.2
        )
        b.add("grip button|squeeze|side button", spot.rotate("x", lean))
    _tracking_ring(b, r)
    if b.chance(0.2):
        loop = g.curve(
            [
                (0, -length, 0),
                (0.03, -length * 1.3, 0.02),
                (0, -length * 1.6, 0.03),
                (-0.03, -length * 1.3, 0.02),
                (0, -length, 0),
            ],
            24,
        )
        b.add("strap|lanyard|wrist strap", g.sweep(loop, 0.0018, sides=6).rotate("x", lean))


def _tracking_ring(b: Builder, r: float) -> None:
    """Hoop of a tracked controller: over the hand, in front, under, or none."""
    kind, size = b.integer(0, 5), r * b.uniform(1.6, 2.4)
    if kind > 3:
        return
    tube = r * b.uniform(0.1, 0.28)
    if kind <= 1:
        flat = g.rectangle(2, b.uniform(2, 7), 0.8)
        path = g.arc(size, 0, 360, 33, "xz")[:-1]
        hoop = g.sweep(path, tube * 0.6, section=flat, closed=True).rotate("x", b.uniform(-40, 30))
        hoop = hoop.move(y=r * b.uniform(-0.4, 0.6), z=-size * b.uniform(0.1, 0.8))
    elif kind == 2:
        hoop = g.torus(size, tube, 30, 180).rotate("y", 90).rotate("x", b.uniform(20, 80))
    else:
        hoop = (
            g.torus(size * 0.8, tube * 1.4, 30).rotate("x", b.uniform(20, 70)).move(y=size * 0.4, z=-size * 0.9)
        )
    b.add("ring|tracking ring", hoop)


@design("VR controller")
def vr_wand(b: Builder) -> None:
    """Wand: long handle with a touchpad and buttons, ring or ball head, trigger below, grip buttons."""
    length, r = b.uniform(0.12, 0.19), b.uniform(0.014, 0.02)
    t = np.linspace(0, 1, 12)
    path = np.stack([np.zeros(12), -0.01 * np.sin(np.pi * t), -length * t], 1)
    width = r * (1 + b.uniform(-0.1, 0.3) * t)
    b.add(VR_HANDLE, g.sweep(path, width, section=g.rectangle(2, 1.7, 0.7)) + g.sphere(r * 0.95).move(z=0))
    kind, z = b.integer(0, 2), -length
    if kind == 0:
        hole = g.torus(r * b.uniform(1.7, 2.5), r * b.uniform(0.5, 0.8), 28).scale(1, b.uniform(0.5, 0.9), 1)
        b.add("ring|tracking ring|head", hole.rotate("x", b.uniform(-60, 10)).move(y=-r * 0.5, z=z - r * 1.8))
    elif kind == 1:
        b.add("ball|light|sphere", g.sphere(r * b.uniform(1.1, 1.5)).move(z=z - r))
    else:
        b.add(VR_HEAD, g.superquadric(r * 1.5, r * 0.8, r * 1.5, 0.6, 0.6).move(z=z))
    if b.chance(0.7):
        b.add("touchpad", g.cylinder(r * 0.9, 0.004, sides=24).move(y=r * 0.86, z=-length * 0.72))
    else:
        b.add("thumbstick|joystick", thumbstick(r * 0.55, r * 0.8).move(y=r * 0.8, z=-length * 0.75))
    spots = [(0, r * 0.82, -length * s) for s in (0.5, 0.9)]
    b.add("button", g.array(button_cap(b, r * 0.28, 0.003), spots))
    hook = g.curve([(0, -r * 0.6, z * 0.9), (0, -r * 1.6, z * 0.85), (0, -r * 1.9, z * 0.75)], 8)
    b.add("trigger", g.sweep(hook, r * 0.4, sides=10))
    if b.chance(0.7):
        symmetric(
            b,
            "grip button|squeeze|side button",
            g.box(0.004, r * 0.7, length * 0.16, 0.001).move(r * 0.98, 0, -length * 0.4),
        )


@design("VR controller")
def vr_pointer(b: Builder) -> None:
    """Small pointer remote: pebble or bar with a round touchpad, buttons, a trigger below, wrist strap."""
    w, d, h = b.uniform(0.017, 0.023), b.uniform(0.045, 0.065), b.uniform(0.009, 0.015)
    hull = (
        g.superquadric(w, h, d, b.uniform(0.6, 1), b.uniform(0.4, 0.9))
        if b.chance(0.7)
        else g.box(2 * w, 2 * h, 2 * d, h * 0.6)
    )
    b.add("body|handle|grip", hull)
    b.add("touchpad", g.cylinder(w * b.uniform(0.65, 0.85), 0.003, sides=26).move(y=h * 0.95, z=-d * 0.5))
    spots = (
        [(0, h * 0.97, d * 0.05), (0, h * 0.93, d * 0.32)]
        if b.chance(0.7)
        else [(-w * 0.4, h, 0), (w * 0.4, h, 0)]
    )
    b.add("button", g.array(button_cap(b, w * 0.26, 0.003), spots))
    if b.chance(0.75):
        b.add(
            "trigger", g.box(w * 0.8, h * 1.2, d * 0.28, h * 0.3).rotate("x", 25).move(y=-h * 0.75, z=-d * 0.55)
        )
    if b.chance(0.4):
        b.add("button", g.array(g.box(0.003, h * 0.5, d * 0.14), [(w, 0, s * d * 0.1) for s in (-1, 1)]))
    if b.chance(0.4):
        loop = g.curve(
            [
                (0, 0, d * 0.95),
                (0.02, -0.01, d + 0.05),
                (0, -0.02, d + 0.11),
                (-0.02, -0.01, d + 0.05),
                (0, 0, d * 0.95),
            ],
            24,
        )
        b.add("strap|lanyard|wrist strap", g.sweep(loop, 0.0015, sides=6))


@design("VR headset")
def vr_headset(b: Builder) -> None:
    """Head-mounted display: visor box, face cushion, head straps, lenses, cameras, side speakers."""
    w, h, d = b.uniform(0.16, 0.2), b.uniform(0.085, 0.11), b.uniform(0.05, 0.1)
    b.add("body|visor|case", g.superquadric(w / 2, h / 2, d / 2, 0.35, 0.35, 28))
    b.add(
        "front panel|face plate|cover", g.superquadric(w * 0.46, h * 0.43, d * 0.15, 0.3, 0.3).move(z=d * 0.42)
    )
    pad = [
        np.stack([w * 0.46 * c[:, 0], h * 0.46 * c[:, 1], np.full(28, z)], 1)
        for c, z in ((g.ellipse(1, 1, 28), -d * 0.3), (g.ellipse(0.95, 0.95, 28), -d * 0.85))
    ]
    b.add("face cushion|cushion|foam", g.loft(pad, caps=False))
    lens = disc(h * 0.27, 0.01, sides=20)
    b.add("lens", g.array(lens, [(s * w * 0.19, 0, -d * 0.62) for s in (-1, 1)]))
    reach, band = b.uniform(0.17, 0.22), g.rectangle(0.3, b.uniform(1.5, 3.5))
    loop = g.arc(1, 190, -10, 30, "xz") * [w * 0.49, 1, -reach]
    b.add("strap|head strap > strap|side strap", g.sweep(loop, 0.01, section=band).move(z=-d * 0.2))
    if b.chance(0.7):
        over = g.curve(
            [
                (0, h * 0.45, -d * 0.1),
                (0, h * 1.1, -reach * 0.4),
                (0, h * 0.7, -reach * 0.95),
                (0, 0, -reach - d * 0.2),
            ],
            20,
        )
        b.add("strap|head strap > top strap", g.sweep(over, 0.008, section=g.rectangle(3, 0.4)))
    if b.chance(0.4):
        symmetric(
            b,
            "speaker|earphone|headphone",
            g.cylinder(0.03, 0.02).rotate("z", 90).move(w * 0.46, -h * 0.2, -reach * 0.55),
        )
    if b.chance(0.5):
        corners = [(sx * w * 0.4, sy * h * 0.36, d * 0.44) for sx in (-1, 1) for sy in (-1, 1)]
        b.add("camera|sensor", g.array(disc(0.006, 0.006), corners))
    b.add("button|knob", g.box(0.01, 0.006, 0.012, 0.002).move(w * 0.2, -h / 2, 0))
