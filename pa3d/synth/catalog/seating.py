"""Chairs and stools, and the pieces that other seats share with them.

A seat is centred on x = z = 0 and looks towards +z; the floor is y = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import (
    Mesh,
    box,
    curve,
    cylinder,
    ellipse,
    extrude,
    in_plane,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sheet,
    sweep,
    torus,
)

BACK = "back|backrest"
SEAT = "seat"
ARM = "arm|armrest"
BASE = "leg|base|chair base"
FRONT_LEG = "leg > leg > front leg"
BACK_LEG = "leg > leg > back leg|rear leg"
STRETCHER = "leg > stretcher|crossbar|rung"
POST = f"{BACK} > back post|stile|upright"
TOP_RAIL = f"{BACK} > top rail|crest rail|head rail"
BACK_RAIL = f"{BACK} > back rail|crossrail"
SLAT = f"{BACK} > back slat|slat"
SPINDLE = f"{BACK} > spindle|back spindle"
BACK_PANEL = f"{BACK} > back panel"
BACK_CUSHION = f"{BACK} > back cushion|back pad"
CUSHION = f"{SEAT} > seat cushion|cushion|seat pad"
APRON = f"{SEAT} > apron|seat rail|seat frame"
ARM_POST = f"{ARM} > arm post|arm support"
ARM_TOP = f"{ARM} > armrest|arm top"
WHEEL = f"{BASE} > wheel|caster|castor > wheel"
FORK = f"{BASE} > wheel|caster|castor > fork|caster housing"


# -- pieces ----------------------------------------------------------------------------------------


def beam(low: ArrayLike, high: ArrayLike, wide: float, deep: float | None = None, top: float = 1.0) -> Mesh:
    """Square bar between two points. A level bar is `wide` high and `deep` thick."""
    a, z = np.asarray(low, float), np.asarray(high, float)
    bar = box(wide, float(np.linalg.norm(z - a)), wide if deep is None else deep)
    return bar.taper(top).align(z - a, (a + z) / 2)


def rod(low: ArrayLike, high: ArrayLike, radius: float, top: float | None = None, sides: int = 10) -> Mesh:
    """Round bar between two points; `top` is its radius at the second."""
    a, z = np.asarray(low, float), np.asarray(high, float)
    return cylinder(radius, float(np.linalg.norm(z - a)), top, sides).align(z - a, (a + z) / 2)


def turned(low: ArrayLike, high: ArrayLike, radius: float, beads: Sequence[float]) -> Mesh:
    """Leg from a lathe: radii `beads`, as parts of `radius`, evenly from the lower end to the upper."""
    a, z = np.asarray(low, float), np.asarray(high, float)
    length = float(np.linalg.norm(z - a))
    side = curve([(radius * r, length * i / (len(beads) - 1)) for i, r in enumerate(beads)], 18)
    return lathe([(0, 0), *side, (0, length)], 12).align(z - a, a)


def hairpin(foot: ArrayLike, top: ArrayLike, size: float) -> Mesh:
    """Bent wire: two thin rods that meet at the foot."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    wide = np.array([size * 1.6, 0, 0])
    return rod(foot, top - wide, size * 0.15) + rod(foot, top + wide, size * 0.15)


