from __future__ import annotations

import itertools

import numpy as np
import pytest
import reference
import trimesh
from conftest import to_shape

from pa3d import artifact, raster, schemas
from pa3d.cameras import ORTHOGRAPHIC_HALF_WIDTH, PRESETS, make_cameras
from pa3d.render import RenderConfig, draw, jobs, render_shape, stage
from pa3d.shapes import Shape
from pa3d.stage import Runtime, run_stage

each_preset = pytest.mark.parametrize("preset", PRESETS)
SIZE = 120


@each_preset
@pytest.mark.parametrize("facing", [1, -1])
def test_a_plane_facing_the_camera_has_one_depth(preset, facing):
    """Depth is camera z and not the length of the ray; both sides are drawn; every pixel is covered."""
    cameras = make_cameras(preset, SIZE)
    pixels = np.array([[-9.0, -9], [SIZE + 9, -9], [SIZE + 9, SIZE + 9], [-9, SIZE + 9]])
    faces = np.array([[0, 1, 2], [0, 2, 3]])[:, ::facing]
    for view in range(len(cameras.extrinsics)):
        corners = cameras.unproject(view, pixels, np.full(4, 1.75))
        depth, index = draw(cameras, view, corners, faces, 0.02)
        np.testing.assert_allclose(depth, 1.75, atol=1e-5)
        assert set(np.unique(index)) == {0, 1}


@pytest.mark.parametrize("perspective", [False, True])
def test_no_cracks_between_triangles_that_share_an_edge(perspective):
    """The diagonal runs through pixel centres, where rounding could put a pixel in neither triangle."""
    for size, (low, high) in itertools.product((33, 64, 100), ((0.3, -7.1), (1.5, -3.5), (0.1, -0.1))):
        a, b = low, size + high
        uv = np.array([[a, a], [b, a], [b, b], [a, b]])
        centres = np.arange(size) + 0.5
        inside, outside = (centres > a) & (centres < b), (centres < a) | (centres > b)
        for first in itertools.permutations((0, 1, 2)):
            for second in itertools.permutations((0, 2, 3)):
                _, index = raster.rasterize_mesh(
                    uv, np.full(4, 2.0), np.array([first, second]), (size, size), perspective=perspective
                )
                assert (index >= 0)[inside[:, None] & inside].all()
                assert (index < 0)[outside[:, None] | outside].all()


def test_perspective_depth_of_a_tilted_plane_is_exact():
    """Depth is interpolated along rays, not along the image: z of pixel rays on the plane n.x = 0."""
    cameras = make_cameras("cops", SIZE)
    corners = np.array([[-3.0, -1, -1], [3, -1, -1], [3, 1, 1], [-3, 1, 1]]) * 0.4
    depth, index = draw(cameras, 5, corners, np.array([[0, 1, 2], [0, 2, 3]]), 0.02)
    rows, cols = np.nonzero(index >= 0)
    assert len(rows) > 500
    points = cameras.unproject(5, np.column_stack([cols, rows]) + 0.5, depth[rows, cols])
    np.testing.assert_allclose(points[:, 1], points[:, 2], atol=1e-5)


@each_preset
def test_silhouette_of_the_unit_sphere(preset, sphere):
    cameras = make_cameras(preset, 300)
    projection, distance, _ = PRESETS[preset]
    focal = float(cameras.intrinsics[0, 0, 0])
    radius = focal if projection == "orthographic" else focal / np.sqrt(distance**2 - 1)
    for view in (0, 8, 9):
        depth, index = draw(cameras, view, sphere.vertices, sphere.faces, 0.02)
        np.testing.assert_allclose((index >= 0).sum(), np.pi * radius**2, rtol=5e-3)
        np.testing.assert_array_equal(index >= 0, np.isfinite(depth))
        np.testing.assert_allclose(depth.min(), distance - 1, atol=2e-3)
    assert np.isclose(2 * ORTHOGRAPHIC_HALF_WIDTH / 300, 1 / make_cameras("find3d", 300).intrinsics[0, 0, 0])


