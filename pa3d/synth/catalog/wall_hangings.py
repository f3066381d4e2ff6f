"""Picture frames, mirrors and curtains."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.building_parts import arched, rail_post
from pa3d.synth.parts import about, put_changed, span, stick, wire


def _outline(b: Builder, w: float, h: float) -> np.ndarray:
    kind = b.pick("rectangle", "rectangle", "soft", "ellipse", "arch", "octagon")
    if kind == "ellipse":
        return g.ellipse(w / 2, h / 2, 36)
    if kind == "octagon":
        return g.ellipse(w / 2, h / 2, 8)
    if kind == "arch":
        return arched(w, h, min(w / 2, h * 0.4)) - [0, h / 2]
    return g.rectangle(w, h, min(w, h) * b.uniform(0.05, 0.2) if kind == "soft" else 0.0)


@design("picture frame", "picture frame")
def picture_frame(b: Builder) -> None:
    """Picture frame: moulded border, mat, picture or glass, with an easel leg or a wall hook and wire."""
    w = b.uniform(0.1, 1.0)
    h = w * b.pick(0.7, 1.0, 1.4, b.uniform(0.5, 2.0))
    outer = _outline(b, w, h) if b.chance(0.5) else g.rectangle(w, h)
    border, t = b.uniform(0.06, 0.22), b.uniform(0.012, 0.03) + 0.02 * w
    inner = outer * (1 - border)
    b.add("frame|border", g.extrude(outer, t, [inner]))
    if b.chance(0.4):
        b.add("frame|border", g.extrude(inner * 1.06, t * 1.4, [inner]))
    if b.chance(0.4):
        picture = inner * b.uniform(0.65, 0.85)
        b.add("mat|mount|passe-partout", g.extrude(inner, t * 0.3, [picture]).move(z=-t * 0.1))
    else:
        picture = inner
    b.add("picture|photo|canvas", g.extrude(picture, t * 0.2).move(z=-t * 0.12))
    b.add("back panel|back", g.extrude(inner * 1.02, t * 0.1).move(z=-t * 0.42))
    if w < 0.4 and b.chance(0.7):
        leg = (
            g.box(w * 0.2, h * 0.8, 0.004)
            .move(y=-h * 0.4)
            .rotate("x", b.uniform(20, 35))
            .move(0, h * 0.3, -t / 2)
        )
        b.add("stand|easel leg|support", leg)
    elif b.chance(0.3):
        b.add(
            "wire|string",
            g.sweep(
                [(-w * 0.3, h * 0.45, -t / 2), (0, h * 0.5 + 0.1, -t / 2), (w * 0.3, h * 0.45, -t / 2)], 0.002
            ),
        )
        b.add("hook|nail", g.cylinder(0.006, 0.03, sides=8).rotate("x", 90).move(0, h * 0.5 + 0.1, 0))


@design("mirror", "mirror")
def mirror(b: Builder) -> None:
    """Framed wall mirror, full-length mirror on legs, cheval mirror between posts, or round table mirror."""
    kind = b.pick("wall", "wall", "standing", "cheval", "vanity")
    w, h = b.uniform(0.35, 0.9), b.uniform(0.5, 1.7)
    if kind == "vanity":
        w = h = b.uniform(0.14, 0.26)
    outer = g.ellipse(w / 2, w / 2, 32) if kind == "vanity" else _outline(b, w, h)
    t = 0.012 + 0.02 * w
    tilt = 0.0 if kind == "wall" else b.uniform(0, 18)
    inner = outer * b.uniform(0.78, 0.95)
    put_changed(
        b,
        [
            ("frame|mirror frame", g.extrude(outer, t, [inner])),
            ("mirror|glass|mirror glass", g.extrude(inner, t * 0.5)),
        ],
        lambda m: m.rotate("x", -tilt),
    )
    if kind == "standing":
        reach, back = h * b.uniform(0.25, 0.4), -0.02 - h * 0.32 * np.tan(np.radians(tilt))
        for s in (-1, 1):
            b.add(
                "leg|stand|support",
                stick((s * w * 0.35, h * 0.3, back), (s * w * 0.4, -h * 0.5, -reach), 0.012, sides=8),
            )
    elif kind == "cheval":
        low = -h / 2 - b.uniform(0.08, 0.2)
        for s in (-1, 1):
            b.add(
                "post|stand|support",
                rail_post(b, b.pick("turned", "round", "square"), h * 0.75, 0.025).move(
                    s * (w / 2 + 0.04), low
                ),
            )
            b.add("knob|pivot|screw", g.sphere(0.022, sides=10).move(s * (w / 2 + 0.04), low + h * 0.72))
            b.add(
                "foot|leg",
                wire(
                    [
                        (s * (w / 2 + 0.04), low - 0.03, -0.25),
                        (s * (w / 2 + 0.04), low + 0.05, 0),
                        (s * (w / 2 + 0.04), low - 0.03, 0.25),
                    ],
                    0.018,
                    9,
                ),
            )
        b.add("stretcher|crossbar", g.box(w + 0.08, 0.03, 0.02).move(y=low + 0.06))
    elif kind == "vanity":
        low = -w / 2 - b.uniform(0.08, 0.2)
        b.add("stem|post|stand", g.cylinder(0.007, -low - w / 2, sides=10).move(y=(low - w / 2) / 2))
        b.add(
            "base|foot",
            g.lathe(
                [(0, low), (w * 0.36, low), (w * 0.34, low + 0.012), (0.01, low + 0.03), (0, low + 0.03)], 24
            ),
        )
        if b.chance(0.5):
            b.add("arm|bracket|fork", g.sweep(g.arc(w / 2 + 0.012, 180, 360, 17), 0.005, sides=8))
    elif b.chance(0.3):
        b.add("shelf", span(about(0, w), (-h / 2 - 0.02, -h / 2), (-t / 2, 0.12)))


@design("curtain", "curtain")
def curtain(b: Builder) -> None:
    """Pair of pleated curtains on a rod with rings and finials, drawn or tied back; some with a valance."""
    w, h = b.uniform(1.0, 2.4), b.uniform(1.0, 2.5)
    r = b.uniform(0.01, 0.02)
    closed, tied = b.uniform(0.4, 1.0), b.chance(0.35)
    folds, depth = b.integer(5, 11), b.uniform(0.02, 0.05)
    u, v = np.linspace(0, 1, folds * 6), np.linspace(0, 1, 9)
    for s in (-1, 1) if b.chance(0.8) else (b.pick(-1, 1),):
        wide = w / 2 * closed * b.uniform(0.9, 1.0)
        pinch = 1 - (0.6 * np.exp(-(((v - 0.65) / 0.25) ** 2)) if tied else 0.05 * v)
        x = s * (w / 2 - u[:, None] * wide * pinch[None, :])
        z = depth * np.sin(2 * np.pi * folds * u)[:, None] * (0.6 + 0.4 * v)[None, :]
        y = np.broadcast_to(h * (1 - v), x.shape)
        cloth = g.sheet(np.stack([x, y, z], -1), 0.003)
        b.add("curtain|drape|fabric", cloth)
        if tied:
            band = (
                g.torus(wide * 0.24, 0.014, 18).scale(1, 1.5, 0.35).move(s * (w / 2 - wide * 0.22), h * 0.35, 0)
            )
            b.add("tieback|strap", band)
        rings = np.linspace(s * (w / 2 - 0.02), s * (w / 2 - wide), 7)
        loop = g.torus(r * 1.8, r * 0.25, 14).rotate("z", 90)
        b.add("ring|curtain ring", g.array(loop, [(x, h + r * 0.8, 0) for x in rings]))
    b.add("rod|curtain rod|rail|pole", g.cylinder(r, w + 0.2, sides=12).rotate("z", 90).move(y=h + r * 1.2))
    finial = (
        g.sphere(r * 2.2, sides=12)
        if b.chance(0.6)
        else g.cylinder(r * 1.6, r * 5, 0, sides=12).rotate("z", -90)
    )
    for s in (-1, 1):
        b.add("finial|knob", finial.scale(s, 1, 1).move(s * (w / 2 + 0.1 + r), h + r * 1.2, 0))
        b.add("bracket|holder", g.box(r, r * 3, 0.12).move(s * (w / 2 + 0.05), h + r * 0.5, -0.05))
    if b.chance(0.2):
        folded = np.stack(
            np.broadcast_arrays(
                (u[:, None] - 0.5) * w,
                h + 0.05 - 0.3 * v[None, :],
                0.06 + depth * np.sin(2 * np.pi * folds * u)[:, None] * 0.7,
            ),
            -1,
        )
        b.add("valance|pelmet", g.sheet(folded, 0.003))
