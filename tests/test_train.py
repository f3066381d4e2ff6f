from __future__ import annotations

import json
import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tiny
import torch
from torch.special import entr

from pa3d import checkpoint
from pa3d import history as history_module
from pa3d.checkpoint import load_model
from pa3d.data import Augment, PatchDataset, collate
from pa3d.errors import Pa3dError, StaleError
from pa3d.patches import PatchConfig
from pa3d.precision import choose_precision
from pa3d.train import TrainConfig, fit, learning_rate

each_kind = pytest.mark.parametrize("kind", ["distill", "align"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny.write_folder(tmp_path_factory.mktemp("patches"))


def config(**changes):
    return TrainConfig(**{**vars(tiny.TRAIN), **changes})


def copy_of(module):
    return {key: value.clone() for key, value in module.state_dict().items()}


def changed(before, module):
    """Names of the tensors and buffers that are no longer bit for bit what they were."""
    after = module.state_dict()
    assert before.keys() == after.keys()
    return {key for key in before if not torch.equal(before[key], after[key])}


def same_content(a, b, place="checkpoint"):
    """Bitwise equality of what a checkpoint holds, all but the seconds it took."""
    assert type(a) is type(b), place
    if isinstance(a, dict):
        assert a.keys() == b.keys(), place
        for key in a:
            if key != "seconds":
                same_content(a[key], b[key], f"{place}.{key}")
    elif isinstance(a, list):
        assert len(a) == len(b), place
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            same_content(x, y, f"{place}[{i}]")
    elif isinstance(a, torch.Tensor):
        assert a.dtype == b.dtype and torch.equal(a, b), place
    else:
        assert a == b, place


def history(out):
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    return [{k: v for k, v in line.items() if k != "seconds"} for line in lines]


def same_run(a, b, kind):
    same_content(*(checkpoint.read_training(out / f"{kind}.ckpt") for out in (a, b)))
    assert history(a) == history(b)


# -- it learns ---------------------------------------------------------------------------------------

ONE_BATCH = config(epochs=60, batch_size=4, warmup=0.1, lr_encoder=3e-3, lr_head=5e-3, lr_logit=3e-2)


@pytest.fixture(scope="module")
def one_batch(tmp_path_factory):
    one_draw = PatchConfig(**{**vars(tiny.PATCHES), "num_draws": 1})
    return tiny.write_folder(tmp_path_factory.mktemp("one"), 4, config=one_draw)


def test_distillation_overfits_one_batch(one_batch, tmp_path):
    fit(tiny.distill_task(one_batch, model=tiny.STILL, augment=Augment()), ONE_BATCH, tmp_path)
    losses = [line["loss"] for line in history(tmp_path)]
    assert losses[0] > 0.5
    assert losses[-1] < 0.02


@pytest.mark.parametrize(
    ("loss", "trainable"),
    [
        ("paper", "last_block"),
        ("paper", "released"),
        ("paper", "all"),
        ("released", "last_block"),
        ("softmax", "last_block"),
    ],
)
def test_alignment_overfits_one_batch(one_batch, tmp_path, trainable, loss):
    """The loss comes down to what fractional labels leave: their own entropy, for the plain losses."""
    task = tiny.align_task(
        one_batch, model=tiny.STILL, augment=Augment(), num_views=1, trainable=trainable, loss=loss
    )
    label = [torch.from_numpy(task.data.labels(i, 0)) for i in range(4)]
    weight = [max(1, y.shape[1] - 1) if loss == "released" else 1 for y in label]
    if loss == "softmax":
        floor = np.mean([entr(y).sum().item() / 8 for y in label])
    else:
        best = [w * y / (w * y + 1 - y) for w, y in zip(weight, label, strict=True)]
        cost = [
            -(w * torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p)).mean()
            for w, y, p in zip(weight, label, best, strict=True)
        ]
        floor = np.mean(cost)
    fit(task, ONE_BATCH, tmp_path)
    losses = [line["loss"] for line in history(tmp_path)]
    assert losses[0] > floor + 0.3
    assert floor - 1e-4 < losses[-1] < floor + 0.06


# -- what trains and what does not -------------------------------------------------------------------


def test_last_block_leaves_everything_else_bit_identical(folder, tmp_path):
    task = tiny.align_task(folder)
    before, head = copy_of(task.encoder), copy_of(task.head)
    fit(task, tiny.TRAIN, tmp_path)
    own = {key for key in before if key.startswith("blocks.1.")}
    assert changed(before, task.encoder) == own
    assert changed(head, task.head) == set(head)
    saved = load_model(tmp_path / "align.ckpt").encoder
    assert changed(before, saved) == own


def test_frozen_layers_stay_in_eval_mode(folder):
    """Their batch norms would drift and their drop path would drop."""
    for trainable, expected in (("last_block", {"blocks.1", "head"}), ("released", None), ("all", None)):
        task = tiny.align_task(folder, trainable=trainable)
        task.train_mode()
        parts = {"head": task.head, **dict(task.encoder.named_children())}
        parts |= {f"blocks.{i}": block for i, block in enumerate(parts.pop("blocks"))}
        training = {name for name, part in parts.items() if any(m.training for m in part.modules())}
        assert training == (expected or set(parts))


def test_released_trains_what_it_says(folder, tmp_path):
    task = tiny.align_task(folder, trainable="released")
    before = copy_of(task.encoder)
    fit(task, tiny.TRAIN, tmp_path)
    own = {key for key in before if key.startswith(("blocks.1.", "norm.", "reduce."))}
    own |= {"cls_token", "cls_pos"}
    drift = {key for key in before if key.endswith(("running_mean", "running_var", "num_batches_tracked"))}
    assert len(drift) == 6
    assert changed(before, task.encoder) == own | drift
    trainable = {name for name, p in task.encoder.named_parameters() if p.requires_grad}
    assert trainable == own


@each_kind
def test_all_layers_train(folder, tmp_path, kind):
    task = tiny.align_task(folder, trainable="all") if kind == "align" else tiny.distill_task(folder)
    before, head = copy_of(task.encoder), copy_of(task.head)
    fit(task, tiny.TRAIN, tmp_path)
    assert changed(before, task.encoder) == set(before)
    assert changed(head, task.head) == set(head)


def test_scale_and_bias_have_a_rate_of_their_own(folder, tmp_path):
    for rates, expected in (
        ({"lr_logit": 0.0}, {"proj.weight", "proj.bias"}),
        ({"lr_head": 0.0}, {"log_scale", "bias"}),
    ):
        task = tiny.align_task(folder)
        before = copy_of(task.head)
        fit(task, config(**rates), tmp_path / next(iter(rates)))
        assert changed(before, task.head) == expected


def test_the_encoder_has_a_rate_of_its_own(folder, tmp_path):
    task = tiny.align_task(folder)
    before = copy_of(task.encoder)
    fit(task, config(lr_encoder=0.0), tmp_path)
    assert changed(before, task.encoder) == set()


def test_scale_and_bias_start_where_told_and_do_not_decay(folder, tmp_path):
    """With rates so small that only weight decay could be seen, they stay; the projection shrinks."""
    task = tiny.align_task(folder, scale=20.0, bias=-3.0)
    assert task.head.log_scale.exp().item() == pytest.approx(20)
    assert task.head.bias.item() == -3
    weight = task.head.proj.weight.norm().item()
    fit(task, config(lr_logit=1e-6, lr_head=1e-6, weight_decay=1e4, warmup=0.0), tmp_path)
    assert task.head.log_scale.item() == pytest.approx(math.log(20), rel=1e-4)
    assert task.head.bias.item() == pytest.approx(-3, rel=1e-4)
    assert task.head.proj.weight.norm().item() < 0.98 * weight


def test_the_recorded_scale_is_the_one_in_use(folder, tmp_path):
    fit(tiny.align_task(folder, scale=200.0), config(epochs=1, lr_logit=1e-9), tmp_path)
    assert history(tmp_path)[0]["scale"] == pytest.approx(100)


def test_alignment_starts_from_the_distilled_encoder(folder, tmp_path):
    fit(tiny.distill_task(folder), config(epochs=1), tmp_path / "distill")
    start = load_model(tmp_path / "distill/distill.ckpt", kind="distill")
    before = copy_of(start.encoder)
    task = tiny.align_task(folder, init=start)
    fit(task, config(epochs=1), tmp_path / "align")
    model = load_model(tmp_path / "align/align.ckpt", kind="align")
    assert all(key.startswith("blocks.1.") for key in changed(before, model.encoder))
    assert model.info["teacher"] == "fake" and model.info["text_encoder"] == "fake"
    assert model.info["part_names"] == sorted(tiny.NAMES)
    assert model.dim == 16


def test_wrong_settings_are_refused_before_any_work(folder):
    with pytest.raises(Pa3dError, match="--trainable head: write one of last_block, released, blocks, all"):
        tiny.align_task(folder, trainable="head")
    with pytest.raises(Pa3dError, match="--loss hinge: write one of paper, released, softmax, open"):
        tiny.align_task(folder, loss="hinge")
    other = type(tiny.MODEL)(**{**vars(tiny.MODEL), "num_patches": 16})
    with pytest.raises(Pa3dError, match="patches of 8 x 4 points, but the encoder groups 16 x 4"):
        tiny.align_task(folder, model=other)


# -- the cached trunk --------------------------------------------------------------------------------


def test_the_cached_trunk_is_the_trunk(folder, tmp_path):
    task = tiny.align_task(folder)
    task.prepare(tmp_path, "fp32", lambda event: None)
    assert task.cache.shape == (5, 3, 9, 48) and task.cache.dtype == np.float16
    task.encoder.eval()
    for index in range(5):
        batch = collate([task._view(index, view) for view in range(3)])
        with torch.no_grad():
            x = task.encoder.trunk(batch.points, batch.center_index, batch.patch_index)[0]
            whole = task.encoder(batch.points, batch.center_index, batch.patch_index).tokens
            cached = torch.from_numpy(task.cache[index].astype(np.float32))
            np.testing.assert_allclose(cached, x, rtol=2**-10, atol=1e-6)
            torch.testing.assert_close(task.encoder.last(cached), whole, rtol=0, atol=0.01)


def views_of(task, indices, asking):
    """Which cached view each row of a step's input is."""
    hidden = asking.hidden.numpy()
    rows = [
        [np.array_equal(task.cache[i, v], x) for v in range(3)] for i, x in zip(indices, hidden, strict=True)
    ]
    assert all(sum(row) == 1 for row in rows)
    return [row.index(True) for row in rows]


def test_the_loss_of_cached_views_is_the_loss_of_their_samples(folder, tmp_path):
    """Points, labels and part names of the cached path belong together."""
    task = tiny.align_task(folder, model=tiny.STILL)
    task.prepare(tmp_path, "fp32", lambda event: None)
    indices = [3, 0, 4]
    with torch.no_grad():
        asked = [task.load(indices, epoch, 0) for epoch in range(1, 5)]
        views = [views_of(task, indices, asking) for asking in asked]
        assert {v for row in views for v in row} == {0, 1, 2}
        for asking, row in zip(asked, views, strict=True):
            loss = task.losses(asking)
            samples = [task._view(i, v) for i, v in zip(indices, row, strict=True)]
            task.data.epoch_sample = lambda i, *_, s=samples: s[indices.index(i)]
            cache, task.cache = task.cache, None
            task.encoder.eval()
            direct = task.load(indices, 1, 0)
            assert direct.hidden is None and asking.batch is None
            torch.testing.assert_close(loss, task.losses(direct), rtol=2e-3, atol=2e-3)
            task.cache = cache


def test_the_cache_is_kept_and_made_anew_only_for_another_recipe(folder, tmp_path):
    filled = []

    def prepare(task):
        filled.clear()
        task.prepare(tmp_path, "fp32", filled.append)
        return len(filled), task.cache[:].copy()

    count, first = prepare(tiny.align_task(folder))
    assert count == 5
    count, again = prepare(tiny.align_task(folder))
    assert count == 0
    np.testing.assert_array_equal(first, again)
    count, other = prepare(tiny.align_task(folder, seed=1))
    assert count == 5 and (other != first).any()
    (tmp_path / "trunk.key").unlink()  # killed between the two files
    assert prepare(tiny.align_task(folder, seed=1))[0] == 5


# -- resuming ----------------------------------------------------------------------------------------


class Interrupted(Exception):
    pass


def interrupt_at(epoch, step):
    def progress(event):
        if event["event"] == "step" and (event["epoch"], event["step"]) == (epoch, step):
            raise Interrupted

    return progress


@each_kind
def test_interrupted_and_resumed_is_bitwise_uninterrupted(folder, tmp_path, kind):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    fit(tiny.TASKS[kind](folder), tiny.TRAIN, whole)
    for epoch, step in ((1, 2), (2, 1), (3, 3)):
        torch.manual_seed(epoch)  # what ran before in the process has no say
        with pytest.raises(Interrupted):
            fit(tiny.TASKS[kind](folder), tiny.TRAIN, broken, progress=interrupt_at(epoch, step))
    path = fit(tiny.TASKS[kind](folder), tiny.TRAIN, broken)
    assert path == broken / f"{kind}.ckpt"
    same_run(whole, broken, kind)
    assert [line["epoch"] for line in history(broken)] == [1, 2, 3]
    assert checkpoint.read_training(path)["epoch"] == 3


@each_kind
def test_killed_and_resumed_is_bitwise_uninterrupted(folder, tmp_path, kind):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    fit(tiny.TASKS[kind](folder), tiny.TRAIN, whole)
    code = (
        "import sys, torch; from pathlib import Path; import tiny\n"
        f"torch.set_num_threads({torch.get_num_threads()})\n"
        "tiny.train_until_killed(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), 2, 2)\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code, kind, str(folder), str(broken)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    assert checkpoint.read_training(broken / f"{kind}.ckpt")["epoch"] == 1
    fit(tiny.TASKS[kind](folder), tiny.TRAIN, broken)
    same_run(whole, broken, kind)


@pytest.mark.parametrize("moment", ["before saving", "after saving"])
def test_killed_around_saving_loses_no_line(folder, tmp_path, monkeypatch, moment):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    fit(tiny.distill_task(folder), tiny.TRAIN, whole)
    save = checkpoint.save_training

    def dying(path, content):
        if content["epoch"] < 2:
            return save(path, content)
        if moment == "after saving":
            save(path, content)
        raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "save_training", dying)
        with pytest.raises(Interrupted):
            fit(tiny.distill_task(folder), tiny.TRAIN, broken)
    with (broken / "metrics.jsonl").open("a") as stream:
        stream.write('{"epoch": 2, "lo')  # a line cut short
    fit(tiny.distill_task(folder), tiny.TRAIN, broken)
    same_run(whole, broken, "distill")


def test_a_finished_run_is_left_alone_and_can_be_started_again(folder, tmp_path):
    path = fit(tiny.distill_task(folder), tiny.TRAIN, tmp_path)
    before, lines = path.read_bytes(), history(tmp_path)
    events = []
    fit(tiny.distill_task(folder), tiny.TRAIN, tmp_path, progress=events.append)
    assert not events and path.read_bytes() == before and history(tmp_path) == lines
    fit(tiny.distill_task(folder), config(epochs=1), tmp_path, overwrite=True)
    assert [line["epoch"] for line in history(tmp_path)] == [1]


def test_files_of_dead_processes_are_removed(folder, tmp_path):
    import socket

    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    )
    left = tmp_path / f".distill.ckpt.{socket.gethostname()}.{dead.stdout.strip()}.tmp"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))  # a name of an earlier version, which another host may share: an hour old at least
    fit(tiny.distill_task(folder), config(epochs=1), tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["distill.ckpt", "metrics.jsonl"]


# -- another run is not continued --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("epochs", {"train": {"epochs": 5}}),
        ("lr_head", {"train": {"lr_head": 0.1}}),
        ("seed", {"train": {"seed": 1}}),
        ("augment", {"task": {"augment": Augment(yaw=90)}}),
        ("model", {"task": {"model": tiny.STILL}}),
        ("trainable", {"task": {"trainable": "all"}}),
        ("loss", {"task": {"loss": "softmax"}}),
        ("num_views", {"task": {"num_views": 2}}),
        ("start", {"task": {"bias": -5.0}}),
    ],
)
def test_another_configuration_is_refused(folder, tmp_path, key, change):
    fit(tiny.align_task(folder), config(epochs=1), tmp_path)
    before = (tmp_path / "align.ckpt").read_bytes()
    with pytest.raises(StaleError, match=rf"align.ckpt is another run \({key}: .*pass --overwrite") as caught:
        fit(
            tiny.align_task(folder, **change.get("task", {})),
            config(**{"epochs": 1, **change.get("train", {})}),
            tmp_path,
        )
    assert "\n" not in str(caught.value)
    assert (tmp_path / "align.ckpt").read_bytes() == before
    assert len(history(tmp_path)) == 1


