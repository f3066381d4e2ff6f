"""Commands that make artifacts: render, dino-extract, backproject, patchify, and prepare for the four."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pa3d.cli import options as opt

InputsArg = Annotated[list[Path], typer.Argument(help="Meshes or point clouds, or folders of them.")]
RendersArg = Annotated[Path, typer.Argument(help="Folder that `pa3d render` wrote.")]
CamerasOpt = Annotated[str, typer.Option(help="find3d (10 orthographic views) or cops.")]
ImageSize = Annotated[int, typer.Option(min=16, help="Side of the images, pixels.")]
NumPoints = Annotated[int, typer.Option(min=64, help="Surface points to sample.")]
SplatRadius = Annotated[float, typer.Option(help="Radius of cloud points, shape radius = 1.")]
Teacher = Annotated[str, typer.Option(help="lite0 (embedded), dinov2-s|b|l|g, dinov2-...-reg, or a timm ViT.")]
Weights = Annotated[Path | None, typer.Option(help="Local weights file of the teacher.")]
Tolerance = Annotated[float, typer.Option(help="Depth test, pixels' worth of depth.")]
FillNeighbors = Annotated[int, typer.Option(min=1, help="Seen points an unseen one averages.")]
Labels = Annotated[Path | None, typer.Option(help="Folder of part annotations, <shape_id>.npz.")]
VisibleDraws = Annotated[bool, typer.Option(help="Take every second draw from points that some view sees.")]


def render(
    inputs: InputsArg,
    out: Annotated[Path, typer.Option(help="Folder for the artifacts.")] = Path("out/renders"),
    cameras: CamerasOpt = "find3d",
    image_size: ImageSize = 518,
    num_points: NumPoints = 5000,
    splat_radius: SplatRadius = 0.02,
    up: opt.Up = "y",
    seed: opt.Seed = 0,
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Shapes -> views, depth, face ids, cameras and surface points.

    Example: pa3d render objaverse/ --out out/renders --workers 2
    """
    from pa3d import render as stage
    from pa3d.readers import list_shapes

    config = stage.RenderConfig(cameras, image_size, num_points, splat_radius, up, seed)
    jobs = stage.jobs(list_shapes(inputs))
    run = opt.runtime(shard, workers, overwrite, max_failures, ray=ray)
    opt.finish(opt.run_with_bar("render", stage.stage(config), jobs, out, run))


