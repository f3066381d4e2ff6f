"""What a file or folder is, where it came from, its shapes, and a picture of what is inside."""

from __future__ import annotations

import collections
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact, schemas
from pa3d.errors import Pa3dError
from pa3d.readers import SUFFIXES, load_shape
from pa3d.shapes import Shape

if TYPE_CHECKING:
    from PIL.Image import Image

CHECKPOINT_SUFFIXES = (".ckpt", ".pt", ".pth", ".safetensors")


def describe(path: Path) -> list[str]:
    """Lines that say what `path` holds."""
    if path.is_dir():
        return _describe_folder(path)
    suffix = path.suffix.lower()
    if suffix == ".h5":
        return _describe_artifact(path)
    if _is_checkpoint(path):
        return _describe_checkpoint(path)
    if suffix in SUFFIXES:
        return _describe_shape(path)
    if not path.exists():
        raise Pa3dError(f"{path}: no such file or folder")
    raise Pa3dError(f"{path}: neither an artifact, a checkpoint, a shape nor a folder of them")


def _is_checkpoint(path: Path) -> bool:
    return path.suffix.lower() in CHECKPOINT_SUFFIXES or str(path) == "default"


def _describe_artifact(path: Path) -> list[str]:
    head = artifact.header(path, any_name=True)
    schema = schemas.SCHEMAS.get(head.schema.split("/")[0])
    lines = [
        f"{path}: {head.schema}" + (f" - {schema.doc}" if schema else ""),
        f"  shape_id     {head.shape_id}",
        f"  fingerprint  {head.fingerprint}",
        f"  config       {json.dumps(head.config, sort_keys=True)}",
        f"  inputs       {json.dumps(head.inputs, sort_keys=True)}",
        *(f"  {key:<12} {value}" for key, value in sorted(head.attrs.items())),
    ]
    for name, (shape, dtype, dims, units) in artifact.layout(path).items():
        lines.append(f"  {name:<14} {dtype:<8} {str(shape):<22} ({dims})  {units}")
    return lines


def _describe_folder(path: Path) -> list[str]:
    kinds: collections.Counter[str] = collections.Counter()
    bad = []
    for file in sorted(path.rglob("*.h5")):
        try:
            kinds[artifact.header(file, any_name=True).schema] += 1
        except Pa3dError as error:
            bad.append(str(error))
    others = collections.Counter(
        file.suffix.lower()
        for file in path.rglob("*")
        if file.suffix.lower() in (*SUFFIXES, *CHECKPOINT_SUFFIXES) and file.is_file()
    )
    lines = [f"{path}: a folder"]
    lines += [f"  {count:>7} {schema} artifacts" for schema, count in sorted(kinds.items())]
    lines += [f"  {count:>7} {suffix} files" for suffix, count in sorted(others.items())]
    for failures in sorted(path.rglob("failed-*.jsonl")):
        count = len(failures.read_text().splitlines())
        lines.append(f"  {count:>7} shapes failed, listed in {failures}")
    lines += [f"  unreadable: {message}" for message in bad]
    if len(lines) == 1:
        raise Pa3dError(f"{path}: holds nothing that pa3d knows")
    return lines


def _describe_checkpoint(path: Path) -> list[str]:
    from pa3d.checkpoint import load_model
    from pa3d.model import TextHead

    model = load_model(path)
    parameters = sum(p.numel() for p in model.encoder.parameters())
    stage = {"align": "text-aligned model", "distill": "distilled encoder"}[model.kind]
    head = f"head {model.encoder.config.width} -> {model.dim}"
    lines = [
        f"{path}: {stage}, {parameters / 1e6:.1f} M parameters + {head}",
        f"  encoder      {model.encoder.config}",
    ]
    if isinstance(model.head, TextHead):
        scale, bias = model.head.log_scale.exp().item(), model.head.bias.item()
        lines.append(f"  similarity   scale {scale:.3f}, bias {bias:.3f}")
    for key, value in sorted(model.info.items()):
        text = f"{len(value)}: {', '.join(value)}" if key == "part_names" else str(value)
        lines.append(f"  {key:<12} {text}")
    return lines


def _describe_shape(path: Path) -> list[str]:
    shape = load_shape(path)
    low, high = shape.vertices.min(0), shape.vertices.max(0)
    kind = "point cloud" if shape.faces is None else f"mesh, {len(shape.faces)} faces"
    return [
        f"{path}: {kind}, {len(shape.vertices)} {'points' if shape.faces is None else 'vertices'}",
        f"  box          {np.array2string(low, precision=4)} to {np.array2string(high, precision=4)}",
        f"  colours      {'yes' if shape.colors is not None else 'no'}",
    ]


# -- pictures ----------------------------------------------------------------------------------------


def draw(path: Path) -> Image:
    """Picture of what an artifact, checkpoint, shape or folder holds."""
    from PIL import Image as pictures_module

    from pa3d.picture import contact_sheet

    if path.is_dir():
        kinds = (".h5", *SUFFIXES, *CHECKPOINT_SUFFIXES)
        files = sorted(f for f in path.rglob("*") if f.suffix.lower() in kinds and f.is_file())[:12]
        if not files:
            raise Pa3dError(f"{path}: holds nothing to draw")
        pictures = []
        for file in files:
            try:
                image = draw(file)
            except Pa3dError:  # one that cannot be drawn leaves its cell empty
                image = pictures_module.new("RGB", (480, 480), "white")
            image.thumbnail((480, 480))
            pictures.append(np.asarray(image))
        return contact_sheet(pictures, 4, [f.name for f in files])
    suffix = path.suffix.lower()
    if suffix == ".h5":
        kind = artifact.header(path).schema.split("/")[0]
        if kind not in _DRAW:
            raise Pa3dError(f"{path}: no picture of kind {kind!r}")
        return _DRAW[kind](path)
    if _is_checkpoint(path):
        return _draw_checkpoint(path)
    shape = load_shape(path)
    count = len(shape.vertices) if shape.faces is None else len(shape.faces)
    return _colored(shape, np.full((count, 3), 170, np.uint8))


