"""Glasses, masks, clothes, umbrellas and canes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.hand_parts import grip
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import any_pose, skin, stick, turn_all, wire

# -- glasses, masks --------------------------------------------------------------------------------


def _lens_outline(b: Builder, wide: float, tall: float) -> NDArray:
    kind = b.pick("round", "rounded", "rounded", "aviator", "cat")
    if kind == "round":
        return g.ellipse(wide / 2, tall / 2, 28)
    if kind == "rounded":
        return g.rectangle(wide, tall, tall * b.uniform(0.15, 0.49), 6)
    lift = 0.12 if kind == "cat" else -0.02
    points = [
        (-0.5, 0.35),
        (0, 0.5),
        (0.5, 0.42 + lift),
        (0.46, 0.0),
        (0.15, -0.48),
        (-0.25, -0.45),
        (-0.48, -0.05),
        (-0.5, 0.35),
    ]
    return g.curve(points, 30)[:-1] * [wide, tall]


@design("eyeglasses", "eyeglasses", "sunglasses")
def eyeglasses(b: Builder) -> None:
    """Glasses facing +z: two rims with lenses, bridge, hinged temples open or folded, nose pads."""
    wide, tall = b.uniform(0.042, 0.06), b.uniform(0.026, 0.05)
    tall, gap, thick = (
        min(tall, wide),
        b.uniform(0.014, 0.022),
        b.pick(b.uniform(0.0008, 0.0014), b.uniform(0.0018, 0.0035)),
    )
    outline = _lens_outline(b, wide, tall)
    style, x = b.pick("full", "full", "full", "half", "rimless"), (wide + gap) / 2
    frame = "body|frame|front > rim|frame"
    loop = np.c_[outline, np.zeros(len(outline))]
    if style == "full":
        symmetric(b, frame, g.sweep(loop, thick, section=g.rectangle(2.2, 2.0, 0.4), closed=True).move(x=x))
    elif style == "half":
        upper = loop[loop[:, 1] > -tall * 0.05]
        upper = upper[np.argsort(upper[:, 0])]
        symmetric(b, frame, g.sweep(upper, thick, sides=8).move(x=x))
    if style != "full" or b.chance(0.85):
        symmetric(b, "body|frame|front > lens|glass", g.extrude(outline * 0.99, 0.0016).move(x=x))
    y, reach = tall * b.uniform(0.05, 0.3), gap / 2 + wide * 0.03
    bar = g.curve([(-reach, y, 0), (0, y + gap * b.uniform(0, 0.35), 0.002), (reach, y, 0)], 9)
    b.add("body|frame|front > bridge", g.sweep(bar, thick * b.uniform(0.9, 1.3), sides=8))
    if b.chance(0.25):
        b.add(
            "body|frame|front > bridge",
            stick((-x * 0.6, tall * 0.46, 0), (x * 0.6, tall * 0.46, 0), thick * 0.9),
        )
    if b.chance(0.55):
        pad = (
            g.sphere(0.002, 0.006, 0.0035, sides=10)
            .rotate("z", -15)
            .move(x=gap * 0.38, y=-tall * 0.05, z=-0.006)
        )
        symmetric(b, "body|frame|front > nose pad", pad)
    side, top = x + wide / 2 + thick, tall * b.uniform(0.12, 0.35)
    symmetric(
        b, "body|frame|front > hinge|end piece", g.box(0.005, 0.005, 0.007, 0.001).move(x=side, y=top, z=-0.001)
    )
    _temples(b, side + 0.001, top, thick)
    turn_all(b, "x", b.pick(0.0, 0.0, b.uniform(-15, 15)))


def _temples(b: Builder, side: float, top: float, thick: float) -> None:
    """Two legs from the front's ends backwards, hooked down behind the ear, perhaps folded in."""
    length, hook = b.uniform(0.12, 0.15), b.uniform(0.0, 0.04)
    fold = b.pick(0.0, 0.0, 0.0, b.uniform(0, 15), 86.0)
    path = g.curve(
        [(0, 0, 0), (0.001, 0, -length * 0.4), (0, -0.001, -length * 0.7), (-0.003, -hook, -length)], 14
    )
    wide = b.uniform(1.0, 3.2)
    for sign in (1.0, -1.0):
        z = -0.003 - (0.005 if sign > 0 and fold > 50 else 0)
        for name, piece in (("temple|leg", path[:11]), ("tip|ear hook", path[10:])):
            leg = g.sweep(
                piece, thick * (1.0 if name == "temple|leg" else 1.15), section=g.ellipse(0.8, wide, 10)
            )
            leg = leg.rotate("y", fold).scale(sign, 1, 1)
            b.add(f"leg|temple|arm > {name}", leg.move(x=sign * side, y=top, z=z))


