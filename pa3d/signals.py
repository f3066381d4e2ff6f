"""The signals that tell a process to end, and how to put them off for a moment."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

told: list[int] = []  # those that were answered: errors that follow are their doing


@contextlib.contextmanager
def put_off() -> Iterator[None]:
    """Answer SIGNALS that come within only at the end: for steps that must not be cut in two.

    Processes that are started within have them blocked. Blocking is not enough for this one: another thread
    takes the signal, and Python answers it in the main thread all the same.
    """
    if threading.current_thread() is not threading.main_thread():  # the others are never interrupted
        yield
        return
    came: list[int] = []
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    before = {
        number: signal.signal(number, lambda number, frame: came.append(number))
        for number in SIGNALS
        if signal.getsignal(number) not in (signal.SIG_IGN, None)
    }
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])
