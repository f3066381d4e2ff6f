"""Safes, vending machines and kiosks."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.device_parts import SCREEN, ajar, bar
from pa3d.synth.parts import disc, frame, grid, open_front, plate, standing


@design("safe")
@design("safe")
def safe(b: Builder) -> None:
    """Strongbox: thick walls and door (shut or open), dial or keypad, wheel or lever handle, hinges, shelf."""
    w, h, d = b.uniform(0.3, 0.6), b.uniform(0.25, 0.9), b.uniform(0.28, 0.5)
    wall, thick, side = b.uniform(0.02, 0.06), b.uniform(0.02, 0.07), b.pick(-1, 1)
    angle = ajar(b, 0.5, 130)
    hinge = (side * (w / 2 - wall), 0, d / 2)
    b.add("body|case|box", open_front(w, h, d, wall))
    dw, dh = w - 2 * wall, h - 2 * wall
    overlay = b.chance(0.4)
    z = d / 2 if overlay else d / 2 - thick
    first = len(b.pieces)
    b.add(
        "door",
        plate(dw * (1.06 if overlay else 0.98), dh * (1.04 if overlay else 0.98), thick, b.pick(0, 0.004)).move(
            0, h / 2, z
        ),
    )
    z += thick
    _safe_lock(b, dw, dh, h / 2, z, side)
    if angle:
        bolts = g.array(
            g.cylinder(0.012, 0.05).rotate("z", 90),
            [(-side * dw * 0.47, h / 2 + s * dh * 0.25, z - thick * 0.6) for s in (-1, 0, 1)],
        )
        b.add("bolt|lock bolt", bolts)
    b.change(lambda m: m.rotate("y", side * angle, hinge), first)
    b.add(
        "hinge",
        g.array(
            g.cylinder(0.01, h * 0.1), [(hinge[0] + side * 0.005, h * t, d / 2 + 0.004) for t in (0.25, 0.75)]
        ),
    )
    if angle and b.chance(0.7):
        b.add("shelf", g.box(dw, 0.01, d - wall - thick - 0.01).move(0, h * b.uniform(0.4, 0.6), -thick / 2))
    if b.chance(0.5):
        b.add(
            "foot|leg",
            g.array(
                g.cylinder(0.02, 0.025), [(s * w * 0.4, -0.012, t * d * 0.4) for s in (-1, 1) for t in (-1, 1)]
            ),
        )


def _safe_lock(b: Builder, w: float, h: float, y: float, z: float, side: int) -> None:
    """Dial or keypad with the handle beside or under it."""
    r = min(w, h) * b.uniform(0.08, 0.15)
    x = -side * w * b.uniform(0.0, 0.25)
    if b.chance(0.55):
        dial = disc(r, r * 0.3, sides=28) + disc(r * 0.5, r * 0.9, sides=16)
        b.add("dial|switch|knob|lock", dial.move(x, y + h * 0.12, z))
    else:
        b.add("keypad|panel", plate(r * 2.4, r * 3.2, 0.012, 0.003).move(x, y + h * 0.1, z))
        keys = g.array(plate(r * 0.5, r * 0.42, 0.006), grid(3, 4, r * 0.72, r * 0.58))
        b.add("button|key", keys.move(x, y + h * 0.1 - r * 0.25, z + 0.012))
        b.add(SCREEN, plate(r * 2, r * 0.5, 0.003).move(x, y + h * 0.1 + r * 1.25, z + 0.012))
    at = (x, y - h * 0.2, z)
    kind = b.integer(0, 2)
    if kind == 0:
        spoke = g.capsule(r * 0.14, r * 1.1).rotate("z", 90).move(x=r * 0.55)
        wheel = (
            g.ring(spoke + g.sphere(r * 0.2, sides=10).move(x=r * 1.1), b.integer(3, 6))
            .rotate("x", 90)
            .move(z=r * 0.5)
        )
        b.add("handle", (wheel + disc(r * 0.3, r * 0.55)).move(*at))
    elif kind == 1:
        b.add(
            "handle",
            (
                disc(r * 0.4, r * 0.5)
                + plate(r * 2, r * 0.35, r * 0.25, r * 0.08).move(side * r * 0.7, 0, r * 0.4)
            ).move(*at),
        )
    else:
        b.add("handle", bar(b, r * 2.2, r * 0.3, r * 0.6).move(*at))


@design("vending machine")
@design("vending machine")
def vending_machine(b: Builder) -> None:
    """Vending machine: cabinet, glass front with shelves of goods, buttons, coin slots, pick-up flap."""
    w, h, d = b.uniform(0.75, 1.3), b.uniform(1.6, 2.0), b.uniform(0.6, 0.9)
    column = w * b.uniform(0.2, 0.3)
    low, gw = h * b.uniform(0.22, 0.3), w - column - 0.06
    x = -column / 2
    b.add(
        "body|cabinet|case",
        open_front(w, h, d, 0.04) + standing(w, low, d) + standing(column, h, d).move(x=(w - column) / 2),
    )
    gh = h - low - 0.08
    if b.chance(0.6):
        b.add("window|glass", plate(gw, gh, 0.01).move(x, low + gh / 2, d / 2))
    rows, columns = b.integer(4, 7), b.integer(4, 8)
    dy = gh / rows
    levels = [(x, low + dy * i + 0.01, 0.05) for i in range(rows)]
    b.add("shelf", g.array(g.box(gw, 0.02, d * 0.7), levels))
    item = (
        g.cylinder(gw / columns * 0.36, dy * 0.6, sides=10)
        if b.chance()
        else g.box(gw / columns * 0.7, dy * 0.6, 0.06)
    )
    goods = [
        (x + p, low + dy * i + dy * 0.34, d * 0.3)
        for i in range(rows)
        for p, _, _ in grid(columns, 1, gw / columns, 0)
    ]
    b.add("product|bottle|can|drink", g.array(item, goods))
    cx, z = (w - column) / 2, d / 2
    key = (
        g.array(plate(0.03, 0.025, 0.01), grid(3, 4, 0.042, 0.036))
        if b.chance(0.7)
        else g.array(disc(0.016, 0.012), grid(1, rows, 0, 0.06))
    )
    b.add("button|keypad", key.move(cx, h * 0.6, z))
    b.add(SCREEN, plate(column * 0.7, 0.07, 0.006).move(cx, h * 0.74, z))
    b.add("slot|coin slot", plate(0.012, 0.05, 0.012).move(cx, h * 0.48, z))
    b.add("slot|coin slot", plate(0.09, 0.03, 0.02).move(cx, h * 0.42, z))
    b.add("coin return|tray", plate(0.08, 0.06, 0.01).move(cx, h * 0.25, z))
    b.add("flap|door|pick-up slot", plate(gw * 0.6, low * 0.45, 0.015).move(x, low * 0.5, z))
    b.add(
        "foot|leg",
        g.array(
            g.cylinder(0.03, 0.05), [(s * w * 0.42, -0.025, t * d * 0.4) for s in (-1, 1) for t in (-1, 1)]
        ),
    )


@design("kiosk", "atm")
@design("kiosk")
def kiosk(b: Builder) -> None:
    """Self-service terminal: tower, pedestal or cabinet with a tilted screen, keypad, slots."""
    w, d, h = b.uniform(0.35, 0.6), b.uniform(0.3, 0.6), b.uniform(1.2, 1.7)
    thin, lean = b.chance(0.35), b.uniform(0, 40)
    desk = h * b.uniform(0.5, 0.6)
    if thin:
        b.add("pole|stand|pedestal", standing(w * 0.3, h * 0.8, 0.06))
        b.add("base|foot", standing(w, 0.02, d))
    else:
        side = [(-d / 2, 0), (d / 2, 0), (d / 2, desk), (d * 0.15, desk + 0.1), (-d * 0.05, h), (-d / 2, h)]
        b.add("body|cabinet|case", g.extrude(side, w).rotate("y", -90))
        if b.chance(0.4):
            b.add("header|sign|canopy|top", g.box(w * 1.05, 0.14, d * 0.7, 0.01).move(y=h + 0.06))
    y, z = (h * 0.85, 0.05) if thin else ((desk + 0.1 + h) / 2, d * 0.07)
    slope = lean if thin else np.degrees(np.arctan2(d * 0.2, h - desk - 0.1))
    sw, sh = (w * 0.9, w * 1.1) if thin else (w * 0.8, (h - desk) * 0.6)
    b.add("screen > frame|bezel|case", frame(sw, sh, 0.02, 0.02).rotate("x", -slope).move(0, y, z))
    b.add("screen > screen|display", plate(sw - 0.04, sh - 0.04, 0.012).rotate("x", -slope).move(0, y, z))
    if thin:
        b.add("screen > frame|bezel|case", g.box(sw, sh, 0.03).rotate("x", -slope).move(0, y, z - 0.015))
        return
    pitch = np.degrees(np.arctan2(0.1, d * 0.35))
    keys = g.array(plate(0.022, 0.018, 0.01), grid(b.integer(3, 4), 4, 0.03, 0.026))
    keys = keys.move(b.uniform(-0.08, 0.08)).rotate("x", pitch - 90).move(0, desk + 0.055, d * 0.32)
    b.add("button|keypad|key", keys)
    b.add("slot|card slot", plate(0.09, 0.015, 0.015).move(w * 0.2, desk - 0.1, d / 2))
    b.add("slot|cash slot", plate(w * 0.4, 0.03, 0.02).move(-w * 0.1, desk - 0.2, d / 2))
    if b.chance(0.5):
        b.add("door|access door", plate(w * 0.85, desk * 0.5, 0.01).move(0, desk * 0.32, d / 2))
