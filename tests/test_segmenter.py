import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from tiny_model import CONFIG, save_tiny

from pa3d import segmenter as seg
from pa3d.checkpoint import load_model
from pa3d.errors import Pa3dError, TextError
from pa3d.model import PointDecoder
from pa3d.network import Output
from pa3d.segmenter import Settings
from pa3d.shapes import UP_ROTATIONS, Shape, fit_frame
from pa3d.text import load_text_encoder, make_bank

RNG = np.random.default_rng(5)
SETTINGS = Settings()


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


class Spoken:
    """A model whose patches, and points where it has a decoder, give logits that are already known."""

    source, info = "spoken", {"loss": "open"}

    scale, bias = 1.0, 0.0


def spoken(logits):
    """The output of a network whose patches (R, G, L) are known, each name an axis of its own."""
    return Output(np.zeros((1, 1, 1), np.float32), logits, None)


@pytest.mark.parametrize("which", ["nearest", "membership"])
def test_propagation_matches_the_released_numbers(which):
    golden = np.load("tests/golden/official_forward.npz")
    for i in range(2):
        points = golden["points_raw"][i]
        frame, index = fit_frame(points), golden["patch_index"][i]
        seen = frame.to_model(points)
        centers = seen[golden["center_index"][i]]
        logits = golden["logits"][i][None]
        encoding = seg.Encoding(frame, seen[None], centers[None], index[None], spoken(logits))
        got = seg.Labeller(Spoken(), encoding, np.eye(logits.shape[2]), which)(points)
        expected = golden[f"{which}_logits"][i]
        covered = np.isin(np.arange(len(points)), index)
        rows = slice(None) if which == "nearest" else covered  # elsewhere the released code leaves zeros
        assert covered.mean() > 0.5
        np.testing.assert_allclose(got[rows], expected[rows], atol=2e-5)
        if which == "membership":
            got = seg.membership_logits(golden["logits"][i], index, len(points))
            np.testing.assert_allclose(got, expected, atol=2e-5)


def test_labels_follow_the_order_of_the_part_names(model, text):
    shape = box_mesh()
    encoding = seg.encode(model, shape, SETTINGS)
    straight = seg.label_shape(model, encoding, shape, ["a", "b", "c"], text, SETTINGS)
    turned = seg.label_shape(model, encoding, shape, ["c", "a", "b"], text[[2, 0, 1]], SETTINGS)
    assert len(np.unique(straight.face_label)) > 1
    np.testing.assert_array_equal(straight.face_label, np.array([2, 0, 1])[turned.face_label])
    np.testing.assert_allclose(straight.vertex_logits, turned.vertex_logits[:, [1, 2, 0]], atol=1e-6)


@pytest.mark.parametrize("up", list(UP_ROTATIONS))
def test_the_up_axis_makes_equal_shapes_equal(model, text, up):
    points = cloud()
    expected = seg.label_shape(
        model,
        seg.encode(model, Shape(points, None), SETTINGS),
        Shape(points, None),
        list("abc"),
        text,
        SETTINGS,
    )
    turned = Shape(points @ UP_ROTATIONS[up], None)  # so that `up` undoes it
    got = seg.label_shape(
        model, seg.encode(model, turned, Settings(up=up)), turned, list("abc"), text, SETTINGS
    )
    np.testing.assert_array_equal(expected.vertex_label, got.vertex_label)


def test_scale_and_place_do_not_matter(model, text):
    points = cloud()
    expected = seg.label_shape(
        model,
        seg.encode(model, Shape(points, None), SETTINGS),
        Shape(points, None),
        list("abc"),
        text,
        SETTINGS,
    )
    moved = Shape(points * 1000.0 + [5e3, -2e3, 7e3], None)
    got = seg.label_shape(model, seg.encode(model, moved, SETTINGS), moved, list("abc"), text, SETTINGS)
    assert (expected.vertex_label == got.vertex_label).mean() > 0.99


