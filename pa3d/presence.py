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

    Each slice of `columns` is one question: names that compete with each other, see `gain` and `raised`.
    """
    result = np.array(logits, np.float32)
    for own in columns:
        block = result[..., own]
        result[..., own] = raised(block, gain(block.reshape(-1, block.shape[-1])))
    return result


def gain(logits: NDArray, weights: NDArray | None = None) -> NDArray[np.float32]:
    """(L,) what each name gains on the others, of logits (n, L) at places of equal weight or of `weights` (n,).

    The share of a name among the names in the 2 % of the places that speak most for it tells how well it is
    heard. One that is heard badly everywhere gains up to 0.6 ln 100.
    """
    shares = np.exp(logits - _log_sum(logits))
    if weights is None:
        heard = np.quantile(shares, 1 - SHARE, axis=0)
    else:
        heard = np.array([_top(column, weights) for column in shares.T])
    return (-PULL * np.log(heard + LEAST)).astype(np.float32)


def raised(logits: NDArray, gains: NDArray) -> NDArray[np.float32]:
    """Logits (..., L) plus gains (L,); what all names have together against "none of these" stays as it is."""
    moved = logits + gains
    return (moved + (_log_sum(logits) - _log_sum(moved))).astype(np.float32)


def _top(values: NDArray, weights: NDArray) -> float:
    """The value that SHARE of the weight reaches."""
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    return float(values[order[min(np.searchsorted(below, (1 - SHARE) * below[-1]), len(order) - 1)]])


def _log_sum(logits: NDArray) -> NDArray:
    """(..., L) -> (..., 1): logarithm of the sum of the exponentials."""
    highest = logits.max(-1, keepdims=True)
    return highest + np.log(np.exp(logits - highest).sum(-1, keepdims=True))
