"""Part annotations of a shape, in any of the three ways people store them, brought to a set of points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d import untrusted
from pa3d.errors import ShapeError
from pa3d.text import alternatives, clean_part_name


@dataclass(frozen=True)
class PartMasks:
    """Which point carries which part. A point may carry several parts, or none."""

    part_names: list[str]  # cleaned, unique; alternatives of a name separated by "|"
    mask: NDArray[np.bool_]  # (L, N)
    naming: NDArray[np.bool_] | None = None  # (M, L): the names that each level of detail uses
    category: str = ""


def read_annotation(
    path: Path,
    source: NDArray,
    source_kind: str,
    source_points: NDArray,
    source_count: int | None = None,
) -> PartMasks:
    """Parts of the given points, from an .npz annotation.

    The file holds names (`part_names` or `label_names`) and one of
    `face_label` (F,) int, -1 unlabelled: the label of the face under each point (meshes);
    `face_name` (M, F) int: the same at M levels of detail, coarse to fine, each a naming of its own;
    `labels` (M,) int, -1 unlabelled: of the cloud's own points, or of `points` (M, 3) in source units;
    `part_mask` (L, M) bool, parts may overlap, of the same points.
    source (N,) face or point index; source_points (N, 3) source units; source_count: faces of the mesh or
    points of the cloud, which labels of them must match.
    """
    arrays = _read(path)
    named = np.ravel(arrays.get("part_names", arrays.get("label_names", [])))
    names = [n.decode("utf-8", "replace") if isinstance(n, bytes) else str(n) for n in named]
    if not names:
        raise ShapeError(f"{path}: names no parts; add `part_names`")
    category = str(np.ravel(arrays.get("category", ""))[0])
    if "face_label" in arrays or "face_name" in arrays:
        if source_kind != "mesh":
            raise ShapeError(f"{path}: has labels of faces, but the shape is a point cloud")
        if "face_name" in arrays:
            return _levels(names, arrays["face_name"], source, source_count, path, category)
        one = _pick(arrays["face_label"], source, source_count, path, "face_label")
        return _merge(names, _one_hot(one, len(names), path), category=category)
    per_point = _point_masks(arrays, len(names), path)
    if "points" in arrays:
        from scipy.spatial import cKDTree

        known = arrays["points"]
        if known.ndim != 2 or known.shape[1] != 3 or known.dtype.kind not in "fiu":
            raise ShapeError(f"{path}: points is {known.dtype} {known.shape}, expected numbers (M, 3)")
        if len(known) != per_point.shape[1]:
            raise ShapeError(f"{path}: {len(known)} points, but labels of {per_point.shape[1]}")
        if not np.isfinite(known).all():
            raise ShapeError(f"{path}: points holds values that are not finite")
        index = cKDTree(known).query(source_points)[1]
        source_count = len(known)
    elif source_kind == "cloud":
        index = source
    else:
        raise ShapeError(f"{path}: labels points, but has no `points` to say where they are")
    return _merge(names, _pick(per_point.T, index, source_count, path, "labels").T, category=category)


def _levels(
    names: list[str], face_name: NDArray, source: NDArray, count: int | None, path: Path, category: str
) -> PartMasks:
    """Masks of every name, and which of them each level uses."""
    if face_name.ndim != 2 or not len(face_name):
        raise ShapeError(f"{path}: face_name is {face_name.shape}, expected (levels, faces)")
    masks = [_one_hot(_pick(row, source, count, path, "face_name"), len(names), path) for row in face_name]
    used = np.stack([np.bincount(row[row >= 0], minlength=len(names)) > 0 for row in face_name])
    return _merge(names, np.any(masks, 0), used, category)


def _read(path: Path) -> dict[str, NDArray]:
    try:
        return untrusted.read_npz(path)
    except Exception as error:  # noqa: BLE001 - zip and header damage raise many kinds
        reason = " ".join(str(error).split())[:100]
        raise ShapeError(f"{path}: not a readable .npz annotation ({reason})") from error


def _point_masks(arrays: dict[str, NDArray], count: int, path: Path) -> NDArray[np.bool_]:
    """(L, M) masks of the annotated points."""
    if "labels" in arrays:
        return _one_hot(arrays["labels"], count, path)
    if "part_mask" not in arrays:
        raise ShapeError(f"{path}: holds none of face_label, labels, part_mask")
    mask = arrays["part_mask"]
    if mask.dtype.kind not in "biu":
        raise ShapeError(f"{path}: part_mask is {mask.dtype}, expected true and false")
    mask = mask.astype(bool)
    if mask.ndim != 2 or len(mask) != count:
        raise ShapeError(f"{path}: part_mask is {mask.shape}, but there are {count} names")
    return mask


def _pick(values: NDArray, index: NDArray, count: int | None, path: Path, name: str) -> NDArray:
    found = len(values) if values.ndim else 0
    if index.max() >= found or (count is not None and found != count):
        least = f"{count}" if count is not None else f"at least {index.max() + 1}"
        raise ShapeError(f"{path}: {name} has {found} entries; the shape has {least}")
    return values[index]


def _one_hot(labels: NDArray, count: int, path: Path) -> NDArray[np.bool_]:
    labels = np.asarray(labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or (labels.size and labels.max() >= count):
        raise ShapeError(f"{path}: labels must be integers (N,) below {count}, -1 for unlabelled")
    return labels[None, :] == np.arange(count)[:, None]


def _merge(
    names: list[str], mask: NDArray[np.bool_], naming: NDArray[np.bool_] | None = None, category: str = ""
) -> PartMasks:
    """Clean the names, join equal ones, drop parts without a point. naming (M, L) follows the names."""
    cleaned = ["|".join(dict.fromkeys(alternatives(name))) for name in names]
    unique = [n for n in dict.fromkeys(cleaned) if n]
    groups = [[c == name for c in cleaned] for name in unique]
    kept = [(n, g) for n, g in zip(unique, groups, strict=True) if mask[g].any()]
    stacked = np.stack([mask[g].any(0) for _, g in kept]) if kept else np.zeros((0, mask.shape[1]), bool)
    if naming is not None and kept:
        naming = np.stack([naming[:, g].any(1) for _, g in kept], 1)
    return PartMasks([n for n, _ in kept], stacked, naming, clean_part_name(category))
