"""Scores from stored predictions: any protocol, any order, one shape in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import Pa3dError
from pa3d.metrics import ShapeScore, confusion, score_table, summarise
from pa3d.prompts import ANY, BACKGROUND, NO_CATEGORY
from pa3d.protocols import Protocol, describe
from pa3d.stage import seed_of

NEEDED = ("target", "part_names", "prompts", "prompt_best", "prompt_logits")
MEANS = {"instance": "miou", "category": "ciou", "part": "part_macro"}


@dataclass(frozen=True)
class Prediction:
    """What scoring needs of a stored prediction. Pa3dError when the arrays do not belong together."""

    shape_id: str
    category: str
    part_names: tuple[str, ...]
    target: NDArray[np.int32]  # (N,), -1 unlabelled
    prompts: tuple[str, ...]  # S ways of asking, or ("any",)
    best: NDArray[np.float32]  # (S, N) logit of the best part
    logits: NDArray[np.float16]  # (S, N, L + 2) less `best`: parts, the category, "background"
    turned: bool = False  # shown in another pose than the set's own
    source: str = ""  # file, for messages

    def __post_init__(self) -> None:
        where, count = self.source or self.shape_id, len(self.part_names)
        shape = (len(self.prompts), len(self.target))
        if not count or not len(self.target):
            raise Pa3dError(f"{where}: {count} parts and {len(self.target)} points; there is nothing to score")
        if self.best.shape != shape or self.logits.shape != (*shape, count + 2):
            raise Pa3dError(
                f"{where}: logits {self.logits.shape} and {self.best.shape}, expected {(*shape, count + 2)} "
                f"and {shape}; run `pa3d benchmark` again"
            )
        if self.target.min() < -1 or self.target.max() >= count:
            lowest, highest = self.target.min(), self.target.max()
            raise Pa3dError(f"{where}: targets run from {lowest} to {highest}, but there are {count} parts")
        if np.isnan(self.best).any() or np.isnan(self.logits).any():
            raise Pa3dError(f"{where}: some logits are NaN; run `pa3d benchmark` again")


def load_prediction(path: Path) -> Prediction:
    """Read what scoring needs of a prediction that `pa3d benchmark` wrote."""
    art = artifact.read(path, schemas.PREDICTION, only=NEEDED)
    for name in NEEDED:
        if name not in art:
            raise Pa3dError(f"{path}: has no {name}, so it cannot be scored; make it by `pa3d benchmark`")
    return Prediction(
        art.shape_id,
        str(art.attrs.get("category", "")),
        tuple(str(name) for name in art["part_names"]),
        art["target"],
        tuple(str(name) for name in art["prompts"]),
        art["prompt_best"],
        art["prompt_logits"],
        not np.array_equal(art.attrs.get("rotation", np.eye(3)), np.eye(3)),
        str(path),
    )


def _extra_name(pred: Prediction, protocol: Protocol) -> str | None:
    """Name of the class that unlabelled points are, apart from the parts' names; None without one."""
    if protocol.unlabelled not in ("background", "category"):
        return None
    name = BACKGROUND if protocol.unlabelled == "background" else pred.category or NO_CATEGORY
    return f"{name} (unlabelled)" if name in pred.part_names else name


def predicted(pred: Prediction, protocol: Protocol, seed: int = 0) -> tuple[NDArray, NDArray, tuple[str, ...]]:
    """(n,) labels, (n,) targets and the names they index: the points and classes that a protocol compares.

    -1 is "no answer" and "unlabelled". The class of the unlabelled points, where there is one, is the last
    name; a part that is as likely goes first. The points drawn depend on `seed` and the shape's id only.
    """
    if pred.prompts == (ANY,):
        row = 0
    elif protocol.prompt in pred.prompts:
        row = pred.prompts.index(protocol.prompt)
    else:
        raise Pa3dError(
            f"{pred.source or pred.shape_id}: was not asked by the prompt {protocol.prompt!r}, only by "
            f"{', '.join(pred.prompts)}; run `pa3d benchmark` with --prompt {protocol.prompt!r}"
        )
    count, names = len(pred.part_names), pred.part_names
    best, logits, target = pred.best[row], pred.logits[row], pred.target
    if protocol.points:
        index = seed_of(seed, pred.shape_id).integers(len(target), size=protocol.points)
        best, logits, target = best[index], logits[index], target[index]
    target = target.astype(np.int64)
    extra = _extra_name(pred, protocol)
    if extra is not None:
        names = (*names, extra)
        target[target < 0] = count
    columns = logits[:, :count].astype(np.float32)
    is_open = protocol.classes == "open"
    # a closed set asks for the background by its name; in an open one "none of these" is the background
    if protocol.unlabelled == "category" or (protocol.unlabelled == "background" and not is_open):
        asked = count if protocol.unlabelled == "category" else count + 1
        columns = np.concatenate([columns, logits[:, asked : asked + 1].astype(np.float32)], 1)
    label = columns.argmax(1)
    if is_open:
        label[best + columns.max(1) < 0] = count if protocol.unlabelled == "background" else -1
    return label, target, names


