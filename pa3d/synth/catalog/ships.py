"""Vessels of the sea: sailing boats, ships, motor boats, canoes, submarines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pa3d.synth.build import Builder, design
from pa3d.synth.catalog.aircraft import Parts, cigar, outward, panel, propeller, put, rod, wing_rows
from pa3d.synth.mesh import (
    Mesh,
    array,
    box,
    curve,
    cylinder,
    extrude,
    lathe,
    loft,
    ring,
    sheet,
    sphere,
    superquadric,
    sweep,
    torus,
)

WINDOW = "cabin|superstructure > window|porthole"
CABIN = "cabin|superstructure > cabin|deckhouse"
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
        return outward(loft(sections))

    def open(self, wall: float) -> Mesh:
        """Hollow hull with a transom or pointed ends."""
        sections = []
        for row in self.rows:
            out, into = self.side(row), self.side(row, wall)
            sections.append(
                np.concatenate([(out * [-1, 1, 1])[::-1], out[1:], into[::-1], (into * [-1, 1, 1])[1:]])
            )
        stern = Hull(np.stack([self.rows[0], self.rows[0] + [wall, 0, 0, 0]]), self.shape, 0)
        return outward(loft(sections)) + stern.solid()

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
        return outward(loft([[g[0], g[1], g[1] - [0, thick, 0], g[0] - [0, thick, 0]] for g in grid]))


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


def _sail(corners: ArrayLike, belly: float) -> Mesh:
    """Cloth between four corners (tack, clew, head clew, head), billowing to +x by `belly`."""
    a, c, d, e = np.asarray(corners, float)
    u = np.linspace(0, 1, 9)
    grid = [[(a + (c - a) * s) * (1 - t) + (e + (d - e) * s) * t for s in u] for t in u]
    lift = np.sin(np.pi * u)[None, :] * (np.sin(np.pi * u * 0.85 + 0.25) + 0.15)[:, None] * belly
    points = np.array(grid)
    points[:, :, 0] += lift
    return sheet(points, 0.01)


# -- sailing boats ---------------------------------------------------------------------------------


def _rig(b: Builder, length: float, deck: float, z: float, height: float, jib: bool) -> None:
    """Mast, boom, mainsail and often a jib, with stays."""
    thick = length * b.uniform(0.007, 0.013)
    b.add("mast", rod((0, deck - thick, z), (0, deck + height, z), thick, 12, thick * 0.7))
    low, reach = deck + height * b.uniform(0.1, 0.16), length * b.uniform(0.33, 0.45)
    swing = b.uniform(-25, 25)
    pivot = (0, 0, z)
    b.add("boom", rod((0, low, z), (0, low, z - reach), thick * 0.8).rotate("y", swing, pivot))
    belly = b.uniform(0.02, 0.12) * length * b.pick(-1, 1)
    if b.chance(0.92):
        peak = reach * b.pick(0.02, 0.02, b.uniform(0.1, 0.35))
        top = deck + height * b.uniform(0.93, 0.99)
        corners = [
            (0, low, z - thick),
            (0, low, z - reach * 0.97),
            (0, top, z - thick - peak),
            (0, top, z - thick),
        ]
        b.add("sail > mainsail", _sail(corners, belly).rotate("y", swing, pivot))
    if jib:
        bow, top = length * b.uniform(0.45, 0.5), deck + height * b.uniform(0.7, 0.95)
        clew = (belly * 0.5, low - height * 0.02, z - length * b.uniform(-0.05, 0.08))
        corners = [(0, deck + height * 0.04, bow), clew, (0, top, z + thick * 2), (0, top, z + thick * 2)]
        b.add("sail > jib|foresail|headsail", _sail(corners, belly))
    if b.chance(0.6):
        wire = rod((0, deck + height, z), (0, deck, length * 0.49), thick * 0.18, 5)
        wire = wire + rod((0, deck + height, z), (0, deck, -length * 0.48), thick * 0.18, 5)
        b.add("rope|rigging|stay", wire)


@design("sailboat", "sailboat")
def sloop(b: Builder) -> None:
    """Sailing yacht: decked hull, low cabin, one mast with mainsail and jib, fin keel, rudder."""
    length = b.uniform(7, 15)
    beam, depth = length * b.uniform(0.26, 0.34), length * b.uniform(0.09, 0.14)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.4, 0.85),
        rocker=b.uniform(0.3, 0.7),
        sheer=b.uniform(0, 0.4),
        rake=length * b.uniform(0, 0.07),
        shape=b.uniform(0.4, 0.7),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.49, length * 0.48, 1.0, beam * 0.02, depth * 0.03).move(y=depth * 0.04)
    )
    z = length * b.uniform(0.05, 0.16)
    if b.chance(0.8):
        house = superquadric(
            beam * b.uniform(0.24, 0.32), depth * b.uniform(0.35, 0.55), length * b.uniform(0.14, 0.2), 0.4, 0.5
        )
        b.add("cabin > cabin", house.move(y=depth * 1.02, z=z - length * 0.06))
        pane = sphere(beam * 0.02, depth * 0.1, length * 0.022, 10)
        for i in range(b.integer(0, 4)):
            put(
                b,
                [("cabin > window|porthole", pane)],
                house.high[0] * 0.97,
                depth * 1.2,
                z + length * (0.0 - 0.045 * i),
                True,
            )
    _rig(b, length, depth * 1.05, z, length * b.uniform(1.0, 1.4), b.chance(0.8))
    if b.chance(0.7):
        chord = length * b.uniform(0.1, 0.25)
        fin = panel(wing_rows(length * b.uniform(0.1, 0.17), chord, chord * 0.75, chord * 0.3, 0, 0.12)).rotate(
            "z", -90
        )
        b.add("keel", fin.move(y=depth * 0.15, z=length * 0.05))
    if b.chance(0.8):
        blade = panel(wing_rows(depth * b.uniform(1.2, 1.8), length * 0.06, length * 0.04, 0, 0, 0.12)).rotate(
            "z", -90
        )
        b.add("rudder", blade.move(y=depth * 0.6, z=-length * 0.46))
    if b.chance(0.4):
        b.add(
            "tiller|helm",
            rod((0, depth * 1.15, -length * 0.46), (0, depth * 1.3, -length * 0.36), length * 0.006),
        )
    elif b.chance(0.4):
        helm = torus(depth * 0.28, depth * 0.03, 18) + ring(
            rod((0, 0, 0), (depth * 0.28, 0, 0), depth * 0.02, 6), 5
        )
        b.add("steering wheel|wheel|helm", helm.rotate("x", 80).move(y=depth * 1.4, z=-length * 0.33))
    if b.chance(0.4):
        _railing(b, shape, length * 0.2, length * 0.44, depth * 0.5)


def _railing(b: Builder, shape: Hull, z0: float, z1: float, height: float) -> None:
    """Posts and a rail along both sides between two z."""
    spots = []
    for z in np.linspace(z0, z1, 7):
        beam, _, sheer = shape.at(z)
        spots.append(np.array([beam * 0.93, sheer, z]))
    thick = height * 0.05
    rail = sweep(np.array(spots) + [0, height, 0], thick, sides=6)
    for spot in spots:
        rail = rail + rod(spot, spot + [0, height, 0], thick, 6)
    put(b, [("railing|rail", rail)], mirror=True)


@design("sailboat")
def dinghy(b: Builder) -> None:
    """Open sailing dinghy or toy boat; sometimes two hulls under a trampoline."""
    length = b.uniform(2.5, 6)
    beam, depth = length * b.uniform(0.3, 0.42), length * b.uniform(0.1, 0.18)
    if b.chance(0.3):
        slim = hull(length, beam * 0.32, depth, stern=b.uniform(0.3, 0.8), rocker=0.4, shape=0.5)
        put(b, [("hull", slim.solid())], beam * 0.55, 0, 0, True)
        b.add("deck|trampoline", box(beam * 1.1, depth * 0.1, length * 0.45).move(y=depth * 0.95))
        b.add(
            "beam|crossbeam",
            array(
                rod((-beam * 0.6, depth, 0), (beam * 0.6, depth, 0), depth * 0.12),
                [(0, 0, length * 0.2), (0, 0, -length * 0.22)],
            ),
        )
    else:
        shape = hull(
            length,
            beam,
            depth,
            stern=b.uniform(0.5, 0.9),
            rocker=b.uniform(0.2, 0.5),
            sheer=b.uniform(0, 0.5),
            shape=b.uniform(0.3, 0.7),
        )
        if b.chance(0.7):
            b.add("hull", shape.open(depth * 0.07))
            for z in (-0.25, 0.05)[: b.integer(1, 2)]:
                b.add(
                    "seat|bench|thwart",
                    shape.floor(
                        length * z - length * 0.04, length * z + length * 0.04, 0.7, beam * 0.03, depth * 0.08
                    ),
                )
        else:
            b.add("hull", shape.solid())
    _rig(
        b,
        length,
        depth * b.uniform(0.6, 1.0),
        length * b.uniform(0.1, 0.22),
        length * b.uniform(1.0, 1.5),
        b.chance(0.5),
    )
    if b.chance(0.6):
        plate = box(length * 0.012, depth * b.uniform(1.2, 2.0), length * b.uniform(0.06, 0.1))
        b.add("rudder", plate.move(y=depth * 0.3, z=-length * 0.53))
        b.add(
            "tiller|helm",
            rod((0, depth * 1.1, -length * 0.53), (0, depth * 1.2, -length * 0.33), length * 0.008),
        )


@design("sailboat", "sailing ship")
def tall_ship(b: Builder) -> None:
    """Old sailing ship: raised stern, two or three masts with yards and square sails, bowsprit."""
    length, count = b.uniform(18, 45), b.integer(1, 4)
    beam, depth = length * b.uniform(0.22, 0.3), length * b.uniform(0.12, 0.18)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.5, 0.8),
        bow=b.uniform(1.8, 3),
        rocker=0.35,
        sheer=b.uniform(0.3, 0.9),
        rake=length * 0.06,
        shape=b.uniform(0.3, 0.5),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.46, length * 0.44, 1.0, beam * 0.03, depth * 0.04).move(y=depth * 0.05)
    )
    if b.chance(0.75):
        castle = box(
            beam * shape.at(-length * 0.4)[0] / beam * 1.9,
            depth * b.uniform(0.35, 0.7),
            length * b.uniform(0.14, 0.24),
            depth * 0.05,
        )
        b.add("cabin|sterncastle|aftercastle", castle.move(y=depth * 1.35, z=-length * 0.39))
    square = b.chance(0.7)
    for i, z in enumerate(np.linspace(0.3, -0.3, count) * length if count > 1 else [0.05 * length]):
        height = length * b.uniform(0.65, 0.8) * (0.85 if i != count // 2 else 1.0)
        _square_rig(b, length, depth * 1.1, z, height, beam) if square else _rig(
            b, length * 0.62, depth * 1.1, z, height * 0.9, False
        )
    nose = np.array([0, depth * 1.5, length * 0.47])
    b.add("bowsprit", rod(nose, nose + np.array([0, 0.08, 0.2]) * length, length * 0.012, 10, length * 0.006))
    if b.chance(0.5):
        tack, head = (
            nose + np.array([0, 0.06, 0.17]) * length,
            np.array([0, depth + length * 0.5, length * 0.32]),
        )
        b.add(
            "sail > jib|foresail|headsail",
            _sail([tack, (0, depth * 1.6, length * 0.36), head, head], length * 0.03),
        )
    if b.chance(0.4):
        guns = array(
            rod((0, 0, 0), (beam * 0.12, 0, 0), depth * 0.06),
            [(beam * 0.44, depth * 0.8, z) for z in np.linspace(-0.2, 0.2, b.integer(3, 6)) * length],
        )
        put(b, [("cannon|gun", guns)], mirror=True)
    if b.chance(0.4):
        b.add(
            "flag",
            sheet([[(0, y, z) for y in (0, length * 0.04)] for z in np.linspace(0, -length * 0.08, 5)]).move(
                y=depth * 1.1 + length * 0.62, z=-length * 0.02
            ),
        )


def _square_rig(b: Builder, length: float, deck: float, z: float, height: float, beam: float) -> None:
    """Mast with one to four yards, each with a sail, and perhaps a crow's nest."""
    thick, tiers = length * 0.011, b.integer(1, 4)
    b.add("mast", rod((0, deck - thick * 4, z), (0, deck + height, z), thick, 12, thick * 0.5))
    levels = np.linspace(0.12, 0.95, tiers + 1) * height + deck
    for i in range(tiers):
        half = beam * (0.95 - 0.5 * i / 4)
        b.add(
            "yard|spar", rod((-half, levels[i + 1], z + thick), (half, levels[i + 1], z + thick), thick * 0.6)
        )
        low, high = levels[i] + height * 0.03, levels[i + 1]
        corners = [(low, -half, 0), (low, half, 0), (high, half * 0.92, 0), (high, -half * 0.92, 0)]
        cloth = _sail([(0, y, x) for y, x, _ in corners], length * 0.05).rotate("y", -90)
        b.add("sail > square sail", cloth.move(z=z + thick * 2))
    if b.chance(0.4):
        nest = lathe(
            [
                (0, 0),
                (thick * 2.5, 0),
                (thick * 3, thick * 4),
                (thick * 2.7, thick * 4),
                (thick * 2.2, thick * 0.5),
                (0, thick * 0.5),
            ],
            14,
        )
        b.add("crow's nest|lookout", nest.move(y=deck + height * 0.8, z=z))


