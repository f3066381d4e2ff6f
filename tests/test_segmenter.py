import numpy as np
import pytest
import torch
from tiny_model import CONFIG, save_tiny

from pa3d import segmenter as seg
from pa3d.checkpoint import load_model
from pa3d.errors import Pa3dError, TextError
from pa3d.shapes import UP_ROTATIONS, Shape, fit_frame
from pa3d.text import load_text_encoder, make_bank

RNG = np.random.default_rng(5)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


@pytest.fixture(scope="module")
def text():
    return np.linalg.qr(RNG.normal(size=(384, 3)))[0].T.astype(np.float32)


def cloud(count=600):
    points = RNG.normal(size=(count, 3))
    return points / np.linalg.norm(points, axis=1, keepdims=True) * [1.0, 0.5, 0.8]


def box_mesh():
    import trimesh

    box = trimesh.creation.box((1, 2, 3)).subdivide().subdivide()
    return Shape(np.asarray(box.vertices, float), box.faces.astype(np.int32))


@pytest.mark.parametrize("which", ["nearest", "membership"])
def test_propagation_matches_the_released_numbers(which):
    golden = np.load("tests/golden/official_forward.npz")
    for i in range(2):
        points = golden["points_raw"][i]
        centers = points[golden["center_index"][i]]
        encoding = seg.Encoding(points, fit_frame(points), torch.zeros(1), centers, golden["patch_index"][i])
        if which == "nearest":
            got = seg.propagate(golden["logits"][i], encoding, points)
        else:
            got = seg.membership_logits(golden["logits"][i], golden["patch_index"][i], len(points))
        np.testing.assert_allclose(got, golden[f"{which}_logits"][i], atol=2e-5)


def test_labels_follow_the_order_of_the_part_names(model, text):
    shape = box_mesh()
    encoding = seg.encode(model, shape)
    straight = seg.label_shape(model, encoding, shape, ["a", "b", "c"], text)
    turned = seg.label_shape(model, encoding, shape, ["c", "a", "b"], text[[2, 0, 1]])
    assert len(np.unique(straight.face_label)) > 1
    np.testing.assert_array_equal(straight.face_label, np.array([2, 0, 1])[turned.face_label])
    np.testing.assert_allclose(straight.vertex_logits, turned.vertex_logits[:, [1, 2, 0]], atol=1e-6)


@pytest.mark.parametrize("up", list(UP_ROTATIONS))
def test_the_up_axis_makes_equal_shapes_equal(model, text, up):
    points = cloud()
    expected = seg.label_shape(
        model, seg.encode(model, Shape(points, None)), Shape(points, None), list("abc"), text
    )
    turned = Shape(points @ UP_ROTATIONS[up], None)  # so that `up` undoes it
    got = seg.label_shape(model, seg.encode(model, turned, up=up), turned, list("abc"), text)
    np.testing.assert_array_equal(expected.vertex_label, got.vertex_label)


def test_scale_and_place_do_not_matter(model, text):
    points = cloud()
    expected = seg.label_shape(
        model, seg.encode(model, Shape(points, None)), Shape(points, None), list("abc"), text
    )
    moved = Shape(points * 1000.0 + [5e3, -2e3, 7e3], None)
    got = seg.label_shape(model, seg.encode(model, moved), moved, list("abc"), text)
    assert (expected.vertex_label == got.vertex_label).mean() > 0.99


def test_every_vertex_and_face_gets_a_label_and_score(model, text):
    shape = box_mesh()
    result = seg.label_shape(model, seg.encode(model, shape), shape, list("abc"), text)
    assert result.vertex_label.shape == (len(shape.vertices),)
    assert result.face_label.shape == (len(shape.faces),)
    assert set(result.face_label) <= {0, 1, 2}
    assert ((result.vertex_score > 1 / 3 - 1e-6) & (result.vertex_score <= 1)).all()
    assert result.shape is shape


