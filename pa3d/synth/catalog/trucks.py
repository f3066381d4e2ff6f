"""Trucks, buses, vans and other road vehicles built on a cab and a load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.cars import (
    arched_floor,
    car_seat,
    edge_panel,
    face_frame,
    fender,
    four_wheels,
    place,
    rod,
    side_panel,
    slab,
    split,
    steering_wheel,
    wheel,
)
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    curve,
    cylinder,
    extrude,
    join,
    lathe,
    rectangle,
    sphere,
    superquadric,
    sweep,
)

CAB_GLASS = "cab|cabin > window|glass"
CAB_SCREEN = "cab|cabin > window|glass > windscreen|windshield"
CAB_DOOR, CAB_LIGHT = "cab|cabin > door", "cab|cabin > headlight|light"
CARGO, BED, TANK = "container|cargo box", "cargo bed|truck bed", "tank"


@dataclass(frozen=True)
class Chassis:
    """A rigid truck's measures; the load stands on y = deck from z = rear to z = cab_back."""

    width: float
    deck: float
    radius: float
    front: float  # z of the cab's front
    cab_back: float
    rear: float


# -- cab and chassis -------------------------------------------------------------------------------


def _cab(b: Builder, width: float, low: float, high: float, front: float, depth: float, bonnet: float) -> None:
    """Truck cab; bonnet: length of the hood in front of it, 0 for a cab over the engine."""
    back, face = front - depth, front - bonnet
    belt = low + (high - low) * b.uniform(0.42, 0.55)
    lean = b.uniform(0.0, 0.12) if bonnet == 0 else b.uniform(0.1, 0.35)
    top = (face - lean - b.uniform(0, 0.1), high)
    nose = [(face, low), (face + 0.001, belt)] if bonnet == 0 else [(face, low), (face, belt)]
    profile = [(back, low), *nose, (face - lean, high - 0.12), top, (back, high)]
    b.add("cab|cabin", slab(profile, width, b.uniform(0.02, 0.1)))
    if bonnet > 0:
        edge = belt - b.uniform(0.02, 0.3)
        hood = [
            (face - 0.02, low + 0.1),
            (front, low + 0.1),
            (front, edge - 0.12),
            (front - 0.12, edge),
            (face - 0.02, belt),
        ]
        b.add("cab|cabin > hood|bonnet", slab(hood, width * b.uniform(0.6, 0.85), 0.06))
    b.add(CAB_SCREEN, edge_panel(profile[2], profile[3], width * 0.84, (0.06, 0.92)))
    run, y0, y1 = min(depth - bonnet, 1.3) * 0.78, belt, high - (high - belt) * b.uniform(0.18, 0.3)
    start, cut = face - 0.12, lean * (y1 - y0) / (high - y0)
    pane = [(start - run, y0), (start, y0), (start - cut, y1), (start - run, y1)]
    symmetric(b, CAB_GLASS, side_panel(pane, width / 2, 0.05))
    door = rectangle(run + 0.06, y1 - low - 0.05, 0.03) + [start - run / 2 + 0.01, (y1 + low) / 2 + 0.03]
    symmetric(b, CAB_DOOR, side_panel(door, width / 2, 0.03))
    handle = box(0.04, 0.04, 0.15).move(width / 2 + 0.02, y0 - 0.1, start - run * 0.85)
    symmetric(b, "cab|cabin > door > door handle|handle", handle)
    _cab_face(b, width, low, front, belt)
    if b.chance(0.85):
        post = rod((width / 2, y1, face - 0.1), (width / 2 + 0.18, y1, face + 0.02), 0.018, 6)
        glass = box(0.18, b.uniform(0.25, 0.5), 0.06, 0.02, 1).move(width / 2 + 0.2, y1 - 0.15, face + 0.02)
        symmetric(b, "mirror|wing mirror", glass + post)
    if b.chance(0.35):
        spoiler = slab(
            [(back, high), (face - lean - 0.2, high), (back + 0.1, high + b.uniform(0.25, 0.6))], width * 0.8
        )
        b.add("cab|cabin > spoiler|roof deflector", spoiler)
    if b.chance(0.25):
        symmetric(
            b,
            "horn",
            cylinder(0.03, 0.4, top=0.06, sides=10).rotate("x", 90).move(width * 0.2, high + 0.07, face - 0.6),
        )


def _cab_face(b: Builder, width: float, low: float, front: float, belt: float) -> None:
    """Lights, grille and bumper on the front."""
    y, spread = low + (belt - low) * b.uniform(0.25, 0.5), b.uniform(0.28, 0.38)
    lamp = b.pick(box(0.3, 0.18, 0.06, 0.02, 1), cylinder(0.12, 0.06, sides=14).rotate("x", 90))
    symmetric(b, CAB_LIGHT, lamp.move(width * spread, y, front))
    if b.chance(0.8):
        tall = (belt - low) * b.uniform(0.35, 0.7)
        bars = b.integer(0, 6)
        grille = box(width * 0.42, tall, 0.05)
        if bars > 1:
            step = tall / bars
            grille += array(
                box(width * 0.42, step * 0.4, 0.1), [(0, (i + 0.5) * step - tall / 2, 0) for i in range(bars)]
            )
        b.add("cab|cabin > grille", grille.move(y=low + tall * 0.7, z=front))
    if b.chance(0.85):
        bumper = box(width * 1.02, b.uniform(0.18, 0.35), 0.2, 0.05, 2)
        b.add("bumper", bumper.move(y=low + b.uniform(-0.05, 0.08), z=front))


