"""Office chairs, armchairs, sofas, ottomans, benches, folding chairs, wheelchairs, rocking chairs."""

from __future__ import annotations

import numpy as np

from pa3d.synth.build import Builder, design, positions_of_corners, symmetric
from pa3d.synth.catalog.seating import (
    APRON,
    ARM,
    ARM_POST,
    ARM_TOP,
    BACK,
    BACK_CUSHION,
    BACK_LEG,
    BACK_PANEL,
    CUSHION,
    FILLS,
    FRONT_LEG,
    POST,
    SEAT,
    SLAT,
    STRETCHER,
    TOP_RAIL,
    Back,
    Plan,
    add_arms,
    add_seat,
    add_star,
    add_trumpet,
    back_plane,
    beam,
    caster,
    dense,
    limb,
    plan,
    rod,
    seat_outline,
    slab,
)
from pa3d.synth.mesh import (
    Mesh,
    box,
    curve,
    cylinder,
    ellipse,
    extrude,
    join,
    loft,
    rectangle,
    ring,
    sheet,
    superquadric,
    sweep,
    torus,
)

SOFA_FRAME = f"{SEAT} > frame|sofa frame|seat base"
THROW = "pillow|throw pillow|scatter cushion"
FOOT = "leg|foot"
SIDE_FRAME = "frame|side frame|side rail"


# -- office chairs ---------------------------------------------------------------------------------


@design("office chair", "office chair", "chair")
def task_chair(b: Builder) -> None:
    """Swivel chair: cushioned seat on a gas lift and a star with casters; back on a bar; arms of many kinds."""
    p = Plan(b.uniform(0.44, 0.54), b.uniform(0.42, 0.52), b.uniform(0.42, 0.56), b.uniform(0.04, 0.11))
    add_star(b, p.under - 0.02, 4 if b.chance(0.1) else b.integer(5, 6), b.uniform(0.27, 0.36), wheels=True)
    plate = box(p.width * 0.45, 0.035, p.depth * 0.5, 0.008).move(y=p.under - 0.017)
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", plate)
    if b.chance(0.4):
        lever = rod((p.width * 0.2, p.under - 0.02, 0), (p.width * 0.52, p.under - 0.03, 0.02), 0.006)
        b.add(
            "lever|height lever|adjustment lever",
            lever + box(0.05, 0.012, 0.03).move(p.width * 0.53, p.under - 0.03, 0.02),
        )
    outline = dense(rectangle(p.width, p.depth, b.uniform(0.04, 0.2)), 32)
    b.add(CUSHION, slab(outline, p.thick, b.uniform(0.01, 0.04), b.uniform(0, 0.03)).move(y=p.under))
    back = office_back(b, p)
    if b.chance(0.75):
        office_arms(b, p, back)


def office_back(b: Builder, p: Plan) -> Back:
    """Pad, mesh in a frame, or ribs; low or high; a bar from below, or down to the seat; headrest."""
    rise, half = b.uniform(0.35, 0.75), p.width / 2 * b.uniform(0.8, 1.02)
    top, lean = half * b.uniform(0.75, 1.05), b.uniform(0.02, 0.16)
    back = Back(p.height, -p.depth / 2, half, top, rise, lean, b.uniform(0.01, 0.07), b.pick(0.0, 0.8))
    low, kind, thick = (
        b.pick(0.0, b.uniform(0.12, 0.4)),
        b.pick("pad", "pad", "mesh", "shell", "ribs"),
        b.uniform(0.03, 0.09),
    )
    if kind == "pad":
        b.add(BACK_CUSHION, back.pad(low, 1.0, thick, 0.0, b.uniform(0.1, 0.9)))
    elif kind == "shell":
        b.add(BACK_PANEL, back.panel(low, 1.0, 0.02))
        b.add(BACK_CUSHION, back.pad(low + 0.04, 0.97, thick, 0.06, b.uniform(0.1, 0.5)))
    elif kind == "mesh":
        mesh_back(b, back, low)
    else:
        count = b.integer(3, 6)
        for t in np.linspace(low + 0.5 / count, 1 - 0.4 / count, count):
            b.add(
                f"{BACK} > back cushion|back pad",
                back.rail(float(t), rise * (1 - low) / count * 0.9, thick * 0.8),
            )
    hold = back.at(0, low + 0.25) - [0, 0, 0.02]
    arm = [
        (0, p.under - 0.02, -p.depth * 0.15),
        (0, p.under - 0.02, back.z - 0.03),
        hold - [0, (hold[1] - p.under) * 0.5, 0.03],
        hold,
    ]
    spine = sweep(curve(arm, 12), 1.0, section=rectangle(b.uniform(0.03, 0.09), b.uniform(0.012, 0.03)))
    b.add(f"{BACK} > back support|back bracket|back bar", spine)
    if b.chance(0.25):
        head = Back(back.y + rise, back.at(0, 1)[2] + back.bow, top * 0.6, top * 0.6, 0.2, 0.0, 0.02, 0.0)
        b.add("headrest|head rest|neck rest", head.pad(0.25, 1.0, 0.05, 0.0, 0.6))
        b.add(
            f"{BACK} > back support|back bracket|back bar", beam(back.at(0, 0.9), head.at(0, 0.6), 0.05, 0.015)
        )
    return back


def mesh_back(b: Builder, back: Back, low: float) -> None:
    """Thin netting in a bent rim, sometimes with a lumbar bar."""
    b.add(f"{BACK} > mesh|back mesh|netting", back.panel(low, 1.0, 0.004, 0.03))
    around = dense(rectangle(2, 1 - low, b.uniform(0.1, 0.3)), 40) + [0, (1 + low) / 2]
    rim = sweep(back.at(around[:, 0], around[:, 1]), b.uniform(0.008, 0.018), closed=True, sides=8)
    b.add(f"{BACK} > frame|back frame|rim", rim)
    if b.chance():
        b.add(f"{BACK} > lumbar support|lumbar bar", back.rail(low + 0.25, 0.06, 0.03))


