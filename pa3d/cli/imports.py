"""Commands that bring published data to what the other commands read: import find3d, import set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import console, places
from pa3d.cli import options as opt

app = typer.Typer(
    help="Bring published data sets to what the other commands read.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


def find3d(
    directory: Annotated[Path, typer.Argument(help="The download: the folder that holds labeled/ or core/.")],
    out: Annotated[Path, typer.Option(help="Folder for the artifacts.")] = Path("out/find3d"),
    split: Annotated[str, typer.Option(help="train, val or all.")] = "all",
    draws: opt.PatchDraws = 4,
    draw_size: opt.DrawSize = 2048,
    num_patches: opt.NumPatches = 128,
    patch_size: opt.PatchSize = 32,
    visible_draws: Annotated[
        bool, typer.Option(help="Take every second draw from points that some view sees, where known.")
    ] = True,
    seed: opt.Seed = 0,
    workers: opt.Workers = 1,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """The training data of Find3D and PatchAlign3D -> patches, for train-distill and train-align.

    Writes train.txt, val.txt and unlabelled.txt beside the artifacts: ids for --only, --exclude and --val.
    Example: pa3d import find3d patchalign3d-training-data/ --out out/find3d --workers 2
    """
    from pa3d import find3d as library
    from pa3d.errors import Pa3dError
    from pa3d.patches import PatchConfig

    opt.check_patches(draw_size, num_patches, patch_size)
    root = library.find_root(directory)
    items = library.read_split(root, split)
    if not items:
        raise Pa3dError(f"{root}: the split {split!r} names no shape")
    config = PatchConfig(draws, draw_size, num_patches, patch_size, visible_draws, seed)
    run = opt.runtime(shard, workers, overwrite, max_failures)
    report = opt.run_with_bar("import", library.stage(config), library.jobs(root, items), out, run)
    counts = library.write_lists(root, out)
    if counts["unlabelled"]:
        console.say(f"without part labels: {counts['unlabelled']}, listed in {out / library.UNLABELLED}")
    opt.finish(report)


def set_(
    directory: Annotated[Path, typer.Argument(help="Folder of a benchmark set, as downloaded and unpacked.")],
    out: Annotated[Path, typer.Option(help="Folder for the .npz files.")] = Path("out/points"),
    split: Annotated[str, typer.Option(help="Part of the set: train, val, test, ...")] = "train",
    name: Annotated[str, typer.Option(help="Which set it is; auto looks at the files.")] = "auto",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write again what is there.")] = False,
) -> None:
    """Shapes of a benchmark set -> .npz files with points, labels, label_names and category, to train on.

    Render them as clouds, then patchify with the same folder as --labels.
    Example: pa3d import set shapenetpart/ --split train --out out/points
    """
    from pa3d.datasets import find_set
    from pa3d.datasets.write import write_set
    from pa3d.errors import Pa3dError

    data = find_set(directory, name, split)
    for problem in data.problems:
        console.say(problem)
    if not data.items:
        raise Pa3dError(f"{directory}: {data.title} has no shape in its split {split!r}")
    with opt.progress_bar("import", len(data.items)) as bar:
        report = write_set(data, out, overwrite, lambda shape_id, state: bar.update())
    if data.up != "y":
        console.say(f"{data.title} has {data.up} up: pa3d render {out} --up {data.up}")
    opt.finish(report)


app.command("find3d")(console.with_messages(places.with_urls("import find3d", find3d)))
app.command("set")(console.with_messages(places.with_urls("import set", set_)))
