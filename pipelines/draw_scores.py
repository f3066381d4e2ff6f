"""A picture of what a benchmark found, best category first: annotation and answer side by side.

usage: python pipelines/draw_scores.py BENCHMARK_OUT PICTURE.png

BENCHMARK_OUT is what `pa3d benchmark` wrote. Of each category the shape nearest to the category's mean is
drawn; points without a label are grey. Also prints the table of categories.
"""

import json
import sys
from pathlib import Path

import numpy as np

from pa3d import artifact, schemas
from pa3d.picture import contact_sheet, draw_views
from pa3d.segmentation import label_colors
from pa3d.shapes import Shape

SIZE, COLUMNS = 170, 4


def main() -> None:
    folder, picture = Path(sys.argv[1]), Path(sys.argv[2])
    row = json.loads((folder / "scores.json").read_text())["rows"][0]
    categories = sorted(row["per_category"].items(), key=lambda entry: -entry[1]["miou"])
    print(", ".join(f"{name} {entry['miou']:.2f}" for name, entry in categories))
    cells, captions = [], []
    for name, entry in categories:
        shapes = [s for s in row["per_shape"] if s["category"] == name and s["miou"] is not None]
        chosen = min(shapes, key=lambda s: (abs(s["miou"] - entry["miou"]), s["shape_id"]))
        art = artifact.read(folder / "predictions" / f"{chosen['shape_id']}.h5", schemas.PREDICTION)
        shape = Shape(art["points"].astype(np.float64), None)
        pair = [draw_views(shape, label_colors(art[key]), size=SIZE, views=1)[0] for key in ("target", "label")]
        cells.append(np.concatenate(pair, 1))
        captions.append(f"{name} {100 * chosen['miou']:.0f}")
    contact_sheet(cells, COLUMNS, captions).save(picture, optimize=True)


if __name__ == "__main__":
    main()