# -- ships -----------------------------------------------------------------------------------------


def _funnel(b: Builder, radius: float, height: float, y: float, z: float) -> None:
    """Chimney of a ship, leaning back a little, with a band."""
    stretch, lean = b.uniform(1.0, 1.8), b.uniform(-12, 0)
    pipe = lathe(
        [
            (radius, 0),
            (radius * 0.9, height),
            (radius * 0.75, height),
            (radius * 0.75, height * 0.7),
            (0, height * 0.7),
        ],
        18,
    )
    b.add("funnel|chimney|smokestack", pipe.scale(1, 1, stretch).rotate("x", lean).move(y=y, z=z))
    if b.chance(0.4):
        band = cylinder(radius * 0.99, height * 0.15, sides=18).scale(1, 1, stretch).move(y=height * 0.7)
        b.add("funnel|chimney|smokestack > band|stripe", band.rotate("x", lean).move(y=y, z=z))


def _decks(
    b: Builder, x: float, y: float, z: float, depth: float, tiers: int, tall: float, shrink: float = 0.88
) -> float:
    """Stack of deckhouses with rows of windows; returns the height of the roof."""
    round_ = tall * b.pick(0, 0.15)
    for i in range(tiers):
        b.add(CABIN, box(x, tall, depth, round_).move(y=y + tall / 2, z=z))
        size = tall * 0.35
        if b.chance(0.8):
            spots = np.linspace(-0.42, 0.42, max(int(depth / tall), 2)) * depth
            row = array(
                box(x * 0.01, size, size * b.uniform(0.6, 1.2)), [(x / 2, y + tall * 0.6, z + s) for s in spots]
            )
            put(b, [(WINDOW, row)], mirror=True)
        if i == tiers - 1:
            glass = box(x * 0.9, size, depth * 0.01).move(y=y + tall * 0.65, z=z + depth / 2)
            b.add(WINDOW, glass)
        y, x, depth = y + tall, x * shrink, depth * shrink
        if i < tiers - 1 and b.chance(0.3):
            b.add("deck", box(x * 1.1, tall * 0.06, depth * 1.12).move(y=y, z=z))
    return y


