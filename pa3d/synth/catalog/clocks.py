"""Clocks and watches."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.device_parts import SCREEN
from pa3d.synth.parts import disc, frame, plate, slab, standing, stick, turn_all


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
        mesh = g.extrude(outline, radius * 0.012).rotate("z", b.uniform(0, 360))
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
        g.ring(mark.rotate("x", -90).move(z=-radius * 0.85), b.pick(4, 12, 12)).rotate("x", 90),
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
        b.add("frame|case|body", g.lathe(rim, sides).rotate("y", turn).rotate("x", 90))
        face = d - lip
    else:
        face = d * 0.4
    inner = (r - border) * 1.0
    b.add(
        "face|dial",
        g.cylinder(inner, 0.004, sides=sides).rotate("y", turn).rotate("x", 90).move(z=face - 0.001),
    )
    first = len(b.pieces)
    reach = inner * (0.72 if sides == 4 else 0.95)
    dial_marks(b, reach)
    clock_hands(b, reach)
    b.change(lambda m: m.move(z=face), first)
    if kind == 0:
        ray = (
            g.cylinder(0.006, r * 0.9, 0.002, 8).move(y=r * 1.35)
            if b.chance()
            else g.box(r * 0.12, r * 0.7, 0.01).move(y=r * 1.3)
        )
        b.add(
            "ray|decoration|ornament",
            g.ring(ray.rotate("x", 90), b.integer(8, 24)).rotate("x", -90).move(z=d * 0.4),
        )
    elif kind == 1:
        b.add("body|pendulum case|box", plate(r * 1.3, r * 2.4, d * 0.9).move(y=-r * 1.9))
        b.add("pendulum > rod", plate(0.008, r * 1.5, 0.004).move(0, -r * 1.6, d))
        b.add("pendulum > bob|weight", disc(r * 0.25, 0.012).move(0, -r * 2.4, d))
    elif kind == 2:
        b.add(
            "bracket|arm|mount",
            g.box(r * 1.5, 0.02, 0.02).move(x=-r * 1.5, z=d / 2) + g.box(0.02, r, d).move(-r * 2.2, 0, d / 2),
        )


@design("clock", "alarm clock")
@design("clock", "alarm clock")
def alarm_clock(b: Builder) -> None:
    """Bedside clock: drum with two bells, hammer, legs, ring; or a box with hands or digits, snooze button."""
    r, d = b.uniform(0.035, 0.06), b.uniform(0.03, 0.05)
    if b.chance(0.6):
        case = g.lathe(
            [(0, 0), (r * 0.9, 0), (r, d * 0.15), (r, d), (r * 0.9, d), (r * 0.88, d * 0.85), (0, d * 0.85)], 28
        )
        b.add("frame|case|body", case.rotate("x", 90))
        first = len(b.pieces)
        b.add("face|dial", disc(r * 0.88, 0.002).move(z=-0.001))
        dial_marks(b, r * 0.86)
        clock_hands(b, r * 0.8)
        b.change(lambda m: m.move(z=d * 0.88), first)
        leg = stick((0, -r * 0.9, d / 2), (0, -r * 1.3, d / 2), r * 0.08, sides=8)
        symmetric(b, "foot|leg", leg.rotate("z", b.uniform(25, 40)))
        if b.chance(0.8):
            bell = g.lathe([(r * 0.42, 0), (r * 0.35, r * 0.2), (0, r * 0.32)], 18).move(y=r * 1.08, z=d / 2)
            symmetric(b, "bell", bell.rotate("z", -30))
            b.add("hammer|striker", g.capsule(r * 0.06, r * 0.5).move(0, r * 1.2, d / 2))
            b.add("handle|ring", g.sweep(g.arc(r * 0.6, 20, 160, 16) + [0, r * 1.15, d / 2], r * 0.05, sides=8))
        else:
            b.add("button", g.cylinder(r * 0.2, r * 0.15).move(0, r, d / 2))
        b.add(
            "knob|key|winder",
            g.ring(g.cylinder(r * 0.12, 0.012).move(x=r * 0.4, y=-0.006), b.integer(1, 3)).rotate("x", 90),
        )
        return
    w, h = b.uniform(0.1, 0.2), b.uniform(0.05, 0.1)
    b.add("frame|case|body", standing(w, h, d, b.pick(0, 0.008, 0.02)))
    if b.chance(0.5):
        b.add(SCREEN, plate(w * 0.85, h * 0.65, 0.002).move(y=h / 2, z=d / 2))
        digit = plate(w * 0.1, h * 0.4, 0.002)
        b.add(
            "digit|number|numeral",
            g.array(digit, [(x * w, h / 2, d / 2 + 0.002) for x in (-0.3, -0.13, 0.13, 0.3)]),
        )
    else:
        first = len(b.pieces)
        b.add("face|dial", disc(h * 0.42, 0.003).move(z=-0.003))
        dial_marks(b, h * 0.4)
        clock_hands(b, h * 0.38)
        b.change(lambda m: m.move(y=h / 2, z=d / 2 + 0.003), first)
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
    b.change(lambda m: m.move(y=h - head / 2, z=d / 2 + 0.006), first)
    if tall:
        y, span = low + (h - head - low) / 2, (h - head - low) * 0.85
        z = d * 0.425
        b.add("door > door frame|door", frame(mid * 0.8, span, 0.012, mid * 0.1).move(0, y, z))
        b.add("pendulum > rod", plate(0.012, span * 0.7, 0.004).move(0, y + span * 0.1, z))
        b.add("pendulum > bob|weight", disc(mid * 0.16, 0.012).move(0, y - span * 0.25, z))
    kind = b.integer(0, 2)
    if kind == 0:
        top = [(-w * 0.55, 0), (w * 0.55, 0), (w * 0.5, h * 0.03), (0, w * 0.3), (-w * 0.5, h * 0.03)]
        b.add("top|pediment|crown", g.extrude(top, d * 1.05).move(y=h))
    elif kind == 1:
        b.add("top|pediment|crown", standing(w * 1.12, h * 0.025, d * 1.1).move(y=h))
    else:
        dome = g.arc(w * 0.49, 0, 180, 18)[:, :2] * [1, 0.5]
        b.add("top|pediment|crown", g.extrude(dome, d).move(y=h))
    if b.chance(0.4):
        b.add(
            "finial|ornament",
            g.array(
                g.sphere(w * 0.05, w * 0.08, w * 0.05, 12), [(s * w * 0.42, h + w * 0.1, 0) for s in (-1, 1)]
            ),
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
            b.add("bezel|ring", g.torus(r * 0.92, r * 0.08).rotate("x", 90).move(z=z))
        b.add("dial|face", disc(r * 0.86, 0.001, sides=28).move(z=z))
    first = len(b.pieces)
    if kind or b.chance(0.3):
        dial_marks(b, r * 0.82)
        clock_hands(b, r * 0.75)
        b.change(lambda m: m.move(z=z + 0.0008), first)
    crown = g.cylinder(r * 0.13, r * 0.22, sides=14).rotate("z", 90).move(r * 1.04, 0, thick / 2)
    b.add("crown|knob", crown.move(x=-r * 0.15 if kind == 0 else 0))
    if b.chance(0.35) and kind:
        b.add(
            "button|pusher",
            g.array(
                g.cylinder(r * 0.08, r * 0.3, sides=10).rotate("z", 90),
                [(r * 0.9, s * r * 0.5, thick / 2) for s in (-1, 1)],
            ),
        )
    symmetric(b, "lug", g.box(r * 1.05, r * 0.3, thick * 0.5, thick * 0.1).move(0, r * 1.02, thick * 0.35), "y")
    _watch_strap(b, r, thick)
    turn_all(b, "x", b.pick(-90, -45, 0))


def _watch_strap(b: Builder, r: float, thick: float) -> None:
    """Two strap halves, flat or bent around the wrist, of leather or links, with a buckle."""
    wide, wrap = r * b.uniform(0.8, 1.1), b.chance(0.65)
    section = g.rectangle(0.0028 / 0.002, wide / 0.002)
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
            g.box(wide, 0.0052, 0.003, 0.0008, 1)
            .rotate("x", float(np.degrees(np.arctan2(*(q - p)[[2, 1]]))))
            .move(*((p + q) / 2))
            for p, q in zip(path[:-1], path[1:], strict=True)
        ]
        half = g.join(links)
    else:
        half = g.sweep(path, 0.002, section=section[:, ::-1] if wrap else section)
        extent = np.ptp(half.vertices[:, 0])
        if extent < wide * 0.6:
            half = g.sweep(path, 0.002, section=section if wrap else section[:, ::-1])
    if wrap:
        b.add("strap|band", half)
        b.add("strap|band", half.mirror("y"))
    else:
        symmetric(b, "strap|band", half, "y")
    b.add("buckle|clasp", frame(wide * 1.15, 0.014, 0.003, 0.002).move(z=-0.0015).move(*low))
