"""The training data of Find3D and PatchAlign3D as it is published, brought to patches artifacts.

The layout is that of Find3D's data engine (`labeled/points`, `labeled/rendered`, `labeled/split`); the
teacher's features are those that PatchAlign3D's precompute_dino_patch_features.py writes. Both are described in
docs/training-data.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.annotations import PartMasks
from pa3d.errors import Pa3dError, ShapeError, first_line
from pa3d.patches import PatchConfig, patchify_shape
from pa3d.shapes import FEWEST, fit_frame
from pa3d.split import safe_names
from pa3d.stage import Job, Stage, seed_of
from pa3d.text import clean_part_name
from pa3d.untrusted import is_file_name, read_text, stays_inside

SPLITS = ("train", "val")
UNLABELLED = "unlabelled.txt"
# the file does not name the network; DINOv2 is what the authors say they used, the width tells which
TEACHERS = {384: "dinov2-s", 768: "dinov2-b", 1024: "dinov2-l", 1536: "dinov2-g"}
SAME_PLACE = 1e-4  # a cached centre is a point of the shape up to this, units of the file (largest 0.75)


def find_root(directory: Path) -> Path:
    """The folder `labeled` in or at a download, however much of the path to it is given."""
    for place in (directory / "labeled", directory / "core" / "labeled", directory):
        if (place / "points").is_dir():
            return place
    raise Pa3dError(f"{directory}: no labeled/points in it; give the folder that holds `labeled` or `core`")


def read_split(root: Path, split: str) -> list[str]:
    """Names `<class>_<uid>` of "train", "val" or "all", in the order of the files.

    A download without split files can only be taken as "all": every folder of `rendered`, sorted.
    """
    if split == "all":
        files = [name for name in SPLITS if (root / "split" / f"{name}.txt").is_file()]
        if not files and (root / "rendered").is_dir():
            return sorted(path.name for path in (root / "rendered").iterdir() if path.is_dir())
        return list(dict.fromkeys(item for name in files for item in read_split(root, name)))
    if split not in SPLITS:
        raise Pa3dError(f"split {split!r}: write train, val or all")
    path = root / "split" / f"{split}.txt"
    if not path.is_file():
        raise Pa3dError(f"{path}: no such file; without it take all shapes, --split all")
    items = list(dict.fromkeys(line.strip() for line in _lines(path) if line.strip()))
    for item in items:
        if not is_file_name(item):
            raise Pa3dError(f"{path}: {item[:60]!r} is no name of a folder of `rendered`; get the file again")
    return items


def _lines(path: Path) -> list[str]:
    try:
        return read_text(path, errors="replace").split("\n")
    except (OSError, ValueError) as error:
        raise ShapeError(f"{path}: cannot be read ({first_line(error)})") from error


def shape_id(item: str) -> str:
    """File-safe id of `<class>_<uid>`: the uid is what follows the last "_", the class is made safe."""
    category, _, uid = item.rpartition("_")
    return "_".join(safe_names([part])[0] for part in (category, uid) if part)


def jobs(root: Path, items: list[str]) -> list[Job]:
    """A job for each name, with those of its files that are there. Points are always asked for."""
    result: dict[str, Job] = {}
    for item in items:
        oriented = root / "rendered" / item / "oriented"
        merged = oriented / "masks" / "merged"
        points = root / "points" / item.rpartition("_")[2]
        inputs = {"points": points / "points.pt"}
        groups = [
            {"orientation": root / "rendered" / item / "orientation.txt"},
            {"pix2face": oriented / "pix2face.pt", "point2face": points / "point2face.pt"},
            {"masks": merged / "mask2points.pt", "names": merged / "mask_labels.txt"},
            {"mask_views": merged / "mask2view.pt"},
            {"features": oriented / "patch_dino" / "patch_features.pt"},
        ]
        for group in groups:
            if all(path.is_file() for path in group.values()):
                inputs |= group
        if not stays_inside(root, inputs.values()):
            raise Pa3dError(f"{root}: files of {item} are links that lead out of the folder; copy them into it")
        job = Job(shape_id(item), inputs)
        if job.shape_id in result:
            raise Pa3dError(f"{root}: two shapes have the id {job.shape_id}; the second is {item}")
        result[job.shape_id] = job
    return list(result.values())


def read_tensor(path: Path, dims: int) -> NDArray:
    """The one tensor of a .pt file, with this number of axes."""
    import torch

    from pa3d.checkpoint import read_torch

    value = read_torch(path)
    if not isinstance(value, torch.Tensor) or value.ndim != dims:
        what = f"a tensor {tuple(value.shape)}" if isinstance(value, torch.Tensor) else type(value).__name__
        raise ShapeError(f"{path}: holds {what}, expected a tensor of {dims} axes")
    return _numbers(value, path)


def _numbers(tensor: Any, path: Path) -> NDArray:
    if str(tensor.layout) != "torch.strided" or tensor.is_quantized or tensor.is_complex():
        raise ShapeError(
            f"{path}: holds a tensor of kind {tensor.layout}, {tensor.dtype}; expected plain numbers"
        )
    if tensor.is_floating_point():
        tensor = tensor.detach().float()
        if not tensor.isfinite().all():
            raise ShapeError(f"{path}: holds values that are NaN or infinite")
    return tensor.numpy()


def read_points(path: Path) -> NDArray[np.float64]:
    """(N, 3) in the frame of the file."""
    points = read_tensor(path, 2)
    if points.shape[1] < 3 or points.dtype.kind != "f" or len(points) < FEWEST:
        raise ShapeError(f"{path}: {points.dtype} {points.shape}; expected at least {FEWEST} points (N, 3)")
    return points[:, :3].astype(np.float64)


def read_masks(masks: Path, names: Path, views: Path | None, num_points: int) -> PartMasks:
    """Parts of a shape: masks (M, N) with a phrase each, cleaned; equal names merged, "unknown" dropped.

    The engine writes the phrases in the order in which it named the masks, but the rows of mask2points view by
    view; `views` (mask2view.pt) tells when that is not the same.
    """
    mask = read_tensor(masks, 2) != 0
    if mask.shape[1] != num_points:
        raise ShapeError(f"{masks}: masks of {mask.shape[1]} points, but the shape has {num_points}")
    lines = _lines(names)
    if len(lines) == len(mask) + 1 and not lines[-1].strip():
        lines.pop()
    if len(lines) != len(mask):
        lines = [line for line in lines if line.strip()]
    if len(lines) != len(mask):
        raise ShapeError(f"{names}: {len(lines)} names for {len(mask)} masks")
    if views is not None:
        view = read_tensor(views, 1)
        if len(view) != len(mask):
            raise ShapeError(f"{views}: views of {len(view)} masks, but there are {len(mask)}")
        lines = [lines[i] for i in np.argsort(view, kind="stable")]
    merged: dict[str, NDArray[np.bool_]] = {}
    for line, members in zip(lines, mask, strict=True):
        name = clean_part_name(line)
        if name and "unknown" not in name.split() and members.any():
            merged[name] = merged[name] | members if name in merged else members
    stacked = np.stack(list(merged.values())) if merged else np.zeros((0, num_points), bool)
    return PartMasks(list(merged), stacked)


def count_views(pix2face: Path, point2face: Path, num_points: int) -> NDArray[np.uint8]:
    """(N,) in how many views the face shows on which each point lies."""
    shown, face = read_tensor(pix2face, 3), read_tensor(point2face, 1)
    if len(face) != num_points or shown.dtype.kind not in "iu" or face.dtype.kind not in "iu":
        raise ShapeError(f"{point2face}: {face.dtype} {face.shape}; expected a face for {num_points} points")
    if len(shown) > np.iinfo(np.uint8).max:
        raise ShapeError(f"{pix2face}: {len(shown)} views; at most 255 can be counted")
    faces, index = np.unique(face, return_inverse=True)
    count = np.zeros(len(faces), np.uint8)
    for view in shown:
        count += np.isin(faces, view[view >= 0])
    return count[index.ravel()]


def read_targets(path: Path, points: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float16]]:
    """Centres (C, 3) of the cached patches in the frame of `points`, and their features (C, D).

    The file is a dict with `centers_xyz` (C, 3) and `patch_feats` (C, D) at least. The authors' code exchanges
    y and z before it picks the centres; a file whose centres are points of the shape neither that way nor as
    they are is refused.
    """
    import torch
    from scipy.spatial import cKDTree

    from pa3d.checkpoint import read_torch

    content = read_torch(path)
    wanted = ("centers_xyz", "patch_feats")
    if not isinstance(content, dict) or not all(isinstance(content.get(k), torch.Tensor) for k in wanted):
        raise ShapeError(f"{path}: not the known layout, a dict with the tensors {' and '.join(wanted)}")
    centers, feature = (_numbers(content[name], path) for name in wanted)
    if centers.ndim != 2 or centers.shape[1] != 3 or feature.ndim != 2 or not 0 < len(centers) == len(feature):
        raise ShapeError(f"{path}: centres {centers.shape} and features {feature.shape} do not fit")
    tree = cKDTree(points)
    for order in ([0, 2, 1], [0, 1, 2]):
        turned = centers[:, order].astype(np.float64)
        if tree.query(turned)[0].max() <= SAME_PLACE:
            return turned, feature.astype(np.float16)
    raise ShapeError(f"{path}: its centres are not points of the shape; the file belongs to another one")


def nearest_targets(centers: NDArray, cached: NDArray, feature: NDArray) -> NDArray:
    """Feature of the cached patch whose centre is nearest: (..., G, 3), (C, 3), (C, D) -> (..., G, D)."""
    distance = ((centers[..., :, None, :] - cached) ** 2).sum(-1)
    return feature[distance.argmin(-1)]


def setup(config: PatchConfig, device: str):
    """Worker of the stage (see stage.Stage)."""

    def compute(job: Job) -> tuple[dict[str, NDArray], dict[str, Any]]:
        files = job.inputs
        source = read_points(files["points"])
        num_views = parts = None
        if "masks" in files:
            parts = read_masks(files["masks"], files["names"], files.get("mask_views"), len(source))
        labelled = parts if parts is not None and parts.part_names else None
        missing = "" if labelled else "no masks" if parts is None else "no mask with a name and a point"
        if missing and "features" not in files:
            raise ShapeError(f"{job.shape_id}: {missing} and no patch features; there is nothing to train on")
        if "pix2face" in files:
            num_views = count_views(files["pix2face"], files["point2face"], len(source))
        points = fit_frame(source).to_model(source)
        mask = labelled.mask if labelled else None
        rng = seed_of(config.seed, job.shape_id)
        arrays = patchify_shape(points, config, rng, num_views=num_views, part_mask=mask)
        attrs = _attributes(job)
        if labelled:
            arrays["part_names"] = np.array(labelled.part_names, dtype=object)
        else:
            attrs["unlabelled"] = missing
        if "features" in files:
            cached, feature = read_targets(files["features"], source)
            index = np.take_along_axis(arrays["draw_index"], arrays["center_index"], 1)
            arrays["patch_feature"] = nearest_targets(source[index], cached, feature)
            attrs["teacher"] = TEACHERS.get(feature.shape[1], f"unknown, width {feature.shape[1]}")
        return arrays, attrs

    return compute


def _attributes(job: Job) -> dict[str, Any]:
    """Where the shape comes from. The class is only in the name of its folder under `rendered`."""
    points = job.inputs["points"]
    rendered = points.parents[2] / "rendered"
    below = [path.relative_to(rendered) for path in job.inputs.values() if path.is_relative_to(rendered)]
    item = below[0].parts[0]
    attrs = {
        "frame": "model",
        "source": "find3d",
        "source_item": item,
        "source_uid": points.parent.name,
        "source_frame": "axes as in points.pt, not turned; whether y or z is up differs between objects",
        "category": clean_part_name(item.rpartition("_")[0]),
    }
    if "orientation" in job.inputs:
        attrs["orientation"] = " ".join(" ".join(_lines(job.inputs["orientation"])).split())[:40]
    return attrs


def stage(config: PatchConfig) -> Stage:
    return Stage(schemas.PATCHES, config, setup)


def write_lists(root: Path, out_dir: Path) -> dict[str, int]:
    """Write train.txt, val.txt and unlabelled.txt, ids of the artifacts there are; how many each names.

    A shape of both splits counts as val, so that it is not trained on.
    """
    there = {path.stem for path in out_dir.glob("*.h5")}
    lists: dict[str, list[str]] = {}
    for split in reversed(SPLITS):
        items = read_split(root, split) if (root / "split" / f"{split}.txt").is_file() else []
        taken = {name for names in lists.values() for name in names}
        lists[split] = [name for item in items if (name := shape_id(item)) in there - taken]
    layouts = ((name, artifact.layout(out_dir / f"{name}.h5")) for name in sorted(there))
    lists[Path(UNLABELLED).stem] = [name for name, fields in layouts if "part_mask" not in fields]
    for name, ids in lists.items():
        path = out_dir / f"{name}.txt"
        if not ids:  # an empty list would be refused where lists are read
            path.unlink(missing_ok=True)
            continue
        with artifact.atomic_path(path) as temporary:
            temporary.write_text("".join(f"{shape}\n" for shape in ids), encoding="utf-8")
    return {name: len(ids) for name, ids in lists.items()}