def _radar_mast(b: Builder, y: float, z: float, height: float) -> None:
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
            box(height * 0.3, height * 0.05, height * 0.06)
            .rotate("y", b.uniform(0, 90))
            .move(y=y + height * 0.85, z=z),
        )
    elif b.chance():
        b.add("radar|antenna", sphere(height * 0.12, sides=12).move(y=y + height, z=z))


def _ship_hull(b: Builder, length: float, beam: float, depth: float) -> Hull:
    """Steel hull, its deck, sometimes propeller and rudder."""
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.7, 0.95),
        bow=b.uniform(2.2, 4),
        widest=b.uniform(0.35, 0.6),
        sheer=b.uniform(0.05, 0.4),
        rocker=b.uniform(0, 0.25),
        rake=length * b.uniform(0, 0.05),
        shape=b.uniform(0.12, 0.35),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.48, length * 0.44, 1.0, beam * 0.03, depth * 0.04).move(y=depth * 0.03)
    )
    if b.chance(0.4):
        b.add("rudder", box(beam * 0.03, depth * 0.6, length * 0.025).move(y=depth * 0.3, z=-length * 0.51))
        put(b, propeller(b, depth * 0.28, b.integer(3, 5)), 0, depth * 0.3, -length * 0.5 - depth * 0.1)
    if b.chance(0.3):
        anchor = box(beam * 0.02, depth * 0.14, depth * 0.12).move(
            shape.at(length * 0.4)[0] * 0.95, depth * 0.85, length * 0.4
        )
        put(b, [("anchor", anchor)], mirror=True)
    return shape


