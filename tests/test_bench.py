"""The reference code of the benchmark suite gives what the package gives; its arithmetic is right."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tiny
import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import compare  # noqa: E402 - not part of the package
import growth  # noqa: E402
import released  # noqa: E402
import report  # noqa: E402

from pa3d import cameras, kernels, render  # noqa: E402
from pa3d.backproject import sample_tokens  # noqa: E402
from pa3d.encoding import NUM_POINTS, Settings, encode_points  # noqa: E402
from pa3d.losses import cosine_distillation_loss, patch_text_loss  # noqa: E402
from pa3d.model import FeatureHead, PointPatchEncoder, TextHead  # noqa: E402
from pa3d.segmenter import label_shape  # noqa: E402
from pa3d.shapes import Shape, fit_frame  # noqa: E402

NO_PYVISTA = "pyvista, of the extra bench, is not installed"
DIM, CONFIG = 12, replace(tiny.STILL, patch_width=32)


@pytest.fixture
def points():
    return torch.from_numpy(np.stack([tiny.surface(seed)[0] for seed in range(3)]).astype(np.float32))


@pytest.fixture
def encoder():
    torch.manual_seed(0)
    encoder = PointPatchEncoder(CONFIG)
    for parameter in encoder.parameters():
        if parameter.dim() == 2:
            nn.init.normal_(parameter, std=parameter.shape[1] ** -0.5)
    for name, buffer in encoder.named_buffers():
        if "running" in name:
            buffer.uniform_(0.5, 1.5)
    return encoder.eval()


def same_proj(head):
    proj = nn.Linear(CONFIG.width, head.proj.out_features)
    proj.load_state_dict(head.proj.state_dict())
    return proj


def test_groups_and_tokens(points, encoder):
    chosen, members = released.group(points, CONFIG)
    own = encoder.group(points)
    assert torch.equal(chosen, own[0]) and torch.equal(members, own[1])
    with torch.no_grad():
        tokens = released.Encoder.like(encoder)(points, chosen, members)
        torch.testing.assert_close(tokens, encoder(points).tokens, atol=2e-5, rtol=1e-5)


def test_labels(points, encoder):
    from pa3d.checkpoint import Model
    from pa3d.graph import as_graph

    torch.manual_seed(1)
    head = TextHead(CONFIG.width, DIM)
    nn.init.normal_(head.proj.weight)
    network = as_graph(Model("align", encoder, head.eval(), "random", {"loss": "paper"}))
    text = F.normalize(torch.randn(4, DIM), dim=-1)
    asked = np.random.default_rng(0).normal(size=(500, 3)) * 0.4
    frame = fit_frame(points[0].numpy())
    encoding = encode_points(network, points[:1].numpy().astype(np.float64), frame)
    settings = Settings(draws=1, propagate="nearest", refine="none", expect="any")
    result = label_shape(network, encoding, Shape(asked, None), list("abcd"), text.numpy(), settings)
    seen, where = (torch.from_numpy(a) for a in (encoding.points[0], frame.to_model(asked)))
    found = released.labels(released.Encoder.like(encoder), same_proj(head), text, seen, where)
    assert result.vertex_label.tolist() == found.tolist() and len(set(found.tolist())) > 1


def test_back_projection():
    rng = np.random.default_rng(0)
    tokens = torch.from_numpy(rng.normal(size=(3, 5, 5, 6)).astype(np.float32))
    visible, pixels = rng.random((3, 40)) < 0.6, rng.integers(32, size=(3, 40, 2)).astype(np.int32)
    found = released.back_project(tokens, visible, pixels, 32)
    torch.testing.assert_close(found, sample_tokens(tokens, visible, pixels, 32)[0], atol=2e-5, rtol=0)


def test_views_of_vtk(box):
    pytest.importorskip("pyvista", reason=NO_PYVISTA)
    views = cameras.make_cameras("find3d", 48)
    vertices = fit_frame(box.vertices).to_model(box.vertices)
    reference = released.VtkViews(vertices, box.faces, views)
    for number, (_, depth) in enumerate(reference.views()):
        own, _ = render.draw(views, number, vertices, box.faces, 0.0)
        both = np.isfinite(own) & np.isfinite(depth)
        assert both.sum() > 0.9 * np.isfinite(own).sum() > 50
        assert np.median(np.abs(own - depth)[both]) < 0.03  # a pixel is 0.04 wide
    reference.close()


def test_a_step_of_stage_1(points, encoder):
    torch.manual_seed(2)
    head = FeatureHead(CONFIG.width, DIM)
    encoder.train()
    reference = released.Distillation(released.Encoder.like(encoder), same_proj(head))
    chosen, members = encoder.group(points)
    centers = points[torch.arange(len(points))[:, None], chosen]
    target = torch.randn(len(points), CONFIG.num_patches, DIM)
    loss = cosine_distillation_loss(head(encoder(points, chosen, members).tokens), target).mean()
    other = reference.loss(points, centers, target)
    torch.testing.assert_close(loss, other)
    loss.backward(), other.backward()
    for own, of_reference in (
        (encoder.patch_embed.lift, reference.encoder.encoder.first_conv[0]),
        (encoder.blocks[0].fc1, reference.encoder.blocks.blocks[0].mlp.fc1),
    ):
        grad = of_reference.weight.grad.reshape(own.weight.grad.shape)
        torch.testing.assert_close(own.weight.grad, grad, atol=1e-6, rtol=1e-3)
    before = reference.proj.weight.detach().clone()
    assert np.isfinite(reference.step(points, centers, target))
    assert not torch.equal(before, reference.proj.weight)


def test_a_step_of_stage_2(points, encoder):
    torch.manual_seed(3)
    head = TextHead(CONFIG.width, DIM, scale=1 / 0.07, bias=0.0)
    reference = released.Alignment(released.Encoder.like(encoder), same_proj(head))
    reference.encoder.eval()  # the statistics of the batch are the difference to a frozen trunk
    text = F.normalize(torch.randn(len(points), 3, DIM), dim=-1)
    label = torch.rand(len(points), CONFIG.num_patches, 3)
    valid = torch.ones(len(points), 3, dtype=torch.bool)
    with torch.no_grad():
        own = patch_text_loss(head.logits(encoder(points).tokens, text), label, valid, "released").mean()
        torch.testing.assert_close(own, reference.loss(points, text, label), atol=1e-4, rtol=1e-4)
    trunk = reference.encoder.blocks.blocks[0].mlp.fc1.weight.clone()
    reduce = reference.encoder.reduce_dim.weight.clone()
    reference.step(points, text, label)
    assert torch.equal(trunk, reference.encoder.blocks.blocks[0].mlp.fc1.weight)
    assert not torch.equal(reduce, reference.encoder.reduce_dim.weight)


def test_the_floor_holds_the_networks_products():
    from pa3d.model_config import ModelConfig

    shapes = released.products(ModelConfig(), 1, 1280)
    operations = sum(2 * count * m * k * n for count, m, k, n in shapes)
    assert operations == pytest.approx(7.9e9, rel=0.02)  # 9.4e9 less what the merged matrices save
    floor = released.Floor(CONFIG, 2, DIM, torch.float32)
    floor()
    assert len(floor.work) == len(released.products(CONFIG, 2, DIM))


def test_floor_covers_all_rows():
    floor = released.Floor(replace(CONFIG, num_patches=700, patch_size=32), 1, DIM, torch.float32)
    times, left, _, _ = floor.work[0]
    assert times * len(left[0]) >= 700 * 32 > (times - 1) * len(left[0])


# -- arithmetic and the table --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "met"),
    [("ratio", 5.0, True), ("share", 5.0, True), ("cost", 0.2, True), ("extra", -8.0, True)],
)
def test_values_of_a_row(kind, value, met):
    row = compare.Row("job", "way", 1.0, kind)
    assert row.value([10.0, 9.0, 30.0], [2.0, 2.5, 0.1]) == pytest.approx(value)
    assert row.meets(value) is met
    assert row.meets(100.0 if kind in ("cost", "extra") else 0.5) is False
    assert row.meets(1.0)


class FakeBenchmark:
    """What compare needs of pytest-benchmark."""

    def __init__(self):
        self.extra_info = {}

    def pedantic(self, run, setup, rounds, warmup_rounds):
        for _ in range(warmup_rounds + rounds):
            setup()
            run()


@pytest.mark.parametrize("times", [1, 2])
def test_rounds_are_taken_in_turns(monkeypatch, times):
    spent, clock = {"a": iter([9.0, 2.0, 3.0, 4.0]), "b": iter([9.0, 0.1, 0.5, 0.7])}, [0.0]
    monkeypatch.setattr(compare.time, "perf_counter", lambda: clock[0])
    order = ""

    def job(name):
        nonlocal order
        order += name
        if times == 1 or order[-3:] == 3 * name:  # the first of three fills the cache, the third ends the round
            clock[0] += next(spent[name])

    benchmark = FakeBenchmark()
    value = compare.compare(
        benchmark,
        compare.Row("job", "way", 30.0),
        lambda: job("a"),
        lambda: job("b"),
        rounds=3,
        times=times,
        reference_scale=4.0,
    )
    assert order == {1: "ab", 2: "aaabbb"}[times] * 4  # the first round, of 9 s, is to warm up
    assert value == pytest.approx(4 * 3.0 / 0.5)
    info = benchmark.extra_info
    assert info["met"] is False
    assert (info["reference_seconds"], info["our_seconds"]) == (12.0 / times, 0.5 / times)


def test_the_table_and_the_page(tmp_path, monkeypatch, capsys):
    row = {"job": "FPS", "way": "loop", "kind": "ratio", "target": 10.0, "value": 12.34, "met": True}
    row |= {"reference_seconds": 1.5, "our_seconds": 0.12155}
    bench = {
        "machine_info": {"machine": "x86_64", "python_version": "3.11", "cpu": {"brand_raw": "A", "count": 2}},
        "datetime": "2026-01-02T03:04:05",
        "benchmarks": [{"extra_info": row}],
    }
    for name in ("BENCH", "TABLE", "PAGE"):
        monkeypatch.setattr(report, name, tmp_path / name)
    assert report.main() == 2 and "run make bench" in capsys.readouterr().err
    (tmp_path / "BENCH").write_text(json.dumps(bench))
    (tmp_path / "PAGE").write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    assert report.main() == 0
    expected = "| FPS | loop | 1.50 s | 122 ms | 12.3 x | at least 10.0 x | yes |"
    page = (tmp_path / "PAGE").read_text()
    assert expected in page and expected in (tmp_path / "TABLE").read_text()
    assert page.startswith("before\n") and page.endswith("after\n") and "old" not in page
    assert report.main() == 0 and (tmp_path / "PAGE").read_text() == page


def test_the_page_has_its_marks():
    page = report.ROOT / "docs" / "performance.md"
    text = page.read_text(encoding="utf-8")
    for mark in (report.BEGIN, report.END, growth.BEGIN, growth.END):
        assert text.count(mark) == 1


def test_growth_is_told_and_projected():
    rows = [
        {"stage": stage, "shapes": count, "seconds": start + each * count, "MB": 100.0, "bytes": 5000 * count}
        for stage, start, each in (("render", 2.0, 0.5), ("train-align", 4.0, 0.25))
        for count in (1, 10, 100)
    ]
    assert growth.slope(rows[:3], "shapes") == pytest.approx((0.5, 2.0))
    assert "| render | 2.50 s, 100 MB | 7.00 s, 100 MB | 52.00 s, 100 MB |" in growth.growth_table(
        rows, "shapes"
    )
    text = growth.projection(rows)
    assert "| render | 500 ms | 0.01 MB | 4.0 h, 0.1 GB | 111.1 h, 4.0 GB |" in text
    assert "| train-align | 250 ms | 0.00 MB | 2.0 h, 0.0 GB | 55.6 h, 0.0 GB |" in text


def test_growth_over_points_leaves_out_what_was_not_measured():
    rows = [{"stage": "segment", "points": 10**p, "seconds": 1.0, "MB": 5.0} for p in (3, 4, 5)]
    rows += [{"stage": "patchify", "points": 10**p, "seconds": 1.0, "MB": 5.0} for p in (3, 4)]
    table = growth.growth_table(rows, "points")
    assert table[0] == "| stage | 1e3 | 1e4 | 1e5 |"
    assert table[-1] == "| patchify | 1.00 s, 5 MB | 1.00 s, 5 MB |  |"


def test_kernels_of_the_suite_are_the_packages(points):
    own = kernels.fps_batch(points.numpy(), 16, False)
    for cloud, chosen in zip(points, own, strict=True):
        assert released.farthest_points(cloud, 16).tolist() == chosen.tolist()
    assert NUM_POINTS == 2048
