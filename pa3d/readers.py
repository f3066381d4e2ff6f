"""Read shape files as they are. The only module that does."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import ShapeError, first_line
from pa3d.shapes import Shape, face_areas

MESH_SUFFIXES = (".glb", ".gltf", ".obj", ".ply", ".stl", ".off", ".npz")
CLOUD_SUFFIXES = (".pcd", ".xyz", ".txt", ".npy")  # .ply and .npz may hold either
SUFFIXES = MESH_SUFFIXES + CLOUD_SUFFIXES
LONGEST_ID = 180  # bytes; file systems allow 255, with suffixes


def list_shapes(inputs: list[Path]) -> dict[str, Path]:
    """shape_id -> file for files and (recursively) folders. Ids are safe file names and unique."""
    found: list[tuple[str, Path]] = []
    for entry in inputs:
        if entry.is_dir():
            # a .txt in a folder is more often a licence than a cloud: it counts only when named itself
            kinds = set(SUFFIXES) - {".txt"}
            files = [p for p in entry.rglob("*") if p.suffix.lower() in kinds and p.is_file()]
            files = [p for p in files if p.suffix.lower() != ".npz" or _npz_is_shape(p)]
            # a mesh has its plain name before an array file of that name
            files.sort(key=lambda p: (p.with_suffix(""), p.suffix.lower().startswith(".np"), p.suffix))
            found += [(str(p.relative_to(entry).with_suffix("")), p) for p in files]
            if not files:
                raise ShapeError(f"{entry}: no shape files in it; known kinds are {' '.join(SUFFIXES)}")
        elif entry.is_file():
            found.append((entry.stem, entry))
        else:
            raise ShapeError(f"{entry}: no such file or folder")
    shapes: dict[str, Path] = {}
    for name, path in found:
        shape_id = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", name)).strip(".") or "shape"
        if len(shape_id.encode()) > LONGEST_ID:
            shape_id = f"{shape_id[:60]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
        if shape_id in shapes:
            shape_id = f"{shape_id}_{path.suffix[1:].lower()}"
        if shape_id in shapes:
            raise ShapeError(f"{path}: has the same name as {shapes[shape_id]}; rename one of them")
        shapes[shape_id] = path
    return shapes


def _npz_is_shape(path: Path) -> bool:
    """False for .npz files that hold something else, such as the annotation of a mesh beside it."""
    try:
        with np.load(path, allow_pickle=False) as data:
            return "points" in data.files or {"vertices", "faces"} <= set(data.files)
    except Exception:  # noqa: BLE001 - load_shape will say what is wrong with it
        return True


def load_shape(path: Path) -> Shape:
    """Read a file as it is: no merging, no reordering, nothing dropped but non-triangular faces split.

    Raises ShapeError, naming the file, when it cannot be used.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ShapeError(f"{path}: unknown kind {suffix!r}; known kinds are {' '.join(SUFFIXES)}")
    if not path.is_file():
        raise ShapeError(f"{path}: no such file")
    if path.stat().st_size == 0:
        raise ShapeError(f"{path}: the file is empty")
    reader = _READERS.get(suffix, _read_trimesh)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # readers warn about textures; geometry is checked below
            shape = reader(path)
    except ShapeError as error:
        raise ShapeError(f"{path}: {error}") from error
    except MemoryError as error:
        raise ShapeError(f"{path}: needs more memory than there is") from error
    except Exception as error:  # noqa: BLE001 - third-party readers raise anything on damaged files
        raise ShapeError(f"{path}: cannot be read as {suffix[1:]} ({first_line(error)})") from error
    return _checked(shape, path)


def _checked(shape: Shape, path: Path) -> Shape:
    count = len(shape.vertices)
    if count == 0:
        raise ShapeError(f"{path}: holds no points")
    bad = int((~np.isfinite(shape.vertices).all(axis=1)).sum())
    if bad:
        raise ShapeError(f"{path}: {bad} of {count} points are NaN or infinite; remove them")
    if shape.faces is None:
        if count < 32:
            raise ShapeError(f"{path}: {count} point{'s' * (count > 1)}; at least 32 are needed")
        return shape
    if len(shape.faces) == 0:
        raise ShapeError(f"{path}: a mesh without faces")
    if shape.faces.min() < 0 or shape.faces.max() >= count:
        worst = shape.faces.max() if shape.faces.max() >= count else shape.faces.min()
        raise ShapeError(f"{path}: a face names vertex {worst} (from 0), but there are {count}")
    if not face_areas(shape).sum() > 0:
        raise ShapeError(f"{path}: all {len(shape.faces)} faces have zero area")
    return replace(shape, faces=shape.faces.astype(np.int32))


