"""Stage 7, `segment`: one forward pass labels every point, vertex and face of a shape from part names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from pa3d.checkpoint import Model
from pa3d.errors import Pa3dError, TextError
from pa3d.export import Segmentation, label_score
from pa3d.shapes import Frame, Shape, fit_frame, sample_surface
from pa3d.text import load_text_encoder, lookup, read_bank

NUM_POINTS = 2048  # N of the paper
PROPAGATIONS = ("auto", "points", "nearest", "membership", "interpolate")
QUERIES = 1 << 18  # points labelled at a time, so that memory does not grow with the shape


@dataclass(frozen=True)
class Settings:
    """How a shape is labelled, besides the model and the names."""

    up: str = "y"
    seed: int = 0
    draws: int = 4  # subsets of the surface whose answers are averaged; the paper: 1
    propagate: str = "auto"  # see Labeller; the paper: "nearest"
    background: bool = False  # leave unlabelled what fits none of the names
    min_score: float = 0.0  # leave unlabelled what scores less


@dataclass(frozen=True)
class Encoding:
    """A shape after the forward pass; ask it for any names, any number of times.

    Each of the R draws is an independent subset of the surface with patches of its own.
    """

    frame: Frame
    points: NDArray[np.float32]  # (R, N, 3) what the network saw, frame model
    tokens: torch.Tensor  # (R, G, C)
    centers: NDArray[np.float32]  # (R, G, 3) frame model
    patch_index: NDArray[np.int64]  # (R, G, K) into the draw
    point_feature: torch.Tensor | None  # (R, N, D) mean of the decoder's unit features of each point


def encode(model: Model, shape: Shape, settings: Settings, num_points: int = NUM_POINTS) -> Encoding:
    """Sample a shape and run the encoder, once for all the draws.

    Meshes are sampled by area, clouds at random without repetition within a draw; a cloud with fewer points
    than the network needs is repeated.
    """
    config = model.encoder.config
    rng = np.random.default_rng(settings.seed)
    sampled = [sample_surface(shape, num_points, rng)[0] for _ in range(settings.draws)]
    least = max(config.num_patches, config.patch_size)
    stacked = np.stack([p if len(p) >= least else np.resize(p, (least, 3)) for p in sampled])
    frame = fit_frame(stacked.reshape(-1, 3), settings.up)  # of what the network sees, as in training
    points = frame.to_model(stacked.reshape(-1, 3)).reshape(stacked.shape)
    device = next(model.encoder.parameters()).device
    decoder = getattr(model.head, "decoder", None)
    slots = None if decoder is None else torch.arange(config.patch_size, device=device)
    with torch.inference_mode():
        features = model.encoder(torch.from_numpy(points).to(device), slots=slots)
        members = None if decoder is None else model.head.member_features(features)
    patch_index = features.patch_index.cpu().numpy()
    return Encoding(
        frame,
        points,
        features.tokens,
        features.centers.cpu().numpy(),
        patch_index,
        None if members is None else _spread(members, features.patch_index, points),
    )


def _spread(members: torch.Tensor, patch_index: torch.Tensor, points: NDArray) -> torch.Tensor:
    """Mean over the patches that contain a point (R, G, K, D) -> (R, N, D); elsewhere the nearest one's."""
    from scipy.spatial import cKDTree

    result = []
    for feature, index, cloud in zip(members, patch_index, points, strict=True):
        total = torch.zeros(len(cloud), feature.shape[-1], device=feature.device)
        count = torch.zeros(len(cloud), device=feature.device)
        flat = index.reshape(-1)
        total.index_add_(0, flat, feature.flatten(0, 1))
        count.index_add_(0, flat, torch.ones(len(flat), device=feature.device))
        mean = total / count.clamp(min=1)[:, None]
        outside = (count == 0).cpu().numpy()
        if outside.any():
            inside = np.flatnonzero(~outside)
            nearest = inside[cKDTree(cloud[inside]).query(cloud[outside])[1]]
            mean[torch.from_numpy(np.flatnonzero(outside)).to(mean.device)] = mean[
                torch.from_numpy(nearest).to(mean.device)
            ]
        result.append(mean)
    return torch.stack(result)


