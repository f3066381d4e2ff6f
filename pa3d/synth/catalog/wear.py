"""Things people wear or carry: hats, glasses, shoes, clothes, umbrellas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.catalog.tools import any_pose, grip, rod, skin, turn_all
from pa3d.synth.mesh import (
    Mesh,
    box,
    capsule,
    curve,
    cylinder,
    ellipse,
    extrude,
    lathe,
    rectangle,
    ring,
    sheet,
    sphere,
    sweep,
    torus,
)

# -- heads -----------------------------------------------------------------------------------------


def _dome(
    x: float, y: float, z: float, flat: float, wall: float = 0.003, start: float = 0.0, stop: float = 360.0
) -> Mesh:
    """Hollow half shell open below; `flat` > 1 makes its top blunt."""
    angle = np.radians(np.linspace(0, 90, 10))
    r, h = np.cos(angle) ** (1 / flat), np.sin(angle) ** (1 / flat)
    outer = np.c_[r, h]
    inner = outer[::-1] * (1 - wall / x)
    whole = lathe([*outer, *inner], 28, stop - start)
    return whole.rotate("y", start).scale(x, y, z)


def _brim(b: Builder, x: float, z: float, reach: float, spread: float, droop: float, curl: float) -> Mesh:
    """Curved plate in front of a head's ellipse over `spread` degrees to either side."""
    angle = np.radians(np.linspace(-spread, spread, 21))
    rows = []
    blunt = b.uniform(0.25, 0.7)
    for t in np.linspace(0, 1, 6):
        out = reach * t * np.cos(angle / np.radians(spread) * np.pi / 2 * 0.98) ** blunt
        px, pz = (x + out * 0.25) * np.sin(angle), z * np.cos(angle) + out
        py = -droop * t**1.3 * reach - curl * (px / x) ** 2 * x * 0.5 * t
        rows.append(np.c_[px, py, pz])
    return sheet(np.array(rows), 0.003)


def _head_size(b: Builder) -> tuple[float, float]:
    x = b.uniform(0.075, 0.09)
    return x, x * b.uniform(1.08, 1.25)


@design("cap", "cap")
def baseball_cap(b: Builder) -> None:
    """Baseball or trucker cap: dome, curved or flat peak in front, button, band, strap."""
    x, z = _head_size(b)
    tall, flat = b.uniform(0.1, 0.145), b.uniform(1.0, 1.8)
    dome = _dome(x, tall, z, flat)
    b.add("panel|dome|crown > panel|dome|crown", dome)
    reach = b.uniform(0.055, 0.09)
    peak = _brim(b, x, z, reach, b.uniform(52, 75), b.uniform(-0.05, 0.35), b.pick(0.0, b.uniform(0.1, 0.5)))
    b.add("peak|brim|visor > peak|brim|visor", peak.move(z=-0.004, y=b.uniform(0.0, 0.012)))
    if b.chance(0.75):
        b.add("panel|dome|crown > button", sphere(0.009, 0.005, 0.009, sides=12).move(y=tall))
    if b.chance(0.5):
        hoop = np.c_[ellipse(x, z, 28), np.zeros(28)][:, [0, 2, 1]]
        b.add("panel|dome|crown > band|sweatband", sweep(hoop + [0, 0.006, 0], 0.006, sides=6, closed=True))
    if b.chance(0.3):
        for turn in (30, 90, 150):
            climb = np.linspace(0.02, 1.57, 14)
            seam = np.stack([0 * climb, np.sin(climb) ** (1 / flat), np.cos(climb) ** (1 / flat)], 1)
            for k in (0, 180):
                line = sweep(seam * 1.005, 0.02, sides=5).rotate("y", turn + k)
                b.add("panel|dome|crown > seam|stitching", line.scale(x, tall, z))
    if b.chance(0.35):
        b.add(
            "panel|dome|crown > logo|badge",
            sphere(0.025, 0.02, 0.006, sides=14).rotate("x", -25).move(y=tall * 0.5, z=z * 0.88),
        )
    if b.chance(0.3):
        b.add(
            "strap|adjuster",
            torus(0.03, 0.006, 14, 180).rotate("x", 90).rotate("z", 90).move(y=0.02, z=-z * 0.98),
        )
    turn_all(b, "x", b.pick(0.0, 0.0, b.uniform(-20, 20)))


@design("cap")
def military_cap(b: Builder) -> None:
    """Police, captain's, kepi, cadet or newsboy cap: flat or floppy top over a band, short peak."""
    x, z = _head_size(b)
    band, flare, rise = b.uniform(0.03, 0.05), b.uniform(0.9, 1.45), b.uniform(0.03, 0.06)
    tip = b.uniform(0, 0.2)
    unit = [
        (0.985, 0),
        (1, 0),
        (1, band),
        (flare, band + rise),
        (flare * 0.97, band + rise * 1.25),
        (0, band + rise * 1.2),
        (0, band + rise),
        (0.97, band),
    ]
    top = lathe(unit, 30).scale(x, 1, z)
    top = Mesh(
        top.vertices
        + np.c_[
            np.zeros(len(top.vertices)),
            top.vertices[:, 2] * tip * (top.vertices[:, 1] > band + 0.001),
            np.zeros(len(top.vertices)),
        ],
        top.faces,
    )
    b.add("panel|dome|crown > panel|dome|crown", top)
    b.add(
        "panel|dome|crown > band|sweatband",
        lathe([(1.01, 0), (1.02, 0), (1.02, band), (1.01, band)], 30).scale(x, 1, z),
    )
    reach = b.uniform(0.035, 0.06)
    b.add(
        "peak|brim|visor > peak|brim|visor",
        _brim(b, x * 1.0, z, reach, b.uniform(55, 75), b.uniform(0.2, 0.7), b.uniform(0, 0.3)),
    )
    if b.chance(0.6):
        b.add(
            "panel|dome|crown > logo|badge", box(0.03, 0.035, 0.008, 0.003).move(y=band + rise * 0.3, z=z * 1.1)
        )
    if b.chance(0.4):
        strap = np.array(
            [(x * 1.03 * np.sin(a), 0.01, z * 1.04 * np.cos(a)) for a in np.linspace(-1.2, 1.2, 16)]
        )
        b.add("strap|adjuster", sweep(strap, 0.004, sides=6))


@design("cap")
def soft_cap(b: Builder) -> None:
    """Jockey, bucket-brimmed toddler, flat ivy or swim-like cap: smooth shell with a short or stubby peak."""
    x, z = _head_size(b)
    tall, low = b.uniform(0.05, 0.1), b.chance(0.5)
    if low:
        shell = (
            sphere(x * 1.08, tall * 0.6, z * 1.15, sides=26).rotate("x", b.uniform(5, 14)).move(y=tall * 0.5)
        )
    else:
        shell = _dome(x, tall * 1.3, z, b.uniform(0.9, 1.3), stop=360)
    b.add("panel|dome|crown > panel|dome|crown", shell)
    if b.chance(0.6):
        b.add(
            "panel|dome|crown > button",
            sphere(0.011, 0.007, 0.011, sides=12).move(y=tall * (1.1 if low else 1.3)),
        )
    peak = _brim(
        b, x * 0.95, z, b.uniform(0.025, 0.06), b.uniform(45, 70), b.uniform(0.0, 0.5), b.uniform(0, 0.5)
    )
    b.add("peak|brim|visor > peak|brim|visor", peak.move(y=0.004))


