"""Worker processes of which each may crash: a death costs the item in hand and nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from pa3d.errors import Pa3dError, first_line

LEAVE_SECONDS = 5.0  # that a process has to end by itself
Setup = Callable[..., Callable[[Any], Any]]


class Died(Exception):
    """The process that worked on an item ended; `args[0]` is its exit code."""


@dataclass
class _Worker:
    process: Any
    connection: Connection
    index: int = -1  # of the item in hand
    ready: bool = False


def cpu_count() -> int:
    """CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_in_processes(
    setup: Setup, arguments: tuple, items: Iterable[Any], count: int
) -> Iterator[tuple[int, Any]]:
    """(index of the item, what it gave) as items finish; a Died where its process ended.

    `setup(*arguments)` runs once in each of `count` new (spawned) processes, with an equal share of the CPUs'
    threads, and returns the function of an item. A Pa3dError of either ends the run: a function that means to
    go on returns what went wrong. `items` is consumed as processes become free.
    """
    threads = max(1, cpu_count() // count)
    todo = iter(enumerate(items))
    held = next(todo, None)
    workers: list[_Worker] = []
    leaving: list[_Worker] = []
    try:
        while True:
            while held is not None and len(workers) < count:  # at first, and in place of the dead
                workers.append(_start(setup, arguments, threads))
                _hand_out(workers[-1], *held)
                held = next(todo, None)
            if not workers:
                return
            by_connection = {worker.connection: worker for worker in workers}
            for connection in wait(list(by_connection)):
                worker = by_connection[connection]
                kind, content = _receive(worker)
                if kind == "ready":
                    worker.ready = True
                    continue
                index = worker.index
                if kind == "died" or held is None:
                    workers.remove(worker)
                    leaving.append(worker)
                    worker.connection.close()  # which ends it
                else:
                    _hand_out(worker, *held)
                    held = next(todo, None)
                yield index, content
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in [*leaving, *workers]:
            _stop(worker)


def _start(setup: Setup, arguments: tuple, threads: int) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, setup, arguments, threads), daemon=True)
    process.start()
    theirs.close()  # so that the death of the process ends our side
    return _Worker(process, ours)


def _hand_out(worker: _Worker, index: int, item: Any) -> None:
    worker.index = index
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # its death shows when we listen
        worker.connection.send(item)


def _receive(worker: _Worker) -> tuple[str, Any]:
    """("ready", None), ("done", answer) or ("died", Died); a Pa3dError where no item is to blame."""
    try:
        kind, content = worker.connection.recv()
    except (EOFError, ConnectionResetError):
        worker.process.join(LEAVE_SECONDS)
        code = worker.process.exitcode
        if worker.ready:
            return "died", Died(code)
        raise Pa3dError(
            f"a worker process died while it started (exit code {code}); use fewer --workers"
        ) from None
    if kind == "failed":
        raise Pa3dError(content)
    return kind, content


def _stop(worker: _Worker) -> None:
    worker.connection.close()
    worker.process.join(LEAVE_SECONDS)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _serve(connection: Connection, setup: Setup, arguments: tuple, threads: int) -> None:
    """What a worker process does until its connection closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    # libraries read it when they start; calling torch here would make every worker import it, needed or not
    os.environ["OMP_NUM_THREADS"] = os.environ["NUMBA_NUM_THREADS"] = str(threads)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            work = setup(*arguments)
            connection.send(("ready", None))
            while True:
                connection.send(("done", work(connection.recv())))
        except Pa3dError as error:
            connection.send(("failed", str(error)))
        except (ImportError, MemoryError, OSError) as error:
            if isinstance(error, (BrokenPipeError, ConnectionResetError)):
                raise
            connection.send(("failed", f"a worker could not go on: {first_line(error)}"))
