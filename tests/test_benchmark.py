import json
from dataclasses import replace

import numpy as np
import pytest
from tiny_model import save_tiny

from pa3d import artifact, benchmark, methods, prompts, schemas
from pa3d.datasets import npz
from pa3d.errors import Pa3dError, ShapeError
from pa3d.protocols import PRESETS, preset
from pa3d.scoring import score_all
from pa3d.stage import Runtime, Shard, run_stage

RNG = np.random.default_rng(3)
NAMES = {"chair": ["leg", "seat", "back"], "mug": ["handle", "cup"]}
PROTOCOLS = [preset(name) for name in PRESETS]


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
        write_shape(root / f"s{i}.npz", "chair" if i % 2 else "mug", count=300 + 40 * i)
    return root


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return str(save_tiny(tmp_path_factory.mktemp("m") / "tiny.safetensors"))


def stage_of(checkpoint, **options):
    method = methods.model_method(checkpoint, num_points=256)
    config = benchmark.BenchmarkConfig("model", method.weights, num_points=256, **options)
    return benchmark.stage(config, method)


def predict(checkpoint, folder, out, *, rotation="none", order=1, **runtime):
    found = npz.open_set(folder)
    poses = benchmark.poses(found, rotation, "y", 0)
    jobs = benchmark.jobs(found, poses)[::order]
    return run_stage(stage_of(checkpoint, rotation=rotation), jobs, out, Runtime(**runtime))


def scores_of(out, seed=0):
    return json.dumps(score_all(sorted(out.glob("*.h5")), PROTOCOLS, seed))


def test_batches_shards_and_workers_give_the_scores_of_one_run(folder, checkpoint, tmp_path):
    predict(checkpoint, folder, tmp_path / "one")
    predict(checkpoint, folder, tmp_path / "batch", batch_size=4, order=-1)
    for i in range(3):
        predict(checkpoint, folder, tmp_path / "shards", shard=Shard(i, 3), order=-1)
    predict(checkpoint, folder, tmp_path / "workers", workers=2, batch_size=2)
    one = scores_of(tmp_path / "one")
    assert all(scores_of(tmp_path / name) == one for name in ("batch", "shards", "workers"))
    assert json.loads(one)[0]["num_shapes"] == 6


def test_a_prediction_holds_the_logits_of_every_way_of_asking(folder, checkpoint, tmp_path):
    predict(checkpoint, folder, tmp_path)
    art = artifact.read(tmp_path / "s1.h5", schemas.PREDICTION)
    source = npz.read(folder / "s1.npz")
    np.testing.assert_array_equal(art["target"], source.labels)
    np.testing.assert_array_equal(art["label"], art["logits"].argmax(1))
    assert art["prompts"].tolist() == list(prompts.STYLES)
    assert art["prompt_logits"].shape == (4, len(source.points), 3 + 2)
    whole = art["prompt_best"][..., None] + art["prompt_logits"].astype(np.float32)
    np.testing.assert_allclose(whole[0, :, :3], art["logits"], rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(whole[0, :, :3].argmax(1), art["label"])  # halves keep who is first
    assert np.abs(whole[2, :, :3] - whole[0, :, :3]).max() > 1e-3  # "leg of a chair" is another question


def test_a_rotated_set_is_labelled_in_its_new_pose_and_keeps_the_rotations(folder, checkpoint, tmp_path):
    predict(checkpoint, folder, tmp_path / "still")
    predict(checkpoint, folder, tmp_path / "turned", rotation="so3")
    still, turned = (
        artifact.read(tmp_path / name / "s1.h5", schemas.PREDICTION) for name in ("still", "turned")
    )
    matrix = np.array(turned.attrs["rotation"])
    np.testing.assert_allclose(still["points"] @ matrix.T, turned["points"], atol=1e-5)
    assert np.abs(matrix - np.eye(3)).max() > 0.1
    assert np.abs(still["logits"] - turned["logits"]).max() > 1e-3
    found = npz.open_set(folder)
    poses = benchmark.poses(found, "so3", "y", 0)
    benchmark.write_rotations(tmp_path / "r.json", poses)
    again = benchmark.poses(found, str(tmp_path / "r.json"), "y", 0)
    assert all(np.array_equal(poses[i], again[i]) for i in poses)


def test_shapes_that_share_a_batch_with_a_bad_one_are_labelled(folder, checkpoint, tmp_path):
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    for path in folder.glob("*.npz"):
        (mixed / path.name).write_bytes(path.read_bytes())
    write_shape(mixed / "flat.npz", "mug", points=np.zeros((300, 3)))
    (mixed / "torn.npz").write_bytes(b"PK\x03\x04 no zip")
    report = predict(checkpoint, mixed, tmp_path / "out", batch_size=8)
    assert len(report.done) == 6
    assert set(report.failed) == {"flat", "torn"}
    assert all(str(mixed / f"{name}.npz") in error for name, error in report.failed.items())


def test_a_planted_prediction_of_the_target_scores_one(tmp_path):
    for number in range(3):
        write_shape(tmp_path / f"s{number}.npz", "chair", labels=np.arange(300) % 3)

    def start(device):
        def answer(shape, queries, seed, up):
            hit = np.eye(len(shape.part_names) + 2, dtype=np.float32)[shape.labels]
            return {prompts.ANY: 10 * hit - 5}

        return methods.one_by_one(answer)

    method = methods.Method("planted", "-", start, oracle=True)
    stage = benchmark.stage(benchmark.BenchmarkConfig("planted", "-"), method)
    run_stage(stage, benchmark.jobs(npz.open_set(tmp_path)), tmp_path / "out", Runtime())
    for row in score_all(sorted((tmp_path / "out").glob("*.h5")), PROTOCOLS, 0):
        assert row["score"] == row["miou"] == row["ciou"] == row["accuracy"] == 1.0, row["preset"]
    assert artifact.header(tmp_path / "out" / "s0.h5").attrs["oracle"] is True


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
        npz.read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_predictions_of_other_settings_are_not_mixed_in(folder, checkpoint, tmp_path):
    predict(checkpoint, folder, tmp_path)
    ids = {item.shape_id for item in npz.open_set(folder).items}
    config = stage_of(checkpoint).config
    assert len(benchmark.prediction_paths(tmp_path, ids, config)) == 6
    with pytest.raises(Pa3dError, match="predicted with other settings"):
        benchmark.prediction_paths(tmp_path, ids, replace(config, num_points=512))
    with pytest.raises(Pa3dError, match="no predictions"):
        benchmark.prediction_paths(tmp_path, {"lost"}, config)


def test_a_wish_that_is_no_prompt_is_refused():
    with pytest.raises(Pa3dError, match="write one of part, bare"):
        prompts.queries("politely", ["leg"], "chair")
    assert prompts.queries("a {part} on a {category}", ["leg|foot"], "") == [
        "a leg on a object|a foot on a object",
        "object",
        "background",
    ]
