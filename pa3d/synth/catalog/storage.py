"""Cabinets, chests of drawers, wardrobes and kitchen units."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.furniture_parts import (
    BODY,
    DIVIDER,
    STANDS,
    TOP,
    Fittings,
    add_drawer,
    add_shelves,
    cap,
    case,
    columns,
    door_leaf,
    fill_bay,
    fittings,
    handle,
    leg,
    stand,
)
from pa3d.synth.parts import Range, about, divide, put_changed, span, wire


def grid_cabinet(
    b: Builder,
    f: Fittings,
    w: float,
    y: Range,
    d: float,
    kinds: tuple[str, ...],
    count: int,
    rows: int,
    top: bool = True,
) -> None:
    """Case of `count` columns, each split into up to `rows` compartments of the given kinds, often mirrored."""
    case(b, f, w, y, d, top=top)
    low, high = y[0] + f.board, y[1] - f.board
    pattern: list[tuple[float, list[str]]] = []
    for i, bay in enumerate(columns(b, f, w, y, d, count, DIVIDER)):
        mirrored = count - 1 - i < i and len(pattern) > count - 1 - i and b.chance(0.7)
        if mirrored or (pattern and b.chance(0.3)):
            seed, picks = pattern[count - 1 - i if mirrored else -1]
        else:
            picks = [b.pick(*kinds) for _ in range(b.integer(1, rows))]
            seed = b.uniform(0.25, 0.75)
        pattern.append((seed, picks))
        cut = low + (high - low) * seed
        levels = [(low, high)] if len(picks) == 1 else [(low, cut - f.board / 2), (cut + f.board / 2, high)]
        for level, kind in zip(levels, picks, strict=False):
            fill_bay(b, f, bay, level, d, kind, b.pick(0.5, 0.7, 0.85))
        if len(levels) == 2 and f.inside:
            b.add("shelf", span(bay, about(cut, f.board), about(0, d - 0.006)))


# -- cabinets --------------------------------------------------------------------------------------


@design("cabinet", "cabinet", "cabinet", "tv stand")
def cabinet(b: Builder) -> None:
    """Cupboard, sideboard or credenza: columns of doors, drawers and open bays on some kind of base."""
    f = fittings(b)
    count = b.integer(1, 4)
    w, h, d = count * b.uniform(0.28, 0.6), b.uniform(0.5, 1.2), b.uniform(0.3, 0.6)
    low = stand(b, w, d, STANDS)
    kinds = ("door", "door", "doors", "drawers", "drawers", "shelves" if f.inside else "drawers", "flap")
    grid_cabinet(b, f, w, (low, low + h), d, kinds, count, b.pick(1, 1, 2))
    if b.chance(0.65):
        cap(b, w, low + h, d)


@design("cabinet", "cabinet")
def tall_cabinet(b: Builder) -> None:
    """Display cabinet, hutch or pantry: tall, glass or framed doors above, drawers or doors below."""
    f = fittings(b, 0.8, b.pick("slab", "glass", "glass", "barred", "framed", "slatted", "raised"))
    w, h, d = b.uniform(0.4, 1.2), b.uniform(1.2, 2.2), b.uniform(0.3, 0.5)
    low = stand(b, w, d, STANDS[:7])
    y, split = (low, low + h), low + h * b.uniform(0.3, 0.5)
    step = b.pick(0.0, 0.0, 0.12)
    lower, kind = (
        Fittings(**{**f.__dict__, "leaf": b.pick(f.leaf, "slab", "raised")}),
        "doors" if w > 0.6 else "door",
    )
    case(b, lower, w, (low, split), d + step)
    inner = about(0, w - 2 * f.board)
    fill_bay(b, lower, inner, (low + f.board, split - f.board), d + step, b.pick("drawers", kind, kind), 0.85)
    upper = Builder(b.rng)
    case(upper, f, w * 0.98, (split, y[1]), d)
    bay = about(0, w * 0.98 - 2 * f.board)
    fill_bay(
        upper,
        f,
        bay,
        (split + f.board, y[1] - f.board),
        d,
        b.pick(kind, kind, kind, "shelves" if f.inside else kind),
        0.3,
    )
    for name, mesh in upper.pieces:
        b.add(name, mesh.move(z=-step / 2))
    if step:
        b.add(TOP, span(about(0, w + 0.02), (split, split + 0.025), about(0, d + step + 0.02)))
    if b.chance(0.5):
        cap(upper := Builder(b.rng), w, y[1], d)
        for name, mesh in upper.pieces:
            b.add(name, mesh.move(z=-step / 2))


@design("cabinet")
def wall_cabinet(b: Builder) -> None:
    """Small wall cupboard: one or two doors, sometimes a mirror front or an open shelf below."""
    f = fittings(b, 0.6)
    w, h, d = b.uniform(0.3, 0.9), b.uniform(0.4, 0.9), b.uniform(0.12, 0.38)
    open_below = b.pick(0.0, 0.0, 0.18)
    case(b, f, w, (0, h), d)
    bay = about(0, w - 2 * f.board)
    fill_bay(b, f, bay, (f.board, h - f.board), d, "doors" if w > 0.5 else "door", 0.2)
    if open_below:
        for s in (-1, 1):
            b.add(
                BODY + "side panel|side",
                span(about(s * (w - f.board) / 2, f.board), (-open_below, 0), about(0, d)),
            )
        b.add("shelf", span(bay, (-open_below, -open_below + f.board), about(0, d)))
    if b.chance(0.3):
        cap(b, w, h, d)


@design("cabinet")
def round_cabinet(b: Builder) -> None:
    """Bow-fronted, half-round or drum cabinet with curved doors."""
    r, h, low = b.uniform(0.22, 0.5), b.uniform(0.5, 1.0), b.uniform(0.0, 0.25)
    half = b.chance(0.5)
    sweep_angle = 180.0 if half else 360.0
    start = -90.0 if half else 0.0
    shell = g.lathe([(0, low), (r, low), (r, low + h), (0, low + h)], 24, sweep_angle).rotate("y", start)
    b.add(BODY.removesuffix(" > "), shell)
    if half:
        b.add("back panel|back", span(about(0, 2 * r), (low, low + h), (-0.01, 0)))
    top = g.lathe(
        [(0, low + h), (r * 1.06, low + h), (r * 1.06, low + h + 0.025), (0, low + h + 0.025)], 24, sweep_angle
    )
    b.add(TOP, top.rotate("y", start))
    doors = b.integer(1, 3)
    arc = b.uniform(80, 150) / doors
    pull = b.pick("knob", "ball", "bar", "ring")
    for i in range(doors):
        at = (i - (doors - 1) / 2) * (arc + 2)
        y0, y1 = low + h * 0.06, low + h * 0.94
        front = g.lathe([(r, y0), (r + 0.015, y0), (r + 0.015, y1), (r, y1)], 10, arc).rotate("y", at - arc / 2)
        b.add("door", front)
        side = arc * (-0.38 if i >= doors / 2 else 0.38)
        put_changed(
            b, handle(pull, 0.12, True), lambda m, a=at + side: m.move(0, low + h / 2, r + 0.014).rotate("y", a)
        )
    if low > 0.02:
        one = leg(b, b.pick("taper", "cone", "round", "turned"), low, b.uniform(0.03, 0.05))
        places = np.radians([-75, -25, 25, 75] if half else [45, 135, 225, 315])
        b.add("leg|foot", g.array(one, [(r * 0.85 * np.sin(a), 0, r * 0.85 * np.cos(a)) for a in places]))


@design("chest of drawers", "chest of drawers", "cabinet")
def chest_of_drawers(b: Builder) -> None:
    """Dresser: one to three columns of drawers on a base, perhaps a mirror above."""
    f = fittings(b, 0.6, b.pick("slab", "slab", "raised", "framed"))
    count = b.integer(1, 3)
    w, h, d = max(0.35, count * b.uniform(0.3, 0.7)), b.uniform(0.6, 1.4), b.uniform(0.35, 0.55)
    low = stand(b, w, d, STANDS)
    y = (low, low + h)
    case(b, f, w, y, d)
    inner = (y[0] + f.board, y[1] - f.board)
    if b.chance(0.5):
        rows = b.integer(2, 7)
        same = b.chance(0.7)
        for i, level in enumerate(divide(b, inner, rows, f.gap, b.chance(0.6))):
            parts = count if same or i < rows - 1 else count + 1
            for x in divide(b, about(0, w - 2 * f.board), parts, f.gap):
                z = d / 2 - (f.front if f.inset else 0)
                add_drawer(b, f, x, level, z, d * 0.85)
    else:
        for bay in columns(b, f, w, y, d, count, DIVIDER):
            fill_bay(b, f, bay, inner, d, "drawers")
    cap(b, w, y[1], d)
    if b.chance(0.15):
        high, wide = b.uniform(0.5, 0.8), w * b.uniform(0.5, 0.8)
        outline = b.pick(
            g.rectangle(wide, high), g.rectangle(wide, high, 0.15), g.ellipse(wide / 2, high / 2, 28)
        )
        at = y[1] + high / 2 + 0.04
        b.add("mirror > mirror frame|frame", g.extrude(outline, 0.03, [outline * 0.9]).move(0, at, -d * 0.4))
        b.add("mirror > mirror glass|glass", g.extrude(outline * 0.92, 0.01).move(0, at, -d * 0.4))


@design("wardrobe", "wardrobe")
def wardrobe(b: Builder) -> None:
    """Wardrobe: tall hinged doors, drawers below some, a clothes rail and shelves inside when modelled."""
    f = fittings(b, 0.65, b.pick("slab", "slab", "framed", "raised", "slatted", "planks"))
    count = b.integer(1, 3)
    w, h, d = count * b.uniform(0.6, 1.0), b.uniform(1.7, 2.4), b.uniform(0.5, 0.65)
    low = stand(b, w, d, ("floor", "plinth", "plinth", "bracket", "legs", "bun"))
    y, f.length = (low, low + h), b.uniform(0.1, 0.35)
    case(b, f, w, y, d)
    drawers = b.pick(0.0, 0.0, b.uniform(0.15, 0.35)) * h
    for bay in columns(b, f, w, y, d, count, DIVIDER):
        base = y[0] + f.board
        if drawers:
            fill_bay(b, f, bay, (base, base + drawers), d, "drawers")
            base += drawers + f.board
        if f.inside and b.chance(0.7):
            rail = g.cylinder(0.014, bay[1] - bay[0], sides=10).rotate("z", 90)
            b.add("clothes rail|rail|rod", rail.move(sum(bay) / 2, y[1] - 0.2, 0))
        if b.chance(0.1) and f.inside:
            continue
        plain = Fittings(**{**f.__dict__, "inside": f.inside})
        fill_bay(
            b,
            plain,
            bay,
            (base, y[1] - f.board),
            d,
            b.pick("doors", "doors", "door") if w / count < 0.8 else "doors",
        )
    if b.chance(0.5):
        cap(b, w, y[1], d, "top panel|top")


@design("wardrobe")
def sliding_wardrobe(b: Builder) -> None:
    """Wardrobe with two or three sliding doors on tracks, some of them mirrors or slid open."""
    f = fittings(b, 0.7, b.pick("slab", "framed", "glass"))
    w, h, d = b.uniform(1.4, 2.8), b.uniform(1.9, 2.4), b.uniform(0.55, 0.7)
    case(b, f, w, (0, h), d)
    count = b.integer(2, 3)
    columns(b, f, w, (0, h), d - 0.1, b.integer(1, 2), DIVIDER)
    if f.inside:
        add_shelves(b, f, about(0, w - 2 * f.board), (f.board, h - f.board), d - 0.12, b.integer(1, 3))
    wide = (w - 2 * f.board) / count + 0.02
    for i in range(count):
        x = (i + 0.5) / count * (w - 2 * f.board) - w / 2 + f.board
        x += b.pick(0.0, 0.0, b.uniform(0.1, 0.7) * wide * (1 if i == 0 else -1))
        parts = door_leaf(f, wide, h - 2 * f.board - 0.01)
        if b.chance(0.3):
            parts.append(
                ("door > mirror", span(about(0, wide * 0.8), about(0, h * 0.9), (f.front, f.front + 0.004)))
            )
        parts += [(n, m.move(wide * 0.44, 0, f.front)) for n, m in handle("plate", 0.2, True)]
        z = d / 2 - 0.02 - (i % 2) * (f.front + 0.01) - f.front
        put_changed(b, parts, lambda m, x=x, z=z: m.move(x, h / 2, z))
    for y in (f.board + 0.004, h - f.board - 0.004):
        b.add("rail|track", span(about(0, w - 2 * f.board), about(y, 0.008), (d / 2 - 0.08, d / 2)))


@design("nightstand", "nightstand", "nightstand")
def nightstand(b: Builder) -> None:
    """Bedside table: drawers, a door or an open bay between a top and legs, plinth or casters."""
    f = fittings(b, 0.7)
    w, h, d = b.uniform(0.32, 0.6), b.uniform(0.15, 0.55), b.uniform(0.3, 0.48)
    low = stand(b, w, d, STANDS if h > 0.35 else ("legs", "legs", "skids"))
    if h < 0.35:
        lift = b.uniform(0.0, 0.2)
        for i, (name, mesh) in enumerate(b.pieces):
            b.pieces[i] = (name, mesh.scale(1, (low + lift) / low, 1))
        low += lift
    kinds = ("drawers", "drawers", "door", "shelves" if f.inside else "drawers")
    grid_cabinet(b, f, w, (low, low + h), d, kinds, 1, 2 if h > 0.35 else 1)
    if b.chance(0.7):
        cap(b, w, low + h, d, "tabletop|top")


@design("tv stand")
def tv_stand(b: Builder) -> None:
    """Low media unit: long open bays beside drawers and flaps, sometimes a back wall or open glass shelves."""
    f = fittings(b, 0.8)
    w, h, d = b.uniform(1.0, 2.2), b.uniform(0.25, 0.55), b.uniform(0.32, 0.5)
    low = stand(b, w, d, ("floor", "plinth", "legs", "legs", "skids", "casters"))
    kinds = ("shelves" if f.inside else "drawers", "drawers", "door", "flap")
    grid_cabinet(b, f, w, (low, low + h), d, kinds, b.integer(2, 4), 1)
    if b.chance(0.5):
        cap(b, w, low + h, d, "tabletop|top")


@design("filing cabinet")
def filing_cabinet(b: Builder) -> None:
    """Office filing cabinet: a steel case with two to five deep drawers, label holders, locks, casters."""
    f = fittings(b, 0.7, "slab")
    f.pull, f.ajar, f.board = b.pick("bow", "cup", "bar", "plate", "lip"), b.pick(0.0, 0.25, 0.5), 0.012
    rows = b.integer(2, 5)
    w, h, d = (
        b.pick(b.uniform(0.36, 0.48), b.uniform(0.75, 1.0)),
        rows * b.uniform(0.24, 0.33),
        b.uniform(0.45, 0.7),
    )
    low = stand(b, w, d, ("floor", "plinth", "casters"))
    case(b, f, w, (low, low + h), d)
    x = about(0, w - 2 * f.board)
    for y in divide(b, (low + f.board, low + h - f.board), rows, max(f.gap, 0.004)):
        inner = Builder(b.rng)
        add_drawer(inner, f, x, y, d / 2, d * 0.9)
        out = max(m.high[2] for n, m in inner.pieces if "front" in n)
        if b.chance(0.6):
            inner.add(
                "label holder|label",
                span(about(0, 0.09), about(y[1] - 0.06, 0.035), (out - 0.002, out + 0.006)),
            )
        b.pieces.extend(inner.pieces)
    if b.chance(0.6):
        b.add(
            "lock|keyhole",
            g.cylinder(0.012, 0.02, sides=12).rotate("x", 90).move(w * 0.36, low + h - 0.04, d / 2 + f.front),
        )


# -- kitchen ---------------------------------------------------------------------------------------


def _sink(b: Builder, x: float, y: float, w: float, d: float, sunk: bool) -> None:
    """Basin in a hole of the worktop at height y, or standing on it, with a tap behind it."""
    depth, t = b.uniform(0.12, 0.22), 0.01
    if not sunk:
        profile = [(0, 0), (w * 0.3, 0), (w * 0.5, 0.13), (w * 0.46, 0.13), (w * 0.28, 0.015), (0, 0.015)]
        b.add("sink|basin", g.lathe(profile, 28).scale(1, 1, min(1.0, d / w)).move(x, y, 0))
    else:
        outer = g.rectangle(w, d, 0.04)
        b.add("sink|basin", g.extrude(outer * 1.06, t, [outer]).rotate("x", -90).move(x, y + t / 2, 0))
        wall = g.extrude(outer, depth, [outer * 0.96]).rotate("x", -90).move(x, y - depth / 2, 0)
        b.add("sink|basin", wall + g.extrude(outer, t).rotate("x", -90).move(x, y - depth, 0))
        b.add("drain", g.cylinder(0.03, 0.006, sides=14).move(x, y - depth + 0.008, 0))
    high, reach, back = b.uniform(0.15, 0.35), d * b.uniform(0.3, 0.45), -d / 2 - 0.05
    r = b.uniform(0.009, 0.016)
    path = [
        (x, y, back),
        (x, y + high * 0.8, back),
        (x, y + high, back + reach * 0.5),
        (x, y + high * 0.7, back + reach),
    ]
    b.add("faucet|tap > spout", wire(path, r, 16, 10))
    b.add("faucet|tap > faucet base", g.cylinder(r * 2, 0.02, sides=14).move(x, y + 0.01, back))
    if b.chance(0.5):
        b.add("faucet|tap > lever|switch", span((x, x + 0.09), about(y + 0.06, 0.012), about(back, 0.016)))
    else:
        for s in (-1, 1):
            cross = g.cylinder(r * 0.8, 0.05, sides=8).move(y=0.025) + g.box(0.05, 0.012, 0.012).move(y=0.05)
            b.add("faucet|tap > lever|switch", cross.move(x + s * 0.08, y, back))


def _cooktop(b: Builder, x: float, y: float, w: float, d: float) -> None:
    b.add("cooktop|hob|stove", span(about(x, w), (y, y + 0.012), about(0, d)))
    burner = g.torus(0.07, 0.008, 20) + g.cylinder(0.03, 0.014, sides=14)
    spots = [(x + sx * w * 0.24, y + 0.018, sz * d * 0.24) for sx in (-1, 1) for sz in (-1, 1)]
    b.add("burner", g.array(burner, spots))
    knob = g.cylinder(0.016, 0.02, sides=12)
    b.add("dial|control knob", g.array(knob, [(x + (i - 1.5) * 0.06, y + 0.02, d * 0.45) for i in range(4)]))


def _worktop(b: Builder, w: float, y: float, d: float, hole: tuple[float, float, float] | None) -> float:
    """Kitchen worktop from height y, with a rectangular hole (x, width, depth) for a sink; returns its top."""
    t = b.uniform(0.02, 0.05)
    holes = []
    if hole:
        holes.append(g.rectangle(hole[1], hole[2], 0.04) + [hole[0], 0])
    b.add(TOP, g.extrude(g.rectangle(w + 0.02, d + 0.04), t, holes).rotate("x", -90).move(0, y + t / 2, 0.01))
    return y + t


@design("kitchen cabinet", "kitchen cabinet")
def kitchen_run(b: Builder) -> None:
    """Kitchen counter: base cabinets under a worktop with a sink and perhaps a hob, wall cabinets above."""
    f = fittings(b, 0.75)
    count = b.integer(1, 5)
    w, h, d, kick = (
        max(0.6, count * b.uniform(0.4, 0.65)),
        b.uniform(0.7, 0.8),
        b.uniform(0.52, 0.65),
        b.uniform(0.06, 0.14),
    )
    b.add("kick board|plinth|base", span(about(0, w), (0, kick), (-d / 2, d / 2 - 0.05)))
    y = (kick, kick + h)
    sink_w = min(b.uniform(0.4, 0.75), w * 0.6)
    sink_d, x = d * b.uniform(0.5, 0.62), (w - sink_w - 0.15) / 2 * b.pick(-1, 0, 1)
    wet = b.chance(0.7)
    case(b, f, w, y, d, top=not (wet and f.inside))
    for bay in columns(b, f, w, y, d, count, DIVIDER):
        inner = (y[0] + f.board, y[1] - f.board)
        if b.chance(0.4):
            cut = inner[1] - b.uniform(0.12, 0.2)
            z = d / 2 - (f.front if f.inset else 0)
            add_drawer(b, f, bay, (cut, inner[1]), z, d * 0.85)
            inner = (inner[0], cut - f.board)
        fill_bay(b, f, bay, inner, d, b.pick("door", "door", "doors", "drawers"), 0.85)
    top = _worktop(b, w, y[1], d, (x, sink_w, sink_d) if wet and f.inside else None)
    if wet:
        _sink(b, x, top, sink_w, sink_d, f.inside)
    if w > 1.6 and b.chance(0.5):
        _cooktop(b, -np.sign(x or 1) * (w / 2 - 0.4), top, 0.58, d * 0.8)
    if b.chance(0.3):
        b.add(
            "backsplash|back panel",
            span(about(0, w), (top, top + b.uniform(0.08, 0.55)), (-d / 2 - 0.015, -d / 2)),
        )
    if b.chance(0.35):
        _wall_units(b, f, w, top + 0.55, d)


def _wall_units(b: Builder, f: Fittings, w: float, y: float, d: float) -> None:
    high, deep = b.uniform(0.5, 0.8), b.uniform(0.3, 0.38)
    upper = Builder(b.rng)
    case(upper, f, w, (y, y + high), deep)
    for bay in columns(upper, f, w, (y, y + high), deep, max(1, round(w / 0.5)), DIVIDER):
        kind = b.pick("door", "door", "doors", "shelves" if f.inside else "door")
        fill_bay(upper, f, bay, (y + f.board, y + high - f.board), deep, kind, 0.15)
    for name, mesh in upper.pieces:
        b.add(name, mesh.move(z=-d / 2 + deep / 2))


@design("kitchen cabinet")
def vanity(b: Builder) -> None:
    """Washstand: small cabinet under a basin with a tap, sometimes on legs or with a mirror."""
    f = fittings(b, 0.75)
    w, h, d = b.uniform(0.45, 1.3), b.uniform(0.4, 0.75), b.uniform(0.4, 0.55)
    low = stand(b, w, d, ("plinth", "legs", "legs", "bracket", "skids"))
    count = 1 if w < 0.8 else b.integer(1, 3)
    grid_cabinet(b, f, w, (low, low + h), d, ("door", "doors", "drawers"), count, 2, top=not f.inside)
    wide = min(w * 0.75, b.uniform(0.36, 0.6))
    top = _worktop(b, w, low + h, d, (0, wide, d * 0.58) if f.inside else None)
    _sink(b, 0, top, wide, d * 0.58, f.inside)
    if b.chance(0.3):
        b.add("mirror", span(about(0, w * 0.8), (top + 0.3, top + 1.0), (-d / 2, -d / 2 + 0.02)))
