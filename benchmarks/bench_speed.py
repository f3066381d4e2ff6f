"""Every figure of docs/performance.md: a test for each row of the table. `make bench` runs it.

Each compares the package with `released` (today's way) or with a floor in one run, round for round, and checks
first that both give the same.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import released
import torch
import torch.nn.functional as F
from compare import Row, compare
from torch import nn

from pa3d import kernels
from pa3d.checkpoint import Model
from pa3d.encoding import QUERIES, Settings, encode
from pa3d.graph import as_graph
from pa3d.model import ModelConfig, PointPatchEncoder, TextHead
from pa3d.nearest import Nearest
from pa3d.segmenter import label_shape
from pa3d.shapes import Shape, fit_frame

CONFIG, TEXT_DIM, TEACHER_DIM = ModelConfig(), 1280, 768
CHAIR = Path(__file__).parent.parent / "examples" / "meshes" / "chair.ply"
PARTS = "leg,seat,back"
HAS_AMX = "amx_bf16" in Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else False
needs_amx = pytest.mark.skipif(not HAS_AMX, reason="this processor multiplies no bf16")
EAGER = "released model, eager fp32"


@cache
def model() -> Model:
    """The paper's sizes with random weights, spread so that patches differ."""
    torch.manual_seed(0)
    encoder, head = PointPatchEncoder(CONFIG), TextHead(CONFIG.width, TEXT_DIM)
    for parameter in [*encoder.parameters(), *head.parameters()]:
        if parameter.dim() == 2:
            nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
    return Model("align", encoder.eval(), head.eval(), "random", {"loss": "paper"})


@cache
def theirs() -> tuple[released.Encoder, nn.Linear]:
    return released.Encoder.like(model().encoder), model().head.proj


@cache
def graph(precision: str):
    return replace(as_graph(model()), precision=precision)


def surface(count: int, seed: int = 0) -> np.ndarray:
    """(count, 3) float32 points of a bumpy ball in frame model."""
    direction = np.random.default_rng(seed).normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    bumps = 1 + 0.3 * np.sin(direction @ np.array([[5.0, 2, 1], [1, 4, 3], [2, 1, 6]])).prod(1, keepdims=True)
    points = direction * bumps * [1, 0.6, 0.4]
    return fit_frame(points).to_model(points)


def text(count: int = 4) -> np.ndarray:
    rows = np.random.default_rng(1).normal(size=(count, TEXT_DIM))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def torch_of(*arrays):
    return [torch.from_numpy(np.ascontiguousarray(array)) for array in arrays]


# -- the forward pass --------------------------------------------------------------------------------


@cache
def grouped(batch: int):
    points = np.stack([surface(2048, seed) for seed in range(batch)])
    chosen = kernels.fps_batch(points, CONFIG.num_patches, False)
    members = kernels.knn_batch(points, np.take_along_axis(points, chosen[..., None], 1), CONFIG.patch_size)
    return points, chosen, members


def eager(batch: int):
    encoder, proj = theirs()
    given = torch_of(*grouped(batch))

    def run():
        with torch.no_grad():
            return F.normalize(proj(encoder(*given)), dim=-1)

    return run


def ours(batch: int, precision: str, at_once: int):
    """As labelling asks: the draws of a shape together."""
    network, given = graph(precision), grouped(batch)

    def run():
        parts = [slice(i, i + at_once) for i in range(0, batch, at_once)]
        return np.concatenate([network.output(*(array[part] for array in given)).patch for part in parts])

    return run


def check_features(batch: int, precision: str, at_once: int) -> None:
    difference = 1 - (eager(batch)().numpy() * ours(batch, precision, at_once)()).sum(-1)
    assert difference.max() < (1e-5 if precision == "fp32" else 1e-2)


def floor(batch: int, precision: str):
    return released.Floor(CONFIG, batch, TEXT_DIM, {"fp32": torch.float32, "bf16": torch.bfloat16}[precision])


AT_ONCE, TIMES = {1: 1, 32: 8}, {1: 5, 32: 1}  # by batch: clouds of a pass of ours, runs in a round


@pytest.mark.parametrize(("batch", "share", "rounds"), [(1, 0.65, 12), (32, 0.8, 5)])
def test_forward_fp32_and_its_floor(benchmark, batch, share, rounds):
    check_features(batch, "fp32", AT_ONCE[batch])
    row = Row(f"forward, {batch} x 2048 points, fp32", "matrix products alone", share, "share")
    own = ours(batch, "fp32", AT_ONCE[batch])
    compare(benchmark, row, floor(batch, "fp32"), own, rounds=rounds, times=TIMES[batch])


