"""Stage 8, `benchmark`: predictions of every labelled shape first, scores from them second (pa3d.scoring)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, prompts, schemas
from pa3d.artifact import atomic_path
from pa3d.datasets.base import Dataset, Item, LabelledShape
from pa3d.errors import Pa3dError, about
from pa3d.methods import Ask, Method, Question
from pa3d.rotations import KINDS, random_rotation, read_rotations
from pa3d.shapes import UP_ROTATIONS
from pa3d.stage import Job, Stage, seed_of


@dataclass(frozen=True)
class BenchmarkConfig:
    """What changes the numbers of a prediction."""

    method: str
    weights: str  # hash of the checkpoint, or of whatever else the method depends on
    dataset: str = "labelled"
    propagate: str = "auto"
    num_points: int = 2048  # that the network sees; all points of the shape are labelled
    up: str = "y"
    seed: int = 0
    draws: int = 4
    prompts: tuple[str, ...] = tuple(prompts.STYLES)
    rotation: str = "none"
    refine: str = "smooth"  # of the method "model"; the baselines have "none"
    expect: str = "any"  # the same; they have "any"
    precision: str = "fp32"  # the same; they have "fp32"


@dataclass(frozen=True)
class Posed:
    """A shape of a set and the rotation it is shown in: (3, 3), of points in the set's own frame."""

    item: Item
    rotation: NDArray[np.float64] | None


def jobs(dataset: Dataset, rotations: dict[str, NDArray] | None = None) -> list[Job]:
    """A job for every shape of a set."""
    return [
        Job(
            item.shape_id,
            {"shape": item.files[0]},
            item.files[1:],
            Posed(item, None if rotations is None else rotations[item.shape_id]),
        )
        for item in dataset.items
    ]


def poses(dataset: Dataset, rotation: str, up: str, seed: int) -> dict[str, NDArray] | None:
    """Rotation (3, 3) of each shape in the set's own frame: drawn, or read from a file; None without any."""
    if rotation == "none":
        return None
    shape_ids = [item.shape_id for item in dataset.items]
    if rotation not in KINDS:
        return read_rotations(Path(rotation), shape_ids)
    to_y = UP_ROTATIONS[up]
    return {i: to_y.T @ random_rotation(rotation, seed, i) @ to_y for i in shape_ids}


def write_rotations(path: Path, rotations: dict[str, NDArray]) -> None:
    """Keep the rotations, so that another program can show its model the same poses."""
    table = {shape_id: matrix.tolist() for shape_id, matrix in rotations.items()}
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(table) + "\n", encoding="utf-8")


def stage(config: BenchmarkConfig, method: Method) -> Stage:
    """The stage that labels the shapes of `jobs` by a method."""
    for style in config.prompts:
        prompts.check_style(style)
    return Stage(schemas.PREDICTION, config, partial(_setup, start=method.start, oracle=method.oracle))


def _setup(config: BenchmarkConfig, device: str, *, start: Any, oracle: bool):
    ask = start(device)

    def compute(job: Job):
        result = many([job])[0]
        if isinstance(result, Exception):
            raise result
        return result

    def many(batch: Sequence[Job]) -> list[Any]:
        """(arrays, attributes) of each shape, or its error."""
        found: list[Any] = [_question(job, config) for job in batch]
        good = [i for i, question in enumerate(found) if isinstance(question, Question)]
        for i, answer in zip(good, _answers(ask, [found[i] for i in good]), strict=True):
            if isinstance(answer, Exception):
                found[i] = Pa3dError(f"{batch[i].inputs['shape']}: {answer}")
            else:
                found[i] = _prediction(batch[i], found[i], answer, oracle)
        return found

    compute.many = many  # type: ignore[attr-defined]  # how a stage is told, see stage.Stage
    return compute