def office_arms(b: Builder, p: Plan, back: Back) -> None:
    """T arms on posts, loops, or bent bars from the back to the seat."""
    high, x = b.uniform(0.17, 0.26), p.width / 2 + b.uniform(0.0, 0.06)
    kind, wide, long = b.pick("t", "t", "loop", "bent"), b.uniform(0.045, 0.1), b.uniform(0.2, 0.34)
    y = p.height + high
    pad = slab(rectangle(wide, long, wide * b.uniform(0.1, 0.49)), b.uniform(0.02, 0.04), 0.01).move(
        x, y, -0.01
    )
    symmetric(b, f"{ARM} > armrest pad|arm pad|armrest", pad)
    if kind == "t":
        root = (p.width * 0.25, p.under - 0.012, b.uniform(-0.08, 0.05))
        symmetric(b, ARM_POST, beam(root, (x, p.under - 0.012, root[2]), 0.015, 0.06))
        symmetric(
            b,
            ARM_POST,
            beam((x, p.under - 0.02, root[2]), (x, y, root[2]), b.uniform(0.02, 0.035), b.uniform(0.04, 0.08)),
        )
    elif kind == "loop":
        tall = y - p.under
        outline = rectangle(long * 0.95, tall, b.uniform(0.02, 0.12)) + [-0.01, p.under + tall / 2]
        path = np.stack([np.full(len(outline), x), outline[:, 1], outline[:, 0]], 1)
        symmetric(b, ARM_POST, sweep(path, b.uniform(0.01, 0.02), closed=True, sides=8))
    else:
        root, front = back.at(1, min(high / back.rise, 0.8)), p.depth * b.uniform(0.1, 0.3)
        bar = curve(
            [
                root,
                (x, y, -p.depth * 0.2),
                (x, y, front * 0.7),
                (x, y - high * 0.5, front),
                (x * 0.8, p.under, front * 0.4),
            ],
            20,
        )
        symmetric(b, ARM_POST, sweep(bar, 1.0, section=rectangle(0.03, 0.018)))


@design("office chair", "office chair", "chair")
def executive_chair(b: Builder) -> None:
    """Big padded chair with a tall back in sections, headrest and arms; also the racing kind with wings."""
    p = Plan(b.uniform(0.48, 0.58), b.uniform(0.46, 0.54), b.uniform(0.44, 0.54), b.uniform(0.08, 0.15))
    add_star(b, p.under - 0.02, 5, b.uniform(0.3, 0.37), wheels=True)
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", box(0.2, 0.04, 0.26, 0.008).move(y=p.under - 0.02))
    b.add(CUSHION, slab(rectangle(p.width, p.depth, 0.07), p.thick, 0.04, 0.02).move(y=p.under))
    rise, half = b.uniform(0.6, 0.85), p.width / 2 * b.uniform(0.85, 1)
    back = Back(
        p.height - 0.03,
        -p.depth / 2 + 0.02,
        half,
        half * b.uniform(0.8, 1.05),
        rise,
        b.uniform(0.08, 0.2),
        0.03,
        b.pick(0, 0.6),
    )
    thick, split = b.uniform(0.07, 0.13), b.uniform(0.7, 0.8)
    if b.chance(0.6):
        b.add(BACK_CUSHION, back.pad(0.0, split, thick, 0.0, b.uniform(0.1, 0.4)))
        b.add(
            "headrest|head rest|neck rest",
            back.pad(split + 0.01, 1.0, thick, b.uniform(0, 0.2), b.uniform(0.3, 0.9)),
        )
    else:
        b.add(BACK_CUSHION, back.pad(0.0, 1.0, thick, 0.0, b.uniform(0.2, 0.7)))
        if b.chance():
            soft = superquadric(half * 0.5, 0.055, 0.035, 0.6, 0.6, 16)
            b.add("headrest pillow|head pillow|pillow", soft.move(*(back.at(0, 0.88) + [0, 0, thick])))
    if b.chance(0.4):
        wing = back.pad(0.1, 0.65, 0.05, 0.82, 0.8).rotate("y", -35, (0, 0, back.z)).move(x=half * 0.95, z=0.04)
        symmetric(b, f"{BACK} > bolster|side bolster|wing", wing)
        bolster = box(0.07, p.thick * 0.8, p.depth * 0.8, 0.03).move(x=p.width / 2 - 0.02, y=p.height)
        symmetric(b, f"{SEAT} > bolster|seat bolster", bolster)
    office_arms(b, Plan(p.width, p.depth, p.height, p.thick), back)


@design("office chair")
def shell_office_chair(b: Builder) -> None:
    """Bucket or conference chair: a round shell or thin ribbed sheet on a star, sometimes with no wheels."""
    p = Plan(b.uniform(0.46, 0.56), b.uniform(0.44, 0.52), b.uniform(0.42, 0.5), 0.03)
    add_star(b, p.under - 0.03, b.integer(4, 5), b.uniform(0.26, 0.34), wheels=b.chance(0.85))
    half, rise, lean = p.width / 2, b.uniform(0.35, 0.7), b.uniform(0.08, 0.2)
    d = p.depth / 2
    line = curve(
        [
            (d, -0.03),
            (d * 0.8, 0),
            (-d * 0.7, -0.02),
            (-d, 0.06),
            (-d - lean * 0.5, rise * 0.5),
            (-d - lean, rise),
        ],
        25,
    )
    thick = b.uniform(0.012, 0.04)
    u = np.linspace(-1, 1, 7)
    grid = np.stack(
        [
            np.broadcast_to(u[:, None] * half, (7, 25)),
            np.broadcast_to(line[:, 1], (7, 25)) + p.height,
            np.broadcast_to(line[:, 0], (7, 25)),
        ],
        -1,
    )
    b.add(SEAT, sheet(grid[:, :15], thick))
    b.add(BACK, sheet(grid[:, 14:], thick))
    rail = np.stack([np.full(25, half), line[:, 1] + p.height, line[:, 0]], 1)
    symmetric(b, SIDE_FRAME, sweep(rail, b.uniform(0.01, 0.02), sides=8))
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", box(2 * half, 0.02, 0.06).move(y=p.height - 0.045))
    if b.chance(0.75):
        high, front = b.uniform(0.17, 0.23), d * b.uniform(0.5, 0.9)
        t = int(np.argmin(np.abs(line[14:, 1] - high))) + 14
        loop = curve(
            [
                rail[t],
                (half + 0.03, p.height + high, rail[t][2] * 0.3),
                (half + 0.03, p.height + high, front * 0.7),
                (half + 0.01, p.height + high * 0.5, front),
                (half, p.height - 0.01, front * 0.6),
            ],
            20,
        )
        symmetric(b, ARM, sweep(loop, 1.0, section=rectangle(b.uniform(0.02, 0.05), 0.018)))


# -- armchairs and sofas ---------------------------------------------------------------------------


def soft(x: float, y: float, z: float, puff: float) -> Mesh:
    """Cushion of the given sides standing on y = 0: a rounded block, or puffed up."""
    if puff > 0.5:
        return superquadric(x / 2, y / 2, z / 2, 0.35, 0.25, 20).move(y=y / 2)
    return box(x, y, z, min(x, y, z) * (0.02 + 0.7 * puff)).move(y=y / 2)