@pytest.mark.parametrize(("batch", "rounds"), [(1, 12), (32, 4)])
def test_forward_fp32(benchmark, batch, rounds):
    row = Row(f"forward, {batch} x 2048 points, fp32", EAGER, 1.0)
    own = ours(batch, "fp32", AT_ONCE[batch])
    compare(benchmark, row, eager(batch), own, rounds=rounds, times=TIMES[batch])


@needs_amx
@pytest.mark.parametrize(("batch", "least", "rounds"), [(1, 4.0, 12), (32, 7.0, 4)])
def test_forward_bf16(benchmark, batch, least, rounds):
    check_features(batch, "bf16", AT_ONCE[batch])
    row = Row(f"forward, {batch} x 2048 points, bf16", EAGER, least)
    own = ours(batch, "bf16", AT_ONCE[batch])
    compare(benchmark, row, eager(batch), own, rounds=rounds, times=TIMES[batch])


# -- points in, labels out ---------------------------------------------------------------------------

PLAIN = Settings(draws=1, propagate="nearest", refine="none", expect="any")  # what the released way does


@pytest.mark.parametrize("precision", ["fp32", pytest.param("bf16", marks=needs_amx)])
@pytest.mark.parametrize(("count", "least", "rounds", "times"), [(2048, 5.0, 10, 5), (100_000, 30.0, 5, 1)])
def test_points_to_labels(benchmark, count, least, rounds, times, precision):
    shape, words = Shape(surface(count).astype(np.float64), None), text()
    network = graph(precision)
    encoder, proj = theirs()
    names = [str(i) for i in range(len(words))]

    def label():
        return label_shape(network, encode(network, shape, PLAIN), shape, names, words, PLAIN).vertex_label

    encoding = encode(network, shape, PLAIN)
    seen, asked = encoding.points[0], encoding.frame.to_model(shape.vertices)
    reduced = count > len(seen)  # the released way takes its farthest points from all that it is given

    def reference():
        if reduced:  # what it gives is not used: ours are taken, to compare the labels
            released.farthest_points(torch.from_numpy(asked), len(seen))
        return released.labels(encoder, proj, *torch_of(words, seen, asked)).numpy()

    same = (label() == reference()).mean()  # fp32: all but ties within rounding
    assert same > {"fp32": 0.999, "bf16": 0.95}[precision]  # random weights have small margins
    way = f"released way, fp32{', loop to 2048 points' if reduced else ''}, text cached"
    row = Row(f"points in, labels out, {count:,} points, {precision}", way, least)
    compare(benchmark, row, reference, label, rounds=rounds, times=times)


@pytest.mark.parametrize(("known", "least"), [(2048, 30.0), (128, 1.0)])
def test_labels_of_a_million_points(benchmark, known, least):
    places, asked = surface(known), surface(1_000_000, 7)
    label = np.random.default_rng(0).integers(4, size=known)
    nearest = Nearest(places)

    def reference():
        return label[released.nearest_center(*torch_of(asked, places)).numpy()]

    def own():
        parts = [asked[start : start + QUERIES] for start in range(0, len(asked), QUERIES)]
        return np.concatenate([label[nearest.query(part, 1, many=True)[1][:, 0]] for part in parts])

    assert (own() == reference()).mean() > 0.9999  # cdist rounds
    row = Row(f"labels of 1,000,000 points from {known} that have one", "cdist + argmin", least)
    compare(benchmark, row, reference, own, rounds=3)


# -- grouping ----------------------------------------------------------------------------------------


def test_grouping_of_one_shape(benchmark):
    points = surface(2048)[None]

    def group():
        chosen = kernels.fps_batch(points, CONFIG.num_patches, False)
        centers = np.take_along_axis(points, chosen[..., None], 1)
        return chosen, kernels.knn_batch(points, centers, CONFIG.patch_size)

    def reference():
        return released.group(torch.from_numpy(points), CONFIG)

    (chosen, members), (theirs_chosen, theirs_members) = group(), reference()
    assert (chosen == theirs_chosen.numpy()).all()
    shared = [
        np.isin(own, other).mean() for own, other in zip(members[0], theirs_members[0].numpy(), strict=True)
    ]
    assert np.mean(shared) > 0.999  # cdist rounds
    row = Row("FPS + kNN of one shape", "loop, cdist + topk", 10.0)
    compare(benchmark, row, reference, group, rounds=10, times=20)


