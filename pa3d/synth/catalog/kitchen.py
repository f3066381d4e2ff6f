"""Pots, pans, kettles, jugs, bowls, plates and trays."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vessel_parts import ear
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, band, blocks, vessel


def side_loop(b: Builder, radius: float, y: float) -> Mesh:
    """Loop handle of a pot on +x at height y: wire, tab, or block."""
    wide, out, style = radius * b.uniform(0.25, 0.45), radius * b.uniform(0.2, 0.4), b.integer(0, 2)
    if style == 2:
        return g.box(out, radius * 0.08, wide * 1.4, radius * 0.035).move(radius + out * 0.4, y)
    path = g.curve([(0, 0, -wide), (out, 0, -wide * 0.8), (out, 0, wide * 0.8), (0, 0, wide)], 14)
    thick = radius * b.uniform(0.03, 0.07)
    section = None if style == 0 else g.rectangle(1, 4, 0.3)
    return g.sweep(path, thick, section=section, sides=8).rotate("z", b.uniform(-10, 45)).move(radius * 0.97, y)


def add_lid(b: Builder, radius: float, y: float) -> None:
    """Pot lid with a knob or an arched grip, lying on the rim or shifted aside."""
    dome = radius * b.uniform(0.03, 0.4)
    profile = g.curve([(radius * 1.03, 0.004), (radius * 0.7, dome * 0.75), (0.001, dome)], 9)
    pieces = [("lid > lid|cover", g.lathe([(0, 0), (radius * 1.03, 0), *profile]))]
    size, style = radius * b.uniform(0.1, 0.2), b.integer(0, 3)
    if style == 0:
        pieces.append(("lid > knob|lid handle", g.sphere(size, size * 0.7, size, 14).move(y=dome + size * 0.5)))
    elif style == 1:
        stem = g.lathe(
            [
                (0, 0),
                (size * 0.5, 0),
                (size * 0.4, size * 0.6),
                (size, size),
                (size * 0.9, size * 1.4),
                (0, size * 1.5),
            ]
        )
        pieces.append(("lid > knob|lid handle", stem.move(y=dome - 0.002)))
    elif style == 2:
        arch = bail(size * 1.6, size * 1.6, size * 0.25, b.uniform(0, 1))
        pieces.append(("lid > knob|lid handle", arch.move(y=dome * 0.93)))
    else:
        pieces.append(
            ("lid > knob|lid handle", g.cylinder(size, size * 1.2, bevel=size * 0.2).move(y=dome + size * 0.5))
        )
    shift = b.pick(0, 0, 0, 1)
    tilt, aside = shift * b.uniform(5, 60), shift * b.uniform(0, 0.4) * radius
    for name, mesh in pieces:
        b.add(name, mesh.rotate("x", -tilt, (0, 0, -radius)).move(0, y + 0.001, -aside))


def long_handle(b: Builder, radius: float, y: float, length: float, thick: float) -> Mesh:
    """Pan handle along +x from the wall at height y, a little raised, flat or round, wider at the end."""
    rise = length * b.uniform(-0.05, 0.3)
    points = [(radius * 0.97, y, 0), (radius + length * 0.3, y + rise * 0.7, 0), (radius + length, y + rise, 0)]
    radii = np.interp(np.linspace(0, 1, 14), [0, 0.35, 0.9, 1], [0.7, 0.8, 1.1, 0.6]) * thick
    section = g.rectangle(1.2, 2.4, 0.5) if b.chance(0.6) else None
    return g.sweep(g.curve(points, 14), radii, section=section)


# -- pots and pans ---------------------------------------------------------------------------------


@design("kitchen pot", "kitchen pot", "pot")
def stock_pot(b: Builder) -> None:
    """Casserole or stock pot with two loop handles and a lid."""
    radius, height = b.uniform(0.08, 0.18), b.uniform(0.06, 0.28)
    low = b.uniform(0.8, 1)
    points = [
        (radius * low * 0.95, 0),
        (radius * low, height * 0.06),
        (radius, height * b.uniform(0.3, 0.7)),
        (radius, height),
    ]
    b.add("body|pot", vessel(g.curve(points, 12) if b.chance() else points, 0.003, b.pick(32, 32, 14)))
    if b.chance(0.5):
        b.add("body|pot > rim", band(radius, height - 0.004, height, 0.003))
    if b.chance(0.25):
        b.add("base", g.cylinder(radius * low, 0.008).move(y=-0.003))
    loop = side_loop(b, radius, height * b.uniform(0.65, 0.92))
    symmetric(b, "handle", loop)
    if b.chance(0.75):
        add_lid(b, radius, height)
    elif b.chance(0.4):
        b.add("food|soup|liquid", g.cylinder(radius * 0.97, 0.003).move(y=height * 0.7))


@design("kitchen pot", "saucepan")
def saucepan(b: Builder) -> None:
    """Saucepan: one long handle, at times a helper loop, spout and lid."""
    radius, height = b.uniform(0.06, 0.12), b.uniform(0.06, 0.14)
    b.add("body|pot", vessel([(radius * 0.93, 0), (radius, height * 0.1), (radius, height)], 0.003))
    thick, at = b.uniform(0.008, 0.013), height * b.uniform(0.7, 0.92)
    b.add("handle", long_handle(b, radius, at, b.uniform(0.12, 0.22), thick))
    if b.chance(0.3):
        b.add("handle", side_loop(b, radius, at).rotate("y", 180))
    if b.chance(0.5):
        b.add("rivet|bracket", g.box(0.02, 0.025, 0.025, 0.004).move(radius, at))
    if b.chance(0.65):
        add_lid(b, radius, height)


@design("kitchen pot")
def odd_pot(b: Builder) -> None:
    """Cauldron with legs and bail, pressure cooker with valve, or oval roaster."""
    style, radius = b.integer(0, 2), b.uniform(0.1, 0.17)
    height = radius * b.uniform(0.9, 1.4)
    if style == 0:
        points = [
            (radius * 0.4, 0),
            (radius * 1.1, height * 0.4),
            (radius * 0.8, height * 0.85),
            (radius * 0.92, height),
        ]
        b.add("body|pot", vessel(g.curve(points, 14), 0.006))
        b.add("leg|foot", g.ring(g.capsule(0.01, radius * 0.5).move(y=0, z=radius * 0.55), 3))
        swing = b.uniform(-80, 80)
        b.add("handle", bail(radius * 0.92, radius, 0.005).rotate("x", swing).move(y=height * 0.95))
        if b.chance(0.4):
            b.add("food|soup|liquid", g.cylinder(radius * 0.8, 0.004).move(y=height * 0.82))
    elif style == 1:
        b.add("body|pot", vessel([(radius, 0), (radius, height)], 0.003))
        b.add("handle", long_handle(b, radius, height * 0.85, radius * 1.3, 0.013))
        b.add("handle", side_loop(b, radius, height * 0.85).rotate("y", 180))
        b.add(
            "lid > lid|cover",
            g.lathe([(0, 0), (radius * 1.04, 0), (radius, 0.015), (radius * 0.6, 0.04), (0, 0.045)]).move(
                y=height
            ),
        )
        b.add("lid > lid handle", g.box(radius * 1.4, 0.02, 0.03, 0.008).move(radius * 1.3, height + 0.025))
        b.add("valve", g.cylinder(0.01, 0.03, bevel=0.002).move(0, height + 0.055))
        b.add("valve", g.cylinder(0.006, 0.015).move(radius * 0.4, height + 0.045))
    else:
        flat = b.uniform(0.6, 0.8)
        b.add("body|pot", vessel([(radius * 0.9, 0), (radius, height * 0.7)], 0.004).scale(1.3, 1, 1.3 * flat))
        symmetric(b, "handle", side_loop(b, radius, height * 0.55).move(radius * 0.28))
        lid = g.lathe([(0, 0), (radius * 1.02, 0), (radius * 0.7, radius * 0.2), (0, radius * 0.25)])
        b.add("lid > lid|cover", lid.scale(1.3, 1, 1.3 * flat).move(y=height * 0.7))
        b.add(
            "lid > knob|lid handle",
            bail(radius * 0.2, radius * 0.2, 0.006).move(y=height * 0.7 + radius * 0.24),
        )


@design("pan", "pan", "frying pan")
def frying_pan(b: Builder) -> None:
    """Frying, grill or saute pan, round or square: low body, long handle, hang hole, lid or egg at times."""
    radius, height = b.uniform(0.09, 0.16), b.uniform(0.025, 0.065)
    low = b.uniform(0.7, 0.97)
    if b.chance(0.85):
        points = g.curve([(radius * low, 0), (radius * (1 + low) / 2, height * 0.3), (radius, height)], 8)
        b.add("body|pan", vessel(points, 0.003))
    else:
        from_square = vessel([(radius * low * 1.3, 0), (radius * 1.3, height)], 0.004, 4).rotate("y", 45)
        b.add("body|pan", from_square)
    length, thick = radius * b.uniform(1.0, 1.8), b.uniform(0.008, 0.014)
    handle = b.add("handle", long_handle(b, radius, height * 0.75, length, thick))
    if b.chance(0.3):
        end = handle.vertices[handle.vertices[:, 0].argmax()]
        b.add("handle > hanging loop|ring", g.torus(0.012, 0.003, 16).move(end[0] + 0.01, end[1]))
    if b.chance(0.2):
        b.add("handle", side_loop(b, radius, height * 0.8).rotate("y", 180))
    extra = b.integer(0, 5)
    if extra == 0:
        add_lid(b, radius, height)
    elif extra == 1:
        b.add("food > egg white", g.cylinder(radius * 0.45, 0.004, sides=14).move(y=0.01))
        b.add("food > egg yolk|yolk", g.sphere(radius * 0.15, 0.01, sides=12).move(y=0.012))


@design("wok", "pan")
def wok(b: Builder) -> None:
    """Deep round bowl-shaped pan with a long handle or two loops."""
    radius = b.uniform(0.14, 0.2)
    height = radius * b.uniform(0.4, 0.6)
    points = [(radius * 0.25, 0), (radius * 0.7, height * 0.3), (radius, height)]
    b.add("body|pan", vessel(g.curve(points, 12), 0.003))
    at = height * 0.92
    if b.chance(0.65):
        b.add("handle", long_handle(b, radius, at, radius * b.uniform(0.8, 1.2), 0.013))
        if b.chance(0.5):
            b.add("handle", side_loop(b, radius, at).rotate("y", 180))
    else:
        symmetric(b, "handle", side_loop(b, radius, at))
    if b.chance(0.3):
        add_lid(b, radius, height)


# -- kettles, teapots and jugs ---------------------------------------------------------------------


def spout(b: Builder, start: tuple[float, float], end: tuple[float, float], thick: float, style: str) -> Mesh:
    """Spout from (x, y) start to end in the xy plane: straight, curved (S) or goose neck."""
    (x0, y0), (x1, y1) = start, end
    if style == "straight":
        points = [(x0, y0), (x1, y1)]
    elif style == "goose":
        points = [
            (x0, y0),
            (x0 + (x1 - x0) * 0.5, y0 - 0.005),
            (x0 + (x1 - x0) * 0.65, (y0 + y1) / 2),
            (x1 - 0.012, y1),
            (x1 + 0.012, y1 - 0.006),
        ]
    else:
        points = [
            (x0, y0),
            (x0 + (x1 - x0) * 0.6, y0 + (y1 - y0) * 0.3),
            (x0 + (x1 - x0) * 0.75, y0 + (y1 - y0) * 0.75),
            (x1, y1),
        ]
    path = g.curve([(x, y, 0) for x, y in points], 16)
    return g.sweep(path, np.linspace(thick, thick * b.uniform(0.35, 0.7), 16), sides=12)


@design("kettle", "kettle")
def stove_kettle(b: Builder) -> None:
    """Whistling or classic stove kettle: belly, spout, lid with knob, arched bail or side ear."""
    radius = b.uniform(0.08, 0.12)
    height = radius * b.uniform(0.9, 1.6)
    mouth = radius * b.uniform(0.3, 0.6)
    points = [
        (radius * 0.9, 0),
        (radius, height * b.uniform(0.1, 0.4)),
        (radius * 0.85, height * 0.75),
        (mouth, height),
    ]
    outline = g.curve(points, 14)
    b.add("body", g.lathe([(0, 0), *outline, (0, height)], b.pick(32, 32, 10)))
    if b.chance(0.3):
        b.add("base", g.cylinder(radius * 0.95, 0.012).move(y=-0.002))
    _kettle_lid(b, mouth, height)
    at = height * b.uniform(0.35, 0.7)
    edge = float(np.interp(at, outline[:, 1], outline[:, 0]))
    tip = (edge + radius * b.uniform(0.35, 0.7), height * b.uniform(0.85, 1.1))
    nozzle = b.add(
        "spout", spout(b, (edge * 0.92, at), tip, radius * b.uniform(0.15, 0.24), b.pick("straight", "s", "s"))
    )
    if b.chance(0.3):
        top = nozzle.vertices[nozzle.vertices[:, 1].argmax()]
        b.add("spout > whistle|spout cap", g.sphere(radius * 0.12, sides=12).move(tip[0], top[1], 0))
    if b.chance(0.7):
        arch = bail(
            radius * b.uniform(0.6, 0.85), height * b.uniform(0.6, 1), b.uniform(0.005, 0.01), b.uniform(0, 1)
        )
        b.add("handle", arch.move(y=height * 0.72))
        if b.chance(0.4):
            bar = g.capsule(0.012, radius * 0.9).rotate("z", 90)
            b.add("handle > grip", bar.move(y=float(arch.high[1]) + height * 0.72 - 0.005))
    else:
        b.add("handle", add_ear_back(b, outline, height))


def add_ear_back(b: Builder, outline: np.ndarray, height: float) -> Mesh:
    """A large ear on -x of a vessel with this profile."""
    low, high = height * b.uniform(0.1, 0.3), height * b.uniform(0.75, 0.95)
    x0, x1 = np.interp([low, high], outline[:, 1], outline[:, 0]) * 0.96
    reach = max(x0, x1) + height * b.uniform(0.2, 0.4)
    return ear(b, (x0, low), (x1, high), reach, b.uniform(0.006, 0.011)).rotate("y", 180)


def _kettle_lid(b: Builder, mouth: float, height: float) -> None:
    """Round lid with a knob, opened at times."""
    dome = mouth * b.uniform(0.1, 0.4)
    lid = g.lathe([(0, 0), (mouth * 1.04, 0), (mouth, 0.005), (mouth * 0.5, dome * 0.8), (0, dome)])
    size = mouth * b.uniform(0.18, 0.3)
    knob = b.pick(g.sphere(size, sides=12), g.cylinder(size, size * 1.6, bevel=size * 0.2)).move(
        y=dome + size * 0.7
    )
    tilt = b.pick(0, 0, 0, b.uniform(20, 80))
    for name, mesh in (("lid > lid|cover", lid), ("lid > knob|lid handle", knob)):
        b.add(name, mesh.rotate("z", tilt, (-mouth, 0, 0)).move(y=height))


@design("kettle", "electric kettle")
def electric_kettle(b: Builder) -> None:
    """Electric jug kettle on a power base: tapering body, beak spout, big ear, lid, switch, window, cord."""
    radius, height = b.uniform(0.065, 0.09), b.uniform(0.17, 0.25)
    top = radius * b.uniform(0.65, 0.95)
    lift = 0.025
    b.add("base", g.cylinder(radius * b.uniform(1.02, 1.2), lift * 0.9, sides=28, bevel=0.004).move(y=lift / 2))
    points = [(radius, lift), (radius * b.uniform(0.95, 1.08), lift + height * 0.4), (top, lift + height)]
    outline = g.curve(points, 12)
    b.add("body", g.lathe([(0, lift), *outline, (0, lift + height)]))
    y = lift + height
    lid = g.lathe([(0, 0), (top * 0.98, 0), (top * 0.85, 0.012), (0, 0.02)])
    tilt = b.pick(0, 0, b.uniform(30, 85))
    b.add("lid > lid|cover", lid.rotate("z", tilt, (-top, 0, 0)).move(y=y))
    if b.chance(0.5):
        b.add(
            "lid > knob|lid handle",
            g.sphere(0.012, sides=12).move(y=0.025).rotate("z", tilt, (-top, 0, 0)).move(y=y),
        )
    beak = g.loft(
        [
            g.in_plane(np.array([(0, -0.5), (1, 0), (0, 0.5)]) * [s, s * 1.6], "xz", h)
            for h, s in ((0, 0.002), (height * 0.25, 0.035))
        ]
    )
    b.add("spout", beak.move(top * 0.97, y - height * 0.25))
    b.add("handle", add_ear_back(b, outline, height + lift))
    if b.chance(0.6):
        b.add("button|switch", g.box(0.02, 0.012, 0.02, 0.004).move(-top - 0.02, y * b.pick(0.25, 0.98)))
    if b.chance(0.35):
        b.add(
            "window|water gauge",
            g.box(0.004, height * 0.5, 0.015, 0.001).move(radius * 0.98, lift + height * 0.4).rotate("y", 70),
        )
    if b.chance(0.4):
        cord = g.curve([(-radius, 0.01, 0), (-radius - 0.1, 0.006, 0.03), (-radius - 0.2, 0.006, -0.05)], 14)
        b.add("cord|cable|wire", g.sweep(cord, 0.004, sides=6))


@design("kettle", "coffee pot")
def gooseneck_kettle(b: Builder) -> None:
    """Pour-over kettle or tall coffee pot: conical body, slim swan-neck spout, ear, knobbed lid."""
    radius = b.uniform(0.06, 0.09)
    height = radius * b.uniform(1.2, 2.4)
    mouth = radius * b.uniform(0.45, 0.7)
    outline = np.array([(radius * 0.95, 0), (radius, height * 0.06), (mouth, height)])
    b.add("body", g.lathe([(0, 0), *outline, (0, height)], b.pick(32, 8)))
    _kettle_lid(b, mouth, height)
    tip = (radius * b.uniform(1.7, 2.2), height * b.uniform(0.85, 1.05))
    b.add("spout", spout(b, (radius * 0.9, height * 0.15), tip, radius * 0.13, "goose"))
    b.add("handle", add_ear_back(b, outline, height))


@design("teapot", "kettle")
def teapot(b: Builder) -> None:
    """Round or square-shouldered teapot: spout, ear or hoop handle, domed lid with knob, foot."""
    radius = b.uniform(0.06, 0.09)
    height = radius * b.uniform(1.1, 1.8)
    mouth = radius * b.uniform(0.4, 0.65)
    points = [
        (radius * 0.6, 0),
        (radius, height * b.uniform(0.35, 0.6)),
        (mouth, height * 0.97),
        (mouth, height),
    ]
    outline = g.curve(points, 16)
    b.add("body", g.lathe([(0, 0), *outline, (0, height)], b.pick(32, 32, 8)))
    if b.chance(0.35):
        b.add("base", g.lathe([(0, -0.008), (radius * 0.65, -0.008), (radius * 0.55, 0.004), (0, 0.004)]))
    _kettle_lid(b, mouth, height)
    at = height * b.uniform(0.25, 0.45)
    edge = float(np.interp(at, outline[:, 1], outline[:, 0]))
    tip = (edge + radius * b.uniform(0.6, 0.95), height * b.uniform(0.85, 1.05))
    b.add(
        "spout",
        spout(b, (edge * 0.92, at), tip, radius * b.uniform(0.15, 0.25), b.pick("s", "s", "goose", "straight")),
    )
    if b.chance(0.75):
        b.add("handle", add_ear_back(b, outline, height))
    else:
        b.add("handle", bail(radius * 0.8, radius * 1.3, 0.005, b.uniform(0, 0.8)).move(y=height * 0.8))


@design("jug", "pitcher")
def jug(b: Builder) -> None:
    """Water or milk jug: pinched lip, ear, foot, sometimes a lid or liquid."""
    radius = b.uniform(0.05, 0.08)
    height = radius * b.uniform(2, 4)
    neck = radius * b.uniform(0.55, 0.95)
    points = [
        (radius * b.uniform(0.6, 0.9), 0),
        (radius, height * b.uniform(0.25, 0.45)),
        (neck, height * 0.8),
        (neck * b.uniform(1, 1.3), height),
    ]
    outline = g.curve(points, 16)
    body = vessel(outline, 0.003, 32)
    v = body.vertices.copy()
    pull = np.clip((v[:, 1] / height - 0.75) * 4, 0, 1) ** 2 * np.exp(
        -((np.arctan2(v[:, 2], v[:, 0]) / 0.35) ** 2)
    )
    v[:, 0] += pull * radius * b.uniform(0.25, 0.6)
    b.add("body|jug", Mesh(v, body.faces))
    if b.chance(0.3):
        b.add("base|foot", band(float(outline[0, 0]), -0.004, 0.01, 0.005))
    b.add("handle|ear", add_ear_back(b, outline, height))
    if b.chance(0.25):
        b.add(
            "lid|cover",
            g.lathe([(0, 0), (neck, 0), (neck * 0.8, 0.012), (0.01, 0.018), (0.012, 0.035), (0, 0.04)]).move(
                y=height
            ),
        )
    elif b.chance(0.3):
        b.add("liquid|water|milk", g.cylinder(neck * 0.9, 0.002).move(y=height * 0.78))


# -- bowls, plates, trays --------------------------------------------------------------------------


@design("bowl")
def bowl(b: Builder) -> None:
    """Bowl: hemispherical, conical, straight or square; with a foot ring; food in it at times."""
    radius = b.uniform(0.06, 0.17)
    height = radius * b.uniform(0.35, 0.95)
    foot = radius * b.uniform(0.3, 0.7)
    style = b.integer(0, 3)
    if style == 0:
        points = [(foot, 0), (radius, height)]
    else:
        points = g.curve(
            [(foot, 0), (radius * b.uniform(0.75, 0.95), height * b.uniform(0.25, 0.5)), (radius, height)], 12
        )
    b.add(
        "body|bowl", vessel(points, radius * b.uniform(0.02, 0.05), 4 if style == 3 and b.chance(0.5) else 32)
    )
    if b.chance(0.5):
        b.add(
            "base|foot",
            g.lathe([(foot * 0.8, -height * 0.1), (foot, -height * 0.1), (foot, 0.004), (foot * 0.8, 0.004)]),
        )
    if b.chance(0.25):
        b.add("rim", band(radius, height * 0.96, height * 1.01, radius * 0.03, 32))
    extra = b.integer(0, 4)
    if extra == 0:
        b.add("liquid|soup", g.cylinder(radius * 0.85, 0.002).move(y=height * 0.75))
    elif extra == 1:
        size = radius * b.uniform(0.25, 0.35)
        spots = g.ring(g.sphere(size, sides=12).move(radius * 0.4), b.integer(3, 5))
        b.add("fruit|food", spots.move(y=height * 0.6) + g.sphere(size, sides=12).move(y=height * 0.6 + size))
    elif extra == 2:
        symmetric(b, "handle", side_loop(b, radius, height * 0.9))


@design("plate")
def plate(b: Builder) -> None:
    """Dinner plate, deep plate or platter, round or square; a stack, or with food."""
    radius, height = b.uniform(0.07, 0.16), b.uniform(0.008, 0.035)
    well = radius * b.uniform(0.55, 0.75)
    profile = [(well * 0.9, 0), (well, height * 0.5), (radius, height)]
    sides = b.pick(36, 36, 36, 8)
    dish = vessel([(well * 0.9, 0), (well, height * 0.4)], 0.003, sides)
    edge = g.lathe(
        [(well, height * 0.4), (radius, height), (radius, height + 0.003), (well * 0.98, height * 0.4 + 0.003)],
        sides,
    )
    count = b.pick(1, 1, 1, b.integer(2, 6))
    for i in range(count):
        b.add("body|plate > center|well", dish.move(y=i * 0.012))
        b.add("body|plate > rim", edge.move(y=i * 0.012))
    if b.chance(0.3):
        top = (count - 1) * 0.012 + 0.006
        lump = g.sphere(profile[0][0] * 0.4, 0.02, profile[0][0] * 0.5, 12)
        b.add(
            "food",
            lump.move(b.uniform(-0.02, 0.02), top + 0.015)
            + g.sphere(0.02, sides=10).move(0.03, top + 0.015, 0.02),
        )


@design("tray")
def tray(b: Builder) -> None:
    """Serving tray, round or square: rim and two handles; cups on it at times."""
    x, y, corner = b.uniform(0.3, 0.5), b.uniform(0.015, 0.05), b.uniform(0.01, 0.12)
    z = x * b.uniform(0.6, 1)
    b.add("base|bottom", blocks([(0, x, z, corner), (0.006, x, z, corner)]))
    path = g.rectangle(x, z, corner, 6)
    wall = np.array([(0, 0), (0.008, 0), (0.012, y), (0.002, y)])
    rows = [
        np.c_[path[:, 0] * (1 + 2 * w / x), np.full(len(path), h), path[:, 1] * (1 + 2 * w / z)]
        for w, h in wall
    ]
    b.add("rim|wall|side", g.loft(rows, closed=True))
    if b.chance(0.75):
        arch = bail(z * b.uniform(0.12, 0.22), b.uniform(0.03, 0.06), 0.006, 0.8).rotate("y", 90)
        symmetric(b, "handle", arch.rotate("z", -b.uniform(0, 90)).move(x / 2 + 0.004, y * 0.8))
    if b.chance(0.3):
        for at in b.pick((-0.25, 0.25), (-0.3, 0, 0.3)):
            b.add(
                "cup|glass",
                vessel([(0.025, 0.006), (0.035, 0.1)], 0.002, 16).move(at * x, 0, b.uniform(-0.2, 0.2) * z),
            )


@design("cake stand")
def cake_stand(b: Builder) -> None:
    """Plates of one to three tiers on a foot or pole, a top ring or a glass dome."""
    radius, tiers = b.uniform(0.1, 0.18), b.integer(1, 3)
    step, y = b.uniform(0.1, 0.15), b.uniform(0.03, 0.12)
    b.add("base", g.lathe([(0, 0), (radius * 0.55, 0), (radius * 0.5, 0.006), (0.012, 0.02), (0, 0.02)]))
    for i in range(tiers):
        r = radius * (1 - 0.22 * i)
        dish = vessel(g.curve([(r * 0.8, 0), (r * 0.95, 0.003), (r, 0.015)], 6), 0.003, b.pick(32, 32, 8))
        b.add("plate|tier", dish.move(y=y + i * step))
    top = y + (tiers - 1) * step
    b.add("stem|pole|stand", g.cylinder(b.uniform(0.006, 0.014), top + 0.01).move(y=top / 2))
    if tiers > 1:
        b.add("stem|pole|stand", g.cylinder(0.005, step * 0.6).move(y=top + step * 0.3))
        b.add("handle|ring", g.torus(0.022, 0.004, 18).rotate("x", 90).move(y=top + step * 0.6 + 0.02))
    elif b.chance(0.6):
        points = g.curve([(radius * 0.9, 0), (radius * 0.9, radius * 0.7), (0.004, radius * 1.2)], 14)
        b.add("lid|dome|cover", g.lathe(points).move(y=top + 0.006))
        b.add("handle|knob", g.sphere(0.018, sides=12).move(y=top + radius * 1.2 + 0.018))
    if b.chance(0.35):
        b.add("cake|food", g.cylinder(radius * 0.6, 0.05).move(y=y + 0.03))
