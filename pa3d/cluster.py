"""Workers on the machines of a Ray cluster: the contract of pa3d.workers, one machine further.

A worker is an actor with one item in hand, so what waits is never more than there are workers. An item whose
worker was lost is tried once more by another one. Machines may come and go.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pa3d.errors import Pa3dError, first_line
from pa3d.signals import SIGNALS
from pa3d.workers import START_TRIES, Died, Setup

LOCAL = "local"  # instead of an address: start a cluster of this machine alone
TRIES = 2  # of an item, before it is given up
LOOK_SECONDS = 5.0  # between two looks at what the cluster has room for
WAIT_SECONDS = 900.0  # without any worker, before the run gives up; machines take minutes to start
# read by Ray when it is imported: no reports to its makers, CUDA_VISIBLE_DEVICES left alone where there is no
# GPU, no word about either
_ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": "http://127.0.0.1:9/",  # it would report that nothing is to be reported
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "1",
    "RAY_DEDUP_LOGS_SKIP_REGEX": "(?s).*",  # of what it would print of workers and machines: all
}


class Lost(Died):
    """The worker of an item was lost, TRIES times; `args[0]` says how the last time."""

    def __str__(self) -> str:
        return f"the process that read it died {TRIES} times on the cluster ({self.how()})"

    def how(self) -> str:
        return str(self.args[0])


@dataclass
class _Item:
    index: int
    content: Any
    tries: int = 0


@dataclass
class _Actor:
    handle: Any
    ready: bool = False
    item: _Item | None = None


def run_on_ray(
    setup: Setup,
    arguments: tuple,
    items: Iterable[Any],
    count: int | None,
    *,
    address: str,
    gpus: float = 0.0,
) -> Generator[tuple[int, Any], None, None]:
    """(index of the item, what it gave) as items finish; a Lost where it cost TRIES workers.

    `setup(*arguments)` runs once in each worker, which takes a CPU and `gpus` GPUs (a fraction shares one) and
    works in the folder that is current here. There are `count` workers, or for None as many as the cluster has
    room for at the time. A Pa3dError of either ends the run, as does a cluster without room. `items` is
    consumed as workers become free.
    """
    with connected(address), contextlib.closing(_Actors(setup, arguments, gpus, count)) as actors:
        yield from _run(actors, iter(enumerate(items)))


def _run(actors: _Actors, todo: Iterator[tuple[int, Any]]) -> Generator[tuple[int, Any], None, None]:
    waiting: deque[_Item] = deque()  # no more than workers could take
    while True:
        missing = max(1, actors.places()) - len(waiting)
        waiting.extend(_Item(*pair) for pair in islice(todo, max(0, missing)))
        if not waiting and not actors.busy():
            return
        actors.start(len(waiting))
        for actor in actors.free()[: len(waiting)]:
            actors.hand_out(actor, waiting.popleft())
        for item, answer in actors.listen():
            if isinstance(answer, Lost) and item.tries < TRIES:
                waiting.append(item)
            else:
                yield item.index, answer


@contextlib.contextmanager
def connected(address: str) -> Iterator[Any]:
    """Be the driver of the cluster at `address` ("auto": the one of this machine or of RAY_ADDRESS, LOCAL).

    Yields the module ray. Pa3dError without Ray, or without the cluster. Where this process is connected
    already, that stays so.
    """
    ray = _import_ray()
    if ray.is_initialized():
        yield ray
        return
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if address == LOCAL:
        options |= {"address": LOCAL, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    else:
        options |= {"address": address}
        if address.startswith("127."):  # or it would look for the address of this machine
            options["_node_ip_address"] = address.partition(":")[0]
    before: dict[int, Any] = {number: signal.getsignal(number) for number in SIGNALS}
    try:
        ray.init(**options)
    except Exception as error:  # noqa: BLE001 - Ray raises bare ones
        raise Pa3dError(f"--ray {address}: no cluster answers ({first_line(error)})") from error
    finally:
        _give_back(before)
    try:
        yield ray
    finally:
        ray.shutdown()


def _give_back(handlers: dict[int, Any]) -> None:
    """Ours, in place of those that Ray set."""
    with contextlib.suppress(ValueError):  # not the main thread: nothing was set
        for number, handler in handlers.items():
            if handler is not None:
                signal.signal(number, handler)


def set_environment() -> None:
    """What Ray is to find when it is imported for the first time."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def _import_ray() -> Any:
    set_environment()
    try:
        import ray
    except ImportError as error:
        raise Pa3dError('--ray needs Ray: pip install "pa3d[cluster]"') from error
    return ray


