"""Names that are known to be on a shape: what is made up for, what stays as it is, and that it helps."""

from pathlib import Path

import numpy as np
import pytest

import pa3d
from pa3d.datasets import npz
from pa3d.errors import Pa3dError
from pa3d.methods import Question, model_method
from pa3d.network import load_network
from pa3d.presence import EXPECTATIONS, LEAST, PULL, gain, raised, with_presence
from pa3d.prompts import queries
from pa3d.shapes import face_areas

EXAMPLES = Path(__file__).parent.parent / "examples" / "labelled-points"


def none_share(logits):
    """Share of "none of these", whose logit is 0, beside the names."""
    return 1 / (1 + np.exp(logits).sum(-1))


def places(names=3, seed=0):
    """(2, 500, L) logits of L names, the last of which is heard badly everywhere but in one tenth."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 1, (2, 500, names)).astype(np.float32)
    logits[..., -1] -= 3
    logits[:, :50, -1] += 3
    return logits


def test_a_name_that_is_heard_everywhere_moves_nothing():
    logits = np.full((1, 100, 2), -9, np.float32)
    logits[0, :50, 0] = logits[0, 50:, 1] = 9
    np.testing.assert_allclose(with_presence(logits, [slice(0, 2)]), logits, atol=1e-4)


def test_a_weak_name_gains_the_same_everywhere():
    logits = places()
    after = with_presence(logits, [slice(0, 3)])
    gain = (after[..., 2] - after[..., 0]) - (logits[..., 2] - logits[..., 0])
    np.testing.assert_allclose(gain, gain[0, 0], atol=1e-5)
    assert 0.1 < gain[0, 0] <= -PULL * np.log(LEAST)
    assert (after.argmax(-1) == 2).sum() > (logits.argmax(-1) == 2).sum()


def test_the_gain_has_an_end():
    logits = np.zeros((1, 100, 2), np.float32)
    logits[..., 1] = -50  # heard nowhere
    after = with_presence(logits, [slice(0, 2)])
    gain = PULL * np.log((1 + LEAST) / LEAST)
    np.testing.assert_allclose(after[..., 1] - after[..., 0], gain - 50, rtol=1e-5)


def test_none_of_these_keeps_its_share():
    logits = places()
    np.testing.assert_allclose(none_share(with_presence(logits, [slice(0, 3)])), none_share(logits), rtol=1e-4)


def test_each_question_by_itself_and_other_columns_untouched():
    logits = np.concatenate([places(3, 0), places(2, 1), places(4, 2)], -1)
    after = with_presence(logits, [slice(0, 3), slice(5, 9)])
    np.testing.assert_array_equal(after[..., 3:5], logits[..., 3:5])
    np.testing.assert_array_equal(after[..., :3], with_presence(logits[..., :3], [slice(0, 3)]))
    np.testing.assert_array_equal(after[..., 5:], with_presence(logits[..., 5:], [slice(0, 4)]))


def test_places_count_by_their_weight():
    """A place of weight 3 is as three places; the order of the places does not matter."""
    logits = places()[0]
    weights = np.random.default_rng(0).integers(1, 4, len(logits))
    expected = gain(np.repeat(logits, weights, axis=0))
    np.testing.assert_allclose(gain(logits, weights.astype(float)), expected, atol=0.02)
    order = np.random.default_rng(1).permutation(len(logits))
    np.testing.assert_array_equal(gain(logits[order], weights[order]), gain(logits, weights))
    equal = gain(logits, np.ones(len(logits)))
    np.testing.assert_allclose(equal, gain(logits), atol=0.02)
    assert gain(logits)[2] > gain(logits)[0] + 0.1
    np.testing.assert_allclose(none_share(raised(logits, equal)), none_share(logits), rtol=1e-4)


def test_every_name_is_found_on_a_mesh_whose_pieces_speak_as_a_whole(model):
    """Legs and pillows of the couch are pieces that other names outvote, unless they have to be there."""
    couch = pa3d.load_shape(EXAMPLES.parent / "meshes" / "couch.ply")
    names = ["seat", "backrest", "armrest", "leg", "pillow"]
    found = {e: pa3d.segment(couch, names, model=model, expect=e) for e in EXPECTATIONS}
    counts = {e: np.bincount(result.face_label, minlength=5) for e, result in found.items()}
    assert (counts["any"] == 0).any() and (counts["all"] > 300).all()
    gains = gain(found["any"].face_logits, face_areas(couch))
    assert gains[counts["any"] == 0].min() > gains[counts["any"] > 0].max()


def test_one_name_alone_has_nobody_to_gain_on():
    logits = places(1)
    np.testing.assert_allclose(with_presence(logits, [slice(0, 1)]), logits, atol=1e-5)


def test_places_in_any_order():
    logits = places()
    order = np.random.default_rng(1).permutation(500)
    expected = with_presence(logits, [slice(0, 3)])[:, order]
    np.testing.assert_allclose(with_presence(logits[:, order], [slice(0, 3)]), expected, atol=1e-6)


@pytest.fixture(scope="module")
def model():
    return load_network()


def test_a_part_that_loses_is_found(model):
    """Through `segment` and `benchmark`'s method: struts between wings, the part that is heard least."""
    shape = npz.read(EXAMPLES / "biplane.npz")
    counts, strut = {}, shape.part_names.index("strut")
    for expect in EXPECTATIONS:
        found = pa3d.segment(shape.points, shape.part_names, model=model, expect=expect, refine="none")
        counts[expect] = np.bincount(found.vertex_label, minlength=len(shape.part_names))
        question = Question(shape, {"part": queries("part", shape.part_names, shape.category)}, 0, "y")
        method = model_method("default", expect=expect, refine="none")
        answer = method.start("cpu")([question])[0]["part"]
        own = answer[:, : len(shape.part_names)]
        np.testing.assert_array_equal(own.argmax(1), found.vertex_label)
    assert counts["any"].argmin() == strut
    assert counts["all"][strut] > 1.5 * counts["any"][strut]


def test_an_unknown_expectation(model):
    with pytest.raises(Pa3dError, match="--expect some: write one of all, any"):
        pa3d.segment(np.eye(3).repeat(20, 0), ["leg"], model=model, expect="some")
