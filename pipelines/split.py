"""Choose validation shapes and stage-1 shapes from the index of the labelled and unlabelled sets.

usage: python pipelines/split.py labelled.json unlabelled.json OUT_DIR --unlabelled 1400

A tenth of the labelled shapes become validation, whole groups of equal (category, creator) at a time, so that
no validation shape has a sibling by the same hand in training. Groups of more than three are never taken (they
would empty a category); six categories that the README shows come first.
Writes val.txt (ids of validation) and stage1.txt (ids of unlabelled shapes).
"""

import argparse
import collections
import json
from pathlib import Path

import numpy as np

FIRST = ("chair", "airplane", "lamp", "car", "robot quadruped", "human")
# FlightGear's unnamed models may hold the ships and houses that are kept for evaluation
LEFT_OUT = ("flightgear",)


def choose_validation(shapes: list[dict], share: float, seed: int) -> list[str]:
    """Ids of about `share` of the shapes, by groups of (category, creator)."""
    groups = collections.defaultdict(list)
    for shape in shapes:
        groups[shape["category"], shape["creator"] or shape["package"]].append(shape["shape_id"])
    small = [key for key in sorted(groups) if len(groups[key]) <= 3]
    order = [small[i] for i in np.random.default_rng(seed).permutation(len(small))]
    per_category = collections.Counter(shape["category"] for shape in shapes)
    first = [next(key for key in order if key[0] == category) for category in FIRST]
    chosen, taken = [], collections.Counter()
    for key in [*first, *(key for key in order if key not in first)]:
        size = len(groups[key])
        if len(chosen) + size > share * len(shapes):
            break
        # keep at least three quarters of every category that has several shapes
        if key in first or taken[key[0]] + size <= max(1, per_category[key[0]] // 4):
            chosen += groups[key]
            taken[key[0]] += size
    return sorted(chosen)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("labelled", type=Path)
    parser.add_argument("unlabelled", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--unlabelled", dest="count", type=int, default=1400)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    labelled = json.loads(args.labelled.read_text())
    unlabelled = json.loads(args.unlabelled.read_text())
    free = [shape["shape_id"] for shape in unlabelled if shape["package"] not in LEFT_OUT]
    order = np.random.default_rng(args.seed).permutation(len(free))[: args.count]
    args.out.mkdir(parents=True, exist_ok=True)
    validation = choose_validation(labelled, 0.1, args.seed)
    (args.out / "val.txt").write_text("\n".join(validation) + "\n")
    (args.out / "stage1.txt").write_text("\n".join(sorted(free[i] for i in order)) + "\n")
    print(f"{len(validation)} validation shapes, {len(order)} unlabelled shapes of {len(free)} usable")


if __name__ == "__main__":
    main()
