"""How a training's data behaves as it grows: start-up, samples a second and memory of N synthetic shapes.

Usage: python pipelines/measure_data.py [N ...] [--dir FOLDER] [--samples S]. Default: 1000 10000 100000. Each
shape is a small patches artifact of its own, since a file carries its name; all are removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from pa3d import artifact, schemas
from pa3d.patches import PatchConfig, patchify_shape
from pa3d.stage import seed_of

CONFIG = PatchConfig(num_draws=1, draw_size=64, num_patches=8, patch_size=8)


def make(folder: Path, count: int) -> None:
    """Write `count` artifacts of one random cloud with two parts."""
    points = np.random.default_rng(0).uniform(-0.5, 0.5, (128, 3)).astype(np.float32)
    mask = np.stack([points[:, 0] < 0, points[:, 0] >= 0])
    arrays = patchify_shape(points, CONFIG, seed_of(0, "shape"), part_mask=mask)
    arrays["part_names"] = np.array(["left", "right"], object)
    for number in range(count):
        artifact.write(
            folder / f"{number:07d}.h5",
            schemas.PATCHES,
            arrays,
            shape_id=f"{number:07d}",
            config=CONFIG,
            inputs={"render": f"{number:07d}"},
            attrs={"frame": "model"},
        )


def measure(folder: Path, samples: int) -> dict[str, float]:
    """One start and one reading of `samples` shuffled samples, in this process."""
    from pa3d.data import Augment, PatchDataset

    started = time.perf_counter()
    data = PatchDataset([folder], need="patch_label")
    start = time.perf_counter() - started
    order = np.random.default_rng(0).permutation(len(data.entries))[:samples].tolist()
    started = time.perf_counter()
    for entry in order:
        data.epoch_sample(entry, 1, Augment(), 0)
    rate = len(order) / (time.perf_counter() - started)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "start_seconds": round(start, 2),
        "samples_per_second": round(rate, 1),
        "megabytes": round(megabytes),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--dir", type=Path, help="where to write them; default: a temporary folder")
    parser.add_argument("--samples", type=int, default=500)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)  # measure this folder, in a fresh process
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only, options.samples)))
        return
    for count in options.counts:
        with tempfile.TemporaryDirectory(dir=options.dir) as folder:
            make(Path(folder), count)
            for what in ("first", "again"):  # without an index, and with it
                command = [sys.executable, __file__, "--only", folder, "--samples", str(options.samples)]
                said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
                print(json.dumps({"shapes": count, "start": what, **json.loads(said)}), flush=True)


if __name__ == "__main__":
    main()
