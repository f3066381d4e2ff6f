"""Stage 4, `patchify`: draws of points, their patches, pooled targets and fractional labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.annotations import read_annotation
from pa3d.errors import Pa3dError, ShapeError
from pa3d.shapes import Frame
from pa3d.stage import Job, Stage, seed_of
from pa3d.visibility import SEEN_NEEDS, seen_points


@dataclass(frozen=True)
class PatchConfig:
    """What changes the numbers of a patches artifact. The defaults are the paper's N, G and k."""

    num_draws: int = 4  # independent subsets of the shape's points, each with its own patches
    draw_size: int = 2048  # N: points the network sees
    num_patches: int = 128  # G
    patch_size: int = 32  # k
    visible_draws: bool = True  # every second draw from points some view sees, as a scan would give
    seed: int = 0


def group(points: NDArray, num_patches: int, patch_size: int) -> tuple[NDArray, NDArray]:
    """Patches of one cloud (N, 3): centre indices (G,) and member indices (G, K), int32."""
    import torch

    from pa3d.neighbors import farthest_point_sample, gather, knn

    batch = torch.from_numpy(np.ascontiguousarray(points, np.float32))[None]
    center_index = farthest_point_sample(batch, num_patches)
    patch_index = knn(batch, gather(batch, center_index), patch_size)
    return center_index[0].numpy().astype(np.int32), patch_index[0].numpy().astype(np.int32)


def pool_features(feature: NDArray, patch_index: NDArray) -> NDArray[np.float32]:
    """Patch targets d_i: mean of the members' features. feature (N, D), patch_index (G, K) -> (G, D)."""
    return feature[patch_index].astype(np.float32).mean(1)


def fractional_labels(part_mask: NDArray, patch_index: NDArray) -> NDArray[np.float32]:
    """y_ij: share of patch i's members that carry part j. part_mask (L, N) -> (G, L) in [0, 1]."""
    return np.moveaxis(part_mask[:, patch_index].mean(-1, dtype=np.float32), 0, -1)


def draw_points(
    num_points: int,
    num_views: NDArray | None,
    draw: int,
    config: PatchConfig,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    """(P,) indices of one draw, in random order; points repeat only when there are fewer than P."""
    pool = np.arange(num_points)
    if config.visible_draws and draw % 2 == 1 and num_views is not None:
        seen = np.flatnonzero(num_views)
        pool = seen if len(seen) >= config.num_patches else pool
    order = rng.permutation(pool)
    return np.resize(order, config.draw_size).astype(np.int32)


def patchify_shape(
    points: NDArray,
    config: PatchConfig,
    rng: np.random.Generator,
    feature: NDArray | None = None,
    num_views: NDArray | None = None,
    part_mask: NDArray | None = None,
) -> dict[str, NDArray]:
    """Arrays of the patches schema (without the part names) for points (N, 3) in frame model."""
    draws = [draw_points(len(points), num_views, r, config, rng) for r in range(config.num_draws)]
    grouped = [group(points[d], config.num_patches, config.patch_size) for d in draws]
    arrays = {
        "points": points,
        "draw_index": np.stack(draws),
        "center_index": np.stack([c for c, _ in grouped]),
        "patch_index": np.stack([p for _, p in grouped]),
    }
    if num_views is not None:
        arrays["num_views"] = num_views
    if feature is not None:
        pooled = [pool_features(feature[d], p) for d, (_, p) in zip(draws, grouped, strict=True)]
        arrays["patch_feature"] = np.stack(pooled).astype(np.float16)
    if part_mask is not None:
        arrays["part_mask"] = part_mask
        arrays["patch_label"] = np.stack(
            [fractional_labels(part_mask[:, d], p) for d, (_, p) in zip(draws, grouped, strict=True)]
        )
    return arrays


def setup(config: PatchConfig, device: str):
    """Worker of the stage (see stage.Stage). Inputs: render, and any of pointfeat and labels."""

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        wanted = ("point_source", "center", "scale", *SEEN_NEEDS)
        source = artifact.read(job.inputs["render"], schemas.RENDER, only=wanted)
        points = source["points"]
        feature = parts = None
        attrs: dict[str, Any] = {"frame": "model"}
        if "pointfeat" in job.inputs:
            feat = artifact.read(job.inputs["pointfeat"], schemas.POINTFEAT)
            same = feat.inputs.get("render", source.fingerprint) == source.fingerprint
            if not same or not np.array_equal(feat["points"], points):
                raise ShapeError(f"{feat.path}: belongs to another render than {source.path}")
            feature, num_views = feat["feature"], feat["num_views"]
            attrs["teacher"] = feat.attrs["teacher"]
        else:
            num_views = seen_points(source)[0].sum(0).astype(np.uint8)
        if "labels" in job.inputs:
            frame = Frame(source.attrs["up"], source["center"], float(source["scale"]))
            parts = read_annotation(
                job.inputs["labels"],
                source["point_source"],
                source.attrs["source_kind"],
                frame.to_source(points),
                source.attrs.get("source_count"),
            )
        rng = seed_of(config.seed, job.shape_id)
        arrays = patchify_shape(points, config, rng, feature, num_views, parts.mask if parts else None)
        if parts is not None:
            arrays["part_names"] = np.array(parts.part_names, dtype=object)
            attrs["category"] = parts.category
            if parts.naming is not None and parts.part_names:
                arrays["naming"] = parts.naming
        return arrays, attrs

    return compute


def stage(config: PatchConfig) -> Stage:
    return Stage(schemas.PATCHES, config, setup)


def jobs(renders: list[Job], pointfeat_dir: Path | None, labels_dir: Path | None) -> list[Job]:
    """Add to each shape its point features (all must exist) and its annotation (where there is one)."""
    result = []
    for job in renders:
        inputs = dict(job.inputs)
        if pointfeat_dir is not None:
            inputs["pointfeat"] = pointfeat_dir / f"{job.shape_id}.h5"
        if labels_dir is not None and (labels := labels_dir / f"{job.shape_id}.npz").is_file():
            inputs["labels"] = labels
        result.append(replace(job, inputs=inputs))
    if labels_dir is not None and not any("labels" in job.inputs for job in result):
        raise Pa3dError(f"{labels_dir}: no <shape_id>.npz of any of the {len(result)} shapes in it")
    return result
