"""Buckets, baskets and bins."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.vessel_parts import grip, ribbed_cap, rim
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, band, blocks, hollow, open_box, stick, vessel, wire


@design("bucket", "bucket", "pail")
def bucket(b: Builder) -> None:
    """Pail with a wire bail at any angle, ears, rim, grip; sometimes a lid, spout or water."""
    top, height = b.uniform(0.1, 0.18), b.uniform(0.15, 0.35)
    foot = top * b.uniform(0.65, 0.95)
    b.add("body|bucket", vessel([(foot, 0), (top, height)], 0.004, b.pick(32, 24, 12)))
    if b.chance(0.8):
        b.add("body|bucket > rim", band(top, height - 0.012, height, b.uniform(0.003, 0.008), 32))
    if b.chance(0.4):
        b.add("body|bucket > base|foot", band(foot, 0, 0.015, 0.003))
    pivot = height - b.uniform(0.01, 0.05)
    wide = float(np.interp(pivot, [0, height], [foot, top])) + 0.008
    rise = wide * b.uniform(0.8, 1.25)
    degrees = b.pick(0, b.uniform(-110, 110))
    thick, square = b.uniform(0.002, 0.008), b.uniform(0, 0.7)
    b.add("handle", bail(wide, rise, thick, square).rotate("x", degrees).move(y=pivot))
    if b.chance(0.45):
        bar = g.cylinder(max(thick * 2, 0.008), wide * 0.7, sides=12).rotate("z", 90).move(y=rise)
        b.add("handle > grip", bar.rotate("x", degrees).move(y=pivot))
    symmetric(b, "ear|bracket|hinge", g.box(0.008, 0.04, 0.03, 0.003).move(wide - 0.006, pivot))
    _fill_bucket(b, top, height)


def _fill_bucket(b: Builder, top: float, height: float) -> None:
    extra = b.integer(0, 5)
    if extra == 0:
        b.add("liquid|water", g.cylinder(top * 0.9, 0.003).move(y=height * 0.75))
    elif extra == 1:
        b.add("lid|cover", ribbed_cap(b, top * 1.05, 0.02).move(y=height))


@design("bucket")
def odd_bucket(b: Builder) -> None:
    """Wooden well bucket with staves and rope, ice bucket with side rings, or square mop bucket."""
    style = b.integer(0, 2)
    if style == 0:
        top, height, staves = b.uniform(0.12, 0.18), b.uniform(0.2, 0.32), b.integer(9, 14)
        plank = g.box(2.1 * top * np.pi / staves / 2, height, 0.015).move(y=height / 2, z=top)
        b.add("body|bucket", g.ring(plank, staves) + g.cylinder(top * 0.98, 0.015, sides=staves).move(y=0.02))
        for at in (0.15, 0.85):
            b.add("hoop|ring|band", band(top + 0.005, height * at - 0.012, height * at + 0.012, 0.006))
        degrees = b.uniform(-90, 90)
        arch = bail(top * 1.05, top * 1.3, b.uniform(0.005, 0.01), 0.2).rotate("x", degrees)
        b.add("handle", arch.move(y=height * 0.95))
    elif style == 1:
        top, height = b.uniform(0.09, 0.13), b.uniform(0.16, 0.26)
        b.add(
            "body|bucket",
            vessel(g.curve([(top * 0.7, 0), (top * 0.9, height * 0.5), (top, height)], 10), 0.003),
        )
        loop = g.torus(top * 0.25, 0.006, 18).rotate("z", b.uniform(60, 90)).move(top, height * 0.7)
        symmetric(b, "handle", loop)
        if b.chance(0.5):
            b.add(
                "ice",
                g.join(
                    g.box(0.03, 0.03, 0.03, 0.005)
                    .rotate("x", b.uniform(0, 90))
                    .move(
                        b.uniform(-0.5, 0.5) * top, height * b.uniform(0.85, 0.95), b.uniform(-0.5, 0.5) * top
                    )
                    for _ in range(9)
                ),
            )
    else:
        x, z, height = b.uniform(0.25, 0.4), b.uniform(0.2, 0.28), b.uniform(0.2, 0.3)
        b.add("body|bucket", hollow([(0, x * 0.85, z * 0.85, 0.03), (height, x, z, 0.04)], 0.005))
        b.add(
            "handle",
            bail(x * 0.5, z * b.uniform(0.7, 1), 0.005, 0.8).rotate("x", b.uniform(-80, 80)).move(y=height),
        )
        if b.chance(0.6):
            b.add(
                "wheel|caster",
                g.array(g.cylinder(0.025, 0.02).rotate("z", 90), positions_of_corners(x * 0.7, z * 0.7)),
            )
        if b.chance(0.4):
            b.add(
                "wringer|strainer", open_box(x * 0.4, height * 0.5, z * 0.8, 0.01).move(x * 0.25, height * 0.75)
            )


def weave(b: Builder, x: float, z: float, corner: float, height: float, flare: float) -> Mesh:
    """Open-work side of a basket: wavy hoops, or hoops and uprights."""
    strands = []
    rows = b.integer(4, 9)
    for i in range(rows):
        t = (i + 0.5) / rows
        s = 1 + (flare - 1) * t
        path = g.rectangle(x * s, z * s, corner * s, 6)
        path3 = np.c_[path[:, 0], np.full(len(path), height * t), path[:, 1]]
        strands.append(g.sweep(path3, height / rows * 0.3, closed=True, sides=6))
    stakes = g.rectangle(x, z, corner, 6)[:: b.pick(1, 2)]
    for px, pz in stakes:
        strands.append(stick((px, 0, pz), (px * flare, height, pz * flare), height * 0.012, sides=5))
    return g.join(strands)


@design("basket")
def basket(b: Builder) -> None:
    """Wicker or wire basket: open-work or solid sides, arched or side handles, rim, lid."""
    x, height = b.uniform(0.2, 0.5), b.uniform(0.1, 0.3)
    z, flare = x * b.uniform(0.6, 1), b.uniform(1, 1.4)
    corner = min(x, z) / 2 * b.pick(0.2, 0.6, 0.99)
    if b.chance(0.6):
        b.add(
            "body|basket",
            weave(b, x, z, corner, height, flare) + blocks([(0, x, z, corner), (0.01, x, z, corner)]),
        )
    else:
        b.add("body|basket", hollow([(0, x, z, corner), (height, x * flare, z * flare, corner * flare)], 0.008))
    outline = g.rectangle(x * flare, z * flare, corner * flare, 6)
    path = np.c_[outline[:, 0], np.full(len(outline), height), outline[:, 1]]
    b.add("body|basket > rim", g.sweep(path, b.uniform(0.006, 0.012), closed=True, sides=8))
    style = b.integer(0, 3)
    half, thick = x * flare / 2, b.uniform(0.005, 0.012)
    if style == 0:
        b.add("handle", bail(half, b.uniform(0.5, 1.2) * x, thick, b.uniform(0, 0.8)).move(y=height))
    elif style == 1:
        arch = bail(z * 0.2, 0.08, thick).rotate("y", 90).move(half, height)
        symmetric(b, "handle", arch)
    elif style == 2:
        for tilt in (-1, 1):
            arch = bail(half * 0.7, x * 0.4, thick, 0.5).rotate("x", tilt * b.uniform(5, 80))
            b.add("handle", arch.move(0, height, tilt * z * flare * 0.3))
    if b.chance(0.2):
        lid = blocks([(0, x * flare, z * flare, corner), (0.02, x * flare * 0.9, z * flare * 0.9, corner)])
        b.add(
            "lid|cover",
            lid.rotate("x", -b.pick(0, b.uniform(10, 70)), (0, 0, -z * flare / 2)).move(y=height + 0.01),
        )


@design("laundry basket")
def laundry_basket(b: Builder) -> None:
    """Hamper with a lid, or a low plastic basket with slots and side grips; clothes inside at times."""
    x, z, height = b.uniform(0.35, 0.6), b.uniform(0.3, 0.42), b.uniform(0.25, 0.65)
    corner, flare = b.uniform(0.03, 0.15), b.uniform(1, 1.2)
    if b.chance():
        b.add(
            "body|basket",
            weave(b, x, z, corner, height, flare) + blocks([(0, x, z, corner), (0.01, x, z, corner)]),
        )
    else:
        b.add("body|basket", hollow([(0, x, z, corner), (height, x * flare, z * flare, corner * flare)], 0.006))
    b.add("rim", rim(x * flare, z * flare, corner, height - 0.02, height, 0.03))
    if b.chance(0.4):
        lid = blocks([(0, x * flare, z * flare, corner), (0.03, x * flare * 0.95, z * flare * 0.95, corner)])
        b.add(
            "lid|cover", lid.rotate("x", -b.pick(0, b.uniform(10, 90)), (0, 0, -z * flare / 2)).move(y=height)
        )
    elif b.chance(0.5):
        heap = [
            g.sphere(x * 0.3, 0.07, z * 0.25, 10).move(
                b.uniform(-0.15, 0.15) * x, height - 0.04, b.uniform(-0.1, 0.1) * z
            )
            for _ in range(4)
        ]
        b.add("clothes|laundry|towel", g.join(heap))
    if b.chance(0.7):
        symmetric(b, "handle", grip(b, z * 0.4, 0.04, 0.01).rotate("y", 90).move(x * flare / 2, height * 0.9))


@design("umbrella stand")
def umbrella_stand(b: Builder) -> None:
    """Tall open vessel or wire frame with umbrellas or canes in it."""
    radius, height = b.uniform(0.1, 0.15), b.uniform(0.4, 0.6)
    if b.chance():
        b.add(
            "body|stand", vessel([(radius * b.uniform(0.8, 1), 0), (radius, height)], 0.006, b.pick(4, 6, 28))
        )
    else:
        b.add(
            "frame|stand",
            g.ring(g.cylinder(0.005, height, sides=6).move(y=height / 2, z=radius), b.integer(4, 10)),
        )
        b.add(
            "frame|stand > ring",
            g.torus(radius, 0.006).move(y=height) + g.torus(radius, 0.006).move(y=height * 0.5),
        )
        b.add("base|tray", vessel([(radius * 1.1, 0), (radius * 1.1, 0.03)], 0.004))
    for _ in range(b.integer(0, 3)):
        turn, tilt = b.uniform(0, 360), b.uniform(3, 9)
        length = b.uniform(0.75, 0.95)
        canopy = g.lathe(
            [(0, 0.05), (0.012, 0.06), (0.035, length * 0.55), (0.012, length * 0.7), (0, length * 0.7)], 8
        )
        hook = [(0, length * 0.7, 0), (0, length * 0.95, 0), (0.03, length, 0), (0.06, length * 0.95, 0)]
        at = {"x": radius * 0.5}
        b.add("umbrella > canopy|cover", canopy.move(**at).rotate("z", -tilt).rotate("y", turn))
        b.add("umbrella > handle", wire(hook, 0.007, 16).move(**at).rotate("z", -tilt).rotate("y", turn))


@design("trash can", "trash can", "trash can")
def pedal_bin(b: Builder) -> None:
    """Pedal bin, round or square: body, lid at any angle, foot pedal, base, inner bucket, hinge."""
    wide, height = b.uniform(0.2, 0.4), b.uniform(0.28, 0.75)
    deep, corner = wide * b.uniform(0.75, 1.1), b.pick(0.06, 0.3, 0.499)
    corner *= wide
    deep = wide if corner > 0.4 * wide else deep
    flare = b.uniform(0.85, 1.05)
    b.add(
        "body|bin|container",
        hollow([(0, wide * flare, deep * flare, corner), (height, wide, deep, corner)], 0.006),
    )
    if b.chance(0.6):
        b.add(
            "base|foot",
            blocks(
                [
                    (-0.02, wide * flare + 0.02, deep * flare + 0.02, corner),
                    (0.03, wide * flare + 0.012, deep * flare + 0.012, corner),
                ]
            ),
        )
    if b.chance(0.4):
        b.add("rim|ring", rim(wide, deep, corner, height - 0.03, height, 0.015))
    dome = b.uniform(0.01, 0.1)
    lid = blocks(
        g.curve(
            [
                (0, wide * 1.01, deep * 1.01, corner),
                (dome * 0.7, wide * 0.95, deep * 0.95, corner * 0.95),
                (dome, wide * 0.5, deep * 0.5, corner * 0.5),
            ],
            7,
        )
    )
    degrees = b.pick(0, 0, b.uniform(5, 95))
    b.add("lid|cover", lid.rotate("x", -degrees, (0, 0, -deep / 2)).move(y=height + 0.003))
    front = deep * flare / 2
    tread = g.box(wide * b.uniform(0.2, 0.4), 0.012, 0.05, 0.004).move(0, b.uniform(0.015, 0.04), front + 0.03)
    b.add("pedal|foot pedal|footpedal", tread)
    if b.chance(0.4):
        b.add("pedal|foot pedal|footpedal > pedal arm", g.box(wide * 0.12, 0.01, 0.06).move(0, 0.02, front))
    if b.chance(0.3):
        b.add("hinge", g.box(wide * 0.3, 0.04, 0.02, 0.005).move(0, height - 0.005, -deep / 2))
    if degrees > 20 and b.chance(0.5):
        inner = hollow(
            [
                (0.05, wide * 0.8, deep * 0.8, corner * 0.8),
                (height * 0.97, wide * 0.9, deep * 0.9, corner * 0.9),
            ],
            0.004,
        )
        b.add("inner bucket|liner", inner)
    if b.chance(0.2):
        b.add(
            "handle", grip(b, wide * 0.3, 0.03, 0.006).move(0, height * 0.85, -deep / 2 - 0.0).rotate("y", 180)
        )


@design("trash can", "trash can")
def swing_bin(b: Builder) -> None:
    """Kitchen or street bin with a hood and a swing door (flap) in it."""
    wide, height = b.uniform(0.25, 0.5), b.uniform(0.35, 0.9)
    deep, corner = wide * b.uniform(0.7, 1), wide * b.uniform(0.03, 0.2)
    flare = b.uniform(0.75, 1)
    b.add(
        "body|bin|container",
        hollow([(0, wide * flare, deep * flare, corner), (height, wide, deep, corner)], 0.006),
    )
    hood = b.uniform(0.4, 0.8) * wide
    if b.chance(0.55):  # two slanted faces; the door closes the front one or both
        cheeks = blocks([(0, wide * 1.02, deep * 1.02, 0.01), (0.04, wide * 1.02, deep * 1.02, 0.01)])
        frame = g.array(
            g.box(wide * 0.08, hood * 0.6, deep * 0.9).taper(0.3, "y"),
            [(s * wide * 0.46, hood * 0.3, 0) for s in (-1, 1)],
        )
        b.add("lid|cover", (cheeks + frame).move(y=height))
        door = g.box(wide * 0.82, hood * 0.68, 0.01).move(y=-hood * 0.34)
        for side in (-1, 1):
            turn = -side * (35 + b.pick(0, b.uniform(-20, 20)))
            b.add("door|flap|swing door", door.rotate("x", turn).move(0, height + hood * 0.6))
    else:
        top = blocks(
            g.curve(
                [
                    (0, wide * 1.03, deep * 1.03, corner),
                    (hood * 0.6, wide, deep, corner),
                    (hood, wide * 0.4, deep * 0.4, corner * 0.3),
                ],
                9,
            )
        )
        b.add("lid|cover", top.move(y=height))
        door = g.box(wide * 0.7, hood * 0.5, 0.012, 0.004).move(y=-hood * 0.25)
        tilt = b.pick(0, b.uniform(0, 50))
        b.add("door|flap|swing door", door.rotate("x", -tilt).move(0, height + hood * 0.58, deep * 0.51))
    if b.chance(0.2):
        b.add(
            "label|sticker",
            g.box(wide * 0.4, height * 0.25, 0.002).move(0, height * 0.6, deep * (1 + flare) / 4),
        )


@design("trash can", "trash can")
def wheelie_bin(b: Builder) -> None:
    """Two- or four-wheeled refuse bin: tapered body, hinged lid, push handle, axle and wheels."""
    wide, height = b.uniform(0.45, 0.6), b.uniform(0.75, 1.05)
    big = b.chance(0.3)
    wide *= 2 if big else 1
    deep, corner, flare = b.uniform(0.5, 0.72), 0.04, b.uniform(0.72, 0.9)
    lift = 0.05
    levels = [(lift, wide * flare, deep * flare, corner), (height, wide, deep, corner)]
    b.add("body|bin|container", hollow(levels, 0.01))
    b.add("rim|ring", rim(wide, deep, corner, height - 0.05, height, 0.04))
    dome = b.uniform(0.03, 0.12)
    lid = blocks(
        [
            (0, wide + 0.05, deep + 0.06, corner),
            (dome * 0.5, wide, deep, corner),
            (dome, wide * 0.8, deep * 0.75, corner),
        ]
    )
    degrees = b.pick(0, 0, b.uniform(10, 100))
    b.add("lid|cover", lid.rotate("x", -degrees, (0, 0, -deep / 2)).move(y=height + 0.005))
    bar = g.cylinder(0.015, wide * 0.8, sides=12).rotate("z", 90)
    b.add("handle", bar.move(0, height - 0.03, -deep / 2 - 0.07))
    b.add(
        "handle",
        g.array(g.box(0.03, 0.03, 0.09), [(s * wide * 0.35, height - 0.03, -deep / 2 - 0.04) for s in (-1, 1)]),
    )
    if b.chance(0.3):
        b.add(
            "handle",
            grip(b, wide * 0.3, 0.05, 0.012).rotate("x", degrees * 0).move(0, height - 0.02, deep / 2 + 0.02),
        )
    radius = b.uniform(0.07, 0.12)
    wheel = g.cylinder(radius, 0.045, sides=24, bevel=0.008).rotate("z", 90)
    back = -deep * flare / 2 - (0 if big else 0.02)
    if big:
        caster = g.cylinder(radius * 0.7, 0.04).rotate("z", 90)
        b.add(
            "wheel",
            g.array(caster, positions_of_corners(wide * flare * 0.85, deep * flare * 0.8, lift - radius * 0.5)),
        )
    else:
        b.add("wheel", g.array(wheel, [(s * (wide * flare / 2 + 0.03), radius, back) for s in (-1, 1)]))
        b.add("axle", g.cylinder(0.012, wide * flare, sides=10).rotate("z", 90).move(0, radius, back))
        b.add("base|foot", g.box(wide * flare * 0.8, lift, 0.06).move(0, lift / 2, deep * flare * 0.4))


@design("trash can")
def open_bin(b: Builder) -> None:
    """Waste paper basket of wire or sheet, or ribbed metal can with a domed lid and side handles."""
    radius, height = b.uniform(0.11, 0.25), b.uniform(0.25, 0.6)
    style = b.integer(0, 2)
    if style == 0:
        top = radius * b.uniform(1.05, 1.3)
        wires = g.ring(stick((0, 0, radius), (0, height, top), 0.0025, sides=5), b.integer(24, 40))
        hoops = g.join(g.torus(radius + (top - radius) * t, 0.0025, 24).move(y=height * t) for t in (0.3, 0.6))
        b.add("body|bin|container", wires + hoops + g.cylinder(radius, 0.006).move(y=0.003))
        b.add("rim|ring", g.torus(top, 0.006).move(y=height))
    elif style == 1:
        flare = b.uniform(1, 1.35)
        sides = b.pick(4, 6, 28)
        b.add("body|bin|container", vessel([(radius, 0), (radius * flare, height)], 0.004, sides))
        if b.chance(0.5):
            b.add(
                "bag|liner|trash bag", band(radius * flare, height * 0.85, height * 1.01, radius * 0.03, sides)
            )
    else:
        rows = np.linspace(0.02, height - 0.02, 22)
        ribs = radius * (1 + 0.02 * np.sin(rows / height * 60))
        b.add(
            "body|bin|container",
            vessel([(radius * 0.97, 0), *zip(ribs, rows, strict=True), (radius, height)], 0.004),
        )
        symmetric(b, "handle", grip(b, radius * 0.6, 0.04, 0.006).rotate("y", 90).move(radius, height * 0.75))
        lid = g.lathe([(0, 0), (radius * 1.06, -0.02), (radius * 1.06, 0), (radius * 0.8, 0.04), (0, 0.07)])
        tilt = b.pick(0, 0, b.uniform(5, 40))
        b.add("lid|cover", lid.rotate("z", tilt, (-radius, 0, 0)).move(y=height))
        arch = bail(radius * 0.2, 0.045, 0.006, 0.6).move(y=0.06).rotate("z", tilt, (-radius, 0, 0))
        b.add("lid|cover > lid handle", arch.move(y=height))
