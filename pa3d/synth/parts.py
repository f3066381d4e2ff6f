"""Shapes that many designs are made of: bars, plates, vessels, frames. Metres, y up.

Where a shape stands or lies is part of its meaning: `post` stands on y = 0, `plate` has its back on z = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from pa3d.synth.build import Builder
from pa3d.synth.mesh import Mesh, array, box, curve, cylinder, extrude, in_plane, lathe, loft, rectangle, sweep

Parts = list[tuple[str, Mesh]]  # named pieces that are not in a builder yet
Range = tuple[float, float]


# -- bars from one point to another ------------------------------------------------------------------


def rod(start: ArrayLike, end: ArrayLike, radius: float, sides: int = 8, top: float | None = None) -> Mesh:
    """Round bar between two points (3,); `top` is its radius at `end`."""
    a, z = np.asarray(start, float), np.asarray(end, float)
    return cylinder(radius, float(np.linalg.norm(z - a)), top, sides).align(z - a, (a + z) / 2)


def stick(start: ArrayLike, end: ArrayLike, radius: float, top: float | None = None, sides: int = 12) -> Mesh:
    """As `rod`, made as a sweep: its outline starts elsewhere and its vertices have another order."""
    return sweep(
        np.stack([np.asarray(start), np.asarray(end)]), [radius, radius if top is None else top], sides=sides
    )


def beam(low: ArrayLike, high: ArrayLike, wide: float, deep: float | None = None, top: float = 1.0) -> Mesh:
    """Square bar between two points (3,), its section scaled to `top` at the second.

    A level bar is `wide` high and `deep` thick.
    """
    a, z = np.asarray(low, float), np.asarray(high, float)
    bar = box(wide, float(np.linalg.norm(z - a)), wide if deep is None else deep)
    return bar.taper(top).align(z - a, (a + z) / 2)


def wire(points: ArrayLike, radius: float | ArrayLike, count: int = 24, sides: int = 8) -> Mesh:
    """Round cable through control points (n, 3), smooth in `count` steps; radius: one value or (count,)."""
    return sweep(curve(points, count), radius, sides=sides)


def strap(path: ArrayLike, wide: float, thick: float = 0.003) -> Mesh:
    """Flat band along a curve (n, 3), its breadth across the curve's plane."""
    return sweep(path, 1.0, section=rectangle(thick, wide))


# -- blocks and plates -------------------------------------------------------------------------------


def post(radius: float, height: float, top: float | None = None, sides: int = 20, bevel: float = 0.0) -> Mesh:
    """Cylinder standing on y = 0."""
    return cylinder(radius, height, top, sides, bevel).move(y=height / 2)


def disc(radius: float, depth: float, top: float | None = None, sides: int = 20, bevel: float = 0.0) -> Mesh:
    """Cylinder from z = 0 to z = depth."""
    return cylinder(radius, depth, top, sides, bevel).rotate("x", 90).move(z=depth / 2)


def standing(x: float, y: float, z: float, radius: float = 0.0, steps: int = 3) -> Mesh:
    """Box standing on y = 0."""
    return box(x, y, z, radius, steps).move(y=y / 2)


def plate(x: float, y: float, z: float, radius: float = 0.0) -> Mesh:
    """Box whose back lies on z = 0."""
    return box(x, y, z, radius).move(z=z / 2)


def slab(x: float, y: float, z: float, radius: float) -> Mesh:
    """Plate whose four corners, not its edges, are rounded; its back on z = 0."""
    return extrude(rectangle(x, y, radius), z).move(z=z / 2)


def about(middle: float, size: float) -> Range:
    """Range of a given size about a middle."""
    return middle - size / 2, middle + size / 2


def span(x: Range, y: Range, z: Range, radius: float = 0.0) -> Mesh:
    """Box between two values on each axis."""
    sides = (abs(x[1] - x[0]), abs(y[1] - y[0]), abs(z[1] - z[0]))
    return box(*sides, radius=radius, steps=1).move(sum(x) / 2, sum(y) / 2, sum(z) / 2)


def divide(b: Builder, whole: Range, count: int, wall: float, even: bool = True) -> list[Range]:
    """Split a range into parts with walls of the given thickness between them."""
    weights = np.ones(count) if even else b.rng.uniform(0.6, 1.5, count)
    sizes = weights / weights.sum() * (whole[1] - whole[0] - wall * (count - 1))
    starts = whole[0] + np.concatenate([[0.0], np.cumsum(sizes + wall)[:-1]])
    return [(float(s), float(s + w)) for s, w in zip(starts, sizes, strict=True)]


def frame(x: float, y: float, depth: float, border: float, radius: float = 0.0) -> Mesh:
    """Rectangular ring in the xy plane with its back on z = 0."""
    hole = rectangle(x - 2 * border, y - 2 * border, radius * 0.6)
    return extrude(rectangle(x, y, radius), depth, [hole]).move(z=depth / 2)


def grid(columns: int, rows: int, dx: float, dy: float) -> list[tuple[float, float, float]]:
    """Centres of a grid in the xy plane."""
    across, up = ([(i - (n - 1) / 2) * d for i in range(n)] for n, d in ((columns, dx), (rows, dy)))
    return [(x, y, 0.0) for x in across for y in up]


def slots(x: float, y: float, count: int, depth: float = 0.006) -> Mesh:
    """Grille: horizontal slats within x by y, on z = 0."""
    pitch = y / count
    return array(plate(x, pitch * 0.55, depth), [(0, (i + 0.5) * pitch - y / 2, 0) for i in range(count)])


