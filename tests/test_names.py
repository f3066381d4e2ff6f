import numpy as np
import pytest
from tiny_model import save_tiny

import pa3d
from pa3d import names, text
from pa3d.checkpoint import load_model
from pa3d.encoding import Labeller, Settings, encode, patch_logits
from pa3d.errors import Pa3dError, TextError
from pa3d.readers import load_shape
from pa3d.segmentation import Segmentation, label_score, part_scores
from pa3d.shapes import Shape
from pa3d.towers import MINILM_SHA256

RNG = np.random.default_rng(8)
CHAIR = "examples/meshes/chair.ply"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


@pytest.fixture(scope="module")
def cloud():
    points = RNG.normal(size=(500, 3))
    return Shape(points / np.linalg.norm(points, axis=1, keepdims=True) * [1.0, 0.5, 0.8], None)


@pytest.fixture(scope="module")
def minilm():
    return text.load_text_encoder("minilm")


def segmentation(logits, part_names, kind="open"):
    logits = np.asarray(logits, np.float32)
    shape = Shape(RNG.normal(size=(len(logits), 3)), None)
    label = logits.argmax(1).astype(np.int32)
    return Segmentation(
        shape, part_names, label, logits, None, None, label_score(logits, label, kind), score_kind=kind
    )


# -- wordings -------------------------------------------------------------------------------------


def test_alternatives_have_rows_of_their_own(model, minilm):
    got = names.embed_parts(model, ["Leg|foot", "seat"])
    assert got.shape == (2, 2, 384)
    np.testing.assert_allclose(got[0], text.embed_names(minilm, ["leg", "foot"]), atol=1e-6)
    np.testing.assert_array_equal(got[1, 0], got[1, 1])  # a shorter name repeats itself
    assert names.embed_parts(model, ["leg", "seat"]).shape == (2, 1, 384)


def test_a_name_scores_as_its_best_alternative(model, cloud):
    encoding = encode(model, cloud, Settings(draws=2))
    rows = np.linalg.qr(RNG.normal(size=(384, 3)))[0].T.astype(np.float32)
    single = patch_logits(model, encoding, rows)
    both = patch_logits(model, encoding, np.stack([rows[[0, 1]], rows[[2, 2]]]))
    np.testing.assert_allclose(both[..., 0], single[..., :2].max(-1), atol=1e-5)
    np.testing.assert_allclose(both[..., 1], single[..., 2], atol=1e-5)
    assert (single[..., 0] != both[..., 0]).any()


def test_a_synonym_labels_what_its_words_label(model, cloud):
    encoding = encode(model, cloud, Settings(draws=2))
    ask = Labeller(model, encoding, names.embed_parts(model, ["leg", "foot", "seat"]))
    alone = ask(cloud.vertices).argmax(1)
    joint = pa3d.segment(cloud, ["leg|foot", "seat"], model=model, draws=2, refine="none", expect="any")
    assert joint.part_names == ["leg|foot", "seat"]
    np.testing.assert_array_equal(joint.vertex_label == 1, alone == 2)


def test_a_category_moves_names_towards_their_wording_with_it(model, minilm):
    plain, hinted = (names.embed_parts(model, ["leg"], category=c)[0, 0] for c in ("", "Chair"))
    with_chair = text.embed_names(minilm, ["chair leg"])[0]
    assert hinted @ with_chair > plain @ with_chair + 0.01
    assert hinted @ plain > 0.5
    assert np.linalg.norm(hinted) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(names.embed_parts(model, ["leg"], category=" - ")[0, 0], plain)


def test_other_templates_are_used_and_faulty_ones_refused(model, minilm):
    got = names.embed_parts(model, ["leg"], templates=["a photo of a {}"])
    np.testing.assert_allclose(got[0, 0], minilm.encode(["a photo of a leg"])[0], atol=1e-6)
    for templates, fault in ((["a photo"], "'a photo' needs a {} where"), ([], "no template is given")):
        with pytest.raises(TextError, match=fault):
            names.embed_parts(model, ["leg"], templates=templates)


