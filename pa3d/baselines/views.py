"""What the rendering baselines share: pictures of a cloud, and the way from their features to its points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d.backproject import BackprojectConfig, fill_unseen, sample_tokens
from pa3d.cameras import PRESETS, make_cameras
from pa3d.render import draw
from pa3d.shapes import fit_frame
from pa3d.visibility import TOLERANCE, visibility

if TYPE_CHECKING:
    import torch

PRESET = "cops"  # 10 perspective views (COPS, view set 004)
SIZE = 224  # pixels (COPS, PointCLIPv2)
MAX_POINTS = 10_000  # that are rendered and answered; the rest take the nearest one's answer (COPS)
SPLAT_RADIUS = 0.04  # frame units (COPS)
BATCH = 10  # pictures in one forward pass; memory only


@dataclass(frozen=True)
class Views:
    """V pictures of n points, and which of them show which point."""

    points: NDArray[np.float32]  # (n, 3) frame model
    images: NDArray[np.uint8]  # (V, size, size, 3)
    visible: NDArray[np.bool_]  # (V, n)
    pixels: NDArray[np.int32]  # (V, n, 2) column and row

    @property
    def size(self) -> int:
        return self.images.shape[1]


def choose(count: int, seed: int) -> NDArray[np.int64]:
    """Sorted indices of the points to work on: all, or MAX_POINTS of them by the seed."""
    if count <= MAX_POINTS:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, MAX_POINTS, replace=False))


def look(points: NDArray, up: str = "y", size: int = SIZE) -> Views:
    """Pictures of a cloud (n, 3) in source units: its depth as grey, near bright, on white.

    COPS and PointCLIPv2 show their networks depth too: it needs neither colours nor normals. ShapeError when
    all points are equal.
    """
    points = fit_frame(points, up).to_model(points)
    cameras = make_cameras(PRESET, size)
    depth = np.stack(
        [draw(cameras, view, points, None, SPLAT_RADIUS)[0] for view in range(len(cameras.extrinsics))]
    )
    # a disc stands up to its radius before the surface that it is on
    visible, pixels = visibility(cameras, depth, points, TOLERANCE, SPLAT_RADIUS)
    return Views(points, depth_image(depth, PRESETS[PRESET][1]), visible, pixels)


def depth_image(depth: NDArray, distance: float) -> NDArray[np.uint8]:
    """(V, H, W, 3) grey of camera z (V, H, W): 255 at the near end of the unit sphere, 0 at its far end.

    `distance`: of the cameras from its centre. Background (inf) is white.
    """
    grey = np.clip(255 * (distance + 1 - depth) / 2, 0, 255)
    grey = np.where(np.isfinite(depth), grey, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=3)


def extract(views: Views, network: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
    """(V, h, w, D) tokens of the pictures. `network`: (B, H, W, 3) uint8 tensor -> (B, h, w, D) tensor."""
    import torch

    return torch.cat([network(batch).cpu() for batch in torch.from_numpy(views.images).split(BATCH)])


def lift(views: Views, tokens: torch.Tensor) -> NDArray[np.float32]:
    """(n, D) mean over the views that see a point; an unseen point takes that of its neighbours."""
    feature, counts = sample_tokens(tokens, views.visible, views.pixels, views.size)
    return fill_unseen(views.points, feature.numpy(), counts, BackprojectConfig.fill_neighbors)


def carry(points: NDArray, chosen: NDArray, values: NDArray) -> NDArray:
    """Values (n, ...) of the chosen points, at all points (N, 3): each takes the nearest chosen one's."""
    if len(chosen) == len(points):
        return values
    from scipy.spatial import cKDTree

    return values[cKDTree(points[chosen]).query(points)[1]]
