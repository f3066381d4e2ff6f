"""Quality against time of `--draws`, `--propagate` and `--refine`, on a folder of labelled shapes.

usage: python pipelines/measure_settings.py LABELLED_DIR [CHECKPOINT]

Prints a Markdown table: mean IoU (absent parts skipped) of all shapes and of every other one (even, odd: the
parameters of `--refine smooth` were chosen on the even ones), and seconds per shape, model and text already
loaded.
"""

import sys
import time
from pathlib import Path

import numpy as np

from pa3d.checkpoint import load_model
from pa3d.datasets import npz
from pa3d.metrics import part_ious
from pa3d.refine import REFINEMENTS, refine_cloud
from pa3d.segmenter import Labeller, Settings, embed_parts, encode
from pa3d.shapes import Shape

GRID = [(1, "nearest"), (1, "membership"), (1, "interpolate"), (1, "points"), (2, "points"), (4, "interpolate")]
GRID += [(4, "points"), (8, "points")]


def main() -> None:
    folder = Path(sys.argv[1])
    model = load_model(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    shapes = [npz.read(path) for path in sorted(folder.glob("*.npz"))]
    texts = [embed_parts(model, shape.part_names) for shape in shapes]
    print(
        "| draws | propagate | refine | mIoU | even | odd | seconds per shape |\n|---|---|---|---|---|---|---|"
    )
    for draws, method in GRID:
        settings = Settings(draws=draws, propagate=method)
        ious, seconds = {way: [] for way in REFINEMENTS}, dict.fromkeys(REFINEMENTS, 0.0)
        for shape, text in zip(shapes, texts, strict=True):
            started = time.perf_counter()
            encoding = encode(model, Shape(shape.points, None), settings)
            plain = Labeller(model, encoding, text, method)(shape.points)
            answered = time.perf_counter()
            smooth = refine_cloud(shape.points, plain)
            took = {"none": answered - started, "smooth": time.perf_counter() - started}
            for way, logits in (("none", plain), ("smooth", smooth)):
                found = part_ious(logits.argmax(1), shape.labels, len(shape.part_names), "skip")
                ious[way].append(np.nanmean(found))
                seconds[way] += took[way] / len(shapes)
        for way, values in ious.items():
            means = " | ".join(f"{np.mean(v):.3f}" for v in (values, values[::2], values[1::2]))
            print(f"| {draws} | {method} | {way} | {means} | {seconds[way]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