@design("ship", "cargo ship")
def container_ship(b: Builder) -> None:
    """Freighter: long hull, bridge at the stern or amidships, containers, hatches with cranes, or tanks."""
    length = b.uniform(60, 250)
    beam, depth = length * b.uniform(0.13, 0.18), length * b.uniform(0.07, 0.1)
    shape = _ship_hull(b, length, beam, depth)
    z, tall = -length * b.uniform(0.3, 0.4), depth * b.uniform(0.28, 0.4)
    roof = _decks(
        b,
        beam * b.uniform(0.7, 0.9),
        depth,
        z,
        length * b.uniform(0.06, 0.1),
        b.integer(3, 6),
        tall,
        b.uniform(0.9, 1),
    )
    if b.chance(0.6):
        b.add(
            "cabin|superstructure > bridge|wheelhouse",
            box(beam * 1.0, tall, length * 0.04).move(y=roof, z=z + length * 0.01),
        )
    _funnel(
        b,
        beam * b.uniform(0.06, 0.1),
        depth * b.uniform(0.5, 0.8),
        roof * 0.75 + depth * 0.25,
        z - length * 0.065,
    )
    _radar_mast(b, roof, z, depth * b.uniform(0.4, 0.8))
    start, end = z + length * 0.08, length * 0.38
    kind = b.pick("container", "container", "hatch", "tank")
    if kind == "container":
        _containers(b, shape, start, end, depth)
    elif kind == "tank":
        pipe = rod((0, depth * 1.15, start), (0, depth * 1.15, end), beam * 0.02)
        b.add("pipe", pipe + rod((-beam * 0.3, depth * 1.15, 0), (beam * 0.3, depth * 1.15, 0), beam * 0.02))
        if b.chance():
            dome = sphere(beam * 0.36, sides=18)
            b.add(
                "tank",
                array(
                    dome,
                    [
                        (0, depth * 1.15, s)
                        for s in np.linspace(start + beam * 0.3, end - beam * 0.4, b.integer(3, 5))
                    ],
                ),
            )
    else:
        for spot in np.linspace(start + length * 0.04, end - length * 0.05, b.integer(3, 6)):
            b.add(
                "hatch|hatch cover", box(beam * 0.6, depth * 0.12, length * 0.07).move(y=depth * 1.08, z=spot)
            )
            if b.chance(0.6):
                foot = np.array([0, depth, spot + length * 0.05])
                jib = rod(foot + [0, depth * 0.6, 0], foot + [0, depth * 1.1, -length * 0.08], beam * 0.02)
                b.add("crane", jib + rod(foot, foot + [0, depth * 0.9, 0], beam * 0.04, 10))


def _containers(b: Builder, shape: Hull, start: float, end: float, depth: float) -> None:
    """Bays of stacked boxes."""
    bays, rows = b.integer(4, 9), b.integer(3, 7)
    pitch = (end - start) / bays
    wide = shape.at(0)[0] * 1.8 / rows
    for i in range(bays):
        z = start + pitch * (i + 0.5)
        room = shape.at(z + pitch * 0.5)[0] * 0.95
        spots = []
        for x in (np.arange(rows) - (rows - 1) / 2) * wide:
            if abs(x) + wide / 2 <= room:
                spots += [(x, depth * 1.06 + wide * (level + 0.5), z) for level in range(b.integer(1, 4))]
        if spots:
            b.add("container", array(box(wide * 0.95, wide * 0.97, pitch * 0.9), spots))


