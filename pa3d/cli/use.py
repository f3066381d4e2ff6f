"""Commands that measure and look: benchmark, inspect."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import console
from pa3d.cli import options as opt


def benchmark(
    directory: Annotated[Path, typer.Argument(help="Folder of .npz: points, labels, label_names, category.")],
    out: Annotated[Path, typer.Option(help="Folder for predictions/ and scores.json.")] = Path("out/benchmark"),
    method: Annotated[str, typer.Option(help="model, or most-frequent (a baseline; needs --train).")] = "model",
    train: Annotated[Path | None, typer.Option(help="Training patches, for most-frequent.")] = None,
    exclude: Annotated[Path | None, typer.Option(help="Ids of --train to leave out, one per line.")] = None,
    checkpoint: opt.Checkpoint = "default",
    text_weights: opt.TextWeights = None,
    text_bank: opt.TextBank = None,
    propagate: opt.Propagate = "auto",
    draws: opt.Draws = 4,
    num_points: Annotated[int, typer.Option(min=128, help="Points the network sees; all are scored.")] = 2048,
    up: opt.Up = "y",
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
    workers: opt.Workers = 1,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Label a folder of labelled shapes and score it: predictions first, then scores.json and a table.

    Example: pa3d benchmark my-shapes/ --out out/benchmark
    """
    from pa3d import benchmark as stage
    from pa3d.checkpoint import checkpoint_hash
    from pa3d.errors import Pa3dError
    from pa3d.shapes import check_up

    check_up(up)
    jobs = stage.jobs(directory)
    if method == "most-frequent":
        if train is None:
            raise Pa3dError("--method most-frequent counts parts of training patches; give --train FOLDER")
        skip = opt.read_ids(exclude, {path.stem for path in train.glob("*.h5")}) or set()
        frequencies = stage.part_frequencies(train, skip)
        config = stage.BenchmarkConfig(method, stage.table_hash(frequencies))
        task = stage.most_frequent_stage(config, frequencies)
    elif method == "model":
        config = stage.BenchmarkConfig(
            method, checkpoint_hash(checkpoint), propagate, num_points, up, seed, draws
        )
        task = stage.model_stage(checkpoint, config, text_weights, text_bank)
    else:
        raise Pa3dError(f"--method {method}: write one of {', '.join(stage.METHODS)}")
    run = opt.runtime(shard, workers, overwrite, max_failures, opt.choose_device(device))
    report = opt.run_with_bar("benchmark", task, jobs, out / "predictions", run)
    ids = {job.shape_id for job in jobs}
    if report.failed and not stage.count_predictions(out / "predictions", ids):
        raise Pa3dError(f"no shape could be labelled; the first: {next(iter(report.failed.values()))}")
    missing = len(ids) - stage.count_predictions(out / "predictions", ids)
    if run.shard.count > 1 and missing:
        console.say(f"{missing} of {len(ids)} shapes have no prediction yet; the last shard writes scores.json")
    else:
        scores = stage.score_folder(out / "predictions", ids, config)
        stage.write_scores(out / "scores.json", scores)
        _print_scores(scores)
        console.emit(scores)
    opt.finish(report)


def _print_scores(scores: dict) -> None:
    from rich.console import Console
    from rich.table import Table

    if console.is_json() or console.is_quiet():
        return
    table = Table(title="IoU by category (skip_absent, union_skip, absent_one)")
    for name in ("category", "shapes", "skip_absent", "union_skip", "absent_one", "accuracy"):
        table.add_column(name, justify="left" if name == "category" else "right")

    def row(name: str, count: int, miou: dict, accuracy: float) -> list[str]:
        return [name, str(count), *(f"{miou[k]:.4f}" for k in miou), f"{accuracy:.4f}"]

    for name, entry in scores["per_category"].items():
        table.add_row(*row(name or "-", entry["num_shapes"], entry["miou"], entry["accuracy"]))
    table.add_section()
    table.add_row(*row("mean over shapes (mIoU)", scores["num_shapes"], scores["miou"], scores["accuracy"]))
    means = [f"{scores['ciou'][k]:.4f}" for k in scores["ciou"]]
    table.add_row("mean over categories (cIoU)", str(len(scores["per_category"])), *means, "")
    Console().print(table)


def inspect(
    path: Annotated[Path, typer.Argument(help="An artifact, checkpoint, shape or folder.")],
    png: Annotated[Path | None, typer.Option(help="Also write a picture of what is inside.")] = None,
) -> None:
    """Say what a file or folder is, where it came from and what shapes it has.

    Example: pa3d inspect out/renders/chair.h5 --png chair-views.png
    """
    from pa3d import inspection
    from pa3d.artifact import atomic_path

    lines = inspection.describe(path)
    for line in lines:
        console.say(line)
    if png is not None:
        image = inspection.draw(path)
        with atomic_path(png) as temporary:
            image.save(temporary, format="PNG")
        console.say(f"picture: {png}")
    console.emit({"path": str(path), "description": lines, "picture": None if png is None else str(png)})
