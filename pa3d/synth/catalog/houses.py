"""Houses and barns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.building_parts import (
    Style,
    door,
    gable_roof,
    hip_roof,
    opening_outline,
    turned_parts,
    window,
)
from pa3d.synth.parts import Parts, post, put

Opening = tuple[str, float, float, float, float]  # kind, x and low y, width, height


def draw_style(b: Builder, arched: float = 0.1) -> Style:
    return Style(
        b.integer(0, 2), b.chance(0.25), b.chance(0.4), b.chance(arched), b.chance(0.6), b.chance(0.85)
    )


def facade(b: Builder, outline: ArrayLike, openings: Sequence[Opening], style: Style, thick: float) -> Parts:
    """Wall plate in the xy plane, outside at +z, with its windows and doors."""
    parts: Parts = []
    holes = []
    for kind, x, y, width, height in openings:
        arched = style.arched
        lift = 0.01 if kind == "door" else 0.0
        holes.append(opening_outline(width * 0.98, height * 0.98, arched) + [x, y + lift])
        unit = door(b, width, height, arched) if kind == "door" else window(width, height, style)
        z = 0.0 if style.hollow else thick * 0.5
        parts += [(name, mesh.move(x, y, z)) for name, mesh in unit]
    parts.append(("wall", g.extrude(outline, thick, holes if style.hollow else ())))
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
        put(b, turned_parts([(n, m.move(*spot)) for n, m in facade(b, outline, holes, style, thick)], turn, at))
    if style.hollow:
        b.add("floor", g.box(x - 2 * thick, 0.1, z - 2 * thick).move(at[0], at[1] + 0.05, at[2]))


def chimney(b: Builder, x: float, y: float, z: float, height: float, size: float) -> None:
    """Brick stack with a rim, sometimes a pot."""
    body = g.box(size, height, size * b.uniform(0.8, 1.4)).move(x, y + height / 2, z)
    b.add("chimney", body + g.box(size * 1.25, size * 0.2, size * 1.5).move(x, y + height, z))
    if b.chance(0.4):
        b.add(
            "chimney > chimney pot|pot",
            g.cylinder(size * 0.25, size * 0.8, size * 0.2, 12).move(x, y + height + size * 0.4, z),
        )


def porch(b: Builder, width: float, depth: float, tall: float, z: float, x: float = 0.0) -> None:
    """Floor, posts, roof, and steps in front of a wall at z."""
    middle, step = z + depth / 2, 0.15
    b.add("porch|veranda > porch floor|deck", g.box(width, step, depth).move(x, step / 2, middle))
    post = g.cylinder(0.08, tall - step, sides=12) if b.chance() else g.box(0.14, tall - step, 0.14)
    spots = [
        (x + s, tall / 2 + step / 2, z + depth - 0.12)
        for s in np.linspace(-1, 1, b.integer(2, 4)) * (width / 2 - 0.12)
    ]
    b.add("porch|veranda > post|column", g.array(post, spots))
    slab = g.box(width * 1.05, 0.12, depth * 1.1).rotate("x", b.pick(0, 8, 14)).move(x, tall + 0.1, middle)
    b.add("porch|veranda > porch roof|roof", slab)
    if b.chance(0.5):
        b.add("step|stairs", g.box(width * 0.4, step * 0.6, 0.35).move(x, step * 0.3, z + depth + 0.17))
    if b.chance(0.4):
        rail = g.box(width * 0.3, 0.06, 0.06)
        b.add(
            "porch|veranda > railing|rail",
            g.array(rail, [(x + s * width * 0.34, y, z + depth - 0.12) for s in (-1, 1) for y in (0.5, 0.95)]),
        )


def _base(b: Builder, x: float, z: float, chance: float = 0.4) -> None:
    """Sometimes a plinth or a lawn below everything."""
    if b.chance(chance):
        grow = b.pick(0.3, 0.3, b.uniform(2, 4))
        name = "ground|lawn|base" if grow > 1 else "foundation|plinth|base"
        b.add(name, g.box(x + grow, 0.2, z + grow).move(y=-0.1))


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
            box_ = g.box(1.3, 1.3, z * 0.35).move(s * x, top + rise * 0.4, z * 0.22)
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
        b.add("garage > garage wall|wall", g.box(w, tall, d).move(at[0], tall / 2, at[2]))
        panel_ = g.join(g.box(w * 0.75, tall * 0.18, 0.08).move(y=tall * (0.1 + 0.19 * i)) for i in range(4))
        b.add("garage > garage door", panel_.move(at[0], 0, at[2] + d / 2))
    else:
        block(b, w, d, 1, tall, style, at=at, entry=False, gable=rise)
    b.add(
        "roof",
        gable_roof(w, d, rise, 0.25, 0.15).move(at[0], tall, at[2])
        if not garage
        else g.box(w + 0.4, 0.2, d + 0.4).move(at[0], tall + 0.1, at[2]),
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
        b.add("balcony > floor", g.box(width, 0.15, 1.2).move(y=y, z=z / 2 + 0.6))
        bar = g.box(0.05, 0.9, 0.05)
        rail = g.array(bar, [(s, y + 0.5, z / 2 + 1.15) for s in np.linspace(-0.48, 0.48, 9) * width])
        b.add("balcony > railing|rail", rail + g.box(width, 0.06, 0.08).move(y=y + 0.95, z=z / 2 + 1.15))
    if b.chance(0.4):
        b.add(
            "step|stairs",
            g.join(
                g.box(1.8 - 0.2 * i, 0.12, 0.9 - 0.25 * i).move(y=0.06 - 0.12 * (2 - i), z=z / 2 + 0.4)
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
        b.add("roof", g.box(x + over, 0.25, z + over).move(at[0], y + 0.12, at[2]))
        nx = x * b.uniform(0.5, 0.9)
        at = [at[0] + b.uniform(-1, 1) * (x - nx) / 2, y + 0.25, at[2] + b.uniform(-0.2, 0.3)]
        if i < floors - 1 and b.chance():
            bar = g.box(x, 0.05, 0.05).move(0, y + 1.1, z / 2)
            posts = g.array(
                g.box(0.05, 0.9, 0.05), [(s, y + 0.7, z / 2) for s in np.linspace(-0.49, 0.49, 8) * x]
            )
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
        b.add("wall", post(radius, tall, radius * b.uniform(0.85, 1.0), 20))
        b.add(
            "roof",
            g.cylinder(radius * b.uniform(1.2, 1.4), tall * b.uniform(0.6, 1), 0.01, 20).move(y=tall * 1.4),
        )
        z = radius * 2
    else:
        rise = z * b.uniform(0.35, 0.8)
        gable = [(-z / 2, 0), (z / 2, 0), (z / 2, tall), (0, tall + rise), (-z / 2, tall)]
        b.add("wall", g.extrude(gable, x).rotate("y", 90))
        b.add("roof", gable_roof(x, z, rise, b.uniform(0.15, 0.4), b.uniform(0.12, 0.4)).move(y=tall))
        if b.chance(0.6):
            chimney(b, b.pick(-1, 1) * x * 0.28, tall + rise * 0.3, -z * 0.1, rise * 0.8, x * 0.12)
        if b.chance(0.4):
            put(b, turned_parts(window(x * 0.2, tall * 0.3, style), 90, (x / 2, tall * 0.4, 0)), mirror=True)
    put(b, door(b, tall * 0.42, tall * 0.68, style.arched), b.pick(0, -x * 0.22), 0, z / 2)
    put(
        b,
        window(x * 0.18, tall * 0.3, style),
        x * 0.28,
        tall * 0.4,
        z / 2 * (1 if b.pieces[0][1].high[2] > z / 2 - 0.01 else 0.9),
    )
    if b.chance(0.3):
        b.add("step|stairs", g.box(tall * 0.6, 0.12, 0.5).move(y=0.06, z=z / 2 + 0.2))
    if b.chance(0.3):
        slats = g.array(
            g.box(0.08, 0.7, 0.04), [(s, 0.35, z * 1.1) for s in np.linspace(-x, x, 20) if abs(s) > 0.5]
        )
        b.add("fence", slats + g.box(2 * x, 0.06, 0.03).move(y=0.45, z=z * 1.1))
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
    b.add("wall", g.extrude(gable, x))
    b.add("roof", gable_roof(x, z, rise, b.uniform(0.2, 0.5), 0.2, gambrel).rotate("y", 90).move(y=tall))
    wide, high = z * 0.22, tall * 0.8
    shift = b.uniform(0.5, 1.4) * wide
    for side in (-1, 1):
        leaf = g.box(wide, high, 0.1) + g.box(wide * 1.2, 0.12, 0.16).rotate("z", side * 58).scale(1, 0.85, 1)
        b.add("door > door leaf|door panel|leaf", leaf.move(side * shift, high / 2, x / 2 + 0.06))
    b.add("door > rail|track", g.box(wide * 4, 0.1, 0.15).move(y=high * 1.03, z=x / 2 + 0.08))
    if b.chance(0.6):
        b.add("loft door|hatch|window", g.box(1, 1.1, 0.1).move(y=tall + rise * 0.35, z=x / 2 + 0.04))
    style = Style(1, False, b.chance(), False, False, True)
    for s in np.linspace(-0.3, 0.3, b.integer(1, 4)) * x:
        put(b, turned_parts(window(0.8, 0.9, style), 90, (half, tall * 0.45, s)), mirror=True)
    if b.chance(0.4):
        radius, height = b.uniform(1.2, 1.8), (tall + rise) * b.uniform(0.9, 1.3)
        side = half + radius * 1.4
        b.add("silo > silo body|body", g.cylinder(radius, height, sides=20).move(side, height / 2))
        b.add("silo > dome|roof", g.sphere(radius, radius * b.uniform(0.5, 1), radius, 20).move(side, height))
    if b.chance(0.3):
        b.add(
            "cupola",
            g.box(0.9, 0.9, 0.9).move(y=tall + rise + 0.3)
            + hip_roof(0.9, 0.9, 0.6, 0.2, 0).move(y=tall + rise + 0.75),
        )
