"""Write a segmentation in the shape's own order and frame: PLY, NPZ, HDF5, JSON or a picture."""

from __future__ import annotations

import colorsys
import json
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import Pa3dError
from pa3d.shapes import Shape, face_areas

UNLABELLED = (205, 205, 205)  # label -1
PALETTE: tuple[tuple[int, int, int], ...] = (
    (66, 120, 200),
    (242, 142, 43),
    (76, 170, 86),
    (217, 66, 72),
    (150, 110, 200),
    (232, 204, 52),
    (64, 190, 205),
    (245, 130, 190),
    (140, 95, 55),
    (160, 205, 60),
    (50, 65, 140),
    (250, 170, 140),
    (20, 120, 110),
    (200, 30, 140),
    (212, 186, 134),
    (135, 185, 245),
    (120, 120, 30),
    (140, 35, 60),
    (120, 225, 180),
    (95, 55, 150),
    (190, 90, 30),
    (205, 170, 240),
    (30, 95, 50),
    (218, 232, 124),
)
FLOAT32_TOLERANCE = 1e-6  # of the extent; beyond it a PLY holds doubles
COMMENT_LENGTH = 100  # PLY readers have fixed line buffers
GOLDEN_RATIO = 0.6180339887498949


@dataclass(frozen=True)
class Segmentation:
    """Labels of a shape, in its own order. Labels index `part_names`; -1 is unlabelled."""

    shape: Shape
    part_names: list[str]  # L
    vertex_label: NDArray[np.int32]  # (M,)
    vertex_logits: NDArray[np.float32]  # (M, L)
    face_label: NDArray[np.int32] | None  # (F,); None for a cloud
    face_logits: NDArray[np.float32] | None  # (F, L)
    vertex_score: NDArray[np.float32]  # (M,) score of the label, see part_scores
    score_kind: str = "softmax"


def part_color(label: int) -> tuple[int, int, int]:
    """sRGB of a label: the palette, then hues by the golden ratio; light grey for -1."""
    if label < 0:
        return UNLABELLED
    if label < len(PALETTE):
        return PALETTE[label]
    step = label - len(PALETTE)
    red, green, blue = colorsys.hsv_to_rgb(
        (step * GOLDEN_RATIO) % 1.0, (0.55, 0.85)[step % 2], (0.95, 0.7)[step // 2 % 2]
    )
    return round(255 * red), round(255 * green), round(255 * blue)


def label_colors(labels: NDArray) -> NDArray[np.uint8]:
    """(n, 3) sRGB of (n,) labels."""
    labels = np.maximum(np.asarray(labels), -1).astype(np.int64)
    highest = int(labels.max()) if len(labels) else -1
    table = np.array([part_color(label) for label in range(-1, highest + 1)], np.uint8)
    return table[labels + 1]


SCORE_KINDS = ("softmax", "open", "sigmoid")


def part_scores(logits: NDArray, kind: str) -> NDArray[np.float32]:
    """(n, L) score of each name in [0, 1], as the model's loss defines it.

    "softmax": over the names asked for. "open": the same with "none of these", whose logit is 0, as one more
    name. "sigmoid": of each name by itself (the paper).
    """
    logits = np.asarray(logits, np.float32)
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-logits))
    highest = logits.max(1, keepdims=True)
    if kind == "open":
        highest = np.maximum(highest, 0)
    weights = np.exp(logits - highest)
    total = weights.sum(1, keepdims=True)
    return weights / (total + np.exp(-highest) if kind == "open" else total)


def label_score(logits: NDArray, label: NDArray, kind: str = "softmax") -> NDArray[np.float32]:
    """(n,) score of the label among the L names; 0 where the label is -1."""
    scores = part_scores(logits, kind)
    chosen = scores[np.arange(len(label)), np.maximum(label, 0)]
    return np.where(label >= 0, chosen, 0.0).astype(np.float32)


def face_labels(seg: Segmentation) -> NDArray[np.int32] | None:
    """(F,) label of each face: as given, or the one most corners carry; None for a cloud."""
    if seg.shape.faces is None or seg.face_label is not None:
        return seg.face_label
    a, b, c = seg.vertex_label[seg.shape.faces].T
    return np.where(b == c, b, a).astype(np.int32)


def element_labels(seg: Segmentation) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """(E,) label and (E,) weight that count: faces by their area, points alike."""
    labels = face_labels(seg)
    if labels is None:
        return seg.vertex_label, np.ones(len(seg.vertex_label))
    return labels, face_areas(seg.shape)


