"""Pictures without GL: a segmentation from four sides, sheets of images, features as colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d.cameras import Cameras, look_at, ring_position
from pa3d.errors import Pa3dError
from pa3d.render import draw, element_normals, shade
from pa3d.segmentation import (
    Segmentation,
    ascii_line,
    element_labels,
    label_colors,
    part_color,
    part_shares,
)
from pa3d.shapes import Shape, fit_frame

if TYPE_CHECKING:
    from PIL import ImageFont
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

VIEWS = ((35.0, 25.0), (125.0, 25.0), (215.0, 25.0), (305.0, -25.0))  # azimuth, elevation; degrees
DISTANCE = 4.5  # of the camera from the centre, frame model
MARGIN = 0.05  # of a view's side
OVERSAMPLING = 2
AMBIENT = {True: 0.45, False: 0.65}  # mesh or not -> share of the colour that light does not change
EDGE_DEPTH = {
    True: 0.025,
    False: 0.06,
}  # mesh or not -> step of camera z that is an outline, frame model
EDGE_LIGHT = 0.62  # an outline is this much of the colour
SPLAT_SPACINGS = 1.9  # radius of a cloud's points, in median distances to the nearest neighbour
SPLAT_RANGE = (0.004, 0.15)  # frame model
PCA_ROWS = 4096
TEXT = (40, 40, 40)
FAINT = (130, 130, 130)


def _fitted_cameras(points: NDArray, size: int) -> Cameras:
    """The four views at one scale, each with its projected box in the middle of the image."""
    extrinsics = np.stack([look_at(ring_position(a, e, DISTANCE)) for a, e in VIEWS])
    unit = np.tile(np.eye(3, dtype=np.float32), (len(VIEWS), 1, 1))
    cameras = Cameras(extrinsics, unit, "perspective", size)
    boxes = [cameras.project(view, points)[0] for view in range(len(VIEWS))]
    low, high = np.array([b.min(0) for b in boxes]), np.array([b.max(0) for b in boxes])
    focal = size * (1 - 2 * MARGIN) / float((high - low).max())
    unit[:, [0, 1], [0, 1]] = focal
    unit[:, :2, 2] = size / 2 - focal * (low + high) / 2
    return Cameras(extrinsics, unit, "perspective", size)


def splat_radius(points: NDArray) -> float:
    """Radius that closes the surface of a cloud (M, 3) in frame model, from its spacing."""
    from scipy.spatial import cKDTree

    distance = cKDTree(points).query(points[:: max(1, len(points) // 20000)], k=2)[0][:, 1]
    apart = distance[distance > 0]
    spacing = float(np.median(apart)) if len(apart) else 0.0
    return float(np.clip(SPLAT_SPACINGS * spacing, *SPLAT_RANGE))


def _outline(depth: NDArray, step: float) -> NDArray[np.bool_]:
    """(H, W) pixels that have a neighbour further away by more than `step`."""
    far = np.where(np.isfinite(depth), depth, 1e3)
    edge = np.zeros(depth.shape, bool)
    edge[:, 1:] |= far[:, :-1] - far[:, 1:] > step
    edge[:, :-1] |= far[:, 1:] - far[:, :-1] > step
    edge[1:] |= far[:-1] - far[1:] > step
    edge[:-1] |= far[1:] - far[:-1] > step
    return edge


def draw_views(
    shape: Shape, colors: NDArray, up: str = "y", size: int = 512, views: int = len(VIEWS)
) -> list[NDArray[np.uint8]]:
    """Four views (or the first few), each (size, size, 3) uint8, all at one scale, on white.

    colors (E, 3) are sRGB of a mesh's faces, or of a cloud's points; up is as in fit_frame.
    """
    points: NDArray = shape.vertices
    faces = shape.faces
    if faces is not None:  # vertices without a face must not shrink the picture
        used, inverse = np.unique(faces, return_inverse=True)
        points, faces = points[used], inverse.reshape(faces.shape).astype(np.int32)
    points = fit_frame(points, up).to_model(points)
    radius = splat_radius(points) if faces is None else 0.0
    normals = element_normals(points, faces)
    base = np.asarray(colors, np.float64)
    ambient = AMBIENT[shape.is_mesh]
    cameras = _fitted_cameras(points, size * OVERSAMPLING)
    images = []
    for view in range(views):
        depth, index = draw(cameras, view, points, faces, radius)
        image = (1 - ambient) * shade(cameras, view, index, normals, base).astype(np.float64)
        image += ambient * np.where((index >= 0)[..., None], base[index], 255.0)
        image[_outline(depth, EDGE_DEPTH[shape.is_mesh])] *= EDGE_LIGHT
        blocks = image.reshape(size, OVERSAMPLING, size, OVERSAMPLING, 3)
        images.append(np.round(blocks.mean((1, 3))).astype(np.uint8))
    return images


def draw_segmentation(seg: Segmentation, up: str = "y", size: int = 512) -> Image:
    """Four views, each `size` pixels wide, and below them each part's colour, name and share."""
    from PIL import Image as images

    labels, _ = element_labels(seg)
    views = draw_views(seg.shape, label_colors(labels), up, size)
    grid = contact_sheet(_trim(views), 2)
    legend = _legend(seg, grid.width)
    sheet = images.new("RGB", (grid.width, grid.height + legend.height), "white")
    sheet.paste(grid, (0, 0))
    sheet.paste(legend, (0, grid.height))
    return sheet


