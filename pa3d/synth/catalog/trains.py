"""Rail vehicles, tracked machines, and carts that are pushed or pulled."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.cars import (
    HUB,
    RIM,
    Parts,
    car_seat,
    edge_panel,
    face_frame,
    place,
    rod,
    rounded_hull,
    side_panel,
    slab,
    split,
    steering_wheel,
    wheel,
)
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
    sphere,
    superquadric,
    sweep,
    torus,
)

BOGIE, CHASSIS, WINDOW = "bogie", "chassis|frame", "window|glass"


# -- rail vehicles ---------------------------------------------------------------------------------


def _rail_wheel(radius: float, spokes: int = 0) -> Mesh:
    """Flanged wheel about the x axis, flange towards -x."""
    profile = [(0, -0.05), (radius * 1.1, -0.05), (radius * 1.1, -0.02), (radius, -0.01), (radius, 0.06)]
    if not spokes:
        return lathe(
            [*profile, (radius * 0.75, 0.06), (radius * 0.7, 0.02), (0.1, 0.05), (0, 0.05)], 22
        ).rotate("z", -90)
    rim = lathe([(radius * 0.85, -0.05), *profile[1:], (radius * 0.85, 0.06), (radius * 0.85, -0.05)], 22)
    bars = ring(box(0.05, 0.05, radius * 0.85).move(z=radius * 0.43), spokes)
    return (rim + bars + cylinder(radius * 0.18, 0.14, sides=12)).rotate("z", -90)


def _bogies(b: Builder, h: float, deck: float, radius: float) -> None:
    """Two bogies of two or three axles, or two plain axles."""
    axles = b.pick(1, 2, 2, 3) if h < 5 else b.pick(2, 2, 3)
    gauge, pitch = 0.72, radius * 2.5
    for s in (1, -1):
        centre = s * (h - max(axles * pitch * 0.5 + 0.5, h * 0.25))
        zs = [centre + (i - (axles - 1) / 2) * pitch for i in range(axles)]
        for z in zs:
            place(b, [("wheel", _rail_wheel(radius))], [(gauge, radius, z), (-gauge, radius, z)])
            b.add("bogie > axle", rod((-gauge, radius, z), (gauge, radius, z), 0.06))
        run = (axles - 1) * pitch + radius * 1.6
        side = [
            (-run / 2, radius * 0.9),
            (run / 2, radius * 0.9),
            (run / 2 - 0.15, radius * 1.5),
            (0.15 - run / 2, radius * 1.5),
        ]
        symmetric(b, BOGIE, side_panel(np.array(side) + [centre, 0], gauge + 0.16, 0.1))
        b.add(BOGIE, box(gauge * 2, max(deck - radius, 0.1), 0.4).move(0, (deck + radius) / 2, centre))


def _couplings(b: Builder, h: float, y: float) -> None:
    if b.chance(0.6):
        pad = rod((0, 0, 0), (0, 0, 0.35), 0.07) + cylinder(0.2, 0.05, sides=16).rotate("x", 90).move(z=0.37)
        for s in (1, -1):
            symmetric(b, "buffer", pad.scale(1, 1, s).move(0.75, y, s * h))
    for s in (1, -1):
        b.add("coupler|coupling", box(0.18, 0.2, 0.5, 0.04, 1).move(0, y - 0.05, s * (h + 0.2)))


def _window_row(b: Builder, x: float, span: tuple[float, float], y: float, tall: float, count: int) -> None:
    cuts = np.linspace(*span, count + 1)
    share = b.uniform(0.5, 0.85)
    for s, t in zip(cuts, cuts[1:], strict=False):
        pane = rectangle((t - s) * share, tall, 0.08) + [(s + t) / 2, y]
        symmetric(b, WINDOW, side_panel(pane, x, 0.05))


@design("train locomotive")
def steam_engine(b: Builder) -> None:
    """Steam locomotive: boiler, chimney, domes, cab, rods on spoked wheels, cowcatcher, sometimes a tender."""
    h, big, small = b.uniform(2.6, 4.6), b.uniform(0.55, 0.95), b.uniform(0.3, 0.45)
    deck, fat = big * 1.5, b.uniform(0.55, 0.8)
    y, cab = deck + fat * 1.05, h * b.uniform(0.4, 0.55)
    back, front = -h + cab, h
    b.add("chassis|frame", box(1.9, 0.12, 2 * h).move(y=deck) + box(1.0, 0.35, 2 * h - 0.3).move(y=deck - 0.2))
    run = front - back
    b.add(
        "boiler",
        cylinder(fat, run - 0.1, sides=26, bevel=0.03).rotate("x", 90).move(0, y, (front + back) / 2 - 0.05),
    )
    bands = [(0, y, z) for z in np.linspace(back + 0.3, front - 0.6, b.integer(2, 5))]
    b.add("boiler > band", array(cylinder(fat * 1.02, 0.06, sides=26).rotate("x", 90), bands))
    b.add(
        "boiler > smokebox door",
        lathe([(fat * 0.8, 0), (fat * 0.6, 0.08), (0, 0.14)], 20).rotate("x", 90).move(0, y, front - 0.1),
    )
    flare, tall = b.uniform(0.8, 2.0), b.uniform(0.4, 1.0)
    b.add(
        "chimney|smokestack|funnel",
        cylinder(0.2, tall, top=0.2 * flare, sides=18).move(0, y + fat + tall / 2 - 0.05, front - 0.5),
    )
    for z in np.linspace(back + 0.4, front - 1.2, b.integer(1, 3)):
        dome = lathe([(0.26, 0), (0.26, 0.25), (0.2, 0.4), (0, 0.46)], 18)
        b.add("dome|steam dome", dome.move(0, y + fat - 0.05, z))
    _steam_cab(b, (-h, back), (deck, y + fat + b.uniform(0.3, 0.6)))
    count, spokes = b.integer(2, 4), b.integer(8, 14)
    zs = np.linspace(back - cab * 0.5, min(front - 1.0, back - cab * 0.5 + big * 2.2 * count), count)
    zs = zs if count == 1 or zs[1] - zs[0] > big * 2.05 else back - cab * 0.4 + big * 2.1 * np.arange(count)
    zs = zs[zs < front - small]
    place(
        b,
        [("wheel > driving wheel", _rail_wheel(big, spokes))],
        [(s * 0.75, big, z) for z in zs for s in (1, -1)],
    )
    place(b, [("wheel", _rail_wheel(small))], [(s * 0.7, small, front - small) for s in (1, -1)])
    pin = (0.88, big - 0.2)
    rods = rod((*pin, zs[0]), (*pin, zs[-1] + 0.01), 0.06) + rod(
        (*pin, zs[-1]), (0.88, big, front - 0.5), 0.045
    )
    symmetric(b, "connecting rod|rod", rods)
    symmetric(b, "cylinder|piston", cylinder(0.25, 0.7, sides=16).rotate("x", 90).move(0.85, big, front - 0.4))
    b.add(
        "headlight|light",
        cylinder(0.16, 0.2, sides=16).rotate("x", 90).move(0, y + fat + 0.12, front - 0.05),
    )
    if b.chance(0.6):
        bars = [
            rod((x, deck - 0.2, front), (x * 0.6, 0.1, front + 0.8 - abs(x) * 0.7), 0.035, 6)
            for x in np.linspace(-0.8, 0.8, 9)
        ]
        b.add("cowcatcher|pilot", join(bars))
    if b.chance(0.4):
        bell = lathe([(0.14, 0), (0.1, 0.1), (0.07, 0.2), (0, 0.22)], 14)
        b.add("bell", bell.move(0, y + fat + 0.05, (front + back) / 2 + 0.1))
    if b.chance(0.4):
        _tender(b, -h - 0.25, deck, small)


def _steam_cab(b: Builder, ends: tuple[float, float], heights: tuple[float, float]) -> None:
    (rear, front), (low, top) = ends, heights
    run, z = front - rear, (front + rear) / 2
    sill = low + (top - low) * 0.5
    hole = rectangle(run * 0.5, (top - sill) * 0.6, 0.06) + [z, (sill + top) / 2]
    side = np.array([(rear, low), (front, low), (front, top), (rear, top)])
    plate = extrude(side * [-1, 1], 0.06, [hole * [-1, 1]]).rotate("y", 90).move(x=0.95)
    symmetric(b, "cab|cabin", plate)
    b.add("cab|cabin", box(1.9, top - low, 0.06).move(0, (top + low) / 2, front))
    b.add("cab|cabin", box(1.9, (top - low) * 0.45, 0.06).move(0, low + (top - low) * 0.22, rear))
    bow = arc(1.9, 55, 125, 11)[:, :2] * [1, 0.7]
    skin = np.concatenate([bow, bow[::-1] + [0, 0.06]])
    b.add("cab|cabin > roof", extrude(skin - [0, bow[0, 1]], run * 1.15).move(0, top, z))
    for x in (0.55, -0.55):
        b.add("cab|cabin > window|glass", box(0.4, 0.45, 0.09).move(x, top - 0.4, front))


def _tender(b: Builder, front: float, deck: float, radius: float) -> None:
    run = b.uniform(1.8, 2.6)
    z, tall = front - run / 2, b.uniform(0.8, 1.2)
    b.add("tender", split_open(box(1.85, tall, run)).move(0, deck + tall / 2, z))
    b.add("tender > coal", sphere(0.75, 0.4, run * 0.4, 14).move(0, deck + tall * 0.8, z))
    at = [(s * 0.7, radius, z + t * run * 0.3) for t in (-1, 1) for s in (1, -1)]
    place(b, [("wheel", _rail_wheel(radius))], at)
    b.add("chassis|frame", box(1.6, deck - radius, run).move(0, (deck + radius) / 2 + 0.05, z))


def split_open(mesh: Mesh) -> Mesh:
    """A box without its top."""
    return split(mesh, mesh.vertices[mesh.faces][:, :, 1].min(1) < mesh.high[1] - 1e-6)[0]


@design("train locomotive")
def diesel_engine(b: Builder) -> None:
    """Diesel or electric locomotive: box body with one or two cabs, or a hood unit with its cab at one end."""
    h, width, deck, radius = (
        b.uniform(4.5, 8.0),
        b.uniform(2.4, 2.9),
        b.uniform(1.1, 1.3),
        b.uniform(0.42, 0.52),
    )
    top = deck + b.uniform(2.2, 2.8)
    _bogies(b, h, deck, radius)
    b.add(CHASSIS, box(width * 0.8, 0.4, h * 0.7, 0.05, 1).move(y=deck - 0.35))
    _couplings(b, h, deck - 0.15)
    if b.chance(0.4):
        _hood_unit(b, h, width, (deck, top))
    else:
        twin, slope, sill = b.chance(0.7), b.uniform(0.1, 0.9), deck + (top - deck) * b.uniform(0.45, 0.6)
        back = [(-h + slope, top), (-h, sill)] if twin else [(-h + 0.05, top), (-h, top - 0.1)]
        outline = [(-h, deck), (h, deck), (h, sill), (h - slope, top), *back]
        shell = slab(outline, width, b.uniform(0.08, 0.3), 3)
        roof, body = split(
            shell, (face_frame(shell)[1][:, 1] > 0.75) & (face_frame(shell)[0][:, 1] > top - 0.2)
        )
        b.add("roof", roof)
        b.add("body", body)
        b.add(
            "window|glass > windscreen|windshield",
            edge_panel((h, sill), (h - slope, top), width * 0.7, (0.1, 0.75), 0.04),
        )
        if twin:
            pane = edge_panel((-h + slope, top), (-h, sill), width * 0.7, (0.25, 0.9), 0.04)
            b.add("window|glass > windscreen|windshield", pane)
        for s in (1, -1) if twin else (1,):
            z = s * (h - slope - 0.45)
            pane = rectangle(0.6, (top - sill) * 0.55, 0.06) + [z, (top + sill) / 2]
            symmetric(b, WINDOW, side_panel(pane, width / 2, 0.05))
            door = rectangle(0.65, (top - deck) * 0.85, 0.05) + [z - s * 0.85, deck + (top - deck) * 0.46]
            symmetric(b, "door", side_panel(door, width / 2, 0.05))
            lamp = cylinder(0.13, 0.08, sides=14).rotate("x", 90).move(width * 0.33, deck + 0.4, s * h)
            symmetric(b, "headlight|light", lamp)
        slats = rectangle(b.uniform(0.6, 1.2), (top - deck) * 0.3)
        for z in np.linspace(-h * 0.45, h * 0.45, b.integer(2, 5)):
            symmetric(b, "grille|vent", side_panel(slats + [z, deck + (top - deck) * 0.6], width / 2, 0.06))
    if b.chance(0.4):
        _pantograph(b, top, b.uniform(-0.5, 0.5) * h)


def _hood_unit(b: Builder, h: float, width: float, heights: tuple[float, float]) -> None:
    """Narrow engine hood with a railed walkway and a cab towards one end."""
    deck, top = heights
    cab, z = 1.7, h * b.uniform(0.3, 0.65)
    b.add("deck|walkway", box(width, 0.12, 2 * h).move(y=deck + 0.06))
    b.add("cab|cabin", box(width * 0.95, top - deck, cab, 0.05, 1).move(0, (top + deck) / 2, z))
    b.add("cab|cabin > roof", box(width, 0.12, cab * 1.1, 0.05, 1).move(0, top + 0.03, z))
    tall = (top - deck) * b.uniform(0.6, 0.95)
    for s, t in ((z + cab / 2, h - 0.4), (-h + 0.4, z - cab / 2)):
        b.add(
            "hood|engine cover", box(width * 0.62, tall, t - s, 0.06, 1).move(0, deck + tall / 2, (s + t) / 2)
        )
    for s in (1, -1):
        symmetric(
            b, "cab|cabin > window|glass", box(0.5, 0.55, 0.04).move(width * 0.3, top - 0.5, z + s * cab / 2)
        )
        b.add(
            "headlight|light",
            cylinder(0.13, 0.1, sides=14).rotate("x", 90).move(0, deck + tall * 0.8, s * (h - 0.38)),
        )
    symmetric(
        b,
        "cab|cabin > window|glass",
        side_panel(rectangle(cab * 0.7, 0.6, 0.05) + [z, top - 0.55], width * 0.475, 0.04),
    )
    rail = [rod((width / 2, deck + 0.95, -h), (width / 2, deck + 0.95, h), 0.025)]
    rail += [
        rod((width / 2, deck, s), (width / 2, deck + 0.95, s), 0.025)
        for s in np.linspace(-h, h, b.integer(5, 10))
    ]
    symmetric(b, "railing|handrail", join(rail))
    b.add("exhaust pipe|exhaust", cylinder(0.15, 0.35, sides=12).move(0, deck + tall + 0.1, -h * 0.2))


def _pantograph(b: Builder, y: float, z: float) -> None:
    knee = rod((0.4, y + 0.1, z - 0.7), (0.4, y + 0.55, z + 0.5), 0.03) + rod(
        (0.4, y + 0.55, z + 0.5), (0.4, y + 1.05, z - 0.3), 0.025
    )
    bow = curve([(-0.8, y + 0.95), (-0.6, y + 1.07), (0.6, y + 1.07), (0.8, y + 0.95)], 9)
    head = sweep(np.c_[bow, np.full(9, z - 0.3)], 0.03, sides=6)
    base = box(1.2, 0.1, 1.6).move(0, y + 0.05, z)
    b.add("pantograph", knee + knee.mirror() + head + base)


@design("train locomotive")
def fast_train(b: Builder) -> None:
    """High-speed power car or metro head: smooth long nose, window band, doors."""
    h, width, deck = b.uniform(5.0, 10.0), b.uniform(2.6, 3.1), b.uniform(0.55, 0.9)
    top, nose = deck + b.uniform(2.6, 3.0), b.uniform(1.0, 4.5)
    half = width / 2
    rows = [(-h, half, deck, top), (-h * 0.3, half, deck, top), (h - nose, half, deck, top)]
    rows += [
        (h - nose * 0.5, half * 0.92, deck - 0.05, top * 0.86),
        (h - nose * 0.12, half * 0.7, deck - 0.1, deck + 1.1),
    ]
    hull = rounded_hull([*rows, (h, half * 0.4, deck, deck + 0.6)], b.uniform(0.25, 0.5), 34)
    centre, normal = face_frame(hull)
    ahead = centre[:, 2] > h - nose
    screen = (
        ahead & (normal[:, 1] > 0.25) & (centre[:, 2] < h - nose * 0.35) & (np.abs(centre[:, 0]) < half * 0.75)
    )
    screen &= centre[:, 1] > deck + 1.1
    pane, rest = split(hull, screen)
    if len(pane.faces):
        b.add("window|glass > windscreen|windshield", pane)
    centre, normal = face_frame(rest)
    roof, rest = split(rest, (normal[:, 1] > 0.7) & (centre[:, 2] < h - nose) & (centre[:, 1] > top - 0.5))
    b.add("roof", roof)
    front, body = split(rest, face_frame(rest)[0][:, 2] > h - nose)
    b.add("body > nose", front)
    b.add("body", body)
    _bogies(b, h - nose * 0.4, deck, 0.42)
    y = deck + (top - deck) * 0.58
    _window_row(b, half * 0.99, (-h + 1.3, h - nose - 1.2), y, (top - deck) * 0.27, b.integer(4, 10))
    door = rectangle(0.8, (top - deck) * 0.72, 0.06) + [0, deck + (top - deck) * 0.42]
    for z in (-h + 0.7, h - nose - 0.5):
        symmetric(b, "door", side_panel(door + [z, 0], half * 0.99, 0.06))
    symmetric(b, "headlight|light", sphere(0.2, 0.1, 0.25, 12).move(half * 0.6, deck + 0.6, h - nose * 0.16))
    if b.chance(0.5):
        _pantograph(b, top - 0.05, -h * 0.5)


@design("train wagon")
def passenger_coach(b: Builder) -> None:
    """Carriage with windows, doors and an arched roof; old ones have end platforms."""
    h, width, deck = b.uniform(3.5, 10.0), b.uniform(2.5, 3.0), b.uniform(1.0, 1.25)
    top, rise = deck + b.uniform(2.0, 2.4), b.uniform(0.15, 0.5)
    porch = b.uniform(0.6, 1.0) if b.chance(0.35) else 0.0
    run = 2 * (h - porch)
    _bogies(b, h, deck, b.uniform(0.4, 0.5))
    _couplings(b, h, deck - 0.12)
    b.add("body", box(width, top - deck, run).move(y=(top + deck) / 2))
    b.add(CHASSIS, box(width * 0.9, 0.2, 2 * h).move(y=deck - 0.1))
    bow = curve(
        [
            (width * 0.53, 0),
            (width * 0.38, rise * 0.75),
            (0, rise),
            (-width * 0.38, rise * 0.75),
            (-width * 0.53, 0),
        ],
        13,
    )
    b.add("roof", extrude(bow, 2 * h - 0.05).move(y=top))
    _window_row(
        b,
        width / 2,
        (-run / 2 + 1.1, run / 2 - 1.1),
        deck + (top - deck) * 0.6,
        (top - deck) * 0.38,
        b.integer(4, 10),
    )
    for s in (1, -1):
        door = rectangle(0.75, (top - deck) * 0.88, 0.04) + [s * (run / 2 - 0.55), deck + (top - deck) * 0.45]
        if porch:
            b.add("door", box(0.8, (top - deck) * 0.85, 0.06).move(0, deck + (top - deck) * 0.43, s * run / 2))
            posts = rod((width * 0.45, deck, s * (h - 0.1)), (width * 0.45, top, s * (h - 0.1)), 0.04)
            posts += rod((width * 0.45, deck + 0.9, s * (h - 0.1)), (0.4, deck + 0.9, s * (h - 0.1)), 0.03)
            symmetric(b, "railing|handrail", posts)
        else:
            symmetric(b, "door", side_panel(door, width / 2, 0.06))
    if b.chance(0.4):
        steps = join(box(0.3, 0.05, 0.6).move(width / 2, deck - 0.25 * (i + 1), h - 0.6) for i in range(2))
        b.add("step", steps + steps.mirror() + steps.mirror("z") + steps.mirror().mirror("z"))


@design("train wagon")
def freight_wagon(b: Builder) -> None:
    """Box car, tank car, hopper, gondola, flat car with stakes, or container car."""
    h, width, deck = b.uniform(2.8, 7.0), b.uniform(2.4, 2.9), b.uniform(1.0, 1.2)
    _bogies(b, h, deck - 0.05, b.uniform(0.4, 0.5))
    _couplings(b, h, deck - 0.15)
    b.add(CHASSIS, box(width * 0.9, 0.25, 2 * h).move(y=deck - 0.1))
    b.pick(_box_car, _tank_car, _gondola, _gondola, _flat_car)(b, h, width, deck)


def _box_car(b: Builder, h: float, width: float, deck: float) -> None:
    tall = b.uniform(2.2, 2.7)
    b.add("body", box(width, tall, 2 * h - 0.1).move(y=deck + tall / 2))
    ribs = [(0, deck + tall / 2, z) for z in np.linspace(-h + 0.1, h - 0.1, b.integer(6, 14))]
    b.add("body > rib", array(box(width + 0.1, tall * 0.97, 0.08), ribs))
    bow = [
        (width * 0.52, 0),
        (0, b.uniform(0.1, 0.4)),
        (-width * 0.52, 0),
        (-width * 0.5, -0.05),
        (width * 0.5, -0.05),
    ]
    b.add("roof", extrude(bow, 2 * h).move(y=deck + tall + 0.05))
    shift = b.pick(0.0, b.uniform(0.3, 1.2))
    door = rectangle(b.uniform(1.3, 2.0), tall * 0.92) + [shift, deck + tall * 0.48]
    symmetric(b, "door > sliding door", side_panel(door, width / 2 + 0.06, 0.1))
    symmetric(b, "ladder", _rungs(tall, 0.45).rotate("y", 90).move(width / 2 + 0.1, deck + tall / 2, h - 0.4))


def _rungs(length: float, width: float) -> Mesh:
    rails = [rod((x, -length / 2, 0), (x, length / 2, 0), 0.025, 6) for x in (-width / 2, width / 2)]
    steps = np.linspace(-length / 2, length / 2, max(int(length / 0.3), 3))
    return join([*rails, *(rod((-width / 2, y, 0), (width / 2, y, 0), 0.02, 6) for y in steps)])


def _tank_car(b: Builder, h: float, width: float, deck: float) -> None:
    radius = width * b.uniform(0.4, 0.5)
    profile = curve([(0, -h + 0.15), (radius * 0.8, -h + 0.25), (radius, -h + 0.55)], 6)
    body = lathe([*profile, *(profile[::-1] * [1, -1])], 24).rotate("x", 90)
    b.add("tank", body.move(y=deck + radius + 0.05))
    b.add("tank > hatch|lid", cylinder(0.35, 0.35, sides=16, bevel=0.04).move(y=deck + radius * 2 + 0.15))
    b.add(
        "tank > band",
        array(
            cylinder(radius * 1.02, 0.1, sides=24).rotate("x", 90),
            [(0, deck + radius + 0.05, z) for z in (-h / 2, h / 2)],
        ),
    )
    symmetric(b, "ladder", _rungs(radius * 2, 0.4).rotate("y", 90).move(radius + 0.05, deck + radius, 0))
    if b.chance(0.5):
        rail = rod((0.5, deck + radius * 2 + 0.5, -1), (0.5, deck + radius * 2 + 0.5, 1), 0.025)
        rail += join(
            rod((0.5, deck + radius * 1.8, z), (0.5, deck + radius * 2 + 0.5, z), 0.025) for z in (-1, 0, 1)
        )
        symmetric(b, "railing|handrail", rail)


def _gondola(b: Builder, h: float, width: float, deck: float) -> None:
    tall, lean = b.uniform(0.7, 1.9), b.pick(0.0, b.uniform(0.2, 0.7))
    outer = [(-h + 0.1 + lean, 0), (h - 0.1 - lean, 0), (h - 0.1, tall), (-h + 0.1, tall)]
    side = np.array(outer) + [0, deck]
    walls = side_panel(side, width / 2, 0.08)
    ends = edge_panel(side[1], side[2], width, (0, 1), 0.04) + edge_panel(side[3], side[0], width, (0, 1), 0.04)
    floor = box(width, 0.08, 2 * (h - lean) - 0.2).move(y=deck + 0.04)
    b.add("body", walls + walls.mirror() + ends + floor)
    zs = np.linspace(-h + 0.4 + lean, h - 0.4 - lean, b.integer(3, 9))
    symmetric(
        b, "body > rib", array(box(0.1, tall, 0.12), [(width / 2 + 0.05, deck + tall / 2, z) for z in zs])
    )
    if b.chance(0.4):
        heap = superquadric(width * 0.45, tall * 0.5, h - lean - 0.3, 1.0, 0.5, 20)
        b.add("cargo|load > coal", heap.move(y=deck + tall * 0.8))


def _flat_car(b: Builder, h: float, width: float, deck: float) -> None:
    b.add("deck|platform", box(width, 0.12, 2 * h).move(y=deck + 0.08))
    kind = b.pick("stakes", "logs", "container")
    if kind != "container":
        zs = np.linspace(-h + 0.3, h - 0.3, b.integer(4, 8))
        symmetric(b, "stake|post", array(box(0.08, 1.3, 0.1), [(width / 2 - 0.05, deck + 0.75, z) for z in zs]))
    if kind == "logs":
        size = b.uniform(0.2, 0.35)
        count = int((width - 0.3) / (2 * size))
        for row in range(b.integer(1, 2)):
            at = [
                ((i - (count - 1 - row) / 2) * 2 * size, deck + 0.14 + size * (1 + row * 1.75), 0)
                for i in range(count - row)
            ]
            b.add("cargo|load > log", array(cylinder(size, 1.9 * h, sides=12).rotate("x", 90), at))
    if kind == "container":
        run, tall = 1.9 * h, 2.4
        body = box(width * 0.94, tall, run) + array(
            box(width * 0.97, tall * 0.9, 0.1), [(0, 0, z) for z in np.linspace(-run * 0.47, run * 0.47, 14)]
        )
        b.add("container", body.move(y=deck + 0.14 + tall / 2))


# -- tracked machines ------------------------------------------------------------------------------


def _track(b: Builder, x: float, outline: NDArray, width: float, name: str = "track|crawler track") -> None:
    """Belt with cleats round an outline (z, y), at +x and -x."""
    centre = outline.mean(0)
    shrink = 1 - 0.1 / np.maximum(np.ptp(outline, axis=0) / 2, 0.2)
    inner = centre + (outline - centre) * shrink
    belt = extrude(outline * [-1, 1], width, [inner * [-1, 1]]).rotate("y", 90).move(x=x)
    loop = np.concatenate([outline, outline[:1]])
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(loop, axis=0), axis=1))])
    steps = np.linspace(0, along[-1], b.integer(26, 48), endpoint=False)
    at = np.stack([np.interp(steps, along, loop[:, i]) for i in (0, 1)], 1)
    ahead = np.stack([np.interp((steps + 0.02) % along[-1], along, loop[:, i]) for i in (0, 1)], 1) - at
    angle = np.degrees(np.arctan2(ahead[:, 1], ahead[:, 0]))
    cleat = box(width * 1.04, 0.05, 0.07)
    cleats = join(cleat.rotate("x", -a).move(x, y, z) for (z, y), a in zip(at, angle, strict=True))
    symmetric(b, name + " > track belt|tread", belt + cleats)


def _stadium(length: float, low: float, high: float, slope: float = 0.0) -> NDArray:
    """Track outline (z, y): round ends, the lower run shorter by `slope` at both ends."""
    flat = rectangle(length, high - low, (high - low) / 2, 7) + [0, (high + low) / 2]
    near = np.clip((high - flat[:, 1]) / (high - low), 0, 1)
    flat[:, 0] *= 1 - 2 * slope / length * near
    return flat


def _road_wheels(b: Builder, x: float, zs: ArrayLike, radius: float, y: float, width: float, name: str) -> None:
    dish = lathe(
        [
            (0, -width / 2),
            (radius, -width / 2),
            (radius, width / 2),
            (radius * 0.7, width * 0.3),
            (0, width * 0.45),
        ],
        16,
    )
    symmetric(b, name, array(dish.rotate("z", -90), [(x, y, z) for z in np.asarray(zs)]))


@design("tank")
def tank(b: Builder) -> None:
    """Battle tank: sloped hull between tracks, turret with a long gun, hatches."""
    h, width, high = b.uniform(2.3, 3.6), b.uniform(2.4, 3.5), b.uniform(0.75, 1.05)
    fat = width * b.uniform(0.14, 0.2)
    x = width / 2 - fat / 2
    _track(b, x, _stadium(2 * h, 0.03, high, b.uniform(0.2, 0.7)), fat)
    wheel_r = high * b.uniform(0.28, 0.38)
    count = max(int(2 * h * 0.72 / (wheel_r * 2.15)), 3)
    zs = np.linspace(-h * 0.66, h * 0.66, count)
    _road_wheels(b, x, zs, wheel_r, wheel_r + 0.1, fat * 0.9, "track|crawler track > road wheel")
    end = high * 0.36
    _road_wheels(
        b,
        x,
        [-h + high * 0.55, h - high * 0.55],
        end,
        high * 0.55,
        fat * 0.85,
        "track|crawler track > sprocket|drive wheel",
    )
    top = high + b.uniform(0.2, 0.45)
    glacis = b.uniform(0.4, 1.2)
    side = [
        (-h * 0.9, 0.35),
        (h * 0.8, 0.35),
        (h * 1.02, high * 0.8),
        (h * 1.02 - glacis, top),
        (-h, top),
        (-h * 1.02, high * 0.7),
    ]
    b.add("hull|body", slab(side, width - 2 * fat - 0.04, 0.02))
    b.add(
        "hull|body",
        box(width, 0.06, 1.9 * h).move(y=high + 0.04)
        + box(width * 0.98, top - high - 0.05, 1.2 * h).move(y=(top + high) / 2, z=-h * 0.3),
    )
    if b.chance(0.35):
        symmetric(
            b,
            "hull|body > side skirt|fender",
            box(0.04, high * 0.5, 1.85 * h).move(width / 2 + 0.02, high * 0.8, 0),
        )
    turn = b.uniform(-60, 60) if b.chance(0.4) else 0.0
    _turret(b, width, top, h, turn)
    symmetric(
        b,
        "headlight|light",
        cylinder(0.09, 0.1, sides=12).rotate("x", 90).move(width * 0.3, top - 0.1, h * 0.95 - glacis * 0.4),
    )
    if b.chance(0.5):
        symmetric(
            b,
            "exhaust pipe|exhaust",
            rod((width * 0.25, top - 0.2, -h), (width * 0.25, top - 0.15, -h - 0.25), 0.08),
        )
    if b.chance(0.4):
        drum = cylinder(0.22, 0.8, sides=14).rotate("z", 90).move(width * 0.22, top - 0.15, -h - 0.2)
        symmetric(b, "fuel drum|fuel tank", drum)


def _turret(b: Builder, width: float, base: float, h: float, turn: float) -> None:
    half, tall, z = width * b.uniform(0.26, 0.36), b.uniform(0.45, 0.8), h * b.uniform(-0.15, 0.2)
    kind, long = b.pick("box", "round", "cast"), half * b.uniform(1.0, 1.6)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn).move(0, base, z))

    if kind == "box":
        body = box(half * 2, tall, long * 2, b.pick(0, 0.05), 1).taper(b.uniform(0.6, 0.95)).move(y=tall / 2)
    elif kind == "round":
        body = cylinder(half, tall, top=half * b.uniform(0.7, 0.95), sides=b.integer(8, 24)).move(y=tall / 2)
        long = half
    else:
        body = superquadric(half, tall * 0.7, long, b.uniform(0.5, 1), b.uniform(0.6, 1), 22).move(
            y=tall * 0.45
        )
    put("turret", body)
    put("turret > ring", cylinder(half * 0.95, 0.12, sides=24))
    gun, bore, lift = b.uniform(1.6, 4.2), b.uniform(0.055, 0.11), b.uniform(-2, 15)
    name = "gun|cannon"
    pieces = [(name + " > barrel|gun barrel", rod((0, 0, 0), (0, 0, gun), bore, 14))]
    pieces.append((name + " > mantlet|gun shield", box(half * 0.8, tall * 0.5, 0.35, 0.08, 2)))
    if b.chance(0.5):
        pieces.append(
            (name + " > muzzle brake|muzzle", cylinder(bore * 1.6, 0.35, sides=14).rotate("x", 90).move(z=gun))
        )
    if b.chance(0.4):
        pieces.append(
            (
                name + " > barrel|gun barrel",
                cylinder(bore * 1.7, 0.5, sides=14).rotate("x", 90).move(z=gun * 0.55),
            )
        )
    for label, mesh in pieces:
        put(label, mesh.rotate("x", -lift).move(0, tall * 0.45, long * 0.92))
    for x in (half * 0.4, -half * 0.4)[: b.integer(1, 2)]:
        put(
            "hatch|cupola",
            cylinder(0.27, 0.14, top=0.24, sides=16, bevel=0.02).move(x, tall + 0.03, -long * 0.2),
        )
    if b.chance(0.5):
        mount = (
            rod((0, 0, 0), (0, 0.25, 0), 0.03)
            + rod((0, 0.27, -0.3), (0, 0.27, 0.7), 0.03)
            + box(0.1, 0.14, 0.35).move(y=0.27)
        )
        put("machine gun", mount.move(half * 0.35, tall + 0.08, -long * 0.2))
    if b.chance(0.5):
        put(
            "antenna",
            rod((-half * 0.6, tall * 0.8, -long * 0.7), (-half * 0.6, tall + 1.3, -long * 0.8), 0.012, 6),
        )


def _operator_cab(
    b: Builder, size: tuple[float, float, float], at: tuple[float, float, float], turn: float = 0.0
) -> None:
    """Glazed cab with corner posts, roof and seat; `turn` about the y axis through the origin."""
    x, y, z = size

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.move(*at).rotate("y", turn))

    sill = y * b.uniform(0.25, 0.45)
    put("cab|cabin", box(x, sill, z).move(y=sill / 2))
    post = box(0.07, y - sill, 0.07).move(x / 2 - 0.035, (y + sill) / 2, z / 2 - 0.035)
    put("cab|cabin > pillar|post", post + post.mirror() + post.mirror("z") + post.mirror().mirror("z"))
    put("cab|cabin > roof", box(x * 1.04, 0.1, z * 1.04, 0.04, 1).move(y=y))
    tall, mid = y - sill, (y + sill) / 2
    glass = [box(x * 0.9, tall, 0.015).move(0, mid, s * (z / 2 - 0.03)) for s in (1, -1)]
    sides = [box(0.015, tall, z * 0.9).move(s * (x / 2 - 0.03), mid, 0) for s in (1, -1)]
    put("cab|cabin > window|glass", join(glass + sides))
    put(
        "cab|cabin > door",
        box(0.03, y * 0.85, z * 0.55).move(x / 2 + 0.01, y * 0.45, z * 0.1)
        if b.chance(0.3)
        else box(0.03, sill * 0.9, z * 0.6).move(x / 2 + 0.01, sill * 0.5, z * 0.1),
    )
    put("cab|cabin > seat", car_seat(0.45, 0.42, 0.5).move(0, sill * 0.6 + 0.15, -z * 0.1))


def _beam(points: ArrayLike, deep: ArrayLike, width: float) -> Mesh:
    """Arm of varying depth along points (z, y)."""
    p, d = np.asarray(points, float), np.asarray(deep, float)[:, None]
    t = np.gradient(p, axis=0)
    t /= np.linalg.norm(t, axis=1, keepdims=True)
    n = np.stack([-t[:, 1], t[:, 0]], 1)
    return slab(np.concatenate([p - n * d / 2, (p + n * d / 2)[::-1]]), width)


def _ram(p: ArrayLike, q: ArrayLike, radius: float, x: float = 0.0) -> Mesh:
    """Hydraulic cylinder between two points (z, y): thick barrel, thin rod."""
    a, c = (np.array([x, v[1], v[0]]) for v in (np.asarray(p, float), np.asarray(q, float)))
    return rod(a, a + (c - a) * 0.6, radius, 12) + rod(a, c, radius * 0.55, 10)


@design("excavator")
def excavator(b: Builder) -> None:
    """Digger on tracks or wheels: turning house with cab, boom, arm, bucket and rams."""
    h, width, high = b.uniform(1.3, 2.1), b.uniform(1.8, 2.8), b.uniform(0.6, 0.95)
    if b.chance(0.8):
        fat = width * b.uniform(0.17, 0.25)
        x = width / 2 - fat / 2
        _track(b, x, _stadium(2 * h, 0.03, high), fat)
        zs = np.linspace(-h * 0.6, h * 0.6, b.integer(4, 7))
        _road_wheels(b, x, zs, high * 0.2, high * 0.28, fat * 0.7, "track|crawler track > roller")
        ends = [-h + high / 2, h - high / 2]
        _road_wheels(b, x, ends, high * 0.36, high / 2, fat * 0.8, "track|crawler track > sprocket|drive wheel")
        b.add("undercarriage|chassis", box(width - fat * 2 + 0.1, high * 0.45, h * 1.1).move(y=high * 0.6))
    else:
        tyre = high * 0.45
        at = [(s * (width / 2 - tyre / 2), high * 0.52, z) for z in (h * 0.7, -h * 0.7) for s in (1, -1)]
        place(b, wheel(b, high * 0.52, tyre), at)
        b.add("undercarriage|chassis", box(width * 0.5, high * 0.5, h * 2.2).move(y=high * 0.75))
    turn, deck = b.uniform(-90, 90) if b.chance(0.5) else 0.0, high + 0.12
    b.add("turntable", cylinder(width * 0.26, 0.2, sides=20).move(y=high))
    _digger_house(b, width, deck, h, turn)
    _digger_arm(b, deck + 0.5, h, turn)
    if b.chance(0.3):
        b.add("dozer blade|blade", box(width, 0.4, 0.08).move(0, 0.3, h + 0.35))
        symmetric(
            b,
            "dozer blade|blade > push arm",
            rod((width * 0.25, high * 0.5, h * 0.5), (width * 0.25, 0.3, h + 0.32), 0.06),
        )


def _digger_house(b: Builder, width: float, deck: float, h: float, turn: float) -> None:
    tall, back, front = b.uniform(0.6, 0.95), -h * b.uniform(0.95, 1.2), h * 0.55

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn))

    round_ = b.pick(0.0, 0.06, 0.2)
    put("body|house", box(width * 0.95, 0.2, front - back).move(0, deck + 0.1, (front + back) / 2))
    hood = box(width * 0.95, tall, (front - back) * 0.5, round_, 2)
    put("body|house > engine cover|hood", hood.move(0, deck + 0.15 + tall / 2, back + (front - back) * 0.25))
    put(
        "counterweight", box(width * 0.9, tall * 0.8, 0.4, 0.12, 2).move(0, deck + 0.1 + tall * 0.4, back - 0.1)
    )
    if b.chance(0.6):
        put(
            "exhaust pipe|exhaust",
            rod((-width * 0.25, deck + tall, back + 0.5), (-width * 0.25, deck + tall + 0.5, back + 0.5), 0.05),
        )
    side = width * 0.28
    size = (width * 0.36, b.uniform(1.3, 1.6), (front - back) * 0.48)
    _operator_cab(b, size, (side, deck + 0.15, front - size[2] / 2), turn)
    put(
        "mirror",
        rod(
            (side + size[0] / 2, deck + 1.0, front),
            (side + size[0] / 2 + 0.15, deck + 1.1, front + 0.1),
            0.015,
            6,
        )
        + box(0.12, 0.25, 0.04).move(side + size[0] / 2 + 0.15, deck + 1.1, front + 0.1),
    )


def _digger_arm(b: Builder, y: float, h: float, turn: float) -> None:
    """Boom, arm and bucket in the plane of the machine's middle."""
    reach, lift = h * b.uniform(1.3, 1.9), np.radians(b.uniform(20, 55))
    root = np.array([h * 0.35, y])
    knee = root + reach * 0.5 * np.array([np.cos(lift + 0.4), np.sin(lift + 0.4)])
    tip = knee + reach * 0.55 * np.array([np.cos(lift - 0.55), np.sin(lift - 0.55)])
    drop = np.radians(b.uniform(-115, -45))
    wrist = tip + reach * b.uniform(0.5, 0.65) * np.array([np.cos(drop), np.sin(drop)])
    wrist[1] = max(wrist[1], 0.35)
    ahead = (wrist - tip) / np.linalg.norm(wrist - tip)
    elbow, wide = tip - ahead * reach * 0.15, b.uniform(0.2, 0.32)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("y", turn))

    put(
        "boom",
        _beam(
            curve([root, knee, tip], 9), np.interp(np.linspace(0, 1, 9), [0, 0.5, 1], [0.25, 0.45, 0.24]), wide
        ),
    )
    put("arm|stick|dipper", _beam([elbow, tip, wrist], [0.2, 0.32, 0.16], wide * 0.8))
    ram = "hydraulic cylinder|piston"
    for x in (wide * 0.9, -wide * 0.9):
        put(ram, _ram(root + [0.25, -0.2], knee, 0.07, x))
    put(ram, _ram(knee + [0, 0.3], elbow, 0.065))
    put(ram, _ram(tip + ahead * 0.2 + [0.2, 0.15], wrist + [0.16, 0.12], 0.05))
    size, curl = b.uniform(0.5, 0.85), b.uniform(-150, -60)
    scoop = curve([(0, 0), (0.75, -0.05), (1.0, -0.5), (0.7, -0.95), (0.1, -1.0)], 11) * size * 0.8
    c, s = np.cos(np.radians(curl + 90)), np.sin(np.radians(curl + 90))
    scoop = scoop @ np.array([[c, s], [-s, c]]) + wrist
    bucket_wide = b.uniform(0.6, 1.1)
    shell = _beam(scoop, np.full(11, 0.05), bucket_wide)
    cheek = side_panel(scoop, bucket_wide / 2, 0.04)
    put("bucket|shovel", shell + cheek + cheek.mirror())
    point = (scoop[-1] - scoop[-2]) / np.linalg.norm(scoop[-1] - scoop[-2])
    teeth = [
        rod((x, scoop[-1][1], scoop[-1][0]), (x, *(scoop[-1] + point * 0.16)[::-1]), 0.035, 5)
        for x in np.linspace(-0.44, 0.44, 5) * bucket_wide
    ]
    put("bucket|shovel > tooth", join(teeth))


