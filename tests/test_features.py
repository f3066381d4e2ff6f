"""Features of patches and vertices by the definition, and against the labels."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from tiny_model import CONFIG, save_tiny

from pa3d import features
from pa3d.checkpoint import load_model
from pa3d.encoding import Encoding, Labeller
from pa3d.features import shape_features
from pa3d.network import Output
from pa3d.shapes import Shape, fit_frame

DRAWS, POINTS, DIM = 2, 50, 384
RNG = np.random.default_rng(6)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


@pytest.fixture
def shape():
    return Shape(RNG.normal(size=(70, 3)) * 40 + 1000, None)


def encoding_of(shape, model, decoded=False, groups=32):
    """What encoding.encode gives, of random tokens; with a decoder every point is in one patch of one."""
    frame = fit_frame(shape.vertices, "z")
    points = frame.to_model(shape.vertices[RNG.permutation(70)[: DRAWS * POINTS % 70 + POINTS]])
    points = np.stack([points[RNG.permutation(len(points))[:POINTS]] for _ in range(DRAWS)])
    tokens = torch.randn(DRAWS, groups, CONFIG.width)
    with torch.inference_mode():
        patch = model.head(tokens).numpy()
    index, member = np.zeros((DRAWS, groups, 1), np.int64), None
    if decoded:
        index = np.stack([RNG.permutation(POINTS)[:, None] for _ in range(DRAWS)])
        member = torch.nn.functional.normalize(torch.randn(DRAWS, POINTS, 1, DIM), dim=-1).numpy()
    return Encoding(frame, points, points[:, :groups], index, Output(tokens.numpy(), patch, member))


def interpolated(known, values, queries):
    """(n, W) by the definition, one query at a time."""
    rows = []
    for query in queries:
        draws = []
        for places, value in zip(known.astype(float), values.astype(float), strict=True):
            distance = np.linalg.norm(places - query, axis=1)
            near = np.argsort(distance)[:3]
            weight = 1 / np.maximum(distance[near], 1e-6) ** 2
            draws.append(weight @ value[near] / weight.sum())
        rows.append(np.mean(draws, 0))
    return np.array(rows)


@pytest.mark.parametrize("decoded", [False, True])
@pytest.mark.parametrize(("rows", "in_memory"), [(1 << 15, 1 << 30), (7, 0)])
def test_features_follow_the_definition(model, shape, monkeypatch, decoded, rows, in_memory):
    monkeypatch.setattr(features, "ROWS", rows)
    monkeypatch.setattr(features, "IN_MEMORY", in_memory)
    encoding = encoding_of(shape, model, decoded)
    got = shape_features(encoding, shape)
    assert isinstance(got.vertex_token, np.memmap) == (in_memory == 0)
    assert {array.dtype for name, array in vars(got).items() if name != "patch_center"} == {np.dtype("f2")}
    tokens, text = encoding.output.tokens, encoding.output.patch
    np.testing.assert_allclose(got.patch_token, tokens, atol=5e-3)
    np.testing.assert_allclose(got.patch_text, text, atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(got.patch_text.astype(float), axis=-1), 1, atol=2e-3)
    queries = encoding.frame.to_model(shape.vertices)
    np.testing.assert_allclose(got.vertex_token, interpolated(encoding.centers, tokens, queries), atol=5e-3)
    known, values = encoding.centers, text
    if decoded:
        known, values = encoding.points, encoding.spread(encoding.output.member)
    np.testing.assert_allclose(got.vertex_text, interpolated(known, values, queries), atol=1e-3)


def test_patch_centers_are_in_the_source_frame(model, shape):
    got = shape_features(encoding_of(shape, model), shape)
    distance = np.linalg.norm(got.patch_center[:, :, None] - shape.vertices, axis=-1).min(-1)
    assert distance.max() < 1e-3
    assert got.patch_center.shape == (DRAWS, 32, 3)


def test_features_in_the_text_space_give_the_labellers_logits(model, shape):
    """A mean feature times an embedding is the mean similarity, as the labels have it."""
    encoding = encoding_of(shape, model, decoded=True)
    text = np.linalg.qr(RNG.normal(size=(DIM, 4)))[0].T.astype(np.float32)
    expected = Labeller(model, encoding, text, "points")(shape.vertices)
    got = shape_features(encoding, shape)
    scale, bias = model.head.log_scale.exp().item(), model.head.bias.item()
    np.testing.assert_allclose(got.vertex_text.astype(np.float32) @ text.T * scale + bias, expected, atol=0.02)


def test_fewer_patches_than_neighbours(model, shape):
    encoding = encoding_of(shape, model, groups=2)
    got = shape_features(encoding, shape)
    assert np.isfinite(got.vertex_token).all() and got.vertex_token.shape == (70, CONFIG.width)
