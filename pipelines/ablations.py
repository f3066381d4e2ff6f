"""A table of trainings that differ in one thing: each trained and measured with every seed, beside the base.

usage: python pipelines/ablations.py VARIANT... --patches DIR [DIR...] --val SET --distill CKPT --out OUT
       [--seeds 0,1,2] [--epochs 40] [--exclude FILE] [--threads N] [--options "--depth 6 --width 256"]
       python pipelines/ablations.py --list

Every variant is the base recipe with the options of VARIANTS put over it, run as `pa3d train-align` and
`pa3d benchmark`; "all" stands for every variant, {seed} in CKPT for the seed (a stage 1 of its own for each).
What is finished is skipped, what was interrupted goes on.
Writes OUT/ablations.json and OUT/ablations.md: mean over the seeds, their spread, the difference from the base
with its standard error (shapes paired, their scores averaged over the seeds) and seconds of training.
`joint` needs patches with teacher features: `pa3d patchify --pointfeat`.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

# option -> value; True is a flag that is set, None leaves the base's option out. Besides those of train-align
# "epochs" multiplies those of --epochs, "more" adds the folders of --more to those of --patches.
BASE = {
    "--init": "DISTILL",  # the checkpoint of --distill
    "--trainable": "all",
    "--loss": "softmax",
    "--scale": 14,
    "--bias": 0,
    "--lr-encoder": 3e-4,
    "--lr-head": 2e-3,
    "--yaw": 180,
    "--tilt": 10,
    "--stretch": 0.2,
    "--mirror": True,
}
PAPER = {"--trainable": "last_block", "--loss": "paper", "--scale": None, "--bias": None}
VARIANTS = {
    "two-stage": ("the base: stage 1, then stage 2 with all layers", {}),
    "stage2-only": ("no stage 1", {"--init": "none"}),
    "stage2-longer": ("no stage 1, its samples spent on stage 2", {"--init": "none", "epochs": 34 / 12}),
    "longer": ("34 epochs of stage 2 for every 12", {"epochs": 34 / 12}),
    "procedural": ("with the shapes of --more, as many steps", {"more": True}),
    "procedural-longer": ("the same, as many steps as `longer`", {"more": True, "epochs": 34 / 12}),
    "joint": ("both losses at once, from nothing", {"--init": "none", "--joint": 1}),
    "paper-stage2": ("stage 2 as the paper has it: last block and head, its loss", PAPER),
    "released-stage2": ("stage 2 as released", {**PAPER, "--trainable": "released", "--loss": "released"}),
    "decoder": ("patches and points: loss of both", {"--decoder": 256}),
    "point-level": ("the text loss of points alone, as in Find3D", {"--decoder": 256, "--level": "point"}),
    "majority": ("a patch has its most frequent part alone", {"--labels": "majority"}),
    "batch-negatives": ("names of other shapes are negatives", {"--negatives": "batch"}),
    "paper-loss": ("the paper's loss, scale and bias", {"--loss": "paper", "--scale": None, "--bias": None}),
    "paper-loss-batch": (
        "the paper's loss with the names of other shapes as negatives",
        {"--loss": "paper", "--scale": None, "--bias": None, "--negatives": "batch"},
    ),
    "paper-loss-majority": (
        "the paper's loss with a patch's most frequent part alone",
        {"--loss": "paper", "--scale": None, "--bias": None, "--labels": "majority"},
    ),
    "released-loss": ("pos_weight, scale 1 / 0.07", {"--loss": "released", "--scale": 14.2857}),
    "open": ("softmax with none of these", {"--loss": "open"}),
    "balance": ("small parts count more", {"--balance": 0.5}),
    "noise-0.25": ("label noise 0.25", {"--label-noise": 0.25}),
    "noise-0.5": ("label noise 0.5", {"--label-noise": 0.5}),
    "noise-1.0": ("label noise 1", {"--label-noise": 1.0}),
    "rename": ("a fifth of the names written another way", {"--rename": 0.2}),
    "fresh": ("other points and patches each time", {"--fresh": True}),
    "no-augment": (
        "shapes as they are",
        {"--yaw": None, "--tilt": None, "--stretch": None, "--mirror": None},
    ),
    "labels": ("a class per name, no meaning: the supervised bound", {"--text-model": "labels"}),
    "small": ("a network of 6 blocks of width 192", {"--init": "none", "--depth": 6, "--width": 192}),
}


def options_of(name: str, distill: str | None) -> list[str]:
    """Arguments of train-align for a variant that starts from the checkpoint `distill`."""
    merged = {key: value for key, value in {**BASE, **VARIANTS[name][1]}.items() if value is not None}
    result = []
    for key, value in merged.items():
        if not key.startswith("--"):
            continue
        if value == "DISTILL":
            if distill is None:
                sys.exit(f"{name}: starts from stage 1; give its checkpoint with --distill")
            value = distill  # noqa: PLW2901
        result += [key] if value is True else [key, str(value)]
    return result


def training_of(name: str, seed: int, out: Path, args: argparse.Namespace) -> list[str]:
    """Arguments of pa3d for one training. More data means fewer epochs: the number of steps stays."""
    own = VARIANTS[name][1]
    epochs, folders = args.epochs * own.get("epochs", 1), args.patches
    if own.get("more"):
        folders = [*args.patches, *args.more]
        epochs *= count_shapes(args.patches, args.exclude) / count_shapes(folders, args.exclude)
    words = ["train-align", *map(str, folders), *shlex.split(args.options)]
    words += options_of(name, args.distill and args.distill.replace("{seed}", str(seed)))
    words += ["--epochs", str(max(1, round(epochs))), "--seed", str(seed), "--out", str(out)]
    return words + (["--exclude", str(args.exclude)] if args.exclude else [])


def count_shapes(folders: list[Path], exclude: Path | None) -> int:
    """Shapes that an epoch over these folders of patches shows."""
    left_out = set(exclude.read_text().split()) if exclude else set()
    return sum(path.stem not in left_out for folder in folders for path in folder.glob("*.h5"))


def read_scores(path: Path) -> tuple[float, dict[str, float]]:
    """Mean IoU of a scores.json of `pa3d benchmark`, and the score of every shape."""
    row = json.loads(path.read_text())["rows"][0]
    shapes = {shape["shape_id"]: shape["miou"] for shape in row["per_shape"]}
    return row["miou"], {name: score for name, score in shapes.items() if score is not None}


def run(name: str, seed: int, args: argparse.Namespace) -> dict:
    """Train and measure one variant with one seed, unless it was done; its scores and seconds."""
    out = args.out / name / f"seed{seed}"
    pa3d = [sys.executable, "-m", "pa3d"]
    command = training_of(name, seed, out, args)
    train = [*pa3d, *command]
    record, done = out / "command.json", out / "done.json"
    if record.exists() and json.loads(record.read_text()) != command:
        sys.exit(f"{out}: was made by another command; give another --out")
    if not done.exists():
        out.mkdir(parents=True, exist_ok=True)
        record.write_text(json.dumps(command))
        environment = dict(os.environ, OMP_WAIT_POLICY="passive")
        if args.threads:
            environment["OMP_NUM_THREADS"] = str(args.threads)
        measure = [*pa3d, "benchmark", str(args.val), "--checkpoint", str(out / "align.ckpt")]
        measure += ["--out", str(out / "benchmark"), "--preset", args.preset]
        measure += ["--refine", "none", "--expect", "any"]
        started = time.monotonic()
        for step in (train, measure):
            if subprocess.run(step, env=environment, check=False).returncode:
                sys.exit(f"{name}, seed {seed}: this failed: {' '.join(step)}")
        done.write_text(json.dumps({"wall_seconds": round(time.monotonic() - started, 1)}))
    miou, per_shape = read_scores(out / "benchmark" / "scores.json")
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    return {"seed": seed, "miou": miou, "per_shape": per_shape, "seconds": sum(x["seconds"] for x in lines)}


def paired(runs: list[dict], base: list[dict]) -> tuple[float, float]:
    """Mean difference of the shapes' scores, each averaged over the seeds, and its standard error."""
    shapes = sorted(set.intersection(*(set(r["per_shape"]) for r in [*runs, *base])))
    ours, theirs = (np.mean([[r["per_shape"][s] for s in shapes] for r in rs], 0) for rs in (runs, base))
    difference = ours - theirs
    error = difference.std(ddof=1) / np.sqrt(len(shapes)) if len(shapes) > 1 else float("nan")
    return float(difference.mean()), float(error)


