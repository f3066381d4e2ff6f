"""Worker processes of which each may crash: a death costs the item in hand and nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import FrameType
from typing import Any

from pa3d.errors import Pa3dError, first_line
from pa3d.signals import SIGNALS, put_off, told

LEAVE_SECONDS = 5.0  # that a process has to end by itself
START_TRIES = 3  # processes in a row that may die before they are ready
Setup = Callable[..., Callable[[Any], Any]]


class Died(Exception):
    """The process that worked on an item ended; `args[0]` is its exit code, negative for a signal."""

    def __str__(self) -> str:
        why = {signal.SIGKILL: ": out of memory, or killed", signal.SIGSEGV: ": a reader crashed"}
        return f"the process that read it died ({self.how()}{why.get(-self.args[0], '')})"

    def how(self) -> str:
        code = self.args[0]
        return f"signal {-code}" if code < 0 else f"exit code {code}"


@dataclass
class _Worker:
    process: Any
    connection: Connection
    index: int = -1  # of the item in hand
    item: Any = None
    ready: bool = False


def cpu_count() -> int:
    """CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cpu_threads() -> int:
    """Threads for one piece of work: OMP_NUM_THREADS where set, as torch has it, else the CPUs we may use."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdigit() and int(given) else cpu_count()


def run_in_processes(
    setup: Setup, arguments: tuple, items: Iterable[Any], count: int
) -> Generator[tuple[int, Any], None, None]:
    """(index of the item, what it gave) as items finish; a Died where its process ended.

    `setup(*arguments)` runs once in each of `count` new (spawned) processes, with an equal share of the CPUs'
    threads (or OMP_NUM_THREADS, if that is less), and returns the function of an item. A Pa3dError of either
    ends the run: a function that means to go on returns what went wrong. `items` is consumed as processes
    become free. The processes end when this one does, however it ends.
    """
    todo = iter(enumerate(items))
    held = next(todo, None)
    with contextlib.closing(_Pool(setup, arguments, _threads(count))) as pool:
        while True:
            while held is not None and len(pool.workers) < count:  # at first, and in place of the dead
                _hand_out(pool.start(), *held)
                held = next(todo, None)
            if not pool.workers:
                return
            for worker, answer in pool.listen():
                index = worker.index
                if held is None or isinstance(answer, Died):
                    pool.dismiss(worker)
                else:
                    _hand_out(worker, *held)
                    held = next(todo, None)
                yield index, answer


class _Pool:
    """The processes at work, and those that are on their way out."""

    def __init__(self, setup: Setup, arguments: tuple, threads: int) -> None:
        self.workers: list[_Worker] = []
        self._leaving: list[_Worker] = []
        self._arguments = (setup, arguments, threads)
        self._failed_starts = 0

    def start(self) -> _Worker:
        """A new process, which is one of ours from its first moment on, so that it is stopped with the rest."""
        context = multiprocessing.get_context("spawn")
        resource_tracker.ensure_running()  # starting it would let the signals through again
        with put_off():  # there a signal would make a traceback, of half a message
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, *self._arguments), daemon=True)
            process.start()
            theirs.close()  # so that the death of the process ends our side
            self.workers.append(_Worker(process, ours))
        return self.workers[-1]

    def listen(self) -> Iterator[tuple[_Worker, Any]]:
        """Wait for news; the processes that are done with their item, with the answer, a Died for the dead."""
        by_connection: dict[Any, _Worker] = {worker.connection: worker for worker in self.workers}
        for connection in wait(list(by_connection)):
            worker = by_connection[connection]
            kind, content = _receive(worker)
            if kind == "ready":
                worker.ready, self._failed_starts = True, 0
            elif kind == "died" and not worker.ready:
                self._replace(worker, content)
            else:
                yield worker, content

    def _replace(self, worker: _Worker, died: Died) -> None:
        """Give the item of a process that died before it began, which is not to blame, to another one."""
        self.dismiss(worker)
        self._failed_starts += 1
        if self._failed_starts == START_TRIES:
            raise Pa3dError(f"a worker process died while it started ({died.how()}); use fewer --workers")
        _hand_out(self.start(), worker.index, worker.item)

    def dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        self._leaving.append(worker)
        worker.connection.close()  # which ends it

    def close(self) -> None:
        """End all processes, and wait for it."""
        for worker in self.workers:  # one that is starting has nothing to put away
            (worker.process.terminate if worker.ready else worker.process.kill)()
        for worker in [*self._leaving, *self.workers]:
            worker.connection.close()
            worker.process.join(LEAVE_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _threads(count: int) -> int:
    own = os.environ.get("OMP_NUM_THREADS", "")
    share = max(1, cpu_count() // count)
    return min(share, int(own)) if own.isdigit() and int(own) else share


def _hand_out(worker: _Worker, index: int, item: Any) -> None:
    worker.index, worker.item = index, item
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # its death shows when we listen
        worker.connection.send(item)


def _receive(worker: _Worker) -> tuple[str, Any]:
    """("ready", None), ("done", answer) or ("died", Died); a Pa3dError where no item is to blame."""
    try:
        kind, content = worker.connection.recv()
    except (EOFError, OSError):
        worker.process.join(LEAVE_SECONDS)
        if worker.process.is_alive():  # it closed its side, and hangs
            worker.process.kill()
            worker.process.join()
        return "died", Died(worker.process.exitcode)
    if kind == "failed":
        raise Pa3dError(content)
    return kind, content


def _serve(connection: Connection, setup: Setup, arguments: tuple, threads: int) -> None:
    """What a worker process does until its connection closes, it is told to end, or its parent is gone."""
    try:
        _work(connection, setup, arguments, threads)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        if not told:
            raise
        code = 128 + told[0]  # the end came within compiled code, which made another error of it
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking down all that was imported costs seconds, and the parent waits


def _work(connection: Connection, setup: Setup, arguments: tuple, threads: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)  # see put_off
    threading.Thread(target=_exit_with_parent, daemon=True).start()
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


def _leave(number: int, frame: FrameType | None) -> None:
    # not at once: files that are half written are removed on the way out, and nobody is there to read more
    sys.unraisablehook = lambda _: None
    told.append(number)
    raise SystemExit(128 + number)


def _exit_with_parent() -> None:
    """End this process with its parent, in the middle of whatever it does: nobody waits for it any more."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
