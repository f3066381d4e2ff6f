from __future__ import annotations

import numpy as np
import pytest
import reference_network as reference
import torch

from pa3d.neighbors import farthest_point_sample, fps_numpy, fps_torch, gather, knn, knn_numpy, knn_torch


def clouds():
    """Clouds that are easy to get wrong: (name, (N, 3) float32)."""
    rng = np.random.default_rng(3)
    random = rng.normal(size=(90, 3)) * 0.4
    grid = np.stack(np.meshgrid(*[np.arange(4.0)] * 3, indexing="ij"), -1).reshape(-1, 3) / 4 - 0.375
    return {
        "random": random,
        "small": rng.normal(size=(90, 3)) * 0.03,  # many of them near the origin
        "duplicated": np.repeat(random[:15], 5, 0)[rng.permutation(75)],
        "collinear": np.linspace(-1, 1, 70)[:, None] * [1.0, 0, 0],
        "grid": grid,
        "grid, shuffled": grid[rng.permutation(len(grid))],
        "one place": np.full((40, 3), 0.25),
        "origin": np.zeros((40, 3)),
    }


CLOUDS = {name: torch.from_numpy(points.astype(np.float32))[None] for name, points in clouds().items()}
each_cloud = pytest.mark.parametrize("name", CLOUDS)


@each_cloud
@pytest.mark.parametrize("skip", [False, True])
def test_fps_equals_brute_force(name, skip):
    points = CLOUDS[name]
    expected = torch.tensor([reference.farthest_points(points[0], 24, skip)])
    for sample in (farthest_point_sample, fps_torch):
        assert torch.equal(sample(points, 24, skip_near_origin=skip), expected)
    assert fps_numpy(points[0].numpy(), 24, skip).tolist() == expected[0].tolist()


@each_cloud
def test_knn_equals_brute_force(name):
    points = CLOUDS[name]
    centers = torch.cat([points[:, :6], points[:, :3] + 0.0625], 1)
    expected = torch.tensor([[reference.nearest_points(points[0], c, 17) for c in centers[0].numpy()]])
    for search in (knn, knn_torch):
        assert torch.equal(search(points, centers, 17), expected)
    assert knn_numpy(points[0].numpy(), centers[0].numpy(), 17).tolist() == expected[0].tolist()


