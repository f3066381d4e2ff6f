"""What stands in streets, yards and gardens."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.building_parts import gable_roof, opening_outline
from pa3d.synth.catalog.device_parts import knob
from pa3d.synth.catalog.hand_parts import chain
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, plate, post, put, rod, standing, stick, wire

# -- safes, street furniture, machines -------------------------------------------------------------


@design("traffic light")
@design("traffic light")
def traffic_light(b: Builder) -> None:
    """Traffic signal: housing with two to four lamps under visors; on a pole, on an arm, or several heads."""
    count, r = b.pick(2, 3, 3, 3, 4), b.uniform(0.09, 0.15)
    first = len(b.pieces)
    tall = count * r * 2.4
    b.add("body|housing|case", standing(r * 2.7, tall, r * 1.4, b.pick(0, 0.02)))
    spots = [(0, (i + 0.5) * r * 2.4, r * 0.7) for i in range(count)]
    b.add("light|lamp", g.array(g.sphere(r, r, r * 0.3, 18), spots))
    if b.chance(0.8):
        hood = (
            g.lathe([(r * 1.08, 0), (r * 1.12, r), (r * 1.05, r), (r * 1.0, 0)], 16, 220)
            .rotate("x", 90)
            .rotate("z", 20)
        )
        b.add("visor|hood|shade", g.array(hood, spots))
    if b.chance(0.3):
        b.add("back plate|panel", standing(r * 4, tall + r, 0.02).move(y=-r / 2, z=-r * 0.7))
    kind, h = b.integer(0, 3), b.uniform(2.2, 3.5)
    head = list(b.pieces[first:])
    if kind == 0:
        return
    if kind == 3:
        reach = b.uniform(1.5, 3)
        b.pieces[first:] = [(n, m.move(reach, h + 1.2)) for n, m in head]
        b.add("pole|post", g.cylinder(0.08, h + 2.4, 0.06, 16).move(y=h / 2 + 1.2, z=-r * 1.2))
        b.add(
            "arm|bracket",
            g.cylinder(0.05, reach + 0.3, sides=12).rotate("z", 90).move(reach / 2, h + 2, -r * 1.2),
        )
    else:
        b.pieces[first:] = [(n, m.move(0, h, r * 1.3)) for n, m in head]
        if kind == 2:
            b.pieces += [(n, m.move(0, h, r * 1.3).rotate("y", 90)) for n, m in head]
        b.add("pole|post", post(0.055, h + tall, sides=16))
    b.add("base|foot", g.cylinder(0.2, 0.1, 0.15, 20).move(y=0.05, z=-r * 1.2 if kind == 3 else 0))


@design("parking meter")
def parking_meter(b: Builder) -> None:
    """Parking meter: post, head with a domed window, coin slot, knob, base plate; one or two heads."""
    h, w = b.uniform(0.9, 1.2), b.uniform(0.12, 0.17)
    b.add("pole|post", post(b.uniform(0.025, 0.045), h, sides=16))
    b.add("base|foot", g.cylinder(0.11, 0.03, 0.08, 20).move(y=0.015))
    xs = (0,) if b.chance(0.7) else (-w * 0.65, w * 0.65)
    if len(xs) > 1:
        b.add("arm|bracket", g.box(w * 1.6, 0.05, 0.06).move(y=h))
    side = [(w / 2, 0), (w / 2, 0.16), *(g.arc(w / 2, 0, 180, 14)[:, :2] + [0, 0.18]), (-w / 2, 0)]
    glass = np.r_[[(w * 0.4, 0)], g.arc(w * 0.4, 0, 180, 12)[:, :2], [(-w * 0.4, 0)]]
    for x in xs:
        b.add("head|body|case", g.extrude(side, 0.1).move(x, h))
        b.add("window|screen|glass", g.extrude(glass[1:-1], 0.012).move(x, h + 0.17, 0.052))
        b.add("slot|coin slot", plate(0.004, 0.03, 0.004).move(x + w * 0.25, h + 0.1, 0.05))
        b.add("knob|handle", knob(b, 0.022).move(x - w * 0.1, h + 0.08, 0.05))


# -- street furniture ------------------------------------------------------------------------------


@design("fountain")
def fountain(b: Builder) -> None:
    """Round or polygonal pool, tiers of bowls on a column, finial or statue ball, water."""
    radius, wall, sides = b.uniform(1.2, 3), b.uniform(0.12, 0.3), b.pick(6, 8, 32, 32)
    tall = b.uniform(0.35, 0.7)
    pool = [
        (0, 0),
        (radius * b.uniform(0.9, 1.1), 0),
        (radius, tall),
        (radius - wall, tall),
        (radius - wall, 0.12),
        (0, 0.12),
    ]
    b.add("basin|pool", g.lathe(pool, sides))
    if b.chance(0.7):
        b.add("water", g.cylinder(radius - wall * 0.9, 0.02, sides=sides).move(y=tall * b.uniform(0.6, 0.9)))
    y, r, tiers = 0.1, radius * b.uniform(0.45, 0.65), b.integer(0, 3)
    slim = radius * b.uniform(0.08, 0.15)
    for _ in range(tiers):
        high = radius * b.uniform(0.35, 0.6)
        shaft = g.curve(
            [(slim * 1.6, 0), (slim * 0.8, high * 0.3), (slim * 1.1, high * 0.6), (slim * 0.8, high)], 10
        )
        b.add("column|pedestal|stem", g.lathe([(0, 0), *shaft, (0, high)], 18).move(y=y))
        deep = r * b.uniform(0.2, 0.35)
        bowl = [
            (0, 0),
            (r * 0.4, deep * 0.2),
            (r * 0.85, deep * 0.6),
            (r, deep),
            (r * 0.94, deep),
            (r * 0.5, deep * 0.4),
            (0, deep * 0.3),
        ]
        b.add("bowl|tier", g.lathe(bowl, 24).move(y=y + high))
        if b.chance(0.6):
            b.add("water", g.cylinder(r * 0.88, 0.02, sides=24).move(y=y + high + deep * 0.8))
        y, r, slim = y + high + deep * 0.3, r * b.uniform(0.5, 0.65), slim * 0.8
    if tiers == 0:
        b.add("column|pedestal|stem", g.box(radius * 0.3, radius * 0.7, radius * 0.3).move(y=radius * 0.35))
        y = radius * 0.7
    size = radius * b.uniform(0.07, 0.14)
    tip = (
        g.lathe(g.curve([(size, 0), (size * 0.5, size), (size * 1.1, size * 2), (0.003, size * 3.6)], 12), 16)
        if b.chance()
        else g.sphere(size * 1.2, sides=14).move(y=size)
    )
    b.add("finial|top|statue", tip.move(y=y))
    if b.chance(0.35):
        jet = wire(
            [(0.05, y, 0), (radius * 0.25, y + radius * 0.35, 0), (radius * 0.6, tall, 0)],
            radius * 0.015,
            10,
            6,
        )
        b.add("water > jet|water jet", g.ring(jet, b.integer(4, 8)))
    if b.chance(0.3):
        b.add("base|step", g.cylinder(radius * 1.3, 0.15, sides=sides).move(y=-0.07))


def _lamp_head(b: Builder, size: float, kind: str) -> Parts:
    """Lamp head with its fixing at the origin: lantern, globe, or a flat road light pointing to +z."""
    if kind == "lantern":
        cage = g.cylinder(size * 0.32, size, size * 0.5, b.pick(4, 6)).rotate("y", 45).move(y=size * 0.6)
        roof = g.cylinder(size * 0.62, size * 0.4, 0.02, 6).move(y=size * 1.3)
        foot = g.cylinder(size * 0.2, size * 0.15, size * 0.34, 8).move(y=size * 0.05)
        return [
            ("lamp|light|lantern > glass|lamp glass", cage),
            ("lamp|light|lantern > cap|roof", roof + g.sphere(size * 0.08, sides=8).move(y=size * 1.52)),
            ("lamp|light|lantern > holder|lamp holder", foot),
        ]
    if kind == "globe":
        return [
            ("lamp|light|lantern > globe|bulb|lamp glass", g.sphere(size * 0.55, sides=18).move(y=size * 0.55)),
            ("lamp|light|lantern > holder|lamp holder", g.cylinder(size * 0.22, size * 0.2, sides=12)),
        ]
    shell_ = g.box(size * 0.7, size * 0.22, size * 1.7, size * 0.1).move(z=size * 0.7)
    return [
        ("lamp|light|lantern > lamp head|housing", shell_),
        (
            "lamp|light|lantern > glass|lens",
            g.box(size * 0.5, size * 0.1, size * 1.2, size * 0.04).move(y=-size * 0.12, z=size * 0.8),
        ),
    ]


@design("street light", "street light", "lamp post")
def street_light(b: Builder) -> None:
    """Classic lamp post with one to four lanterns or globes, or a road light with one or two arms."""
    classic = b.chance(0.55)
    height = b.uniform(2.6, 4.2) if classic else b.uniform(5, 10)
    thick = height * b.uniform(0.012, 0.025)
    if classic:
        foot = g.lathe(
            g.curve(
                [
                    (thick * 4, 0),
                    (thick * 3, height * 0.06),
                    (thick * 2, height * 0.14),
                    (thick * 1.1, height * 0.2),
                ],
                9,
            ),
            b.pick(8, 16),
        )
        b.add("base|foot", foot)
        b.add("post|pole", rod((0, height * 0.12, 0), (0, height, 0), thick, 14, thick * 0.8))
        if b.chance(0.4):
            b.add(
                "post|pole > ring|collar",
                g.array(g.cylinder(thick * 1.5, thick, sides=14), [(0, y * height, 0) for y in (0.3, 0.85)]),
            )
    else:
        b.add(
            "base|foot",
            g.box(thick * 5, thick * 1.5, thick * 5).move(y=thick * 0.7)
            if b.chance()
            else g.cylinder(thick * 2, height * 0.12, thick * 1.6, 14).move(y=height * 0.06),
        )
        b.add("post|pole", rod((0, 0, 0), (0, height, 0), thick * 1.2, 14, thick * 0.7))
    kind = b.pick("lantern", "lantern", "globe") if classic else "road"
    size = height * (b.uniform(0.1, 0.15) if classic else b.uniform(0.05, 0.08))
    arms = b.pick(1, 1, 2, 3, 4) if classic else b.pick(1, 1, 1, 2)
    if classic and arms == 1:
        put(b, _lamp_head(b, size, kind), 0, height, 0)
        return
    reach = height * (b.uniform(0.08, 0.16) if classic else b.uniform(0.12, 0.3))
    bow = height * b.uniform(0.02, 0.1)
    path = [(0, height * 0.93, 0), (0, height * 0.95 + bow * 0.7, reach * 0.5), (0, height * 0.95 + bow, reach)]
    head = [(n, m.move(y=path[-1][1], z=reach)) for n, m in _lamp_head(b, size, kind)]
    for i in range(arms):
        turned = [("arm|bracket", wire(path, thick * 0.7, 10)), *head]
        put(b, [(n, m.rotate("y", 360 / arms * i)) for n, m in turned])
    if classic and b.chance():
        put(b, _lamp_head(b, size, kind), 0, height, 0)


@design("mailbox")
def mailbox(b: Builder) -> None:
    """Rural box with a rounded top on a post, door in front, flag at the side; sometimes open."""
    width, long, tall = b.uniform(0.16, 0.24), b.uniform(0.4, 0.55), b.uniform(0.2, 0.28)
    outline = opening_outline(width, tall, b.chance(0.75))
    high, wall = b.uniform(0.8, 1.2), 0.008
    hollow = b.chance()
    inner = (outline - [0, tall / 2]) * (1 - 2 * wall / width) + [0, tall / 2]
    b.add("body|box", g.extrude(outline, long, [inner] if hollow else ()).move(y=high))
    if hollow:
        b.add("body|box > back", g.extrude(outline, wall).move(y=high, z=-long / 2))
    turn = b.pick(0, 0, b.uniform(20, 110))
    lid = g.extrude(outline * 1.03, 0.015).move(z=0.008)
    knob = g.sphere(0.015, sides=10).move(y=tall * 0.88, z=0.025)
    put(
        b,
        [("door|lid", lid.rotate("x", turn)), ("door|lid > handle|knob", knob.rotate("x", turn))],
        0,
        high,
        long / 2,
    )
    if b.chance(0.85):
        stick = g.box(0.008, tall * 0.7, 0.02).move(y=tall * 0.35) + g.box(0.008, tall * 0.25, 0.09).move(
            y=tall * 0.62, z=0.035
        )
        b.add("flag", stick.rotate("x", b.pick(0, 90)).move(width / 2 + 0.008, high + tall * 0.45, long * 0.1))
    if b.chance(0.5):
        b.add("post|pole|stand", standing(0.09, high, 0.09))
    else:
        b.add("post|pole|stand", post(0.04, high, sides=14))
    if b.chance(0.4):
        brace = rod((0, high * 0.6, -0.02), (0, high, long * 0.4), 0.025, 6)
        b.add("bracket|brace", brace + g.box(width * 0.7, 0.025, long * 0.9).move(y=high - 0.012))
    if b.chance(0.3):
        b.add("base|foot", g.cylinder(0.2, 0.06, 0.16, 18).move(y=0.03))


@design("mailbox")
def post_box(b: Builder) -> None:
    """Street pillar box or wall-type letter box with a slot, door, feet and a rounded top."""
    tall, size = b.uniform(0.9, 1.5), b.uniform(0.4, 0.55)
    legs = b.uniform(0.05, 0.25)
    round_ = b.chance(0.45)
    if round_:
        b.add("body|box", g.cylinder(size / 2, tall, sides=24).move(y=legs + tall / 2))
        b.add(
            "cap|top|lid",
            g.sphere(size * 0.55, size * b.uniform(0.12, 0.3), size * 0.55, 22).move(y=legs + tall),
        )
        b.add("base|foot", g.cylinder(size * 0.55, legs + 0.02, sides=24).move(y=legs / 2))
    else:
        half = size / 2
        side = (
            np.concatenate([[[-half, 0], [half, 0]], g.arc(half, 0, 180, 11)[:, :2] + [0, tall - half]])
            if b.chance(0.6)
            else g.rectangle(size, tall) + [0, tall / 2]
        )
        b.add("body|box", g.extrude(side, size).rotate("y", 90).move(y=legs))
        b.add("leg|foot", g.array(standing(0.05, legs, 0.05), positions_of_corners(size * 0.85, size * 0.85)))
    front = size / 2
    slot = legs + tall * b.uniform(0.68, 0.78)
    if not round_:
        front = size / 2 if slot < legs + tall - size / 2 else size * 0.48
    b.add("slot|mail slot", g.box(size * 0.55, 0.035, 0.05).move(y=slot, z=front * 0.97))
    b.add(
        "slot|mail slot > hood|flap", g.box(size * 0.6, 0.02, 0.1).rotate("x", 20).move(y=slot + 0.04, z=front)
    )
    plate = g.box(size * 0.6, tall * 0.4, 0.06, 0.01).move(y=legs + tall * 0.35, z=front * 0.96)
    put(
        b,
        [
            ("door", plate),
            (
                "door > lock|handle",
                g.cylinder(0.018, 0.03, sides=10)
                .rotate("x", 90)
                .move(size * 0.22, legs + tall * 0.37, front * 0.96 + 0.04),
            ),
        ],
    )


@design("well")
def well(b: Builder) -> None:
    """Round or square stone well with two posts, a little roof, winch with crank, rope and bucket."""
    radius, tall, wall = b.uniform(0.6, 1.0), b.uniform(0.6, 1.0), b.uniform(0.1, 0.2)
    sides = b.pick(4, 8, 24, 24)
    turn = 180 / sides
    ring_ = g.lathe([(radius, 0), (radius, tall), (radius - wall, tall), (radius - wall, 0)], sides)
    b.add("wall|base", ring_.rotate("y", turn))
    if b.chance(0.5):
        rim = g.lathe(
            [
                (radius * 1.06, tall),
                (radius * 1.06, tall + 0.08),
                (radius - wall, tall + 0.08),
                (radius - wall, tall),
            ],
            sides,
        )
        b.add("wall|base > rim", rim.rotate("y", turn))
    b.add(
        "water",
        g.cylinder(radius - wall * 0.9, 0.02, sides=sides).rotate("y", turn).move(y=tall * b.uniform(0.1, 0.5)),
    )
    out, high = (radius - wall / 2) * np.cos(np.pi / sides), tall + b.uniform(0.9, 1.4)
    thick = b.uniform(0.05, 0.08)
    post = g.box(thick * 2, high, thick * 2) if b.chance(0.7) else g.cylinder(thick, high, sides=10)
    b.add("post|support|pillar", g.array(post.move(y=high / 2), [(s * out, 0, 0) for s in (-1, 1)]))
    if b.chance(0.85):
        rise, wide = b.uniform(0.3, 0.6), radius * b.uniform(1.2, 1.8)
        b.add(
            "roof", gable_roof(out * 2 + thick * 2, wide, rise, 0.12, b.uniform(0.04, 0.1)).move(y=high - 0.05)
        )
    else:
        b.add("beam|crossbar", g.box(out * 2.3, thick * 2, thick * 2).move(y=high))
    y = tall + (high - tall) * b.uniform(0.45, 0.65)
    b.add("winch|axle|roller", rod((-out * 1.15, y, 0), (out * 1.15, y, 0), thick * 0.9, 12))
    crank = rod((out * 1.15, y, 0), (out * 1.15, y - 0.2, 0), 0.02, 6) + rod(
        (out * 1.15, y - 0.2, 0), (out * 1.15 + 0.16, y - 0.2, 0), 0.025, 8
    )
    b.add("crank|handle", crank)
    drop = b.uniform(0.15, 0.5)
    b.add(
        "rope|chain",
        rod((0, y, 0), (0, y - drop, 0), 0.015, 6)
        + g.array(g.torus(thick * 1.05, 0.015, 12).rotate("z", 90), [(s * 0.035, y, 0) for s in (-1, 0, 1)]),
    )
    size = radius * 0.2
    tub = g.lathe(
        [
            (0, 0),
            (size * 0.8, 0),
            (size, size * 1.7),
            (size * 0.92, size * 1.7),
            (size * 0.72, size * 0.15),
            (0, size * 0.15),
        ],
        16,
    )
    low = y - drop - size * 2.5
    b.add("bucket > bucket body|body", tub.move(y=low))
    b.add(
        "bucket > handle|bail",
        g.sweep(g.arc(size * 0.95, 0, 180, 11) * [1, 0.85, 1] + [0, low + size * 1.7, 0], 0.012, sides=6),
    )


# -- street and garden -----------------------------------------------------------------------------


@design("anchor")
def anchor(b: Builder) -> None:
    """Ship's anchor: ring, stock, shank, curved arms with flukes."""
    tall, wide = b.uniform(0.4, 1.6), b.uniform(0.3, 0.42)
    wide *= tall
    r = tall * b.uniform(0.025, 0.04)
    b.add("shank|shaft", stick((0, 0, 0), (0, tall, 0), r * 1.3, r))
    b.add("ring|shackle", g.torus(tall * 0.07, r * 0.5, 22).rotate("x", 90).move(y=tall + tall * 0.06))
    path = g.curve(
        [
            (-wide, tall * 0.24, 0),
            (-wide * 0.6, tall * 0.07, 0),
            (0, 0, 0),
            (wide * 0.6, tall * 0.07, 0),
            (wide, tall * 0.24, 0),
        ],
        22,
    )
    b.add("arm", g.sweep(path, r * (1.3 - 0.6 * np.abs(np.linspace(-1, 1, 22)))))
    fluke = g.extrude([(-0.06, -0.05), (0.09, 0.1), (-0.09, 0.08)], 0.03 + b.uniform(0, 0.07)).scale(tall)
    symmetric(b, "fluke|palm|tip", fluke.move(x=wide * 0.97, y=tall * 0.22))
    if b.chance(0.8):
        turn = b.pick(0.0, 90.0)
        b.add(
            "stock|crossbar",
            (
                stick((-wide * 0.75, 0, 0), (wide * 0.75, 0, 0), r * 0.8)
                + g.array(g.sphere(r * 1.3, sides=10), [(s * wide * 0.75, 0, 0) for s in (-1, 1)])
            )
            .rotate("y", turn)
            .move(y=tall * 0.85),
        )


