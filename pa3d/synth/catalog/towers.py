"""Towers, churches, castles, mills, lighthouses, skyscrapers."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.building_parts import (
    Style,
    door,
    flag,
    gable_roof,
    hip_roof,
    opening_outline,
    turned_parts,
    window,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import post, put, rod, skin, standing


def battlement(x: float, z: float, size: float, solid: bool = False) -> Mesh:
    """Merlons along the edge of a rectangle at y = 0, or of a circle of radius x when z is 0."""
    if not z:
        count = max(int(np.pi * x / size), 6)
        return g.ring(g.box(size, size * 1.2, size * 0.6).move(y=size * 0.6, z=x - size * 0.3), count)
    spots = []
    for length, other, swap in ((x, z, False), (z, x, True)):
        count = max(int(length / size / 2), 2)
        for s in np.linspace(-length / 2 + size / 2, length / 2 - size / 2, count + 1):
            for side in (-1, 1):
                p = side * (other / 2 - size * 0.3)
                spots.append((p, size * 0.6, s) if swap else (s, size * 0.6, p))
    return g.array(g.box(size * 0.8, size * 1.2, size * 0.6), spots)


@design("tower", "tower")
def stone_tower(b: Builder) -> None:
    """Round, square or polygonal tower with battlements or a pointed roof, slits, a door."""
    radius, height = b.uniform(2, 4), b.uniform(9, 22)
    sides, lean = b.pick(4, 4, 6, 8, 24), b.uniform(0.75, 1.0)
    turn = 180 / sides
    b.add("wall|body", g.cylinder(radius, height, radius * lean, sides).rotate("y", turn).move(y=height / 2))
    face = np.cos(np.pi / sides)
    top = radius * lean * b.uniform(1.05, 1.25)
    b.add(
        "wall|body > parapet|ledge",
        g.cylinder(top * 0.92, radius * 0.5, top, sides).rotate("y", turn).move(y=height + radius * 0.2),
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
            g.cylinder(top * 1.15, rise, 0.01, sides)
            .rotate("y", turn)
            .move(y=height + radius * 0.45 + rise / 2),
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
        face_ = g.cylinder(radius * 0.45, 0.15, sides=24).rotate("x", 90)
        b.add("clock > clock face|face", face_.move(y=height * 0.9, z=radius * lean * face))
        hands = g.box(0.08, radius * 0.36, 0.08).move(y=radius * 0.15) + g.box(radius * 0.28, 0.08, 0.08).move(
            x=radius * 0.12
        )
        b.add("clock > hand|clock hand", hands.move(y=height * 0.9, z=radius * lean * face + 0.12))
    if b.chance(0.3):
        flag(b, 0, height + radius * 0.4, 0, radius)


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
    b.add("leg|frame", g.join(legs))
    b.add("brace|strut|cross brace", g.join(braces))
    if b.chance(0.35):
        size = foot * b.uniform(0.7, 1.0)
        b.add(
            "tank|water tank",
            g.lathe([(0, -size * 0.4), (size, 0), (size, size * 1.2), (0, size * 1.6)], 20).move(y=height),
        )
        return
    for i in range(1, tiers, 2):
        b.add("platform|deck", g.box(width[i] * 2.5, thin * 3, width[i] * 2.5).move(y=t[i] * height))
    b.add(
        "antenna|spire|mast",
        rod((0, height, 0), (0, height * b.uniform(1.08, 1.3), 0), thin * 1.5, 8, thin * 0.5),
    )
    if b.chance(0.4):
        drum = g.cylinder(foot * 0.12, foot * 0.1, sides=14).rotate("x", 90)
        b.add(
            "antenna|spire|mast > dish|antenna dish",
            g.array(drum, [(0, height * y, foot * 0.25) for y in (0.8, 0.9)]),
        )


@design("church")
def church(b: Builder) -> None:
    """Nave with a pitched roof, a steeple with a spire and a cross, arched windows, buttresses, apse."""
    x, long, tall = b.uniform(5, 9), b.uniform(10, 20), b.uniform(4, 7)
    rise, half = x * b.uniform(0.4, 0.8), x / 2
    b.add("wall|nave", g.extrude([(-half, 0), (half, 0), (half, tall), (0, tall + rise), (-half, tall)], long))
    b.add("roof", gable_roof(long, x, rise, 0.3, 0.2).rotate("y", 90).move(y=tall))
    side, count = x * b.uniform(0.4, 0.6), b.integer(2, 6)
    front, height = long / 2 + side * b.pick(0.3, -0.6, 0.5), tall + rise + b.uniform(1, 6)
    b.add("tower|steeple|bell tower > tower wall|wall", g.box(side, height, side).move(y=height / 2, z=front))
    peak = side * b.uniform(0.8, 2.8)
    spire = hip_roof(side, side, peak, side * 0.08, 0)
    if b.chance(0.35):
        spire = post(side * 0.58, peak, 0.01, 8)
    b.add("tower|steeple|bell tower > spire|roof", spire.move(y=height, z=front))
    if b.chance(0.85):
        size = side * b.uniform(0.25, 0.4)
        cross = g.box(size * 0.15, size * 2, size * 0.15).move(y=size) + g.box(
            size * 1.0, size * 0.15, size * 0.15
        ).move(y=size * 1.4)
        b.add("cross", cross.move(y=height + peak * 0.98, z=front))
    style = Style(b.integer(0, 2), False, b.chance(0.3), b.chance(0.85), False, True)
    for z in np.linspace(-0.38, 0.3, count) * long:
        put(b, turned_parts(window(x * 0.14, tall * 0.5, style), 90, (half, tall * 0.3, z)), mirror=True)
    put(b, door(b, side * 0.5, side * 0.8, style.arched), 0, 0, max(front + side / 2, long / 2))
    for angle in (0, 90, 270):
        put(
            b,
            turned_parts(
                [(n, m.move(z=side / 2)) for n, m in window(side * 0.3, side * 0.6, style)],
                angle,
                (0, height - side * 0.9, front),
            ),
        )
    if b.chance(0.4):
        stay = g.box(0.5, tall * 0.8, 0.4).taper(0.6).move(half + 0.2, tall * 0.4)
        put(
            b,
            [
                (
                    "buttress",
                    g.array(stay, [(0, 0, z + long * 0.06) for z in np.linspace(-0.4, 0.25, count) * long]),
                )
            ],
            mirror=True,
        )
    if b.chance(0.4):
        b.add("apse", g.cylinder(half * 0.8, tall * 0.9, sides=20).move(y=tall * 0.45, z=-long / 2))
        b.add("roof", g.cylinder(half * 0.9, tall * 0.35, 0.01, 20).move(y=tall * 1.07, z=-long / 2))
    if b.chance(0.4):
        b.add(
            "step|stairs",
            g.join(
                g.box(side * (1.2 - 0.15 * i), 0.15, 1.2 - 0.3 * i).move(
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
        holes = [opening_outline(3.0, 3.6, True) + [0, 0.02]] if gate else []
        b.add("wall", g.extrude(outline, thick, holes).rotate("y", turn).move(*at))
        teeth = battlement(width, thick, 0.8).move(y=tall)
        b.add("battlement|merlon", teeth.rotate("y", turn).move(*at))
    roofed, high = b.chance(0.6), tall * b.uniform(1.3, 2.0)
    for cx, _, cz in positions_of_corners(x, z):
        _castle_tower(b, cx, cz, radius, high, sides, roofed)
    bars = [rod((s, 0.1, 0), (s, 3.4, 0), 0.07, 6) for s in np.linspace(-1.3, 1.3, 6)]
    bars += [rod((-1.4, y, 0), (1.4, y, 0), 0.06, 6) for y in (0.6, 1.4, 2.2)]
    if b.chance(0.5):
        b.add("gate|portcullis", g.join(bars).move(z=z / 2))
    else:
        b.add("gate|door", g.extrude(opening_outline(3.0, 3.6, True), 0.3).move(z=z / 2))
    if b.chance(0.5):
        for s in (-1, 1):
            _castle_tower(b, s * (radius * 0.7 + 1.6), z / 2, radius * 0.7, tall * 1.25, sides, roofed)
    if b.chance(0.4):
        b.add("drawbridge|bridge", g.box(2.8, 0.2, 4.5).move(y=0.1, z=z / 2 + 2.5))
    if b.chance(0.75):
        _keep(b, min(x, z) * b.uniform(0.25, 0.4), high * b.uniform(1.0, 1.5))
    if b.chance(0.2):
        b.add("ground|base", g.box(x * 1.4, 0.4, z * 1.4).move(y=-0.2))


def _castle_tower(
    b: Builder, x: float, z: float, radius: float, height: float, sides: int, roofed: bool
) -> None:
    """Tower with a jutting crown, then a cone or battlements; slits."""
    turn, face = 180 / sides, np.cos(np.pi / sides)
    body = g.cylinder(radius, height, sides=sides) + g.cylinder(radius, radius * 0.5, radius * 1.2, sides).move(
        y=height / 2 + radius * 0.25
    )
    b.add("tower > tower wall|tower body", body.rotate("y", turn).move(x, height / 2, z))
    y = height + radius * 0.5
    if roofed:
        rise = radius * b.uniform(1.8, 2.6)
        b.add(
            "tower > roof",
            g.cylinder(radius * 1.3, rise, 0.01, sides).rotate("y", turn).move(x, y + rise / 2, z),
        )
        if b.chance(0.5):
            flag(b, x, y + rise * 0.97, z, radius * 0.7)
    else:
        teeth = (
            battlement(radius * 1.2 * face * 2, radius * 1.2 * face * 2, 0.7)
            if sides == 4
            else battlement(radius * 1.15 * face, 0, 0.7)
        )
        b.add("battlement|merlon", teeth.move(x, y, z))
    slit = g.box(radius * 0.18, radius * 0.7, radius * 0.12).move(y=height * 0.7, z=radius * face)
    b.add("window|arrow slit", g.ring(slit, 4).move(x, 0, z))


def _keep(b: Builder, size: float, height: float) -> None:
    """Main building in the courtyard."""
    b.add("keep > wall|keep wall", standing(size, height, size))
    if b.chance():
        b.add("keep > roof", hip_roof(size, size, size * b.uniform(0.5, 1), 0.4, 0).move(y=height))
    else:
        b.add("battlement|merlon", battlement(size, size, 0.8).move(y=height))
    style = Style(0, False, False, True, False, True)
    for turn in (0, 90, 180, 270):
        for s in (-0.25, 0.25):
            put(
                b,
                turned_parts(
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
        "body|wall|tower", g.cylinder(radius, height, radius * lean, sides).rotate("y", turn).move(y=height / 2)
    )
    top = radius * lean
    cap = b.pick("cone", "dome", "boat")
    meshes = {
        "cone": g.cylinder(top * 1.15, top * 1.2, 0.01, sides).rotate("y", turn).move(y=top * 0.6),
        "dome": g.sphere(top * 1.05, top * 0.9, top * 1.15, 20),
        "boat": gable_roof(top * 2.3, top * 2, top * 0.9, 0.15, 0.2).rotate("y", 90)
        + g.box(top * 1.7, top * 0.5, top * 2.3).move(y=top * 0.2),
    }
    b.add("roof|cap", meshes[cap].move(y=height))
    reach, y, z = height * b.uniform(0.55, 0.8), height + top * 0.25, top * 1.5
    b.add("axle|shaft|hub", rod((0, y, 0), (0, y, z + 0.3), radius * 0.09, 12))
    arms, skew = b.pick(4, 4, 4, 6, 8), b.uniform(0, 90)
    lattice, wide = b.chance(0.6), reach * b.uniform(0.15, 0.25)
    stock = rod((0, 0, 0), (0, reach, 0), radius * 0.05, 8)
    b.add("blade|sail > stock|arm", g.ring(stock, arms, "z", skew).move(y=y, z=z))
    if lattice:
        bars = [g.box(wide, 0.05, 0.05).move(wide / 2, h) for h in np.linspace(0.25, 0.99, 9) * reach]
        bars += [g.box(0.05, reach * 0.75, 0.05).move(w, reach * 0.62) for w in (wide * 0.5, wide)]
        cloth = g.join(bars)
    else:
        cloth = g.box(wide, reach * 0.72, 0.06).rotate("y", 12).move(wide / 2, reach * 0.62)
    b.add("blade|sail > sail frame|sail cloth", g.ring(cloth, arms, "z", skew).move(y=y, z=z))
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
        bars = g.ring(rod((0, low, out * 0.97), (0, low + 0.9, out * 0.97), 0.04, 6), 16)
        b.add(
            "balcony|gallery > floor",
            g.lathe([(radius * 0.7, low), (out, low), (out, low + 0.15), (radius * 0.7, low + 0.15)], 24),
        )
        b.add("balcony|gallery > railing|rail", bars + g.torus(out * 0.97, 0.05, 24).move(y=low + 0.95))


@design("windmill", "wind turbine")
def wind_turbine(b: Builder) -> None:
    """Modern three-bladed turbine, or a farm wind pump with a lattice mast, many blades and a tail vane."""
    if b.chance(0.6):
        height, radius = b.uniform(50, 100), 0.0
        radius = height * b.uniform(0.4, 0.65)
        b.add("tower|mast|body", post(height * 0.024, height, height * 0.014, 20))
        size = height * 0.02
        b.add(
            "nacelle|engine housing",
            g.box(size * 2, size * 2, size * 6, size * 0.6).move(y=height + size * 0.4, z=size),
        )
        b.add(
            "hub|rotor hub",
            g.sphere(size * 1.2, size * 1.2, size * 1.6, 14).move(y=height + size * 0.4, z=size * 4.6),
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
        from_hub = g.ring(skin(rows), b.pick(3, 3, 3, 2), "z", b.uniform(0, 120))
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
    b.add("tower|mast|body", g.join(legs) + g.join(bars))
    radius, z = b.uniform(1.2, 2.2), 0.6
    blade = g.box(radius * 0.22, radius * 0.65, 0.03).taper(1.6).rotate("y", 25).move(y=radius * 0.65)
    b.add("blade|rotor blade", g.ring(blade, b.integer(8, 18), "z").move(y=height, z=z))
    b.add(
        "hub|rotor hub",
        g.cylinder(radius * 0.14, 0.3, sides=12).rotate("x", 90).move(y=height, z=z)
        + g.torus(radius * 0.6, 0.03, 24).rotate("x", 90).move(y=height, z=z),
    )
    vane = (
        g.extrude([(0, -0.2), (0.9, -0.6), (1.2, 0), (0.9, 0.6), (0, 0.2)], 0.03)
        .rotate("y", 90)
        .move(y=height, z=-1.0)
    )
    b.add("tail vane|tail|vane", vane + rod((0, height, z), (0, height, -1.1), 0.04))


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
            g.cylinder(r0, (high - low) * height, r1, sides)
            .rotate("y", 180 / sides)
            .move(y=(low + high) / 2 * height),
        )
    top, out = radius * lean, radius * lean * b.uniform(1.3, 1.6)
    b.add("gallery|balcony > floor|platform", g.cylinder(top, top * 0.25, out, 24).move(y=height + top * 0.12))
    bars = g.ring(rod((0, 0, out * 0.95), (0, top * 0.45, out * 0.95), top * 0.025, 6), b.integer(10, 18))
    rails = g.torus(out * 0.95, top * 0.03, 24)
    b.add(
        "gallery|balcony > railing|rail",
        (bars + rails.move(y=top * 0.45) + rails.move(y=top * 0.22)).move(y=height + top * 0.25),
    )
    y, tall, lamp = height + top * 0.25, top * b.uniform(0.8, 1.2), top * b.uniform(0.6, 0.8)
    posts = g.ring(rod((0, 0, lamp), (0, tall, lamp), top * 0.04, 6), 8)
    b.add(
        "lantern room|lantern > frame",
        (posts + g.cylinder(lamp * 1.05, tall * 0.15, sides=20).move(y=tall * 0.07)).move(y=y),
    )
    if b.chance(0.75):
        b.add(
            "lantern room|lantern > glass|window", g.cylinder(lamp * 0.96, tall, sides=16).move(y=y + tall / 2)
        )
    else:
        b.add("light|lamp|beacon", g.sphere(lamp * 0.4, lamp * 0.5, lamp * 0.4, 14).move(y=y + tall * 0.5))
    roof = (
        g.sphere(lamp * 1.15, lamp * b.uniform(0.6, 1.0), lamp * 1.15, 20)
        if b.chance()
        else post(lamp * 1.25, lamp, 0.01, 20)
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
            g.cylinder(radius * 1.6, radius * 0.5, radius * 1.3, b.pick(7, 24)).move(y=-radius * 0.25),
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
            g.box(x * 0.96, size * 0.05, z * 0.96).move(y=y)
            if kind == "box"
            else g.cylinder(x * 0.48, size * 0.05, sides=sides).move(y=y),
        )
    if top == "machine":
        b.add(
            "roof > machine room|roof equipment", g.box(x * 0.4, size * 0.15, z * 0.4).move(y=y + size * 0.08)
        )
    if top == "antenna":
        b.add(
            "antenna|mast|spire",
            rod((0, y, 0), (0, y + height * b.uniform(0.1, 0.3), 0), size * 0.02, 8, size * 0.006),
        )
    if kind == "box":
        b.add(
            "door|entrance",
            g.box(size * 0.2, size * 0.14, size * 0.04).move(y=size * 0.07, z=b.pieces[0][1].high[2]),
        )
    if b.chance(0.4):
        b.add("base|podium", g.box(size * 1.4, size * 0.2, size * 1.4).move(y=-size * 0.1))


def _storeys(b: Builder, x: float, z: float, y: float, tall: float, kind: str, sides: int) -> None:
    """One section of a high-rise: its body, and windows as bands, strips, or single panes."""
    floors = int(np.clip(tall / b.uniform(4, 8), 2, 22))
    look, step = b.pick("band", "strip", "pane"), tall / floors
    if kind != "box":
        b.add("wall|body", g.cylinder(x / 2, tall, sides=sides).move(y=y + tall / 2))
        band = g.cylinder(x / 2 * 1.012, step * 0.5, sides=sides)
        b.add("window", g.array(band, [(0, y + (i + 0.5) * step, 0) for i in range(floors)]))
        return
    b.add("wall|body", g.box(x, tall, z).move(y=y + tall / 2))
    count = max(int(x / 5), 2)
    if look == "band":
        b.add(
            "window",
            g.array(
                g.box(x * 1.01, step * 0.45, z * 1.01), [(0, y + (i + 0.5) * step, 0) for i in range(floors)]
            ),
        )
        return
    for turn, width, depth in ((0, x, z), (180, x, z), (90, z, x), (270, z, x)):
        xs = (np.arange(count) - (count - 1) / 2) * width / count
        pane = g.box(width / count * 0.6, step * 0.55, 0.3)
        spots = [(u, y + (i + 0.5) * step, depth / 2) for u in xs for i in range(floors)]
        if look == "strip":
            pane, spots = (
                g.box(width / count * 0.55, tall * 0.94, 0.3),
                [(u, y + tall / 2, depth / 2) for u in xs],
            )
        b.add("window", g.array(pane, spots).rotate("y", turn))
