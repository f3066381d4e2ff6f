"""Mesh files of a labelled shape, or of one part of it: PLY, OBJ with its materials, STL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact
from pa3d.errors import Pa3dError
from pa3d.segmentation import (
    UNLABELLED_NAME,
    Segmentation,
    ascii_line,
    face_labels,
    face_scores,
    fits_float32,
    label_colors,
    part_color,
)
from pa3d.shapes import Shape
from pa3d.split import Part, cut, safe_names

COMMENT_LENGTH = 100  # PLY readers have fixed line buffers
LINES = 1 << 16  # lines of text made at a time
RUNS = 8  # of indices on a comment line of an OBJ
INDICES = 16  # on a line of points of an OBJ
RGB = ("red", "green", "blue")


def write_ply(path: Path, seg: Segmentation, part: Part | None = None, *, plain_faces: bool = False) -> None:
    """Binary PLY: vertices and faces, when any, with colour, label and score.

    Coordinates are float, or double when float would move a vertex by more than 1e-6 of the extent. With
    `part`, only that part, each element with its `source_index` in the whole shape. `plain_faces` leaves out
    all that faces carry but their corners, which is as much as some readers understand (meshio 5.3).
    """
    shape = seg.shape if part is None else part.shape
    real = "f4" if fits_float32(seg.shape.vertices) else "f8"
    spec: list[tuple] = [(name, real) for name in "xyz"]
    columns: dict[str, Any] = dict(zip("xyz", shape.vertices.T, strict=True))
    index = None if part is None else part.vertex_index
    vertices = _label_table(spec, columns, seg.vertex_label, seg.vertex_score, index)
    header = ["ply", "format binary_little_endian 1.0", "comment written by pa3d"]
    names = list(enumerate(seg.part_names)) if part is None else [(part.label, part.name)]
    header += [f"comment part {i} {_comment(name)}" for i, name in names]
    header += [f"element vertex {len(vertices)}", *_properties(vertices)]
    tables, labels, scores = [vertices], face_labels(seg), face_scores(seg)
    if shape.faces is not None and labels is not None and scores is not None:
        spec = [("count", "u1"), ("corners", "i4", (3,))]
        columns = {"count": 3, "corners": shape.faces}
        index = None if part is None else part.face_index
        if plain_faces:
            faces = _table(spec, columns, len(shape.faces))
        else:
            faces = _label_table(spec, columns, labels, scores, index)
        header += [f"element face {len(faces)}", "property list uchar int vertex_indices"]
        header += _properties(faces)[2:]
        tables.append(faces)
    with artifact.atomic_path(path) as temporary, temporary.open("wb") as stream:
        stream.write("\n".join([*header, "end_header", ""]).encode("ascii"))
        for table in tables:
            table.tofile(stream)


def _label_table(
    spec: list[tuple], columns: dict[str, Any], labels: NDArray, scores: NDArray, index: NDArray | None
) -> NDArray:
    """Records of the columns given, colour, label, score; of the elements in `index` where it is given."""
    spec = [*spec, *((name, "u1") for name in RGB), ("label", "i4"), ("score", "f4")]
    if index is not None:
        labels, scores = labels[index], scores[index]
        spec, columns = [*spec, ("source_index", "i4")], {**columns, "source_index": index}
    columns = {**columns, **dict(zip(RGB, label_colors(labels).T, strict=True))}
    return _table(spec, {**columns, "label": labels, "score": scores}, len(labels))


def _table(spec: list[tuple], columns: dict[str, Any], count: int) -> NDArray:
    """Packed little-endian records."""
    table = np.empty(count, np.dtype([(name, "<" + code, *more) for name, code, *more in spec]))
    for name, values in columns.items():
        table[name] = values
    return table


def _comment(text: str) -> str:
    """Text that is safe in a PLY header."""
    return ascii_line(text).replace("end_header", "end-header")[:COMMENT_LENGTH]


def _properties(table: NDArray) -> list[str]:
    """PLY property lines of a table's columns."""
    names = {"f4": "float", "f8": "double", "i4": "int", "u1": "uchar"}
    fields = [(name, table.dtype[name].base.str[1:]) for name in table.dtype.names or ()]
    return [f"property {names[code]} {name}" for name, code in fields]