@design("flag")
def flag(b: Builder) -> None:
    """Waving flag or pennant on a pole with finial and base."""
    high, r = b.uniform(0.3, 5.0), b.uniform(0.004, 0.008)
    r *= high
    b.add("pole|flagpole|post", post(r, high, r * 0.7, 14))
    wide, tall = high * b.uniform(0.25, 0.5), high * b.uniform(0.15, 0.3)
    x = np.linspace(0, 1, 16)
    wave, pointed = b.uniform(0, 0.12) * wide, b.chance(0.25)
    rows = []
    for v in np.linspace(0, 1, 7):
        y = high * 0.97 - tall + tall * (0.5 + (v - 0.5) * (1 - x * (0.97 if pointed else 0)))
        rows.append(np.c_[r + wide * x, y - wide * 0.08 * x**2, wave * np.sin(x * 2.5 * np.pi + v) * x])
    b.add("flag|cloth|banner", g.sheet(np.array(rows), 0.002 * high))
    if b.chance(0.8):
        b.add(
            "finial|ball|top",
            b.pick(g.sphere(r * 2, sides=14), g.cylinder(r * 1.5, r * 6, 0.0, 8)).move(y=high + r),
        )
    if b.chance(0.7):
        b.add(
            "base|stand|foot",
            b.pick(
                g.cylinder(high * 0.08, high * 0.03, high * 0.06), g.box(high * 0.15, high * 0.03, high * 0.15)
            ).move(y=high * 0.015),
        )


