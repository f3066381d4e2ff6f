"""Parts by clusters of 2D features: after COPS (arXiv 2412.04247).

Dense features of an image network are lifted from rendered views to the points, evened out between points that
are near or look alike (geometric feature aggregation), and clustered into as many parts as the category has. A
cluster is then named:

    cops         by the mean image-text logits of its points (see pointclip); no ground truth
    cops-oracle  by the ground truth, which also chooses among the restarts of the clustering

The published code matches clusters one to one with the labels of PointCLIPv2, in as many clusters as there are
such labels, but keeps the best of 10 restarts by the ground truth: it stands between the two. It can take
DINOv2's features before the first block; here they are the teacher's last, as everywhere in pa3d.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pa3d import dino
from pa3d.artifact import hash_file
from pa3d.baselines import pointclip
from pa3d.baselines.views import SIZE, carry, choose, extract, lift, look
from pa3d.datasets.base import LabelledShape
from pa3d.methods import Answer
from pa3d.prompts import ANY

ORACLE = frozenset({"cops-oracle"})  # methods that look at the ground truth
SUPERPOINTS = 256
NEAR_IN_SPACE = 10
NEAR_IN_FEATURES = 90
RESTARTS = 10
ITERATIONS = 50
MATCHED = 1.0  # logit of the oracle's part; every other has its negative


def superpoints(points: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices (S,) of farthest point samples of (n, 3), and for each point the nearest one (n,) in 0 .. S-1."""
    import torch
    from scipy.spatial import cKDTree

    from pa3d.neighbors import farthest_point_sample

    batch = torch.from_numpy(np.ascontiguousarray(points, np.float32))[None]
    index = farthest_point_sample(batch, min(SUPERPOINTS, len(points)))[0].numpy()
    index = index[np.sort(np.unique(points[index], axis=0, return_index=True)[1])]  # equal points repeat
    return index, cKDTree(points[index]).query(points)[1]


def aggregate(points: NDArray, feature: NDArray) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Features of S super points (S, D), and the super point of each point (n,).

    Twice a mean over neighbours, each time handed to all points by their super point: first the nearest
    points in space, then the nearest in features. The latter are whole super points, weighted by how many
    points they stand for.
    """
    from scipy.spatial import cKDTree

    index, owner = superpoints(points)
    near = min(NEAR_IN_SPACE, len(points))
    _, neighbors = cKDTree(points).query(points[index], k=[*range(1, near + 1)])
    spatial = feature[neighbors].mean(1, dtype=np.float64)
    sizes = np.bincount(owner, minlength=len(index))
    return semantic_mean(spatial, sizes, min(NEAR_IN_FEATURES, len(points))), owner


def semantic_mean(rows: NDArray, sizes: NDArray, count: int) -> NDArray[np.float64]:
    """(S, D) mean over the `count` points nearest in features, where sizes (S,) points share each row."""
    square = (rows**2).sum(1)
    order = np.argsort(square[:, None] + square - 2 * rows @ rows.T, axis=1, kind="stable")
    before = np.cumsum(sizes[order], 1) - sizes[order]
    share = np.zeros((len(rows), len(rows)))
    np.put_along_axis(share, order, np.clip(count - before, 0, sizes[order]), 1)
    return share @ rows / share.sum(1, keepdims=True)


def kmeans(
    rows: NDArray, weights: NDArray, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], float]:
    """Lloyd's algorithm from random rows: cluster (S,) of each weighted row, and the inertia.

    `count` is lowered to the number of rows. A cluster that loses all its rows takes the worst placed one.
    """
    from scipy.spatial.distance import cdist

    start = rng.choice(len(rows), min(count, len(rows)), replace=False, p=weights / weights.sum())
    centers, label = rows[start], np.full(len(rows), -1)
    for _ in range(ITERATIONS):
        distance = cdist(rows, centers, "sqeuclidean")
        old, label = label, distance.argmin(1)
        if np.array_equal(old, label):
            break
        for cluster in range(len(centers)):
            mine = label == cluster
            if not mine.any():
                mine[(distance.min(1) * weights).argmax()] = True
            centers[cluster] = np.average(rows[mine], axis=0, weights=weights[mine])
    return label, float(distance.min(1) @ weights)


def cluster_means(values: NDArray, cluster: NDArray) -> NDArray[np.float32]:
    """Each point's values (n, Q) replaced by the mean over its cluster (n,)."""
    totals = np.zeros((cluster.max() + 1, values.shape[1]))
    np.add.at(totals, cluster, values)
    return (totals / np.maximum(np.bincount(cluster), 1)[:, None])[cluster].astype(np.float32)