@design("hat", "hat")
def brimmed_hat(b: Builder) -> None:
    """Fedora, top hat, bowler, cowboy, sun, straw or witch hat: crown, brim all round, band."""
    x, z = _head_size(b)
    kind = b.pick("top", "bowler", "fedora", "cowboy", "cone", "boater")
    tall = {"top": 0.17, "bowler": 0.11, "fedora": 0.12, "cowboy": 0.13, "cone": 0.3, "boater": 0.08}[
        kind
    ] * b.uniform(0.85, 1.25)
    waist = {
        "top": b.uniform(0.9, 1.1),
        "bowler": 1.0,
        "fedora": 0.85,
        "cowboy": 0.85,
        "cone": 0.5,
        "boater": 1.0,
    }[kind]
    if kind in ("bowler", "cone"):
        crown = (
            _dome(x, tall, z, 1.3)
            if kind == "bowler"
            else lathe([(0.98, 0), (1, 0), (waist, tall * 0.45), (0.02, tall), (0, tall)], 26).scale(x, 1, z)
        )
    else:
        dip = tall * (0.75 if kind in ("fedora", "cowboy") else 0.99)
        crown = lathe(
            [(0.98, 0), (1, 0), (waist, tall * 0.92), (waist * 0.9, tall), (waist * 0.4, dip), (0, dip)], 28
        ).scale(x, 1, z)
    if kind == "cone":
        crown = Mesh(
            crown.vertices
            + np.c_[
                0.1 * (crown.vertices[:, 1] / tall) ** 2 * b.uniform(-1, 1) * np.ones(len(crown.vertices)),
                np.zeros((len(crown.vertices), 2)),
            ],
            crown.faces,
        )
    b.add("crown|top", crown)
    reach, roll = b.uniform(0.035, 0.13), b.uniform(-0.02, 0.06)
    angle = np.linspace(0, 2 * np.pi, 37)
    rows = []
    for t in np.linspace(0, 1, 7):
        lift = (
            roll
            * t**2
            * (np.abs(np.sin(angle)) ** 2 if kind == "cowboy" else 1)
            * (2 if kind == "cowboy" else 1)
        )
        rows.append(
            np.c_[(x + reach * t) * np.sin(angle), np.zeros(37) + lift, (z + reach * t) * np.cos(angle)]
        )
    b.add("brim", sheet(np.array(rows), 0.003))
    if b.chance(0.75):
        high = b.uniform(0.015, 0.035)
        slope = 1 - (1 - waist) * high / tall
        b.add(
            "band|ribbon|hatband",
            lathe([(1.0, 0.002), (1.03, 0.002), (1.03 * slope, high), (1.0 * slope, high)], 30).scale(x, 1, z),
        )
        if b.chance(0.3):
            b.add("buckle|bow|feather", box(0.012, 0.03, 0.03, 0.004).move(x=x * 1.03, y=high / 2))


@design("hat")
def knit_hat(b: Builder) -> None:
    """Beanie, chef's hat, party cone, fez or Santa hat: no brim; cuff, pompom or tassel."""
    x, z = _head_size(b)
    kind, tall = b.pick("beanie", "beanie", "chef", "fez", "party"), b.uniform(0.12, 0.2)
    if kind == "beanie":
        crown, top = _dome(x, tall, z, b.uniform(0.9, 1.3)), tall
    elif kind == "chef":
        crown = cylinder(x, 0.1, sides=24).move(y=0.05) + sphere(x * 1.4, 0.06, x * 1.4).move(y=0.13)
        top = 0.19
    else:
        crown, top = (
            lathe([(0.97, 0), (1, 0), (0.75 if kind == "fez" else 0.03, tall), (0, tall)], 26).scale(x, 1, z),
            tall,
        )
    b.add("crown|top", crown)
    if kind != "fez" and b.chance(0.8):
        cuff = b.uniform(0.025, 0.05)
        b.add(
            "cuff|fold|band|ribbon|hatband",
            lathe([(0.98, 0), (1.05, 0.004), (1.07, cuff / 2), (1.05, cuff), (0.98, cuff)], 28).scale(x, 1, z),
        )
    if kind != "chef" and b.chance(0.8):
        size = b.uniform(0.015, 0.035)
        b.add("pompom|bobble|tassel", sphere(size, sides=14).move(y=top + size * 0.7))


def _helmet_vents(b: Builder, x: float, tall: float, z: float, flat: float) -> None:
    """Nine long openings over the top of a bicycle helmet."""
    for dx in (-0.4, 0.0, 0.4):
        for a in (50, 85, 120):
            vent = sphere(x * 0.1, 0.006, z * 0.22, sides=10).rotate("x", 90 - a)
            at = (
                dx * x,
                np.sin(np.radians(a)) * tall * np.sqrt(1 - dx**2) ** (1 / flat),
                np.cos(np.radians(a)) * z * 0.95,
            )
            b.add("vent|hole", vent.move(*at))


@design("helmet")
def sport_helmet(b: Builder) -> None:
    """Motorcycle, hard-hat, football or army helmet: shell, visor, peak, chin guard, straps."""
    x, kind = b.uniform(0.1, 0.13), b.pick("motor", "hard", "army", "bike", "football")
    z = x * b.uniform(1.1, 1.3)
    tall, flat = x * b.uniform(1.1, 1.45), b.uniform(1.0, 1.3)
    b.add("shell|dome|body", _dome(x, tall, z, flat, 0.008))
    if kind in ("motor", "football"):
        arc_ = 250 if kind == "motor" else 230
        skirt = (
            lathe([(0.93, -tall * 0.8), (0.98, -tall * 0.8), (1.0, 0), (0.93, 0)], 26, arc_)
            .rotate("y", 180 - arc_ / 2)
            .scale(x, 1, z)
        )
        b.add("shell|dome|body", skirt)
    if kind == "motor":
        angle = np.radians(np.linspace(-65, 65, 17))
        visor = [
            np.c_[x * 1.02 * np.sin(angle), np.full(17, y), z * 1.02 * np.cos(angle)]
            for y in (-tall * 0.42, tall * 0.0, tall * 0.12)
        ]
        b.add("visor|face shield", sheet(np.array(visor), 0.004).rotate("x", -b.pick(0, 0, 45)))
        chin = [
            np.c_[x * np.sin(angle), np.full(17, y), z * 1.05 * np.cos(angle)]
            for y in (-tall * 0.8, -tall * 0.4)
        ]
        b.add("chin guard|chin bar", sheet(np.array(chin), 0.02))
    elif kind == "football":
        for y in (-0.35, -0.6, -0.85):
            angle = np.radians(np.linspace(-60, 60, 13))
            bar = np.c_[x * 1.05 * np.sin(angle), np.full(13, y * tall), z * 1.25 * np.cos(angle)]
            b.add("face mask|face guard|grille", sweep(bar, 0.006, sides=8))
        b.add(
            "face mask|face guard|grille", rod((0, -tall * 0.85, z * 1.25), (0, -tall * 0.35, z * 1.25), 0.006)
        )
    elif kind == "hard":
        b.add(
            "brim|peak", lathe([(0.97, -0.004), (1.15, -0.006), (1.15, 0.0), (0.98, 0.008)], 28).scale(x, 1, z)
        )
        for dx in (-0.25, 0, 0.25):
            path = [
                (dx * x, np.sin(a) * tall * 1.0, np.cos(a) * z * 1.0)
                for a in np.radians(np.linspace(20, 160, 14))
            ]
            b.add("ridge|rib", sweep(np.array(path), 0.007, sides=6))
    elif kind == "bike":
        _helmet_vents(b, x, tall, z, flat)
    if kind in ("bike", "army", "hard") and b.chance(0.7):
        strap = curve(
            [
                (x * 0.97, 0, 0),
                (x * 0.75, -tall * 0.7, z * 0.25),
                (0, -tall * 0.95, z * 0.35),
                (-x * 0.75, -tall * 0.7, z * 0.25),
                (-x * 0.97, 0, 0),
            ],
            22,
        )
        b.add("strap|chin strap", sweep(strap, 0.006, section=ellipse(1.4, 0.5, 8)))


