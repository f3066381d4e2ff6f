"""Meshes in files: OBJ, OFF, STL and PLY; glTF is in readers_gltf."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.beside import Neighbours, beside
from pa3d.convert import from_trimesh
from pa3d.errors import ShapeError
from pa3d.isolated import MEGABYTES, isolated
from pa3d.polygons import BYTE_ORDER_MARK, fan, plain_text, table_rows, whole_numbers
from pa3d.readers_gltf import LARGEST_IMAGE, gltf_references, read_gltf
from pa3d.readers_ply import counted, read_ply_tables
from pa3d.shapes import Shape, as_bytes

__all__ = ["companions", "read_gltf", "read_obj", "read_off", "read_ply", "read_stl"]

BLOCK = 1 << 26  # bytes of text worked on at a time


def companions(path: Path) -> tuple[Path, ...]:
    """Files beside it that a .gltf or .obj refers to: buffers, images, materials, textures."""
    return tuple(_there(path, references(path)))


def references(path: Path) -> list[str]:
    """The names of other files in a .gltf, .glb or .obj, and in the materials of an .obj that are there."""
    suffix = path.suffix.lower()
    names: list[str] = []
    if suffix in (".gltf", ".glb"):
        try:
            names = gltf_references(path)
        except (ShapeError, ValueError, AttributeError, OSError):
            return []  # load_shape will say what is wrong with it
    elif suffix == ".obj":
        names = _statements(path, "mtllib")
        for material in _there(path, names):
            names += [text.split()[-1] for text in _statements(material, "map_") if text.split()]
    return names


def _there(path: Path, names: list[str]) -> list[Path]:
    """The named files that are beside a file; no others."""
    found = []
    for name in dict.fromkeys(names):
        try:
            found.append(beside(path, name))
        except ShapeError:
            continue
    return [file for file in found if file.is_file()]


def _statements(path: Path, keyword: str) -> list[str]:
    """What follows a keyword on the lines of a text file that begin with it."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        found = [line.strip() for line in lines if line.lstrip().startswith(keyword)]
    return [line.partition(" ")[2].strip() for line in found]


# -- colours that only trimesh reads -----------------------------------------------------------------


def _painted(path: Path, kind: str) -> tuple[NDArray, NDArray] | None:
    """Vertices that faces use and their colours, as trimesh reads them from materials, textures and faces."""
    import PIL.Image
    import trimesh

    neighbours: Any = Neighbours(path)  # what trimesh asks of a resolver, without being one of its classes
    limit, PIL.Image.MAX_IMAGE_PIXELS = PIL.Image.MAX_IMAGE_PIXELS, LARGEST_IMAGE // 2  # which refuses twice it
    try:
        with path.open("rb") as file:
            scene = trimesh.load_scene(
                file, file_type=kind, resolver=neighbours, process=False, maintain_order=True
            )
            shape = from_trimesh(scene.dump())
    finally:
        PIL.Image.MAX_IMAGE_PIXELS = limit
    if shape.colors is None or shape.faces is None:
        return None
    used = np.unique(shape.faces)  # each material's mesh lists all vertices of the file
    return shape.vertices[used], shape.colors[used]


def _foreign_colors(path: Path, kind: str, points: NDArray) -> NDArray[np.uint8] | None:
    """(M, 3) of points, from materials, textures or colours of faces; None where they cannot be read."""
    from scipy.spatial import cKDTree

    memory = MEGABYTES + 64 * (path.stat().st_size >> 20)
    try:
        found = isolated(_painted, path, kind, path=path, megabytes=memory)
    except ShapeError:  # broken materials must not lose the geometry
        return None
    finite = np.isfinite(points).all()
    return found[1][cKDTree(found[0]).query(points)[1]] if found is not None and finite else None


# -- the kinds ---------------------------------------------------------------------------------------


def read_ply(path: Path) -> Shape:
    """PLY, text or binary of either byte order: vertices, polygons as fans of triangles, colours.

    Colours: the vertices', or else those of faces or of the texture that a comment names.
    """
    names = ("red", "green", "blue")
    ply = read_ply_tables(path, names)
    points = np.stack([ply.vertex[axis] for axis in "xyz"], 1).astype(np.float64)
    textured = any(comment.lower().startswith("texturefile") for comment in ply.comments)
    colors = None
    if all(name in ply.vertex for name in names):
        columns = np.stack([ply.vertex[name] for name in names], 1)
        colors = columns if columns.dtype == np.uint8 else as_bytes(columns.astype(np.float64))
    elif ply.faces is not None and (textured or ply.painted_faces):
        colors = _foreign_colors(path, "ply", points)
    return Shape(points, ply.faces, colors)