def write_obj(path: Path, seg: Segmentation, part: Part | None = None) -> None:
    """OBJ with a group and a material per part, and the .mtl with the colours beside it.

    Vertices are in the shape's order. Faces are in groups, in the shape's order within each; comments tell
    where they were. Points are `p` elements in groups, and carry their part's colour, since few readers know
    such elements.
    """
    whole = [*seg.part_names, UNLABELLED_NAME]
    safe = safe_names(whole)  # label -1 is the last
    parts = list(cut(seg)) if part is None else [part]
    shape = seg.shape if part is None else part.shape
    material_file = path.with_name(safe_names([path.stem])[0] + ".mtl")
    with artifact.atomic_path(material_file) as temporary:
        lines = [_material(safe[p.label], part_color(p.label)) for p in parts]
        temporary.write_text("\n".join(lines), encoding="utf-8")
    with artifact.atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write("# written by pa3d; faces a-b: which of the input's, from 0, the lines below it are\n")
        stream.writelines(f"# part {p.label} {safe[p.label]} = {_one_line(p.name)}\n" for p in parts)
        stream.write(f"mtllib {material_file.name}\n")
        number = "%.9g" if fits_float32(seg.shape.vertices) else "%r"
        if shape.faces is None:
            labels = seg.vertex_label if part is None else seg.vertex_label[part.vertex_index]
            table = np.hstack([shape.vertices, label_colors(labels) / 255])
            _write_rows(stream, f"v {number} {number} {number} %.3f %.3f %.3f\n", table)
        else:
            _write_rows(stream, f"v {number} {number} {number}\n", shape.vertices)
        for p in parts:
            stream.write(f"g {safe[p.label]}\nusemtl {safe[p.label]}\n")
            if p.face_index is not None and p.shape.faces is not None and seg.shape.faces is not None:
                _write_runs(stream, "faces", p.face_index)
                own: NDArray = p.shape.faces if part else seg.shape.faces[p.face_index]
                _write_rows(stream, "f %d %d %d\n", own + 1)
            else:
                _write_runs(stream, "points", p.vertex_index)
                own = np.arange(len(p.vertex_index)) if part else p.vertex_index
                _write_list(stream, "p", " %d", own[:, None] + 1, INDICES)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _material(name: str, color: tuple[int, int, int]) -> str:
    red, green, blue = (f"{c / 255:.4f}" for c in color)
    return f"newmtl {name}\nKd {red} {green} {blue}\nKs 0 0 0\nd 1\nillum 1\n"


def _write_rows(stream: TextIO, line: str, table: NDArray) -> None:
    """The rows of a table (n, k) by a format with k places, many lines at a time."""
    for start in range(0, len(table), LINES):
        block = table[start : start + LINES]
        stream.write(line * len(block) % tuple(block.ravel().tolist()))


def _write_runs(stream: TextIO, what: str, index: NDArray) -> None:
    """Comments that tell the ascending indices (n,) of what follows, from 0, as runs first-last."""
    ends = np.flatnonzero(np.append(np.diff(index) != 1, True))
    starts = np.concatenate([[0], ends[:-1] + 1])
    _write_list(stream, f"# {what}", " %d-%d", np.stack([index[starts], index[ends]], 1), RUNS)


def _write_list(stream: TextIO, what: str, item: str, table: NDArray, per_line: int) -> None:
    """The rows of a table (n, k) as items, so many on a line; the last line has what is left."""
    full = len(table) // per_line * per_line
    for piece, count in ((table[:full], per_line), (table[full:], len(table) - full)):
        if len(piece):
            _write_rows(stream, f"{what}{item * count}\n", piece.reshape(-1, count * table.shape[1]))


def write_stl(path: Path, shape: Shape) -> None:
    """Binary STL of a mesh: single precision, no labels, each face with corners of its own."""
    if shape.faces is None:
        raise Pa3dError(f"{path}: a point cloud has no faces for .stl; write .ply")
    record = np.dtype([("normal", "<f4", (3,)), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
    table = np.zeros(len(shape.faces), record)
    corners = shape.vertices[shape.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    table["normal"] = normal / np.where(length > 0, length, 1)
    table["corners"] = corners
    with artifact.atomic_path(path) as temporary, temporary.open("wb") as stream:
        stream.write(b"binary STL written by pa3d".ljust(80) + len(table).to_bytes(4, "little"))
        table.tofile(stream)
