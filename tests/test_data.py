from __future__ import annotations

import numpy as np
import pytest
import tiny
import torch

from pa3d import artifact, schemas
from pa3d import data as data_module
from pa3d.data import MIN_POINTS, Augment, PatchDataset, collate, one_side, pad_labels
from pa3d.errors import ArtifactError, Pa3dError
from pa3d.patches import PatchConfig
from pa3d.shapes import fit_frame

FULL = Augment(yaw=180, tilt=20, stretch=0.3, mirror=True, jitter=0.02)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny.write_folder(tmp_path_factory.mktemp("patches"))


def pairwise(points):
    points = points.astype(np.float64)
    return np.linalg.norm(points[:, None] - points[None], axis=-1)


def points(seed=0):
    return tiny.surface(seed)[0]


# -- augmentation ------------------------------------------------------------------------------------


@pytest.mark.parametrize("augment", [Augment(), FULL, Augment(jitter=0.1), Augment(stretch=1.0)])
def test_the_result_is_in_frame_model(augment):
    for seed in range(5):
        moved = augment.apply(points(seed), np.random.default_rng(seed))
        assert moved.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(moved, axis=1).max(), 1, rtol=1e-6)
        np.testing.assert_allclose(moved.min(0), -moved.max(0), atol=1e-6)


def test_no_augmentation_changes_nothing():
    own = points()
    np.testing.assert_allclose(Augment().apply(own, np.random.default_rng(0)), own, atol=1e-6)


@pytest.mark.parametrize(
    "augment", [Augment(yaw=180), Augment(tilt=180), Augment(mirror=True), Augment(180, 90, 0, True)]
)
def test_rigid_changes_keep_distances_up_to_scale(augment):
    before = pairwise(points())
    for seed in range(5):
        after = pairwise(augment.apply(points(), np.random.default_rng(seed)))
        off = ~np.eye(len(before), dtype=bool)
        ratio = after[off] / before[off]
        np.testing.assert_allclose(ratio, ratio[0], rtol=1e-4)


def test_yaw_turns_about_y():
    """Heights keep their proportions, and the turn is a turn: no mirror, the angle within bounds."""
    own = points()
    angles = []
    for seed in range(40):
        moved = Augment(yaw=30).apply(own, np.random.default_rng(seed)).astype(np.float64)
        a, b = own - own.mean(0), moved - moved.mean(0)
        np.testing.assert_allclose(b[:, 1] / np.ptp(b[:, 1]), a[:, 1] / np.ptp(a[:, 1]), atol=1e-6)
        fit = np.linalg.lstsq(a, b, rcond=None)[0].T
        scale = np.linalg.det(fit) ** (1 / 3)
        assert scale > 0
        angles.append(np.degrees(np.arctan2(fit[0, 2], fit[0, 0])))
    assert max(np.abs(angles)) <= 30.001
    assert min(angles) < -10 and max(angles) > 10


def test_mirror_flips_x_half_the_time():
    own = points()
    flips = 0
    for seed in range(100):
        moved = Augment(mirror=True).apply(own, np.random.default_rng(seed))
        flipped = np.abs(moved - own * [-1, 1, 1]).max() < 1e-6
        assert flipped or np.abs(moved - own).max() < 1e-6
        flips += flipped
    assert 30 < flips < 70


def test_stretch_scales_the_axes_within_bounds():
    own, seen = points(), []
    for seed in range(40):
        moved = Augment(stretch=0.2).apply(own, np.random.default_rng(seed))
        factor = np.ptp(moved, axis=0) / np.ptp(own, axis=0)
        np.testing.assert_allclose(moved, own * factor, atol=1e-5)
        seen.append(np.log(factor).max() - np.log(factor).min())
    assert 0.2 < max(seen) <= 0.4001


def test_jitter_moves_points_by_about_its_size():
    """Every sample has a noise of its own size, up to the one asked for."""
    moved = [Augment(jitter=0.01).apply(points(), np.random.default_rng(seed)) for seed in range(40)]
    noise = np.array([(m - points()).std() for m in moved])
    assert noise.max() < 0.013 and noise.min() < 0.002
    assert 0.003 < np.median(noise) < 0.008 and noise.max() > 0.008


