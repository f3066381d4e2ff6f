"""Dispensers, tubes and bottles of the bathroom."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.vessel_parts import ribbed_cap
from pa3d.synth.parts import band, blocks, standing, stick, vessel


def pump_head(b: Builder, y: float, scale: float) -> None:
    """Collar, stem and press head with a nozzle, on a bottle whose mouth is at height y."""
    collar = ribbed_cap(b, 0.016 * scale, 0.018 * scale)
    b.add("lid|cap > collar", collar.move(y=y))
    rise = y + b.uniform(0.025, 0.05) * scale
    b.add("head|pump > stem", g.cylinder(0.005 * scale, rise - y, sides=10).move(y=(rise + y) / 2 + 0.005))
    style, reach = b.integer(0, 2), b.uniform(0.03, 0.055) * scale
    if style == 0:
        path = g.curve(
            [(-0.01 * scale, rise, 0), (reach * 0.6, rise + 0.004, 0), (reach, rise - 0.01 * scale, 0)], 12
        )
        b.add("head|pump > nozzle|spout", g.sweep(path, 0.005 * scale, sides=10))
        b.add(
            "head|pump > press head|button",
            g.cylinder(0.012 * scale, 0.014 * scale, sides=16, bevel=0.002).move(y=rise + 0.002),
        )
    elif style == 1:
        b.add(
            "head|pump > press head|button",
            g.box(0.03 * scale, 0.014 * scale, 0.02 * scale, 0.004 * scale).move(0.004, rise),
        )
        b.add(
            "head|pump > nozzle|spout",
            g.box(reach, 0.008 * scale, 0.01 * scale, 0.003 * scale).rotate("z", -8).move(reach * 0.7, rise),
        )
    else:
        path = g.curve(
            [(0, rise - 0.01, 0), (0, rise + 0.02, 0), (reach, rise + 0.02, 0), (reach * 1.1, rise - 0.01, 0)],
            16,
        )
        b.add("head|pump > nozzle|spout", g.sweep(path, 0.006 * scale, sides=10))


@design("dispenser", "dispenser", "dispenser", "bottle", "pump bottle")
def soap_pump(b: Builder) -> None:
    """Soap, lotion or sanitizer bottle with a press pump: round, square or bellied body, collar, head."""
    height, wide = b.uniform(0.09, 0.22), b.uniform(0.05, 0.09)
    neck = 0.024
    deep = wide * b.uniform(0.6, 1)
    corner = min(wide, deep) / 2 * b.pick(0.2, 0.5, 0.99)
    shape = b.integer(0, 2)
    if shape == 0:
        levels = [
            (0, wide, deep, corner),
            (height * 0.8, wide, deep, corner),
            (height * 0.9, wide * 0.8, deep * 0.8, corner * 0.8),
            (height, neck, neck, neck / 2),
        ]
    elif shape == 1:
        levels = g.curve(
            [
                (0, wide * 0.8, deep * 0.8, corner * 0.8),
                (height * 0.4, wide * 1.05, deep * 1.05, corner),
                (height * 0.85, wide * 0.6, deep * 0.6, corner * 0.6),
                (height, neck, neck, neck / 2),
            ],
            14,
        )
    else:
        levels = [
            (0, wide, deep, corner),
            (height * 0.97, wide * 0.75, deep * 0.75, corner * 0.75),
            (height, neck, neck, neck / 2),
        ]
    b.add("body|bottle", blocks(levels))
    pump_head(b, height - 0.003, b.uniform(0.85, 1.5))
    if b.chance(0.4):
        b.add(
            "label|sticker",
            g.box(wide * 0.6, height * 0.35, 0.0015).move(
                0, height * 0.4, deep * (0.49 if shape == 0 else 0.45)
            ),
        )
    if b.chance(0.25):
        b.add("tube", g.cylinder(0.003, height * 0.85, sides=6).move(y=height * 0.5))


@design("dispenser")
def wall_dispenser(b: Builder) -> None:
    """Wall soap or towel dispenser: case, cover lid, push lever or nozzle, window, lock."""
    x, y, z = b.uniform(0.1, 0.3), b.uniform(0.18, 0.38), b.uniform(0.09, 0.2)
    b.add("body|container", standing(x, y, z, b.uniform(0.008, 0.04)))
    b.add("lid|cover", g.box(x * 1.02, y * b.uniform(0.15, 0.3), z * 1.02, 0.012).move(y=y * 0.92))
    if b.chance():
        lever = g.box(x * b.uniform(0.4, 0.8), y * 0.3, 0.015, 0.006).rotate("x", b.uniform(0, 15))
        b.add("lever|push bar|button", lever.move(0, y * 0.2, z / 2 + 0.008))
        b.add("head|pump > nozzle|spout", g.cylinder(0.01, 0.03, sides=12).move(0, -0.01, z * 0.3))
    else:
        b.add("paper|towel", g.box(x * 0.7, y * 0.35, 0.003).move(0, -y * 0.1, z * 0.1))
    b.add("window|level window", g.box(x * 0.15, y * 0.3, 0.003).move(0, y * 0.58, z / 2))


@design("dispenser")
def drink_dispenser(b: Builder) -> None:
    """Glass beverage or foam dispenser: jar, lid with knob, tap, stand."""
    radius, height = b.uniform(0.08, 0.13), b.uniform(0.18, 0.32)
    lift = b.uniform(0.03, 0.15)
    b.add(
        "stand|base",
        g.torus(radius * 0.9, 0.008).move(y=lift - 0.008)
        + g.ring(stick((radius * 0.9, lift, 0), (radius, 0, 0), 0.007, sides=8), b.integer(3, 4)),
    )
    points = g.curve(
        [(radius * 0.8, 0), (radius, height * 0.2), (radius, height * 0.75), (radius * 0.75, height)], 12
    )
    b.add("body|container", vessel(points + [0, lift], 0.004))
    y = lift + height
    b.add("lid|cap > lid", g.lathe([(0, 0), (radius * 0.8, 0), (radius * 0.75, 0.012), (0, 0.025)]).move(y=y))
    b.add("lid|cap > knob", g.sphere(0.02, sides=12).move(y=y + 0.035))
    at = lift + height * 0.12
    tap = g.capsule(0.012, 0.07).rotate("x", 90).move(0, at, radius + 0.02) + g.cylinder(0.009, 0.03).move(
        0, at - 0.015, radius + 0.045
    )
    b.add("faucet|tap|spigot", tap)
    b.add(
        "faucet|tap|spigot > lever|handle", g.box(0.012, 0.045, 0.01, 0.003).move(0, at + 0.03, radius + 0.045)
    )


@design("perfume bottle")
def perfume(b: Builder) -> None:
    """Flacon: thick glass body, collar, cap or spray head, bulb atomiser at times."""
    height, wide = b.uniform(0.05, 0.09), b.uniform(0.04, 0.075)
    deep, neck = wide * b.uniform(0.35, 1), wide * b.uniform(0.2, 0.35)
    corner = deep / 2 * b.pick(0.05, 0.5, 0.99)
    levels = [
        (0, wide * b.uniform(0.6, 1), deep * 0.9, corner * 0.9),
        (height * b.uniform(0.3, 0.7), wide, deep, corner),
        (height * 0.92, wide * b.uniform(0.5, 0.95), deep * 0.7, corner * 0.6),
    ]
    b.add("body|bottle", blocks([*levels, (height, neck, neck, neck / 2)]))
    b.add("neck|collar", g.cylinder(neck * 0.6, height * 0.12, sides=18).move(y=height * 1.04))
    y = height * 1.1
    if b.chance(0.7):
        size = neck * b.uniform(0.7, 1.5)
        cap = b.pick(
            g.cylinder(size, size * 2, bevel=size * 0.15),
            g.sphere(size * 1.1, sides=14),
            g.box(size * 2, size * 1.8, size * 2, size * 0.2),
        )
        b.add("lid|cap|stopper", cap.move(y=y + size * 0.8))
    else:
        b.add(
            "head|spray head|nozzle", g.cylinder(neck * 0.5, neck, sides=14, bevel=0.001).move(y=y + neck * 0.3)
        )
        hose = g.curve([(0, y, 0), (wide * 0.7, y + 0.01, 0), (wide * 0.95, y - 0.02, 0)], 12)
        b.add("hose|tube", g.sweep(hose, 0.0025, sides=6))
        b.add("bulb|pump", g.sphere(0.018, 0.014, 0.014, 14).move(wide * 1.05, y - 0.03))
    if b.chance(0.3):
        b.add("label|sticker", g.box(wide * 0.4, height * 0.25, 0.001).move(0, height * 0.45, deep / 2))


@design("medicine bottle")
def medicine_bottle(b: Builder) -> None:
    """Pill bottle: cylinder, broad ribbed cap on or off, label, pills; or a dropper bottle."""
    radius, height = b.uniform(0.015, 0.03), b.uniform(0.05, 0.1)
    neck = radius * b.uniform(0.5, 0.95)
    points = [(radius, 0), (radius, height * 0.8), (neck, height * 0.88), (neck, height)]
    b.add("body|bottle", vessel(points, 0.0015))
    aside = b.pick(0, 0, radius * 2.5)
    cap = ribbed_cap(b, max(neck * 1.12, radius * b.uniform(0.6, 1.05)), height * b.uniform(0.15, 0.3))
    b.add("lid|cap", cap.move(aside, 0 if aside else height * 0.9))
    if aside == 0 and b.chance(0.25):
        b.add("dropper|bulb", g.capsule(neck * 0.5, height * 0.5, neck * 0.4).move(y=height * 1.25))
    b.add("label|sticker", band(radius, height * 0.15, height * 0.7, 0.0006))
    if aside:
        pills = [
            g.capsule(0.003, 0.011, sides=8)
            .rotate("x", 90)
            .rotate("y", b.uniform(0, 180))
            .move(aside + b.uniform(-0.04, 0.04), 0.003, 0.05 + b.uniform(-0.02, 0.03))
            for _ in range(b.integer(2, 6))
        ]
        b.add("pill", g.join(pills))


@design("toothpaste", "tube")
def toothpaste(b: Builder) -> None:
    """Squeezed tube standing on its cap or lying: round shoulder to a flat crimped end."""
    length, radius = b.uniform(0.1, 0.17), b.uniform(0.014, 0.024)
    levels = [
        (0, radius * 2, radius * 2, radius),
        (length * 0.5, radius * 2.3, radius * 1.2, radius * 0.6),
        (length, radius * 2.8, 0.003, 0.001),
    ]
    shoulder = g.lathe([(0.006, -0.008), (radius, 0), (0, 0.001)], 20)
    cap = (
        ribbed_cap(b, b.pick(0.008, 0.011, radius * 0.95), b.uniform(0.014, 0.028))
        .rotate("x", 180)
        .move(y=-0.006)
    )
    crimp = g.box(radius * 2.85, 0.012, 0.003).move(y=length)
    lying = b.chance(0.6)
    for name, mesh in (
        ("body|tube", blocks(levels, 5)),
        ("shoulder|neck", shoulder),
        ("lid|cap", cap),
        ("seal|crimp|end", crimp),
    ):
        b.add(name, mesh.rotate("x", 90) if lying else mesh)


@design("toothbrush")
def toothbrush(b: Builder) -> None:
    """Manual or electric toothbrush: handle, neck, head, bristles; in a cup at times."""
    length, thick = b.uniform(0.1, 0.14), b.uniform(0.004, 0.006)
    electric = b.chance(0.3)
    if electric:
        b.add("handle|body", g.capsule(0.014, length, 0.011).move(y=length / 2))
        b.add("button|switch", g.cylinder(0.005, 0.004).rotate("x", 90).move(0, length * 0.65, 0.012))
    else:
        path = g.curve([(0, 0, 0), (0, length * 0.5, b.uniform(-0.004, 0.004)), (0, length, 0)], 12)
        b.add(
            "handle|body",
            g.sweep(
                path,
                thick * np.interp(np.linspace(0, 1, 12), [0, 0.2, 0.7, 1], [0.8, 1.2, 1.3, 0.7]),
                section=g.rectangle(2, 1.5, 0.6),
            ),
        )
    b.add("neck|shaft", g.cylinder(0.003, 0.035, sides=10).move(y=length + 0.012))
    y = length + 0.04
    b.add("head", g.box(0.012, 0.03, 0.005, 0.002).move(y=y))
    tufts = [((i - 1) * 0.0035, y + (j - 3) * 0.0038, 0.007) for i in range(3) for j in range(7)]
    b.add("bristle|brush", g.array(g.cylinder(0.0014, b.uniform(0.008, 0.012), sides=5).rotate("x", 90), tufts))