def test_other_data_and_another_start_are_refused(folder, tmp_path):
    fit(tiny.align_task(folder), config(epochs=1), tmp_path)
    fewer = PatchDataset([folder], need="patch_label", only={"shape0", "shape1"})
    task = tiny.align_task(folder)
    task.data = fewer
    with pytest.raises(StaleError, match=r"another run \(data: "):
        fit(task, config(epochs=1), tmp_path)
    fit(tiny.distill_task(folder), config(epochs=1), tmp_path / "distill")
    start = load_model(tmp_path / "distill/distill.ckpt")
    with pytest.raises(StaleError, match=r"another run \(init: none -> "):
        fit(tiny.align_task(folder, init=start), config(epochs=1), tmp_path)


# -- numbers that are not finite ---------------------------------------------------------------------


def poisoned(folder, spoil):
    """A task whose loss is spoilt for shape3 from epoch 2 on."""
    task = tiny.distill_task(folder)
    plain, load = task.losses, task.load
    task.load = lambda indices, *rest: (indices, rest[0], load(indices, *rest))

    def losses(loaded):
        indices, epoch, batch = loaded
        result = plain(batch)
        if epoch < 2 or 3 not in indices:
            return result
        return torch.where(torch.tensor(indices) == 3, result + spoil(task.head.proj.bias), result)

    task.losses = losses
    return task