@design("bulldozer")
def bulldozer(b: Builder) -> None:
    """Crawler with a wide blade on push arms, engine hood, cab or canopy, sometimes a ripper."""
    h, width, high = b.uniform(1.4, 2.1), b.uniform(2.0, 2.8), b.uniform(0.75, 1.1)
    fat = width * b.uniform(0.17, 0.25)
    x = width / 2 - fat / 2
    outline = _stadium(2 * h, 0.03, high)
    if b.chance(0.4):  # raised drive sprocket
        outline[:, 1] += (
            np.exp(-(((outline[:, 0] + h * 0.6) / (h * 0.4)) ** 2)) * (outline[:, 1] > high * 0.6) * high * 0.5
        )
    _track(b, x, outline, fat)
    ends = [-h + high / 2, h - high / 2]
    _road_wheels(b, x, ends, high * 0.36, high / 2, fat * 0.8, "track|crawler track > sprocket|drive wheel")
    rollers = np.linspace(-h * 0.55, h * 0.55, 5)
    _road_wheels(b, x, rollers, high * 0.18, high * 0.26, fat * 0.7, "track|crawler track > roller")
    inner, top = width - 2 * fat - 0.1, high + b.uniform(0.5, 0.8)
    b.add("body|chassis", box(inner, high * 0.7, 1.8 * h).move(y=high * 0.75))
    nose, mid = h * 0.95, b.uniform(-0.1, 0.15) * h
    hood = [(mid, high), (nose, high), (nose, top - 0.12), (nose - 0.1, top - 0.05), (mid, top)]
    b.add("hood|engine cover", slab(hood, inner * 0.9, 0.05))
    b.add("grille", box(inner * 0.75, (top - high) * 0.8, 0.05).move(0, (top + high) / 2 - 0.05, nose + 0.01))
    b.add("exhaust pipe|exhaust", rod((0, top - 0.1, h * 0.45), (0, top + 0.6, h * 0.45), 0.05))
    _operator_cab(
        b, (inner * b.uniform(0.9, 1.1), b.uniform(1.3, 1.6), h * 0.75), (0, high + 0.1, mid - h * 0.4)
    )
    wide, tall, z, lift = (
        width * b.uniform(1.05, 1.4),
        b.uniform(0.8, 1.3),
        h + b.uniform(0.4, 0.7),
        b.uniform(0.02, 0.4),
    )
    face = curve([(0.12, 0), (-0.06, tall * 0.35), (-0.06, tall * 0.7), (0.1, tall)], 9) + [z, lift]
    b.add("blade|dozer blade", _beam(face, np.full(9, 0.08), wide))
    push = rod((width / 2 + 0.06, high * 0.5, -h * 0.1), (width / 2 + 0.06, lift + 0.3, z), 0.08)
    symmetric(b, "push arm|arm", push)
    symmetric(
        b,
        "hydraulic cylinder|piston",
        _ram((nose - 0.1, top - 0.3), (z - 0.05, lift + tall * 0.6), 0.06, inner * 0.42),
    )
    if b.chance(0.45):
        bar = box(inner, 0.25, 0.25).move(0, high * 0.8, -h - 0.3)
        claws = join(
            rod((s, high * 0.9, -h - 0.35), (s, 0.1, -h - 0.2), 0.06, 6)
            for s in np.linspace(-0.35, 0.35, b.integer(1, 3)) * inner
        )
        b.add("ripper", bar + claws + box(inner * 0.5, 0.15, 0.5).move(0, high * 0.8, -h - 0.05))


