"""Trucks built on a cab and a load."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import edge_panel, fender, four_wheels, side_panel, side_solid, wheel
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import place, rod

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


def _cab(b: Builder, width: float, low: float, high: float, front: float, depth: float, bonnet: float) -> None:
    """Truck cab; bonnet: length of the hood in front of it, 0 for a cab over the engine."""
    back, face = front - depth, front - bonnet
    belt = low + (high - low) * b.uniform(0.42, 0.55)
    lean = b.uniform(0.0, 0.12) if bonnet == 0 else b.uniform(0.1, 0.35)
    top = (face - lean - b.uniform(0, 0.1), high)
    nose = [(face, low), (face + 0.001, belt)] if bonnet == 0 else [(face, low), (face, belt)]
    profile = [(back, low), *nose, (face - lean, high - 0.12), top, (back, high)]
    b.add("cab|cabin", side_solid(profile, width, b.uniform(0.02, 0.1)))
    if bonnet > 0:
        edge = belt - b.uniform(0.02, 0.3)
        hood = [
            (face - 0.02, low + 0.1),
            (front, low + 0.1),
            (front, edge - 0.12),
            (front - 0.12, edge),
            (face - 0.02, belt),
        ]
        b.add("cab|cabin > hood|bonnet", side_solid(hood, width * b.uniform(0.6, 0.85), 0.06))
    b.add(CAB_SCREEN, edge_panel(profile[2], profile[3], width * 0.84, (0.06, 0.92)))
    run, y0, y1 = min(depth - bonnet, 1.3) * 0.78, belt, high - (high - belt) * b.uniform(0.18, 0.3)
    start, cut = face - 0.12, lean * (y1 - y0) / (high - y0)
    pane = [(start - run, y0), (start, y0), (start - cut, y1), (start - run, y1)]
    symmetric(b, CAB_GLASS, side_panel(pane, width / 2, 0.05))
    door = g.rectangle(run + 0.06, y1 - low - 0.05, 0.03) + [start - run / 2 + 0.01, (y1 + low) / 2 + 0.03]
    symmetric(b, CAB_DOOR, side_panel(door, width / 2, 0.03))
    handle = g.box(0.04, 0.04, 0.15).move(width / 2 + 0.02, y0 - 0.1, start - run * 0.85)
    symmetric(b, "cab|cabin > door > door handle|handle", handle)
    _cab_face(b, width, low, front, belt)
    if b.chance(0.85):
        post = rod((width / 2, y1, face - 0.1), (width / 2 + 0.18, y1, face + 0.02), 0.018, 6)
        glass = g.box(0.18, b.uniform(0.25, 0.5), 0.06, 0.02, 1).move(width / 2 + 0.2, y1 - 0.15, face + 0.02)
        symmetric(b, "mirror|wing mirror", glass + post)
    if b.chance(0.35):
        spoiler = side_solid(
            [(back, high), (face - lean - 0.2, high), (back + 0.1, high + b.uniform(0.25, 0.6))], width * 0.8
        )
        b.add("cab|cabin > spoiler|roof deflector", spoiler)
    if b.chance(0.25):
        symmetric(
            b,
            "horn",
            g.cylinder(0.03, 0.4, top=0.06, sides=10)
            .rotate("x", 90)
            .move(width * 0.2, high + 0.07, face - 0.6),
        )


def _cab_face(b: Builder, width: float, low: float, front: float, belt: float) -> None:
    """Lights, grille and bumper on the front."""
    y, spread = low + (belt - low) * b.uniform(0.25, 0.5), b.uniform(0.28, 0.38)
    lamp = b.pick(g.box(0.3, 0.18, 0.06, 0.02, 1), g.cylinder(0.12, 0.06, sides=14).rotate("x", 90))
    symmetric(b, CAB_LIGHT, lamp.move(width * spread, y, front))
    if b.chance(0.8):
        tall = (belt - low) * b.uniform(0.35, 0.7)
        bars = b.integer(0, 6)
        grille = g.box(width * 0.42, tall, 0.05)
        if bars > 1:
            step = tall / bars
            grille += g.array(
                g.box(width * 0.42, step * 0.4, 0.1), [(0, (i + 0.5) * step - tall / 2, 0) for i in range(bars)]
            )
        b.add("cab|cabin > grille", grille.move(y=low + tall * 0.7, z=front))
    if b.chance(0.85):
        bumper = g.box(width * 1.02, b.uniform(0.18, 0.35), 0.2, 0.05, 2)
        b.add("bumper", bumper.move(y=low + b.uniform(-0.05, 0.08), z=front))


def _chassis(b: Builder, *, load: float, depth: float = 0.0) -> Chassis:
    """Frame, wheels, tanks and cab of a rigid truck with a load bay of the given length."""
    width, radius = b.uniform(2.0, 2.5), b.uniform(0.42, 0.55)
    deck, bonnet = radius * 2 + b.uniform(0.0, 0.15), b.pick(0.0, 0.0, b.uniform(0.8, 1.3))
    depth = (depth or b.uniform(1.4, 2.1)) + bonnet
    length = load + depth + 0.15
    front, rear = length / 2, -length / 2
    beam = g.box(0.1, 0.22, length - 0.3).move(width * 0.18, deck - 0.16, -0.1)
    cross = g.array(
        g.box(width * 0.36, 0.12, 0.1), [(0, deck - 0.16, z) for z in np.linspace(rear + 0.3, front - 0.6, 5)]
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
        g.cylinder(size, 0.9, sides=16, bevel=0.04).rotate("x", 90)
        if b.chance(0.6)
        else g.box(0.5, 0.5, 0.9, 0.08, 2)
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


def _cargo_box(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Closed cargo box, smooth or ribbed like a shipping container, with rear doors."""
    rear, front = ends
    run, tall, z = front - rear, b.uniform(1.8, 2.7), (front + rear) / 2
    b.add(CARGO, g.box(width, tall, run, b.pick(0.0, 0.04), 1).move(y=deck + tall / 2, z=z))
    if b.chance(0.5):
        count = int(run / b.uniform(0.25, 0.6))
        ribs = [(0, deck + tall / 2, s) for s in np.linspace(rear + 0.1, front - 0.1, count)]
        b.add(CARGO, g.array(g.box(width + 0.06, tall * 0.94, 0.06), ribs))
    leaf = g.box(width * 0.47, tall * 0.93, 0.04)
    angle = b.pick(0.0, 0.0, b.uniform(60, 170))
    leaf = leaf.move(width * 0.24, deck + tall / 2, rear - 0.02).rotate("y", -angle, (width / 2, 0, rear))
    symmetric(b, "container|cargo box > rear door", leaf)
    bars = g.join(
        rod((x, deck + 0.1, rear - 0.06), (x, deck + tall - 0.1, rear - 0.06), 0.02, 6) for x in (-0.25, 0.25)
    )
    if angle == 0:
        b.add("container|cargo box > lock bar|latch", bars)


