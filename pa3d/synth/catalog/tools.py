"""Hand tools, garden tools, cleaning tools and machine parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import (
    Mesh,
    arc,
    array,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sphere,
    sweep,
    torus,
)


def rod(start: ArrayLike, end: ArrayLike, radius: float, top: float | None = None, sides: int = 12) -> Mesh:
    """Straight round bar between two points; `top` is its radius at the end."""
    return sweep([start, end], [radius, radius if top is None else top], sides=sides)


def skin(sections: Sequence[ArrayLike], closed: bool = False) -> Mesh:
    """Loft whose faces look outward whichever way its outlines run."""
    mesh = loft(sections, closed=closed)
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    return Mesh(mesh.vertices, mesh.faces[:, ::-1]) if (a * np.cross(b, c)).sum() < 0 else mesh


def turn_all(b: Builder, axis: str, degrees: float) -> None:
    """Turn everything built so far about an axis through the origin."""
    b.pieces[:] = [(name, mesh.rotate(axis, degrees)) for name, mesh in b.pieces]


def any_pose(b: Builder) -> None:
    """Leave a hand-held thing as it is, lay it on its back, or lay it on its side."""
    axis, degrees = b.pick(("x", 0.0), ("x", -90.0), ("z", 90.0), ("z", -90.0))
    turn_all(b, axis, degrees)


def grip(b: Builder, length: float, radius: float, swell: float = 0.25, sides: int = 14) -> Mesh:
    """Handle along y from 0 to length with a slightly wavy outline and a round or oval section."""
    middle = [(radius * b.uniform(1 - swell, 1 + swell), length * t) for t in (0.3, 0.65)]
    wave = curve([(radius, length * 0.05), *middle, (radius * 0.9, length)], 9)
    return lathe([(0, 0), (radius * 0.75, 0), *wave, (0, length)], sides).scale(1, 1, b.uniform(0.65, 1.0))


# -- cutting and gripping --------------------------------------------------------------------------


def _half_scissors(b: Builder, length: float, loop: tuple[float, float], metal: bool, blunt: bool):
    """Blade and handle of one half, pivot at the origin, blade along +y."""
    width, thick = length * b.uniform(0.06, 0.1), length * b.uniform(0.012, 0.02)
    tip = width * (0.55 if blunt else 0.1)
    edge = curve([(width * 0.7, 0), (width * 0.65, length * 0.5), (tip, length * 0.97), (0, length)], 10)
    blade = extrude(
        [(-width * 0.6, -width), (width * 0.6, -width), *edge, (-width * 0.25, length * 0.95)], thick
    )
    centre = np.array([length * b.uniform(0.17, 0.24), -length * b.uniform(0.55, 0.7), 0])
    tube = length * (b.uniform(0.018, 0.028) if metal else b.uniform(0.025, 0.045))
    outline = np.c_[ellipse(*loop, 24), np.zeros(24)]
    eye = sweep(outline, tube, closed=True, sides=8).rotate("z", b.uniform(5, 22)).move(*centre)
    start, stop = (0, -width * 0.4, 0), centre + [-loop[0] * 0.5, loop[1] * 0.85, 0]
    shank = sweep(curve([start, (width * 0.35, -width * 1.6, 0), stop], 8), [tube * 1.1] * 8, sides=8)
    return blade.move(z=thick / 2), (eye + shank).move(z=thick / 2)


@design("scissors")
def scissors(b: Builder) -> None:
    """Office, tailor's or children's scissors, open by any angle."""
    length, metal, blunt = b.uniform(0.05, 0.13), b.chance(0.35), b.chance(0.3)
    small = (length * b.uniform(0.13, 0.18), length * b.uniform(0.17, 0.24))
    large = (small[0] * b.uniform(1.0, 1.25), small[1] * b.uniform(1.0, 1.9))
    angle = b.pick(b.uniform(0, 6), b.uniform(8, 30), b.uniform(25, 55))
    state = b.rng.bit_generator.state
    for k, loop in enumerate((small, large)):
        b.rng.bit_generator.state = state  # both halves alike
        blade, handle = _half_scissors(b, length, loop, metal, blunt)
        for name, piece in (("blade", blade), ("handle|grip", handle)):
            piece = piece if k == 0 else piece.mirror("x").mirror("z")
            b.add(name, piece.rotate("z", (-0.5 if k == 0 else 0.5) * -angle))
    b.add(
        "screw|pivot|rivet", cylinder(length * b.uniform(0.03, 0.05), length * 0.06, sides=16).rotate("x", 90)
    )
    any_pose(b)


@design("scissors")
def pruning_shears(b: Builder) -> None:
    """Shears with straight padded handles and short blades: garden, poultry or hedge shears."""
    length, hook = b.uniform(0.05, 0.25), b.chance(0.5)
    thick, angle = length * 0.05, b.uniform(5, 45)
    reach, radius = length * b.uniform(1.2, 2.2), length * b.uniform(0.07, 0.11)
    for k in (1, -1):
        bow = curve([(0.1, -0.15), (0.26, 0.3), (0.14 if hook else 0.1, 0.8), (0.0, 1.0)], 10)
        plate = extrude(np.array([(-0.12, -0.15), *bow, (-0.06, 0.5), (-0.12, 0.1)]) * length, thick)
        path = curve([(0, 0, 0), (-0.1 * length, -0.3 * reach, 0), (-0.2 * length, -reach, 0)], 12)
        path[:, 0] += (path[:, 1] / reach) ** 2 * length * 0.15
        bar = sweep(path[:5], radius * 0.6, sides=8)
        pad = sweep(path[4:], radius * np.linspace(0.9, 1.1, 8), sides=10)
        for name, mesh in (("blade", plate), ("handle|grip", bar), ("handle|grip", pad)):
            mesh = mesh.rotate("z", angle / 2).move(z=thick * 0.5)
            b.add(name, mesh if k == 1 else mesh.mirror("x").mirror("z"))
    b.add("screw|pivot|rivet", cylinder(length * 0.09, thick * 4, sides=b.pick(6, 16)).rotate("x", 90))
    if b.chance(0.5):
        b.add("spring", torus(length * 0.07, length * 0.02, 14).rotate("x", 90).move(y=-length * 0.25))
    any_pose(b)


@design("pliers")
def pliers(b: Builder) -> None:
    """Combination, needle-nose, cutting or round pliers: two crossing halves and a pivot."""
    length, kind = b.uniform(0.14, 0.24), b.pick("combination", "needle", "cutter", "curved")
    nose = length * {"combination": 0.22, "needle": 0.38, "cutter": 0.12, "curved": 0.3}[kind]
    base, tip = length * b.uniform(0.05, 0.075), length * (0.012 if kind == "needle" else 0.03)
    bulge, angle, thick = length * b.uniform(0.06, 0.12), b.uniform(0, 28), length * b.uniform(0.045, 0.065)
    bend, radius = b.uniform(0.1, 0.35) * nose * (kind == "curved"), length * b.uniform(0.022, 0.04)
    for k in (1, -1):
        front = [
            (0, nose),
            (tip * 1.2, nose * 0.97),
            (base, nose * 0.25),
            (base * 1.1, -base * 0.4),
            (0, -base),
        ]
        jaw = extrude(front, thick).taper(0.6 if kind == "needle" else 0.95)
        path = curve(
            [(0, 0, 0), (-base, -base * 1.6, 0), (-bulge, -length * 0.3, 0), (-bulge, -length * 0.68, 0)], 14
        )
        metal = sweep(path[:6], radius * 0.8, section=ellipse(1, 1, 8))
        sleeve = sweep(path[4:], radius * np.r_[0.95, np.linspace(1.2, 0.95, 9)], section=ellipse(1, 0.8, 10))
        side = 1.0 if k == 1 else -1.0
        for name, mesh in (("jaw|nose", jaw), ("handle|grip", metal), ("handle|grip", sleeve)):
            mesh = mesh.move(x=bend if name == "jaw|nose" else 0).scale(side, 1, 1)
            b.add(f"leg|arm > {name}", mesh.rotate("z", side * -angle / 2))
    b.add("pivot|screw|rivet", cylinder(base * 0.7, thick * 1.25, sides=16).rotate("x", 90))
    any_pose(b)


@design("pliers")
def water_pump_pliers(b: Builder) -> None:
    """Slip-joint pliers with an angled head and long slim handles."""
    length, angle = b.uniform(0.18, 0.32), b.uniform(4, 22)
    thick, radius = length * 0.04, length * b.uniform(0.02, 0.03)
    for side in (1.0, -1.0):
        teeth = [(0.012 + 0.008 * (i % 2), 0.02 + 0.02 * i) for i in range(8)]
        outline = np.array([*teeth, (0.06, 0.17), (0.085, 0.08), (0.07, -0.03), (-0.03, -0.06), (-0.03, 0.0)])
        jaw = extrude(outline * length, thick)
        path = curve(np.array([(0, 0, 0), (-0.06, -0.15, 0), (-0.085, -0.4, 0), (-0.09, -0.8, 0)]) * length, 12)
        handle = sweep(path, radius * np.r_[np.full(4, 0.8), np.full(8, 1.2)], section=ellipse(0.8, 1, 10))
        for name, mesh in (("jaw|nose", jaw), ("handle|grip", handle)):
            mesh = mesh.scale(side, 1, 1).rotate("z", side * -angle / 2)
            b.add(f"leg|arm > {name}", mesh.rotate("z", -35) if name == "jaw|nose" else mesh)
    b.add("pivot|screw|rivet", cylinder(length * 0.03, thick * 1.5, sides=b.pick(6, 14)).rotate("x", 90))
    any_pose(b)


@design("wrench")
def wrench(b: Builder) -> None:
    """Flat spanner: open end, ring end or both."""
    length, size = b.uniform(0.12, 0.35), b.uniform(0.08, 0.13)
    radius, thick = length * size, length * b.uniform(0.025, 0.045)
    width = radius * b.uniform(0.7, 1.0)
    bar = box(width, length, thick, thick * b.uniform(0, 0.45))
    b.add("handle|shank", bar)
    for end in (1, -1):
        if b.chance(0.6):
            mouth = radius * b.uniform(0.45, 0.65)
            round_ = arc(radius, 55, 395 - 70, 20)[:, :2]
            turned = np.array(
                [
                    *(round_ @ [[0, 1], [1, 0]]),
                    (-mouth, radius * 0.1),
                    (0, -radius * 0.3),
                    (mouth, radius * 0.1),
                ]
            )
            head = (
                extrude(turned, thick * 1.3).rotate("z", b.pick(0, 15, -15)).move(y=length / 2 + radius * 0.6)
            )
            name = "head > jaw|open end"
        else:
            hole = ellipse(radius * 0.6, radius * 0.6, b.pick(6, 12))
            head = extrude(ellipse(radius, radius, 24), thick * 1.5, [hole]).move(y=length / 2 + radius * 0.75)
            name = "head > ring|box end"
        b.add(name, head if end == 1 else head.mirror("y"))
    any_pose(b)


@design("wrench")
def adjustable_wrench(b: Builder) -> None:
    """Monkey wrench with a sliding lower jaw and a thumb screw."""
    length = b.uniform(0.15, 0.35)
    thick, gap = length * b.uniform(0.05, 0.07), b.uniform(0.02, 0.13)
    outline = [
        (-0.07, -0.04),
        (0.07, -0.06),
        (0.1, 0.02),
        (0.13, 0.1),
        (0.05, 0.12),
        (0.04, 0.05),
        (-0.02, 0.05),
        (-0.05, 0.2),
    ]
    b.add("head > jaw|fixed jaw", extrude(np.array([*outline, (-0.12, 0.18), (-0.1, 0.05)]) * length, thick))
    moving = [(0.0, 0.0), (0.06, 0.0), (0.05, 0.14), (0.0, 0.16)]
    b.add(
        "head > jaw|moving jaw",
        extrude(np.array(moving) * length, thick * 0.9).move(x=(gap - 0.04) * length, y=0.05 * length),
    )
    screw = [(length * (0.017 + 0.006 * (i % 2)), length * 0.006 * (i - 5)) for i in range(11)]
    b.add(
        "screw|adjusting screw|worm",
        lathe([(0, screw[0][1]), *screw, (0, screw[-1][1])], 14).rotate("z", 90).move(x=0.03 * length),
    )
    outline = rectangle(length * b.uniform(0.07, 0.1), length * 0.75, length * 0.03)
    hole = ellipse(length * 0.02, length * 0.02, 14) - [0, length * 0.32]
    b.add("handle|shank", extrude(outline, thick * 0.7, [hole] if b.chance(0.7) else []).move(y=-length * 0.4))
    any_pose(b)


@design("screwdriver")
def screwdriver(b: Builder) -> None:
    """Straight screwdriver, standing on its handle."""
    handle, shank = b.uniform(0.06, 0.12), b.uniform(0.06, 0.2)
    radius, rod_radius = b.uniform(0.011, 0.019), b.uniform(0.002, 0.0045)
    if b.chance(0.5):
        wave = curve(
            [
                (radius, handle * 0.08),
                (radius, handle * 0.6),
                (radius * 0.6, handle * 0.8),
                (radius * 0.8, handle),
            ],
            12,
        )
        b.add("handle|grip", lathe([(0, 0), (radius * 0.7, 0), *wave, (0, handle)], b.pick(6, 8, 18)))
    else:
        b.add("handle|grip", grip(b, handle, radius, sides=b.pick(6, 8, 16)).scale(1, 1, 1.2))
    if b.chance(0.4):
        b.add("collar|ferrule", cylinder(rod_radius * 2, 0.008).move(y=handle + 0.003))
    b.add("shaft|shank > shaft|shank", rod((0, handle, 0), (0, handle + shank, 0), rod_radius))
    top = handle + shank
    if b.chance(0.5):
        wedge = box(rod_radius * 2.4, rod_radius * 5, rod_radius * 1.8)
        b.add("tip|blade", wedge.taper(0.3, "y").scale(1, 1, 0.8).move(y=top + rod_radius * 2))
    else:
        blades = box(rod_radius * 2.2, rod_radius * 5, rod_radius * 0.7)
        b.add("tip|blade", (blades + blades.rotate("y", 90)).taper(0.3).move(y=top + rod_radius * 2))
    any_pose(b)


# -- striking and chopping -------------------------------------------------------------------------


def _haft(b: Builder, length: float, radius: float) -> None:
    """Tool handle from y = 0 to length, sometimes with a padded grip."""
    b.add("handle > shaft|handle", grip(b, length, radius, 0.2))
    if b.chance(0.45):
        pad = length * b.uniform(0.25, 0.45)
        b.add("handle > grip", lathe(_bulged(radius * 1.3, pad, b.integer(3, 9)), 14).move(y=-pad * 0.03))


def _bulged(radius: float, length: float, rings: int) -> list[tuple[float, float]]:
    """Profile of a rod with soft rings, bottom to top."""
    t = np.linspace(0, 1, rings * 2 + 1)
    wave = [(radius * (1 if i % 2 else 0.88), length * v) for i, v in enumerate(t)]
    return [(0, 0), *wave, (0, length)]


@design("hammer")
def claw_hammer(b: Builder) -> None:
    """Carpenter's hammer: a round face in front, a split curved claw behind."""
    length, size = b.uniform(0.26, 0.36), b.uniform(0.022, 0.032)
    _haft(b, length, size * b.uniform(0.45, 0.65))
    y = length - size * 0.1
    b.add("head > body|eye|cheek", box(size * 1.3, size * 1.5, size * 1.1, size * 0.2).move(y=y))
    b.add("head > neck", rod((size * 0.4, y, 0), (size * 1.6, y, 0), size * 0.45))
    face = cylinder(
        size * b.uniform(0.5, 0.75), size * b.uniform(0.5, 0.9), sides=b.pick(8, 20), bevel=size * 0.08
    )
    b.add("head > face|striking face", face.rotate("z", 90).move(x=size * 1.9, y=y))
    drop = b.uniform(0.2, 1.2) * size
    path = curve([(0, 0.2 * size, 0), (-size * 1.3, size * 0.25, 0), (-size * 2.6, -drop, 0)], 10)
    for side in (1, -1):
        prong = sweep(
            path + np.linspace([0, 0, 0.25], [0, 0, 0.42], 10) * size * side,
            np.linspace(0.5, 0.14, 10) * size,
            section=ellipse(0.55, 1.0, 8),
        )
        b.add("head > claw", prong.move(y=y))
    any_pose(b)