@design("crown")
def royal_crown(b: Builder) -> None:
    """Crown of a king or queen: a ring with points, jewels, sometimes arches, a cushion and a cross."""
    radius, high = b.uniform(0.08, 0.1), b.uniform(0.02, 0.035)
    flare, count = b.uniform(1.0, 1.25), b.integer(5, 12)
    band = lathe([(radius * 0.97, 0), (radius, 0), (radius, high), (radius * 0.97, high)], 32)
    b.add("band|ring|base", band)
    tall, wide = b.uniform(0.03, 0.09), 2 * np.pi * radius / count
    point = extrude(
        [(-wide * 0.5, 0), (wide * 0.5, 0), (wide * 0.2, tall * 0.5), (0, tall), (-wide * 0.2, tall * 0.5)],
        0.004,
    )
    lean = np.degrees(np.arctan((flare - 1) * radius / tall)) * 0.7
    b.add("point|spike|prong", ring(point.rotate("x", lean).move(y=high * 0.9, z=radius * 0.985), count))
    if b.chance(0.7):
        z = radius * 0.985 + np.sin(np.radians(lean)) * tall
        b.add("ball|pearl", ring(sphere(0.007, sides=10).move(y=high + tall, z=z), count))
    if b.chance(0.75):
        b.add(
            "jewel|gem|stone",
            ring(sphere(0.008, 0.008, 0.005, sides=10).move(y=high / 2, z=radius), count, start=180 / count),
        )
    if b.chance(0.35):
        arch = curve(
            [(0, high, radius * 0.95), (0, high + tall * 1.3, radius * 0.8), (0, high + tall * 1.5, 0)], 12
        )
        b.add("arch", ring(sweep(arch, 0.006, section=rectangle(2, 0.8)), 4))
        b.add("cushion|cap|lining", sphere(radius * 0.92, tall * 1.1, radius * 0.92, sides=20).move(y=high))
        b.add("ball|pearl", sphere(0.013, sides=12).move(y=high + tall * 1.5 + 0.01))


# -- glasses, masks --------------------------------------------------------------------------------


def _lens_outline(b: Builder, wide: float, tall: float) -> NDArray:
    kind = b.pick("round", "rounded", "rounded", "aviator", "cat")
    if kind == "round":
        return ellipse(wide / 2, tall / 2, 28)
    if kind == "rounded":
        return rectangle(wide, tall, tall * b.uniform(0.15, 0.49), 6)
    lift = 0.12 if kind == "cat" else -0.02
    points = [
        (-0.5, 0.35),
        (0, 0.5),
        (0.5, 0.42 + lift),
        (0.46, 0.0),
        (0.15, -0.48),
        (-0.25, -0.45),
        (-0.48, -0.05),
        (-0.5, 0.35),
    ]
    return curve(points, 30)[:-1] * [wide, tall]


@design("eyeglasses", "eyeglasses", "sunglasses")
def eyeglasses(b: Builder) -> None:
    """Glasses facing +z: two rims with lenses, bridge, hinged temples open or folded, nose pads."""
    wide, tall = b.uniform(0.042, 0.06), b.uniform(0.026, 0.05)
    tall, gap, thick = (
        min(tall, wide),
        b.uniform(0.014, 0.022),
        b.pick(b.uniform(0.0008, 0.0014), b.uniform(0.0018, 0.0035)),
    )
    outline = _lens_outline(b, wide, tall)
    style, x = b.pick("full", "full", "full", "half", "rimless"), (wide + gap) / 2
    frame = "body|frame|front > rim|frame"
    loop = np.c_[outline, np.zeros(len(outline))]
    if style == "full":
        symmetric(b, frame, sweep(loop, thick, section=rectangle(2.2, 2.0, 0.4), closed=True).move(x=x))
    elif style == "half":
        upper = loop[loop[:, 1] > -tall * 0.05]
        upper = upper[np.argsort(upper[:, 0])]
        symmetric(b, frame, sweep(upper, thick, sides=8).move(x=x))
    if style != "full" or b.chance(0.85):
        symmetric(b, "body|frame|front > lens|glass", extrude(outline * 0.99, 0.0016).move(x=x))
    y, reach = tall * b.uniform(0.05, 0.3), gap / 2 + wide * 0.03
    bar = curve([(-reach, y, 0), (0, y + gap * b.uniform(0, 0.35), 0.002), (reach, y, 0)], 9)
    b.add("body|frame|front > bridge", sweep(bar, thick * b.uniform(0.9, 1.3), sides=8))
    if b.chance(0.25):
        b.add(
            "body|frame|front > bridge", rod((-x * 0.6, tall * 0.46, 0), (x * 0.6, tall * 0.46, 0), thick * 0.9)
        )
    if b.chance(0.55):
        pad = (
            sphere(0.002, 0.006, 0.0035, sides=10).rotate("z", -15).move(x=gap * 0.38, y=-tall * 0.05, z=-0.006)
        )
        symmetric(b, "body|frame|front > nose pad", pad)
    side, top = x + wide / 2 + thick, tall * b.uniform(0.12, 0.35)
    symmetric(
        b, "body|frame|front > hinge|end piece", box(0.005, 0.005, 0.007, 0.001).move(x=side, y=top, z=-0.001)
    )
    _temples(b, side + 0.001, top, thick)
    turn_all(b, "x", b.pick(0.0, 0.0, b.uniform(-15, 15)))


def _temples(b: Builder, side: float, top: float, thick: float) -> None:
    """Two legs from the front's ends backwards, hooked down behind the ear, perhaps folded in."""
    length, hook = b.uniform(0.12, 0.15), b.uniform(0.0, 0.04)
    fold = b.pick(0.0, 0.0, 0.0, b.uniform(0, 15), 86.0)
    path = curve(
        [(0, 0, 0), (0.001, 0, -length * 0.4), (0, -0.001, -length * 0.7), (-0.003, -hook, -length)], 14
    )
    wide = b.uniform(1.0, 3.2)
    for sign in (1.0, -1.0):
        z = -0.003 - (0.005 if sign > 0 and fold > 50 else 0)
        for name, piece in (("temple|leg", path[:11]), ("tip|ear hook", path[10:])):
            leg = sweep(piece, thick * (1.0 if name == "temple|leg" else 1.15), section=ellipse(0.8, wide, 10))
            leg = leg.rotate("y", fold).scale(sign, 1, 1)
            b.add(f"leg|temple|arm > {name}", leg.move(x=sign * side, y=top, z=z))


