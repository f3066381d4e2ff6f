"""What bf16 does to labels: a folder of npz clouds labelled in both precisions.

    python pipelines/measure_precision.py FOLDER

Prints how many shapes keep every label, how many points change, and for how many shapes the smallest margin
between the two best names is so large that it would have been known without the pass in fp32.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from pa3d.datasets import npz
from pa3d.errors import Pa3dError
from pa3d.network import load_network
from pa3d.segmenter import segment
from pa3d.shapes import Shape

WAYS = {
    "as segment does": {},
    "as the paper does": {"draws": 1, "propagate": "nearest", "refine": "none", "expect": "any"},
}


def compare(files: list[Path], settings: dict) -> str:
    exact, quick = (load_network(kind="align", precision=precision) for precision in ("fp32", "bf16"))
    changed, moved, margin = [], [], []
    for path in files:
        sample = npz.read(path)
        shape = Shape(sample.points, None)
        one, other = (segment(shape, sample.part_names, model=model, **settings) for model in (exact, quick))
        changed.append((one.vertex_label != other.vertex_label).mean())
        moved.append(np.abs(one.vertex_logits - other.vertex_logits).max())
        best = np.sort(other.vertex_logits, 1)
        margin.append((best[:, -1] - best[:, -2]).min() if best.shape[1] > 1 else np.inf)
    known = np.array(margin) > 2 * max(moved)  # two logits may move towards each other
    return (
        f"{len(files)} shapes, {sum(value == 0 for value in changed)} keep every label; "
        f"{100 * np.mean(changed):.3f} % of the points change, {100 * max(changed):.2f} % at most; "
        f"logits move by up to {max(moved):.3f}; margins say so for {known.sum()}"
    )


def main() -> int:
    files = sorted(Path(sys.argv[1]).glob("*.npz")) if len(sys.argv) == 2 else []
    if not files:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for name, settings in WAYS.items():
            print(f"{name}: {compare(files, settings)}")
    except Pa3dError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
