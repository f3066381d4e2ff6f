"""Switches, dials and sliders, plugs and sockets, doorbells."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.device_parts import CORD, SCREEN, knob
from pa3d.synth.parts import disc, grid, plate, post, slab, slots, standing, wire


def _wall_plate(b: Builder, w: float, h: float) -> float:
    """Cover plate with its back on z = 0; the height of its face."""
    thick = b.uniform(0.006, 0.014)
    b.add("plate|frame|base|cover plate", slab(w, h, thick, b.pick(0.0005, 0.005, 0.012)))
    if b.chance(0.4):
        b.add("screw", g.array(disc(0.003, 0.0015, sides=10), [(0, s * h * 0.4, thick) for s in (-1, 1)]))
    return thick


@design("switch", "light switch")
@design("switch")
def wall_switch(b: Builder) -> None:
    """Wall switch: plate with one to four rockers, toggles, sliders or a dimmer knob."""
    count = b.pick(1, 1, 2, 3, 4)
    w, h = 0.05 + count * b.uniform(0.02, 0.05), b.uniform(0.08, 0.12)
    thick, pitch = _wall_plate(b, w, h), w * 0.85 / count
    kind = b.integer(0, 3)
    for i in range(count):
        x, up = (i - (count - 1) / 2) * pitch, b.pick(-1, 1)
        if kind == 0:
            tall = h * b.pick(0.4, 0.6)
            rocker = g.box(pitch * 0.85, tall, 0.012, 0.0015).rotate("x", up * b.uniform(3, 9))
            b.add("switch|button", rocker.move(x, 0, thick))
        elif kind == 1:
            stick = (
                g.capsule(b.uniform(0.003, 0.005), 0.028).move(y=0.012).rotate("x", 90 - up * b.uniform(15, 40))
            )
            b.add("switch|toggle|lever", stick.move(x, 0, thick))
            b.add("ring|collar|nut", disc(0.008, 0.003, sides=6).move(x, 0, thick))
        elif kind == 2:
            b.add("groove|slot", plate(0.005, h * 0.55, 0.001).move(x, 0, thick))
            b.add("switch|slider", plate(0.014, 0.01, 0.012, 0.002).move(x, h * b.uniform(-0.22, 0.22), thick))
        else:
            b.add("switch|knob|dial", knob(b, min(pitch, h) * b.uniform(0.22, 0.36)).move(x, 0, thick))


@design("switch", "lever")
@design("lever")
def lever_switch(b: Builder) -> None:
    """Industrial lever: base box or bracket, hinge, arm with a ball or bar grip, slot."""
    w, h, d = b.uniform(0.06, 0.2), b.uniform(0.02, 0.12), b.uniform(0.08, 0.2)
    b.add("base|box|body", standing(w, h, d, b.pick(0, 0.004, 0.01)))
    if b.chance(0.5):
        b.add("slot|groove", g.box(w * 0.25, 0.004, d * 0.7).move(y=h))
    pair = b.chance(0.4)
    r, length, angle = b.uniform(0.005, 0.012), b.uniform(0.1, 0.28), b.uniform(-60, 60)
    gap = w * 0.25 if pair else 0.0
    arms = [
        g.cylinder(r, length, r * b.uniform(0.7, 1), 12).move(s * gap, length / 2)
        for s in ((-1, 1) if pair else (0,))
    ]
    b.add("hinge|pivot|joint", g.cylinder(r * 2.2, w * 0.7, sides=16).rotate("z", 90).move(y=h))
    b.add("switch|lever|arm > lever|arm", g.join(arms).rotate("x", angle).move(y=h))
    if pair:
        grip = g.capsule(r * 1.6, w * 0.9).rotate("z", 90)
    else:
        grip = g.sphere(r * b.uniform(1.8, 3)) if b.chance() else g.capsule(r * 1.8, length * 0.35)
    b.add("switch|lever|arm > handle|knob|grip", grip.move(y=length).rotate("x", angle).move(y=h))


@design("switch", "push button")
@design("push button")
def push_button(b: Builder) -> None:
    """Push button on a box: mushroom, flat or square cap with a collar; one to six; maybe with a lamp."""
    count = b.pick(1, 1, 1, 2, 3, 6)
    r = b.uniform(0.015, 0.045)
    columns = b.pick(1, count) if count < 6 else b.pick(2, 3)
    rows = count // columns
    w, d, h = (columns + 0.4) * r * 2.6, (rows + 0.4) * r * 2.6, b.uniform(0.015, 0.1)
    b.add("base|box|body", standing(w, h, d, b.pick(0, 0.003, 0.01)))
    kind = b.integer(0, 2)
    spots = [(x, h, z) for x, z, _ in grid(columns, rows, r * 2.6, r * 2.6)]
    rise = b.uniform(0.3, 0.9) * r
    if kind == 0:
        dome = [
            (0, 0),
            (r * 0.55, 0),
            (r * 0.55, rise * 0.5),
            (r, rise * 0.6),
            (r * 0.9, rise),
            (0, rise * 1.25),
        ]
        cap = g.lathe(dome, 22)
    else:
        cap = (
            post(r * 0.8, rise, r * 0.76, 22, rise * 0.1)
            if kind == 1
            else standing(r * 1.5, rise, r * 1.5, rise * 0.2)
        )
    b.add("button|switch", g.array(cap, spots))
    if b.chance(0.6):
        b.add(
            "ring|collar|rim",
            g.array(g.torus(r * 0.95, r * 0.12) if kind < 2 else standing(r * 1.8, r * 0.2, r * 1.8), spots),
        )
    if b.chance(0.25):
        b.add("light|indicator", g.sphere(r * 0.3, sides=12).move(w * 0.4, h, -d * 0.4))


@design("dial", "switch")
def dial_turn(b: Builder) -> None:
    """Rotary dial, valve-like knob or star handle on a base plate, with a pointer and marks."""
    r = b.uniform(0.025, 0.07)
    w = r * b.uniform(2.2, 3.5)
    h = b.uniform(0.008, 0.08)
    b.add("base|plate|box", standing(w, h, w, b.pick(0, 0.003)) if b.chance(0.7) else post(w / 2, h))
    marks = g.box(r * 0.16, 0.001, 0.003).move(x=r * 1.12, y=h)
    if b.chance(0.5):
        b.add("mark|scale", g.ring(marks, b.integer(6, 12)))
    angle = b.uniform(0, 360)
    if b.chance(0.6):
        b.add("knob|dial|switch", knob(b, r * 0.9).rotate("x", -90).move(y=h))
    else:
        b.add("shaft|stem", g.cylinder(r * 0.15, r * 0.5).move(y=h + r * 0.25))
        spokes = g.ring(g.capsule(r * 0.12, r * 0.9).rotate("z", 90).move(x=r * 0.5), b.integer(2, 5))
        rim = g.torus(r, r * 0.13) if b.chance(0.6) else spokes
        b.add("knob|dial|switch", (spokes + rim).rotate("y", angle).move(y=h + r * 0.5))


@design("slider", "switch")
def slider_control(b: Builder) -> None:
    """Slide control: rail or slot on a base with one to five carriages."""
    length, w, h = b.uniform(0.12, 0.4), b.uniform(0.05, 0.15), b.uniform(0.015, 0.05)
    count = b.pick(1, 1, 2, 3, 5)
    b.add("base|box|plate", standing(w * count, h, length, b.pick(0, 0.004)))
    xs = [(i - (count - 1) / 2) * w for i in range(count)]
    rail = g.box(w * 0.12, 0.006, length * 0.85).move(y=h + 0.002)
    b.add("rail|track|slot|groove", g.array(rail, [(x, 0, 0) for x in xs]))
    size = w * b.uniform(0.25, 0.4)
    cap = standing(size * 1.4, size * 0.7, size * 0.8, size * 0.15) if b.chance(0.7) else post(size * 0.5, size)
    b.add(
        "slider|knob|handle|switch", g.array(cap, [(x, h + 0.002, length * b.uniform(-0.38, 0.38)) for x in xs])
    )


@design("control panel")
@design("control panel")
def control_panel(b: Builder) -> None:
    """Control box or sloped console: screen, buttons, dials, levers, lamps and switches in a grid."""
    w, h, d = b.uniform(0.2, 0.6), b.uniform(0.15, 0.4), b.uniform(0.05, 0.15)
    columns, rows = b.integer(2, 5), b.integer(2, 4)
    b.add("body|box|case", plate(w, h, d, b.pick(0, 0.005)).move(z=-d))
    dx, dy = w * 0.9 / columns, h * 0.88 / rows
    size = min(dx, dy) * 0.3
    one_knob, push = knob(b, size * 0.8), disc(size * b.uniform(0.5, 0.9), size * 0.6)
    stick = g.capsule(size * 0.18, size * 2).move(y=size * 0.9).rotate("x", 60)
    kinds = [
        ("knob|dial", one_knob),
        ("button", push),
        ("switch|toggle|lever", stick),
        ("light|lamp|indicator", g.sphere(size * 0.5, sides=12)),
        ("gauge|meter", disc(size, size * 0.3)),
        (SCREEN, plate(dx * 0.85, dy * 0.7, 0.004)),
        ("button", plate(size, size, size * 0.4)),
    ]
    for x, y, _ in grid(columns, rows, dx, dy):
        name, mesh = kinds[b.integer(0, len(kinds) - 1)]
        b.add(name, mesh.move(x, y, 0))
    lean = b.pick(0.0, b.uniform(20, 90))
    b.change(lambda m: m.rotate("x", -lean))
    if b.chance(0.4):
        low = -h / 2 * np.cos(np.radians(lean)) - 0.02
        b.add("stand|leg|post", g.cylinder(0.03, 0.8).move(0, low - 0.35, -d / 2))
        b.add("base|foot", g.cylinder(0.16, 0.03).move(0, low - 0.75, -d / 2))


@design("power socket", "outlet")
def power_socket(b: Builder) -> None:
    """Wall outlet or power strip: plate, round or flat sockets with holes, a rocker, cord."""
    count = b.pick(1, 2, 2, 4, 6)
    pitch = b.uniform(0.035, 0.05)
    w, h = pitch * 1.3, pitch * (count + 0.6)
    strip = count > 2
    thick = 0.035 if strip else b.uniform(0.006, 0.012)
    b.add("plate|body|frame|case", slab(w, h, thick, b.pick(0.001, 0.006)))
    hole = g.array(disc(0.0025, 0.0012, sides=10), [(s * 0.008, 0, 0) for s in (-1, 1)])
    if b.chance(0.5):
        hole = g.array(plate(0.0025, 0.009, 0.0012), [(s * 0.007, 0.002, 0) for s in (-1, 1)]) + disc(
            0.003, 0.0012
        ).move(y=-0.009)
    face = disc(pitch * 0.4, 0.003) if b.chance(0.6) else slab(pitch * 0.7, pitch * 0.7, 0.003, 0.005)
    spots = [(0, (i - (count - 1) / 2) * pitch, thick) for i in range(count)]
    b.add("socket|outlet", g.array(face, spots))
    b.add("hole|slot", g.array(hole.move(z=0.003), spots))
    if strip:
        b.add("switch|button", plate(0.014, 0.02, 0.006, 0.001).move(0, h * 0.46, thick))
        b.add(
            CORD,
            wire(
                [
                    (0, -h / 2, 0.015),
                    (0, -h / 2 - 0.08, 0.012),
                    (0.06, -h / 2 - 0.16, 0.004),
                    (0, -h / 2 - 0.3, 0.004),
                ],
                0.004,
            ),
        )


@design("plug", "power plug")
def power_plug(b: Builder) -> None:
    """Mains plug or charger: body, two or three pins, cord with a strain relief."""
    w, length = b.uniform(0.025, 0.04), b.uniform(0.03, 0.06)
    b.add(
        "body|case|housing",
        g.box(w, w * b.uniform(0.6, 1), length, 0.006)
        if b.chance(0.6)
        else g.cylinder(w / 2, length, w * 0.35).rotate("x", -90),
    )
    pin = g.capsule(0.0025, 0.02).rotate("x", 90) if b.chance() else g.box(0.0018, 0.007, 0.018)
    b.add("pin|prong", g.array(pin, [(s * 0.0085, 0, length / 2 + 0.008) for s in (-1, 1)]))
    if b.chance(0.4):
        b.add("pin|prong", g.capsule(0.003, 0.022).rotate("x", 90).move(0, 0.009, length / 2 + 0.009))
    end = -length / 2
    b.add("strain relief|neck", g.cylinder(0.004, 0.02, 0.006, 12).rotate("x", 90).move(z=end - 0.008))
    b.add(CORD, wire([(0, 0, end), (0, 0, end - 0.05), (0.04, -0.02, end - 0.1), (0, -0.02, end - 0.2)], 0.003))


@design("doorbell", "intercom")
def doorbell(b: Builder) -> None:
    """Doorbell or intercom: plate with a push button, speaker slots, camera, keypad, screen, or a handset."""
    w, h = b.uniform(0.05, 0.12), b.uniform(0.09, 0.2)
    d = b.uniform(0.015, 0.035)
    b.add("body|plate|case", slab(w, h, d, b.pick(0.001, 0.01, w * 0.3)))
    r = w * b.uniform(0.15, 0.25)
    b.add("button", disc(r, 0.006, r * 0.9, 22).move(0, -h * 0.3, d))
    if b.chance(0.6):
        b.add("ring|rim", g.torus(r * 1.15, r * 0.12).rotate("x", 90).move(0, -h * 0.3, d))
    if b.chance(0.6):
        b.add("speaker|grille", slots(w * 0.5, h * 0.12, 4, 0.002).move(0, -h * 0.02, d))
    if b.chance(0.6):
        b.add("camera|lens", g.sphere(w * 0.12, sides=14).move(0, h * 0.36, d))
    if b.chance(0.3):
        b.add(
            "button",
            g.array(plate(w * 0.18, w * 0.14, 0.004), grid(3, 2, w * 0.26, w * 0.2)).move(0, h * 0.17, d),
        )
    elif b.chance(0.3):
        b.add(
            "handset|receiver",
            g.capsule(w * 0.18, h * 0.95).move(-w * 0.7, 0, d * 1.2)
            + g.box(w * 0.3, h * 0.9, 0.01).move(-w * 0.7, 0, d * 0.5),
        )