@design("forklift")
def forklift(b: Builder) -> None:
    """Fork lift truck: mast with two forks in front, body with counterweight, seat under an overhead guard."""
    h, width, radius = b.uniform(0.9, 1.3), b.uniform(1.0, 1.4), b.uniform(0.26, 0.38)
    floor, tail = radius * 0.6, b.uniform(0.95, 1.2)
    side = [
        (-h, floor),
        (h * 0.8, floor),
        (h * 0.8, floor + 0.4),
        (h * 0.15, floor + 0.4),
        (h * 0.05, tail * 0.85),
        (-h * 0.6, tail),
    ]
    b.add("body|chassis", slab([*side, (-h, tail * 0.8)], width * 0.85, 0.05))
    b.add("counterweight", box(width * 0.95, tail * 0.7, 0.4, 0.12, 2).move(0, floor + tail * 0.32, -h - 0.05))
    b.add("seat", car_seat(0.45, 0.42, 0.42, False).move(0, tail + 0.05, -h * 0.25))
    b.add("steering wheel", steering_wheel(0.15).move(0, tail + 0.2, h * 0.3))
    top, x = tail + b.uniform(0.95, 1.15), width * 0.4
    corner = [(h * 0.75, floor + 0.4, h * 0.35), (-h * 0.75, tail * 0.9, -h * 0.65)]
    for z, low, roof_z in corner:
        symmetric(b, "overhead guard|roof > post|pillar", rod((x, low, z), (x, top, roof_z), 0.035))
    slats = array(
        box(width * 0.8, 0.04, 0.06), [(0, top, z) for z in np.linspace(-h * 0.62, h * 0.32, b.integer(3, 8))]
    )
    rails = box(0.06, 0.06, h).move(x, top, -h * 0.15)
    b.add("overhead guard|roof", slats + rails + rails.mirror())
    tall, z, lift = b.uniform(1.8, 2.4), h * 0.95, b.uniform(0.05, 1.3)
    rail = box(0.09, tall, 0.12).move(width * 0.3, floor * 0.5 + tall / 2, z)
    bars = array(box(width * 0.6, 0.08, 0.08), [(0, floor + 0.2, z), (0, tall, z), (0, tall * 0.6, z - 0.04)])
    rise = max(lift - 0.5, 0) * 0.8
    inner = box(0.06, tall, 0.08).move(width * 0.23, floor * 0.5 + tall / 2 + rise, z + 0.03)
    b.add("mast", rail + rail.mirror() + bars + inner + inner.mirror())
    symmetric(
        b,
        "hydraulic cylinder|piston",
        rod((width * 0.15, floor, z - 0.06), (width * 0.15, tall * 0.8, z - 0.06), 0.04, 10),
    )
    carriage = array(box(width * 0.8, 0.08, 0.06), [(0, lift + 0.15, z + 0.12), (0, lift + 0.5, z + 0.12)])
    b.add("carriage", carriage)
    if b.chance(0.6):
        posts = array(
            box(0.03, 0.9, 0.03), [(s * width, lift + 0.65, z + 0.12) for s in (-0.38, -0.13, 0.13, 0.38)]
        )
        b.add(
            "carriage > backrest|load guard", posts + box(width * 0.8, 0.04, 0.04).move(0, lift + 1.1, z + 0.12)
        )
    blade = box(0.11, 0.04, b.uniform(0.8, 1.1)).taper(0.7, "z").move(width * 0.22, lift, z + 0.6)
    symmetric(b, "fork|tine", blade + box(0.11, 0.6, 0.05).move(width * 0.22, lift + 0.28, z + 0.17))
    for r, at in ((radius, h * 0.6), (radius * 0.8, -h * 0.65)):
        tyre = r * 0.65
        place(b, wheel(b, r, tyre), [(width / 2 - tyre * 0.4, r, at), (tyre * 0.4 - width / 2, r, at)])
    if b.chance(0.5):
        symmetric(
            b, "light|headlight", cylinder(0.06, 0.06, sides=12).rotate("x", 90).move(x, top - 0.25, h * 0.5)
        )


