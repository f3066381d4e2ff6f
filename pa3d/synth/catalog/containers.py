"""Boxes, bins, buckets, baskets, barrels, bags and suitcases."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.cups import bail, band, blocks, hollow, ribbed_cap, vessel
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    capsule,
    curve,
    cylinder,
    extrude,
    in_plane,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sphere,
    sweep,
    torus,
)


def flap(x: float, z: float, thick: float, degrees: float) -> Mesh:
    """Panel hinged along the x axis at the origin: flat towards +z at 0 degrees, upright at 90."""
    return box(x, thick, z).move(z=z / 2).rotate("x", -degrees)


def open_box(x: float, y: float, z: float, wall: float) -> Mesh:
    """Box without a top, standing on y = 0."""
    sides = array(box(wall, y, z), [(-(x - wall) / 2, y / 2, 0), ((x - wall) / 2, y / 2, 0)])
    ends = array(box(x - 2 * wall, y, wall), [(0, y / 2, -(z - wall) / 2), (0, y / 2, (z - wall) / 2)])
    return sides + ends + box(x - 2 * wall, wall, z - 2 * wall).move(y=wall / 2)


def rim(x: float, z: float, corner: float, low: float, high: float, wide: float) -> Mesh:
    """Open frame around a rounded rectangle of x by z, standing out by half its width."""
    inner, outer = rectangle(x - wide, z - wide, corner), rectangle(x + wide, z + wide, corner)
    loops = ((outer, low), (outer, high), (inner, high), (inner, low))
    return loft([in_plane(outline, "xz", y) for outline, y in loops], closed=True)


def grip(b: Builder, width: float, height: float, thick: float) -> Mesh:
    """Pull handle in the xz plane: both ends on z = 0, standing out to z = height."""
    points = [(-width / 2, 0, 0), (-width / 2, 0, height), (width / 2, 0, height), (width / 2, 0, 0)]
    path = np.array(points) if b.chance() else curve(points, 14)
    return sweep(path, thick, section=rectangle(2, 2, b.pick(0.1, 0.9)), sides=8)


# -- boxes -----------------------------------------------------------------------------------------


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
        b.add("tape", box(x * 1.005, 0.001, min(0.05, z / 4)).move(y=y + wall * 1.4))
        for side in (-1, 1):
            b.add("tape", box(0.001, y * 0.25, min(0.05, z / 4)).move(side * x / 2, y * 0.89))
    if b.chance(0.3):
        b.add("label|sticker", box(x * 0.4, y * 0.3, 0.001).move(x * 0.15, y * 0.55, z / 2))
    if b.chance(0.2):
        b.add("handle|hand hole", box(x * 0.25, y * 0.08, 0.002).move(0, y * 0.8, z / 2))


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
            b.add(
                "ribbon",
                box(wide, top, z + edge, 0.001).move(y=top / 2) + box(x + edge, top, wide).move(y=top / 2),
            )
        loop = sweep(
            curve([(0, 0, 0), (0.9, 0.7, 0), (1.3, 0.3, 0), (0, 0, 0)], 16), 0.05, section=rectangle(1, 7)
        )
        bow = loop.scale(min(x, z) * 0.28).move(y=top)
        b.add(
            "ribbon > bow", bow + bow.rotate("y", 180) + sphere(wide * 0.4, sides=10).move(y=top + wide * 0.2)
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
    lock = box(x * 0.08, min(y, 0.1), 0.02, 0.003)
    b.add("latch|lock|clasp", lock.move(0, y - min(y, 0.1) * 0.6, z / 2))
    if b.chance(0.5):
        on_lid("latch|lock|clasp", box(x * 0.05, 0.04, 0.015).move(0, 0.02, z / 2))
    if b.chance(0.5):
        pull = grip(b, z * 0.3, 0.03, 0.005).rotate("y", 90).move(x / 2, y * 0.6)
        symmetric(b, "handle", pull)
    if b.chance(0.4):
        b.add(
            "hinge",
            array(cylinder(0.008, x * 0.08).rotate("z", 90), [(s * x * 0.3, y, -z / 2) for s in (-1, 1)]),
        )
    if b.chance(0.35):
        b.add("foot|leg", array(box(0.04, 0.03, 0.04), positions_of_corners(x - 0.04, z - 0.04, -0.015)))


def _vault(outline: np.ndarray, length: float, wall: float) -> Mesh:
    """Hollow half-barrel lid along x over an outline of (z, y) points, with closed ends."""
    inner = np.clip(outline * (1 - 2 * wall / np.ptp(outline[:, 0])), [-9, 0.001], 9)
    shell = np.concatenate([outline, inner[::-1]])
    arch = extrude(shell, length)
    ends = extrude(outline, wall)
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
            "latch|lock|clasp", box(x * 0.08, 0.05, 0.012, 0.003).move(side * x * 0.3, y - 0.005, z / 2 + 0.003)
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
        b.add(
            "body|box > rim",
            rim(x, z, corner, y * 0.95, y, 0.02),
        )
    height = b.uniform(0.012, 0.05)
    lid = blocks([(0, x + 0.02, z + 0.02, corner), (height, x * b.uniform(0.85, 1), z * 0.97, corner)])
    degrees = b.pick(0, 0, b.uniform(15, 110))
    about = (0, 0, -z / 2)
    b.add("lid|cover|flap", lid.rotate("x", -degrees, about).move(y=y + 0.002))
    if b.chance(0.5):
        clip = box(0.015, y * 0.3, z * 0.3, 0.004).move(x / 2 + 0.008, y - y * 0.1)
        symmetric(b, "latch|lock|clasp", clip)
    elif b.chance(0.5):
        symmetric(b, "handle", grip(b, z * 0.3, 0.03, 0.006).rotate("y", 90).move(x / 2, y * 0.85))
    if b.chance(0.2):
        knob = sphere(0.015, 0.012, 0.015, 12).move(y=height + 0.008)
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
        b.add("latch|lock|clasp", box(x * 0.12, y * 0.3, wall).move(0, y * 0.85, z / 2 + wall / 2))
    if b.chance(0.4):
        b.add("lining|cushion", box(x - 2 * wall, y * 0.5, z - 2 * wall, wall).move(y=y * 0.4))


@design("crate")
def crate(b: Builder) -> None:
    """Wooden slatted crate, braced shut crate, or plastic bottle crate."""
    x, y, z = b.uniform(0.3, 0.9), b.uniform(0.2, 0.7), b.uniform(0.3, 0.7)
    board, rows = b.uniform(0.012, 0.025), b.integer(2, 6)
    tall = y / rows * b.uniform(0.65, 0.95)
    for i in range(rows):
        at = (i + 0.5) * y / rows
        b.add(
            "slat|board|plank", box(x, tall, board).move(0, at, z / 2) + box(x, tall, board).move(0, at, -z / 2)
        )
        symmetric(b, "slat|board|plank", box(board, tall, z).move(x / 2, at))
    b.add(
        "post|corner",
        array(box(board * 2, y, board * 2), positions_of_corners(x - board * 2, z - board * 2, y / 2)),
    )
    b.add("bottom|base|floor", box(x, board, z).move(y=board / 2))
    if b.chance(0.4):
        degrees = b.pick(0, 0, b.uniform(20, 100))
        planks = array(box(x, board, z / 4 * 0.95), [(0, 0, (i - 1.5) * z / 4) for i in range(4)])
        b.add("lid|top", planks.rotate("x", -degrees, (0, 0, -z / 2)).move(y=y + board / 2))
    if b.chance(0.5):
        turn = np.degrees(np.arctan2(y, x))
        brace = box(np.hypot(x, y) * 0.9, board * 3, board).rotate("z", turn).move(0, y / 2, z / 2 + board)
        b.add("brace|beam", brace)
    if b.chance(0.3):
        symmetric(b, "handle", grip(b, z * 0.3, 0.04, 0.012).rotate("y", 90).move(x / 2, y * 0.8))


@design("barrel")
def barrel(b: Builder) -> None:
    """Wooden cask with hoops, upright or on a cradle with a tap; or a steel oil drum."""
    radius, height = b.uniform(0.2, 0.4), b.uniform(0.5, 1.1)
    wooden = b.chance(0.65)
    bulge = b.uniform(1.08, 1.3) if wooden else 1.0
    outline = curve([(radius, 0), (radius * bulge, height / 2), (radius, height)], 13)
    inset = [(radius * 0.93, height), (radius * 0.93, height * 0.97)]
    parts = [("body|barrel", lathe([(0, 0.01), (radius * 0.93, 0), *outline, *inset], b.pick(12, 16, 28)))]
    parts.append(("lid|top", cylinder(radius * 0.93, height * 0.02).move(y=height * 0.975)))
    for at in b.pick((0.05, 0.25, 0.75, 0.95), (0.1, 0.9), (0.03, 0.33, 0.67, 0.97)):
        r = float(np.interp(at * height, outline[:, 1], outline[:, 0]))
        parts.append(("hoop|ring|band", band(r, height * (at - 0.025), height * (at + 0.025), radius * 0.03)))
    if not wooden and b.chance(0.7):
        parts.append(("cap|bung", cylinder(0.03, 0.015).move(radius * 0.6, height * 0.99)))
    lying = wooden and b.chance(0.35)
    if lying:
        tap = capsule(0.015, 0.1).rotate("x", 90).move(0, 0, 0.04) + capsule(0.008, 0.06).move(0, 0.02, 0.06)
        parts.append(("tap|faucet|spigot", tap.rotate("x", -90).move(0, height, radius * 0.6)))
    for name, mesh in parts:
        b.add(name, mesh.rotate("x", 90).move(y=radius * bulge, z=-height / 2) if lying else mesh)
    if lying:
        beam = box(radius * 1.8, radius * 0.5, 0.06).move(y=radius * 0.0)
        b.add("stand|cradle|support", beam.move(z=-height * 0.3) + beam.move(z=height * 0.3))


@design("tank", "gas canister")
def gas_bottle(b: Builder) -> None:
    """Gas cylinder: rounded tank on a foot ring, valve with hand wheel, collar guard, gauge."""
    radius, height = b.uniform(0.07, 0.2), b.uniform(0.3, 1.3)
    b.add("body|tank", capsule(radius, height, sides=28).scale(1, 1, 1).move(y=height / 2 + 0.03))
    b.add("base|foot ring", lathe([(radius * 0.7, 0), (radius * 0.85, 0), (radius * 0.8, radius * 0.6)], 28))
    y = height + 0.03
    b.add(
        "valve",
        cylinder(0.018, 0.06, sides=12).move(y=y + 0.02)
        + capsule(0.01, 0.07).rotate("x", 90).move(0, y + 0.03, 0.02),
    )
    wheel = torus(0.03, 0.006, 16) + box(0.055, 0.006, 0.01) + box(0.01, 0.006, 0.055)
    b.add("valve > knob|hand wheel", wheel.move(y=y + 0.055))
    if b.chance(0.6):
        collar = lathe(
            [(radius * 0.7, 0), (radius * 0.72, 0), (radius * 0.72, 0.12), (radius * 0.7, 0.12)],
            24,
            b.uniform(200, 330),
        )
        b.add("handle|collar|guard", collar.move(y=y - radius * 0.35))
    if b.chance(0.3):
        b.add("gauge|dial", cylinder(0.025, 0.015, sides=16).rotate("x", 90).move(0, y + 0.03, 0.06))
    if b.chance(0.3):
        b.add("band|stripe", band(radius, y * 0.6, y * 0.66, 0.002))


@design("tank", "canister", "jerry can")
def jerry_can(b: Builder) -> None:
    """Fuel can: boxy body with pressed panels, one to three grips, spout and cap."""
    x, y, z = b.uniform(0.25, 0.36), b.uniform(0.3, 0.48), b.uniform(0.12, 0.2)
    b.add("body|tank", box(x, y, z, b.uniform(0.01, 0.04)).move(y=y / 2))
    if b.chance(0.6):
        for s in (-1, 1):
            turn = s * np.degrees(np.arctan2(y, x))
            press = box(np.hypot(x, y) * 0.6, 0.025, z + 0.012, 0.005).rotate("z", turn).move(y=y * 0.48)
            b.add("panel|rib", press)
    arch = bail(x * 0.3, b.uniform(0.04, 0.07), 0.009, 0.9).move(-x * 0.1, y - 0.005)
    for at in b.pick((0,), (0,), (-0.3, 0, 0.3)):
        b.add("handle", arch.move(z=at * z))
    tilt = b.uniform(0, 40)
    for name, mesh in (
        ("spout|neck", cylinder(0.025, 0.06).move(y=0.02)),
        ("lid|cap", ribbed_cap(b, 0.03, 0.025).move(y=0.04)),
    ):
        b.add(name, mesh.rotate("z", -tilt).move(x * 0.36, y))


@design("tank", "water tank")
def storage_tank(b: Builder) -> None:
    """Big upright or lying storage tank: shell, dome, manhole, ribs, legs or saddles, ladder, pipe."""
    radius, height = b.uniform(0.5, 1.5), b.uniform(1.2, 4)
    lying = b.chance(0.4)
    dome = radius * b.uniform(0.1, 0.5)
    shell = lathe(
        [(0, -dome), *curve([(0.01, -dome), (radius * 0.7, -dome * 0.7), (radius, 0)], 8), (radius, height)], 32
    )
    top = lathe(curve([(radius, height), (radius * 0.7, height + dome * 0.7), (0, height + dome)], 8), 32)
    ribs = join(
        band(radius, height * at, height * at + 0.05, 0.02, 32) for at in np.linspace(0.1, 0.9, b.integer(2, 6))
    )

    def place(mesh: Mesh) -> Mesh:
        return mesh.rotate("z", 90).move(height / 2, radius * 1.3) if lying else mesh.move(y=radius * 0.6)

    b.add("body|tank", place(shell + top))
    if b.chance():
        b.add("rib|band", place(ribs))
    if lying:
        saddle = box(radius * 0.25, radius * 0.8, radius * 1.6)
        b.add("leg|support|stand", array(saddle, [(s * height * 0.3, radius * 0.4, 0) for s in (-1, 1)]))
        b.add("lid|hatch|manhole", cylinder(radius * 0.25, 0.2).move(y=radius * 2.3))
    else:
        post = cylinder(radius * 0.07, radius * 0.9).move(y=radius * 0.45, x=radius * 0.8)
        b.add("leg|support|stand", ring(post, b.integer(3, 6)))
        b.add("lid|hatch|manhole", cylinder(radius * 0.25, 0.15).move(y=height + dome + radius * 0.6))
        if b.chance(0.6):
            rails = array(cylinder(0.02, height, sides=8), [(s * 0.18, height / 2, 0) for s in (-1, 1)])
            rungs = array(
                cylinder(0.012, 0.36, sides=6).rotate("z", 90),
                [(0, y, 0) for y in np.arange(0.15, height, 0.3)],
            )
            b.add("ladder", (rails + rungs).move(y=radius * 0.6, z=radius + 0.1))
    if b.chance(0.5):
        path = curve(
            [(0, radius * 0.8, radius * 0.8), (0, radius * 0.7, radius * 1.2), (0, 0, radius * 1.25)], 10
        )
        b.add("pipe", sweep(path, radius * 0.05))


# -- buckets, baskets and bins ---------------------------------------------------------------------


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
        bar = cylinder(max(thick * 2, 0.008), wide * 0.7, sides=12).rotate("z", 90).move(y=rise)
        b.add("handle > grip", bar.rotate("x", degrees).move(y=pivot))
    symmetric(b, "ear|bracket|hinge", box(0.008, 0.04, 0.03, 0.003).move(wide - 0.006, pivot))
    _fill_bucket(b, top, height)


def _fill_bucket(b: Builder, top: float, height: float) -> None:
    extra = b.integer(0, 5)
    if extra == 0:
        b.add("liquid|water", cylinder(top * 0.9, 0.003).move(y=height * 0.75))
    elif extra == 1:
        b.add("lid|cover", ribbed_cap(b, top * 1.05, 0.02).move(y=height))


@design("bucket")
def odd_bucket(b: Builder) -> None:
    """Wooden well bucket with staves and rope, ice bucket with side rings, or square mop bucket."""
    style = b.integer(0, 2)
    if style == 0:
        top, height, staves = b.uniform(0.12, 0.18), b.uniform(0.2, 0.32), b.integer(9, 14)
        plank = box(2.1 * top * np.pi / staves / 2, height, 0.015).move(y=height / 2, z=top)
        b.add("body|bucket", ring(plank, staves) + cylinder(top * 0.98, 0.015, sides=staves).move(y=0.02))
        for at in (0.15, 0.85):
            b.add("hoop|ring|band", band(top + 0.005, height * at - 0.012, height * at + 0.012, 0.006))
        degrees = b.uniform(-90, 90)
        arch = bail(top * 1.05, top * 1.3, b.uniform(0.005, 0.01), 0.2).rotate("x", degrees)
        b.add("handle", arch.move(y=height * 0.95))
    elif style == 1:
        top, height = b.uniform(0.09, 0.13), b.uniform(0.16, 0.26)
        b.add(
            "body|bucket", vessel(curve([(top * 0.7, 0), (top * 0.9, height * 0.5), (top, height)], 10), 0.003)
        )
        loop = torus(top * 0.25, 0.006, 18).rotate("z", b.uniform(60, 90)).move(top, height * 0.7)
        symmetric(b, "handle", loop)
        if b.chance(0.5):
            b.add(
                "ice",
                join(
                    box(0.03, 0.03, 0.03, 0.005)
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
                array(cylinder(0.025, 0.02).rotate("z", 90), positions_of_corners(x * 0.7, z * 0.7)),
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
        path = rectangle(x * s, z * s, corner * s, 6)
        path3 = np.c_[path[:, 0], np.full(len(path), height * t), path[:, 1]]
        strands.append(sweep(path3, height / rows * 0.3, closed=True, sides=6))
    stakes = rectangle(x, z, corner, 6)[:: b.pick(1, 2)]
    for px, pz in stakes:
        strands.append(sweep([(px, 0, pz), (px * flare, height, pz * flare)], height * 0.012, sides=5))
    return join(strands)


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
    outline = rectangle(x * flare, z * flare, corner * flare, 6)
    path = np.c_[outline[:, 0], np.full(len(outline), height), outline[:, 1]]
    b.add("body|basket > rim", sweep(path, b.uniform(0.006, 0.012), closed=True, sides=8))
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
    b.add(
        "rim",
        rim(x * flare, z * flare, corner, height - 0.02, height, 0.03),
    )
    if b.chance(0.4):
        lid = blocks([(0, x * flare, z * flare, corner), (0.03, x * flare * 0.95, z * flare * 0.95, corner)])
        b.add(
            "lid|cover", lid.rotate("x", -b.pick(0, b.uniform(10, 90)), (0, 0, -z * flare / 2)).move(y=height)
        )
    elif b.chance(0.5):
        heap = [
            sphere(x * 0.3, 0.07, z * 0.25, 10).move(
                b.uniform(-0.15, 0.15) * x, height - 0.04, b.uniform(-0.1, 0.1) * z
            )
            for _ in range(4)
        ]
        b.add("clothes|laundry|towel", join(heap))
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
            "frame|stand", ring(cylinder(0.005, height, sides=6).move(y=height / 2, z=radius), b.integer(4, 10))
        )
        b.add(
            "frame|stand > ring",
            torus(radius, 0.006).move(y=height) + torus(radius, 0.006).move(y=height * 0.5),
        )
        b.add("base|tray", vessel([(radius * 1.1, 0), (radius * 1.1, 0.03)], 0.004))
    for _ in range(b.integer(0, 3)):
        turn, tilt = b.uniform(0, 360), b.uniform(3, 9)
        length = b.uniform(0.75, 0.95)
        canopy = lathe(
            [(0, 0.05), (0.012, 0.06), (0.035, length * 0.55), (0.012, length * 0.7), (0, length * 0.7)], 8
        )
        hook = [(0, length * 0.7, 0), (0, length * 0.95, 0), (0.03, length, 0), (0.06, length * 0.95, 0)]
        at = {"x": radius * 0.5}
        b.add("umbrella > canopy|cover", canopy.move(**at).rotate("z", -tilt).rotate("y", turn))
        b.add(
            "umbrella > handle",
            sweep(curve(hook, 16), 0.007, sides=8).move(**at).rotate("z", -tilt).rotate("y", turn),
        )


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
        b.add(
            "rim|ring",
            rim(wide, deep, corner, height - 0.03, height, 0.015),
        )
    dome = b.uniform(0.01, 0.1)
    lid = blocks(
        curve(
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
    tread = box(wide * b.uniform(0.2, 0.4), 0.012, 0.05, 0.004).move(0, b.uniform(0.015, 0.04), front + 0.03)
    b.add("pedal|foot pedal|footpedal", tread)
    if b.chance(0.4):
        b.add("pedal|foot pedal|footpedal > pedal arm", box(wide * 0.12, 0.01, 0.06).move(0, 0.02, front))
    if b.chance(0.3):
        b.add("hinge", box(wide * 0.3, 0.04, 0.02, 0.005).move(0, height - 0.005, -deep / 2))
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
        frame = array(
            box(wide * 0.08, hood * 0.6, deep * 0.9).taper(0.3, "y"),
            [(s * wide * 0.46, hood * 0.3, 0) for s in (-1, 1)],
        )
        b.add("lid|cover", (cheeks + frame).move(y=height))
        door = box(wide * 0.82, hood * 0.68, 0.01).move(y=-hood * 0.34)
        for side in (-1, 1):
            turn = -side * (35 + b.pick(0, b.uniform(-20, 20)))
            b.add("door|flap|swing door", door.rotate("x", turn).move(0, height + hood * 0.6))
    else:
        top = blocks(
            curve(
                [
                    (0, wide * 1.03, deep * 1.03, corner),
                    (hood * 0.6, wide, deep, corner),
                    (hood, wide * 0.4, deep * 0.4, corner * 0.3),
                ],
                9,
            )
        )
        b.add("lid|cover", top.move(y=height))
        door = box(wide * 0.7, hood * 0.5, 0.012, 0.004).move(y=-hood * 0.25)
        tilt = b.pick(0, b.uniform(0, 50))
        b.add("door|flap|swing door", door.rotate("x", -tilt).move(0, height + hood * 0.58, deep * 0.51))
    if b.chance(0.2):
        b.add(
            "label|sticker", box(wide * 0.4, height * 0.25, 0.002).move(0, height * 0.6, deep * (1 + flare) / 4)
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
    b.add(
        "rim|ring",
        rim(wide, deep, corner, height - 0.05, height, 0.04),
    )
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
    bar = cylinder(0.015, wide * 0.8, sides=12).rotate("z", 90)
    b.add("handle", bar.move(0, height - 0.03, -deep / 2 - 0.07))
    b.add(
        "handle",
        array(box(0.03, 0.03, 0.09), [(s * wide * 0.35, height - 0.03, -deep / 2 - 0.04) for s in (-1, 1)]),
    )
    if b.chance(0.3):
        b.add(
            "handle",
            grip(b, wide * 0.3, 0.05, 0.012).rotate("x", degrees * 0).move(0, height - 0.02, deep / 2 + 0.02),
        )
    radius = b.uniform(0.07, 0.12)
    wheel = cylinder(radius, 0.045, sides=24, bevel=0.008).rotate("z", 90)
    back = -deep * flare / 2 - (0 if big else 0.02)
    if big:
        caster = cylinder(radius * 0.7, 0.04).rotate("z", 90)
        b.add(
            "wheel",
            array(caster, positions_of_corners(wide * flare * 0.85, deep * flare * 0.8, lift - radius * 0.5)),
        )
    else:
        b.add("wheel", array(wheel, [(s * (wide * flare / 2 + 0.03), radius, back) for s in (-1, 1)]))
        b.add("axle", cylinder(0.012, wide * flare, sides=10).rotate("z", 90).move(0, radius, back))
        b.add("base|foot", box(wide * flare * 0.8, lift, 0.06).move(0, lift / 2, deep * flare * 0.4))


@design("trash can")
def open_bin(b: Builder) -> None:
    """Waste paper basket of wire or sheet, or ribbed metal can with a domed lid and side handles."""
    radius, height = b.uniform(0.11, 0.25), b.uniform(0.25, 0.6)
    style = b.integer(0, 2)
    if style == 0:
        top = radius * b.uniform(1.05, 1.3)
        wires = ring(sweep([(0, 0, radius), (0, height, top)], 0.0025, sides=5), b.integer(24, 40))
        hoops = join(torus(radius + (top - radius) * t, 0.0025, 24).move(y=height * t) for t in (0.3, 0.6))
        b.add("body|bin|container", wires + hoops + cylinder(radius, 0.006).move(y=0.003))
        b.add("rim|ring", torus(top, 0.006).move(y=height))
    elif style == 1:
        flare = b.uniform(1, 1.35)
        sides = b.pick(4, 6, 28)
        b.add("body|bin|container", vessel([(radius, 0), (radius * flare, height)], 0.004, sides))
        if b.chance(0.5):
            b.add(
                "bag|liner|trash bag",
                band(radius * flare, height * 0.85, height * 1.01, radius * 0.03, sides),
            )
    else:
        rows = np.linspace(0.02, height - 0.02, 22)
        ribs = radius * (1 + 0.02 * np.sin(rows / height * 60))
        b.add(
            "body|bin|container",
            vessel([(radius * 0.97, 0), *zip(ribs, rows, strict=True), (radius, height)], 0.004),
        )
        symmetric(b, "handle", grip(b, radius * 0.6, 0.04, 0.006).rotate("y", 90).move(radius, height * 0.75))
        lid = lathe([(0, 0), (radius * 1.06, -0.02), (radius * 1.06, 0), (radius * 0.8, 0.04), (0, 0.07)])
        tilt = b.pick(0, 0, b.uniform(5, 40))
        b.add("lid|cover", lid.rotate("z", tilt, (-radius, 0, 0)).move(y=height))
        arch = bail(radius * 0.2, 0.045, 0.006, 0.6).move(y=0.06).rotate("z", tilt, (-radius, 0, 0))
        b.add("lid|cover > lid handle", arch.move(y=height))


# -- bags and suitcases ----------------------------------------------------------------------------


def strap(path: np.ndarray, wide: float, thick: float = 0.003) -> Mesh:
    """Flat band along a curve, its breadth across the curve's plane."""
    return sweep(path, 1.0, section=rectangle(thick, wide))


