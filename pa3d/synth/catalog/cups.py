"""Things to drink and pour from: mugs, cups, glasses, bottles, jars, cans, flasks; and the vessel helpers."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.vessel_parts import ear, ribbed_cap
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, band, blocks, post, stick, vessel, wire

LIQUIDS = ("liquid|coffee", "liquid|tea", "liquid|drink")


# -- mugs, cups and glasses ------------------------------------------------------------------------


def cup_outline(b: Builder, radius: float, height: float) -> np.ndarray:
    """Outer profile of a cup: straight, tapered, bellied, rounded at the foot, or footed."""
    style = b.integer(0, 4)
    if style == 0:
        points = [(radius * b.uniform(0.75, 1.02), 0), (radius, height)]
        return np.array(points)
    if style == 1:
        return g.curve([(radius * 0.85, 0), (radius * 1.12, height * 0.4), (radius, height)], 10)
    if style == 2:
        return g.curve(
            [(radius * 0.5, 0), (radius * 0.93, height * 0.2), (radius, height * 0.55), (radius, height)], 10
        )
    if style == 3:
        return g.curve([(radius * 0.7, 0), (radius * 0.8, height * 0.5), (radius, height)], 8)
    foot = [(radius * 0.6, 0), (radius * 0.6, height * 0.06)]
    bowl = g.curve([(radius * 0.55, height * 0.07), (radius, height * 0.4), (radius * 0.98, height)], 9)
    return np.concatenate([foot, bowl])


def add_ear(b: Builder, outline: np.ndarray, height: float, thick: float) -> Mesh:
    """An ear on +x of a cup with this profile."""
    low, high = height * b.uniform(0.1, 0.3), height * b.uniform(0.75, 0.95)
    x0, x1 = np.interp([low, high], outline[:, 1], outline[:, 0]) * 0.97
    reach = max(x0, x1) + height * b.uniform(0.25, 0.5)
    return b.add("handle|ear", ear(b, (x0, low), (x1, high), reach, thick))


@design("mug", "mug", "cup")
def mug(b: Builder) -> None:
    """Ceramic mug with an ear on +x; sometimes two ears, coffee inside, a spoon or a lid."""
    height, radius, wall = b.uniform(0.075, 0.125), b.uniform(0.035, 0.05), b.uniform(0.002, 0.005)
    outline = cup_outline(b, radius, height)
    b.add("body|cup", vessel(outline, wall, b.pick(32, 24, 12)))
    handle = add_ear(b, outline, height, b.uniform(0.003, 0.007))
    if b.chance(0.08):
        b.add("handle|ear", handle.rotate("y", 180))
    extra = b.integer(0, 7)
    if extra == 0:
        b.add(b.pick(*LIQUIDS), g.cylinder(radius * 0.85, 0.001).move(y=height * 0.8))
    elif extra == 1:
        b.add("lid|cover", g.cylinder(radius * 1.05, 0.005, bevel=0.001).move(y=height + 0.002))
    elif extra == 2:
        straw = stick((radius * 0.3, height * 0.2, 0), (-radius * 1.1, height * 1.3, 0), 0.002, sides=6)
        b.add("spoon", straw)


@design("mug", "mug")
def chunky_mug(b: Builder) -> None:
    """Beer stein, enamel mug, or a many-sided tumbler with a big angular handle."""
    height, radius = b.uniform(0.09, 0.17), b.uniform(0.04, 0.055)
    outline = np.array([(radius * b.uniform(0.9, 1.1), 0), (radius, height)])
    b.add("body|cup", vessel(outline, b.uniform(0.002, 0.008), b.pick(8, 10, 28)))
    if b.chance(0.4):
        b.add("body|cup > rim", band(radius, height * 0.96, height * 1.02, 0.003))
    if b.chance(0.3):
        b.add("body|cup > base", band(outline[0, 0], -0.003, height * 0.06, 0.004))
    add_ear(b, outline, height, b.uniform(0.005, 0.009))
    if b.chance(0.25):
        lid = g.lathe([(0, 0), (radius, 0), (radius * 0.9, 0.008), (radius * 0.2, 0.025), (0, 0.025)])
        b.add("lid|cover", lid.move(y=height).rotate("z", -b.uniform(0, 80), (radius, height, 0)))
        b.add("thumb lever|lever", g.box(0.012, 0.03, 0.012, 0.003).move(radius + 0.004, height + 0.008))


@design("cup", "cup")
def takeaway_cup(b: Builder) -> None:
    """Paper or plastic cup, with a lid, sleeve and straw at times."""
    height, top = b.uniform(0.08, 0.19), b.uniform(0.035, 0.05)
    foot = top * b.uniform(0.6, 0.85)
    b.add("body|cup", vessel([(foot, 0), (top, height)], 0.002))
    if b.chance(0.6):
        b.add("body|cup > rim", band(top, height - 0.003, height + 0.001, 0.003))
    if b.chance(0.5):
        low, high = height * 0.3, height * 0.7
        r0, r1 = foot + (top - foot) * 0.3 + 0.002, foot + (top - foot) * 0.7 + 0.002
        b.add("sleeve", g.lathe([(r0 - 0.002, low), (r0, low), (r1, high), (r1 - 0.002, high)]))
    if b.chance(0.65):
        dome = b.pick([(0.92, 0.012), (0.85, 0.012)], [(0.98, 0.02), (0.6, 0.05)], [(0.8, 0.006), (0.78, 0.02)])
        profile = [(0, height), (top * 1.06, height), (top * 1.06, height + 0.006)]
        profile += [(top * r, height + h) for r, h in dome]
        b.add("lid|cap", g.lathe([*profile, (0, height + dome[-1][1])]))
        if b.chance(0.5):
            tip = (top * 0.4, height + 0.09, 0.01)
            b.add("straw", g.sweep([(0, height * 0.5, 0), (top * 0.1, height + 0.04, 0), tip], 0.003, sides=8))


@design("cup")
def tumbler(b: Builder) -> None:
    """Drinking glass or beaker without a handle."""
    height, radius = b.uniform(0.07, 0.16), b.uniform(0.03, 0.045)
    outline = cup_outline(b, radius, height)
    b.add("body|cup", vessel(outline, b.uniform(0.0015, 0.004), b.pick(8, 12, 28)))
    if b.chance(0.4):
        b.add("liquid|drink|water", g.cylinder(radius * 0.8, 0.002, sides=20).move(y=height * 0.7))
    if b.chance(0.3):
        b.add("straw", stick((0, height * 0.1, 0), (radius, height * 1.4, 0), 0.003, sides=8))


@design("wine glass")
def wine_glass(b: Builder) -> None:
    """Bowl on a stem on a foot: wine, flute, martini, coupe, or goblet."""
    stem, foot = b.uniform(0.04, 0.11), b.uniform(0.028, 0.04)
    radius, deep = b.uniform(0.03, 0.05), b.uniform(0.06, 0.11)
    thin = b.uniform(0.0025, 0.007)
    b.add(
        "base|foot", g.lathe([(0, 0), (foot, 0), (foot, 0.002), (foot * 0.3, 0.006), (thin, 0.012), (0, 0.012)])
    )
    knob = thin * b.pick(1, 1, 2.2)
    shaft = g.curve([(thin, 0.01), (knob, 0.01 + stem * 0.5), (thin, 0.01 + stem)], 11)
    b.add("stem", g.lathe([(0, 0.01), *shaft, (0, 0.01 + stem)], 14))
    y = stem + 0.008
    kinds = {
        "wine": [(thin, 0), (radius * 0.8, 0.25), (radius, 0.5), (radius * 0.75, 1)],
        "flute": [(thin, 0), (radius * 0.45, 0.3), (radius * 0.5, 0.8), (radius * 0.45, 1.6)],
        "martini": [(thin, 0), (radius * 0.6, 0.3), (radius * 1.1, 0.6)],
        "coupe": [(thin, 0), (radius * 0.9, 0.2), (radius * 1.1, 0.5)],
        "goblet": [(thin, 0), (radius * 0.9, 0.2), (radius, 0.6), (radius * 1.02, 1)],
    }
    outline = g.curve([(r, y + h * deep) for r, h in b.pick(*kinds.values())], 12)
    b.add("bowl|cup|glass", vessel(outline, 0.0012))
    if b.chance(0.35):
        level = outline[len(outline) // 2]
        body = outline[: len(outline) // 2 + 1] * [0.93, 1] + [0, 0.002]
        b.add("liquid|wine|drink", g.lathe([*body, (0, level[1] + 0.002)], 20))


@design("teacup", "cup")
def teacup(b: Builder) -> None:
    """Low wide cup with an ear on a saucer, sometimes with a spoon or tea."""
    height, radius = b.uniform(0.045, 0.07), b.uniform(0.04, 0.052)
    wide = radius * b.uniform(1.4, 1.9)
    saucer = g.curve([(wide * 0.5, 0), (wide * 0.7, 0.004), (wide, b.uniform(0.01, 0.018))], 8)
    b.add("saucer|plate", vessel(saucer, 0.003))
    lift = 0.007
    points = [(radius * 0.45, 0), (radius * 0.5, 0.004), (radius * 0.9, height * 0.5), (radius, height)]
    outline = g.curve([(r, y + lift) for r, y in points], 12)
    b.add("body|cup", vessel(outline, 0.002))
    handle = add_ear(b, outline, height + lift, b.uniform(0.002, 0.004))
    if b.chance(0.4):
        b.add("liquid|tea", g.cylinder(radius * 0.85, 0.001).move(y=lift + height * 0.75))
    if b.chance(0.3):
        at = (0, lift + 0.005, wide * 0.75)
        rod = stick((-0.03, 0, 0), (0.06, 0.006, 0), 0.0015, 0.003, sides=6)
        b.add("spoon", (g.sphere(0.012, 0.003, 0.008, 12).move(-0.04) + rod).move(*at))
    if b.chance(0.15):
        b.add("handle|ear", handle.rotate("y", 180))


@design("thermos")
def thermos(b: Builder) -> None:
    """Vacuum flask with a cup for a lid, or a travel tumbler with a drinking lid; sometimes a handle."""
    radius, height = b.uniform(0.032, 0.055), b.uniform(0.15, 0.28)
    shoulder = radius * b.uniform(0.75, 1)
    profile = [(0, 0), (radius * b.uniform(0.75, 1), 0.002), (radius, height * b.uniform(0.1, 0.3))]
    b.add("body|flask", g.lathe([*profile, (radius, height * 0.9), (shoulder, height), (0, height)]))
    if b.chance(0.5):
        b.add("base|bottom", g.cylinder(radius * 0.99, height * 0.06).move(y=height * 0.03))
    tall = b.uniform(0.02, 0.07)
    b.add("lid|cap|cup", ribbed_cap(b, shoulder * b.uniform(0.85, 1.02), tall).move(y=height))
    if b.chance(0.5):
        b.add("handle", ear(b, (radius, height * 0.3), (radius, height * 0.85), radius * 1.9, 0.006))
    if b.chance(0.35):
        hook = bail(shoulder * 0.6, shoulder * 1.1, 0.003, b.uniform(0, 1)).move(y=height + tall * 0.9)
        b.add("lid|cap|cup > lid loop|carry loop", hook)


# -- bottles, jars and cans ------------------------------------------------------------------------


def add_neck(b: Builder, radius: float, low: float, high: float) -> None:
    """Open neck with a lip or a thread."""
    b.add("neck", g.lathe([(radius, low), (radius, high), (radius * 0.75, high), (radius * 0.75, low)], 20))
    if b.chance(0.5):
        b.add("neck > lip|rim", band(radius, high - radius * 0.4, high, radius * 0.15, 20))


def add_label(b: Builder, radius: float, low: float, high: float) -> None:
    """Paper around the straight part of a round body, all around or in front only."""
    if b.chance(0.5):
        b.add("label|sticker", band(radius, low, high, 0.0008))
    else:
        r = radius + 0.0008
        front = g.lathe(
            [(radius * 0.99, low), (r, low), (r, high), (radius * 0.99, high)], 12, b.uniform(70, 160)
        )
        middle = np.degrees(np.arctan2(*front.vertices.mean(0)[[0, 2]]))
        b.add("label|sticker", front.rotate("y", -float(middle)))


@design("bottle", "bottle")
def glass_bottle(b: Builder) -> None:
    """Wine, beer, spirit or sauce bottle: round, a long neck, cork, crown cap, screw cap or nothing."""
    height, radius = b.uniform(0.18, 0.32), b.uniform(0.028, 0.042)
    neck, shoulder = radius * b.uniform(0.3, 0.48), height * b.uniform(0.5, 0.68)
    start = shoulder + (height - shoulder) * b.uniform(0.25, 0.7)
    slope = b.uniform(0.15, 0.85)
    middle = (neck + (radius - neck) * b.uniform(0.55, 0.95), shoulder + (start - shoulder) * slope * 0.7)
    profile = g.curve([(radius, shoulder * 0.9), (radius, shoulder), middle, (neck, start)], 14)
    b.add("body|bottle", g.lathe([(0, 0.004), (radius * 0.8, 0), (radius, 0.006), *profile], b.pick(28, 28, 8)))
    add_neck(b, neck, start, height)
    closure = b.integer(0, 4)
    if closure == 0:
        b.add("lid|cap > cork|stopper", g.cylinder(neck * 0.75, 0.025, neck * 0.85, 14).move(y=height + 0.004))
    elif closure == 1:
        b.add("lid|cap > crown cap", g.cylinder(neck * 1.25, 0.007, neck * 1.1, 21).move(y=height))
    elif closure == 2:
        b.add("lid|cap > screw cap", ribbed_cap(b, neck * 1.12, b.uniform(0.015, 0.03)).move(y=height - 0.012))
    elif closure == 3:
        foil = band(neck, start + (height - start) * 0.4, height, 0.0008)
        b.add("lid|cap > foil", foil + g.cylinder(neck * 1.06, 0.002).move(y=height))
    if b.chance(0.65):
        add_label(b, radius, shoulder * b.uniform(0.15, 0.3), shoulder * b.uniform(0.7, 0.85))
    if b.chance(0.15):
        add_label(b, neck, start + (height - start) * 0.2, start + (height - start) * 0.5)


@design("bottle", "bottle")
def plastic_bottle(b: Builder) -> None:
    """Water or soda bottle: ribs or waist, a short neck, collar and screw cap."""
    height, radius = b.uniform(0.16, 0.34), b.uniform(0.028, 0.052)
    neck = b.uniform(0.011, 0.016) * b.pick(1, 1, 1.4)
    shoulder = height * b.uniform(0.6, 0.78)
    rows = np.linspace(height * 0.05, shoulder, 22)
    wave = 1 - b.uniform(0, 0.06) * (np.sin(rows / height * b.uniform(20, 80)) > 0.2)
    wave *= 1 - b.uniform(0, 0.2) * np.exp(-(((rows / shoulder - b.uniform(0.3, 0.6)) * 6) ** 2))
    dome = g.curve(
        [
            (radius, shoulder),
            (radius * 0.75, shoulder + (height * 0.93 - shoulder) * 0.55),
            (neck, height * 0.93),
        ],
        8,
    )
    body = [
        (0, 0.005),
        (radius * 0.7, 0),
        (radius * 0.95, 0.006),
        *zip(radius * wave, rows, strict=True),
        *dome,
    ]
    b.add("body|bottle", g.lathe(body, 28))
    add_neck(b, neck, height * 0.93, height)
    b.add("neck > collar|ring", band(neck, height * 0.935, height * 0.945, 0.003, 20))
    if b.chance(0.85):
        b.add("lid|cap > screw cap", ribbed_cap(b, neck * 1.2, b.uniform(0.012, 0.022)).move(y=height * 0.95))
    if b.chance(0.5):
        add_label(b, radius * 1.01, shoulder * 0.45, shoulder * 0.85)


@design("bottle")
def squeeze_bottle(b: Builder) -> None:
    """Shampoo, detergent or sauce bottle of oval or square section with a flip or screw cap; a grip."""
    height, wide = b.uniform(0.13, 0.3), b.uniform(0.05, 0.11)
    deep, neck = wide * b.uniform(0.45, 1), b.uniform(0.018, 0.03)
    corner = min(wide, deep) * b.uniform(0.15, 0.5)
    lean, shoulder = b.uniform(0.8, 1.1), b.uniform(0.6, 0.88)
    levels = [(0, wide * 0.92, deep * 0.92, corner), (height * 0.06, wide, deep, corner)]
    levels += [(height * 0.4, wide * b.uniform(0.85, 1.05), deep, corner)]
    levels += [(height * shoulder, wide * lean, deep * lean, corner * lean), (height, neck, neck, neck / 2)]
    b.add("body|bottle", blocks(g.curve(levels, 16) if b.chance(0.7) else levels))
    add_neck(b, neck / 2, height * 0.98, height + 0.015)
    style = b.integer(0, 2)
    if style == 0:
        b.add("lid|cap > screw cap", ribbed_cap(b, neck * 0.65, b.uniform(0.015, 0.035)).move(y=height + 0.002))
    elif style == 1:
        cap = blocks([(0, wide * 0.6, deep * 0.6, deep * 0.25), (0.03, wide * 0.5, deep * 0.5, deep * 0.2)])
        b.add("lid|cap > flip cap", cap.move(y=height + 0.002))
    else:
        cone = g.lathe([(0, 0), (neck * 0.65, 0), (neck * 0.65, 0.012), (0.003, 0.05), (0, 0.05)], 18)
        b.add("lid|cap > nozzle|spout", cone.move(y=height + 0.003))
    if b.chance(0.3):
        low, high = (wide * 0.45, height * 0.3), (wide * 0.3, height * 0.9)
        b.add("handle > grip", ear(b, low, high, wide * b.uniform(0.75, 0.95), b.uniform(0.005, 0.009)))
    if b.chance(0.5):
        b.add("label|sticker", g.box(wide * 0.6, height * 0.3, 0.001).move(0, height * 0.42, deep * 0.505))


@design("bottle", "spray bottle")
def spray_bottle(b: Builder) -> None:
    """Trigger sprayer on a bottle: head, nozzle, trigger, collar."""
    height, radius = b.uniform(0.12, 0.2), b.uniform(0.03, 0.048)
    flat = b.uniform(0.6, 1)
    neck = 0.011
    profile = g.curve(
        [(radius, 0.006), (radius * b.uniform(0.85, 1.05), height * 0.5), (radius * 0.6, height * 0.8)], 10
    )
    body = g.lathe([(0, 0), (radius * 0.9, 0), *profile, (neck, height * 0.93), (neck, height), (0, height)])
    b.add("body|bottle", body.scale(1, 1, flat))
    b.add("lid|cap > collar|screw cap", ribbed_cap(b, neck * 1.5, 0.02).move(y=height - 0.004))
    y, back, front = height + 0.03, b.uniform(0.02, 0.03), b.uniform(0.035, 0.055)
    outline = np.array([(-back, 0.028), (-back * 1.1, 0.012), (-0.008, -0.016), (0.01, -0.016), (0.014, 0.008)])
    outline = np.concatenate([outline, [(front, 0.012), (front, 0.026), (0, 0.032)]])
    slices = [
        g.in_plane(outline * s, "xy", z) for z, s in ((-0.009, 0.8), (-0.006, 1), (0.006, 1), (0.009, 0.8))
    ]
    b.add("head|spray head", g.loft(slices[::-1]).move(y=y))
    b.add("nozzle", g.cylinder(0.007, 0.012, sides=8).rotate("z", 90).move(front + 0.005, y + 0.019))
    pull = g.curve(
        [(0.018, y + 0.008, 0), (0.03, y - 0.01, 0), (0.024, y - 0.035, 0), (0.03, y - 0.045, 0)], 10
    )
    b.add("trigger|lever", g.sweep(pull, 0.003, section=g.rectangle(1.2, 4)))
    if b.chance(0.5):
        b.add("label|sticker", g.box(radius, height * 0.35, 0.001).move(0, height * 0.38, radius * flat * 1.0))
    if b.chance(0.4):
        b.add("tube", g.cylinder(0.0025, height * 0.9, sides=6).move(y=height * 0.5))


@design("bottle", "sports bottle")
def sports_bottle(b: Builder) -> None:
    """Refillable drinking bottle: a waist or steel cylinder, broad lid, mouthpiece or carry loop."""
    height, radius = b.uniform(0.15, 0.26), b.uniform(0.03, 0.042)
    waist, top = b.uniform(0.8, 1), b.uniform(0.7, 1)
    points = [
        (radius * 0.95, 0),
        (radius, height * 0.2),
        (radius * waist, height * 0.6),
        (radius, height * 0.85),
    ]
    b.add("body|bottle", g.lathe([(0, 0), *g.curve([*points, (radius * top, height)], 16), (0, height)]))
    tall = b.uniform(0.015, 0.04)
    b.add("lid|cap", ribbed_cap(b, radius * top * 1.02, tall).move(y=height))
    y = height + tall
    style = b.integer(0, 2)
    if style == 0:
        profile = [(0, 0), (0.013, 0), (0.009, 0.02), (0.011, 0.024), (0.011, 0.032), (0, 0.032)]
        b.add("mouthpiece|spout", g.lathe(profile, 16).move(y=y))
    elif style == 1:
        b.add(
            "handle > carry loop|loop", bail(radius * 0.7, b.uniform(0.02, 0.04), 0.004, 0.7).move(y=y - 0.004)
        )
    else:
        b.add("straw", wire([(0, y - 0.01, 0), (0, y + 0.02, 0), (0.02, y + 0.04, 0)], 0.004, 8, 10))
        b.add("handle > carry loop|loop", bail(0.02, 0.035, 0.003).rotate("z", 60).move(-radius * 0.8, y))
    if b.chance(0.3):
        b.add("grip|sleeve", band(radius * (1 + waist) / 2 * 1.01, height * 0.3, height * 0.6, 0.002))


@design("bottle")
def handled_bottle(b: Builder) -> None:
    """Milk or detergent jug: a squarish body with a big handle, short neck and cap."""
    height, wide = b.uniform(0.2, 0.3), b.uniform(0.1, 0.16)
    deep, neck = wide * b.uniform(0.6, 1), b.uniform(0.02, 0.028)
    corner = wide * b.uniform(0.1, 0.3)
    levels = [
        (0, wide, deep, corner),
        (height * 0.6, wide, deep, corner),
        (height * 0.95, neck * 2, neck * 2, neck),
    ]
    b.add("body|bottle", blocks(levels))
    add_neck(b, neck, height * 0.94, height)
    if b.chance(0.85):
        b.add("lid|cap > screw cap", ribbed_cap(b, neck * 1.15, 0.018).move(y=height - 0.008))
    thick = b.uniform(0.007, 0.013)
    low, high = (wide * 0.48, height * b.uniform(0.35, 0.55)), (neck, height * 0.9)
    b.add("handle", ear(b, low, high, wide * b.uniform(0.6, 0.75), thick))
    if b.chance(0.5):
        b.add("label|sticker", g.box(wide * 0.6, height * 0.3, 0.001).move(0, height * 0.3, deep / 2))


@design("jar")
def jar(b: Builder) -> None:
    """Preserve or spice jar: screw lid, knobbed glass lid, or cork; sometimes contents and a label."""
    radius, height = b.uniform(0.03, 0.07), b.uniform(0.07, 0.2)
    mouth = radius * b.uniform(0.7, 0.95)
    points = [
        (radius * 0.9, 0),
        (radius, height * 0.08),
        (radius, height * 0.8),
        (mouth, height * 0.9),
        (mouth, height),
    ]
    b.add("body|jar", vessel(points, 0.003, b.pick(28, 28, 6, 8)))
    style = b.integer(0, 3)
    if style == 0:
        b.add("lid|cap > lid|cap", ribbed_cap(b, mouth * 1.08, b.uniform(0.012, 0.02)).move(y=height - 0.008))
    elif style == 1:
        b.add(
            "lid|cap > lid|cap",
            g.lathe([(0, 0), (mouth * 1.1, 0), (mouth * 1.05, 0.008), (0, 0.02)]).move(y=height),
        )
        b.add(
            "lid|cap > knob",
            g.sphere(radius * b.uniform(0.15, 0.25), sides=12).move(y=height + 0.02 + radius * 0.12),
        )
    elif style == 2:
        cork = g.cylinder(mouth * 0.9, b.uniform(0.02, 0.035), mouth * 0.98)
        b.add("lid|cap > cork|stopper", cork.move(y=height + 0.004))
    if b.chance(0.3):
        b.add("contents|food", g.cylinder(radius * 0.92, height * 0.6).move(y=height * 0.37))
    if b.chance(0.4):
        add_label(b, radius, height * 0.25, height * 0.65)


@design("jar")
def bellied_jar(b: Builder) -> None:
    """Cookie jar, amphora, urn or honey pot, with ears and a domed lid at times."""
    radius, height = b.uniform(0.06, 0.14), b.uniform(0.14, 0.35)
    mouth = radius * b.uniform(0.4, 0.75)
    points = [(radius * b.uniform(0.4, 0.7), 0), (radius, height * b.uniform(0.4, 0.65)), (mouth, height * 0.9)]
    outline = g.curve([*points, (mouth * 1.1, height)], 14)
    b.add("body|jar", vessel(outline, 0.005))
    if b.chance(0.5):
        low, high = height * 0.6, height * 0.92
        x0, x1 = np.interp([low, high], outline[:, 1], outline[:, 0]) * 0.98
        handle = ear(b, (x0, low), (x1, high), max(x0, x1) + radius * 0.3, radius * 0.06)
        b.add("handle|ear", handle)
        b.add("handle|ear", handle.rotate("y", 180))
    if b.chance(0.6):
        top = g.lathe([(0, 0), (mouth * 1.15, 0), (mouth * 0.8, mouth * 0.3), (0, mouth * 0.45)])
        b.add("lid|cap > lid|cap", top.move(y=height))
        b.add("lid|cap > knob", g.sphere(mouth * 0.2, sides=12).move(y=height + mouth * 0.55))


@design("can")
def can(b: Builder) -> None:
    """Drink can with a tab, or a ribbed food tin, its lid peeled open at times."""
    drink = b.chance(0.55)
    radius = b.uniform(0.028, 0.034) if drink else b.uniform(0.035, 0.055)
    height = b.uniform(0.1, 0.17) if drink else b.uniform(0.04, 0.12)
    inset = radius * (b.uniform(0.78, 0.88) if drink else 0.985)
    rows = np.linspace(height * 0.1, height * 0.9, 16)
    ribs = radius * (1 - (0 if drink else 0.02) * (np.sin(rows * 900) > 0))
    wall = [(inset * 0.9, 0), (inset, 0.003), *zip(ribs, rows, strict=True), (inset, height * 0.97)]
    opened = not drink and b.chance(0.4)
    b.add("body|can", vessel(wall, 0.001) if opened else g.lathe([(0, 0.004), *wall, (0, height * 0.97)]))
    b.add("rim|edge", band(inset, height * 0.965, height, 0.0015))
    lid = g.join([g.cylinder(inset * 0.97, 0.001, sides=28)])
    if opened:
        lid = lid.rotate("x", -b.uniform(20, 85), (0, 0, -inset))
    b.add("lid|top", lid.move(y=height * 0.98))
    if drink or (b.chance(0.5) and not opened):
        loop = g.ring(g.sphere(0.003, 0.0015, 0.003, 8).move(z=0.006), 8).scale(1, 1, 1.3)
        b.add("tab|pull tab|ring", loop.move(0, height * 0.99, 0.004))
    if b.chance(0.4):
        add_label(b, radius, height * 0.15, height * 0.85)


@design("spray can")
def spray_can(b: Builder) -> None:
    """Aerosol: cylinder, dome, valve button with nozzle, or a cap over it; sometimes beside it."""
    radius, height = b.uniform(0.022, 0.035), b.uniform(0.11, 0.2)
    b.add("body|can", post(radius, height, bevel=0.002))
    b.add(
        "body|can > dome|shoulder",
        g.lathe([(0, 0), (radius * 0.97, 0), (radius * 0.8, 0.008), (0.011, 0.016), (0, 0.016)]).move(y=height),
    )
    b.add("rim|ring", band(radius * 0.97, height - 0.002, height + 0.002, 0.0015))
    y, covered = height + 0.016, b.chance(0.35)
    if covered:
        b.add(
            "lid|cap",
            ribbed_cap(b, radius * b.uniform(0.8, 0.98), b.uniform(0.025, 0.045)).move(y=height + 0.003),
        )
    else:
        b.add("button|nozzle|spray button", g.cylinder(0.006, 0.014, 0.005, 14).move(y=y + 0.007))
        b.add(
            "button|nozzle|spray button > nozzle hole",
            g.cylinder(0.0015, 0.002, sides=8).rotate("x", 90).move(0, y + 0.01, 0.006),
        )
        if b.chance(0.3):
            b.add("lid|cap", ribbed_cap(b, radius * 0.95, 0.04).move(x=radius * 2.6))
    if b.chance(0.4):
        add_label(b, radius, height * 0.2, height * 0.85)
