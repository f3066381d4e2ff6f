from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
import torch
import typer
from fake_find3d import ITEMS, MASKS, UID, mask_of, picture, table, write_download, write_features, write_shape
from typer.testing import CliRunner

from pa3d import artifact, find3d, schemas
from pa3d.cli import imports
from pa3d.data import Augment, PatchDataset
from pa3d.datasets import npz
from pa3d.datasets.base import Dataset, Item, LabelledShape
from pa3d.datasets.write import write_set
from pa3d.errors import Pa3dError, ShapeError
from pa3d.patches import PatchConfig
from pa3d.stage import Job, Runtime, run_stage

CONFIG = PatchConfig(num_draws=2, draw_size=128, num_patches=10, patch_size=8)
IDS = {
    "plain": f"table_{UID}0",
    "odd_class": f"flip-flop__sandal_{UID}1",
    "bare": f"coffee_table_low_{UID}2",
    "no_masks": f"stool_{UID}3",
    "crlf": f"desk_{UID}4",
    "too_few_names": f"desk_{UID}5",
    "nothing": f"desk_{UID}6",
    "no_points": f"desk_{UID}7",
    "shuffled": f"desk_{UID}8",
}
GOOD = ("plain", "odd_class", "bare", "no_masks", "crlf", "shuffled")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """(download, artifacts, points of each shape, report), run once."""
    base = tmp_path_factory.mktemp("find3d")
    points = write_download(base / "download")
    root = find3d.find_root(base / "download")
    jobs = find3d.jobs(root, find3d.read_split(root, "all"))
    report = run_stage(find3d.stage(CONFIG), jobs, base / "out", Runtime())
    return base / "download", base / "out", points, report


def read(out, name):
    return artifact.read(out / f"{IDS[name]}.h5", schemas.PATCHES)


def masks_of_faces(face: np.ndarray, masks=MASKS) -> dict[str, np.ndarray]:
    """name -> (N,), from the pictures: a face carries a name when a pixel of one of its masks shows it."""
    faces = {"table top": set(), "leg": set(), "leg front": set()}
    clean = {"Table-Top": "table top", "table top": "table top", "leg": "leg", "Leg": "leg"}
    for view, phrase, wanted in masks:
        name = clean.get(phrase, "leg front" if "front" in phrase else None)
        if name:
            faces[name] |= set(picture(view)[mask_of(view, wanted)].tolist())
    return {name: np.isin(face, list(shown)) for name, shown in faces.items()}


def test_ids_and_which_shapes_fail(imported):
    _, out, _, report = imported
    assert {name: find3d.shape_id(item) for name, item in ITEMS.items()} == IDS
    assert sorted(report.done) == sorted(IDS[name] for name in GOOD)
    assert set(report.failed) == {IDS[name] for name in ("too_few_names", "nothing", "no_points")}
    assert "2 names for 7 masks" in report.failed[IDS["too_few_names"]]
    assert "mask_labels.txt" in report.failed[IDS["too_few_names"]]
    assert "nothing to train on" in report.failed[IDS["nothing"]]
    assert "points.pt" in report.failed[IDS["no_points"]]
    assert all("\n" not in error for error in report.failed.values())
    lines = (out / "failed-0of1.jsonl").read_text().splitlines()
    assert {json.loads(line)["shape_id"] for line in lines} == set(report.failed)


@pytest.mark.parametrize("name", ["plain", "odd_class", "crlf", "bare"])
def test_masks_with_equal_names_are_merged_and_unknown_ones_dropped(imported, name):
    _, out, points, _ = imported
    art = read(out, name)
    face = table(300, {"plain": 0, "odd_class": 1, "bare": 2, "crlf": 4}[name])[1]
    expected = masks_of_faces(face)
    assert art["part_names"].tolist() == ["table top", "leg", "leg front"]
    for part, members in zip(art["part_names"], art["part_mask"], strict=True):
        np.testing.assert_array_equal(members, expected[part])
    assert (art["part_mask"].sum(0) > 1).any()  # the front leg is a leg as well: parts overlap