@pytest.mark.parametrize(
    ("count", "least", "turns", "rounds"), [(100_000, 100.0, 2048, 3), (1_000_000, 300.0, 32, 3)]
)
def test_farthest_points(benchmark, count, least, turns, rounds):
    points = surface(count)
    cloud = torch.from_numpy(points)

    def sample():
        return kernels.fps_batch(points[None], 2048, False)[0]

    own, plain = sample(), np.zeros(2048, np.int64)
    kernels._fps_one(points, 2048, False, plain)
    assert (own == plain).all()
    assert (own[:turns] == released.farthest_points(cloud, turns).numpy()).all()
    what = "" if turns == 2048 else f", {turns} turns x {2048 // turns}"
    row = Row(f"FPS of {count:,} points to 2048", f"loop{what}", least)
    scale = 2048 / turns
    compare(
        benchmark,
        row,
        lambda: released.farthest_points(cloud, turns),
        sample,
        rounds=rounds,
        reference_scale=scale,
    )


# -- views -------------------------------------------------------------------------------------------


@cache
def torus() -> tuple[np.ndarray, np.ndarray]:
    """A mesh of 32,768 faces in frame model."""
    import trimesh

    mesh = trimesh.creation.torus(0.7, 0.29, major_sections=128, minor_sections=128)
    vertices = np.asarray(mesh.vertices) + 0.02 * np.sin(23 * np.asarray(mesh.vertices))
    return fit_frame(vertices).to_model(vertices), np.asarray(mesh.faces, np.int32)


def drawn(cameras, vertices, faces, points):
    from pa3d.render import draw_views, element_normals
    from pa3d.visibility import TOLERANCE, visibility

    rgb, depth, index = draw_views(cameras, vertices, faces, element_normals(vertices, faces), None, 0.0)
    return rgb, depth, index, visibility(cameras, depth, points, TOLERANCE)


def embree_faces(cameras, view, vertices, faces):
    import open3d

    scene = open3d.t.geometry.RaycastingScene()
    scene.add_triangles(np.asarray(vertices, np.float32), faces.astype(np.uint32))
    row, column = np.mgrid[: cameras.size, : cameras.size]
    pixels = np.column_stack([column.ravel() + 0.5, row.ravel() + 0.5])
    start = cameras.unproject(view, pixels, np.full(len(pixels), 0.5))
    forward = np.broadcast_to(cameras.extrinsics[view, 2, :3], start.shape)
    hit = scene.cast_rays(open3d.core.Tensor(np.concatenate([start, forward], 1).astype(np.float32)))
    found = hit["primitive_ids"].numpy().astype(np.int64).reshape(row.shape)
    return np.where(found == scene.INVALID_ID, -1, found)


def test_render_and_visibility(benchmark):
    from pa3d.cameras import make_cameras

    vertices, faces = torus()
    cameras, points = make_cameras("find3d", 518), vertices[::3]
    reference = released.VtkViews(vertices, faces, cameras)

    def own():
        return drawn(cameras, vertices, faces, points)

    _, depths, index, _ = own()
    same = [(found == embree_faces(cameras, v, vertices, faces)).mean() for v, found in enumerate(index)]
    assert min(same) >= 0.9999
    for depth, (_, other) in zip(depths, reference.views(), strict=True):
        both = np.isfinite(depth) & np.isfinite(other)
        assert both.sum() > 0.98 * np.isfinite(depth).sum()
        assert np.median(np.abs(depth - other)[both]) < 1e-2
    row = Row("render + visibility, 10 views at 518 pixels, 32k faces", "VTK, colour + depth", 15.0)
    compare(benchmark, row, reference, own, rounds=4)
    reference.close()


def test_back_projection(benchmark):
    from pa3d.backproject import sample_tokens

    rng = np.random.default_rng(0)
    tokens = torch.from_numpy(rng.normal(size=(10, 37, 37, TEACHER_DIM)).astype(np.float16))
    visible, pixels = rng.random((10, 10_000)) < 0.55, rng.integers(518, size=(10, 10_000, 2)).astype(np.int32)

    def own():
        return sample_tokens(tokens, visible, pixels, 518)[0]

    def reference():
        return released.back_project(tokens, visible, pixels, 518)

    assert (own() - reference()).abs().max() < 2e-5
    row = Row("back-projection, 10 views, 10k points, D = 768", "whole upsampled maps", 150.0)
    compare(benchmark, row, reference, own, rounds=2, warm=False)


