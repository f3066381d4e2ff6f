"""Hats, caps, helmets and crowns."""

from __future__ import annotations

import numpy as np

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import stick, turn_all


def _dome(
    x: float, y: float, z: float, flat: float, wall: float = 0.003, start: float = 0.0, stop: float = 360.0
) -> Mesh:
    """Hollow half shell open below; `flat` > 1 makes its top blunt."""
    angle = np.radians(np.linspace(0, 90, 10))
    r, h = np.cos(angle) ** (1 / flat), np.sin(angle) ** (1 / flat)
    outer = np.c_[r, h]
    inner = outer[::-1] * (1 - wall / x)
    whole = g.lathe([*outer, *inner], 28, stop - start)
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
    return g.sheet(np.array(rows), 0.003)


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
        b.add("panel|dome|crown > button", g.sphere(0.009, 0.005, 0.009, sides=12).move(y=tall))
    if b.chance(0.5):
        hoop = np.c_[g.ellipse(x, z, 28), np.zeros(28)][:, [0, 2, 1]]
        b.add("panel|dome|crown > band|sweatband", g.sweep(hoop + [0, 0.006, 0], 0.006, sides=6, closed=True))
    if b.chance(0.3):
        for turn in (30, 90, 150):
            climb = np.linspace(0.02, 1.57, 14)
            seam = np.stack([0 * climb, np.sin(climb) ** (1 / flat), np.cos(climb) ** (1 / flat)], 1)
            for k in (0, 180):
                line = g.sweep(seam * 1.005, 0.02, sides=5).rotate("y", turn + k)
                b.add("panel|dome|crown > seam|stitching", line.scale(x, tall, z))
    if b.chance(0.35):
        b.add(
            "panel|dome|crown > logo|badge",
            g.sphere(0.025, 0.02, 0.006, sides=14).rotate("x", -25).move(y=tall * 0.5, z=z * 0.88),
        )
    if b.chance(0.3):
        b.add(
            "strap|adjuster",
            g.torus(0.03, 0.006, 14, 180).rotate("x", 90).rotate("z", 90).move(y=0.02, z=-z * 0.98),
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
    top = g.lathe(unit, 30).scale(x, 1, z)
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
        g.lathe([(1.01, 0), (1.02, 0), (1.02, band), (1.01, band)], 30).scale(x, 1, z),
    )
    reach = b.uniform(0.035, 0.06)
    b.add(
        "peak|brim|visor > peak|brim|visor",
        _brim(b, x * 1.0, z, reach, b.uniform(55, 75), b.uniform(0.2, 0.7), b.uniform(0, 0.3)),
    )
    if b.chance(0.6):
        b.add(
            "panel|dome|crown > logo|badge",
            g.box(0.03, 0.035, 0.008, 0.003).move(y=band + rise * 0.3, z=z * 1.1),
        )
    if b.chance(0.4):
        strap = np.array(
            [(x * 1.03 * np.sin(a), 0.01, z * 1.04 * np.cos(a)) for a in np.linspace(-1.2, 1.2, 16)]
        )
        b.add("strap|adjuster", g.sweep(strap, 0.004, sides=6))


