from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import golden_weights
import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from pa3d import checkpoint
from pa3d.checkpoint import Model, adapt_released_key, load_model, load_strict, pack
from pa3d.errors import CheckpointError
from pa3d.model import FeatureHead, ModelConfig, PointPatchEncoder, TextHead

TINY = ModelConfig(num_patches=8, patch_size=4, width=48, depth=2, num_heads=3)


@pytest.fixture(scope="module")
def content():
    """The released layout. Tests change copies of the outer dicts, never the tensors."""
    return golden_weights.released_content()


def altered(content, **model):
    """Copy of the content with keys of `model` replaced, or dropped when None."""
    changed = {k: v for k, v in {**content["model"], **model}.items() if v is not None}
    return {**content, "model": changed}


def tiny_model(kind="align", config=TINY, seed=0):
    torch.manual_seed(seed)
    encoder = PointPatchEncoder(config).eval()
    head = TextHead(48, 16) if kind == "align" else FeatureHead(48, 16)
    return Model(kind, encoder, head.eval(), "memory", {"text_encoder": "fake", "templates": ["{}"]})


def training_content(model, **changes):
    return {
        "kind": model.kind,
        "model_config": vars(model.encoder.config),
        "dim": model.dim,
        "encoder": model.encoder.state_dict(),
        "head": model.head.state_dict(),
        "info": model.info,
        **changes,
    }


def refusal(path, **options):
    """The one line load_model refuses a file with."""
    with pytest.raises(CheckpointError) as caught:
        load_model(path, **options)
    message = str(caught.value)
    assert "\n" not in message and "\x1b" not in message
    assert str(path) in message
    assert len(message) < len(str(path)) + 200
    return message


def same_state(a, b):
    assert a.keys() == b.keys()
    for key in a:
        assert torch.equal(a[key], b[key]), key


# -- the released layout -----------------------------------------------------------------------------


def test_every_released_key_maps_to_one_of_ours_and_back():
    released = list(golden_weights.released_shapes())
    mapped = [adapt_released_key(key) for key in released]
    assert len(set(mapped)) == len(mapped)
    assert set(mapped) == set(PointPatchEncoder(ModelConfig()).state_dict())


def test_every_released_tensor_arrives(content, tmp_path):
    torch.save(content, tmp_path / "patchalign3d.pt")
    model = load_model(tmp_path / "patchalign3d.pt", kind="align")
    state = model.encoder.state_dict()
    for key, value in content["model"].items():
        assert torch.equal(state[adapt_released_key(key)].flatten(), value.flatten()), key
    assert torch.equal(model.head.proj.weight, content["proj"]["proj.weight"])
    assert torch.equal(model.head.proj.bias, content["proj"]["proj.bias"])
    assert model.head.log_scale.exp().item() == pytest.approx(1 / 0.07)
    assert model.head.bias.item() == 0
    assert model.encoder.config == ModelConfig(skip_near_origin=True, swap_yz=True)
    assert model.info["text_encoder"] == "open_clip:ViT-bigG-14/laion2b_s39b_b160k"
    assert (model.kind, model.dim) == ("align", 1280)
    assert not model.encoder.training and not model.head.training


def test_released_stage_one_is_a_distilled_model(tmp_path):
    path = tmp_path / "stage1.pt"
    torch.save(golden_weights.released_content(golden_weights.TEACHER_DIM), path)
    model = load_model(path, kind="distill")
    assert (model.kind, model.dim, type(model.head)) == ("distill", 768, FeatureHead)
    with np.load(Path(__file__).parent / "golden" / "official_forward.npz") as golden:
        tokens = torch.from_numpy(golden["tokens"])
        expected = tokens.double() @ model.head.proj.weight.double().T + model.head.proj.bias.double()
    expected = torch.nn.functional.normalize(expected, dim=-1).float()
    torch.testing.assert_close(model.head(tokens), expected, rtol=0, atol=1e-6)
    assert "train-distill checkpoint; this needs one from train-align" in refusal(path, kind="align")


def test_released_arguments_may_be_a_namespace(content, tmp_path):
    torch.save({**content, "args": argparse.Namespace(lr=1e-4, name="x")}, tmp_path / "a.pt")
    assert load_model(tmp_path / "a.pt").kind == "align"


