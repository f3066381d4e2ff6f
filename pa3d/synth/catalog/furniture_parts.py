"""Boards, doors, drawers, legs and casters that cabinets, tables and other furniture share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, positions_of_corners
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, Range, about, divide, post, put_changed, span, standing, wire

HANDLE = "handle|pull"
BODY = "body|case|cabinet body|carcass > "
DIVIDER = BODY + "divider|partition"
TOP = "countertop|worktop|top"
PLINTH = "base|plinth|baseboard"
STANDS = ("floor", "floor", "plinth", "plinth", "legs", "legs", "bracket", "bun", "skids", "casters")
LEG_KINDS = ("square", "square", "taper", "round", "cone", "turned", "cabriole", "board", "tube", "hairpin")


@dataclass
class Fittings:
    """How the fronts and boards of one piece of furniture are made."""

    board: float  # board thickness
    front: float  # thickness of doors and drawer fronts
    gap: float
    edge: float  # rounding of fronts
    leaf: str  # kind of door
    pull: str  # kind of handle
    length: float  # of a handle
    inside: bool  # hollow, with drawer boxes
    ajar: float  # probability of a door or drawer being open
    inset: bool  # fronts between the boards rather than over them


def fittings(b: Builder, inside: float = 0.6, leaf: str | None = None) -> Fittings:
    """Draw a consistent set of fittings; `inside` is the probability of a hollow case."""
    hollow = b.chance(inside)
    kinds = ("slab", "slab", "slab", "framed", "framed", "raised", "glass", "barred", "slatted", "planks")
    return Fittings(
        board=b.uniform(0.012, 0.032),
        front=b.uniform(0.012, 0.026),
        gap=b.uniform(0.001, 0.006),
        edge=b.pick(0.0, 0.0, 0.003, 0.008),
        leaf=leaf or b.pick(*kinds),
        pull=b.pick(
            "knob", "knob", "ball", "block", "bar", "bar", "bow", "cup", "ring", "lip", "plate", "none"
        ),
        length=b.uniform(0.07, 0.22),
        inside=hollow,
        ajar=b.pick(0.0, 0.3, 0.6) if hollow else b.pick(0.0, 0.0, 0.2),
        inset=hollow and b.chance(0.3),
    )


def handle(kind: str, length: float, upright: bool = False) -> Parts:
    """A cabinet handle on the plane z = 0, facing +z, lying along x (or along y if upright)."""
    thick, reach = length * 0.07, 0.02 + length * 0.12
    name = HANDLE
    if kind in ("knob", "ball", "block"):
        name, r = HANDLE + " > knob", 0.01 + length * 0.06
        if kind == "knob":
            profile = [(r * 0.5, 0), (r * 0.4, r * 0.7), (r, r * 1.1), (r * 0.95, r * 1.5), (0, r * 1.7)]
            mesh = g.lathe([(0, 0), *profile], 12).rotate("x", 90)
        elif kind == "ball":
            neck = g.cylinder(r * 0.4, r, sides=8).rotate("x", 90).move(z=r * 0.5)
            mesh = neck + g.sphere(r, sides=12).move(z=r * 1.4)
        else:
            mesh = span((-r, r), (-r, r), (0, r * 1.4), r * 0.15)
    elif kind == "bar":
        rod = g.cylinder(thick * 0.6, length, sides=10).rotate("z", 90).move(z=reach)
        post = g.cylinder(thick * 0.5, reach, sides=8).rotate("x", 90)
        mesh = rod + g.array(post, [(s * length * 0.36, 0, reach / 2) for s in (-1, 1)])
    elif kind == "bow":
        path = [(-length / 2, 0, 0), (-length * 0.4, 0, reach), (length * 0.4, 0, reach), (length / 2, 0, 0)]
        mesh = wire(path, thick * 0.6, 12)
    elif kind == "cup":
        mesh = g.sphere(length * 0.36, length * 0.16, reach, sides=14)
    elif kind == "ring":
        plate = g.cylinder(length * 0.16, 0.004, sides=14).rotate("x", 90).move(z=0.002)
        loop = (
            g.torus(length * 0.2, thick * 0.4, sides=16).rotate("x", 80).move(y=-length * 0.2, z=thick + 0.006)
        )
        mesh = plate + loop
    elif kind == "lip":
        mesh = span(about(0, length), (0, thick), (0, reach)) + span(
            about(0, length), (-thick, thick), (reach, reach + thick * 0.6)
        )
    else:
        rim = g.extrude(
            g.rectangle(length, length * 0.35, 0.006), 0.006, [g.rectangle(length * 0.86, length * 0.22, 0.004)]
        )
        mesh = rim.move(z=0.003) + span(about(0, length * 0.9), about(0, length * 0.25), (0, 0.002))
    return [(name, mesh.rotate("z", 90) if upright else mesh)]


def door_leaf(f: Fittings, w: float, h: float, part: str = "door") -> Parts:
    """A cabinet door centred on the z axis, from z = 0 to its thickness."""
    t, rail = f.front, min(0.07, w * 0.18, h * 0.2)
    wide, high = w - 2 * rail, h - 2 * rail
    if f.leaf == "slab" or wide < 0.04 or high < 0.04:
        return [(f"{part} > {part} panel", span(about(0, w), about(0, h), (0, t), f.edge))]
    if f.leaf == "planks":
        count = max(2, round(w / 0.1))
        plank = span(about(0, w / count * 0.97), about(0, h), (0, t * 0.8))
        planks = g.array(plank, [((i + 0.5) * w / count - w / 2, 0, 0) for i in range(count)])
        braces = [span(about(0, w * 0.94), about(s * h * 0.36, rail), (t * 0.8, t * 1.3)) for s in (-1, 1)]
        return [(f"{part} > {part} panel", planks), (f"{part} > crossbar|brace", g.join(braces))]
    frame = g.extrude(g.rectangle(w, h), t, [g.rectangle(wide, high)]).move(z=t / 2)
    parts = [(f"{part} > {part} frame", frame)]
    inner = span(about(0, wide), about(0, high), (t * 0.3, t * 0.55))
    if f.leaf in ("glass", "barred"):
        parts.append((f"{part} > glass pane|glass", inner))
        if f.leaf == "barred":
            rows = max(2, round(high / 0.25))
            bars = [
                span(about(0, wide), about((i / rows - 0.5) * high, 0.014), (t * 0.2, t * 0.9))
                for i in range(1, rows)
            ]
            bars.append(span(about(0, 0.014), about(0, high), (t * 0.2, t * 0.9)))
            parts.append((f"{part} > glazing bar|muntin", g.join(bars)))
    elif f.leaf == "slatted":
        count = int(np.clip(high / 0.05, 3, 16))
        slat = g.box(wide, high / count, t * 0.25).rotate("x", 30).move(z=t / 2)
        parts.append(
            (
                f"{part} > slat|louver|louvre",
                g.array(slat, [(0, ((i + 0.5) / count - 0.5) * high, 0) for i in range(count)]),
            )
        )
    else:
        parts.append((f"{part} > {part} panel", inner))
        if f.leaf == "raised":
            parts.append(
                (
                    f"{part} > {part} panel",
                    g.box(wide * 0.8, high * 0.86, t * 0.4).taper(0.94, "z").move(z=t * 0.7),
                )
            )
    return parts


def add_door(b: Builder, f: Fittings, x: Range, y: Range, z: float, hinge: int, grip: float = 0.5) -> None:
    """Hinged door over x and y on the plane z; hinge -1: at the low x side, 1: the high; grip: its height."""
    w, h = x[1] - x[0], y[1] - y[0]
    parts = door_leaf(f, w, h)
    inset = min(0.05, w * 0.15)
    if f.pull != "none":
        upright = f.pull in ("bar", "bow", "plate", "lip")
        length = min(f.length, h * 0.6)
        at = float(np.clip((grip - 0.5) * h, -h / 2 + length * 0.6, h / 2 - length * 0.6))
        parts += [
            (n, m.move(-hinge * (w / 2 - inset), at, f.front)) for n, m in handle(f.pull, length, upright)
        ]
    if b.chance(0.15):
        knuckle = g.cylinder(0.007, min(0.06, h * 0.15), sides=8)
        parts.append(
            ("hinge", g.array(knuckle, [(hinge * w / 2, s * h * 0.33, f.front * 0.7) for s in (-1, 1)]))
        )
    angle = b.uniform(8, 130) if f.inside and b.chance(f.ajar) else 0.0
    pivot = (hinge * w / 2, 0.0, f.front)
    put_changed(b, parts, lambda m: m.rotate("y", hinge * angle, pivot).move(sum(x) / 2, sum(y) / 2, z))


def add_flap(b: Builder, f: Fittings, x: Range, y: Range, z: float, upward: bool) -> None:
    """Door turning about its upper or lower edge."""
    w, h = x[1] - x[0], y[1] - y[0]
    parts = door_leaf(f, w, h)
    side = 1 if upward else -1
    if f.pull != "none":
        length = min(f.length, w * 0.5)
        parts += [
            (n, m.move(0, -side * (h / 2 - min(0.05, h * 0.2)), f.front)) for n, m in handle(f.pull, length)
        ]
    angle = b.uniform(10, 100) if f.inside and b.chance(f.ajar) else 0.0
    pivot = (0.0, side * h / 2, f.front)
    put_changed(b, parts, lambda m: m.rotate("x", -side * angle, pivot).move(sum(x) / 2, sum(y) / 2, z))


def add_drawer(b: Builder, f: Fittings, x: Range, y: Range, z: float, depth: float) -> None:
    """Drawer whose front covers x and y on the plane z; its box, if any, goes back by `depth`."""
    w, h, t = x[1] - x[0], y[1] - y[0], min(f.front, 0.014)
    parts: Parts = []
    kinds = ("framed", "raised")
    look = f.leaf if f.leaf in kinds and h > 0.12 else "slab"
    plain = Fittings(**{**f.__dict__, "leaf": look})
    parts += [("drawer > drawer front|front panel", m) for _, m in door_leaf(plain, w, h)]
    opened = b.uniform(0.1, 0.75) * depth if b.chance(f.ajar) else 0.0
    if f.inside or opened:
        wide, high = w - 2 * f.board - 0.012, h * b.uniform(0.6, 0.85)
        low = -h / 2 + h * 0.08
        sides = [span(about(s * (wide / 2 - t / 2), t), (low, low + high), (-depth, 0)) for s in (-1, 1)]
        back = span(about(0, wide), (low, low + high), (-depth, -depth + t))
        bottom = span(about(0, wide), (low, low + t), (-depth, 0))
        parts.append(("drawer > drawer box|drawer body", g.join([*sides, back, bottom])))
    if f.pull != "none":
        length = min(f.length, w * 0.5)
        many = 2 if w > 0.55 and b.chance(0.6) else 1
        for s in (0,) if many == 1 else (-1, 1):
            at = h * 0.36 if f.pull == "lip" else 0.0
            parts += [
                (n, m.move(s * w * 0.28, at, f.front)) for n, m in handle(f.pull, min(length, h * 1.2 + 0.03))
            ]
    put_changed(b, parts, lambda m: m.move(sum(x) / 2, sum(y) / 2, z + opened))


def case(
    b: Builder, f: Fittings, w: float, y: Range, d: float, body: str = BODY, back: bool = True, top: bool = True
) -> None:
    """Box of boards open to +z (or a solid block if the inside is not modelled)."""
    t = f.board
    if not f.inside:
        b.add(body.split(" > ")[0] or "side panel|side", span(about(0, w), y, about(0, d)))
        return
    for s in (-1, 1):
        b.add(body + "side panel|side", span(about(s * (w / 2 - t / 2), t), y, about(0, d)))
    inner = about(0, w - 2 * t)
    if top:
        b.add(body + "top panel|top", span(inner, (y[1] - t, y[1]), about(0, d)))
    b.add(body + "bottom panel|bottom", span(inner, (y[0], y[0] + t), about(0, d)))
    if back:
        b.add(body + "back panel|back", span(inner, (y[0] + t, y[1] - t), (-d / 2, -d / 2 + t * 0.4)))


def add_shelves(b: Builder, f: Fittings, x: Range, y: Range, d: float, count: int) -> None:
    """Shelves evenly over the height of a bay."""
    for low, _ in divide(b, y, count + 1, f.board)[1:]:
        b.add("shelf", span(x, (low - f.board, low), (-d / 2 + f.board * 0.4, d / 2 - f.board * 0.3)))


def fill_bay(b: Builder, f: Fittings, x: Range, y: Range, d: float, kind: str, grip: float = 0.5) -> None:
    """Close or furnish one bay of a case (x and y are its free inside) with doors, drawers or shelves."""
    over = -f.gap if f.inset else f.board / 2 - f.gap
    z = d / 2 - f.front if f.inset else d / 2
    outer_x, outer_y = (x[0] - over, x[1] + over), (y[0] - over, y[1] + over)
    high = y[1] - y[0]
    if f.inside and kind in ("door", "doors", "flap") and high > 0.3:
        add_shelves(b, f, x, y, d - 2 * f.front, b.integer(0, max(1, round(high / 0.45))))
    if kind == "door":
        add_door(b, f, outer_x, outer_y, z, b.pick(-1, 1), grip)
    elif kind == "doors":
        middle = sum(x) / 2
        add_door(b, f, (outer_x[0], middle - f.gap / 2), outer_y, z, -1, grip)
        add_door(b, f, (middle + f.gap / 2, outer_x[1]), outer_y, z, 1, grip)
    elif kind == "flap":
        add_flap(b, f, outer_x, outer_y, z, b.chance(0.5))
    elif kind == "drawers":
        count = int(np.clip(round(high / b.uniform(0.14, 0.26)), 1, 7))
        for rows in divide(b, outer_y, count, f.gap, b.chance(0.7)):
            add_drawer(b, f, outer_x, rows, z, d * 0.85)
    elif kind == "shelves":
        if not f.inside:
            b.add("shelf", span(x, (y[0] - 0.004, y[0] + 0.004), (d / 2, d / 2 + 0.004)))
        else:
            add_shelves(b, f, x, y, d, b.integer(0, max(1, round(high / 0.3))))


def columns(b: Builder, f: Fittings, w: float, y: Range, d: float, count: int, name: str) -> list[Range]:
    """Partitions of a case into bays side by side; returns the bays."""
    bays = divide(b, about(0, w - 2 * f.board), count, f.board, b.chance(0.6))
    if f.inside:
        for bay in bays[1:]:
            b.add(name, span((bay[0] - f.board, bay[0]), (y[0] + f.board, y[1] - f.board), about(0, d - 0.004)))
    return bays


def _low_feet(b: Builder, w: float, d: float, kind: str) -> float:
    """Bracket feet around the corners, or bun feet; returns their height."""
    if kind == "bun":
        r = b.uniform(0.02, 0.045)
        for x, _, z in positions_of_corners(w - 2.2 * r, d - 2.2 * r):
            b.add("leg|foot", g.sphere(r, r * 0.9, r, sides=12).move(x, r * 0.9, z))
        return r * 1.7
    high, wide = b.uniform(0.06, 0.13), b.uniform(0.08, 0.14)
    foot = g.extrude([(0, 0), (wide * 0.5, 0), (wide, high), (0, high)], 0.02)
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
            b.add("leg|foot", g.sweep(path, size / 2, section=g.rectangle(2, 2)))
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


def leg(b: Builder, kind: str, height: float, size: float) -> Mesh:
    """One leg standing on y = 0 about the y axis; a bent one points its knee to +x +z."""
    half = size / 2
    if kind == "square":
        return standing(size, height, size, b.pick(0.0, half * 0.3), 1)
    if kind == "taper":
        return (
            g.box(size, height, size)
            .rotate("x", 180)
            .taper(b.uniform(1.3, 2.2))
            .scale(0.7, 1, 0.7)
            .move(y=height / 2)
        )
    if kind == "round":
        return post(half, height, sides=14)
    if kind == "cone":
        return post(half * b.uniform(0.4, 0.8), height, half, sides=14)
    if kind == "board":
        return standing(size * b.uniform(1.4, 2.4), height, half)
    if kind == "tube":
        return post(half * 0.6, height, sides=12) + g.cylinder(half, 0.008, sides=12).move(y=0.004)
    if kind == "turned":
        return turned(b, height, half)
    if kind == "cabriole":
        knee = [
            (half * 0.9, 0, half * 0.9),
            (0, height * 0.25, 0),
            (half * 1.1, height * 0.8, half * 1.1),
            (0, height, 0),
        ]
        shaft = wire(knee, np.interp(np.linspace(0, 1, 14), [0, 0.3, 1], [0.5, 0.35, 0.95]) * half, 14)
        return shaft + g.sphere(half * 0.8, half * 0.4, half * 0.8, sides=10).move(
            half * 0.9, half * 0.3, half * 0.9
        )
    rod, wide = size * 0.12 + 0.003, size * 1.1
    loop = [(-wide, height, 0), (-rod, rod * 2, 0), (0, rod, 0), (rod, rod * 2, 0), (wide, height, 0)]
    return g.sweep(loop, rod, sides=8).rotate("y", -45)


def turned(b: Builder, height: float, radius: float) -> Mesh:
    """Lathe-turned post with beads, vases and square-ish ends."""
    count = b.integer(4, 9)
    y = np.concatenate([[0.0, 0.06], np.sort(b.rng.uniform(0.1, 0.85, count)), [0.88, 1.0]]) * height
    r = np.concatenate([[0.6, 0.7], b.rng.uniform(0.45, 1.0, count), [1.0, 1.0]]) * radius
    body = g.curve(np.stack([r, y], 1), 22)
    body[:, 1] = np.maximum.accumulate(body[:, 1].clip(0, height))
    return g.lathe([(0, 0), *body, (0, height)], 12)


def caster(radius: float) -> list[tuple[str, Mesh]]:
    """Swivel wheel standing on y = 0, its stem up to y = 3 radii."""
    wheel = g.cylinder(radius, radius * 0.7, sides=14).rotate("x", 90).move(y=radius)
    fork = g.join(
        span(about(0, radius * 0.9), (radius * 0.8, radius * 2.3), about(s * radius * 0.5, radius * 0.15))
        for s in (-1, 1)
    )
    fork = fork + g.cylinder(radius * 0.35, radius * 0.8, sides=10).move(y=radius * 2.5)
    return [("wheel|caster|castor > wheel|tyre|tire", wheel), ("wheel|caster|castor > caster fork|fork", fork)]


def add_casters(b: Builder, places: list[tuple[float, float]], radius: float) -> None:
    """Casters under the given (x, z) places."""
    for x, z in places:
        turn = b.uniform(0, 360)
        for name, mesh in caster(radius):
            b.add(name, mesh.rotate("y", turn).move(x=x, z=z))


def four_legs(
    b: Builder, w: float, d: float, height: float, size: float, kind: str, y: float = 0.0, lean: float = 0.0
):
    """Four legs from height y up to `height`, their tops centred on a w by d rectangle, leaning outward."""
    one = leg(b, kind, height - y, size)
    for x, _, z in positions_of_corners(w, d):
        sx, sz = np.sign(x), np.sign(z)
        turned_leg = one.scale(sx, 1, sz)
        if lean:
            pivot = (0, height - y, 0)
            turned_leg = turned_leg.rotate("z", sx * lean, pivot).rotate("x", -sz * lean, pivot)
        b.add("leg", turned_leg.move(x, y, z))
