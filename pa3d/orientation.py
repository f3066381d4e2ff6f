"""Which way is up: the axis of the source with which the model is surest and the shape stands best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pa3d.encoding import Settings, encode_points, sample_draws, score_kind, seen_logits
from pa3d.network import Network
from pa3d.segmentation import part_scores
from pa3d.shapes import UP_ROTATIONS, Shape, fit_frame

AUTO = "auto"
DRAWS = 2  # subsets of the surface that each axis is judged by
# Chosen on rotated copies of 38 labelled shapes with an early model: the model alone finds 50 % of the axes,
# standing alone 53 %, both 63 %; chance is 17 %. pipelines/measure_up.py measures it for any model.
SUPPORT_WEIGHT = 0.1
STABILITY_WEIGHT = 0.2
PREFER_Y = 0.04  # how much better than +y another must be: 92 % of +y stay so, 56 % of the others are found
SOLE = 0.04  # of the height; what lies lower touches the ground
UNSTABLE, STABLE = -0.3, 0.1  # beyond these more or less stability tells nothing


def choose_up(model: Network, shape: Shape, text: NDArray, settings: Settings) -> tuple[str, dict[str, float]]:
    """The axis of the source that points up, and the score of each of the six.

    text (L, D) or (L, A, D): embeddings of the names of the parts. A score is the mean, over the places the
    network sees, of the best name's score, and a little for standing firmly. Rotations only, never a mirror.
    """
    points = sample_draws(model, shape, replace(settings, up="y", draws=min(settings.draws, DRAWS)))
    table = {}
    for up in UP_ROTATIONS:
        encoding = encode_points(model, points, fit_frame(points.reshape(-1, 3), up))
        scores = part_scores(seen_logits(model, encoding, text), score_kind(model)).max(1)
        support, stability = standing(encoding.points[0])
        steady = float(np.clip(stability, UNSTABLE, STABLE))
        table[up] = float(scores.mean()) + SUPPORT_WEIGHT * support + STABILITY_WEIGHT * steady
    best = max(table, key=lambda up: table[up] + (PREFER_Y if up == "y" else 0))
    return best, table


def resolve_up(
    model: Network, shape: Shape, text: NDArray | None, settings: Settings
) -> tuple[Settings, dict[str, float] | None]:
    """The settings with "auto" replaced by the axis chosen, and the scores; others as they are, and None."""
    if settings.up != AUTO:
        return settings, None
    assert text is not None  # needed to choose
    up, table = choose_up(model, shape, text, settings)
    return replace(settings, up=up), table


def standing(points: NDArray) -> tuple[float, float]:
    """How well points (N, 3) stand with y up: the share of the outline that is on the ground, and stability.

    Stability is how far inside the ground's outline the centre lies, as a share of the outline's width;
    negative when it is outside.
    """
    height = points[:, 1] - points[:, 1].min()
    flat = points[:, [0, 2]].astype(np.float64)
    sole = _hull(flat[height <= SOLE * height.max()])
    outline = _hull(flat)
    if sole is None or outline is None:
        return 0.0, UNSTABLE
    outside = (sole.equations[:, :2] @ flat.mean(0) + sole.equations[:, 2]).max()
    return float(sole.volume / outline.volume), float(-outside / np.sqrt(outline.volume))


def _hull(points: NDArray):
    """Convex hull of points (n, 2); None when they span no area."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        return ConvexHull(points) if len(points) > 2 else None
    except QhullError:
        return None
