"""Things for writing and the desk, and small everyday objects: locks, keys, bells, magnifying glasses."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.hand_parts import grip
from pa3d.synth.parts import any_pose, skin, standing, stick, turn_all

# -- pens ------------------------------------------------------------------------------------------


def _clip(b: Builder, y: float, radius: float, down: float) -> None:
    """Pocket clip hanging down from height y along the barrel."""
    wide = radius * b.uniform(0.4, 0.8)
    out = radius * b.uniform(1.3, 1.6)
    path = [(0, y, radius * 0.8), (0, y, out), (0, y - down, out), (0, y - down * 1.02, radius * 1.05)]
    b.add(
        "clip|pocket clip",
        g.join(stick(p, q, wide * 0.35, sides=6) for p, q in zip(path[:-1], path[1:], strict=True)),
    )
    if b.chance(0.5):
        b.add("clip|pocket clip", g.box(wide, down, radius * 0.15).move(y=y - down / 2, z=out))


@design("pen", "pen", "pen")
def ballpoint_pen(b: Builder) -> None:
    """Click pen, point down: barrel, cone tip, push button, clip, rubber grip, rings."""
    length, radius, sides = b.uniform(0.11, 0.135), b.uniform(0.004, 0.0075), b.pick(6, 14, 18, 18)
    cone = radius * b.uniform(2.0, 3.5)
    belly = b.uniform(0.85, 1.2)
    outline = g.curve(
        [(radius * 0.85, cone), (radius * belly, length * 0.4), (radius * b.uniform(0.8, 1), length)], 8
    )
    b.add("body|barrel > body|barrel", g.lathe([(0, cone), *outline, (0, length)], sides))
    b.add(
        "tip|point|nib > cone|tip", g.lathe([(0, 0.002), (0.001, 0.002), (radius * 0.85, cone), (0, cone)], 16)
    )
    b.add("tip|point|nib > ball|point", g.cylinder(0.0007, 0.004, sides=8).move(y=0.001))
    if b.chance(0.5):
        long = length * b.uniform(0.2, 0.35)
        rings = b.integer(1, 9)
        rim = [
            (radius * (1.18 if i % 2 else 1.1), cone + long * t)
            for i, t in enumerate(np.linspace(0, 1, rings * 2 + 1))
        ]
        b.add("grip", g.lathe([(0, cone), *rim, (0, cone + long)], 16))
    if b.chance(0.85):
        out = b.uniform(0.004, 0.014)
        b.add(
            "button|push button|plunger",
            g.cylinder(radius * b.uniform(0.4, 0.65), out, sides=14, bevel=0.0005).move(y=length + out / 2),
        )
    if b.chance(0.85):
        _clip(b, length * 0.98, radius, length * b.uniform(0.22, 0.35))
    for t in b.pick((), (0.55,), (0.55, 0.97)):
        b.add("ring|band", g.cylinder(radius * 1.1, 0.003, sides=18).move(y=length * t))
    any_pose(b)


@design("pen", "pen", "marker")
def capped_pen(b: Builder) -> None:
    """Fountain pen, felt-tip or marker; its cap on the point, on the rear end, or lying beside."""
    length, radius = b.uniform(0.1, 0.13), b.uniform(0.0045, 0.011)
    outline = g.curve(
        [(radius * 0.75, length * 0.18), (radius, length * 0.4), (radius * b.uniform(0.75, 1), length)], 8
    )
    b.add(
        "body|barrel > body|barrel",
        g.lathe(
            [(0, length * 0.18), *outline, (radius * 0.4, length + radius * 0.4), (0, length + radius * 0.5)],
            b.pick(6, 18, 18),
        ),
    )
    place = b.pick("on", "on", "rear", "side")
    if place != "on" or b.chance(0.3):
        b.add(
            "grip",
            g.lathe(
                [
                    (0, length * 0.08),
                    (radius * 0.5, length * 0.08),
                    (radius * 0.7, length * 0.19),
                    (0, length * 0.19),
                ],
                16,
            ),
        )
        if b.chance(0.5):
            nib = g.extrude([(-0.5, 0.1), (0, -0.12), (0.5, 0.1), (0.4, 0.2), (-0.4, 0.2)], 0.08).scale(
                radius, length * 0.5, radius
            )
            b.add("tip|point|nib", nib.move(y=length * 0.04))
        else:
            b.add(
                "tip|point|nib",
                g.cylinder(radius * 0.12, length * 0.1, radius * 0.35, 12).move(y=length * 0.035),
            )
    first, tall, wide = len(b.pieces), length * b.uniform(0.3, 0.48), radius * b.uniform(1.08, 1.2)
    shape = [(wide * 0.9, 0), (wide, 0), (wide, tall * 0.9), (wide * 0.7, tall), (0, tall)]
    b.add("cap|lid > cap|lid", g.lathe([*shape, (0, tall * 0.93), (wide * 0.88, tall * 0.85)], 18))
    if b.chance(0.8):
        _clip(b, tall * 0.9, wide, tall * b.uniform(0.5, 0.8))
    if b.chance(0.5):
        b.add("ring|band", g.cylinder(wide * 1.04, tall * 0.1, sides=18).move(y=tall * 0.08))
    if place == "on":
        b.change(lambda m: m.mirror("y").move(y=tall - length * 0.05), first)
    elif place == "rear":
        b.change(lambda m: m.move(y=length - tall * 0.3), first)
    else:
        b.change(lambda m: m.move(x=radius * 5), first)
    any_pose(b)


@design("pencil")
def pencil(b: Builder) -> None:
    """Hexagonal or round pencil with sharpened point, ferrule and eraser; sometimes fat or short."""
    length, radius, sides = b.uniform(0.06, 0.19), b.uniform(0.0035, 0.006), b.pick(6, 6, 6, 16)
    cone = radius * b.uniform(3, 6)
    b.add(
        "body|barrel|shaft", g.cylinder(radius, length - cone, sides=sides).move(y=cone + (length - cone) / 2)
    )
    b.add("tip|point > wood|cone", g.cylinder(radius * 0.3, cone * 0.7, radius, sides).move(y=cone * 0.65))
    b.add("tip|point > lead|graphite", g.cylinder(0.0002, cone * 0.3, radius * 0.3, 10).move(y=cone * 0.15))
    if b.chance(0.7):
        rings = [(radius * (1.08 if i % 2 else 1.0), length + 0.0014 * i) for i in range(8)]
        b.add("ferrule|band", g.lathe([(0, length), *rings, (0, rings[-1][1])], 16))
        b.add("eraser|rubber", g.capsule(radius * 0.95, radius * 4).move(y=length + 0.0098 + radius * 0.6))
    any_pose(b)


# -- desk tools ------------------------------------------------------------------------------------


@design("stapler", "stapler", "stapler")
def stapler(b: Builder) -> None:
    """Desk stapler along +z: base plate with anvil, hinged upper arm, open by any angle."""
    long, wide = b.uniform(0.1, 0.19), b.uniform(0.024, 0.042)
    thick, tall = b.uniform(0.007, 0.016), b.uniform(0.016, 0.034)
    b.add("body|base > base|body", standing(wide, thick, long, thick * b.uniform(0, 0.48)))
    b.add(
        "body|base > anvil|plate", g.box(wide * 0.6, 0.002, 0.014, 0.0005).move(y=thick + 0.0005, z=long * 0.42)
    )
    hinge_z, hinge_y = -long * 0.4, thick + tall * b.uniform(0.3, 0.6)
    ear = g.extrude(
        g.curve([(-0.012, -tall * 0.5), (-0.011, 0.008), (0.011, 0.008), (0.014, -tall * 0.5)], 14), 0.002
    ).rotate("y", 90)
    if b.chance(0.7):
        symmetric(b, "body|base > bracket|hinge", ear.move(x=wide * 0.5, y=hinge_y, z=hinge_z))
    b.add(
        "pin|hinge|pivot", g.cylinder(0.0025, wide * 1.12, sides=12).rotate("z", 90).move(y=hinge_y, z=hinge_z)
    )
    angle = b.pick(b.uniform(2, 12), b.uniform(5, 25), b.uniform(30, 120))
    pivot = (0, hinge_y, hinge_z)
    reach = long * b.uniform(0.88, 0.96)
    bar = g.box(wide * 0.55, tall * 0.35, reach).move(y=hinge_y, z=hinge_z + reach * 0.48)
    b.add("lid|arm|top > magazine|staple channel", bar.rotate("x", -angle * 0.8, pivot))
    profile = g.curve(
        [
            (-0.08, 0.1),
            (-0.05, b.uniform(0.6, 1)),
            (0.4, b.uniform(0.9, 1.3)),
            (0.95, b.uniform(0.5, 0.9)),
            (1.0, 0.15),
        ],
        16,
    )
    outline = np.array([*profile, (1.0, 0.05), (-0.08, 0.0)]) * [reach, tall] + [hinge_z, hinge_y + tall * 0.05]
    cover = g.extrude(outline, wide * b.uniform(0.85, 1.05)).rotate("y", -90)
    b.add("lid|arm|top > cover|lid", cover.rotate("x", -angle, pivot))
    if b.chance(0.4):
        pad = g.box(wide * 0.7, 0.004, reach * 0.3, 0.0015).move(
            y=hinge_y + tall * 0.95, z=hinge_z + reach * 0.78
        )
        b.add("lid|arm|top > pad|push pad", pad.rotate("x", -angle, pivot))
    if b.chance(0.5):
        b.add("body|base > rubber foot|foot", g.box(wide * 0.9, 0.003, long * 0.9, 0.001).move(y=-0.001))


@design("stapler")
def plier_stapler(b: Builder) -> None:
    """Hand-held or heavy-duty stapler: a lever arm over a block, or two plier-like handles."""
    long, wide = b.uniform(0.14, 0.26), b.uniform(0.02, 0.05)
    thick = b.uniform(0.008, 0.014)
    outline = np.array([(-0.5, 0), (0.5, 0), (0.5, 0.06), (0.2, 0.08), (-0.3, 0.2), (-0.5, 0.18)]) * long
    b.add("body|base > base|body", g.extrude(outline, wide).rotate("y", -90))
    pivot, angle = (0, 0.19 * long, -0.4 * long), b.uniform(5, 40)
    arm = g.box(wide * 0.7, long * 0.07, long * 0.9, 0.004).move(y=pivot[1], z=0.02 * long)
    b.add("lid|arm|top > magazine|staple channel", arm.rotate("x", -angle * 0.3, pivot).rotate("x", 6, pivot))
    path = g.curve(
        [pivot, (0, 0.3 * long, -0.1 * long), (0, 0.3 * long, 0.3 * long), (0, 0.24 * long, 0.62 * long)], 14
    )
    lever = g.sweep(path, thick, section=g.rectangle(2.4, 1.4, 0.3))
    b.add("lid|arm|top > cover|lid", lever.rotate("x", -angle * 0.5, pivot))
    b.add(
        "lid|arm|top > pad|push pad",
        g.capsule(thick * 1.3, long * 0.35)
        .rotate("x", 90)
        .move(y=0.26 * long, z=0.5 * long)
        .rotate("x", -angle * 0.5, pivot),
    )
    b.add(
        "pin|hinge|pivot", g.cylinder(0.005, wide * 1.15, sides=12).rotate("z", 90).move(y=pivot[1], z=pivot[2])
    )


@design("tape dispenser")
def tape_dispenser(b: Builder) -> None:
    """Desk tape holder: curved or boxy body, roll on a hub, toothed cutter, end of the tape."""
    long, wide, tall = b.uniform(0.12, 0.18), b.uniform(0.03, 0.06), b.uniform(0.03, 0.05)
    radius = b.uniform(0.03, 0.04)
    rise = tall + radius * b.uniform(0.1, 0.5)
    side = g.curve(
        [(-0.5, 0), (-0.52, 0.7), (-0.4, 1.1), (-0.05, 0.75), (0.25, 0.6), (0.48, 1.0), (0.55, 0.7), (0.5, 0)],
        26,
    ) * [long, tall]
    if b.chance(0.4):
        side = np.array([(-0.5, 0), (-0.5, 1.0), (0.1, 0.8), (0.5, 1.0), (0.5, 0)]) * [long, tall]
    cheek = wide * b.uniform(0.15, 0.25)
    for s in (-1, 1):
        b.add("body|base", g.extrude(side, cheek).rotate("y", -90).move(x=s * (wide - cheek) / 2))
    b.add("body|base", g.box(wide * 0.9, tall * 0.45, long * 0.98).move(y=tall * 0.23))
    roll = g.lathe(
        [(radius * 0.6, -0.5), (radius, -0.5), (radius, 0.5), (radius * 0.6, 0.5), (radius * 0.6, -0.5)], 30
    ).scale(1, wide * 0.5, 1)
    z = -long * 0.18
    b.add("tape|roll > roll|tape", roll.rotate("z", 90).move(y=rise, z=z))
    b.add("hub|wheel|core", g.cylinder(radius * 0.58, wide * 0.62, sides=20).rotate("z", 90).move(y=rise, z=z))
    b.add("blade|cutter", g.box(wide * 0.6, 0.004, 0.006).move(y=tall * 1.02, z=long * 0.49))
    stop = (tall * 1.02 - rise, long * 0.48 - z)
    strip = stick((0, rise + radius * 0.85, z + radius * 0.5), (0, rise + stop[0], z + stop[1]), 0.001)
    b.add("tape|roll > strip|tape end", strip.scale(wide * 250, 1, 1) if b.chance(0.7) else strip)


@design("book", "notebook")
def book(b: Builder) -> None:
    """Closed or open book lying down, or a book standing: cover, spine, pages, ribbon, ring binding."""
    wide, tall, thick = b.uniform(0.1, 0.22), b.uniform(0.15, 0.3), b.uniform(0.008, 0.06)
    board, kind = b.uniform(0.0015, 0.004), b.pick("closed", "closed", "open", "spiral")
    if kind == "open":
        angle = np.linspace(0, np.pi, 9)
        half = [
            np.c_[[x, x], [thick * 0.5 * np.sin(a) ** 0.5 + board, board], [0, 0]]
            for x, a in zip(np.linspace(0, wide, 9), angle, strict=True)
        ]
        page = skin([np.array([*(h + [0, 0, -tall / 2]), *(h + [0, 0, tall / 2])[::-1]]) for h in half])
        symmetric(b, "page|pages|paper", page)
        symmetric(
            b,
            "cover > cover",
            g.box(wide * 1.02, board, tall * 1.03).move(x=wide * 0.51 + thick * 0.05, y=board / 2),
        )
        b.add("cover > spine", g.box(thick * 0.5, board, tall * 1.03).move(y=board / 2 - 0.0003))
    else:
        b.add("page|pages|paper", standing(wide * 0.97, thick, tall * 0.97))
        lift = b.pick(0.0, 0.0, b.uniform(5, 150))
        for y, turn in ((-board / 2, 0.0), (thick + board / 2, lift)):
            cover = g.box(wide, board, tall, board * 0.4, 1).move(y=y).rotate("z", turn, (-wide / 2, thick, 0))
            b.add("cover > cover", cover)
        if kind == "spiral":
            coil = g.torus(thick / 2 + 0.004, 0.0012, 14).rotate("x", 90).move(x=-wide / 2 + 0.003, y=thick / 2)
            b.add(
                "binding|ring|spiral|coil",
                g.array(coil, [(0, 0, z) for z in np.linspace(-0.46, 0.46, b.integer(10, 26)) * tall]),
            )
        else:
            b.add(
                "cover > spine",
                g.box(board, thick + board * 2, tall, board * 0.4, 1).move(x=-wide / 2, y=thick / 2),
            )
    if b.chance(0.3):
        b.add("ribbon|bookmark", g.box(0.006, 0.0008, tall * 0.25).move(y=thick * 0.5, z=tall * 0.58))
    if b.chance(0.5) and kind != "open":
        turn_all(b, "x", 90)


@design("folder")
def folder(b: Builder) -> None:
    """Ring binder (standing or open) or paper folder with tab and sheets."""
    wide, tall = b.uniform(0.23, 0.29), b.uniform(0.29, 0.33)
    if b.chance(0.6):
        thick, open_ = b.uniform(0.03, 0.08), b.pick(0.0, b.uniform(10, 170))
        b.add("spine|back", g.box(thick, tall, 0.003))
        b.add("cover", g.box(0.003, tall, wide).move(x=-thick / 2, z=wide / 2))
        b.add(
            "cover",
            g.box(0.003, tall, wide).move(x=thick / 2, z=wide / 2).rotate("y", open_, (thick / 2, 0, 0)),
        )
        rings = g.torus(thick * 0.36, 0.002, 20).move(z=thick * 0.5 + 0.004)
        b.add(
            "ring|ring mechanism > ring",
            g.array(rings, [(0, y, 0) for y in b.pick((-0.04, 0.04), (-0.1, -0.04, 0.04, 0.1))]),
        )
        b.add("ring|ring mechanism > rail|plate", g.box(thick * 0.4, tall * 0.8, 0.006).move(z=0.004))
        if b.chance(0.6):
            b.add(
                "paper|sheet|page",
                g.box(thick * 0.5, tall * 0.93, wide * 0.85).move(x=-thick * 0.2, z=wide * 0.5),
            )
        b.add("label", g.box(thick * 0.6, tall * 0.3, 0.002).move(y=tall * 0.15, z=-0.002))
        if b.chance(0.5):
            b.add("hole|finger hole", g.torus(0.012, 0.002, 18).rotate("x", 90).move(y=-tall * 0.3, z=-0.002))
        return
    angle = b.uniform(4, 40)
    for k, turn in enumerate((0.0, angle)):
        height = tall * (1 - 0.06 * k)
        b.add("cover", standing(wide * 1.1, height, 0.0015).rotate("x", turn))
    b.add("tab", g.box(wide * 0.3, 0.02, 0.0015).move(x=b.uniform(-0.3, 0.3) * wide, y=tall + 0.008))
    b.add(
        "paper|sheet|page", g.box(wide, tall * 0.9, 0.006).move(y=tall * 0.46, z=0.002).rotate("x", angle * 0.4)
    )


@design("hole punch")
def hole_punch(b: Builder) -> None:
    """Two- to four-hole desk punch: base tray, lever arm, punch pins, paper guide; or a hand punch."""
    wide, deep, tall = b.uniform(0.09, 0.24), b.uniform(0.09, 0.13), b.uniform(0.03, 0.05)
    b.add("base|body", g.box(wide, 0.014, deep, 0.004).move(y=0.007))
    b.add(
        "base|body", g.box(wide * 0.85, tall * 0.6, deep * 0.3, 0.004).move(y=0.014 + tall * 0.3, z=-deep * 0.1)
    )
    turn, pivot = b.uniform(5, 35), (0, tall * 0.9, -deep * 0.35)
    slab = [(-0.5, 0), (-0.45, 0.16), (0.4, 0.2), (0.62, 0.08), (0.6, 0.0)]
    lever = g.extrude(np.array(slab) * deep, wide * b.uniform(0.55, 1.0)).rotate("y", -90).move(y=pivot[1])
    b.add("handle|lever|arm", lever.rotate("x", -turn, pivot))
    for x in np.linspace(-0.3, 0.3, b.pick(2, 2, 4)) * wide:
        b.add("punch|pin", g.cylinder(0.004, tall * 1.1, sides=12).move(x=x, y=tall * 0.65, z=deep * 0.05))
    if b.chance(0.5):
        b.add(
            "guide|paper guide|ruler",
            g.box(wide * 0.8, 0.003, 0.015).move(x=wide * 0.45, y=0.014, z=deep * 0.2),
        )


@design("desk organizer", "pen holder")
def desk_organizer(b: Builder) -> None:
    """Pen pot or compartment box with pens, drawers, trays."""
    if b.chance(0.4):
        radius, tall, sides = b.uniform(0.035, 0.05), b.uniform(0.09, 0.12), b.pick(4, 6, 28)
        b.add(
            "body|cup|compartment",
            g.lathe(
                [
                    (0, 0),
                    (radius, 0),
                    (radius, tall),
                    (radius * 0.93, tall),
                    (radius * 0.93, 0.004),
                    (0, 0.004),
                ],
                sides,
            ),
        )
        spots = [(b.uniform(-0.5, 0.5) * radius, b.uniform(-0.5, 0.5) * radius) for _ in range(b.integer(1, 6))]
    else:
        wide, deep, tall = b.uniform(0.15, 0.3), b.uniform(0.1, 0.16), b.uniform(0.06, 0.12)
        t, cells = 0.004, b.integer(2, 4)
        b.add("base|bottom", standing(wide, t, deep))
        for z, high in ((-deep / 2, tall), (0, tall * 0.8), (deep / 2, tall * b.uniform(0.4, 0.8))):
            b.add("wall|side|panel", g.box(wide, high, t).move(y=high / 2, z=z))
        for k, x in enumerate(np.linspace(-0.5, 0.5, cells + 1) * wide):
            b.add(
                "divider|partition" if 0 < k < cells else "wall|side|panel",
                g.box(t, tall * 0.8, deep).move(x=x, y=tall * 0.4),
            )
        if b.chance(0.5):
            out = b.uniform(0, 0.05)
            b.add("drawer > drawer", g.box(wide, 0.035, deep, 0.003).move(y=-0.02, z=out))
            b.add("drawer > knob|handle", g.sphere(0.008, sides=12).move(y=-0.02, z=deep / 2 + out + 0.006))
        spots = [(x, -deep * 0.25) for x in np.linspace(-0.4, 0.4, b.integer(0, 4)) * wide]
    for x, z in spots:
        lean = stick((x * 0.8, 0.005, z * 0.8), (x * 1.4, b.uniform(0.13, 0.18), z * 1.3), 0.0038, sides=8)
        b.add("pen|pencil", lean)


@design("magnifying glass")
def magnifying_glass(b: Builder) -> None:
    """Round (or rectangular) lens in a rim with a handle."""
    radius, rim = b.uniform(0.025, 0.06), b.uniform(0.003, 0.007)
    b.add("lens|glass", g.sphere(radius, radius, radius * 0.14, sides=28))
    b.add("frame|rim", g.torus(radius, rim, 32).rotate("x", 90))
    if b.chance(0.6):
        b.add("collar|ferrule", stick((0, -radius - rim * 0.5, 0), (0, -radius - 0.018, 0), rim * 1.1))
    handle = grip(b, b.uniform(0.07, 0.13), b.uniform(0.006, 0.011)).mirror("y")
    b.add("handle|grip", handle.move(y=-radius - b.uniform(0.004, 0.016)))
    any_pose(b)


@design("compass")
def drawing_compass(b: Builder) -> None:
    """Drawing compass: two hinged legs, needle, pencil lead, adjusting wheel, top handle."""
    length, half = b.uniform(0.1, 0.16), b.uniform(4, 28)
    thick = length * b.uniform(0.02, 0.035)
    for side in (1, -1):
        leg = g.box(thick * 1.4, length * 0.8, thick, thick * 0.2).taper(1.3).move(y=-length * 0.4)
        b.add("leg|arm", leg.rotate("z", side * half))
        tip = stick((0, -length * 0.78, 0), (0, -length, 0), thick * (0.2 if side > 0 else 0.5), 0.0004).rotate(
            "z", side * half
        )
        b.add("needle|point" if side > 0 else "lead|pencil", tip)
    b.add("hinge|head|joint", g.cylinder(thick * 1.7, thick * 1.6, sides=18).rotate("x", 90))
    b.add("handle|grip", g.cylinder(thick * 0.6, length * 0.13, sides=b.pick(6, 14)).move(y=length * 0.09))
    if b.chance(0.6):
        y = -length * b.uniform(0.3, 0.5)
        reach = abs(y) * np.tan(np.radians(half)) + thick * 2
        b.add("screw|threaded rod|spindle", stick((-reach, y, 0), (reach, y, 0), thick * 0.3))
        b.add("wheel|adjusting wheel", g.cylinder(thick * 1.6, thick * 0.9, sides=18).rotate("z", 90).move(y=y))


@design("hourglass")
def hourglass(b: Builder) -> None:
    """Sand timer: two glass bulbs between plates held by turned posts, sand above and below."""
    tall, radius = b.uniform(0.08, 0.3), b.uniform(0.22, 0.35)
    radius *= tall
    count, t = b.pick(3, 3, 4, 6), np.linspace(-1, 1, 25)
    width = radius * (0.1 + 0.75 * np.sin(np.pi * np.abs(t) ** b.uniform(0.7, 1.0)) ** 0.7)
    width[[0, -1]] = radius * 0.3
    b.add(
        "glass|bulb",
        g.lathe([(0, -tall * 0.4), *np.c_[width, t * tall * 0.4], (0, tall * 0.4)], 24).move(y=tall / 2),
    )
    fill = b.uniform(0.2, 0.5)
    low = t[t < -1 + fill]
    sand = np.c_[width[: len(low)] * 0.93, low * tall * 0.4]
    b.add("sand", g.lathe([(0, sand[0][1]), *sand, (0, sand[-1][1] + radius * 0.25)], 20).move(y=tall / 2))
    plate = b.pick(
        g.cylinder(radius * 1.15, tall * 0.07, sides=28, bevel=tall * 0.012),
        g.box(radius * 2.2, tall * 0.07, radius * 2.2, tall * 0.01),
    )
    for y in (0.05, 0.95):
        b.add("frame|stand > plate|base|cap", plate.move(y=tall * y))
    knots = [
        (radius * w * 0.1, y * tall)
        for w, y in ((0.6, -0.43), (1, -0.3), (0.6, -0.2), (0.9, 0), (0.6, 0.2), (1, 0.3), (0.6, 0.43))
    ]
    post = (
        g.lathe([(0, knots[0][1]), *knots, (0, knots[-1][1])], 10)
        if b.chance(0.7)
        else g.cylinder(radius * 0.06, tall * 0.88)
    )
    b.add("frame|stand > post|pillar|column", g.ring(post.move(y=tall / 2, z=radius * 0.95), count, start=45))


# -- locks, keys, bells ----------------------------------------------------------------------------


@design("padlock", "lock")
def padlock(b: Builder) -> None:
    """Padlock: rectangular, round or shield body, shackle shut or open, keyhole or number dials."""
    wide, tall, deep = b.uniform(0.03, 0.07), b.uniform(0.03, 0.06), b.uniform(0.012, 0.025)
    kind = b.pick("box", "box", "round", "shield")
    if kind == "box":
        body = g.box(wide, tall, deep, deep * b.uniform(0.02, 0.4))
    elif kind == "round":
        tall = wide
        body = g.cylinder(wide / 2, deep, sides=30, bevel=deep * 0.1).rotate("x", 90)
    else:
        body = g.extrude(
            g.curve(
                [
                    (0, -0.5),
                    (0.4, -0.25),
                    (0.5, 0.3),
                    (0.4, 0.5),
                    (-0.4, 0.5),
                    (-0.5, 0.3),
                    (-0.4, -0.25),
                    (0, -0.5),
                ],
                34,
            )[:-1]
            * [wide, tall],
            deep,
        )
    b.add("body|case", body)
    tube, half = wide * b.uniform(0.06, 0.1), wide * b.uniform(0.24, 0.36)
    rise = wide * b.uniform(0.15, 0.6)
    foot = tall / 2 * (0.6 if kind == "round" else 0.95)
    top = [(half * np.cos(a), foot + rise + half * np.sin(a), 0) for a in np.linspace(0, np.pi, 15)]
    open_ = b.chance(0.35)
    left = (-half, foot - tall * (0.35 if open_ else 0.05), 0)
    path = np.array([(half, foot + (rise * 0.5 if open_ else -tall * 0.05), 0), *top, left])
    shackle = g.sweep(path, tube)
    if open_:
        shackle = shackle.move(y=tall * 0.25).rotate("y", b.pick(0.0, b.uniform(0, 180)), (-half, 0, 0))
    b.add("shackle|bow|loop", shackle)
    if b.chance(0.65):
        b.add(
            "keyhole > plate|escutcheon",
            g.cylinder(wide * 0.13, deep * 1.06, sides=18).rotate("x", 90).move(y=-tall * 0.08),
        )
        slot = g.cylinder(wide * 0.05, deep * 1.1, sides=14).rotate("x", 90) + g.box(
            wide * 0.04, wide * 0.14, deep * 1.1
        ).move(y=-wide * 0.07)
        b.add("keyhole > keyhole|slot", slot.move(y=-tall * 0.06))
    else:
        for y in np.linspace(-0.3, 0.25, b.integer(3, 4)) * tall:
            b.add(
                "dial|number wheel",
                g.cylinder(deep * 0.52, wide * 0.3, sides=b.pick(10, 18))
                .rotate("z", 90)
                .scale(1, 0.35, 1.15)
                .move(y=y),
            )


@design("key")
def key(b: Builder) -> None:
    """Old bow-and-bit key, or a flat cut key: head, shaft, teeth."""
    length, thick = b.uniform(0.05, 0.14), b.uniform(0.003, 0.006)
    if b.chance(0.5):
        head = length * b.uniform(0.14, 0.2)
        if b.chance(0.5):
            b.add("head|bow|handle", g.torus(head, thick * 0.8, 24).rotate("x", 90).move(y=length + head))
        else:
            b.add(
                "head|bow|handle",
                g.ring(g.torus(head * 0.55, thick * 0.6, 18).rotate("x", 90).move(y=head * 0.7), 3, "z").move(
                    y=length + head
                ),
            )
        b.add("shaft|blade|shank", stick((0, 0, 0), (0, length, 0), thick, sides=14))
        b.add(
            "collar|ring", g.cylinder(thick * 1.6, thick * 1.2, sides=16).move(y=length * b.uniform(0.85, 0.97))
        )
        for y in b.pick((0.06, 0.2), (0.05, 0.14, 0.24), (0.1,)):
            b.add(
                "tooth|teeth|bit",
                g.box(length * b.uniform(0.12, 0.2), length * 0.06, thick * 1.2).move(
                    x=length * 0.09, y=length * y
                ),
            )
    else:
        wide, flat, head = length * 0.14, b.uniform(0.0015, 0.003), length * b.uniform(0.2, 0.26)
        outline = b.pick(
            g.ellipse(head, head * 0.8, 24),
            g.rectangle(head * 1.9, head * 1.5, head * 0.4),
            g.ellipse(head, head, 6),
        )
        b.add(
            "head|bow|handle",
            g.extrude(
                outline, flat * b.pick(1, 2.5), [g.ellipse(head * 0.25, head * 0.2, 14) + [0, head * 0.35]]
            ).move(y=length + head * 0.6),
        )
        b.add(
            "shaft|blade|shank",
            g.extrude(
                [
                    (-wide / 2, length),
                    (-wide / 2, 0.1 * wide),
                    (0, -wide * 0.3),
                    (wide * 0.1, 0),
                    (wide * 0.1, length),
                ],
                flat,
            ),
        )
        count = b.integer(4, 7)
        for y in np.linspace(0.04, 0.75, count):
            deep = wide * b.uniform(0.15, 0.5)
            tooth = [(0, 0), (deep, 0.3), (deep, 0.7), (0, 1.0)]
            b.add(
                "tooth|teeth|bit",
                g.extrude(np.array(tooth) * [1, length * 0.75 / count], flat).move(x=wide * 0.1, y=length * y),
            )
    any_pose(b)


@design("bell")
def bell(b: Builder) -> None:
    """Hand bell, church bell on a yoke, or desk bell on a plate."""
    radius = b.uniform(0.03, 0.06) * b.pick(1, 1, 8)
    tall, kind = radius * b.uniform(1.4, 2.1), b.pick("hand", "church", "desk")
    if kind == "desk":
        shell = [(1, 0), (1.02, 0.05), (0.9, 0.5), (0.5, 0.8), (0, 0.88), (0, 0.82), (0.85, 0.45), (0.96, 0)]
        b.add("body|dome|bell", g.lathe([(r * radius, h * radius) for r, h in shell], 28).move(y=radius * 0.35))
        b.add("base|plate", g.cylinder(radius * 1.1, radius * 0.2, radius, 28).move(y=radius * 0.1))
        b.add("button|plunger", g.cylinder(radius * 0.14, radius * 0.3).move(y=radius * 1.3))
        return
    t = np.linspace(0, 1, 10)
    outer = np.c_[radius * (0.5 + 0.5 * (1 - t) ** 2.2), tall * t * 0.9]
    shell = [*outer, (radius * 0.3, tall * 0.98), (0, tall), (0, tall * 0.93), *(outer[::-1] * [0.9, 0.98])]
    b.add("body|dome|bell", g.lathe(shell, 28))
    b.add("rim|lip|band", g.torus(radius * 0.98, radius * 0.05, 28).move(y=radius * 0.04))
    b.add(
        "clapper|tongue",
        stick((0, tall * 0.9, 0), (0, 0, 0), radius * 0.05) + g.sphere(radius * 0.16, sides=14),
    )
    if kind == "hand":
        b.add(
            "handle|grip",
            grip(b, tall * b.uniform(0.8, 1.6), radius * b.uniform(0.15, 0.24)).move(y=tall * 0.97),
        )
    elif b.chance(0.5):
        b.add(
            "yoke|beam|headstock",
            g.box(radius * 2.4, radius * 0.4, radius * 0.4, 0.01 * radius).move(y=tall + radius * 0.2),
        )
        for s in (-1, 1):
            b.add(
                "frame|stand|support",
                g.box(radius * 0.2, tall * 1.6, radius * 0.5).move(x=s * radius * 1.3, y=tall * 0.5),
            )
    else:
        b.add(
            "loop|ring", g.torus(radius * 0.25, radius * 0.06, 18).rotate("x", 90).move(y=tall + radius * 0.2)
        )
