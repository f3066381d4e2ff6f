"""The network as labelling uses it: points in, features out, on whatever runs it best here."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pa3d.model_config import ModelConfig
from pa3d.neighbors import fps_numpy, knn_numpy
from pa3d.precision import choose_precision

FEW = 8  # clouds that are grouped sooner without the compiled kernels, which take half a second to load


@dataclass(frozen=True)
class Output:
    """What the network knows of B clouds of N points, all float32."""

    tokens: NDArray[np.float32]  # (B, G, C) of the encoder
    patch: NDArray[np.float32]  # (B, G, D) unit features in the head's space
    member: NDArray[np.float32] | None  # (B, G, K, D) unit features of the patches' points; None: no decoder


class Network(Protocol):
    """A loaded model: checkpoint.Model (torch, any device) or graph.GraphModel (a processor, without torch)."""

    kind: str  # "align" or "distill"
    source: str  # file it came from
    info: dict[str, Any]  # what it was trained with

    @property
    def one_by_one(self) -> bool: ...  # shapes are best given one after the other
    @property
    def config(self) -> ModelConfig: ...
    @property
    def dim(self) -> int: ...  # D
    @property
    def scale(self) -> float: ...  # of the similarity, 1 / tau
    @property
    def bias(self) -> float: ...
    def output(self, points: NDArray, center_index: NDArray, patch_index: NDArray) -> Output:
        """points (B, N, 3) float32 in frame model, center_index (B, G), patch_index (B, G, K)."""
        ...


def group(points: NDArray, config: ModelConfig) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Patches of clouds (B, N, 3): center_index (B, G) by farthest point sampling, patch_index (B, G, K)."""
    points = np.ascontiguousarray(points[..., [0, 2, 1]] if config.swap_yz else points, np.float32)
    if len(points) <= FEW and "numba" not in sys.modules:
        chosen = np.stack([fps_numpy(p, config.num_patches, config.skip_near_origin) for p in points])
        pairs = zip(points, chosen, strict=True)
        return chosen, np.stack([knn_numpy(p, p[c], config.patch_size) for p, c in pairs])
    from pa3d.kernels import fps_batch, knn_batch

    chosen = fps_batch(points, config.num_patches, config.skip_near_origin)
    centers = np.take_along_axis(points, chosen[..., None], 1)
    return chosen, knn_batch(points, centers, config.patch_size)


def load_network(
    name: str | Path = "default", device: str = "cpu", kind: str | None = None, precision: str = "fp32"
) -> Network:
    """The model of a checkpoint (see checkpoint.load_model): on a processor as a graph, elsewhere in torch.

    A packed model (.safetensors) needs no torch to be read. precision: "fp32"; "bf16", several times quicker on
    a processor with AMX, where labels move at places that two names fit almost equally well; or "auto", see
    precision.choose_precision.
    """
    from pa3d.packed import SUFFIX, checkpoint_file

    path = checkpoint_file(name)
    precision = choose_precision(precision, device)
    if device == "cpu" and path.suffix == SUFFIX:
        from pa3d.graph import load_graph

        return replace(load_graph(path, kind), precision=precision)
    from pa3d.checkpoint import load_model

    model = load_model(path, device, kind)
    if device != "cpu":
        return replace(model, precision=precision)
    from pa3d.graph import as_graph

    return replace(as_graph(model), precision=precision)
