"""Stage 8, `benchmark`: predictions of every labelled shape first, scores from them second."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.artifact import atomic_path
from pa3d.errors import Pa3dError, ShapeError, about, first_line
from pa3d.metrics import score_shape, summarise
from pa3d.shapes import Shape
from pa3d.stage import Job, Stage, seed_of

METHODS = ("model", "most-frequent")


@dataclass(frozen=True)
class LabelledShape:
    """Points with part labels: one .npz of a benchmark folder."""

    points: NDArray[np.float64]  # (N, 3)
    labels: NDArray[np.int32]  # (N,), -1 unlabelled
    label_names: list[str]
    category: str


@dataclass(frozen=True)
class BenchmarkConfig:
    """What changes the numbers of a prediction."""

    method: str
    weights: str  # hash of the checkpoint, or of the table of frequencies
    propagate: str = "auto"
    num_points: int = 2048  # that the network sees; all points are scored
    up: str = "y"
    seed: int = 0
    draws: int = 4


def read_labelled(path: Path) -> LabelledShape:
    """Read `points` (N, 3), `labels` (N,), `label_names`, optional `category`; ShapeError when wrong."""
    try:
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
    except Exception as error:  # noqa: BLE001 - zip and header damage raise many kinds
        raise ShapeError(f"{path}: not a readable .npz ({first_line(error)})") from error
    missing = [name for name in ("points", "labels", "label_names") if name not in arrays]
    if missing:
        raise ShapeError(f"{path}: no `{missing[0]}` in it; a labelled shape has points, labels, label_names")
    points, labels = arrays["points"], arrays["labels"]
    names = [str(name) for name in np.atleast_1d(arrays["label_names"])]
    if points.ndim != 2 or points.shape[1] != 3 or labels.shape != (len(points),):
        raise ShapeError(f"{path}: points {points.shape} and labels {labels.shape}; expected (N, 3) and (N,)")
    if points.dtype.kind not in "fiu" or labels.dtype.kind not in "iu":
        raise ShapeError(f"{path}: points must be numbers and labels integers")
    if len(points) < 32:
        raise ShapeError(f"{path}: {len(points)} points; at least 32 are needed")
    if not np.isfinite(points).all():
        raise ShapeError(f"{path}: {int((~np.isfinite(points).all(1)).sum())} points are NaN or infinite")
    if not names or labels.max() >= len(names) or labels.min() < -1:
        raise ShapeError(f"{path}: labels run from {labels.min()} to {labels.max()}, names are {len(names)}")
    named = np.ravel(arrays.get("category", ""))[0]
    category = named.decode("utf-8", "replace") if isinstance(named, bytes) else str(named)
    return LabelledShape(points.astype(np.float64), labels.astype(np.int32), names, category)


def _prediction(job: Job, shape: LabelledShape, label: NDArray, logits: NDArray):
    arrays = {
        "points": shape.points.astype(np.float32),
        "label": label.astype(np.int32),
        "logits": logits.astype(np.float32),
        "part_names": np.array(shape.label_names, dtype=object),
        "target": shape.labels,
    }
    return arrays, {"category": shape.category}


def setup_model(
    config: BenchmarkConfig,
    device: str,
    *,
    checkpoint: str,
    text_weights: Path | None,
    text_bank: Path | None,
):
    """Worker that labels with a network; it sees a subset seeded by the shape's id."""
    from pa3d.checkpoint import load_model
    from pa3d.names import stack_wordings
    from pa3d.segmenter import Labeller, Settings, embed_parts, encode

    model = load_model(checkpoint, device, "align")
    embedded: dict[str, NDArray] = {}

    def compute(job: Job):
        shape = read_labelled(job.inputs["shape"])
        fresh = [name for name in shape.label_names if name not in embedded]
        if fresh:
            text = embed_parts(model, fresh, None, text_weights, text_bank)
            embedded.update(zip(fresh, text, strict=True))
        seed = int(seed_of(config.seed, job.shape_id).integers(2**31))
        cloud = Shape(shape.points, None)
        with about(job.inputs["shape"]):
            settings = Settings(config.up, seed, config.draws, config.propagate)
            encoding = encode(model, cloud, settings, config.num_points)
        text = stack_wordings([embedded[name] for name in shape.label_names])
        logits = Labeller(model, encoding, text, config.propagate)(shape.points)
        return _prediction(job, shape, logits.argmax(1), logits)

    return compute