# -- samples -----------------------------------------------------------------------------------------


def same(a, b):
    return a.points.tobytes() == b.points.tobytes() and np.array_equal(a.patch_index, b.patch_index)


def test_a_sample_depends_on_seed_id_and_epoch_only(folder, tmp_path):
    data = PatchDataset([folder], need="patch_feature")
    wanted = data.epoch_sample(2, 5, FULL, 7)
    data.epoch_sample(0, 5, FULL, 7)
    np.random.seed(0)  # noqa: NPY002 - no global generator has a say
    torch.manual_seed(3)
    assert same(data.epoch_sample(2, 5, FULL, 7), wanted)
    part = PatchDataset([folder], need="patch_feature", only={"shape2", "shape4"})
    assert part.shape_ids == ["shape2", "shape4"]
    assert same(part.epoch_sample(0, 5, FULL, 7), wanted)
    for index, epoch, seed in ((2, 6, 7), (2, 5, 8), (3, 5, 7)):
        assert not same(data.epoch_sample(index, epoch, FULL, seed), wanted)


def test_epochs_use_every_draw(folder):
    data = PatchDataset([folder], need="patch_feature")
    seen = {data.epoch_sample(0, epoch, Augment(), 0).patch_index.tobytes() for epoch in range(12)}
    assert len(seen) == data.num_draws[0] == 2


def test_a_sample_is_what_the_file_holds(folder):
    for need, name in (("patch_feature", "target"), ("patch_label", "label")):
        data = PatchDataset([folder], need=need)
        assert (data.group_size, data.dim, len(data)) == ((8, 4), tiny.DIM, 5)
        art = artifact.read(folder / "shape3.h5", schemas.PATCHES)
        sample = data.sample(3, 1, Augment(), np.random.default_rng(0))
        assert sample.shape_id == "shape3"
        own = art["points"][art["draw_index"][1]]
        centre = (own.min(0) + own.max(0)) / 2
        radius = np.linalg.norm(own - centre, axis=1).max()
        np.testing.assert_allclose(sample.points, (own - centre) / radius, atol=1e-6)
        np.testing.assert_array_equal(sample.center_index, art["center_index"][1])
        np.testing.assert_array_equal(sample.patch_index, art["patch_index"][1])
        np.testing.assert_array_equal(getattr(sample, name), art[need][1].astype(np.float32))
        other = "label" if name == "target" else "target"
        assert getattr(sample, other) is None
        if name == "label":
            np.testing.assert_array_equal(sample.point_mask, art["part_mask"][:, art["draw_index"][1]])
        else:
            assert sample.point_mask is None
        assert sample.part_names == (tuple(art["part_names"]) if name == "label" else ())
    np.testing.assert_array_equal(data.labels(3, 1), art["patch_label"][1])


def test_batches_pad_parts_and_stack_the_rest(folder):
    data = PatchDataset([folder], need="patch_label")
    samples = [data.sample(i, 0, Augment(), np.random.default_rng(i)) for i in range(5)]
    batch = collate(samples)
    counts = [len(s.part_names) for s in samples]
    assert set(counts) == {2, 3}
    label, part_valid = pad_labels([s.label for s in samples])
    assert label.shape == (5, 8, 3)
    assert part_valid.sum(1).tolist() == counts
    assert batch.shape_ids == data.shape_ids and batch.target is None
    for row, sample in enumerate(samples):
        np.testing.assert_array_equal(label[row, :, : counts[row]], sample.label)
        assert not label[row, :, counts[row] :].any()
        assert part_valid[row].tolist() == [j < counts[row] for j in range(3)]
        np.testing.assert_array_equal(batch.points[row], sample.points)
        np.testing.assert_array_equal(batch.patch_index[row], sample.patch_index)
        np.testing.assert_array_equal(batch.center_index[row], sample.center_index)


