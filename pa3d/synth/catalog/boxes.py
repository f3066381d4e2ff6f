"""Boxes, crates, barrels and tanks."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.vessel_parts import grip, ribbed_cap, rim
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import bail, band, blocks, hollow, open_box, standing, vessel


def flap(x: float, z: float, thick: float, degrees: float) -> Mesh:
    """Panel hinged along the x axis at the origin: flat towards +z at 0 degrees, upright at 90."""
    return g.box(x, thick, z).move(z=z / 2).rotate("x", -degrees)


@design("box", "box", "cardboard box")
def cardboard_box(b: Builder) -> None:
    """Shipping carton with four flaps at any angle, tape, hand holes or a label."""
    x, y, z, wall = b.uniform(0.2, 0.6), b.uniform(0.12, 0.5), b.uniform(0.2, 0.5), b.uniform(0.003, 0.008)
    b.add("body|box", open_box(x, y, z, wall))
    style = b.integer(0, 3)
    for turn in range(4):
        along, across = (x, z) if turn % 2 == 0 else (z, x)
        depth = z / 2 * (0.98 if turn % 2 == 0 else b.uniform(0.7, 1.1))
        closed = style == 0 or (style == 1 and turn % 2 == 1)
        degrees = 180 - (turn % 2 == 0) * 0.5 if closed else b.uniform(-70, 150)
        piece = flap(along - wall, min(depth, across / 2), wall, degrees).move(z=across / 2 - wall / 2)
        lift = y + (wall / 2 if closed and turn % 2 == 0 else 0)
        b.add("lid|flap|cover > flap", piece.rotate("y", 90 * turn).move(y=lift))
    if style == 0:
        b.add("tape", g.box(x * 1.005, 0.001, min(0.05, z / 4)).move(y=y + wall * 1.4))
        for side in (-1, 1):
            b.add("tape", g.box(0.001, y * 0.25, min(0.05, z / 4)).move(side * x / 2, y * 0.89))
    if b.chance(0.3):
        b.add("label|sticker", g.box(x * 0.4, y * 0.3, 0.001).move(x * 0.15, y * 0.55, z / 2))
    if b.chance(0.2):
        b.add("handle|hand hole", g.box(x * 0.25, y * 0.08, 0.002).move(0, y * 0.8, z / 2))


@design("box", "box", "gift box")
def lidded_box(b: Builder) -> None:
    """Shoe, gift or hat box: a body with a lift-off lid on it, tilted or beside it; ribbon and bow."""
    x, y, z = b.uniform(0.08, 0.4), b.uniform(0.05, 0.3), b.uniform(0.08, 0.4)
    round_ = b.chance(0.25)
    wall, deep = b.uniform(0.002, 0.006), y * b.uniform(0.1, 0.4)
    if round_:
        z = x
        body = vessel([(x / 2, 0), (x / 2, y)], wall)
        lid = vessel([(x / 2 + wall, 0), (x / 2 + wall, deep)], wall)
    else:
        body = open_box(x, y, z, wall)
        lid = open_box(x + 2.2 * wall, deep, z + 2.2 * wall, wall)
    b.add("body|box", body)
    lid = lid.scale(1, -1, 1).move(y=y + wall)
    place = b.integer(0, 4)
    if place == 0:
        lid = lid.move(0, -y - wall + deep).rotate("x", -b.uniform(60, 80)).move(z=z / 2 + 0.5 * y)
        lid = lid.move(y=-float(lid.low[1]))
    elif place == 1:
        lid = lid.rotate("x", -b.uniform(10, 40), (0, y, -z / 2)).move(y=wall)
    b.add("lid|cover|flap", lid)
    if place >= 2 and b.chance(0.6):
        wide, top = min(x, z) * b.uniform(0.08, 0.18), y + wall * 1.3
        if not round_:
            edge = 4 * wall
            b.add("ribbon", standing(wide, top, z + edge, 0.001) + standing(x + edge, top, wide))
        loop = g.sweep(
            g.curve([(0, 0, 0), (0.9, 0.7, 0), (1.3, 0.3, 0), (0, 0, 0)], 16), 0.05, section=g.rectangle(1, 7)
        )
        bow = loop.scale(min(x, z) * 0.28).move(y=top)
        b.add(
            "ribbon > bow", bow + bow.rotate("y", 180) + g.sphere(wide * 0.4, sides=10).move(y=top + wide * 0.2)
        )


@design("box", "box", "chest")
def chest(b: Builder) -> None:
    """Treasure chest, trunk or wooden box: hinged flat or vaulted lid, bands, lock, side handles, feet."""
    x, y, z, wall = b.uniform(0.2, 0.9), b.uniform(0.12, 0.4), b.uniform(0.15, 0.5), b.uniform(0.01, 0.02)
    b.add("body|box", open_box(x, y, z, wall))
    if b.chance(0.6):
        bulge = b.uniform(0.2, 0.5) * z
        angle = np.linspace(0, np.pi, 12)
        outline = np.stack([np.cos(angle) * z / 2, np.sin(angle) * bulge + 0.002], 1)
        lid = _vault(outline, x, wall)
    else:
        bulge = b.uniform(0.02, 0.1)
        lid = open_box(x, bulge, z, wall).rotate("x", 180).move(y=bulge)
    degrees = b.pick(0, b.uniform(10, 110))
    about = (0, 0, -z / 2)

    def on_lid(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("x", -degrees, about).move(y=y + 0.001))

    on_lid("lid|cover|flap", lid)
    if b.chance(0.6):
        for at in b.pick((-0.4, 0.4), (-0.45, 0, 0.45), (-0.25, 0.25)):
            b.add("band|strap|metal band", open_box(x * 0.06, y, z + 0.008, wall / 2).move(x=at * x * 0.95))
    lock = g.box(x * 0.08, min(y, 0.1), 0.02, 0.003)
    b.add("latch|lock|clasp", lock.move(0, y - min(y, 0.1) * 0.6, z / 2))
    if b.chance(0.5):
        on_lid("latch|lock|clasp", g.box(x * 0.05, 0.04, 0.015).move(0, 0.02, z / 2))
    if b.chance(0.5):
        pull = grip(b, z * 0.3, 0.03, 0.005).rotate("y", 90).move(x / 2, y * 0.6)
        symmetric(b, "handle", pull)
    if b.chance(0.4):
        b.add(
            "hinge",
            g.array(g.cylinder(0.008, x * 0.08).rotate("z", 90), [(s * x * 0.3, y, -z / 2) for s in (-1, 1)]),
        )
    if b.chance(0.35):
        b.add("foot|leg", g.array(g.box(0.04, 0.03, 0.04), positions_of_corners(x - 0.04, z - 0.04, -0.015)))


def _vault(outline: np.ndarray, length: float, wall: float) -> Mesh:
    """Hollow half-barrel lid along x over an outline of (z, y) points, with closed ends."""
    inner = np.clip(outline * (1 - 2 * wall / np.ptp(outline[:, 0])), [-9, 0.001], 9)
    shell = np.concatenate([outline, inner[::-1]])
    arch = g.extrude(shell, length)
    ends = g.extrude(outline, wall)
    return (arch + ends.move(z=(length - wall) / 2) + ends.move(z=(wall - length) / 2)).rotate("y", 90)


@design("box", "box", "toolbox")
def toolbox(b: Builder) -> None:
    """Tool box: tapered lid with a top handle, latches, hinged or split; sometimes an open tote with tray."""
    x, y, z = b.uniform(0.3, 0.6), b.uniform(0.12, 0.25), b.uniform(0.15, 0.28)
    corner = 0.015
    b.add("body|box", hollow([(0, x * 0.95, z * 0.93, corner), (y, x, z, corner)], 0.006))
    tall = y * b.uniform(0.2, 0.6)
    degrees = b.pick(0, 0, b.uniform(20, 110))
    about = (0, 0, -z / 2)

    def on_lid(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("x", -degrees, about).move(y=y + 0.002))

    top = b.uniform(0.6, 1)
    shut = hollow([(0, x * 0.98, z * top, corner), (tall, x * 1.01, z * 1.01, corner)], 0.006)
    on_lid("lid|cover|flap", shut.rotate("x", 180).move(y=tall))
    arch = bail(x * b.uniform(0.12, 0.3), y * b.uniform(0.25, 0.5), 0.009, b.uniform(0.5, 1))
    on_lid("handle", arch.move(y=tall - 0.005))
    for side in (-1, 1):
        b.add(
            "latch|lock|clasp",
            g.box(x * 0.08, 0.05, 0.012, 0.003).move(side * x * 0.3, y - 0.005, z / 2 + 0.003),
        )
    if degrees > 0 and b.chance(0.5):
        b.add("tray", open_box(x * 0.9, y * 0.3, z * 0.85, 0.004).move(y=y * 0.68))


@design("box", "box")
def storage_tub(b: Builder) -> None:
    """Plastic storage box or lunch box: rounded tub, rim lid, clip handles; lid hinged or lifted."""
    x, y, z = b.uniform(0.12, 0.6), b.uniform(0.06, 0.35), b.uniform(0.1, 0.4)
    corner, flare = min(x, z) * b.uniform(0.05, 0.25), b.uniform(0.8, 1)
    wall = 0.004
    b.add("body|box", hollow([(0, x * flare, z * flare, corner * flare), (y, x, z, corner)], wall))
    if b.chance(0.6):
        b.add("body|box > rim", rim(x, z, corner, y * 0.95, y, 0.02))
    height = b.uniform(0.012, 0.05)
    lid = blocks([(0, x + 0.02, z + 0.02, corner), (height, x * b.uniform(0.85, 1), z * 0.97, corner)])
    degrees = b.pick(0, 0, b.uniform(15, 110))
    about = (0, 0, -z / 2)
    b.add("lid|cover|flap", lid.rotate("x", -degrees, about).move(y=y + 0.002))
    if b.chance(0.5):
        clip = g.box(0.015, y * 0.3, z * 0.3, 0.004).move(x / 2 + 0.008, y - y * 0.1)
        symmetric(b, "latch|lock|clasp", clip)
    elif b.chance(0.5):
        symmetric(b, "handle", grip(b, z * 0.3, 0.03, 0.006).rotate("y", 90).move(x / 2, y * 0.85))
    if b.chance(0.2):
        knob = g.sphere(0.015, 0.012, 0.015, 12).move(y=height + 0.008)
        b.add("knob", knob.rotate("x", -degrees, about).move(y=y))


@design("box")
def flip_box(b: Builder) -> None:
    """Small hinged case (jewellery, music, matchbox, pizza box): body, lid at an angle, front tab, lining."""
    x, y, z = b.uniform(0.06, 0.4), b.uniform(0.02, 0.1), b.uniform(0.06, 0.4)
    wall = min(x, z) * 0.03
    b.add("body|box", open_box(x, y, z, wall))
    tall = y * b.uniform(0.2, 1)
    lid = open_box(x, tall, z, wall).rotate("x", 180).move(y=tall)
    degrees = b.uniform(0, 130)
    b.add("lid|cover|flap", lid.rotate("x", -degrees, (0, 0, -z / 2)).move(y=y + wall * 0.1))
    if b.chance(0.5):
        b.add("latch|lock|clasp", g.box(x * 0.12, y * 0.3, wall).move(0, y * 0.85, z / 2 + wall / 2))
    if b.chance(0.4):
        b.add("lining|cushion", g.box(x - 2 * wall, y * 0.5, z - 2 * wall, wall).move(y=y * 0.4))


@design("crate")
def crate(b: Builder) -> None:
    """Wooden slatted crate, braced shut crate, or plastic bottle crate."""
    x, y, z = b.uniform(0.3, 0.9), b.uniform(0.2, 0.7), b.uniform(0.3, 0.7)
    board, rows = b.uniform(0.012, 0.025), b.integer(2, 6)
    tall = y / rows * b.uniform(0.65, 0.95)
    for i in range(rows):
        at = (i + 0.5) * y / rows
        b.add(
            "slat|board|plank",
            g.box(x, tall, board).move(0, at, z / 2) + g.box(x, tall, board).move(0, at, -z / 2),
        )
        symmetric(b, "slat|board|plank", g.box(board, tall, z).move(x / 2, at))
    b.add(
        "post|corner",
        g.array(g.box(board * 2, y, board * 2), positions_of_corners(x - board * 2, z - board * 2, y / 2)),
    )
    b.add("bottom|base|floor", standing(x, board, z))
    if b.chance(0.4):
        degrees = b.pick(0, 0, b.uniform(20, 100))
        planks = g.array(g.box(x, board, z / 4 * 0.95), [(0, 0, (i - 1.5) * z / 4) for i in range(4)])
        b.add("lid|top", planks.rotate("x", -degrees, (0, 0, -z / 2)).move(y=y + board / 2))
    if b.chance(0.5):
        turn = np.degrees(np.arctan2(y, x))
        brace = g.box(np.hypot(x, y) * 0.9, board * 3, board).rotate("z", turn).move(0, y / 2, z / 2 + board)
        b.add("brace|beam", brace)
    if b.chance(0.3):
        symmetric(b, "handle", grip(b, z * 0.3, 0.04, 0.012).rotate("y", 90).move(x / 2, y * 0.8))


@design("barrel")
def barrel(b: Builder) -> None:
    """Wooden cask with hoops, upright or on a cradle with a tap; or a steel oil drum."""
    radius, height = b.uniform(0.2, 0.4), b.uniform(0.5, 1.1)
    wooden = b.chance(0.65)
    bulge = b.uniform(1.08, 1.3) if wooden else 1.0
    outline = g.curve([(radius, 0), (radius * bulge, height / 2), (radius, height)], 13)
    inset = [(radius * 0.93, height), (radius * 0.93, height * 0.97)]
    parts = [("body|barrel", g.lathe([(0, 0.01), (radius * 0.93, 0), *outline, *inset], b.pick(12, 16, 28)))]
    parts.append(("lid|top", g.cylinder(radius * 0.93, height * 0.02).move(y=height * 0.975)))
    for at in b.pick((0.05, 0.25, 0.75, 0.95), (0.1, 0.9), (0.03, 0.33, 0.67, 0.97)):
        r = float(np.interp(at * height, outline[:, 1], outline[:, 0]))
        parts.append(("hoop|ring|band", band(r, height * (at - 0.025), height * (at + 0.025), radius * 0.03)))
    if not wooden and b.chance(0.7):
        parts.append(("cap|bung", g.cylinder(0.03, 0.015).move(radius * 0.6, height * 0.99)))
    lying = wooden and b.chance(0.35)
    if lying:
        tap = g.capsule(0.015, 0.1).rotate("x", 90).move(0, 0, 0.04) + g.capsule(0.008, 0.06).move(
            0, 0.02, 0.06
        )
        parts.append(("tap|faucet|spigot", tap.rotate("x", -90).move(0, height, radius * 0.6)))
    for name, mesh in parts:
        b.add(name, mesh.rotate("x", 90).move(y=radius * bulge, z=-height / 2) if lying else mesh)
    if lying:
        beam = g.box(radius * 1.8, radius * 0.5, 0.06).move(y=radius * 0.0)
        b.add("stand|cradle|support", beam.move(z=-height * 0.3) + beam.move(z=height * 0.3))


@design("tank", "gas canister")
def gas_bottle(b: Builder) -> None:
    """Gas cylinder: rounded tank on a foot ring, valve with hand wheel, collar guard, gauge."""
    radius, height = b.uniform(0.07, 0.2), b.uniform(0.3, 1.3)
    b.add("body|tank", g.capsule(radius, height, sides=28).scale(1, 1, 1).move(y=height / 2 + 0.03))
    b.add("base|foot ring", g.lathe([(radius * 0.7, 0), (radius * 0.85, 0), (radius * 0.8, radius * 0.6)], 28))
    y = height + 0.03
    b.add(
        "valve",
        g.cylinder(0.018, 0.06, sides=12).move(y=y + 0.02)
        + g.capsule(0.01, 0.07).rotate("x", 90).move(0, y + 0.03, 0.02),
    )
    wheel = g.torus(0.03, 0.006, 16) + g.box(0.055, 0.006, 0.01) + g.box(0.01, 0.006, 0.055)
    b.add("valve > knob|hand wheel", wheel.move(y=y + 0.055))
    if b.chance(0.6):
        collar = g.lathe(
            [(radius * 0.7, 0), (radius * 0.72, 0), (radius * 0.72, 0.12), (radius * 0.7, 0.12)],
            24,
            b.uniform(200, 330),
        )
        b.add("handle|collar|guard", collar.move(y=y - radius * 0.35))
    if b.chance(0.3):
        b.add("gauge|dial", g.cylinder(0.025, 0.015, sides=16).rotate("x", 90).move(0, y + 0.03, 0.06))
    if b.chance(0.3):
        b.add("band|stripe", band(radius, y * 0.6, y * 0.66, 0.002))


@design("tank", "canister", "jerry can")
def jerry_can(b: Builder) -> None:
    """Fuel can: boxy body with pressed panels, one to three grips, spout and cap."""
    x, y, z = b.uniform(0.25, 0.36), b.uniform(0.3, 0.48), b.uniform(0.12, 0.2)
    b.add("body|tank", standing(x, y, z, b.uniform(0.01, 0.04)))
    if b.chance(0.6):
        for s in (-1, 1):
            turn = s * np.degrees(np.arctan2(y, x))
            press = g.box(np.hypot(x, y) * 0.6, 0.025, z + 0.012, 0.005).rotate("z", turn).move(y=y * 0.48)
            b.add("panel|rib", press)
    arch = bail(x * 0.3, b.uniform(0.04, 0.07), 0.009, 0.9).move(-x * 0.1, y - 0.005)
    for at in b.pick((0,), (0,), (-0.3, 0, 0.3)):
        b.add("handle", arch.move(z=at * z))
    tilt = b.uniform(0, 40)
    for name, mesh in (
        ("spout|neck", g.cylinder(0.025, 0.06).move(y=0.02)),
        ("lid|cap", ribbed_cap(b, 0.03, 0.025).move(y=0.04)),
    ):
        b.add(name, mesh.rotate("z", -tilt).move(x * 0.36, y))


@design("tank", "water tank")
def storage_tank(b: Builder) -> None:
    """Big upright or lying storage tank: shell, dome, manhole, ribs, legs or saddles, ladder, pipe."""
    radius, height = b.uniform(0.5, 1.5), b.uniform(1.2, 4)
    lying = b.chance(0.4)
    dome = radius * b.uniform(0.1, 0.5)
    shell = g.lathe(
        [(0, -dome), *g.curve([(0.01, -dome), (radius * 0.7, -dome * 0.7), (radius, 0)], 8), (radius, height)],
        32,
    )
    top = g.lathe(g.curve([(radius, height), (radius * 0.7, height + dome * 0.7), (0, height + dome)], 8), 32)
    ribs = g.join(
        band(radius, height * at, height * at + 0.05, 0.02, 32) for at in np.linspace(0.1, 0.9, b.integer(2, 6))
    )

    def place(mesh: Mesh) -> Mesh:
        return mesh.rotate("z", 90).move(height / 2, radius * 1.3) if lying else mesh.move(y=radius * 0.6)

    b.add("body|tank", place(shell + top))
    if b.chance():
        b.add("rib|band", place(ribs))
    if lying:
        saddle = g.box(radius * 0.25, radius * 0.8, radius * 1.6)
        b.add("leg|support|stand", g.array(saddle, [(s * height * 0.3, radius * 0.4, 0) for s in (-1, 1)]))
        b.add("lid|hatch|manhole", g.cylinder(radius * 0.25, 0.2).move(y=radius * 2.3))
    else:
        post = g.cylinder(radius * 0.07, radius * 0.9).move(y=radius * 0.45, x=radius * 0.8)
        b.add("leg|support|stand", g.ring(post, b.integer(3, 6)))
        b.add("lid|hatch|manhole", g.cylinder(radius * 0.25, 0.15).move(y=height + dome + radius * 0.6))
        if b.chance(0.6):
            rails = g.array(g.cylinder(0.02, height, sides=8), [(s * 0.18, height / 2, 0) for s in (-1, 1)])
            rungs = g.array(
                g.cylinder(0.012, 0.36, sides=6).rotate("z", 90),
                [(0, y, 0) for y in np.arange(0.15, height, 0.3)],
            )
            b.add("ladder", (rails + rungs).move(y=radius * 0.6, z=radius + 0.1))
    if b.chance(0.5):
        path = g.curve(
            [(0, radius * 0.8, radius * 0.8), (0, radius * 0.7, radius * 1.2), (0, 0, radius * 1.25)], 10
        )
        b.add("pipe", g.sweep(path, radius * 0.05))
