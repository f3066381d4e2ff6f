from __future__ import annotations

import numpy as np
import pytest
import reference
import torch
import torch.nn.functional as F
import trimesh
from conftest import to_shape

from pa3d import artifact, schemas
from pa3d.backproject import BackprojectConfig, fill_unseen, sample_tokens, stage
from pa3d.cameras import PRESETS, make_cameras
from pa3d.errors import ShapeError
from pa3d.render import RenderConfig, draw, render_shape
from pa3d.render import jobs as render_jobs
from pa3d.render import stage as render_stage
from pa3d.shapes import Shape, sample_surface
from pa3d.stage import Job, Runtime, run_stage
from pa3d.visibility import visibility

each_preset = pytest.mark.parametrize("preset", PRESETS)


def depths(cameras, shape):
    views = range(len(cameras.extrinsics))
    return np.stack([draw(cameras, v, shape.vertices, shape.faces, 0.02)[0] for v in views])


@each_preset
def test_a_sphere_painted_by_its_own_coordinates(preset, sphere):
    """The whole geometric chain: what comes back at a point is where the point is."""
    size = 200
    cameras = make_cameras(preset, size)
    depth = depths(cameras, sphere)
    rows, cols = np.divmod(np.arange(size * size), size)
    pixels = np.column_stack([cols, rows]) + 0.5
    painted = np.zeros((10, size, size, 3))
    for view in range(10):
        hit = np.isfinite(depth[view]).ravel()
        surface = cameras.unproject(view, pixels[hit], depth[view].ravel()[hit])
        painted[view].reshape(-1, 3)[hit] = surface
    points, _ = sample_surface(sphere, 3000, np.random.default_rng(0))
    visible, at = visibility(cameras, depth, points, 2.0)
    feature, counts = sample_tokens(torch.from_numpy(painted), visible, at, size)
    pitch = float(cameras.pixel_pitch(np.array([PRESETS[preset][1]]))[0])
    error = np.linalg.norm(feature.numpy() - points, axis=1)[counts > 0]
    assert (counts > 0).mean() > (0.95 if preset == "cops" else 0.85)  # not the poles
    assert np.median(error) < pitch
    assert np.quantile(error, 0.95) < 2 * pitch
    assert error.max() < np.sqrt(2 * np.sqrt(2) * pitch)  # the arc under one pixel's diagonal at the rim


@pytest.mark.parametrize("grid", [(5, 7), (1, 3), (13, 13), (37, 37)])
@pytest.mark.parametrize("size", [74, 98])
def test_sampling_equals_upsampling_the_map_and_reading_pixels(grid, size):
    tokens = torch.randn(2, *grid, 4, generator=torch.Generator().manual_seed(0))
    full = F.interpolate(tokens.permute(0, 3, 1, 2), (size, size), mode="bicubic", align_corners=False)
    rows, cols = np.divmod(np.arange(size * size), size)
    at = np.tile(np.column_stack([cols, rows]).astype(np.int32), (2, 1, 1))
    both = np.ones((2, size * size), bool)
    for chosen in ([True, False], [False, True], [True, True]):
        visible = both & np.array(chosen)[:, None]
        feature, counts = sample_tokens(tokens, visible, at, size)
        expected = full[chosen].mean(0).permute(1, 2, 0).reshape(-1, 4)
        np.testing.assert_allclose(feature.numpy(), expected.numpy(), atol=2e-5)
        np.testing.assert_array_equal(counts, sum(chosen))


@each_preset
def test_everything_equals_the_slow_loops(preset, chair):
    cameras = make_cameras(preset, 48)
    vertices = chair.vertices / np.linalg.norm(chair.vertices, axis=1).max()
    shape = Shape(vertices, chair.faces)
    points = sample_surface(shape, 60, np.random.default_rng(0))[0].astype(np.float32)
    points = np.vstack([points, [[1.5, 0, 0], [0, 0, 0]]]).astype(np.float32)  # out of some images; inside
    tokens = np.random.default_rng(1).normal(size=(10, 5, 3, 4)).astype(np.float16)
    depth = depths(cameras, shape)
    visible, at = visibility(cameras, depth, points, 0.5)
    feature, counts = sample_tokens(torch.from_numpy(tokens), visible, at, 48)
    expected, expected_counts = reference.backproject(cameras, depth, points, tokens, 0.5)
    np.testing.assert_array_equal(counts, expected_counts)
    np.testing.assert_allclose(feature.numpy(), expected, atol=2e-5)
    assert len(np.unique(counts)) > 4 and counts.min() == 0


