"""Cars and small car-like vehicles; also the wheels, slabs and panels the other vehicle modules build with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import (
    Mesh,
    arc,
    array,
    box,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    loft,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

TYRE, RIM, HUB = "wheel > tyre|tire", "wheel > rim", "wheel > hub|hub cap"
ROOF, PILLAR, HOOD, BODY, DOOR = "roof", "roof > pillar", "hood|bonnet", "body", "body > door"
WINDOW, WINDSCREEN = "body > window|glass", "body > window|glass > windscreen|windshield"
BUMPER, GRILLE, MIRROR = "body > bumper", "body > grille", "body > mirror|wing mirror"
HEADLIGHT, TAIL_LIGHT = "body > headlight|light", "body > tail light"
DOOR_HANDLE, FENDER, TRUNK = "body > door > door handle|handle", "body > fender|mudguard", "body > trunk|boot"
SEAT, STEERING = "body > seat", "body > steering wheel"
Parts = list[tuple[str, Mesh]]


# -- shared pieces ---------------------------------------------------------------------------------


def wheel(b: Builder, radius: float, width: float, style: str = "") -> Parts:
    """A wheel on the x axis, its outer side at +x: tyre, rim of some style, hub."""
    style = style or b.pick("dish", "spokes", "spokes", "holes", "disc", "solid")
    if style == "solid":
        return [("wheel", _on_x(cylinder(radius, width, sides=b.integer(10, 24), bevel=width * 0.12)))]
    inner = radius * b.uniform(0.55, 0.76)
    round_ = b.uniform(0.9, 0.97)
    h = width / 2
    profile = [(inner, -h), (radius * round_, -h), (radius, -h * 0.6), (radius, h * 0.6), (radius * round_, h)]
    tyre = lathe([*profile, (inner, h), (inner, -h)], b.integer(18, 26))
    return [(TYRE, _on_x(tyre)), (RIM, _on_x(_rim(b, style, inner, h))), (HUB, _on_x(_hub(b, inner, h)))]


def _on_x(mesh: Mesh) -> Mesh:
    return mesh.rotate("z", -90)


def _hub(b: Builder, inner: float, h: float) -> Mesh:
    return cylinder(inner * b.uniform(0.16, 0.3), h * 1.5, sides=12, bevel=h * 0.1).move(
        y=h * b.uniform(0.15, 0.3)
    )


def _rim(b: Builder, style: str, inner: float, h: float) -> Mesh:
    well = lathe(
        [(inner, -h * 0.9), (inner * 1.02, h * 0.95), (inner * 0.9, h * 0.95), (inner * 0.9, -h * 0.9)], 20
    )
    if style == "disc":
        return lathe(
            [(0, -h * 0.6), (inner, -h * 0.6), (inner, h * 0.7), (inner * 0.5, h * 0.85), (0, h * 0.85)], 20
        )
    if style == "dish":
        deep = b.uniform(-0.4, 0.3) * h
        dish = [(inner, h), (inner * 0.85, h * 0.9), (inner * 0.6, deep), (0, deep)]
        return lathe([(0, deep - h * 0.3), (inner, -h), *dish], 20)
    if style == "holes":
        count, at = b.integer(4, 8), inner * 0.62
        hole = arc(inner * 0.17, 0, 330, 8)[:, :2]
        turns = np.radians(np.arange(count) * 360 / count)
        holes = [hole + at * np.array([np.cos(t), np.sin(t)]) for t in turns]
        plate = extrude(arc(inner, 0, 345, 24)[:, :2], h * 0.2, holes).rotate("x", -90)
        return well + plate.move(y=h * 0.45)
    count = b.integer(14, 24) if style == "wire" else b.integer(3, 10)
    thick = inner * 0.03 if style == "wire" else inner * b.uniform(0.5, 1.0) / count
    spoke = (
        box(thick, h * b.uniform(0.2, 0.4), inner).taper(b.uniform(0.8, 1.6), "z").move(y=h * 0.5, z=inner / 2)
    )
    return well + ring(spoke, count)


def place(b: Builder, parts: Parts, positions: Sequence[ArrayLike], steer: float = 0.0) -> None:
    """Add a set of parts at each position, mirrored where x < 0; `steer` turns them about y first."""
    for position in positions:
        x, y, z = (float(v) for v in np.asarray(position, float))
        for name, mesh in parts:
            side = mesh.mirror() if x < 0 else mesh
            b.add(name, side.rotate("y", steer).move(x, y, z))


def four_wheels(b: Builder, parts: Parts, x: float, y: float, front: float, rear: float) -> None:
    """Two axles; the front wheels are sometimes turned."""
    place(b, parts, [(x, y, front), (-x, y, front)], b.uniform(-25, 25) if b.chance(0.2) else 0.0)
    place(b, parts, [(x, y, rear), (-x, y, rear)])


def slab(outline: ArrayLike, width: float, bevel: float = 0.0, layers: int = 2) -> Mesh:
    """Side profile (z, y), counter-clockwise, made solid over `width` in x with rounded side edges."""
    flat = np.asarray(outline, float)
    h = width / 2
    turn = np.radians([0, 35, 65, 90] if bevel > 0 else [90])
    outside = [(h - bevel * (1 - np.cos(t)), bevel * (1 - np.sin(t))) for t in turn]
    inside = np.linspace(1, -1, layers + 1)[1:-1] * (h - bevel)
    rings = [*outside, *((x, 0.0) for x in inside), *((-x, inset) for x, inset in outside[::-1])]
    sections = [np.c_[_inset(flat, inset), np.full(len(flat), x)] for x, inset in rings]
    skin = loft(sections, caps=False)
    ends = extrude(sections[0][:, :2], width)
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
    return sheet(weights @ c + lift[..., None] * normal, thickness)


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
    put(b, names[0], join(frame))
    for pane in panes:
        put(b, names[1], patch(corners, bulge, pane, v, sink=0.012))


def edge_panel(
    p: ArrayLike, q: ArrayLike, width: float, span: tuple[float, float], thick: float = 0.02
) -> Mesh:
    """Plate lying on the profile edge p -> q (z, y), outside being to its right, over part of its length."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    low, high = p + (q - p) * span[0], p + (q - p) * span[1]
    out = np.array([(q - p)[1], -(q - p)[0]]) / max(float(np.linalg.norm(q - p)), 1e-9) * thick
    return slab([low - out, low + out, high + out, high - out], width)


def side_panel(outline: ArrayLike, x: float, thick: float = 0.02) -> Mesh:
    """Plate with outline (z, y) lying on the plane at +x, standing out by half its thickness."""
    return extrude(np.asarray(outline, float) * [-1, 1], thick).rotate("y", 90).move(x=x)


def rod(p: ArrayLike, q: ArrayLike, radius: float, sides: int = 8) -> Mesh:
    """Straight round bar between two points."""
    p, q = np.asarray(p, float), np.asarray(q, float)
    return cylinder(radius, float(np.linalg.norm(q - p)), sides=sides).align(q - p, (p + q) / 2)


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
    return sheet(
        np.stack([x, np.sin(turn)[:, None] * reach, np.cos(turn)[:, None] * reach], -1)[:, ::-1], thick
    )


