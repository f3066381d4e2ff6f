from __future__ import annotations

import json
import os
import time

import pytest
import tiny

from pa3d.errors import Pa3dError
from pa3d.files import atomic_path
from pa3d.status import count_inputs, describe, status
from pa3d.train import fit

NOW = 1_000_000.0


def artifacts(folder, ages):
    """Files called like artifacts, written so many seconds before NOW."""
    for number, age in enumerate(ages):
        path = folder / f"shape{number}.h5"
        path.touch()
        os.utime(path, (NOW - age, NOW - age))


def test_rate_and_time_left_look_back_ten_minutes(tmp_path):
    artifacts(tmp_path, [*range(0, 600, 10), *range(5000, 5040)])
    found = status(tmp_path, of=400, now=NOW)
    assert (found["done"], found["failed"], found["writing"], found["of"]) == (100, 0, 0, 400)
    assert found["per_minute"] == 6 and found["seconds_left"] == 3000 and found["seconds_since"] == 0
    assert describe(tmp_path, found) == [
        f"{tmp_path}: 100 of 400 done, 0 failed, 0 being written, 6 a minute, 50 min left, last written 0 s ago"
    ]
    assert status(tmp_path, now=NOW)["seconds_left"] is None
    assert status(tmp_path, of=100, now=NOW)["seconds_left"] == 0


def test_a_run_that_began_lately_is_not_slow_for_it(tmp_path):
    artifacts(tmp_path, range(0, 61, 2))
    assert status(tmp_path, now=NOW)["per_minute"] == pytest.approx(31)


def test_a_run_that_stands_has_no_rate(tmp_path):
    artifacts(tmp_path, [5000, 7000])
    found = status(tmp_path, of=5, now=NOW)
    assert found["per_minute"] is None and found["seconds_left"] is None and found["seconds_since"] == 5000
    assert "1 h" not in describe(tmp_path, found)[0] and "83 min ago" in describe(tmp_path, found)[0]


def test_failures_and_files_that_are_being_written_are_counted(tmp_path):
    artifacts(tmp_path, [1])
    lines = [
        '{"shape_id": "a", "error": "no faces"}',
        '{"shape_id": "b", "error": "NaN"}',
        '{"shape_id": "c", "er',
    ]
    (tmp_path / "failed-0of2.jsonl").write_text("\n".join(lines[:1]))
    (tmp_path / "failed-1of2.jsonl").write_text("\n".join(lines[1:]))
    with atomic_path(tmp_path / "shape9.h5"):
        found = status(tmp_path, of=4, now=NOW)
        assert found["writing"] == 1
    assert status(tmp_path, now=NOW)["writing"] == 0
    assert found["failures"] == {"a": "no faces", "b": "NaN"} and found["failed"] == 2
    assert describe(tmp_path, found)[1:] == ["  failed: a: no faces", "  failed: b: NaN"]


def test_inputs_are_artifacts_or_shape_files(tmp_path, mesh_file):
    mesh_file("meshes/a.obj")
    mesh_file("meshes/deep/b.obj")
    (tmp_path / "meshes/note.md").touch()
    assert count_inputs(tmp_path / "meshes") == 2
    artifacts(tmp_path, [1, 1, 1])
    assert count_inputs(tmp_path) == 3


def test_a_training_says_epoch_loss_and_time_left(tmp_path):
    folder = tmp_path / "patches"
    folder.mkdir()
    tiny.write_folder(folder)
    out = tmp_path / "out"
    fit(tiny.distill_task(folder), tiny.TRAIN, out)
    path = out / "metrics.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    found = status(out)
    assert (found["kind"], found["epoch"], found["epochs"], found["seconds_left"]) == ("training", 3, 3, 0)
    assert found["loss"] == lines[-1]["loss"]
    path.write_text("".join(json.dumps({**line, "seconds": 100.0}) + "\n" for line in lines[:1]) + '{"epoch')
    written = time.time()
    os.utime(path, (written, written))
    found = status(out, now=written + 30)
    assert (found["epoch"], found["seconds_per_epoch"], found["seconds_left"]) == (1, 100, 170)
    assert "epoch 1/3, loss" in describe(out, found)[0] and "2 min left" in describe(out, found)[0]


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(Pa3dError, match="none: no such folder"):
        status(tmp_path / "none")
    (tmp_path / "metrics.jsonl").touch()
    with pytest.raises(Pa3dError, match="no epoch has ended yet"):
        status(tmp_path)
