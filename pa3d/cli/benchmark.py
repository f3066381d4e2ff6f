"""The command that measures: benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pa3d.cli import console
from pa3d.cli import options as opt
from pa3d.cli.options import HOW

if TYPE_CHECKING:
    from pa3d.benchmark import BenchmarkConfig
    from pa3d.datasets.base import Dataset
    from pa3d.methods import Method
    from pa3d.protocols import Protocol

SCORING = "How to score"
SET = "What to measure on"


def benchmark(
    directory: Annotated[
        Path, typer.Argument(help="Folder of a benchmark set as published, or of labelled .npz.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for predictions and scores.json.")] = Path("out/benchmark"),
    dataset: Annotated[
        str, typer.Option(help="Which set it is; auto looks at the files.", rich_help_panel=SET)
    ] = "auto",
    split: Annotated[str, typer.Option(help="Part of the set: test, train, ...", rich_help_panel=SET)] = "test",
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Only say which set it is, what is missing, and read it.", rich_help_panel=SET
        ),
    ] = False,
    only: Annotated[
        Path | None, typer.Option(help="File with the shape ids to take, one per line.", rich_help_panel=SET)
    ] = None,
    rotation: Annotated[
        str,
        typer.Option(
            help="none, z (about up), so3, or a file of rotations; with one the drop is shown.",
            rich_help_panel=SET,
        ),
    ] = "none",
    method: Annotated[
        str,
        typer.Option(help="model, most-frequent, random, pointclip, cops, cops-oracle.", rich_help_panel=HOW),
    ] = "model",
    train: Annotated[
        Path | None, typer.Option(help="Training patches, for most-frequent.", rich_help_panel=HOW)
    ] = None,
    exclude: Annotated[
        Path | None, typer.Option(help="Ids of --train to leave out, one per line.", rich_help_panel=HOW)
    ] = None,
    teacher: Annotated[
        str, typer.Option(help="Image features of cops: lite0 (embedded), dinov2-b, ...", rich_help_panel=HOW)
    ] = "lite0",
    teacher_weights: Annotated[
        Path | None, typer.Option(help="Local weights file of the teacher.", rich_help_panel=HOW)
    ] = None,
    image_text: Annotated[
        str,
        typer.Option(
            help="Image-text model of pointclip and cops: conse (embedded) or an open_clip name.",
            rich_help_panel=HOW,
        ),
    ] = "conse",
    checkpoint: opt.Checkpoint = "default",
    text_weights: opt.TextWeights = None,
    text_bank: opt.TextBank = None,
    propagate: opt.Propagate = "auto",
    draws: opt.Draws = 4,
    refine: opt.Refine = "smooth",
    expect: opt.Expect = "auto",
    precision: opt.Precision = "fp32",
    num_points: Annotated[
        int, typer.Option(min=128, help="Points the network sees; all are labelled.", rich_help_panel=HOW)
    ] = 2048,
    up: Annotated[
        str, typer.Option(help="Axis that points up in the files; auto is the set's own.", rich_help_panel=SET)
    ] = "auto",
    preset: Annotated[
        str,
        typer.Option(
            help="Protocols, comma-separated: patchalign3d, patchalign3d-internal, find3d, cops, partslip, "
            "satr, supervised; or all.",
            rich_help_panel=SCORING,
        ),
    ] = "all",
    absent: Annotated[
        str | None, typer.Option(help="Parts without a point: skip, union-skip, one.", rich_help_panel=SCORING)
    ] = None,
    average: Annotated[
        str | None, typer.Option(help="Mean over instance, category or part.", rich_help_panel=SCORING)
    ] = None,
    unlabelled: Annotated[
        str | None,
        typer.Option(help="Unlabelled points: ignore, background, category, other.", rich_help_panel=SCORING),
    ] = None,
    points: Annotated[
        str | None, typer.Option(help="Points scored: all, or how many.", rich_help_panel=SCORING)
    ] = None,
    classes: Annotated[
        str | None,
        typer.Option(
            "--set", help="closed, or open: a point may fit none of the names.", rich_help_panel=SCORING
        ),
    ] = None,
    prompt: Annotated[
        str | None,
        typer.Option(
            help="part, bare, part-of-category, the-part-of-category, or a sentence with {part}, {category}.",
            rich_help_panel=SCORING,
        ),
    ] = None,
    seed: opt.Seed = 0,
    device: opt.Device = "auto",
    batch_size: Annotated[int, typer.Option(min=1, help="Shapes that a worker takes at a time.")] = 8,
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    gpus: opt.Gpus = 1.0,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Label a benchmark set and score it under the published protocols: predictions first, then scores.json.

    Predictions are kept: another protocol on the same folder takes seconds. docs/protocols.md says what each
    protocol measures.

    Example: pa3d benchmark my-shapes/ --out out/benchmark
    """
    from pa3d import benchmark as stage
    from pa3d import prompts
    from pa3d.datasets import find_set
    from pa3d.errors import Pa3dError
    from pa3d.precision import choose_precision
    from pa3d.rotations import KINDS
    from pa3d.shapes import check_up

    found = find_set(directory, dataset, split)
    if check:
        _check(found)
        return
    chosen = opt.read_ids(only, {item.shape_id for item in found.items})
    found = stage.part_of(found, chosen)
    axes = {
        "absent": absent,
        "average": average,
        "unlabelled": unlabelled,
        "points": points,
        "classes": classes,
        "prompt": prompt,
    }
    protocols = _protocols(preset, found.name, {k: v for k, v in axes.items() if v is not None})
    axis = found.up if up == "auto" else up
    check_up(axis)
    if expect == "auto":
        expect = found.expect
    run = opt.runtime(
        shard, workers, overwrite, max_failures, opt.choose_device(device, ray), batch_size, ray, gpus
    )
    options = {
        "propagate": propagate,
        "num_points": num_points,
        "draws": draws,
        "refine": refine,
        "expect": expect,
        "precision": choose_precision(precision, run.device),
        "text_weights": text_weights,
        "text_bank": text_bank,
    }
    baseline = {"teacher": teacher, "teacher_weights": teacher_weights, "image_text": image_text}
    how = _method(method, checkpoint, options, baseline | {"text_weights": text_weights}, train, exclude)
    styles = tuple(dict.fromkeys([*prompts.STYLES, *(p.prompt for p in protocols)]))
    shown = [rotation] if rotation == "none" else ["none", rotation]
    tags = [turn if turn in KINDS else stage.file_tag(Path(turn)) for turn in shown]  # before any work
    report, results, missing = None, [], 0
    for turn, name in zip(shown, tags, strict=True):
        given = how.name, how.weights, found.name, propagate, num_points, axis, seed, draws, styles, name
        config = stage.BenchmarkConfig(*given, **_own_settings(method, options))
        poses = stage.poses(found, turn, axis, seed)
        folder = out / ("predictions" if turn == "none" else f"predictions-{name}")
        if poses is not None:
            stage.write_rotations(out / f"rotations-{name}.json", poses)
        report = opt.run_with_bar("benchmark", stage.stage(config, how), stage.jobs(found, poses), folder, run)
        ids = {item.shape_id for item in found.items}
        stored = sum((folder / f"{shape_id}.h5").exists() for shape_id in ids)
        if report.failed and not stored:
            raise Pa3dError(f"no shape could be labelled; the first: {next(iter(report.failed.values()))}")
        missing = max(missing, len(ids) - stored)
        if run.shard.count == 1 or not missing:
            results.append(_score(folder, ids, config, protocols))
    if run.shard.count > 1 and missing:
        console.say(
            f"{missing} of {len(found.items)} shapes have no prediction yet; the last shard writes scores.json"
        )
    else:
        scores = stage.report(found, how, config, shown, results)
        stage.write_scores(out / "scores.json", scores)
        _print_scores(scores)
        console.emit(scores)
    assert report is not None  # there is a turn at least
    opt.finish(report)