@pytest.mark.parametrize(
    ("what", "spoil"),
    [
        ("loss", lambda bias: float("nan")),
        ("loss", lambda bias: bias.sum() * 0 + float("inf")),
        ("gradient", lambda bias: (bias.sum() * 0).sqrt()),  # the value is 0, its slope 0 * inf
    ],
)
def test_values_that_are_not_finite_stop_the_run_and_keep_the_checkpoint(folder, tmp_path, what, spoil):
    with pytest.raises(Pa3dError) as caught:
        fit(poisoned(folder, spoil), config(batch_size=1), tmp_path)
    order = np.random.default_rng([0, 2]).permutation(5).tolist()
    step = order.index(3) + 1
    assert str(caught.value).startswith(f"epoch 2, step {step}: the {what} of shape3 is not finite")
    content = checkpoint.read_training(tmp_path / "distill.ckpt")
    assert content["epoch"] == 1
    assert all(v.isfinite().all() for v in content["encoder"].values())
    assert len(history(tmp_path)) == 1


def test_only_the_shapes_at_fault_are_named(folder, tmp_path):
    with pytest.raises(Pa3dError, match=r"the loss of shape3 is not finite"):
        fit(poisoned(folder, lambda bias: float("nan")), config(batch_size=5), tmp_path)


