"""Hand tools and machine parts."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.hand_parts import grip
from pa3d.synth.parts import any_pose, post, skin, standing, stick, wire

# -- cutting and gripping --------------------------------------------------------------------------


def _half_scissors(b: Builder, length: float, loop: tuple[float, float], metal: bool, blunt: bool):
    """Blade and handle of one half, pivot at the origin, blade along +y."""
    width, thick = length * b.uniform(0.06, 0.1), length * b.uniform(0.012, 0.02)
    tip = width * (0.55 if blunt else 0.1)
    edge = g.curve([(width * 0.7, 0), (width * 0.65, length * 0.5), (tip, length * 0.97), (0, length)], 10)
    blade = g.extrude(
        [(-width * 0.6, -width), (width * 0.6, -width), *edge, (-width * 0.25, length * 0.95)], thick
    )
    centre = np.array([length * b.uniform(0.17, 0.24), -length * b.uniform(0.55, 0.7), 0])
    tube = length * (b.uniform(0.018, 0.028) if metal else b.uniform(0.025, 0.045))
    outline = np.c_[g.ellipse(*loop, 24), np.zeros(24)]
    eye = g.sweep(outline, tube, closed=True, sides=8).rotate("z", b.uniform(5, 22)).move(*centre)
    start, stop = (0, -width * 0.4, 0), centre + [-loop[0] * 0.5, loop[1] * 0.85, 0]
    shank = wire([start, (width * 0.35, -width * 1.6, 0), stop], [tube * 1.1] * 8, 8)
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
        "screw|pivot|rivet", g.cylinder(length * b.uniform(0.03, 0.05), length * 0.06, sides=16).rotate("x", 90)
    )
    any_pose(b)


@design("scissors")
def pruning_shears(b: Builder) -> None:
    """Shears with straight padded handles and short blades: garden, poultry or hedge shears."""
    length, hook = b.uniform(0.05, 0.25), b.chance(0.5)
    thick, angle = length * 0.05, b.uniform(5, 45)
    reach, radius = length * b.uniform(1.2, 2.2), length * b.uniform(0.07, 0.11)
    for k in (1, -1):
        bow = g.curve([(0.1, -0.15), (0.26, 0.3), (0.14 if hook else 0.1, 0.8), (0.0, 1.0)], 10)
        plate = g.extrude(np.array([(-0.12, -0.15), *bow, (-0.06, 0.5), (-0.12, 0.1)]) * length, thick)
        path = g.curve([(0, 0, 0), (-0.1 * length, -0.3 * reach, 0), (-0.2 * length, -reach, 0)], 12)
        path[:, 0] += (path[:, 1] / reach) ** 2 * length * 0.15
        bar = g.sweep(path[:5], radius * 0.6, sides=8)
        pad = g.sweep(path[4:], radius * np.linspace(0.9, 1.1, 8), sides=10)
        for name, mesh in (("blade", plate), ("handle|grip", bar), ("handle|grip", pad)):
            mesh = mesh.rotate("z", angle / 2).move(z=thick * 0.5)
            b.add(name, mesh if k == 1 else mesh.mirror("x").mirror("z"))
    b.add("screw|pivot|rivet", g.cylinder(length * 0.09, thick * 4, sides=b.pick(6, 16)).rotate("x", 90))
    if b.chance(0.5):
        b.add("spring", g.torus(length * 0.07, length * 0.02, 14).rotate("x", 90).move(y=-length * 0.25))
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
        jaw = g.extrude(front, thick).taper(0.6 if kind == "needle" else 0.95)
        path = g.curve(
            [(0, 0, 0), (-base, -base * 1.6, 0), (-bulge, -length * 0.3, 0), (-bulge, -length * 0.68, 0)], 14
        )
        metal = g.sweep(path[:6], radius * 0.8, section=g.ellipse(1, 1, 8))
        sleeve = g.sweep(
            path[4:], radius * np.r_[0.95, np.linspace(1.2, 0.95, 9)], section=g.ellipse(1, 0.8, 10)
        )
        side = 1.0 if k == 1 else -1.0
        for name, mesh in (("jaw|nose", jaw), ("handle|grip", metal), ("handle|grip", sleeve)):
            mesh = mesh.move(x=bend if name == "jaw|nose" else 0).scale(side, 1, 1)
            b.add(f"leg|arm > {name}", mesh.rotate("z", side * -angle / 2))
    b.add("pivot|screw|rivet", g.cylinder(base * 0.7, thick * 1.25, sides=16).rotate("x", 90))
    any_pose(b)


@design("pliers")
def water_pump_pliers(b: Builder) -> None:
    """Slip-joint pliers with an angled head and long slim handles."""
    length, angle = b.uniform(0.18, 0.32), b.uniform(4, 22)
    thick, radius = length * 0.04, length * b.uniform(0.02, 0.03)
    for side in (1.0, -1.0):
        teeth = [(0.012 + 0.008 * (i % 2), 0.02 + 0.02 * i) for i in range(8)]
        outline = np.array([*teeth, (0.06, 0.17), (0.085, 0.08), (0.07, -0.03), (-0.03, -0.06), (-0.03, 0.0)])
        jaw = g.extrude(outline * length, thick)
        path = g.curve(
            np.array([(0, 0, 0), (-0.06, -0.15, 0), (-0.085, -0.4, 0), (-0.09, -0.8, 0)]) * length, 12
        )
        handle = g.sweep(path, radius * np.r_[np.full(4, 0.8), np.full(8, 1.2)], section=g.ellipse(0.8, 1, 10))
        for name, mesh in (("jaw|nose", jaw), ("handle|grip", handle)):
            mesh = mesh.scale(side, 1, 1).rotate("z", side * -angle / 2)
            b.add(f"leg|arm > {name}", mesh.rotate("z", -35) if name == "jaw|nose" else mesh)
    b.add("pivot|screw|rivet", g.cylinder(length * 0.03, thick * 1.5, sides=b.pick(6, 14)).rotate("x", 90))
    any_pose(b)


@design("wrench")
def wrench(b: Builder) -> None:
    """Flat spanner: open end, ring end or both."""
    length, size = b.uniform(0.12, 0.35), b.uniform(0.08, 0.13)
    radius, thick = length * size, length * b.uniform(0.025, 0.045)
    width = radius * b.uniform(0.7, 1.0)
    bar = g.box(width, length, thick, thick * b.uniform(0, 0.45))
    b.add("handle|shank", bar)
    for end in (1, -1):
        if b.chance(0.6):
            mouth = radius * b.uniform(0.45, 0.65)
            round_ = g.arc(radius, 55, 395 - 70, 20)[:, :2]
            turned = np.array(
                [
                    *(round_ @ [[0, 1], [1, 0]]),
                    (-mouth, radius * 0.1),
                    (0, -radius * 0.3),
                    (mouth, radius * 0.1),
                ]
            )
            head = (
                g.extrude(turned, thick * 1.3).rotate("z", b.pick(0, 15, -15)).move(y=length / 2 + radius * 0.6)
            )
            name = "head > jaw|open end"
        else:
            hole = g.ellipse(radius * 0.6, radius * 0.6, b.pick(6, 12))
            head = g.extrude(g.ellipse(radius, radius, 24), thick * 1.5, [hole]).move(
                y=length / 2 + radius * 0.75
            )
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
    b.add("head > jaw|fixed jaw", g.extrude(np.array([*outline, (-0.12, 0.18), (-0.1, 0.05)]) * length, thick))
    moving = [(0.0, 0.0), (0.06, 0.0), (0.05, 0.14), (0.0, 0.16)]
    b.add(
        "head > jaw|moving jaw",
        g.extrude(np.array(moving) * length, thick * 0.9).move(x=(gap - 0.04) * length, y=0.05 * length),
    )
    screw = [(length * (0.017 + 0.006 * (i % 2)), length * 0.006 * (i - 5)) for i in range(11)]
    b.add(
        "screw|adjusting screw|worm",
        g.lathe([(0, screw[0][1]), *screw, (0, screw[-1][1])], 14).rotate("z", 90).move(x=0.03 * length),
    )
    outline = g.rectangle(length * b.uniform(0.07, 0.1), length * 0.75, length * 0.03)
    hole = g.ellipse(length * 0.02, length * 0.02, 14) - [0, length * 0.32]
    b.add(
        "handle|shank", g.extrude(outline, thick * 0.7, [hole] if b.chance(0.7) else []).move(y=-length * 0.4)
    )
    any_pose(b)


@design("screwdriver")
def screwdriver(b: Builder) -> None:
    """Straight screwdriver, standing on its handle."""
    handle, shank = b.uniform(0.06, 0.12), b.uniform(0.06, 0.2)
    radius, rod_radius = b.uniform(0.011, 0.019), b.uniform(0.002, 0.0045)
    if b.chance(0.5):
        wave = g.curve(
            [
                (radius, handle * 0.08),
                (radius, handle * 0.6),
                (radius * 0.6, handle * 0.8),
                (radius * 0.8, handle),
            ],
            12,
        )
        b.add("handle|grip", g.lathe([(0, 0), (radius * 0.7, 0), *wave, (0, handle)], b.pick(6, 8, 18)))
    else:
        b.add("handle|grip", grip(b, handle, radius, sides=b.pick(6, 8, 16)).scale(1, 1, 1.2))
    if b.chance(0.4):
        b.add("collar|ferrule", g.cylinder(rod_radius * 2, 0.008).move(y=handle + 0.003))
    b.add("shaft|shank > shaft|shank", stick((0, handle, 0), (0, handle + shank, 0), rod_radius))
    top = handle + shank
    if b.chance(0.5):
        wedge = g.box(rod_radius * 2.4, rod_radius * 5, rod_radius * 1.8)
        b.add("tip|blade", wedge.taper(0.3, "y").scale(1, 1, 0.8).move(y=top + rod_radius * 2))
    else:
        blades = g.box(rod_radius * 2.2, rod_radius * 5, rod_radius * 0.7)
        b.add("tip|blade", (blades + blades.rotate("y", 90)).taper(0.3).move(y=top + rod_radius * 2))
    any_pose(b)


# -- striking and chopping -------------------------------------------------------------------------


def _haft(b: Builder, length: float, radius: float) -> None:
    """Tool handle from y = 0 to length, sometimes with a padded grip."""
    b.add("handle > shaft|handle", grip(b, length, radius, 0.2))
    if b.chance(0.45):
        pad = length * b.uniform(0.25, 0.45)
        b.add("handle > grip", g.lathe(_bulged(radius * 1.3, pad, b.integer(3, 9)), 14).move(y=-pad * 0.03))


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
    b.add("head > body|eye|cheek", g.box(size * 1.3, size * 1.5, size * 1.1, size * 0.2).move(y=y))
    b.add("head > neck", stick((size * 0.4, y, 0), (size * 1.6, y, 0), size * 0.45))
    face = g.cylinder(
        size * b.uniform(0.5, 0.75), size * b.uniform(0.5, 0.9), sides=b.pick(8, 20), bevel=size * 0.08
    )
    b.add("head > face|striking face", face.rotate("z", 90).move(x=size * 1.9, y=y))
    drop = b.uniform(0.2, 1.2) * size
    path = g.curve([(0, 0.2 * size, 0), (-size * 1.3, size * 0.25, 0), (-size * 2.6, -drop, 0)], 10)
    for side in (1, -1):
        prong = g.sweep(
            path + np.linspace([0, 0, 0.25], [0, 0, 0.42], 10) * size * side,
            np.linspace(0.5, 0.14, 10) * size,
            section=g.ellipse(0.55, 1.0, 8),
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
    b.add("head > body|eye|cheek", g.cylinder(size * 0.65, long, sides=sides).rotate("z", 90).move(y=length))
    face = g.cylinder(size * 0.8, size * 0.7, sides=b.pick(8, 18), bevel=size * 0.1).rotate("z", 90)
    b.add("head > face|striking face", face.move(x=long / 2 + size * 0.3, y=length))
    if b.chance(0.5):
        b.add("head > peen", g.sphere(size * 0.75).move(x=-long / 2 - size * 0.4, y=length))
    else:
        wedge = g.box(size * 1.1, size * 1.8, size * 1.2).scale(1, 1, 1).taper(0.15)
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
        head = g.cylinder(thick / 2, long, sides=b.pick(6, 8, 20), bevel=thick * b.pick(0.0, 0.1)).rotate(
            "z", 90
        )
    else:
        head = g.box(long, thick, thick * b.uniform(0.8, 1.0), thick * b.uniform(0, 0.2))
    b.add("head > body|eye|cheek", head.move(y=length))
    if b.chance(0.6):
        cap = (
            g.cylinder(thick * 0.53, long * 0.16, sides=20, bevel=thick * 0.03)
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
    path = g.curve([(0, 0, 0), (sway, length * 0.12, 0), (-sway, length * 0.5, 0), (0, length, 0)], 16)
    radius = size * b.uniform(0.11, 0.16)
    b.add(
        "handle|haft > handle|haft",
        g.sweep(path, radius * np.r_[1.35, 1.15, np.full(14, 1.0)], section=g.ellipse(0.7, 1, 10)),
    )
    if b.chance(0.3):
        b.add(
            "handle|haft > grip", g.sweep(path[:6] * [1, 1, 1], radius * 1.25, section=g.ellipse(0.75, 1, 10))
        )
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
            g.box(size * 0.4, size * 0.6, thick * 1.05, thick * 0.1).move(x=-size * 0.15, y=length * 0.94),
        )
    any_pose(b)


@design("pickaxe")
def pickaxe(b: Builder) -> None:
    """Pickaxe or mattock: a long curved head with a point and a chisel or second point."""
    length, reach = b.uniform(0.6, 0.95), b.uniform(0.22, 0.34)
    radius = b.uniform(0.014, 0.022)
    b.add("handle|shaft", grip(b, length, radius, 0.15))
    drop, y = reach * b.uniform(0.08, 0.35), length * 0.96
    path = g.curve([(0, 0, 0), (reach * 0.5, -drop * 0.25, 0), (reach, -drop, 0)], 9)
    point = g.sweep(path, radius * np.linspace(1.3, 0.1, 9), section=g.rectangle(1.4, 1.4))
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
    b.add("head|pick > eye|socket", g.box(radius * 3.4, radius * 4, radius * 3, radius * 0.4).move(y=y))
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
    b.add("blade > blade", g.extrude(_toothed(length, height, tip, b.integer(14, 36), 0.006), 0.0015))
    if b.chance(0.3):
        b.add("blade > back|spine", g.box(length, 0.012, 0.006).move(x=length / 2, y=(height + tip) / 2))
    width, tall = b.uniform(0.1, 0.13), height * b.uniform(1.0, 1.3)
    outline = g.curve(
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
    hole = g.curve(
        [(-0.3, 0.18), (-0.62, 0.2), (-0.6, 0.5), (-0.62, 0.78), (-0.3, 0.75), (-0.22, 0.45), (-0.3, 0.18)], 20
    )
    handle = g.extrude(outline[:-1] * [width, tall], b.uniform(0.018, 0.028), [hole[:-1] * [width, tall]])
    b.add("handle|grip > handle|grip", handle)
    for t in (0.2, 0.7):
        b.add(
            "handle|grip > screw|rivet",
            g.cylinder(0.006, 0.032).rotate("x", 90).move(x=-width * 0.08, y=tall * t),
        )
    any_pose(b)


@design("saw")
def hack_saw(b: Builder) -> None:
    """Hacksaw, bow saw or coping saw: a thin blade held in a frame."""
    length, height = b.uniform(0.15, 0.6), b.uniform(0.07, 0.18)
    blade = _toothed(length, 0.014, 0.014, b.integer(16, 32), 0.004)
    b.add("blade", g.extrude(blade, 0.0015))
    if b.chance(0.5):
        path = [(0, 0.01, 0), (0, height, 0), (length, height, 0), (length, 0.01, 0)]
        frame = g.join(stick(p, q, 0.006) for p, q in zip(path[:-1], path[1:], strict=True))
    else:
        frame = wire(
            [(0, 0, 0), (length * 0.08, height, 0), (length * 0.85, height * 0.9, 0), (length, 0, 0)],
            0.008,
            20,
            10,
        )
    b.add("frame|bow", frame)
    handle = grip(b, b.uniform(0.09, 0.12), b.uniform(0.013, 0.018))
    b.add("handle|grip", handle.rotate("z", b.pick(90, 150, 180)).move(x=-0.002, y=0.012))
    for x in (0, length):
        b.add("screw|wing nut|pin", g.cylinder(0.008, 0.022).rotate("x", 90).move(x=x, y=0.008))
    any_pose(b)


@design("power drill", "power drill")
def drill(b: Builder) -> None:
    """Cordless or corded drill, pointing along +x."""
    radius, length = b.uniform(0.028, 0.042), b.uniform(0.12, 0.2)
    if b.chance(0.6):
        profile = g.curve(
            [(radius * 0.8, 0), (radius, length * 0.2), (radius * 0.95, length * 0.7), (radius * 0.7, length)],
            9,
        )
        body = g.lathe([(0, 0), *profile, (0, length)], 18).rotate("z", -90)
    else:
        body = g.box(length, radius * 2, radius * 1.8, radius * 0.5).move(x=length / 2)
    b.add("body|housing > body|housing", body)
    for k in range(b.integer(0, 4)):
        b.add("body|housing > vent", g.box(0.004, radius * 0.8, radius * 2.02).move(x=length * 0.12 + 0.01 * k))
    x = length
    if b.chance(0.6):
        b.add(
            "clutch|torque ring|collar",
            g.cylinder(radius * 0.8, 0.025, radius * 0.7).rotate("z", -90).move(x=x + 0.012),
        )
        x += 0.025
    chuck = g.lathe(
        [(0, 0), (radius * 0.6, 0), (radius * 0.6, 0.028), (radius * 0.3, 0.045), (0, 0.045)], b.pick(8, 16)
    )
    b.add("chuck", chuck.rotate("z", -90).move(x=x))
    if b.chance(0.75):
        b.add(
            "drill bit|bit",
            stick((x, 0, 0), (x + b.uniform(0.05, 0.13), 0, 0), b.uniform(0.0025, 0.006), 0.001),
        )
    lean, drop, wide = b.uniform(0, 0.03), b.uniform(0.1, 0.13), radius * b.uniform(0.55, 0.75)
    at = length * b.pick(0.15, 0.3, 0.45)
    path = g.curve(
        [(at, -radius * 0.4, 0), (at - lean * 0.4, -drop * 0.5, 0), (at - lean, -drop - radius * 0.3, 0)], 8
    )
    b.add("handle|grip", g.sweep(path, wide, section=g.ellipse(0.8, 1.1, 12)))
    b.add("trigger", g.box(0.014, 0.03, wide * 0.8, 0.004).move(x=at + wide * 1.2, y=-radius - 0.012))
    foot = path[-1]
    if b.chance(0.7):
        pack = g.box(b.uniform(0.07, 0.12), b.uniform(0.03, 0.055), radius * 2, 0.006)
        b.add("battery|battery pack", pack.move(x=foot[0] + 0.012, y=foot[1] - 0.012))
    else:
        b.add("cord|cable|wire", wire([foot, foot + [-0.02, -0.08, 0], foot + [-0.12, -0.12, 0.03]], 0.004, 14))


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
    b.add("frame|body", g.extrude(frame, depth))
    b.add("frame|body", g.cylinder(bar * 0.8, bar * 1.6, sides=14).move(y=0))
    open_ = height * b.uniform(0.3, 0.85)
    low = -height * b.uniform(0.2, 0.6)
    b.add(
        "screw|threaded rod > screw|threaded rod", g.lathe(_bulged(bar * 0.4, open_ - low, 16), 12).move(y=low)
    )
    b.add("jaw > pad", g.cylinder(bar * 0.8, bar * 0.4, sides=16).move(y=open_))
    b.add("jaw > pad", g.cylinder(bar * 0.7, bar * 0.4, sides=16).move(y=height - bar * 1.1))
    b.add(
        "handle|bar",
        g.capsule(bar * 0.2, width * b.uniform(0.7, 1.2)).rotate("z", b.uniform(60, 120)).move(y=low),
    )


@design("clamp")
def bar_clamp(b: Builder) -> None:
    """Quick clamp: a long bar, a fixed jaw at one end and a sliding jaw with a handle."""
    length, reach = b.uniform(0.25, 0.8), b.uniform(0.07, 0.12)
    b.add("bar|rail", standing(0.022, length, 0.007))
    arm = [
        (-0.016, 0.02),
        (-0.016, -0.02),
        (reach * 0.6, -0.022),
        (reach, -0.03),
        (reach, -0.008),
        (reach * 0.5, 0.015),
    ]
    b.add("jaw > jaw|arm", g.extrude(arm, 0.02).move(y=length - 0.02))
    slide = length * b.uniform(0.2, 0.75)
    b.add("jaw > jaw|arm", g.extrude(arm, 0.02).mirror("y").move(y=slide))
    for y in (slide + 0.035, length - 0.055):
        b.add("jaw > pad", g.cylinder(0.014, 0.012, sides=14).move(x=reach - 0.014, y=y))
    if b.chance(0.5):
        handle = grip(b, 0.11, 0.015).rotate("z", 180).move(x=reach - 0.014, y=slide - 0.02)
        b.add(
            "screw|threaded rod",
            stick((reach - 0.014, slide - 0.05, 0), (reach - 0.014, slide + 0.04, 0), 0.006),
        )
    else:
        handle = g.box(0.025, 0.1, 0.02, 0.008).rotate("z", 12).move(x=0.045, y=slide - 0.06)
    b.add("handle|grip", handle)


@design("bench vise")
def vise(b: Builder) -> None:
    """Workbench vise: base, fixed and sliding jaw, screw with a tommy bar, small anvil."""
    width, height, depth = b.uniform(0.1, 0.16), b.uniform(0.09, 0.14), b.uniform(0.1, 0.16)
    base = (
        g.cylinder(width * 0.6, 0.025, width * 0.5, sides=20)
        if b.chance(0.6)
        else g.box(width * 1.1, 0.025, depth, 0.005)
    )
    b.add("base", base.move(y=0.0125))
    ears = g.box(0.05, 0.015, 0.04, 0.005).move(x=width * 0.65, y=0.0075)
    symmetric(b, "base", ears)
    b.add("body", g.box(width * 0.6, height, depth * 0.8, 0.01).move(y=0.025 + height / 2, z=-depth * 0.3))
    gap = b.uniform(0.005, 0.07)
    top = height + 0.02
    for z, sign in ((0, -1), (gap, 1)):
        b.add("jaw", g.box(width, 0.045, 0.03, 0.004).move(y=top, z=z + sign * 0.015))
    b.add("jaw", g.box(width * 0.55, height * 0.7, 0.035, 0.008).move(y=height * 0.62, z=gap + 0.022))
    b.add("slide|beam", g.box(width * 0.35, height * 0.28, depth).move(y=height * 0.55, z=gap - depth * 0.3))
    y, end = height * 0.45, gap + b.uniform(0.07, 0.1)
    b.add("screw|spindle", stick((0, y, 0), (0, y, end), width * 0.09))
    bar = g.capsule(0.006, width * b.uniform(1.2, 1.9)) + g.array(
        g.sphere(0.01, sides=10), [(0, s * width * 0.7, 0) for s in (-1, 1)]
    )
    b.add("handle|lever", bar.rotate("z", b.uniform(0, 180)).move(y=y, z=end))
    if b.chance(0.5):
        b.add("anvil", g.box(width * 0.55, 0.02, depth * 0.4, 0.004).move(y=top - 0.01, z=-depth * 0.45))


@design("tape measure")
def tape_measure(b: Builder) -> None:
    """Pocket tape: rounded case, a strip of tape with an end hook, lock button and belt clip."""
    size, thick = b.uniform(0.05, 0.08), b.uniform(0.025, 0.04)
    outline = (
        np.array([(-0.5, 0), (0.5, 0), (0.5, 0.45), (0.38, 0.8), (0.1, 0.95), (-0.25, 0.93), (-0.48, 0.65)])
        * size
    )
    if b.chance(0.4):
        outline = g.rectangle(size, size * 0.95, size * b.uniform(0.15, 0.45)) + [0, size * 0.475]
    b.add("case|body|housing", g.extrude(outline, thick))
    if b.chance(0.6):
        disc = g.cylinder(size * 0.3, thick * 1.06, sides=24).rotate("x", 90)
        b.add("label|cover", disc.move(y=size * 0.46))
    out = b.uniform(0.01, 0.2)
    b.add("tape|blade > tape|blade", g.box(out, 0.001, thick * 0.7).move(x=size / 2 + out / 2, y=0.005))
    b.add("tape|blade > hook|tip", g.box(0.002, 0.014, thick * 0.75).move(x=size / 2 + out, y=0.0))
    b.add(
        "button|lock",
        g.box(size * 0.18, 0.008, thick * 0.5, 0.003).rotate("z", -50).move(x=size * 0.47, y=size * 0.66),
    )
    if b.chance(0.5):
        b.add("clip|belt clip", g.box(size * 0.35, size * 0.6, 0.002).move(y=size * 0.6, z=-thick * 0.62))


@design("chainsaw")
def chainsaw(b: Builder) -> None:
    """Engine block, bar with chain along +x, wrap-around front handle and rear handle."""
    long, high, deep = b.uniform(0.22, 0.3), b.uniform(0.15, 0.2), b.uniform(0.13, 0.18)
    b.add("body|engine|motor housing", standing(long, high, deep, b.uniform(0.01, 0.05)))
    reach, half = b.uniform(0.3, 0.55), b.uniform(0.035, 0.05)
    bar = g.rectangle(reach, half * 2, half * 0.99, 6)
    b.add(
        "bar|guide bar|blade",
        g.extrude(bar, 0.006).move(x=long / 2 + reach * 0.42, y=high * 0.4, z=deep * 0.25),
    )
    outline = np.c_[g.rectangle(reach + 0.01, half * 2 + 0.01, half, 6), np.zeros(28)]
    b.add(
        "chain|saw chain",
        g.sweep(outline, 0.006, section=g.rectangle(1.6, 1.4), closed=True).move(
            x=long / 2 + reach * 0.42, y=high * 0.4, z=deep * 0.25
        ),
    )
    hoop = g.curve([(0, 0, -0.5), (0, 0.75, -0.62), (0, 1.0, 0), (0, 0.75, 0.55), (0, 0, 0.5)], 22) * [
        1,
        high * 0.75,
        deep * 1.1,
    ]
    b.add("handle > front handle", g.sweep(hoop + [long * 0.15, high * 0.6, 0], 0.011))
    rear = g.curve([(0, 0.8, 0), (-0.1, 0.9, 0), (-0.17, 0.45, 0), (-0.08, 0.12, 0), (0, 0.1, 0)], 18) * [
        1,
        high,
        1,
    ]
    b.add("handle > rear handle", g.sweep(rear - [long * 0.45, 0, 0], 0.014))
    b.add(
        "hand guard|chain brake",
        g.box(0.012, high * 0.55, deep * 0.8, 0.004).rotate("z", -12).move(x=long * 0.42, y=high * 1.15),
    )
    b.add("trigger", g.box(0.03, 0.012, 0.012, 0.003).move(x=-long / 2 - 0.06, y=high * 0.72))
    for x in (-0.2, 0.15):
        b.add(
            "cap|fuel cap",
            g.cylinder(0.018, 0.012, sides=14)
            .rotate("x", 90)
            .move(x=x * long, y=high * 0.35, z=deep / 2 + 0.004),
        )


# -- machine parts ---------------------------------------------------------------------------------


@design("nut and bolt", "bolt")
def bolt(b: Builder) -> None:
    """Hex, round or socket-head bolt, head down, with a thread and often a nut and washers."""
    radius, length = b.uniform(0.003, 0.012), b.uniform(0.03, 0.1)
    head, sides = radius * b.uniform(1.6, 2.1), b.pick(6, 6, 6, 20)
    tall = radius * b.uniform(1.0, 1.6)
    b.add("head|bolt head", post(head, tall, sides=sides, bevel=b.pick(0.0, head * 0.1)))
    plain = length * b.pick(0.0, 0.3, 0.5)
    b.add("shaft|shank > shank", g.cylinder(radius, plain + radius * 0.1, sides=18).move(y=tall + plain / 2))
    rings = max(int((length - plain) / (radius * 0.4)), 4)
    thread = g.lathe(_bulged(radius, length - plain, min(rings, 30)), 18)
    b.add("shaft|shank > thread", thread.move(y=tall + plain))
    if b.chance(0.7):
        y = tall + length * b.uniform(0.55, 0.9)
        hexagon = g.ellipse(head * 1.02, head * 1.02, 6)
        nut = g.extrude(hexagon, tall * 1.1, [g.ellipse(radius * 0.9, radius * 0.9, 18)]).rotate("x", 90)
        b.add("nut", nut.move(y=y))
        if b.chance(0.4):
            washer = g.extrude(
                g.ellipse(head * 1.25, head * 1.25, 24),
                radius * 0.3,
                [g.ellipse(radius * 0.9, radius * 0.9, 18)],
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
    tooth = g.extrude(
        [(-root / 2, 0), (root / 2, 0), (tip / 2, radius * depth), (-tip / 2, radius * depth)], thick
    )
    b.add("tooth|teeth|cog", g.ring(tooth.move(y=inner * 0.985), teeth, "z"))
    b.add("body|wheel > rim", g.extrude(g.ellipse(inner, inner, 48), thick, [g.ellipse(body, body, 48)]))
    hub, bore = body * b.uniform(0.3, 0.5), body * b.uniform(0.12, 0.25)
    b.add("hub", g.extrude(g.ellipse(hub, hub, 28), thick * b.uniform(1.0, 1.8), [g.ellipse(bore, bore, 20)]))
    kind = b.pick("spokes", "web", "web")
    if kind == "spokes":
        spoke = g.box(hub * 0.5, body - hub * 0.8, thick * 0.7).move(y=(body + hub * 0.9) / 2)
        b.add("body|wheel > spoke", g.ring(spoke, b.integer(3, 7), "z"))
    else:
        at, count, hole = (hub + body) / 2, b.pick(0, 4, 5, 6), (body - hub) * 0.3
        holes = [
            g.ellipse(hole, hole, 14) + [at * np.sin(a), at * np.cos(a)]
            for a in np.arange(count) * 2 * np.pi / max(count, 1)
        ]
        rim = g.extrude(
            g.ellipse(body * 1.01, body * 1.01, 40), thick * 0.55, [*holes, g.ellipse(bore, bore, 20)]
        )
        b.add("body|wheel > web|disc", rim)
    if b.chance(0.3):
        b.add("shaft|axle", g.cylinder(bore, thick * b.uniform(2, 6), sides=16).rotate("x", 90))
    any_pose(b)