def _trim(views: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Views without the rows that are white in all of them, but for a margin."""
    inked = np.flatnonzero(np.any([(view < 255).any((1, 2)) for view in views], axis=0))
    size = len(views[0])
    if not len(inked):
        return views
    margin = round(MARGIN * size)
    top, bottom = max(0, int(inked[0]) - margin), min(size, int(inked[-1]) + 1 + margin)
    return [view[top:bottom] for view in views]


def font_of_size(size: int) -> FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size=size)


def _shorten(text: str, font: FreeTypeFont | ImageFont.ImageFont, width: float) -> str:
    """One line of ASCII (the font has no more), cut with dots when wider than `width` pixels."""
    text = ascii_line(text)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "...") > width:
        text = text[:-1]
    return text.rstrip() + "..."


def percent(share: float) -> str:
    """Share as a percentage in at most four characters; "-" when there is nothing."""
    if share <= 0:
        return "-"
    return "<1%" if share < 0.01 else f"{100 * share:.0f}%"


def _legend(seg: Segmentation, width: int) -> Image:
    """Colour box, name and share of each part, in as many columns as fit; empty parts are faint."""
    from PIL import Image as images
    from PIL import ImageDraw

    shares = part_shares(seg)
    entries = zip(seg.part_names, shares, strict=True)
    rows = [(ascii_line(name), part_color(i), x) for i, (name, x) in enumerate(entries)]
    if (element_labels(seg)[0] < 0).any():
        rows.append(("(unlabelled)", part_color(-1), max(0.0, 1.0 - float(shares.sum()))))
    text = max(11, round(width / 42))
    font, line, gap = font_of_size(text), round(1.6 * text), round(0.6 * text)
    fixed = text + 2 * gap + font.getlength("100%")  # box, gap, [name], gap, share
    inner = width - 2 * gap
    cell = min(max(font.getlength(name) for name, _, _ in rows) + fixed, inner)
    columns = int(np.clip((inner + 3 * gap) // (cell + 3 * gap), 1, min(len(rows), 5)))
    per_column = -(-len(rows) // columns)
    columns = -(-len(rows) // per_column)
    left = (width - columns * cell - (columns - 1) * 3 * gap) / 2
    image = images.new("RGB", (width, per_column * line + 2 * gap), "white")
    pen = ImageDraw.Draw(image)
    for i, (name, color, share) in enumerate(rows):
        x = left + (cell + 3 * gap) * (i // per_column)
        y = gap + line * (i % per_column) + line / 2
        box = [x, y - text / 2, x + text, y + text / 2]
        if share > 0:
            pen.rounded_rectangle(box, text // 5, fill=color)
        else:
            pen.rounded_rectangle(box, text // 5, outline=color, width=max(1, text // 8))
        x += text + gap
        name = _shorten(name, font, cell - fixed)
        pen.text((x, y), name, TEXT if share > 0 else FAINT, font, anchor="lm")
        pen.text((x + font.getlength(name) + gap, y), percent(share), FAINT, font, anchor="lm")
    return image


def contact_sheet(
    images: Sequence[NDArray[np.uint8]], columns: int, labels: Sequence[str] | None = None
) -> Image:
    """Images (H, W, 3) row by row in cells of the largest size, on white, a text below each."""
    from PIL import Image as pictures
    from PIL import ImageDraw

    if not len(images) or columns < 1:
        raise Pa3dError("a contact sheet needs at least one image and one column")
    if labels is not None and len(labels) != len(images):
        raise Pa3dError(f"{len(labels)} labels for {len(images)} images; give one each")
    height, width = np.max([image.shape[:2] for image in images], axis=0).tolist()
    columns = min(columns, len(images))
    text = max(11, round(width / 24))
    below = 0 if labels is None else round(1.6 * text)
    rows = -(-len(images) // columns)
    sheet = pictures.new("RGB", (columns * width, rows * (height + below)), "white")
    pen, font = ImageDraw.Draw(sheet), font_of_size(text)
    for i, image in enumerate(images):
        x, y = i % columns * width, i // columns * (height + below)
        shift = ((width - image.shape[1]) // 2, (height - image.shape[0]) // 2)
        sheet.paste(pictures.fromarray(np.asarray(image, np.uint8)), (x + shift[0], y + shift[1]))
        if labels is not None:
            caption = _shorten(labels[i], font, width - text)
            pen.text((x + width / 2, y + height + below / 2), caption, TEXT, font, anchor="mm")
    return sheet


def feature_rgb(features: NDArray) -> NDArray[np.uint8]:
    """(N, D) features -> (N, 3) colours: three principal components, 1st to 99th percentile each.

    The components are of at most 4096 evenly spaced rows; their signs are fixed, so equal features
    give equal colours in every run. A component without spread is mid-grey.
    """
    features = np.asarray(features, np.float32)
    if features.ndim != 2 or not len(features):
        raise Pa3dError(f"features must be (N, D) with N > 0, got {features.shape}")
    subset = features[:: -(-len(features) // PCA_ROWS)].astype(np.float64)
    mean = subset.mean(0)
    axes = np.linalg.svd(subset - mean, full_matrices=False)[2][:3]
    axes = axes * np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(1)])[:, None]
    scores = np.zeros((len(features), 3))
    scores[:, : len(axes)] = (features - mean.astype(np.float32)) @ axes.T
    low, high = np.percentile(scores, [1, 99], axis=0)
    span = high - low
    flat = span <= 1e-5 * max(float(np.abs(features).max()), 1e-30)
    unit = np.where(flat, 0.5, (scores - low) / np.where(flat, 1.0, span))
    return np.round(255 * np.clip(unit, 0, 1)).astype(np.uint8)