@design("hammer")
def peen_hammer(b: Builder) -> None:
    """Ball-peen, cross-peen or tack hammer."""
    length, size = b.uniform(0.25, 0.4), b.uniform(0.018, 0.03)
    _haft(b, length, size * b.uniform(0.5, 0.7))
    long = b.uniform(1.2, 2.2) * size
    sides = b.pick(6, 8, 16)
    b.add("head > body|eye|cheek", cylinder(size * 0.65, long, sides=sides).rotate("z", 90).move(y=length))
    face = cylinder(size * 0.8, size * 0.7, sides=b.pick(8, 18), bevel=size * 0.1).rotate("z", 90)
    b.add("head > face|striking face", face.move(x=long / 2 + size * 0.3, y=length))
    if b.chance(0.5):
        b.add("head > peen", sphere(size * 0.75).move(x=-long / 2 - size * 0.4, y=length))
    else:
        wedge = box(size * 1.1, size * 1.8, size * 1.2).scale(1, 1, 1).taper(0.15)
        b.add("head > peen", wedge.rotate("z", 90).move(x=-long / 2 - size * 0.6, y=length))
    any_pose(b)


@design("hammer")
def mallet(b: Builder) -> None:
    """Sledge hammer, wooden or rubber mallet, gavel, war hammer: one block across the handle."""
    length = b.pick(b.uniform(0.2, 0.35), b.uniform(0.6, 1.0))
    long = b.uniform(0.1, 0.2) * (1 + (length > 0.5) * 0.5)
    thick = long * b.uniform(0.4, 0.7)
    _haft(b, length, thick * b.uniform(0.15, 0.25))
    if b.chance(0.5):
        head = cylinder(thick / 2, long, sides=b.pick(6, 8, 20), bevel=thick * b.pick(0.0, 0.1)).rotate("z", 90)
    else:
        head = box(long, thick, thick * b.uniform(0.8, 1.0), thick * b.uniform(0, 0.2))
    b.add("head > body|eye|cheek", head.move(y=length))
    if b.chance(0.6):
        cap = (
            cylinder(thick * 0.53, long * 0.16, sides=20, bevel=thick * 0.03)
            .rotate("z", 90)
            .move(x=long * 0.46, y=length)
        )
        symmetric(b, "head > face|striking face", cap)
    any_pose(b)


