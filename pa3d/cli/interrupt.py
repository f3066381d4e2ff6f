"""Ctrl-C, SIGTERM and SIGHUP end a command alike: what it holds is put away, one line, exit code 130."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from pa3d.signals import SIGNALS, told

EXIT_CODE = 130  # for SIGTERM too: whoever started the command needs one answer to "was it stopped"
MESSAGE = "interrupted; what was finished is kept, run the command again to go on"
PATIENCE = 2.0  # seconds; a supervisor sends several signals at once, an impatient user the second one later

_came: float | None = None  # when the first signal came, of time.monotonic


def came() -> bool:
    """Whether a signal told this process to end."""
    return _came is not None


@contextlib.contextmanager
def listening() -> Iterator[None]:
    """Within, the first signal raises KeyboardInterrupt; one that comes PATIENCE later ends the process."""
    global _came
    _came = None
    told.clear()
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    atexit.unregister(_leave)
    atexit.register(_leave)
    # what is ignored stays so: nohup ignores SIGHUP, a shell SIGINT for what it starts in the background
    before = {number: signal.getsignal(number) for number in SIGNALS}
    ours = [number for number, handler in before.items() if handler not in (signal.SIG_IGN, None)]
    for number in ours:
        signal.signal(number, _handle)
    try:
        yield
    finally:
        atexit.unregister(_end)
        atexit.register(_end)  # the last to be registered is the first to be called
        if not came():  # else the process is about to end, and another signal must not disturb that
            for number in ours:
                signal.signal(number, before[number])


def _leave() -> None:
    """End here when a signal came, after all that others registered: Python forgets that it was answered.

    `python -m` ends by SIGINT once KeyboardInterrupt has passed an exec() of text, as a dataclass is made by.
    """
    if came():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(EXIT_CODE)


def _end() -> None:
    """Hear no more while Python takes itself down: all is done and said, and the exit code is known."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _say_nothing(_: Any) -> None:
    pass


def _handle(number: int, frame: FrameType | None) -> None:
    global _came
    if _came is not None:
        if time.monotonic() - _came > PATIENCE:
            os._exit(EXIT_CODE)
        return
    _came = time.monotonic()
    told.append(number)
    # threads and finalizers that the end catches half-way have nothing to say that a user can use
    sys.unraisablehook = threading.excepthook = _say_nothing
    raise KeyboardInterrupt
