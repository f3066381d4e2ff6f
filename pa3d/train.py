"""The one training loop of both stages: AdamW, mixed precision, a checkpoint every epoch, exact resume.

Several processes may share it (pa3d.ranks): all do the same steps, each with its rows of every batch.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from pa3d import checkpoint, ranks
from pa3d.artifact import config_dict, remove_abandoned
from pa3d.errors import CheckpointError, Pa3dError, StaleError
from pa3d.history import Spikes, add_line, keep_epochs
from pa3d.lock import only_one
from pa3d.model import MAX_LOG_SCALE, FeatureHead, PointPatchEncoder, TextHead, as_rows

Progress = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class TrainConfig:
    """What changes the numbers of a training run, besides task and data."""

    epochs: int = 100
    batch_size: int = 32
    lr_encoder: float = 1e-4
    lr_head: float = 5e-4
    lr_logit: float = 5e-4  # of the similarity's scale and bias
    weight_decay: float = 0.05
    warmup: float = 0.05  # share of all steps with a linearly rising rate; then a half cosine to 0
    clip: float = 1.0  # largest norm of the gradient
    precision: str = "fp32"  # "bf16": autocast of the matrix products
    seed: int = 0


class Task(Protocol):
    """What differs between the stages."""

    kind: str
    encoder: PointPatchEncoder
    head: FeatureHead
    # and, where a loss has a layer of its own that no model keeps: extra: nn.Module

    def info(self) -> dict[str, Any]: ...
    def recipe(self) -> dict[str, Any]: ...
    def size(self) -> int: ...
    def prepare(self, out_dir: Path, precision: str, progress: Progress) -> None: ...
    def train_mode(self) -> None: ...
    def encoder_parameters(self) -> list[nn.Parameter]: ...
    def load(self, indices: list[int], epoch: int, seed: int, rows: range | None = None) -> Any: ...
    def losses(self, loaded: Any) -> Tensor: ...
    def shape_ids(self, indices: list[int]) -> list[str]: ...
    def validate(self) -> dict[str, float]: ...


def autocast(precision: str, device: str) -> contextlib.AbstractContextManager:
    if precision != "bf16":
        return contextlib.nullcontext()
    return torch.autocast(torch.device(device).type, dtype=torch.bfloat16)


def learning_rate(step: int, total: int, warmup: float) -> float:
    """Factor on the peak rate: linear warm-up, then half a cosine."""
    rise = max(1, round(total * warmup))
    if step < rise:
        return (step + 1) / rise
    return 0.5 * (1 + math.cos(math.pi * (step - rise) / max(1, total - rise)))


def _extra(task: Task) -> nn.Module:
    """Layers that only the training needs; most tasks have none."""
    return getattr(task, "extra", nn.Module())


def _optimizer(task: Task, config: TrainConfig) -> torch.optim.AdamW:
    logit = [p for n, p in task.head.named_parameters() if n in ("log_scale", "bias")]
    projection = [p for n, p in task.head.named_parameters() if n not in ("log_scale", "bias")]
    projection += list(_extra(task).parameters())
    groups = [
        {"params": task.encoder_parameters(), "peak": config.lr_encoder},
        {"params": projection, "peak": config.lr_head},
        {"params": logit, "peak": config.lr_logit, "weight_decay": 0.0},
    ]
    groups = [g for g in groups if g["params"]]
    return torch.optim.AdamW(groups, lr=1.0, weight_decay=config.weight_decay)


def _rng_state() -> dict[str, Tensor]:
    state = {"cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        state["cuda"] = torch.cuda.get_rng_state()
    return state


def _set_rng_state(state: dict[str, Tensor]) -> None:
    torch.set_rng_state(state["cpu"])
    if "cuda" in state and torch.cuda.is_available():
        torch.cuda.set_rng_state(state["cuda"])


def _record(task: Task, config: TrainConfig, accumulate: int) -> dict[str, Any]:
    """What makes it another run. Parts of a batch matter only where each is normed by its own statistics."""
    train = config_dict(config)
    if accumulate > 1 and _norms_by_batch(task):
        train["accumulate"] = accumulate
    return {"train": train, "task": config_dict(task.recipe())}


def _norms_by_batch(task: Task) -> bool:
    task.train_mode()
    return any(isinstance(module, nn.BatchNorm1d) and module.training for module in task.encoder.modules())


def _resume(path: Path, task: Task, optimizer: torch.optim.Optimizer, record: dict) -> tuple[int, dict | None]:
    """Load a checkpoint of the same run; the number of finished epochs, and the state of Spikes."""
    content = checkpoint.read_training(path)
    if "record" not in content or "optimizer" not in content:
        raise CheckpointError(f"{path}: has no record of its training to go on from; give another --out")
    old = content["record"]
    for part in ("train", "task"):
        for key in sorted(set(old[part]) | set(record[part])):
            if old[part].get(key) != record[part].get(key):
                change = f"{old[part].get(key)} -> {record[part].get(key)}"
                raise StaleError(
                    f"{path} is another run ({key}: {change[:80]}); pass --overwrite to start again, "
                    "or another --out"
                )
    checkpoint.load_strict(task.encoder, content["encoder"], path)
    checkpoint.load_strict(task.head, content["head"], path)
    checkpoint.load_strict(_extra(task), content.get("extra", {}), path)
    optimizer.load_state_dict(content["optimizer"])
    _set_rng_state(content["rng"])
    return int(content["epoch"]), content.get("spikes")  # older checkpoints have none


def fit(
    task: Task,
    config: TrainConfig,
    out_dir: Path,
    *,
    accumulate: int = 1,
    overwrite: bool = False,
    device: str = "cpu",
    progress: Progress | None = None,
) -> Path:
    """Train and return the checkpoint `<out_dir>/<kind>.ckpt`, written anew after every epoch.

    Started again after an interruption it continues from the last whole epoch; on the CPU the result is bit
    for bit that of an uninterrupted run. `metrics.jsonl` holds a line per epoch, `spikes.jsonl` one for every
    step whose loss stands out (see Spikes). A loss, gradient or weight that is not finite stops the run with
    the step and shapes named; the last checkpoint is kept. While another training writes to `out_dir`:
    Pa3dError.

    accumulate: parts in which a process takes its rows of a step, one after the other, to need less memory.
    Within pa3d.ranks.joined the processes share the rows of every step; the first of them alone writes and
    reports progress. Numbers change with neither beyond rounding, but for batch norms that are not frozen:
    those norm a part, over all processes, by its own statistics. Each process needs at least two rows of a
    batch, else Pa3dError.
    """
    if ranks.rank():
        return _fit(task, config, out_dir, accumulate, overwrite, device, _ignore)
    out_dir.mkdir(parents=True, exist_ok=True)
    with only_one(out_dir):
        remove_abandoned(out_dir)
        return _fit(task, config, out_dir, accumulate, overwrite, device, progress or _ignore)


def _ignore(event: dict[str, Any]) -> None:
    pass


def _fit(
    task: Task,
    config: TrainConfig,
    out_dir: Path,
    accumulate: int,
    overwrite: bool,
    device: str,
    progress: Progress,
) -> Path:
    _check_shares(task, config)
    path = out_dir / f"{task.kind}.ckpt"
    metrics_path, spikes_path = out_dir / "metrics.jsonl", out_dir / "spikes.jsonl"
    record = _record(task, config, accumulate)
    torch.manual_seed(config.seed)
    task.encoder.to(device)
    task.head.to(device)
    _extra(task).to(device)
    task.encoder.requires_grad_(False)
    for parameter in task.encoder_parameters():
        parameter.requires_grad_(True)
    optimizer = _optimizer(task, config)
    ranks.share_statistics(task.encoder)
    done, known = 0, None
    ranks.wait()  # until the first holds the folder
    if path.exists() and not overwrite:
        done, known = _resume(path, task, optimizer, record)
    ranks.check_same("shapes, settings or checkpoints", repr((done, record)), device)
    if done < config.epochs:
        rng = _rng_state()
        task.prepare(out_dir, config.precision, progress)
        _set_rng_state(rng)
    leads = ranks.rank() == 0
    if leads:
        if overwrite:
            path.unlink(missing_ok=True)  # not earlier: what stops the preparation must not cost the old run
        keep_epochs(metrics_path, done)
        keep_epochs(spikes_path, done)
    spikes = Spikes(spikes_path if leads else None, known)
    for epoch in range(done + 1, config.epochs + 1):
        metrics = _train_epoch(task, config, optimizer, epoch, accumulate, device, spikes, progress)
        rng = _rng_state()
        metrics |= task.validate()
        _set_rng_state(rng)
        content = {
            "kind": task.kind,
            "model_config": asdict(task.encoder.config),
            "dim": task.head.proj.out_features,
            "encoder": task.encoder.state_dict(),
            "head": task.head.state_dict(),
            "optimizer": optimizer.state_dict(),
            "rng": _rng_state(),
            "epoch": epoch,
            "info": {**task.info(), "metrics": metrics},
            "record": record,
            "spikes": spikes.state(),
        }
        if extra := _extra(task).state_dict():
            content["extra"] = extra
        _check_weights(content, epoch)
        if not leads:
            continue
        # the line first: killed in between, the next run cuts it off again; a missing one would stay missing
        add_line(metrics_path, {"epoch": epoch, "epochs": config.epochs, **metrics})
        checkpoint.save_training(path, content)
        progress({"event": "epoch", "epoch": epoch, "epochs": config.epochs, **metrics})
    return path


def _check_weights(content: dict[str, Any], epoch: int) -> None:
    """Every step was finite, but a running mean or an update may have overflowed: such weights are not kept."""
    for part in ("encoder", "head"):
        for name, value in content[part].items():
            if not torch.isfinite(value).all():
                raise Pa3dError(f"epoch {epoch}: {part}.{name} is not finite; {_what_to_do(epoch)}")


def _what_to_do(epoch: int) -> str:
    kept = f"the checkpoint of epoch {epoch - 1} is kept" if epoch > 1 else "there is no checkpoint yet"
    return f"{kept}; leave out what is wrong with --exclude, or lower the learning rates"


def _check_shares(task: Task, config: TrainConfig) -> None:
    """A last batch may be half as large as the others, and no process may be without a row of it."""
    count = ranks.world()
    for what, most in (
        (f"--batch-size {config.batch_size}", config.batch_size),
        (f"{task.size()} shapes", task.size()),
    ):
        if count > 1 and most < 2 * count:
            raise Pa3dError(f"{what}: {count} processes need at least {2 * count}, two for each")


@dataclass(frozen=True)
class Part:
    """Rows of a step that this process takes at once."""

    indices: list[int]  # of the whole step
    rows: range


def _parts(indices: list[int], accumulate: int) -> list[Part]:
    """The parts of a step; as many in every process, and none is empty."""
    count = max(1, min(accumulate, len(indices) // ranks.world()))
    parts = []
    for number in range(count):
        part = ranks.share(len(indices), number, count)
        own = ranks.share(len(part), ranks.rank(), ranks.world())
        parts.append(Part(indices, range(part.start + own.start, part.start + own.stop)))
    return parts


def _prefetched(task: Task, parts: list[Part], epoch: int, seed: int) -> Iterator[Any]:
    """The inputs of every part; the next two are read while one is worked on."""
    reader = ThreadPoolExecutor(1)

    def read(part: Part) -> Future:
        return reader.submit(task.load, part.indices, epoch, seed, part.rows)

    try:
        waiting = deque(read(part) for part in parts[:2])
        for part in [*parts[2:], None, None][: len(parts)]:
            ready = waiting.popleft().result()
            if part is not None:
                waiting.append(read(part))
            yield ready
    finally:
        reader.shutdown(cancel_futures=True)  # one that stops early waits for the read in hand, not for both


def _backward(task: Task, parts: list[Part], loaded: Iterator[Any], precision: str, device: str) -> Tensor:
    """Add up the gradient of a step's mean loss; the loss of each of its shapes, (B,)."""
    count = len(parts[0].indices)
    losses = torch.zeros(count, device=device)
    state = _rng_state()
    for number, part in enumerate(parts):
        if number:
            _set_rng_state(state)
        with as_rows(part.rows, count), autocast(precision, device):
            own = task.losses(next(loaded))
        (own.sum() / count).backward()
        losses[part.rows.start : part.rows.stop] = own.detach()
    return losses


