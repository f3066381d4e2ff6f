"""Bubble cars, veterans, jeeps, racing cars; karts and golf carts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import (
    BODY,
    BUMPER,
    DOOR,
    FENDER,
    GRILLE,
    HEADLIGHT,
    HOOD,
    PILLAR,
    ROOF,
    SEAT,
    STEERING,
    TAIL_LIGHT,
    WINDOW,
    WINDSCREEN,
    arched_floor,
    car_seat,
    edge_panel,
    face_frame,
    fender,
    four_wheels,
    glazed,
    mirrors,
    patch,
    rounded_hull,
    rounded_section,
    side_panel,
    side_solid,
    split,
    steering_wheel,
    wheel,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import place, rod, wire

# -- other cars ------------------------------------------------------------------------------------


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
    symmetric(b, HEADLIGHT, g.sphere(size, size, 0.09, 14).move(half * 0.68, top * 0.72, h * 0.9))
    symmetric(b, TAIL_LIGHT, g.sphere(0.06, 0.09, 0.05, 10).move(half * 0.6, top * 0.7, -h * 0.93))
    for z in (h * 1.01, -h * 1.01):
        bow = g.arc(h * 0.9, 60, 120, 9, "xz") * [1.3 * half / h / 0.9, 1, 0.16] + [0, floor + 0.18, 0]
        bow[:, 2] = z + np.sign(z) * (bow[:, 2] - 0.13 * h)
        b.add(BUMPER, g.sweep(bow, 0.05, sides=8))
    if b.chance(0.6):
        mirrors(b, half * 0.9, top, cowl * 0.8)
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
    body = side_solid([(-h, floor), (h, floor), (h, belt * 0.92), (cowl, belt), (-h, belt)], width, bevel)
    centre, normal = face_frame(body)
    hood, rest = split(body, (normal[:, 1] > 0.7) & (centre[:, 2] > cowl))
    b.add(HOOD, hood)
    b.add(BODY, rest)
    rise = height - belt
    a, e = np.array([cowl, belt]), np.array([cowl - rise * b.uniform(0.1, 1.0), height])
    f, d = np.array([min(tail + rise * b.uniform(0.0, 0.8), e[0] - 0.5), height]), np.array([tail, belt])
    inner = width * b.uniform(0.84, 1.0)
    b.add(ROOF, side_solid([d, a, e, f], inner, bevel))
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
        leaf = g.rectangle((cowl - tail) * 0.35, belt - floor - 0.15)
        symmetric(b, DOOR, side_panel(leaf + [cowl - (cowl - tail) * 0.3, (belt + floor) / 2], width / 2, 0.03))
    lamp = b.pick(g.cylinder(0.11, 0.06, sides=12).rotate("x", 90), g.box(0.25, 0.14, 0.06))
    symmetric(b, HEADLIGHT, lamp.move(width * 0.35, belt * 0.75, h))
    symmetric(b, TAIL_LIGHT, g.box(0.2, 0.12, 0.05).move(width * 0.36, belt * 0.75, -h))
    for z in (h, -h):
        b.add(BUMPER, g.box(width * 1.02, 0.14, 0.14).move(y=floor + 0.1, z=z))
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
    sections = [np.c_[rounded_section(w / 2, floor, y, 0.35), np.full(24, z)] for z, w, y in rows[::-1]]
    b.add(HOOD, g.loft(sections))
    radiator = g.rectangle(rows[1][1] * 0.9, belt * 0.55, 0.1) + [0, floor + belt * 0.29]
    b.add(GRILLE, g.extrude(radiator, 0.08).move(z=nose + 0.03))
    b.add(BODY, side_solid([(tail, floor), (cowl, floor), (cowl, belt), (tail, belt)], body_width, 0.05))
    b.add("body > chassis", g.box(body_width * 0.7, 0.1, length * 0.9).move(y=floor - 0.03))
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
    board = g.box(width * 0.15, 0.05, front - rear - radius * 1.9).move(
        width * 0.41, floor - 0.08, (front + rear) / 2
    )
    symmetric(b, "body > running board|step", board)
    size = b.uniform(0.09, 0.14)
    lamp = g.sphere(size, size, size * 0.8, 14).move(width * 0.3, belt * 0.8, nose - 0.05)
    symmetric(b, HEADLIGHT, lamp)
    b.add(BUMPER, g.box(width * 0.85, 0.1, 0.05, 0.02, 1).move(y=floor + 0.02, z=h + 0.12))
    parts = wheel(b, radius, radius * b.uniform(0.25, 0.4), b.pick("wire", "spokes", "disc"))
    four_wheels(b, parts, width * 0.42, radius, front, rear)
    if b.chance(0.5):
        spare = [("spare wheel", mesh.rotate("y", 90)) for _, mesh in parts]
        place(b, spare, [(0.001, belt * 0.75, tail - 0.12)])
    if b.chance(0.6):
        leaf = g.rectangle((cowl - tail) * 0.4, belt - floor - 0.12) + [
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
        side_solid(
            [(cowl, belt - 0.25), (h - 0.1, belt - 0.25), (h - 0.1, belt - 0.06), (cowl, belt)],
            inner * 0.9,
            0.04,
        ),
    )
    b.add(
        BODY,
        g.box(inner * 0.88, belt - 0.25 - floor, h - cowl).move(
            y=(belt - 0.25 + floor) / 2, z=(h + cowl) / 2 - 0.1
        ),
    )
    b.add(BODY, g.box(inner, 0.1, cowl + h).move(y=floor + 0.05, z=(cowl - h) / 2))
    side = g.rectangle(cowl + h, belt - floor - 0.05, 0.05) + [(cowl - h) / 2, (belt + floor) / 2 + 0.02]
    symmetric(b, BODY, side_panel(side, inner / 2, wall))
    b.add("body > tailgate", g.box(inner, belt - floor, wall).move(y=(belt + floor) / 2, z=-h))
    bars = g.join(g.box(0.035, 0.22, 0.05).move(x=x) for x in np.linspace(-0.2, 0.2, 7))
    b.add(GRILLE, bars.move(y=belt - 0.32, z=h - 0.09))
    symmetric(
        b, HEADLIGHT, g.cylinder(0.09, 0.06, sides=14).rotate("x", 90).move(inner * 0.36, belt - 0.28, h - 0.08)
    )
    for z in (front, rear):
        guard = g.box((width - inner) / 2 + 0.06, 0.05, radius * 2.5, 0.02, 1)
        symmetric(b, FENDER, guard.move(width / 2 - (width - inner) / 4, radius * 2.12, z))
    for z in (h + 0.05, -h - 0.08):
        b.add(BUMPER, g.box(width * b.uniform(0.8, 1.0), 0.14, 0.12).move(y=floor, z=z))
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
            hoop = g.curve(
                [
                    (-x, belt - 0.3, z),
                    (-x, high - 0.12, z),
                    (0, high, z),
                    (x, high - 0.12, z),
                    (x, belt - 0.3, z),
                ],
                17,
            )
            b.add("body > roll bar", g.sweep(hoop, 0.03, sides=8))
        symmetric(
            b, "body > roll bar", rod((inner * 0.43, high - 0.1, rear + 0.15), (inner * 0.43, top, front), 0.03)
        )
    if kind == "bars":
        return
    run = front - rear
    b.add(ROOF, g.box(inner, 0.07, run, 0.03, 1).move(y=high, z=rear + run / 2))
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
    b.add("body > cockpit", g.sphere(half * 0.65, 0.1, 0.38, 14).move(y=top * 0.97, z=seat_z))
    b.add(SEAT, g.box(half * 0.8, 0.3, 0.12, 0.05, 1).move(y=top + 0.1, z=seat_z - 0.3))
    b.add(STEERING, steering_wheel(0.12).move(y=top + 0.08, z=seat_z + 0.3))
    if b.chance(0.4):
        hoop = [(-half, top, seat_z - 0.3), (-half * 0.8, top + 0.25, seat_z), (0, top + 0.27, seat_z + 0.4)]
        hoop = [*hoop, *((-x, y, z) for x, y, z in hoop[-2::-1])]
        b.add("body > halo", wire(hoop, 0.03, 17) + rod((0, top, seat_z + 0.6), hoop[2], 0.025))
    front, rear, tyre = h * b.uniform(0.5, 0.66), -h * b.uniform(0.6, 0.75), radius * b.uniform(0.8, 1.2)
    if b.chance(0.65):
        pod = g.box(width * 0.2, top * 0.6, length * 0.28, 0.08, 2).move(
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
        symmetric(b, "body > suspension", g.join(arms))
        place(b, wheel(b, radius * scale, tyre * scale), [(x, radius * scale, z), (-x, radius * scale, z)])
    if b.chance(0.8):
        _wings(b, width, h, (low, top))


def _wings(b: Builder, width: float, h: float, heights: tuple[float, float]) -> None:
    low, top = heights
    y, span = top + b.uniform(0.1, 0.35), width * b.uniform(0.45, 0.7)
    planes = [
        g.box(span, 0.03, 0.3, 0.012, 1).rotate("x", -10).move(y=y - 0.13 * i, z=-h * 0.93)
        for i in range(b.integer(1, 3))
    ]
    ends = g.box(0.025, 0.4, 0.42).move(span / 2, y - 0.12, -h * 0.93)
    post = g.box(0.05, y - low, 0.15).move(y=(y + low) / 2, z=-h * 0.88)
    b.add("body > spoiler|rear wing", g.join([*planes, ends, ends.mirror(), post]))
    wide = width * b.uniform(0.7, 1.0)
    plate = g.box(0.025, 0.2, 0.4).move(wide / 2, low + 0.12, h * 0.93)
    b.add("body > front wing", g.box(wide, 0.03, 0.35).move(y=low + 0.06, z=h * 0.93) + plate + plate.mirror())


# -- karts -----------------------------------------------------------------------------------------


@design("go-kart")
def go_kart(b: Builder) -> None:
    """Flat tube frame close to the ground with one seat, an engine beside it, and small fat wheels."""
    length, width, radius = b.uniform(1.5, 2.0), b.uniform(1.0, 1.35), b.uniform(0.12, 0.18)
    h, y, x, tyre = length / 2, radius * 0.9, width * b.uniform(0.26, 0.32), radius * b.uniform(1.0, 1.4)
    front, rear = h * 0.66, -h * 0.66
    rails = [(x, y, rear * 1.2), (x, y, h * 0.3), (x * 0.6, y, h * 0.9)]
    tubes = [wire(rails, 0.02, 9), wire(rails, 0.02, 9).mirror()]
    tubes += [rod((-x, y, z), (x, y, z), 0.018) for z in (rear * 1.1, -0.1, 0.25)]
    b.add("frame|chassis", g.join(tubes))
    if b.chance(0.8):
        b.add("floor|floor pan", g.box(x * 1.7, 0.015, length * 0.5).move(y=y - 0.02, z=h * 0.3))
    for z in (front, rear):
        b.add("axle", rod((-width * 0.45, radius, z), (width * 0.45, radius, z), 0.02))
    b.add("seat", car_seat(x * 1.3, 0.4, b.uniform(0.3, 0.5), False).move(y=y + 0.09, z=-h * 0.2))
    b.add("steering wheel", steering_wheel(0.14).move(y=y + 0.4, z=h * 0.2))
    block = g.box(0.16, 0.2, 0.25, 0.02, 1) + g.array(
        g.box(0.19, 0.012, 0.2), [(0, 0.03 * i, 0) for i in range(4)]
    )
    behind = b.chance(0.4)
    b.add("engine", block.move(0 if behind else x * 1.05, y + 0.13, rear * 0.98 if behind else -h * 0.3))
    if b.chance(0.75):
        nose = g.box(width * b.uniform(0.55, 0.8), 0.14, 0.25, 0.06, 2).taper(b.uniform(0.6, 1.0), "z")
        b.add("bumper > nose cone|front bumper", nose.move(y=y + 0.04, z=h * 0.98))
        b.add("bumper > rear bumper", rod((-width * 0.4, y + 0.05, -h), (width * 0.4, y + 0.05, -h), 0.03))
    if b.chance(0.6):
        pod = g.box(width * 0.14, 0.14, length * 0.33, 0.05, 2).move(width * 0.42, y + 0.04, -0.02)
        symmetric(b, "side pod", pod)
    if b.chance(0.6):
        symmetric(b, "pedal", g.box(0.06, 0.12, 0.02).rotate("x", -25).move(x * 0.4, y + 0.08, h * 0.7))
    four_wheels(b, wheel(b, radius, tyre), width / 2 - tyre / 2, radius, front, rear)


@design("golf cart")
def golf_cart(b: Builder) -> None:
    """Small open car: bench seats, a flat roof on four posts, often a windscreen and a bag rack."""
    length, width, radius = b.uniform(2.2, 2.9), b.uniform(1.15, 1.3), b.uniform(0.2, 0.28)
    h, floor, top = length / 2, radius * 1.1, b.uniform(1.75, 1.95)
    cowl, hood = h * b.uniform(0.4, 0.55), floor + b.uniform(0.45, 0.6)
    front, rear, gap = h - radius * 1.4, -h + radius * 1.6, radius * 1.15
    low = arched_floor(-h, h, floor, [(rear, radius, gap), (front, radius, gap)])
    nose = g.curve([(h, floor + 0.15), (h - 0.08, hood * 0.8), (cowl, hood)], 7)
    seat_y, deep = floor + b.uniform(0.38, 0.45), radius + gap + 0.03
    mid = -h * 0.15
    shape = [*nose, (cowl - 0.08, hood), (cowl - 0.12, floor + 0.06), (mid + 0.32, floor + 0.06)]
    body = side_solid(
        [*low, *shape, (mid + 0.32, seat_y - 0.06), (-h + 0.1, seat_y - 0.06), (-h, deep)], width, 0.05
    )
    b.add("body", body)
    rows = [mid] + ([mid - 0.75] if b.chance(0.3) else [])
    for z in rows:
        b.add("seat", car_seat(width * 0.88, 0.5, 0.45, False).move(y=seat_y, z=z))
    b.add("steering wheel", steering_wheel(0.17).move(width * 0.22, hood + 0.12, cowl - 0.3))
    feet = [(width * 0.44, cowl - 0.04), (width * 0.44, -h + 0.25)]
    lean = [b.uniform(0.05, 0.3), -0.05]
    for (x, z), shift in zip(feet, lean, strict=True):
        symmetric(b, "post|pillar", rod((x, hood - 0.1, z), (x, top, z - shift), 0.02))
    b.add(
        "roof|canopy", g.box(width * 1.02, 0.07, cowl + h - 0.1, 0.03, 1).move(y=top, z=(cowl - h) / 2 - 0.02)
    )
    if b.chance(0.6):
        x, lift = width * 0.43, lean[0] / (top - hood)
        corners = [
            (-x, hood, cowl - 0.04),
            (x, hood, cowl - 0.04),
            (-x, top, cowl - 0.04 - lift),
            (x, top, cowl - lift),
        ]
        b.add("windscreen|windshield|glass", patch(corners, 0.0))
    symmetric(b, "headlight|light", g.sphere(0.09, 0.06, 0.05, 10).move(width * 0.35, hood * 0.78, h - 0.06))
    if b.chance(0.5):
        bags = (
            g.cylinder(0.12, 0.8, sides=12, bevel=0.02)
            .rotate("x", -12)
            .move(width * 0.22, seat_y + 0.3, -h - 0.02)
        )
        symmetric(b, "golf bag|bag", bags)
    if b.chance(0.5):
        b.add("bumper", g.box(width * 0.8, 0.1, 0.08, 0.03, 1).move(y=floor + 0.08, z=h + 0.02))
    tyre = radius * b.uniform(0.6, 0.85)
    four_wheels(b, wheel(b, radius, tyre), width / 2 - tyre / 2, radius, front, rear)