@each_preset
def test_faces_equal_those_embree_hits(preset, chair, sphere, open3d):
    cameras = make_cameras(preset, 200)
    torus = to_shape(trimesh.creation.torus(0.6, 0.25))
    for shape in (chair, sphere, torus):
        vertices = shape.vertices / np.linalg.norm(shape.vertices, axis=1).max()
        scene = open3d.t.geometry.RaycastingScene()
        scene.add_triangles(vertices.astype(np.float32), shape.faces.astype(np.uint32))
        rows, cols = np.divmod(np.arange(200 * 200), 200)
        pixels = np.column_stack([cols, rows]) + 0.5
        for view in (0, 3, 8, 9):
            near = cameras.unproject(view, pixels, np.full(len(pixels), 0.5))
            far = cameras.unproject(view, pixels, np.full(len(pixels), 1.5))  # t grows with camera z
            rays = np.hstack([near, far - near]).astype(np.float32)
            hit = scene.cast_rays(open3d.core.Tensor(rays))
            expected = hit["primitive_ids"].numpy().astype(np.int64).reshape(200, 200)
            expected_depth = hit["t_hit"].numpy().reshape(200, 200) + 0.5
            depth, index = draw(cameras, view, vertices, shape.faces, 0.02)
            both = (index >= 0) & np.isfinite(expected_depth)
            assert both.sum() > 2000
            assert ((index >= 0) != np.isfinite(expected_depth)).sum() <= 0.001 * both.sum()
            same = index[both] == expected[both]
            assert same.mean() >= 0.999
            np.testing.assert_allclose(depth[both][same], expected_depth[both][same], atol=1e-4)


def test_the_nearest_face_wins_whatever_the_order():
    uv = np.tile([[-1.0, -1], [30, -1], [-1, 30]], (3, 1))
    for order in itertools.permutations((2.0, 1.0, 3.0)):
        faces = np.arange(9).reshape(3, 3)
        depth, index = raster.rasterize_mesh(uv, np.repeat(order, 3), faces, (8, 8), perspective=False)
        np.testing.assert_array_equal(index, order.index(1.0))
        np.testing.assert_allclose(depth, 1.0)


def test_points_equal_the_slow_rasteriser():
    rng = np.random.default_rng(0)
    uv, z, radius = rng.uniform(-3, 27, (60, 2)), rng.uniform(1, 3, 60), rng.uniform(0, 4, 60)
    depth, index = raster.rasterize_points(uv, z, radius, (24, 20))
    slow_depth, slow_index = reference.rasterize_points(uv, z, radius, (24, 20))
    np.testing.assert_array_equal(index, slow_index)
    np.testing.assert_allclose(depth, slow_depth, rtol=1e-6)
    assert 0.1 < (index >= 0).mean() < 0.999


def rendered(shape, size=SIZE, **options):
    return render_shape(shape, RenderConfig(image_size=size, **options), np.random.default_rng(0))


@each_preset
def test_a_cloud_covers_what_its_mesh_covers(preset, sphere):
    cloud = Shape(sphere.vertices, None)  # 2562 points, 0.07 apart
    arrays, _ = rendered(cloud, cameras=preset, num_points=1000, splat_radius=0.06)
    solid, _ = rendered(sphere, cameras=preset)
    for view in range(10):
        covered, hit = solid["face_index"][view] >= 0, arrays["face_index"][view] >= 0
        assert hit[covered].mean() > 0.995
        assert (hit & ~covered).sum() < 0.2 * covered.sum()  # the discs at the rim stick out
        inner = covered & hit
        assert np.abs(arrays["depth"][view][inner] - solid["depth"][view][inner]).mean() < 0.06
    np.testing.assert_array_equal(cloud.vertices[arrays["point_source"]].astype("f4"), arrays["points"])
    assert len(np.unique(arrays["point_source"])) == 1000