def part_shares(seg: Segmentation) -> NDArray[np.float64]:
    """(L,) share of each part in the area (mesh) or the points (cloud); the rest is unlabelled."""
    labels, weights = element_labels(seg)
    sums = np.bincount(labels + 1, weights, minlength=len(seg.part_names) + 1)
    return sums[1:] / max(float(weights.sum()), 1e-300)


def ascii_line(text: str) -> str:
    """The text on one line of ASCII: accents dropped, other characters as "?"."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = "".join(c if c.isprintable() else " " for c in letters)
    return " ".join(plain.encode("ascii", "replace").decode().split())


def _comment(text: str) -> str:
    """Text that is safe in a PLY header."""
    return ascii_line(text).replace("end_header", "end-header")[:COMMENT_LENGTH]


def write_ply(path: Path, seg: Segmentation) -> None:
    """Binary PLY: vertices with colour, label and score; faces, when any, with colour and label.

    Coordinates are float, or double when float would move a vertex by more than 1e-6 of the extent.
    """
    vertices, faces = seg.shape.vertices, seg.shape.faces
    extent = float(np.ptp(vertices, axis=0).max())
    error = float(np.abs(vertices - vertices.astype(np.float32)).max())
    real = "f4" if error <= FLOAT32_TOLERANCE * extent else "f8"
    rgb = [(name, "u1") for name in ("red", "green", "blue")]
    columns = {"label": seg.vertex_label, "score": seg.vertex_score}
    columns |= dict(zip("xyz", vertices.T, strict=True))
    columns |= dict(zip(("red", "green", "blue"), label_colors(seg.vertex_label).T, strict=True))
    xyz = [(name, real) for name in "xyz"]
    table = _table([*xyz, *rgb, ("label", "i4"), ("score", "f4")], columns, len(vertices))
    header = ["ply", "format binary_little_endian 1.0", "comment written by pa3d"]
    header += [f"comment part {i} {_comment(name)}" for i, name in enumerate(seg.part_names)]
    header += [f"element vertex {len(vertices)}", *_properties(table)]
    body = table.tobytes()
    labels = face_labels(seg)
    if faces is not None and labels is not None:
        columns = {"count": np.full(len(faces), 3), "corners": faces, "label": labels}
        columns |= dict(zip(("red", "green", "blue"), label_colors(labels).T, strict=True))
        spec = [("count", "u1"), ("corners", "i4", (3,)), *rgb, ("label", "i4")]
        table = _table(spec, columns, len(faces))
        header += [f"element face {len(faces)}", "property list uchar int vertex_indices"]
        header += _properties(table)[2:]
        body += table.tobytes()
    header += ["end_header", ""]
    with artifact.atomic_path(path) as temporary:
        temporary.write_bytes("\n".join(header).encode("ascii") + body)


def _table(spec: list[tuple], columns: dict[str, NDArray], count: int) -> NDArray:
    """Packed little-endian records."""
    table = np.empty(count, np.dtype([(name, "<" + code, *more) for name, code, *more in spec]))
    for name, values in columns.items():
        table[name] = values
    return table


def _properties(table: NDArray) -> list[str]:
    """PLY property lines of a table's columns."""
    names = {"f4": "float", "f8": "double", "i4": "int", "u1": "uchar"}
    fields = [(name, table.dtype[name].base.str[1:]) for name in table.dtype.names]
    return [f"property {names[code]} {name}" for name, code in fields]


def write_npz(path: Path, seg: Segmentation) -> None:
    """Compressed NumPy archive of every array; load_shape reads it back as the same shape."""
    arrays: dict[str, NDArray] = {
        "vertices" if seg.shape.is_mesh else "points": seg.shape.vertices,
        "part_names": np.array(seg.part_names, dtype=np.str_),
        "vertex_label": seg.vertex_label,
        "vertex_logits": seg.vertex_logits,
        "vertex_score": seg.vertex_score,
    }
    optional = {
        "faces": seg.shape.faces,
        "face_label": face_labels(seg),
        "face_logits": seg.face_logits,
    }
    arrays |= {name: array for name, array in optional.items() if array is not None}
    with artifact.atomic_path(path) as temporary, temporary.open("wb") as stream:
        np.savez_compressed(stream, **arrays)