def patch_logits(model: Model, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(R, G, L) logits of the patches for text embeddings (L, D)."""
    with torch.inference_mode():
        embedding = torch.from_numpy(np.ascontiguousarray(text)).to(encoding.tokens.device)
        return model.head.logits(encoding.tokens, embedding).float().cpu().numpy()


def point_logits(model: Model, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(R, N, L) logits of the points that the network saw, by its decoder."""
    with torch.inference_mode():
        embedding = torch.from_numpy(np.ascontiguousarray(text)).to(encoding.tokens.device)
        return model.head.similarity(encoding.point_feature, embedding).float().cpu().numpy()


def membership_logits(logits: NDArray, patch_index: NDArray, num_points: int) -> NDArray[np.float32]:
    """Mean over the patches that contain a point: (G, L), (G, K) -> (N, L); 0 where none does."""
    total = np.zeros((num_points, logits.shape[1]))
    count = np.zeros(num_points)
    np.add.at(total, patch_index, np.repeat(logits[:, None], patch_index.shape[1], 1))
    np.add.at(count, patch_index, 1)
    return (total / np.maximum(count, 1)[:, None]).astype(np.float32)


class Labeller:
    """Logits anywhere on a shape, for one list of names: ask it with points."""

    def __init__(self, model: Model, encoding: Encoding, text: NDArray, method: str = "auto") -> None:
        """text (L, D). Methods, all averaged over the draws:

        "points": the three nearest points that the network saw, each with the decoder's own feature, weighted
        by inverse squared distance (ours; the default where the model has a decoder). "nearest": the nearest
        patch centre (the paper). "membership": mean over the patches that contain the nearest input point, the
        nearest centre where none does. "interpolate": the three nearest centres.
        """
        from scipy.spatial import cKDTree

        if method not in PROPAGATIONS:
            raise Pa3dError(f"--propagate {method}: write one of {', '.join(PROPAGATIONS)}")
        decoded = encoding.point_feature is not None
        if method == "points" and not decoded:
            raise Pa3dError(f"--propagate points: {model.source} has no point decoder")
        self.method = ("points" if decoded else "nearest") if method == "auto" else method
        self.encoding = encoding
        if self.method == "points":
            self.known, self.logits = encoding.points, point_logits(model, encoding, text)
        else:
            self.known, self.logits = encoding.centers, patch_logits(model, encoding, text)
        self.trees = [cKDTree(known) for known in self.known]
        self.members = self.point_trees = None
        if self.method == "membership":
            self.point_trees = [cKDTree(points) for points in encoding.points]
            count = encoding.points.shape[1]
            pairs = zip(self.logits, encoding.patch_index, strict=True)
            self.members = [membership_logits(logits, index, count) for logits, index in pairs]

    def __call__(self, points: NDArray) -> NDArray[np.float32]:
        """(Q, 3) in the shape's own frame -> (Q, L)."""
        result = np.empty((len(points), self.logits.shape[2]), np.float32)
        for start in range(0, len(points), QUERIES):
            queries = self.encoding.frame.to_model(points[start : start + QUERIES])
            total = sum(self._of_draw(draw, queries) for draw in range(len(self.trees)))
            result[start : start + QUERIES] = total / np.float32(len(self.trees))
        return result

    def _of_draw(self, draw: int, queries: NDArray) -> NDArray[np.float32]:
        logits, tree = self.logits[draw], self.trees[draw]
        if self.method in ("points", "interpolate"):
            distance, index = tree.query(queries, k=min(3, tree.n), workers=-1)
            weight = 1 / np.maximum(distance.reshape(len(queries), -1), 1e-6) ** 2
            weight /= weight.sum(1, keepdims=True)
            picked = logits[index.reshape(len(queries), -1)]
            return np.einsum("qk,qkl->ql", weight, picked).astype(np.float32)
        nearest = logits[tree.query(queries, workers=-1)[1]]
        if self.method == "nearest":
            return nearest
        inside = np.zeros(self.encoding.points.shape[1], bool)
        inside[self.encoding.patch_index[draw]] = True
        point = self.point_trees[draw].query(queries, workers=-1)[1]
        return np.where(inside[point][:, None], self.members[draw][point], nearest)


def embed_parts(
    model: Model,
    names: list[str],
    text_model: str | None = None,
    text_weights: Path | None = None,
    bank_path: Path | None = None,
) -> NDArray[np.float32]:
    """(L, D) embeddings of the names by the text encoder the model was trained with.

    `text_model` may repeat that encoder's name; another one is refused, and so is a bank by another one.
    """
    wanted, sha = model.info["text_encoder"], model.info.get("text_weights_sha256")
    templates = tuple(model.info["templates"])
    if text_model is not None and text_model != wanted:
        raise TextError(f"{model.source} speaks the language of {wanted}, not of {text_model}")

    def load():
        encoder = load_text_encoder(wanted, text_weights)
        if encoder.dim != model.dim or (sha and encoder.weights_sha256 != sha):
            raise TextError(
                f"{text_weights or wanted}: not the text weights that {model.source} was trained with"
            )
        return encoder

    bank = {}
    if bank_path is not None:
        bank = read_bank(bank_path, wanted, sha, templates)
    text = lookup(names, bank, load, templates)
    if text.shape[1] != model.dim:
        raise TextError(f"{bank_path}: embeddings of width {text.shape[1]}; {model.source} needs {model.dim}")
    return text


def score_kind(model: Model) -> str:
    """How the model's logits become scores (export.part_scores)."""
    return {"softmax": "softmax", "open": "open"}.get(model.info.get("loss", "paper"), "sigmoid")


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
    model: Model, encoding: Encoding, shape: Shape, names: list[str], text: NDArray, settings: Settings
) -> Segmentation:
    """Labels of every vertex (or point) and face, in the shape's own order."""
    ask, kind = Labeller(model, encoding, text, settings.propagate), score_kind(model)
    vertex_logits = ask(shape.vertices)
    vertex_label = choose_labels(vertex_logits, kind, settings)
    face_logits = face_label = None
    if shape.faces is not None:
        face_logits = ask(shape.vertices[shape.faces].mean(1))
        face_label = choose_labels(face_logits, kind, settings)
    score = label_score(vertex_logits, vertex_label, kind)
    return Segmentation(shape, names, vertex_label, vertex_logits, face_label, face_logits, score, kind)


def segment(
    shape: Shape | NDArray,
    parts: list[str],
    *,
    model: Model | None = None,
    up: str = "y",
    seed: int = 0,
    draws: int = 4,
    propagate: str = "auto",
    background: bool = False,
    min_score: float = 0.0,
) -> Segmentation:
    """Label a shape, or points (N, 3), by part names. The default model is the shipped one."""
    from pa3d.checkpoint import load_model

    settings = Settings(up, seed, draws, propagate, background, min_score)
    if not isinstance(shape, Shape):
        points = np.asarray(shape, np.float64)
        if points.ndim != 2 or points.shape[1] != 3 or not np.isfinite(points).all():
            raise ValueError(f"points must be finite and (N, 3), got {points.shape}")
        shape = Shape(points, None)
    if not parts or isinstance(parts, str):
        raise ValueError(f"no part names given: parts must be a list of names, got {parts!r}")
    model = model or load_model(kind="align")
    text = embed_parts(model, parts)
    return label_shape(model, encode(model, shape, settings), shape, parts, text, settings)