def match(cluster: NDArray, target: NDArray, num_parts: int) -> tuple[NDArray[np.int64], float]:
    """The part of each cluster (k,), -1 for one too many, by the best total IoU; and that total.

    cluster (n,) from 0, target (n,) below `num_parts`, -1 where it is not known: those points do not count.
    """
    from scipy.optimize import linear_sum_assignment

    count = cluster.max() + 1
    known = target >= 0
    cluster, target = cluster[known], target[known]
    hits = np.zeros((count, num_parts))
    np.add.at(hits, (cluster, target), 1)
    union = hits.sum(1, keepdims=True) + hits.sum(0) - hits
    iou = hits / np.maximum(union, 1)
    row, column = linear_sum_assignment(iou, maximize=True)
    part = np.full(count, -1)
    part[row] = column
    return part, float(iou[row, column].sum())


def oracle_logits(labels: list[NDArray], target: NDArray, num_parts: int, width: int) -> NDArray[np.float32]:
    """(n, width) logits of the clustering, among `labels` (n,) of each, that fits the ground truth best."""
    matches = [match(label, target, num_parts) for label in labels]
    best = max(range(len(labels)), key=lambda run: matches[run][1])
    part = matches[best][0][labels[best]]
    return np.where(part[:, None] == np.arange(width), MATCHED, -MATCHED).astype(np.float32)


def identity(
    method: str = "cops",
    teacher: str = dino.EMBEDDED,
    teacher_weights: Path | None = None,
    name: str = pointclip.EMBEDDED,
    weights: Path | None = None,
) -> str:
    """16 hex digits of all the weights that `setup` would read."""
    hashes = [hash_file(dino.find_weights(teacher, teacher_weights))]
    if method not in ORACLE:
        hashes.append(pointclip.identity(name, weights))
    return pointclip.digest(*hashes)


def setup(
    device: str = "cpu",
    method: str = "cops",
    teacher: str = dino.EMBEDDED,
    teacher_weights: Path | None = None,
    name: str = pointclip.EMBEDDED,
    weights: Path | None = None,
):
    """`answer(shape, queries, seed, up)`: the logits (N, Q) of the clusters at their points, for each style.

    Teachers are those of dino.load_backbone. "cops-oracle" needs no image-text model and answers under ANY:
    MATCHED for the part that a cluster got, -MATCHED for all else.
    """
    backbone = dino.load_backbone(teacher, dino.find_weights(teacher, teacher_weights), device)
    model = None if method in ORACLE else pointclip.load_image_text(name, weights, device)

    def answer(shape: LabelledShape, queries: dict[str, list[str]], seed: int, up: str = "y") -> Answer:
        chosen = choose(len(shape.points), seed)
        views = look(shape.points[chosen], up, SIZE)
        rows, owner = aggregate(views.points, lift(views, extract(views, backbone)))
        sizes = np.bincount(owner, minlength=len(rows))
        rng = np.random.default_rng(seed)
        runs = [kmeans(rows, sizes, len(shape.part_names), rng) for _ in range(RESTARTS)]
        if model is None:
            labels, width = [label[owner] for label, _ in runs], len(next(iter(queries.values())))
            target = shape.labels[chosen]
            logits = {ANY: oracle_logits(labels, target, len(shape.part_names), width)}
        else:
            cluster = min(runs, key=lambda run: run[1])[0][owner]
            seen = views if model.size == SIZE else look(shape.points[chosen], up, model.size)
            logits = pointclip.point_logits(model, seen, queries)
            logits = {style: cluster_means(values, cluster) for style, values in logits.items()}
        return {style: carry(shape.points, chosen, values) for style, values in logits.items()}

    return answer
