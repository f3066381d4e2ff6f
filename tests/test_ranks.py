"""Several processes train as one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import ranked
import tiny
import torch

from pa3d import checkpoint, ranks, train
from pa3d.errors import Pa3dError

HERE = Path(__file__).parent
BATCH_NORMED = ("distill", "all", "released", "joint")  # kinds whose batch norms are not frozen


def torchrun(processes, *arguments):
    """Start tests/ranked.py as torchrun does; the finished command."""
    command = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        str(processes),
    ]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ["PYTHONPATH"]]),
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.run(
        [*command, str(HERE / "ranked.py"), *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny.write_folder(tmp_path_factory.mktemp("patches"), 7)


@pytest.fixture(scope="module")
def gradients(folder, tmp_path_factory):
    """Folders with the gradients of one process, of two, of one in three parts and of two in two."""
    result = {}
    for name, processes, accumulate in (("one", 1, 1), ("two", 2, 1), ("parts", 1, 3), ("both", 2, 2)):
        result[name] = tmp_path_factory.mktemp(name)
        if processes > 1:
            done = torchrun(processes, "gradient", folder, result[name], accumulate, -1)
            assert done.returncode == 0, done.stderr
            continue
        for kind, make in ranked.KINDS.items():
            for count in (7, 4):
                ranked.gradient(make(folder), count, accumulate, result[name] / f"{kind}{count}.pt")
    return result


def close(a, b, kind):
    """The gradient as one vector within 1e-6 of its length, the losses and each running statistic alike.

    Biases before a batch norm have no gradient but rounding, so tensors are not compared one by one.
    """
    a, b = (torch.load(place / f"{kind}.pt", weights_only=True) for place in (a, b))
    assert a.keys() == b.keys() and any(key.endswith("qkv.weight") for key in a)
    assert torch.equal(a.pop("rng"), b.pop("rng"))
    torch.testing.assert_close(a.pop("losses"), b.pop("losses"), rtol=2e-6, atol=2e-6)
    for key in [key for key in a if key.endswith(("running_mean", "running_var", "num_batches_tracked"))]:
        ours, theirs = a.pop(key).double(), b.pop(key).double()
        assert (ours - theirs).norm() <= 1e-6 * ours.norm(), key
    ours, theirs = (torch.cat([values[key].double().flatten() for key in a]) for values in (a, b))
    assert (ours - theirs).norm() <= 1e-6 * ours.norm()


each = pytest.mark.parametrize("kind", [f"{kind}{count}" for kind in ranked.KINDS for count in (7, 4)])


@each
def test_two_processes_have_the_gradient_of_one(gradients, kind):
    close(gradients["one"], gradients["two"], kind)


@pytest.mark.parametrize("kind", [f"{k}{count}" for k in ("align", "blocks") for count in (7, 4)])
def test_parts_have_the_gradient_of_the_whole(gradients, kind):
    for other in ("parts", "both"):
        close(gradients["one"], gradients[other], kind)


@pytest.mark.parametrize("kind", BATCH_NORMED)
def test_batch_norms_see_a_part_alone(gradients, kind):
    with pytest.raises(AssertionError):
        close(gradients["one"], gradients["parts"], f"{kind}7")


def test_parts_share_every_row_out_once(monkeypatch):
    for world in (1, 2, 3, 8):
        for count in (world, 8, 17, 32):
            for accumulate in (1, 2, 3, 40):
                if count < world:
                    continue
                parts = []
                monkeypatch.setattr(ranks, "world", lambda world=world: world)
                for rank in range(world):
                    monkeypatch.setattr(ranks, "rank", lambda rank=rank: rank)
                    parts.append(train._parts(list(range(count)), accumulate))
                assert len({len(own) for own in parts}) == 1 and len(parts[0]) <= accumulate
                rows = [row for own in parts for part in own for row in part.rows]
                assert sorted(rows) == list(range(count))
                assert all(len(part.rows) for own in parts for part in own)
                sizes = [len(part.rows) for own in parts for part in own]
                assert max(sizes) - min(sizes) <= 1 + (world > 1 and accumulate > 1)


def lines(out):
    return [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_a_lost_process_ends_the_training_and_another_number_goes_on(folder, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for kind in ("distill", "align"):
        train.fit(ranked.KINDS[kind](folder), ranked.BATCH, one / kind)
    started = time.monotonic()
    lost = torchrun(2, "run", folder, two, 1, 1)
    assert lost.returncode != 0 and time.monotonic() - started < 120
    assert checkpoint.read_training(two / "distill/distill.ckpt")["epoch"] == 1
    assert [line["epoch"] for line in lines(two / "distill")] == [1]
    train.fit(ranked.KINDS["distill"](folder), ranked.BATCH, two / "distill")
    done = torchrun(2, "run", folder, two, 1, -1)
    assert done.returncode == 0, done.stderr
    for kind in ("distill", "align"):
        a, b = (checkpoint.read_training(place / kind / f"{kind}.ckpt") for place in (one, two))
        assert a["epoch"] == b["epoch"] == 2 and torch.equal(a["rng"]["cpu"], b["rng"]["cpu"])
        for ours, theirs in zip(lines(one / kind), lines(two / kind), strict=True):
            assert ours["loss"] == pytest.approx(theirs["loss"], rel=1e-3)


def test_too_few_shapes_for_the_processes_are_refused(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(ranks, "world", lambda: 3)
    with pytest.raises(Pa3dError, match="--batch-size 4: 3 processes need at least 6, two for each"):
        train.fit(ranked.KINDS["distill"](folder), ranked.BATCH, tmp_path)


def test_accumulation_is_another_run_only_where_batch_norms_learn(folder, tmp_path):
    train.fit(ranked.KINDS["align"](folder), ranked.BATCH, tmp_path / "a", accumulate=2)
    train.fit(ranked.KINDS["align"](folder), ranked.BATCH, tmp_path / "a")
    train.fit(ranked.KINDS["distill"](folder), ranked.BATCH, tmp_path / "d", accumulate=2)
    with pytest.raises(Pa3dError, match=r"another run \(accumulate: 2 -> None\)"):
        train.fit(ranked.KINDS["distill"](folder), ranked.BATCH, tmp_path / "d")