@design("axe")
def axe(b: Builder) -> None:
    """Felling axe, hatchet or battle axe; sometimes with two blades."""
    length = b.pick(b.uniform(0.3, 0.45), b.uniform(0.6, 0.95))
    size, double = b.uniform(0.1, 0.17) * (0.7 + 0.4 * length), b.chance(0.3)
    sway = b.pick(0.0, b.uniform(0.01, 0.04)) * length
    path = curve([(0, 0, 0), (sway, length * 0.12, 0), (-sway, length * 0.5, 0), (0, length, 0)], 16)
    radius = size * b.uniform(0.11, 0.16)
    b.add(
        "handle|haft > handle|haft",
        sweep(path, radius * np.r_[1.35, 1.15, np.full(14, 1.0)], section=ellipse(0.7, 1, 10)),
    )
    if b.chance(0.3):
        b.add("handle|haft > grip", sweep(path[:6] * [1, 1, 1], radius * 1.25, section=ellipse(0.75, 1, 10)))
    flare, thick = b.uniform(0.45, 1.0), size * b.uniform(0.2, 0.3)
    stations = np.linspace(0, 1, 7)
    half = size * (0.3 + (flare * 0.55) * stations**2)
    wedge = thick * (1 - stations) * 0.5 + 0.0006
    outline = [
        [
            (size * s, h, w),
            (size * s * 0.97, -h * b.uniform(1.0, 1.3), w),
            (size * s * 0.97, -h * 1.15, -w),
            (size * s, h, -w),
        ]
        for s, h, w in zip(stations, half, wedge, strict=True)
    ]
    blade = skin(outline).move(y=length * 0.94)
    b.add("head > blade", blade)
    if double:
        b.add("head > blade", blade.mirror("x"))
    else:
        b.add(
            "head > poll|butt",
            box(size * 0.4, size * 0.6, thick * 1.05, thick * 0.1).move(x=-size * 0.15, y=length * 0.94),
        )
    any_pose(b)


