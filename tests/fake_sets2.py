"""Small folders of the published layouts of PartNetE, ScanObjectNN with parts and Objaverse-General."""

from __future__ import annotations

import json

import numpy as np

META = {"Chair": ["arm", "back", "leg", "seat", "wheel"], "CoffeeMachine": ["button", "lid"], "USB": ["cap"]}


def cloud(seed, count=64):
    """Points (count, 3) f4 of which some lie at the same place, and colours (count, 3) u1."""
    rng = np.random.default_rng(seed)
    points = np.round(rng.normal(size=(count, 3)), 6).astype(np.float32)
    points[count // 2] = points[3]  # fused clouds have doubles; they must stay where they are
    return points, rng.integers(0, 256, (count, 3), dtype=np.uint8)


# -- PartNetE ----------------------------------------------------------------------------------------


def write_ply(path, points, colors):
    """The form of the script that fused the clouds: text, six decimals."""
    head = ["ply", "format ascii 1.0", f"element vertex {len(points)}"]
    head += [f"property float {c}" for c in "xyz"] + [f"property uchar {c}" for c in ("red", "green", "blue")]
    pairs = zip(points, colors, strict=True)
    rows = [" ".join([*(f"{x:f}" for x in point), *map(str, color)]) for point, color in pairs]
    path.write_text("\n".join([*head, "end_header", *rows]) + "\n")


def partnete_shape(folder, seed, num_parts, labels=None):
    """pc.ply and label.npy of one shape; returns points and labels."""
    folder.mkdir(parents=True)
    points, colors = cloud(seed)
    if labels is None:
        labels = np.random.default_rng(seed + 1).integers(-1, num_parts, len(points))
    write_ply(folder / "pc.ply", points, colors)
    stored = {"semantic_seg": labels, "instance_seg": np.where(labels < 0, -1, 0)}
    np.save(folder / "label.npy", stored, allow_pickle=True)
    return points, labels


def partnete(root, shapes=None, data="data"):
    """The set with `shapes` (category -> ids) in the split test; returns {(category, id): (points, labels)}."""
    shapes = shapes or {"Chair": ["179", "2230", "1001"], "CoffeeMachine": ["103031"], "USB": ["100082"]}
    root.mkdir(exist_ok=True)
    (root / "PartNetE_meta.json").write_text(json.dumps(META, indent=4))
    truth = {}
    for category, ids in shapes.items():
        for name in ids:
            folder = root / data / "test" / category / name
            truth[category, name] = partnete_shape(folder, len(truth), len(META.get(category, "x")))
    (root / "split").mkdir()
    lines = [f"{category}/{name}" for category, ids in shapes.items() for name in ids]
    (root / "split" / "test.txt").write_text("".join(f"{line}\r\n" for line in lines))
    return truth


# -- ScanObjectNN ------------------------------------------------------------------------------------

CATEGORIES = ["bag", "bin", "box", "cabinet", "chair", "desk", "display", "door", "shelf", "table", "bed"]
CATEGORIES += ["pillow", "sink", "sofa", "toilet"]


def scan(base, category, stem, part, nyu):
    """<stem>.bin and <stem>_part.bin with these part ids and NYU classes; returns the points."""
    (base / category).mkdir(parents=True, exist_ok=True)
    count = len(part)
    rng = np.random.default_rng(count)
    rows = rng.normal(size=(count, 11)).astype("<f4")
    rows[:, 10] = nyu
    pairs = np.stack([rng.integers(0, 9, count), part], 1).astype("<f4")
    for name, table in ((f"{stem}.bin", rows), (f"{stem}_part.bin", pairs)):
        with (base / category / name).open("wb") as stream:
            np.array([count], "<f4").tofile(stream)
            table.tofile(stream)
    return rows[:, :3]


def split_new(base, lines, end="\n"):
    """split_new.txt of (stem, category, flag); the lines of training shapes have no flag."""
    rows = [(f"{stem}.bin", str(CATEGORIES.index(category)), flag) for stem, category, flag in lines]
    text = ["\t".join(word for word in row if word) for row in rows]
    (base / "split_new.txt").write_bytes("".join(line + end for line in text).encode())


# -- Objaverse-General -------------------------------------------------------------------------------


def write_pcd(path, points, colors, normals):
    """Binary PCD of Open3D: x y z, the packed colour as a float, normals."""
    packed = (colors.astype(np.uint32) << [16, 8, 0]).sum(1).astype("<u4").view("<f4")
    table = np.concatenate([points, packed[:, None], normals], 1).astype("<f4")
    count = len(points)
    head = f"""# .PCD v0.7 - Point Cloud Data file format
VERSION 0.7
FIELDS x y z rgb normal_x normal_y normal_z
SIZE 4 4 4 4 4 4 4
TYPE F F F F F F F
COUNT 1 1 1 1 1 1 1
WIDTH {count}
HEIGHT 1
VIEWPOINT 0 0 0 1 0 0 0
POINTS {count}
DATA binary
"""
    path.write_bytes(head.encode() + table.tobytes())


def objaverse_object(root, split, name, label_map, labels, seed=0):
    """One object folder; returns its points."""
    folder = root / split / name
    folder.mkdir(parents=True)
    points, colors = cloud(seed, len(labels))
    normals = points / np.linalg.norm(points, axis=1, keepdims=True)
    write_pcd(folder / "points5000.pcd", points, colors, normals)
    np.save(folder / "labels.npy", labels)
    (folder / "label_map.json").write_text(json.dumps(label_map))
    return points