def car_seat(width: float, depth: float, height: float, headrest: bool = True) -> Mesh:
    """Seat with its cushion's middle at the origin, facing +z."""
    thick = depth * 0.25
    back = box(width, height, thick, thick * 0.35, 1).rotate("x", -12).move(y=height * 0.5, z=-depth * 0.5)
    whole = box(width, thick, depth, thick * 0.35, 1) + back
    if headrest:
        whole += box(width * 0.5, height * 0.25, thick * 0.8, thick * 0.3, 1).move(
            y=height * 1.15, z=-depth * 0.64
        )
    return whole


def steering_wheel(radius: float) -> Mesh:
    """Ring, bars and column; the ring at the origin, facing back and up, the column going forward and down."""
    spokes = ring(box(radius * 0.12, radius * 0.08, radius).move(z=radius / 2), 3)
    column = cylinder(radius * 0.12, radius * 2, sides=8).move(y=-radius)
    return (torus(radius, radius * 0.1, 16) + spokes + column).rotate("x", -60)


# -- modern cars -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Car:
    """Measures of a car in metres; z runs forward, y up."""

    length: float
    width: float
    height: float
    belt: float  # height of the window sills
    floor: float  # ground clearance
    radius: float  # of the wheels
    front: float  # z of the front axle
    rear: float  # z of the rear axle
    cowl: float  # z of the windscreen's foot
    roof_front: float
    roof_rear: float
    tail: float  # z of the rear window's foot
    doors: int
    kind: str


# height, belt share, clearance, hood share, screen rake, rear rake, trunk share, doors
STYLES = {
    "sedan": ((1.35, 1.5), (0.6, 0.67), (0.14, 0.2), (0.24, 0.31), (0.5, 0.85), (0.35, 0.6), (0.14, 0.22), 2),
    "hatchback": (
        (1.38, 1.6),
        (0.58, 0.66),
        (0.14, 0.2),
        (0.18, 0.27),
        (0.4, 0.8),
        (0.2, 0.5),
        (0.01, 0.03),
        2,
    ),
    "suv": ((1.6, 1.95), (0.58, 0.66), (0.2, 0.34), (0.2, 0.29), (0.25, 0.6), (0.08, 0.3), (0.01, 0.03), 2),
    "wagon": ((1.4, 1.55), (0.6, 0.66), (0.14, 0.2), (0.22, 0.29), (0.4, 0.8), (0.1, 0.35), (0.01, 0.03), 2),
    "sports": ((1.1, 1.3), (0.62, 0.7), (0.08, 0.14), (0.26, 0.38), (0.6, 0.95), (0.5, 1.0), (0.06, 0.16), 1),
    "pickup": ((1.65, 2.0), (0.58, 0.64), (0.22, 0.4), (0.22, 0.28), (0.3, 0.6), (0.03, 0.12), (0.28, 0.42), 2),
    "convertible": (
        (1.15, 1.4),
        (0.62, 0.7),
        (0.12, 0.18),
        (0.25, 0.36),
        (0.4, 0.7),
        (0.1, 0.3),
        (0.16, 0.24),
        1,
    ),
}
LENGTHS = {"hatchback": (3.3, 4.3), "pickup": (4.9, 5.9), "sports": (3.9, 4.7), "convertible": (3.7, 4.6)}


def _car(b: Builder, kind: str) -> Car:
    rows = STYLES[kind]
    height, share, floor, hood, rake, rear_rake, trunk = (b.uniform(*row) for row in rows[:7])
    length = b.uniform(*LENGTHS.get(kind, (4.1, 5.1)))
    width = b.uniform(1.6, 2.0)
    radius = height * b.uniform(0.2, 0.25) if kind != "sports" else b.uniform(0.29, 0.36)
    radius = min(radius, (height * share * 0.96 - 0.05) / 2.25)
    cowl, tail = length * (0.5 - hood), -length * (0.5 - trunk)
    front = length / 2 - radius - length * b.uniform(0.07, 0.12)
    rear = -length / 2 + radius + length * b.uniform(0.06, 0.12)
    roof_front, roof_rear = cowl - rake, tail + rear_rake
    if kind == "pickup" and b.chance(0.5):  # extended or single cab
        tail, roof_rear = tail - 0.2, roof_rear - 0.2
    if roof_front - roof_rear < 0.5:
        roof_rear = roof_front - 0.5
    doors = b.pick(1, 2) if kind in ("hatchback", "sedan", "pickup") else rows[7]
    return Car(
        length,
        width,
        height,
        height * share,
        floor,
        radius,
        front,
        rear,
        cowl,
        roof_front,
        roof_rear,
        tail,
        doors,
        kind,
    )


def _profile(b: Builder, c: Car) -> NDArray:
    """Side outline of the car's lower body with its wheel arches, counter-clockwise in (z, y)."""
    front, rear, gap = c.length / 2, -c.length / 2, c.radius * b.uniform(1.08, 1.25)
    edge = b.uniform(0.03, 0.15) * c.length * 0.5
    nose = max(c.belt * b.uniform(0.72, 0.92), c.radius + gap + 0.03)
    arches = [(c.rear, c.radius, gap), (c.front, c.radius, gap)]
    floor = arched_floor(rear + 0.05, front - 0.08, c.floor, arches)
    bow = [(front, c.floor + 0.12), (front + 0.01, nose * 0.75), (front - edge, nose)]
    middle = (front - edge + c.cowl) / 2
    hood = [(front - edge, nose), (middle, (nose + c.belt) / 2 + b.uniform(0.01, 0.06)), (c.cowl, c.belt)]
    high = c.belt * (b.uniform(0.94, 1.03) if c.kind != "pickup" else 1.0)
    stern = [(rear + 0.04, high), (rear, high * 0.9), (rear, c.floor + 0.15)]
    if c.kind == "convertible":
        deep = c.floor + 0.12
        cabin = [(c.cowl - 0.15, c.belt), (c.cowl - 0.2, deep), (c.tail + 0.1, deep), (c.tail, c.belt)]
    elif c.kind == "pickup":
        deep = max(c.belt * 0.66, c.radius + gap + 0.04)
        cabin = [(c.tail, c.belt), (c.tail - 0.01, deep)]
        stern = [(rear + 0.01, deep), (rear, c.floor + 0.15)]
    else:
        cabin = [(c.tail, c.belt)]
    return np.concatenate([floor, curve(bow, 6), curve(hood, 7)[1:], cabin, stern])


class _Shape:
    """How the car's body narrows: towards its ends in plan, and towards the sills."""

    def __init__(self, b: Builder, c: Car) -> None:
        self.car, self.ends = c, b.uniform(0.03, 0.2)
        self.sill, self.crown = b.uniform(0.0, 0.1), b.uniform(0, 0.05)

    def __call__(self, mesh: Mesh) -> Mesh:
        c, v = self.car, mesh.vertices.copy()
        over = np.maximum(np.maximum(v[:, 2] - c.front, c.rear - v[:, 2]), 0) / (c.length / 2 - c.front)
        on_hood = (v[:, 2] > c.cowl - 0.01) & (v[:, 1] > c.belt * 0.6)
        v[:, 1] += self.crown * (1 - (2 * v[:, 0] / c.width) ** 2) * on_hood
        v[:, 0] *= (1 - self.ends * over**2) * (1 - self.sill * np.clip((c.belt - v[:, 1]) / c.belt, 0, 1))
        v[:, 2] -= np.sign(v[:, 2]) * self.ends * 0.8 * (2 * v[:, 0] / c.width) ** 2 * (over > 0.3)
        return Mesh(v, mesh.faces)


