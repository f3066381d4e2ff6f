"""Bridges and tents."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.building_parts import flag, hip_roof
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import post, put, rod, skin


def _bridge_deck(b: Builder, length: float, width: float, y: ArrayLike, zs: NDArray) -> None:
    """Roadway following the heights y over zs, with kerbs or railings."""
    spots = np.stack([np.zeros(len(zs)), np.broadcast_to(y, zs.shape), zs], 1)
    thick = width * 0.05
    section = g.rectangle(width, thick * 2)
    rows = [np.stack([section[:, 0], section[:, 1] + p[1], np.full(len(section), p[2])], 1) for p in spots]
    b.add("deck|roadway|road", skin(rows))
    if b.chance(0.4):
        side = [
            np.stack(
                [
                    g.rectangle(thick, width * 0.16)[:, 0] + width * 0.48,
                    g.rectangle(thick, width * 0.16)[:, 1] + p[1] + width * 0.08,
                    np.full(4, p[2]),
                ],
                1,
            )
            for p in spots
        ]
        put(b, [("railing|parapet|handrail", skin(side))], mirror=True)
        return
    high = np.array([width * 0.47, width * 0.17, 0])
    rail = g.sweep(spots + high, thick * 0.3, sides=6) + g.sweep(
        spots + high * [1, 0.6, 1], thick * 0.2, sides=6
    )
    posts = [rod(p + high * [1, 0, 1], p + high, thick * 0.3, 6) for p in spots]
    put(b, [("railing|parapet|handrail", rail + g.join(posts))], mirror=True)


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
        b.add("arch|body|support", g.extrude(outline, width * 0.92).rotate("y", -90))
    else:
        spots = np.linspace(-0.5, 0.5, count + 2)[1:-1] * length
        for z in spots:
            y = float(np.interp(z, zs, road))
            post = g.array(
                g.cylinder(width * 0.07, y, sides=12), [(s * width * 0.3, y / 2, z) for s in (-1, 1)]
            )
            b.add(
                "pier|pillar|support",
                post + g.box(width * 0.85, width * 0.1, width * 0.16).move(y=y - width * 0.06, z=z),
            )
        b.add(
            "girder|beam",
            g.array(
                g.box(width * 0.06, width * 0.12, length * 0.99),
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
        legs = g.array(g.box(thick, high, thick * 1.4), [(s * width * 0.56, high / 2, z) for s in (-1, 1)])
        bars = g.array(
            g.box(width * 1.2, thick, thick), [(0, y, z) for y in (low * 0.85, (low + high) / 2, high * 0.97)]
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
        put(b, [("cable|main cable", g.sweep(path, cable * 1.5, sides=6))], mirror=True)
        hangers = g.join(
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
        put(b, [("cable|stay cable", g.join(stays))], mirror=True)
    if b.chance(0.4):
        b.add(
            "pier|anchorage|support",
            g.array(g.box(width * 1.3, low, length * 0.04), [(0, low / 2, s * length * 0.49) for s in (-1, 1)]),
        )


@design("bridge")
def truss_bridge(b: Builder) -> None:
    """Railway truss bridge: chords, diagonals, cross beams over the road, piers."""
    length, bays = b.uniform(20, 80), b.integer(4, 9)
    width, tall = length * b.uniform(0.1, 0.18), length * b.uniform(0.1, 0.18)
    low = tall * b.uniform(0.5, 1.0)
    zs = np.linspace(-length / 2, length / 2, bays + 1)
    b.add("deck|roadway|road", g.box(width, width * 0.08, length).move(y=low))
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
    put(b, [("truss|frame", g.join(bars))], mirror=True)
    b.add(
        "truss|frame > cross beam|beam",
        g.join(rod((-x, top[i], zs[i]), (x, top[i], zs[i]), thick, 6) for i in range(1, bays)),
    )
    b.add(
        "pier|pillar|support",
        g.array(
            g.box(width * 1.1, low, width * 0.3).taper(0.8), [(0, low / 2, s * length * 0.47) for s in (-1, 1)]
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
        b.add("roof|cover|canvas", g.sheet(cloth, thin))
        b.add("wall|back", g.extrude([(-half, 0), (half, 0), (0, tall)], thin).move(y=0, z=-long / 2))
        for side in (-1, 1):
            cloth = g.extrude([(0, 0), (half, 0), (0, tall * 0.99)], thin).scale(side, 1, 1)
            lean, foot = side * np.degrees(np.arctan2(half, tall)), (side * half, 0, 0)
            turned = (
                cloth.rotate("z", -lean, foot)
                .rotate("y", side * b.pick(0, 40, 120), foot)
                .rotate("z", lean, foot)
            )
            b.add("door|flap|entrance", turned.move(z=long / 2))
        b.add(
            "pole|post",
            g.array(
                g.cylinder(0.025, tall * 1.08, sides=8).move(y=tall * 0.54),
                [(0, 0, z) for z in (-long / 2 - 0.03, long / 2 + 0.03)],
            ),
        )
        ropes = [rod((0, tall, s * long / 2), (0, 0, s * (long / 2 + tall * 0.8)), 0.01, 5) for s in (-1, 1)]
        b.add("rope|guy line", g.join(ropes))
        b.add(
            "peg|stake",
            g.join(
                rod((0, -0.08, s * (long / 2 + tall * 0.8)), (0, 0.12, s * (long / 2 + tall * 0.83)), 0.02, 6)
                for s in (-1, 1)
            ),
        )
    elif kind == "dome":
        dome = [(0, 0), *g.arc(1, 0, 90, 9)[:, :2]]
        b.add("roof|cover|canvas", g.lathe(dome, b.pick(8, 12, 24)).scale(width * 0.6, tall, long * 0.5))
        b.add("door|flap|entrance", _dome_patch(width * 0.61, tall * 1.01, long * 0.51, 38))
        for turn in (45, -45):
            hoop = g.arc(1.0, 0, 180, 17) * [width * 0.6, tall, 0]
            path = np.stack(
                [
                    hoop[:, 0] * np.cos(np.radians(turn)),
                    hoop[:, 1],
                    hoop[:, 0] / width * long * 0.83 * np.sin(np.radians(turn)),
                ],
                1,
            )
            b.add("pole|post", g.sweep(path * 1.01, 0.02, sides=6))
    else:
        radius, sides = width * 0.6, b.pick(8, 12, 16)
        b.add(
            "roof|cover|canvas",
            g.lathe(
                [(radius, 0), (radius * 0.1, tall * 1.5), (radius * 0.08, tall * 1.5), (radius * 0.97, 0)],
                sides,
            ),
        )
        b.add(
            "door|flap|entrance",
            g.extrude([(-radius * 0.3, 0), (radius * 0.3, 0), (0, tall * 0.8)], 0.03)
            .rotate("x", -np.degrees(np.arctan2(radius * 0.9, tall * 1.5)))
            .move(z=radius * 1.0),
        )
        sticks = g.ring(rod((0, 0, radius * 0.96), (0.02, tall * 1.8, -radius * 0.12), 0.025, 6), sides)
        b.add("pole|post", sticks)
    if b.chance(0.3):
        b.add("floor|ground sheet", g.box(width * 1.02, 0.02, long * 1.02).move(y=-0.01))


def _dome_patch(x: float, y: float, z: float, reach: float) -> Mesh:
    """Lower front of an ellipsoid."""
    angles, heights = np.radians(np.linspace(-reach, reach, 9)), np.radians(np.linspace(2, 55, 7))
    return g.sheet(
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
                g.box(width + 0.1, edge, 0.02).move(y=tall - edge / 2, z=depth / 2 + 0.04).rotate("y", turn),
            )
        b.add("pole|post|leg", g.array(post(0.04, tall, sides=10), positions_of_corners(x, z)))
        if b.chance(0.4):
            b.add("wall|side wall|back", g.box(x, tall, 0.02).move(y=tall / 2, z=-z / 2))
        return
    radius, tall, sides = b.uniform(5, 10), b.uniform(2.5, 4), b.pick(10, 12, 16)
    rise = radius * b.uniform(0.4, 0.7)
    gap = 360 / sides * b.pick(0, 1, 2)
    b.add(
        "wall|side wall",
        g.lathe(
            [(radius, 0), (radius, tall), (radius * 0.99, tall), (radius * 0.99, 0)],
            sides - int(gap * sides / 360),
            360 - gap,
        ).rotate("y", gap / 2),
    )
    slope = g.curve([(radius * 1.06, tall), (radius * 0.5, tall + rise * 0.4), (0.05, tall + rise)], 9)
    b.add("roof|cover|canvas", g.lathe([(0, tall), *slope], sides))
    flag(b, 0, tall + rise * 0.97, 0, radius * 0.18)
    top = radius * 1.06
    ropes = g.ring(rod((0, tall, top), (0, 0, top * 1.25), 0.03, 5), sides)
    b.add("rope|guy line", ropes)
    if b.chance(0.5):
        edge = g.lathe([(top, tall - 0.4), (top, tall), (top * 0.99, tall), (top * 0.99, tall - 0.4)], sides)
        b.add("roof|cover|canvas > valance|border", edge)