def part_frequencies(patches_dir: Path, exclude: set[str]) -> dict[str, float]:
    """Points of each part name over all training shapes, each shape counting 1."""
    from pa3d.data import PatchDataset

    keep = {path.stem for path in patches_dir.glob("*.h5")} - exclude
    totals: dict[str, float] = {}
    data = PatchDataset([patches_dir], need="patch_label", only=keep)
    for path, names in zip(data.paths, data.part_names, strict=True):
        mask = artifact.read(path, schemas.PATCHES, only=("part_mask",))["part_mask"]
        for name, share in zip(names, mask.mean(1), strict=True):
            totals[name] = totals.get(name, 0.0) + float(share)
    return totals


def setup_most_frequent(config: BenchmarkConfig, device: str, *, frequencies: dict[str, float]):
    """Worker that gives every point the one of the shape's names that training saw most."""
    from pa3d.text import clean_part_name

    def compute(job: Job):
        shape = read_labelled(job.inputs["shape"])
        row = np.array([frequencies.get(clean_part_name(name), 0.0) for name in shape.label_names])
        logits = np.tile(row, (len(shape.points), 1))
        return _prediction(job, shape, logits.argmax(1), logits)

    return compute


def table_hash(frequencies: dict[str, float]) -> str:
    """16 hex digits that name a table of frequencies."""
    text = json.dumps(frequencies, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def model_stage(
    checkpoint: str,
    config: BenchmarkConfig,
    text_weights: Path | None = None,
    text_bank: Path | None = None,
) -> Stage:
    setup = partial(setup_model, checkpoint=checkpoint, text_weights=text_weights, text_bank=text_bank)
    return Stage(schemas.PREDICTION, config, setup)


def most_frequent_stage(config: BenchmarkConfig, frequencies: dict[str, float]) -> Stage:
    return Stage(schemas.PREDICTION, config, partial(setup_most_frequent, frequencies=frequencies))


def jobs(directory: Path) -> list[Job]:
    """A job for every .npz of a benchmark folder."""
    if not directory.is_dir():
        raise Pa3dError(f"{directory}: no such folder of labelled shapes")
    paths = sorted(directory.rglob("*.npz"))
    if not paths:
        raise Pa3dError(f"{directory}: no labelled shapes (.npz with points, labels, label_names) in it")
    found: dict[str, Path] = {}
    for path in paths:
        shape_id = "__".join(path.relative_to(directory).with_suffix("").parts)
        if shape_id in found:
            raise Pa3dError(f"{path}: has the same id as {found[shape_id]}; rename one of them")
        found[shape_id] = path
    return [Job(shape_id, {"shape": path}) for shape_id, path in found.items()]


def score_folder(
    predictions_dir: Path, shape_ids: set[str], config: BenchmarkConfig | None = None
) -> dict[str, Any]:
    """Scores of stored predictions (metrics.summarise); num_failed shapes have none and enter no mean."""
    rows = []
    for path in sorted(predictions_dir.glob("*.h5")):
        if path.stem not in shape_ids:
            continue
        art = artifact.read(path, schemas.PREDICTION, only=("label", "target", "part_names"))
        if config is not None and art.config != artifact.config_dict(config):
            raise Pa3dError(f"{path}: predicted with other settings than these; give another --out")
        names = [str(name) for name in art["part_names"]]
        rows.append(score_shape(art.shape_id, art.attrs["category"], art["label"], art["target"], names))
    if not rows:
        raise Pa3dError(f"{predictions_dir}: no predictions to score")
    return {**summarise(rows), "num_failed": len(shape_ids) - len(rows)}


def count_predictions(predictions_dir: Path, shape_ids: set[str]) -> int:
    """How many of the shapes have a stored prediction."""
    return sum((predictions_dir / f"{shape_id}.h5").exists() for shape_id in shape_ids)


def write_scores(path: Path, scores: dict[str, Any]) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
