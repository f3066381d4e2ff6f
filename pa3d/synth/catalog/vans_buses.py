"""Vans, ambulances and buses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.vehicle_parts import (
    arched_floor,
    edge_panel,
    face_frame,
    four_wheels,
    side_panel,
    side_solid,
    split,
    wheel,
)
from pa3d.synth.parts import rod


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
    nose = g.curve([(h, floor + 0.25), (h - 0.02, belt * 0.75), (cowl, belt)], 7)
    stern = [(head[0] - 0.25, height), (-h + 0.12, height), (-h, height * 0.93)]
    shell = side_solid([*low, *nose, head, *stern], width, b.uniform(0.05, 0.15), 4)
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
    lamp = g.sphere(0.16, 0.11, 0.08, 12) if b.chance(0.5) else g.box(0.28, 0.16, 0.1, 0.03, 1)
    symmetric(b, prefix + "headlight|light", lamp.move(c.width * 0.38, y, c.h - 0.02))
    tall = g.box(0.14, b.uniform(0.2, 0.5), 0.06)
    symmetric(b, prefix + "tail light", tall.move(c.width * 0.42, c.belt * 0.8, -c.h))
    for z in (c.h - 0.02, -c.h + 0.02):
        b.add(prefix + "bumper", g.box(c.width * 0.98, 0.2, 0.14, 0.05, 2).move(y=c.floor + 0.15, z=z))
    if b.chance(0.5):
        b.add(prefix + "grille", g.box(c.width * 0.4, 0.16, 0.06).move(y=y, z=c.h))
    arm = rod((c.width / 2 - 0.05, c.belt, foot[0] - 0.1), (c.width / 2 + 0.15, c.belt + 0.1, foot[0]), 0.02, 6)
    glass = g.box(0.16, b.uniform(0.18, 0.35), 0.07, 0.03, 1).move(c.width / 2 + 0.17, c.belt + 0.15, foot[0])
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
    slide = g.rectangle(min(room * 0.5, 1.3), y1 - c.floor - 0.2, 0.05)
    slide = slide + [end - 0.12 - min(room * 0.25, 0.65), (y1 + c.floor) / 2 + 0.05]
    b.add(prefix + "door > sliding door", side_panel(slide, c.width / 2, 0.03))
    handles = g.join(
        g.box(0.04, 0.04, 0.15).move(c.width / 2 + 0.02, y0 - 0.12, z) for z in (end + 0.1, end - 0.25)
    )
    symmetric(b, prefix + "door > door handle|handle", handles)
    if glass[0]:
        count = max(int(room / 1.1), 1)
        cuts = np.linspace(-c.h + 0.2, end - 0.12, count + 1)
        for s, t in zip(cuts, cuts[1:], strict=False):
            hole = g.rectangle(t - s - 0.08, y1 - y0, 0.06) + [(s + t) / 2, (y0 + y1) / 2]
            symmetric(b, prefix + "window|glass > side window", side_panel(hole, c.width / 2, 0.05))
    leaf = g.box(c.width * 0.44, y1 - c.floor - 0.25, 0.03).move(
        c.width * 0.225, (y1 + c.floor) / 2 + 0.1, -c.h
    )
    symmetric(b, prefix + "door > rear door", leaf)
    if glass[1]:
        rear = g.box(c.width * 0.34, (y1 - y0) * 0.8, 0.05).move(c.width * 0.225, (y0 + y1) / 2, -c.h)
        symmetric(b, prefix + "window|glass > rear window", rear)


@design("van")
def van(b: Builder) -> None:
    """Panel van, minibus or camper with a short sloping hood."""
    c = _van_shell(b, b.uniform(3.8, 6.2), ("body", "roof", "hood|bonnet"))
    _coach_front(b, c, "body > ")
    _van_doors(b, c, (b.chance(0.5), b.chance(0.7)), "body > ")
    if b.chance(0.25):
        slats = g.join(
            rod((-c.width * 0.4, c.height + 0.1, z), (c.width * 0.4, c.height + 0.1, z), 0.02)
            for z in (-1, -0.4, 0.2)
        )
        sides = rod((c.width * 0.4, c.height + 0.1, -1.2), (c.width * 0.4, c.height + 0.1, 0.4), 0.02)
        feet = g.join(
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
            g.box(wide, tall, run, 0.06, 2).move(y=c.belt * 0.72 + tall / 2, z=mid),
        )
        door = g.box(wide * 0.4, tall * 0.85, 0.04).move(wide * 0.21, c.belt * 0.72 + tall / 2, -c.h)
        symmetric(b, "box body|patient compartment > rear door", door)
        z, y, sign_y, sign_x = front - 0.2, c.belt * 0.72 + tall, c.belt * 0.72 + tall * 0.5, wide / 2
    _coach_front(b, c, "body > ")
    b.add(
        "siren|beacon|warning light",
        g.box(c.width * b.uniform(0.5, 0.8), 0.16, 0.25, 0.05, 2).move(y=y + 0.06, z=z),
    )
    if b.chance(0.7):
        arm = b.uniform(0.4, 0.6)
        cross = g.box(0.03, arm, arm * 0.32) + g.box(0.03, arm * 0.32, arm)
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
    shell = side_solid(
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
    b.add("window|glass > rear window", g.box(width * 0.75, deck * 0.3, 0.05).move(y=belt + deck * 0.2, z=-h))
    if b.chance(0.5):
        unit = g.box(width * 0.6, 0.22, b.uniform(1.0, 2.0), 0.08, 2).move(
            y=height + 0.08, z=b.uniform(-0.5, 0.5) * h
        )
        b.add("roof > air conditioner", unit)
    if b.chance(0.4):
        b.add("destination sign|sign", g.box(width * 0.6, 0.22, 0.06).move(y=height - 0.2, z=head[0] + 0.08))


def _bus_sides(b: Builder, c: Coach, start: float, sills: list[float], tall: float) -> None:
    """Windows on both sides of each deck and folding doors on one side."""
    cell = b.uniform(0.8, 1.7)
    count = max(int((start + c.h - 0.2) / cell), 2)
    cuts = np.linspace(-c.h + 0.2, start, count + 1)
    gap = b.uniform(0.03, 0.12)
    door = g.rectangle(b.uniform(0.75, 1.2), sills[0] + tall - c.floor - 0.1, 0.03)
    at = [start - 0.55] + ([b.uniform(-0.3, 0.1) * c.h] if b.chance(0.6) else [])
    at = [z for z in at if abs(z - c.axles[1]) > c.radius + 0.4 or z > c.axles[1] + c.radius]
    for y in sills:
        for s, t in zip(cuts, cuts[1:], strict=False):
            pane = side_panel(
                g.rectangle(t - s - gap, tall, 0.05) + [(s + t) / 2, y + tall / 2], c.width / 2, 0.04
            )
            b.add("window|glass", pane.mirror())
            if y > sills[0] or all(abs((s + t) / 2 - z) > (t - s) / 2 + 0.3 for z in at):
                b.add("window|glass", pane)
    for z in at:
        b.add("door", side_panel(door + [z, c.floor + 0.08 + np.ptp(door[:, 1]) / 2], c.width / 2, 0.05))
        for s in (-1, 1):
            leaf = g.rectangle(np.ptp(door[:, 0]) * 0.38, np.ptp(door[:, 1]) * 0.8, 0.03)
            leaf = leaf + [z + s * np.ptp(door[:, 0]) * 0.23, c.floor + 0.1 + np.ptp(door[:, 1]) / 2]
            b.add("door > window|glass", side_panel(leaf, c.width / 2, 0.08))