def test_names_follow_their_masks_where_these_are_not_in_the_order_of_views(imported):
    """Rows of mask2points go view by view; phrases go as the masks were named, here the other way round."""
    _, out, _, _ = imported
    art = read(out, "shuffled")
    expected = masks_of_faces(table(300, 8)[1])
    assert sorted(art["part_names"]) == sorted(expected)
    for part, members in zip(art["part_names"], art["part_mask"], strict=True):
        np.testing.assert_array_equal(members, expected[part])


def test_fractional_labels_are_shares_of_members(imported):
    _, out, _, _ = imported
    art = read(out, "plain")
    for r in range(2):
        members = art["draw_index"][r][art["patch_index"][r]]  # (G, K) into the points
        for g in range(10):
            share = [np.mean([art["part_mask"][j, i] for i in members[g]]) for j in range(3)]
            np.testing.assert_allclose(art["patch_label"][r, g], share, atol=1e-6)


def test_views_that_show_the_face_are_counted(imported):
    _, out, _, _ = imported
    views = {0: 10, 1: 5, 2: 10, 3: 10, 4: 10, 5: 1}
    face = table(300, 0)[1]
    assert read(out, "plain")["num_views"].tolist() == [views[f] for f in face.tolist()]
    assert "num_views" not in read(out, "bare")


def test_points_are_the_published_ones_up_to_scale_and_shift(imported):
    _, out, points, _ = imported
    art = read(out, "plain")
    low, high = points["plain"].min(0), points["plain"].max(0)
    centred = points["plain"] - (low + high) / 2
    np.testing.assert_allclose(art["points"], centred / np.linalg.norm(centred, axis=1).max(), atol=1e-6)


@pytest.mark.parametrize("name", ["plain", "bare", "no_masks"])
def test_targets_are_those_the_released_loader_would_take(imported, name):
    """It exchanges y and z of its points and takes the cached patch whose centre is nearest to its own."""
    download, out, points, _ = imported
    art = read(out, name)
    path = f"core/labeled/rendered/{ITEMS[name]}/oriented/patch_dino/patch_features.pt"
    cached = torch.load(download / path, weights_only=True)
    used = set()
    for r in range(2):
        centers = torch.from_numpy(points[name][art["draw_index"][r][art["center_index"][r]]][:, [0, 2, 1]])
        index = torch.cdist(centers, cached["centers_xyz"]).argmin(-1)
        np.testing.assert_array_equal(art["patch_feature"][r], cached["patch_feats"][index].numpy())
        used |= set(index.tolist())
    assert len(used) > 5


def test_attributes_say_where_a_shape_comes_from(imported):
    _, out, _, _ = imported
    attrs = read(out, "odd_class").attrs
    assert attrs["category"] == "flip flop sandal"
    assert attrs["orientation"] == "front2top"
    assert attrs["source_uid"] == f"{UID}1" and attrs["source_item"] == ITEMS["odd_class"]
    assert "not turned" in attrs["source_frame"]
    assert read(out, "no_masks").attrs["unlabelled"] == "no masks"


def test_both_trainings_read_it(imported):
    _, out, _, _ = imported
    labelled = PatchDataset([out], need="patch_label")
    assert sorted(labelled.shape_ids) == sorted(IDS[n] for n in GOOD if n != "no_masks")
    sample = labelled.sample(labelled.shape_ids.index(IDS["plain"]), 1, Augment(), np.random.default_rng(0))
    assert sample.points.shape == (128, 3) and sample.label.shape == (10, 3)
    assert sample.part_names == ("table top", "leg", "leg front")
    fresh = labelled.sample(0, 0, Augment(yaw=20, fresh=True), np.random.default_rng(0))
    assert fresh.label.shape[0] == 10 and 0 < fresh.label.max() <= 1
    taught = PatchDataset([out], need="patch_feature")
    assert sorted(taught.shape_ids) == sorted(IDS[n] for n in ("plain", "odd_class", "bare", "no_masks"))
    target = taught.sample(0, 0, Augment(), np.random.default_rng(0)).target
    assert target.shape == (10, 8)
    np.testing.assert_allclose(np.linalg.norm(target, axis=1), 1, atol=2e-3)


