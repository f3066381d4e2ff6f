"""Quality against time of `--draws`, `--propagate`, `--refine` and `--expect`, on a folder of labelled shapes.

usage: python pipelines/measure_settings.py LABELLED_DIR [CHECKPOINT]

Prints a Markdown table: mean IoU (absent parts skipped) of all shapes and of every other one (even, odd: the
parameters of `--refine smooth` were chosen on the even ones), and seconds per shape, model and text already
loaded.
"""

import sys
import time
from pathlib import Path

import numpy as np

from pa3d.datasets import npz
from pa3d.metrics import part_ious
from pa3d.network import load_network
from pa3d.refine import REFINEMENTS, refine_cloud
from pa3d.segmenter import Labeller, Settings, embed_parts, encode
from pa3d.shapes import Shape

GRID = [(1, "nearest"), (1, "membership"), (1, "interpolate"), (1, "points"), (2, "points"), (4, "interpolate")]
GRID += [(4, "points"), (8, "points")]


def main() -> None:
    folder = Path(sys.argv[1])
    model = load_network(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    shapes = [npz.read(path) for path in sorted(folder.glob("*.npz"))]
    texts = [embed_parts(model, shape.part_names) for shape in shapes]
    print(
        "| draws | propagate | refine | expect | mIoU | even | odd | seconds per shape |\n" + "|---" * 8 + "|"
    )
    for draws, method in GRID:
        ways = [(refine, expect) for expect in ("any", "all") for refine in REFINEMENTS]
        ious, seconds = {way: [] for way in ways}, dict.fromkeys(ways, 0.0)
        for shape, text in zip(shapes, texts, strict=True):
            started = time.perf_counter()
            encoding = encode(model, Shape(shape.points, None), Settings(draws=draws))
            encoded = time.perf_counter()
            for expect, present in (("any", []), ("all", [slice(0, len(text))])):
                begun = time.perf_counter()
                plain = Labeller(model, encoding, text, method, present)(shape.points)
                answered = time.perf_counter()
                found = {"none": (plain, answered)}
                found["smooth"] = (refine_cloud(shape.points, plain), time.perf_counter())
                for refine, (logits, ended) in found.items():
                    own = part_ious(logits.argmax(1), shape.labels, len(shape.part_names), "skip")
                    ious[refine, expect].append(np.nanmean(own))
                    seconds[refine, expect] += (encoded - started + ended - begun) / len(shapes)
        for way, values in ious.items():
            means = " | ".join(f"{np.mean(v):.3f}" for v in (values, values[::2], values[1::2]))
            print(f"| {draws} | {method} | {' | '.join(way)} | {means} | {seconds[way]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