def _check(found: Dataset) -> None:
    """Print what a folder holds; exit code 1 when something is missing."""
    from pa3d.datasets import check as checking

    result = checking.check(found, deep=True)
    for line in checking.describe(result):
        console.say(line)
    data = checking.as_dict(result)
    console.emit(data)
    if data["problems"]:
        raise typer.Exit(1)


def _protocols(names: str, dataset: str, axes: dict[str, Any]) -> list[Protocol]:
    """The presets asked for, each with the axes that are set alone."""
    from pa3d import protocols

    wanted = list(protocols.PRESETS) if names == "all" else [name.strip() for name in names.split(",")]
    return [protocols.modify(protocols.preset(name, dataset), **axes) for name in wanted]


def _method(
    name: str,
    checkpoint: str,
    options: dict[str, Any],
    baseline: dict[str, Any],
    train: Path | None,
    exclude: Path | None,
) -> Method:
    from pa3d import methods
    from pa3d.errors import Pa3dError

    if name == "model":
        return methods.model_method(checkpoint, **options)
    if name == "most-frequent":
        if train is None:
            raise Pa3dError("--method most-frequent counts parts of training patches; give --train FOLDER")
        skip = opt.read_ids(exclude, {path.stem for path in train.glob("*.h5")}) or set()
        return methods.baseline(name, patches_dir=train, exclude=skip)
    return methods.baseline(name, **baseline)


