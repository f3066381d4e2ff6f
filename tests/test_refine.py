import numpy as np
import pytest
from tiny_model import save_tiny

from pa3d import refine
from pa3d import segmenter as seg
from pa3d.checkpoint import load_model
from pa3d.errors import Pa3dError
from pa3d.metrics import part_ious
from pa3d.shapes import Shape, face_areas


def noisy(labels, wrong, seed=0, margin=1.0):
    """Logits (n, 2) in favour of the label, of another where a random share is wrong."""
    rng = np.random.default_rng(seed)
    flipped = np.where(rng.random(len(labels)) < wrong, 1 - labels, labels)
    return (margin * np.eye(2)[flipped]).astype(np.float32)


def two_balls(count=1500):
    rng = np.random.default_rng(3)
    ball = rng.normal(size=(2 * count, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    ball[count:] += [3.0, 0, 0]
    return ball, np.repeat([0, 1], count)


def roof(count=3000):
    """Two faces of a box that meet in a sharp edge at x = z = 0."""
    rng = np.random.default_rng(4)
    along, up, side = rng.random(count), rng.random(count), rng.random(count) < 0.5
    points = np.where(side[:, None], np.c_[along, up, 0 * up], np.c_[0 * up, up, -along])
    return points, side.astype(int)


def grid(size, fold=None):
    """A square of size x size cells, two triangles each; folded down by 90 degrees at x = fold."""
    x, y = (a.ravel().astype(float) for a in np.meshgrid(np.arange(size + 1), np.arange(size + 1)))
    z = np.zeros(len(x))
    if fold is not None:
        x, z = np.minimum(x, fold), -np.maximum(x - fold, 0)
    a = (np.arange(size)[:, None] * (size + 1) + np.arange(size)).ravel()
    faces = np.concatenate([np.c_[a, a + 1, a + size + 2], np.c_[a, a + size + 2, a + size + 1]])
    return Shape(np.c_[x, y, z], faces.astype(np.int32))


def joined(*shapes):
    starts = np.cumsum([0, *(len(s.vertices) for s in shapes)])
    faces = [s.faces + start for s, start in zip(shapes, starts, strict=False)]
    return Shape(np.concatenate([s.vertices for s in shapes]), np.concatenate(faces).astype(np.int32))


def iou(logits, labels):
    return float(np.mean(part_ious(logits.argmax(1), labels, 2, "skip")))


def test_a_noisy_pair_of_spheres_gets_cleaner():
    points, labels = two_balls()
    logits = noisy(labels, 0.3)
    assert iou(logits, labels) < 0.6
    assert iou(refine.refine_cloud(points, logits), labels) > 0.99


def test_a_border_at_a_sharp_edge_is_kept():
    points, labels = roof()
    logits = noisy(labels, 0.25)
    got = refine.refine_cloud(points, logits)
    away = np.abs(points[:, [0, 2]]).max(1) > 0.03  # two spacings; nearer, normals are not known
    assert iou(got[away], labels[away]) > 0.99
    near = away & (np.abs(points[:, [0, 2]]).max(1) < 0.1)
    assert (got[near].argmax(1) == labels[near]).mean() > 0.98


def test_the_order_and_units_of_a_cloud_do_not_matter():
    points, labels = two_balls(600)
    logits, order = noisy(labels, 0.3), np.random.default_rng(1).permutation(len(points))
    expected = refine.refine_cloud(points, logits)
    np.testing.assert_allclose(refine.refine_cloud(points[order], logits[order]), expected[order], atol=1e-5)
    moved = refine.refine_cloud(points * 1000 + [50, -70, 20], logits)
    np.testing.assert_allclose(moved, expected, atol=1e-3)


def test_a_large_cloud_is_cleaned_from_a_part_of_its_points(monkeypatch):
    points, labels = two_balls()
    monkeypatch.setattr(refine, "ANCHORS", 1000)
    logits = noisy(labels, 0.1, margin=4.0)
    order = np.random.default_rng(2).permutation(len(points))
    got = refine.refine_cloud(points, logits)
    assert got.shape == logits.shape and not np.array_equal(got, logits)
    np.testing.assert_allclose(refine.refine_cloud(points[order], logits[order]), got[order], atol=1e-4)
    clean = noisy(labels, 0.0)  # one value on each ball: nothing to smooth, and nothing may leak across
    np.testing.assert_allclose(refine.refine_cloud(points, clean), clean, atol=1e-4)


def test_repeated_points_and_few_points():
    points, labels = two_balls(200)
    logits = noisy(labels, 0.2)
    once = refine.refine_cloud(points, logits)
    thrice = refine.refine_cloud(np.tile(points, (3, 1)), np.tile(logits, (3, 1)))
    np.testing.assert_allclose(thrice, np.tile(once, (3, 1)), atol=1e-5)
    for few in (np.zeros((40, 3)), np.repeat(np.eye(3), 20, 0), np.c_[np.arange(40.0), np.zeros((40, 2))]):
        assert np.isfinite(refine.refine_cloud(few, noisy(np.zeros(len(few), int), 0.5))).all()


def test_a_mesh_is_cleaned_up_to_its_fold():
    shape = grid(20, fold=10)
    labels = (shape.vertices[shape.faces].mean(1)[:, 2] < 0).astype(int)
    logits = noisy(labels, 0.3)
    near = [(shape.faces == v).any(1) for v in range(len(shape.vertices))]
    vertices = np.stack([logits[around].mean(0) for around in near])  # what the faces around it say
    at, got = refine.refine_mesh(shape, vertices, logits)
    assert iou(logits, labels) < 0.6 and iou(got, labels) > 0.97
    beside = shape.vertices[:, 2] < -0.5
    assert (at[beside].argmax(1) == 1).mean() > 0.95


def two_pieces(second_part):
    """A large piece whose first faces, that share of it, are part 1 and the rest part 0; a small one of part 1
    with a wrong patch. The mesh, its logits, and the number of faces of the large piece."""
    large, small = grid(20), grid(6)
    small.vertices[:, 2] += 5
    shape = joined(large, small)
    count = len(large.faces)
    labels = np.r_[np.zeros(count, int), np.ones(len(small.faces), int)]
    labels[: round(count * second_part)] = 1
    logits = noisy(labels, 0.0)
    logits[count : count + 20] = [1, 0]
    return shape, logits, count


def test_small_pieces_are_whole_and_large_ones_of_two_parts_are_not():
    shape, logits, count = two_pieces(second_part=0.5)
    at, got = refine.refine_mesh(shape, np.zeros((len(shape.vertices), 2), np.float32), logits)
    assert (got[count:] == got[count]).all() and got[count].argmax() == 1
    corner = shape.faces[count:].min()
    np.testing.assert_allclose(at[corner:], np.tile(got[count], (len(at) - corner, 1)), atol=1e-6)
    assert set(got[:count].argmax(1)) == {0, 1}


def test_a_large_piece_is_whole_when_as_large_a_share_of_it_agrees():
    """The large piece has 0.92 of the area: 0.97 of its faces agree, or 0.8 do."""
    at = np.zeros((21 * 21 + 7 * 7, 2), np.float32)
    shape, logits, count = two_pieces(second_part=0.03)
    assert 0.9 < face_areas(shape)[:count].sum() / face_areas(shape).sum() < 0.95
    assert set(refine.refine_mesh(shape, at, logits)[1][:count].argmax(1)) == {0}
    shape, logits, _ = two_pieces(second_part=0.2)
    assert set(refine.refine_mesh(shape, at, logits)[1][:count].argmax(1)) == {0, 1}


def test_a_piece_says_what_its_faces_say_on_average():
    """Shares of the names are averaged, not logits: a few faces that are very sure do not outvote the rest."""
    shape = joined(grid(20), grid(6))
    shape.vertices[21 * 21 :, 2] += 5
    logits = np.zeros((len(shape.faces), 2), np.float32)
    logits[:800, 0] = 8
    logits[800:, 1] = 0.5
    logits[800:810] = [50, 0]
    got = refine._piece_logits(
        logits, np.r_[np.zeros(800, int), np.ones(72, int)], np.ones(872), np.array([800, 72])
    )
    half = 1 / (1 + np.exp(0.5))
    share = (10 + 62 * half) / 72
    assert got[1].argmax() == 1
    np.testing.assert_allclose(got[1, 0] - got[1, 1], np.log(share / (1 - share)), atol=1e-5)
    together = (10 * 50 + 62 * np.log(1 + np.exp(0.5))) / 72
    np.testing.assert_allclose(np.log(np.exp(got[1]).sum()), together, atol=1e-5)


def test_isolated_vertices_degenerate_faces_and_order():
    whole = grid(12, fold=6)
    vertices = np.concatenate([whole.vertices, [[3.0, 3.0, 3.0]]])
    odd = np.array([[0, 0, 1], [5, 5, 5], [0, 1, 2]], np.int32)  # two corners, one corner, a line
    shape = Shape(vertices, np.concatenate([whole.faces, odd, whole.faces[:3]]))  # edges of three and four
    rng = np.random.default_rng(6)
    at, on = (rng.normal(size=(n, 3)).astype(np.float32) for n in (len(vertices), len(shape.faces)))
    new_at, new_on = refine.refine_mesh(shape, at, on)
    assert np.isfinite(new_at).all() and np.isfinite(new_on).all()
    np.testing.assert_array_equal(new_at[-1], at[-1])
    turn, shuffle = rng.permutation(len(shape.faces)), rng.permutation(len(vertices))
    back = np.argsort(shuffle).astype(np.int32)
    other = Shape(vertices[shuffle], back[shape.faces[turn]])
    other_at, other_on = refine.refine_mesh(other, at[shuffle], on[turn])
    np.testing.assert_allclose(other_at, new_at[shuffle], atol=1e-4)
    np.testing.assert_allclose(other_on, new_on[turn], atol=1e-4)


def test_corners_written_anew_for_every_face_are_one_surface():
    shape = grid(10, fold=5)
    loose = Shape(shape.vertices[shape.faces].reshape(-1, 3), np.arange(600, dtype=np.int32).reshape(-1, 3))
    logits = noisy(np.zeros(200, int), 0.3)
    at = np.zeros((len(shape.vertices), 2), np.float32)
    expected = refine.refine_mesh(shape, at, logits)[1]
    got = refine.refine_mesh(loose, np.zeros((600, 2), np.float32), logits)[1]
    np.testing.assert_allclose(got, expected, atol=1e-6)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return load_model(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


def test_none_is_the_plain_answer_and_others_are_named(model):
    text = np.linalg.qr(np.random.default_rng(5).normal(size=(384, 3)))[0].T.astype(np.float32)
    for shape in (Shape(two_balls(300)[0], None), grid(12, fold=6)):
        plain = seg.Settings(refine="none", draws=1)
        encoding = seg.encode(model, shape, plain)
        ask = seg.Labeller(model, encoding, text, present=[slice(0, 3)])
        got = seg.label_shape(model, encoding, shape, list("abc"), text, plain)
        np.testing.assert_array_equal(got.vertex_logits, ask(shape.vertices))
        smooth = seg.label_shape(model, encoding, shape, list("abc"), text, seg.Settings(draws=1))
        assert not np.array_equal(smooth.vertex_logits, got.vertex_logits)
        np.testing.assert_array_equal(smooth.vertex_label, smooth.vertex_logits.argmax(1))
        if shape.faces is not None:
            np.testing.assert_array_equal(got.face_logits, ask(shape.vertices[shape.faces].mean(1)))
            np.testing.assert_array_equal(smooth.face_label, smooth.face_logits.argmax(1))
    with pytest.raises(Pa3dError, match="--refine sharp: write one of smooth, none"):
        seg.label_shape(model, encoding, shape, list("abc"), text, seg.Settings(refine="sharp"))


def test_a_vertex_of_no_face_changes_nothing_wherever_it_lies():
    mesh = grid(12, fold=6)
    far = Shape(np.concatenate([mesh.vertices, [[1e9, -1e9, 3e8]]]), mesh.faces)
    rng = np.random.default_rng(0)
    at_vertices = rng.normal(size=(len(mesh.vertices), 2)).astype(np.float32)
    at_faces = rng.normal(size=(len(mesh.faces), 2)).astype(np.float32)
    vertices, faces = refine.refine_mesh(mesh, at_vertices, at_faces)
    more = np.concatenate([at_vertices, [[5.0, 6.0]]]).astype(np.float32)
    with_far, same = refine.refine_mesh(far, more, at_faces)
    np.testing.assert_array_equal(same, faces)
    np.testing.assert_array_equal(with_far[:-1], vertices)
    np.testing.assert_array_equal(with_far[-1], more[-1])
