"""Doors, windows, stairs, gates, fences, ladders, frames, mirrors and curtains."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.flatpack import Parts, Range, about, divide, put, span
from pa3d.synth.catalog.tables import turned
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
    join,
    lathe,
    rectangle,
    sheet,
    sphere,
    sweep,
    torus,
)

FRAME = "frame|door frame"
DOOR = "door|door leaf"
HANDLE = "handle|door handle"
WINDOW = "window|sash|window sash"
WFRAME = "frame|window frame"
GLASS = "glass pane|pane|glass"


# -- doors -----------------------------------------------------------------------------------------


def _arched(w: float, h: float, rise: float) -> np.ndarray:
    """(n, 2) outline standing on y = 0, with an arched head if rise > 0."""
    if rise <= 0:
        return rectangle(w, h) + [0, h / 2]
    t = np.radians(np.linspace(0, 180, 17))
    head = np.stack([w / 2 * np.cos(t), h - rise + rise * np.sin(t)], 1)
    return np.concatenate([[(-w / 2, 0), (w / 2, 0)], head])


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
        raised = [box(x[1] - x[0], y[1] - y[0], t * 1.5).move(sum(x) / 2, sum(y) / 2) for x, y in fields]
        return [(body, slab), (f"{DOOR} > moulding|molding|trim", join(raised))]
    if style == "planks":
        planks = [span(x, (0, h), about(0, t * 0.8)) for x in divide(b, about(0, w), b.integer(3, 8), 0.006)]
        bars = [span(about(0, w * 0.95), about(h * f, 0.12), (t * 0.4, t * 0.9)) for f in (0.15, 0.85)]
        return [(body, join(planks)), (f"{DOOR} > crossbar|brace", join(bars))]
    if style == "louvred":
        frame = extrude(rectangle(w, h), t, [rectangle(w - 2 * rail, h - 2 * rail)]).move(y=h / 2)
        slat = box(w - 2 * rail, 0.05, 0.008).rotate("x", 35)
        slats = array(slat, [(0, y, 0) for y in np.arange(rail + 0.03, h - rail, max(0.05, h / 36))])
        return [(f"{DOOR} > leaf frame|stile", frame), (f"{DOOR} > slat|louver|louvre", slats)]
    if style == "glass":
        fields = [(about(0, w - 2 * rail), (b.pick(rail, h * 0.4, h * 0.6), h - rail))]
    holes = [rectangle(x[1] - x[0], y[1] - y[0]) + [sum(x) / 2, sum(y) / 2] for x, y in fields]
    panes = join(span(x, y, about(0, t * 0.25)) for x, y in fields)
    return [(body, extrude(rectangle(w, h) + [0, h / 2], t, holes)), (f"{DOOR} > {GLASS}", panes)]


def door_handles(b: Builder, kind: str, t: float, side: int) -> Parts:
    """Handles on both faces of a leaf, at the origin, levers pointing to x = -side."""
    r, reach = b.uniform(0.008, 0.013), b.uniform(0.045, 0.065)
    plate = cylinder(r * 2.6, 0.01, sides=16).rotate("x", 90)
    if b.chance(0.4):
        plate = box(r * 4, b.uniform(0.15, 0.26), 0.008, 0.003, 1)
    shaft = cylinder(r, reach, sides=10).rotate("x", 90).move(z=reach / 2)
    if kind == "lever":
        length = b.uniform(0.1, 0.14)
        grip = shaft + capsule(r, length, r * 0.8).rotate("z", 90 * side).move(
            -side * (length / 2 - r), 0, reach
        )
    elif kind == "knob":
        grip = shaft + sphere(r * 2.6, r * 2.6, r * 2, sides=14).move(z=reach)
    elif kind == "ring":
        grip = torus(0.05, 0.007, 18).rotate("x", 80).move(0, -0.05, 0.02)
    else:
        length = b.uniform(0.25, 0.9)
        grip = cylinder(r, length, sides=10).move(z=reach) + array(
            shaft, [(0, s * length * 0.4, 0) for s in (-1, 1)]
        )
        plate = box(r * 2, 0.02, 0.01)
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
            lock = cylinder(0.02, t + 0.016, sides=14).rotate("x", 90)
            parts.append(("lock|keyhole", lock.move(grip[0], grip[1] + b.pick(-0.14, 0.18), 0)))
    if b.chance(0.7):
        knuckle = cylinder(0.009, 0.1, sides=8) + box(0.05, 0.1, 0.004).move(-hinge * 0.02, 0, -0.004)
        count = b.integer(2, 3)
        places = [(hinge * w / 2, f * h, t / 2 + 0.004) for f in np.linspace(0.12, 0.88, count)]
        parts.append(("hinge", array(knuckle, places)))
    put(b, parts, lambda m: m.rotate("y", hinge * angle, (hinge * w / 2, 0, t / 2)).move(x=sum(x) / 2))


STYLES = ("flush", "flush", "raised", "raised", "planks", "louvred", "glass", "grid", "grid")


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
        outline = rectangle(wide + 2 * trim, h + top + jamb + trim) + [0, (h + top + jamb + trim) / 2]
        hole = rectangle(wide - 0.01, h + top + jamb - 0.001) + [0, (h + top + jamb) / 2 + 0.001]
        for s in (-1, 1):
            b.add(f"{FRAME} > trim|casing|architrave", extrude(outline, 0.015, [hole]).move(z=s * deep / 2))
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
    outer = _arched(w + 2 * jamb, h + jamb, rise + jamb)
    hole = _arched(w, h, rise) + [0, 0.0005]
    b.add(FRAME, extrude(outer, b.uniform(0.1, 0.3), [hole]))
    pair = w > 1.3
    leaf = Builder(b.rng)
    if pair:
        half = _arched(w, h, rise)
        half = half[half[:, 0] > -1e-6]
        half = np.concatenate([[(0.004, 0.0)], half[:-1], [(0.004, h - 0.002)]])
        outlines = [(half, 1), (half * [-1, 1], -1)]
    else:
        outlines = [(_arched(w - 0.008, h - 0.004, rise), 1)]
    kind = b.pick("ring", "ring", "knob", "bar")
    for outline, hinge in outlines:
        wide, edge = (w / 2, 0.0) if pair else (w, -w / 2)
        parts: Parts = [(f"{DOOR} > door panel|panel", extrude(outline, t))]
        for y in (h * 0.2, (h - rise) * 0.9):
            strap = span(
                (hinge * (edge + wide * 0.15), hinge * (edge + wide)), about(y, 0.05), about(0, t + 0.02)
            )
            parts.append(("hinge|strap hinge|strap", strap))
        at = hinge * (edge + 0.12 * max(wide, 0.7))
        parts += [(n, m.move(at, h * 0.45)) for n, m in door_handles(b, kind, t, -hinge)]
        angle = b.pick(0.0, 0.0, b.uniform(10, 100))
        pivot = (hinge * w / 2, 0, t / 2)
        put(leaf, parts, lambda m, s=hinge, a=angle, p=pivot: m.rotate("y", s * a, p))
    b.pieces.extend(leaf.pieces)


@design("door")
def sliding_door(b: Builder) -> None:
    """Sliding door: a leaf on rollers along a rail (barn) or glass leaves in tracks (patio)."""
    w, h, t = b.uniform(0.8, 1.2), b.uniform(1.95, 2.3), b.uniform(0.03, 0.05)
    shift = b.pick(0.0, b.uniform(0.1, 0.95)) * w
    if b.chance(0.5):
        parts = door_panel(b, w, h, t, b.pick("planks", "raised", "glass", "flush"))
        parts += [(n, m.move(w * 0.42, h * 0.48)) for n, m in door_handles(b, "bar", t, 1)]
        put(b, parts, lambda m: m.move(-shift, 0.01, 0.03))
        for s in (-1, 1):
            x = s * w * 0.35 - shift
            roller = cylinder(0.045, 0.02, sides=18).rotate("x", 90)
            b.add("roller|wheel", roller.move(x, h + 0.1, 0.03))
            b.add(
                "hanger|strap|bracket", span(about(x, 0.04), (h - 0.15, h + 0.1), (t / 2 + 0.03, t / 2 + 0.04))
            )
        b.add("rail|track", span((-w * 1.5, w * 0.6), (h + 0.02, h + 0.06), about(0.03, 0.01)))
        if b.chance(0.6):
            outline, hole = rectangle(w * 1.1, h + 0.05), rectangle(w * 0.95, h * 0.98)
            b.add(FRAME, extrude(outline + [0, (h + 0.05) / 2], 0.05, [hole + [0, h * 0.491]]).move(z=-0.05))
        return
    jamb, count = b.uniform(0.04, 0.08), b.integer(2, 3)
    whole = count * w
    outline, hole = rectangle(whole + 2 * jamb, h + 2 * jamb), rectangle(whole, h)
    b.add(FRAME, extrude(outline, 0.14, [hole]).move(y=h / 2))
    for i in range(count):
        x = (i + 0.5) * w - whole / 2 + (-shift if i == count - 1 else 0.0)
        rail = b.uniform(0.04, 0.09)
        parts = [
            (f"{DOOR} > leaf frame|stile", extrude(rectangle(w, h), t, [rectangle(w - 2 * rail, h - 2 * rail)]))
        ]
        parts.append((f"{DOOR} > {GLASS}", box(w - 2 * rail, h - 2 * rail, 0.008)))
        parts += [(n, m.move(-w / 2 + rail / 2)) for n, m in door_handles(b, "bar", t, 1)]
        put(b, parts, lambda m, x=x, i=i: m.move(x, h / 2, 0.035 if i % 2 else -0.035))


# -- windows ---------------------------------------------------------------------------------------


def sash(b: Builder, w: float, h: float, t: float, bars: tuple[int, int]) -> Parts:
    """Sash standing on y = 0, centred in x and z: frame, pane, glazing bars."""
    rail = min(b.uniform(0.03, 0.07), w * 0.2, h * 0.2)
    hole = rectangle(w - 2 * rail, h - 2 * rail)
    parts: Parts = [
        (f"{WINDOW} > sash frame", extrude(rectangle(w, h), t, [hole]).move(y=h / 2)),
        (f"{WINDOW} > {GLASS}", box(w - 2 * rail, h - 2 * rail, 0.008).move(y=h / 2)),
    ]
    size = b.uniform(0.012, 0.028)
    for i in range(1, bars[0]):
        x = (i / bars[0] - 0.5) * (w - 2 * rail)
        parts.append((f"{WINDOW} > glazing bar|muntin", box(size, h - 2 * rail, t * 0.7).move(x, h / 2)))
    for i in range(1, bars[1]):
        y = rail + i / bars[1] * (h - 2 * rail)
        parts.append((f"{WINDOW} > glazing bar|muntin", box(w - 2 * rail, size, t * 0.7).move(0, y)))
    return parts


def _window_handle(t: float) -> Parts:
    lever = cylinder(0.008, 0.035, sides=8).rotate("x", 90).move(z=0.018) + box(0.018, 0.11, 0.012).move(
        y=-0.04, z=0.036
    )
    return [("handle|latch", (lever + box(0.028, 0.07, 0.008)).move(z=t / 2))]


def _window_frame(b: Builder, w: float, h: float) -> float:
    """Outer frame about the opening w by h standing on y = 0, with sill, trim; returns its depth."""
    jamb, deep = b.uniform(0.03, 0.09), b.uniform(0.06, 0.18)
    hole = rectangle(w, h) + [0, h / 2]
    b.add(WFRAME, extrude(rectangle(w + 2 * jamb, h + 2 * jamb) + [0, h / 2], deep, [hole]))
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
        hole = rectangle(wide - 2 * rail, h - 2 * rail)
        parts.append(("shutter > shutter frame", extrude(rectangle(wide, h), 0.03, [hole])))
        slat = box(wide - 2 * rail, 0.05, 0.008).rotate("x", 35)
        parts.append(
            (
                "shutter > slat|louver|louvre",
                array(slat, [(0, y, 0) for y in np.arange(-h / 2 + rail + 0.03, h / 2 - rail, 0.06)]),
            )
        )
    else:
        parts.append(("shutter > shutter panel", box(wide, h, 0.025)))
        brace = join(box(wide * 0.9, 0.07, 0.02).move(0, s * h * 0.34, 0.02) for s in (-1, 1))
        parts.append(("shutter > crossbar|brace", brace))
    for s in (-1, 1):
        put(
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
            knuckle = cylinder(0.008, 0.07, sides=8)
            parts.append(("hinge", array(knuckle, [(hinge * wide / 2, f * high, t / 2) for f in (0.15, 0.85)])))
        angle, axis, pivot = b.pick(0.0, 0.0, b.uniform(10, 110)), "y", (hinge * wide / 2, 0, t / 2)
        if b.chance(0.25):
            angle, axis, pivot = min(angle, 45) * b.pick(-1, 1), "x", (0, high, t / 2)
            pivot = (0, high if angle < 0 else 0, t / 2)
        else:
            angle *= hinge
        put(b, parts, lambda m, a=angle, n=axis, p=pivot, x=x: m.rotate(n, a, p).move(sum(x) / 2, 0, z))
        if fan:
            lights = sash(b, wide, fan - 0.02, t, (bars[0], 1))
            put(b, lights, lambda m, x=x: m.move(sum(x) / 2, h - fan + 0.02, z))
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
        put(b, parts, lambda m, x=x, y=y, z=z: m.move(x, y, z))
    if b.chance(0.3):
        _shutters(b, w, h, deep / 2 + 0.03)


@design("window")
def shaped_window(b: Builder) -> None:
    """Arched, round or octagonal window with radiating or crossing bars."""
    kind, w, deep = b.pick("arch", "arch", "round", "octagon"), b.uniform(0.5, 1.4), b.uniform(0.05, 0.16)
    jamb, size = b.uniform(0.04, 0.1), b.uniform(0.015, 0.03)
    if kind == "arch":
        h = w * b.uniform(1.2, 2.0)
        inner = _arched(w, h, w / 2)
        outer = _arched(w + 2 * jamb, h + 2 * jamb, w / 2 + jamb) - [0, jamb]
        b.add(WFRAME, extrude(outer, deep, [inner]))
        b.add(f"{WINDOW} > {GLASS}", extrude(inner * 0.999, 0.008))
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
        inner = ellipse(w / 2, w / 2, sides)
        b.add(WFRAME, extrude(inner * (1 + 2 * jamb / w), deep, [inner]))
        b.add(f"{WINDOW} > {GLASS}", extrude(inner * 0.999, 0.008))
        spoke = span(about(0, size), about(0, w * 0.98), about(0, 0.03))
        count = b.integer(0, 3)
        bars = [spoke.rotate("z", i * 180 / count) for i in range(count)]
        if b.chance(0.3):
            parts = _window_handle(0.02)
            put(b, parts, lambda m: m.move(w / 2, 0, deep / 2))
    if bars:
        b.add(f"{WINDOW} > glazing bar|muntin", join(bars))


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
        hole = rectangle(w - 2 * post, h - 2 * post)
        frame = extrude(rectangle(w, h), 0.07, [hole])
        put(b, [(WFRAME, frame)], lambda m, p=middle, t=heading: m.rotate("y", t).move(p[0], h / 2, p[1]))
        parts = sash(b, w - 2 * post, h - 2 * post, 0.04, b.pick((1, 1), (1, 1), (1, 2), (2, 3)))
        put(b, parts, lambda m, p=middle, t=heading: m.rotate("y", t).move(p[0], post, p[1]))
        at, heading = at + step, heading + turn
        points.append(at.copy())
    outline = np.array(points) * [1, -1]
    for y, name in ((-0.04, "sill|window sill|ledge"), (h + 0.04, "roof|cornice|trim")):
        slab = extrude((outline - outline.mean(0)) * 1.06 + outline.mean(0), 0.08).rotate("x", -90)
        b.add(name, slab.move(y=y))


# -- stairs and ladders ----------------------------------------------------------------------------

RAILING = "railing|banister"


def _post(b: Builder, kind: str, height: float, r: float) -> Mesh:
    if kind == "turned":
        return turned(b, height, r)
    if kind == "square":
        return box(r * 1.6, height, r * 1.6).move(y=height / 2)
    return cylinder(r * 0.7, height, sides=8).move(y=height / 2)


@design("staircase", "staircase")
def straight_stairs(b: Builder) -> None:
    """Straight flight: open or closed risers, stringers or solid; railings with balusters, glass or rails."""
    count, rise, run = b.integer(4, 15), b.uniform(0.15, 0.2), b.uniform(0.23, 0.31)
    w, t, solid = b.uniform(0.7, 2.0), b.uniform(0.025, 0.05), b.chance(0.35)
    for i in range(count):
        z, y = -i * run, (i + 1) * rise
        if solid:
            b.add("step|stair", span(about(0, w), (0, y), (z - run, z)))
            continue
        b.add("step|stair > tread", span(about(0, w), (y - t, y), (z - run - 0.01, z + 0.025)))
    if not solid and b.chance(0.6):
        for i in range(count):
            b.add(
                "step|stair > riser",
                span(about(0, w), (i * rise, (i + 1) * rise - t), (-i * run - 0.015, -i * run)),
            )
    length, top = count * run, count * rise
    if not solid:
        drop = b.uniform(0.2, 0.3)
        side = [(0, -drop * 0.2), (0, rise), (-length, top + rise * 0.3), (-length, top - drop)]
        stringer = extrude([(-z, y) for z, y in side], 0.04).rotate("y", 90)
        for s in (-1, 1) if b.chance(0.7) else (0,):
            b.add("stringer|side panel|support", stringer.move(x=s * (w / 2 + 0.02)))
    for s in b.pick((), (-1,), (1,), (-1, 1), (-1, 1)):
        _railing(b, s * (w / 2 - 0.03), count, rise, run)


def _railing(b: Builder, x: float, count: int, rise: float, run: float) -> None:
    """Sloping handrail with balusters and newel posts beside a straight flight."""
    high, kind, r = b.uniform(0.8, 0.95), b.pick("round", "square", "turned"), b.uniform(0.014, 0.028)
    start, end = (x, rise + high, -run / 2), (x, count * rise + high, -(count - 0.5) * run)
    b.add(
        f"{RAILING} > handrail",
        sweep([start, end], b.uniform(0.02, 0.035), section=b.pick(None, rectangle(2, 1.4)), sides=10),
    )
    newel = _post(b, b.pick(kind, "square"), high + 0.08, r * 2.2)
    for i in (0, count - 1):
        b.add(f"{RAILING} > newel post|post", newel.move(x, (i + 1) * rise, -(i + 0.5) * run))
    fill = b.pick("balusters", "balusters", "rails", "glass", "none")
    if fill == "balusters":
        one = _post(b, kind, high, r)
        b.add(
            f"{RAILING} > baluster|spindle",
            array(one, [(x, (i + 1) * rise, -(i + 0.5) * run) for i in range(1, count - 1)]),
        )
    elif fill == "rails":
        for f in (0.3, 0.55, 0.8):
            path = np.array([start, end]) - [0, high * f, 0]
            b.add(f"{RAILING} > rail|bar", sweep(path, r * 0.5, sides=8))
    elif fill == "glass":
        (_, y0, z0), (_, y1, z1) = start, end
        outline = [(-z0, y0 - high * 0.9), (-z1, y1 - high * 0.9), (-z1, y1 - 0.08), (-z0, y0 - 0.08)]
        b.add(f"{RAILING} > {GLASS}", extrude(outline, 0.012).rotate("y", 90).move(x=x))


@design("staircase")
def spiral_stairs(b: Builder) -> None:
    """Spiral staircase: wedge steps about a central post, balusters and a helical handrail."""
    count, rise, r = b.integer(9, 18), b.uniform(0.17, 0.22), b.uniform(0.6, 1.1)
    angle, hub, way = b.uniform(20, 30), b.uniform(0.05, 0.1), b.pick(-1, 1)
    wedge = np.concatenate(
        [arc(r, -angle * 0.55, angle * 0.55, 5)[:, :2], arc(hub, angle * 0.55, -angle * 0.55, 3)[:, :2]]
    )
    step = extrude(wedge, b.uniform(0.03, 0.06)).rotate("x", -90)
    high = b.uniform(0.8, 0.95)
    b.add(
        "pole|central column|post", cylinder(hub, count * rise + 1.0, sides=18).move(y=(count * rise + 1.0) / 2)
    )
    rods = cylinder(0.01, high, sides=8).move(r * 0.96, high / 2, 0)
    rail = []
    for i in range(count):
        turn, y = way * i * angle, (i + 1) * rise
        b.add("step|stair", step.rotate("y", turn).move(y=y - 0.02))
        b.add(f"{RAILING} > baluster|spindle", rods.rotate("y", turn).move(y=y))
        a = np.radians(-turn)
        rail.append((r * 0.96 * np.cos(a), y + high, r * 0.96 * np.sin(a)))
    b.add(f"{RAILING} > handrail", sweep(curve(rail, count * 3), 0.02, sides=8))


@design("staircase")
def turning_stairs(b: Builder) -> None:
    """L-shaped stairs: two solid flights with a landing between, railing along the outer sides."""
    first, second = b.integer(3, 7), b.integer(3, 7)
    rise, run, w = b.uniform(0.15, 0.19), b.uniform(0.25, 0.3), b.uniform(0.8, 1.3)
    solid = b.chance(0.6)
    for i in range(first):
        y = (i + 1) * rise
        b.add("step|stair", span((0, w), (0 if solid else y - 0.05, y), (-(i + 1) * run, -i * run)))
    base, z = (first + 1) * rise, -first * run
    b.add("landing|platform", span((0, w), (0 if solid else base - 0.08, base), (z - w, z)))
    for i in range(second):
        y = base + (i + 1) * rise
        b.add("step|stair", span((w + i * run, w + (i + 1) * run), (0 if solid else y - 0.05, y), (z - w, z)))
    high, r = b.uniform(0.8, 0.95), b.uniform(0.012, 0.02)
    rod = _post(b, b.pick("round", "square", "turned"), high, r)
    spots = [(w - 0.05, (i + 1) * rise, -(i + 0.5) * run) for i in range(first)]
    spots += [(w - 0.05, base, z - 0.05)]
    spots += [(w + (i + 0.5) * run, base + (i + 1) * rise, z - 0.05) for i in range(second)]
    b.add(f"{RAILING} > baluster|spindle", array(rod, spots))
    for part in (spots[: first + 1], spots[first:]):
        path = np.array([part[0], part[-1]]) + [0, high, 0]
        b.add(f"{RAILING} > handrail", sweep(path, 0.025, sides=8))


@design("ladder", "ladder")
def ladder(b: Builder) -> None:
    """Leaning ladder, extension ladder, or step ladder with treads, platform, back legs and spreaders."""
    count, gap, w = b.integer(4, 12), b.uniform(0.25, 0.32), b.uniform(0.32, 0.5)
    h, size = (count + 1) * gap, b.uniform(0.02, 0.035)
    taper, flat = b.uniform(0.7, 1.0), b.chance(0.5)
    front = Builder(b.rng)
    for s in (-1, 1):
        path = [(s * w / 2, 0, 0), (s * w / 2 * taper, h, 0)]
        front.add("rail|side rail|stile", sweep(path, size, section=b.pick(None, rectangle(1.2, 2.4)), sides=8))
        if b.chance(0.5):
            front.add("foot", box(0.05, 0.04, 0.08).move(s * w / 2, 0.02, 0))
    for i in range(count):
        wide, y = w * (1 - (1 - taper) * (i + 1) * gap / h), (i + 1) * gap
        step = box(wide, 0.025, 0.085) if flat else cylinder(0.015, wide, sides=10).rotate("z", 90)
        front.add("rung|step", step.move(y=y))
    if count > 8 or b.chance(0.4):
        lean = b.pick(0.0, b.uniform(8, 18))
        for name, mesh in front.pieces:
            b.add(name, mesh.rotate("x", -lean))
        if b.chance(0.3):
            for name, mesh in front.pieces:
                b.add(name, mesh.scale(0.88, 1, 1).move(0, h * 0.4, -0.06).rotate("x", -lean))
        return
    lean = b.uniform(10, 16)
    for name, mesh in front.pieces:
        b.add(name, mesh.rotate("x", -lean, (0, h, 0)))
    for s in (-1, 1):
        back = sweep([(s * w * 0.5, 0, 0), (s * w / 2 * taper, h, 0)], size * 0.8, sides=8).rotate(
            "x", lean, (0, h, 0)
        )
        b.add("back leg|leg", back)
        reach = np.tan(np.radians(lean)) * h * 0.55
        b.add(
            "spreader|brace|hinge", span(about(s * w * 0.46, 0.008), about(h * 0.45, 0.02), about(0, 2 * reach))
        )
    b.add(
        "stretcher|crossbar",
        box(w * 0.95, 0.03, 0.02).rotate("x", 0).move(0, h * 0.25, -np.tan(np.radians(lean)) * h * 0.75),
    )
    b.add("platform|top cap|top", box(w * taper + 0.06, 0.03, b.uniform(0.1, 0.26)).move(y=h))


# -- gates and fences ------------------------------------------------------------------------------


def fence_field(b: Builder, w: float, h: float, style: str) -> Parts:
    """Infill of a fence or gate over w by h, centred in x, standing on y = 0."""
    if style in ("pickets", "bars"):
        count = max(3, round(w / b.uniform(0.1, 0.2)))
        size = w / count * (b.uniform(0.5, 0.8) if style == "pickets" else 0.12)
        tip = size * b.pick(0.0, 0.5, 0.9)
        if style == "pickets":
            outline = [(-size / 2, 0), (size / 2, 0), (size / 2, h - tip), (0, h), (-size / 2, h - tip)]
            one = extrude(outline, 0.018).move(z=0.025)
        else:
            one = cylinder(size, h, sides=6).move(y=h / 2)
            if b.chance(0.5):
                one = one + cylinder(size * 2.2, size * 7, 0, sides=6).move(y=h + size * 3)
        rails = [
            span(about(0, w), about(h * f, 0.06 if style == "pickets" else 0.03), about(0, 0.03))
            for f in (0.2, 0.8)
        ]
        pickets = array(one, [((i + 0.5) / count * w - w / 2, 0, 0) for i in range(count)])
        return [("picket|bar|slat", pickets), ("rail", join(rails))]
    if style == "planks":
        boards = [
            span(about(0, w), y, about(0, 0.02))
            for y in divide(b, (0.05, h), b.integer(3, 9), b.uniform(0.01, 0.1))
        ]
        return [("board|plank", join(boards))]
    if style == "rails":
        rails = [
            cylinder(0.035, w, sides=8).rotate("z", 90).move(y=h * f)
            for f in np.linspace(0.35, 0.92, b.integer(2, 3))
        ]
        return [("rail", join(rails))]
    step = b.uniform(0.1, 0.18)
    wires = [cylinder(0.004, h, sides=4).move(x, h / 2) for x in np.arange(-w / 2, w / 2, step)]
    wires += [cylinder(0.004, w, sides=4).rotate("z", 90).move(y=y) for y in np.arange(0.02, h, step)]
    return [("mesh|wire mesh|net", join(wires))]


def _fence_post(b: Builder, h: float, size: float) -> list[tuple[str, Mesh]]:
    kind = b.pick("plain", "ball", "cap", "pointed", "round")
    if kind == "round":
        return [("post", cylinder(size * 0.55, h, sides=12).move(y=h / 2))]
    parts = [("post", box(size, h, size).move(y=h / 2))]
    if kind == "ball":
        parts.append(("post cap|finial", sphere(size * 0.5, sides=12).move(y=h + size * 0.45)))
    elif kind == "cap":
        parts.append(("post cap|finial", box(size * 1.35, size * 0.3, size * 1.35).move(y=h + size * 0.15)))
    elif kind == "pointed":
        parts.append(
            (
                "post cap|finial",
                cylinder(size * 0.71, size * 0.6, 0, sides=4).rotate("y", 45).move(y=h + size * 0.3),
            )
        )
    return parts


FENCES = ("pickets", "pickets", "bars", "planks", "rails", "mesh")


@design("fence", "fence")
def fence(b: Builder) -> None:
    """Run of posts and pickets, bars, boards, rails or wire, straight or turning a corner."""
    count, w, h = b.integer(1, 5), b.uniform(0.9, 2.2), b.uniform(0.6, 1.9)
    size, style = b.uniform(0.05, 0.14), b.pick(*FENCES)
    post, field = _fence_post(b, h + b.uniform(0.0, 0.2), size), fence_field(b, w - size, h, style)
    low, corner = b.uniform(0.0, 0.1), b.integer(1, count) if b.chance(0.25) else count
    at, heading = np.zeros(2), 0.0
    for i in range(count + 1):
        put(b, post, lambda m, p=at: m.move(p[0], 0, p[1]))
        if i == count:
            break
        heading = 90.0 if i >= corner else 0.0
        step = np.array([np.cos(np.radians(heading)), -np.sin(np.radians(heading))]) * w
        put(b, field, lambda m, p=at + step / 2, t=heading: m.rotate("y", t).move(p[0], low, p[1]))
        at = at + step
    if b.chance(0.15):
        b.add("base|wall", span((0, corner * w), (-0.3, low), about(0, size * 1.4)))


@design("gate", "gate")
def gate(b: Builder) -> None:
    """Garden or driveway gate: one or two framed leaves between posts, with latch and hinges."""
    pair, w, h = b.chance(0.5), b.uniform(0.8, 1.6), b.uniform(0.8, 2.0)
    size, style, bar = (
        b.uniform(0.08, 0.35),
        b.pick("pickets", "bars", "bars", "planks", "mesh"),
        b.uniform(0.03, 0.07),
    )
    whole = w * (2 if pair else 1)
    post = _fence_post(b, h + b.uniform(0.05, 0.4), size)
    for s in (-1, 1):
        put(b, post, lambda m, s=s: m.move(x=s * (whole / 2 + size / 2 + 0.02)))
    field = fence_field(b, w - 2 * bar, h - 2 * bar - 0.08, style)
    for hinge in (-1, 1) if pair else (b.pick(-1, 1),):
        parts = [(f"gate|gate panel|leaf > {n}", m.move(y=bar + 0.06)) for n, m in field]
        hole = rectangle(w - 2 * bar, h - 2 * bar - 0.08)
        frame = extrude(rectangle(w - 0.01, h - 0.08), bar, [hole]).move(y=h / 2 + 0.02)
        parts.append(("gate|gate panel|leaf > gate frame|frame", frame))
        if b.chance(0.5):
            path = [(hinge * (w / 2 - bar), 0.06 + bar, 0), (-hinge * (w / 2 - bar), h - bar, 0)]
            parts.append(("gate|gate panel|leaf > brace", sweep(path, bar * 0.4, section=rectangle(2, 2))))
        hinges = cylinder(0.018, 0.12, sides=8)
        parts.append(("hinge", array(hinges, [(hinge * (w / 2 + 0.01), f * h, 0) for f in (0.2, 0.8)])))
        if not pair or hinge == 1:
            latch = box(0.12, 0.03, bar + 0.03) + sphere(0.025, sides=10).move(0, 0, bar / 2 + 0.04)
            parts.append(("handle|latch", latch.move(-hinge * (w / 2 - 0.04), h * 0.55)))
        angle, pivot, x = b.pick(0.0, b.uniform(10, 95)), (hinge * w / 2, 0, 0), hinge * w / 2 if pair else 0.0
        put(b, parts, lambda m, a=hinge * angle, p=pivot, x=x: m.rotate("y", a, p).move(x=x))
    if b.chance(0.2):
        b.add("arch|beam|lintel", span(about(0, whole + 2 * size + 0.3), (h + 0.6, h + 0.75), about(0, size)))
        for s in (-1, 1):
            x = s * (whole / 2 + size / 2 + 0.02)
            b.add("post", span(about(x, size * 0.9), (h * 0.5, h + 0.6), about(0, size * 0.9)))


# -- frames, mirrors, curtains ---------------------------------------------------------------------


def _outline(b: Builder, w: float, h: float) -> np.ndarray:
    kind = b.pick("rectangle", "rectangle", "soft", "ellipse", "arch", "octagon")
    if kind == "ellipse":
        return ellipse(w / 2, h / 2, 36)
    if kind == "octagon":
        return ellipse(w / 2, h / 2, 8)
    if kind == "arch":
        return _arched(w, h, min(w / 2, h * 0.4)) - [0, h / 2]
    return rectangle(w, h, min(w, h) * b.uniform(0.05, 0.2) if kind == "soft" else 0.0)


@design("picture frame", "picture frame")
def picture_frame(b: Builder) -> None:
    """Picture frame: moulded border, mat, picture or glass, with an easel leg or a wall hook and wire."""
    w = b.uniform(0.1, 1.0)
    h = w * b.pick(0.7, 1.0, 1.4, b.uniform(0.5, 2.0))
    outer = _outline(b, w, h) if b.chance(0.5) else rectangle(w, h)
    border, t = b.uniform(0.06, 0.22), b.uniform(0.012, 0.03) + 0.02 * w
    inner = outer * (1 - border)
    b.add("frame|border", extrude(outer, t, [inner]))
    if b.chance(0.4):
        b.add("frame|border", extrude(inner * 1.06, t * 1.4, [inner]))
    if b.chance(0.4):
        picture = inner * b.uniform(0.65, 0.85)
        b.add("mat|mount|passe-partout", extrude(inner, t * 0.3, [picture]).move(z=-t * 0.1))
    else:
        picture = inner
    b.add("picture|photo|canvas", extrude(picture, t * 0.2).move(z=-t * 0.12))
    b.add("back panel|back", extrude(inner * 1.02, t * 0.1).move(z=-t * 0.42))
    if w < 0.4 and b.chance(0.7):
        leg = (
            box(w * 0.2, h * 0.8, 0.004)
            .move(y=-h * 0.4)
            .rotate("x", b.uniform(20, 35))
            .move(0, h * 0.3, -t / 2)
        )
        b.add("stand|easel leg|support", leg)
    elif b.chance(0.3):
        b.add(
            "wire|string",
            sweep(
                [(-w * 0.3, h * 0.45, -t / 2), (0, h * 0.5 + 0.1, -t / 2), (w * 0.3, h * 0.45, -t / 2)], 0.002
            ),
        )
        b.add("hook|nail", cylinder(0.006, 0.03, sides=8).rotate("x", 90).move(0, h * 0.5 + 0.1, 0))


@design("mirror", "mirror")
def mirror(b: Builder) -> None:
    """Framed wall mirror, full-length mirror on legs, cheval mirror between posts, or round table mirror."""
    kind = b.pick("wall", "wall", "standing", "cheval", "vanity")
    w, h = b.uniform(0.35, 0.9), b.uniform(0.5, 1.7)
    if kind == "vanity":
        w = h = b.uniform(0.14, 0.26)
    outer = ellipse(w / 2, w / 2, 32) if kind == "vanity" else _outline(b, w, h)
    t = 0.012 + 0.02 * w
    tilt = 0.0 if kind == "wall" else b.uniform(0, 18)
    inner = outer * b.uniform(0.78, 0.95)
    put(
        b,
        [
            ("frame|mirror frame", extrude(outer, t, [inner])),
            ("mirror|glass|mirror glass", extrude(inner, t * 0.5)),
        ],
        lambda m: m.rotate("x", -tilt),
    )
    if kind == "standing":
        reach, back = h * b.uniform(0.25, 0.4), -0.02 - h * 0.32 * np.tan(np.radians(tilt))
        for s in (-1, 1):
            b.add(
                "leg|stand|support",
                sweep([(s * w * 0.35, h * 0.3, back), (s * w * 0.4, -h * 0.5, -reach)], 0.012, sides=8),
            )
    elif kind == "cheval":
        low = -h / 2 - b.uniform(0.08, 0.2)
        for s in (-1, 1):
            b.add(
                "post|stand|support",
                _post(b, b.pick("turned", "round", "square"), h * 0.75, 0.025).move(s * (w / 2 + 0.04), low),
            )
            b.add("knob|pivot|screw", sphere(0.022, sides=10).move(s * (w / 2 + 0.04), low + h * 0.72))
            b.add(
                "foot|leg",
                sweep(
                    curve(
                        [
                            (s * (w / 2 + 0.04), low - 0.03, -0.25),
                            (s * (w / 2 + 0.04), low + 0.05, 0),
                            (s * (w / 2 + 0.04), low - 0.03, 0.25),
                        ],
                        9,
                    ),
                    0.018,
                    sides=8,
                ),
            )
        b.add("stretcher|crossbar", box(w + 0.08, 0.03, 0.02).move(y=low + 0.06))
    elif kind == "vanity":
        low = -w / 2 - b.uniform(0.08, 0.2)
        b.add("stem|post|stand", cylinder(0.007, -low - w / 2, sides=10).move(y=(low - w / 2) / 2))
        b.add(
            "base|foot",
            lathe(
                [(0, low), (w * 0.36, low), (w * 0.34, low + 0.012), (0.01, low + 0.03), (0, low + 0.03)], 24
            ),
        )
        if b.chance(0.5):
            b.add("arm|bracket|fork", sweep(arc(w / 2 + 0.012, 180, 360, 17), 0.005, sides=8))
    elif b.chance(0.3):
        b.add("shelf", span(about(0, w), (-h / 2 - 0.02, -h / 2), (-t / 2, 0.12)))


@design("curtain", "curtain")
def curtain(b: Builder) -> None:
    """Pair of pleated curtains on a rod with rings and finials, drawn or tied back; some with a valance."""
    w, h = b.uniform(1.0, 2.4), b.uniform(1.0, 2.5)
    r = b.uniform(0.01, 0.02)
    closed, tied = b.uniform(0.4, 1.0), b.chance(0.35)
    folds, depth = b.integer(5, 11), b.uniform(0.02, 0.05)
    u, v = np.linspace(0, 1, folds * 6), np.linspace(0, 1, 9)
    for s in (-1, 1) if b.chance(0.8) else (b.pick(-1, 1),):
        wide = w / 2 * closed * b.uniform(0.9, 1.0)
        pinch = 1 - (0.6 * np.exp(-(((v - 0.65) / 0.25) ** 2)) if tied else 0.05 * v)
        x = s * (w / 2 - u[:, None] * wide * pinch[None, :])
        z = depth * np.sin(2 * np.pi * folds * u)[:, None] * (0.6 + 0.4 * v)[None, :]
        y = np.broadcast_to(h * (1 - v), x.shape)
        cloth = sheet(np.stack([x, y, z], -1), 0.003)
        b.add("curtain|drape|fabric", cloth)
        if tied:
            band = (
                torus(wide * 0.24, 0.014, 18).scale(1, 1.5, 0.35).move(s * (w / 2 - wide * 0.22), h * 0.35, 0)
            )
            b.add("tieback|strap", band)
        rings = np.linspace(s * (w / 2 - 0.02), s * (w / 2 - wide), 7)
        loop = torus(r * 1.8, r * 0.25, 14).rotate("z", 90)
        b.add("ring|curtain ring", array(loop, [(x, h + r * 0.8, 0) for x in rings]))
    b.add("rod|curtain rod|rail|pole", cylinder(r, w + 0.2, sides=12).rotate("z", 90).move(y=h + r * 1.2))
    finial = (
        sphere(r * 2.2, sides=12) if b.chance(0.6) else cylinder(r * 1.6, r * 5, 0, sides=12).rotate("z", -90)
    )
    for s in (-1, 1):
        b.add("finial|knob", finial.scale(s, 1, 1).move(s * (w / 2 + 0.1 + r), h + r * 1.2, 0))
        b.add("bracket|holder", box(r, r * 3, 0.12).move(s * (w / 2 + 0.05), h + r * 0.5, -0.05))
    if b.chance(0.2):
        folded = np.stack(
            np.broadcast_arrays(
                (u[:, None] - 0.5) * w,
                h + 0.05 - 0.3 * v[None, :],
                0.06 + depth * np.sin(2 * np.pi * folds * u)[:, None] * 0.7,
            ),
            -1,
        )
        b.add("valance|pelmet", sheet(folded, 0.003))