def throw_pillow(b: Builder, size: float) -> Mesh:
    """Square pillow, standing, pinched at its rim."""
    flat = superquadric(
        size / 2, b.uniform(0.05, 0.09), size / 2 * b.uniform(0.7, 1), 1.0, b.uniform(0.15, 0.4), 18
    )
    return flat.rotate("x", 90 - b.uniform(8, 30)).rotate("z", b.pick(0, b.uniform(-25, 25)))


def arm_mesh(kind: str, wide: float, high: float, deep: float) -> Mesh:
    """Sofa arm standing on y = 0: block, rounded, rolled over outwards (+x), or sloping forwards."""
    if kind == "block":
        return box(wide, high, deep).move(y=high / 2)
    if kind == "round":
        return box(wide, high, deep, wide * 0.45).move(y=high / 2)
    if kind == "roll":
        roll = cylinder(wide * 0.62, deep, sides=20).rotate("x", 90).move(x=wide * 0.15, y=high - wide * 0.6)
        return box(wide * 0.8, high - wide * 0.5, deep * 0.98).move(y=(high - wide * 0.5) / 2) + roll
    side = [
        (-deep / 2, 0),
        (deep / 2, 0),
        (deep / 2, high * 0.6),
        (deep * 0.35, high * 0.75),
        (-deep / 2, high),
    ]
    return extrude(np.array(side) * [-1, 1], wide).rotate("y", 90)


def sofa_feet(b: Builder, x: float, z: float, high: float, middle: bool = False) -> None:
    """Feet at the corners of the frame: pegs, blocks, balls, skids."""
    kind = b.pick("square", "taper", "cone", "round", "turned", "block", "skid")
    size = b.uniform(0.03, 0.07)
    if kind == "skid":
        for sx in (-1, 1):
            skid = box(0.04, high, 0.012).move(y=high / 2)
            flat = box(0.04, 0.012, 2 * z).move(y=0.006)
            b.add(FOOT, (skid.move(z=z) + skid.move(z=-z) + flat).move(x=sx * x))
        return
    splay = b.pick(0.0, high * 0.3)
    spots = list(positions_of_corners(2 * x, 2 * z))
    if middle:
        spots += [(0, 0, z), (0, 0, -z)]
    for sx, _, sz in spots:
        foot = (sx + np.sign(sx) * splay, 0, sz + np.sign(sz) * splay)
        leg = (
            box(size * 1.4, high, size * 1.4).move(sx, high / 2, sz)
            if kind == "block"
            else limb(foot, (sx, high, sz), size, kind)
        )
        b.add(FOOT, leg)


def sofa_body(b: Builder, seats: int, inner: float, deep: float) -> None:
    """A soft seat `inner` wide between its arms: frame, arms, seat and back cushions, feet, pillows."""
    foot = b.pick(0.0, b.uniform(0.04, 0.1), b.uniform(0.1, 0.2))
    base, thick = b.uniform(0.12, 0.25), b.uniform(0.1, 0.2)
    top = foot + base + thick
    wide, arm_high = b.uniform(0.06, 0.28), b.uniform(0.12, 0.28)
    kind, puff = b.pick("block", "round", "roll", "slope", "none" if seats > 1 else "block"), b.uniform(0, 0.7)
    back_thick, rise = b.uniform(0.1, 0.25), b.uniform(0.25, 0.5)
    lean = b.pick(0, b.uniform(0, 12))
    b.add(SOFA_FRAME, box(inner, base, deep, b.pick(0, 0.02)).move(y=foot + base / 2))
    slope = box(inner, top + rise - foot - base, back_thick, b.pick(0, back_thick * 0.4))
    slope = slope.move(y=(top + rise + foot + base) / 2, z=-deep / 2 + back_thick / 2)
    b.add(f"{BACK} > back frame|backrest frame", slope.rotate("x", -lean, (0, foot + base, -deep / 2)))
    if kind != "none":
        full = b.pick(0.0, foot) if foot < 0.1 else foot
        arm = arm_mesh(kind, wide, top + arm_high - full, deep * b.uniform(0.9, 1))
        symmetric(b, ARM, arm.move(x=inner / 2 + wide * (0.4 if kind == "roll" else 0.5), y=full))
    count = b.pick(seats, 1) if seats < 4 else seats
    room, front = deep - back_thick, b.uniform(0, 0.03)
    each = soft(inner / count - 0.008, thick, room + front, puff).move(
        y=foot + base, z=back_thick / 2 + front / 2
    )
    for i in range(count):
        b.add(CUSHION, each.move(x=inner * ((i + 0.5) / count - 0.5)))
    if b.chance(0.75):
        count = b.pick(count, seats)
        cushion_thick = b.uniform(0.1, 0.2)
        back = soft(inner / count - 0.012, rise * b.uniform(0.85, 1.15), cushion_thick, puff)
        back = back.rotate("x", -b.uniform(2, 18)).move(y=top, z=-deep / 2 + back_thick + cushion_thick * 0.6)
        for i in range(count):
            b.add(BACK_CUSHION, back.move(x=inner * ((i + 0.5) / count - 0.5)))
    if foot:
        sofa_feet(b, inner / 2 - 0.03, deep / 2 - 0.06, foot, seats > 2 and b.chance())
    for _ in range(b.pick(0, 0, 1, 2, 3) if seats > 1 else b.pick(0, 0, 1)):
        x = b.pick(-1, 1) * inner * b.uniform(0.05, 0.4)
        b.add(
            THROW,
            throw_pillow(b, b.uniform(0.3, 0.48)).move(
                x, top + 0.2, -deep / 2 + back_thick + b.uniform(0.18, 0.26)
            ),
        )


@design("sofa", "sofa", "sofa")
def straight_sofa(b: Builder) -> None:
    """Two to four seats in a row; arms block, round, rolled, sloping or none; loose cushions and pillows."""
    seats = b.pick(2, 2, 3, 3, 4)
    sofa_body(b, seats, seats * b.uniform(0.5, 0.75), b.uniform(0.75, 1.05))


@design("armchair", "armchair")
def soft_armchair(b: Builder) -> None:
    """One-seat sofa."""
    sofa_body(b, 1, b.uniform(0.48, 0.7), b.uniform(0.7, 0.9))