@design("eyeglasses", "goggles")
def goggles(b: Builder) -> None:
    """Ski, swim or safety goggles or wrap-around glasses: deep frame, one or two lenses, temples."""
    wide, tall, bend = b.uniform(0.13, 0.16), b.uniform(0.035, 0.075), b.uniform(50, 100)
    outline = g.rectangle(wide, tall, tall * 0.45, 6)
    notch = tall * b.uniform(0.15, 0.4) * np.exp(-((outline[:, 0] / 0.012) ** 2)) * (outline[:, 1] < 0)
    outline[:, 1] += notch

    def curved(points: NDArray) -> NDArray:
        angle = points[:, 0] / wide * np.radians(bend)
        radius = wide / np.radians(bend)
        return np.c_[radius * np.sin(angle), points[:, 1], radius * (np.cos(angle) - 1)]

    thick = b.uniform(0.002, 0.006)
    b.add("body|frame|front > rim|frame", g.sweep(curved(outline), thick, sides=8, closed=True))
    x = np.linspace(-0.49, 0.49, 17)
    rows = [
        curved(
            np.c_[x * wide, y + (0.02 * np.exp(-((x * wide / 0.012) ** 2)) * (y < 0) if tall > 0.05 else 0 * x)]
        )
        for y in np.linspace(-0.45, 0.45, 5) * tall
    ]
    b.add("body|frame|front > lens|glass", g.sheet(np.array(rows), 0.0015))
    end = curved(np.array([[wide / 2, 0.0]]))[0]
    first = len(b.pieces)
    _temples(b, end[0], tall * 0.15, thick * 0.7)
    b.change(lambda m: m.move(z=end[2]), first)


@design("mask")
def face_mask(b: Builder) -> None:
    """Carnival, theatre or medical mask: curved plate with eye holes, nose, straps."""
    wide, tall = b.uniform(0.15, 0.19), b.uniform(0.17, 0.25)
    if b.chance(0.35):
        x = np.linspace(-1, 1, 15)
        rows = [
            np.c_[x * wide * 0.45, np.full(15, y * 0.05), 0.06 * (1 - x**2) * (1 - 0.35 * y**2)]
            for y in np.linspace(-1, 1, 9)
        ]
        b.add("face|body|cover", g.sheet(np.array(rows), 0.002))
        loop = g.curve(
            [
                (wide * 0.44, 0.045, 0),
                (wide * 0.55, 0.03, -0.06),
                (wide * 0.55, -0.03, -0.06),
                (wide * 0.44, -0.045, 0),
            ],
            16,
        )
        symmetric(b, "strap|band|ear loop", g.sweep(loop, 0.002, sides=6))
        return
    outline = g.curve(
        [
            (0, -0.5),
            (0.3, -0.38),
            (0.48, 0),
            (0.46, 0.3),
            (0.25, 0.48),
            (0, 0.5),
            (-0.25, 0.48),
            (-0.46, 0.3),
            (-0.48, 0),
            (-0.3, -0.38),
            (0, -0.5),
        ],
        44,
    )
    eye = g.ellipse(wide * 0.1, wide * b.uniform(0.04, 0.08), 16)
    holes = [eye + [s * wide * 0.21, tall * 0.12] for s in (-1, 1)]
    plate = g.extrude(outline[:-1] * [wide, tall * b.uniform(0.6, 1.0)], 0.006, holes)
    bent = plate.vertices.copy()
    bent[:, 2] -= (bent[:, 0] / wide) ** 2 * wide
    b.add("face|body|cover", Mesh(bent, plate.faces))
    for s in (-1, 1):
        b.add(
            "eye|eye hole rim",
            g.sweep(
                np.c_[eye * 1.1 + [s * wide * 0.21, tall * 0.12], np.full(16, 0.0)], 0.003, closed=True
            ).move(z=-0.004),
        )
    nose = wire(
        [(0, tall * 0.1, 0), (0, -tall * 0.02, 0.02), (0, -tall * 0.08, b.uniform(0.02, 0.12))],
        np.linspace(0.009, 0.016, 8),
        8,
        10,
    )
    b.add("nose|beak", nose)
    if b.chance(0.6):
        b.add("mouth|lips", g.sphere(0.03, 0.008, 0.008, sides=12).move(y=-tall * 0.25))
    if b.chance(0.6):
        loop = g.curve(
            [
                (wide * 0.46, tall * 0.1, -wide * 0.2),
                (wide * 0.4, tall * 0.1, -wide),
                (-wide * 0.4, tall * 0.1, -wide),
                (-wide * 0.46, tall * 0.1, -wide * 0.2),
            ],
            20,
        )
        b.add("strap|band|ear loop", g.sweep(loop, 0.004, section=g.rectangle(0.6, 2)))


