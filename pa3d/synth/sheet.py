"""A contact sheet of a category: many seeds, parts in colours, names below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from pa3d.picture import FAINT, contact_sheet, draw_views, font_of_size
from pa3d.segmentation import part_color
from pa3d.shapes import Shape
from pa3d.synth.build import LabelledMesh

if TYPE_CHECKING:
    from PIL.Image import Image


def draw_sheet(shapes: Sequence[LabelledMesh], *, level: int = -1, columns: int = 6, size: int = 220) -> Image:
    """One view of each shape at a naming level (-1: the finest) and a legend of all the names."""
    from PIL import Image as pictures
    from PIL import ImageDraw

    names: dict[str, int] = {}
    cells = []
    for shape in shapes:
        row = shape.face_name[min(level, len(shape.face_name) - 1)]
        local = [names.setdefault(name, len(names)) if used else -1 for name, used in _used(shape, row)]
        labels = np.array([*local, -1])[row]
        colors = np.array([part_color(label) for label in labels], np.uint8)
        cells.append(
            draw_views(Shape(shape.vertices, shape.faces.astype(np.int32)), colors, size=size, views=1)[0]
        )
    grid = contact_sheet(cells, columns)
    font = font_of_size(14)
    x, rows = 8.0, 1
    places = []
    for name in names:
        width = 14 + 6 + font.getlength(name) + 16
        if x + width > grid.width and x > 8:
            x, rows = 8, rows + 1
        places.append((x, (rows - 1) * 20 + 10))
        x += width
    image = pictures.new("RGB", (grid.width, grid.height + rows * 20 + 8), "white")
    image.paste(grid, (0, 0))
    pen = ImageDraw.Draw(image)
    for (name, label), (x, y) in zip(names.items(), places, strict=True):
        y += grid.height
        pen.rectangle([x, y - 6, x + 12, y + 6], fill=part_color(label))
        pen.text((x + 18, y), name, FAINT, font, anchor="lm")
    return image


def _used(shape: LabelledMesh, row: np.ndarray) -> list[tuple[str, bool]]:
    present = set(row.tolist())
    return [(name, i in present) for i, name in enumerate(shape.part_names)]
