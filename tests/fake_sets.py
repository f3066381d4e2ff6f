"""Small folders in the layouts of the published sets, quirks included. Each function returns what it wrote."""

from __future__ import annotations

import json
import pickle

import h5py
import numpy as np


def as_in_a_worker(item):
    """An item that went through the pipe to another process."""
    return pickle.loads(pickle.dumps(item))  # noqa: S301 - its own bytes


LISTS = ("train", "val", "test")

# written out here once more, so that a slip in the package's tables shows
SHAPENET = """
    Airplane 02691156 4 | Bag 02773838 2 | Cap 02954340 2 | Car 02958343 4 | Chair 03001627 4
    | Earphone 03261776 3 | Guitar 03467517 3 | Knife 03624134 2 | Lamp 03636649 4 | Laptop 03642806 2
    | Motorbike 03790512 6 | Mug 03797390 2 | Pistol 03948459 3 | Rocket 04099429 3 | Skateboard 04225987 3
    | Table 04379243 3"""
SYNSETS, RANGES = {}, {}  # category -> synset; -> its first label and the one after its last
for _row in SHAPENET.split("|"):
    _name, _synset, _count = _row.split()
    _start = max((stop for _, stop in RANGES.values()), default=0)
    SYNSETS[_name], RANGES[_name] = _synset, (_start, _start + int(_count))


def shapenetpart(root, shapes, separator="\t", newline="\r\n", unlisted=(), listed_only=()):
    """The text release in `root`: shapes {(split, category, id): points or None}.

    None stands for 60 random points of all parts; a number n for n points of the first part only.
    `unlisted`: (category, id) of files in no list; `listed_only`: (split, category, id) without a file.
    Returns {(category, id): (points, global labels)}.
    """
    rng = np.random.default_rng(7)
    root.mkdir(parents=True, exist_ok=True)
    table = newline.join(f"{name}{separator}{synset}" for name, synset in SYNSETS.items())
    (root / "synsetoffset2category.txt").write_bytes((table + newline).encode())
    lists = {name: [] for name in LISTS}
    written = {}
    for (split, category, shape), count in {**shapes, **{(None, *key): None for key in unlisted}}.items():
        low, high = RANGES[category]
        points = np.round(rng.normal(size=(count or 60, 3)), 5)
        labels = np.full(count, low) if count else np.arange(60) % (high - low) + low
        rows = np.c_[points, np.round(rng.normal(size=points.shape), 4), labels]
        path = root / SYNSETS[category] / f"{shape}.txt"
        path.parent.mkdir(exist_ok=True)
        form = ["%.5f"] * 3 + ["%.4f"] * 3 + ["%.6f"]  # the labels too are written as fractions
        np.savetxt(path, rows, fmt=form, newline=newline)
        written[category, shape] = points, labels
        if split:
            lists[split].append(f"shape_data/{SYNSETS[category]}/{shape}")
    for split, category, shape in listed_only:
        lists[split].append(f"shape_data/{SYNSETS[category]}/{shape}")
    (root / "train_test_split").mkdir(exist_ok=True)
    for name, entries in lists.items():
        shuffled = [entries[i] for i in rng.permutation(len(entries))]
        (root / "train_test_split" / f"shuffled_{name}_file_list.json").write_text(json.dumps(shuffled))
    return written


def shapenetpart_h5(root, files, num_points=2048):
    """The h5 release in `root`: files {name: [category, ...]}, written in that order.

    Returns {(name, row): (points, global labels)}.
    """
    rng = np.random.default_rng(8)
    root.mkdir(parents=True, exist_ok=True)
    written = {}
    for name, categories in files.items():
        data = rng.normal(size=(len(categories), num_points, 3)).astype(np.float32)
        pid = np.stack([rng.integers(*RANGES[c], num_points) for c in categories]).astype(np.uint8)
        label = np.array([[list(RANGES).index(c)] for c in categories], np.uint8)
        with h5py.File(root / name, "w") as handle:
            handle.create_dataset("data", data=data, compression="gzip", chunks=(1, *data.shape[1:]))
            handle["label"], handle["pid"] = label, pid
        for row in range(len(categories)):
            written[name, row] = data[row], pid[row]
    (root / "all_object_categories.txt").write_text("".join(f"{n}\t{s}\n" for n, s in SYNSETS.items()))
    return written


FINE = ["leg", "foot", "knee", "arm", "hand", "elbow", "shoulder", "torso", "head", "eye", "ear", "nose"]
FINE += ["mouth", "chin", "neck", "forehead", "belly button"]
COARSE = ["leg", "arm", "torso", "head"]


def faust(root, names, levels=("coarse", "fine"), newline="\n"):
    """SATR's FAUST folder in `root`: a grid of 6 x 12 vertices for each name, bent so that all differ.

    Returns {name: (vertices, faces, {level: words of the vertices})}.
    """
    rng = np.random.default_rng(9)
    (root / "scans").mkdir(parents=True, exist_ok=True)
    steps = np.stack(np.meshgrid(np.arange(6), np.arange(12), indexing="ij"), -1).reshape(-1, 2)
    corner = (steps[:, 0] < 5) & (steps[:, 1] < 11)
    a = np.flatnonzero(corner)
    faces = np.concatenate([np.c_[a, a + 1, a + 13], np.c_[a, a + 13, a + 12]])
    written = {}
    for name in names:
        vertices = np.round(np.c_[steps, rng.normal(size=len(steps))] / 8, 6)
        lines = ["# Blender v2.93.1", f"o {name}"] + [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in vertices]
        lines += ["s off"] + [f"f {p}//{p} {q}//{q} {r}//{r}" for p, q, r in faces + 1]
        (root / "scans" / f"{name}.obj").write_bytes((newline.join(lines) + newline).encode())
        words = {
            "coarse": [COARSE[i] for i in rng.permutation(np.arange(len(steps)) % 4)],
            "fine": [FINE[i] for i in rng.permutation(np.arange(len(steps)) % 17)],
        }
        written[name] = vertices, faces, words
    (root / "meshes.txt").write_bytes(newline.join(f"{name}.obj" for name in names).encode() + b"\n\n")
    for level, file in (("coarse", "coarse_gt.json"), ("fine", "fine_grained_gt.json")):
        if level in levels:
            content = {name: words[level] for name, (_, _, words) in sorted(written.items())}
            (root / file).write_text(json.dumps(content))
    return written
