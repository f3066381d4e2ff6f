"""Processes that may crash: results, their number, and what a death costs."""

import os
import signal
import threading
import time

import pytest

from pa3d import workers
from pa3d.errors import Pa3dError
from pa3d.workers import Died, run_in_processes


def _doubler(offset):
    if offset == "bad":
        raise Pa3dError("no such model")
    if offset == "crash":
        os._exit(3)

    def work(item):
        if item == "die":
            os._exit(7)
        if item == "stop":
            raise Pa3dError("the disk is full")
        return 2 * item + offset, os.getpid(), os.environ["OMP_NUM_THREADS"]

    return work


def test_every_item_gives_its_result_in_few_processes():
    results = dict(run_in_processes(_doubler, (1,), range(10), 2))
    assert {index: value for index, (value, _, _) in results.items()} == {i: 2 * i + 1 for i in range(10)}
    assert 1 <= len({pid for _, pid, _ in results.values()}) <= 2
    assert os.getpid() not in {pid for _, pid, _ in results.values()}
    assert all(int(threads) >= 1 for _, _, threads in results.values())


def test_a_death_costs_one_item():
    items = [0, "die", 2, "die", 4]
    results = dict(run_in_processes(_doubler, (0,), items, 2))
    assert sorted(results) == [0, 1, 2, 3, 4]
    for index, item in enumerate(items):
        if item == "die":
            assert isinstance(results[index], Died) and results[index].args == (7,)
        else:
            assert results[index][0] == 2 * item


@pytest.mark.parametrize(
    ("argument", "items", "words"),
    [
        ("bad", [1], "no such model"),
        ("crash", [1, 2], "died while it started .exit code 3."),
        (0, [1, "stop", 2], "the disk is full"),
    ],
)
def test_what_no_item_is_to_blame_for_ends_the_run(argument, items, words):
    with pytest.raises(Pa3dError, match=words):
        list(run_in_processes(_doubler, (argument,), items, 2))


def test_items_are_taken_as_processes_become_free_and_closing_ends_them():
    taken = []

    def items():
        for i in range(1000):
            taken.append(i)
            yield i

    results = run_in_processes(_doubler, (0,), items(), 1)
    _, (_, pid, _) = next(results)
    assert len(taken) <= 3
    results.close()
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the worker process is still there")


def test_no_items_start_no_process():
    assert list(run_in_processes(_doubler, ("crash",), [], 2)) == []


def test_a_ctrl_c_while_a_process_starts_waits_until_it_is_there(monkeypatch, capfd):
    """Else the new process would find half of what it is to do, and say so in a traceback."""
    from multiprocessing import popen_spawn_posix

    plain, started = popen_spawn_posix.Popen._launch, []

    def launch(self, process):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)  # the other thread takes it, this one answers it
        plain(self, process)
        started.append(self.pid)

    monkeypatch.setattr(popen_spawn_posix.Popen, "_launch", launch)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            list(run_in_processes(_doubler, (0,), range(9), 2))
    finally:
        ended.set()
        other.join()
    assert len(started) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)
    assert capfd.readouterr() == ("", "")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def _slow_starter(folder, number):
    """Processes of which the first `number` die before they are ready."""
    if sum(1 for _ in folder.iterdir()) < number:
        (folder / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return lambda item: item


def test_a_process_that_dies_at_its_start_is_replaced_and_its_item_done(tmp_path):
    assert dict(run_in_processes(_slow_starter, (tmp_path, 2), range(4), 1)) == {i: i for i in range(4)}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (-9, "the process that read it died (signal 9: out of memory, or killed)"),
        (-11, "the process that read it died (signal 11: a reader crashed)"),
        (-6, "the process that read it died (signal 6)"),
        (7, "the process that read it died (exit code 7)"),
    ],
)
def test_what_is_said_of_a_death(code, text):
    assert str(Died(code)) == text


def test_threads_are_shared_and_a_smaller_wish_is_kept(monkeypatch):
    monkeypatch.setattr(workers, "cpu_count", lambda: 8)
    for wish, count, threads in (("", 2, 4), ("1", 2, 1), ("16", 2, 4), ("8", 16, 1), ("0", 4, 2)):
        monkeypatch.setenv("OMP_NUM_THREADS", wish)
        assert workers._threads(count) == threads