@design("sofa")
def corner_sofa(b: Builder) -> None:
    """L-shaped sofa: a long side along the back and a chaise or a second wing that runs forwards."""
    long, deep, wing = b.uniform(2.0, 3.0), b.uniform(0.8, 1.0), b.uniform(0.6, 1.2)
    foot, base, thick = b.pick(0.0, 0.06, 0.12), b.uniform(0.12, 0.25), b.uniform(0.12, 0.2)
    rise, back_thick, puff, arm = (
        b.uniform(0.25, 0.42),
        b.uniform(0.12, 0.22),
        b.uniform(0, 0.7),
        b.uniform(0.1, 0.25),
    )
    top, y = foot + base + thick, foot + base
    closed = b.chance(0.5)  # the wing has a back of its own
    b.add(SOFA_FRAME, box(long, base, deep).move(y=foot + base / 2))
    b.add(
        SOFA_FRAME, box(deep, base, wing).move(x=long / 2 - deep / 2, y=foot + base / 2, z=deep / 2 + wing / 2)
    )
    tall = top + rise - y
    b.add(
        f"{BACK} > back frame|backrest frame",
        box(long, tall, back_thick, 0.02).move(y=y + tall / 2, z=-deep / 2 + back_thick / 2),
    )
    inner = long - deep
    count = b.integer(1, 3)
    each = soft(inner / count - 0.01, thick, deep - back_thick, puff).move(y=y, z=back_thick / 2)
    pad = (
        soft(inner / count - 0.01, rise, 0.15, puff)
        .rotate("x", -10)
        .move(y=top, z=-deep / 2 + back_thick + 0.09)
    )
    for i in range(count):
        x = -long / 2 + inner * (i + 0.5) / count
        b.add(CUSHION, each.move(x=x))
        b.add(BACK_CUSHION, pad.move(x=x))
    side = back_thick if closed else 0.0
    for z, size in ((back_thick / 2, deep - back_thick), (deep / 2 + wing / 2, wing)):
        b.add(
            CUSHION,
            soft(deep - side - 0.01, thick, size - 0.01, puff).move(x=long / 2 - deep / 2 - side / 2, y=y, z=z),
        )
    corner = soft(deep - side - 0.15 * closed, rise, 0.15, puff).rotate("x", -10)
    b.add(BACK_CUSHION, corner.move(x=long / 2 - deep / 2 - side / 2, y=top, z=-deep / 2 + back_thick + 0.09))
    if closed:
        run = deep + wing
        panel = box(back_thick, tall, run, 0.02).move(x=long / 2 - back_thick / 2, y=y + tall / 2, z=wing / 2)
        b.add(f"{BACK} > back frame|backrest frame", panel)
        b.add(
            BACK_CUSHION,
            soft(0.15, rise, run - 0.4, puff)
            .rotate("z", -10)
            .move(long / 2 - back_thick - 0.09, top, wing / 2 + 0.1),
        )
    kind, high = b.pick("block", "round", "roll"), top + b.uniform(0.1, 0.25) - foot
    b.add(ARM, arm_mesh(kind, arm, high, deep).mirror().move(x=-long / 2 - arm / 2, y=foot))
    if not closed and b.chance(0.6):
        b.add(ARM, arm_mesh(kind, arm, high, deep).move(x=long / 2 + arm / 2, y=foot))
    if foot:
        peg = b.pick(cylinder(0.03, foot), box(0.06, foot, 0.06)).move(y=foot / 2)
        z = deep / 2 - 0.06
        for px, pz in ((-1, z), (-1, -z), (1, -z), (1, z + wing), (0.3, z), (0.3, -z)):
            b.add(FOOT, peg.move(x=px * (long / 2 - 0.06), z=pz))
    for _ in range(b.integer(0, 4)):
        spot = (b.uniform(-0.45, 0.3) * long, top + 0.2, -deep / 2 + back_thick + b.uniform(0.2, 0.28))
        b.add(THROW, throw_pillow(b, b.uniform(0.3, 0.48)).move(*spot))


@design("sofa", "armchair")
def framed_seat(b: Builder) -> None:
    """Sofa or armchair with a bare wooden or steel frame and loose cushions; one to three seats."""
    seats = b.pick(1, 1, 2, 3)
    w, d, h = seats * b.uniform(0.52, 0.65), b.uniform(0.62, 0.8), b.uniform(0.28, 0.38)
    size, x = b.uniform(0.025, 0.06), w / 2 + 0.03
    flat, high = b.pick(size, size * 1.8), h + b.uniform(0.22, 0.32)
    z, tilt = d / 2 - 0.05, b.uniform(0, 0.08)
    symmetric(b, FRONT_LEG, beam((x, 0, z + tilt * 0.5), (x, high, z), size, flat))
    symmetric(b, BACK_LEG, beam((x, 0, -z - tilt), (x, high, -z * 0.8), size, flat))
    symmetric(
        b, ARM_TOP, box(b.uniform(size, 0.1), 0.025, d * b.uniform(0.9, 1.1), b.pick(0, 0.01)).move(x=x, y=high)
    )
    for front in (-1, 1):
        b.add(APRON, box(2 * x, 0.06, size * 0.8).move(y=h - 0.05, z=front * (z - 0.02)))
    symmetric(b, APRON, box(size * 0.7, 0.06, 2 * z).move(x=x, y=h - 0.05))
    rise, lean = b.uniform(0.38, 0.52), b.uniform(0.12, 0.25)
    back = Back(h - 0.05, -z + 0.02, w / 2, w / 2, rise, lean, 0.0, 0.0)
    symmetric(b, POST, back.slat(1.0, 0, 1, size, size))
    b.pick(*FILLS[:4])(b, back, size)
    thick, puff = b.uniform(0.08, 0.15), b.uniform(0, 0.7)
    for i in range(seats):
        cx = w * ((i + 0.5) / seats - 0.5)
        b.add(CUSHION, soft(w / seats - 0.01, thick, d - 0.1, puff).move(x=cx, y=h - 0.02, z=0.02))
        pad = soft(w / seats - 0.01, rise - thick + 0.04, 0.12, puff).rotate(
            "x", -np.degrees(np.arctan2(lean, rise))
        )
        b.add(BACK_CUSHION, pad.move(x=cx, y=h + thick - 0.03, z=back.at(0, 0.3)[2] + 0.12))