# -- hollow things -----------------------------------------------------------------------------------


def vessel(outside: ArrayLike, wall: float, sides: int = 28) -> Mesh:
    """Open round vessel from its outer profile (n, 2) of (radius, y) going up; the floor is two walls thick."""
    out = np.asarray(outside, float)
    inside = out[::-1] - [wall, 0]
    inside[:, 0] = inside[:, 0].clip(min=wall * 0.2)
    inside[:, 1] = inside[:, 1].clip(min=out[0, 1] + wall * 2)
    return lathe([(0, out[0, 1]), *out, *inside, (0, inside[-1, 1])], sides)


def band(radius: float, low: float, high: float, thickness: float, sides: int = 28) -> Mesh:
    """Closed thin ring around a round body, from y = low to high."""
    r, o = radius - thickness / 2, radius + thickness
    return lathe([(r, low), (o, low), (o, high), (r, high), (r, low)], sides)


def blocks(levels: ArrayLike, steps: int = 4) -> Mesh:
    """Skin over rounded rectangles (n, 4) of (y, x, z, corner radius) going up."""
    rows = np.asarray(levels, float)
    return loft([in_plane(rectangle(x, z, max(r, 1e-4), steps), "xz", y) for y, x, z, r in rows])


def hollow(levels: ArrayLike, wall: float, steps: int = 4) -> Mesh:
    """Open vessel over rounded rectangles, listed as for `blocks`."""
    out = np.asarray(levels, float)
    inside = out[::-1] - [0, 2 * wall, 2 * wall, wall]
    inside[:, 0] = inside[:, 0].clip(min=out[0, 0] + wall * 1.5)
    inside[:, 3] = inside[:, 3].clip(min=1e-4)
    return blocks(np.concatenate([out, inside]), steps)


def open_box(x: float, y: float, z: float, wall: float) -> Mesh:
    """Box without a top, standing on y = 0."""
    sides = array(box(wall, y, z), [(-(x - wall) / 2, y / 2, 0), ((x - wall) / 2, y / 2, 0)])
    ends = array(box(x - 2 * wall, y, wall), [(0, y / 2, -(z - wall) / 2), (0, y / 2, (z - wall) / 2)])
    return sides + ends + standing(x - 2 * wall, wall, z - 2 * wall)


def open_front(x: float, y: float, z: float, wall: float) -> Mesh:
    """Box standing on y = 0, open at the front (+z)."""
    sides = array(box(wall, y, z), [(s * (x - wall) / 2, y / 2, 0) for s in (-1, 1)])
    levels = array(box(x - 2 * wall, wall, z), [(0, wall / 2, 0), (0, y - wall / 2, 0)])
    return sides + levels + box(x, y, wall).move(y=y / 2, z=-z / 2 + wall / 2)


def bail(half: float, height: float, thick: float, squareness: float = 0.0) -> Mesh:
    """Arched carrying handle in the xy plane over x = -half..half, its ends at y = 0."""
    shoulder = height * (0.6 + 0.35 * squareness)
    right = [(half * 0.92, shoulder, 0), (half, 0, 0)]
    left = [(-x, y, z) for x, y, z in right[::-1]]
    return wire([*left, (0, height, 0), *right], thick)


# -- which way faces look ----------------------------------------------------------------------------


def outward(mesh: Mesh) -> Mesh:
    """The closed mesh with its faces turned outward."""
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    return mesh if np.einsum("ij,ij", a, np.cross(b, c)) > 0 else Mesh(mesh.vertices, mesh.faces[:, ::-1])


def skin(sections: Sequence[ArrayLike], closed: bool = False) -> Mesh:
    """Loft whose faces look outward whichever way its outlines (m, 3) run."""
    return outward(loft(sections, closed=closed))


# -- placing named pieces ----------------------------------------------------------------------------


def put(b: Builder, parts: Parts, x: float = 0.0, y: float = 0.0, z: float = 0.0, mirror: bool = False) -> None:
    """Add a sub-assembly at a place, and its mirror image."""
    for name, mesh in parts:
        moved = b.add(name, mesh.move(x, y, z))
        if mirror:
            b.add(name, moved.mirror())


def put_changed(b: Builder, parts: Parts, change: Callable[[Mesh], Mesh]) -> None:
    """Add a sub-assembly, each piece after a change."""
    for name, mesh in parts:
        b.add(name, change(mesh))


def place(b: Builder, parts: Parts, positions: Sequence[ArrayLike], steer: float = 0.0) -> None:
    """Add a sub-assembly at each position (3,), mirrored where x < 0; `steer` turns it about y first."""
    for position in positions:
        x, y, z = (float(v) for v in np.asarray(position, float))
        for name, mesh in parts:
            side = mesh.mirror() if x < 0 else mesh
            b.add(name, side.rotate("y", steer).move(x, y, z))


def turn_all(b: Builder, axis: str, degrees: float, first: int = 0) -> None:
    """Turn the pieces from `first` on about an axis through the origin."""
    b.change(lambda m: m.rotate(axis, degrees), first)


def any_pose(b: Builder) -> None:
    """Leave a hand-held thing as it is, lay it on its back, or lay it on its side."""
    axis, degrees = b.pick(("x", 0.0), ("x", -90.0), ("z", 90.0), ("z", -90.0))
    turn_all(b, axis, degrees)
