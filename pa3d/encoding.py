"""A shape after the forward pass of the network: what it answers at the places it saw, and elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import CheckpointError, Pa3dError
from pa3d.nearest import MANY, Nearest
from pa3d.network import Network, Output, group
from pa3d.presence import with_presence
from pa3d.shapes import Frame, Shape, fit_frame, surface_sampler

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

NUM_POINTS = 2048  # N of the paper
PROPAGATIONS = ("auto", "points", "nearest", "membership", "interpolate")
NEIGHBOURS = 3  # between which logits and features are interpolated
SMALLEST_DISTANCE = 1e-6  # frame model; keeps the weight of a hit finite
QUERIES = 1 << 18  # points labelled at a time, so that memory does not grow with the shape


@dataclass(frozen=True)
class Settings:
    """How a shape is labelled, besides the model and the names."""

    up: str = "y"  # "auto" is for orientation.resolve_up, before the shape is encoded
    seed: int = 0
    draws: int = 4  # subsets of the surface whose answers are averaged; the paper: 1
    propagate: str = "auto"  # see Labeller; the paper: "nearest"
    background: bool = False  # leave unlabelled what fits none of the names
    min_score: float = 0.0  # leave unlabelled what scores less
    refine: str = "smooth"  # along the surface (refine.py), or "none" (the paper)
    expect: str = "all"  # the names are on the shape (presence.py); the paper: "any"


@dataclass(frozen=True)
class Encoding:
    """A shape after the forward pass; ask it for any names, any number of times.

    Each of the R draws is an independent subset of the surface with patches of its own.
    """

    frame: Frame
    points: NDArray[np.float32]  # (R, N, 3) what the network saw, frame model
    centers: NDArray[np.float32]  # (R, G, 3) frame model
    patch_index: NDArray[np.int64]  # (R, G, K) into the draw
    output: Output  # with R for B

    @property
    def decoded(self) -> bool:
        """Whether the points have features of their own, by the model's decoder."""
        return self.output.member is not None

    def spread(self, values: NDArray) -> NDArray[np.float32]:
        """Mean over the patches that contain a point (R, G, K, W) -> (R, N, W); elsewhere the nearest one's."""
        flat = values.reshape(len(values), -1, values.shape[-1])
        draws = zip(flat, self.patch_index, self.points, strict=True)
        return np.stack([_spreading(index, cloud) @ own for own, index, cloud in draws])


def encode(model: Network, shape: Shape, settings: Settings, num_points: int = NUM_POINTS) -> Encoding:
    """Sample a shape and run the encoder, once for all the draws.

    Meshes are sampled by area, clouds at random without repetition within a draw; a cloud with fewer points
    than the network needs is repeated.
    """
    points = sample_draws(model, shape, settings, num_points)
    frame = fit_frame(points.reshape(-1, 3), settings.up)  # of what the network sees, as in training
    return encode_points(model, points, frame)


def sample_draws(
    model: Network, shape: Shape, settings: Settings, num_points: int = NUM_POINTS
) -> NDArray[np.float64]:
    """The draws (R, N, 3) that the network is to see, source units; at least as many points as it needs."""
    config = model.config
    rng = np.random.default_rng(settings.seed)
    draw = surface_sampler(shape, settings.up)
    sampled = [draw(num_points, rng)[0] for _ in range(settings.draws)]
    least = max(config.num_patches, config.patch_size)
    return np.stack([p if len(p) >= least else np.resize(p, (least, 3)) for p in sampled])


def encode_points(model: Network, points: NDArray, frame: Frame) -> Encoding:
    """Run the encoder on draws that are already made: points (R, N, 3) in source units."""
    return encode_together(model, [points], [frame])[0]


