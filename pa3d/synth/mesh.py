"""Triangle meshes from primitives: boxes, lathes, sweeps, lofts, extrusions, superquadrics. Metres, y up.

Every primitive is centred on the origin unless it says otherwise. Meshes are immutable: move, rotate and the
like return new ones, and `a + b` joins two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

AXES = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True)
class Mesh:
    """vertices (V, 3) float64 in metres, faces (F, 3) int64."""

    vertices: NDArray[np.float64]
    faces: NDArray[np.int64]

    def __add__(self, other: Mesh) -> Mesh:
        faces = np.concatenate([self.faces, other.faces + len(self.vertices)])
        return Mesh(np.concatenate([self.vertices, other.vertices]), faces)

    def move(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        return Mesh(self.vertices + [x, y, z], self.faces)

    def scale(self, x: float, y: float | None = None, z: float | None = None) -> Mesh:
        """By one factor, or one per axis. Negative factors turn the faces to stay outward."""
        factors = np.array([x, x if y is None else y, x if z is None else z], float)
        faces = self.faces[:, ::-1] if np.prod(factors) < 0 else self.faces
        return Mesh(self.vertices * factors, faces)

    def rotate(self, axis: str, degrees: float, about: ArrayLike = (0.0, 0.0, 0.0)) -> Mesh:
        """Counter-clockwise about the x, y or z axis through a point."""
        turn, pivot = rotation(axis, degrees), np.asarray(about, float)
        return Mesh((self.vertices - pivot) @ turn.T + pivot, self.faces)

    def mirror(self, axis: str = "x") -> Mesh:
        factors = np.ones(3)
        factors[AXES[axis]] = -1.0
        return Mesh(self.vertices * factors, self.faces[:, ::-1])

    def align(self, direction: ArrayLike, at: ArrayLike = (0.0, 0.0, 0.0)) -> Mesh:
        """Turn the mesh's +y axis into `direction`, then move its origin to `at`."""
        return Mesh(self.vertices @ _turn_y_to(direction).T + np.asarray(at, float), self.faces)

    def bend(self, degrees: float) -> Mesh:
        """Curve the mesh about the z axis: its x axis becomes an arc of that angle over the mesh's width."""
        if abs(degrees) < 1e-3:
            return self
        width = max(float(np.ptp(self.vertices[:, 0])), 1e-9)
        radius = width / np.radians(degrees)
        angle = self.vertices[:, 0] / radius
        reach = radius + self.vertices[:, 1]
        bent = np.stack([reach * np.sin(angle), reach * np.cos(angle) - radius, self.vertices[:, 2]], 1)
        return Mesh(bent, self.faces)

    def taper(self, top: float, axis: str = "y") -> Mesh:
        """Scale the cross-section linearly from 1 at the low end of the axis to `top` at the high end."""
        a = AXES[axis]
        low, high = self.vertices[:, a].min(), self.vertices[:, a].max()
        t = (self.vertices[:, a] - low) / max(high - low, 1e-9)
        factor = np.repeat((1 + (top - 1) * t)[:, None], 3, 1)
        factor[:, a] = 1.0
        return Mesh(self.vertices * factor, self.faces)

    @property
    def low(self) -> NDArray[np.float64]:
        return self.vertices.min(0)

    @property
    def high(self) -> NDArray[np.float64]:
        return self.vertices.max(0)