@design("sign post")
def sign_post(b: Builder) -> None:
    """Road sign or wooden fingerpost: one or more boards on a pole, base, bolts."""
    high, r = b.uniform(1.5, 3.0), b.uniform(0.025, 0.06)
    b.add("pole|post", post(r, high, sides=b.pick(4, 14)))
    if b.chance(0.5):
        size, count = b.uniform(0.25, 0.45), b.pick(3, 4, 4, 8, 28)
        outline = g.ellipse(size, size, count)
        plate = g.extrude(outline, 0.012).rotate("z", {3: 90, 8: 22.5, 4: b.pick(0, 45)}.get(count, 0))
        b.add("sign|board|plate > sign|board", plate.move(y=high - size * 0.3, z=r + 0.008))
        if b.chance(0.5):
            b.add(
                "sign|board|plate > symbol|arrow",
                g.box(size * 0.9, size * 0.2, 0.016).move(y=high - size * 0.3, z=r + 0.01),
            )
        b.add(
            "bolt|screw",
            g.array(
                g.cylinder(0.012, 0.02, sides=8).rotate("x", 90),
                [(0, high - size * 0.3 + s * size * 0.4, r + 0.018) for s in (-1, 1)],
            ),
        )
    else:
        for k in range(b.integer(1, 5)):
            wide, tall = b.uniform(0.5, 0.9), b.uniform(0.12, 0.2)
            board = g.extrude(
                [(0, -tall / 2), (wide, -tall / 2), (wide + tall * 0.5, 0), (wide, tall / 2), (0, tall / 2)],
                0.025,
            )
            b.add(
                "sign|board|plate > sign|board",
                board.move(x=-wide * 0.2, z=r + 0.01)
                .rotate("y", b.pick(0, 180, b.uniform(0, 360)))
                .move(y=high - 0.15 - 0.26 * k),
            )
    if b.chance(0.5):
        b.add("base|foot", g.cylinder(r * 4, 0.06, r * 3).move(y=0.03))


