"""Is a folder the whole published set? Counts against the official ones, and what cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from pa3d.datasets import OWN, READERS
from pa3d.datasets.base import Dataset
from pa3d.errors import ShapeError

SHOWN = 20  # problems in the lines for people; as_dict has all


@dataclass
class Content:
    """What reading every shape found."""

    num_shapes: int = 0  # that can be read
    num_points: int = 0
    num_unlabelled: int = 0
    one_label: int = 0  # shapes whose labelled points are all of one part
    never_present: dict[str, list[str]] = field(default_factory=dict)  # category -> parts without a point

    @property
    def unlabelled(self) -> float:
        """Share of the points without a label, 0 for no points."""
        return self.num_unlabelled / max(self.num_points, 1)


@dataclass
class Check:
    """A set as it lies on disk beside what was published."""

    name: str
    title: str
    directory: str
    split: str
    counts: dict[str, int]  # category -> shapes listed; "" where the category is known only after reading
    official: dict[str, int]  # empty where no counts are published
    missing: dict[str, int]  # category -> shapes too few
    surplus: dict[str, int]  # category -> shapes too many
    problems: list[str]
    how_to_get: str  # "" when nothing is missing
    content: Content | None = None  # of a deep check


def check(dataset: Dataset, deep: bool = False) -> Check:
    """Compare a set with what was published; `deep` reads every shape, and each ShapeError is a problem."""
    problems = list(dataset.problems)
    counts = Counter(item.category for item in dataset.items)
    content = None
    if deep:
        content, counts = _read_all(dataset, problems)
    official = dict(dataset.official)
    gaps = {name: official[name] - counts[name] for name in official}
    gaps |= {name: -count for name, count in counts.items() if official and name not in official}
    missing = {name: gap for name, gap in gaps.items() if gap > 0}
    return Check(
        name=dataset.name,
        title=dataset.title,
        directory=str(dataset.directory),
        split=dataset.split,
        counts=dict(sorted(counts.items())),
        official=official,
        missing=missing,
        surplus={name: -gap for name, gap in gaps.items() if gap < 0},
        problems=problems,
        how_to_get=dataset.how_to_get if missing or problems else "",
        content=content,
    )


def _read_all(dataset: Dataset, problems: list[str]) -> tuple[Content, Counter[str]]:
    """What the shapes hold and how many each category has; shapes that cannot be read stay in the count."""
    content, counts = Content(), Counter[str]()
    parts: dict[str, dict[str, bool]] = {}
    for item in dataset.items:
        try:
            shape = item.read()
        except ShapeError as error:
            problems.append(f"{item.shape_id}: {error}")
            counts[item.category] += 1
            continue
        category = item.category or shape.category
        counts[category] += 1
        present = np.bincount(shape.labels[shape.labels >= 0], minlength=len(shape.part_names)) > 0
        content.num_shapes += 1
        content.num_points += len(shape.labels)
        content.num_unlabelled += int((shape.labels < 0).sum())
        content.one_label += int(present.sum() == 1)
        seen = parts.setdefault(category, {})
        for name, has in zip(shape.part_names, present.tolist(), strict=True):
            seen[name] = seen.get(name, False) or has
    for category, seen in sorted(parts.items()):
        never = [name for name, has in seen.items() if not has]
        if never:
            content.never_present[category] = never
    return content, counts


def describe(check: Check) -> list[str]:
    """A check as lines for people: one for each category, then what is wrong and what to do."""
    total = sum(check.counts.values())
    split = f", {check.split} split" if check.split else ""
    lines = [f"{check.title}{split}: {total} shapes in {check.directory}"]
    names = sorted({*check.counts, *check.official})
    width = max((len(name) for name in names), default=0)
    for name in names:
        if not name:
            continue
        line = f"  {name:{width}}  {check.counts.get(name, 0):5d}"
        if check.official:
            line += f" of {check.official.get(name, 0)}"
        if name in check.missing:
            line += f", {check.missing[name]} missing"
        if name in check.surplus:
            line += f", {check.surplus[name]} more than published"
        lines.append(line)
    if check.official:
        lines.append(f"  {'all':{width}}  {total:5d} of {sum(check.official.values())}")
    if check.content is not None:
        lines += _content_lines(check.content, total)
    lines += [f"  problem: {problem}" for problem in check.problems[:SHOWN]]
    if len(check.problems) > SHOWN:
        lines.append(f"  and {len(check.problems) - SHOWN} more problems")
    if check.how_to_get:
        lines.append(f"  how to get it: {check.how_to_get}")
    return lines


def _content_lines(content: Content, total: int) -> list[str]:
    lines = [
        f"  {content.num_shapes} of {total} shapes can be read: {content.num_points} points, "
        f"{100 * content.unlabelled:.1f} % of them unlabelled; {content.one_label} shapes have one part only"
    ]
    lines += [f"  {name}: no point is {', '.join(parts)}" for name, parts in content.never_present.items()]
    return lines


def as_dict(check: Check) -> dict[str, Any]:
    """The same as plain values for JSON."""
    values = asdict(check)
    if check.content is not None:
        values["content"]["unlabelled"] = check.content.unlabelled
    return values


def absent_lines(present: Collection[str] = ()) -> list[str]:
    """For each published set that is not in `present` (names of sets) one line on how to get it."""
    return [
        f"{reader.title}: {reader.how_to_get}"
        for reader in READERS.values()
        if reader.name not in present and reader.name != OWN
    ]
