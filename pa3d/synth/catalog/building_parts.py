"""Walls, openings, roofs and posts that buildings and fences share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.catalog.furniture_parts import turned
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, post, rod, standing

GLASS = "glass pane|pane|glass"


@dataclass(frozen=True)
class Style:
    """What the windows and doors of one building have in common."""

    bars: int
    shutters: bool
    sill: bool
    arched: bool
    hollow: bool
    glazed: bool


def opening_outline(width: float, height: float, arched: bool) -> NDArray[np.float64]:
    """Opening standing on y = 0: a rectangle or one with a round head."""
    if not arched:
        return g.rectangle(width, height) + [0, height / 2]
    head = g.arc(width / 2, 0, 180, 9)[:, :2] + [0, height - width / 2]
    return np.concatenate([[[-width / 2, 0], [width / 2, 0]], head])


def window(width: float, height: float, style: Style) -> Parts:
    """Frame with bars and pane, shutters and sill; its foot at the origin, the outside towards +z."""
    t = min(width, height) * 0.08
    hole = opening_outline(width - 2 * t, height - 2 * t, style.arched) + [0, t]
    frame = g.extrude(opening_outline(width, height, style.arched), t * 1.6, [hole])
    low, high = t * 0.5, height - t * (3 if style.arched else 0.5)
    for i in range(style.bars):
        x = (i + 1) / (style.bars + 1) - 0.5
        frame = frame + g.box(t * 0.6, high - low, t).move(x * width, (low + high) / 2)
    if style.bars:
        frame = frame + g.box(width - t, t * 0.6, t).move(y=height * 0.5)
    parts = [("window > window frame|frame", frame)]
    if style.glazed:
        pane = g.extrude(opening_outline(width - t, height - t, style.arched) + [0, t / 2], t * 0.3)
        parts.append(("window > window pane|glass|pane", pane))
    if style.shutters and not style.arched:
        leaf = g.box(width * 0.5, height, t * 0.6)
        parts.append(
            ("window > shutter", g.array(leaf, [(s * width * 0.77, height / 2, t * 1.2) for s in (-1, 1)]))
        )
    if style.sill:
        parts.append(("window > window sill|sill", g.box(width * 1.15, t, t * 4).move(y=-t / 2, z=t)))
    return parts


def door(b: Builder, width: float, height: float, arched: bool) -> Parts:
    """Leaf, or two leaves, in a frame with knobs; sometimes open. Foot at the origin, outside towards +z."""
    t, double = width * 0.06, width > height * 0.62
    inner = opening_outline(width - 2 * t, height - t, arched)
    frame = g.extrude(opening_outline(width, height, arched), t * 2.5, [inner + [0, 1e-3]])
    parts: Parts = [("door > door frame|frame", frame)]
    half = (width - 2 * t) / (2 if double else 1)
    turn = b.pick(0, 0, 0, b.uniform(20, 100)) if not arched else 0
    sides = (-1, 1) if double else (b.pick(-1, 1),)
    for side in sides:
        hinge = np.array([side * (width / 2 - t), 0, 0])
        leaf = g.box(half * 0.98, height - t, t).move(-side * half / 2, (height - t) / 2)
        if arched:
            leaf = g.extrude(inner, t) if side == sides[0] else None
            hinge = hinge * 0
        knob = g.sphere(t * 0.6, sides=10).move(-side * half * 0.86, height * 0.45, t)
        pieces: Parts = [("door > handle|knob|doorknob", knob)]
        if leaf is not None:
            pieces.append(("door > door leaf|door panel|leaf", leaf))
        swung = [(name, mesh.rotate("y", side * turn)) for name, mesh in pieces]
        parts += [(name, mesh.move(*hinge) if not arched else mesh) for name, mesh in swung]
    return parts


def turned_parts(parts: Parts, turn: float, at: Sequence[float]) -> Parts:
    return [(name, mesh.rotate("y", turn).move(*at)) for name, mesh in parts]


def gable_roof(x: float, z: float, rise: float, eave: float, thick: float, gambrel: float = 0.0) -> Mesh:
    """Pitched roof with its ridge along x, its eaves over the walls of an x by z rectangle at y = 0."""
    half = z / 2
    top = np.array([(-half - eave, -eave * rise / half), (0, rise), (half + eave, -eave * rise / half)])
    if gambrel:
        knee = half * 0.62, rise * gambrel
        top = np.array(
            [
                (-half - eave, -eave * 1.2),
                (-knee[0], knee[1]),
                (0, rise),
                (knee[0], knee[1]),
                (half + eave, -eave * 1.2),
            ]
        )
    outline = np.concatenate([top, top[::-1] + [0, thick]])
    return g.extrude(outline, x + 2 * eave).rotate("y", 90)


def hip_roof(x: float, z: float, rise: float, eave: float, ridge: float) -> Mesh:
    """Four slopes meeting in a ridge along x (0: a pyramid) over an x by z rectangle at y = 0."""
    a, c, r = x / 2 + eave, z / 2 + eave, ridge / 2
    base = [(-a, 0, -c), (a, 0, -c), (a, 0, c), (-a, 0, c)]
    vertices = np.array([*base, (-r, rise, 0), (r + 1e-4, rise, 0)], float)
    faces = [(3, 2, 5), (3, 5, 4), (1, 0, 4), (1, 4, 5), (0, 3, 4), (2, 1, 5), (0, 1, 2), (0, 2, 3)]
    return Mesh(vertices, np.array(faces))


def flag(b: Builder, x: float, y: float, z: float, size: float) -> None:
    """Pole with a waving or pointed cloth."""
    b.add("flag > flagpole|pole", rod((x, y, z), (x, y + size * 1.8, z), size * 0.04))
    t = np.linspace(0, 1, 6)
    tall = size * 0.6 * (1 - t * b.pick(0, 0.9))
    wave = np.sin(t * 5) * size * 0.08
    grid = [
        [(x + u * size, y + size * 1.5 - h / 2, z + w), (x + u * size, y + size * 1.5 + h / 2, z + w)]
        for u, h, w in zip(t, tall, wave, strict=True)
    ]
    b.add("flag > flag|cloth", g.sheet(grid))


def arched(w: float, h: float, rise: float) -> np.ndarray:
    """(n, 2) outline standing on y = 0, with an arched head if rise > 0."""
    if rise <= 0:
        return g.rectangle(w, h) + [0, h / 2]
    t = np.radians(np.linspace(0, 180, 17))
    head = np.stack([w / 2 * np.cos(t), h - rise + rise * np.sin(t)], 1)
    return np.concatenate([[(-w / 2, 0), (w / 2, 0)], head])


def rail_post(b: Builder, kind: str, height: float, r: float) -> Mesh:
    if kind == "turned":
        return turned(b, height, r)
    if kind == "square":
        return standing(r * 1.6, height, r * 1.6)
    return post(r * 0.7, height, sides=8)