def large_clouds(count=9000):
    """Clouds for which the kernel makes buckets, (count, 3) float32 each."""
    rng = np.random.default_rng(11)
    normal = rng.normal(size=(count, 3))
    line = rng.uniform(-1, 1, (count, 1)) * [1.0, 2, 3]
    plane = rng.uniform(-1, 1, (count, 3)) * [1, 0, 1]
    clustered = rng.normal(size=(20, 3))[rng.integers(20, size=count)] + 0.01 * normal
    clouds = {
        "uniform": rng.uniform(-1, 1, (count, 3)),
        "surface": normal / np.linalg.norm(normal, axis=1, keepdims=True) * [1, 0.5, 0.3],
        "clustered": clustered,
        "duplicated": normal[rng.integers(count // 9, size=count)],
        "rounded": (normal * 8).round() / 8,  # ties everywhere
        "collinear": line,
        "planar": plane,
        "one place": np.full((count, 3), 0.25),
        "two places": np.where(rng.random((count, 1)) < 0.5, [[0.0, 0, 0]], [[1.0, 2, 3]]),
        "origin": np.zeros((count, 3)),
        "near the origin": normal * 0.02,
        "far point": np.concatenate([normal[1:] * 0.01, [[100.0, 0, 0]]]),
        "tiny": normal * 1e-25,  # squares below the smallest float
        "denormal": normal * 1e-40,
        "huge": normal * 1e18,
        "beyond": normal * 1e37,  # squares above the largest float
        "moved away": normal + 1e6,
        "not numbers": np.where(rng.random((count, 3)) < 0.001, np.nan, normal),
        "infinite": np.where(rng.random((count, 3)) < 0.001, -np.inf, normal),
    }
    return {name: points.astype(np.float32) for name, points in clouds.items()}


@pytest.mark.filterwarnings("ignore:invalid value", "ignore:overflow")
def test_buckets_give_the_plain_sequence():
    from pa3d import kernels

    for name, points in large_clouds().items():
        assert len(points) >= kernels.MANY
        for skip in (False, True):
            plain = np.zeros(400, np.int64)
            kernels._fps_one(points, 400, skip, plain)
            own = kernels.fps_batch(points[None], 400, skip)[0]
            assert own.tolist() == plain.tolist(), (name, skip)
            few = kernels.fps_batch(points[None, :3000], 400, skip)[0]  # too few for it: the plain kernel
            other = np.zeros(400, np.int64)
            kernels._fps_buckets(points[:3000], 400, skip, other)
            assert other.tolist() == few.tolist(), (name, skip)


def test_buckets_equal_torch_and_take_every_point():
    from pa3d import kernels

    points = torch.from_numpy(np.stack([large_clouds()[name] for name in ("surface", "rounded")]))
    expected = fps_torch(points, 200, skip_near_origin=True)
    assert torch.equal(farthest_point_sample(points, 200, skip_near_origin=True), expected)
    every = np.zeros(1000, np.int64)
    kernels._fps_buckets(points[0, :1000].numpy(), 1000, False, every)
    assert sorted(every) == list(range(1000))


def test_buckets_hold_every_usable_point_once():
    from pa3d.buckets import buckets

    for name, points in large_clouds().items():
        usable = np.arange(len(points)) % 3 > 0
        order, placed, span, boxes = buckets(points, usable, 128)
        assert sorted(order) == np.flatnonzero(usable).tolist(), name
        np.testing.assert_array_equal(placed, points[order])
        assert sorted(i for first, end in span for i in range(first, end)) == list(range(len(order)))
        for (first, end), box in zip(span, boxes.T, strict=True):
            own = placed[first:end]
            assert (np.diff(order[first:end]) > 0).all()
            if np.isfinite(own).all():
                assert (own.min(0) == box[0::2]).all() and (own.max(0) == box[1::2]).all()
                assert end - first <= 128 or (own == own[0]).all() or name == "denormal"


def test_kernels_equal_torch_at_full_size():
    points = torch.from_numpy(np.random.default_rng(5).normal(size=(3, 2048, 3)).astype(np.float32))
    points[1] = (points[1] * 8).round() / 8  # ties and duplicates everywhere
    points[2] *= 0.05
    for skip in (False, True):
        index = farthest_point_sample(points, 128, skip_near_origin=skip)
        assert torch.equal(index, fps_torch(points, 128, skip_near_origin=skip))
        for own, cloud in zip(index.numpy(), points.numpy(), strict=True):
            np.testing.assert_array_equal(fps_numpy(cloud, 128, skip), own)
    centers = gather(points, index)
    found = knn(points, centers, 32)
    assert torch.equal(found, knn_torch(points, centers, 32))
    for own, cloud, middle in zip(found.numpy(), points.numpy(), centers.numpy(), strict=True):
        np.testing.assert_array_equal(knn_numpy(cloud, middle, 32), own)


@each_cloud
def test_first_is_point_zero_and_the_covering_radius_shrinks(name):
    points = CLOUDS[name]
    index = farthest_point_sample(points, 30)[0]
    assert index[0] == 0
    distance = torch.cdist(points[0].double(), points[0, index].double())  # (N, 30)
    radius = distance.cummin(1).values.amax(0)
    assert (radius[1:] <= radius[:-1]).all()
    assert name in ("one place", "origin") or radius[-1] < radius[0] / 2


def test_translation_by_representable_offsets_changes_nothing():
    points = torch.from_numpy(np.random.default_rng(6).integers(-512, 512, (2, 300, 3)) / np.float32(1024))
    moved = points + torch.tensor([8.0, -2.5, 0.75])
    assert torch.equal(moved - torch.tensor([8.0, -2.5, 0.75]), points)  # nothing was rounded
    index = farthest_point_sample(points, 40)
    assert torch.equal(farthest_point_sample(moved, 40), index)
    assert torch.equal(knn(moved, gather(moved, index), 9), knn(points, gather(points, index), 9))


def test_as_many_centres_as_points_takes_each_once():
    points = CLOUDS["random"]
    for sample in (farthest_point_sample, fps_torch):
        assert sorted(sample(points, 90)[0].tolist()) == list(range(90))
    assert (knn(points, points[:, :4], 90).sort(-1).values == torch.arange(90)).all()


def test_points_near_the_origin_are_never_chosen_but_first():
    points = CLOUDS["small"]
    near = (points[0] ** 2).sum(-1) <= 1e-3
    assert 10 < near.sum() < 80
    count = int((~near).sum())
    with_rule = farthest_point_sample(points, count, skip_near_origin=True)[0]
    assert not near[with_rule[1:]].any()
    assert near[farthest_point_sample(points, 90)[0, 1:]].any()  # without the rule they are


def test_the_border_of_the_near_origin_rule():
    """|p|^2 equal to the float32 nearest to 1e-3 is still skipped, the next float is not."""
    limit, up = np.float32(1e-3), np.float32(1)
    x = np.float32(0.02)
    while True:  # a pair whose squares sum to the limit exactly
        y = np.sqrt(limit - x * x)
        if x * x + y * y == limit:
            break
        x = np.nextafter(x, up)
    above = y
    while x * x + above * above == limit:
        above = np.nextafter(above, up)
    points = torch.tensor(np.array([[[1, 0, 0], [x, y, 0], [x, above, 0]]], np.float32))
    for sample in (farthest_point_sample, fps_torch):
        assert sample(points, 3, skip_near_origin=True)[0].tolist() == [0, 2, 0]


@pytest.mark.parametrize("call", [farthest_point_sample, lambda p, n: knn(p, p[:, :2], n)])
@pytest.mark.parametrize("count", [0, 91])
def test_impossible_counts(call, count):
    with pytest.raises(ValueError, match=f"asked for {count} of 90 points"):
        call(CLOUDS["random"], count)


def test_points_of_a_wrong_shape():
    with pytest.raises(ValueError, match=r"points must be \(B, N, 3\), got \(90, 3\)"):
        farthest_point_sample(CLOUDS["random"][0], 4)


def test_a_batch_is_its_clouds_one_at_a_time():
    points = torch.cat([CLOUDS["random"], CLOUDS["small"]])
    for sample in (farthest_point_sample, fps_torch):
        together = sample(points, 20, skip_near_origin=True)
        alone = [sample(p[None], 20, skip_near_origin=True) for p in points]
        assert torch.equal(together, torch.cat(alone))
    centers = gather(points, together)
    for search in (knn, knn_torch):
        alone = [search(p[None], c[None], 8) for p, c in zip(points, centers, strict=True)]
        assert torch.equal(search(points, centers, 8), torch.cat(alone))


def test_gather_equals_a_loop():
    values, index = torch.rand(2, 7, 5), torch.randint(7, (2, 3, 4))
    expected = torch.stack([torch.stack([v[i] for i in rows]) for v, rows in zip(values, index, strict=True)])
    assert torch.equal(gather(values, index), expected)
