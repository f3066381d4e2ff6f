"""What other ways to write the names cost: as given, plural, misspelt, with the category before or after.

usage: python pipelines/measure_wording.py LABELLED_DIR [CHECKPOINT]

LABELLED_DIR holds .npz as `pa3d benchmark` reads them. Prints a Markdown table: mean IoU (absent parts skipped)
of the shapes when every name is written one way, and the difference from the names as given with its standard
error over shapes. Settings are those of `segment`.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pa3d.datasets import npz
from pa3d.encoding import Labeller, Settings, encode
from pa3d.metrics import part_ious
from pa3d.names import embed_parts
from pa3d.network import load_network
from pa3d.refine import refine_cloud
from pa3d.shapes import Shape
from pa3d.wording import misspelt, plural

Way = Callable[[str, str, np.random.Generator], str]  # name, category, numbers for slips -> what is typed
WAYS: dict[str, Way] = {
    "as given": lambda name, category, rng: name,
    "plural": lambda name, category, rng: plural(name),
    "one slip in each name": lambda name, category, rng: misspelt(name, rng),
    "CATEGORY name": lambda name, category, rng: f"{category} {name}",
    "name of a CATEGORY": lambda name, category, rng: f"{name} of a {category}",
    "upper case": lambda name, category, rng: name.upper(),
}


def main() -> None:
    model = load_network(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    shapes = [npz.read(path) for path in sorted(Path(sys.argv[1]).glob("*.npz"))]
    scores: dict[str, list[float]] = {way: [] for way in WAYS}
    for number, shape in enumerate(shapes):
        encoding = encode(model, Shape(shape.points, None), Settings(seed=number))
        present = [slice(0, len(shape.part_names))]
        for way, write in WAYS.items():
            rng = np.random.default_rng(number)
            text = embed_parts(model, [write(name, shape.category, rng) for name in shape.part_names])
            logits = refine_cloud(shape.points, Labeller(model, encoding, text, present=present)(shape.points))
            found = part_ious(logits.argmax(1), shape.labels, len(shape.part_names), "skip")
            scores[way].append(float(np.nanmean(found)))
    print("| names | mIoU | difference |\n|---|---|---|")
    given = np.array(scores["as given"])
    for way, values in scores.items():
        change = np.array(values) - given
        error = change.std(ddof=1) / np.sqrt(len(change))
        print(f"| {way} | {np.mean(values):.3f} | {change.mean():+.3f} ± {error:.3f} |")


if __name__ == "__main__":
    main()
