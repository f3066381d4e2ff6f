"""Board carpentry (cases, doors, drawers, pulls) and flat-pack furniture: units as assembled from boards."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.furniture_parts import Fittings, add_shelves, case, columns, fill_bay, fittings
from pa3d.synth.parts import about, divide, span

BAYS = ("door", "doors", "drawers", "shelves")
FLATPACK = "flat-pack furniture"
SIDE, BACK = "side panel|side", "back panel|back"
TOP, BOTTOM = "top panel|top", "bottom panel|bottom"
DIVIDER = "divider|partition|vertical panel"


def _open_fittings(b: Builder) -> Fittings:
    f = fittings(b, 1.0, b.pick("slab", "slab", "slab", "framed", "glass"))
    f.board = b.uniform(0.012, 0.04)
    return f


def _block_legs(b: Builder, w: float, d: float, height: float) -> None:
    size = b.uniform(0.03, 0.06)
    leg = g.cylinder(size * 0.5, height, sides=14) if b.chance(0.4) else g.box(size, height, size)
    if b.chance(0.3):
        leg = leg.rotate("x", 180).taper(1.6)
    for x, _, z in positions_of_corners(w - size * 1.5, d - size * 1.5):
        b.add("leg|foot", leg.move(x, height / 2, z))


def _rise(b: Builder, w: float, d: float) -> float:
    """Height at which a unit starts: on the floor, on block legs, or over a kick board."""
    kind = b.pick("floor", "floor", "legs", "kick")
    if kind == "floor":
        return 0.0
    height = b.uniform(0.05, 0.2)
    if kind == "legs":
        _block_legs(b, w, d, height)
    else:
        b.add("kick board|plinth|baseboard", span(about(0, w), (0, height), (d / 2 - 0.05, d / 2 - 0.03)))
        b.add("kick board|plinth|baseboard", span(about(0, w), (0, height), (-d / 2 + 0.01, -d / 2 + 0.03)))
    return height


@design(FLATPACK, FLATPACK, "bookshelf")
def board_bookcase(b: Builder) -> None:
    """Tall or low bookcase of boards, with or without a back; some doors or drawers."""
    f = _open_fittings(b)
    w, h, d = b.uniform(0.35, 1.2), b.uniform(0.6, 2.2), b.uniform(0.22, 0.42)
    low = _rise(b, w, d)
    through = b.chance(0.4)
    y = (low, low + h)
    case(b, f, w, y, d, "", back=b.chance(0.7))
    if through:
        b.add(TOP, span(about(0, w + 0.02), (y[1], y[1] + f.board), about(0, d + 0.01)))
    bays = columns(b, f, w, y, d, b.pick(1, 1, 2) if w > 0.6 else 1, DIVIDER)
    inner = (y[0] + f.board, y[1] - f.board)
    for bay in bays:
        split = inner[0] + b.uniform(0.25, 0.5) * (inner[1] - inner[0])
        if b.chance(0.4) and h > 0.9:
            fill_bay(b, f, bay, (inner[0], split), d, b.pick("door", "doors", "drawers"), 0.8)
            b.add("shelf", span(bay, (split, split + f.board), about(0, d)))
            add_shelves(b, f, bay, (split + f.board, inner[1]), d, max(1, round((inner[1] - split) / 0.36) - 1))
        else:
            add_shelves(b, f, bay, inner, d, max(1, round(h / b.uniform(0.22, 0.45)) - 1))


@design(FLATPACK, "bookshelf")
def cube_shelf(b: Builder) -> None:
    """Grid of cubes between thick outer boards, some cubes with a door, drawers or a basket."""
    f = _open_fittings(b)
    columns_, rows, cell = b.integer(1, 5), b.integer(1, 5), b.uniform(0.27, 0.4)
    outer = b.pick(f.board, 0.04, 0.05)
    w, h, d = columns_ * cell + 2 * outer, rows * cell + 2 * outer, b.uniform(0.28, 0.42)
    low = _rise(b, w, d)
    for s in (-1, 1):
        b.add(SIDE, span(about(s * (w - outer) / 2, outer), (low + outer, low + h - outer), about(0, d)))
    b.add(TOP, span(about(0, w), (low + h - outer, low + h), about(0, d)))
    b.add(BOTTOM, span(about(0, w), (low, low + outer), about(0, d)))
    if b.chance(0.35):
        b.add(BACK, span(about(0, w), (low, low + h), (-d / 2 - 0.006, -d / 2)))
    xs = divide(b, about(0, w - 2 * outer), columns_, f.board)
    ys = divide(b, (low + outer, low + h - outer), rows, f.board)
    for x in xs[1:]:
        b.add(DIVIDER, span((x[0] - f.board, x[0]), (low + outer, low + h - outer), about(0, d)))
    for x in xs:
        for y in ys[1:]:
            b.add("shelf", span(x, (y[0] - f.board, y[0]), about(0, d)))
    f.inset, closed = True, b.pick(0.0, 0.0, 0.2, 0.4)
    for x in xs:
        for y in ys:
            if b.chance(closed):
                kind = b.pick("door", "drawers", "basket")
                if kind == "basket":
                    wide = x[1] - x[0] - 0.02
                    b.add(
                        "basket|box",
                        span(about(sum(x) / 2, wide), (y[0] + 0.002, y[1] - 0.03), about(0, d * 0.9)),
                    )
                else:
                    fill_bay(b, f, x, y, d, kind)


@design(FLATPACK, "nightstand")
def board_bedside(b: Builder) -> None:
    """Small board unit: side panels, top, open shelf, a drawer or a door below or above it."""
    f = _open_fittings(b)
    w, h, d = b.uniform(0.3, 0.6), b.uniform(0.3, 0.7), b.uniform(0.28, 0.45)
    low = _rise(b, w, d)
    case(b, f, w, (low, low + h), d, "", back=b.chance(0.6))
    inner, x = (low + f.board, low + h - f.board), about(0, w - 2 * f.board)
    split = inner[0] + b.uniform(0.35, 0.65) * (inner[1] - inner[0])
    b.add("shelf", span(x, (split - f.board, split), about(0, d - 0.01)))
    kinds = b.pick(("shelves", "drawers"), ("drawers", "shelves"), ("door", "drawers"), ("shelves", "door"))
    fill_bay(b, f, x, (inner[0], split - f.board), d, kinds[0])
    fill_bay(b, f, x, (split, inner[1]), d, kinds[1])


@design(FLATPACK)
def board_cabinet(b: Builder) -> None:
    """Cabinet, chest or low tv unit of boards with one to four columns of doors, drawers and open bays."""
    f = _open_fittings(b)
    count = b.integer(1, 4)
    w, h, d = count * b.uniform(0.3, 0.55), b.uniform(0.35, 2.0), b.uniform(0.3, 0.6)
    low = _rise(b, w, d)
    y = (low, low + h)
    case(b, f, w, y, d, "", back=b.chance(0.8))
    same = b.pick(*BAYS) if b.chance(0.4) else None
    for bay in columns(b, f, w, y, d, count, DIVIDER):
        fill_bay(b, f, bay, (y[0] + f.board, y[1] - f.board), d, same or b.pick(*BAYS))


@design(FLATPACK, "desk")
def board_desk(b: Builder) -> None:
    """Desk of boards: top, panel or post legs, back panel, perhaps a drawer column or a raised shelf."""
    f = _open_fittings(b)
    w, h, d, t = b.uniform(0.8, 1.6), b.uniform(0.68, 0.78), b.uniform(0.45, 0.75), b.uniform(0.018, 0.05)
    under = h - t
    b.add("tabletop|desktop|top", span(about(0, w), (under, h), about(0, d), f.edge))
    tower = b.pick("none", "drawers", "shelves", "door")
    wide = b.uniform(0.28, 0.42)
    side = b.pick(-1, 1)
    for s in (-1, 1):
        if s == side and tower != "none":
            middle = s * (w / 2 - wide / 2)
            for e in (-1, 1):
                b.add(SIDE, span(about(middle + e * (wide / 2 - t / 2), t), (0, under), about(0, d * 0.96)))
            bay = about(middle, wide - 2 * t)
            b.add(BOTTOM, span(bay, (0.04, 0.04 + t), about(0, d * 0.96)))
            fill_bay(b, f, bay, (0.04 + t, under), d * 0.96, tower, 0.8)
        elif b.chance(0.6):
            b.add("leg", span(about(s * (w / 2 - t / 2 - 0.01), t), (0, under), about(0, d * 0.96)))
        else:
            post = b.uniform(0.035, 0.06)
            for e in (-1, 1):
                b.add("leg", span(about(s * (w / 2 - post), post), (0, under), about(e * (d / 2 - post), post)))
    if b.chance(0.7):
        b.add(
            BACK,
            span(about(0, w - 2 * t), (under - b.uniform(0.15, 0.45), under), about(-d / 2 + 0.06, t * 0.7)),
        )
    if b.chance(0.3):
        raised, deep = h + b.uniform(0.12, 0.4), d * b.uniform(0.25, 0.45)
        z = (-d / 2, -d / 2 + deep)
        b.add("shelf", span(about(0, w), (raised, raised + t * 0.7), z))
        for s in (-1, 1):
            b.add(DIVIDER, span(about(s * (w / 2 - t), t * 0.7), (h, raised), z))


def _bench_back(b: Builder, x: float, h: float, d: float, t: float) -> None:
    for s in (-1, 1):
        b.add("back post|post", span(about(s * x, t * 1.4), (h - t, h + 0.4), (-d / 2 - t, -d / 2)))
    for y in divide(b, (h + 0.12, h + 0.4), b.integer(1, 3), 0.04):
        b.add("back|backrest", span(about(0, 2 * x), y, (-d / 2, -d / 2 + t * 0.7)))


@design(FLATPACK)
def board_bench(b: Builder) -> None:
    """Bench: seat boards on two side panels or four legs, a stretcher or shelf, sometimes a slatted back."""
    w, h, d, t = b.uniform(0.6, 1.6), b.uniform(0.38, 0.5), b.uniform(0.28, 0.45), b.uniform(0.018, 0.045)
    slats = b.pick(1, 1, 3, 4, 5)
    for z in divide(b, about(0, d), slats, 0.012):
        b.add("seat|top", span(about(0, w), (h - t, h), z))
    inset = b.uniform(0.0, 0.15) * w
    x = w / 2 - inset - t
    if b.chance(0.6):
        for s in (-1, 1):
            b.add("leg|side panel", span(about(s * x, t), (0, h - t), about(0, d * 0.9)))
    else:
        for px, _, pz in positions_of_corners(2 * x, d - 2 * t):
            b.add("leg|side panel", span(about(px, t * 1.8), (0, h - t), about(pz, t * 1.8)))
        for s in (-1, 1):
            b.add("apron|rail", span(about(0, 2 * x), (h - t - 0.07, h - t), about(s * (d / 2 - t), t * 0.8)))
    if b.chance(0.5):
        b.add("stretcher|crossbar", span(about(0, 2 * x), about(h * 0.35, 0.07), about(0, t)))
    elif b.chance(0.4):
        b.add("shelf", span(about(0, 2 * x), about(h * 0.3, t * 0.8), about(0, d * 0.85)))
    if b.chance(0.3):
        _bench_back(b, x, h, d, t)


def _chair_legs(b: Builder, x: float, z: float, h: float, post: float, t: float) -> None:
    """Two side panels, or four posts with aprons and perhaps stretchers."""
    if b.chance(0.3):
        for s in (-1, 1):
            b.add("leg|side panel", span(about(s * (x + post / 2 - t / 2), t), (0, h - t), about(0, 2 * z)))
        return
    for sx, _, sz in positions_of_corners(2 * x, 2 * z):
        b.add("leg", span(about(sx, post), (0, h - t), about(sz, post)))
    low, braced = h - t - 0.06, b.chance(0.5)
    for s in (-1, 1):
        b.add("apron|rail", span(about(0, 2 * x), (low, h - t), about(s * z, t * 0.8)))
        b.add("apron|rail", span(about(s * x, t * 0.8), (low, h - t), about(0, 2 * z)))
        if braced:
            b.add("stretcher|crossbar", span(about(s * x, t * 0.8), about(h * 0.35, 0.03), about(0, 2 * z)))


def _chair_back(b: Builder, x: float, z: float, h: float, post: float, t: float) -> None:
    """Two leaning posts with slats between them."""
    lean, high, pivot = b.uniform(0, 10), h + b.uniform(0.3, 0.55), (0.0, h, -z)
    for s in (-1, 1):
        stile = span(about(s * x, post), (h - t, high), about(-z, post))
        b.add("back|backrest > back post|stile", stile.rotate("x", -lean, pivot))
    for y in divide(b, (h + b.uniform(0.03, 0.25), high - 0.01), b.integer(1, 3), b.uniform(0.03, 0.08)):
        slat = span(about(0, 2 * x), y, about(-z, t * 0.7))
        b.add("back|backrest > slat|back panel|rail", slat.rotate("x", -lean, pivot))


@design(FLATPACK, FLATPACK)
def board_chair(b: Builder) -> None:
    """Chair or stool of boards: seat, post or panel legs, rails, back slats, sometimes arms."""
    w, d, h, t = b.uniform(0.36, 0.5), b.uniform(0.36, 0.5), b.uniform(0.4, 0.48), b.uniform(0.015, 0.035)
    post = b.uniform(0.025, 0.05)
    for z in divide(b, about(0, d), b.pick(1, 1, 3, 4, 6), 0.01):
        b.add("seat", span(about(0, w), (h - t, h), z))
    x, z = w / 2 - post / 2, d / 2 - post / 2
    _chair_legs(b, x, z, h, post, t)
    if b.chance(0.2):
        return
    _chair_back(b, x, z, h, post, t)
    if b.chance(0.25):
        for s in (-1, 1):
            b.add("arm|armrest", span(about(s * x, post * 1.3), (h + 0.2, h + 0.2 + t), about(0, d)))
            b.add("arm|armrest", span(about(s * x, post), (h, h + 0.2), about(z, post)))


@design(FLATPACK)
def step_stool(b: Builder) -> None:
    """Step stool: one to three steps between two side panels (straight, stepped or leaning) with a brace."""
    steps, w, t = b.integer(1, 3), b.uniform(0.3, 0.45), b.uniform(0.018, 0.03)
    rise, run = b.uniform(0.17, 0.25), b.uniform(0.14, 0.22)
    outline = [(0.0, 0.0)]
    for i in range(steps):
        outline += [(run * i, rise * (i + 1) - t), (run * (i + 1), rise * (i + 1) - t)]
    outline = [(0.0, 0.0), *outline[1:], (run * steps + b.pick(0.0, 0.06), 0.0)]
    side = g.extrude(outline, t).rotate("y", 90)
    for s in (-1, 1):
        b.add(SIDE, side.move(x=s * (w / 2 - t)))
    for i in range(steps):
        z = (-run * (i + 1) - b.uniform(0, 0.01), -run * i + 0.015)
        b.add("step|top" if steps == 1 else "step", span(about(0, w), (rise * (i + 1) - t, rise * (i + 1)), z))
    if b.chance(0.7):
        z = about(-run * steps + t, t)
        b.add("stretcher|crossbar|brace", span(about(0, w - 2 * t), about(rise * b.uniform(0.3, 0.6), 0.06), z))


@design(FLATPACK, "coffee table")
def board_table(b: Builder) -> None:
    """Plain table of a thick top on square legs or board legs, some with a lower shelf or rails."""
    w, d, h = b.uniform(0.45, 1.6), b.uniform(0.4, 0.8), b.uniform(0.35, 0.75)
    t, leg = b.uniform(0.02, 0.06), b.uniform(0.03, 0.08)
    b.add("tabletop|top", span(about(0, w), (h - t, h), about(0, d)))
    inset = b.pick(0.0, 0.02, 0.05)
    x, z = w / 2 - inset - leg / 2, d / 2 - inset - leg / 2
    angled = b.chance(0.3)
    for px, _, pz in positions_of_corners(2 * x, 2 * z):
        if angled:  # two boards joined at a right angle
            sx, sz = np.sign(px), np.sign(pz)
            for size in ((leg * 1.6, 0.018), (0.018, leg * 1.6)):
                corner = g.box(size[0], h - t, size[1]).move(-sx * size[0] / 2, (h - t) / 2, -sz * size[1] / 2)
                b.add("leg", corner.move(px + sx * leg / 2, 0, pz + sz * leg / 2))
        else:
            b.add("leg", span(about(px, leg), (0, h - t), about(pz, leg)))
    if b.chance(0.6):
        for s in (-1, 1):
            b.add("apron|rail", span(about(0, 2 * x), (h - t - 0.06, h - t), about(s * z, 0.018)))
            b.add("apron|rail", span(about(s * x, 0.018), (h - t - 0.06, h - t), about(0, 2 * z)))
    if b.chance(0.5):
        b.add("shelf", span(about(0, 2 * x), about(h * b.uniform(0.2, 0.45), 0.018), about(0, 2 * z)))


@design(FLATPACK, "bookshelf")
def ladder_shelf(b: Builder) -> None:
    """Storage rack: ladder-like side frames, shelves of boards or slats, a diagonal brace."""
    w, h, d = b.uniform(0.5, 1.0), b.uniform(0.8, 2.1), b.uniform(0.25, 0.5)
    post, t, levels = b.uniform(0.02, 0.045), b.uniform(0.012, 0.025), b.integer(3, 6)
    heights = np.linspace(h * 0.06, h * b.uniform(0.9, 0.99), levels)
    for s in (-1, 1):
        for e in (-1, 1):
            b.add(
                "side frame|post|leg > post|upright",
                span(about(s * (w - post) / 2, post), (0, h), about(e * (d - post) / 2, post)),
            )
        for y in heights:
            rung = span(about(s * (w - post) / 2, post * 0.6), (y - 0.03, y), about(0, d - 2 * post))
            b.add("side frame|post|leg > rung|rail", rung)
    slatted = b.chance(0.4)
    for y in heights:
        for z in divide(b, about(0, d), b.integer(3, 5) if slatted else 1, 0.015):
            b.add("shelf", span(about(0, w - 2 * post), (y, y + t), z))
    if b.chance(0.5):
        ends = np.array([(-w / 2, h * 0.15, -d / 2 - 0.004), (w / 2, h * 0.75, -d / 2 - 0.004)])
        for path in (ends, ends * [-1, 1, 1]):
            b.add("cross brace|brace", g.sweep(path, 0.006, sides=6))