def bag_handle(b: Builder, half: float, rise: float) -> Mesh:
    """Carrying loop over x = -half..half: a rope, a padded roll or a flat strap."""
    square = b.uniform(0, 0.9)
    if b.chance(0.6):
        return bail(half, rise, b.uniform(0.003, 0.009), square)
    points = [(-half, -0.02, 0), (-half * 0.95, rise * (0.6 + 0.3 * square), 0), (0, rise, 0)]
    points += [(half * 0.95, rise * (0.6 + 0.3 * square), 0), (half, -0.02, 0)]
    path = curve(points, 20)
    edge = [
        np.c_[path[:, 0] * s, path[:, 1] * s, path[:, 2] + w]
        for s, w in ((1, -1), (1, 1), (0.985, 1), (0.985, -1))
    ]
    wide = b.uniform(0.006, 0.018)
    from_edges = np.stack(edge, 1) * [1, 1, wide]
    return loft(from_edges)


def add_buckle(b: Builder, x: float, y: float, z: float, size: float) -> None:
    """Square frame with a pin, facing +z."""
    outer = rectangle(size, size * 0.8, size * 0.15)
    b.add("buckle|clasp", extrude(outer, 0.004, [outer * 0.65]).move(x, y, z))
    b.add("buckle|clasp", box(size * 0.8, size * 0.08, 0.004).move(x, y, z + 0.002))


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
    smooth = curve(levels, 14)
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
        path = curve([(0, y, -deep / 2), (0, y + 0.01, 0), (0, y, deep / 2 + 0.004), (0, y - drop, front)], 12)
        b.add("flap|cover", strap(path[:, [2, 1, 0]], x * top * b.uniform(0.85, 1), 0.005).rotate("y", -90))
        b.add("clasp|buckle|lock", box(0.03, 0.025, 0.01, 0.003).move(0, y - drop, front + 0.004))
    if b.chance(0.3):
        b.add("pocket", box(x * 0.6, y * 0.35, 0.02, 0.008).move(0, y * 0.3, z / 2))
    if b.chance(0.3):
        loop = curve(
            [
                (-x * top / 2, y * 0.9, 0),
                (-x * 0.3, y + 0.4, 0),
                (x * 0.3, y + 0.4, 0),
                (x * top / 2, y * 0.9, 0),
            ],
            20,
        )
        b.add("strap > shoulder strap", sweep(loop, 0.004))
    if b.chance(0.3):
        b.add("foot|stud", array(sphere(0.008, sides=8), positions_of_corners(x * 0.8, z * 0.7)))


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
        b.add("label|logo", box(x * 0.5, y * 0.25, 0.001).move(0, y * 0.45, z / 2))
    if b.chance(0.3):
        count = b.integer(1, 3)
        items = [
            box(x * 0.22, y * 0.5, z * 0.5, 0.01)
            .rotate("z", b.uniform(-15, 15))
            .move((i - 1) * x * 0.27, y * 0.88)
            for i in range(count)
        ]
        b.add("contents|item", join(items))


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
    b.add("body|bag", blocks(curve(levels, 16)))
    pocket = blocks([(0, x * 0.75, z * 0.35, 0.02), (y * b.uniform(0.3, 0.5), x * 0.72, z * 0.3, 0.02)])
    b.add("pocket", pocket.move(0, y * 0.08, z / 2))
    if b.chance(0.5):
        symmetric(
            b,
            "pocket",
            blocks([(0, z * 0.3, z * 0.6, 0.02), (y * 0.3, z * 0.28, z * 0.55, 0.02)]).move(x / 2, y * 0.06),
        )
    if b.chance(0.5):
        path = curve(
            [(0, y * 0.9, -z * 0.4), (0, y * 1.02, 0), (0, y * 0.92, z * 0.5), (0, y * 0.55, z * 0.58)], 12
        )
        b.add("flap|cover|lid", strap(path, x * 0.9, 0.012).move(y=0.005))
        for side in (-1, 1):
            b.add(
                "strap > closure strap", box(0.022, y * 0.35, 0.004).move(side * x * 0.22, y * 0.45, z * 0.74)
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
        b.add("zipper|zip", sweep(curve(arch, 24), 0.006))
    reach = b.uniform(0.5, 0.9) * z
    loop = curve(
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
    b.add("body|bag", box(x, y, z, b.uniform(0.005, 0.03)).move(y=y / 2))
    drop = b.uniform(0.35, 0.85) * y
    flap_ = box(x * 1.01, 0.006, z * 1.05).move(y=y + 0.003) + box(x * 1.01, drop, 0.006).move(
        0, y - drop / 2, z / 2 + 0.004
    )
    b.add("flap|cover|lid", flap_)
    front = z / 2 + 0.01
    for side in b.pick((0,), (-1, 1)):
        at = side * x * 0.27
        b.add(
            "strap > closure strap",
            box(0.025, drop * 0.9 + 0.04, 0.004).move(at, y - drop * 0.55 - 0.02, front),
        )
        add_buckle(b, at, y - drop, front + 0.003, 0.045)
    if b.chance(0.6):
        b.add("handle", bag_handle(b, x * b.uniform(0.1, 0.25), b.uniform(0.04, 0.09)).move(y=y + 0.004))
    if b.chance(0.55):
        rise = b.uniform(0.25, 0.6)
        loop = curve(
            [
                (-x / 2, y * 0.85, 0),
                (-x * 0.45, y + rise * 0.6, 0),
                (0, y + rise, 0),
                (x * 0.45, y + rise * 0.6, 0),
                (x / 2, y * 0.85, 0),
            ],
            24,
        )
        b.add(
            "strap > shoulder strap",
            sweep(loop, 1.0, section=rectangle(0.004, b.uniform(0.02, 0.045))),
        )
    if b.chance(0.4):
        b.add("pocket", box(x * 0.7, y * 0.3, 0.03, 0.008).move(0, y * 0.25, z / 2 + 0.005))


@design("bag")
def duffel(b: Builder) -> None:
    """Round or boxy sports bag lying along x: zip on top, two loops round the body, end handles, strap."""
    length, radius = b.uniform(0.4, 0.7), b.uniform(0.11, 0.18)
    body = lathe(
        [
            (0, -length / 2),
            *curve(
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
    b.add("zipper|zip", box(length * 0.8, 0.012, 0.02).move(y=top))
    rise = b.uniform(0.08, 0.2)
    for side in (-1, 1):
        b.add(
            "handle",
            bag_handle(b, length * 0.18, rise + 0.05)
            .rotate("x", side * 20)
            .move(0, top - 0.05, side * radius * 0.55),
        )
    if b.chance(0.6):
        rib = torus(radius * 1.01, 0.012, 24).rotate("z", 90)
        b.add("strap > band", array(rib, [(s * length * 0.18, 0, 0) for s in (-1, 1)]))
    if b.chance(0.4):
        b.add("pocket", cylinder(radius * 0.7, 0.04, bevel=0.01).rotate("z", 90).move(length / 2 + 0.01))


@design("suitcase", "suitcase", "suitcase")
def trolley(b: Builder) -> None:
    """Upright trolley: ribbed hard or soft shell, telescopic handle, top and side grips, two or four wheels."""
    x, y, z = b.uniform(0.34, 0.52), b.uniform(0.48, 0.78), b.uniform(0.2, 0.32)
    lift, corner = b.uniform(0.03, 0.07), b.uniform(0.02, 0.07)
    b.add("body|case|shell", box(x, y, z, corner).move(y=lift + y / 2))
    if b.chance(0.5):
        count = b.integer(4, 9)
        rib = box(x / count * 0.4, y * 0.8, z + 0.014, 0.004)
        spots = [((i - (count - 1) / 2) * x * 0.85 / count, lift + y / 2, 0) for i in range(count)]
        b.add("body|case|shell > rib", array(rib, spots))
    elif b.chance(0.7):
        b.add("pocket", box(x * 0.8, y * 0.4, 0.05, 0.015).move(0, lift + y * 0.32, z / 2))
        b.add("pocket", box(x * 0.75, y * 0.25, 0.04, 0.015).move(0, lift + y * 0.75, z / 2))
    if b.chance(0.7):
        path = rectangle(x + 0.004, y + 0.004, corner, 5)
        seam = np.c_[path[:, 0], path[:, 1] + lift + y / 2, np.full(len(path), b.uniform(-0.2, 0.3) * z)]
        b.add("zipper|zip", sweep(seam, 0.005, closed=True, sides=6))
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
    wheel = cylinder(radius, b.uniform(0.015, 0.03), sides=18).rotate("z", 90)
    spots = positions_of_corners(x * 0.82, z * 0.75, radius)
    if b.chance(0.6):
        turn = b.uniform(0, 180)
        b.add("wheel", array(wheel.rotate("y", turn), spots))
        if b.chance(0.6):
            b.add(
                "wheel > caster mount|wheel housing",
                array(cylinder(radius, lift * 0.4).move(y=lift - radius), spots),
            )
    else:
        b.add("wheel", array(wheel, [p for p in spots if p[2] < 0]))
        b.add("foot|stand", array(box(0.04, lift, 0.04), [(p[0], lift / 2, p[2]) for p in spots if p[2] > 0]))


def _trolley_handle(b: Builder, x: float, top: float, back: float) -> None:
    """Telescopic handle at the back of a trolley case: one or two tubes and a grip, drawn out or pushed in."""
    half, rise = x * b.uniform(0.12, 0.3), b.pick(0.03, b.uniform(0.2, 0.5))
    at = back + 0.03
    tube = cylinder(0.007, rise + 0.1, sides=10).move(y=top + rise / 2 - 0.05)
    spots = [(0, 0, at)] if b.chance(0.1) else [(-half, 0, at), (half, 0, at)]
    b.add("handle > telescopic handle|pole|tube", array(tube, spots))
    bar = box(half * 2 + 0.03, 0.03, 0.03, b.uniform(0.002, 0.014))
    b.add("handle > telescopic handle grip", bar.move(0, top + rise + 0.01, at))
    if b.chance(0.4):
        b.add("handle > button", box(0.02, 0.008, 0.015).move(0, top + rise + 0.028, at))


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
            ("latch|lock|clasp", box(0.04, z * 0.25, 0.008, 0.002).move(at, z * share, y / 2 + 0.003))
        )
        if b.chance(0.5) and not opened:
            ring_ = open_box(0.03, z + 0.006, y + 0.008, 0.003).move(side * x * 0.28, -0.002)
            pieces.append(("strap|belt", ring_ + box(0.03, 0.003, y).move(side * x * 0.28, z + 0.002)))
    if b.chance(0.5):
        cap = box(0.05, 0.05, 0.05, 0.01)
        pieces.append(
            (
                "corner|corner guard",
                array(
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
        wheel = cylinder(0.02, 0.02, sides=14).rotate("z", 90)
        pieces.append(("wheel", array(wheel, [(s * x * 0.4, z * 0.3, -y / 2 - 0.012) for s in (-1, 1)])))
    upright = not opened and b.chance(0.75)
    for name, mesh in pieces:
        b.add(name, mesh.rotate("x", -90) if upright else mesh)