def _lower_body(b: Builder, c: Car, shape: _Shape) -> None:
    """The body with its hood and boot lid as pieces of their own."""
    plain = slab(_profile(b, c), c.width, b.uniform(0.03, 0.12), 6)
    whole, (centre, normal) = shape(plain), face_frame(plain)
    inside = np.abs(centre[:, 0]) < c.width * b.pick(0.34, 0.44, 0.5)
    top = (normal[:, 1] > 0.45) & inside & (centre[:, 1] > c.belt * 0.6)
    hood, rest = split(whole, top & (centre[:, 2] > c.cowl))
    b.add(HOOD, hood)
    if c.kind in ("sedan", "convertible", "sports"):
        centre, normal = face_frame(rest)
        lid = (normal[:, 1] > 0.6) & (np.abs(centre[:, 0]) < c.width * 0.46) & (centre[:, 2] < c.tail)
        lid &= centre[:, 1] > c.belt * 0.7
        trunk, rest = split(rest, lid)
        if len(trunk.faces):
            b.add(TRUNK, trunk)
    b.add(BODY, rest)


def _greenhouse(b: Builder, c: Car) -> None:
    """Roof, pillars and windows over the belt line."""
    low, high = c.width / 2 * b.uniform(0.9, 0.97), c.width / 2 * b.uniform(0.66, 0.82)
    top, bulge = c.height - 0.05, b.uniform(0.0, 0.05)
    a, d = (low, c.belt - 0.02, c.cowl), (low, c.belt - 0.02, c.tail)
    e, f = (high, top, c.roof_front), (high, top, c.roof_rear)

    def m(p: tuple[float, float, float]) -> tuple[float, float, float]:
        return (-p[0], p[1], p[2])

    pane = [(b.uniform(0.02, 0.08), b.uniform(0.92, 0.98))]
    glazed(b, [m(a), a, m(e), e], pane, (PILLAR, WINDSCREEN), bulge=bulge * 1.5)
    glazed(b, [d, m(d), f, m(f)], pane, (PILLAR, "body > window|glass > rear window"), bulge=bulge)
    count = max(1, c.doors + b.pick(0, 0, 1) - (c.kind in ("pickup", "sports") and b.chance(0.5)))
    bar, edge = b.uniform(0.02, 0.06), b.uniform(0.03, 0.07)
    cuts = np.linspace(edge, 1 - edge, count + 1)
    spans = enumerate(zip(cuts, cuts[1:], strict=False))
    panes = [(s + bar / 2 * (i > 0), t - bar / 2 * (i < count - 1)) for i, (s, t) in spans]
    side = "body > window|glass > side window"
    glazed(b, [a, d, e, f], panes, (PILLAR, side), v=(0.03, 0.9), bulge=bulge * 0.6, twin=True)
    roof = patch([m(e), e, m(f), f], b.uniform(0.02, 0.08), thickness=0.04, steps=6)
    b.add(ROOF, roof)
    if c.kind in ("suv", "wagon") and b.chance(0.5):
        rail = curve(
            [(high * 0.9, top, c.roof_front), (high * 0.9, top + 0.07, 0), (high * 0.9, top, c.roof_rear)], 9
        )
        symmetric(b, "roof > roof rail|roof rack", sweep(rail, 0.018, sides=6))
    if b.chance(0.15):
        b.add("roof > antenna", rod((0, top, c.roof_rear + 0.1), (0, top + 0.3, c.roof_rear - 0.15), 0.008, 6))


def _doors(b: Builder, c: Car, shape: _Shape) -> None:
    """Door leaves standing a little out of the sides, with handles."""
    start, stop = c.front - c.radius * 1.3, c.rear + c.radius * 1.3
    start, stop = min(start, c.cowl - 0.02), min(stop, c.tail + 0.4 if c.kind != "pickup" else c.tail + 0.1)
    stop = max(stop, c.rear + c.radius * 0.6)
    if c.doors == 1:
        stop = max(stop, start - b.uniform(1.1, 1.4))
    cuts = np.linspace(start, stop, c.doors + 1)
    low, high, out = c.floor + b.uniform(0.06, 0.15), c.belt - 0.02, b.uniform(0.006, 0.016)
    for i, (s, t) in enumerate(zip(cuts, cuts[1:], strict=False)):
        slant = 0.22 if i == c.doors - 1 else 0.0
        leaf = [(t + 0.01 + slant, low), (s - 0.01, low), (s - 0.01, high), (t + 0.01, high)]
        leaf.append((t + 0.01, low + slant * 1.6))
        symmetric(b, DOOR, shape(side_panel(leaf[: 5 if slant else 4], c.width / 2, 2 * out)))
        y = high - 0.12
        grip = box(0.04, 0.035, 0.16, 0.01, 1).move(c.width / 2 + 0.015, y, t + 0.15)
        symmetric(b, DOOR_HANDLE, shape(grip))


def _front_and_back(b: Builder, c: Car, shape: _Shape) -> None:
    """Bumpers, lights, grille, plates."""
    front, rear, low = c.length / 2, -c.length / 2, c.floor + 0.14
    tall = b.uniform(0.12, 0.26)
    if b.chance(0.75):
        bumper = box(c.width * 0.98, tall, 0.16, 0.05, 2)
        b.add(BUMPER, shape(_sliced(bumper).move(y=low + tall * 0.3, z=front - 0.03)))
        b.add(BUMPER, shape(_sliced(bumper).move(y=low + tall * 0.3, z=rear + 0.03)))
    y, w, h = c.belt * b.uniform(0.66, 0.74), b.uniform(0.11, 0.2), b.uniform(0.05, 0.1)
    lamp = sphere(w, h, 0.1, 12) if b.chance(0.6) else box(w * 1.6, h * 1.6, 0.12, 0.03, 1)
    symmetric(b, HEADLIGHT, shape(lamp.move(c.width / 2 - w * 1.1, y, front - 0.04)))
    back = box(w * b.uniform(0.8, 1.8), h * b.uniform(1.2, 2.5), 0.08, 0.02, 1)
    symmetric(b, TAIL_LIGHT, shape(back.move(c.width / 2 - w, c.belt * b.uniform(0.68, 0.78), rear + 0.01)))
    if b.chance(0.7):
        grille = box(c.width * b.uniform(0.3, 0.5), h * b.uniform(1.2, 2.5), 0.06)
        b.add(GRILLE, shape(grille.move(y=y - 0.02, z=front)))
    if b.chance(0.5):
        plate = box(0.5, 0.11, 0.02).move(y=low + tall * 0.5)
        b.add("body > licence plate|license plate", plate.move(z=rear - 0.06))
    if b.chance(0.5):
        pipe = cylinder(0.035, 0.2, sides=10).rotate("x", 90).move(c.width * 0.3, c.floor + 0.04, rear)
        symmetric(b, "body > exhaust pipe|exhaust", pipe)


