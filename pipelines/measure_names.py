"""Figures behind the thresholds of pa3d/names.py: how good proposed names are, how well twins are told.

Usage: python pipelines/measure_names.py FOLDER [MODEL]
FOLDER holds labelled .npz (points, labels, label_names, category), as `pa3d benchmark` reads them.
"""

import sys
from pathlib import Path

import numpy as np

from pa3d import names
from pa3d.checkpoint import load_model
from pa3d.datasets import npz
from pa3d.datasets.base import LabelledShape
from pa3d.encoding import Labeller, Settings, encode
from pa3d.shapes import Shape
from pa3d.text import clean_part_name
from pa3d.wording import plural

ALIKE = 0.6  # cosine beyond which a proposed name means the same as a true one


def overlap(label: np.ndarray, shape: LabelledShape) -> np.ndarray:
    """(true names, proposed names) intersection over union; label (N,) into the proposed ones."""
    known = shape.labels >= 0
    table = np.zeros((len(shape.part_names), label.max() + 1))
    for i in range(table.shape[0]):
        for j in range(table.shape[1]):
            a, b = shape.labels == i, (label == j) & known
            table[i, j] = (a & b).sum() / max((a | b).sum(), 1)
    return table


def proposals(model, encoding, shape: LabelledShape, text: np.ndarray, category: str) -> list[float]:
    """Best IoU of each true part, the same among names that mean the same, share of both, number."""
    found = names.propose_names(model, encoding, category=category)
    own = names.embed_parts(model, found)
    label = Labeller(model, encoding, own)(shape.points).argmax(1)
    table = np.zeros((len(shape.part_names), len(found)))
    iou = overlap(label, shape)
    table[:, : iou.shape[1]] = iou
    present = np.unique(shape.labels[shape.labels >= 0])
    alike = (text[:, 0] @ own[:, 0].T > ALIKE)[present]
    table = table[present]
    return [
        table.max(1).mean(),
        (table * alike).max(1).mean(),
        alike.any(1).mean(),
        alike.any(0).mean(),
        len(found),
    ]


def main() -> None:
    model = load_model(sys.argv[2] if len(sys.argv) > 2 else "default", kind="align")
    rows: dict[str, list] = {"no category": [], "category": []}
    twins, different = [], []
    for item in npz.open_set(Path(sys.argv[1])).items:
        shape = item.read()
        text = names.embed_parts(model, shape.part_names)
        encoding = encode(model, Shape(shape.points, None), Settings())
        for kind in rows:
            category = clean_part_name(shape.category) if kind == "category" else ""
            rows[kind].append(proposals(model, encoding, shape, text, category))
        pluralised = names.embed_parts(model, [plural(clean_part_name(n)) for n in shape.part_names])
        logits = Labeller(model, encoding, text)(shape.points)
        plurals = Labeller(model, encoding, pluralised)(shape.points)
        count = len(shape.part_names)
        twins += [count in names.twins(np.c_[logits, plurals[:, i]]) for i in range(count)]
        pairs = [(i, j) for i in range(count) for j in range(i)]
        different += [bool(names.twins(logits[:, [i, j]])) for i, j in pairs]
        print(f"{item.shape_id:45} {', '.join(names.propose_names(model, encoding))}", flush=True)
    print("proposed: IoU of true parts | with the right name | names found | names right | count")
    for kind, values in rows.items():
        print(f"  {kind:12}", np.round(np.mean(values, 0), 3))
    print(f"twins: plurals told {np.mean(twins):.2f}, different parts taken for one {np.mean(different):.2f}")


if __name__ == "__main__":
    main()
