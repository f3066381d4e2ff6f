from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import fake_stage
import numpy as np
import pytest

from pa3d import artifact
from pa3d.errors import Pa3dError, StaleError
from pa3d.stage import Job, Runtime, Shard, artifact_jobs, run_stage, seed_of

COUNT = 5


@pytest.fixture
def shapes(tmp_path):
    directory = tmp_path / "shapes"
    directory.mkdir()
    for i in range(COUNT):
        (directory / f"s{i}.txt").write_text(str(i))
    return directory


def run(shapes, out, *, stage=None, progress=None, **runtime):
    return run_stage(stage or fake_stage.stage(), fake_stage.jobs(shapes), out, Runtime(**runtime), progress)


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def arrays(directory: Path) -> dict[str, np.ndarray]:
    return {p.stem: artifact.read(p, fake_stage.SCHEMA)["value"] for p in sorted(directory.glob("*.h5"))}


NAMES = [f"s{i}.h5" for i in range(COUNT)]


@pytest.mark.parametrize("count", range(1, 10))
def test_shards_are_disjoint_and_complete(count):
    ids = [f"chair_{i:04d}" for i in range(400)]
    owners = Counter(i for i in ids for k in range(count) if Shard(k, count).owns(i))
    assert owners == dict.fromkeys(ids, 1)
    sizes = [sum(Shard(k, count).owns(i) for i in ids) for k in range(count)]
    assert min(sizes) > 0.6 * len(ids) / count


def test_shards_together_write_what_one_run_writes(tmp_path, shapes):
    run(shapes, tmp_path / "whole")
    reports = [run(shapes, tmp_path / "parts", shard=Shard(k, 3)) for k in range(3)]
    assert sorted(s for r in reports for s in r.done) == [f"s{i}" for i in range(COUNT)]
    np.testing.assert_equal(arrays(tmp_path / "parts"), arrays(tmp_path / "whole"))


@pytest.mark.parametrize("text", ["", "1", "2/2", "3/2", "-1/2", "a/b", "0/0", "1/2/3", "0.5/2"])
def test_a_bad_shard_is_refused(text):
    with pytest.raises(Pa3dError, match="0 <= i < n"):
        Shard.parse(text)


def test_a_good_shard_is_read():
    assert Shard.parse("3/12") == Shard(3, 12)


def test_seeds_depend_on_seed_and_id_only():
    draws = {(s, i): seed_of(s, i).random() for s in (0, 1) for i in ("a", "b")}
    assert len(set(draws.values())) == 4
    assert seed_of(1, "a").random() == draws[1, "a"]


def test_a_second_run_does_nothing(tmp_path, shapes):
    seen = []
    first = run(shapes, tmp_path / "out", progress=lambda *event: seen.append(event))
    assert first.done == [f"s{i}" for i in range(COUNT)]
    assert first.skipped == [] and first.failed == {}
    assert seen == [(f"s{i}", "done") for i in range(COUNT)]
    before = contents(tmp_path / "out")
    assert sorted(before) == NAMES
    seen.clear()
    second = run(shapes, tmp_path / "out", overwrite=True, progress=lambda *event: seen.append(event))
    assert (second.done, second.skipped) == ([], first.done)
    assert seen == [(f"s{i}", "skipped") for i in range(COUNT)]
    assert contents(tmp_path / "out") == before


def test_a_changed_config_stops_before_any_work_and_names_the_key(tmp_path, shapes):
    out = tmp_path / "out"
    run(shapes, out)
    (out / "s0.h5").unlink()  # would be computed if the run began
    before = contents(out)
    with pytest.raises(StaleError) as error:
        run(shapes, out, stage=fake_stage.stage(factor=3.0))
    message = str(error.value)
    assert message.startswith(f"{out / 's1.h5'} is stale (config.factor: 2.0 -> 3.0); ")
    assert "--overwrite" in message and "\n" not in message
    assert contents(out) == before


def test_a_raised_schema_version_makes_stale(tmp_path, shapes):
    run(shapes, tmp_path / "out")
    newer = replace(fake_stage.stage(), schema=replace(fake_stage.SCHEMA, version=2))
    with pytest.raises(StaleError, match=r"\(schema fake/1 -> fake/2\)"):
        run(shapes, tmp_path / "out", stage=newer)