def encode_together(model: Network, clouds: Sequence[NDArray], frames: Sequence[Frame]) -> list[Encoding]:
    """The same for several shapes: the draws (R, N, 3) of each.

    A GPU takes clouds of equal size in one pass. A CPU takes one shape after the other, which is faster there
    (its working set stays in the cache) and gives the same numbers whatever else is in the batch.
    """
    clouds = [f.to_model(c.reshape(-1, 3)).reshape(c.shape) for c, f in zip(clouds, frames, strict=True)]
    if model.one_by_one or len({cloud.shape for cloud in clouds}) > 1:
        groups = [[cloud] for cloud in clouds]
    else:
        groups = [clouds]
    parts = [part for own in groups for part in _forward(model, own)]
    return [Encoding(frame, *part) for frame, part in zip(frames, parts, strict=True)]


def _forward(model: Network, clouds: list[NDArray]) -> list[tuple]:
    """Everything of an Encoding but the frame, for clouds (R, N, 3) of one size in frame model."""
    points = np.concatenate(clouds)
    center_index, patch_index = group(points, model.config)
    centers = np.take_along_axis(points, center_index[..., None], 1)
    output = model.output(points, center_index, patch_index)
    if not np.isfinite(output.patch).all():  # the points are finite, see Frame
        raise CheckpointError(f"{model.source}: its weights give numbers beyond any range; train it again")
    draws = len(clouds[0])
    parts = []
    for start in range(0, len(points), draws):
        rows = slice(start, start + draws)
        member = None if output.member is None else output.member[rows]
        own = Output(output.tokens[rows], output.patch[rows], member)
        parts.append((points[rows], centers[rows], patch_index[rows], own))
    return parts


def _spreading(patch_index: NDArray, points: NDArray) -> csr_matrix:
    """(N, G * K) weights with which members of patches (G, K) speak for the points (N, 3); rows add to 1."""
    from scipy.sparse import csr_matrix
    from scipy.spatial import cKDTree

    flat = patch_index.ravel()
    order = np.argsort(flat, kind="stable")
    count = np.bincount(flat, minlength=len(points))
    starts = np.concatenate([[0], np.cumsum(count)])
    speaker = np.arange(len(points))
    outside = np.flatnonzero(count == 0)
    if len(outside):
        inside = np.flatnonzero(count)
        speaker[outside] = inside[cKDTree(points[inside]).query(points[outside])[1]]
    sizes = count[speaker]
    ends = np.cumsum(sizes)
    columns = order[np.repeat(starts[speaker] - (ends - sizes), sizes) + np.arange(ends[-1])]
    weights = np.repeat(np.float32(1) / sizes.astype(np.float32), sizes)
    return csr_matrix((weights, columns, np.concatenate([[0], ends])), (len(points), len(flat)))


def _logits(model: Network, feature: NDArray, text: NDArray) -> NDArray[np.float32]:
    """(..., L * A) similarities of unit features (..., D) with text (L, D) or (L, A, D)."""
    rows = np.asarray(text, np.float32).reshape(-1, text.shape[-1])
    flat = feature.reshape(-1, feature.shape[-1]) @ rows.T * np.float32(model.scale) + np.float32(model.bias)
    return flat.reshape(*feature.shape[:-1], len(rows))


def _best_wording(logits: NDArray, text: NDArray) -> NDArray[np.float32]:
    """(..., L * A) -> (..., L): the highest of each name's A wordings."""
    return logits if text.ndim == 2 else logits.reshape(*logits.shape[:-1], *text.shape[:2]).max(-1)