def _sliced(mesh: Mesh) -> Mesh:
    """A wide box cut into strips so that it can follow a curved body."""
    parts = 6
    x, low, high = mesh.vertices[:, 0], mesh.low[0], mesh.high[0]
    width = (high - low) / parts
    pieces = []
    for i in range(parts):
        v = mesh.vertices.copy()
        v[:, 0] = np.clip(x, low + i * width, low + (i + 1) * width)
        pieces.append(Mesh(v, mesh.faces))
    whole = join(pieces)
    p, q, r = (whole.vertices[whole.faces[:, i]] for i in range(3))
    return Mesh(whole.vertices, whole.faces[np.linalg.norm(np.cross(q - p, r - p), axis=1) > 1e-9])


def _mirrors(b: Builder, x: float, y: float, z: float) -> None:
    shell = sphere(0.09, 0.065, 0.05, 10) if b.chance(0.5) else box(0.18, 0.12, 0.07, 0.02, 1)
    stalk = rod((x - 0.08, y, z), (x + 0.05, y + 0.05, z), 0.018, 6)
    symmetric(b, MIRROR, shell.move(x + 0.1, y + 0.07, z) + stalk)


def _modern(b: Builder, kind: str) -> Car:
    c = _car(b, kind)
    shape = _Shape(b, c)
    _lower_body(b, c, shape)
    if kind != "convertible":
        _greenhouse(b, c)
    if b.chance(0.85):
        _doors(b, c, shape)
    _front_and_back(b, c, shape)
    if b.chance(0.85):
        _mirrors(b, c.width / 2 - 0.03, c.belt + 0.02, c.cowl - 0.25)
    width = c.radius * b.uniform(0.5, 0.8)
    x = c.width / 2 - width / 2 + b.uniform(-0.03, 0.03)
    four_wheels(b, wheel(b, c.radius, width), x, c.radius, c.front, c.rear)
    return c


@design("car")
def family_car(b: Builder) -> None:
    """Sedan, hatchback, estate or SUV: arched lower body under a glazed cabin."""
    _modern(b, b.pick("sedan", "sedan", "hatchback", "suv", "wagon"))


@design("car")
def sports_car(b: Builder) -> None:
    """Low coupe, often with a rear wing, scoops or a lip."""
    c = _modern(b, "sports")
    rear, spread = -c.length / 2, c.width * b.uniform(0.38, 0.46)
    if b.chance(0.6):
        y = c.belt + b.uniform(0.05, 0.35)
        blade = box(spread * 2, 0.03, 0.28, 0.012, 1).rotate("x", -8).move(y=y, z=rear + 0.2)
        posts = box(0.03, y - c.belt * 0.9, 0.15).move(spread * 0.8, (y + c.belt * 0.9) / 2, rear + 0.2)
        b.add("body > spoiler|rear wing", blade + posts + posts.mirror())
    if b.chance(0.3):
        b.add("hood|bonnet > hood scoop", box(0.4, 0.12, 0.5, 0.04, 1).move(y=c.belt * 0.93, z=c.cowl + 0.6))
    if b.chance(0.4):
        b.add(
            "body > bumper > splitter",
            box(c.width * 0.9, 0.03, 0.3).move(y=c.floor + 0.02, z=c.length / 2 - 0.05),
        )


@design("car")
def pickup(b: Builder) -> None:
    """Pickup truck used as a car: cabin in front, open bed with a tailgate behind."""
    c = _modern(b, "pickup")
    rear, top, wall = -c.length / 2, c.belt * b.uniform(0.98, 1.04), 0.07
    deep = c.belt * 0.6
    run = c.tail - rear
    side = box(wall, top - deep, run).move(c.width / 2 - wall / 2, (top + deep) / 2, (c.tail + rear) / 2)
    bed = "body > cargo bed|truck bed"
    symmetric(b, bed, side)
    b.add(bed, box(c.width, top - deep, wall).move(y=(top + deep) / 2, z=c.tail - wall / 2))
    gate = box(c.width - 2 * wall, top - deep, wall).move(y=(top + deep) / 2, z=rear + wall / 2)
    opened = b.pick(0, 0, 0, -90)
    b.add("body > cargo bed|truck bed > tailgate", gate.rotate("x", opened, (0, deep + 0.03, rear)))
    if b.chance(0.25):
        bars = arc(c.width * 0.42, 0, 180, 13) * [1, 0.9, 1]
        b.add("body > roll bar", sweep(bars + [0, top - 0.02, c.tail - 0.2], 0.035, sides=8))


@design("car")
def convertible(b: Builder) -> None:
    """Open car with seats and a steering wheel; the folded top may lie behind the seats."""
    c = _modern(b, "convertible")
    low, high = c.width * 0.46, c.width * b.uniform(0.36, 0.42)
    top = c.belt + b.uniform(0.3, 0.45)
    corners = [(-low, c.belt - 0.02, c.cowl), (low, c.belt - 0.02, c.cowl)]
    corners += [(-high, top, c.roof_front), (high, top, c.roof_front)]
    glazed(b, corners, [(0.04, 0.96)], ("body > windscreen frame", WINDSCREEN), v=(0.04, 0.94), bulge=0.04)
    deep, wall = c.floor + 0.12, 0.09
    run = c.cowl - c.tail
    panel = box(wall, c.belt - deep, run).move(
        c.width / 2 - wall / 2, (c.belt + deep) / 2, (c.cowl + c.tail) / 2
    )
    symmetric(b, BODY, panel)
    seat = car_seat(c.width * 0.27, 0.5, c.belt - deep + 0.05)
    rows = [c.cowl - 0.95] + ([c.tail + 0.45] if run > 1.9 else [])
    for z in rows:
        symmetric(b, SEAT, seat.move(c.width * 0.22, deep + 0.2, z))
    b.add(STEERING, steering_wheel(0.17).move(c.width * 0.22, c.belt - 0.02, c.cowl - 0.45))
    b.add("body > dashboard", box(c.width * 0.88, 0.18, 0.25, 0.05, 1).move(y=c.belt - 0.11, z=c.cowl - 0.2))
    if b.chance(0.4):
        b.add("roof > folded top", box(c.width * 0.85, 0.14, 0.4, 0.06, 2).move(y=c.belt + 0.02, z=c.tail))


# -- other cars ------------------------------------------------------------------------------------


def _rounded_section(half: float, low: float, high: float, power: float) -> NDArray:
    """Superellipse (n, 2) in (x, y) between two heights."""
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    flat = np.stack([np.sign(x) * np.abs(x) ** power * half, np.sign(y) * np.abs(y) ** power], 1)
    return np.stack([flat[:, 0], low + (flat[:, 1] + 1) / 2 * (high - low)], 1)


def rounded_hull(stations: ArrayLike, power: float = 0.6, count: int = 18) -> Mesh:
    """Body of rounded cross-sections; stations (n, 4) are z, half width, low y, high y, along z."""
    rows = curve(stations, count)
    return loft([np.c_[_rounded_section(w, lo, hi, power), np.full(24, z)] for z, w, lo, hi in rows][::-1])