def _open_bed(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Flat bed with low sides, stakes, cargo, or a tilt."""
    rear, front = ends
    run, z, tall = front - rear, (front + rear) / 2, b.uniform(0.3, 0.9)
    b.add(BED, g.box(width, 0.12, run).move(y=deck + 0.06, z=z))
    b.add(BED, g.box(width, tall * b.uniform(1.0, 1.6), 0.06).move(y=deck + tall * 0.6, z=front))
    sides = b.pick("boards", "stakes", "none", "tilt")
    if sides in ("boards", "tilt"):
        symmetric(b, BED, g.box(0.05, tall, run).move(width / 2, deck + tall / 2, z))
        gate = (
            g.box(width, tall, 0.05)
            .move(y=deck + tall / 2, z=rear)
            .rotate("x", b.pick(0, 0, -90), (0, deck + 0.05, rear))
        )
        b.add("cargo bed|truck bed > tailgate", gate)
    if sides == "stakes":
        posts = [
            (width / 2, deck + tall / 2, s) for s in np.linspace(rear + 0.05, front - 0.05, b.integer(4, 8))
        ]
        boards = g.array(g.box(0.03, 0.1, run), [(width / 2, deck + tall * t, z) for t in (0.35, 0.65, 0.95)])
        symmetric(b, "cargo bed|truck bed > stake|side rail", g.array(g.box(0.06, tall, 0.06), posts) + boards)
    if sides == "tilt":
        top = b.uniform(1.7, 2.1)
        bow = g.curve(
            [
                (-width / 2, tall),
                (-width * 0.46, top * 0.9),
                (0, top),
                (width * 0.46, top * 0.9),
                (width / 2, tall),
            ],
            13,
        )
        b.add("canopy|tarpaulin|cover", g.extrude(bow + [0, deck], run).move(z=z))
    elif b.chance(0.4):
        for _ in range(b.integer(1, 4)):
            size = b.uniform(0.4, 0.9)
            at = b.uniform(-0.3, 0.3) * width, deck + 0.12 + size / 2, b.uniform(rear + size, front - size)
            b.add("crate|cargo|box", g.box(size, size, size * b.uniform(0.7, 1.3)).move(*at))


def _tanker(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Lying cylindrical or oval tank with hatches, a catwalk and a ladder."""
    rear, front = ends
    run, half, z = front - rear, b.uniform(0.85, 1.1) * width / 2, (front + rear) / 2
    tall, dome = half * b.uniform(0.7, 1.0), b.uniform(0.05, 0.3)
    profile = g.curve([(0.0, -run / 2), (0.75, -run / 2 + dome * 0.3), (1.0, -run / 2 + dome)], 6)
    body = g.lathe([*profile, *(profile[::-1] * [1, -1])], 24).rotate("x", 90).scale(half, tall, 1)
    b.add(TANK, body.move(y=deck + tall + 0.05, z=z))
    for s in np.linspace(rear + dome + 0.4, front - dome - 0.4, b.integer(1, 4)):
        b.add(
            "tank > hatch|lid", g.cylinder(0.25, 0.16, sides=14, bevel=0.03).move(y=deck + tall * 2 + 0.08, z=s)
        )
    for s in (rear + run * 0.2, front - run * 0.2):
        b.add("chassis|frame > support|bracket", g.box(width * 0.6, tall, 0.12).move(y=deck + tall * 0.4, z=s))
    if b.chance(0.6):
        b.add("ladder", _ladder(tall * 2, 0.35).move(0, deck + tall, rear - 0.05))


def _ladder(length: float, width: float, radius: float = 0.02) -> Mesh:
    """Upright ladder in the xy plane about the origin."""
    rails = [rod((x, -length / 2, 0), (x, length / 2, 0), radius, 6) for x in (-width / 2, width / 2)]
    steps = np.linspace(-length / 2, length / 2, max(int(length / 0.3), 3) + 1)[1:-1]
    return g.join([*rails, *(rod((-width / 2, y, 0), (width / 2, y, 0), radius * 0.8, 6) for y in steps)])


def _dump_body(b: Builder, width: float, deck: float, ends: tuple[float, float]) -> None:
    """Tipping body, open on top, flat or raised, with a shield over the cab."""
    rear, front = ends
    run, tall, wall = front - rear, b.uniform(0.8, 1.4), 0.07
    slope = run * b.uniform(0.0, 0.25)
    side = [(rear - 0.2, tall * 0.2), (rear + slope, 0), (front, 0), (front + 0.05, tall), (rear - 0.2, tall)]
    side = np.array(side) + [0, deck + 0.1]
    walls = side_panel(side, width / 2, wall)
    floor = g.box(width, wall, run - slope).move(y=deck + 0.13, z=(front + rear + slope) / 2)
    floor += edge_panel(side[0], side[1], width, (0, 1), wall)
    head = g.box(width, tall, wall).move(y=deck + 0.1 + tall / 2, z=front)
    body = walls + walls.mirror() + floor + head
    ribs = [
        (width / 2 + 0.04, deck + 0.1 + tall * 0.55, z)
        for z in np.linspace(rear + 0.3, front - 0.2, b.integer(2, 6))
    ]
    rib = g.array(g.box(0.08, tall * 0.9, 0.1), ribs)
    body += rib + rib.mirror()
    if b.chance(0.5):
        body += g.box(width * 0.9, 0.06, 1.0).move(y=deck + 0.1 + tall, z=front + 0.45)
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
    tilt = g.lathe(profile, 22).rotate("x", -90).rotate("x", b.uniform(8, 16))
    b.add("mixer drum|drum", tilt.move(y=deck + big * 1.15, z=(front + rear) / 2))
    top = deck + big * 2
    b.add("hopper", g.cylinder(0.2, 0.5, top=0.45, sides=12).move(y=top + 0.2, z=rear - 0.05))
    chute = g.sweep(
        [(0, top - 0.3, rear - 0.1), (0, top - 0.7, rear - 0.5), (0, top - 1.2, rear - 0.9)], 0.16, sides=8
    )
    b.add("chute", chute)
    for z in (rear + 0.3, front - 0.2):
        b.add(
            "chassis|frame > support|bracket",
            g.box(width * 0.6, big * 0.9, 0.14).move(y=deck + big * 0.35, z=z),
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
    beam = g.box(0.12, 0.24, front - unit_rear - 0.4).move(width * 0.17, deck - 0.18, (front + unit_rear) / 2)
    b.add(
        "chassis|frame",
        beam + beam.mirror() + g.box(width * 0.4, 0.12, 0.3).move(y=deck - 0.15, z=unit_rear + 0.1),
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
    plate = g.cylinder(0.45, 0.1, sides=18).move(y=deck + 0.02, z=unit_rear + radius * 1.4)
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
    beam = g.box(0.12, 0.25, (front - rear) * 0.97).move(width * 0.2, deck + 0.05, (front + rear) / 2)
    b.add("chassis|frame", beam + beam.mirror())
    load = b.pick(_cargo_box, _cargo_box, _open_bed, _tanker, _dump_body)
    load(b, width, deck + 0.12, ends)
    _truck_wheels(b, width, radius, [], rear + radius * b.uniform(1.3, 2.5), b.integer(1, 3))
    leg = rod((width * 0.3, 0.1, front - 2.0), (width * 0.3, deck, front - 2.0), 0.06) + g.box(
        0.25, 0.06, 0.25
    ).move(width * 0.3, 0.1, front - 2.0)
    symmetric(b, "landing gear|landing leg", leg)
    if b.chance(0.5):
        b.add("bumper", g.box(width * 0.95, 0.12, 0.1).move(y=deck * 0.5, z=rear + 0.05))


@design("trailer")
def trailer(b: Builder) -> None:
    """Trailer on its own: towed by a truck or by a car."""
    width, radius = b.uniform(1.2, 2.4), b.uniform(0.25, 0.5)
    deck, run = radius * 2 + 0.15, b.uniform(1.5, 5.0)
    rear, front = -run / 2, run / 2
    beam = g.box(0.08, 0.12, run).move(width * 0.3, deck - 0.06, 0)
    b.add("chassis|frame", beam + beam.mirror())
    tongue = rod((width * 0.3, deck - 0.08, front), (0, deck - 0.1, front + 1.1), 0.04)
    b.add("drawbar|tow bar|tongue", tongue + tongue.mirror())
    b.add(
        "drawbar|tow bar|tongue > coupling|hitch",
        g.sphere(0.07, 0.06, 0.12, 10).move(y=deck - 0.1, z=front + 1.15),
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
    symmetric(b, "tail light|light", g.box(0.2, 0.1, 0.04).move(width * 0.38, deck - 0.05, rear - 0.03))


@design("fire truck")
def fire_truck(b: Builder) -> None:
    """Crew cab, locker body, ladder or turntable ladder on top, blue lights."""
    c = _chassis(b, load=b.uniform(3.2, 5.0), depth=b.uniform(2.2, 2.9))
    run, tall, z = c.cab_back - c.rear, b.uniform(1.4, 1.9), (c.cab_back + c.rear) / 2
    body = g.box(c.width, tall, run, 0.04, 1).move(y=c.deck + tall / 2, z=z)
    b.add("body|equipment body", body)
    count = b.integer(2, 5)
    step = run * 0.92 / count
    for i in range(count):
        panel = g.rectangle(step * 0.9, tall * 0.7, 0.03) + [
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
        b.add(
            "ladder > turntable", g.cylinder(0.5, 0.3, sides=18, bevel=0.03).move(y=roof + 0.1, z=c.rear + 0.5)
        )
    _beacons(b, c.width, c.front - 0.7, c.radius + 2.4)
    if b.chance(0.5):
        reel = g.cylinder(0.3, 0.3, sides=16).rotate("z", 90).move(y=c.deck + 0.6, z=c.rear - 0.1)
        b.add("hose reel|hose", reel)
    b.add("bumper", g.box(c.width * 0.95, 0.15, 0.2).move(y=c.deck - 0.2, z=c.rear - 0.08))


def _beacons(b: Builder, width: float, z: float, y: float) -> None:
    """Warning lights on a roof: a bar or two domes, down to which a stand reaches."""
    stand = g.box(width * 0.5, 0.5, 0.2)
    b.add("siren|beacon|warning light", stand.scale(0.9, 0.3, 0.6).move(y=y, z=z))
    if b.chance(0.6):
        b.add("siren|beacon|warning light", g.box(width * 0.6, 0.14, 0.25, 0.05, 2).move(y=y + 0.12, z=z))
    else:
        symmetric(
            b,
            "siren|beacon|warning light",
            g.cylinder(0.1, 0.2, top=0.08, sides=12, bevel=0.02).move(width * 0.25, y + 0.1, z),
        )


@design("crane truck")
def crane_truck(b: Builder) -> None:
    """Mobile crane: carrier with stabilisers, turning house, telescopic or lattice boom, hook on a rope."""
    c = _chassis(b, load=b.uniform(3.8, 6.0))
    run, z = c.cab_back - c.rear, c.rear + (c.cab_back - c.rear) * 0.35
    b.add("deck|platform", g.box(c.width, 0.15, run).move(y=c.deck + 0.05, z=(c.rear + c.cab_back) / 2))
    turn, lift = b.uniform(-50, 50) if b.chance(0.4) else 0.0, b.uniform(12, 60)
    pivot, long = c.deck + 0.9, b.uniform(4.0, 7.5)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn).move(y=c.deck, z=z))

    put("turntable", g.cylinder(0.7, 0.25, sides=20).move(y=0.2))
    put("crane house|house", g.box(c.width * 0.75, 0.8, 1.6, 0.06, 1).move(y=0.7, z=-0.4))
    if b.chance(0.7):
        put("crane cab|operator cab", g.box(0.75, 1.1, 1.0, 0.08, 2).move(c.width * 0.35, 0.9, 0.5))
        put("crane cab|operator cab > window|glass", g.box(0.6, 0.6, 0.03).move(c.width * 0.35, 1.05, 1.0))
    put("counterweight", g.box(c.width * 0.85, 0.7, 0.5, 0.04, 1).move(y=0.7, z=-1.3))
    sections, start = b.integer(1, 4), 0.0
    for i in range(sections):
        size, piece = 0.55 - 0.09 * i, long / sections
        part = g.box(size * 0.8, size, piece * 1.05).move(z=start + piece / 2).rotate("x", -lift)
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
    hook = g.curve([(0, 0.2), (0, 0.0), (0.14, -0.14), (0, -0.28), (-0.14, -0.16)], 12)
    put("hook", g.sweep(np.c_[hook, np.zeros(12)] + tip - [0, drop, 0], 0.05, sides=8))
    for s in (c.rear + 0.2, c.cab_back - 0.4):
        if b.chance(0.8):
            leg = g.box(0.5, 0.14, 0.2).move(c.width / 2 + 0.2, c.deck - 0.1, s)
            foot = rod((c.width / 2 + 0.4, 0.05, s), (c.width / 2 + 0.4, c.deck, s), 0.05) + g.cylinder(
                0.2, 0.05
            ).move(c.width / 2 + 0.4, 0.03, s)
            symmetric(b, "stabiliser|outrigger", leg + foot)


# -- farm ------------------------------------------------------------------------------------------


@design("truck")
def toy_truck(b: Builder) -> None:
    """Chunky toy or low-poly truck: block cab and block load on a plain board."""
    width, radius = b.uniform(1.6, 2.2), b.uniform(0.4, 0.6)
    run, depth, deck = b.uniform(2.2, 3.6), b.uniform(1.0, 1.6), radius * 1.5
    front, rear = depth, -run
    b.add(
        "chassis|frame",
        g.box(width * 0.9, 0.25, run + depth, b.pick(0.0, 0.08), 1).move(y=deck - 0.1, z=(front + rear) / 2),
    )
    tall = b.uniform(1.4, 1.9)
    slope = b.pick(0.0, b.uniform(0.2, 0.5))
    belt = deck + tall * 0.45
    profile = [(0, deck), (depth, deck), (depth, belt), (depth - slope, deck + tall), (0, deck + tall)]
    b.add("cab|cabin", side_solid(profile, width, b.pick(0.0, 0.05, 0.18)))
    b.add(CAB_SCREEN, edge_panel(profile[2], profile[3], width * 0.76, (0.08, 0.88), 0.03))
    pane = [
        (0.2, belt),
        (depth - 0.15, belt),
        (depth - 0.15 - slope * 0.7, deck + tall * 0.85),
        (0.2, deck + tall * 0.85),
    ]
    symmetric(b, CAB_GLASS, side_panel(pane, width / 2, 0.06))
    symmetric(
        b, CAB_LIGHT, g.cylinder(0.13, 0.1, sides=12).rotate("x", 90).move(width * 0.3, deck + 0.3, front)
    )
    load = b.pick(_cargo_box, _open_bed, _dump_body, _tanker)
    load(b, width, deck, (rear, -0.1))
    if b.chance(0.5):
        b.add(
            "bumper", g.superquadric(width * 0.5, 0.14, 0.12, 0.4, 0.4, 16).move(y=deck - 0.1, z=front + 0.03)
        )
    tyre = radius * b.uniform(0.5, 0.9)
    four_wheels(
        b,
        wheel(b, radius, tyre),
        width / 2 + tyre * b.uniform(-0.2, 0.4),
        radius,
        depth * 0.45,
        rear + radius * 1.5,
    )
