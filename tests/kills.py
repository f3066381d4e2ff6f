"""Kill a command of pa3d again and again until it ends by itself, and compare what it leaves.

`Launcher` runs the commands in processes of their own group, forked from one that has imported everything, so
that a hundred kills cost minutes; `start_new=True` runs `python -m pa3d` instead. This file is also the process
that forks:

python kills.py    read {"argv", "cwd", "log", "after", "at", "until", "signal", "to"} a line, answer a line
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TIME_LIMIT = 300.0  # seconds for one run; a hang is a failure
# what every command imports sooner or later
MODULES = (
    "torch numpy scipy.spatial h5py trimesh numba PIL.Image tqdm rich.table open_clip safetensors.torch timm "
    "pa3d.cli pa3d.render pa3d.dino pa3d.backproject pa3d.patches pa3d.train pa3d.distill pa3d.align "
    "pa3d.joint pa3d.batch pa3d.benchmark pa3d.scoring pa3d.methods pa3d.find3d pa3d.text pa3d.towers "
    "pa3d.synth.write pa3d.readers pa3d.readers_mesh pa3d.readers_cloud pa3d.export pa3d.export_mesh "
    "pa3d.export_gltf pa3d.picture pa3d.viewer pa3d.heatmap pa3d.names pa3d.segmenter pa3d.checkpoint "
    "pa3d.refine pa3d.segmentation pa3d.raster pa3d.kernels pa3d.datasets pa3d.features pa3d.orientation"
)
# what a program does to a folder; each is a place where a kill may hurt
STEPS = ("os.rename", "os.remove", "os.mkdir", "os.truncate", "open")


@dataclass
class End:
    """How a run ended: exit code (negative: the signal), seconds, steps it counted, what it said."""

    code: int
    seconds: float
    steps: int
    log: str


class Launcher:
    """Starts commands. OMP_NUM_THREADS is 1, so that runs are comparable and forks safe.

    modules: what the commands import besides MODULES.
    """

    def __init__(self, folder: Path, *modules: str) -> None:
        self.log = folder / "log.txt"
        here = Path(__file__).resolve().parent
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PA3D_CONFIG": ""}
        self.environment = environment | {
            "MKL_NUM_THREADS": "1",
            "PYTHONPATH": f"{here}{os.pathsep}{here.parent}",
        }
        self._server = subprocess.Popen(
            [sys.executable, __file__, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environment,
        )

    def run(
        self,
        argv: list[Any],
        cwd: Path,
        *,
        after: float | None = None,
        at: int | None = None,
        until: str | None = None,
        signal: int = signal.SIGKILL,
        to: str = "group",
        start_new: bool = False,
    ) -> End:
        """Run `pa3d argv`, and send it a signal `after` seconds, `until` a file fits a pattern, or `at` a step.

        to: "group", the process and its workers; "process", it alone; "worker", one of its workers. A signal at
        a step comes from the process itself.
        """
        words = [str(word) for word in argv]
        request = {"argv": words, "cwd": str(cwd), "log": str(self.log), "after": after, "at": at}
        self.log.write_text("")
        request |= {"until": until, "signal": int(signal), "to": to}
        if start_new:
            return _new(request, self.environment)
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._server.stdout.readline())
        return End(**answer, log=self.log.read_text(errors="replace"))

    def close(self) -> None:
        self._server.stdin.close()
        self._server.wait(30)


def _new(request: dict[str, Any], environment: dict[str, str]) -> End:
    with Path(request["log"]).open("wb") as log:
        begun = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "pa3d", *request["argv"]],
            cwd=request["cwd"],
            stdout=log,
            stderr=log,
            env=environment,
            start_new_session=True,
            preexec_fn=_hear,
        )
        try:
            process.wait(request["after"] or TIME_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, request["signal"])
            process.wait(TIME_LIMIT)
    _wait_for_group(process.pid)
    seconds = time.monotonic() - begun
    return End(process.returncode, seconds, 0, Path(request["log"]).read_text(errors="replace"))


def _hear() -> None:
    """Take signals as at a terminal; a shell's background job ignores Ctrl-C, and what it starts does, too."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)