def test_dino_extract(benchmark, tmp_path):
    from pa3d import artifact, dino, render, schemas
    from pa3d.stage import Runtime, artifact_jobs, run_stage

    for number in range(3):
        shutil.copy(CHAIR, tmp_path / f"chair{number}.ply")
    shapes = {path.stem: path for path in sorted(tmp_path.glob("*.ply"))}
    run_stage(render.stage(render.RenderConfig()), render.jobs(shapes), tmp_path / "renders", Runtime())
    jobs = artifact_jobs(tmp_path / "renders", "render")
    sources = [artifact.read(job.inputs["render"], schemas.RENDER, only=("rgb",)) for job in jobs]
    views = torch.from_numpy(np.concatenate([source["rgb"] for source in sources]))
    backbone = dino.load_backbone(dino.EMBEDDED, dino.find_weights(dino.EMBEDDED, None))
    batches = views.split(dino.BATCH)
    compute = dino.stage().setup(dino.stage().config, "cpu")
    results = compute.many(jobs)
    alone = torch.cat([backbone(batch) for batch in batches]).half().numpy()
    assert (np.concatenate([arrays["tokens"] for arrays, _ in results]) == alone).all()
    row = Row("dino-extract, embedded teacher", "the backbone's forward pass alone", 1.15, "cost")
    compare(
        benchmark,
        row,
        lambda: [backbone(batch) for batch in batches],
        lambda: compute.many(jobs),
        rounds=8,
    )


# -- training ----------------------------------------------------------------------------------------

BATCH = 32


def training_batch():
    points, chosen, members = torch_of(*grouped(BATCH))
    centers = points[torch.arange(BATCH)[:, None], chosen]
    generator = torch.Generator().manual_seed(0)
    return points, chosen, members, centers, generator


def test_stage_1_step(benchmark):
    from pa3d.losses import cosine_distillation_loss
    from pa3d.model import FeatureHead
    from pa3d.precision import choose_precision
    from pa3d.train import autocast

    points, chosen, members, centers, generator = training_batch()
    target = torch.randn(BATCH, CONFIG.num_patches, TEACHER_DIM, generator=generator)
    torch.manual_seed(0)
    encoder, head = PointPatchEncoder(CONFIG), FeatureHead(CONFIG.width, TEACHER_DIM)
    proj = nn.Linear(CONFIG.width, TEACHER_DIM)
    proj.load_state_dict(head.proj.state_dict())
    reference = released.Distillation(released.Encoder.like(encoder), proj)
    optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=1e-4, weight_decay=0.05)
    precision = choose_precision("auto", "cpu")
    encoder.train()

    def own():
        with autocast(precision, "cpu"):
            loss = cosine_distillation_loss(head(encoder(points, chosen, members).tokens), target).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        return float(loss.detach())

    def other():
        return reference.step(points, centers, target)

    torch.manual_seed(1)
    first = own()
    torch.manual_seed(1)
    assert abs(first - other()) < 1e-2  # the rest of it is in tests/test_bench.py, in float32
    row = Row(f"stage-1 training step, {precision}, batch 32", "released loop, fp32", 3.0)
    compare(benchmark, row, other, own, rounds=3)


def test_stage_2_epoch(benchmark):
    from pa3d.losses import patch_text_loss
    from pa3d.precision import choose_precision
    from pa3d.train import autocast

    points, chosen, members, _, generator = training_batch()
    words = F.normalize(torch.randn(BATCH, 4, TEXT_DIM, generator=generator), dim=-1)
    label = torch.rand(BATCH, CONFIG.num_patches, 4, generator=generator)
    valid = torch.ones(BATCH, 4, dtype=torch.bool)
    torch.manual_seed(0)
    encoder, head = PointPatchEncoder(CONFIG).eval(), TextHead(CONFIG.width, TEXT_DIM)
    proj = nn.Linear(CONFIG.width, TEXT_DIM)
    proj.load_state_dict(head.proj.state_dict())
    reference = released.Alignment(released.Encoder.like(encoder), proj)
    with torch.no_grad():
        cache = encoder.trunk(points, chosen, members)[0].half().numpy()
        whole = released.Encoder.like(encoder)(points, chosen, members)
        torch.testing.assert_close(encoder.last(torch.from_numpy(cache).float()), whole, atol=2e-2, rtol=0)
    encoder.requires_grad_(False)
    last = list(encoder.blocks[-1].requires_grad_(True).parameters())
    optimizer = torch.optim.AdamW([*last, *head.parameters()], lr=1e-4, weight_decay=0.05)
    precision = choose_precision("auto", "cpu")
    encoder.blocks[-1].train()

    def own():
        hidden = torch.from_numpy(np.stack(list(cache))).float()
        with autocast(precision, "cpu"):
            loss = patch_text_loss(head.logits(encoder.last(hidden), words), label, valid).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(last, 1.0)
        optimizer.step()
        return float(loss.detach())

    row = Row(f"stage-2 epoch, cached trunk, {precision}", "released loop, fp32", 18.0)
    compare(benchmark, row, lambda: reference.step(points, words, label), own, rounds=3)


