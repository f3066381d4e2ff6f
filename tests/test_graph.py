"""The network without torch: number by number against the torch modules, and what must not be read."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch
from golden_weights import released_content
from safetensors.numpy import load_file, save_file
from tiny_model import CONFIG, save_tiny

from pa3d import checkpoint, network, packed
from pa3d.encoding import Labeller, Settings, encode
from pa3d.errors import CheckpointError, Pa3dError
from pa3d.graph import GraphModel, as_graph, load_graph
from pa3d.model import ModelConfig, PointDecoder, PointPatchEncoder, text_head
from pa3d.names import embed_parts
from pa3d.network import group, load_network
from pa3d.readers import load_shape

RNG = np.random.default_rng(8)


def clouds(count=3, points=300):
    cloud = RNG.normal(size=(count, points, 3)).astype(np.float32)
    return cloud / np.linalg.norm(cloud, axis=-1).max()


def both_outputs(path, points):
    ours, theirs = load_graph(path), checkpoint.load_model(path)
    again = as_graph(theirs)
    assert (again.scale, again.bias, set(again.weights)) == (ours.scale, ours.bias, set(ours.weights))
    for name in ("config", "dim", "info", "kind"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours.scale == pytest.approx(theirs.scale, rel=1e-6) and ours.bias == pytest.approx(theirs.bias)
    index = group(points, ours.config)
    return ours.output(points, *index), theirs.output(points, *index)


def assert_same(ours, theirs, atol=2e-5):
    for name in ("tokens", "patch", "member"):
        a, b = getattr(ours, name), getattr(theirs, name)
        assert (a is None) == (b is None), name
        if a is not None:
            assert a.shape == b.shape and a.dtype == np.float32
            np.testing.assert_allclose(a, b, atol=atol, err_msg=name)


@pytest.mark.parametrize("decoder", [0, 16])
def test_the_graph_computes_what_the_modules_compute(tmp_path, decoder):
    path = save_tiny(tmp_path / "tiny.safetensors")
    model = checkpoint.load_model(path)
    for module in model.encoder.modules():  # norms that do something
        if isinstance(module, torch.nn.BatchNorm1d | torch.nn.LayerNorm):
            torch.nn.init.uniform_(module.weight, 0.5, 2)
            torch.nn.init.normal_(module.bias)
        if isinstance(module, torch.nn.BatchNorm1d):
            torch.nn.init.normal_(module.running_mean)
            torch.nn.init.uniform_(module.running_var, 0.5, 2)
    if decoder:
        model.encoder.config = replace(CONFIG, decoder_width=decoder)
        model.head.decoder = PointDecoder(model.encoder.config, model.dim)
        torch.nn.init.normal_(model.head.decoder.out.weight, std=0.5)
    checkpoint.pack(model, path, torch.float32)
    ours, theirs = both_outputs(path, clouds())
    assert (ours.member is not None) == bool(decoder)
    assert_same(ours, theirs)


def test_the_released_weights_with_their_axes_and_sampling(tmp_path):
    torch.save(released_content(), tmp_path / "released.pt")
    assert isinstance(load_network(tmp_path / "released.pt", kind="align"), GraphModel)
    model = checkpoint.load_model(tmp_path / "released.pt")
    assert model.config.swap_yz and model.config.skip_near_origin
    checkpoint.pack(model, tmp_path / "packed.safetensors", torch.float32)
    assert_same(*both_outputs(tmp_path / "packed.safetensors", clouds(2, 600)), atol=2e-4)


def test_the_shipped_model_labels_alike_on_both(tmp_path):
    shape = load_shape("examples/meshes/chair.ply")
    quick, plain = load_network(), checkpoint.load_model()
    assert isinstance(quick, GraphModel)
    text = embed_parts(quick, ["leg", "seat", "back"])
    encoding = [encode(model, shape, Settings(draws=2)) for model in (quick, plain)]
    assert_same(*(e.output for e in encoding), atol=1e-4)
    pairs = zip((quick, plain), encoding, strict=True)
    logits = [Labeller(model, e, text)(shape.vertices) for model, e in pairs]
    np.testing.assert_allclose(*logits, atol=2e-3)
    margin = np.diff(np.sort(logits[1], 1)[:, -2:], axis=1)[:, 0]
    np.testing.assert_array_equal(*(x.argmax(1)[margin > 5e-3] for x in logits))


def test_bf16_is_near_fp32_on_both(tmp_path):
    """Not equal: 8 bits of mantissa. On a processor without it the graph may fall back to fp32."""
    path, points = save_tiny(tmp_path / "tiny.safetensors"), clouds()
    plain = load_network(path)
    index = group(points, plain.config)
    expected = plain.output(points, *index)
    modules = replace(checkpoint.load_model(path), precision="bf16")
    for rough in (load_network(path, precision="bf16"), modules):
        assert rough.precision == "bf16" and plain.precision == "fp32"
        answer = rough.output(points, *index).patch
        assert answer.dtype == np.float32
        cosine = (answer * expected.patch).sum(-1)
        assert cosine.min() > 0.99
    assert (modules.output(points, *index).patch != expected.patch).any()


def test_a_precision_that_is_none(tmp_path):
    path = save_tiny(tmp_path / "tiny.safetensors")
    assert load_network(path, precision="auto").precision in ("fp32", "bf16")
    with pytest.raises(Pa3dError, match="--precision fp16: write auto, fp32 or bf16"):
        load_network(path, precision="fp16")


@pytest.mark.parametrize("few", [0, 8])
def test_patches_are_those_of_the_modules(monkeypatch, few):
    monkeypatch.setattr(network, "FEW", few)
    monkeypatch.delitem(sys.modules, "numba", raising=False)  # as if it were not loaded
    points = clouds(2, 400)
    for config in (CONFIG, replace(CONFIG, skip_near_origin=True), replace(CONFIG, swap_yz=True)):
        expected = PointPatchEncoder(config).group(torch.from_numpy(points))
        for ours, theirs in zip(group(points, config), expected, strict=True):
            np.testing.assert_array_equal(ours, theirs.numpy())


@pytest.mark.parametrize("decoder", [0, 32])
def test_every_weight_is_expected_by_name_and_shape(decoder):
    config = ModelConfig(depth=2, width=128, num_heads=2, decoder_width=decoder)
    modules = {"encoder": PointPatchEncoder(config), "head": text_head(config, 40)}
    own = {f"{part}.{k}": tuple(v.shape) for part, m in modules.items() for k, v in m.state_dict().items()}
    assert packed.expected_shapes(config, 40, "align") == own


def test_what_does_not_fit_is_named(tmp_path):
    path = save_tiny(tmp_path / "tiny.safetensors")
    weights, record = load_file(path), packed.read_packed(path)
    metadata = {"pa3d": json.dumps(_record(path))}
    del weights["encoder.norm.bias"]
    weights["encoder.reduce.bias"] = weights["encoder.reduce.bias"][:-1]
    save_file(weights, tmp_path / "bad.safetensors", metadata)
    with pytest.raises(CheckpointError, match=r"bad.*1 missing \(first: encoder.norm.bias\); 1 of an"):
        load_graph(tmp_path / "bad.safetensors")
    save_file(load_file(path), tmp_path / "other.safetensors")
    with pytest.raises(CheckpointError, match="not a pa3d model"):
        load_graph(tmp_path / "other.safetensors")
    assert record.kind == "align"
    with pytest.raises(CheckpointError, match="a train-align checkpoint; this needs one from train-distill"):
        load_graph(path, "distill")
    (tmp_path / "cut.safetensors").write_bytes(path.read_bytes()[:1000])
    with pytest.raises(CheckpointError, match="not a readable safetensors file"):
        load_graph(tmp_path / "cut.safetensors")


def _record(path):
    from safetensors import safe_open

    with safe_open(path, "np") as handle:
        return json.loads(handle.metadata()["pa3d"])


def test_labelling_a_mesh_by_common_names_loads_no_torch(tmp_path):
    """The cold start: torch alone takes longer to load than all of this."""
    code = "import sys; from pa3d.cli import app; app(sys.argv[1:], standalone_mode=False); "
    code += "heavy = {'torch', 'numba', 'timm', 'open_clip'} & set(sys.modules); assert not heavy, heavy"
    chair = ["segment", "examples/meshes/chair.ply", "--parts", "leg,seat,back"]
    chair += ["--out", str(tmp_path / "a.ply")]
    done = subprocess.run([sys.executable, "-c", code, *chair], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.ply").stat().st_size > 10_000
