"""Shapes from other libraries' objects: numpy, torch, trimesh, open3d. None of them is imported for it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError
from pa3d.shapes import Shape, check_shape

PLAIN = (190, 190, 190)  # sRGB of meshes without colours among others that have some


def as_shape(obj: Any) -> Shape:
    """A Shape from what other libraries hold geometry in; order, frame and units stay as they are.

    Taken: a Shape; points (N, 3) as a numpy array, a torch tensor on any device or nested lists; a pair
    (vertices (M, 3), faces (F, 3)) of those; trimesh Trimesh, PointCloud and Scene (placed as in the scene, one
    after the other in the order of its graph); open3d TriangleMesh and PointCloud, legacy and tensor.

    Raises TypeError for another kind of object, ShapeError (a ValueError) for geometry that cannot be used.
    """
    library = type(obj).__module__.partition(".")[0]
    if isinstance(obj, Shape):
        shape = obj
    elif library == "trimesh" and not isinstance(obj, np.ndarray):
        shape = _from_any_trimesh(obj)
    elif library == "open3d" and not hasattr(obj, "numpy"):  # open3d's own tensors are arrays
        shape = _from_open3d(obj)
    elif isinstance(obj, tuple) and len(obj) == 2:
        shape = Shape(_points(obj[0]), _faces(obj[1]))
    elif isinstance(obj, (str, bytes)) or hasattr(obj, "__fspath__"):
        raise TypeError(f"{str(obj)[:80]!r} is a path; read it with pa3d.load_shape(path)")
    else:
        shape = Shape(_points(obj), None)
    return check_shape(shape)


def _array(obj: Any) -> NDArray:
    """The numpy array of an array-like; torch and open3d tensors are brought to the CPU."""
    for step in ("detach", "cpu", "numpy"):
        if hasattr(obj, step):
            obj = getattr(obj, step)()
    try:
        array = np.asarray(obj)
    except ValueError as error:
        raise ShapeError(f"points must be numbers of shape (N, 3): {error}") from error
    if array.dtype == object:
        raise TypeError(
            f"a {type(obj).__module__}.{type(obj).__qualname__} is no shape: give a pa3d Shape, points (N, 3), "
            "(vertices, faces), or a mesh or cloud of trimesh or open3d"
        )
    return array


def _points(obj: Any) -> NDArray[np.float64]:
    array = _array(obj)
    if array.dtype.kind not in "fiu" or array.ndim != 2 or array.shape[1] != 3:
        raise ShapeError(f"points must be numbers of shape (N, 3), got {array.dtype} {array.shape}")
    return array.astype(np.float64)


def _faces(obj: Any) -> NDArray:
    array = _array(obj)
    if array.dtype.kind not in "iu" or array.ndim != 2 or array.shape[1] != 3:
        raise ShapeError(f"faces must be whole numbers of shape (F, 3), got {array.dtype} {array.shape}")
    return array


def _from_any_trimesh(obj: Any) -> Shape:
    if hasattr(obj, "graph") and hasattr(obj, "geometry"):
        return from_trimesh(obj.dump())
    if hasattr(obj, "vertices") and not hasattr(obj, "entities"):  # paths have entities
        return from_trimesh([obj])
    raise TypeError(f"a trimesh {type(obj).__name__} is no mesh, cloud or scene")


def from_trimesh(geometries: list) -> Shape:
    """trimesh objects one after the other: the meshes; if there are none, the point clouds."""
    meshes = [g for g in geometries if hasattr(g, "faces") and len(g.faces)]
    if meshes:
        offsets = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
        vertices = np.concatenate([np.asarray(m.vertices, np.float64) for m in meshes])
        faces = np.concatenate([np.asarray(m.faces) + o for m, o in zip(meshes, offsets, strict=True)])
        return Shape(vertices, faces, _joined([_mesh_colors(m) for m in meshes], meshes))
    clouds = [
        g for g in geometries if hasattr(g, "vertices") and len(g.vertices) and not hasattr(g, "entities")
    ]
    if not clouds:
        raise ShapeError("holds no mesh and no points")
    vertices = np.concatenate([np.asarray(c.vertices, np.float64) for c in clouds])
    return Shape(vertices, None, _joined([_cloud_colors(c) for c in clouds], clouds))


def _joined(colors: list[NDArray | None], parts: list) -> NDArray[np.uint8] | None:
    if all(c is None for c in colors):
        return None
    plain = np.array(PLAIN, np.uint8)
    filled = [
        np.tile(plain, (len(part.vertices), 1)) if c is None else c
        for c, part in zip(colors, parts, strict=True)
    ]
    return np.concatenate(filled)


def _cloud_colors(cloud: Any) -> NDArray[np.uint8] | None:
    colors = getattr(cloud, "colors", None)
    if colors is None or np.ndim(colors) != 2 or len(colors) != len(cloud.vertices):
        return None
    return np.asarray(colors)[:, :3].astype(np.uint8)


def _mesh_colors(mesh: Any) -> NDArray[np.uint8] | None:
    """(M, 3) vertex colours of a trimesh, textures read at the vertices; None when it has none."""
    visual = mesh.visual
    if visual.kind is None:
        return None
    try:
        if visual.kind != "texture":
            colors = visual.vertex_colors
        elif visual.uv is None:  # one colour for all of it
            colors = np.tile(visual.material.main_color, (len(mesh.vertices), 1))
        else:
            colors = visual.to_color().vertex_colors
    except Exception:  # noqa: BLE001 - a broken texture must not lose the geometry
        return None
    colors = np.asarray(colors)
    if colors.shape != (len(mesh.vertices), 4):
        return None
    return colors[:, :3].astype(np.uint8)


def _from_open3d(obj: Any) -> Shape:
    """Legacy objects have attributes, tensor ones (open3d.t) dictionaries of tensors by vertex and triangle."""
    kind = type(obj).__name__
    if kind not in ("TriangleMesh", "PointCloud"):
        raise TypeError(f"an open3d {kind} is no TriangleMesh and no PointCloud")
    mesh = kind == "TriangleMesh"
    if ".t." in type(obj).__module__ or hasattr(obj, "to_legacy"):
        table = obj.vertex if mesh else obj.point
        if "positions" not in table:
            raise ShapeError("holds no points")
        vertices = _array(table["positions"])
        faces = _array(obj.triangle["indices"]) if mesh and "indices" in obj.triangle else None
        colors = _array(table["colors"]) if "colors" in table else None
    else:
        vertices = np.asarray(obj.vertices if mesh else obj.points)
        faces = np.asarray(obj.triangles) if mesh else None
        has_colors = obj.has_vertex_colors() if mesh else obj.has_colors()
        colors = np.asarray(obj.vertex_colors if mesh else obj.colors) if has_colors else None
    if colors is not None:
        scale = 1 if colors.dtype == np.uint8 else 255  # floating colours are 0 to 1
        colors = np.clip(np.round(colors * float(scale)), 0, 255).astype(np.uint8)
    if mesh and faces is None:
        faces = np.empty((0, 3), np.int32)
    return Shape(vertices.astype(np.float64), faces, colors)
