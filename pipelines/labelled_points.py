"""Labelled meshes -> a benchmark folder of labelled point clouds, as a scan would see them.

usage: python pipelines/labelled_points.py PATCHES_DIR labelled.json IDS.txt OUT_DIR

Takes the sampled points that at least one of the ten views sees (inside surfaces are left out), their part
labels and the category, for the shapes listed in IDS.txt.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from pa3d import artifact, schemas


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("patches", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("ids", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    category = {shape["shape_id"]: shape["category"] for shape in json.loads(args.index.read_text())}
    args.out.mkdir(parents=True, exist_ok=True)
    count = 0
    for shape_id in args.ids.read_text().split():
        art = artifact.read(args.patches / f"{shape_id}.h5", schemas.PATCHES)
        seen = art["num_views"] > 0
        mask = art["part_mask"][:, seen]
        np.savez_compressed(
            args.out / f"{shape_id}.npz",
            points=art["points"][seen],
            labels=np.where(mask.any(0), mask.argmax(0), -1).astype(np.int32),
            label_names=np.array([str(name) for name in art["part_names"]]),
            category=category[shape_id],
        )
        count += 1
    print(f"{args.out}: {count} labelled point clouds")


if __name__ == "__main__":
    main()
