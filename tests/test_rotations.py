import json

import numpy as np
import pytest
import torch

from pa3d.errors import Pa3dError
from pa3d.rotations import random_rotation, read_rotations


@pytest.mark.parametrize("kind", ["z", "so3"])
def test_rotations_are_proper_seeded_and_differ_between_shapes(kind):
    first = random_rotation(kind, 0, "a")
    np.testing.assert_allclose(first @ first.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(first) == pytest.approx(1)
    np.testing.assert_array_equal(first, random_rotation(kind, 0, "a"))
    assert not np.allclose(first, random_rotation(kind, 0, "b"))
    assert not np.allclose(first, random_rotation(kind, 1, "a"))


def test_z_turns_about_the_up_axis_only_and_so3_reaches_every_direction():
    up = np.array([0, 1, 0])
    turned = np.stack([random_rotation("z", 0, str(i)) @ up for i in range(50)])
    np.testing.assert_allclose(turned, np.tile(up, (50, 1)), atol=1e-12)
    ups = np.stack([random_rotation("so3", 0, str(i)) @ up for i in range(4000)])
    np.testing.assert_allclose(ups.mean(0), 0, atol=0.05)  # uniform on the sphere: mean 0, covariance I / 3
    np.testing.assert_allclose(ups.T @ ups / len(ups), np.eye(3) / 3, atol=0.03)


def test_euler_angles_of_a_file_turn_about_x_then_y_then_z(tmp_path):
    angles = torch.tensor([[0.3, -0.8, 2.0], [0.0, 0.0, 0.0]])
    torch.save(angles, tmp_path / "random_rotation_test.pt")
    np.save(tmp_path / "r.npy", angles.numpy())

    def about(axis, angle):
        i, j = [(1, 2), (2, 0), (0, 1)][axis]
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = np.cos(angle)
        matrix[i, j], matrix[j, i] = -np.sin(angle), np.sin(angle)
        return matrix

    expected = about(2, 2.0) @ about(1, -0.8) @ about(0, 0.3)
    for name in ("random_rotation_test.pt", "r.npy"):
        found = read_rotations(tmp_path / name, ["a", "b"])
        np.testing.assert_allclose(found["a"], expected, atol=1e-6)
        np.testing.assert_allclose(found["b"], np.eye(3), atol=1e-12)
    with pytest.raises(Pa3dError, match="3 shapes"):
        read_rotations(tmp_path / "r.npy", ["a", "b", "c"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not a readable file"),
        ('{"a": [[1, 0, 0], [0, 1, 0], [0, 0, 1]]}', "no rotation of 'b'"),
        (json.dumps({"a": np.eye(3).tolist(), "b": (-np.eye(3)).tolist()}), "is no rotation"),
        (json.dumps({"a": np.eye(3).tolist(), "b": [[1, 2]]}), "is no rotation"),
    ],
)
def test_files_that_hold_no_rotations_are_named(tmp_path, content, message):
    path = tmp_path / "r.json"
    path.write_text(content)
    with pytest.raises(Pa3dError, match=message) as caught:
        read_rotations(path, ["a", "b"])
    assert str(caught.value).startswith(str(path))


def test_an_unknown_rotation_lists_the_known():
    with pytest.raises(Pa3dError, match="none, z, so3"):
        random_rotation("x", 0, "a")
