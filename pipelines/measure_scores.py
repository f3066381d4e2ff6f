"""Are the scores calibrated, and is "none of these" found? On a folder of labelled shapes.

usage: python pipelines/measure_scores.py LABELLED_DIR [CHECKPOINT]

Each shape is asked for a seeded half of its names, as somebody who wants only handles and lids would. Points of
the other half fit none of them. Prints a reliability table (score of the best name against how often it is
right, over all labelled points) and, with --background, how many points are told apart rightly.
"""

import sys
from pathlib import Path

import numpy as np

from pa3d.checkpoint import load_model
from pa3d.datasets import npz
from pa3d.segmentation import part_scores
from pa3d.segmenter import Labeller, Settings, choose_labels, embed_parts, encode, score_kind
from pa3d.shapes import Shape


def main() -> None:
    model = load_model(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    settings, kind = Settings(background=True), score_kind(model)
    best, right, named, found = [], [], [], []
    for number, path in enumerate(sorted(Path(sys.argv[1]).glob("*.npz"))):
        shape = npz.read(path)
        asked = np.random.default_rng(number).permutation(len(shape.part_names))
        asked = asked[: max(1, len(asked) // 2)]
        target = np.full(len(shape.labels), -1)
        for row, label in enumerate(asked):
            target[shape.labels == label] = row
        text = embed_parts(model, [shape.part_names[i] for i in asked])
        encoding = encode(model, Shape(shape.points, None), settings)
        logits = Labeller(model, encoding, text)(shape.points)
        keep = shape.labels >= 0
        best.append(part_scores(logits, kind).max(1)[keep])
        right.append((logits.argmax(1) == target)[keep])
        named.append(target[keep] >= 0)
        found.append(choose_labels(logits, kind, settings)[keep] >= 0)
    best, right, named, found = (np.concatenate(x) for x in (best, right, named, found))
    print("| score | points | right |\n|---|---|---|")
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (best >= low) & ((best < low + 0.1) | (low > 0.85))
        if inside.any():
            print(f"| {low:.1f} - {low + 0.1:.1f} | {inside.mean():.1%} | {right[inside].mean():.2f} |")
            error += inside.mean() * abs(right[inside].mean() - best[inside].mean())
    print(f"\nexpected calibration error {error:.3f}")
    rightly, precise, complete = (named == found).mean(), named[found].mean(), found[named].mean()
    print(f"points of the names asked for: {named.mean():.1%}; told from the rest rightly: {rightly:.1%}")
    print(f"labelled points that carry a name asked for: {precise:.1%}; of all such points: {complete:.1%}")


if __name__ == "__main__":
    main()