@design("armchair")
def wing_chair(b: Builder) -> None:
    """High-backed chair with wings beside the head, upholstered arms and short turned or cabriole legs."""
    w, d, foot = b.uniform(0.52, 0.64), b.uniform(0.6, 0.75), b.uniform(0.12, 0.26)
    h, rise, arm = b.uniform(0.42, 0.48), b.uniform(0.6, 0.8), b.uniform(0.07, 0.14)
    add_legs_at(b, w / 2, d / 2 - 0.05, foot)
    b.add(SOFA_FRAME, box(w, h - 0.1 - foot, d, 0.02).move(y=(h - 0.1 + foot) / 2))
    b.add(CUSHION, soft(w - 0.01, 0.12, d - 0.1, b.uniform(0.1, 0.6)).move(y=h - 0.1, z=0.05))
    lean = b.uniform(0.05, 0.15)
    back = Back(h - 0.05, -d / 2, w / 2, w / 2 * b.uniform(0.95, 1.08), rise, lean, 0.0, 0.0)
    b.add(BACK_CUSHION, back.pad(0, 1, b.uniform(0.08, 0.13), 0.0, b.uniform(0.1, 0.5)))
    high = b.uniform(0.16, 0.24) + h
    kind = b.pick("round", "roll", "block")
    symmetric(b, ARM, arm_mesh(kind, arm, high - foot, d * 0.92).move(x=w / 2 + arm * 0.5, y=foot))
    reach, top = b.uniform(0.15, 0.28), h + rise * b.uniform(0.93, 1)
    z = -d / 2
    side = curve(
        [
            (z, high),
            (z + reach * 1.4, high),
            (z + reach, (high + top) / 2),
            (z + reach * 0.7, top),
            (z - lean, top),
        ],
        16,
    )
    wing = extrude(side * [-1, 1], b.uniform(0.04, 0.09)).rotate("y", 90)
    symmetric(b, f"{BACK} > wing|side wing", wing.move(x=w / 2 + arm * 0.3))


def add_legs_at(b: Builder, x: float, z: float, high: float) -> None:
    """Four short legs of one style under a soft seat."""
    style, size = b.pick("turned", "cabriole", "taper", "cone", "square"), b.uniform(0.035, 0.06)
    splay = b.pick(0.0, high * 0.25)
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        symmetric(b, name, limb((x + splay, 0, front * (z + splay)), (x - 0.02, high, front * z), size, style))


@design("armchair", "chair")
def tub_chair(b: Builder) -> None:
    """Round tub: back and arms are one curved wall, on legs, a trumpet foot, a star, or the floor."""
    radius, foot, thick = b.uniform(0.3, 0.4), b.uniform(0.15, 0.3), b.uniform(0.03, 0.12)
    seat = foot + b.uniform(0.12, 0.2)
    outline = ellipse(radius, radius, 32)
    b.add(CUSHION, slab(outline, seat - foot, 0.04, 0.02).move(y=foot))
    back_top, arm_top, open_ = seat + b.uniform(0.28, 0.5), seat + b.uniform(0.1, 0.25), b.uniform(20, 45)
    angle = np.radians(np.linspace(open_, 360 - open_, 33))
    turn = np.clip((np.abs(np.cos(angle / 2))) * 1.5, 0, 1) ** b.uniform(1.2, 3)
    top = back_top + (arm_top - back_top) * turn
    flare = b.uniform(0, 0.08)

    def wall(first: int, last: int) -> Mesh:
        rings = []
        for i in range(first, last):
            out = np.array([np.sin(angle[i]), 0, np.cos(angle[i])])
            section = [
                (radius, foot),
                (radius + thick, foot),
                (radius + thick + flare, top[i] - 0.02),
                (radius + thick * 0.5 + flare, top[i]),
            ]
            section.append((radius + flare, top[i] - 0.02))
            rings.append([out * r + [0, y, 0] for r, y in section[::-1]])
        return loft(rings)

    b.add(ARM, wall(0, 9))
    b.add(BACK, wall(8, 25))
    b.add(ARM, wall(24, 33))
    kind = b.pick("legs", "legs", "trumpet", "star", "floor")
    if kind == "legs":
        add_legs_at(b, radius * 0.7, radius * 0.7, foot)
    elif kind == "trumpet":
        add_trumpet(b, foot, b.uniform(0.22, 0.3))
    elif kind == "star":
        add_star(b, foot, b.integer(4, 5), b.uniform(0.25, 0.33), wheels=False)
    else:
        b.add(f"{SEAT} > base|plinth", cylinder(radius + thick, foot, sides=32).move(y=foot / 2))


@design("ottoman", "ottoman")
def ottoman(b: Builder) -> None:
    """Padded block, drum or pouf on feet, casters or the floor; some open as a chest; some are buttoned."""
    w, high, foot = b.uniform(0.4, 0.8), b.uniform(0.32, 0.48), b.pick(0.0, b.uniform(0.03, 0.15))
    d = w * b.uniform(0.6, 1)
    round_ = b.chance(0.35)
    d = w if round_ else d
    outline = ellipse(w / 2, w / 2, 32) if round_ else rectangle(w, d, b.pick(0.01, b.uniform(0.01, 0.08)))
    pad = b.uniform(0.06, 0.16)
    b.add("body|base|box", slab(outline * 0.98, high - foot - pad, b.pick(0.0, 0.02)).move(y=foot))
    soft_top = slab(outline, pad, pad * b.uniform(0.15, 0.45), b.uniform(0, 0.03)).move(y=high - pad)
    if b.chance(0.2):
        soft_top = soft_top.rotate("x", -b.uniform(15, 70), (0, high - pad, -d / 2))
    elif b.chance(0.3):
        spots = [(x * w * 0.25, high + 0.02, z * d * 0.25) for x in (-1, 0, 1) for z in (-1, 0, 1)]
        b.add("button|tuft button", join(cylinder(0.014, 0.02, sides=10).move(*s) for s in spots))
    b.add("cushion|seat|top > cushion|seat cushion|lid", soft_top)
    if b.chance(0.3):
        trim = slab(outline * 1.01, 0.012).move(y=high - pad - 0.006)
        b.add("trim|piping", trim)
    if foot:
        x = w / 2 - 0.06
        sofa_feet(b, x * (0.72 if round_ else 1), (x * 0.72 if round_ else d / 2 - 0.06), foot)


@design("ottoman")
def pouf(b: Builder) -> None:
    """Round stuffed pouf, with seams, a band, or a loop handle."""
    r, high = b.uniform(0.22, 0.35), b.uniform(0.25, 0.45)
    b.add("body|cushion|seat", superquadric(r, high / 2, r, b.uniform(0.3, 0.8), 1.0, 28).move(y=high / 2))
    if b.chance():
        b.add("trim|piping|seam", torus(r * 0.99, 0.008).move(y=high * b.pick(0.5, 0.75)))
    if b.chance(0.4):
        loop = curve(
            [(r * 0.95, high * 0.6, -0.06), (r + 0.04, high * 0.62, 0), (r * 0.95, high * 0.6, 0.06)], 10
        )
        b.add("handle|strap", sweep(loop, 1.0, section=rectangle(0.008, 0.025)))
    b.add("button|tuft button", cylinder(0.025, 0.02, sides=12).move(y=high))


# -- benches ---------------------------------------------------------------------------------------