@design("pickaxe")
def pickaxe(b: Builder) -> None:
    """Pickaxe or mattock: a long curved head with a point and a chisel or second point."""
    length, reach = b.uniform(0.6, 0.95), b.uniform(0.22, 0.34)
    radius = b.uniform(0.014, 0.022)
    b.add("handle|shaft", grip(b, length, radius, 0.15))
    drop, y = reach * b.uniform(0.08, 0.35), length * 0.96
    path = curve([(0, 0, 0), (reach * 0.5, -drop * 0.25, 0), (reach, -drop, 0)], 9)
    point = sweep(path, radius * np.linspace(1.3, 0.1, 9), section=rectangle(1.4, 1.4))
    b.add("head|pick > point|spike|tip", point.move(y=y))
    if b.chance(0.5):
        other = point.mirror("x")
        b.add("head|pick > point|spike|tip", other.move(y=y))
    else:
        stations = np.linspace(0, 1, 9)
        plate = [
            [(-p[0], p[1] + s1 * h, s2 * w) for s1, s2 in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
            for p, h, w in zip(
                path, radius * (1.2 - 1.1 * stations), radius * (1 + 1.8 * stations), strict=True
            )
        ]
        b.add("head|pick > chisel|adze|blade", skin(plate).move(y=y))
    b.add("head|pick > eye|socket", box(radius * 3.4, radius * 4, radius * 3, radius * 0.4).move(y=y))
    any_pose(b)


# -- sawing, drilling, holding ---------------------------------------------------------------------


def _toothed(length: float, back: float, front: float, teeth: int, depth: float) -> np.ndarray:
    """Saw blade outline along +x, teeth below; height `back` at the handle, `front` at the tip."""
    x = np.linspace(0, length, teeth * 2 + 1)
    low = np.where(np.arange(len(x)) % 2, depth, 0.0)
    return np.array([*np.c_[x, low], (length, front), (0, back)])


@design("saw")
def hand_saw(b: Builder) -> None:
    """Panel saw or tenon saw: a toothed plate and a closed wooden or plastic handle."""
    length, height = b.uniform(0.25, 0.6), b.uniform(0.09, 0.14)
    tip = height * b.uniform(0.4, 1.0)
    b.add("blade > blade", extrude(_toothed(length, height, tip, b.integer(14, 36), 0.006), 0.0015))
    if b.chance(0.3):
        b.add("blade > back|spine", box(length, 0.012, 0.006).move(x=length / 2, y=(height + tip) / 2))
    width, tall = b.uniform(0.1, 0.13), height * b.uniform(1.0, 1.3)
    outline = curve(
        [
            (0.15, 0),
            (-0.5, -0.15),
            (-1.0, 0.05),
            (-0.85, 0.5),
            (-1.05, 1.0),
            (-0.4, 0.95),
            (0.2, 0.9),
            (0.1, 0.45),
            (0.15, 0),
        ],
        36,
    )
    hole = curve(
        [(-0.3, 0.18), (-0.62, 0.2), (-0.6, 0.5), (-0.62, 0.78), (-0.3, 0.75), (-0.22, 0.45), (-0.3, 0.18)], 20
    )
    handle = extrude(outline[:-1] * [width, tall], b.uniform(0.018, 0.028), [hole[:-1] * [width, tall]])
    b.add("handle|grip > handle|grip", handle)
    for t in (0.2, 0.7):
        b.add(
            "handle|grip > screw|rivet",
            cylinder(0.006, 0.032).rotate("x", 90).move(x=-width * 0.08, y=tall * t),
        )
    any_pose(b)


@design("saw")
def hack_saw(b: Builder) -> None:
    """Hacksaw, bow saw or coping saw: a thin blade held in a frame."""
    length, height = b.uniform(0.15, 0.6), b.uniform(0.07, 0.18)
    blade = _toothed(length, 0.014, 0.014, b.integer(16, 32), 0.004)
    b.add("blade", extrude(blade, 0.0015))
    if b.chance(0.5):
        path = [(0, 0.01, 0), (0, height, 0), (length, height, 0), (length, 0.01, 0)]
        frame = join(rod(p, q, 0.006) for p, q in zip(path[:-1], path[1:], strict=True))
    else:
        frame = sweep(
            curve(
                [(0, 0, 0), (length * 0.08, height, 0), (length * 0.85, height * 0.9, 0), (length, 0, 0)], 20
            ),
            0.008,
        )
    b.add("frame|bow", frame)
    handle = grip(b, b.uniform(0.09, 0.12), b.uniform(0.013, 0.018))
    b.add("handle|grip", handle.rotate("z", b.pick(90, 150, 180)).move(x=-0.002, y=0.012))
    for x in (0, length):
        b.add("screw|wing nut|pin", cylinder(0.008, 0.022).rotate("x", 90).move(x=x, y=0.008))
    any_pose(b)


@design("power drill", "power drill")
def drill(b: Builder) -> None:
    """Cordless or corded drill, pointing along +x."""
    radius, length = b.uniform(0.028, 0.042), b.uniform(0.12, 0.2)
    if b.chance(0.6):
        profile = curve(
            [(radius * 0.8, 0), (radius, length * 0.2), (radius * 0.95, length * 0.7), (radius * 0.7, length)],
            9,
        )
        body = lathe([(0, 0), *profile, (0, length)], 18).rotate("z", -90)
    else:
        body = box(length, radius * 2, radius * 1.8, radius * 0.5).move(x=length / 2)
    b.add("body|housing > body|housing", body)
    for k in range(b.integer(0, 4)):
        b.add("body|housing > vent", box(0.004, radius * 0.8, radius * 2.02).move(x=length * 0.12 + 0.01 * k))
    x = length
    if b.chance(0.6):
        b.add(
            "clutch|torque ring|collar",
            cylinder(radius * 0.8, 0.025, radius * 0.7).rotate("z", -90).move(x=x + 0.012),
        )
        x += 0.025
    chuck = lathe(
        [(0, 0), (radius * 0.6, 0), (radius * 0.6, 0.028), (radius * 0.3, 0.045), (0, 0.045)], b.pick(8, 16)
    )
    b.add("chuck", chuck.rotate("z", -90).move(x=x))
    if b.chance(0.75):
        b.add(
            "drill bit|bit", rod((x, 0, 0), (x + b.uniform(0.05, 0.13), 0, 0), b.uniform(0.0025, 0.006), 0.001)
        )
    lean, drop, wide = b.uniform(0, 0.03), b.uniform(0.1, 0.13), radius * b.uniform(0.55, 0.75)
    at = length * b.pick(0.15, 0.3, 0.45)
    path = curve(
        [(at, -radius * 0.4, 0), (at - lean * 0.4, -drop * 0.5, 0), (at - lean, -drop - radius * 0.3, 0)], 8
    )
    b.add("handle|grip", sweep(path, wide, section=ellipse(0.8, 1.1, 12)))
    b.add("trigger", box(0.014, 0.03, wide * 0.8, 0.004).move(x=at + wide * 1.2, y=-radius - 0.012))
    foot = path[-1]
    if b.chance(0.7):
        pack = box(b.uniform(0.07, 0.12), b.uniform(0.03, 0.055), radius * 2, 0.006)
        b.add("battery|battery pack", pack.move(x=foot[0] + 0.012, y=foot[1] - 0.012))
    else:
        b.add(
            "cord|cable|wire",
            sweep(curve([foot, foot + [-0.02, -0.08, 0], foot + [-0.12, -0.12, 0.03]], 14), 0.004, sides=8),
        )


@design("clamp")
def c_clamp(b: Builder) -> None:
    """G-clamp: a C frame, a screw with a pad below and a sliding bar as handle."""
    width, height = b.uniform(0.05, 0.1), b.uniform(0.06, 0.2)
    bar, depth = b.uniform(0.012, 0.02), b.uniform(0.01, 0.018)
    frame = [
        (0, height),
        (-width, height),
        (-width, 0),
        (0, 0),
        (0, bar),
        (-width + bar, bar),
        (-width + bar, height - bar),
        (0, height - bar),
    ]
    b.add("frame|body", extrude(frame, depth))
    b.add("frame|body", cylinder(bar * 0.8, bar * 1.6, sides=14).move(y=0))
    open_ = height * b.uniform(0.3, 0.85)
    low = -height * b.uniform(0.2, 0.6)
    b.add("screw|threaded rod > screw|threaded rod", lathe(_bulged(bar * 0.4, open_ - low, 16), 12).move(y=low))
    b.add("jaw > pad", cylinder(bar * 0.8, bar * 0.4, sides=16).move(y=open_))
    b.add("jaw > pad", cylinder(bar * 0.7, bar * 0.4, sides=16).move(y=height - bar * 1.1))
    b.add(
        "handle|bar",
        capsule(bar * 0.2, width * b.uniform(0.7, 1.2)).rotate("z", b.uniform(60, 120)).move(y=low),
    )


@design("clamp")
def bar_clamp(b: Builder) -> None:
    """Quick clamp: a long bar, a fixed jaw at one end and a sliding jaw with a handle."""
    length, reach = b.uniform(0.25, 0.8), b.uniform(0.07, 0.12)
    b.add("bar|rail", box(0.022, length, 0.007).move(y=length / 2))
    arm = [
        (-0.016, 0.02),
        (-0.016, -0.02),
        (reach * 0.6, -0.022),
        (reach, -0.03),
        (reach, -0.008),
        (reach * 0.5, 0.015),
    ]
    b.add("jaw > jaw|arm", extrude(arm, 0.02).move(y=length - 0.02))
    slide = length * b.uniform(0.2, 0.75)
    b.add("jaw > jaw|arm", extrude(arm, 0.02).mirror("y").move(y=slide))
    for y in (slide + 0.035, length - 0.055):
        b.add("jaw > pad", cylinder(0.014, 0.012, sides=14).move(x=reach - 0.014, y=y))
    if b.chance(0.5):
        handle = grip(b, 0.11, 0.015).rotate("z", 180).move(x=reach - 0.014, y=slide - 0.02)
        b.add(
            "screw|threaded rod", rod((reach - 0.014, slide - 0.05, 0), (reach - 0.014, slide + 0.04, 0), 0.006)
        )
    else:
        handle = box(0.025, 0.1, 0.02, 0.008).rotate("z", 12).move(x=0.045, y=slide - 0.06)
    b.add("handle|grip", handle)


@design("bench vise")
def vise(b: Builder) -> None:
    """Workbench vise: base, fixed and sliding jaw, screw with a tommy bar, small anvil."""
    width, height, depth = b.uniform(0.1, 0.16), b.uniform(0.09, 0.14), b.uniform(0.1, 0.16)
    base = (
        cylinder(width * 0.6, 0.025, width * 0.5, sides=20)
        if b.chance(0.6)
        else box(width * 1.1, 0.025, depth, 0.005)
    )
    b.add("base", base.move(y=0.0125))
    ears = box(0.05, 0.015, 0.04, 0.005).move(x=width * 0.65, y=0.0075)
    symmetric(b, "base", ears)
    b.add("body", box(width * 0.6, height, depth * 0.8, 0.01).move(y=0.025 + height / 2, z=-depth * 0.3))
    gap = b.uniform(0.005, 0.07)
    top = height + 0.02
    for z, sign in ((0, -1), (gap, 1)):
        b.add("jaw", box(width, 0.045, 0.03, 0.004).move(y=top, z=z + sign * 0.015))
    b.add("jaw", box(width * 0.55, height * 0.7, 0.035, 0.008).move(y=height * 0.62, z=gap + 0.022))
    b.add("slide|beam", box(width * 0.35, height * 0.28, depth).move(y=height * 0.55, z=gap - depth * 0.3))
    y, end = height * 0.45, gap + b.uniform(0.07, 0.1)
    b.add("screw|spindle", rod((0, y, 0), (0, y, end), width * 0.09))
    bar = capsule(0.006, width * b.uniform(1.2, 1.9)) + array(
        sphere(0.01, sides=10), [(0, s * width * 0.7, 0) for s in (-1, 1)]
    )
    b.add("handle|lever", bar.rotate("z", b.uniform(0, 180)).move(y=y, z=end))
    if b.chance(0.5):
        b.add("anvil", box(width * 0.55, 0.02, depth * 0.4, 0.004).move(y=top - 0.01, z=-depth * 0.45))


@design("tape measure")
def tape_measure(b: Builder) -> None:
    """Pocket tape: rounded case, a strip of tape with an end hook, lock button and belt clip."""
    size, thick = b.uniform(0.05, 0.08), b.uniform(0.025, 0.04)
    outline = (
        np.array([(-0.5, 0), (0.5, 0), (0.5, 0.45), (0.38, 0.8), (0.1, 0.95), (-0.25, 0.93), (-0.48, 0.65)])
        * size
    )
    if b.chance(0.4):
        outline = rectangle(size, size * 0.95, size * b.uniform(0.15, 0.45)) + [0, size * 0.475]
    b.add("case|body|housing", extrude(outline, thick))
    if b.chance(0.6):
        disc = cylinder(size * 0.3, thick * 1.06, sides=24).rotate("x", 90)
        b.add("label|cover", disc.move(y=size * 0.46))
    out = b.uniform(0.01, 0.2)
    b.add("tape|blade > tape|blade", box(out, 0.001, thick * 0.7).move(x=size / 2 + out / 2, y=0.005))
    b.add("tape|blade > hook|tip", box(0.002, 0.014, thick * 0.75).move(x=size / 2 + out, y=0.0))
    b.add(
        "button|lock",
        box(size * 0.18, 0.008, thick * 0.5, 0.003).rotate("z", -50).move(x=size * 0.47, y=size * 0.66),
    )
    if b.chance(0.5):
        b.add("clip|belt clip", box(size * 0.35, size * 0.6, 0.002).move(y=size * 0.6, z=-thick * 0.62))


@design("chainsaw")
def chainsaw(b: Builder) -> None:
    """Engine block, bar with chain along +x, wrap-around front handle and rear handle."""
    long, high, deep = b.uniform(0.22, 0.3), b.uniform(0.15, 0.2), b.uniform(0.13, 0.18)
    b.add("body|engine|motor housing", box(long, high, deep, b.uniform(0.01, 0.05)).move(y=high / 2))
    reach, half = b.uniform(0.3, 0.55), b.uniform(0.035, 0.05)
    bar = rectangle(reach, half * 2, half * 0.99, 6)
    b.add(
        "bar|guide bar|blade", extrude(bar, 0.006).move(x=long / 2 + reach * 0.42, y=high * 0.4, z=deep * 0.25)
    )
    outline = np.c_[rectangle(reach + 0.01, half * 2 + 0.01, half, 6), np.zeros(28)]
    b.add(
        "chain|saw chain",
        sweep(outline, 0.006, section=rectangle(1.6, 1.4), closed=True).move(
            x=long / 2 + reach * 0.42, y=high * 0.4, z=deep * 0.25
        ),
    )
    hoop = curve([(0, 0, -0.5), (0, 0.75, -0.62), (0, 1.0, 0), (0, 0.75, 0.55), (0, 0, 0.5)], 22) * [
        1,
        high * 0.75,
        deep * 1.1,
    ]
    b.add("handle > front handle", sweep(hoop + [long * 0.15, high * 0.6, 0], 0.011))
    rear = curve([(0, 0.8, 0), (-0.1, 0.9, 0), (-0.17, 0.45, 0), (-0.08, 0.12, 0), (0, 0.1, 0)], 18) * [
        1,
        high,
        1,
    ]
    b.add("handle > rear handle", sweep(rear - [long * 0.45, 0, 0], 0.014))
    b.add(
        "hand guard|chain brake",
        box(0.012, high * 0.55, deep * 0.8, 0.004).rotate("z", -12).move(x=long * 0.42, y=high * 1.15),
    )
    b.add("trigger", box(0.03, 0.012, 0.012, 0.003).move(x=-long / 2 - 0.06, y=high * 0.72))
    for x in (-0.2, 0.15):
        b.add(
            "cap|fuel cap",
            cylinder(0.018, 0.012, sides=14)
            .rotate("x", 90)
            .move(x=x * long, y=high * 0.35, z=deep / 2 + 0.004),
        )


# -- garden and cleaning ---------------------------------------------------------------------------


def _long_handle(b: Builder, length: float, radius: float, low: float = 0.0) -> None:
    """Pole from y = low to length: plain, or with a D or T grip on top."""
    style = b.pick("plain", "plain", "d", "t")
    b.add("handle|shaft|pole > shaft|pole", cylinder(radius, length - low, sides=12).move(y=(length + low) / 2))
    if style == "d":
        wide = radius * b.uniform(3.5, 5)
        loop = curve(
            [
                (0, 0, 0),
                (-wide, wide, 0),
                (-wide, wide * 2, 0),
                (wide, wide * 2, 0),
                (wide, wide, 0),
                (0, 0, 0),
            ],
            26,
        )
        b.add("handle|shaft|pole > grip", sweep(loop, radius * 0.75, sides=8).move(y=length))
    elif style == "t":
        b.add("handle|shaft|pole > grip", capsule(radius * 1.1, radius * 9).rotate("z", 90).move(y=length))
    elif b.chance(0.5):
        b.add("handle|shaft|pole > grip", capsule(radius * 1.2, length * 0.12).move(y=length * 0.97))


@design("shovel")
def shovel(b: Builder) -> None:
    """Round-point, square, snow or toy shovel, blade down."""
    length, wide = b.uniform(0.4, 1.4), b.uniform(0.16, 0.28)
    tall = wide * b.uniform(1.0, 1.5)
    pointed, dish = b.chance(0.5), b.uniform(0.05, 0.18) * wide
    rows = []
    for t in np.linspace(0, 1, 9):
        half = wide / 2 * (np.sqrt(max(1 - (1 - t * 0.92 - 0.08) ** 2, 0.01)) if pointed else 1 - 0.1 * (1 - t))
        x = np.linspace(-half, half, 9)
        front = np.c_[x, np.full(9, tall * t), -dish * (1 - (x / (wide / 2)) ** 2) - 0.05 * tall * t]
        rows.append(np.concatenate([front, front[::-1] + [0, 0, -0.004]]))
    b.add("blade|scoop|head", skin(rows))
    b.add("socket|collar", rod((0, tall * 0.75, -dish - 0.03), (0, tall * 1.25, -dish - 0.04), 0.02, 0.017))
    z = -dish - 0.04
    start = len(b.pieces)
    _long_handle(b, tall + length, b.uniform(0.011, 0.017), tall * 1.05)
    b.pieces[start:] = [(name, mesh.move(z=z)) for name, mesh in b.pieces[start:]]
    any_pose(b)


@design("rake")
def rake(b: Builder) -> None:
    """Bow rake with short steel teeth, or fan leaf rake, head down; also garden forks."""
    length, radius = b.uniform(0.5, 1.5), b.uniform(0.01, 0.016)
    wide, kind = b.uniform(0.25, 0.55), b.pick("bow", "fan", "fork")
    if kind == "bow":
        count, tooth = b.integer(8, 16), b.uniform(0.05, 0.09)
        b.add("head > bar|crossbar", box(wide, 0.02, 0.012))
        x = np.linspace(-wide * 0.48, wide * 0.48, count)
        b.add(
            "head > tine|tooth|prong",
            array(cylinder(0.004, tooth, 0.007, 6).rotate("x", 80).move(z=tooth / 2), [(v, 0, 0) for v in x]),
        )
        if b.chance(0.5):
            loop = curve(
                [
                    (-wide * 0.45, 0, 0),
                    (-wide * 0.25, 0.12, 0),
                    (0, 0.18, 0),
                    (wide * 0.25, 0.12, 0),
                    (wide * 0.45, 0, 0),
                ],
                18,
            )
            b.add("head > bow|bracket", sweep(loop, 0.006, sides=8))
        low = 0.0
    else:
        count = b.integer(9, 22) if kind == "fan" else b.integer(3, 5)
        spread, tall = wide * (0.5 if kind == "fan" else 0.25), wide * b.uniform(0.7, 1.0)
        for t in np.linspace(-1, 1, count):
            side = spread if kind == "fork" else spread * 0.15
            path = [
                (side * t * (kind == "fan" or 1), 0, 0),
                (spread * t * 0.75, -tall * 0.6, 0.0),
                (spread * t, -tall, 0.02),
            ]
            path += [(spread * t, -tall * 1.05, 0.05)] * (kind == "fan")
            b.add("head > tine|tooth|prong", sweep(curve(path, 9), np.linspace(0.006, 0.003, 9), sides=6))
        if kind == "fork" or b.chance(0.6):
            bar = 0.0 if kind == "fork" else -tall * 0.55
            half = spread if kind == "fork" else spread * 0.72
            b.add("head > bar|crossbar", box(half * 2, 0.016, 0.016).move(y=bar))
        low = -0.02
    _long_handle(b, length, radius, low)
    any_pose(b)


def _bristles(b: Builder, wide: float, deep: float, tall: float) -> Mesh:
    """Block of bristles hanging from y = 0: one flared mass or rows of tufts."""
    if b.chance(0.5):
        return box(wide, tall, deep).taper(b.uniform(0.7, 0.95)).move(y=-tall / 2)
    nx, nz = max(int(wide / max(deep, 0.02) * 3), 3), b.integer(2, 4)
    spots = [
        (x, -tall / 2, z)
        for x in np.linspace(-0.46, 0.46, nx) * wide
        for z in np.linspace(-0.42, 0.42, nz) * deep
    ]
    return array(cylinder(deep * 0.14, tall, deep * 0.09, 6), spots)


@design("broom")
def push_broom(b: Builder) -> None:
    """Broom with a wooden or plastic head and bristles under it."""
    wide, deep = b.uniform(0.22, 0.6), b.uniform(0.04, 0.08)
    tall, thick = b.uniform(0.05, 0.14), b.uniform(0.025, 0.05)
    b.add("bristle|bristles|brush", _bristles(b, wide, deep, tall).move(y=tall))
    b.add("head|block", box(wide * 1.02, thick, deep * 1.1, thick * b.uniform(0, 0.4)).move(y=tall + thick / 2))
    start, lean = len(b.pieces), b.pick(0.0, b.uniform(-35, -5))
    _long_handle(b, b.uniform(0.8, 1.4), b.uniform(0.009, 0.014))
    b.pieces[start:] = [(n, m.rotate("x", lean).move(y=tall + thick * 0.6)) for n, m in b.pieces[start:]]
    any_pose(b)


@design("broom")
def straw_broom(b: Builder) -> None:
    """Old straw or witch's broom: a bound bundle flaring to the ground."""
    tall, radius, length = b.uniform(0.3, 0.5), b.uniform(0.07, 0.14), b.uniform(0.7, 1.2)
    flat = b.pick(1.0, b.uniform(0.3, 0.5))
    outline = curve(
        [(radius, 0), (radius * b.uniform(0.9, 1.15), tall * 0.35), (radius * 0.4, tall * 0.85), (0.02, tall)],
        10,
    )
    if b.chance(0.5):
        b.add(
            "bristle|bristles|brush",
            lathe([(0, 0), *outline, (0, tall)], b.pick(8, 18)).scale(1, 1, flat),
        )
    else:
        straw = [
            sweep(
                [(0.015, tall, 0), (radius * 0.45 * k, tall * 0.75, 0), (radius * k, b.uniform(0, 0.05), 0)],
                0.006,
                sides=5,
            ).rotate("y", b.uniform(0, 360))
            for k in b.rng.uniform(0.15, 1, 50)
        ]
        b.add("bristle|bristles|brush", join(straw).scale(1, 1, flat))
    for t in b.pick((0.85,), (0.65, 0.85), (0.6, 0.7, 0.85)):
        r = np.interp(tall * t, outline[:, 1], outline[:, 0])
        b.add("band|binding|string", torus(r, 0.007, 18).scale(1, 1, max(flat, 0.4)).move(y=tall * t))
    b.add("handle|shaft|pole > shaft|pole", grip(b, length, b.uniform(0.011, 0.017), 0.1).move(y=tall * 0.8))
    any_pose(b)


@design("brush")
def paint_brush(b: Builder) -> None:
    """Flat or round paint brush, make-up brush; bristles up."""
    wide, flat = b.uniform(0.015, 0.09), b.chance(0.6)
    deep = wide * (b.uniform(0.2, 0.35) if flat else 1.0)
    length, tall = b.uniform(0.1, 0.18), b.uniform(0.03, 0.06) + wide * 0.2
    outline = rectangle(1, 1, 0.15) if flat else ellipse(0.5, 0.5, 16)
    shape = [(0.0, 0.15), (0.1, 0.22), (0.5, 0.18), (0.8, 0.3), (1.0, 0.9)]
    sections = [
        np.c_[outline[:, 0] * wide * w, np.full(len(outline), length * t), outline[:, 1] * deep * max(w, 0.5)]
        for t, w in shape
    ]
    b.add("handle|grip", skin(sections))
    band = b.uniform(0.02, 0.04)
    level = [
        np.c_[outline[:, 0] * wide * 1.03, np.full(len(outline), y), outline[:, 1] * deep * 1.05]
        for y in (length, length + band)
    ]
    b.add("ferrule|band|collar", skin(level))
    tip, y = b.uniform(0.15, 1.15), length + band
    hair = [
        np.c_[
            outline[:, 0] * wide * w,
            np.full(len(outline), y + tall * t),
            outline[:, 1] * deep * w * (1 - 0.5 * t),
        ]
        for t, w in ((0, 0.95), (0.5, 1.05), (1, tip))
    ]
    b.add("bristle|bristles|brush", skin(hair))
    any_pose(b)


@design("brush")
def scrub_brush(b: Builder) -> None:
    """Hair brush, dish brush, toothbrush or dustpan brush: a bristled head at the end of a handle."""
    head, wide = b.uniform(0.03, 0.13), b.uniform(0.012, 0.07)
    length, tall = b.uniform(0.09, 0.17), b.uniform(0.01, 0.04)
    plate = box(head, 0.01, wide, 0.004) if b.chance(0.4) else sphere(head / 2, 0.008, wide / 2)
    b.add("head|block", plate)
    nx, nz = max(int(head / 0.011), 3), max(int(wide / 0.011), 2)
    spots = [
        (x, tall / 2 + 0.004, z)
        for x in np.linspace(-0.4, 0.4, nx) * head
        for z in np.linspace(-0.38, 0.38, nz) * wide
    ]
    inside = [s for s in spots if (s[0] / head) ** 2 + (s[2] / wide) ** 2 < 0.21]
    b.add("bristle|bristles|brush", array(cylinder(0.0035, tall, 0.0025, 5), inside))
    path = curve(
        [
            (head * 0.45, 0, 0),
            (head * 0.5 + length * 0.4, b.uniform(-0.008, 0.012), 0),
            (head * 0.5 + length, 0, 0),
        ],
        10,
    )
    radius = b.uniform(0.006, 0.012)
    b.add(
        "handle|grip",
        sweep(
            path,
            radius * np.interp(np.linspace(0, 1, 10), [0, 0.3, 0.8, 1], [0.8, 0.7, 1.2, 0.8]),
            section=ellipse(1.2, 0.7, 12),
        ),
    )
    any_pose(b)


@design("mop")
def mop(b: Builder) -> None:
    """String mop, flat mop or sponge mop."""
    kind, length = b.pick("string", "string", "flat"), b.uniform(0.8, 1.3)
    if kind == "string":
        drop, radius = b.uniform(0.2, 0.35), b.uniform(0.1, 0.18)
        for _ in range(b.integer(24, 44)):
            reach = radius * b.uniform(0.3, 1.0)
            path = [
                (0.02, drop, 0),
                (reach * 0.6, drop * 1.02, 0),
                (reach, drop * 0.4, 0),
                (reach * b.uniform(0.9, 1.3), 0, 0),
            ]
            b.add(
                "mop head|head|yarn > string|strand",
                sweep(curve(path, 8), 0.007, sides=5).rotate("y", b.uniform(0, 360)),
            )
        b.add("clamp|holder|collar", cylinder(0.045, 0.06, 0.025, sides=14).move(y=drop + 0.02))
        low = drop
    else:
        wide, deep = b.uniform(0.3, 0.5), b.uniform(0.09, 0.14)
        b.add("mop head|head|pad", box(wide, 0.02, deep, 0.008).move(y=0.01))
        b.add("clamp|holder|plate", box(wide * 0.92, 0.012, deep * 0.8, 0.004).move(y=0.025))
        b.add("joint|hinge", sphere(0.022).move(y=0.045))
        low = 0.04
    _long_handle(b, low + length, b.uniform(0.009, 0.014), low)
    any_pose(b)


@design("paint roller")
def paint_roller(b: Builder) -> None:
    """Roller sleeve on a bent wire frame with a handle; sometimes on a pole."""
    wide, radius = b.uniform(0.08, 0.26), b.uniform(0.018, 0.035)
    b.add(
        "roller|sleeve > roller|sleeve", cylinder(radius, wide, sides=22, bevel=radius * 0.15).rotate("z", 90)
    )
    cap = cylinder(radius * 0.6, 0.006).rotate("z", 90).move(x=wide / 2 + 0.002)
    symmetric(b, "roller|sleeve > end cap", cap)
    side, drop = wide / 2 + 0.03, b.uniform(0.1, 0.2)
    path = [(0, 0, 0), (side, 0, 0), (side, -drop * 0.55, 0), (0, -drop * 0.6, 0), (0, -drop, 0)]
    b.add(
        "frame|wire|rod|arm", join(rod(p, q, 0.004, sides=8) for p, q in zip(path[:-1], path[1:], strict=True))
    )
    length = b.pick(b.uniform(0.1, 0.15), b.uniform(0.1, 0.15), b.uniform(0.5, 1.0))
    b.add("handle|grip", grip(b, length, b.uniform(0.012, 0.018)).mirror("y").move(y=-drop * 0.9))
    any_pose(b)


def _mower_wheels(b: Builder, wide: float, long: float) -> None:
    """Four wheels at the corners, the rear ones sometimes larger."""
    front = b.uniform(0.08, 0.11)
    back = front * b.pick(1.0, 1.4)
    for x, z, r in [(s * wide / 2, e * long * 0.4, r) for s in (-1, 1) for e, r in ((1, front), (-1, back))]:
        tyre = cylinder(r, 0.045, sides=20, bevel=0.008).rotate("z", 90).move(x=x, y=r, z=z)
        b.add("wheel > tyre|tire", tyre)
        b.add("wheel > rim|hub", cylinder(r * 0.55, 0.052, sides=14).rotate("z", 90).move(x=x, y=r, z=z))


@design("lawn mower")
def lawn_mower(b: Builder) -> None:
    """Walk-behind mower: deck on four wheels, engine on top, sloping handle and grass bag behind."""
    wide, long, high = b.uniform(0.4, 0.5), b.uniform(0.5, 0.7), b.uniform(0.1, 0.16)
    b.add("deck|body|chassis", box(wide, high, long, high * b.uniform(0.1, 0.45)).move(y=0.06 + high / 2))
    _mower_wheels(b, wide + 0.05, long)
    top = 0.06 + high
    tall, radius = b.uniform(0.12, 0.22), b.uniform(0.1, 0.15)
    if b.chance(0.6):
        b.add(
            "engine|motor > engine|motor",
            cylinder(radius, tall, radius * 0.85, 20, 0.015).move(y=top + tall / 2),
        )
        b.add("engine|motor > cap|starter cover", cylinder(radius * 0.6, 0.03).move(y=top + tall))
    else:
        b.add("engine|motor > engine|motor", box(radius * 1.8, tall, radius * 2.2, 0.04).move(y=top + tall / 2))
    reach, rise = b.uniform(0.5, 0.8), b.uniform(0.6, 0.8)
    x = wide * 0.38
    for side in (x, -x):
        b.add(
            "handle|handlebar > bar|tube",
            rod((side, top * 0.8, -long * 0.42), (side, top + rise, -long * 0.42 - reach), 0.012),
        )
    b.add(
        "handle|handlebar > grip|crossbar",
        rod((-x, top + rise, -long * 0.42 - reach), (x, top + rise, -long * 0.42 - reach), 0.014),
    )
    if b.chance(0.6):
        b.add(
            "handle|handlebar > lever",
            rod(
                (-x, top + rise + 0.04, -long * 0.42 - reach + 0.03),
                (x, top + rise + 0.04, -long * 0.42 - reach + 0.03),
                0.006,
            ),
        )
    if b.chance(0.6):
        bag = box(wide * 0.8, 0.28, 0.4, b.uniform(0.02, 0.1)).taper(1.1).move(y=top + 0.1, z=-long / 2 - 0.2)
        b.add("bag|grass bag|catcher", bag)


# -- machine parts ---------------------------------------------------------------------------------


@design("nut and bolt", "bolt")
def bolt(b: Builder) -> None:
    """Hex, round or socket-head bolt, head down, with a thread and often a nut and washers."""
    radius, length = b.uniform(0.003, 0.012), b.uniform(0.03, 0.1)
    head, sides = radius * b.uniform(1.6, 2.1), b.pick(6, 6, 6, 20)
    tall = radius * b.uniform(1.0, 1.6)
    b.add("head|bolt head", cylinder(head, tall, sides=sides, bevel=b.pick(0.0, head * 0.1)).move(y=tall / 2))
    plain = length * b.pick(0.0, 0.3, 0.5)
    b.add("shaft|shank > shank", cylinder(radius, plain + radius * 0.1, sides=18).move(y=tall + plain / 2))
    rings = max(int((length - plain) / (radius * 0.4)), 4)
    thread = lathe(_bulged(radius, length - plain, min(rings, 30)), 18)
    b.add("shaft|shank > thread", thread.move(y=tall + plain))
    if b.chance(0.7):
        y = tall + length * b.uniform(0.55, 0.9)
        hexagon = ellipse(head * 1.02, head * 1.02, 6)
        nut = extrude(hexagon, tall * 1.1, [ellipse(radius * 0.9, radius * 0.9, 18)]).rotate("x", 90)
        b.add("nut", nut.move(y=y))
        if b.chance(0.4):
            washer = extrude(
                ellipse(head * 1.25, head * 1.25, 24), radius * 0.3, [ellipse(radius * 0.9, radius * 0.9, 18)]
            )
            b.add("washer", washer.rotate("x", 90).move(y=y - tall * 0.7))
    any_pose(b)


@design("gear")
def gear(b: Builder) -> None:
    """Spur gear: toothed rim, spokes or a web with holes, hub with a bore, sometimes an axle."""
    radius, teeth = b.uniform(0.02, 0.15), b.integer(8, 32)
    thick, depth = radius * b.uniform(0.15, 0.5), min(0.25, 3.2 / teeth)
    inner = radius * (1 - depth)
    body = inner * b.uniform(0.55, 0.85)
    pitch = 2 * np.pi / teeth
    root, tip = 2 * inner * np.sin(pitch / 2) * 0.62, 2 * radius * np.sin(pitch / 2) * b.uniform(0.2, 0.38)
    tooth = extrude(
        [(-root / 2, 0), (root / 2, 0), (tip / 2, radius * depth), (-tip / 2, radius * depth)], thick
    )
    b.add("tooth|teeth|cog", ring(tooth.move(y=inner * 0.985), teeth, "z"))
    b.add("body|wheel > rim", extrude(ellipse(inner, inner, 48), thick, [ellipse(body, body, 48)]))
    hub, bore = body * b.uniform(0.3, 0.5), body * b.uniform(0.12, 0.25)
    b.add("hub", extrude(ellipse(hub, hub, 28), thick * b.uniform(1.0, 1.8), [ellipse(bore, bore, 20)]))
    kind = b.pick("spokes", "web", "web")
    if kind == "spokes":
        spoke = box(hub * 0.5, body - hub * 0.8, thick * 0.7).move(y=(body + hub * 0.9) / 2)
        b.add("body|wheel > spoke", ring(spoke, b.integer(3, 7), "z"))
    else:
        at, count, hole = (hub + body) / 2, b.pick(0, 4, 5, 6), (body - hub) * 0.3
        holes = [
            ellipse(hole, hole, 14) + [at * np.sin(a), at * np.cos(a)]
            for a in np.arange(count) * 2 * np.pi / max(count, 1)
        ]
        rim = extrude(ellipse(body * 1.01, body * 1.01, 40), thick * 0.55, [*holes, ellipse(bore, bore, 20)])
        b.add("body|wheel > web|disc", rim)
    if b.chance(0.3):
        b.add("shaft|axle", cylinder(bore, thick * b.uniform(2, 6), sides=16).rotate("x", 90))
    any_pose(b)