def _colored(shape: Shape, colors: NDArray) -> Image:
    from pa3d.picture import contact_sheet, draw_views

    return contact_sheet(draw_views(shape, colors, size=384), 2)


def _draw_render(path: Path) -> Image:
    """All views, five in a row, then their depth maps (near is light)."""
    from pa3d.picture import contact_sheet

    art = artifact.read(path, schemas.RENDER, only=("rgb", "depth"))
    depth = art["depth"]
    hit = np.isfinite(depth)
    low, high = depth[hit].min(), depth[hit].max()
    grey = np.where(hit, 230 - 200 * (depth - low) / max(high - low, 1e-9), 255).astype(np.uint8)
    views = len(depth)
    return contact_sheet(
        [*art["rgb"], *np.repeat(grey[..., None], 3, -1)],
        5,
        [f"view {v}" for v in range(views)] + [f"depth {v}" for v in range(views)],
    )


def _draw_tokens(path: Path) -> Image:
    """Tokens of every view, their first three principal components as red, green and blue."""
    from pa3d.picture import contact_sheet, feature_rgb

    tokens = artifact.read(path, schemas.TOKENS)["tokens"].astype(np.float32)
    rgb = feature_rgb(tokens.reshape(-1, tokens.shape[-1])).reshape(*tokens.shape[:3], 3)
    scale = max(1, 224 // tokens.shape[1])
    big = rgb.repeat(scale, 1).repeat(scale, 2)
    return contact_sheet(list(big), 5, [f"view {v}" for v in range(len(big))])


def _draw_pointfeat(path: Path) -> Image:
    """Points coloured by the principal components of their features."""
    from pa3d.picture import feature_rgb

    art = artifact.read(path, schemas.POINTFEAT)
    return _colored(
        Shape(art["points"].astype(np.float64), None),
        feature_rgb(art["feature"].astype(np.float32)),
    )


def _draw_patches(path: Path) -> Image:
    """First draw: points coloured by part where there are labels, else by patch."""
    from pa3d.picture import draw_segmentation
    from pa3d.segmentation import label_colors

    art = artifact.read(path, schemas.PATCHES)
    chosen = art["draw_index"][0]
    points = art["points"][chosen].astype(np.float64)
    if "part_mask" in art and len(art["part_names"]):
        mask = art["part_mask"][:, chosen]
        label = np.where(mask.any(0), mask.argmax(0), -1)
        return draw_segmentation(_cloud_segmentation(points, label, list(art["part_names"])), size=384)
    nearest = np.linalg.norm(points[:, None] - points[art["center_index"][0]][None], axis=2).argmin(1)
    return _colored(Shape(points, None), label_colors(nearest))


def _draw_prediction(path: Path) -> Image:
    from pa3d.picture import draw_segmentation

    art = artifact.read(path, schemas.PREDICTION)
    seg = _cloud_segmentation(art["points"].astype(np.float64), art["label"], list(art["part_names"]))
    return draw_segmentation(seg, size=384)


def _cloud_segmentation(points: NDArray, label: NDArray, names: list[str]):
    from pa3d.segmentation import Segmentation

    logits = np.zeros((len(points), len(names)), np.float32)
    label = label.astype(np.int32)
    return Segmentation(Shape(points, None), names, label, logits, None, None, np.ones(len(points), np.float32))


def _draw_textbank(path: Path) -> Image:
    """Cosine similarity of every pair of names: white 0 or less, dark 1."""
    from PIL import Image as pictures

    embedding = artifact.read(path, schemas.TEXTBANK)["embedding"]
    similarity = np.clip(embedding @ embedding.T, 0, 1)
    cell = max(1, 640 // len(similarity))
    pixels = (255 * (1 - similarity)).astype(np.uint8).repeat(cell, 0).repeat(cell, 1)
    return pictures.fromarray(pixels).convert("RGB")


def _draw_checkpoint(path: Path) -> Image:
    """A bar per weight matrix: root mean square of its entries. A dead or exploded layer shows at once."""
    from PIL import Image as pictures
    from PIL import ImageDraw

    from pa3d.checkpoint import load_model

    model = load_model(path)
    rows = [
        (name, float(p.detach().float().pow(2).mean().sqrt()))
        for part in (model.encoder, model.head)
        for name, p in part.named_parameters()
        if p.dim() == 2
    ]
    highest = max(value for _, value in rows) or 1.0
    image = pictures.new("RGB", (760, 16 * len(rows) + 12), "white")
    pen = ImageDraw.Draw(image)
    for i, (name, value) in enumerate(rows):
        y = 6 + 16 * i
        pen.text((8, y), name, "black")
        pen.rectangle((230, y + 2, 230 + 430 * value / highest, y + 12), (66, 120, 200))
        pen.text((670, y), f"{value:.4f}", "black")
    return image


_DRAW = {
    "render": _draw_render,
    "tokens": _draw_tokens,
    "pointfeat": _draw_pointfeat,
    "patches": _draw_patches,
    "prediction": _draw_prediction,
    "textbank": _draw_textbank,
}
