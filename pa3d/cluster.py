"""Workers on the machines of a Ray cluster: the contract of pa3d.workers, one machine further.

A worker is an actor with one item in hand, so what waits is never more than there are workers. Where GPUs are
to do a part, they have actors of their own, the teachers: a worker asks one and waits, so no more wait for a
teacher than there are workers. An item whose worker or teacher was lost is tried once more. Machines may come
and go.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
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
TOGETHER = 4  # things that a teacher takes at once, where so many wait
CONNECT_SECONDS = 20.0
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
    """The worker of an item, or its teacher, was lost, TRIES times; `args[0]` says how the last time."""

    def __str__(self) -> str:
        return f"the process that read it died {TRIES} times on the cluster ({self.how()})"

    def how(self) -> str:
        return str(self.args[0])


@dataclass
class _Item:
    index: int
    content: Any
    tries: int = 0


@dataclass(eq=False)
class _Actor:
    handle: Any
    ready: bool = False
    item: _Item | None = None  # that a worker has in hand
    teacher: _Actor | None = None  # that it asks about the item


def run_on_ray(
    setup: Setup,
    arguments: tuple,
    items: Iterable[Any],
    count: int | None,
    *,
    address: str,
    gpus: float = 0.0,
    teacher: tuple[Setup, tuple] | None = None,
) -> Generator[tuple[int, Any], None, None]:
    """(index of the item, what it gave) as items finish; a Lost where it was lost TRIES times.

    `setup(*arguments)` runs once in each worker, which takes a CPU and `gpus` GPUs (a fraction shares one) and
    works in the folder that is current here. There are `count` workers, or for None as many as the cluster has
    room for at the time. A Pa3dError of either ends the run, as does a cluster without room. `items` is
    consumed as workers become free.

    With a `teacher`, another setup and its arguments, it is the teachers that take the GPUs, as many as there
    is room for, and the workers take a CPU only. What a teacher's setup returns turns a list into a list of the
    same length; `setup` is given a function that has a teacher do that, as `ask`. A teacher does together what
    several workers ask for.
    """
    with connected(address), contextlib.closing(_Actors(setup, arguments, gpus, count, teacher)) as actors:
        yield from _run(actors, iter(enumerate(items)))


def _run(actors: _Actors, todo: Iterator[tuple[int, Any]]) -> Generator[tuple[int, Any], None, None]:
    waiting: deque[_Item] = deque()  # no more than workers could take
    while True:
        missing = max(1, actors.places()) - len(waiting)
        waiting.extend(_Item(*pair) for pair in islice(todo, max(0, missing)))
        if not waiting and not actors.busy():
            return
        actors.start(len(waiting))
        actors.hand_out(waiting)
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
    _check_that_it_listens(address)
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


def _check_that_it_listens(address: str) -> None:
    """Pa3dError where nobody does at HOST:PORT; Ray would try for minutes."""
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise Pa3dError(f"--ray {address}: no cluster answers ({first_line(error)})") from error


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
    """The workers and teachers that are there or on their way."""

    def __init__(
        self,
        setup: Setup,
        arguments: tuple,
        gpus: float,
        count: int | None,
        teacher: tuple[Setup, tuple] | None,
    ) -> None:
        import ray

        self._ray, self._gpus, self._count, self._asks = ray, gpus, count, teacher is not None
        place = (str(Path.cwd()), _version(), sys.argv)
        never = {"max_restarts": 0, "max_task_retries": 0, "scheduling_strategy": "SPREAD"}
        own = 0.0 if self._asks else gpus
        self._worker = ray.remote(num_cpus=1, num_gpus=own, **never)(_Worker)
        self._teacher = ray.remote(num_cpus=0, num_gpus=gpus, **never)(_Teacher)
        self._setup = ray.put((setup, arguments, *place))
        self._teachers_setup = ray.put((*teacher, *place)) if teacher else None
        self._workers: list[_Actor] = []
        self._teachers: list[_Actor] = []
        self._awaited: dict[Any, _Actor] = {}  # by what they will answer next
        self._failed_starts = 0
        self._room, self._looked, self._alone_since = (0, 0), -LOOK_SECONDS, time.monotonic()
        workers, teachers = self._find_room()
        if not workers or (self._asks and not teachers):
            raise Pa3dError(f"the cluster has no room for a worker ({self._need()})")

    def _need(self) -> str:
        return "1 CPU" + (f", {self._gpus:g} GPU" if self._gpus else "")

    def _find_room(self) -> tuple[int, int]:
        """How many workers and teachers the machines that are there can have."""
        if time.monotonic() - self._looked >= LOOK_SECONDS:
            workers = teachers = 0
            for node in self._ray.nodes():
                has = node["Resources"] if node["Alive"] else {}
                cpus, fit = int(has.get("CPU", 0)), _parts(has.get("GPU", 0), self._gpus)
                workers += cpus if self._asks or not self._gpus else min(cpus, fit)
                teachers += fit if self._asks else 0
            if self._count is not None:
                workers, teachers = self._count, min(teachers, self._count)
            self._looked, self._room = time.monotonic(), (workers, teachers)
        return self._room

    def _unused(self) -> int:
        """Workers without an item, those that start with them."""
        return sum(actor.item is None for actor in self._workers)

    def places(self) -> int:
        """How many more items could be in work."""
        return self._unused() + max(0, self._find_room()[0] - len(self._workers))

    def start(self, waiting: int) -> None:
        """Teachers, and new workers for so many items that wait, as far as there is room."""
        for _ in range(self._find_room()[1] - len(self._teachers)):
            self._start(self._teachers, self._teacher.remote(self._teachers_setup))
        for _ in range(min(waiting, self.places()) - self._unused()):
            self._start(self._workers, self._worker.remote(self._setup, self._asks))
        kinds = [self._workers, self._teachers] if self._asks else [self._workers]
        if all(any(actor.ready for actor in kind) for kind in kinds):
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > WAIT_SECONDS:
            raise Pa3dError(
                f"no machine of the cluster started a worker ({self._need()}) within {WAIT_SECONDS:.0f} s"
            )

    def _start(self, kind: list[_Actor], handle: Any) -> None:
        kind.append(_Actor(handle))
        self._awaited[handle.start.remote()] = kind[-1]

    def busy(self) -> bool:
        return any(actor.item is not None for actor in self._workers)

    def hand_out(self, waiting: deque[_Item]) -> None:
        """An item to each worker that has none, with the teacher that the fewest others ask."""
        for worker in [actor for actor in self._workers if actor.ready and actor.item is None]:
            ready = [teacher for teacher in self._teachers if teacher.ready]
            if not waiting or (self._asks and not ready):
                return
            worker.item = waiting.popleft()
            worker.item.tries += 1
            if self._asks:
                asked = [other.teacher for other in self._workers]
                worker.teacher = min(ready, key=asked.count)
            whom = worker.teacher and worker.teacher.handle
            self._awaited[worker.handle.work.remote(worker.item.content, whom)] = worker

    def listen(self) -> list[tuple[_Item, Any]]:
        """Wait for news, LOOK_SECONDS at most; items with their answer, a Lost for those that were lost."""
        if not self._awaited:
            time.sleep(LOOK_SECONDS)
            return []
        done, _ = self._ray.wait(list(self._awaited), num_returns=1, timeout=LOOK_SECONDS)
        found = []
        for reference in done:
            actor = self._awaited.pop(reference)
            item, actor.item, actor.teacher = actor.item, None, None
            kind, content = self._receive(reference)
            if kind == "failed":
                raise Pa3dError(content)
            if kind == "lost":
                self._remove(actor, content)
            elif kind == "ready":
                actor.ready, self._failed_starts = True, 0
                if actor in self._teachers:
                    self._awaited[actor.handle.live.remote()] = actor
            if item is not None:
                found.append((item, content if kind == "done" else Lost(content)))
        return found

    def _receive(self, reference: Any) -> tuple[str, Any]:
        """What a worker or teacher says ("ready", "done", "failed", "unanswered"), or ("lost", how it was)."""
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

    def _remove(self, actor: _Actor, how: str) -> None:
        (self._teachers if actor in self._teachers else self._workers).remove(actor)
        self._dismiss(actor)
        self._looked = -LOOK_SECONDS  # maybe the machine is gone, too
        if not actor.ready and how != NODE_DIED:
            self._failed_starts += 1
            if self._failed_starts == START_TRIES:
                raise Pa3dError(f"a worker died while it started ({how})")

    def _dismiss(self, actor: _Actor) -> None:
        with contextlib.suppress(Exception):  # it is gone already, or its machine is
            self._ray.kill(actor.handle, no_restart=True)

    def close(self) -> None:
        """End all workers and teachers."""
        for actor in [*self._workers, *self._teachers]:
            self._dismiss(actor)


def _parts(gpus: float, part: float) -> int:
    """How many actors that take `part` of a GPU, or so many GPUs, find room on `gpus`."""
    if not part:
        return 0
    return int(gpus // part) if part >= 1 else int(gpus) * int(1 / part)


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


# -- what runs on the cluster, each in a process of its own ------------------------------------------


class _Unanswered(Exception):
    """The teacher was lost that a worker asked."""


class _Worker:
    def __init__(self, setup: tuple, asks: bool) -> None:
        self._setup, self._asks = setup, asks
        self._work: Callable[[Any], Any] | None = None
        self._teacher: Any = None

    def start(self) -> tuple[str, Any]:
        """("ready", None), or ("failed", why)."""
        kind, content = _begin(*self._setup, ask=self._ask if self._asks else None)
        if kind == "failed":
            return kind, content
        self._work = content
        return kind, None

    def work(self, item: Any, teacher: Any) -> tuple[str, Any]:
        """("done", answer), ("failed", why no item is to blame) or ("unanswered", how the teacher was lost)."""
        work, self._teacher = self._work, teacher
        assert work is not None
        try:
            return _guarded(lambda: work(item), "done")
        except _Unanswered as error:
            return "unanswered", str(error)

    def _ask(self, items: list) -> list:
        import ray
        from ray.exceptions import RayError, RayTaskError

        try:
            return ray.get(self._teacher.ask.remote(items))
        except RayTaskError as error:  # what went wrong there is as if it had here
            raise (error.cause or error) from None
        except RayError as error:
            raise _Unanswered(f"its teacher: {_how(str(error))}") from error


class _Teacher:
    """What several workers ask at once. Its methods are async, so that Ray calls one while others wait."""

    def __init__(self, setup: tuple) -> None:
        self._setup = setup
        self._asked: asyncio.Queue[tuple[list, asyncio.Future]] = asyncio.Queue()
        self._task: asyncio.Task | None = None  # held, or it may be collected

    async def start(self) -> tuple[str, Any]:
        """("ready", None), or ("failed", why)."""
        kind, content = _begin(*self._setup)
        if kind == "failed":
            return kind, content
        self._task = asyncio.create_task(self._serve(content))
        return kind, None

    async def live(self) -> None:
        """Never returns: whoever waits for it learns when this process ends."""
        await asyncio.Event().wait()

    async def ask(self, items: list) -> list:
        answer: asyncio.Future = asyncio.get_running_loop().create_future()
        await self._asked.put((items, answer))
        return await answer

    async def _serve(self, teach: Callable[[list], list]) -> None:
        while True:
            taken = [await self._asked.get()]
            while not self._asked.empty() and sum(len(items) for items, _ in taken) < TOGETHER:
                taken.append(self._asked.get_nowait())
            given = await asyncio.to_thread(_answers, teach, [items for items, _ in taken])
            for (_, answer), content in zip(taken, given, strict=True):
                if isinstance(content, Exception):
                    answer.set_exception(content)
                else:
                    answer.set_result(content)


def _answers(teach: Callable[[list], list], asked: list[list]) -> list[list | Exception]:
    """To each list, those given together; where that fails, one after the other, and errors alone."""
    try:
        given = iter(teach([item for items in asked for item in items]))
        return [list(islice(given, len(items))) for items in asked]
    except Exception as error:  # noqa: BLE001 - who asked must hear of it
        if len(asked) == 1:
            return [error]
        return [_answers(teach, [items])[0] for items in asked]


def _begin(
    setup: Setup,
    arguments: tuple,
    folder: str,
    version: str,
    command: list[str],
    *,
    ask: Callable[[list], list] | None = None,
) -> tuple[str, Any]:
    """("ready", what the setup returns), or ("failed", why)."""
    here = socket.gethostname()
    if version != _version():
        return "failed", f"{here} has pa3d {_version()}, but this is {version}; install the same everywhere"
    try:
        os.chdir(folder)
    except OSError:
        return "failed", f"{folder}: is not on {here}; run pa3d in a folder that all machines share"
    os.environ["OMP_NUM_THREADS"] = os.environ["NUMBA_NUM_THREADS"] = "1"  # of the CPU it has
    sys.argv = command  # which artifacts record
    return _guarded(lambda: setup(*arguments) if ask is None else setup(*arguments, ask=ask), "ready")


def _guarded(step: Callable[[], Any], kind: str) -> tuple[str, Any]:
    try:
        return kind, step()
    except Pa3dError as error:
        return "failed", str(error)
    except (ImportError, MemoryError, OSError) as error:
        return "failed", f"a worker on {socket.gethostname()} could not go on: {first_line(error)}"