@each_preset
def test_a_thin_plate_is_seen_on_the_side_that_faces_the_camera(preset):
    """Seen exactly when the face looks at the camera: never through the plate."""
    size = 240
    half = np.array([0.6, 0.05, 0.6])
    plate = to_shape(trimesh.creation.box(2 * half))
    cameras = make_cameras(preset, size)
    rng = np.random.default_rng(0)
    top = np.column_stack([rng.uniform(-0.5, 0.5, 400), np.full(400, 0.05), rng.uniform(-0.5, 0.5, 400)])
    visible, _ = visibility(cameras, depths(cameras, plate), np.vstack([top, top * [1, -1, 1]]), 2.0)
    for view in range(10):
        above = PRESETS[preset][2][view][1] > 0
        assert visible[view, :400].all() == above and visible[view, :400].any() == above
        assert visible[view, 400:].all() != above and visible[view, 400:].any() != above


def test_no_view_sees_behind_the_camera_or_beside_the_image():
    cameras = make_cameras("cops", 32)
    depth = np.full((10, 32, 32), 9.0, np.float32)
    eye = -cameras.extrinsics[0, :3, :3].T @ cameras.extrinsics[0, :3, 3]
    sides = cameras.unproject(0, np.array([[-0.5, 16], [32.5, 16], [16, -0.5], [16, 32.5]]), np.full(4, 2.0))
    corner = cameras.unproject(0, np.array([[0.5, 31.5]]), np.array([2.0]))
    visible, pixels = visibility(cameras, depth, np.vstack([eye * 1.5, sides, corner]), 2.0)
    np.testing.assert_array_equal(visible[0], [False] * 5 + [True])
    np.testing.assert_array_equal(pixels[0, 5], [0, 31])
    depth[0] = np.inf
    assert not visibility(cameras, depth, corner, 2.0)[0][0].any()  # nothing was drawn there


def test_unseen_points_get_the_mean_of_their_nearest_seen_ones():
    rng = np.random.default_rng(0)
    points, feature = rng.normal(size=(50, 3)), rng.normal(size=(50, 6)).astype("f4")
    counts = np.where(np.arange(50) % 3 == 0, 0, 2)
    filled = fill_unseen(points, feature, counts, 4)
    seen = np.flatnonzero(counts)
    for i in range(50):
        if counts[i]:
            np.testing.assert_array_equal(filled[i], feature[i])
        else:
            nearest = seen[np.argsort(((points[seen] - points[i]) ** 2).sum(1))[:4]]
            np.testing.assert_allclose(filled[i], feature[nearest].mean(0), rtol=1e-5)
    everything = fill_unseen(points, feature, counts, 1000)  # more than there are
    np.testing.assert_allclose(everything[0], feature[seen].mean(0), rtol=1e-5, atol=1e-6)
    with pytest.raises(ShapeError, match="no view sees any point"):
        fill_unseen(points, feature, np.zeros(50, int), 4)


@pytest.fixture
def nested(tmp_path):
    """Artifacts of a closed box with a smaller one hidden inside; constant or random tokens."""
    outer, inner = trimesh.creation.box((1, 1, 1)), trimesh.creation.box((0.5, 0.5, 0.5))
    shape = to_shape(trimesh.util.concatenate([outer, inner]))
    arrays, _ = render_shape(shape, RenderConfig(image_size=96, num_points=400), np.random.default_rng(0))
    attrs = {"projection": "orthographic", "source_kind": "mesh"}
    artifact.write(
        tmp_path / "render" / "s.h5", schemas.RENDER, arrays, shape_id="s", config={}, inputs={}, attrs=attrs
    )

    def run(tokens, config):
        artifact.write(
            tmp_path / "tokens" / "s.h5",
            schemas.TOKENS,
            {"tokens": tokens.astype(np.float16)},
            shape_id="s",
            config={"sum": float(tokens.sum())},
            inputs={},
            attrs={"teacher": "none"},
        )
        job = Job("s", {"render": tmp_path / "render" / "s.h5", "tokens": tmp_path / "tokens" / "s.h5"})
        report = run_stage(stage(config), [job], tmp_path / "out", Runtime(overwrite=True))
        if report.failed:
            return report.failed["s"]
        return artifact.read(tmp_path / "out" / "s.h5", schemas.POINTFEAT)

    return arrays, run