# -- clothes ---------------------------------------------------------------------------------------


@design("glove")
def glove(b: Builder) -> None:
    """Hand-shaped glove or mitten, fingers up."""
    wide, tall = b.uniform(0.08, 0.1), b.uniform(0.085, 0.11)
    deep, mitten = wide * b.uniform(0.25, 0.4), b.chance(0.3)
    palm = [
        np.c_[g.ellipse(wide / 2 * w, deep / 2 * d, 18), np.full(18, tall * t)][:, [0, 2, 1]]
        for t, w, d in ((0, 0.75, 1), (0.4, 0.95, 1.1), (0.85, 1.0, 0.9), (1.0, 0.95, 0.7))
    ]
    b.add("palm|body|hand", skin(palm))
    cuff, flare = b.uniform(0.03, 0.12), b.uniform(0.9, 1.4)
    levels = [
        np.c_[g.ellipse(wide / 2 * w, deep / 2 * w * 1.15, 18), np.full(18, y)][:, [0, 2, 1]]
        for y, w in ((-cuff, 0.85 * flare), (0.004, 0.8))
    ]
    b.add("cuff|wrist", skin(levels))
    spread, curl = b.uniform(0, 9), b.uniform(0, 25)
    if mitten:
        b.add("finger|fingers", g.sphere(wide * 0.48, tall * 0.85, deep * 0.5, sides=18).move(y=tall * 0.95))
    for k, size in enumerate(() if mitten else (0.75, 0.95, 1.0, 0.85)):
        x = (k - 1.5) * wide * 0.25
        finger = (
            g.capsule(wide * 0.13, tall * 0.95 * size, sides=10).move(y=tall * 0.45 * size).rotate("x", curl)
        )
        b.add("finger|fingers", finger.rotate("z", -(k - 1.5) * spread).move(x=x, y=tall * 0.93))
    thumb = g.capsule(wide * 0.15, tall * 0.75, sides=10).move(y=tall * 0.33).rotate("z", -b.uniform(25, 55))
    b.add("thumb", thumb.move(x=wide * 0.36, y=tall * 0.3))


def _tube(rings: list[tuple[float, float, float, float]], tilt: float = 0.0) -> Mesh:
    """Cloth tube through elliptic rings (x, y, half width, half depth)."""
    return skin(
        [
            np.c_[g.ellipse(w, d, 20) @ np.array([[1, 0], [0, 1]]), np.full(20, y)][:, [0, 2, 1]] + [x, 0, 0]
            for x, y, w, d in rings
        ]
    )