def cabriole(foot: ArrayLike, top: ArrayLike, size: float) -> Mesh:
    """Old leg with a knee and a drawn-in ankle."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    out = np.array([np.sign(top[0]), 0, np.sign(top[2])]) * size * 0.5
    line = [top, top * 0.75 + foot * 0.25 + out, top * 0.3 + foot * 0.7, foot + out * 1.2]
    thick = curve([(0.55,), (0.6,), (0.3,), (0.4,)], 14)[:, 0] * size
    return sweep(curve(line, 14), thick, sides=10)


def limb(foot: ArrayLike, top: ArrayLike, size: float, style: str) -> Mesh:
    """One leg of a style: square, taper, board, round, cone, turned, hairpin, cabriole."""
    if style == "square":
        return beam(foot, top, size)
    if style == "taper":
        return beam(foot, top, size * 0.55, top=1 / 0.55)
    if style == "board":
        return beam(foot, top, size * 0.6, size * 1.8)
    if style == "round":
        return rod(foot, top, size * 0.45)
    if style == "cone":
        return rod(foot, top, size * 0.3, size * 0.6)
    if style == "turned":
        return turned(foot, top, size * 0.6, (0.5, 0.75, 0.45, 0.9, 1.0, 0.8, 0.5, 0.85, 0.8))
    return hairpin(foot, top, size) if style == "hairpin" else cabriole(foot, top, size)


def slab(outline: ArrayLike, thickness: float, edge: float = 0.0, crown: float = 0.0) -> Mesh:
    """Level plate of an (x, z) outline, standing on y = 0; edges rounded, the top raised by `crown`."""
    flat = np.asarray(outline, float)
    middle, half = (flat.max(0) + flat.min(0)) / 2, np.ptp(flat, 0) / 2
    e = min(edge, thickness * 0.49, half.min() * 0.6)
    rings = [(0.0, 0.0), (0.0, thickness)]
    if e > 0:
        rings = [
            (e, 0),
            (e * 0.3, e * 0.3),
            (0, e),
            (0, thickness - e),
            (e * 0.3, thickness - e * 0.3),
            (e, thickness),
        ]
    if crown:
        inset = half.min()
        rings += [(inset * 0.4, thickness + crown * 0.7), (inset * 0.75, thickness + crown)]
    return loft([in_plane(middle + (flat - middle) * (1 - i / half), "xz", y) for i, y in rings])


def dense(outline: ArrayLike, count: int = 40) -> NDArray[np.float64]:
    """The same outline with its points evenly spaced, so that it can be bent."""
    flat = np.asarray(outline, float)
    flat = np.concatenate([flat, flat[:1]])
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(flat, axis=0), axis=1))]
    t = np.linspace(0, along[-1], count, endpoint=False)
    return np.stack([np.interp(t, along, flat[:, 0]), np.interp(t, along, flat[:, 1])], 1)


def caster(radius: float, twin: bool) -> tuple[Mesh, Mesh]:
    """(wheel, fork) of a caster under y = 2.4 radius, trailing towards +z."""
    width = radius * (0.45 if twin else 0.6)
    disc = cylinder(radius, width, sides=16, bevel=radius * 0.15).rotate("z", 90).move(y=radius, z=radius * 0.4)
    wheel = disc.move(x=width * 0.75) + disc.move(x=-width * 0.75) if twin else disc
    stem = rod((0, radius * 1.4, 0), (0, radius * 2.4, 0), radius * 0.25)
    hood = cylinder(radius * 1.05, width * 0.5, sides=16).rotate("z", 90).move(y=radius * 1.12, z=radius * 0.4)
    cheek = box(width * 0.2, radius * 1.3, radius * 0.7).move(y=radius * 1.3, z=radius * 0.2)
    sides = cheek.move(x=width * 0.65) + cheek.move(x=-width * 0.65)
    top = box(width * 1.5, radius * 0.15, radius * 0.7).move(y=radius * 2, z=radius * 0.2)
    return wheel, stem + (hood if twin else sides + top)


# -- seats and backs -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """Size of a seat: `height` is that of its upper face, `thick` its thickness."""

    width: float
    depth: float
    height: float
    thick: float

    @property
    def under(self) -> float:
        return self.height - self.thick


@dataclass(frozen=True)
class Back:
    """The curved plane of a back: it rises from (y, z), leans backwards, bows, and narrows or widens."""

    y: float
    z: float
    half: float
    top: float
    rise: float
    lean: float
    bow: float
    hollow: float

    def at(self, u: ArrayLike, t: ArrayLike) -> NDArray[np.float64]:
        """Points (..., 3) at u from -1 to 1 across and t from 0 to 1 up."""
        u, t = np.broadcast_arrays(np.asarray(u, float), np.asarray(t, float))
        x = u * (self.half + (self.top - self.half) * t)
        z = self.z - self.lean * (t + self.hollow * t * (t - 1)) - self.bow * (1 - u**2)
        return np.stack([x, self.y + self.rise * t, z], -1)

    def wrap(self, mesh: Mesh) -> Mesh:
        """Lay a flat mesh, x across and y up from the seat, on the plane."""
        x, y, z = mesh.vertices.T
        points = self.at(x / self.half, y / self.rise)
        return Mesh(np.stack([x, points[:, 1], points[:, 2] + z], 1), mesh.faces)

    def rail(self, t: float, high: float, thick: float, crest: float = 0.0) -> Mesh:
        """Cross rail at height t; its middle is `crest` higher."""
        u = np.linspace(-1, 1, 9)
        path = self.at(u, t)
        path[:, 1] += crest * (1 - u**2)
        return sweep(path, 1.0, section=rectangle(thick, high))

    def slat(self, u: float, low: float, high: float, wide: float, thick: float) -> Mesh:
        path = self.at(u, np.linspace(low, high, 5))
        return sweep(path, 1.0, section=rectangle(thick, wide))

    def spindle(self, u: float, low: float, high: float, radius: float) -> Mesh:
        path = self.at(u, np.linspace(low, high, 6))
        return sweep(path, [radius, radius, radius * 1.25, radius * 1.1, radius, radius * 0.9], sides=8)

    def panel(self, low: float, high: float, thick: float, inset: float = 0.0) -> Mesh:
        u, t = np.meshgrid(np.linspace(inset - 1, 1 - inset, 9), np.linspace(low, high, 6), indexing="ij")
        return sheet(self.at(u, t), thick)

    def pad(self, low: float, high: float, thick: float, inset: float, round_: float) -> Mesh:
        """Upholstered cushion on the plane; `round_` from 0 to 1 rounds its corners."""
        wide, tall = 2 * self.half * (1 - inset), (high - low) * self.rise
        outline = dense(rectangle(wide, tall, round_ * min(wide, tall) / 2), 36)
        flat = slab(outline, thick * 0.7, thick * 0.35, thick * 0.3).rotate("x", 90)
        return self.wrap(flat.move(y=(low + high) / 2 * self.rise))


def plan(b: Builder, height: tuple[float, float] = (0.4, 0.5)) -> Plan:
    width = b.uniform(0.36, 0.52)
    thick = b.pick(b.uniform(0.012, 0.03), b.uniform(0.03, 0.08))
    return Plan(width, width * b.uniform(0.88, 1.12), b.uniform(*height), thick)


def back_plane(b: Builder, p: Plan, rise: float | None = None) -> Back:
    rise = b.uniform(0.34, 0.65) if rise is None else rise
    half = p.width / 2 * b.uniform(0.84, 0.95)
    lean = rise * b.pick(0.0, b.uniform(0.05, 0.3))
    return Back(
        p.height,
        -p.depth / 2 + 0.025,
        half,
        half * b.pick(1.0, b.uniform(0.85, 1.12)),
        rise,
        lean,
        b.pick(0.0, b.uniform(0.005, 0.05)),
        b.pick(0.0, b.uniform(0, 0.5)),
    )


def seat_outline(b: Builder, p: Plan, round_: float = 0.0) -> NDArray[np.float64]:
    """Rectangle, rounded, wider in front; or round, with the probability `round_`."""
    if b.chance(round_):
        return ellipse(p.width / 2, p.depth / 2, 28)
    outline = rectangle(p.width, p.depth, b.pick(0.0, b.uniform(0.01, 0.05), b.uniform(0.05, 0.16)))
    narrow = b.pick(0.0, 0.0, b.uniform(0.04, 0.14))
    return outline * np.stack([1 - narrow * (0.5 - outline[:, 1] / p.depth), np.ones(len(outline))], 1)


def add_seat(b: Builder, p: Plan, planks: bool = True) -> None:
    """Board, dished board, upholstered, planks in a frame, or board with a loose cushion."""
    kind = b.pick("board", "board", "soft", "soft", "cushion", "planks" if planks else "board")
    outline = seat_outline(b, p)
    if kind == "planks":
        count, gap = b.integer(3, 8), b.uniform(0.1, 0.35)
        pitch = p.depth / count
        board = box(p.width, min(p.thick, 0.025), pitch * (1 - gap)).move(y=p.height - min(p.thick, 0.025) / 2)
        for i in range(count):
            b.add(f"{SEAT} > seat slat|slat", board.move(z=(i + 0.5) * pitch - p.depth / 2))
        return
    if kind == "soft":
        b.add(
            CUSHION, slab(outline, p.thick, p.thick * b.uniform(0.2, 0.5), b.uniform(0, 0.025)).move(y=p.under)
        )
        return
    b.add(f"{SEAT} > seat board|seat panel", slab(outline, p.thick, b.pick(0.0, 0.004, 0.012)).move(y=p.under))
    if kind == "cushion":
        soft = slab(outline * b.uniform(0.85, 0.98), b.uniform(0.02, 0.05), 0.015, b.uniform(0, 0.015))
        b.add(CUSHION, soft.move(y=p.height))


def add_apron(b: Builder, p: Plan, half_x: float, half_z: float, size: float) -> None:
    """Four rails under the seat between the legs."""
    high, thick = b.uniform(0.03, 0.09), min(size * 0.6, 0.025)
    y = p.under - high / 2
    for sign in (-1, 1):
        b.add(APRON, box(2 * half_x, high, thick).move(y=y, z=sign * half_z))
        b.add(APRON, box(thick, high, 2 * half_z).move(x=sign * half_x, y=y))


def fill_ladder(b: Builder, back: Back, size: float) -> None:
    count, high, crest = b.integer(2, 6), b.uniform(0.03, 0.09), b.pick(0.0, b.uniform(0.005, 0.03))
    high = min(high, back.rise / count * 0.6)
    for t in np.linspace(b.uniform(0.2, 0.4), 1 - high / back.rise / 2, count):
        b.add(SLAT, back.rail(float(t), high, size * 0.4, crest))


def fill_upright(b: Builder, back: Back, size: float) -> None:
    """Top rail, lower rail or none, and upright slats or round spindles between."""
    high, low = b.uniform(0.03, 0.11), b.pick(0.0, b.uniform(0.1, 0.3))
    b.add(TOP_RAIL, back.rail(1 - high / back.rise / 2, high, size * b.uniform(0.4, 0.9), b.pick(0.0, 0.02)))
    if low:
        b.add(BACK_RAIL, back.rail(low, b.uniform(0.02, 0.05), size * 0.5))
    count, round_ = b.integer(2, 9), b.chance()
    wide = 2 * back.half / (count + 1) * b.uniform(0.25, 0.7)
    top = 1 - high / back.rise
    for u in np.linspace(-1, 1, count + 2)[1:-1]:
        if round_:
            b.add(SPINDLE, back.spindle(float(u), low, top, min(wide / 2, 0.012)))
        else:
            b.add(SLAT, back.slat(float(u), low, top, wide, size * 0.35))


def fill_panel(b: Builder, back: Back, size: float) -> None:
    """Board of wood or a soft pad between the posts, whole or only the upper part."""
    low, high = b.pick(0.02, b.uniform(0.2, 0.5), b.uniform(0.5, 0.7)), b.uniform(0.93, 1.0)
    if b.chance(0.45):
        b.add(BACK_CUSHION, back.pad(low, high, b.uniform(0.03, 0.07), 0.06, b.uniform(0, 0.4)))
    else:
        b.add(BACK_PANEL, back.panel(low, high, size * 0.4))
    if b.chance(0.35):
        b.add(TOP_RAIL, back.rail(1.0, b.uniform(0.03, 0.06), size * 0.8, b.pick(0.0, 0.03)))


def fill_splat(b: Builder, back: Back, size: float) -> None:
    """Top rail and one wide shaped board in the middle, sometimes pierced."""
    high, rise = b.uniform(0.04, 0.09), back.rise
    b.add(TOP_RAIL, back.rail(1 - high / rise / 2, high, size * 0.7, b.uniform(0, 0.03)))
    b.add(BACK_RAIL, back.rail(0.1, 0.04, size * 0.6))
    top, half = rise - high, back.half
    widths = [b.uniform(0.2, 0.5) * half for _ in range(5)]
    side = curve(np.stack([widths, np.linspace(rise * 0.1, top, 5)], 1), 16)
    outline = np.concatenate([side, (side * [-1, 1])[::-1]])
    hole = ellipse(min(widths) * 0.5, top * b.uniform(0.08, 0.2), 16) + [0, top * 0.55]
    b.add(
        f"{BACK} > splat|back splat", back.wrap(extrude(outline, size * 0.35, [hole] if b.chance(0.4) else []))
    )


def fill_cross(b: Builder, back: Back, size: float) -> None:
    """Rails with an X between them."""
    low, high = b.uniform(0.15, 0.35), b.uniform(0.92, 0.97)
    for t in (low, high):
        b.add(TOP_RAIL if t == high else BACK_RAIL, back.rail(t, b.uniform(0.03, 0.07), size * 0.7))
    path = back.at(np.linspace(-0.97, 0.97, 9), np.linspace(low, high, 9))
    section = rectangle(size * 0.4, b.uniform(0.015, 0.035))
    symmetric(b, f"{BACK} > cross|back cross", sweep(path, 1.0, section=section))


def fill_lattice(b: Builder, back: Back, size: float) -> None:
    """Grid of thin rails and slats."""
    rows, columns, wide = b.integer(2, 5), b.integer(2, 6), b.uniform(0.012, 0.025)
    for t in np.linspace(b.uniform(0.1, 0.4), 0.97, rows + 1):
        b.add(BACK_RAIL, back.rail(float(t), wide * 1.4, size * 0.4))
    for u in np.linspace(-1, 1, columns + 2)[1:-1]:
        b.add(SLAT, back.slat(float(u), 0.1, 0.97, wide, size * 0.35))


FILLS = (
    fill_ladder,
    fill_ladder,
    fill_upright,
    fill_upright,
    fill_panel,
    fill_panel,
    fill_splat,
    fill_cross,
    fill_lattice,
)


# -- legs ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Legs:
    """Ends of four legs: half-spreads in x and z at the top (height y), and at the floor, front and back."""

    x: float
    z: float
    y: float
    foot_x: float
    foot_z: float

    def at(self, side: int, front: int, t: float) -> NDArray[np.float64]:
        """Point of the leg at part t of the height."""
        foot = np.array([side * self.foot_x, 0, front * self.foot_z])
        return foot + (np.array([side * self.x, self.y, front * self.z]) - foot) * t


LEG_STYLES = ("square", "square", "taper", "board", "round", "cone", "turned", "hairpin", "cabriole")


def add_legs(b: Builder, p: Plan, style: str, size: float, splay: float, inset: float = 0.0) -> Legs:
    """Four legs under the seat."""
    edge = size * 0.5 + inset
    x, z = p.width / 2 - edge, p.depth / 2 - edge
    legs = Legs(x, z, p.under, x + splay, z + splay)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        for side in (-1, 1):
            b.add(name, limb(legs.at(side, front, 0), legs.at(side, front, 1), size, style))
    return legs


def add_stretchers(b: Builder, legs: Legs, size: float) -> None:
    """None, at the sides, all round, an H, or an X of bars between the legs."""
    kind, level = b.pick("none", "side", "box", "h", "cross", "double"), b.uniform(0.2, 0.5)
    round_ = b.chance()

    def bar(low: ArrayLike, high: ArrayLike) -> None:
        b.add(STRETCHER, rod(low, high, size * 0.3) if round_ else beam(low, high, size * 0.8, size * 0.5))

    if kind == "cross":
        for side in (-1, 1):
            bar(legs.at(side, 1, level), legs.at(-side, -1, level))
        return
    levels = [] if kind == "none" else [level, level * 0.5] if kind == "double" else [level]
    for t in levels:
        for side in (-1, 1):
            bar(legs.at(side, 1, t), legs.at(side, -1, t))
        if kind in ("box", "double"):
            step = b.pick(0.0, 0.12)
            bar(legs.at(-1, 1, t + step), legs.at(1, 1, t + step))
            bar(legs.at(-1, -1, t + step), legs.at(1, -1, t + step))
        if kind == "h":
            bar(*((legs.at(side, 1, t) + legs.at(side, -1, t)) / 2 for side in (-1, 1)))


def add_arms(b: Builder, p: Plan, back: Back, size: float) -> None:
    """Arms from the posts forwards: straight or curved, flat or round, held by a post or bent down."""
    high, kind = b.uniform(0.17, 0.26), b.pick("post", "post", "post", "loop", "float", "full")
    start = back.at(1, min(high / back.rise, 0.95))
    front = p.depth / 2 * b.uniform(0.5, 0.95)
    out = p.width / 2 * b.uniform(0.92, 1.12)
    end = np.array([out, p.height + high + b.uniform(-0.02, 0.02), front])
    section = b.pick(rectangle(b.uniform(0.025, 0.07), b.uniform(0.015, 0.03)), ellipse(0.016, 0.016, 10))
    middle = (start + end) / 2 + [b.uniform(0, 0.03), b.pick(0.0, 0.02, -0.02), 0]
    floor = np.array([p.width / 2 - size * 0.4, p.under, front - b.uniform(0, 0.06)])
    if kind == "loop":
        path = curve([start, middle, end, (end + floor) / 2 + [0, 0, 0.02], floor], 22)
        symmetric(b, ARM, sweep(path, 1.0, section=section))
        return
    arm = sweep(curve([start, middle, end], 12), 1.0, section=section)
    if kind == "post" and b.chance(0.25):
        arm = arm + rod(end - [0, 0.012, 0], end + [0, 0.012, 0], 0.035, sides=14)
    symmetric(b, ARM_TOP, arm)
    if kind == "post":
        symmetric(b, ARM_POST, limb(floor, end, size * 0.8, b.pick("square", "round", "turned", "cone")))
    if kind == "full":
        grid = np.linspace(np.stack([back.at(1, 0), floor]), np.stack([start, end]), 3)
        symmetric(b, f"{ARM} > arm panel|side panel", sheet(grid, 0.02))


# -- chairs ----------------------------------------------------------------------------------------


@design("chair", "chair", "chair")
def wooden_chair(b: Builder) -> None:
    """Wooden chair whose hind legs run up as the posts of the back: ladder, slats, spindles, splat, pad."""
    p, size = plan(b), b.uniform(0.022, 0.05)
    back, style = back_plane(b, p), b.pick(*LEG_STYLES[:7])
    x, z = back.half, p.depth / 2 - size * 0.5
    rake, splay = b.pick(0.0, b.uniform(0.02, 0.12)), b.pick(0.0, b.uniform(0, 0.04))
    hind = "board" if style == "board" else "round" if style in ("round", "cone", "turned") else "square"
    foot = np.array([x + splay, 0, back.z - rake])
    symmetric(b, BACK_LEG, limb(foot, back.at(1, 0) - [0, p.thick * 0.5, 0], size, b.pick(hind, "square")))
    wide = p.width / 2 - size * 0.5
    legs = Legs(wide, z, p.under, wide + splay, z)
    symmetric(b, FRONT_LEG, limb(legs.at(1, 1, 0), legs.at(1, 1, 1), size, style))
    section = ellipse(size * 0.45, size * 0.45, 10) if hind == "round" else rectangle(size, size)
    symmetric(b, POST, sweep(back.at(1, np.linspace(0, 1, 7)), 1.0, section=section))
    if style in ("turned", "round") and b.chance(0.4):
        ball = cylinder(size * 0.6, size * 1.1, sides=12, bevel=size * 0.4)
        symmetric(b, f"{BACK} > finial|knob", ball.move(*(back.at(1, 1) + [0, size * 0.4, 0])))
    add_seat(b, p)
    if b.chance(0.6):
        add_apron(b, p, min(x, wide), z, size)
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.4):
        add_arms(b, p, back, size)
    middle = (foot[2] + back.z) / 2
    add_stretchers(b, Legs(min(x, wide), (z - middle) / 2, p.under, wide + splay, (z - foot[2]) / 2), size)


@design("chair")
def windsor_chair(b: Builder) -> None:
    """Thick seat on splayed turned legs; spindles under a hoop, a comb, or an arm rail that runs round."""
    p = plan(b)
    p = Plan(p.width, p.depth, p.height, b.uniform(0.025, 0.045))
    b.add(SEAT, slab(dense(seat_outline(b, p, 0.4), 28), p.thick, p.thick * b.uniform(0, 0.4)).move(y=p.under))
    size = b.uniform(0.03, 0.045)
    under = Plan(p.width * 0.75, p.depth * 0.75, p.height, p.thick)
    legs = add_legs(b, under, b.pick("turned", "turned", "cone", "round"), size, b.uniform(0.03, 0.12))
    add_stretchers(b, legs, size)
    rise, half, lean = b.uniform(0.35, 0.65), p.width * b.uniform(0.36, 0.45), b.uniform(0.04, 0.18)
    back = Back(p.height, -p.depth / 2 + 0.07, half, half * b.uniform(0.9, 1.15), rise, lean, 0.035, 0.0)
    count, radius = b.integer(5, 11), b.uniform(0.005, 0.009)
    hoop = b.chance()
    for u in np.linspace(-0.85, 0.85, count):
        top = np.sqrt(1 - (abs(u) * 0.97) ** 3) if hoop else 0.97
        b.add(SPINDLE, back.spindle(float(u), 0.0, float(top), radius))
    if hoop:
        angle = np.linspace(0, np.pi, 25)
        t = np.sin(angle) ** (2 / 3)
        b.add(f"{BACK} > hoop|bow", sweep(back.at(np.cos(angle), t), radius * 1.7, sides=10))
    else:
        symmetric(b, POST, back.spindle(1.0, 0, 1, radius * 1.6))
        b.add(TOP_RAIL, back.rail(1.0, b.uniform(0.04, 0.1), 0.02, b.pick(0.0, 0.03)))
    if b.chance(0.4):
        windsor_arms(b, p, back, radius)


def windsor_arms(b: Builder, p: Plan, back: Back, radius: float) -> None:
    """Bent rail round the back at arm height on short spindles."""
    high, reach, half = b.uniform(0.18, 0.25), p.depth * b.uniform(0.15, 0.4), p.width * b.uniform(0.46, 0.56)
    angle = np.linspace(0, np.pi, 21)
    z = back.at(0, high / back.rise)[2]
    path = np.stack(
        [half * np.cos(angle), np.full(21, p.height + high), reach - (reach - z) * np.sin(angle) ** 0.6], 1
    )
    b.add(ARM_TOP, sweep(path, 1.0, section=rectangle(b.uniform(0.03, 0.06), 0.02)))
    for i in (0, 1, 2)[: b.integer(1, 3)]:
        top = path[1 + 2 * i]
        symmetric(b, ARM_POST, rod([top[0] * 0.9, p.height, top[2] - 0.02], top, radius * 1.3))


@design("chair")
def flat_pack_chair(b: Builder) -> None:
    """Plain chair of boards and square bars, as sold flat: side frames, boards, bare screws."""
    p, size = plan(b), b.uniform(0.02, 0.04)
    deep = size * b.uniform(1, 2.2)
    rise, lean, x = b.uniform(0.3, 0.5), b.pick(0.0, b.uniform(0.02, 0.1)), p.width / 2 - size / 2
    back = Back(p.height, -p.depth / 2 + deep / 2, x - size / 2, x - size / 2, rise, lean, 0.0, 0.0)
    z = p.depth / 2 - deep / 2
    rake = b.pick(0.0, lean)
    arms = b.chance(0.35)
    symmetric(b, BACK_LEG, beam((x, 0, -z - rake), (x, p.height, -z), size, deep))
    symmetric(b, POST, beam((x, p.height, -z), (x, p.height + rise, -z - lean), size, deep))
    high = p.height + b.uniform(0.17, 0.24)
    symmetric(b, FRONT_LEG, beam((x, 0, z), (x, p.height, z), size, deep))
    if arms:
        symmetric(b, ARM_POST, beam((x, p.height, z), (x, high, z), size, deep))
        symmetric(b, ARM_TOP, box(size * b.uniform(1, 2), size, p.depth + 0.01).move(x=x, y=high))
    for y, name in ((p.under - 0.03, APRON), (p.height * b.uniform(0.2, 0.5), STRETCHER)):
        if name == APRON or b.chance(0.6):
            symmetric(b, name, box(size * 0.7, b.uniform(0.03, 0.06), 2 * z).move(x=x, y=y))
            if b.chance(0.6):
                b.add(name, box(2 * x, b.uniform(0.03, 0.06), size * 0.7).move(y=y, z=b.pick(0, -z * 0.98)))
    inner = Plan(p.width - 2 * size * b.pick(0, 1), p.depth, p.height, min(p.thick, 0.03))
    add_seat(b, inner)
    b.pick(fill_ladder, fill_ladder, fill_panel, fill_upright)(b, back, size)
    if b.chance(0.3):
        screw = cylinder(size * 0.2, size * 1.04, sides=10).rotate("z", 90).move(x=x, y=p.under - 0.03)
        symmetric(b, "screw|bolt", screw.move(z=z) + screw.move(z=-z))


def shell_grid(b: Builder, p: Plan, rise: float, wing: float) -> NDArray[np.float64]:
    """(u, s, 3) points of a one-piece shell: s runs from the front lip over the seat up the back."""
    d, h = p.depth / 2, p.height
    lean = b.uniform(0.05, 0.16)
    line = [
        (d, h - 0.03),
        (d * 0.85, h),
        (0, h - 0.02),
        (-d * 0.7, h + 0.01),
        (-d - lean * 0.3, h + rise * 0.3),
    ]
    line += [(-d - lean * 0.7, h + rise * 0.7), (-d - lean, h + rise)]
    side = curve(line, 19)
    s, u = np.linspace(0, 1, 19), np.linspace(-1, 1, 15)
    half = (
        p.width
        / 2
        * curve([(0.85,), (1.0,), (1.05,), (b.uniform(0.9, 1.1),), (b.uniform(0.65, 1.0),)], 19)[:, 0]
    )
    bulge = np.exp(-(((s - b.uniform(0.5, 0.58)) / 0.2) ** 2))
    lift, sag = 0.02 + wing * bulge, b.uniform(0.02, 0.07)
    uu = np.abs(u[:, None]) ** b.uniform(2, 3.5)
    x = u[:, None] * half * (1 + 0.1 * wing * bulge)
    y = side[:, 1] + lift * uu
    z = side[:, 0] + sag * uu * np.clip((s - 0.45) * 4, 0, 1)
    corner = b.uniform(0.0, 0.09)
    y = y - corner * np.abs(u[:, None]) ** 5 * np.clip((s - 0.75) * 4, 0, 1)
    return np.stack([x, y, z], -1)


@design("chair", "chair")
def shell_chair(b: Builder) -> None:
    """Moulded plastic or plywood shell, with or without sides that rise as arms, on any of many bases."""
    p = plan(b)
    p = Plan(max(p.width, 0.42), p.depth, p.height, 0.03)
    arms = b.chance(0.4)
    grid = shell_grid(b, p, b.uniform(0.3, 0.48), b.uniform(0.14, 0.22) if arms else b.uniform(0, 0.05))
    thick, fold = b.uniform(0.005, 0.015), 11
    if arms:
        b.add(SEAT, sheet(grid[3:-3, :fold], thick))
        b.add(BACK, sheet(grid[3:-3, fold - 1 :], thick))
        for side in (grid[:4], grid[-4:]):
            b.add(SEAT, sheet(side[:, :6], thick))
            b.add(ARM, sheet(side[:, 5:15], thick))
            b.add(BACK, sheet(side[:, 14:], thick))
    else:
        b.add(SEAT, sheet(grid[:, :fold], thick))
        b.add(BACK, sheet(grid[:, fold - 1 :], thick))
    if b.chance(0.25):
        pad = slab(rectangle(p.width * 0.75, p.depth * 0.75, 0.08), 0.025, 0.01, 0.01)
        b.add(CUSHION, pad.move(y=p.height - 0.015))
    add_base(b, Plan(p.width * 0.85, p.depth * 0.85, p.height - 0.02, 0.02))


def add_base(b: Builder, p: Plan) -> None:
    """What carries a shell: legs, wire legs, a sled, a bent tube, a trumpet foot, a star."""
    kind = b.pick("legs", "legs", "legs", "wire", "sled", "tube", "trumpet", "star")
    if kind == "legs":
        size = b.uniform(0.02, 0.045)
        style = b.pick("round", "cone", "cone", "taper", "square", "hairpin")
        legs = add_legs(b, p, style, size, b.uniform(0.0, 0.08), b.uniform(0.02, 0.07))
        if b.chance():
            add_stretchers(b, legs, size * 0.6)
    elif kind == "wire":
        add_wire_base(b, p)
    elif kind == "sled":
        add_sled(b, p, b.uniform(0.006, 0.012))
    elif kind == "tube":
        add_cantilever(b, p, b.uniform(0.009, 0.016))
    elif kind == "trumpet":
        add_trumpet(b, p.under, b.uniform(0.2, 0.28))
    else:
        add_star(b, p.under, b.integer(4, 5), b.uniform(0.24, 0.32), wheels=b.chance(0.3))


def add_wire_base(b: Builder, p: Plan) -> None:
    """Four round legs braced by crossing wires."""
    size = b.uniform(0.02, 0.04)
    legs = add_legs(b, p, b.pick("round", "cone"), size, b.uniform(0.02, 0.08), 0.05)
    low, high = b.uniform(0.2, 0.45), 0.95
    for sides in (((-1, 1), (1, 1)), ((-1, -1), (1, -1)), ((-1, -1), (-1, 1)), ((1, -1), (1, 1))):
        for one, other in (sides, sides[::-1]):
            b.add("leg > brace|wire brace", rod(legs.at(*one, low), legs.at(*other, high), 0.004, sides=6))


def add_sled(b: Builder, p: Plan, radius: float) -> None:
    """Two bent rods, each a pair of legs and a runner on the floor."""
    x, z, out = p.width / 2 - radius, p.depth / 2 - 0.03, b.uniform(0, 0.06)
    foot = x + b.uniform(0, 0.04)
    symmetric(b, FRONT_LEG, rod((foot, radius, z + out), (x, p.under, z * 0.8), radius))
    symmetric(b, BACK_LEG, rod((foot, radius, -z - out), (x, p.under, -z * 0.8), radius))
    symmetric(b, "leg > runner|sled runner", rod((foot, radius, z + out), (foot, radius, -z - out), radius))
    if b.chance():
        b.add(STRETCHER, rod((-foot, radius, -z - out), (foot, radius, -z - out), radius))
    symmetric(b, APRON, rod((x, p.under, z * 0.8), (x, p.under, -p.depth / 2), radius))


def add_cantilever(b: Builder, p: Plan, radius: float) -> None:
    """One tube: seat rails, legs only in front, and a loop on the floor that is open or closed behind."""
    x, z = p.width / 2 - radius, p.depth / 2
    bend, rear = b.uniform(0.04, 0.08), -z * b.uniform(0.85, 1.05)
    leg = [(x, p.under - radius, z - bend), (x, p.under - bend, z), (x, bend, z), (x, radius, z - bend)]
    symmetric(
        b,
        FRONT_LEG,
        sweep(curve([leg[0], leg[1], *np.linspace(leg[1], leg[2], 5)[1:-1], leg[2], leg[3]], 20), radius),
    )
    symmetric(b, APRON, rod((x, p.under - radius, z - bend), (x, p.under - radius, -z), radius))
    symmetric(b, "leg > runner|floor tube", rod((x, radius, z - bend), (x, radius, rear), radius))
    b.add("leg > runner|floor tube", rod((-x, radius, rear), (x, radius, rear), radius))


def add_trumpet(b: Builder, top: float, reach: float) -> None:
    """Round foot that draws in to a column: a tulip base, or a flat plate and a pole."""
    slim = b.uniform(0.015, 0.04)
    if b.chance():
        plate = b.uniform(0.008, 0.03)
        b.add(f"{BASE} > pedestal|column|pole", rod((0, plate, 0), (0, top, 0), slim, sides=16))
        b.add(
            f"{BASE} > foot plate|base plate",
            cylinder(reach, plate, reach * b.uniform(0.6, 1), 32).move(y=plate / 2),
        )
        return
    side = curve(
        [(reach, 0.005), (reach * 0.7, 0.02), (slim * 1.6, top * 0.25), (slim, top * 0.6), (slim * 2.2, top)],
        20,
    )
    b.add(f"{BASE} > pedestal|column|pole", lathe([(0, 0), (reach, 0), *side, (0, top)], 28))


def add_star(b: Builder, top: float, arms: int, reach: float, wheels: bool) -> None:
    """Star of legs round a column, on casters or on small feet."""
    wheel = b.uniform(0.022, 0.035) if wheels else 0.0
    floor = wheel * 2.4 if wheels else 0.012
    size, rise = b.uniform(0.03, 0.055), b.uniform(0.02, 0.09)
    hub = floor + rise + size * 0.5
    low, high = np.array([0, floor + size * 0.3, reach]), np.array([0, hub, size * 0.4])
    shape = b.pick("beam", "beam", "curved", "rod")
    if shape == "beam":
        leg = beam(low, high, size * 0.6, size * 0.6, b.uniform(1, 1.6))
    elif shape == "rod":
        leg = rod(low, high, size * 0.3, size * 0.45)
    else:
        bent = curve([high, (high + low) / 2 + [0, rise * 0.4, 0], low], 8)
        leg = sweep(bent, np.linspace(1.2, 0.7, 8), section=rectangle(size * 0.7, size * 0.5, size * 0.1))
    spin = b.uniform(0, 360)
    b.add(f"{BASE} > leg|star base leg|base leg", ring(leg, arms, start=spin))
    b.add(f"{BASE} > hub", rod((0, hub - size * 0.7, 0), (0, hub + size * 0.7, 0), size * 0.75, sides=16))
    column = b.uniform(0.014, 0.026)
    if top - hub > 0.12 and b.chance(0.7):
        mid = hub + (top - hub) * b.uniform(0.4, 0.75)
        b.add(f"{BASE} > gas lift|column|cylinder", rod((0, hub, 0), (0, mid, 0), column * 1.5, sides=16))
    b.add(f"{BASE} > gas lift|column|cylinder", rod((0, hub, 0), (0, top, 0), column, sides=14))
    twin = b.chance(0.7)
    for i in range(arms):
        turn = spin + i * 360 / arms
        if wheels:
            yaw = b.uniform(0, 360)
            for name, mesh in zip((WHEEL, FORK), caster(wheel, twin), strict=True):
                b.add(name, mesh.rotate("y", yaw).move(z=reach * 0.97).rotate("y", turn))
        else:
            b.add(
                f"{BASE} > foot|glide",
                cylinder(size * 0.35, 0.016).move(y=0.008, z=reach * 0.96).rotate("y", turn),
            )


@design("chair")
def tube_chair(b: Builder) -> None:
    """Steel tube chair with pads or plywood: cantilever, sled, school chair; arms as bent tubes."""
    p, radius = plan(b), b.uniform(0.009, 0.016)
    b.pick(add_cantilever, add_cantilever, add_sled, tube_legs)(b, p, radius)
    rise, lean = b.uniform(0.32, 0.5), b.uniform(0.02, 0.14)
    x = p.width / 2 - radius
    back = Back(p.height, -p.depth / 2, x, x, rise, lean, b.pick(0.0, b.uniform(0.01, 0.04)), 0.0)
    symmetric(b, POST, sweep(back.at(1, np.linspace(-p.thick / rise, 1, 6)), radius, sides=10))
    if b.chance():
        b.add(TOP_RAIL, sweep(back.at(np.linspace(-1, 1, 9), 1.0), radius, sides=10))
    low = b.pick(0.1, b.uniform(0.35, 0.65))
    if b.chance():
        b.add(BACK_CUSHION, back.pad(low, 0.97, b.uniform(0.025, 0.06), b.uniform(0, 0.1), b.uniform(0, 0.4)))
    else:
        b.add(BACK_PANEL, back.panel(low, 0.97, b.uniform(0.006, 0.014)))
    add_seat(b, p, planks=False)
    if b.chance(0.4):
        high, front = b.uniform(0.18, 0.24), p.depth * b.uniform(0.2, 0.45)
        root = back.at(1, high / rise)
        bar = curve([root, [x + 0.01, root[1], 0], [x + 0.01, root[1] - 0.02, front], [x, p.under, front]], 20)
        symmetric(b, ARM, sweep(bar, radius))
        if b.chance():
            rest = box(0.045, 0.022, front * 1.2, 0.008).move(x=x + 0.01, y=root[1] + 0.02, z=front * 0.2)
            symmetric(b, f"{ARM} > armrest pad|arm pad", rest)


def tube_legs(b: Builder, p: Plan, radius: float) -> None:
    """Four thin tubes with rubber feet."""
    legs = add_legs(b, p, "round", radius * 2.2, b.uniform(0, 0.06), b.uniform(0, 0.04))
    for front in (-1, 1):
        tip = rod(legs.at(1, front, 0), legs.at(1, front, 0.06), radius * 1.5)
        symmetric(b, "leg > foot|glide|rubber foot", tip)
    if b.chance():
        add_stretchers(b, legs, radius * 2)


@design("chair")
def upholstered_chair(b: Builder) -> None:
    """Soft dining chair: thick seat, padded back down to it, short legs; straight, round or tufted backs."""
    p = plan(b)
    p = Plan(max(p.width, 0.44), p.depth, b.uniform(0.44, 0.52), b.uniform(0.07, 0.15))
    size = b.uniform(0.03, 0.05)
    add_legs(b, p, b.pick(*LEG_STYLES), size, b.pick(0.0, b.uniform(0.01, 0.06)), b.uniform(0, 0.04))
    outline = rectangle(p.width, p.depth, b.uniform(0.01, 0.15))
    b.add(CUSHION, slab(outline, p.thick, b.uniform(0.01, 0.05), b.uniform(0, 0.02)).move(y=p.under))
    rise, thick = b.uniform(0.35, 0.65), b.uniform(0.04, 0.1)
    half = p.width / 2
    back = Back(
        p.height,
        -p.depth / 2 - 0.01,
        half,
        half,
        rise,
        b.uniform(0.02, 0.15),
        b.pick(0.0, b.uniform(0.02, 0.09)),
        0.0,
    )
    low = -p.thick / rise * b.uniform(0, 1)
    b.add(BACK_CUSHION, back.pad(low, 1.0, thick, 0.0, b.pick(b.uniform(0, 0.3), b.uniform(0.3, 1))))
    if b.chance(0.3):
        rows, columns = b.integer(1, 3), b.integer(2, 4)
        stud = cylinder(0.009, 0.014, sides=8).rotate("x", 90)
        for t in np.linspace(0.35, 0.85, rows):
            spots = back.at(np.linspace(-0.6, 0.6, columns), t) + [0, 0, thick * 0.98]
            b.add("button|tuft button", join(stud.move(*spot) for spot in spots))
    if b.chance(0.35):
        wide, high = b.uniform(0.04, 0.09), b.uniform(0.15, 0.24)
        soft = box(wide, high + p.thick * 0.5, p.depth * b.uniform(0.6, 0.95), min(wide, 0.05) * 0.45)
        symmetric(
            b, ARM, soft.move(x=half + wide * 0.3, y=p.height + (high - p.thick * 0.5) / 2, z=-p.depth * 0.05)
        )


@design("chair")
def monobloc_chair(b: Builder) -> None:
    """One-piece plastic garden chair: flared legs, slotted back under a hoop, wide arms."""
    p = Plan(b.uniform(0.42, 0.5), b.uniform(0.42, 0.48), b.uniform(0.4, 0.45), 0.02)
    thick, half = b.uniform(0.008, 0.016), p.width / 2
    back = Back(
        p.height, -p.depth / 2, half * 0.92, half * b.uniform(0.8, 1), b.uniform(0.35, 0.45), 0.13, 0.06, 0.0
    )
    u, v = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(p.depth / 2, -p.depth / 2, 9), indexing="ij")
    dish = p.height - 0.02 * (1 - u**2) + 0.02 * u**2 - 0.03 * np.clip(v / p.depth * 2 - 0.7, 0, 1)
    bowed = v - back.bow * (1 - u**2) * np.clip(-v * 2 / p.depth, 0, 1)
    b.add(SEAT, sheet(np.stack([u * half, dish, bowed], -1), thick))
    angle = np.linspace(0, np.pi, 21)
    b.add(
        f"{BACK} > hoop|bow",
        sweep(back.at(np.cos(angle), np.sin(angle) ** 0.5), 1.0, section=rectangle(0.03, 0.03)),
    )
    if b.chance(0.3):
        b.add(BACK_PANEL, back.panel(0, 0.85, thick, 0.1))
    else:
        count = b.integer(3, 8)
        for u_ in np.linspace(-0.75, 0.75, count):
            b.add(
                SLAT, back.slat(float(u_), -0.02, float((1 - u_**2) ** 0.25), 1.5 * half / count * 0.7, thick)
            )
    out = b.uniform(0.03, 0.08)
    section = np.array([(-1, -1), (1, -1), (1, 1), (0.6, 1), (0.6, -0.6), (-1, -0.6)]) * b.uniform(0.02, 0.03)
    arms = b.chance(0.75)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        foot = np.array([half + out * 0.6, 0, front * (p.depth / 2 + 0.02)])
        top = np.array([half - 0.01, p.height, front * (p.depth / 2 - 0.03)])
        symmetric(b, name, sweep(np.linspace(foot, top, 4), np.linspace(0.8, 1.3, 4), section=section))
        if arms and front > 0:
            end = top + [out, b.uniform(0.18, 0.22), -0.03]
            symmetric(b, ARM_POST, sweep(np.linspace(top, end, 4), 1.2, section=section))
            rest = curve([back.at(1, 0.6), (back.at(1, 0.6) + end) / 2 + [0.04, 0, 0], end], 10)
            symmetric(b, ARM_TOP, sweep(rest, 1.0, section=rectangle(0.055, thick)))


# -- stools ----------------------------------------------------------------------------------------


@design("stool", "stool")
def stool(b: Builder) -> None:
    """Low stool: round or square seat on three or four legs of any style, or step sides of board."""
    low = b.chance(0.4)
    p = plan(b, (0.2, 0.35) if low else (0.4, 0.5))
    p = Plan(p.width * 0.85, p.depth * 0.85, p.height, p.thick)
    leg_stool(b, p)


def leg_stool(b: Builder, p: Plan) -> None:
    """Seat on legs; three of them only under a round seat."""
    size = b.uniform(0.022, 0.05)
    splay = b.pick(0.0, b.uniform(0.02, 0.15) * p.height)
    if b.chance(0.6):
        add_seat(b, p)
        legs = add_legs(b, p, b.pick(*LEG_STYLES), size, splay, b.uniform(0, 0.04))
        add_stretchers(b, legs, size)
        if b.chance(0.4):
            add_apron(b, p, legs.x, legs.z, size)
        return
    radius, count = p.width / 2, b.integer(3, 4)
    disc = slab(ellipse(radius, radius, 28), p.thick, p.thick * b.uniform(0, 0.5), b.pick(0.0, 0.02))
    b.add(b.pick(SEAT, CUSHION) if p.thick > 0.03 else SEAT, disc.move(y=p.under))
    style, inner = b.pick("round", "cone", "cone", "taper", "square", "turned"), radius * b.uniform(0.5, 0.9)
    leg = limb((0, 0, inner + splay), (0, p.under, inner), size, style)
    b.add("leg", ring(leg, count, start=180 / count))
    if b.chance():
        t = b.uniform(0.25, 0.5)
        b.add(f"{STRETCHER}|foot ring", torus(inner + splay * (1 - t), size * 0.25).move(y=p.under * t))


@design("stool")
def board_stool(b: Builder) -> None:
    """Stool or step of boards: two sides, a top, sometimes a lower step and a hand hole."""
    p, board = plan(b, (0.2, 0.48)), b.uniform(0.014, 0.03)
    hole = [rectangle(0.1, 0.03, 0.014)] if b.chance(0.4) else []
    outline = rectangle(p.width, p.depth, b.pick(0.0, 0.02))
    b.add(SEAT, extrude(outline, board, hole).rotate("x", 90).move(y=p.height - board / 2))
    high = p.height - board
    arch = b.uniform(0.15, 0.6) * high
    cut = curve([(-p.depth * 0.3, 0), (-p.depth * 0.15, arch), (p.depth * 0.15, arch), (p.depth * 0.3, 0)], 12)
    half = p.depth / 2 * 0.95
    legs = b.chance(0.6)
    side = [(-half, 0), *(cut if legs else []), (half, 0), (half * b.uniform(0.7, 1), high), (-half, high)]
    x = p.width / 2 - board * b.uniform(0.5, 2)
    symmetric(b, "leg > leg panel|side panel|leg", extrude(side, board).rotate("y", 90).move(x=x))
    b.add(STRETCHER, box(2 * x, b.uniform(0.03, 0.1), board).move(y=high * b.uniform(0.3, 0.8)))
    if b.chance(0.3):
        step = box(p.width, board, p.depth * 0.5).move(y=p.height * 0.5, z=p.depth * 0.65)
        b.add("step", step)
        symmetric(
            b,
            "leg > leg panel|side panel|leg",
            box(board, p.height * 0.5, p.depth * 0.4).move(x, high * 0.25, p.depth * 0.65),
        )


@design("stool", "bar stool")
def swivel_stool(b: Builder) -> None:
    """Round or square pad on a column: trumpet base, or star with or without wheels; foot ring."""
    high = b.uniform(0.45, 0.8)
    p = plan(b)
    thick, radius = b.uniform(0.03, 0.09), p.width * b.uniform(0.38, 0.48)
    outline = b.pick(ellipse(radius, radius, 28), rectangle(2 * radius, 2 * radius, b.uniform(0.01, radius)))
    b.add(CUSHION, slab(outline, thick, thick * 0.4, b.pick(0.0, 0.02)).move(y=high))
    b.add(f"{SEAT} > seat plate|mounting plate", cylinder(radius * 0.5, 0.012, sides=16).move(y=high - 0.006))
    if b.chance():
        add_trumpet(b, high, b.uniform(0.17, 0.25))
    else:
        add_star(b, high, b.integer(4, 5), b.uniform(0.2, 0.3), wheels=b.chance(0.7))
    foot_ring(b, high)
    if b.chance(0.35):
        back = Back(high + thick, -radius * 0.95, radius * 0.9, radius, b.uniform(0.12, 0.3), 0.04, 0.05, 0.0)
        b.add(BACK_CUSHION, back.pad(0.25, 1, 0.04, 0, b.uniform(0, 0.6)))
        b.add(
            f"{BACK} > back support|back bracket",
            beam((0, high - 0.01, -radius * 0.6), back.at(0, 0.4), 0.04, 0.012),
        )


def foot_ring(b: Builder, high: float) -> None:
    """Ring or half ring to rest the feet on, held to the column."""
    if b.chance(0.4):
        return
    reach, y = b.uniform(0.11, 0.17), high * b.uniform(0.3, 0.45)
    rest = torus(reach, 0.009).move(y=y)
    spokes = ring(rod((0, y, 0), (0, y, reach), 0.007), b.integer(2, 4))
    b.add("footrest|foot ring", rest + spokes)


@design("bar stool", "bar stool")
def bar_stool(b: Builder) -> None:
    """High stool on four legs with rungs, with or without a low back."""
    p = plan(b, (0.6, 0.82))
    p = Plan(p.width * 0.88, p.depth * 0.88, p.height, p.thick)
    if b.chance(0.45):
        leg_stool(b, p)
        return
    add_seat(b, p)
    size = b.uniform(0.022, 0.042)
    legs = add_legs(
        b, p, b.pick("square", "taper", "round", "cone", "turned"), size, b.pick(0.0, b.uniform(0.02, 0.09))
    )
    t = b.uniform(0.25, 0.45)
    b.add("footrest|foot rail", beam(legs.at(-1, 1, t), legs.at(1, 1, t), size, size * 0.6))
    add_stretchers(b, legs, size)
    back = back_plane(b, p, b.uniform(0.15, 0.45))
    symmetric(b, POST, back.slat(1, -0.1, 1, size, size))
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.2):
        add_arms(b, p, back, size)