def test_colours_fall_where_they_belong(sphere):
    """From azimuth 0: red (x > 0) on the right, green (y > 0) on top; as a mesh and as a cloud."""
    colors = np.zeros((len(sphere.vertices), 3), np.uint8)
    colors[:, 0] = np.where(sphere.vertices[:, 0] > 0, 250, 0)
    colors[:, 1] = np.where(sphere.vertices[:, 1] > 0, 250, 0)
    view = next(i for i, (azimuth, _) in enumerate(PRESETS["find3d"][2]) if azimuth == 0)
    for faces in (sphere.faces, None):
        arrays, _ = rendered(Shape(sphere.vertices, faces, colors), splat_radius=0.06)
        image, hit = arrays["rgb"][view].astype(float), arrays["face_index"][view] >= 0
        left, right = np.s_[:, : SIZE // 2 - 5], np.s_[:, SIZE // 2 + 5 :]
        assert image[right][hit[right]][:, 0].min() > 60 and image[left][hit[left]][:, 0].max() == 0
        top, bottom = np.s_[: SIZE // 5], np.s_[-SIZE // 5 :]
        assert image[top][hit[top]][:, 1].min() > 60 and image[bottom][hit[bottom]][:, 1].max() == 0
        assert (arrays["rgb"][view][~hit] == 255).all()


def test_surfaces_are_lit_from_the_camera(box):
    arrays, frame = rendered(box, cameras="cops")
    view = PRESETS["cops"][2].index((0.0, 20.0))
    camera = arrays["extrinsics"][view, 2, :3]
    for face in np.unique(arrays["face_index"][view]):
        if face < 0:
            continue
        a, b, c = box.vertices[box.faces[face]]
        normal = np.cross(b - a, c - a) / np.linalg.norm(np.cross(b - a, c - a))
        shown = arrays["rgb"][view][arrays["face_index"][view] == face]
        np.testing.assert_allclose(shown, 190 * (0.3 + 0.7 * abs(normal @ camera)), atol=1)


def test_rendering_is_deterministic_and_the_seed_moves_only_the_points(chair, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    first, _ = rendered(chair)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    second, _ = rendered(chair)
    np.testing.assert_equal(first, second)
    config = RenderConfig(image_size=SIZE)
    third, _ = render_shape(chair, config, np.random.default_rng(1))
    moved = {name for name in first if not np.array_equal(first[name], third[name])}
    assert moved == {"points", "point_source"}


def test_vertices_no_face_uses_do_not_shrink_the_shape(box):
    stray = Shape(np.vstack([box.vertices, [[50.0, 0, 0]]]), box.faces)
    plain, frame = rendered(box)
    with_stray, frame_stray = rendered(stray)
    np.testing.assert_equal(with_stray, plain)


def test_the_stage_writes_what_render_shape_makes(tmp_path, mesh_file, chair):
    path = mesh_file(scale=7.0)
    config = RenderConfig(image_size=64, num_points=300)
    report = run_stage(stage(config), jobs({"c": path}), tmp_path / "out", Runtime())
    assert report.done == ["c"]
    art = artifact.read(tmp_path / "out" / "c.h5", schemas.RENDER)
    np.testing.assert_allclose(np.linalg.norm(art["points"], axis=1).max(), 1, atol=0.1)
    corners = chair.vertices * 7
    np.testing.assert_allclose(art["center"], (corners.min(0) + corners.max(0)) / 2, atol=1e-6)
    assert art.attrs["source_kind"] == "mesh" and art.attrs["source_file"] == "chair.obj"
    assert art.attrs["projection"] == "orthographic"
    back = art["points"] * art["scale"] + art["center"]  # on the faces they name, in source units
    a, b, c = np.moveaxis(corners[chair.faces[art["point_source"]]], 1, 0)
    normal = np.cross(b - a, c - a)
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    np.testing.assert_allclose(((back - a) * normal).sum(1), 0, atol=1e-5)