@design("grill", "barbecue")
def grill(b: Builder) -> None:
    """Kettle barbecue on three legs, or a gas grill cart with hood, shelves, knobs, wheels."""
    if b.chance(0.45):
        radius, high = b.uniform(0.22, 0.32), b.uniform(0.65, 0.8)
        half = [(radius * np.cos(a), radius * 0.7 * np.sin(a)) for a in np.linspace(-np.pi / 2, 0, 9)]
        b.add("bowl|body|firebox", g.lathe([*half, (radius * 0.95, 0), (0, -radius * 0.5)], 28).move(y=high))
        grate = [
            stick(
                (x, 0, -np.sqrt(radius**2 - x**2) * 0.95),
                (x, 0, np.sqrt(radius**2 - x**2) * 0.95),
                0.003,
                sides=5,
            )
            for x in np.linspace(-0.85, 0.85, 14) * radius
        ]
        b.add("grate|grid|cooking grate", g.join(grate).move(y=high + 0.005))
        first, open_ = len(b.pieces), b.pick(0.0, b.uniform(40, 100))
        lid = [(radius * np.cos(a), radius * 0.75 * np.sin(a)) for a in np.linspace(0, np.pi / 2, 9)]
        b.add(
            "lid|hood|cover",
            g.lathe([(radius * 0.96, 0), *lid, (0, radius * 0.7), (radius * 0.6, radius * 0.5)], 28).move(
                y=high + 0.01
            ),
        )
        b.add(
            "handle",
            chain([(-0.07, 0, 0), (-0.07, 0.05, 0), (0.07, 0.05, 0), (0.07, 0, 0)], 0.01).move(
                y=high + radius * 0.74
            ),
        )
        b.change(lambda m: m.rotate("x", -open_, (0, high, -radius)), first)
        b.add("leg", g.ring(stick((0, high - radius * 0.4, radius * 0.6), (0, 0, radius * 0.95), 0.014), 3))
        if b.chance(0.6):
            symmetric(
                b,
                "wheel",
                g.cylinder(0.08, 0.03, sides=18).rotate("z", 90).move(x=radius * 0.9, y=0.08, z=-radius * 0.45),
            )
        b.add("shelf|tray|ash catcher", g.cylinder(radius * 0.5, 0.015, sides=20).move(y=high * 0.35))
        return
    wide, deep, high = b.uniform(0.6, 0.9), b.uniform(0.4, 0.55), b.uniform(0.8, 0.9)
    b.add("bowl|body|firebox", g.box(wide, 0.22, deep, 0.01).move(y=high))
    pivot, open_ = (0, high + 0.11, -deep / 2), b.pick(0.0, b.uniform(40, 80))
    hood = (
        g.extrude([(-deep / 2, 0), (deep / 2, 0), (deep * 0.42, 0.16), (0, 0.26), (-deep / 2, 0.2)], wide)
        .rotate("y", -90)
        .move(y=high + 0.115)
    )
    b.add("lid|hood|cover", hood.rotate("x", -open_, pivot))
    b.add(
        "handle",
        stick((-wide * 0.35, high + 0.2, deep * 0.55), (wide * 0.35, high + 0.2, deep * 0.55), 0.014).rotate(
            "x", -open_, pivot
        ),
    )
    bars = [
        stick((x, high + 0.112, -deep * 0.45), (x, high + 0.112, deep * 0.45), 0.005, sides=5)
        for x in np.linspace(-0.46, 0.46, 18) * wide
    ]
    b.add("grate|grid|cooking grate", g.join(bars))
    for x in np.linspace(-0.35, 0.35, b.integer(2, 5)) * wide:
        b.add(
            "knob|dial", g.cylinder(0.028, 0.03, sides=16).rotate("x", 90).move(x=x, y=high, z=deep / 2 + 0.015)
        )
    for s in (-1, 1) if b.chance(0.7) else (1,):
        b.add(
            "shelf|side table|tray",
            g.box(0.35, 0.025, deep * 0.9, 0.006).move(x=s * (wide / 2 + 0.18), y=high + 0.06),
        )
    if b.chance(0.6):
        b.add("cabinet|cart|frame", g.box(wide * 0.95, high - 0.2, deep * 0.9).move(y=high / 2))
        symmetric(
            b, "door", g.box(wide * 0.45, high - 0.28, 0.02).move(x=wide * 0.235, y=high / 2, z=deep * 0.46)
        )
    else:
        for x, _, z in positions_of_corners(wide * 0.9, deep * 0.85):
            b.add("leg", g.box(0.04, high - 0.1, 0.04).move(x=x, y=high / 2 - 0.05, z=z))
        b.add("shelf|side table|tray", g.box(wide * 0.88, 0.02, deep * 0.8).move(y=0.2))
    symmetric(
        b, "wheel", g.cylinder(0.07, 0.03, sides=18).rotate("z", 90).move(x=wide * 0.47, y=0.05, z=-deep * 0.4)
    )


