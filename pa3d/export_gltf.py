"""GLB of a labelled shape: a node, a mesh and a material for each part, by the glTF 2.0 specification."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import __version__, artifact
from pa3d.errors import Pa3dError
from pa3d.segmentation import UNLABELLED_NAME, Segmentation, fits_float32, part_color
from pa3d.split import Part, cut, unique_names

FLOAT, UNSIGNED = 5126, 5125  # component types
POINTS, TRIANGLES = 0, 4  # primitive modes
VERTEX_DATA, INDEX_DATA = 34962, 34963  # targets of buffer views
COUNTABLE = 1 << 24  # floats count no further
SAFE_EXTENT = (1e-30, 1e30)  # of single precision, squares included
LARGEST_FILE = 1 << 32  # bytes, by the format


class _Binary:
    """The binary chunk in the making: its arrays, and the JSON that describes them."""

    def __init__(self) -> None:
        self.arrays: list[NDArray] = []
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self.length = 0

    def add(self, array: NDArray, target: int | None = None) -> int:
        """Index of a new accessor: floats (n,) or (n, 3), else whole numbers (n,) as unsigned."""
        is_float = array.dtype.kind == "f"
        array = np.ascontiguousarray(array, "<f4" if is_float else "<u4")
        view = {"buffer": 0, "byteOffset": self.length, "byteLength": array.nbytes}
        accessor: dict[str, Any] = {
            "bufferView": len(self.views),
            "componentType": FLOAT if is_float else UNSIGNED,
            "count": len(array),
            "type": "VEC3" if array.ndim == 2 else "SCALAR",
        }
        if array.ndim == 2:
            accessor |= {"min": array.min(0).tolist(), "max": array.max(0).tolist()}
        self.views.append(view if target is None else {**view, "target": target})
        self.accessors.append(accessor)
        self.arrays.append(array)
        self.length += array.nbytes  # every type is of four bytes, so all stay aligned
        return len(self.accessors) - 1


def write_glb(path: Path, seg: Segmentation, part: Part | None = None) -> None:
    """GLB with a named node and material per part; with `part`, of that one alone.

    Each part has its own vertices, see split.cut, so a viewer can show, hide and frame it. To rebuild the
    whole, the vertex attribute _VERTEX_INDEX and the accessor `face_index` named in the extras of each
    primitive are places in the input (beyond 2**24 vertices, where floats count no further, an accessor
    `vertex_index` in the extras takes the attribute's place). _LABEL and _SCORE are those of the vertex.
    Coordinates are in the shape's frame and units; where single precision would move them, the root node has
    a translation (and a scale, for sizes beyond single precision).
    """
    wanted = [*seg.part_names, UNLABELLED_NAME, path.stem]  # label -1 is the last of part_names
    *part_names, root_name = unique_names([name.strip() or f"part {i}" for i, name in enumerate(wanted)])
    center, scale = _placement(seg.shape.vertices)
    binary = _Binary()
    nodes: list[dict[str, Any]] = []
    meshes: list[dict[str, Any]] = []
    materials: list[dict[str, Any]] = []
    for p in cut(seg) if part is None else [part]:
        name = part_names[p.label]
        nodes.append({"name": name, "mesh": len(meshes), "extras": {"label": p.label}})
        meshes.append({"name": name, "primitives": [_primitive(binary, seg, p, len(meshes), center, scale)]})
        materials.append(_material(name, part_color(p.label)))
    extras: dict[str, Any] = {"part_names": seg.part_names, "num_vertices": len(seg.shape.vertices)}
    if seg.shape.faces is not None:
        extras["num_faces"] = len(seg.shape.faces)
    root: dict[str, Any] = {"name": root_name, "children": list(range(1, len(nodes) + 1)), "extras": extras}
    if center.any():
        root["translation"] = center.tolist()
    if scale != 1:
        root["scale"] = [scale] * 3
    document = {
        "asset": {"version": "2.0", "generator": f"pa3d {__version__}"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [root, *nodes],
        "meshes": meshes,
        "materials": materials,
        "accessors": binary.accessors,
        "bufferViews": binary.views,
        "buffers": [{"byteLength": binary.length}],
    }
    _write(path, document, binary)


def _placement(vertices: NDArray) -> tuple[NDArray[np.float64], float]:
    """Centre (3,) and scale that single precision wants taken off first: 0 and 1 where it wants none."""
    low, high = vertices.min(0), vertices.max(0)
    extent = float((high - low).max())
    center = np.zeros(3) if fits_float32(vertices) else (low + high) / 2
    return center, 1.0 if SAFE_EXTENT[0] < extent < SAFE_EXTENT[1] else extent or 1.0


def _primitive(
    binary: _Binary, seg: Segmentation, part: Part, material: int, center: NDArray, scale: float
) -> dict[str, Any]:
    """Triangles or points of a part, described for the JSON; its arrays go to the binary chunk."""
    own = part.vertex_index
    attributes = {
        "POSITION": binary.add((part.shape.vertices - center) / scale, VERTEX_DATA),
        "_LABEL": binary.add(seg.vertex_label[own].astype(np.float32), VERTEX_DATA),
        "_SCORE": binary.add(seg.vertex_score[own], VERTEX_DATA),
    }
    extras: dict[str, int] = {}
    if len(seg.vertex_label) <= COUNTABLE:
        attributes["_VERTEX_INDEX"] = binary.add(own.astype(np.float32), VERTEX_DATA)
    else:
        extras["vertex_index"] = binary.add(own)
    primitive: dict[str, Any] = {"attributes": attributes, "material": material, "mode": POINTS}
    if part.shape.faces is not None and part.face_index is not None:
        extras["face_index"] = binary.add(part.face_index)
        primitive |= {"mode": TRIANGLES, "indices": binary.add(part.shape.faces.ravel(), INDEX_DATA)}
    return {**primitive, "extras": extras} if extras else primitive


def _material(name: str, color: tuple[int, int, int]) -> dict[str, Any]:
    """Matt, seen from both sides; glTF wants linear colours."""
    srgb = np.array(color) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    surface = {
        "baseColorFactor": [*linear.round(6).tolist(), 1.0],
        "metallicFactor": 0.0,
        "roughnessFactor": 0.9,
    }
    return {"name": name, "pbrMetallicRoughness": surface, "doubleSided": True}


def _write(path: Path, document: dict[str, Any], binary: _Binary) -> None:
    described = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = described.encode("utf-8", "replace")  # a name may hold bytes that were no UTF-8
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + binary.length
    if total >= LARGEST_FILE:
        raise Pa3dError(f"{path}: {total / 2**30:.1f} GiB is more than a .glb can hold; write .ply or .npz")
    with artifact.atomic_path(path) as temporary, temporary.open("wb") as stream:
        stream.write(b"glTF" + struct.pack("<II", 2, total))
        stream.write(struct.pack("<I4s", len(text), b"JSON") + text)
        stream.write(struct.pack("<I4s", binary.length, b"BIN\0"))
        for array in binary.arrays:
            array.tofile(stream)