@pytest.mark.parametrize("what", ["running_mean", "weight"])
def test_weights_that_are_not_finite_are_not_kept(folder, tmp_path, monkeypatch, what):
    """Every loss and gradient was finite, and yet: a running mean overflowed, a step was too wide."""
    fit(tiny.distill_task(folder), config(epochs=3), tmp_path / "whole")
    task = tiny.distill_task(folder)
    plain = task.validate

    def validate():
        if task.epochs == 1:
            name = next(key for key in task.encoder.state_dict() if key.endswith(what))
            task.encoder.state_dict()[name].view(-1)[0] = float("inf")
        task.epochs += 1
        return plain()

    task.epochs, task.validate = 0, validate
    with pytest.raises(Pa3dError, match=rf"^epoch 2: encoder.*{what} is not finite; the checkpoint of epoch 1"):
        fit(task, config(epochs=3), tmp_path / "out")
    assert checkpoint.read_training(tmp_path / "out" / "distill.ckpt")["epoch"] == 1
    fit(tiny.distill_task(folder), config(epochs=3), tmp_path / "out")
    same_run(tmp_path / "whole", tmp_path / "out", "distill")


def command(monkeypatch, capsys, *words):
    """main() with a command line: (exit code, standard error)."""
    import pa3d.cli

    monkeypatch.setenv("PA3D_CONFIG", "")
    monkeypatch.setattr(sys, "argv", ["pa3d", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        pa3d.cli.main()
    return end.value.code or 0, capsys.readouterr().err


SMALL = [
    "--depth",
    1,
    "--width",
    64,
    "--epochs",
    3,
    "--batch-size",
    2,
    "--precision",
    "fp32",
    "--device",
    "cpu",
]


@pytest.mark.parametrize("name", ["train-distill", "train-align"])
def test_a_poisoned_shape_is_named_by_the_command(tmp_path, monkeypatch, capsys, name):
    """A shape whose samples overflow in the network. Left out, the run is what it always was."""
    folder = tiny.write_folder(tmp_path / "p")
    plain = PatchDataset.epoch_sample

    def poisoned(self, entry, *args):
        sample = plain(self, entry, *args)
        if sample.shape_id == "shape3":
            sample.points = sample.points * np.float32(1e38)
        return sample

    monkeypatch.setattr(PatchDataset, "epoch_sample", poisoned)
    words = [name, folder, *SMALL, "--out", tmp_path / "out"]
    if name == "train-align":
        words += ["--init", "none", "--trainable", "all", "--text-model", "labels"]
    code, err = command(monkeypatch, capsys, *words, "--batch-size", 1)
    assert code == 2
    assert re.fullmatch(r"error: epoch 1, step \d: the loss of shape3 is not finite; .*--exclude.*\n", err), err
    assert "there is no checkpoint yet" in err
    assert not list((tmp_path / "out").glob("*"))
    (tmp_path / "bad.txt").write_text("shape3\n")
    assert command(monkeypatch, capsys, *words, "--exclude", tmp_path / "bad.txt") == (0, "")


@each_kind
def test_a_spike_is_recorded_and_a_resumed_run_records_the_same(folder, tmp_path, monkeypatch, kind):
    """shape2 is given away with ten times its loss in epochs 4 and 6."""
    monkeypatch.setattr(history_module, "FIRST", 9)
    long = config(epochs=6, batch_size=1, lr_encoder=1e-6, lr_head=1e-6, lr_logit=1e-6)

    def task():
        task = tiny.TASKS[kind](folder)
        plain, load = task.losses, task.load
        task.load = lambda indices, *rest: (indices, rest[0], load(indices, *rest))

        def losses(loaded):
            indices, epoch, batch = loaded
            return plain(batch) * (10 if epoch in (4, 6) and 2 in indices else 1)

        task.losses = losses
        return task

    whole, broken = tmp_path / "whole", tmp_path / "broken"
    fit(task(), long, whole)
    lines = [json.loads(line) for line in (whole / "spikes.jsonl").read_text().splitlines()]
    assert [(line["epoch"], line["shapes"]) for line in lines] == [(4, ["shape2"]), (6, ["shape2"])]
    for line in lines:
        order = np.random.default_rng([0, line["epoch"]]).permutation(5).tolist()
        assert line["step"] == order.index(2) + 1 and line["losses"] == [line["loss"]]
    assert [line["spikes"] for line in history(whole)] == [0, 0, 0, 1, 0, 1]
    for epoch, step in ((4, 5), (5, 1), (6, 5)):
        with pytest.raises(Interrupted):
            fit(task(), long, broken, progress=interrupt_at(epoch, step))
    fit(task(), long, broken)
    same_run(whole, broken, kind)
    assert (broken / "spikes.jsonl").read_bytes() == (whole / "spikes.jsonl").read_bytes()


# -- two at once, and twice the same -----------------------------------------------------------------


def test_a_second_training_is_refused_and_disturbs_nothing(folder, tmp_path, monkeypatch, capsys):
    fit(tiny.distill_task(folder), tiny.TRAIN, tmp_path / "whole")
    out, said = tmp_path / "out", []

    def progress(event):
        if (event["event"], event["epoch"]) == ("step", 2) and not said:
            before = {path.name: path.read_bytes() for path in out.iterdir()}
            words = ["train-distill", folder, *SMALL, "--overwrite", "--out", out]
            rng = torch.get_rng_state()  # one process plays both: the second seeds its own
            said.append(command(monkeypatch, capsys, *words))
            torch.set_rng_state(rng)
            assert {path.name: path.read_bytes() for path in out.iterdir()} == before

    fit(tiny.distill_task(folder), tiny.TRAIN, out, progress=progress)
    (code, err), who = said[0], f"process {os.getpid()} on "
    assert code == 2 and err.startswith(f"error: {out}: another run is writing here ({who}")
    assert len(err.splitlines()) == 1
    same_run(tmp_path / "whole", out, "distill")
    assert sorted(path.name for path in out.iterdir()) == ["distill.ckpt", "metrics.jsonl"]


@each_kind
def test_twice_the_same_is_bit_for_bit_the_same(folder, tmp_path, kind):
    for out in "ab":
        torch.rand(7)  # what ran before in the process has no say
        fit(tiny.TASKS[kind](folder), tiny.TRAIN, tmp_path / out)
    same_run(tmp_path / "a", tmp_path / "b", kind)
    fit(tiny.TASKS[kind](folder, seed=1), config(seed=1), tmp_path / "c")
    assert history(tmp_path / "c") != history(tmp_path / "a")


def test_what_stops_the_preparation_costs_no_old_run(folder, tmp_path, monkeypatch):
    fit(tiny.align_task(folder), tiny.TRAIN, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    task = tiny.align_task(folder)

    def prepare(*_):
        raise Interrupted

    task.prepare = prepare
    with pytest.raises(Interrupted):
        fit(task, tiny.TRAIN, tmp_path, overwrite=True)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# -- order, schedule, precision ----------------------------------------------------------------------


def test_batches_do_not_depend_on_the_order_the_folder_is_read_in(folder, tmp_path, monkeypatch):
    def run(out):
        task, seen = tiny.distill_task(folder), []
        plain = task.losses
        task.losses = lambda batch: (seen.append(batch.shape_ids), plain(batch))[1]
        fit(task, config(epochs=2), out)
        return seen

    seen = run(tmp_path / "a")
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda self, pattern: reversed(list(glob(self, pattern))))
    assert run(tmp_path / "b") == seen
    same_run(tmp_path / "a", tmp_path / "b", "distill")
    assert seen[:3] != seen[3:]  # every epoch has an order of its own
    for epoch in (seen[:3], seen[3:]):
        assert sorted(i for batch in epoch for i in batch) == [f"shape{i}" for i in range(5)]


def test_a_short_last_batch_waits_for_the_next_epoch(folder, tmp_path):
    steps = []
    fit(tiny.distill_task(folder), config(epochs=2, batch_size=4), tmp_path, progress=steps.append)
    steps = [e for e in steps if e["event"] == "step"]
    assert [(e["epoch"], e["step"], e["steps"]) for e in steps] == [(1, 1, 1), (2, 1, 1)]


def test_the_rate_rises_linearly_and_falls_as_half_a_cosine():
    rates = [learning_rate(step, 100, 0.1) for step in range(101)]
    np.testing.assert_allclose(rates[:10], np.arange(1, 11) / 10)
    assert rates[10] == 1
    assert rates[55] == pytest.approx(0.5)
    assert rates[100] == pytest.approx(0, abs=1e-12)
    assert all(a > b for a, b in zip(rates[10:], rates[11:], strict=False))
    assert [learning_rate(0, total, 0.05) for total in (1, 2, 5)] == [1, 1, 1]
    assert 0 < learning_rate(99, 100, 0.0) < 0.001


def test_the_rates_of_a_run_follow_the_schedule(folder, tmp_path):
    used, step = [], torch.optim.AdamW.step

    def spy(self, *args, **options):
        used.append([group["lr"] for group in self.param_groups])
        return step(self, *args, **options)

    torch.optim.AdamW.step = spy
    try:
        fit(tiny.align_task(folder), config(epochs=4, warmup=0.25), tmp_path)
    finally:
        torch.optim.AdamW.step = step
    factors = [learning_rate(i, 12, 0.25) for i in range(12)]
    np.testing.assert_allclose(used, np.outer(factors, [1e-3, 2e-3, 1e-2]), rtol=1e-12)
    assert [line["lr"] for line in history(tmp_path)] == [row[0] for row in used[2::3]]


def test_gradients_are_clipped(folder, tmp_path, monkeypatch):
    norms, clip = [], torch.nn.utils.clip_grad_norm_

    def spy(parameters, limit):
        norm = clip(parameters, limit)
        after = math.sqrt(sum(p.grad.square().sum().item() for p in parameters if p.grad is not None))
        norms.append((norm.item(), after))
        return norm

    monkeypatch.setattr(torch.nn.utils, "clip_grad_norm_", spy)
    fit(tiny.distill_task(folder), config(epochs=1, clip=1e-3), tmp_path)
    assert all(before > 1e-3 for before, _ in norms)
    np.testing.assert_allclose([after for _, after in norms], 1e-3, rtol=1e-2)


@each_kind
def test_bf16_training_follows_fp32(folder, tmp_path, kind):
    for precision in ("fp32", "bf16"):
        task = tiny.TASKS[kind](folder)
        fit(task, config(precision=precision), tmp_path / precision)
        assert all(v.dtype != torch.bfloat16 for v in task.encoder.state_dict().values())
    exact, rough = (np.array([h["loss"] for h in history(tmp_path / p)]) for p in ("fp32", "bf16"))
    assert (exact != rough).any()
    np.testing.assert_allclose(rough, exact, rtol=0.05)


def test_precision_names():
    assert choose_precision("fp32", "cpu") == "fp32"
    assert choose_precision("bf16", "cpu") == "bf16"
    assert choose_precision("auto", "cpu") in ("fp32", "bf16")
    with pytest.raises(Pa3dError, match="--precision fp16: write auto, fp32 or bf16"):
        choose_precision("fp16", "cpu")


def test_validation_is_seen_but_changes_nothing(folder, tmp_path):
    held_out = PatchDataset([folder], need="patch_feature", only={"shape1", "shape4"})
    fit(tiny.distill_task(folder), tiny.TRAIN, tmp_path / "a")
    task = tiny.distill_task(folder, validation=held_out)
    fit(task, tiny.TRAIN, tmp_path / "b")
    a, b = history(tmp_path / "a"), history(tmp_path / "b")
    assert [{k: v for k, v in line.items() if k != "val_loss"} for line in b] == a
    first, second = (checkpoint.read_training(tmp_path / out / "distill.ckpt") for out in "ab")
    same_content(first["encoder"], second["encoder"])
    assert task.validate() == task.validate() == {"val_loss": b[-1]["val_loss"]}
