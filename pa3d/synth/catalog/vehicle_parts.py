"""Wheels, slabs, panels and seats that road and rail vehicles share. They drive towards +z."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import Parts, place, rod

TYRE, RIM, HUB = "wheel > tyre|tire", "wheel > rim", "wheel > hub|hub cap"
ROOF, PILLAR, HOOD, BODY, DOOR = "roof", "roof > pillar", "hood|bonnet", "body", "body > door"
WINDOW, WINDSCREEN = "body > window|glass", "body > window|glass > windscreen|windshield"
BUMPER, GRILLE, MIRROR = "body > bumper", "body > grille", "body > mirror|wing mirror"
HEADLIGHT, TAIL_LIGHT = "body > headlight|light", "body > tail light"
DOOR_HANDLE, FENDER, TRUNK = "body > door > door handle|handle", "body > fender|mudguard", "body > trunk|boot"
SEAT, STEERING = "body > seat", "body > steering wheel"


def wheel(b: Builder, radius: float, width: float, style: str = "") -> Parts:
    """A wheel on the x axis, its outer side at +x: tyre, rim of some style, hub."""
    style = style or b.pick("dish", "spokes", "spokes", "holes", "disc", "solid")
    if style == "solid":
        return [("wheel", _on_x(g.cylinder(radius, width, sides=b.integer(10, 24), bevel=width * 0.12)))]
    inner = radius * b.uniform(0.55, 0.76)
    round_ = b.uniform(0.9, 0.97)
    h = width / 2
    profile = [(inner, -h), (radius * round_, -h), (radius, -h * 0.6), (radius, h * 0.6), (radius * round_, h)]
    tyre = g.lathe([*profile, (inner, h), (inner, -h)], b.integer(18, 26))
    return [(TYRE, _on_x(tyre)), (RIM, _on_x(_rim(b, style, inner, h))), (HUB, _on_x(_hub(b, inner, h)))]


def _on_x(mesh: Mesh) -> Mesh:
    return mesh.rotate("z", -90)


def _hub(b: Builder, inner: float, h: float) -> Mesh:
    return g.cylinder(inner * b.uniform(0.16, 0.3), h * 1.5, sides=12, bevel=h * 0.1).move(
        y=h * b.uniform(0.15, 0.3)
    )


def _rim(b: Builder, style: str, inner: float, h: float) -> Mesh:
    well = g.lathe(
        [(inner, -h * 0.9), (inner * 1.02, h * 0.95), (inner * 0.9, h * 0.95), (inner * 0.9, -h * 0.9)], 20
    )
    if style == "disc":
        return g.lathe(
            [(0, -h * 0.6), (inner, -h * 0.6), (inner, h * 0.7), (inner * 0.5, h * 0.85), (0, h * 0.85)], 20
        )
    if style == "dish":
        deep = b.uniform(-0.4, 0.3) * h
        dish = [(inner, h), (inner * 0.85, h * 0.9), (inner * 0.6, deep), (0, deep)]
        return g.lathe([(0, deep - h * 0.3), (inner, -h), *dish], 20)
    if style == "holes":
        count, at = b.integer(4, 8), inner * 0.62
        hole = g.arc(inner * 0.17, 0, 330, 8)[:, :2]
        turns = np.radians(np.arange(count) * 360 / count)
        holes = [hole + at * np.array([np.cos(t), np.sin(t)]) for t in turns]
        plate = g.extrude(g.arc(inner, 0, 345, 24)[:, :2], h * 0.2, holes).rotate("x", -90)
        return well + plate.move(y=h * 0.45)
    count = b.integer(14, 24) if style == "wire" else b.integer(3, 10)
    thick = inner * 0.03 if style == "wire" else inner * b.uniform(0.5, 1.0) / count
    spoke = (
        g.box(thick, h * b.uniform(0.2, 0.4), inner)
        .taper(b.uniform(0.8, 1.6), "z")
        .move(y=h * 0.5, z=inner / 2)
    )
    return well + g.ring(spoke, count)


def four_wheels(b: Builder, parts: Parts, x: float, y: float, front: float, rear: float) -> None:
    """Two axles; the front wheels are sometimes turned."""
    place(b, parts, [(x, y, front), (-x, y, front)], b.uniform(-25, 25) if b.chance(0.2) else 0.0)
    place(b, parts, [(x, y, rear), (-x, y, rear)])


def side_solid(outline: ArrayLike, width: float, bevel: float = 0.0, layers: int = 2) -> Mesh:
    """Side profile (z, y), counter-clockwise, made solid over `width` in x with rounded side edges."""
    flat = np.asarray(outline, float)
    h = width / 2
    turn = np.radians([0, 35, 65, 90] if bevel > 0 else [90])
    outside = [(h - bevel * (1 - np.cos(t)), bevel * (1 - np.sin(t))) for t in turn]
    inside = np.linspace(1, -1, layers + 1)[1:-1] * (h - bevel)
    rings = [*outside, *((x, 0.0) for x in inside), *((-x, inset) for x, inset in outside[::-1])]
    sections = [np.c_[_inset(flat, inset), np.full(len(flat), x)] for x, inset in rings]
    skin = g.loft(sections, caps=False)
    ends = g.extrude(sections[0][:, :2], width)
    flat_ends = (ends.faces < len(flat)).all(1) | (ends.faces >= len(flat)).all(1)
    return (skin + Mesh(ends.vertices, ends.faces[flat_ends])).rotate("y", -90)


def _inset(outline: NDArray, distance: float) -> NDArray:
    step = np.roll(outline, -1, 0) - outline
    normal = np.stack([-step[:, 1], step[:, 0]], 1) / np.maximum(np.linalg.norm(step, axis=1), 1e-9)[:, None]
    before = np.roll(normal, 1, 0)
    spread = np.maximum(1 + (normal * before).sum(1), 0.5)
    return outline + distance * (normal + before) / spread[:, None]


def split(mesh: Mesh, chosen: NDArray[np.bool_]) -> tuple[Mesh, Mesh]:
    """The chosen faces and the others, as two meshes."""
    halves = []
    for mask in (chosen, ~chosen):
        used, faces = np.unique(mesh.faces[mask], return_inverse=True)
        halves.append(Mesh(mesh.vertices[used], faces.reshape(-1, 3)))
    return halves[0], halves[1]


def face_frame(mesh: Mesh) -> tuple[NDArray, NDArray]:
    """Centroid and unit normal of each face; the two triangles of a quad share theirs, so cuts run straight."""
    p, q, r = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    own = np.c_[(p + q + r) / 3, np.cross(q - p, r - p), np.ones(len(p))]
    sums = np.zeros((len(mesh.vertices), 7))
    np.add.at(sums, mesh.faces[:, 0], own)
    shared = sums[mesh.faces[:, 0]]
    normal = shared[:, 3:6]
    return shared[:, :3] / shared[:, 6:], normal / np.maximum(
        np.linalg.norm(normal, axis=1, keepdims=True), 1e-15
    )


def patch(
    corners: ArrayLike,
    bulge: float = 0.0,
    u: tuple[float, float] = (0, 1),
    v: tuple[float, float] = (0, 1),
    *,
    sink: float = 0.0,
    thickness: float = 0.0,
    steps: int = 4,
) -> Mesh:
    """Part of a bulging panel; corners are low start, low end, high start, high end (u right, v up)."""
    c = np.asarray(corners, float)
    uu, vv = np.meshgrid(np.linspace(*u, steps + 1), np.linspace(*v, steps + 1), indexing="ij")
    weights = np.stack([(1 - uu) * (1 - vv), uu * (1 - vv), (1 - uu) * vv, uu * vv], -1)
    normal = np.cross(c[1] - c[0] + c[3] - c[2], c[2] - c[0] + c[3] - c[1])
    normal = normal / max(float(np.linalg.norm(normal)), 1e-12)
    lift = bulge * 16 * uu * (1 - uu) * vv * (1 - vv) - sink
    return g.sheet(weights @ c + lift[..., None] * normal, thickness)


def glazed(
    b: Builder,
    corners: ArrayLike,
    panes: Sequence[tuple[float, float]],
    names: tuple[str, str],
    *,
    v: tuple[float, float] = (0.04, 0.92),
    bulge: float = 0.0,
    twin: bool = False,
) -> None:
    """A framed panel with window panes at the given u ranges; names are (frame, pane); twin: also mirrored."""
    put = symmetric if twin else lambda b, name, mesh: b.add(name, mesh)
    edges = [0.0, *(edge for pane in panes for edge in pane), 1.0]
    bars = list(zip(edges[::2], edges[1::2], strict=True))
    rails = [span for span in ((0, v[0]), (v[1], 1)) if span[1] > span[0]]
    frame = [patch(corners, bulge, (0, 1), span, thickness=0.03) for span in rails]
    frame += [patch(corners, bulge, bar, v, thickness=0.03) for bar in bars if bar[1] > bar[0] + 1e-6]
    put(b, names[0], g.join(frame))
    for pane in panes:
        put(b, names[1], patch(corners, bulge, pane, v, sink=0.012))


def edge_panel(
    p: ArrayLike, q: ArrayLike, width: float, span: tuple[float, float], thick: float = 0.02
) -> Mesh:
    """Plate lying on the profile edge p -> q (z, y), outside being to its right, over part of its length."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    low, high = p + (q - p) * span[0], p + (q - p) * span[1]
    out = np.array([(q - p)[1], -(q - p)[0]]) / max(float(np.linalg.norm(q - p)), 1e-9) * thick
    return side_solid([low - out, low + out, high + out, high - out], width)