@design("shirt", "jacket")
def shirt(b: Builder) -> None:
    """T-shirt, shirt or jacket: torso, sleeves long or short, collar, buttons, pockets."""
    wide, tall, deep = b.uniform(0.44, 0.58), b.uniform(0.58, 0.78), b.uniform(0.16, 0.26)
    waist = b.uniform(0.85, 1.05)
    half = wide / 2
    b.add(
        "torso|body",
        _tube(
            [
                (0, 0, half * waist, deep / 2),
                (0, tall * 0.45, half * 0.93, deep / 2),
                (0, tall * 0.8, half, deep / 2),
                (0, tall * 0.95, half * 0.75, deep * 0.38),
                (0, tall, half * 0.4, deep * 0.3),
            ]
        ),
    )
    length, drop = b.pick(b.uniform(0.18, 0.26), b.uniform(0.5, 0.62)), b.uniform(10, 80)
    sleeve = (
        g.cylinder(deep * 0.42, length, deep * b.uniform(0.24, 0.4), 16).rotate("z", 180).move(y=-length / 2)
    )
    sleeve = sleeve.rotate("z", 90 - drop).move(x=half * 0.86, y=tall * 0.83)
    symmetric(b, "sleeve|arm > sleeve|arm", sleeve)
    if length > 0.4 and b.chance(0.7):
        cuff = (
            g.cylinder(deep * 0.3, 0.06, sides=16)
            .move(y=-length)
            .rotate("z", 90 - drop)
            .move(x=half * 0.86, y=tall * 0.83)
        )
        symmetric(b, "sleeve|arm > cuff", cuff)
    b.add(
        "collar|neckline",
        g.torus(half * 0.38, b.uniform(0.008, 0.025), 22)
        .scale(1, 1.3, 0.85 * deep / wide * 1.6)
        .move(y=tall * 1.0),
    )
    if b.chance(0.5):
        for t in np.linspace(0.1, 0.88, b.integer(4, 7)):
            b.add(
                "button",
                g.cylinder(0.008, 0.006, sides=12).rotate("x", 90).move(y=tall * t, z=deep / 2 + 0.002),
            )
    if b.chance(0.4):
        b.add(
            "pocket",
            g.box(wide * 0.2, wide * 0.22, 0.012, 0.003).move(x=wide * 0.22, y=tall * 0.68, z=deep / 2 - 0.012),
        )


@design("trousers")
def trousers(b: Builder) -> None:
    """Trousers, jeans or shorts, standing: hips, two legs, waistband, pockets, belt loops."""
    wide, deep, hip = b.uniform(0.34, 0.42), b.uniform(0.18, 0.24), b.uniform(0.22, 0.28)
    length = b.pick(b.uniform(0.68, 0.8), b.uniform(0.68, 0.8), b.uniform(0.15, 0.3))
    half, flare, gap = wide / 2, b.uniform(0.6, 1.15), b.uniform(0.0, 0.06)
    b.add(
        "hip|seat|body",
        _tube(
            [
                (0, length - 0.02, half * 1.06, deep / 2),
                (0, length + hip * 0.5, half * 1.0, deep / 2),
                (0, length + hip, half * 0.86, deep * 0.42),
            ]
        ),
    )
    leg = _tube(
        [
            (half * 0.52 + gap, 0, half * 0.48 * flare, deep * 0.42 * flare),
            (half * 0.52 + gap / 2, length * 0.5, half * 0.48, deep * 0.42),
            (half * 0.52, length, half * 0.54, deep * 0.5),
        ]
    )
    symmetric(b, "leg|trouser leg > leg|trouser leg", leg)
    if b.chance(0.4):
        cuff = _tube(
            [
                (half * 0.52 + gap, -0.005, half * 0.52 * flare, deep * 0.46 * flare),
                (half * 0.52 + gap, 0.05, half * 0.52 * flare, deep * 0.46 * flare),
            ]
        )
        symmetric(b, "leg|trouser leg > cuff|hem", cuff)
    b.add(
        "waistband|belt",
        _tube(
            [
                (0, length + hip - 0.005, half * 0.9, deep * 0.45),
                (0, length + hip + 0.035, half * 0.88, deep * 0.44),
            ]
        ),
    )
    if b.chance(0.6):
        b.add(
            "button|buckle",
            g.cylinder(0.012, 0.01, sides=14).rotate("x", 90).move(y=length + hip + 0.015, z=deep * 0.45),
        )
    if b.chance(0.6):
        symmetric(
            b,
            "pocket",
            g.box(half * 0.5, 0.14, 0.012, 0.004).move(x=half * 0.45, y=length + hip * 0.5, z=-deep * 0.47),
        )


