"""Large appliances: refrigerators, ovens, stoves, microwaves, washers, heating and cooling; and shared bits."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, positions_of_corners
from pa3d.synth.catalog.device_parts import ajar, bar, knob
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import disc, frame, grid, open_front, plate, slots, standing, wire

BODY = "body|cabinet|case"
HANDLE = "handle"
FOOT = "foot|leg"


def corner_feet(b: Builder, x: float, z: float, height: float, radius: float) -> None:
    """Four feet from y = -height to 0."""
    foot = g.cylinder(radius * b.uniform(0.6, 1), height, radius, 10).move(y=-height / 2)
    if b.chance(0.3):
        foot = g.box(radius * 2, height, radius * 2).move(y=-height / 2)
    b.add(FOOT, g.array(foot, positions_of_corners(x - 2 * radius, z - 2 * radius)))


# -- refrigerators ---------------------------------------------------------------------------------


def _fridge_layout(b: Builder, w: float, h: float) -> list[tuple[str, float, float, float, float, int]]:
    """Fronts as (kind, x centre, width, y low, height, hinge side)."""
    kind, side, split = b.integer(0, 5), b.pick(-1, 1), b.uniform(0.3, 0.45)
    if kind == 0:
        return [("door", 0, w, 0, h, side)]
    if kind == 1:
        return [("door", 0, w, 0, h * (1 - split), side), ("door", 0, w, h * (1 - split), h * split, side)]
    if kind == 2:
        return [("door", 0, w, 0, h * split, side), ("door", 0, w, h * split, h * (1 - split), side)]
    if kind == 3:
        m = w * b.uniform(0.38, 0.5)
        return [("door", -(w - m) / 2, m, 0, h, -1), ("door", m / 2, w - m, 0, h, 1)]
    doors = [("door", s * w / 4, w / 2, h * split, h * (1 - split), s) for s in (-1, 1)]
    if kind == 4:
        return [*doors, ("door", -w / 4, w / 2, 0, h * split, -1), ("door", w / 4, w / 2, 0, h * split, 1)]
    count = b.integer(1, 3)
    return [*doors, *(("drawer", 0, w, h * split * i / count, h * split / count, 1) for i in range(count))]


def _fridge_front(b: Builder, front: tuple, z: float, style: dict) -> None:
    """One door or drawer with its handle."""
    kind, x, w, y, h, side = front
    gap, thick = style["gap"], style["thick"]
    panel = plate(w - gap, h - gap, thick, style["round"]).move(x, y + h / 2, z)
    if kind == "drawer":
        out = 0.0 if b.chance(0.7) else b.uniform(0.05, 0.35)
        pull = style["handle"](w * 0.7).rotate("z", 90).move(x, y + h * 0.8, z + thick)
        b.add("drawer|freezer drawer > drawer front|drawer", panel.move(z=out))
        b.add(HANDLE, pull.move(z=out))
        if out:
            tub = open_front(w - 0.1, out, h * 0.7, 0.01).rotate("x", 90).rotate("y", 180)
            b.add("drawer|freezer drawer > drawer box", tub.move(x, y + h * 0.4, z + thick))
        return
    angle = ajar(b, style["shut"])
    height = min(h * 0.6, style["length"])
    at = h * 0.25 if y > 0.5 and not style["middle"] else (h * 0.5 if style["middle"] else h * 0.7)
    grip = style["handle"](height).move(x - side * (w / 2 - 0.05), y + max(at, height / 2 + 0.03), z + thick)
    b.add("door", _hinged(panel, x, w, side, z, angle))
    b.add(HANDLE, _hinged(grip, x, w, side, z, angle))
    if angle and b.chance(0.7):
        racks = g.array(g.box(w * 0.8, 0.06, 0.08), [(x, y + h * t, z - 0.04) for t in (0.2, 0.45, 0.7)])
        b.add("shelf > door shelf|door rack", _hinged(racks, x, w, side, z, angle))


def _hinged(mesh: Mesh, x: float, w: float, side: int, z: float, angle: float) -> Mesh:
    """Turn about the outer edge of a front centred on x."""
    return mesh.rotate("y", side * angle, (x + side * w / 2, 0, z))


def _fridge_inside(b: Builder, w: float, h: float, d: float) -> None:
    """Shelves and crisper drawers of an open cabinet."""
    count = b.integer(3, 6)
    heights = [(0, h * (i + 1) / (count + 1), 0) for i in range(count)]
    b.add("shelf", g.array(g.box(w - 0.08, 0.012, d - 0.1), heights))
    if b.chance(0.5):
        bins = g.array(
            g.box(w / 2 - 0.06, h * 0.1, d - 0.12), [(s * (w / 4 - 0.02), h * 0.09, 0) for s in (-1, 1)]
        )
        b.add("drawer|freezer drawer > crisper|vegetable drawer", bins)


@design("refrigerator")
@design("refrigerator")
def refrigerator(b: Builder) -> None:
    """Kitchen fridge: one door, top or bottom freezer, side by side, four doors, or French doors on drawers."""
    h = b.uniform(1.4, 2.0)
    w, d = b.uniform(0.55, 0.8) if h < 1.8 else b.uniform(0.6, 1.0), b.uniform(0.55, 0.75)
    thick, reach = b.uniform(0.04, 0.09), b.uniform(0.02, 0.06)
    grip, seed = b.uniform(0.015, 0.04), b.integer(0, 10**6)
    style = {
        "gap": b.uniform(0.004, 0.02),
        "thick": thick,
        "round": b.pick(0, 0.008, 0.03) if b.chance(0.7) else 0,
        "shut": b.pick(0.3, 0.9, 0.97),
        "length": b.uniform(0.15, 1.2),
        "middle": b.chance(),
        "handle": lambda length: bar(Builder(np.random.default_rng(seed)), length, grip, reach),
    }
    plinth = b.uniform(0.03, 0.09)
    first = len(b.pieces)
    for front in _fridge_layout(b, w, h - plinth):
        _fridge_front(b, front, d / 2, style)
    inside = any(name == "shelf > door shelf|door rack" for name, _ in b.pieces[first:])
    inside = inside or b.chance(0.2)
    if inside:
        b.add(BODY, open_front(w, h - plinth, d, 0.035))
        _fridge_inside(b, w, h - plinth, d)
    else:
        b.add(BODY, standing(w, h - plinth, d, b.pick(0, 0.01)))
    if b.chance(0.4):
        screen = plate(w * 0.18, 0.2, 0.008).move(-w * 0.22, h * 0.62, d / 2 + thick)
        b.add(b.pick("display|screen|control panel", "water dispenser|ice dispenser"), screen)
    if b.chance():
        corner_feet(b, w, d, plinth, 0.025)
    else:
        b.add("base|plinth", g.box(w * 0.98, plinth, d * 0.95).move(y=-plinth / 2))


@design("refrigerator")
def retro_refrigerator(b: Builder) -> None:
    """Rounded old-style or mini fridge with a lever handle, a badge and legs."""
    h, w, d = b.uniform(0.6, 1.6), b.uniform(0.45, 0.7), b.uniform(0.45, 0.65)
    r, side, thick = b.uniform(0.03, 0.12), b.pick(-1, 1), b.uniform(0.04, 0.08)
    b.add(BODY, standing(w, h, d, r))
    split = h * b.uniform(0.62, 0.75) if b.chance(0.4) else h
    for low, high in [(0, split)] if split == h else [(0, split), (split, h)]:
        panel = plate(w, high - low - 0.012, thick, min(r, thick * 0.9)).move(
            0, (low + high) / 2, d / 2 - thick * 0.2
        )
        angle = ajar(b, 0.8)
        b.add("door", _hinged(panel, 0, w, side, d / 2, angle))
        z = d / 2 + thick * 0.8
        lever = bar(b, min(0.25, (high - low) * 0.6), b.uniform(0.02, 0.04), b.uniform(0.03, 0.05))
        lever = lever.move(-side * w * 0.4, low + (high - low) * b.uniform(0.55, 0.65), z)
        b.add(HANDLE, _hinged(lever, 0, w, side, d / 2, angle))
        if b.chance(0.4) and not angle:
            b.add("logo|badge", plate(w * 0.3, 0.03, 0.008).move(side * w * 0.1, high - 0.1, z))
    corner_feet(b, w * 0.9, d * 0.9, b.uniform(0.02, 0.12), 0.02)


@design("refrigerator")
def glass_refrigerator(b: Builder) -> None:
    """Shop display fridge: glass doors in frames, shelves with bottles, a lit header and a grille."""
    doors, h, d = b.integer(1, 3), b.uniform(1.5, 2.1), b.uniform(0.5, 0.75)
    w, base, head = doors * b.uniform(0.5, 0.7), b.uniform(0.1, 0.3), b.uniform(0.05, 0.3)
    b.add(BODY, open_front(w, h, d, 0.04) + standing(w, base, d) + standing(w, head, d).move(y=h - head))
    b.add("grille|vent", slots(w * 0.8, base * 0.6, 5).move(y=base / 2, z=d / 2))
    tall, pane = h - base - head, w / doors
    for i in range(doors):
        x, side = (i - (doors - 1) / 2) * pane, -1 if i % 2 == 0 else 1
        angle = ajar(b, 0.75)
        y = base + tall / 2
        b.add(
            "door > door frame",
            _hinged(frame(pane, tall, 0.04, 0.05).move(x, y, d / 2), x, pane, side, d / 2, angle),
        )
        glass = plate(pane - 0.1, tall - 0.1, 0.01).move(x, y, d / 2 + 0.015)
        b.add("door > glass pane|glass", _hinged(glass, x, pane, side, d / 2, angle))
        grip = bar(b, tall * b.uniform(0.2, 0.6), 0.025, 0.045).move(
            x - side * (pane / 2 - 0.03), y, d / 2 + 0.04
        )
        b.add(HANDLE, _hinged(grip, x, pane, side, d / 2, angle))
    levels = [base + tall * (k + 0.02) / 5 for k in range(5)]
    b.add("shelf", g.array(g.box(w - 0.08, 0.015, d - 0.1), [(0, y, 0) for y in levels]))
    if b.chance():
        bottle = g.lathe([(0, 0), (0.03, 0), (0.03, 0.13), (0.012, 0.18), (0.012, 0.22), (0, 0.22)], 8)
        count = int(w / 0.09)
        rows = [((i - (count - 1) / 2) * 0.085, y + 0.01, d * 0.3) for y in levels for i in range(count)]
        b.add("bottle|drink", g.array(bottle, rows))


# -- cooking ---------------------------------------------------------------------------------------


def _burner(b: Builder, radius: float, style: int) -> Mesh:
    """Hob ring on y = 0: glass zone, coil, gas crown with a grate, or a hotplate."""
    if style == 0:
        return g.cylinder(radius, 0.003, sides=24)
    if style == 1:
        turns = np.linspace(0, 2 * np.pi * 3.5, 60)
        r = radius * (0.2 + 0.8 * turns / turns[-1])
        return g.sweep(
            np.stack([r * np.sin(turns), np.full(60, 0.008), r * np.cos(turns)], 1), radius * 0.07, sides=6
        )
    if style == 2:
        crown = g.cylinder(radius * 0.35, 0.02, sides=16).move(y=0.01) + g.cylinder(radius * 0.25, 0.01).move(
            y=0.025
        )
        return crown + g.cylinder(radius * 0.6, 0.006, sides=20).move(y=0.003)
    return g.cylinder(radius, 0.015, radius * 0.95, 24).move(y=0.0075)


def _cooktop(b: Builder, w: float, d: float, y: float) -> None:
    """Hob surface with two to six burners, and grates if it is a gas one."""
    b.add("cooktop|stovetop|hob > cooktop|stovetop|hob", g.box(w, 0.02, d).move(y=y + 0.01))
    style, columns = b.integer(0, 3), b.integer(2, 3) if w > 0.65 else 2
    radius = min(w / columns, d / 2) * b.uniform(0.28, 0.4)
    for x, z, _ in grid(columns, 2, w / columns * 0.95, d * 0.45):
        size = radius * b.uniform(0.7, 1.05)
        b.add("cooktop|stovetop|hob > burner", _burner(b, size, style).move(x, y + 0.02, z))
        if style == 2:
            legs = g.ring(g.box(radius, 0.01, 0.01).move(x=radius * 0.6, y=0.04), 4)
            b.add("cooktop|stovetop|hob > grate|pan support", legs.move(x, y + 0.02, z))
    if style == 2 and b.chance(0.6):
        for s in range(columns):
            rim = frame(w / columns * 0.92, d * 0.9, 0.012, 0.012).rotate("x", -90)
            b.add(
                "cooktop|stovetop|hob > grate|pan support",
                rim.move((s - (columns - 1) / 2) * w / columns, y + 0.05),
            )


def _oven_door(b: Builder, w: float, h: float, y: float, z: float, angle: float) -> None:
    """Drop-down door with a window and a bar handle."""
    thick = b.uniform(0.03, 0.05)
    window = b.chance(0.75)
    pieces = []
    if window:
        border = min(w, h) * b.uniform(0.12, 0.25)
        pieces.append(("door|oven door > door|oven door", frame(w, h, thick, border)))
        pieces.append(("door|oven door > window|glass", plate(w - 2 * border, h - 2 * border, thick * 0.7)))
    else:
        pieces.append(("door|oven door > door|oven door", plate(w, h, thick, b.pick(0, 0.01))))
    grip = bar(b, w * b.uniform(0.5, 0.9), b.uniform(0.015, 0.035), b.uniform(0.03, 0.06)).rotate("z", 90)
    pieces.append((HANDLE, grip.move(y=h * 0.5 - min(0.05, h * 0.12), z=thick)))
    for name, mesh in pieces:
        b.add(name, mesh.move(y=y + h / 2, z=z).rotate("x", angle, (0, y, z)))


def _knob_row(b: Builder, w: float, count: int, y: float, z: float, tilt: float = 0.0) -> None:
    """Row of equal control knobs facing +z."""
    one, pitch = knob(b, b.uniform(0.014, 0.026)), min(w / (count + 0.5), b.uniform(0.07, 0.14))
    for i in range(count):
        x = (i - (count - 1) / 2) * pitch
        b.add("knob|dial", one.rotate("z", b.uniform(0, 90)).rotate("x", tilt).move(x, y, z))


@design("stove")
@design("stove", "oven")
def range_cooker(b: Builder) -> None:
    """Free-standing cooker: hob on top, knobs in front or on a back panel, oven door, sometimes a drawer."""
    w, d, h = b.uniform(0.5, 0.95), b.uniform(0.55, 0.7), b.uniform(0.8, 0.95)
    angle = 0.0 if b.chance(0.7) else b.uniform(15, 95)
    drawer, panel = b.uniform(0.1, 0.2) if b.chance(0.6) else 0.04, b.uniform(0.08, 0.13)
    b.add(
        BODY,
        standing(w, h, d) if not angle else open_front(w, h, d, 0.05) + standing(w, panel, d).move(y=h - panel),
    )
    if angle:
        b.add("rack|oven rack", g.array(g.box(w - 0.1, 0.008, d - 0.1), [(0, h * 0.4, 0), (0, h * 0.6, 0)]))
    _cooktop(b, w, d, h)
    back = b.chance(0.5)
    if back:
        tall = b.uniform(0.1, 0.25)
        b.add("control panel|back panel|backguard", standing(w, tall, 0.06).move(y=h, z=-d / 2 + 0.03))
        if b.chance():
            b.add("display|clock", plate(w * 0.2, 0.05, 0.006).move(y=h + tall * 0.65, z=-d / 2 + 0.06))
    else:
        b.add("control panel|front panel", plate(w, panel, 0.03).move(y=h - panel / 2, z=d / 2))
    if back and b.chance(0.5):
        _knob_row(b, w, b.integer(4, 6), h + tall * 0.4, -d / 2 + 0.06)
    else:
        _knob_row(b, w, b.integer(4, 7), h - panel / 2, d / 2 + (0 if back else 0.03))
    doors = h - panel - drawer
    halves = [-1, 1] if w > 0.85 and b.chance(0.6) else [0]
    for s in halves:
        first = len(b.pieces)
        _oven_door(b, w / len(halves) - 0.02, doors - 0.01, drawer, d / 2, angle)
        b.pieces[first:] = [(name, mesh.move(x=s * w / 4)) for name, mesh in b.pieces[first:]]
    if drawer > 0.05:
        b.add("drawer", plate(w - 0.02, drawer - 0.02, 0.03).move(y=drawer / 2, z=d / 2))
    corner_feet(b, w, d, b.uniform(0.02, 0.1), 0.025)


@design("stove")
def hob(b: Builder) -> None:
    """Built-in or camping hob without an oven: burners and knobs on top or at the front edge."""
    w, d, h = b.uniform(0.3, 0.9), b.uniform(0.3, 0.55), b.uniform(0.04, 0.12)
    b.add("body|case", standing(w * 0.97, h, d * 0.97, b.pick(0, 0.01)))
    _cooktop(b, w, d, h)
    if b.chance():
        _knob_row(b, w, b.integer(2, 5), h * 0.5, d / 2 - 0.005)
    else:
        one = knob(b, b.uniform(0.012, 0.02)).rotate("x", -90)
        count = b.integer(2, 5)
        b.add(
            "knob|dial",
            g.array(one, [(0.05 * (i - (count - 1) / 2), h + 0.02, d * 0.43) for i in range(count)]),
        )
    if b.chance(0.3):
        lid = g.box(w, 0.012, d).move(y=0.006, z=d / 2).rotate("x", -b.uniform(75, 100))
        b.add("lid|cover", lid.move(y=h + 0.03, z=-d / 2))


@design("oven")
@design("oven")
def wall_oven(b: Builder) -> None:
    """Built-in oven: control strip with knobs or display on top, drop-down door; single or double."""
    w, d = b.uniform(0.5, 0.75), b.uniform(0.45, 0.6)
    count, each, panel = b.pick(1, 1, 1, 2), b.uniform(0.4, 0.6), b.uniform(0.08, 0.13)
    h = count * each + panel
    opened = b.chance(0.4)
    b.add(
        BODY,
        open_front(w, h, d, 0.03) + standing(w, panel, d).move(y=h - panel) if opened else standing(w, h, d),
    )
    b.add("control panel|front panel", plate(w, panel * 0.96, 0.035).move(y=h - panel / 2, z=d / 2))
    if b.chance(0.6):
        b.add(
            "display|screen",
            plate(w * b.uniform(0.12, 0.3), panel * 0.4, 0.006).move(y=h - panel / 2, z=d / 2 + 0.035),
        )
        one, apart = knob(b, b.uniform(0.015, 0.028)), w * b.uniform(0.25, 0.4)
        b.add("knob|dial", g.array(one, [(s * apart, h - panel / 2, d / 2 + 0.035) for s in (-1, 1)]))
    else:
        _knob_row(b, w, b.integer(2, 6), h - panel / 2, d / 2 + 0.035)
    for i in range(count):
        _oven_door(b, w, each - 0.012, i * each, d / 2, b.uniform(10, 95) if opened and i == 0 else 0.0)
        if opened:
            b.add(
                "rack|oven rack",
                g.array(g.box(w - 0.08, 0.008, d - 0.08), [(0, (i + t) * each, 0) for t in (0.35, 0.65)]),
            )


@design("oven")
def toaster_oven(b: Builder) -> None:
    """Counter-top oven: glass door at one side, a column of knobs at the other, feet."""
    w, h, d = b.uniform(0.38, 0.55), b.uniform(0.22, 0.32), b.uniform(0.28, 0.4)
    panel = w * b.uniform(0.18, 0.28)
    inside = open_front(w - panel, h, d, 0.015).move(x=-panel / 2) + standing(panel, h, d).move(
        x=(w - panel) / 2
    )
    b.add(BODY, inside)
    first = len(b.pieces)
    _oven_door(b, w - panel - 0.02, h - 0.04, 0.02, d / 2, ajar(b, 0.5, 95))
    b.change(lambda m: m.move(x=-panel / 2), first)
    count, one = b.integer(2, 4), knob(b, panel * b.uniform(0.2, 0.3))
    for i in range(count):
        b.add("knob|dial", one.rotate("z", i * 70).move((w - panel) / 2, h * (i + 0.7) / (count + 0.4), d / 2))
    b.add("rack|oven rack", g.box(w - panel - 0.04, 0.006, d - 0.03).move(-panel / 2, h * 0.4))
    corner_feet(b, w, d, 0.015, 0.015)


@design("microwave")
@design("microwave")
def microwave(b: Builder) -> None:
    """Counter-top microwave: side-hinged window door, keypad and display or knobs beside it."""
    w, h, d = b.uniform(0.42, 0.6), b.uniform(0.24, 0.35), b.uniform(0.3, 0.45)
    panel, thick, angle = w * b.uniform(0.18, 0.28), b.uniform(0.02, 0.04), ajar(b, 0.6, 110)
    door, border = w - panel, b.uniform(0.03, 0.05)
    b.add(BODY, open_front(door, h, d, 0.02).move(x=-panel / 2) + standing(panel, h, d).move(x=door / 2))
    at, hinge = (-panel / 2, h / 2, d / 2), (-w / 2, 0, d / 2)
    b.add("door > door frame|door", frame(door, h, thick, border, 0.01).move(*at).rotate("y", -angle, hinge))
    pane = plate(door - 2 * border, h - 2 * border, thick * 0.6).move(*at)
    b.add("door > window|glass", pane.rotate("y", -angle, hinge))
    x, z = door / 2, d / 2
    b.add("control panel|panel", plate(panel - 0.004, h, thick, 0.004).move(x=x, y=h / 2, z=z))
    if b.chance(0.75):
        grip = bar(b, h * b.uniform(0.5, 0.85), 0.02, b.uniform(0.025, 0.045))
        b.add(HANDLE, grip.move(door / 2 - panel / 2 - 0.03, h / 2, z + thick).rotate("y", -angle, hinge))
    if b.chance(0.8):
        b.add("display|screen", plate(panel * 0.75, h * 0.12, 0.004).move(x, h * 0.84, z + thick))
    _microwave_controls(b, x, z + thick, panel, h)
    if b.chance(0.6):
        b.add("turntable|glass plate", g.cylinder(min(door, d) * 0.38, 0.01, sides=28).move(-panel / 2, 0.035))
    corner_feet(b, w, d, 0.012, 0.015)


def _microwave_controls(b: Builder, x: float, z: float, panel: float, h: float) -> None:
    """Keypad with an open button, or two knobs."""
    if b.chance(0.65):
        columns, rows = b.integer(2, 4), b.integer(3, 6)
        dx, dy = panel * 0.75 / columns, h * 0.42 / rows
        key = plate(dx * 0.8, dy * 0.7, 0.006) if b.chance(0.7) else disc(min(dx, dy) * 0.4, 0.006, sides=12)
        b.add("button|key", g.array(key.move(x, h * 0.5, z), grid(columns, rows, dx, dy)))
        b.add("button|key", plate(panel * 0.7, h * 0.11, 0.01, 0.003).move(x, h * 0.13, z))
    else:
        one = knob(b, panel * b.uniform(0.22, 0.32))
        b.add("knob|dial", g.array(one, [(x, h * 0.6, z), (x, h * 0.32, z)]))
        if b.chance():
            b.add("button|key", plate(panel * 0.7, h * 0.1, 0.012, 0.003).move(x, h * 0.1, z))


@design("microwave")
def rounded_microwave(b: Builder) -> None:
    """Toy-like or drop-door microwave: rounded body, controls under or above the door."""
    w, h, d = b.uniform(0.4, 0.6), b.uniform(0.28, 0.4), b.uniform(0.3, 0.42)
    strip, up = h * b.uniform(0.18, 0.26), b.chance()
    b.add(BODY, standing(w, h, d, b.uniform(0.01, 0.05)))
    low, bar_y = (0.0, h - strip / 2) if up else (strip, strip / 2)
    first = len(b.pieces)
    _oven_door(b, w * 0.94, h - strip - 0.02, low + 0.01, d / 2 - 0.01, 0.0)
    rename = {
        "door|oven door > door|oven door": "door > door frame|door",
        "door|oven door > window|glass": "door > window|glass",
    }
    b.pieces[first:] = [(rename.get(name, name), mesh) for name, mesh in b.pieces[first:]]
    b.add("display|screen", plate(w * 0.2, strip * 0.5, 0.006).move(y=bar_y, z=d / 2))
    count = b.integer(2, 5)
    buttons = g.array(disc(strip * 0.2, 0.01, sides=14), grid(count, 1, strip * 0.5, 0))
    b.add("button|key", buttons.move(w * 0.3, bar_y, d / 2 - 0.002))
    b.add("knob|dial", knob(b, strip * 0.3).move(-w * 0.3, bar_y, d / 2 - 0.002))
    corner_feet(b, w * 0.9, d * 0.9, 0.02, 0.015)


# -- washing ---------------------------------------------------------------------------------------


@design("dishwasher")
@design("dishwasher")
def dishwasher(b: Builder) -> None:
    """Under-counter dishwasher: drop-down door with controls, tub with racks when open, kickplate."""
    w, h, d = b.uniform(0.44, 0.62), b.uniform(0.78, 0.9), b.uniform(0.5, 0.62)
    kick, thick, angle = (
        b.uniform(0.06, 0.12),
        b.uniform(0.03, 0.06),
        0.0 if b.chance(0.5) else b.uniform(10, 92),
    )
    b.add(BODY, open_front(w, h, d, 0.03) if angle else standing(w, h, d))
    b.add("kickplate|base|plinth", plate(w * 0.98, kick, 0.012).move(y=kick / 2, z=d / 2))
    strip = h * b.uniform(0.1, 0.17) if b.chance(0.75) else 0.0
    fixed, z, y = strip > 0 and b.chance(0.5), d / 2, kick + 0.005
    top = h - strip if fixed else h
    turn = {"axis": "x", "degrees": angle, "about": (0, y, z)}
    door = plate(w - 0.01, top - y - (0 if fixed else strip), thick, b.pick(0, 0.008))
    b.add("door", door.move(y=(y + top - (0 if fixed else strip)) / 2, z=z).rotate(**turn))
    over = 0.0 if fixed else angle
    if strip:
        panel = plate(w - 0.01, strip, thick).move(y=h - strip / 2, z=z)
        b.add("control panel|panel", panel.rotate("x", over, turn["about"]))
        count = b.integer(3, 8)
        key = disc(0.009, 0.006, sides=10) if b.chance() else plate(0.022, 0.012, 0.006)
        keys = g.array(key, grid(count, 1, 0.03, 0)).move(w * 0.18, h - strip / 2, z + thick)
        b.add("button", keys.rotate("x", over, turn["about"]))
        if b.chance(0.4):
            dial = knob(b, 0.025).move(-w * 0.3, h - strip / 2, z + thick)
            b.add("knob|dial", dial.rotate("x", over, turn["about"]))
    grip = bar(b, w * b.uniform(0.3, 0.85), b.uniform(0.015, 0.03), b.uniform(0.02, 0.05)).rotate("z", 90)
    b.add(HANDLE, grip.move(y=top - 0.05 - (0 if fixed else strip), z=z + thick).rotate(**turn))
    if angle > 35:
        _dish_racks(b, w, h, d)


def _dish_racks(b: Builder, w: float, h: float, d: float) -> None:
    """Two wire baskets, the lower pulled out a little."""
    for level, out in ((0.22, b.uniform(0, 0.2)), (0.58, 0.0)):
        rim = frame(w - 0.1, d - 0.1, 0.01, 0.01).rotate("x", -90)
        wires = g.array(
            g.box(0.005, 0.005, d - 0.1), [(x, -0.1, 0) for x in np.linspace(-w / 2 + 0.06, w / 2 - 0.06, 9)]
        )
        posts = g.array(g.box(0.006, 0.1, 0.006), positions_of_corners(w - 0.11, d - 0.11, -0.05))
        b.add("rack|basket", (rim + wires + posts).move(y=h * level + 0.1, z=out))


@design("washing machine")
@design("washing machine")
def front_loader(b: Builder) -> None:
    """Front-loading washer or dryer: round door, detergent drawer, dial and buttons."""
    w, h, d = b.uniform(0.55, 0.7), b.uniform(0.8, 1.0), b.uniform(0.45, 0.68)
    r, y, z = w * b.uniform(0.27, 0.4), h * b.uniform(0.42, 0.5), d / 2
    b.add(BODY, standing(w, h, d, b.pick(0, 0, 0.01, 0.03)))
    side, angle = b.pick(-1, 1), ajar(b, 0.6, 130)
    hinge = (side * r, 0, z)
    thick = b.uniform(0.025, 0.06)
    ring_ = g.lathe([(r * 0.68, 0), (r, 0), (r * 0.97, thick), (r * 0.7, thick), (r * 0.68, 0)], 32).rotate(
        "x", 90
    )
    b.add("door > door frame|door ring", ring_.move(y=y, z=z).rotate("y", side * angle, hinge))
    dome = g.sphere(r * 0.69, r * 0.69, thick * b.uniform(0.5, 1.3), 20).move(y=y, z=z + thick * 0.3)
    b.add("door > window|glass", dome.rotate("y", side * angle, hinge))
    if b.chance(0.6):
        grip = bar(b, r * b.uniform(0.3, 0.6), 0.025, 0.02).move(-side * r * 0.85, y, z + thick)
        b.add(HANDLE, grip.rotate("y", side * angle, hinge))
    if angle:
        b.add(
            "drum|tub",
            g.lathe([(r * 0.72, 0.01), (r * 0.72, 0.004), (0, 0.004)], 28).rotate("x", 90).move(y=y, z=z),
        )
    _washer_panel(b, w, h, z)
    if b.chance(0.5):
        b.add("filter cover|access panel", plate(0.12, 0.08, 0.006).move(w * 0.32, 0.08, z))
    corner_feet(b, w, d, b.uniform(0.01, 0.04), 0.025)


def _washer_panel(b: Builder, w: float, h: float, z: float) -> None:
    """Control strip across the top: drawer, program dial, buttons, display."""
    strip, thick = b.uniform(0.1, 0.14), b.uniform(0.006, 0.02)
    y, side = h - strip * 0.55, b.pick(-1, 1)
    b.add("control panel|panel", plate(w * 0.995, strip, thick).move(y=y, z=z))
    z += thick
    if b.chance(0.75):
        b.add("drawer|detergent drawer", plate(w * 0.28, strip * 0.8, 0.012, 0.004).move(side * w * 0.34, y, z))
    if b.chance(0.8):
        b.add("knob|dial", knob(b, strip * b.uniform(0.22, 0.38)).move(b.uniform(-0.02, 0.04) * -side, y, z))
    count = b.integer(2, 6)
    key = disc(0.009, 0.008, sides=10) if b.chance() else plate(0.022, 0.014, 0.008)
    b.add("button", g.array(key, grid(count, 1, 0.03, 0)).move(-side * w * 0.3, y - strip * 0.2, z))
    if b.chance(0.5):
        b.add("display|screen", plate(w * 0.2, strip * 0.35, 0.004).move(-side * w * 0.3, y + strip * 0.18, z))


@design("washing machine")
def top_loader(b: Builder) -> None:
    """Top-loading washer: lid on top (shut or raised), back control panel with knobs."""
    w, h, d = b.uniform(0.55, 0.7), b.uniform(0.85, 1.0), b.uniform(0.55, 0.7)
    b.add(BODY, standing(w, h, d, b.pick(0, 0.015, 0.03)))
    tall, deep = b.uniform(0.1, 0.2), b.uniform(0.08, 0.16)
    b.add("control panel|back panel", standing(w, tall, deep, 0.01).move(y=h, z=-d / 2 + deep / 2))
    z, size = -d / 2 + deep, (w * 0.86, d - deep - 0.06)
    angle = ajar(b, 0.6, 95)
    lid = g.box(size[0], 0.02, size[1], 0.008).move(y=h + 0.01, z=z + 0.01 + size[1] / 2)
    b.add("door|lid", lid.rotate("x", -angle, (0, h + 0.01, z + 0.01)))
    if angle:
        drum = g.lathe([(0, 0), (0.22, 0), (0.22, 0.006), (0.2, 0.006), (0.2, 0.002), (0, 0.002)], 24)
        b.add("drum|tub", drum.move(y=h, z=z + size[1] / 2))
    if b.chance(0.5):
        grip = g.box(w * 0.25, 0.012, 0.03).move(y=h + 0.022, z=z + size[1] - 0.02)
        b.add(HANDLE, grip.rotate("x", -angle, (0, h + 0.01, z + 0.01)))
    _knob_row(b, w * 0.5, b.integer(1, 4), h + tall / 2, z)
    keys = g.array(plate(0.022, 0.014, 0.008), grid(b.integer(2, 5), 1, 0.03, 0))
    b.add("button", keys.move(w * 0.34, h + tall / 2, z))
    corner_feet(b, w, d, 0.03, 0.025)


# -- heating and cooling ---------------------------------------------------------------------------


@design("air conditioner")
def split_air_conditioner(b: Builder) -> None:
    """Wall unit: long rounded body, louvre flap, vents on top, small display."""
    w, h, d = b.uniform(0.7, 1.1), b.uniform(0.25, 0.33), b.uniform(0.18, 0.25)
    b.add("body|case", standing(w, h, d, b.uniform(0.01, 0.08)))
    b.add("front panel|cover", plate(w * 0.97, h * 0.62, 0.012, 0.005).move(y=h * 0.62, z=d / 2 - 0.004))
    flap = g.box(w * 0.85, 0.008, h * 0.22).rotate("x", b.uniform(0, 80)).move(y=h * 0.14, z=d * 0.47)
    b.add("louver|flap|vane", flap)
    b.add("grille|vent", slots(w * 0.9, d * 0.6, 8).rotate("x", -90).move(y=h))
    b.add("display|screen", plate(0.06, 0.02, 0.004).move(w * 0.38, h * 0.5, d / 2 + 0.008))
    if b.chance(0.3):
        pipe = wire(
            [(w / 2, h * 0.3, -d * 0.2), (w / 2 + 0.08, h * 0.3, -d * 0.2), (w / 2 + 0.1, -0.2, -d * 0.2)],
            0.015,
        )
        b.add("pipe|hose", pipe)


@design("air conditioner")
def box_air_conditioner(b: Builder) -> None:
    """Window, portable or outdoor unit: box with a grille or a fan guard, knobs or a panel."""
    kind = b.integer(0, 2)
    w, h, d = [(0.6, 0.4, 0.5), (0.4, 0.75, 0.38), (0.85, 0.62, 0.32)][kind]
    w, h, d = w * b.uniform(0.8, 1.2), h * b.uniform(0.85, 1.15), d * b.uniform(0.8, 1.2)
    b.add("body|case", standing(w, h, d, b.pick(0, 0.02, 0.05) if kind == 1 else b.pick(0, 0.01)))
    if kind == 2:
        r, x = min(w, h) * 0.4, -w * 0.12
        rings = g.join(g.torus(r * t, 0.006, 24).rotate("x", 90) for t in (0.25, 0.5, 0.75, 1))
        bars = g.ring(g.box(r, 0.008, 0.008).move(x=r / 2), 8).rotate("x", 90)
        b.add("grille|fan guard", (rings + bars).move(x, h / 2, d / 2 + 0.02))
        blade = g.box(r * 0.7, 0.01, r * 0.35).rotate("x", 30).move(x=r * 0.45)
        b.add("fan|fan blade", g.ring(blade, b.integer(3, 5)).rotate("x", 90).move(x, h / 2, d / 2 + 0.006))
        b.add(FOOT, g.array(g.box(0.06, 0.05, d * 1.1), [(s * w * 0.35, -0.025, 0) for s in (-1, 1)]))
        return
    b.add("grille|vent", slots(w * 0.8, h * 0.4, b.integer(6, 12)).move(y=h * 0.4, z=d / 2))
    _knob_row(b, w * 0.4, b.integer(1, 3), h * 0.82, d / 2)
    b.add("button", g.array(plate(0.02, 0.012, 0.006), grid(3, 1, 0.03, 0)).move(w * 0.28, h * 0.82, d / 2))
    if kind == 1:
        wheels = g.array(g.cylinder(0.025, 0.02).rotate("z", 90), positions_of_corners(w * 0.8, d * 0.8, -0.02))
        b.add("wheel|caster", wheels)


@design("heater", "radiator")
def column_radiator(b: Builder) -> None:
    """Ribbed radiator: columns or fins side by side, valve and pipe, or wheels and a control box."""
    count, h, d = b.integer(5, 16), b.uniform(0.4, 0.8), b.uniform(0.08, 0.18)
    pitch, oil = b.uniform(0.04, 0.06), b.chance()
    fin = standing(pitch * b.uniform(0.3, 0.85), h, d, b.uniform(0.005, 0.02), 2)
    b.add("fin|rib|column", g.array(fin, [((i - (count - 1) / 2) * pitch, 0.08, 0) for i in range(count)]))
    w = count * pitch
    rods = g.array(g.cylinder(0.015, w, sides=10).rotate("z", 90), [(0, 0.12, 0), (0, h + 0.02, 0)])
    b.add("pipe|tube", rods)
    if oil:
        b.add("control panel|control box", standing(0.08, h * 0.8, d * 0.9, 0.01).move(x=w / 2 + 0.04, y=0.1))
        b.add("knob|dial", knob(b, 0.022).rotate("y", 90).move(w / 2 + 0.08, h * 0.7, 0))
        axle = g.array(g.box(0.03, 0.02, d * 1.6), [(s * w * 0.35, 0.06, 0) for s in (-1, 1)])
        b.add("foot|leg", axle)
        spots = [(s * w * 0.35, 0.025, t * d * 0.75) for s in (-1, 1) for t in (-1, 1)]
        b.add("wheel|caster", g.array(g.cylinder(0.025, 0.02, sides=14).rotate("z", 90), spots))
        return
    b.add("knob|valve", g.cylinder(0.02, 0.06, sides=12, bevel=0.004).rotate("z", 90).move(w / 2 + 0.07, 0.12))
    b.add("pipe|tube", wire([(w / 2 + 0.03, 0.12, 0), (w / 2 + 0.05, 0.1, 0), (w / 2 + 0.05, 0.0, 0)], 0.01))
    if b.chance():
        b.add("foot|leg", g.array(standing(0.03, 0.09, d * 0.8), [(s * w * 0.4, 0, 0) for s in (-1, 1)]))


@design("radiator", "heater")
def panel_heater(b: Builder) -> None:
    """Flat panel radiator, towel rail, fan heater or a small electric fire on feet."""
    w, h, d, kind = b.uniform(0.3, 1.2), b.uniform(0.35, 0.7), b.uniform(0.05, 0.12), b.integer(0, 2)
    if kind == 0:
        r, rungs = 0.015, b.integer(6, 14)
        b.add(
            "post|upright", g.array(g.cylinder(r, h * 1.8, sides=12), [(s * 0.25, h * 0.9, 0) for s in (-1, 1)])
        )
        bars = [(0, h * 1.8 * (i + 0.5) / rungs, 0.01) for i in range(rungs)]
        b.add("bar|rail|rung", g.array(g.cylinder(r * 0.8, 0.52, sides=10).rotate("z", 90), bars))
        b.add(
            "bracket|mount",
            g.array(disc(0.012, 0.05), [(s * 0.25, t * h, -0.06) for s in (-1, 1) for t in (0.2, 1.6)]),
        )
        return
    b.add("body|case|panel", standing(w, h, d, b.pick(0, 0.01, 0.02)))
    if kind == 1:
        ribs = g.array(
            plate(w / 40, h * 0.85, 0.008), [(x, h / 2, d / 2) for x in np.linspace(-w * 0.45, w * 0.45, 18)]
        )
        b.add("rib|ridge", ribs)
    else:
        b.add("grille|vent", slots(w * 0.8, h * 0.6, 9, 0.01).move(y=h * 0.5, z=d / 2))
    b.add("knob|dial", knob(b, 0.022).rotate("y", 90).move(w / 2, h * 0.8, 0))
    b.add("foot|leg", g.array(g.box(0.03, 0.03, d * 2.2), [(s * w * 0.35, -0.015, 0) for s in (-1, 1)]))


@design("water dispenser")
def water_dispenser(b: Builder) -> None:
    """Water cooler: cabinet with a niche, taps and drip tray; bottle on top or a loading door below."""
    w, d, h = b.uniform(0.28, 0.36), b.uniform(0.28, 0.38), b.uniform(0.8, 1.05)
    low, high = h * b.uniform(0.55, 0.65), h * b.uniform(0.8, 0.88)
    b.add(BODY, standing(w, low, d) + standing(w, h - high, d).move(y=high))
    b.add(BODY, standing(w, high - low, d * 0.55).move(y=low, z=-d * 0.22))
    b.add("door", plate(w * 0.9, low * 0.8, 0.015, 0.004).move(y=low * 0.5, z=d / 2))
    b.add(HANDLE, bar(b, 0.1, 0.015, 0.02).move(w * 0.35, low * 0.7, d / 2 + 0.015))
    for x in (-0.06, 0.06) if b.chance(0.75) else (-0.08, 0.0, 0.08):
        spout = wire([(x, high - 0.05, 0.0), (x, high - 0.04, 0.06), (x, high - 0.09, 0.075)], 0.012)
        b.add("tap|faucet|spout", spout)
        b.add("lever|button", g.box(0.025, 0.01, 0.05).rotate("x", 15).move(x, high - 0.025, 0.07))
    b.add("drip tray|tray", g.box(w * 0.75, 0.015, d * 0.35).move(y=low + 0.008, z=d * 0.3))
    if b.chance(0.7):
        r = w * b.uniform(0.36, 0.46)
        profile = [
            (0.03, -0.03),
            (0.03, 0.02),
            (r, 0.09),
            (r, 0.2),
            (r * 0.94, 0.22),
            (r, 0.24),
            (r, 0.38),
            (0, 0.4),
        ]
        b.add("bottle|water bottle|tank", g.lathe(profile, 24).move(y=h))