def bad_released(content):
    weight = content["model"]["encoder.first_conv.0.weight"]
    proj = content["proj"]
    return {
        "missing": (altered(content, **{"norm.bias": None}), "1 missing (first: norm.bias)"),
        "renamed": (
            altered(content, **{"blocks.blocks.3.mlp.fc1.bias": None}),
            "1 missing (first: blocks.3.fc1.bias)",
        ),
        "extra": (altered(content, color_embed=weight), "1 unexpected (first: color_embed)"),
        "misshapen": (
            altered(content, **{"encoder.first_conv.0.weight": torch.zeros(128, 6, 1)}),
            "1 of another shape (first: patch_embed.lift.weight)",
        ),
        "wide kernel": (
            altered(content, **{"encoder.first_conv.0.weight": torch.zeros(128, 3, 2)}),
            "1 of another shape (first: patch_embed.lift.weight)",
        ),
        "proj": ({**content, "proj": {"proj.bias": proj["proj.bias"]}}, "KeyError: 'proj.weight'"),
        "proj width": (
            {**content, "proj": {**proj, "proj.weight": torch.zeros(1280, 512)}},
            "1 of another shape (first: proj.weight)",
        ),
        "temp": ({**content, "temp": {"scale": torch.tensor(1.0)}}, "log_scale"),
        "no tensor": (altered(content, **{"norm.bias": "zero"}), "missing or of another type"),
    }


@pytest.mark.parametrize(
    "name",
    ["missing", "renamed", "extra", "misshapen", "wide kernel", "proj", "proj width", "temp", "no tensor"],
)
def test_released_layout_that_does_not_fit(name, content, tmp_path):
    bad, expected = bad_released(content)[name]
    torch.save(bad, tmp_path / "bad.pt")
    assert expected in refusal(tmp_path / "bad.pt")


# -- nothing in a file is executed -------------------------------------------------------------------


class Malice:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("suffix", [".pt", ".ckpt", ".pth"])
@pytest.mark.parametrize("zipped", [True, False])
def test_code_in_a_file_is_refused_and_not_run(content, tmp_path, suffix, zipped):
    witness, path = tmp_path / "executed", tmp_path / f"evil{suffix}"
    bad = {"format": "pa3d-checkpoint", "version": 1, "model": {}, "proj": {}, "args": Malice(witness)}
    torch.save(bad, path, _use_new_zipfile_serialization=zipped)
    assert "not a weights file that can be read safely" in refusal(path)
    assert not witness.exists()
    torch.load(path, weights_only=False)  # the file does bite
    assert witness.exists()


# -- our own files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["align", "distill"])
def test_packed_model_round_trip(kind, tmp_path):
    model = tiny_model(kind, ModelConfig(**{**vars(TINY), "swap_yz": True, "drop_path": 0.3}))
    pack(model, tmp_path / "a.safetensors")
    loaded = load_model(tmp_path / "a.safetensors", kind=kind)
    assert (loaded.kind, loaded.info, loaded.dim) == (kind, model.info, 16)
    assert loaded.encoder.config == model.encoder.config
    assert not loaded.encoder.training
    for part in ("encoder", "head"):
        ours, theirs = getattr(model, part).state_dict(), getattr(loaded, part).state_dict()
        assert ours.keys() == theirs.keys()
        for key, value in ours.items():
            assert theirs[key].dtype == value.dtype
            tolerance = {"rtol": 2**-11, "atol": 1e-7} if value.dim() >= 2 else {"rtol": 0, "atol": 0}
            torch.testing.assert_close(theirs[key], value, **tolerance, msg=key)
    pack(loaded, tmp_path / "b.safetensors")
    pack(loaded, tmp_path / "c.safetensors")
    again = load_model(tmp_path / "b.safetensors")
    same_state(again.encoder.state_dict(), loaded.encoder.state_dict())  # packing twice loses nothing more
    assert (tmp_path / "b.safetensors").read_bytes() == (tmp_path / "c.safetensors").read_bytes()


def test_packed_model_predicts_the_same(tmp_path):
    model, points = tiny_model(), torch.randn(2, 60, 3, generator=torch.Generator().manual_seed(0))
    pack(model, tmp_path / "a.safetensors", torch.float32)
    loaded = load_model(tmp_path / "a.safetensors")
    with torch.no_grad():
        assert torch.equal(loaded.encoder(points).tokens, model.encoder(points).tokens)


