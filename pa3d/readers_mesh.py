"""Meshes in files: glTF, OBJ, OFF, STL and PLY."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
from numpy.typing import NDArray

from pa3d.convert import from_trimesh
from pa3d.errors import ShapeError
from pa3d.shapes import Shape, as_bytes

BLOCK = 1 << 26  # bytes of text worked on at a time
TRIANGLES = (4, 5)  # glTF primitive modes that make faces: triangles, strips
POINTS, FANS = 0, 6
TYPE_SIZE = {5120: 127, 5121: 255, 5122: 32767, 5123: 65535}  # largest integer of a component type


def read_ply(path: Path) -> Shape:
    """PLY as trimesh reads it: text or binary of either byte order, polygons split, the rest dropped."""
    import trimesh

    return from_trimesh([trimesh.load(path, file_type="ply", process=False, maintain_order=True)])


# -- glTF --------------------------------------------------------------------------------------------


def read_gltf(path: Path) -> Shape:
    """glTF or GLB: what its scene shows, each node's primitives placed by the transforms above it.

    Vertices and faces follow the nodes depth first in the order in which the file lists them, a mesh that
    several nodes use once for each. Points count only where there are no faces; lines, cameras, skins (the
    pose as modelled is taken) and morph targets do not.
    """
    import trimesh

    gltf_references(path)  # refuses what lies outside its folder
    content = path.read_bytes()
    binary = content[:4] == b"glTF"
    text, rest = content, b""
    if binary:
        length = int.from_bytes(content[12:16], "little")
        text, rest = content[20 : 20 + length], content[20 + length :]
    tree = json.loads(text)
    _tidy(tree)
    text = json.dumps(tree).encode()
    if binary:
        text += b" " * (-len(text) % 4)
        sizes = (20 + len(text) + len(rest)).to_bytes(4, "little"), len(text).to_bytes(4, "little")
        text = b"".join([content[:8], *sizes, content[16:20], text, rest])
    del content, rest
    resolver = trimesh.resolvers.FilePathResolver(path)
    kind = "glb" if binary else "gltf"
    scene = trimesh.load_scene(io.BytesIO(text), file_type=kind, resolver=resolver, process=False)
    return from_trimesh(scene.dump())


def _tidy(tree: dict[str, Any]) -> None:
    """Put a glTF's tree into a form that trimesh gets right; refuse what it would silently get wrong."""
    _refuse_compressed(tree)
    for mesh in tree.get("meshes", []):
        if any(primitive.get("mode") == FANS for primitive in mesh["primitives"]):
            raise ShapeError("has triangle fans; export it with triangles")
        mesh["primitives"] = [p for p in mesh["primitives"] if p.get("mode", 4) in (POINTS, *TRIANGLES)]
        used = [i for p in mesh["primitives"] for i in (p["attributes"].get("POSITION"), p.get("indices"))]
        if any("sparse" in tree["accessors"][index] for index in used if index is not None):
            raise ShapeError("has sparse positions or indices; export it without")
    nodes = tree.get("nodes", [])
    if not tree.get("scenes"):  # a library of nodes: all of them
        below = {child for node in nodes for child in node.get("children", [])}
        tree["scenes"], tree["scene"] = [{"nodes": [i for i in range(len(nodes)) if i not in below]}], 0
    for node in list(nodes):
        node.pop("camera", None)  # trimesh drops such nodes, and with them the place of what is below
        scale = _unit(tree, tree["meshes"][node["mesh"]]) if "mesh" in node else None
        if scale is not None:
            node["children"] = [len(nodes), *node.get("children", [])]
            nodes.append({"mesh": node.pop("mesh"), "scale": [scale] * 3})
    for listed, key in [(scene, "nodes") for scene in tree["scenes"]] + [(node, "children") for node in nodes]:
        if key in listed:  # trimesh walks each list from its end
            listed[key] = listed[key][::-1]


