"""Work for the workers and teachers of test_cluster.py: a module that they can import."""

import os
import sys
import time

from pa3d.errors import Pa3dError, ShapeError


def doubler(offset):
    def work(item):
        guard = getattr(sys.modules.get("sitecustomize"), "listen", None)
        return 2 * item + offset, os.getpid(), os.environ["OMP_NUM_THREADS"], guard is not None

    return work


def counter(folder):
    """Gives the item back; some words are poison, and who took them is written down."""

    def work(item):
        if item == "die":
            with (folder / "die").open("a") as stream:
                stream.write(f"{os.getpid()}\n")
            os._exit(7)
        if item == "stop":
            raise Pa3dError("the disk is full")
        if item == "fault":
            return {}[item]
        return item

    return work


def teacher(folder):
    """Squares numbers, and says who did; refuses "bad", and "die" costs it its life."""
    (folder / f"{os.getpid()}.teacher").touch(exist_ok=False)

    def teach(items):
        if "die" in items:
            os._exit(7)
        if "bad" in items:
            raise ShapeError("not a number")
        time.sleep(0.1)
        return [(item**2, os.getpid()) for item in items]

    return teach


def pupil(ask):
    """Has a number squared; an error of the teacher is the answer."""

    def work(item):
        try:
            ((square, asked),) = ask([item])
        except ShapeError as error:
            return str(error), 0, os.getpid()
        return square, asked, os.getpid()

    return work
