"""What a training writes down as it goes, a JSON line each: its epochs, and the steps whose loss stands out."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pa3d.files import atomic_path, naming_a_full_disk

MEMORY = 100  # steps over which the running figures forget
FIRST = 50  # steps before any is judged
LIMIT = 5.0  # standard deviations above the mean
LEAST = 0.01  # a standard deviation counts as at least this share of the mean


@dataclass
class Running:
    """Mean and variance of the losses so far: of all at first, then exponentially weighted over MEMORY steps.

    A loss is a spike when it lies more than LIMIT standard deviations above the mean of those before it. It
    enters the figures only up to that bound, so that one spike hides no other and a lasting rise is learnt.
    """

    mean: float = 0.0
    variance: float = 0.0
    count: int = 0

    def is_spike(self, loss: float) -> bool:
        """Judge a loss, then take it in."""
        bound = self.mean + LIMIT * max(math.sqrt(self.variance), LEAST * abs(self.mean))
        spike = self.count >= FIRST and loss > bound
        rate = max(1 / MEMORY, 1 / (self.count + 1))
        off = (bound if spike else loss) - self.mean
        self.mean += rate * off
        self.variance = (1 - rate) * (self.variance + rate * off * off)
        self.count += 1
        return spike


class Spikes:
    """Adds a line to a file for every spike: epoch, step, loss, what was usual, and the shapes with theirs."""

    def __init__(self, path: Path | None, state: dict[str, Any] | None = None) -> None:
        """path: None for one that judges and writes nothing."""
        self.path, self.running = path, Running(**(state or {}))
        self.in_epoch = 0

    def state(self) -> dict[str, float]:
        """What a resumed run needs to judge as this one would have."""
        return asdict(self.running)

    def start_epoch(self) -> None:
        self.in_epoch = 0

    def look(self, epoch: int, step: int, losses: list[float], shape_ids: Callable[[], list[str]]) -> None:
        """losses: of the shapes of a step, (B,); all finite."""
        loss, mean, deviation = sum(losses) / len(losses), self.running.mean, self.running.variance**0.5
        if not self.running.is_spike(loss):
            return
        self.in_epoch += 1
        if self.path is None:
            return
        line = {
            "epoch": epoch,
            "step": step,
            "loss": loss,
            "mean": mean,
            "deviation": deviation,
            "shapes": shape_ids(),
            "losses": losses,
        }
        add_line(self.path, line)


def keep_epochs(path: Path, epochs: int) -> None:
    """Cut a file of lines back to the epochs a checkpoint knows, those up to `epochs`; none left, no file."""
    if not path.exists():
        return
    kept = [line for line in path.read_text(errors="replace").splitlines() if _epoch_of(line) <= epochs]
    if not kept:
        path.unlink()
        return
    with atomic_path(path) as temporary:
        temporary.write_text("".join(f"{line}\n" for line in kept))


def _epoch_of(line: str) -> float:
    """Of a JSON line; infinity for one that was cut off when a run was killed."""
    try:
        return json.loads(line)["epoch"]
    except (ValueError, KeyError, TypeError):
        return math.inf


def add_line(path: Path, line: dict[str, Any]) -> None:
    """Append a line, on the disk when this returns."""
    text = json.dumps(line) + "\n"
    with naming_a_full_disk(path, len(text)), path.open("a") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