def _refuse_compressed(tree: dict[str, Any]) -> None:
    used = {*tree.get("extensionsUsed", []), *tree.get("extensionsRequired", [])}
    packed = next((name for name in used if name.endswith("_meshopt_compression")), None)
    if packed:
        raise ShapeError(f"is compressed with {packed}; export it without")
    if "KHR_draco_mesh_compression" in used and importlib.util.find_spec("DracoPy") is None:
        raise ShapeError("is compressed with Draco; export it without, or `pip install DracoPy`")


def _unit(tree: dict[str, Any], mesh: dict[str, Any]) -> float | None:
    """Length of 1 in a mesh's stored positions where these are normalized integers."""
    for primitive in mesh["primitives"]:
        accessor = tree["accessors"][primitive["attributes"]["POSITION"]]
        if accessor.get("normalized"):
            return 1 / TYPE_SIZE[accessor["componentType"]]
    return None


def gltf_references(path: Path) -> list[str]:
    """Files a glTF names; only plain relative ones below its own folder are allowed."""
    with path.open("rb") as file:
        if path.suffix.lower() == ".glb":  # 12 bytes of header, then the JSON chunk: length, type, text
            head = file.read(20)
            content = file.read(int.from_bytes(head[12:16], "little"))
        else:
            content = file.read()
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


def companions(path: Path) -> tuple[Path, ...]:
    """Files that a .gltf or .obj refers to and that are there: buffers, images, materials, textures."""
    suffix = path.suffix.lower()
    names: list[str] = []
    if suffix in (".gltf", ".glb"):
        try:
            names = gltf_references(path)
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


# -- text --------------------------------------------------------------------------------------------


def _rows(lines: list[bytes], columns: tuple[int, ...] = (0, 1, 2)) -> NDArray[np.float64]:
    """(n, columns) numbers of lines of text."""
    if not lines:
        return np.empty((0, len(columns)))
    return np.loadtxt(lines, usecols=columns, comments=None, ndmin=2)