def test_no_word_is_refused_in_any_script(model, cloud):
    asked = ["ножка", "椅子の脚", "πόδι", "ساق", "zzqxv", "leg"]
    result = pa3d.segment(cloud, asked, model=model, draws=1)
    assert result.part_names == asked
    assert np.isfinite(result.vertex_logits).all()
    for empty in ("|", "-"):
        with pytest.raises(TextError, match="no letter or digit"):
            names.embed_parts(model, ["leg", empty])


def test_synonyms_in_a_list_are_one_name():
    assert text.split_names("leg|foot, seat ,leg foot,Leg|Foot") == ["leg|foot", "seat", "leg foot"]


# -- the shipped bank -----------------------------------------------------------------------------


def test_the_shipped_bank_holds_what_the_encoder_says(minilm):
    bank = text.shipped_bank("minilm", MINILM_SHA256)
    assert len(bank) > 500
    some = ["leg", "legs", "seat", "wheel", "handle", "lampshade", "wing"]
    np.testing.assert_allclose([bank[n] for n in some], text.embed_names(minilm, some), atol=1e-6)
    assert text.SHIPPED_BANK.stat().st_size < 8e6


def test_the_shipped_bank_is_for_its_own_recipe_only():
    assert text.shipped_bank("minilm", "0" * 64) == {}
    assert text.shipped_bank("open_clip:ViT-B-32/openai", MINILM_SHA256) == {}
    assert text.shipped_bank("minilm", MINILM_SHA256, ("{}",)) == {}


