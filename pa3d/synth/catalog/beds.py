"""Beds, bunks, cribs and cradles, hammocks, strollers and high chairs. The head of a bed is at -z."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.seating import (
    ARM,
    BACK,
    BACK_CUSHION,
    BACK_LEG,
    BACK_PANEL,
    CUSHION,
    FILLS,
    FRONT_LEG,
    SEAT,
    STRETCHER,
    Back,
    Legs,
    beam,
    caster,
    dense,
    limb,
    rod,
    slab,
    turned,
)
from pa3d.synth.mesh import (
    Mesh,
    box,
    curve,
    cylinder,
    extrude,
    join,
    rectangle,
    sheet,
    sphere,
    superquadric,
    sweep,
    torus,
)

BLANKET = "blanket|duvet|quilt|comforter"
RAIL = "frame|bed frame > side rail|bed rail"
BED_SLAT = "frame|bed frame > slat|bed slat"
PLATFORM = "frame|bed frame > platform|bed base|divan base"
DRAWER = "drawer > drawer front|drawer"
DRAWER_HANDLE = "drawer > handle|drawer handle|knob"
GUARD = "guardrail|guard rail|safety rail|railing"
TYRE, HUB = "wheel > tyre|tire", "wheel > hub|rim"


# -- bedding ---------------------------------------------------------------------------------------


def pillow(b: Builder, wide: float, deep: float) -> Mesh:
    """Sleeping pillow lying on y = 0: plump with pinched rim, or a rounded block."""
    high = b.uniform(0.09, 0.18)
    if b.chance(0.7):
        return superquadric(wide / 2, high / 2, deep / 2, b.uniform(0.7, 1), b.uniform(0.2, 0.5), 20).move(
            y=high / 2
        )
    return box(wide, high, deep, high * 0.45).move(y=high / 2)


def blanket(b: Builder, w: float, top: float, head: float, foot: float, drop: float) -> Mesh:
    """Cover from z = head to z = foot that hangs `drop` down the sides (and over the end), a little wavy."""
    half, lift = w / 2 + 0.015, 0.02
    across = [
        (-half, -drop),
        (-half, -drop * 0.5),
        (-half, -0.02),
        (-half + 0.03, lift),
        (-half * 0.5, lift * 1.4),
        (0, lift * 1.6),
    ]
    across += [(-x, y) for x, y in across[-2::-1]]
    end = b.pick(True, False) and drop > 0.05
    along = [(head, 0.0), *((z, 0.0) for z in np.linspace(head, foot, 8)[1:-1]), (foot + 0.015, 0.0)]
    along += [(foot + 0.02, -drop * 0.5), (foot + 0.02, -drop)] if end else []
    wave, phase = b.uniform(0, 0.012), b.uniform(0, 6)
    grid = np.zeros((len(across), len(along), 3))
    for j, (z, sink) in enumerate(along):
        for i, (x, y) in enumerate(across):
            ripple = wave * np.sin(phase + 9 * z + 5 * x)
            grid[i, j] = x + np.sign(x) * abs(ripple), top + min(y, lift * 2 + sink) + ripple * (y > 0), z
    return sheet(grid[:, ::-1], b.uniform(0.006, 0.02))


def add_bedding(b: Builder, w: float, long: float, y: float, thick: float, hang: float = 1.0) -> None:
    """Mattress with or without pillows, blanket, folded throw, on the height y; `hang` limits the drop."""
    b.add("mattress", box(w, thick, long, b.pick(0.0, thick * b.uniform(0.1, 0.45))).move(y=y + thick / 2))
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
            fold = box(w + 0.05, b.uniform(0.03, 0.06), b.uniform(0.12, 0.3), 0.015)
            b.add(f"{BLANKET} > sheet fold|turned-down sheet|sheet", fold.move(y=top + 0.025, z=start + 0.08))
    elif b.chance(0.3):
        b.add(
            f"{BLANKET} > throw|bed runner",
            blanket(b, w, top, long * 0.15, long * b.uniform(0.28, 0.4), thick * 0.7),
        )


def add_caster(b: Builder, radius: float, twin: bool, at: tuple[float, float, float]) -> None:
    """Caster that stands on the floor under a leg."""
    names = ("wheel|caster|castor > wheel", "wheel|caster|castor > fork|caster fork")
    for name, mesh in zip(names, caster(radius, twin), strict=True):
        b.add(name, mesh.rotate("y", b.uniform(0, 360)).move(*at))


# -- headboards ------------------------------------------------------------------------------------


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
        b.add(name, box(w, tall, thick, b.pick(0.0, 0.01)).move(y=(low + high) / 2, z=z))
        return
    rise, half = b.uniform(0.1, 0.35) * tall, w / 2
    rim = [(half, high - rise), (half * 0.6, high - rise * b.uniform(0.15, 0.7)), (0, high)]
    arch = curve(rim + [(-x, y) for x, y in rim[1::-1]], 20)
    b.add(name, extrude(np.concatenate([[(-half, low), (half, low)], arch]), thick).move(z=z))


def soft_board(b: Builder, name: str, w: float, low: float, high: float, z: float) -> None:
    """Upholstered board: one pad, sometimes buttoned, or a few in a row or one above the other."""
    thick, tall, part = b.uniform(0.06, 0.12), high - low, f"{name} > headboard cushion|upholstery"
    pads, upright = b.pick(1, 1, b.integer(2, 6)), b.chance(0.65)
    if pads == 1:
        outline = rectangle(w, tall, b.pick(0.01, b.uniform(0.05, 0.2)))
        b.add(part, slab(outline, thick, 0.03, 0.02).rotate("x", 90).move(y=(low + high) / 2, z=z - 0.02))
        if b.chance(0.3):
            stud = sphere(0.02, sides=8)
            spots = [(x * w, low + y * tall, z + thick) for x in (-0.3, -0.1, 0.1, 0.3) for y in (0.6, 0.8)]
            b.add(f"{name} > button|tuft button", join(stud.move(*spot) for spot in spots))
        return
    wide, deep = (w / pads, tall) if upright else (w, tall / pads)
    strip = box(wide - 0.006, deep - 0.006, thick, 0.025)
    for i in range(pads):
        off = (i + 0.5) / pads - 0.5
        b.add(part, strip.move(w * off * upright, (low + high) / 2 + tall * off * (not upright), z))


def framed_board(b: Builder, name: str, w: float, low: float, high: float, z: float, kind: str) -> None:
    """Two posts and two rails, with slats or a panel between."""
    size, tall, middle = b.uniform(0.04, 0.07), high - low, (low + high) / 2
    symmetric(b, f"{name} > post|bedpost", box(size, tall, size).move(w / 2 - size / 2, middle, z))
    for y, share in ((high - size / 2, 1.0), (low + tall * 0.15, 0.7)):
        b.add(f"{name} > rail|top rail", box(w - 2 * size, size * share * 1.2, size * 0.6).move(y=y, z=z))
    inside = low + tall * 0.55
    if kind == "framed":
        panel = box(w - 2 * size, tall * 0.8, size * 0.3).move(y=inside, z=z)
        b.add(f"{name} > panel|headboard panel", panel)
        return
    count, share = b.integer(4, 12), b.uniform(0.25, 0.6)
    for u in np.linspace(-1, 1, count + 2)[1:-1]:
        slat = box(w / count * share, tall * 0.8, size * 0.35)
        b.add(f"{name} > slat|bar", slat.move(float(u) * (w / 2 - size), inside, z))


def metal_board(b: Builder, name: str, w: float, low: float, high: float, z: float) -> None:
    """Bent tube with thin bars and sometimes knobs."""
    radius, tall, arch = b.uniform(0.012, 0.022), high - low, b.pick(0.0, b.uniform(0.05, 0.2))
    x, shoulder = w / 2 - radius, high - arch
    crown = [(np.cos(a) * x, shoulder + np.sin(a) * arch, z) for a in np.linspace(0, np.pi, 15)]
    symmetric(b, f"{name} > post|bedpost", rod((x, low, z), (x, shoulder, z), radius))
    b.add(f"{name} > rail|top rail", sweep(crown, radius, sides=8))
    b.add(f"{name} > rail|top rail", rod((-x, low + tall * 0.15, z), (x, low + tall * 0.15, z), radius * 0.8))
    count = b.integer(4, 11)
    for u in np.linspace(-1, 1, count + 2)[1:-1]:
        top = shoulder + arch * np.sqrt(1 - u**2)
        b.add(f"{name} > slat|bar", rod((u * x, low + tall * 0.15, z), (u * x, top, z), radius * 0.55, sides=8))
    if b.chance(0.5):
        symmetric(b, f"{name} > finial|knob", sphere(radius * 2, sides=12).move(x, shoulder + radius, z))


BOARDS = ("panel", "panel", "arched", "soft", "soft", "metal", "slats", "slats", "framed")


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
    symmetric(b, RAIL, box(wall, rail, long, b.pick(0, 0.008)).move(x=w / 2 + wall / 2, y=y))
    for side in (-1, 1):
        b.add(
            "frame|bed frame > end rail",
            box(w + 2 * wall, rail, wall).move(y=y, z=side * (long / 2 + wall / 2)),
        )
    size, style = b.uniform(0.04, 0.09), b.pick("square", "square", "taper", "cone", "round", "turned")
    under = y - rail / 2 + 0.01
    for x, _, z in positions_of_corners(w - size * 0.5, long - size * 0.5):
        b.add("leg|foot", limb((x, 0, z), (x, under, z), size, style))
    bare = b.chance(0.12)
    if bare or b.chance(0.4):
        count = b.integer(8, 16)
        for z in np.linspace(-long / 2 + 0.08, long / 2 - 0.08, count):
            b.add(BED_SLAT, box(w, 0.02, b.uniform(0.06, 0.08)).move(y=y, z=float(z)))
    else:
        b.add(PLATFORM, box(w, 0.03, long).move(y=y))
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
            box(w + 0.1, size * 0.6, size * 0.6).move(y=high, z=side * (long / 2 + 0.06)),
        )
        b.add(
            "canopy frame|tester|canopy rail",
            box(size * 0.6, size * 0.6, long + 0.12).move(x=side * (w / 2 + 0.05), y=high),
        )
    if b.chance():
        b.add("canopy", box(w + 0.14, 0.02, long + 0.16).move(y=high + size * 0.4))


@design("bed", "bed")
def storage_bed(b: Builder) -> None:
    """Closed base on the floor or a plinth, with drawers in its sides or none; upholstered divans too."""
    (w, long), base, thick = bed_size(b), b.uniform(0.22, 0.42), b.uniform(0.14, 0.3)
    lift = b.pick(0.0, b.uniform(0.02, 0.08))
    b.add(PLATFORM, box(w, base, long, b.pick(0.0, 0.02)).move(y=lift + base / 2))
    if lift:
        for x, _, z in positions_of_corners(w * 0.88, long * 0.9):
            b.add("leg|foot", b.pick(box(0.07, lift, 0.07), cylinder(0.035, lift)).move(x, lift / 2, z))
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

    b.add(DRAWER, place(box(0.02, high, wide, 0.004).move(x + 0.011, y, z)))
    if out:
        for dz in (-1, 1):
            b.add(
                "drawer > drawer box|drawer side",
                place(box(out, high * 0.7, 0.012).move(x - out / 2, y, z + dz * (wide / 2 - 0.03))),
            )
        b.add(
            "drawer > drawer box|drawer side",
            place(box(out, 0.012, wide - 0.06).move(x - out / 2, y - high * 0.35, z)),
        )
    if kind == "knob":
        for dz in (-0.25, 0.25) if wide > 0.6 else (0,):
            b.add(DRAWER_HANDLE, place(sphere(0.018, sides=12).move(x + 0.035, y, z + dz * wide)))
    elif kind == "bar":
        grip = box(0.012, 0.014, wide * 0.35) + box(0.03, 0.012, 0.012).move(x=-0.015, z=wide * 0.15)
        b.add(
            DRAWER_HANDLE,
            place((grip + box(0.03, 0.012, 0.012).move(x=-0.015, z=-wide * 0.15)).move(x + 0.045, y, z)),
        )
    elif kind == "slot":
        b.add(DRAWER_HANDLE, place(box(0.01, 0.03, wide * 0.3, 0.004).move(x + 0.024, y + high * 0.3, z)))


@design("bed")
def bunk_bed(b: Builder) -> None:
    """Two beds one above the other, or a loft bed over a desk: posts, guard rails, a ladder or steps."""
    w, long, size = b.uniform(0.8, 1.1), b.uniform(1.9, 2.05), b.uniform(0.04, 0.09)
    low, high, tall = b.uniform(0.25, 0.4), b.uniform(1.3, 1.6), b.uniform(1.7, 2.0)
    metal, loft_ = b.chance(0.3), b.chance(0.25)
    x, z = w / 2 + size / 2, long / 2 + size / 2
    for sx, _, sz in positions_of_corners(2 * x, 2 * z):
        post = (
            rod((sx, 0, sz), (sx, tall, sz), size * 0.4) if metal else beam((sx, 0, sz), (sx, tall, sz), size)
        )
        b.add("post|bedpost|leg", post)
    for y in (high,) if loft_ else (low, high):
        symmetric(b, RAIL, box(0.025, 0.12, long).move(x=x, y=y))
        for side in (-1, 1):
            b.add("frame|bed frame > end rail", box(w, 0.12, 0.025).move(y=y, z=side * z))
            name = "headboard" if side < 0 else "footboard"
            for k in range(b.integer(2, 4) if y == low else 2):
                bar = box(w, 0.05, 0.02).move(y=y + 0.15 + 0.1 * k, z=side * z)
                b.add(name, bar)
        b.add(PLATFORM, box(w, 0.02, long).move(y=y))
        add_bedding(b, w - 0.02, long - 0.02, y + 0.01, b.uniform(0.1, 0.16), 0.3)
    gap = b.uniform(0.35, 0.5)
    for side in (-1, 1):
        run = long if side < 0 else long - gap - 0.1
        for k in (0, 1):
            b.add(GUARD, box(0.02, 0.06, run).move(x=side * x, y=high + 0.2 + 0.14 * k, z=(run - long) / 2))
    rail = long / 2 - gap / 2
    reach, steps = b.pick(0.02, b.uniform(0.1, 0.4)), b.integer(4, 6)
    foot, top = np.array([x + reach + 0.03, 0, rail]), np.array([x + 0.03, high + 0.25, rail])
    for dz in (-0.2, 0.2):
        b.add("ladder > ladder rail|stile", beam(foot + [0, 0, dz], top + [0, 0, dz], 0.05, 0.03))
    for t in np.linspace(0.15, 0.85, steps):
        spot = foot + (top - foot) * t
        b.add("ladder > rung|step", box(0.06, 0.025, 0.4).move(*spot))
    if loft_ and b.chance(0.7):
        b.add("desk|desktop", box(w * 0.6, 0.025, long - 0.1).move(x=-w * 0.2, y=0.74))


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
        b.add("back|backrest|back panel", box(0.03, 0.45, long).move(x=-w / 2 - 0.02, y=y + 0.25))
        b.add(PLATFORM, box(w, 0.08, long).move(y=y - 0.04))
        add_bedding(b, w, long, y, 0.18)
        return
    for x, _, z in positions_of_corners(w * 0.9, long * 0.8):
        floor = 0.13 if kind == "hospital" else 0.0
        b.add("leg|foot", rod((x, floor, z), (x, y, z), size * 0.4))
        if floor:
            add_caster(b, 0.055, False, (x, 0, z))
    symmetric(b, RAIL, rod((w / 2, y, -long / 2), (w / 2, y, long / 2), size * 0.5))
    if kind == "cot":
        u, v = np.meshgrid(np.linspace(-1, 1, 7), np.linspace(long / 2, -long / 2, 7), indexing="ij")
        b.add("canvas|fabric|mattress", sheet(np.stack([u * w / 2, y - 0.04 * (1 - u**2), v], -1), 0.008))
        if b.chance():
            b.add("pillow", pillow(b, w * 0.7, 0.3).move(y=y - 0.03, z=-long * 0.4))
        return
    tilt, thick, part = b.uniform(0, 55), b.uniform(0.1, 0.16), long * 0.4
    hinge = (0, y + 0.03, -long / 2 + part)
    b.add("mattress", box(w, thick, long - part, 0.03).move(y=y + 0.03 + thick / 2, z=part / 2))
    b.add(
        "mattress",
        box(w, thick, part, 0.03).move(y=y + 0.03 + thick / 2, z=-long / 2 + part / 2).rotate("x", tilt, hinge),
    )
    b.add(PLATFORM, box(w, 0.03, long - part).move(y=y + 0.015, z=part / 2))
    b.add(PLATFORM, box(w, 0.03, part).move(y=y + 0.015, z=-long / 2 + part / 2).rotate("x", tilt, hinge))
    b.add(
        "pillow", pillow(b, w * 0.6, 0.35).move(y=y + 0.03 + thick, z=-long / 2 + 0.2).rotate("x", tilt, hinge)
    )
    for end, name in ((-1, "headboard"), (1, "footboard")):
        b.add(name, box(w, b.uniform(0.4, 0.6), 0.03, 0.014).move(y=y + 0.2, z=end * (long / 2 + 0.03)))
    for k in range(b.integer(2, 4)):
        symmetric(
            b,
            GUARD,
            rod((w / 2 + 0.02, y + 0.15 + 0.08 * k, -0.6), (w / 2 + 0.02, y + 0.15 + 0.08 * k, 0.3), 0.011),
        )
    symmetric(b, GUARD, rod((w / 2 + 0.02, y, -0.6), (w / 2 + 0.02, y + 0.4, -0.6), 0.011))
    symmetric(b, GUARD, rod((w / 2 + 0.02, y, 0.3), (w / 2 + 0.02, y + 0.4, 0.3), 0.011))


# -- cribs and cradles -----------------------------------------------------------------------------


def barred_side(b: Builder, along: str, long: float, at: float, low: float, high: float, closed: bool) -> None:
    """One side of a crib: rails above and below, bars between, or a solid panel."""
    turn = 0 if along == "x" else 90

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.move(z=at).rotate("y", turn))

    if closed:
        put("side panel|end panel|panel", box(long, high - low, 0.02).move(y=(low + high) / 2))
        return
    put("railing|side > top rail|upper rail", box(long, 0.045, 0.028, 0.008).move(y=high - 0.02))
    put("railing|side > bottom rail|lower rail", box(long, 0.04, 0.025).move(y=low + 0.02))
    count = max(int(long / b.uniform(0.07, 0.12)), 3)
    round_ = count % 2
    for x in np.linspace(-long / 2, long / 2, count + 2)[1:-1]:
        bar = (
            rod((x, low, 0), (x, high - 0.03, 0), 0.008, sides=8)
            if round_
            else beam((x, low, 0), (x, high - 0.03, 0), 0.025, 0.012)
        )
        put("railing|side > bar|slat|spindle", bar)


@design("crib", "cradle")
def crib(b: Builder) -> None:
    """Baby bed with barred sides on legs, wheels or rockers; mattress, drawer, a mobile above."""
    w, long = b.uniform(0.55, 0.75), b.uniform(1.0, 1.35)
    low, high, size = b.uniform(0.2, 0.4), b.uniform(0.8, 1.0), b.uniform(0.03, 0.06)
    closed, x, z = b.chance(0.35), w / 2, long / 2
    head = high + b.pick(0.0, b.uniform(0.05, 0.2))
    for side in (-1, 1):
        barred_side(b, "z", long, side * x, low, high, False)
        barred_side(b, "x", w, side * z, low, head if side < 0 else high, closed)
    foot = b.pick("leg", "leg", "caster", "rocker")
    crib_posts(b, w, long, size, (high, head), foot)
    base = b.uniform(low + 0.02, (low + high) / 2)
    b.add("frame|mattress support|base", box(w - size, 0.02, long - size).move(y=base))
    b.add("mattress", box(w - size, b.uniform(0.06, 0.12), long - size, 0.02).move(y=base + 0.06))
    if b.chance(0.5):
        b.add("pillow", pillow(b, w * 0.5, 0.22).scale(1, 0.5, 1).move(y=base + 0.11, z=-long * 0.33))
    if b.chance(0.4):
        b.add(BLANKET, blanket(b, w - size - 0.04, base + 0.11, -long * 0.05, long * 0.45, 0.02))
    if b.chance(0.2) and foot == "leg":
        b.add(DRAWER, box(0.02, low * 0.6, long * 0.9).move(x=x, y=low * 0.6))
        b.add(DRAWER_HANDLE, sphere(0.018, sides=12).move(x=x + 0.025, y=low * 0.6))
    if b.chance(0.2):
        crib_mobile(b, head, z)


def crib_posts(b: Builder, w: float, long: float, size: float, tops: tuple[float, float], foot: str) -> None:
    """Corner posts up to the heights `tops` (foot end, head end) on the floor, on casters or on rockers."""
    floor = {"leg": 0.0, "caster": 0.06, "rocker": 0.05}[foot]
    for x, _, z in positions_of_corners(w, long):
        b.add("leg|post", beam((x, floor, z), (x, tops[z < 0], z), size))
        if foot == "caster":
            add_caster(b, 0.026, True, (x, 0, z))
    if foot == "rocker":
        t = np.linspace(-1, 1, 11)
        for side in (-1, 1):
            path = np.stack([t * w * 0.68, 0.02 + 0.05 * t**2, np.full(11, side * long / 2)], 1)
            b.add("rocker|runner", sweep(path, 1.0, section=rectangle(0.03, 0.04)))


def crib_mobile(b: Builder, head: float, z: float) -> None:
    """Bent arm with hanging toys."""
    line = curve(
        [(0, head, -z), (0, head + 0.4, -z), (0, head + 0.55, -z * 0.7), (0, head + 0.5, -z * 0.5)], 14
    )
    b.add("mobile|toy mobile > mobile arm", sweep(line, 0.008, sides=8))
    for angle in np.radians((0, 90, 180, 270)):
        spot = line[-1] + [0.13 * np.cos(angle), -0.16, 0.13 * np.sin(angle)]
        b.add(
            "mobile|toy mobile > toy", sphere(0.03, sides=10).move(*spot) + rod(line[-1], spot, 0.003, sides=6)
        )


@design("cradle", "cradle")
def cradle(b: Builder) -> None:
    """Small box or basket that rocks: on curved runners or hung between two stands; hood, bedding."""
    w, long, high = b.uniform(0.38, 0.5), b.uniform(0.75, 0.95), b.uniform(0.22, 0.34)
    floor, flare, wall = b.uniform(0.1, 0.2), b.uniform(1.05, 1.35), 0.018
    hung = b.chance(0.35)
    floor = floor + (0.25 if hung else 0.0)
    if b.chance(0.3):
        outline = rectangle(w, long, w * 0.49)
        body = dense(outline, 32)
        rings = [body * s for s in (1.0, 1.1, 1.2)]
        walls = [
            np.stack([r[:, 0], np.full(32, floor + high * i / 2), r[:, 1]], 1) for i, r in enumerate(rings)
        ]
        b.add("body|basket", sheet(np.stack([np.concatenate([k, k[:1]]) for k in walls], 1)[::-1], 0.0))
        b.add("body|basket > floor|bottom", slab(body, 0.015).move(y=floor))
        b.add("rim|trim", sweep(walls[-1], 0.015, closed=True, sides=8))
    else:
        tilt = np.degrees(np.arctan2(w * (flare - 1) / 2, high))
        side = box(wall, high / np.cos(np.radians(tilt)), long).move(y=high / 2).rotate("z", -tilt)
        symmetric(b, "side panel|side", side.move(x=w / 2, y=floor))
        end = np.array([(-w / 2, 0), (w / 2, 0), (w / 2 * flare, high), (-w / 2 * flare, high)])
        b.add("footboard|end panel", extrude(end, wall).move(y=floor, z=long / 2))
        b.add("headboard|end panel", extrude(end * [1, b.uniform(1, 1.6)], wall).move(y=floor, z=-long / 2))
        b.add("base|floor|bottom", box(w, wall, long).move(y=floor))
    b.add("mattress", box(w * 0.95, 0.06, long * 0.95, 0.02).move(y=floor + 0.045))
    if b.chance(0.7):
        b.add("pillow", pillow(b, w * 0.6, 0.18).scale(1, 0.5, 1).move(y=floor + 0.07, z=-long * 0.34))
    if b.chance(0.6):
        b.add(BLANKET, blanket(b, w * 0.93, floor + 0.08, -long * 0.1, long * 0.46, 0.01))
    if b.chance(0.25):
        grid = [
            [
                (w / 2 * 1.1 * np.cos(a), floor + high * 0.9 + w * 0.5 * np.sin(a), z)
                for z in (-long / 2, -long * 0.2)
            ]
            for a in np.linspace(np.pi, 0, 11)
        ]
        b.add("hood|canopy", sheet(np.array(grid)[:, ::-1], 0.01))
    cradle_support(b, w, long, floor, high, hung)


def cradle_support(b: Builder, w: float, long: float, floor: float, high: float, hung: bool) -> None:
    """Two rockers under the cradle, or a stand with a pivot at each end."""
    for side in (-1, 1):
        z = side * long * (0.56 if hung else 0.35)
        if hung:
            foot = floor + high + 0.05
            b.add("stand|support > post", beam((0, 0.03, z), (0, foot, z), 0.05, 0.03))
            b.add("stand|support > foot", box(w * 1.2, 0.04, 0.05).move(y=0.02, z=z))
            b.add(
                "pivot|hinge|bolt",
                cylinder(0.015, 0.09, sides=12).rotate("x", 90).move(y=floor + high * 0.85, z=z - side * 0.03),
            )
            continue
        t = np.linspace(-1, 1, 13)
        arc_ = np.stack([t * w * 0.75, 0.025 + floor * 0.45 * t**2], 1)
        top = np.array([(w * 0.45, floor), (-w * 0.45, floor)])
        outline = np.concatenate([arc_ - [0, 0.025], [arc_[-1] + [0, 0.03]], top, [arc_[0] + [0, 0.03]]])
        b.add("rocker|runner", extrude(outline, 0.025).move(z=z))
    if hung:
        b.add("stand|support > stretcher|crossbar", box(0.04, 0.04, long * 1.12).move(y=0.05))


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
            b.add("net|mesh|bed", sweep(grid[i], 0.006, sides=5))
        for j in range(0, 17, 1):
            b.add("net|mesh|bed", sweep(grid[:, j], 0.006, sides=5))
    else:
        b.add("fabric|cloth|bed", sheet(grid, 0.008))
    ends = [np.array([0, hang + 0.02, side * (long / 2 + reach)]) for side in (1, -1)]
    for end, column in zip(ends, (0, 16), strict=True):
        rim = grid[:, column]
        if not gathered:
            b.add("spreader bar|spreader", rod(rim[0] * [1.05, 1, 1], rim[-1] * [1.05, 1, 1], 0.018))
        for k in (0, 2, 4, 6, 8) if not gathered else (4,):
            b.add("rope|cord|string", rod(rim[k], end, 0.006, sides=6))
        b.add("ring|hook", torus(0.03, 0.007, 16).rotate("x", 90).rotate("y", 90).move(*end))
    if b.chance(0.4):
        b.add("pillow", pillow(b, w * 0.5, 0.28).move(y=float(y[14]) + 0.02, z=-long * 0.36))
    hammock_support(b, ends[0])


def hammock_support(b: Builder, end: np.ndarray) -> None:
    """Stand of bent beams, two posts, trees, or nothing."""
    kind, z, top = b.pick("curved", "curved", "steel", "posts", "trees", "none"), end[2], end[1]
    if kind == "curved":
        line = curve([(0, top + 0.1, z + 0.1), (0, top * 0.4, z * 0.85), (0, 0.1, z * 0.4), (0, 0.06, 0)], 16)
        for side in (1, -1):
            b.add("stand|frame > beam|arch", sweep(line * [1, 1, side], 1.0, section=rectangle(0.07, 0.07)))
            b.add("stand|frame > foot|crossbar", box(1.0, 0.06, 0.08).move(y=0.03, z=side * z * 0.5))
    elif kind == "steel":
        b.add("stand|frame > base bar|base", rod((0, 0.05, -z * 0.7), (0, 0.05, z * 0.7), 0.025))
        for side in (1, -1):
            b.add(
                "stand|frame > post|upright",
                rod((0, 0.05, side * z * 0.7), (0, top + 0.05, side * (z + 0.05)), 0.025),
            )
            b.add(
                "stand|frame > foot|crossbar",
                rod((-0.5, 0.025, side * z * 0.7), (0.5, 0.025, side * z * 0.7), 0.025),
            )
    elif kind != "none":
        for side in (1, -1):
            tall = top + b.uniform(0.2, 0.8)
            if kind == "trees":
                trunk = cylinder(0.16, tall, 0.11, 14).move(y=tall / 2, z=side * (z + 0.14))
                b.add("tree > trunk|tree trunk", trunk)
                crown = superquadric(0.6, 0.55, 0.6, 1, 1, 16).move(y=tall + 0.3, z=side * (z + 0.14))
                b.add("tree > crown|leaves|foliage", crown)
            else:
                b.add("post|pole", box(0.1, tall, 0.1).move(y=tall / 2, z=side * (z + 0.06)))


# -- strollers and high chairs ---------------------------------------------------------------------


def stroller_wheel(b: Builder, at: tuple[float, float, float], radius: float, twin: bool) -> None:
    """Wheel or a pair, its tyre, rim and spokes named apart."""
    tube = radius * b.pick(0.18, 0.25)
    tyre = torus(radius - tube, tube, 22).rotate("z", 90)
    hub = cylinder(radius - tube, tube * 1.1, sides=18).rotate("z", 90)
    for dx in (-0.035, 0.035) if twin else (0.0,):
        b.add(TYRE, tyre.move(at[0] + dx, radius, at[2]))
        b.add(HUB, hub.move(at[0] + dx, radius, at[2]))
    b.add(
        "wheel > axle|fork",
        rod((at[0], radius, at[2]), at, 0.01)
        + rod((at[0] - 0.04, radius, at[2]), (at[0] + 0.04, radius, at[2]), 0.01),
    )


@design("stroller")
def stroller(b: Builder) -> None:
    """Pushchair or pram: crossed tubes on three or four wheels, seat or carrycot, hood, basket, bar."""
    w, tube = b.uniform(0.4, 0.55), b.uniform(0.009, 0.015)
    x, seat, back_z, front_z = w / 2, b.uniform(0.42, 0.58), -b.uniform(0.3, 0.4), b.uniform(0.35, 0.48)
    top = np.array([x, b.uniform(0.95, 1.1), -b.uniform(0.4, 0.6)])
    small, big = b.uniform(0.06, 0.11), b.uniform(0.08, 0.15)
    three = b.chance(0.3)
    front = np.array([0.02 if three else x, small * 2.1, front_z])
    rear = np.array([x, big * 1.6, back_z])
    pivot = np.array([x, seat, -0.02])
    symmetric(b, "frame > front leg|frame tube", rod(front, pivot, tube))
    symmetric(b, "frame > rear leg|frame tube", rod(rear, pivot + [0, 0.06, 0.06], tube))
    symmetric(b, "frame > push bar|frame tube", rod(pivot, top, tube))
    b.add("frame > crossbar|cross brace", rod(rear * [-1, 1, 1], rear, tube))
    stroller_wheel(
        b, tuple(front) if not three else (0, front[1], front[2]), small, b.chance(0.5) and not three
    )
    twin = b.chance(0.3)
    if not three:
        stroller_wheel(b, tuple(front * [-1, 1, 1]), small, False)
    for side in (-1, 1):
        stroller_wheel(b, (side * x, rear[1], rear[2]), big, twin)
    if b.chance(0.6):
        b.add("handle|push handle|handlebar", sweep([top * [-1, 1, 1], top], tube * 1.6, sides=10))
    else:
        symmetric(b, "handle|push handle|handlebar", rod(top, top + [0, 0.02, -0.13], tube * 1.7))
    inner = w - 0.06
    pram = b.chance(0.3)
    (carrycot if pram else stroller_seat)(b, inner, seat)
    if b.chance(0.8):
        stroller_hood(b, inner, seat, pram)
    if b.chance(0.7):
        b.add("basket|storage basket", box(inner * 0.9, 0.14, 0.4, 0.03).move(y=0.24, z=-0.05))


def stroller_seat(b: Builder, w: float, seat: float) -> None:
    """Reclined seat with footrest and bumper bar."""
    lean = b.uniform(0.1, 0.35)
    b.add(SEAT, slab(rectangle(w, 0.28, 0.04), 0.05, 0.02).move(y=seat - 0.05, z=0.06))
    back = Back(seat - 0.02, -0.07, w / 2, w / 2 * 0.95, b.uniform(0.42, 0.52), lean, 0.03, 0.0)
    b.add(BACK, back.pad(0, 1, 0.04, 0, 0.5))
    calf = b.uniform(0.14, 0.24)
    b.add("footrest|leg rest", beam((0, seat - calf, 0.28), (0, seat - 0.02, 0.19), w * 0.85, 0.02))
    if b.chance():
        b.add("footrest|leg rest", box(w * 0.7, 0.015, 0.1).move(y=seat - calf, z=0.32))
    if b.chance(0.6):
        bar = curve([(w / 2 + 0.02, seat + 0.12, -0.05), (w / 2, seat + 0.16, 0.2), (0, seat + 0.16, 0.26)], 10)
        b.add("bumper bar|safety bar", sweep(np.concatenate([bar, (bar * [-1, 1, 1])[-2::-1]]), 0.014, sides=8))
    if b.chance(0.5):
        strap = [np.linspace(back.at(0.3, 0.75) + [0, 0, 0.045], [0.03, seat + 0.08, 0.04], 4)]
        symmetric(b, "belt|harness|strap", sweep(strap[0], 1.0, section=rectangle(0.006, 0.03)))


def carrycot(b: Builder, w: float, seat: float) -> None:
    """Lying basket of a pram, with a mattress and a cover."""
    outline = dense(rectangle(w, 0.78, w * 0.35), 32)
    cot = slab(outline, 0.2, 0.05).taper(1.08).move(y=seat)
    b.add("carrycot|bassinet|body", cot)
    b.add(
        "cover|apron|boot cover",
        slab(outline[outline[:, 1] > -0.08], 0.04, 0.01, 0.02).scale(1.1, 1, 1.08).move(y=seat + 0.19),
    )
    b.add("pillow", pillow(b, w * 0.6, 0.2).scale(1, 0.4, 1).move(y=seat + 0.2, z=-0.22))


def stroller_hood(b: Builder, w: float, seat: float, pram: bool) -> None:
    """Folding hood of a few ribs, opened to any angle."""
    pivot_y, pivot_z = (seat + 0.22, -0.14) if pram else (seat + 0.28, -0.16)
    radius, span = w * b.uniform(0.6, 0.7), b.uniform(60, 130)
    start = b.uniform(100, 130) + 60
    a = np.radians(np.linspace(start, start - span, 9))
    u = np.linspace(-1, 1, 9)
    grid = np.zeros((9, 9, 3))
    grid[..., 0] = (w / 2 + 0.01) * np.sign(u)[:, None] * np.abs(u[:, None]) ** 0.7
    reach = radius * (1 - np.abs(u[:, None]) ** 3 * 0.85)
    grid[..., 1] = pivot_y + reach * np.sin(a)
    grid[..., 2] = pivot_z + reach * np.cos(a)
    b.add("canopy|hood|sunshade", sheet(grid[:, ::-1], 0.006))


@design("high chair", "high chair")
def high_chair(b: Builder) -> None:
    """Child's chair on long splayed legs with a tray, a footrest, arms; wooden, plastic, or on a post."""
    w, d, h = b.uniform(0.32, 0.42), b.uniform(0.3, 0.38), b.uniform(0.52, 0.65)
    size, thick = b.uniform(0.022, 0.04), b.uniform(0.02, 0.06)
    splay, x, z = b.uniform(0.03, 0.12), w / 2 - 0.02, d / 2 - 0.02
    legs = Legs(x, z, h - thick, x + splay, z + splay)
    style = b.pick("square", "round", "cone", "taper", "turned")
    for side in (-1, 1):
        b.add(FRONT_LEG, limb(legs.at(side, 1, 0), legs.at(side, 1, 1), size, style))
        b.add(BACK_LEG, limb(legs.at(side, -1, 0), legs.at(side, -1, 1), size, style))
        if b.chance(0.6):
            b.add(STRETCHER, rod(legs.at(side, 1, 0.35), legs.at(side, -1, 0.35), size * 0.3))
    t = b.uniform(0.3, 0.5)
    rest = box(2 * x + splay, 0.018, b.uniform(0.06, 0.16), 0.006).move(
        y=(h - thick) * t, z=z + splay * (1 - t) + 0.03
    )
    b.add("footrest|foot rest", rest)
    b.add(
        b.pick(SEAT, CUSHION), slab(rectangle(w, d, b.uniform(0, 0.08)), thick, thick * 0.3).move(y=h - thick)
    )
    rise = b.uniform(0.3, 0.45)
    back = Back(
        h, -d / 2 + 0.015, x, x * b.uniform(0.9, 1.1), rise, b.uniform(0.0, 0.1), b.uniform(0, 0.05), 0.0
    )
    kind = b.pick("wood", "pad", "shell")
    if kind == "wood":
        symmetric(b, f"{BACK} > back post|stile|upright", back.slat(1, -0.05, 1, size, size))
        b.pick(*FILLS)(b, back, size)
    elif kind == "pad":
        b.add(BACK_CUSHION, back.pad(0, 1, 0.04, 0, b.uniform(0.2, 0.8)))
    else:
        b.add(BACK_PANEL, back.panel(-0.02, 1, 0.015))
    high = h + b.uniform(0.15, 0.2)
    rest_z = d * b.uniform(0.4, 0.6)
    root = back.at(1, min((high - h) / rise, 0.9))
    line = curve([root, (w / 2 + 0.01, high, 0), (w / 2, high, rest_z)], 8)
    symmetric(b, ARM, sweep(line, 1.0, section=rectangle(0.03, 0.02)))
    symmetric(
        b, f"{ARM} > arm post|arm support", rod((x, h - 0.01, z * 0.8), (w / 2, high, z * 0.8), size * 0.35)
    )
    if b.chance(0.85):
        add_tray(b, w, d, high)
    if b.chance(0.35):
        b.add("belt|harness|strap", beam((0, h, z * 0.7), (0, h + 0.1, -z * 0.2), 0.03, 0.006))


