"""Fruit, cakes, sandwiches and ice cream."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.plant_parts import lumpy
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import vessel, wire


def small_leaf(length: float, wide: float) -> Mesh:
    """Pointed leaf along +x with a folded midrib."""
    t = np.linspace(0, 1, 7)
    half = wide / 2 * np.sin(np.pi * t**0.8)
    rows = [
        [(length * u, -0.3 * h + 0.1 * length * u, s * h) for s in (-1, 0, 1)]
        for u, h in zip(t, half, strict=True)
    ]
    points = np.array(rows)
    points[:, 1, 1] = 0.1 * length * t + 0.02 * length
    return g.sheet(points)


@design("fruit")
def apple(b: Builder) -> None:
    """Apple, orange, tomato or pear: lathe-turned flesh, stem, leaf."""
    radius = b.uniform(0.03, 0.05)
    pear = b.chance(0.35)
    if pear:
        points = [
            (0.002, 0),
            (radius, radius * 0.9),
            (radius * 0.55, radius * 2),
            (radius * 0.35, radius * 2.5),
            (0.002, radius * 2.7),
        ]
    else:
        dip = b.uniform(0.05, 0.35)
        points = [
            (0.002, radius * dip * 0.5),
            (radius * 0.4, 0),
            (radius, radius * b.uniform(0.9, 1.1)),
            (radius * 0.5, radius * 1.8),
            (0.002, radius * (1.8 - dip)),
        ]
    flesh = g.lathe(g.curve(points, 18), 24)
    b.add("body|fruit|flesh", lumpy(b, flesh, b.uniform(0, 0.05), 1))
    top = float(points[-1][1])
    path = g.curve(
        [
            (0, top - 0.003, 0),
            (0, top + radius * 0.3, 0),
            (b.uniform(-0.2, 0.2) * radius, top + radius * 0.6, 0),
        ],
        8,
    )
    b.add("stem|stalk", g.sweep(path, radius * 0.05, sides=6))
    if b.chance(0.55):
        leaf = small_leaf(radius * b.uniform(0.7, 1.2), radius * 0.5)
        b.add("leaf", leaf.rotate("y", b.uniform(0, 360)).move(0, top + radius * 0.25))


@design("banana", "fruit")
def banana(b: Builder) -> None:
    """One banana or a bunch: curved body, stem, dark tip."""
    length, thick = b.uniform(0.14, 0.2), b.uniform(0.014, 0.02)
    turn = np.linspace(-0.9, 0.9, 16) * b.uniform(0.6, 1.1)
    path = np.stack([np.sin(turn), 1 - np.cos(turn), 0 * turn], 1) * length / 1.8
    radii = thick * np.interp(np.linspace(0, 1, 16), [0, 0.15, 0.5, 0.85, 1], [0.45, 0.85, 1, 0.9, 0.4])
    angle = np.arange(b.pick(5, 6, 12)) * 2 * np.pi
    section = np.stack([np.cos(angle / len(angle)), np.sin(angle / len(angle))], 1)
    stem = g.sweep(
        np.stack([path[-1], path[-1] + (path[-1] - path[-3]) * 0.9]), [thick * 0.42, thick * 0.3], sides=6
    )
    tip = g.sphere(thick * 0.4, sides=8).move(*path[0])
    count = b.pick(1, 1, b.integer(3, 6))
    for i in range(count):
        for name, mesh in (
            ("body|peel|skin", g.sweep(path, radii, section=section)),
            ("stem|stalk", stem),
            ("tip|end", tip),
        ):
            b.add(name, mesh.rotate("y", (i - (count - 1) / 2) * 14, path[-1]))


@design("fruit")
def leafy_fruit(b: Builder) -> None:
    """Pineapple, strawberry, or a bunch of grapes or cherries with leaves on top."""
    style, size = b.integer(0, 2), b.uniform(0.05, 0.08)
    if style == 2:
        for i in range(b.integer(14, 26)):
            y, spread = -i * 0.004, 0.028 * (1 - i / 34)
            at = (b.uniform(-1, 1) * spread, y, b.uniform(-1, 1) * spread)
            b.add("body|fruit|flesh", g.sphere(0.011, sides=10).move(*at))
        b.add("stem|stalk", wire([(0, 0, 0), (0.004, 0.03, 0), (0.015, 0.05, 0)], 0.002, 8, 6))
        b.add("leaf", small_leaf(0.06, 0.05).move(0, 0.02))
        return
    tall = size * (b.uniform(1.1, 1.5) if style == 0 else 1.0)
    body = g.lathe(
        g.curve(
            [
                (0.002, -tall),
                (size * 0.75, -tall * 0.6),
                (size, tall * 0.2),
                (size * 0.5, tall * 0.9),
                (0.002, tall),
            ],
            16,
        ),
        20,
    )
    b.add("body|fruit|flesh", body)
    count, long = b.integer(5, 9), size * (1.4 if style == 0 else 0.7)
    for layer in range(3 if style == 0 else 1):
        leaf = small_leaf(long, size * 0.35).rotate("z", 20 + 25 * layer if style == 0 else -15)
        b.add("leaf", g.ring(leaf, count, start=layer * 25).move(y=tall * (0.96 if style == 0 else 1.06)))


@design("cake")
def cake(b: Builder) -> None:
    """Layer cake, whole or cut: tiers, cream, icing drips, candles, cherries, on a plate."""
    radius, tiers = b.uniform(0.09, 0.15), b.pick(1, 1, 2, 3)
    arc = b.pick(360, 360, b.uniform(250, 330)) if tiers == 1 else 360
    if b.chance(0.6):
        b.add(
            "plate|base|board",
            vessel(g.curve([(radius * 0.9, 0), (radius * 1.3, 0.012)], 4), 0.004).move(y=-0.01),
        )
    y, r = 0.0, radius
    for _ in range(tiers):
        height = b.uniform(0.05, 0.09)
        closed = [(0, y), (r, y), (r, y + height), (0, y + height), (0, y)]
        b.add("layer|tier|body", g.lathe(closed, 32, arc))
        b.add(
            "cream|filling",
            g.lathe(
                [
                    (r * 0.9, y + height * 0.45),
                    (r * 1.015, y + height * 0.45),
                    (r * 1.015, y + height * 0.55),
                    (r * 0.9, y + height * 0.55),
                ],
                32,
                arc,
            ),
        )
        if b.chance(0.7):
            b.add(
                "icing|frosting",
                g.lathe(
                    [
                        (0, y + height),
                        (r * 1.02, y + height * 0.85),
                        (r * 1.02, y + height + 0.006),
                        (0, y + height + 0.008),
                    ],
                    32,
                    arc,
                ),
            )
        y, last, r = y + height + 0.006, r, r * 0.7
    count, size = b.integer(4, 10), b.uniform(0.007, 0.014)
    if b.chance(0.6):
        b.add(
            "cherry|fruit|decoration",
            g.ring(g.sphere(size, sides=10).move(z=last * 0.8), count, arc=arc * 0.95).move(y=y + size * 0.5),
        )
    if b.chance(0.5):
        number = b.integer(1, 8)
        b.add(
            "candle",
            g.ring(g.cylinder(0.003, 0.06, sides=8).move(y=0.03, z=last * 0.5), number, arc=arc * 0.95).move(
                y=y
            ),
        )
        b.add(
            "candle > flame",
            g.ring(g.sphere(0.004, 0.009, 0.004, 8).move(y=0.068, z=last * 0.5), number, arc=arc * 0.95).move(
                y=y
            ),
        )


@design("cake")
def cupcake(b: Builder) -> None:
    """Muffin in a pleated case with swirled icing and a cherry; or a cake slice; or a doughnut."""
    style, radius = b.integer(0, 2), b.uniform(0.03, 0.045)
    if style == 0:
        pleats = 24
        scale = 1 + 0.04 * (np.arange(pleats * 2) % 2)
        turn = np.arange(pleats * 2) / pleats * np.pi
        rows = [
            np.stack([np.cos(turn) * scale * r, np.full(len(turn), y), np.sin(turn) * scale * r], 1)
            for r, y in ((radius * 0.7, 0), (radius, radius * 1.1))
        ]
        b.add("wrapper|case|cup", g.loft(rows))
        for i in range(b.integer(1, 4)):
            b.add(
                "icing|frosting",
                g.torus(radius * (0.7 - 0.2 * i), radius * 0.32, 20).move(y=radius * (1.2 + 0.35 * i)),
            )
        b.add("cherry|fruit|decoration", g.sphere(radius * 0.25, sides=10).move(y=radius * b.uniform(2.1, 2.6)))
    elif style == 1:
        long, height, wide = 0.13, 0.07, b.uniform(25, 45)
        for low, high, name in (
            (0, 0.42, "layer|tier|body"),
            (0.42, 0.52, "cream|filling"),
            (0.52, 0.92, "layer|tier|body"),
            (0.92, 1, "icing|frosting"),
        ):
            b.add(
                name,
                g.lathe(
                    [(0, low * height), (long, low * height), (long, high * height), (0, high * height)],
                    6,
                    wide,
                ),
            )
        b.add(
            "cherry|fruit|decoration", g.sphere(0.012, sides=10).rotate("y", 0).move(0.03, height + 0.008, 0.09)
        )
    else:
        b.add("layer|tier|body", g.torus(radius, radius * 0.5))
        b.add("icing|frosting", g.torus(radius, radius * 0.5).scale(1.02, 0.8, 1.02).move(y=radius * 0.14))


@design("burger", "sandwich")
def burger(b: Builder) -> None:
    """Hamburger: buns and a stack of patty, cheese, lettuce, tomato, onion; seeds, a flag."""
    radius = b.uniform(0.045, 0.065)
    y = radius * 0.45
    b.add(
        "bun|bread > bottom bun",
        g.lathe(
            g.curve([(0.002, 0), (radius * 0.9, 0), (radius, y * 0.6), (radius * 0.95, y), (0.002, y)], 14)
        ),
    )
    makers = {
        "patty|meat": lambda: lumpy(b, g.cylinder(radius * 1.03, 0.014, bevel=0.004), 0.03, 2),
        "cheese": lambda: g.box(radius * 1.75, 0.003, radius * 1.75).rotate("y", b.uniform(0, 90)),
        "lettuce|salad": lambda: _ruffle(radius * 1.1, b.integer(7, 14)),
        "tomato": lambda: g.cylinder(radius * 0.9, 0.006, sides=24),
        "onion": lambda: g.torus(radius * 0.7, 0.003),
    }
    names = list(makers)
    fill = ["patty|meat", *(b.pick(*names) for _ in range(b.integer(1, 5)))]
    for name in b.rng.permutation(fill):
        mesh = makers[str(name)]()
        b.add(f"filling > {name}", mesh.move(y=y - float(mesh.low[1])))
        y += float(mesh.high[1] - mesh.low[1]) * 0.85
    dome = radius * b.uniform(0.6, 0.95)
    b.add(
        "bun|bread > top bun",
        g.lathe(
            g.curve(
                [
                    (0.002, 0),
                    (radius, 0.002),
                    (radius * 0.97, dome * 0.4),
                    (radius * 0.6, dome * 0.9),
                    (0.002, dome),
                ],
                14,
            )
        ).move(y=y),
    )
    if b.chance(0.6):
        spots = [(b.uniform(0, 360), b.uniform(0.1, 0.6)) for _ in range(20)]
        b.add(
            "seed|sesame seed",
            g.join(
                g.sphere(0.0022, 0.0012, 0.0015, 6)
                .move(radius * r, y + dome * (1 - 0.35 * r * r))
                .rotate("y", a)
                for a, r in spots
            ),
        )


def _ruffle(radius: float, waves: int) -> Mesh:
    """Wavy disc of lettuce."""
    disc = g.lathe(
        [
            (0.001, 0),
            (radius * 0.6, 0.001),
            (radius, 0.002),
            (radius, -0.001),
            (radius * 0.6, -0.001),
            (0.001, -0.001),
        ],
        waves * 4,
    )
    v = disc.vertices.copy()
    reach = np.hypot(v[:, 0], v[:, 2]) / radius
    v[:, 1] += 0.005 * reach**3 * np.sin(waves * np.arctan2(v[:, 0], v[:, 2]))
    return Mesh(v, disc.faces)


@design("sandwich")
def sandwich(b: Builder) -> None:
    """Sliced-bread sandwich, square or triangular; a sub roll or hot dog."""
    if b.chance(0.4):
        long, thick = b.uniform(0.14, 0.24), b.uniform(0.022, 0.032)
        bun = g.capsule(thick, long).rotate("z", 90)
        b.add(
            "bread|bun",
            bun.scale(1, 0.8, 0.6).move(z=-thick * 0.7) + bun.scale(1, 0.8, 0.6).move(z=thick * 0.7),
        )
        b.add(
            "filling > sausage|meat", g.capsule(thick * 0.55, long * 1.08).rotate("z", 90).move(y=thick * 0.35)
        )
        x = np.linspace(-0.42, 0.42, 40) * long
        wave = np.stack([x, np.full(40, thick * 0.92), 0.35 * thick * np.sin(x * 180)], 1)
        b.add("sauce|mustard", g.sweep(wave, 0.0025, sides=6))
        return
    size, crust, y = b.uniform(0.09, 0.12), b.uniform(0.01, 0.016), 0.0
    square = g.rectangle(size, size, size * b.uniform(0.02, 0.2))
    outline = (
        np.array([(-size / 2, -size / 2), (size / 2, -size / 2), (-size / 2, size / 2)])
        if b.chance(0.5)
        else square
    )
    fills = ["cheese", "ham|meat", "lettuce|salad", "tomato"]
    stack = [
        ("bread", crust),
        *((f"filling > {b.pick(*fills)}", b.uniform(0.003, 0.008)) for _ in range(b.integer(2, 4))),
    ]
    for name, thick in [*stack, ("bread", crust)]:
        s = b.uniform(1.0, 1.06) if name != "bread" else 1.0
        b.add(name, g.loft([g.in_plane(outline * [s, s], "xz", h) for h in (y, y + thick)]))
        y += thick


@design("ice cream")
def ice_cream(b: Builder) -> None:
    """Cone with scoops or soft swirl, a stick lolly, or a sundae glass with wafer and cherry."""
    radius, style = b.uniform(0.025, 0.035), b.integer(0, 3)
    if style == 3:
        x, height, thick = b.uniform(0.04, 0.06), b.uniform(0.08, 0.12), b.uniform(0.015, 0.025)
        b.add("ice cream|body|scoop", g.box(x, height, thick, thick * 0.45).move(y=height / 2 + 0.05))
        b.add("stick|handle", g.box(0.012, 0.08, 0.003, 0.001).move(y=0.03))
        return
    base = radius * b.uniform(3, 4)
    if style == 2:
        stem = [(radius, 0), (radius * 0.3, 0.01), (radius * 0.3, base * 0.4), (radius * 1.3, base)]
        b.add("cup|glass|bowl", vessel(stem, 0.002))
        base *= 0.98
    else:
        b.add(
            "cone|wafer",
            vessel([(0.004, 0), (radius * 0.95, base * 0.9), (radius * 1.02, base)], 0.0015, b.pick(12, 24)),
        )
    if style == 1:
        turns = np.linspace(0, 1, 70)
        r = radius * 0.7 * (1 - turns) ** 0.8
        path = np.stack([r * np.cos(turns * 20), base + turns * radius * 2.2, r * np.sin(turns * 20)], 1)
        b.add("ice cream|body|scoop", g.sweep(path, radius * np.interp(turns, [0, 1], [0.5, 0.12]), sides=8))
        top = base + radius * 2.3
    else:
        count = b.integer(1, 3)
        for i in range(count):
            scoop = lumpy(b, g.sphere(radius * 1.12, sides=18), 0.06, 2)
            b.add("ice cream|body|scoop", scoop.move(0, base + radius * (0.45 + 1.3 * i)))
        top = base + radius * (1.5 + 1.3 * (count - 1))
    if b.chance(0.4):
        b.add("cherry|topping", g.sphere(0.008, sides=10).move(y=top + 0.004))
    if b.chance(0.35):
        b.add("wafer stick|stick", g.cylinder(0.004, 0.07, sides=8).rotate("z", -25).move(radius * 0.7, top))
