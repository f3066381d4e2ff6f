"""Shelves, shoe racks, coat racks."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.furniture_parts import (
    DIVIDER,
    PLINTH,
    STANDS,
    cap,
    case,
    columns,
    fill_bay,
    fittings,
    stand,
)
from pa3d.synth.parts import Range, about, divide, span, stick, wire

# -- street and garden -----------------------------------------------------------------------------


@design("coat hanger")
def coat_hanger(b: Builder) -> None:
    """Wooden, wire or plastic hanger: hook, shoulders, trouser bar, clips."""
    wide, drop, thick = b.uniform(0.36, 0.45), b.uniform(0.07, 0.13), b.uniform(0.0015, 0.011)
    r = b.uniform(0.016, 0.025)
    arc_ = [
        (r * np.cos(a), r * np.sin(a), 0) for a in np.linspace(-np.pi / 2, np.pi * b.uniform(0.8, 1.05), 16)
    ]
    b.add("hook", g.sweep(np.array([(0, -0.05, 0), *arc_]) + [0, 0.05 + r, 0], 0.0018 + thick * 0.05, sides=8))
    path = g.curve(
        [
            (-wide / 2, -drop, 0),
            (-wide * 0.25, -drop * 0.45, 0),
            (0, 0, 0),
            (wide * 0.25, -drop * 0.45, 0),
            (wide / 2, -drop, 0),
        ],
        22,
    )
    b.add(
        "arm|shoulder|body", g.sweep(path, thick, section=g.ellipse(1.0 + thick * 60 * b.chance(0.4), 1.2, 10))
    )
    if b.chance(0.75):
        b.add(
            "bar|crossbar|trouser bar",
            stick((-wide / 2, -drop, 0), (wide / 2, -drop, 0), max(thick * 0.5, 0.0015)),
        )
        if b.chance(0.3):
            symmetric(b, "clip|peg", g.box(0.02, 0.04, 0.014, 0.003).move(x=wide * 0.35, y=-drop - 0.015))


# -- shelves and racks -----------------------------------------------------------------------------


@design("bookshelf", "bookshelf")
def bookshelf(b: Builder) -> None:
    """Classic bookcase on a base with a cornice, shelves with some books, sometimes cupboards below."""
    f = fittings(b, 1.0, b.pick("slab", "framed", "raised", "glass"))
    w, h, d = b.uniform(0.5, 1.4), b.uniform(0.8, 2.2), b.uniform(0.24, 0.4)
    low = stand(b, w, d, STANDS[:8])
    y = (low, low + h)
    case(b, f, w, y, d, back=b.chance(0.85))
    books = b.chance(0.35)
    for bay in columns(b, f, w, y, d, b.pick(1, 1, 2, 3) if w > 0.8 else 1, DIVIDER):
        base = y[0] + f.board
        if h > 1.3 and b.chance(0.3):
            fill_bay(b, f, bay, (base, base + h * 0.3), d, b.pick("doors", "drawers", "door"), 0.8)
            base += h * 0.3
            b.add("shelf", span(bay, (base, base + f.board), about(0, d)))
            base += f.board
        levels = divide(
            b, (base, y[1] - f.board), max(2, round(h / b.uniform(0.26, 0.42))), f.board, b.chance(0.7)
        )
        for level in levels[1:]:
            b.add("shelf", span(bay, (level[0] - f.board, level[0]), (-d / 2 + 0.01, d / 2 - 0.008)))
        for level in levels if books else ():
            _books(b, bay, level, d)
    if b.chance(0.5):
        cap(b, w, y[1], d, "top panel|top")


def _books(b: Builder, x: Range, y: Range, d: float) -> None:
    at, stop = x[0] + 0.005, x[0] + (x[1] - x[0]) * b.uniform(0.2, 0.95)
    while at < stop:
        thick = b.uniform(0.015, 0.05)
        high = min(b.uniform(0.16, 0.3), (y[1] - y[0]) * 0.92)
        if at + thick < x[1]:
            b.add("book", span((at, at + thick), (y[0], y[0] + high), (-d * 0.35, d * b.uniform(0.1, 0.3))))
        at += thick + 0.001


@design("bookshelf", "shoe rack")
def metal_rack(b: Builder) -> None:
    """Open rack: tube or angle posts with shelves of board, glass, wire or slats; some lean like a ladder."""
    levels = b.integer(2, 6)
    w, d = b.uniform(0.4, 1.2), b.uniform(0.22, 0.5)
    h, r = levels * b.uniform(0.18, 0.4), b.uniform(0.007, 0.018)
    surface, lean = b.pick("board", "glass", "wire", "slats"), b.pick(0.0, 0.0, b.uniform(0.2, 0.6) * d)
    section = b.pick(None, g.rectangle(2, 2))
    for s in (-1, 1):
        b.add(
            "post|upright|leg",
            g.sweep([(s * w / 2, 0, d / 2), (s * w / 2, h, d / 2 - lean)], r, section=section, sides=8),
        )
        b.add(
            "post|upright|leg",
            g.sweep([(s * w / 2, 0, -d / 2), (s * w / 2, h, -d / 2)], r, section=section, sides=8),
        )
    for y in np.linspace(h * 0.08, h * b.uniform(0.88, 0.99), levels):
        z = (-d / 2, d / 2 - lean * y / h)
        if surface in ("board", "glass"):
            b.add("shelf" if surface == "board" else "shelf|glass shelf", span(about(0, w), about(y, 0.018), z))
            continue
        count = 8 if surface == "wire" else 4
        for i, part in enumerate(divide(b, z, count, 0.014)):
            thick = 0.006 if surface == "wire" and 0 < i < count - 1 else 0.014
            b.add(
                "shelf",
                span(about(0, w), about(y, thick), about(sum(part) / 2, thick) if thick < 0.01 else part),
            )
        for s in (-1, 1):
            b.add("shelf", span(about(s * (w / 2 - r), 0.012), about(y, 0.012), z))
    if b.chance(0.25):
        for s in (-1, 1):
            b.add(
                "brace|cross brace",
                stick((-w / 2, h * 0.1, -d / 2), (w / 2, h * 0.9, -d / 2), 0.004, sides=6).scale(s, 1, 1),
            )


@design("shoe rack", "shoe rack")
def shoe_rack(b: Builder) -> None:
    """Shoe rack with tilted shelves of rods or boards between two sides, some with shoes."""
    w, d, levels = b.uniform(0.5, 1.0), b.uniform(0.2, 0.34), b.integer(2, 4)
    step, t = b.uniform(0.16, 0.24), b.uniform(0.012, 0.025)
    h, tilt = levels * step + 0.08, b.pick(0.0, b.uniform(8, 25))
    solid = b.chance(0.5)
    for s in (-1, 1):
        if solid:
            b.add("side panel|side", span(about(s * w / 2, t), (0, h), about(0, d)))
        else:
            frame = g.extrude(g.rectangle(d, h, 0.05), t, [g.rectangle(d - 3 * t, h - 3 * t, 0.04)])
            b.add("side panel|side", frame.rotate("y", 90).move(s * w / 2, h / 2, 0))
    rods = b.chance(0.6)
    for i in range(levels):
        pivot = (0, 0.06 + i * step, 0)
        for z in divide(b, about(0, d * 0.9), b.integer(2, 5) if rods else 1, 0.03 if rods else 0.0):
            bar = span(about(0, w - t), about(pivot[1], t), z)
            if rods:
                bar = g.cylinder(t * 0.5, w, sides=8).rotate("z", 90).move(0, pivot[1], sum(z) / 2)
            b.add("shelf", bar.rotate("x", tilt, pivot))
        if b.chance(0.4):
            x = b.uniform(-0.3, 0.3) * w
            for s in (-1, 1):
                shoe = (
                    g.capsule(0.042, 0.25)
                    .rotate("x", 90)
                    .scale(1, 0.9, 1)
                    .move(x + s * 0.055, pivot[1] + t / 2 + 0.04, 0)
                )
                b.add("shoe", shoe.rotate("x", tilt, pivot))
    if b.chance(0.5):
        b.add("top panel|top", span(about(0, w + t), (h, h + t), about(0, d + 0.02)))


@design("shoe rack")
def shoe_cabinet(b: Builder) -> None:
    """Slim cabinet with two to four tilting flaps above each other."""
    f, w, levels = fittings(b, 0.8, "slab"), b.uniform(0.5, 1.0), b.integer(2, 4)
    f.ajar = b.pick(0.0, 0.0, 0.3)
    low, high, d = 0.03, 0.03 + levels * b.uniform(0.3, 0.4), b.uniform(0.16, 0.26)
    case(b, f, w, (low, high), d)
    for y in divide(b, (low + f.board, high - f.board), levels, f.board):
        fill_bay(b, f, about(0, w - 2 * f.board), y, d, "flap")
    b.add(PLINTH, span(about(0, w * 0.96), (0, low), about(0, d * 0.9)))


def _wall_bars(b: Builder, kind: str, w: float, r: float) -> list[tuple[float, float]]:
    """Wall brackets (and a rod shelf); returns the (y, z) of the bars."""
    rail = g.cylinder(r, w, sides=10).rotate("z", 90)
    bars = b.integer(1, 3)
    places = [(1.1 - i * b.pick(0.0, 0.06), 0.07 + i * 0.06) for i in range(bars)]
    if kind == "shelf":
        for i in range(5):
            b.add("shelf", rail.move(0, 1.22, 0.03 + i * 0.05))
    for s in (-1, 1):
        arm_end = max(z for _, z in places) + r
        b.add("bracket|holder|arm > arm", span(about(s * w / 2, r * 2), about(1.1, 0.025), (0, arm_end)))
        plate = g.cylinder(0.03, 0.012, sides=18).rotate("x", 90)
        b.add("bracket|holder|arm > mounting plate|wall plate", plate.move(s * w / 2, 1.1, 0.006))
        if kind == "shelf" or any(y < 1.08 for y, _ in places):
            low = min(y for y, _ in places)
            b.add(
                "bracket|holder|arm > arm",
                span(about(s * w / 2, r * 2), (low - r, 1.23), about(arm_end * 0.6, 0.025)),
            )
    return places


def _frame_bars(b: Builder, kind: str, w: float, r: float) -> list[tuple[float, float]]:
    """Two posts on feet or on the wall; returns the (y, z) of the bars."""
    high = b.uniform(0.8, 1.5) if kind == "ladder" else b.uniform(0.75, 1.0)
    deep = 0.0 if kind == "ladder" else b.uniform(0.15, 0.3)
    for s in (-1, 1):
        b.add("post|frame|upright", g.capsule(r * 1.5, high).move(s * w / 2, high / 2, 0))
        if deep:
            b.add("base|foot", span(about(s * w / 2, 0.03), (0, 0.02), about(0, deep)))
    rows = b.integer(5, 12) if kind == "ladder" else b.integer(2, 4)
    return [(float(y), 0.0) for y in np.linspace(high * (0.1 if kind == "ladder" else 0.5), high * 0.96, rows)]


@design("towel rack")
def towel_rack(b: Builder) -> None:
    """Bars for towels on wall brackets, a heated ladder, or a free-standing frame; with towels."""
    kind = b.pick("wall", "wall", "ladder", "stand", "shelf")
    w, r = b.uniform(0.4, 0.8), b.uniform(0.006, 0.014)
    rail = g.cylinder(r, w, sides=10).rotate("z", 90)
    bars = _wall_bars if kind in ("wall", "shelf") else _frame_bars
    places = bars(b, kind, w, r)
    for y, z in places:
        b.add("bar|rail|rod", rail.move(0, y, z))
    for y, z in places[:: max(1, len(places) // 2)]:
        if b.chance(0.5):
            wide, drop = w * b.uniform(0.3, 0.7), b.uniform(0.2, 0.45)
            fold = [
                (z + r * 1.6, y - drop),
                (z + r * 1.6, y),
                (z, y + r * 1.6),
                (z - r * 1.6, y),
                (z - r * 1.6, y - drop * 0.8),
            ]
            section = [[(x, yy, zz) for zz, yy in fold] for x in np.linspace(-wide / 2, wide / 2, 3)]
            b.add("towel", g.sheet(section, 0.004).move(x=b.uniform(-0.12, 0.12) * w))


def _peg(length: float, size: float, kind: str):
    """Coat peg or hook on the plane z = 0, facing +z."""
    if kind == "peg":
        return g.cylinder(size, length, size * 1.5, sides=10).rotate("x", 75).move(z=length / 2)
    if kind == "ball":
        return g.cylinder(size * 0.6, length, sides=8).rotate("x", 90).move(z=length / 2) + g.sphere(
            size * 1.6, sides=10
        ).move(z=length)
    path = [(0, 0.03, 0), (0, 0.0, length * 0.2), (0, -length * 0.3, length * 0.6), (0, length * 0.1, length)]
    upper = [(0, 0.03, 0), (0, 0.04, length * 0.6), (0, length * 0.9, length * 1.1)]
    return wire(path, size * 0.6, 10) + wire(upper, size * 0.6, 8)


@design("coat rack", "coat rack")
def coat_stand(b: Builder) -> None:
    """Coat tree: a post with arms or hooks at one to three heights on feet or a disc; or a garment rail."""
    h, r = b.uniform(1.5, 1.9), b.uniform(0.014, 0.03)
    if b.chance(0.25):
        w, d = b.uniform(0.8, 1.5), b.uniform(0.35, 0.55)
        for s in (-1, 1):
            b.add("post|pole|stand", g.cylinder(r * 0.8, h, sides=10).move(s * w / 2, h / 2, 0))
            b.add("base|foot", span(about(s * w / 2, 0.04), (0, 0.04), about(0, d)))
        b.add("rail|rod|bar", g.cylinder(r * 0.8, w + 0.1, sides=10).rotate("z", 90).move(y=h))
        if b.chance(0.6):
            b.add("shelf", span(about(0, w), (0.12, 0.14), about(0, d * 0.8)))
        return
    post = g.capsule(r, h * 0.97).move(y=h * 0.5)
    b.add("post|pole|stand", post)
    reach = b.uniform(0.18, 0.3)
    if b.chance(0.5):
        b.add("base|foot", g.cylinder(reach, 0.025, sides=28, bevel=0.005).move(y=0.0125))
    else:
        arch = g.curve([(0, 0.16, 0), (reach * 0.6, 0.1, 0), (reach, 0.012, 0)], 8)
        b.add("base|foot", g.ring(g.sweep(arch, r * 0.7, sides=8), b.integer(3, 5)))
    count, length, rise = b.integer(3, 8), b.uniform(0.1, 0.22), b.uniform(0.03, 0.16)
    arm_path = g.curve([(0, 0, 0), (length * 0.7, rise * 0.2, 0), (length, rise, 0)], 8)
    arm_mesh = g.sweep(arm_path, r * 0.45, sides=8)
    if b.chance(0.6):
        arm_mesh = arm_mesh + g.sphere(r * 0.8, sides=10).move(length, rise, 0)
    for i in range(b.integer(1, 3)):
        b.add("hook|arm|peg", g.ring(arm_mesh, count, start=i * 30).move(y=h * (0.94 - 0.17 * i)))
    if b.chance(0.3):
        b.add("umbrella holder|ring|holder", g.torus(reach * 0.8, r * 0.4).move(y=h * 0.3))


@design("coat rack")
def coat_board(b: Builder) -> None:
    """Wall coat rack: a board or two with pegs or hooks, sometimes a hat shelf on brackets."""
    w, high, t = b.uniform(0.4, 1.2), b.uniform(0.06, 0.5), b.uniform(0.012, 0.025)
    if high > 0.25 and b.chance(0.5):
        for y in divide(b, (0, high), b.integer(2, 4), 0.04):
            b.add("back panel|board|rail", span(about(0, w), y, (-t, 0)))
    else:
        b.add("back panel|board|rail", span(about(0, w), (0, high), (-t, 0), 0.004))
    count, kind, size = b.integer(3, 8), b.pick("peg", "ball", "hook"), b.uniform(0.005, 0.012)
    hook = _peg(b.uniform(0.05, 0.1), size, kind)
    y = high * b.uniform(0.45, 0.7)
    b.add("hook|peg", g.array(hook, [((i + 0.5) / count * w - w / 2, y, 0) for i in range(count)]))
    if b.chance(0.45):
        d = b.uniform(0.15, 0.28)
        b.add("shelf", span(about(0, w * 1.02), (high, high + t), (-t, d)))
        bracket = g.extrude([(0, 0), (d * 0.8, 0), (0, -min(high * 0.8, d * 0.8))], t).rotate("y", -90)
        for s in (-1, 1):
            b.add("bracket", bracket.move(s * w * 0.46, high, 0))
