"""Seats, backs, legs, arms and bases that seats share.

A seat is centred on x = z = 0 and looks towards +z; lengths are in metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import beam, post, rod, wire

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


def turned(low: ArrayLike, high: ArrayLike, radius: float, beads: Sequence[float]) -> Mesh:
    """Leg from a lathe: radii `beads`, as parts of `radius`, evenly from the lower end to the upper."""
    a, z = np.asarray(low, float), np.asarray(high, float)
    length = float(np.linalg.norm(z - a))
    side = g.curve([(radius * r, length * i / (len(beads) - 1)) for i, r in enumerate(beads)], 18)
    return g.lathe([(0, 0), *side, (0, length)], 12).align(z - a, a)


def hairpin(foot: ArrayLike, top: ArrayLike, size: float) -> Mesh:
    """Bent wire: two thin rods that meet at the foot."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    wide = np.array([size * 1.6, 0, 0])
    return rod(foot, top - wide, size * 0.15, 10) + rod(foot, top + wide, size * 0.15, 10)


def cabriole(foot: ArrayLike, top: ArrayLike, size: float) -> Mesh:
    """Old leg with a knee and a drawn-in ankle."""
    foot, top = np.asarray(foot, float), np.asarray(top, float)
    out = np.array([np.sign(top[0]), 0, np.sign(top[2])]) * size * 0.5
    line = [top, top * 0.75 + foot * 0.25 + out, top * 0.3 + foot * 0.7, foot + out * 1.2]
    thick = g.curve([(0.55,), (0.6,), (0.3,), (0.4,)], 14)[:, 0] * size
    return wire(line, thick, 14, 10)


def limb(foot: ArrayLike, top: ArrayLike, size: float, style: str) -> Mesh:
    """One leg of a style: square, taper, board, round, cone, turned, hairpin, cabriole."""
    if style == "square":
        return beam(foot, top, size)
    if style == "taper":
        return beam(foot, top, size * 0.55, top=1 / 0.55)
    if style == "board":
        return beam(foot, top, size * 0.6, size * 1.8)
    if style == "round":
        return rod(foot, top, size * 0.45, 10)
    if style == "cone":
        return rod(foot, top, size * 0.3, 10, size * 0.6)
    if style == "turned":
        return turned(foot, top, size * 0.6, (0.5, 0.75, 0.45, 0.9, 1.0, 0.8, 0.5, 0.85, 0.8))
    return hairpin(foot, top, size) if style == "hairpin" else cabriole(foot, top, size)


def seat_slab(outline: ArrayLike, thickness: float, edge: float = 0.0, crown: float = 0.0) -> Mesh:
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
    return g.loft([g.in_plane(middle + (flat - middle) * (1 - i / half), "xz", y) for i, y in rings])


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
    disc = (
        g.cylinder(radius, width, sides=16, bevel=radius * 0.15).rotate("z", 90).move(y=radius, z=radius * 0.4)
    )
    wheel = disc.move(x=width * 0.75) + disc.move(x=-width * 0.75) if twin else disc
    stem = rod((0, radius * 1.4, 0), (0, radius * 2.4, 0), radius * 0.25, 10)
    hood = (
        g.cylinder(radius * 1.05, width * 0.5, sides=16).rotate("z", 90).move(y=radius * 1.12, z=radius * 0.4)
    )
    cheek = g.box(width * 0.2, radius * 1.3, radius * 0.7).move(y=radius * 1.3, z=radius * 0.2)
    sides = cheek.move(x=width * 0.65) + cheek.move(x=-width * 0.65)
    top = g.box(width * 1.5, radius * 0.15, radius * 0.7).move(y=radius * 2, z=radius * 0.2)
    return wheel, stem + (hood if twin else sides + top)


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
        return g.sweep(path, 1.0, section=g.rectangle(thick, high))

    def slat(self, u: float, low: float, high: float, wide: float, thick: float) -> Mesh:
        path = self.at(u, np.linspace(low, high, 5))
        return g.sweep(path, 1.0, section=g.rectangle(thick, wide))

    def spindle(self, u: float, low: float, high: float, radius: float) -> Mesh:
        path = self.at(u, np.linspace(low, high, 6))
        return g.sweep(path, [radius, radius, radius * 1.25, radius * 1.1, radius, radius * 0.9], sides=8)

    def panel(self, low: float, high: float, thick: float, inset: float = 0.0) -> Mesh:
        u, t = np.meshgrid(np.linspace(inset - 1, 1 - inset, 9), np.linspace(low, high, 6), indexing="ij")
        return g.sheet(self.at(u, t), thick)

    def pad(self, low: float, high: float, thick: float, inset: float, round_: float) -> Mesh:
        """Upholstered cushion on the plane; `round_` from 0 to 1 rounds its corners."""
        wide, tall = 2 * self.half * (1 - inset), (high - low) * self.rise
        outline = dense(g.rectangle(wide, tall, round_ * min(wide, tall) / 2), 36)
        flat = seat_slab(outline, thick * 0.7, thick * 0.35, thick * 0.3).rotate("x", 90)
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
        return g.ellipse(p.width / 2, p.depth / 2, 28)
    outline = g.rectangle(p.width, p.depth, b.pick(0.0, b.uniform(0.01, 0.05), b.uniform(0.05, 0.16)))
    narrow = b.pick(0.0, 0.0, b.uniform(0.04, 0.14))
    return outline * np.stack([1 - narrow * (0.5 - outline[:, 1] / p.depth), np.ones(len(outline))], 1)