# -- carts -----------------------------------------------------------------------------------------


def _caster(radius: float, high: float) -> Parts:
    """Swivel caster hanging from the origin; its wheel rests at y = -high."""
    tyre = (
        cylinder(radius, radius * 0.6, sides=16, bevel=radius * 0.1)
        .rotate("z", 90)
        .move(0, radius - high, -radius * 0.5)
    )
    plate = box(0.006, high - radius, radius * 0.7).move(radius * 0.4, (radius - high) / 2, -radius * 0.25)
    mount = cylinder(radius * 0.5, 0.012, sides=12)
    return [("wheel", tyre), ("wheel > caster fork|caster", plate + plate.mirror() + mount)]


def _wire_wall(corners: ArrayLike, columns: int, rows: int, radius: float) -> Mesh:
    """Grid of thin bars over a four-cornered panel (low start, low end, high start, high end)."""
    c = np.asarray(corners, float)
    up = [
        rod(c[0] + (c[1] - c[0]) * t, c[2] + (c[3] - c[2]) * t, radius, 4)
        for t in np.linspace(0, 1, columns + 1)
    ]
    across = [
        rod(c[0] + (c[2] - c[0]) * t, c[1] + (c[3] - c[1]) * t, radius, 4) for t in np.linspace(0, 1, rows + 1)
    ]
    return join(up + across)


