"""Runs command lines that come in on standard input, one JSON object a line, and says how each ended.

A process of its own, so that a crash or a hang is its and not the tests'. The commands are the real ones; only
the model and the names are loaded once for all.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import sys
import tempfile
import traceback
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch  # noqa: F401 - some of its builds take 5 GB of addresses, which no command is to blame for
import typer

import pa3d.cli
from pa3d import batch

ROOM = 6 << 30  # bytes of address space a command may take beyond what the libraries have


def memory(key: str) -> float:
    """MB: VmRSS now, VmHWM at its highest since `forget`."""
    return int(re.search(rf"{key}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024


def cpu() -> float:
    """Seconds this process and those it has waited for have worked: a busy machine changes little of it."""
    return sum(os.times()[:4])


def forget() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def answer_is_right(path: Path) -> str:
    """Empty, or what is wrong with the labels that a command wrote."""
    with np.load(path) as data:
        points = data["vertices"] if "vertices" in data else data["points"]
        label, score = data["vertex_label"], data["vertex_score"]
        if not np.isfinite(points).all() or not len(points):
            return "points that are not finite"
        if label.shape != (len(points),) or label.min() < -1 or label.max() > 1:
            return f"labels {label.shape} from {label.min()} to {label.max()}"
        if not np.isfinite(score).all() or not np.isfinite(data["vertex_logits"]).all():
            return "scores that are not finite"
        if "faces" in data and (
            data["face_label"].shape != (len(data["faces"]),)
            or data["faces"].min() < 0
            or data["faces"].max() >= len(points)
        ):
            return "faces that do not fit"
    return ""


def run(order: dict, own: tuple[int, int]) -> dict:
    """Exit code, both streams, seconds of CPU, MB and what is wrong, of one command."""
    result = Path(order["result"]) if order.get("result") else None
    if result is not None:
        result.unlink(missing_ok=True)
    os.environ["PA3D_CONFIG"] = order.get("config", "")
    sys.argv = ["pa3d", *order["argv"]]
    trace, code, before = "", None, memory("VmRSS")
    forget()
    start = cpu()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        try:
            pa3d.cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        except BaseException:  # noqa: BLE001 - what the interpreter would show
            trace = traceback.format_exc()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os.dup2(own[0], 1)
        os.dup2(own[1], 2)
        seconds, grown = cpu() - start, memory("VmHWM") - before
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", "replace"))
    wrong = answer_is_right(result) if code == 0 and result is not None else ""
    return {"code": code, "out": texts[0], "err": texts[1], "trace": trace, "seconds": seconds, "mb": grown} | {
        "wrong": wrong
    }


def main() -> None:
    limit = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    batch.Bench = lru_cache(4)(batch.Bench)
    typer.main.get_command = lru_cache(1)(typer.main.get_command)
    own = os.dup(1), os.dup(2)
    replies = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        order = json.loads(line)
        replies.write(json.dumps(run(order, own)) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
