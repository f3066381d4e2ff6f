"""The score of one name over a shape, as colours and as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pa3d import artifact
from pa3d.names import name_scores
from pa3d.picture import FAINT, TEXT, contact_sheet, draw_views, font_of_size
from pa3d.segmentation import Segmentation, ascii_line
from pa3d.viewer import HEAT_RAMP

if TYPE_CHECKING:
    from PIL.Image import Image


def heat_colors(scores: NDArray) -> NDArray[np.uint8]:
    """(n, 3) sRGB of scores (n,) from 0 to 1; others are clipped."""
    ramp = np.array(HEAT_RAMP, np.float64)
    place = np.clip(np.asarray(scores, np.float64), 0, 1) * (len(ramp) - 1)
    steps = np.arange(len(ramp))
    channels = [np.interp(place, steps, ramp[:, channel]) for channel in range(3)]
    return np.round(np.stack(channels, 1)).astype(np.uint8)


def draw_heatmap(seg: Segmentation, name: str, up: str = "y", size: int = 512) -> Image:
    """Four views in the colours of the name's score, and below them what the colours mean.

    Pa3dError when `name` is none of the names asked for; `up` is the source axis shown upwards.
    """
    from PIL import Image as pictures

    scores = name_scores(seg, name, faces=seg.shape.is_mesh)
    grid = contact_sheet(draw_views(seg.shape, heat_colors(scores), up, size), 2)
    scale = _scale(grid.width, name, float(scores.max()))
    sheet = pictures.new("RGB", (grid.width, grid.height + scale.height), "white")
    sheet.paste(grid, (0, 0))
    sheet.paste(scale, (0, grid.height))
    return sheet


def _scale(width: int, name: str, highest: float) -> Image:
    """The ramp from 0 to 1 under the name and its highest score."""
    from PIL import Image as pictures
    from PIL import ImageDraw

    text = max(11, round(width / 42))
    font, left = font_of_size(text), width // 4
    image = pictures.new("RGB", (width, 5 * text), "white")
    pen = ImageDraw.Draw(image)
    title = f"{ascii_line(name)}: score, highest {highest:.2f}"
    pen.text((width / 2, text), title, TEXT, font, anchor="mm")
    ramp = heat_colors(np.linspace(0, 1, width - 2 * left))
    image.paste(pictures.fromarray(np.tile(ramp, (text, 1, 1))), (left, round(2.2 * text)))
    for x, number in ((left - text, "0"), (width - left + text, "1")):
        pen.text((x, 2.7 * text), number, FAINT, font, anchor="mm")
    return image


def write_heatmap(path: Path, seg: Segmentation, name: str, *, up: str = "y") -> None:
    """`draw_heatmap` as a PNG file."""
    image = draw_heatmap(seg, name, up)
    with artifact.atomic_path(path) as temporary:
        image.save(temporary, format="PNG")
