"""Tables, coffee tables, desks and workbenches."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.furniture_parts import (
    LEG_KINDS,
    add_casters,
    add_door,
    add_drawer,
    case,
    fill_bay,
    fittings,
    four_legs,
    leg,
    turned,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Range, about, divide, post, span, standing, stick

TABLETOP = "tabletop|table top|desktop|top"
APRON = "apron|skirt"
STRETCHER = "stretcher|crossbar"
BASE = "base|support|leg"


def plate(outline, thickness: float, y: float, bevel: float = 0.0) -> Mesh:
    """Horizontal plate from an outline in x and z, its top at y, its lower edge cut back by `bevel`."""
    flat = g.extrude(outline, thickness).rotate("x", -90).move(y=y - thickness / 2)
    if bevel <= 0:
        return flat
    vertices = flat.vertices.copy()
    under = vertices[:, 1] < y - thickness / 2
    reach = np.abs(vertices).max(0)
    vertices[under, 0] *= 1 - bevel / reach[0]
    vertices[under, 2] *= 1 - bevel / reach[2]
    return Mesh(vertices, flat.faces)


def add_top(b: Builder, w: float, d: float, y: float, shape: str | None = None) -> float:
    """Table top with its upper face at y: plain, planked, glass in a rim, inlaid; returns its thickness."""
    t = b.uniform(0.015, 0.06)
    shape = shape or b.pick("square", "square", "soft", "soft", "oval", "boat", "octagon")
    if shape == "oval":
        outline = g.ellipse(w / 2, d / 2, 36)
    elif shape == "octagon":
        outline = g.ellipse(w / 1.9, d / 1.9, 8) @ np.array([[0.924, 0.383], [-0.383, 0.924]])
    elif shape == "boat":
        side = g.curve([(-w / 2, -d * 0.4), (0, -d / 2), (w / 2, -d * 0.4)], 12)
        outline = np.concatenate([side, -side])
    else:
        outline = g.rectangle(w, d, b.uniform(0.02, 0.22) * d if shape == "soft" else 0.0)
    finish = b.pick("plain", "plain", "plain", "planks", "glass", "inlay", "rim")
    if finish == "planks" and shape == "square":
        for z in divide(b, about(0, d), b.integer(3, 9), b.uniform(0.001, 0.012)):
            b.add(f"{TABLETOP} > plank|board|slat", span(about(0, w), (y - t, y), z))
    elif finish == "glass":
        b.add(f"{TABLETOP} > glass top|glass|glass pane", plate(outline, min(t, 0.02), y))
        return min(t, 0.02)
    elif finish in ("inlay", "rim"):
        inner = outline * b.uniform(0.78, 0.95)
        b.add(f"{TABLETOP} > rim|edge|frame", g.extrude(outline, t, [inner]).rotate("x", -90).move(y=y - t / 2))
        name = b.pick("glass top|glass|glass pane", "inset panel|inlay")
        b.add(f"{TABLETOP} > {name}", plate(inner, t * 0.5, y - t * b.pick(0.0, 0.1, 0.2)))
    else:
        b.add(TABLETOP, plate(outline, t, y, b.pick(0.0, 0.0, t * 0.5)))
    return t


def add_aprons(b: Builder, w: float, d: float, top: float, height: float, drawers: int = 0) -> None:
    """Rails under the top between legs centred on w by d; the front one may hold drawers."""
    for s in (-1, 1):
        b.add(APRON, span(about(s * w / 2, 0.02), (top - height, top), about(0, d)))
    b.add(APRON, span(about(0, w), (top - height, top), about(-d / 2, 0.02)))
    if not drawers:
        b.add(APRON, span(about(0, w), (top - height, top), about(d / 2, 0.02)))
        return
    f = fittings(b, 1.0, "slab")
    f.ajar = max(f.ajar, 0.3)
    for x in divide(b, about(0, w * 0.92), drawers, 0.02):
        add_drawer(b, f, x, (top - height, top - 0.006), d / 2, d * 0.8)
    b.add(APRON, span(about(0, w), (top - height - 0.015, top - height), about(d / 2, 0.02)))


def add_stretchers(b: Builder, w: float, d: float, y: float, size: float, kind: str) -> None:
    """Bars between four legs centred on w by d: box, H, X, sides or one row along the back."""

    def bar(x: Range, z: Range) -> None:
        b.add(STRETCHER, span(x, about(y, size * 1.3), z))

    if kind in ("box", "h", "sides"):
        for s in (-1, 1):
            bar(about(s * w / 2, size), about(0, d))
    if kind == "box":
        for s in (-1, 1):
            bar(about(0, w), about(s * d / 2, size))
    elif kind == "h":
        bar(about(0, w), about(0, size))
    elif kind == "back":
        bar(about(0, w), about(-d / 2, size))
    elif kind == "x":
        for s in (-1, 1):
            b.add(STRETCHER, stick((-w / 2, y, -s * d / 2), (w / 2, y, s * d / 2), size * 0.6, sides=6))


def legged_table(b: Builder, w: float, d: float, h: float, shape: str | None = None) -> None:
    """Four legs under a top, with any of aprons, drawers, stretchers, a shelf, casters."""
    shape = shape or b.pick("square", "square", "square", "soft", "soft", "oval", "boat", "octagon")
    top, kind = h - add_top(b, w, d, h, shape), b.pick(*LEG_KINDS)
    size = b.uniform(0.035, 0.1) * b.pick(1.0, 1.0, 1.3)
    inset = size * b.pick(0.55, 0.7, 1.2)
    fit = {"oval": 0.66, "octagon": 0.7, "boat": 0.8, "soft": 0.92}.get(shape, 1.0)
    lw, ld = w * fit - 2 * inset, d * fit - 2 * inset
    if kind == "cabriole":
        lw, ld = lw - size, ld - size
    wheels, lean = b.chance(0.12), b.pick(0.0, 0.0, 0.0, b.uniform(3, 14))
    low = 0.0
    if wheels:
        radius, lean = b.uniform(0.025, 0.05), 0.0
        low = radius * 2.9
        add_casters(b, [(x, z) for x, _, z in positions_of_corners(lw, ld)], radius)
    four_legs(b, lw, ld, top, size, kind, low, lean)
    if kind not in ("hairpin", "tube") and b.chance(0.75) or b.chance(0.2):
        add_aprons(b, lw, ld, top, b.uniform(0.05, 0.13), b.pick(0, 0, 0, 1, 2, 3))
    spread = 2 * np.tan(np.radians(lean))
    if b.chance(0.35) and kind != "cabriole":
        y = b.uniform(0.12, 0.45) * h + low
        grown = spread * (top - y)
        add_stretchers(b, lw + grown, ld + grown, y, size * 0.5, b.pick("box", "h", "sides", "back", "x"))
    elif b.chance(0.35):
        y = b.uniform(0.15, 0.5) * h + low
        grown = spread * (top - y)
        b.add("shelf", span(about(0, lw + grown), about(y, 0.02), about(0, ld + grown)))


# -- tables ----------------------------------------------------------------------------------------


@design("table", "table", "table")
def dining_table(b: Builder) -> None:
    """Four-legged dining, kitchen or side table."""
    w = b.uniform(0.5, 2.4)
    d = b.pick(w, min(w, b.uniform(0.5, 1.1)), min(w, b.uniform(0.5, 1.1)))
    legged_table(b, w, min(d, 1.3), b.uniform(0.55, 1.05))


def _pedestal(b: Builder, h: float, reach: float) -> None:
    """Column and foot of a pedestal up to height h, the foot reaching `reach` from the axis."""
    column, foot = f"{BASE} > column|post|pedestal", f"{BASE} > foot"
    r, low = b.uniform(0.025, 0.09), b.uniform(0.02, 0.08)
    style = b.pick("disc", "disc", "dome", "tulip", "claw", "claw", "cross", "star", "square")
    if style == "tulip":
        profile = g.curve(
            [(reach, 0), (reach * 0.8, 0.02), (r, h * 0.35), (r * 0.8, h * 0.7), (reach * 0.5, h)], 20
        )
        b.add(f"{BASE} > column|post|pedestal", g.lathe([(0, 0), *profile, (0, h)], 28))
        return
    if style == "disc":
        b.add(foot, g.cylinder(reach, low * 0.6, sides=28, bevel=0.004).move(y=low * 0.3))
    elif style == "dome":
        b.add(
            foot,
            g.lathe(
                [(0, 0), *g.curve([(reach, 0), (reach * 0.9, low * 0.5), (r, low * 2.2)], 8), (0, low * 2.2)],
                28,
            ),
        )
    elif style == "square":
        b.add(foot, standing(reach * 1.6, low, reach * 1.6, b.pick(0, 0.01), 1))
    elif style == "claw":
        arch = g.curve(
            [
                (r * 0.5, low * 5, 0),
                (reach * 0.5, low * 3.6, 0),
                (reach * 0.85, low * 0.8, 0),
                (reach, low * 0.5, 0),
            ],
            10,
        )
        b.add(
            foot,
            g.ring(g.sweep(arch, np.linspace(low * 0.7, low * 0.4, 10), sides=8), b.integer(3, 5), start=45),
        )
    else:
        beam = g.box(reach, low, low * 1.2).taper(0.8).move(x=reach / 2, y=low / 2)
        b.add(foot, g.ring(beam, 4 if style == "cross" else b.integer(3, 5), start=b.pick(0, 45)))
    start = low * (2 if style == "dome" else 0.5)
    shaft = turned(b, h - start, r * 1.3) if b.chance(0.35) else post(r, h - start, sides=18)
    if b.chance(0.2):
        shaft = standing(r * 1.8, h - start, r * 1.8)
    b.add(column, shaft.move(y=start))
    if b.chance(0.5):
        b.add(f"{BASE} > bracket|mounting plate", g.box(reach * 1.2, 0.015, reach * 1.2).move(y=h - 0.008))


@design("table", "coffee table")
def pedestal_table(b: Builder) -> None:
    """Round, square or oval table on one central column (two under a long top), bistro to tulip."""
    h = b.uniform(0.4, 1.1)
    double = b.chance(0.2)
    d = b.uniform(0.5, 1.4)
    w = d * b.uniform(1.5, 2.2) if double else d * b.pick(1.0, 1.0, 1.3)
    t = add_top(b, w, d, h, b.pick("oval", "oval", "soft", "octagon", "square"))
    inner = Builder(b.rng)
    _pedestal(inner, h - t, d * b.uniform(0.28, 0.45))
    for x in (-w * 0.27, w * 0.27) if double else (0.0,):
        for name, mesh in inner.pieces:
            b.add(name, mesh.move(x=x))
    if double and b.chance(0.7):
        b.add(STRETCHER, span(about(0, w * 0.54), about(h * 0.3, 0.06), about(0, 0.04)))


@design("table", "table", "desk")
def trestle_table(b: Builder) -> None:
    """Two trestles (A, X, T, Y or slab) and a stretcher under a long top."""
    w, d, h = b.uniform(1.1, 2.4), b.uniform(0.6, 1.05), b.uniform(0.7, 0.8)
    top = h - add_top(b, w, d, h, b.pick("square", "square", "soft", "boat"))
    kind, size, reach = (
        b.pick("a", "x", "t", "y", "slab", "frame"),
        b.uniform(0.035, 0.09),
        d * b.uniform(0.32, 0.44),
    )
    square = g.rectangle(1.4, 2.0)
    trestle_top, low = top - size / 2, size / 2
    foot, head = [(-reach, low), (reach, low)], [(-reach, trestle_top), (reach, trestle_top)]
    bars: list[list[tuple[float, float]]] = {
        "a": [[(s * reach, low), (s * reach * 0.3, trestle_top)] for s in (-1, 1)],
        "x": [[(-s * reach, low), (s * reach, trestle_top)] for s in (-1, 1)],
        "t": [[(0, 0), (0, top)], foot, head],
        "y": [[(0, 0), (0, top * 0.5)], foot] + [[(0, top * 0.45), (s * reach, trestle_top)] for s in (-1, 1)],
        "slab": [],
        "frame": [[(s * reach, 0), (s * reach, top)] for s in (-1, 1)] + [foot],
    }[kind]
    if kind == "a":
        bars.append([(-reach * 0.7, top * 0.4), (reach * 0.7, top * 0.4)])
    if kind == "slab":
        trestle = g.box(size, top, reach * 2).taper(b.uniform(0.7, 1.0)).move(y=top / 2)
    else:
        trestle = g.join(g.sweep([(0, y, z) for z, y in bar], size / 2, section=square) for bar in bars)
    at = w * b.uniform(0.28, 0.42)
    for s in (-1, 1):
        b.add("leg|trestle|support", trestle.move(x=s * at))
    if b.chance(0.75):
        y = top * b.uniform(0.25, 0.6)
        b.add(STRETCHER, span(about(0, 2 * at + b.pick(0, 0.1)), about(y, 0.08), about(0, 0.035)))
    if b.chance(0.2):
        b.add("shelf", span(about(0, 2 * at), about(top * 0.42, 0.02), about(0, reach * 0.9)))


@design("table")
def folding_table(b: Builder) -> None:
    """Folding table: crossed legs with pivots, or tube loops that fold under a plastic top."""
    w, d, h = b.uniform(0.5, 1.8), b.uniform(0.4, 0.8), b.uniform(0.45, 0.76)
    top = h - add_top(b, w, d, h, b.pick("square", "soft"))
    r = b.uniform(0.009, 0.02)
    if b.chance(0.5):
        reach, hub = w * 0.42, 0.5
        for s in (-1, 1):
            for e in (-1, 1):
                z = s * (d * 0.45 - (e + 1) * r)
                path = [(-e * reach, 0.005, z), (e * reach, top, z)]
                b.add(
                    "leg", g.sweep(path, r, section=g.rectangle(2.2, 1.2) if b.chance(0.5) else None, sides=8)
                )
            pivot = g.cylinder(r * 0.8, r * 6, sides=8).rotate("x", 90)
            b.add("hinge|pivot|screw", pivot.move(y=top * hub, z=s * (d * 0.45 - r)))
        for e in (-1, 1):
            rod = g.cylinder(r * 0.8, d * 0.9, sides=8).rotate("x", 90)
            b.add(STRETCHER, rod.move(e * reach * 0.8, top * 0.1 + 0.005, 0))
        return
    for s in (-1, 1):
        x = s * w * 0.36
        bottom = b.pick(0.0, 0.12) * s
        path = [(x, top, -d * 0.4), (x + bottom, r, -d * 0.44), (x + bottom, r, d * 0.44), (x, top, d * 0.4)]
        b.add("leg", g.sweep(g.curve(path, 4) if b.chance(0.3) else path, r, sides=10))
        b.add(
            "hinge|bracket|brace", stick((x + bottom * 0.4, top * 0.6, 0), (x * 0.4, top, 0), r * 0.6, sides=8)
        )
        b.add(
            STRETCHER,
            g.cylinder(r * 0.8, d * 0.84, sides=8).rotate("x", 90).move(x + bottom * 0.5, top * 0.5, 0),
        )


@design("table", "coffee table", "desk")
def loop_table(b: Builder) -> None:
    """Top on two closed or open loops of flat bar or tube, or on panel ends (waterfall)."""
    high = b.pick(b.uniform(0.35, 0.5), b.uniform(0.7, 0.78))
    w, d = b.uniform(0.8, 1.8), b.uniform(0.45, 0.9)
    kind = b.pick("panel", "loop", "loop", "trapezoid", "bent")
    top = high - add_top(b, w, d, high, "square" if kind == "panel" else None)
    size, inset = b.uniform(0.015, 0.05), b.pick(0.0, 0.06, 0.15) * w
    section = b.pick(None, g.rectangle(2.0, 2.0), g.rectangle(1.0, 3.0))
    for s in (-1, 1):
        x = s * (w / 2 - inset - size)
        if kind == "panel":
            b.add("leg|support", span(about(x, size * 1.5), (0, top), about(0, d * 0.98)))
            continue
        wide, narrow = d * 0.44, d * (0.25 if kind == "trapezoid" else 0.44)
        r = size / 2
        path = [(x, r, -wide), (x, r, wide), (x, top - r, narrow), (x, top - r, -narrow)]
        mesh = g.sweep(path, r, section=section, sides=8, closed=True)
        if kind == "bent":
            mesh = g.sweep([path[2], path[1], path[0], path[3]], r, section=section, sides=8)
        b.add("leg|support", mesh)
    if b.chance(0.4):
        b.add(
            STRETCHER,
            span(about(0, w - 2 * inset - 2 * size), about(top * b.uniform(0.1, 0.7), size), about(0, size)),
        )
    if b.chance(0.3):
        b.add(
            "shelf",
            span(
                about(0, w - 2 * inset - 2 * size), about(top * b.uniform(0.25, 0.8), 0.018), about(0, d * 0.85)
            ),
        )


@design("table", "table")
def cabinet_table(b: Builder) -> None:
    """Table or console whose lower part is a cabinet with drawers and doors, on short or long legs."""
    f = fittings(b, 0.8)
    w, d, h = b.uniform(0.45, 1.6), b.uniform(0.35, 0.75), b.uniform(0.45, 0.95)
    top = h - add_top(b, w, d, h, b.pick("square", "soft"))
    body = top * b.uniform(0.25, 0.9)
    low, cw, cd = top - body, w * 0.94, d * 0.9
    case(b, f, cw, (low, top), cd)
    if low > 0.03:
        size = min(b.uniform(0.03, 0.08), low * 0.9)
        if b.chance(0.15):
            add_casters(b, [(x, z) for x, _, z in positions_of_corners(cw - 0.1, cd - 0.1)], low / 3)
        else:
            four_legs(b, cw - size * 1.2, cd - size * 1.2, low, size, b.pick(*LEG_KINDS[:7]))
    for x in divide(b, about(0, cw - 2 * f.board), b.integer(1, 3), f.board):
        kind = b.pick("drawers", "drawers", "door", "doors", "shelves" if f.inside else "drawers")
        fill_bay(b, f, x, (low + f.board, top - f.board), cd, kind, 0.7)


@design("table")
def picnic_table(b: Builder) -> None:
    """Picnic table: plank top and two benches on shared A or X frames."""
    w, h, d = b.uniform(1.2, 2.0), b.uniform(0.7, 0.78), b.uniform(0.65, 0.85)
    t, seat, out = b.uniform(0.03, 0.05), b.uniform(0.4, 0.46), d / 2 + b.uniform(0.22, 0.35)
    for z in divide(b, about(0, d), b.integer(4, 6), 0.012):
        b.add(f"{TABLETOP} > plank|board|slat", span(about(0, w), (h - t, h), z))
    for s in (-1, 1):
        for z in divide(b, about(s * out, 0.26), 2, 0.012):
            b.add("bench|seat", span(about(0, w), (seat - t, seat), z))
    for x in (-w * 0.36, w * 0.36):
        for s in (-1, 1):
            path = [(x, 0.0, s * out * 0.95), (x, h - t, s * d * 0.2)]
            b.add("leg", g.sweep(path, 0.045, section=g.rectangle(0.9, 2.0)))
        b.add(STRETCHER, span(about(x + 0.045, 0.04), (seat - t - 0.09, seat - t), about(0, 2 * out + 0.2)))
        b.add(STRETCHER, span(about(x + 0.045, 0.04), (h - t - 0.08, h - t), about(0, d * 0.9)))


@design("table", "coffee table")
def ring_table(b: Builder) -> None:
    """Round table on three or more straight, splayed or crossed legs, perhaps with a ring or a low shelf."""
    h, r = b.uniform(0.35, 0.78), b.uniform(0.22, 0.65)
    top = h - add_top(b, 2 * r, 2 * r, h, "oval")
    count, size = b.integer(3, 6), b.uniform(0.015, 0.045)
    low, high, twist = r * b.uniform(0.6, 1.0), r * b.uniform(0.3, 0.9), b.pick(0.0, 0.0, b.uniform(60, 180))
    turn = np.radians(twist)
    path = np.array([(low * np.cos(turn), 0.0, low * np.sin(turn)), (high, top, 0.0)])
    b.add("leg", g.ring(g.sweep(path, [size * b.uniform(0.35, 0.6), size * 0.6], sides=10), count))
    if twist:
        return
    f = b.uniform(0.2, 0.6)
    at = low + (high - low) * f
    extra = b.pick("none", "none", "ring", "shelf", "apron")
    if extra == "ring":
        b.add(STRETCHER, g.torus(at, size * 0.35).move(y=top * f))
    elif extra == "shelf":
        b.add("shelf", g.cylinder(at, 0.018, sides=32).move(y=top * f))
    elif extra == "apron":
        b.add(
            APRON, g.lathe([(high, top - 0.06), (high + 0.01, top - 0.06), (high + 0.01, top), (high, top)], 32)
        )


@design("coffee table", "coffee table")
def low_table(b: Builder) -> None:
    """Low four-legged coffee table."""
    w = b.uniform(0.6, 1.4)
    legged_table(b, w, w * b.uniform(0.5, 1.0), b.uniform(0.3, 0.5))


@design("coffee table")
def block_table(b: Builder) -> None:
    """Block, drum or crate coffee table, nested cubes, or glass over a sculptural base."""
    h, w = b.uniform(0.28, 0.48), b.uniform(0.5, 1.1)
    kind = b.pick("drum", "block", "slabs", "sculpture", "crate")
    d = w * b.uniform(0.55, 1.0)
    if kind == "drum":
        d = w
    t = add_top(b, w, d, h, {"drum": "oval", "sculpture": "oval"}.get(kind) or b.pick("square", "soft"))
    top = h - t
    if kind == "drum":
        b.add(BASE, post(w * b.uniform(0.25, 0.5), top, w * b.uniform(0.25, 0.5), sides=32))
    elif kind == "block":
        b.add(BASE, span(about(0, w * 0.8), (0, top), about(0, d * 0.8), 0.01))
    elif kind == "slabs":
        for s in (-1, 1):
            b.add(BASE, span(about(s * w * 0.28, 0.07), (0, top), about(s * d * 0.05, d * 0.8)))
        b.add(BASE, span(about(0, w * 0.56), (0, top * 0.7), about(0, 0.06)))
    elif kind == "sculpture":
        path = g.curve(
            [
                (-w * 0.35, 0.04, 0),
                (-w * 0.1, top * 0.6, d * 0.2),
                (w * 0.15, 0.05, 0),
                (w * 0.3, top - 0.03, -d * 0.2),
            ],
            20,
        )
        b.add(BASE, g.sweep(path, b.uniform(0.025, 0.05), sides=10))
        b.add(BASE, g.capsule(0.035, top).move(-w * 0.2, top / 2, -d * 0.2))
    else:
        for y in divide(b, (0, top), 3, top * 0.1):
            for s in (-1, 1):
                b.add("side panel|side", span(about(0, w * 0.96), y, about(s * d * 0.46, 0.015)))
                b.add("side panel|side", span(about(s * w * 0.47, 0.015), y, about(0, d * 0.9)))


# -- desks -----------------------------------------------------------------------------------------


def _pedestal_case(b: Builder, x: float, w: float, d: float, top: float, low: float) -> None:
    """Drawer or door column under a desk, centred at x."""
    f = fittings(b, 0.8, b.pick("slab", "slab", "raised", "framed"))
    inner = Builder(b.rng)
    case(inner, f, w, (low, top), d)
    bay, y = about(0, w - 2 * f.board), (low + f.board, top - f.board)
    if b.chance(0.25):
        add_door(inner, f, bay, y, d / 2, b.pick(-1, 1), 0.75)
    else:
        fill_bay(inner, f, bay, y, d, "drawers")
    for name, mesh in inner.pieces:
        b.add(name, mesh.move(x=x))


def _keyboard_tray(b: Builder, x: float, w: float, d: float, top: float) -> None:
    out, y = b.pick(0.0, b.uniform(0.05, 0.25)), top - b.uniform(0.07, 0.12)
    b.add("keyboard tray|tray", span(about(x, w), (y - 0.018, y), about(d * 0.2 + out, d * 0.5)))
    for s in (-1, 1):
        b.add("bracket|slide|rail", span(about(x + s * w * 0.48, 0.015), (y, top), about(d * 0.15, d * 0.45)))


@design("desk", "desk", "desk")
def pedestal_desk(b: Builder) -> None:
    """Desk with drawer columns at one or both sides, legs or panels elsewhere, modesty panel, keyboard tray."""
    w, d, h = b.uniform(0.95, 1.9), b.uniform(0.5, 0.85), b.uniform(0.7, 0.79)
    top = h - add_top(b, w, d, h, b.pick("square", "square", "soft"))
    wide, low = w * b.uniform(0.24, 0.32), b.pick(0.0, 0.0, b.uniform(0.04, 0.16), top * 0.5)
    sides = b.pick((-1,), (1,), (-1, 1), (-1, 1))
    size = b.uniform(0.03, 0.06)
    kind = b.pick("panel", "square", "taper", "turned", "tube")
    for s in (-1, 1):
        if s in sides:
            _pedestal_case(b, s * (w / 2 - wide / 2 - 0.01), wide, d * 0.92, top, low)
        if s in sides and low == 0:
            continue
        if kind == "panel":
            b.add("leg", span(about(s * (w / 2 - 0.012), 0.022), (0, top), about(0, d * 0.95)))
            continue
        reach = low if s in sides and low < top * 0.4 else top
        one = leg(b, kind, reach, size)
        for e in (-1, 1):
            b.add("leg", one.move(s * (w / 2 - size * 0.8), 0, e * (d / 2 - size)))
            if reach < top * 0.4:
                b.add("leg", one.move(s * (w / 2 - wide + size), 0, e * (d / 2 - size)))
    if b.chance(0.6):
        b.add(
            "modesty panel|privacy panel",
            span(about(0, w * 0.96), (top * b.uniform(0.2, 0.7), top), about(-d * 0.4, 0.018)),
        )
    middle = w - len(sides) * wide - 0.06
    x = 0.0 if len(sides) == 2 else -sides[0] * wide / 2
    extra = b.pick("none", "tray", "tray", "drawer", "drawer")
    if extra == "tray":
        _keyboard_tray(b, x, middle * 0.9, d, top)
    elif extra == "drawer":
        f = fittings(b, 1.0, "slab")
        add_drawer(b, f, about(x, middle), (top - 0.11, top), d * 0.46, d * 0.8)


@design("desk", "desk")
def legged_desk(b: Builder) -> None:
    """Writing desk: four-legged, with apron drawers, and perhaps a hutch of shelves on top."""
    w, d, h = b.uniform(0.9, 1.6), b.uniform(0.48, 0.75), b.uniform(0.7, 0.78)
    legged_table(b, w, d, h, b.pick("square", "soft"))
    if b.chance(0.45):
        f = fittings(b, 1.0)
        high, deep, wide = b.uniform(0.15, 0.7), d * b.uniform(0.25, 0.45), w * b.pick(1.0, 0.96)
        inner = Builder(b.rng)
        case(inner, f, wide, (h, h + high), deep, "hutch > ", back=b.chance(0.7))
        for x in divide(b, about(0, wide - 2 * f.board), b.integer(1, 3), f.board):
            y = (h + f.board, h + high - f.board)
            fill_bay(inner, f, x, y, deep, b.pick("shelves", "shelves", "drawers", "door"))
            if x[0] > -wide * 0.4:
                inner.add("hutch > divider|partition", span((x[0] - f.board, x[0]), y, about(0, deep * 0.98)))
        for name, mesh in inner.pieces:
            b.add(name, mesh.move(z=-d / 2 + deep / 2))


@design("desk")
def standing_desk(b: Builder) -> None:
    """Height-adjustable desk on two or three T-shaped columns, with a control panel and cable tray."""
    w, d, h = b.uniform(1.1, 1.9), b.uniform(0.6, 0.85), b.uniform(0.68, 1.2)
    top = h - add_top(b, w, d, h, b.pick("square", "soft"))
    size, at = b.uniform(0.06, 0.09), w * b.uniform(0.33, 0.42)
    for s in (-1, 1):
        b.add("leg|column > foot", span(about(s * at, size), (0, 0.035), about(0, d * 0.9), 0.006))
        b.add("leg|column > column|post", span(about(s * at, size), (0.035, top * 0.6), about(0, size * 0.7)))
        b.add(
            "leg|column > column|post", span(about(s * at, size * 0.8), (top * 0.6, top), about(0, size * 0.55))
        )
        b.add("frame|bracket", span(about(s * at, size * 0.6), (top - 0.04, top), about(0, d * 0.8)))
    b.add("frame|bracket", span(about(0, 2 * at), (top - 0.04, top), about(0, 0.05)))
    if b.chance(0.6):
        b.add(
            "control panel|switch", span(about(w * 0.36, 0.1), (top - 0.025, top), (d / 2 - 0.05, d / 2 + 0.01))
        )
    if b.chance(0.4):
        b.add("cable tray|tray", span(about(0, w * 0.5), (top - 0.12, top - 0.1), about(-d * 0.3, 0.12)))


@design("desk")
def corner_desk(b: Builder) -> None:
    """L-shaped desk on panels, posts and a drawer column."""
    w, side, d, h = b.uniform(1.3, 1.9), b.uniform(1.1, 1.7), b.uniform(0.45, 0.65), b.uniform(0.7, 0.78)
    t = b.uniform(0.02, 0.04)
    outline = [(0, 0), (w, 0), (w, -d), (d, -d), (d, -side), (0, -side)]
    if b.chance(0.5):
        outline[3:4] = [(d * 1.5, -d), (d, -d * 1.5)]
    b.add(TABLETOP, plate(outline, t, h))
    top, size = h - t, b.uniform(0.03, 0.06)
    posts = [(size, size), (w - size, size), (w - size, d - size), (size, side - size), (d - size, side - size)]
    if b.chance(0.5):
        b.add("leg", span((w - 0.025, w), (0, top), (0, d)))
        b.add("leg", span((0, d), (0, top), (side - 0.025, side)))
        posts = posts[:1]
    one = leg(b, b.pick("square", "round", "tube"), top, size)
    b.add("leg", g.array(one, [(x, 0, z) for x, z in posts]))
    if b.chance(0.6):
        inner = Builder(b.rng)
        _pedestal_case(inner, 0.0, 0.36, d * 0.92, top, b.pick(0.0, 0.06, top * 0.5))
        for name, mesh in inner.pieces:
            b.add(name, mesh.move(w - 0.22, 0, d * 0.5))
    if b.chance(0.6):
        b.add("modesty panel|privacy panel", span((0.03, w - 0.03), (top * 0.5, top), (0.03, 0.048)))
        b.add("modesty panel|privacy panel", span((0.03, 0.048), (top * 0.5, top), (0.05, side - 0.03)))


# -- workbenches -----------------------------------------------------------------------------------


@design("workbench")
def workbench(b: Builder) -> None:
    """Heavy bench: thick top, square legs, lower shelf, drawers, vise, pegboard with tools rack."""
    w, d, h, t = b.uniform(1.0, 2.2), b.uniform(0.5, 0.85), b.uniform(0.8, 1.0), b.uniform(0.035, 0.1)
    b.add("worktop|tabletop|top", span(about(0, w), (h - t, h), about(0, d)))
    top, size = h - t, b.uniform(0.06, 0.11)
    lw, ld = w - b.uniform(1.2, 3) * size, d - 1.4 * size
    four_legs(b, lw, ld, top, size, "square")
    add_aprons(b, lw, ld, top, b.uniform(0.08, 0.16), b.pick(0, 1, 2, 3))
    add_stretchers(b, lw, ld, h * b.uniform(0.12, 0.25), size * 0.6, b.pick("box", "h", "sides"))
    if b.chance(0.6):
        b.add("shelf", span(about(0, lw), about(h * 0.3, 0.025), about(0, ld)))
    if b.chance(0.5):
        _pedestal_case(b, b.pick(-1, 1) * (lw / 2 - 0.27), 0.4, ld * 0.9, top, h * 0.22)
    if b.chance(0.6):
        x, wide = b.pick(-1, 1) * w * 0.36, b.uniform(0.12, 0.25)
        b.add("vise|vice > jaw", span(about(x, wide), (h - 0.14, h), (d / 2 + 0.05, d / 2 + 0.09)))
        b.add(
            "vise|vice > screw",
            g.cylinder(0.014, 0.2, sides=10).rotate("x", 90).move(x, h - 0.08, d / 2 + 0.06),
        )
        b.add(
            "vise|vice > vise handle",
            g.cylinder(0.007, 0.2, sides=8).rotate("z", b.uniform(0, 180)).move(x, h - 0.08, d / 2 + 0.15),
        )
    if b.chance(0.45):
        high = b.uniform(0.4, 0.7)
        b.add("pegboard|back panel", span(about(0, w), (h, h + high), (-d / 2, -d / 2 + 0.015)))
        count = b.integer(0, 5)
        for i in range(count):
            b.add(
                "hook",
                g.box(0.012, 0.03, 0.06).move((i + 0.5) / count * w - w / 2, h + high * 0.7, -d / 2 + 0.045),
            )
        if b.chance(0.5):
            b.add("shelf", span(about(0, w), about(h + high * 0.9, 0.02), (-d / 2, -d / 2 + 0.16)))
