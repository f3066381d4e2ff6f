from __future__ import annotations

import sys
import types

import pytest

from pa3d.errors import Pa3dError
from pa3d.watch import recording

STEP = {
    "event": "step",
    "epoch": 2,
    "epochs": 3,
    "step": 1,
    "steps": 4,
    "loss": 0.4,
    "step_loss": 0.5,
    "lr": 0.1,
}
EPOCH = {"event": "epoch", "epoch": 2, "epochs": 3, "loss": 0.25, "seconds": 1.5}


def test_json_alone_writes_nothing_more(tmp_path):
    with recording(["json"], tmp_path, {}) as record:
        record(STEP)
    assert not list(tmp_path.iterdir())


def test_an_unknown_kind_is_refused(tmp_path):
    with (
        pytest.raises(Pa3dError, match="--log csv: write some of json, tensorboard, wandb"),
        recording(["json", "csv"], tmp_path, {}),
    ):
        pass


@pytest.mark.parametrize(("kind", "module"), [("tensorboard", "torch.utils.tensorboard"), ("wandb", "wandb")])
def test_what_is_not_installed_is_said_in_a_line(tmp_path, monkeypatch, kind, module):
    monkeypatch.setitem(sys.modules, module, None)
    with (
        pytest.raises(Pa3dError, match=rf"--log {kind}: not installed; pip install 'pa3d\[watch\]'"),
        recording([kind], tmp_path, {}),
    ):
        pass


def test_tensorboard_reads_what_was_written(tmp_path):
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    for step in (STEP, {**STEP, "step": 2}):  # a second run, that goes on
        with recording(["tensorboard"], tmp_path, {}) as record:
            for event in ({"event": "cache", "step": 1, "steps": 2}, step, EPOCH):
                record(event)
    events = accumulator.EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert {"step_loss", "lr", "epoch/loss", "epoch/seconds"} <= set(events.Tags()["scalars"])
    assert [(e.step, e.value) for e in events.Scalars("step_loss")] == [(5, 0.5), (6, 0.5)]
    assert [(e.step, e.value) for e in events.Scalars("epoch/loss")] == [(5, 0.25), (6, 0.25)]


def test_wandb_gets_settings_and_numbers(tmp_path, monkeypatch):
    said = []
    run = types.SimpleNamespace(
        log=lambda values, step: said.append((step, values)), finish=lambda: said.append("end")
    )
    fake = types.SimpleNamespace(init=lambda **options: said.append(options) or run)
    monkeypatch.setitem(sys.modules, "wandb", fake)
    monkeypatch.delenv("WANDB_PROJECT", raising=False)
    with recording(["wandb"], tmp_path / "align", {"epochs": 3}) as record:
        record(STEP)
        record(EPOCH)
    options, *rest = said
    assert options["project"] == "pa3d" and options["name"] == "align" and options["config"] == {"epochs": 3}
    assert rest == [
        (5, {"step_loss": 0.5, "lr": 0.1}),
        (5, {"epoch/epoch": 2.0, "epoch/loss": 0.25, "epoch/seconds": 1.5}),
        "end",
    ]