@design("ship", "warship")
def warship(b: Builder) -> None:
    """Destroyer or battleship: slim hull, stepped superstructure, turrets, funnels, masts; or a carrier."""
    length = b.uniform(80, 220)
    beam, depth = length * b.uniform(0.09, 0.14), length * b.uniform(0.055, 0.08)
    shape = _ship_hull(b, length, beam, depth)
    if b.chance(0.15):
        b.add(
            "deck > flight deck",
            box(beam * 1.5, depth * 0.1, length * 0.98, depth * 0.04).move(x=beam * 0.1, y=depth * 1.25),
        )
        roof = _decks(b, beam * 0.25, depth * 1.3, 0, length * 0.12, 3, depth * 0.35)
        _radar_mast(b, roof, 0, depth * 1.2)
        return
    tall = depth * b.uniform(0.35, 0.5)
    z = length * b.uniform(0.02, 0.1)
    roof = _decks(
        b,
        beam * b.uniform(0.5, 0.75),
        depth,
        z,
        length * b.uniform(0.18, 0.28),
        b.integer(2, 4),
        tall,
        b.uniform(0.65, 0.85),
    )
    _radar_mast(b, roof, z, depth * b.uniform(0.8, 1.6))
    for i in range(b.integer(1, 3)):
        _funnel(
            b,
            beam * b.uniform(0.1, 0.14),
            depth * b.uniform(0.7, 1.0),
            depth + tall * 0.8,
            z - length * (0.1 + 0.09 * i),
        )
    caliber = beam * b.uniform(0.025, 0.05)
    barrels = b.integer(1, 3)
    for spot, turn in ((0.3, 0), (0.22, 0), (-0.3, 180), (-0.38, 180))[: b.integer(1, 4)]:
        lift = depth * 1.05 + (abs(spot) < 0.31 and abs(spot) != 0.3) * tall * 0.6
        put(
            b,
            [
                (n, m.rotate("y", turn + b.uniform(-20, 20)))
                for n, m in _turret(b, beam * 0.3, caliber, barrels)
            ],
            0,
            lift,
            spot * length,
        )
    if b.chance(0.4):
        put(b, _turret(b, beam * 0.12, caliber * 0.5, 2), beam * 0.36, depth * 1.05, z, True)
    if b.chance(0.5):
        _railing(b, shape, -length * 0.4, length * 0.4, depth * 0.2)


def _turret(b: Builder, size: float, caliber: float, barrels: int) -> Parts:
    """Gun turret facing +z."""
    house = box(size * 1.5, size * 0.6, size * 1.7, size * 0.06).taper(0.8).move(y=size * 0.45)
    base = cylinder(size * 0.7, size * 0.4, sides=16).move(y=0)
    tubes = [(caliber * 3 * (i - (barrels - 1) / 2), size * 0.5, size * 0.7) for i in range(barrels)]
    barrel = rod((0, 0, 0), (0, size * b.uniform(0, 0.5), size * 2), caliber, 10, caliber * 0.8)
    return [
        ("gun|gun turret > turret", house + base),
        ("gun|gun turret > barrel|gun barrel", array(barrel, tubes)),
    ]


@design("ship", "cruise ship")
def liner(b: Builder) -> None:
    """Passenger liner or ferry: long tiers of cabins with windows, funnels, lifeboats, a pool."""
    length = b.uniform(60, 280)
    beam, depth = length * b.uniform(0.12, 0.18), length * b.uniform(0.06, 0.08)
    shape = _ship_hull(b, length, beam, depth)
    tiers, tall = b.integer(2, 6), depth * b.uniform(0.3, 0.42)
    z = -length * b.uniform(0.02, 0.08)
    roof = _decks(
        b,
        beam * b.uniform(0.8, 0.92),
        depth,
        z,
        length * b.uniform(0.55, 0.7),
        tiers,
        tall,
        b.uniform(0.9, 0.97),
    )
    count = b.integer(1, 4)
    for spot in np.linspace(0.12, -0.18, count) * length if count > 1 else [-0.1 * length]:
        _funnel(b, beam * b.uniform(0.12, 0.16), depth * b.uniform(0.7, 1.2), roof - tall * 0.1, spot)
    if b.chance(0.7):
        _radar_mast(b, roof, length * 0.2, depth * b.uniform(0.6, 1.2))
    if b.chance(0.6):
        boat = superquadric(beam * 0.05, beam * 0.05, length * 0.022, 0.7, 0.9, 14)
        spots = [
            (beam * 0.49, depth + tall * 1.4, s) for s in np.linspace(-0.25, 0.2, b.integer(3, 8)) * length
        ]
        put(b, [("lifeboat", array(boat, spots))], mirror=True)
    if b.chance(0.4):
        b.add(
            "pool|swimming pool",
            box(beam * 0.3, tall * 0.1, length * 0.06, tall * 0.04).move(y=roof + tall * 0.02, z=length * 0.14),
        )
    if b.chance(0.5):
        _railing(b, shape, length * 0.3, length * 0.46, depth * 0.25)