def _rows(pred: Prediction, protocols: Sequence[Protocol], seed: int) -> list[ShapeScore]:
    """Score of one shape under each protocol. Those that compare the same share the counting."""
    tables: dict[tuple, tuple[NDArray[np.int64], tuple[str, ...]]] = {}
    rows = []
    for protocol in protocols:
        key = protocol.prompt, protocol.unlabelled, protocol.classes, protocol.points
        if key not in tables:
            label, target, names = predicted(pred, protocol, seed)
            table = confusion(label, target, len(names))
            if protocol.unlabelled == "ignore":
                table[0] = 0
            tables[key] = table, names
        rows.append(score_table(pred.shape_id, pred.category, *tables[key], protocol.absent))
    return rows


def score_all(
    predictions: Iterable[Path | Prediction],
    protocols: Sequence[Protocol],
    seed: int = 0,
    progress: Callable[[], None] | None = None,
) -> list[dict[str, Any]]:
    """A JSON-ready dict per protocol, from one pass over the predictions; `progress` is called per shape.

    The keys are those of metrics.summarise, and preset, protocol (its axes), what (them in words), seed,
    num_turned (shapes shown in another pose than the set's own) and score: the mean the protocol names, here
    and for each category. Order, shards and what else is scored do not change a digit.
    """
    rows: list[list[ShapeScore]] = [[] for _ in protocols]
    turned: set[str] = set()
    seen: dict[str, str] = {}
    for item in predictions:
        pred = item if isinstance(item, Prediction) else load_prediction(Path(item))
        where = pred.source or pred.shape_id
        if pred.shape_id in seen:
            raise Pa3dError(f"{where}: shape {pred.shape_id} is scored twice, also in {seen[pred.shape_id]}")
        seen[pred.shape_id] = where
        if pred.turned:
            turned.add(pred.shape_id)
        for known, row in zip(rows, _rows(pred, protocols, seed), strict=True):
            known.append(row)
        if progress is not None:
            progress()
    if not seen:
        raise Pa3dError("there are no predictions to score; run `pa3d benchmark` first")
    return [_result(p, known, len(turned), seed) for p, known in zip(protocols, rows, strict=True)]


def score(predictions: Iterable[Path | Prediction], protocol: Protocol, seed: int = 0) -> dict[str, Any]:
    """The same under one protocol."""
    return score_all(predictions, [protocol], seed)[0]


def _result(protocol: Protocol, rows: list[ShapeScore], turned: int, seed: int) -> dict[str, Any]:
    summary = summarise(rows)
    key = "part_macro" if protocol.average == "part" else "miou"
    for entry in summary["per_category"].values():
        entry["score"] = entry[key]
    return {
        "preset": protocol.name,
        "protocol": protocol.axes(),
        "what": f"{describe(protocol)}{_pose(protocol.rotation, turned, len(rows))}",
        "seed": seed,
        "num_turned": turned,
        "score": summary[MEANS[protocol.average]],
        **summary,
    }


def _pose(rotation: str, turned: int, count: int) -> str:
    """What to say of the poses; nothing where they are the set's own and the protocol wants them so."""
    if not turned:
        return "" if rotation == "none" else f", not turned (theirs: {rotation})"
    shown = "turned" if turned == count else f"{turned} of {count} turned"
    return f", {shown}" if rotation != "none" else f", {shown} (theirs: none)"
