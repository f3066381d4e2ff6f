"""What labelling a shape gives: labels, scores and features in its own order, and figures made of them."""

from __future__ import annotations

import colorsys
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.shapes import Shape, face_areas

UNLABELLED = (205, 205, 205)  # label -1
UNLABELLED_NAME = "unlabelled"
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
GOLDEN_RATIO = 0.6180339887498949
FLOAT32_TOLERANCE = 1e-6  # of the extent; what moves by more is written as doubles
SCORE_KINDS = ("softmax", "open", "sigmoid")
HARD_SCORE = 0.5  # a name that scores this much nowhere is one the model finds hard
ROWS = 1 << 18  # rows of logits turned into scores at a time, so that memory does not grow with the shape


@dataclass(frozen=True)
class Features:
    """What the network says of a shape before it is asked for names. R draws of G patches.

    Width C is the encoder's (384), width D the text space's. The rows of `patch_text` have unit length. Those
    of `vertex_text` are means of unit vectors: their product with a name's embedding is the mean cosine.
    """

    patch_token: NDArray[np.float16]  # (R, G, C)
    patch_text: NDArray[np.float16]  # (R, G, D)
    patch_center: NDArray[np.float64]  # (R, G, 3) source frame and units
    vertex_token: NDArray[np.float16]  # (M, C)
    vertex_text: NDArray[np.float16]  # (M, D)


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
    features: Features | None = None


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


def half_scores(logits: NDArray, kind: str) -> NDArray[np.float16]:
    """`part_scores` (n, L) in half precision, made a few rows at a time."""
    result = np.empty(logits.shape, np.float16)
    for start in range(0, len(logits), ROWS):
        result[start : start + ROWS] = part_scores(logits[start : start + ROWS], kind)
    return result


def label_score(logits: NDArray, label: NDArray, kind: str = "softmax") -> NDArray[np.float32]:
    """(n,) score of the label among the L names; 0 where the label is -1."""
    label = np.asarray(label)
    result = np.zeros(len(label), np.float32)
    for start in range(0, len(label), ROWS):
        chosen = label[start : start + ROWS]
        scores = part_scores(logits[start : start + ROWS], kind)
        scores = scores[np.arange(len(chosen)), np.maximum(chosen, 0)]
        result[start : start + ROWS] = np.where(chosen >= 0, scores, 0)
    return result


def face_labels(seg: Segmentation) -> NDArray[np.int32] | None:
    """(F,) label of each face: as given, or the one most corners carry; None for a cloud."""
    if seg.shape.faces is None or seg.face_label is not None:
        return seg.face_label
    a, b, c = seg.vertex_label[seg.shape.faces].T
    return np.where(b == c, b, a).astype(np.int32)


def face_scores(seg: Segmentation) -> NDArray[np.float32] | None:
    """(F,) score of each face's label, the mean of its corners' without face logits; None for a cloud."""
    labels = face_labels(seg)
    if labels is None:
        return None
    if seg.face_logits is None:
        return seg.vertex_score[seg.shape.faces].mean(1)
    return label_score(seg.face_logits, labels, seg.score_kind)


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


def name_report(seg: Segmentation) -> list[dict[str, Any]]:
    """How well each name was heard, whether or not it won anywhere: an entry per name.

    `max_score` is its best score, `share_above_half` the share of the area (or points) where it scores more
    than a half, and `hard` says that its best score is below HARD_SCORE: the model does not find it here.
    """
    logits, weights = seg.vertex_logits, np.ones(len(seg.vertex_logits))
    if seg.face_logits is not None:
        logits, weights = seg.face_logits, face_areas(seg.shape)
    highest, above = np.zeros(len(seg.part_names)), np.zeros(len(seg.part_names))
    for start in range(0, len(logits), ROWS):
        scores = part_scores(logits[start : start + ROWS], seg.score_kind)
        highest = np.fmax(highest, np.fmax.reduce(scores))  # a score that is not known (NaN) does not count
        above += weights[start : start + ROWS] @ (scores > 0.5)
    above /= max(float(weights.sum()), 1e-300)
    return [
        {"max_score": float(best), "share_above_half": float(share), "hard": bool(best < HARD_SCORE)}
        for best, share in zip(highest, above, strict=True)
    ]


def part_table(seg: Segmentation) -> dict[str, Any]:
    """JSON-ready summary: per part counts, area or points, share, box, centroid, mean score and `name_report`.

    Mesh: area, centroid and score are over the part's faces, weighted by area, and the box holds
    their corners. Cloud: over the part's points. Lengths and areas are in source units.
    """
    labels, weights = element_labels(seg)
    scores = face_scores(seg)
    scores = seg.vertex_score if scores is None else scores
    total = max(float(weights.sum()), 1e-300)
    parts = [
        {"index": i, "name": name, **_part(seg, i, labels, weights, scores, total), **report}
        for i, (name, report) in enumerate(zip(seg.part_names, name_report(seg), strict=True))
    ]
    table: dict[str, Any] = {
        "kind": "mesh" if seg.shape.is_mesh else "cloud",
        "score_kind": seg.score_kind,
        "num_vertices": len(seg.shape.vertices),
    }
    if seg.shape.faces is not None:
        table |= {"num_faces": len(seg.shape.faces), "area": float(weights.sum())}
    return {**table, "parts": parts, "unlabelled": _part(seg, -1, labels, weights, scores, total)}


def _part(
    seg: Segmentation, label: int, labels: NDArray, weights: NDArray, scores: NDArray, total: float
) -> dict[str, Any]:
    """Figures of one label; null where the part is empty."""
    vertices, faces = seg.shape.vertices, seg.shape.faces
    mine = np.flatnonzero(labels == label)
    weight, score = weights[mine], scores[mine]
    entry: dict[str, Any] = {"num_vertices": int((seg.vertex_label == label).sum())}
    if faces is None:
        middles = corners = vertices[mine]
    else:
        entry |= {"num_faces": len(mine), "area": float(weight.sum())}
        corners = vertices[faces[mine]]
        middles, corners = corners.mean(1), corners.reshape(-1, 3)
    entry |= {"share": float(weight.sum()) / total, "bbox": None, "centroid": None}
    entry["mean_score"] = None
    if len(corners):
        weight = weight if weight.sum() > 0 else np.ones(len(weight))
        entry["bbox"] = [corners.min(0).tolist(), corners.max(0).tolist()]
        entry["centroid"] = np.average(middles, axis=0, weights=weight).tolist()
        if label >= 0:
            entry["mean_score"] = float(np.average(score.astype(np.float64), weights=weight))
    return entry


def fits_float32(points: NDArray) -> bool:
    """Whether single precision moves no point (n, 3) by more than FLOAT32_TOLERANCE of the extent."""
    with np.errstate(over="ignore"):
        error = max(float(np.abs(column - column.astype(np.float32)).max()) for column in points.T)
    return error <= FLOAT32_TOLERANCE * float(np.ptp(points, axis=0).max())


def ascii_line(text: str) -> str:
    """The text on one line of ASCII: accents dropped, other characters as "?"."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = "".join(c if c.isprintable() else " " for c in letters)
    return " ".join(plain.encode("ascii", "replace").decode().split())