@design("cap")
def soft_cap(b: Builder) -> None:
    """Jockey, bucket-brimmed toddler, flat ivy or swim-like cap: smooth shell with a short or stubby peak."""
    x, z = _head_size(b)
    tall, low = b.uniform(0.05, 0.1), b.chance(0.5)
    if low:
        shell = (
            g.sphere(x * 1.08, tall * 0.6, z * 1.15, sides=26).rotate("x", b.uniform(5, 14)).move(y=tall * 0.5)
        )
    else:
        shell = _dome(x, tall * 1.3, z, b.uniform(0.9, 1.3), stop=360)
    b.add("panel|dome|crown > panel|dome|crown", shell)
    if b.chance(0.6):
        b.add(
            "panel|dome|crown > button",
            g.sphere(0.011, 0.007, 0.011, sides=12).move(y=tall * (1.1 if low else 1.3)),
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
            else g.lathe([(0.98, 0), (1, 0), (waist, tall * 0.45), (0.02, tall), (0, tall)], 26).scale(x, 1, z)
        )
    else:
        dip = tall * (0.75 if kind in ("fedora", "cowboy") else 0.99)
        crown = g.lathe(
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
    b.add("brim", g.sheet(np.array(rows), 0.003))
    if b.chance(0.75):
        high = b.uniform(0.015, 0.035)
        slope = 1 - (1 - waist) * high / tall
        b.add(
            "band|ribbon|hatband",
            g.lathe([(1.0, 0.002), (1.03, 0.002), (1.03 * slope, high), (1.0 * slope, high)], 30).scale(
                x, 1, z
            ),
        )
        if b.chance(0.3):
            b.add("buckle|bow|feather", g.box(0.012, 0.03, 0.03, 0.004).move(x=x * 1.03, y=high / 2))


@design("hat")
def knit_hat(b: Builder) -> None:
    """Beanie, chef's hat, party cone, fez or Santa hat: no brim; cuff, pompom or tassel."""
    x, z = _head_size(b)
    kind, tall = b.pick("beanie", "beanie", "chef", "fez", "party"), b.uniform(0.12, 0.2)
    if kind == "beanie":
        crown, top = _dome(x, tall, z, b.uniform(0.9, 1.3)), tall
    elif kind == "chef":
        crown = g.cylinder(x, 0.1, sides=24).move(y=0.05) + g.sphere(x * 1.4, 0.06, x * 1.4).move(y=0.13)
        top = 0.19
    else:
        crown, top = (
            g.lathe([(0.97, 0), (1, 0), (0.75 if kind == "fez" else 0.03, tall), (0, tall)], 26).scale(x, 1, z),
            tall,
        )
    b.add("crown|top", crown)
    if kind != "fez" and b.chance(0.8):
        cuff = b.uniform(0.025, 0.05)
        b.add(
            "cuff|fold|band|ribbon|hatband",
            g.lathe([(0.98, 0), (1.05, 0.004), (1.07, cuff / 2), (1.05, cuff), (0.98, cuff)], 28).scale(
                x, 1, z
            ),
        )
    if kind != "chef" and b.chance(0.8):
        size = b.uniform(0.015, 0.035)
        b.add("pompom|bobble|tassel", g.sphere(size, sides=14).move(y=top + size * 0.7))


def _helmet_vents(b: Builder, x: float, tall: float, z: float, flat: float) -> None:
    """Nine long openings over the top of a bicycle helmet."""
    for dx in (-0.4, 0.0, 0.4):
        for a in (50, 85, 120):
            vent = g.sphere(x * 0.1, 0.006, z * 0.22, sides=10).rotate("x", 90 - a)
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
            g.lathe([(0.93, -tall * 0.8), (0.98, -tall * 0.8), (1.0, 0), (0.93, 0)], 26, arc_)
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
        b.add("visor|face shield", g.sheet(np.array(visor), 0.004).rotate("x", -b.pick(0, 0, 45)))
        chin = [
            np.c_[x * np.sin(angle), np.full(17, y), z * 1.05 * np.cos(angle)]
            for y in (-tall * 0.8, -tall * 0.4)
        ]
        b.add("chin guard|chin bar", g.sheet(np.array(chin), 0.02))
    elif kind == "football":
        for y in (-0.35, -0.6, -0.85):
            angle = np.radians(np.linspace(-60, 60, 13))
            bar = np.c_[x * 1.05 * np.sin(angle), np.full(13, y * tall), z * 1.25 * np.cos(angle)]
            b.add("face mask|face guard|grille", g.sweep(bar, 0.006, sides=8))
        b.add(
            "face mask|face guard|grille",
            stick((0, -tall * 0.85, z * 1.25), (0, -tall * 0.35, z * 1.25), 0.006),
        )
    elif kind == "hard":
        b.add(
            "brim|peak",
            g.lathe([(0.97, -0.004), (1.15, -0.006), (1.15, 0.0), (0.98, 0.008)], 28).scale(x, 1, z),
        )
        for dx in (-0.25, 0, 0.25):
            path = [
                (dx * x, np.sin(a) * tall * 1.0, np.cos(a) * z * 1.0)
                for a in np.radians(np.linspace(20, 160, 14))
            ]
            b.add("ridge|rib", g.sweep(np.array(path), 0.007, sides=6))
    elif kind == "bike":
        _helmet_vents(b, x, tall, z, flat)
    if kind in ("bike", "army", "hard") and b.chance(0.7):
        strap = g.curve(
            [
                (x * 0.97, 0, 0),
                (x * 0.75, -tall * 0.7, z * 0.25),
                (0, -tall * 0.95, z * 0.35),
                (-x * 0.75, -tall * 0.7, z * 0.25),
                (-x * 0.97, 0, 0),
            ],
            22,
        )
        b.add("strap|chin strap", g.sweep(strap, 0.006, section=g.ellipse(1.4, 0.5, 8)))


@design("crown")
def royal_crown(b: Builder) -> None:
    """Crown of a king or queen: a ring with points, jewels, sometimes arches, a cushion and a cross."""
    radius, high = b.uniform(0.08, 0.1), b.uniform(0.02, 0.035)
    flare, count = b.uniform(1.0, 1.25), b.integer(5, 12)
    band = g.lathe([(radius * 0.97, 0), (radius, 0), (radius, high), (radius * 0.97, high)], 32)
    b.add("band|ring|base", band)
    tall, wide = b.uniform(0.03, 0.09), 2 * np.pi * radius / count
    point = g.extrude(
        [(-wide * 0.5, 0), (wide * 0.5, 0), (wide * 0.2, tall * 0.5), (0, tall), (-wide * 0.2, tall * 0.5)],
        0.004,
    )
    lean = np.degrees(np.arctan((flare - 1) * radius / tall)) * 0.7
    b.add("point|spike|prong", g.ring(point.rotate("x", lean).move(y=high * 0.9, z=radius * 0.985), count))
    if b.chance(0.7):
        z = radius * 0.985 + np.sin(np.radians(lean)) * tall
        b.add("ball|pearl", g.ring(g.sphere(0.007, sides=10).move(y=high + tall, z=z), count))
    if b.chance(0.75):
        b.add(
            "jewel|gem|stone",
            g.ring(
                g.sphere(0.008, 0.008, 0.005, sides=10).move(y=high / 2, z=radius), count, start=180 / count
            ),
        )
    if b.chance(0.35):
        arch = g.curve(
            [(0, high, radius * 0.95), (0, high + tall * 1.3, radius * 0.8), (0, high + tall * 1.5, 0)], 12
        )
        b.add("arch", g.ring(g.sweep(arch, 0.006, section=g.rectangle(2, 0.8)), 4))
        b.add("cushion|cap|lining", g.sphere(radius * 0.92, tall * 1.1, radius * 0.92, sides=20).move(y=high))
        b.add("ball|pearl", g.sphere(0.013, sides=12).move(y=high + tall * 1.5 + 0.01))
