"""A stage that reads a number from a text file. Also a program that runs it and kills itself on the way.

python fake_stage.py SHAPES OUT WORKERS KIND N    kill at the N-th (from 0) step of KIND
"""

from __future__ import annotations

import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pa3d import artifact
from pa3d.artifact import Field, Schema
from pa3d.errors import Pa3dError, ShapeError
from pa3d.stage import Job, Runtime, Stage, run_stage, seed_of

SCHEMA = Schema(
    "fake", 1, "", {"value": Field(("N",), "f8", ""), "blob": Field(("B", "B"), "f4", "", compress=True)}
)


@dataclass(frozen=True)
class FakeConfig:
    factor: float = 2.0
    seed: int = 0
    sleep: float = 0.0
    broken: bool = False
    die: str = ""  # "s1 half,s2 written": where the process that works on a shape dies


def setup(config: FakeConfig, device: str):
    if config.broken:
        raise Pa3dError("weights.pth: not a weights file")

    def compute(job: Job):
        text = job.inputs["shape"].read_text()
        if text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if not text.isdigit():
            raise ShapeError(f"{job.inputs['shape']}: not a number")
        if config.sleep:
            (job.inputs["shape"].parent / f"{os.getpid()}.pid").touch()
            time.sleep(config.sleep)
        if job.shape_id in (deaths := dict(word.split() for word in config.die.split(",") if word)):
            kill_at(*{"half": ("write", 1), "written": ("renamed", 0)}[deaths[job.shape_id]])
        rng = seed_of(config.seed, job.shape_id)
        value = config.factor * int(text) + rng.random(5)
        return {"value": value, "blob": rng.random((60, 60)).astype(np.float32)}, {}

    return compute


def stage(**options) -> Stage:
    return Stage(SCHEMA, FakeConfig(**options), setup)


def jobs(directory: Path) -> list[Job]:
    return [Job(path.stem, {"shape": path}) for path in sorted(directory.glob("*.txt"))]


def kill_at(kind: str, number: int) -> None:
    """From now on SIGKILL this process at the `number`-th step of `kind`."""
    count = 0

    def step() -> None:
        nonlocal count
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1

    def before(owner, name):
        original = getattr(owner, name)

        def wrapped(*arguments, **options):
            step()
            return original(*arguments, **options)

        setattr(owner, name, wrapped)

    if kind == "compute":
        before(artifact, "write")
    elif kind == "write":  # two datasets per file: odd numbers fall between them
        before(artifact, "_write_dataset")
    elif kind == "rename":
        before(Path, "replace")
    elif kind == "renamed":
        original = Path.replace

        def replace(self, target):
            original(self, target)
            step()

        Path.replace = replace


if __name__ == "__main__":
    shapes, out, workers, kind, number = sys.argv[1:]
    kill_at(kind, int(number))
    options = {"sleep": 60.0} if kind == "sleep" else {}
    run_stage(stage(**options), jobs(Path(shapes)), Path(out), Runtime(workers=int(workers)))