def _whole(lines: list[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The whole numbers on lines of text, one after the other, and how many each line has."""
    sizes = np.fromiter((len(line.split()) for line in lines), np.int64, len(lines))
    try:
        values = np.fromstring(b"\n".join(lines), np.int64, sep=" ") if lines else np.empty(0, np.int64)
    except ValueError:  # before numpy 2.3 a warning, and fewer values
        values = None
    if values is None or len(values) != sizes.sum():
        raise ShapeError("a face has something else than whole numbers")
    return values, sizes


def _fan(corners: NDArray[np.int64], start: NDArray[np.int64], size: NDArray[np.int64]) -> NDArray[np.int64]:
    """(F, 3) triangles of polygons, each split into a fan at its first corner.

    A polygon is corners[start : start + size].
    """
    count = np.maximum(size - 2, 0)
    first = np.repeat(start, count)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([corners[first], corners[first + step + 1], corners[first + step + 2]], 1)


def read_obj(path: Path) -> Shape:
    """All vertices and faces in the file's order, whatever its objects, groups and materials.

    Colours: those on the lines of the vertices (x y z r g b), or else the materials' as trimesh, which regroups
    vertices and faces by material, reads them.
    """
    text = re.sub(rb"\\\r?\n", b" ", path.read_bytes())
    vertex_lines = re.findall(rb"^[ \t]*v[ \t]+([^\n#]*)", text, re.M)
    painted = len(vertex_lines) > 0 and all(len(line.split(None, 5)) == 6 for line in vertex_lines)
    points = _rows(vertex_lines, (0, 1, 2, 3, 4, 5) if painted else (0, 1, 2))
    colors = None
    if painted:
        points, colors = points[:, :3].copy(), as_bytes(points[:, 3:])
    del vertex_lines
    face_lines = re.findall(rb"^[ \t]*f[ \t]+([^\n#]*)", text, re.M)
    plain = re.sub(rb"/[^\s]*", b"", b"\n".join(face_lines)) if b"/" in text else None
    if plain is not None:
        face_lines = plain.split(b"\n")
    corners, sizes = _whole(face_lines)
    if (corners == 0).any():
        raise ShapeError("a face names vertex 0; .obj counts from 1")
    if (corners < 0).any():  # from the last vertex above the face
        places = [
            np.fromiter((m.start() for m in re.finditer(rb"^[ \t]*%c[ \t]" % key, text, re.M)), np.int64)
            for key in b"vf"
        ]
        above = np.repeat(np.searchsorted(*places), sizes)
        corners = np.where(corners < 0, above + corners, corners - 1)
    else:
        corners -= 1
    has_materials = bool(re.search(rb"^[ \t]*mtllib[ \t]", text, re.M))
    del text, face_lines, plain
    faces = _fan(corners, np.cumsum(sizes) - sizes, sizes) if len(sizes) else None
    if colors is None and has_materials:
        colors = _material_colors(path, points)
    return Shape(points, faces, colors)


def _material_colors(path: Path, points: NDArray) -> NDArray[np.uint8] | None:
    import trimesh
    from scipy.spatial import cKDTree

    try:
        painted = from_trimesh(trimesh.load_scene(path, process=False, maintain_order=True).dump())
    except Exception:  # noqa: BLE001 - broken materials must not lose the geometry
        return None
    if painted.colors is None or painted.faces is None:
        return None
    used = np.unique(painted.faces)  # each material's mesh lists all vertices of the file
    return painted.colors[used[cKDTree(painted.vertices[used]).query(points)[1]]]


def read_off(path: Path) -> Shape:
    """OFF with triangles or polygons; COFF with colours of vertices. Normals, colours of faces go."""
    text = path.read_bytes()
    if b"#" in text:
        text = re.sub(rb"#[^\n]*", b"", text)
    match = re.match(rb"\s*(ST)?(C?)(N?)OFF(?![A-Z])", text)
    if not match:
        raise ShapeError("does not begin with OFF")
    if re.match(rb"[ \t]*BINARY", text[match.end() : match.end() + 20]):
        raise ShapeError("is a binary OFF; export it as text")
    lines = [line for line in text[match.end() :].split(b"\n") if line.strip()]  # counts may follow on the line
    del text
    num_vertices, num_faces = (int(n) for n in lines[0].split()[:2])
    if min(num_vertices, num_faces) < 0 or len(lines) - 1 < num_vertices + num_faces:
        raise ShapeError(f"ends after {len(lines) - 1} of {num_vertices + num_faces} lines")
    first = 6 if match[3] else 3
    columns = (0, 1, 2, *(range(first, first + 3) if match[2] else ()))
    points = _rows(lines[1 : 1 + num_vertices], columns)
    colors = None
    if match[2] and len(points):
        points, colors = points[:, :3].copy(), as_bytes(points[:, 3:])
    lines = lines[1 + num_vertices : 1 + num_vertices + num_faces]
    try:
        values, lengths = _whole(lines)
    except ShapeError:  # colours that are no whole numbers
        values, lengths = _whole([b" ".join(line.split()[: 1 + int(line.split()[0])]) for line in lines])
    start = np.cumsum(lengths) - lengths
    sizes = values[start]
    if (sizes >= lengths).any():
        raise ShapeError(f"face {int((sizes >= lengths).argmax())} has fewer corners than it says")
    return Shape(points, _fan(values, start + 1, sizes) if len(sizes) else None, colors)


def read_stl(path: Path) -> Shape:
    """STL: three vertices of its own for each triangle, in the file's order."""
    import trimesh

    with path.open("rb") as file:
        head = file.read(84)
        counted = 84 + 50 * int.from_bytes(head[80:84], "little") == path.stat().st_size
        if counted or not head.lstrip().startswith(b"solid"):
            return from_trimesh([trimesh.load(path, file_type="stl", process=False, maintain_order=True)])
        file.seek(0)
        parts, rest = [], b""
        while block := file.read(BLOCK):
            cut = block.rfind(b"\n") + 1
            parts.append(_rows(re.findall(rb"vertex[ \t]+([^\n]*)", rest + block[:cut])))
            rest = block[cut:]
        parts.append(_rows(re.findall(rb"vertex[ \t]+([^\n]*)", rest)))
    points = np.concatenate(parts)
    if len(points) % 3:
        raise ShapeError("ends inside a triangle")
    return Shape(points, np.arange(len(points)).reshape(-1, 3))
