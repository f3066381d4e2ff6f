"""Read back the labelled files that `export` writes."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import Pa3dError, first_line
from pa3d.readers import load_shape
from pa3d.readers_cloud import read_arrays
from pa3d.readers_ply import read_ply_tables
from pa3d.segmentation import SCORE_KINDS, Segmentation, label_score
from pa3d.shapes import UP_ROTATIONS, Shape

NOT_OURS = "carries no labels of pa3d; label it first: pa3d segment FILE --parts leg,seat"
LARGEST_INDEX = 10_000  # of a part; a list up to a larger one would take memory for names that are not there
CERTAIN = 1e-6  # scores are kept this far from 0 and 1, whose logits are infinite


def read_labelled(path: Path) -> tuple[Segmentation, str]:
    """A labelled .ply, .npz or .h5 that pa3d wrote, and its up axis, "y" where the file does not say.

    A .ply holds only the score of the label: the logits of all other names are NaN, and a name that its header
    does not list is "". Where the surface of a mesh is not in an .h5, the result is the cloud of its vertices.
    """
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        known = " ".join(_READERS)
        raise Pa3dError(f"{path}: cannot take labels from kind {suffix!r}; known kinds are {known}")
    if not path.is_file():
        raise Pa3dError(f"{path}: no such file")
    try:
        seg, up = _READERS[suffix](path)
        _check(seg)
    except Pa3dError:
        raise
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise Pa3dError(f"{path}: {NOT_OURS} ({first_line(error)})") from error
    return seg, up


def _check(seg: Segmentation) -> None:
    """Raise ValueError when the arrays do not belong together."""
    count, names = len(seg.shape.vertices), len(seg.part_names)
    faces = 0 if seg.shape.faces is None else len(seg.shape.faces)
    pairs = [
        ("vertex", count, seg.vertex_label, seg.vertex_logits),
        ("face", faces, seg.face_label, seg.face_logits),
    ]
    for what, length, label, logits in pairs:
        if label is not None and (label.shape != (length,) or label.min() < -1 or label.max() >= names):
            raise ValueError(f"the {what} labels do not fit {length} of them and {names} names")
        if logits is not None and logits.shape != (length, names):
            raise ValueError(f"{what} logits of shape {logits.shape}, not {(length, names)}")


def _read_npz(path: Path) -> tuple[Segmentation, str]:
    shape = load_shape(path)
    arrays = read_arrays(path)
    if "vertex_label" not in arrays or "part_names" not in arrays:
        raise Pa3dError(f"{path}: {NOT_OURS}")
    label, logits = arrays["vertex_label"].astype(np.int32), arrays["vertex_logits"]
    score = arrays["vertex_score"]
    kind = str(arrays["score_kind"]) if "score_kind" in arrays else _kind_of(logits, label, score)
    face_label = arrays.get("face_label")
    names = arrays["part_names"].tolist()
    return Segmentation(shape, names, label, logits, face_label, arrays.get("face_logits"), score, kind), "y"


def _kind_of(logits: NDArray, label: NDArray, score: NDArray) -> str:
    """Which kind of score makes these scores (n,) of these logits (n, L)."""
    some = slice(0, 1000)
    for kind in SCORE_KINDS:
        if np.allclose(label_score(logits[some], label[some], kind), score[some], atol=1e-4):
            return kind
    return SCORE_KINDS[0]


def _read_h5(path: Path) -> tuple[Segmentation, str]:
    file = artifact.read(path, schemas.PREDICTION)
    arrays = file.arrays
    vertices = arrays.get("vertices", file["points"]).astype(np.float64)
    faces, label, logits = arrays.get("faces"), file["label"], file["logits"]
    kind = file.attrs.get("score_kind", SCORE_KINDS[0])
    up = file.config.get("up", "y")
    face_label, face_logits = (
        arrays.get(k) if faces is not None else None for k in ("face_label", "face_logits")
    )
    score = arrays["score"] if "score" in arrays else label_score(logits, label, kind)
    names = [str(name) for name in file["part_names"]]
    seg = Segmentation(Shape(vertices, faces), names, label, logits, face_label, face_logits, score, kind)
    return seg, up if up in UP_ROTATIONS else "y"


def _read_ply(path: Path) -> tuple[Segmentation, str]:
    shape = load_shape(path)
    ply = read_ply_tables(path, ("label", "score"), ("label", "score"))
    comments = [re.fullmatch(r"part (\d{1,9}) (.*)", comment) for comment in ply.comments]
    listed = {int(found[1]): found[2].strip() for found in comments if found}
    if "label" not in ply.vertex or not listed:
        raise Pa3dError(f"{path}: {NOT_OURS}")
    if max(listed) >= LARGEST_INDEX:
        raise Pa3dError(f"{path}: names part {max(listed)}; {NOT_OURS}")
    names = [listed.get(i, "") for i in range(max(listed) + 1)]
    label, score = ply.vertex["label"].astype(np.int32), ply.vertex["score"].astype(np.float32)
    face_label = face_logits = None
    if shape.faces is not None:
        face_label = ply.face["label"].astype(np.int32)[ply.polygon]
        if "score" in ply.face:
            face_logits = _own_logits(face_label, ply.face["score"][ply.polygon], len(names))
    logits = _own_logits(label, score, len(names))
    return Segmentation(shape, names, label, logits, face_label, face_logits, score, "sigmoid"), "y"


def _own_logits(label: NDArray, score: NDArray, names: int) -> NDArray[np.float32]:
    """(n, L) logits whose sigmoid is the score of the label; NaN for the other names."""
    logits = np.full((len(label), names), np.nan, np.float32)
    rows = np.flatnonzero(label >= 0)
    likely = np.clip(score[rows].astype(np.float64), CERTAIN, 1 - CERTAIN)
    logits[rows, label[rows]] = np.log(likely / (1 - likely))
    return logits


_READERS = {".ply": _read_ply, ".npz": _read_npz, ".h5": _read_h5}
