import json
from dataclasses import replace

import numpy as np
import pytest
from tiny_model import save_tiny

from pa3d import artifact, benchmark, schemas
from pa3d.checkpoint import checkpoint_hash
from pa3d.errors import Pa3dError, ShapeError
from pa3d.stage import Runtime, Shard, run_stage

RNG = np.random.default_rng(3)
NAMES = {"chair": ["leg", "seat", "back"], "mug": ["handle", "cup"]}


def write_shape(path, category, labels=None, count=300, **more):
    points = RNG.normal(size=(count, 3)).astype(np.float32)
    names = NAMES[category]
    if labels is None:
        labels = RNG.integers(-1, len(names), count)
    arrays = {"points": points, "labels": labels, "label_names": np.array(names), "category": category, **more}
    np.savez(path, **{k: v for k, v in arrays.items() if not isinstance(v, str) or v != "left out"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("bench")
    for i in range(6):
        write_shape(root / f"s{i}.npz", "chair" if i % 2 else "mug")
    return root


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return str(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


def stage_of(checkpoint):
    config = benchmark.BenchmarkConfig("model", checkpoint_hash(checkpoint), num_points=256)
    return benchmark.model_stage(checkpoint, config)


def test_shards_and_workers_give_the_scores_of_one_run(folder, checkpoint, tmp_path):
    stage, jobs = stage_of(checkpoint), benchmark.jobs(folder)
    ids = {job.shape_id for job in jobs}
    run_stage(stage, jobs, tmp_path / "one", Runtime())
    for i in range(3):
        run_stage(stage, jobs[::-1], tmp_path / "three", Runtime(shard=Shard(i, 3)))
    run_stage(stage, jobs, tmp_path / "workers", Runtime(workers=2))
    one, three, two = (
        json.dumps(benchmark.score_folder(tmp_path / name, ids)) for name in ("one", "three", "workers")
    )
    assert one == three == two
    assert json.loads(one)["num_shapes"] == 6


def test_scores_are_those_of_the_stored_predictions(folder, checkpoint, tmp_path):
    jobs = benchmark.jobs(folder)
    run_stage(stage_of(checkpoint), jobs, tmp_path, Runtime())
    path = tmp_path / "s1.h5"
    art = artifact.read(path, schemas.PREDICTION)
    source = benchmark.read_labelled(folder / "s1.npz")
    np.testing.assert_array_equal(art["target"], source.labels)
    np.testing.assert_array_equal(art["label"], art["logits"].argmax(1))
    scores = benchmark.score_folder(tmp_path, {job.shape_id for job in jobs})
    entry = next(e for e in scores["per_shape"] if e["shape_id"] == "s1")
    known = art["target"] >= 0
    assert entry["accuracy"] == pytest.approx((art["label"] == art["target"])[known].mean())
    for i in range(3):
        union = ((art["label"] == i) | (art["target"] == i)) & known
        hit = (art["label"] == i) & (art["target"] == i)
        assert entry["iou"][i] == pytest.approx(hit.sum() / union.sum())


def test_a_planted_prediction_of_the_target_scores_one(folder, tmp_path):
    for job in benchmark.jobs(folder):
        shape = benchmark.read_labelled(job.inputs["shape"])
        logits = np.eye(len(shape.label_names), dtype=np.float32)[np.maximum(shape.labels, 0)]
        arrays = {
            "points": shape.points.astype(np.float32),
            "label": np.maximum(shape.labels, 0),
            "logits": logits,
            "part_names": np.array(shape.label_names, dtype=object),
            "target": shape.labels,
        }
        artifact.write(
            tmp_path / f"{job.shape_id}.h5",
            schemas.PREDICTION,
            arrays,
            shape_id=job.shape_id,
            config={},
            inputs={},
            attrs={"category": shape.category},
        )
    scores = benchmark.score_folder(tmp_path, {job.shape_id for job in benchmark.jobs(folder)})
    assert scores["miou"] == {"skip_absent": 1.0, "union_skip": 1.0, "absent_one": 1.0}
    assert scores["ciou"] == scores["miou"]
    assert scores["accuracy"] == 1.0


def test_most_frequent_gives_every_point_the_name_seen_most(folder, tmp_path):
    table = {"seat": 2.0, "leg": 3.5, "cup": 1.0}
    config = benchmark.BenchmarkConfig("most-frequent", benchmark.table_hash(table))
    run_stage(benchmark.most_frequent_stage(config, table), benchmark.jobs(folder), tmp_path, Runtime())
    chair = artifact.read(tmp_path / "s1.h5", schemas.PREDICTION)
    mug = artifact.read(tmp_path / "s0.h5", schemas.PREDICTION)
    assert set(chair["label"]) == {0}  # leg
    assert set(mug["label"]) == {1}  # cup


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": "left out"}, "no `labels`"),
        ({"points": np.zeros((300, 2))}, r"expected \(N, 3\)"),
        ({"labels": np.full(300, 7)}, "labels run from"),
        ({"labels": np.full(300, 0.5)}, "labels integers"),
        ({"points": np.full((300, 3), np.nan)}, "300 points are NaN"),
        ({"points": np.zeros((1, 3)), "labels": np.zeros(1, int)}, "1 points"),
        ({"label_names": np.array(["a", {}], dtype=object)}, "not a readable"),
    ],
)
def test_bad_labelled_shapes_are_one_line_that_names_the_file(tmp_path, change, message):
    path = tmp_path / "bad.npz"
    write_shape(path, "chair", **{"labels": np.zeros(300, int), **change})
    with pytest.raises(ShapeError, match=message) as caught:
        benchmark.read_labelled(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(Pa3dError, match="no labelled shapes"):
        benchmark.jobs(tmp_path)
    with pytest.raises(Pa3dError, match="no such folder"):
        benchmark.jobs(tmp_path / "absent")


def test_predictions_of_other_settings_are_not_mixed_in(folder, checkpoint, tmp_path):
    jobs = benchmark.jobs(folder)
    run_stage(stage_of(checkpoint), jobs, tmp_path, Runtime())
    ids = {job.shape_id for job in jobs}
    config = stage_of(checkpoint).config
    assert benchmark.score_folder(tmp_path, ids, config)["num_failed"] == 0
    with pytest.raises(Pa3dError, match="predicted with other settings"):
        benchmark.score_folder(tmp_path, ids, replace(config, num_points=512))
    assert benchmark.score_folder(tmp_path, ids | {"lost"}, config)["num_failed"] == 1
