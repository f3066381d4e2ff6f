"""Beds, bunks and hammocks. The head of a bed is at -z."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.bed_parts import BLANKET, DRAWER, DRAWER_HANDLE, add_caster, blanket, pillow
from pa3d.synth.catalog.seat_parts import limb, seat_slab, turned
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import beam, rod

RAIL = "frame|bed frame > side rail|bed rail"
BED_SLAT = "frame|bed frame > slat|bed slat"
PLATFORM = "frame|bed frame > platform|bed base|divan base"
GUARD = "guardrail|guard rail|safety rail|railing"
BOARDS = ("panel", "panel", "arched", "soft", "soft", "metal", "slats", "slats", "framed")


def add_bedding(b: Builder, w: float, long: float, y: float, thick: float, hang: float = 1.0) -> None:
    """Mattress with or without pillows, blanket, folded throw, on the height y; `hang` limits the drop."""
    b.add("mattress", g.box(w, thick, long, b.pick(0.0, thick * b.uniform(0.1, 0.45))).move(y=y + thick / 2))
    top, head = y + thick, -long / 2
    wide = w > 1.2
    if b.chance(0.8):
        each, deep = (w / 2 * 0.85 if wide else min(w * 0.8, 0.7)), b.uniform(0.32, 0.48)
        rows = b.pick(1, 1, 2) if wide else 1
        for row in range(rows):
            soft = pillow(b, each * (1 - 0.15 * row), deep)
            prop = b.pick(0.0, 0.0, b.uniform(20, 60)) + 10 * row
            soft = soft.rotate("x", prop).move(y=0.15 * np.sin(np.radians(prop)))
            for x in (-w / 4, w / 4) if wide else (0.0,):
                b.add("pillow", soft.move(x, top, head + deep * 0.55 + 0.03 + 0.28 * row))
        if b.chance(0.2):
            small = pillow(b, 0.4, 0.28).rotate("x", 50).move(0, top + 0.1, head + deep + 0.3 * rows)
            b.add("pillow", small)
    if b.chance(0.7):
        start = head + long * b.uniform(0.2, 0.55)
        drop = b.pick(0.0, thick * b.uniform(0.5, 1.0) * hang, thick * hang + b.uniform(0, y * 0.6) * hang)
        b.add(BLANKET, blanket(b, w, top, start, long / 2, drop))
        if b.chance(0.5):
            fold = g.box(w + 0.05, b.uniform(0.03, 0.06), b.uniform(0.12, 0.3), 0.015)
            b.add(f"{BLANKET} > sheet fold|turned-down sheet|sheet", fold.move(y=top + 0.025, z=start + 0.08))
    elif b.chance(0.3):
        b.add(
            f"{BLANKET} > throw|bed runner",
            blanket(b, w, top, long * 0.15, long * b.uniform(0.28, 0.4), thick * 0.7),
        )


def board(b: Builder, name: str, w: float, low: float, high: float, z: float, kind: str) -> None:
    """Head or footboard from height `low` to `high`: panel, arched, soft, metal, slats, framed."""
    if kind in ("panel", "arched"):
        plain_board(b, name, w, low, high, z, kind)
    elif kind == "soft":
        soft_board(b, name, w, low, high, z)
    elif kind == "metal":
        metal_board(b, name, w, low, high, z)
    else:
        framed_board(b, name, w, low, high, z, kind)


def plain_board(b: Builder, name: str, w: float, low: float, high: float, z: float, kind: str) -> None:
    """One flat board, its upper edge straight or arched."""
    thick, tall = b.uniform(0.02, 0.06), high - low
    if kind == "panel":
        b.add(name, g.box(w, tall, thick, b.pick(0.0, 0.01)).move(y=(low + high) / 2, z=z))
        return
    rise, half = b.uniform(0.1, 0.35) * tall, w / 2
    rim = [(half, high - rise), (half * 0.6, high - rise * b.uniform(0.15, 0.7)), (0, high)]
    arch = g.curve(rim + [(-x, y) for x, y in rim[1::-1]], 20)
    b.add(name, g.extrude(np.concatenate([[(-half, low), (half, low)], arch]), thick).move(z=z))


def soft_board(b: Builder, name: str, w: float, low: float, high: float, z: float) -> None:
    """Upholstered board: one pad, sometimes buttoned, or a few in a row or one above the other."""
    thick, tall, part = b.uniform(0.06, 0.12), high - low, f"{name} > headboard cushion|upholstery"
    pads, upright = b.pick(1, 1, b.integer(2, 6)), b.chance(0.65)
    if pads == 1:
        outline = g.rectangle(w, tall, b.pick(0.01, b.uniform(0.05, 0.2)))
        b.add(part, seat_slab(outline, thick, 0.03, 0.02).rotate("x", 90).move(y=(low + high) / 2, z=z - 0.02))
        if b.chance(0.3):
            stud = g.sphere(0.02, sides=8)
            spots = [(x * w, low + y * tall, z + thick) for x in (-0.3, -0.1, 0.1, 0.3) for y in (0.6, 0.8)]
            b.add(f"{name} > button|tuft button", g.join(stud.move(*spot) for spot in spots))
        return
    wide, deep = (w / pads, tall) if upright else (w, tall / pads)
    strip = g.box(wide - 0.006, deep - 0.006, thick, 0.025)
    for i in range(pads):
        off = (i + 0.5) / pads - 0.5
        b.add(part, strip.move(w * off * upright, (low + high) / 2 + tall * off * (not upright), z))


def framed_board(b: Builder, name: str, w: float, low: float, high: float, z: float, kind: str) -> None:
    """Two posts and two rails, with slats or a panel between."""
    size, tall, middle = b.uniform(0.04, 0.07), high - low, (low + high) / 2
    symmetric(b, f"{name} > post|bedpost", g.box(size, tall, size).move(w / 2 - size / 2, middle, z))
    for y, share in ((high - size / 2, 1.0), (low + tall * 0.15, 0.7)):
        b.add(f"{name} > rail|top rail", g.box(w - 2 * size, size * share * 1.2, size * 0.6).move(y=y, z=z))
    inside = low + tall * 0.55
    if kind == "framed":
        panel = g.box(w - 2 * size, tall * 0.8, size * 0.3).move(y=inside, z=z)
        b.add(f"{name} > panel|headboard panel", panel)
        return
    count, share = b.integer(4, 12), b.uniform(0.25, 0.6)
    for u in np.linspace(-1, 1, count + 2)[1:-1]:
        slat = g.box(w / count * share, tall * 0.8, size * 0.35)
        b.add(f"{name} > slat|bar", slat.move(float(u) * (w / 2 - size), inside, z))


def metal_board(b: Builder, name: str, w: float, low: float, high: float, z: float) -> None:
    """Bent tube with thin bars and sometimes knobs."""
    radius, tall, arch = b.uniform(0.012, 0.022), high - low, b.pick(0.0, b.uniform(0.05, 0.2))
    x, shoulder = w / 2 - radius, high - arch
    crown = [(np.cos(a) * x, shoulder + np.sin(a) * arch, z) for a in np.linspace(0, np.pi, 15)]
    symmetric(b, f"{name} > post|bedpost", rod((x, low, z), (x, shoulder, z), radius, 10))
    b.add(f"{name} > rail|top rail", g.sweep(crown, radius, sides=8))
    b.add(
        f"{name} > rail|top rail", rod((-x, low + tall * 0.15, z), (x, low + tall * 0.15, z), radius * 0.8, 10)
    )
    count = b.integer(4, 11)
    for u in np.linspace(-1, 1, count + 2)[1:-1]:
        top = shoulder + arch * np.sqrt(1 - u**2)
        b.add(f"{name} > slat|bar", rod((u * x, low + tall * 0.15, z), (u * x, top, z), radius * 0.55, 8))
    if b.chance(0.5):
        symmetric(b, f"{name} > finial|knob", g.sphere(radius * 2, sides=12).move(x, shoulder + radius, z))


def add_boards(b: Builder, w: float, long: float, y: float, top: float) -> None:
    """Headboard nearly always; footboard sometimes, of the same kind."""
    kind, high = b.pick(*BOARDS), top + b.uniform(0.2, 0.75)
    low = b.pick(0.0, y * 0.5, y)
    if b.chance(0.93):
        board(b, "headboard", w * b.pick(1.0, 1.03, b.uniform(1.05, 1.3)), low, high, -long / 2 - 0.04, kind)
    if b.chance(0.4):
        lower = b.pick(top + 0.05, (top + high) / 2, top - 0.05)
        board(
            b,
            "footboard",
            w * 1.02,
            low,
            max(lower, low + 0.25),
            long / 2 + 0.04,
            "panel" if kind == "soft" else kind,
        )


def bed_size(b: Builder) -> tuple[float, float]:
    return b.pick(b.uniform(0.8, 1.05), b.uniform(1.35, 1.65), b.uniform(1.6, 2.0)), b.uniform(1.88, 2.1)


# -- beds ------------------------------------------------------------------------------------------


@design("bed", "bed", "bed")
def framed_bed(b: Builder) -> None:
    """Single or double bed: rails on four legs, head and footboard, slats, bedding; sometimes stripped."""
    (w, long), y, thick = bed_size(b), b.uniform(0.2, 0.42), b.uniform(0.14, 0.3)
    rail, wall = b.uniform(0.08, 0.2), b.uniform(0.02, 0.05)
    symmetric(b, RAIL, g.box(wall, rail, long, b.pick(0, 0.008)).move(x=w / 2 + wall / 2, y=y))
    for side in (-1, 1):
        b.add(
            "frame|bed frame > end rail",
            g.box(w + 2 * wall, rail, wall).move(y=y, z=side * (long / 2 + wall / 2)),
        )
    size, style = b.uniform(0.04, 0.09), b.pick("square", "square", "taper", "cone", "round", "turned")
    under = y - rail / 2 + 0.01
    for x, _, z in positions_of_corners(w - size * 0.5, long - size * 0.5):
        b.add("leg|foot", limb((x, 0, z), (x, under, z), size, style))
    bare = b.chance(0.12)
    if bare or b.chance(0.4):
        count = b.integer(8, 16)
        for z in np.linspace(-long / 2 + 0.08, long / 2 - 0.08, count):
            b.add(BED_SLAT, g.box(w, 0.02, b.uniform(0.06, 0.08)).move(y=y, z=float(z)))
    else:
        b.add(PLATFORM, g.box(w, 0.03, long).move(y=y))
    add_boards(b, w + 2 * wall, long, y, y + thick)
    if b.chance(0.12):
        four_poster(b, w, long, b.uniform(1.7, 2.1))
    if not bare:
        add_bedding(b, w - 0.02, long - 0.02, y + 0.015, thick)


def four_poster(b: Builder, w: float, long: float, high: float) -> None:
    """Tall posts with a frame, and sometimes a cloth roof."""
    size, kind = b.uniform(0.04, 0.08), b.pick("square", "turned")
    for x, _, z in positions_of_corners(w + 0.1, long + 0.12):
        tall = turned((x, 0, z), (x, high, z), size * 0.6, (0.7, 1, 0.6, 1, 0.9, 0.5, 0.8, 0.6, 0.8, 0.5))
        b.add("post|bedpost", tall if kind == "turned" else beam((x, 0, z), (x, high, z), size))
    for side in (-1, 1):
        b.add(
            "canopy frame|tester|canopy rail",
            g.box(w + 0.1, size * 0.6, size * 0.6).move(y=high, z=side * (long / 2 + 0.06)),
        )
        b.add(
            "canopy frame|tester|canopy rail",
            g.box(size * 0.6, size * 0.6, long + 0.12).move(x=side * (w / 2 + 0.05), y=high),
        )
    if b.chance():
        b.add("canopy", g.box(w + 0.14, 0.02, long + 0.16).move(y=high + size * 0.4))


@design("bed", "bed")
def storage_bed(b: Builder) -> None:
    """Closed base on the floor or a plinth, with drawers in its sides or none; upholstered divans too."""
    (w, long), base, thick = bed_size(b), b.uniform(0.22, 0.42), b.uniform(0.14, 0.3)
    lift = b.pick(0.0, b.uniform(0.02, 0.08))
    b.add(PLATFORM, g.box(w, base, long, b.pick(0.0, 0.02)).move(y=lift + base / 2))
    if lift:
        for x, _, z in positions_of_corners(w * 0.88, long * 0.9):
            b.add("leg|foot", b.pick(g.box(0.07, lift, 0.07), g.cylinder(0.035, lift)).move(x, lift / 2, z))
    count, kind = b.pick(0, 1, 2, 2, 3, 4), b.pick("knob", "bar", "slot", "none")
    each = long * 0.96 / max(count, 1)
    for side in (-1, 1) if b.chance(0.6) else (1,):
        for i in range(count):
            out = b.pick(0.0, 0.0, b.uniform(0.05, 0.45))
            add_bed_drawer(
                b,
                side,
                (w / 2, lift + base / 2, -long * 0.48 + each * (i + 0.5)),
                (each - 0.02, base * 0.8),
                out,
                kind,
            )
    add_boards(b, w, long, lift + base, lift + base + thick)
    add_bedding(b, w - 0.02, long - 0.02, lift + base, thick)


def add_bed_drawer(
    b: Builder, side: int, at: tuple[float, float, float], size: tuple[float, float], out: float, kind: str
) -> None:
    """Drawer in the side of a bed at x = side * at[0], pulled `out`, with its handle."""
    (x, y, z), (wide, high) = at, size
    x += out

    def place(mesh: Mesh) -> Mesh:
        return mesh if side > 0 else mesh.mirror()

    b.add(DRAWER, place(g.box(0.02, high, wide, 0.004).move(x + 0.011, y, z)))
    if out:
        for dz in (-1, 1):
            b.add(
                "drawer > drawer box|drawer side",
                place(g.box(out, high * 0.7, 0.012).move(x - out / 2, y, z + dz * (wide / 2 - 0.03))),
            )
        b.add(
            "drawer > drawer box|drawer side",
            place(g.box(out, 0.012, wide - 0.06).move(x - out / 2, y - high * 0.35, z)),
        )
    if kind == "knob":
        for dz in (-0.25, 0.25) if wide > 0.6 else (0,):
            b.add(DRAWER_HANDLE, place(g.sphere(0.018, sides=12).move(x + 0.035, y, z + dz * wide)))
    elif kind == "bar":
        grip = g.box(0.012, 0.014, wide * 0.35) + g.box(0.03, 0.012, 0.012).move(x=-0.015, z=wide * 0.15)
        b.add(
            DRAWER_HANDLE,
            place((grip + g.box(0.03, 0.012, 0.012).move(x=-0.015, z=-wide * 0.15)).move(x + 0.045, y, z)),
        )
    elif kind == "slot":
        b.add(DRAWER_HANDLE, place(g.box(0.01, 0.03, wide * 0.3, 0.004).move(x + 0.024, y + high * 0.3, z)))


@design("bed")
def bunk_bed(b: Builder) -> None:
    """Two beds one above the other, or a loft bed over a desk: posts, guard rails, a ladder or steps."""
    w, long, size = b.uniform(0.8, 1.1), b.uniform(1.9, 2.05), b.uniform(0.04, 0.09)
    low, high, tall = b.uniform(0.25, 0.4), b.uniform(1.3, 1.6), b.uniform(1.7, 2.0)
    metal, loft_ = b.chance(0.3), b.chance(0.25)
    x, z = w / 2 + size / 2, long / 2 + size / 2
    for sx, _, sz in positions_of_corners(2 * x, 2 * z):
        post = (
            rod((sx, 0, sz), (sx, tall, sz), size * 0.4, 10)
            if metal
            else beam((sx, 0, sz), (sx, tall, sz), size)
        )
        b.add("post|bedpost|leg", post)
    for y in (high,) if loft_ else (low, high):
        symmetric(b, RAIL, g.box(0.025, 0.12, long).move(x=x, y=y))
        for side in (-1, 1):
            b.add("frame|bed frame > end rail", g.box(w, 0.12, 0.025).move(y=y, z=side * z))
            name = "headboard" if side < 0 else "footboard"
            for k in range(b.integer(2, 4) if y == low else 2):
                bar = g.box(w, 0.05, 0.02).move(y=y + 0.15 + 0.1 * k, z=side * z)
                b.add(name, bar)
        b.add(PLATFORM, g.box(w, 0.02, long).move(y=y))
        add_bedding(b, w - 0.02, long - 0.02, y + 0.01, b.uniform(0.1, 0.16), 0.3)
    gap = b.uniform(0.35, 0.5)
    for side in (-1, 1):
        run = long if side < 0 else long - gap - 0.1
        for k in (0, 1):
            b.add(GUARD, g.box(0.02, 0.06, run).move(x=side * x, y=high + 0.2 + 0.14 * k, z=(run - long) / 2))
    rail = long / 2 - gap / 2
    reach, steps = b.pick(0.02, b.uniform(0.1, 0.4)), b.integer(4, 6)
    foot, top = np.array([x + reach + 0.03, 0, rail]), np.array([x + 0.03, high + 0.25, rail])
    for dz in (-0.2, 0.2):
        b.add("ladder > ladder rail|stile", beam(foot + [0, 0, dz], top + [0, 0, dz], 0.05, 0.03))
    for t in np.linspace(0.15, 0.85, steps):
        spot = foot + (top - foot) * t
        b.add("ladder > rung|step", g.box(0.06, 0.025, 0.4).move(*spot))
    if loft_ and b.chance(0.7):
        b.add("desk|desktop", g.box(w * 0.6, 0.025, long - 0.1).move(x=-w * 0.2, y=0.74))


@design("bed")
def lounge_bed(b: Builder) -> None:
    """Day bed, hospital bed or camp bed: boards on three sides, a tilting head, side rails, or a canvas cot."""
    kind = b.pick("day", "hospital", "cot")
    w, long, y = b.uniform(0.75, 1.0), b.uniform(1.85, 2.05), b.uniform(0.32, 0.5)
    size = b.uniform(0.03, 0.06)
    if kind == "day":
        for end in (-1, 1):
            board(
                b,
                "headboard" if end < 0 else "footboard",
                w,
                0.0,
                y + b.uniform(0.35, 0.45),
                end * (long / 2 + 0.03),
                "slats",
            )
        b.add("back|backrest|back panel", g.box(0.03, 0.45, long).move(x=-w / 2 - 0.02, y=y + 0.25))
        b.add(PLATFORM, g.box(w, 0.08, long).move(y=y - 0.04))
        add_bedding(b, w, long, y, 0.18)
        return
    for x, _, z in positions_of_corners(w * 0.9, long * 0.8):
        floor = 0.13 if kind == "hospital" else 0.0
        b.add("leg|foot", rod((x, floor, z), (x, y, z), size * 0.4, 10))
        if floor:
            add_caster(b, 0.055, False, (x, 0, z))
    symmetric(b, RAIL, rod((w / 2, y, -long / 2), (w / 2, y, long / 2), size * 0.5, 10))
    if kind == "cot":
        u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(long / 2, -long / 2, 7), indexing="ij")
        b.add("canvas|fabric|mattress", g.sheet(np.stack([u * w / 2, y - 0.04 * (1 - u**2), v], -1), 0.008))
        if b.chance():
            b.add("pillow", pillow(b, w * 0.7, 0.3).move(y=y - 0.03, z=-long * 0.4))
        return
    tilt, thick, part = b.uniform(0, 55), b.uniform(0.1, 0.16), long * 0.4
    hinge = (0, y + 0.03, -long / 2 + part)
    b.add("mattress", g.box(w, thick, long - part, 0.03).move(y=y + 0.03 + thick / 2, z=part / 2))
    b.add(
        "mattress",
        g.box(w, thick, part, 0.03)
        .move(y=y + 0.03 + thick / 2, z=-long / 2 + part / 2)
        .rotate("x", tilt, hinge),
    )
    b.add(PLATFORM, g.box(w, 0.03, long - part).move(y=y + 0.015, z=part / 2))
    b.add(PLATFORM, g.box(w, 0.03, part).move(y=y + 0.015, z=-long / 2 + part / 2).rotate("x", tilt, hinge))
    b.add(
        "pillow", pillow(b, w * 0.6, 0.35).move(y=y + 0.03 + thick, z=-long / 2 + 0.2).rotate("x", tilt, hinge)
    )
    for end, name in ((-1, "headboard"), (1, "footboard")):
        b.add(name, g.box(w, b.uniform(0.4, 0.6), 0.03, 0.014).move(y=y + 0.2, z=end * (long / 2 + 0.03)))
    for k in range(b.integer(2, 4)):
        symmetric(
            b,
            GUARD,
            rod((w / 2 + 0.02, y + 0.15 + 0.08 * k, -0.6), (w / 2 + 0.02, y + 0.15 + 0.08 * k, 0.3), 0.011, 10),
        )
    symmetric(b, GUARD, rod((w / 2 + 0.02, y, -0.6), (w / 2 + 0.02, y + 0.4, -0.6), 0.011, 10))
    symmetric(b, GUARD, rod((w / 2 + 0.02, y, 0.3), (w / 2 + 0.02, y + 0.4, 0.3), 0.011, 10))


# -- hammocks --------------------------------------------------------------------------------------


@design("hammock")
def hammock(b: Builder) -> None:
    """Sagging cloth or net on ropes, with spreader bars or gathered; on a stand, posts, trees, or alone."""
    long, w, sag = b.uniform(1.7, 2.3), b.uniform(0.7, 1.3), b.uniform(0.15, 0.45)
    hang = b.uniform(0.9, 1.4)
    gathered, reach = b.chance(0.4), b.uniform(0.35, 0.6)
    t, u = np.linspace(-1, 1, 17), np.linspace(-1, 1, 9)
    half = w / 2 * ((1 - t**2 * 0.96) ** 0.5 if gathered else np.ones(17))
    y = hang - sag * 0.5 - sag * (1 - t**2)
    grid = np.zeros((9, 17, 3))
    grid[..., 0] = u[:, None] * half
    grid[..., 1] = y + b.uniform(0.05, 0.2) * half * u[:, None] ** 2
    grid[..., 2] = -t * long / 2
    if b.chance(0.3):
        for i in range(9):
            b.add("net|mesh|bed", g.sweep(grid[i], 0.006, sides=5))
        for j in range(0, 17, 1):
            b.add("net|mesh|bed", g.sweep(grid[:, j], 0.006, sides=5))
    else:
        b.add("fabric|cloth|bed", g.sheet(grid, 0.008))
    ends = [np.array([0, hang + 0.02, side * (long / 2 + reach)]) for side in (1, -1)]
    for end, column in zip(ends, (0, 16), strict=True):
        rim = grid[:, column]
        if not gathered:
            b.add("spreader bar|spreader", rod(rim[0] * [1.05, 1, 1], rim[-1] * [1.05, 1, 1], 0.018, 10))
        for k in (0, 2, 4, 6, 8) if not gathered else (4,):
            b.add("rope|cord|string", rod(rim[k], end, 0.006, 6))
        b.add("ring|hook", g.torus(0.03, 0.007, 16).rotate("x", 90).rotate("y", 90).move(*end))
    if b.chance(0.4):
        b.add("pillow", pillow(b, w * 0.5, 0.28).move(y=float(y[14]) + 0.02, z=-long * 0.36))
    hammock_support(b, ends[0])


def hammock_support(b: Builder, end: np.ndarray) -> None:
    """Stand of bent beams, two posts, trees, or nothing."""
    kind, z, top = b.pick("curved", "curved", "steel", "posts", "trees", "none"), end[2], end[1]
    if kind == "curved":
        line = g.curve([(0, top + 0.1, z + 0.1), (0, top * 0.4, z * 0.85), (0, 0.1, z * 0.4), (0, 0.06, 0)], 16)
        for side in (1, -1):
            b.add("stand|frame > beam|arch", g.sweep(line * [1, 1, side], 1.0, section=g.rectangle(0.07, 0.07)))
            b.add("stand|frame > foot|crossbar", g.box(1.0, 0.06, 0.08).move(y=0.03, z=side * z * 0.5))
    elif kind == "steel":
        b.add("stand|frame > base bar|base", rod((0, 0.05, -z * 0.7), (0, 0.05, z * 0.7), 0.025, 10))
        for side in (1, -1):
            b.add(
                "stand|frame > post|upright",
                rod((0, 0.05, side * z * 0.7), (0, top + 0.05, side * (z + 0.05)), 0.025, 10),
            )
            b.add(
                "stand|frame > foot|crossbar",
                rod((-0.5, 0.025, side * z * 0.7), (0.5, 0.025, side * z * 0.7), 0.025, 10),
            )
    elif kind != "none":
        for side in (1, -1):
            tall = top + b.uniform(0.2, 0.8)
            if kind == "trees":
                trunk = g.cylinder(0.16, tall, 0.11, 14).move(y=tall / 2, z=side * (z + 0.14))
                b.add("tree > trunk|tree trunk", trunk)
                crown = g.superquadric(0.6, 0.55, 0.6, 1, 1, 16).move(y=tall + 0.3, z=side * (z + 0.14))
                b.add("tree > crown|leaves|foliage", crown)
            else:
                b.add("post|pole", g.box(0.1, tall, 0.1).move(y=tall / 2, z=side * (z + 0.06)))