def test_overwrite_recomputes_only_what_is_stale(tmp_path, shapes):
    out = tmp_path / "out"
    run(shapes, out)
    before = contents(out)
    (shapes / "s2.txt").write_text("77")
    with pytest.raises(StaleError, match=r"s2.h5 is stale \(its input changed: shape\)"):
        run(shapes, out)
    report = run(shapes, out, overwrite=True)
    assert report.done == ["s2"]
    after = contents(out)
    assert {n for n in NAMES if after[n] != before[n]} == {"s2.h5"}
    np.testing.assert_allclose(np.floor(arrays(out)["s2"]), 154)


def test_an_input_that_is_artifact_counts_by_its_fingerprint(tmp_path, shapes):
    first, second = tmp_path / "first", tmp_path / "second"
    run(shapes, first)

    def chain():
        chained = [
            Job(job.shape_id, {"shape": shapes / f"{job.shape_id}.txt", **job.inputs})
            for job in artifact_jobs(first, "previous")
        ]
        return run_stage(fake_stage.stage(), chained, second, Runtime())

    assert len(chain().done) == COUNT
    for path in first.iterdir():
        path.unlink()
    run(shapes, first)  # the same recipe again, other bytes (time of creation)
    assert len(chain().skipped) == COUNT
    run(shapes, first, stage=fake_stage.stage(seed=1), overwrite=True)
    with pytest.raises(StaleError, match="its input changed: previous"):
        chain()
    with pytest.raises(StaleError, match="its input changed: previous"):
        run(shapes, second)  # an input that is no longer given


def test_a_damaged_artifact_is_stale_not_fresh(tmp_path, shapes):
    out = tmp_path / "out"
    run(shapes, out)
    (out / "s3.h5").write_bytes((out / "s3.h5").read_bytes()[:700])
    with pytest.raises(StaleError, match=r"s3.h5 is stale .*not a readable HDF5") as error:
        run(shapes, out)
    assert "\n" not in str(error.value)
    assert run(shapes, out, overwrite=True).done == ["s3"]
    assert len(arrays(out)) == COUNT