@design("ship", "fishing boat", "tugboat")
def work_boat(b: Builder) -> None:
    """Chubby tug, trawler, or toy steamer: wheelhouse, funnel, mast, tyres as fenders, net crane."""
    length = b.uniform(8, 25)
    beam, depth = length * b.uniform(0.3, 0.42), length * b.uniform(0.13, 0.2)
    shape = hull(
        length,
        beam,
        depth,
        stern=b.uniform(0.6, 0.9),
        bow=b.uniform(1.6, 2.6),
        sheer=b.uniform(0.3, 0.9),
        rocker=0.3,
        rake=length * 0.04,
        shape=b.uniform(0.25, 0.5),
    )
    if b.chance(0.5):
        b.add("hull", shape.open(depth * 0.07))
        b.add("deck", shape.floor(-length * 0.47, length * 0.42, 0.75, beam * 0.03, depth * 0.05))
    else:
        b.add("hull", shape.solid())
        b.add(
            "deck",
            shape.floor(-length * 0.48, length * 0.46, 1.0, beam * 0.03, depth * 0.03).move(y=depth * 0.03),
        )
    z = length * b.uniform(-0.15, 0.15)
    roof = _decks(
        b,
        beam * b.uniform(0.45, 0.6),
        depth * 0.74,
        z,
        length * b.uniform(0.2, 0.32),
        b.integer(1, 2),
        depth * b.uniform(0.8, 1.1),
        b.uniform(0.7, 0.9),
    )
    b.add(
        "cabin|superstructure > roof",
        box(beam * 0.55, depth * 0.08, length * 0.24, depth * 0.02).move(y=roof, z=z),
    )
    if b.chance(0.8):
        _funnel(b, beam * b.uniform(0.07, 0.12), depth * b.uniform(0.8, 1.4), depth * 1.1, z - length * 0.17)
    _radar_mast(b, roof, z, depth * b.uniform(0.8, 1.8))
    if b.chance(0.4):
        ring_ = torus(depth * 0.2, depth * 0.07, 16).rotate("z", 90)
        put(
            b,
            [
                (
                    "fender|tyre|tire",
                    array(
                        ring_,
                        [(shape.at(s)[0] * 0.99, depth * 0.85, s) for s in np.linspace(-0.35, 0.2, 4) * length],
                    ),
                )
            ],
            mirror=True,
        )
    if b.chance(0.4):
        post, top = (0, depth * 0.8, length * 0.3), (0, depth * 3, length * 0.3)
        b.add("crane", rod(post, top, beam * 0.03) + rod(top, (0, depth * 2.6, length * 0.48), beam * 0.02))


# -- small boats -----------------------------------------------------------------------------------


def _outboard(b: Builder, size: float) -> Parts:
    """Outboard motor: cowling, leg, propeller."""
    cowl = superquadric(size * 0.3, size * 0.35, size * 0.4, 0.5, 0.6, 16).move(y=size * 0.4)
    leg = box(size * 0.16, size * 1.1, size * 0.3, size * 0.04).move(y=-size * 0.4)
    screw = [(name, mesh.move(y=-size * 0.8, z=-size * 0.32)) for name, mesh in propeller(b, size * 0.25, 3)]
    return [
        ("engine|motor|outboard motor > cover|cowling", cowl),
        ("engine|motor|outboard motor > leg|shaft", leg),
        *screw,
    ]


@design("motorboat", "motorboat")
def speedboat(b: Builder) -> None:
    """Open runabout: vee hull, windshield, seats, steering wheel, outboard motors."""
    length = b.uniform(3.5, 8)
    beam, depth = length * b.uniform(0.3, 0.4), length * b.uniform(0.12, 0.17)
    shape = hull(
        length,
        beam,
        depth,
        stern=0.92,
        bow=b.uniform(1.8, 2.6),
        rocker=b.uniform(0.4, 0.7),
        sheer=b.uniform(0.05, 0.35),
        rake=length * 0.05,
        shape=b.uniform(0.5, 0.8),
    )
    b.add("hull", shape.open(depth * 0.06))
    b.add("deck|floor", shape.floor(-length * 0.48, length * 0.2, 0.45, beam * 0.04, depth * 0.05))
    z = length * b.uniform(0.08, 0.16)
    b.add("deck|foredeck", shape.floor(z, length * 0.46, 0.99, beam * 0.01, depth * 0.04))
    wide, tall = beam * 0.42, depth * b.uniform(0.35, 0.7)
    bow = curve(
        [
            (-wide, 0, -length * 0.1),
            (-wide * 0.8, 0, 0),
            (0, 0, length * 0.05),
            (wide * 0.8, 0, 0),
            (wide, 0, -length * 0.1),
        ],
        15,
    )
    grid = [[p + [0, h, -h * 0.6] for p in bow] for h in (0.0, tall)]
    b.add("windshield|windscreen", sheet(grid, 0.01).move(y=depth * 1.02, z=z))
    for i in range(b.integer(1, 3)):
        spot = z - length * (0.16 + 0.2 * i)
        if b.chance(0.6):
            put(b, _boat_seat(beam * 0.26, depth, b.chance(0.8)), beam * 0.2, depth * 0.45, spot, True)
        else:
            put(b, _boat_seat(beam * 0.7, depth, b.chance(0.8)), 0, depth * 0.45, spot)
    helm = torus(depth * 0.2, depth * 0.025, 18) + cylinder(depth * 0.05, depth * 0.3, sides=8).move(
        y=-depth * 0.1
    )
    b.add("steering wheel|wheel|helm", helm.rotate("x", -65).move(beam * 0.2, depth * 1.0, z - length * 0.05))
    if b.chance(0.8):
        size = depth * b.uniform(0.8, 1.1)
        put(
            b,
            _outboard(b, size),
            b.pick(0, 0, size * 0.4),
            depth * 0.8,
            -length / 2 - size * 0.3,
            mirror=b.chance(0.2),
        )
    if b.chance(0.3):
        _railing(b, shape, length * 0.2, length * 0.44, depth * 0.4)


