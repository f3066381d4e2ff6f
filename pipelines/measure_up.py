"""How often `--up auto` finds the axis: every labelled shape of a folder, turned six ways.

Usage: python pipelines/measure_up.py FOLDER [MODEL]
FOLDER holds labelled .npz whose up is +y (points, labels, label_names), as `pa3d benchmark` reads them. Each is
asked for its own names. Chance is 1 in 6. A shape that has no up of its own (a knife, a phone) counts as well.
"""

import sys
from pathlib import Path

import numpy as np

from pa3d.checkpoint import load_model
from pa3d.datasets import npz
from pa3d.encoding import Settings
from pa3d.names import embed_parts
from pa3d.orientation import choose_up
from pa3d.shapes import UP_ROTATIONS, Shape


def main() -> None:
    model = load_model(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    right: dict[str, list[bool]] = {up: [] for up in UP_ROTATIONS}
    for item in npz.open_set(Path(sys.argv[1])).items:
        labelled = item.read()
        text = embed_parts(model, labelled.part_names)
        line = []
        for up, rotation in UP_ROTATIONS.items():
            turned = Shape(labelled.points @ rotation, None)  # so that `up` undoes it
            found, _ = choose_up(model, turned, text, Settings())
            right[up].append(found == up)
            line.append(found if found == up else f"({found})")
        print(f"{item.shape_id:45} {' '.join(line)}", flush=True)
    for up, hits in right.items():
        print(f"up {up:2}: {np.mean(hits):.3f}")
    print(f"all: {np.mean(list(right.values())):.3f} of {6 * len(right['y'])}")


if __name__ == "__main__":
    main()