def _read_trimesh(path: Path) -> Shape:
    import trimesh

    if path.suffix.lower() in (".gltf", ".glb"):
        _gltf_references(path)  # refuses what lies outside its folder
    loaded = trimesh.load_scene(path, process=False, maintain_order=True)
    geometries = loaded.dump()
    meshes = [g for g in geometries if isinstance(g, trimesh.Trimesh) and len(g.faces)]
    if meshes:
        offsets = np.cumsum([0] + [len(m.vertices) for m in meshes])
        colors = [_mesh_colors(m) for m in meshes]
        plain = np.full(3, 190, np.uint8)
        return Shape(
            np.concatenate([m.vertices for m in meshes]).astype(np.float64),
            np.concatenate([m.faces + o for m, o in zip(meshes, offsets, strict=False)]).astype(np.int32),
            None
            if all(c is None for c in colors)
            else np.concatenate(
                [
                    np.tile(plain, (len(m.vertices), 1)) if c is None else c
                    for m, c in zip(meshes, colors, strict=True)
                ]
            ),
        )
    clouds = [g for g in geometries if hasattr(g, "vertices") and len(g.vertices)]
    if not clouds:
        raise ShapeError("holds no mesh and no points")
    vertices = np.concatenate([np.asarray(c.vertices, np.float64) for c in clouds])
    tint = getattr(clouds[0], "colors", None) if len(clouds) == 1 else None
    usable = tint is not None and len(tint) == len(vertices)
    return Shape(vertices, None, np.asarray(tint)[:, :3].astype(np.uint8) if usable else None)


def _mesh_colors(mesh) -> NDArray[np.uint8] | None:
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


def companions(path: Path) -> tuple[Path, ...]:
    """Files that a .gltf or .obj refers to and that are there: buffers, images, materials, textures."""
    suffix = path.suffix.lower()
    names: list[str] = []
    if suffix in (".gltf", ".glb"):
        try:
            names = _gltf_references(path)
        except (ShapeError, ValueError, AttributeError, OSError):
            return ()  # load_shape will say what is wrong with it
    elif suffix == ".obj":
        names = _statements(path, "mtllib")
        for material in [path.parent / name for name in names]:
            if material.is_file():
                names += [text.split()[-1] for text in _statements(material, "map_") if text.split()]
    found = (path.parent / name for name in dict.fromkeys(names))
    return tuple(file for file in found if file.is_file())


