"""Options that several commands share, and what turns them into library objects."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pa3d.cli import console, places

if TYPE_CHECKING:
    from pa3d.stage import Progress, Report, Runtime

Shard = Annotated[str, typer.Option(help="Part i of n of the shapes, counted from 0, e.g. 0/4.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that work on different shapes.")]
RayWorkers = Annotated[
    int | None,
    typer.Option(
        min=1, help="Processes that work on different shapes: 1, with --ray as many as there is room for."
    ),
]
Ray = Annotated[
    str | None,
    typer.Option(
        help="Run on a Ray cluster: auto, its address, or local to start one here. See docs/cluster.md."
    ),
]
Gpus = Annotated[
    float,
    typer.Option(
        min=0.01, help="With --ray on GPUs: how many a worker takes, or a teacher; below 1, several share one."
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Recompute what is stale.")]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, ...")]
MaxFailures = Annotated[int | None, typer.Option(help="Stop when more shapes than this fail.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of everything random.")]
HOW = "How to label"  # a group of options in the help of the commands that use a model
Checkpoint = Annotated[
    str,
    typer.Option(
        help="Model: default (shipped), patchalign3d (released, from the hub), or a file.",
        rich_help_panel=HOW,
    ),
]
TextWeights = Annotated[
    Path | None, typer.Option(help="Local weights file of the model's text encoder.", rich_help_panel=HOW)
]
TextBank = Annotated[
    Path | None, typer.Option(help="Bank of embeddings made by `pa3d text-bank`.", rich_help_panel=HOW)
]
Propagate = Annotated[
    str,
    typer.Option(
        help="auto, points (the model's decoder), nearest (paper), membership or interpolate.",
        rich_help_panel=HOW,
    ),
]
Draws = Annotated[
    int,
    typer.Option(
        min=1, help="Subsets of the surface whose answers are averaged (paper: 1).", rich_help_panel=HOW
    ),
]
Refine = Annotated[
    str,
    typer.Option(
        help="smooth (along the surface, small separate pieces of a mesh as a whole) or none (paper).",
        rich_help_panel=HOW,
    ),
]
Expect = Annotated[
    str,
    typer.Option(
        help="all: every name is somewhere on the shape, one that is heard badly is made up for; "
        "any: names may be absent (paper).",
        rich_help_panel=HOW,
    ),
]
Precision = Annotated[
    str,
    typer.Option(
        help="fp32; bf16: quicker on a processor with AMX, and labels move where two names fit almost equally; "
        "auto: bf16 where the hardware has it.",
        rich_help_panel=HOW,
    ),
]
PatchDraws = Annotated[int, typer.Option(min=1, help="Independent subsets of points per shape.")]
DrawSize = Annotated[int, typer.Option(min=32, help="Points in a draw (the paper's N).")]
NumPatches = Annotated[int, typer.Option(min=1, help="Patches (the paper's G).")]
PatchSize = Annotated[int, typer.Option(min=1, help="Points in a patch (the paper's k).")]
Up = Annotated[str, typer.Option(help="Axis that points up in the file: y, z, x, -y, -z or -x.")]


def read_ids(path: Path | None, known: set[str]) -> set[str] | None:
    """Ids of a file, one per line; each must be one of `known`. None when there is no file."""
    from pa3d.errors import Pa3dError

    if path is None:
        return None
    try:
        ids = set(path.read_text(encoding="utf-8").split())
    except UnicodeDecodeError as error:
        raise Pa3dError(f"{path}: a list of shape ids must be UTF-8 text") from error
    strange = sorted(ids - known)
    if not ids or strange:
        what = f"{strange[0]!r} is not the id of a shape here" if strange else "names no shape"
        raise Pa3dError(f"{path}: {what}; write one id per line, as in the artifact names without .h5")
    return ids


def check_patches(draw_size: int, num_patches: int, patch_size: int) -> None:
    """Refuse patches that a draw cannot fill."""
    from pa3d.errors import Pa3dError

    if not (num_patches <= draw_size and patch_size <= draw_size):
        raise Pa3dError(f"--num-patches and --patch-size may not exceed --draw-size ({draw_size})")


def need_folder(path: Path, command: str) -> None:
    """Say which earlier command is missing, before any work."""
    from pa3d.errors import Pa3dError

    if not path.is_dir():
        raise Pa3dError(f"{path}: no such folder; run pa3d {command} first")


def _has_gpu() -> bool:
    """Whether a driver of NVIDIA or AMD is there: known without loading torch, which takes a second or two."""
    if not sys.platform.startswith("linux"):
        return True  # ask torch
    return any(Path(path).exists() for path in ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd"))


def choose_device(device: str, ray: str | None = None) -> str:
    """The device of the workers, those of the cluster `ray` where it is given."""
    if ray is not None and ray != "local" and device != "cpu":
        return _cluster_device(device, ray)
    if device == "cpu" or (device == "auto" and not _has_gpu()):
        return "cpu"
    import torch

    from pa3d.errors import Pa3dError

    if device == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    try:
        place = torch.device(device)
    except RuntimeError as error:
        raise Pa3dError(f"--device {device}: write auto, cpu, cuda or cuda:N") from error
    if place.type == "cuda" and (place.index or 0) >= torch.cuda.device_count():
        raise Pa3dError(f"--device {device}: this machine has {torch.cuda.device_count()} CUDA devices")
    return device


def _cluster_device(device: str, ray: str) -> str:
    """auto and cuda mean what the cluster has; Ray shows each worker its own GPU only."""
    from pa3d.cluster import has_gpu
    from pa3d.errors import Pa3dError

    if device == "auto":
        return "cuda" if has_gpu(ray) else "cpu"
    if device != "cuda":
        raise Pa3dError(
            f"--device {device}: with --ray write auto, cpu or cuda; each worker is given its own GPU"
        )
    return device


def cluster_share(device: str, ray: str | None, gpus: float) -> float:
    """GPUs of a worker on a cluster, or of a teacher where a stage has one: none for the CPU."""
    from pa3d.errors import Pa3dError

    if gpus > 1 and gpus != int(gpus):
        raise Pa3dError(f"--gpus {gpus:g}: write a whole number of GPUs, or a part of one")
    return gpus if ray is not None and device != "cpu" else 0.0


def runtime(
    shard: str,
    workers: int | None,
    overwrite: bool,
    max_failures: int | None = None,
    device: str = "cpu",
    batch_size: int = 1,
    ray: str | None = None,
    gpus: float = 1.0,
) -> Runtime:
    """workers None: 1, or with `ray` as many as the cluster has room for."""
    from pa3d import stage

    return stage.Runtime(
        device,
        1 if workers is None and ray is None else workers,
        stage.Shard.parse(shard),
        overwrite,
        max_failures,
        batch_size,
        ray,
        cluster_share(device, ray, gpus),
    )


@contextlib.contextmanager
def progress_bar(label: str, total: int):
    """Yield a tqdm bar on standard error; silent with --quiet and when that is not a terminal."""
    import sys

    from tqdm import tqdm

    off = True if console.is_quiet() else None
    with tqdm(total=total, desc=label, unit="", file=sys.stderr, disable=off, dynamic_ncols=True) as bar:
        yield bar


def run_with_bar(label: str, stage, jobs, out: Path, run: Runtime) -> Report:
    """Run a stage with a progress bar over its shard."""
    mine = sum(run.shard.owns(job.shape_id) for job in jobs)
    with progress_bar(label, mine) as bar:
        failed = 0

        def advance(shape_id: str, state: str) -> None:
            nonlocal failed
            failed += state == "failed"
            bar.set_postfix_str(f"{failed} failed" if failed else shape_id[:30], refresh=False)
            bar.update()

        callback: Progress = advance
        return places.run_stage(stage, jobs, out, run, callback)


def finish(report: Report) -> None:
    """One summary line; exit code 1 when some shapes failed."""
    parts = [f"{len(report.done)} done", f"{len(report.skipped)} up to date"]
    if report.failed:
        parts.append(f"{len(report.failed)} failed (first: {next(iter(report.failed.values()))})")
    console.summary(
        f"{report.out_dir}: {', '.join(parts)}",
        out=str(report.out_dir),
        done=report.done,
        skipped=report.skipped,
        failed=report.failed,
    )
    if report.failed:
        raise typer.Exit(1)
