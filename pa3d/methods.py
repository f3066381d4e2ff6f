"""What can be benchmarked: each method answers questions about shapes with a logit per point and text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import prompts
from pa3d.datasets.base import LabelledShape
from pa3d.errors import Pa3dError
from pa3d.shapes import Shape


@dataclass(frozen=True)
class Question:
    """One shape and what to ask: per prompt style the L + 2 texts of prompts.queries."""

    shape: LabelledShape
    queries: dict[str, list[str]]
    seed: int
    up: str  # axis that points up in the shape's file


Answer = dict[
    str, NDArray[np.float32]
]  # per style (N, L + 2) logits; 0 is "none of these" where that has a sense
Ask = Callable[[Sequence[Question]], list[Answer]]


@dataclass(frozen=True)
class Method:
    """A way to label points. `start` is picklable and runs once per worker, with the device's name."""

    name: str
    weights: str  # hash of everything the answers depend on besides the config of the run
    start: Callable[[str], Ask]
    oracle: bool = False  # uses the annotation of the shape that it labels


def model_method(
    checkpoint: str,
    *,
    propagate: str = "auto",
    num_points: int = 2048,
    draws: int = 4,
    refine: str = "smooth",
    expect: str = "any",
    precision: str = "fp32",
    text_weights: Path | None = None,
    text_bank: Path | None = None,
) -> Method:
    """A network of ours, or the released one."""
    from pa3d.packed import checkpoint_hash

    start = partial(
        _start_model,
        checkpoint,
        text_weights,
        text_bank,
        propagate=propagate,
        num_points=num_points,
        draws=draws,
        refine=refine,
        expect=expect,
        precision=precision,
    )
    return Method("model", checkpoint_hash(checkpoint), start)


def _start_model(
    checkpoint: str,
    text_weights: Path | None,
    text_bank: Path | None,
    device: str,
    *,
    propagate: str,
    num_points: int,
    draws: int,
    refine: str,
    expect: str,
    precision: str,
) -> Ask:
    from pa3d.encoding import Labeller, Settings, encode_together, sample_draws
    from pa3d.names import embed_parts, stack_wordings
    from pa3d.network import load_network
    from pa3d.presence import check_expect
    from pa3d.refine import check_refine, refine_cloud
    from pa3d.shapes import fit_frame

    check_refine(refine)
    check_expect(expect)

    model = load_network(checkpoint, device, "align", precision)
    known: dict[tuple[bool, str], NDArray] = {}

    def embed(style: str, texts: list[str]) -> NDArray[np.float32]:
        own = style == prompts.TEMPLATED
        fresh = list(dict.fromkeys(text for text in texts if (own, text) not in known))
        if fresh:
            sentences = None if own else ("{}",)
            rows = embed_parts(model, fresh, None, text_weights, text_bank, templates=sentences)
            known.update(((own, text), row) for text, row in zip(fresh, rows, strict=True))
        return stack_wordings([known[own, text] for text in texts])

    def ask(questions: Sequence[Question]) -> list[Answer]:
        settings = [Settings(q.up, q.seed, draws, propagate) for q in questions]
        shapes = [Shape(q.shape.points, None) for q in questions]
        pairs = list(zip(shapes, settings, strict=True))
        clouds = [sample_draws(model, shape, setting, num_points) for shape, setting in pairs]
        frames = [fit_frame(c.reshape(-1, 3), q.up) for c, q in zip(clouds, questions, strict=True)]
        encodings = encode_together(model, clouds, frames)
        answers = []
        for question, encoding in zip(questions, encodings, strict=True):
            texts = {style: embed(style, own) for style, own in question.queries.items()}
            widths = [len(text) for text in texts.values()]
            rows = stack_wordings([row for text in texts.values() for row in text])
            present = []
            if expect == "all":
                starts = np.cumsum([0, *widths[:-1]])
                present = [slice(start, start + len(question.shape.part_names)) for start in starts]
            logits = Labeller(model, encoding, rows, propagate, present)(question.shape.points)
            if refine == "smooth":
                logits = refine_cloud(question.shape.points, logits)
            answers.append(dict(zip(texts, np.split(logits, np.cumsum(widths)[:-1], 1), strict=True)))
        return answers

    return ask


def one_by_one(answer: Callable[[LabelledShape, dict[str, list[str]], int, str], Answer]) -> Ask:
    """An Ask from a function of one shape, its queries, a seed and the up axis."""
    return lambda questions: [answer(q.shape, q.queries, q.seed, q.up) for q in questions]


def baseline(name: str, **options: Any) -> Method:
    """A baseline by name (pa3d.baselines); Pa3dError that lists them."""
    from pa3d import baselines

    if name not in baselines.METHODS:
        raise Pa3dError(f"--method {name}: write one of model, {', '.join(baselines.METHODS)}")
    return baselines.METHODS[name](**options)
