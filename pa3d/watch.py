"""What others draw of a training while it runs: TensorBoard and Weights & Biases."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pa3d.errors import Pa3dError

Record = Callable[[dict[str, Any]], None]
Write = Callable[[dict[str, float], int], None]  # names and numbers at a step, counted from 1 over all epochs
KINDS = ("json", "tensorboard", "wandb")


@contextlib.contextmanager
def recording(kinds: list[str], out_dir: Path, settings: dict[str, Any]) -> Iterator[Record]:
    """Yield what takes the events of train.fit. "json" adds nothing: metrics.jsonl is always written.

    A step gives step_loss and lr, an epoch all its metrics below epoch/. settings: what wandb lists with the
    run. Pa3dError for another kind, or for one that is not installed.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise Pa3dError(f"--log {kind}: write some of {', '.join(KINDS)}")
    with contextlib.ExitStack() as stack:
        writers: list[Write] = []
        if "tensorboard" in kinds:
            writers.append(stack.enter_context(_tensorboard(out_dir)))
        if "wandb" in kinds:
            writers.append(stack.enter_context(_wandb(out_dir, settings)))
        last = 0

        def record(event: dict[str, Any]) -> None:
            nonlocal last
            if event["event"] == "step":
                last = (event["epoch"] - 1) * event["steps"] + event["step"]
                values = {"step_loss": event["step_loss"], "lr": event["lr"]}
            elif event["event"] == "epoch":
                names = event.keys() - {"event", "epochs"}
                values = {f"epoch/{name}": float(event[name]) for name in sorted(names)}
            else:
                return
            for write in writers:
                write(values, last)

        yield record


@contextlib.contextmanager
def _tensorboard(out_dir: Path) -> Iterator[Write]:
    """Event files in the folder `tensorboard`; steps that are done again replace those of a killed run."""
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise Pa3dError("--log tensorboard: not installed; pip install 'pa3d[watch]'") from error
    writers: list[Any] = []

    def write(values: dict[str, float], step: int) -> None:
        if not writers:
            writers.append(SummaryWriter(str(out_dir / "tensorboard"), purge_step=step))
        for name, value in values.items():
            writers[0].add_scalar(name, value, step)

    try:
        yield write
    finally:
        for writer in writers:
            writer.close()


@contextlib.contextmanager
def _wandb(out_dir: Path, settings: dict[str, Any]) -> Iterator[Write]:
    """A run of the project pa3d, or what WANDB_PROJECT says; WANDB_MODE=offline keeps it on this machine."""
    try:
        import wandb
    except ImportError as error:
        raise Pa3dError("--log wandb: not installed; pip install 'pa3d[watch]'") from error
    import os

    out_dir.mkdir(parents=True, exist_ok=True)
    run = wandb.init(
        project=os.environ.get("WANDB_PROJECT", "pa3d"), name=out_dir.name, dir=str(out_dir), config=settings
    )

    def write(values: dict[str, float], step: int) -> None:
        run.log(values, step=step)

    try:
        yield write
    finally:
        run.finish()
