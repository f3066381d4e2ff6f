"""Intersection over union per part, and its means, under the three conventions that papers use.

The conventions differ only in what a part scores that has no target point in the shape:

    skip        it contributes nothing, also if it is predicted
    union-skip  it contributes nothing when it is not predicted either; a false positive scores 0
    one         it scores 1 when it is not predicted either; a false positive scores 0

Everything is computed from one table per shape: how many points have which target and which prediction.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError

CONVENTIONS = ("skip", "union-skip", "one")


@dataclass(frozen=True)
class ShapeScore:
    """What one shape scored under one convention."""

    shape_id: str
    category: str
    part_names: tuple[str, ...]
    ious: NDArray[np.float64]  # (L,), NaN where undefined
    accuracy: float  # share of the points that are right; NaN without any
    num_points: int  # that count


def confusion(prediction: NDArray, target: NDArray, num_parts: int) -> NDArray[np.int64]:
    """(L + 1, L + 1) numbers of points: row target + 1, column prediction + 1, so that 0 is "none".

    prediction (N,) and target (N,) are 0 .. num_parts-1, or -1: no answer, and unlabelled. Row 0 holds what is
    predicted at unlabelled points; set it to 0 where they do not count.
    """
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
    side = num_parts + 1
    cells = (target.astype(np.int64) + 1) * side + (prediction.astype(np.int64) + 1)
    return np.bincount(cells, minlength=side * side).reshape(side, side)


def table_ious(table: NDArray[np.int64], convention: str) -> NDArray[np.float64]:
    """(L,) IoU of each part of a `confusion` table, NaN where the convention leaves it undefined.

    What is predicted in row 0 counts as false positive. All parts are undefined when no point counts.
    """
    if convention not in CONVENTIONS:
        raise Pa3dError(f"convention {convention!r} is not one of {', '.join(CONVENTIONS)}")
    if not table.any():
        return np.full(len(table) - 1, np.nan)
    hits, targets = table.diagonal()[1:], table.sum(1)[1:]
    union = targets + table.sum(0)[1:] - hits
    ious = hits / np.maximum(union, 1)
    if convention == "skip":
        ious[targets == 0] = np.nan
    else:
        ious[union == 0] = np.nan if convention == "union-skip" else 1.0
    return ious


def part_ious(prediction: NDArray, target: NDArray, num_parts: int, convention: str) -> NDArray[np.float64]:
    """(L,) IoU of each part over the labelled points, NaN where undefined; see `confusion`, `table_ious`."""
    return table_ious(_labelled(confusion(prediction, target, num_parts)), convention)


def _labelled(table: NDArray[np.int64]) -> NDArray[np.int64]:
    """The table without its unlabelled points."""
    table = table.copy()
    table[0] = 0
    return table


def score_table(
    shape_id: str, category: str, table: NDArray[np.int64], part_names: Sequence[str], convention: str
) -> ShapeScore:
    """Score of one shape from its `confusion` table. No answer at an unlabelled point is right."""
    total = int(table.sum())
    accuracy = int(table.trace()) / total if total else math.nan
    return ShapeScore(shape_id, category, tuple(part_names), table_ious(table, convention), accuracy, total)


def score_shape(
    shape_id: str,
    category: str,
    prediction: NDArray,
    target: NDArray,
    part_names: Sequence[str],
    convention: str = "skip",
) -> ShapeScore:
    """Score of one shape over its labelled points; labels (N,) index `part_names`."""
    table = _labelled(confusion(prediction, target, len(part_names)))
    return score_table(shape_id, category, table, part_names, convention)


def mean(values: Iterable[float]) -> float:
    """Exactly rounded sum over count, so the order of the values never shows."""
    values = [float(v) for v in values]
    return math.fsum(values) / len(values)


def shape_mean(row: ShapeScore) -> float | None:
    """Mean IoU over the defined parts of a shape; None when there is none."""
    defined = [v for v in row.ious.tolist() if not math.isnan(v)]
    return mean(defined) if defined else None


def summarise(rows: Iterable[ShapeScore]) -> dict[str, Any]:
    """JSON-ready means of a benchmark; the same to the last digit for any order of `rows`.

    miou: mean over shapes of the mean over the shape's defined parts. ciou: mean over categories of the mean
    over the category's shapes. part_macro: mean over categories of the mean over part names of the mean over
    the shapes that define the part. accuracy: mean over shapes. Shapes without a defined part are in no mean;
    `num_skipped` counts them and `per_shape` lists them with null scores.
    """
    rows = sorted(rows, key=lambda row: row.shape_id)
    for left, right in zip(rows, rows[1:], strict=False):
        if left.shape_id == right.shape_id:
            raise Pa3dError(f"{left.shape_id}: scored twice; give each shape its own id")
    means = [shape_mean(row) for row in rows]
    members: dict[str, list[tuple[ShapeScore, float]]] = {}
    for row, value in zip(rows, means, strict=True):
        if value is not None:
            members.setdefault(row.category, []).append((row, value))
    if not members:
        raise Pa3dError(f"none of the {len(rows)} shapes has a labelled point; nothing to score")
    categories = {name: _category(members[name]) for name in sorted(members)}
    scored = [pair for pairs in members.values() for pair in pairs]
    return {
        "num_shapes": len(scored),
        "num_skipped": len(rows) - len(scored),
        "miou": mean(value for _, value in scored),
        "ciou": mean(entry["miou"] for entry in categories.values()),
        "part_macro": mean(entry["part_macro"] for entry in categories.values()),
        "accuracy": mean(row.accuracy for row, _ in scored),
        "per_category": categories,
        "per_shape": [_entry(row, value) for row, value in zip(rows, means, strict=True)],
    }


def _category(members: list[tuple[ShapeScore, float]]) -> dict[str, Any]:
    """Means over the shapes of one category. part_iou: null for a part that no shape defines."""
    parts: dict[str, list[float]] = {}
    for row, _ in members:
        for name, value in zip(row.part_names, row.ious.tolist(), strict=True):
            known = parts.setdefault(name, [])
            if not math.isnan(value):
                known.append(value)
    part_iou = {name: mean(values) if values else None for name, values in sorted(parts.items())}
    return {
        "num_shapes": len(members),
        "miou": mean(value for _, value in members),
        "part_macro": mean(value for value in part_iou.values() if value is not None),
        "accuracy": mean(row.accuracy for row, _ in members),
        "part_iou": part_iou,
    }


def _entry(row: ShapeScore, value: float | None) -> dict[str, Any]:
    return {
        "shape_id": row.shape_id,
        "category": row.category,
        "num_points": row.num_points,
        "accuracy": None if math.isnan(row.accuracy) else row.accuracy,
        "miou": value,
        "part_names": list(row.part_names),
        "iou": [None if math.isnan(v) else v for v in row.ious.tolist()],
    }