def read_obj(path: Path) -> Shape:
    """All vertices and faces in the file's order, whatever its objects, groups and materials.

    Colours: those on the lines of the vertices (x y z r g b), or else the materials' as trimesh, which regroups
    vertices and faces by material, reads them.
    """
    text = re.sub(rb"\\\n", b" ", plain_text(path.read_bytes()))
    vertex_lines = re.findall(rb"^[ \t]*v[ \t]+([^\n#]*)", text, re.M)
    painted = len(vertex_lines) > 0 and all(len(line.split(None, 5)) == 6 for line in vertex_lines)
    points = table_rows(vertex_lines, (0, 1, 2, 3, 4, 5) if painted else (0, 1, 2))
    colors = None
    if painted:
        points, colors = points[:, :3].copy(), as_bytes(points[:, 3:])
    del vertex_lines
    face_lines = re.findall(rb"^[ \t]*f[ \t]+([^\n#]*)", text, re.M)
    plain = re.sub(rb"/[^\s]*", b"", b"\n".join(face_lines)) if b"/" in text else None
    if plain is not None:
        face_lines = plain.split(b"\n") if face_lines else []
    corners, sizes = whole_numbers(face_lines)
    if (corners == 0).any():
        raise ShapeError("a face names vertex 0; .obj counts from 1")
    if (corners < 0).any():  # from the last vertex above the face
        vertex_at, face_at = (
            np.fromiter((m.start() for m in re.finditer(rb"^[ \t]*%c[ \t]" % key, text, re.M)), np.int64)
            for key in b"vf"
        )
        above = np.repeat(np.searchsorted(vertex_at, face_at), sizes)
        corners = np.where(corners < 0, above + corners, corners - 1)
    else:
        corners -= 1
    has_materials = bool(re.search(rb"^[ \t]*mtllib[ \t]", text, re.M))
    del text, face_lines, plain
    faces = fan(corners, np.cumsum(sizes) - sizes, sizes) if len(sizes) else None
    if colors is None and has_materials:
        colors = _foreign_colors(path, "obj", points)
    return Shape(points, faces, colors)


def read_off(path: Path) -> Shape:
    """OFF with triangles or polygons; COFF with colours of vertices. Normals, colours of faces go."""
    text = plain_text(path.read_bytes())
    if b"#" in text:
        text = re.sub(rb"#[^\n]*", b"", text)
    match = re.match(rb"\s*(ST)?(C?)(N?)OFF(?![A-Z])", text)
    if not match:
        raise ShapeError("does not begin with OFF")
    if re.match(rb"[ \t]*BINARY", text[match.end() : match.end() + 20]):
        raise ShapeError("is a binary OFF; export it as text")
    lines = [line for line in text[match.end() :].split(b"\n") if line.strip()]  # counts may follow on the line
    del text
    counts = lines[0].split()[:2] if lines else []
    if len(counts) < 2 or not all(re.fullmatch(rb"\d{1,18}", count) for count in counts):
        raise ShapeError("does not say how many vertices and faces it has")
    num_vertices, num_faces = (int(count) for count in counts)
    if len(lines) - 1 < num_vertices + num_faces:
        raise ShapeError(f"ends after {len(lines) - 1} of {num_vertices + num_faces} lines")
    first = 6 if match[3] else 3
    columns = (0, 1, 2, *(range(first, first + 3) if match[2] else ()))
    points = table_rows(lines[1 : 1 + num_vertices], columns)
    colors = None
    if match[2] and len(points):
        points, colors = points[:, :3].copy(), as_bytes(points[:, 3:])
    values, sizes = counted(lines[1 + num_vertices : 1 + num_vertices + num_faces])
    return Shape(points, fan(values, np.cumsum(sizes) - sizes, sizes) if len(sizes) else None, colors)


def read_stl(path: Path) -> Shape:
    """STL: three vertices of its own for each triangle, in the file's order."""
    import trimesh

    with path.open("rb") as file:
        head = file.read(84)
        counted = 84 + 50 * int.from_bytes(head[80:84], "little") == path.stat().st_size
        if counted or not head.lstrip(b" \t\r\n" + BYTE_ORDER_MARK).startswith(b"solid"):
            if len(head) < 84 or 84 + 50 * int.from_bytes(head[80:84], "little") > path.stat().st_size:
                raise ShapeError("is neither a text STL nor holds as many triangles as it says")
            return from_trimesh([trimesh.load(path, file_type="stl", process=False, maintain_order=True)])
        file.seek(0)
        parts, rest = [], b""
        while block := file.read(BLOCK):
            block = rest + block.replace(b"\r", b"\n")
            cut = block.rfind(b"\n") + 1
            parts.append(table_rows(re.findall(rb"vertex[ \t]+([^\n]*)", block[:cut])))
            rest = block[cut:]
        parts.append(table_rows(re.findall(rb"vertex[ \t]+([^\n]*)", rest)))
    points = np.concatenate(parts)
    if len(points) % 3:
        raise ShapeError("ends inside a triangle")
    return Shape(points, np.arange(len(points)).reshape(-1, 3))
