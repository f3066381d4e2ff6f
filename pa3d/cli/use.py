"""Commands that use a model: segment, benchmark, inspect."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import options as opt

Checkpoint = Annotated[
    str,
    typer.Option(help="Model: default (shipped), patchalign3d (released, from the hub), or a file."),
]
TextWeights = Annotated[Path | None, typer.Option(help="Local weights file of the model's text encoder.")]
TextBank = Annotated[Path | None, typer.Option(help="Bank of embeddings made by `pa3d text-bank`.")]
Propagate = Annotated[
    str,
    typer.Option(help="auto, points (the model's decoder), nearest (paper), membership or interpolate."),
]
Draws = Annotated[
    int, typer.Option(min=1, help="Subsets of the surface whose answers are averaged (paper: 1).")
]


def segment(
    inputs: Annotated[list[Path], typer.Argument(help="Meshes or point clouds.")],
    parts: Annotated[str, typer.Option(help="Part names: leg,seat,back, or a file with one per line.")],
    out: Annotated[
        list[Path] | None,
        typer.Option(help="File to write, .ply .png .npz .h5 or .json; may be repeated. One input only."),
    ] = None,
    out_dir: Annotated[
        Path,
        typer.Option(help="Folder for <name>.parts.ply and <name>.parts.png when --out is not given."),
    ] = Path(),
    checkpoint: Checkpoint = "default",
    text_model: Annotated[str | None, typer.Option(help="Must be the model's own text encoder.")] = None,
    text_weights: TextWeights = None,
    text_bank: TextBank = None,
    up: opt.Up = "y",
    propagate: Propagate = "auto",
    draws: Draws = 4,
    background: Annotated[bool, typer.Option(help="Leave unlabelled what fits none of the names.")] = False,
    min_score: Annotated[float, typer.Option(help="Leave unlabelled what scores less, 0 to 1.")] = 0.0,
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
) -> None:
    """Label the parts of shapes from names: a coloured PLY and a picture of each.

    Labels come for every vertex or point and every face, in the file's own order and frame.
    Example: pa3d segment chair.ply --parts leg,seat,back
    """
    from pa3d import segmenter as stage
    from pa3d.checkpoint import checkpoint_hash, load_model
    from pa3d.errors import Pa3dError, about
    from pa3d.export import check_suffixes
    from pa3d.readers import list_shapes, load_shape
    from pa3d.shapes import check_up
    from pa3d.text import split_names

    names = split_names(parts)
    shapes = list_shapes(inputs)
    if out and len(shapes) > 1:
        raise Pa3dError(f"--out names files of one shape, but there are {len(shapes)}; use --out-dir")
    check_suffixes(out or [])
    check_up(up)
    loaded = {}
    if len(shapes) == 1:  # a bad single file is reported before the model is loaded
        loaded = {shape_id: load_shape(path) for shape_id, path in shapes.items()}
    model = load_model(checkpoint, opt.choose_device(device), "align")
    text = stage.embed_parts(model, names, text_model, text_weights, text_bank)
    weights = checkpoint_hash(checkpoint)
    settings = stage.Settings(up, seed, draws, propagate, background, min_score)
    failed = 0
    for shape_id, path in shapes.items():
        targets = out or [out_dir / f"{shape_id}.parts{suffix}" for suffix in (".ply", ".png")]
        try:
            shape = loaded.get(shape_id) or load_shape(path)
            with about(path):
                encoding = stage.encode(model, shape, settings)
            result = stage.label_shape(model, encoding, shape, names, text, settings)
        except Pa3dError as error:
            if len(shapes) == 1:
                raise
            failed += 1
            typer.echo(f"error: {error}", err=True)
            continue
        config = {"weights": weights, "parts": names, **asdict(settings)}
        _write_result(result, targets, shape_id, path, config)
    if failed:
        typer.echo(f"{failed} of {len(shapes)} shapes failed", err=True)
        raise typer.Exit(1)


def _write_result(result, targets: list[Path], shape_id: str, source: Path, config: dict) -> None:
    from pa3d import artifact
    from pa3d.export import part_table, write

    inputs = {"shape": artifact.hash_file(source)[:16]}
    for target in targets:
        write(target, result, shape_id=shape_id, config=config, inputs=inputs, up=config["up"])
    table = part_table(result)["parts"]
    width = max(len(part["name"]) for part in table)
    typer.echo(f"{source} -> {', '.join(str(t) for t in targets)}")
    for part in sorted(table, key=lambda p: -p["share"]):
        score = "" if part["mean_score"] is None else f"  score {part['mean_score']:.2f}"
        typer.echo(f"  {part['name']:<{width}}  {100 * part['share']:5.1f} %{score}")


def benchmark(
    directory: Annotated[Path, typer.Argument(help="Folder of .npz: points, labels, label_names, category.")],
    out: Annotated[Path, typer.Option(help="Folder for predictions/ and scores.json.")] = Path("out/benchmark"),
    method: Annotated[str, typer.Option(help="model, or most-frequent (a baseline; needs --train).")] = "model",
    train: Annotated[Path | None, typer.Option(help="Training patches, for most-frequent.")] = None,
    exclude: Annotated[Path | None, typer.Option(help="Ids of --train to leave out, one per line.")] = None,
    checkpoint: Checkpoint = "default",
    text_weights: TextWeights = None,
    text_bank: TextBank = None,
    propagate: Propagate = "auto",
    draws: Draws = 4,
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
        typer.echo(f"{missing} of {len(ids)} shapes have no prediction yet; the last shard writes scores.json")
    else:
        scores = stage.score_folder(out / "predictions", ids, config)
        stage.write_scores(out / "scores.json", scores)
        _print_scores(scores)
    opt.finish(report)


def _print_scores(scores: dict) -> None:
    from rich.console import Console
    from rich.table import Table

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

    for line in inspection.describe(path):
        typer.echo(line)
    if png is not None:
        image = inspection.draw(path)
        with atomic_path(png) as temporary:
            image.save(temporary, format="PNG")
        typer.echo(f"picture: {png}")
