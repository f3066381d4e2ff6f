"""Stage 7, `segment`: one forward pass labels every point, vertex and face of a shape from part names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d.convert import as_shape
from pa3d.encoding import (
    NUM_POINTS,
    PROPAGATIONS,
    Encoding,
    Labeller,
    Settings,
    encode,
    membership_logits,
    patch_logits,
    point_logits,
    score_kind,
)
from pa3d.names import embed_parts, propose_names, vocabulary
from pa3d.network import Network, load_network
from pa3d.orientation import resolve_up
from pa3d.presence import check_expect, gain, raised
from pa3d.refine import check_refine, refine_cloud, refine_mesh
from pa3d.segmentation import Segmentation, label_score
from pa3d.shapes import Shape, face_areas

__all__ = [
    "NUM_POINTS",
    "PROPAGATIONS",
    "Encoding",
    "Labeller",
    "Settings",
    "choose_labels",
    "embed_parts",
    "encode",
    "label_shape",
    "membership_logits",
    "patch_logits",
    "point_logits",
    "score_kind",
    "segment",
]


def choose_labels(logits: NDArray, kind: str, settings: Settings) -> NDArray[np.int32]:
    """(n, L) -> (n,) index of the best name, -1 for none of these.

    A name is worse than none when its logit is below 0: its sigmoid is below a half, and in an open softmax
    "none of these" has the logit 0.
    """
    label = logits.argmax(1).astype(np.int32)
    if settings.background:
        label[logits.max(1) < 0] = -1
    if settings.min_score > 0:
        label[label_score(logits, label, kind) < settings.min_score] = -1
    return label


def label_shape(
    model: Network,
    encoding: Encoding,
    shape: Shape,
    names: list[str],
    text: NDArray,
    settings: Settings,
    progress: Callable[[int], None] | None = None,
) -> Segmentation:
    """Labels of every vertex (or point) and face, in the shape's own order.

    `progress` hears how many of the M vertices and F faces are answered.
    """
    check_refine(settings.refine)
    check_expect(settings.expect)
    present = [slice(0, len(text))] if settings.expect == "all" else []
    ask, kind = Labeller(model, encoding, text, settings.propagate, present), score_kind(model)
    vertex_logits = ask(shape.vertices, progress)
    face_logits = face_label = None
    if shape.faces is not None:
        done = len(shape.vertices)
        after = None if progress is None else lambda count: progress(done + count)
        face_logits = ask(shape.vertices[shape.faces].mean(1), after)
        if settings.refine == "smooth":
            vertex_logits, face_logits = refine_mesh(shape, vertex_logits, face_logits)
            if present:  # pieces speak as a whole now: what is heard of a name may have changed
                gains = gain(face_logits, face_areas(shape))
                vertex_logits, face_logits = raised(vertex_logits, gains), raised(face_logits, gains)
        face_label = choose_labels(face_logits, kind, settings)
    elif settings.refine == "smooth":
        vertex_logits = refine_cloud(shape.vertices, vertex_logits)
    vertex_label = choose_labels(vertex_logits, kind, settings)
    score = label_score(vertex_logits, vertex_label, kind)
    return Segmentation(shape, names, vertex_label, vertex_logits, face_label, face_logits, score, kind)


def segment(
    shape: Any,
    parts: Sequence[str] | None,
    *,
    model: Network | None = None,
    up: str = "y",
    seed: int = 0,
    draws: int = 4,
    propagate: str = "auto",
    background: bool = False,
    min_score: float = 0.0,
    category: str = "",
    templates: Sequence[str] | None = None,
    refine: str = "smooth",
    expect: str = "all",
) -> Segmentation:
    """Label a shape by part names: anything `as_shape` takes. The default model is the shipped one.

    A name may hold other words for the same part: "leg|foot". `parts` None takes names the model proposes,
    `up` "auto" the axis it finds most convincing. `category` says what the shape is; `templates` replace the
    sentences that the model was trained with. `refine` "smooth" smooths the answer along the surface, "none"
    takes it as it is. `expect` "all" takes every name to be somewhere on the shape, "any" lets names be absent.
    """
    settings = Settings(up, seed, draws, propagate, background, min_score, refine, expect)
    check_refine(refine)
    check_expect(expect)
    shape = as_shape(shape)
    if parts is not None and (not parts or isinstance(parts, str)):
        raise ValueError(f"no part names given: parts must be a list of names, got {parts!r}")
    model = model or load_network(kind="align")
    names = vocabulary(model) if parts is None else list(parts)
    text = embed_parts(model, names, category=category, templates=templates)
    settings, _ = resolve_up(model, shape, text, settings)
    encoding = encode(model, shape, settings)
    if parts is None:
        names = propose_names(model, encoding, category=category, templates=templates)
        text = embed_parts(model, names, category=category, templates=templates)
    return label_shape(model, encoding, shape, names, text, settings)