def read_failures(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_bad_shape_is_recorded_and_the_rest_done(tmp_path, shapes):
    out, log = tmp_path / "out", tmp_path / "out" / "failed-0of1.jsonl"
    (shapes / "s1.txt").write_text("bad")
    report = run(shapes, out)
    message = f"{shapes / 's1.txt'}: not a number"
    assert report.done == ["s0", "s2", "s3", "s4"] and report.failed == {"s1": message}
    assert read_failures(log) == [{"shape_id": "s1", "error": message}]
    again = run(shapes, out)  # still bad: tried again, recorded once
    assert (again.done, len(again.skipped), again.failed) == ([], 4, {"s1": message})
    assert len(read_failures(log)) == 1
    (shapes / "s1.txt").write_text("1")
    assert run(shapes, out).done == ["s1"]
    assert sorted(contents(out)) == NAMES


def test_a_missing_or_unreadable_input_is_a_bad_shape(tmp_path, shapes):
    chained = [Job("gone", {"shape": shapes / "gone.txt"}), Job("h5", {"shape": shapes / "s.h5"})]
    (shapes / "s.h5").write_bytes(b"no")
    report = run_stage(fake_stage.stage(), [*chained, *fake_stage.jobs(shapes)], tmp_path / "o", Runtime())
    assert len(report.done) == COUNT
    assert sorted(report.failed) == ["gone", "h5"]
    assert all(str(shapes) in message for message in report.failed.values())


@pytest.mark.parametrize("allowed", [0, 1, 2])
def test_max_failures(tmp_path, shapes, allowed):
    out = tmp_path / "out"
    for i in (1, 3):
        (shapes / f"s{i}.txt").write_text("bad")
    if allowed == 2:
        assert len(run(shapes, out, max_failures=2).failed) == 2
        return
    with pytest.raises(Pa3dError, match=f"more than {allowed} shapes failed"):
        run(shapes, out, max_failures=allowed)
    assert len(read_failures(out / "failed-0of1.jsonl")) == allowed + 1
    assert list(arrays(out)) == [["s0"], ["s0", "s2"]][allowed]


def test_an_error_of_the_program_is_not_hidden(tmp_path, shapes):
    (shapes / "s1.txt").write_bytes(b"\xff")  # UnicodeDecodeError: no Pa3dError, no OSError
    with pytest.raises(UnicodeDecodeError):
        run(shapes, tmp_path / "out")


def test_artifact_jobs_names_a_useless_folder(tmp_path, shapes):
    for folder in (tmp_path / "absent", shapes):
        with pytest.raises(Pa3dError, match="run the stage before this one first") as error:
            artifact_jobs(folder, "render")
        assert str(error.value).startswith(str(folder))


DIED = "the process that read it died (signal 9: out of memory, or killed)"


@pytest.mark.parametrize("batch_size", [1, 3])
def test_workers_change_nothing_and_a_dead_one_costs_only_its_shape(tmp_path, shapes, batch_size):
    """Of a batch of several the shape at fault is found, whatever came before or after it."""
    out = tmp_path / "two"
    run(shapes, tmp_path / "one")
    (shapes / "s1.txt").write_text("die")
    report = run(shapes, out, workers=2, batch_size=batch_size)
    assert sorted(report.done) == ["s0", "s2", "s3", "s4"]
    assert report.failed == {"s1": f"{shapes / 's1.txt'}: {DIED}"}
    assert read_failures(out / "failed-0of1.jsonl") == [{"shape_id": "s1", "error": report.failed["s1"]}]
    assert sorted(contents(out)) == ["failed-0of1.jsonl", "s0.h5", "s2.h5", "s3.h5", "s4.h5"]
    (shapes / "s1.txt").write_text("1")
    assert run(shapes, out, workers=2).done == ["s1"]
    np.testing.assert_equal(arrays(out), arrays(tmp_path / "one"))


def test_a_worker_that_dies_while_it_writes_leaves_nothing(tmp_path, shapes):
    """Its temporary goes; a stale artifact does not stay; one that it finished before is not lost."""
    out = tmp_path / "out"
    run(shapes, out)
    report = run(
        shapes, out, stage=fake_stage.stage(die="s1 half,s3 written", factor=3.0), overwrite=True, workers=2
    )
    assert sorted(report.done) == ["s0", "s2", "s3", "s4"] and list(report.failed) == ["s1"]
    assert sorted(contents(out)) == ["failed-0of1.jsonl", "s0.h5", "s2.h5", "s3.h5", "s4.h5"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_setup_that_fails_says_why(tmp_path, shapes, workers, capfd):
    with pytest.raises(Pa3dError, match=r"^weights.pth: not a weights file$"):
        run(shapes, tmp_path / "out", stage=fake_stage.stage(broken=True), workers=workers)
    assert capfd.readouterr() == ("", "")


def start(shapes, out, workers, kind, number):
    command = [sys.executable, fake_stage.__file__, shapes, out, workers, kind, number]
    return subprocess.Popen([str(word) for word in command])


@pytest.mark.parametrize(
    ("kind", "number", "survivors", "temporaries"),
    [
        ("compute", 0, 0, 0),
        ("compute", 3, 3, 0),
        ("write", 5, 2, 1),  # between the two datasets of the third file
        ("write", 8, 4, 1),  # an empty last file
        ("rename", 0, 0, 1),  # written in full, not yet visible
        ("rename", 4, 4, 1),
        ("renamed", 2, 3, 0),
    ],
)
def test_sigkill_costs_only_the_shape_in_hand(tmp_path, shapes, kind, number, survivors, temporaries):
    out = tmp_path / "out"
    assert start(shapes, out, 1, kind, number).wait() == -signal.SIGKILL
    left = contents(out)
    assert sorted(n for n in left if not n.startswith(".")) == NAMES[:survivors]
    assert sum(n.startswith(".") and n.endswith(".tmp") for n in left) == temporaries
    assert list(arrays(out)) == [f"s{i}" for i in range(survivors)]  # every visible file reads
    report = run(shapes, out)
    assert report.skipped == [f"s{i}" for i in range(survivors)]
    assert report.done == [f"s{i}" for i in range(survivors, COUNT)]
    after = contents(out)
    assert sorted(after) == NAMES  # abandoned temporaries are gone
    assert {n: after[n] for n in NAMES[:survivors]} == {n: left[n] for n in NAMES[:survivors]}
    run(shapes, tmp_path / "undisturbed")
    np.testing.assert_equal(arrays(out), arrays(tmp_path / "undisturbed"))


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_workers_end_when_the_command_is_killed(tmp_path, shapes):
    def alive(pid):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        return state != "Z"

    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc")
    parent = start(shapes, tmp_path / "out", 2, "sleep", 0)
    wait_until(lambda: len(list(shapes.glob("*.pid"))) == 2)
    parent.kill()
    parent.wait()
    workers = [int(path.stem) for path in shapes.glob("*.pid")]
    try:
        wait_until(lambda: not any(map(alive, workers)), seconds=20)
    finally:
        for pid in filter(alive, workers):
            os.kill(pid, signal.SIGKILL)
    assert run(shapes, tmp_path / "out").done == [f"s{i}" for i in range(COUNT)]


def test_a_second_run_on_the_same_folder_is_refused_and_disturbs_nothing(tmp_path, shapes):
    out = tmp_path / "out"
    first = start(shapes, out, 1, "sleep", 0)
    try:
        wait_until(lambda: list(shapes.glob("*.pid")))
        before = contents(out)
        with pytest.raises(Pa3dError, match=rf"^{out}: another run is writing here \(process {first.pid} on "):
            run(shapes, out)
        with pytest.raises(Pa3dError, match="another run is writing here"):
            run(shapes, out, shard=Shard(0, 2))
        assert contents(out) == before
    finally:
        first.kill()
        first.wait()
    assert run(shapes, out).done == [f"s{i}" for i in range(COUNT)]
    assert sorted(contents(out)) == NAMES


def test_an_input_deleted_to_save_space_leaves_its_output_fresh(tmp_path, shapes):
    out = tmp_path / "out"
    run(shapes, out)
    jobs_before = fake_stage.jobs(shapes)
    before = contents(out)
    (shapes / "s1.txt").unlink()
    report = run_stage(fake_stage.stage(), jobs_before, out, Runtime())
    assert sorted(report.skipped) == [job.shape_id for job in jobs_before] and not report.failed
    assert contents(out) == before
    (out / "s1.h5").unlink()  # without its output a missing input is a failure again
    assert list(run_stage(fake_stage.stage(), jobs_before, out, Runtime()).failed) == ["s1"]


def test_a_stale_artifact_does_not_outlive_its_shape_failing(tmp_path, shapes):
    """Else the next stage, or a benchmark, would take the old settings' result for the new ones'."""
    out = tmp_path / "out"
    run(shapes, out)
    (shapes / "s1.txt").write_text("no number")
    report = run_stage(fake_stage.stage(factor=3.0), fake_stage.jobs(shapes), out, Runtime(overwrite=True))
    assert list(report.failed) == ["s1"]
    assert not (out / "s1.h5").exists() and (out / "s0.h5").exists()


def test_a_full_disk_stops_the_run_in_one_line(tmp_path, shapes, monkeypatch):
    def full(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(artifact, "write", full)
    with pytest.raises(Pa3dError, match="the disk is full") as caught:
        run(shapes, tmp_path / "out")
    assert "\n" not in str(caught.value)


def test_files_that_an_input_refers_to_count_as_input(tmp_path, shapes):
    extra = tmp_path / "texture.bin"
    extra.write_bytes(b"a")
    job = Job("s0", {"shape": shapes / "s0.txt"}, (extra,))
    run_stage(fake_stage.stage(), [job], tmp_path / "out", Runtime())
    assert run_stage(fake_stage.stage(), [job], tmp_path / "out", Runtime()).skipped == ["s0"]
    extra.write_bytes(b"b")
    with pytest.raises(StaleError, match="its input changed: shape"):
        run_stage(fake_stage.stage(), [job], tmp_path / "out", Runtime())