def has_gpu(address: str) -> bool:
    """Whether a machine of the cluster has a GPU."""
    with connected(address) as ray:
        return ray.cluster_resources().get("GPU", 0) > 0


class _Actors:
    """The workers that are there or on their way."""

    def __init__(self, setup: Setup, arguments: tuple, gpus: float, count: int | None) -> None:
        import ray

        self._ray, self._gpus, self._count = ray, gpus, count
        self._remote = ray.remote(
            num_cpus=1,
            num_gpus=gpus,
            max_restarts=0,
            max_task_retries=0,
            scheduling_strategy="SPREAD",
        )(_Worker)
        self._arguments = ray.put((setup, arguments, str(Path.cwd()), _version()))
        self._actors: dict[Any, _Actor] = {}  # by what they will answer next
        self._idle: list[_Actor] = []
        self._failed_starts = 0
        self._room, self._looked, self._alone_since = 0, -LOOK_SECONDS, time.monotonic()
        if count is None and not self._find_room():
            raise Pa3dError(f"the cluster has no room for a worker ({self._need()})")

    def _need(self) -> str:
        return "1 CPU" + (f", {self._gpus:g} GPU" if self._gpus else "")

    def _find_room(self) -> int:
        """How many workers the machines that are there can have."""
        if self._count is not None:
            return self._count
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            self._looked, self._room = time.monotonic(), 0
            for node in self._ray.nodes():
                has = node["Resources"] if node["Alive"] else {}
                rooms = [int(has.get("CPU", 0))]
                if self._gpus:
                    gpus = has.get("GPU", 0)
                    rooms.append(int(gpus // self._gpus if self._gpus >= 1 else gpus * int(1 / self._gpus)))
                self._room += min(rooms)
        return self._room

    def _unused(self) -> int:
        """Workers without an item, those that start with them."""
        return len(self._idle) + sum(actor.item is None for actor in self._actors.values())

    def places(self) -> int:
        """How many more items could be in work."""
        return self._unused() + max(0, self._find_room() - len(self._actors) - len(self._idle))

    def start(self, waiting: int) -> None:
        """New workers for so many items that wait, as far as there is room."""
        for _ in range(min(waiting, self.places()) - self._unused()):
            handle: Any = self._remote.remote(self._arguments)
            self._actors[handle.start.remote()] = _Actor(handle)
        if any(actor.ready for actor in [*self._actors.values(), *self._idle]):
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > WAIT_SECONDS:
            raise Pa3dError(
                f"no machine of the cluster started a worker ({self._need()}) within {WAIT_SECONDS:.0f} s"
            )

    def busy(self) -> bool:
        return any(actor.item is not None for actor in self._actors.values())

    def free(self) -> list[_Actor]:
        return list(self._idle)

    def hand_out(self, actor: _Actor, item: _Item) -> None:
        self._idle.remove(actor)
        item.tries += 1
        actor.item = item
        self._actors[actor.handle.work.remote(item.content)] = actor

    def listen(self) -> list[tuple[_Item, Any]]:
        """Wait for news, LOOK_SECONDS at most; items with their answer, a Lost for those of lost workers."""
        if not self._actors:
            time.sleep(LOOK_SECONDS)
            return []
        done, _ = self._ray.wait(list(self._actors), num_returns=1, timeout=LOOK_SECONDS)
        found = []
        for reference in done:
            actor = self._actors.pop(reference)
            item, actor.item = actor.item, None
            kind, content = self._receive(reference)
            if kind == "failed":
                raise Pa3dError(content)
            if kind == "lost":
                self._dismiss(actor)
                self._looked = -LOOK_SECONDS  # maybe the machine is gone, too
                if item is None:
                    self._count_failed_start(content)
            else:
                self._idle.append(actor)
                if item is None:
                    actor.ready, self._failed_starts = True, 0
            if item is not None:
                found.append((item, content if kind == "done" else Lost(content)))
        return found

    def _receive(self, reference: Any) -> tuple[str, Any]:
        """("ready", None), ("done", answer), ("failed", why no item is to blame), ("lost", how)."""
        from ray.exceptions import OutOfMemoryError, RayError, RayTaskError

        try:
            return self._ray.get(reference)
        except RayTaskError as error:
            cause = error.cause or error
            return "lost", f"unexpected {type(cause).__name__}: {first_line(cause)}"
        except OutOfMemoryError:
            return "lost", "out of memory"
        except RayError as error:
            if getattr(error, "actor_init_failed", False):  # pa3d or what it needs is missing there
                return "failed", f"a worker could not start: {str(error).strip().splitlines()[-1]}"
            return "lost", _how(str(error))

    def _count_failed_start(self, how: str) -> None:
        if how == NODE_DIED:
            return
        self._failed_starts += 1
        if self._failed_starts == START_TRIES:
            raise Pa3dError(f"a worker died while it started ({how})")

    def _dismiss(self, actor: _Actor) -> None:
        with contextlib.suppress(Exception):  # it is gone already, or its machine is
            self._ray.kill(actor.handle, no_restart=True)

    def close(self) -> None:
        """End all workers."""
        for actor in [*self._actors.values(), *self._idle]:
            self._dismiss(actor)


NODE_DIED = "its machine was lost"
ENDED = "killed, out of memory, or a reader crashed"


def _how(text: str) -> str:
    """The reason in what Ray says of a lost worker, which is a page."""
    lower = text.lower()
    if "node has died" in lower or "node is dead" in lower or "node was terminated" in lower:
        return NODE_DIED
    return ENDED


def _version() -> str:
    from pa3d import __version__

    return __version__


class _Worker:
    """What runs on the cluster, in a process of its own."""

    def __init__(self, arguments: tuple[Setup, tuple, str, str]) -> None:
        self._arguments = arguments
        self._work: Callable[[Any], Any] | None = None

    def start(self) -> tuple[str, Any]:
        """("ready", None), or ("failed", why)."""
        setup, arguments, folder, version = self._arguments
        here = socket.gethostname()
        if version != _version():
            return "failed", f"{here} has pa3d {_version()}, but this is {version}; install the same everywhere"
        try:
            os.chdir(folder)
        except OSError:
            return "failed", f"{folder}: is not on {here}; run pa3d in a folder that all machines share"
        os.environ["OMP_NUM_THREADS"] = os.environ["NUMBA_NUM_THREADS"] = "1"  # of the CPU it has
        return self._guarded(lambda: self._set(setup(*arguments)), "ready")

    def _set(self, work: Callable[[Any], Any]) -> None:
        self._work = work

    def work(self, item: Any) -> tuple[str, Any]:
        """("done", answer), or ("failed", why no item is to blame)."""
        work = self._work
        assert work is not None
        return self._guarded(lambda: work(item), "done")

    def _guarded(self, step: Callable[[], Any], kind: str) -> tuple[str, Any]:
        try:
            return kind, step()
        except Pa3dError as error:
            return "failed", str(error)
        except (ImportError, MemoryError, OSError) as error:
            return "failed", f"a worker on {socket.gethostname()} could not go on: {first_line(error)}"
