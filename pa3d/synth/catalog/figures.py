"""Made figures: snowman, scarecrow, statue, bust."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.figure_parts import NAMES, add_body, add_head, draw_pose, make_figure, upright_pose
from pa3d.synth.parts import standing, stick, wire


@design("snowman")
def snowman(b: Builder) -> None:
    """Two or three balls, carrot nose, coal eyes and buttons, stick arms, hat, scarf, broom."""
    r, count = b.uniform(0.15, 0.5), b.integer(2, 3)
    y, radius = r * 0.9, r
    body_y, body = y, radius
    for k in range(count):
        label = "head" if k == count - 1 else "body|torso"
        b.add(label, g.sphere(radius, radius * b.uniform(0.88, 1.0), radius, sides=20).move(y=y))
        if k < count - 1:
            body_y, body, radius = y, radius, radius * b.uniform(0.65, 0.8)
            y += body * 0.72 + radius * 0.72
    head = radius
    b.add(
        "nose",
        g.cylinder(head * 0.15, head * b.uniform(0.5, 1.0), 0, 10).rotate("x", 90).move(0, y, head * 1.25),
    )
    symmetric(b, "eye", g.sphere(head * 0.1, sides=8).move(head * 0.33, y + head * 0.3, head * 0.86))
    if b.chance(0.6):
        b.add(
            "mouth",
            g.array(
                g.sphere(head * 0.06, sides=6),
                [
                    (np.sin(t) * head * 0.45, y - head * (0.25 + 0.15 * np.cos(t)), head * 0.84)
                    for t in np.linspace(-1, 1, 5)
                ],
            ),
        )
    if b.chance(0.7):
        turns = np.radians([-15, 10, 35])
        spots = [(0, body_y + body * 0.92 * np.sin(t), body * np.cos(t)) for t in turns]
        b.add("button", g.array(g.sphere(head * 0.09, sides=8), spots))
    if b.chance(0.8):
        up = b.uniform(-0.3, 0.7) * r
        path = [(body * 0.8, 0, 0), (body + r * 0.4, up * 0.5, 0), (body + r * 0.9, up, 0.1 * r)]
        limb_ = wire(path, r * 0.035, 8, 7)
        twig = stick(
            (body + r * 0.65, up * 0.75, 0.05 * r), (body + r * 0.8, up + r * 0.25, 0.1 * r), r * 0.025, sides=6
        )
        symmetric(b, "arm", (limb_ + twig).move(y=body_y))
    if b.chance(0.7):
        brim, crown = head * b.uniform(1.0, 1.4), head * b.uniform(0.6, 0.85)
        hat = g.cylinder(brim, head * 0.08) + g.cylinder(crown, head * b.uniform(0.5, 1.0), bevel=0.005).move(
            y=head * 0.35
        )
        b.add("hat", hat.rotate("z", b.uniform(-8, 8)).move(y=y + head * 0.78))
    if b.chance(0.6):
        b.add("scarf", g.torus(head * 0.8, head * 0.17, 24).move(y=y - head * 0.72))
        b.add(
            "scarf",
            g.box(head * 0.3, head * 1.0, head * 0.12, head * 0.03)
            .rotate("x", -18)
            .move(head * 0.35, y - head * 1.2, head * 1.02),
        )


@design("scarecrow")
def scarecrow(b: Builder) -> None:
    """Straw figure on a pole: sack head, hat, shirt on a crossbar, trousers, straw at the cuffs."""
    h = b.uniform(1.2, 2.2)
    pole, arms = h * 0.02, h * b.uniform(0.3, 0.45)
    shoulder, waist = h * 0.72, h * 0.45
    b.add("post|pole|stand", g.cylinder(pole, h * 0.95, sides=8).move(y=h * 0.475))
    b.add(
        "post|pole|stand > crossbar",
        g.cylinder(pole * 0.8, arms * 2.1, sides=8).rotate("z", 90).move(y=shoulder),
    )
    wide, deep = h * b.uniform(0.1, 0.14), h * b.uniform(0.05, 0.08)
    body = [
        np.c_[wide * k * np.cos(t), np.full(14, y), deep * k * np.sin(t)]
        for t in [np.linspace(0, 2 * np.pi, 14, endpoint=False)]
        for y, k in (
            (shoulder + h * 0.03, 0.6),
            (shoulder, 1.0),
            (waist + h * 0.08, 0.95),
            (waist - h * 0.04, 1.05),
        )
    ]
    b.add("torso > shirt", g.loft(body))
    droop = b.uniform(-25, 10)
    sleeve = (
        g.cylinder(h * 0.05, arms * 0.75, h * 0.04, 12).rotate("z", 90).move(-wide * 0.7 - arms * 0.35, 0, 0)
    )
    straw = g.cylinder(h * 0.015, h * 0.13, h * 0.045, 9).rotate("z", 90).move(-wide * 0.7 - arms * 0.75, 0, 0)
    symmetric(b, "arm > sleeve", sleeve.rotate("z", -droop).move(y=shoulder - h * 0.01))
    symmetric(b, "arm > straw|hand", straw.rotate("z", -droop).move(y=shoulder - h * 0.01))
    if b.chance(0.75):
        leg = (
            g.cylinder(h * 0.05, waist * 0.6, h * 0.06, 12)
            .rotate("z", b.uniform(0, 10))
            .move(wide * 0.5, waist * 0.7, 0)
        )
        symmetric(b, "leg > trousers|pants", leg)
        symmetric(
            b, "leg > straw|foot", g.cylinder(h * 0.05, h * 0.1, h * 0.03, 9).move(wide * 0.55, waist * 0.35, 0)
        )
    r = h * b.uniform(0.06, 0.08)
    b.add("head", g.superquadric(r, r * 1.15, r, 0.8, 0.9, 16).move(y=shoulder + h * 0.04 + r))
    symmetric(
        b, "head > eye", g.sphere(r * 0.15, sides=8).move(r * 0.35, shoulder + h * 0.05 + r * 1.1, r * 0.88)
    )
    if b.chance(0.85):
        brim = g.cylinder(r * b.uniform(1.7, 2.4), r * 0.1, sides=18)
        crown = g.cylinder(r, r * b.uniform(0.7, 1.6), r * b.uniform(0.1, 0.8), 16).move(y=r * 0.4)
        b.add("hat", (brim + crown).move(y=shoulder + h * 0.05 + r * 1.7))


def _pedestal(b: Builder, wide: float) -> float:
    """Plinth under a statue; returns its height."""
    tall = wide * b.uniform(0.2, 2.2)
    if b.chance():
        b.add("pedestal|base", standing(wide, tall, wide))
        b.add(
            "pedestal|base > moulding|molding", g.box(wide * 1.15, tall * 0.1, wide * 1.15).move(y=tall * 0.05)
        )
        b.add(
            "pedestal|base > moulding|molding", g.box(wide * 1.12, tall * 0.08, wide * 1.12).move(y=tall * 0.96)
        )
    else:
        b.add(
            "pedestal|base",
            g.lathe(
                [
                    (0, 0),
                    *g.curve(
                        [
                            (wide * 0.6, 0),
                            (wide * 0.55, tall * 0.15),
                            (wide * 0.42, tall * 0.4),
                            (wide * 0.55, tall),
                        ],
                        12,
                    ),
                    (0, tall),
                ],
                24,
            ),
        )
    return tall


@design("statue")
def statue(b: Builder) -> None:
    """Figure on a plinth."""
    fig = make_figure(b, draw_pose(b) if b.chance(0.4) else upright_pose(b), heads=b.uniform(6.5, 8), sides=16)
    add_body(b, fig, NAMES)
    low = min(float(mesh.low[1]) for _, mesh in b.pieces)
    b.pieces = [(name, mesh.move(y=-low)) for name, mesh in b.pieces]
    tall = _pedestal(b, fig.height * b.uniform(0.3, 0.55))
    b.pieces = [(name, mesh if name.startswith("pedestal") else mesh.move(y=tall)) for name, mesh in b.pieces]


@design("bust", "statue")
def bust(b: Builder) -> None:
    """Head, neck, shoulders and chest on a foot."""
    fig = make_figure(b, upright_pose(b), heads=b.uniform(6, 7.5), sides=18)
    s, base = fig.head, fig.at["neck"]
    add_head(b, fig, NAMES, cartoon=False)
    cut, wide = b.uniform(0.9, 1.8) * s, s * b.uniform(0.75, 1.05)
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    rows = [
        (0.12, 0.3, 0.3),
        (-0.02, 0.75, 0.75),
        (-0.2, 1.0, 0.95),
        (-0.7, 0.92, 1.0),
        (-1.0, b.uniform(0.3, 0.8), 0.6),
    ]
    rings = [
        base + np.c_[wide * k * np.cos(angle), np.full(20, y * cut), wide * 0.5 * d * np.sin(angle)]
        for y, k, d in rows
    ]
    b.add("torso > chest", g.loft(rings))
    low = float(base[1] - cut)
    foot = s * b.uniform(0.2, 0.6)
    stem = g.lathe(
        [
            (0, -foot),
            *g.curve([(s * 0.5, -foot), (s * 0.45, -foot * 0.75), (s * 0.22, -foot * 0.4), (s * 0.35, 0)], 10),
            (0, 0),
        ],
        20,
    )
    b.add("pedestal|base", stem.move(base[0], low + s * 0.02, base[2]))