def living(group: int) -> list[int]:
    """Processes of a group that are not dead; what nobody has reaped counts as dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, own = stat.read_text().rpartition(")")[2].split()[:3]
            if int(own) == group and state != "Z":
                found.append(int(stat.parent.name))
    return found


def _wait_for_group(group: int, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while left := living(group):
        if time.monotonic() > end:
            raise AssertionError(f"processes {left} outlive their command")
        time.sleep(0.01)


# -- the process that forks --------------------------------------------------------------------------


def serve() -> None:
    _hear()
    for name in [*MODULES.split(), *sys.argv[1:]]:
        importlib.import_module(name)
    import torch

    torch.set_num_threads(1)
    assert len(list(Path("/proc/self/task").iterdir())) == 1, "a fork of several threads may hang"
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])  # so that sigtimedwait sees it
    for line in sys.stdin:
        request = json.loads(line)
        counter = os.memfd_create("steps")
        begun = time.monotonic()
        pid = os.fork()
        if pid == 0:
            _become(request, counter)
        with contextlib.suppress(ProcessLookupError):
            os.setpgid(pid, pid)  # as the child does; whoever is first
        code = _wait(pid, begun, request)
        seconds = time.monotonic() - begun
        _wait_for_group(pid)
        steps = int(os.pread(counter, 20, 0) or 0)
        os.close(counter)
        print(json.dumps({"code": code, "seconds": seconds, "steps": steps}), flush=True)  # noqa: T201


def _wait(pid: int, begun: float, request: dict[str, Any]) -> int:
    """Send the signal when it is due; the exit code."""
    after, until, sent = request["after"], request["until"], False
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        now = time.monotonic() - begun
        is_there = until is not None and any(Path("/").glob(until.lstrip("/")))
        if not sent and (is_there or after is not None and now >= after):
            sent = _send(pid, request)
        if now > TIME_LIMIT:
            os.killpg(pid, signal.SIGKILL)
        pause = 1.0 if until is None or sent else 0.02
        signal.sigtimedwait([signal.SIGCHLD], pause if after is None or sent else max(0.0, after - now))


def _send(pid: int, request: dict[str, Any]) -> bool:
    if request["to"] == "group":
        os.killpg(pid, request["signal"])
    elif request["to"] == "process":
        os.kill(pid, request["signal"])
    else:
        workers = [p for p in living(pid) if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()]
        if not workers:
            return False
        os.kill(workers[0], request["signal"])
    return True


def _become(request: dict[str, Any], counter: int) -> None:
    code = 70
    try:
        with contextlib.suppress(PermissionError):
            os.setpgid(0, 0)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.chdir(request["cwd"])
        sys.argv = ["pa3d", *request["argv"]]
        _count_steps(request["at"], counter, request["signal"])
        from pa3d.cli import main

        code = 0
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:  # noqa: BLE001 - the parent reads it
        import traceback

        code = 71
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _count_steps(at: int | None, counter: int, number: int) -> None:
    """Count what this process does to files, and send it the signal `number` before the step `at`."""
    count = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal count
        if event not in STEPS:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        if at is not None and count == at:
            count += 1
            os.kill(os.getpid(), number)
        count += 1
        os.pwrite(counter, b"%d" % count, 0)

    sys.addaudithook(watch)


# -- until it ends -----------------------------------------------------------------------------------


@dataclass
class Command:
    """A command under test: what to type ({out} is its output folder), and the codes it may end with."""

    argv: list[Any]
    cwd: Path
    codes: tuple[int, ...] = (0,)
    swept: bool = True  # whether it removes what killed runs of its own left half-written


@dataclass
class Tally:
    """What the kills of a command came to."""

    kills: int = 0
    runs: int = 0
    at_a_step: int = 0
    seconds: float = 0.0
    moments: list[float] = field(default_factory=list)  # of the kills by the clock, shares of the whole run


def torment(
    launcher: Launcher,
    command: Command,
    folder: Path,
    kills: int,
    seed: int,
    *,
    start_new: int = 0,
    to: str = "group",
    steps: bool = True,
) -> Tally:
    """Kill a command `kills` times or more, in as many folders as that takes; AssertionError if it shows.

    Half the kills come at a random moment of the time that an uninterrupted run takes, half before a random
    one of its steps. `start_new` of them hit a newly started Python, its imports included.
    """
    rng, tally, begun = random.Random(seed), Tally(), time.monotonic()
    whole = folder / "whole"
    first = _once(launcher, command, whole)
    assert first.code in command.codes, first.log
    again, fresh, number = first, first, 0
    if kills > 10:
        again = _once(launcher, command, folder / "again")  # the first one warms the disk's cache
        assert_same(whole, folder / "again")
    if start_new:
        fresh = _once(launcher, command, folder / "new", start_new=True)
        assert_same(whole, folder / "new")
    while tally.kills < kills:
        out = folder / f"broken{number}"
        number += 1
        for attempt in range(200):
            how: dict[str, Any] = {}
            is_new = tally.kills < start_new
            if is_new:
                how = {"after": rng.uniform(0, fresh.seconds), "start_new": True}
            elif steps and rng.random() < 0.5:
                how = {"at": rng.randrange(max(1, first.steps))}
            else:
                how = {"after": rng.uniform(0, again.seconds), "to": to}
            if attempt > 20:
                how = {}
            end = launcher.run(_words(command, out), command.cwd, **how)
            tally.runs += 1
            if end.code != -signal.SIGKILL:
                assert end.code in command.codes, f"{how}: exit code {end.code}\n{end.log}"
                break
            tally.kills += 1
            tally.at_a_step += "at" in how
            if "after" in how:
                tally.moments.append(how["after"] / (fresh if is_new else again).seconds)
            assert_readable(out)
        assert_same(whole, out, hidden=not command.swept)
        remove(out)
    tally.seconds = time.monotonic() - begun
    return tally


def _words(command: Command, out: Path) -> list[str]:
    return [str(word).replace("{out}", str(out)) for word in command.argv]


def _once(launcher: Launcher, command: Command, out: Path, **how: Any) -> End:
    return launcher.run(_words(command, out), command.cwd, **how)


def remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


# -- what is left ------------------------------------------------------------------------------------


def visible(folder: Path) -> list[Path]:
    """Files that a reader sees, relative to the folder."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(p for p in paths if not any(part.startswith(".") for part in p.parts))