def rotation(axis: str, degrees: float) -> NDArray[np.float64]:
    """(3, 3) counter-clockwise about x, y or z."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = [(1, 2), (2, 0), (0, 1)][AXES[axis]]
    matrix = np.eye(3)
    matrix[i, i] = matrix[j, j] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


def _turn_y_to(direction: ArrayLike) -> NDArray[np.float64]:
    d = np.asarray(direction, float)
    d = d / max(float(np.linalg.norm(d)), 1e-12)
    side = np.cross([0.0, 0.0, 1.0] if abs(d[2]) < 0.9 else [1.0, 0.0, 0.0], d)
    side = -side / np.linalg.norm(side)
    return np.stack([side, d, np.cross(side, d)], 1)


def join(meshes: Iterable[Mesh]) -> Mesh:
    meshes = list(meshes)
    offsets = np.cumsum([0, *(len(m.vertices) for m in meshes[:-1])])
    faces = np.concatenate([m.faces + o for m, o in zip(meshes, offsets, strict=True)])
    return Mesh(np.concatenate([m.vertices for m in meshes]), faces)


def array(mesh: Mesh, positions: Iterable[ArrayLike]) -> Mesh:
    """Copies of a mesh, one moved to each position (n, 3)."""
    return join(mesh.move(*np.asarray(p, float)) for p in positions)


def ring(mesh: Mesh, count: int, axis: str = "y", start: float = 0.0, arc: float = 360.0) -> Mesh:
    """Copies of a mesh turned about an axis through the origin, evenly over `arc` degrees from `start`."""
    step = arc / count if abs(arc) >= 360 else arc / max(count - 1, 1)
    return join(mesh.rotate(axis, start + i * step) for i in range(count))


# -- primitives ------------------------------------------------------------------------------------


def box(x: float, y: float, z: float, radius: float = 0.0, steps: int = 3) -> Mesh:
    """Box of the given sides; its edges rounded with `radius`."""
    half = np.abs(np.array([x, y, z], float)) / 2
    radius = float(min(radius, half.min() * 0.999))
    if radius <= 0:
        corners = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)]) * half
        quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
        return Mesh(corners, _triangles(quads))
    inner = half - radius
    arc = radius * np.tan(np.linspace(0, np.pi / 4, steps + 1))
    sides = []
    for axis in range(3):
        i, j = (axis + 1) % 3, (axis + 2) % 3
        u = np.concatenate([-(inner[i] + arc)[::-1], inner[i] + arc])
        v = np.concatenate([-(inner[j] + arc)[::-1], inner[j] + arc])
        uu, vv = np.meshgrid(u, v, indexing="ij")
        for sign in (-1.0, 1.0):
            points = np.zeros((uu.size, 3))
            points[:, axis], points[:, i], points[:, j] = sign * half[axis], uu.ravel(), vv.ravel()
            core = np.clip(points, -inner, inner)
            out = points - core
            points = core + radius * out / np.linalg.norm(out, axis=1, keepdims=True)
            faces = _grid_faces(len(u), len(v))
            sides.append(Mesh(points, faces if sign > 0 else faces[:, ::-1]))
    return join(sides)


def cylinder(
    radius: float, height: float, top: float | None = None, sides: int = 20, bevel: float = 0.0
) -> Mesh:
    """Cylinder along y; `top` is the upper radius (0: a cone); `bevel` rounds the rims a little."""
    top = radius if top is None else top
    h = height / 2
    if bevel > 0:
        profile = [(0, -h), (radius - bevel, -h), (radius, -h + bevel)]
        profile += [(top, h - bevel), (top - bevel, h), (0, h)]
    else:
        profile = [(0, -h), (radius, -h), (top, h), (0, h)]
    return lathe(profile, sides)


def lathe(profile: ArrayLike, sides: int = 24, arc: float = 360.0) -> Mesh:
    """Turn a profile [(radius, y), ...], listed from bottom to top on the outside, about the y axis.

    A cup: go up the outside, over the rim, and down the inside in one profile.
    """
    points = np.asarray(profile, float)
    closed = abs(arc) >= 360
    angles = np.radians(np.linspace(0, arc, sides + (not closed), endpoint=not closed))
    r, y = np.maximum(points[:, 0], 0.0), points[:, 1]
    x = r[None, :] * np.sin(angles)[:, None]
    z = r[None, :] * np.cos(angles)[:, None]
    vertices = np.stack([x, np.broadcast_to(y, x.shape), z], -1).reshape(-1, 3)
    return Mesh(vertices, _drop_slivers(vertices, _grid_faces(len(angles), len(points), wrap=closed)))


def sphere(x: float, y: float | None = None, z: float | None = None, sides: int = 20) -> Mesh:
    """Ellipsoid of the given half-axes."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, max(sides // 2, 4) + 1)
    unit = lathe(np.stack([np.cos(angle), np.sin(angle)], 1), sides)
    return unit.scale(x, x if y is None else y, x if z is None else z)