def _boat_seat(width: float, depth: float, back: bool) -> Parts:
    """Bench or chair on a box, facing +z."""
    parts = [
        ("seat > seat|cushion", box(width, depth * 0.2, depth * 0.5, depth * 0.06).move(y=depth * 0.35)),
        ("seat > base", box(width * 0.8, depth * 0.3, depth * 0.4).move(y=depth * 0.12)),
    ]
    if back:
        parts.append(
            (
                "seat > backrest|back",
                box(width, depth * 0.5, depth * 0.12, depth * 0.05).move(y=depth * 0.6, z=-depth * 0.25),
            )
        )
    return parts


@design("motorboat", "yacht")
def cabin_cruiser(b: Builder) -> None:
    """Motor yacht: decked hull, one to three storeys of raked cabin with dark glass, rails, radar arch."""
    length = b.uniform(7, 35)
    beam, depth = length * b.uniform(0.23, 0.32), length * b.uniform(0.1, 0.14)
    shape = hull(
        length,
        beam,
        depth,
        stern=0.93,
        bow=b.uniform(2, 3),
        rocker=0.5,
        sheer=b.uniform(0.1, 0.35),
        rake=length * 0.06,
        shape=b.uniform(0.35, 0.7),
    )
    b.add("hull", shape.solid())
    b.add(
        "deck", shape.floor(-length * 0.49, length * 0.46, 1.0, beam * 0.02, depth * 0.03).move(y=depth * 0.03)
    )
    y, z, long = depth, -length * 0.02, length * b.uniform(0.45, 0.6)
    for i in range(b.integer(1, 3)):
        tall, wide = depth * b.uniform(0.5, 0.7), beam * (0.8 - 0.1 * i)
        slope = b.uniform(0.1, 0.2) * long
        low = np.array(
            [(-long / 2, y), (long / 2, y), (long / 2 - slope, y + tall), (-long / 2 + slope * 0.2, y + tall)]
        )
        b.add("cabin|superstructure > cabin|deckhouse", extrude(low, wide).rotate("y", -90).move(z=z))
        pane = low * [0.86, 0.0] + [0, y] + (low - [0, y]) * [0, 0.5] + [0, tall * 0.3]
        b.add("cabin|superstructure > window|porthole", extrude(pane, wide * 1.01).rotate("y", -90).move(z=z))
        roof = box(wide * 1.04, tall * 0.08, long * 0.95, tall * 0.03).move(y=y + tall, z=z - long * 0.05)
        b.add("cabin|superstructure > roof", roof)
        y, z, long = y + tall, z - long * 0.08, long * b.uniform(0.55, 0.75)
    if b.chance(0.6):
        _radar_mast(b, y, z - long * 0.2, depth * b.uniform(0.5, 0.9))
    if b.chance(0.6):
        _railing(b, shape, length * 0.0, length * 0.46, depth * 0.3)
    if b.chance(0.4):
        put(b, _boat_seat(beam * 0.6, depth * 0.6, True), 0, depth, -length * 0.42)


@design("canoe", "rowboat", "rowboat")
def small_boat(b: Builder) -> None:
    """Canoe with pointed ends, rowing boat with a transom and oars, or flat-bottomed punt."""
    canoe = b.chance(0.5)
    length = b.uniform(2.8, 5.5)
    beam, depth = (
        length * (b.uniform(0.15, 0.2) if canoe else b.uniform(0.28, 0.38)),
        length * b.uniform(0.07, 0.12),
    )
    if canoe:
        shape = hull(
            length,
            beam,
            depth,
            stern=0.01,
            bow=b.uniform(1.6, 2.4),
            widest=0.5,
            sheer=b.uniform(0.2, 0.8),
            rocker=0.15,
            shape=b.uniform(0.3, 0.5),
        )
        back = shape.rows.copy()
        back[:, 1:] = np.where(back[:, :1] < 0, shape.rows[::-1, 1:], shape.rows[:, 1:])
        shape = Hull(back, shape.shape, 0)
    else:
        shape = hull(
            length,
            beam,
            depth,
            stern=b.uniform(0.5, 0.85),
            bow=b.uniform(1.5, 2.4),
            sheer=b.uniform(0.1, 0.6),
            rocker=b.uniform(0.2, 0.5),
            rake=length * 0.03,
            shape=b.uniform(0.25, 0.6),
        )
    b.add("hull", shape.open(depth * b.uniform(0.05, 0.1)))
    for z in np.linspace(-0.3, 0.28, b.integer(1, 4)) * length:
        b.add(
            "seat|bench|thwart",
            shape.floor(z - length * 0.03, z + length * 0.03, b.uniform(0.6, 0.8), beam * 0.03, depth * 0.07),
        )
    if b.chance(0.35):
        for z in np.linspace(-0.35, 0.35, 6) * length:
            b.add(
                "rib|frame",
                shape.floor(z - length * 0.006, z + length * 0.006, 0.25, beam * 0.04, depth * 0.06),
            )
    if canoe and b.chance(0.8):
        paddle = _oar(b, length * 0.4, depth)
        put(
            b,
            [(n, m.rotate("x", b.uniform(75, 88))) for n, m in paddle],
            beam * 0.15,
            depth * 0.9,
            -length * 0.1,
        )
    elif b.chance(0.85):
        parts = _oar(b, length * b.uniform(0.5, 0.7), depth)
        tilt, turn = b.uniform(95, 115), b.uniform(-40, 40)
        lock = (beam * 0.47, depth * 1.12, -length * 0.02)
        moved = [(n, m.move(y=length * 0.15).rotate("z", -tilt).rotate("y", turn)) for n, m in parts]
        put(b, moved, *lock, mirror=True)
        put(b, [("oarlock|rowlock", torus(depth * 0.1, depth * 0.025, 12).rotate("z", 90))], *lock, mirror=True)