@pytest.mark.parametrize("count", [32, 40, 200])
def test_few_points_are_enough(model, text, count):
    shape = Shape(cloud(count), None)
    result = seg.label_shape(model, seg.encode(model, shape), shape, list("abc"), text)
    assert result.vertex_label.shape == (count,)


def test_interpolation_equals_the_centres_logits_at_the_centres(model, text):
    shape = Shape(cloud(), None)
    encoding = seg.encode(model, shape)
    logits = seg.patch_logits(model, encoding, text)
    got = seg.propagate(logits, encoding, encoding.centers, "interpolate")
    np.testing.assert_allclose(got, logits, atol=1e-3)
    assert encoding.tokens.shape == (CONFIG.num_patches, CONFIG.width)


def test_unknown_propagation_is_named(model, text):
    encoding = seg.encode(model, Shape(cloud(), None))
    with pytest.raises(Pa3dError, match="--propagate magic"):
        seg.propagate(np.zeros((32, 3)), encoding, encoding.points, "magic")


def test_a_foreign_text_encoder_is_refused(model):
    with pytest.raises(TextError, match="speaks the language of minilm"):
        seg.embed_parts(model, ["leg"], text_model="open_clip:ViT-B-32/openai")


def test_a_bank_by_another_encoder_is_refused_and_a_right_one_answers(model, tmp_path):
    from pa3d.towers import TextEncoder

    other = TextEncoder("other", "0" * 64, 384, embed=lambda texts: np.ones((len(texts), 384), np.float32))
    make_bank(tmp_path / "other.h5", other, ["leg"])
    with pytest.raises(TextError, match="other"):
        seg.embed_parts(model, ["leg"], bank_path=tmp_path / "other.h5")
    make_bank(tmp_path / "own.h5", load_text_encoder("minilm"), ["leg", "seat"])
    banked = seg.embed_parts(model, ["seat", "leg"], bank_path=tmp_path / "own.h5")
    np.testing.assert_allclose(banked, seg.embed_parts(model, ["seat", "leg"]), atol=1e-6)


def test_python_call_takes_arrays(model):
    import pa3d

    points = cloud()
    result = pa3d.segment(points, ["leg", "seat"], model=model)
    assert result.vertex_label.shape == (len(points),)
    with pytest.raises(ValueError, match=r"\(N, 3\)"):
        pa3d.segment(points.T, ["leg"], model=model)
    with pytest.raises(ValueError, match="no part names"):
        pa3d.segment(points, [], model=model)


def test_the_released_layout_segments_with_a_bank_alone(tmp_path):
    """Its text tower is a 2.8 GB download; a bank of the names is enough, and only of the right encoder."""
    from golden_weights import released_content

    from pa3d.checkpoint import RELEASED_TEXT
    from pa3d.towers import TextEncoder

    torch.save(released_content(), tmp_path / "patchalign3d.pt")
    released = load_model(tmp_path / "patchalign3d.pt")
    encoder = TextEncoder(RELEASED_TEXT, "a" * 64, 1280, embed=lambda t: RNG.normal(size=(len(t), 1280)))
    make_bank(tmp_path / "bank.h5", encoder, ["leg", "seat"])
    text = seg.embed_parts(released, ["seat", "leg"], bank_path=tmp_path / "bank.h5")
    shape = box_mesh()
    result = seg.label_shape(released, seg.encode(released, shape), shape, ["seat", "leg"], text)
    assert set(result.face_label) == {0, 1}
    narrow = TextEncoder(RELEASED_TEXT, "a" * 64, 384, embed=lambda t: np.ones((len(t), 384)))
    make_bank(tmp_path / "narrow.h5", narrow, ["leg"])
    with pytest.raises(TextError, match="needs 1280"):
        seg.embed_parts(released, ["leg"], bank_path=tmp_path / "narrow.h5")
    own = load_text_encoder("minilm")
    make_bank(tmp_path / "own.h5", own, ["leg"])
    with pytest.raises(TextError, match="minilm"):
        seg.embed_parts(released, ["leg"], bank_path=tmp_path / "own.h5")