def add_seat(b: Builder, p: Plan, planks: bool = True) -> None:
    """Board, dished board, upholstered, planks in a frame, or board with a loose cushion."""
    kind = b.pick("board", "board", "soft", "soft", "cushion", "planks" if planks else "board")
    outline = seat_outline(b, p)
    if kind == "planks":
        count, gap = b.integer(3, 8), b.uniform(0.1, 0.35)
        pitch = p.depth / count
        board = g.box(p.width, min(p.thick, 0.025), pitch * (1 - gap)).move(
            y=p.height - min(p.thick, 0.025) / 2
        )
        for i in range(count):
            b.add(f"{SEAT} > seat slat|slat", board.move(z=(i + 0.5) * pitch - p.depth / 2))
        return
    if kind == "soft":
        b.add(
            CUSHION,
            seat_slab(outline, p.thick, p.thick * b.uniform(0.2, 0.5), b.uniform(0, 0.025)).move(y=p.under),
        )
        return
    b.add(
        f"{SEAT} > seat board|seat panel",
        seat_slab(outline, p.thick, b.pick(0.0, 0.004, 0.012)).move(y=p.under),
    )
    if kind == "cushion":
        soft = seat_slab(outline * b.uniform(0.85, 0.98), b.uniform(0.02, 0.05), 0.015, b.uniform(0, 0.015))
        b.add(CUSHION, soft.move(y=p.height))


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
    side = g.curve(np.stack([widths, np.linspace(rise * 0.1, top, 5)], 1), 16)
    outline = np.concatenate([side, (side * [-1, 1])[::-1]])
    hole = g.ellipse(min(widths) * 0.5, top * b.uniform(0.08, 0.2), 16) + [0, top * 0.55]
    b.add(
        f"{BACK} > splat|back splat",
        back.wrap(g.extrude(outline, size * 0.35, [hole] if b.chance(0.4) else [])),
    )


def fill_cross(b: Builder, back: Back, size: float) -> None:
    """Rails with an X between them."""
    low, high = b.uniform(0.15, 0.35), b.uniform(0.92, 0.97)
    for t in (low, high):
        b.add(TOP_RAIL if t == high else BACK_RAIL, back.rail(t, b.uniform(0.03, 0.07), size * 0.7))
    path = back.at(np.linspace(-0.97, 0.97, 9), np.linspace(low, high, 9))
    section = g.rectangle(size * 0.4, b.uniform(0.015, 0.035))
    symmetric(b, f"{BACK} > cross|back cross", g.sweep(path, 1.0, section=section))


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


