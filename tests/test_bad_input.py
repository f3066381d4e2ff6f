"""Malformed and hostile files of every kind, through the real commands.

One clear line and exit code 2, or a correct result; never a traceback, a crash, a hang, or boundless memory.
"""

from __future__ import annotations

import collections
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from mutate import mutants
from nasty import CLOUD, by_hand, valid
from tiny_model import save_tiny

SECONDS = 5.0  # of work that a command may take for a small file, and for each MB of a larger one
MEGABYTES = 500  # that it may take more than before
PATIENCE = 120.0  # seconds until a command counts as hanging, however busy the machine
HERE = Path(__file__).parent
SEED = 20260  # of the mutants


class Runner:
    """Commands in a process that may crash or hang; it is started again then."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.folder, self.model, self.process = folder, model, None
        self.counts: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
        self.bad: list[str] = []
        self.slowest = self.largest = (0.0, "")

    def order(self, path: Path) -> dict:
        """The command for a file, by its name."""
        good, kind = str(self.folder / "good.npy"), path.name.split("-")[0]
        more = ["--parts", "leg,seat", "--checkpoint", str(self.model), "--draws", "1"]
        result = self.folder / "out.npz"
        segment = ["segment", good, *more, "--out", str(result)]
        if kind == "parts":
            segment[3] = str(path)
            return {"argv": segment}
        if kind == "settings":
            return {"argv": segment, "config": str(path), "result": str(result)}
        if kind == "weights":
            segment[5] = str(path)
            return {"argv": segment}
        if kind == "bank":
            return {"argv": [*segment, "--text-bank", str(path)]}
        if kind == "labelled":
            return {"argv": ["view", str(path), "--no-open", "--out", str(self.folder / "out.html")]}
        if path.suffix in (".h5", ".ckpt", ".safetensors"):
            return {"argv": ["inspect", str(path)]}
        segment[1] = str(path)
        return {"argv": segment, "result": str(result)}

    def ask(self, order: dict) -> dict:
        """How a command ended, as run_inputs says it; its code is a word when it crashed or did not end."""
        if self.process is None:
            environment = os.environ | {"PYTHONPATH": str(HERE.parent), "PYTHONFAULTHANDLER": ""}
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "run_inputs.py")],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self.folder,
                env=environment,
                text=True,
            )
            for path in (self.model, self.folder / "good.npy"):  # loads what is loaded once
                assert self.ask(self.order(path))["code"] == 0
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
        started = select.select([self.process.stdout], [], [], PATIENCE)[0]
        line = self.process.stdout.readline() if started else ""
        if line:
            return json.loads(line)
        code = f"crash {self.process.poll()}" if started else "hang"
        self.stop()
        return {"code": code, "err": "", "trace": "", "wrong": "", "seconds": 0.0, "mb": 0.0}

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None

    def try_file(self, group: str, path: Path, story: str = "", *, named: str | None = None) -> dict:
        answer = self.ask(self.order(path))
        verdict = judge(answer, named or str(path), path.stat().st_size if path.is_file() else 0)
        self.counts[group][answer["code"]] += 1
        about = f"{group} {path.name} {story}"
        self.slowest = max(self.slowest, (answer["seconds"], about))
        self.largest = max(self.largest, (answer["mb"], about))
        if verdict:
            self.bad.append(f"{about}: {verdict}")
            kept = os.environ.get("PA3D_KEEP_BAD")
            if kept and path.is_file():
                shutil.copy(path, Path(kept) / f"{len(self.bad)}-{path.name}")
        return answer

    def report(self) -> str:
        lines = [
            f"{g}: " + ", ".join(f"{n} x {c}" for c, n in k.items()) for g, k in sorted(self.counts.items())
        ]
        total = sum(sum(count.values()) for count in self.counts.values())
        lines += [f"{total} inputs", f"slowest {self.slowest}", f"largest {self.largest}"]
        return "\n".join(lines)


def judge(answer: dict, named: str, size: int = 0) -> str:
    """Empty when a command ended as it should: exit code 2, one line that names the file; or 0 and right."""
    lines = answer["err"].splitlines()
    if answer["trace"]:
        return "traceback: " + answer["trace"].splitlines()[-1][:300]
    if answer["seconds"] > SECONDS * (1 + size / 1e6):
        return f"{answer['code']} after {answer['seconds']:.1f} s"
    if answer["mb"] > MEGABYTES:
        return f"took {answer['mb']:.0f} MB"
    if answer["code"] == 0:
        noise = [line for line in lines if "Warning" in line or "Traceback" in line]
        return answer["wrong"] or (f"said {noise[0][:200]}" if noise else "")
    if answer["code"] != 2:
        return f"exit code {answer['code']}: {answer['err'][:200]}"
    if len(lines) != 1 or not lines[0].startswith("error: ") or len(lines[0]) > 600:
        return f"{len(lines)} lines: {answer['err'][:300]!r}"
    if named not in lines[0] and not (named == "part name" and "/parts-" in lines[0]):
        return f"does not name the file: {lines[0][:300]}"
    return "the program's fault: " + lines[0] if "unexpected " in lines[0] and "report it" in lines[0] else ""


@pytest.fixture(scope="module")
def runner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    np.save(folder / "good.npy", CLOUD)
    runner = Runner(folder, save_tiny(folder / "tiny.safetensors"))
    yield runner
    runner.stop()


@pytest.fixture(scope="module")
def good(runner, tmp_path_factory):
    """Name -> content of valid files of every kind that some command reads."""
    folder = runner.folder
    files = valid(tmp_path_factory.mktemp("valid"))
    for suffix in ("h5", "npz", "ply"):
        out = folder / f"made.{suffix}"
        order = runner.order(folder / "good.npy")
        order = {"argv": [*order["argv"][:-1], str(out)]}
        assert runner.ask(order)["code"] == 0
        files[f"labelled-cloud.{suffix}"] = out.read_bytes()
    files["prediction.h5"] = files["labelled-cloud.h5"]
    files["model.safetensors"] = files["weights-model.safetensors"] = runner.model.read_bytes()
    files["parts-list.txt"] = "leg|foot\nseat # where one sits\nback\nStuhlbein, \u6905\u5b50\n".encode()
    files["settings-own.toml"] = (
        b'draws = 1\nseed = 3\n[segment]\nup = "z"\nbackground = true\nmin-score = 0.0\n'
    )
    return files


def make(runner, name: str, content: bytes) -> Path:
    path = runner.folder / name
    path.write_bytes(content)
    return path


def siblings(files: dict[str, bytes], name: str) -> list[bytes]:
    """Contents of the same kind, for splices."""
    suffix = Path(name).suffix
    return [content for other, content in files.items() if Path(other).suffix == suffix]


def try_mutants(runner, files, each: int, seed: int) -> None:
    for name, content in files.items():
        damaged = mutants(content, siblings(files, name), each, seed + zlib.crc32(name.encode()))
        for number, (story, changed_content) in enumerate(damaged):
            path = make(runner, name.replace(".", f"-{number}."), changed_content)
            # a name that is none is quoted itself
            named = "part name" if name.startswith("parts") else None
            runner.try_file(name, path, f"seed {seed} number {number} {story}", named=named)
            path.unlink()


def test_good_files_are_good(runner, good):
    for name, content in good.items():
        answer = runner.try_file("good", make(runner, name, content))
        assert answer["code"] == 0, (name, answer)
    assert not runner.bad


def test_some_files_that_are_nasty_by_hand(runner):
    try_by_hand(runner, {name: c for name, c in by_hand().items() if len(c) < 1 << 20 and _some(name)})


@pytest.mark.slow
def test_all_files_that_are_nasty_by_hand(runner):
    try_by_hand(runner, by_hand())


def _some(name: str) -> bool:
    """A third of them, the same at each run."""
    return zlib.crc32(name.encode()) % 3 == 0


def try_by_hand(runner, files):
    for name, content in files.items():
        path = make(runner, name, content)
        runner.try_file("by hand", path)
        path.unlink()
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    assert not runner.bad, "\n".join(runner.bad)


def test_mutants(runner, good):
    try_mutants(runner, good, 3, SEED)
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    assert not runner.bad, "\n".join(runner.bad)


@pytest.mark.slow
def test_thousands_of_mutants(runner, good):
    each = int(os.environ.get("PA3D_MUTANTS", "200"))
    try_mutants(runner, good, each, int(os.environ.get("PA3D_SEED", SEED + 1)))
    sys.stdout.write(runner.report() + "\n")  # pytest -s shows it
    total = sum(sum(count.values()) for count in runner.counts.values())
    assert total >= 25 * each
    assert not runner.bad, f"{len(runner.bad)} of {total}\n" + "\n".join(runner.bad)