def _statements(path: Path, keyword: str) -> list[str]:
    """What follows a keyword on the lines of a text file that begin with it."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        found = [line.strip() for line in lines if line.lstrip().startswith(keyword)]
    return [line.partition(" ")[2].strip() for line in found]


def _gltf_references(path: Path) -> list[str]:
    """Files a glTF names; only plain relative ones below its own folder are allowed."""
    import json
    from urllib.parse import unquote

    content = path.read_bytes()
    if path.suffix.lower() == ".glb":  # 12 bytes of header, then the JSON chunk: length, type, text
        content = content[20 : 20 + int.from_bytes(content[12:16], "little")]
    document = json.loads(content)
    names = []
    for entry in [*document.get("buffers", []), *document.get("images", [])]:
        uri = unquote(entry.get("uri", "data:"))
        scheme = re.match(r"[A-Za-z][\w+.-]*:", uri)
        if uri.startswith("data:"):
            continue
        if scheme or uri.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", uri):
            raise ShapeError(f"refers to {uri[:80]!r} outside its folder")
        names.append(uri)
    return names


def _read_npz(path: Path) -> Shape:
    with np.load(path, allow_pickle=False) as data:
        if "vertices" in data and "faces" in data:
            faces = np.asarray(data["faces"])
            if faces.ndim != 2 or faces.shape[1] != 3:
                raise ShapeError(f"faces must be (F, 3), got {faces.shape}")
            if faces.dtype.kind not in "iu":
                raise ShapeError(f"faces must be whole numbers, got {faces.dtype}")
            return Shape(_as_points(data["vertices"]), faces)
        if "points" in data:
            return Shape(_as_points(data["points"]), None)
        raise ShapeError("holds neither `points` nor `vertices` and `faces`")


def _read_npy(path: Path) -> Shape:
    return Shape(_as_points(np.load(path, allow_pickle=False)), None)


def _as_points(array: NDArray) -> NDArray[np.float64]:
    array = np.asarray(array)
    if array.ndim != 2 or array.shape[1] < 3 or array.dtype.kind not in "fiu":
        raise ShapeError(f"points must be numbers of shape (N, 3), got {array.dtype} {array.shape}")
    return array[:, :3].astype(np.float64)


def _fan(polygons: list[list[int]]) -> NDArray[np.int64]:
    """(F, 3) triangles of polygons, each split into a fan at its first corner."""
    fans = [(p[0], p[i], p[i + 1]) for p in polygons for i in range(1, len(p) - 1)]
    return np.array(fans, np.int64).reshape(-1, 3)


def _read_obj(path: Path) -> Shape:
    """Vertices and faces in the file's order; trimesh, which regroups both by material, gives the colours."""
    from scipy.spatial import cKDTree

    vertices: list[list[str]] = []
    polygons: list[list[int]] = []
    has_color = False
    for line in path.read_text(encoding="utf-8", errors="replace").replace("\\\n", " ").splitlines():
        key, *rest = line.partition("#")[0].split() or [""]
        if key == "v":
            vertices.append(rest[:3])
            has_color |= len(rest) >= 6
        elif key == "f":
            corners = [int(corner.partition("/")[0]) for corner in rest]  # from 1, or from the end if negative
            if 0 in corners:
                raise ShapeError("a face names vertex 0; .obj counts from 1")
            polygons.append([c - 1 if c > 0 else len(vertices) + c for c in corners])
        has_color |= key == "mtllib"
    points = np.array(vertices, np.float64).reshape(-1, 3)
    colors = None
    if has_color:
        painted = _read_trimesh(path)
        if painted.colors is not None and painted.faces is not None:
            used = np.unique(painted.faces)  # each material's mesh lists all vertices of the file
            colors = painted.colors[used[cKDTree(painted.vertices[used]).query(points)[1]]]
    return Shape(points, _fan(polygons) if polygons else None, colors)


def _read_off(path: Path) -> Shape:
    """OFF with triangles or polygons; what follows x y z or a face's indices (normals, colours) is dropped."""
    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    if not lines or not (match := re.match(r"[A-Z]*OFF", lines[0])):
        raise ShapeError("does not begin with OFF")
    lines[0] = lines[0][match.end() :]  # the counts may follow on the same line
    lines = lines if lines[0] else lines[1:]
    num_vertices, num_faces = (int(n) for n in lines[0].split()[:2])
    rows = [line.split() for line in lines[1 : 1 + num_vertices + num_faces]]
    if len(rows) < num_vertices + num_faces:
        raise ShapeError(f"ends after {len(rows)} of {num_vertices + num_faces} lines")
    points = np.array([row[:3] for row in rows[:num_vertices]], np.float64).reshape(-1, 3)
    polygons = [[int(i) for i in row[1 : 1 + int(row[0])]] for row in rows[num_vertices:]]
    return Shape(points, _fan(polygons) if polygons else None)


def _read_text(path: Path) -> Shape:
    """Columns x y z [...], separated by blanks, commas or semicolons; lines with # or // are comments."""
    text = path.read_text(encoding="utf-8", errors="strict").replace(",", " ").replace(";", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "//"))]
    if lines and len(lines[0].split()) == 1 and lines[0].strip().isdigit():
        lines = lines[1:]  # a leading count
    if not lines:
        raise ShapeError("holds no points")
    return Shape(_as_points(np.atleast_2d(np.loadtxt(lines, usecols=(0, 1, 2)))), None)


def _read_pcd(path: Path) -> Shape:
    from pypcd4 import PointCloud

    return Shape(_as_points(PointCloud.from_path(path).numpy(("x", "y", "z"))), None)


_READERS: dict[str, Callable[[Path], Shape]] = {
    ".npz": _read_npz,
    ".npy": _read_npy,
    ".xyz": _read_text,
    ".txt": _read_text,
    ".pcd": _read_pcd,
    ".obj": _read_obj,
    ".off": _read_off,
}