@design("bench", "bench")
def slatted_bench(b: Builder) -> None:
    """Garden or park bench: planks on cast sides, wooden legs, or concrete; back and arms or none."""
    w, d, h = b.uniform(1.1, 2.2), b.uniform(0.38, 0.52), b.uniform(0.4, 0.47)
    plank, count = b.uniform(0.015, 0.04), b.integer(3, 8)
    pitch = d / count
    for i in range(count):
        b.add(
            f"{SEAT} > seat slat|slat|plank",
            box(w, plank, pitch * b.uniform(0.7, 0.95)).move(y=h - plank / 2, z=(i + 0.5) * pitch - d / 2),
        )
    frames, size, x = b.pick(2, 2, 3), b.uniform(0.03, 0.09), w / 2 - b.uniform(0.02, 0.2)
    has_back, lean, rise = b.chance(0.75), b.uniform(0.03, 0.16), b.uniform(0.32, 0.5)
    arms, kind = b.chance(0.6), b.pick("wood", "wood", "cast", "block")
    for sx in np.linspace(-x, x, frames):
        bench_frame(b, float(sx), d, h - plank, size, kind)
        if has_back:
            b.add(POST, beam((sx, h - plank, -d / 2), (sx, h + rise, -d / 2 - lean), size * 0.8, size * 0.6))
        if arms and abs(sx) > 0.1:
            bench_arm(b, float(sx), d, h, size)
            if not has_back:
                b.add(ARM_POST, beam((sx, h - 0.03, size - d / 2), (sx, h + 0.2, size - d / 2), size * 0.8))
    if b.chance() and kind == "wood":
        b.add(STRETCHER, box(2 * x, size, size * 0.6).move(y=h * 0.3))
    if has_back:
        bench_back(b, Back(h, -d / 2 + size * 0.35, w / 2, w / 2, rise, lean, 0.0, 0.0), plank)


def bench_back(b: Builder, back: Back, plank: float) -> None:
    """A few long planks, or a top rail on many upright slats."""
    if b.chance(0.6):
        rails, crest = b.integer(2, 5), b.pick(0.0, 0.02)
        for t in np.linspace(0.3, 0.95, rails):
            b.add(SLAT, back.rail(float(t), back.rise / rails * 0.6, plank, crest))
        return
    b.add(TOP_RAIL, back.rail(0.95, 0.07, plank * 1.3, b.pick(0.0, 0.06)))
    for u in np.linspace(-0.97, 0.97, b.integer(9, 20)):
        b.add(SLAT, back.slat(float(u), 0, 0.95, 0.04, plank * 0.7))


def bench_frame(b: Builder, x: float, d: float, h: float, size: float, kind: str) -> None:
    """One pair of legs under the planks."""
    z = d / 2 - size * 0.5
    if kind == "block":
        b.add("leg|support", box(max(size * 2, 0.1), h, d * 0.85).move(x=x, y=h / 2))
    elif kind == "cast":
        for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
            line = [
                (x, 0.01, front * (z + 0.05)),
                (x, h * 0.3, front * z * 0.8),
                (x, h * 0.7, front * z * 0.7),
                (x, h, front * z),
            ]
            b.add(name, sweep(curve(line, 12), size * 0.35, sides=8))
        b.add(APRON, beam((x, h - size * 0.3, -z), (x, h - size * 0.3, z), size * 0.6, size * 0.6))
    else:
        b.add(FRONT_LEG, beam((x, 0, z), (x, h, z), size))
        b.add(BACK_LEG, beam((x, 0, -z), (x, h, -z), size))
        b.add(APRON, beam((x, h - size * 0.5, -z), (x, h - size * 0.5, z), size, size * 0.6))


def bench_arm(b: Builder, x: float, d: float, h: float, size: float) -> None:
    """Board on a post, or a scroll of iron."""
    y, z = h + 0.2, d / 2 - size * 0.5
    b.add(ARM_TOP, box(size * 1.3, 0.025, d).move(x=x, y=y, z=0.0))
    b.add(ARM_POST, beam((x, h - 0.03, z), (x, y, z), size * 0.8))


@design("bench")
def plain_bench(b: Builder) -> None:
    """Indoor or picnic bench: one board or pad on legs, trestles, slab sides, or a shoe rack."""
    w, d, h, thick = b.uniform(0.8, 1.8), b.uniform(0.3, 0.45), b.uniform(0.4, 0.5), b.uniform(0.025, 0.07)
    outline = rectangle(w, d, b.pick(0.0, 0.03))
    b.add(
        b.pick(SEAT, CUSHION),
        slab(outline, thick, b.pick(0.0, thick * 0.3), b.pick(0.0, 0.01)).move(y=h - thick),
    )
    kind, under, x = b.pick("legs", "legs", "slab", "trestle", "hoop"), h - thick, w / 2 * b.uniform(0.75, 0.97)
    size, z = b.uniform(0.03, 0.07), d / 2 - 0.05
    if kind == "legs":
        style, splay = b.pick("square", "taper", "cone", "turned", "hairpin"), b.pick(0.0, 0.06)
        for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
            symmetric(
                b, name, limb((x + splay, 0, front * (z + splay * 0.5)), (x, under, front * z), size, style)
            )
    elif kind == "slab":
        symmetric(b, "leg|support", box(thick, under, d * 0.95).move(x=x, y=under / 2))
    elif kind == "trestle":
        leg = beam((x, 0, z + 0.03), (x, under, -z * 0.6), size) + beam(
            (x, 0, -z - 0.03), (x, under, z * 0.6), size
        )
        symmetric(b, "leg|support", leg)
    else:
        path = np.array([(x, 0.01, z), (x, under, z), (x, under, -z), (x, 0.01, -z)])
        loop = join(beam(path[i], path[(i + 1) % 4], size * 0.5) for i in range(4))
        symmetric(b, "leg|support", loop)
    if b.chance(0.4):
        b.add(STRETCHER, box(2 * x, size, size * 0.6).move(y=h * 0.35))
    if b.chance(0.3):
        b.add("shelf|shoe shelf", box(2 * x, 0.018, d * 0.8).move(y=h * b.uniform(0.2, 0.35)))
    if b.chance(0.25):
        b.add(CUSHION, slab(outline * 0.96, 0.05, 0.02, 0.01).move(y=h))


# -- folding chairs and wheelchairs ----------------------------------------------------------------