def test_shards_and_a_second_run(imported, tmp_path):
    download, out, _, _ = imported
    root = find3d.find_root(download)
    jobs = find3d.jobs(root, find3d.read_split(root, "val"))
    again = run_stage(find3d.stage(CONFIG), jobs, out, Runtime())
    assert sorted(again.skipped) == sorted(IDS[n] for n in ("crlf", "shuffled")) and not again.done
    run_stage(find3d.stage(CONFIG), jobs, tmp_path, Runtime())
    for name in ("crlf", "shuffled"):  # the same numbers whichever shapes are run together
        for field, array in read(tmp_path, name).arrays.items():
            np.testing.assert_array_equal(array, read(out, name)[field])


@pytest.mark.parametrize("inside", ["", "core", "core/labeled"])
def test_any_level_of_the_download_is_found(imported, inside):
    root = find3d.find_root(imported[0] / inside)
    assert (root / "points").is_dir() and root.name == "labeled"
    with pytest.raises(Pa3dError, match="no labeled/points"):
        find3d.find_root(imported[0] / "core/labeled/split")


def test_without_split_files_all_folders_are_taken(tmp_path):
    labeled = tmp_path / "labeled"
    write_shape(labeled, "b_2")
    write_shape(labeled, "a_1")
    assert find3d.read_split(labeled, "all") == ["a_1", "b_2"]
    with pytest.raises(Pa3dError, match="train.txt: no such file"):
        find3d.read_split(labeled, "train")
    with pytest.raises(Pa3dError, match="write train, val or all"):
        find3d.read_split(labeled, "test")


# -- files that do not fit ---------------------------------------------------------------------------


def fail(labeled, item="desk_1") -> str:
    report = run_stage(find3d.stage(CONFIG), find3d.jobs(labeled, [item]), labeled.parent / "out", Runtime())
    return report.failed.get(item, "")


def at(labeled, file, item="desk_1"):
    return labeled / "rendered" / item / "oriented" / file


def test_features_of_another_shape_are_refused(tmp_path):
    write_shape(tmp_path / "labeled", "desk_1", features=False)
    path = at(tmp_path / "labeled", "patch_dino/patch_features.pt")
    write_features(path, "desk_1", table(300, 77)[0], 0)
    assert "belongs to another one" in fail(tmp_path / "labeled")


def test_features_with_centres_as_they_are_give_the_same_targets(tmp_path):
    """Another tool may cache them without the exchange of axes; nearest is nearest in either frame."""
    write_shape(tmp_path / "labeled", "desk_1")
    root = tmp_path / "labeled"
    path = at(root, "patch_dino/patch_features.pt")
    results = []
    for out in ("a", "b"):
        run_stage(find3d.stage(CONFIG), find3d.jobs(root, ["desk_1"]), tmp_path / out, Runtime())
        results.append(artifact.read(tmp_path / out / "desk_1.h5", schemas.PATCHES)["patch_feature"])
        content = torch.load(path, weights_only=True)
        torch.save({**content, "centers_xyz": content["centers_xyz"][:, [0, 2, 1]]}, path)
    np.testing.assert_array_equal(*results)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: {k: v for k, v in c.items() if k != "patch_feats"}, "not the known layout"),
        (lambda c: [c["patch_feats"]], "not the known layout"),
        (lambda c: {**c, "patch_feats": c["patch_feats"][:3]}, "do not fit"),
        (lambda c: {**c, "patch_feats": c["patch_feats"] * float("nan")}, "NaN"),
    ],
)
def test_another_layout_of_features_is_refused(tmp_path, change, message):
    write_shape(tmp_path / "labeled", "desk_1")
    path = at(tmp_path / "labeled", "patch_dino/patch_features.pt")
    torch.save(change(torch.load(path, weights_only=True)), path)
    assert message in fail(tmp_path / "labeled") and str(path) in fail(tmp_path / "labeled")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("masks/merged/mask2points.pt", torch.zeros(7, 299), "masks of 299 points"),
        ("masks/merged/mask2points.pt", {"a": torch.zeros(1)}, "holds dict"),
        ("masks/merged/mask2points.pt", torch.zeros(7, 300).to_sparse(), "_rebuild_sparse_tensor"),
        ("masks/merged/mask2view.pt", torch.zeros(6), "views of 6 masks"),
        ("pix2face.pt", torch.zeros(24, 24, dtype=torch.int64), "expected a tensor of 3 axes"),
    ],
)
def test_tensors_that_do_not_fit_fail_their_shape(tmp_path, file, content, message):
    write_shape(tmp_path / "labeled", "desk_1")
    torch.save(content, at(tmp_path / "labeled", file))
    assert message in fail(tmp_path / "labeled") and file in fail(tmp_path / "labeled")


