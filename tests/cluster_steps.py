"""Work for the workers of test_cluster.py: a module that they can import."""

import os

from pa3d.errors import Pa3dError


def doubler(offset):
    return lambda item: (2 * item + offset, os.getpid(), os.environ["OMP_NUM_THREADS"])


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
