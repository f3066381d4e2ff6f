from __future__ import annotations

import numpy as np
import pytest

from pa3d.cameras import PRESETS, Cameras, look_at, make_cameras, ring_position
from pa3d.errors import Pa3dError

each_preset = pytest.mark.parametrize("preset", PRESETS)


@each_preset
@pytest.mark.parametrize("size", [64, 518])
def test_unproject_inverts_project(preset, size):
    cameras = make_cameras(preset, size)
    points = np.random.default_rng(0).uniform(-0.6, 0.6, (100, 3))
    for view in range(len(cameras.extrinsics)):
        uv, z = cameras.project(view, points)
        np.testing.assert_allclose(cameras.unproject(view, uv, z), points, atol=1e-6)


@each_preset
def test_every_camera_sees_the_unit_sphere_whole_from_its_distance(preset):
    cameras = make_cameras(preset, 100)
    _, distance, angles = PRESETS[preset]
    sphere = np.random.default_rng(0).normal(size=(2000, 3))
    sphere /= np.linalg.norm(sphere, axis=1, keepdims=True)
    for view, (azimuth, elevation) in enumerate(angles):
        matrix = cameras.extrinsics[view].astype(np.float64)
        position = -matrix[:3, :3].T @ matrix[:3, 3]
        np.testing.assert_allclose(position, ring_position(azimuth, elevation, distance), atol=1e-6)
        np.testing.assert_allclose(np.linalg.norm(position), distance, rtol=1e-6)
        np.testing.assert_allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-6)
        np.testing.assert_allclose(np.linalg.det(matrix[:3, :3]), 1, atol=1e-6)  # no mirror
        uv, z = cameras.project(view, np.zeros((1, 3)))  # the origin is on the optical axis
        np.testing.assert_allclose(uv, [[50, 50]], atol=1e-4)
        np.testing.assert_allclose(z, [distance], rtol=1e-6)
        (_, top), (_, bottom) = cameras.project(view, np.array([[0, 0.5, 0], [0, -0.5, 0]]))[0]
        assert top < bottom  # world up is image up
        uv, z = cameras.project(view, sphere)
        assert (uv > 0).all() and (uv < 100).all() and (z > 0).all()


def test_find3d_views_are_those_of_the_paper():
    projection, distance, angles = PRESETS["find3d"]
    assert (projection, distance, len(angles)) == ("orthographic", 3.0, 10)
    azimuths, elevations = np.array(angles).T
    np.testing.assert_allclose(np.diff(azimuths), 36)
    np.testing.assert_allclose(np.ptp(azimuths), 324)
    assert set(elevations) == {30.0, -20.0}
    np.testing.assert_allclose(np.abs(np.diff(elevations)), 50)  # in turn


def test_cops_views():
    projection, distance, angles = PRESETS["cops"]
    assert (projection, distance, len(set(angles))) == ("perspective", 2.0, 10)
    cameras = make_cameras("cops", 100)
    edge = np.tan(np.radians(30))  # half of a field of view of 60 degrees
    for view in range(10):
        far = cameras.unproject(view, np.array([[100.0, 50.0]]), np.array([1.0]))
        centre = cameras.unproject(view, np.array([[50.0, 50.0]]), np.array([1.0]))
        np.testing.assert_allclose(np.linalg.norm(far - centre), edge, rtol=1e-5)


def test_named_directions():
    for angles, expected in {(0, 0): (0, 0, 2), (90, 0): (2, 0, 0), (0, 90): (0, 2, 0)}.items():
        np.testing.assert_allclose(ring_position(*angles, 2), expected, atol=1e-12)


@pytest.mark.parametrize("projection", ["orthographic", "perspective"])
def test_images_are_not_mirrored(projection):
    """Seen from +z, +x is right, +y is up and +z is near."""
    k = np.array([[[40, 0, 50], [0, 40, 50], [0, 0, 1]]], np.float32)
    camera = Cameras(look_at(np.array([0, 0, 3.0]))[None], k, projection, 100)
    uv, z = camera.project(0, np.array([[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]]))
    assert uv[0, 0] > 51 and abs(uv[0, 1] - 50) < 1e-4
    assert uv[1, 1] < 49 and abs(uv[1, 0] - 50) < 1e-4
    np.testing.assert_allclose(z, [3, 3, 2.5], atol=1e-6)


@each_preset
def test_pixel_pitch_moves_the_projection_by_one_pixel(preset):
    cameras = make_cameras(preset, 200)
    depth = np.array([1.2, 2.0, 3.5])
    start = np.tile([30.0, 70.0], (3, 1))
    near = cameras.unproject(1, start, depth)
    step = cameras.unproject(1, start + [1, 0], depth)
    np.testing.assert_allclose(np.linalg.norm(step - near, axis=1), cameras.pixel_pitch(depth), rtol=1e-5)


def test_an_unknown_preset_is_named():
    with pytest.raises(Pa3dError, match="'find4d' is not one of find3d, cops"):
        make_cameras("find4d", 100)
