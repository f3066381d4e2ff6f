"""Bags and suitcases."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, blocks, hollow, open_box, standing, strap, wire


def bag_handle(b: Builder, half: float, rise: float) -> Mesh:
    """Carrying loop over x = -half..half: a rope, a padded roll or a flat strap."""
    square = b.uniform(0, 0.9)
    if b.chance(0.6):
        return bail(half, rise, b.uniform(0.003, 0.009), square)
    points = [(-half, -0.02, 0), (-half * 0.95, rise * (0.6 + 0.3 * square), 0), (0, rise, 0)]
    points += [(half * 0.95, rise * (0.6 + 0.3 * square), 0), (half, -0.02, 0)]
    path = g.curve(points, 20)
    edge = [
        np.c_[path[:, 0] * s, path[:, 1] * s, path[:, 2] + w]
        for s, w in ((1, -1), (1, 1), (0.985, 1), (0.985, -1))
    ]
    wide = b.uniform(0.006, 0.018)
    from_edges = np.stack(edge, 1) * [1, 1, wide]
    return g.loft(from_edges)


def add_buckle(b: Builder, x: float, y: float, z: float, size: float) -> None:
    """Square frame with a pin, facing +z."""
    outer = g.rectangle(size, size * 0.8, size * 0.15)
    b.add("buckle|clasp", g.extrude(outer, 0.004, [outer * 0.65]).move(x, y, z))
    b.add("buckle|clasp", g.box(size * 0.8, size * 0.08, 0.004).move(x, y, z + 0.002))


@design("bag", "bag", "handbag")
def handbag(b: Builder) -> None:
    """Structured handbag or tote: tapering body, one or two handles, flap, clasp, feet, shoulder strap."""
    x, y, z = b.uniform(0.2, 0.42), b.uniform(0.15, 0.34), b.uniform(0.07, 0.18)
    top, thin, corner = b.uniform(0.75, 1.1), b.uniform(0.15, 0.9), z * b.uniform(0.1, 0.45)
    levels = [
        (0, x * 0.97, z * 0.97, corner),
        (y * 0.08, x, z, corner),
        (y * 0.5, x * (1 + top) / 2 * b.uniform(0.98, 1.08), z * (0.5 + thin / 2), corner),
    ]
    levels.append((y, x * top, z * thin, corner * thin))
    opened = b.chance(0.35)
    smooth = g.curve(levels, 14)
    b.add("body|bag", hollow(smooth, 0.004) if opened else blocks(smooth))
    half = x * top * b.uniform(0.22, 0.42)
    rise = b.uniform(0.07, 0.24)
    if b.chance(0.65):
        lean = b.uniform(0, 35)
        for side in (-1, 1):
            b.add(
                "handle",
                bag_handle(b, half, rise).rotate("x", side * lean).move(0, y * 0.98, side * z * thin * 0.4),
            )
    else:
        b.add("handle", bag_handle(b, half, rise).move(y=y * 0.99))
    if not opened and b.chance(0.5):
        deep, drop = z * thin, y * b.uniform(0.3, 0.6)
        front = z * (1 + thin) / 4 + 0.008
        path = g.curve(
            [(0, y, -deep / 2), (0, y + 0.01, 0), (0, y, deep / 2 + 0.004), (0, y - drop, front)], 12
        )
        b.add("flap|cover", strap(path[:, [2, 1, 0]], x * top * b.uniform(0.85, 1), 0.005).rotate("y", -90))
        b.add("clasp|buckle|lock", g.box(0.03, 0.025, 0.01, 0.003).move(0, y - drop, front + 0.004))
    if b.chance(0.3):
        b.add("pocket", g.box(x * 0.6, y * 0.35, 0.02, 0.008).move(0, y * 0.3, z / 2))
    if b.chance(0.3):
        loop = g.curve(
            [
                (-x * top / 2, y * 0.9, 0),
                (-x * 0.3, y + 0.4, 0),
                (x * 0.3, y + 0.4, 0),
                (x * top / 2, y * 0.9, 0),
            ],
            20,
        )
        b.add("strap > shoulder strap", g.sweep(loop, 0.004))
    if b.chance(0.3):
        b.add("foot|stud", g.array(g.sphere(0.008, sides=8), positions_of_corners(x * 0.8, z * 0.7)))


@design("bag", "bag", "shopping bag")
def shopping_bag(b: Builder) -> None:
    """Paper or cloth carrier: thin open body, two loops of rope, tape or strap; crumpled plastic at times."""
    x, y = b.uniform(0.2, 0.45), b.uniform(0.25, 0.5)
    z = b.uniform(0.06, 0.2)
    squeeze = b.uniform(0.4, 1)
    levels = [(0, x, z, 0.004), (y * 0.4, x, z, 0.004), (y, x * b.uniform(0.95, 1.1), z * squeeze, 0.004)]
    b.add("body|bag", hollow(levels, 0.003))
    half, rise, lean = x * b.uniform(0.15, 0.3), b.uniform(0.08, 0.3), b.uniform(-10, 30)
    loop = bag_handle(b, half, rise)
    for side in (-1, 1):
        b.add("handle", loop.rotate("x", side * lean).move(0, y - 0.01, side * z * squeeze / 2))
    if b.chance(0.3):
        b.add("label|logo", g.box(x * 0.5, y * 0.25, 0.001).move(0, y * 0.45, z / 2))
    if b.chance(0.3):
        count = b.integer(1, 3)
        items = [
            g.box(x * 0.22, y * 0.5, z * 0.5, 0.01)
            .rotate("z", b.uniform(-15, 15))
            .move((i - 1) * x * 0.27, y * 0.88)
            for i in range(count)
        ]
        b.add("contents|item", g.join(items))


@design("bag", "bag", "backpack")
def backpack(b: Builder) -> None:
    """Rucksack or school bag: body, front and side pockets, two shoulder straps, grab handle, flap, buckles."""
    x, y, z = b.uniform(0.25, 0.36), b.uniform(0.35, 0.6), b.uniform(0.13, 0.22)
    corner = z * b.uniform(0.2, 0.45)
    top = b.uniform(0.55, 0.95)
    levels = [(0, x * 0.9, z * 0.85, corner), (y * 0.08, x, z, corner), (y * 0.65, x, z * 0.95, corner)]
    levels += [
        (y * 0.93, x * (0.5 + top / 2), z * 0.8, corner * 0.8),
        (y, x * top * 0.8, z * 0.5, corner * 0.5),
    ]
    b.add("body|bag", blocks(g.curve(levels, 16)))
    pocket = blocks([(0, x * 0.75, z * 0.35, 0.02), (y * b.uniform(0.3, 0.5), x * 0.72, z * 0.3, 0.02)])
    b.add("pocket", pocket.move(0, y * 0.08, z / 2))
    if b.chance(0.5):
        symmetric(
            b,
            "pocket",
            blocks([(0, z * 0.3, z * 0.6, 0.02), (y * 0.3, z * 0.28, z * 0.55, 0.02)]).move(x / 2, y * 0.06),
        )
    if b.chance(0.5):
        path = g.curve(
            [(0, y * 0.9, -z * 0.4), (0, y * 1.02, 0), (0, y * 0.92, z * 0.5), (0, y * 0.55, z * 0.58)], 12
        )
        b.add("flap|cover|lid", strap(path, x * 0.9, 0.012).move(y=0.005))
        for side in (-1, 1):
            b.add(
                "strap > closure strap", g.box(0.022, y * 0.35, 0.004).move(side * x * 0.22, y * 0.45, z * 0.74)
            )
            add_buckle(b, side * x * 0.22, y * 0.42, z * 0.75, 0.04)
    else:
        arch = [
            (-x * 0.52, y * 0.5, 0),
            (-x * 0.45, y * 0.92, 0),
            (0, y * 1.0, 0),
            (x * 0.45, y * 0.92, 0),
            (x * 0.52, y * 0.5, 0),
        ]
        b.add("zipper|zip", wire(arch, 0.006, 24, 10))
    reach = b.uniform(0.5, 0.9) * z
    loop = g.curve(
        [
            (0, y * 0.88, -z * 0.42),
            (0, y * 0.85, -z * 0.5 - reach * 0.6),
            (0, y * 0.5, -z * 0.5 - reach),
            (0, y * 0.1, -z * 0.42),
        ],
        16,
    )
    symmetric(b, "strap > shoulder strap", strap(loop, b.uniform(0.03, 0.065), 0.01).move(x * 0.25))
    b.add("handle", bail(0.04, 0.05, 0.006, 0.4).move(0, y * 0.95, -z * 0.25))


@design("bag", "bag", "school bag")
def satchel(b: Builder) -> None:
    """Messenger bag, briefcase or school satchel: box body, a large front flap, buckled straps, handle."""
    x, y, z = b.uniform(0.28, 0.44), b.uniform(0.2, 0.33), b.uniform(0.06, 0.16)
    b.add("body|bag", standing(x, y, z, b.uniform(0.005, 0.03)))
    drop = b.uniform(0.35, 0.85) * y
    flap_ = g.box(x * 1.01, 0.006, z * 1.05).move(y=y + 0.003) + g.box(x * 1.01, drop, 0.006).move(
        0, y - drop / 2, z / 2 + 0.004
    )
    b.add("flap|cover|lid", flap_)
    front = z / 2 + 0.01
    for side in b.pick((0,), (-1, 1)):
        at = side * x * 0.27
        b.add(
            "strap > closure strap",
            g.box(0.025, drop * 0.9 + 0.04, 0.004).move(at, y - drop * 0.55 - 0.02, front),
        )
        add_buckle(b, at, y - drop, front + 0.003, 0.045)
    if b.chance(0.6):
        b.add("handle", bag_handle(b, x * b.uniform(0.1, 0.25), b.uniform(0.04, 0.09)).move(y=y + 0.004))
    if b.chance(0.55):
        rise = b.uniform(0.25, 0.6)
        loop = g.curve(
            [
                (-x / 2, y * 0.85, 0),
                (-x * 0.45, y + rise * 0.6, 0),
                (0, y + rise, 0),
                (x * 0.45, y + rise * 0.6, 0),
                (x / 2, y * 0.85, 0),
            ],
            24,
        )
        b.add("strap > shoulder strap", g.sweep(loop, 1.0, section=g.rectangle(0.004, b.uniform(0.02, 0.045))))
    if b.chance(0.4):
        b.add("pocket", g.box(x * 0.7, y * 0.3, 0.03, 0.008).move(0, y * 0.25, z / 2 + 0.005))


@design("bag")
def duffel(b: Builder) -> None:
    """Round or boxy sports bag lying along x: zip on top, two loops round the body, end handles, strap."""
    length, radius = b.uniform(0.4, 0.7), b.uniform(0.11, 0.18)
    body = g.lathe(
        [
            (0, -length / 2),
            *g.curve(
                [
                    (radius * 0.9, -length / 2),
                    (radius, -length * 0.4),
                    (radius, length * 0.4),
                    (radius * 0.9, length / 2),
                ],
                12,
            ),
            (0, length / 2),
        ]
    )
    b.add("body|bag", body.rotate("z", 90).scale(1, b.uniform(0.8, 1), 1))
    top = float(body.rotate("z", 90).high[1]) * 0.92
    b.add("zipper|zip", g.box(length * 0.8, 0.012, 0.02).move(y=top))
    rise = b.uniform(0.08, 0.2)
    for side in (-1, 1):
        b.add(
            "handle",
            bag_handle(b, length * 0.18, rise + 0.05)
            .rotate("x", side * 20)
            .move(0, top - 0.05, side * radius * 0.55),
        )
    if b.chance(0.6):
        rib = g.torus(radius * 1.01, 0.012, 24).rotate("z", 90)
        b.add("strap > band", g.array(rib, [(s * length * 0.18, 0, 0) for s in (-1, 1)]))
    if b.chance(0.4):
        b.add("pocket", g.cylinder(radius * 0.7, 0.04, bevel=0.01).rotate("z", 90).move(length / 2 + 0.01))


@design("suitcase", "suitcase", "suitcase")
def trolley(b: Builder) -> None:
    """Upright trolley: ribbed hard or soft shell, telescopic handle, top and side grips, two or four wheels."""
    x, y, z = b.uniform(0.34, 0.52), b.uniform(0.48, 0.78), b.uniform(0.2, 0.32)
    lift, corner = b.uniform(0.03, 0.07), b.uniform(0.02, 0.07)
    b.add("body|case|shell", g.box(x, y, z, corner).move(y=lift + y / 2))
    if b.chance(0.5):
        count = b.integer(4, 9)
        rib = g.box(x / count * 0.4, y * 0.8, z + 0.014, 0.004)
        spots = [((i - (count - 1) / 2) * x * 0.85 / count, lift + y / 2, 0) for i in range(count)]
        b.add("body|case|shell > rib", g.array(rib, spots))
    elif b.chance(0.7):
        b.add("pocket", g.box(x * 0.8, y * 0.4, 0.05, 0.015).move(0, lift + y * 0.32, z / 2))
        b.add("pocket", g.box(x * 0.75, y * 0.25, 0.04, 0.015).move(0, lift + y * 0.75, z / 2))
    if b.chance(0.7):
        path = g.rectangle(x + 0.004, y + 0.004, corner, 5)
        seam = np.c_[path[:, 0], path[:, 1] + lift + y / 2, np.full(len(path), b.uniform(-0.2, 0.3) * z)]
        b.add("zipper|zip", g.sweep(seam, 0.005, closed=True, sides=6))
    _trolley_handle(b, x, lift + y, -z / 2)
    if b.chance(0.8):
        b.add(
            "handle > carry handle",
            bail(0.08, 0.03, 0.008, 0.9).move(0, lift + y - 0.005, z * b.uniform(-0.1, 0.2)),
        )
    if b.chance(0.6):
        b.add(
            "handle > carry handle",
            bail(0.08, 0.03, 0.008, 0.9).rotate("z", -90).move(x / 2 - 0.004, lift + y / 2),
        )
    radius = lift * b.uniform(0.55, 0.8)
    wheel = g.cylinder(radius, b.uniform(0.015, 0.03), sides=18).rotate("z", 90)
    spots = positions_of_corners(x * 0.82, z * 0.75, radius)
    if b.chance(0.6):
        turn = b.uniform(0, 180)
        b.add("wheel", g.array(wheel.rotate("y", turn), spots))
        if b.chance(0.6):
            b.add(
                "wheel > caster mount|wheel housing",
                g.array(g.cylinder(radius, lift * 0.4).move(y=lift - radius), spots),
            )
    else:
        b.add("wheel", g.array(wheel, [p for p in spots if p[2] < 0]))
        b.add(
            "foot|stand", g.array(g.box(0.04, lift, 0.04), [(p[0], lift / 2, p[2]) for p in spots if p[2] > 0])
        )


def _trolley_handle(b: Builder, x: float, top: float, back: float) -> None:
    """Telescopic handle at the back of a trolley case: one or two tubes and a grip, drawn out or pushed in."""
    half, rise = x * b.uniform(0.12, 0.3), b.pick(0.03, b.uniform(0.2, 0.5))
    at = back + 0.03
    tube = g.cylinder(0.007, rise + 0.1, sides=10).move(y=top + rise / 2 - 0.05)
    spots = [(0, 0, at)] if b.chance(0.1) else [(-half, 0, at), (half, 0, at)]
    b.add("handle > telescopic handle|pole|tube", g.array(tube, spots))
    bar = g.box(half * 2 + 0.03, 0.03, 0.03, b.uniform(0.002, 0.014))
    b.add("handle > telescopic handle grip", bar.move(0, top + rise + 0.01, at))
    if b.chance(0.4):
        b.add("handle > button", g.box(0.02, 0.008, 0.015).move(0, top + rise + 0.028, at))


@design("suitcase", "suitcase")
def briefcase(b: Builder) -> None:
    """Classic suitcase, attache or instrument case standing or lying open: grip, latches, corners, straps."""
    x, y, z = b.uniform(0.35, 0.75), b.uniform(0.25, 0.5), b.uniform(0.08, 0.24)
    wall, corner = 0.006, b.uniform(0.004, 0.05)
    share = b.uniform(0.35, 0.6)
    base = hollow([(0, x, y, corner), (z * share, x, y, corner)], wall)
    lid = hollow([(0, x, y, corner), (z * (1 - share), x, y, corner)], wall).rotate("x", 180).move(y=z)
    opened = b.chance(0.35)
    degrees = b.uniform(20, 120) if opened else 0.0
    pieces = [
        ("body|case|shell", base),
        ("body|case|shell > lid|cover", lid.rotate("x", -degrees, (0, z * share, -y / 2))),
    ]
    half = x * b.uniform(0.1, 0.16)
    pieces.append(
        (
            "handle > carry handle",
            bail(half, b.uniform(0.03, 0.055), 0.008, 0.9)
            .rotate("x", 90)
            .move(0, z * share * 0.8, y / 2 - 0.003),
        )
    )
    for side in (-1, 1):
        at = side * x * b.uniform(0.25, 0.38)
        pieces.append(
            ("latch|lock|clasp", g.box(0.04, z * 0.25, 0.008, 0.002).move(at, z * share, y / 2 + 0.003))
        )
        if b.chance(0.5) and not opened:
            ring_ = open_box(0.03, z + 0.006, y + 0.008, 0.003).move(side * x * 0.28, -0.002)
            pieces.append(("strap|belt", ring_ + g.box(0.03, 0.003, y).move(side * x * 0.28, z + 0.002)))
    if b.chance(0.5):
        cap = g.box(0.05, 0.05, 0.05, 0.01)
        pieces.append(
            (
                "corner|corner guard",
                g.array(
                    cap,
                    [
                        (px * 0.95, h, pz * 0.93)
                        for h in (0.022, z * share - 0.02)
                        for px, _, pz in positions_of_corners(x, y)
                    ],
                ),
            )
        )
    if b.chance(0.25):
        wheel = g.cylinder(0.02, 0.02, sides=14).rotate("z", 90)
        pieces.append(("wheel", g.array(wheel, [(s * x * 0.4, z * 0.3, -y / 2 - 0.012) for s in (-1, 1)])))
    upright = not opened and b.chance(0.75)
    for name, mesh in pieces:
        b.add(name, mesh.rotate("x", -90) if upright else mesh)
