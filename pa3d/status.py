"""How far a run is, from what lies in its folder: nothing is opened but lists, and no process is asked."""

from __future__ import annotations

import json
import os
import statistics
import time
from pathlib import Path
from typing import Any

from pa3d.errors import Pa3dError
from pa3d.files import is_abandoned, is_temporary
from pa3d.readers import SUFFIXES

WINDOW = 600.0  # seconds that the rate looks back
EPOCHS = 5  # of a training, that its rate looks back


def status(directory: Path, of: int | None = None, now: float | None = None) -> dict[str, Any]:
    """JSON-ready state of a folder of artifacts or of a training (one that has metrics.jsonl).

    of: shapes that there will be. now: seconds since 1970. Seconds and rates are None where nothing tells them.
    """
    if not directory.is_dir():
        raise Pa3dError(f"{directory}: no such folder")
    now = time.time() if now is None else now
    if (directory / "metrics.jsonl").is_file():
        return _of_training(directory, now)
    return _of_artifacts(directory, of, now)


def count_inputs(directory: Path) -> int:
    """Shapes in a folder: its artifacts, or where it has none the shape files below it."""
    if not directory.is_dir():
        raise Pa3dError(f"{directory}: no such folder")
    found = sum(item.name.endswith(".h5") for item in os.scandir(directory))
    if found:
        return found
    return sum(path.suffix.lower() in SUFFIXES and path.is_file() for path in directory.rglob("*"))


def _of_artifacts(directory: Path, of: int | None, now: float) -> dict[str, Any]:
    times, writing = [], 0
    for item in os.scandir(directory):
        try:
            if item.name.endswith(".h5"):
                times.append(item.stat().st_mtime)
            elif item.name.endswith(".tmp") and is_temporary(Path(item.path)):
                writing += not is_abandoned(Path(item.path))
        except FileNotFoundError:  # renamed or removed in this moment
            continue
    failures = {
        line["shape_id"]: line["error"]
        for file in sorted(directory.glob("failed-*.jsonl"))
        for line in _lines(file)
    }
    recent = [t for t in times if now - WINDOW < t <= now]
    rate = None
    if recent:
        # a run that began within the window is not as slow as its share of it
        began = min(recent) if len(recent) == len(times) and len(recent) > 1 else now - WINDOW
        rate = len(recent) / max(now - began, 1.0)
    left = None if of is None else max(0, of - len(times) - len(failures))
    return {
        "kind": "artifacts",
        "done": len(times),
        "failed": len(failures),
        "writing": writing,
        "of": of,
        "per_minute": None if rate is None else round(60 * rate, 2),
        "seconds_left": 0 if left == 0 else None if not (rate and left) else round(left / rate),
        "seconds_since": round(now - max(times)) if times else None,
        "failures": failures,
    }


def _of_training(directory: Path, now: float) -> dict[str, Any]:
    lines = _lines(directory / "metrics.jsonl")
    if not lines:
        raise Pa3dError(f"{directory}: no epoch has ended yet")
    last = lines[-1]
    seconds = statistics.median(line["seconds"] for line in lines[-EPOCHS:])
    epochs = last.get("epochs")  # older runs did not say
    since = now - (directory / "metrics.jsonl").stat().st_mtime
    left = None if epochs is None else max(0.0, (epochs - last["epoch"]) * seconds - min(since, seconds))
    return {
        "kind": "training",
        "epoch": last["epoch"],
        "epochs": epochs,
        "loss": last["loss"],
        "val_loss": last.get("val_loss"),
        "seconds_per_epoch": round(seconds, 2),
        "seconds_left": None if left is None else round(left),
        "seconds_since": round(since),
    }


def _lines(path: Path) -> list[dict[str, Any]]:
    """Of a file of JSON lines, all that are whole."""
    result = []
    for line in path.read_text(errors="replace").splitlines():
        try:
            content = json.loads(line)
        except ValueError:  # being written, or cut off when a run was killed
            continue
        if isinstance(content, dict):
            result.append(content)
    return result


def describe(directory: Path, found: dict[str, Any]) -> list[str]:
    """The same for people."""
    left = "" if found["seconds_left"] is None else f", {_time(found['seconds_left'])} left"
    since = "" if found["seconds_since"] is None else f", last written {_time(found['seconds_since'])} ago"
    if found["kind"] == "training":
        of = "" if found["epochs"] is None else f"/{found['epochs']}"
        val = "" if found["val_loss"] is None else f", val {found['val_loss']:.4f}"
        text = f"epoch {found['epoch']}{of}, loss {found['loss']:.4f}{val}"
        return [f"{directory}: {text}, {found['seconds_per_epoch']} s an epoch{left}{since}"]
    of = "" if found["of"] is None else f" of {found['of']}"
    rate = "" if found["per_minute"] is None else f", {found['per_minute']:g} a minute"
    text = f"{found['done']}{of} done, {found['failed']} failed, {found['writing']} being written"
    failed = [f"  failed: {shape_id}: {error}" for shape_id, error in list(found["failures"].items())[:3]]
    return [f"{directory}: {text}{rate}{left}{since}", *failed]


def _time(seconds: float) -> str:
    minutes = round(seconds) // 60
    if minutes < 2:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02d} min"