@design("eyeglasses", "goggles")
def goggles(b: Builder) -> None:
    """Ski, swim or safety goggles or wrap-around glasses: deep frame, one or two lenses, temples."""
    wide, tall, bend = b.uniform(0.13, 0.16), b.uniform(0.035, 0.075), b.uniform(50, 100)
    outline = rectangle(wide, tall, tall * 0.45, 6)
    notch = tall * b.uniform(0.15, 0.4) * np.exp(-((outline[:, 0] / 0.012) ** 2)) * (outline[:, 1] < 0)
    outline[:, 1] += notch

    def curved(points: NDArray) -> NDArray:
        angle = points[:, 0] / wide * np.radians(bend)
        radius = wide / np.radians(bend)
        return np.c_[radius * np.sin(angle), points[:, 1], radius * (np.cos(angle) - 1)]

    thick = b.uniform(0.002, 0.006)
    b.add("body|frame|front > rim|frame", sweep(curved(outline), thick, sides=8, closed=True))
    x = np.linspace(-0.49, 0.49, 17)
    rows = [
        curved(
            np.c_[x * wide, y + (0.02 * np.exp(-((x * wide / 0.012) ** 2)) * (y < 0) if tall > 0.05 else 0 * x)]
        )
        for y in np.linspace(-0.45, 0.45, 5) * tall
    ]
    b.add("body|frame|front > lens|glass", sheet(np.array(rows), 0.0015))
    end = curved(np.array([[wide / 2, 0.0]]))[0]
    first = len(b.pieces)
    _temples(b, end[0], tall * 0.15, thick * 0.7)
    b.pieces[first:] = [(n, m.move(z=end[2])) for n, m in b.pieces[first:]]


@design("mask")
def face_mask(b: Builder) -> None:
    """Carnival, theatre or medical mask: curved plate with eye holes, nose, straps."""
    wide, tall = b.uniform(0.15, 0.19), b.uniform(0.17, 0.25)
    if b.chance(0.35):
        x = np.linspace(-1, 1, 15)
        rows = [
            np.c_[x * wide * 0.45, np.full(15, y * 0.05), 0.06 * (1 - x**2) * (1 - 0.35 * y**2)]
            for y in np.linspace(-1, 1, 9)
        ]
        b.add("face|body|cover", sheet(np.array(rows), 0.002))
        loop = curve(
            [
                (wide * 0.44, 0.045, 0),
                (wide * 0.55, 0.03, -0.06),
                (wide * 0.55, -0.03, -0.06),
                (wide * 0.44, -0.045, 0),
            ],
            16,
        )
        symmetric(b, "strap|band|ear loop", sweep(loop, 0.002, sides=6))
        return
    outline = curve(
        [
            (0, -0.5),
            (0.3, -0.38),
            (0.48, 0),
            (0.46, 0.3),
            (0.25, 0.48),
            (0, 0.5),
            (-0.25, 0.48),
            (-0.46, 0.3),
            (-0.48, 0),
            (-0.3, -0.38),
            (0, -0.5),
        ],
        44,
    )
    eye = ellipse(wide * 0.1, wide * b.uniform(0.04, 0.08), 16)
    holes = [eye + [s * wide * 0.21, tall * 0.12] for s in (-1, 1)]
    plate = extrude(outline[:-1] * [wide, tall * b.uniform(0.6, 1.0)], 0.006, holes)
    bent = plate.vertices.copy()
    bent[:, 2] -= (bent[:, 0] / wide) ** 2 * wide
    b.add("face|body|cover", Mesh(bent, plate.faces))
    for s in (-1, 1):
        b.add(
            "eye|eye hole rim",
            sweep(np.c_[eye * 1.1 + [s * wide * 0.21, tall * 0.12], np.full(16, 0.0)], 0.003, closed=True).move(
                z=-0.004
            ),
        )
    nose = sweep(
        curve([(0, tall * 0.1, 0), (0, -tall * 0.02, 0.02), (0, -tall * 0.08, b.uniform(0.02, 0.12))], 8),
        np.linspace(0.009, 0.016, 8),
    )
    b.add("nose|beak", nose)
    if b.chance(0.6):
        b.add("mouth|lips", sphere(0.03, 0.008, 0.008, sides=12).move(y=-tall * 0.25))
    if b.chance(0.6):
        loop = curve(
            [
                (wide * 0.46, tall * 0.1, -wide * 0.2),
                (wide * 0.4, tall * 0.1, -wide),
                (-wide * 0.4, tall * 0.1, -wide),
                (-wide * 0.46, tall * 0.1, -wide * 0.2),
            ],
            20,
        )
        b.add("strap|band|ear loop", sweep(loop, 0.004, section=rectangle(0.6, 2)))


# -- shoes -----------------------------------------------------------------------------------------


def _sole_outline(long: float, wide: float, z: NDArray, pointed: float) -> NDArray:
    """Half width of a foot at positions z in 0 (heel) .. 1 (toe)."""
    ends = np.sqrt(np.clip(1 - np.abs(2 * z - 1) ** np.where(z > 0.5, 5 - 2.5 * pointed, 9), 0.0, 1))
    return wide / 2 * ends * np.interp(z, [0, 0.15, 0.4, 0.7, 1], [0.78, 0.8, 0.74, 1.0, 0.9])


def _upper(long: float, wide: float, profile: NDArray, arch: NDArray, pointed: float) -> Mesh:
    """Closed body of a shoe from heel (z = 0) to toe: height profile over z, sole height arch."""
    z = np.linspace(0.012, 0.988, 18)
    half = _sole_outline(long, wide, z, pointed)
    top = np.interp(z, profile[:, 0], profile[:, 1])
    low = np.interp(z, arch[:, 0], arch[:, 1])
    angle = np.linspace(0, np.pi, 9)
    sections = []
    for zi, hi, ti, li in zip(z, half, top, low, strict=True):
        tall = max(ti - li, 0.008)
        narrow = np.where(np.sin(angle) > 0.6, 0.75 if ti > 0.06 else 0.95, 1.0)
        ring_ = np.c_[hi * np.cos(angle) * narrow, li + tall * np.sin(angle) ** (0.4 if tall > 0.05 else 0.6)]
        sections.append(np.c_[ring_[:, 0], ring_[:, 1], np.full(9, zi * long)])
    return skin(sections)


def _sole(long: float, wide: float, thick: float, arch: NDArray, pointed: float) -> Mesh:
    z = np.linspace(0.004, 0.996, 18)
    half = _sole_outline(long, wide * 1.06, z, pointed)
    low = np.interp(z, arch[:, 0], arch[:, 1])
    return skin(
        [
            np.c_[[h, h, -h, -h], [y - thick, y + 0.003, y + 0.003, y - thick], [zi * long] * 4]
            for zi, h, y in zip(z, half, low, strict=True)
        ]
    )


def _laces(b: Builder, long: float, wide: float, profile: NDArray, start: float, stop: float) -> None:
    """Bars across the instep from start to stop (along the shoe), often tied in a bow."""
    for z in np.linspace(start, stop, b.integer(3, 6)):
        y = float(np.interp(z, profile[:, 0], profile[:, 1])) + 0.001
        span = wide * b.uniform(0.2, 0.26)
        path = [
            (-span, y - 0.008, z * long),
            (0, y + 0.003, z * long + b.uniform(-0.006, 0.006)),
            (span, y - 0.008, z * long),
        ]
        b.add("lace|shoelace", sweep(curve(path, 7), 0.003, sides=6))
    if b.chance(0.6):
        y = float(np.interp(start, profile[:, 0], profile[:, 1])) + 0.004
        for s in (-1, 1):
            loop = curve(
                [(0, y, 0), (s * 0.03, y + 0.008, 0.01), (s * 0.035, y - 0.004, -0.008), (0, y, 0)], 14
            )
            b.add("lace|shoelace", sweep(loop + [0, 0, start * long], 0.0025, sides=6))


