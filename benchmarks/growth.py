"""Time, memory and disk of every stage as the work grows: 1 to 1,000 shapes, 1e3 to 1e7 points.

    python benchmarks/growth.py shapes [N ...]     into out/bench/growth/shapes.json
    python benchmarks/growth.py points [N ...]     into out/bench/growth/points.json
    python benchmarks/growth.py report             docs/growth.png, and the tables of docs/performance.md

A row is kept as soon as it is measured; sizes may be measured one after the other, and again.

Every stage is a process of its own, as a user starts it; memory is the largest of that process or of one that
it waits for. The shapes are those of `pa3d synth`, a like number of each category, drawn at the default 518
pixels; the teacher is the embedded one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from report import PAGE, ROOT, between_marks, seconds

from pa3d.synth import categories

FOLDER = ROOT / "out/bench/growth"
PICTURE = ROOT / "docs/growth.png"
BEGIN, END = "<!-- growth: begin -->", "<!-- growth: end -->"
GOALS = (28_827, 800_000)  # the shapes of the paper, and of Objaverse
Measured = dict[str, Any]


def timed(*arguments: str | Path) -> tuple[float, float]:
    """Seconds and MB of a pa3d command."""
    command = [sys.executable, "-m", "pa3d", *map(str, arguments), "--quiet"]
    environment = os.environ | {"OMP_WAIT_POLICY": "passive"}
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)}: exit status {status}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def stages(folder: Path) -> dict[str, tuple[list[str | Path], Path]]:
    """The commands on folder/meshes, in order, and where each writes."""
    at = {name: folder / name for name in ("meshes", "renders", "tokens", "pointfeat", "patches", "prepared")}
    outputs = {name: folder / name for name in ("distill", "align", "segmented")}
    return {
        "render": (["render", at["meshes"]], at["renders"]),
        "dino-extract": (["dino-extract", at["renders"]], at["tokens"]),
        "backproject": (["backproject", at["renders"], at["tokens"]], at["pointfeat"]),
        "patchify": (
            ["patchify", at["renders"], "--pointfeat", at["pointfeat"], "--labels", at["meshes"]],
            at["patches"],
        ),
        "prepare": (["prepare", at["meshes"], "--labels", at["meshes"]], at["prepared"]),
        "train-distill, an epoch": (["train-distill", at["patches"], "--epochs", "1"], outputs["distill"]),
        "train-align, an epoch": (
            ["train-align", at["patches"], "--init", outputs["distill"] / "distill.ckpt", "--epochs", "1"],
            outputs["align"],
        ),
        "segment": (["segment", at["meshes"], "--parts", "leg,seat,back"], outputs["segmented"]),
    }


def kept(what: str) -> list[Measured]:
    """The rows that were measured so far."""
    file = FOLDER / f"{what}.json"
    return json.loads(file.read_text()) if file.is_file() else []


def keep(what: str, row: Measured) -> None:
    """Add a row to them, in place of the one of the same stage and size."""
    print(row, flush=True)
    others = [one for one in kept(what) if (one["stage"], one[what]) != (row["stage"], row[what])]
    rows = sorted([*others, row], key=lambda one: one[what])
    (FOLDER / f"{what}.json").write_text(json.dumps(rows, indent=1))


def measure_shapes(counts: list[int]) -> None:
    """Each stage for each number of shapes."""
    base = FOLDER / "work"
    shutil.rmtree(base, ignore_errors=True)
    each = math.ceil(max(counts) / len(categories()))
    timed("synth", "all", "--count", str(each), "--out", base / "all")
    shapes = sorted((base / "all").glob("*.npz"))
    for count in counts:
        folder = base / str(count)
        (folder / "meshes").mkdir(parents=True)
        for number in np.linspace(0, len(shapes) - 1, count).round().astype(int):
            os.link(shapes[number], folder / "meshes" / shapes[number].name)
        for stage, (command, out) in stages(folder).items():
            flag = "--out-dir" if stage == "segment" else "--out"
            spent, memory = timed(*command, flag, out)
            row = {"stage": stage, "shapes": count, "seconds": spent, "MB": memory, "bytes": size_of(out)}
            keep("shapes", row)
        shutil.rmtree(folder)
    shutil.rmtree(base)


def bumpy_ball(count: int) -> np.ndarray:
    """(count, 3) float32."""
    direction = np.random.default_rng(0).normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    return (direction * (1 + 0.2 * np.sin(5 * direction).prod(1, keepdims=True))).astype(np.float32)


def measure_points(counts: list[int]) -> None:
    """A cloud of each size through the stages that see its points; a mesh of about as many faces too."""
    import trimesh

    base = FOLDER / "work"
    shutil.rmtree(base, ignore_errors=True)
    for count in counts:
        folder = base / str(count)
        (folder / "cloud").mkdir(parents=True)
        (folder / "mesh").mkdir()
        trimesh.PointCloud(bumpy_ball(count)).export(folder / "cloud/cloud.ply")
        level = max(1, round(math.log(count / 20, 4)))
        ball = trimesh.creation.icosphere(level)
        trimesh.Trimesh(ball.vertices * [1, 0.6, 0.4], ball.faces, process=False).export(
            folder / "mesh/mesh.ply"
        )
        jobs: dict[str, tuple[int, list[str | Path]]] = {
            "segment, a cloud": (count, ["segment", folder / "cloud", "--out-dir", folder / "out"]),
            "segment, a mesh": (len(ball.faces), ["segment", folder / "mesh", "--out-dir", folder / "out"]),
            "render, a cloud": (count, ["render", folder / "cloud", "--out", folder / "cloud-renders"]),
            "render, a mesh": (len(ball.faces), ["render", folder / "mesh", "--out", folder / "mesh-renders"]),
        }
        if count <= 1_000_000:  # features of more fill a disk: two bytes for each of the teacher's numbers
            renders, tokens, features = (folder / name for name in ("renders", "tokens", "pointfeat"))
            timed("render", folder / "mesh", "--num-points", str(count), "--out", renders)
            timed("dino-extract", renders, "--out", tokens)
            patchify = ["patchify", renders, "--pointfeat", features, "--out", folder / "patches"]
            jobs["backproject"] = (count, ["backproject", renders, tokens, "--out", features])
            jobs["patchify"] = (count, patchify)
        for job, (number, command) in jobs.items():
            parts = ["--parts", "head,body"] if command[0] == "segment" else []
            spent, memory = timed(*command, *parts)
            keep("points", {"stage": job, "points": number, "seconds": spent, "MB": memory})
        shutil.rmtree(folder)
    shutil.rmtree(base)


def slope(rows: list[Measured], over: str) -> tuple[float, float]:
    """What one more costs, and what starting does: a line through the two largest and the smallest size."""
    rows = sorted(rows, key=lambda row: row[over])
    few, many = rows[-2], rows[-1]
    each = (many["seconds"] - few["seconds"]) / (many[over] - few[over])
    return each, rows[0]["seconds"] - each * rows[0][over]


def by_stage(rows: list[Measured]) -> dict[str, list[Measured]]:
    stages: dict[str, list[Measured]] = {}
    for row in rows:
        stages.setdefault(row["stage"], []).append(row)
    return stages


def growth_table(rows: list[Measured], over: str) -> list[str]:
    """A line for each stage: seconds and MB at each size."""
    sizes = sorted({row[over] for row in rows}) if over == "shapes" else []
    if over == "points":  # meshes have other numbers of faces than the clouds have points
        sizes = list(range(max(len(own) for own in by_stage(rows).values())))
    names = [f"{size:,}" for size in sizes] if over == "shapes" else [f"1e{3 + size}" for size in sizes]
    lines = [f"| stage | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for stage, own in by_stage(rows).items():
        cells = [f"{seconds(row['seconds'])}, {row['MB']:,.0f} MB" for row in own]
        lines.append(f"| {stage} | {' | '.join(cells + [''] * (len(names) - len(cells)))} |")
    return lines


def projection(rows: list[Measured]) -> list[str]:
    """Hours of one such machine and disk, from what one more shape costs."""
    lines = ["| stage | one more shape | disk of it |" + "".join(f" {goal:,} |" for goal in GOALS)]
    lines.append("|---|---|---|" + "---|" * len(GOALS))
    for stage, own in by_stage(rows).items():
        each, _ = slope(own, "shapes")
        last = max(own, key=lambda row: row["shapes"])
        disk = 0.0 if "train" in stage else last["bytes"] / last["shapes"]  # a checkpoint does not grow
        cells = [f"{each * goal / 3600:,.1f} h, {disk * goal / 1e9:,.1f} GB" for goal in GOALS]
        lines.append(f"| {stage} | {seconds(each)} | {disk / 1e6:.2f} MB | {' | '.join(cells)} |")
    return lines


def plot(shapes: list[Measured], points: list[Measured]) -> None:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(11, 8), constrained_layout=True)
    for column, (rows, over) in enumerate(((shapes, "shapes"), (points, "points"))):
        for row, (what, label) in enumerate((("seconds", "seconds"), ("MB", "peak memory, MB"))):
            axis = axes[row, column]
            for stage, own in by_stage(rows).items():
                axis.plot([r[over] for r in own], [r[what] for r in own], marker="o", label=stage)
            axis.set(xscale="log", yscale="log", xlabel="points or faces" if column else over, ylabel=label)
            axis.grid(alpha=0.3)
        axes[0, column].legend(fontsize=8)
    figure.savefig(PICTURE, dpi=100)


def report() -> None:
    shapes, points = kept("shapes"), kept("points")
    plot(shapes, points)
    parts = [growth_table(shapes, "shapes"), growth_table(points, "points"), projection(shapes)]
    text = "\n\n".join("\n".join(lines) for lines in parts)
    PAGE.write_text(between_marks(PAGE.read_text(encoding="utf-8"), text, BEGIN, END), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["shapes", "points", "report"])
    parser.add_argument("sizes", nargs="*", type=int)
    options = parser.parse_args()
    if options.what == "report":
        report()
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    measure, default = {
        "shapes": (measure_shapes, [1, 10, 100, 1000]),
        "points": (measure_points, [10**power for power in range(3, 8)]),
    }[options.what]
    measure(options.sizes or default)


if __name__ == "__main__":
    main()
