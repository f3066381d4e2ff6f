"""Office chairs."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.seat_parts import (
    ARM,
    ARM_POST,
    BACK,
    BACK_CUSHION,
    BACK_PANEL,
    CUSHION,
    SEAT,
    Back,
    Plan,
    add_star,
    dense,
    seat_slab,
)
from pa3d.synth.parts import beam, rod

SIDE_FRAME = "frame|side frame|side rail"


@design("office chair", "office chair", "chair")
def task_chair(b: Builder) -> None:
    """Swivel chair: cushioned seat on a gas lift and a star with casters; back on a bar; arms of many kinds."""
    p = Plan(b.uniform(0.44, 0.54), b.uniform(0.42, 0.52), b.uniform(0.42, 0.56), b.uniform(0.04, 0.11))
    add_star(b, p.under - 0.02, 4 if b.chance(0.1) else b.integer(5, 6), b.uniform(0.27, 0.36), wheels=True)
    plate = g.box(p.width * 0.45, 0.035, p.depth * 0.5, 0.008).move(y=p.under - 0.017)
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", plate)
    if b.chance(0.4):
        lever = rod((p.width * 0.2, p.under - 0.02, 0), (p.width * 0.52, p.under - 0.03, 0.02), 0.006, 10)
        b.add(
            "lever|height lever|adjustment lever",
            lever + g.box(0.05, 0.012, 0.03).move(p.width * 0.53, p.under - 0.03, 0.02),
        )
    outline = dense(g.rectangle(p.width, p.depth, b.uniform(0.04, 0.2)), 32)
    b.add(CUSHION, seat_slab(outline, p.thick, b.uniform(0.01, 0.04), b.uniform(0, 0.03)).move(y=p.under))
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
    spine = g.sweep(g.curve(arm, 12), 1.0, section=g.rectangle(b.uniform(0.03, 0.09), b.uniform(0.012, 0.03)))
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
    around = dense(g.rectangle(2, 1 - low, b.uniform(0.1, 0.3)), 40) + [0, (1 + low) / 2]
    rim = g.sweep(back.at(around[:, 0], around[:, 1]), b.uniform(0.008, 0.018), closed=True, sides=8)
    b.add(f"{BACK} > frame|back frame|rim", rim)
    if b.chance():
        b.add(f"{BACK} > lumbar support|lumbar bar", back.rail(low + 0.25, 0.06, 0.03))


def office_arms(b: Builder, p: Plan, back: Back) -> None:
    """T arms on posts, loops, or bent bars from the back to the seat."""
    high, x = b.uniform(0.17, 0.26), p.width / 2 + b.uniform(0.0, 0.06)
    kind, wide, long = b.pick("t", "t", "loop", "bent"), b.uniform(0.045, 0.1), b.uniform(0.2, 0.34)
    y = p.height + high
    pad = seat_slab(g.rectangle(wide, long, wide * b.uniform(0.1, 0.49)), b.uniform(0.02, 0.04), 0.01).move(
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
        outline = g.rectangle(long * 0.95, tall, b.uniform(0.02, 0.12)) + [-0.01, p.under + tall / 2]
        path = np.stack([np.full(len(outline), x), outline[:, 1], outline[:, 0]], 1)
        symmetric(b, ARM_POST, g.sweep(path, b.uniform(0.01, 0.02), closed=True, sides=8))
    else:
        root, front = back.at(1, min(high / back.rise, 0.8)), p.depth * b.uniform(0.1, 0.3)
        bar = g.curve(
            [
                root,
                (x, y, -p.depth * 0.2),
                (x, y, front * 0.7),
                (x, y - high * 0.5, front),
                (x * 0.8, p.under, front * 0.4),
            ],
            20,
        )
        symmetric(b, ARM_POST, g.sweep(bar, 1.0, section=g.rectangle(0.03, 0.018)))


@design("office chair", "office chair", "chair")
def executive_chair(b: Builder) -> None:
    """Big padded chair with a tall back in sections, headrest and arms; also the racing kind with wings."""
    p = Plan(b.uniform(0.48, 0.58), b.uniform(0.46, 0.54), b.uniform(0.44, 0.54), b.uniform(0.08, 0.15))
    add_star(b, p.under - 0.02, 5, b.uniform(0.3, 0.37), wheels=True)
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", g.box(0.2, 0.04, 0.26, 0.008).move(y=p.under - 0.02))
    b.add(CUSHION, seat_slab(g.rectangle(p.width, p.depth, 0.07), p.thick, 0.04, 0.02).move(y=p.under))
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
            soft = g.superquadric(half * 0.5, 0.055, 0.035, 0.6, 0.6, 16)
            b.add("headrest pillow|head pillow|pillow", soft.move(*(back.at(0, 0.88) + [0, 0, thick])))
    if b.chance(0.4):
        wing = back.pad(0.1, 0.65, 0.05, 0.82, 0.8).rotate("y", -35, (0, 0, back.z)).move(x=half * 0.95, z=0.04)
        symmetric(b, f"{BACK} > bolster|side bolster|wing", wing)
        bolster = g.box(0.07, p.thick * 0.8, p.depth * 0.8, 0.03).move(x=p.width / 2 - 0.02, y=p.height)
        symmetric(b, f"{SEAT} > bolster|seat bolster", bolster)
    office_arms(b, Plan(p.width, p.depth, p.height, p.thick), back)


@design("office chair")
def shell_office_chair(b: Builder) -> None:
    """Bucket or conference chair: a round shell or thin ribbed sheet on a star, sometimes with no wheels."""
    p = Plan(b.uniform(0.46, 0.56), b.uniform(0.44, 0.52), b.uniform(0.42, 0.5), 0.03)
    add_star(b, p.under - 0.03, b.integer(4, 5), b.uniform(0.26, 0.34), wheels=b.chance(0.85))
    half, rise, lean = p.width / 2, b.uniform(0.35, 0.7), b.uniform(0.08, 0.2)
    d = p.depth / 2
    line = g.curve(
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
    b.add(SEAT, g.sheet(grid[:, :15], thick))
    b.add(BACK, g.sheet(grid[:, 14:], thick))
    rail = np.stack([np.full(25, half), line[:, 1] + p.height, line[:, 0]], 1)
    symmetric(b, SIDE_FRAME, g.sweep(rail, b.uniform(0.01, 0.02), sides=8))
    b.add(f"{SEAT} > mechanism|seat plate|tilt mechanism", g.box(2 * half, 0.02, 0.06).move(y=p.height - 0.045))
    if b.chance(0.75):
        high, front = b.uniform(0.17, 0.23), d * b.uniform(0.5, 0.9)
        t = int(np.argmin(np.abs(line[14:, 1] - high))) + 14
        loop = g.curve(
            [
                rail[t],
                (half + 0.03, p.height + high, rail[t][2] * 0.3),
                (half + 0.03, p.height + high, front * 0.7),
                (half + 0.01, p.height + high * 0.5, front),
                (half, p.height - 0.01, front * 0.6),
            ],
            20,
        )
        symmetric(b, ARM, g.sweep(loop, 1.0, section=g.rectangle(b.uniform(0.02, 0.05), 0.018)))