@design("shoe", "shoe", "sneaker")
def sneaker(b: Builder) -> None:
    """Lace-up shoe, toe towards +z: sneaker, trainer, high-top or leather shoe; one or a pair."""
    long, wide = b.uniform(0.25, 0.31), b.uniform(0.085, 0.11)
    thick, pointed = b.uniform(0.015, 0.04), b.uniform(0, 0.9)
    high = b.pick(b.uniform(0.06, 0.085), b.uniform(0.06, 0.085), b.uniform(0.1, 0.14))
    flat = np.array([(0, thick), (0.8, thick), (1, thick + b.uniform(0, 0.018))])
    toe = thick + b.uniform(0.03, 0.05)
    profile = np.array(
        [
            (0, high),
            (0.29, high),
            (0.36, high * 0.92),
            (0.46, high * 0.72 + 0.014),
            (0.7, toe + 0.006),
            (0.9, toe - 0.006),
            (1, thick + 0.015),
        ]
    )
    b.add("sole > sole|outsole", _sole(long, wide, thick * b.uniform(0.7, 1), flat, pointed))
    b.add("upper > upper|vamp", _upper(long, wide, profile, flat, pointed))
    opening = np.array(
        [
            (wide * 0.3 * np.sin(a), high - 0.001, long * (0.16 + 0.125 * np.cos(a)))
            for a in np.linspace(0, 2 * np.pi, 21)[:-1]
        ]
    )
    b.add("upper > collar|opening|ankle", sweep(opening, b.uniform(0.004, 0.009), sides=8, closed=True))
    inside = cylinder(1, 0.002, sides=20).scale(wide * 0.29, 1, long * 0.12).move(y=high + 0.001, z=long * 0.16)
    b.add("interior|lining", inside)
    tongue = curve([(0, toe + 0.012, 0.62), (0, high * 0.8 + 0.022, 0.4), (0, high + 0.03, 0.31)], 8) * [
        1,
        1,
        long,
    ]
    b.add("tongue", sweep(tongue, wide * 0.22, section=ellipse(1, 0.18, 12)))
    _laces(b, long, wide, profile + [0, 0.012], 0.36, 0.62)
    if b.chance(0.4):
        cap = sphere(wide * 0.47, toe * 0.62, long * 0.14, sides=16).move(y=thick + 0.006, z=long * 0.86)
        b.add("upper > toe cap|toe", cap)
    if b.chance(0.5):
        b.add(
            "upper > heel counter|counter",
            sphere(wide * 0.36, high * 0.42, 0.03, sides=14).move(y=thick + high * 0.32, z=0.02),
        )
    elif b.chance(0.5):
        b.add(
            "heel|heel block",
            box(wide * 0.75, thick * 0.8, long * 0.25, 0.005).move(y=-thick * 0.1, z=long * 0.14),
        )
    if b.chance(0.35):
        _pair(b, wide)


def _pair(b: Builder, wide: float) -> None:
    """Turn the shoe built so far into a pair."""
    shift = wide * b.uniform(0.6, 0.9)
    turn = b.pick(0.0, b.uniform(0, 15))
    b.pieces[:] = [
        p
        for n, m in b.pieces
        for p in ((n, m.rotate("y", turn).move(x=shift)), (n, m.rotate("y", turn).move(x=shift).mirror("x")))
    ]


@design("shoe", "high heel")
def court_shoe(b: Builder) -> None:
    """High heel, pump, loafer or ballerina: low-cut upper, raised heel, sometimes straps."""
    long, wide = b.uniform(0.2, 0.25), b.uniform(0.07, 0.085)
    rise, thick = b.pick(0.012, b.uniform(0.03, 0.11)), b.uniform(0.003, 0.02)
    pointed = b.uniform(0.2, 1.0)
    arch = np.array(
        [(0, rise + thick), (0.25, rise * 0.97 + thick), (0.62, thick), (0.85, thick), (1, thick + 0.008)]
    )
    high = b.uniform(0.025, 0.05)
    profile = arch[:, 1] + np.array([high * 1.2, high * 0.75, high * 0.55, high, 0.016])
    upper = np.c_[arch[:, 0], profile]
    b.add("sole > sole|outsole", _sole(long, wide, thick, arch, pointed))
    z = np.linspace(0.02, 0.99, 18)
    body = _upper(long, wide, upper, arch, pointed)
    b.add("upper > upper|vamp", body)
    width = b.pick(0.008, 0.016, 0.028)
    heel = rod(
        (0, 0, long * 0.06), (0, rise + thick * 0.5, long * 0.1), width * 0.5, width * b.uniform(0.9, 1.4), 14
    )
    if rise < 0.02 or b.chance(0.25):
        heel = box(wide * 0.7, rise + thick, long * 0.24, 0.004).move(
            y=(rise + thick) / 2 - 0.002, z=long * 0.13
        )
    b.add("heel|heel block", heel)
    if b.chance(0.4):
        y = float(np.interp(0.45, upper[:, 0], upper[:, 1]))
        arch_ = curve([(-0.46, y - 0.02, 0.45), (0, y + 0.018, 0.42), (0.46, y - 0.02, 0.45)], 12) * [
            wide,
            1,
            long,
        ]
        b.add("strap|buckle strap", sweep(arch_, 0.003, section=rectangle(4, 1)))
    if b.chance(0.3):
        at = float(np.interp(0.75, upper[:, 0], upper[:, 1]))
        b.add("bow|buckle|ornament", box(0.035, 0.006, 0.018, 0.002).move(y=at + 0.002, z=z[13] * long))
    if b.chance(0.4):
        _pair(b, wide)


@design("shoe", "sandal")
def sandal(b: Builder) -> None:
    """Sandal, slipper, clog or flip-flop: a sole with straps."""
    long, wide, thick = b.uniform(0.22, 0.29), b.uniform(0.085, 0.11), b.uniform(0.012, 0.045)
    flat = np.array([(0, thick + b.pick(0.0, 0.02)), (0.5, thick), (1, thick)])
    b.add("sole > sole|outsole", _sole(long, wide, thick, flat, b.uniform(0, 0.5)))
    kind = b.pick("thong", "slide", "straps")
    if kind == "thong":
        for s in (-1, 1):
            path = curve(
                [
                    (0, thick, 0.8 * long),
                    (s * wide * 0.25, thick + 0.035, 0.66 * long),
                    (s * wide * 0.5, thick, 0.42 * long),
                ],
                12,
            )
            b.add("strap|upper", sweep(path, 0.005, section=ellipse(1.8, 0.7, 8)))
    else:
        for z in (0.7,) if kind == "slide" else (0.75, 0.55):
            half = wide * 0.5
            path = curve(
                [
                    (-half, thick, 0),
                    (-half * 0.7, thick + 0.045, 0),
                    (half * 0.7, thick + 0.045, 0),
                    (half, thick, 0),
                ],
                16,
            )
            size = 0.035 if kind == "slide" else 0.012
            b.add("strap|upper", sweep(path + [0, 0, z * long], size, section=ellipse(1.0, 0.1, 12)))
    if kind == "straps":
        angle = np.linspace(-0.5 * np.pi, 1.5 * np.pi, 26)
        lift = thick + 0.045 * np.clip(1.2 - np.abs(np.sin(angle)) ** 2, 0.2, 1)
        loop = np.stack([wide * 0.47 * np.cos(angle), lift, long * (0.2 + 0.17 * np.sin(angle))], 1)
        b.add("strap|buckle strap", sweep(loop[:-1], 0.003, section=rectangle(3, 0.8), closed=True))
    if b.chance(0.6):
        _pair(b, wide)


