"""Names that are asked for are taken to be there: what a name lacks everywhere is made up for (ours)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pa3d.errors import Pa3dError

EXPECTATIONS = ("all", "any")
SHARE = 0.02  # of the places: those where a name is surest say how well it is heard on this shape
PULL = 0.6  # how much of what it lacks there is made up for; both measured on procedural shapes
LEAST = 0.01  # a name that is heard less than this is made up for no further


def check_expect(expect: str) -> None:
    """Name an expectation that is none."""
    if expect not in EXPECTATIONS:
        raise Pa3dError(f"--expect {expect}: write one of {', '.join(EXPECTATIONS)}")


def with_presence(logits: NDArray, columns: Sequence[slice]) -> NDArray[np.float32]:
    """Logits (R, n, W) at places spread evenly over a shape, as they are when its names are known to be on it.

    Each slice of `columns` is one question: names that compete with each other. The share of a name among them
    in the 2 % of the places that speak most for it tells how well it is heard; a name that is heard badly
    everywhere gains on the others by the same amount everywhere, up to 0.6 ln 100. What all names of a question
    have together against "none of these" stays as it is at every place.
    """
    result = np.array(logits, np.float32)
    for own in columns:
        block = result[..., own]
        together = _log_sum(block)
        share = np.exp(block - together).reshape(-1, block.shape[-1])
        heard = np.quantile(share, 1 - SHARE, axis=0)
        moved = block - PULL * np.log(heard + LEAST, dtype=np.float32)
        result[..., own] = moved - _log_sum(moved) + together
    return result


def _log_sum(logits: NDArray) -> NDArray:
    """(..., L) -> (..., 1): logarithm of the sum of the exponentials."""
    highest = logits.max(-1, keepdims=True)
    return highest + np.log(np.exp(logits - highest).sum(-1, keepdims=True))