def test_padding_of_labels():
    padded, valid = pad_labels([np.full((2, 1), 0.5, np.float32), np.ones((2, 3), np.float32)])
    assert padded.tolist() == [[[0.5, 0, 0]] * 2, [[1, 1, 1]] * 2]
    assert valid.tolist() == [[True, False, False], [True, True, True]]


# -- several folders ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A folder of two more shapes, with three draws each."""
    folder = tmp_path_factory.mktemp("other")
    for name in ("extra0", "extra1"):
        tiny.write_patches(folder, name, config=PatchConfig(**{**vars(tiny.PATCHES), "num_draws": 3}))
    return folder


def test_a_folder_named_twice_counts_twice(folder, other):
    data = PatchDataset([folder, other, folder], need="patch_label")
    assert len(data) == 7 and data.shape_ids[5:] == ["extra0", "extra1"]
    count = dict.fromkeys(range(7), 0)
    for index, repetition in data.entries:
        assert repetition == count[index]
        count[index] += 1
    assert [count[i] for i in range(7)] == [2] * 5 + [1] * 2
    assert [line.split(":")[0] for line in data.recipe()].count("shape3") == 2
    assert data.recipe() != PatchDataset([folder, other], need="patch_label").recipe()


def test_repetitions_are_seen_in_other_ways_and_the_first_as_if_alone(folder, other):
    data, once = (PatchDataset(f, need="patch_label") for f in ([folder, other, folder], [folder]))
    first, second = (data.entries.index((2, n)) for n in (0, 1))
    assert same(data.epoch_sample(first, 4, FULL, 7), once.epoch_sample(2, 4, FULL, 7))
    assert not same(data.epoch_sample(second, 4, FULL, 7), data.epoch_sample(first, 4, FULL, 7))
    assert data.epoch_sample(second, 4, FULL, 7).shape_id == "shape2"
    streams = {data.rng(e, 4, 7, *more).integers(2**40) for e in (first, second) for more in ((), (1,), (2,))}
    assert len(streams) == 6


def test_every_shape_has_its_own_number_of_draws(folder, other):
    data = PatchDataset([folder, other], need="patch_label")
    assert data.num_draws == [2] * 5 + [3] * 2
    for entry, expected in ((0, 2), (6, 3)):
        seen = {data.epoch_sample(entry, epoch, Augment(), 0).patch_index.tobytes() for epoch in range(30)}
        assert len(seen) == expected


def test_an_id_in_two_folders_is_refused(folder, tmp_path):
    tiny.write_patches(tmp_path, "shape1")
    with pytest.raises(ArtifactError, match="shape1: a shape of this id is in two of the folders"):
        PatchDataset([folder, tmp_path], need="patch_label")


# -- fresh draws -------------------------------------------------------------------------------------

DENSE = PatchConfig(num_draws=2, draw_size=512, num_patches=8, patch_size=16)


@pytest.fixture(scope="module")
def dense(tmp_path_factory):
    return tiny.write_folder(tmp_path_factory.mktemp("dense"), 2, config=DENSE, num_points=3000)


@pytest.mark.parametrize("augment", [Augment(fresh=True), Augment(180, 10, 0.2, True, 0.01, True, 0.5, 0.5)])
def test_labels_of_a_fresh_draw_are_those_of_its_own_patches(dense, augment):
    """Found again by the same choice of points, and recounted patch by patch."""
    data = PatchDataset([dense], need="patch_label")
    art = artifact.read(dense / "shape1.h5", schemas.PATCHES)
    for seed in range(4):
        sample = data.sample(1, 0, augment, np.random.default_rng(seed))
        rng = np.random.default_rng(seed)
        chosen = augment.choose(art["points"], art["num_views"], 512, rng)
        np.testing.assert_array_equal(sample.points, augment.apply(art["points"][chosen], rng))
        np.testing.assert_array_equal(sample.point_mask, art["part_mask"][:, chosen])
        for g, members in enumerate(sample.patch_index):
            assert members[0] == sample.center_index[g]
            distance = np.linalg.norm(sample.points - sample.points[members[0]], axis=1)
            assert distance[members].max() <= np.sort(distance)[15] + 1e-6
            share = [row[chosen[members]].mean() for row in art["part_mask"]]
            np.testing.assert_allclose(sample.label[g], share, atol=1e-6)
    assert 0 < sample.label.mean() < 1