def side_panel(outline: ArrayLike, x: float, thick: float = 0.02) -> Mesh:
    """Plate with outline (z, y) lying on the plane at +x, standing out by half its thickness."""
    return g.extrude(np.asarray(outline, float) * [-1, 1], thick).rotate("y", 90).move(x=x)


def arched_floor(
    rear: float, front: float, floor: float, arches: Sequence[tuple[float, float, float]]
) -> NDArray:
    """Lower edge (n, 2) of a side profile, rear to front, cut by wheel arches (z, y, radius), rear first."""
    points = [(rear, floor)]
    for z, y, radius in arches:
        dip = np.degrees(np.arcsin(np.clip((y - floor) / radius, -0.95, 0.95)))
        turn = np.radians(np.linspace(180 + dip, -dip, 13))
        points += list(zip(z + radius * np.cos(turn), y + radius * np.sin(turn), strict=True))
    return np.array([*points, (front, floor)])


def fender(
    radius: float, width: float, start: float, stop: float, thick: float = 0.015, dome: float = 0.25
) -> Mesh:
    """Mudguard about the x axis from `start` to `stop` degrees (0: forward, 90: up), domed across its width."""
    turn, across = np.radians(np.linspace(start, stop, 13)), np.linspace(-1, 1, 5)
    reach = radius - dome * width * 0.5 * across**2
    x = np.broadcast_to(across * width / 2, (13, 5))
    return g.sheet(
        np.stack([x, np.sin(turn)[:, None] * reach, np.cos(turn)[:, None] * reach], -1)[:, ::-1], thick
    )


