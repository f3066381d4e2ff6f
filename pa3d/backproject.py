"""Stage 3, `backproject`: carry a view's tokens to the points the view sees (method: stage 1 of the paper)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import ArtifactError, ShapeError
from pa3d.stage import Job, Stage
from pa3d.visibility import SEEN_NEEDS, TOLERANCE, seen_points

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class BackprojectConfig:
    """What changes the numbers of a pointfeat artifact."""

    tolerance: float = TOLERANCE  # depth test: pixels' worth of depth behind the first surface
    fill_neighbors: int = 20  # an unseen point gets the mean of this many nearest seen points


def _cubic_taps(position: NDArray, count: int) -> tuple[NDArray, NDArray]:
    """The four cells and Keys weights (A = -0.75, replicated border) of bicubic upsampling at `position`."""
    a = -0.75
    base = np.floor(position)
    t = position - base
    near = lambda d: ((a + 2) * d - (a + 3)) * d * d + 1  # noqa: E731 - the kernel's two polynomials
    far = lambda d: ((a * d - 5 * a) * d + 8 * a) * d - 4 * a  # noqa: E731
    weights = np.stack([far(t + 1), near(t), near(1 - t), far(2 - t)], -1)
    cells = base[..., None].astype(np.int64) + np.arange(-1, 3)
    return np.clip(cells, 0, count - 1), weights


def sample_tokens(
    tokens: torch.Tensor, visible: NDArray, pixels: NDArray, image_size: int
) -> tuple[torch.Tensor, NDArray]:
    """Mean over the seeing views of the bicubically upsampled token map at each point's pixel.

    tokens (V, h, w, D); visible (V, N); pixels (V, N, 2) of a square image of side `image_size`.
    Returns (N, D) float32, zero where no view sees the point, and the number of views (N,).
    Equal to upsampling every map to the image and reading pixels, without building any such map.
    """
    import torch
    import torch.nn.functional as F

    num_views, height, width, dim = tokens.shape
    num_points = visible.shape[1]
    point, view = np.nonzero(visible.T)
    at = pixels[view, point]  # (E, 2), one row per seen (point, view)
    cols, wx = _cubic_taps((at[:, 0] + 0.5) * (width / image_size) - 0.5, width)
    rows, wy = _cubic_taps((at[:, 1] + 0.5) * (height / image_size) - 0.5, height)
    cell = (view[:, None, None] * height + rows[:, :, None]) * width + cols[:, None, :]  # (E, 4, 4)
    counts = visible.sum(0)
    share = (1.0 / np.maximum(counts, 1))[point]
    weight = wy[:, :, None] * wx[:, None, :] * share[:, None, None]
    offsets = np.concatenate([[0], np.cumsum(counts)[:-1]]) * 16
    feature = F.embedding_bag(
        torch.from_numpy(cell.reshape(-1)),
        tokens.reshape(num_views * height * width, dim).float(),
        torch.from_numpy(offsets),
        mode="sum",
        per_sample_weights=torch.from_numpy(weight.reshape(-1).astype(np.float32)),
    )
    assert feature.shape == (num_points, dim)
    return feature, counts


def fill_unseen(points: NDArray, feature: NDArray, counts: NDArray, neighbors: int) -> NDArray:
    """Give points no view sees the mean feature of their nearest seen points."""
    from scipy.spatial import cKDTree

    seen = np.flatnonzero(counts)
    hidden = np.flatnonzero(counts == 0)
    if len(seen) == 0:
        raise ShapeError("no view sees any point; is the render of this shape empty?")
    if len(hidden) == 0:
        return feature
    count = min(neighbors, len(seen))
    _, nearest = cKDTree(points[seen]).query(points[hidden], k=count)
    feature = feature.copy()
    feature[hidden] = feature[seen[nearest.reshape(len(hidden), count)]].mean(1)
    return feature


def setup(config: BackprojectConfig, device: str):
    """Worker of the stage (see stage.Stage)."""
    import torch

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        source = artifact.read(job.inputs["render"], schemas.RENDER, only=SEEN_NEEDS)
        tokens = artifact.read(job.inputs["tokens"], schemas.TOKENS)
        if tokens.inputs.get("render", source.fingerprint) != source.fingerprint:
            raise ArtifactError(f"{tokens.path}: made from another render than {source.path}; extract it again")
        if len(tokens["tokens"]) != len(source["depth"]):
            raise ArtifactError(
                f"{tokens.path}: {len(tokens['tokens'])} views, but {source.path} has {len(source['depth'])}"
            )
        points = source["points"]
        visible, pixels = seen_points(source, config.tolerance)
        size = source["depth"].shape[1]
        feature, counts = sample_tokens(torch.from_numpy(tokens["tokens"]), visible, pixels, size)
        try:
            filled = fill_unseen(points, feature.numpy(), counts, config.fill_neighbors)
        except ShapeError as error:
            raise ShapeError(f"{source.path}: {error}") from error
        arrays = {
            "points": points,
            "feature": filled.astype(np.float16),
            "num_views": counts.astype(np.uint8),
        }
        return arrays, {"frame": "model", "teacher": tokens.attrs["teacher"]}

    return compute


def stage(config: BackprojectConfig) -> Stage:
    return Stage(schemas.POINTFEAT, config, setup)