@design("belt")
def belt(b: Builder) -> None:
    """Belt closed in a loop, or rolled out flat, with buckle, prong, holes and keeper."""
    high, thick = b.uniform(0.025, 0.045), b.uniform(0.003, 0.005)
    strip = g.rectangle(2 * thick, high)
    if b.chance(0.65):
        x, z = b.uniform(0.13, 0.17), b.uniform(0.09, 0.14)
        loop = np.c_[g.ellipse(x, z, 48), np.zeros(48)][:, [0, 2, 1]]
        b.add("strap|band", g.sweep(loop, 1.0, section=strip, closed=True))
    else:
        z, length = 0.0, b.uniform(0.8, 1.1)
        b.add("strap|band", g.box(length, high, thick, thick * 0.3).move(x=length / 2))
        for k in range(5):
            b.add(
                "hole|eyelet",
                g.cylinder(0.003, thick * 1.3, sides=10).rotate("x", 90).move(x=length * 0.93 - 0.025 * k),
            )
    hoop = np.c_[g.rectangle(high * b.uniform(1.0, 1.6), high * 1.5, high * b.uniform(0.1, 0.7)), np.zeros(20)]
    b.add("buckle > frame|buckle", g.sweep(hoop, 0.003, closed=True, sides=8).move(z=z + thick))
    b.add("buckle > prong|pin", stick((-high * 0.4, 0, z + thick * 2), (high * 0.6, 0, z + thick * 2), 0.0018))
    b.add("loop|keeper", g.box(0.01, high * 1.15, thick * 3, 0.001).move(x=high * 1.6, z=z * 0.97))


@design("ring")
def finger_ring(b: Builder) -> None:
    """Plain band, signet or diamond ring standing upright."""
    radius, thick = b.uniform(0.008, 0.0105), b.uniform(0.0008, 0.002)
    wide = b.uniform(0.002, 0.006)
    outline = g.rectangle(2 * thick, wide, thick * b.pick(0.1, 0.9)) + [radius + thick, 0]
    band = g.lathe([*outline, outline[0]], 40).rotate("x", 90)
    b.add("band|hoop|ring", band)
    kind, top, size = b.pick("gem", "gem", "signet", "plain"), radius + thick * 2, b.uniform(0.002, 0.005)
    if kind == "gem":
        shape = [(0, 0), (size, size * 1.1), (size * 0.65, size * 1.6), (0, size * 1.6)]
        b.add("stone|gem|diamond", g.lathe(shape, b.pick(6, 8, 12)).move(y=top))
        prong = stick((0, -0.0005, size * 0.3), (0, size * 1.25, size * 1.05), size * 0.12)
        b.add("setting|prong|claw", g.ring(prong, b.pick(4, 6), start=15).move(y=top))
    elif kind == "signet":
        b.add(
            "face|plate|signet",
            g.cylinder(size * 1.5, 0.002, sides=b.pick(4, 8, 24), bevel=0.0003).scale(1, 1, 0.85).move(y=top),
        )
    if kind != "signet" and b.chance(0.3):
        small = g.ring(g.sphere(thick * 0.8, sides=8).move(y=radius + thick * 2), 9, "z", -60, 120)
        b.add("stone|gem|diamond", small)
    turn_all(b, "x", b.pick(0.0, 90.0))