@design("folding chair", "folding chair", "chair")
def folding_chair(b: Builder) -> None:
    """Two frames crossed at the sides, front legs running up to the back; folded to any degree."""
    w, h, open_ = b.uniform(0.38, 0.48), b.uniform(0.42, 0.46), b.pick(1.0, 1.0, 1.0, b.uniform(0.15, 0.9))
    tall, d = h + b.uniform(0.3, 0.42), b.uniform(0.36, 0.42)
    radius, tube = b.uniform(0.009, 0.016), b.chance(0.6)
    x, reach = w / 2, b.uniform(0.2, 0.26) * open_

    def bar(low: object, high: object) -> Mesh:
        return rod(low, high, radius) if tube else beam(low, high, radius * 1.6, radius * 2.6)

    lean = b.uniform(0.16, 0.24) * open_ + 0.01
    foot, mid = np.array([x, 0, reach]), np.array([x, h, -lean * 0.6])
    top = np.array([x, tall, mid[2] - lean * b.uniform(0.3, 0.8)])
    inner = np.array([1 - radius * 3 / x, 1, 1])
    symmetric(b, FRONT_LEG, bar(foot, mid))
    symmetric(b, POST, bar(mid, top))
    hinge_at = np.array([x, h - 0.02, d * 0.35 * open_])
    rear = np.array([x, 0, -reach * 1.1 - 0.03])
    symmetric(b, BACK_LEG, bar(rear * inner, hinge_at * inner))
    for name, spot in ((f"{STRETCHER}", foot * 0.8 + mid * 0.2), (STRETCHER, rear * 0.8 + hinge_at * 0.2)):
        b.add(name, bar(spot * [-1, 1, 1], spot))
    tilt = np.degrees(np.arccos(np.clip(open_, 0.05, 1.0)))
    flat = slab(rectangle(w - radius * 5, d, b.pick(0.02, 0.08)), b.uniform(0.012, 0.04), 0.006).move(
        z=d / 2 - 0.02
    )
    seat_at = mid + [0, 0.0, 0.01]
    place = {"x": 0.0, "y": seat_at[1], "z": seat_at[2]}
    if b.chance(0.4) and open_ == 1.0:
        count = b.integer(5, 8)
        for i in range(count):
            strip = box(w - radius * 5, 0.014, d / count * 0.75).move(y=0.01, z=(i + 0.5) * d / count - 0.02)
            b.add(f"{SEAT} > seat slat|slat", strip.move(**place))
    else:
        b.add(SEAT, flat.rotate("x", -tilt).move(**place))
    back = Back(h, mid[2], x, x, tall - h, mid[2] - top[2], b.uniform(0, 0.03), 0.0)
    if b.chance(0.7):
        b.add(BACK_PANEL, back.panel(b.uniform(0.35, 0.65), 0.97, b.uniform(0.008, 0.03)))
    else:
        for t in (0.5, 0.72, 0.94):
            b.add(SLAT, back.rail(t, 0.05, 0.014))
    if tube:
        b.add(TOP_RAIL, bar(top * [-1, 1, 1], top))
    for spot in (foot, rear * inner):
        symmetric(
            b,
            "leg > foot|glide|rubber foot",
            cylinder(radius * 1.6, 0.03, sides=10).move(spot[0], 0.012, spot[2]),
        )
    cross = (foot + mid) / 2
    symmetric(
        b,
        "hinge|pivot|bolt",
        cylinder(radius * 0.8, radius * 8, sides=10).rotate("z", 90).move(x, cross[1] * 1.02, cross[2]),
    )


@design("folding chair")
def director_chair(b: Builder) -> None:
    """Director's or camping chair: X legs seen from the front, canvas seat and back, flat arms."""
    w, d, h = b.uniform(0.46, 0.58), b.uniform(0.38, 0.46), b.uniform(0.4, 0.48)
    size, high = b.uniform(0.018, 0.035), h + b.uniform(0.18, 0.24)
    x, z = w / 2, d / 2 - 0.03
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        off = front * z
        b.add(name, beam((-x, 0.02, off), (x, h, off), size))
        b.add(name, beam((x, 0.02, off - size), (-x, h, off - size), size))
        symmetric(b, ARM_POST, beam((x, h - 0.05, off), (x, high, off), size))
    symmetric(b, "leg > runner|foot rail", beam((x, 0.02, -z - 0.03), (x, 0.02, z + 0.03), size * 1.2))
    symmetric(b, ARM_TOP, box(size * 2, 0.018, d + 0.04).move(x=x, y=high))
    symmetric(b, APRON, beam((x, h, -z), (x, h, z), size))
    u, v = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(z, -z, 5), indexing="ij")
    sag = b.uniform(0.01, 0.04)
    b.add(f"{SEAT} > canvas|fabric|seat fabric", sheet(np.stack([u * x, h - sag * (1 - u**2), v], -1), 0.005))
    top, lean = high + b.uniform(0.15, 0.25), b.uniform(0, 0.06)
    back = Back(high, -z, x, x, top - high, lean, sag, 0.0)
    symmetric(b, POST, beam((x, high, -z), (x, top, -z - lean), size))
    b.add(f"{BACK} > canvas|fabric|back fabric", back.panel(0.15, 1.0, 0.006))
    if b.chance(0.3):
        b.add("footrest", box(w, 0.02, 0.08).move(y=h * 0.25, z=z + 0.08))


