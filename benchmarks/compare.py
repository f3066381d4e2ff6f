"""Ratios of two ways to do one job, measured in one run: a round of the one, a round of the other, in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

KINDS = ("ratio", "share", "cost", "extra")


@dataclass(frozen=True)
class Row:
    """A line of the table. What is measured, by `kind`, from the medians of the rounds:

    "ratio": reference / ours, how many times quicker; at least `target`. "share": the same, where the reference
    is the floor: at most 1, at least `target`. "cost": ours / reference, at most `target`. "extra": ours -
    reference in seconds, at most `target`.
    """

    job: str
    reference: str  # today's way, or the floor
    target: float
    kind: str = "ratio"

    def value(self, reference: Sequence[float], ours: Sequence[float]) -> float:
        """reference and ours: seconds of each round."""
        theirs, own = statistics.median(reference), statistics.median(ours)
        return {
            "ratio": theirs / own,
            "share": theirs / own,
            "cost": own / theirs,
            "extra": own - theirs,
        }[self.kind]

    def meets(self, value: float) -> bool:
        return value >= self.target if self.kind in ("ratio", "share") else value <= self.target


def compare(
    benchmark: Any,
    row: Row,
    reference: Callable[[], Any],
    ours: Callable[[], Any],
    *,
    rounds: int,
    times: int = 1,
    warm: bool = True,
    reference_scale: float = 1.0,
) -> float:
    """Measure in turns and keep what the table needs with the result of pytest-benchmark; the row's value.

    In a round each job is done `times` in a row; where that is more than 1, after once that is not timed, so
    that the other one's data have left the cache. `reference_scale` turns a round of the reference into the job
    where it is done in part: a loop of which every turn costs the same is timed over some turns.
    """
    theirs: list[float] = []

    def round_of(job: Callable[[], Any]) -> float:
        if times > 1:
            job()
        start = time.perf_counter()
        for _ in range(times):
            job()
        return (time.perf_counter() - start) / times

    own: list[float] = []
    benchmark.pedantic(
        lambda: own.append(round_of(ours)),
        setup=lambda: theirs.append(reference_scale * round_of(reference)),
        rounds=rounds,
        warmup_rounds=int(warm),
    )
    theirs, own = theirs[-rounds:], own[-rounds:]
    value = row.value(theirs, own)
    benchmark.extra_info.update(
        job=row.job,
        way=row.reference,
        kind=row.kind,
        target=row.target,
        value=value,
        met=row.meets(value),
        reference_seconds=statistics.median(theirs),
        our_seconds=statistics.median(own),
    )
    return value