def superquadric(x: float, y: float, z: float, e1: float = 0.5, e2: float = 0.5, sides: int = 24) -> Mesh:
    """Half-axes x, y, z; exponents e1 (along y) and e2 (in the xz plane): 0.2 boxy, 1 ellipsoid, 2 pinched."""
    v = np.linspace(-np.pi / 2, np.pi / 2, sides // 2 + 1)
    u = np.linspace(-np.pi, np.pi, sides, endpoint=False)

    def power(value: NDArray, exponent: float) -> NDArray:
        return np.sign(value) * np.abs(value) ** exponent

    uu, vv = np.meshgrid(u, v, indexing="ij")
    ring_ = power(np.cos(vv), e1)
    across, along = x * ring_ * power(np.sin(uu), e2), z * ring_ * power(np.cos(uu), e2)
    vertices = np.stack([across, y * power(np.sin(vv), e1), along]).reshape(3, -1).T
    return Mesh(vertices, _drop_slivers(vertices, _grid_faces(len(u), len(v), wrap=True)))


def capsule(radius: float, length: float, top: float | None = None, sides: int = 16) -> Mesh:
    """Rounded rod along y from -length/2 to length/2 (caps included); `top` is the upper radius."""
    top = radius if top is None else top
    a = np.linspace(-np.pi / 2, 0, 5)
    b = np.linspace(0, np.pi / 2, 5)
    low = np.stack([radius * np.cos(a), -length / 2 + radius + radius * np.sin(a)], 1)
    high = np.stack([top * np.cos(b), length / 2 - top + top * np.sin(b)], 1)
    return lathe(np.concatenate([low, high]), sides)


def torus(radius: float, tube: float, sides: int = 28, arc: float = 360.0) -> Mesh:
    """Ring about the y axis."""
    angle = np.linspace(0, 2 * np.pi, 13)
    return lathe(np.stack([radius + tube * np.cos(angle), tube * np.sin(angle)], 1), sides, arc)


def sweep(
    path: ArrayLike,
    radius: float | Sequence[float] | ArrayLike,
    *,
    section: ArrayLike | None = None,
    sides: int = 10,
    closed: bool = False,
) -> Mesh:
    """Tube along a path (n, 3): round, or with a closed outline `section` (m, 2) scaled by radius.

    radius: one value, or one for each point of the path. closed: the path returns to its start.
    """
    path = np.asarray(path, float)
    count = len(path)
    radii = np.broadcast_to(np.asarray(radius, float), (count,))
    if section is None:
        angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
        section = np.stack([np.cos(angle), np.sin(angle)], 1)
    section = np.asarray(section, float)
    if closed:
        tangent = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    else:
        tangent = np.gradient(path, axis=0)
    tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-12)
    normal = np.cross(tangent[0], [0.0, 1.0, 0.0] if abs(tangent[0, 1]) < 0.9 else [1.0, 0.0, 0.0])
    rings = []
    for t, p, r in zip(tangent, path, radii, strict=True):
        normal = normal - t * (normal @ t)  # carried along the path, so the section does not twist
        normal /= max(float(np.linalg.norm(normal)), 1e-12)
        rings.append(p + r * (section[:, :1] * normal + section[:, 1:] * np.cross(normal, t)))
    return loft(rings, closed=closed)


def loft(sections: Sequence[ArrayLike], *, closed: bool = False, caps: bool = True) -> Mesh:
    """Skin over outlines, each (m, 3) with the same m; the ends are capped unless it closes on itself."""
    stack = np.asarray(sections, float)
    count, m = stack.shape[:2]
    vertices = stack.reshape(-1, 3)
    faces = [_grid_faces(count, m, wrap=closed, wrap_second=True)]
    if caps and not closed:
        ends = np.stack([stack[0].mean(0), stack[-1].mean(0)])
        base, i = len(vertices), np.arange(m)
        j = (i + 1) % m
        last = (count - 1) * m
        faces.append(np.stack([np.full(m, base), i, j], 1))
        faces.append(np.stack([np.full(m, base + 1), last + j, last + i], 1))
        vertices = np.concatenate([vertices, ends])
    return Mesh(vertices, _drop_slivers(vertices, np.concatenate(faces)))


def extrude(outline: ArrayLike, depth: float, holes: Sequence[ArrayLike] = ()) -> Mesh:
    """Plate from an outline (n, 2) in the xy plane, centred on z; holes are outlines inside it."""
    rings = [_counter_clockwise(np.asarray(outline, float), True)]
    rings += [_counter_clockwise(np.asarray(hole, float), False) for hole in holes]
    flat = np.concatenate(rings)
    front = _triangulate(flat, np.cumsum([len(r) for r in rings]))
    n = len(flat)
    h = abs(depth) / 2
    vertices = np.concatenate([np.c_[flat, np.full(n, h)], np.c_[flat, np.full(n, -h)]])
    faces, start = [front, front[:, ::-1] + n], 0
    for r in rings:
        i = np.arange(len(r)) + start
        j = np.roll(i, -1)
        faces += [np.stack([i, i + n, j], 1), np.stack([j, i + n, j + n], 1)]
        start += len(r)
    return Mesh(vertices, np.concatenate(faces))


def sheet(points: ArrayLike, thickness: float = 0.0) -> Mesh:
    """Curved panel from a grid of points (a, b, 3); thickness is along the mean normal."""
    grid = np.asarray(points, float)
    faces = _grid_faces(*grid.shape[:2])
    front = Mesh(grid.reshape(-1, 3), faces)
    if thickness <= 0:
        return front
    normal = np.cross(grid[-1, 0] - grid[0, 0], grid[0, -1] - grid[0, 0])
    normal = normal / max(float(np.linalg.norm(normal)), 1e-12) * thickness
    back = Mesh(front.vertices - normal, faces[:, ::-1])
    edge = np.concatenate([grid[:-1, 0], grid[-1, :-1], grid[:0:-1, -1], grid[0, :0:-1]])
    return front + back + loft([edge, edge - normal], caps=False)