@design("shopping cart", "cart")
def shopping_cart(b: Builder) -> None:
    """Wire or plastic basket, wider at the handle, on a frame with four casters."""
    length, width, high = b.uniform(0.75, 1.0), b.uniform(0.45, 0.6), b.uniform(0.92, 1.05)
    floor, h, slim = high - b.uniform(0.38, 0.5), length / 2, b.uniform(0.7, 0.95)
    drop = b.uniform(0.0, 0.12)
    low = [
        (width * 0.45 * s * f, floor + drop * (z < 0), z)
        for z, f in ((-h * 0.8, 1.0), (h * 0.85, slim))
        for s in (1, -1)
    ]
    top = [(width * 0.5 * s * f, high, z) for z, f in ((-h, 1.0), (h, slim)) for s in (1, -1)]
    (a, b_, c, d), (e, f_, g, i) = low, top
    panels = [[a, c, e, g], [d, b_, i, f_], [c, d, g, i], [b_, a, f_, e], [a, b_, c, d]]
    solid, bars = b.chance(0.25), b.integer(8, 14)
    for panel in panels:
        if solid:
            b.add("basket", _plate(panel, 0.012))
        else:
            b.add("basket", _wire_wall(panel, bars, b.integer(3, 8), 0.003))
    rim = np.array([e, g, i, f_])
    b.add("basket > rim", join(rod(p, q, 0.008, 6) for p, q in zip(rim, np.roll(rim, -1, 0), strict=True)))
    back = -h - b.uniform(0.04, 0.12)
    bar = rod((-width / 2, high + 0.04, back), (width / 2, high + 0.04, back), 0.016, 10)
    b.add("handle", bar)
    symmetric(b, "handle > bracket", rod((width / 2, high + 0.04, back), (width / 2, high - 0.05, -h), 0.012))
    radius = b.uniform(0.05, 0.075)
    base, x = radius * 2 + 0.04, width * 0.48
    leg = [(x, high - 0.05, -h), (x, floor, -h * 0.95), (x, base, -h * 0.85), (x * slim, base, h * 0.95)]
    symmetric(b, "frame", sweep(curve(leg, 16), 0.012, sides=8))
    symmetric(b, "frame", rod((x * slim, base, h * 0.3), (x * slim * 0.9, floor, h * 0.5), 0.011))
    b.add("frame", rod((-x, base, -h * 0.85), (x, base, -h * 0.85), 0.011))
    b.add("frame", rod((-x * slim, base, h * 0.9), (x * slim, base, h * 0.9), 0.011))
    if b.chance(0.6):
        rack = [
            (-x, base, -h * 0.6),
            (x, base, -h * 0.6),
            (-x * slim, base, h * 0.85),
            (x * slim, base, h * 0.85),
        ]
        b.add("lower rack|shelf", _wire_wall(rack, 8, 2, 0.004))
    if b.chance(0.5):
        b.add(
            "child seat",
            box(width * 0.7, 0.015, 0.2).move(0, high - 0.2, -h * 0.7)
            + box(width * 0.7, 0.25, 0.012).rotate("x", -15).move(0, high - 0.1, -h * 0.5),
        )
    for px, z in ((x, -h * 0.8), (x * slim, h * 0.85)):
        place(b, _caster(radius, base), [(px, base, z), (-px, base, z)])