def assert_readable(folder: Path) -> None:
    """Every file that a reader sees after a kill is whole; lines may still come, the last may be cut."""
    from pa3d import artifact

    for path in (folder / name for name in visible(folder)):
        if path.suffix in (".jsonl", ".key"):
            continue
        if path.suffix == ".h5":
            artifact.layout(path)
        else:
            contents(path)


def assert_same(expected: Path, found: Path, *, hidden: bool = False) -> None:
    """Equal files, all but the time and the command that made them; no others, `hidden` ones neither."""
    names = visible(expected)
    assert visible(found) == names
    if not hidden:
        left = [p.relative_to(found) for p in found.rglob("*") if p.is_file() and p.name.startswith(".")]
        assert not left, left
    for name in names:
        same(contents(expected / name), contents(found / name), str(name))


UNTIMED = ("created", "command", "seconds")


def contents(path: Path) -> Any:
    """What a file holds, without when and by which command it was made."""
    import numpy as np

    from pa3d import checkpoint

    if path.suffix == ".h5":
        return _hdf5(path)
    if path.suffix == ".ckpt":
        return checkpoint.read_torch(path)
    if path.suffix == ".npz":
        with np.load(path) as data:
            return {name: data[name] for name in data}
    if path.suffix == ".json":
        return json.loads(path.read_text())
    if path.suffix == ".jsonl":
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        return sorted(lines, key=lambda line: line.get("id", ""))  # two workers end in any order
    return path.read_bytes()


def _hdf5(path: Path) -> dict[str, Any]:
    import h5py

    with h5py.File(path) as handle:
        data = {f"/{name}": (value[...], dict(value.attrs)) for name, value in handle.items()}
        return data | dict(handle.attrs)


def same(a: Any, b: Any, place: str) -> None:
    """Bitwise equality of nested plain data, arrays and tensors, all but UNTIMED."""
    import numpy as np
    import torch

    assert type(a) is type(b), place
    if isinstance(a, dict):
        assert a.keys() == b.keys(), place
        for key in a.keys() - set(UNTIMED):
            same(a[key], b[key], f"{place}.{key}")
    elif isinstance(a, (list, tuple)):
        assert len(a) == len(b), place
        for i, (x, y) in enumerate(zip(a, b, strict=True)):
            same(x, y, f"{place}[{i}]")
    elif isinstance(a, torch.Tensor):
        assert a.dtype == b.dtype and torch.equal(a, b), place
    elif isinstance(a, np.ndarray):
        assert a.dtype == b.dtype, place
        np.testing.assert_array_equal(a, b, place)
    else:
        assert a == b, f"{place}: {str(a)[:200]} is not {str(b)[:200]}"


if __name__ == "__main__":
    serve()