def _oar(b: Builder, length: float, depth: float) -> Parts:
    """Oar along y with its blade up at +y."""
    thick, wide = depth * 0.06, length * b.uniform(0.06, 0.09)
    shaft = rod((0, -length * 0.35, 0), (0, length * 0.45, 0), thick)
    blade = superquadric(wide, length * 0.16, thick * 0.5, 0.5, 0.8, 14).move(y=length * 0.52)
    return [("oar|paddle > shaft", shaft), ("oar|paddle > blade", blade)]


@design("canoe", "kayak")
def kayak(b: Builder) -> None:
    """Closed slim kayak with a cockpit rim, seat, and a double paddle."""
    length = b.uniform(2.8, 5)
    beam = b.uniform(0.5, 0.75)
    body = cigar(
        length,
        beam,
        beam * 0.55,
        nose=0.5,
        tail=0.5,
        blunt=0.8,
        slim=0.8,
        rise=b.uniform(0.5, 1.2),
        drop=-b.uniform(0.5, 1.2),
        square=b.uniform(0.6, 0.9),
    )
    b.add("hull", body.mesh(20))
    for z in (0.0, -length * 0.2)[: b.integer(1, 2)]:
        y = body.at(z, 0)[1]
        b.add("cockpit rim|cockpit", torus(beam * 0.32, beam * 0.04, 22).scale(1, 1, 1.5).move(y=y, z=z))
        b.add("seat", box(beam * 0.5, beam * 0.08, beam * 0.6, beam * 0.03).move(y=y + beam * 0.02, z=z))
        b.add(
            "seat > backrest|back",
            box(beam * 0.45, beam * 0.3, beam * 0.06, beam * 0.02).move(y=y + beam * 0.15, z=z - beam * 0.35),
        )
    if b.chance(0.8):
        half = [(n, m.move(y=length * 0.12).rotate("z", -90)) for n, m in _oar(b, length * 0.4, beam * 0.5)]
        put(b, half, 0, beam * 0.5, beam * 0.4, True)


@design("submarine")
def submarine(b: Builder) -> None:
    """Cigar hull, sail with planes and periscopes, tail cross, propeller; toy ones chubby with portholes."""
    toy = b.chance(0.35)
    length = 0.3 if toy else b.uniform(50, 150)
    width = length * (b.uniform(0.3, 0.45) if toy else b.uniform(0.08, 0.13))
    body = cigar(
        length,
        width,
        width * b.uniform(0.9, 1.1),
        nose=b.uniform(0.1, 0.3),
        tail=b.uniform(0.25, 0.5),
        rise=0,
        slim=b.uniform(0.5, 0.9),
        blunt=b.uniform(0.4, 0.6),
    )
    b.add("hull|body", body.mesh())
    z, long, tall = (
        length * b.uniform(0.0, 0.2),
        length * b.uniform(0.09, 0.15) * (1.8 if toy else 1),
        width * b.uniform(0.45, 0.75),
    )
    tower = superquadric(
        width * b.uniform(0.12, 0.2), tall, long / 2, b.uniform(0.15, 0.4), b.uniform(0.6, 1.0)
    )
    b.add("sail|conning tower|fin", tower.move(y=width * 0.45 + tall * 0.3, z=z))
    top = width * 0.45 + tall * 1.25
    for i in range(b.integer(0, 3)):
        spot, high = z + long * (0.2 - 0.2 * i), tall * b.uniform(0.3, 0.8)
        pipe = rod((0, top, spot), (0, top + high, spot), width * 0.03)
        if toy or b.chance(0.2):
            pipe = pipe + rod((0, top + high, spot), (0, top + high, spot + width * 0.15), width * 0.04)
        b.add("periscope|mast", pipe)
    if b.chance(0.5):
        put(
            b,
            [("diving plane|fin|hydroplane", panel(wing_rows(width * 0.5, long * 0.4, long * 0.3, 0, 0)))],
            width * 0.1,
            width * 0.45 + tall * 0.6,
            z + long * 0.1,
            True,
        )
    fin = panel(wing_rows(width * b.uniform(0.5, 0.7), width * 0.6, width * 0.4, width * 0.15, 0))
    b.add("rudder|tail fin|fin", ring(fin, b.pick(4, 4, 3), "z", 90).move(z=-length * 0.38))
    put(b, propeller(b, width * b.uniform(0.25, 0.4), b.integer(3, 7)), 0, 0, -length * 0.5 - width * 0.02)
    if toy:
        row = array(
            torus(width * 0.1, width * 0.025, 16).rotate("z", 90),
            [body.at(s, 85) for s in np.linspace(-0.1, 0.25, b.integer(2, 4)) * length],
        )
        put(b, [("window|porthole", row)], mirror=True)
    elif b.chance(0.3):
        b.add("deck", box(width * 0.4, width * 0.06, length * 0.5, width * 0.02).move(y=width * 0.48, z=z))
