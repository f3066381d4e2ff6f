from __future__ import annotations

import json

import numpy as np
import pytest

from pa3d import artifact, patches, schemas
from pa3d.annotations import read_annotation
from pa3d.errors import Pa3dError, ShapeError
from pa3d.patches import PatchConfig, draw_points, fractional_labels, group, patchify_shape, pool_features
from pa3d.shapes import UP_ROTATIONS
from pa3d.stage import Job, Runtime, run_stage, seed_of

SMALL = PatchConfig(num_draws=4, draw_size=64, num_patches=8, patch_size=5)


def rng(seed=0):
    return np.random.default_rng(seed)


def cloud(count=200, seed=0):
    return rng(seed).normal(size=(count, 3)).astype(np.float32)


# -- patches, targets, labels ------------------------------------------------------------------------


@pytest.mark.parametrize("points", [cloud(64), np.repeat(cloud(20), 4, 0), np.resize(cloud(5), (64, 3))])
def test_the_first_member_is_the_centre(points):
    center_index, patch_index = group(points, 12, 6)
    np.testing.assert_array_equal(patch_index[:, 0], center_index)
    assert patch_index.shape == (12, 6) and patch_index.dtype == center_index.dtype == np.int32
    assert all(len(set(row)) == 6 for row in patch_index.tolist())


def test_pooling_equals_a_loop():
    feature, index = rng().normal(size=(50, 7)).astype(np.float16), rng(1).integers(50, size=(9, 4))
    expected = [sum(feature[i].astype(np.float64) for i in row) / 4 for row in index]
    np.testing.assert_allclose(pool_features(feature, index), expected, rtol=1e-6, atol=1e-7)


def test_pooling_of_a_constant_is_the_constant():
    feature = np.tile(rng().normal(size=7).astype(np.float16), (50, 1))
    pooled = pool_features(feature, rng(1).integers(50, size=(9, 32)))
    np.testing.assert_array_equal(pooled, feature[:9].astype(np.float32))


def test_labels_equal_a_loop():
    mask, index = rng().random((3, 50)) < 0.4, rng(1).integers(50, size=(9, 8))
    expected = [[sum(mask[j, i] for i in row) / 8 for j in range(3)] for row in index]
    np.testing.assert_array_equal(fractional_labels(mask, index), expected)


def test_labels_of_a_partition_sum_to_one():
    label = rng().integers(4, size=50)
    fractions = fractional_labels(label == np.arange(4)[:, None], rng(1).integers(50, size=(9, 32)))
    assert fractions.dtype == np.float32
    assert (fractions >= 0).all() and (fractions <= 1).all()
    np.testing.assert_array_equal(fractions.sum(1), np.ones(9))
    assert (fractions.max(1) < 1).any()


def test_labels_of_a_one_part_shape_are_ones():
    labels = fractional_labels(np.ones((1, 50), bool), rng(1).integers(50, size=(9, 32)))
    np.testing.assert_array_equal(labels, np.ones((9, 1)))


# -- draws -------------------------------------------------------------------------------------------


def test_odd_draws_hold_only_visible_points():
    num_views = (rng().random(200) < 0.5).astype(np.uint8) * 3
    for draw in range(4):
        index = draw_points(200, num_views, draw, SMALL, rng(draw))
        assert num_views[index].all() == (draw % 2 == 1)
        assert len(set(index.tolist())) == 64


def test_draws_from_all_points_when_too_few_are_visible_or_nobody_asks():
    few = np.zeros(200, np.uint8)
    few[:7] = 1
    no = PatchConfig(**{**vars(SMALL), "visible_draws": False})
    many = np.zeros(200, np.uint8)
    many[:70] = 1
    for num_views, config in ((few, SMALL), (None, SMALL), (many, no)):
        assert draw_points(200, num_views, 1, config, rng()).max() > 70


@pytest.mark.parametrize("count", [64, 63, 20, 3])
def test_points_repeat_only_when_there_are_too_few(count):
    index = draw_points(count, None, 0, SMALL, rng())
    times = np.bincount(index, minlength=count)
    assert len(index) == 64 and index.dtype == np.int32
    assert times.max() - times.min() <= 1 and times.min() >= 1


def test_draws_are_in_random_order_and_differ():
    a, b = (draw_points(64, None, 0, SMALL, rng(seed)) for seed in (0, 1))
    assert sorted(a.tolist()) == sorted(b.tolist()) == list(range(64))
    assert (a != b).any() and (a != np.arange(64)).any()


def test_a_shape_with_fewer_points_than_patches():
    arrays = patchify_shape(cloud(5), SMALL, rng(), cloud(5), None, np.ones((1, 5), bool))
    np.testing.assert_array_equal(arrays["patch_label"], np.ones((4, 8, 1)))
    assert arrays["patch_index"].max() < 64


