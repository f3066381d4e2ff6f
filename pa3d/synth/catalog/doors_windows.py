"""Doors and windows."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.building_parts import GLASS, arched
from pa3d.synth.parts import Parts, Range, about, divide, put_changed, span

FRAME = "frame|door frame"
DOOR = "door|door leaf"
HANDLE = "handle|door handle"
WINDOW = "window|sash|window sash"
WFRAME = "frame|window frame"
STYLES = ("flush", "flush", "raised", "raised", "planks", "louvred", "glass", "grid", "grid")


# -- doors -----------------------------------------------------------------------------------------


def _grid(b: Builder, x: Range, y: Range, columns: int, rows: int, rail: float) -> list[tuple[Range, Range]]:
    """Fields of a panelled door or glazed sash."""
    even = b.chance(0.6)
    return [(i, j) for i in divide(b, x, columns, rail) for j in divide(b, y, rows, rail, even)]


def door_panel(b: Builder, w: float, h: float, t: float, style: str) -> Parts:
    """Door leaf standing on y = 0, centred in x and z."""
    slab = span(about(0, w), (0, h), about(0, t))
    rail, body = w * b.uniform(0.1, 0.17), f"{DOOR} > door panel|panel"
    fields = _grid(
        b, about(0, w - 2 * rail), (rail * 1.3, h - rail), b.pick(1, 1, 2), b.integer(1, 4), rail * 0.7
    )
    if style == "flush":
        return [(body, slab)]
    if style == "raised":
        raised = [g.box(x[1] - x[0], y[1] - y[0], t * 1.5).move(sum(x) / 2, sum(y) / 2) for x, y in fields]
        return [(body, slab), (f"{DOOR} > moulding|molding|trim", g.join(raised))]
    if style == "planks":
        planks = [span(x, (0, h), about(0, t * 0.8)) for x in divide(b, about(0, w), b.integer(3, 8), 0.006)]
        bars = [span(about(0, w * 0.95), about(h * f, 0.12), (t * 0.4, t * 0.9)) for f in (0.15, 0.85)]
        return [(body, g.join(planks)), (f"{DOOR} > crossbar|brace", g.join(bars))]
    if style == "louvred":
        frame = g.extrude(g.rectangle(w, h), t, [g.rectangle(w - 2 * rail, h - 2 * rail)]).move(y=h / 2)
        slat = g.box(w - 2 * rail, 0.05, 0.008).rotate("x", 35)
        slats = g.array(slat, [(0, y, 0) for y in np.arange(rail + 0.03, h - rail, max(0.05, h / 36))])
        return [(f"{DOOR} > leaf frame|stile", frame), (f"{DOOR} > slat|louver|louvre", slats)]
    if style == "glass":
        fields = [(about(0, w - 2 * rail), (b.pick(rail, h * 0.4, h * 0.6), h - rail))]
    holes = [g.rectangle(x[1] - x[0], y[1] - y[0]) + [sum(x) / 2, sum(y) / 2] for x, y in fields]
    panes = g.join(span(x, y, about(0, t * 0.25)) for x, y in fields)
    return [(body, g.extrude(g.rectangle(w, h) + [0, h / 2], t, holes)), (f"{DOOR} > {GLASS}", panes)]


def door_handles(b: Builder, kind: str, t: float, side: int) -> Parts:
    """Handles on both faces of a leaf, at the origin, levers pointing to x = -side."""
    r, reach = b.uniform(0.008, 0.013), b.uniform(0.045, 0.065)
    plate = g.cylinder(r * 2.6, 0.01, sides=16).rotate("x", 90)
    if b.chance(0.4):
        plate = g.box(r * 4, b.uniform(0.15, 0.26), 0.008, 0.003, 1)
    shaft = g.cylinder(r, reach, sides=10).rotate("x", 90).move(z=reach / 2)
    if kind == "lever":
        length = b.uniform(0.1, 0.14)
        grip = shaft + g.capsule(r, length, r * 0.8).rotate("z", 90 * side).move(
            -side * (length / 2 - r), 0, reach
        )
    elif kind == "knob":
        grip = shaft + g.sphere(r * 2.6, r * 2.6, r * 2, sides=14).move(z=reach)
    elif kind == "ring":
        grip = g.torus(0.05, 0.007, 18).rotate("x", 80).move(0, -0.05, 0.02)
    else:
        length = b.uniform(0.25, 0.9)
        grip = g.cylinder(r, length, sides=10).move(z=reach) + g.array(
            shaft, [(0, s * length * 0.4, 0) for s in (-1, 1)]
        )
        plate = g.box(r * 2, 0.02, 0.01)
    parts: Parts = []
    for turn in (0, 180):
        face = [("grip|lever|knob", grip), ("backplate|plate", plate.move(z=0.004))]
        for name, mesh in face:
            flipped = mesh.mirror("z") if turn else mesh
            parts.append((f"{HANDLE} > {name}", flipped.move(z=t / 2 if not turn else -t / 2)))
    return parts


def _hang(b: Builder, x: Range, h: float, t: float, hinge: int, style: str, kind: str, angle: float) -> None:
    """Add a door leaf over x with handle and hinges, opened by an angle about its hinge side."""
    w = x[1] - x[0]
    parts = door_panel(b, w, h, t, style)
    grip = (-hinge * (w / 2 - 0.07), h * b.uniform(0.45, 0.52), 0)
    if kind != "none":
        parts += [(n, m.move(*grip)) for n, m in door_handles(b, kind, t, -hinge)]
        if b.chance(0.3):
            lock = g.cylinder(0.02, t + 0.016, sides=14).rotate("x", 90)
            parts.append(("lock|keyhole", lock.move(grip[0], grip[1] + b.pick(-0.14, 0.18), 0)))
    if b.chance(0.7):
        knuckle = g.cylinder(0.009, 0.1, sides=8) + g.box(0.05, 0.1, 0.004).move(-hinge * 0.02, 0, -0.004)
        count = b.integer(2, 3)
        places = [(hinge * w / 2, f * h, t / 2 + 0.004) for f in np.linspace(0.12, 0.88, count)]
        parts.append(("hinge", g.array(knuckle, places)))
    put_changed(b, parts, lambda m: m.rotate("y", hinge * angle, (hinge * w / 2, 0, t / 2)).move(x=sum(x) / 2))


@design("door", "door", "door")
def hinged_door(b: Builder) -> None:
    """One leaf or a pair in a frame, closed or open, with a transom, side light, threshold or trim."""
    pair = b.chance(0.3)
    w, h, t = b.uniform(0.7, 1.05) * (1.8 if pair else 1), b.uniform(1.9, 2.3), b.uniform(0.03, 0.06)
    deep, jamb, low = b.uniform(0.06, 0.2), b.uniform(0.03, 0.1), 0.006
    top = b.pick(0.0, 0.0, 0.0, b.uniform(0.25, 0.5))
    light = b.pick(0.0, 0.0, 0.0, b.uniform(0.25, 0.45))
    for s in (-1, 1):
        x = s * (w + jamb) / 2
        b.add(f"{FRAME} > jamb|post", span(about(x, jamb), (0, h + top), about(0, deep)))
    wide = w + 2 * jamb
    b.add(f"{FRAME} > head|lintel", span(about(0, wide), (h + top, h + top + jamb), about(0, deep)))
    if top:
        b.add(f"{FRAME} > transom", span(about(0, w), (h, h + jamb * 0.6), about(0, deep)))
        b.add(GLASS, span(about(0, w), (h + jamb * 0.6, h + top), about(0, 0.01)))
    if light:
        x = w / 2 + jamb + light
        b.add(f"{FRAME} > jamb|post", span(about(x + jamb / 2, jamb), (0, h + top + jamb), about(0, deep)))
        for y in (0.04, h + top + jamb / 2):
            b.add(f"{FRAME} > head|lintel", span((w / 2 + jamb, x), about(y, 0.08), about(0, deep)))
        b.add(GLASS, span((w / 2 + jamb, x), (0.08, h + top), about(0, 0.01)))
    if b.chance(0.4):
        b.add(f"{FRAME} > threshold|sill", span(about(0, wide), (-0.02, 0.003), about(0, deep + 0.04)))
    if b.chance(0.4) and not light:
        trim = b.uniform(0.05, 0.1)
        outline = g.rectangle(wide + 2 * trim, h + top + jamb + trim) + [0, (h + top + jamb + trim) / 2]
        hole = g.rectangle(wide - 0.01, h + top + jamb - 0.001) + [0, (h + top + jamb) / 2 + 0.001]
        for s in (-1, 1):
            b.add(f"{FRAME} > trim|casing|architrave", g.extrude(outline, 0.015, [hole]).move(z=s * deep / 2))
    style, kind = b.pick(*STYLES), b.pick("lever", "lever", "lever", "knob", "knob", "bar", "ring", "none")
    inner = Builder(b.rng)
    halves = [((-w / 2, 0.0), -1), ((0.0, w / 2), 1)] if pair else [((-w / 2, w / 2), b.pick(-1, 1))]
    for x, hinge in halves:
        angle = b.pick(0.0, 0.0, b.uniform(5, 120))
        _hang(inner, (x[0] + 0.003, x[1] - 0.003), h - 2 * low, t, hinge, style, kind, angle)
    for name, mesh in inner.pieces:
        b.add(name, mesh.move(0, low, deep / 2 - t / 2))


@design("door")
def arched_door(b: Builder) -> None:
    """Castle or church door: arched plank leaf with iron straps, ring or knob, in a thick frame."""
    w, h, t = b.uniform(0.9, 1.8), b.uniform(1.9, 2.8), b.uniform(0.05, 0.09)
    rise, jamb = w * b.pick(0.25, 0.5, 0.5), b.uniform(0.08, 0.25)
    outer = arched(w + 2 * jamb, h + jamb, rise + jamb)
    hole = arched(w, h, rise) + [0, 0.0005]
    b.add(FRAME, g.extrude(outer, b.uniform(0.1, 0.3), [hole]))
    pair = w > 1.3
    leaf = Builder(b.rng)
    if pair:
        half = arched(w, h, rise)
        half = half[half[:, 0] > -1e-6]
        half = np.concatenate([[(0.004, 0.0)], half[:-1], [(0.004, h - 0.002)]])
        outlines = [(half, 1), (half * [-1, 1], -1)]
    else:
        outlines = [(arched(w - 0.008, h - 0.004, rise), 1)]
    kind = b.pick("ring", "ring", "knob", "bar")
    for outline, hinge in outlines:
        wide, edge = (w / 2, 0.0) if pair else (w, -w / 2)
        parts: Parts = [(f"{DOOR} > door panel|panel", g.extrude(outline, t))]
        for y in (h * 0.2, (h - rise) * 0.9):
            strap = span(
                (hinge * (edge + wide * 0.15), hinge * (edge + wide)), about(y, 0.05), about(0, t + 0.02)
            )
            parts.append(("hinge|strap hinge|strap", strap))
        at = hinge * (edge + 0.12 * max(wide, 0.7))
        parts += [(n, m.move(at, h * 0.45)) for n, m in door_handles(b, kind, t, -hinge)]
        angle = b.pick(0.0, 0.0, b.uniform(10, 100))
        pivot = (hinge * w / 2, 0, t / 2)
        put_changed(leaf, parts, lambda m, s=hinge, a=angle, p=pivot: m.rotate("y", s * a, p))
    b.pieces.extend(leaf.pieces)


@design("door")
def sliding_door(b: Builder) -> None:
    """Sliding door: a leaf on rollers along a rail (barn) or glass leaves in tracks (patio)."""
    w, h, t = b.uniform(0.8, 1.2), b.uniform(1.95, 2.3), b.uniform(0.03, 0.05)
    shift = b.pick(0.0, b.uniform(0.1, 0.95)) * w
    if b.chance(0.5):
        parts = door_panel(b, w, h, t, b.pick("planks", "raised", "glass", "flush"))
        parts += [(n, m.move(w * 0.42, h * 0.48)) for n, m in door_handles(b, "bar", t, 1)]
        put_changed(b, parts, lambda m: m.move(-shift, 0.01, 0.03))
        for s in (-1, 1):
            x = s * w * 0.35 - shift
            roller = g.cylinder(0.045, 0.02, sides=18).rotate("x", 90)
            b.add("roller|wheel", roller.move(x, h + 0.1, 0.03))
            b.add(
                "hanger|strap|bracket", span(about(x, 0.04), (h - 0.15, h + 0.1), (t / 2 + 0.03, t / 2 + 0.04))
            )
        b.add("rail|track", span((-w * 1.5, w * 0.6), (h + 0.02, h + 0.06), about(0.03, 0.01)))
        if b.chance(0.6):
            outline, hole = g.rectangle(w * 1.1, h + 0.05), g.rectangle(w * 0.95, h * 0.98)
            b.add(FRAME, g.extrude(outline + [0, (h + 0.05) / 2], 0.05, [hole + [0, h * 0.491]]).move(z=-0.05))
        return
    jamb, count = b.uniform(0.04, 0.08), b.integer(2, 3)
    whole = count * w
    outline, hole = g.rectangle(whole + 2 * jamb, h + 2 * jamb), g.rectangle(whole, h)
    b.add(FRAME, g.extrude(outline, 0.14, [hole]).move(y=h / 2))
    for i in range(count):
        x = (i + 0.5) * w - whole / 2 + (-shift if i == count - 1 else 0.0)
        rail = b.uniform(0.04, 0.09)
        parts = [
            (
                f"{DOOR} > leaf frame|stile",
                g.extrude(g.rectangle(w, h), t, [g.rectangle(w - 2 * rail, h - 2 * rail)]),
            )
        ]
        parts.append((f"{DOOR} > {GLASS}", g.box(w - 2 * rail, h - 2 * rail, 0.008)))
        parts += [(n, m.move(-w / 2 + rail / 2)) for n, m in door_handles(b, "bar", t, 1)]
        put_changed(b, parts, lambda m, x=x, i=i: m.move(x, h / 2, 0.035 if i % 2 else -0.035))


# -- windows ---------------------------------------------------------------------------------------


def sash(b: Builder, w: float, h: float, t: float, bars: tuple[int, int]) -> Parts:
    """Sash standing on y = 0, centred in x and z: frame, pane, glazing bars."""
    rail = min(b.uniform(0.03, 0.07), w * 0.2, h * 0.2)
    hole = g.rectangle(w - 2 * rail, h - 2 * rail)
    parts: Parts = [
        (f"{WINDOW} > sash frame", g.extrude(g.rectangle(w, h), t, [hole]).move(y=h / 2)),
        (f"{WINDOW} > {GLASS}", g.box(w - 2 * rail, h - 2 * rail, 0.008).move(y=h / 2)),
    ]
    size = b.uniform(0.012, 0.028)
    for i in range(1, bars[0]):
        x = (i / bars[0] - 0.5) * (w - 2 * rail)
        parts.append((f"{WINDOW} > glazing bar|muntin", g.box(size, h - 2 * rail, t * 0.7).move(x, h / 2)))
    for i in range(1, bars[1]):
        y = rail + i / bars[1] * (h - 2 * rail)
        parts.append((f"{WINDOW} > glazing bar|muntin", g.box(w - 2 * rail, size, t * 0.7).move(0, y)))
    return parts


def _window_handle(t: float) -> Parts:
    lever = g.cylinder(0.008, 0.035, sides=8).rotate("x", 90).move(z=0.018) + g.box(0.018, 0.11, 0.012).move(
        y=-0.04, z=0.036
    )
    return [("handle|latch", (lever + g.box(0.028, 0.07, 0.008)).move(z=t / 2))]


def _window_frame(b: Builder, w: float, h: float) -> float:
    """Outer frame about the opening w by h standing on y = 0, with sill, trim; returns its depth."""
    jamb, deep = b.uniform(0.03, 0.09), b.uniform(0.06, 0.18)
    hole = g.rectangle(w, h) + [0, h / 2]
    b.add(WFRAME, g.extrude(g.rectangle(w + 2 * jamb, h + 2 * jamb) + [0, h / 2], deep, [hole]))
    if b.chance(0.55):
        wide, out = w + 2 * jamb + b.uniform(0.02, 0.2), b.uniform(0.06, 0.2)
        z = (deep / 2 - 0.02, deep / 2 + out)
        b.add("sill|window sill|ledge", span(about(0, wide), (-jamb - 0.035, -jamb), z))
    if b.chance(0.2):
        wide = w + 2 * jamb
        b.add(
            "trim|cornice|pediment",
            span(about(0, wide + 0.12), (h + jamb, h + jamb + 0.06), about(0.02, deep + 0.06)),
        )
    return deep


def _shutters(b: Builder, w: float, h: float, z: float) -> None:
    wide, slatted, angle = w / 2, b.chance(0.6), b.pick(180.0, 180.0, b.uniform(90, 170))
    rail = wide * 0.14
    parts: Parts = []
    if slatted:
        hole = g.rectangle(wide - 2 * rail, h - 2 * rail)
        parts.append(("shutter > shutter frame", g.extrude(g.rectangle(wide, h), 0.03, [hole])))
        slat = g.box(wide - 2 * rail, 0.05, 0.008).rotate("x", 35)
        parts.append(
            (
                "shutter > slat|louver|louvre",
                g.array(slat, [(0, y, 0) for y in np.arange(-h / 2 + rail + 0.03, h / 2 - rail, 0.06)]),
            )
        )
    else:
        parts.append(("shutter > shutter panel", g.box(wide, h, 0.025)))
        brace = g.join(g.box(wide * 0.9, 0.07, 0.02).move(0, s * h * 0.34, 0.02) for s in (-1, 1))
        parts.append(("shutter > crossbar|brace", brace))
    for s in (-1, 1):
        put_changed(
            b,
            parts,
            lambda m, s=s: m.move(x=-s * wide / 2).rotate("y", s * angle).move(s * (w / 2 + 0.04), h / 2, z),
        )


@design("window", "window", "window")
def casement_window(b: Builder) -> None:
    """Frame with one to four side-hung, top-hung or fixed sashes, closed or open; shutters, sill, fanlight."""
    count = b.integer(1, 4)
    w, h, t = count * b.uniform(0.4, 0.8), b.uniform(0.6, 1.7), b.uniform(0.025, 0.05)
    deep = _window_frame(b, w, h)
    fan = b.pick(0.0, 0.0, b.uniform(0.2, 0.32)) * h
    mullion = b.pick(0.0, b.uniform(0.03, 0.06))
    bars = b.pick((1, 1), (1, 1), (2, 2), (1, 2), (2, 3), (3, 4))
    z = deep / 2 - t / 2 - 0.004
    if fan:
        b.add(f"{WFRAME} > transom", span(about(0, w), about(h - fan, 0.04), about(0, deep * 0.9)))
    for i, x in enumerate(divide(b, about(0, w), count, mullion)):
        if i and mullion:
            b.add(f"{WFRAME} > mullion", span((x[0] - mullion, x[0]), (0, h), about(0, deep * 0.95)))
        hinge, wide, high = b.pick(-1, 1), x[1] - x[0] - 0.006, h - fan - 0.02 * bool(fan)
        parts = sash(b, wide, high, t, bars)
        if b.chance(0.7):
            parts += [(n, m.move(-hinge * (wide / 2 - 0.025), high / 2)) for n, m in _window_handle(t)]
        if b.chance(0.4):
            knuckle = g.cylinder(0.008, 0.07, sides=8)
            parts.append(
                ("hinge", g.array(knuckle, [(hinge * wide / 2, f * high, t / 2) for f in (0.15, 0.85)]))
            )
        angle, axis, pivot = b.pick(0.0, 0.0, b.uniform(10, 110)), "y", (hinge * wide / 2, 0, t / 2)
        if b.chance(0.25):
            angle, axis, pivot = min(angle, 45) * b.pick(-1, 1), "x", (0, high, t / 2)
            pivot = (0, high if angle < 0 else 0, t / 2)
        else:
            angle *= hinge
        put_changed(b, parts, lambda m, a=angle, n=axis, p=pivot, x=x: m.rotate(n, a, p).move(sum(x) / 2, 0, z))
        if fan:
            lights = sash(b, wide, fan - 0.02, t, (bars[0], 1))
            put_changed(b, lights, lambda m, x=x: m.move(sum(x) / 2, h - fan + 0.02, z))
    if b.chance(0.25):
        _shutters(b, w, h, deep / 2 + 0.03)


@design("window", "window")
def sliding_window(b: Builder) -> None:
    """Two sashes that slide up and down or sideways past each other, some way open."""
    w, h, t = b.uniform(0.5, 1.6), b.uniform(0.7, 1.7), b.uniform(0.022, 0.04)
    deep = max(_window_frame(b, w, h), 2.2 * t)
    upright, bars = b.chance(0.55), b.pick((1, 1), (1, 1), (2, 1), (3, 2), (2, 2))
    shift = b.pick(0.0, b.uniform(0.1, 0.9))
    wide, high = (w, h / 2 + 0.02) if upright else (w / 2 + 0.02, h)
    for i in range(2):
        parts = sash(b, wide, high, t, bars)
        if i == 0:
            lift = [(n, m.rotate("z", 90)) for n, m in _window_handle(t)] if upright else _window_handle(t)
            at = (0, high - 0.03) if upright else (wide / 2 - 0.03, high / 2)
            parts += [(n, m.move(*at)) for n, m in lift]
        x = 0.0 if upright else (i - 0.5) * (w / 2 - 0.02) + (shift * w / 2 if i == 0 else 0)
        y = (i * (h / 2 - 0.02) + (shift * h * 0.45 if i == 0 else 0)) if upright else 0.0
        z = deep / 2 - t * (0.6 if i == 0 else 1.7)
        put_changed(b, parts, lambda m, x=x, y=y, z=z: m.move(x, y, z))
    if b.chance(0.3):
        _shutters(b, w, h, deep / 2 + 0.03)


@design("window")
def shaped_window(b: Builder) -> None:
    """Arched, round or octagonal window with radiating or crossing bars."""
    kind, w, deep = b.pick("arch", "arch", "round", "octagon"), b.uniform(0.5, 1.4), b.uniform(0.05, 0.16)
    jamb, size = b.uniform(0.04, 0.1), b.uniform(0.015, 0.03)
    if kind == "arch":
        h = w * b.uniform(1.2, 2.0)
        inner = arched(w, h, w / 2)
        outer = arched(w + 2 * jamb, h + 2 * jamb, w / 2 + jamb) - [0, jamb]
        b.add(WFRAME, g.extrude(outer, deep, [inner]))
        b.add(f"{WINDOW} > {GLASS}", g.extrude(inner * 0.999, 0.008))
        bars = [
            span(about(0, size), (0, h), about(0, 0.03)),
            span(about(0, w), about(h - w / 2, size), about(0, 0.03)),
        ]
        bars += [
            span(about(0, w), about(y, size), about(0, 0.03))
            for y in np.linspace(0, h - w / 2, b.integer(2, 4))[1:-1]
        ]
        if b.chance(0.5):
            spoke = span(about(0, size), (0, w / 2), about(0, 0.03))
            bars += [spoke.rotate("z", a).move(y=h - w / 2) for a in (-45, 45)]
        if b.chance(0.6):
            b.add(
                "sill|window sill|ledge",
                span(about(0, w + 3 * jamb), (-jamb - 0.05, -jamb), (-deep / 2, deep / 2 + 0.1)),
            )
    else:
        sides = 8 if kind == "octagon" else 32
        inner = g.ellipse(w / 2, w / 2, sides)
        b.add(WFRAME, g.extrude(inner * (1 + 2 * jamb / w), deep, [inner]))
        b.add(f"{WINDOW} > {GLASS}", g.extrude(inner * 0.999, 0.008))
        spoke = span(about(0, size), about(0, w * 0.98), about(0, 0.03))
        count = b.integer(0, 3)
        bars = [spoke.rotate("z", i * 180 / count) for i in range(count)]
        if b.chance(0.3):
            parts = _window_handle(0.02)
            put_changed(b, parts, lambda m: m.move(w / 2, 0, deep / 2))
    if bars:
        b.add(f"{WINDOW} > glazing bar|muntin", g.join(bars))


@design("window")
def bay_window(b: Builder) -> None:
    """Bay window: three to five framed panes on an arc between a sill and a roof."""
    count, w, h = b.integer(3, 5), b.uniform(0.5, 0.9), b.uniform(1.0, 1.6)
    turn = b.uniform(20, 45) if count == 3 else b.uniform(12, 25)
    at, heading, post = np.zeros(2), -turn * (count - 1) / 2, b.uniform(0.03, 0.06)
    points = [at.copy()]
    for _ in range(count):
        a = np.radians(heading)
        step = np.array([np.cos(a), -np.sin(a)]) * w
        middle = at + step / 2
        hole = g.rectangle(w - 2 * post, h - 2 * post)
        frame = g.extrude(g.rectangle(w, h), 0.07, [hole])
        put_changed(
            b, [(WFRAME, frame)], lambda m, p=middle, t=heading: m.rotate("y", t).move(p[0], h / 2, p[1])
        )
        parts = sash(b, w - 2 * post, h - 2 * post, 0.04, b.pick((1, 1), (1, 1), (1, 2), (2, 3)))
        put_changed(b, parts, lambda m, p=middle, t=heading: m.rotate("y", t).move(p[0], post, p[1]))
        at, heading = at + step, heading + turn
        points.append(at.copy())
    outline = np.array(points) * [1, -1]
    for y, name in ((-0.04, "sill|window sill|ledge"), (h + 0.04, "roof|cornice|trim")):
        slab = g.extrude((outline - outline.mean(0)) * 1.06 + outline.mean(0), 0.08).rotate("x", -90)
        b.add(name, slab.move(y=y))