@design("fire extinguisher")
def fire_extinguisher(b: Builder) -> None:
    """Red cylinder with valve, squeeze handle, pin, gauge, hose and nozzle."""
    radius, tall = b.uniform(0.05, 0.09), b.uniform(0.3, 0.5)
    shoulder = [(radius * np.cos(a), tall - radius + radius * np.sin(a)) for a in np.linspace(0, 1.35, 8)]
    b.add("body|tank|cylinder", g.lathe([(0, 0), (radius * 0.9, 0), (radius, 0.015), *shoulder, (0, tall)], 24))
    if b.chance(0.6):
        b.add(
            "label|sticker",
            g.lathe([(radius * 1.01, tall * 0.25), (radius * 1.01, tall * 0.6)], 12, 140).rotate("y", -70),
        )
    b.add("neck|valve", g.cylinder(radius * 0.28, 0.05, sides=16).move(y=tall + 0.02))
    for y, turn in ((tall + 0.04, 0.0), (tall + 0.06, b.uniform(10, 25))):
        b.add("handle|lever", g.box(0.13, 0.01, 0.022, 0.003).move(x=0.05).rotate("z", turn).move(x=-0.01, y=y))
    b.add("pin|ring", g.torus(0.014, 0.002, 16).rotate("x", 90).move(x=0.0, y=tall + 0.05, z=0.025))
    if b.chance(0.7):
        b.add(
            "gauge|pressure gauge",
            g.cylinder(0.017, 0.015, sides=18).rotate("x", 90).move(y=tall + 0.02, z=radius * 0.35),
        )
    end = tall * b.uniform(0.1, 0.4)
    path = g.curve(
        [
            (-0.02, tall + 0.02, 0),
            (-radius * 1.1, tall + 0.02, 0),
            (-radius * 1.4, tall * 0.7, 0),
            (-radius * 1.25, end + 0.06, 0),
        ],
        18,
    )
    b.add("hose|tube", g.sweep(path, 0.009))
    b.add("nozzle|horn", stick(path[-1], (-radius * 1.25, end - 0.02, 0), 0.011, b.uniform(0.014, 0.035)))
    if b.chance(0.4):
        b.add("base|foot", g.cylinder(radius * 1.05, 0.03, sides=24).move(y=0.012))


