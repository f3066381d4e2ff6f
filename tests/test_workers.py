"""Processes that may crash: results, their number, and what a death costs."""

import os
import time

import pytest

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