# -- processes ---------------------------------------------------------------------------------------


def segment_command(*inputs: Path, out: Path, precision: str = "fp32") -> list[str]:
    how = ["--parts", PARTS, "--out-dir", str(out), "--format", "ply", "--precision", precision]
    return [sys.executable, "-m", "pa3d", "segment", *map(str, inputs), *how, "--quiet"]


def test_cold_start(benchmark, tmp_path):
    def run(command):
        subprocess.run(command, check=True, capture_output=True)

    row = Row("pa3d segment, start to result", "python -c 'import torch'", 0.7, "extra")
    compare(
        benchmark,
        row,
        lambda: run([sys.executable, "-c", "import torch"]),
        lambda: run(segment_command(CHAIR, out=tmp_path)),
        rounds=8,
    )
    assert (tmp_path / "chair.parts.ply").is_file()


SHAPES, ALONE = 100, 3  # meshes of a folder, and how many cold starts stand for as many


def cold_starts(folder: Path, out: Path):
    def run():
        for number in range(ALONE):
            command = segment_command(folder / f"chair{number}.ply", out=out)
            subprocess.run(command, check=True, capture_output=True)

    return run


def folder_of_chairs(folder: Path) -> Path:
    folder.mkdir()
    for number in range(SHAPES):
        shutil.copy(CHAIR, folder / f"chair{number}.ply")
    return folder


@pytest.mark.parametrize("precision", ["fp32", pytest.param("bf16", marks=needs_amx)])
def test_folder_of_100_meshes(benchmark, tmp_path, precision):
    folder = folder_of_chairs(tmp_path / "meshes")

    def together():
        command = segment_command(folder, out=tmp_path / "together", precision=precision)
        subprocess.run(command, check=True, capture_output=True)

    row = Row(f"a folder of {SHAPES} meshes, {precision}", f"a process for each ({ALONE} of them), fp32", 20.0)
    cold = cold_starts(folder, tmp_path / "cold")
    compare(benchmark, row, cold, together, rounds=1, warm=False, reference_scale=SHAPES / ALONE)
    for number in range(ALONE if precision == "fp32" else 0):
        name = f"chair{number}.parts.ply"
        assert (tmp_path / "cold" / name).read_bytes() == (tmp_path / "together" / name).read_bytes()


@pytest.mark.parametrize("precision", ["fp32", pytest.param("bf16", marks=needs_amx)])
def test_the_passes_of_a_folder_alone(benchmark, tmp_path, precision):
    """The least that a folder can take with this network: what is left of the ratio where all else is free."""
    from pa3d.network import group, load_network
    from pa3d.readers import load_shape
    from pa3d.shapes import sample_surface

    folder = folder_of_chairs(tmp_path / "meshes")
    network, rng = load_network(precision=precision), np.random.default_rng(0)
    shape = load_shape(CHAIR)
    draws = np.stack([sample_surface(shape, 2048, rng)[0] for _ in range(Settings().draws)])
    points = fit_frame(draws.reshape(-1, 3)).to_model(draws.reshape(-1, 3)).reshape(draws.shape)
    given = points, *group(points, network.config)

    def passes():
        for _ in range(SHAPES):
            network.output(*given)

    passes()
    row = Row(f"its passes through the network alone, {precision}", f"the same {ALONE} processes", 20.0)
    cold = cold_starts(folder, tmp_path / "cold")
    compare(benchmark, row, cold, passes, rounds=1, warm=False, reference_scale=SHAPES / ALONE)