def test_nothing_in_a_file_is_executed(tmp_path):
    write_shape(tmp_path / "labeled", "desk_1")
    torch.save(partial(print, "executed"), at(tmp_path / "labeled", "masks/merged/mask2points.pt"))
    assert "cannot" in fail(tmp_path / "labeled") or "safely" in fail(tmp_path / "labeled")


@pytest.mark.parametrize("bad", [torch.full((300, 3), float("nan")), torch.zeros(20, 3), torch.zeros(300, 2)])
def test_bad_points_fail_their_shape(tmp_path, bad):
    write_shape(tmp_path / "labeled", "desk_1")
    torch.save(bad, tmp_path / "labeled/points/1/points.pt")
    assert "points.pt" in fail(tmp_path / "labeled")


def test_blank_names_between_others(tmp_path):
    """A mask may have an empty phrase; a phrase may bring an empty line of its own. Counts tell which it is."""
    masks, names = tmp_path / "mask2points.pt", tmp_path / "mask_labels.txt"
    torch.save(torch.eye(3)[:, [0, 0, 1, 2]], masks)
    for text, expected in [
        ("seat\n\nleg\n", ["seat", "leg"]),
        ("seat\n\nback\n\nleg\n", ["seat", "back", "leg"]),
    ]:
        names.write_text(text)
        parts = find3d.read_masks(masks, names, None, 4)
        assert parts.part_names == expected
        assert (
            parts.mask[-1].tolist() == [False, False, False, True] and parts.mask[0].tolist()[:2] == [True] * 2
        )
    names.write_text("seat\nback\nleg\narm\n")
    with pytest.raises(ShapeError, match="4 names for 3 masks"):
        find3d.read_masks(masks, names, None, 4)


# -- the commands ------------------------------------------------------------------------------------


def run(*arguments):
    app = typer.Typer()
    app.add_typer(imports.app, name="import")
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


SIZES = ("--draws", "2", "--draw-size", "128", "--num-patches", "10", "--patch-size", "8")


def test_the_command_writes_lists_that_the_trainings_take(imported, tmp_path):
    download = imported[0]
    result = run("find3d", download, "--out", tmp_path, *SIZES)
    assert result.exit_code == 1  # some shapes failed
    assert "6 done, 0 up to date, 3 failed" in result.output and "without part labels: 1" in result.output
    train, val = ((tmp_path / f"{s}.txt").read_text().split() for s in ("train", "val"))
    assert train == [IDS[n] for n in ("plain", "odd_class", "bare", "no_masks")]
    assert val == [IDS[n] for n in ("crlf", "shuffled")]
    assert (tmp_path / "unlabelled.txt").read_text().split() == [IDS["no_masks"]]
    assert len(PatchDataset([tmp_path], need="patch_label", only=set(train))) == 3
    again = run("find3d", download, "--out", tmp_path, *SIZES, "--split", "val")
    assert again.exit_code == 0 and "0 done, 2 up to date" in again.output


def test_a_shape_of_both_splits_is_not_trained_on(tmp_path):
    labeled = tmp_path / "labeled"
    for item in ("a_1", "b_2"):
        write_shape(labeled, item)
    (labeled / "split").mkdir()
    (labeled / "split/train.txt").write_text("a_1\nb_2\n")
    (labeled / "split/val.txt").write_text("b_2\n")
    run_stage(find3d.stage(CONFIG), find3d.jobs(labeled, ["a_1", "b_2"]), tmp_path / "out", Runtime())
    assert find3d.write_lists(labeled, tmp_path / "out") == {"val": 1, "train": 1, "unlabelled": 0}
    assert (tmp_path / "out/train.txt").read_text() == "a_1\n"