def test_a_draw_is_consistent_with_itself():
    """Targets and labels follow from the stored indices alone."""
    points, feature = cloud(), cloud(200, 1).astype(np.float16)
    mask, num_views = rng(2).random((3, 200)) < 0.5, rng(3).integers(3, size=200).astype(np.uint8)
    a = patchify_shape(points, SMALL, rng(), feature, num_views, mask)
    for r in range(4):
        own = points[a["draw_index"][r]]
        center_index, patch_index = group(own, 8, 5)
        np.testing.assert_array_equal(a["center_index"][r], center_index)
        np.testing.assert_array_equal(a["patch_index"][r], patch_index)
        members = a["draw_index"][r][patch_index]  # into the shape's points
        pooled = feature[members].astype(np.float32).mean(1)
        np.testing.assert_allclose(a["patch_feature"][r], pooled, rtol=1e-3, atol=1e-3)
        np.testing.assert_allclose(a["patch_label"][r], mask[:, members].mean(2).T, atol=1e-6)


# -- the stage ---------------------------------------------------------------------------------------

NUM_POINTS, NUM_FACES = 150, 12


def write_render(path, shape_id="chair", *, up="z", kind="mesh", seed=0):
    points = cloud(NUM_POINTS, seed)
    source = rng(seed).integers(NUM_FACES, size=NUM_POINTS) if kind == "mesh" else np.arange(NUM_POINTS)
    arrays = {
        "points": points,
        "point_source": source.astype(np.int32),
        "rgb": np.zeros((1, 2, 2, 3), np.uint8),
        "depth": np.full((1, 2, 2), np.inf, np.float32),
        "face_index": np.full((1, 2, 2), -1, np.int32),
        "extrinsics": np.eye(4, dtype=np.float32)[None],
        "intrinsics": np.eye(3, dtype=np.float32)[None],
        "center": np.array([1.0, -2.0, 3.0]),
        "scale": np.float64(2.5),
    }
    attrs = {"up": up, "source_kind": kind, "projection": "perspective"}
    artifact.write(
        path,
        schemas.RENDER,
        arrays,
        shape_id=shape_id,
        config={"splat_radius": 0.02},
        inputs={"mesh": "m"},
        attrs=attrs,
    )
    return points, source


def source_points(points, up="z"):
    """Where the points are in the file of the shape: unscale, uncentre, unrotate."""
    moved = points.astype(np.float64) * 2.5 + [1.0, -2.0, 3.0]
    return np.stack([np.linalg.inv(UP_ROTATIONS[up]) @ p for p in moved])


def write_pointfeat(path, points, shape_id="chair", seed=0):
    arrays = {
        "points": points,
        "feature": rng(seed).normal(size=(len(points), 6)).astype(np.float16),
        "num_views": (np.arange(len(points)) % 3).astype(np.uint8),
    }
    attrs = {"teacher": "fake"}
    artifact.write(
        path, schemas.POINTFEAT, arrays, shape_id=shape_id, config={}, inputs={"tokens": "t"}, attrs=attrs
    )
    return arrays


@pytest.fixture
def folders(tmp_path):
    for name in ("render", "pointfeat", "labels"):
        (tmp_path / name).mkdir()
    return tmp_path


def run(folders, config=SMALL, *, feat=True, labels=True, out="out"):
    renders = [Job(p.stem, {"render": p}) for p in sorted((folders / "render").glob("*.h5"))]
    jobs = patches.jobs(
        renders, folders / "pointfeat" if feat else None, folders / "labels" if labels else None
    )
    return run_stage(patches.stage(config), jobs, folders / out, Runtime())


def test_the_whole_stage(folders):
    points, face = write_render(folders / "render/chair.h5")
    feat = write_pointfeat(folders / "pointfeat/chair.h5", points)
    face_label = rng().integers(-1, 3, size=NUM_FACES)
    names = ["Leg", "leg_", "Seat-Pad"]
    np.savez(folders / "labels/chair.npz", face_label=face_label, part_names=names)

    report = run(folders)
    assert (report.done, report.failed) == (["chair"], {})
    art = artifact.read(folders / "out/chair.h5", schemas.PATCHES)
    mask = np.stack([np.isin(face_label[face], [0, 1]), face_label[face] == 2])
    expected = patchify_shape(points, SMALL, seed_of(0, "chair"), feat["feature"], feat["num_views"], mask)
    assert art["part_names"].tolist() == ["leg", "seat pad"]
    assert set(art.arrays) == {*expected, "part_names"}
    for name, array in expected.items():
        np.testing.assert_array_equal(art[name], array, err_msg=name)
    assert art.attrs["teacher"] == "fake"
    assert run(folders).skipped == ["chair"]