def summary(results: dict[str, list[dict]], base: str = "two-stage") -> list[dict]:
    """A row for every variant; spread is the standard deviation over the seeds (None of a single one)."""
    rows = []
    for name, runs in results.items():
        scores = np.array([r["miou"] for r in runs])
        row = {"variant": name, "what": VARIANTS[name][0], "seeds": [r["seed"] for r in runs]}
        row |= {"miou": float(scores.mean()), "spread": float(scores.std(ddof=1)) if len(runs) > 1 else None}
        if name != base and base in results:
            row["difference"], row["standard_error"] = paired(runs, results[base])
        row |= {"seconds": round(float(np.mean([r["seconds"] for r in runs])), 1), "scores": scores.tolist()}
        rows.append(row)
    return rows


def markdown(rows: list[dict]) -> str:
    lines = [
        "| variant | what | seeds | mIoU | spread | against the base | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        spread = "-" if row["spread"] is None else f"{100 * row['spread']:.1f}"
        against = "-"
        if "difference" in row:
            against = f"{100 * row['difference']:+.1f} ± {100 * row['standard_error']:.1f}"
        cells = [row["variant"], row["what"], len(row["seeds"]), f"{100 * row['miou']:.1f}", spread, against]
        lines.append("| " + " | ".join(map(str, [*cells, f"{row['seconds']:.0f}"])) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("variants", nargs="*", help="names of --list, or all")
    parser.add_argument("--list", action="store_true", help="print the variants and their options")
    parser.add_argument("--patches", nargs="+", type=Path, help="folders of pa3d patchify")
    parser.add_argument("--more", nargs="+", type=Path, help="folders that some variants train on as well")
    parser.add_argument("--val", type=Path, help="labelled set to measure on")
    parser.add_argument("--distill", help="checkpoint of stage 1")
    parser.add_argument("--exclude", type=Path, help="ids not to train on, one per line")
    parser.add_argument("--seeds", default="0,1,2")
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--preset", default="patchalign3d", help="protocol of the benchmark")
    parser.add_argument("--options", default="", help="more options of train-align, for every variant")
    parser.add_argument("--threads", type=int, help="threads of a training")
    parser.add_argument("--out", type=Path, default=Path("out/ablations"))
    args = parser.parse_args()
    if args.list:
        print("base:", " ".join(options_of("two-stage", "CKPT")))
        for name, (what, options) in VARIANTS.items():
            print(f"{name}: {what} {options or ''}".rstrip())
        return
    names = list(VARIANTS) if args.variants == ["all"] else args.variants
    if unknown := [name for name in names if name not in VARIANTS]:
        parser.error(f"{unknown[0]}: no such variant; --list shows them")
    if not (names and args.patches and args.val):
        parser.error("name at least one variant, --patches and --val")
    if not args.more and any(VARIANTS[name][1].get("more") for name in names):
        parser.error("these variants train on more shapes: name their patches with --more")
    results: dict[str, list[dict]] = {name: [] for name in names}
    for seed in map(int, args.seeds.split(",")):  # seed by seed: an early stop leaves a whole table
        for name in names:
            results[name].append(run(name, seed, args))
            rows = summary({key: runs for key, runs in results.items() if runs})
            (args.out / "ablations.json").write_text(json.dumps({"base": BASE, "rows": rows}, indent=1) + "\n")
            (args.out / "ablations.md").write_text(markdown(rows))
    print(markdown(rows))


if __name__ == "__main__":
    main()
