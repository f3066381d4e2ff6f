"""Benches, folding chairs, wheelchairs, rocking chairs."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.seat_parts import (
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
    back_plane,
    caster,
    limb,
    plan,
    seat_outline,
    seat_slab,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import beam, rod, wire

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
            g.box(w, plank, pitch * b.uniform(0.7, 0.95)).move(y=h - plank / 2, z=(i + 0.5) * pitch - d / 2),
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
        b.add(STRETCHER, g.box(2 * x, size, size * 0.6).move(y=h * 0.3))
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
        b.add("leg|support", g.box(max(size * 2, 0.1), h, d * 0.85).move(x=x, y=h / 2))
    elif kind == "cast":
        for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
            line = [
                (x, 0.01, front * (z + 0.05)),
                (x, h * 0.3, front * z * 0.8),
                (x, h * 0.7, front * z * 0.7),
                (x, h, front * z),
            ]
            b.add(name, wire(line, size * 0.35, 12))
        b.add(APRON, beam((x, h - size * 0.3, -z), (x, h - size * 0.3, z), size * 0.6, size * 0.6))
    else:
        b.add(FRONT_LEG, beam((x, 0, z), (x, h, z), size))
        b.add(BACK_LEG, beam((x, 0, -z), (x, h, -z), size))
        b.add(APRON, beam((x, h - size * 0.5, -z), (x, h - size * 0.5, z), size, size * 0.6))


def bench_arm(b: Builder, x: float, d: float, h: float, size: float) -> None:
    """Board on a post, or a scroll of iron."""
    y, z = h + 0.2, d / 2 - size * 0.5
    b.add(ARM_TOP, g.box(size * 1.3, 0.025, d).move(x=x, y=y, z=0.0))
    b.add(ARM_POST, beam((x, h - 0.03, z), (x, y, z), size * 0.8))


@design("bench")
def plain_bench(b: Builder) -> None:
    """Indoor or picnic bench: one board or pad on legs, trestles, slab sides, or a shoe rack."""
    w, d, h, thick = b.uniform(0.8, 1.8), b.uniform(0.3, 0.45), b.uniform(0.4, 0.5), b.uniform(0.025, 0.07)
    outline = g.rectangle(w, d, b.pick(0.0, 0.03))
    b.add(
        b.pick(SEAT, CUSHION),
        seat_slab(outline, thick, b.pick(0.0, thick * 0.3), b.pick(0.0, 0.01)).move(y=h - thick),
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
        symmetric(b, "leg|support", g.box(thick, under, d * 0.95).move(x=x, y=under / 2))
    elif kind == "trestle":
        leg = beam((x, 0, z + 0.03), (x, under, -z * 0.6), size) + beam(
            (x, 0, -z - 0.03), (x, under, z * 0.6), size
        )
        symmetric(b, "leg|support", leg)
    else:
        path = np.array([(x, 0.01, z), (x, under, z), (x, under, -z), (x, 0.01, -z)])
        loop = g.join(beam(path[i], path[(i + 1) % 4], size * 0.5) for i in range(4))
        symmetric(b, "leg|support", loop)
    if b.chance(0.4):
        b.add(STRETCHER, g.box(2 * x, size, size * 0.6).move(y=h * 0.35))
    if b.chance(0.3):
        b.add("shelf|shoe shelf", g.box(2 * x, 0.018, d * 0.8).move(y=h * b.uniform(0.2, 0.35)))
    if b.chance(0.25):
        b.add(CUSHION, seat_slab(outline * 0.96, 0.05, 0.02, 0.01).move(y=h))


# -- folding chairs and wheelchairs ----------------------------------------------------------------


@design("folding chair", "folding chair", "chair")
def folding_chair(b: Builder) -> None:
    """Two frames crossed at the sides, front legs running up to the back; folded to any degree."""
    w, h, open_ = b.uniform(0.38, 0.48), b.uniform(0.42, 0.46), b.pick(1.0, 1.0, 1.0, b.uniform(0.15, 0.9))
    tall, d = h + b.uniform(0.3, 0.42), b.uniform(0.36, 0.42)
    radius, tube = b.uniform(0.009, 0.016), b.chance(0.6)
    x, reach = w / 2, b.uniform(0.2, 0.26) * open_

    def bar(low: object, high: object) -> Mesh:
        return rod(low, high, radius, 10) if tube else beam(low, high, radius * 1.6, radius * 2.6)

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
    flat = seat_slab(g.rectangle(w - radius * 5, d, b.pick(0.02, 0.08)), b.uniform(0.012, 0.04), 0.006).move(
        z=d / 2 - 0.02
    )
    seat_at = mid + [0, 0.0, 0.01]
    place = {"x": 0.0, "y": seat_at[1], "z": seat_at[2]}
    if b.chance(0.4) and open_ == 1.0:
        count = b.integer(5, 8)
        for i in range(count):
            strip = g.box(w - radius * 5, 0.014, d / count * 0.75).move(y=0.01, z=(i + 0.5) * d / count - 0.02)
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
            g.cylinder(radius * 1.6, 0.03, sides=10).move(spot[0], 0.012, spot[2]),
        )
    cross = (foot + mid) / 2
    symmetric(
        b,
        "hinge|pivot|bolt",
        g.cylinder(radius * 0.8, radius * 8, sides=10).rotate("z", 90).move(x, cross[1] * 1.02, cross[2]),
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
    symmetric(b, ARM_TOP, g.box(size * 2, 0.018, d + 0.04).move(x=x, y=high))
    symmetric(b, APRON, beam((x, h, -z), (x, h, z), size))
    u, v = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(z, -z, 5), indexing="ij")
    sag = b.uniform(0.01, 0.04)
    b.add(f"{SEAT} > canvas|fabric|seat fabric", g.sheet(np.stack([u * x, h - sag * (1 - u**2), v], -1), 0.005))
    top, lean = high + b.uniform(0.15, 0.25), b.uniform(0, 0.06)
    back = Back(high, -z, x, x, top - high, lean, sag, 0.0)
    symmetric(b, POST, beam((x, high, -z), (x, top, -z - lean), size))
    b.add(f"{BACK} > canvas|fabric|back fabric", back.panel(0.15, 1.0, 0.006))
    if b.chance(0.3):
        b.add("footrest", g.box(w, 0.02, 0.08).move(y=h * 0.25, z=z + 0.08))


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
        symmetric(b, "frame > side rail|side frame", rod((x, y, -z), (x, y, z), tube, 10))
    symmetric(b, "frame > front post|frame tube", rod((x, small * 2.2, z * 0.9), (x, h + 0.02, z), tube, 10))
    b.add(
        "frame > cross brace|crossbar",
        rod((-x, h * 0.4, 0), (x, h, 0), tube, 10) + rod((x, h * 0.4, 0.02), (-x, h, 0.02), tube, 10),
    )
    b.add(SEAT, seat_slab(g.rectangle(w, d, 0.03), b.uniform(0.01, 0.06), 0.01).move(y=h))
    rise = b.uniform(0.38, 0.48)
    back = Back(h, -z, x, x, rise, 0.05, 0.02, 0.0)
    symmetric(
        b, "frame > back post|backrest tube", g.sweep(back.at(1, np.linspace(-h * 0.5 / rise, 1, 6)), tube)
    )
    b.add(BACK, back.panel(0.1, 0.95, b.uniform(0.008, 0.03)))
    grip = back.at(1, 1)
    symmetric(b, "handle|push handle|handgrip", rod(grip, grip + [0, 0.0, -0.13], tube * 1.5, 10))
    high = h + b.uniform(0.18, 0.23)
    symmetric(
        b, f"{ARM} > armrest pad|arm pad|armrest", g.box(0.05, 0.03, d * 0.75, 0.01).move(x=x, y=high + 0.015)
    )
    symmetric(
        b,
        f"{ARM} > arm frame|arm support",
        rod((x, h, z * 0.5), (x, high, z * 0.5), tube, 10) + rod((x, high, -z), (x, high, z * 0.5), tube, 10),
    )
    if b.chance():
        symmetric(
            b,
            f"{ARM} > side guard|side panel",
            g.box(0.005, high - h - 0.03, d * 0.7).move(x=x, y=(h + high) / 2, z=-0.03),
        )
    knee, low = (
        np.array([x * 0.8, h - 0.03, z]),
        np.array([x * 0.75, b.uniform(0.1, 0.16), z + b.uniform(0.15, 0.3)]),
    )
    symmetric(b, "footrest|foot rest > footrest hanger|leg rest", rod(knee, low, tube, 10))
    symmetric(
        b,
        "footrest|foot rest > footplate|foot plate",
        g.box(w * 0.38, 0.014, 0.15).move(x=w * 0.22, y=low[1], z=low[2] + 0.02),
    )
    if b.chance(0.4):
        symmetric(
            b, "brake|brake lever", rod((x + 0.02, h - 0.05, z * 0.3), (x + 0.03, h + 0.1, z * 0.45), 0.007, 10)
        )


def add_spoked_wheels(b: Builder, x: float, radius: float, z: float) -> None:
    """A pair of tall wheels with tyre, rim, spokes or disc, hub and hand rim."""
    tyre = b.uniform(0.012, 0.022)
    spokes = g.ring(rod((0, 0, 0), (0, 0, radius - tyre), 0.0035, 6), b.pick(3, 5, 12, 18, 24))
    if b.chance(0.2):
        spokes = g.cylinder(radius - tyre, 0.008, sides=28)
    pieces = [
        ("wheel > rear wheel|back wheel > tyre|tire", g.torus(radius - tyre, tyre, 36)),
        ("wheel > rear wheel|back wheel > spoke|spokes", spokes),
        ("wheel > rear wheel|back wheel > hub", g.cylinder(radius * 0.09, 0.05, sides=14)),
        (
            "wheel > rear wheel|back wheel > hand rim|pushrim|handrim",
            g.torus(radius * 0.9, 0.008, 36).move(y=-0.045),
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
    symmetric(b, "runner|rocker|rocking runner", g.sweep(line, 1.0, section=g.rectangle(size, size)))
    style = b.pick("square", "round", "turned", "cone")
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        symmetric(b, name, limb((x, floor(z), front * z), (x, p.under, front * z * 0.95), size, style))
    for front in (-1, 1):
        if b.chance(0.7):
            y = p.height * b.uniform(0.35, 0.6)
            b.add(STRETCHER, rod((-x, y, front * z), (x, y, front * z), size * 0.3, 10))
    add_seat(b, p)
    symmetric(
        b,
        POST,
        g.sweep(back.at(1, np.linspace(-p.thick / back.rise, 1, 7)), 1.0, section=g.rectangle(size, size)),
    )
    b.pick(*FILLS)(b, back, size)
    if b.chance(0.8):
        add_arms(b, p, back, size)


@design("rocking chair")
def rocking_shell(b: Builder) -> None:
    """Upholstered or moulded rocker on wooden runners held by thin legs."""
    w, d, h = b.uniform(0.5, 0.6), b.uniform(0.46, 0.55), b.uniform(0.38, 0.42)
    thick, x = b.uniform(0.05, 0.12), w * 0.38
    b.add(CUSHION, seat_slab(seat_outline(b, Plan(w, d, h, thick), 0.3), thick, 0.03, 0.02).move(y=h - thick))
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
        rest = g.curve(
            [
                back.at(1, 0.4),
                (w / 2 + 0.04, h + 0.2, 0),
                (w / 2 + 0.02, h + 0.16, d * 0.35),
                (w / 2 - 0.03, h - thick * 0.5, d * 0.38),
            ],
            16,
        )
        symmetric(b, ARM, g.sweep(rest, b.uniform(0.012, 0.04)))
    long, lift = d / 2 + b.uniform(0.08, 0.2), b.uniform(0.04, 0.1)
    t = np.linspace(-1, 1, 15)
    line = np.stack([np.full(15, x), 0.015 + lift * t**2, t * long], 1)
    symmetric(b, "runner|rocker|rocking runner", g.sweep(line, 1.0, section=g.rectangle(0.03, 0.03)))
    for front, name in ((1, FRONT_LEG), (-1, BACK_LEG)):
        at = front * d * 0.42
        symmetric(
            b, name, rod((x, 0.015 + lift * (at / long) ** 2, at), (x * 0.85, h - thick, at * 0.6), 0.011, 10)
        )