@design("car")
def bubble_car(b: Builder) -> None:
    """Rounded small car (beetle, cartoon, toy): swelling hull, domed cabin, bulging fenders."""
    length, width, height = b.uniform(2.4, 4.2), b.uniform(1.5, 1.75), b.uniform(1.4, 1.65)
    radius, floor, h = b.uniform(0.28, 0.4), b.uniform(0.16, 0.25), length / 2
    top = height * b.uniform(0.55, 0.68)
    half = width / 2 * b.uniform(0.86, 1.0)
    stations = [(-h, half * 0.55, floor + 0.1, top * 0.7), (-h * 0.8, half * 0.85, floor, top * 0.97)]
    stations += [
        (-h * 0.3, half, floor, top),
        (h * 0.35, half, floor, top),
        (h * 0.75, half * 0.85, floor, top * 0.92),
    ]
    hull = rounded_hull([*stations, (h, half * 0.5, floor + 0.1, top * 0.65)], b.uniform(0.35, 0.75), 22)
    centre, normal = face_frame(hull)
    cowl = h * b.uniform(0.3, 0.42)
    hood, body = split(hull, (centre[:, 2] > cowl) & (normal[:, 1] > 0.4) & (np.abs(centre[:, 0]) < half * 0.8))
    b.add(HOOD, hood)
    b.add(BODY, body)
    tail, power = -h * b.uniform(0.55, 0.8), b.uniform(0.5, 0.85)
    rows = [(tail, half * 0.6, top * 0.85, top * 0.95), (tail * 0.6, half * 0.84, top * 0.8, height * 0.96)]
    rows += [(0, half * 0.88, top * 0.8, height), (cowl * 0.6, half * 0.85, top * 0.8, height * 0.93)]
    cabin = rounded_hull([*rows, (cowl * 1.15, half * 0.65, top * 0.85, top * 0.98)], power, 22)
    _split_cabin(b, cabin, (top, height), (tail, cowl))
    front, rear = h - radius - length * 0.07, -h + radius + length * 0.07
    tyre = radius * b.uniform(0.45, 0.7)
    if b.chance(0.7):
        bump = fender(
            radius * 1.25, tyre * b.uniform(1.3, 1.8), b.uniform(0, 20), b.uniform(160, 185), radius * 0.12
        )
        for z in (front, rear):
            symmetric(b, FENDER, bump.move(half - tyre * 0.2, radius, z))
    size = b.uniform(0.08, 0.14)
    symmetric(b, HEADLIGHT, sphere(size, size, 0.09, 14).move(half * 0.68, top * 0.72, h * 0.9))
    symmetric(b, TAIL_LIGHT, sphere(0.06, 0.09, 0.05, 10).move(half * 0.6, top * 0.7, -h * 0.93))
    for z in (h * 1.01, -h * 1.01):
        bow = arc(h * 0.9, 60, 120, 9, "xz") * [1.3 * half / h / 0.9, 1, 0.16] + [0, floor + 0.18, 0]
        bow[:, 2] = z + np.sign(z) * (bow[:, 2] - 0.13 * h)
        b.add(BUMPER, sweep(bow, 0.05, sides=8))
    if b.chance(0.6):
        _mirrors(b, half * 0.9, top, cowl * 0.8)
    parts = wheel(b, radius, tyre, b.pick("dish", "disc", "holes", "solid"))
    four_wheels(b, parts, half - tyre * 0.2, radius, front, rear)


