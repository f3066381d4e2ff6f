"""Shoes and boots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder, design, symmetric
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import skin, stick, wire


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
        b.add("lace|shoelace", wire(path, 0.003, 7, 6))
    if b.chance(0.6):
        y = float(np.interp(start, profile[:, 0], profile[:, 1])) + 0.004
        for s in (-1, 1):
            loop = g.curve(
                [(0, y, 0), (s * 0.03, y + 0.008, 0.01), (s * 0.035, y - 0.004, -0.008), (0, y, 0)], 14
            )
            b.add("lace|shoelace", g.sweep(loop + [0, 0, start * long], 0.0025, sides=6))


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
    b.add("upper > collar|opening|ankle", g.sweep(opening, b.uniform(0.004, 0.009), sides=8, closed=True))
    inside = (
        g.cylinder(1, 0.002, sides=20).scale(wide * 0.29, 1, long * 0.12).move(y=high + 0.001, z=long * 0.16)
    )
    b.add("interior|lining", inside)
    tongue = g.curve([(0, toe + 0.012, 0.62), (0, high * 0.8 + 0.022, 0.4), (0, high + 0.03, 0.31)], 8) * [
        1,
        1,
        long,
    ]
    b.add("tongue", g.sweep(tongue, wide * 0.22, section=g.ellipse(1, 0.18, 12)))
    _laces(b, long, wide, profile + [0, 0.012], 0.36, 0.62)
    if b.chance(0.4):
        cap = g.sphere(wide * 0.47, toe * 0.62, long * 0.14, sides=16).move(y=thick + 0.006, z=long * 0.86)
        b.add("upper > toe cap|toe", cap)
    if b.chance(0.5):
        b.add(
            "upper > heel counter|counter",
            g.sphere(wide * 0.36, high * 0.42, 0.03, sides=14).move(y=thick + high * 0.32, z=0.02),
        )
    elif b.chance(0.5):
        b.add(
            "heel|heel block",
            g.box(wide * 0.75, thick * 0.8, long * 0.25, 0.005).move(y=-thick * 0.1, z=long * 0.14),
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
    heel = stick(
        (0, 0, long * 0.06), (0, rise + thick * 0.5, long * 0.1), width * 0.5, width * b.uniform(0.9, 1.4), 14
    )
    if rise < 0.02 or b.chance(0.25):
        heel = g.box(wide * 0.7, rise + thick, long * 0.24, 0.004).move(
            y=(rise + thick) / 2 - 0.002, z=long * 0.13
        )
    b.add("heel|heel block", heel)
    if b.chance(0.4):
        y = float(np.interp(0.45, upper[:, 0], upper[:, 1]))
        arch_ = g.curve([(-0.46, y - 0.02, 0.45), (0, y + 0.018, 0.42), (0.46, y - 0.02, 0.45)], 12) * [
            wide,
            1,
            long,
        ]
        b.add("strap|buckle strap", g.sweep(arch_, 0.003, section=g.rectangle(4, 1)))
    if b.chance(0.3):
        at = float(np.interp(0.75, upper[:, 0], upper[:, 1]))
        b.add("bow|buckle|ornament", g.box(0.035, 0.006, 0.018, 0.002).move(y=at + 0.002, z=z[13] * long))
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
            path = g.curve(
                [
                    (0, thick, 0.8 * long),
                    (s * wide * 0.25, thick + 0.035, 0.66 * long),
                    (s * wide * 0.5, thick, 0.42 * long),
                ],
                12,
            )
            b.add("strap|upper", g.sweep(path, 0.005, section=g.ellipse(1.8, 0.7, 8)))
    else:
        for z in (0.7,) if kind == "slide" else (0.75, 0.55):
            half = wide * 0.5
            path = g.curve(
                [
                    (-half, thick, 0),
                    (-half * 0.7, thick + 0.045, 0),
                    (half * 0.7, thick + 0.045, 0),
                    (half, thick, 0),
                ],
                16,
            )
            size = 0.035 if kind == "slide" else 0.012
            b.add("strap|upper", g.sweep(path + [0, 0, z * long], size, section=g.ellipse(1.0, 0.1, 12)))
    if kind == "straps":
        angle = np.linspace(-0.5 * np.pi, 1.5 * np.pi, 26)
        lift = thick + 0.045 * np.clip(1.2 - np.abs(np.sin(angle)) ** 2, 0.2, 1)
        loop = np.stack([wide * 0.47 * np.cos(angle), lift, long * (0.2 + 0.17 * np.sin(angle))], 1)
        b.add("strap|buckle strap", g.sweep(loop[:-1], 0.003, section=g.rectangle(3, 0.8), closed=True))
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
        g.box(wide * 0.8, rise + thick, long * 0.27, 0.004).move(y=(rise + thick) / 2 - 0.001, z=long * 0.15),
    )
    tall, flare = b.uniform(0.16, 0.42), b.uniform(0.95, 1.25)
    shaft = [(1, 0.07), (1.02, 0.1), (flare, tall), (flare * 0.92, tall), (0.9, 0.1)]
    b.add("upper > shaft|leg", g.lathe(shaft, 22).scale(wide * 0.47, 1, long * 0.21).move(z=long * 0.21))
    if b.chance(0.5):
        cuff = [
            (flare * 0.98, tall - 0.03),
            (flare * 1.08, tall - 0.03),
            (flare * 1.08, tall + 0.01),
            (flare * 0.95, tall + 0.01),
        ]
        b.add("upper > collar|cuff", g.lathe(cuff, 22).scale(wide * 0.47, 1, long * 0.21).move(z=long * 0.21))
    if b.chance(0.5):
        for y in np.linspace(0.1, tall - 0.03, b.integer(4, 9)):
            z = long * 0.21 + long * 0.22 * (1 + (flare - 1) * y / tall)
            path = g.curve(
                [
                    (-wide * 0.2, y, z - 0.016),
                    (0, y + b.uniform(-0.006, 0.006), z + 0.004),
                    (wide * 0.2, y, z - 0.016),
                ],
                7,
            )
            b.add("lace|shoelace", g.sweep(path, 0.003, sides=6))
    elif b.chance(0.5):
        symmetric(
            b, "pull loop|strap", g.box(0.003, 0.06, 0.03).move(x=wide * 0.48 * flare, y=tall, z=long * 0.21)
        )
    if b.chance(0.5):
        _pair(b, wide)
