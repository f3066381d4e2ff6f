"""Quality against time of `--draws` and `--propagate`, on a folder of labelled shapes.

usage: python pipelines/measure_settings.py LABELLED_DIR [CHECKPOINT]

Prints a Markdown table: mean IoU (absent parts skipped) and seconds per shape, model and text already loaded.
"""

import sys
import time
from pathlib import Path

import numpy as np

from pa3d.checkpoint import load_model
from pa3d.datasets import npz
from pa3d.metrics import part_ious
from pa3d.segmenter import Labeller, Settings, embed_parts, encode
from pa3d.shapes import Shape

GRID = [(1, "nearest"), (1, "membership"), (1, "interpolate"), (1, "points"), (2, "points"), (4, "interpolate")]
GRID += [(4, "points"), (8, "points")]


def main() -> None:
    folder = Path(sys.argv[1])
    model = load_model(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    shapes = [npz.read(path) for path in sorted(folder.glob("*.npz"))]
    texts = [embed_parts(model, shape.part_names) for shape in shapes]
    print("| draws | propagate | mIoU | seconds per shape |\n|---|---|---|---|")
    for draws, method in GRID:
        settings = Settings(draws=draws, propagate=method)
        ious, started = [], time.perf_counter()
        for shape, text in zip(shapes, texts, strict=True):
            encoding = encode(model, Shape(shape.points, None), settings)
            label = Labeller(model, encoding, text, method)(shape.points).argmax(1)
            ious.append(np.nanmean(part_ious(label, shape.labels, len(shape.part_names), "skip")))
        seconds = (time.perf_counter() - started) / len(shapes)
        print(f"| {draws} | {method} | {np.mean(ious):.3f} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main()