# -- curves ----------------------------------------------------------------------------------------


def arc(radius: float, start: float, stop: float, count: int = 13, plane: str = "xy") -> NDArray[np.float64]:
    """(n, 3) points of a circle about the origin from `start` to `stop` degrees in a plane (xy, xz, yz)."""
    angle = np.radians(np.linspace(start, stop, count))
    points = np.zeros((count, 3))
    points[:, AXES[plane[0]]], points[:, AXES[plane[1]]] = radius * np.cos(angle), radius * np.sin(angle)
    return points


def curve(points: ArrayLike, count: int = 20) -> NDArray[np.float64]:
    """(count, d) smooth curve through control points (n, d), Catmull-Rom."""
    p = np.asarray(points, float)
    p = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = np.linspace(0, len(p) - 3 - 1e-9, count)
    i = t.astype(int)
    f = (t - i)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    return 0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3)


def rectangle(x: float, y: float, radius: float = 0.0, steps: int = 4) -> NDArray[np.float64]:
    """(n, 2) outline of a centred rectangle, corners rounded."""
    radius = min(radius, min(x, y) / 2 * 0.999)
    if radius <= 0:
        return np.array([[-x, -y], [x, -y], [x, y], [-x, y]]) / 2
    quarter = np.radians(np.linspace(0, 90, steps + 1))
    corners = []
    for k, (sx, sy) in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        angle = quarter + k * np.pi / 2
        centre = np.array([sx * (x / 2 - radius), sy * (y / 2 - radius)])
        corners.append(centre + radius * np.stack([np.cos(angle), np.sin(angle)], 1))
    return np.concatenate(corners)


def ellipse(x: float, y: float, count: int = 20) -> NDArray[np.float64]:
    """(n, 2) outline of a centred ellipse with half-axes x and y."""
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return np.stack([x * np.cos(angle), y * np.sin(angle)], 1)


def airfoil(chord: float, thickness: float, count: int = 14) -> NDArray[np.float64]:
    """(n, 2) outline of a wing section from the leading edge at x = 0 to x = chord."""
    t = (1 - np.cos(np.linspace(0, np.pi, count))) / 2
    half = 5 * thickness * (0.2969 * np.sqrt(t) - 0.126 * t - 0.3516 * t**2 + 0.2843 * t**3 - 0.1036 * t**4)
    upper, lower = np.stack([t, half], 1), np.stack([t, -half], 1)
    return np.concatenate([lower, upper[-2:0:-1]]) * chord


def in_plane(outline: ArrayLike, plane: str, at: float = 0.0) -> NDArray[np.float64]:
    """(n, 2) outline -> (n, 3), its two coordinates along the plane's axes ("xy", "xz", "zy", ...)."""
    flat = np.asarray(outline, float)
    points = np.full((len(flat), 3), float(at))
    points[:, AXES[plane[0]]], points[:, AXES[plane[1]]] = flat[:, 0], flat[:, 1]
    return points


# -- helpers ---------------------------------------------------------------------------------------


def _triangles(quads: Iterable[Sequence[int]]) -> NDArray[np.int64]:
    return np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))], np.int64)


def _grid_faces(rows: int, columns: int, wrap: bool = False, wrap_second: bool = False) -> NDArray[np.int64]:
    i, j = np.arange(rows if wrap else rows - 1), np.arange(columns if wrap_second else columns - 1)
    ii, jj = (x.ravel() for x in np.meshgrid(i, j, indexing="ij"))
    up, right = (ii + 1) % rows, (jj + 1) % columns
    a, b, c, d = ii * columns + jj, up * columns + jj, up * columns + right, ii * columns + right
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])


def _drop_slivers(vertices: NDArray, faces: NDArray) -> NDArray:
    """Without the triangles that poles and pinched sections leave with no area."""
    a, b, c = vertices[faces[:, 0]], vertices[faces[:, 1]], vertices[faces[:, 2]]
    return faces[(np.abs(np.cross(b - a, c - a)) > 1e-14).any(1)]


def _counter_clockwise(ring_: NDArray, wanted: bool) -> NDArray:
    x, y = ring_.T
    area = float(x @ np.roll(y, -1) - y @ np.roll(x, -1))
    return ring_ if (area > 0) == wanted else ring_[::-1]


def _triangulate(flat: NDArray, ends: NDArray) -> NDArray[np.int64]:
    import mapbox_earcut

    return np.asarray(mapbox_earcut.triangulate_float64(flat, ends.astype(np.uint32)), np.int64).reshape(-1, 3)