def test_hidden_points_are_marked_and_filled(nested):
    arrays, run = nested
    result = run(np.random.default_rng(0).normal(size=(10, 5, 5, 3)), BackprojectConfig(fill_neighbors=3))
    hidden = arrays["point_source"] >= 12  # faces of the inner box
    assert 50 < hidden.sum() < 350
    assert (result["num_views"][hidden] == 0).all()
    margin = np.sort(np.abs(arrays["points"]), axis=1)[:, 1] < 0.5  # outer points well inside their face
    below = arrays["points"][:, 1] < -0.57  # seen by five views from below, like the top from above
    assert (result["num_views"][~hidden & margin] > 0).all()
    assert (result["num_views"][below & margin] == 5).all() and (below & margin).sum() > 10
    seen = np.flatnonzero(result["num_views"])
    feature = result["feature"].astype(np.float64)
    for i in np.flatnonzero(hidden)[:20]:
        distance = ((arrays["points"][seen].astype(float) - arrays["points"][i]) ** 2).sum(1)
        expected = feature[seen[np.argsort(distance)[:3]]].mean(0)
        np.testing.assert_allclose(feature[i], expected, atol=4e-3)
    np.testing.assert_array_equal(result["points"], arrays["points"])


def test_a_constant_image_gives_a_constant_feature(nested):
    _, run = nested
    value = np.array([0.25, -3.0, 7.0])
    result = run(np.broadcast_to(value, (10, 7, 5, 3)), BackprojectConfig())
    np.testing.assert_allclose(result["feature"], np.broadcast_to(value, (400, 3)), rtol=1e-3)


def test_tokens_of_another_number_of_views_are_refused(nested):
    _, run = nested
    message = run(np.zeros((9, 5, 5, 3)), BackprojectConfig())
    assert "tokens/s.h5: 9 views, but" in message and message.endswith("has 10")


@pytest.mark.parametrize(("count", "size"), [(3_000, 224), (40_000, 224), (40_000, 518)])
def test_a_dense_cloud_does_not_hide_itself(tmp_path, count, size):
    """Every point of a sphere is seen, whatever the density; only steep (> 45 degrees) views may be lost."""
    points = np.random.default_rng(0).normal(size=(count, 3))
    np.save(tmp_path / "cloud.npy", points / np.linalg.norm(points, axis=1, keepdims=True))
    trimesh.creation.icosphere(5).export(tmp_path / "mesh.ply")
    seen = {}
    for name in ("cloud.npy", "mesh.ply"):
        config = RenderConfig(image_size=size, num_points=2000)
        jobs = render_jobs({name: tmp_path / name})
        run_stage(render_stage(config), jobs, tmp_path / "render", Runtime())
        artifact.write(
            tmp_path / "tokens" / f"{name}.h5",
            schemas.TOKENS,
            {"tokens": np.ones((10, 2, 2, 1), np.float16)},
            shape_id=name,
            config={},
            inputs={},
            attrs={"teacher": "none"},
        )
        job = Job(name, {role: tmp_path / role / f"{name}.h5" for role in ("render", "tokens")})
        run_stage(stage(BackprojectConfig()), [job], tmp_path / "out", Runtime())
        seen[name] = artifact.read(tmp_path / "out" / f"{name}.h5", schemas.POINTFEAT)["num_views"]
    assert (seen["cloud.npy"] == 0).mean() < 0.005
    assert 2.5 < seen["cloud.npy"].mean() < seen["mesh.ply"].mean() + 2.5
