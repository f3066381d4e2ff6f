"""Many shapes with one question: outcomes, their order, failures, resuming, processes."""

import json
import os

import numpy as np
import pytest
from tiny_model import save_tiny

from pa3d import batch
from pa3d.batch import DONE, FAILED, SKIPPED, Question, Task
from pa3d.errors import Pa3dError
from pa3d.readers import load_shape

ASKED = Question(("leg", "seat"), draws=1)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return str(save_tiny(tmp_path_factory.mktemp("model") / "tiny.safetensors"))


@pytest.fixture
def folder(tmp_path):
    """Four clouds, the second of them bad."""
    for i in range(4):
        points = np.random.default_rng(i).normal(size=(60, 3))
        points[0, 0] = np.nan if i == 1 else 0
        np.save(tmp_path / f"c{i}.npy", points)
    return tmp_path


def tasks_of(folder, suffix=".ply"):
    return [Task(f"c{i}", folder / f"c{i}.npy", (folder / "out" / f"c{i}{suffix}",)) for i in range(4)]


def run(folder, tiny, question=ASKED, suffix=".ply", **options):
    record = folder / "out" / batch.RECORD
    return list(batch.run(tasks_of(folder, suffix), question, checkpoint=tiny, record=record, **options))


def test_a_bad_shape_is_an_outcome_and_the_run_goes_on(folder, tiny):
    outcomes = run(folder, tiny)
    assert [o.shape_id for o in outcomes] == ["c0", "c1", "c2", "c3"]
    assert [o.status for o in outcomes] == [DONE, FAILED, DONE, DONE]
    assert outcomes[1].error.startswith(f"{folder / 'c1.npy'}: 1 of 60 points are NaN")
    assert outcomes[0].table["parts"][0]["name"] == "leg"
    assert sum(p["share"] for p in outcomes[0].table["parts"]) == pytest.approx(1)
    assert sorted(p.name for p in (folder / "out").glob("*.ply")) == ["c0.ply", "c2.ply", "c3.ply"]


def test_processes_give_what_one_process_gives_in_the_same_order(folder, tiny):
    alone = run(folder, tiny)
    first = (folder / "out" / "c3.ply").read_bytes()
    together = run(folder, tiny, workers=2)
    assert [o.shape_id for o in together] == ["c0", "c1", "c2", "c3"]
    assert [o.status for o in together] == [o.status for o in alone]
    assert [o.table for o in together] == [o.table for o in alone]
    assert (folder / "out" / "c3.ply").read_bytes() == first


def test_resume_skips_what_is_made_and_repeats_the_rest(folder, tiny):
    before = run(folder, tiny)
    (folder / "out" / "c2.ply").unlink()
    np.save(folder / "c3.npy", np.random.default_rng(9).normal(size=(60, 3)))
    after = run(folder, tiny, resume=True)
    assert [o.status for o in after] == [SKIPPED, FAILED, DONE, DONE]
    assert after[0].table == before[0].table
    assert after[3].table != before[3].table
    assert [o.status for o in run(folder, tiny)] == [DONE, FAILED, DONE, DONE]


@pytest.mark.parametrize(
    "other",
    [
        Question(("leg", "back"), draws=1),
        Question(("leg", "seat"), draws=2),
        Question(("leg", "seat"), draws=1, up="z"),
    ],
)
def test_resume_does_not_trust_other_settings(folder, tiny, other):
    run(folder, tiny)
    assert SKIPPED not in [o.status for o in run(folder, tiny, other, resume=True)]
    assert [o.status for o in run(folder, tiny, other, resume=True)][0] == SKIPPED


def test_resume_does_not_trust_other_weights(folder, tiny, tmp_path):
    run(folder, tiny)
    other = str(save_tiny(tmp_path / "other.safetensors", seed=5))
    assert SKIPPED not in [o.status for o in run(folder, other, resume=True)]


def test_the_record_is_the_outcomes(folder, tiny):
    outcomes = run(folder, tiny)
    lines = [json.loads(line) for line in (folder / "out" / batch.RECORD).read_text().splitlines()]
    assert [line["id"] for line in lines] == [o.shape_id for o in outcomes]
    assert lines[1]["error"] == outcomes[1].error
    assert lines[0]["outputs"] == ["c0.ply"]
    assert lines[0]["parts"] == outcomes[0].table["parts"]