def _question(job: Job, config: BenchmarkConfig) -> Question | Pa3dError:
    posed: Posed = job.item
    try:
        with about(job.inputs["shape"]):
            shape = posed.item.read()
    except (OSError, Pa3dError) as error:
        return error if isinstance(error, Pa3dError) else Pa3dError(str(error))
    if posed.rotation is not None:
        turned = shape.points @ posed.rotation.T
        shape = LabelledShape(turned, shape.labels, shape.part_names, shape.category, shape.faces)
    texts = {style: prompts.queries(style, shape.part_names, shape.category) for style in config.prompts}
    return Question(shape, texts, int(seed_of(config.seed, job.shape_id).integers(2**31)), config.up)


def _answers(ask: Ask, questions: list[Question]) -> list[Any]:
    """An answer or error for each question; what fails together is asked one by one."""
    try:
        return ask(questions) if questions else []
    except Pa3dError as error:
        if len(questions) == 1:
            return [error]
        return [_answers(ask, [question])[0] for question in questions]


def _prediction(job: Job, question: Question, answer: dict[str, NDArray], oracle: bool):
    shape = question.shape
    count = len(shape.part_names)
    stacked = np.stack(list(answer.values())).astype(np.float32)
    best = stacked[:, :, :count].max(2)
    arrays = {
        "points": shape.points.astype(np.float32),
        "label": stacked[0, :, :count].argmax(1).astype(np.int32),
        "logits": stacked[0, :, :count],
        "part_names": np.array(shape.part_names, dtype=object),
        "target": shape.labels,
        "prompts": np.array(list(answer), dtype=object),
        "prompt_best": best,
        # differences near 0 keep their order in half precision, where logits of equal size would tie
        "prompt_logits": (stacked - best[..., None]).astype(np.float16),
    }
    rotation = np.eye(3) if job.item.rotation is None else job.item.rotation
    return arrays, {"category": shape.category, "oracle": oracle, "rotation": rotation.tolist()}


def part_of(dataset: Dataset, shape_ids: set[str] | None) -> Dataset:
    """The set with the given shapes only; all of them for None."""
    if shape_ids is None:
        return dataset
    return replace(dataset, items=[item for item in dataset.items if item.shape_id in shape_ids])


def file_tag(path: Path) -> str:
    """A name for the rotations of a file: its stem and the start of its hash."""
    if not path.is_file():
        raise Pa3dError(f"--rotation {path}: neither one of {', '.join(KINDS)} nor a file")
    return f"{path.stem}-{artifact.hash_file(path)[:8]}"


def prediction_paths(
    predictions_dir: Path, shape_ids: set[str], config: BenchmarkConfig | None = None
) -> list[Path]:
    """Stored predictions of the shapes; Pa3dError when there are none, or one of other settings."""
    paths = [path for path in sorted(predictions_dir.glob("*.h5")) if path.stem in shape_ids]
    if not paths:
        raise Pa3dError(f"{predictions_dir}: no predictions to score")
    for path in paths:
        if config is not None and artifact.header(path).config != artifact.config_dict(config):
            raise Pa3dError(f"{path}: predicted with other settings than these; give another --out")
    return paths


def report(
    dataset: Dataset,
    method: Method,
    config: BenchmarkConfig,
    rotations: Sequence[str],
    results: Sequence[list[dict[str, Any]]],
) -> dict[str, Any]:
    """What scores.json holds. results: rows of scoring.score_all, unturned and, where asked for, turned."""
    rows = results[0]
    scores = {
        "dataset": dataset.name,
        "title": dataset.title,
        "split": dataset.split,
        "method": method.name,
        "oracle": method.oracle,
        "config": artifact.config_dict(config),
        "num_failed": len(dataset.items) - rows[0]["num_shapes"] - rows[0]["num_skipped"],
        "rows": rows,
    }
    if len(results) > 1:
        pairs = zip(rows, results[1], strict=True)
        drop = {row["preset"]: row["score"] - turned["score"] for row, turned in pairs}
        scores["rotated"] = {"rotation": rotations[1], "rows": results[1], "drop": drop}
    return scores


def write_scores(path: Path, scores: dict[str, Any]) -> None:
    with atomic_path(path) as temporary:
        temporary.write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