def _plate(corners: ArrayLike, thick: float) -> Mesh:
    """Flat four-cornered plate (low start, low end, high start, high end)."""
    c = np.asarray(corners, float)
    n = np.cross(c[1] - c[0], c[2] - c[0])
    n = n / np.linalg.norm(n) * thick / 2
    loop = c[[0, 1, 3, 2]]
    lower, upper = loop - n, loop + n
    faces = [(0, 3, 2), (0, 2, 1), (4, 5, 6), (4, 6, 7)]
    faces += [t for k in range(4) for t in ((k, (k + 1) % 4, 4 + (k + 1) % 4), (k, 4 + (k + 1) % 4, 4 + k))]
    return Mesh(np.concatenate([lower, upper]), np.array(faces, np.int64))


@design("wheelbarrow")
def wheelbarrow(b: Builder) -> None:
    """Tray on two long handles with one or two wheels in front and two legs."""
    radius, fat = b.uniform(0.16, 0.22), b.uniform(0.06, 0.1)
    width, length = b.uniform(0.5, 0.7), b.uniform(0.75, 0.95)
    deck, deep, x = radius * 2 * b.uniform(0.9, 1.1), b.uniform(0.2, 0.32), b.uniform(0.2, 0.27)
    front = length * 0.5 + b.uniform(0.05, 0.2)
    tilt = np.array(
        [
            (x * 0.35, radius, front),
            (x * 0.8, deck - 0.03, length * 0.25),
            (x * 1.1, deck + 0.03, -length * 0.5),
        ]
    )
    grip = np.array([x * 1.3, deck + b.uniform(0.12, 0.3), -length * 0.5 - b.uniform(0.4, 0.6)])
    symmetric(b, "frame|handle bar", sweep(curve([*tilt, grip], 14), 0.018, sides=8))
    end = grip + (tilt[2] - grip) * 0.3
    symmetric(b, "handle|grip", rod(grip + (grip - end) * 0.1, end, 0.025, 10))
    flare = b.uniform(1.15, 1.5)
    if b.chance(0.5):
        tray = split_open(superquadric(width / 2, deep, length / 2, 0.5, 0.45, 24))
        keep = tray.vertices[tray.faces][:, :, 1].max(1) < deep * 0.05
        shell = split(tray, keep)[0]
        b.add(
            "tray|tub|bucket", (shell + Mesh(shell.vertices * 0.98, shell.faces[:, ::-1])).move(y=deck + deep)
        )
    else:
        outer = split_open(box(width / flare, deep, length / flare).taper(flare))
        b.add(
            "tray|tub|bucket",
            (outer + Mesh(outer.vertices * [0.97, 0.98, 0.97], outer.faces[:, ::-1])).move(y=deck + deep / 2),
        )
    leg = [
        (x * 0.9, deck, -length * 0.15),
        (x * 1.1, 0.02, -length * 0.3),
        (x * 1.1, 0.02, -length * 0.42),
        (x, deck, -length * 0.48),
    ]
    symmetric(b, "leg|stand", sweep(np.array(leg), 0.014, sides=8))
    if b.chance(0.6):
        b.add(
            "leg|stand > brace|crossbar",
            rod((-x * 1.05, deck * 0.5, -length * 0.24), (x * 1.05, deck * 0.5, -length * 0.24), 0.011),
        )
    parts = wheel(b, radius, fat)
    gap = b.pick(0.0, 0.0, x * 0.8)
    place(b, parts, [(gap, radius, front), (-gap, radius, front)] if gap else [(0, radius, front)])
    b.add("axle", rod((-max(x * 0.4, gap), radius, front), (max(x * 0.4, gap), radius, front), 0.013))