@pytest.mark.parametrize("kind", ["align", "distill"])
def test_training_checkpoint_round_trip(kind, tmp_path):
    model, path = tiny_model(kind), tmp_path / "a.ckpt"
    checkpoint.save_training(path, training_content(model))
    loaded = load_model(path, kind=kind)
    same_state(loaded.encoder.state_dict(), model.encoder.state_dict())
    same_state(loaded.head.state_dict(), model.head.state_dict())
    assert (loaded.encoder.config, loaded.info, loaded.source) == (TINY, model.info, str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["a.ckpt"]
    other = "distill" if kind == "align" else "align"
    assert f"a train-{kind} checkpoint; this needs one from train-{other}" in refusal(path, kind=other)


def test_saving_that_fails_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.ckpt"
    checkpoint.save_training(path, {"epoch": 1})
    with pytest.raises(Exception, match="pickle|local object"):
        checkpoint.save_training(path, {"epoch": 2, "bad": lambda: None})
    assert checkpoint.read_training(path)["epoch"] == 1
    assert [p.name for p in tmp_path.iterdir()] == ["a.ckpt"]


def test_our_checkpoint_with_missing_and_misshapen_weights(tmp_path):
    model = tiny_model()
    state = dict(model.encoder.state_dict())
    del state["blocks.1.fc2.weight"]
    state["norm.weight"] = torch.zeros(49)
    path = tmp_path / "a.ckpt"
    checkpoint.save_training(path, training_content(model, encoder=state))
    message = refusal(path)
    assert "1 missing (first: blocks.1.fc2.weight); 1 of another shape (first: norm.weight)" in message


@pytest.mark.parametrize("change", ["head", "kind", "model_config", "info"])
def test_our_checkpoint_without_an_entry(change, tmp_path):
    content = training_content(tiny_model())
    del content[change]
    checkpoint.save_training(tmp_path / "a.ckpt", content)
    assert change in refusal(tmp_path / "a.ckpt")


def packed_with(path, edit):
    """A packed tiny model whose record was edited."""
    pack(tiny_model(), path)
    tensors, metadata = checkpoint.read_safetensors(path)
    record = json.loads(metadata["pa3d"])
    edit(record, tensors)
    save_file(tensors, path, {"pa3d": json.dumps(record)})


def test_unknown_versions(tmp_path):
    path = tmp_path / "a.safetensors"
    packed_with(path, lambda record, _: record.update(version=99))
    assert "model version 99; this pa3d reads 1" in refusal(path)
    path = tmp_path / "a.ckpt"
    torch.save({**training_content(tiny_model()), "format": checkpoint.FORMAT, "version": 99}, path)
    assert "checkpoint version 99; this pa3d reads 1" in refusal(path)


def test_packed_model_with_a_bad_record(tmp_path):
    path = tmp_path / "a.safetensors"
    packed_with(path, lambda record, _: record.pop("dim"))
    assert "KeyError: 'dim'" in refusal(path)
    packed_with(path, lambda record, _: record["model_config"].update(colour=True))
    assert "colour" in refusal(path)
    packed_with(path, lambda _, tensors: tensors.pop("head.bias"))
    assert "1 missing (first: bias)" in refusal(path)
    packed_with(path, lambda _, tensors: tensors.update({"encoder.extra": torch.zeros(1)}))
    assert "1 unexpected (first: extra)" in refusal(path)


# -- files that are something else -------------------------------------------------------------------


def intact(tmp_path, suffix):
    path = tmp_path / f"model{suffix}"
    if suffix == ".safetensors":
        pack(tiny_model(), path)
    else:
        checkpoint.save_training(path, training_content(tiny_model()))
    load_model(path)
    return path


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt", ".pt"])
@pytest.mark.parametrize("share", [0, 0.0001, 0.3, 0.999])
def test_truncated_files(tmp_path, suffix, share):
    path = intact(tmp_path, suffix)
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    refusal(path)


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt", ".pt"])
def test_files_of_another_kind(tmp_path, suffix):
    path = tmp_path / f"model{suffix}"
    for data in (b"hello\nworld\n", b"\x80\x02.", b"PK\x03\x04" + bytes(100), b"\x1f\x8b\x08\x00"):
        path.write_bytes(data)
        refusal(path)


@pytest.mark.parametrize(
    "content", [[1, 2], {"state_dict": {}}, {"model": 3, "proj": {}}, torch.zeros(3), None]
)
def test_torch_files_of_another_layout(tmp_path, content):
    torch.save(content, tmp_path / "a.pt")
    assert "neither a pa3d checkpoint nor the released" in refusal(tmp_path / "a.pt")


def test_safetensors_of_somebody_else(tmp_path):
    save_file({"weight": torch.zeros(2)}, tmp_path / "a.safetensors")
    assert "not a pa3d model" in refusal(tmp_path / "a.safetensors")


def test_folders_and_missing_paths(tmp_path):
    assert "a folder" in refusal(tmp_path)
    for name in ("none.ckpt", "none.safetensors", "none"):
        assert "no such checkpoint; known names are default and patchalign3d" in refusal(tmp_path / name)


def test_a_released_name_without_a_network(tmp_path):
    code = (
        "from pa3d.checkpoint import load_model\n"
        "from pa3d.errors import CheckpointError\n"
        "try:\n    load_model('patchalign3d')\n"
        "except CheckpointError as error:\n    print(error)\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path), "HF_HUB_CACHE": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert len(run.stdout.splitlines()) == 1
    assert "patchalign3d.pt" in run.stdout
    assert "huggingface.co/patchalign3d/patchalign3d-encoder" in run.stdout


# -- state dicts of towers ---------------------------------------------------------------------------


def test_load_strict_counts_every_kind_of_misfit_and_loads_nothing(tmp_path):
    module = torch.nn.Linear(2, 3)
    before = module.weight.clone()
    with pytest.raises(CheckpointError) as caught:
        load_strict(module, {"weight": torch.ones(3, 2), "scale": torch.ones(3), "a": torch.ones(1)}, "x.pt")
    assert str(caught.value) == "x.pt: weights do not fit: 1 missing (first: bias); 2 unexpected (first: a)"
    assert torch.equal(module.weight, before)


def test_read_weights_unwraps_what_people_wrap(tmp_path):
    state = {"weight": torch.ones(3, 2), "bias": torch.zeros(3)}
    for i, wrapped in enumerate(
        (
            state,
            {"state_dict": state},
            {"model": state, "epoch": 3},
            {f"module.{k}": v for k, v in state.items()},
        )
    ):
        torch.save(wrapped, tmp_path / f"{i}.pt")
        same_state(checkpoint.read_weights(tmp_path / f"{i}.pt"), state)
    save_file(state, tmp_path / "a.safetensors")
    same_state(checkpoint.read_weights(tmp_path / "a.safetensors"), state)
    torch.save({"state_dict": [1]}, tmp_path / "b.pt")
    with pytest.raises(CheckpointError, match=re.escape(f"{tmp_path / 'b.pt'}: holds no state dict")):
        checkpoint.read_weights(tmp_path / "b.pt")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("read", ["torch", "graph"])
def test_weights_that_are_not_finite_are_refused(tmp_path, value, read):
    from pa3d.network import load_network

    model = tiny_model()
    with torch.no_grad():
        model.encoder.norm.weight[0] = value
    pack(model, tmp_path / "a.safetensors")
    with pytest.raises(CheckpointError, match=r"1 weights hold NaN or infinity \(first: .*norm.weight"):
        (load_model if read == "torch" else load_network)(tmp_path / "a.safetensors")


def test_weights_beyond_any_range_are_named_when_they_are_used(tmp_path):
    from pa3d.encoding import Settings, encode
    from pa3d.network import load_network
    from pa3d.shapes import Shape

    model = tiny_model()
    with torch.no_grad():
        model.encoder.norm.weight[:] = 3e38
        model.encoder.norm.bias[:] = 3e38
    pack(model, tmp_path / "a.safetensors", torch.float32)
    cloud = Shape(torch.rand(3000, 3).double().numpy(), None)
    with pytest.raises(CheckpointError, match="beyond any range"):
        encode(load_network(tmp_path / "a.safetensors"), cloud, Settings())