@design("fire hydrant")
def fire_hydrant(b: Builder) -> None:
    """Street hydrant: flanged barrel, domed bonnet with nut, side outlets with caps and chains."""
    radius, tall = b.uniform(0.08, 0.13), b.uniform(0.5, 0.75)
    b.add("base|flange", g.cylinder(radius * 1.5, 0.04, sides=24).move(y=0.02))
    b.add("bolt|nut", g.ring(g.cylinder(0.012, 0.06, sides=6).move(y=0.04, z=radius * 1.25), b.pick(6, 8)))
    b.add("body|barrel", post(radius, tall, radius * b.uniform(0.9, 1.0), b.pick(8, 24)))
    b.add("collar|flange ring", g.cylinder(radius * 1.3, 0.04, sides=24).move(y=tall * 0.95))
    b.add("bonnet|top|dome|cap", _half_dome(radius * 1.1, radius * b.uniform(0.7, 1.1)).move(y=tall * 0.96))
    b.add("bolt|nut", g.cylinder(0.025, 0.06, sides=5).move(y=tall + radius))
    y, size = tall * b.uniform(0.6, 0.75), radius * b.uniform(0.4, 0.5)
    outlet = g.cylinder(size, radius * 0.6, sides=18).rotate("z", 90).move(x=radius * 1.15, y=y)
    symmetric(b, "outlet|nozzle > outlet|nozzle", outlet)
    symmetric(
        b,
        "outlet|nozzle > cap",
        g.cylinder(size * 1.2, radius * 0.25, sides=b.pick(8, 18)).rotate("z", 90).move(x=radius * 1.5, y=y),
    )
    if b.chance(0.7):
        b.add(
            "outlet|nozzle > outlet|nozzle",
            g.cylinder(size * 1.3, radius * 0.6, sides=18).rotate("x", 90).move(y=y, z=radius * 1.1),
        )
        b.add(
            "outlet|nozzle > cap",
            g.cylinder(size * 1.55, radius * 0.25, sides=b.pick(8, 18))
            .rotate("x", 90)
            .move(y=y, z=radius * 1.45),
        )
    if b.chance(0.4):
        link = g.curve(
            [(radius * 1.5, y - size, 0), (radius * 1.2, y - size * 2.4, 0.02), (radius * 0.9, y - size, 0.03)],
            12,
        )
        symmetric(b, "chain", g.sweep(link, 0.006, sides=6))