def test_common_names_need_no_text_tower(model, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the text tower was loaded")

    monkeypatch.setattr(names, "load_text_encoder", refuse)
    assert names.embed_parts(model, ["leg|foot", "Seat", "wheels"]).shape == (3, 2, 384)
    with pytest.raises(AssertionError, match="was loaded"):
        names.embed_parts(model, ["zzqxv"])


def test_a_bank_of_another_width_is_refused_and_the_shipped_one_not_asked(tmp_path):
    narrow = load_model(save_tiny(tmp_path / "narrow.safetensors", dim=64))
    with pytest.raises(TextError, match="minilm: not the text weights"):
        names.embed_parts(narrow, ["leg"])
    text.make_bank(tmp_path / "bank.h5", text.load_text_encoder("minilm"), ["leg"])
    with pytest.raises(TextError, match="bank.h5: embeddings of width 384; .* needs 64"):
        names.embed_parts(narrow, ["leg", "zzqxv"], bank_path=tmp_path / "bank.h5")


# -- proposals ------------------------------------------------------------------------------------


def test_the_vocabulary_is_the_models_or_the_shipped_banks(model, monkeypatch):
    assert {"leg", "seat", "wheel"} <= set(names.vocabulary(model))
    monkeypatch.setitem(model.info, "part_names", ["leg|support", "seat", "leg"])
    assert names.vocabulary(model) == ["leg", "support", "seat"]
    monkeypatch.delitem(model.info, "part_names")
    monkeypatch.setitem(model.info, "text_encoder", "open_clip:other/one")
    with pytest.raises(TextError, match="name the parts yourself"):
        names.vocabulary(model)


def test_proposals_cover_and_leave_out_twins():
    """Three places; the first name fits two of them, a twin of it nearly as well, the third name the last."""
    logits = np.array([[5, 4.9, 0, -1], [5, 4.9, 0, -1], [-3, 2.0, 3, -1]], np.float32)
    meaning = np.eye(4, 8, dtype=np.float32)
    meaning[1, :2] = [0.95, 0.31]  # cosine 0.95 with name 0
    assert names._cover(logits, meaning, 8) == [1, 2]
    assert names._cover(logits[:, [0, 2, 3]], meaning[[0, 2, 3]], 8) == [0, 1]
    assert names._cover(logits, meaning, 1) == [1]
    assert names._cover(logits - 9, meaning, 8) == [1]  # nothing fits: the nearest miss


def test_propose_names_takes_the_best_words(model, cloud, monkeypatch):
    encoding = encode(model, cloud, Settings(draws=1))
    words = ["leg", "seat", "wheel", "petal", "roof"]
    logits = RNG.normal(size=(60, 5)).astype(np.float32) - 8
    logits[:40, 2], logits[40:, 4] = 6, 6
    monkeypatch.setattr(names, "seen_logits", lambda *_: logits)
    assert names.propose_names(model, encoding, words=words) == ["wheel", "roof"]
    assert names.propose_names(model, encoding, words=words, limit=1) == ["wheel"]
    flat = np.ones((60, 5), np.float32)
    monkeypatch.setattr(names, "seen_logits", lambda *_: flat)
    assert names.propose_names(model, encoding, words=words, category="flower")[0] == "petal"
    assert names.propose_names(model, encoding, words=words, category="car")[0] == "wheel"


def test_segment_names_the_parts_itself():
    model = load_model(kind="align")
    result = pa3d.segment(load_shape(CHAIR), None, model=model, category="chair", draws=1)
    assert 1 <= len(result.part_names) <= names.MAX_PROPOSED
    assert set(result.part_names) <= set(names.vocabulary(model))
    assert result.vertex_logits.shape[1] == len(result.part_names)


# -- what was heard of each name ------------------------------------------------------------------


def test_name_scores_are_a_names_own():
    seg = segmentation(RNG.normal(size=(50, 3)) * 4, ["leg|foot", "seat", "Back"])
    expected = part_scores(seg.vertex_logits, "open")
    for name, column in (("leg|foot", 0), ("foot", 0), ("seat", 1), (" back", 2)):
        np.testing.assert_allclose(names.name_scores(seg, name), expected[:, column], atol=1e-6)
    with pytest.raises(Pa3dError, match="'wheel' is not one of the names asked for: leg|foot, seat, Back"):
        names.name_scores(seg, "wheel")
    with pytest.raises(Pa3dError, match="no faces"):
        names.name_scores(seg, "seat", faces=True)


def test_face_scores_of_a_mesh(model):
    mesh = load_shape(CHAIR)
    result = pa3d.segment(mesh, ["leg", "seat"], model=model, draws=1)
    expected = part_scores(result.face_logits, result.score_kind)[:, 1]
    np.testing.assert_allclose(names.name_scores(result, "seat", faces=True), expected, atol=1e-6)


def test_hard_names_say_why():
    logits = np.full((100, 5), -6.0) + RNG.normal(size=(100, 5)) * 0.1
    logits[:60, 0] = 5  # wins
    logits[60:, 1] = 4  # wins
    logits[60:, 2] = 3.9  # always just behind 1
    logits[:5, 3] = 4.9  # high, but 0 is higher
    reasons = dict(names.hard_names(segmentation(logits, ["seat", "leg", "legs", "rim", "wing"])))
    assert list(reasons) == ["legs", "rim", "wing"]
    assert "labels nothing" in reasons["legs"] and "scores like 'leg'" in reasons["legs"]
    assert reasons["rim"].startswith("labels nothing")
    assert "best score is 0.00" in reasons["wing"]
    assert "scores like" not in reasons["wing"]


def test_a_name_that_wins_with_a_low_score_is_hard():
    logits = np.array([[3.0, -4], [3, -4], [-3, -2]])
    assert names.hard_names(segmentation(logits, ["seat", "leg"])) == [("leg", "its best score is 0.11")]
    assert names.hard_names(segmentation(np.array([[3.0, -4], [-4, 3]]), ["seat", "leg"])) == []


def test_a_single_name_is_no_twin():
    assert names.twins(np.ones((9, 1))) == {}
    assert names.twins(np.ones((9, 3))) == {1: 0, 2: 0}
