from dataclasses import replace

import numpy as np
import pytest
from tiny_model import save_tiny

from pa3d import orientation
from pa3d.checkpoint import load_model
from pa3d.encoding import Settings, encode
from pa3d.errors import ShapeError
from pa3d.names import embed_parts
from pa3d.readers import load_shape
from pa3d.shapes import UP_ROTATIONS, Shape

RNG = np.random.default_rng(11)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


@pytest.fixture(scope="module")
def text():
    return np.linalg.qr(RNG.normal(size=(384, 3)))[0].T.astype(np.float32)


def cone(count=2000):
    """Points on a cone that stands on its base, and on the base, y up."""
    height = 1 - np.sqrt(RNG.random(count))
    angle = RNG.random(count) * 2 * np.pi
    side = np.c_[(1 - height) * np.cos(angle), 2 * height, (1 - height) * np.sin(angle)]
    radius = np.sqrt(RNG.random(count))
    return np.r_[side, np.c_[radius * np.cos(angle), 0 * angle, radius * np.sin(angle)]]


def test_a_cone_stands_best_on_its_base():
    support = {up: orientation.standing(cone() @ rotation.T) for up, rotation in UP_ROTATIONS.items()}
    assert max(support, key=lambda up: support[up][0]) == "y"
    assert max(support, key=lambda up: support[up][1]) == "y"
    assert support["y"][0] > 0.95
    assert 0.4 < support["y"][1] < 0.6  # the axis is a radius from the edge: 1 / sqrt(pi)
    assert support["-y"][0] < 0.1


@pytest.mark.parametrize("points", [np.zeros((3, 3)), np.eye(3)[:2], np.linspace(0, 1, 9)[:, None] * [1, 2, 3]])
def test_points_without_an_outline_stand_badly(points):
    assert orientation.standing(points) == (0.0, orientation.UNSTABLE)


def test_where_the_model_has_no_say_standing_decides(model, text, monkeypatch):
    same = np.ones((40, 3), np.float32)
    monkeypatch.setattr(orientation, "seen_logits", lambda *_: same)
    for up, rotation in UP_ROTATIONS.items():
        found, table = orientation.choose_up(model, Shape(cone() @ rotation, None), text, Settings())
        assert found == up
        assert list(table) == list(UP_ROTATIONS)


def test_where_nothing_speaks_for_another_axis_it_is_y(model, text, monkeypatch):
    monkeypatch.setattr(orientation, "seen_logits", lambda *_: np.ones((40, 3), np.float32))
    ball = RNG.normal(size=(3000, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    assert orientation.choose_up(model, Shape(ball, None), text, Settings())[0] == "y"


def test_the_model_outvotes_standing(model, text, monkeypatch):
    """A sure model on one axis, and on that only."""

    def seen(_, encoding, __):
        return np.full((10, 3), 0.0) + np.array([9.0 if encoding.frame.up == "-z" else 0.0, 0, 0])

    monkeypatch.setattr(orientation, "seen_logits", seen)
    assert orientation.choose_up(model, Shape(cone(), None), text, Settings())[0] == "-z"


def test_auto_is_resolved_and_others_are_left(model, text):
    shape = Shape(cone(), None)
    fixed = Settings(up="x")
    assert orientation.resolve_up(model, shape, text, fixed) == (fixed, None)
    settings, table = orientation.resolve_up(model, shape, text, Settings(up="auto", seed=3))
    assert settings == replace(Settings(seed=3), up=settings.up)
    assert settings.up in UP_ROTATIONS
    assert orientation.resolve_up(model, shape, text, Settings(up="auto", seed=3)) == (settings, table)
    with pytest.raises(ShapeError, match="auto"):
        encode(model, shape, Settings(up="auto"))


def test_the_shipped_model_rights_a_chair():
    model = load_model(kind="align")
    shape = load_shape("examples/meshes/chair.ply")
    text = embed_parts(model, ["leg", "seat", "back"])
    for up in ("y", "-y", "x"):
        turned = Shape(shape.vertices @ UP_ROTATIONS[up], shape.faces)
        assert orientation.choose_up(model, turned, text, Settings())[0] == up