def test_what_is_not_given_is_left_out(folders):
    points, _ = write_render(folders / "render/chair.h5")
    assert run(folders, feat=False, labels=False).done == ["chair"]
    base = {"points", "num_views", "draw_index", "center_index", "patch_index"}
    art = artifact.read(folders / "out/chair.h5", schemas.PATCHES)
    assert set(art.arrays) == base
    write_pointfeat(folders / "pointfeat/chair.h5", points)
    assert run(folders, labels=False, out="b").done == ["chair"]
    assert set(artifact.layout(folders / "b/chair.h5")) == base | {"patch_feature"}


def test_draws_depend_on_the_id_and_the_seed_only(folders):
    for name in ("chair", "table", "lamp"):
        write_render(folders / f"render/{name}.h5", name)
    run(folders, feat=False, labels=False)
    (folders / "render/chair.h5").unlink()
    run(folders, feat=False, labels=False, out="again")
    run(folders, PatchConfig(**{**vars(SMALL), "seed": 1}), feat=False, labels=False, out="other")

    def draws(out, name):
        return artifact.read(folders / f"{out}/{name}.h5", schemas.PATCHES)["draw_index"]

    np.testing.assert_array_equal(draws("out", "lamp"), draws("again", "lamp"))
    assert (draws("out", "lamp") != draws("out", "table")).any()
    assert (draws("out", "lamp") != draws("other", "lamp")).any()


def test_bad_shapes_are_recorded_and_the_rest_is_done(folders):
    for name in ("a", "b", "c", "d"):
        points, _ = write_render(folders / f"render/{name}.h5", name)
        if name != "b":
            write_pointfeat(folders / f"pointfeat/{name}.h5", points if name != "c" else points + 1, name)
    np.savez(folders / "labels/d.npz", face_label=np.zeros(NUM_FACES, int), part_names=["leg"])
    (folders / "labels/d.npz").write_bytes((folders / "labels/d.npz").read_bytes()[:200])
    report = run(folders)
    assert report.done == ["a"]
    assert "b.h5: no such file" in report.failed["b"]
    assert "c.h5: belongs to another render than" in report.failed["c"]
    assert "d.npz: not a readable .npz annotation" in report.failed["d"]
    lines = (folders / "out/failed-0of1.jsonl").read_text().splitlines()
    assert {json.loads(line)["shape_id"] for line in lines} == {"b", "c", "d"}


def test_a_folder_of_labels_of_other_shapes_is_a_mistake(folders):
    write_render(folders / "render/chair.h5")
    np.savez(folders / "labels/table.npz", face_label=[0], part_names=["leg"])
    with pytest.raises(Pa3dError, match=r"labels: no <shape_id>\.npz of any of the 1 shapes in it"):
        run(folders, feat=False)


@pytest.mark.parametrize("up", ["y", "z", "-x"])
def test_labelled_points_find_the_shapes_points_in_source_units(folders, up):
    points, _ = write_render(folders / "render/chair.h5", up=up)
    label = rng(4).integers(-1, 2, size=NUM_POINTS)
    order = rng(5).permutation(NUM_POINTS)
    known = source_points(points, up)[order] + 1e-4
    np.savez(folders / "labels/chair.npz", labels=label[order], points=known, part_names=["a", "b"])
    assert run(folders, feat=False).done == ["chair"]
    mask = artifact.read(folders / "out/chair.h5", schemas.PATCHES)["part_mask"]
    np.testing.assert_array_equal(mask, label == np.arange(2)[:, None])


# -- annotations -------------------------------------------------------------------------------------

SOURCE = np.array([3, 0, 2, 2])  # face, or point of the cloud, of each of four points
PLACE = np.array([[0.0, 0, 0], [1, 0, 0], [2, 0, 0], [3, 0, 0]])


def annotate(tmp_path, kind="mesh", **arrays):
    path = tmp_path / "a.npz"
    np.savez(path, **arrays)
    return read_annotation(path, SOURCE, kind, PLACE)


def test_labels_of_faces(tmp_path):
    parts = annotate(tmp_path, face_label=[1, 0, -1, 0], part_names=["leg", "seat"])
    assert parts.part_names == ["leg", "seat"]
    np.testing.assert_array_equal(parts.mask, [[1, 0, 0, 0], [0, 1, 0, 0]])


def test_labels_of_a_clouds_own_points(tmp_path):
    parts = annotate(tmp_path, "cloud", labels=[1, 0, -1, 0], label_names=["leg", "seat"])
    np.testing.assert_array_equal(parts.mask, [[1, 0, 0, 0], [0, 1, 0, 0]])


@pytest.mark.parametrize("kind", ["mesh", "cloud"])
def test_labels_of_other_points_go_by_the_nearest(tmp_path, kind):
    known = np.array([[2.9, 0, 0], [-0.4, 0, 0], [1.6, 0, 0]])
    parts = annotate(tmp_path, kind, labels=[0, 1, -1], points=known, part_names=["leg", "seat"])
    np.testing.assert_array_equal(parts.mask, [[0, 0, 0, 1], [1, 0, 0, 0]])