@design("boot")
def boot(b: Builder) -> None:
    """Work, rubber, cowboy or army boot: tall shaft, heel, laces or pull loops; one or a pair."""
    long, wide = b.uniform(0.26, 0.31), b.uniform(0.09, 0.115)
    thick, pointed, rise = b.uniform(0.015, 0.03), b.uniform(0, 1.0), b.pick(0.0, b.uniform(0.01, 0.03))
    arch = np.array([(0, thick + rise), (0.28, thick + rise), (0.5, thick), (1, thick + 0.008)])
    profile = np.array([(0, 0.1), (0.3, 0.11), (0.45, 0.095), (0.65, 0.07), (0.9, 0.055), (1, 0.03)]) + [
        0,
        thick,
    ]
    b.add("sole > sole|outsole", _sole(long, wide, thick, arch, pointed))
    b.add("upper > upper|vamp", _upper(long, wide, profile, arch, pointed))
    b.add(
        "heel|heel block",
        box(wide * 0.8, rise + thick, long * 0.27, 0.004).move(y=(rise + thick) / 2 - 0.001, z=long * 0.15),
    )
    tall, flare = b.uniform(0.16, 0.42), b.uniform(0.95, 1.25)
    shaft = [(1, 0.07), (1.02, 0.1), (flare, tall), (flare * 0.92, tall), (0.9, 0.1)]
    b.add("upper > shaft|leg", lathe(shaft, 22).scale(wide * 0.47, 1, long * 0.21).move(z=long * 0.21))
    if b.chance(0.5):
        cuff = [
            (flare * 0.98, tall - 0.03),
            (flare * 1.08, tall - 0.03),
            (flare * 1.08, tall + 0.01),
            (flare * 0.95, tall + 0.01),
        ]
        b.add("upper > collar|cuff", lathe(cuff, 22).scale(wide * 0.47, 1, long * 0.21).move(z=long * 0.21))
    if b.chance(0.5):
        for y in np.linspace(0.1, tall - 0.03, b.integer(4, 9)):
            z = long * 0.21 + long * 0.22 * (1 + (flare - 1) * y / tall)
            path = curve(
                [
                    (-wide * 0.2, y, z - 0.016),
                    (0, y + b.uniform(-0.006, 0.006), z + 0.004),
                    (wide * 0.2, y, z - 0.016),
                ],
                7,
            )
            b.add("lace|shoelace", sweep(path, 0.003, sides=6))
    elif b.chance(0.5):
        symmetric(
            b, "pull loop|strap", box(0.003, 0.06, 0.03).move(x=wide * 0.48 * flare, y=tall, z=long * 0.21)
        )
    if b.chance(0.5):
        _pair(b, wide)


# -- clothes ---------------------------------------------------------------------------------------


@design("glove")
def glove(b: Builder) -> None:
    """Hand-shaped glove or mitten, fingers up."""
    wide, tall = b.uniform(0.08, 0.1), b.uniform(0.085, 0.11)
    deep, mitten = wide * b.uniform(0.25, 0.4), b.chance(0.3)
    palm = [
        np.c_[ellipse(wide / 2 * w, deep / 2 * d, 18), np.full(18, tall * t)][:, [0, 2, 1]]
        for t, w, d in ((0, 0.75, 1), (0.4, 0.95, 1.1), (0.85, 1.0, 0.9), (1.0, 0.95, 0.7))
    ]
    b.add("palm|body|hand", skin(palm))
    cuff, flare = b.uniform(0.03, 0.12), b.uniform(0.9, 1.4)
    levels = [
        np.c_[ellipse(wide / 2 * w, deep / 2 * w * 1.15, 18), np.full(18, y)][:, [0, 2, 1]]
        for y, w in ((-cuff, 0.85 * flare), (0.004, 0.8))
    ]
    b.add("cuff|wrist", skin(levels))
    spread, curl = b.uniform(0, 9), b.uniform(0, 25)
    if mitten:
        b.add("finger|fingers", sphere(wide * 0.48, tall * 0.85, deep * 0.5, sides=18).move(y=tall * 0.95))
    for k, size in enumerate(() if mitten else (0.75, 0.95, 1.0, 0.85)):
        x = (k - 1.5) * wide * 0.25
        finger = capsule(wide * 0.13, tall * 0.95 * size, sides=10).move(y=tall * 0.45 * size).rotate("x", curl)
        b.add("finger|fingers", finger.rotate("z", -(k - 1.5) * spread).move(x=x, y=tall * 0.93))
    thumb = capsule(wide * 0.15, tall * 0.75, sides=10).move(y=tall * 0.33).rotate("z", -b.uniform(25, 55))
    b.add("thumb", thumb.move(x=wide * 0.36, y=tall * 0.3))


def _tube(rings: list[tuple[float, float, float, float]], tilt: float = 0.0) -> Mesh:
    """Cloth tube through elliptic rings (x, y, half width, half depth)."""
    return skin(
        [
            np.c_[ellipse(w, d, 20) @ np.array([[1, 0], [0, 1]]), np.full(20, y)][:, [0, 2, 1]] + [x, 0, 0]
            for x, y, w, d in rings
        ]
    )


@design("shirt", "jacket")
def shirt(b: Builder) -> None:
    """T-shirt, shirt or jacket: torso, sleeves long or short, collar, buttons, pockets."""
    wide, tall, deep = b.uniform(0.44, 0.58), b.uniform(0.58, 0.78), b.uniform(0.16, 0.26)
    waist = b.uniform(0.85, 1.05)
    half = wide / 2
    b.add(
        "torso|body",
        _tube(
            [
                (0, 0, half * waist, deep / 2),
                (0, tall * 0.45, half * 0.93, deep / 2),
                (0, tall * 0.8, half, deep / 2),
                (0, tall * 0.95, half * 0.75, deep * 0.38),
                (0, tall, half * 0.4, deep * 0.3),
            ]
        ),
    )
    length, drop = b.pick(b.uniform(0.18, 0.26), b.uniform(0.5, 0.62)), b.uniform(10, 80)
    sleeve = cylinder(deep * 0.42, length, deep * b.uniform(0.24, 0.4), 16).rotate("z", 180).move(y=-length / 2)
    sleeve = sleeve.rotate("z", 90 - drop).move(x=half * 0.86, y=tall * 0.83)
    symmetric(b, "sleeve|arm > sleeve|arm", sleeve)
    if length > 0.4 and b.chance(0.7):
        cuff = (
            cylinder(deep * 0.3, 0.06, sides=16)
            .move(y=-length)
            .rotate("z", 90 - drop)
            .move(x=half * 0.86, y=tall * 0.83)
        )
        symmetric(b, "sleeve|arm > cuff", cuff)
    b.add(
        "collar|neckline",
        torus(half * 0.38, b.uniform(0.008, 0.025), 22)
        .scale(1, 1.3, 0.85 * deep / wide * 1.6)
        .move(y=tall * 1.0),
    )
    if b.chance(0.5):
        for t in np.linspace(0.1, 0.88, b.integer(4, 7)):
            b.add(
                "button", cylinder(0.008, 0.006, sides=12).rotate("x", 90).move(y=tall * t, z=deep / 2 + 0.002)
            )
    if b.chance(0.4):
        b.add(
            "pocket",
            box(wide * 0.2, wide * 0.22, 0.012, 0.003).move(x=wide * 0.22, y=tall * 0.68, z=deep / 2 - 0.012),
        )