def test_fresh_draws_never_repeat_and_depend_on_the_seed_only(dense):
    data, augment = PatchDataset([dense], need="patch_label"), Augment(fresh=True)
    clouds = [data.epoch_sample(0, epoch, augment, 0).points.tobytes() for epoch in range(6)]
    assert len(set(clouds)) == 6
    assert data.epoch_sample(0, 3, augment, 0).points.tobytes() == clouds[3]


def distinct(augment, num_views, seeds=60):
    own = tiny.surface(3, 3000)[0]
    chosen = [augment.choose(own, num_views, 512, np.random.default_rng(s)) for s in range(seeds)]
    assert {len(c) for c in chosen} == {512}
    return chosen, np.array([len(set(c.tolist())) for c in chosen])


def test_half_of_the_fresh_draws_are_of_what_some_view_sees():
    num_views = (np.arange(3000) % 3 > 0).astype(np.uint8)
    chosen, count = distinct(Augment(fresh=True), num_views)
    assert (count == 512).all()
    only_seen = np.array([(num_views[c] > 0).all() for c in chosen])
    assert 15 < only_seen.sum() < 45
    few = np.zeros(3000, np.uint8)
    few[: MIN_POINTS - 1] = 1  # too few to choose from
    assert (distinct(Augment(fresh=True), few, 10)[1] == 512).all()


def test_sparse_samples_keep_a_few_hundred_points():
    _, count = distinct(Augment(fresh=True, sparse=0.5), None)
    assert count.min() >= MIN_POINTS and count.max() == 512
    assert 15 < (count < 512).sum() < 45


def test_patches_smaller_than_a_sparse_sample_are_drawn_whole(folder):
    data = PatchDataset([folder], need="patch_label")
    sample = data.sample(0, 0, Augment(fresh=True, sparse=1.0, partial=1.0), np.random.default_rng(0))
    assert sample.points.shape == (64, 3) and len(np.unique(sample.points, axis=0)) >= 63


def test_partial_samples_are_of_one_side():
    own = tiny.surface(3, 3000)[0]
    chosen, _ = distinct(Augment(fresh=True, partial=1.0), None, 12)
    whole, _ = distinct(Augment(fresh=True), None, 12)

    def on_one_side(index):
        """Most of each ellipsoid's points lie on one side of its middle."""
        offset = [own[index][index % 3 == k].mean(0) - own[np.arange(3000) % 3 == k].mean(0) for k in range(3)]
        return np.linalg.norm(offset, axis=1).max()

    assert min(map(on_one_side, chosen)) > 2 * max(map(on_one_side, whole))


def test_one_side_of_a_ball_hides_the_other_and_what_is_inside():
    rng = np.random.default_rng(0)
    ball = rng.normal(size=(60000, 3))
    ball /= np.linalg.norm(ball, axis=1, keepdims=True)
    both = np.concatenate([ball, 0.3 * ball[:2000]])
    heights = []
    for seed in range(20):
        seen = one_side(both, np.random.default_rng(seed))
        assert seen.shape == (62000,) and seen[60000:].mean() < 0.005
        view = ball[seen[:60000]].mean(0)
        view /= np.linalg.norm(view)
        toward = ball @ view
        assert seen[:60000][toward > 0.85].all()
        assert not seen[:60000][toward < -0.2].any()
        heights.append(np.degrees(np.arcsin(view[1])))
    assert min(heights) > -23 and max(heights) < 63 and np.ptp(heights) > 30


def test_a_fresh_sample_is_in_frame_model(dense):
    data = PatchDataset([dense], need="patch_label")
    own = data.sample(0, 0, Augment(fresh=True, partial=1.0), np.random.default_rng(1)).points
    np.testing.assert_allclose(fit_frame(own).to_model(own), own, atol=1e-6)


# -- levels of naming --------------------------------------------------------------------------------