def test_every_vertex_and_face_gets_a_label_and_score(model, text):
    shape = box_mesh()
    result = seg.label_shape(model, seg.encode(model, shape, SETTINGS), shape, list("abc"), text, SETTINGS)
    assert result.vertex_label.shape == (len(shape.vertices),)
    assert result.face_label.shape == (len(shape.faces),)
    assert set(result.face_label) <= {0, 1, 2}
    chosen = result.vertex_logits[np.arange(len(shape.vertices)), result.vertex_label]
    np.testing.assert_array_equal(chosen, result.vertex_logits.max(1))
    assert result.score_kind == "sigmoid"  # of the paper's loss, which the tiny model has
    np.testing.assert_allclose(result.vertex_score, 1 / (1 + np.exp(-chosen)), rtol=1e-5)
    assert result.shape is shape


@pytest.mark.parametrize("count", [32, 40, 200])
def test_few_points_are_enough(model, text, count):
    shape = Shape(cloud(count), None)
    result = seg.label_shape(model, seg.encode(model, shape, SETTINGS), shape, list("abc"), text, SETTINGS)
    assert result.vertex_label.shape == (count,)


def test_interpolation_equals_the_centres_logits_at_the_centres(model, text):
    shape = Shape(cloud(), None)
    encoding = seg.encode(model, shape, SETTINGS)
    logits = seg.patch_logits(model, encoding, text)
    assert encoding.output.tokens.shape == (4, CONFIG.num_patches, CONFIG.width)
    assert logits.shape == (4, CONFIG.num_patches, 3)
    encoding = seg.encode(model, shape, Settings(draws=1))
    logits = seg.patch_logits(model, encoding, text)[0]
    ask = seg.Labeller(model, encoding, text, "interpolate")
    got = ask(encoding.frame.to_source(encoding.centers[0]))
    np.testing.assert_allclose(got, logits, atol=1e-3)


def test_unknown_propagation_is_named(model, text):
    encoding = seg.encode(model, Shape(cloud(), None), SETTINGS)
    with pytest.raises(Pa3dError, match="--propagate magic"):
        seg.Labeller(model, encoding, np.zeros((3, 384), np.float32), "magic")
    with pytest.raises(Pa3dError, match="--propagate points: .* has no point decoder"):
        seg.Labeller(model, encoding, np.zeros((3, 384), np.float32), "points")


# -- draws, chunks, the decoder ----------------------------------------------------------------------


def test_one_draw_and_the_nearest_centre_are_the_papers_rule(model, text):
    """Every query by hand: the closest of the 32 centres, in the frame of what the network saw."""
    shape = box_mesh()
    encoding = seg.encode(model, shape, Settings(draws=1, seed=3), num_points=256)
    assert encoding.points.shape == (1, 256, 3)
    with torch.no_grad():
        features = model.encoder(torch.from_numpy(encoding.points))
        logits = model.head.logits(features.tokens, torch.from_numpy(text))[0].numpy()
    queries = encoding.frame.to_model(shape.vertices)
    distance = np.linalg.norm(queries[:, None] - features.centers[0].numpy()[None], axis=2)
    for method in ("nearest", "auto"):
        got = seg.Labeller(model, encoding, text, method)(shape.vertices)
        np.testing.assert_allclose(got, logits[distance.argmin(1)], atol=1e-5)
    result = seg.label_shape(
        model,
        encoding,
        shape,
        list("abc"),
        text,
        Settings(draws=1, propagate="nearest", refine="none", expect="any"),
    )
    np.testing.assert_array_equal(result.vertex_label, logits[distance.argmin(1)].argmax(1))


def part_of(encoding, draw):
    """An encoding of one of the draws alone."""
    own = {name: getattr(encoding, name)[draw : draw + 1] for name in ("points", "centers", "patch_index")}
    output = Output(*(value[draw : draw + 1] for value in vars(encoding.output).values()))
    return replace(encoding, **own, output=output)


@pytest.fixture(scope="module")
def decoded(tmp_path_factory):
    """The tiny model with a decoder that says something of its own."""
    return with_decoder(load_model(save_tiny(tmp_path_factory.mktemp("d") / "tiny.safetensors")))


def with_decoder(model, spread=0.5):
    torch.manual_seed(1)
    config = replace(CONFIG, decoder_width=16)
    model.encoder.config = config
    model.head.decoder = PointDecoder(config, model.dim)
    if spread:
        torch.nn.init.normal_(model.head.decoder.out.weight, std=spread)
    return model


