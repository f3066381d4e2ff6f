"""Modern cars: hatchbacks, sports cars, pickups, convertibles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import (
    BODY,
    BUMPER,
    DOOR,
    DOOR_HANDLE,
    GRILLE,
    HEADLIGHT,
    HOOD,
    PILLAR,
    ROOF,
    SEAT,
    STEERING,
    TAIL_LIGHT,
    TRUNK,
    WINDSCREEN,
    arched_floor,
    car_seat,
    face_frame,
    four_wheels,
    glazed,
    mirrors,
    patch,
    side_panel,
    side_solid,
    split,
    steering_wheel,
    wheel,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import rod

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
    return np.concatenate([floor, g.curve(bow, 6), g.curve(hood, 7)[1:], cabin, stern])


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
    plain = side_solid(_profile(b, c), c.width, b.uniform(0.03, 0.12), 6)
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
        rail = g.curve(
            [(high * 0.9, top, c.roof_front), (high * 0.9, top + 0.07, 0), (high * 0.9, top, c.roof_rear)], 9
        )
        symmetric(b, "roof > roof rail|roof rack", g.sweep(rail, 0.018, sides=6))
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
        grip = g.box(0.04, 0.035, 0.16, 0.01, 1).move(c.width / 2 + 0.015, y, t + 0.15)
        symmetric(b, DOOR_HANDLE, shape(grip))


def _front_and_back(b: Builder, c: Car, shape: _Shape) -> None:
    """Bumpers, lights, grille, plates."""
    front, rear, low = c.length / 2, -c.length / 2, c.floor + 0.14
    tall = b.uniform(0.12, 0.26)
    if b.chance(0.75):
        bumper = g.box(c.width * 0.98, tall, 0.16, 0.05, 2)
        b.add(BUMPER, shape(_sliced(bumper).move(y=low + tall * 0.3, z=front - 0.03)))
        b.add(BUMPER, shape(_sliced(bumper).move(y=low + tall * 0.3, z=rear + 0.03)))
    y, w, h = c.belt * b.uniform(0.66, 0.74), b.uniform(0.11, 0.2), b.uniform(0.05, 0.1)
    lamp = g.sphere(w, h, 0.1, 12) if b.chance(0.6) else g.box(w * 1.6, h * 1.6, 0.12, 0.03, 1)
    symmetric(b, HEADLIGHT, shape(lamp.move(c.width / 2 - w * 1.1, y, front - 0.04)))
    back = g.box(w * b.uniform(0.8, 1.8), h * b.uniform(1.2, 2.5), 0.08, 0.02, 1)
    symmetric(b, TAIL_LIGHT, shape(back.move(c.width / 2 - w, c.belt * b.uniform(0.68, 0.78), rear + 0.01)))
    if b.chance(0.7):
        grille = g.box(c.width * b.uniform(0.3, 0.5), h * b.uniform(1.2, 2.5), 0.06)
        b.add(GRILLE, shape(grille.move(y=y - 0.02, z=front)))
    if b.chance(0.5):
        plate = g.box(0.5, 0.11, 0.02).move(y=low + tall * 0.5)
        b.add("body > licence plate|license plate", plate.move(z=rear - 0.06))
    if b.chance(0.5):
        pipe = g.cylinder(0.035, 0.2, sides=10).rotate("x", 90).move(c.width * 0.3, c.floor + 0.04, rear)
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
    whole = g.join(pieces)
    p, q, r = (whole.vertices[whole.faces[:, i]] for i in range(3))
    return Mesh(whole.vertices, whole.faces[np.linalg.norm(np.cross(q - p, r - p), axis=1) > 1e-9])


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
        mirrors(b, c.width / 2 - 0.03, c.belt + 0.02, c.cowl - 0.25)
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
        blade = g.box(spread * 2, 0.03, 0.28, 0.012, 1).rotate("x", -8).move(y=y, z=rear + 0.2)
        posts = g.box(0.03, y - c.belt * 0.9, 0.15).move(spread * 0.8, (y + c.belt * 0.9) / 2, rear + 0.2)
        b.add("body > spoiler|rear wing", blade + posts + posts.mirror())
    if b.chance(0.3):
        b.add("hood|bonnet > hood scoop", g.box(0.4, 0.12, 0.5, 0.04, 1).move(y=c.belt * 0.93, z=c.cowl + 0.6))
    if b.chance(0.4):
        b.add(
            "body > bumper > splitter",
            g.box(c.width * 0.9, 0.03, 0.3).move(y=c.floor + 0.02, z=c.length / 2 - 0.05),
        )


@design("car")
def pickup(b: Builder) -> None:
    """Pickup truck used as a car: cabin in front, open bed with a tailgate behind."""
    c = _modern(b, "pickup")
    rear, top, wall = -c.length / 2, c.belt * b.uniform(0.98, 1.04), 0.07
    deep = c.belt * 0.6
    run = c.tail - rear
    side = g.box(wall, top - deep, run).move(c.width / 2 - wall / 2, (top + deep) / 2, (c.tail + rear) / 2)
    bed = "body > cargo bed|truck bed"
    symmetric(b, bed, side)
    b.add(bed, g.box(c.width, top - deep, wall).move(y=(top + deep) / 2, z=c.tail - wall / 2))
    gate = g.box(c.width - 2 * wall, top - deep, wall).move(y=(top + deep) / 2, z=rear + wall / 2)
    opened = b.pick(0, 0, 0, -90)
    b.add("body > cargo bed|truck bed > tailgate", gate.rotate("x", opened, (0, deep + 0.03, rear)))
    if b.chance(0.25):
        bars = g.arc(c.width * 0.42, 0, 180, 13) * [1, 0.9, 1]
        b.add("body > roll bar", g.sweep(bars + [0, top - 0.02, c.tail - 0.2], 0.035, sides=8))


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
    panel = g.box(wall, c.belt - deep, run).move(
        c.width / 2 - wall / 2, (c.belt + deep) / 2, (c.cowl + c.tail) / 2
    )
    symmetric(b, BODY, panel)
    seat = car_seat(c.width * 0.27, 0.5, c.belt - deep + 0.05)
    rows = [c.cowl - 0.95] + ([c.tail + 0.45] if run > 1.9 else [])
    for z in rows:
        symmetric(b, SEAT, seat.move(c.width * 0.22, deep + 0.2, z))
    b.add(STEERING, steering_wheel(0.17).move(c.width * 0.22, c.belt - 0.02, c.cowl - 0.45))
    b.add("body > dashboard", g.box(c.width * 0.88, 0.18, 0.25, 0.05, 1).move(y=c.belt - 0.11, z=c.cowl - 0.2))
    if b.chance(0.4):
        b.add("roof > folded top", g.box(c.width * 0.85, 0.14, 0.4, 0.06, 2).move(y=c.belt + 0.02, z=c.tail))