def test_names_levels_and_categories_come_with_the_shapes(tmp_path):
    tiny.write_levels(tmp_path, "levels")
    tiny.write_patches(tmp_path, "plain")
    data = PatchDataset([tmp_path], need="patch_label")
    assert data.part_names[0] == tiny.LEVEL_NAMES
    np.testing.assert_array_equal(data.naming[0], tiny.NAMING)
    assert data.naming[1] is None and data.categories == ["chair", ""]


# -- folders that cannot be used ---------------------------------------------------------------------


def test_artifacts_of_two_settings_are_not_mixed(tmp_path):
    tiny.write_patches(tmp_path, "a")
    tiny.write_patches(tmp_path, "b", config=PatchConfig(**{**vars(tiny.PATCHES), "patch_size": 5}))
    with pytest.raises(ArtifactError, match="b.h5: made with patch_size 5, but a.h5 beside it with 4"):
        PatchDataset([tmp_path], need="patch_feature")
    assert len(PatchDataset([tmp_path], need="patch_feature", only={"a"})) == 1


def test_targets_of_two_teachers_are_not_mixed(tmp_path):
    tiny.write_patches(tmp_path, "a")
    tiny.write_patches(tmp_path, "b", teacher="another")
    with pytest.raises(ArtifactError, match="a.h5 and .*b.h5 were made with other settings or teachers"):
        PatchDataset([tmp_path], need="patch_feature")
    assert len(PatchDataset([tmp_path], need="patch_label")) == 2


def test_folders_without_what_is_needed(tmp_path):
    tiny.write_patches(tmp_path, "a", features=False)
    with pytest.raises(ArtifactError, match="no patches with teacher features; run patchify"):
        PatchDataset([tmp_path], need="patch_feature")
    tiny.write_patches(tmp_path, "b", labels=False)
    assert PatchDataset([tmp_path], need="patch_feature").shape_ids == ["b"]
    assert PatchDataset([tmp_path], need="patch_label").shape_ids == ["a"]
    with pytest.raises(ArtifactError, match="no patches with part labels"):
        PatchDataset([tmp_path], need="patch_label", only={"b"})
    with pytest.raises(Pa3dError, match="none: no such folder"):
        PatchDataset([tmp_path / "none"], need="patch_label")


def test_shapes_without_a_labelled_point_are_left_out(tmp_path):
    tiny.write_patches(tmp_path, "a")
    art = artifact.read(tmp_path / "a.h5", schemas.PATCHES)
    empty = {**art.arrays, "part_names": np.array([], dtype=object)}
    empty["part_mask"], empty["patch_label"] = art["part_mask"][:0], art["patch_label"][..., :0]
    artifact.write(tmp_path / "b.h5", schemas.PATCHES, empty, shape_id="b", config=tiny.PATCHES, inputs={})
    assert PatchDataset([tmp_path], need="patch_label").shape_ids == ["a"]


def test_a_damaged_artifact_is_named(tmp_path):
    path = tiny.write_patches(tmp_path, "a")
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ArtifactError, match="a.h5: not a readable HDF5 file"):
        PatchDataset([tmp_path], need="patch_label")


def test_the_record_of_a_run_names_every_shape_and_recipe(folder, tmp_path):
    recipe = PatchDataset([folder], need="patch_label").recipe()
    assert [line.split(":")[0] for line in recipe] == [f"shape{i}" for i in range(5)]
    assert len({line.split(":")[1] for line in recipe}) == 5


@pytest.mark.parametrize("read", ["labels", "members"])
def test_labels_that_find_no_room_are_read_again(folder, monkeypatch, read):
    data = PatchDataset([folder], need="patch_label")
    first = [getattr(data, read)(i, 0) for i in range(2)]
    room = sum(value.nbytes for table in (data._labels, data._members) for value in table.values())
    monkeypatch.setattr(data_module, "KEPT", room)
    few = PatchDataset([folder], need="patch_label")
    for _ in range(2):
        for i in (0, 1, 2):
            known = getattr(few, read)(i, 0)
            if i < 2:
                np.testing.assert_array_equal(known, first[i])
    assert sorted(few._labels or few._members) == [0, 1]