def dino_extract(
    renders: RendersArg = Path("out/renders"),
    out: Annotated[Path, typer.Option(help="Folder for the artifacts.")] = Path("out/tokens"),
    teacher: Teacher = "lite0",
    weights: Weights = None,
    device: opt.Device = "auto",
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    gpus: opt.Gpus = 1.0,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Views -> dense tokens of a 2D teacher, at the teacher's own grid.

    Example: pa3d dino-extract out/renders --teacher dinov2-b --weights dinov2_vitb14.pth
    """
    from pa3d import dino, stage

    jobs = stage.artifact_jobs(renders, "render")
    place = opt.choose_device(device, ray)
    run = opt.runtime(shard, workers, overwrite, max_failures, place, dino.SHAPES, ray, gpus)
    opt.finish(opt.run_with_bar("dino-extract", dino.stage(teacher, weights), jobs, out, run))


def backproject(
    renders: RendersArg = Path("out/renders"),
    tokens: Annotated[Path, typer.Argument(help="Folder that `pa3d dino-extract` wrote.")] = Path("out/tokens"),
    out: Annotated[Path, typer.Option(help="Folder for the artifacts.")] = Path("out/pointfeat"),
    tolerance: Tolerance = 2.0,
    fill_neighbors: FillNeighbors = 20,
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Tokens -> features of the surface points, averaged over the views that see each point.

    Example: pa3d backproject out/renders out/tokens
    """
    from pa3d import backproject as stage
    from pa3d.stage import Job, artifact_jobs

    opt.need_folder(tokens, "dino-extract")
    config = stage.BackprojectConfig(tolerance, fill_neighbors)
    jobs = [
        Job(job.shape_id, {**job.inputs, "tokens": tokens / f"{job.shape_id}.h5"})
        for job in artifact_jobs(renders, "render")
    ]
    run = opt.runtime(shard, workers, overwrite, max_failures, ray=ray)
    opt.finish(opt.run_with_bar("backproject", stage.stage(config), jobs, out, run))


def patchify(
    renders: RendersArg = Path("out/renders"),
    pointfeat: Annotated[Path | None, typer.Option(help="Folder that `pa3d backproject` wrote.")] = None,
    labels: Labels = None,
    out: Annotated[Path, typer.Option(help="Folder for the artifacts.")] = Path("out/patches"),
    draws: opt.PatchDraws = 4,
    draw_size: opt.DrawSize = 2048,
    num_patches: opt.NumPatches = 128,
    patch_size: opt.PatchSize = 32,
    visible_draws: VisibleDraws = True,
    seed: opt.Seed = 0,
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Points -> patches with pooled features (for train-distill) and fractional labels (for train-align).

    Example: pa3d patchify out/renders --pointfeat out/pointfeat --labels annotations/
    """
    from pa3d import patches as stage
    from pa3d.stage import artifact_jobs

    opt.check_patches(draw_size, num_patches, patch_size)
    if pointfeat is not None:
        opt.need_folder(pointfeat, "backproject")
    config = stage.PatchConfig(draws, draw_size, num_patches, patch_size, visible_draws, seed)
    jobs = stage.jobs(artifact_jobs(renders, "render"), pointfeat, labels)
    run = opt.runtime(shard, workers, overwrite, max_failures, ray=ray)
    opt.finish(opt.run_with_bar("patchify", stage.stage(config), jobs, out, run))


def prepare(
    inputs: InputsArg,
    out: Annotated[Path, typer.Option(help="Folder for the folder patches, and for those of --keep.")] = Path(
        "out"
    ),
    keep: Annotated[
        str, typer.Option(help="What to keep of renders, tokens and pointfeat, comma-separated.")
    ] = "",
    labels: Labels = None,
    cameras: CamerasOpt = "find3d",
    image_size: ImageSize = 518,
    num_points: NumPoints = 5000,
    splat_radius: SplatRadius = 0.02,
    up: opt.Up = "y",
    teacher: Teacher = "lite0",
    weights: Weights = None,
    tolerance: Tolerance = 2.0,
    fill_neighbors: FillNeighbors = 20,
    draws: opt.PatchDraws = 4,
    draw_size: opt.DrawSize = 2048,
    num_patches: opt.NumPatches = 128,
    patch_size: opt.PatchSize = 32,
    visible_draws: VisibleDraws = True,
    seed: opt.Seed = 0,
    scratch: Annotated[
        Path | None,
        typer.Option(help="Fast folder for what is not kept while a shape is in work (default: in --out)."),
    ] = None,
    device: opt.Device = "auto",
    workers: opt.RayWorkers = None,
    ray: opt.Ray = None,
    gpus: opt.Gpus = 1.0,
    shard: opt.Shard = "0/1",
    overwrite: opt.Overwrite = False,
    max_failures: opt.MaxFailures = None,
) -> None:
    """Shapes -> patches at one go: render, dino-extract, backproject and patchify, shape by shape.

    Only the patches stay, and what --keep names; they are those that the four commands write.

    Example: pa3d prepare objaverse/ --out out --keep renders --workers 2
    """
    from pa3d import backproject, dino, patches, render
    from pa3d import prepare as fused
    from pa3d.readers import list_shapes

    opt.check_patches(draw_size, num_patches, patch_size)
    kept = fused.check_keep(tuple(name.strip() for name in keep.split(",") if name.strip()))
    views = render.RenderConfig(cameras, image_size, num_points, splat_radius, up, seed)
    grouping = patches.PatchConfig(draws, draw_size, num_patches, patch_size, visible_draws, seed)
    steps = {
        "renders": render.stage(views),
        "tokens": dino.stage(teacher, weights),
        "pointfeat": backproject.stage(backproject.BackprojectConfig(tolerance, fill_neighbors)),
    }
    plan = fused.Plan(steps, patches.stage(grouping), out, kept, scratch)
    jobs = patches.jobs(render.jobs(list_shapes(inputs)), None, labels)
    place = opt.choose_device(device, ray)
    run = opt.runtime(shard, workers, overwrite, max_failures, place, ray=ray, gpus=gpus)
    with fused.folders(plan, run.shard) as folder:
        report = opt.run_with_bar("prepare", fused.stage(plan, run.shard), jobs, folder, run)
    opt.finish(report)