def _split_cabin(b: Builder, cabin: Mesh, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Windows as the steep faces of a dome between sill and eaves, split by pillars; the rest is roof."""
    centre, normal = face_frame(cabin)
    low, high = heights
    eaves = low + (high - low) * b.uniform(0.72, 0.85)
    band = (centre[:, 1] > low + 0.02) & (centre[:, 1] < eaves)
    pillar = (np.abs(centre[:, 2] - (ends[0] + ends[1]) * 0.5) < 0.06) & (np.abs(normal[:, 0]) > 0.5)
    screen = band & (normal[:, 2] > 0.45)
    side = band & ~screen & ~pillar
    for name, mask in ((WINDSCREEN, screen), (WINDOW, side), (ROOF, ~screen & ~side)):
        piece = split(cabin, mask)[0]
        if len(piece.faces):
            b.add(name, piece)


@design("car")
def block_car(b: Builder) -> None:
    """Low-poly or wooden toy car: an extruded silhouette with plain windows and chunky wheels."""
    length, width, height = b.uniform(3.2, 4.8), b.uniform(1.5, 2.0), b.uniform(1.3, 1.9)
    radius, floor, h = b.uniform(0.28, 0.45), b.uniform(0.15, 0.35), length / 2
    belt, bevel = height * b.uniform(0.5, 0.65), b.pick(0.0, 0.04, 0.1)
    cowl, tail = h * b.uniform(0.25, 0.6), -h * b.uniform(0.4, 1.0)
    body = slab([(-h, floor), (h, floor), (h, belt * 0.92), (cowl, belt), (-h, belt)], width, bevel)
    centre, normal = face_frame(body)
    hood, rest = split(body, (normal[:, 1] > 0.7) & (centre[:, 2] > cowl))
    b.add(HOOD, hood)
    b.add(BODY, rest)
    rise = height - belt
    a, e = np.array([cowl, belt]), np.array([cowl - rise * b.uniform(0.1, 1.0), height])
    f, d = np.array([min(tail + rise * b.uniform(0.0, 0.8), e[0] - 0.5), height]), np.array([tail, belt])
    inner = width * b.uniform(0.84, 1.0)
    b.add(ROOF, slab([d, a, e, f], inner, bevel))
    b.add(WINDSCREEN, edge_panel(a, e, inner * 0.84, (0.1, 0.85)))
    b.add("body > window|glass > rear window", edge_panel(f, d, inner * 0.84, (0.15, 0.9)))
    low, high = belt + rise * 0.08, height - rise * 0.15
    count, edge = b.integer(1, 3), 0.12

    def line(p: NDArray, q: NDArray, y: float) -> float:
        return float(p[0] + (q[0] - p[0]) * (y - belt) / rise)

    for i in range(count):
        spans = [np.linspace(line(d, f, y) + edge, line(a, e, y) - edge, count + 1) for y in (low, high)]
        (s, t), (u, v) = spans[0][i : i + 2], spans[1][i : i + 2]
        pane = [(s + 0.04, low), (t - 0.04, low), (v - 0.04, high), (u + 0.04, high)]
        symmetric(b, "body > window|glass > side window", side_panel(pane, inner / 2))
    if b.chance(0.5):
        leaf = rectangle((cowl - tail) * 0.35, belt - floor - 0.15)
        symmetric(b, DOOR, side_panel(leaf + [cowl - (cowl - tail) * 0.3, (belt + floor) / 2], width / 2, 0.03))
    lamp = b.pick(cylinder(0.11, 0.06, sides=12).rotate("x", 90), box(0.25, 0.14, 0.06))
    symmetric(b, HEADLIGHT, lamp.move(width * 0.35, belt * 0.75, h))
    symmetric(b, TAIL_LIGHT, box(0.2, 0.12, 0.05).move(width * 0.36, belt * 0.75, -h))
    for z in (h, -h):
        b.add(BUMPER, box(width * 1.02, 0.14, 0.14).move(y=floor + 0.1, z=z))
    tyre = radius * b.uniform(0.4, 0.9)
    parts, x = wheel(b, radius, tyre, b.pick("solid", "disc", "dish")), width / 2 + tyre * b.uniform(-0.2, 0.5)
    four_wheels(b, parts, x, radius, h * 0.62, -h * 0.6)


@design("car")
def old_timer(b: Builder) -> None:
    """Vintage car: long narrow hood behind an upright radiator, swept mudguards, running boards, tall cabin."""
    length, width, radius = b.uniform(3.4, 4.8), b.uniform(1.45, 1.75), b.uniform(0.33, 0.46)
    h, floor, belt = length / 2, b.uniform(0.35, 0.45), b.uniform(0.95, 1.1)
    height, body_width = belt + b.uniform(0.5, 0.7), width * b.uniform(0.66, 0.78)
    cowl, tail, nose = h * b.uniform(0.05, 0.2), -h * b.uniform(0.75, 0.95), h * 0.86
    front, rear = nose - radius * 0.4, tail + radius * b.uniform(0.6, 0.9)
    rows = [(cowl, body_width, belt), (nose, body_width * b.uniform(0.55, 0.75), belt * b.uniform(0.86, 0.98))]
    sections = [np.c_[_rounded_section(w / 2, floor, y, 0.35), np.full(24, z)] for z, w, y in rows[::-1]]
    b.add(HOOD, loft(sections))
    radiator = rectangle(rows[1][1] * 0.9, belt * 0.55, 0.1) + [0, floor + belt * 0.29]
    b.add(GRILLE, extrude(radiator, 0.08).move(z=nose + 0.03))
    b.add(BODY, slab([(tail, floor), (cowl, floor), (cowl, belt), (tail, belt)], body_width, 0.05))
    b.add("body > chassis", box(body_width * 0.7, 0.1, length * 0.9).move(y=floor - 0.03))
    if b.chance(0.65):
        _tall_cabin(
            b, body_width / 2, (belt, height), (tail + b.uniform(0.05, 0.5), cowl - b.uniform(0.0, 0.25))
        )
    else:
        low, top = body_width * 0.46, belt + 0.4
        corners = [(-low, belt, cowl), (low, belt, cowl), (-low, top, cowl - 0.08), (low, top, cowl - 0.08)]
        glazed(b, corners, [(0.05, 0.95)], ("body > windscreen frame", WINDSCREEN), v=(0.06, 0.94))
        for z in (cowl - 0.8, tail + 0.45):
            b.add(SEAT, car_seat(body_width * 0.85, 0.45, 0.45, False).move(y=belt - 0.02, z=z))
        b.add(STEERING, steering_wheel(0.2).move(body_width * 0.22, belt + 0.1, cowl - 0.35))
    for z, sweep_back in ((front, b.uniform(170, 200)), (rear, b.uniform(165, 190))):
        guard = fender(radius * 1.18, width * 0.18, b.uniform(-10, 15), sweep_back, 0.02, b.uniform(0.1, 0.6))
        symmetric(b, FENDER, guard.move(width / 2 - width * 0.09, radius, z))
    board = box(width * 0.15, 0.05, front - rear - radius * 1.9).move(
        width * 0.41, floor - 0.08, (front + rear) / 2
    )
    symmetric(b, "body > running board|step", board)
    size = b.uniform(0.09, 0.14)
    lamp = sphere(size, size, size * 0.8, 14).move(width * 0.3, belt * 0.8, nose - 0.05)
    symmetric(b, HEADLIGHT, lamp)
    b.add(BUMPER, box(width * 0.85, 0.1, 0.05, 0.02, 1).move(y=floor + 0.02, z=h + 0.12))
    parts = wheel(b, radius, radius * b.uniform(0.25, 0.4), b.pick("wire", "spokes", "disc"))
    four_wheels(b, parts, width * 0.42, radius, front, rear)
    if b.chance(0.5):
        spare = [("spare wheel", mesh.rotate("y", 90)) for _, mesh in parts]
        place(b, spare, [(0.001, belt * 0.75, tail - 0.12)])
    if b.chance(0.6):
        leaf = rectangle((cowl - tail) * 0.4, belt - floor - 0.12) + [
            cowl - (cowl - tail) * 0.27,
            (belt + floor) / 2,
        ]
        symmetric(b, DOOR, side_panel(leaf, body_width / 2, 0.03))


def _tall_cabin(b: Builder, half: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Upright glazed cabin with a slightly domed roof."""
    (low, top), (rear, front) = heights, ends
    lean, inner = b.uniform(0.0, 0.15), half * b.uniform(0.85, 0.98)
    a, d, e, f = (
        (half, low, front),
        (half, low, rear),
        (inner, top, front - lean),
        (inner, top, rear + lean * 0.5),
    )
    m = [(-p[0], *p[1:]) for p in (a, d, e, f)]
    glazed(b, [m[0], a, m[2], e], [(0.07, 0.93)], (PILLAR, WINDSCREEN), v=(0.1, 0.9))
    glazed(b, [d, m[1], f, m[3]], [(0.25, 0.75)], (PILLAR, WINDOW), v=(0.3, 0.8))
    panes = [(0.06, 0.48), (0.54, 0.94)] if b.chance(0.7) else [(0.06, 0.6)]
    side = "body > window|glass > side window"
    glazed(b, [a, d, e, f], panes, (PILLAR, side), v=(0.08, 0.85), twin=True)
    brim = b.uniform(1.0, 1.08)
    b.add(
        ROOF,
        patch(
            [(m[2][0] * brim, top, e[2]), (e[0] * brim, top, e[2]), m[3], f],
            b.uniform(0.03, 0.1),
            thickness=0.05,
        ),
    )


@design("car")
def jeep(b: Builder) -> None:
    """Open or soft-top off-road car: flat panels, upright windscreen, roll bars, spare wheel behind."""
    length, width, radius = b.uniform(3.2, 4.3), b.uniform(1.5, 1.9), b.uniform(0.36, 0.5)
    h, floor, belt = length / 2, radius * b.uniform(1.0, 1.25), b.uniform(1.05, 1.25)
    cowl, front, rear = h * b.uniform(0.15, 0.3), h - radius * 1.1, -h + radius * 1.3
    inner, wall = width * 0.8, 0.06
    b.add(
        HOOD,
        slab(
            [(cowl, belt - 0.25), (h - 0.1, belt - 0.25), (h - 0.1, belt - 0.06), (cowl, belt)],
            inner * 0.9,
            0.04,
        ),
    )
    b.add(
        BODY,
        box(inner * 0.88, belt - 0.25 - floor, h - cowl).move(
            y=(belt - 0.25 + floor) / 2, z=(h + cowl) / 2 - 0.1
        ),
    )
    b.add(BODY, box(inner, 0.1, cowl + h).move(y=floor + 0.05, z=(cowl - h) / 2))
    side = rectangle(cowl + h, belt - floor - 0.05, 0.05) + [(cowl - h) / 2, (belt + floor) / 2 + 0.02]
    symmetric(b, BODY, side_panel(side, inner / 2, wall))
    b.add("body > tailgate", box(inner, belt - floor, wall).move(y=(belt + floor) / 2, z=-h))
    bars = join(box(0.035, 0.22, 0.05).move(x=x) for x in np.linspace(-0.2, 0.2, 7))
    b.add(GRILLE, bars.move(y=belt - 0.32, z=h - 0.09))
    symmetric(
        b, HEADLIGHT, cylinder(0.09, 0.06, sides=14).rotate("x", 90).move(inner * 0.36, belt - 0.28, h - 0.08)
    )
    for z in (front, rear):
        guard = box((width - inner) / 2 + 0.06, 0.05, radius * 2.5, 0.02, 1)
        symmetric(b, FENDER, guard.move(width / 2 - (width - inner) / 4, radius * 2.12, z))
    for z in (h + 0.05, -h - 0.08):
        b.add(BUMPER, box(width * b.uniform(0.8, 1.0), 0.14, 0.12).move(y=floor, z=z))
    lean, top = b.uniform(0.02, 0.2), belt + b.uniform(0.42, 0.55)
    low = inner * 0.48
    corners = [(-low, belt, cowl), (low, belt, cowl), (-low, top, cowl - lean), (low, top, cowl - lean)]
    glazed(b, corners, [(0.05, 0.95)], ("body > windscreen frame", WINDSCREEN), v=(0.08, 0.92))
    _jeep_inside(b, inner, floor, belt, cowl, h)
    _jeep_top(b, inner, (belt, top), (-h, cowl - lean))
    tyre = radius * b.uniform(0.5, 0.75)
    parts = wheel(b, radius, tyre)
    four_wheels(b, parts, width / 2 - tyre * 0.45, radius, front, rear)
    if b.chance(0.7):
        place(
            b,
            [("spare wheel", mesh.rotate("y", 90)) for _, mesh in parts],
            [(0.001, belt * 0.9, -h - tyre * 0.6)],
        )


def _jeep_inside(b: Builder, inner: float, floor: float, belt: float, cowl: float, h: float) -> None:
    seat = car_seat(inner * 0.32, 0.45, belt - floor, b.chance(0.5))
    symmetric(b, SEAT, seat.move(inner * 0.25, floor + 0.25, cowl - 0.9))
    if b.chance(0.6):
        b.add(SEAT, car_seat(inner * 0.7, 0.42, belt - floor - 0.1, False).move(y=floor + 0.25, z=-h + 0.5))
    b.add(STEERING, steering_wheel(0.18).move(inner * 0.25, belt + 0.02, cowl - 0.4))


def _jeep_top(b: Builder, inner: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Roll bars alone, with a flat top, or a closed soft top."""
    (belt, top), (rear, front) = heights, ends
    kind, high = b.pick("bars", "flat", "closed"), top + 0.06
    if kind != "closed":
        for z in (rear + 0.15, (front + rear) / 2):
            x = inner * 0.44
            hoop = curve(
                [
                    (-x, belt - 0.3, z),
                    (-x, high - 0.12, z),
                    (0, high, z),
                    (x, high - 0.12, z),
                    (x, belt - 0.3, z),
                ],
                17,
            )
            b.add("body > roll bar", sweep(hoop, 0.03, sides=8))
        symmetric(
            b, "body > roll bar", rod((inner * 0.43, high - 0.1, rear + 0.15), (inner * 0.43, top, front), 0.03)
        )
    if kind == "bars":
        return
    run = front - rear
    b.add(ROOF, box(inner, 0.07, run, 0.03, 1).move(y=high, z=rear + run / 2))
    if kind == "closed":
        low = [
            (inner / 2, belt, front),
            (inner / 2, belt, rear),
            (inner / 2, high, front),
            (inner / 2, high, rear),
        ]
        glazed(b, low, [(0.05, 0.45), (0.52, 0.95)], (PILLAR, WINDOW), v=(0.06, 0.88), twin=True)
        back = [
            (inner / 2, belt, rear),
            (-inner / 2, belt, rear),
            (inner / 2, high, rear),
            (-inner / 2, high, rear),
        ]
        glazed(b, back, [(0.12, 0.88)], (PILLAR, WINDOW), v=(0.15, 0.85))


@design("car")
def racing_car(b: Builder) -> None:
    """Single-seater: slim hull, open wheels on struts, wings, sometimes side pods and a halo."""
    length, width, radius = b.uniform(3.6, 5.4), b.uniform(1.6, 2.0), b.uniform(0.28, 0.36)
    h, half, low = length / 2, b.uniform(0.26, 0.38), 0.08
    top, power = b.uniform(0.55, 0.75), b.uniform(0.3, 0.9)
    stations = [
        (-h * 0.9, half * 0.5, low + 0.15, top * 0.7),
        (-h * 0.45, half, low, top * b.uniform(1.0, 1.4)),
    ]
    stations += [(-h * 0.05, half * 1.05, low, top), (h * 0.4, half * 0.8, low, top * 0.85)]
    hull = rounded_hull([*stations, (h * 0.95, half * b.uniform(0.2, 0.6), low + 0.05, top * 0.4)], power, 20)
    nose, body = split(hull, face_frame(hull)[0][:, 2] > h * 0.42)
    b.add(b.pick(BODY, "body > nose"), nose)
    b.add(BODY, body)
    seat_z = -h * 0.1
    b.add("body > cockpit", sphere(half * 0.65, 0.1, 0.38, 14).move(y=top * 0.97, z=seat_z))
    b.add(SEAT, box(half * 0.8, 0.3, 0.12, 0.05, 1).move(y=top + 0.1, z=seat_z - 0.3))
    b.add(STEERING, steering_wheel(0.12).move(y=top + 0.08, z=seat_z + 0.3))
    if b.chance(0.4):
        hoop = [(-half, top, seat_z - 0.3), (-half * 0.8, top + 0.25, seat_z), (0, top + 0.27, seat_z + 0.4)]
        hoop = [*hoop, *((-x, y, z) for x, y, z in hoop[-2::-1])]
        b.add(
            "body > halo",
            sweep(curve(hoop, 17), 0.03, sides=8) + rod((0, top, seat_z + 0.6), hoop[2], 0.025),
        )
    front, rear, tyre = h * b.uniform(0.5, 0.66), -h * b.uniform(0.6, 0.75), radius * b.uniform(0.8, 1.2)
    if b.chance(0.65):
        pod = box(width * 0.2, top * 0.6, length * 0.28, 0.08, 2).move(
            half + width * 0.08, low + top * 0.32, -h * 0.18
        )
        symmetric(b, "body > side pod", pod)
    x = width / 2 - tyre / 2
    for z, scale in ((front, 1.0), (rear, b.uniform(1.0, 1.2))):
        arms = [
            rod((half * 0.5, y, z + s), (x, radius, z), 0.018, 6)
            for y in (low + 0.15, low + 0.32)
            for s in (-0.22, 0.22)
        ]
        symmetric(b, "body > suspension", join(arms))
        place(b, wheel(b, radius * scale, tyre * scale), [(x, radius * scale, z), (-x, radius * scale, z)])
    if b.chance(0.8):
        _wings(b, width, h, (low, top))


def _wings(b: Builder, width: float, h: float, heights: tuple[float, float]) -> None:
    low, top = heights
    y, span = top + b.uniform(0.1, 0.35), width * b.uniform(0.45, 0.7)
    planes = [
        box(span, 0.03, 0.3, 0.012, 1).rotate("x", -10).move(y=y - 0.13 * i, z=-h * 0.93)
        for i in range(b.integer(1, 3))
    ]
    ends = box(0.025, 0.4, 0.42).move(span / 2, y - 0.12, -h * 0.93)
    post = box(0.05, y - low, 0.15).move(y=(y + low) / 2, z=-h * 0.88)
    b.add("body > spoiler|rear wing", join([*planes, ends, ends.mirror(), post]))
    wide = width * b.uniform(0.7, 1.0)
    plate = box(0.025, 0.2, 0.4).move(wide / 2, low + 0.12, h * 0.93)
    b.add("body > front wing", box(wide, 0.03, 0.35).move(y=low + 0.06, z=h * 0.93) + plate + plate.mirror())


# -- karts -----------------------------------------------------------------------------------------


@design("go-kart")
def go_kart(b: Builder) -> None:
    """Flat tube frame close to the ground with one seat, an engine beside it, and small fat wheels."""
    length, width, radius = b.uniform(1.5, 2.0), b.uniform(1.0, 1.35), b.uniform(0.12, 0.18)
    h, y, x, tyre = length / 2, radius * 0.9, width * b.uniform(0.26, 0.32), radius * b.uniform(1.0, 1.4)
    front, rear = h * 0.66, -h * 0.66
    rails = [(x, y, rear * 1.2), (x, y, h * 0.3), (x * 0.6, y, h * 0.9)]
    tubes = [sweep(curve(rails, 9), 0.02, sides=8), sweep(curve(rails, 9), 0.02, sides=8).mirror()]
    tubes += [rod((-x, y, z), (x, y, z), 0.018) for z in (rear * 1.1, -0.1, 0.25)]
    b.add("frame|chassis", join(tubes))
    if b.chance(0.8):
        b.add("floor|floor pan", box(x * 1.7, 0.015, length * 0.5).move(y=y - 0.02, z=h * 0.3))
    for z in (front, rear):
        b.add("axle", rod((-width * 0.45, radius, z), (width * 0.45, radius, z), 0.02))
    b.add("seat", car_seat(x * 1.3, 0.4, b.uniform(0.3, 0.5), False).move(y=y + 0.09, z=-h * 0.2))
    b.add("steering wheel", steering_wheel(0.14).move(y=y + 0.4, z=h * 0.2))
    block = box(0.16, 0.2, 0.25, 0.02, 1) + array(box(0.19, 0.012, 0.2), [(0, 0.03 * i, 0) for i in range(4)])
    behind = b.chance(0.4)
    b.add("engine", block.move(0 if behind else x * 1.05, y + 0.13, rear * 0.98 if behind else -h * 0.3))
    if b.chance(0.75):
        nose = box(width * b.uniform(0.55, 0.8), 0.14, 0.25, 0.06, 2).taper(b.uniform(0.6, 1.0), "z")
        b.add("bumper > nose cone|front bumper", nose.move(y=y + 0.04, z=h * 0.98))
        b.add("bumper > rear bumper", rod((-width * 0.4, y + 0.05, -h), (width * 0.4, y + 0.05, -h), 0.03))
    if b.chance(0.6):
        pod = box(width * 0.14, 0.14, length * 0.33, 0.05, 2).move(width * 0.42, y + 0.04, -0.02)
        symmetric(b, "side pod", pod)
    if b.chance(0.6):
        symmetric(b, "pedal", box(0.06, 0.12, 0.02).rotate("x", -25).move(x * 0.4, y + 0.08, h * 0.7))
    four_wheels(b, wheel(b, radius, tyre), width / 2 - tyre / 2, radius, front, rear)


@design("golf cart")
def golf_cart(b: Builder) -> None:
    """Small open car: bench seats, a flat roof on four posts, often a windscreen and a bag rack."""
    length, width, radius = b.uniform(2.2, 2.9), b.uniform(1.15, 1.3), b.uniform(0.2, 0.28)
    h, floor, top = length / 2, radius * 1.1, b.uniform(1.75, 1.95)
    cowl, hood = h * b.uniform(0.4, 0.55), floor + b.uniform(0.45, 0.6)
    front, rear, gap = h - radius * 1.4, -h + radius * 1.6, radius * 1.15
    low = arched_floor(-h, h, floor, [(rear, radius, gap), (front, radius, gap)])
    nose = curve([(h, floor + 0.15), (h - 0.08, hood * 0.8), (cowl, hood)], 7)
    seat_y, deep = floor + b.uniform(0.38, 0.45), radius + gap + 0.03
    mid = -h * 0.15
    shape = [*nose, (cowl - 0.08, hood), (cowl - 0.12, floor + 0.06), (mid + 0.32, floor + 0.06)]
    body = slab([*low, *shape, (mid + 0.32, seat_y - 0.06), (-h + 0.1, seat_y - 0.06), (-h, deep)], width, 0.05)
    b.add("body", body)
    rows = [mid] + ([mid - 0.75] if b.chance(0.3) else [])
    for z in rows:
        b.add("seat", car_seat(width * 0.88, 0.5, 0.45, False).move(y=seat_y, z=z))
    b.add("steering wheel", steering_wheel(0.17).move(width * 0.22, hood + 0.12, cowl - 0.3))
    feet = [(width * 0.44, cowl - 0.04), (width * 0.44, -h + 0.25)]
    lean = [b.uniform(0.05, 0.3), -0.05]
    for (x, z), shift in zip(feet, lean, strict=True):
        symmetric(b, "post|pillar", rod((x, hood - 0.1, z), (x, top, z - shift), 0.02))
    b.add("roof|canopy", box(width * 1.02, 0.07, cowl + h - 0.1, 0.03, 1).move(y=top, z=(cowl - h) / 2 - 0.02))
    if b.chance(0.6):
        x, lift = width * 0.43, lean[0] / (top - hood)
        corners = [
            (-x, hood, cowl - 0.04),
            (x, hood, cowl - 0.04),
            (-x, top, cowl - 0.04 - lift),
            (x, top, cowl - lift),
        ]
        b.add("windscreen|windshield|glass", patch(corners, 0.0))
    symmetric(b, "headlight|light", sphere(0.09, 0.06, 0.05, 10).move(width * 0.35, hood * 0.78, h - 0.06))
    if b.chance(0.5):
        bags = (
            cylinder(0.12, 0.8, sides=12, bevel=0.02)
            .rotate("x", -12)
            .move(width * 0.22, seat_y + 0.3, -h - 0.02)
        )
        symmetric(b, "golf bag|bag", bags)
    if b.chance(0.5):
        b.add("bumper", box(width * 0.8, 0.1, 0.08, 0.03, 1).move(y=floor + 0.08, z=h + 0.02))
    tyre = radius * b.uniform(0.6, 0.85)
    four_wheels(b, wheel(b, radius, tyre), width / 2 - tyre / 2, radius, front, rear)