@design("wheelchair")
def wheelchair(b: Builder) -> None:
    """Manual wheelchair: big spoked wheels with hand rims, casters, sling seat, footrests, push handles."""
    w, d, h = b.uniform(0.42, 0.5), b.uniform(0.4, 0.46), b.uniform(0.48, 0.54)
    big, small, tube = b.uniform(0.26, 0.32), b.uniform(0.06, 0.11), b.uniform(0.009, 0.014)
    x, z = w / 2, d / 2
    add_spoked_wheels(b, x + 0.04, big, -z + b.uniform(0, 0.08))
    for sx in (-1, 1):
        for name, mesh in zip(
            (
                "wheel > front wheel|caster|castor > wheel",
                "wheel > front wheel|caster|castor > fork|caster fork",
            ),
            caster(small, twin=False),
            strict=True,
        ):
            b.add(name, mesh.rotate("y", 180).move(x=sx * x, z=z * 0.9))
    for y in (h, h * 0.5):
        symmetric(b, "frame > side rail|side frame", rod((x, y, -z), (x, y, z), tube))
    symmetric(b, "frame > front post|frame tube", rod((x, small * 2.2, z * 0.9), (x, h + 0.02, z), tube))
    b.add(
        "frame > cross brace|crossbar",
        rod((-x, h * 0.4, 0), (x, h, 0), tube) + rod((x, h * 0.4, 0.02), (-x, h, 0.02), tube),
    )
    b.add(SEAT, slab(rectangle(w, d, 0.03), b.uniform(0.01, 0.06), 0.01).move(y=h))
    rise = b.uniform(0.38, 0.48)
    back = Back(h, -z, x, x, rise, 0.05, 0.02, 0.0)
    symmetric(b, "frame > back post|backrest tube", sweep(back.at(1, np.linspace(-h * 0.5 / rise, 1, 6)), tube))
    b.add(BACK, back.panel(0.1, 0.95, b.uniform(0.008, 0.03)))
    grip = back.at(1, 1)
    symmetric(b, "handle|push handle|handgrip", rod(grip, grip + [0, 0.0, -0.13], tube * 1.5))
    high = h + b.uniform(0.18, 0.23)
    symmetric(
        b, f"{ARM} > armrest pad|arm pad|armrest", box(0.05, 0.03, d * 0.75, 0.01).move(x=x, y=high + 0.015)
    )
    symmetric(
        b,
        f"{ARM} > arm frame|arm support",
        rod((x, h, z * 0.5), (x, high, z * 0.5), tube) + rod((x, high, -z), (x, high, z * 0.5), tube),
    )
    if b.chance():
        symmetric(
            b,
            f"{ARM} > side guard|side panel",
            box(0.005, high - h - 0.03, d * 0.7).move(x=x, y=(h + high) / 2, z=-0.03),
        )
    knee, low = (
        np.array([x * 0.8, h - 0.03, z]),
        np.array([x * 0.75, b.uniform(0.1, 0.16), z + b.uniform(0.15, 0.3)]),
    )
    symmetric(b, "footrest|foot rest > footrest hanger|leg rest", rod(knee, low, tube))
    symmetric(
        b,
        "footrest|foot rest > footplate|foot plate",
        box(w * 0.38, 0.014, 0.15).move(x=w * 0.22, y=low[1], z=low[2] + 0.02),
    )
    if b.chance(0.4):
        symmetric(
            b, "brake|brake lever", rod((x + 0.02, h - 0.05, z * 0.3), (x + 0.03, h + 0.1, z * 0.45), 0.007)
        )


def add_spoked_wheels(b: Builder, x: float, radius: float, z: float) -> None:
    """A pair of tall wheels with tyre, rim, spokes or disc, hub and hand rim."""
    tyre = b.uniform(0.012, 0.022)
    spokes = ring(rod((0, 0, 0), (0, 0, radius - tyre), 0.0035, sides=6), b.pick(3, 5, 12, 18, 24))
    if b.chance(0.2):
        spokes = cylinder(radius - tyre, 0.008, sides=28)
    pieces = [
        ("wheel > rear wheel|back wheel > tyre|tire", torus(radius - tyre, tyre, 36)),
        ("wheel > rear wheel|back wheel > spoke|spokes", spokes),
        ("wheel > rear wheel|back wheel > hub", cylinder(radius * 0.09, 0.05, sides=14)),
        (
            "wheel > rear wheel|back wheel > hand rim|pushrim|handrim",
            torus(radius * 0.9, 0.008, 36).move(y=-0.045),
        ),
    ]
    camber = b.pick(0.0, b.uniform(0, 6))
    for name, mesh in pieces:
        symmetric(b, name, mesh.rotate("z", 90 + camber).move(x=x, y=radius, z=z))


# -- rocking chairs --------------------------------------------------------------------------------


@design("rocking chair", "rocking chair")
def rocking_chair(b: Builder) -> None:
    """Chair on two curved runners; wooden with a high filled back, arms, or a soft seat."""
    p, size = plan(b, (0.38, 0.44)), b.uniform(0.025, 0.04)
    p = Plan(max(p.width, 0.44), p.depth, p.height, p.thick)
    back, x, z = back_plane(b, p, b.uniform(0.5, 0.75)), p.width / 2 - size / 2, p.depth / 2 - size
    reach, lift = b.uniform(0.12, 0.28), b.uniform(0.06, 0.13)
    long = z + reach

    def floor(at: float) -> float:
        return size * 0.5 + lift * (at / long) ** 2

    line = np.array([(x, floor(t), t) for t in np.linspace(-long - 0.05, long - 0.05, 15)])
    symmetric(b, "runner|rocker|rocking runner", sweep(line, 1.0, section=rectangle(size, size)))
    style = b.pick("square", "round", "turned", "cone")
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        symmetric(b, name, limb((x, floor(z), front * z), (x, p.under, front * z * 0.95), size, style))
    for front in (-1, 1):
        if b.chance(0.7):
            y = p.height * b.uniform(0.35, 0.6)
            b.add(STRETCHER, rod((-x, y, front * z), (x, y, front * z), size * 0.3))
    add_seat(b, p)
    symmetric(
        b, POST, sweep(back.at(1, np.linspace(-p.thick / back.rise, 1, 7)), 1.0, section=rectangle(size, size))
    )
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.8):
        add_arms(b, p, back, size)


@design("rocking chair")
def rocking_shell(b: Builder) -> None:
    """Upholstered or moulded rocker on wooden runners held by thin legs."""
    w, d, h = b.uniform(0.5, 0.6), b.uniform(0.46, 0.55), b.uniform(0.38, 0.42)
    thick, x = b.uniform(0.05, 0.12), w * 0.38
    b.add(CUSHION, slab(seat_outline(b, Plan(w, d, h, thick), 0.3), thick, 0.03, 0.02).move(y=h - thick))
    back = Back(
        h - 0.02,
        -d / 2 + 0.03,
        w / 2,
        w / 2 * b.uniform(0.8, 1),
        b.uniform(0.45, 0.7),
        b.uniform(0.1, 0.2),
        b.uniform(0.03, 0.1),
        0.0,
    )
    b.add(BACK_CUSHION, back.pad(0, 1, thick, 0, b.uniform(0.3, 0.9)))
    if b.chance(0.7):
        rest = curve(
            [
                back.at(1, 0.4),
                (w / 2 + 0.04, h + 0.2, 0),
                (w / 2 + 0.02, h + 0.16, d * 0.35),
                (w / 2 - 0.03, h - thick * 0.5, d * 0.38),
            ],
            16,
        )
        symmetric(b, ARM, sweep(rest, b.uniform(0.012, 0.04)))
    long, lift = d / 2 + b.uniform(0.08, 0.2), b.uniform(0.04, 0.1)
    t = np.linspace(-1, 1, 15)
    line = np.stack([np.full(15, x), 0.015 + lift * t**2, t * long], 1)
    symmetric(b, "runner|rocker|rocking runner", sweep(line, 1.0, section=rectangle(0.03, 0.03)))
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        at = front * d * 0.42
        symmetric(
            b, name, rod((x, 0.015 + lift * (at / long) ** 2, at), (x * 0.85, h - thick, at * 0.6), 0.011)
        )