def car_seat(width: float, depth: float, height: float, headrest: bool = True) -> Mesh:
    """Seat with its cushion's middle at the origin, facing +z."""
    thick = depth * 0.25
    back = g.box(width, height, thick, thick * 0.35, 1).rotate("x", -12).move(y=height * 0.5, z=-depth * 0.5)
    whole = g.box(width, thick, depth, thick * 0.35, 1) + back
    if headrest:
        whole += g.box(width * 0.5, height * 0.25, thick * 0.8, thick * 0.3, 1).move(
            y=height * 1.15, z=-depth * 0.64
        )
    return whole


def steering_wheel(radius: float) -> Mesh:
    """Ring, bars and column; the ring at the origin, facing back and up, the column going forward and down."""
    spokes = g.ring(g.box(radius * 0.12, radius * 0.08, radius).move(z=radius / 2), 3)
    column = g.cylinder(radius * 0.12, radius * 2, sides=8).move(y=-radius)
    return (g.torus(radius, radius * 0.1, 16) + spokes + column).rotate("x", -60)


def mirrors(b: Builder, x: float, y: float, z: float) -> None:
    shell = g.sphere(0.09, 0.065, 0.05, 10) if b.chance(0.5) else g.box(0.18, 0.12, 0.07, 0.02, 1)
    stalk = rod((x - 0.08, y, z), (x + 0.05, y + 0.05, z), 0.018, 6)
    symmetric(b, MIRROR, shell.move(x + 0.1, y + 0.07, z) + stalk)


def rounded_section(half: float, low: float, high: float, power: float) -> NDArray:
    """Superellipse (n, 2) in (x, y) between two heights."""
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    flat = np.stack([np.sign(x) * np.abs(x) ** power * half, np.sign(y) * np.abs(y) ** power], 1)
    return np.stack([flat[:, 0], low + (flat[:, 1] + 1) / 2 * (high - low)], 1)


def rounded_hull(stations: ArrayLike, power: float = 0.6, count: int = 18) -> Mesh:
    """Body of rounded cross-sections; stations (n, 4) are z, half width, low y, high y, along z."""
    rows = g.curve(stations, count)
    return g.loft([np.c_[rounded_section(w, lo, hi, power), np.full(24, z)] for z, w, lo, hi in rows][::-1])


def split_open(mesh: Mesh) -> Mesh:
    """A box without its top."""
    return split(mesh, mesh.vertices[mesh.faces][:, :, 1].min(1) < mesh.high[1] - 1e-6)[0]
