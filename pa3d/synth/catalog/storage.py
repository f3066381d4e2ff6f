"""Cabinets, chests of drawers, wardrobes, shelves, kitchen units and racks."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.flatpack import (
    BODY,
    Fittings,
    Range,
    about,
    add_drawer,
    add_shelves,
    case,
    columns,
    divide,
    door_leaf,
    fill_bay,
    fittings,
    handle,
    put,
    span,
)
from pa3d.synth.catalog.tables import LEG_KINDS, add_casters, four_legs, leg
from pa3d.synth.mesh import (
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    lathe,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

DIVIDER = BODY + "divider|partition"
TOP = "countertop|worktop|top"
PLINTH = "base|plinth|baseboard"


def _low_feet(b: Builder, w: float, d: float, kind: str) -> float:
    """Bracket feet around the corners, or bun feet; returns their height."""
    if kind == "bun":
        r = b.uniform(0.02, 0.045)
        for x, _, z in positions_of_corners(w - 2.2 * r, d - 2.2 * r):
            b.add("leg|foot", sphere(r, r * 0.9, r, sides=12).move(x, r * 0.9, z))
        return r * 1.7
    high, wide = b.uniform(0.06, 0.13), b.uniform(0.08, 0.14)
    foot = extrude([(0, 0), (wide * 0.5, 0), (wide, high), (0, high)], 0.02)
    both = foot.move(z=-0.01) + foot.rotate("y", 90).move(x=0.01)
    for x, _, z in positions_of_corners(w, d):
        b.add("leg|foot", both.scale(-np.sign(x), 1, np.sign(z)).move(x, 0, z))
    return high


def stand(b: Builder, w: float, d: float, kinds: tuple[str, ...]) -> float:
    """Add what a cabinet of w by d stands on, one of `kinds`, and return its height."""
    kind = b.pick(*kinds)
    if kind == "floor":
        return 0.0
    if kind == "plinth":
        high, out = b.uniform(0.03, 0.12), b.pick(-0.04, -0.02, 0.0, 0.015)
        b.add(PLINTH, span(about(0, w + out), (0, high), about(0, d + out), 0.004))
        return high
    if kind == "casters":
        radius = b.uniform(0.02, 0.045)
        add_casters(b, [(x, z) for x, _, z in positions_of_corners(w - 0.08, d - 0.08)], radius)
        return radius * 2.9
    if kind == "skids":
        high, size = b.uniform(0.06, 0.25), b.uniform(0.015, 0.035)
        for s in (-1, 1):
            x = s * w * b.uniform(0.38, 0.48)
            path = [
                (x, high, -d * 0.45),
                (x, size / 2, -d * 0.45),
                (x, size / 2, d * 0.45),
                (x, high, d * 0.45),
            ]
            b.add("leg|foot", sweep(path, size / 2, section=rectangle(2, 2)))
        return high
    if kind in ("bracket", "bun"):
        return _low_feet(b, w, d, kind)
    high, size = b.uniform(0.08, 0.35), b.uniform(0.025, 0.06)
    inner = Builder(b.rng)
    four_legs(
        inner,
        w - 2 * size,
        d - 2 * size,
        high,
        size,
        b.pick(*LEG_KINDS[:6]),
        0.0,
        b.pick(0, 0, b.uniform(4, 14)),
    )
    for _, mesh in inner.pieces:
        b.add("leg|foot", mesh)
    return high


STANDS = ("floor", "floor", "plinth", "plinth", "legs", "legs", "bracket", "bun", "skids", "casters")


def cap(b: Builder, w: float, y: float, d: float, name: str = TOP) -> None:
    """Overhanging top board or moulded cornice at height y."""
    out = b.uniform(0.0, 0.05)
    if b.chance(0.25):
        for i in range(3):
            b.add(
                "cornice|crown moulding|trim",
                span(about(0, w + i * 0.02), (y + i * 0.015, y + (i + 1) * 0.015), about(0, d + i * 0.02)),
            )
        return
    b.add(name, span(about(0, w + out), (y, y + b.uniform(0.015, 0.045)), about(0, d + out), b.pick(0, 0.006)))


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
    shell = lathe([(0, low), (r, low), (r, low + h), (0, low + h)], 24, sweep_angle).rotate("y", start)
    b.add(BODY.removesuffix(" > "), shell)
    if half:
        b.add("back panel|back", span(about(0, 2 * r), (low, low + h), (-0.01, 0)))
    top = lathe(
        [(0, low + h), (r * 1.06, low + h), (r * 1.06, low + h + 0.025), (0, low + h + 0.025)], 24, sweep_angle
    )
    b.add(TOP, top.rotate("y", start))
    doors = b.integer(1, 3)
    arc = b.uniform(80, 150) / doors
    pull = b.pick("knob", "ball", "bar", "ring")
    for i in range(doors):
        at = (i - (doors - 1) / 2) * (arc + 2)
        y0, y1 = low + h * 0.06, low + h * 0.94
        front = lathe([(r, y0), (r + 0.015, y0), (r + 0.015, y1), (r, y1)], 10, arc).rotate("y", at - arc / 2)
        b.add("door", front)
        side = arc * (-0.38 if i >= doors / 2 else 0.38)
        put(
            b,
            handle(pull, 0.12, True),
            lambda m, a=at + side: m.move(0, low + h / 2, r + 0.014).rotate("y", a),
        )
    if low > 0.02:
        one = leg(b, b.pick("taper", "cone", "round", "turned"), low, b.uniform(0.03, 0.05))
        places = np.radians([-75, -25, 25, 75] if half else [45, 135, 225, 315])
        b.add("leg|foot", array(one, [(r * 0.85 * np.sin(a), 0, r * 0.85 * np.cos(a)) for a in places]))


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
        outline = b.pick(rectangle(wide, high), rectangle(wide, high, 0.15), ellipse(wide / 2, high / 2, 28))
        at = y[1] + high / 2 + 0.04
        b.add("mirror > mirror frame|frame", extrude(outline, 0.03, [outline * 0.9]).move(0, at, -d * 0.4))
        b.add("mirror > mirror glass|glass", extrude(outline * 0.92, 0.01).move(0, at, -d * 0.4))


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
            rail = cylinder(0.014, bay[1] - bay[0], sides=10).rotate("z", 90)
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
        put(b, parts, lambda m, x=x, z=z: m.move(x, h / 2, z))
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
            cylinder(0.012, 0.02, sides=12).rotate("x", 90).move(w * 0.36, low + h - 0.04, d / 2 + f.front),
        )


# -- kitchen ---------------------------------------------------------------------------------------


def _sink(b: Builder, x: float, y: float, w: float, d: float, sunk: bool) -> None:
    """Basin in a hole of the worktop at height y, or standing on it, with a tap behind it."""
    depth, t = b.uniform(0.12, 0.22), 0.01
    if not sunk:
        profile = [(0, 0), (w * 0.3, 0), (w * 0.5, 0.13), (w * 0.46, 0.13), (w * 0.28, 0.015), (0, 0.015)]
        b.add("sink|basin", lathe(profile, 28).scale(1, 1, min(1.0, d / w)).move(x, y, 0))
    else:
        outer = rectangle(w, d, 0.04)
        b.add("sink|basin", extrude(outer * 1.06, t, [outer]).rotate("x", -90).move(x, y + t / 2, 0))
        wall = extrude(outer, depth, [outer * 0.96]).rotate("x", -90).move(x, y - depth / 2, 0)
        b.add("sink|basin", wall + extrude(outer, t).rotate("x", -90).move(x, y - depth, 0))
        b.add("drain", cylinder(0.03, 0.006, sides=14).move(x, y - depth + 0.008, 0))
    high, reach, back = b.uniform(0.15, 0.35), d * b.uniform(0.3, 0.45), -d / 2 - 0.05
    r = b.uniform(0.009, 0.016)
    path = [
        (x, y, back),
        (x, y + high * 0.8, back),
        (x, y + high, back + reach * 0.5),
        (x, y + high * 0.7, back + reach),
    ]
    b.add("faucet|tap > spout", sweep(curve(path, 16), r, sides=10))
    b.add("faucet|tap > faucet base", cylinder(r * 2, 0.02, sides=14).move(x, y + 0.01, back))
    if b.chance(0.5):
        b.add("faucet|tap > lever|switch", span((x, x + 0.09), about(y + 0.06, 0.012), about(back, 0.016)))
    else:
        for s in (-1, 1):
            cross = cylinder(r * 0.8, 0.05, sides=8).move(y=0.025) + box(0.05, 0.012, 0.012).move(y=0.05)
            b.add("faucet|tap > lever|switch", cross.move(x + s * 0.08, y, back))


def _cooktop(b: Builder, x: float, y: float, w: float, d: float) -> None:
    b.add("cooktop|hob|stove", span(about(x, w), (y, y + 0.012), about(0, d)))
    burner = torus(0.07, 0.008, 20) + cylinder(0.03, 0.014, sides=14)
    spots = [(x + sx * w * 0.24, y + 0.018, sz * d * 0.24) for sx in (-1, 1) for sz in (-1, 1)]
    b.add("burner", array(burner, spots))
    knob = cylinder(0.016, 0.02, sides=12)
    b.add("dial|control knob", array(knob, [(x + (i - 1.5) * 0.06, y + 0.02, d * 0.45) for i in range(4)]))


def _worktop(b: Builder, w: float, y: float, d: float, hole: tuple[float, float, float] | None) -> float:
    """Kitchen worktop from height y, with a rectangular hole (x, width, depth) for a sink; returns its top."""
    t = b.uniform(0.02, 0.05)
    holes = []
    if hole:
        holes.append(rectangle(hole[1], hole[2], 0.04) + [hole[0], 0])
    b.add(TOP, extrude(rectangle(w + 0.02, d + 0.04), t, holes).rotate("x", -90).move(0, y + t / 2, 0.01))
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
    section = b.pick(None, rectangle(2, 2))
    for s in (-1, 1):
        b.add(
            "post|upright|leg",
            sweep([(s * w / 2, 0, d / 2), (s * w / 2, h, d / 2 - lean)], r, section=section, sides=8),
        )
        b.add(
            "post|upright|leg",
            sweep([(s * w / 2, 0, -d / 2), (s * w / 2, h, -d / 2)], r, section=section, sides=8),
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
                sweep([(-w / 2, h * 0.1, -d / 2), (w / 2, h * 0.9, -d / 2)], 0.004, sides=6).scale(s, 1, 1),
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
            frame = extrude(rectangle(d, h, 0.05), t, [rectangle(d - 3 * t, h - 3 * t, 0.04)])
            b.add("side panel|side", frame.rotate("y", 90).move(s * w / 2, h / 2, 0))
    rods = b.chance(0.6)
    for i in range(levels):
        pivot = (0, 0.06 + i * step, 0)
        for z in divide(b, about(0, d * 0.9), b.integer(2, 5) if rods else 1, 0.03 if rods else 0.0):
            bar = span(about(0, w - t), about(pivot[1], t), z)
            if rods:
                bar = cylinder(t * 0.5, w, sides=8).rotate("z", 90).move(0, pivot[1], sum(z) / 2)
            b.add("shelf", bar.rotate("x", tilt, pivot))
        if b.chance(0.4):
            x = b.uniform(-0.3, 0.3) * w
            for s in (-1, 1):
                shoe = (
                    capsule(0.042, 0.25)
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
    rail = cylinder(r, w, sides=10).rotate("z", 90)
    bars = b.integer(1, 3)
    places = [(1.1 - i * b.pick(0.0, 0.06), 0.07 + i * 0.06) for i in range(bars)]
    if kind == "shelf":
        for i in range(5):
            b.add("shelf", rail.move(0, 1.22, 0.03 + i * 0.05))
    for s in (-1, 1):
        arm_end = max(z for _, z in places) + r
        b.add("bracket|holder|arm > arm", span(about(s * w / 2, r * 2), about(1.1, 0.025), (0, arm_end)))
        plate = cylinder(0.03, 0.012, sides=18).rotate("x", 90)
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
        b.add("post|frame|upright", capsule(r * 1.5, high).move(s * w / 2, high / 2, 0))
        if deep:
            b.add("base|foot", span(about(s * w / 2, 0.03), (0, 0.02), about(0, deep)))
    rows = b.integer(5, 12) if kind == "ladder" else b.integer(2, 4)
    return [(float(y), 0.0) for y in np.linspace(high * (0.1 if kind == "ladder" else 0.5), high * 0.96, rows)]


@design("towel rack")
def towel_rack(b: Builder) -> None:
    """Bars for towels on wall brackets, a heated ladder, or a free-standing frame; with towels."""
    kind = b.pick("wall", "wall", "ladder", "stand", "shelf")
    w, r = b.uniform(0.4, 0.8), b.uniform(0.006, 0.014)
    rail = cylinder(r, w, sides=10).rotate("z", 90)
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
            b.add("towel", sheet(section, 0.004).move(x=b.uniform(-0.12, 0.12) * w))


def _peg(length: float, size: float, kind: str):
    """Coat peg or hook on the plane z = 0, facing +z."""
    if kind == "peg":
        return cylinder(size, length, size * 1.5, sides=10).rotate("x", 75).move(z=length / 2)
    if kind == "ball":
        return cylinder(size * 0.6, length, sides=8).rotate("x", 90).move(z=length / 2) + sphere(
            size * 1.6, sides=10
        ).move(z=length)
    path = [(0, 0.03, 0), (0, 0.0, length * 0.2), (0, -length * 0.3, length * 0.6), (0, length * 0.1, length)]
    upper = [(0, 0.03, 0), (0, 0.04, length * 0.6), (0, length * 0.9, length * 1.1)]
    return sweep(curve(path, 10), size * 0.6, sides=8) + sweep(curve(upper, 8), size * 0.6, sides=8)


@design("coat rack", "coat rack")
def coat_stand(b: Builder) -> None:
    """Coat tree: a post with arms or hooks at one to three heights on feet or a disc; or a garment rail."""
    h, r = b.uniform(1.5, 1.9), b.uniform(0.014, 0.03)
    if b.chance(0.25):
        w, d = b.uniform(0.8, 1.5), b.uniform(0.35, 0.55)
        for s in (-1, 1):
            b.add("post|pole|stand", cylinder(r * 0.8, h, sides=10).move(s * w / 2, h / 2, 0))
            b.add("base|foot", span(about(s * w / 2, 0.04), (0, 0.04), about(0, d)))
        b.add("rail|rod|bar", cylinder(r * 0.8, w + 0.1, sides=10).rotate("z", 90).move(y=h))
        if b.chance(0.6):
            b.add("shelf", span(about(0, w), (0.12, 0.14), about(0, d * 0.8)))
        return
    post = capsule(r, h * 0.97).move(y=h * 0.5)
    b.add("post|pole|stand", post)
    reach = b.uniform(0.18, 0.3)
    if b.chance(0.5):
        b.add("base|foot", cylinder(reach, 0.025, sides=28, bevel=0.005).move(y=0.0125))
    else:
        arch = curve([(0, 0.16, 0), (reach * 0.6, 0.1, 0), (reach, 0.012, 0)], 8)
        b.add("base|foot", ring(sweep(arch, r * 0.7, sides=8), b.integer(3, 5)))
    count, length, rise = b.integer(3, 8), b.uniform(0.1, 0.22), b.uniform(0.03, 0.16)
    arm_path = curve([(0, 0, 0), (length * 0.7, rise * 0.2, 0), (length, rise, 0)], 8)
    arm_mesh = sweep(arm_path, r * 0.45, sides=8)
    if b.chance(0.6):
        arm_mesh = arm_mesh + sphere(r * 0.8, sides=10).move(length, rise, 0)
    for i in range(b.integer(1, 3)):
        b.add("hook|arm|peg", ring(arm_mesh, count, start=i * 30).move(y=h * (0.94 - 0.17 * i)))
    if b.chance(0.3):
        b.add("umbrella holder|ring|holder", torus(reach * 0.8, r * 0.4).move(y=h * 0.3))


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
    b.add("hook|peg", array(hook, [((i + 0.5) / count * w - w / 2, y, 0) for i in range(count)]))
    if b.chance(0.45):
        d = b.uniform(0.15, 0.28)
        b.add("shelf", span(about(0, w * 1.02), (high, high + t), (-t, d)))
        bracket = extrude([(0, 0), (d * 0.8, 0), (0, -min(high * 0.8, d * 0.8))], t).rotate("y", -90)
        for s in (-1, 1):
            b.add("bracket", bracket.move(s * w * 0.46, high, 0))