@design("tie")
def tie(b: Builder) -> None:
    """Necktie hanging from its knot with a collar loop, or a bow tie."""
    if b.chance(0.3):
        wing = np.array([(0.01, 0.008), (0.05, 0.025), (0.055, 0), (0.05, -0.025), (0.01, -0.008)]) * b.uniform(
            0.9, 1.4
        )
        symmetric(b, "wing|loop|blade", g.extrude(wing, b.uniform(0.006, 0.018)))
        b.add("knot", g.box(0.022, 0.024, 0.02, 0.006))
        length = 0.0
    else:
        length, wide = b.uniform(0.35, 0.5), b.uniform(0.06, 0.1)
        blade = [(-0.014, 0), (0.014, 0), (wide / 2, -length * 0.9), (0, -length), (-wide / 2, -length * 0.9)]
        b.add("blade|front", g.extrude(blade, 0.004).move(z=0.004))
        if b.chance(0.6):
            b.add("tail|back blade", g.extrude(np.array(blade) * [0.55, 0.8], 0.003).move(z=-0.003))
        b.add("knot", g.box(0.042, 0.036, 0.02, 0.006).taper(1.4).move(y=0.012))
        if b.chance(0.3):
            b.add("tie clip|pin", g.box(0.05, 0.006, 0.012).move(y=-length * 0.45))
    loop = [
        (0.065 * np.sin(a), 0.02 + 0.03 * (1 - np.cos(a)) / 2, -0.07 + 0.07 * np.cos(a))
        for a in np.linspace(0, 2 * np.pi, 28)[:-1]
    ]
    b.add("collar|neck band|loop", g.sweep(np.array(loop), 0.003, section=g.rectangle(1.2, 8), closed=True))


# -- umbrellas and canes ---------------------------------------------------------------------------


def _crook(b: Builder, length: float, radius: float) -> Mesh:
    """Handle below y = 0: hooked, straight or a ball."""
    kind, hook = b.pick("hook", "hook", "straight", "ball"), b.uniform(0.03, 0.055)
    if kind == "hook":
        arc_ = [
            (hook - hook * np.cos(a), -length - hook * np.sin(a), 0)
            for a in np.linspace(0, np.pi * b.uniform(0.85, 1.15), 14)
        ]
        return g.sweep(np.array([(0, 0, 0), (0, -length * 0.5, 0), *arc_]), radius, sides=12)
    if kind == "ball":
        return g.sphere(radius * 2.2, sides=16).move(y=-radius * 2) + g.cylinder(radius, length, sides=12).move(
            y=-length / 2
        )
    return grip(b, length * 1.6, radius * 1.2).mirror("y")


@design("umbrella", "umbrella", "parasol")
def umbrella(b: Builder) -> None:
    """Open umbrella or beach parasol: scalloped canopy on ribs with stretchers, shaft, tip and handle."""
    beach = b.chance(0.3)
    radius = b.uniform(0.8, 1.5) if beach else b.uniform(0.42, 0.65)
    rise, count = radius * b.uniform(0.3, 0.6), b.pick(6, 8, 8, 10, 12, 16)
    sag, bulge = b.uniform(0.0, 0.12), b.uniform(0.5, 1.0)
    turn = np.linspace(0, 2 * np.pi, count * 4 + 1)
    dip = 1 - sag * np.abs(np.sin(turn * count / 2)) ** 1.0
    rows = []
    for t in np.linspace(0.01, 1, 9):
        r = radius * t * (1 - (1 - dip) * t)
        drop = rise * (bulge * t**2 + (1 - bulge) * t)
        rows.append(np.c_[r * np.sin(turn), np.full(len(turn), -drop), r * np.cos(turn)])
    b.add("canopy|fabric|cover > canopy|fabric|cover", g.sheet(np.array(rows)[::-1], b.uniform(0.002, 0.006)))
    if b.chance(0.2):
        hem = np.array([rows[-1], rows[-1] + [0, -radius * 0.12, 0]])
        b.add("canopy|fabric|cover > valance|flap", g.sheet(hem, 0.003))
    size = 0.0035 if not beach else 0.012
    rib = np.array(
        [(0, -rise * (bulge * t**2 + (1 - bulge) * t) - size * 2, radius * t) for t in np.linspace(0.02, 1, 9)]
    )
    b.add("rib|spoke > rib|spoke", g.ring(g.sweep(rib, size, sides=6), count))
    slide = -rise * b.uniform(0.9, 1.3)
    if b.chance(0.8):
        b.add(
            "rib|spoke > stretcher|strut", g.ring(stick((0, slide, 0.008), rib[4], size * 0.8, sides=6), count)
        )
        b.add("runner|slider|hub", g.cylinder(size * 4, size * 8, sides=14).move(y=slide))
    pole, length = size * b.uniform(1.4, 2.4), b.uniform(2.0, 2.5) if beach else b.uniform(0.5, 0.75)
    b.add("pole|shaft|stick", stick((0, 0.0, 0), (0, -length, 0), pole))
    tall = b.uniform(0.03, 0.08) * (2 if beach else 1)
    b.add("tip|ferrule|top", stick((0, -0.005, 0), (0, tall, 0), pole * 1.5, pole * 0.7))
    if b.chance(0.5) and not beach:
        b.add(
            "rib|spoke > rib tip|end",
            g.ring(g.sphere(size * 2, sides=8).move(y=rib[-1][1], z=radius * (1 if sag else 1)), count),
        )
    if not beach:
        b.add("handle|grip", _crook(b, b.uniform(0.06, 0.1), b.uniform(0.009, 0.014)).move(y=-length))
        turn_all(b, "z", b.pick(0.0, 0.0, b.uniform(-60, 60), 180.0))
    else:
        base = b.pick(g.cylinder(0.22, 0.06, 0.2), g.box(0.45, 0.07, 0.45, 0.02))
        b.add("base|stand|foot", base.move(y=-length))