def test_what_no_shape_is_to_blame_for_ends_the_run(folder, tiny):
    for workers in (1, 2):
        with pytest.raises(Pa3dError, match="no such checkpoint"):
            run(folder, str(folder / "absent.safetensors"), workers=workers)
        with pytest.raises(Pa3dError, match="no point decoder|points"):
            outcomes = run(folder, tiny, Question(("leg",), propagate="points"), workers=workers)
            raise Pa3dError(outcomes[0].error)


def test_a_full_disk_ends_the_run(folder, tiny, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "x.ply")

    monkeypatch.setattr(batch.Bench, "_write", full)
    with pytest.raises(Pa3dError, match="the disk is full"):
        run(folder, tiny)


def test_a_fault_of_the_program_costs_one_shape(folder, tiny, monkeypatch):
    plain = batch.Bench.label

    def faulty(self, task, progress=None):
        return {}[task.shape_id] if task.shape_id == "c2" else plain(self, task, progress)

    monkeypatch.setattr(batch.Bench, "label", faulty)
    outcomes = run(folder, tiny)
    assert [o.status for o in outcomes] == [DONE, FAILED, FAILED, DONE]
    assert "c2.npy: unexpected KeyError" in outcomes[2].error
    assert "KeyError" in outcomes[2].trace


def test_a_process_that_dies_costs_one_shape(folder, tiny, monkeypatch):
    """A file whose reader ends the process: a .npy is read in the worker, where this variable kills it."""
    monkeypatch.setattr(batch, "_setup", _setup_that_dies)
    outcomes = run(folder, tiny, workers=2)
    assert [o.status for o in outcomes] == [DONE, FAILED, FAILED, DONE]
    assert "c2.npy: the process that worked on it died, exit code 9" in outcomes[2].error


def _setup_that_dies(question, checkpoint, device):
    bench = batch.Bench(question, checkpoint, device)

    def work(task):
        if task.shape_id == "c2":
            os._exit(9)
        return batch._attempt(bench, task)

    return work


def test_progress_of_one_shape_reaches_its_end(tiny, mesh_file, tmp_path):
    path = mesh_file()
    shape = load_shape(path)
    heard = []
    task = Task("chair", path, (tmp_path / "x.json",))
    list(batch.run([task], ASKED, checkpoint=tiny, progress=lambda *event: heard.append(event)))
    total = len(shape.vertices) + len(shape.faces)
    assert ("labelling", total, total) in heard
    assert [what for what, _, _ in heard][:2] == ["reading", "encoding"]
    assert heard[-1][0] == "writing x.json"


def test_every_output_is_written(tiny, mesh_file, tmp_path):
    files = tuple(tmp_path / f"x{suffix}" for suffix in batch.kinds())
    heat = (("leg", tmp_path / "x.heat.png"),)
    question = Question(("leg", "seat"), draws=1, save_features=True, split_suffix=".stl")
    task = Task("chair", mesh_file(), files, tmp_path / "x.parts", heat)
    (outcome,) = batch.run([task], question, checkpoint=tiny)
    assert outcome.error is None
    assert all(path.stat().st_size > 0 for path in (*files, tmp_path / "x.heat.png"))
    assert {p.suffix for p in (tmp_path / "x.parts").iterdir()} == {".stl"}
    with np.load(tmp_path / "x.npz") as data:
        assert data["patch_token"].shape[0] == 1
    assert set(outcome.outputs) == {str(p) for p in (*files, tmp_path / "x.heat.png", tmp_path / "x.parts")}


def test_a_kind_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(Pa3dError, match="x.doc: cannot write kind '.doc'; known kinds are .ply"):
        batch.check_files([tmp_path / "x.doc"])


def test_the_precision_is_recorded_and_decides_the_run(folder, tiny):
    from pa3d import artifact, schemas

    for precision in ("fp32", "bf16"):
        outcomes = run(folder, tiny, batch.replace(ASKED, precision=precision), suffix=".h5", resume=True)
        assert [o.status for o in outcomes] == [DONE, FAILED, DONE, DONE]  # nothing of the other is taken
        assert artifact.read(folder / "out" / "c0.h5", schemas.PREDICTION).config["precision"] == precision