def _chassis(b: Builder, *, load: float, depth: float = 0.0) -> Chassis:
    """Frame, wheels, tanks and cab of a rigid truck with a load bay of the given length."""
    width, radius = b.uniform(2.0, 2.5), b.uniform(0.42, 0.55)
    deck, bonnet = radius * 2 + b.uniform(0.0, 0.15), b.pick(0.0, 0.0, b.uniform(0.8, 1.3))
    depth = (depth or b.uniform(1.4, 2.1)) + bonnet
    length = load + depth + 0.15
    front, rear = length / 2, -length / 2
    beam = box(0.1, 0.22, length - 0.3).move(width * 0.18, deck - 0.16, -0.1)
    cross = array(
        box(width * 0.36, 0.12, 0.1), [(0, deck - 0.16, z) for z in np.linspace(rear + 0.3, front - 0.6, 5)]
    )
    b.add("chassis|frame", beam + beam.mirror() + cross)
    low = radius * b.uniform(0.9, 1.4)
    _cab(b, width * 0.97, low, low + b.uniform(1.7, 2.2), front, depth, bonnet)
    axle = front - (radius * 1.4 if bonnet == 0 else bonnet * 0.6)
    _truck_wheels(b, width, radius, [axle], rear + radius * b.uniform(1.5, 2.2), b.pick(1, 1, 2))
    if b.chance(0.7):
        _fuel_tanks(b, width, deck, front - depth - b.uniform(0.4, 0.8))
    if b.chance(0.3):
        stack = rod(
            (width * 0.42, deck, front - depth - 0.1), (width * 0.42, low + 2.4, front - depth - 0.1), 0.06, 10
        )
        symmetric(b, "exhaust stack|exhaust", stack) if b.chance(0.5) else b.add("exhaust stack|exhaust", stack)
    return Chassis(width, deck, radius, front, front - depth - 0.12, rear)


def _fuel_tanks(b: Builder, width: float, deck: float, z: float) -> None:
    size = b.uniform(0.22, 0.32)
    shape = (
        cylinder(size, 0.9, sides=16, bevel=0.04).rotate("x", 90)
        if b.chance(0.6)
        else box(0.5, 0.5, 0.9, 0.08, 2)
    )
    symmetric(b, "fuel tank", shape.move(width / 2 - size, deck - 0.42, z - 0.2))


def _truck_wheels(
    b: Builder, width: float, radius: float, fronts: list[float], rear: float, pairs: int
) -> None:
    """Single front wheels, single or twin rear wheels on one or more axles, often under mudguards."""
    tyre = radius * b.uniform(0.5, 0.7)
    parts = wheel(b, radius, tyre)
    x, twin = width / 2 - tyre / 2, b.chance(0.3)
    for z in fronts:
        place(b, parts, [(x, radius, z), (-x, radius, z)], b.uniform(-20, 20) if b.chance(0.15) else 0.0)
    guards = b.chance(0.6)
    for i in range(pairs):
        z = rear + i * radius * 2.2
        place(b, parts, [(x, radius, z), (-x, radius, z)])
        if twin:
            place(b, parts, [(x - tyre * 1.1, radius, z), (tyre * 1.1 - x, radius, z)])
        b.add("chassis|frame > axle", rod((-x, radius, z), (x, radius, z), 0.07))
        if guards:
            guard = fender(radius * 1.12, tyre * 1.05, 20, 160, 0.015, 0.05)
            symmetric(b, "fender|mudguard", guard.move(x, radius, z))


# -- loads -----------------------------------------------------------------------------------------