def add_tray(b: Builder, w: float, d: float, y: float) -> None:
    """Tray with a raised rim across the arms."""
    outline = dense(rectangle(w * b.uniform(1.05, 1.3), b.uniform(0.22, 0.32), b.uniform(0.02, 0.1)), 32)
    at = d / 2 + b.uniform(0.0, 0.1)
    b.add("tray", slab(outline, 0.014).move(y=y + 0.012, z=at))
    rim = np.stack([outline[:, 0], np.full(32, y + 0.03), outline[:, 1] + at], 1)
    b.add("tray > tray rim|rim", sweep(rim, 0.009, closed=True, sides=6))


@design("high chair")
def moulded_high_chair(b: Builder) -> None:
    """Plastic tub seat with side walls on four tubes, a wheeled base, or a stepped wooden frame."""
    w, d, h = b.uniform(0.34, 0.42), b.uniform(0.3, 0.38), b.uniform(0.5, 0.62)
    x, rise, tall = w / 2, b.uniform(0.35, 0.5), b.uniform(0.12, 0.18)
    b.add(SEAT, slab(rectangle(w, d, 0.05), 0.04, 0.015).move(y=h - 0.04))
    back = Back(h - 0.03, -d / 2, x, x * 0.95, rise, b.uniform(0.03, 0.15), 0.05, 0.0)
    b.add(BACK, back.pad(0, 1, b.uniform(0.02, 0.05), 0, b.uniform(0.3, 0.9)))
    side = box(0.03, tall, d * 0.95, 0.012).move(x=x, y=h + tall / 2 - 0.02)
    symmetric(b, ARM, side)
    radius, splay = b.uniform(0.01, 0.016), b.uniform(0.06, 0.14)
    legs = Legs(x * 0.8, d * 0.4, h - 0.03, x * 0.8 + splay, d * 0.4 + splay)
    wheels = b.chance(0.35)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        lift = np.array([0, 0.06 if wheels else 0.0, 0])
        for sx in (-1, 1):
            b.add(name, rod(legs.at(sx, front, 0) + lift, legs.at(sx, front, 1), radius))
            if wheels:
                spot = legs.at(sx, front, 0)
                add_caster(b, 0.028, True, (spot[0], 0, spot[2]))
    for front in (-1, 1):
        if b.chance(0.7):
            b.add(STRETCHER, rod(legs.at(-1, front, 0.15), legs.at(1, front, 0.15), radius * 0.8))
    if b.chance(0.7):
        low = h - b.uniform(0.2, 0.28)
        plate = box(w * 0.7, 0.015, 0.12, 0.005).move(y=low, z=d / 2 + 0.08)
        arms = join(
            beam((sx * w * 0.3, low, d / 2 + 0.05), (sx * w * 0.3, h - 0.02, d / 2 - 0.03), 0.025, 0.012)
            for sx in (-1, 1)
        )
        b.add("footrest|foot rest", plate + arms)
    if b.chance(0.9):
        add_tray(b, w, d, h + tall - 0.03)
