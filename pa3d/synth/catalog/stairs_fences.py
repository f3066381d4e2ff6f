"""Stairs, ladders, gates and fences."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.building_parts import GLASS, rail_post
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, about, divide, post, put_changed, span, standing, stick, wire

RAILING = "railing|banister"
FENCES = ("pickets", "pickets", "bars", "planks", "rails", "mesh")


# -- stairs and ladders ----------------------------------------------------------------------------


@design("staircase", "staircase")
def straight_stairs(b: Builder) -> None:
    """Straight flight: open or closed risers, stringers or solid; railings with balusters, glass or rails."""
    count, rise, run = b.integer(4, 15), b.uniform(0.15, 0.2), b.uniform(0.23, 0.31)
    w, t, solid = b.uniform(0.7, 2.0), b.uniform(0.025, 0.05), b.chance(0.35)
    for i in range(count):
        z, y = -i * run, (i + 1) * rise
        if solid:
            b.add("step|stair", span(about(0, w), (0, y), (z - run, z)))
            continue
        b.add("step|stair > tread", span(about(0, w), (y - t, y), (z - run - 0.01, z + 0.025)))
    if not solid and b.chance(0.6):
        for i in range(count):
            b.add(
                "step|stair > riser",
                span(about(0, w), (i * rise, (i + 1) * rise - t), (-i * run - 0.015, -i * run)),
            )
    length, top = count * run, count * rise
    if not solid:
        drop = b.uniform(0.2, 0.3)
        side = [(0, -drop * 0.2), (0, rise), (-length, top + rise * 0.3), (-length, top - drop)]
        stringer = g.extrude([(-z, y) for z, y in side], 0.04).rotate("y", 90)
        for s in (-1, 1) if b.chance(0.7) else (0,):
            b.add("stringer|side panel|support", stringer.move(x=s * (w / 2 + 0.02)))
    for s in b.pick((), (-1,), (1,), (-1, 1), (-1, 1)):
        _railing(b, s * (w / 2 - 0.03), count, rise, run)


def _railing(b: Builder, x: float, count: int, rise: float, run: float) -> None:
    """Sloping handrail with balusters and newel posts beside a straight flight."""
    high, kind, r = b.uniform(0.8, 0.95), b.pick("round", "square", "turned"), b.uniform(0.014, 0.028)
    start, end = (x, rise + high, -run / 2), (x, count * rise + high, -(count - 0.5) * run)
    b.add(
        f"{RAILING} > handrail",
        g.sweep([start, end], b.uniform(0.02, 0.035), section=b.pick(None, g.rectangle(2, 1.4)), sides=10),
    )
    newel = rail_post(b, b.pick(kind, "square"), high + 0.08, r * 2.2)
    for i in (0, count - 1):
        b.add(f"{RAILING} > newel post|post", newel.move(x, (i + 1) * rise, -(i + 0.5) * run))
    fill = b.pick("balusters", "balusters", "rails", "glass", "none")
    if fill == "balusters":
        one = rail_post(b, kind, high, r)
        b.add(
            f"{RAILING} > baluster|spindle",
            g.array(one, [(x, (i + 1) * rise, -(i + 0.5) * run) for i in range(1, count - 1)]),
        )
    elif fill == "rails":
        for f in (0.3, 0.55, 0.8):
            path = np.array([start, end]) - [0, high * f, 0]
            b.add(f"{RAILING} > rail|bar", g.sweep(path, r * 0.5, sides=8))
    elif fill == "glass":
        (_, y0, z0), (_, y1, z1) = start, end
        outline = [(-z0, y0 - high * 0.9), (-z1, y1 - high * 0.9), (-z1, y1 - 0.08), (-z0, y0 - 0.08)]
        b.add(f"{RAILING} > {GLASS}", g.extrude(outline, 0.012).rotate("y", 90).move(x=x))


@design("staircase")
def spiral_stairs(b: Builder) -> None:
    """Spiral staircase: wedge steps about a central post, balusters and a helical handrail."""
    count, rise, r = b.integer(9, 18), b.uniform(0.17, 0.22), b.uniform(0.6, 1.1)
    angle, hub, way = b.uniform(20, 30), b.uniform(0.05, 0.1), b.pick(-1, 1)
    wedge = np.concatenate(
        [g.arc(r, -angle * 0.55, angle * 0.55, 5)[:, :2], g.arc(hub, angle * 0.55, -angle * 0.55, 3)[:, :2]]
    )
    step = g.extrude(wedge, b.uniform(0.03, 0.06)).rotate("x", -90)
    high = b.uniform(0.8, 0.95)
    b.add("pole|central column|post", post(hub, count * rise + 1.0, sides=18))
    rods = g.cylinder(0.01, high, sides=8).move(r * 0.96, high / 2, 0)
    rail = []
    for i in range(count):
        turn, y = way * i * angle, (i + 1) * rise
        b.add("step|stair", step.rotate("y", turn).move(y=y - 0.02))
        b.add(f"{RAILING} > baluster|spindle", rods.rotate("y", turn).move(y=y))
        a = np.radians(-turn)
        rail.append((r * 0.96 * np.cos(a), y + high, r * 0.96 * np.sin(a)))
    b.add(f"{RAILING} > handrail", wire(rail, 0.02, count * 3))


@design("staircase")
def turning_stairs(b: Builder) -> None:
    """L-shaped stairs: two solid flights with a landing between, railing along the outer sides."""
    first, second = b.integer(3, 7), b.integer(3, 7)
    rise, run, w = b.uniform(0.15, 0.19), b.uniform(0.25, 0.3), b.uniform(0.8, 1.3)
    solid = b.chance(0.6)
    for i in range(first):
        y = (i + 1) * rise
        b.add("step|stair", span((0, w), (0 if solid else y - 0.05, y), (-(i + 1) * run, -i * run)))
    base, z = (first + 1) * rise, -first * run
    b.add("landing|platform", span((0, w), (0 if solid else base - 0.08, base), (z - w, z)))
    for i in range(second):
        y = base + (i + 1) * rise
        b.add("step|stair", span((w + i * run, w + (i + 1) * run), (0 if solid else y - 0.05, y), (z - w, z)))
    high, r = b.uniform(0.8, 0.95), b.uniform(0.012, 0.02)
    rod = rail_post(b, b.pick("round", "square", "turned"), high, r)
    spots = [(w - 0.05, (i + 1) * rise, -(i + 0.5) * run) for i in range(first)]
    spots += [(w - 0.05, base, z - 0.05)]
    spots += [(w + (i + 0.5) * run, base + (i + 1) * rise, z - 0.05) for i in range(second)]
    b.add(f"{RAILING} > baluster|spindle", g.array(rod, spots))
    for part in (spots[: first + 1], spots[first:]):
        path = np.array([part[0], part[-1]]) + [0, high, 0]
        b.add(f"{RAILING} > handrail", g.sweep(path, 0.025, sides=8))


@design("ladder", "ladder")
def ladder(b: Builder) -> None:
    """Leaning ladder, extension ladder, or step ladder with treads, platform, back legs and spreaders."""
    count, gap, w = b.integer(4, 12), b.uniform(0.25, 0.32), b.uniform(0.32, 0.5)
    h, size = (count + 1) * gap, b.uniform(0.02, 0.035)
    taper, flat = b.uniform(0.7, 1.0), b.chance(0.5)
    front = Builder(b.rng)
    for s in (-1, 1):
        path = [(s * w / 2, 0, 0), (s * w / 2 * taper, h, 0)]
        front.add(
            "rail|side rail|stile", g.sweep(path, size, section=b.pick(None, g.rectangle(1.2, 2.4)), sides=8)
        )
        if b.chance(0.5):
            front.add("foot", g.box(0.05, 0.04, 0.08).move(s * w / 2, 0.02, 0))
    for i in range(count):
        wide, y = w * (1 - (1 - taper) * (i + 1) * gap / h), (i + 1) * gap
        step = g.box(wide, 0.025, 0.085) if flat else g.cylinder(0.015, wide, sides=10).rotate("z", 90)
        front.add("rung|step", step.move(y=y))
    if count > 8 or b.chance(0.4):
        lean = b.pick(0.0, b.uniform(8, 18))
        for name, mesh in front.pieces:
            b.add(name, mesh.rotate("x", -lean))
        if b.chance(0.3):
            for name, mesh in front.pieces:
                b.add(name, mesh.scale(0.88, 1, 1).move(0, h * 0.4, -0.06).rotate("x", -lean))
        return
    lean = b.uniform(10, 16)
    for name, mesh in front.pieces:
        b.add(name, mesh.rotate("x", -lean, (0, h, 0)))
    for s in (-1, 1):
        back = stick((s * w * 0.5, 0, 0), (s * w / 2 * taper, h, 0), size * 0.8, sides=8).rotate(
            "x", lean, (0, h, 0)
        )
        b.add("back leg|leg", back)
        reach = np.tan(np.radians(lean)) * h * 0.55
        b.add(
            "spreader|brace|hinge", span(about(s * w * 0.46, 0.008), about(h * 0.45, 0.02), about(0, 2 * reach))
        )
    b.add(
        "stretcher|crossbar",
        g.box(w * 0.95, 0.03, 0.02).rotate("x", 0).move(0, h * 0.25, -np.tan(np.radians(lean)) * h * 0.75),
    )
    b.add("platform|top cap|top", g.box(w * taper + 0.06, 0.03, b.uniform(0.1, 0.26)).move(y=h))


# -- gates and fences ------------------------------------------------------------------------------


def fence_field(b: Builder, w: float, h: float, style: str) -> Parts:
    """Infill of a fence or gate over w by h, centred in x, standing on y = 0."""
    if style in ("pickets", "bars"):
        count = max(3, round(w / b.uniform(0.1, 0.2)))
        size = w / count * (b.uniform(0.5, 0.8) if style == "pickets" else 0.12)
        tip = size * b.pick(0.0, 0.5, 0.9)
        if style == "pickets":
            outline = [(-size / 2, 0), (size / 2, 0), (size / 2, h - tip), (0, h), (-size / 2, h - tip)]
            one = g.extrude(outline, 0.018).move(z=0.025)
        else:
            one = post(size, h, sides=6)
            if b.chance(0.5):
                one = one + g.cylinder(size * 2.2, size * 7, 0, sides=6).move(y=h + size * 3)
        rails = [
            span(about(0, w), about(h * f, 0.06 if style == "pickets" else 0.03), about(0, 0.03))
            for f in (0.2, 0.8)
        ]
        pickets = g.array(one, [((i + 0.5) / count * w - w / 2, 0, 0) for i in range(count)])
        return [("picket|bar|slat", pickets), ("rail", g.join(rails))]
    if style == "planks":
        boards = [
            span(about(0, w), y, about(0, 0.02))
            for y in divide(b, (0.05, h), b.integer(3, 9), b.uniform(0.01, 0.1))
        ]
        return [("board|plank", g.join(boards))]
    if style == "rails":
        rails = [
            g.cylinder(0.035, w, sides=8).rotate("z", 90).move(y=h * f)
            for f in np.linspace(0.35, 0.92, b.integer(2, 3))
        ]
        return [("rail", g.join(rails))]
    step = b.uniform(0.1, 0.18)
    wires = [g.cylinder(0.004, h, sides=4).move(x, h / 2) for x in np.arange(-w / 2, w / 2, step)]
    wires += [g.cylinder(0.004, w, sides=4).rotate("z", 90).move(y=y) for y in np.arange(0.02, h, step)]
    return [("mesh|wire mesh|net", g.join(wires))]


def _fence_post(b: Builder, h: float, size: float) -> list[tuple[str, Mesh]]:
    kind = b.pick("plain", "ball", "cap", "pointed", "round")
    if kind == "round":
        return [("post", post(size * 0.55, h, sides=12))]
    parts = [("post", standing(size, h, size))]
    if kind == "ball":
        parts.append(("post cap|finial", g.sphere(size * 0.5, sides=12).move(y=h + size * 0.45)))
    elif kind == "cap":
        parts.append(("post cap|finial", g.box(size * 1.35, size * 0.3, size * 1.35).move(y=h + size * 0.15)))
    elif kind == "pointed":
        parts.append(
            (
                "post cap|finial",
                g.cylinder(size * 0.71, size * 0.6, 0, sides=4).rotate("y", 45).move(y=h + size * 0.3),
            )
        )
    return parts


@design("fence", "fence")
def fence(b: Builder) -> None:
    """Run of posts and pickets, bars, boards, rails or wire, straight or turning a corner."""
    count, w, h = b.integer(1, 5), b.uniform(0.9, 2.2), b.uniform(0.6, 1.9)
    size, style = b.uniform(0.05, 0.14), b.pick(*FENCES)
    post, field = _fence_post(b, h + b.uniform(0.0, 0.2), size), fence_field(b, w - size, h, style)
    low, corner = b.uniform(0.0, 0.1), b.integer(1, count) if b.chance(0.25) else count
    at, heading = np.zeros(2), 0.0
    for i in range(count + 1):
        put_changed(b, post, lambda m, p=at: m.move(p[0], 0, p[1]))
        if i == count:
            break
        heading = 90.0 if i >= corner else 0.0
        step = np.array([np.cos(np.radians(heading)), -np.sin(np.radians(heading))]) * w
        put_changed(b, field, lambda m, p=at + step / 2, t=heading: m.rotate("y", t).move(p[0], low, p[1]))
        at = at + step
    if b.chance(0.15):
        b.add("base|wall", span((0, corner * w), (-0.3, low), about(0, size * 1.4)))


@design("gate", "gate")
def gate(b: Builder) -> None:
    """Garden or driveway gate: one or two framed leaves between posts, with latch and hinges."""
    pair, w, h = b.chance(0.5), b.uniform(0.8, 1.6), b.uniform(0.8, 2.0)
    size, style, bar = (
        b.uniform(0.08, 0.35),
        b.pick("pickets", "bars", "bars", "planks", "mesh"),
        b.uniform(0.03, 0.07),
    )
    whole = w * (2 if pair else 1)
    post = _fence_post(b, h + b.uniform(0.05, 0.4), size)
    for s in (-1, 1):
        put_changed(b, post, lambda m, s=s: m.move(x=s * (whole / 2 + size / 2 + 0.02)))
    field = fence_field(b, w - 2 * bar, h - 2 * bar - 0.08, style)
    for hinge in (-1, 1) if pair else (b.pick(-1, 1),):
        parts = [(f"gate|gate panel|leaf > {n}", m.move(y=bar + 0.06)) for n, m in field]
        hole = g.rectangle(w - 2 * bar, h - 2 * bar - 0.08)
        frame = g.extrude(g.rectangle(w - 0.01, h - 0.08), bar, [hole]).move(y=h / 2 + 0.02)
        parts.append(("gate|gate panel|leaf > gate frame|frame", frame))
        if b.chance(0.5):
            path = [(hinge * (w / 2 - bar), 0.06 + bar, 0), (-hinge * (w / 2 - bar), h - bar, 0)]
            parts.append(("gate|gate panel|leaf > brace", g.sweep(path, bar * 0.4, section=g.rectangle(2, 2))))
        hinges = g.cylinder(0.018, 0.12, sides=8)
        parts.append(("hinge", g.array(hinges, [(hinge * (w / 2 + 0.01), f * h, 0) for f in (0.2, 0.8)])))
        if not pair or hinge == 1:
            latch = g.box(0.12, 0.03, bar + 0.03) + g.sphere(0.025, sides=10).move(0, 0, bar / 2 + 0.04)
            parts.append(("handle|latch", latch.move(-hinge * (w / 2 - 0.04), h * 0.55)))
        angle, pivot, x = b.pick(0.0, b.uniform(10, 95)), (hinge * w / 2, 0, 0), hinge * w / 2 if pair else 0.0
        put_changed(b, parts, lambda m, a=hinge * angle, p=pivot, x=x: m.rotate("y", a, p).move(x=x))
    if b.chance(0.2):
        b.add("arch|beam|lintel", span(about(0, whole + 2 * size + 0.3), (h + 0.6, h + 0.75), about(0, size)))
        for s in (-1, 1):
            x = s * (whole / 2 + size / 2 + 0.02)
            b.add("post", span(about(x, size * 0.9), (h * 0.5, h + 0.6), about(0, size * 0.9)))
