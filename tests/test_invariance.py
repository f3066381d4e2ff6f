"""Labels belong to places on a shape: not to the order of its points, its position, its size or its up axis."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import trimesh
from test_readers import shuffle
from tiny_model import save_tiny

from pa3d.checkpoint import load_model
from pa3d.encoding import Labeller, Settings, encode
from pa3d.readers import load_shape
from pa3d.segmenter import segment
from pa3d.shapes import UP_ROTATIONS, Shape
from pa3d.text import load_text_encoder, lookup

TEXT = np.linalg.qr(np.random.default_rng(5).normal(size=(384, 4)))[0].T.astype(np.float32)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


def labels(model, shape, text=TEXT, **settings):
    """(M,) of the vertices, or (F,) of the faces."""
    ask = Labeller(model, encode(model, shape, Settings(**settings)), text)
    places = shape.vertices if shape.faces is None else shape.vertices[shape.faces].mean(1)
    return ask(places).argmax(1)


def examples():
    knot = trimesh.creation.torus(2.0, 0.5, major_sections=60)
    knot.vertices *= [1, 2, 1.5]
    yield Shape(np.asarray(knot.vertices), knot.faces.astype(np.int32))
    yield Shape(np.random.default_rng(0).normal(size=(5000, 3)) * [1, 2, 3], None)
    yield Shape(np.random.default_rng(0).normal(size=(700, 3)) * [1, 2, 3], None)  # fewer than are drawn


@pytest.mark.parametrize("shape", examples(), ids=["mesh", "cloud", "few"])
def test_copies_get_the_same_labels_at_the_same_places(model, shape):
    expected = labels(model, shape)
    assert len(np.unique(expected)) > 1
    assert (labels(model, shape, seed=1) != expected).any()  # so that agreement below is no accident
    copy, points, faces = shuffle(shape)
    order = points if faces is None else faces
    np.testing.assert_array_equal(labels(model, copy), expected[order])
    for scale, place in ((1, [5e5, 4e6, 100]), (1e-6, [0, 0, 0]), (1e6, [0, 0, 0]), (0.01, [1e6, -1e6, 0])):
        moved = Shape(copy.vertices * scale + place, copy.faces)
        assert (labels(model, moved) == expected[order]).mean() > 0.995
    for up, rotation in UP_ROTATIONS.items():
        turned = Shape(shape.vertices @ rotation, shape.faces)
        assert (labels(model, turned, up=up) == expected).mean() > 0.995


def test_float32_and_text_copies_get_nearly_the_same_labels(model, tmp_path):
    cloud = list(examples())[1]
    expected = labels(model, cloud)
    np.savetxt(tmp_path / "a.csv", cloud.vertices * 1000 + [300, 0, -70], fmt="%.3f", delimiter=",")
    assert (labels(model, load_shape(tmp_path / "a.csv")) == expected).mean() > 0.98


def test_a_turned_chair_differs_no_more_than_another_draw_of_it():
    """Shipped model, turned about the up axis: other samples are drawn. 0.89 to 0.90 of the faces agree, as of
    other seeds 0.88 to 0.90, and 0.99 of those that `segment` labels, where pieces speak as a whole."""
    model = load_model()
    chair = load_shape(Path(__file__).parent.parent / "examples" / "meshes" / "chair.ply")
    names = ["leg", "seat", "back", "arm"]
    encoder = load_text_encoder(model.info["text_encoder"])
    text = lookup(names, {}, lambda: encoder, tuple(model.info["templates"]))
    expected = labels(model, chair, text)
    assert len(np.unique(expected)) > 2
    other = min((labels(model, chair, text, seed=seed) == expected).mean() for seed in (1, 2))
    whole = segment(chair, names, model=model).face_label
    for degrees in (30, 180):
        cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turned = Shape(chair.vertices @ np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]]).T, chair.faces)
        assert (labels(model, turned, text) == expected).mean() > max(0.87, other - 0.02)
        assert (segment(turned, names, model=model).face_label == whole).mean() > 0.97