@design("trousers")
def trousers(b: Builder) -> None:
    """Trousers, jeans or shorts, standing: hips, two legs, waistband, pockets, belt loops."""
    wide, deep, hip = b.uniform(0.34, 0.42), b.uniform(0.18, 0.24), b.uniform(0.22, 0.28)
    length = b.pick(b.uniform(0.68, 0.8), b.uniform(0.68, 0.8), b.uniform(0.15, 0.3))
    half, flare, gap = wide / 2, b.uniform(0.6, 1.15), b.uniform(0.0, 0.06)
    b.add(
        "hip|seat|body",
        _tube(
            [
                (0, length - 0.02, half * 1.06, deep / 2),
                (0, length + hip * 0.5, half * 1.0, deep / 2),
                (0, length + hip, half * 0.86, deep * 0.42),
            ]
        ),
    )
    leg = _tube(
        [
            (half * 0.52 + gap, 0, half * 0.48 * flare, deep * 0.42 * flare),
            (half * 0.52 + gap / 2, length * 0.5, half * 0.48, deep * 0.42),
            (half * 0.52, length, half * 0.54, deep * 0.5),
        ]
    )
    symmetric(b, "leg|trouser leg > leg|trouser leg", leg)
    if b.chance(0.4):
        cuff = _tube(
            [
                (half * 0.52 + gap, -0.005, half * 0.52 * flare, deep * 0.46 * flare),
                (half * 0.52 + gap, 0.05, half * 0.52 * flare, deep * 0.46 * flare),
            ]
        )
        symmetric(b, "leg|trouser leg > cuff|hem", cuff)
    b.add(
        "waistband|belt",
        _tube(
            [
                (0, length + hip - 0.005, half * 0.9, deep * 0.45),
                (0, length + hip + 0.035, half * 0.88, deep * 0.44),
            ]
        ),
    )
    if b.chance(0.6):
        b.add(
            "button|buckle",
            cylinder(0.012, 0.01, sides=14).rotate("x", 90).move(y=length + hip + 0.015, z=deep * 0.45),
        )
    if b.chance(0.6):
        symmetric(
            b,
            "pocket",
            box(half * 0.5, 0.14, 0.012, 0.004).move(x=half * 0.45, y=length + hip * 0.5, z=-deep * 0.47),
        )


@design("belt")
def belt(b: Builder) -> None:
    """Belt closed in a loop, or rolled out flat, with buckle, prong, holes and keeper."""
    high, thick = b.uniform(0.025, 0.045), b.uniform(0.003, 0.005)
    strip = rectangle(2 * thick, high)
    if b.chance(0.65):
        x, z = b.uniform(0.13, 0.17), b.uniform(0.09, 0.14)
        loop = np.c_[ellipse(x, z, 48), np.zeros(48)][:, [0, 2, 1]]
        b.add("strap|band", sweep(loop, 1.0, section=strip, closed=True))
    else:
        z, length = 0.0, b.uniform(0.8, 1.1)
        b.add("strap|band", box(length, high, thick, thick * 0.3).move(x=length / 2))
        for k in range(5):
            b.add(
                "hole|eyelet",
                cylinder(0.003, thick * 1.3, sides=10).rotate("x", 90).move(x=length * 0.93 - 0.025 * k),
            )
    hoop = np.c_[rectangle(high * b.uniform(1.0, 1.6), high * 1.5, high * b.uniform(0.1, 0.7)), np.zeros(20)]
    b.add("buckle > frame|buckle", sweep(hoop, 0.003, closed=True, sides=8).move(z=z + thick))
    b.add("buckle > prong|pin", rod((-high * 0.4, 0, z + thick * 2), (high * 0.6, 0, z + thick * 2), 0.0018))
    b.add("loop|keeper", box(0.01, high * 1.15, thick * 3, 0.001).move(x=high * 1.6, z=z * 0.97))


@design("ring")
def finger_ring(b: Builder) -> None:
    """Plain band, signet or diamond ring standing upright."""
    radius, thick = b.uniform(0.008, 0.0105), b.uniform(0.0008, 0.002)
    wide = b.uniform(0.002, 0.006)
    outline = rectangle(2 * thick, wide, thick * b.pick(0.1, 0.9)) + [radius + thick, 0]
    band = lathe([*outline, outline[0]], 40).rotate("x", 90)
    b.add("band|hoop|ring", band)
    kind, top, size = b.pick("gem", "gem", "signet", "plain"), radius + thick * 2, b.uniform(0.002, 0.005)
    if kind == "gem":
        shape = [(0, 0), (size, size * 1.1), (size * 0.65, size * 1.6), (0, size * 1.6)]
        b.add("stone|gem|diamond", lathe(shape, b.pick(6, 8, 12)).move(y=top))
        prong = rod((0, -0.0005, size * 0.3), (0, size * 1.25, size * 1.05), size * 0.12)
        b.add("setting|prong|claw", ring(prong, b.pick(4, 6), start=15).move(y=top))
    elif kind == "signet":
        b.add(
            "face|plate|signet",
            cylinder(size * 1.5, 0.002, sides=b.pick(4, 8, 24), bevel=0.0003).scale(1, 1, 0.85).move(y=top),
        )
    if kind != "signet" and b.chance(0.3):
        small = ring(sphere(thick * 0.8, sides=8).move(y=radius + thick * 2), 9, "z", -60, 120)
        b.add("stone|gem|diamond", small)
    turn_all(b, "x", b.pick(0.0, 90.0))


@design("tie")
def tie(b: Builder) -> None:
    """Necktie hanging from its knot with a collar loop, or a bow tie."""
    if b.chance(0.3):
        wing = np.array([(0.01, 0.008), (0.05, 0.025), (0.055, 0), (0.05, -0.025), (0.01, -0.008)]) * b.uniform(
            0.9, 1.4
        )
        symmetric(b, "wing|loop|blade", extrude(wing, b.uniform(0.006, 0.018)))
        b.add("knot", box(0.022, 0.024, 0.02, 0.006))
        length = 0.0
    else:
        length, wide = b.uniform(0.35, 0.5), b.uniform(0.06, 0.1)
        blade = [(-0.014, 0), (0.014, 0), (wide / 2, -length * 0.9), (0, -length), (-wide / 2, -length * 0.9)]
        b.add("blade|front", extrude(blade, 0.004).move(z=0.004))
        if b.chance(0.6):
            b.add("tail|back blade", extrude(np.array(blade) * [0.55, 0.8], 0.003).move(z=-0.003))
        b.add("knot", box(0.042, 0.036, 0.02, 0.006).taper(1.4).move(y=0.012))
        if b.chance(0.3):
            b.add("tie clip|pin", box(0.05, 0.006, 0.012).move(y=-length * 0.45))
    loop = [
        (0.065 * np.sin(a), 0.02 + 0.03 * (1 - np.cos(a)) / 2, -0.07 + 0.07 * np.cos(a))
        for a in np.linspace(0, 2 * np.pi, 28)[:-1]
    ]
    b.add("collar|neck band|loop", sweep(np.array(loop), 0.003, section=rectangle(1.2, 8), closed=True))


