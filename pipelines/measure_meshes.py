"""How good the labels of a mesh's faces are, by area, with each of `--refine` and `--expect`.

usage: python pipelines/measure_meshes.py FOLDER [FOLDER...] [--only IDS.txt] [--checkpoint MODEL]

A FOLDER holds labelled meshes: .npz of pipelines/labelled_set.py (vertices, faces, face_label, part_names) or
of `pa3d synth` (vertices, faces, face_name, part_names; a level of naming of two parts or more is drawn for
each). Prints a Markdown table with a row per folder: number of meshes, and the mean over them of the mean IoU
over their parts, faces counting by area, with its difference from the first column and its standard error.
"""

import argparse
from pathlib import Path

import numpy as np

from pa3d.encoding import Settings, encode
from pa3d.names import embed_parts
from pa3d.network import load_network
from pa3d.refine import REFINEMENTS
from pa3d.segmenter import label_shape
from pa3d.shapes import Shape, face_areas
from pa3d.text import alternatives

WAYS = [(refine, expect) for expect in ("any", "all") for refine in REFINEMENTS[::-1]]


def read(path: Path, rng: np.random.Generator) -> tuple[Shape, np.ndarray, list[str]]:
    """The mesh, the label (F,) of its faces, -1 for none, and the names."""
    with np.load(path) as arrays:
        shape = Shape(arrays["vertices"].astype(float), arrays["faces"].astype(np.int64))
        names = [alternatives(str(name))[0] for name in arrays["part_names"]]
        if "face_label" in arrays:
            return shape, arrays["face_label"], names
        levels = [level for level in arrays["face_name"] if len(set(level[level >= 0])) > 1]
    level = levels[int(rng.integers(len(levels)))]
    own, label = np.unique(np.append(level, -1), return_inverse=True)  # -1 is the first of them
    return shape, label[:-1] - 1, [names[i] for i in own[1:]]


def mean_iou(label: np.ndarray, truth: np.ndarray, areas: np.ndarray, count: int) -> float:
    """Over the parts that have any area; faces without a label do not count."""
    areas = np.where(truth >= 0, areas, 0)
    ious = []
    for part in range(count):
        ours, theirs = label == part, truth == part
        if areas[theirs].sum() > 0:
            ious.append(areas[ours & theirs].sum() / areas[ours | theirs].sum())
    return float(np.mean(ious))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", type=Path)
    parser.add_argument("--checkpoint", default="default")
    args = parser.parse_args()
    model = load_network(args.checkpoint, kind="align")
    only = None if args.only is None else set(args.only.read_text().split())
    print("| meshes |" + "".join(f" refine {refine}, expect {expect} |" for refine, expect in WAYS))
    print("|---" * (len(WAYS) + 1) + "|")
    for folder in args.folders:
        scores = []
        for number, path in enumerate(sorted(folder.glob("*.npz"))):
            if only is not None and path.stem not in only:
                continue
            shape, truth, names = read(path, np.random.default_rng(number))
            text = embed_parts(model, names)
            encoding = encode(model, shape, Settings(seed=number))
            row = []
            for refine, expect in WAYS:
                settings = Settings(seed=number, refine=refine, expect=expect)
                found = label_shape(model, encoding, shape, names, text, settings)
                assert found.face_label is not None  # of a mesh
                row.append(mean_iou(found.face_label, truth, face_areas(shape), len(names)))
            scores.append(row)
        table = np.array(scores)
        change = table - table[:, :1]
        error = change.std(0, ddof=1) / np.sqrt(len(table))
        cells = [f"{table[:, 0].mean():.3f}"]
        for column in range(1, len(WAYS)):
            mean, own = table[:, column].mean(), change[:, column].mean()
            cells.append(f"{mean:.3f} ({own:+.3f} ± {error[column]:.3f})")
        print(f"| {folder.name}, {len(table)} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
