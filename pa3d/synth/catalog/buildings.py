"""Buildings: houses, barns, churches, castles, towers, mills, bridges, tents; fountains, lamps, wells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.aircraft import Parts, outward, put, rod
from pa3d.synth.mesh import (
    Mesh,
    arc,
    array,
    box,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

Opening = tuple[str, float, float, float, float]  # kind, x and low y, width, height


# -- walls, openings, roofs ------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """What the windows and doors of one building have in common."""

    bars: int
    shutters: bool
    sill: bool
    arched: bool
    hollow: bool
    glazed: bool


def draw_style(b: Builder, arched: float = 0.1) -> Style:
    return Style(
        b.integer(0, 2), b.chance(0.25), b.chance(0.4), b.chance(arched), b.chance(0.6), b.chance(0.85)
    )


def _outline(width: float, height: float, arched: bool) -> NDArray[np.float64]:
    """Opening standing on y = 0: a rectangle or one with a round head."""
    if not arched:
        return rectangle(width, height) + [0, height / 2]
    head = arc(width / 2, 0, 180, 9)[:, :2] + [0, height - width / 2]
    return np.concatenate([[[-width / 2, 0], [width / 2, 0]], head])


def window(width: float, height: float, style: Style) -> Parts:
    """Frame with bars and pane, shutters and sill; its foot at the origin, the outside towards +z."""
    t = min(width, height) * 0.08
    hole = _outline(width - 2 * t, height - 2 * t, style.arched) + [0, t]
    frame = extrude(_outline(width, height, style.arched), t * 1.6, [hole])
    low, high = t * 0.5, height - t * (3 if style.arched else 0.5)
    for i in range(style.bars):
        x = (i + 1) / (style.bars + 1) - 0.5
        frame = frame + box(t * 0.6, high - low, t).move(x * width, (low + high) / 2)
    if style.bars:
        frame = frame + box(width - t, t * 0.6, t).move(y=height * 0.5)
    parts = [("window > window frame|frame", frame)]
    if style.glazed:
        pane = extrude(_outline(width - t, height - t, style.arched) + [0, t / 2], t * 0.3)
        parts.append(("window > window pane|glass|pane", pane))
    if style.shutters and not style.arched:
        leaf = box(width * 0.5, height, t * 0.6)
        parts.append(
            ("window > shutter", array(leaf, [(s * width * 0.77, height / 2, t * 1.2) for s in (-1, 1)]))
        )
    if style.sill:
        parts.append(("window > window sill|sill", box(width * 1.15, t, t * 4).move(y=-t / 2, z=t)))
    return parts


def door(b: Builder, width: float, height: float, arched: bool) -> Parts:
    """Leaf, or two leaves, in a frame with knobs; sometimes open. Foot at the origin, outside towards +z."""
    t, double = width * 0.06, width > height * 0.62
    inner = _outline(width - 2 * t, height - t, arched)
    frame = extrude(_outline(width, height, arched), t * 2.5, [inner + [0, 1e-3]])
    parts: Parts = [("door > door frame|frame", frame)]
    half = (width - 2 * t) / (2 if double else 1)
    turn = b.pick(0, 0, 0, b.uniform(20, 100)) if not arched else 0
    sides = (-1, 1) if double else (b.pick(-1, 1),)
    for side in sides:
        hinge = np.array([side * (width / 2 - t), 0, 0])
        leaf = box(half * 0.98, height - t, t).move(-side * half / 2, (height - t) / 2)
        if arched:
            leaf = extrude(inner, t) if side == sides[0] else None
            hinge = hinge * 0
        knob = sphere(t * 0.6, sides=10).move(-side * half * 0.86, height * 0.45, t)
        pieces: Parts = [("door > handle|knob|doorknob", knob)]
        if leaf is not None:
            pieces.append(("door > door leaf|door panel|leaf", leaf))
        swung = [(name, mesh.rotate("y", side * turn)) for name, mesh in pieces]
        parts += [(name, mesh.move(*hinge) if not arched else mesh) for name, mesh in swung]
    return parts


def facade(b: Builder, outline: ArrayLike, openings: Sequence[Opening], style: Style, thick: float) -> Parts:
    """Wall plate in the xy plane, outside at +z, with its windows and doors."""
    parts: Parts = []
    holes = []
    for kind, x, y, width, height in openings:
        arched = style.arched
        lift = 0.01 if kind == "door" else 0.0
        holes.append(_outline(width * 0.98, height * 0.98, arched) + [x, y + lift])
        unit = door(b, width, height, arched) if kind == "door" else window(width, height, style)
        z = 0.0 if style.hollow else thick * 0.5
        parts += [(name, mesh.move(x, y, z)) for name, mesh in unit]
    parts.append(("wall", extrude(outline, thick, holes if style.hollow else ())))
    return parts


def _windows_in(
    b: Builder, width: float, floors: int, tall: float, spacing: float, entry: bool
) -> list[Opening]:
    """Regular windows of a wall; with `entry` one of the ground floor is a door."""
    count = max(int(width / spacing), 1)
    xs = (np.arange(count) - (count - 1) / 2) * width / count
    wide, high = min(width / count * 0.5, tall * b.uniform(0.3, 0.6)), tall * b.uniform(0.4, 0.55)
    place = b.integer(0, count - 1)
    openings: list[Opening] = []
    for floor in range(floors):
        for i, x in enumerate(xs):
            if entry and floor == 0 and i == place:
                openings.append(("door", x, 0.02, min(tall * 0.4, width / count * 0.7), tall * 0.76))
            elif b.chance(0.92):
                openings.append(("window", x, floor * tall + tall * 0.3, wide, high))
    return openings


def _turned(parts: Parts, turn: float, at: Sequence[float]) -> Parts:
    return [(name, mesh.rotate("y", turn).move(*at)) for name, mesh in parts]


def block(
    b: Builder,
    x: float,
    z: float,
    floors: int,
    tall: float,
    style: Style,
    *,
    at: Sequence[float] = (0, 0, 0),
    gable: float = 0.0,
    entry: bool = True,
    spacing: float = 2.2,
) -> None:
    """Four walls with openings on a rectangle; `gable` is that of the triangles over the x-facing ends."""
    height, thick = floors * tall, 0.2
    for turn, width, depth in ((0, x, z), (180, x, z), (90, z, x), (270, z, x)):
        half = width / 2 - thick * (turn in (90, 270))
        outline = [(-half, 0), (half, 0), (half, height), (-half, height)]
        if gable and turn in (90, 270):
            outline[3:3] = [(0, height + gable)]
        holes = _windows_in(b, width, floors, tall, spacing, entry and turn == 0)
        spot = np.array([0, 0, depth / 2 - thick / 2])
        put(b, _turned([(n, m.move(*spot)) for n, m in facade(b, outline, holes, style, thick)], turn, at))
    if style.hollow:
        b.add("floor", box(x - 2 * thick, 0.1, z - 2 * thick).move(at[0], at[1] + 0.05, at[2]))


def gable_roof(x: float, z: float, rise: float, eave: float, thick: float, gambrel: float = 0.0) -> Mesh:
    """Pitched roof with its ridge along x, its eaves over the walls of an x by z rectangle at y = 0."""
    half = z / 2
    top = np.array([(-half - eave, -eave * rise / half), (0, rise), (half + eave, -eave * rise / half)])
    if gambrel:
        knee = half * 0.62, rise * gambrel
        top = np.array(
            [
                (-half - eave, -eave * 1.2),
                (-knee[0], knee[1]),
                (0, rise),
                (knee[0], knee[1]),
                (half + eave, -eave * 1.2),
            ]
        )
    outline = np.concatenate([top, top[::-1] + [0, thick]])
    return extrude(outline, x + 2 * eave).rotate("y", 90)


def hip_roof(x: float, z: float, rise: float, eave: float, ridge: float) -> Mesh:
    """Four slopes meeting in a ridge along x (0: a pyramid) over an x by z rectangle at y = 0."""
    a, c, r = x / 2 + eave, z / 2 + eave, ridge / 2
    base = [(-a, 0, -c), (a, 0, -c), (a, 0, c), (-a, 0, c)]
    vertices = np.array([*base, (-r, rise, 0), (r + 1e-4, rise, 0)], float)
    faces = [(3, 2, 5), (3, 5, 4), (1, 0, 4), (1, 4, 5), (0, 3, 4), (2, 1, 5), (0, 1, 2), (0, 2, 3)]
    return Mesh(vertices, np.array(faces))


def chimney(b: Builder, x: float, y: float, z: float, height: float, size: float) -> None:
    """Brick stack with a rim, sometimes a pot."""
    body = box(size, height, size * b.uniform(0.8, 1.4)).move(x, y + height / 2, z)
    b.add("chimney", body + box(size * 1.25, size * 0.2, size * 1.5).move(x, y + height, z))
    if b.chance(0.4):
        b.add(
            "chimney > chimney pot|pot",
            cylinder(size * 0.25, size * 0.8, size * 0.2, 12).move(x, y + height + size * 0.4, z),
        )


def porch(b: Builder, width: float, depth: float, tall: float, z: float, x: float = 0.0) -> None:
    """Floor, posts, roof, and steps in front of a wall at z."""
    middle, step = z + depth / 2, 0.15
    b.add("porch|veranda > porch floor|deck", box(width, step, depth).move(x, step / 2, middle))
    post = cylinder(0.08, tall - step, sides=12) if b.chance() else box(0.14, tall - step, 0.14)
    spots = [
        (x + s, tall / 2 + step / 2, z + depth - 0.12)
        for s in np.linspace(-1, 1, b.integer(2, 4)) * (width / 2 - 0.12)
    ]
    b.add("porch|veranda > post|column", array(post, spots))
    slab = box(width * 1.05, 0.12, depth * 1.1).rotate("x", b.pick(0, 8, 14)).move(x, tall + 0.1, middle)
    b.add("porch|veranda > porch roof|roof", slab)
    if b.chance(0.5):
        b.add("step|stairs", box(width * 0.4, step * 0.6, 0.35).move(x, step * 0.3, z + depth + 0.17))
    if b.chance(0.4):
        rail = box(width * 0.3, 0.06, 0.06)
        b.add(
            "porch|veranda > railing|rail",
            array(rail, [(x + s * width * 0.34, y, z + depth - 0.12) for s in (-1, 1) for y in (0.5, 0.95)]),
        )


# -- houses ----------------------------------------------------------------------------------------


def _base(b: Builder, x: float, z: float, chance: float = 0.4) -> None:
    """Sometimes a plinth or a lawn below everything."""
    if b.chance(chance):
        grow = b.pick(0.3, 0.3, b.uniform(2, 4))
        name = "ground|lawn|base" if grow > 1 else "foundation|plinth|base"
        b.add(name, box(x + grow, 0.2, z + grow).move(y=-0.1))


@design("house", "house")
def gabled_house(b: Builder) -> None:
    """Family house: pitched roof, chimney, dormers, porch; sometimes a wing or a garage at the side."""
    x, z, floors, tall = b.uniform(6, 12), b.uniform(5, 8), b.integer(1, 2), b.uniform(2.4, 3)
    style, rise, eave = draw_style(b), z * b.uniform(0.25, 0.6), b.uniform(0.2, 0.6)
    top, thick = floors * tall, b.uniform(0.1, 0.25)
    block(b, x, z, floors, tall, style, gable=rise)
    b.add("roof", gable_roof(x, z, rise, eave, thick).move(y=top))
    if b.chance(0.6):
        spot, back = b.uniform(-0.4, 0.4) * x, b.uniform(-0.3, 0.3) * z
        foot = top + rise * (1 - abs(back) / z * 2) - 0.3
        chimney(b, spot, foot, back, b.uniform(0.9, 1.6), b.uniform(0.45, 0.8))
    if b.chance(0.4):
        porch(b, x * b.uniform(0.35, 1.0), b.uniform(1.2, 2.2), tall * 0.9, z / 2)
    if b.chance(0.35):
        for s in b.pick((0,), (-0.25, 0.25)):
            box_ = box(1.3, 1.3, z * 0.35).move(s * x, top + rise * 0.4, z * 0.22)
            b.add("dormer > wall", box_)
            cap = gable_roof(z * 0.35, 1.3, 0.5, 0.12, 0.1).rotate("y", 90)
            b.add("dormer > roof", cap.move(s * x, top + rise * 0.4 + 0.65, z * 0.22))
            put(
                b,
                [(f"dormer > {n.split(' > ')[0]}", m) for n, m in window(0.8, 0.9, style)],
                s * x,
                top + rise * 0.4 - 0.45,
                z * 0.4,
            )
    if b.chance(0.35):
        _side_wing(b, x, z, tall, style)
    _base(b, x, z)


def _side_wing(b: Builder, x: float, z: float, tall: float, style: Style) -> None:
    """Lower annexe beside the house: a room or a garage."""
    w, d, side = b.uniform(3, 4.5), z * b.uniform(0.6, 0.9), b.pick(-1, 1)
    at, rise = (side * (x / 2 + w / 2), 0, b.uniform(-0.1, 0.1) * z), d * 0.3
    garage = b.chance()
    if garage:
        b.add("garage > garage wall|wall", box(w, tall, d).move(at[0], tall / 2, at[2]))
        panel_ = join(box(w * 0.75, tall * 0.18, 0.08).move(y=tall * (0.1 + 0.19 * i)) for i in range(4))
        b.add("garage > garage door", panel_.move(at[0], 0, at[2] + d / 2))
    else:
        block(b, w, d, 1, tall, style, at=at, entry=False, gable=rise)
    b.add(
        "roof",
        gable_roof(w, d, rise, 0.25, 0.15).move(at[0], tall, at[2])
        if not garage
        else box(w + 0.4, 0.2, d + 0.4).move(at[0], tall + 0.1, at[2]),
    )


@design("house")
def hipped_house(b: Builder) -> None:
    """Villa or town house with a hip roof, two or three floors, balcony, columns at the door."""
    x, z, floors, tall = b.uniform(7, 13), b.uniform(6, 9), b.integer(1, 3), b.uniform(2.5, 3.2)
    style, top = draw_style(b), 0.0
    block(b, x, z, floors, tall, style)
    top = floors * tall
    rise = z * b.uniform(0.2, 0.5)
    if b.chance(0.7):
        b.add("roof", hip_roof(x, z, rise, b.uniform(0.2, 0.7), max(x - z, 0) * b.uniform(0.7, 1)).move(y=top))
    else:
        b.add("roof", hip_roof(x, z, rise, 0.3, 0).move(y=top))
    if b.chance(0.6):
        chimney(b, b.uniform(-0.3, 0.3) * x, top + rise * 0.2, -z * 0.15, rise * 0.8 + 0.6, b.uniform(0.5, 0.8))
    if b.chance(0.5):
        porch(b, x * b.uniform(0.3, 0.6), b.uniform(1.2, 2), tall * 0.95, z / 2)
    if floors > 1 and b.chance(0.4):
        width, y = x * 0.35, tall * (floors - 1)
        b.add("balcony > floor", box(width, 0.15, 1.2).move(y=y, z=z / 2 + 0.6))
        bar = box(0.05, 0.9, 0.05)
        rail = array(bar, [(s, y + 0.5, z / 2 + 1.15) for s in np.linspace(-0.48, 0.48, 9) * width])
        b.add("balcony > railing|rail", rail + box(width, 0.06, 0.08).move(y=y + 0.95, z=z / 2 + 1.15))
    if b.chance(0.4):
        b.add(
            "step|stairs",
            join(
                box(1.8 - 0.2 * i, 0.12, 0.9 - 0.25 * i).move(y=0.06 - 0.12 * (2 - i), z=z / 2 + 0.4)
                for i in range(3)
            ),
        )
    _base(b, x, z)


@design("house")
def modern_house(b: Builder) -> None:
    """Flat-roofed boxes stacked and shifted, large panes, slabs, a terrace."""
    x, z, tall = b.uniform(7, 13), b.uniform(5, 8), b.uniform(2.7, 3.3)
    style = Style(b.pick(0, 0, 1), False, False, False, b.chance(0.6), True)
    at, y = [0.0, 0.0, 0.0], 0.0
    floors = b.integer(1, 3)
    for i in range(floors):
        block(b, x, z, 1, tall, style, at=at, entry=i == 0, spacing=b.uniform(2.5, 4))
        y = at[1] + tall
        over = b.uniform(0.1, 0.8)
        b.add("roof", box(x + over, 0.25, z + over).move(at[0], y + 0.12, at[2]))
        nx = x * b.uniform(0.5, 0.9)
        at = [at[0] + b.uniform(-1, 1) * (x - nx) / 2, y + 0.25, at[2] + b.uniform(-0.2, 0.3)]
        if i < floors - 1 and b.chance():
            bar = box(x, 0.05, 0.05).move(0, y + 1.1, z / 2)
            posts = array(box(0.05, 0.9, 0.05), [(s, y + 0.7, z / 2) for s in np.linspace(-0.49, 0.49, 8) * x])
            b.add("balcony > railing|rail", (bar + posts).move(x=at[0] * 0))
        x, z = nx, z * b.uniform(0.8, 1.0)
    if b.chance(0.4):
        chimney(b, at[0] + x * 0.2, y, at[2], b.uniform(0.8, 1.5), 0.6)


@design("house", "cottage")
def toy_house(b: Builder) -> None:
    """Simple solid house as in games and toys: box or round body, fat roof, one door, few windows."""
    x, z, tall = b.uniform(2.5, 5), b.uniform(2.5, 4), b.uniform(2, 3)
    style = Style(b.integer(0, 1), b.chance(0.3), b.chance(), b.chance(0.3), False, b.chance(0.8))
    if b.chance(0.2):
        radius = x / 2
        b.add("wall", cylinder(radius, tall, radius * b.uniform(0.85, 1.0), 20).move(y=tall / 2))
        b.add(
            "roof",
            cylinder(radius * b.uniform(1.2, 1.4), tall * b.uniform(0.6, 1), 0.01, 20).move(y=tall * 1.4),
        )
        z = radius * 2
    else:
        rise = z * b.uniform(0.35, 0.8)
        gable = [(-z / 2, 0), (z / 2, 0), (z / 2, tall), (0, tall + rise), (-z / 2, tall)]
        b.add("wall", extrude(gable, x).rotate("y", 90))
        b.add("roof", gable_roof(x, z, rise, b.uniform(0.15, 0.4), b.uniform(0.12, 0.4)).move(y=tall))
        if b.chance(0.6):
            chimney(b, b.pick(-1, 1) * x * 0.28, tall + rise * 0.3, -z * 0.1, rise * 0.8, x * 0.12)
        if b.chance(0.4):
            put(b, _turned(window(x * 0.2, tall * 0.3, style), 90, (x / 2, tall * 0.4, 0)), mirror=True)
    put(b, door(b, tall * 0.42, tall * 0.68, style.arched), b.pick(0, -x * 0.22), 0, z / 2)
    put(
        b,
        window(x * 0.18, tall * 0.3, style),
        x * 0.28,
        tall * 0.4,
        z / 2 * (1 if b.pieces[0][1].high[2] > z / 2 - 0.01 else 0.9),
    )
    if b.chance(0.3):
        b.add("step|stairs", box(tall * 0.6, 0.12, 0.5).move(y=0.06, z=z / 2 + 0.2))
    if b.chance(0.3):
        slats = array(
            box(0.08, 0.7, 0.04), [(s, 0.35, z * 1.1) for s in np.linspace(-x, x, 20) if abs(s) > 0.5]
        )
        b.add("fence", slats + box(2 * x, 0.06, 0.03).move(y=0.45, z=z * 1.1))
    _base(b, x * 1.2, z * 1.2, 0.3)


@design("barn")
def barn(b: Builder) -> None:
    """Farm barn: gambrel or gable roof, large sliding doors, hay door, sometimes a silo."""
    z, x, tall = b.uniform(6, 10), b.uniform(8, 15), b.uniform(3, 4.5)
    rise, gambrel = z * b.uniform(0.35, 0.5), b.pick(0.62, 0.62, 0.0)
    half = z / 2
    gable = [
        (-half, 0),
        (half, 0),
        (half, tall),
        (half * 0.62, tall + rise * 0.62),
        (0, tall + rise),
        (-half * 0.62, tall + rise * 0.62),
        (-half, tall),
    ]
    if not gambrel:
        gable = [*gable[:3], gable[4], gable[6]]
    b.add("wall", extrude(gable, x))
    b.add("roof", gable_roof(x, z, rise, b.uniform(0.2, 0.5), 0.2, gambrel).rotate("y", 90).move(y=tall))
    wide, high = z * 0.22, tall * 0.8
    shift = b.uniform(0.5, 1.4) * wide
    for side in (-1, 1):
        leaf = box(wide, high, 0.1) + box(wide * 1.2, 0.12, 0.16).rotate("z", side * 58).scale(1, 0.85, 1)
        b.add("door > door leaf|door panel|leaf", leaf.move(side * shift, high / 2, x / 2 + 0.06))
    b.add("door > rail|track", box(wide * 4, 0.1, 0.15).move(y=high * 1.03, z=x / 2 + 0.08))
    if b.chance(0.6):
        b.add("loft door|hatch|window", box(1, 1.1, 0.1).move(y=tall + rise * 0.35, z=x / 2 + 0.04))
    style = Style(1, False, b.chance(), False, False, True)
    for s in np.linspace(-0.3, 0.3, b.integer(1, 4)) * x:
        put(b, _turned(window(0.8, 0.9, style), 90, (half, tall * 0.45, s)), mirror=True)
    if b.chance(0.4):
        radius, height = b.uniform(1.2, 1.8), (tall + rise) * b.uniform(0.9, 1.3)
        side = half + radius * 1.4
        b.add("silo > silo body|body", cylinder(radius, height, sides=20).move(side, height / 2))
        b.add("silo > dome|roof", sphere(radius, radius * b.uniform(0.5, 1), radius, 20).move(side, height))
    if b.chance(0.3):
        b.add(
            "cupola",
            box(0.9, 0.9, 0.9).move(y=tall + rise + 0.3)
            + hip_roof(0.9, 0.9, 0.6, 0.2, 0).move(y=tall + rise + 0.75),
        )


# -- towers and temples ----------------------------------------------------------------------------


def battlement(x: float, z: float, size: float, solid: bool = False) -> Mesh:
    """Merlons along the edge of a rectangle at y = 0, or of a circle of radius x when z is 0."""
    if not z:
        count = max(int(np.pi * x / size), 6)
        return ring(box(size, size * 1.2, size * 0.6).move(y=size * 0.6, z=x - size * 0.3), count)
    spots = []
    for length, other, swap in ((x, z, False), (z, x, True)):
        count = max(int(length / size / 2), 2)
        for s in np.linspace(-length / 2 + size / 2, length / 2 - size / 2, count + 1):
            for side in (-1, 1):
                p = side * (other / 2 - size * 0.3)
                spots.append((p, size * 0.6, s) if swap else (s, size * 0.6, p))
    return array(box(size * 0.8, size * 1.2, size * 0.6), spots)


def _flag(b: Builder, x: float, y: float, z: float, size: float) -> None:
    """Pole with a waving or pointed cloth."""
    b.add("flag > flagpole|pole", rod((x, y, z), (x, y + size * 1.8, z), size * 0.04))
    t = np.linspace(0, 1, 6)
    tall = size * 0.6 * (1 - t * b.pick(0, 0.9))
    wave = np.sin(t * 5) * size * 0.08
    grid = [
        [(x + u * size, y + size * 1.5 - h / 2, z + w), (x + u * size, y + size * 1.5 + h / 2, z + w)]
        for u, h, w in zip(t, tall, wave, strict=True)
    ]
    b.add("flag > flag|cloth", sheet(grid))


@design("tower", "tower")
def stone_tower(b: Builder) -> None:
    """Round, square or polygonal tower with battlements or a pointed roof, slits, a door."""
    radius, height = b.uniform(2, 4), b.uniform(9, 22)
    sides, lean = b.pick(4, 4, 6, 8, 24), b.uniform(0.75, 1.0)
    turn = 180 / sides
    b.add("wall|body", cylinder(radius, height, radius * lean, sides).rotate("y", turn).move(y=height / 2))
    face = np.cos(np.pi / sides)
    top = radius * lean * b.uniform(1.05, 1.25)
    b.add(
        "wall|body > parapet|ledge",
        cylinder(top * 0.92, radius * 0.5, top, sides).rotate("y", turn).move(y=height + radius * 0.2),
    )
    if b.chance(0.5):
        size, y = top * b.uniform(0.2, 0.3), height + radius * 0.45
        flat = top * face * 2
        b.add(
            "battlement|merlon",
            battlement(flat, flat, size).move(y=y) if sides == 4 else battlement(top * face, 0, size).move(y=y),
        )
    else:
        rise = radius * b.uniform(1.0, 2.8)
        b.add(
            "roof",
            cylinder(top * 1.15, rise, 0.01, sides).rotate("y", turn).move(y=height + radius * 0.45 + rise / 2),
        )
    style = Style(b.integer(0, 1), False, b.chance(0.3), b.chance(0.6), False, True)
    put(b, door(b, radius * 0.55, radius * 1.0, style.arched), 0, 0, radius * face)
    for level in np.linspace(0.35, 0.8, b.integer(1, 4)):
        size = radius * b.uniform(0.2, 0.4)
        out = radius * (1 + (lean - 1) * (level + 0.04)) * face
        for angle in (0, 120, 240) if sides == 6 else (0, 90, 180, 270):
            put(
                b,
                [(n, m.move(z=out).rotate("y", angle)) for n, m in window(size, size * 1.8, style)],
                0,
                level * height,
            )
    if b.chance(0.3):
        face_ = cylinder(radius * 0.45, 0.15, sides=24).rotate("x", 90)
        b.add("clock > clock face|face", face_.move(y=height * 0.9, z=radius * lean * face))
        hands = box(0.08, radius * 0.36, 0.08).move(y=radius * 0.15) + box(radius * 0.28, 0.08, 0.08).move(
            x=radius * 0.12
        )
        b.add("clock > hand|clock hand", hands.move(y=height * 0.9, z=radius * lean * face + 0.12))
    if b.chance(0.3):
        _flag(b, 0, height + radius * 0.4, 0, radius)


@design("tower")
def lattice_tower(b: Builder) -> None:
    """Open steel tower: four tapering legs with cross braces, platforms, antenna; or a tank on top."""
    height, foot = b.uniform(15, 60), 0.0
    foot = height * b.uniform(0.1, 0.18)
    tiers, thin, bow = b.integer(3, 6), foot * b.uniform(0.02, 0.05), b.uniform(0.6, 1.6)
    t = np.linspace(0, 1, tiers + 1)
    width = foot * (0.12 + 0.88 * (1 - t) ** bow)
    legs, braces = [], []
    for i in range(tiers):
        low, high = (
            positions_of_corners(width[i] * 2, width[i] * 2, t[i] * height),
            positions_of_corners(width[i + 1] * 2, width[i + 1] * 2, t[i + 1] * height),
        )
        for k, j in ((0, 1), (1, 3), (3, 2), (2, 0)):
            legs.append(rod(low[k], high[k], thin * 1.6, 6))
            braces += [
                rod(low[k], high[j], thin, 5),
                rod(low[j], high[k], thin, 5),
                rod(high[k], high[j], thin, 5),
            ]
    b.add("leg|frame", join(legs))
    b.add("brace|strut|cross brace", join(braces))
    if b.chance(0.35):
        size = foot * b.uniform(0.7, 1.0)
        b.add(
            "tank|water tank",
            lathe([(0, -size * 0.4), (size, 0), (size, size * 1.2), (0, size * 1.6)], 20).move(y=height),
        )
        return
    for i in range(1, tiers, 2):
        b.add("platform|deck", box(width[i] * 2.5, thin * 3, width[i] * 2.5).move(y=t[i] * height))
    b.add(
        "antenna|spire|mast",
        rod((0, height, 0), (0, height * b.uniform(1.08, 1.3), 0), thin * 1.5, 8, thin * 0.5),
    )
    if b.chance(0.4):
        drum = cylinder(foot * 0.12, foot * 0.1, sides=14).rotate("x", 90)
        b.add(
            "antenna|spire|mast > dish|antenna dish",
            array(drum, [(0, height * y, foot * 0.25) for y in (0.8, 0.9)]),
        )


@design("church")
def church(b: Builder) -> None:
    """Nave with a pitched roof, a steeple with a spire and a cross, arched windows, buttresses, apse."""
    x, long, tall = b.uniform(5, 9), b.uniform(10, 20), b.uniform(4, 7)
    rise, half = x * b.uniform(0.4, 0.8), x / 2
    b.add("wall|nave", extrude([(-half, 0), (half, 0), (half, tall), (0, tall + rise), (-half, tall)], long))
    b.add("roof", gable_roof(long, x, rise, 0.3, 0.2).rotate("y", 90).move(y=tall))
    side, count = x * b.uniform(0.4, 0.6), b.integer(2, 6)
    front, height = long / 2 + side * b.pick(0.3, -0.6, 0.5), tall + rise + b.uniform(1, 6)
    b.add("tower|steeple|bell tower > tower wall|wall", box(side, height, side).move(y=height / 2, z=front))
    peak = side * b.uniform(0.8, 2.8)
    spire = hip_roof(side, side, peak, side * 0.08, 0)
    if b.chance(0.35):
        spire = cylinder(side * 0.58, peak, 0.01, 8).move(y=peak / 2)
    b.add("tower|steeple|bell tower > spire|roof", spire.move(y=height, z=front))
    if b.chance(0.85):
        size = side * b.uniform(0.25, 0.4)
        cross = box(size * 0.15, size * 2, size * 0.15).move(y=size) + box(
            size * 1.0, size * 0.15, size * 0.15
        ).move(y=size * 1.4)
        b.add("cross", cross.move(y=height + peak * 0.98, z=front))
    style = Style(b.integer(0, 2), False, b.chance(0.3), b.chance(0.85), False, True)
    for z in np.linspace(-0.38, 0.3, count) * long:
        put(b, _turned(window(x * 0.14, tall * 0.5, style), 90, (half, tall * 0.3, z)), mirror=True)
    put(b, door(b, side * 0.5, side * 0.8, style.arched), 0, 0, max(front + side / 2, long / 2))
    for angle in (0, 90, 270):
        put(
            b,
            _turned(
                [(n, m.move(z=side / 2)) for n, m in window(side * 0.3, side * 0.6, style)],
                angle,
                (0, height - side * 0.9, front),
            ),
        )
    if b.chance(0.4):
        stay = box(0.5, tall * 0.8, 0.4).taper(0.6).move(half + 0.2, tall * 0.4)
        put(
            b,
            [
                (
                    "buttress",
                    array(stay, [(0, 0, z + long * 0.06) for z in np.linspace(-0.4, 0.25, count) * long]),
                )
            ],
            mirror=True,
        )
    if b.chance(0.4):
        b.add("apse", cylinder(half * 0.8, tall * 0.9, sides=20).move(y=tall * 0.45, z=-long / 2))
        b.add("roof", cylinder(half * 0.9, tall * 0.35, 0.01, 20).move(y=tall * 1.07, z=-long / 2))
    if b.chance(0.4):
        b.add(
            "step|stairs",
            join(
                box(side * (1.2 - 0.15 * i), 0.15, 1.2 - 0.3 * i).move(
                    y=0.15 * i - 0.2, z=max(front + side / 2, long / 2) + 0.4
                )
                for i in range(3)
            ),
        )


@design("castle", "castle")
def castle(b: Builder) -> None:
    """Curtain walls between corner towers with battlements, gatehouse with a portcullis, keep, flags."""
    x, z = b.uniform(16, 34), b.uniform(16, 34)
    tall, thick = b.uniform(4, 7), b.uniform(0.8, 1.6)
    radius, sides = b.uniform(1.8, 3.2), b.pick(4, 8, 20, 20)
    for width, at, turn in (
        (x, (0, 0, z / 2), 0),
        (x, (0, 0, -z / 2), 0),
        (z, (x / 2, 0, 0), 90),
        (z, (-x / 2, 0, 0), 90),
    ):
        gate = at[2] > 0
        outline = np.array([(-width / 2, 0), (width / 2, 0), (width / 2, tall), (-width / 2, tall)])
        holes = [_outline(3.0, 3.6, True) + [0, 0.02]] if gate else []
        b.add("wall", extrude(outline, thick, holes).rotate("y", turn).move(*at))
        teeth = battlement(width, thick, 0.8).move(y=tall)
        b.add("battlement|merlon", teeth.rotate("y", turn).move(*at))
    roofed, high = b.chance(0.6), tall * b.uniform(1.3, 2.0)
    for cx, _, cz in positions_of_corners(x, z):
        _castle_tower(b, cx, cz, radius, high, sides, roofed)
    bars = [rod((s, 0.1, 0), (s, 3.4, 0), 0.07, 6) for s in np.linspace(-1.3, 1.3, 6)]
    bars += [rod((-1.4, y, 0), (1.4, y, 0), 0.06, 6) for y in (0.6, 1.4, 2.2)]
    if b.chance(0.5):
        b.add("gate|portcullis", join(bars).move(z=z / 2))
    else:
        b.add("gate|door", extrude(_outline(3.0, 3.6, True), 0.3).move(z=z / 2))
    if b.chance(0.5):
        for s in (-1, 1):
            _castle_tower(b, s * (radius * 0.7 + 1.6), z / 2, radius * 0.7, tall * 1.25, sides, roofed)
    if b.chance(0.4):
        b.add("drawbridge|bridge", box(2.8, 0.2, 4.5).move(y=0.1, z=z / 2 + 2.5))
    if b.chance(0.75):
        _keep(b, min(x, z) * b.uniform(0.25, 0.4), high * b.uniform(1.0, 1.5))
    if b.chance(0.2):
        b.add("ground|base", box(x * 1.4, 0.4, z * 1.4).move(y=-0.2))


def _castle_tower(
    b: Builder, x: float, z: float, radius: float, height: float, sides: int, roofed: bool
) -> None:
    """Tower with a jutting crown, then a cone or battlements; slits."""
    turn, face = 180 / sides, np.cos(np.pi / sides)
    body = cylinder(radius, height, sides=sides) + cylinder(radius, radius * 0.5, radius * 1.2, sides).move(
        y=height / 2 + radius * 0.25
    )
    b.add("tower > tower wall|tower body", body.rotate("y", turn).move(x, height / 2, z))
    y = height + radius * 0.5
    if roofed:
        rise = radius * b.uniform(1.8, 2.6)
        b.add(
            "tower > roof", cylinder(radius * 1.3, rise, 0.01, sides).rotate("y", turn).move(x, y + rise / 2, z)
        )
        if b.chance(0.5):
            _flag(b, x, y + rise * 0.97, z, radius * 0.7)
    else:
        teeth = (
            battlement(radius * 1.2 * face * 2, radius * 1.2 * face * 2, 0.7)
            if sides == 4
            else battlement(radius * 1.15 * face, 0, 0.7)
        )
        b.add("battlement|merlon", teeth.move(x, y, z))
    slit = box(radius * 0.18, radius * 0.7, radius * 0.12).move(y=height * 0.7, z=radius * face)
    b.add("window|arrow slit", ring(slit, 4).move(x, 0, z))


def _keep(b: Builder, size: float, height: float) -> None:
    """Main building in the courtyard."""
    b.add("keep > wall|keep wall", box(size, height, size).move(y=height / 2))
    if b.chance():
        b.add("keep > roof", hip_roof(size, size, size * b.uniform(0.5, 1), 0.4, 0).move(y=height))
    else:
        b.add("battlement|merlon", battlement(size, size, 0.8).move(y=height))
    style = Style(0, False, False, True, False, True)
    for turn in (0, 90, 180, 270):
        for s in (-0.25, 0.25):
            put(
                b,
                _turned(
                    [
                        (n, m.move(s * size, height * 0.6, size / 2))
                        for n, m in window(size * 0.12, size * 0.25, style)
                    ],
                    turn,
                    (0, 0, 0),
                ),
            )
    put(b, door(b, size * 0.25, size * 0.35, True), 0, 0, size / 2)


@design("windmill", "windmill")
def tower_mill(b: Builder) -> None:
    """Dutch or Mediterranean mill: tapering body, cap, four or more sails, gallery, door and windows."""
    radius, height = b.uniform(2, 3.5), b.uniform(6, 12)
    sides, lean = b.pick(4, 8, 8, 24), b.uniform(0.55, 1.0)
    turn, face = 180 / sides, np.cos(np.pi / sides)
    b.add(
        "body|wall|tower", cylinder(radius, height, radius * lean, sides).rotate("y", turn).move(y=height / 2)
    )
    top = radius * lean
    cap = b.pick("cone", "dome", "boat")
    meshes = {
        "cone": cylinder(top * 1.15, top * 1.2, 0.01, sides).rotate("y", turn).move(y=top * 0.6),
        "dome": sphere(top * 1.05, top * 0.9, top * 1.15, 20),
        "boat": gable_roof(top * 2.3, top * 2, top * 0.9, 0.15, 0.2).rotate("y", 90)
        + box(top * 1.7, top * 0.5, top * 2.3).move(y=top * 0.2),
    }
    b.add("roof|cap", meshes[cap].move(y=height))
    reach, y, z = height * b.uniform(0.55, 0.8), height + top * 0.25, top * 1.5
    b.add("axle|shaft|hub", rod((0, y, 0), (0, y, z + 0.3), radius * 0.09, 12))
    arms, skew = b.pick(4, 4, 4, 6, 8), b.uniform(0, 90)
    lattice, wide = b.chance(0.6), reach * b.uniform(0.15, 0.25)
    stock = rod((0, 0, 0), (0, reach, 0), radius * 0.05, 8)
    b.add("blade|sail > stock|arm", ring(stock, arms, "z", skew).move(y=y, z=z))
    if lattice:
        bars = [box(wide, 0.05, 0.05).move(wide / 2, h) for h in np.linspace(0.25, 0.99, 9) * reach]
        bars += [box(0.05, reach * 0.75, 0.05).move(w, reach * 0.62) for w in (wide * 0.5, wide)]
        cloth = join(bars)
    else:
        cloth = box(wide, reach * 0.72, 0.06).rotate("y", 12).move(wide / 2, reach * 0.62)
    b.add("blade|sail > sail frame|sail cloth", ring(cloth, arms, "z", skew).move(y=y, z=z))
    style = Style(b.integer(0, 1), False, b.chance(), False, False, True)
    put(b, door(b, radius * 0.5, radius * 0.9, style.arched), 0, 0, radius * face)
    for level in np.linspace(0.4, 0.75, b.integer(1, 2)):
        out = radius * (1 + (lean - 1) * (level + 0.05)) * face
        for angle in (0, 90, 180, 270):
            put(
                b,
                [(n, m.move(z=out).rotate("y", angle)) for n, m in window(radius * 0.3, radius * 0.4, style)],
                0,
                level * height,
            )
    if b.chance(0.35):
        out, low = radius * 1.5, height * 0.3
        bars = ring(rod((0, low, out * 0.97), (0, low + 0.9, out * 0.97), 0.04, 6), 16)
        b.add(
            "balcony|gallery > floor",
            lathe([(radius * 0.7, low), (out, low), (out, low + 0.15), (radius * 0.7, low + 0.15)], 24),
        )
        b.add("balcony|gallery > railing|rail", bars + torus(out * 0.97, 0.05, 24).move(y=low + 0.95))


@design("windmill", "wind turbine")
def wind_turbine(b: Builder) -> None:
    """Modern three-bladed turbine, or a farm wind pump with a lattice mast, many blades and a tail vane."""
    if b.chance(0.6):
        height, radius = b.uniform(50, 100), 0.0
        radius = height * b.uniform(0.4, 0.65)
        b.add("tower|mast|body", cylinder(height * 0.024, height, height * 0.014, 20).move(y=height / 2))
        size = height * 0.02
        b.add(
            "nacelle|engine housing",
            box(size * 2, size * 2, size * 6, size * 0.6).move(y=height + size * 0.4, z=size),
        )
        b.add(
            "hub|rotor hub",
            sphere(size * 1.2, size * 1.2, size * 1.6, 14).move(y=height + size * 0.4, z=size * 4.6),
        )
        t = np.array([0, 0.06, 0.2, 0.6, 1.0])
        chord = radius * np.array([0.03, 0.04, 0.085, 0.05, 0.012])
        rows = [
            np.array(
                [
                    [-c * 0.35, 0, c * 0.1],
                    [c * 0.2, 0, c * 0.14],
                    [c * 0.65, 0, -c * 0.12],
                    [c * 0.1, 0, -c * 0.06],
                ]
            )
            + [0, radius * u, 0]
            for u, c in zip(t, chord, strict=True)
        ]
        from_hub = ring(_skin(rows), b.pick(3, 3, 3, 2), "z", b.uniform(0, 120))
        b.add("blade|rotor blade", from_hub.move(y=height + size * 0.4, z=size * 4.6))
        return
    height, wide = b.uniform(6, 12), b.uniform(0.7, 1.2)
    legs, bars = [], []
    for x, _, z in positions_of_corners(2, 2):
        legs.append(rod((x * wide, 0, z * wide), (x * 0.12, height, z * 0.12), 0.06, 6))
        for y in np.linspace(0.15, 0.8, 4):
            w = wide * (1 - y) + 0.12 * y
            bars.append(
                rod(
                    (x * w, y * height, z * w),
                    (x * w * (1 if x * z > 0 else -1), y * height, z * w * (-1 if x * z > 0 else 1)),
                    0.035,
                    5,
                )
            )
    b.add("tower|mast|body", join(legs) + join(bars))
    radius, z = b.uniform(1.2, 2.2), 0.6
    blade = box(radius * 0.22, radius * 0.65, 0.03).taper(1.6).rotate("y", 25).move(y=radius * 0.65)
    b.add("blade|rotor blade", ring(blade, b.integer(8, 18), "z").move(y=height, z=z))
    b.add(
        "hub|rotor hub",
        cylinder(radius * 0.14, 0.3, sides=12).rotate("x", 90).move(y=height, z=z)
        + torus(radius * 0.6, 0.03, 24).rotate("x", 90).move(y=height, z=z),
    )
    vane = (
        extrude([(0, -0.2), (0.9, -0.6), (1.2, 0), (0.9, 0.6), (0, 0.2)], 0.03)
        .rotate("y", 90)
        .move(y=height, z=-1.0)
    )
    b.add("tail vane|tail|vane", vane + rod((0, height, z), (0, height, -1.1), 0.04))


def _skin(rows: Sequence[ArrayLike]) -> Mesh:
    return outward(loft(rows))


@design("lighthouse")
def lighthouse(b: Builder) -> None:
    """Tapering striped tower, gallery with railing, lantern room with glass and light, dome, rock below."""
    radius, height, lean = b.uniform(2, 3.2), b.uniform(10, 24), b.uniform(0.5, 0.8)
    sides, bands = b.pick(8, 24, 24), b.integer(1, 7)
    edges = np.linspace(0, 1, bands + 1)
    for i, (low, high) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        r0, r1 = radius * (1 + (lean - 1) * low), radius * (1 + (lean - 1) * high)
        name = "tower|body|wall" if i % 2 == 0 else "tower|body|wall > stripe|band"
        b.add(
            name,
            cylinder(r0, (high - low) * height, r1, sides)
            .rotate("y", 180 / sides)
            .move(y=(low + high) / 2 * height),
        )
    top, out = radius * lean, radius * lean * b.uniform(1.3, 1.6)
    b.add("gallery|balcony > floor|platform", cylinder(top, top * 0.25, out, 24).move(y=height + top * 0.12))
    bars = ring(rod((0, 0, out * 0.95), (0, top * 0.45, out * 0.95), top * 0.025, 6), b.integer(10, 18))
    rails = torus(out * 0.95, top * 0.03, 24)
    b.add(
        "gallery|balcony > railing|rail",
        (bars + rails.move(y=top * 0.45) + rails.move(y=top * 0.22)).move(y=height + top * 0.25),
    )
    y, tall, lamp = height + top * 0.25, top * b.uniform(0.8, 1.2), top * b.uniform(0.6, 0.8)
    posts = ring(rod((0, 0, lamp), (0, tall, lamp), top * 0.04, 6), 8)
    b.add(
        "lantern room|lantern > frame",
        (posts + cylinder(lamp * 1.05, tall * 0.15, sides=20).move(y=tall * 0.07)).move(y=y),
    )
    if b.chance(0.75):
        b.add("lantern room|lantern > glass|window", cylinder(lamp * 0.96, tall, sides=16).move(y=y + tall / 2))
    else:
        b.add("light|lamp|beacon", sphere(lamp * 0.4, lamp * 0.5, lamp * 0.4, 14).move(y=y + tall * 0.5))
    roof = (
        sphere(lamp * 1.15, lamp * b.uniform(0.6, 1.0), lamp * 1.15, 20)
        if b.chance()
        else cylinder(lamp * 1.25, lamp, 0.01, 20).move(y=lamp / 2)
    )
    b.add("roof|dome", roof.move(y=y + tall))
    b.add("antenna|lightning rod", rod((0, y + tall, 0), (0, y + tall + lamp * 1.8, 0), top * 0.04))
    style, face = Style(b.integer(0, 1), False, b.chance(), b.chance(), False, True), np.cos(np.pi / sides)
    put(b, door(b, radius * 0.5, radius * 0.9, style.arched), 0, 0, radius * face)
    for i, level in enumerate(np.linspace(0.35, 0.85, b.integer(1, 4))):
        out = radius * (1 + (lean - 1) * (level + 0.03)) * face
        put(
            b,
            [
                (n, m.move(z=out).rotate("y", 90 * (i % 2)))
                for n, m in window(radius * 0.25, radius * 0.4, style)
            ],
            0,
            level * height,
        )
    if b.chance(0.4):
        b.add(
            "base|foundation|rock",
            cylinder(radius * 1.6, radius * 0.5, radius * 1.3, b.pick(7, 24)).move(y=-radius * 0.25),
        )


@design("skyscraper")
def skyscraper(b: Builder) -> None:
    """High-rise: set-back, slab, round or twisted tower with rows of windows, entrance, antenna or crown."""
    size, height = b.uniform(20, 40), b.uniform(70, 220)
    steps, y, kind = b.integer(1, 4), 0.0, b.pick("box", "box", "box", "round", "poly")
    sides = {"round": 28, "poly": b.pick(5, 6, 8)}.get(kind, 4)
    x, z = size, size * (b.uniform(0.5, 1) if kind == "box" else 1)
    shares = np.sort(b.rng.uniform(0.6, 1.5, steps))[::-1]
    for share in shares / shares.sum():
        tall = share * height
        _storeys(b, x, z, y, tall, kind, sides)
        y, x, z = y + tall, x * b.uniform(0.6, 0.85), z * b.uniform(0.6, 0.85)
    x, z = x / 0.7, z / 0.7
    top = b.pick("antenna", "spire", "flat", "machine")
    if top == "spire":
        b.add("roof|spire|crown", hip_roof(x * 0.9, z * 0.9, size * b.uniform(0.5, 1.5), 0, 0).move(y=y))
    else:
        b.add(
            "roof",
            box(x * 0.96, size * 0.05, z * 0.96).move(y=y)
            if kind == "box"
            else cylinder(x * 0.48, size * 0.05, sides=sides).move(y=y),
        )
    if top == "machine":
        b.add("roof > machine room|roof equipment", box(x * 0.4, size * 0.15, z * 0.4).move(y=y + size * 0.08))
    if top == "antenna":
        b.add(
            "antenna|mast|spire",
            rod((0, y, 0), (0, y + height * b.uniform(0.1, 0.3), 0), size * 0.02, 8, size * 0.006),
        )
    if kind == "box":
        b.add(
            "door|entrance",
            box(size * 0.2, size * 0.14, size * 0.04).move(y=size * 0.07, z=b.pieces[0][1].high[2]),
        )
    if b.chance(0.4):
        b.add("base|podium", box(size * 1.4, size * 0.2, size * 1.4).move(y=-size * 0.1))


def _storeys(b: Builder, x: float, z: float, y: float, tall: float, kind: str, sides: int) -> None:
    """One section of a high-rise: its body, and windows as bands, strips, or single panes."""
    floors = int(np.clip(tall / b.uniform(4, 8), 2, 22))
    look, step = b.pick("band", "strip", "pane"), tall / floors
    if kind != "box":
        b.add("wall|body", cylinder(x / 2, tall, sides=sides).move(y=y + tall / 2))
        band = cylinder(x / 2 * 1.012, step * 0.5, sides=sides)
        b.add("window", array(band, [(0, y + (i + 0.5) * step, 0) for i in range(floors)]))
        return
    b.add("wall|body", box(x, tall, z).move(y=y + tall / 2))
    count = max(int(x / 5), 2)
    if look == "band":
        b.add(
            "window",
            array(box(x * 1.01, step * 0.45, z * 1.01), [(0, y + (i + 0.5) * step, 0) for i in range(floors)]),
        )
        return
    for turn, width, depth in ((0, x, z), (180, x, z), (90, z, x), (270, z, x)):
        xs = (np.arange(count) - (count - 1) / 2) * width / count
        pane = box(width / count * 0.6, step * 0.55, 0.3)
        spots = [(u, y + (i + 0.5) * step, depth / 2) for u in xs for i in range(floors)]
        if look == "strip":
            pane, spots = (
                box(width / count * 0.55, tall * 0.94, 0.3),
                [(u, y + tall / 2, depth / 2) for u in xs],
            )
        b.add("window", array(pane, spots).rotate("y", turn))


# -- bridges and tents -----------------------------------------------------------------------------


def _bridge_deck(b: Builder, length: float, width: float, y: ArrayLike, zs: NDArray) -> None:
    """Roadway following the heights y over zs, with kerbs or railings."""
    spots = np.stack([np.zeros(len(zs)), np.broadcast_to(y, zs.shape), zs], 1)
    thick = width * 0.05
    section = rectangle(width, thick * 2)
    rows = [np.stack([section[:, 0], section[:, 1] + p[1], np.full(len(section), p[2])], 1) for p in spots]
    b.add("deck|roadway|road", _skin(rows))
    if b.chance(0.4):
        side = [
            np.stack(
                [
                    rectangle(thick, width * 0.16)[:, 0] + width * 0.48,
                    rectangle(thick, width * 0.16)[:, 1] + p[1] + width * 0.08,
                    np.full(4, p[2]),
                ],
                1,
            )
            for p in spots
        ]
        put(b, [("railing|parapet|handrail", _skin(side))], mirror=True)
        return
    high = np.array([width * 0.47, width * 0.17, 0])
    rail = sweep(spots + high, thick * 0.3, sides=6) + sweep(spots + high * [1, 0.6, 1], thick * 0.2, sides=6)
    posts = [rod(p + high * [1, 0, 1], p + high, thick * 0.3, 6) for p in spots]
    put(b, [("railing|parapet|handrail", rail + join(posts))], mirror=True)


@design("bridge", "bridge")
def arch_bridge(b: Builder) -> None:
    """Stone or garden bridge: arches under a straight or humped road; piers; or a plain beam bridge."""
    length, count = b.uniform(8, 40), b.integer(1, 4)
    width, rise = length * b.uniform(0.12, 0.3), length * b.uniform(0.08, 0.15)
    zs = np.linspace(-length / 2, length / 2, 15)
    hump = b.pick(0, b.uniform(0.3, 1.2)) * rise
    road = rise * 1.25 + hump * np.cos(zs / length * np.pi)
    _bridge_deck(b, length, width, road, zs)
    span = length / count
    if b.chance(0.75):
        outline = [(-length / 2, 0)]
        for i in range(count):
            centre = -length / 2 + span * (i + 0.5)
            half = span * 0.42
            bow = [(centre - half * np.cos(a), rise * np.sin(a)) for a in np.linspace(0, np.pi, 13)]
            outline += bow
        outline += [(length / 2, 0), *zip(zs[::-1], road[::-1] - width * 0.04, strict=True)]
        b.add("arch|body|support", extrude(outline, width * 0.92).rotate("y", -90))
    else:
        spots = np.linspace(-0.5, 0.5, count + 2)[1:-1] * length
        for z in spots:
            y = float(np.interp(z, zs, road))
            post = array(cylinder(width * 0.07, y, sides=12), [(s * width * 0.3, y / 2, z) for s in (-1, 1)])
            b.add(
                "pier|pillar|support",
                post + box(width * 0.85, width * 0.1, width * 0.16).move(y=y - width * 0.06, z=z),
            )
        b.add(
            "girder|beam",
            array(
                box(width * 0.06, width * 0.12, length * 0.99),
                [(s * width * 0.3, rise * 1.25 - width * 0.08, 0) for s in (-1, 1)],
            ),
        )


@design("bridge")
def suspension_bridge(b: Builder) -> None:
    """Two towers, a hanging main cable with hangers, or straight stays fanning out; deck and anchors."""
    length = b.uniform(60, 300)
    width, low = length * b.uniform(0.04, 0.08), length * b.uniform(0.06, 0.1)
    zs = np.linspace(-length / 2, length / 2, 21)
    _bridge_deck(b, length, width, low, zs)
    at, high = length * b.uniform(0.22, 0.3), low + length * b.uniform(0.1, 0.2)
    thick = width * b.uniform(0.08, 0.14)
    for z in (-at, at):
        legs = array(box(thick, high, thick * 1.4), [(s * width * 0.56, high / 2, z) for s in (-1, 1)])
        bars = array(
            box(width * 1.2, thick, thick), [(0, y, z) for y in (low * 0.85, (low + high) / 2, high * 0.97)]
        )
        b.add("tower|pylon", legs + bars)
    cable = thick * 0.16
    if b.chance(0.6):
        sag = low + (high - low) * 0.1
        main = [
            (z, sag + (high - sag) * (z / at) ** 2)
            if abs(z) <= at
            else (z, high - (high - low) * (abs(z) - at) / (length / 2 - at))
            for z in np.linspace(-length / 2, length / 2, 41)
        ]
        path = np.array([(width * 0.56, y, z) for z, y in main])
        put(b, [("cable|main cable", sweep(path, cable * 1.5, sides=6))], mirror=True)
        hangers = join(
            rod((width * 0.56, low, p[2]), p, cable * 0.7, 5) for p in path[2:-2:2] if p[1] > low * 1.02
        )
        put(b, [("cable|main cable > hanger|suspender", hangers)], mirror=True)
    else:
        stays = []
        for z in (-at, at):
            for reach in np.linspace(0.2, 0.95, b.integer(4, 7)):
                for side in (-1, 1):
                    end = z + side * reach * min(at, length / 2 - at)
                    stays.append(rod((width * 0.5, low, end), (width * 0.56, high * 0.97, z), cable, 5))
        put(b, [("cable|stay cable", join(stays))], mirror=True)
    if b.chance(0.4):
        b.add(
            "pier|anchorage|support",
            array(box(width * 1.3, low, length * 0.04), [(0, low / 2, s * length * 0.49) for s in (-1, 1)]),
        )


@design("bridge")
def truss_bridge(b: Builder) -> None:
    """Railway truss bridge: chords, diagonals, cross beams over the road, piers."""
    length, bays = b.uniform(20, 80), b.integer(4, 9)
    width, tall = length * b.uniform(0.1, 0.18), length * b.uniform(0.1, 0.18)
    low = tall * b.uniform(0.5, 1.0)
    zs = np.linspace(-length / 2, length / 2, bays + 1)
    b.add("deck|roadway|road", box(width, width * 0.08, length).move(y=low))
    thick, arch = width * 0.04, b.uniform(0, 0.5) * tall
    top = low + tall + arch * (1 - (zs / zs[-1]) ** 2)
    bars = []
    x = width / 2
    for i in range(bays):
        bars.append(rod((x, low, zs[i]), (x, low, zs[i + 1]), thick, 6))
        inside = 0 < i < bays - 1
        if inside:
            bars.append(rod((x, top[i], zs[i]), (x, top[i + 1], zs[i + 1]), thick, 6))
        bars.append(
            rod((x, low, zs[i]), (x, top[i + 1], zs[i + 1]), thick, 6)
            if i < bays / 2 and i + 1 < bays
            else rod((x, top[i], zs[i]), (x, low, zs[i + 1]), thick, 6)
        )
        if i > 0:
            bars.append(rod((x, low, zs[i]), (x, top[i], zs[i]), thick * 0.8, 6))
    put(b, [("truss|frame", join(bars))], mirror=True)
    b.add(
        "truss|frame > cross beam|beam",
        join(rod((-x, top[i], zs[i]), (x, top[i], zs[i]), thick, 6) for i in range(1, bays)),
    )
    b.add(
        "pier|pillar|support",
        array(
            box(width * 1.1, low, width * 0.3).taper(0.8), [(0, low / 2, s * length * 0.47) for s in (-1, 1)]
        ),
    )


@design("tent", "tent")
def camping_tent(b: Builder) -> None:
    """Ridge tent with poles and guy ropes, dome tent with hoops, or a teepee."""
    width, long, tall = b.uniform(1.6, 3), b.uniform(2, 4), b.uniform(1.1, 2.2)
    kind = b.pick("ridge", "ridge", "dome", "teepee")
    thin = 0.02
    if kind == "ridge":
        half = width / 2
        cloth = np.array(
            [
                [
                    (-half, 0, z),
                    (-half * 0.45, tall * 0.58, z),
                    (0, tall, z),
                    (half * 0.45, tall * 0.58, z),
                    (half, 0, z),
                ]
                for z in np.linspace(-long / 2, long / 2, 5)
            ]
        )
        b.add("roof|cover|canvas", sheet(cloth, thin))
        b.add("wall|back", extrude([(-half, 0), (half, 0), (0, tall)], thin).move(y=0, z=-long / 2))
        for side in (-1, 1):
            cloth = extrude([(0, 0), (half, 0), (0, tall * 0.99)], thin).scale(side, 1, 1)
            lean, foot = side * np.degrees(np.arctan2(half, tall)), (side * half, 0, 0)
            turned = (
                cloth.rotate("z", -lean, foot)
                .rotate("y", side * b.pick(0, 40, 120), foot)
                .rotate("z", lean, foot)
            )
            b.add("door|flap|entrance", turned.move(z=long / 2))
        b.add(
            "pole|post",
            array(
                cylinder(0.025, tall * 1.08, sides=8).move(y=tall * 0.54),
                [(0, 0, z) for z in (-long / 2 - 0.03, long / 2 + 0.03)],
            ),
        )
        ropes = [rod((0, tall, s * long / 2), (0, 0, s * (long / 2 + tall * 0.8)), 0.01, 5) for s in (-1, 1)]
        b.add("rope|guy line", join(ropes))
        b.add(
            "peg|stake",
            join(
                rod((0, -0.08, s * (long / 2 + tall * 0.8)), (0, 0.12, s * (long / 2 + tall * 0.83)), 0.02, 6)
                for s in (-1, 1)
            ),
        )
    elif kind == "dome":
        dome = [(0, 0), *arc(1, 0, 90, 9)[:, :2]]
        b.add("roof|cover|canvas", lathe(dome, b.pick(8, 12, 24)).scale(width * 0.6, tall, long * 0.5))
        b.add("door|flap|entrance", _dome_patch(width * 0.61, tall * 1.01, long * 0.51, 38))
        for turn in (45, -45):
            hoop = arc(1.0, 0, 180, 17) * [width * 0.6, tall, 0]
            path = np.stack(
                [
                    hoop[:, 0] * np.cos(np.radians(turn)),
                    hoop[:, 1],
                    hoop[:, 0] / width * long * 0.83 * np.sin(np.radians(turn)),
                ],
                1,
            )
            b.add("pole|post", sweep(path * 1.01, 0.02, sides=6))
    else:
        radius, sides = width * 0.6, b.pick(8, 12, 16)
        b.add(
            "roof|cover|canvas",
            lathe(
                [(radius, 0), (radius * 0.1, tall * 1.5), (radius * 0.08, tall * 1.5), (radius * 0.97, 0)],
                sides,
            ),
        )
        b.add(
            "door|flap|entrance",
            extrude([(-radius * 0.3, 0), (radius * 0.3, 0), (0, tall * 0.8)], 0.03)
            .rotate("x", -np.degrees(np.arctan2(radius * 0.9, tall * 1.5)))
            .move(z=radius * 1.0),
        )
        sticks = ring(rod((0, 0, radius * 0.96), (0.02, tall * 1.8, -radius * 0.12), 0.025, 6), sides)
        b.add("pole|post", sticks)
    if b.chance(0.3):
        b.add("floor|ground sheet", box(width * 1.02, 0.02, long * 1.02).move(y=-0.01))


def _dome_patch(x: float, y: float, z: float, reach: float) -> Mesh:
    """Lower front of an ellipsoid."""
    angles, heights = np.radians(np.linspace(-reach, reach, 9)), np.radians(np.linspace(2, 55, 7))
    return sheet(
        [
            [(x * np.sin(a) * np.cos(h), y * np.sin(h), z * np.cos(a) * np.cos(h)) for a in angles]
            for h in heights
        ]
    )


@design("tent", "canopy tent", "circus tent")
def pavilion_tent(b: Builder) -> None:
    """Party canopy on poles, or a round circus tent with walls, stripes and flags."""
    if b.chance(0.5):
        x, z, tall = b.uniform(2.5, 6), b.uniform(2.5, 4), b.uniform(2, 2.6)
        b.add(
            "roof|cover|canvas", hip_roof(x, z, tall * b.uniform(0.25, 0.5), 0.05, max(x - z, 0)).move(y=tall)
        )
        edge = b.uniform(0.15, 0.35)
        for turn, width, depth in ((0, x, z), (180, x, z), (90, z, x), (270, z, x)):
            b.add(
                "roof|cover|canvas > valance|border",
                box(width + 0.1, edge, 0.02).move(y=tall - edge / 2, z=depth / 2 + 0.04).rotate("y", turn),
            )
        b.add(
            "pole|post|leg", array(cylinder(0.04, tall, sides=10).move(y=tall / 2), positions_of_corners(x, z))
        )
        if b.chance(0.4):
            b.add("wall|side wall|back", box(x, tall, 0.02).move(y=tall / 2, z=-z / 2))
        return
    radius, tall, sides = b.uniform(5, 10), b.uniform(2.5, 4), b.pick(10, 12, 16)
    rise = radius * b.uniform(0.4, 0.7)
    gap = 360 / sides * b.pick(0, 1, 2)
    b.add(
        "wall|side wall",
        lathe(
            [(radius, 0), (radius, tall), (radius * 0.99, tall), (radius * 0.99, 0)],
            sides - int(gap * sides / 360),
            360 - gap,
        ).rotate("y", gap / 2),
    )
    slope = curve([(radius * 1.06, tall), (radius * 0.5, tall + rise * 0.4), (0.05, tall + rise)], 9)
    b.add("roof|cover|canvas", lathe([(0, tall), *slope], sides))
    _flag(b, 0, tall + rise * 0.97, 0, radius * 0.18)
    top = radius * 1.06
    ropes = ring(rod((0, tall, top), (0, 0, top * 1.25), 0.03, 5), sides)
    b.add("rope|guy line", ropes)
    if b.chance(0.5):
        edge = lathe([(top, tall - 0.4), (top, tall), (top * 0.99, tall), (top * 0.99, tall - 0.4)], sides)
        b.add("roof|cover|canvas > valance|border", edge)


# -- street furniture ------------------------------------------------------------------------------


@design("fountain")
def fountain(b: Builder) -> None:
    """Round or polygonal pool, tiers of bowls on a column, finial or statue ball, water."""
    radius, wall, sides = b.uniform(1.2, 3), b.uniform(0.12, 0.3), b.pick(6, 8, 32, 32)
    tall = b.uniform(0.35, 0.7)
    pool = [
        (0, 0),
        (radius * b.uniform(0.9, 1.1), 0),
        (radius, tall),
        (radius - wall, tall),
        (radius - wall, 0.12),
        (0, 0.12),
    ]
    b.add("basin|pool", lathe(pool, sides))
    if b.chance(0.7):
        b.add("water", cylinder(radius - wall * 0.9, 0.02, sides=sides).move(y=tall * b.uniform(0.6, 0.9)))
    y, r, tiers = 0.1, radius * b.uniform(0.45, 0.65), b.integer(0, 3)
    slim = radius * b.uniform(0.08, 0.15)
    for _ in range(tiers):
        high = radius * b.uniform(0.35, 0.6)
        shaft = curve(
            [(slim * 1.6, 0), (slim * 0.8, high * 0.3), (slim * 1.1, high * 0.6), (slim * 0.8, high)], 10
        )
        b.add("column|pedestal|stem", lathe([(0, 0), *shaft, (0, high)], 18).move(y=y))
        deep = r * b.uniform(0.2, 0.35)
        bowl = [
            (0, 0),
            (r * 0.4, deep * 0.2),
            (r * 0.85, deep * 0.6),
            (r, deep),
            (r * 0.94, deep),
            (r * 0.5, deep * 0.4),
            (0, deep * 0.3),
        ]
        b.add("bowl|tier", lathe(bowl, 24).move(y=y + high))
        if b.chance(0.6):
            b.add("water", cylinder(r * 0.88, 0.02, sides=24).move(y=y + high + deep * 0.8))
        y, r, slim = y + high + deep * 0.3, r * b.uniform(0.5, 0.65), slim * 0.8
    if tiers == 0:
        b.add("column|pedestal|stem", box(radius * 0.3, radius * 0.7, radius * 0.3).move(y=radius * 0.35))
        y = radius * 0.7
    size = radius * b.uniform(0.07, 0.14)
    tip = (
        lathe(curve([(size, 0), (size * 0.5, size), (size * 1.1, size * 2), (0.003, size * 3.6)], 12), 16)
        if b.chance()
        else sphere(size * 1.2, sides=14).move(y=size)
    )
    b.add("finial|top|statue", tip.move(y=y))
    if b.chance(0.35):
        jet = sweep(
            curve([(0.05, y, 0), (radius * 0.25, y + radius * 0.35, 0), (radius * 0.6, tall, 0)], 10),
            radius * 0.015,
            sides=6,
        )
        b.add("water > jet|water jet", ring(jet, b.integer(4, 8)))
    if b.chance(0.3):
        b.add("base|step", cylinder(radius * 1.3, 0.15, sides=sides).move(y=-0.07))


def _lamp_head(b: Builder, size: float, kind: str) -> Parts:
    """Lamp head with its fixing at the origin: lantern, globe, or a flat road light pointing to +z."""
    if kind == "lantern":
        cage = cylinder(size * 0.32, size, size * 0.5, b.pick(4, 6)).rotate("y", 45).move(y=size * 0.6)
        roof = cylinder(size * 0.62, size * 0.4, 0.02, 6).move(y=size * 1.3)
        foot = cylinder(size * 0.2, size * 0.15, size * 0.34, 8).move(y=size * 0.05)
        return [
            ("lamp|light|lantern > glass|lamp glass", cage),
            ("lamp|light|lantern > cap|roof", roof + sphere(size * 0.08, sides=8).move(y=size * 1.52)),
            ("lamp|light|lantern > holder|lamp holder", foot),
        ]
    if kind == "globe":
        return [
            ("lamp|light|lantern > globe|bulb|lamp glass", sphere(size * 0.55, sides=18).move(y=size * 0.55)),
            ("lamp|light|lantern > holder|lamp holder", cylinder(size * 0.22, size * 0.2, sides=12)),
        ]
    shell_ = box(size * 0.7, size * 0.22, size * 1.7, size * 0.1).move(z=size * 0.7)
    return [
        ("lamp|light|lantern > lamp head|housing", shell_),
        (
            "lamp|light|lantern > glass|lens",
            box(size * 0.5, size * 0.1, size * 1.2, size * 0.04).move(y=-size * 0.12, z=size * 0.8),
        ),
    ]


@design("street light", "street light", "lamp post")
def street_light(b: Builder) -> None:
    """Classic lamp post with one to four lanterns or globes, or a road light with one or two arms."""
    classic = b.chance(0.55)
    height = b.uniform(2.6, 4.2) if classic else b.uniform(5, 10)
    thick = height * b.uniform(0.012, 0.025)
    if classic:
        foot = lathe(
            curve(
                [
                    (thick * 4, 0),
                    (thick * 3, height * 0.06),
                    (thick * 2, height * 0.14),
                    (thick * 1.1, height * 0.2),
                ],
                9,
            ),
            b.pick(8, 16),
        )
        b.add("base|foot", foot)
        b.add("post|pole", rod((0, height * 0.12, 0), (0, height, 0), thick, 14, thick * 0.8))
        if b.chance(0.4):
            b.add(
                "post|pole > ring|collar",
                array(cylinder(thick * 1.5, thick, sides=14), [(0, y * height, 0) for y in (0.3, 0.85)]),
            )
    else:
        b.add(
            "base|foot",
            box(thick * 5, thick * 1.5, thick * 5).move(y=thick * 0.7)
            if b.chance()
            else cylinder(thick * 2, height * 0.12, thick * 1.6, 14).move(y=height * 0.06),
        )
        b.add("post|pole", rod((0, 0, 0), (0, height, 0), thick * 1.2, 14, thick * 0.7))
    kind = b.pick("lantern", "lantern", "globe") if classic else "road"
    size = height * (b.uniform(0.1, 0.15) if classic else b.uniform(0.05, 0.08))
    arms = b.pick(1, 1, 2, 3, 4) if classic else b.pick(1, 1, 1, 2)
    if classic and arms == 1:
        put(b, _lamp_head(b, size, kind), 0, height, 0)
        return
    reach = height * (b.uniform(0.08, 0.16) if classic else b.uniform(0.12, 0.3))
    bow = height * b.uniform(0.02, 0.1)
    path = [(0, height * 0.93, 0), (0, height * 0.95 + bow * 0.7, reach * 0.5), (0, height * 0.95 + bow, reach)]
    head = [(n, m.move(y=path[-1][1], z=reach)) for n, m in _lamp_head(b, size, kind)]
    for i in range(arms):
        turned = [("arm|bracket", sweep(curve(path, 10), thick * 0.7, sides=8)), *head]
        put(b, [(n, m.rotate("y", 360 / arms * i)) for n, m in turned])
    if classic and b.chance():
        put(b, _lamp_head(b, size, kind), 0, height, 0)


@design("mailbox")
def mailbox(b: Builder) -> None:
    """Rural box with a rounded top on a post, door in front, flag at the side; sometimes open."""
    width, long, tall = b.uniform(0.16, 0.24), b.uniform(0.4, 0.55), b.uniform(0.2, 0.28)
    outline = _outline(width, tall, b.chance(0.75))
    high, wall = b.uniform(0.8, 1.2), 0.008
    hollow = b.chance()
    inner = (outline - [0, tall / 2]) * (1 - 2 * wall / width) + [0, tall / 2]
    b.add("body|box", extrude(outline, long, [inner] if hollow else ()).move(y=high))
    if hollow:
        b.add("body|box > back", extrude(outline, wall).move(y=high, z=-long / 2))
    turn = b.pick(0, 0, b.uniform(20, 110))
    lid = extrude(outline * 1.03, 0.015).move(z=0.008)
    knob = sphere(0.015, sides=10).move(y=tall * 0.88, z=0.025)
    put(
        b,
        [("door|lid", lid.rotate("x", turn)), ("door|lid > handle|knob", knob.rotate("x", turn))],
        0,
        high,
        long / 2,
    )
    if b.chance(0.85):
        stick = box(0.008, tall * 0.7, 0.02).move(y=tall * 0.35) + box(0.008, tall * 0.25, 0.09).move(
            y=tall * 0.62, z=0.035
        )
        b.add("flag", stick.rotate("x", b.pick(0, 90)).move(width / 2 + 0.008, high + tall * 0.45, long * 0.1))
    if b.chance(0.5):
        b.add("post|pole|stand", box(0.09, high, 0.09).move(y=high / 2))
    else:
        b.add("post|pole|stand", cylinder(0.04, high, sides=14).move(y=high / 2))
    if b.chance(0.4):
        brace = rod((0, high * 0.6, -0.02), (0, high, long * 0.4), 0.025, 6)
        b.add("bracket|brace", brace + box(width * 0.7, 0.025, long * 0.9).move(y=high - 0.012))
    if b.chance(0.3):
        b.add("base|foot", cylinder(0.2, 0.06, 0.16, 18).move(y=0.03))


@design("mailbox")
def post_box(b: Builder) -> None:
    """Street pillar box or wall-type letter box with a slot, door, feet and a rounded top."""
    tall, size = b.uniform(0.9, 1.5), b.uniform(0.4, 0.55)
    legs = b.uniform(0.05, 0.25)
    round_ = b.chance(0.45)
    if round_:
        b.add("body|box", cylinder(size / 2, tall, sides=24).move(y=legs + tall / 2))
        b.add(
            "cap|top|lid", sphere(size * 0.55, size * b.uniform(0.12, 0.3), size * 0.55, 22).move(y=legs + tall)
        )
        b.add("base|foot", cylinder(size * 0.55, legs + 0.02, sides=24).move(y=legs / 2))
    else:
        half = size / 2
        side = (
            np.concatenate([[[-half, 0], [half, 0]], arc(half, 0, 180, 11)[:, :2] + [0, tall - half]])
            if b.chance(0.6)
            else rectangle(size, tall) + [0, tall / 2]
        )
        b.add("body|box", extrude(side, size).rotate("y", 90).move(y=legs))
        b.add(
            "leg|foot",
            array(box(0.05, legs, 0.05).move(y=legs / 2), positions_of_corners(size * 0.85, size * 0.85)),
        )
    front = size / 2
    slot = legs + tall * b.uniform(0.68, 0.78)
    if not round_:
        front = size / 2 if slot < legs + tall - size / 2 else size * 0.48
    b.add("slot|mail slot", box(size * 0.55, 0.035, 0.05).move(y=slot, z=front * 0.97))
    b.add("slot|mail slot > hood|flap", box(size * 0.6, 0.02, 0.1).rotate("x", 20).move(y=slot + 0.04, z=front))
    plate = box(size * 0.6, tall * 0.4, 0.06, 0.01).move(y=legs + tall * 0.35, z=front * 0.96)
    put(
        b,
        [
            ("door", plate),
            (
                "door > lock|handle",
                cylinder(0.018, 0.03, sides=10)
                .rotate("x", 90)
                .move(size * 0.22, legs + tall * 0.37, front * 0.96 + 0.04),
            ),
        ],
    )


@design("well")
def well(b: Builder) -> None:
    """Round or square stone well with two posts, a little roof, winch with crank, rope and bucket."""
    radius, tall, wall = b.uniform(0.6, 1.0), b.uniform(0.6, 1.0), b.uniform(0.1, 0.2)
    sides = b.pick(4, 8, 24, 24)
    turn = 180 / sides
    ring_ = lathe([(radius, 0), (radius, tall), (radius - wall, tall), (radius - wall, 0)], sides)
    b.add("wall|base", ring_.rotate("y", turn))
    if b.chance(0.5):
        rim = lathe(
            [
                (radius * 1.06, tall),
                (radius * 1.06, tall + 0.08),
                (radius - wall, tall + 0.08),
                (radius - wall, tall),
            ],
            sides,
        )
        b.add("wall|base > rim", rim.rotate("y", turn))
    b.add(
        "water",
        cylinder(radius - wall * 0.9, 0.02, sides=sides).rotate("y", turn).move(y=tall * b.uniform(0.1, 0.5)),
    )
    out, high = (radius - wall / 2) * np.cos(np.pi / sides), tall + b.uniform(0.9, 1.4)
    thick = b.uniform(0.05, 0.08)
    post = box(thick * 2, high, thick * 2) if b.chance(0.7) else cylinder(thick, high, sides=10)
    b.add("post|support|pillar", array(post.move(y=high / 2), [(s * out, 0, 0) for s in (-1, 1)]))
    if b.chance(0.85):
        rise, wide = b.uniform(0.3, 0.6), radius * b.uniform(1.2, 1.8)
        b.add(
            "roof", gable_roof(out * 2 + thick * 2, wide, rise, 0.12, b.uniform(0.04, 0.1)).move(y=high - 0.05)
        )
    else:
        b.add("beam|crossbar", box(out * 2.3, thick * 2, thick * 2).move(y=high))
    y = tall + (high - tall) * b.uniform(0.45, 0.65)
    b.add("winch|axle|roller", rod((-out * 1.15, y, 0), (out * 1.15, y, 0), thick * 0.9, 12))
    crank = rod((out * 1.15, y, 0), (out * 1.15, y - 0.2, 0), 0.02, 6) + rod(
        (out * 1.15, y - 0.2, 0), (out * 1.15 + 0.16, y - 0.2, 0), 0.025, 8
    )
    b.add("crank|handle", crank)
    drop = b.uniform(0.15, 0.5)
    b.add(
        "rope|chain",
        rod((0, y, 0), (0, y - drop, 0), 0.015, 6)
        + array(torus(thick * 1.05, 0.015, 12).rotate("z", 90), [(s * 0.035, y, 0) for s in (-1, 0, 1)]),
    )
    size = radius * 0.2
    tub = lathe(
        [
            (0, 0),
            (size * 0.8, 0),
            (size, size * 1.7),
            (size * 0.92, size * 1.7),
            (size * 0.72, size * 0.15),
            (0, size * 0.15),
        ],
        16,
    )
    low = y - drop - size * 2.5
    b.add("bucket > bucket body|body", tub.move(y=low))
    b.add(
        "bucket > handle|bail",
        sweep(arc(size * 0.95, 0, 180, 11) * [1, 0.85, 1] + [0, low + size * 1.7, 0], 0.012, sides=6),
    )