def _train_epoch(
    task: Task,
    config: TrainConfig,
    optimizer: torch.optim.Optimizer,
    epoch: int,
    accumulate: int,
    device: str,
    spikes: Spikes,
    progress: Progress,
) -> dict[str, float]:
    order = np.random.default_rng([config.seed, epoch]).permutation(task.size())
    batches = [order[i : i + config.batch_size].tolist() for i in range(0, len(order), config.batch_size)]
    if len(batches) > 1 and len(batches[-1]) < config.batch_size // 2:
        batches.pop()  # a short last batch would weigh its shapes more; they come again next epoch
    trainable = [p for group in optimizer.param_groups for p in group["params"]]
    total, started = [], time.monotonic()
    task.train_mode()
    spikes.start_epoch()
    steps = [_parts(indices, accumulate) for indices in batches]
    loaded = _prefetched(task, [part for parts in steps for part in parts], epoch, config.seed)
    for number, (indices, parts) in enumerate(zip(batches, steps, strict=True)):
        step = (epoch - 1) * len(batches) + number
        factor = learning_rate(step, config.epochs * len(batches), config.warmup)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * factor
        optimizer.zero_grad(set_to_none=True)
        losses = _backward(task, parts, loaded, config.precision, device)
        ranks.add_up([losses, *(p.grad for p in trainable if p.grad is not None)])
        if not torch.isfinite(losses).all():
            ids = task.shape_ids(indices)
            bad = [i for i, ok in zip(ids, torch.isfinite(losses).tolist(), strict=True) if not ok]
            raise Pa3dError(
                f"epoch {epoch}, step {number + 1}: the loss of {', '.join(bad[:3])} is not finite; "
                f"{_what_to_do(epoch)}"
            )
        norm = torch.nn.utils.clip_grad_norm_(trainable, config.clip)
        if not torch.isfinite(norm):
            shapes = ", ".join(task.shape_ids(indices)[:3])
            raise Pa3dError(
                f"epoch {epoch}, step {number + 1}: the gradient of {shapes} is not finite; "
                f"{_what_to_do(epoch)}"
            )
        optimizer.step()
        values = losses.tolist()
        spikes.look(epoch, number + 1, values, partial(task.shape_ids, indices))
        total += values
        progress(
            {
                "event": "step",
                "epoch": epoch,
                "epochs": config.epochs,
                "step": number + 1,
                "steps": len(batches),
                "loss": sum(total) / len(total),
                "step_loss": sum(values) / len(values),
                "lr": optimizer.param_groups[0]["lr"],
            }
        )
    metrics = {
        "loss": sum(total) / len(total),
        "lr": optimizer.param_groups[0]["lr"],
        "seconds": round(time.monotonic() - started, 2),
        "spikes": spikes.in_epoch,
    }
    if isinstance(task.head, TextHead):
        metrics |= {
            "scale": task.head.log_scale.clamp(max=MAX_LOG_SCALE).exp().item(),
            "bias": task.head.bias.item(),
        }
    return metrics
