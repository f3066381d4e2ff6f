"""Hulls, railings and other pieces that vessels of the sea share. They sail towards +z."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth import mesh as g
from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh
from pa3d.synth.parts import put, rod, skin

HEIGHTS = np.linspace(0, 1, 8) ** 1.7  # of the points of a hull's section


@dataclass(frozen=True)
class Hull:
    """Hull with its bow at +z: rows of (z, half beam, keel, sheer); shape: 0.3 round, 1 a vee."""

    rows: NDArray[np.float64]
    shape: float
    rake: float

    def side(self, row: ArrayLike, inset: float = 0.0) -> NDArray[np.float64]:
        """Half a section, keel to gunwale."""
        z, beam, keel, sheer = row
        u = HEIGHTS
        lean = self.rake * u * max((z - self.rows[0, 0]) / np.ptp(self.rows[:, 0]), 0) ** 4
        return np.stack(
            [max(beam - inset, 1e-3) * u**self.shape, keel + inset + (sheer - keel - inset) * u, z + lean], 1
        )

    def solid(self) -> Mesh:
        sections = []
        for row in self.rows:
            half = self.side(row)
            sections.append(np.concatenate([half, (half * [-1, 1, 1])[:0:-1]]))
        return skin(sections)

    def open(self, wall: float) -> Mesh:
        """Hollow hull with a transom or pointed ends."""
        sections = []
        for row in self.rows:
            out, into = self.side(row), self.side(row, wall)
            sections.append(
                np.concatenate([(out * [-1, 1, 1])[::-1], out[1:], into[::-1], (into * [-1, 1, 1])[1:]])
            )
        stern = Hull(np.stack([self.rows[0], self.rows[0] + [wall, 0, 0, 0]]), self.shape, 0)
        return skin(sections) + stern.solid()

    def at(self, z: float) -> NDArray[np.float64]:
        """(half beam, keel, sheer) at z."""
        return np.array([np.interp(z, self.rows[:, 0], self.rows[:, i]) for i in (1, 2, 3)])

    def floor(self, z0: float, z1: float, share: float, inset: float, thick: float) -> Mesh:
        """Plate across the hull between two z at a share of its depth: a deck at 1."""
        grid = []
        for z in np.linspace(z0, z1, 10):
            beam, keel, sheer = self.at(z)
            x = max(beam * np.interp(share, HEIGHTS, HEIGHTS**self.shape) - inset, 1e-3)
            y = keel + (sheer - keel) * share
            grid.append([(-x, y, z), (x, y, z)])
        grid = np.array(grid)
        grid[:, :, 2] += (
            self.rake * share * ((grid[:, :, 2] - self.rows[0, 0]) / np.ptp(self.rows[:, 0])).clip(0) ** 4
        )
        return skin([[p[0], p[1], p[1] - [0, thick, 0], p[0] - [0, thick, 0]] for p in grid])


def hull(
    length: float,
    beam: float,
    depth: float,
    *,
    stern: float = 0.8,
    bow: float = 1.6,
    widest: float = 0.4,
    sheer: float = 0.3,
    rocker: float = 0.3,
    shape: float = 0.5,
    rake: float = 0.0,
) -> Hull:
    """stern: share of the beam there; bow: fullness; sheer and rocker lift the ends' top and keel."""
    t = np.linspace(0, 1, 19)
    back = stern + (1 - stern) * np.sin(np.clip(t / widest, 0, 1) * np.pi / 2)
    front = (1 - np.clip((t - widest) / (1 - widest), 0, 1) ** bow).clip(0)
    half = beam / 2 * np.where(t < widest, back, front).clip(0.006)
    low = depth * rocker * (np.clip((t - 0.55) / 0.45, 0, 1) ** 2.5 + 0.4 * np.clip((0.3 - t) / 0.3, 0, 1) ** 2)
    high = depth * (
        1 + sheer * (np.clip((t - 0.35) / 0.65, 0, 1) ** 2 + 0.4 * np.clip((0.35 - t) / 0.35, 0, 1) ** 2)
    )
    return Hull(np.stack([(t - 0.5) * length, half, low, high], 1), shape, rake)


def railing(b: Builder, shape: Hull, z0: float, z1: float, height: float) -> None:
    """Posts and a rail along both sides between two z."""
    spots = []
    for z in np.linspace(z0, z1, 7):
        beam, _, sheer = shape.at(z)
        spots.append(np.array([beam * 0.93, sheer, z]))
    thick = height * 0.05
    rail = g.sweep(np.array(spots) + [0, height, 0], thick, sides=6)
    for spot in spots:
        rail = rail + rod(spot, spot + [0, height, 0], thick, 6)
    put(b, [("railing|rail", rail)], mirror=True)


def radar_mast(b: Builder, y: float, z: float, height: float) -> None:
    """Mast with a crosstree and a radar."""
    thick = height * 0.04
    mast = rod((0, y, z), (0, y + height, z), thick, 8, thick * 0.5)
    b.add(
        "mast",
        mast + rod((-height * 0.2, y + height * 0.7, z), (height * 0.2, y + height * 0.7, z), thick * 0.5),
    )
    if b.chance(0.6):
        b.add(
            "radar|antenna",
            g.box(height * 0.3, height * 0.05, height * 0.06)
            .rotate("y", b.uniform(0, 90))
            .move(y=y + height * 0.85, z=z),
        )
    elif b.chance():
        b.add("radar|antenna", g.sphere(height * 0.12, sides=12).move(y=y + height, z=z))