def add_arms(b: Builder, p: Plan, back: Back, size: float) -> None:
    """Arms from the posts forwards: straight or curved, flat or round, held by a post or bent down."""
    high, kind = b.uniform(0.17, 0.26), b.pick("post", "post", "post", "loop", "float", "full")
    start = back.at(1, min(high / back.rise, 0.95))
    front = p.depth / 2 * b.uniform(0.5, 0.95)
    out = p.width / 2 * b.uniform(0.92, 1.12)
    end = np.array([out, p.height + high + b.uniform(-0.02, 0.02), front])
    section = b.pick(g.rectangle(b.uniform(0.025, 0.07), b.uniform(0.015, 0.03)), g.ellipse(0.016, 0.016, 10))
    middle = (start + end) / 2 + [b.uniform(0, 0.03), b.pick(0.0, 0.02, -0.02), 0]
    floor = np.array([p.width / 2 - size * 0.4, p.under, front - b.uniform(0, 0.06)])
    if kind == "loop":
        path = g.curve([start, middle, end, (end + floor) / 2 + [0, 0, 0.02], floor], 22)
        symmetric(b, ARM, g.sweep(path, 1.0, section=section))
        return
    arm = g.sweep(g.curve([start, middle, end], 12), 1.0, section=section)
    if kind == "post" and b.chance(0.25):
        arm = arm + rod(end - [0, 0.012, 0], end + [0, 0.012, 0], 0.035, 14)
    symmetric(b, ARM_TOP, arm)
    if kind == "post":
        symmetric(b, ARM_POST, limb(floor, end, size * 0.8, b.pick("square", "round", "turned", "cone")))
    if kind == "full":
        grid = np.linspace(np.stack([back.at(1, 0), floor]), np.stack([start, end]), 3)
        symmetric(b, f"{ARM} > arm panel|side panel", g.sheet(grid, 0.02))


def add_trumpet(b: Builder, top: float, reach: float) -> None:
    """Round foot that draws in to a column: a tulip base, or a flat plate and a pole."""
    slim = b.uniform(0.015, 0.04)
    if b.chance():
        plate = b.uniform(0.008, 0.03)
        b.add(f"{BASE} > pedestal|column|pole", rod((0, plate, 0), (0, top, 0), slim, 16))
        b.add(f"{BASE} > foot plate|base plate", post(reach, plate, reach * b.uniform(0.6, 1), 32))
        return
    side = g.curve(
        [(reach, 0.005), (reach * 0.7, 0.02), (slim * 1.6, top * 0.25), (slim, top * 0.6), (slim * 2.2, top)],
        20,
    )
    b.add(f"{BASE} > pedestal|column|pole", g.lathe([(0, 0), (reach, 0), *side, (0, top)], 28))


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
        leg = rod(low, high, size * 0.3, 10, size * 0.45)
    else:
        bent = g.curve([high, (high + low) / 2 + [0, rise * 0.4, 0], low], 8)
        leg = g.sweep(bent, np.linspace(1.2, 0.7, 8), section=g.rectangle(size * 0.7, size * 0.5, size * 0.1))
    spin = b.uniform(0, 360)
    b.add(f"{BASE} > leg|star base leg|base leg", g.ring(leg, arms, start=spin))
    b.add(f"{BASE} > hub", rod((0, hub - size * 0.7, 0), (0, hub + size * 0.7, 0), size * 0.75, 16))
    column = b.uniform(0.014, 0.026)
    if top - hub > 0.12 and b.chance(0.7):
        mid = hub + (top - hub) * b.uniform(0.4, 0.75)
        b.add(f"{BASE} > gas lift|column|cylinder", rod((0, hub, 0), (0, mid, 0), column * 1.5, 16))
    b.add(f"{BASE} > gas lift|column|cylinder", rod((0, hub, 0), (0, top, 0), column, 14))
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
                g.cylinder(size * 0.35, 0.016).move(y=0.008, z=reach * 0.96).rotate("y", turn),
            )
