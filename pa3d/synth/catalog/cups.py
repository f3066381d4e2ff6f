"""Mugs and cups."""

from __future__ import annotations

from pa3d.synth.build import Builder, design
from pa3d.synth.mesh import cylinder, curve, lathe, sweep


@design("mug")
def mug(b: Builder) -> None:
    """Straight, tapered, or bellied cup with an ear on +x; sometimes two ears."""
    height, radius, wall = b.uniform(0.08, 0.12), b.uniform(0.035, 0.05), b.uniform(0.002, 0.005)
    belly, foot = b.uniform(0.95, 1.15), b.uniform(0.7, 1.05)
    outside = curve([(radius * foot, 0), (radius * belly, height * 0.45), (radius, height)], 10)
    inside = outside[::-1] - [wall, 0]
    inside[:, 1] = inside[:, 1].clip(min=wall * 2)
    b.add("cup|body|container > body|cup", lathe([(0, 0), *outside, *inside, (0, wall * 2)], 32))
    low, high, reach = height * b.uniform(0.12, 0.3), height * b.uniform(0.75, 0.95), radius * b.uniform(0.5, 0.9)
    ear = [(radius * 0.97, low, 0), (radius + reach, low + 0.01, 0), (radius + reach, high - 0.01, 0), (radius * 0.97, high, 0)]
    handle = sweep(curve(ear, 18), b.uniform(0.003, 0.007))
    b.add("handle|ear", handle)
    if b.chance(0.1):
        b.add("handle|ear", handle.rotate("y", 180))
    if b.chance(0.15):
        b.add("liquid|coffee", cylinder(radius * 0.9, 0.001).move(y=height * 0.8))