def _half_dome(radius: float, tall: float) -> Mesh:
    """Solid half ellipsoid on y = 0."""
    angle = np.linspace(0, np.pi / 2, 9)
    return g.lathe([(0, 0), *np.stack([radius * np.cos(angle), tall * np.sin(angle)], 1)], 24)


@design("telephone booth")
def telephone_booth(b: Builder) -> None:
    """Red British or modern glass telephone box: posts, paned door, roof, telephone inside."""
    wide, high, post = b.uniform(0.85, 1.0), b.uniform(2.2, 2.5), b.uniform(0.06, 0.12)
    b.add("base|floor|plinth", g.box(wide, 0.12, wide, 0.01).move(y=0.06))
    for x, _, z in positions_of_corners(wide - post, wide - post):
        b.add("frame|post", g.box(post, high - 0.2, post).move(x=x, y=high / 2, z=z))
    b.add("roof|top > roof", g.box(wide * 1.04, 0.2, wide * 1.04, 0.02).move(y=high))
    if b.chance(0.6):
        b.add("roof|top > dome", _half_dome(wide * 0.55, 0.2).move(y=high + 0.09))
    symmetric(b, "sign", g.box(wide * 0.7, 0.12, 0.03).move(y=high, z=wide * 0.52), "z")
    span, rows, columns = wide - 2 * post, b.pick(1, 4, 6, 8), b.pick(1, 2, 3)
    opening = b.pick(0.0, b.uniform(10, 90))
    for turn in (0, 90, 180, 270):
        bars = [g.box(0.025, high - 0.3, 0.03).move(x=x) for x in np.linspace(-0.5, 0.5, columns + 1) * span]
        bars += [g.box(span, 0.03, 0.03).move(y=y) for y in np.linspace(-0.5, 0.5, rows + 1) * (high - 0.32)]
        pane, grid = g.box(span, high - 0.32, 0.008), g.join(bars)
        handle = g.box(0.03, 0.25, 0.04, 0.008).move(x=span * 0.45, z=0.03)
        swing_ = opening if turn == 0 else 0.0
        for name, mesh in (("glass|window|glass pane", pane), ("frame", grid), ("handle", handle)):
            if name == "handle" and turn:
                continue
            coarse = "door" if turn == 0 else "wall|side|panel"
            placed = mesh.rotate("y", -swing_, (-span / 2, 0, 0)).move(y=high / 2, z=wide / 2 - post / 2)
            b.add(f"{coarse} > {name}", placed.rotate("y", turn))
    b.add("telephone|phone > body|telephone", g.box(0.25, 0.4, 0.12, 0.01).move(y=1.3, z=-wide * 0.36))
    b.add("telephone|phone > handset|receiver", g.capsule(0.025, 0.22).move(x=-0.17, y=1.3, z=-wide * 0.3))
    if b.chance(0.5):
        b.add("shelf", g.box(span, 0.02, 0.2).move(y=0.95, z=-wide * 0.33))