def benchmark_set(folder) -> Dataset:
    """Three clouds of a set, z up: one in two parts, one with a bad file."""
    rng = np.random.default_rng(0)

    def cloud(seed: int) -> LabelledShape:
        points = np.random.default_rng(seed).normal(size=(500, 3))
        labels = np.where(points[:, 2] > 0, 1, 0).astype(np.int32)
        labels[:50] = -1
        return LabelledShape(points, labels, ["Leg", "table_top"], "side table")

    def bad() -> LabelledShape:
        raise ShapeError(f"{folder}/x.txt: cannot be read")

    items = [Item(f"table__{i}", "side table", (), partial(cloud, i)) for i in rng.permutation(2).tolist()]
    items.append(Item("table__x", "side table", (), bad))
    return Dataset("fake", "Fake Set", folder, "train", "z", items, ["fake: one list is missing"])


def test_a_set_becomes_clouds_with_labels(tmp_path):
    data = benchmark_set(tmp_path)
    report = write_set(data, tmp_path / "points")
    assert sorted(report.done) == ["table__0", "table__1"] and list(report.failed) == ["table__x"]
    shape = npz.open_set(tmp_path / "points").items[0].read()
    wanted = next(item for item in data.items if item.shape_id == "table__0").read()
    np.testing.assert_allclose(shape.points, wanted.points, atol=1e-6)
    np.testing.assert_array_equal(shape.labels, wanted.labels)
    assert shape.part_names == wanted.part_names and shape.category == "side table"
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "points").iterdir()}
    again = write_set(data, tmp_path / "points")
    assert sorted(again.skipped) == ["table__0", "table__1"] and not again.done
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "points").iterdir()}
    assert len(write_set(data, tmp_path / "points", overwrite=True).done) == 2


def test_such_clouds_are_rendered_and_patchified(tmp_path):
    from pa3d import patches, render
    from pa3d.readers import list_shapes
    from pa3d.stage import artifact_jobs

    data = benchmark_set(tmp_path)
    data = replace(data, items=data.items[:2])
    write_set(data, tmp_path / "points")
    config = render.RenderConfig(image_size=32, num_points=400, splat_radius=0.1, up="z")
    shapes = render.jobs(list_shapes([tmp_path / "points"]))
    assert not run_stage(render.stage(config), shapes, tmp_path / "renders", Runtime()).failed
    jobs = patches.jobs(artifact_jobs(tmp_path / "renders", "render"), None, tmp_path / "points")
    assert not run_stage(patches.stage(CONFIG), jobs, tmp_path / "patches", Runtime()).failed
    art = artifact.read(tmp_path / "patches/table__1.h5", schemas.PATCHES)
    assert art["part_names"].tolist() == ["leg", "table top"] and art.attrs["category"] == "side table"
    labelled = art["part_mask"].any(0)
    above = art["part_mask"][1][labelled]
    height = art["points"][labelled, 1]  # z of the file is up
    assert height[above].min() >= height[~above].max() and 340 < labelled.sum() < 380


def test_the_set_command(tmp_path, monkeypatch):
    asked = []

    def find_set(directory, name="auto", split="test"):
        asked.append((directory, name, split))
        return benchmark_set(directory)

    monkeypatch.setattr("pa3d.datasets.find_set", find_set, raising=False)
    result = run("set", tmp_path, "--out", tmp_path / "points")
    assert asked == [(tmp_path, "auto", "train")]
    assert result.exit_code == 1 and "2 done" in result.output and "x.txt: cannot be read" in result.output
    assert "one list is missing" in result.output and "--up z" in result.output


def test_one_job_for_each_id(tmp_path):
    write_shape(tmp_path / "labeled", "desk_1")
    jobs = find3d.jobs(tmp_path / "labeled", ["desk_1"])
    assert isinstance(jobs[0], Job) and jobs[0].shape_id == "desk_1"
    with pytest.raises(Pa3dError, match="two shapes have the id"):
        find3d.jobs(tmp_path / "labeled", ["flip-flop (x)_1", "flip-flop_x_1"])
