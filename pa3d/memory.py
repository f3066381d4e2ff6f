"""How the C library keeps memory: a training frees and asks for the same large blocks in every step."""

from __future__ import annotations

import ctypes

_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1  # M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of <malloc.h>
_MOST = 2**31 - 1  # bytes; mallopt takes an int


def keep_large_blocks() -> bool:
    """Have malloc keep blocks up to 2 GB for the next one who asks, instead of giving each back to the kernel.

    By default glibc maps every block above 32 MB anew, and the kernel fills it with zeros page by page: half of
    the time of a step on a CPU. For the whole process; False, and nothing changed, where the C library has no
    mallopt or refuses.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    mallopt.argtypes, mallopt.restype = (ctypes.c_int, ctypes.c_int), ctypes.c_int
    return bool(mallopt(_MMAP_THRESHOLD, _MOST)) and bool(mallopt(_TRIM_THRESHOLD, _MOST))
