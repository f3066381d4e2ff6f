"""Rail vehicles."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import (
    edge_panel,
    face_frame,
    rounded_hull,
    side_panel,
    side_solid,
    split,
    split_open,
)
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import place, rod

BOGIE, CHASSIS, WINDOW = "bogie", "chassis|frame", "window|glass"


def _rail_wheel(radius: float, spokes: int = 0) -> Mesh:
    """Flanged wheel about the x axis, flange towards -x."""
    profile = [(0, -0.05), (radius * 1.1, -0.05), (radius * 1.1, -0.02), (radius, -0.01), (radius, 0.06)]
    if not spokes:
        return g.lathe(
            [*profile, (radius * 0.75, 0.06), (radius * 0.7, 0.02), (0.1, 0.05), (0, 0.05)], 22
        ).rotate("z", -90)
    rim = g.lathe([(radius * 0.85, -0.05), *profile[1:], (radius * 0.85, 0.06), (radius * 0.85, -0.05)], 22)
    bars = g.ring(g.box(0.05, 0.05, radius * 0.85).move(z=radius * 0.43), spokes)
    return (rim + bars + g.cylinder(radius * 0.18, 0.14, sides=12)).rotate("z", -90)


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
        b.add(BOGIE, g.box(gauge * 2, max(deck - radius, 0.1), 0.4).move(0, (deck + radius) / 2, centre))


def _couplings(b: Builder, h: float, y: float) -> None:
    if b.chance(0.6):
        pad = rod((0, 0, 0), (0, 0, 0.35), 0.07) + g.cylinder(0.2, 0.05, sides=16).rotate("x", 90).move(z=0.37)
        for s in (1, -1):
            symmetric(b, "buffer", pad.scale(1, 1, s).move(0.75, y, s * h))
    for s in (1, -1):
        b.add("coupler|coupling", g.box(0.18, 0.2, 0.5, 0.04, 1).move(0, y - 0.05, s * (h + 0.2)))


def _window_row(b: Builder, x: float, span: tuple[float, float], y: float, tall: float, count: int) -> None:
    cuts = np.linspace(*span, count + 1)
    share = b.uniform(0.5, 0.85)
    for s, t in zip(cuts, cuts[1:], strict=False):
        pane = g.rectangle((t - s) * share, tall, 0.08) + [(s + t) / 2, y]
        symmetric(b, WINDOW, side_panel(pane, x, 0.05))


@design("train locomotive")
def steam_engine(b: Builder) -> None:
    """Steam locomotive: boiler, chimney, domes, cab, rods on spoked wheels, cowcatcher, sometimes a tender."""
    h, big, small = b.uniform(2.6, 4.6), b.uniform(0.55, 0.95), b.uniform(0.3, 0.45)
    deck, fat = big * 1.5, b.uniform(0.55, 0.8)
    y, cab = deck + fat * 1.05, h * b.uniform(0.4, 0.55)
    back, front = -h + cab, h
    b.add(
        "chassis|frame", g.box(1.9, 0.12, 2 * h).move(y=deck) + g.box(1.0, 0.35, 2 * h - 0.3).move(y=deck - 0.2)
    )
    run = front - back
    b.add(
        "boiler",
        g.cylinder(fat, run - 0.1, sides=26, bevel=0.03).rotate("x", 90).move(0, y, (front + back) / 2 - 0.05),
    )
    bands = [(0, y, z) for z in np.linspace(back + 0.3, front - 0.6, b.integer(2, 5))]
    b.add("boiler > band", g.array(g.cylinder(fat * 1.02, 0.06, sides=26).rotate("x", 90), bands))
    b.add(
        "boiler > smokebox door",
        g.lathe([(fat * 0.8, 0), (fat * 0.6, 0.08), (0, 0.14)], 20).rotate("x", 90).move(0, y, front - 0.1),
    )
    flare, tall = b.uniform(0.8, 2.0), b.uniform(0.4, 1.0)
    b.add(
        "chimney|smokestack|funnel",
        g.cylinder(0.2, tall, top=0.2 * flare, sides=18).move(0, y + fat + tall / 2 - 0.05, front - 0.5),
    )
    for z in np.linspace(back + 0.4, front - 1.2, b.integer(1, 3)):
        dome = g.lathe([(0.26, 0), (0.26, 0.25), (0.2, 0.4), (0, 0.46)], 18)
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
    symmetric(
        b, "cylinder|piston", g.cylinder(0.25, 0.7, sides=16).rotate("x", 90).move(0.85, big, front - 0.4)
    )
    b.add(
        "headlight|light", g.cylinder(0.16, 0.2, sides=16).rotate("x", 90).move(0, y + fat + 0.12, front - 0.05)
    )
    if b.chance(0.6):
        bars = [
            rod((x, deck - 0.2, front), (x * 0.6, 0.1, front + 0.8 - abs(x) * 0.7), 0.035, 6)
            for x in np.linspace(-0.8, 0.8, 9)
        ]
        b.add("cowcatcher|pilot", g.join(bars))
    if b.chance(0.4):
        bell = g.lathe([(0.14, 0), (0.1, 0.1), (0.07, 0.2), (0, 0.22)], 14)
        b.add("bell", bell.move(0, y + fat + 0.05, (front + back) / 2 + 0.1))
    if b.chance(0.4):
        _tender(b, -h - 0.25, deck, small)


def _steam_cab(b: Builder, ends: tuple[float, float], heights: tuple[float, float]) -> None:
    (rear, front), (low, top) = ends, heights
    run, z = front - rear, (front + rear) / 2
    sill = low + (top - low) * 0.5
    hole = g.rectangle(run * 0.5, (top - sill) * 0.6, 0.06) + [z, (sill + top) / 2]
    side = np.array([(rear, low), (front, low), (front, top), (rear, top)])
    plate = g.extrude(side * [-1, 1], 0.06, [hole * [-1, 1]]).rotate("y", 90).move(x=0.95)
    symmetric(b, "cab|cabin", plate)
    b.add("cab|cabin", g.box(1.9, top - low, 0.06).move(0, (top + low) / 2, front))
    b.add("cab|cabin", g.box(1.9, (top - low) * 0.45, 0.06).move(0, low + (top - low) * 0.22, rear))
    bow = g.arc(1.9, 55, 125, 11)[:, :2] * [1, 0.7]
    skin = np.concatenate([bow, bow[::-1] + [0, 0.06]])
    b.add("cab|cabin > roof", g.extrude(skin - [0, bow[0, 1]], run * 1.15).move(0, top, z))
    for x in (0.55, -0.55):
        b.add("cab|cabin > window|glass", g.box(0.4, 0.45, 0.09).move(x, top - 0.4, front))


def _tender(b: Builder, front: float, deck: float, radius: float) -> None:
    run = b.uniform(1.8, 2.6)
    z, tall = front - run / 2, b.uniform(0.8, 1.2)
    b.add("tender", split_open(g.box(1.85, tall, run)).move(0, deck + tall / 2, z))
    b.add("tender > coal", g.sphere(0.75, 0.4, run * 0.4, 14).move(0, deck + tall * 0.8, z))
    at = [(s * 0.7, radius, z + t * run * 0.3) for t in (-1, 1) for s in (1, -1)]
    place(b, [("wheel", _rail_wheel(radius))], at)
    b.add("chassis|frame", g.box(1.6, deck - radius, run).move(0, (deck + radius) / 2 + 0.05, z))


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
    b.add(CHASSIS, g.box(width * 0.8, 0.4, h * 0.7, 0.05, 1).move(y=deck - 0.35))
    _couplings(b, h, deck - 0.15)
    if b.chance(0.4):
        _hood_unit(b, h, width, (deck, top))
    else:
        twin, slope, sill = b.chance(0.7), b.uniform(0.1, 0.9), deck + (top - deck) * b.uniform(0.45, 0.6)
        back = [(-h + slope, top), (-h, sill)] if twin else [(-h + 0.05, top), (-h, top - 0.1)]
        outline = [(-h, deck), (h, deck), (h, sill), (h - slope, top), *back]
        shell = side_solid(outline, width, b.uniform(0.08, 0.3), 3)
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
            pane = g.rectangle(0.6, (top - sill) * 0.55, 0.06) + [z, (top + sill) / 2]
            symmetric(b, WINDOW, side_panel(pane, width / 2, 0.05))
            door = g.rectangle(0.65, (top - deck) * 0.85, 0.05) + [z - s * 0.85, deck + (top - deck) * 0.46]
            symmetric(b, "door", side_panel(door, width / 2, 0.05))
            lamp = g.cylinder(0.13, 0.08, sides=14).rotate("x", 90).move(width * 0.33, deck + 0.4, s * h)
            symmetric(b, "headlight|light", lamp)
        slats = g.rectangle(b.uniform(0.6, 1.2), (top - deck) * 0.3)
        for z in np.linspace(-h * 0.45, h * 0.45, b.integer(2, 5)):
            symmetric(b, "grille|vent", side_panel(slats + [z, deck + (top - deck) * 0.6], width / 2, 0.06))
    if b.chance(0.4):
        _pantograph(b, top, b.uniform(-0.5, 0.5) * h)


def _hood_unit(b: Builder, h: float, width: float, heights: tuple[float, float]) -> None:
    """Narrow engine hood with a railed walkway and a cab towards one end."""
    deck, top = heights
    cab, z = 1.7, h * b.uniform(0.3, 0.65)
    b.add("deck|walkway", g.box(width, 0.12, 2 * h).move(y=deck + 0.06))
    b.add("cab|cabin", g.box(width * 0.95, top - deck, cab, 0.05, 1).move(0, (top + deck) / 2, z))
    b.add("cab|cabin > roof", g.box(width, 0.12, cab * 1.1, 0.05, 1).move(0, top + 0.03, z))
    tall = (top - deck) * b.uniform(0.6, 0.95)
    for s, t in ((z + cab / 2, h - 0.4), (-h + 0.4, z - cab / 2)):
        b.add(
            "hood|engine cover", g.box(width * 0.62, tall, t - s, 0.06, 1).move(0, deck + tall / 2, (s + t) / 2)
        )
    for s in (1, -1):
        symmetric(
            b, "cab|cabin > window|glass", g.box(0.5, 0.55, 0.04).move(width * 0.3, top - 0.5, z + s * cab / 2)
        )
        b.add(
            "headlight|light",
            g.cylinder(0.13, 0.1, sides=14).rotate("x", 90).move(0, deck + tall * 0.8, s * (h - 0.38)),
        )
    symmetric(
        b,
        "cab|cabin > window|glass",
        side_panel(g.rectangle(cab * 0.7, 0.6, 0.05) + [z, top - 0.55], width * 0.475, 0.04),
    )
    rail = [rod((width / 2, deck + 0.95, -h), (width / 2, deck + 0.95, h), 0.025)]
    rail += [
        rod((width / 2, deck, s), (width / 2, deck + 0.95, s), 0.025)
        for s in np.linspace(-h, h, b.integer(5, 10))
    ]
    symmetric(b, "railing|handrail", g.join(rail))
    b.add("exhaust pipe|exhaust", g.cylinder(0.15, 0.35, sides=12).move(0, deck + tall + 0.1, -h * 0.2))


def _pantograph(b: Builder, y: float, z: float) -> None:
    knee = rod((0.4, y + 0.1, z - 0.7), (0.4, y + 0.55, z + 0.5), 0.03) + rod(
        (0.4, y + 0.55, z + 0.5), (0.4, y + 1.05, z - 0.3), 0.025
    )
    bow = g.curve([(-0.8, y + 0.95), (-0.6, y + 1.07), (0.6, y + 1.07), (0.8, y + 0.95)], 9)
    head = g.sweep(np.c_[bow, np.full(9, z - 0.3)], 0.03, sides=6)
    base = g.box(1.2, 0.1, 1.6).move(0, y + 0.05, z)
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
    door = g.rectangle(0.8, (top - deck) * 0.72, 0.06) + [0, deck + (top - deck) * 0.42]
    for z in (-h + 0.7, h - nose - 0.5):
        symmetric(b, "door", side_panel(door + [z, 0], half * 0.99, 0.06))
    symmetric(b, "headlight|light", g.sphere(0.2, 0.1, 0.25, 12).move(half * 0.6, deck + 0.6, h - nose * 0.16))
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
    b.add("body", g.box(width, top - deck, run).move(y=(top + deck) / 2))
    b.add(CHASSIS, g.box(width * 0.9, 0.2, 2 * h).move(y=deck - 0.1))
    bow = g.curve(
        [
            (width * 0.53, 0),
            (width * 0.38, rise * 0.75),
            (0, rise),
            (-width * 0.38, rise * 0.75),
            (-width * 0.53, 0),
        ],
        13,
    )
    b.add("roof", g.extrude(bow, 2 * h - 0.05).move(y=top))
    _window_row(
        b,
        width / 2,
        (-run / 2 + 1.1, run / 2 - 1.1),
        deck + (top - deck) * 0.6,
        (top - deck) * 0.38,
        b.integer(4, 10),
    )
    for s in (1, -1):
        door = g.rectangle(0.75, (top - deck) * 0.88, 0.04) + [s * (run / 2 - 0.55), deck + (top - deck) * 0.45]
        if porch:
            b.add(
                "door", g.box(0.8, (top - deck) * 0.85, 0.06).move(0, deck + (top - deck) * 0.43, s * run / 2)
            )
            posts = rod((width * 0.45, deck, s * (h - 0.1)), (width * 0.45, top, s * (h - 0.1)), 0.04)
            posts += rod((width * 0.45, deck + 0.9, s * (h - 0.1)), (0.4, deck + 0.9, s * (h - 0.1)), 0.03)
            symmetric(b, "railing|handrail", posts)
        else:
            symmetric(b, "door", side_panel(door, width / 2, 0.06))
    if b.chance(0.4):
        steps = g.join(g.box(0.3, 0.05, 0.6).move(width / 2, deck - 0.25 * (i + 1), h - 0.6) for i in range(2))
        b.add("step", steps + steps.mirror() + steps.mirror("z") + steps.mirror().mirror("z"))


@design("train wagon")
def freight_wagon(b: Builder) -> None:
    """Box car, tank car, hopper, gondola, flat car with stakes, or container car."""
    h, width, deck = b.uniform(2.8, 7.0), b.uniform(2.4, 2.9), b.uniform(1.0, 1.2)
    _bogies(b, h, deck - 0.05, b.uniform(0.4, 0.5))
    _couplings(b, h, deck - 0.15)
    b.add(CHASSIS, g.box(width * 0.9, 0.25, 2 * h).move(y=deck - 0.1))
    b.pick(_box_car, _tank_car, _gondola, _gondola, _flat_car)(b, h, width, deck)


def _box_car(b: Builder, h: float, width: float, deck: float) -> None:
    tall = b.uniform(2.2, 2.7)
    b.add("body", g.box(width, tall, 2 * h - 0.1).move(y=deck + tall / 2))
    ribs = [(0, deck + tall / 2, z) for z in np.linspace(-h + 0.1, h - 0.1, b.integer(6, 14))]
    b.add("body > rib", g.array(g.box(width + 0.1, tall * 0.97, 0.08), ribs))
    bow = [
        (width * 0.52, 0),
        (0, b.uniform(0.1, 0.4)),
        (-width * 0.52, 0),
        (-width * 0.5, -0.05),
        (width * 0.5, -0.05),
    ]
    b.add("roof", g.extrude(bow, 2 * h).move(y=deck + tall + 0.05))
    shift = b.pick(0.0, b.uniform(0.3, 1.2))
    door = g.rectangle(b.uniform(1.3, 2.0), tall * 0.92) + [shift, deck + tall * 0.48]
    symmetric(b, "door > sliding door", side_panel(door, width / 2 + 0.06, 0.1))
    symmetric(b, "ladder", _rungs(tall, 0.45).rotate("y", 90).move(width / 2 + 0.1, deck + tall / 2, h - 0.4))


def _rungs(length: float, width: float) -> Mesh:
    rails = [rod((x, -length / 2, 0), (x, length / 2, 0), 0.025, 6) for x in (-width / 2, width / 2)]
    steps = np.linspace(-length / 2, length / 2, max(int(length / 0.3), 3))
    return g.join([*rails, *(rod((-width / 2, y, 0), (width / 2, y, 0), 0.02, 6) for y in steps)])


def _tank_car(b: Builder, h: float, width: float, deck: float) -> None:
    radius = width * b.uniform(0.4, 0.5)
    profile = g.curve([(0, -h + 0.15), (radius * 0.8, -h + 0.25), (radius, -h + 0.55)], 6)
    body = g.lathe([*profile, *(profile[::-1] * [1, -1])], 24).rotate("x", 90)
    b.add("tank", body.move(y=deck + radius + 0.05))
    b.add("tank > hatch|lid", g.cylinder(0.35, 0.35, sides=16, bevel=0.04).move(y=deck + radius * 2 + 0.15))
    b.add(
        "tank > band",
        g.array(
            g.cylinder(radius * 1.02, 0.1, sides=24).rotate("x", 90),
            [(0, deck + radius + 0.05, z) for z in (-h / 2, h / 2)],
        ),
    )
    symmetric(b, "ladder", _rungs(radius * 2, 0.4).rotate("y", 90).move(radius + 0.05, deck + radius, 0))
    if b.chance(0.5):
        rail = rod((0.5, deck + radius * 2 + 0.5, -1), (0.5, deck + radius * 2 + 0.5, 1), 0.025)
        rail += g.join(
            rod((0.5, deck + radius * 1.8, z), (0.5, deck + radius * 2 + 0.5, z), 0.025) for z in (-1, 0, 1)
        )
        symmetric(b, "railing|handrail", rail)


def _gondola(b: Builder, h: float, width: float, deck: float) -> None:
    tall, lean = b.uniform(0.7, 1.9), b.pick(0.0, b.uniform(0.2, 0.7))
    outer = [(-h + 0.1 + lean, 0), (h - 0.1 - lean, 0), (h - 0.1, tall), (-h + 0.1, tall)]
    side = np.array(outer) + [0, deck]
    walls = side_panel(side, width / 2, 0.08)
    ends = edge_panel(side[1], side[2], width, (0, 1), 0.04) + edge_panel(side[3], side[0], width, (0, 1), 0.04)
    floor = g.box(width, 0.08, 2 * (h - lean) - 0.2).move(y=deck + 0.04)
    b.add("body", walls + walls.mirror() + ends + floor)
    zs = np.linspace(-h + 0.4 + lean, h - 0.4 - lean, b.integer(3, 9))
    symmetric(
        b, "body > rib", g.array(g.box(0.1, tall, 0.12), [(width / 2 + 0.05, deck + tall / 2, z) for z in zs])
    )
    if b.chance(0.4):
        heap = g.superquadric(width * 0.45, tall * 0.5, h - lean - 0.3, 1.0, 0.5, 20)
        b.add("cargo|load > coal", heap.move(y=deck + tall * 0.8))


def _flat_car(b: Builder, h: float, width: float, deck: float) -> None:
    b.add("deck|platform", g.box(width, 0.12, 2 * h).move(y=deck + 0.08))
    kind = b.pick("stakes", "logs", "container")
    if kind != "container":
        zs = np.linspace(-h + 0.3, h - 0.3, b.integer(4, 8))
        symmetric(
            b, "stake|post", g.array(g.box(0.08, 1.3, 0.1), [(width / 2 - 0.05, deck + 0.75, z) for z in zs])
        )
    if kind == "logs":
        size = b.uniform(0.2, 0.35)
        count = int((width - 0.3) / (2 * size))
        for row in range(b.integer(1, 2)):
            at = [
                ((i - (count - 1 - row) / 2) * 2 * size, deck + 0.14 + size * (1 + row * 1.75), 0)
                for i in range(count - row)
            ]
            b.add("cargo|load > log", g.array(g.cylinder(size, 1.9 * h, sides=12).rotate("x", 90), at))
    if kind == "container":
        run, tall = 1.9 * h, 2.4
        body = g.box(width * 0.94, tall, run) + g.array(
            g.box(width * 0.97, tall * 0.9, 0.1), [(0, 0, z) for z in np.linspace(-run * 0.47, run * 0.47, 14)]
        )
        b.add("container", body.move(y=deck + 0.14 + tall / 2))