def test_masks_may_overlap(tmp_path):
    mask = np.array([[1, 1, 0, 1], [1, 0, 0, 1]], bool)
    parts = annotate(tmp_path, "cloud", part_mask=mask, part_names=["chair", "leg"])
    np.testing.assert_array_equal(parts.mask, [[1, 1, 0, 0], [1, 1, 0, 0]])


def test_names_are_cleaned_joined_and_dropped_when_unused(tmp_path):
    names = ["Leg", "arm", "leg_", "_", "Seat  Pad", "LEG"]
    mask = np.eye(6, 4, dtype=bool)
    mask[1] = False
    mask[5, 3] = True
    parts = annotate(tmp_path, "cloud", part_mask=mask, part_names=names)
    assert parts.part_names == ["leg"]  # `arm` has no points, `_` no letters, `Seat  Pad` is unseen
    np.testing.assert_array_equal(parts.mask, [[1, 1, 1, 1]])
    nothing = annotate(tmp_path, "cloud", labels=np.full(4, -1), part_names=["leg"])
    assert nothing.part_names == [] and nothing.mask.shape == (0, 4)


def test_names_may_be_bytes(tmp_path):
    parts = annotate(tmp_path, face_label=[0, 0, 0, 0], part_names=np.array([b"Leg"]))
    assert parts.part_names == ["leg"]


LEG = {"part_names": ["leg"]}
FOUR = {"labels": [0, 0, 0, 0]}
BAD = {
    "names no parts": ("cloud", {"labels": [0, 0, 0, 0]}),
    "holds none of face_label, labels, part_mask": ("cloud", LEG),
    "but the shape is a point cloud": ("cloud", {**LEG, "face_label": [0, 0, 0, 0]}),
    "no `points` to say where": ("mesh", {**LEG, **FOUR}),
    "face_label has 3 entries; the shape has at least 4": ("mesh", {**LEG, "face_label": [0, 0, 0]}),
    "labels has 3 entries; the shape has at least 4": ("cloud", {**LEG, "labels": [0, 0, 0]}),
    "must be integers (N,) below 1": ("cloud", {**LEG, "labels": [0, 1, 0, 0]}),
    "integers": ("cloud", {**LEG, "labels": [0.0, 0, 0, 0]}),
    "(N,)": ("cloud", {**LEG, "labels": [[0], [0], [0], [0]]}),
    "face_label has 0 entries": ("mesh", {**LEG, "face_label": 0}),
    "part_mask is (2, 4), but there are 1 names": ("cloud", {**LEG, "part_mask": np.ones((2, 4), bool)}),
    "part_mask is (4,)": ("cloud", {**LEG, "part_mask": np.ones(4, bool)}),
    "3 points, but labels of 4": ("mesh", {**LEG, **FOUR, "points": PLACE[:3]}),
    "points is float64 (4, 2)": ("mesh", {**LEG, **FOUR, "points": PLACE[:, :2]}),
    "not finite": ("mesh", {**LEG, **FOUR, "points": PLACE * [np.nan, 1, 1]}),
    "not a readable .npz annotation": ("mesh", {**LEG, "face_label": np.array([None] * 4)}),
}


def refusal(path, kind="mesh"):
    with pytest.raises(ShapeError) as caught:
        read_annotation(path, SOURCE, kind, PLACE)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("expected", BAD)
def test_bad_annotations(tmp_path, expected):
    kind, arrays = BAD[expected]
    np.savez(tmp_path / "bad.npz", **arrays)
    assert expected in refusal(tmp_path / "bad.npz", kind)


@pytest.mark.parametrize("data", [b"", b"hello\nworld", b"PK\x03\x04" + bytes(50), b"\x93NUMPY\x01\x00"])
def test_files_that_are_no_annotation(tmp_path, data):
    path = tmp_path / "bad.npz"
    path.write_bytes(data)
    assert "not a readable .npz annotation" in refusal(path)


def test_an_array_is_no_annotation_and_neither_is_nothing(tmp_path):
    np.save(tmp_path / "a.npy", np.zeros(3))
    (tmp_path / "a.npy").rename(tmp_path / "a.npz")
    assert "not a readable .npz annotation" in refusal(tmp_path / "a.npz")
    assert "not a readable .npz annotation" in refusal(tmp_path / "none.npz")
    np.savez_compressed(tmp_path / "b.npz", part_names=["leg"] * 500, face_label=np.arange(500))
    data = bytearray((tmp_path / "b.npz").read_bytes())
    data[len(data) // 2] ^= 0xFF  # a flipped bit of the compressed stream
    (tmp_path / "b.npz").write_bytes(data)
    assert "not a readable .npz annotation" in refusal(tmp_path / "b.npz")