# -- umbrellas and canes ---------------------------------------------------------------------------


def _crook(b: Builder, length: float, radius: float) -> Mesh:
    """Handle below y = 0: hooked, straight or a ball."""
    kind, hook = b.pick("hook", "hook", "straight", "ball"), b.uniform(0.03, 0.055)
    if kind == "hook":
        arc_ = [
            (hook - hook * np.cos(a), -length - hook * np.sin(a), 0)
            for a in np.linspace(0, np.pi * b.uniform(0.85, 1.15), 14)
        ]
        return sweep(np.array([(0, 0, 0), (0, -length * 0.5, 0), *arc_]), radius, sides=12)
    if kind == "ball":
        return sphere(radius * 2.2, sides=16).move(y=-radius * 2) + cylinder(radius, length, sides=12).move(
            y=-length / 2
        )
    return grip(b, length * 1.6, radius * 1.2).mirror("y")


@design("umbrella", "umbrella", "parasol")
def umbrella(b: Builder) -> None:
    """Open umbrella or beach parasol: scalloped canopy on ribs with stretchers, shaft, tip and handle."""
    beach = b.chance(0.3)
    radius = b.uniform(0.8, 1.5) if beach else b.uniform(0.42, 0.65)
    rise, count = radius * b.uniform(0.3, 0.6), b.pick(6, 8, 8, 10, 12, 16)
    sag, bulge = b.uniform(0.0, 0.12), b.uniform(0.5, 1.0)
    turn = np.linspace(0, 2 * np.pi, count * 4 + 1)
    dip = 1 - sag * np.abs(np.sin(turn * count / 2)) ** 1.0
    rows = []
    for t in np.linspace(0.01, 1, 9):
        r = radius * t * (1 - (1 - dip) * t)
        drop = rise * (bulge * t**2 + (1 - bulge) * t)
        rows.append(np.c_[r * np.sin(turn), np.full(len(turn), -drop), r * np.cos(turn)])
    b.add("canopy|fabric|cover > canopy|fabric|cover", sheet(np.array(rows)[::-1], b.uniform(0.002, 0.006)))
    if b.chance(0.2):
        hem = np.array([rows[-1], rows[-1] + [0, -radius * 0.12, 0]])
        b.add("canopy|fabric|cover > valance|flap", sheet(hem, 0.003))
    size = 0.0035 if not beach else 0.012
    rib = np.array(
        [(0, -rise * (bulge * t**2 + (1 - bulge) * t) - size * 2, radius * t) for t in np.linspace(0.02, 1, 9)]
    )
    b.add("rib|spoke > rib|spoke", ring(sweep(rib, size, sides=6), count))
    slide = -rise * b.uniform(0.9, 1.3)
    if b.chance(0.8):
        b.add("rib|spoke > stretcher|strut", ring(rod((0, slide, 0.008), rib[4], size * 0.8, sides=6), count))
        b.add("runner|slider|hub", cylinder(size * 4, size * 8, sides=14).move(y=slide))
    pole, length = size * b.uniform(1.4, 2.4), b.uniform(2.0, 2.5) if beach else b.uniform(0.5, 0.75)
    b.add("pole|shaft|stick", rod((0, 0.0, 0), (0, -length, 0), pole))
    tall = b.uniform(0.03, 0.08) * (2 if beach else 1)
    b.add("tip|ferrule|top", rod((0, -0.005, 0), (0, tall, 0), pole * 1.5, pole * 0.7))
    if b.chance(0.5) and not beach:
        b.add(
            "rib|spoke > rib tip|end",
            ring(sphere(size * 2, sides=8).move(y=rib[-1][1], z=radius * (1 if sag else 1)), count),
        )
    if not beach:
        b.add("handle|grip", _crook(b, b.uniform(0.06, 0.1), b.uniform(0.009, 0.014)).move(y=-length))
        turn_all(b, "z", b.pick(0.0, 0.0, b.uniform(-60, 60), 180.0))
    else:
        base = b.pick(cylinder(0.22, 0.06, 0.2), box(0.45, 0.07, 0.45, 0.02))
        b.add("base|stand|foot", base.move(y=-length))


@design("umbrella")
def closed_umbrella(b: Builder) -> None:
    """Folded umbrella: pleated canopy wrapped round the shaft, tied with a strap; tip down or up."""
    length, fold = b.uniform(0.45, 0.6), b.pick(6, 8)
    fat = b.uniform(0.022, 0.055)
    angle = np.linspace(0, 2 * np.pi, fold * 4, endpoint=False)
    pleat = 1 - b.uniform(0.15, 0.5) * (0.5 + 0.5 * np.cos(angle * fold))
    twist = b.uniform(0, 2)
    rows = []
    for t in np.linspace(0, 1, 9):
        r = fat * pleat * np.interp(t, [0, 0.2, 0.8, 1], [0.65, 1.0, 0.55, 0.2])
        rows.append(
            np.c_[r * np.sin(angle + twist * t), np.full(len(angle), length * t), r * np.cos(angle + twist * t)]
        )
    b.add("canopy|fabric|cover > canopy|fabric|cover", skin(rows))
    if b.chance(0.6):
        b.add("canopy|fabric|cover > strap|tie", torus(fat * 0.85, 0.006, 18).move(y=length * 0.35))
    b.add("pole|shaft|stick", rod((0, -0.14, 0), (0, length, 0), 0.005))
    b.add("tip|ferrule|top", rod((0, length - 0.005, 0), (0, length + b.uniform(0.03, 0.09), 0), 0.006, 0.0035))
    b.add("handle|grip", _crook(b, b.uniform(0.06, 0.1), b.uniform(0.009, 0.014)).move(y=-0.1))
    any_pose(b)


@design("walking cane")
def cane(b: Builder) -> None:
    """Walking stick: crook, knob, T or derby handle, rubber tip, sometimes a collar or four feet."""
    length, radius = b.uniform(0.75, 0.92), b.uniform(0.007, 0.012)
    b.add("shaft|stick|pole", rod((0, 0.02, 0), (0, length, 0), radius * 0.85, radius))
    if b.chance(0.3):
        bar = (
            capsule(radius * 1.5, b.uniform(0.1, 0.13))
            .rotate("z", 90 + b.uniform(-8, 8))
            .move(x=0.02, y=length)
        )
        b.add("handle|grip", bar)
    else:
        b.add("handle|grip", _crook(b, 0.03, radius * 1.15).mirror("y").move(y=length))
    if b.chance(0.6):
        b.add("collar|band|ring", cylinder(radius * 1.3, 0.02, sides=16).move(y=length - b.uniform(0, 0.03)))
    if b.chance(0.2):
        leg = sweep(curve([(0, 0.1, 0), (0, 0.09, 0.05), (0, 0.0, 0.1)], 9), 0.006)
        b.add("foot|leg", ring(leg, 4, start=45))
    b.add("tip|ferrule", cylinder(radius * 1.5, 0.03, radius * 1.1, 14).move(y=0.015))
    any_pose(b)