def write_h5(
    path: Path,
    seg: Segmentation,
    *,
    shape_id: str,
    config: Any,
    inputs: dict[str, str] | None = None,
    attrs: dict[str, Any] | None = None,
) -> None:
    """Artifact of schema `prediction`; see artifact.write for the keywords."""
    arrays: dict[str, Any] = {
        "points": seg.shape.vertices.astype(np.float32),
        "label": seg.vertex_label,
        "logits": seg.vertex_logits,
        "part_names": seg.part_names,
    }
    labels = face_labels(seg)
    if labels is not None:
        arrays["face_label"] = labels
    artifact.write(
        path,
        schemas.PREDICTION,
        arrays,
        shape_id=shape_id,
        config=config,
        inputs=inputs or {},
        attrs=attrs,
    )


def part_table(seg: Segmentation) -> dict[str, Any]:
    """JSON-ready summary: per part counts, area or points, share, box, centroid and mean score.

    Mesh: area, centroid and score are over the part's faces, weighted by area, and the box holds
    their corners. Cloud: over the part's points. Lengths and areas are in source units.
    """
    labels, weights = element_labels(seg)
    total = max(float(weights.sum()), 1e-300)
    parts = [
        {"index": i, "name": name, **_part(seg, i, labels, weights, total)}
        for i, name in enumerate(seg.part_names)
    ]
    table: dict[str, Any] = {
        "kind": "mesh" if seg.shape.is_mesh else "cloud",
        "num_vertices": len(seg.shape.vertices),
    }
    if seg.shape.faces is not None:
        table |= {"num_faces": len(seg.shape.faces), "area": float(weights.sum())}
    return {**table, "parts": parts, "unlabelled": _part(seg, -1, labels, weights, total)}


def _part(seg: Segmentation, label: int, labels: NDArray, weights: NDArray, total: float) -> dict[str, Any]:
    """Figures of one label; null where the part is empty."""
    vertices, faces = seg.shape.vertices, seg.shape.faces
    mine, weight = labels == label, weights[labels == label]
    entry: dict[str, Any] = {"num_vertices": int((seg.vertex_label == label).sum())}
    if faces is None:
        middles = corners = vertices[mine]
        score = seg.vertex_score[mine]
    else:
        entry |= {"num_faces": int(mine.sum()), "area": float(weight.sum())}
        corners = vertices[faces[mine]]
        middles, corners = corners.mean(1), corners.reshape(-1, 3)
        if seg.face_logits is None:
            score = seg.vertex_score[faces[mine]].mean(1)
        else:
            score = label_score(seg.face_logits[mine], labels[mine], seg.score_kind)
    entry |= {"share": float(weight.sum()) / total, "bbox": None, "centroid": None}
    entry["mean_score"] = None
    if len(corners):
        weight = weight if weight.sum() > 0 else np.ones(len(weight))
        entry["bbox"] = [corners.min(0).tolist(), corners.max(0).tolist()]
        entry["centroid"] = np.average(middles, axis=0, weights=weight).tolist()
        if label >= 0:
            entry["mean_score"] = float(np.average(score.astype(np.float64), weights=weight))
    return entry


def write_json(path: Path, seg: Segmentation) -> None:
    """`part_table` as indented UTF-8 JSON."""
    text = json.dumps(part_table(seg), indent=2, ensure_ascii=False, allow_nan=False)
    with artifact.atomic_path(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def write_png(path: Path, seg: Segmentation, *, up: str = "y", size: int = 512) -> None:
    """Picture of the parts from four sides, with a legend."""
    from pa3d import picture

    image = picture.draw_segmentation(seg, up=up, size=size)
    with artifact.atomic_path(path) as temporary:
        image.save(temporary, format="PNG")


_WRITERS: dict[str, Callable[[Path, Segmentation], None]] = {
    ".ply": write_ply,
    ".npz": write_npz,
    ".json": write_json,
}
SUFFIXES = (".ply", ".npz", ".h5", ".json", ".png")


def check_suffixes(paths: Sequence[Path]) -> None:
    """Name a file of unknown kind before any work is done."""
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            raise Pa3dError(f"{path}: cannot write kind {path.suffix!r}; known kinds are {' '.join(SUFFIXES)}")


def write(
    path: Path,
    seg: Segmentation,
    *,
    shape_id: str | None = None,
    config: Any = None,
    inputs: dict[str, str] | None = None,
    up: str = "y",
) -> None:
    """Write what the suffix of `path` says. `up` is for pictures, the other keywords for .h5."""
    check_suffixes([path])
    suffix = path.suffix.lower()
    if suffix == ".h5":
        write_h5(path, seg, shape_id=shape_id or path.stem, config=config or {}, inputs=inputs)
    elif suffix == ".png":
        write_png(path, seg, up=up)
    else:
        _WRITERS[suffix](path, seg)
