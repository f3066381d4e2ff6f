"""Write a segmentation in the shape's own order and frame: as a file's suffix says, or a file for each part."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import Pa3dError
from pa3d.export_gltf import write_glb
from pa3d.export_mesh import write_obj, write_ply, write_stl
from pa3d.segmentation import (
    UNLABELLED_NAME,
    Segmentation,
    face_labels,
    face_scores,
    fits_float32,
    half_scores,
    part_table,
)
from pa3d.split import Part, cut, safe_names
from pa3d.untrusted import is_link


def _features(seg: Segmentation) -> dict[str, NDArray]:
    """The feature arrays by name; none where there are no features."""
    return {} if seg.features is None else dict(vars(seg.features))


def write_npz(path: Path, seg: Segmentation) -> None:
    """NumPy archive of every array; load_shape reads it back as the same shape.

    `vertex_scores` and `face_scores` are the scores of all names (n, L) in half precision; `vertex_score` and
    `face_score` (n,) those of the labels.
    """
    arrays: dict[str, Any] = {
        "vertices" if seg.shape.is_mesh else "points": seg.shape.vertices,
        "part_names": np.array(seg.part_names, dtype=np.str_),
        "score_kind": np.array(seg.score_kind, dtype=np.str_),
        "vertex_label": seg.vertex_label,
        "vertex_score": seg.vertex_score,
        "vertex_scores": half_scores(seg.vertex_logits, seg.score_kind),
        "vertex_logits": seg.vertex_logits,
        "faces": seg.shape.faces,
        "face_label": face_labels(seg),
        "face_score": face_scores(seg),
    }
    if seg.face_logits is not None:
        arrays |= {"face_scores": half_scores(seg.face_logits, seg.score_kind), "face_logits": seg.face_logits}
    arrays |= _features(seg)
    with artifact.atomic_path(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, array in arrays.items():
            if array is not None:
                _add_array(archive, name, np.asarray(array))


def _add_array(archive: zipfile.ZipFile, name: str, array: NDArray) -> None:
    """One array of an .npz, as NumPy writes it; logits and features hardly shrink and are not compressed."""
    entry = zipfile.ZipInfo(f"{name}.npy")
    noise = array.dtype in (np.float16, np.float32)
    entry.compress_type = zipfile.ZIP_STORED if noise else zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as stream:
        np.lib.format.write_array(stream, array, allow_pickle=False)


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
        "vertices": None if fits_float32(seg.shape.vertices) else seg.shape.vertices,
        "faces": seg.shape.faces,
        "label": seg.vertex_label,
        "score": seg.vertex_score,
        "scores": half_scores(seg.vertex_logits, seg.score_kind),
        "logits": seg.vertex_logits,
        "part_names": seg.part_names,
        "face_label": face_labels(seg),
        "face_score": face_scores(seg),
        "face_logits": seg.face_logits,
    }
    if seg.face_logits is not None:
        arrays["face_scores"] = half_scores(seg.face_logits, seg.score_kind)
    arrays |= _features(seg)
    artifact.write(
        path,
        schemas.PREDICTION,
        {name: array for name, array in arrays.items() if array is not None},
        shape_id=shape_id,
        config=config,
        inputs=inputs or {},
        attrs={"score_kind": seg.score_kind, **(attrs or {})},
    )


def write_json(path: Path, seg: Segmentation) -> None:
    """`part_table` as indented UTF-8 JSON."""
    text = json.dumps(part_table(seg), indent=2, ensure_ascii=False, allow_nan=False)
    with artifact.atomic_path(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8", errors="replace")


def write_png(path: Path, seg: Segmentation, *, up: str = "y", size: int = 512) -> None:
    """Picture of the parts from four sides, with a legend."""
    from pa3d import picture

    image = picture.draw_segmentation(seg, up=up, size=size)
    with artifact.atomic_path(path) as temporary:
        image.save(temporary, format="PNG")


_WRITERS: dict[str, Callable[[Path, Segmentation], None]] = {
    ".ply": write_ply,
    ".glb": write_glb,
    ".obj": write_obj,
    ".npz": write_npz,
    ".json": write_json,
}
SUFFIXES = (*_WRITERS, ".h5", ".png")


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


def _write_part_stl(path: Path, seg: Segmentation, part: Part) -> None:
    write_stl(path, part.shape)


_PART_WRITERS: dict[str, Callable[[Path, Segmentation, Part], None]] = {
    ".ply": write_ply,
    ".glb": write_glb,
    ".obj": write_obj,
    ".stl": _write_part_stl,
}
SPLIT_SUFFIXES = tuple(_PART_WRITERS)


def check_split(suffix: str, seg: Segmentation | None = None) -> None:
    """Refuse a kind of file that cannot hold a part, or not one of this shape."""
    if suffix.lower() not in SPLIT_SUFFIXES:
        raise Pa3dError(f"cannot write parts as {suffix!r}; known kinds are {' '.join(SPLIT_SUFFIXES)}")
    if suffix.lower() == ".stl" and seg is not None and not seg.shape.is_mesh:
        raise Pa3dError("the parts of a point cloud have no faces for .stl; split into .ply, .glb or .obj")


def write_split(directory: Path, seg: Segmentation, suffix: str = ".ply") -> list[Path]:
    """A file for every part that is not empty, in the source frame: <directory>/<name of the part><suffix>.

    Returns the files, in the order of the names; `unlabelled` comes last. See split.cut for what a part holds
    and split.safe_names for how the files are called.
    """
    check_split(suffix, seg)
    if is_link(directory):
        raise Pa3dError(f"{directory}: is a link; remove it, the parts go into a folder of this name")
    safe = safe_names([*seg.part_names, UNLABELLED_NAME])  # label -1 is the last
    paths = []
    for part in cut(seg):
        path = directory / f"{safe[part.label]}{suffix.lower()}"
        _PART_WRITERS[suffix.lower()](path, seg, part)
        paths.append(path)
    return paths