@design("hand truck")
def hand_truck(b: Builder) -> None:
    """Upright two-wheeled trolley: tube frame, cross bars, toe plate, handle; or a flat platform trolley."""
    if b.chance(0.3):
        _platform_trolley(b)
        return
    high, width, radius = b.uniform(1.0, 1.4), b.uniform(0.32, 0.45), b.uniform(0.09, 0.14)
    x, tube, lean = width / 2, b.uniform(0.011, 0.018), b.uniform(0, 25)

    def put(name: str, mesh: Mesh) -> None:
        b.add(name, mesh.rotate("x", -lean, (0, radius, -radius)))

    rail = rod((x, 0.02, 0), (x, high * 0.8, 0), tube)
    put("frame", rail + rail.mirror())
    for y in np.linspace(0.12, high * 0.75, b.integer(3, 6)):
        put("frame > crossbar|rung", rod((-x, y, 0), (x, y, 0), tube * 0.8))
    if b.chance(0.4):
        put("frame > crossbar|rung", rod((0, 0.12, 0), (0, high * 0.75, 0), tube * 0.8))
    back = -b.uniform(0.0, 0.15)
    if b.chance(0.6):
        loop = [
            (-x, high * 0.8, 0),
            (-x * 0.9, high * 0.95, back),
            (0, high, back),
            (x * 0.9, high * 0.95, back),
            (x, high * 0.8, 0),
        ]
        put("handle", sweep(curve(loop, 18), tube * 1.1, sides=8))
    else:
        ear = sweep(
            curve([(x, high * 0.8, 0), (x, high * 0.92, 0), (x, high * 0.95, -0.15)], 10), tube * 1.4, sides=8
        )
        put("handle", ear + ear.mirror())
    deep = b.uniform(0.15, 0.3)
    put("toe plate", box(width * b.uniform(1.0, 1.2), 0.012, deep).move(0, 0.02, deep / 2))
    put("axle", rod((-x - 0.04, radius, -radius), (x + 0.04, radius, -radius), 0.012))
    put("frame > bracket", join(rod((s * x, 0.25, 0), (s * x, radius, -radius), tube * 0.8) for s in (1, -1)))
    fat = radius * b.uniform(0.4, 0.7)
    parts = wheel(b, radius, fat, b.pick("disc", "dish", "spokes", "solid"))
    place(b, parts, [(x + fat * 0.8, radius, -radius), (-x - fat * 0.8, radius, -radius)])


def _platform_trolley(b: Builder) -> None:
    length, width, radius = b.uniform(0.7, 1.0), b.uniform(0.45, 0.6), b.uniform(0.04, 0.07)
    base, high = radius * 2 + 0.03, b.uniform(0.8, 1.0)
    b.add("platform|deck", box(width, 0.04, length, 0.015, 1).move(y=base + 0.02))
    x, z = width * 0.42, -length / 2 + 0.03
    loop = [
        (-x, base, z),
        (-x, high - 0.08, z),
        (-x + 0.08, high, z),
        (x - 0.08, high, z),
        (x, high - 0.08, z),
        (x, base, z),
    ]
    b.add("handle", sweep(curve(loop, 24), 0.015, sides=8))
    if b.chance(0.4):
        b.add("handle > crossbar", rod((-x, high * 0.55, z), (x, high * 0.55, z), 0.012))
    at = [(sx * width * 0.4, base, sz * length * 0.4) for sx in (1, -1) for sz in (1, -1)]
    place(b, _caster(radius, base), at)


@design("toy wagon", "cart")
def toy_wagon(b: Builder) -> None:
    """Pull-along wagon: shallow tray, four wheels, hinged handle in front; sometimes stake sides."""
    length, width, radius = b.uniform(0.7, 1.0), b.uniform(0.38, 0.5), b.uniform(0.09, 0.14)
    deck, deep, h = radius * 2 + b.uniform(0.0, 0.05), b.uniform(0.08, 0.16), length / 2
    outer = split_open(box(width, deep, length, b.pick(0.0, 0.03), 2).taper(b.uniform(1.0, 1.12)))
    b.add(
        "tray|body|tub",
        (outer + Mesh(outer.vertices * [0.95, 0.98, 0.97], outer.faces[:, ::-1])).move(y=deck + deep / 2),
    )
    if b.chance(0.4):
        slats = join(
            box(0.015, 0.035, length).move(width / 2, deck + deep + 0.03 + 0.06 * i, 0) for i in range(3)
        )
        ends = join(box(width, 0.035, 0.015).move(0, deck + deep + 0.03 + 0.06 * i, h) for i in range(3))
        posts = array(
            box(0.02, 0.22, 0.03), [(width / 2, deck + deep + 0.06, z) for z in (-h * 0.7, 0, h * 0.7)]
        )
        half = slats + posts
        b.add("side rail|stake", half + half.mirror() + ends + ends.mirror("z"))
    for z in (h * 0.65, -h * 0.65):
        b.add("axle", rod((-width * 0.5, radius, z), (width * 0.5, radius, z), 0.011))
        b.add("chassis|frame", box(width * 0.3, max(deck - radius, 0.03), 0.1).move(0, (deck + radius) / 2, z))
    fat = radius * b.uniform(0.3, 0.6)
    place(
        b, wheel(b, radius, fat), [(s * width * 0.5, radius, z) for z in (h * 0.65, -h * 0.65) for s in (1, -1)]
    )
    lift = np.radians(b.uniform(5, 80))
    root = np.array([0, radius * 1.2, h * 0.7])
    end = root + b.uniform(0.55, 0.8) * np.array([0, np.sin(lift), np.cos(lift)])
    b.add("handle", rod(root, end, 0.011))
    grip = arc(0.06, 0, 360, 13)[:-1] * [1, 0.8, 1]
    loop = sweep(grip, 0.009, sides=6, closed=True).align(
        [0, np.sin(lift), np.cos(lift)], end + [0, 0.04 * np.sin(lift), 0.04 * np.cos(lift)]
    )
    b.add("handle > grip", loop if b.chance(0.6) else rod(end - [0.07, 0, 0], end + [0.07, 0, 0], 0.014))