@pytest.mark.parametrize("method", ["points", "nearest", "membership", "interpolate"])
def test_draws_are_averaged_and_chunks_do_not_matter(decoded, text, method, monkeypatch):
    shape = box_mesh()
    encoding = seg.encode(decoded, shape, Settings(draws=3), num_points=200)
    assert not np.array_equal(encoding.points[0], encoding.points[1])
    whole = seg.Labeller(decoded, encoding, text, method)(shape.vertices)
    single = [seg.Labeller(decoded, part_of(encoding, r), text, method)(shape.vertices) for r in range(3)]
    assert np.abs(single[0] - single[1]).max() > 0.01
    np.testing.assert_allclose(whole, np.mean(single, 0), atol=1e-5)
    monkeypatch.setattr(sys.modules[seg.Labeller.__module__], "QUERIES", 7)
    np.testing.assert_array_equal(seg.Labeller(decoded, encoding, text, method)(shape.vertices), whole)
    monkeypatch.setattr(sys.modules[seg.Labeller.__module__], "MANY", 1)  # by compiled code
    np.testing.assert_array_equal(seg.Labeller(decoded, encoding, text, method)(shape.vertices), whole)
    empty = seg.Labeller(decoded, encoding, text, method)(np.zeros((0, 3)))
    assert empty.shape == (0, 3)


def point_features(encoding):
    return encoding.spread(encoding.output.member)


def test_the_decoder_answers_for_points_and_is_the_default(decoded, text):
    """At a point that the network saw: the mean over the patches of its members' features, by hand."""
    shape = Shape(cloud(), None)
    encoding = seg.encode(decoded, shape, Settings(draws=1), num_points=200)
    with torch.no_grad():
        features = decoded.encoder(torch.from_numpy(encoding.points), slots=torch.arange(CONFIG.patch_size))
        members = decoded.head.member_features(features)[0].numpy()
    index = features.patch_index[0].numpy()
    covered = [n for n in range(200) if (index == n).any()]
    expected = np.stack([members[index == n].mean(0) for n in covered])
    np.testing.assert_allclose(point_features(encoding)[0][covered], expected, atol=1e-5)
    ask = seg.Labeller(decoded, encoding, text)
    assert ask.method == "points"
    logits = seg.point_logits(decoded, encoding, text)[0]
    scale, bias = decoded.head.log_scale.exp().item(), decoded.head.bias.item()
    np.testing.assert_allclose(logits[covered], expected @ text.T * scale + bias, atol=1e-4)
    got = ask(encoding.frame.to_source(encoding.points[0]))
    np.testing.assert_allclose(got, logits, atol=1e-3)


def test_points_of_no_patch_say_what_the_nearest_one_says(decoded):
    encoding = seg.encode(decoded, Shape(cloud(3000), None), Settings(draws=1), num_points=1000)
    inside = np.isin(np.arange(1000), encoding.patch_index[0])
    assert 0 < inside.sum() < 1000
    points, feature = encoding.points[0], point_features(encoding)[0]
    for n in np.flatnonzero(~inside)[:20]:
        distance = np.where(inside, np.linalg.norm(points - points[n], axis=1), np.inf)
        np.testing.assert_array_equal(feature[n], feature[distance.argmin()])


def test_a_new_decoder_labels_as_the_patches_do(text, tmp_path):
    """Zero-initialised: the feature of a member is its patch's, so points follow membership."""
    model = with_decoder(load_model(save_tiny(tmp_path / "tiny.safetensors")), spread=0)
    encoding = seg.encode(model, Shape(cloud(), None), Settings(draws=1), num_points=128)
    index = encoding.patch_index[0]
    alone = [n for n in range(128) if (index == n).any(1).sum() == 1]
    patch = [int((index == n).any(1).argmax()) for n in alone]
    expected = seg.patch_logits(model, encoding, text)[0][patch]
    np.testing.assert_allclose(seg.point_logits(model, encoding, text)[0][alone], expected, atol=1e-4)


# -- labels ------------------------------------------------------------------------------------------

LOGITS = np.array([[2.0, 1.0], [-1.0, -0.5], [-3.0, 0.1], [5.0, -5.0]], np.float32)


def test_choosing_labels():
    assert seg.choose_labels(LOGITS, "open", Settings()).tolist() == [0, 1, 1, 0]
    for kind in ("sigmoid", "open", "softmax"):
        assert seg.choose_labels(LOGITS, kind, Settings(background=True)).tolist() == [0, -1, 1, 0]
    assert seg.choose_labels(LOGITS, "open", Settings()).dtype == np.int32