def patch_logits(model: Network, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(R, G, L) logits of the patches for text embeddings (L, D) or (L, A, D), the best of A wordings."""
    return _best_wording(_logits(model, encoding.output.patch, text), text)


def point_logits(model: Network, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(R, N, L) logits of the points that the network saw, by its decoder; text as in `patch_logits`.

    A point's logits are the mean over the patches that contain it.
    """
    assert encoding.output.member is not None
    return _best_wording(encoding.spread(_logits(model, encoding.output.member, text)), text)


def seen_logits(model: Network, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(n, L) logits at all the places the network saw: its points where it has a decoder, else its patches."""
    logits = (point_logits if encoding.decoded else patch_logits)(model, encoding, text)
    return logits.reshape(-1, logits.shape[2])


def membership_logits(logits: NDArray, patch_index: NDArray, num_points: int) -> NDArray[np.float32]:
    """Mean over the patches that contain a point: (G, L), (G, K) -> (N, L); 0 where none does."""
    total = np.zeros((num_points, logits.shape[1]))
    count = np.zeros(num_points)
    np.add.at(total, patch_index, np.repeat(logits[:, None], patch_index.shape[1], 1))
    np.add.at(count, patch_index, 1)
    return (total / np.maximum(count, 1)[:, None]).astype(np.float32)


def between(
    known: Nearest, queries: NDArray, many: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The nearest known points of each query and their weights by inverse squared distance: (Q, k) each."""
    distance, index = known.query(queries, min(NEIGHBOURS, len(known)), many)
    weight = 1 / np.maximum(distance, SMALLEST_DISTANCE) ** 2
    return weight / weight.sum(1, keepdims=True), index


class Labeller:
    """Logits anywhere on a shape, for one list of names: ask it with points."""

    def __init__(
        self,
        model: Network,
        encoding: Encoding,
        text: NDArray,
        method: str = "auto",
        present: Sequence[slice] = (),
    ) -> None:
        """text (L, D), or (L, A, D) of A wordings; `present`: those known to be on the shape (with_presence).

        Methods, all averaged over the draws:

        "points": the three nearest points that the network saw, each with the decoder's own feature, weighted
        by inverse squared distance (ours; the default where the model has a decoder). "nearest": the nearest
        patch centre (the paper). "membership": mean over the patches that contain the nearest input point, the
        nearest centre where none does. "interpolate": the three nearest centres.
        """
        if method not in PROPAGATIONS:
            raise Pa3dError(f"--propagate {method}: write one of {', '.join(PROPAGATIONS)}")
        decoded = encoding.decoded
        if method == "points" and not decoded:
            raise Pa3dError(f"--propagate points: {model.source} has no point decoder")
        self.method = ("points" if decoded else "nearest") if method == "auto" else method
        self.encoding = encoding
        if self.method == "points":
            known, self.logits = encoding.points, point_logits(model, encoding, text)
        else:
            known, self.logits = encoding.centers, patch_logits(model, encoding, text)
        if present:
            self.logits = with_presence(self.logits, present)
        self.known = [Nearest(places) for places in known]
        self.members: list[NDArray[np.float32]] = []
        self.seen: list[Nearest] = []
        if self.method == "membership":
            self.seen = [Nearest(points) for points in encoding.points]
            count = encoding.points.shape[1]
            pairs = zip(self.logits, encoding.patch_index, strict=True)
            self.members = [membership_logits(logits, index, count) for logits, index in pairs]

    def __call__(self, points: NDArray, progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """(Q, 3) in the shape's own frame -> (Q, L); `progress` hears how many points are answered."""
        result = np.empty((len(points), self.logits.shape[2]), np.float32)
        many = len(points) * len(self.known) >= MANY
        for start in range(0, len(points), QUERIES):
            queries = self.encoding.frame.to_model(points[start : start + QUERIES])
            total = sum(self._of_draw(draw, queries, many) for draw in range(len(self.known)))
            result[start : start + QUERIES] = total / np.float32(len(self.known))
            if progress is not None:
                progress(start + len(queries))
        return result

    def _of_draw(self, draw: int, queries: NDArray, many: bool) -> NDArray[np.float32]:
        logits, known = self.logits[draw], self.known[draw]
        if self.method in ("points", "interpolate"):
            weight, index = between(known, queries, many)
            return np.einsum("qk,qkl->ql", weight, logits[index]).astype(np.float32)
        nearest = logits[known.query(queries, 1, many)[1][:, 0]]
        if self.method == "nearest":
            return nearest
        inside = np.zeros(self.encoding.points.shape[1], bool)
        inside[self.encoding.patch_index[draw]] = True
        point = self.seen[draw].query(queries, 1, many)[1][:, 0]
        return np.where(inside[point][:, None], self.members[draw][point], nearest)


def score_kind(model: Network) -> str:
    """How the model's logits become scores (segmentation.part_scores)."""
    return {"softmax": "softmax", "open": "open"}.get(model.info.get("loss", "paper"), "sigmoid")