@design("sled")
def sled(b: Builder) -> None:
    """Wooden sled on curved runners, or a plastic toboggan tub; rope in front."""
    length, width, high = b.uniform(0.8, 1.3), b.uniform(0.34, 0.5), b.uniform(0.14, 0.26)
    h, x = length / 2, width * 0.42
    if b.chance(0.3):
        rows = np.linspace(-1, 1, 15)
        rise = np.clip((rows - 0.55) / 0.45, 0, 1) ** 2 * 0.2
        section = np.array([(-1.0, 0.11), (-0.92, 0.02), (-0.6, 0.0), (0.6, 0.0), (0.92, 0.02), (1.0, 0.11)])
        back = section[::-1] * [0.97, 1] + [0, 0.012]
        loop = np.concatenate([section, back])
        rings = [
            np.c_[loop[:, 0] * width / 2, loop[:, 1] + r + 0.01, np.full(12, t * h)]
            for t, r in zip(rows, rise, strict=True)
        ]
        b.add("body|tub", loft(rings[::-1]))
        symmetric(
            b,
            "handle",
            sweep(curve([(width / 2, 0.1, -0.1), (width / 2 + 0.05, 0.13, 0), (width / 2, 0.1, 0.1)], 9), 0.01),
        )
    else:
        nose = b.uniform(0.1, 0.3)
        run = [(x, 0.015, -h), (x, 0.015, h * 0.6), (x, nose * 0.6, h * 0.95), (x, high + nose * 0.4, h)]
        if b.chance(0.5):
            run += [(x, high + nose * 0.3, h * 0.8)]
        blade = sweep(curve(run, 20), b.uniform(0.012, 0.018), section=rectangle(1.0, 2.2))
        symmetric(b, "runner|skid", blade)
        for z in np.linspace(-h * 0.75, h * 0.5, b.integer(2, 4)):
            symmetric(b, "support|leg|strut", box(0.03, high, 0.035).move(x, high / 2, z))
            b.add("crossbar", box(width * 0.85, 0.03, 0.035).move(0, high - 0.01, z))
        count = b.integer(3, 7)
        step = width * 0.95 / count
        slat = box(step * b.uniform(0.6, 0.95), 0.018, length * 0.85, 0.004, 1)
        at = [((i - (count - 1) / 2) * step, high + 0.015, -h * 0.1) for i in range(count)]
        b.add("seat > slat", array(slat, at))
        if b.chance(0.3):
            b.add(
                "backrest|back",
                box(width * 0.9, 0.3, 0.02, 0.008, 1).rotate("x", -12).move(0, high + 0.16, -h * 0.92),
            )
    if b.chance(0.7):
        rope = [
            (x, high * 0.8, h * 0.95),
            (x * 0.6, high * 0.7, h + 0.2),
            (0, high * b.uniform(0.5, 1.5), h + 0.35),
        ]
        rope += [(-p[0], *p[1:]) for p in rope[-2::-1]]
        b.add("rope|cord|string", sweep(curve(rope, 20), 0.006, sides=6))


def _wood_wheel(b: Builder, radius: float, width: float) -> Parts:
    """Wooden cartwheel about the x axis."""
    thick = radius * b.uniform(0.07, 0.12)
    hoop = lathe(
        [
            (radius - thick, -width / 2),
            (radius, -width / 2),
            (radius, width / 2),
            (radius - thick, width / 2),
            (radius - thick, -width / 2),
        ],
        26,
    )
    tyre = lathe(
        [
            (radius, -width * 0.45),
            (radius + 0.012, -width * 0.45),
            (radius + 0.012, width * 0.45),
            (radius, width * 0.45),
        ],
        26,
    )
    spokes = ring(
        cylinder(radius * 0.03, radius * 0.95, top=radius * 0.025, sides=6)
        .move(y=radius * 0.47)
        .rotate("x", 90),
        b.integer(8, 14),
    )
    hub = cylinder(radius * 0.14, width * 2.2, sides=14, bevel=0.01)
    pieces = [("wheel > tyre|tire", tyre), (RIM, hoop), ("wheel > spoke", spokes), (HUB, hub)]
    return [(name, mesh.rotate("z", -90)) for name, mesh in pieces]


@design("horse cart", "cart")
def horse_cart(b: Builder) -> None:
    """Wooden cart or wagon: bed with sides, two or four spoked wheels, shafts, bench, canvas top."""
    four, width = b.chance(0.55), b.uniform(1.1, 1.5)
    length, radius = b.uniform(2.2, 3.6) if four else b.uniform(1.4, 2.1), b.uniform(0.5, 0.75)
    h, deck, deep = length / 2, radius * b.uniform(1.15, 1.5), b.uniform(0.25, 0.6)
    b.add("bed|body > floor", box(width, 0.05, length).move(y=deck))
    lean, boards = b.uniform(0, 0.15), b.integer(1, 4)
    side = []
    for i in range(boards):
        y = deck + deep * (i + 0.5) / boards
        side.append(box(0.03, deep / boards * 0.88, length).move(width / 2 + lean * (i + 0.5) / boards, y, 0))
    posts = join(
        rod((width / 2 + 0.03, deck, z), (width / 2 + 0.03 + lean, deck + deep, z), 0.025, 6)
        for z in (-h * 0.9, 0, h * 0.9)
    )
    symmetric(b, "bed|body > side board|side panel", join(side) + posts)
    ends = box(width + lean, deep * 0.9, 0.03).move(0, deck + deep / 2, 0)
    b.add("bed|body > end board|tailgate", ends.move(z=-h) + ends.move(z=h))
    x, fat = width / 2 + 0.14 + lean * 0.3, b.uniform(0.06, 0.1)
    big = _wood_wheel(b, radius, fat)
    axles = [(-h * 0.55, radius, big)]
    if four:
        small = radius * b.uniform(0.7, 1.0)
        axles.append((h * 0.65, small, _wood_wheel(b, small, fat)))
    else:
        axles = [(0.0, radius, big)]
    for z, r, parts in axles:
        place(b, parts, [(x, r, z), (-x, r, z)])
        b.add("axle", rod((-x, r, z), (x, r, z), 0.04))
        symmetric(
            b,
            "chassis|frame",
            box(0.1, max(deck - r, 0.05), 0.25).move(width * 0.3, (deck + r) / 2, z),
        )
    low = deck - 0.05 if not four else radius * 0.8
    if b.chance(0.7):
        pole = curve(
            [
                (width * 0.36, low, h * 0.8),
                (width * 0.36, low, h + 0.8),
                (width * 0.3, low + b.uniform(-0.2, 0.2), h + 2.0),
            ],
            9,
        )
        symmetric(b, "shaft|pole|drawbar", sweep(pole, 0.03, sides=8))
    else:
        b.add("shaft|pole|drawbar", rod((0, low, h * 0.6), (0, low * 0.9, h + 2.0), 0.04))
        b.add("shaft|pole|drawbar > crossbar", rod((-0.5, low, h + 0.35), (0.5, low, h + 0.35), 0.03))
    if b.chance(0.65):
        z = h * 0.75
        bench = box(width, 0.04, 0.35).move(0, deck + deep + 0.12, z) + box(width, 0.3, 0.03).move(
            0, deck + deep + 0.28, z - 0.18
        )
        legs = box(0.04, 0.2, 0.3).move(width * 0.45, deck + deep + 0.02, z)
        b.add("seat|bench", bench + legs + legs.mirror())
    if four and b.chance(0.45):
        top = b.uniform(1.1, 1.5)
        arch = arc(1.0, 0, 180, 15)[:, :2] * [width / 2 + lean, top] + [0, deck + deep]
        skin = np.concatenate([arch, (arch * [0.97, 1] - [0, 0.03])[::-1]])
        b.add("canopy|canvas|cover", extrude(skin, length * 0.85).move(z=-h * 0.1))
        hoops = [
            sweep(np.c_[arch, np.full(15, z)] * [1.01, 1, 1], 0.02, sides=6)
            for z in np.linspace(-h * 0.9, h * 0.7, 4)
        ]
        b.add("canopy|canvas|cover > hoop|bow", join(hoops))
    elif b.chance(0.35):
        b.add(
            "cargo|load > hay",
            superquadric(width * 0.45, deep * 0.9, h * 0.85, 0.8, 0.5, 18).move(y=deck + deep * 0.8),
        )


@design("cart")
def utility_cart(b: Builder) -> None:
    """Service trolley with two or three trays on posts, four casters and a push bar."""
    length, width, high = b.uniform(0.6, 0.95), b.uniform(0.4, 0.55), b.uniform(0.75, 0.95)
    radius, h, x = b.uniform(0.04, 0.07), length / 2, width / 2
    base, count = radius * 2 + 0.03, b.integer(2, 3)
    for y in np.linspace(base + 0.02, high - 0.05, count):
        deep = b.uniform(0.03, 0.09)
        tray = split_open(box(width, deep, length))
        b.add(
            "shelf|tray",
            (tray + Mesh(tray.vertices * [0.97, 0.9, 0.97], tray.faces[:, ::-1])).move(y=y + deep / 2),
        )
    at = [(sx * x, 0, sz * h) for sx in (1, -1) for sz in (1, -1)]
    b.add("frame > post|leg", array(rod((0, base, 0), (0, high, 0), 0.014), at))
    bar = [
        (-x, high - 0.02, -h),
        (-x, high + 0.06, -h - 0.08),
        (x, high + 0.06, -h - 0.08),
        (x, high - 0.02, -h),
    ]
    b.add("handle", sweep(curve(bar, 20), 0.012, sides=8))
    place(b, _caster(radius, base), [(px * 0.95, base, pz * 0.95) for px, _, pz in at])
    if b.chance(0.3):
        b.add(
            "frame > bumper", torus(0.03, 0.012, 12).move(x, base, h) + torus(0.03, 0.012, 12).move(-x, base, h)
        )
