"""A small download in the exact layout of Find3D's data engine, made point by point, with its quirks.

Images are 24 pixels instead of 500. The object is a table: faces 0 and 1 are the top, 2 to 5 one leg each.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

SIZE = 24
VIEWS = 10
FACES = 6
UID = "0123456789abcdef0123456789abcde"  # and one digit


def table(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (N, 3), z up, mean 0 and largest coordinate 0.75, and the face (N,) each lies on."""
    rng = np.random.default_rng(seed)
    face = rng.integers(FACES, size=count)
    xyz = rng.uniform(-1, 1, (count, 3))
    legs = np.array([[-0.9, -0.8], [0.9, -0.8], [-0.9, 0.8], [0.9, 0.8]])
    for i, f in enumerate(face):
        if f < 2:
            xyz[i, 2] = 0.9
            xyz[i, 0] = abs(xyz[i, 0]) * (1 if f else -1)
        else:
            xyz[i, :2] = legs[f - 2] + xyz[i, :2] * 0.05
    xyz -= xyz.mean(0)
    return (xyz * 0.75 / np.abs(xyz).max()).astype(np.float32), face


def picture(view: int) -> np.ndarray:
    """(SIZE, SIZE) faces of a view: six stripes on a background; odd views look from below, without face 1."""
    image = np.full((SIZE, SIZE), -1, np.int64)
    for f in range(FACES):
        image[2:-2, 2 + f * 3 : 5 + f * 3] = f
    if view % 2:
        image[image == 1] = -1
    image[image == 5] = 5 if view == 0 else -1  # face 5 is seen once
    return image


def mask_of(view: int, faces: list[int]) -> np.ndarray:
    """(SIZE, SIZE) bool: what SAM found, some pixels of each face."""
    image = picture(view)
    rows = np.zeros_like(image, bool)
    rows[4:9] = True
    return np.isin(image, faces) & rows


MASKS = [  # (view, phrase, faces), in the order in which the engine names them: by view
    (0, "Table-Top", [0, 1]),
    (0, "leg", [2, 3]),
    (0, "unknown part", [4]),
    (1, "table top", [0]),
    (1, "leg (front)", [2]),
    (3, "Leg", [4]),
    (3, "...", [3]),
]


def write_shape(
    labeled: Path,
    item: str,
    *,
    count: int = 300,
    masks=MASKS,
    labels: str | None = None,
    features: bool = True,
    views: bool = True,
    colors: bool = True,
    point2face: bool = True,
    seed: int = 0,
) -> np.ndarray:
    """Files of one object; its points."""
    uid = item.rpartition("_")[2]
    points_dir, oriented = labeled / "points" / uid, labeled / "rendered" / item / "oriented"
    merged = oriented / "masks" / "merged"
    points_dir.mkdir(parents=True)
    merged.mkdir(parents=True)
    points, face = table(count, seed)
    torch.save(torch.from_numpy(points), points_dir / "points.pt")
    if point2face:
        torch.save(torch.from_numpy(face), points_dir / "point2face.pt")
    if colors:
        torch.save(torch.rand(count, 3), points_dir / "rgb.pt")
        torch.save(torch.rand(count, 3), points_dir / "normals.pt")
    (oriented.parent / "orientation.txt").write_text("front2top")
    pix2face = np.stack([picture(v) for v in range(VIEWS)])
    if views:
        torch.save(torch.from_numpy(pix2face), oriented / "pix2face.pt")
    if masks:
        images = [mask_of(view, faces) for view, _, faces in masks]
        rows = []
        for view in range(VIEWS):  # as label_mask2pt.py: view by view, whatever the order of the masks
            for (own, _, _), image in zip(masks, images, strict=True):
                if own == view:
                    shown = set(pix2face[view][image].tolist())
                    rows.append([int(f in shown) for f in face.tolist()])
        torch.save(torch.tensor(rows), merged / "mask2points.pt")
        torch.save(torch.from_numpy(np.stack(images)), merged / "allmasks.pt")
        torch.save(torch.tensor([view for view, _, _ in masks]), merged / "mask2view.pt")
        text = "".join(f"{phrase}\n" for _, phrase, _ in masks) if labels is None else labels
        (merged / "mask_labels.txt").write_bytes(text.encode())
    if features:
        write_features(oriented / "patch_dino" / "patch_features.pt", item, points, seed)
    return points


def write_features(
    path: Path, item: str, points: np.ndarray, seed: int, groups: int = 16, dim: int = 8
) -> None:
    """As precompute_dino_patch_features.py writes them: y and z exchanged, unit features as half."""
    swapped = torch.from_numpy(points[:, [0, 2, 1]].copy())
    chosen = torch.from_numpy(np.random.default_rng(seed + 50).permutation(len(points))[:groups])
    distance = torch.cdist(swapped[chosen], swapped)
    feature = torch.nn.functional.normalize(torch.randn(groups, dim, generator=torch.manual_seed(seed)), dim=-1)
    path.parent.mkdir(parents=True)
    content = {
        "item_id": item,
        "feature_dim": dim,
        "img_size": 518,
        "centers_idx": chosen,
        "centers_xyz": swapped[chosen],
        "patch_idx": distance.topk(32, largest=False).indices,
        "point2center": distance.argmin(0),
        "patch_feats": feature.half(),
    }
    torch.save(content, path)


ITEMS = {
    "plain": f"table_{UID}0",
    "odd_class": f"flip-flop_(sandal)_{UID}1",
    "bare": f"coffee table [low]_{UID}2",
    "no_masks": f"stool_{UID}3",
    "crlf": f"desk_{UID}4",
    "too_few_names": f"desk_{UID}5",
    "nothing": f"desk_{UID}6",
    "no_points": f"desk_{UID}7",
    "shuffled": f"desk_{UID}8",
}


def write_download(root: Path) -> dict[str, np.ndarray]:
    """The whole folder `core`; the points of the shapes that have some."""
    labeled = root / "core" / "labeled"
    phrases = "".join(f"{phrase}\r\n" for _, phrase, _ in MASKS)
    points = {
        "plain": write_shape(labeled, ITEMS["plain"]),
        "odd_class": write_shape(labeled, ITEMS["odd_class"], seed=1),
        "bare": write_shape(labeled, ITEMS["bare"], colors=False, views=False, point2face=False, seed=2),
        "no_masks": write_shape(labeled, ITEMS["no_masks"], masks=None, seed=3),
        "crlf": write_shape(labeled, ITEMS["crlf"], labels=phrases, features=False, seed=4),
        "too_few_names": write_shape(labeled, ITEMS["too_few_names"], labels="leg\ntop\n", seed=5),
        "nothing": write_shape(labeled, ITEMS["nothing"], masks=None, features=False, seed=6),
        "shuffled": write_shape(labeled, ITEMS["shuffled"], masks=MASKS[::-1], features=False, seed=8),
    }
    split = labeled / "split"
    split.mkdir()
    train = [ITEMS[name] for name in ITEMS if name not in ("crlf", "shuffled")]
    (split / "train.txt").write_bytes("".join(f"{item}\r\n" for item in train).encode())
    (split / "val.txt").write_text(f"{ITEMS['crlf']}\n{ITEMS['shuffled']}\n")
    return points
