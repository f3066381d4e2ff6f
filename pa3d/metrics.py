"""Intersection over union per part, and its means, under the three conventions that papers use.

The conventions differ only in what a part scores that has no target point in the shape:

    skip_absent  it contributes nothing, also if it is predicted
    union_skip   it contributes nothing when it is not predicted either; a false positive scores 0
    absent_one   it scores 1 when it is not predicted either; a false positive scores 0

Unlabelled points (target -1) are ignored: they enter no count, whatever is predicted there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError

CONVENTIONS = ("skip_absent", "union_skip", "absent_one")


@dataclass(frozen=True)
class ShapeScore:
    """What one shape scored. `ious` maps each convention to (L,) values, NaN where undefined."""

    shape_id: str
    category: str
    ious: dict[str, NDArray[np.float64]]
    accuracy: float  # share of the labelled points that are right; NaN without any
    num_points: int  # labelled points
    part_names: tuple[str, ...] = ()


def part_ious(prediction: NDArray, target: NDArray, num_parts: int, convention: str) -> NDArray[np.float64]:
    """(L,) IoU of each part, NaN where the convention leaves it undefined.

    prediction (N,) and target (N,) are 0 .. num_parts-1, or -1: no answer, and unlabelled.
    All parts are undefined when no point is labelled.
    """
    if convention not in CONVENTIONS:
        raise Pa3dError(f"convention {convention!r} is not one of {', '.join(CONVENTIONS)}")
    prediction, target = _labelled(prediction, target, num_parts)
    if len(target) == 0:
        return np.full(num_parts, np.nan)
    targets = np.bincount(target, minlength=num_parts)
    hits = np.bincount(target[prediction == target], minlength=num_parts)
    union = targets + np.bincount(prediction[prediction >= 0], minlength=num_parts) - hits
    ious = hits / np.maximum(union, 1)
    if convention == "skip_absent":
        ious[targets == 0] = np.nan
    else:
        ious[union == 0] = np.nan if convention == "union_skip" else 1.0
    return ious


def _labelled(prediction: NDArray, target: NDArray, num_parts: int) -> tuple[NDArray, NDArray]:
    """Both arrays at the labelled points, as int64; Pa3dError when they cannot be compared."""
    prediction, target = np.asarray(prediction), np.asarray(target)
    if prediction.shape != target.shape or target.ndim != 1:
        raise Pa3dError(f"prediction {prediction.shape} and target {target.shape} must label the same points")
    for name, labels in (("prediction", prediction), ("target", target)):
        if labels.dtype.kind not in "iu":
            raise Pa3dError(f"{name} holds {labels.dtype}, expected whole numbers")
        if len(labels) and not (int(labels.min()) >= -1 and int(labels.max()) < num_parts):
            raise Pa3dError(
                f"{name} holds labels {labels.min()} .. {labels.max()}, expected -1 .. {num_parts - 1}"
            )
    keep = target >= 0
    return prediction[keep].astype(np.int64), target[keep].astype(np.int64)


def score_shape(
    shape_id: str,
    category: str,
    prediction: NDArray,
    target: NDArray,
    part_names: Sequence[str],
) -> ShapeScore:
    """Score of one shape under every convention; labels (N,) index `part_names`."""
    count = len(part_names)
    ious = {c: part_ious(prediction, target, count, c) for c in CONVENTIONS}
    prediction, target = _labelled(prediction, target, count)
    accuracy = float((prediction == target).mean()) if len(target) else math.nan
    return ShapeScore(shape_id, category, ious, accuracy, len(target), tuple(part_names))


def _mean(values: Iterable[float]) -> float:
    """Exactly rounded sum over count, so the order of the values never shows."""
    values = [float(v) for v in values]
    return math.fsum(values) / len(values)


def _shape_mean(row: ShapeScore, convention: str) -> float | None:
    """Mean IoU over the defined parts of a shape; None when there is none."""
    ious = np.asarray(row.ious[convention], np.float64)
    defined = ious[~np.isnan(ious)]
    return _mean(defined) if len(defined) else None


def summarise(rows: Iterable[ShapeScore]) -> dict[str, Any]:
    """JSON-ready means of a benchmark; the same to the last digit for any order of `rows`.

    miou: mean over shapes of the mean over the shape's defined parts. ciou: mean over categories of
    the mean over the category's shapes. accuracy: mean over shapes. Shapes without a labelled point
    are in no mean; `num_skipped` counts them and `per_shape` lists them with null scores.
    """
    rows = sorted(rows, key=lambda row: (row.shape_id, row.category))
    for left, right in zip(rows, rows[1:], strict=False):
        if (left.shape_id, left.category) == (right.shape_id, right.category):
            raise Pa3dError(f"{left.shape_id}: scored twice; give each shape its own id")
    scored = [row for row in rows if row.num_points > 0]
    if not scored:
        raise Pa3dError(f"none of the {len(rows)} shapes has a labelled point; nothing to score")
    categories = {name: _category(scored, name) for name in sorted({row.category for row in scored})}
    return {
        "num_shapes": len(scored),
        "num_skipped": len(rows) - len(scored),
        "miou": {c: _mean(_shape_mean(row, c) for row in scored) for c in CONVENTIONS},
        "ciou": {c: _mean(entry["miou"][c] for entry in categories.values()) for c in CONVENTIONS},
        "accuracy": _mean(row.accuracy for row in scored),
        "per_category": categories,
        "per_shape": [_entry(row) for row in rows],
    }


def _category(scored: list[ShapeScore], category: str) -> dict[str, Any]:
    """Means over the shapes of one category; part_iou: over the shapes that have the part."""
    members = [row for row in scored if row.category == category]
    parts: dict[str, list[float]] = {}
    for row in members:
        for name, value in zip(row.part_names, row.ious["skip_absent"], strict=False):
            if not math.isnan(value):
                parts.setdefault(name, []).append(value)
    return {
        "num_shapes": len(members),
        "miou": {c: _mean(_shape_mean(row, c) for row in members) for c in CONVENTIONS},
        "accuracy": _mean(row.accuracy for row in members),
        "part_iou": {name: _mean(parts[name]) for name in sorted(parts)},
    }


def _entry(row: ShapeScore) -> dict[str, Any]:
    return {
        "shape_id": row.shape_id,
        "category": row.category,
        "num_points": row.num_points,
        "accuracy": None if math.isnan(row.accuracy) else row.accuracy,
        "miou": {c: _shape_mean(row, c) for c in CONVENTIONS},
        "part_names": list(row.part_names),
        "iou": [None if math.isnan(v) else float(v) for v in row.ious["skip_absent"]],
    }
