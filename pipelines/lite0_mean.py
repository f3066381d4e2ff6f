"""Measure the mean that the embedded teacher's stages are centred by, over rendered views.

usage: python pipelines/lite0_mean.py RENDERS_DIR OUT.npy [--shapes 200]
Background counts: every token of every view enters. The result ships as pa3d/weights/lite0_mean.npy.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from pa3d import artifact, dino, schemas
from pa3d.checkpoint import read_weights


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("renders", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shapes", type=int, default=200)
    args = parser.parse_args()
    state = read_weights(dino.find_weights(dino.EMBEDDED, None))
    width = sum(dino.Lite0.widths)
    backbone = dino.Lite0(state, "cpu", mean=np.zeros(width))
    paths = sorted(args.renders.glob("*.h5"))
    step = max(1, len(paths) // args.shapes)
    sums = [torch.zeros(w, dtype=torch.float64) for w in dino.Lite0.widths]
    chosen = paths[::step][: args.shapes]
    with torch.inference_mode():
        for path in chosen:
            views = torch.from_numpy(artifact.read(path, schemas.RENDER, only=("rgb",))["rgb"])
            for total, level in zip(sums, backbone.raw_stages(views), strict=True):
                total += level.double().mean((0, 2, 3))
    np.save(args.out, (torch.cat(sums) / len(chosen)).float().numpy())
    print(f"{args.out}: mean over {len(chosen)} shapes, {width} channels")


if __name__ == "__main__":
    main()