def _own_settings(method: str, options: dict[str, Any]) -> dict[str, Any]:
    """What only the model knows; the baselines have none of it."""
    if method != "model":
        return {"refine": "none", "expect": "any"}
    return {key: options[key] for key in ("refine", "expect", "precision")}


def _score(
    folder: Path, ids: set[str], config: BenchmarkConfig, protocols: list[Protocol]
) -> list[dict[str, Any]]:
    from pa3d import benchmark as stage
    from pa3d.scoring import score_all

    paths = stage.prediction_paths(folder, ids, config)
    with opt.progress_bar("score", len(paths)) as bar:
        return score_all(paths, protocols, config.seed, lambda: bar.update())


def _print_scores(scores: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if console.is_json() or console.is_quiet():
        return
    title = (
        f"{scores['title']}, {scores['method']}{' (ORACLE: uses the annotation)' if scores['oracle'] else ''}"
    )
    table = Table(title=escape(console.plain(title)))
    rotated = scores.get("rotated")
    columns = [
        "protocol",
        "score",
        *(["turned", "drop"] if rotated else []),
        "mIoU",
        "cIoU",
        "accuracy",
        "shapes",
    ]
    for name in [*columns, "seed"]:
        if name == "protocol":
            table.add_column(name, overflow="fold", min_width=14)
        else:
            table.add_column(name, justify="right", no_wrap=True)
    for number, row in enumerate(scores["rows"]):
        cells = [row["preset"], _percent(row["score"])]
        if rotated:
            turned = rotated["rows"][number]["score"]
            cells += [_percent(turned), _percent(row["score"] - turned)]
        cells += [_percent(row[key]) for key in ("miou", "ciou", "accuracy")]
        table.add_row(*_cells(*cells, row["num_shapes"], row["seed"]))
    Console().print(table)
    for row in scores["rows"]:
        console.say(f"{row['preset']}: {row['what']}")
    categories = {name: entry for name, entry in scores["rows"][0]["per_category"].items() if name}
    if len(categories) > 1:
        first = Table(title=f"by category, {scores['rows'][0]['preset']}")
        for name in ("category", "shapes", "score"):
            first.add_column(name, justify="left" if name == "category" else "right")
        for name, entry in categories.items():
            first.add_row(*_cells(name, entry["num_shapes"], _percent(entry["score"])))
        Console().print(first)


def _cells(*values: object) -> list[str]:
    """Cells of a table that show what they hold: rich reads [red] and a terminal its own signs."""
    from rich.markup import escape

    return [escape(console.plain(value)) for value in values]


def _percent(value: float) -> str:
    return f"{100 * value:.2f}"