@pytest.mark.parametrize("kind", ["sigmoid", "open", "softmax"])
def test_labels_below_the_least_score_are_left_out(kind):
    score = {
        "sigmoid": [1 / (1 + np.exp(-row.max())) for row in LOGITS],
        "softmax": [np.exp(row.max()) / np.exp(row).sum() for row in LOGITS],
        "open": [np.exp(row.max()) / (np.exp(row).sum() + 1) for row in LOGITS],
    }[kind]
    for least in (0.3, 0.5, 0.6, 0.7, 0.9):
        expected = [label if s >= least else -1 for label, s in zip((0, 1, 1, 0), score, strict=True)]
        assert seg.choose_labels(LOGITS, kind, Settings(min_score=least)).tolist() == expected


@pytest.mark.parametrize(
    ("loss", "kind"), [("paper", "sigmoid"), ("released", "sigmoid"), ("softmax", "softmax"), ("open", "open")]
)
def test_scores_mean_what_the_loss_taught(model, loss, kind):
    assert seg.score_kind(replace(model, info={**model.info, "loss": loss})) == kind


def test_what_fits_no_name_is_left_unlabelled(model, text):
    """Vertices and faces alike; their score is 0."""
    shape = box_mesh()
    encoding = seg.encode(model, shape, SETTINGS)
    plain = seg.label_shape(model, encoding, shape, list("abc"), text, SETTINGS)
    cut = Settings(min_score=float(np.median(plain.vertex_score)))
    result = seg.label_shape(model, encoding, shape, list("abc"), text, cut)
    weak = plain.vertex_score < cut.min_score
    assert 0 < weak.sum() < len(weak) and (result.vertex_label[weak] == -1).all()
    np.testing.assert_array_equal(result.vertex_label[~weak], plain.vertex_label[~weak])
    assert not result.vertex_score[weak].any() and (result.face_label == -1).any()
    none = Settings(background=True)
    assert (seg.label_shape(model, encoding, shape, list("abc"), text, none).vertex_label == -1).all()
    assert (plain.vertex_logits < 0).all()  # the tiny model's bias is -10


# -- names -------------------------------------------------------------------------------------------


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
    shape = box_mesh()
    encoding = seg.encode(released, shape, Settings(draws=1))
    first, *_, last = encoding.output.patch[0]
    towards = {"leg": first - last, "seat": last - first}  # so that both names are the best somewhere

    def embed(texts):
        return np.stack([towards["leg" if "leg" in text else "seat"] for text in texts])

    encoder = TextEncoder(RELEASED_TEXT, "a" * 64, 1280, embed=embed)
    make_bank(tmp_path / "bank.h5", encoder, ["leg", "seat"])
    text = seg.embed_parts(released, ["seat", "leg"], bank_path=tmp_path / "bank.h5")
    result = seg.label_shape(released, encoding, shape, ["seat", "leg"], text, SETTINGS)
    assert set(result.face_label) == {0, 1}
    narrow = TextEncoder(RELEASED_TEXT, "a" * 64, 384, embed=lambda t: np.ones((len(t), 384)))
    make_bank(tmp_path / "narrow.h5", narrow, ["leg"])
    with pytest.raises(TextError, match="needs 1280"):
        seg.embed_parts(released, ["leg"], bank_path=tmp_path / "narrow.h5")
    own = load_text_encoder("minilm")
    make_bank(tmp_path / "own.h5", own, ["leg"])
    with pytest.raises(TextError, match="minilm"):
        seg.embed_parts(released, ["leg"], bank_path=tmp_path / "own.h5")


def test_threads_share_a_model():
    """Eight requests on four threads, new words among them, answer as they do one after the other."""
    from concurrent.futures import ThreadPoolExecutor

    model = load_model(kind="align")
    rng = np.random.default_rng(5)
    clouds = [rng.normal(size=(700, 3)) * [1, 2, 1] for _ in range(8)]
    names = [["leg", "seat"], ["wing", "body", "a wholly new word"]] * 4

    def ask(number):
        return seg.segment(clouds[number], names[number], model=model, draws=2).vertex_logits

    alone = [ask(number) for number in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(ask, range(8)))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-4)
