"""Methods to compare with: floors (frequency), pictures and words (pointclip), clusters of features (cops).

Each module's `setup` gives `answer(shape, queries, seed, up)`: per prompt style, or under prompts.ANY where the
wording does not matter, logits (N, Q) of the shape's points in its own order; higher is better.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pa3d.baselines import cops, frequency, pointclip
from pa3d.baselines.cops import ORACLE
from pa3d.dino import EMBEDDED
from pa3d.methods import Ask, Method, one_by_one

__all__ = ["METHODS", "ORACLE"]


def _start(setup: Callable[..., Any], options: dict[str, Any], device: str) -> Ask:
    return one_by_one(setup(device, **options))


def _random(**_: Any) -> Method:
    return Method("random", "", partial(_start, frequency.setup_random, {}))


def _most_frequent(patches_dir: Path, exclude: set[str]) -> Method:
    frequencies = frequency.part_frequencies(patches_dir, exclude)
    start = partial(_start, frequency.setup_most_frequent, {"frequencies": frequencies})
    return Method("most-frequent", frequency.table_hash(frequencies), start)


def _pointclip(image_text: str = pointclip.EMBEDDED, text_weights: Path | None = None, **_: Any) -> Method:
    options: dict[str, Any] = {"name": image_text, "weights": text_weights}
    return Method("pointclip", pointclip.identity(**options), partial(_start, pointclip.setup, options))


def _cops(
    method: str,
    *,
    teacher: str = EMBEDDED,
    teacher_weights: Path | None = None,
    image_text: str = pointclip.EMBEDDED,
    text_weights: Path | None = None,
) -> Method:
    options: dict[str, Any] = {
        "method": method,
        "teacher": teacher,
        "teacher_weights": teacher_weights,
        "name": image_text,
        "weights": text_weights,
    }
    return Method(method, cops.identity(**options), partial(_start, cops.setup, options), method in ORACLE)


# name -> function that makes the Method of it; all but most-frequent take the same options
METHODS: dict[str, Callable[..., Method]] = {
    "random": _random,
    "most-frequent": _most_frequent,
    "pointclip": _pointclip,
    "cops": partial(_cops, "cops"),
    "cops-oracle": partial(_cops, "cops-oracle"),
}
