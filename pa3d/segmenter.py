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
PROPAGATIONS = ("nearest", "membership", "interpolate")


@dataclass(frozen=True)
class Encoding:
    """A shape after the forward pass; ask it for any names, any number of times."""

    points: NDArray[np.float32]  # (N, 3) what the network saw, frame model
    frame: Frame
    tokens: torch.Tensor  # (G, C)
    centers: NDArray[np.float32]  # (G, 3) frame model
    patch_index: NDArray[np.int64]  # (G, K) into points


def encode(
    model: Model, shape: Shape, *, up: str = "y", seed: int = 0, num_points: int = NUM_POINTS
) -> Encoding:
    """Sample a shape and run the encoder once.

    Meshes are sampled by area, clouds at random without repetition; a cloud with fewer points than the
    network needs is repeated.
    """
    config = model.encoder.config
    points, _ = sample_surface(shape, num_points, np.random.default_rng(seed))
    least = max(config.num_patches, config.patch_size)
    points = points if len(points) >= least else np.resize(points, (least, 3))
    frame = fit_frame(points, up)  # of what the network sees, as in training
    points = frame.to_model(points)
    device = next(model.encoder.parameters()).device
    with torch.inference_mode():
        features = model.encoder(torch.from_numpy(points)[None].to(device))
    return Encoding(
        points,
        frame,
        features.tokens[0],
        features.centers[0].cpu().numpy(),
        features.patch_index[0].cpu().numpy(),
    )


def patch_logits(model: Model, encoding: Encoding, text: NDArray) -> NDArray[np.float32]:
    """(G, L) logits of the patches for text embeddings (L, D)."""
    with torch.inference_mode():
        embedding = torch.from_numpy(np.ascontiguousarray(text)).to(encoding.tokens.device)
        return model.head.logits(encoding.tokens, embedding).float().cpu().numpy()


def membership_logits(logits: NDArray, patch_index: NDArray, num_points: int) -> NDArray[np.float32]:
    """Mean over the patches that contain a point: (G, L), (G, K) -> (N, L); 0 where none does."""
    total = np.zeros((num_points, logits.shape[1]))
    count = np.zeros(num_points)
    np.add.at(total, patch_index, np.repeat(logits[:, None], patch_index.shape[1], 1))
    np.add.at(count, patch_index, 1)
    return (total / np.maximum(count, 1)[:, None]).astype(np.float32)


def propagate(
    logits: NDArray, encoding: Encoding, queries: NDArray, method: str = "nearest"
) -> NDArray[np.float32]:
    """Logits of the patches (G, L) -> logits at query points (Q, 3) in frame model: (Q, L).

    "nearest": those of the nearest centre (the paper). "membership": mean over the patches that contain the
    nearest input point, the nearest centre where none does. "interpolate": the three nearest centres,
    weighted by inverse squared distance (ours).
    """
    from scipy.spatial import cKDTree

    if method not in PROPAGATIONS:
        raise Pa3dError(f"--propagate {method}: write one of {', '.join(PROPAGATIONS)}")
    tree = cKDTree(encoding.centers)
    if method == "interpolate":
        distance, index = tree.query(queries, k=min(3, len(encoding.centers)))
        weight = 1 / np.maximum(distance.reshape(len(queries), -1), 1e-6) ** 2
        weight /= weight.sum(1, keepdims=True)
        picked = logits[index.reshape(len(queries), -1)]
        return np.einsum("qk,qkl->ql", weight, picked).astype(np.float32)
    nearest = logits[tree.query(queries)[1]]
    if method == "nearest":
        return nearest
    inside = np.zeros(len(encoding.points), bool)
    inside[encoding.patch_index] = True
    point = cKDTree(encoding.points).query(queries)[1]
    member = membership_logits(logits, encoding.patch_index, len(encoding.points))[point]
    return np.where(inside[point][:, None], member, nearest)


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


def label_shape(
    model: Model,
    encoding: Encoding,
    shape: Shape,
    names: list[str],
    text: NDArray,
    method: str = "nearest",
) -> Segmentation:
    """Labels of every vertex (or point) and face, in the shape's own order."""
    logits = patch_logits(model, encoding, text)

    def ask(points: NDArray) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        values = propagate(logits, encoding, encoding.frame.to_model(points), method)
        return values, values.argmax(1).astype(np.int32)

    vertex_logits, vertex_label = ask(shape.vertices)
    face_logits = face_label = None
    if shape.faces is not None:
        face_logits, face_label = ask(shape.vertices[shape.faces].mean(1))
    score = label_score(vertex_logits, vertex_label)
    return Segmentation(shape, names, vertex_label, vertex_logits, face_label, face_logits, score)


def segment(
    shape: Shape | NDArray,
    parts: list[str],
    *,
    model: Model | None = None,
    up: str = "y",
    method: str = "nearest",
    seed: int = 0,
) -> Segmentation:
    """Label a shape, or points (N, 3), by part names. The default model is the shipped one."""
    from pa3d.checkpoint import load_model

    if not isinstance(shape, Shape):
        points = np.asarray(shape, np.float64)
        if points.ndim != 2 or points.shape[1] != 3 or not np.isfinite(points).all():
            raise ValueError(f"points must be finite and (N, 3), got {points.shape}")
        shape = Shape(points, None)
    if not parts or isinstance(parts, str):
        raise ValueError(f"no part names given: parts must be a list of names, got {parts!r}")
    model = model or load_model(kind="align")
    text = embed_parts(model, parts)
    return label_shape(model, encode(model, shape, up=up, seed=seed), shape, parts, text, method)
