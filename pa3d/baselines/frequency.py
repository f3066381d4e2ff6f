"""Floors of a benchmark: the part that training saw most, and chance. Neither looks at the shape."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np

from pa3d import artifact, prompts, schemas
from pa3d.datasets.base import LabelledShape
from pa3d.methods import Answer
from pa3d.prompts import ANY
from pa3d.text import alternatives


def part_frequencies(patches_dir: Path, exclude: set[str]) -> dict[str, float]:
    """Cleaned part name -> its points over all training shapes but those excluded by id, each shape counting 1.

    Every word of a name such as "leg|foot" gets the part's points.
    """
    from pa3d.data import PatchDataset

    keep = {path.stem for path in patches_dir.glob("*.h5")} - exclude
    totals: dict[str, float] = {}
    data = PatchDataset([patches_dir], need="patch_label", only=keep)
    for path, names in zip(data.paths, data.part_names, strict=True):
        mask = artifact.read(path, schemas.PATCHES, only=("part_mask",))["part_mask"]
        for name, share in zip(names, mask.mean(1), strict=True):
            for word in alternatives(name):
                totals[word] = totals.get(word, 0.0) + float(share)
    return totals


def table_hash(frequencies: dict[str, float]) -> str:
    """16 hex digits that name a table of frequencies."""
    text = json.dumps(frequencies, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def setup_most_frequent(device: str = "cpu", *, frequencies: dict[str, float]):
    """`answer` that gives every point the same logits: how much training saw of each name, 0 for never.

    `frequencies` is keyed by cleaned names. Of several words, "leg|foot", the most frequent counts.
    """

    def answer(shape: LabelledShape, queries: dict[str, list[str]], seed: int, up: str = "y") -> Answer:
        names = [*shape.part_names, shape.category, prompts.BACKGROUND]
        row = [max((frequencies.get(word, 0.0) for word in alternatives(name)), default=0.0) for name in names]
        return {ANY: np.tile(np.array(row, np.float32), (len(shape.points), 1))}

    return answer


def setup_random(device: str = "cpu"):
    """`answer` with logits drawn uniformly from [0, 1) for every point and text, by the seed."""

    def answer(shape: LabelledShape, queries: dict[str, list[str]], seed: int, up: str = "y") -> Answer:
        width = len(shape.part_names) + 2
        return {ANY: np.random.default_rng(seed).random((len(shape.points), width), np.float32)}

    return answer