@design("umbrella")
def closed_umbrella(b: Builder) -> None:
    """Folded umbrella: pleated canopy wrapped round the shaft, tied with a strap; tip down or up."""
    length, fold = b.uniform(0.45, 0.6), b.pick(6, 8)
    fat = b.uniform(0.022, 0.055)
    angle = np.linspace(0, 2 * np.pi, fold * 4, endpoint=False)
    pleat = 1 - b.uniform(0.15, 0.5) * (0.5 + 0.5 * np.cos(angle * fold))
    twist = b.uniform(0, 2)
    rows = []
    for t in np.linspace(0, 1, 9):
        r = fat * pleat * np.interp(t, [0, 0.2, 0.8, 1], [0.65, 1.0, 0.55, 0.2])
        rows.append(
            np.c_[r * np.sin(angle + twist * t), np.full(len(angle), length * t), r * np.cos(angle + twist * t)]
        )
    b.add("canopy|fabric|cover > canopy|fabric|cover", skin(rows))
    if b.chance(0.6):
        b.add("canopy|fabric|cover > strap|tie", g.torus(fat * 0.85, 0.006, 18).move(y=length * 0.35))
    b.add("pole|shaft|stick", stick((0, -0.14, 0), (0, length, 0), 0.005))
    b.add(
        "tip|ferrule|top", stick((0, length - 0.005, 0), (0, length + b.uniform(0.03, 0.09), 0), 0.006, 0.0035)
    )
    b.add("handle|grip", _crook(b, b.uniform(0.06, 0.1), b.uniform(0.009, 0.014)).move(y=-0.1))
    any_pose(b)


@design("walking cane")
def cane(b: Builder) -> None:
    """Walking stick: crook, knob, T or derby handle, rubber tip, sometimes a collar or four feet."""
    length, radius = b.uniform(0.75, 0.92), b.uniform(0.007, 0.012)
    b.add("shaft|stick|pole", stick((0, 0.02, 0), (0, length, 0), radius * 0.85, radius))
    if b.chance(0.3):
        bar = (
            g.capsule(radius * 1.5, b.uniform(0.1, 0.13))
            .rotate("z", 90 + b.uniform(-8, 8))
            .move(x=0.02, y=length)
        )
        b.add("handle|grip", bar)
    else:
        b.add("handle|grip", _crook(b, 0.03, radius * 1.15).mirror("y").move(y=length))
    if b.chance(0.6):
        b.add("collar|band|ring", g.cylinder(radius * 1.3, 0.02, sides=16).move(y=length - b.uniform(0, 0.03)))
    if b.chance(0.2):
        leg = wire([(0, 0.1, 0), (0, 0.09, 0.05), (0, 0.0, 0.1)], 0.006, 9, 10)
        b.add("foot|leg", g.ring(leg, 4, start=45))
    b.add("tip|ferrule", g.cylinder(radius * 1.5, 0.03, radius * 1.1, 14).move(y=0.015))
    any_pose(b)