def _cargo_box(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Closed cargo box, smooth or ribbed like a shipping container, with rear doors."""
    rear, front = ends
    run, tall, z = front - rear, b.uniform(1.8, 2.7), (front + rear) / 2
    b.add(CARGO, box(width, tall, run, b.pick(0.0, 0.04), 1).move(y=deck + tall / 2, z=z))
    if b.chance(0.5):
        count = int(run / b.uniform(0.25, 0.6))
        ribs = [(0, deck + tall / 2, s) for s in np.linspace(rear + 0.1, front - 0.1, count)]
        b.add(CARGO, array(box(width + 0.06, tall * 0.94, 0.06), ribs))
    leaf = box(width * 0.47, tall * 0.93, 0.04)
    angle = b.pick(0.0, 0.0, b.uniform(60, 170))
    leaf = leaf.move(width * 0.24, deck + tall / 2, rear - 0.02).rotate("y", -angle, (width / 2, 0, rear))
    symmetric(b, "container|cargo box > rear door", leaf)
    bars = join(
        rod((x, deck + 0.1, rear - 0.06), (x, deck + tall - 0.1, rear - 0.06), 0.02, 6) for x in (-0.25, 0.25)
    )
    if angle == 0:
        b.add("container|cargo box > lock bar|latch", bars)


def _open_bed(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Flat bed with low sides, stakes, cargo, or a tilt."""
    rear, front = ends
    run, z, tall = front - rear, (front + rear) / 2, b.uniform(0.3, 0.9)
    b.add(BED, box(width, 0.12, run).move(y=deck + 0.06, z=z))
    b.add(BED, box(width, tall * b.uniform(1.0, 1.6), 0.06).move(y=deck + tall * 0.6, z=front))
    sides = b.pick("boards", "stakes", "none", "tilt")
    if sides in ("boards", "tilt"):
        symmetric(b, BED, box(0.05, tall, run).move(width / 2, deck + tall / 2, z))
        gate = (
            box(width, tall, 0.05)
            .move(y=deck + tall / 2, z=rear)
            .rotate("x", b.pick(0, 0, -90), (0, deck + 0.05, rear))
        )
        b.add("cargo bed|truck bed > tailgate", gate)
    if sides == "stakes":
        posts = [
            (width / 2, deck + tall / 2, s) for s in np.linspace(rear + 0.05, front - 0.05, b.integer(4, 8))
        ]
        boards = array(box(0.03, 0.1, run), [(width / 2, deck + tall * t, z) for t in (0.35, 0.65, 0.95)])
        symmetric(b, "cargo bed|truck bed > stake|side rail", array(box(0.06, tall, 0.06), posts) + boards)
    if sides == "tilt":
        top = b.uniform(1.7, 2.1)
        bow = curve(
            [
                (-width / 2, tall),
                (-width * 0.46, top * 0.9),
                (0, top),
                (width * 0.46, top * 0.9),
                (width / 2, tall),
            ],
            13,
        )
        b.add("canopy|tarpaulin|cover", extrude(bow + [0, deck], run).move(z=z))
    elif b.chance(0.4):
        for _ in range(b.integer(1, 4)):
            size = b.uniform(0.4, 0.9)
            at = b.uniform(-0.3, 0.3) * width, deck + 0.12 + size / 2, b.uniform(rear + size, front - size)
            b.add("crate|cargo|box", box(size, size, size * b.uniform(0.7, 1.3)).move(*at))


def _tanker(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Lying cylindrical or oval tank with hatches, a catwalk and a ladder."""
    rear, front = ends
    run, half, z = front - rear, b.uniform(0.85, 1.1) * width / 2, (front + rear) / 2
    tall, dome = half * b.uniform(0.7, 1.0), b.uniform(0.05, 0.3)
    profile = curve([(0.0, -run / 2), (0.75, -run / 2 + dome * 0.3), (1.0, -run / 2 + dome)], 6)
    body = lathe([*profile, *(profile[::-1] * [1, -1])], 24).rotate("x", 90).scale(half, tall, 1)
    b.add(TANK, body.move(y=deck + tall + 0.05, z=z))
    for s in np.linspace(rear + dome + 0.4, front - dome - 0.4, b.integer(1, 4)):
        b.add(
            "tank > hatch|lid", cylinder(0.25, 0.16, sides=14, bevel=0.03).move(y=deck + tall * 2 + 0.08, z=s)
        )
    for s in (rear + run * 0.2, front - run * 0.2):
        b.add("chassis|frame > support|bracket", box(width * 0.6, tall, 0.12).move(y=deck + tall * 0.4, z=s))
    if b.chance(0.6):
        b.add("ladder", _ladder(tall * 2, 0.35).move(0, deck + tall, rear - 0.05))


def _ladder(length: float, width: float, radius: float = 0.02) -> Mesh:
    """Upright ladder in the xy plane about the origin."""
    rails = [rod((x, -length / 2, 0), (x, length / 2, 0), radius, 6) for x in (-width / 2, width / 2)]
    steps = np.linspace(-length / 2, length / 2, max(int(length / 0.3), 3) + 1)[1:-1]
    return join([*rails, *(rod((-width / 2, y, 0), (width / 2, y, 0), radius * 0.8, 6) for y in steps)])


def _dump_body(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Tipping body, open on top, flat or raised, with a shield over the cab."""
    rear, front = ends
    run, tall, wall = front - rear, b.uniform(0.8, 1.4), 0.07
    slope = run * b.uniform(0.0, 0.25)
    side = [(rear - 0.2, tall * 0.2), (rear + slope, 0), (front, 0), (front + 0.05, tall), (rear - 0.2, tall)]
    side = np.array(side) + [0, deck + 0.1]
    walls = side_panel(side, width / 2, wall)
    floor = box(width, wall, run - slope).move(y=deck + 0.13, z=(front + rear + slope) / 2)
    floor += edge_panel(side[0], side[1], width, (0, 1), wall)
    head = box(width, tall, wall).move(y=deck + 0.1 + tall / 2, z=front)
    body = walls + walls.mirror() + floor + head
    ribs = [
        (width / 2 + 0.04, deck + 0.1 + tall * 0.55, z)
        for z in np.linspace(rear + 0.3, front - 0.2, b.integer(2, 6))
    ]
    rib = array(box(0.08, tall * 0.9, 0.1), ribs)
    body += rib + rib.mirror()
    if b.chance(0.5):
        body += box(width * 0.9, 0.06, 1.0).move(y=deck + 0.1 + tall, z=front + 0.45)
    angle = b.pick(0.0, 0.0, b.uniform(15, 45))
    b.add("dump body|dump bed|tipper body", body.rotate("x", -angle, (0, deck, rear)))
    if angle:
        lift = np.array(
            [0, deck + np.sin(np.radians(angle)) * run * 0.6, rear + np.cos(np.radians(angle)) * run * 0.6]
        )
        b.add("hydraulic cylinder|piston", rod((0, deck - 0.2, front - 0.4), lift, 0.1, 12))


def _mixer(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Concrete drum leaning to the rear, with a hopper and a chute."""
    rear, front = ends
    run, big = front - rear, width * 0.46
    profile = [
        (0, -run / 2),
        (big * 0.55, -run / 2),
        (big, -run * 0.1),
        (big, run * 0.12),
        (big * 0.45, run / 2),
        (0, run / 2),
    ]
    tilt = lathe(profile, 22).rotate("x", -90).rotate("x", b.uniform(8, 16))
    b.add("mixer drum|drum", tilt.move(y=deck + big * 1.15, z=(front + rear) / 2))
    top = deck + big * 2
    b.add("hopper", cylinder(0.2, 0.5, top=0.45, sides=12).move(y=top + 0.2, z=rear - 0.05))
    chute = sweep(
        [(0, top - 0.3, rear - 0.1), (0, top - 0.7, rear - 0.5), (0, top - 1.2, rear - 0.9)], 0.16, sides=8
    )
    b.add("chute", chute)
    for z in (rear + 0.3, front - 0.2):
        b.add(
            "chassis|frame > support|bracket", box(width * 0.6, big * 0.9, 0.14).move(y=deck + big * 0.35, z=z)
        )


LOADS = (_cargo_box, _cargo_box, _open_bed, _open_bed, _tanker, _dump_body, _mixer)


# -- trucks ----------------------------------------------------------------------------------------


@design("truck")
def rigid_truck(b: Builder) -> None:
    """Truck with its load on one chassis: box, bed, tank, tipper or mixer."""
    load = b.pick(*LOADS)
    c = _chassis(b, load=b.uniform(2.6, 5.5))
    load(b, c.width, c.deck, (c.rear, c.cab_back))


@design("truck")
def tipper(b: Builder) -> None:
    """Dump truck."""
    c = _chassis(b, load=b.uniform(2.6, 4.2))
    _dump_body(b, c.width, c.deck, (c.rear, c.cab_back))


@design("truck")
def semi_truck(b: Builder) -> None:
    """Tractor unit, alone or with a semi-trailer carrying a box, a bed, a tank or a container."""
    width, radius = b.uniform(2.3, 2.55), b.uniform(0.46, 0.54)
    deck, bonnet = radius * 2 + b.uniform(0.05, 0.15), b.pick(0.0, b.uniform(1.2, 1.9))
    depth = bonnet + b.uniform(1.6, 2.6)
    long = b.uniform(5.0, 11.0) if b.chance(0.8) else 0.0
    front = 4.0
    back = front - depth
    unit_rear = back - b.uniform(1.8, 2.8)
    beam = box(0.12, 0.24, front - unit_rear - 0.4).move(width * 0.17, deck - 0.18, (front + unit_rear) / 2)
    b.add(
        "chassis|frame",
        beam + beam.mirror() + box(width * 0.4, 0.12, 0.3).move(y=deck - 0.15, z=unit_rear + 0.1),
    )
    low = radius * b.uniform(0.9, 1.4)
    _cab(b, width * 0.97, low, low + b.uniform(2.0, 2.7), front, depth, bonnet)
    axle = front - (radius * 1.6 if bonnet == 0 else bonnet * 0.55)
    _truck_wheels(b, width, radius, [axle], unit_rear + radius * 0.8, b.pick(1, 2))
    _fuel_tanks(b, width, deck, back + 0.2)
    if b.chance(0.4):
        symmetric(
            b,
            "exhaust stack|exhaust",
            rod((width * 0.4, deck, back - 0.12), (width * 0.4, low + 2.7, back - 0.12), 0.07, 10),
        )
    plate = cylinder(0.45, 0.1, sides=18).move(y=deck + 0.02, z=unit_rear + radius * 1.4)
    b.add("chassis|frame > fifth wheel|coupling", plate)
    if long:
        start = len(b.pieces)
        _semi_trailer(b, width, deck, (back - 0.5 - long, back - 0.5), radius)
        for i in range(start, len(b.pieces)):
            name, mesh = b.pieces[i]
            if not name.startswith(("wheel", "landing gear")):
                b.pieces[i] = ("trailer > " + name, mesh)


def _semi_trailer(b: Builder, width: float, deck: float, ends: tuple[float, float], radius: float) -> None:
    rear, front = ends
    beam = box(0.12, 0.25, (front - rear) * 0.97).move(width * 0.2, deck + 0.05, (front + rear) / 2)
    b.add("chassis|frame", beam + beam.mirror())
    load = b.pick(_cargo_box, _cargo_box, _open_bed, _tanker, _dump_body)
    load(b, width, deck + 0.12, ends)
    _truck_wheels(b, width, radius, [], rear + radius * b.uniform(1.3, 2.5), b.integer(1, 3))
    leg = rod((width * 0.3, 0.1, front - 2.0), (width * 0.3, deck, front - 2.0), 0.06) + box(
        0.25, 0.06, 0.25
    ).move(width * 0.3, 0.1, front - 2.0)
    symmetric(b, "landing gear|landing leg", leg)
    if b.chance(0.5):
        b.add("bumper", box(width * 0.95, 0.12, 0.1).move(y=deck * 0.5, z=rear + 0.05))


@design("trailer")
def trailer(b: Builder) -> None:
    """Trailer on its own: towed by a truck or by a car."""
    width, radius = b.uniform(1.2, 2.4), b.uniform(0.25, 0.5)
    deck, run = radius * 2 + 0.15, b.uniform(1.5, 5.0)
    rear, front = -run / 2, run / 2
    beam = box(0.08, 0.12, run).move(width * 0.3, deck - 0.06, 0)
    b.add("chassis|frame", beam + beam.mirror())
    tongue = rod((width * 0.3, deck - 0.08, front), (0, deck - 0.1, front + 1.1), 0.04)
    b.add("drawbar|tow bar|tongue", tongue + tongue.mirror())
    b.add(
        "drawbar|tow bar|tongue > coupling|hitch",
        sphere(0.07, 0.06, 0.12, 10).move(y=deck - 0.1, z=front + 1.15),
    )
    b.pick(_cargo_box, _open_bed, _open_bed, _tanker, _dump_body)(b, width, deck, (rear, front))
    tyre = radius * b.uniform(0.4, 0.6)
    parts, x = wheel(b, radius, tyre), width / 2 + tyre * b.uniform(-0.7, 0.8)
    for z in [0.0] if b.chance(0.6) else [-radius * 1.1, radius * 1.1]:
        place(b, parts, [(x, radius, z - run * 0.05), (-x, radius, z - run * 0.05)])
        if x > width / 2:
            guard = fender(radius * 1.15, tyre * 1.2, 0, 180, 0.02, 0.05)
            symmetric(b, "fender|mudguard", guard.move(x, radius, z - run * 0.05))
    if b.chance(0.6):
        b.add("jockey wheel|stand", rod((0, 0.0, front + 0.8), (0, deck, front + 0.8), 0.035))
    symmetric(b, "tail light|light", box(0.2, 0.1, 0.04).move(width * 0.38, deck - 0.05, rear - 0.03))


@design("fire truck")
def fire_truck(b: Builder) -> None:
    """Crew cab, locker body, ladder or turntable ladder on top, blue lights."""
    c = _chassis(b, load=b.uniform(3.2, 5.0), depth=b.uniform(2.2, 2.9))
    run, tall, z = c.cab_back - c.rear, b.uniform(1.4, 1.9), (c.cab_back + c.rear) / 2
    body = box(c.width, tall, run, 0.04, 1).move(y=c.deck + tall / 2, z=z)
    b.add("body|equipment body", body)
    count = b.integer(2, 5)
    step = run * 0.92 / count
    for i in range(count):
        panel = rectangle(step * 0.9, tall * 0.7, 0.03) + [
            c.rear + run * 0.04 + (i + 0.5) * step,
            c.deck + tall * 0.48,
        ]
        symmetric(b, "body|equipment body > shutter|locker door", side_panel(panel, c.width / 2, 0.04))
    long, roof = run * b.uniform(0.9, 1.3), c.deck + tall
    lift = b.pick(0.0, 0.0, b.uniform(10, 55))
    ladder = _ladder(long, 0.6, 0.035) + _ladder(long, 0.6, 0.025).move(z=0.2)
    ladder = ladder.rotate("x", 90).move(y=0.3, z=long / 2).rotate("x", -lift)
    turn = b.pick(0, b.uniform(-60, 60)) if lift else 0
    b.add("ladder", ladder.rotate("y", turn).move(y=roof + 0.15, z=c.rear + 0.5))
    if lift or b.chance(0.4):
        b.add("ladder > turntable", cylinder(0.5, 0.3, sides=18, bevel=0.03).move(y=roof + 0.1, z=c.rear + 0.5))
    _beacons(b, c.width, c.front - 0.7, c.radius + 2.4)
    if b.chance(0.5):
        reel = cylinder(0.3, 0.3, sides=16).rotate("z", 90).move(y=c.deck + 0.6, z=c.rear - 0.1)
        b.add("hose reel|hose", reel)
    b.add("bumper", box(c.width * 0.95, 0.15, 0.2).move(y=c.deck - 0.2, z=c.rear - 0.08))


def _beacons(b: Builder, width: float, z: float, y: float) -> None:
    """Warning lights on a roof: a bar or two domes, down to which a stand reaches."""
    stand = box(width * 0.5, 0.5, 0.2)
    b.add("siren|beacon|warning light", stand.scale(0.9, 0.3, 0.6).move(y=y, z=z))
    if b.chance(0.6):
        b.add("siren|beacon|warning light", box(width * 0.6, 0.14, 0.25, 0.05, 2).move(y=y + 0.12, z=z))
    else:
        symmetric(
            b,
            "siren|beacon|warning light",
            cylinder(0.1, 0.2, top=0.08, sides=12, bevel=0.02).move(width * 0.25, y + 0.1, z),
        )


@design("crane truck")
def crane_truck(b: Builder) -> None:
    """Mobile crane: carrier with stabilisers, turning house, telescopic or lattice boom, hook on a rope."""
    c = _chassis(b, load=b.uniform(3.8, 6.0))
    run, z = c.cab_back - c.rear, c.rear + (c.cab_back - c.rear) * 0.35
    b.add("deck|platform", box(c.width, 0.15, run).move(y=c.deck + 0.05, z=(c.rear + c.cab_back) / 2))
    turn, lift = b.uniform(-50, 50) if b.chance(0.4) else 0.0, b.uniform(12, 60)
    pivot, long = c.deck + 0.9, b.uniform(4.0, 7.5)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn).move(y=c.deck, z=z))

    put("turntable", cylinder(0.7, 0.25, sides=20).move(y=0.2))
    put("crane house|house", box(c.width * 0.75, 0.8, 1.6, 0.06, 1).move(y=0.7, z=-0.4))
    if b.chance(0.7):
        put("crane cab|operator cab", box(0.75, 1.1, 1.0, 0.08, 2).move(c.width * 0.35, 0.9, 0.5))
        put("crane cab|operator cab > window|glass", box(0.6, 0.6, 0.03).move(c.width * 0.35, 1.05, 1.0))
    put("counterweight", box(c.width * 0.85, 0.7, 0.5, 0.04, 1).move(y=0.7, z=-1.3))
    sections, start = b.integer(1, 4), 0.0
    for i in range(sections):
        size, piece = 0.55 - 0.09 * i, long / sections
        part = box(size * 0.8, size, piece * 1.05).move(z=start + piece / 2).rotate("x", -lift)
        put("boom|arm", part.move(y=pivot - c.deck, z=-0.5))
        start += piece
    angle = np.radians(lift)
    tip = np.array([0, pivot - c.deck + long * np.sin(angle), -0.5 + long * np.cos(angle)])
    put(
        "hydraulic cylinder|piston",
        rod((0, 0.4, 0.6), (0, *(0.35 * tip[1:] + [0.6 * (pivot - c.deck), -0.3])), 0.1, 12),
    )
    drop = b.uniform(0.8, 2.2)
    put("rope|cable", rod(tip, tip - [0, drop, 0], 0.025, 6))
    hook = curve([(0, 0.2), (0, 0.0), (0.14, -0.14), (0, -0.28), (-0.14, -0.16)], 12)
    put("hook", sweep(np.c_[hook, np.zeros(12)] + tip - [0, drop, 0], 0.05, sides=8))
    for s in (c.rear + 0.2, c.cab_back - 0.4):
        if b.chance(0.8):
            leg = box(0.5, 0.14, 0.2).move(c.width / 2 + 0.2, c.deck - 0.1, s)
            foot = rod((c.width / 2 + 0.4, 0.05, s), (c.width / 2 + 0.4, c.deck, s), 0.05) + cylinder(
                0.2, 0.05
            ).move(c.width / 2 + 0.4, 0.03, s)
            symmetric(b, "stabiliser|outrigger", leg + foot)


# -- vans and buses --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coach:
    """Measures of a one-box vehicle."""

    width: float
    height: float
    h: float  # half length
    floor: float
    belt: float
    radius: float
    axles: tuple[float, float]  # rear, front
    screen: tuple[tuple[float, float], tuple[float, float]]  # foot and head of the windscreen (z, y)


def _van_shell(b: Builder, length: float, names: tuple[str, str, str]) -> Coach:
    """Van body with its roof and short hood split off; names are (body, roof, hood)."""
    width, height, radius = b.uniform(1.7, 2.1), b.uniform(1.8, 2.7), b.uniform(0.3, 0.38)
    h, floor = length / 2, b.uniform(0.2, 0.32)
    belt = height * b.uniform(0.48, 0.56)
    front, rear = h - radius - 0.4, -h + radius + length * 0.12
    cowl = h - b.uniform(0.08, 0.85)
    head = (cowl - (height - belt) * b.uniform(0.3, 0.75), height * 0.97)
    low = arched_floor(-h, h, floor, [(rear, radius, radius * 1.15), (front, radius, radius * 1.15)])
    nose = curve([(h, floor + 0.25), (h - 0.02, belt * 0.75), (cowl, belt)], 7)
    stern = [(head[0] - 0.25, height), (-h + 0.12, height), (-h, height * 0.93)]
    shell = slab([*low, *nose, head, *stern], width, b.uniform(0.05, 0.15), 4)
    centre, normal = face_frame(shell)
    roof, rest = split(shell, (normal[:, 1] > 0.6) & (centre[:, 1] > height * 0.95))
    b.add(names[1], roof)
    centre, normal = face_frame(rest)
    hood, rest = split(rest, (normal[:, 1] > 0.35) & (centre[:, 2] > cowl) & (centre[:, 1] > belt * 0.6))
    if len(hood.faces):
        b.add(names[2], hood)
    b.add(names[0], rest)
    return Coach(width, height, h, floor, belt, radius, (rear, front), ((cowl, belt), head))


def _coach_front(b: Builder, c: Coach, prefix: str) -> None:
    """Windscreen, lights, bumpers, mirrors, wheels of a van or bus."""
    foot, head = c.screen
    b.add(prefix + "window|glass > windscreen|windshield", edge_panel(foot, head, c.width * 0.86, (0.06, 0.92)))
    y = c.floor + (c.belt - c.floor) * b.uniform(0.4, 0.6)
    lamp = sphere(0.16, 0.11, 0.08, 12) if b.chance(0.5) else box(0.28, 0.16, 0.1, 0.03, 1)
    symmetric(b, prefix + "headlight|light", lamp.move(c.width * 0.38, y, c.h - 0.02))
    tall = box(0.14, b.uniform(0.2, 0.5), 0.06)
    symmetric(b, prefix + "tail light", tall.move(c.width * 0.42, c.belt * 0.8, -c.h))
    for z in (c.h - 0.02, -c.h + 0.02):
        b.add(prefix + "bumper", box(c.width * 0.98, 0.2, 0.14, 0.05, 2).move(y=c.floor + 0.15, z=z))
    if b.chance(0.5):
        b.add(prefix + "grille", box(c.width * 0.4, 0.16, 0.06).move(y=y, z=c.h))
    arm = rod((c.width / 2 - 0.05, c.belt, foot[0] - 0.1), (c.width / 2 + 0.15, c.belt + 0.1, foot[0]), 0.02, 6)
    glass = box(0.16, b.uniform(0.18, 0.35), 0.07, 0.03, 1).move(c.width / 2 + 0.17, c.belt + 0.15, foot[0])
    symmetric(b, prefix + "mirror|wing mirror", glass + arm)
    tyre = c.radius * b.uniform(0.5, 0.75)
    four_wheels(b, wheel(b, c.radius, tyre), c.width / 2 - tyre / 2 + 0.01, c.radius, c.axles[1], c.axles[0])


def _van_doors(b: Builder, c: Coach, glass: tuple[bool, bool], prefix: str) -> None:
    """Front door windows, side door, rear doors; glass: (side windows, rear windows)."""
    foot, head = c.screen
    y0, y1 = c.belt, c.belt + (head[1] - c.belt) * 0.78
    start = foot[0] - 0.25
    cut = (foot[0] - head[0]) * 0.78
    end = min(start - 0.75, start - cut - 0.25)
    pane = [(end, y0), (start, y0), (start - cut, y1), (end, y1)]
    symmetric(b, prefix + "window|glass > side window", side_panel(pane, c.width / 2, 0.05))
    door = [
        (end - 0.05, c.floor + 0.12),
        (start - 0.2, c.floor + 0.12),
        (start, y0 - 0.02),
        (end - 0.05, y0 - 0.02),
    ]
    symmetric(b, prefix + "door", side_panel(door, c.width / 2, 0.03))
    room = (end - 0.15) - (-c.h + 0.2)
    slide = rectangle(min(room * 0.5, 1.3), y1 - c.floor - 0.2, 0.05)
    slide = slide + [end - 0.12 - min(room * 0.25, 0.65), (y1 + c.floor) / 2 + 0.05]
    b.add(prefix + "door > sliding door", side_panel(slide, c.width / 2, 0.03))
    handles = join(
        box(0.04, 0.04, 0.15).move(c.width / 2 + 0.02, y0 - 0.12, z) for z in (end + 0.1, end - 0.25)
    )
    symmetric(b, prefix + "door > door handle|handle", handles)
    if glass[0]:
        count = max(int(room / 1.1), 1)
        cuts = np.linspace(-c.h + 0.2, end - 0.12, count + 1)
        for s, t in zip(cuts, cuts[1:], strict=False):
            hole = rectangle(t - s - 0.08, y1 - y0, 0.06) + [(s + t) / 2, (y0 + y1) / 2]
            symmetric(b, prefix + "window|glass > side window", side_panel(hole, c.width / 2, 0.05))
    leaf = box(c.width * 0.44, y1 - c.floor - 0.25, 0.03).move(c.width * 0.225, (y1 + c.floor) / 2 + 0.1, -c.h)
    symmetric(b, prefix + "door > rear door", leaf)
    if glass[1]:
        rear = box(c.width * 0.34, (y1 - y0) * 0.8, 0.05).move(c.width * 0.225, (y0 + y1) / 2, -c.h)
        symmetric(b, prefix + "window|glass > rear window", rear)


@design("van")
def van(b: Builder) -> None:
    """Panel van, minibus or camper with a short sloping hood."""
    c = _van_shell(b, b.uniform(3.8, 6.2), ("body", "roof", "hood|bonnet"))
    _coach_front(b, c, "body > ")
    _van_doors(b, c, (b.chance(0.5), b.chance(0.7)), "body > ")
    if b.chance(0.25):
        slats = join(
            rod((-c.width * 0.4, c.height + 0.1, z), (c.width * 0.4, c.height + 0.1, z), 0.02)
            for z in (-1, -0.4, 0.2)
        )
        sides = rod((c.width * 0.4, c.height + 0.1, -1.2), (c.width * 0.4, c.height + 0.1, 0.4), 0.02)
        feet = join(
            rod((c.width * 0.4, c.height - 0.03, z), (c.width * 0.4, c.height + 0.1, z), 0.02)
            for z in (-1, 0.2)
        )
        b.add("roof > roof rack", slats + sides + sides.mirror() + feet + feet.mirror())


@design("ambulance")
def ambulance(b: Builder) -> None:
    """Van with warning lights, or a van's cab with a box body behind."""
    if b.chance(0.5):
        c = _van_shell(b, b.uniform(4.8, 6.0), ("body", "roof", "hood|bonnet"))
        _van_doors(b, c, (b.chance(0.5), True), "body > ")
        z, y, sign_y, sign_x = c.screen[1][0] - 0.45, c.height, c.height * 0.62, c.width / 2
    else:
        c = _van_shell(b, b.uniform(5.0, 6.0), ("body", "roof", "hood|bonnet"))
        tall, wide = c.height * b.uniform(1.02, 1.2) - c.belt * 0.5, c.width * b.uniform(1.03, 1.15)
        front = c.screen[1][0] - 0.3
        run = front + c.h
        mid = (front - c.h) / 2
        b.add(
            "box body|patient compartment",
            box(wide, tall, run, 0.06, 2).move(y=c.belt * 0.72 + tall / 2, z=mid),
        )
        door = box(wide * 0.4, tall * 0.85, 0.04).move(wide * 0.21, c.belt * 0.72 + tall / 2, -c.h)
        symmetric(b, "box body|patient compartment > rear door", door)
        z, y, sign_y, sign_x = front - 0.2, c.belt * 0.72 + tall, c.belt * 0.72 + tall * 0.5, wide / 2
    _coach_front(b, c, "body > ")
    b.add(
        "siren|beacon|warning light",
        box(c.width * b.uniform(0.5, 0.8), 0.16, 0.25, 0.05, 2).move(y=y + 0.06, z=z),
    )
    if b.chance(0.7):
        arm = b.uniform(0.4, 0.6)
        cross = box(0.03, arm, arm * 0.32) + box(0.03, arm * 0.32, arm)
        symmetric(b, "cross|sign", cross.move(sign_x + 0.02, sign_y, -c.h * 0.4))


@design("bus")
def bus(b: Builder) -> None:
    """City bus or coach: long box, rows of windows, folding doors; sometimes two decks or a hood."""
    width, radius, h = b.uniform(2.2, 2.55), b.uniform(0.42, 0.5), b.uniform(3.2, 6.2)
    decks, floor = b.pick(1, 1, 1, 2), b.uniform(0.25, 0.45)
    deck = b.uniform(2.3, 2.7)
    height, belt = floor + deck + (decks - 1) * 1.8, floor + deck * b.uniform(0.38, 0.48)
    snout = b.uniform(0.9, 1.5) if decks == 1 and b.chance(0.3) else 0.0
    face, lean = h - snout, b.uniform(0.0, 0.35)
    front, rear = h - radius - (0.3 if snout else b.uniform(0.7, 1.8)), -h + radius + b.uniform(0.7, 1.8)
    low = arched_floor(-h, h, floor, [(rear, radius, radius * 1.15), (front, radius, radius * 1.15)])
    hood = [(h, belt * 0.8), (h - 0.2, belt), (face, belt)] if snout else [(h, belt)]
    head = (face - lean, height - 0.15)
    shell = slab(
        [*low, *hood, head, (head[0] - 0.15, height), (-h + 0.1, height), (-h, height - 0.15)], width, 0.1, 4
    )
    centre, normal = face_frame(shell)
    roof, rest = split(shell, (normal[:, 1] > 0.6) & (centre[:, 1] > height * 0.92))
    b.add("roof", roof)
    if snout:
        centre, normal = face_frame(rest)
        bonnet, rest = split(rest, (normal[:, 1] > 0.4) & (centre[:, 2] > face - 0.01))
        b.add("hood|bonnet", bonnet)
    b.add("body", rest)
    c = Coach(width, height, h, floor, belt, radius, (rear, front), ((face, belt), head))
    _coach_front(b, c, "")
    _bus_sides(b, c, face - 0.3, [belt + i * 1.8 for i in range(decks)], deck * 0.4)
    b.add("window|glass > rear window", box(width * 0.75, deck * 0.3, 0.05).move(y=belt + deck * 0.2, z=-h))
    if b.chance(0.5):
        unit = box(width * 0.6, 0.22, b.uniform(1.0, 2.0), 0.08, 2).move(
            y=height + 0.08, z=b.uniform(-0.5, 0.5) * h
        )
        b.add("roof > air conditioner", unit)
    if b.chance(0.4):
        b.add("destination sign|sign", box(width * 0.6, 0.22, 0.06).move(y=height - 0.2, z=head[0] + 0.08))


def _bus_sides(b: Builder, c: Coach, start: float, sills: list[float], tall: float) -> None:
    """Windows on both sides of each deck and folding doors on one side."""
    cell = b.uniform(0.8, 1.7)
    count = max(int((start + c.h - 0.2) / cell), 2)
    cuts = np.linspace(-c.h + 0.2, start, count + 1)
    gap = b.uniform(0.03, 0.12)
    door = rectangle(b.uniform(0.75, 1.2), sills[0] + tall - c.floor - 0.1, 0.03)
    at = [start - 0.55] + ([b.uniform(-0.3, 0.1) * c.h] if b.chance(0.6) else [])
    at = [z for z in at if abs(z - c.axles[1]) > c.radius + 0.4 or z > c.axles[1] + c.radius]
    for y in sills:
        for s, t in zip(cuts, cuts[1:], strict=False):
            pane = side_panel(
                rectangle(t - s - gap, tall, 0.05) + [(s + t) / 2, y + tall / 2], c.width / 2, 0.04
            )
            b.add("window|glass", pane.mirror())
            if y > sills[0] or all(abs((s + t) / 2 - z) > (t - s) / 2 + 0.3 for z in at):
                b.add("window|glass", pane)
    for z in at:
        b.add("door", side_panel(door + [z, c.floor + 0.08 + np.ptp(door[:, 1]) / 2], c.width / 2, 0.05))
        for s in (-1, 1):
            leaf = rectangle(np.ptp(door[:, 0]) * 0.38, np.ptp(door[:, 1]) * 0.8, 0.03)
            leaf = leaf + [z + s * np.ptp(door[:, 0]) * 0.23, c.floor + 0.1 + np.ptp(door[:, 1]) / 2]
            b.add("door > window|glass", side_panel(leaf, c.width / 2, 0.08))


# -- farm ------------------------------------------------------------------------------------------


@design("tractor")
def tractor(b: Builder) -> None:
    """Farm tractor: engine hood, great lugged rear wheels under fenders, cab or open seat."""
    big, small = b.uniform(0.7, 0.95), b.uniform(0.38, 0.62)
    length, half = b.uniform(2.8, 3.8), b.uniform(0.28, 0.4)
    rear, front = -length * 0.3, length * 0.38
    low, top, cowl = small * 1.0, big * 1.6, rear + big * b.uniform(0.75, 1.0)
    nose = front + small * b.uniform(0.3, 0.9)
    hood = [(cowl, low + 0.25), (nose, low + 0.25), (nose, top * 0.85), (nose - 0.15, top * 0.93), (cowl, top)]
    b.add("hood|bonnet", slab(hood, half * 2, b.uniform(0.02, 0.12)))
    b.add("grille", box(half * 1.5, (top - low) * 0.5, 0.05).move(y=(top + low) / 2 + 0.05, z=nose))
    symmetric(
        b,
        "headlight|light",
        cylinder(0.08, 0.06, sides=12).rotate("x", 90).move(half * 0.65, top * 0.75, nose + 0.02),
    )
    b.add(
        "body|chassis",
        box(half * 1.3, 0.4, nose - rear + 0.3, 0.05, 1).move(y=low + 0.2, z=(nose + rear) / 2 - 0.2),
    )
    b.add(
        "body|chassis > axle",
        rod((-0.7, big, rear), (0.7, big, rear), 0.1, 10)
        + rod((-0.6, small, front), (0.6, small, front), 0.07),
    )
    span, fat = b.uniform(0.62, 0.8), b.uniform(0.35, 0.5)
    for radius, width, z in ((big, fat, rear), (small, fat * 0.6, front)):
        parts = wheel(b, radius * 0.96, width, b.pick("dish", "disc", "holes"))
        lug = (
            box(width * 0.5, radius * 0.08, radius * 0.07).rotate("y", 25).move(width * 0.22, radius * 0.96, 0)
        )
        other = lug.mirror().rotate("x", 9)
        lugs = join((lug + other).rotate("x", i * 20) for i in range(18))
        place(b, [*parts, ("wheel > tyre|tire > tread|lug", lugs)], [(span, radius, z), (-span, radius, z)])
    guard = fender(big * 1.12, fat * 1.1, b.uniform(0, 40), b.uniform(130, 170), 0.03, 0.05)
    symmetric(b, "fender|mudguard", guard.move(span, big, rear))
    _tractor_seat(b, (span - fat / 2) * 0.95, (low + 0.4, top), (rear, cowl))
    if b.chance(0.75):
        x, z = b.pick(0.0, half * 0.8), (cowl + nose) / 2
        b.add("exhaust pipe|exhaust", rod((x, top * 0.9, z), (x, top + b.uniform(0.5, 0.9), z), 0.045, 10))
    if b.chance(0.4):
        b.add("weight", box(half * 1.6, 0.35, 0.25, 0.03, 1).move(y=low + 0.2, z=nose + 0.12))
    if b.chance(0.35):
        _loader(b, half + 0.15, (low + 0.2, top), (cowl, nose))


def _tractor_seat(b: Builder, half: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Seat and steering wheel; over them a glazed cab, a canopy on posts, a roll bar or nothing."""
    (floor, belt), (rear, cowl) = heights, ends
    b.add("seat", car_seat(0.45, 0.4, 0.42, False).move(y=belt - 0.25, z=rear + 0.05))
    b.add("steering wheel", steering_wheel(0.19).move(y=belt + 0.15, z=cowl - 0.3))
    kind, top = b.pick("cab", "cab", "canopy", "bar", "open"), belt + b.uniform(0.9, 1.1)
    back = rear - 0.45
    if kind in ("cab", "canopy"):
        lean = 0.1 if kind == "cab" else 0.0
        corners = [(half, cowl), (half, back)]
        for x, z in corners:
            shift = lean * (-1 if z == cowl else 1)
            symmetric(b, "cab|cabin > pillar|post", rod((x, floor, z), (x * 0.9, top, z + shift), 0.035))
        b.add(
            "cab|cabin > roof",
            box(half * 2.05, 0.1, cowl - back + 0.15, 0.05, 2).move(y=top + 0.03, z=(cowl + back) / 2),
        )
    if kind == "cab":
        name = "cab|cabin > window|glass"
        pane = [(back, belt - 0.3), (cowl, belt - 0.3), (cowl - 0.1, top), (back + 0.1, top)]
        symmetric(b, name, side_panel(pane, half * 0.94, 0.012))
        b.add(name, edge_panel((cowl, floor), (cowl - 0.1, top), half * 1.8, (0.3, 1), 0.008))
        b.add(name, edge_panel((back + 0.1, top), (back, floor), half * 1.8, (0, 0.7), 0.008))
    if kind == "bar":
        bar = [(-half, floor, back), (-half, top, back), (half, top, back), (half, floor, back)]
        b.add("roll bar", sweep(np.array(bar), 0.04, sides=8))


def _loader(b: Builder, x: float, heights: tuple[float, float], ends: tuple[float, float]) -> None:
    """Front loader: two arms and a bucket."""
    (low, top), (cowl, nose) = heights, ends
    lift = b.uniform(0.0, 0.9)
    tip = (x, low - 0.2 + lift, nose + 0.9)
    arm = sweep(np.array([(x, top * 0.95, cowl + 0.1), (x, top * 0.95 + lift * 0.6, nose), tip]), 0.07, sides=4)
    symmetric(b, "loader arm|arm", arm)
    scoop = curve([(0.0, 0.45), (-0.25, 0.2), (-0.15, -0.1), (0.45, -0.2)], 9)
    outline = np.concatenate([scoop, scoop[::-1] + [0.04, 0.04]]) + [tip[2] + 0.2, tip[1]]
    sides = np.array([*scoop]) + [tip[2] + 0.2, tip[1]]
    b.add("bucket", slab(outline, x * 3.2) + side_panel(sides, x * 1.6) + side_panel(sides, x * 1.6).mirror())


@design("truck")
def toy_truck(b: Builder) -> None:
    """Chunky toy or low-poly truck: block cab and block load on a plain board."""
    width, radius = b.uniform(1.6, 2.2), b.uniform(0.4, 0.6)
    run, depth, deck = b.uniform(2.2, 3.6), b.uniform(1.0, 1.6), radius * 1.5
    front, rear = depth, -run
    b.add(
        "chassis|frame",
        box(width * 0.9, 0.25, run + depth, b.pick(0.0, 0.08), 1).move(y=deck - 0.1, z=(front + rear) / 2),
    )
    tall = b.uniform(1.4, 1.9)
    slope = b.pick(0.0, b.uniform(0.2, 0.5))
    belt = deck + tall * 0.45
    profile = [(0, deck), (depth, deck), (depth, belt), (depth - slope, deck + tall), (0, deck + tall)]
    b.add("cab|cabin", slab(profile, width, b.pick(0.0, 0.05, 0.18)))
    b.add(CAB_SCREEN, edge_panel(profile[2], profile[3], width * 0.76, (0.08, 0.88), 0.03))
    pane = [
        (0.2, belt),
        (depth - 0.15, belt),
        (depth - 0.15 - slope * 0.7, deck + tall * 0.85),
        (0.2, deck + tall * 0.85),
    ]
    symmetric(b, CAB_GLASS, side_panel(pane, width / 2, 0.06))
    symmetric(b, CAB_LIGHT, cylinder(0.13, 0.1, sides=12).rotate("x", 90).move(width * 0.3, deck + 0.3, front))
    load = b.pick(_cargo_box, _open_bed, _dump_body, _tanker)
    load(b, width, deck, (rear, -0.1))
    if b.chance(0.5):
        b.add("bumper", superquadric(width * 0.5, 0.14, 0.12, 0.4, 0.4, 16).move(y=deck - 0.1, z=front + 0.03))
    tyre = radius * b.uniform(0.5, 0.9)
    four_wheels(
        b,
        wheel(b, radius, tyre),
        width / 2 + tyre * b.uniform(-0.2, 0.4),
        radius,
        depth * 0.45,
        rear + radius * 1.5,
    )
